#![doc = include_str!("../README.md")]
//!

mod html;
mod mail;
mod pdf;
mod rtf;

use subtier_blocks::FormatReader;

pub use html::{Part, read_part};

/// pdf.
pub const PDF: FormatReader = FormatReader { is_it: pdf::is_it, read: pdf::read };
/// rtf.
pub const RTF: FormatReader = FormatReader { is_it: rtf::is_it, read: rtf::read };
/// html.
pub const HTML: FormatReader = FormatReader { is_it: html::is_it, read: html::read };
/// eml, mbox.
pub const MAIL: FormatReader = FormatReader { is_it: mail::is_it, read: mail::read };
