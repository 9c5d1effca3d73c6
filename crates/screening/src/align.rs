//! Two names side by side: their words paired, and what of them agrees, differs and is left over.
//!
//! In: the tokens of two names with weights, and how alike each two are. Out: the pairs and the features that the model
//! weighs. Integers only, so that a score is the same on every machine.

use subtier_names::fold::TokenKind;

use crate::model::{Feature, Features};

/// Tokens of one name that take part.
pub(crate) const TOKENS_MAX: usize = 24;

/// A token as the comparison sees it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Weighed {
    /// What it is.
    pub(crate) kind: TokenKind,
    /// How telling it is, in thousandths.
    pub(crate) weight: u32,
    /// Its letters; one is an initial.
    pub(crate) n_signs: u32,
}

/// How alike the tokens of two names are.
#[derive(Debug, Default)]
pub(crate) struct Likenesses {
    /// `(asked token, listed token, thousandths)`.
    pub(crate) pairs: Vec<(usize, usize, u16)>,
    /// Two asked tokens written as one listed: `(first asked, listed, thousandths)`.
    pub(crate) asked_joined: Vec<(usize, usize, u16)>,
    /// One asked token that is two listed: `(asked, first listed, thousandths)`.
    pub(crate) listed_joined: Vec<(usize, usize, u16)>,
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
    /// What the model weighs.
    pub(crate) features: Features,
    /// Pairs `(asked, listed, thousandths)`; joined tokens stand once for each part.
    pub(crate) pairs: Vec<(usize, usize, u16)>,
    /// A day or number stands against another.
    pub(crate) numbers_conflict: bool,
}

/// Likeness of an initial and a word that begins with it.
pub(crate) const INITIAL: u16 = 650;

/// Likeness of two words that only a space or hyphen tells apart.
pub(crate) const JOINED: u16 = 970;

/// Likeness of two Han words that are read alike and written otherwise.
pub(crate) const HOMOPHONE: u16 = 800;

/// Likeness of two forms of one given name, such as Ted and Theodore.
pub(crate) const VARIANT: u16 = 940;

/// Likeness from which two words that a space tells apart are one.
pub(crate) const JOINED_LIKENESS_MIN: u16 = 880;

/// Pairs the tokens.
pub(crate) fn align(asked: &[Weighed], listed: &[Weighed], likenesses: &mut Likenesses) -> Aligned {
    let mut taken = Taken::default();
    let mut pairs = Vec::with_capacity(asked.len());
    let exact = |one: usize, other: usize| {
        likenesses.pairs.iter().any(|pair| pair.0 == one && pair.1 == other && pair.2 > JOINED)
    };
    for (first, idx, likeness) in &likenesses.asked_joined {
        let parts = (1 << first) | (1 << (first + 1));
        if !exact(*first, *idx) && taken.take(parts, 1 << idx) {
            pairs.extend([(*first, *idx, *likeness), (first + 1, *idx, *likeness)]);
        }
    }
    for (idx, first, likeness) in &likenesses.listed_joined {
        let parts = (1 << first) | (1 << (first + 1));
        if !exact(*idx, *first) && taken.take(1 << idx, parts) {
            pairs.extend([(*idx, *first, *likeness), (*idx, first + 1, *likeness)]);
        }
    }
    // Equal weights and likenesses go by place, so that a name agrees with itself in order.
    let gain = |pair: &(usize, usize, u16)| {
        let weight = weight_of(asked, pair.0) + weight_of(listed, pair.1);
        (
            u64::from(weight) * u64::from(pair.2),
            std::cmp::Reverse((pair.0.abs_diff(pair.1), pair.0, pair.1)),
        )
    };
    likenesses.pairs.sort_unstable_by_key(|pair| std::cmp::Reverse(gain(pair)));
    for pair in &likenesses.pairs {
        if taken.take(1 << pair.0, 1 << pair.1) {
            pairs.push(*pair);
        }
    }
    let left = Left::of(asked, taken.asked, listed, taken.listed);
    let mut aligned = Aligned { pairs, ..Aligned::default() };
    agreement(asked, listed, &mut aligned);
    left.describe(&mut aligned);
    aligned.features.flag(Feature::Order, is_shuffled(&aligned.pairs));
    aligned
}

/// What found no partner.
struct Left {
    words: (u32, u32),
    n_words: (u32, u32),
    total: u32,
    longer: u32,
    kinds: Vec<(TokenKind, bool, bool)>,
}

impl Left {
    fn of(asked: &[Weighed], taken_asked: u32, listed: &[Weighed], taken_listed: u32) -> Self {
        let words = |tokens: &[Weighed], taken: u32| {
            let left = tokens
                .iter()
                .enumerate()
                .filter(|(idx, token)| token.kind == TokenKind::Word && taken & (1 << idx) == 0);
            left.fold((0, 0), |(sum, count), (_, token)| {
                (
                    sum + token.weight,
                    count + if token.n_signs == 1 { INITIAL_COUNTS } else { 1_000 },
                )
            })
        };
        let (one, other) = (words(asked, taken_asked), words(listed, taken_listed));
        let totals =
            [asked, listed].map(|tokens| tokens.iter().map(|token| token.weight).sum::<u32>());
        let kinds = [
            TokenKind::Day,
            TokenKind::Number,
            TokenKind::Place,
            TokenKind::Descriptor,
            TokenKind::CompanyForm,
        ];
        let kinds = kinds
            .map(|kind| (kind, unmet(asked, taken_asked, kind), unmet(listed, taken_listed, kind)))
            .to_vec();
        Self {
            words: (one.0, other.0),
            n_words: (one.1, other.1),
            total: totals[0].min(totals[1]).max(1),
            longer: totals[0].max(totals[1]).max(1),
            kinds,
        }
    }

    fn describe(&self, aligned: &mut Aligned) {
        let features = &mut aligned.features;
        let replaced = self.words.0.min(self.words.1);
        features.set(Feature::Replaced, (replaced * 1000 / self.total).min(1000));
        features.set(Feature::ReplacedWords, self.n_words.0.min(self.n_words.1).min(REPLACED_MAX));
        let left = self.words.0.max(self.words.1) - replaced;
        features.set(Feature::LeftOver, left * 1000 / self.longer);
        for (kind, one, other) in &self.kinds {
            let (both, either) = (*one && *other, one != other);
            match kind {
                TokenKind::Day | TokenKind::Number => {
                    aligned.numbers_conflict |= both;
                    if either {
                        features.flag(Feature::NumberLeft, true);
                    }
                }
                TokenKind::Place => {
                    features.flag(Feature::PlaceReplaced, both);
                    features.flag(Feature::PlaceLeft, either);
                }
                TokenKind::Descriptor => {
                    features.flag(Feature::TradeReplaced, both);
                    features.flag(Feature::TradeLeft, either);
                }
                TokenKind::CompanyForm => features.flag(Feature::OtherForm, both),
                TokenKind::Word | TokenKind::Link => {}
            }
        }
        features.flag(Feature::NumbersConflict, aligned.numbers_conflict);
    }
}

/// What an initial counts among words that are replaced: W. is not G.
const INITIAL_COUNTS: u32 = 400;
/// Three words that are replaced are as good as four.
const REPLACED_MAX: u32 = 3_000;

/// Whether a token of a kind found no partner.
fn unmet(tokens: &[Weighed], taken: u32, kind: TokenKind) -> bool {
    tokens.iter().enumerate().any(|(idx, token)| token.kind == kind && taken & (1 << idx) == 0)
}

/// Share of the weight of both names that must agree before common words are enough.
const COMMON_ENOUGH: u32 = 950;

/// Says how much agrees, and how well it is spelled.
fn agreement(asked: &[Weighed], listed: &[Weighed], aligned: &mut Aligned) {
    let total = |tokens: &[Weighed]| tokens.iter().map(|token| token.weight).sum::<u32>().max(1);
    let mut met = (0u64, 0u64);
    let mut counted = (0u32, 0u32);
    let (mut telling, mut misspelt, mut worst, mut initials, mut edits) =
        (0u64, 0u64, 0u32, 0u32, 0u32);
    let mut only_common = true;
    for (one, other, likeness) in &aligned.pairs {
        let once = |seen: &mut u32, idx: usize| {
            let new = *seen & (1 << idx) == 0;
            *seen |= 1 << idx;
            u64::from(new)
        };
        let part = u64::from(*likeness);
        let weights = (u64::from(weight_of(asked, *one)), u64::from(weight_of(listed, *other)));
        let (new_one, new_other) = (once(&mut counted.0, *one), once(&mut counted.1, *other));
        met.0 += new_one * part * weights.0;
        met.1 += new_other * part * weights.1;
        if is_telling(asked, *one) || is_telling(listed, *other) {
            only_common = false;
            telling += (new_one & new_other) * weights.0.min(weights.1) * part / 1000;
            if *likeness == INITIAL {
                initials += 1;
            } else {
                misspelt += new_one * weights.0 * (1000 - part);
                let apart = 1000 - u32::from(*likeness);
                worst = worst.max(apart);
                let signs =
                    |tokens: &[Weighed], idx: usize| tokens.get(idx).map_or(0, |t| t.n_signs);
                edits += u32::from(new_one & new_other == 1)
                    * apart
                    * signs(asked, *one).max(signs(listed, *other));
            }
        }
    }
    let share = |met: u64, total: u32| u32::try_from(met / u64::from(total)).unwrap_or(0);
    let totals = (total(asked), total(listed));
    let (of_asked, of_listed) = (share(met.0, totals.0), share(met.1, totals.1));
    let agree = match of_asked + of_listed {
        0 => 0,
        sum => 2 * of_asked * of_listed / sum,
    };
    let features = &mut aligned.features;
    features.set(Feature::Agree, agree.min(1000));
    features.set(Feature::Telling, u32::try_from(telling).unwrap_or(0).min(TELLING_MAX));
    features.set(Feature::Misspelt, share(misspelt, totals.0));
    features.set(Feature::Worst, worst);
    features.set(Feature::Edits, edits.min(EDITS_MAX));
    features.set(Feature::Initials, initials * 1000);
    features.flag(Feature::OnlyCommon, only_common && of_asked.min(of_listed) < COMMON_ENOUGH);
}

/// Letters that differ, at most, in thousandths.
const EDITS_MAX: u32 = 4_000;

/// More than three rare words tell no more.
const TELLING_MAX: u32 = 3_000;

/// Whether words of one name stand elsewhere in the other, beyond a family name that moved to the other end.
fn is_shuffled(pairs: &[(usize, usize, u16)]) -> bool {
    let mut order: Vec<(usize, usize)> = pairs.iter().map(|pair| (pair.0, pair.1)).collect();
    order.sort_unstable();
    let falls =
        order.windows(2).filter(|two| matches!(two, [one, other] if one.1 > other.1)).count();
    let (first, last) = (order.first().map(|pair| pair.1), order.last().map(|pair| pair.1));
    // A rotation falls once and ends before its beginning.
    falls > 1 || falls == 1 && last > first
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
        let word = |weight: &u32| Weighed { kind: TokenKind::Word, weight: *weight, n_signs: 5 };
        weights.iter().map(word).collect()
    }

    fn likenesses(pairs: &[(usize, usize, u16)]) -> Likenesses {
        Likenesses { pairs: pairs.to_vec(), ..Likenesses::default() }
    }

    fn odds(aligned: &Aligned) -> i32 {
        aligned.features.log_odds(true)
    }

    #[test]
    fn equal_names_score_most_and_telling_words_count_more() {
        let (asked, listed) = (words(&[900, 300]), words(&[900, 300]));
        let full = align(&asked, &listed, &mut likenesses(&[(0, 0, 1000), (1, 1, 1000)]));
        let telling = align(&asked, &listed, &mut likenesses(&[(0, 0, 1000)]));
        let weak = align(&asked, &listed, &mut likenesses(&[(1, 1, 1000)]));
        assert!(odds(&full) > odds(&telling) && odds(&telling) > odds(&weak));
    }

    #[test]
    fn another_day_of_the_year_is_another_name() {
        let mut asked = words(&[500, 900]);
        asked[1].kind = TokenKind::Day;
        let listed = asked.clone();
        let conflict = align(&asked, &listed, &mut likenesses(&[(0, 0, 1000)]));
        assert!(conflict.numbers_conflict && odds(&conflict) < 0);
    }

    #[test]
    fn a_replaced_word_counts_against_and_an_added_one_less() {
        let asked = words(&[800, 800, 800]);
        let replaced =
            align(&asked, &words(&[800, 800, 800]), &mut likenesses(&[(0, 0, 1000), (1, 1, 1000)]));
        let added =
            align(&asked, &words(&[800, 800]), &mut likenesses(&[(0, 0, 1000), (1, 1, 1000)]));
        assert!(odds(&added) > odds(&replaced) + 1_000);
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
        let mut joined = Likenesses { asked_joined: vec![(0, 0, JOINED)], ..Likenesses::default() };
        assert_eq!(align(&asked, &listed, &mut joined).pairs.len(), 2);
    }

    #[test]
    fn a_family_name_may_move_but_words_may_not_be_shuffled() {
        assert!(!is_shuffled(&[(0, 1, 1000), (1, 2, 1000), (2, 0, 1000)]));
        assert!(is_shuffled(&[(0, 2, 1000), (1, 1, 1000), (2, 0, 1000)]));
    }
}
