//! The texts of a film: user data, items of iTunes, and those under keys of `QuickTime`.

use encoding_rs::{BIG5, EUC_KR, GBK, MACINTOSH, SHIFT_JIS};
use subtier_blocks::SignalKind;
use subtier_model::Place;

use crate::Telling;
use crate::bytes::{Order, be16, be32, place, size, text, up_to, utf16};

/// Keys and items of one film.
const ITEMS_MAX: usize = 5000;

/// A time with its zone, and where it stands.
type Local = Option<(String, Place)>;

/// Names of keys (`QuickTime` File Format, metadata item keys atom).
pub(super) fn keys(data: &[u8]) -> Vec<String> {
    let mut keys = Vec::new();
    let mut at = 8;
    while let Some(length) = be32(data, at).map(|length| size(u64::from(length))) {
        if length < 8 || keys.len() >= ITEMS_MAX {
            break;
        }
        keys.push(text(up_to(data, at + 8, length - 8)));
        at = at.saturating_add(length);
    }
    keys
}

/// A list of items: each holds boxes `data` with type, locale and value; `----` names itself in boxes `mean` and `name`.
pub(super) fn list(
    data: &[u8],
    base: u64,
    keys: &[String],
    (local, telling): (&mut Local, &mut Telling),
) {
    let mut at = 0;
    for _ in 0..ITEMS_MAX {
        let Some((name, item)) = child(data, at) else { return };
        let begin = at + 8;
        at = begin + item.len();
        let number = be32(name, 0).map_or(0, |number| size(u64::from(number)));
        let mut key = match number.checked_sub(1).and_then(|index| keys.get(index)) {
            Some(key) => key.clone(),
            None => name.iter().map(|byte| char::from(*byte)).collect(),
        };
        let mut inner = 0;
        while let Some((kind, value)) = child(item, inner) {
            inner += 8 + value.len();
            match kind {
                b"name" => key = text(value.get(4..).unwrap_or(&[])),
                b"data" => {
                    let words = match be32(value, 0) {
                        Some(2) => utf16(value.get(8..).unwrap_or(&[]), Order::Big),
                        // Type 1 is UTF-8; pictures and numbers are none of ours.
                        Some(1) => text(value.get(8..).unwrap_or(&[])),
                        _ => continue,
                    };
                    said(&key, words, place(base + begin as u64, item.len()), (local, telling));
                }
                _ => {}
            }
        }
    }
}

/// The box at a byte of a list: its name and content.
fn child(data: &[u8], at: usize) -> Option<(&[u8], &[u8])> {
    let length = size(u64::from(be32(data, at)?));
    let end = at.checked_add(length)?;
    Some((data.get(at + 4..at + 8)?, data.get(at + 8..end)?))
}

/// A text of user data (`QuickTime` File Format, user data list entries): language, then text, or bytes alone.
pub(super) fn user_text(
    name: &[u8],
    data: &[u8],
    whole: Place,
    (local, telling): (&mut Local, &mut Telling),
) {
    let is_text = name.first() == Some(&0xA9);
    if is_text {
        // Several texts of one name, each with its length and language.
        let mut at = 0;
        while let (Some(length), Some(language)) = (be16(data, at), be16(data, at + 2)) {
            let words = text_of(language, up_to(data, at + 4, usize::from(length)));
            let key: String = name.iter().map(|byte| char::from(*byte)).collect();
            said(&key, words, whole.clone(), (local, telling));
            at += 4 + usize::from(length);
        }
        return;
    }
    // 3GPP TS 26.244, 8: version and flags, language, text in UTF-8 or UTF-16.
    let words = || match data.get(6..).unwrap_or(&[]) {
        [0xFE, 0xFF, wide @ ..] => utf16(wide, Order::Big),
        plain => text(plain),
    };
    match name {
        b"titl" => telling.signal(SignalKind::Title, words(), whole),
        b"auth" | b"perf" => telling.signal(SignalKind::Author, words(), whole),
        b"dscp" => telling.signal(SignalKind::Comment, words(), whole),
        b"cprt" => telling.signal(SignalKind::Copyright, words(), whole),
        // What cameras write beside it (exiftool, lib/Image/ExifTool/QuickTime.pm, UserData).
        b"manu" => telling.signal(SignalKind::Camera, words(), whole),
        b"FIRM" | b"FIEL" => telling.signal(SignalKind::Application, text(data), whole),
        _ => {}
    }
}

/// A text in UTF-8, or in the Macintosh encoding of its language (`QuickTime` File Format, language code values).
fn text_of(language: u16, bytes: &[u8]) -> String {
    if std::str::from_utf8(bytes).is_ok() {
        return text(bytes);
    }
    let encoding = match language {
        11 => SHIFT_JIS,
        19 => BIG5,
        23 => EUC_KR,
        33 => GBK,
        _ => MACINTOSH,
    };
    text(encoding.decode(bytes).0.as_bytes())
}

/// A place of taking (3GPP TS 26.244, 8.10): name, role, longitude, latitude, altitude in 16.16 bits.
pub(super) fn location(data: &[u8], whole: Place, telling: &mut Telling) {
    let name = data.get(6..).unwrap_or(&[]);
    let numbers_at = memchr::memchr(0, name).unwrap_or(name.len()) + 2;
    let degrees = |at| be32(name, at).map(|number| f64::from(number.cast_signed()) / 65536.0);
    if let (Some(longitude), Some(latitude)) = (degrees(numbers_at), degrees(numbers_at + 4)) {
        telling.signal(SignalKind::Location, format!("{latitude:.6}, {longitude:.6}"), whole);
    }
}

/// A text under its key (`QuickTime` File Format, metadata; the same names in user data after `©`).
fn said(key: &str, words: String, whole: Place, (local, telling): (&mut Local, &mut Telling)) {
    let name = key.strip_prefix("com.apple.quicktime.").unwrap_or(key);
    let kind = match name {
        "software" | "©swr" | "©too" | "tool" | "encoder" | "Encoded_With" => {
            SignalKind::Application
        }
        "©enc" | "encoded_by" => SignalKind::Producer,
        "author" | "artist" | "©aut" | "©ART" | "©art" | "director" | "©dir" | "©wrt" => {
            SignalKind::Author
        }
        "title" | "©nam" | "displayname" => SignalKind::Title,
        "comment" | "description" | "information" | "©cmt" | "©des" | "©inf" | "desc" => {
            SignalKind::Comment
        }
        "copyright" | "©cpy" | "cprt" => SignalKind::Copyright,
        "make" | "model" | "©mak" | "©mod" => SignalKind::Camera,
        "location.ISO6709" | "©xyz" => SignalKind::Location,
        "reelname" | "reel" => SignalKind::StartTimecode,
        "hostcomputer" | "©hst" => SignalKind::Machine,
        "content.identifier" => SignalKind::Identifier,
        "creationdate" | "©day" | "date" => {
            telling.time(SignalKind::Taken, &words, &whole);
            local.get_or_insert((words, whole));
            return;
        }
        "originalsourcefile" | "project" | "©src" => {
            telling.account_path(&words, &whole);
            SignalKind::FormerName
        }
        _ => {
            telling.account_path(&words, &whole);
            return;
        }
    };
    telling.account_path(&words, &whole);
    telling.signal(kind, words, whole);
}
