//! Records: what `DocInfo` and the sections of the body are made of.
//!
//! In: the unpacked bytes of a stream. Out: each record with its number, its depth in the tree and its own bytes. A record
//! that claims more than there is ends the stream. Format: HWP 5.0 revision 1.3, 4.1 (data record).

use subtier_sectors::little::{size_at, slice_up_to, u32_at};

/// Numbers of records (HWP 5.0, 4.2 and 4.3; they begin at 0x10).
pub(super) mod tag {
    pub(in super::super) const ID_MAPPINGS: u16 = 0x11;
    pub(in super::super) const BIN_DATA: u16 = 0x12;
    pub(in super::super) const FACE_NAME: u16 = 0x13;
    pub(in super::super) const STYLE: u16 = 0x1A;
    pub(in super::super) const DISTRIBUTE_DOC_DATA: u16 = 0x1C;
    pub(in super::super) const PARA_HEADER: u16 = 0x42;
    pub(in super::super) const PARA_TEXT: u16 = 0x43;
    pub(in super::super) const CTRL_HEADER: u16 = 0x47;
    pub(in super::super) const LIST_HEADER: u16 = 0x48;
    pub(in super::super) const TABLE: u16 = 0x4D;
    pub(in super::super) const EQUATION: u16 = 0x58;
    pub(in super::super) const MEMO_LIST: u16 = 0x5D;
    pub(in super::super) const TRACK_CHANGE: u16 = 0x60;
}

/// A record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Record<'a> {
    pub(super) tag: u16,
    /// Its depth; the records that belong to it follow one deeper.
    pub(super) level: u16,
    pub(super) bytes: &'a [u8],
}

/// The records of a stream.
#[derive(Debug, Clone)]
pub(super) struct Records<'a> {
    bytes: &'a [u8],
    at: usize,
    is_cut: bool,
}

impl<'a> Records<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, is_cut: false }
    }

    /// Whether the stream ended within a record.
    pub(super) const fn is_cut(&self) -> bool {
        self.is_cut
    }

    /// What follows the records read so far.
    pub(super) fn rest(&self) -> &'a [u8] {
        self.bytes.get(self.at..).unwrap_or_default()
    }
}

impl<'a> Iterator for Records<'a> {
    type Item = Record<'a>;

    fn next(&mut self) -> Option<Record<'a>> {
        /// A size of twelve bits that says that the real one follows.
        const SIZE_FOLLOWS: u32 = 0xFFF;
        let Some(head) = u32_at(self.bytes, self.at) else {
            self.is_cut |= self.at < self.bytes.len();
            return None;
        };
        let (start, size) = if head >> 20 == SIZE_FOLLOWS {
            (self.at + 8, size_at(self.bytes, self.at + 4).unwrap_or(usize::MAX))
        } else {
            (self.at + 4, usize::try_from(head >> 20).unwrap_or_default())
        };
        let bytes = slice_up_to(self.bytes, start, size);
        self.is_cut |= bytes.len() < size;
        self.at = start.saturating_add(size).min(self.bytes.len());
        let ten_bits = |bits: u32| u16::try_from(bits & 0x3FF).unwrap_or_default();
        Some(Record { tag: ten_bits(head), level: ten_bits(head >> 10), bytes })
    }
}

#[cfg(test)]
pub(crate) mod build {
    /// Writes a record.
    pub(crate) fn record(tag: u16, level: u16, bytes: &[u8]) -> Vec<u8> {
        let len = u32::try_from(bytes.len()).expect("samples are small");
        let head = u32::from(tag) | u32::from(level) << 10;
        let mut record = (head | len.min(0xFFF) << 20).to_le_bytes().to_vec();
        if len >= 0xFFF {
            record.extend(len.to_le_bytes());
        }
        record.extend(bytes);
        record
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn short_and_long_records_are_told_apart() {
        let long = vec![1; 5000];
        let bytes = [build::record(66, 0, &[7; 22]), build::record(67, 1, &long)].concat();
        let told: Vec<_> = Records::new(&bytes)
            .map(|record| (record.tag, record.level, record.bytes.len()))
            .collect();
        assert_eq!(told, [(66, 0, 22), (67, 1, 5000)]);
    }

    #[test]
    fn a_record_longer_than_its_stream_ends_it() {
        let bytes = build::record(67, 1, &[1; 100]);
        let mut records = Records::new(&bytes[..50]);
        assert_eq!(records.next().unwrap().bytes.len(), 46);
        assert_eq!(records.next(), None);
        assert!(records.is_cut());
    }
}
