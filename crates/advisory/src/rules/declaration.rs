//! Rules that hold what happened against what a vendor declared.
//!
//! In: the vendor list, uses of accounts, origins. Out: drafts of class declaration and log. Never: a sub-vendor
//! as the subject of its contractor's breach; a place that counts by itself.

use std::collections::{BTreeMap, BTreeSet};

use subtier_model::{AddressOrigin, Citation, Class, Date, RangeGrade, Timestamp, Vendor, Verdict};

use super::address::{cite_origin, office, sightings};
use crate::country::{Spot, is_same_code};
use crate::draft::{self, Draft, Look, cite};
use crate::exit::Exit;
use crate::facts::{CaseFacts, Seen, Use};
use crate::rule::{AppliesTo, Check, Rule};
use crate::words::{count, listed, n};

/// The rows of this topic.
pub(crate) const RULES: &[Rule] = &[
    Rule {
        id: "R35",
        title: "vendor passes work on although its contract forbids it",
        class: Some(Class::Declaration),
        ceiling: Verdict::ToCheck,
        applies_to: AppliesTo::Vendor,
        source_title: "FBI IC3: public service announcement PSA240516, 16 May 2024 (outsourcing to third parties removes a company from the direct hiring process); that a contract forbids it, and the comparison with the vendor list, are our own addition",
        source_address: "https://www.ic3.gov/Media/Y2024/PSA240516",
        innocent: &[
            "The studio agreed to the sub-vendors in a letter or mail that the vendor list does not show.",
            "The sub-vendors work for the vendor on other productions.",
            "The column may_subcontract was filled in from a template.",
        ],
        next: &[
            "Look for a written consent to each sub-vendor named here.",
            "Ask the vendor for its contracts with them and for what each of them delivered.",
        ],
        check: Check::Case(forbidden_subcontract),
    },
    Rule {
        id: "R43",
        title: "access from outside the declared country, networks or dates",
        class: Some(Class::Log),
        ceiling: Verdict::ToCheck,
        applies_to: AppliesTo::Vendor,
        source_title: "38 North, M. Williams: What We Learned Inside a North Korean Internet Server, 22 April 2024, as rendered by The Register, 23 April 2024, in a copy (most log-ins through a VPN, three from China and one from Spain); the comparison with the declared places, networks and dates is our own",
        source_address: "https://klse.i3investor.com/web/blog/detail/future_tech/2024-04-23-story-h-182912643-Misconfigured_cloud_server_leaked_clues_of_North_Korean_animation_scam",
        innocent: &[
            "Staff travel, work from home, or sit in a branch that the vendor list does not name.",
            "Geo sources err, above all near borders and where a network is registered in another country than it is used.",
            "The dates of the contract were extended without the list being changed; corrections after delivery are usual.",
        ],
        next: &[
            "Ask the vendor who used the account from the cited addresses, and whether it has people or partners there.",
            "Have the vendor complete its declared networks, and look again.",
        ],
        check: Check::Case(outside_declared),
    },
];

fn forbidden_subcontract(facts: &CaseFacts<'_>) -> Look {
    let mut below: BTreeMap<&str, Vec<Seen<'_, Vendor>>> = BTreeMap::new();
    for vendor in facts.declared.vendors.values() {
        if let Some(parent) =
            vendor.fact.parent.as_deref().filter(|parent| *parent != vendor.fact.id)
        {
            below.entry(parent).or_default().push(*vendor);
        }
    }
    let forbidden: Vec<Seen<'_, Vendor>> = facts
        .declared
        .vendors
        .values()
        .copied()
        .filter(|v| v.fact.may_subcontract == Some(false) && !is_client(v.fact))
        .collect();
    let drafts = forbidden.iter().filter_map(|vendor| {
        let subs = below.get(vendor.fact.id.as_str())?;
        let title = format!(
            "The contract of {} forbids it to pass work on, and the vendor list names {} below it: {}.",
            draft::vendor_name(vendor.fact),
            count(n(subs.len()), "vendor", "vendors"),
            listed(subs.iter().map(|sub| draft::vendor_name(sub.fact))),
        );
        let own = cite(*vendor, "vendor list: may_subcontract is no");
        let cited = subs.iter().map(|sub| {
            let name = draft::vendor_name(sub.fact);
            cite(*sub, format!("vendor list: {name} is contracted by {}", vendor.fact.id))
        });
        Draft::new(Verdict::ToCheck, title, draft::vendor(vendor.fact), std::iter::once(own).chain(cited))
    });
    let looked_at = format!(
        "{} whose contract forbids passing work on",
        count(n(forbidden.len()), "vendor", "vendors")
    );
    Look::new(looked_at, drafts)
}

/// Whether a row is the client's own: it stands at the top of the chain and has no contract that could forbid it
/// anything.
fn is_client(vendor: &Vendor) -> bool {
    vendor.tier.map_or(vendor.parent.is_none(), |tier| tier == 0)
}

/// Days before the start and after the end of a contract that are not counted as outside it: papers name a day
/// and leave open which hour of it ends the work.
const GRACE_DAYS: i64 = 1;
/// The widest offsets from UTC that are in use (UTC+14 and UTC-12), for vendors without a declared one.
const OFFSET_EASTMOST_SECS: i64 = 14 * 3_600;
/// See [`OFFSET_EASTMOST_SECS`].
const OFFSET_WESTMOST_SECS: i64 = -12 * 3_600;

fn outside_declared(facts: &CaseFacts<'_>) -> Look {
    let mut n_masked_all = 0_u64;
    let mut n_guessed_all = 0_u64;
    let mut drafts = vec![];
    let mut n_vendors = 0_u64;
    for vendor in facts.declared.vendors.values() {
        let uses = facts.uses_of(vendor.fact);
        if uses.is_empty() {
            continue;
        }
        n_vendors += 1;
        let country = OutsideCountry::of(facts, vendor.fact, &uses);
        n_masked_all = n_masked_all.saturating_add(country.masked);
        let networks = OutsideNetworks::of(facts, vendor.fact, &uses);
        let dates = OutsideDates::of(facts, vendor.fact, &uses);
        n_guessed_all = n_guessed_all.saturating_add(dates.guessed);
        let sentences: Vec<String> = [
            country.sentence(vendor.fact),
            networks.sentence(vendor.fact),
            dates.sentence(vendor.fact),
        ]
        .into_iter()
        .flatten()
        .collect();
        if sentences.is_empty() {
            continue;
        }
        let title = format!("{} {}.", draft::vendor_name(vendor.fact), sentences.join("; it "));
        let row = cite(*vendor, format!("vendor list: {}", declared_words(vendor.fact)));
        let cited = country
            .cited
            .into_iter()
            .chain(networks.cited)
            .chain(dates.cited)
            .chain(std::iter::once(row));
        drafts.extend(Draft::new(Verdict::ToCheck, title, draft::vendor(vendor.fact), cited));
    }
    let looked_at = format!(
        "accounts of {}; {} through VPN, hosting or relay networks left out of the comparison of countries; {GRACE_DAYS} day of grace around contract dates; {} of logs that do not state their year not held against them",
        count(n_vendors, "vendor that was seen", "vendors that were seen"),
        count(n_masked_all, "access", "accesses"),
        count(n_guessed_all, "session", "sessions"),
    );
    Look::new(looked_at, drafts)
}

fn declared_words(vendor: &Vendor) -> String {
    let country = vendor.country.as_ref().map(|_| format!("declares {}", office(vendor)));
    let networks = (!vendor.networks.is_empty())
        .then(|| format!("declares the networks {}", listed(&vendor.networks)));
    let starts = vendor.starts.map(|date| format!("contract from {date}"));
    let ends = vendor.ends.map(|date| format!("contract until {date}"));
    let parts: Vec<String> = [country, networks, starts, ends].into_iter().flatten().collect();
    parts.join(", ")
}

/// Accesses from another country than the declared one, in two tracks: counted, and left out.
#[derive(Default)]
struct OutsideCountry<'a> {
    addresses: BTreeSet<&'a str>,
    countries: BTreeSet<&'a str>,
    accesses: u64,
    all: u64,
    masked: u64,
    disputed: u64,
    cited: Vec<Citation>,
}

impl<'a> OutsideCountry<'a> {
    fn of(facts: &CaseFacts<'a>, vendor: &Vendor, uses: &[&Use<'a>]) -> Self {
        let mut outside = Self::default();
        let Some(declared) = vendor.country.as_deref() else { return outside };
        let home = Spot { country: declared, names: [vendor.city.as_deref(), None] };
        outside.all = uses.iter().fold(0, |sum, used| sum.saturating_add(used.accesses()));
        for used in range_first(facts, uses) {
            let Some(origin) = facts.origin(used.ip) else { continue };
            if facts.declared.is_own_network(&vendor.id, used.address()) {
                continue;
            }
            if Exit::of(origin.fact) != Exit::Line {
                outside.masked = outside.masked.saturating_add(used.accesses());
                continue;
            }
            let Some(country) = origin.fact.country.as_deref() else { continue };
            let names = [origin.fact.city.as_deref(), origin.fact.region.as_deref()];
            if home.may_be_in(Spot { country, names }) {
                continue;
            }
            if is_disputed(origin.fact, declared) {
                outside.disputed = outside.disputed.saturating_add(used.accesses());
                continue;
            }
            outside.addresses.insert(used.ip);
            outside.countries.insert(country);
            outside.accesses = outside.accesses.saturating_add(used.accesses());
            outside.cited.extend(sightings(used));
            outside.cited.push(cite_origin(origin));
        }
        outside
    }

    fn sentence(&self, vendor: &Vendor) -> Option<String> {
        if self.addresses.is_empty() {
            return None;
        }
        let mut left_out = vec![];
        if self.masked > 0 {
            left_out.push(format!(
                "{} through VPN, hosting or relay networks",
                count(self.masked, "access", "accesses")
            ));
        }
        if self.disputed > 0 {
            left_out.push(format!(
                "{} from addresses that a source places in the declared country",
                count(self.disputed, "access", "accesses")
            ));
        }
        let left_out = if left_out.is_empty() {
            String::new()
        } else {
            format!(", leaving out {}", left_out.join(" and "))
        };
        Some(format!(
            "declares {}, and {} of {} came from {} in {}{left_out}",
            office(vendor),
            self.accesses,
            count(self.all, "access", "accesses"),
            count(n(self.addresses.len()), "address", "addresses"),
            listed(&self.countries),
        ))
    }
}

/// Uses from the range table first, since the reader looks at what is cited first.
fn range_first<'u, 'a>(facts: &CaseFacts<'a>, uses: &[&'u Use<'a>]) -> Vec<&'u Use<'a>> {
    let mut uses = uses.to_vec();
    uses.sort_by_key(|used| facts.origin(used.ip).is_none_or(|o| o.fact.range.is_none()));
    uses
}

/// Whether a source places the address in the declared country after all; a strong row of the range table is
/// not open to that.
fn is_disputed(origin: &AddressOrigin, declared: &str) -> bool {
    if origin.range.as_ref().is_some_and(|row| row.grade == RangeGrade::Strong) {
        return false;
    }
    let names_declared =
        |says: &str| says.split(',').next().is_some_and(|country| is_same_code(country, declared));
    origin.sources.iter().any(|source| names_declared(&source.says))
}

/// Accesses from outside the declared networks.
#[derive(Default)]
struct OutsideNetworks<'a> {
    addresses: BTreeSet<&'a str>,
    accesses: u64,
    all: u64,
    masked: u64,
    cited: Vec<Citation>,
}

impl<'a> OutsideNetworks<'a> {
    fn of(facts: &CaseFacts<'a>, vendor: &Vendor, uses: &[&Use<'a>]) -> Self {
        let mut outside = Self::default();
        if !facts.declared.knows_networks(&vendor.id) {
            return outside;
        }
        outside.all = uses.iter().fold(0, |sum, used| sum.saturating_add(used.accesses()));
        let is_own = |used: &&Use<'_>| facts.declared.is_own_network(&vendor.id, used.address());
        for used in range_first(facts, uses).into_iter().filter(|used| !is_own(used)) {
            let origin = facts.origin(used.ip);
            outside.addresses.insert(used.ip);
            outside.accesses = outside.accesses.saturating_add(used.accesses());
            if origin.is_some_and(|o| Exit::of(o.fact) != Exit::Line) {
                outside.masked = outside.masked.saturating_add(used.accesses());
            }
            outside.cited.extend(sightings(used));
            outside.cited.extend(origin.map(cite_origin));
        }
        outside
    }

    fn sentence(&self, vendor: &Vendor) -> Option<String> {
        if self.addresses.is_empty() {
            return None;
        }
        let masked = if self.masked > 0 {
            format!(", {} of them through VPN, hosting or relay networks", self.masked)
        } else {
            String::new()
        };
        Some(format!(
            "declares the networks {}, and {} of {} came from {} outside them{masked}",
            listed(&vendor.networks),
            self.accesses,
            count(self.all, "access", "accesses"),
            count(n(self.addresses.len()), "address", "addresses"),
        ))
    }
}

/// Sessions before the start or after the end of the contract; a log that does not state its year gives none.
#[derive(Default)]
struct OutsideDates {
    early: u64,
    late: u64,
    guessed: u64,
    cited: Vec<Citation>,
}

impl OutsideDates {
    fn of(facts: &CaseFacts<'_>, vendor: &Vendor, uses: &[&Use<'_>]) -> Self {
        let mut outside = Self::default();
        if vendor.starts.is_none() && vendor.ends.is_none() {
            return outside;
        }
        for used in uses {
            for seen in &used.sessions {
                if !facts.log.states_year(seen.observation.evidence) {
                    outside.guessed += 1;
                    continue;
                }
                let assumed = seen.fact.clock_assumed;
                let says = |word: &str| {
                    format!(
                        "session of account {} from {} began {}, {word}",
                        used.account, used.ip, seen.fact.start
                    )
                };
                if is_before(vendor, seen.fact.start, assumed) {
                    outside.early += 1;
                    outside.cited.push(cite(*seen, says("before the contract")));
                } else if is_after(vendor, seen.fact.start, assumed) {
                    outside.late += 1;
                    outside.cited.push(cite(*seen, says("after the contract")));
                }
            }
        }
        outside
    }

    fn sentence(&self, vendor: &Vendor) -> Option<String> {
        let guessed = match self.guessed {
            0 => String::new(),
            guessed => format!(
                ", leaving out {} of logs that do not state their year",
                count(guessed, "session", "sessions")
            ),
        };
        let early = vendor.starts.filter(|_| self.early > 0).map(|starts| {
            format!(
                "has a contract from {starts}, and {} began more than {GRACE_DAYS} day before it{guessed}",
                count(self.early, "session", "sessions")
            )
        });
        let late = vendor.ends.filter(|_| self.late > 0).map(|ends| {
            format!(
                "has a contract until {ends}, and {} began more than {GRACE_DAYS} day after it{guessed}",
                count(self.late, "session", "sessions")
            )
        });
        let parts: Vec<String> = [early, late].into_iter().flatten().collect();
        (!parts.is_empty()).then(|| parts.join("; it "))
    }
}

/// The calendar day at an offset, in days since 1970.
fn day_at(at: Timestamp, offset_secs: i64) -> i64 {
    at.secs().saturating_add(offset_secs).div_euclid(86_400)
}

/// The declared offset, where it may be used: the log's zone is stated.
fn offset_secs(vendor: &Vendor, clock_assumed: bool) -> Option<i64> {
    vendor
        .utc_offset_minutes
        .filter(|_| !clock_assumed)
        .map(|minutes| i64::from(minutes).saturating_mul(60))
}

/// Whether an instant lies before the first day of the contract, wherever on earth the vendor may be.
fn is_before(vendor: &Vendor, at: Timestamp, clock_assumed: bool) -> bool {
    let day = day_at(at, offset_secs(vendor, clock_assumed).unwrap_or(OFFSET_EASTMOST_SECS));
    vendor
        .starts
        .map(Date::first_epoch_day)
        .is_some_and(|starts| day.saturating_add(GRACE_DAYS) < starts)
}

/// Whether an instant lies after the last day of the contract, wherever on earth the vendor may be.
fn is_after(vendor: &Vendor, at: Timestamp, clock_assumed: bool) -> bool {
    let day = day_at(at, offset_secs(vendor, clock_assumed).unwrap_or(OFFSET_WESTMOST_SECS));
    vendor.ends.map(Date::last_epoch_day).is_some_and(|ends| day.saturating_sub(GRACE_DAYS) > ends)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str, hour: i64) -> Timestamp {
        let day: Date = text.parse().unwrap();
        Timestamp::from_secs(day.first_epoch_day() * 86_400 + hour * 3_600)
    }

    fn contract(utc_offset_minutes: Option<i32>) -> Vendor {
        Vendor {
            id: "v".into(),
            name: "V".into(),
            native_name: None,
            role: None,
            country: None,
            city: None,
            parent: None,
            tier: None,
            may_subcontract: None,
            ids: vec![],
            addresses: vec![],
            languages: vec![],
            utc_offset_minutes,
            networks: vec![],
            accounts: vec![],
            starts: Some("2023-03-01".parse().unwrap()),
            ends: Some("2024-01".parse().unwrap()),
        }
    }

    #[test]
    fn a_day_after_the_last_one_ends_at_the_vendors_midnight() {
        let seoul = contract(Some(540));
        assert!(!is_after(&seoul, at("2024-02-01", 14), false));
        assert!(is_after(&seoul, at("2024-02-01", 15), false));
        assert!(is_before(&seoul, at("2023-02-27", 14), false));
        assert!(!is_before(&seoul, at("2023-02-27", 15), false));
    }

    #[test]
    fn without_an_offset_only_what_is_outside_everywhere_counts() {
        for vendor in [contract(None), contract(Some(540))] {
            let assumed = vendor.utc_offset_minutes.is_some();
            assert!(!is_after(&vendor, at("2024-02-02", 11), assumed));
            assert!(is_after(&vendor, at("2024-02-02", 12), assumed));
            assert!(!is_before(&vendor, at("2023-02-27", 10), assumed));
            assert!(is_before(&vendor, at("2023-02-27", 9), assumed));
        }
    }
}
