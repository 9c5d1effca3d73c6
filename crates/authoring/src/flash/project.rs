//! Projects of Flash and Animate: XFL in a zip, XFL in a folder, and the compound file of versions up to CS4.
//!
//! XFL (`DOMDocument.xml`, `LIBRARY/*.xml`) is not published; rows stand as files saved by Flash CS5 to Animate 24 have them (flacomdoc, fla-viewer
//! and their test data). `META-INF/metadata.xml` is XMP. An item's identifier begins with the second of its making. In: the project. Out: signals.

use subtier_blocks::SignalKind;
use subtier_footage::{Held, Telling};
use subtier_model::Place;
use subtier_sectors::{Compound, SIGNATURE};

use crate::markup::{self, Row, Says, Tag, Take};
use crate::parts::{self, Parts, has_ending};
use crate::told;

/// Bytes of one part.
const PART_BYTES_MAX: u64 = 64 << 20;

/// Symbols of the library that are read.
const SYMBOLS_MAX: usize = 5000;

const ROWS: &[Row] = &[
    ("DOMDocument", Take::Attribute("versionInfo"), Says::Signal(SignalKind::Application)),
    ("DOMDocument", Take::Attribute("platform"), Says::Signal(SignalKind::OperatingSystem)),
    ("DOMLayer", Take::Attribute("name"), Says::Signal(SignalKind::LayerName)),
    ("DOMBitmapItem", Take::Attribute("sourceExternalFilepath"), Says::Path),
    ("DOMSoundItem", Take::Attribute("sourceExternalFilepath"), Says::Path),
    ("DOMVideoItem", Take::Attribute("sourceExternalFilepath"), Says::Path),
    ("DOMFontItem", Take::Attribute("font"), Says::Signal(SignalKind::Font)),
    ("DOMTextAttrs", Take::Attribute("face"), Says::Signal(SignalKind::Font)),
];

pub(super) fn is_zip(held: &Held<'_>, _name: &str) -> bool {
    let is_typed = parts::has_mimetype(held, "application/vnd.adobe.xfl")
        || parts::has_mimetype(held, "application/vnd.adobe.flash.file");
    is_typed || parts::has_part(held, "DOMDocument.xml")
}

pub(super) fn read_zip(held: &Held<'_>, telling: &mut Telling) {
    let Some(mut parts) = Parts::open(held, telling) else { return };
    let packed = parts.tell_clocks(telling);
    let mut symbols_left = SYMBOLS_MAX;
    let mut made = Made::default();
    for name in parts.names() {
        if name.ends_with("metadata.xml") {
            if let Some(bytes) = parts.bytes(&name, PART_BYTES_MAX, telling) {
                subtier_footage::xmp(&bytes, 0, telling);
            }
            continue;
        }
        let is_symbol = name.starts_with("LIBRARY/") && has_ending(&name, ".xml");
        let is_document =
            name.ends_with("DOMDocument.xml") || name.ends_with("PublishSettings.xml");
        if !is_document && (!is_symbol || symbols_left == 0) {
            continue;
        }
        symbols_left -= usize::from(is_symbol);
        if let Some(bytes) = parts.bytes(&name, PART_BYTES_MAX, telling) {
            let mut each = |tag: &Tag<'_>, place: &Place, telling: &mut Telling| {
                made.see(tag, place, telling);
            };
            markup::read(&bytes[..], &name, ROWS, &mut each, telling);
        }
    }
    if let (Some(packed), Some((utc, place))) = (packed, made.last.as_ref()) {
        parts::compare_clocks(&packed, *utc, place, telling);
    }
    made.tell(telling);
}

pub(super) fn is_document(held: &Held<'_>, _name: &str) -> bool {
    markup::has_root(held, &["DOMDocument", "DOMSymbolItem"])
}

pub(super) fn read_document(held: &Held<'_>, telling: &mut Telling) {
    let mut made = Made::default();
    let mut each = |tag: &Tag<'_>, place: &Place, telling: &mut Telling| {
        made.see(tag, place, telling);
    };
    markup::read_held(held, ROWS, &mut each, telling);
    made.tell(telling);
}

/// When the items of the library were made, changed and imported, the first and the last.
#[derive(Default)]
struct Made {
    first: Option<(i64, Place)>,
    last: Option<(i64, Place)>,
}

impl Made {
    fn see(&mut self, tag: &Tag<'_>, place: &Place, telling: &mut Telling) {
        if tag.name == "DOMDocument" {
            if let (Some(width), Some(height)) = (tag.number("width"), tag.number("height")) {
                telling.size(width, height);
            }
            if let Some(guid) = tag.attribute("fileGUID") {
                telling.signal(SignalKind::DocumentId, guid, place.clone());
            }
        }
        let digits = |text: String| i64::from_str_radix(text.split('-').next()?, 16).ok();
        let times = [
            tag.attribute("itemID").and_then(digits),
            tag.attribute("lastModified").and_then(|text| text.parse().ok()),
            tag.attribute("sourceLastImported").and_then(|text| text.parse().ok()),
        ];
        for time in times.into_iter().flatten().filter(|time| told::utc(*time).is_some()) {
            if self.first.as_ref().is_none_or(|(first, _)| time < *first) {
                self.first = Some((time, place.clone()));
            }
            if self.last.as_ref().is_none_or(|(last, _)| time > *last) {
                self.last = Some((time, place.clone()));
            }
        }
    }

    fn tell(self, telling: &mut Telling) {
        for (kind, time) in [(SignalKind::Created, self.first), (SignalKind::Modified, self.last)] {
            if let Some((time, place)) = time {
                told::seconds(kind, time, &place, telling);
            }
        }
    }
}

pub(super) fn is_compound(held: &Held<'_>, _name: &str) -> bool {
    if !held.head().starts_with(SIGNATURE) || held.unheld().is_some() {
        return false;
    }
    let limits = subtier_blocks::Limits::STANDARD;
    Compound::open(held.head(), &limits).is_ok_and(|compound| {
        let is_drawn = |path: &str| {
            path.starts_with("Page ") || path.starts_with("Symbol ") || path.starts_with("P ")
        };
        compound.has("Contents") && compound.streams().iter().any(|stream| is_drawn(&stream.path))
    })
}

/// The streams hold objects whose layout is not published; names of streams and what the carver finds in them are told.
pub(super) fn read_compound(held: &Held<'_>, telling: &mut Telling) {
    let limits = *telling.limits();
    let mut compound = match Compound::open(held.head(), &limits) {
        Ok(compound) => compound,
        Err(reason) => {
            telling.fault(Place::Whole, reason);
            return;
        }
    };
    telling.signal(
        SignalKind::Application,
        "Flash, a document of the format up to CS4",
        Place::Whole,
    );
    let paths: Vec<String> = compound.streams().iter().map(|stream| stream.path.clone()).collect();
    for path in paths.iter().take(SYMBOLS_MAX) {
        let is_told =
            path == "Contents" || path.starts_with("Page ") || path.starts_with("Symbol ");
        if !is_told {
            continue;
        }
        if let Some(bytes) = compound.read(path, PART_BYTES_MAX) {
            subtier_footage::carve(&Held::whole(&bytes), telling);
            told_texts(&bytes, &Place::Words(format!("stream {path}")), telling);
        }
    }
    if compound.limit_reached() {
        telling.fault(
            Place::Whole,
            "only the first bytes of its streams were read: the limit of one file",
        );
    }
}

/// Texts of the streams: `FF FE FF`, a count of signs, UTF-16 (MFC, `CArchive` and `CString`); the paths among them are told.
fn told_texts(bytes: &[u8], place: &Place, telling: &mut Telling) {
    /// Texts of one stream.
    const TEXTS_MAX: usize = 100_000;
    for at in memchr::memmem::find_iter(bytes, b"\xFF\xFE\xFF").take(TEXTS_MAX) {
        let Some(count) = bytes.get(at + 3).filter(|count| **count < 0xFF) else { continue };
        let text = subtier_sectors::little::slice_up_to(bytes, at + 4, usize::from(*count) * 2);
        told::path_if_absolute(&subtier_sectors::little::utf16(text), place, telling);
    }
}
