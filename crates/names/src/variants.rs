//! Given names that stand for one another: Mohammed and Muhammad, Aleksandr and Alexander, Ted and Theodore.
//!
//! In: a folded word. Out: the words that may be the same name. `data/variants.tsv` was typed for this project. That two words
//! may be one name makes nobody one person.

use std::collections::BTreeMap;
use std::sync::OnceLock;

const ROWS: &str = include_str!("../data/variants.tsv");

type Groups = BTreeMap<&'static str, Vec<&'static str>>;

fn groups() -> &'static Groups {
    static GROUPS: OnceLock<Groups> = OnceLock::new();
    GROUPS.get_or_init(|| {
        let mut groups = Groups::new();
        for row in ROWS.lines().filter(|row| !row.starts_with('#')) {
            for word in row.split(' ') {
                groups.entry(word).or_default().push(row);
            }
        }
        groups
    })
}

/// The other spellings and forms of a given name.
pub fn of(word: &str) -> impl Iterator<Item = &'static str> {
    let rows = groups().get(word).map(Vec::as_slice).unwrap_or_default();
    let word = word.to_owned();
    rows.iter().flat_map(|row| row.split(' ')).filter(move |other| *other != word)
}

/// Whether two words stand for one given name.
pub fn are_one(one: &str, other: &str) -> bool {
    groups()
        .get(one)
        .is_some_and(|rows| rows.iter().any(|row| row.split(' ').any(|word| word == other)))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn forms_of_one_name_are_one_and_others_are_not() {
        assert!(are_one("ted", "theodore") && are_one("mohamed", "muhammad"));
        assert!(are_one("aleksandr", "alexandre"));
        assert!(!are_one("kim", "ken") && !are_one("boris", "benjamin"));
        assert!(of("usama").any(|other| other == "osama"));
        assert_eq!(of("ningse").count(), 0);
    }

    #[test]
    fn rows_are_folded_words() {
        for row in ROWS.lines().filter(|row| !row.starts_with('#')) {
            assert!(row.split(' ').count() > 1, "{row}");
            assert!(row.bytes().all(|byte| byte.is_ascii_lowercase() || byte == b' '), "{row}");
        }
    }
}
