//! Rules about the dated range table: what came from the ranges that North Korea is known to use.
//!
//! In: uses of accounts, accesses without an account, refused attempts, origins of addresses. Out: drafts of class
//! log. Never: `strong` for a refused attempt, for a day on which the row does not hold, or for a guessed year.

use std::collections::BTreeMap;

use subtier_model::{
    AddressOrigin, Citation, Class, EvidenceId, RangeGrade, RangeRow, RangeSighting, Timestamp,
    Verdict,
};

use super::address::{cite_origin, cite_owner, of_vendor, owner_subject, sightings};
use crate::draft::{self, Draft, Look, cite};
use crate::facts::{CaseFacts, Seen, Use};
use crate::rule::{AppliesTo, Check, Rule};
use crate::words::{self, clock, count, n, span};

/// The rows of this topic.
pub(crate) const RULES: &[Rule] = &[
    Rule {
        id: "R42",
        title: "access from a range of the dated range table",
        class: Some(Class::Log),
        ceiling: Verdict::Strong,
        applies_to: AppliesTo::Server,
        source_title: "Trend Micro: A Closer Look at North Korea's Internet, October 2017 (the allocation and its limits); the row's own source stands beside the cited address",
        source_address: "https://www.trendmicro.com/en_us/research/17/j/a-closer-look-at-north-koreas-internet.html",
        innocent: &[
            "Computers in these ranges have been taken over by strangers before; the address shows where a connection came out, not who sat there.",
            "The account is shared with a client, an auditor or a journalist, and one of them connected, perhaps to look into the server.",
            "Credentials may have been stolen, or passed on without the vendor's knowledge.",
            "A range that was reported once may have passed to another user since; the dates of the row are shown.",
        ],
        next: &[
            "Keep the log and the server's state unchanged, and have counsel see the cited lines.",
            "Suspend the account, and ask the vendor in writing who used it at the cited times.",
            "Let counsel decide about a report to the competent authority; blocked property must be reported to OFAC within 10 business days (31 CFR 501.603).",
        ],
        check: Check::Case(range_table),
    },
    Rule {
        id: "KP1",
        title: "address that geo sources place in North Korea, but that lies in no known range",
        class: Some(Class::Log),
        ceiling: Verdict::Noted,
        applies_to: AppliesTo::Server,
        source_title: "Trend Micro: A Closer Look at North Korea's Internet, October 2017 (VPN providers register addresses there to mislead geo databases)",
        source_address: "https://www.trendmicro.com/en_us/research/17/j/a-closer-look-at-north-koreas-internet.html",
        innocent: &[
            "VPN providers are known to register address space under North Korea so that geo databases tag foreign servers as North Korean.",
            "Geo databases guess, and disagree most for small countries.",
        ],
        next: &[
            "Look the address up in the registry of its network and note who announces it.",
            "Do not report it as a North Korean access on the word of a geo database.",
        ],
        check: Check::Case(tagged_only),
    },
];

/// An address of the range table with its row.
#[derive(Clone, Copy)]
struct Ranged<'a> {
    origin: Seen<'a, AddressOrigin>,
    row: &'a RangeRow,
}

fn range_table(facts: &CaseFacts<'_>) -> Look {
    let ranged: Vec<Ranged<'_>> = facts
        .origins
        .values()
        .filter_map(|o| o.fact.range.as_ref().map(|row| Ranged { origin: *o, row }))
        .collect();
    let by_ip = facts.log.by_ip();
    let mut others: BTreeMap<&str, BTreeMap<Option<&str>, Vec<Seen<'_, RangeSighting>>>> =
        BTreeMap::new();
    for seen in &facts.log.ranged {
        let of_ip = others.entry(&seen.fact.ip).or_default();
        of_ip.entry(seen.fact.account.as_deref()).or_default().push(*seen);
    }
    let mut drafts = vec![];
    for from in &ranged {
        let ip = from.origin.fact.ip.as_str();
        let n_before = drafts.len();
        let uses = by_ip.get(ip).map_or(&[][..], Vec::as_slice);
        drafts.extend(uses.iter().filter_map(|used| range_draft(facts, used, *from)));
        for (account, seen) in others.get(ip).into_iter().flatten() {
            drafts.extend(match account {
                Some(account) => refused_draft(facts, account, seen, *from),
                None => nameless_draft(facts, seen, *from),
            });
        }
        if drafts.len() == n_before {
            let title = format!(
                "The address {ip}, which lies in {} ({}), appears in the case without a successful access of an account.",
                from.row.range, from.row.what
            );
            let cited = [cite_range(from.origin, from.row)];
            drafts.extend(Draft::new(Verdict::ToCheck, title, draft::address(ip), cited));
        }
    }
    let looked_at = format!(
        "{} with a known origin, {} of them in a row of the range table; accesses of accounts, accesses without one, and refused attempts",
        count(n(facts.origins.len()), "address", "addresses"),
        ranged.len()
    );
    Look::new(looked_at, drafts)
}

/// Whether the grade of a row holds for the days of a use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum RowDays {
    Holds,
    OtherDays,
    NoClock,
    GuessedYear,
}

/// Holds the days of logs that state their year against the row; a guessed year proves no day.
fn row_days(
    facts: &CaseFacts<'_>,
    row: &RangeRow,
    instants: impl Iterator<Item = (EvidenceId, Timestamp)>,
) -> RowDays {
    if row.from.is_none() && row.until.is_none() {
        return RowDays::Holds;
    }
    let from = row.from.map_or(i64::MIN, subtier_model::Date::first_epoch_day);
    let until = row.until.map_or(i64::MAX, subtier_model::Date::last_epoch_day);
    let (stated, guessed): (Vec<_>, Vec<_>) =
        instants.partition(|(log, _)| facts.log.states_year(*log));
    let mut days = stated.iter().map(|(_, at)| at.date().first_epoch_day());
    if days.any(|day| (from..=until).contains(&day)) {
        RowDays::Holds
    } else if !guessed.is_empty() {
        RowDays::GuessedYear
    } else if stated.is_empty() {
        RowDays::NoClock
    } else {
        RowDays::OtherDays
    }
}

/// How far a row carries on the days of a use, and what limits it.
const fn graded(grade: RangeGrade, days: RowDays) -> (Verdict, &'static str) {
    match (grade, days) {
        (RangeGrade::Strong, RowDays::Holds) => (Verdict::Strong, ""),
        (RangeGrade::Strong, RowDays::OtherDays) => {
            (Verdict::ToCheck, " The row is graded for other days than these, so this is a lead.")
        }
        (RangeGrade::Strong, RowDays::NoClock) => (
            Verdict::ToCheck,
            " The row is graded for certain days and the log gives none, so this is a lead.",
        ),
        (RangeGrade::Strong, RowDays::GuessedYear) => (
            Verdict::ToCheck,
            " The row is graded for certain days and the log does not state its year, so this is a lead.",
        ),
        (RangeGrade::Medium, _) => {
            (Verdict::ToCheck, " The row is graded medium, so this is a lead.")
        }
    }
}

fn range_draft(facts: &CaseFacts<'_>, used: &Use<'_>, from: Ranged<'_>) -> Option<Draft> {
    let starts = used.sessions.iter().map(|s| (s.observation.evidence, s.fact.start));
    let ends = used.sightings.iter().flat_map(|s| {
        let log = s.observation.evidence;
        s.fact.first.into_iter().chain(s.fact.last).map(move |at| (log, at))
    });
    let (verdict, limit) = graded(from.row.grade, row_days(facts, from.row, starts.chain(ends)));
    let owner = facts.declared.owner(used.account);
    let title = format!(
        "Account {}{} made {} from {}, which lies in {} ({}), {}{}.{limit}",
        words::cut(used.account),
        of_vendor(owner),
        count(used.accesses(), "access", "accesses"),
        used.ip,
        from.row.range,
        from.row.what,
        span(used.first(), used.last()),
        clock(&facts.log, used.sightings.iter().map(|s| s.observation.evidence)),
    );
    let cited = sightings(used)
        .into_iter()
        .chain([cite_range(from.origin, from.row)])
        .chain(cite_owner(owner, used.account));
    let draft = Draft::new(verdict, title, draft::account(used.account), cited)?;
    Some(draft.about([draft::address(used.ip)]).about(owner_subject(owner)))
}

/// What one address did without an account that was let in, over all logs.
struct Tally {
    accesses: u64,
    writes: u64,
    refused: u64,
    when: String,
}

impl Tally {
    fn of(facts: &CaseFacts<'_>, seen: &[Seen<'_, RangeSighting>]) -> Self {
        let sum = |figure: fn(&RangeSighting) -> u64| {
            seen.iter().fold(0_u64, |sum, s| sum.saturating_add(figure(s.fact)))
        };
        let first = seen.iter().filter_map(|s| s.fact.first).min();
        let last = seen.iter().filter_map(|s| s.fact.last).max();
        let clock = clock(&facts.log, seen.iter().map(|s| s.observation.evidence));
        Self {
            accesses: sum(|s| s.accesses),
            writes: sum(|s| s.writes),
            refused: sum(|s| s.refused),
            when: format!("{}{clock}", span(first, last)),
        }
    }

    fn refused_words(&self) -> String {
        count(self.refused, "refused attempt", "refused attempts")
    }
}

/// An attempt that was refused shows that someone knew the account, not that he got in: never more than a lead.
fn refused_draft(
    facts: &CaseFacts<'_>,
    account: &str,
    seen: &[Seen<'_, RangeSighting>],
    from: Ranged<'_>,
) -> Option<Draft> {
    let tally = Tally::of(facts, seen);
    if tally.refused == 0 {
        return None;
    }
    let ip = from.origin.fact.ip.as_str();
    let owner = facts.declared.owner(account);
    let title = format!(
        "{} on account {}{} from {ip}, which lies in {} ({}), {}; none of them was let in.",
        tally.refused_words(),
        words::cut(account),
        of_vendor(owner),
        from.row.range,
        from.row.what,
        tally.when,
    );
    let cited = seen
        .iter()
        .map(|s| cite_ranged(*s))
        .chain([cite_range(from.origin, from.row)])
        .chain(cite_owner(owner, account));
    let draft = Draft::new(Verdict::ToCheck, title, draft::account(account), cited)?;
    Some(draft.about([draft::address(ip)]).about(owner_subject(owner)))
}

/// Accesses that name no account are about the address alone.
fn nameless_draft(
    facts: &CaseFacts<'_>,
    seen: &[Seen<'_, RangeSighting>],
    from: Ranged<'_>,
) -> Option<Draft> {
    let tally = Tally::of(facts, seen);
    let answered = seen.iter().filter(|s| s.fact.accesses > 0).flat_map(|s| {
        let log = s.observation.evidence;
        s.fact.first.into_iter().chain(s.fact.last).map(move |at| (log, at))
    });
    let (verdict, limit) = match (tally.accesses, tally.refused) {
        (0, 0) => return None,
        (0, _) => (Verdict::ToCheck, ""),
        (..) => graded(from.row.grade, row_days(facts, from.row, answered)),
    };
    let reads = tally.accesses.saturating_sub(tally.writes);
    let parts: Vec<String> = [
        (reads > 0).then(|| count(reads, "read", "reads")),
        (tally.writes > 0).then(|| count(tally.writes, "write", "writes")),
        (tally.refused > 0).then(|| tally.refused_words()),
    ]
    .into_iter()
    .flatten()
    .collect();
    let ip = from.origin.fact.ip.as_str();
    let title = format!(
        "{} without an account from {ip}, which lies in {} ({}), {}.{limit}",
        words::listed(parts),
        from.row.range,
        from.row.what,
        tally.when,
    );
    let cited = seen.iter().map(|s| cite_ranged(*s)).chain([cite_range(from.origin, from.row)]);
    Draft::new(verdict, title, draft::address(ip), cited)
}

fn cite_ranged(seen: Seen<'_, RangeSighting>) -> Citation {
    let s = seen.fact;
    let account = s
        .account
        .as_deref()
        .map_or_else(|| "without an account".to_owned(), |account| format!("on account {account}"));
    let says = format!(
        "{} ({} of them writes) and {} {account} from {} {}; the first is quoted, the last stands in line {}",
        count(s.accesses, "access", "accesses"),
        s.writes,
        count(s.refused, "refused attempt", "refused attempts"),
        s.ip,
        span(s.first, s.last),
        s.last_line,
    );
    cite(seen, says)
}

fn cite_range(origin: Seen<'_, AddressOrigin>, row: &RangeRow) -> Citation {
    let grade = match row.grade {
        RangeGrade::Strong => "strong",
        RangeGrade::Medium => "medium",
    };
    let days = match (row.from, row.until) {
        (None, None) => String::new(),
        (Some(from), None) => format!(" from {from}"),
        (None, Some(until)) => format!(" until {until}"),
        (Some(from), Some(until)) => format!(" from {from} to {until}"),
    };
    cite(
        origin,
        format!(
            "{} lies in {} ({}), graded {grade}{days}; source: {}, {}. Geo sources: {}",
            origin.fact.ip,
            row.range,
            row.what,
            row.source_title,
            row.source_address,
            words::sources(origin.fact)
        ),
    )
}

fn tagged_only(facts: &CaseFacts<'_>) -> Look {
    let tagged: Vec<Seen<'_, AddressOrigin>> = facts
        .origins
        .values()
        .copied()
        .filter(|o| o.fact.country.as_deref() == Some("KP") && o.fact.range.is_none())
        .collect();
    let by_ip = facts.log.by_ip();
    let drafts: Vec<Draft> = tagged
        .iter()
        .filter_map(|origin| {
            let ip = origin.fact.ip.as_str();
            let uses = by_ip.get(ip).into_iter().flatten().copied();
            let cited = std::iter::once(cite_origin(*origin)).chain(uses.flat_map(sightings));
            let title = format!(
                "Geo sources place {ip} in North Korea, but it lies in no range known to be used there; by itself this says nothing, since GeoIP spoofing is known (Trend Micro 2017)."
            );
            Draft::new(Verdict::Noted, title, draft::address(ip), cited)
        })
        .collect();
    let looked_at = count(
        n(facts.origins.len()),
        "address with a known origin",
        "addresses with a known origin",
    );
    Look::new(looked_at, drafts)
}
