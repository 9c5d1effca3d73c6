//! The grammar of an nginx configuration: words, quotes, comments, `;` and `{ }` to a tree of
//! directives with their lines. Text in; tree and complaints out. Depth is bounded; what is nested
//! deeper is skipped with its block. Never knows what a directive means.
//!
//! Grammar: "Creating `NGINX` Configuration Files",
//! <https://nginx.org/en/docs/beginners_guide.html#conf_structure>.

/// The deepest nesting that is read; real configurations reach about six.
const DEPTH_MAX: usize = 32;

/// One directive, simple or with a block.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Directive {
    pub(crate) name: String,
    pub(crate) args: Vec<String>,
    pub(crate) line: u64,
    /// The directives inside, where it has a block.
    pub(crate) block: Option<Vec<Directive>>,
    /// Whether a block that was opened was closed too.
    pub(crate) closed: bool,
}

/// A configuration, parsed.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub(crate) directives: Vec<Directive>,
    pub(crate) complaints: Vec<(u64, String)>,
}

/// Parses a text; whatever it is, a tree comes out.
pub(crate) fn parse(text: &str) -> Tree {
    let mut parser = Parser { tokens: Tokens::new(text), complaints: Vec::new() };
    let mut directives = Vec::new();
    loop {
        let (mut block, closed) = parser.block(0);
        directives.append(&mut block);
        if !closed {
            break;
        }
        let line = parser.tokens.line;
        parser.complaints.push((line, "a } closes nothing".to_owned()));
    }
    Tree { directives, complaints: parser.complaints }
}

struct Parser<'a> {
    tokens: Tokens<'a>,
    complaints: Vec<(u64, String)>,
}

impl Parser<'_> {
    /// Reads directives up to the closing brace (`true`) or the end of the text.
    fn block(&mut self, depth: usize) -> (Vec<Directive>, bool) {
        let mut directives = Vec::new();
        let mut words: Vec<(u64, String)> = Vec::new();
        while let Some(token) = self.tokens.next_token() {
            match token {
                Token::Word(line, word) => words.push((line, word)),
                Token::End => directives.extend(directive(std::mem::take(&mut words))),
                Token::Open(line) => {
                    let opened = directive(std::mem::take(&mut words));
                    let (block, closed) = self.inner(opened.as_ref(), line, depth);
                    if let Some(opened) = opened {
                        directives.push(Directive { block: Some(block), closed, ..opened });
                    }
                }
                Token::Close(line) => {
                    self.left_over(&words, line);
                    return (directives, true);
                }
            }
        }
        let line = self.tokens.line;
        self.left_over(&words, line);
        (directives, false)
    }

    fn inner(
        &mut self,
        opened: Option<&Directive>,
        line: u64,
        depth: usize,
    ) -> (Vec<Directive>, bool) {
        // The body of a Lua block is another language, in which braces balance.
        let foreign = opened.is_some_and(|directive| directive.name.ends_with("_by_lua_block"));
        let too_deep = depth + 1 >= DEPTH_MAX;
        if too_deep {
            self.complaints.push((line, format!("blocks are nested deeper than {DEPTH_MAX}")));
        }
        let (block, closed) = if foreign || too_deep {
            (Vec::new(), self.tokens.skip_block())
        } else {
            self.block(depth + 1)
        };
        if !closed {
            self.complaints.push((line, "a { is not closed before the file ends".to_owned()));
        }
        (block, closed)
    }

    fn left_over(&mut self, words: &[(u64, String)], line: u64) {
        if let Some((_, word)) = words.first() {
            let word: String = word.chars().take(40).collect();
            self.complaints.push((line, format!("the directive {word:?} has no ;")));
        }
    }
}

fn directive(words: Vec<(u64, String)>) -> Option<Directive> {
    let mut words = words.into_iter();
    let (line, name) = words.next()?;
    let args = words.map(|(_, word)| word).collect();
    Some(Directive { name, args, line, block: None, closed: true })
}

enum Token {
    Word(u64, String),
    Open(u64),
    Close(u64),
    End,
}

struct Tokens<'a> {
    chars: std::iter::Peekable<std::str::Chars<'a>>,
    line: u64,
}

impl<'a> Tokens<'a> {
    fn new(text: &'a str) -> Self {
        Self { chars: text.chars().peekable(), line: 1 }
    }

    fn next_char(&mut self) -> Option<char> {
        let c = self.chars.next()?;
        self.line += u64::from(c == '\n');
        Some(c)
    }

    fn next_token(&mut self) -> Option<Token> {
        loop {
            let line = self.line;
            match self.next_char()? {
                c if c.is_whitespace() => {}
                '#' => while self.next_char().is_some_and(|c| c != '\n') {},
                ';' => return Some(Token::End),
                '{' => return Some(Token::Open(line)),
                '}' => return Some(Token::Close(line)),
                quote @ ('"' | '\'') => return Some(Token::Word(line, self.quoted(quote))),
                first => return Some(Token::Word(line, self.word(first))),
            }
        }
    }

    fn quoted(&mut self, quote: char) -> String {
        let mut word = String::new();
        while let Some(c) = self.next_char() {
            match c {
                '\\' => word.extend(self.next_char()),
                c if c == quote => break,
                c => word.push(c),
            }
        }
        word
    }

    /// A word ends at a blank, `;` or `{`; the braces of `${name}` belong to it.
    fn word(&mut self, first: char) -> String {
        let mut word = String::new();
        let mut c = first;
        loop {
            word.push(c);
            if c == '\\' {
                word.extend(self.next_char());
            }
            let variable = c == '$';
            match self.chars.peek() {
                Some('{') if variable => {
                    while let Some(inner) = self.next_char() {
                        word.push(inner);
                        if inner == '}' {
                            break;
                        }
                    }
                }
                Some('{' | ';') | None => return word,
                Some(next) if next.is_whitespace() => return word,
                Some(_) => {}
            }
            match self.chars.peek() {
                Some(next) if !matches!(next, '{' | ';') && !next.is_whitespace() => {
                    let Some(next) = self.next_char() else { return word };
                    c = next;
                }
                _ => return word,
            }
        }
    }

    /// Skips to the brace that closes the open one; `false` where the text ends before.
    fn skip_block(&mut self) -> bool {
        let mut depth = 1_u64;
        while let Some(c) = self.next_char() {
            match c {
                '{' => depth += 1,
                '}' => depth -= 1,
                _ => {}
            }
            if depth == 0 {
                return true;
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn written(directives: &[Directive]) -> String {
        let one = |directive: &Directive| {
            let words = [std::slice::from_ref(&directive.name), &directive.args].concat().join("|");
            match &directive.block {
                Some(block) => format!("{words}{{{}}}", written(block)),
                None => words,
            }
        };
        directives.iter().map(one).collect::<Vec<_>>().join(" ")
    }

    #[test]
    fn directives_are_split_as_nginx_does() {
        let cases = [
            ("a b;c{d 'e f' \"g\\\"h\";}", "a|b c{d|e f|g\"h}"),
            ("a # b;\n c;", "a|c"),
            ("root /srv/${name}/x; b#c;", "root|/srv/${name}/x b#c"),
            ("location ~ \\.(jpg|png)$ { expires 3d; }", "location|~|\\.(jpg|png)${expires|3d}"),
            (
                "x { content_by_lua_block { if a then b = {} end; } } y;",
                "x{content_by_lua_block{}} y",
            ),
        ];
        for (text, expected) in cases {
            assert_eq!(written(&parse(text).directives), expected, "{text}");
            assert_eq!(parse(text).complaints, [], "{text}");
        }
    }

    #[test]
    fn what_is_not_closed_is_complained_of() {
        let cases = [
            ("a {\n b;\n", 1, "a{b}"),
            ("a {\n b;\n}\n}\nc;", 1, "a{b} c"),
            ("a {\n b }", 1, "a{}"),
            ("a \"b", 1, ""),
        ];
        for (text, complaints, expected) in cases {
            let tree = parse(text);
            assert_eq!(tree.complaints.len(), complaints, "{text}: {:?}", tree.complaints);
            assert_eq!(written(&tree.directives), expected, "{text}");
        }
    }

    #[test]
    fn thousands_of_levels_are_skipped_and_complained_of() {
        let tree = parse(&format!("{}{} b;", "a {".repeat(5_000), "}".repeat(5_000)));
        assert_eq!(tree.complaints.len(), 1, "{:?}", tree.complaints);
        assert_eq!(tree.directives.last().unwrap().name, "b");
    }

    proptest! {
        #[test]
        fn any_text_is_parsed(text: String) {
            let _tree = parse(&text);
        }
    }
}
