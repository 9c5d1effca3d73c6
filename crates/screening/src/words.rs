//! The words of a name as the index keeps them, and how telling each is.
//!
//! In: a name. Out: its tokens, the spelling under which each stands in the vocabulary, and weights. A person's words are no
//! company words: Paris may be a first name. No list is known here but by counts.

use subtier_names::fold::{Token, TokenKind, fold};
use subtier_names::readings::{Reading, readings};

use crate::align::TOKENS_MAX;
use crate::entry::EntryKind;

/// A name's tokens in one of its readings.
#[derive(Debug, Clone)]
pub(crate) struct Form {
    /// How it was read; `None` for the name as it stands.
    pub(crate) reading: Option<Reading>,
    /// Its tokens.
    pub(crate) tokens: Vec<Token>,
    /// Whether the name as it stands has Han signs.
    pub(crate) has_han: bool,
}

/// The name as it stands, then its readings.
pub(crate) fn forms(text: &str) -> Vec<Form> {
    let mut tokens = fold(text);
    tokens.truncate(TOKENS_MAX);
    if text.is_ascii() {
        return vec![Form { reading: None, tokens, has_han: false }];
    }
    let has_han = tokens.iter().any(|token| signs_of(token) & 1 == 1);
    let read = readings(&tokens);
    let mut forms = vec![Form { reading: None, tokens, has_han }];
    forms.extend(read.into_iter().map(|(reading, mut tokens)| {
        tokens.truncate(TOKENS_MAX);
        Form { reading: Some(reading), tokens, has_han }
    }));
    forms
}

/// The forms of a listed name; a person's words are no company words.
pub(crate) fn listed_forms(text: &str, kind: EntryKind) -> Vec<Form> {
    let mut forms = forms(text);
    if kind == EntryKind::Person {
        for token in forms.iter_mut().flat_map(|form| &mut form.tokens) {
            let kind = person_kind(token);
            if kind != token.kind {
                token.kind = kind;
                if token.written.is_ascii() {
                    token.text.clone_from(&token.written);
                }
            }
        }
    }
    forms
}

/// Tells words in Han or Hangul signs apart that are read alike; 0 for other words. The last bit tells the scripts apart.
pub(crate) fn signs_of(token: &Token) -> u64 {
    if token.written.is_ascii() {
        return 0;
    }
    let has_han = token.written.chars().any(subtier_names::han::is_han);
    if !has_han && !token.written.chars().any(|sign| matches!(sign, '\u{AC00}'..='\u{D7A3}')) {
        return 0;
    }
    // FNV-1a, 64 bits (Fowler, Noll, Vo; public domain constants).
    let hash = token.written.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
        (hash ^ u64::from(byte)).wrapping_mul(0x0000_0100_0000_01b3)
    });
    (hash | 2) & !1 | u64::from(has_han)
}

/// The kind that a token has in a person's name.
pub(crate) fn person_kind(token: &Token) -> TokenKind {
    match token.kind {
        TokenKind::Descriptor | TokenKind::CompanyForm | TokenKind::Place => TokenKind::Word,
        TokenKind::Word | TokenKind::Link | TokenKind::Number | TokenKind::Day => token.kind,
    }
}

/// A company has a form, a trade or a number in its name; what has none of them is weighed as a person's.
pub(crate) fn looks_like_person(tokens: &[Token]) -> bool {
    tokens
        .iter()
        .all(|token| matches!(token.kind, TokenKind::Word | TokenKind::Link | TokenKind::Place))
}

/// A name that begins or ends with a company form is no person's; in the middle it may be a part
/// of one (Bah Ag Moussa).
pub(crate) fn is_company(tokens: &[Token]) -> bool {
    let form = |token: Option<&Token>| token.is_some_and(|t| t.kind == TokenKind::CompanyForm);
    tokens.len() > 1 && (form(tokens.first()) || form(tokens.last()))
}

/// A word in Latin letters where it has them.
pub(crate) fn latin(token: &Token) -> &str {
    if token.written.is_ascii() { &token.written } else { &token.text }
}

/// The word under which a token stands in the vocabulary.
pub(crate) fn spelling(token: &Token) -> String {
    if token.kind == TokenKind::Day { format!("day {}", token.text) } else { token.text.clone() }
}

/// Two neighbouring words as one.
pub(crate) fn joined(pair: &[Token]) -> Option<String> {
    let word = |token: &Token| !matches!(token.kind, TokenKind::Number | TokenKind::Day);
    let letters = |token: &Token| {
        if token.written.is_ascii() { token.written.clone() } else { token.text.clone() }
    };
    match pair {
        [one, other] if word(one) && word(other) => {
            Some(format!("{}{}", letters(one), letters(other)))
        }
        _ => None,
    }
}

/// Words that an acronym stands for.
const ACRONYM_WORDS: std::ops::RangeInclusive<usize> = 3..=6;

/// The first letters of a company's words, forms and joining words aside.
pub(crate) fn acronym(tokens: &[Token]) -> Option<String> {
    let words =
        tokens.iter().filter(|t| !matches!(t.kind, TokenKind::CompanyForm | TokenKind::Link));
    let letters: Option<String> = words.map(|token| token.written.chars().next()).collect();
    letters.filter(|letters| letters.is_ascii() && ACRONYM_WORDS.contains(&letters.len()))
}

/// The one word of a company's name, forms and joining words aside, that may be an acronym.
pub(crate) fn lone_word(tokens: &[Token]) -> Option<&Token> {
    let mut words =
        tokens.iter().filter(|t| !matches!(t.kind, TokenKind::CompanyForm | TokenKind::Link));
    let word = words.next().filter(|token| token.kind == TokenKind::Word)?;
    words.next().is_none().then_some(word)
}

/// The first letter of a word, and whether it is all of it.
pub(crate) fn initial(token: &Token) -> (char, bool) {
    let mut letters = token.text.chars();
    (letters.next().unwrap_or(' '), letters.next().is_none())
}

/// Weight of a single letter.
const INITIAL_WEIGHT: u32 = 150;

/// How telling a token is: by what it is, and by how few names of the lists have it.
pub(crate) fn weight(is_initial: bool, kind: TokenKind, frequency: u32, total: u32) -> u32 {
    let (all, own) = (log2_milli(total.max(2)), log2_milli(frequency.max(1)));
    let rarity = 1000u32.saturating_sub(own * 1000 / all.max(1));
    match kind {
        TokenKind::Word if is_initial => INITIAL_WEIGHT,
        TokenKind::Word => 200 + rarity * 800 / 1000,
        TokenKind::Number => 600,
        // A day of the year in a name is its whole point: April 26 is the studio, whatever it animates.
        TokenKind::Day => 1500,
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

    fn of(kind: TokenKind, frequency: u32) -> u32 {
        weight(false, kind, frequency, 1000)
    }

    #[test]
    fn a_word_is_worth_less_the_more_names_have_it() {
        assert!(of(TokenKind::Word, 1) > of(TokenKind::Word, 100));
        assert!(of(TokenKind::Descriptor, 1) < of(TokenKind::Word, 100));
        assert_eq!(log2_milli(1), 0);
        assert_eq!(log2_milli(1024), 10_000);
    }

    #[test]
    fn first_letters_leave_forms_out() {
        assert_eq!(acronym(&fold("Scientific Educational Korea Ltd")).as_deref(), Some("sek"));
        assert_eq!(acronym(&fold("Two Words")), None);
        assert_eq!(lone_word(&fold("BMW AG")).map(|token| token.text.as_str()), Some("bmw"));
        assert!(lone_word(&fold("SEK Studio")).is_none());
    }
}
