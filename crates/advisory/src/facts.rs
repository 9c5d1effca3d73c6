//! The facts of a case, indexed for the rules.
//!
//! In: all observations and all evidence, in any order. Out: facts by kind, in the order of path and place,
//! accounts with their vendors, addresses with their origins. Never: a fact that no observation states; facts
//! of a log that lies in the case twice are counted once; an account given to one of two different companies.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BTreeSet};
use std::net::IpAddr;

use subtier_model::{
    AccountSession, AddressOrigin, AgentSeen, AssetJudged, ChangeRequest, DocumentFamily,
    DocumentRead, DocumentSignals, Evidence, EvidenceId, Fact, FailedLogins, KoreanNorm, ListMatch,
    Listing, LogSummary, MarkTrail, Observation, ObservationId, Payment, PictureMatch,
    RangeSighting, Sha256Hash, Sighting, Timestamp, Vendor,
};

use crate::fold::{Likeness, fold_company, likeness};
use crate::network::Cidr;

/// A fact with the observation that states it.
#[derive(Debug)]
pub struct Seen<'a, T> {
    /// The observation.
    pub observation: &'a Observation,
    /// Its fact.
    pub fact: &'a T,
}

impl<T> Clone for Seen<'_, T> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<T> Copy for Seen<'_, T> {}

/// All that is known of one account at one address, over all logs.
#[derive(Debug)]
pub struct Use<'a> {
    /// As logged.
    pub account: &'a str,
    /// RFC 5952 text.
    pub ip: &'a str,
    /// One for each log.
    pub sightings: Vec<Seen<'a, Sighting>>,
    /// In order of place.
    pub sessions: Vec<Seen<'a, AccountSession>>,
}

impl Use<'_> {
    /// Successful accesses.
    pub fn accesses(&self) -> u64 {
        self.sightings.iter().fold(0, |sum, seen| sum.saturating_add(seen.fact.accesses))
    }

    /// First instant of any log.
    pub fn first(&self) -> Option<Timestamp> {
        self.sightings.iter().filter_map(|seen| seen.fact.first).min()
    }

    /// Last instant of any log.
    pub fn last(&self) -> Option<Timestamp> {
        self.sightings.iter().filter_map(|seen| seen.fact.last).max()
    }

    /// The address, where it is one.
    pub fn address(&self) -> Option<IpAddr> {
        self.ip.parse().ok()
    }
}

/// What the user's tables say.
#[derive(Debug, Default)]
pub struct Declared<'a> {
    /// By vendor id; the first row of an id holds.
    pub vendors: BTreeMap<&'a str, Seen<'a, Vendor>>,
    /// In order of rows.
    pub payments: Vec<Seen<'a, Payment>>,
    rows: BTreeMap<&'a str, Vec<Seen<'a, Vendor>>>,
    ids_in_lower_case: BTreeMap<String, BTreeSet<&'a str>>,
    owners: BTreeMap<&'a str, Vec<Seen<'a, Vendor>>>,
    owners_in_lower_case: BTreeMap<String, Vec<Seen<'a, Vendor>>>,
    networks: BTreeMap<&'a str, Vec<Cidr>>,
    unread_networks: BTreeSet<&'a str>,
}

impl<'a> Declared<'a> {
    fn add(&mut self, seen: Seen<'a, Vendor>) {
        let vendor = seen.fact;
        self.vendors.entry(&vendor.id).or_insert(seen);
        self.rows.entry(&vendor.id).or_default().push(seen);
        self.ids_in_lower_case.entry(vendor.id.to_lowercase()).or_default().insert(&vendor.id);
        for account in &vendor.accounts {
            self.owners.entry(account).or_default().push(seen);
            self.owners_in_lower_case.entry(account.to_lowercase()).or_default().push(seen);
        }
        for text in &vendor.networks {
            match Cidr::parse(text) {
                Some(network) => self.networks.entry(&vendor.id).or_default().push(network),
                None => {
                    self.unread_networks.insert(&vendor.id);
                }
            }
        }
    }

    /// The vendor of an id; capitals count only where they tell two vendors apart.
    pub fn vendor(&self, id: &str) -> Option<Seen<'a, Vendor>> {
        let other_capitals = || {
            let mut ids = self.ids_in_lower_case.get(&id.to_lowercase())?.iter();
            let only = ids.next()?;
            ids.next().is_none().then_some(*only)
        };
        let found = self.vendors.get(id);
        found.or_else(|| self.vendors.get(other_capitals()?)).copied()
    }

    /// All rows of one id; the accounts, networks, identifiers and addresses of each of them hold.
    pub fn rows_of(&self, id: &str) -> &[Seen<'a, Vendor>] {
        self.rows.get(id).map_or(&[][..], Vec::as_slice)
    }

    /// The row of the one vendor that declares an account; `None` where none or several different ones do. Where
    /// no row writes it so, a row that writes it with other capitals counts.
    pub fn owner(&self, account: &str) -> Option<Seen<'a, Vendor>> {
        let as_written = self.owners.get(account);
        one_party(as_written.or_else(|| self.owners_in_lower_case.get(&account.to_lowercase()))?)
    }

    /// The ids of all vendors that declare an account, sorted; capitals as in [`Self::owner`].
    pub fn owners(&self, account: &str) -> BTreeSet<&'a str> {
        let as_written = self.owners.get(account);
        let rows = as_written.or_else(|| self.owners_in_lower_case.get(&account.to_lowercase()));
        rows.into_iter().flatten().map(|row| row.fact.id.as_str()).collect()
    }

    /// Whether any vendor declares the account, with whatever capitals.
    pub fn declares(&self, account: &str) -> bool {
        self.owners.contains_key(account)
            || self.owners_in_lower_case.contains_key(&account.to_lowercase())
    }

    /// Whether the vendor's declared networks are known: stated, and all of them readable.
    pub fn knows_networks(&self, vendor: &str) -> bool {
        self.networks.contains_key(vendor) && !self.unread_networks.contains(vendor)
    }

    /// Whether the address lies in a network that this vendor declares.
    pub fn is_own_network(&self, vendor: &str, address: Option<IpAddr>) -> bool {
        let networks = self.networks.get(vendor).map_or(&[][..], Vec::as_slice);
        address.is_some_and(|address| networks.iter().any(|network| network.contains(address)))
    }

    /// The ids of all vendors in whose declared networks an address lies, sorted.
    pub fn network_owners(&self, address: IpAddr) -> BTreeSet<&'a str> {
        let lies_in = |networks: &[Cidr]| networks.iter().any(|network| network.contains(address));
        self.networks
            .iter()
            .filter(|(_, networks)| lies_in(networks))
            .map(|(vendor, _)| *vendor)
            .collect()
    }

    /// Whether the address lies in a network that any vendor declares.
    pub fn is_any_network(&self, address: Option<IpAddr>) -> bool {
        let mut networks = self.networks.values().flatten();
        address.is_some_and(|address| networks.any(|network| network.contains(address)))
    }
}

/// The first of several rows, where all of them are one vendor: one id, or one name.
fn one_party<'a>(rows: &[Seen<'a, Vendor>]) -> Option<Seen<'a, Vendor>> {
    let first = *rows.first()?;
    let is_first = |row: &Seen<'_, Vendor>| {
        row.fact.id == first.fact.id || is_same_name(&row.fact.name, &first.fact.name)
    };
    rows.iter().all(is_first).then_some(first)
}

/// Whether two rows name one company; rows without a name do not.
pub(crate) fn is_same_name(one: &str, other: &str) -> bool {
    !fold_company(one).is_empty() && likeness(one, other) == Likeness::Same
}

/// What the logs say.
#[derive(Debug, Default)]
pub struct LogFacts<'a> {
    /// By account and address.
    pub uses: BTreeMap<(&'a str, &'a str), Use<'a>>,
    /// Program names.
    pub agents: Vec<Seen<'a, AgentSeen>>,
    /// Refused logins, one for each log.
    pub failed: Vec<Seen<'a, FailedLogins>>,
    /// What addresses of the range table did without an account that was let in.
    pub ranged: Vec<Seen<'a, RangeSighting>>,
    /// One for each log.
    pub summaries: Vec<Seen<'a, LogSummary>>,
    clocks: BTreeMap<EvidenceId, &'a LogSummary>,
}

/// What a basis of a clock is called where the log itself says it.
const STATED: &str = "explicit";

impl<'a> LogFacts<'a> {
    fn of(&mut self, account: &'a str, ip: &'a str) -> &mut Use<'a> {
        self.uses.entry((account, ip)).or_insert_with(|| Use {
            account,
            ip,
            sightings: vec![],
            sessions: vec![],
        })
    }

    /// The uses of one account, by address.
    pub fn of_account(&self, account: &'a str) -> impl Iterator<Item = &Use<'a>> {
        self.uses
            .range((account, "")..)
            .take_while(move |((a, _), _)| *a == account)
            .map(|(_, used)| used)
    }

    /// The uses in which an account was seen, by address.
    pub fn by_ip(&self) -> BTreeMap<&'a str, Vec<&Use<'a>>> {
        let mut by_ip: BTreeMap<&'a str, Vec<&Use<'a>>> = BTreeMap::new();
        for used in self.uses.values().filter(|used| !used.sightings.is_empty()) {
            by_ip.entry(used.ip).or_default().push(used);
        }
        by_ip
    }

    /// Whether the log states the year of its lines. A log without a summary is taken at its word.
    pub fn states_year(&self, log: EvidenceId) -> bool {
        self.clocks.get(&log).is_none_or(|summary| summary.year_basis == STATED)
    }

    /// Whether the log states the zone of its clock. A log without a summary is taken at its word.
    pub fn states_zone(&self, log: EvidenceId) -> bool {
        self.clocks.get(&log).is_none_or(|summary| summary.time_basis == STATED)
    }

    /// The accounts that were seen, once each.
    pub fn accounts(&self) -> BTreeSet<&'a str> {
        self.uses
            .values()
            .filter(|used| !used.sightings.is_empty())
            .map(|used| used.account)
            .collect()
    }
}

/// What is said of all documents.
#[derive(Debug, Default)]
pub struct DocumentFacts<'a> {
    /// What each is.
    pub read: BTreeMap<EvidenceId, Seen<'a, DocumentRead>>,
    /// Its change requests, in order; of two equal files only the first path has them.
    pub notes: BTreeMap<EvidenceId, Vec<Seen<'a, ChangeRequest>>>,
    /// What it tells of its making.
    pub signals: BTreeMap<EvidenceId, Vec<Seen<'a, DocumentSignals>>>,
    /// The norm of its Korean.
    pub norms: BTreeMap<EvidenceId, Seen<'a, KoreanNorm>>,
    /// Documents that belong together.
    pub families: Vec<Seen<'a, DocumentFamily>>,
}

/// What is said of pictures, films and project files.
#[derive(Debug, Default)]
pub struct MediaFacts<'a> {
    /// What each is to a production.
    pub assets: BTreeMap<EvidenceId, Seen<'a, AssetJudged>>,
    /// The reference each shows.
    pub matches: BTreeMap<EvidenceId, Seen<'a, PictureMatch>>,
}

/// Everything the rules read.
#[derive(Debug, Default)]
pub struct CaseFacts<'a> {
    /// What the user's tables say.
    pub declared: Declared<'a>,
    /// What the logs say.
    pub log: LogFacts<'a>,
    /// Where addresses are, by address.
    pub origins: BTreeMap<&'a str, Seen<'a, AddressOrigin>>,
    /// Watermarks.
    pub marks: Vec<Seen<'a, MarkTrail>>,
    /// Matches with lists.
    pub matches: Vec<Seen<'a, ListMatch>>,
    /// Paths of server configurations.
    pub listings: Vec<Seen<'a, Listing>>,
    /// Documents.
    pub documents: DocumentFacts<'a>,
    /// Pictures, films and project files.
    pub media: MediaFacts<'a>,
    observations: BTreeMap<ObservationId, &'a Observation>,
    evidence: BTreeMap<EvidenceId, &'a Evidence>,
    accounts_of: BTreeMap<&'a str, BTreeSet<&'a str>>,
}

impl<'a> CaseFacts<'a> {
    /// Indexes a case; the order of the input does not matter.
    pub fn new(observations: &'a [Observation], evidence: &'a [Evidence]) -> Self {
        let mut facts =
            Self { evidence: evidence.iter().map(|e| (e.id, e)).collect(), ..Self::default() };
        let copies = second_copies(evidence);
        facts.observations = observations.iter().map(|o| (o.id, o)).collect();
        let mut ordered: Vec<&Observation> = facts.observations.values().copied().collect();
        ordered.sort_by_cached_key(|o| (facts.path(o.evidence).to_owned(), o.place.clone(), o.id));
        for observation in ordered {
            facts.add(observation, copies.contains(&observation.evidence));
        }
        for account in facts.log.accounts() {
            if let Some(owner) = facts.declared.owner(account) {
                facts.accounts_of.entry(&owner.fact.id).or_default().insert(account);
            }
        }
        facts
    }

    fn add(&mut self, observation: &'a Observation, is_copy: bool) {
        match &observation.fact {
            Fact::Vendor(fact) => self.declared.add(Seen { observation, fact }),
            Fact::Payment(fact) => self.declared.payments.push(Seen { observation, fact }),
            Fact::MarkTrail(fact) => self.marks.push(Seen { observation, fact }),
            Fact::ListMatch(fact) => self.matches.push(Seen { observation, fact }),
            Fact::Listing(fact) => self.listings.push(Seen { observation, fact }),
            Fact::AddressOrigin(fact) => self.add_origin(Seen { observation, fact }),
            Fact::Sighting(fact) if !is_copy => {
                self.log.of(&fact.account, &fact.ip).sightings.push(Seen { observation, fact });
            }
            Fact::AccountSession(fact) if !is_copy => {
                self.log.of(&fact.account, &fact.ip).sessions.push(Seen { observation, fact });
            }
            Fact::AgentSeen(fact) if !is_copy => self.log.agents.push(Seen { observation, fact }),
            Fact::FailedLogins(fact) if !is_copy => {
                self.log.failed.push(Seen { observation, fact });
            }
            Fact::LogSummary(fact) if !is_copy => {
                self.log.summaries.push(Seen { observation, fact });
                self.log.clocks.entry(observation.evidence).or_insert(fact);
            }
            Fact::RangeSighting(fact) if !is_copy => {
                self.log.ranged.push(Seen { observation, fact });
            }
            Fact::Document(fact) => {
                self.documents.read.insert(observation.evidence, Seen { observation, fact });
            }
            Fact::Signals(fact) => {
                let signals = self.documents.signals.entry(observation.evidence).or_default();
                signals.push(Seen { observation, fact });
            }
            Fact::KoreanNorm(fact) => {
                self.documents.norms.insert(observation.evidence, Seen { observation, fact });
            }
            Fact::Family(fact) => self.documents.families.push(Seen { observation, fact }),
            Fact::Note(fact) if !is_copy => {
                let notes = self.documents.notes.entry(observation.evidence).or_default();
                notes.push(Seen { observation, fact });
            }
            Fact::Asset(fact) => {
                self.media.assets.insert(observation.evidence, Seen { observation, fact });
            }
            Fact::PictureMatch(fact) => {
                // A film shows one at each of several moments; the surest counts, of equals the first.
                let sure = |found: &PictureMatch| {
                    (found.probability_millionths, found.n_inliers, Reverse(found.at_millis))
                };
                let known = self.media.matches.get(&observation.evidence);
                if known.is_none_or(|known| sure(known.fact) < sure(fact)) {
                    self.media.matches.insert(observation.evidence, Seen { observation, fact });
                }
            }
            Fact::Note(_)
            | Fact::Media(_)
            | Fact::SharedSignal(_)
            | Fact::Touch(_)
            | Fact::RangeSighting(_)
            | Fact::Sighting(_)
            | Fact::AccountSession(_)
            | Fact::AgentSeen(_)
            | Fact::FailedLogins(_)
            | Fact::LogSummary(_) => {}
        }
    }

    /// Keeps, of several statements about one address, the one that says most.
    fn add_origin(&mut self, seen: Seen<'a, AddressOrigin>) {
        let weight =
            |o: &AddressOrigin| (o.range.is_some(), o.labels.len(), o.sources.len(), o.precision);
        let kept = self.origins.entry(&seen.fact.ip).or_insert(seen);
        if weight(seen.fact) > weight(kept.fact) {
            *kept = seen;
        }
    }

    /// The path of a piece of evidence.
    pub fn path(&self, evidence: EvidenceId) -> &'a str {
        self.evidence.get(&evidence).map_or("evidence that is not in the case", |e| e.path.as_str())
    }

    /// The hash of the bytes of a piece of evidence, where it has one.
    pub fn bytes_hash(&self, evidence: EvidenceId) -> Option<Sha256Hash> {
        self.evidence.get(&evidence).and_then(|e| e.sha256)
    }

    /// An observation of the case.
    pub fn observation(&self, id: ObservationId) -> Option<&'a Observation> {
        self.observations.get(&id).copied()
    }

    /// Whether rules about people count this account: declared where a vendor list is given, else any account
    /// that was seen.
    pub fn is_known(&self, account: &str) -> bool {
        self.declared.vendors.is_empty() || self.declared.declares(account)
    }

    /// The accounts that rules about people count.
    pub fn known_accounts(&self) -> Vec<&'a str> {
        self.log.accounts().into_iter().filter(|account| self.is_known(account)).collect()
    }

    /// Where an address is.
    pub fn origin(&self, ip: &str) -> Option<Seen<'a, AddressOrigin>> {
        self.origins.get(ip).copied()
    }

    /// The uses of all accounts that only this vendor declares.
    pub fn uses_of(&self, vendor: &Vendor) -> Vec<&Use<'a>> {
        let accounts = self.accounts_of.get(vendor.id.as_str());
        accounts
            .into_iter()
            .flatten()
            .flat_map(|account| self.log.of_account(account))
            .filter(|used| !used.sightings.is_empty())
            .collect()
    }
}

/// Evidence whose bytes lie in the case under an earlier path too.
fn second_copies(evidence: &[Evidence]) -> BTreeSet<EvidenceId> {
    let mut ordered: Vec<&Evidence> = evidence.iter().filter(|e| e.sha256.is_some()).collect();
    ordered.sort_by(|a, b| (a.sha256, &a.path, a.id).cmp(&(b.sha256, &b.path, b.id)));
    let pairs = ordered.iter().zip(ordered.iter().skip(1));
    pairs
        .filter(|(one, next)| one.sha256 == next.sha256 && one.id != next.id)
        .map(|(_, next)| next.id)
        .collect()
}
