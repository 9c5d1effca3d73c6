//! The index over all names of all lists: words, alike words, Korean keys, numbers, addresses.
//!
//! In: entries, once. Out: for the tokens of one asked name, a few hundred listed names at
//! most. It proposes; the score decides.

use std::collections::BTreeMap;

use subtier_names::address::{AddressForm, fold_address};
use subtier_names::fold::{Token, TokenKind, fold};
use subtier_names::korean;

use crate::align::{TOKENS_MAX, Weighed};
use crate::entry::{Entry, EntryKind};
use crate::similar;

/// One listed name, ready to be compared.
#[derive(Debug)]
pub(crate) struct IndexedName {
    /// Index into the entries.
    pub(crate) entry: u32,
    /// Index into the entry's names.
    pub(crate) name: u32,
    /// Words, by their number in the vocabulary.
    pub(crate) words: Vec<u32>,
    /// Weights of the words, in the same order.
    pub(crate) weights: Vec<Weighed>,
    /// Two neighbouring words written as one: number in the vocabulary, place of the first.
    joins: Vec<(u32, u32)>,
    /// First letters of the words, and whether the word is that letter alone; empty for
    /// organisations.
    initials: Vec<(char, bool)>,
    /// Whether it has a Korean key.
    korean: bool,
}

/// A word of the vocabulary.
#[derive(Debug)]
struct Word {
    signs: Vec<char>,
    /// Names that have it.
    names: Vec<u32>,
    /// Names in which two neighbouring words make it.
    joined_names: Vec<u32>,
}

/// The index.
#[derive(Debug, Default)]
pub(crate) struct Index {
    numbers: BTreeMap<String, u32>,
    words: Vec<Word>,
    near: Vec<(u64, u32)>,
    pub(crate) names: Vec<IndexedName>,
    korean: BTreeMap<String, Vec<u32>>,
    ids: BTreeMap<String, Vec<u32>>,
    address_words: BTreeMap<String, Vec<u32>>,
    pub(crate) addresses: Vec<(u32, u32, AddressForm)>,
}

/// A token of an asked name with the listed words that are alike.
#[derive(Debug)]
pub(crate) struct Asked {
    /// The token.
    pub(crate) token: Token,
    /// Its weight.
    pub(crate) weighed: Weighed,
    /// Words of the vocabulary and their likeness, by number.
    pub(crate) alike: Vec<(u32, u16)>,
    /// The word that this token and the next make together.
    pub(crate) joined: Option<u32>,
}

/// Names per word that are followed; a more common word proposes nobody by itself.
const POSTINGS_MAX: usize = 1_500;
/// Names that one query proposes before the rarest words have all been heard.
const PROPOSALS_MAX: usize = 3_000;
/// Names that are compared in full.
pub(crate) const CANDIDATES_MAX: usize = 120;

impl Index {
    /// Builds the index.
    pub(crate) fn new(entries: &[Entry]) -> Self {
        let mut index = Self::default();
        for (entry_idx, entry) in (0u32..).zip(entries) {
            for (name_idx, name) in (0u32..).zip(&entry.names) {
                index.add_name((entry_idx, name_idx), entry.kind, &name.text);
            }
            for id in &entry.ids {
                for key in id.identifier.keys() {
                    let found = index.ids.entry(key).or_default();
                    if found.last() != Some(&entry_idx) {
                        found.push(entry_idx);
                    }
                }
            }
            for (address_idx, address) in (0u32..).zip(&entry.addresses) {
                index.add_address((entry_idx, address_idx), &address.street);
            }
        }
        index.near.sort_unstable();
        index.weigh();
        index
    }

    fn add_name(&mut self, (entry, name): (u32, u32), kind: EntryKind, text: &str) {
        let Ok(number) = u32::try_from(self.names.len()) else { return };
        let tokens = listed_tokens(text, kind);
        let mut words = Vec::with_capacity(tokens.len());
        for token in &tokens {
            let word = self.word(&spelling(token));
            words.push(word);
            if let Some(word) = self.words.get_mut(word as usize)
                && word.names.last() != Some(&number)
            {
                word.names.push(number);
            }
        }
        let mut joins = Vec::new();
        for (place, pair) in (0u32..).zip(tokens.windows(2)) {
            let Some(text) = joined(pair) else { continue };
            let join = self.word(&text);
            joins.push((join, place));
            if let Some(word) = self.words.get_mut(join as usize)
                && word.joined_names.last() != Some(&number)
            {
                word.joined_names.push(number);
            }
        }
        let mut korean = false;
        let mut initials = Vec::new();
        if kind != EntryKind::Organisation {
            initials.extend(tokens.iter().map(initial));
            let written: Vec<&str> = tokens.iter().map(|token| token.written.as_str()).collect();
            for key in korean::person_keys(&written) {
                self.korean.entry(key).or_default().push(number);
                korean = true;
            }
        }
        let weights = tokens.iter().map(|token| Weighed { kind: token.kind, weight: 0 }).collect();
        self.names.push(IndexedName { entry, name, words, weights, joins, initials, korean });
    }

    /// The number of a word; new words are taken in, with the keys of alike words.
    fn word(&mut self, spelling: &str) -> u32 {
        if let Some(number) = self.numbers.get(spelling) {
            return *number;
        }
        let number = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        let signs: Vec<char> = spelling.chars().collect();
        similar::keys(&signs, |key| self.near.push((key, number)));
        self.words.push(Word { signs, names: Vec::new(), joined_names: Vec::new() });
        self.numbers.insert(spelling.to_owned(), number);
        number
    }

    fn add_address(&mut self, (entry, address): (u32, u32), street: &str) {
        let Ok(number) = u32::try_from(self.addresses.len()) else { return };
        let form = fold_address(street);
        if form.numbers.is_empty() || form.words.len() < 2 {
            return;
        }
        for word in &form.words {
            self.address_words.entry(word.clone()).or_default().push(number);
        }
        self.addresses.push((entry, address, form));
    }

    fn weigh(&mut self) {
        let total = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        for name in &mut self.names {
            for (word, weighed) in name.words.iter().zip(&mut name.weights) {
                let known = self.words.get(*word as usize);
                let frequency =
                    known.map_or(0, |word| u32::try_from(word.names.len()).unwrap_or(u32::MAX));
                weighed.weight = weight(weighed.kind, frequency, total);
            }
        }
    }

    /// The tokens of an asked name with their weights and alike words.
    pub(crate) fn asked(&self, tokens: Vec<Token>, person: Option<bool>) -> Vec<Asked> {
        let total = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        let joins: Vec<Option<u32>> = tokens
            .windows(2)
            .map(|pair| joined(pair).and_then(|text| self.numbers.get(&text).copied()))
            .chain(std::iter::once(None))
            .collect();
        let asked = tokens.into_iter().zip(joins).take(TOKENS_MAX);
        asked
            .map(|(token, joined)| {
                let mut alike = self.alike(&spelling(&token));
                // A listed person is known by the word as written: Paris may be a first name.
                if person != Some(false) && token.text != token.written {
                    alike.extend(self.alike(&token.written));
                }
                alike
                    .sort_unstable_by_key(|(word, likeness)| (*word, std::cmp::Reverse(*likeness)));
                alike.dedup_by_key(|(word, _)| *word);
                let exact = alike.iter().filter(|(_, likeness)| *likeness == 1000);
                let frequency = exact.map(|(word, _)| self.frequency(*word)).max().unwrap_or(0);
                let kind = if person == Some(true) { person_kind(&token) } else { token.kind };
                let weighed = Weighed { kind, weight: weight(kind, frequency, total) };
                Asked { token, weighed, alike, joined }
            })
            .collect()
    }

    /// The weight that a token has on these lists.
    pub(crate) fn weight_of(&self, token: &Token, kind: TokenKind) -> u32 {
        let total = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        let word = self.numbers.get(&spelling(token));
        weight(kind, word.map_or(0, |word| self.frequency(*word)), total)
    }

    /// How many entries have a word in any of their names.
    pub(crate) fn n_entries_with(&self, token: &Token) -> u32 {
        let word =
            self.numbers.get(&spelling(token)).and_then(|word| self.words.get(*word as usize));
        let names = word.map(|word| word.names.as_slice()).unwrap_or_default();
        // Names of one entry stand together.
        let mut entries: Vec<u32> =
            names.iter().filter_map(|name| Some(self.names.get(*name as usize)?.entry)).collect();
        entries.dedup();
        u32::try_from(entries.len()).unwrap_or(u32::MAX)
    }

    fn frequency(&self, word: u32) -> u32 {
        let word = self.words.get(word as usize);
        word.map_or(0, |word| u32::try_from(word.names.len()).unwrap_or(u32::MAX))
    }

    fn alike(&self, spelling: &str) -> Vec<(u32, u16)> {
        let signs: Vec<char> = spelling.chars().collect();
        let mut found: Vec<u32> = Vec::new();
        similar::keys(&signs, |key| {
            let start = self.near.partition_point(|(other, _)| *other < key);
            let near = self.near.iter().skip(start).take_while(|(other, _)| *other == key);
            found.extend(near.map(|(_, word)| *word));
        });
        found.sort_unstable();
        found.dedup();
        let scored = found.into_iter().filter_map(|number| {
            let word = self.words.get(number as usize)?;
            let likeness = similar::likeness(&signs, &word.signs);
            (likeness > 0).then_some((number, likeness))
        });
        scored.collect()
    }

    /// The listed names that share most with the asked tokens, best first.
    pub(crate) fn candidates(&self, asked: &[Asked]) -> Vec<u32> {
        let mut order: Vec<&Asked> = asked.iter().collect();
        order.sort_by_key(|asked| std::cmp::Reverse(asked.weighed.weight));
        let mut votes: Vec<(u32, u32)> = Vec::new();
        for asked in order {
            for (word, likeness) in &asked.alike {
                let Some(word) = self.words.get(*word as usize) else { continue };
                let vote = asked.weighed.weight * u32::from(*likeness) / 1000;
                for names in [&word.names, &word.joined_names] {
                    if names.len() <= POSTINGS_MAX && votes.len() < PROPOSALS_MAX {
                        votes.extend(names.iter().map(|name| (*name, vote)));
                    }
                }
            }
            if let Some(word) = asked.joined.and_then(|word| self.words.get(word as usize)) {
                votes.extend(word.names.iter().map(|name| (*name, asked.weighed.weight * 2)));
            }
        }
        votes.sort_unstable();
        let mut sums: Vec<(u32, u32)> = Vec::with_capacity(votes.len());
        for (name, vote) in votes {
            match sums.last_mut() {
                Some((last, sum)) if *last == name => *sum += vote,
                _ => sums.push((name, vote)),
            }
        }
        // Two names may have equal votes: the one with less that was not asked for goes first.
        let rest = |name: u32| {
            let name = self.names.get(name as usize);
            name.map_or(0, |name| name.weights.iter().map(|word| word.weight).sum::<u32>())
        };
        let key = |(name, sum): &(u32, u32)| {
            let total = rest(*name);
            (std::cmp::Reverse(*sum * 2 - total.min(*sum * 2) / 2), *name)
        };
        if sums.len() > CANDIDATES_MAX {
            sums.select_nth_unstable_by_key(CANDIDATES_MAX, key);
            sums.truncate(CANDIDATES_MAX);
        }
        sums.sort_unstable_by_key(key);
        sums.into_iter().map(|(name, _)| name).collect()
    }

    /// Names of persons with one of these Korean keys.
    pub(crate) fn korean_names(&self, keys: &[String]) -> Vec<u32> {
        let mut names: Vec<u32> =
            keys.iter().filter_map(|key| self.korean.get(key)).flatten().copied().collect();
        names.sort_unstable();
        names.dedup();
        names
    }

    /// Whether a name has a Korean key.
    pub(crate) fn is_korean(&self, name: u32) -> bool {
        self.names.get(name as usize).is_some_and(|name| name.korean)
    }

    /// Entries that have a number of this value.
    pub(crate) fn entries_with_id(&self, value: &str) -> &[u32] {
        self.ids.get(value).map(Vec::as_slice).unwrap_or_default()
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

impl IndexedName {
    /// Fills in how alike the asked tokens and these words are.
    pub(crate) fn likenesses(&self, asked: &[Asked], found: &mut crate::align::Likenesses) {
        found.clear();
        for (idx, token) in asked.iter().enumerate() {
            for (place, word) in self.words.iter().enumerate().take(TOKENS_MAX) {
                if let Ok(at) = token.alike.binary_search_by_key(word, |(number, _)| *number)
                    && let Some((_, likeness)) = token.alike.get(at)
                {
                    found.pairs.push((idx, place, *likeness));
                }
                if token.joined == Some(*word) && idx + 1 < asked.len() {
                    found.asked_joined.push((idx, place));
                }
            }
            let (first, alone) = initial(&token.token);
            for (place, (letter, other_alone)) in self.initials.iter().enumerate().take(TOKENS_MAX)
            {
                if first == *letter && (alone != *other_alone) {
                    found.pairs.push((idx, place, INITIAL));
                }
            }
            for (join, place) in &self.joins {
                let exact = token.alike.binary_search(&(*join, 1000)).is_ok();
                if exact && (*place as usize) + 1 < TOKENS_MAX {
                    found.listed_joined.push((idx, *place as usize));
                }
            }
        }
    }
}

/// Likeness of an initial and a word that begins with it.
pub(crate) const INITIAL: u16 = 650;

/// The first letter of a word, and whether it is all of it.
fn initial(token: &Token) -> (char, bool) {
    let mut letters = token.text.chars();
    (letters.next().unwrap_or(' '), letters.next().is_none())
}

/// Tokens of a listed name; a person's words are no company words.
pub(crate) fn listed_tokens(text: &str, kind: EntryKind) -> Vec<Token> {
    let mut tokens = fold(text);
    tokens.truncate(TOKENS_MAX);
    if kind == EntryKind::Person {
        for token in &mut tokens {
            let kind = person_kind(token);
            if kind != token.kind {
                token.kind = kind;
                token.text.clone_from(&token.written);
            }
        }
    }
    tokens
}

fn person_kind(token: &Token) -> TokenKind {
    match token.kind {
        TokenKind::Descriptor | TokenKind::CompanyForm | TokenKind::Place => TokenKind::Word,
        TokenKind::Word | TokenKind::Link | TokenKind::Number | TokenKind::Day => token.kind,
    }
}

/// The word under which a token stands in the vocabulary.
fn spelling(token: &Token) -> String {
    if token.kind == TokenKind::Day { format!("day {}", token.text) } else { token.text.clone() }
}

/// Two neighbouring words as one.
fn joined(pair: &[Token]) -> Option<String> {
    let word =
        |token: &Token| matches!(token.kind, TokenKind::Word | TokenKind::Link | TokenKind::Place);
    match pair {
        [one, other] if word(one) && word(other) => {
            Some(format!("{}{}", one.written, other.written))
        }
        _ => None,
    }
}

/// How telling a word is: by what it is, and by how few names of the lists have it.
pub(crate) fn weight(kind: TokenKind, frequency: u32, total: u32) -> u32 {
    let (all, own) = (log2_milli(total.max(2)), log2_milli(frequency.max(1)));
    let rarity = 1000u32.saturating_sub(own * 1000 / all.max(1));
    match kind {
        TokenKind::Word => 200 + rarity * 800 / 1000,
        TokenKind::Number => 600,
        TokenKind::Day => 1000,
        TokenKind::Descriptor => 60 + rarity * 240 / 1000,
        TokenKind::Place => 80 + rarity * 240 / 1000,
        TokenKind::CompanyForm => 25,
        TokenKind::Link => 15,
    }
}

/// Thousandths of the logarithm to base 2, with a straight line between powers.
fn log2_milli(number: u32) -> u32 {
    let whole = number.max(1).ilog2();
    let base = 1u64 << whole;
    let part = (u64::from(number.max(1)) - base) * 1000 / base;
    whole * 1000 + u32::try_from(part).unwrap_or(0)
}

#[cfg(test)]
mod tests {
    use super::*;

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
        let asked = index.asked(fold("Ningse Cartoon"), None);
        let candidates = index.candidates(&asked);
        assert_eq!(candidates.first(), Some(&0));
        assert!(candidates.contains(&3), "one letter away");
    }

    #[test]
    fn a_word_is_worth_less_the_more_names_have_it() {
        assert!(weight(TokenKind::Word, 1, 1000) > weight(TokenKind::Word, 100, 1000));
        assert!(weight(TokenKind::Descriptor, 1, 1000) < weight(TokenKind::Word, 100, 1000));
        assert_eq!(log2_milli(1), 0);
        assert_eq!(log2_milli(1024), 10_000);
    }

    #[test]
    fn words_that_only_a_space_tells_apart_are_found() {
        let index = index(&["Fujian Nan'an Import", "Yi Yang Jin Trade"]);
        for (name, want) in [("Yiyang Jin", 1), ("Fujian Na Nan", 0)] {
            let asked = index.asked(fold(name), Some(false));
            assert!(index.candidates(&asked).contains(&want), "{name}");
        }
    }
}
