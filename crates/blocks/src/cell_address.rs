//! Addresses of cells as spreadsheets write them, `C5`.
//!
//! In: text. Out: row and column from 0. The way back is `CellName` of the model. What lies beyond the largest sheet is no address.

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

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use subtier_model::CellName;

    #[test]
    fn addresses_are_counted_from_zero() {
        assert_eq!(address_of("A1"), Some((0, 0)));
        assert_eq!(address_of("$C$5"), Some((4, 2)));
        assert_eq!(address_of("XFD1048576"), Some((1_048_575, 16_383)));
        for odd in ["", "A", "1", "A0", "XFE1", "A1048577", "1A", "A1B", "AAAAAAAAAA1"] {
            assert_eq!(address_of(odd), None, "{odd}");
        }
        assert_eq!(range_of("C5:A1"), Some(((0, 0), (4, 2))));
    }

    proptest! {
        #[test]
        fn an_address_written_is_read_back(row in 0..ROWS_MAX, column in 0..COLUMNS_MAX) {
            prop_assert_eq!(address_of(&CellName::at(row, column).to_string()), Some((row, column)));
        }
    }
}
