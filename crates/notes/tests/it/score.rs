//! How notes that were found are compared with those a person reads: references, pairs, statuses, authors, whole notes.
//!
//! In: both as `sheet::line` writes them. Out: counts, and recall and precision out of them. A note whose words were read
//! otherwise is still compared with the one of the same references.

#![expect(clippy::indexing_slicing, reason = "a line of a note has eight fields")]

use std::collections::BTreeMap;

/// Right, expected and found counts of one measure.
#[derive(Default, Debug, Clone, Copy)]
pub(crate) struct Count {
    pub(crate) right: u32,
    pub(crate) wanted: u32,
    pub(crate) found: u32,
}

impl Count {
    pub(crate) fn add(&mut self, wanted: &str, found: &str) {
        self.wanted += u32::from(!wanted.is_empty());
        self.found += u32::from(!found.is_empty());
        self.right += u32::from(!wanted.is_empty() && wanted == found);
    }

    pub(crate) fn recall(self) -> f64 {
        f64::from(self.right) / f64::from(self.wanted.max(1))
    }

    pub(crate) fn precision(self) -> f64 {
        f64::from(self.right) / f64::from(self.found.max(1))
    }
}

/// The measures: references (shot and frames), pairs, status.
#[derive(Default, Debug)]
pub(crate) struct Score {
    pub(crate) reference: Count,
    pub(crate) pair: Count,
    pub(crate) status: Count,
    pub(crate) author: Count,
    pub(crate) exact: Count,
}

impl Score {
    /// The figures on one line.
    pub(crate) fn text(&self) -> String {
        format!(
            "references {:.4} / {:.4}; pairs {:.4} / {:.4}; status {:.4}; authors {:.4} / {:.4}; whole notes {}/{}, found {}",
            self.reference.recall(),
            self.reference.precision(),
            self.pair.recall(),
            self.pair.precision(),
            self.status.recall(),
            self.author.recall(),
            self.author.precision(),
            self.exact.right,
            self.exact.wanted,
            self.exact.found,
        )
    }

    /// Compares notes, both as `sheet::line` writes them; each wanted one with the unused found one of most equal fields.
    pub(crate) fn add(&mut self, wanted: &[String], found: &[String]) {
        let mut left: BTreeMap<usize, Vec<&str>> =
            found.iter().map(|line| line.split('¦').collect()).enumerate().collect();
        for line in wanted {
            let want: Vec<&str> = line.split('¦').collect();
            let alike = |have: &Vec<&str>| {
                let words = want[6] == have[6] && !want[6].is_empty();
                let same = want.iter().zip(have).filter(|(a, b)| a == b).count();
                (words, same)
            };
            let best = left
                .iter()
                .filter(|(_, have)| {
                    (want[6] == have[6])
                        || (!want[6].is_empty()
                            && !have[6].is_empty()
                            && (want[6].contains(have[6]) || have[6].contains(want[6])))
                })
                .max_by_key(|(idx, have)| (alike(have), usize::MAX - **idx))
                .map(|(idx, _)| *idx);
            let named = || {
                let same =
                    |have: &Vec<&str>| want[..4] == have[..4] && want[..4] != ["", "", "", ""];
                left.iter().find(|(_, have)| same(have)).map(|(idx, _)| *idx)
            };
            let best = best.or_else(named);
            let none = vec![""; 8];
            let have = best.and_then(|idx| left.remove(&idx)).unwrap_or(none);
            self.compare(&want, &have);
        }
        for have in left.into_values() {
            self.compare(&[""; 8], &have);
        }
    }

    fn compare(&mut self, want: &[&str], have: &[&str]) {
        self.reference.add(want[0], have[0]);
        self.reference.add(
            want[1..3].join("-").replace('-', " ").trim(),
            have[1..3].join("-").replace('-', " ").trim(),
        );
        self.reference.add(want[3], have[3]);
        let pair = |line: &[&str]| match line[7] {
            "" => String::new(),
            translation => format!("{} = {translation}", line[6]),
        };
        self.pair.add(&pair(want), &pair(have));
        self.status.add(want[5], if want[5].is_empty() { "" } else { have[5] });
        self.author.add(want[4], have[4]);
        let whole = |line: &[&str]| {
            let is_none = line.iter().all(|field| field.is_empty());
            if is_none { String::new() } else { line.join("¦") }
        };
        self.exact.add(&whole(want), &whole(have));
    }
}
