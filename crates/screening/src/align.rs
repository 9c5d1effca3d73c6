//! The score of two names: their tokens paired, each pair weighed by how telling its words are.
//!
//! In: the tokens of two names with weights, and how alike each two are. Out: thousandths and
//! the pairs. Integers only, so that a score is the same on every machine.

use subtier_names::fold::TokenKind;

/// Tokens of one name that take part.
pub(crate) const TOKENS_MAX: usize = 24;

/// A token as the comparison sees it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weighed {
    /// What it is.
    pub(crate) kind: TokenKind,
    /// How telling it is, in thousandths.
    pub(crate) weight: u32,
}

/// How alike the tokens of two names are.
#[derive(Debug, Default)]
pub(crate) struct Likenesses {
    /// `(asked token, listed token, thousandths)`.
    pub(crate) pairs: Vec<(usize, usize, u16)>,
    /// Two asked tokens written as one listed: `(first asked, listed)`.
    pub(crate) asked_joined: Vec<(usize, usize)>,
    /// One asked token that is two listed: `(asked, first listed)`.
    pub(crate) listed_joined: Vec<(usize, usize)>,
}

impl Likenesses {
    pub(crate) fn clear(&mut self) {
        self.pairs.clear();
        self.asked_joined.clear();
        self.listed_joined.clear();
    }
}

/// What came of it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Aligned {
    /// From 0 to 1000.
    pub(crate) score: u32,
    /// Pairs `(asked, listed, thousandths)`; joined tokens stand once for each part.
    pub(crate) pairs: Vec<(usize, usize, u16)>,
    /// A day or number stands against another.
    pub(crate) numbers_conflict: bool,
    /// Nothing but descriptors, places and forms agrees.
    pub(crate) only_common_words: bool,
}

/// Pairs the tokens and scores.
pub(crate) fn align(asked: &[Weighed], listed: &[Weighed], likenesses: &mut Likenesses) -> Aligned {
    let mut taken = Taken::default();
    let mut pairs = Vec::with_capacity(asked.len());
    let mut numbers_conflict = false;
    for (first, idx) in &likenesses.asked_joined {
        if taken.take((1 << first) | (1 << (first + 1)), 1 << idx) {
            pairs.extend([(*first, *idx, JOINED), (first + 1, *idx, JOINED)]);
        }
    }
    for (idx, first) in &likenesses.listed_joined {
        if taken.take(1 << idx, (1 << first) | (1 << (first + 1))) {
            pairs.extend([(*idx, *first, JOINED), (*idx, first + 1, JOINED)]);
        }
    }
    let gain = |pair: &(usize, usize, u16)| {
        let weight = weight_of(asked, pair.0) + weight_of(listed, pair.1);
        (u64::from(weight) * u64::from(pair.2), std::cmp::Reverse((pair.0, pair.1)))
    };
    likenesses.pairs.sort_unstable_by_key(|pair| std::cmp::Reverse(gain(pair)));
    for pair in &likenesses.pairs {
        if taken.take(1 << pair.0, 1 << pair.1) {
            pairs.push(*pair);
        }
    }
    for kind in [TokenKind::Day, TokenKind::Number] {
        numbers_conflict |= unmet(asked, taken.asked, kind) && unmet(listed, taken.listed, kind);
    }
    let mut aligned = finish(asked, listed, pairs, numbers_conflict);
    for (kind, factor) in UNMET_FACTORS {
        if unmet(asked, taken.asked, kind) && unmet(listed, taken.listed, kind) {
            aligned.score = aligned.score * factor / 1000;
        }
    }
    aligned
}

/// What is left where both names have a word of a kind that the other has not: another trade,
/// another place, another telling word.
const UNMET_FACTORS: [(TokenKind, u32); 3] =
    [(TokenKind::Descriptor, 900), (TokenKind::Place, 850), (TokenKind::Word, 900)];

/// Whether a token of a kind found no partner.
fn unmet(tokens: &[Weighed], taken: u32, kind: TokenKind) -> bool {
    tokens.iter().enumerate().any(|(idx, token)| token.kind == kind && taken & (1 << idx) == 0)
}

/// Likeness of two words that only a space or hyphen tells apart.
pub(crate) const JOINED: u16 = 970;

/// Numbers that differ: April 25 is not April 26.
const CONFLICT_FACTOR: u32 = 450;
/// Only words agree that many companies have.
const COMMON_FACTOR: u32 = 600;
/// Share of the weight of both names that must agree before only common words are enough.
const COMMON_ENOUGH: u32 = 950;

fn finish(
    asked: &[Weighed],
    listed: &[Weighed],
    pairs: Vec<(usize, usize, u16)>,
    numbers_conflict: bool,
) -> Aligned {
    let total = |tokens: &[Weighed]| tokens.iter().map(|token| token.weight).sum::<u32>().max(1);
    let mut met = (0u64, 0u64);
    let mut counted = (0u32, 0u32);
    let mut only_common_words = true;
    for (one, other, likeness) in &pairs {
        let once = |seen: &mut u32, idx: usize| {
            let new = *seen & (1 << idx) == 0;
            *seen |= 1 << idx;
            u64::from(new)
        };
        let part = u64::from(*likeness);
        met.0 += once(&mut counted.0, *one) * part * u64::from(weight_of(asked, *one));
        met.1 += once(&mut counted.1, *other) * part * u64::from(weight_of(listed, *other));
        only_common_words &= !is_telling(asked, *one) && !is_telling(listed, *other);
    }
    let share = |met: u64, total: u32| u32::try_from(met / u64::from(total)).unwrap_or(0);
    let (of_asked, of_listed) = (share(met.0, total(asked)), share(met.1, total(listed)));
    let mut score = match of_asked + of_listed {
        0 => 0,
        sum => 2 * of_asked * of_listed / sum,
    };
    if numbers_conflict {
        score = score * CONFLICT_FACTOR / 1000;
    }
    if only_common_words && of_asked.min(of_listed) < COMMON_ENOUGH {
        score = score * COMMON_FACTOR / 1000;
    }
    Aligned { score: score.min(1000), pairs, numbers_conflict, only_common_words }
}

fn weight_of(tokens: &[Weighed], idx: usize) -> u32 {
    tokens.get(idx).map_or(0, |token| token.weight)
}

fn is_telling(tokens: &[Weighed], idx: usize) -> bool {
    tokens.get(idx).is_some_and(|token| {
        matches!(token.kind, TokenKind::Word | TokenKind::Number | TokenKind::Day)
    })
}

#[derive(Default)]
struct Taken {
    asked: u32,
    listed: u32,
}

impl Taken {
    fn take(&mut self, asked: u32, listed: u32) -> bool {
        let free = self.asked & asked == 0 && self.listed & listed == 0;
        if free {
            self.asked |= asked;
            self.listed |= listed;
        }
        free
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn words(weights: &[u32]) -> Vec<Weighed> {
        weights.iter().map(|weight| Weighed { kind: TokenKind::Word, weight: *weight }).collect()
    }

    fn likenesses(pairs: &[(usize, usize, u16)]) -> Likenesses {
        Likenesses { pairs: pairs.to_vec(), ..Likenesses::default() }
    }

    #[test]
    fn equal_names_score_full_and_telling_words_count_more() {
        let (asked, listed) = (words(&[900, 300]), words(&[900, 300]));
        let full = align(&asked, &listed, &mut likenesses(&[(0, 0, 1000), (1, 1, 1000)]));
        assert_eq!(full.score, 1000);
        let telling = align(&asked, &listed, &mut likenesses(&[(0, 0, 1000)]));
        let weak = align(&asked, &listed, &mut likenesses(&[(1, 1, 1000)]));
        assert!(telling.score > weak.score);
    }

    #[test]
    fn another_day_of_the_year_is_another_name() {
        let mut asked = words(&[500, 900]);
        asked[1].kind = TokenKind::Day;
        let listed = asked.clone();
        let conflict = align(&asked, &listed, &mut likenesses(&[(0, 0, 1000)]));
        assert!(conflict.numbers_conflict && conflict.score < 300);
    }

    #[test]
    fn each_token_is_used_once() {
        let (asked, listed) = (words(&[500]), words(&[500, 500]));
        let once = align(&asked, &listed, &mut likenesses(&[(0, 0, 900), (0, 1, 1000)]));
        assert_eq!(once.pairs, [(0, 1, 1000)]);
    }

    #[test]
    fn joined_words_match_both_parts() {
        let (asked, listed) = (words(&[500, 500]), words(&[900]));
        let mut joined = Likenesses { asked_joined: vec![(0, 0)], ..Likenesses::default() };
        assert_eq!(align(&asked, &listed, &mut joined).score, 970);
    }
}
