//! The trails of a case: the touches of all its logs by asset, with the files of the evidence that are that asset.
//!
//! In: the facts of a case and its files. Out: for each asset who touched it, in the order of time; for each file the asset that it
//! is, and by what. Never: a file tied by a file name that more than one asset bears; that a drawing passed from hand to hand
//! where times are not known.

use std::collections::{BTreeMap, BTreeSet};

use subtier_model::{AssetTouch, Evidence, EvidenceId, Fact, Observation};
use subtier_shots::Naming;

use crate::asset::Asset;
use crate::touch::Deed;

/// One touch of a case, and the observation that says so.
#[derive(Debug, Clone, Copy)]
pub struct CaseTouch<'a> {
    /// What was done.
    pub touch: &'a AssetTouch,
    /// What says so.
    pub observation: &'a Observation,
}

/// All that was done to one asset, by all logs of a case.
#[derive(Debug)]
pub struct CaseTrail<'a> {
    /// The asset.
    pub asset: Asset,
    /// In the order of time; what has no time comes last.
    pub touches: Vec<CaseTouch<'a>>,
    /// The files of the evidence that are it, in the order of their paths.
    pub files: Vec<EvidenceId>,
}

/// The trails of a case.
#[derive(Debug)]
pub struct CaseTrails<'a> {
    /// In the order of the assets.
    pub trails: Vec<CaseTrail<'a>>,
    of_file: BTreeMap<EvidenceId, (usize, &'static str)>,
}

const BY_PATH: &str = "the end of its path";
const BY_NAMES: &str = "its names";
const BY_FILE_NAME: &str = "its file name";

impl<'a> CaseTrails<'a> {
    /// Joins the touches of a case.
    pub fn new(
        observations: &'a [Observation],
        evidence: &BTreeMap<EvidenceId, Evidence>,
        path_of: impl Fn(&Observation) -> String,
    ) -> Self {
        let touches = || {
            observations.iter().filter_map(|observation| {
                let Fact::Touch(touch) = &observation.fact else { return None };
                Some(CaseTouch { touch, observation })
            })
        };
        if touches().next().is_none() {
            return Self { trails: Vec::new(), of_file: BTreeMap::new() };
        }
        let logged = touches().flat_map(|one| one.touch.paths.iter().map(String::as_str));
        let naming = Naming::learn(logged.chain(evidence.values().map(|item| item.path.as_str())));
        let mut by_asset: BTreeMap<Asset, Vec<CaseTouch<'a>>> = BTreeMap::new();
        for one in touches() {
            let Some(path) = one.touch.paths.first() else { continue };
            by_asset.entry(Asset::of(path, &naming.read(path))).or_default().push(one);
        }
        let mut trails: Vec<CaseTrail<'a>> = by_asset
            .into_iter()
            .map(|(asset, touches)| CaseTrail { asset, touches, files: Vec::new() })
            .collect();
        for trail in &mut trails {
            trail.touches.sort_by_cached_key(|one| {
                let first = one.touch.first;
                let log = path_of(one.observation);
                (first.is_none(), first, log, one.observation.place.clone(), one.observation.id)
            });
        }
        let mut joined = Self { trails, of_file: BTreeMap::new() };
        joined.tie_files(&naming, evidence);
        joined
    }

    fn tie_files(&mut self, naming: &Naming, evidence: &BTreeMap<EvidenceId, Evidence>) {
        let index = Index::of(&self.trails);
        let mut files: Vec<(&str, EvidenceId)> =
            evidence.values().map(|item| (item.path.as_str(), item.id)).collect();
        files.sort_unstable();
        let mut of_file = BTreeMap::new();
        for (path, id) in files {
            if let Some(found) = index.find(path, naming) {
                of_file.insert(id, found);
                if let Some(trail) = self.trails.get_mut(found.0) {
                    trail.files.push(id);
                }
            }
        }
        self.of_file = of_file;
    }

    /// Returns the trail of the asset that a file is, and by what it is known to be.
    pub fn of_file(&self, file: EvidenceId) -> Option<(&CaseTrail<'a>, &'static str)> {
        let (at, by) = self.of_file.get(&file)?;
        Some((self.trails.get(*at)?, by))
    }
}

/// Where assets stand in a list, by what a file may share with them.
#[derive(Default)]
struct Index {
    tails: BTreeMap<String, BTreeSet<usize>>,
    names: BTreeMap<String, BTreeSet<usize>>,
    assets: BTreeMap<Asset, usize>,
}

impl Index {
    fn of(trails: &[CaseTrail<'_>]) -> Self {
        let mut index = Self::default();
        for (at, trail) in trails.iter().enumerate() {
            if trail.asset.is_named() {
                index.assets.insert(trail.asset.clone(), at);
            }
            for path in trail.touches.iter().flat_map(|one| &one.touch.paths) {
                if let Some(tail) = tail(path) {
                    index.tails.entry(tail).or_default().insert(at);
                }
                if let Some(name) = file_name(path) {
                    index.names.entry(name).or_default().insert(at);
                }
            }
        }
        index
    }

    fn find(&self, path: &str, naming: &Naming) -> Option<(usize, &'static str)> {
        let only = |found: Option<&BTreeSet<usize>>| {
            found.filter(|found| found.len() == 1).and_then(|found| found.first().copied())
        };
        let by_tail = tail(path).and_then(|tail| only(self.tails.get(&tail)));
        if let Some(at) = by_tail {
            return Some((at, BY_PATH));
        }
        if let Some(at) = self.assets.get(&Asset::of(path, &naming.read(path))) {
            return Some((*at, BY_NAMES));
        }
        let by_name = file_name(path).and_then(|name| only(self.names.get(&name)));
        by_name.map(|at| (at, BY_FILE_NAME))
    }
}

/// The file name of a path, in lower case: servers and disks differ in that.
fn file_name(path: &str) -> Option<String> {
    let name = path.rsplit(['/', '\\']).next()?;
    (!name.is_empty()).then(|| name.to_lowercase())
}

/// The file name with its folder.
fn tail(path: &str) -> Option<String> {
    let mut parts = path.rsplit(['/', '\\']);
    let (name, folder) = (parts.next()?, parts.next()?.trim_end_matches('!'));
    (!name.is_empty() && !folder.is_empty()).then(|| format!("{folder}/{name}").to_lowercase())
}

impl<'a> CaseTrail<'a> {
    /// Returns the touches of one deed.
    pub fn by(&self, deed: Deed) -> impl Iterator<Item = &CaseTouch<'a>> {
        self.touches.iter().filter(move |one| one.touch.deed == deed.name())
    }

    /// Returns why it is to be followed: it was put, and not before that fetched by another account, or from another
    /// country. `country` tells that of an address; an unknown one differs from none.
    pub fn handed_on<'c>(&self, country: impl Fn(&str) -> Option<&'c str>) -> Option<String> {
        let of = |one: &CaseTouch<'_>| one.touch.ip.as_deref().and_then(&country);
        let mut accounts = BTreeSet::new();
        let mut countries = BTreeSet::new();
        for put in self.by(Deed::Put) {
            let later = |fetched: &&CaseTouch<'_>| matches!((put.touch.first, fetched.touch.last), (Some(put), Some(fetched)) if put <= fetched);
            for fetched in self.by(Deed::Fetched).filter(later) {
                if let (Some(one), Some(other)) = (&put.touch.account, &fetched.touch.account)
                    && one != other
                {
                    accounts.insert((one.as_str(), other.as_str()));
                }
                if let (Some(one), Some(other)) = (of(put), of(fetched))
                    && one != other
                {
                    countries.insert((one, other));
                }
            }
        }
        let pairs = |word: &str, pairs: BTreeSet<(&str, &str)>| -> Vec<String> {
            let shown = pairs.iter().take(PAIRS_SHOWN);
            let mut told: Vec<String> = shown
                .map(|(one, other)| format!("put {word} {one}, fetched {word} {other}"))
                .collect();
            if pairs.len() > PAIRS_SHOWN {
                told.push(format!("and {} more", pairs.len() - PAIRS_SHOWN));
            }
            told
        };
        let told = [pairs("by", accounts), pairs("from", countries)].concat();
        (!told.is_empty()).then(|| told.join("; "))
    }
}

/// Pairs of accounts or countries that are told of one trail.
const PAIRS_SHOWN: usize = 4;
