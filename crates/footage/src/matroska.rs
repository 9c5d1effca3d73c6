//! Matroska and `WebM`: the programs that wrote them, the time, names of tracks and tags (RFC 9559, RFC 8794).

use subtier_blocks::SignalKind;

use crate::bytes::{be32, be64, hex, place, size, text};
use crate::{Held, Telling, clocks};

/// Elements of one file, clusters passed over as one.
const ELEMENTS_MAX: usize = 200_000;

/// Elements within elements.
const DEPTH_MAX: usize = 8;

/// Bytes of one text.
const TEXT_BYTES_MAX: usize = 1 << 16;

/// Seconds from 1970 to 2001, at which dates begin (RFC 8794, 7.7).
const SECS_1970_TO_2001: i64 = 978_307_200;

/// Whether the bytes begin as EBML (RFC 8794, 11.2.1).
pub(crate) fn is_matroska(held: &Held<'_>, _name: &str) -> bool {
    held.head().starts_with(&[0x1A, 0x45, 0xDF, 0xA3])
}

/// Reads the head, tracks, tags and names of attached files.
pub(crate) fn read(held: &Held<'_>, telling: &mut Telling) {
    let mut film = Film {
        held,
        telling,
        n_elements: 0,
        scale: 1_000_000,
        tag: String::new(),
        sides: [None; 2],
    };
    film.elements(0, held.length(), DEPTH_MAX);
    if let [Some(width), Some(height)] = film.sides {
        telling.size_at_first(width, height);
    }
}

struct Film<'a, 'b, 't> {
    held: &'b Held<'a>,
    telling: &'t mut Telling,
    n_elements: usize,
    /// Nanoseconds of one step of time.
    scale: u64,
    /// The name of the tag whose text comes next.
    tag: String,
    sides: [Option<u32>; 2],
}

impl Film<'_, '_, '_> {
    fn elements(&mut self, begin: u64, end: u64, depth: usize) {
        let mut at = begin;
        while at < end {
            self.n_elements += 1;
            if self.n_elements > ELEMENTS_MAX {
                return self
                    .telling
                    .fault(place(at, 0), format!("only {ELEMENTS_MAX} elements are read"));
            }
            let Some((id, id_bytes)) = number(self.held, at, true) else {
                return self.telling.fault(
                    place(at, 0),
                    "it ends within an element, or the middle of the file is not held",
                );
            };
            let Some((length, length_bytes)) = number(self.held, at + id_bytes, false) else {
                return self.telling.fault(place(at, 0), "it ends within an element");
            };
            let data_at = at + id_bytes + length_bytes;
            // All ones: a length that was not known when it was written.
            let is_open = length == (1 << (7 * length_bytes)) - 1;
            let data_end = if is_open { end } else { data_at.saturating_add(length).min(end) };
            match id {
                // Segment, information, tracks, entry, video, tags, tag, simple tag, attachments, attached file.
                0x1853_8067 | 0x1549_A966 | 0x1654_AE6B | 0xAE | 0xE0 | 0x1254_C367 | 0x7373
                | 0x67C8 | 0x1941_A469 | 0x61A7 => {
                    let Some(depth) = depth.checked_sub(1) else {
                        let reason = format!("elements lie deeper than {DEPTH_MAX}");
                        return self.telling.fault(place(at, 0), reason);
                    };
                    self.elements(data_at, data_end, depth);
                }
                // A live cluster has no end that could be found.
                0x1F43_B675 if is_open => return,
                0x1F43_B675 => {}
                _ => {
                    // The head of an element may reach beyond the end of what holds it.
                    let length = size(data_end.saturating_sub(data_at)).min(TEXT_BYTES_MAX);
                    if let Some(data) = self.held.get(data_at, length) {
                        self.element(id, data, data_at);
                    }
                }
            }
            at = data_end;
        }
    }

    fn element(&mut self, id: u64, data: &[u8], at: u64) {
        let whole = place(at, data.len());
        let unsigned =
            || data.iter().take(8).fold(0u64, |number, byte| number << 8 | u64::from(*byte));
        let kind = match id {
            0x4D80 => SignalKind::Producer,
            0x5741 => SignalKind::Application,
            0x7BA9 => SignalKind::Title,
            0x536E => SignalKind::TrackName,
            0x7384 | 0x003C_83AB | 0x003E_83BB => SignalKind::FormerName,
            0x466E => SignalKind::Embedded,
            0x002A_D7B1 => return self.scale = unsigned(),
            0x4489 => return self.duration(data),
            0x4461 => return self.date(data, at),
            0x73A4 => return self.telling.signal(SignalKind::Identifier, hex(data), whole),
            0xB0 => return set(&mut self.sides, 0, u32::try_from(unsigned()).ok()),
            0xBA => return set(&mut self.sides, 1, u32::try_from(unsigned()).ok()),
            0x45A3 => return self.tag = text(data),
            0x4487 => return self.tagged(data, at),
            _ => return,
        };
        self.telling.signal(kind, text(data), whole);
    }

    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        clippy::cast_precision_loss,
        reason = "a length in milliseconds is cut to the range of its number"
    )]
    fn duration(&mut self, data: &[u8]) {
        let steps = match data.len() {
            4 => be32(data, 0).map(|bits| f64::from(f32::from_bits(bits))),
            _ => be64(data, 0).map(f64::from_bits),
        };
        if let Some(steps) = steps.filter(|steps| steps.is_finite()) {
            self.telling.duration_ms((steps * self.scale as f64 / 1e6) as u64);
        }
    }

    /// Nanoseconds since 2001 in UTC.
    fn date(&mut self, data: &[u8], at: u64) {
        let Some(nanos) = be64(data, 0).map(u64::cast_signed) else { return };
        if let Some(time) = clocks::of_1970(nanos.div_euclid(1_000_000_000) + SECS_1970_TO_2001) {
            self.telling.signal(SignalKind::Created, time, place(at, data.len()));
        }
    }

    /// Tags by their names (matroska.org, official tags), and those that ffmpeg copies from other films.
    fn tagged(&mut self, data: &[u8], at: u64) {
        let (words, whole) = (text(data), place(at, data.len()));
        self.telling.account_path(&words, &whole);
        let kind = match self.tag.as_str() {
            "ENCODER" | "SOFTWARE" => SignalKind::Application,
            "ARTIST" | "AUTHOR" | "DIRECTOR" | "ENCODED_BY" => SignalKind::Author,
            "TITLE" => SignalKind::Title,
            "COMMENT" | "DESCRIPTION" => SignalKind::Comment,
            "COPYRIGHT" => SignalKind::Copyright,
            "TIMECODE" | "REEL_NAME" => SignalKind::StartTimecode,
            "HANDLER_NAME" => SignalKind::TrackName,
            "CREATION_TIME" | "DATE_RECORDED" | "DATE_ENCODED" | "DATE" => {
                return self.telling.time(SignalKind::Taken, &words, &whole);
            }
            _ => return,
        };
        self.telling.signal(kind, words, whole);
    }
}

fn set<T>(slots: &mut [Option<T>; 2], index: usize, value: Option<T>) {
    if let Some(slot) = slots.get_mut(index)
        && slot.is_none()
    {
        *slot = value;
    }
}

/// A number whose first byte says how long it is (RFC 8794, 4 and 5), and its bytes; an identifier keeps its mark.
fn number(held: &Held<'_>, at: u64, is_id: bool) -> Option<(u64, u64)> {
    let first = *held.get(at, 1)?.first()?;
    let length = first.leading_zeros() as usize + 1;
    if length > if is_id { 4 } else { 8 } {
        return None;
    }
    let raw = held.get(at, length)?;
    let whole = raw.iter().fold(0u64, |number, byte| number << 8 | u64::from(*byte));
    let mark = 1u64 << (7 * length);
    Some((if is_id { whole } else { whole & (mark - 1) }, length as u64))
}
