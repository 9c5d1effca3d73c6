//! English words for Chinese and Korean notes, out of a word list.
//!
//! In: a note and its language. Out: the English of the words that the list holds, in the order of the note, such as
//! `head shape | again | correct | back of the head | too flat`, and how many content words it holds and does not hold.
//! No translation: the order stays that of the note, and a word that nobody has checked carries a question mark.

mod korean;
mod lexicon;

use crate::Lang;
use lexicon::{LEXICON, Sense};

/// English words for a note, out of a word list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gloss {
    /// The English words in the order of the note, ` | ` between them; a word that is a guess ends in `?`.
    pub text: String,
    /// Content words that the list holds.
    pub known: u32,
    /// Content words that it does not hold.
    pub unknown: u32,
}

/// English words of a gloss; the rest of a longer note is left out.
const WORDS_MAX: u32 = 400;
/// Words that read better with the next one: `too flat`.
const BEFORE_NEXT: &[&str] = &["too", "very", "more", "less", "not", "a little", "do not", "must"];

/// A gloss as it grows.
#[derive(Debug, Default)]
struct Writing {
    text: String,
    last: Option<&'static str>,
    known: u32,
    unknown: u32,
}

impl Writing {
    fn add(&mut self, sense: Sense) {
        self.known += 1;
        if self.last == Some(sense.english) {
            return;
        }
        match self.last {
            Some(last) if BEFORE_NEXT.contains(&last) => self.text.push(' '),
            Some(_) => self.text.push_str(" | "),
            None => {}
        }
        self.text.push_str(sense.english);
        if sense.is_guess {
            self.text.push('?');
        }
        self.last = Some(sense.english);
    }

    const fn is_full(&self) -> bool {
        self.known + self.unknown >= WORDS_MAX
    }
}

/// Glosses a Chinese or Korean note; `None` in other languages and where no word is known.
pub fn gloss(text: &str, lang: Lang) -> Option<Gloss> {
    let mut writing = Writing::default();
    match lang {
        Lang::Zh => chinese(text, &mut writing),
        Lang::Ko | Lang::KoKr | Lang::KoKp => korean::gloss(text, &mut writing),
        Lang::Ja | Lang::En => return None,
    }
    (writing.known > 0).then_some(Gloss {
        text: writing.text,
        known: writing.known,
        unknown: writing.unknown,
    })
}

fn is_han(sign: char) -> bool {
    matches!(sign, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}')
}

/// Longest match from left to right.
fn chinese(text: &str, writing: &mut Writing) {
    let mut rest = text;
    let mut n_strange = 0_u32;
    while let Some(sign) = rest.chars().next() {
        if writing.is_full() {
            break;
        }
        let found = if is_han(sign) { LEXICON.longest_chinese(rest) } else { None };
        let step = found.map_or(sign.len_utf8(), |(len, _)| len);
        if !is_han(sign) || found.is_some() {
            // Chinese words are two characters long on the whole.
            writing.unknown += n_strange.div_ceil(2);
            n_strange = 0;
        } else {
            n_strange += 1;
        }
        if let Some((_, Some(sense))) = found {
            writing.add(sense);
        }
        rest = rest.get(step..).unwrap_or_default();
    }
    writing.unknown += n_strange.div_ceil(2);
}
