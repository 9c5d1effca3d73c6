#![doc = include_str!("../README.md")]
//!

mod exports;
mod timeline;

use subtier_blocks::FormatReader;

/// Exports of review tools, and tables.
pub const EXPORTS: FormatReader = FormatReader { is_it: exports::is_it, read: exports::read };
/// Cut lists and markers.
pub const TIMELINES: FormatReader = FormatReader { is_it: timeline::is_it, read: timeline::read };
