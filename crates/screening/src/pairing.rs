//! The words of an asked and of a listed name, side by side: which are alike, and how much.
//!
//! In: a name asked for and one name of the index. Out: likenesses, from which `align` chooses the pairs. Words that no key of the
//! index brings together are compared here letter by letter. Nothing is weighed.

use subtier_names::fold::TokenKind;

use crate::align::{HOMOPHONE, INITIAL, JOINED, JOINED_LIKENESS_MIN, Likenesses, TOKENS_MAX};
use crate::index::Index;
use crate::prepared::{Asked, IndexedName};
use crate::similar;
use crate::words::initial;

/// Letters that two words may not share before they are compared in full.
const LETTERS_APART_MAX: u32 = 5;

impl Index {
    /// Fills in how alike the asked tokens and the words of a listed name are; says whether Han words only sound alike.
    pub(crate) fn likenesses(&self, asked: &[Asked], name: &IndexedName, found: &mut Likenesses) {
        found.clear();
        let (mut met_asked, mut met_listed) = (0u32, 0u32);
        for (idx, token) in asked.iter().enumerate() {
            for (place, word) in name.words.iter().enumerate().take(TOKENS_MAX) {
                if let Ok(at) = token.alike.binary_search_by_key(word, |(number, _)| *number)
                    && let Some((_, likeness)) = token.alike.get(at)
                {
                    let likeness =
                        if name.is_homophone(place, token) { HOMOPHONE } else { *likeness };
                    found.pairs.push((idx, place, likeness));
                    met_asked |= 1 << idx;
                    met_listed |= 1 << place;
                }
                if let Some((_, likeness)) = token.joined.iter().find(|(number, _)| number == word)
                    && idx + 1 < asked.len()
                {
                    found.asked_joined.push((idx, place, JOINED.min(*likeness)));
                }
            }
            let (first, alone) = initial(&token.token);
            for (place, (letter, other_alone)) in name.initials.iter().enumerate().take(TOKENS_MAX)
            {
                if first == *letter && (alone != *other_alone) {
                    found.pairs.push((idx, place, INITIAL));
                }
            }
            for (join, place) in &name.joins {
                if let Ok(at) = token.alike.binary_search_by_key(join, |(number, _)| *number)
                    && let Some((_, likeness)) = token.alike.get(at)
                    && *likeness >= JOINED_LIKENESS_MIN
                    && (*place as usize) + 1 < TOKENS_MAX
                {
                    found.listed_joined.push((idx, *place as usize, JOINED.min(*likeness)));
                }
            }
        }
        self.left_over(asked, name, (met_asked, met_listed), found);
    }

    /// Compares the words that no key brought together: two edits in a word are forgiven where the rest of a name agrees.
    fn left_over(
        &self,
        asked: &[Asked],
        name: &IndexedName,
        met: (u32, u32),
        found: &mut Likenesses,
    ) {
        let is_person = !name.initials.is_empty();
        for (idx, token) in asked.iter().enumerate() {
            if met.0 & (1 << idx) != 0 || token.weighed.kind != TokenKind::Word {
                continue;
            }
            let listed = name.words.iter().zip(&name.weights).enumerate().take(TOKENS_MAX);
            for (place, (word, weighed)) in listed {
                if met.1 & (1 << place) != 0 || weighed.kind != TokenKind::Word {
                    continue;
                }
                let Some(word) = self.words.get(*word as usize) else { continue };
                // Words that begin otherwise were found by their keys, where they are one edit apart.
                if (word.letters ^ token.letters).count_ones() > LETTERS_APART_MAX
                    || !similar::begin_alike(&token.signs, &word.signs)
                {
                    continue;
                }
                let likeness = similar::likeness(&token.signs, &word.signs).max(if is_person {
                    similar::short_likeness(&token.signs, &word.signs)
                } else {
                    0
                });
                if likeness > 0 {
                    found.pairs.push((idx, place, likeness));
                }
            }
        }
    }
}
