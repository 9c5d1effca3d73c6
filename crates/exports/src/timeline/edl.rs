//! Edit decision lists (CMX 3600) with locators and the markers of `DaVinci` Resolve and Frame.io.
//!
//! An event is a line with its number, reel, track, transition and four time codes; lines after it belong to it:
//! `* FROM CLIP NAME:`, `* LOC: TIMECODE COLOUR text` (Avid), ` |C:COLOUR |M:name |D:frames` (Resolve), `@Name, date` and a
//! line of text before those (Frame.io). Out: a marker each with the event's clip and record time. A list names no rate,
//! so no frame is counted.

use subtier_model::Place;

use super::rate::is_timecode;
use crate::exports::is_default_name;
use subtier_blocks::Writing;
use subtier_blocks::kept_name;
use subtier_blocks::paths::local_path;
use subtier_blocks::{Block, BlockKind, Fields, SignalKind};

/// Lines that are looked at to say whether a text is a list.
const SNIFFED_LINES_MAX: usize = 40;

/// Markers of one event that are kept.
const MARKERS_MAX: usize = 10_000;

/// What a comment line may begin with that is no note.
const TECHNICAL: &[&str] = &[
    "FROM CLIP IS",
    "TO CLIP IS",
    "ASC_",
    "EFFECT",
    "AUDIO LEVEL",
    "KEY CLIP",
    "FINAL CUT PRO",
    "OTIO ",
    "REEL",
    "BLEND",
    "SOURCE",
    "CLIP IS",
    "M2",
    "AUD",
    "AVX",
    "SPEED",
    "TIMEWARP",
    "LUT",
    "TO CLIP NAME",
    "HEADERROWS",
    "END ",
    "* ",
];

/// Comments that are known without their star.
const UNSTARRED: &[&str] = &["FROM CLIP NAME:", "SOURCE FILE:", "LOC:"];

/// Whether a text is a list.
pub(super) fn is_it(text: &str) -> bool {
    let mut lines = text.lines().map(str::trim).filter(|line| !line.is_empty());
    let mut lines = lines.by_ref().take(SNIFFED_LINES_MAX).peekable();
    let is_titled = lines.peek().is_some_and(|line| line.starts_with("TITLE:"));
    let mut has_mode = false;
    for line in lines {
        if event(line).is_some() {
            return true;
        }
        has_mode |= line.starts_with("FCM:");
        if !is_titled && !has_mode {
            return false;
        }
    }
    is_titled && has_mode
}

/// Reads a list.
pub(super) fn read(text: &str, writing: &mut Writing) {
    let mut list = List {
        clip: None,
        record_in: None,
        waiting: Vec::new(),
        said: None,
        author: None,
        writing,
    };
    for (number, line) in (1..).zip(text.lines()) {
        if list.writing.is_full() {
            return;
        }
        list.line(line.trim(), number);
    }
    list.flush();
}

/// The record-in time code of an event line.
fn event(line: &str) -> Option<&str> {
    let words: Vec<&str> = line.split_whitespace().collect();
    let [number, _, .., _, _, record_in, record_out] = words.as_slice() else { return None };
    let is_number = !number.is_empty() && number.bytes().all(|byte| byte.is_ascii_digit());
    let n_times = words.iter().rev().take_while(|word| is_timecode(word)).count();
    (is_number && n_times == 4 && words.len() >= 7 && is_timecode(record_out)).then_some(*record_in)
}

struct List<'a> {
    clip: Option<String>,
    record_in: Option<String>,
    /// Markers of the event: its clip may be named after them.
    waiting: Vec<Block>,
    /// A line of text that the marker after it may be of.
    said: Option<(u64, String)>,
    author: Option<(String, String)>,
    writing: &'a mut Writing,
}

impl List<'_> {
    fn line(&mut self, line: &str, number: u64) {
        if let Some(record_in) = event(line) {
            self.flush();
            self.record_in = Some(record_in.to_owned());
        } else if let Some(title) = line.strip_prefix("TITLE:") {
            self.writing.signal(SignalKind::Title, title.trim(), Place::Line(number));
        } else if line.contains("|C:") || line.contains("|M:") {
            self.resolve(line, number);
        } else if let Some(comment) = line.strip_prefix('*') {
            self.comment(comment.trim(), number);
        } else if UNSTARRED.iter().any(|known| line.starts_with(known)) {
            // Some programs leave the star out.
            self.comment(line, number);
        } else if let Some((name, time)) = line.strip_prefix('@').and_then(|at| at.split_once(", "))
        {
            self.author = Some((name.trim().to_owned(), time.trim().to_owned()));
        } else if !line.is_empty() && self.record_in.is_some() && !is_technical(line) {
            self.say();
            self.said = Some((number, line.to_owned()));
        }
    }

    fn comment(&mut self, comment: &str, number: u64) {
        let upper = comment.to_ascii_uppercase();
        let after = |prefix: &str| {
            upper.starts_with(prefix).then(|| comment.get(prefix.len()..).unwrap_or("").trim())
        };
        if let Some(name) = after("FROM CLIP NAME:").or_else(|| after("CLIP NAME:")) {
            self.clip = Some(kept_name(name));
        } else if let Some(file) =
            after("SOURCE FILE:").or_else(|| after("FROM FILE:")).or_else(|| after("FROM CLIP:"))
        {
            local_path(file, &Place::Line(number), self.writing);
        } else if let Some(locator) = after("LOC:") {
            self.locator(locator, number);
        } else if let Some(note) = after("COMMENT:").or_else(|| after("NOTE:")) {
            self.marker(note.to_owned(), number, Fields::default());
        } else if !comment.is_empty()
            && !is_technical(&upper)
            && self.clip.as_deref() != Some(comment)
        {
            self.marker(comment.to_owned(), number, Fields::default());
        }
    }

    /// `TIMECODE COLOUR text`; the colour may be missing.
    fn locator(&mut self, locator: &str, number: u64) {
        let (timecode, rest) = first_word(locator);
        let (timecode, rest) =
            if is_timecode(timecode) { (Some(timecode), rest) } else { (None, locator) };
        let (word, after) = first_word(rest);
        let is_colour = COLOURS.iter().any(|colour| colour.eq_ignore_ascii_case(word));
        let (colour, text) = if is_colour { (Some(word), after) } else { (None, rest) };
        let fields = Fields {
            timecode: timecode.map(str::to_owned),
            colour: colour.map(str::to_owned),
            ..Fields::default()
        };
        self.marker(text.to_owned(), number, fields);
    }

    fn resolve(&mut self, line: &str, number: u64) {
        let part = |key: &str| {
            let (_, rest) = line.split_once(key)?;
            let end = ["|C:", "|M:", "|D:"].iter().filter_map(|next| rest.find(next)).min();
            Some(rest.get(..end.unwrap_or(rest.len())).unwrap_or("").trim())
        };
        let before = line.split('|').next().unwrap_or("").trim();
        let colour =
            part("|C:").map(|colour| colour.strip_prefix("ResolveColor").unwrap_or(colour));
        let author = self.author.take();
        let name = part("|M:")
            .filter(|name| !is_default_name(name))
            .filter(|name| author.as_ref().is_none_or(|(author, _)| author != name));
        let said = self.said.take();
        let words = name
            .into_iter()
            .chain(said.as_ref().map(|(_, said)| said.as_str()))
            .chain((!before.is_empty()).then_some(before));
        let text = words.collect::<Vec<_>>().join("\n");
        let text = if text.is_empty() { part("|M:").unwrap_or("").to_owned() } else { text };
        let fields = Fields { colour: colour.map(str::to_owned), ..Fields::default() };
        self.author = author;
        self.marker(text, number, fields);
    }

    /// Keeps a line of text to which no marker came.
    fn say(&mut self) {
        if let Some((number, text)) = self.said.take() {
            self.marker(text, number, Fields::default());
        }
    }

    fn marker(&mut self, text: String, number: u64, mut fields: Fields) {
        if fields.timecode.is_none() {
            fields.timecode.clone_from(&self.record_in);
        }
        let mut block = Block::new(BlockKind::Marker, text, Place::Line(number));
        if let Some((author, time)) = self.author.take() {
            self.writing.signal(SignalKind::CommentAuthor, author.as_str(), Place::Line(number));
            (block.author, block.time) = (Some(author), Some(time));
        }
        block.fields = Some(Box::new(fields));
        self.waiting.push(block);
        if self.waiting.len() >= MARKERS_MAX {
            self.release();
        }
    }

    /// Writes the markers of the event, now that its clip is known.
    fn flush(&mut self) {
        self.say();
        self.release();
        (self.clip, self.author) = (None, None);
    }

    fn release(&mut self) {
        for mut block in self.waiting.drain(..) {
            if let Some(fields) = &mut block.fields {
                fields.asset.clone_from(&self.clip);
            }
            self.writing.block(block);
        }
    }
}

fn is_technical(line: &str) -> bool {
    let upper = line.to_ascii_uppercase();
    TECHNICAL.iter().any(|prefix| upper.starts_with(prefix)) || upper.starts_with("FCM:")
}

fn first_word(text: &str) -> (&str, &str) {
    let text = text.trim_start();
    let (word, rest) = text.split_once(char::is_whitespace).unwrap_or((text, ""));
    (word, rest.trim())
}

/// The colours that Avid gives locators and markers.
pub(super) const COLOURS: &[&str] = &[
    "red", "green", "blue", "cyan", "magenta", "yellow", "black", "white", "pink", "forest",
    "denim", "violet", "purple", "orange", "grey", "gray", "gold",
];

#[cfg(test)]
mod tests {
    use super::*;
    use subtier_blocks::{Format, Limits};

    fn told(text: &str) -> Vec<String> {
        let mut writing = Writing::new(Format::Edl, Limits::STANDARD);
        read(text, &mut writing);
        let line = |block: &Block| {
            let fields = block.fields.clone().unwrap();
            let part = |part: Option<String>| part.unwrap_or_default();
            format!(
                "{}|{}|{}|{}|{}",
                block.text,
                part(fields.timecode),
                part(fields.colour),
                part(fields.asset),
                part(block.author.clone())
            )
        };
        writing.finish().blocks.iter().map(line).collect()
    }

    const EVENT: &str =
        "001  AX       V     C        00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00\n";

    #[test]
    fn locators_carry_time_colour_and_the_clip_of_their_event() {
        let text = format!(
            "TITLE: A\n{EVENT}* LOC: 01:00:00:10 RED     头型再修\n* FROM CLIP NAME: SC012\n* LOC: 01:00:00:12   no colour\n"
        );
        assert_eq!(
            told(&text),
            ["头型再修|01:00:00:10|RED|SC012|", "no colour|01:00:00:12||SC012|"]
        );
    }

    #[test]
    fn markers_of_resolve_carry_name_text_and_colour() {
        let text = format!(
            "{EVENT} |C:ResolveColorBlue |M:Marker 1 |D:1\n\n{EVENT}后脑太平 |C:ResolveColorRed |M:SC012 |D:5\n\n{EVENT}@Alex, Apr 14 14 11:02pm\n First comment |C:ResolveColorRed |M:Alex |D:0\n"
        );
        assert_eq!(
            told(&text),
            [
                "Marker 1|01:00:00:00|Blue||",
                "SC012\n后脑太平|01:00:00:00|Red||",
                "First comment|01:00:00:00|Red||Alex"
            ]
        );
    }

    #[test]
    fn lines_of_an_event_that_no_marker_follows_are_notes() {
        let text = format!("{EVENT}* ASC_SOP (1 1 1)(0 0 0)(1 1 1)\n* wrong mouth\nplain words\n");
        assert_eq!(told(&text), ["wrong mouth|01:00:00:00|||", "plain words|01:00:00:00|||"]);
    }

    #[test]
    fn comments_without_their_star_and_names_said_twice_are_no_notes() {
        let text = format!("{EVENT}FROM CLIP NAME: SC012\n* SC012\n* LOC: 01:00:00:10 RED     a\n");
        assert_eq!(told(&text), ["a|01:00:00:10|RED|SC012|"]);
    }

    #[test]
    fn a_title_alone_makes_no_list() {
        assert!(is_it("TITLE: a\nFCM: NON-DROP FRAME\n"));
        assert!(!is_it("TITLE: a\nwords\n"));
        assert!(!is_it("001 a b c\n"));
    }
}
