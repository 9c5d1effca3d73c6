//! The records of an Excel binary, and strings that run over several of them.
//!
//! In: the bytes of the workbook stream. Out: records by kind, and text. A string that is cut by the end of a record goes
//! on in the next with a byte that says again how wide its signs are. Nothing is allocated for what a count promises.
//! Format: \[MS-XLS\] 2.1.4 (records), 2.5.293 (`XLUnicodeRichExtendedString`), 2.5.294 (`XLUnicodeString`).

use subtier_blocks::windows;
use subtier_sectors::little::{slice_up_to, u16_at, utf16};

/// The record that goes on with the one before.
pub(crate) const CONTINUE: u16 = 0x3C;

/// A record.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Record<'a> {
    pub(crate) kind: u16,
    pub(crate) data: &'a [u8],
    /// The byte at which the next one begins.
    pub(crate) next: usize,
}

/// The records from a byte on.
pub(crate) fn records(stream: &[u8], from: usize) -> impl Iterator<Item = Record<'_>> {
    let mut at = from;
    std::iter::from_fn(move || {
        let kind = u16_at(stream, at)?;
        let len = usize::from(u16_at(stream, at + 2)?);
        let data = slice_up_to(stream, at + 4, len);
        at = at + 4 + len;
        Some(Record { kind, data, next: at })
    })
}

/// The data of a record and of those that go on with it.
pub(crate) fn continued<'a>(stream: &'a [u8], first: &Record<'a>) -> Vec<&'a [u8]> {
    std::iter::once(first.data)
        .chain(
            records(stream, first.next)
                .take_while(|record| record.kind == CONTINUE)
                .map(|record| record.data),
        )
        .collect()
}

/// Bytes that lie in several records.
#[derive(Debug)]
pub(crate) struct Segments<'a> {
    segments: std::vec::IntoIter<&'a [u8]>,
    rest: &'a [u8],
}

impl<'a> Segments<'a> {
    /// Begins at the first byte.
    pub(crate) fn new(segments: Vec<&'a [u8]>) -> Self {
        let mut segments = segments.into_iter();
        let rest = segments.next().unwrap_or_default();
        Self { segments, rest }
    }

    /// Takes as many of `len` bytes as the record has, from the next one where it has none; `None` at the end.
    fn part(&mut self, len: usize) -> Option<&'a [u8]> {
        while self.rest.is_empty() {
            self.rest = self.segments.next()?;
        }
        let (part, rest) = self.rest.split_at(len.min(self.rest.len()));
        self.rest = rest;
        Some(part)
    }

    fn number(&mut self, len: usize) -> Option<usize> {
        let mut number = 0usize;
        for index in 0..len {
            let byte = *self.part(1)?.first()?;
            number |= usize::from(byte) << (8 * index);
        }
        Some(number)
    }

    /// Passes over bytes.
    pub(crate) fn skip(&mut self, len: usize) -> Option<()> {
        let mut left = len;
        while left > 0 {
            left -= self.part(left)?.len();
        }
        Some(())
    }

    /// A string of `count` signs whose first byte says how wide they are.
    pub(crate) fn text(&mut self, count: usize) -> Option<String> {
        let flags = self.number(1)?;
        self.signs(count, flags & 1 == 1)
    }

    /// A string with its count, formatting and phonetic text.
    pub(crate) fn rich_text(&mut self) -> Option<String> {
        let count = self.number(2)?;
        let flags = self.number(1)?;
        let n_runs = if flags & 8 == 0 { 0 } else { self.number(2)? };
        let other_bytes = if flags & 4 == 0 { 0 } else { self.number(4)? };
        let text = self.signs(count, flags & 1 == 1)?;
        // What cannot be passed over is the end of the table; the string itself was read.
        let _ = self.skip(n_runs * 4).and_then(|()| self.skip(other_bytes)).is_some();
        Some(text)
    }

    fn signs(&mut self, count: usize, is_wide: bool) -> Option<String> {
        let mut is_wide = is_wide;
        let mut units: Vec<u16> = Vec::new();
        while units.len() < count {
            if self.rest.is_empty() {
                // The next record begins with the width of the signs that follow.
                let Some(flags) = self.number(1) else { break };
                is_wide = flags & 1 == 1;
                continue;
            }
            let left = count - units.len();
            let part = self.part(if is_wide { left * 2 } else { left })?;
            if is_wide {
                units.extend(subtier_sectors::little::units(part));
                if part.len() % 2 == 1 {
                    break;
                }
            } else {
                units.extend(part.iter().map(|byte| u16::from(*byte)));
            }
        }
        Some(String::from_utf16_lossy(&units))
    }
}

/// How a workbook writes its strings.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Strings {
    /// Whether it is BIFF8, where strings are Unicode.
    pub(crate) is_unicode: bool,
    /// The code page of the others.
    pub(crate) code_page: u16,
}

impl Strings {
    /// A string with its count in two bytes.
    pub(crate) fn long(self, data: &[u8], at: usize) -> Option<String> {
        let count = usize::from(u16_at(data, at)?);
        self.of(data, at + 2, count)
    }

    /// A string with its count in one byte.
    pub(crate) fn short(self, data: &[u8], at: usize) -> Option<String> {
        let count = usize::from(*data.get(at)?);
        self.of(data, at + 1, count)
    }

    /// A string of `count` signs; in BIFF8 a byte stands before it that says how wide they are.
    pub(crate) fn of(self, data: &[u8], at: usize, count: usize) -> Option<String> {
        if !self.is_unicode {
            return Some(windows::text_in_code_page(
                slice_up_to(data, at, count),
                Some(self.code_page),
            ));
        }
        let flags = *data.get(at)?;
        // Formatting runs and phonetic text have their counts before the signs.
        let at = at + 1 + if flags & 8 == 0 { 0 } else { 2 } + if flags & 4 == 0 { 0 } else { 4 };
        Some(if flags & 1 == 1 {
            utf16(slice_up_to(data, at, count * 2))
        } else {
            slice_up_to(data, at, count).iter().map(|byte| char::from(*byte)).collect()
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_string_goes_on_in_the_next_record_with_another_width() {
        let first = [4, 0, 0, b'a', b'b'];
        let second = [1, 0xD4, 0x8F, 0xEE, 0x4F];
        let mut segments = Segments::new(vec![&first, &second]);
        assert_eq!(segments.rich_text().as_deref(), Some("ab返修"));
        assert_eq!(segments.rich_text(), None);
    }

    #[test]
    fn formatting_runs_and_phonetic_text_are_passed_over() {
        let bytes = [1, 0, 0x0C, 1, 0, 2, 0, 0, 0, b'x', 9, 9, 9, 9, 8, 8, 1, 0, 0, b'y'];
        let mut segments = Segments::new(vec![&bytes]);
        assert_eq!(segments.rich_text().as_deref(), Some("x"));
        assert_eq!(segments.rich_text().as_deref(), Some("y"));
    }

    proptest! {
        #[test]
        fn any_segments_are_read_and_end(segments: Vec<Vec<u8>>) {
            let bytes: usize = segments.iter().map(Vec::len).sum();
            let mut segments = Segments::new(segments.iter().map(Vec::as_slice).collect());
            let mut signs = 0;
            while let Some(text) = segments.rich_text() {
                signs += text.chars().count();
            }
            prop_assert!(signs <= bytes);
        }
    }
}
