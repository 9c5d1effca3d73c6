//! The three parts of a CSV set of OFAC joined by uid.
//!
//! In: rows of `sdn.csv`, `alt.csv`, `add.csv` and of `cons_prim.csv`, `cons_alt.csv`, `cons_add.csv`, each with its file and
//! date. Out: lists, and a complaint for each part that is missing, of another date or not used.

use std::collections::{BTreeMap, BTreeSet};

use subtier_model::{Date, Place};

use crate::dates;
use crate::entry::{Entry, List, ListSource, date_words};
use crate::family::{CsvPart, Family, Set, age, holds_most};
use crate::loading::Loading;
use crate::sdn::{self, Part};

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
