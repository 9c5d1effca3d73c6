//! Shared accounts: whether one account is used by more than one person. Takes its sessions, gives a
//! verdict with the days on which each sign was seen. One sign on one day proves nothing: people have
//! two computers, networks change hands, sources of places err. A declared egress takes the signs that rest
//! on addresses away, and the answer says so.

use std::collections::{BTreeMap, BTreeSet};

use crate::device::device;
use crate::feature::real;
use crate::visit::Visit;

/// What was found for one account.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SharingVerdict {
    /// More than one person uses it.
    Shared,
    /// Nothing says so.
    NotSeen,
    /// Too few sessions.
    Insufficient,
    /// The signs rest on a declared corporate egress alone.
    Suppressed,
}

impl SharingVerdict {
    /// Returns its word in output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Shared => "shared",
            Self::NotSeen => "not_seen",
            Self::Insufficient => "insufficient",
            Self::Suppressed => "suppressed",
        }
    }
}

/// A sign that an account is shared.
#[derive(Debug, Clone, PartialEq)]
pub enum SharingReason {
    /// Two devices at two addresses at the same time.
    Simultaneous {
        /// The devices.
        devices: (String, String),
        /// Days on which it was seen.
        days: usize,
    },
    /// From one place to another faster than anybody travels, tunnels left out.
    Travel {
        /// Days on which it was seen.
        days: usize,
        /// The longest such way, in kilometres, radii taken off.
        km: f64,
    },
    /// Two devices keep hours of their own, and not as one person's day and evening.
    Rhythms {
        /// The devices.
        devices: (String, String),
        /// Hours between their middles.
        hours_apart: f64,
        /// By how much two rhythms explain the hours better than one (difference of BIC).
        bic: f64,
        /// Days on which both were seen.
        days: usize,
    },
}

impl SharingReason {
    /// Returns what was seen, in words and figures.
    pub fn says(&self) -> String {
        match self {
            Self::Simultaneous { devices: (one, other), days } => {
                format!("{one} and {other} at two addresses at once, on {days} days")
            }
            Self::Travel { days, km } => {
                format!("{km} km faster than anybody travels, on {days} days")
            }
            Self::Rhythms { devices: (one, other), hours_apart, days, .. } => format!(
                "{one} and {other} keep hours {hours_apart} apart, on {days} days with both"
            ),
        }
    }
}

/// Whether one account is shared.
#[derive(Debug, Clone, PartialEq)]
pub struct Sharing {
    /// The account.
    pub account: String,
    /// What was found.
    pub verdict: SharingVerdict,
    /// The signs.
    pub because: Vec<SharingReason>,
    /// Other ways to read them, in words.
    pub rivals: Vec<&'static str>,
}

/// Sessions below which nothing is said.
const SESSIONS_MIN: usize = 12;

/// Sessions of one account that are looked at, the earliest.
const SESSIONS_MAX: usize = 16_384;

/// Devices of one account that are compared in pairs, those with most sessions.
const DEVICES_MAX: usize = 24;

/// Days on which two devices must have been used at once: one person does so now and then.
const SIMULTANEOUS_DAYS_MIN: usize = 4;

/// The same as a share of the days on which both were used, one in this many.
const SIMULTANEOUS_SHARE_DIVISOR: usize = 6;

/// Seconds for which they must have been used at once: clients close late.
const SIMULTANEOUS_SECS_MIN: i64 = 300;

/// Days with impossible travel: one is an error of a source.
const TRAVEL_DAYS_MIN: usize = 2;

/// Days on which both devices of two rhythms must have been used.
const COMMON_DAYS_MIN: usize = 6;

/// Sessions of each device of two rhythms.
const RHYTHM_SESSIONS_MIN: usize = 10;

/// Difference of BIC that is "very strong" (R. Kass, A. Raftery, JASA 90, 1995).
const BIC_MIN: f64 = 10.0;

/// Hours between the middles of two rhythms.
const HOURS_APART_MIN: f64 = 1.5;

/// Seconds from first to last session beyond which a common day is longer than one person works.
const LONG_DAY_SECS: i64 = 15 * 3_600;

/// Sessions that one session is compared with, those that begin before its end.
const NEIGHBOURS_MAX: usize = 8;

/// Standard deviation, in hours, of starts over a whole working day; an evening's is below one and a half.
const FULL_DAY_HOURS: f64 = 1.7;

const DAY_SECS: i64 = 86_400;

/// Looks at every account.
pub fn sharing(visits: &[Visit]) -> Vec<Sharing> {
    let mut by_account: BTreeMap<&str, Vec<&Visit>> = BTreeMap::new();
    for visit in visits {
        by_account.entry(&visit.account).or_default().push(visit);
    }
    by_account.into_iter().map(|(account, visits)| of_account(account, visits)).collect()
}

fn of_account(account: &str, mut visits: Vec<&Visit>) -> Sharing {
    visits.sort_by(|one, next| {
        let key = |visit: &Visit| (visit.start, visit.end, visit.address);
        key(one).cmp(&key(next)).then_with(|| one.identity.cmp(&next.identity))
    });
    visits.truncate(SESSIONS_MAX);
    let answer = |verdict, because, rivals| Sharing {
        account: account.to_owned(),
        verdict,
        because,
        rivals,
    };
    if visits.len() < SESSIONS_MIN {
        return answer(SharingVerdict::Insufficient, vec![], vec![]);
    }
    let own: Vec<&Visit> = visits.iter().copied().filter(|visit| !visit.declared_egress).collect();
    let because = signs(&own);
    if !because.is_empty() {
        let rivals = vec![
            "one person with two computers, of which one works by itself",
            "a colleague who helped out, or a successor who took the account over",
            "a place of a source that is wrong, or a line that changed hands",
        ];
        return answer(SharingVerdict::Shared, because, rivals);
    }
    let with_egress = if own.len() < visits.len() { signs(&visits) } else { vec![] };
    if with_egress.is_empty() {
        return answer(SharingVerdict::NotSeen, vec![], vec![]);
    }
    let rivals =
        vec!["a declared corporate egress: sessions of one person may leave there and elsewhere"];
    answer(SharingVerdict::Suppressed, with_egress, rivals)
}

fn signs(visits: &[&Visit]) -> Vec<SharingReason> {
    let devices = devices(visits);
    let mut signs: Vec<SharingReason> = simultaneous(visits, &devices).into_iter().collect();
    signs.extend(travel(visits));
    signs.extend(rhythms(&devices));
    signs
}

/// The sessions of each device, those with most sessions first.
fn devices<'a>(visits: &[&'a Visit]) -> Vec<(String, Vec<&'a Visit>)> {
    let mut by_device: BTreeMap<String, Vec<&Visit>> = BTreeMap::new();
    for visit in visits {
        if let Some(device) = device(visit) {
            by_device.entry(device).or_default().push(visit);
        }
    }
    let mut devices: Vec<(String, Vec<&Visit>)> = by_device.into_iter().collect();
    devices.sort_by_key(|(_, visits)| std::cmp::Reverse(visits.len()));
    devices.truncate(DEVICES_MAX);
    devices
}

fn day(secs: i64) -> i64 {
    secs.div_euclid(DAY_SECS)
}

fn days(visits: &[&Visit]) -> BTreeSet<i64> {
    visits.iter().map(|visit| day(visit.start)).collect()
}

/// Two devices at once at two addresses, on several days.
fn simultaneous(visits: &[&Visit], devices: &[(String, Vec<&Visit>)]) -> Option<SharingReason> {
    let mut seen: BTreeMap<(String, String), BTreeSet<i64>> = BTreeMap::new();
    for (at, one) in visits.iter().enumerate() {
        let Some(own) = device(one) else { continue };
        let later = visits.iter().skip(at + 1).take(NEIGHBOURS_MAX);
        for other in later.take_while(|other| other.start < one.end) {
            let Some(their) = device(other) else { continue };
            let together = one.end.min(other.end).saturating_sub(other.start);
            let two_lines =
                one.address.is_some() && other.address.is_some() && one.address != other.address;
            if own != their && two_lines && together >= SIMULTANEOUS_SECS_MIN {
                let pair = (own.clone().min(their.clone()), own.clone().max(their));
                seen.entry(pair).or_default().insert(day(other.start));
            }
        }
    }
    let days_of = |name: &str| {
        devices.iter().find(|(device, _)| device == name).map(|(_, visits)| days(visits))
    };
    let mut best: Option<((String, String), usize)> = None;
    for (pair, seen) in seen {
        let (Some(one), Some(other)) = (days_of(&pair.0), days_of(&pair.1)) else { continue };
        let needed = (one.intersection(&other).count() / SIMULTANEOUS_SHARE_DIVISOR)
            .max(SIMULTANEOUS_DAYS_MIN);
        if seen.len() >= needed && best.as_ref().is_none_or(|(_, most)| seen.len() > *most) {
            best = Some((pair, seen.len()));
        }
    }
    best.map(|(devices, days)| SharingReason::Simultaneous { devices, days })
}

/// Ways that nobody goes in the time.
fn travel(visits: &[&Visit]) -> Option<SharingReason> {
    let placed = visits.iter().filter_map(|visit| Some((*visit, visit.place?)));
    let placed: Vec<_> = placed.collect();
    let mut seen = BTreeSet::new();
    let mut longest = 0.0_f64;
    for ((one, here), (other, there)) in placed.iter().zip(placed.iter().skip(1)) {
        let secs = other.start.saturating_sub(one.end);
        if one.address != other.address && here.is_out_of_reach(there, secs) {
            seen.insert(day(other.start));
            longest = longest.max(here.least_km(there));
        }
    }
    (seen.len() >= TRAVEL_DAYS_MIN)
        .then(|| SharingReason::Travel { days: seen.len(), km: longest.round() })
}

/// Two devices with hours of their own whose days are interleaved, or longer together than one
/// person's. One person's day and evening computer follow each other; a desktop and a laptop share hours.
fn rhythms(devices: &[(String, Vec<&Visit>)]) -> Option<SharingReason> {
    let mut best: Option<SharingReason> = None;
    let mut best_bic = BIC_MIN;
    for (at, (own, one)) in devices.iter().enumerate() {
        for (their, other) in devices.iter().skip(at + 1) {
            if one.len().min(other.len()) < RHYTHM_SESSIONS_MIN {
                continue;
            }
            let rhythms = two_against_one(one, other);
            if rhythms.bic < best_bic || rhythms.hours_apart < HOURS_APART_MIN {
                continue;
            }
            let days = common_days(one, other);
            let is_two_days = rhythms.narrower >= FULL_DAY_HOURS && rhythms.hours_apart >= 3.0;
            let n_signs = days.interleaved.max(days.long);
            if days.n < COMMON_DAYS_MIN || (n_signs * 2 < days.n && !is_two_days) {
                continue;
            }
            best_bic = rhythms.bic;
            best = Some(SharingReason::Rhythms {
                devices: (own.clone(), their.clone()),
                hours_apart: (rhythms.hours_apart * 10.0).round() / 10.0,
                bic: rhythms.bic.round(),
                days: days.n,
            });
        }
    }
    best
}

struct CommonDays {
    n: usize,
    interleaved: usize,
    long: usize,
}

/// First and last second of each working day, cut where the sessions of both are fewest.
fn common_days(one: &[&Visit], other: &[&Visit]) -> CommonDays {
    let cut = quietest_hour(one, other) * 3_600;
    let spans = |visits: &[&Visit]| {
        let mut spans: BTreeMap<i64, (i64, i64)> = BTreeMap::new();
        for visit in visits {
            let span = spans.entry(day(visit.start - cut)).or_insert((visit.start, visit.end));
            *span = (span.0.min(visit.start), span.1.max(visit.end));
        }
        spans
    };
    let (one, other) = (spans(one), spans(other));
    let mut days = CommonDays { n: 0, interleaved: 0, long: 0 };
    for (day, (from, to)) in &one {
        let Some((other_from, other_to)) = other.get(day) else { continue };
        days.n += 1;
        let both = to.min(other_to) - from.max(other_from);
        days.interleaved += usize::from(both >= 3_600);
        days.long += usize::from(to.max(other_to) - from.min(other_from) >= LONG_DAY_SECS);
    }
    days
}

/// The hour in UTC at which four hours of least work are half over.
fn quietest_hour(one: &[&Visit], other: &[&Visit]) -> i64 {
    let mut counts = [0_u32; 24];
    for visit in one.iter().chain(other) {
        let hour = usize::try_from(visit.start.div_euclid(3_600).rem_euclid(24)).unwrap_or(0);
        if let Some(count) = counts.get_mut(hour) {
            *count += 1;
        }
    }
    let sum = |from: usize| counts.iter().cycle().skip(from).take(4).sum::<u32>();
    (0..24_usize)
        .min_by_key(|from| sum(*from))
        .map_or(0, |from| i64::try_from((from + 2) % 24).unwrap_or(0))
}

/// Two devices' rhythms against one for both.
struct TwoRhythms {
    hours_apart: f64,
    bic: f64,
    /// The smaller standard deviation of the two, in hours.
    narrower: f64,
}

/// Hours between the middles of two devices' days, and by how much the Bayesian information
/// criterion favours a rhythm for each over one for both. Each rhythm is a normal curve on the clock.
fn two_against_one(one: &[&Visit], other: &[&Visit]) -> TwoRhythms {
    let hours = |visits: &[&Visit]| -> Vec<f64> {
        let seconds = visits.iter().map(|visit| visit.start.rem_euclid(DAY_SECS));
        seconds.map(|secs| real(usize::try_from(secs).unwrap_or(0)) / 3_600.0).collect()
    };
    let (one, other) = (hours(one), hours(other));
    let both: Vec<f64> = one.iter().chain(&other).copied().collect();
    let (own, their, common) = (curve(&one), curve(&other), curve(&both));
    let two = log_likelihood(&one, own) + log_likelihood(&other, their);
    let n = real(both.len()).max(1.0);
    let bic = 2.0 * (two - log_likelihood(&both, common)) - 2.0 * n.ln();
    // Sessions of a day hang together: three count as one.
    TwoRhythms {
        hours_apart: around(own.0 - their.0).abs(),
        bic: bic / 3.0,
        narrower: own.1.min(their.1),
    }
}

/// A difference of hours on the clock, within twelve either way.
fn around(hours: f64) -> f64 {
    (hours + 36.0).rem_euclid(24.0) - 12.0
}

/// The middle that has the least scatter about it, in quarters of an hour, and that scatter.
fn curve(hours: &[f64]) -> (f64, f64) {
    let n = real(hours.len()).max(1.0);
    let scatter = |middle: f64| {
        hours.iter().map(|hour| around(hour - middle) * around(hour - middle)).sum::<f64>() / n
    };
    let middles = (0..96_u32).map(|quarter| f64::from(quarter) / 4.0);
    let best = middles
        .map(|middle| (middle, scatter(middle)))
        .min_by(|one, next| one.1.total_cmp(&next.1));
    let (middle, variance) = best.unwrap_or((0.0, 1.0));
    // Nobody keeps hours to less than a half.
    (middle, variance.sqrt().max(0.5))
}

fn log_likelihood(hours: &[f64], (middle, deviation): (f64, f64)) -> f64 {
    hours
        .iter()
        .map(|hour| {
            let away = around(hour - middle) / deviation;
            -0.5 * away * away - deviation.ln()
        })
        .sum()
}
