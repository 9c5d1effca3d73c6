//! Which of OFAC's lists a file is, and whether two files are copies of one list.
//!
//! In: entries, or the parts of a CSV set. Out: the SDN list, the other list, or a list of which that is not certain: both
//! have the same columns and the same root element. A file name never decides.

use std::collections::BTreeSet;

use subtier_model::Date;

use crate::entry::Entry;
use crate::sdn::{self, Part};

/// Which of OFAC's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Family {
    /// Specially Designated Nationals.
    Sdn,
    /// The Consolidated Sanctions List: everything that is not SDN.
    Other,
    /// Its entries do not say.
    Unsure,
}

/// Beginnings of programmes that only the SDN list has: in none of 442 entries of `cons_prim.csv`, in thousands of `sdn.csv`.
/// Source: both lists as published, the first as kept by moov-io/watchman at d299005, `test/testdata/cons_prim.csv`.
const ONLY_SDN: [&str; 6] = ["SDNT", "FTO", "NPWMD", "DPRK", "CUBA", "SYRIA"];

/// Beginnings of programmes of lists that are not SDN. An SDN entry may carry one beside its own (HAMMAD: `SDGT] [NS-PLC`).
/// Source: the same file; `FSE`, `NS-` and `CAPTA` after OFAC, "Program Tag Definitions for OFAC Sanctions Lists".
const NOT_SDN: [&str; 5] = ["NS-", "CMIC", "561-Related", "FSE", "CAPTA"];

/// Votes for one list that outweigh one for the other.
const CERTAIN_RATIO: usize = 10;

impl Family {
    /// What the programmes of the entries say.
    pub(crate) fn of<'a>(entries: impl IntoIterator<Item = &'a Entry>) -> Self {
        let (mut sdn, mut other) = (0_usize, 0_usize);
        for entry in entries {
            let has = |set: &[&str]| {
                entry.programmes.iter().any(|tag| set.iter().any(|start| tag.starts_with(start)))
            };
            sdn += usize::from(has(&ONLY_SDN));
            other += usize::from(!has(&ONLY_SDN) && has(&NOT_SDN));
        }
        match (sdn, other) {
            (sdn, other) if sdn > other.saturating_mul(CERTAIN_RATIO) => Self::Sdn,
            (sdn, other) if other > sdn.saturating_mul(CERTAIN_RATIO) => Self::Other,
            _ => Self::Unsure,
        }
    }

    /// The name of the list.
    pub(crate) const fn list_name(self) -> &'static str {
        match self {
            Self::Sdn => "OFAC SDN",
            Self::Other => "OFAC Consolidated (non-SDN)",
            Self::Unsure => "OFAC list (not certain which)",
        }
    }

    /// The name under which a part is published.
    pub(crate) const fn file(self, part: Part) -> &'static str {
        match (self, part) {
            (Self::Other, Part::Primaries) => "cons_prim.csv",
            (Self::Other, Part::Aliases) => "cons_alt.csv",
            (Self::Other, Part::Addresses) => "cons_add.csv",
            (Self::Sdn | Self::Unsure, part) => part.file(),
        }
    }
}

/// One part of a CSV set, not yet joined.
pub(crate) struct CsvPart {
    pub(crate) part: Part,
    pub(crate) date: Option<Date>,
    pub(crate) hash: String,
    pub(crate) file_name: String,
    pub(crate) rows: Vec<(u64, Vec<String>)>,
}

impl CsvPart {
    pub(crate) fn numbers(&self) -> BTreeSet<String> {
        self.rows.iter().filter_map(|(_, row)| row.first().cloned()).collect()
    }

    pub(crate) fn family(&self) -> Family {
        Family::of(sdn::entries(&self.rows, 0, 0).values())
    }
}

/// The parts of one list.
pub(crate) struct Set {
    pub(crate) family: Family,
    pub(crate) primaries: CsvPart,
    pub(crate) others: Vec<CsvPart>,
}

impl Set {
    pub(crate) fn numbers(&self) -> BTreeSet<String> {
        self.primaries.numbers()
    }
}

/// Of a hundred entries of an older copy, those that the newer must hold to stand for it. Fewer are a part of the list, or
/// another list, and both speak.
const SAME_LIST_PERCENT: usize = 80;

/// Whether the newer of two lists holds so much of the older that it is a copy of the same.
pub(crate) fn holds_most(newer: &BTreeSet<String>, older: &BTreeSet<String>) -> bool {
    let held = older.intersection(newer).count();
    held.saturating_mul(100) >= older.len().saturating_mul(SAME_LIST_PERCENT)
}

/// The key by which copies of one list are compared.
pub(crate) fn age(date: Option<Date>, file_name: &str) -> (Option<i64>, &str) {
    (date.map(Date::last_epoch_day), file_name)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::entry::EntryKind;

    fn family(programmes: &[&str]) -> Family {
        let entries: Vec<_> = programmes
            .iter()
            .map(|tags| {
                let mut entry = Entry::new((0, 0), "1", EntryKind::Unknown, "X");
                entry.programmes = tags.split(' ').map(str::to_owned).collect();
                entry
            })
            .collect();
        Family::of(&entries)
    }

    #[test]
    fn a_list_is_told_by_programmes_that_only_it_has() {
        assert_eq!(family(&["SDGT", "DPRK3", "RUSSIA-EO14024"]), Family::Sdn);
        assert_eq!(family(&["SDGT NS-PLC", "CMIC-EO13959", "RUSSIA-EO14024"]), Family::Other);
    }

    #[test]
    fn programmes_of_both_lists_tell_nothing() {
        assert_eq!(family(&["SDGT", "UKRAINE-EO13662 RUSSIA-EO14024"]), Family::Unsure);
        assert_eq!(family(&["DPRK3", "NS-PLC"]), Family::Unsure);
        assert_eq!(family(&[]), Family::Unsure);
    }
}
