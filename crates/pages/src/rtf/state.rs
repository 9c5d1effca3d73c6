//! What holds within a group of RTF, and comes back when the group ends.
//!
//! In: control words. Out: font, language, marks of change. Nothing here has text.

use std::fmt::Write;

use super::destination::Destination;
use super::story::MarkKind;

/// The state of a group.
#[derive(Debug, Clone)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of the format of its own")]
pub(crate) struct State {
    /// Where text goes.
    pub(crate) destination: Destination,
    /// Where it went outside of the pair that offers it in two forms.
    pub(crate) outside: Destination,
    /// Number of the font.
    pub(crate) font: i32,
    /// Number of the font of double-byte text.
    pub(crate) double_byte_font: Option<i32>,
    /// Whether the next font named is that one.
    pub(crate) is_double_byte: bool,
    /// Signs that stand in for one written as `\u`.
    pub(crate) n_stand_ins: usize,
    /// Language of Latin text.
    pub(crate) language: u16,
    /// Language of East Asian text.
    pub(crate) language_far_east: u16,
    /// Whether paragraphs are in a table.
    pub(crate) is_in_table: bool,
    is_hidden: bool,
    is_inserted: bool,
    is_deleted: bool,
    inserter: i32,
    deleter: i32,
    inserted_at: i32,
    deleted_at: i32,
}

impl State {
    /// The state at the start of a file.
    pub(crate) const NEW: Self = Self {
        destination: Destination::Story,
        outside: Destination::Story,
        font: 0,
        double_byte_font: None,
        is_double_byte: false,
        n_stand_ins: 1,
        language: 1024,
        language_far_east: 1024,
        is_in_table: false,
        is_hidden: false,
        is_inserted: false,
        is_deleted: false,
        inserter: 0,
        deleter: 0,
        inserted_at: 0,
        deleted_at: 0,
    };

    /// Takes a control word that sets something; says whether it did.
    pub(crate) fn set(&mut self, word: &str, number: Option<i32>) -> bool {
        let is_on = number != Some(0);
        let value = number.unwrap_or(0);
        match word {
            "f" if self.is_double_byte => {
                self.double_byte_font = number;
                self.font = value;
            }
            "f" => self.font = value,
            "af" if self.is_double_byte => self.double_byte_font = number,
            "dbch" => self.is_double_byte = true,
            "loch" | "hich" | "ltrch" | "rtlch" => self.is_double_byte = false,
            "uc" => self.n_stand_ins = usize::try_from(value).unwrap_or(1).min(64),
            "lang" | "langnp" => self.language = u16::try_from(value).unwrap_or(1024),
            "langfe" | "langfenp" => self.language_far_east = u16::try_from(value).unwrap_or(1024),
            "v" => self.is_hidden = is_on,
            "revised" => self.is_inserted = is_on,
            "deleted" => self.is_deleted = is_on,
            "revauth" => self.inserter = value,
            "revauthdel" => self.deleter = value,
            "revdttm" => self.inserted_at = value,
            "revdttmdel" => self.deleted_at = value,
            "intbl" => self.is_in_table = is_on,
            "pard" => self.is_in_table = false,
            "plain" => self.make_plain(),
            _ => return false,
        }
        true
    }

    /// What the run is, who changed it by number, and when.
    pub(crate) fn mark(&self) -> (MarkKind, i32, Option<String>) {
        if self.is_deleted {
            (MarkKind::Deleted, self.deleter, written_date(self.deleted_at))
        } else if self.is_hidden {
            (MarkKind::Hidden, 0, None)
        } else if self.is_inserted {
            (MarkKind::Inserted, self.inserter, written_date(self.inserted_at))
        } else {
            (MarkKind::Plain, 0, None)
        }
    }

    const fn make_plain(&mut self) {
        self.is_hidden = false;
        self.is_inserted = false;
        self.is_deleted = false;
        self.is_double_byte = false;
        self.double_byte_font = None;
    }
}

/// Writes a packed date as year, month, day, hour and minute: DTTM (\[MS-DOC\] 2.9.69). It has no zone.
pub(crate) fn written_date(packed: i32) -> Option<String> {
    let packed = packed.cast_unsigned();
    let (minute, hour, day) = (packed & 63, packed >> 6 & 31, packed >> 11 & 31);
    let (month, year) = (packed >> 16 & 15, (packed >> 20 & 511) + 1900);
    let is_date = (1..=31).contains(&day) && (1..=12).contains(&month) && hour < 24 && minute < 60;
    is_date.then(|| format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}"))
}

/// A date of the properties, of which each part is a control word.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct PropertyDate {
    year: i32,
    parts: [i32; 5],
}

impl PropertyDate {
    /// Takes a part.
    pub(crate) fn set(&mut self, word: &str, value: i32) {
        let place = match word {
            "yr" => {
                self.year = value;
                return;
            }
            "mo" => 0,
            "dy" => 1,
            "hr" => 2,
            "min" => 3,
            "sec" => 4,
            _ => return,
        };
        if let Some(part) = self.parts.get_mut(place) {
            *part = value;
        }
    }

    /// Writes it; local time without a zone.
    pub(crate) fn written(self) -> Option<String> {
        if self.year == 0 {
            return None;
        }
        let [month, day, hour, minute, second] = self.parts;
        let mut text = format!("{:04}-{month:02}-{day:02}T{hour:02}:{minute:02}", self.year);
        if second != 0 {
            // Writing to a string cannot fail.
            let _written = write!(text, ":{second:02}");
        }
        Some(text)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn packed_dates_are_unpacked() {
        // 16 January 2024, 21:05.
        let packed = 5 | 21 << 6 | 16 << 11 | 1 << 16 | 124 << 20;
        assert_eq!(written_date(packed).as_deref(), Some("2024-01-16T21:05"));
        assert_eq!(written_date(0), None);
        assert_eq!(written_date(-1), None);
    }
}
