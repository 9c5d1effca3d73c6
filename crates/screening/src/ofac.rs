//! OFAC's lists: which of them a file is, and the three parts of a CSV set joined by uid.
//!
//! In: entries, or rows of `sdn.csv`, `alt.csv`, `add.csv` and of `cons_prim.csv`, `cons_alt.csv`, `cons_add.csv`, which
//! have the same columns. Out: the SDN list, the other list, or a list of which that is not certain. A file name never decides.

use std::collections::{BTreeMap, BTreeSet};

use subtier_model::{Date, Place};

use crate::dates;
use crate::entry::{Entry, List, ListSource, date_words};
use crate::load::Loading;
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

    const fn file(self, part: Part) -> &'static str {
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
    fn numbers(&self) -> BTreeSet<String> {
        self.rows.iter().filter_map(|(_, row)| row.first().cloned()).collect()
    }

    fn family(&self) -> Family {
        Family::of(sdn::entries(&self.rows, 0, 0).values())
    }
}

/// The parts of one list.
pub(crate) struct Set {
    pub(crate) family: Family,
    pub(crate) primaries: CsvPart,
    others: Vec<CsvPart>,
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

impl Loading {
    /// Sorts the parts into sets; of two copies of one list the newer is used.
    pub(crate) fn sets(&mut self) -> Vec<Set> {
        let (mut primaries, others): (Vec<_>, Vec<_>) = std::mem::take(&mut self.parts)
            .into_iter()
            .partition(|part| part.part == Part::Primaries);
        primaries.sort_by(|one, other| {
            age(other.date, &other.file_name).cmp(&age(one.date, &one.file_name))
        });
        let mut sets: Vec<(BTreeSet<String>, Set)> = Vec::new();
        for part in primaries {
            let (family, numbers) = (part.family(), part.numbers());
            let newer = sets
                .iter()
                .find(|(known, set)| set.family == family && holds_most(known, &numbers));
            let newer = newer.map(|(_, set)| (set.primaries.file_name.clone(), set.primaries.date));
            match newer {
                Some((used, date)) => self.complain_of_copy(&part.file_name, &used, date),
                None => sets.push((numbers, Set { family, primaries: part, others: Vec::new() })),
            }
        }
        sets.sort_by_key(|(_, set)| set.family);
        for part in others {
            // Aliases and addresses are of the list that has the most of their numbers.
            let numbers = part.numbers();
            let set =
                sets.iter_mut().rev().max_by_key(|(known, _)| known.intersection(&numbers).count());
            if let Some((_, set)) = set {
                set.others.push(part);
            } else {
                let words = part.part.words();
                let reason = format!("{words} without the primary names (sdn.csv): not used");
                self.complain(&part.file_name, Place::Whole, reason);
            }
        }
        sets.into_iter().map(|(_, set)| set).collect()
    }

    /// Says that a copy of a list is not used.
    pub(crate) fn complain_of_copy(&mut self, other: &str, used: &str, date: Option<Date>) {
        let reason = format!(
            "not used: {used} (list of {}) is the newer copy of the same list",
            date_words(date)
        );
        self.complain(other, Place::Whole, reason);
    }

    /// Says that no part of a set is used, because another file is the newer copy.
    pub(crate) fn drop_set(&mut self, set: &Set, used: &str, date: Option<Date>) {
        for part in std::iter::once(&set.primaries).chain(&set.others) {
            self.complain_of_copy(&part.file_name, used, date);
        }
    }

    /// Joins the parts of a set by uid, each the one nearest in date to the primaries.
    pub(crate) fn join(&mut self, set: &Set) {
        let list = self.lists.lists.len();
        let primaries = &set.primaries;
        let mut entries = sdn::entries(&primaries.rows, list, self.lists.sources.len());
        self.add_source(set.family, primaries);
        for part in [Part::Aliases, Part::Addresses] {
            self.join_part(part, set, &mut entries);
        }
        if set.family == Family::Sdn {
            self.sdn_lists.push(list);
        }
        self.lists.entries.extend(entries.into_values());
        let (name, date) = (set.family.list_name().to_owned(), primaries.date);
        self.lists.lists.push(List { name, date, embedded: false, native_names: false });
    }

    fn add_source(&mut self, family: Family, part: &CsvPart) {
        self.lists.sources.push(ListSource {
            name: family.list_name().to_owned(),
            date: part.date,
            hash: part.hash.clone(),
            file_name: part.file_name.clone(),
            entries: part.rows.len(),
        });
    }

    fn join_part(&mut self, part: Part, set: &Set, entries: &mut BTreeMap<u64, Entry>) {
        let primaries = &set.primaries;
        let gap = |date: Option<Date>| match (date, primaries.date) {
            (Some(one), Some(other)) => dates::days_apart(one, other),
            _ => i64::MAX,
        };
        let mut found: Vec<_> = set.others.iter().filter(|found| found.part == part).collect();
        found.sort_by_key(|found| (gap(found.date), found.file_name.as_str()));
        let Some((nearest, others)) = found.split_first() else {
            let reason = format!(
                "the {} ({}) are missing: they are not screened",
                part.words(),
                set.family.file(part)
            );
            return self.complain(&primaries.file_name, Place::Whole, reason);
        };
        for other in others {
            let reason = format!(
                "not used: {} (list of {}) is nearer in date to the primary names (list of {})",
                nearest.file_name,
                date_words(nearest.date),
                date_words(primaries.date)
            );
            self.complain(&other.file_name, Place::Whole, reason);
        }
        let differs = gap(nearest.date) != 0;
        if differs && !self.join_differing(part, nearest, primaries) {
            return;
        }
        let source = self.lists.sources.len();
        self.add_source(set.family, nearest);
        let orphans = match part {
            Part::Aliases => sdn::join_aliases(entries, &nearest.rows, source),
            Part::Addresses | Part::Primaries => {
                sdn::join_addresses(entries, &nearest.rows, source)
            }
        };
        if orphans > 0 {
            let reason = format!(
                "{orphans} {} belong to entries that the primary names ({}, list of {}) do not hold: not screened",
                part.words(),
                primaries.file_name,
                date_words(primaries.date)
            );
            self.complain(&nearest.file_name, Place::Whole, reason);
        }
    }

    /// Says that two parts are of different dates; returns whether they are joined all the same.
    fn join_differing(&mut self, part: Part, nearest: &CsvPart, primaries: &CsvPart) -> bool {
        let what = format!(
            "{} of another date (list of {}) than the primary names ({}, list of {})",
            part.words(),
            date_words(nearest.date),
            primaries.file_name,
            date_words(primaries.date)
        );
        let joined = !self.strict_dates;
        let done = if joined { "joined by list number" } else { "refused, as strict dates ask" };
        self.complain(&nearest.file_name, Place::Whole, format!("{what}: {done}"));
        joined
    }
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
