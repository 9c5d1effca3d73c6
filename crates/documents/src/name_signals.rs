//! Names that are on a list, whatever the format: user names that no person chose, and fonts recalled from North Korean systems.
//!
//! In: the signals of a document that was read. Out: signals at their places. The lists are tables in `data/`, each row with its
//! grade.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use subtier_blocks::{Signal, SignalKind, Writing};

const DEFAULT_USERS: &str = include_str!("../../../data/default-users.tsv");
const NORTH_KOREAN_FONTS: &str = include_str!("../../../data/north-korean-fonts.tsv");

/// Names in lower case, those with any ending apart.
struct Names {
    whole: BTreeSet<String>,
    beginnings: Vec<String>,
}

impl Names {
    fn new(table: &str) -> Self {
        let rows = table.lines().filter(|line| !line.starts_with('#') && !line.is_empty()).skip(1);
        let names = rows.filter_map(|line| line.split('\t').next());
        let (mut whole, mut beginnings) = (BTreeSet::new(), Vec::new());
        for name in names {
            match name.strip_suffix('*') {
                Some(beginning) => beginnings.push(beginning.to_lowercase()),
                None => {
                    whole.insert(name.to_lowercase());
                }
            }
        }
        Self { whole, beginnings }
    }

    fn has(&self, name: &str) -> bool {
        let name = name.trim().to_lowercase();
        self.whole.contains(&name) || self.beginnings.iter().any(|begin| name.starts_with(begin))
    }
}

/// Adds what the lists say of the people and fonts that a document names.
pub(crate) fn name_signals(writing: &mut Writing) {
    let found: Vec<Signal> = writing.signals().iter().filter_map(listed).collect();
    for Signal { kind, value, place } in found {
        writing.signal(kind, value, place);
    }
}

fn listed(signal: &Signal) -> Option<Signal> {
    let value = signal.value.as_str();
    let is_user = [SignalKind::Author, SignalKind::LastModifiedBy, SignalKind::CommentAuthor]
        .contains(&signal.kind);
    let is_font = [SignalKind::Font, SignalKind::SubstitutedFont].contains(&signal.kind);
    let (kind, name) = if is_user && is_default_user(value) {
        (SignalKind::DefaultUserName, value)
    } else if is_font {
        // Of a font and what stood in for it, `천리마 = Batang` or `천리마 (else Batang)`, the one that is listed.
        let names = value.trim_end_matches(')').split(" = ");
        let name =
            names.flat_map(|name| name.split(" (else ")).find(|name| is_north_korean_font(name))?;
        (SignalKind::KoreanNorthFont, name)
    } else {
        return None;
    };
    Some(Signal { kind, value: name.to_owned(), place: signal.place.clone() })
}

/// Whether an installation or program gives this user name by itself.
fn is_default_user(name: &str) -> bool {
    static NAMES: LazyLock<Names> = LazyLock::new(|| Names::new(DEFAULT_USERS));
    NAMES.has(name)
}

/// Whether a font of this name is recalled from North Korean systems.
fn is_north_korean_font(name: &str) -> bool {
    static NAMES: LazyLock<Names> = LazyLock::new(|| Names::new(NORTH_KOREAN_FONTS));
    NAMES.has(name)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn listed_names_are_known_whatever_their_case() {
        for name in
            ["administrator", "微软用户", "사용자", " USER ", "Windows User", "WPS_1699999999"]
        {
            assert!(is_default_user(name), "{name}");
        }
        for name in ["", "kim", "Kim User", "王伟", "WPS Kim"] {
            assert!(!is_default_user(name), "{name}");
        }
        assert!(is_north_korean_font("PRK P Chollima") && is_north_korean_font("청봉"));
        assert!(!is_north_korean_font("맑은 고딕") && !is_north_korean_font("KaiTi"));
    }

    #[test]
    fn every_row_of_the_lists_states_its_grade() {
        for table in [DEFAULT_USERS, NORTH_KOREAN_FONTS] {
            for row in table.lines().filter(|line| !line.starts_with('#')).skip(1) {
                let fields: Vec<&str> = row.split('\t').collect();
                assert!(fields.iter().all(|field| !field.is_empty()), "{row}");
                assert!(["documented", "observed", "recalled"].contains(&fields[2]), "{row}");
            }
        }
    }
}
