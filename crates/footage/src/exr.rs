//! `OpenEXR`: the attributes of its parts (`OpenEXR` file layout; standard attributes, openexr.com).

use subtier_blocks::{SignalKind, paths};

use crate::bytes::{before_nul, le32, place, size, text, up_to};
use crate::{Held, Telling, clocks};

/// Attributes of all parts together.
const ATTRIBUTES_MAX: usize = 10_000;

/// Bytes of a name with its zero byte (`OpenEXR` file layout: long names).
const NAME_BYTES_MAX: usize = 256;

/// Whether the bytes begin as `OpenEXR`.
pub(crate) fn is_exr(held: &Held<'_>, _name: &str) -> bool {
    held.head().starts_with(&[0x76, 0x2F, 0x31, 0x01])
}

/// Reads the headers of all parts.
pub(crate) fn read(held: &Held<'_>, telling: &mut Telling) {
    let front = held.head();
    let has_parts = le32(front, 4).is_some_and(|version| version & 0x1000 != 0);
    let (mut at, mut n_read, mut capture) = (8, 0, Capture::default());
    loop {
        let name = before_nul(up_to(front, at, NAME_BYTES_MAX));
        if name.is_empty() {
            // A header ends with a zero byte, all of them with another.
            at += 1;
            if !has_parts || front.get(at).is_none_or(|byte| *byte == 0) {
                break;
            }
            continue;
        }
        let kind_at = at + name.len() + 1;
        let kind = before_nul(up_to(front, kind_at, NAME_BYTES_MAX));
        let length_at = kind_at + kind.len() + 1;
        let length = le32(front, length_at).map(|length| size(u64::from(length)));
        let value = length.and_then(|length| front.get(length_at + 4..)?.get(..length));
        let Some(value) = value else {
            telling.fault(place(at as u64, 0), "an attribute is cut off");
            break;
        };
        attribute(&text(name), kind, value, (at as u64, &mut capture, telling));
        at = length_at + 4 + value.len();
        n_read += 1;
        if n_read >= ATTRIBUTES_MAX {
            telling
                .fault(place(at as u64, 0), format!("only {ATTRIBUTES_MAX} attributes are read"));
            break;
        }
    }
    capture.tell(telling);
}

/// When and in which zone a picture was taken.
#[derive(Debug, Default)]
struct Capture {
    time: Option<(String, u64)>,
    offset_secs: Option<f32>,
}

impl Capture {
    /// `utcOffset` is what is to be added to the local time for UTC, in seconds.
    fn tell(&self, telling: &mut Telling) {
        let Some((time, at)) = &self.time else { return };
        let offset = self.offset_secs.filter(|secs| secs.abs() <= 14.0 * 3600.0).map(|secs| {
            let (sign, minutes) = (if secs > 0.0 { '-' } else { '+' }, secs.abs() / 60.0);
            format!("{sign}{:02}:{:02}", (minutes / 60.0).floor(), minutes % 60.0)
        });
        let time = clocks::of_exif(time).unwrap_or_else(|| time.clone());
        telling.time(SignalKind::Taken, &(time + offset.as_deref().unwrap_or("")), &place(*at, 0));
    }
}

fn attribute(
    name: &str,
    kind: &[u8],
    value: &[u8],
    (at, capture, telling): (u64, &mut Capture, &mut Telling),
) {
    match kind {
        b"string" if name == "capDate" => capture.time = Some((text(value), at)),
        b"string" => said(name, &text(value), at, telling),
        b"stringvector" => {
            let mut rest = value;
            while let Some(length) = le32(rest, 0).map(|length| size(u64::from(length))) {
                said(name, &text(up_to(rest, 4, length)), at, telling);
                rest = length.checked_add(4).and_then(|end| rest.get(end..)).unwrap_or(&[]);
            }
        }
        b"float" if name == "utcOffset" => {
            capture.offset_secs = le32(value, 0).map(f32::from_bits);
        }
        b"box2i" if name == "dataWindow" => {
            let number =
                |index: usize| le32(value, index * 4).map(|number| i64::from(number.cast_signed()));
            if let (Some(left), Some(top), Some(right), Some(bottom)) =
                (number(0), number(1), number(2), number(3))
            {
                let side = |from: i64, to: i64| u32::try_from(to - from + 1).unwrap_or(0);
                telling.size_at_first(side(left, right), side(top, bottom));
            }
        }
        b"timecode" => {
            if let Some(number) = le32(value, 0) {
                telling.signal(
                    SignalKind::StartTimecode,
                    time_code(number),
                    place(at, value.len()),
                );
            }
        }
        _ => {}
    }
}

/// Eight digits as SMPTE ST 12-1 packs them, with the flags between taken away: hours, minutes, seconds, frames.
pub(crate) fn time_code(number: u32) -> String {
    let pair = |at: u32, tens: u32| ((number >> (at + 4)) & tens) * 10 + ((number >> at) & 15);
    format!("{:02}:{:02}:{:02}:{:02}", pair(24, 3), pair(16, 7), pair(8, 7), pair(0, 3))
}

/// A text: standard attributes by name, those that renderers and compositing programs add by the words in their names.
fn said(name: &str, value: &str, at: u64, telling: &mut Telling) {
    let whole = place(at, name.len() + value.len());
    let lower = name.to_ascii_lowercase();
    let has = |words: &[&str]| words.iter().any(|word| lower.contains(word));
    let is_path = value.starts_with(['/', '\\'])
        || value.get(1..3).is_some_and(|mark| mark == ":\\" || mark == ":/");
    let kind = match lower.as_str() {
        "owner" => SignalKind::Author,
        "comments" | "comment" => SignalKind::Comment,
        "reelname" => SignalKind::StartTimecode,
        "name" | "view" => SignalKind::LayerName,
        "type" => return,
        _ if is_path || paths::has_account(value) => return telling.path(value, &whole),
        _ if has(&["hostcomputer", "hostname", "machine", "computer"]) => SignalKind::Machine,
        _ if has(&["username", "user_name"]) || lower == "user" => SignalKind::AccountName,
        _ if has(&["software", "application", "renderer", "writer", "version"]) => {
            SignalKind::Application
        }
        _ if has(&["mtime", "date"]) => {
            telling.zone(value, &whole);
            SignalKind::Modified
        }
        _ if has(&["serial", "uuid"]) => SignalKind::SerialNumber,
        _ => return telling.signal(SignalKind::Comment, format!("{name}: {value}"), whole),
    };
    telling.signal(kind, value, whole);
}
