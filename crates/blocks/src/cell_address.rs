//! Addresses of cells as spreadsheets write them, `C5`, and back.
//!
//! In: text or numbers. Out: row and column from 0. What lies beyond the largest sheet is no address.

use std::fmt::Write;

/// Rows of a sheet (Excel specifications and limits).
pub const ROWS_MAX: u32 = 1_048_576;

/// Columns of a sheet, the last of which is `XFD` (the same).
pub const COLUMNS_MAX: u32 = 16_384;

/// Row and column of an address; dollar signs are allowed.
pub fn address_of(text: &str) -> Option<(u32, u32)> {
    let (mut row, mut column) = (0_u32, 0_u32);
    for byte in text.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' if row == 0 => {
                let letter = u32::from(byte.to_ascii_uppercase() - b'A') + 1;
                column = column.checked_mul(26)?.checked_add(letter)?;
            }
            b'0'..=b'9' if column > 0 => {
                row = row.checked_mul(10)?.checked_add(u32::from(byte - b'0'))?;
            }
            b'$' => {}
            _ => return None,
        }
    }
    ((1..=ROWS_MAX).contains(&row) && (1..=COLUMNS_MAX).contains(&column))
        .then(|| (row - 1, column - 1))
}

/// First and last cell of a range such as `A1:C5` or of one cell.
pub fn range_of(text: &str) -> Option<((u32, u32), (u32, u32))> {
    let (first, last) = text.split_once(':').unwrap_or((text, text));
    let ((top, left), (bottom, right)) = (address_of(first)?, address_of(last)?);
    Some(((top.min(bottom), left.min(right)), (top.max(bottom), left.max(right))))
}

/// The address of a cell.
pub fn a1(row: u32, column: u32) -> String {
    let mut letters = [0_u8; 7];
    let mut at = letters.len();
    let mut left = u64::from(column) + 1;
    while left > 0 && at > 0 {
        at -= 1;
        let letter = u8::try_from((left - 1) % 26).unwrap_or(0);
        if let Some(place) = letters.get_mut(at) {
            *place = b'A' + letter;
        }
        left = (left - 1) / 26;
    }
    let mut name = String::with_capacity(10);
    name.extend(letters.iter().skip(at).map(|letter| char::from(*letter)));
    // Writing into a string cannot fail.
    let _ = write!(name, "{}", u64::from(row) + 1).is_ok();
    name
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_are_counted_from_zero() {
        assert_eq!(address_of("A1"), Some((0, 0)));
        assert_eq!(address_of("$C$5"), Some((4, 2)));
        assert_eq!(address_of("XFD1048576"), Some((1_048_575, 16_383)));
        for odd in ["", "A", "1", "A0", "XFE1", "A1048577", "1A", "A1B", "AAAAAAAAAA1"] {
            assert_eq!(address_of(odd), None, "{odd}");
        }
        assert_eq!(range_of("C5:A1"), Some(((0, 0), (4, 2))));
        assert_eq!(a1(u32::MAX, u32::MAX), "MWLQKWV4294967296");
    }

    proptest! {
        #[test]
        fn an_address_written_is_read_back(row in 0..ROWS_MAX, column in 0..COLUMNS_MAX) {
            prop_assert_eq!(address_of(&a1(row, column)), Some((row, column)));
        }
    }
}
