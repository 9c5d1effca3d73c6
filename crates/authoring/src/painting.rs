//! Painting and cut-out animation whose formats are open: Krita (`.kra`), `OpenRaster` (`.ora`), Synfig (`.sif`, `.sifz`).
//!
//! In: one file. Out: author, times, program, names of layers, paths of what is linked, and the pictures kept inside. Never: pixels of layers.

use std::io::Read;

use subtier_blocks::{Limits, SignalKind};
use subtier_footage::{Held, MediaReader, Telling};
use subtier_model::Place;

use crate::markup::{self, Row, Says, Tag, Take};
use crate::packed::gunzip;
use crate::parts::{self, Parts};
use crate::told;

/// A picture or animation of Krita.
pub(crate) const KRITA: MediaReader =
    MediaReader { format: "kra", is_it: is_krita, read: read_krita };

/// A picture of several programs.
pub(crate) const OPEN_RASTER: MediaReader =
    MediaReader { format: "ora", is_it: is_open_raster, read: read_open_raster };

/// An animation of Synfig.
pub(crate) const SYNFIG: MediaReader =
    MediaReader { format: "sif", is_it: is_synfig, read: read_synfig };

/// Bytes of one part of XML.
const PART_BYTES_MAX: u64 = 64 << 20;

/// Bytes of one picture kept inside.
const PICTURE_BYTES_MAX: u64 = 16 << 20;

/// Unpacked bytes in which the root is looked for.
const SNIFFED_BYTES: u64 = 1024;

/// `maindoc.xml` (krita, `plugins/impex/libkra/kis_kra_tags.h`, `kis_kra_savexml_visitor.cpp`).
const DOCUMENT: &[Row] = &[
    ("layer", Take::Attribute("name"), Says::Signal(SignalKind::LayerName)),
    ("layer", Take::Attribute("uuid"), Says::Signal(SignalKind::Identifier)),
    // The file of a file layer.
    ("layer", Take::Attribute("source"), Says::Path),
    ("IMAGE", Take::Attribute("name"), Says::Signal(SignalKind::Title)),
    ("IMAGE", Take::Attribute("profile"), Says::Signal(SignalKind::ColourProfile)),
];

/// `documentinfo.xml` (krita, `libs/ui/KisDocumentInfo.cpp`; the names are those of Calligra's `document-info` 1.1).
const PROPERTIES: &[Row] = &[
    ("title", Take::Text, Says::Signal(SignalKind::Title)),
    ("initial-creator", Take::Text, Says::Other(author)),
    ("full-name", Take::Text, Says::Other(author)),
    ("creator-first-name", Take::Text, Says::Other(author)),
    ("company", Take::Text, Says::Signal(SignalKind::Company)),
    ("creation-date", Take::Text, Says::Time(SignalKind::Created)),
    ("date", Take::Text, Says::Time(SignalKind::Modified)),
    ("contact", Take::Text, Says::Signal(SignalKind::Author)),
    ("editing-cycles", Take::Text, Says::Other(saves)),
    ("editing-time", Take::Text, Says::Other(editing_time)),
];

/// `stack.xml` (`OpenRaster` baseline, Layer stack).
const STACK: &[Row] = &[
    ("layer", Take::Attribute("name"), Says::Signal(SignalKind::LayerName)),
    ("stack", Take::Attribute("name"), Says::Signal(SignalKind::LayerName)),
];

/// Synfig (`synfig-core/src/synfig/savecanvas.cpp`): `desc` is the name that a layer was given.
const CANVAS: &[Row] = &[
    ("layer", Take::Attribute("desc"), Says::Signal(SignalKind::LayerName)),
    ("name", Take::Text, Says::Signal(SignalKind::Title)),
    ("canvas", Take::Attribute("id"), Says::Signal(SignalKind::LayerName)),
];

fn author(name: &str, place: &Place, telling: &mut Telling) {
    // What Krita writes where nobody gave a name.
    if name.trim() != "Unknown" {
        told::text(SignalKind::Author, name, place, telling);
    }
}

fn saves(count: &str, place: &Place, telling: &mut Telling) {
    told::text(SignalKind::Revision, &format!("saved {} times", count.trim()), place, telling);
}

fn editing_time(seconds: &str, place: &Place, telling: &mut Telling) {
    told::text(SignalKind::Revision, &format!("edited for {} s", seconds.trim()), place, telling);
}

fn is_krita(held: &Held<'_>, _name: &str) -> bool {
    // Some are packed anew, so that the type is no longer stored bare at the beginning.
    parts::has_mimetype(held, "application/x-krita")
        || ["maindoc.xml", "documentinfo.xml", "/layers/layer"]
            .iter()
            .all(|part| parts::has_part(held, part))
}

fn read_krita(held: &Held<'_>, telling: &mut Telling) {
    let Some(mut parts) = Parts::open(held, telling) else { return };
    drop(parts.tell_clocks(telling));
    let mut each = |tag: &Tag<'_>, place: &Place, telling: &mut Telling| match tag.name {
        "DOC" => {
            let program = tag.attribute("editor").unwrap_or_default();
            let version = tag.attribute("kritaVersion").unwrap_or_default();
            told::text(SignalKind::Application, &format!("{program} {version}"), place, telling);
        }
        "IMAGE" => size(tag, ["width", "height"], telling),
        _ => {}
    };
    for (part, rows) in [("maindoc.xml", DOCUMENT), ("documentinfo.xml", PROPERTIES)] {
        match parts.bytes(part, PART_BYTES_MAX, telling) {
            Some(bytes) => markup::read(&bytes[..], part, rows, &mut each, telling),
            None => telling.fault(Place::Entry(part.to_owned()), "the part is missing"),
        }
    }
    pictures(
        &mut parts,
        &[("mergedimage.png", "merged image"), ("preview.png", "preview")],
        telling,
    );
}

fn size(tag: &Tag<'_>, [width, height]: [&str; 2], telling: &mut Telling) {
    if let (Some(width), Some(height)) = (tag.number(width), tag.number(height)) {
        telling.size(width, height);
    }
}

fn pictures(parts: &mut Parts<'_>, named: &[(&str, &'static str)], telling: &mut Telling) {
    for (part, what) in named {
        if let Some(bytes) = parts.bytes(part, PICTURE_BYTES_MAX, telling)
            && bytes.starts_with(b"\x89PNG")
        {
            telling.preview(what, &bytes);
        }
    }
}

fn is_open_raster(held: &Held<'_>, _name: &str) -> bool {
    parts::has_mimetype(held, "image/openraster")
}

fn read_open_raster(held: &Held<'_>, telling: &mut Telling) {
    let Some(mut parts) = Parts::open(held, telling) else { return };
    drop(parts.tell_clocks(telling));
    let mut each = |tag: &Tag<'_>, _: &Place, telling: &mut Telling| {
        if tag.name == "image" {
            size(tag, ["w", "h"], telling);
        }
    };
    match parts.bytes("stack.xml", PART_BYTES_MAX, telling) {
        Some(bytes) => markup::read(&bytes[..], "stack.xml", STACK, &mut each, telling),
        None => telling.fault(Place::Entry("stack.xml".to_owned()), "the part is missing"),
    }
    let named = [("mergedimage.png", "merged image"), ("Thumbnails/thumbnail.png", "thumbnail")];
    pictures(&mut parts, &named, telling);
}

fn is_synfig(held: &Held<'_>, _name: &str) -> bool {
    let is_canvas = |head: &[u8]| {
        markup::root_tag(head)
            .is_some_and(|tag| markup::local_name(&tag) == "canvas" && tag.contains("version=\""))
    };
    if !held.head().starts_with(b"\x1F\x8B") {
        return is_canvas(held.head());
    }
    let mut first = Vec::new();
    // What was had before a fault is enough.
    let _ =
        gunzip(held.head(), &Limits::STANDARD).take(SNIFFED_BYTES).read_to_end(&mut first).is_ok();
    is_canvas(&first)
}

fn read_synfig(held: &Held<'_>, telling: &mut Telling) {
    let mut is_first = true;
    let mut each = |tag: &Tag<'_>, place: &Place, telling: &mut Telling| {
        if tag.name == "canvas" && std::mem::take(&mut is_first) {
            size(tag, ["width", "height"], telling);
            if let Some(version) = tag.attribute("version") {
                let words = format!("Synfig, version {version} of the format");
                telling.signal(SignalKind::Application, words, place.clone());
            }
        }
    };
    if !held.head().starts_with(b"\x1F\x8B") {
        markup::read_held(held, CANVAS, &mut each, telling);
        return;
    }
    let limits = *telling.limits();
    let mut reader = gunzip(held.head(), &limits);
    markup::read(&mut reader, "", CANVAS, &mut each, telling);
    if reader.is_reached() {
        telling.fault(Place::Whole, "it unpacks to more than the limit");
    }
    markup::say_unheld(held, telling);
}
