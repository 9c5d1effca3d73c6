//! What speaks for and against a match besides the name: kind, date of birth, place, quality.
//!
//! In: a query and the best name of an entry. Out: the score and its reasons, for and against
//! alike. Nothing here can make a match of a name that does not agree.

use crate::country;
use crate::dates::{self, BirthAgreement};
use crate::entry::{EntryKind, ListedAddress, NameQuality};
use crate::explain;
use crate::found::{Judged, is_company};
use crate::telling::{ONE_WORD_MAX, PlaceAgreement};
use subtier_names::fold::fold;

/// Thousandths by which each circumstance changes a score. A name alone, however equal, stays
/// under certainty; a contradiction takes an equal name below the default threshold.
const NAME_ALONE: u32 = 950;
const COMMON_KOREAN_NAME: u32 = 850;
const WEAK_ALIAS: u32 = 920;
const OTHER_KIND: u32 = 600;
const BIRTH_NEAR: u32 = 900;
const BIRTH_CONTRADICTS: u32 = 620;
const COUNTRY_DIFFERS: u32 = 970;
/// Shares of the way to certainty that an agreement goes.
const BIRTH_AGREES: u32 = 500;
const BIRTH_YEAR_AGREES: u32 = 150;
/// A date or place lifts only a name that agrees by itself: thousands share a birthday.
const LIFTED_MIN: u32 = 650;
const CITY_AGREES: u32 = 300;
const COUNTRY_AGREES: u32 = 100;

/// Scores a name in its circumstances; the reasons do not yet say how the name itself agrees.
pub(crate) fn judge(judged: &Judged) -> (u32, Vec<String>) {
    let mut because = Vec::new();
    let mut score = judged.name.score * NAME_ALONE / 1000;
    let quality = judged.entry.names.get(judged.name.name_idx).map(|name| name.quality);
    if quality == Some(NameQuality::WeakAlias) {
        score = score * WEAK_ALIAS / 1000;
        because.push("the list itself calls this alias weak".to_owned());
    }
    score = kind(judged, score, &mut because);
    score = birth(judged, score, &mut because);
    let (mut score, place) = place(judged, score, &mut because);
    let weak = quality == Some(NameQuality::WeakAlias);
    if let Some(doubt) = judged.agreement.doubt(place, weak).filter(|_| !judged.name.korean) {
        score = score.min(ONE_WORD_MAX);
        because.push(doubt);
    }
    (score, because)
}

fn towards_certainty(score: u32, share: u32) -> u32 {
    if score < LIFTED_MIN {
        return score;
    }
    score + 1000u32.saturating_sub(score) * share / 1000
}

fn kind(judged: &Judged, score: u32, because: &mut Vec<String>) -> u32 {
    let quality = judged.entry.names.get(judged.name.name_idx).map(|name| name.quality);
    // Orion Animation is a company, and no person known as Orion; Ivan Petrov Animation may be his.
    let is_thin = quality == Some(NameQuality::WeakAlias) || judged.agreement.is_thin();
    let company = is_company(&judged.name.asked) || is_thin && judged.agreement.has_own_trade;
    let asked = judged.query.is_person.or_else(|| company.then_some(false));
    let (what, listed) = match (asked, judged.entry.kind) {
        (Some(true), EntryKind::Organisation) => ("a person is asked for", "an organisation"),
        (Some(false), EntryKind::Person) => ("a company is asked for", "a person"),
        (_, EntryKind::Vehicle) => ("a person or company is asked for", "a ship or aircraft"),
        _ => return score,
    };
    because.push(format!("against: {what}, the entry is {listed}"));
    score * OTHER_KIND / 1000
}

fn birth(judged: &Judged, score: u32, because: &mut Vec<String>) -> u32 {
    if judged.entry.kind != EntryKind::Person {
        return score;
    }
    let Some(asked) = judged.query.birth_date else {
        if judged.name.korean {
            because.push(
                "no date of birth is given, and very many people share a Korean name: low"
                    .to_owned(),
            );
            return score * COMMON_KOREAN_NAME / 1000;
        }
        return score;
    };
    let agreements = judged
        .entry
        .birth_dates
        .iter()
        .map(|listed| (dates::compare_births(asked, listed), listed));
    let Some((agreement, listed)) = agreements.max_by_key(|(agreement, _)| *agreement) else {
        because.push("the entry has no date of birth to compare".to_owned());
        return score;
    };
    let span = if listed.from == listed.until {
        listed.from.to_string()
    } else {
        format!("{} to {}", listed.from, listed.until)
    };
    let circa = if listed.circa { "circa " } else { "" };
    let (word, score) = match agreement {
        BirthAgreement::Agrees => {
            let exact = asked.day().is_some() && listed.from.day().is_some();
            let share = if exact && !listed.circa { BIRTH_AGREES } else { BIRTH_YEAR_AGREES };
            ("agrees", towards_certainty(score, share))
        }
        BirthAgreement::Near => ("is near", score * BIRTH_NEAR / 1000),
        BirthAgreement::Contradicts => ("contradicts", score * BIRTH_CONTRADICTS / 1000),
    };
    let against = if agreement == BirthAgreement::Contradicts { "against: " } else { "" };
    because
        .push(format!("{against}date of birth {asked} {word}: the entry was born {circa}{span}"));
    score
}

fn place(judged: &Judged, score: u32, because: &mut Vec<String>) -> (u32, PlaceAgreement) {
    if judged.entry.addresses.is_empty() && judged.entry.nationalities.is_empty() {
        return (score, PlaceAgreement::Unknown);
    }
    if let Some(city) = judged.query.city.as_deref()
        && let Some(address) =
            judged.entry.addresses.iter().find(|address| city_agrees(city, address))
    {
        because.push(format!("place agrees: {city}, listed \"{}\"", place_words(address)));
        because.extend(explain::two_dates(
            judged.lists,
            judged.entry,
            address.source,
            "the address",
        ));
        return (towards_certainty(score, CITY_AGREES), PlaceAgreement::Agrees);
    }
    let Some(asked) = judged.query.country.as_deref().and_then(country::code) else {
        return (score, PlaceAgreement::Unknown);
    };
    let mut listed: Vec<String> = Vec::new();
    for address in &judged.entry.addresses {
        listed.extend(country::code(&address.country));
        listed.extend(country::code(&address.city));
    }
    listed.extend(judged.entry.nationalities.iter().filter_map(|country| country::code(country)));
    listed.sort_unstable();
    listed.dedup();
    if listed.contains(&asked) {
        because.push(format!("country agrees: {asked}"));
        return (towards_certainty(score, COUNTRY_AGREES), PlaceAgreement::Agrees);
    }
    if listed.is_empty() {
        return (score, PlaceAgreement::Unknown);
    }
    because.push(format!("country differs: {asked}, listed {}", listed.join(", ")));
    (score * COUNTRY_DIFFERS / 1000, PlaceAgreement::Differs)
}

/// Every word of the city stands in the listed city, or the country is the city itself.
fn city_agrees(city: &str, address: &ListedAddress) -> bool {
    let words =
        |text: &str| -> Vec<String> { fold(text).into_iter().map(|token| token.written).collect() };
    let asked = words(city);
    let mut listed = words(&address.city);
    if listed.iter().all(|word| word.bytes().all(|byte| byte.is_ascii_digit())) {
        listed.extend(words(&address.country));
    }
    !asked.is_empty() && asked.iter().all(|word| listed.contains(word))
}

fn place_words(address: &ListedAddress) -> String {
    let parts = [address.city.as_str(), address.country.as_str()];
    parts.into_iter().filter(|part| !part.is_empty()).collect::<Vec<_>>().join(", ")
}

/// Lists write a Hong Kong or Macau register under China or by itself.
pub(crate) fn is_china(code: &str) -> bool {
    matches!(code, "CN" | "HK" | "MO")
}
