//! What speaks for and against a match besides the name: kind, date of birth, place, quality.
//!
//! In: a query and the best name of an entry. Out: the score and its reasons, for and against
//! alike. Nothing here can make a match of a name that does not agree.

use crate::country;
use crate::dates::{self, BirthAgreement};
use crate::entry::Lists;
use crate::entry::{Entry, EntryKind, ListedAddress, NameQuality};
use crate::explain;
use crate::found::NameFound;
use crate::model::{self, probability};
use crate::query::{Query, Weighed};
use crate::telling::{Agreement, ONE_WORD_MAX, PlaceAgreement};
use crate::words::is_company;
use subtier_names::fold::{TokenKind, fold};

/// What each circumstance adds to the log-odds, in thousandths. Set by hand, because no labelled set at hand has dates and
/// places: a date of birth that agrees to the day is worth about twenty to one, one that contradicts fifty to one against.
const COMMON_KOREAN_NAME: i32 = -1_000;
const WEAK_ALIAS: i32 = -500;
const OTHER_KIND: i32 = -3_500;
const BIRTH_AGREES: i32 = 3_000;
const BIRTH_YEAR_AGREES: i32 = 1_000;
const BIRTH_NEAR: i32 = -700;
const BIRTH_CONTRADICTS: i32 = -3_300;
const COUNTRY_DIFFERS: i32 = -300;
const CITY_AGREES: i32 = 1_500;
const COUNTRY_AGREES: i32 = 500;
/// It takes back what the place counted as a difference of the names.
const NAMED_PLACE: i32 = 900;

/// A date or place lifts only a name that agrees by itself: thousands share a birthday.
const LIFTED_MIN: u32 = 600;
/// Score that a name alone reaches at most, however equal: under certainty, and under every identifier.
const NAME_ALONE_MAX: u32 = 950;
/// Score that a name with a contradicting date of birth reaches at most: below every threshold.
const CONTRADICTED_MAX: u32 = 450;

/// All that a judgement looks at.
pub(crate) struct Judged<'a> {
    pub(crate) query: &'a Query,
    pub(crate) entry: &'a Entry,
    pub(crate) lists: &'a Lists,
    pub(crate) name: &'a NameFound,
    pub(crate) agreement: &'a Agreement,
}

/// The score of a name in its circumstances.
pub(crate) struct Judgement {
    pub(crate) score: u32,
    /// The reasons; they do not yet say how the name itself agrees.
    pub(crate) because: Vec<String>,
    /// Everything that the score is the sum of.
    pub(crate) features: Vec<Weighed>,
}

/// The sum while it is made.
struct Sum {
    log_odds: i32,
    because: Vec<String>,
    features: Vec<Weighed>,
}

impl Sum {
    fn add(&mut self, name: &'static str, log_odds: i32, because: String) {
        self.because.push(because);
        // What speaks for a match lifts no name that does not agree.
        if log_odds > 0 && name != "named_place" && probability(self.log_odds) < LIFTED_MIN {
            return;
        }
        self.log_odds += log_odds;
        self.features.push(Weighed { name, value: 1000, log_odds });
    }
}

/// Scores a name in its circumstances.
pub(crate) fn judge(judged: &Judged) -> Judgement {
    let name = judged.name;
    let counted = name.aligned.features.counted(name.is_person);
    let features = counted.map(|(name, value, log_odds)| Weighed { name, value, log_odds });
    let mut sum =
        Sum { log_odds: name.log_odds, because: Vec::new(), features: features.collect() };
    let quality = judged.entry.names.get(name.name_idx).map(|name| name.quality);
    let weak = quality == Some(NameQuality::WeakAlias);
    if weak {
        sum.add("weak_alias", WEAK_ALIAS, "the list itself calls this alias weak".to_owned());
    }
    kind(judged, &mut sum);
    let contradicted = birth(judged, &mut sum) == Some(BirthAgreement::Contradicts);
    let mut place = place(judged, &mut sum);
    if let Some(named) = named_place(judged) {
        sum.add(
            "named_place",
            NAMED_PLACE,
            format!("the place in the name, {named}, is one of the entry's"),
        );
        place = PlaceAgreement::Agrees;
    }
    let mut score = probability(sum.log_odds);
    let supported = sum.features.iter().any(|f| !model::is_of_names(f.name) && f.log_odds > 0);
    if !supported {
        score = score.min(NAME_ALONE_MAX);
    }
    if contradicted {
        score = score.min(CONTRADICTED_MAX);
    }
    if let Some(doubt) = judged.agreement.doubt(place, weak).filter(|_| !name.korean) {
        score = score.min(ONE_WORD_MAX);
        sum.because.push(doubt);
    }
    Judgement { score, because: sum.because, features: sum.features }
}

fn kind(judged: &Judged, sum: &mut Sum) {
    let quality = judged.entry.names.get(judged.name.name_idx).map(|name| name.quality);
    // Orion Animation is a company, and no person known as Orion; Ivan Petrov Animation may be his.
    let is_thin = quality == Some(NameQuality::WeakAlias) || judged.agreement.is_thin();
    let company = is_company(&judged.name.asked) || is_thin && judged.agreement.has_own_trade;
    let asked = judged.query.is_person.or_else(|| company.then_some(false));
    let (what, listed) = match (asked, judged.entry.kind) {
        (Some(true), EntryKind::Organisation) => ("a person is asked for", "an organisation"),
        (Some(false), EntryKind::Person) => ("a company is asked for", "a person"),
        (_, EntryKind::Vehicle) => ("a person or company is asked for", "a ship or aircraft"),
        _ => return,
    };
    sum.add("other_kind", OTHER_KIND, format!("against: {what}, the entry is {listed}"));
}

fn birth(judged: &Judged, sum: &mut Sum) -> Option<BirthAgreement> {
    if judged.entry.kind != EntryKind::Person {
        return None;
    }
    let Some(asked) = judged.query.birth_date else {
        if judged.name.korean {
            sum.add(
                "common_korean_name",
                COMMON_KOREAN_NAME,
                "no date of birth is given, and very many people share a Korean name: low"
                    .to_owned(),
            );
        }
        return None;
    };
    let agreements = judged
        .entry
        .birth_dates
        .iter()
        .map(|listed| (dates::compare_births(asked, listed), listed));
    let Some((agreement, listed)) = agreements.max_by_key(|(agreement, _)| *agreement) else {
        sum.because.push("the entry has no date of birth to compare".to_owned());
        return None;
    };
    let span = if listed.from == listed.until {
        listed.from.to_string()
    } else {
        format!("{} to {}", listed.from, listed.until)
    };
    let circa = if listed.circa { "circa " } else { "" };
    let (word, log_odds) = match agreement {
        BirthAgreement::Agrees => {
            let exact = asked.day().is_some() && listed.from.day().is_some() && !listed.circa;
            ("agrees", if exact { BIRTH_AGREES } else { BIRTH_YEAR_AGREES })
        }
        BirthAgreement::Near => ("is near", BIRTH_NEAR),
        BirthAgreement::Contradicts => ("contradicts", BIRTH_CONTRADICTS),
    };
    let against = if agreement == BirthAgreement::Contradicts { "against: " } else { "" };
    let words = format!("{against}date of birth {asked} {word}: the entry was born {circa}{span}");
    sum.add("birth_date", log_odds, words);
    Some(agreement)
}

fn place(judged: &Judged, sum: &mut Sum) -> PlaceAgreement {
    if judged.entry.addresses.is_empty() && judged.entry.nationalities.is_empty() {
        return PlaceAgreement::Unknown;
    }
    if let Some(city) = judged.query.city.as_deref()
        && let Some(address) =
            judged.entry.addresses.iter().find(|address| city_agrees(city, address))
    {
        let words = format!("place agrees: {city}, listed \"{}\"", place_words(address));
        sum.add("city", CITY_AGREES, words);
        sum.because.extend(explain::two_dates(
            judged.lists,
            judged.entry,
            address.source,
            "the address",
        ));
        return PlaceAgreement::Agrees;
    }
    let Some(asked) = judged.query.country.as_deref().and_then(country::code) else {
        return PlaceAgreement::Unknown;
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
        sum.add("country", COUNTRY_AGREES, format!("country agrees: {asked}"));
        return PlaceAgreement::Agrees;
    }
    if listed.is_empty() {
        return PlaceAgreement::Unknown;
    }
    let words = format!("country differs: {asked}, listed {}", listed.join(", "));
    sum.add("country", COUNTRY_DIFFERS, words);
    PlaceAgreement::Differs
}

/// A place that only the name asked for has, and that is a place of the entry: Shanghai Hongman is a Hongman of Shanghai.
fn named_place(judged: &Judged) -> Option<String> {
    let pairs = &judged.name.aligned.pairs;
    let alone = judged.name.asked.iter().enumerate().find(|(idx, token)| {
        token.kind == TokenKind::Place && pairs.iter().all(|pair| pair.0 != *idx)
    });
    let (_, token) = alone?;
    let places =
        judged.entry.addresses.iter().flat_map(|address| [&address.city, &address.country]);
    let known = places.flat_map(|place| fold(place)).any(|listed| listed.text == token.text);
    known.then(|| token.written.clone())
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
