//! From what several sources say to one place with a stated precision.
//!
//! In: one voice a source. Out: country by majority, region and city only where nobody contradicts
//! them, and whether the sources agree. Never: a city out of province-level data, and no country KP
//! on the word of a database that others contradict.

use std::collections::{BTreeMap, BTreeSet};

use subtier_model::Precision;

use crate::gazetteer::{Place, PlaceName};

/// A claim of this country is known to be faked by VPN providers (Trend Micro, A Closer Look at North
/// Korea's Internet, October 2017), so it yields where another source names another country.
pub(crate) const NORTH_KOREA: [u8; 2] = *b"KP";
/// Where Chinese and Latin names cannot be compared, the city is left open: there the sources
/// measurably differ. Elsewhere a Chinese name is taken to be a translation.
const CHINA: [u8; 2] = *b"CN";

/// What one source says of one address.
#[derive(Debug, Clone)]
pub(crate) struct Voice<'a> {
    /// The same for editions of one database: only the first of a family has a vote.
    pub(crate) family: &'a str,
    /// Name of the source.
    pub(crate) name: &'a str,
    /// Date of the source.
    pub(crate) date: &'a str,
    pub(crate) place: Place,
    pub(crate) radius_km: Option<u32>,
    pub(crate) asn: Option<u32>,
    pub(crate) network: Option<String>,
    /// Whether the user brought it.
    pub(crate) brought: bool,
}

impl Voice<'_> {
    /// Its words: the place, else the network, with the autonomous system.
    pub(crate) fn says(&self) -> String {
        let place = Some(self.place.says.as_str()).filter(|says| !says.is_empty());
        match (place, self.asn) {
            (Some(place), None) => place.to_owned(),
            (Some(place), Some(asn)) => format!("{place}, AS{asn}"),
            (None, asn) => {
                let asn = asn.map(|asn| format!("AS{asn}"));
                asn.into_iter().chain(self.network.clone()).collect::<Vec<_>>().join(", ")
            }
        }
    }
}

/// One place out of several voices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Located {
    pub(crate) country: Option<[u8; 2]>,
    pub(crate) region: Option<String>,
    pub(crate) city: Option<String>,
    pub(crate) precision: Precision,
    pub(crate) radius_km: Option<u32>,
    /// Whether no two sources name different countries.
    pub(crate) agree: bool,
    /// Whether a database that the user brought names the country.
    pub(crate) brought: bool,
}

/// Draws the voices together. Their order decides nothing but which edition of a family votes.
pub(crate) fn fuse(voices: &[Voice<'_>]) -> Located {
    let mut families = BTreeSet::new();
    let voters: Vec<&Voice<'_>> =
        voices.iter().filter(|voice| families.insert(voice.family)).collect();
    let countries: BTreeSet<[u8; 2]> =
        voices.iter().filter_map(|voice| voice.place.country).collect();
    let (country, contradicted) = majority(&voters);
    let mut located = Located {
        country,
        region: None,
        city: None,
        precision: Precision::None,
        radius_km: None,
        agree: countries.len() <= 1,
        brought: false,
    };
    let Some(country) = located.country else { return located };
    let here: Vec<&Voice<'_>> =
        voters.into_iter().filter(|voice| voice.place.country == Some(country)).collect();
    located.brought = here.iter().any(|voice| voice.brought);
    if contradicted {
        // Who names another country contradicts every place within this one.
        located.precision = Precision::Country;
        return located;
    }
    let names = |pick: fn(&Place) -> Option<&PlaceName>| -> Vec<&PlaceName> {
        here.iter().filter_map(|voice| pick(&voice.place)).collect()
    };
    let regions = names(|place| place.region.as_ref());
    let cities = names(|place| place.city.as_ref());
    let region = agreement(&regions, country, same_region);
    let city = agreement(&cities, country, |a, b| a == b);
    (located.precision, located.region, located.city) = match (region, city) {
        // Names of regions differ more than regions; two that name one city mean the same place.
        (Agreement::Conflict, Agreement::One(city)) if cities.len() > 1 => {
            (Precision::City, None, Some(city))
        }
        (Agreement::One(region), Agreement::One(city)) => {
            (Precision::City, Some(region), Some(city))
        }
        (Agreement::Silent, Agreement::One(city)) => (Precision::City, None, Some(city)),
        (Agreement::One(region), _) => (Precision::Province, Some(region), None),
        (Agreement::Conflict | Agreement::Silent, _) => (Precision::Country, None, None),
    };
    let radii =
        here.iter().filter(|voice| !voice.place.lowered).filter_map(|voice| voice.radius_km);
    located.radius_km = radii.max();
    located
}

/// The country with most votes, and whether another one has votes too.
fn majority(voters: &[&Voice<'_>]) -> (Option<[u8; 2]>, bool) {
    // Votes, then whether the user brought one of them, then the newest date.
    let mut counted: BTreeMap<[u8; 2], (usize, bool, &str)> = BTreeMap::new();
    for voice in voters {
        let Some(country) = voice.place.country else { continue };
        let vote = counted.entry(country).or_default();
        vote.0 += 1;
        vote.1 |= voice.brought;
        if voice.date.starts_with(|c: char| c.is_ascii_digit()) {
            vote.2 = vote.2.max(voice.date);
        }
    }
    let contradicted = counted.len() > 1;
    if contradicted {
        counted.remove(&NORTH_KOREA);
    }
    // The last of equals is the first in the alphabet.
    let most = counted.into_iter().rev().max_by_key(|(_, vote)| *vote);
    (most.map(|(country, _)| country), contradicted)
}

enum Agreement {
    Silent,
    One(String),
    Conflict,
}

fn agreement(
    names: &[&PlaceName],
    country: [u8; 2],
    same: impl Fn(&str, &str) -> bool,
) -> Agreement {
    let (latin, native): (Vec<&PlaceName>, Vec<&PlaceName>) =
        names.iter().partition(|name| name.latin);
    // The shortest spelling is held against all others, so that their order does not matter.
    let mut folded: Vec<(usize, String, &str)> =
        latin.iter().map(|name| (name.text.len(), name.folded(), name.text.as_str())).collect();
    folded.sort_unstable();
    let open = folded.first();
    if open.is_some_and(|first| !folded.iter().all(|name| same(&first.1, &name.1))) {
        return Agreement::Conflict;
    }
    match (open, native.first()) {
        (Some(_), Some(_)) if country == CHINA => Agreement::Conflict,
        (Some((_, _, text)), _) => Agreement::One((*text).to_owned()),
        (None, Some(first)) if native.iter().any(|name| name.text != first.text) => {
            Agreement::Conflict
        }
        (None, Some(first)) => Agreement::One(first.text.clone()),
        (None, None) => Agreement::Silent,
    }
}

/// `Madrid` and `Community of Madrid` are one region.
fn same_region(a: &str, b: &str) -> bool {
    a.contains(b) || b.contains(a)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::gazetteer::{Gazetteer, RawPlace, fold};
    use proptest::prelude::*;

    fn voice<'a>(name: &'a str, place: &str) -> Voice<'a> {
        let mut parts = place.split('|').map(|part| (!part.is_empty()).then(|| part.to_owned()));
        let mut next = || parts.next().flatten();
        let raw = RawPlace { country: next(), region: next(), city: next(), coordinates: None };
        Voice {
            family: name,
            name,
            date: "2026-01-01",
            place: Gazetteer::embedded().interpret(&raw, &fold(name)),
            radius_km: None,
            asn: None,
            network: None,
            brought: name != "embedded",
        }
    }

    fn check(voices: &[(&str, &str)], precision: Precision, place: &str) {
        let voices: Vec<Voice<'_>> =
            voices.iter().map(|(name, place)| voice(name, place)).collect();
        let located = fuse(&voices);
        let country = located.country.map(crate::gazetteer::code_text);
        let parts = [country, located.region, located.city].map(Option::unwrap_or_default);
        assert_eq!((located.precision, parts.join("|").as_str()), (precision, place));
    }

    #[test]
    fn city_stands_where_nobody_contradicts_it() {
        let dandong = ("ip2region", "中国|辽宁省|丹东市");
        check(&[("embedded", "CN"), dandong], Precision::City, "CN|Liaoning|Dandong");
        check(&[dandong, ("dbip", "CN|Liaoning|Shenyang")], Precision::City, "CN|Liaoning|Dandong");
        check(&[dandong, ("geo", "CN|Liaoning|Dalian")], Precision::Province, "CN|Liaoning|");
        check(&[dandong, ("geo", "CN|Guangdong|")], Precision::Country, "CN||");
        check(&[dandong, ("geo", "CN|Beijing|Haidian")], Precision::City, "CN|Liaoning|Dandong");
    }

    #[test]
    fn province_level_data_never_becomes_a_city() {
        check(&[("embedded", "CN"), ("geo", "CN|Liaoning|")], Precision::Province, "CN|Liaoning|");
        check(&[("dbip", "CN|Liaoning|Shenyang")], Precision::Province, "CN|Liaoning|");
        check(&[("embedded", "CN")], Precision::Country, "CN||");
        check(&[], Precision::None, "||");
    }

    #[test]
    fn names_in_two_scripts_are_left_open_in_china_only() {
        let native = ("ip2region", "中国|湖北省|恩施");
        check(&[native], Precision::City, "CN|Hubei|恩施");
        check(&[native, ("geo", "CN|Hubei|Wuhan")], Precision::Province, "CN|Hubei|");
        let madrid = ("geo", "ES|Madrid|Madrid");
        check(
            &[("ip2region", "西班牙|马德里|马德里"), madrid],
            Precision::City,
            "ES|Madrid|Madrid",
        );
        let community = ("dbip", "ES|Community of Madrid|Madrid");
        check(&[madrid, community], Precision::City, "ES|Madrid|Madrid");
    }

    #[test]
    fn country_is_the_majority_and_a_tie_goes_to_what_the_user_brought() {
        check(&[("a", "FR"), ("b", "DE"), ("embedded", "DE")], Precision::Country, "DE||");
        check(&[("a", "FR"), ("embedded", "DE")], Precision::Country, "FR||");
        let lyon = ("a", "FR|Rhone|Lyon");
        check(&[lyon, ("b", "FR"), ("embedded", "FR")], Precision::City, "FR|Rhone|Lyon");
        check(&[lyon, ("b", "FR"), ("embedded", "DE")], Precision::Country, "FR||");
        assert!(!fuse(&[voice("a", "FR"), voice("embedded", "DE")]).agree);
        assert!(fuse(&[voice("a", "FR"), voice("embedded", "FR")]).agree);
    }

    #[test]
    fn claim_of_north_korea_yields_to_any_other_country() {
        check(&[("a", "KP"), ("b", "KP"), ("embedded", "NL")], Precision::Country, "NL||");
        check(&[("a", "KP")], Precision::Country, "KP||");
    }

    #[test]
    fn two_editions_of_one_database_have_one_vote() {
        let mut older = voice("a", "DE");
        older.date = "2020-01-01";
        let located = fuse(&[voice("a", "FR"), older, voice("embedded", "DE"), voice("b", "FR")]);
        assert_eq!((located.country, located.agree), (Some(*b"FR"), false));
    }

    proptest! {
        #[test]
        fn order_of_sources_decides_nothing(
            places in proptest::collection::vec(
                proptest::sample::select(vec![
                    "CN|Liaoning|Dalian", "CN|Liaoning|", "CN||", "中国|辽宁省|丹东市", "KP||",
                    "ES|Madrid|Madrid", "ES|Community of Madrid|Madrid", "||", "中国|湖北省|恩施",
                ]),
                0..6,
            ),
            turn in 0_usize..6,
        ) {
            let names = ["s0", "s1", "s2", "s3", "s4", "s5"];
            let voices: Vec<Voice<'_>> =
                names.iter().zip(&places).map(|(name, place)| voice(name, place)).collect();
            let mut turned = voices.clone();
            turned.rotate_left(turn % voices.len().max(1));
            let located = fuse(&voices);
            prop_assert_eq!(&located, &fuse(&turned));
            prop_assert_eq!(located.precision == Precision::City, located.city.is_some());
        }
    }
}
