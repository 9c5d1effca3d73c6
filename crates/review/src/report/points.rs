//! Points: where the small map puts its signs, and the names of countries.
//!
//! Tables come in (`data/map_points.tsv`, `data/world_outline.tsv`), a sign for an origin goes out. A sign
//! never says more than the source: province-level data gives a province sign, never a city's.

use std::sync::LazyLock;

use subtier_model::{AddressOrigin, Precision};

use crate::words::Lang;

static POINTS: LazyLock<Vec<Point>> =
    LazyLock::new(|| points(include_str!("../../../../data/map_points.tsv")).collect());

/// Endings of a region's name that say what kind of region it is, as databases add them.
const REGION_ENDINGS: [&str; 12] = [
    " province",
    " sheng",
    " shi",
    " city",
    " oblast",
    " krai",
    " kray",
    " state",
    " autonomous region",
    "自治区",
    "省",
    "市",
];

/// How a place is drawn.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Sign {
    /// Full circle.
    City,
    /// Hatched circle.
    Province,
    /// Hollow diamond in the middle of the country, wherever in it the address may be.
    Country,
}

/// One place on the map.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Mark {
    /// How it is drawn.
    pub(super) sign: Sign,
    /// Degrees east.
    pub(super) lon: i64,
    /// Degrees north.
    pub(super) lat: i64,
}

#[derive(Debug)]
struct Point {
    kind: Sign,
    country: &'static str,
    mark: Mark,
    en: &'static str,
    de: &'static str,
    others: &'static str,
}

fn points(table: &'static str) -> impl Iterator<Item = Point> {
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut cells = line.split('\t');
        let kind = match cells.next()? {
            "country" => Sign::Country,
            "province" => Sign::Province,
            "city" => Sign::City,
            _ => return None,
        };
        let country = cells.next()?;
        let (lat, lon) = (cells.next()?.parse().ok()?, cells.next()?.parse().ok()?);
        let (en, de, others) = (cells.next()?, cells.next()?, cells.next()?);
        Some(Point { kind, country, mark: Mark { sign: kind, lon, lat }, en, de, others })
    })
}

impl Point {
    fn is_called(&self, name: &str) -> bool {
        let name = name.trim().to_lowercase();
        let short = REGION_ENDINGS.iter().find_map(|ending| name.strip_suffix(ending));
        let own = [self.en, self.de].into_iter().chain(self.others.split(';'));
        own.filter(|own| !own.is_empty())
            .map(str::to_lowercase)
            .any(|own| own == name || short == Some(own.as_str()))
    }
}

/// Returns the sign for an origin: of its own precision, else, where that place is not in the table,
/// of its country; `None` where no country is known or known here.
pub(super) fn mark_of(origin: &AddressOrigin) -> Option<Mark> {
    let country = origin.country.as_deref()?;
    let named = |kind: Sign, name: Option<&str>| {
        let name = name?;
        let mut points = POINTS.iter().filter(|p| p.kind == kind && p.country == country);
        points.find(|point| point.is_called(name)).map(|point| point.mark)
    };
    let of_country = || {
        let mut points = POINTS.iter().filter(|p| p.kind == Sign::Country);
        points.find(|point| point.country == country).map(|point| point.mark)
    };
    match origin.precision {
        Precision::None => None,
        Precision::Country => of_country(),
        Precision::Province => named(Sign::Province, origin.region.as_deref()).or_else(of_country),
        Precision::City => named(Sign::City, origin.city.as_deref())
            .or_else(|| named(Sign::Province, origin.region.as_deref()))
            .or_else(of_country),
    }
}

/// Returns the name of a country with its code, `China (CN)`; the code alone where it is unknown.
pub(super) fn country_name(lang: Lang, code: &str) -> String {
    let mut countries = POINTS.iter().filter(|p| p.kind == Sign::Country);
    match countries.find(|point| point.country == code) {
        Some(point) => {
            let name = match lang {
                Lang::En => point.en,
                Lang::De => point.de,
            };
            format!("{name} ({code})")
        }
        None => code.to_owned(),
    }
}

/// One polygon of the outline.
#[derive(Debug)]
pub(super) struct Outline {
    /// Whether it is water drawn over the land.
    pub(super) is_water: bool,
    /// Longitude and latitude of its corners.
    pub(super) corners: Vec<(i64, i64)>,
}

/// Returns the outline, land before water.
pub(super) fn outlines() -> Vec<Outline> {
    let table = include_str!("../../../../data/world_outline.tsv");
    let mut outlines: Vec<Outline> = table
        .lines()
        .filter(|line| !line.starts_with('#'))
        .filter_map(|line| {
            let mut cells = line.split('\t');
            let (kind, _, corners) = (cells.next()?, cells.next()?, cells.next()?);
            let corners = corners.split(' ').filter_map(corner).collect();
            Some(Outline { is_water: kind == "water", corners })
        })
        .collect();
    outlines.sort_by_key(|outline| outline.is_water);
    outlines
}

fn corner(text: &str) -> Option<(i64, i64)> {
    let (lon, lat) = text.split_once(',')?;
    Some((lon.parse().ok()?, lat.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn origin(
        precision: Precision,
        country: &str,
        region: Option<&str>,
        city: Option<&str>,
    ) -> AddressOrigin {
        AddressOrigin {
            ip: "192.0.2.1".into(),
            country: Some(country.into()),
            region: region.map(Into::into),
            city: city.map(Into::into),
            precision,
            radius_km: None,
            sources: vec![],
            sources_agree: true,
            asn: None,
            network: None,
            labels: vec![],
            rung: "database".into(),
            range: None,
        }
    }

    #[test]
    fn a_province_never_becomes_a_city() {
        let cases = [
            (
                origin(Precision::Province, "CN", Some("Liaoning"), Some("Dalian")),
                Some(Sign::Province),
            ),
            (origin(Precision::Province, "CN", Some("辽宁省"), None), Some(Sign::Province)),
            (
                origin(Precision::City, "CN", Some("Liaoning Sheng"), Some("Dalian")),
                Some(Sign::City),
            ),
            (origin(Precision::City, "CN", Some("Liaoning"), Some("Fushun")), Some(Sign::Province)),
            (origin(Precision::Province, "CN", Some("Atlantis"), None), Some(Sign::Country)),
            (
                origin(Precision::Country, "CN", Some("Liaoning"), Some("Dalian")),
                Some(Sign::Country),
            ),
            (origin(Precision::Country, "XX", None, None), None),
            (origin(Precision::None, "CN", None, None), None),
        ];
        for (origin, sign) in cases {
            assert_eq!(mark_of(&origin).map(|mark| mark.sign), sign, "{origin:?}");
        }
    }

    #[test]
    fn the_tables_are_whole() {
        let rows = include_str!("../../../../data/map_points.tsv");
        let n_rows = rows.lines().filter(|line| !line.starts_with('#')).count();
        assert_eq!(POINTS.len(), n_rows);
        for point in POINTS.iter() {
            assert!(point.country.len() == 2 && !point.en.is_empty() && !point.de.is_empty());
            assert!((-60..=84).contains(&point.mark.lat) && (-180..=180).contains(&point.mark.lon));
        }
        for outline in outlines() {
            assert!(outline.corners.len() >= 3);
            let inside = |(lon, lat): &(i64, i64)| lon.abs() <= 180 && lat.abs() <= 90;
            assert!(outline.corners.iter().all(inside), "{outline:?}");
        }
    }

    #[test]
    fn countries_have_names_in_both_languages() {
        assert_eq!(country_name(Lang::De, "KR"), "Südkorea (KR)");
        assert_eq!(country_name(Lang::En, "ZZ"), "ZZ");
    }
}
