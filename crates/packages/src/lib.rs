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

use subtier_blocks::FormatReader;

/// docx, xlsx, pptx.
pub const OOXML: FormatReader = FormatReader { is_it: ooxml::is_it, read: ooxml::read };
/// odt, ods, odp.
pub const ODF: FormatReader = FormatReader { is_it: odf::is_it, read: odf::read };
/// hwpx.
pub const HWPX: FormatReader = FormatReader { is_it: hwpx::is_it, read: hwpx::read };
