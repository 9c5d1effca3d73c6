//! Rules about addresses: exits, and accounts that share an address.
//!
//! In: uses of accounts and origins of addresses. Out: drafts of class log. Never: a country or person
//! made of an address behind an exit.

use std::collections::{BTreeMap, BTreeSet};

use subtier_model::{AddressOrigin, Citation, Class, Subject, Vendor, Verdict};

use crate::draft::{self, Draft, Look, cite};
use crate::exit::Exit;
use crate::facts::{CaseFacts, Seen, Use};
use crate::network::is_unspecific;
use crate::rule::{AppliesTo, Check, Rule};
use crate::words::{self, count, listed, n, span};

/// The rows of this topic.
pub(crate) const RULES: &[Rule] = &[
    Rule {
        id: "R02",
        title: "many accounts from one address",
        class: Some(Class::Log),
        ceiling: Verdict::ToCheck,
        applies_to: AppliesTo::Worker,
        source_title: "US State, Treasury, FBI: Guidance on the DPRK IT Workers, 16 May 2022, red flags for platforms, item 2 (several accounts from one address)",
        source_address: "https://home.treasury.gov/system/files/126/20220516_dprk_it_worker_advisory.pdf",
        innocent: &[
            "The people share a building, a school, a mobile operator or a commercial VPN, all of which put many users behind one address.",
            "A technician of one company tests or migrates the accounts of several.",
        ],
        next: &[
            "Ask each vendor separately who used its account on these days and from where.",
            "Ask the network's operator or look in its registry entry whether the address serves many customers.",
        ],
        check: Check::Case(shared_address),
    },
    Rule {
        id: "R44",
        title: "VPN or hosting exit where an office line was declared",
        class: Some(Class::Log),
        ceiling: Verdict::ToCheck,
        applies_to: AppliesTo::Vendor,
        source_title: "US State, Treasury, FBI: Guidance on the DPRK IT Workers, 16 May 2022, section How DPRK IT Workers Operate (VPN, virtual private servers, third-country addresses)",
        source_address: "https://home.treasury.gov/system/files/126/20220516_dprk_it_worker_advisory.pdf",
        innocent: &[
            "Many studios use a commercial VPN as ordinary office security, and people in China often need one to reach foreign servers at all.",
            "Privacy relays of device makers are switched on without the user's doing; they are named here and not counted.",
            "Lists of VPN and hosting networks age and hold ranges that have changed hands.",
        ],
        next: &[
            "Ask the vendor which VPN product it uses, since when, and which exits it has; add them to its declared networks.",
            "Ask for access through the declared office line from now on, and compare the days before and after.",
        ],
        check: Check::Case(hidden_exit),
    },
];

/// Accounts on one address from which the rule speaks (F22-P2 says "several"; two is every shared office).
const SHARED_ACCOUNTS_MIN: usize = 3;
/// Vendors on one address from which the rule speaks, where a vendor list is given.
const SHARED_VENDORS_MIN: usize = 2;

fn shared_address(facts: &CaseFacts<'_>) -> Look {
    let mut by_ip = facts.log.by_ip();
    for uses in by_ip.values_mut() {
        uses.retain(|used| facts.is_known(used.account));
    }
    by_ip.retain(|_, uses| !uses.is_empty());
    let (mut n_left_out, mut drafts) = (0_u64, vec![]);
    for (ip, uses) in &by_ip {
        let address = ip.parse().ok();
        let relay = facts.origin(ip).is_some_and(|o| Exit::of(o.fact) == Exit::Relay);
        if relay || address.is_none_or(is_unspecific) || facts.declared.is_any_network(address) {
            n_left_out += 1;
            continue;
        }
        drafts.extend(shared_draft(facts, ip, uses));
    }
    let looked_at = format!(
        "{} with known accounts; {n_left_out} left out as private, declared networks or privacy relays",
        count(n(by_ip.len()), "address", "addresses")
    );
    Look::new(looked_at, drafts)
}

fn shared_draft(facts: &CaseFacts<'_>, ip: &str, uses: &[&Use<'_>]) -> Option<Draft> {
    let vendors: BTreeSet<&str> = uses
        .iter()
        .filter_map(|used| facts.declared.owner(used.account))
        .map(|v| v.fact.id.as_str())
        .collect();
    let few_vendors = !facts.declared.vendors.is_empty() && vendors.len() < SHARED_VENDORS_MIN;
    if uses.len() < SHARED_ACCOUNTS_MIN || few_vendors {
        return None;
    }
    let origin = facts.origin(ip);
    let exit = origin.map_or(Exit::Line, |o| Exit::of(o.fact));
    let kind = if exit == Exit::Line { String::new() } else { format!(" ({})", exit.words()) };
    let of_vendors = if vendors.is_empty() {
        String::new()
    } else {
        format!(" of {}", count(n(vendors.len()), "vendor", "different vendors"))
    };
    let title = format!(
        "{}{of_vendors} ({}) were used from the one address {ip}{kind}, which no vendor declares.",
        count(n(uses.len()), "account", "accounts"),
        listed(uses.iter().map(|used| used.account)),
    );
    let cited = uses.iter().flat_map(|used| sightings(used)).chain(origin.map(cite_origin));
    Draft::new(Verdict::ToCheck, title, draft::address(ip), cited)
}

fn hidden_exit(facts: &CaseFacts<'_>) -> Look {
    let declared: Vec<Seen<'_, Vendor>> = facts
        .declared
        .vendors
        .values()
        .copied()
        .filter(|v| v.fact.country.is_some() || facts.declared.knows_networks(&v.fact.id))
        .collect();
    let drafts: Vec<Draft> =
        declared.iter().filter_map(|vendor| exit_draft(facts, *vendor)).collect();
    let looked_at = format!(
        "accounts of {} that declare a country or networks; addresses in a vendor's own networks are left out",
        count(n(declared.len()), "vendor", "vendors")
    );
    Look::new(looked_at, drafts)
}

fn exit_draft(facts: &CaseFacts<'_>, vendor: Seen<'_, Vendor>) -> Option<Draft> {
    let mut exits: BTreeMap<Exit, (BTreeSet<&str>, u64)> = BTreeMap::new();
    let mut cited = vec![];
    for used in facts.uses_of(vendor.fact) {
        let Some(origin) = facts.origin(used.ip) else { continue };
        let exit = Exit::of(origin.fact);
        if exit == Exit::Line || facts.declared.is_own_network(&vendor.fact.id, used.address()) {
            continue;
        }
        let (ips, accesses) = exits.entry(exit).or_default();
        ips.insert(used.ip);
        *accesses = accesses.saturating_add(used.accesses());
        if exit != Exit::Relay {
            cited.extend(sightings(used));
            cited.push(cite_origin(origin));
        }
    }
    let relay = exits.remove(&Exit::Relay);
    let parts: Vec<String> = exits
        .iter()
        .rev()
        .map(|(exit, (ips, accesses))| {
            let (one, many) = match exit {
                Exit::Vpn => ("known VPN exit", "known VPN exits"),
                Exit::Hosting | Exit::Relay | Exit::Line => (
                    "address of a hosting or data-centre network",
                    "addresses of hosting or data-centre networks",
                ),
            };
            format!(
                "{} ({})",
                count(n(ips.len()), one, many),
                count(*accesses, "access", "accesses")
            )
        })
        .collect();
    if parts.is_empty() {
        return None;
    }
    let relayed = relay.map_or(String::new(), |(_, accesses)| {
        format!("; {} through privacy relays not counted", count(accesses, "access", "accesses"))
    });
    let title = format!(
        "Accounts of {}, which declares {}, came through {}{relayed}.",
        draft::vendor_name(vendor.fact),
        office(vendor.fact),
        parts.join(" and "),
    );
    cited.push(cite(vendor, format!("vendor list: declares {}", office(vendor.fact))));
    Draft::new(Verdict::ToCheck, title, draft::vendor(vendor.fact), cited)
}

/// The office a vendor declares, in words.
pub(crate) fn office(vendor: &Vendor) -> String {
    match (vendor.city.as_deref(), vendor.country.as_deref()) {
        (Some(city), Some(country)) => format!("an office in {}, {country}", words::cut(city)),
        (None, Some(country)) => format!("an office in {country}"),
        (_, None) => "its own networks".to_owned(),
    }
}

/// One citation for each log in which the account was seen at the address.
pub(crate) fn sightings(used: &Use<'_>) -> Vec<Citation> {
    used.sightings
        .iter()
        .map(|seen| {
            let says = format!(
                "{} of account {} from {} {}; the first is quoted, the last stands in line {}",
                count(seen.fact.accesses, "access", "accesses"),
                used.account,
                used.ip,
                span(seen.fact.first, seen.fact.last),
                seen.fact.last_line,
            );
            cite(*seen, says)
        })
        .collect()
}

/// Cites where an address is, with every source.
pub(crate) fn cite_origin(origin: Seen<'_, AddressOrigin>) -> Citation {
    let exit = match Exit::of(origin.fact) {
        Exit::Line => String::new(),
        exit @ (Exit::Relay | Exit::Hosting | Exit::Vpn) => format!(", {}", exit.words()),
    };
    let network = origin
        .fact
        .network
        .as_deref()
        .map_or(String::new(), |name| format!(", network {}", words::cut(name)));
    let said = words::sources(origin.fact);
    cite(
        origin,
        format!("{}: {}{exit}{network}; {said}", origin.fact.ip, words::place(origin.fact)),
    )
}

/// ` (Name)` of the vendor that declares an account.
pub(crate) fn of_vendor(owner: Option<Seen<'_, Vendor>>) -> String {
    owner.map_or(String::new(), |v| format!(" of {}", draft::vendor_name(v.fact)))
}

/// Cites the row that ties an account to its vendor, and says where only the capitals differ.
pub(crate) fn cite_owner(owner: Option<Seen<'_, Vendor>>, account: &str) -> Option<Citation> {
    let v = owner?;
    let name = draft::vendor_name(v.fact);
    let lower = account.to_lowercase();
    let other = v.fact.accounts.iter().find(|declared| declared.to_lowercase() == lower);
    let says = match other.filter(|_| !v.fact.accounts.iter().any(|declared| declared == account)) {
        Some(declared) => format!(
            "vendor list: {name} declares the account {declared}; the log writes {account}, and only the capitals differ"
        ),
        None => format!("vendor list: {name} declares the account {account}"),
    };
    Some(cite(v, says))
}

/// The vendor of an account as a subject.
pub(crate) fn owner_subject(owner: Option<Seen<'_, Vendor>>) -> Option<Subject> {
    owner.map(|v| draft::vendor(v.fact))
}
