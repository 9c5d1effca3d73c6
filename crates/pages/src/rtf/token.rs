//! Tokens of RTF.
//!
//! In: bytes. Out: groups, control words with their number, control symbols, bytes of text (RTF 1.9.1, "Basic Entities").
//! Binary data is passed over and never handed out. It never fails: what is no token is text.

/// Letters of a control word that are kept (RTF 1.9.1: 32).
const WORD_LETTERS_MAX: usize = 32;
/// Digits of a number that are read; more cannot be a 32-bit number.
const DIGITS_MAX: usize = 11;

/// One token.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Token<'a> {
    /// `{`.
    Open,
    /// `}`.
    Close,
    /// A control word with the number behind it.
    Word(&'a str, Option<i32>),
    /// A control symbol, such as `\~`.
    Symbol(u8),
    /// A byte of text: written as it is, or as `\'hh`.
    Byte(u8),
}

/// Reads tokens.
#[derive(Debug, Clone)]
pub(crate) struct Tokens<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Tokens<'a> {
    /// Begins at the start of the bytes.
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn control(&mut self) -> Option<Token<'a>> {
        let start = self.at;
        while self.at - start < WORD_LETTERS_MAX
            && self.peek().is_some_and(|byte| byte.is_ascii_alphabetic())
        {
            self.at += 1;
        }
        if self.at > start {
            return Some(self.word(start));
        }
        let symbol = self.peek()?;
        self.at += 1;
        if symbol != b'\'' {
            return Some(match symbol {
                b'\\' | b'{' | b'}' => Token::Byte(symbol),
                // A backslash at the end of a line is a paragraph's end.
                b'\n' | b'\r' => Token::Word("par", None),
                b'\t' => Token::Word("tab", None),
                _ => Token::Symbol(symbol),
            });
        }
        let high = self.peek().and_then(hex);
        let low = self.bytes.get(self.at + 1).copied().and_then(hex);
        let (Some(high), Some(low)) = (high, low) else { return Some(Token::Symbol(b'\'')) };
        self.at += 2;
        Some(Token::Byte(high << 4 | low))
    }

    fn word(&mut self, start: usize) -> Token<'a> {
        let word = self
            .bytes
            .get(start..self.at)
            .and_then(|word| str::from_utf8(word).ok())
            .unwrap_or_default();
        let digits_at = self.at;
        if self.peek() == Some(b'-') && self.bytes.get(self.at + 1).is_some_and(u8::is_ascii_digit)
        {
            self.at += 1;
        }
        while self.at - digits_at < DIGITS_MAX
            && self.peek().is_some_and(|byte| byte.is_ascii_digit())
        {
            self.at += 1;
        }
        let digits =
            self.bytes.get(digits_at..self.at).and_then(|digits| str::from_utf8(digits).ok());
        let number = digits.and_then(|digits| digits.parse().ok());
        if self.peek() == Some(b' ') {
            self.at += 1;
        }
        if word == "bin" {
            let length = number.and_then(|number| usize::try_from(number).ok()).unwrap_or(0);
            self.at = self.at.saturating_add(length).min(self.bytes.len());
        }
        Token::Word(word, number)
    }
}

impl<'a> Iterator for Tokens<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let byte = self.peek()?;
            self.at += 1;
            return match byte {
                b'{' => Some(Token::Open),
                b'}' => Some(Token::Close),
                b'\\' => self.control(),
                b'\r' | b'\n' | 0 => continue,
                b'\t' => Some(Token::Word("tab", None)),
                other => Some(Token::Byte(other)),
            };
        }
    }
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn words_symbols_and_bytes_are_told_apart() {
        let tokens: Vec<_> = Tokens::new(b"{\\b0 a\\'d0\\~\\u-5 ?\\\\\r\n\\bin2 {{}").collect();
        let expected = [
            Token::Open,
            Token::Word("b", Some(0)),
            Token::Byte(b'a'),
            Token::Byte(0xD0),
            Token::Symbol(b'~'),
            Token::Word("u", Some(-5)),
            Token::Byte(b'?'),
            Token::Byte(b'\\'),
            Token::Word("bin", Some(2)),
            Token::Close,
        ];
        assert_eq!(tokens, expected);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes: Vec<u8>) {
            assert!(Tokens::new(&bytes).count() <= bytes.len());
        }
    }
}
