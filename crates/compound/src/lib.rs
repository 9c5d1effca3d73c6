#![doc = include_str!("../README.md")]
//!

mod ole;

use subtier_blocks::{FormatReader, Limits};
use subtier_sectors::{Compound, SIGNATURE};

/// Why a file that begins as a compound file cannot be opened as one; `None` where it can, or is none.
pub fn damage(bytes: &[u8]) -> Option<String> {
    let opened = bytes.starts_with(SIGNATURE).then(|| Compound::open(bytes, &Limits::STANDARD))?;
    opened.err()
}

/// doc, wps, xls, et, ppt, hwp, msg.
pub const COMPOUND: FormatReader = FormatReader { is_it: ole::is_it, read: ole::read };
