#![doc = include_str!("../README.md")]
//!

mod ole;

use subtier_blocks::FormatReader;

/// doc, wps, xls, et, ppt, hwp, msg.
pub const COMPOUND: FormatReader = FormatReader { is_it: ole::is_it, read: ole::read };
