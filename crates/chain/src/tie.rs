//! Observations of all systems to entities and links. Declared: who contracts whom, who uses which
//! account. Observed: from where an account was seen, who was paid, what a list matched. Each with
//! the observations that say so; the order of the observations does not matter. Never judges: that
//! a link was seen and not declared is for a rule to say.

use std::collections::{BTreeMap, BTreeSet};

use subtier_model::{
    AssetTouch, Entity, EntityId, EntityKind, Fact, Layer, Link, LinkKind, ListMatch,
    ListMatchBasis, Observation, ObservationId, Payment, SharedSignal, Sighting, Vendor,
};
use subtier_names::fold::company_key;

/// Makes the entities and links that observations speak of.
///
/// Entities are sorted by kind, name and key, links by the names of their ends, then by kind.
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
            Fact::SharedSignal(shared) => graph.share(shared, &directory, id),
            Fact::Touch(touch) => graph.touch(touch, id),
            Fact::AgentSeen(agent) => {
                graph.entity((EntityKind::Account, &agent.account), &agent.account, id);
            }
            Fact::AddressOrigin(_)
            | Fact::AccountSession(_)
            | Fact::MarkTrail(_)
            | Fact::LogSummary(_)
            | Fact::FailedLogins(_)
            | Fact::RangeSighting(_)
            | Fact::Listing(_)
            | Fact::Document(_)
            | Fact::Note(_)
            | Fact::Signals(_)
            | Fact::KoreanNorm(_)
            | Fact::Family(_)
            | Fact::Media(_)
            | Fact::PictureMatch(_)
            | Fact::Asset(_) => {}
        }
    }
    // An origin adds to an address that an account was seen from; it makes none, so that the
    // thousands of nameless visitors of a public log do not become parties of the case.
    for observation in observations {
        if let Fact::AddressOrigin(origin) = &observation.fact {
            graph.add_to_existing((EntityKind::Address, &origin.ip), observation.id);
        }
    }
    graph.tie_assets();
    graph.finish()
}

/// Ties of accounts to assets that are kept, in the order of the assets; what each drawing went through stands in the logs, and
/// whose drawings passed from hand to hand among the trails.
const ASSET_TIES_MAX: usize = 2_000;

type Key<'a> = (EntityKind, &'a str);
type OwnedKey = (EntityKind, String);

#[derive(Debug, Default)]
struct Graph {
    entities: BTreeMap<OwnedKey, Seen>,
    links: BTreeMap<(OwnedKey, OwnedKey, LinkKind, Layer), BTreeSet<ObservationId>>,
    /// By asset, account and deed.
    touched: BTreeMap<(String, String, LinkKind), BTreeSet<ObservationId>>,
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

    /// Who put or fetched an asset; who deleted one is told by the log alone.
    fn touch(&mut self, touch: &AssetTouch, id: ObservationId) {
        let kind = match touch.deed.as_str() {
            "put" => LinkKind::Put,
            "fetched" => LinkKind::Fetched,
            _ => return,
        };
        if let (Some(asset), Some(account)) = (&touch.asset, &touch.account) {
            let key = (asset.clone(), account.clone(), kind);
            self.touched.entry(key).or_default().insert(id);
        }
    }

    fn tie_assets(&mut self) {
        let touched = std::mem::take(&mut self.touched);
        for ((asset, account, kind), because) in touched.into_iter().take(ASSET_TIES_MAX) {
            let ends =
                ((EntityKind::Account, account.as_str()), (EntityKind::Asset, asset.as_str()));
            for id in because {
                self.entity(ends.0, &account, id);
                self.entity(ends.1, &asset, id);
                self.link(ends, kind, Layer::Observed, id);
            }
        }
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
        match list_match.basis {
            ListMatchBasis::Identifier | ListMatchBasis::Name => {}
            // A lead ties nobody to anybody.
            ListMatchBasis::LooseNumber | ListMatchBasis::Address => return,
        }
        let kind = if list_match.query_is_vendor { EntityKind::Vendor } else { EntityKind::Party };
        let own = (kind, list_match.query_id.as_str());
        let entry_key = format!("{} {}", list_match.list.name, list_match.list.uid);
        let entry = (EntityKind::Party, entry_key.as_str());
        self.entity(own, &list_match.query_name, id);
        self.entity(entry, &list_match.listed_name, id);
        self.link((own, entry), LinkKind::MatchedWith, Layer::Observed, id);
    }

    /// Ties the first folder with each other one that shares the value. A folder that bears the id of a vendor is that
    /// vendor's.
    fn share(&mut self, shared: &SharedSignal, directory: &Directory<'_>, id: ObservationId) {
        let end = |folder: &String| match directory.vendor_of_folder(folder) {
            Some(vendor) => (EntityKind::Vendor, vendor.to_owned()),
            None => (EntityKind::Folder, folder.clone()),
        };
        let ends: BTreeSet<(EntityKind, String)> = shared.folders.iter().map(end).collect();
        let mut ends = ends.iter().map(|(kind, key)| (*kind, key.as_str()));
        let Some(first) = ends.next() else { return };
        for other in ends {
            for (kind, key) in [first, other] {
                let name = directory.names.get(key).filter(|_| kind == EntityKind::Vendor);
                self.entity((kind, key), name.unwrap_or(&key), id);
            }
            self.link((first, other), LinkKind::SharesWith, Layer::Observed, id);
        }
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
        let mut names: BTreeMap<EntityId, (EntityKind, String, String)> = BTreeMap::new();
        let mut entities = Vec::with_capacity(self.entities.len());
        for ((kind, key), seen) in self.entities {
            let mut because = seen.because.into_iter();
            if let (Some(name), Some(first)) = (seen.names.into_iter().next(), because.next()) {
                let entity = Entity::new(kind, key, name, first, because);
                names.insert(entity.id, (kind, entity.name.clone(), entity.key.clone()));
                entities.push(entity);
            }
        }
        entities.sort_by_cached_key(|entity| names.get(&entity.id).cloned());
        let links = self.links.into_iter().filter_map(|((from, to, kind, layer), because)| {
            let ends = (Entity::id_of(from.0, &from.1), Entity::id_of(to.0, &to.1));
            let mut because = because.into_iter();
            Some(Link::new(ends, kind, layer, because.next()?, because))
        });
        let mut links: Vec<Link> = links.collect();
        // The sort keeps the order of kind and layer of links between the same ends.
        links.sort_by_cached_key(|link| {
            (names.get(&link.from).cloned(), names.get(&link.to).cloned())
        });
        (entities, links)
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
                    directory.by_name.entry(company_key(name)).or_default().insert(&vendor.id);
                }
            }
        }
        directory
    }

    /// The vendor whose id or name the deepest folder of a path bears, capitals aside.
    fn vendor_of_folder(&self, path: &str) -> Option<&'a str> {
        path.rsplit('/').map(|part| part.trim_end_matches('!')).find_map(|part| {
            let by_id = self.names.keys().find(|id| id.eq_ignore_ascii_case(part)).copied();
            by_id.or_else(|| self.vendor_named(part, ""))
        })
    }

    /// The vendor of a name: the contractor where it is its name, else the first by id.
    fn vendor_named(&self, name: &str, contractor: &str) -> Option<&'a str> {
        let key = company_key(name);
        let ids = self.by_name.get(&key).filter(|_| !key.is_empty())?;
        ids.get(contractor).or_else(|| ids.first()).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use subtier_model::{AddressOrigin, EvidenceId, ListReference, Place, Precision, Reader};

    #[test]
    fn who_put_and_fetched_a_drawing_is_tied_to_it_and_who_touched_another_file_is_not() {
        let touch = |asset: Option<&str>, deed: &str, account: Option<&str>| {
            observed(Fact::Touch(AssetTouch {
                asset: asset.map(str::to_owned),
                paths: vec!["/a.psd".to_owned()],
                deed: deed.to_owned(),
                account: account.map(str::to_owned),
                ip: None,
                times: 1,
                first: None,
                last: None,
            }))
        };
        let observations = [
            touch(Some("LNT shot 12"), "put", Some("lin")),
            touch(Some("LNT shot 12"), "fetched", Some("bob")),
            touch(Some("LNT shot 12"), "deleted", Some("eve")),
            touch(Some("LNT shot 12"), "fetched", None),
            touch(None, "put", Some("lin")),
        ];
        let (entities, links) = tie(&observations);
        let names: Vec<_> = entities.iter().map(|one| (one.kind, one.name.as_str())).collect();
        let asset = (EntityKind::Asset, "LNT shot 12");
        assert_eq!(names, [(EntityKind::Account, "bob"), (EntityKind::Account, "lin"), asset]);
        let kinds: Vec<_> = links.iter().map(|link| (link.kind, link.layer)).collect();
        assert_eq!(kinds, [(LinkKind::Fetched, Layer::Observed), (LinkKind::Put, Layer::Observed)]);
    }

    #[test]
    fn ties_to_assets_are_bounded_whatever_the_log_names() {
        let touch = |number: usize| {
            observed(Fact::Touch(AssetTouch {
                asset: Some(format!("shot {number:06}")),
                paths: Vec::new(),
                deed: "put".to_owned(),
                account: Some("lin".to_owned()),
                ip: None,
                times: 1,
                first: None,
                last: None,
            }))
        };
        let observations: Vec<Observation> = (0..ASSET_TIES_MAX + 100).map(touch).collect();
        assert_eq!(tie(&observations).1.len(), ASSET_TIES_MAX);
    }

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

    fn list_match(basis: ListMatchBasis) -> Fact {
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
            basis,
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
            observed(list_match(ListMatchBasis::Name)),
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
    fn a_lead_on_a_list_ties_nobody() {
        for basis in [ListMatchBasis::Address, ListMatchBasis::LooseNumber] {
            let (entities, links) = tie(&[observed(list_match(basis))]);
            assert!(entities.is_empty() && links.is_empty(), "{basis:?}");
        }
        for basis in [ListMatchBasis::Name, ListMatchBasis::Identifier] {
            assert_eq!(tie(&[observed(list_match(basis))]).1.len(), 1, "{basis:?}");
        }
    }

    #[test]
    fn entities_and_links_are_sorted_by_name() {
        let vendors = crate::vendors::read(b"id,name,parent\nz9,Alpha,m\na1,Zeta,m\nm,Main,\n").0;
        let observations = crate::row::observe_vendors(&vendors, EvidenceId::from_bytes([2; 16]));
        let (entities, _) = tie(&observations);
        let names: Vec<&str> = entities.iter().map(|entity| entity.name.as_str()).collect();
        assert_eq!(names, ["Alpha", "Main", "Zeta"]);
        assert_eq!(
            written(&observations),
            ["m Contracts z9 Declared 1", "m Contracts a1 Declared 1"]
        );
    }

    #[test]
    fn a_beneficiary_is_the_vendor_under_any_spelling_of_its_legal_form() {
        for (vendor, beneficiary, is_vendor) in [
            ("Cheng Du Panda Drawing Co Ltd", "CHENGDU PANDA DRAWING COMPANY LIMITED", true),
            ("Madrid Color S.L.", "Madrid Color S.L.U.", true),
            ("Berlin Animation GmbH", "BERLIN-ANIMATION GMBH & CO. KG", true),
            ("Hanbit Animation", "Hanbit Cartoon", false),
        ] {
            let vendors = format!("id,name\np,Payer\nv,{vendor}\n");
            let payments = format!("payer,contractor,beneficiary\np,v,{beneficiary}\n");
            let vendors = crate::vendors::read(vendors.as_bytes()).0;
            let payments = crate::payments::read(payments.as_bytes()).0;
            let evidence = EvidenceId::from_bytes([2; 16]);
            let mut observations = crate::row::observe_vendors(&vendors, evidence);
            observations.extend(crate::row::observe_payments(&payments, evidence));
            let (entities, _) = tie(&observations);
            let party = entities.iter().any(|entity| entity.kind == EntityKind::Party);
            assert_eq!(!party, is_vendor, "{beneficiary}");
        }
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
        assert_eq!(keys, ["OFAC SDN 40207", "Everlasting Empire Ltd"], "by name");
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
