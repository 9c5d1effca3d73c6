//! What a place name of a database is worth: Chinese names in Latin script, head offices and centres
//! of countries that stand for no place.
//!
//! In: country, region, city and coordinates as one database has them. Out: the same in one spelling,
//! lowered to what can be believed, with its reason. Never: a city that the source did not name.

use std::collections::BTreeMap;

use subtier_model::Precision;
use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

use crate::table::rows;

const PLACES: &str = include_str!("../../../data/places-zh.tsv");
const COUNTRIES: &str = include_str!("../../../data/countries-zh.tsv");
const OFFICES: &str = include_str!("../../../data/head-offices.tsv");

/// Codes that databases use for no country: unknown, anonymous, satellite, Europe, Asia-Pacific.
const NO_COUNTRY: [[u8; 2]; 9] =
    [*b"ZZ", *b"XX", *b"EU", *b"AP", *b"A1", *b"A2", *b"O1", *b"T1", *b"--"];
/// Two coordinates are the same centre of a country within so many degrees (about a kilometre).
const CENTRE_DEGREES: f64 = 0.01;
/// Endings of Latin region and city names that say only what kind of place it is.
const KINDS: [&str; 6] = [" sheng", " province", " shi", " city", " zizhiqu", " autonomous region"];

/// A place as one database has it.
#[derive(Debug, Clone, Default, PartialEq)]
pub(crate) struct RawPlace {
    /// ISO code or a name, as it stands there.
    pub(crate) country: Option<String>,
    /// Province or state.
    pub(crate) region: Option<String>,
    /// City.
    pub(crate) city: Option<String>,
    /// Latitude and longitude.
    pub(crate) coordinates: Option<(f64, f64)>,
}

/// A name that can be held against names of other databases, or one in another script.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct PlaceName {
    pub(crate) text: String,
    /// Whether it is in Latin script, so that spellings can be compared.
    pub(crate) latin: bool,
}

impl PlaceName {
    fn new(text: String) -> Self {
        let latin =
            text.is_ascii() || text.chars().all(|c| !c.is_alphabetic() || fold_char(c).is_ascii());
        Self { text, latin }
    }

    /// Letters and digits alone, without case and accents.
    pub(crate) fn folded(&self) -> String {
        fold(&self.text)
    }
}

/// A place in one spelling and lowered to what can be believed.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Place {
    /// ISO 3166-1 alpha-2.
    pub(crate) country: Option<[u8; 2]>,
    pub(crate) region: Option<PlaceName>,
    pub(crate) city: Option<PlaceName>,
    /// What the database said before it was lowered, such as `CN, Beijing, Haidian`.
    pub(crate) says: String,
    /// Whether it was lowered, so that its radius means nothing either.
    pub(crate) lowered: bool,
}

struct Named {
    code: &'static str,
    latin: &'static str,
    starts: &'static str,
    /// Folded spellings.
    spellings: Vec<String>,
}

struct Office {
    country: [u8; 2],
    /// Folded name, or nothing where a centre is meant.
    city: String,
    centre: Option<(f64, f64)>,
    used_as: Precision,
    /// Part of the folded name of the database, or nothing for every one.
    source: String,
    why: &'static str,
}

/// The tables of place names.
pub(crate) struct Gazetteer {
    provinces: Vec<Named>,
    cities: Vec<Named>,
    countries: BTreeMap<&'static str, [u8; 2]>,
    offices: Vec<Office>,
}

impl std::fmt::Debug for Gazetteer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Gazetteer").finish_non_exhaustive()
    }
}

impl Gazetteer {
    /// The tables that are compiled in.
    pub(crate) fn embedded() -> Self {
        let named = |wanted: &str| {
            let rows = rows(PLACES).filter(|[kind, _, _, _, _]| *kind == wanted);
            rows.map(|[_, code, latin, starts, also]| {
                let also = also.split(',').filter(|name| !name.is_empty());
                let spellings = std::iter::once(latin).chain(also).map(fold).collect();
                Named { code, latin, starts, spellings }
            })
            .collect()
        };
        Self {
            provinces: named("province"),
            cities: named("city"),
            countries: rows(COUNTRIES)
                .filter_map(|[code, name]| Some((name, code.as_bytes().try_into().ok()?)))
                .collect(),
            offices: rows(OFFICES).filter_map(office).collect(),
        }
    }

    /// Reads a place of the database whose folded name or file is `source`.
    pub(crate) fn interpret(&self, raw: &RawPlace, source: &str) -> Place {
        let region = raw.region.as_deref().map(str::trim).filter(|name| !name.is_empty());
        let city = raw.city.as_deref().map(without_district).filter(|name| !name.is_empty());
        let country = raw.country.as_deref().and_then(|name| self.country(name, region));
        let china = country == Some(*b"CN");
        let code = region.filter(|_| china).and_then(|name| self.province(name));
        let outside = china || country.is_none();
        let mut place = Place {
            country,
            region: match code {
                Some(province) => Some(PlaceName::new(province.latin.to_owned())),
                // Hong Kong, Macao and Taiwan stand as provinces in Chinese databases.
                None if !outside && raw.country.as_deref() == Some("中国") => None,
                None => region.map(|name| PlaceName::new(name.to_owned())),
            },
            city: city.map(|name| {
                let known = code.and_then(|province| self.city(name, province.code));
                PlaceName::new(known.unwrap_or(name).to_owned())
            }),
            ..Place::default()
        };
        place.says = words(&place);
        self.lower(&mut place, raw.coordinates, source);
        place
    }

    fn lower(&self, place: &mut Place, coordinates: Option<(f64, f64)>, source: &str) {
        let offices = self.offices.iter();
        let mut offices = offices.filter(|office| Some(office.country) == place.country).peekable();
        if offices.peek().is_none() {
            return;
        }
        let city = place.city.as_ref().map(PlaceName::folded);
        let found = offices.find(|office| {
            source.contains(&office.source)
                && match office.centre {
                    Some(centre) => coordinates.is_some_and(|at| same_centre(at, centre)),
                    None => city.as_ref() == Some(&office.city),
                }
        });
        let Some(office) = found else { return };
        place.lowered = true;
        place.city = None;
        if office.used_as < Precision::Province {
            place.region = None;
        }
        let level = if place.region.is_some() { "province" } else { "country" };
        place.says = format!("{} ({}; counts as {level})", place.says, office.why);
    }

    fn country(&self, name: &str, region: Option<&str>) -> Option<[u8; 2]> {
        let name = name.trim();
        if let Ok(code) = <[u8; 2]>::try_from(name.as_bytes()) {
            let code = code.map(|byte| byte.to_ascii_uppercase());
            let valid = code.iter().all(u8::is_ascii_alphabetic) && !NO_COUNTRY.contains(&code);
            return valid.then_some(code);
        }
        let exact = *self.countries.get(name)?;
        let own_code = |region: &str| {
            let own = [*b"HK", *b"MO", *b"TW"];
            let mut rows = self.countries.iter().filter(|(_, code)| own.contains(code));
            rows.find(|(country, _)| region.starts_with(**country)).map(|(_, code)| *code)
        };
        let own = region.filter(|_| exact == *b"CN").and_then(own_code);
        Some(own.unwrap_or(exact))
    }

    fn province(&self, name: &str) -> Option<&Named> {
        let folded = fold(strip_kind(name));
        self.provinces.iter().find(|row| {
            name.starts_with(row.starts) || row.spellings.iter().any(|s| folded.starts_with(s))
        })
    }

    fn city(&self, name: &str, province: &str) -> Option<&'static str> {
        let folded = fold(strip_kind(name));
        let mut cities = self.cities.iter().filter(|row| row.code == province);
        cities
            .find(|row| name.starts_with(row.starts) || row.spellings.contains(&folded))
            .map(|row| row.latin)
    }
}

fn office([country, city, used_as, source, why]: [&'static str; 5]) -> Option<Office> {
    let centre = city.split_once(',').map(|(lat, lon)| (lat.parse(), lon.parse()));
    let (city, centre) = match centre {
        Some((Ok(lat), Ok(lon))) => (String::new(), Some((lat, lon))),
        Some(_) => return None,
        None => (fold(city), None),
    };
    let used_as = match used_as {
        "country" => Precision::Country,
        "province" => Precision::Province,
        _ => return None,
    };
    let country = country.as_bytes().try_into().ok()?;
    Some(Office { country, city, centre, used_as, source: fold(source), why })
}

fn same_centre(at: (f64, f64), centre: (f64, f64)) -> bool {
    (at.0 - centre.0).abs() < CENTRE_DEGREES && (at.1 - centre.1).abs() < CENTRE_DEGREES
}

/// `CN, Liaoning, Dalian`.
fn words(place: &Place) -> String {
    let country = place.country.map(code_text);
    let names = [&place.region, &place.city].into_iter().flatten().map(|name| name.text.clone());
    country.into_iter().chain(names).collect::<Vec<_>>().join(", ")
}

/// A country code as text.
pub(crate) fn code_text(code: [u8; 2]) -> String {
    code.iter().map(|&byte| char::from(byte)).collect()
}

/// `Shenyang (Sujiatun Qu)` is Shenyang.
fn without_district(name: &str) -> &str {
    match name.split_once('(') {
        Some((before, rest)) if rest.trim_end().ends_with(')') => before.trim(),
        _ => name.trim(),
    }
}

fn strip_kind(name: &str) -> &str {
    let cut = KINDS.iter().find_map(|kind| {
        let at = name.len().checked_sub(kind.len())?;
        let (before, ending) = name.split_at_checked(at)?;
        ending.eq_ignore_ascii_case(kind).then_some(before)
    });
    cut.unwrap_or(name)
}

/// Letters and digits alone, in lower case and without accents.
pub(crate) fn fold(text: &str) -> String {
    if text.is_ascii() {
        let letters = text.chars().filter(char::is_ascii_alphanumeric);
        return letters.map(|c| c.to_ascii_lowercase()).collect();
    }
    let letters = text.nfkd().filter(|c| c.is_alphanumeric() && !is_combining_mark(*c));
    letters.flat_map(char::to_lowercase).map(fold_char).collect()
}

/// Latin letters that have no decomposition.
fn fold_char(c: char) -> char {
    match c {
        'ø' | 'Ø' => 'o',
        'ł' | 'Ł' => 'l',
        'đ' | 'Đ' => 'd',
        'ı' => 'i',
        'ß' => 's',
        'æ' | 'Æ' | 'œ' | 'Œ' => 'e',
        c => std::iter::once(c).nfkd().next().unwrap_or(c),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::table::expected;

    fn place(source: &str, country: &str, region: &str, city: &str) -> Place {
        let text = |text: &str| (!text.is_empty()).then(|| text.to_owned());
        let raw = RawPlace {
            country: text(country),
            region: text(region),
            city: text(city),
            coordinates: None,
        };
        Gazetteer::embedded().interpret(&raw, &fold(source))
    }

    fn check(place: &Place, region: &str, city: &str) {
        let text =
            |name: &Option<PlaceName>| name.as_ref().map_or("", |n| n.text.as_str()).to_owned();
        assert_eq!((text(&place.region), text(&place.city)), (region.to_owned(), city.to_owned()));
    }

    #[test]
    fn every_row_of_the_tables_is_read() {
        let gazetteer = Gazetteer::embedded();
        assert_eq!(gazetteer.provinces.len() + gazetteer.cities.len(), expected(PLACES));
        assert_eq!(gazetteer.provinces.len(), 31);
        assert_eq!(gazetteer.countries.len(), expected(COUNTRIES));
        assert_eq!(gazetteer.offices.len(), expected(OFFICES));
        for city in &gazetteer.cities {
            assert!(gazetteer.provinces.iter().any(|row| row.code == city.code), "{}", city.latin);
        }
    }

    #[test]
    fn chinese_names_are_given_in_latin_where_the_table_has_them() {
        check(&place("ip2region", "中国", "辽宁省", "大连市"), "Liaoning", "Dalian");
        check(&place("ip2region", "中国", "吉林省", "吉林市"), "Jilin", "Jilin City");
        check(&place("ip2region", "中国", "吉林省", "延边朝鲜族自治州"), "Jilin", "Yanbian");
        check(&place("ip2region", "中国", "广西壮族自治区", ""), "Guangxi", "");
        check(&place("ip2region", "中国", "湖北省", "恩施"), "Hubei", "恩施");
        check(&place("x", "CN", "Liaoning Sheng", "Dalian Shi"), "Liaoning", "Dalian");
        check(&place("x", "CN", "Beijing", "Chaoyang"), "Beijing", "Chaoyang");
    }

    #[test]
    fn territories_with_a_code_of_their_own_keep_it() {
        let taiwan = place("ip2region", "中国", "台湾省", "");
        assert_eq!((taiwan.country, taiwan.region), (Some(*b"TW"), None));
        assert_eq!(place("ip2region", "中国", "香港", "").country, Some(*b"HK"));
        assert_eq!(place("ip2region", "朝鲜", "", "").country, Some(*b"KP"));
        assert_eq!(place("ip2region", "欧洲", "", "").country, None);
        assert_eq!(place("x", "EU", "", "").country, None);
        assert_eq!(place("x", "kr", "", "").country, Some(*b"KR"));
    }

    #[test]
    fn head_office_names_count_as_country_or_province_only() {
        let office = place("dbip-city-ipv4", "CN", "Beijing", "Jinrongjie (Xicheng District)");
        check(&office, "", "");
        assert_eq!(
            office.says,
            "CN, Beijing, Jinrongjie (registered office in Beijing; counts as country)"
        );
        check(&place("DBIP-City-Lite", "CN", "Liaoning", "Shenyang (Sujiatun Qu)"), "Liaoning", "");
        check(&place("ip2region", "中国", "辽宁省", "沈阳市"), "Liaoning", "Shenyang");
        check(&place("GeoLite2-City", "CN", "Beijing", "Haidian"), "", "");
    }

    #[test]
    fn centre_of_the_country_is_no_place() {
        let raw = RawPlace {
            country: Some("CN".to_owned()),
            region: Some("Henan".to_owned()),
            coordinates: Some((34.7732, 113.722)),
            ..RawPlace::default()
        };
        let place = Gazetteer::embedded().interpret(&raw, "geolite2city");
        assert_eq!((place.country, place.region, place.lowered), (Some(*b"CN"), None, true));
    }

    #[test]
    fn spelling_differences_fold_away() {
        let folded = |name: &str| PlaceName::new(name.to_owned()).folded();
        assert_eq!(folded("São Paulo"), folded("sao paulo"));
        assert_eq!(folded("Xi'an"), "xian");
        assert!(PlaceName::new("Łódź".to_owned()).latin);
        assert!(!PlaceName::new("Дальний".to_owned()).latin);
    }
}
