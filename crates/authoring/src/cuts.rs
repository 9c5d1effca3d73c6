//! Cut lists, as far as they name files: `OpenTimelineIO`, Final Cut Pro XML of both kinds, EDL. Their notes are read elsewhere.
//!
//! In: the list. Out: the paths of media as the editing machine has them, names of clips' sources, identifiers. Never: media opened.

use serde_json::Value;
use subtier_blocks::SignalKind;
use subtier_footage::{Held, MediaReader, Telling};
use subtier_model::Place;
use subtier_names::encoding::decode;

use crate::markup::{self, Row, Says, Tag, Take};
use crate::{sheets, told};

/// A timeline of `OpenTimelineIO`.
pub(crate) const OTIO: MediaReader =
    MediaReader { format: "otio", is_it: is_otio, read: read_otio };

/// A library of Final Cut Pro X.
pub(crate) const FCPXML: MediaReader =
    MediaReader { format: "fcpxml", is_it: is_fcpxml, read: read_xml };

/// A sequence of Final Cut Pro 7, as Premiere writes it too.
pub(crate) const XMEML: MediaReader =
    MediaReader { format: "xmeml", is_it: is_xmeml, read: read_xml };

/// An edit decision list (CMX 3600).
pub(crate) const EDL: MediaReader = MediaReader { format: "edl", is_it: is_edl, read: read_edl };

/// Lines of an edit decision list.
const LINES_MAX: usize = 1_000_000;

/// Bytes at the beginning in which a timeline or an edit decision list is known.
const HEAD_BYTES: usize = 4096;

const ROWS: &[Row] = &[
    ("pathurl", Take::Text, Says::Path),
    ("asset", Take::Attribute("src"), Says::Path),
    ("media-rep", Take::Attribute("src"), Says::Path),
    ("media-rep", Take::Attribute("sig"), Says::Signal(SignalKind::MaterialId)),
    ("asset", Take::Attribute("uid"), Says::Signal(SignalKind::MaterialId)),
    ("library", Take::Attribute("location"), Says::Path),
    ("uuid", Take::Text, Says::Signal(SignalKind::Identifier)),
    ("sequence", Take::Attribute("uuid"), Says::Signal(SignalKind::Identifier)),
];

fn head(held: &Held<'_>) -> String {
    let head = held.head();
    String::from_utf8_lossy(head.get(..HEAD_BYTES).unwrap_or(head)).into_owned()
}

fn is_otio(held: &Held<'_>, _name: &str) -> bool {
    let head = head(held);
    head.trim_start_matches('\u{FEFF}').trim_start().starts_with('{')
        && head.contains("\"OTIO_SCHEMA\"")
}

/// `target_url` of an external reference (`OpenTimelineIO`, `ExternalReference.1`).
fn read_otio(held: &Held<'_>, telling: &mut Telling) {
    let Some(json) = sheets::parsed(held.head(), telling) else { return };
    if let Some(name) = json.get("name").and_then(Value::as_str) {
        told::text(SignalKind::Title, name, &Place::Words("name".to_owned()), telling);
    }
    sheets::each(&json, &mut |key, value, pointer| {
        let Value::String(text) = value else { return };
        let place = Place::Words(pointer.to_owned());
        if key == "target_url" {
            told::path(text, &place, telling);
        } else {
            told::path_if_absolute(text, &place, telling);
        }
    });
    markup::say_unheld(held, telling);
}

fn is_fcpxml(held: &Held<'_>, _name: &str) -> bool {
    markup::has_root(held, &["fcpxml"])
}

fn is_xmeml(held: &Held<'_>, _name: &str) -> bool {
    markup::has_root(held, &["xmeml"])
}

fn read_xml(held: &Held<'_>, telling: &mut Telling) {
    let mut each = |_: &Tag<'_>, _: &Place, _: &mut Telling| {};
    markup::read_held(held, ROWS, &mut each, telling);
}

fn is_edl(held: &Held<'_>, _name: &str) -> bool {
    let head = head(held);
    let mut lines = head.trim_start_matches('\u{FEFF}').lines().map(str::trim);
    lines.next().is_some_and(|first| first.starts_with("TITLE:"))
        && lines.any(|line| {
            line.starts_with("FCM:")
                || line.split_whitespace().next().is_some_and(|number| {
                    number.len() >= 3 && number.bytes().all(|byte| byte.is_ascii_digit())
                })
        })
}

/// Comments behind an event, as editing programs write them: `* SOURCE FILE: …`, `* FROM CLIP NAME: …`.
fn read_edl(held: &Held<'_>, telling: &mut Telling) {
    let text = decode(held.head(), None).text;
    for (line, number) in text.lines().zip(1u64..).take(LINES_MAX) {
        let place = Place::Line(number);
        let line = line.trim().trim_start_matches('\u{FEFF}');
        if let Some(title) = line.strip_prefix("TITLE:") {
            told::text(SignalKind::Title, title, &place, telling);
        }
        let Some((key, value)) = line.strip_prefix('*').and_then(|line| line.split_once(':'))
        else {
            continue;
        };
        match key.trim() {
            "SOURCE FILE" | "SOURCE FILE PATH" => told::path(value, &place, telling),
            _ => told::path_if_absolute(value, &place, telling),
        }
    }
    markup::say_unheld(held, telling);
}
