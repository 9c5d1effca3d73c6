//! The directory of a package: times, names and kinds of its parts.
//!
//! In: what the zip says of each part. Out: signals of when parts were packed, in which code page they are named, what is kept
//! inside, macros and encryption. Never: a macro or file inside is opened.

use std::collections::BTreeSet;

use subtier_model::Place;
use subtier_names::decode::file_names;

use super::clocks::{compare_with_modified, offset_of_extra, tell_extra};
use crate::package::{Package, PartEntry, has_ending};
use subtier_blocks::SignalKind;
use subtier_blocks::Writing;
use subtier_xml::Step;

/// Minutes in which parts were packed that are told.
const MINUTES_MAX: usize = 50;

/// Files inside that are told.
const EMBEDDED_MAX: usize = 1000;

/// Offsets between the clocks of one part that are told.
const OFFSETS_MAX: usize = 5;

/// Dates that programs write who keep no time: the first that the field can hold (APPNOTE 4.4.6), as Word does, and that of
/// `XlsxWriter` 3.3.1.
const NO_DATES: [&str; 2] = ["1980-01-01", "1980-01-31"];

/// Reads the directory; `modified` is when the properties say it was changed last.
pub(super) fn read(package: &mut Package<'_>, modified: Option<&str>, writing: &mut Writing) {
    let entries = package.entries();
    let names = names(&entries);
    tell_encodings(&entries, &names, writing);
    tell_times(&entries, &names, modified, writing);
    tell_kinds(&entries, &names, writing);
    tell_encryption(package, writing);
}

/// The names made readable, with the encoding of those that are not UTF-8.
fn names(entries: &[PartEntry]) -> Vec<(String, Option<&'static str>)> {
    let raw: Vec<&[u8]> = entries.iter().map(|entry| entry.name.as_slice()).collect();
    file_names(&raw).into_iter().map(|name| (name.text, name.encoding)).collect()
}

type Names = [(String, Option<&'static str>)];

fn tell_encodings(entries: &[PartEntry], names: &Names, writing: &mut Writing) {
    for (entry, (name, encoding)) in entries.iter().zip(names) {
        let place = Place::Entry(name.clone());
        if let Some(encoding) = encoding {
            writing.signal(SignalKind::NameEncoding, *encoding, place);
        } else if entry.has_unicode_path {
            writing.signal(SignalKind::NameEncoding, "UTF-8 beside another (0x7075)", place);
        } else if !entry.is_utf8 && !entry.name.is_ascii() {
            writing.signal(SignalKind::NameEncoding, "UTF-8 without its flag", place);
        }
    }
}

fn tell_times(entries: &[PartEntry], names: &Names, modified: Option<&str>, writing: &mut Writing) {
    let (mut minutes, mut offsets) = (BTreeSet::new(), BTreeSet::new());
    let mut latest: Option<(&str, &str)> = None;
    for (entry, (name, _)) in entries.iter().zip(names) {
        let Some(time) = entry.modified.as_deref() else { continue };
        if NO_DATES.iter().any(|date| time.starts_with(date)) {
            continue;
        }
        let minute = time.get(..16).unwrap_or(time);
        if minutes.len() < MINUTES_MAX && minutes.insert(minute) {
            writing.signal(SignalKind::PartTime, time, Place::Entry(name.clone()));
        }
        if let Some(utc) = entry.modified_utc
            && offsets.len() < OFFSETS_MAX
            && let Some(offset) = offset_of_extra(time, utc)
            && offsets.insert(offset.clone())
        {
            tell_extra(name, time, utc, &offset, writing);
        }
        if latest.is_none_or(|(before, _)| before < time) {
            latest = Some((time, name));
        }
    }
    if let (Some((time, name)), Some(modified)) = (latest, modified) {
        compare_with_modified(time, modified, &Place::Entry(name.to_owned()), writing);
    }
}

fn tell_kinds(entries: &[PartEntry], names: &Names, writing: &mut Writing) {
    let mut embedded = 0;
    for (entry, (name, _)) in entries.iter().zip(names) {
        let place = Place::Entry(name.clone());
        if entry.is_encrypted {
            writing.signal(SignalKind::Encrypted, name, place.clone());
        }
        if is_macro(name) {
            writing.signal(SignalKind::Macro, name, place.clone());
        }
        if is_embedded(name) && embedded < EMBEDDED_MAX {
            embedded += 1;
            writing.signal(SignalKind::Embedded, name, place);
        }
    }
}

/// Whether a part holds macros: VBA (\[MS-OVBA\]), macro sheets of Excel 4, Basic and scripts of ODF (ODF 1.3 part 2, 3.1).
fn is_macro(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    has_ending(&lower, "vbaproject.bin")
        || lower.contains("/macrosheets/") && has_ending(&lower, ".xml")
        || lower.starts_with("scripts/") && !lower.ends_with('/')
        || lower.starts_with("basic/")
            && has_ending(&lower, ".xml")
            && !has_ending(&lower, "script-lc.xml")
            && !has_ending(&lower, "script-lb.xml")
}

/// Whether a part is a file of its own: pictures, sounds, objects, previews.
fn is_embedded(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    let is_file = !lower.ends_with('/') && !has_ending(&lower, ".rels");
    let is_kept = ["/media/", "/embeddings/", "/afchunk", "/activex/"]
        .iter()
        .any(|folder| lower.contains(folder))
        || [
            "pictures/",
            "media/",
            "objectreplacements/",
            "thumbnails/",
            "docprops/thumbnail",
            "bindata/",
        ]
        .iter()
        .any(|folder| lower.starts_with(folder))
        || lower.starts_with("object ") && has_ending(&lower, "/content.xml");
    is_file && is_kept
}

/// Says which parts the manifest of ODF calls encrypted (ODF 1.3 part 2, 4.9).
fn tell_encryption(package: &mut Package<'_>, writing: &mut Writing) {
    let part = "META-INF/manifest.xml";
    let Some(mut xml) = package.small_xml(part, super::PART_BYTES_MAX) else { return };
    let mut path = String::new();
    while let Ok(step) = xml.step() {
        match (step, xml.name()) {
            (Step::Eof, _) => return,
            (Step::Start, "file-entry") => path = xml.attribute("full-path").unwrap_or_default(),
            (Step::Start, "encryption-data") => {
                writing.signal(SignalKind::Encrypted, &path, Place::Entry(part.to_owned()));
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_known_by_their_folders() {
        for name in
            ["word/vbaProject.bin", "Basic/Standard/Module1.xml", "xl/macrosheets/sheet1.xml"]
        {
            assert!(is_macro(name), "{name}");
        }
        assert!(!is_macro("Basic/Standard/script-lb.xml") && !is_macro("word/document.xml"));
        for name in [
            "word/media/image1.png",
            "Pictures/1.jpg",
            "docProps/thumbnail.jpeg",
            "Object 1/content.xml",
        ] {
            assert!(is_embedded(name), "{name}");
        }
        assert!(!is_embedded("word/embeddings/_rels/a.rels") && !is_embedded("word/document.xml"));
    }
}
