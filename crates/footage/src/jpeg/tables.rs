//! Quantisation tables: the same program at the same setting writes the same ones.

use std::collections::BTreeMap;

use subtier_blocks::SignalKind;

use crate::Telling;
use crate::bytes::{place, sha256};

/// Tables for brightness and colour as ITU-T T.81, annex K.1 and K.2, print them, in rows.
const BRIGHTNESS: [u16; 64] = [
    16, 11, 10, 16, 24, 40, 51, 61, 12, 12, 14, 19, 26, 58, 60, 55, 14, 13, 16, 24, 40, 57, 69, 56,
    14, 17, 22, 29, 51, 87, 80, 62, 18, 22, 37, 56, 68, 109, 103, 77, 24, 35, 55, 64, 81, 104, 113,
    92, 49, 64, 78, 87, 103, 121, 120, 101, 72, 92, 95, 98, 112, 100, 103, 99,
];
const COLOUR: [u16; 64] = [
    17, 18, 24, 47, 99, 99, 99, 99, 18, 21, 26, 66, 99, 99, 99, 99, 24, 26, 56, 99, 99, 99, 99, 99,
    47, 66, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
    99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99, 99,
];

/// Where the numbers of a table in a file stand in rows (T.81, figure A.6).
const ZIGZAG: [usize; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
    13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59,
    52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
];

/// The tables of one picture by their number.
#[derive(Debug, Default)]
pub(super) struct Tables {
    tables: BTreeMap<u8, Vec<u16>>,
    at: u64,
}

impl Tables {
    /// Takes a segment of them (T.81, B.2.4.1).
    pub(super) fn take(&mut self, mut data: &[u8], at: u64) {
        if self.tables.is_empty() {
            self.at = at;
        }
        while let Some((head, rest)) = data.split_first() {
            let is_wide = head >> 4 != 0;
            let length = if is_wide { 128 } else { 64 };
            let Some((raw, rest)) = rest.split_at_checked(length) else { return };
            let table = if is_wide {
                raw.chunks_exact(2)
                    .filter_map(|pair| pair.try_into().ok().map(u16::from_be_bytes))
                    .collect()
            } else {
                raw.iter().map(|byte| u16::from(*byte)).collect()
            };
            self.tables.entry(head & 0x0F).or_insert(table);
            data = rest;
        }
    }

    /// Says their digest, and the setting of libjpeg that gives them where one does.
    pub(super) fn tell(&self, telling: &mut Telling) {
        if self.tables.is_empty() {
            return;
        }
        let numbers = self.tables.values().flatten().flat_map(|number| number.to_be_bytes());
        let digest = sha256(&numbers.collect::<Vec<u8>>());
        let digest = digest.get(..16).unwrap_or_default();
        let words = match self.quality() {
            Some(quality) => format!("{digest}, libjpeg quality {quality}"),
            None => digest.to_owned(),
        };
        telling.signal(SignalKind::QuantisationTables, words, place(self.at, 0));
    }

    /// The setting of the Independent JPEG Group's library, 1 to 100, which many programs use (libjpeg, jcparam.c).
    fn quality(&self) -> Option<u16> {
        let brightness = self.tables.get(&0)?;
        let colour = self.tables.get(&1);
        (1..=100).find(|quality| {
            is_scaled(brightness, &BRIGHTNESS, *quality)
                && colour.is_none_or(|colour| is_scaled(colour, &COLOUR, *quality))
        })
    }
}

/// Whether a table is the printed one scaled: 50 leaves it as it is, above it gets finer (`jpeg_quality_scaling`).
fn is_scaled(table: &[u16], printed: &[u16; 64], quality: u16) -> bool {
    let percent =
        if quality < 50 { 5000 / u32::from(quality) } else { 200 - u32::from(quality) * 2 };
    table.len() == 64
        && table.iter().zip(ZIGZAG).all(|(number, at)| {
            let printed = printed.get(at).copied().map_or(0, u32::from);
            u32::from(*number) == ((printed * percent + 50) / 100).clamp(1, 255)
        })
}
