//! A name cut where its script or its signs change: letters, digits, known words, the rest.
//!
//! In: the name of a folder or file. Out: its atoms in order, each with the sign before it. Never: more than `ATOMS_MAX`.

use crate::words::{Meaning, Side, han_number, word_at};

/// Atoms of one name that are looked at.
const ATOMS_MAX: usize = 64;

/// What an atom is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum What {
    /// Letters of an alphabet.
    Letters,
    /// ASCII digits.
    Digits,
    /// A number in Han numerals behind 第 or a word that counts.
    Han(u32),
    /// Han, kana or hangul that no table knows.
    East,
    /// A known word.
    Sign(Meaning),
}

/// A stretch of one name.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Atom {
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) what: What,
    /// The sign before it; none where it hangs on what stands before or begins its name.
    pub(crate) lead: Option<char>,
    /// Whether it hangs on the atom before.
    pub(crate) is_glued: bool,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Class {
    Letter,
    Digit,
    East,
    Other,
}

fn class_of(sign: char) -> Class {
    match sign {
        'a'..='z' | 'A'..='Z' => Class::Letter,
        '0'..='9' => Class::Digit,
        '\0'..='\x7f' => Class::Other,
        // Kana without the middle dot, Han with its marks and extensions, hangul.
        '\u{3005}'..='\u{3007}'
        | '\u{3041}'..='\u{30fa}'
        | '\u{30fc}'..='\u{30ff}'
        | '\u{3400}'..='\u{9fff}'
        | '\u{f900}'..='\u{faff}'
        | '\u{ac00}'..='\u{d7a3}'
        | '\u{3131}'..='\u{318e}'
        | '\u{20000}'..='\u{3ffff}' => Class::East,
        _ if sign.is_alphabetic() => Class::Letter,
        _ => Class::Other,
    }
}

/// Cuts a name into atoms; what was in the list is dropped.
pub(crate) fn cut(name: &str, atoms: &mut Vec<Atom>) {
    atoms.clear();
    let mut cutter = Cutter { name, atoms, lead: None, is_glued: false };
    let mut at = 0;
    while let Some(sign) = cutter.sign_at(at) {
        if cutter.atoms.len() >= ATOMS_MAX {
            break;
        }
        let class = class_of(sign);
        if class == Class::Other {
            cutter.lead = Some(sign);
            cutter.is_glued = false;
            at += sign.len_utf8();
            continue;
        }
        let mut end = at + sign.len_utf8();
        while let Some(next) = cutter.sign_at(end).filter(|next| class_of(*next) == class) {
            end += next.len_utf8();
        }
        match class {
            Class::East => cutter.east(at, end),
            Class::Digit => cutter.push(at, end, What::Digits),
            Class::Letter | Class::Other => cutter.push(at, end, What::Letters),
        }
        at = end;
    }
}

struct Cutter<'n, 'o> {
    name: &'n str,
    atoms: &'o mut Vec<Atom>,
    lead: Option<char>,
    is_glued: bool,
}

impl Cutter<'_, '_> {
    fn sign_at(&self, at: usize) -> Option<char> {
        match self.name.as_bytes().get(at) {
            Some(byte) if byte.is_ascii() => Some(char::from(*byte)),
            Some(_) => self.name.get(at..)?.chars().next(),
            None => None,
        }
    }

    fn push(&mut self, from: usize, to: usize, what: What) {
        let lead = if self.is_glued { None } else { self.lead };
        self.atoms.push(Atom { from, to, what, lead, is_glued: self.is_glued });
        self.is_glued = true;
    }

    /// Cuts a run of Han, kana and hangul at the words that are known.
    fn east(&mut self, from: usize, to: usize) {
        let mut at = from;
        let mut unknown = from;
        while at < to && self.atoms.len() < ATOMS_MAX {
            let Some(rest) = self.name.get(at..to) else { break };
            let before = self.atoms.last().filter(|_| unknown == at && self.is_glued);
            let found = before.and_then(|before| numeral(before.what, rest));
            let found = found.or_else(|| word_at(rest).map(|(word, len)| (What::Sign(word), len)));
            match found {
                Some((what, len)) => {
                    if unknown < at {
                        self.push(unknown, at, What::East);
                    }
                    self.push(at, at + len, what);
                    at += len;
                    unknown = at;
                }
                None => at += rest.chars().next().map_or(1, char::len_utf8),
            }
        }
        if unknown < to {
            self.push(unknown, to, What::East);
        }
    }
}

/// A number in Han numerals and its length: behind 第, or behind a word that counts where it ends there; カット一覧 is a list.
fn numeral(before: What, rest: &str) -> Option<(What, usize)> {
    let (number, len) = han_number(rest)?;
    let after = rest.get(len..)?;
    let is_one = match before {
        What::Sign(Meaning::Ordinal) => true,
        What::Sign(Meaning::Mark(_, Side::Before | Side::Both)) => {
            after.is_empty() || word_at(after).is_some()
        }
        What::Letters | What::Digits | What::Han(_) | What::East | What::Sign(_) => false,
    };
    is_one.then_some((What::Han(number), len))
}
