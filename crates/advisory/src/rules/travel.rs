//! The rule about one account in several places at once.
//!
//! In: sessions of known accounts with the origins of their addresses. Out: drafts of class log. Never: a
//! judgement on accesses through a declared network, as a corporate exit is one; a country made of an exit.

use std::collections::{BTreeMap, BTreeSet};

use subtier_model::{AccountSession, Class, EvidenceId, Timestamp, Verdict};

use super::address::{cite_origin, cite_owner, of_vendor, owner_subject};
use super::log::cite_session;
use crate::draft::{self, Draft, Look};
use crate::exit::Exit;
use crate::facts::{CaseFacts, Seen};
use crate::rule::{AppliesTo, Check, Rule};
use crate::words::{self, count, listed, n};

/// The rows of this topic.
pub(crate) const RULES: &[Rule] = &[Rule {
    id: "R01",
    title: "one account from addresses in several countries within an hour",
    class: Some(Class::Log),
    ceiling: Verdict::ToCheck,
    applies_to: AppliesTo::Worker,
    source_title: "US State, Treasury, FBI: Guidance on the DPRK IT Workers, 16 May 2022, red flags for platforms, item 1 (many addresses in a short time, especially of different countries)",
    source_address: "https://home.treasury.gov/system/files/126/20220516_dprk_it_worker_advisory.pdf",
    innocent: &[
        "The account is shared by a team, and one of its members uses a VPN.",
        "A VPN product changes its exit by itself; the figures without VPN and hosting networks stand in the title.",
        "Geo sources place an address in the country of the company that owns the network, not of the line.",
    ],
    next: &[
        "Ask the vendor how many people use the account and from where.",
        "Give each person an account of his own, and look again after two weeks.",
    ],
    check: Check::Case(many_places),
}];

/// Within this time no traveller changes country three times (F22-P1 says "a relatively short time").
const TRAVEL_WINDOW_SECS: i64 = 3_600;
/// Addresses within the window from which the rule speaks.
const TRAVEL_ADDRESSES_MIN: usize = 3;
/// Countries within the window from which the rule speaks.
const TRAVEL_COUNTRIES_MIN: usize = 3;
/// The same where one of the addresses lies in the range table.
const TRAVEL_COUNTRIES_WITH_RANGE_MIN: usize = 2;
/// Sessions looked at within one window; a hostile log could hold any number.
const WINDOW_SESSIONS_MAX: usize = 200;

/// A session with where it came from.
#[derive(Clone, Copy)]
struct Placed<'a> {
    seen: Seen<'a, AccountSession>,
    country: Option<&'a str>,
    exit: Exit,
    in_range: bool,
}

/// Sessions within one window.
#[derive(Clone, Default)]
struct Window<'a> {
    sessions: Vec<Placed<'a>>,
    addresses: BTreeSet<&'a str>,
    countries: BTreeSet<&'a str>,
    in_range: bool,
}

impl<'a> Window<'a> {
    fn of(sessions: Vec<Placed<'a>>) -> Self {
        let addresses = sessions.iter().map(|s| s.seen.fact.ip.as_str()).collect();
        let countries = sessions.iter().filter_map(|s| s.country).collect();
        let in_range = sessions.iter().any(|s| s.in_range);
        Self { sessions, addresses, countries, in_range }
    }

    fn speaks(&self) -> bool {
        let countries_min =
            if self.in_range { TRAVEL_COUNTRIES_WITH_RANGE_MIN } else { TRAVEL_COUNTRIES_MIN };
        self.addresses.len() >= TRAVEL_ADDRESSES_MIN && self.countries.len() >= countries_min
    }

    /// The same hour without VPN, hosting and relay exits: behind one the country says nothing of the person.
    fn open(&self) -> Self {
        Self::of(self.sessions.iter().filter(|s| s.exit == Exit::Line).copied().collect())
    }

    fn weight(&self) -> (bool, bool, usize, usize) {
        (self.open().speaks(), self.speaks(), self.countries.len(), self.addresses.len())
    }
}

/// The window with most countries and addresses, the earliest of equals. `sessions` are sorted by start.
fn widest<'a>(sessions: &[Placed<'a>]) -> Window<'a> {
    let mut best = Window::default();
    let mut running: Vec<Placed<'a>> = vec![];
    for (at, anchor) in sessions.iter().enumerate() {
        let opens = anchor.seen.fact.start;
        let closes = Timestamp::from_micros(
            opens.micros().saturating_add(TRAVEL_WINDOW_SECS.saturating_mul(1_000_000)),
        );
        running.retain(|s| s.seen.fact.end >= opens);
        let ahead = sessions.iter().skip(at).take_while(|s| s.seen.fact.start <= closes);
        let window =
            Window::of(running.iter().chain(ahead).take(WINDOW_SESSIONS_MAX).copied().collect());
        if window.weight() > best.weight() {
            best = window;
        }
        if running.len() < WINDOW_SESSIONS_MAX {
            running.push(*anchor);
        }
    }
    best
}

fn many_places(facts: &CaseFacts<'_>) -> Look {
    let (mut n_left_out, mut drafts) = (0_u64, vec![]);
    let accounts = facts.known_accounts();
    for account in &accounts {
        // Clocks of two logs whose zone is assumed must not be held against each other.
        let mut by_clock: BTreeMap<Option<EvidenceId>, Vec<Placed<'_>>> = BTreeMap::new();
        for used in facts.log.of_account(account) {
            if facts.declared.is_any_network(used.address()) {
                n_left_out = n_left_out.saturating_add(n(used.sessions.len()));
                continue;
            }
            let origin = facts.origin(used.ip);
            for seen in &used.sessions {
                let clock = seen.fact.clock_assumed.then_some(seen.observation.evidence);
                by_clock.entry(clock).or_default().push(Placed {
                    seen: *seen,
                    country: origin.and_then(|o| o.fact.country.as_deref()),
                    exit: origin.map_or(Exit::Line, |o| Exit::of(o.fact)),
                    in_range: origin.is_some_and(|o| o.fact.range.is_some()),
                });
            }
        }
        let windows = by_clock.into_values().map(|mut sessions| {
            sessions.sort_by_key(|s| {
                (s.seen.fact.start, s.seen.fact.end, &s.seen.fact.ip, s.seen.observation.id)
            });
            widest(&sessions)
        });
        let best = windows
            .fold(Window::default(), |best, w| if w.weight() > best.weight() { w } else { best });
        if best.speaks() {
            drafts.extend(places_draft(facts, account, &best));
        }
    }
    let looked_at = format!(
        "sessions of {}, within {} minutes; {n_left_out} left out because they came from declared networks, as through a corporate exit",
        count(n(accounts.len()), "known account", "known accounts"),
        TRAVEL_WINDOW_SECS / 60
    );
    Look::new(looked_at, drafts)
}

fn places_draft(facts: &CaseFacts<'_>, account: &str, window: &Window<'_>) -> Option<Draft> {
    let owner = facts.declared.owner(account);
    let open = window.open();
    let (verdict, limit) = if open.speaks() {
        (Verdict::ToCheck, "")
    } else {
        (Verdict::Noted, " Behind an exit the country says nothing of the person.")
    };
    let start = window.sessions.iter().map(|s| s.seen.fact.start).max()?;
    let masked = window.addresses.len().saturating_sub(open.addresses.len());
    let title = format!(
        "Account {}{} was used from {} in {} ({}) within one hour up to {start}, {masked} of the addresses VPN, hosting or relay exits; without these it was used from {} in {}.{limit}",
        words::cut(account),
        of_vendor(owner),
        count(n(window.addresses.len()), "address", "addresses"),
        count(n(window.countries.len()), "country", "countries"),
        listed(&window.countries),
        count(n(open.addresses.len()), "address", "addresses"),
        count(n(open.countries.len()), "country", "countries"),
    );
    let mut ordered = window.sessions.clone();
    ordered.sort_by_key(|s| (!s.in_range, s.exit));
    let sessions = ordered.iter().map(|s| cite_session(s.seen));
    let origins = window.addresses.iter().filter_map(|ip| facts.origin(ip)).map(cite_origin);
    let cited = sessions.chain(origins).chain(cite_owner(owner, account));
    Some(Draft::new(verdict, title, draft::account(account), cited)?.about(owner_subject(owner)))
}
