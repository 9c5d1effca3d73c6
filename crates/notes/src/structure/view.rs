//! A text as the grammar reads it: compatibility forms folded, Latin letters small, dashes and waves of one kind.
//!
//! In: a text as written. Out: its signs, each with the bytes it came from, so that what is found can be cut out of the
//! original. Circled numbers stay as they are: they number lists and drawings, never shots. Never: a copy of the text.

use unicode_normalization::UnicodeNormalization;

/// Signs of one text that are looked at; a request is shorter, and what follows stays in its text unread.
const SIGNS_MAX: usize = 4_000;

/// One folded sign.
#[derive(Debug, Clone, Copy)]
struct Sign {
    folded: char,
    start: u32,
    end: u32,
}

/// A folded text.
#[derive(Debug)]
pub(super) struct View<'a> {
    /// The text as written.
    pub(super) text: &'a str,
    signs: Vec<Sign>,
}

impl<'a> View<'a> {
    /// Folds a text.
    pub(super) fn of(text: &'a str) -> Self {
        let mut signs = Vec::with_capacity(text.len().min(SIGNS_MAX * 4) / 2);
        for (start, sign) in text.char_indices() {
            if signs.len() >= SIGNS_MAX {
                break;
            }
            let (Ok(start), Ok(end)) =
                (u32::try_from(start), u32::try_from(start + sign.len_utf8()))
            else {
                break;
            };
            let mut push = |folded| signs.push(Sign { folded, start, end });
            match sign {
                '\u{200B}'..='\u{200F}' | '\u{FEFF}' | '\u{2060}' => {}
                _ => match fold(sign) {
                    Some(folded) => push(folded),
                    None => sign.nfkc().for_each(|part| push(fold(part).unwrap_or(part))),
                },
            }
        }
        Self { text, signs }
    }

    /// Number of signs.
    pub(super) fn len(&self) -> usize {
        self.signs.len()
    }

    /// A sign; NUL beyond either end.
    pub(super) fn at(&self, idx: usize) -> char {
        self.signs.get(idx).map_or('\0', |sign| sign.folded)
    }

    /// The sign before; NUL at the beginning.
    pub(super) fn before(&self, idx: usize) -> char {
        idx.checked_sub(1).map_or('\0', |idx| self.at(idx))
    }

    /// First byte of a sign in the text; the text's length beyond the end.
    pub(super) fn byte(&self, idx: usize) -> usize {
        self.signs.get(idx).map_or_else(
            || self.signs.last().map_or(0, |sign| sign.end as usize),
            |sign| sign.start as usize,
        )
    }

    /// The text as written between two signs.
    pub(super) fn written(&self, from: usize, to: usize) -> &'a str {
        self.text.get(self.byte(from)..self.byte(to)).unwrap_or_default()
    }

    /// The text as written from a sign to the very end, beyond what was looked at.
    pub(super) fn rest(&self, from: usize) -> &'a str {
        self.text.get(self.byte(from)..).unwrap_or_default()
    }

    /// Whether a folded word stands at a sign.
    pub(super) fn has(&self, idx: usize, word: &str) -> bool {
        word.chars().enumerate().all(|(n, sign)| self.at(idx + n) == sign)
    }

    /// Length of the first of some folded words that stands at a sign.
    pub(super) fn one_of(&self, idx: usize, words: &[&str]) -> Option<usize> {
        words.iter().find(|word| self.has(idx, word)).map(|word| word.chars().count())
    }

    /// Length of the first of some words, bars between them, that stands at a sign.
    pub(super) fn one_in(&self, idx: usize, words: &str) -> Option<usize> {
        words.split('|').find(|word| self.has(idx, word)).map(|word| word.chars().count())
    }

    /// The first sign from `idx` on that is no blank.
    pub(super) fn skip_blanks(&self, mut idx: usize) -> usize {
        while self.at(idx) == ' ' {
            idx += 1;
        }
        idx
    }

    /// The last sign before `idx` that is no blank.
    pub(super) fn solid_before(&self, idx: usize) -> char {
        (0..idx).rev().map(|idx| self.at(idx)).find(|sign| *sign != ' ').unwrap_or('\0')
    }

    /// All folded signs.
    pub(super) fn folded(&self) -> impl Iterator<Item = char> + '_ {
        self.signs.iter().map(|sign| sign.folded)
    }
}

/// Folds what needs no table; `None` asks for the compatibility form (Unicode Standard Annex 15).
fn fold(sign: char) -> Option<char> {
    Some(match sign {
        'A'..='Z' => sign.to_ascii_lowercase(),
        '\t' | '\r' | '\u{A0}' | '\u{3000}' => ' ',
        '‐' | '‑' | '‒' | '–' | '—' | '―' | '−' | '－' => '-',
        '〜' | '～' | '∼' | '〰' => '~',
        '‘' | '’' | '′' | '＇' => '\'',
        '“' | '”' | '″' | '＂' => '"',
        '\0'..='\u{7F}'
        | '\u{3001}'..='\u{309A}'
        | '\u{30A0}'..='\u{30FE}'
        | '\u{3400}'..='\u{9FFF}'
        | '\u{AC00}'..='\u{D7A3}'
        | '\u{2460}'..='\u{24FF}'
        | '\u{2776}'..='\u{2793}'
        | '\u{3251}'..='\u{325F}' => sign,
        _ => return None,
    })
}

/// Whether a word is one of some, bars between them.
pub(super) fn is_in(words: &str, word: &str) -> bool {
    words.split('|').any(|known| known == word)
}

/// Whether a sign is a small Latin letter or digit: what codes are made of.
pub(super) const fn is_code(sign: char) -> bool {
    sign.is_ascii_alphanumeric()
}

/// Whether a sign is a Hangul syllable.
pub(super) const fn is_hangul(sign: char) -> bool {
    matches!(sign, '\u{AC00}'..='\u{D7A3}' | '\u{1100}'..='\u{11FF}' | '\u{3131}'..='\u{318E}')
}

/// Whether a sign is hiragana or katakana.
pub(super) const fn is_kana(sign: char) -> bool {
    matches!(sign, '\u{3041}'..='\u{3096}' | '\u{30A1}'..='\u{30FA}' | '\u{30FC}')
}

/// Whether a sign is a Han character.
pub(super) const fn is_han(sign: char) -> bool {
    matches!(sign, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '々')
}

/// A number and the sign after it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Number {
    /// Its value.
    pub(super) value: i64,
    /// The sign after it.
    pub(super) end: usize,
    /// How many signs it is written with.
    pub(super) digits: usize,
}

/// Digits of a number that can be a shot or frame; seven digits are 115 hours at 24 frames a second.
const DIGITS_MAX: usize = 7;

/// Reads digits; a number of more than seven is none.
pub(super) fn digits(view: &View<'_>, from: usize) -> Option<Number> {
    let mut end = from;
    let mut value = 0_i64;
    while let Some(digit) = view.at(end).to_digit(10) {
        if end - from >= DIGITS_MAX {
            return None;
        }
        value = value * 10 + i64::from(digit);
        end += 1;
    }
    (end > from).then_some(Number { value, end, digits: end - from })
}

/// Reads digits or Chinese numerals up to 9,999 (`十二`, `一百零五`, `二〇三`).
pub(super) fn number(view: &View<'_>, from: usize) -> Option<Number> {
    if let Some(found) = digits(view, from) {
        return Some(found);
    }
    let mut end = from;
    let (mut sum, mut digit, mut has_unit) = (0_i64, None::<i64>, false);
    let mut places = 0_i64;
    while end - from < DIGITS_MAX {
        match numeral(view.at(end)) {
            Some(unit @ (10 | 100 | 1000)) => {
                sum += digit.take().unwrap_or(1) * unit;
                has_unit = true;
            }
            Some(value) => {
                digit = Some(value);
                places = places.saturating_mul(10).saturating_add(value);
            }
            None => break,
        }
        end += 1;
    }
    let value = if has_unit { sum + digit.unwrap_or(0) } else { places };
    (end > from).then_some(Number { value, end, digits: end - from })
}

const fn numeral(sign: char) -> Option<i64> {
    Some(match sign {
        '零' | '〇' => 0,
        '一' => 1,
        '二' | '两' => 2,
        '三' => 3,
        '四' => 4,
        '五' => 5,
        '六' => 6,
        '七' => 7,
        '八' => 8,
        '九' => 9,
        '十' => 10,
        '百' => 100,
        '千' => 1000,
        _ => return None,
    })
}
