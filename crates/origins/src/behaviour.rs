//! What addresses do that no list tells: the lowest rung of evidence. Many accounts on one address, one
//! account over many networks within the hour, an address awake all day though its accounts are not, a
//! segment size of tunnels, sources that contradict each other, a claim of North Korea outside the ranges.
//!
//! In: sessions (account, address, beginning) of all logs, and what is known of each address. Out: for
//! each address what it does, in words and figures. Never more than a suspicion: an office behind one
//! address, a phone between two networks and a machine at work do the same.

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use subtier_model::{AddressOrigin, NetworkLabel, Timestamp};

use crate::claims_north_korea_outside_ranges;

/// Accounts on one address within a day from which on they are many. Our choice: a household has fewer.
const ACCOUNTS_MANY: usize = 5;

/// Networks of one account within an hour from which on they are many. Our choice: a phone that leaves
/// the house has two.
const NETWORKS_MANY: usize = 3;

/// Hours of the day in which an address has sessions, from which on it never sleeps.
const HOURS_AWAKE: usize = 22;

/// Hours of the day that one account may have and still sleep.
const HOURS_OF_ONE: usize = 16;

/// Sessions from which on hours are counted: with fewer, gaps are chance.
const SESSIONS_MIN: usize = 100;

/// Largest segments of links below those of Ethernet (1,460; 1,452 with `PPPoE`, RFC 2516 §7): tunnels
/// announce 1,380 to 1,420 (`OpenVPN` and `WireGuard` by their defaults).
const TUNNEL_MSS: std::ops::RangeInclusive<u16> = 1_300..=1_420;

const HOUR_MICROS: i64 = 3_600_000_000;
const DAY_MICROS: i64 = 24 * HOUR_MICROS;

/// One session of an account at an address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Visit<'a> {
    /// When it began.
    pub start: Timestamp,
    /// As logged.
    pub account: &'a str,
    /// From where.
    pub ip: IpAddr,
}

/// Something that an address does.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum Behaviour {
    /// So many accounts came from it within a day.
    ManyAccounts(usize),
    /// An account came from it and from others, so many networks within an hour.
    ManyNetworks(String, usize),
    /// It has sessions in so many hours of the day, and none of its accounts has.
    RoundTheClock(usize),
    /// Its largest segment is that of a tunnel.
    TunnelSegment(u16),
    /// Sources name different countries.
    SourcesDisagree,
    /// A source says North Korea, and it is in no range that is known to be.
    ClaimsNorthKorea,
}

impl Behaviour {
    /// Returns its word in output.
    pub const fn name(&self) -> &'static str {
        match self {
            Self::ManyAccounts(_) => "many_accounts",
            Self::ManyNetworks(..) => "many_networks",
            Self::RoundTheClock(_) => "round_the_clock",
            Self::TunnelSegment(_) => "tunnel_segment",
            Self::SourcesDisagree => "sources_disagree",
            Self::ClaimsNorthKorea => "claims_north_korea",
        }
    }

    /// Returns what it is in words and figures.
    pub fn says(&self) -> String {
        match self {
            Self::ManyAccounts(n) => format!("{n} accounts from this address within 24 hours"),
            Self::ManyNetworks(account, n) => {
                format!("account {account} came from {n} networks within one hour")
            }
            Self::RoundTheClock(n) => {
                format!("sessions in {n} hours of the day, of accounts that each have fewer")
            }
            Self::TunnelSegment(mss) => format!("largest segment {mss}, as of a tunnel"),
            Self::SourcesDisagree => "sources name different countries".to_owned(),
            Self::ClaimsNorthKorea => {
                "a source says KP, but the address is in no range of North Korea".to_owned()
            }
        }
    }
}

/// Whether an address may be that of anybody: it is a known exit of a VPN, of hosting, Tor, a cloud or a
/// relay. What is said of people is said twice, of all sightings and of those without such addresses.
pub fn is_masked(labels: &[NetworkLabel]) -> bool {
    labels.iter().any(|label| match label {
        NetworkLabel::Vpn
        | NetworkLabel::Hosting
        | NetworkLabel::Tor
        | NetworkLabel::Cloud
        | NetworkLabel::Relay => true,
        NetworkLabel::RangeTable => false,
    })
}

/// Returns what the answer about an address shows by itself.
pub fn of_origin(origin: &AddressOrigin) -> Vec<Behaviour> {
    let mut shown = Vec::new();
    shown.extend((!origin.sources_agree).then_some(Behaviour::SourcesDisagree));
    let claims = claims_north_korea_outside_ranges(origin);
    shown.extend(claims.then_some(Behaviour::ClaimsNorthKorea));
    shown
}

/// Returns what a segment size tells of the link.
pub fn of_segment(mss: u16) -> Option<Behaviour> {
    TUNNEL_MSS.contains(&mss).then_some(Behaviour::TunnelSegment(mss))
}

/// Returns what sessions show of their addresses.
pub fn of_visits(visits: &[Visit<'_>]) -> BTreeMap<IpAddr, BTreeSet<Behaviour>> {
    let mut visits = visits.to_vec();
    visits.sort_unstable();
    let mut shown: BTreeMap<IpAddr, BTreeSet<Behaviour>> = BTreeMap::new();
    let (mut by_ip, mut by_account) = (BTreeMap::new(), BTreeMap::new());
    for visit in &visits {
        by_ip.entry(visit.ip).or_insert_with(Vec::new).push(*visit);
        by_account.entry(visit.account).or_insert_with(Vec::new).push(*visit);
    }
    for (ip, visits) in &by_ip {
        let accounts = most_within(visits, DAY_MICROS, |visit| visit.account);
        if accounts.n >= ACCOUNTS_MANY {
            shown.entry(*ip).or_default().insert(Behaviour::ManyAccounts(accounts.n));
        }
        if let Some(hours) = hours_awake(visits) {
            shown.entry(*ip).or_default().insert(Behaviour::RoundTheClock(hours));
        }
    }
    for (account, visits) in &by_account {
        let networks = most_within(visits, HOUR_MICROS, |visit| network(visit.ip));
        if networks.n >= NETWORKS_MANY {
            let behaviour = Behaviour::ManyNetworks((*account).to_owned(), networks.n);
            for visit in visits.get(networks.from..networks.to).unwrap_or_default() {
                shown.entry(visit.ip).or_default().insert(behaviour.clone());
            }
        }
    }
    shown
}

/// The window with the most different things.
struct Most {
    n: usize,
    from: usize,
    to: usize,
}

/// Slides a window over visits in the order of time; gives the first with the most different things.
fn most_within<'a, T: Ord>(
    visits: &[Visit<'a>],
    micros: i64,
    thing: impl Fn(&Visit<'a>) -> T,
) -> Most {
    let mut within: BTreeMap<T, usize> = BTreeMap::new();
    let (mut from, mut most) = (0, Most { n: 0, from: 0, to: 0 });
    for (at, visit) in visits.iter().enumerate() {
        *within.entry(thing(visit)).or_default() += 1;
        while let Some(first) = visits.get(from)
            && visit.start.micros().saturating_sub(first.start.micros()) >= micros
        {
            let first = thing(first);
            if let Some(count) = within.get_mut(&first) {
                *count -= 1;
                if *count == 0 {
                    within.remove(&first);
                }
            }
            from += 1;
        }
        if within.len() > most.n {
            most = Most { n: within.len(), from, to: at + 1 };
        }
    }
    most
}

/// The hours of the day in which an address has sessions, if it has them in nearly all and none of its
/// accounts does.
fn hours_awake(visits: &[Visit<'_>]) -> Option<usize> {
    if visits.len() < SESSIONS_MIN {
        return None;
    }
    let hour = |visit: &Visit<'_>| visit.start.micros().rem_euclid(DAY_MICROS) / HOUR_MICROS;
    let all: BTreeSet<i64> = visits.iter().map(hour).collect();
    let mut of_account: BTreeMap<&str, BTreeSet<i64>> = BTreeMap::new();
    for visit in visits {
        of_account.entry(visit.account).or_default().insert(hour(visit));
    }
    let sleep = of_account.values().all(|hours| hours.len() <= HOURS_OF_ONE);
    (all.len() >= HOURS_AWAKE && sleep).then_some(all.len())
}

/// The network of an address, by its number alone: what providers commonly hold together.
fn network(ip: IpAddr) -> (bool, u128) {
    match ip.to_canonical() {
        IpAddr::V4(ip) => (false, u128::from(u32::from(ip) >> 16)),
        IpAddr::V6(ip) => (true, u128::from(ip) >> 96),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn visit<'a>(minute: i64, account: &'a str, ip: &str) -> Visit<'a> {
        Visit { start: Timestamp::from_secs(minute * 60), account, ip: ip.parse().unwrap() }
    }

    fn shown(visits: &[Visit<'_>]) -> Vec<String> {
        let shown = of_visits(visits);
        let one = |(ip, all): (&IpAddr, &BTreeSet<Behaviour>)| {
            all.iter().map(|behaviour| format!("{ip} {}", behaviour.says())).collect::<Vec<_>>()
        };
        shown.iter().flat_map(one).collect()
    }

    #[test]
    fn many_accounts_count_within_a_day_only() {
        let names = ["a", "b", "c", "d", "e"];
        let within: Vec<_> =
            names.iter().zip(0..).map(|(name, n)| visit(n * 300, name, "192.0.2.7")).collect();
        assert_eq!(shown(&within), ["192.0.2.7 5 accounts from this address within 24 hours"]);
        let beyond: Vec<_> =
            names.iter().zip(0..).map(|(name, n)| visit(n * 400, name, "192.0.2.7")).collect();
        assert!(shown(&beyond).is_empty());
    }

    #[test]
    fn one_account_over_many_networks_within_the_hour_is_told_of_each_address() {
        let visits = [
            visit(0, "lin", "192.0.2.7"),
            visit(20, "lin", "198.51.100.4"),
            visit(59, "lin", "203.0.113.9"),
            visit(200, "lin", "8.8.8.8"),
        ];
        let expected = ["192.0.2.7", "198.51.100.4", "203.0.113.9"]
            .map(|ip| format!("{ip} account lin came from 3 networks within one hour"));
        assert_eq!(shown(&visits), expected);
        let same = [
            visit(0, "lin", "192.0.2.7"),
            visit(1, "lin", "192.0.3.7"),
            visit(2, "lin", "192.0.4.7"),
        ];
        assert!(shown(&same).is_empty());
    }

    #[test]
    fn an_address_that_never_sleeps_is_told_only_if_its_accounts_do() {
        let account = |hour: i64| if hour < 12 { "early" } else { "late" };
        let hours = || (0..24 * 5).map(|n| (n, n % 24));
        let two: Vec<_> =
            hours().map(|(n, hour)| visit(n * 60, account(hour), "192.0.2.7")).collect();
        assert_eq!(
            shown(&two),
            ["192.0.2.7 sessions in 24 hours of the day, of accounts that each have fewer"]
        );
        let one: Vec<_> = hours().map(|(n, _)| visit(n * 60, "machine", "192.0.2.7")).collect();
        assert!(shown(&one).is_empty());
    }

    #[test]
    fn segments_of_tunnels_are_known_by_their_size() {
        assert_eq!(of_segment(1_380), Some(Behaviour::TunnelSegment(1_380)));
        assert_eq!([of_segment(1_460), of_segment(1_452), of_segment(536)], [None, None, None]);
    }

    proptest! {
        #[test]
        fn order_of_visits_decides_nothing(
            visits in proptest::collection::vec((0_i64..3_000, 0_usize..7, 0_u8..5), 0..60),
        ) {
            let names = ["a", "b", "c", "d", "e", "f", "g"];
            let visits: Vec<Visit<'_>> = visits
                .iter()
                .map(|(minute, name, net)| visit(*minute, names[*name], &format!("10.{net}.0.1")))
                .collect();
            let mut turned = visits.clone();
            turned.reverse();
            prop_assert_eq!(of_visits(&visits), of_visits(&turned));
        }
    }
}
