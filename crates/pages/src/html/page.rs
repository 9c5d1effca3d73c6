//! The pieces of a page put together to lines, cells and hidden text.
//!
//! In: the text of a page. Out: blocks in the order in which they stand. White space is folded as a browser folds it;
//! elements that are never closed are closed as the standard closes them, as far as lines and cells ask for it.

use std::collections::BTreeMap;

use html5gum::emitters::default::DefaultEmitter;
use html5gum::{HtmlString, StartTag, Token, Tokenizer};
use subtier_model::Place;

use super::table::Table;
use super::{Part, properties};
use subtier_blocks::Writing;
use subtier_blocks::paths::local_path;
use subtier_blocks::{Block, BlockKind, SignalKind};

/// Elements that never have an end (html.spec.whatwg.org, 13.1.2).
const VOID: &[&str] = &[
    "area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "param", "source",
    "track", "wbr",
];

/// Elements whose content nobody reads.
const DROPPED: &[&str] = &[
    "script", "style", "template", "noscript", "iframe", "title", "xml", "svg", "math", "object",
    "noembed", "noframes",
];

/// Elements that stand within a line.
const INLINE: &[&str] = &[
    "a", "abbr", "acronym", "b", "bdi", "bdo", "big", "br", "cite", "code", "data", "del", "dfn",
    "em", "font", "i", "img", "input", "ins", "kbd", "label", "mark", "meta", "link", "nobr", "q",
    "rp", "rt", "ruby", "s", "samp", "small", "span", "strike", "strong", "sub", "sup", "textarea",
    "time", "tt", "u", "var", "wbr", "button", "select",
];

/// Bytes of the name of a language; BCP 47 (RFC 5646, 4.4.1) gives 35 as enough.
const LANG_BYTES_MAX: usize = 100;

/// Conditional comments within conditional comments that are read.
const COMMENTS_MAX: usize = 2;

/// Reads a page; its places begin with the part where it is a part of another document.
pub(super) fn read(text: &str, part: Option<Part<'_>>, writing: &mut Writing) {
    let mut page = Page {
        part,
        open: Vec::new(),
        line: String::new(),
        line_lang: None,
        hidden: String::new(),
        tables: Vec::new(),
        n_tables: 0,
        n_lines: 0,
        property: None,
        n_comments: 0,
        writing,
    };
    page.run(text);
    page.end_tables(0);
    page.end_line();
    page.end_hidden();
}

struct Open {
    name: String,
    hidden: bool,
    dropped: bool,
    kept_space: bool,
    lang: Option<String>,
}

struct Page<'a> {
    part: Option<Part<'a>>,
    open: Vec<Open>,
    line: String,
    line_lang: Option<String>,
    hidden: String,
    tables: Vec<Table>,
    n_tables: u32,
    n_lines: u64,
    /// The property whose element is open, and its text.
    property: Option<(String, String)>,
    n_comments: usize,
    writing: &'a mut Writing,
}

impl Page<'_> {
    fn run(&mut self, text: &str) {
        let mut emitter = DefaultEmitter::default();
        emitter.naively_switch_states(true);
        for Ok(token) in Tokenizer::new_with_emitter(text, emitter) {
            if self.writing.is_full() {
                return;
            }
            match token {
                Token::StartTag(tag) => self.start(&tag),
                Token::EndTag(tag) => self.end(&String::from_utf8_lossy(&tag.name)),
                Token::String(text) => self.text(&String::from_utf8_lossy(&text)),
                Token::Comment(text) => self.comment(&String::from_utf8_lossy(&text)),
                Token::Doctype(_) | Token::Error(_) => {}
            }
        }
    }

    /// Reads the properties in a comment that only old browsers of one maker read.
    fn comment(&mut self, text: &str) {
        let inner = text.trim_start();
        if !inner.starts_with("[if") || self.n_comments >= COMMENTS_MAX {
            return;
        }
        let Some((_, inner)) = inner.split_once("]>") else { return };
        self.n_comments += 1;
        let n_open = self.open.len();
        self.push("xml", &BTreeMap::new());
        self.run(inner);
        self.open.truncate(n_open);
        self.property = None;
        self.n_comments -= 1;
    }

    fn start(&mut self, tag: &StartTag<()>) {
        let name = String::from_utf8_lossy(&tag.name).into_owned();
        let attribute = |key: &str| attribute(&tag.attributes, key);
        self.signals(&name, &attribute);
        if let Some(property) = name.strip_prefix("o:") {
            self.property = Some((property.to_owned(), String::new()));
            return;
        }
        match name.as_str() {
            "br" => self.push_text("\n"),
            "p" => self.close(&["p"], &["table", "div", "td", "th", "li", "body"]),
            "li" => self.close(&["li"], &["ul", "ol", "table"]),
            "dt" | "dd" => self.close(&["dt", "dd"], &["dl", "table"]),
            "option" => self.close(&["option"], &["select"]),
            "td" | "th" => self.close(&["td", "th"], &["table"]),
            "tr" => self.close(&["tr"], &["table"]),
            _ => {}
        }
        if !INLINE.contains(&name.as_str()) {
            self.end_piece();
        }
        let number = |key| attribute(key).and_then(|value| span(&value));
        match name.as_str() {
            "table" => self.start_table(),
            "tr" => {
                self.end_cell();
                if let Some(table) = self.tables.last_mut() {
                    table.start_row();
                }
            }
            "td" | "th" => {
                self.end_cell();
                if let Some(table) = self.tables.last_mut() {
                    table.start_cell(number("rowspan"), number("colspan"));
                }
            }
            _ => {}
        }
        if !VOID.contains(&name.as_str()) && !tag.self_closing {
            self.push(&name, &tag.attributes);
        }
    }

    fn start_table(&mut self) {
        if self.tables.len() >= self.writing.limits().depth_max {
            return;
        }
        if let Some(cell) = self.tables.last_mut().and_then(Table::cell) {
            cell.holds_table = true;
        }
        self.tables.push(Table::new(self.n_tables));
        self.n_tables = self.n_tables.saturating_add(1);
    }

    fn push(
        &mut self,
        name: &str,
        attributes: &BTreeMap<HtmlString, html5gum::Spanned<HtmlString, ()>>,
    ) {
        if self.open.len() >= self.writing.limits().depth_max {
            return;
        }
        let outer = self.open.last();
        let style = attribute(attributes, "style").unwrap_or_default().to_ascii_lowercase();
        let style: String = style.chars().filter(|sign| !sign.is_whitespace()).collect();
        let hides = attributes.contains_key(b"hidden".as_slice())
            || ["display:none", "visibility:hidden", "mso-hide:all"]
                .iter()
                .any(|hide| style.contains(hide));
        let open = Open {
            name: name.to_owned(),
            hidden: hides || outer.is_some_and(|outer| outer.hidden),
            dropped: DROPPED.contains(&name) || outer.is_some_and(|outer| outer.dropped),
            kept_space: matches!(name, "pre" | "textarea" | "plaintext" | "xmp" | "listing")
                || style.contains("white-space:pre")
                || outer.is_some_and(|outer| outer.kept_space),
            lang: attribute(attributes, "lang")
                .or_else(|| attribute(attributes, "xml:lang"))
                .filter(|lang| !lang.trim().is_empty() && lang.len() <= LANG_BYTES_MAX)
                .or_else(|| outer.and_then(|outer| outer.lang.clone())),
        };
        self.open.push(open);
    }

    fn end(&mut self, name: &str) {
        if let Some((property, text)) = self.property.take_if(|_| name.starts_with("o:")) {
            properties::property(&property, &text, self.writing);
            return;
        }
        if name == "title"
            && let Some(("title", text)) =
                self.property.as_ref().map(|(name, text)| (name.as_str(), text))
        {
            let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
            self.writing.signal(SignalKind::Title, text, Place::Words("title".to_owned()));
            self.property = None;
        }
        match name {
            "table" => {
                let n_outer = self.tables.len().saturating_sub(1);
                if self.open.iter().any(|open| open.name == "table") {
                    self.end_tables(n_outer);
                }
            }
            "tr" | "td" | "th" => self.end_cell(),
            "br" | "p" if name == "br" => self.push_text("\n"),
            _ => {}
        }
        if !INLINE.contains(&name) {
            self.end_piece();
        }
        if let Some(at) = self.open.iter().rposition(|open| open.name == name) {
            // A stray end within a cell must not close what is around its table.
            let table = self.open.iter().rposition(|open| open.name == "table");
            if name == "table"
                || table.is_none_or(|table| at > table)
                || matches!(name, "body" | "html")
            {
                let ends_hidden = self.open.get(at).is_some_and(|open| open.hidden);
                self.open.truncate(at);
                if ends_hidden && !self.open.last().is_some_and(|open| open.hidden) {
                    self.end_hidden();
                }
            }
        }
    }

    /// Closes an element that has no end of its own, unless a boundary comes first.
    fn close(&mut self, names: &[&str], boundaries: &[&str]) {
        let is_either = |open: &Open| {
            names.contains(&open.name.as_str()) || boundaries.contains(&open.name.as_str())
        };
        let Some(at) = self.open.iter().rposition(is_either) else { return };
        if self.open.get(at).is_some_and(|open| names.contains(&open.name.as_str())) {
            self.end_piece();
            self.open.truncate(at);
            if !self.open.last().is_some_and(|open| open.hidden) {
                self.end_hidden();
            }
        }
    }

    fn text(&mut self, text: &str) {
        let is_title = self.open.last().is_some_and(|open| open.name == "title");
        if is_title && self.property.is_none() {
            self.property = Some(("title".to_owned(), String::new()));
        }
        if let Some((_, value)) = &mut self.property {
            value.push_str(text);
        } else if !self.open.last().is_some_and(|open| open.dropped) {
            self.push_text(text);
        }
    }

    /// Adds text to what is open: hidden text, a cell or a line.
    fn push_text(&mut self, text: &str) {
        let top = self.open.last();
        if top.is_some_and(|open| open.dropped) {
            return;
        }
        let keeps_space = text == "\n" || top.is_some_and(|open| open.kept_space);
        let lang = top.and_then(|open| open.lang.as_ref());
        let (target, target_lang) = if top.is_some_and(|open| open.hidden) {
            (&mut self.hidden, None)
        } else if let Some(cell) = self.tables.last_mut().and_then(Table::cell) {
            (&mut cell.text, Some(&mut cell.lang))
        } else {
            (&mut self.line, Some(&mut self.line_lang))
        };
        if let Some(target_lang) = target_lang
            && target_lang.is_none()
            && !text.trim().is_empty()
        {
            *target_lang = lang.cloned();
        }
        if keeps_space {
            target.truncate(target.trim_end_matches(' ').len());
            target.extend(text.chars().filter(|sign| *sign != '\r'));
            return;
        }
        for sign in text.chars() {
            if !sign.is_ascii_whitespace() {
                target.push(sign);
            } else if !target.is_empty() && !target.ends_with([' ', '\n']) {
                target.push(' ');
            }
        }
    }

    /// Ends a line, or begins a new one within a cell.
    fn end_piece(&mut self) {
        if self.open.last().is_some_and(|open| open.hidden) {
            self.end_hidden();
        } else if let Some(cell) = self.tables.last_mut().and_then(Table::cell) {
            cell.text.truncate(cell.text.trim_end_matches(' ').len());
            if !cell.text.is_empty() && !cell.text.ends_with('\n') {
                cell.text.push('\n');
            }
        } else {
            self.end_line();
        }
    }

    fn end_line(&mut self) {
        let line = std::mem::take(&mut self.line);
        let lang = self.line_lang.take();
        self.paragraph(BlockKind::Paragraph, line.trim_matches([' ', '\n']), lang);
    }

    fn end_hidden(&mut self) {
        let hidden = std::mem::take(&mut self.hidden);
        self.paragraph(BlockKind::Hidden, hidden.trim(), None);
    }

    fn paragraph(&mut self, kind: BlockKind, text: &str, lang: Option<String>) {
        if text.trim().is_empty() {
            return;
        }
        self.n_lines += 1;
        let place = match self.part {
            Some(part) => Place::Words(format!("{} paragraph {}", part.name, self.n_lines)),
            None => Place::Paragraph { part: String::new(), number: self.n_lines },
        };
        let mut block = Block::new(kind, text.to_owned(), place);
        block.lang = lang;
        self.write(block);
    }

    fn write(&mut self, mut block: Block) {
        if let Some(part) = self.part {
            block.author = part.author.map(str::to_owned);
            block.time = part.time.map(str::to_owned);
        }
        self.writing.block(block);
    }

    fn end_cell(&mut self) {
        let part = self.part.map(|part| part.name);
        if let Some(block) = self.tables.last_mut().and_then(|table| table.end_cell(part)) {
            self.write(block);
        }
    }

    fn end_tables(&mut self, n_kept: usize) {
        while self.tables.len() > n_kept {
            self.end_cell();
            self.tables.pop();
        }
    }

    fn signals(&mut self, name: &str, attribute: &dyn Fn(&str) -> Option<String>) {
        match name {
            "html" | "body" => {
                if let Some(lang) = attribute("lang").or_else(|| attribute("xml:lang")) {
                    let place = Place::Words(format!("{name} lang"));
                    self.writing.signal(SignalKind::DocumentLanguage, lang.trim(), place);
                }
            }
            "meta" => {
                if let (Some(name), Some(content)) = (attribute("name"), attribute("content")) {
                    properties::meta(&name, &content, self.writing);
                }
            }
            "a" | "link" | "base" | "area" => {
                if let Some(target) = attribute("href") {
                    local_path(&target, &Place::Words(format!("{name} href")), self.writing);
                }
            }
            "img" | "v:imagedata" | "embed" | "source" | "video" | "iframe" | "frame" => {
                if let Some(target) = attribute("src") {
                    local_path(&target, &Place::Words(format!("{name} src")), self.writing);
                }
            }
            _ => {}
        }
    }
}

fn attribute(
    attributes: &BTreeMap<HtmlString, html5gum::Spanned<HtmlString, ()>>,
    key: &str,
) -> Option<String> {
    attributes.get(key.as_bytes()).map(|value| String::from_utf8_lossy(value).into_owned())
}

/// A number as the standard reads one: what follows its digits does not matter.
fn span(value: &str) -> Option<u32> {
    let digits: String = value.trim().chars().take_while(char::is_ascii_digit).collect();
    if digits.is_empty() { None } else { Some(digits.parse().unwrap_or(u32::MAX)) }
}
