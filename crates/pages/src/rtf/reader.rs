//! RTF read from its first byte to its last.
//!
//! In: tokens. Out: blocks and signals. Groups, stories and texts that wait are bounded; a run of bytes is decoded as a
//! whole, since a sign of two bytes may be written half as `\'hh` and half as a letter.

use std::collections::BTreeMap;

use subtier_model::Place;

use super::destination::{Destination, Kept, Opening, opening};
use super::fonts::Fonts;
use super::properties::{tell_added, tell_header, tell_kept};
use super::state::{PropertyDate, State, written_date};
use super::story::{Mark, MarkKind, Story, without_repeats};
use super::table::{DEFINITIONS_MAX, Definition};
use super::token::{Token, Tokens};
use subtier_blocks::Writing;
use subtier_blocks::windows::language_in_words;
use subtier_blocks::{Block, BlockKind, SignalKind};

/// Bytes kept of a text that is looked at when its group ends.
const KEPT_BYTES_MAX: usize = 8_000;
/// Bytes kept of a text that a comment is attached to.
const ANCHOR_BYTES_MAX: usize = 1_000;
/// Such texts that may be open at a time, and that wait for their comment.
const ANCHORS_MAX: usize = 64;
/// People who changed text.
const REVISERS_MAX: usize = 2_000;
/// Bytes of the name of one.
const REVISER_BYTES_MAX: usize = 500;
/// Blocks that stand apart and wait for the end of the body.
const APART_MAX: usize = 200_000;
/// Bytes of one run that wait to be decoded; text of one font without a single control word.
const RUN_BYTES_MAX: usize = 1 << 20;
/// Bytes of a paragraph's text that may wait for its end.
const WAITING_BYTES_MAX: usize = 4 << 20;
/// Bytes that a changed or hidden stretch takes beside its text.
const STRETCH_BYTES: usize = 64;

/// A text that is kept until its group ends.
struct Keeping {
    kept: Kept,
    text: String,
    depth: usize,
}

/// What the next comment will be.
#[derive(Debug, Default)]
struct Comment {
    author: Option<String>,
}

/// An RTF being read.
pub(crate) struct Reader<'w> {
    writing: &'w mut Writing,
    state: State,
    groups: Vec<State>,
    /// Groups that are open beyond the depth that is followed.
    n_too_deep: usize,
    /// Whether `\*` was just read, and whether a group was just opened.
    is_marked: bool,
    is_opening: bool,
    run: Vec<u8>,
    high_surrogate: Option<u16>,
    n_skipped: usize,
    code_page: u16,
    fonts: Fonts,
    default_languages: (u16, u16),
    revisers: Vec<String>,
    reviser: String,
    keeping: Vec<Keeping>,
    /// Stories that are open, with the depth of their group.
    stories: Vec<(Story, usize)>,
    apart: Vec<Block>,
    definitions: Vec<Definition>,
    next_definition: Definition,
    date: PropertyDate,
    property: String,
    comment: Comment,
    open_anchors: BTreeMap<String, String>,
    anchors: BTreeMap<String, String>,
    languages: BTreeMap<u16, u64>,
    waiting_bytes: usize,
}

impl<'w> Reader<'w> {
    /// Begins.
    pub(crate) fn new(writing: &'w mut Writing) -> Self {
        Self {
            writing,
            state: State::NEW,
            groups: Vec::new(),
            n_too_deep: 0,
            is_marked: false,
            is_opening: false,
            run: Vec::new(),
            high_surrogate: None,
            n_skipped: 0,
            code_page: 1252,
            fonts: Fonts::default(),
            default_languages: (1024, 1024),
            revisers: Vec::new(),
            reviser: String::new(),
            keeping: Vec::new(),
            stories: vec![(Story::new(BlockKind::Paragraph), 0)],
            apart: Vec::new(),
            definitions: Vec::new(),
            next_definition: Definition::default(),
            date: PropertyDate::default(),
            property: String::new(),
            comment: Comment::default(),
            open_anchors: BTreeMap::new(),
            anchors: BTreeMap::new(),
            languages: BTreeMap::new(),
            waiting_bytes: 0,
        }
    }

    /// Reads all of it.
    pub(crate) fn read(mut self, bytes: &[u8]) {
        let mut is_whole = false;
        for token in Tokens::new(bytes) {
            if self.writing.is_full() {
                break;
            }
            match token {
                Token::Open => self.open(),
                Token::Close => {
                    self.close();
                    // What stands behind the last group is no part of the document.
                    if self.groups.is_empty() && self.n_too_deep == 0 {
                        is_whole = true;
                        break;
                    }
                }
                Token::Word(word, number) => self.word(word, number),
                Token::Symbol(symbol) => self.symbol(symbol),
                Token::Byte(byte) => self.byte(byte),
            }
        }
        self.flush();
        if !is_whole && !self.writing.is_full() {
            self.writing.fault(Place::Whole, "the RTF ends before its last group does");
        }
        self.finish();
    }

    fn open(&mut self) {
        self.flush();
        self.is_marked = false;
        self.is_opening = true;
        if self.groups.len() >= self.writing.limits().depth_max {
            if self.n_too_deep == 0 {
                let depth = self.writing.limits().depth_max;
                self.writing.fault(
                    Place::Whole,
                    format!("groups lie more than {depth} deep; deeper ones count as one"),
                );
            }
            self.n_too_deep = self.n_too_deep.saturating_add(1);
            return;
        }
        self.groups.push(self.state.clone());
    }

    fn close(&mut self) {
        self.flush();
        self.is_opening = false;
        self.is_marked = false;
        self.n_skipped = 0;
        if self.n_too_deep > 0 {
            self.n_too_deep -= 1;
            return;
        }
        while self.keeping.last().is_some_and(|keeping| keeping.depth == self.groups.len()) {
            if let Some(keeping) = self.keeping.pop() {
                self.end_kept(keeping.kept, &keeping.text);
            }
        }
        while self.stories.len() > 1
            && self.stories.last().is_some_and(|(_, depth)| *depth == self.groups.len())
        {
            if let Some((story, _)) = self.stories.pop() {
                self.end_story(story);
            }
        }
        if self.state.destination == Destination::Fonts {
            self.fonts.end_name(self.writing);
        }
        if let Some(state) = self.groups.pop() {
            self.state = state;
        }
    }

    fn end_story(&mut self, mut story: Story) {
        if story.kind() == BlockKind::Comment {
            story.author = self.comment.author.take();
        }
        let room = APART_MAX.saturating_sub(self.apart.len());
        let mut blocks = Vec::new();
        story.end(&mut blocks);
        if blocks.len() > room {
            self.writing.fault(
                Place::Whole,
                format!("of notes, comments and boxes the first {APART_MAX} are kept"),
            );
        }
        self.apart
            .extend(blocks.into_iter().take(room).filter(|block| !block.text.trim().is_empty()));
    }

    fn word(&mut self, word: &str, number: Option<i32>) {
        // A stand-in of `\u` may be written as a word; it counts as one sign.
        if self.n_skipped > 0 && word != "u" && word != "uc" && !self.is_opening {
            self.n_skipped -= 1;
            if !matches!(word, "par" | "cell" | "row" | "line") {
                return;
            }
        }
        if word == "u" {
            self.unicode(number.unwrap_or(0));
            return;
        }
        self.flush();
        let is_opening = std::mem::replace(&mut self.is_opening, false);
        let is_marked = std::mem::replace(&mut self.is_marked, false);
        if (is_opening || is_marked)
            && let Some(opening) = opening(word, is_marked)
        {
            self.begin(opening, number);
            return;
        }
        self.header_word(word, number);
        if self.state.destination == Destination::Fonts && self.fonts.set(word, number.unwrap_or(0))
        {
            return;
        }
        if self.state.set(word, number) {
            return;
        }
        if let Destination::Kept(Kept::Created | Kept::Modified | Kept::Printed) =
            self.state.destination
        {
            self.date.set(word, number.unwrap_or(0));
        }
        self.text_word(word, number);
    }

    fn header_word(&mut self, word: &str, number: Option<i32>) {
        let value = number.unwrap_or(0);
        let small = u16::try_from(value).ok();
        match word {
            "ansicpg" => self.code_page = small.unwrap_or(self.code_page),
            "deflang" => self.default_languages.0 = small.unwrap_or(1024),
            "deflangfe" => self.default_languages.1 = small.unwrap_or(1024),
            "deff" => self.state.font = value,
            "rsid" | "rsidroot" | "version" | "edmins" | "themelang" | "themelangfe" => {}
            "plain" => {
                (self.state.language, self.state.language_far_east) = self.default_languages;
                return;
            }
            _ => return,
        }
        if word.starts_with("deflang") && self.groups.len() <= 1 {
            (self.state.language, self.state.language_far_east) = self.default_languages;
        }
        tell_header(word, value, self.writing);
    }

    fn begin(&mut self, opening: Opening, number: Option<i32>) {
        // Within what goes nowhere, only a property or comment may have a meaning of its own.
        let is_nowhere = self.state.destination == Destination::Nowhere;
        match opening {
            Opening::Plain => {}
            Opening::AsOutside => self.state.destination = self.state.outside,
            Opening::Story(_) if is_nowhere || self.n_too_deep > 0 => {}
            Opening::Story(kind) => {
                self.state.destination = Destination::Story;
                self.stories.push((Story::new(kind), self.groups.len()));
            }
            Opening::To(Destination::Kept(kept)) if self.n_too_deep == 0 => {
                self.date = PropertyDate::default();
                let text = number.map(|number| number.to_string()).unwrap_or_default();
                self.keeping.push(Keeping { kept, text, depth: self.groups.len() });
                self.state.destination = Destination::Kept(kept);
            }
            Opening::To(destination) => {
                self.state.outside = self.state.destination;
                self.state.destination = destination;
            }
        }
    }

    /// Words that are text or end some.
    fn text_word(&mut self, word: &str, number: Option<i32>) {
        let text = match word {
            "tab" => "\t",
            "line" | "softline" => "\n",
            "emdash" => "—",
            "endash" => "–",
            "bullet" => "•",
            "lquote" => "‘",
            "rquote" => "’",
            "ldblquote" => "“",
            "rdblquote" => "”",
            "emspace" => "\u{2003}",
            "enspace" => "\u{2002}",
            "qmspace" => "\u{2005}",
            "zwj" => "\u{200D}",
            "zwnj" => "\u{200C}",
            _ => return self.layout_word(word, number.unwrap_or(0)),
        };
        self.put(text);
    }

    fn layout_word(&mut self, word: &str, value: i32) {
        if self.state.destination != Destination::Story {
            return;
        }
        let is_in_table = self.state.is_in_table;
        let mut blocks = Vec::new();
        let Some((story, _)) = self.stories.last_mut() else { return };
        match word {
            "par" | "sect" | "page" => story.end_paragraph(is_in_table, &mut blocks),
            "cell" => story.end_cell(&mut blocks),
            "row" => story.end_row(&self.definitions, &mut blocks),
            // Tables within cells stay text of the cell.
            "nestcell" => return self.put("\t"),
            "nestrow" => return self.put("\n"),
            "trowd" => {
                self.definitions.clear();
                self.next_definition = Definition::default();
            }
            "clvmrg" => self.next_definition.is_below = true,
            "clmrg" => self.next_definition.is_beside = true,
            "cellx" if self.definitions.len() < DEFINITIONS_MAX => {
                let definition = std::mem::take(&mut self.next_definition);
                self.definitions.push(Definition { edge: value, ..definition });
            }
            _ => return,
        }
        if !matches!(word, "trowd" | "cellx" | "clvmrg" | "clmrg") {
            self.waiting_bytes = 0;
        }
        for block in blocks {
            self.writing.block(block);
        }
    }

    fn symbol(&mut self, symbol: u8) {
        if symbol == b'*' {
            self.is_marked = true;
            return;
        }
        if self.n_skipped > 0 {
            self.n_skipped -= 1;
            return;
        }
        self.flush();
        self.is_opening = false;
        match symbol {
            b'~' => self.put("\u{A0}"),
            b'_' => self.put("\u{2011}"),
            _ => {}
        }
    }

    fn byte(&mut self, byte: u8) {
        if self.n_skipped > 0 {
            self.n_skipped -= 1;
            return;
        }
        self.is_opening = false;
        if self.state.destination != Destination::Nowhere && self.n_too_deep == 0 {
            self.run.push(byte);
            if self.run.len() >= RUN_BYTES_MAX {
                self.flush();
            }
        }
    }

    fn unicode(&mut self, value: i32) {
        let run = std::mem::take(&mut self.run);
        self.decode_run(&run);
        self.is_opening = false;
        self.n_skipped = self.state.n_stand_ins;
        // Codes above 32,767 are written as negative numbers (RTF 1.9.1, "Unicode RTF").
        let unit = value.rem_euclid(0x1_0000);
        let unit = u16::try_from(unit).unwrap_or(0xFFFD);
        let high = self.high_surrogate.take();
        if (0xD800..0xDC00).contains(&unit) {
            self.high_surrogate = Some(unit);
            return;
        }
        let text: String = char::decode_utf16(high.into_iter().chain([unit]))
            .map(|sign| sign.unwrap_or('\u{FFFD}'))
            .filter(|sign| *sign != '\0')
            .collect();
        self.put(&text);
    }

    /// Decodes the bytes that wait.
    fn flush(&mut self) {
        let run = std::mem::take(&mut self.run);
        self.high_surrogate = None;
        self.decode_run(&run);
    }

    fn decode_run(&mut self, run: &[u8]) {
        if run.is_empty() {
            return;
        }
        if let Ok(text) = str::from_utf8(run)
            && run.is_ascii()
        {
            self.put(text);
            return;
        }
        let is_name = matches!(
            self.state.destination,
            Destination::Fonts | Destination::Kept(Kept::OtherFontName)
        );
        let font = if is_name { self.fonts.defined } else { self.state.font };
        let text = self.fonts.decode(run, font, self.state.double_byte_font, self.code_page);
        self.put(&text);
    }

    /// Puts text where it goes.
    fn put(&mut self, text: &str) {
        if self.n_too_deep > 0 {
            return;
        }
        match self.state.destination {
            Destination::Nowhere => {}
            Destination::Story => self.put_in_story(text),
            Destination::Fonts => self.fonts.push_name(text, self.writing),
            Destination::Revisers => self.put_reviser(text),
            Destination::Kept(_) => {
                if let Some(keeping) = self.keeping.last_mut()
                    && keeping.text.len() < KEPT_BYTES_MAX
                {
                    keeping.text.push_str(text);
                }
            }
        }
    }

    /// A semicolon ends each name.
    fn put_reviser(&mut self, text: &str) {
        for part in text.split_inclusive(';') {
            if self.reviser.len() < REVISER_BYTES_MAX {
                self.reviser.push_str(part.trim_end_matches(';'));
            }
            if part.ends_with(';') && self.revisers.len() < REVISERS_MAX {
                self.revisers.push(std::mem::take(&mut self.reviser).trim().to_owned());
            }
        }
    }

    fn put_in_story(&mut self, text: &str) {
        let (kind, reviser, time) = self.state.mark();
        let author = match kind {
            MarkKind::Inserted | MarkKind::Deleted => usize::try_from(reviser)
                .ok()
                .and_then(|reviser| self.revisers.get(reviser))
                .cloned(),
            MarkKind::Plain | MarkKind::Hidden => None,
        };
        if let Some(author) = &author {
            let place = Place::Words("tracked change".to_owned());
            self.writing.signal(SignalKind::CommentAuthor, author.as_str(), place);
        }
        let is_far_east = text.chars().any(is_far_east);
        let language = if is_far_east { self.state.language_far_east } else { self.state.language };
        let n_signs = text.chars().filter(|sign| !sign.is_whitespace()).count();
        let counted = self.languages.entry(language).or_default();
        *counted = counted.saturating_add(u64::try_from(n_signs).unwrap_or(0));
        for anchor in self.open_anchors.values_mut() {
            if anchor.len() < ANCHOR_BYTES_MAX {
                anchor.push_str(text);
            }
        }
        let overhead = if kind == MarkKind::Plain { 0 } else { STRETCH_BYTES };
        self.waiting_bytes = self.waiting_bytes.saturating_add(text.len() + overhead);
        let mark = Mark { kind, author, time };
        if let Some((story, _)) = self.stories.last_mut() {
            story.push(text, &mark, language);
        }
        if self.waiting_bytes > WAITING_BYTES_MAX {
            self.layout_word("par", 0);
        }
    }

    /// Looks at a text whose group ended.
    fn end_kept(&mut self, kept: Kept, text: &str) {
        let text = text.trim();
        match kept {
            Kept::Created | Kept::Modified | Kept::Printed => {
                if let Some(date) = self.date.written() {
                    tell_kept(kept, &date, self.writing);
                }
            }
            Kept::PropertyName => text.clone_into(&mut self.property),
            Kept::PropertyValue => tell_added(&self.property, text, self.writing),
            Kept::CommentAuthor => {
                let place = Place::Words("comment".to_owned());
                self.writing.signal(SignalKind::CommentAuthor, text, place);
                self.comment.author = Some(text.to_owned()).filter(|author| !author.is_empty());
            }
            Kept::CommentDate => {
                let time = text.parse().ok().and_then(written_date);
                if let Some((story, _)) =
                    self.stories.last_mut().filter(|(story, _)| story.kind() == BlockKind::Comment)
                {
                    story.time = time;
                }
            }
            Kept::AnchorStart if self.open_anchors.len() < ANCHORS_MAX => {
                self.open_anchors.insert(text.to_owned(), String::new());
            }
            Kept::AnchorEnd => {
                if let Some(anchor) = self.open_anchors.remove(text)
                    && self.anchors.len() < ANCHORS_MAX
                {
                    self.anchors.insert(text.to_owned(), anchor);
                }
            }
            Kept::CommentAnchor => {
                let anchor =
                    self.anchors.remove(text).or_else(|| self.open_anchors.get(text).cloned());
                if let Some((story, _)) = self.stories.last_mut() {
                    story.anchor = anchor.filter(|anchor| !anchor.trim().is_empty());
                }
            }
            Kept::AnchorStart => {}
            Kept::Author
            | Kept::Operator
            | Kept::Company
            | Kept::Title
            | Kept::Generator
            | Kept::Template
            | Kept::Field
            | Kept::OtherFontName
            | Kept::ObjectClass => tell_kept(kept, text, self.writing),
        }
    }

    fn finish(mut self) {
        while let Some((story, _)) = self.stories.pop() {
            if self.stories.is_empty() {
                let mut blocks = Vec::new();
                story.end(&mut blocks);
                for block in blocks {
                    self.writing.block(block);
                }
            } else {
                self.end_story(story);
            }
        }
        without_repeats(&mut self.apart);
        for block in self.apart {
            self.writing.block(block);
        }
        for (number, n_signs) in self.languages {
            if n_signs > 0
                && let Some(tag) = language_in_words(number)
            {
                let value = format!("{tag}: {n_signs} characters");
                self.writing.signal(SignalKind::TypedLanguage, value, Place::Whole);
            }
        }
    }
}

/// Whether a sign belongs to a script for which RTF has a language of its own.
const fn is_far_east(sign: char) -> bool {
    matches!(sign, '\u{1100}'..='\u{11FF}' | '\u{2E80}'..='\u{30FF}' | '\u{3130}'..='\u{318F}' | '\u{3400}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}')
}
