//! Tokens of content streams and character maps.
//!
//! In: decoded bytes. Out: one token after the other (ISO 32000-1, 7.2 and 7.3). It never fails: what is no token is
//! skipped. Nothing here recurses, and no token is longer than the bytes it is made of.

/// One token.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Token<'a> {
    /// A number.
    Number(f64),
    /// A name without its slash, `#xx` resolved.
    Name(Vec<u8>),
    /// A literal or hexadecimal string.
    Text(Vec<u8>),
    /// `[`.
    ArrayStart,
    /// `]`.
    ArrayEnd,
    /// `<<`.
    DictionaryStart,
    /// `>>`.
    DictionaryEnd,
    /// An operator or any other word.
    Word(&'a [u8]),
}

/// Reads tokens.
#[derive(Debug, Clone)]
pub(crate) struct Lexer<'a> {
    bytes: &'a [u8],
    at: usize,
}

impl<'a> Lexer<'a> {
    /// Begins at the start of the bytes.
    pub(crate) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0 }
    }

    /// Goes past an inline image whose `BI` was read: to behind the `EI` that ends its data (ISO 32000-1, 8.9.7).
    pub(crate) fn skip_inline_image(&mut self) {
        for token in self.by_ref() {
            if token == Token::Word(b"EI") {
                return;
            }
            if token == Token::Word(b"ID") {
                break;
            }
        }
        let mut rest = self.bytes.get(self.at..).unwrap_or_default();
        while let Some(found) = memchr::memmem::find(rest, b"EI") {
            let stands_alone = found
                .checked_sub(1)
                .and_then(|before| rest.get(before))
                .is_some_and(|byte| is_space(*byte))
                && rest.get(found + 2).is_none_or(|byte| is_space(*byte));
            let after = rest.get(found + 2..).unwrap_or_default();
            // Image data can hold ` EI ` by chance; what follows the true one is text.
            if stands_alone
                && after.iter().take(16).all(|byte| is_space(*byte) || matches!(byte, 0x20..=0x7E))
            {
                self.at = self.bytes.len() - after.len();
                return;
            }
            rest = after;
        }
        self.at = self.bytes.len();
    }

    fn peek(&self) -> Option<u8> {
        self.bytes.get(self.at).copied()
    }

    fn skip_space(&mut self) {
        while let Some(byte) = self.peek() {
            if byte == b'%' {
                while self.peek().is_some_and(|byte| byte != b'\n' && byte != b'\r') {
                    self.at += 1;
                }
            } else if is_space(byte) {
                self.at += 1;
            } else {
                return;
            }
        }
    }

    fn name(&mut self) -> Vec<u8> {
        let mut name = Vec::new();
        while let Some(byte) = self.peek() {
            if is_space(byte) || is_delimiter(byte) {
                break;
            }
            self.at += 1;
            if byte == b'#'
                && let Some(high) = self.peek().and_then(hex)
                && let Some(low) = self.bytes.get(self.at + 1).copied().and_then(hex)
            {
                name.push(high << 4 | low);
                self.at += 2;
            } else {
                name.push(byte);
            }
        }
        name
    }

    fn literal(&mut self) -> Vec<u8> {
        let mut text = Vec::new();
        let mut open = 1_usize;
        while let Some(byte) = self.peek() {
            self.at += 1;
            match byte {
                b'(' => open += 1,
                b')' if open == 1 => break,
                b')' => open -= 1,
                b'\\' => {
                    text.extend(self.escape());
                    continue;
                }
                _ => {}
            }
            text.push(byte);
        }
        text
    }

    fn escape(&mut self) -> Option<u8> {
        let byte = self.peek()?;
        self.at += 1;
        match byte {
            b'n' => Some(b'\n'),
            b'r' => Some(b'\r'),
            b't' => Some(b'\t'),
            b'b' => Some(8),
            b'f' => Some(12),
            b'\n' => None,
            b'\r' => {
                if self.peek() == Some(b'\n') {
                    self.at += 1;
                }
                None
            }
            b'0'..=b'7' => {
                let mut code = u16::from(byte - b'0');
                for _ in 0..2 {
                    let Some(digit @ b'0'..=b'7') = self.peek() else { break };
                    code = code * 8 + u16::from(digit - b'0');
                    self.at += 1;
                }
                // A code above 255 loses its high bit (ISO 32000-1, 7.3.4.2).
                Some(code.to_le_bytes()[0])
            }
            other => Some(other),
        }
    }

    fn hexadecimal(&mut self) -> Vec<u8> {
        let mut text = Vec::new();
        let mut half = None;
        while let Some(byte) = self.peek() {
            self.at += 1;
            if byte == b'>' {
                break;
            }
            let Some(digit) = hex(byte) else { continue };
            match half.take() {
                Some(high) => text.push(high << 4 | digit),
                None => half = Some(digit),
            }
        }
        text.extend(half.map(|high: u8| high << 4));
        text
    }

    fn word(&mut self) -> Token<'a> {
        let start = self.at;
        while self.peek().is_some_and(|byte| !is_space(byte) && !is_delimiter(byte)) {
            self.at += 1;
        }
        let word = self.bytes.get(start..self.at).unwrap_or_default();
        if word.iter().all(|byte| matches!(byte, b'0'..=b'9' | b'+' | b'-' | b'.')) {
            Token::Number(number(word))
        } else {
            Token::Word(word)
        }
    }
}

impl<'a> Iterator for Lexer<'a> {
    type Item = Token<'a>;

    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            self.skip_space();
            let byte = self.peek()?;
            let two = self.bytes.get(self.at + 1).copied();
            self.at += 1;
            return Some(match byte {
                b'/' => Token::Name(self.name()),
                b'(' => Token::Text(self.literal()),
                b'<' if two == Some(b'<') => {
                    self.at += 1;
                    Token::DictionaryStart
                }
                b'<' => Token::Text(self.hexadecimal()),
                b'>' if two == Some(b'>') => {
                    self.at += 1;
                    Token::DictionaryEnd
                }
                b'[' => Token::ArrayStart,
                b']' => Token::ArrayEnd,
                b')' | b'>' | b'{' | b'}' => continue,
                _ => {
                    self.at -= 1;
                    self.word()
                }
            });
        }
    }
}

/// Reads a number; what stands after a second sign or point is dropped, as other readers do.
fn number(word: &[u8]) -> f64 {
    let text = str::from_utf8(word).unwrap_or_default();
    if let Ok(number) = text.parse() {
        return number;
    }
    let is_negative = text.starts_with('-');
    let plain = text.trim_start_matches(['+', '-']);
    let digits = plain.split(['+', '-']).next().unwrap_or_default();
    let mut parts = digits.split('.');
    let whole = parts.next().unwrap_or_default();
    let fraction = parts.next().unwrap_or_default();
    let size: f64 = format!("0{whole}.{fraction}0").parse().unwrap_or_default();
    if is_negative { -size } else { size }
}

const fn is_space(byte: u8) -> bool {
    matches!(byte, 0 | 9 | 10 | 12 | 13 | 32)
}

const fn is_delimiter(byte: u8) -> bool {
    matches!(byte, b'(' | b')' | b'<' | b'>' | b'[' | b']' | b'{' | b'}' | b'/' | b'%')
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn check(bytes: &[u8], expected: &[Token<'_>]) {
        assert_eq!(Lexer::new(bytes).collect::<Vec<_>>(), expected);
    }

    #[test]
    fn strings_keep_their_bytes() {
        check(
            b"(a\\(b(c)\\)\\101\\\n\\r) Tj",
            &[Token::Text(b"a(b(c))A\r".to_vec()), Token::Word(b"Tj")],
        );
        check(b"<D0 de5>", &[Token::Text(vec![0xD0, 0xDE, 0x50])]);
    }

    #[test]
    fn names_numbers_and_comments_are_read() {
        check(
            b"/F#31 -.5 %(x)\n12 --3 4.-5 <<>>[]",
            &[
                Token::Name(b"F1".to_vec()),
                Token::Number(-0.5),
                Token::Number(12.0),
                Token::Number(-3.0),
                Token::Number(4.0),
                Token::DictionaryStart,
                Token::DictionaryEnd,
                Token::ArrayStart,
                Token::ArrayEnd,
            ],
        );
    }

    #[test]
    fn inline_images_are_passed_over() {
        let mut lexer = Lexer::new(b"BI /W 1 ID \x00 EI \xFF\x80 EI Q");
        assert_eq!(lexer.next(), Some(Token::Word(b"BI")));
        lexer.skip_inline_image();
        assert_eq!(lexer.next(), Some(Token::Word(b"Q")));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes: Vec<u8>) {
            let mut lexer = Lexer::new(&bytes);
            lexer.skip_inline_image();
            assert!(Lexer::new(&bytes).count() <= bytes.len());
        }
    }
}
