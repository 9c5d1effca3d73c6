//! MOV and MP4: boxes with their times, texts, handlers, time code and XMP (ISO/IEC 14496-12; `QuickTime` File Format Specification).
//!
//! In: a film, or both ends of one. Out: signals. Boxes are walked with bounds on their number and depth. Never: frames.

mod boxes;
mod items;

use subtier_blocks::SignalKind;
use subtier_model::Place;

use crate::bytes::{be16, be32, be64, place, size, text, up_to};
use crate::{Held, Telling, clocks, xmp};
use boxes::{Atom, Walk};

/// Boxes within boxes.
const DEPTH_MAX: usize = 12;

/// Bytes of the boxes that are read whole.
const BOX_BYTES_MAX: usize = 64 << 20;

/// Boxes that hold boxes (ISO/IEC 14496-12, table 1; `QuickTime` File Format, movie atoms).
const HOLDERS: [&[u8]; 12] = [
    b"moov", b"trak", b"mdia", b"minf", b"stbl", b"udta", b"edts", b"dinf", b"tref", b"moof",
    b"traf", b"gmhd",
];

/// Whether the bytes begin with a box that begins such a film.
pub(crate) fn is_film(held: &Held<'_>, _name: &str) -> bool {
    let name = up_to(held.head(), 4, 4);
    // Films of QuickTime before 2001 have no `ftyp`.
    let begins: [&[u8]; 6] = [b"ftyp", b"moov", b"mdat", b"wide", b"free", b"skip"];
    let is_plausible = be32(held.head(), 0).is_some_and(|length| length == 1 || length >= 8);
    begins.contains(&name) && is_plausible
}

/// What is known of one track until its time code is found.
#[derive(Debug, Default)]
struct Track {
    handler: Vec<u8>,
    /// Time code: reel, frames a second, flags.
    reel: Option<String>,
    frames_per_sec: u32,
    drops: bool,
    first_chunk: Option<u64>,
}

/// The film while it is read.
#[derive(Debug, Default)]
struct Film {
    track: Track,
    /// Time of making in UTC as the film says, and where.
    created: Option<(String, Place)>,
    /// Times of making with their zone, of metadata.
    local: Option<(String, Place)>,
    keys: Vec<String>,
}

/// Reads a film.
pub(crate) fn read(held: &Held<'_>, telling: &mut Telling) {
    let mut film = Film::default();
    let mut walk = Walk::new(held);
    film.read_boxes(&mut walk, (0, held.length()), DEPTH_MAX, telling);
    if let Some((at, reason)) = walk.fault {
        telling.fault(place(at, 0), reason);
    }
    film.tell_clocks(telling);
}

impl Film {
    fn read_boxes(
        &mut self,
        walk: &mut Walk<'_, '_>,
        (begin, end): (u64, u64),
        depth: usize,
        telling: &mut Telling,
    ) {
        let mut at = begin;
        while let Some(atom) = walk.next(at, end) {
            at = atom.end;
            let within = (atom.begin, atom.end);
            if HOLDERS.contains(&atom.name.as_slice()) {
                if &atom.name == b"trak" {
                    self.track = Track::default();
                }
                self.read_within(walk, within, depth, telling);
                if &atom.name == b"trak" {
                    self.tell_time_code(walk, telling);
                }
            } else if &atom.name == b"meta" {
                // In MP4 version and flags stand before its boxes, in QuickTime they do not.
                let is_plain = walk.held.get(atom.begin + 4, 4) == Some(b"hdlr");
                let begin = atom.begin + if is_plain { 0 } else { 4 };
                self.read_within(walk, (begin, atom.end), depth, telling);
            } else if &atom.name != b"mdat" {
                self.read_box(walk, &atom, depth, telling);
            }
        }
    }

    /// Boxes within a box, unless they lie too deep.
    fn read_within(
        &mut self,
        walk: &mut Walk<'_, '_>,
        within: (u64, u64),
        depth: usize,
        telling: &mut Telling,
    ) {
        match depth.checked_sub(1) {
            Some(depth) => self.read_boxes(walk, within, depth, telling),
            None => walk.too_deep(within.0, DEPTH_MAX),
        }
    }

    fn read_box(
        &mut self,
        walk: &mut Walk<'_, '_>,
        atom: &Atom,
        depth: usize,
        telling: &mut Telling,
    ) {
        let length = size(atom.end - atom.begin);
        if length > BOX_BYTES_MAX {
            return;
        }
        let Some(data) = walk.held.get(atom.begin, length) else { return };
        let (at, whole) = (atom.begin, place(atom.begin, length));
        match &atom.name {
            b"ftyp" => {
                let brand = text(up_to(data, 0, 4));
                telling.signal(SignalKind::Producer, format!("brand {brand}"), whole);
            }
            b"mvhd" => self.movie_header(data, &whole, telling),
            b"tkhd" => track_header(data, &whole, telling),
            b"mdhd" => {
                if let Some((created, modified)) = times(data) {
                    tell_times(created, modified, &whole, telling);
                }
            }
            b"hdlr" => self.handler(data, whole, telling),
            b"stsd" => self.description(data, whole, telling),
            b"stco" => self.track.first_chunk = be32(data, 8).map(u64::from),
            b"co64" => self.track.first_chunk = be64(data, 8),
            b"XMP_" => xmp(data, at, telling),
            // XMP part 3, 1.2.7: the packet of MP4.
            b"uuid" => {
                let id = b"\xBE\x7A\xCF\xCB\x97\xA9\x42\xE8\x9C\x71\x99\x94\x91\xE3\xAF\xAC";
                if let Some(packet) = data.strip_prefix(id) {
                    xmp(packet, at + 16, telling);
                }
            }
            b"keys" => self.keys = items::keys(data),
            b"ilst" => items::list(data, at, &self.keys, (&mut self.local, telling)),
            b"loci" => items::location(data, whole, telling),
            b"name" => telling.signal(SignalKind::TrackName, text(data), whole),
            b"meco" | b"iprp" | b"ipro" if depth > 0 => {
                self.read_boxes(walk, (atom.begin, atom.end), depth - 1, telling);
            }
            name => items::user_text(name, data, whole, (&mut self.local, telling)),
        }
    }

    /// ISO/IEC 14496-12, 8.2.2.
    fn movie_header(&mut self, data: &[u8], whole: &Place, telling: &mut Telling) {
        let (units, duration) = if data.first() == Some(&1) {
            (be32(data, 20), be64(data, 24))
        } else {
            (be32(data, 12), be32(data, 16).map(u64::from))
        };
        if let (Some(units @ 1..), Some(duration)) = (units, duration) {
            telling.duration_ms(
                u64::try_from(u128::from(duration) * 1000 / u128::from(units)).unwrap_or(0),
            );
        }
        let Some((created, modified)) = times(data) else { return };
        self.created = clocks::of_1904(created).map(|created| (created, whole.clone()));
        tell_times(created, modified, whole, telling);
    }

    /// ISO/IEC 14496-12, 8.4.3; in `QuickTime` the name has its length before it.
    fn handler(&mut self, data: &[u8], whole: Place, telling: &mut Telling) {
        let is_media = up_to(data, 4, 4) != b"dhlr";
        if is_media {
            self.track.handler = up_to(data, 8, 4).to_vec();
        }
        let name = data.get(24..).unwrap_or(&[]);
        let name = match name.split_first() {
            Some((length, rest)) if usize::from(*length) == rest.len() && !rest.is_empty() => rest,
            _ => name,
        };
        telling.signal(SignalKind::TrackName, text(name), whole);
    }

    /// The first sample description (ISO/IEC 14496-12, 8.5.2): the compressor's name of pictures, the time code's reel.
    fn description(&mut self, data: &[u8], whole: Place, telling: &mut Telling) {
        let entry = data.get(8..).unwrap_or(&[]);
        match self.track.handler.as_slice() {
            b"vide" => {
                let length = entry.get(50).map_or(0, |length| usize::from(*length).min(31));
                telling.signal(SignalKind::Producer, text(up_to(entry, 51, length)), whole);
            }
            b"tmcd" => {
                // QuickTime File Format, timecode sample description: flags, time scale, frame duration, frames a second, boxes.
                self.track.drops = be32(entry, 20).is_some_and(|flags| flags & 1 != 0);
                self.track.frames_per_sec = entry.get(32).map_or(0, |number| u32::from(*number));
                let source = entry.get(34..).unwrap_or(&[]);
                if up_to(source, 4, 4) == b"name" {
                    let length = be16(source, 8).map_or(0, usize::from);
                    self.track.reel = Some(text(up_to(source, 12, length)));
                }
            }
            _ => {}
        }
    }

    /// The time code of the first frame: a number of frames in the first sample.
    fn tell_time_code(&self, walk: &Walk<'_, '_>, telling: &mut Telling) {
        if self.track.handler != b"tmcd" {
            return;
        }
        let at = self.track.first_chunk.unwrap_or(0);
        let frames = walk.held.get(at, 4).and_then(|raw| be32(raw, 0)).filter(|_| at != 0);
        let code =
            frames.and_then(|frames| code_of(frames, self.track.frames_per_sec, self.track.drops));
        let parts = [code, self.track.reel.as_ref().map(|reel| format!("reel {reel}"))];
        let words: Vec<String> = parts.into_iter().flatten().collect();
        telling.signal(SignalKind::StartTimecode, words.join(", "), place(at, 4));
    }

    fn tell_clocks(&self, telling: &mut Telling) {
        let (Some((utc, _)), Some((local, at))) = (&self.created, &self.local) else { return };
        let words = "time of the properties beside that of the film";
        clocks::compare(local, utc, words, at, telling);
    }
}

/// Frames as `HH:MM:SS:FF`; where numbers are dropped, two a minute but every tenth, or four at 60 (SMPTE ST 12-1).
pub(crate) fn code_of(frames: u32, per_sec: u32, drops: bool) -> Option<String> {
    if per_sec == 0 {
        return None;
    }
    let mut frames = u64::from(frames);
    let per_sec = u64::from(per_sec);
    if drops {
        let dropped = per_sec / 15;
        let (ten_minutes, minute) = (per_sec * 600 - dropped * 9, per_sec * 60 - dropped);
        let (tens, rest) = (frames / ten_minutes, frames % ten_minutes);
        frames += dropped * 9 * tens + dropped * (rest.saturating_sub(dropped) / minute.max(1));
    }
    let secs = frames / per_sec;
    let mark = if drops { ';' } else { ':' };
    let (hours, minutes) = (secs / 3600 % 24, secs / 60 % 60);
    Some(format!("{hours:02}:{minutes:02}:{:02}{mark}{:02}", secs % 60, frames % per_sec))
}

/// Times of making and change, which stand first in three headers in two widths.
fn times(data: &[u8]) -> Option<(u64, u64)> {
    if data.first() == Some(&1) {
        Some((be64(data, 4)?, be64(data, 12)?))
    } else {
        Some((u64::from(be32(data, 4)?), u64::from(be32(data, 8)?)))
    }
}

fn tell_times(created: u64, modified: u64, whole: &Place, telling: &mut Telling) {
    for (secs, kind) in [(created, SignalKind::Created), (modified, SignalKind::Modified)] {
        if let Some(time) = clocks::of_1904(secs) {
            telling.signal(kind, time, whole.clone());
        }
    }
}

/// ISO/IEC 14496-12, 8.3.2: times, and the size in 16.16 bits at the end.
fn track_header(data: &[u8], whole: &Place, telling: &mut Telling) {
    if let Some((created, modified)) = times(data) {
        tell_times(created, modified, whole, telling);
    }
    let at = data.len().saturating_sub(8);
    if let (Some(width), Some(height)) = (be32(data, at), be32(data, at + 4))
        && width >> 16 > 0
    {
        telling.size_at_first(width >> 16, height >> 16);
    }
}

#[cfg(test)]
mod tests {
    use super::code_of;

    #[test]
    fn frames_become_time_code() {
        assert_eq!(code_of(86_400, 24, false).as_deref(), Some("01:00:00:00"));
        // SMPTE ST 12-1: the minute after 00:00:59;29 begins at 00:01:00;02.
        assert_eq!(code_of(1799, 30, true).as_deref(), Some("00:00:59;29"));
        assert_eq!(code_of(1800, 30, true).as_deref(), Some("00:01:00;02"));
        assert_eq!(code_of(17_982, 30, true).as_deref(), Some("00:10:00;00"));
        assert_eq!(code_of(1, 0, true), None);
    }
}
