//! The index over all names of all lists: words, alike words, Korean keys, numbers, addresses.
//!
//! In: entries, once. Out: the names prepared for comparison, an asked name prepared with the same
//! words, and by `candidates` the listed names that may be meant. It proposes; the score decides.

mod candidates;

use std::collections::BTreeMap;

use subtier_names::address::{AddressForm, fold_address};
use subtier_names::fold::{Token, TokenKind};
use subtier_names::{korean, variants};

use crate::align::{JOINED_LIKENESS_MIN, TOKENS_MAX, VARIANT, Weighed};
use crate::entry::{Entry, EntryKind};
use crate::prepared::{Asked, AskedName, IndexedName, Word};
use crate::similar;
use crate::words::{
    Form, acronym, initial, joined, latin, listed_forms, lone_word, person_kind, signs_of,
    spelling, weight,
};

/// The index.
#[derive(Debug, Default)]
pub(crate) struct Index {
    numbers: BTreeMap<String, u32>,
    pub(crate) words: Vec<Word>,
    near: Vec<(u64, u32)>,
    /// Where the keys with each beginning start in `near`.
    near_starts: Vec<u32>,
    pub(crate) names: Vec<IndexedName>,
    korean: BTreeMap<String, Vec<u32>>,
    ids: BTreeMap<String, Vec<u32>>,
    address_words: BTreeMap<String, Vec<u32>>,
    pub(crate) addresses: Vec<(u32, u32, AddressForm)>,
    /// What each entry is.
    pub(crate) kinds: Vec<EntryKind>,
}

/// Keys share a bucket by their first 17 bits, so that one lookup reads a handful of them.
const BUCKET_SHIFT: u32 = 64 - 17;

fn starts(near: &[(u64, u32)]) -> Vec<u32> {
    let mut starts = Vec::with_capacity((1 << 17) + 1);
    let mut rest = near.iter().enumerate().peekable();
    let mut at = 0;
    for bucket in 0..=1u64 << 17 {
        while let Some((place, _)) = rest.next_if(|(_, (key, _))| key >> BUCKET_SHIFT < bucket) {
            at = u32::try_from(place + 1).unwrap_or(u32::MAX);
        }
        starts.push(at);
    }
    starts
}

impl Index {
    /// Builds the index.
    pub(crate) fn new(entries: &[Entry]) -> Self {
        let mut index = Self::default();
        for (entry_idx, entry) in (0u32..).zip(entries) {
            index.kinds.push(entry.kind);
            for (name_idx, name) in (0u32..).zip(&entry.names) {
                for (form, listed) in listed_forms(&name.text, entry.kind).iter().enumerate() {
                    index.add_name((entry_idx, name_idx, form), entry.kind, listed);
                }
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
        index.near_starts = starts(&index.near);
        index.weigh();
        index
    }

    fn add_name(&mut self, (entry, name, form): (u32, u32, usize), kind: EntryKind, listed: &Form) {
        let Ok(number) = u32::try_from(self.names.len()) else { return };
        let tokens = &listed.tokens;
        let mut words = Vec::with_capacity(tokens.len());
        for token in tokens {
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
            joins.push((self.proposes(&text, number), place));
        }
        let mut korean = false;
        let mut initials = Vec::new();
        if kind != EntryKind::Organisation {
            initials.extend(tokens.iter().map(initial));
            let written: Vec<&str> = tokens.iter().map(latin).collect();
            for key in korean::person_keys(&written) {
                self.korean.entry(key).or_default().push(number);
                korean = true;
            }
        }
        let is_body = kind != EntryKind::Person;
        let acronym = acronym(tokens).filter(|_| is_body).map(|text| self.proposes(&text, number));
        let lone = lone_word(tokens).filter(|_| is_body).map(|token| self.word(&token.text));
        let mut signs: Vec<u64> = tokens.iter().map(signs_of).collect();
        if signs.iter().all(|signs| *signs == 0) {
            signs.clear();
        }
        let weights = tokens.iter().map(|token| weighed(token, token.kind, 0)).collect();
        self.names.push(IndexedName {
            entry,
            name,
            words,
            weights,
            total: 0,
            joins,
            initials,
            korean,
            form,
            has_han: listed.has_han,
            signs,
            acronym,
            lone,
        });
    }

    /// The number of a word that several words of a name make together, and by which the name is found.
    fn proposes(&mut self, text: &str, name: u32) -> u32 {
        let number = self.word(text);
        if let Some(word) = self.words.get_mut(number as usize)
            && word.joined_names.last() != Some(&name)
        {
            word.joined_names.push(name);
        }
        number
    }

    /// The number of a word; new words are taken in, with the keys of alike words.
    fn word(&mut self, spelling: &str) -> u32 {
        if let Some(number) = self.numbers.get(spelling) {
            return *number;
        }
        let number = u32::try_from(self.words.len()).unwrap_or(u32::MAX);
        let signs: Vec<char> = spelling.chars().collect();
        similar::keys(&signs, |key| self.near.push((key, number)));
        let letters = letters(&signs);
        self.words.push(Word { signs, letters, names: Vec::new(), joined_names: Vec::new() });
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
                let Some(known) = self.words.get(*word as usize) else { continue };
                let frequency = u32::try_from(known.names.len()).unwrap_or(u32::MAX);
                let is_initial = known.signs.len() == 1;
                weighed.weight = weight(is_initial, weighed.kind, frequency, total);
            }
            name.total = name.weights.iter().map(|word| word.weight).sum();
        }
    }

    /// The tokens of an asked name with their weights and alike words.
    pub(crate) fn asked(&self, tokens: &[Token], person: Option<bool>) -> AskedName {
        let is_body = person != Some(true);
        let known = |text: &str| self.numbers.get(text).copied();
        let acronym = acronym(tokens).filter(|_| is_body).and_then(|text| known(&text));
        let lone = lone_word(tokens).filter(|_| is_body).and_then(|token| known(&token.text));
        let behind = (1..=tokens.len()).map(|next| tokens.get(next));
        let asked = tokens.iter().zip(behind).take(TOKENS_MAX);
        let tokens = asked.map(|(token, next)| self.asked_token(token, next, person)).collect();
        AskedName { tokens, acronym, lone }
    }

    fn asked_token(&self, token: &Token, next: Option<&Token>, person: Option<bool>) -> Asked {
        let total = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        let text = spelling(token);
        let mut alike = self.alike(&text);
        // A listed person is known by the word as written: Paris may be a first name.
        if person != Some(false) && token.text != token.written && token.written.is_ascii() {
            alike.extend(self.alike(&token.written));
        }
        let forms = variants::of(&token.text).filter_map(|form| self.numbers.get(form));
        alike.extend(forms.map(|number| (*number, VARIANT)));
        alike.sort_unstable_by_key(|(word, likeness)| (*word, std::cmp::Reverse(*likeness)));
        alike.dedup_by_key(|(word, _)| *word);
        let exact = alike.iter().filter(|(_, likeness)| *likeness == 1000);
        let frequency = exact.map(|(word, _)| self.frequency(*word)).max().unwrap_or(0);
        let kind = if person == Some(true) { person_kind(token) } else { token.kind };
        let signs: Vec<char> = text.chars().collect();
        let joins = next.and_then(|next| joined(&[token.clone(), next.clone()]));
        let mut joined = joins.map(|text| self.alike(&text)).unwrap_or_default();
        joined.retain(|(_, likeness)| *likeness >= JOINED_LIKENESS_MIN);
        let weighed = Weighed {
            weight: weight(signs.len() == 1, kind, frequency, total),
            ..weighed(token, kind, 0)
        };
        let letters = letters(&signs);
        Asked {
            token: token.clone(),
            weighed,
            alike,
            joined,
            signs,
            letters,
            native: signs_of(token),
        }
    }

    /// The weight that a token has on these lists.
    pub(crate) fn weight_of(&self, token: &Token, kind: TokenKind) -> u32 {
        let total = u32::try_from(self.names.len()).unwrap_or(u32::MAX);
        let word = self.numbers.get(&spelling(token));
        weight(initial(token).1, kind, word.map_or(0, |word| self.frequency(*word)), total)
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
            let bucket = usize::try_from(key >> BUCKET_SHIFT).unwrap_or(0);
            let (Some(start), Some(end)) =
                (self.near_starts.get(bucket), self.near_starts.get(bucket + 1))
            else {
                return;
            };
            let near = self.near.get(*start as usize..*end as usize).unwrap_or_default();
            found.extend(near.iter().filter(|(other, _)| *other == key).map(|(_, word)| *word));
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
}

/// Which letters of the alphabet a word has; all others are one more.
fn letters(signs: &[char]) -> u32 {
    signs.iter().fold(0, |letters, sign| {
        let place = u32::from(*sign).wrapping_sub(u32::from('a'));
        letters | 1 << place.min(26)
    })
}

fn weighed(token: &Token, kind: TokenKind, weight: u32) -> Weighed {
    Weighed { kind, weight, n_signs: u32::try_from(token.text.chars().count()).unwrap_or(u32::MAX) }
}
