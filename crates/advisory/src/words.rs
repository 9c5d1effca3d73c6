//! Words of findings: counts, lists, spans and places, the same way everywhere.
//!
//! In: facts. Out: short English text. Never: more precision than the fact carries.

use std::collections::BTreeSet;

use subtier_model::{AddressOrigin, EvidenceId, Precision, Timestamp};

use crate::facts::LogFacts;

/// The longest name that stands in a title, in characters; the citation holds all of it.
const NAME_MAX_CHARS: usize = 80;
/// How many things a title lists by name before it counts the rest.
const LISTED_MAX: usize = 6;

/// A name cut to what a title can hold.
pub(crate) fn cut(name: &str) -> String {
    if name.chars().count() <= NAME_MAX_CHARS {
        return name.to_owned();
    }
    name.chars().take(NAME_MAX_CHARS).chain(['…']).collect()
}

/// `1 access`, `3 accesses`.
pub(crate) fn count(n: u64, one: &str, many: &str) -> String {
    format!("{n} {}", if n == 1 { one } else { many })
}

/// A length as a number for titles.
pub(crate) fn n(len: usize) -> u64 {
    u64::try_from(len).unwrap_or(u64::MAX)
}

/// `a, b, c and 4 more`, in the order given.
pub(crate) fn listed<T: AsRef<str>>(names: impl IntoIterator<Item = T>) -> String {
    let names: Vec<T> = names.into_iter().collect();
    let shown: Vec<String> = names.iter().take(LISTED_MAX).map(|name| cut(name.as_ref())).collect();
    let rest = names.len().saturating_sub(LISTED_MAX);
    match (shown.split_last(), rest) {
        (None, _) => String::new(),
        (Some((last, [])), 0) => last.clone(),
        (Some((last, before)), 0) => format!("{} and {last}", before.join(", ")),
        (Some(_), rest) => format!("{} and {rest} more", shown.join(", ")),
    }
}

/// `between A and B`, or that the log has no clock.
pub(crate) fn span(first: Option<Timestamp>, last: Option<Timestamp>) -> String {
    match (first, last) {
        (Some(first), Some(last)) if first == last => format!("at {first}"),
        (Some(first), Some(last)) => format!("between {first} and {last}"),
        (Some(at), None) | (None, Some(at)) => format!("at {at}"),
        (None, None) => "at a time the log does not give".to_owned(),
    }
}

/// What of the days and hours of some logs is not stated by them but taken for granted; empty where all is stated.
pub(crate) fn clock(log: &LogFacts<'_>, logs: impl Iterator<Item = EvidenceId>) -> String {
    let logs: BTreeSet<EvidenceId> = logs.collect();
    let unstated = |states: &dyn Fn(EvidenceId) -> bool, what: &str| {
        let n_unstated = logs.iter().filter(|log| !states(**log)).count();
        let whose = if n_unstated == logs.len() { "the log" } else { "part of the logs" };
        (n_unstated > 0).then(|| format!("{what}, not stated in {whose}"))
    };
    let year = unstated(&|id| log.states_year(id), "year recovered");
    let zone = unstated(&|id| log.states_zone(id), "zone of the clock assumed");
    let parts: Vec<String> = [year, zone].into_iter().flatten().collect();
    if parts.is_empty() { String::new() } else { format!(" ({})", parts.join("; ")) }
}

/// `UTC+09:00`.
pub(crate) fn offset(minutes: i32) -> String {
    let sign = if minutes < 0 { '-' } else { '+' };
    let minutes = minutes.unsigned_abs();
    format!("UTC{sign}{:02}:{:02}", minutes / 60, minutes % 60)
}

/// Where an address is, no finer than it is known.
pub(crate) fn place(origin: &AddressOrigin) -> String {
    let country = origin.country.as_deref().unwrap_or("an unknown country");
    match (origin.precision, origin.region.as_deref(), origin.city.as_deref()) {
        (Precision::City, _, Some(city)) => format!("{country} (city: {city})"),
        (Precision::City | Precision::Province, Some(region), _) => {
            format!("{country} (province: {region}, no city known)")
        }
        (Precision::None | Precision::Country | Precision::Province | Precision::City, ..) => {
            country.to_owned()
        }
    }
}

/// What every source says of an address, with dates and whether they agree.
pub(crate) fn sources(origin: &AddressOrigin) -> String {
    if origin.sources.is_empty() {
        return "no source knows it".to_owned();
    }
    let said: Vec<String> =
        origin.sources.iter().map(|s| format!("{} ({}) says {}", s.name, s.date, s.says)).collect();
    let agree = if origin.sources_agree { "" } else { "; the sources do not agree on the country" };
    format!("{}{agree}", said.join("; "))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn long_lists_and_names_are_cut_and_counted() {
        assert_eq!(listed(["a"]), "a");
        assert_eq!(listed(["a", "b", "c"]), "a, b and c");
        assert_eq!(listed(["a", "b", "c", "d", "e", "f", "g", "h"]), "a, b, c, d, e, f and 2 more");
        assert_eq!(listed(Vec::<String>::new()), "");
        assert_eq!(cut(&"한".repeat(200)).chars().count(), 81);
    }

    #[test]
    fn offsets_are_written_with_sign_and_minutes() {
        assert_eq!(offset(-480), "UTC-08:00");
        assert_eq!(offset(510), "UTC+08:30");
    }
}
