//! Team: which sessions of one or several accounts are one person's. An account is one person unless it is
//! used as several people use one; the same person under two accounts is one. Where only a declared egress
//! keeps an account from being called shared, its people are still told apart: that a vendor has
//! several people is no finding.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use crate::linking::link;
use crate::shared::{SharingVerdict, sharing};
use crate::trace::{Trace, TraceId, Traces};
use crate::visit::{Identity, Visit};

/// Account, address and what the client shows.
type Key<'a> = (&'a str, Option<IpAddr>, &'a Identity);

/// Returns for each session the number of its person, from 0 in the order of their first sessions; `None`
/// beyond the traces that are kept.
pub fn people(visits: &[Visit]) -> Vec<Option<usize>> {
    let mut traces = Traces::new();
    for visit in visits {
        traces.push(visit);
    }
    let traces = traces.into_traces();
    let mut of_trace: BTreeMap<usize, usize> = BTreeMap::new();
    for (person, members) in link(&traces).people().iter().enumerate() {
        of_trace.extend(members.iter().map(|TraceId(trace)| (*trace, person)));
    }
    let joined = join_within_accounts(&traces, &of_trace, &several(visits));
    let mut of_key: BTreeMap<Key<'_>, usize> = BTreeMap::new();
    for (trace, person) in &of_trace {
        if let (Some(trace), Some(person)) = (traces.get(*trace), joined.get(person)) {
            of_key.insert((&trace.account, trace.address, &trace.identity), *person);
        }
    }
    let mut numbers: BTreeMap<usize, usize> = BTreeMap::new();
    visits
        .iter()
        .map(|visit| {
            let person = of_key.get(&(visit.account.as_str(), visit.address, &visit.identity))?;
            let next = numbers.len();
            Some(*numbers.entry(*person).or_insert(next))
        })
        .collect()
}

/// Accounts that show the signs of several people.
fn several(visits: &[Visit]) -> BTreeSet<String> {
    let is_several = |verdict| match verdict {
        SharingVerdict::Shared | SharingVerdict::Suppressed => true,
        SharingVerdict::NotSeen | SharingVerdict::Insufficient => false,
    };
    let found = sharing(visits).into_iter().filter(|found| is_several(found.verdict));
    found.map(|found| found.account).collect()
}

/// Joins what linking left apart within an account of one person; gives for each of its people the one it
/// is now.
fn join_within_accounts(
    traces: &[Trace],
    of_trace: &BTreeMap<usize, usize>,
    several: &BTreeSet<String>,
) -> BTreeMap<usize, usize> {
    let mut of_account: BTreeMap<&str, BTreeSet<usize>> = BTreeMap::new();
    for (trace, person) in of_trace {
        if let Some(trace) = traces.get(*trace).filter(|trace| !several.contains(&trace.account)) {
            of_account.entry(&trace.account).or_default().insert(*person);
        }
    }
    let mut roots: BTreeMap<usize, usize> = of_trace.values().map(|one| (*one, *one)).collect();
    for members in of_account.values() {
        let found: BTreeSet<usize> = members.iter().map(|member| root(&roots, *member)).collect();
        let Some(first) = found.first() else { continue };
        for other in &found {
            roots.insert(*other, *first);
        }
    }
    let settled = roots.keys().map(|person| (*person, root(&roots, *person)));
    settled.collect()
}

/// Follows joins to the person that stands first; a root is never larger than what points to it, so this ends.
fn root(roots: &BTreeMap<usize, usize>, mut at: usize) -> usize {
    while let Some(up) = roots.get(&at).copied().filter(|up| *up < at) {
        at = up;
    }
    at
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn visit(account: &str, day: i64, hour: i64, computer: &str) -> Visit {
        let start = day * 86_400 + hour * 3_600;
        let last = computer.bytes().last().unwrap_or(0);
        Visit {
            account: account.to_owned(),
            start,
            end: start + 3_600,
            address: Some(IpAddr::from([192, 0, 2, last])),
            identity: Identity { computer: Some(computer.to_owned()), ..Identity::default() },
            folders: vec![],
            place: None,
            declared_egress: false,
        }
    }

    /// Forty days on which two computers of an account are at work at once.
    fn two_at_once(account: &str, is_egress: bool) -> Vec<Visit> {
        let days = (0..40)
            .flat_map(|day| [visit(account, day, 9, "PC-A"), visit(account, day, 9, "PC-B")]);
        days.map(|visit| Visit { declared_egress: is_egress, ..visit }).collect()
    }

    fn n_people(visits: &[Visit]) -> usize {
        people(visits).into_iter().flatten().collect::<BTreeSet<_>>().len()
    }

    #[test]
    fn two_computers_at_once_are_two_people_also_behind_a_declared_egress() {
        assert_eq!(n_people(&two_at_once("ink", false)), 2);
        assert_eq!(n_people(&two_at_once("ink", true)), 2);
    }

    #[test]
    fn two_computers_one_after_the_other_are_one_person() {
        let computer = |day| if day < 20 { "PC-A" } else { "PC-B" };
        let visits: Vec<Visit> = (0..40).map(|day| visit("ink", day, 9, computer(day))).collect();
        assert_eq!(n_people(&visits), 1);
    }

    #[test]
    fn accounts_are_people_unless_one_computer_uses_both() {
        let mut visits: Vec<Visit> = (0..20).map(|day| visit("ink", day, 9, "PC-A")).collect();
        visits.extend((0..20).map(|day| visit("paint", day, 14, "PC-B")));
        assert_eq!(n_people(&visits), 2);
        assert_eq!(people(&visits).first(), Some(&Some(0)));
        for visit in &mut visits {
            visit.identity.computer = Some("PC-A".to_owned());
            visit.identity.ssh_key = Some("SHA256:one".to_owned());
        }
        assert_eq!(n_people(&visits), 1);
    }

    proptest! {
        #[test]
        fn every_session_has_a_person(days in proptest::collection::vec((0_i64..30, 0_i64..24, "PC-[AB]", "[xy]"), 0..60)) {
            let visits: Vec<Visit> =
                days.iter().map(|(day, hour, computer, account)| visit(account, *day, *hour, computer)).collect();
            let found = people(&visits);
            prop_assert_eq!(found.len(), visits.len());
            prop_assert!(found.iter().all(Option::is_some));
        }
    }
}
