//! MXF: who wrote it, when, which material, its time code and where other material lies (SMPTE ST 377-1).
//!
//! In: keys with lengths and values, after what may stand before the first. Out: signals. Never: essence.

use subtier_blocks::SignalKind;

use crate::bytes::{Order, be16, be32, be64, hex, place, size, up_to, utf16};
use crate::{Held, Telling, clocks};

/// Bytes that may stand before the first key (6.5, run-in).
const RUN_IN_BYTES: usize = 1 << 16;

/// Keys of one file; one a frame and track.
const KEYS_MAX: usize = 1_000_000;

/// Bytes of one set that are looked at.
const SET_BYTES_MAX: usize = 1 << 20;

/// The beginning of the key of a partition pack (7.1).
const PARTITION: &[u8] = b"\x06\x0E\x2B\x34\x02\x05\x01\x01\x0D\x01\x02\x01\x01";

/// The beginning of the key of a set with tags and lengths of two bytes (9.6, table 17).
const SET: &[u8] = b"\x06\x0E\x2B\x34\x02\x53\x01\x01\x0D\x01\x01\x01\x01\x01";

/// Whether a partition pack stands where a file may begin.
pub(crate) fn is_mxf(held: &Held<'_>, _name: &str) -> bool {
    first(held).is_some_and(|at| at == 0 || held.head().get(at + 13) == Some(&2))
}

fn first(held: &Held<'_>) -> Option<usize> {
    memchr::memmem::find(up_to(held.head(), 0, RUN_IN_BYTES + PARTITION.len()), PARTITION)
}

/// Reads the sets of the header, and those of the footer where they are held.
pub(crate) fn read(held: &Held<'_>, telling: &mut Telling) {
    let first = first(held).unwrap_or(0) as u64;
    let ended_at = keys(held, first, telling);
    let (tail_at, tail) = held.tail();
    if held.unheld().is_some_and(|(begin, _)| ended_at >= begin)
        && let Some(at) = memchr::memmem::find(tail, PARTITION)
    {
        keys(held, tail_at + at as u64, telling);
    }
}

/// Goes from key to key; where it ended.
fn keys(held: &Held<'_>, first: u64, telling: &mut Telling) -> u64 {
    let mut at = first;
    for _ in 0..KEYS_MAX {
        let Some(key) = held.get(at, 16) else { return at };
        let Some((length, length_bytes)) = length(held, at + 16) else {
            if at + 16 < held.length() {
                telling.fault(place(at, 16), "a length is none or cut off");
            }
            return at;
        };
        let begin = at + 16 + length_bytes;
        if key.starts_with(SET) {
            match held.get(begin, size(length).min(SET_BYTES_MAX)) {
                Some(set) => {
                    let kind = key.get(14).copied().unwrap_or(0);
                    tags(kind, set, begin, telling);
                }
                None => telling.fault(place(at, 16), "a set is cut off"),
            }
        } else if !key.starts_with(b"\x06\x0E\x2B\x34") {
            telling.fault(place(at, 16), "what stands here is no key");
            return at;
        }
        let next = begin.checked_add(length).filter(|next| *next <= held.length());
        let Some(next) = next else {
            telling.fault(place(at, 16), "what this key holds is cut off");
            return at;
        };
        at = next;
    }
    telling.fault(place(at, 0), format!("only its first {KEYS_MAX} keys are read"));
    at
}

/// A length in the basic encoding rules (ISO/IEC 8825-1, 8.1.3), and how many bytes it takes.
fn length(held: &Held<'_>, at: u64) -> Option<(u64, u64)> {
    let front = *held.get(at, 1)?.first()?;
    if front < 0x80 {
        return Some((u64::from(front), 1));
    }
    let count = usize::from(front & 0x7F);
    if count == 0 || count > 8 {
        return None;
    }
    let raw = held.get(at + 1, count)?;
    let length = raw.iter().fold(0u64, |length, byte| length << 8 | u64::from(*byte));
    Some((length, 1 + count as u64))
}

/// A time code track while its set is read.
#[derive(Debug, Default)]
struct Code {
    start: Option<u64>,
    base: u64,
    drops: bool,
}

/// The tags of one set; `kind` is byte 15 of its key (annex A and B of the same).
fn tags(kind: u8, set: &[u8], base: u64, telling: &mut Telling) {
    let (mut at, mut code, mut program) = (0, Code::default(), [const { String::new() }; 3]);
    let (mut sides, mut shown) = ([None; 2], [None; 2]);
    while let (Some(tag), Some(length)) = (be16(set, at), be16(set, at + 2)) {
        let value = up_to(set, at + 4, usize::from(length));
        let whole = place(base + at as u64, 4 + value.len());
        let words = || utf16(value, Order::Big);
        match (kind, tag) {
            (0x30, 0x3C01..=0x3C02) => set_text(&mut program, usize::from(tag - 0x3C01), words()),
            (0x30, 0x3C04) => set_text(&mut program, 2, words()),
            (0x30, 0x3C08) => telling.signal(SignalKind::OperatingSystem, words(), whole),
            (0x30, 0x3C06) | (0x2F, 0x3B02) | (_, 0x4404) => {
                said_time(SignalKind::Modified, value, base + at as u64, telling);
            }
            (_, 0x4405) => said_time(SignalKind::Created, value, base + at as u64, telling),
            // Identifiers of packages, and of those that a clip comes from.
            (_, 0x4401 | 0x1101) if value.len() == 32 && value.iter().any(|byte| *byte != 0) => {
                telling.signal(SignalKind::MaterialId, hex(value), whole);
            }
            (_, 0x4402) => {
                telling.account_path(&words(), &whole);
                telling.signal(SignalKind::Title, words(), whole);
            }
            (0x32, 0x4001) | (0x33, 0x4101) => telling.path_if_any(&words(), &whole),
            (_, 0x4802) => telling.signal(SignalKind::TrackName, words(), whole),
            // Stored pixels, then those of them that are shown.
            (_, 0x3203) => set_side(&mut sides, 0, be32(value, 0)),
            (_, 0x3202) => set_side(&mut sides, 1, be32(value, 0)),
            (_, 0x3209) => set_side(&mut shown, 0, be32(value, 0)),
            (_, 0x3208) => set_side(&mut shown, 1, be32(value, 0)),
            (0x14, 0x1501) => code.start = be64(value, 0),
            (0x14, 0x1502) => code.base = be16(value, 0).map_or(0, u64::from),
            (0x14, 0x1503) => code.drops = value.first() == Some(&1),
            // Words that Avid's programs and users add: a value after its type.
            (0x3F, 0x5001) => telling.signal(SignalKind::Comment, words(), whole),
            (0x3F, 0x5003) => tagged(value, base + at as u64, telling),
            _ => {}
        }
        at += 4 + usize::from(length);
    }
    let place_of_all = place(base, set.len());
    telling.signal(SignalKind::Application, program.join(" ").trim(), place_of_all.clone());
    for pair in [shown, sides] {
        if let [Some(width @ 1..), Some(height @ 1..)] = pair {
            telling.size_at_first(width, height);
        }
    }
    if let Some(words) = code.words() {
        telling.signal(SignalKind::StartTimecode, words, place_of_all);
    }
}

fn set_side(sides: &mut [Option<u32>; 2], index: usize, value: Option<u32>) {
    if let Some(side) = sides.get_mut(index) {
        *side = value;
    }
}

impl Code {
    fn words(&self) -> Option<String> {
        let (start, base) = (self.start?, self.base);
        let frames = u32::try_from(start).ok()?;
        crate::quicktime::code_of(frames, u32::try_from(base).ok()?, self.drops)
    }
}

fn set_text(texts: &mut [String; 3], index: usize, text: String) {
    if let Some(slot) = texts.get_mut(index) {
        *slot = text;
    }
}

/// A time of year, month, day, hour, minute, second and quarters of milliseconds (4.3); zone not stated.
fn said_time(kind: SignalKind, value: &[u8], at: u64, telling: &mut Telling) {
    let part = |index: usize| value.get(index).map_or(0, |byte| u32::from(*byte));
    let year = be16(value, 0).map_or(0, u32::from);
    if let Some(time) = clocks::of_parts([year, part(2), part(3), part(4), part(5), part(6)]) {
        telling.signal(kind, time, place(at, value.len()));
    }
}

/// A value whose type stands before it in 17 bytes; texts alone are told.
fn tagged(value: &[u8], at: u64, telling: &mut Telling) {
    let order = if value.first() == Some(&b'L') { Order::Little } else { Order::Big };
    let words = utf16(value.get(17..).unwrap_or(&[]), order);
    if words.contains(['\\', '/', ' ', '.']) {
        let whole = place(at, value.len());
        telling.account_path(&words, &whole);
        telling.signal(SignalKind::Comment, words, whole);
    }
}
