//! A project of Premiere: XML packed with gzip, root `PremiereData`.
//!
//! The elements are not published; those here stand in projects that public readers and writers of them show (premconverter, `pp_parse`,
//! prproj writers of several editors). In: the project. Out: the build that made it and the one that saved it last, each with its time, which
//! Premiere writes without a zone; the project's identifier; paths of media, scratch disks and of the project itself.

use std::io::Read;

use subtier_blocks::{Limits, SignalKind};
use subtier_footage::{Held, Telling};
use subtier_model::Place;

use crate::markup::{self, Row, Says, Take};
use crate::packed::gunzip;
use crate::told;

/// Unpacked bytes in which the root is looked for.
const SNIFFED_BYTES: u64 = 512;

const ROWS: &[Row] = &[
    ("MZ.BuildVersion.Created", Take::Text, Says::Other(created)),
    ("MZ.BuildVersion.Modified", Take::Text, Says::Other(modified)),
    ("MZ.Project.GUID", Take::Text, Says::Signal(SignalKind::DocumentId)),
    ("ActualMediaFilePath", Take::Text, Says::Path),
    ("FilePath", Take::Text, Says::Path),
    ("project.settings.lastknowngoodprojectpath", Take::Text, Says::Path),
    ("FontName", Take::Text, Says::Signal(SignalKind::Font)),
];

pub(super) fn is_it(held: &Held<'_>, _name: &str) -> bool {
    let head = held.head();
    if head.starts_with(b"\x1F\x8B") {
        let mut first = Vec::new();
        // What was had before a fault is enough.
        let _ = gunzip(head, &Limits::STANDARD).take(SNIFFED_BYTES).read_to_end(&mut first).is_ok();
        return markup::has_root(&Held::whole(&first), &["PremiereData"]);
    }
    markup::has_root(held, &["PremiereData"])
}

pub(super) fn read(held: &Held<'_>, telling: &mut Telling) {
    let head = held.head();
    let mut each = |_: &markup::Tag<'_>, _: &Place, _: &mut Telling| {};
    if !head.starts_with(b"\x1F\x8B") {
        markup::read_held(held, ROWS, &mut each, telling);
        return;
    }
    let limits = *telling.limits();
    let mut reader = gunzip(head, &limits);
    markup::read(&mut reader, "", ROWS, &mut each, telling);
    if reader.is_reached() {
        telling.fault(Place::Whole, "it unpacks to more than the limit");
    }
    markup::say_unheld(held, telling);
}

fn created(text: &str, place: &Place, telling: &mut Telling) {
    build(SignalKind::Created, text, place, telling);
}

fn modified(text: &str, place: &Place, telling: &mut Telling) {
    build(SignalKind::Modified, text, place, telling);
}

/// `23.2.0x69 - Wed May 24 11:07:03 2023`: version with build, then a time.
fn build(kind: SignalKind, text: &str, place: &Place, telling: &mut Telling) {
    let (version, time) = text.split_once(" - ").unwrap_or((text, ""));
    let words = format!("Adobe Premiere Pro {}", version.trim());
    telling.signal(SignalKind::Application, words, place.clone());
    told::text(kind, time, place, telling);
}
