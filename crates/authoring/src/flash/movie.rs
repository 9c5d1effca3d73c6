//! A film (`.swf`; SWF File Format Specification, version 19; tags that it leaves out as ruffle, `swf/src/read.rs`, reads them).
//!
//! `FWS`, `CWS` (zlib) or `ZWS` (LZMA), version, unpacked length; then, packed or not: frame size in bits, rate, number of frames, tags. In: the film.
//! Out: size, length, XMP of `Metadata`, program and time of `ProductInfo`, identifier of `DebugId`, fonts. Never: code, shapes, addresses.

use subtier_blocks::SignalKind;
use subtier_footage::{Held, Telling};
use subtier_model::Place;
use subtier_names::encoding::decode;
use subtier_sectors::little::{slice_at, to_nul, u16_at, u32_at, u64_at};

use crate::packed::{read_all, unlzma, unzlib};
use crate::{markup, told};

/// Bytes of the head that is never packed.
const HEAD_BYTES: usize = 8;

/// Unpacked bytes of one film.
const FILM_BYTES_MAX: u64 = 256 << 20;

/// Tags that are walked over.
const TAGS_MAX: usize = 1_000_000;

/// Length of the frame in twips: a twentieth of a pixel (specification, chapter 1, Coordinates and twips).
const TWIPS: u32 = 20;

pub(super) fn is_it(held: &Held<'_>, _name: &str) -> bool {
    // Version 1 to some 50; text that begins so has no such byte.
    matches!(held.head(), [b'F' | b'C' | b'Z', b'W', b'S', 1..=60, ..])
}

pub(super) fn read(held: &Held<'_>, telling: &mut Telling) {
    let bytes = held.head();
    let limits = *telling.limits();
    let packed = bytes.get(HEAD_BYTES..).unwrap_or(&[]);
    let (film, reason) = match bytes.first() {
        Some(b'C') => read_all(&mut unzlib(packed, &limits), FILM_BYTES_MAX),
        Some(b'Z') => unpacked_lzma(bytes, &limits),
        _ => (packed.to_vec(), None),
    };
    if let Some(reason) = reason {
        telling.fault(Place::Whole, reason);
    }
    if bytes.first() == Some(&b'F') {
        markup::say_unheld(held, telling);
    }
    if let Some(version) = bytes.get(3) {
        let words = format!("Flash film of version {version}");
        telling.signal(SignalKind::Application, words, told::bytes_at(0, 4));
    }
    match frame(&film, telling) {
        Some(at) => tags(&film, at, telling),
        None => telling.fault(Place::Whole, "the size of its frame cannot be read"),
    }
}

/// Behind the head: the packed length, five bytes of properties, then the data (specification, chapter 2, SWF file compression).
fn unpacked_lzma(bytes: &[u8], limits: &subtier_blocks::Limits) -> (Vec<u8>, Option<String>) {
    let properties = bytes.get(12).copied().zip(u32_at(bytes, 13));
    let (Some((first, dictionary)), Some(packed)) = (properties, bytes.get(17..)) else {
        return (Vec::new(), Some("the film is cut".to_owned()));
    };
    // No more memory than the film says it needs.
    let dictionary = dictionary.min(u32_at(bytes, 4).unwrap_or(0).max(1 << 16));
    match unlzma(packed, (first, dictionary), limits) {
        Ok(mut reader) => {
            // The end of the data is told by the length alone; a reader that runs beyond it finds a fault that is none.
            let length = u64::from(u32_at(bytes, 4).unwrap_or(0)).saturating_sub(8);
            read_all(&mut reader, length.min(FILM_BYTES_MAX))
        }
        Err(error) => (Vec::new(), Some(format!("it cannot be unpacked: {error}"))),
    }
}

/// Reads size, rate and number of frames; where the tags begin.
fn frame(film: &[u8], telling: &mut Telling) -> Option<usize> {
    let mut bits = film
        .iter()
        .take(32)
        .flat_map(|byte| (0..8).rev().map(move |bit| u32::from(byte >> bit & 1)));
    let mut number = |count: u32| {
        let mut number = 0u32;
        for _ in 0..count {
            number = number << 1 | bits.next()?;
        }
        Some(number)
    };
    let width = number(5)?;
    let [left, right, top, bottom] =
        [number(width)?, number(width)?, number(width)?, number(width)?];
    telling.size(right.saturating_sub(left) / TWIPS, bottom.saturating_sub(top) / TWIPS);
    let at = usize::try_from((5 + 4 * width).div_ceil(8)).ok()?;
    let (rate, frames) = (u64::from(u16_at(film, at)?), u64::from(u16_at(film, at + 2)?));
    // Frames a second, with eight bits behind the point.
    if let Some(length) = (frames * 256_000).checked_div(rate) {
        telling.duration_ms(length);
    }
    Some(at + 4)
}

fn tags(film: &[u8], mut at: usize, telling: &mut Telling) {
    for _ in 0..TAGS_MAX {
        let Some(head) = u16_at(film, at) else { break };
        at += 2;
        let mut length = usize::from(head & 0x3F);
        if length == 0x3F {
            let Some(long) = u32_at(film, at).and_then(|long| usize::try_from(long).ok()) else {
                break;
            };
            length = long;
            at += 4;
        }
        let Some(content) = slice_at(film, at, length) else { break };
        let code = head >> 6;
        if code == 0 {
            return;
        }
        let place = Place::Words(format!("tag {code} at byte {at} of the unpacked film"));
        if tag(code, content, at as u64, &place, telling).is_none() {
            telling.fault(place, "the tag is cut");
        }
        at += length;
    }
    telling.fault(Place::Whole, "the film ends before its last tag");
}

/// Reads one tag; `None` where it is too short.
fn tag(code: u16, content: &[u8], at: u64, place: &Place, telling: &mut Telling) -> Option<()> {
    match code {
        // Metadata: XMP as a text.
        77 => subtier_footage::xmp(to_nul(content), at, telling),
        41 => product(content, place, telling)?,
        63 => {
            let id = content.get(..16)?;
            telling.signal(SignalKind::Identifier, told::hex(id), place.clone());
        }
        // DefineFontInfo, DefineFontInfo2: number, length of the name, name.
        13 | 62 => font(content, 2, place, telling)?,
        // DefineFont2, DefineFont3: number, flags, language, length of the name, name.
        48 | 75 => font(content, 4, place, telling)?,
        // DefineFontName: number, name, copyright.
        88 => {
            let name = decode(to_nul(content.get(2..)?), None).text;
            told::text(SignalKind::Font, &name, place, telling);
        }
        // FrameLabel.
        43 => {
            let name = decode(to_nul(content), None).text;
            told::text(SignalKind::TrackName, &name, place, telling);
        }
        // NameCharacter, ProtectDebug and others tell nothing of the making.
        _ => {}
    }
    Some(())
}

fn font(content: &[u8], at: usize, place: &Place, telling: &mut Telling) -> Option<()> {
    let length = usize::from(*content.get(at)?);
    let name = slice_at(content, at + 1, length)?;
    told::text(SignalKind::Font, &decode(to_nul(name), None).text, place, telling);
    Some(())
}

/// Product, edition, version, build and time of compilation in milliseconds since 1970, as compilers of Flex write them (not in the
/// specification; ruffle, `read_product_info`).
fn product(content: &[u8], place: &Place, telling: &mut Telling) -> Option<()> {
    let (product, edition) = (u32_at(content, 0)?, u32_at(content, 4)?);
    let (major, minor) = (content.get(8)?, content.get(9)?);
    let build = u64_at(content, 10)?;
    let words = format!(
        "Flash compiler, product {product} edition {edition}, version {major}.{minor} build {build}"
    );
    telling.signal(SignalKind::Application, words, place.clone());
    if let Ok(milliseconds) = i64::try_from(u64_at(content, 18)?) {
        told::seconds(SignalKind::Created, milliseconds / 1000, place, telling);
    }
    Some(())
}
