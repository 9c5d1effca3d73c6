//! Time sheets (`.xdts`, `.tdts`) and boards of Storyboarder (`.storyboarder`): JSON.
//!
//! A time sheet has a line of its own before the JSON: `exchangeDigitalTimeSheet Save Data` (XDTS file format 1.0, Celsys and Toei Animation; opentoonz,
//! `toonz/sources/toonz/xdtsio.cpp`) or `toeiDigitalTimeSheet Save Data`, which has more: title, episode, the name of who filled it in (nas,
//! `lib_TDTS.js`). In: the JSON. Out: scene and cut, names of cels, who; of boards, when each was drawn last. Never: pictures in them.

use serde_json::Value;
use subtier_blocks::SignalKind;
use subtier_footage::{Held, MediaReader, Telling};
use subtier_model::Place;

use crate::parts::has_ending;
use crate::{markup, told};

/// A time sheet.
pub(crate) const TIME_SHEET: MediaReader =
    MediaReader { format: "xdts", is_it: is_sheet, read: read_sheet };

/// A board.
pub(crate) const STORYBOARDER: MediaReader =
    MediaReader { format: "storyboarder", is_it: is_board, read: read_board };

/// Bytes of one JSON; in memory it may take thirty times as much. Sheets with pictures of handwriting have some megabytes.
const JSON_BYTES_MAX: usize = 16 << 20;

/// Values of one JSON that are looked at.
const VALUES_MAX: usize = 2_000_000;

/// Values that wait to be looked at.
const WAITING_MAX: usize = 500_000;

/// Boards whose time is told.
const BOARDS_MAX: usize = 2000;

const SHEETS: [&[u8]; 2] =
    [b"exchangeDigitalTimeSheet Save Data", b"toeiDigitalTimeSheet Save Data"];

fn without_mark(bytes: &[u8]) -> &[u8] {
    bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes)
}

fn is_sheet(held: &Held<'_>, _name: &str) -> bool {
    SHEETS.iter().any(|first| without_mark(held.head()).starts_with(first))
}

fn read_sheet(held: &Held<'_>, telling: &mut Telling) {
    let bytes = without_mark(held.head());
    let end = memchr::memchr(b'\n', bytes).unwrap_or(bytes.len());
    let Some(json) = parsed(bytes.get(end..).unwrap_or(&[]), telling) else { return };
    let mut shot = Vec::new();
    each(&json, &mut |key, value, pointer| {
        let place = || Place::Words(pointer.to_owned());
        match (key, value) {
            ("cut" | "scene" | "episode" | "title" | "subTitle", Value::String(text))
                if !text.trim().is_empty() =>
            {
                shot.push((key.to_owned(), text.trim().to_owned()));
            }
            // Both spellings are met.
            ("opratorName" | "operatorName", Value::String(text)) => {
                told::text(SignalKind::Author, text, &place(), telling);
            }
            ("names", Value::Array(names)) => {
                for name in names.iter().filter_map(Value::as_str) {
                    told::text(SignalKind::LayerName, name, &place(), telling);
                }
            }
            ("name", Value::String(text)) if pointer.contains("timeTables") => {
                told::text(SignalKind::TrackName, text, &place(), telling);
            }
            (_, Value::String(text)) => told::path_if_absolute(text, &place(), telling),
            _ => {}
        }
    });
    shot.dedup();
    let words: Vec<String> = shot.iter().map(|(key, text)| format!("{key} {text}")).collect();
    told::text(SignalKind::Title, &words.join(", "), &Place::Words("header".to_owned()), telling);
    markup::say_unheld(held, telling);
}

fn is_board(held: &Held<'_>, name: &str) -> bool {
    let head = without_mark(held.head());
    let begins = head.iter().find(|byte| !byte.is_ascii_whitespace()) == Some(&b'{');
    let has = |key: &[u8]| memchr::memmem::find(head, key).is_some();
    let is_named = has_ending(name, ".storyboarder");
    begins && has(b"\"boards\"") && (is_named || has(b"\"defaultBoardTiming\""))
}

/// `version`, `boards` with `url`, `shot` and `lastEdited`, milliseconds since 1970 (storyboarder, `src/js/models/board.js`; its test fixtures).
fn read_board(held: &Held<'_>, telling: &mut Telling) {
    let Some(json) = parsed(held.head(), telling) else { return };
    let place = |words: &str| Place::Words(words.to_owned());
    if let Some(version) = json.get("version").and_then(Value::as_str) {
        let words = format!("Storyboarder {version}");
        telling.signal(SignalKind::Application, words, place("version"));
    }
    let boards = json.get("boards").and_then(Value::as_array).map_or(&[][..], Vec::as_slice);
    let edited = |board: &Value| Some(board.get("lastEdited")?.as_i64()? / 1000);
    for (kind, time) in [
        (SignalKind::Created, boards.iter().filter_map(edited).min()),
        (SignalKind::Modified, boards.iter().filter_map(edited).max()),
    ] {
        if let Some(time) = time {
            told::seconds(kind, time, &place("boards, lastEdited"), telling);
        }
    }
    for (board, number) in boards.iter().zip(1u64..).take(BOARDS_MAX) {
        let of = |key: &str| board.get(key).and_then(Value::as_str).unwrap_or("");
        if let Some(time) = edited(board).and_then(told::utc) {
            let words = format!("{time}, board {} of shot {}", of("url"), of("shot"));
            telling.signal(SignalKind::SaveHistory, words, Place::Record(number));
        }
    }
    each(&json, &mut |_, value, pointer| {
        if let Value::String(text) = value {
            told::path_if_absolute(text, &place(pointer), telling);
        }
    });
    markup::say_unheld(held, telling);
}

/// The JSON, where it is one within the limit.
pub(crate) fn parsed(bytes: &[u8], telling: &mut Telling) -> Option<Value> {
    let bytes = without_mark(bytes);
    if bytes.len() > JSON_BYTES_MAX {
        telling
            .fault(Place::Whole, format!("JSON of more than {JSON_BYTES_MAX} bytes is not read"));
        return None;
    }
    serde_json::from_slice(bytes)
        .map_err(|error| telling.fault(Place::Whole, format!("it is no JSON: {error}")))
        .ok()
}

/// Visits every value with its key and where it stands; an element of an array has the array's key. The parser bounds the depth.
pub(crate) fn each(json: &Value, visit: &mut dyn FnMut(&str, &Value, &str)) {
    let mut open: Vec<(String, &Value, String)> = vec![(String::new(), json, String::new())];
    let mut left = VALUES_MAX;
    while let Some((key, value, pointer)) = open.pop() {
        let Some(fewer) = left.checked_sub(1) else { return };
        left = fewer;
        visit(&key, value, &pointer);
        let room = WAITING_MAX.saturating_sub(open.len());
        match value {
            Value::Object(fields) => {
                for (name, field) in fields.iter().rev().take(room) {
                    open.push((name.clone(), field, below(&pointer, name)));
                }
            }
            Value::Array(elements) => {
                for (index, element) in elements.iter().take(room).enumerate().rev() {
                    if element.is_object() || element.is_array() || element.is_string() {
                        open.push((key.clone(), element, below(&pointer, &index.to_string())));
                    }
                }
            }
            Value::Null | Value::Bool(_) | Value::Number(_) | Value::String(_) => {}
        }
    }
}

/// Where a value stands, cut where names are long.
fn below(pointer: &str, name: &str) -> String {
    const POINTER_BYTES_MAX: usize = 200;
    if pointer.len() >= POINTER_BYTES_MAX {
        return pointer.to_owned();
    }
    format!("{pointer}/{}", name.get(..name.floor_char_boundary(60)).unwrap_or(""))
}
