//! Observations of all systems to entities and links. Declared: who contracts whom, who uses which
//! account. Observed: from where an account was seen, who was paid, what a list matched. Each with
//! the observations that say so; the order of the observations does not matter. Never judges: that
//! a link was seen and not declared is for a rule to say.

use std::collections::{BTreeMap, BTreeSet};

use subtier_model::{
    Entity, EntityKind, Fact, Layer, Link, LinkKind, ListMatch, Observation, ObservationId,
    Payment, Sighting, Vendor,
};

/// Makes the entities and links that observations speak of.
///
/// Entities are sorted by kind and key, links by their ends and kind.
pub fn tie(observations: &[Observation]) -> (Vec<Entity>, Vec<Link>) {
    let mut graph = Graph::default();
    let directory = Directory::new(observations);
    for observation in observations {
        let id = observation.id;
        match &observation.fact {
            Fact::Vendor(vendor) => graph.declare(vendor, id),
            Fact::Payment(payment) => graph.pay(payment, &directory, id),
            Fact::Sighting(sighting) => graph.see(sighting, id),
            Fact::ListMatch(list_match) => graph.list(list_match, id),
            Fact::AgentSeen(agent) => {
                graph.entity((EntityKind::Account, &agent.account), &agent.account, id);
            }
            Fact::AddressOrigin(_)
            | Fact::AccountSession(_)
            | Fact::MarkTrail(_)
            | Fact::LogSummary(_)
            | Fact::FailedLogins(_)
            | Fact::NamelessSighting(_)
            | Fact::Listing(_) => {}
        }
    }
    // An origin adds to an address that an account was seen from; it makes none, so that the
    // thousands of nameless visitors of a public log do not become parties of the case.
    for observation in observations {
        if let Fact::AddressOrigin(origin) = &observation.fact {
            graph.add_to_existing((EntityKind::Address, &origin.ip), observation.id);
        }
    }
    graph.finish()
}

type Key<'a> = (EntityKind, &'a str);
type OwnedKey = (EntityKind, String);

#[derive(Debug, Default)]
struct Graph {
    entities: BTreeMap<OwnedKey, Seen>,
    links: BTreeMap<(OwnedKey, OwnedKey, LinkKind, Layer), BTreeSet<ObservationId>>,
}

#[derive(Debug, Default)]
struct Seen {
    names: BTreeSet<String>,
    because: BTreeSet<ObservationId>,
}

impl Graph {
    fn entity(&mut self, (kind, key): Key<'_>, name: &str, because: ObservationId) {
        let seen = self.entities.entry((kind, key.to_owned())).or_default();
        seen.names.insert(if name.is_empty() { key } else { name }.to_owned());
        seen.because.insert(because);
    }

    fn add_to_existing(&mut self, (kind, key): Key<'_>, because: ObservationId) {
        if let Some(seen) = self.entities.get_mut(&(kind, key.to_owned())) {
            seen.because.insert(because);
        }
    }

    fn link(
        &mut self,
        (from, to): (Key<'_>, Key<'_>),
        kind: LinkKind,
        layer: Layer,
        because: ObservationId,
    ) {
        let ends = ((from.0, from.1.to_owned()), (to.0, to.1.to_owned()));
        self.links.entry((ends.0, ends.1, kind, layer)).or_default().insert(because);
    }

    fn declare(&mut self, vendor: &Vendor, id: ObservationId) {
        let own = (EntityKind::Vendor, vendor.id.as_str());
        self.entity(own, &vendor.name, id);
        if let Some(parent) = vendor.parent.as_deref() {
            let parent = (EntityKind::Vendor, parent);
            self.link((parent, own), LinkKind::Contracts, Layer::Declared, id);
        }
        for account in &vendor.accounts {
            let account_key = (EntityKind::Account, account.as_str());
            self.entity(account_key, account, id);
            self.link((own, account_key), LinkKind::Uses, Layer::Declared, id);
        }
    }

    fn see(&mut self, sighting: &Sighting, id: ObservationId) {
        let account = (EntityKind::Account, sighting.account.as_str());
        let address = (EntityKind::Address, sighting.ip.as_str());
        self.entity(account, &sighting.account, id);
        self.entity(address, &sighting.ip, id);
        self.link((account, address), LinkKind::SeenFrom, Layer::Observed, id);
    }

    fn pay(&mut self, payment: &Payment, directory: &Directory<'_>, id: ObservationId) {
        if payment.payer.is_empty() || payment.beneficiary.is_empty() {
            return;
        }
        let payer = if directory.names.contains_key(payment.payer.as_str()) {
            (EntityKind::Vendor, payment.payer.as_str())
        } else {
            (EntityKind::Party, payment.payer.as_str())
        };
        let beneficiary = match directory.vendor_named(&payment.beneficiary, &payment.contractor) {
            Some(vendor) => (EntityKind::Vendor, vendor),
            None => (EntityKind::Party, payment.beneficiary.as_str()),
        };
        for (kind, key) in [payer, beneficiary] {
            match directory.names.get(key).filter(|_| kind == EntityKind::Vendor) {
                Some(name) => self.entity((kind, key), name, id),
                None => self.entity((kind, key), key, id),
            }
        }
        self.link((payer, beneficiary), LinkKind::Paid, Layer::Observed, id);
    }

    fn list(&mut self, list_match: &ListMatch, id: ObservationId) {
        let kind = if list_match.query_is_vendor { EntityKind::Vendor } else { EntityKind::Party };
        let own = (kind, list_match.query_id.as_str());
        let entry_key = format!("{} {}", list_match.list.name, list_match.list.uid);
        let entry = (EntityKind::Party, entry_key.as_str());
        self.entity(own, &list_match.query_name, id);
        self.entity(entry, &list_match.listed_name, id);
        self.link((own, entry), LinkKind::MatchedWith, Layer::Observed, id);
    }

    fn finish(mut self) -> (Vec<Entity>, Vec<Link>) {
        // A parent that is named and has no row of its own is known by the rows that name it.
        for ((from, to, ..), because) in &self.links {
            for key in [from, to] {
                let seen = self.entities.entry(key.clone()).or_default();
                if seen.because.is_empty() {
                    seen.names.insert(key.1.clone());
                    seen.because.extend(because);
                }
            }
        }
        let entities = self.entities.into_iter().filter_map(|((kind, key), seen)| {
            let name = seen.names.into_iter().next()?;
            let mut because = seen.because.into_iter();
            Some(Entity::new(kind, key, name, because.next()?, because))
        });
        let links = self.links.into_iter().filter_map(|((from, to, kind, layer), because)| {
            let ends = (Entity::id_of(from.0, &from.1), Entity::id_of(to.0, &to.1));
            let mut because = because.into_iter();
            Some(Link::new(ends, kind, layer, because.next()?, because))
        });
        (entities.collect(), links.collect())
    }
}

/// Vendors by id and by name.
#[derive(Debug, Default)]
struct Directory<'a> {
    names: BTreeMap<&'a str, &'a str>,
    by_name: BTreeMap<String, BTreeSet<&'a str>>,
}

impl<'a> Directory<'a> {
    fn new(observations: &'a [Observation]) -> Self {
        let mut directory = Self::default();
        for observation in observations {
            if let Fact::Vendor(vendor) = &observation.fact {
                directory.names.insert(&vendor.id, &vendor.name);
                for name in std::iter::once(&vendor.name).chain(&vendor.native_name) {
                    directory.by_name.entry(folded(name)).or_default().insert(&vendor.id);
                }
            }
        }
        directory
    }

    /// The vendor of a name: the contractor where it is its name, else the first by id.
    fn vendor_named(&self, name: &str, contractor: &str) -> Option<&'a str> {
        let ids = self.by_name.get(&folded(name)).filter(|_| !folded(name).is_empty())?;
        ids.get(contractor).or_else(|| ids.first()).copied()
    }
}

/// Letters and digits in lower case: banks drop points, commas and case.
fn folded(name: &str) -> String {
    name.chars().filter(|c| c.is_alphanumeric()).flat_map(char::to_lowercase).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use subtier_model::{
        AddressOrigin, EvidenceId, ListMatchBasis, ListReference, Place, Precision, Reader,
    };

    fn observed(fact: Fact) -> Observation {
        let reader = Reader { name: "test".to_owned(), version: 1 };
        Observation::new(EvidenceId::from_bytes([1; 16]), Place::Whole, "quote", reader, fact)
    }

    fn sighting(account: &str, ip: &str) -> Fact {
        Fact::Sighting(Sighting {
            account: account.to_owned(),
            ip: ip.to_owned(),
            accesses: 3,
            first: None,
            last: None,
            keys: vec![],
            last_line: 9,
        })
    }

    fn origin(ip: &str) -> Fact {
        Fact::AddressOrigin(AddressOrigin {
            ip: ip.to_owned(),
            country: None,
            region: None,
            city: None,
            precision: Precision::None,
            radius_km: None,
            sources: vec![],
            sources_agree: true,
            asn: None,
            network: None,
            labels: vec![],
            rung: "none".to_owned(),
            range: None,
        })
    }

    fn list_match() -> Fact {
        Fact::ListMatch(ListMatch {
            query_id: "Everlasting Empire Ltd".to_owned(),
            query_is_vendor: false,
            query_name: "Everlasting Empire Ltd".to_owned(),
            list: ListReference {
                name: "OFAC SDN".to_owned(),
                date: None,
                uid: "40207".to_owned(),
            },
            listed_name: "EVERLASTING EMPIRE LIMITED".to_owned(),
            matched: "name".to_owned(),
            basis: ListMatchBasis::Name,
            score_thousandths: 900,
            because: vec![],
        })
    }

    fn sample() -> Vec<Observation> {
        let vendors = "id,name,parent,accounts\nstudio,Studio,,\nhanbit,\"Hanbit Co., Ltd.\",studio,hanbit\n\
            liao,Liao,hanbit,liao\n";
        let payments = "payer,contractor,beneficiary\nstudio,hanbit,HANBIT CO LTD\n\
            hanbit,liao,Everlasting Empire Ltd\nhanbit,liao,Everlasting Empire Ltd\n";
        let vendors = crate::vendors::read(vendors.as_bytes()).0;
        let payments = crate::payments::read(payments.as_bytes()).0;
        let mut observations =
            crate::row::observe_vendors(&vendors, EvidenceId::from_bytes([2; 16]));
        observations
            .extend(crate::row::observe_payments(&payments, EvidenceId::from_bytes([3; 16])));
        observations.extend([
            observed(sighting("liao", "175.45.178.21")),
            observed(origin("175.45.178.21")),
            observed(origin("192.0.2.1")),
            observed(list_match()),
        ]);
        observations
    }

    fn written(observations: &[Observation]) -> Vec<String> {
        let (entities, links) = tie(observations);
        let key =
            |id| entities.iter().find(|entity| entity.id == id).map_or("?", |e| e.key.as_str());
        links
            .iter()
            .map(|link| {
                let ends = (key(link.from), key(link.to));
                format!(
                    "{} {:?} {} {:?} {}",
                    ends.0,
                    link.kind,
                    ends.1,
                    link.layer,
                    link.because.len()
                )
            })
            .collect()
    }

    #[test]
    fn links_of_both_layers_are_made() {
        let expected = [
            "hanbit Contracts liao Declared 1",
            "hanbit Uses hanbit Declared 1",
            "hanbit Paid Everlasting Empire Ltd Observed 2",
            "liao Uses liao Declared 1",
            "studio Contracts hanbit Declared 1",
            "studio Paid hanbit Observed 1",
            "liao SeenFrom 175.45.178.21 Observed 1",
            "Everlasting Empire Ltd MatchedWith OFAC SDN 40207 Observed 1",
        ];
        assert_eq!(written(&sample()), expected);
    }

    #[test]
    fn an_address_that_no_account_was_seen_from_is_no_entity() {
        let (entities, _) = tie(&sample());
        let addresses: Vec<_> = entities.iter().filter(|e| e.kind == EntityKind::Address).collect();
        assert_eq!(addresses.len(), 1);
        assert_eq!(addresses[0].because.len(), 2, "the sighting and the origin");
    }

    #[test]
    fn a_beneficiary_that_is_the_contractor_is_no_party() {
        let (entities, _) = tie(&sample());
        let parties = entities.iter().filter(|entity| entity.kind == EntityKind::Party);
        let keys: Vec<&str> = parties.map(|entity| entity.key.as_str()).collect();
        assert_eq!(keys, ["Everlasting Empire Ltd", "OFAC SDN 40207"]);
    }

    #[test]
    fn a_parent_without_a_row_is_known_by_the_row_that_names_it() {
        let vendors = crate::vendors::read(b"id,name,parent\na,A,ghost\n").0;
        let observations = crate::row::observe_vendors(&vendors, EvidenceId::from_bytes([2; 16]));
        let (entities, links) = tie(&observations);
        assert_eq!(links.len(), 1);
        let ghost = entities.iter().find(|entity| entity.key == "ghost").unwrap();
        assert_eq!(ghost.because, [observations[0].id]);
    }

    proptest! {
        #[test]
        fn the_order_of_observations_does_not_matter(seed in 0_usize..1000) {
            let ordered = sample();
            let mut shuffled = ordered.clone();
            for step in 0..shuffled.len() {
                let other = (seed * 7 + step * 13) % shuffled.len();
                shuffled.swap(step, other);
            }
            prop_assert_eq!(tie(&ordered), tie(&shuffled));
        }
    }
}
