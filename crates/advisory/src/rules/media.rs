//! Rules about pictures and project files: work of an own production where it should not be.
//!
//! In: what each file is to a production, the vendor list, what configurations and logs say of the server. Out: drafts of class
//! media, one for each folder and production. Never: a file that only bears the name of a production; a finished picture, which is
//! no work; a server called undeclared because nothing is known of it (that is noted, no more).

use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use subtier_model::{AssetJudged, Citation, Class, Listing, NetworkLabel, Sighting, Verdict};

use crate::draft::{self, Draft, Look, cite};
use crate::facts::{CaseFacts, Seen};
use crate::owner::folder;
use crate::rule::{AppliesTo, Check, Rule};
use crate::words::{count, cut, listed, n, place};

/// The rows of this topic.
pub(crate) const RULES: &[Rule] = &[Rule {
    id: "R41",
    title: "work on an own production on a server outside the declared chain",
    class: Some(Class::Media),
    ceiling: Verdict::ToCheck,
    applies_to: AppliesTo::Server,
    source_title: "38 North, M. Williams: What We Learned Inside a North Korean Internet Server, 22 April 2024 (excerpt: it is told of files of shows on a North Korean server). That work on a production found on a server outside the declared chain is to be checked, and how that is told, is our own reading of it",
    source_address: "https://stacker.news/items/514911",
    innocent: &[
        "The server is the exchange server of the production itself, or of a vendor who is allowed to run it.",
        "It is a backup, a review service or a transfer service that somebody of the chain uses.",
        "The vendor list is older than the files, or does not state all networks and countries.",
        "The drawing belongs to another production that uses the same character or a shared pose.",
    ],
    next: &[
        "Look at the pictures laid over each other, and at who could have had that drawing at that stage.",
        "Ask whose server it is and since when; keep its logs and configuration.",
        "Find the account that brought the files there, and the addresses it came from.",
    ],
    check: Check::Case(work_outside),
}];

/// Verdict of a file that somebody works on, and what tells its production by more than its name.
const WORK: &str = "work_in_progress";
const BY_PICTURE: &str = "picture";

/// How many files of one folder, and how many uses of the server, are cited.
const FILES_CITED_MAX: usize = 40;
const USES_CITED_MAX: usize = 5;

/// Networks that pass others on.
const PASSING: [NetworkLabel; 5] = [
    NetworkLabel::Vpn,
    NetworkLabel::Hosting,
    NetworkLabel::Tor,
    NetworkLabel::Cloud,
    NetworkLabel::Relay,
];

/// What is known of the server the evidence is from.
enum Server<'a> {
    /// Its address lies in a declared network.
    Declared(Seen<'a, Listing>),
    /// Its address lies in none.
    Elsewhere(Seen<'a, Listing>),
    /// Its address is not known, but it answered addresses outside of all declared networks and countries.
    Answers(Vec<Seen<'a, Sighting>>),
    /// Nothing tells.
    Unknown,
}

fn work_outside(facts: &CaseFacts<'_>) -> Look {
    let mut by_folder: BTreeMap<(&str, &str), Vec<Seen<'_, AssetJudged>>> = BTreeMap::new();
    for (evidence, seen) in &facts.media.assets {
        let asset = seen.fact;
        let is_work = asset.verdict.as_deref() == Some(WORK);
        if let (true, Some(BY_PICTURE), Some(production)) =
            (is_work, asset.basis.as_deref(), asset.production.as_deref())
        {
            by_folder.entry((folder(facts.path(*evidence)), production)).or_default().push(*seen);
        }
    }
    let n_files: usize = by_folder.values().map(Vec::len).sum();
    let files = count(
        n(n_files),
        "drawing in work of an own production",
        "drawings in work of own productions",
    );
    if n_files == 0 {
        return Look::new(files, []);
    }
    if facts.declared.vendors.is_empty() {
        return Look::new(format!("{files}, but no vendor list that declares a chain"), []);
    }
    if facts.listings.is_empty() && facts.log.summaries.is_empty() {
        return Look::new(format!("{files}, but no configuration or log of a server"), []);
    }
    let server = server(facts);
    if let Server::Declared(seen) = &server {
        let site = cut(&seen.fact.site);
        return Look::new(format!("{files}; the server {site} lies in a declared network"), []);
    }
    let drafts = by_folder.iter().filter_map(|((folder, production), files)| {
        draft_of(facts, (folder, production), files, &server)
    });
    Look::new(files, drafts.collect::<Vec<_>>())
}

/// What configurations say of the server's own address, else what its logs say of whom it served.
fn server<'a>(facts: &CaseFacts<'a>) -> Server<'a> {
    let addresses =
        facts.listings.iter().filter_map(|seen| Some((*seen, public(&seen.fact.site)?)));
    let mut elsewhere = None;
    for (seen, address) in addresses {
        if facts.declared.is_any_network(Some(address)) {
            return Server::Declared(seen);
        }
        elsewhere.get_or_insert(seen);
    }
    if let Some(seen) = elsewhere {
        return Server::Elsewhere(seen);
    }
    let countries: BTreeSet<&str> =
        facts.declared.vendors.values().filter_map(|seen| seen.fact.country.as_deref()).collect();
    let uses = facts.log.uses.values().filter(|used| {
        let origin = facts.origin(used.ip).map(|seen| seen.fact);
        let is_abroad = origin.is_some_and(|origin| {
            let country = origin.country.as_deref();
            // Where a network only passes others on, its country says nothing of who came.
            let is_known =
                origin.sources_agree && !origin.labels.iter().any(|label| PASSING.contains(label));
            is_known && country.is_some_and(|country| !countries.contains(country))
        });
        is_abroad && !facts.declared.is_any_network(used.address())
    });
    let seen: Vec<_> = uses.filter_map(|used| used.sightings.first().copied()).collect();
    // A vendor without a country leaves open where the chain ends.
    let is_open = facts.declared.vendors.values().any(|seen| seen.fact.country.is_none());
    if seen.is_empty() || is_open { Server::Unknown } else { Server::Answers(seen) }
}

/// The public address that a site is configured with, where it is one: `203.0.113.9`, `[2001:db8::1]:443`.
fn public(site: &str) -> Option<IpAddr> {
    let candidates = site.split([' ', ',']).filter_map(|word| {
        let socket = word.parse::<std::net::SocketAddr>().ok().map(|socket| socket.ip());
        socket.or_else(|| word.trim_matches(['[', ']']).parse().ok())
    });
    candidates.into_iter().find(|address| match address {
        IpAddr::V4(v4) => {
            !(v4.is_private() || v4.is_loopback() || v4.is_unspecified() || v4.is_link_local())
        }
        IpAddr::V6(v6) => !(v6.is_loopback() || v6.is_unspecified() || v6.is_unique_local()),
    })
}

fn draft_of(
    facts: &CaseFacts<'_>,
    (folder, production): (&str, &str),
    files: &[Seen<'_, AssetJudged>],
    server: &Server<'_>,
) -> Option<Draft> {
    let shots: BTreeSet<&str> = files.iter().filter_map(|seen| seen.fact.shot.as_deref()).collect();
    let about = if shots.is_empty() { String::new() } else { format!(" ({})", listed(shots)) };
    let (verdict, known, cited) = what_is_known(facts, server);
    let title = format!(
        "{} of {}{about} {} in {}, known by picture; {known}.",
        count(n(files.len()), "drawing in work", "drawings in work"),
        cut(production),
        if files.len() == 1 { "lies" } else { "lie" },
        cut(folder),
    );
    let files = files.iter().take(FILES_CITED_MAX).flat_map(|seen| {
        let asset = cite(*seen, seen.fact.because.join("; "));
        let found = facts.media.matches.get(&seen.observation.evidence);
        let shown = found.map(|found| {
            cite(*found, format!("shows {}/{}", found.fact.production, cut(&found.fact.reference)))
        });
        [Some(asset), shown].into_iter().flatten()
    });
    let cited: Vec<Citation> = files.chain(cited).collect();
    Draft::new(verdict, title, draft::asset(folder), cited)
}

fn what_is_known(facts: &CaseFacts<'_>, server: &Server<'_>) -> (Verdict, String, Vec<Citation>) {
    let vendors = &facts.declared.vendors;
    match server {
        Server::Elsewhere(seen) => {
            let open: Vec<&str> =
                vendors.keys().copied().filter(|id| !facts.declared.knows_networks(id)).collect();
            let site = cut(&seen.fact.site);
            let cited = vec![cite(*seen, format!("the server is {site}"))];
            if open.is_empty() {
                (Verdict::ToCheck, format!("the server {site} lies in no declared network"), cited)
            } else {
                let known = format!(
                    "the server {site} lies in no declared network, but the list states none for {}",
                    listed(open)
                );
                (Verdict::Noted, known, cited)
            }
        }
        Server::Answers(uses) => {
            let from = |seen: &Seen<'_, Sighting>| {
                let origin = facts.origin(&seen.fact.ip);
                origin.map_or(String::new(), |origin| format!(", {}", place(origin.fact)))
            };
            let named: BTreeSet<String> =
                uses.iter().map(|seen| format!("{}{}", seen.fact.ip, from(seen))).collect();
            let cited = uses.iter().take(USES_CITED_MAX).map(|seen| {
                let (ip, account) = (&seen.fact.ip, &seen.fact.account);
                cite(*seen, format!("the server answered {account} at {ip}{}", from(seen)))
            });
            let known = format!(
                "the server answered addresses in countries of no declared vendor: {}",
                listed(named)
            );
            (Verdict::ToCheck, known, cited.collect())
        }
        Server::Declared(_) | Server::Unknown => {
            (Verdict::Noted, "nothing in the evidence tells whose server it is".to_owned(), vec![])
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_public_addresses_of_a_site_tell_where_a_server_is() {
        assert_eq!(public("203.0.113.9:80"), "203.0.113.9".parse().ok());
        assert_eq!(public("[2001:db8::1]:443"), "2001:db8::1".parse().ok());
        for site in ["80", "", "exchange.example", "10.0.0.1:80", "0.0.0.0:80", "127.0.0.1"] {
            assert_eq!(public(site), None, "{site}");
        }
    }
}
