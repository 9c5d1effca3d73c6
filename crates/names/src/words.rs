//! The dictionary of company names: forms, descriptors, places, joining words.
//!
//! In: one folded word, or a run of Han or Hangul. Out: what kind of word it is and the form it
//! counts as. The rows stand in `data/words.tsv`. It decides nothing: weights are the caller's.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use crate::token::TokenKind;

const ROWS: &str = include_str!("../data/words.tsv");

/// Signs of the longest Han or Hangul spelling in the table.
const PHRASE_SIGNS_MAX: usize = 8;

/// Words of the longest phrase in the table.
const PHRASE_WORDS_MAX: usize = 5;

#[derive(Default)]
struct Dictionary {
    words: BTreeMap<&'static str, (TokenKind, &'static str)>,
    /// First words of phrases, which the table writes with `_`.
    phrase_starts: BTreeSet<&'static str>,
}

fn dictionary() -> &'static Dictionary {
    static DICTIONARY: OnceLock<Dictionary> = OnceLock::new();
    DICTIONARY.get_or_init(|| {
        let mut dictionary = Dictionary::default();
        for row in ROWS.lines().filter(|row| !row.starts_with('#')) {
            let mut cells = row.split('\t');
            let (Some(kind), Some(canonical), Some(spellings)) =
                (cells.next(), cells.next(), cells.next())
            else {
                continue;
            };
            let kind = match kind {
                "form" => TokenKind::CompanyForm,
                "descriptor" => TokenKind::Descriptor,
                "place" => TokenKind::Place,
                _ => TokenKind::Link,
            };
            for spelling in spellings.split(' ') {
                dictionary.words.entry(spelling).or_insert((kind, canonical));
                dictionary.phrase_starts.extend(spelling.split_once('_').map(|phrase| phrase.0));
            }
        }
        dictionary
    })
}

/// Looks up a whole word.
pub(crate) fn lookup(word: &str) -> Option<(TokenKind, &'static str)> {
    dictionary().words.get(word).copied()
}

/// Finds the longest phrase of several words at the start of a name's pieces; returns how many it has.
pub(crate) fn phrase(pieces: &[String]) -> Option<(usize, TokenKind, &'static str)> {
    let first = pieces.first()?;
    if !dictionary().phrase_starts.contains(first.as_str()) {
        return None;
    }
    (2..=PHRASE_WORDS_MAX.min(pieces.len())).rev().find_map(|used| {
        let (kind, text) = lookup(&pieces.get(..used)?.join("_"))?;
        Some((used, kind, text))
    })
}

/// Finds the longest known word at the start of a run of Han or Hangul; returns how many signs
/// it has.
pub(crate) fn longest_prefix(run: &[char]) -> Option<(usize, TokenKind, &'static str)> {
    let mut found = None;
    let mut spelling = String::new();
    for (idx, sign) in run.iter().take(PHRASE_SIGNS_MAX).enumerate() {
        spelling.push(*sign);
        if let Some((kind, canonical)) = lookup(&spelling) {
            found = Some((idx + 1, kind, canonical));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_a_known_kind_and_a_spelling() {
        for row in ROWS.lines().filter(|row| !row.starts_with('#')) {
            let cells: Vec<_> = row.split('\t').collect();
            assert_eq!(cells.len(), 3, "{row}");
            assert!(["form", "descriptor", "place", "link"].contains(&cells[0]), "{row}");
            for spelling in cells[2].split(' ') {
                assert!(!spelling.is_empty(), "{row}");
                let east = spelling.chars().any(|sign| sign >= '\u{3000}');
                assert!(!east || spelling.chars().count() <= PHRASE_SIGNS_MAX, "{row}");
            }
        }
    }
}
