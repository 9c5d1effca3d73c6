//! The parts of a message (RFC 2045, RFC 2046): text line by line, the rest by name.
//!
//! In: the bytes of a message. Of alternatives the plain text is read, the page where there is none. Messages within the
//! message are read too, as deep as the limit allows; other attachments are named and not opened. The encoding of a text is
//! the one it declares where the bytes agree, else the one that explains them best.

use mail_parser::{Message, MessageParser, MimeHeaders};
use memchr::memmem;
use subtier_model::Place;
use subtier_names::encoding::{Encoding, Likelihoods, decode};

use super::header::{self, Heading};
use super::transfer::undo;
use crate::html;
use subtier_blocks::Writing;
use subtier_blocks::{Block, BlockKind, SignalKind};

/// Parts within parts. Forwarded mail of real correspondence stays below ten.
const DEPTH_MAX: usize = 24;

/// Bytes of the headers of one part.
const HEAD_BYTES_MAX: usize = 1 << 20;

/// Messages being read.
pub(super) struct Reading<'a> {
    pub(super) writing: &'a mut Writing,
    folder: Option<&'a Likelihoods>,
    parser: MessageParser,
    n_parts: u64,
    n_entities: usize,
    has_encoding: bool,
}

/// What is to be known of a part.
#[derive(Debug, Clone)]
struct Kind {
    /// Type and subtype in lower case.
    mime: String,
    charset: Option<String>,
    boundary: Option<String>,
    transfer: String,
    /// The name of an attachment.
    name: Option<String>,
    is_attachment: bool,
    is_flowed: bool,
    deletes_space: bool,
}

impl<'a> Reading<'a> {
    pub(super) fn new(folder: Option<&'a Likelihoods>, writing: &'a mut Writing) -> Self {
        let parser = MessageParser::default();
        Self { writing, folder, parser, n_parts: 0, n_entities: 0, has_encoding: false }
    }

    /// Reads a message; `prefix` begins its places and ends with a blank.
    pub(super) fn message(&mut self, bytes: &[u8], prefix: &str, depth: usize) {
        if depth == 0 {
            self.n_parts = 0;
        }
        let (head, body) = split(bytes);
        let parsed = self.parser.parse_headers(head);
        let heading = match parsed.as_ref().and_then(|message| message.parts.first()) {
            Some(part) => header::write(&part.headers, head, prefix, self.folder, self.writing),
            None => Heading::default(),
        };
        let kind = kind(parsed.as_ref());
        drop(parsed);
        self.part(&kind, body, &At { prefix, heading: &heading, depth });
    }

    fn part(&mut self, kind: &Kind, body: &[u8], at: &At<'_>) {
        self.n_entities += 1;
        let parts_max = self.writing.limits().parts_max;
        if self.writing.is_full() || self.n_entities > parts_max {
            return;
        }
        if at.depth >= DEPTH_MAX {
            let reason = format!("parts of the message lie more than {DEPTH_MAX} deep");
            self.writing.fault(Place::Words(format!("{}part {}", at.prefix, self.n_parts)), reason);
            return;
        }
        if let (true, Some(boundary)) = (kind.mime.starts_with("multipart/"), &kind.boundary) {
            self.parts(kind, body, boundary, at);
            return;
        }
        self.n_parts += 1;
        let part = format!("{}part {}", at.prefix, self.n_parts);
        match kind.mime.as_str() {
            "message/rfc822" | "message/global" => {
                let bytes = undo(&kind.transfer, body);
                self.message(&bytes, &format!("{part} message "), at.depth + 1);
            }
            mime if is_text(mime) && !kind.is_attachment => {
                let bytes = undo(&kind.transfer, body);
                let text = self.decode(kind, &bytes, &part);
                if mime == "text/html" {
                    let heading = at.heading;
                    let part = html::Part {
                        name: &part,
                        author: heading.author.as_deref(),
                        time: heading.time.as_deref(),
                    };
                    html::read_part(&text, part, self.writing);
                } else {
                    self.lines(&text, kind, &part, at.heading);
                }
            }
            mime => {
                let name = kind.name.as_deref().unwrap_or(mime);
                self.writing.signal(SignalKind::Embedded, name, Place::Words(part));
            }
        }
    }

    fn parts(&mut self, kind: &Kind, body: &[u8], boundary: &str, at: &At<'_>) {
        let inner = At { depth: at.depth + 1, ..*at };
        let mut parts = Vec::new();
        let parts_max = self.writing.limits().parts_max;
        for bytes in between(body, boundary) {
            if parts.len() >= parts_max {
                let reason = format!("only the first {parts_max} parts are read");
                self.writing
                    .fault(Place::Words(format!("{}part {}", at.prefix, self.n_parts)), reason);
                break;
            }
            let (head, body) = split(bytes);
            let kind = self.kind(head, kind.mime == "multipart/digest");
            parts.push((kind, body));
        }
        let is_words = |body: &[u8]| body.iter().any(|byte| !byte.is_ascii_whitespace());
        let plain = parts
            .iter()
            .position(|(kind, body)| {
                kind.mime == "text/plain" && !kind.is_attachment && is_words(body)
            })
            .filter(|_| kind.mime == "multipart/alternative");
        for (index, (kind, body)) in parts.iter().enumerate() {
            // The same words in another form.
            let is_other = plain.is_some_and(|plain| plain != index)
                && (kind.mime == "text/html"
                    || kind.mime == "multipart/related"
                    || kind.mime == "text/plain");
            if !is_other {
                self.part(kind, body, &inner);
            }
        }
    }

    fn kind(&self, head: &[u8], is_digest: bool) -> Kind {
        let mut kind = kind(self.parser.parse_headers(head).as_ref());
        // RFC 2046, 5.1.5: a part of a digest is a message where it does not say otherwise.
        let says = memmem::find(&head.to_ascii_lowercase(), b"content-type").is_some();
        if is_digest && !says {
            "message/rfc822".clone_into(&mut kind.mime);
        }
        kind
    }

    fn decode(&mut self, kind: &Kind, bytes: &[u8], part: &str) -> String {
        let declared = kind.charset.as_deref().and_then(|label| html::declared(label, bytes));
        let is_plain = bytes.is_ascii();
        let (text, name, rivals) = match declared {
            // The stateful Japanese encoding is ASCII in bytes alone.
            Some((encoding, text)) if !is_plain || encoding.name() == "ISO-2022-JP" => {
                (text, html::contract_name(encoding), Vec::new())
            }
            _ if is_plain => {
                (String::from_utf8_lossy(bytes).into_owned(), Some("utf-8"), Vec::new())
            }
            _ => {
                let decoded = decode(bytes, self.folder);
                let rivals: Vec<String> =
                    decoded.rivals.iter().map(|rival| rival.name().to_owned()).collect();
                (decoded.text, Some(decoded.encoding.name()), rivals)
            }
        };
        if let Some(name) = name.filter(|name| *name != Encoding::Utf8.name()) {
            self.writing.signal(SignalKind::TextEncoding, name, Place::Words(part.to_owned()));
        }
        if let Some(name) = name.filter(|_| !self.has_encoding || !is_plain) {
            self.has_encoding = true;
            self.writing.set_encoding(name, rivals);
        }
        text
    }

    fn lines(&mut self, text: &str, kind: &Kind, part: &str, heading: &Heading) {
        let mut joined: Option<(u64, String)> = None;
        for (number, line) in (1_u64..).zip(text.lines()) {
            if self.writing.is_full() {
                return;
            }
            let line = line.trim_end_matches('\r');
            // A mailbox quotes lines that look like the beginning of a message.
            let line =
                line.strip_prefix('>').filter(|line| line.starts_with("From ")).unwrap_or(line);
            // RFC 3676, 4.1: a blank at the end of a line means that the paragraph goes on, save in `-- `.
            let goes_on =
                kind.is_flowed && line.ends_with(' ') && line != "-- " && !line.starts_with('>');
            let (number, mut whole) = joined.take().unwrap_or((number, String::new()));
            whole.push_str(line);
            if goes_on {
                if kind.deletes_space {
                    whole.pop();
                }
                joined = Some((number, whole));
            } else {
                self.line(whole, number, part, heading);
            }
        }
        if let Some((number, whole)) = joined {
            self.line(whole, number, part, heading);
        }
    }

    fn line(&mut self, text: String, number: u64, part: &str, heading: &Heading) {
        let place = Place::Words(format!("{part} line {number}"));
        let mut block = Block::new(BlockKind::Paragraph, text, place);
        // A quoted line is by somebody else.
        if !block.text.starts_with('>') {
            block.author.clone_from(&heading.author);
            block.time.clone_from(&heading.time);
        }
        self.writing.block(block);
    }
}

/// Whether a type is text that a person wrote.
fn is_text(mime: &str) -> bool {
    let is_data =
        ["text/css", "text/javascript", "text/xml", "text/calendar", "text/vcard", "text/x-vcard"];
    mime.starts_with("text/") && !is_data.contains(&mime)
}

/// Where a part stands.
#[derive(Clone, Copy)]
struct At<'a> {
    prefix: &'a str,
    heading: &'a Heading,
    depth: usize,
}

fn kind(message: Option<&Message<'_>>) -> Kind {
    let part = message.and_then(|message| message.parts.first());
    let content = part.and_then(MimeHeaders::content_type);
    let attribute = |name| content.and_then(|content| content.attribute(name)).map(str::to_owned);
    let is = |name, value: &str| {
        attribute(name).is_some_and(|attribute: String| attribute.eq_ignore_ascii_case(value))
    };
    let mime = match content {
        Some(content) => format!("{}/{}", content.ctype(), content.subtype().unwrap_or("plain"))
            .to_ascii_lowercase(),
        None => "text/plain".to_owned(),
    };
    let disposition = part.and_then(MimeHeaders::content_disposition);
    let transfer = part.and_then(MimeHeaders::content_transfer_encoding);
    Kind {
        mime,
        charset: attribute("charset"),
        boundary: attribute("boundary").filter(|boundary| !boundary.is_empty()),
        transfer: transfer.unwrap_or("").to_owned(),
        name: part.and_then(MimeHeaders::attachment_name).map(str::to_owned),
        is_attachment: disposition
            .is_some_and(|disposition| disposition.ctype().eq_ignore_ascii_case("attachment")),
        is_flowed: is("format", "flowed"),
        deletes_space: is("delsp", "yes"),
    }
}

/// Head and body of a part: the first empty line is between them.
fn split(bytes: &[u8]) -> (&[u8], &[u8]) {
    let mut start = 0;
    let window = bytes.get(..HEAD_BYTES_MAX).unwrap_or(bytes);
    for end in memchr::memchr_iter(b'\n', window) {
        let line = window.get(start..end).unwrap_or(&[]);
        start = end + 1;
        if line.is_empty() || line == b"\r" {
            return bytes.split_at_checked(start).unwrap_or((bytes, &[]));
        }
    }
    // Headers beyond the limit are read as text.
    let end = if window.len() < bytes.len() { start } else { bytes.len() };
    bytes.split_at_checked(end).unwrap_or((bytes, &[]))
}

/// What stands between the lines of a boundary (RFC 2046, 5.1.1); the last part may lack its end.
fn between<'b>(body: &'b [u8], boundary: &str) -> impl Iterator<Item = &'b [u8]> {
    let mark = format!("--{boundary}").into_bytes();
    let mut marks = Vec::new();
    for at in memmem::find_iter(body, &mark) {
        let is_line = at == 0 || body.get(at - 1) == Some(&b'\n');
        if !is_line {
            continue;
        }
        let after = body.get(at + mark.len()..).unwrap_or(&[]);
        let line = memchr::memchr(b'\n', after).unwrap_or(after.len());
        let rest = after.get(..line).unwrap_or(after);
        let is_end = rest.starts_with(b"--");
        if is_end || rest.iter().all(u8::is_ascii_whitespace) {
            marks.push((at, at + mark.len() + line + 1, is_end));
        }
        if is_end || marks.len() > MARKS_MAX {
            break;
        }
    }
    let ends: Vec<usize> = marks.iter().skip(1).map(|(at, ..)| *at).chain([body.len()]).collect();
    marks.into_iter().zip(ends).filter(|((.., is_end), _)| !is_end).map(
        move |((_, start, _), end)| {
            let part = body.get(start..end).unwrap_or(&[]);
            let part = part.strip_suffix(b"\n").unwrap_or(part);
            part.strip_suffix(b"\r").unwrap_or(part)
        },
    )
}

/// Parts of one part.
const MARKS_MAX: usize = 100_000;
