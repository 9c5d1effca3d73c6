//! One part of text of a Word document, element by element.
//!
//! In: the steps of its XML. Out: paragraphs, tables, boxes, notes and comments for the flow.
//!
//! Decided here: a text box that is written twice (`mc:AlternateContent`) is read once, its fallback only where the choice
//! holds no text; a reading above a sign (ruby) follows it in brackets; a hyphen that must not break is `-`, since shot
//! codes are written with it.

use std::io::Read;

use subtier_model::Place;

use super::comments::Comments;
use super::hidden::HiddenStyles;
use super::properties::{CellProperties, RunProperties, columns_before, paragraph_hides};
use crate::flow::{Change, ChangeKind, Flow, Story};
use crate::steps::Steps;
use subtier_blocks::zones::clock_difference;
use subtier_blocks::{BlockKind, SignalKind};
use subtier_xml::Xml;

/// What a part of text holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum TextPart {
    Body,
    PageHeader,
    Notes,
    Comments,
}

/// Reads one part of text.
pub(super) struct StoryReader<'a> {
    holds: TextPart,
    hidden: &'a HiddenStyles,
    comments: &'a mut Comments,
    run: RunProperties,
    paragraph_hides: bool,
    /// Whether text counts: within `w:t` and its likes.
    in_text: bool,
    /// Bytes of text so far, by which the choice of an alternative is known to hold some.
    n_bytes: u64,
    /// For each open alternative the bytes before its choice.
    alternatives: Vec<u64>,
    ruby: Option<String>,
    in_ruby_text: bool,
    comment: Option<OpenComment>,
    last_paragraph: String,
}

#[derive(Debug, Default)]
struct OpenComment {
    id: String,
    utc: Option<String>,
}

impl Steps for StoryReader<'_> {
    fn start<R: Read>(&mut self, xml: &mut Xml<R>, flow: &mut Flow<'_>) -> Result<(), String> {
        match xml.name() {
            "t" | "delText" => self.in_text = true,
            "r" => self.begin_run(flow),
            "rPr" => {
                self.run = RunProperties::read(xml, self.hidden)?;
                flow.set_hidden(self.run.is_hidden || self.paragraph_hides);
            }
            "p" => self.begin_paragraph(xml, flow),
            "pPr" => {
                self.paragraph_hides = paragraph_hides(xml, self.hidden)?;
                flow.set_hidden(self.paragraph_hides);
            }
            "tab" | "ptab" => self.push("\t", flow),
            "br" | "cr" => self.push("\n", flow),
            "noBreakHyphen" => self.push("-", flow),
            "sym" => self.symbol(xml, flow),
            "tbl" | "tr" | "trPr" | "tc" | "tcPr" => Self::start_of_table(xml, flow)?,
            "ins" | "moveTo" => begin_change(ChangeKind::Inserted, xml, flow),
            "del" | "moveFrom" => begin_change(ChangeKind::Deleted, xml, flow),
            // Settings of what they stand in; their text is never shown.
            "sdtPr" | "sectPr" | "tblPr" | "tblPrEx" | "tblGrid" | "instrText" | "delInstrText"
            | "fldData" => xml.skip()?,
            _ => self.start_of_rare(xml, flow)?,
        }
        Ok(())
    }

    fn text(&mut self, text: &str, flow: &mut Flow<'_>) {
        if self.in_text {
            self.push(text, flow);
        }
    }

    fn end<R: Read>(&mut self, xml: &Xml<R>, flow: &mut Flow<'_>) {
        match xml.name() {
            "t" | "delText" => self.in_text = false,
            "p" => flow.end_paragraph(),
            "tc" => flow.end_cell(),
            "tbl" => flow.end_table(),
            "ins" | "moveTo" => flow.end_change(ChangeKind::Inserted, None),
            "del" | "moveFrom" => flow.end_change(ChangeKind::Deleted, None),
            "txbxContent" | "hdr" | "ftr" => flow.end_story(),
            "footnote" | "endnote" if self.holds == TextPart::Notes => flow.end_story(),
            "comment" if self.holds == TextPart::Comments => self.end_comment(flow),
            "AlternateContent" => {
                self.alternatives.pop();
            }
            "rt" => self.in_ruby_text = false,
            "ruby" => {
                let reading = self.ruby.take().filter(|reading| !reading.is_empty());
                if let Some(reading) = reading {
                    self.push(&format!("({reading})"), flow);
                }
            }
            _ => {}
        }
    }
}

impl<'a> StoryReader<'a> {
    /// Begins a part.
    pub(super) fn new(
        holds: TextPart,
        hidden: &'a HiddenStyles,
        comments: &'a mut Comments,
    ) -> Self {
        Self {
            holds,
            hidden,
            comments,
            run: RunProperties::default(),
            paragraph_hides: false,
            in_text: false,
            n_bytes: 0,
            alternatives: Vec::new(),
            ruby: None,
            in_ruby_text: false,
            comment: None,
            last_paragraph: String::new(),
        }
    }

    fn begin_run(&mut self, flow: &mut Flow<'_>) {
        self.run = RunProperties::default();
        flow.set_hidden(self.paragraph_hides);
    }

    fn begin_paragraph<R: Read>(&mut self, xml: &Xml<R>, flow: &mut Flow<'_>) {
        flow.begin_paragraph();
        self.paragraph_hides = false;
        self.run = RunProperties::default();
        flow.set_hidden(false);
        if self.comment.is_some() {
            self.last_paragraph = xml.attribute("paraId").unwrap_or_default();
        }
    }

    fn start_of_table<R: Read>(xml: &mut Xml<R>, flow: &mut Flow<'_>) -> Result<(), String> {
        match xml.name() {
            "tbl" => flow.begin_table(),
            "tr" => {
                if let Some(table) = flow.table() {
                    table.begin_row();
                }
            }
            "trPr" => {
                let before = columns_before(xml)?;
                if let Some(table) = flow.table() {
                    table.column = table.column.saturating_add(before);
                }
            }
            "tc" => {
                let at = flow.table().map(|table| (table.row, table.column));
                if let Some((row, column)) = at {
                    flow.begin_cell(row, column);
                    if let Some(table) = flow.table() {
                        table.column = column.saturating_add(1);
                    }
                }
            }
            _ => {
                let properties = CellProperties::read(xml)?;
                let Some(cell) = flow.cell() else { return Ok(()) };
                cell.columns = properties.columns;
                let next = cell.column.saturating_add(properties.columns);
                match properties.merge {
                    Some(true) => flow.begin_merge(),
                    Some(false) => flow.merge_above(),
                    None => {}
                }
                if let Some(table) = flow.table() {
                    table.column = next;
                }
            }
        }
        Ok(())
    }

    fn start_of_rare<R: Read>(
        &mut self,
        xml: &mut Xml<R>,
        flow: &mut Flow<'_>,
    ) -> Result<(), String> {
        match xml.name() {
            "txbxContent" => flow.begin_story(Story::whole(BlockKind::TextBox)),
            "AlternateContent" => self.alternatives.push(self.n_bytes),
            // Only the first that holds text is read.
            "Choice" | "Fallback"
                if self.alternatives.last().is_some_and(|before| *before != self.n_bytes) =>
            {
                xml.skip()?;
            }
            "commentRangeStart" => {
                flow.begin_anchor(&xml.attribute("id").unwrap_or_default(), false);
            }
            "commentRangeEnd" => flow.end_anchor(&xml.value("id").unwrap_or_default()),
            "ruby" => self.ruby = Some(String::new()),
            "rt" => self.in_ruby_text = self.ruby.is_some(),
            "footnote" | "endnote" if self.holds == TextPart::Notes => {
                // Separators are lines between text and notes (ECMA-376 part 1, 17.18.33).
                if xml.value("type").is_some_and(|kind| kind != "normal") {
                    return xml.skip();
                }
                flow.begin_story(Story::whole(BlockKind::Footnote));
            }
            "hdr" | "ftr" => flow.begin_story(Story::by_paragraph(BlockKind::PageHeader)),
            "comment" if self.holds == TextPart::Comments => self.begin_comment(xml, flow),
            // Text of a watermark.
            "textpath" => {
                if let Some(text) = xml.attribute("string") {
                    flow.begin_story(Story::whole(BlockKind::TextBox));
                    self.push(&text, flow);
                    flow.end_story();
                }
            }
            "docPr" | "cNvPr" => super::super::path_of_picture(xml, flow),
            _ => {}
        }
        Ok(())
    }

    fn begin_comment<R: Read>(&mut self, xml: &Xml<R>, flow: &mut Flow<'_>) {
        let mut story = Story::whole(BlockKind::Comment);
        story.author = xml.attribute("author").filter(|author| !author.trim().is_empty());
        story.time = xml.attribute("date");
        let id = xml.attribute("id").unwrap_or_default();
        story.anchor = flow.anchor(&id).map(str::to_owned);
        if let Some(author) = &story.author {
            flow.signal(SignalKind::CommentAuthor, author);
        }
        self.comment = Some(OpenComment { id, utc: xml.attribute("dateUtc") });
        self.last_paragraph.clear();
        flow.begin_story(story);
    }

    fn end_comment(&mut self, flow: &mut Flow<'_>) {
        let (Some(comment), Some(story)) = (self.comment.take(), flow.story()) else { return };
        let state = self.comments.state(&self.last_paragraph);
        if story.anchor.is_none() {
            story.anchor = self.comments.anchor_of_parent(&state);
        }
        if let Some(anchor) = &story.anchor {
            self.comments.keep_anchor(&self.last_paragraph, anchor);
        }
        story.status = state.is_done.then(|| "done".to_owned());
        let time = story.time.clone();
        let who = story.author.clone().unwrap_or_default();
        let utc = comment.utc.as_deref().or_else(|| self.comments.utc(&self.last_paragraph));
        if let (Some(time), Some(utc)) = (time, utc) {
            clocks(&format!("comment {} of {who}", comment.id), &time, utc, flow);
        }
        flow.end_story();
    }

    fn push(&mut self, text: &str, flow: &mut Flow<'_>) {
        if self.in_ruby_text {
            if let Some(ruby) = &mut self.ruby {
                ruby.push_str(text);
            }
            return;
        }
        self.n_bytes += text.len() as u64;
        flow.text(text);
        if self.run.language.is_some() || self.run.east_asian.is_some() {
            let (east_asian, other) = signs(text);
            flow.typed(self.run.east_asian.as_deref().unwrap_or(""), east_asian);
            flow.typed(self.run.language.as_deref().unwrap_or(""), other);
        }
    }

    fn symbol<R: Read>(&mut self, xml: &Xml<R>, flow: &mut Flow<'_>) {
        let code = xml.value("char").and_then(|code| u32::from_str_radix(code.trim(), 16).ok());
        let Some(sign) = code.and_then(char::from_u32) else { return };
        let is_wingdings = xml.value("font").is_some_and(|font| font == "Wingdings");
        let sign = if is_wingdings { wingding(sign) } else { sign };
        self.push(sign.encode_utf8(&mut [0; 4]), flow);
    }
}

fn begin_change<R: Read>(kind: ChangeKind, xml: &Xml<R>, flow: &mut Flow<'_>) {
    let (author, time) = (xml.attribute("author"), xml.attribute("date"));
    if let (Some(time), Some(utc)) = (&time, xml.value("dateUtc")) {
        clocks(&format!("change of {}", author.as_deref().unwrap_or("")), time, &utc, flow);
    }
    flow.begin_change(Change::new(kind, author, time));
}

/// Tells two clocks that disagree, with both times.
fn clocks(what: &str, local: &str, utc: &str, flow: &mut Flow<'_>) {
    if let Some(difference) = clock_difference(local, utc) {
        let place = Place::Words(format!("{}, {what}: {local} beside {utc} in UTC", flow.place()));
        flow.writing().signal(SignalKind::ClockDifference, difference, place);
    }
}

/// How many signs of a text are East Asian, and how many others; white space counts as neither.
fn signs(text: &str) -> (u64, u64) {
    let (mut east_asian, mut other) = (0, 0);
    for sign in text.chars().filter(|sign| !sign.is_whitespace()) {
        // Hangul Jamo; CJK radicals to Hangul syllables; compatibility and full-width forms; the supplementary planes
        // of Han (Unicode 16, Blocks.txt). These are the signs that Word takes the East Asian font and language for.
        match u32::from(sign) {
            0x1100..=0x11FF
            | 0x2E80..=0xD7FF
            | 0xF900..=0xFAFF
            | 0xFE30..=0xFE4F
            | 0xFF00..=0xFFEF
            | 0x20000..=0x3FFFF => east_asian += 1,
            _ => other += 1,
        }
    }
    (east_asian, other)
}

/// A sign of Wingdings as Unicode, for those by which work is ticked off or pointed at; others stay as they stand.
///
/// Word places the codes of symbol fonts at F000 (ECMA-376 part 1, 17.3.3.30); meaning after L2/11-052R, Wingdings.
const fn wingding(sign: char) -> char {
    match sign {
        '\u{F0FC}' => '✓',
        '\u{F0FB}' => '✗',
        '\u{F0FE}' => '☑',
        '\u{F0FD}' => '☒',
        '\u{F0A8}' => '◻',
        '\u{F0E0}' => '→',
        '\u{F0DF}' => '←',
        '\u{F06C}' => '●',
        '\u{F04A}' => '☺',
        '\u{F04C}' => '☹',
        other => other,
    }
}
