//! The text form of GTO: objects with a protocol, components in them, properties in those (`OpenRV`, GTO file format).
//!
//! In: a text. Out: what opens and which values a property has, told to a listener as it comes. Open braces are a list, so
//! that depth costs nothing; values beyond a limit are passed over.

/// Values of one property that are kept; strokes have thousands of points, of which first and last are told.
const VALUES_MAX: usize = 100_000;

/// Who is told what stands in a text.
pub(super) trait Listener {
    /// An object or component opens; `open` holds the names, the protocol after that of the object and a line end.
    fn opened(&mut self, open: &[String], line: u64);
    /// A property of what is open.
    fn property(&mut self, open: &[String], name: &str, values: Values);
}

/// A part of the text.
#[derive(Debug, Clone, PartialEq)]
enum Token<'a> {
    Word(&'a str),
    Text(String),
    Sign(char),
}

impl Token<'_> {
    fn name(&self) -> Option<&str> {
        match self {
            Self::Word(word) => Some(word),
            Self::Text(text) => Some(text),
            Self::Sign(_) => None,
        }
    }
}

struct Tokens<'a> {
    rest: &'a str,
    line: u64,
}

impl<'a> Tokens<'a> {
    fn next(&mut self) -> Option<Token<'a>> {
        loop {
            let trimmed =
                self.rest.trim_start_matches(|sign: char| sign.is_whitespace() || sign == ',');
            self.skip_to(trimmed);
            if !self.rest.starts_with('#') {
                break;
            }
            let end = self.rest.find('\n').unwrap_or(self.rest.len());
            self.skip_to(self.rest.get(end..).unwrap_or(""));
        }
        let first = self.rest.chars().next()?;
        if first == '"' {
            return Some(Token::Text(self.string()));
        }
        if matches!(first, '{' | '}' | '[' | ']' | '(' | ')' | '=' | ':') {
            self.rest = self.rest.get(first.len_utf8()..).unwrap_or("");
            return Some(Token::Sign(first));
        }
        let is_end = |sign: char| {
            sign.is_whitespace()
                || matches!(sign, '{' | '}' | '[' | ']' | '(' | ')' | '=' | ':' | '"' | ',' | '#')
        };
        let end = self.rest.find(is_end).unwrap_or(self.rest.len());
        let (word, rest) = self.rest.split_at_checked(end)?;
        self.rest = rest;
        Some(Token::Word(word))
    }

    fn skip_to(&mut self, rest: &'a str) {
        let n_skipped = self.rest.len().saturating_sub(rest.len());
        let skipped = self.rest.as_bytes().get(..n_skipped).unwrap_or(&[]);
        self.line += memchr::memchr_iter(b'\n', skipped).count() as u64;
        self.rest = rest;
    }

    fn string(&mut self) -> String {
        let mut text = String::new();
        let mut signs = self.rest.char_indices().skip(1);
        let mut end = self.rest.len();
        while let Some((at, sign)) = signs.next() {
            match sign {
                '"' => {
                    end = at + 1;
                    break;
                }
                '\\' => match signs.next().map(|(_, sign)| sign) {
                    Some('n') => text.push('\n'),
                    Some('t') => text.push('\t'),
                    Some(sign) => text.push(sign),
                    None => break,
                },
                sign => text.push(sign),
            }
        }
        self.skip_to(self.rest.get(end..).unwrap_or(""));
        text
    }
}

/// Objects, components and properties out of tokens; open braces are a list, so depth costs nothing.
pub(super) struct Parser<'a> {
    tokens: Tokens<'a>,
    /// The names of the object and components that are open, the protocol after the object's.
    open: Vec<String>,
}

impl<'a> Parser<'a> {
    pub(super) const fn new(text: &'a str) -> Self {
        Self { tokens: Tokens { rest: text, line: 1 }, open: Vec::new() }
    }

    /// Tells the listener what it finds; the reason where the text breaks off.
    pub(super) fn run(&mut self, session: &mut impl Listener) -> Result<(), String> {
        let mut head: Vec<Token<'_>> = Vec::new();
        let mut line = self.tokens.line;
        while let Some(token) = self.tokens.next() {
            if head.is_empty() && token != Token::Sign('{') {
                line = self.tokens.line;
            }
            match token {
                Token::Sign('{') => {
                    if self.open.len() >= DEPTH_MAX {
                        return Err(format!("components lie more than {DEPTH_MAX} deep"));
                    }
                    // The file's own `GTOa (4)` stands before the first object.
                    let colon = head.iter().position(|token| *token == Token::Sign(':'));
                    let name_at = colon.map_or(0, |colon| colon.saturating_sub(1));
                    let name = head.get(name_at).and_then(Token::name).unwrap_or("");
                    let protocol = colon.and_then(|colon| head.get(colon + 1)?.name());
                    self.open.push(match protocol.filter(|_| self.open.is_empty()) {
                        Some(protocol) => format!("{name}\n{protocol}"),
                        None => name.to_owned(),
                    });
                    session.opened(&self.open, line);
                    head.clear();
                }
                Token::Sign('}') => {
                    self.open.pop();
                    head.clear();
                }
                Token::Sign('=') => {
                    let name = property_name(&head).map(str::to_owned);
                    head.clear();
                    let values = self.values();
                    if let Some(name) = name {
                        session.property(&self.open, &name, values);
                    }
                }
                Token::Word(_) | Token::Text(_) | Token::Sign(_) => {
                    if head.len() >= HEAD_TOKENS_MAX {
                        head.clear();
                    }
                    head.push(token);
                }
            }
        }
        if self.open.is_empty() { Ok(()) } else { Err("the session breaks off".to_owned()) }
    }

    /// The values after `=`, lists within lists as one list.
    fn values(&mut self) -> Values {
        let mut values = Values::default();
        let mut n_open = 0_usize;
        loop {
            let before = (self.tokens.rest, self.tokens.line);
            match self.tokens.next() {
                Some(Token::Sign('[')) => n_open += 1,
                Some(Token::Sign(']')) => n_open = n_open.saturating_sub(1),
                Some(Token::Sign(_)) => {
                    (self.tokens.rest, self.tokens.line) = before;
                    return values;
                }
                Some(Token::Text(text)) => values.push_text(text),
                Some(Token::Word(word)) => values.push_number(word),
                None => return values,
            }
            if n_open == 0 {
                return values;
            }
        }
    }
}

/// Components within components; RV itself writes two levels.
const DEPTH_MAX: usize = 64;

/// Tokens between two properties or braces; a type with its sizes and name has about ten.
const HEAD_TOKENS_MAX: usize = 40;

/// The name in `type[2][3] name as interpretation`.
fn property_name<'a>(head: &'a [Token<'_>]) -> Option<&'a str> {
    let mut depth = 0_i32;
    let names = head.iter().filter(|token| {
        match token {
            Token::Sign('[' | '(') => depth += 1,
            Token::Sign(']' | ')') => depth -= 1,
            Token::Word(_) | Token::Text(_) | Token::Sign(_) => return depth == 0,
        }
        false
    });
    names.filter_map(Token::name).nth(1)
}

/// The values of a property.
#[derive(Debug, Default)]
pub(super) struct Values {
    pub(super) texts: Vec<String>,
    pub(super) numbers: Vec<f64>,
}

impl Values {
    fn push_text(&mut self, text: String) {
        if self.texts.len() < VALUES_MAX {
            self.texts.push(text);
        }
    }

    fn push_number(&mut self, word: &str) {
        if let Ok(number) = word.parse()
            && self.numbers.len() < VALUES_MAX
        {
            self.numbers.push(number);
        }
    }
}
