//! PDF: text by place, comments, earlier revisions, and what the file tells of its maker.
//!
//! In: all bytes of the file. Out: lines of pages as blocks, comments with author and time, text that only an earlier
//! revision holds, signals. Never: pictures, scripts, actions, attached files, or anything outside of the file.
//! Structure is ISO 32000-1 throughout; objects come from lopdf, everything above them is read here.

mod cmap;
mod comments;
mod content;
mod encrypted;
mod file;
mod font;
mod lexer;
mod lines;
mod page;
mod predefined;
mod revision;
mod simple;
mod string;
mod tells;
mod truetype;
mod xmp;

use std::collections::BTreeSet;

use subtier_model::Place;

use file::File;
use subtier_blocks::Writing;
use subtier_blocks::zones::tell_zone;
use subtier_blocks::{Block, BlockKind, Format, Request, SignalKind};

/// Bytes at the start among which a header is looked for (ISO 32000-1, annex H.3, note 13).
const HEADER_BYTES_MAX: usize = 1024;
/// Starts of packages and compound files, which may hold a PDF near their start.
const CONTAINERS: &[&[u8]] = &[b"PK\x03\x04", b"\xD0\xCF\x11\xE0", b"{\\rtf"];

/// Whether the bytes are of this family, and which of it.
pub(crate) fn is_it(bytes: &[u8], _name: &str) -> Option<Format> {
    let start = bytes.get(..HEADER_BYTES_MAX.min(bytes.len()))?;
    let at = memchr::memmem::find(start, b"%PDF-")?;
    let is_version = bytes.get(at + 5).is_some_and(u8::is_ascii_digit);
    let is_contained = CONTAINERS.iter().any(|container| bytes.starts_with(container));
    (is_version && !is_contained).then_some(Format::Pdf)
}

/// Reads it.
pub(crate) fn read(request: &Request<'_>, writing: &mut Writing) {
    let limits = *writing.limits();
    let file = match File::load(request.bytes, &limits) {
        Ok(file) => file,
        Err(reason) => {
            writing
                .fault(Place::Whole, format!("the objects of the PDF cannot be found: {reason}"));
            return;
        }
    };
    if file.is_encrypted() {
        writing.signal(
            SignalKind::Encrypted,
            "password",
            Place::Words("trailer, Encrypt".to_owned()),
        );
        tells::tell_identifiers(&file, "", writing);
        writing.fault(Place::Whole, "the PDF is encrypted with a password; its text was not read");
        return;
    }
    if file.is_rebuilt {
        writing.fault(
            Place::Whole,
            "the cross-reference table is damaged or missing; objects were found by scanning",
        );
    }
    let may_have_revisions = revision::may_have_some(request.bytes);
    let mut texts = BTreeSet::new();
    let unread = page::each(&file, &limits, |blocks| {
        for block in blocks {
            if may_have_revisions {
                texts.insert(block.text.trim().to_owned());
            }
            tell_comment(&block, writing);
            writing.block(block);
        }
        !writing.is_full()
    });
    for (reason, page) in unread.pages {
        writing.fault(Place::Page { page, line: None }, reason);
    }
    for (reason, n_glyphs) in unread.glyphs {
        writing.fault(Place::Whole, format!("{n_glyphs} glyphs are left out: {reason}"));
    }
    tells::tell(&file, "", writing);
    if may_have_revisions {
        revision::read(request.bytes, file.linearized_length(), &texts, writing);
    }
}

fn tell_comment(block: &Block, writing: &mut Writing) {
    if block.kind != BlockKind::Comment {
        return;
    }
    if let Some(author) = &block.author {
        writing.signal(SignalKind::CommentAuthor, author.as_str(), block.place.clone());
    }
    if let Some(time) = &block.time {
        tell_zone(time, &Place::Words(format!("comment on {}", block.place)), writing);
    }
}
