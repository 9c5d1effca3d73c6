//! Words: every fixed word of the report in English and German, from `data/words.tsv`.
//!
//! A key that is missing prints itself; a test holds that none is missing and none is left over.

use std::collections::BTreeMap;
use std::str::FromStr;
use std::sync::LazyLock;

const TABLE: &str = include_str!("../../../data/words.tsv");

static ROWS: LazyLock<BTreeMap<&'static str, Row>> = LazyLock::new(|| rows(TABLE).collect());

/// The language of a report.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Lang {
    /// English.
    En,
    /// German.
    De,
}

/// Text that names no language of the report.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("read language {text:?}: en or de is expected")]
pub struct ParseLangError {
    /// The text as it was given.
    pub text: String,
}

impl FromStr for Lang {
    type Err = ParseLangError;

    fn from_str(text: &str) -> Result<Self, ParseLangError> {
        match text {
            "en" => Ok(Self::En),
            "de" => Ok(Self::De),
            _ => Err(ParseLangError { text: text.to_owned() }),
        }
    }
}

impl Lang {
    /// The BCP 47 tag.
    pub const fn tag(self) -> &'static str {
        match self {
            Self::En => "en",
            Self::De => "de",
        }
    }

    /// Returns the words of a key.
    pub(crate) fn say(self, key: &'static str) -> &'static str {
        match ROWS.get(key) {
            Some(row) => match self {
                Self::En => row.en,
                Self::De => row.de,
            },
            None => key,
        }
    }

    /// Returns the words of a key with each `{name}` replaced, once, by its value.
    pub(crate) fn fill(self, key: &'static str, values: &[(&str, &str)]) -> String {
        let mut out = String::new();
        let mut rest = self.say(key);
        while let Some((before, after)) = rest.split_once('{') {
            out.push_str(before);
            let Some((name, after)) = after.split_once('}') else { break };
            let value = values.iter().find(|(given, _)| *given == name);
            out.push_str(value.map_or("", |(_, value)| value));
            rest = after;
        }
        out.push_str(rest);
        out
    }

    /// Writes a number with a sign between thousands.
    pub(crate) fn number(self, number: u64) -> String {
        let digits = number.to_string();
        let mut out = String::new();
        for (idx, digit) in digits.chars().enumerate() {
            if idx > 0 && (digits.len() - idx).is_multiple_of(3) {
                out.push(match self {
                    Self::En => ',',
                    Self::De => '.',
                });
            }
            out.push(digit);
        }
        out
    }
}

#[derive(Debug, Clone, Copy)]
struct Row {
    en: &'static str,
    de: &'static str,
}

fn rows(table: &'static str) -> impl Iterator<Item = (&'static str, Row)> {
    table.lines().filter(|line| !line.starts_with('#')).filter_map(|line| {
        let mut cells = line.split('\t');
        let (key, en, de) = (cells.next()?, cells.next()?, cells.next()?);
        Some((key, Row { en, de }))
    })
}

#[cfg(test)]
mod tests {
    #![expect(clippy::disallowed_methods, reason = "the test reads the crate's own sources")]

    use std::collections::BTreeSet;
    use std::path::{Path, PathBuf};

    use super::*;

    fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
        for entry in std::fs::read_dir(folder).unwrap() {
            let path = entry.unwrap().path();
            if path.is_dir() {
                sources(&path, found);
            } else if path.extension().is_some_and(|ext| ext == "rs") {
                found.push(path);
            }
        }
    }

    /// Literals of the production code that have the form `section.name`.
    fn literals() -> BTreeSet<String> {
        let mut files = vec![];
        sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
        let mut found = BTreeSet::new();
        for file in files {
            let text = std::fs::read_to_string(file).unwrap();
            let code = text.split("#[cfg(test)]").next().unwrap();
            for literal in code.split('"') {
                let is_word = |part: &str| {
                    !part.is_empty() && part.chars().all(|c| c.is_ascii_lowercase() || c == '_')
                };
                if literal.split_once('.').is_some_and(|(a, b)| is_word(a) && is_word(b)) {
                    found.insert(literal.to_owned());
                }
            }
        }
        found
    }

    #[test]
    fn every_key_is_used_and_none_is_missing() {
        let keys: BTreeSet<String> = ROWS.keys().map(|&key| key.to_owned()).collect();
        let sections: BTreeSet<&str> = keys.iter().map(|k| k.split_once('.').unwrap().0).collect();
        let used: BTreeSet<String> = literals()
            .into_iter()
            .filter(|key| sections.contains(key.split_once('.').unwrap().0))
            .collect();
        assert_eq!(keys.difference(&used).collect::<Vec<_>>(), Vec::<&String>::new(), "not used");
        assert_eq!(used.difference(&keys).collect::<Vec<_>>(), Vec::<&String>::new(), "missing");
    }

    #[test]
    fn every_row_has_both_languages_with_the_same_places_to_fill() {
        let places = |text: &str| -> BTreeSet<String> {
            text.split('{').skip(1).map(|t| t.split_once('}').unwrap().0.to_owned()).collect()
        };
        let mut n_rows = 0;
        for line in TABLE.lines().filter(|line| !line.starts_with('#')) {
            let cells: Vec<_> = line.split('\t').collect();
            assert_eq!(cells.len(), 3, "{line}");
            assert!(cells.iter().all(|cell| !cell.trim().is_empty()), "{line}");
            assert_eq!(places(cells[1]), places(cells[2]), "{line}");
            n_rows += 1;
        }
        assert_eq!(n_rows, ROWS.len(), "a key stands twice");
    }

    #[test]
    fn values_are_filled_in_once() {
        assert_eq!(
            Lang::En.fill("find.more", &[("n", "{n}")]),
            "and {n} more, all in findings.json"
        );
        assert_eq!(Lang::En.number(1_234_567), "1,234,567");
        assert_eq!(Lang::De.number(999), "999");
        assert_eq!(Lang::De.number(10_000), "10.000");
        assert!("fr".parse::<Lang>().is_err());
        assert_eq!("de".parse(), Ok(Lang::De));
    }
}
