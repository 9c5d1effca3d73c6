//! XML in one pass, with bounds: elements, their attributes and their text, whatever the prefix.
//!
//! In: a reader of the bytes of one part, in any encoding that it declares. Out: one step after the other. Names are
//! compared without their prefix, since writers choose their own. Entities that a document defines are never expanded,
//! none is fetched. No more than one tag or one piece of text is held at a time, each no longer than its limit, so that
//! a part of any size is read in little memory.

mod attributes;
mod encoding;
mod tag_name;

use std::borrow::Cow;
use std::io::Read;
use std::ops::Range;

use encoding_rs::Decoder;

use attributes::{Attributes, find, unescape_into};
use encoding::{DECLARATION_BYTES, declared_encoding};
use tag_name::{PlainName, local, plain_name, prefix_bytes};

pub use attributes::{attributes, unescape};
pub use encoding::as_utf8;

/// What comes next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// An element begins; [`Xml::name`] and [`Xml::attribute`] speak of it.
    Start,
    /// An element ends; [`Xml::name`] says which.
    End,
    /// Text with its references resolved; it stands in [`Xml::text`]. A long one comes in several steps.
    Text,
    /// Nothing more.
    Eof,
}

/// Bytes read at a time, and the first time: most parts of a document are small.
const READ_BYTES: usize = 1 << 16;
const FIRST_READ_BYTES: usize = 1 << 12;

/// Bytes of the longest tag; attributes of real documents stay under some 100 kB (paths of drawings).
const TAG_BYTES_MAX: usize = 4 << 20;

/// Bytes of text in one step.
const TEXT_BYTES_MAX: usize = 1 << 16;

/// The longest reference that is looked for, as `&#x10FFFF;`; a cut never falls into one.
const REFERENCE_BYTES_MAX: usize = 16;

/// XML being read.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a state of its own; none is an argument"
)]
pub struct Xml<R> {
    bytes: R,
    raw: Vec<u8>,
    decoder: Option<Decoder>,
    /// What was read and decoded; everything before `at` is done with.
    window: String,
    at: usize,
    gone: u64,
    source_ended: bool,
    failure: Option<String>,
    /// The tag in the window without its angle brackets.
    element: Range<usize>,
    /// Bytes of its name, and of the prefix with its colon.
    name_bytes: usize,
    prefix_bytes: usize,
    text: Range<usize>,
    resolved: String,
    is_resolved: bool,
    ends_at_once: bool,
    in_cdata: bool,
    depth: usize,
    depth_max: usize,
    defines_entities: bool,
    is_mended: bool,
}

impl<R: Read> Xml<R> {
    /// Begins at the start of a part.
    pub fn new(bytes: R, depth_max: usize) -> Self {
        Self {
            bytes,
            raw: Vec::new(),
            decoder: None,
            window: String::new(),
            at: 0,
            gone: 0,
            source_ended: false,
            failure: None,
            element: 0..0,
            name_bytes: 0,
            prefix_bytes: 0,
            text: 0..0,
            resolved: String::new(),
            is_resolved: false,
            ends_at_once: false,
            in_cdata: false,
            depth: 0,
            depth_max,
            defines_entities: false,
            is_mended: false,
        }
    }

    /// Goes one step on; the reason in words where that is impossible, after which there is nothing more to be had.
    pub fn step(&mut self) -> Result<Step, String> {
        if self.ends_at_once {
            self.ends_at_once = false;
            self.depth = self.depth.saturating_sub(1);
            return Ok(Step::End);
        }
        loop {
            while self.at >= self.window.len() {
                if !self.fill() {
                    return self.end();
                }
            }
            if self.in_cdata {
                if self.cdata() {
                    return Ok(Step::Text);
                }
            } else if self.rest().first() != Some(&b'<') {
                self.read_text();
                return Ok(Step::Text);
            } else if let Some(step) = self.markup()? {
                return Ok(step);
            }
        }
    }

    /// Goes past the end of the element that began last, with all that is in it.
    pub fn skip(&mut self) -> Result<(), String> {
        let outside = self.depth.saturating_sub(1);
        while self.depth > outside {
            if self.step()? == Step::Eof {
                break;
            }
        }
        Ok(())
    }

    /// The text within the element that began last, up to `bytes_max`; goes past its end.
    pub fn inner_text(&mut self, bytes_max: usize) -> Result<String, String> {
        let outside = self.depth.saturating_sub(1);
        let mut text = String::new();
        while self.depth > outside {
            match self.step()? {
                Step::Text if text.len() < bytes_max => text.push_str(self.text()),
                Step::Eof => break,
                Step::Start | Step::End | Step::Text => {}
            }
        }
        text.truncate(text.floor_char_boundary(bytes_max));
        Ok(text)
    }

    /// The name of the element that began or ended, without its prefix.
    pub fn name(&self) -> &str {
        self.tag().get(self.prefix_bytes..self.name_bytes).unwrap_or("")
    }

    /// The name of the element that began or ended as it stands there.
    pub fn full_name(&self) -> &str {
        self.tag().get(..self.name_bytes).unwrap_or("")
    }

    /// An attribute of the element that began, by its name without prefix.
    pub fn attribute(&self, name: &str) -> Option<String> {
        self.value(name).map(Cow::into_owned)
    }

    /// An attribute of the element that began, by its name without prefix; borrowed where it holds no reference.
    pub fn value(&self, name: &str) -> Option<Cow<'_, str>> {
        find(self.tag().get(self.name_bytes..)?, |key| local(key) == name)
    }

    /// All attributes of the element that began, by their names without prefix, in their order; for elements of which a file
    /// has millions. A value is as it stands there: [`unescape`] resolves its references.
    pub fn attributes(&self) -> impl Iterator<Item = (&str, &str)> {
        attributes(self.tag().get(self.name_bytes..).unwrap_or(""))
    }

    /// What is at hand behind the step, where elements of so many levels may begin, for readers that know how nearly all of a part is
    /// written. What they read there they [`Xml::pass`]; all else, and what is cut at its end, goes step by step.
    pub fn at_hand(&self, levels: usize) -> Option<&str> {
        let is_between = !self.in_cdata && !self.ends_at_once && self.depth > 0;
        if !is_between || self.depth.saturating_add(levels) > self.depth_max {
            return None;
        }
        self.window.get(self.at..)
    }

    /// Goes past bytes that are at hand, in which as many elements begin as end.
    pub fn pass(&mut self, n_bytes: usize) {
        self.at = self.at.saturating_add(n_bytes).min(self.window.len());
    }

    /// An attribute by its full name, for elements that have two of one local name.
    pub fn attribute_exactly(&self, name: &str) -> Option<String> {
        find(self.tag().get(self.name_bytes..)?, |key| key == name).map(Cow::into_owned)
    }

    /// All attributes of one local name, for elements that have several, such as `id` and `r:id`.
    pub fn attributes_named<'x>(&'x self, name: &'x str) -> impl Iterator<Item = Cow<'x, str>> {
        let tag = self.tag().get(self.name_bytes..).unwrap_or("");
        Attributes(tag).filter(move |(key, _)| local(key) == name).map(|(_, value)| unescape(value))
    }

    /// The text of the step.
    pub fn text(&self) -> &str {
        if self.is_resolved {
            &self.resolved
        } else {
            self.window.get(self.text.clone()).unwrap_or("")
        }
    }

    /// Elements that are open.
    pub const fn depth(&self) -> usize {
        self.depth
    }

    /// Byte of the part after the step, counted in UTF-8.
    pub const fn offset(&self) -> u64 {
        self.gone + self.at as u64
    }

    /// Whether the part tried to define entities; they were left as they stand.
    pub const fn defines_entities(&self) -> bool {
        self.defines_entities
    }

    /// Whether bytes that are no text in its encoding stand in it; each became U+FFFD.
    pub const fn is_mended(&self) -> bool {
        self.is_mended
    }

    fn tag(&self) -> &str {
        self.window.get(self.element.clone()).unwrap_or("")
    }

    fn rest(&self) -> &[u8] {
        self.window.as_bytes().get(self.at..).unwrap_or(&[])
    }

    /// Nothing more was to be had.
    fn end(&mut self) -> Result<Step, String> {
        match self.failure.take() {
            Some(reason) => Err(reason),
            None if self.depth > 0 => {
                let open = std::mem::take(&mut self.depth);
                Err(format!("it ends while {open} elements are open"))
            }
            None => Ok(Step::Eof),
        }
    }

    fn fail(&mut self, reason: String) -> String {
        self.source_ended = true;
        self.at = self.window.len();
        self.depth = 0;
        reason
    }

    /// Reads on, after dropping what is done with; false at the end.
    fn fill(&mut self) -> bool {
        if self.source_ended {
            return false;
        }
        self.window.drain(..self.at);
        self.gone += self.at as u64;
        self.at = 0;
        let mut count = 0;
        if self.raw.len() < READ_BYTES {
            self.raw.resize((self.raw.len() * 4).max(FIRST_READ_BYTES), 0);
        }
        // The first time enough for the declaration, so that it is not cut.
        let wanted = if self.decoder.is_none() { DECLARATION_BYTES } else { 1 };
        while count < wanted {
            match self.bytes.read(self.raw.get_mut(count..).unwrap_or(&mut [])) {
                Ok(0) => {
                    self.source_ended = true;
                    break;
                }
                Ok(read) => count += read,
                Err(error) if error.kind() == std::io::ErrorKind::Interrupted => {}
                Err(error) => {
                    self.source_ended = true;
                    self.failure = Some(error.to_string());
                    break;
                }
            }
        }
        let raw = self.raw.get(..count).unwrap_or(&[]);
        let decoder = self
            .decoder
            .get_or_insert_with(|| declared_encoding(raw).new_decoder_with_bom_removal());
        let room = decoder.max_utf8_buffer_length(raw.len()).unwrap_or(READ_BYTES * 4);
        self.window.reserve(room);
        let before = self.window.len();
        let (_, _, is_odd) = decoder.decode_to_string(raw, &mut self.window, self.source_ended);
        self.is_mended |= is_odd;
        // At the end a sign that was cut may still have become U+FFFD.
        count > 0 || self.window.len() > before
    }

    fn read_text(&mut self) {
        let mut seen = 0;
        loop {
            let rest = self.rest();
            if let Some(found) = memchr::memchr(b'<', rest.get(seen..).unwrap_or(&[])) {
                seen += found;
                break;
            }
            seen = rest.len();
            if seen >= TEXT_BYTES_MAX {
                seen = self.cut(seen);
                break;
            }
            if !self.fill() {
                break;
            }
        }
        self.text = self.at..self.at + seen;
        self.at += seen;
        self.resolve();
    }

    /// Where a long text is cut: not within a sign or a reference.
    fn cut(&self, seen: usize) -> usize {
        let tail_at = seen.saturating_sub(REFERENCE_BYTES_MAX);
        let rest = self.rest();
        match memchr::memrchr(b'&', rest.get(tail_at..seen).unwrap_or(&[])) {
            Some(found) if tail_at + found > 0 => tail_at + found,
            _ => seen,
        }
    }

    fn resolve(&mut self) {
        let text = self.window.get(self.text.clone()).unwrap_or("");
        self.is_resolved = memchr::memchr2(b'&', b'\r', text.as_bytes()).is_some();
        if self.is_resolved {
            self.resolved.clear();
            if text.contains('\r') {
                // XML 1.0, 2.11: line ends become line feeds.
                let text = text.replace("\r\n", "\n").replace('\r', "\n");
                unescape_into(&text, &mut self.resolved);
            } else {
                unescape_into(text, &mut self.resolved);
            }
        }
    }

    /// Reads on in a CDATA section; whether there is text.
    fn cdata(&mut self) -> bool {
        let mut seen = 0;
        let ends = loop {
            let rest = self.rest();
            if let Some(found) = memchr::memmem::find(rest.get(seen..).unwrap_or(&[]), b"]]>") {
                seen += found;
                break true;
            }
            // Its first two signs may stand at the end already.
            seen = self.window.floor_char_boundary((self.at + rest.len()).saturating_sub(2));
            seen = seen.saturating_sub(self.at);
            if seen >= TEXT_BYTES_MAX {
                break false;
            }
            if !self.fill() {
                seen = self.rest().len();
                break true;
            }
        };
        self.text = self.at..self.at + seen;
        self.is_resolved = false;
        self.at = (self.at + seen + if ends { 3 } else { 0 }).min(self.window.len());
        self.in_cdata = !ends;
        !self.text.is_empty()
    }

    /// Reads what begins with `<`; a step where it is one.
    fn markup(&mut self) -> Result<Option<Step>, String> {
        while self.rest().len() < 9 && self.fill() {}
        let rest = self.rest();
        match rest.get(1) {
            Some(b'!') if rest.starts_with(b"<!--") => self.skip_past(b"-->"),
            Some(b'!') if rest.starts_with(b"<![CDATA[") => {
                self.at += 9;
                self.in_cdata = true;
            }
            Some(b'?') => self.skip_past(b"?>"),
            Some(b'!') => self.doctype()?,
            Some(b'/') if let Some(name) = plain_name(rest.get(2..).unwrap_or(&[])) => {
                if name.ends_at_once {
                    return self.end_tag().map(Some);
                }
                let start = self.at + 2;
                self.name_element(start, &name);
                self.at = start + name.n_bytes + 1;
                self.depth = self.depth.saturating_sub(1);
                return Ok(Some(Step::End));
            }
            Some(b'/') => return self.end_tag().map(Some),
            Some(_) if let Some(name) = plain_name(rest.get(1..).unwrap_or(&[])) => {
                let start = self.at + 1;
                self.name_element(start, &name);
                self.ends_at_once = name.ends_at_once;
                self.at = start + name.n_bytes + if name.ends_at_once { 2 } else { 1 };
                return self.begin().map(Some);
            }
            _ => {
                let end = self.tag_end(TagKind::Start)?;
                self.element = self.at + 1..self.at + end - 1;
                self.at += end;
                return self.start().map(Some);
            }
        }
        Ok(None)
    }

    /// Reads a tag that ends an element.
    fn end_tag(&mut self) -> Result<Step, String> {
        let end = self.tag_end(TagKind::End)?;
        self.element = self.at + 2..self.at + end - 1;
        let trimmed = self.tag().trim_end().len();
        self.element.end = self.element.start + trimmed;
        self.name_bytes = trimmed;
        self.prefix_bytes = prefix_bytes(self.full_name());
        self.at += end;
        self.depth = self.depth.saturating_sub(1);
        Ok(Step::End)
    }

    fn name_element(&mut self, start: usize, name: &PlainName) {
        self.element = start..start + name.n_bytes;
        self.name_bytes = name.n_bytes;
        self.prefix_bytes = name.prefix_bytes;
    }

    fn start(&mut self) -> Result<Step, String> {
        self.ends_at_once = self.tag().ends_with('/');
        if self.ends_at_once {
            self.element.end -= 1;
        }
        let tag = self.tag();
        self.name_bytes =
            tag.bytes().position(|byte| byte.is_ascii_whitespace()).unwrap_or(tag.len());
        self.prefix_bytes = prefix_bytes(self.full_name());
        self.begin()
    }

    /// The element that was named begins.
    fn begin(&mut self) -> Result<Step, String> {
        self.depth += 1;
        if self.depth > self.depth_max {
            return Err(self.fail(format!("elements lie more than {} deep", self.depth_max)));
        }
        Ok(Step::Start)
    }

    /// How long the tag is that begins here, where its first `>` ends it as nearly all do: with no quote, or with as many double
    /// ones as close, before it.
    fn near_tag_end(&self) -> Option<usize> {
        let rest = self.rest();
        let end = memchr::memchr(b'>', rest)?;
        let (mut is_open, mut has_single) = (false, false);
        for byte in rest.get(..end)? {
            is_open ^= *byte == b'"';
            has_single |= *byte == b'\'';
        }
        (!has_single && !is_open).then_some(end + 1)
    }

    /// How long the tag is that begins here; `>` within quotes does not end one that begins an element.
    fn tag_end(&mut self, kind: TagKind) -> Result<usize, String> {
        if let Some(end) = self.near_tag_end() {
            return Ok(end);
        }
        let (mut seen, mut quote) = (1, None);
        loop {
            let rest = self.rest().get(seen..).unwrap_or(&[]);
            let found = match (quote, kind) {
                (Some(quote), _) => memchr::memchr(quote, rest),
                (None, TagKind::Start) => memchr::memchr3(b'>', b'"', b'\'', rest),
                (None, TagKind::End) => memchr::memchr(b'>', rest),
            };
            let Some(found) = found else {
                seen += rest.len();
                if seen > TAG_BYTES_MAX {
                    return Err(self.fail(format!("a tag is longer than {TAG_BYTES_MAX} bytes")));
                }
                if !self.fill() {
                    let reason =
                        self.failure.take().unwrap_or_else(|| "it ends within a tag".to_owned());
                    return Err(self.fail(reason));
                }
                continue;
            };
            let byte = rest.get(found).copied();
            seen += found + 1;
            match byte {
                Some(b'>') if quote.is_none() => return Ok(seen),
                _ if quote.is_some() => quote = None,
                _ => quote = byte,
            }
        }
    }

    /// Goes past a comment or instruction, however long it is.
    fn skip_past(&mut self, end: &[u8]) {
        loop {
            if let Some(found) = memchr::memmem::find(self.rest(), end) {
                self.at += found + end.len();
                return;
            }
            let kept = self.window.len().saturating_sub(end.len() - 1).max(self.at);
            self.at = self.window.floor_char_boundary(kept);
            if !self.fill() {
                self.at = self.window.len();
                return;
            }
        }
    }

    /// Goes past the document type and what stands in its brackets.
    fn doctype(&mut self) -> Result<(), String> {
        let (mut seen, mut brackets) = (2, 0usize);
        loop {
            let rest = self.rest();
            let tail = rest.get(seen..).unwrap_or(&[]);
            let Some(found) = memchr::memchr3(b'[', b']', b'>', tail) else {
                seen = rest.len();
                if seen > TAG_BYTES_MAX {
                    return Err(self
                        .fail(format!("the document type is longer than {TAG_BYTES_MAX} bytes")));
                }
                if !self.fill() {
                    return Err(self.fail("it ends within the document type".to_owned()));
                }
                continue;
            };
            let byte = tail.get(found).copied();
            seen += found + 1;
            match byte {
                Some(b'[') => brackets += 1,
                Some(b']') => brackets = brackets.saturating_sub(1),
                _ if brackets == 0 => break,
                _ => {}
            }
        }
        let doctype = self.rest().get(..seen).unwrap_or(&[]);
        self.defines_entities |= memchr::memmem::find(doctype, b"<!ENTITY").is_some();
        self.at += seen;
        Ok(())
    }
}

/// What a tag does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum TagKind {
    Start,
    End,
}

impl<R> std::fmt::Debug for Xml<R> {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Xml").field("depth", &self.depth).finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
