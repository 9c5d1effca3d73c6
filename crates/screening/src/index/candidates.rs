//! Which listed names and addresses may be the ones asked for.
//!
//! In: the index and a prepared name, or the form of an address. Out: about a hundred names at most, and the addresses that share
//! two words. Words vote for the names that have them, rare words first; one that too many names have proposes nobody.

use subtier_names::address::AddressForm;

use super::Index;
use crate::prepared::{Asked, AskedName};

/// Names per word that are followed; a more common word proposes nobody by itself.
const POSTINGS_MAX: usize = 1_500;
/// Names that one query proposes before the rarest words have all been heard.
const PROPOSALS_MAX: usize = 3_000;
/// Weight under which a word proposes nobody.
const VOTE_MIN: u32 = 50;
/// Names that are compared in full.
const CANDIDATES_MAX: usize = 120;

impl Index {
    /// The listed names that share most with the asked tokens, best first.
    pub(crate) fn candidates(&self, asked: &AskedName) -> Vec<u32> {
        let mut order: Vec<&Asked> = asked.tokens.iter().collect();
        order.sort_by_key(|asked| std::cmp::Reverse(asked.weighed.weight));
        let mut votes = Votes::new(self.names.len());
        for asked in order {
            // A company form proposes nobody.
            if asked.weighed.weight < VOTE_MIN {
                continue;
            }
            for (word, likeness) in &asked.alike {
                let Some(word) = self.words.get(*word as usize) else { continue };
                let vote = asked.weighed.weight * u32::from(*likeness) / 1000;
                for names in [&word.names, &word.joined_names] {
                    if names.len() <= POSTINGS_MAX && votes.touched.len() < PROPOSALS_MAX {
                        votes.add(names, vote);
                    }
                }
            }
            for (word, _) in &asked.joined {
                let Some(word) = self.words.get(*word as usize) else { continue };
                votes.add(&word.names, asked.weighed.weight * 2);
            }
        }
        // A short name stands for first letters, or first letters for a short name.
        for (word, by_letters) in [(asked.lone, true), (asked.acronym, false)] {
            let Some(word) = word.and_then(|word| self.words.get(word as usize)) else { continue };
            let names = if by_letters { &word.joined_names } else { &word.names };
            votes.add(names.get(..POSTINGS_MAX).unwrap_or(names), 1000);
        }
        let key = |name: &u32| {
            let sum = votes.of(*name);
            // Two names may have equal votes: the one with less that was not asked for goes first.
            let total = self.names.get(*name as usize).map_or(0, |name| name.total);
            (std::cmp::Reverse(sum * 2 - total.min(sum * 2) / 2), *name)
        };
        let mut best: Vec<_> = votes.touched.iter().map(key).collect();
        if best.len() > CANDIDATES_MAX {
            best.select_nth_unstable(CANDIDATES_MAX);
            best.truncate(CANDIDATES_MAX);
        }
        best.sort_unstable();
        best.into_iter().map(|(_, name)| name).collect()
    }

    /// Addresses that share two telling words with a form.
    pub(crate) fn addresses_like(&self, form: &AddressForm) -> Vec<u32> {
        let mut found: Vec<u32> = Vec::new();
        for word in &form.words {
            let addresses = self.address_words.get(word).map(Vec::as_slice).unwrap_or_default();
            found.extend(addresses.iter().take(POSTINGS_MAX));
        }
        found.sort_unstable();
        let twice = found.windows(2).filter_map(|pair| match pair {
            [one, other] if one == other => Some(*one),
            _ => None,
        });
        let mut twice: Vec<u32> = twice.collect();
        twice.dedup();
        twice
    }
}

/// What speaks for each listed name.
struct Votes {
    sums: Vec<u32>,
    /// Names that have a vote, once each.
    touched: Vec<u32>,
}

impl Votes {
    fn new(n_names: usize) -> Self {
        Self { sums: vec![0; n_names], touched: Vec::with_capacity(PROPOSALS_MAX) }
    }

    fn add(&mut self, names: &[u32], vote: u32) {
        for name in names {
            let Some(sum) = self.sums.get_mut(*name as usize) else { continue };
            if *sum == 0 {
                self.touched.push(*name);
            }
            *sum += vote.max(1);
        }
    }

    fn of(&self, name: u32) -> u32 {
        self.sums.get(name as usize).copied().unwrap_or(0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::{Entry, EntryKind};
    use subtier_names::fold::fold;

    fn index(names: &[&str]) -> Index {
        let entries: Vec<Entry> = (1..)
            .zip(names)
            .map(|(uid, name): (u32, _)| {
                Entry::new((0, 0), uid.to_string(), EntryKind::Organisation, *name)
            })
            .collect();
        Index::new(&entries)
    }

    #[test]
    fn rare_words_propose_before_common_ones() {
        let index = index(&["Ningse Animation", "Animation Works", "Blue Animation", "Ningsa Co"]);
        let asked = index.asked(&fold("Ningse Cartoon"), None);
        let candidates = index.candidates(&asked);
        assert_eq!(candidates.first(), Some(&0));
        assert!(candidates.contains(&3), "one letter away");
    }

    #[test]
    fn words_that_only_a_space_tells_apart_are_found() {
        let index = index(&["Fujian Nan'an Import", "Yi Yang Jin Trade"]);
        for (name, want) in [("Yiyang Jin", 1), ("Fujian Na Nan", 0)] {
            let asked = index.asked(&fold(name), Some(false));
            assert!(index.candidates(&asked).contains(&want), "{name}");
        }
    }
}
