//! The titles of a production, in whatever language, as one production.
//!
//! In: the user's TOML file, one production a line: `LNT = ["The Lantern", "灯笼", "등불", "ランタン", "La linterna"]`. Out: the code
//! of a title, whatever its case, width, kana, accents and the signs between its words. Never: a title that two productions
//! share; it is left out and listed.

use std::collections::{BTreeMap, BTreeSet};

use unicode_normalization::UnicodeNormalization as _;
use unicode_normalization::char::is_combining_mark;

/// Bytes of one title that count.
const TITLE_BYTES_MAX: usize = 256;

/// Why a file of titles cannot be read.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// It is not TOML of the form `CODE = ["title", ...]`.
    #[error("read the titles of productions: {0}")]
    Form(#[from] toml::de::Error),
}

/// Titles and the productions they name.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Aliases {
    codes: BTreeMap<String, String>,
    ambiguous: BTreeSet<String>,
}

impl Aliases {
    /// Reads a user's file.
    pub fn read(text: &str) -> Result<Self, Error> {
        let rows: BTreeMap<String, Vec<String>> = toml::from_str(text)?;
        let mut aliases = Self::default();
        for (code, titles) in &rows {
            aliases.add(code, code);
            for title in titles {
                aliases.add(code, title);
            }
        }
        Ok(aliases)
    }

    fn add(&mut self, code: &str, title: &str) {
        let key = title_key(title);
        if key.is_empty() || self.ambiguous.contains(&key) {
            return;
        }
        match self.codes.get(&key) {
            Some(known) if known != code => {
                self.codes.remove(&key);
                self.ambiguous.insert(key);
            }
            Some(_) => {}
            None => {
                self.codes.insert(key, code.to_owned());
            }
        }
    }

    /// The production a title names.
    pub fn code(&self, title: &str) -> Option<&str> {
        self.codes.get(&title_key(title)).map(String::as_str)
    }

    /// Titles, in their normal form, that more than one production claims.
    pub fn ambiguous(&self) -> impl Iterator<Item = &str> {
        self.ambiguous.iter().map(String::as_str)
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.codes.is_empty() && self.ambiguous.is_empty()
    }

    /// The production of a folded title.
    pub(crate) fn of_key(&self, key: &str) -> Option<&str> {
        self.codes.get(key).map(String::as_str)
    }

    pub(crate) fn is_ambiguous_key(&self, key: &str) -> bool {
        self.ambiguous.contains(key)
    }

    /// Whether any title begins with a folded text.
    pub(crate) fn begins(&self, key: &str) -> bool {
        let from = (std::ops::Bound::Included(key), std::ops::Bound::Unbounded);
        let starts = |next: Option<&String>| next.is_some_and(|next| next.starts_with(key));
        starts(self.codes.range::<str, _>(from).next().map(|row| row.0))
            || starts(self.ambiguous.range::<str, _>(from).next())
    }
}

/// The form in which titles are compared: NFKD without accents of alphabets, katakana, lower case, letters and digits only.
pub fn title_key(title: &str) -> String {
    let mut key = String::with_capacity(title.len().min(TITLE_BYTES_MAX));
    extend_key(&mut key, title);
    key
}

/// Folds more signs onto a key.
pub(crate) fn extend_key(key: &mut String, title: &str) {
    if title.is_ascii() {
        let plain = title.chars().filter(char::is_ascii_alphanumeric);
        key.extend(plain.take(TITLE_BYTES_MAX).map(|sign| sign.to_ascii_lowercase()));
        return;
    }
    // Marks of voiced kana are letters of their own; accents of alphabets are dropped.
    let folded = title
        .chars()
        .take(TITLE_BYTES_MAX)
        .nfkd()
        .filter(|sign| !is_combining_mark(*sign) || matches!(sign, '\u{3099}' | '\u{309a}'))
        .nfc()
        .flat_map(char::to_lowercase)
        .map(to_katakana)
        .filter(|sign| sign.is_alphanumeric());
    key.extend(folded);
}

/// Hiragana as katakana (Unicode blocks 3040 and 30A0, 60 hex apart).
fn to_katakana(sign: char) -> char {
    match sign {
        '\u{3041}'..='\u{3096}' => char::from_u32(u32::from(sign) + 0x60).unwrap_or(sign),
        _ => sign,
    }
}
