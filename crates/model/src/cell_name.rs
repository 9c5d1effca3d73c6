//! The name of a cell as a spreadsheet writes it, `C5`, kept as row and column.
//!
//! In: row and column, or a name. Out: the same name. A sheet has millions of cells and each block, note and signal says where it
//! stands; so the name is only written when somebody reads it. A name of another form, such as `R1C2`, is kept as it stands.

use std::fmt;

use serde::de::{Deserialize, Deserializer};
use serde::ser::{Serialize, Serializer};

/// The name of a cell.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CellName(Name);

#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
enum Name {
    /// Row and column from 0.
    At(u32, u32),
    /// A name of another form.
    Words(Box<str>),
}

/// The longest name: seven letters and ten digits, for the largest numbers of 32 bits.
const NAME_BYTES_MAX: usize = 17;

impl CellName {
    /// The name of a cell by row and column, both from 0.
    pub const fn at(row: u32, column: u32) -> Self {
        Self(Name::At(row, column))
    }

    /// Hands the name to a function.
    fn with<T>(&self, give: impl FnOnce(&str) -> T) -> T {
        match &self.0 {
            Name::Words(words) => give(words),
            Name::At(row, column) => {
                let mut signs = [0; NAME_BYTES_MAX];
                give(write(&mut signs, *row, *column))
            }
        }
    }
}

/// Writes a name from its end: the number of the row, then the letters of the column (ECMA-376 part 1, 18.18.62).
fn write(signs: &mut [u8; NAME_BYTES_MAX], row: u32, column: u32) -> &str {
    let mut at = NAME_BYTES_MAX;
    let mut put = |sign: u64, base: u8| {
        at = at.saturating_sub(1);
        if let Some(place) = signs.get_mut(at) {
            *place = base + u8::try_from(sign).unwrap_or(0);
        }
    };
    let mut left = u64::from(row) + 1;
    while left > 0 {
        put(left % 10, b'0');
        left /= 10;
    }
    let mut left = u64::from(column) + 1;
    while left > 0 {
        put((left - 1) % 26, b'A');
        left = (left - 1) / 26;
    }
    let written = signs.get(at..).unwrap_or_default();
    std::str::from_utf8(written).unwrap_or_default()
}

/// Row and column of a name that is written just as [`write()`] does.
fn parse(name: &str) -> Option<(u32, u32)> {
    let n_letters = name.bytes().take_while(u8::is_ascii_uppercase).count();
    let (letters, digits) = name.split_at_checked(n_letters)?;
    let is_odd = letters.is_empty() || name.len() > NAME_BYTES_MAX || digits.starts_with('0');
    if is_odd || !digits.bytes().all(|digit| digit.is_ascii_digit()) {
        return None;
    }
    let column = letters.bytes().try_fold(0_u64, |column, letter| {
        column.checked_mul(26)?.checked_add(u64::from(letter - b'A') + 1)
    })?;
    let row: u64 = digits.parse().ok()?;
    Some((u32::try_from(row.checked_sub(1)?).ok()?, u32::try_from(column.checked_sub(1)?).ok()?))
}

impl From<&str> for CellName {
    fn from(name: &str) -> Self {
        Self(
            parse(name)
                .map_or_else(|| Name::Words(name.into()), |(row, column)| Name::At(row, column)),
        )
    }
}

impl From<String> for CellName {
    fn from(name: String) -> Self {
        Self::from(name.as_str())
    }
}

impl fmt::Display for CellName {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.with(|name| f.write_str(name))
    }
}

impl Serialize for CellName {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        self.with(|name| serializer.serialize_str(name))
    }
}

impl<'de> Deserialize<'de> for CellName {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        String::deserialize(deserializer).map(Self::from)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn cells_are_named_as_a_spreadsheet_names_them() {
        for (row, column, name) in [
            (0, 0, "A1"),
            (4, 2, "C5"),
            (8, 26, "AA9"),
            (1_048_575, 16_383, "XFD1048576"),
            (u32::MAX, u32::MAX, "MWLQKWV4294967296"),
        ] {
            assert_eq!(CellName::at(row, column).to_string(), name);
            assert_eq!(CellName::from(name), CellName::at(row, column));
        }
    }

    #[test]
    fn names_of_another_form_are_kept() {
        for name in ["", "R1C2", "A01", "a1", "A0", "5", "A", "ZZZZZZZZZZZZ99", "셀 1"] {
            assert_eq!(CellName::from(name).to_string(), name);
            assert_eq!(CellName::from(name.to_owned()), CellName::from(name));
        }
    }

    proptest! {
        #[test]
        fn any_name_is_given_back(name in "[A-Z]{0,8}[0-9]{0,11}|\\PC{0,12}") {
            prop_assert_eq!(CellName::from(name.as_str()).to_string(), name);
        }

        #[test]
        fn any_cell_is_found_again(row: u32, column: u32) {
            let name = CellName::at(row, column);
            prop_assert_eq!(&CellName::from(name.to_string()), &name);
            let json = serde_json::to_string(&name).unwrap();
            prop_assert_eq!(serde_json::from_str::<CellName>(&json).unwrap(), name);
        }
    }
}
