#![doc = include_str!("../README.md")]
//!

mod flow;
mod hwpx;
mod odf;
mod ooxml;
mod package;
mod package_signals;
mod page_words;
mod steps;

use subtier_blocks::{FormatReader, Limits};

use package::Package;

/// Why a file that begins as a package of an office program cannot be opened as one; `None` where it can, or is none.
pub fn damage(bytes: &[u8]) -> Option<String> {
    const FIRST_NAME_AT: usize = 30;
    const NAMES: [&[u8]; 6] = [
        b"[Content_Types].xml",
        b"_rels/.rels",
        b"docProps/",
        b"word/",
        b"xl/",
        b"mimetypeapplication/",
    ];
    let first = bytes.strip_prefix(b"PK\x03\x04").and_then(|_| bytes.get(FIRST_NAME_AT..))?;
    let is_office = NAMES.iter().any(|name| first.starts_with(name));
    is_office.then(|| Package::open(bytes, &Limits::STANDARD))?.err()
}

/// docx, xlsx, pptx.
pub const OOXML: FormatReader = FormatReader { is_it: ooxml::is_it, read: ooxml::read };
/// odt, ods, odp.
pub const ODF: FormatReader = FormatReader { is_it: odf::is_it, read: odf::read };
/// hwpx.
pub const HWPX: FormatReader = FormatReader { is_it: hwpx::is_it, read: hwpx::read };
