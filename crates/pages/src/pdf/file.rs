//! A PDF file taken apart into objects, under limits.
//!
//! In: all bytes of the file, or of an earlier revision of it. Out: objects, with references followed, and decoded
//! streams whose total size is bounded. A file whose cross-reference table or end is lost is read by scanning for its
//! objects. Encrypted files are read where the empty password opens them.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "kinds of objects are those of lopdf; what is not asked for is left alone"
)]

use std::cell::Cell;
use std::collections::BTreeSet;

use lopdf::xref::{XrefEntry, XrefRecovery};
use lopdf::{Dictionary, Document, LoadOptions, Object, ObjectId, Stream};

use super::encrypted;
use subtier_blocks::Limits;

/// Unpacked bytes that all object streams of one file may have together: they are unpacked before anything is read.
const OBJECT_STREAMS_BYTES_MAX: usize = 512 << 20;
/// Unpacked bytes of one object stream; writers put about a hundred objects into one.
const OBJECT_STREAM_BYTES_MAX: usize = 64 << 20;
/// Packed streams up to this size unpacked are not held against the ratio.
const FREE_BYTES: usize = 1 << 20;
/// Object number of the catalog that is put behind a file that lost its own (ISO 32000-1, annex C: numbers reach
/// 8,388,607 at most).
const STAND_IN: u32 = 8_388_600;

/// A file whose objects are known.
pub(crate) struct File {
    document: Document,
    unpacked_left: Cell<u64>,
    ratio_max: u64,
    pages_max: usize,
    /// Whether objects had to be found by scanning.
    pub(crate) is_rebuilt: bool,
}

impl File {
    /// Takes a file apart; the reason in words where it cannot be.
    pub(crate) fn load(bytes: &[u8], limits: &Limits) -> Result<Self, String> {
        match Document::load_mem_with_options(bytes, options(bytes)) {
            Ok(document) => {
                let document = encrypted::mended(bytes, &document)
                    .and_then(|mended| {
                        Document::load_mem_with_options(&mended, options(bytes)).ok()
                    })
                    .unwrap_or(document);
                let document = with_lost_objects(bytes, document);
                let is_rebuilt = document.xref_recovery == Some(XrefRecovery::Reconstructed);
                Ok(Self::new(document, limits, is_rebuilt))
            }
            Err(error) => {
                let reason = error.to_string();
                Self::scan(bytes, limits).ok_or(reason)
            }
        }
    }

    /// Takes an earlier revision apart; `None` unless it stands on its own as written.
    pub(crate) fn load_revision(bytes: &[u8], limits: &Limits) -> Option<Self> {
        let document = Document::load_mem_with_options(bytes, options(bytes)).ok()?;
        let file = Self::new(document, limits, false);
        let is_whole = file.document.xref_recovery.is_none() && !file.pages().is_empty();
        is_whole.then_some(file)
    }

    fn new(document: Document, limits: &Limits, is_rebuilt: bool) -> Self {
        Self {
            document,
            unpacked_left: Cell::new(limits.unpacked_bytes_max),
            ratio_max: limits.unpacked_ratio_max,
            pages_max: limits.parts_max,
            is_rebuilt,
        }
    }

    /// Reads what is left of a file without a catalog, by putting an empty one behind it.
    fn scan(bytes: &[u8], limits: &Limits) -> Option<Self> {
        let pages = STAND_IN + 1;
        let size = STAND_IN + 2;
        let end = format!(
            "\nendstream\nendobj\n{STAND_IN} 0 obj\n<</Type/Catalog/Pages {pages} 0 R>>\nendobj\n{pages} 0 obj\n<</Type/Pages/Kids[]/Count \
             0>>\nendobj\ntrailer\n<</Size {size}/Root {STAND_IN} 0 R>>\nstartxref\n0\n%%EOF\n"
        );
        let mut mended = Vec::with_capacity(bytes.len() + end.len());
        mended.extend_from_slice(bytes);
        mended.extend_from_slice(end.as_bytes());
        let options = LoadOptions { force_reconstruct: true, ..options(bytes) };
        let document = Document::load_mem_with_options(&mended, options).ok()?;
        let file = Self::new(document, limits, true);
        // The two that were put behind it are not its own.
        (file.document.objects.len() > 2).then_some(file)
    }

    #[cfg(test)]
    pub(crate) fn empty() -> Self {
        Self::new(Document::new(), &Limits::STANDARD, false)
    }

    /// The objects.
    pub(crate) const fn document(&self) -> &Document {
        &self.document
    }

    /// Whether it is encrypted with a password that is not known.
    pub(crate) fn is_encrypted(&self) -> bool {
        self.document.trailer.has(b"Encrypt")
    }

    /// Its length when it was written for the web, 0 where it was not (ISO 32000-1, annex F).
    pub(crate) fn linearized_length(&self) -> u64 {
        self.document.linearization.as_ref().map_or(0, |linearization| linearization.file_length)
    }

    /// The catalog.
    pub(crate) fn catalog(&self) -> Option<&Dictionary> {
        self.document.catalog().ok()
    }

    /// The pages in order; those that the page tree lost come last.
    pub(crate) fn pages(&self) -> Vec<ObjectId> {
        let mut seen = BTreeSet::new();
        let mut pages: Vec<ObjectId> =
            self.document.page_iter().filter(|id| seen.insert(*id)).take(self.pages_max).collect();
        if pages.is_empty() || self.is_rebuilt {
            let lost = self.document.objects.iter().filter(|(id, object)| {
                object.as_dict().is_ok_and(|page| page.has_type(b"Page")) && !seen.contains(id)
            });
            pages.extend(lost.map(|(id, _)| *id).take(self.pages_max.saturating_sub(seen.len())));
        }
        pages
    }

    /// Follows a reference.
    pub(crate) fn resolve<'a>(&'a self, object: &'a Object) -> Option<&'a Object> {
        self.document.dereference(object).ok().map(|(_, object)| object)
    }

    /// An entry, references followed.
    pub(crate) fn get<'a>(&'a self, dictionary: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
        self.resolve(dictionary.get(key).ok()?)
    }

    /// An entry that is a dictionary, or the dictionary of a stream.
    pub(crate) fn dictionary<'a>(
        &'a self,
        dictionary: &'a Dictionary,
        key: &[u8],
    ) -> Option<&'a Dictionary> {
        match self.get(dictionary, key)? {
            Object::Dictionary(found) => Some(found),
            Object::Stream(stream) => Some(&stream.dict),
            _ => None,
        }
    }

    /// An entry that is a list.
    pub(crate) fn array<'a>(
        &'a self,
        dictionary: &'a Dictionary,
        key: &[u8],
    ) -> Option<&'a [Object]> {
        self.get(dictionary, key)?.as_array().ok().map(Vec::as_slice)
    }

    /// An entry that is a stream.
    pub(crate) fn stream<'a>(
        &'a self,
        dictionary: &'a Dictionary,
        key: &[u8],
    ) -> Option<&'a Stream> {
        self.get(dictionary, key)?.as_stream().ok()
    }

    /// An entry that is a number.
    pub(crate) fn number(&self, dictionary: &Dictionary, key: &[u8]) -> Option<f64> {
        self.as_number(dictionary.get(key).ok()?)
    }

    /// A number, a reference to one followed.
    pub(crate) fn as_number(&self, object: &Object) -> Option<f64> {
        match self.resolve(object)? {
            #[expect(clippy::cast_precision_loss, reason = "places on a page are far below 2^52")]
            Object::Integer(number) => Some(*number as f64),
            Object::Real(number) => Some(f64::from(*number)),
            _ => None,
        }
    }

    /// An entry that is a name, in readable letters; empty where there is none.
    pub(crate) fn name(&self, dictionary: &Dictionary, key: &[u8]) -> String {
        let name =
            self.get(dictionary, key).and_then(|name| name.as_name().ok()).unwrap_or_default();
        super::string::readable(name)
    }

    /// An entry that is a text.
    pub(crate) fn text(&self, dictionary: &Dictionary, key: &[u8]) -> Option<String> {
        match self.get(dictionary, key)? {
            Object::String(bytes, _) => Some(super::string::text(bytes)),
            Object::Stream(stream) => Some(super::string::text(&self.unpack(stream).ok()?)),
            _ => None,
        }
    }

    /// The decoded bytes of a stream, as far as the limits go.
    pub(crate) fn unpack(&self, stream: &Stream) -> Result<Vec<u8>, String> {
        let packed = u64::try_from(stream.content.len()).unwrap_or(u64::MAX);
        let free = u64::try_from(FREE_BYTES).unwrap_or(u64::MAX);
        let limit = free.max(packed.saturating_mul(self.ratio_max)).min(self.unpacked_left.get());
        let bytes = stream
            .get_plain_content_with_limit(usize::try_from(limit).unwrap_or(usize::MAX))
            .map_err(|error| error.to_string())?;
        let unpacked = u64::try_from(bytes.len()).unwrap_or(u64::MAX);
        self.unpacked_left.set(self.unpacked_left.get().saturating_sub(unpacked));
        Ok(bytes)
    }
}

/// Where the cross-reference table names objects that are not at their place, looks for them by scanning; keeps whichever
/// way finds more.
fn with_lost_objects(bytes: &[u8], document: Document) -> Document {
    let n_named = document
        .reference_table
        .entries
        .values()
        .filter(|entry| matches!(entry, XrefEntry::Normal { .. } | XrefEntry::Compressed { .. }))
        .count();
    let is_readable = document.encryption_state.is_none() && !document.trailer.has(b"Encrypt");
    let is_whole = document.objects.len() >= n_named;
    if is_whole || !is_readable || document.xref_recovery == Some(XrefRecovery::Reconstructed) {
        return document;
    }
    let options = LoadOptions { force_reconstruct: true, ..options(bytes) };
    match Document::load_mem_with_options(bytes, options) {
        Ok(scanned) if scanned.objects.len() > document.objects.len() => scanned,
        _ => document,
    }
}

fn options(bytes: &[u8]) -> LoadOptions {
    let n_object_streams = memchr::memmem::find_iter(bytes, b"ObjStm").count().max(1);
    let each = (OBJECT_STREAMS_BYTES_MAX / n_object_streams).min(OBJECT_STREAM_BYTES_MAX);
    LoadOptions::with_max_decompressed_size(each.max(FREE_BYTES))
}
