//! Rules about sessions, program names and log-ins.
//!
//! In: sessions, agents and refused log-ins of the logs. Out: drafts of class log. Never: a country made of
//! hours; hours are only held against the hours that were declared.

use std::collections::{BTreeMap, BTreeSet};

use subtier_model::{AccountSession, Citation, Class, Vendor, Verdict};

use super::address::{cite_owner, of_vendor, owner_subject};
use crate::draft::{self, Draft, Look, cite};
use crate::facts::{CaseFacts, Seen};
use crate::rule::{AppliesTo, Check, Rule};
use crate::words::{self, count, listed, n};

/// The rows of this topic.
pub(crate) const RULES: &[Rule] = &[
    Rule {
        id: "R03",
        title: "session of a day or longer",
        class: Some(Class::Log),
        ceiling: Verdict::ToCheck,
        applies_to: AppliesTo::Worker,
        source_title: "US State, Treasury, FBI: Guidance on the DPRK IT Workers, 16 May 2022, red flags for platforms, item 3 (logged in for one or more days at a time)",
        source_address: "https://home.treasury.gov/system/files/126/20220516_dprk_it_worker_advisory.pdf",
        innocent: &[
            "A program that synchronises folders, mirrors or backs up runs day and night.",
            "A very large transfer over a slow line.",
        ],
        next: &[
            "Look at the cited session: even spacing and one program name speak for a machine.",
            "Ask the vendor whether an automatic transfer runs under this account.",
        ],
        check: Check::Case(long_session),
    },
    Rule {
        id: "R12",
        title: "work outside the hours of the declared time zone",
        class: Some(Class::Log),
        ceiling: Verdict::ToCheck,
        applies_to: AppliesTo::Vendor,
        source_title: "US State, Treasury, FBI: Guidance on the DPRK IT Workers, 16 May 2022, red flags for companies, items 3 and 10 (assessed hours against claimed location, required business hours)",
        source_address: "https://home.treasury.gov/system/files/126/20220516_dprk_it_worker_advisory.pdf",
        innocent: &[
            "A night shift, or deliveries timed for the client's morning.",
            "Automatic transfers at night.",
            "The declared offset is wrong, or the server's clock is.",
            "Staff who work from home or from another branch.",
        ],
        next: &[
            "Ask the vendor for its working hours and shifts in the cited weeks.",
            "Compare with the vendor's mails and calls of the same days; hours give an interval of time zones, never a country.",
        ],
        check: Check::Case(hours),
    },
    Rule {
        id: "FL1",
        title: "refused log-ins",
        class: Some(Class::Log),
        ceiling: Verdict::Noted,
        applies_to: AppliesTo::Server,
        source_title: "FBI IC3: public service announcement PSA240516, 16 May 2024 (watch unusual traffic); that refused log-ins are background is our own reading",
        source_address: "https://www.ic3.gov/Media/Y2024/PSA240516",
        innocent: &[
            "Every server on the internet is tried by robots all day; this is background and says nothing about a vendor.",
        ],
        next: &[
            "Check that no address among those with most attempts also has a successful log-in.",
            "Close the service to all but the declared networks, or allow keys only.",
        ],
        check: Check::Case(refused),
    },
    Rule {
        id: "NA1",
        title: "program name or start page of a North Korean system",
        class: Some(Class::Log),
        ceiling: Verdict::Noted,
        applies_to: AppliesTo::Server,
        source_title: "F. Grunow, N. Schiess: Lifting the Fog on Red Star OS, 32C3, 27 December 2015 (slides: the browser Naenara and its system)",
        source_address: "https://github.com/takeshixx/redstar-tools",
        innocent: &[
            "A program may call itself anything; enthusiasts and testers set such names.",
            "10.76.1.11 is a private address that any office may use for a server of its own, and anyone may write it into a request.",
            "Copies of the system are public and are run out of curiosity all over the world.",
        ],
        next: &[
            "Compare the addresses and hours of these accesses with the rest of the account's accesses.",
            "Ask the vendor which programs its people use.",
        ],
        check: Check::Case(named_system),
    },
    Rule {
        id: "UA1",
        title: "accounts that no vendor declares",
        class: Some(Class::Log),
        ceiling: Verdict::Noted,
        applies_to: AppliesTo::Server,
        source_title: "FBI IC3: public service announcement PSA250723-4, 23 July 2025 (outsourcing to third parties); the comparison with the vendor list is our own",
        source_address: "https://www.ic3.gov/PSA/2025/PSA250723-4",
        innocent: &[
            "The vendor list is incomplete: accounts of the studio's own staff, of technicians or of services are often not in it.",
            "The log belongs to another server than the one the vendors use.",
        ],
        next: &[
            "Ask who runs the server for the owner of each account, and complete the vendor list.",
            "Close accounts that nobody claims.",
        ],
        check: Check::Case(undeclared),
    },
];

/// Cites a session with its length and size.
pub(crate) fn cite_session(seen: Seen<'_, AccountSession>) -> Citation {
    let s = seen.fact;
    let clock = if s.clock_assumed { ", zone of the clock assumed" } else { "" };
    let says = format!(
        "session of account {} from {}: {} to {}, {}{clock}",
        s.account,
        s.ip,
        s.start,
        s.end,
        count(s.accesses, "access", "accesses")
    );
    cite(seen, says)
}

/// The length from which a session is one "for one or more days" (F22-P3).
const LONG_SESSION_SECS: i64 = 86_400;

fn long_session(facts: &CaseFacts<'_>) -> Look {
    let (mut n_sessions, mut drafts) = (0_u64, vec![]);
    for account in facts.known_accounts() {
        let sessions: Vec<Seen<'_, AccountSession>> =
            facts.log.of_account(account).flat_map(|used| used.sessions.iter().copied()).collect();
        n_sessions = n_sessions.saturating_add(n(sessions.len()));
        let length =
            |s: &Seen<'_, AccountSession>| s.fact.end.secs().saturating_sub(s.fact.start.secs());
        let mut long: Vec<_> =
            sessions.into_iter().filter(|s| length(s) >= LONG_SESSION_SECS).collect();
        long.sort_by_key(|s| (std::cmp::Reverse(length(s)), s.fact.start, s.observation.id));
        let Some(longest) = long.first() else { continue };
        let owner = facts.declared.owner(account);
        let title = format!(
            "Account {}{} was in use without a pause of 30 minutes for a day or longer {}, the longest time for {} hours from {}.",
            words::cut(account),
            of_vendor(owner),
            if long.len() == 1 { "once".to_owned() } else { format!("{} times", long.len()) },
            length(longest) / 3_600,
            longest.fact.start,
        );
        let cited = long.iter().map(|s| cite_session(*s)).chain(cite_owner(owner, account));
        let draft = Draft::new(Verdict::ToCheck, title, draft::account(account), cited);
        drafts.extend(draft.map(|d| d.about(owner_subject(owner))));
    }
    Look::new(count(n_sessions, "session of known accounts", "sessions of known accounts"), drafts)
}

/// The widest working day that nobody wonders at, in declared local hours; it also swallows an hour of summer time.
const DAY_HOURS: std::ops::Range<i64> = 7..22;
/// Sessions below which a share says nothing.
const HOURS_SESSIONS_MIN: usize = 30;
/// Days below which a share may be one busy week.
const HOURS_DAYS_MIN: usize = 10;
/// Share of sessions within the day, in percent, below which the hours contradict the declared zone.
const HOURS_SHARE_MIN_PERCENT: u64 = 50;

fn hours(facts: &CaseFacts<'_>) -> Look {
    let (mut n_enough, mut n_declared, mut drafts) = (0_u64, 0_u64, vec![]);
    for vendor in facts.declared.vendors.values() {
        let Some(minutes) = vendor.fact.utc_offset_minutes else { continue };
        n_declared += 1;
        let sessions: Vec<(i64, Seen<'_, AccountSession>)> = facts
            .uses_of(vendor.fact)
            .into_iter()
            .flat_map(|used| used.sessions.iter().copied())
            .filter(|s| !s.fact.clock_assumed)
            .map(|s| (s.fact.start.secs().saturating_add(i64::from(minutes).saturating_mul(60)), s))
            .collect();
        let days: BTreeSet<i64> =
            sessions.iter().map(|(local, _)| local.div_euclid(86_400)).collect();
        if sessions.len() < HOURS_SESSIONS_MIN || days.len() < HOURS_DAYS_MIN {
            continue;
        }
        n_enough += 1;
        drafts.extend(hours_draft(*vendor, minutes, &sessions, days.len()));
    }
    let looked_at = format!(
        "{} with a declared offset, {n_enough} of them with at least {HOURS_SESSIONS_MIN} sessions on {HOURS_DAYS_MIN} days by a clock whose zone is stated",
        count(n_declared, "vendor", "vendors")
    );
    Look::new(looked_at, drafts)
}

fn hours_draft(
    vendor: Seen<'_, Vendor>,
    minutes: i32,
    sessions: &[(i64, Seen<'_, AccountSession>)],
    n_days: usize,
) -> Option<Draft> {
    let is_day = |local: i64| DAY_HOURS.contains(&(local.rem_euclid(86_400) / 3_600));
    let (by_day, by_night): (Vec<_>, Vec<_>) =
        sessions.iter().partition(|(local, _)| is_day(*local));
    let percent = n(by_day.len()).saturating_mul(100) / n(sessions.len()).max(1);
    if percent >= HOURS_SHARE_MIN_PERCENT {
        return None;
    }
    let zone = words::offset(minutes);
    let title = format!(
        "Of {} sessions of {} on {n_days} days, {} ({percent} %) began between {:02}:00 and {:02}:00 of the declared {zone}.",
        sessions.len(),
        draft::vendor_name(vendor.fact),
        by_day.len(),
        DAY_HOURS.start,
        DAY_HOURS.end,
    );
    let declared = cite(vendor, format!("vendor list: declares {zone}"));
    let cited = std::iter::once(declared).chain(by_night.iter().map(|(_, s)| cite_session(*s)));
    Draft::new(Verdict::ToCheck, title, draft::vendor(vendor.fact), cited)
}

fn refused(facts: &CaseFacts<'_>) -> Look {
    let drafts: Vec<Draft> = facts
        .log
        .failed
        .iter()
        .filter(|seen| seen.fact.attempts > 0)
        .filter_map(|seen| {
            let (path, failed) = (facts.path(seen.observation.evidence), seen.fact);
            let title = format!(
                "{path} holds {} from {} for {}.",
                count(failed.attempts, "refused log-in", "refused log-ins"),
                count(failed.addresses, "address", "addresses"),
                count(failed.accounts, "account name", "account names"),
            );
            let most = failed.most.iter().map(|(ip, attempts)| format!("{ip} ({attempts})"));
            let says = format!("most attempts: {}", listed(most));
            Draft::new(Verdict::Noted, title, draft::asset(path), [cite(*seen, says)])
        })
        .collect();
    Look::new(count(n(facts.log.summaries.len()), "log", "logs"), drafts)
}

/// Start page of the browser inside the closed network.
const START_PAGE: &str = "//10.76.1.11/";

/// Where the start page stands in a line of a log: as the page that led here, or in the request, where anyone may
/// have written it.
fn start_page_in(line: &str) -> Option<&'static str> {
    if !line.contains(START_PAGE) {
        return None;
    }
    let is_request = |part: &str| {
        let method = part.split(' ').next().unwrap_or("");
        part.contains(' ') && !method.is_empty() && method.chars().all(|c| c.is_ascii_uppercase())
    };
    let is_referrer = |part: &&str| {
        ["http:", "https:", "file:"].iter().any(|scheme| {
            part.strip_prefix(scheme).is_some_and(|rest| rest.starts_with(START_PAGE))
        })
    };
    let mut holding = line.split('"').filter(|part| part.contains(START_PAGE));
    if line.split('"').any(|part| is_referrer(&part)) {
        Some("in the referrer")
    } else if holding.any(is_request) {
        Some("in the address that was asked for")
    } else {
        Some("in the line")
    }
}

/// The word by which an agent names such a system. No exact agent text is public, so only the names count.
fn system_named(agent: &str) -> Option<&'static str> {
    let agent = agent.to_lowercase();
    let is_word = |name: &str| {
        agent.match_indices(name).any(|(at, _)| {
            let before = agent.get(..at).and_then(|s| s.chars().next_back());
            let after = agent.get(at.saturating_add(name.len())..).and_then(|s| s.chars().next());
            !before.is_some_and(char::is_alphabetic) && !after.is_some_and(char::is_alphabetic)
        })
    };
    if is_word("naenara") {
        Some("Naenara")
    } else if is_word("redstar") || is_word("red star") || is_word("redstaros") {
        Some("Red Star")
    } else {
        None
    }
}

/// What the lines of one account name.
#[derive(Default)]
struct Named<'a> {
    systems: BTreeSet<&'a str>,
    pages: BTreeSet<&'a str>,
    accesses: u64,
    cited: Vec<Citation>,
}

fn named_system(facts: &CaseFacts<'_>) -> Look {
    let mut by_account: BTreeMap<&str, Named<'_>> = BTreeMap::new();
    for seen in &facts.log.agents {
        let name = system_named(&seen.fact.agent);
        let page = start_page_in(&seen.observation.quote);
        if name.is_none() && page.is_none() {
            continue;
        }
        let named = by_account.entry(&seen.fact.account).or_default();
        if let Some(name) = name {
            named.systems.insert(name);
            named.accesses = named.accesses.saturating_add(seen.fact.accesses);
        }
        named.pages.extend(page);
        let at = page.map_or(String::new(), |at| format!("; 10.76.1.11 stands {at}"));
        let says = format!(
            "{} of account {} with agent {} from {}{at}",
            count(seen.fact.accesses, "access", "accesses"),
            seen.fact.account,
            words::cut(&seen.fact.agent),
            listed(&seen.fact.ips)
        );
        named.cited.push(cite(*seen, says));
    }
    let drafts = by_account.into_iter().filter_map(|(account, named)| {
        let owner = facts.declared.owner(account);
        let whose = format!("account {}{}", words::cut(account), of_vendor(owner));
        let systems = (!named.systems.is_empty()).then(|| {
            format!(
                "The agents of {} of {whose} name {}, software of a North Korean system.",
                count(named.accesses, "access", "accesses"),
                listed(&named.systems),
            )
        });
        let pages = (!named.pages.is_empty()).then(|| {
            format!(
                "A line of {whose} holds 10.76.1.11, the start page of the browser Naenara, {}.",
                listed(&named.pages),
            )
        });
        let title = [systems, pages].into_iter().flatten().collect::<Vec<_>>().join(" ");
        let cited = named.cited.into_iter().chain(cite_owner(owner, account));
        Some(
            Draft::new(Verdict::Noted, title, draft::account(account), cited)?
                .about(owner_subject(owner)),
        )
    });
    let looked_at = count(
        n(facts.log.agents.len()),
        "pair of account and program name",
        "pairs of account and program name",
    );
    Look::new(looked_at, drafts)
}

fn undeclared(facts: &CaseFacts<'_>) -> Look {
    if facts.declared.vendors.is_empty() {
        return Look::new("nothing, since no vendor list is given", []);
    }
    let mut by_log: BTreeMap<&str, (BTreeSet<&str>, Vec<Citation>)> = BTreeMap::new();
    for used in facts.log.uses.values().filter(|used| !facts.declared.declares(used.account)) {
        for seen in &used.sightings {
            let (accounts, cited) =
                by_log.entry(facts.path(seen.observation.evidence)).or_default();
            accounts.insert(used.account);
            let accesses = count(seen.fact.accesses, "access", "accesses");
            cited.push(cite(
                *seen,
                format!("account {} from {}: {accesses}", used.account, used.ip),
            ));
        }
    }
    let drafts = by_log.into_iter().filter_map(|(path, (accounts, cited))| {
        let title = format!(
            "{} used in {path} ({}) that no vendor declares.",
            count(n(accounts.len()), "account was", "accounts were"),
            listed(&accounts),
        );
        Draft::new(Verdict::Noted, title, draft::asset(path), cited)
    });
    let looked_at = format!(
        "{} against the vendor list",
        count(n(facts.log.accounts().len()), "account", "accounts")
    );
    Look::new(looked_at, drafts)
}

#[cfg(test)]
mod tests {
    use super::{start_page_in, system_named};

    #[test]
    fn where_the_start_page_stands_is_said() {
        for (line, stands) in [
            (
                r#"1.2.3.4 - a [d] "GET /x HTTP/1.1" 200 1 "http://10.76.1.11/" "M""#,
                Some("in the referrer"),
            ),
            (
                r#"1.2.3.4 - a [d] "GET /go?u=http://10.76.1.11/ HTTP/1.1" 200 1 "-" "M""#,
                Some("in the address that was asked for"),
            ),
            (
                r#"1.2.3.4 - a [d] "GET /x HTTP/1.1" 200 1 "http://x.org/?r=http://10.76.1.11/" "M""#,
                Some("in the line"),
            ),
            (r#"1.2.3.4 - a [d] "GET /x HTTP/1.1" 200 1 "http://110.76.1.11/" "M""#, None),
            ("", None),
        ] {
            assert_eq!(start_page_in(line), stands, "{line}");
        }
    }

    #[test]
    fn only_the_systems_own_names_count() {
        for (agent, named) in [
            ("Mozilla/5.0 (X11; Linux) Naenara/3.5", Some("Naenara")),
            ("Mozilla/5.0 (X11; U; Linux i686; Red Star 3.0)", Some("Red Star")),
            ("RedStarOS/2.0", Some("Red Star")),
            ("redstar/1", Some("Red Star")),
            ("RedStarling/1.0", None),
            ("Infrared Starter", None),
            ("Mozilla/5.0 (Windows NT 6.1; zh-CN) FileZilla/3.50", None),
            ("", None),
        ] {
            assert_eq!(system_named(agent), named, "{agent}");
        }
    }
}
