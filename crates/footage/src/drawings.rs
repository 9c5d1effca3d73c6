//! Drawings in text and pages: SVG, Illustrator and EPS, `InDesign`, and packets of XMP beside a file.
//!
//! In: text or pages. Out: what their heads, comments and packets say, and the paths that stand in them. Never: a link followed.

use subtier_blocks::SignalKind;
use subtier_model::Place;
use subtier_xml::{Step, Xml};

use crate::bytes::{place, text, up_to};
use crate::{Held, Telling, carve, xmp};

/// First bytes in which a root element or a program's name is looked for.
const HEAD_BYTES: usize = 1 << 16;

/// Elements of one drawing; a traced frame has some hundred thousand.
const ELEMENTS_MAX: usize = 2_000_000;

/// Lines of the head of a page description.
const LINES_MAX: usize = 2000;

fn head_has(held: &Held<'_>, needle: &[u8]) -> bool {
    memchr::memmem::find(up_to(held.head(), 0, HEAD_BYTES), needle).is_some()
}

fn is_markup(held: &Held<'_>) -> bool {
    let front = held.head().strip_prefix(b"\xEF\xBB\xBF").unwrap_or(held.head());
    front.trim_ascii_start().starts_with(b"<")
}

/// Whether it is SVG: markup that comes to its root element early.
pub(crate) fn is_svg(held: &Held<'_>, _name: &str) -> bool {
    is_markup(held) && (head_has(held, b"<svg") || head_has(held, b"<svg:svg"))
}

/// Whether it is a packet of XMP by itself, as programs write it beside a file.
pub(crate) fn is_xmp(held: &Held<'_>, _name: &str) -> bool {
    let front = up_to(held.head(), 0, 1 << 10);
    is_markup(held)
        && [&b"<x:xmpmeta"[..], b"<x:xapmeta", b"<?xpacket", b"<rdf:RDF"]
            .iter()
            .any(|mark| memchr::memmem::find(front, mark).is_some())
}

/// Whether it is a drawing of Illustrator, as page description or as PDF under its name; or EPS.
pub(crate) fn is_illustrator(held: &Held<'_>, name: &str) -> bool {
    let is_named = name
        .rsplit('.')
        .next()
        .is_some_and(|end| end.eq_ignore_ascii_case("ai") || end.eq_ignore_ascii_case("ait"));
    let front = held.head();
    front.starts_with(b"%!PS-Adobe")
        // Microsoft's head of EPS with a preview (Adobe technical note 5002, 5.2).
        || front.starts_with(&[0xC5, 0xD0, 0xD3, 0xC6])
        || (is_named && front.starts_with(b"%PDF-"))
}

/// Whether it is a document of `InDesign`, by the identifier it begins with (exiftool, lib/Image/ExifTool/InDesign.pm).
pub(crate) fn is_indesign(held: &Held<'_>, _name: &str) -> bool {
    held.head().starts_with(&[
        0x06, 0x06, 0xED, 0xF5, 0xD8, 0x1D, 0x46, 0xE5, 0xBD, 0x31, 0xEF, 0xE7, 0xFE, 0x74, 0xB7,
        0x1D,
    ])
}

/// Reads a packet of XMP by itself.
pub(crate) fn read_xmp(held: &Held<'_>, telling: &mut Telling) {
    xmp(held.head(), 0, telling);
}

/// Reads a document of `InDesign`: its packet and the paths of placed pictures stand somewhere in its pages.
pub(crate) fn read_indesign(held: &Held<'_>, telling: &mut Telling) {
    carve(held, telling);
}

/// Reads the head comments of a page description (Adobe technical note 5001, 5.3), then what stands anywhere in it.
pub(crate) fn read_illustrator(held: &Held<'_>, telling: &mut Telling) {
    let front = up_to(held.head(), 0, HEAD_BYTES);
    let begin = memchr::memmem::find(front, b"%!PS").unwrap_or(front.len());
    let mut at = begin;
    for line in
        up_to(front, begin, HEAD_BYTES).split(|byte| matches!(byte, b'\n' | b'\r')).take(LINES_MAX)
    {
        let line_at = at as u64;
        at += line.len() + 1;
        let Some((key, value)) = comment(line) else { continue };
        let whole = place(line_at, line.len());
        match key {
            b"%%Creator" => telling.signal(SignalKind::Application, value, whole),
            b"%%For" => telling.signal(SignalKind::Author, value, whole),
            b"%%Copyright" => telling.signal(SignalKind::Copyright, value, whole),
            b"%%Title" => {
                telling.account_path(&value, &whole);
                telling.signal(SignalKind::Title, value, whole);
            }
            b"%%CreationDate" => telling.time(SignalKind::Created, &value, &whole),
            b"%%DocumentFonts" | b"%%DocumentNeededFonts" => {
                telling.signal(SignalKind::Font, value, whole);
            }
            b"%%EndComments" => break,
            _ => {}
        }
    }
    carve(held, telling);
}

/// Key and value of a comment; texts may stand in parentheses.
fn comment(line: &[u8]) -> Option<(&[u8], String)> {
    let colon = memchr::memchr(b':', line)?;
    let (key, value) = line.split_at_checked(colon)?;
    let value = text(value.get(1..)?);
    let inner = value.strip_prefix('(').and_then(|value| value.strip_suffix(')'));
    Some((key, inner.map(str::to_owned).unwrap_or(value)))
}

/// Reads an SVG: what Inkscape and Illustrator say in it (Inkscape, `sodipodi` namespaces), links, and its packet of XMP.
pub(crate) fn read_svg(held: &Held<'_>, telling: &mut Telling) {
    let bytes = held.head();
    generator(bytes, telling);
    let mut xml = Xml::new(bytes, telling.limits().depth_max);
    for _ in 0..ELEMENTS_MAX {
        match xml.step() {
            Ok(Step::Start) => element(&xml, telling),
            Ok(Step::Eof) => break,
            Ok(Step::End | Step::Text) => {}
            Err(reason) => {
                telling.fault(Place::Whole, reason);
                break;
            }
        }
    }
    let packet = [&b"<x:xmpmeta"[..], b"<x:xapmeta", b"<rdf:RDF"]
        .iter()
        .find_map(|mark| memchr::memmem::find(bytes, mark));
    if let Some(at) = packet {
        xmp(bytes.get(at..).unwrap_or(&[]), at as u64, telling);
    }
}

/// The comment in which Illustrator and others name themselves.
fn generator(bytes: &[u8], telling: &mut Telling) {
    let front = up_to(bytes, 0, HEAD_BYTES);
    for mark in [&b"Generator: "[..], b"Created with "] {
        let Some(at) = memchr::memmem::find(front, mark) else { continue };
        let words = up_to(front, at + mark.len(), 200);
        let end = memchr::memmem::find(words, b"-->").unwrap_or(0);
        let words = text(up_to(words, 0, end));
        telling.signal(SignalKind::Application, words, place(at as u64, mark.len() + end));
    }
}

fn element(xml: &Xml<&[u8]>, telling: &mut Telling) {
    let at = Place::Words(format!("element {} before byte {}", xml.full_name(), xml.offset()));
    let value = |name: &str| xml.attribute_exactly(name);
    if xml.name() == "svg" {
        let side = |name| {
            let digits = xml.attribute(name)?;
            let end = digits.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(digits.len());
            digits.get(..end)?.parse().ok()
        };
        if let (Some(width), Some(height)) = (side("width"), side("height")) {
            telling.size_at_first(width, height);
        }
        if let Some(version) = value("inkscape:version") {
            telling.signal(SignalKind::Application, format!("Inkscape {version}"), at.clone());
        }
        if let Some(name) = value("sodipodi:docname") {
            telling.signal(SignalKind::FormerName, name, at.clone());
        }
    }
    for name in ["inkscape:export-filename", "sodipodi:absref"] {
        if let Some(path) = value(name) {
            telling.path(&path, &at);
        }
    }
    if value("inkscape:groupmode").as_deref() == Some("layer")
        && let Some(name) = value("inkscape:label")
    {
        telling.signal(SignalKind::LayerName, name, at.clone());
    }
    if matches!(xml.name(), "image" | "use" | "script" | "feImage")
        && let Some(link) = xml.value("href")
        && !link.starts_with("data:")
        && !link.starts_with('#')
    {
        telling.path(&link, &at);
    }
    if let Some(font) = value("font-family") {
        telling.signal(SignalKind::Font, font, at);
    }
}
