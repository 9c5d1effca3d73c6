//! Whose a document is, and what vendors say of their languages and of each other.
//!
//! In: the facts of a case. Out: a vendor and how that is known. Never: a document given to a vendor because of its language.

use subtier_model::{EvidenceId, Vendor};

use crate::facts::{CaseFacts, Seen};
use crate::fold::fold_company;

/// Whose a document is, and how that is known.
#[derive(Debug, Clone)]
pub(crate) struct Owner<'a> {
    pub(crate) vendor: Seen<'a, Vendor>,
    /// In words, such as `it lies in the folder hanbit`.
    pub(crate) because: String,
}

/// The folder in which a document lies; the container where it is a member.
pub(crate) fn folder(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(folder, _)| folder.trim_end_matches('!'))
}

/// Whose a document is: the deepest folder of its path that bears a vendor's id, account or name, else the organisation its
/// program is registered to. `None` where neither names one vendor alone.
pub(crate) fn owner<'a>(facts: &CaseFacts<'a>, evidence: EvidenceId) -> Option<Owner<'a>> {
    let path = facts.path(evidence);
    let folders = folder(path).split('/').rev();
    for name in folders.map(|name| name.trim_end_matches('!')) {
        if let Some(vendor) = only(facts, |vendor| bears(vendor, name)) {
            return Some(Owner { vendor, because: format!("it lies in the folder {name}") });
        }
    }
    let signals = facts.documents.signals.get(&evidence)?;
    let companies = signals.iter().filter(|seen| seen.fact.signal == "company");
    companies.flat_map(|seen| &seen.fact.values).find_map(|one| {
        let folded = fold_company(&one.value);
        let vendor = only(facts, |vendor| {
            !folded.is_empty() && names_of(vendor).any(|name| fold_company(name) == folded)
        })?;
        Some(Owner { vendor, because: format!("its program is registered to {}", one.value) })
    })
}

fn only<'a>(facts: &CaseFacts<'a>, is_it: impl Fn(&Vendor) -> bool) -> Option<Seen<'a, Vendor>> {
    let mut found = facts.declared.vendors.values().filter(|seen| is_it(seen.fact));
    let first = *found.next()?;
    found.next().is_none().then_some(first)
}

fn bears(vendor: &Vendor, name: &str) -> bool {
    let folded = name.to_lowercase();
    let words = vendor.accounts.iter().map(String::as_str).chain([vendor.id.as_str()]);
    words.chain(names_of(vendor)).any(|word| !word.is_empty() && word.to_lowercase() == folded)
}

fn names_of(vendor: &Vendor) -> impl Iterator<Item = &str> {
    [Some(vendor.name.as_str()), vendor.native_name.as_deref()].into_iter().flatten()
}

/// Whether a vendor says that it works in Korean, or sits where that goes without saying.
pub(crate) fn works_in_korean(vendor: &Vendor) -> bool {
    let speaks = vendor.languages.iter().any(|language| is_korean(language));
    speaks || matches!(vendor.country.as_deref(), Some("KR" | "KP"))
}

/// Whether the vendor list says in which languages a vendor works, in words that are understood: an empty cell declares
/// nothing, and neither does a word that nobody here knows.
pub(crate) fn states_languages(vendor: &Vendor) -> bool {
    let is_tag = |word: &str| matches!(primary(word).len(), 2 | 3) && word.is_ascii();
    !vendor.languages.is_empty()
        && vendor
            .languages
            .iter()
            .all(|entry| words(entry).all(|word| is_tag(word) || is_korean(word)))
}

/// The language in the languages of those who fill in vendor lists.
const KOREAN_WORDS: &[&str] = &[
    "korean",
    "한국어",
    "한국말",
    "조선어",
    "조선말",
    "韩语",
    "韩文",
    "韓語",
    "韓文",
    "朝鲜语",
    "朝鮮語",
    "朝鲜文",
    "韓国語",
    "koreanisch",
    "coréen",
    "coreano",
    "корейский",
    "kr",
];

/// Whether an entry names Korean: as a tag (BCP 47; ISO 639-2 has `kor`) or as a word, alone or among others.
pub(crate) fn is_korean(entry: &str) -> bool {
    words(entry).any(|word| {
        let folded = word.to_lowercase();
        matches!(primary(&folded), "ko" | "kor") || KOREAN_WORDS.contains(&folded.as_str())
    })
}

fn words(entry: &str) -> impl Iterator<Item = &str> {
    let parts =
        entry.split(|sign: char| sign.is_whitespace() || ",;/|:()&+、，；\"".contains(sign));
    parts.filter(|word| !word.is_empty() && !word.eq_ignore_ascii_case("and"))
}

fn primary(word: &str) -> &str {
    word.split(['-', '_']).next().unwrap_or(word)
}

/// Whether one of two vendors stands above the other in the chain.
pub(crate) fn is_above(facts: &CaseFacts<'_>, upper: &Vendor, lower: &Vendor) -> bool {
    let mut parent = lower.parent.as_deref();
    // A chain in a circle ends after as many steps as there are vendors.
    for _ in 0..facts.declared.vendors.len() {
        match parent.and_then(|id| facts.declared.vendor(id)) {
            Some(found) if found.fact.id == upper.id => return true,
            Some(found) => parent = found.fact.parent.as_deref(),
            None => return false,
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn folders_end_at_the_last_stroke_and_at_a_container() {
        assert_eq!(folder("share/a/b.txt"), "share/a");
        assert_eq!(folder("share/a.zip!/b.txt"), "share/a.zip");
        assert_eq!(folder("b.txt"), "b.txt");
    }

    #[test]
    fn korean_is_told_by_tag_and_by_word() {
        for entry in [
            "ko-KR: 12 characters",
            "ko",
            "kor",
            "Korean (South)",
            "한국어",
            "en/ko",
            "English and Korean",
            "KR",
        ] {
            assert!(is_korean(entry), "{entry}");
        }
        for entry in ["kok", "zh", "", "Konkani", "en-KR"] {
            assert!(!is_korean(entry), "{entry}");
        }
    }

    #[test]
    fn an_empty_cell_and_an_unknown_word_state_no_language() {
        let with = |languages: &[&str]| Vendor {
            id: "x".into(),
            name: "X".into(),
            native_name: None,
            role: None,
            country: None,
            city: None,
            parent: None,
            tier: None,
            may_subcontract: None,
            ids: vec![],
            addresses: vec![],
            languages: languages.iter().map(|one| (*one).into()).collect(),
            utc_offset_minutes: None,
            networks: vec![],
            accounts: vec![],
            starts: None,
            ends: None,
        };
        assert!(states_languages(&with(&["zh", "en-US"])));
        assert!(!states_languages(&with(&[])));
        assert!(!states_languages(&with(&["Klingonisch"])));
    }
}
