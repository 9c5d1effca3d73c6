//! The word lists of the dialect scorer, as compiled in from `data/dueum.tsv` and `data/dialect.tsv`.
//!
//! In: a stretch of Hangul. Out: for each rule at most one listed word in it, the longest at the first place.
//! A row that cannot be read is left out and counted, so that a test sees it.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::{Hit, Rule, rule_named};

const DUEUM: &str = include_str!("../../../../data/dueum.tsv");
const DIALECT: &str = include_str!("../../../../data/dialect.tsv");

/// Syllables of a stretch that are looked at; Korean words are shorter.
const WORD_SYLLABLES_MAX: usize = 24;

/// The table, read once.
pub(super) static TABLE: LazyLock<Table> = LazyLock::new(Table::read);

/// Where in a word a listed form must stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Where {
    Start,
    Inside,
    End,
    Whole,
}

/// A listed form.
#[derive(Debug)]
struct Row {
    form: &'static str,
    place: Where,
    rule: &'static Rule,
    other: &'static str,
    weight: i64,
}

/// All listed forms by their first syllable, the longest first.
#[derive(Debug)]
pub(super) struct Table {
    rows: BTreeMap<char, Vec<Row>>,
    /// Rows that name no rule; a test wants none.
    n_unknown_rules: usize,
}

impl Table {
    fn read() -> Self {
        let mut table = Self { rows: BTreeMap::new(), n_unknown_rules: 0 };
        for line in DUEUM.lines().chain(DIALECT.lines()).filter(|line| !line.starts_with('#')) {
            match row(line) {
                Some((first, row)) => table.rows.entry(first).or_default().push(row),
                None => table.n_unknown_rules += 1,
            }
        }
        for rows in table.rows.values_mut() {
            rows.sort_by_key(|row| std::cmp::Reverse(row.form.len()));
        }
        table
    }

    /// The listed forms in a word, one a rule.
    pub(super) fn hits(&self, word: &str) -> Vec<Hit> {
        let mut hits: Vec<Hit> = Vec::new();
        for (at, first) in word.char_indices().take(WORD_SYLLABLES_MAX) {
            let Some(rows) = self.rows.get(&first) else { continue };
            let rest = word.get(at..).unwrap_or_default();
            for row in rows.iter().filter(|row| row.stands(at, rest)) {
                if hits.iter().all(|hit| hit.rule != row.rule) {
                    hits.push(row.hit(word));
                }
            }
        }
        hits
    }

    #[cfg(test)]
    pub(super) fn n_rows(&self) -> usize {
        self.rows.values().map(Vec::len).sum()
    }

    #[cfg(test)]
    pub(super) fn n_unknown_rules(&self) -> usize {
        self.n_unknown_rules
    }
}

impl Row {
    fn stands(&self, at: usize, rest: &str) -> bool {
        rest.starts_with(self.form)
            && match self.place {
                Where::Start => at == 0,
                Where::Inside => true,
                Where::End => rest.len() == self.form.len(),
                Where::Whole => at == 0 && rest.len() == self.form.len(),
            }
    }

    fn hit(&self, word: &str) -> Hit {
        let shown = if self.other.is_empty() {
            word.to_owned()
        } else {
            format!("{word} ({})", word.replacen(self.form, self.other, 1))
        };
        Hit { rule: self.rule, key: self.form.to_owned(), shown, weight: self.weight }
    }
}

fn row(line: &'static str) -> Option<(char, Row)> {
    let mut fields = line.split('\t');
    let (form, place, rule) = (fields.next()?, fields.next()?, fields.next()?);
    let (other, weight) = (fields.next()?, fields.next()?);
    let place = match place {
        "^" => Where::Start,
        "~" => Where::Inside,
        "$" => Where::End,
        "=" => Where::Whole,
        _ => return None,
    };
    let row = Row { form, place, rule: rule_named(rule)?, other, weight: weight.parse().ok()? };
    Some((form.chars().next()?, row))
}
