//! A project of After Effects: RIFX, big-endian chunks, and XMP behind them; as XML the same chunks as elements.
//!
//! The layout is not published; it stands here as LottieFiles/lottie-docs (`docs/aep.md`) and `forticheprod/aep_parser` found it, and holds for the
//! projects of boltframe/aftereffects-aep-parser. `RIFX` length `Egg!`; chunks of name, length, content and a filling byte; a `LIST` has a name
//! and chunks. `head`: four bytes on the version word, at its end the revision. `alas`: JSON with `fullpath`.

use subtier_blocks::SignalKind;
use subtier_footage::{Held, Telling};
use subtier_model::Place;

use crate::markup::{self, Row, Says, Tag, Take};
use crate::told;

/// Chunks that are walked over.
const CHUNKS_MAX: usize = 4_000_000;

/// Lists within lists.
const DEPTH_MAX: usize = 256;

/// Bytes of one text or JSON.
const TEXT_BYTES_MAX: usize = 1 << 20;

pub(super) fn is_it(held: &Held<'_>, _name: &str) -> bool {
    let head = held.head();
    head.starts_with(b"RIFX") && head.get(8..12) == Some(b"Egg!")
}

pub(super) fn read(held: &Held<'_>, telling: &mut Telling) {
    let end = u64::from(u32_be(held, 4).unwrap_or(0)).saturating_add(8);
    let whole = end.min(held.length());
    if end > held.length() {
        telling.fault(Place::Whole, "it is shorter than it says");
    }
    chunks(held, whole, telling);
    // The XMP stands behind the chunks, in the last bytes of the file.
    let (tail_at, tail) = held.tail();
    let (base, bytes) =
        if held.unheld().is_none() && tail.is_empty() { (0, held.head()) } else { (tail_at, tail) };
    let skipped =
        usize::try_from(whole.saturating_sub(base)).unwrap_or(usize::MAX).min(bytes.len());
    let packet = bytes.get(skipped..).unwrap_or(&[]);
    subtier_footage::xmp(packet, base.saturating_add(skipped as u64), telling);
    markup::say_unheld(held, telling);
}

fn u32_be(held: &Held<'_>, at: u64) -> Option<u32> {
    Some(u32::from_be_bytes(held.get(at, 4)?.try_into().ok()?))
}

/// A list that is being read: its name and where it ends.
type List = ([u8; 4], u64);

fn chunks(held: &Held<'_>, end: u64, telling: &mut Telling) {
    let mut lists: Vec<List> = Vec::new();
    // Whether the next text is the name of an item or layer: it follows the data of either.
    let mut names_something = false;
    let mut is_too_deep = false;
    let mut at = 12u64;
    for _ in 0..CHUNKS_MAX {
        while lists.last().is_some_and(|(_, until)| at >= *until) {
            lists.pop();
        }
        if at.saturating_add(8) > end {
            return;
        }
        let (Some(name), Some(length)) = (held.get(at, 4), u32_be(held, at + 4)) else {
            return;
        };
        let (start, length) = (at + 8, u64::from(length));
        let Some(next) = start.checked_add(length + length % 2).filter(|_| start + length <= end)
        else {
            telling.fault(told::bytes_at(at, 8), "a chunk reaches beyond the end");
            return;
        };
        if name == b"LIST" && lists.len() >= DEPTH_MAX && !is_too_deep {
            is_too_deep = true;
            let reason = format!("lists lie deeper than {DEPTH_MAX}; what is in them is not read");
            telling.fault(told::bytes_at(at, length), reason);
        }
        if name == b"LIST" && lists.len() < DEPTH_MAX {
            let kind: [u8; 4] =
                held.get(start, 4).and_then(|kind| kind.try_into().ok()).unwrap_or_default();
            // Texts of layers are kept in another form; it is no list of chunks.
            if &kind != b"btdk" && length >= 4 {
                lists.push((kind, next));
                at = start + 4;
                continue;
            }
        }
        let content = usize::try_from(length.min(TEXT_BYTES_MAX as u64)).ok();
        if let Some(content) = content.and_then(|length| held.get(start, length)) {
            let place = told::chunk(&String::from_utf8_lossy(name), start, length);
            let list = lists.last().map(|(kind, _)| *kind).unwrap_or_default();
            chunk(name, content, (&list, names_something), (&place, telling));
        }
        names_something = matches!(name, b"idta" | b"ldta");
        // These hold chunks as lists do, without a name.
        at = if matches!(name, b"tdsn" | b"fnam" | b"pdnm") { start } else { next };
    }
    telling.fault(Place::Whole, format!("only its first {CHUNKS_MAX} chunks were read"));
}

fn chunk(
    name: &[u8],
    content: &[u8],
    (list, names_something): (&[u8; 4], bool),
    (place, telling): (&Place, &mut Telling),
) {
    match name {
        b"head" => head(content, place, telling),
        b"alas" => alias(content, place, telling),
        b"Utf8" => {
            let text = String::from_utf8_lossy(content);
            if names_something && matches!(list, b"Layr" | b"Item") {
                told::text(SignalKind::LayerName, &text, place, telling);
            }
            told::path_if_absolute(&text, place, telling);
        }
        _ => {}
    }
}

/// The version word: bits 30 to 26 and 21 to 19 the version, 25 to 22 the platform, 18 to 15 and 14 to 11 its parts, 9 set in releases, 7 to 0
/// the build (`aep_parser`, `HeadChunk`; it holds for the twelve versions in lottie-docs, `head`).
fn head(content: &[u8], place: &Place, telling: &mut Telling) {
    let Some(word) =
        content.get(4..8).and_then(|word| Some(u32::from_be_bytes(word.try_into().ok()?)))
    else {
        telling.fault(place.clone(), "the head is cut");
        return;
    };
    let bits = |from: u32, count: u32| word >> from & ((1 << count) - 1);
    let major = bits(26, 5) * 8 + bits(19, 3);
    let (minor, patch, build) = (bits(15, 4), bits(11, 4), bits(0, 8));
    let beta = if bits(9, 1) == 0 { " beta" } else { "" };
    let words = format!("Adobe After Effects {major}.{minor}.{patch}{beta} build {build}");
    telling.signal(SignalKind::Application, words, place.clone());
    let platform = match bits(22, 4) {
        12 => Some("Windows"),
        13 => Some("macOS"),
        14 => Some("macOS on ARM"),
        _ => None,
    };
    if let Some(platform) = platform {
        telling.signal(SignalKind::OperatingSystem, platform, place.clone());
    }
    // The revision is a count that grows while a project is worked on: by each save as aep_parser has it, by each act of the user as
    // the program's scripts have it (Project.revision); 5893 in a small public project speaks for the second.
    if let Some([high, low]) = content.get(18..20) {
        let revision = u16::from_be_bytes([*high, *low]);
        telling.signal(SignalKind::Revision, format!("revision {revision}"), place.clone());
    }
}

/// Where footage lies, as JSON.
fn alias(content: &[u8], place: &Place, telling: &mut Telling) {
    let Ok(json) = serde_json::from_slice::<serde_json::Value>(content) else {
        telling.fault(place.clone(), "the place of footage cannot be read");
        return;
    };
    let text = |key: &str| json.get(key).and_then(serde_json::Value::as_str).unwrap_or("");
    told::path(text("fullpath"), place, telling);
    let (server, volume) = (text("server_name"), text("server_volume_name"));
    if !server.is_empty() {
        told::path(&format!("\\\\{server}\\{volume}"), place, telling);
    }
}

const ROWS: &[Row] = &[
    ("fileReference", Take::Attribute("fullpath"), Says::Path),
    ("head", Take::Attribute("bdata"), Says::Other(head_in_digits)),
];

pub(super) fn is_xml(held: &Held<'_>, _name: &str) -> bool {
    markup::has_root(held, &["AfterEffectsProject"])
}

pub(super) fn read_xml(held: &Held<'_>, telling: &mut Telling) {
    let mut names_something = false;
    let mut each = |tag: &Tag<'_>, _: &Place, _: &mut Telling| {
        names_something =
            matches!(tag.name, "idta" | "ldta") || names_something && tag.name == "string";
    };
    markup::read_held(held, ROWS, &mut each, telling);
    if memchr::memmem::find(held.head(), b"<x:xmpmeta").is_some() {
        subtier_footage::xmp(held.head(), 0, telling);
    }
    let (base, tail) = held.tail();
    subtier_footage::xmp(tail, base, telling);
}

fn head_in_digits(digits: &str, place: &Place, telling: &mut Telling) {
    let bytes: Vec<u8> = (0..digits.len().min(64) / 2)
        .filter_map(|at| u8::from_str_radix(digits.get(at * 2..at * 2 + 2)?, 16).ok())
        .collect();
    head(&bytes, place, telling);
}
