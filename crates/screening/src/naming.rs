//! Two names: the listed names that may be the one asked for, and the comparison of any two.
//!
//! In: a name in any script. Out: for each entry its best name with the features of the comparison. Each reading of a name in Han
//! signs is tried against names in letters; two names in Han signs are compared by their signs. Nothing is decided here.

use std::collections::BTreeMap;

use subtier_names::fold::Token;
use subtier_names::korean;

use crate::align::{Aligned, HOMOPHONE, Likenesses, Weighed, align};
use crate::entry::{Entry, EntryKind};
use crate::explain;
use crate::found::NameFound;
use crate::index::Index;
use crate::model::{Feature, probability};
use crate::prepared::{AskedName, IndexedName};
use crate::query::{self, Comparison};
use crate::words::{Form, forms, is_company, latin, listed_forms, looks_like_person};

/// Log-odds of two spellings of one Korean name, at least.
const KOREAN_ODDS: i32 = 3_200;
/// Log-odds under which a name is nobody's.
const ODDS_MIN: i32 = -2_500;

/// A name asked for with its readings.
pub(crate) struct AskedText {
    text: String,
    forms: Vec<Form>,
}

impl AskedText {
    pub(crate) fn new(text: &str) -> Self {
        Self { text: text.to_owned(), forms: forms(text) }
    }
}

/// The best name of an entry so far.
pub(crate) struct Offer {
    pub(crate) text_idx: usize,
    pub(crate) log_odds: i32,
    form_idx: usize,
    name: u32,
    aligned: Aligned,
    korean: bool,
    is_person: bool,
}

impl Index {
    /// Finds the best name of each entry that may be the one asked for.
    pub(crate) fn find_names(
        &self,
        (text_idx, text): (usize, &AskedText),
        is_person: Option<bool>,
        best: &mut BTreeMap<u32, Offer>,
    ) {
        let mut likenesses = Likenesses::default();
        for (form_idx, form) in text.forms.iter().enumerate() {
            let person = is_person.or_else(|| is_company(&form.tokens).then_some(false));
            let asked = self.asked(&form.tokens, person);
            let weights: Vec<_> = asked.tokens.iter().map(|asked| asked.weighed).collect();
            let keys = if person == Some(false) { Vec::new() } else { korean_keys(&form.tokens) };
            let same_key = self.korean_names(&keys);
            let candidates = self.candidates(&asked);
            let others = candidates.iter().filter(|name| same_key.binary_search(name).is_err());
            for name in same_key.iter().chain(others) {
                let Some(listed) = self.names.get(*name as usize) else { continue };
                if !may_compare(form_idx, form.has_han, listed) {
                    continue;
                }
                let aligned = self.compare(&asked, &weights, listed, &mut likenesses);
                let korean = same_key.binary_search(name).is_ok();
                let said = keys_of((korean, self.is_korean(*name)), &keys);
                let is_person = self.is_person(listed, &form.tokens);
                let (aligned, log_odds) = weigh(aligned, said, is_person);
                let better = best.get(&listed.entry).is_none_or(|known| known.log_odds < log_odds);
                if log_odds >= ODDS_MIN && better {
                    let offer = Offer {
                        text_idx,
                        log_odds,
                        form_idx,
                        name: *name,
                        aligned,
                        korean,
                        is_person,
                    };
                    best.insert(listed.entry, offer);
                }
            }
        }
    }

    fn compare(
        &self,
        asked: &AskedName,
        weights: &[Weighed],
        listed: &IndexedName,
        likenesses: &mut Likenesses,
    ) -> Aligned {
        self.likenesses(&asked.tokens, listed, likenesses);
        let mut aligned = align(weights, &listed.weights, likenesses);
        if listed.is_acronym_of(asked) {
            aligned.features.flag(Feature::Acronym, true);
            aligned.features.flag(Feature::Agree, true);
            aligned.features.set(Feature::Replaced, 0);
            aligned.features.set(Feature::ReplacedWords, 0);
            aligned.features.set(Feature::LeftOver, 0);
        }
        let homophone = listed.is_native() && aligned.pairs.iter().any(|pair| pair.2 == HOMOPHONE);
        aligned.features.flag(Feature::Homophone, homophone);
        aligned
    }

    fn is_person(&self, listed: &IndexedName, asked: &[Token]) -> bool {
        match self.kinds.get(listed.entry as usize) {
            Some(EntryKind::Person) => true,
            Some(EntryKind::Organisation | EntryKind::Vehicle) => false,
            Some(EntryKind::Unknown) | None => looks_like_person(asked),
        }
    }

    /// What is needed to judge and explain an offer.
    pub(crate) fn materialise(
        &self,
        offer: Offer,
        text: &AskedText,
        entry: &Entry,
    ) -> Option<NameFound> {
        let listed = self.names.get(offer.name as usize)?;
        let name_idx = listed.name as usize;
        let form = text.forms.get(offer.form_idx)?;
        let listed = listed_forms(&entry.names.get(name_idx)?.text, entry.kind)
            .into_iter()
            .nth(listed.form)?;
        Some(NameFound {
            name_idx,
            log_odds: offer.log_odds,
            aligned: offer.aligned,
            asked_text: text.text.clone(),
            asked: form.tokens.clone(),
            readings: [form.reading, listed.reading],
            listed: listed.tokens,
            korean: offer.korean,
            is_person: offer.is_person,
        })
    }
}

/// A reading stands against a name in letters; Han signs against Han signs.
fn may_compare(form_idx: usize, has_han: bool, listed: &IndexedName) -> bool {
    !(form_idx > 0 && (listed.form > 0 || listed.has_han) || listed.form > 0 && has_han)
}

/// What the Korean keys of two names say.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Keys {
    /// One of them has none.
    None,
    One,
    Two,
}

fn keys_of((is_one, is_korean): (bool, bool), asked: &[String]) -> Keys {
    if is_one {
        Keys::One
    } else if is_korean && !asked.is_empty() {
        Keys::Two
    } else {
        Keys::None
    }
}

fn weigh(mut aligned: Aligned, keys: Keys, is_person: bool) -> (Aligned, i32) {
    aligned.features.flag(Feature::OtherKorean, keys == Keys::Two);
    let log_odds = aligned.features.log_odds(is_person);
    let homophone = aligned.features.has(Feature::Homophone);
    let is_one = keys == Keys::One && !homophone;
    (aligned, if is_one { log_odds.max(KOREAN_ODDS) } else { log_odds })
}

fn korean_keys(tokens: &[Token]) -> Vec<String> {
    let words: Vec<&str> = tokens.iter().map(latin).collect();
    korean::person_keys(&words)
}

/// Compares two names as a query and a listed name would be; words weigh as in the index.
pub(crate) fn compare(
    index: &Index,
    one: &str,
    other: &str,
    is_person: Option<bool>,
) -> Comparison {
    let asked = AskedText::new(one);
    let both_look =
        |forms: &[Form]| forms.first().is_none_or(|form| looks_like_person(&form.tokens));
    let person = is_person.unwrap_or_else(|| both_look(&asked.forms) && both_look(&forms(other)));
    let kind = if person { EntryKind::Person } else { EntryKind::Organisation };
    let entry = Entry::new((0, 0), "", kind, other);
    let mut pair = Index::new(std::slice::from_ref(&entry));
    let listed = listed_forms(other, kind);
    for name in &mut pair.names {
        let Some(form) = listed.get(name.form) else { continue };
        for (token, weighed) in form.tokens.iter().zip(&mut name.weights) {
            weighed.weight = index.weight_of(token, weighed.kind);
        }
    }
    let mut likenesses = Likenesses::default();
    let mut best: Option<(i32, Comparison)> = None;
    for (form_idx, form) in asked.forms.iter().enumerate() {
        let mut tokens = pair.asked(&form.tokens, Some(person));
        for asked in &mut tokens.tokens {
            asked.weighed.weight = index.weight_of(&asked.token, asked.weighed.kind);
        }
        let weights: Vec<_> = tokens.tokens.iter().map(|asked| asked.weighed).collect();
        let keys = if person { korean_keys(&form.tokens) } else { Vec::new() };
        let same_key = pair.korean_names(&keys);
        for (number, name) in (0u32..).zip(&pair.names) {
            if !may_compare(form_idx, form.has_han, name) {
                continue;
            }
            let aligned = pair.compare(&tokens, &weights, name, &mut likenesses);
            let korean = same_key.binary_search(&number).is_ok();
            let said = keys_of((korean, pair.is_korean(number)), &keys);
            let (aligned, log_odds) = weigh(aligned, said, person);
            if best.as_ref().is_none_or(|known| known.0 < log_odds)
                && let Some(listed) = listed.get(name.form)
            {
                let found = (&aligned, log_odds, korean, person);
                best = Some((log_odds, comparison(found, form, listed)));
            }
        }
    }
    best.map_or_else(
        || Comparison {
            score_thousandths: 0,
            because: vec!["no name".to_owned()],
            features: Vec::new(),
        },
        |best| best.1,
    )
}

fn comparison(
    (aligned, log_odds, korean, is_person): (&Aligned, i32, bool, bool),
    asked: &Form,
    listed: &Form,
) -> Comparison {
    let counted = aligned.features.counted(is_person);
    let features: Vec<query::Weighed> =
        counted.map(|(name, value, log_odds)| query::Weighed { name, value, log_odds }).collect();
    let mut because = Vec::new();
    for reading in [asked.reading, listed.reading].into_iter().flatten() {
        because.push(format!("read as {}", reading.name()));
    }
    because.push(explain::words(aligned, &asked.tokens, &listed.tokens));
    if korean {
        because.push(explain::KOREAN.to_owned());
    }
    because.push(explain::weights(&features, log_odds));
    Comparison {
        score_thousandths: u16::try_from(probability(log_odds)).unwrap_or(1000),
        because,
        features,
    }
}
