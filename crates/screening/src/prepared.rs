//! Names prepared for comparison: the one asked for, and the listed ones with their words.
//!
//! Plain data: `index` makes them of tokens, `pairing` and `naming` lay one beside the other. Words are numbers of the
//! vocabulary here, so that two of them are compared without their letters. Nothing is looked up.

use subtier_names::fold::Token;

use crate::align::Weighed;

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
    /// Their sum.
    pub(crate) total: u32,
    /// Two neighbouring words written as one: number in the vocabulary, place of the first.
    pub(crate) joins: Vec<(u32, u32)>,
    /// First letters of the words, and whether the word is that letter alone; empty for
    /// organisations.
    pub(crate) initials: Vec<(char, bool)>,
    /// Whether it has a Korean key.
    pub(crate) korean: bool,
    /// Which of the name's forms it is: 0 the name as it stands, then its readings.
    pub(crate) form: usize,
    /// Whether the name as it stands has Han signs.
    pub(crate) has_han: bool,
    /// Tells Han words apart that are read alike; empty where there are none.
    pub(crate) signs: Vec<u64>,
    /// Its first letters, and its only word, as words of the vocabulary.
    pub(crate) acronym: Option<u32>,
    pub(crate) lone: Option<u32>,
}

/// A word of the vocabulary.
#[derive(Debug)]
pub(crate) struct Word {
    pub(crate) signs: Vec<char>,
    /// Which letters it has.
    pub(crate) letters: u32,
    /// Names that have it.
    pub(crate) names: Vec<u32>,
    /// Names in which two neighbouring words make it.
    pub(crate) joined_names: Vec<u32>,
}

impl IndexedName {
    /// Whether some of its words are in Han or Hangul signs.
    pub(crate) fn is_native(&self) -> bool {
        !self.signs.is_empty()
    }

    /// Whether a word of it in Han signs and an asked one are alike by sound only.
    pub(crate) fn is_homophone(&self, place: usize, token: &Asked) -> bool {
        let own = self.signs.get(place).copied().unwrap_or(0);
        own != 0 && token.native != 0 && own != token.native && own & 1 == token.native & 1
    }

    /// Whether one name is nothing but the first letters of the other.
    pub(crate) fn is_acronym_of(&self, asked: &AskedName) -> bool {
        let same = |one: Option<u32>, other: Option<u32>| one.is_some() && one == other;
        same(self.lone, asked.acronym) || same(self.acronym, asked.lone)
    }
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
    /// Words of the vocabulary that this token and the next make together, and their likeness.
    pub(crate) joined: Vec<(u32, u16)>,
    /// Its letters.
    pub(crate) signs: Vec<char>,
    pub(crate) letters: u32,
    pub(crate) native: u64,
}

/// The tokens of an asked name, ready to be compared.
#[derive(Debug)]
pub(crate) struct AskedName {
    pub(crate) tokens: Vec<Asked>,
    /// Its first letters, and its only word, as words of the vocabulary.
    pub(crate) acronym: Option<u32>,
    pub(crate) lone: Option<u32>,
}
