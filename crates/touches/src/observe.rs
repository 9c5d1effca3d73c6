//! The touches of one log, in the words of the case.
//!
//! In: the trails of one log. Out: one fact for each asset, deed, account and address, cited at its first line. Never: a fact
//! about a path that names no shot and that no account touched, so that the visitors of a public page are no facts.

use std::collections::{BTreeMap, BTreeSet};

use subtier_model::{AssetTouch, EvidenceId, Fact, Observation, Reader};

use crate::touch::Deed;
use crate::trail::Trails;
use crate::visitors::Visitor;

/// Counted up whenever the same log may give other facts.
pub const READER_VERSION: u32 = 1;

/// Facts that one log gives; assets that name a shot come first.
pub const FACTS_MAX: usize = 50_000;

/// Paths of one asset that a fact names.
const PATHS_NAMED: usize = 8;

/// The touches of one log that are worth a fact.
#[derive(Debug, Default)]
pub struct LogTouches {
    facts: Vec<(Visitor, AssetTouch)>,
    /// Touches in no fact because there were too many.
    n_beyond: u64,
}

impl LogTouches {
    /// Picks them.
    pub fn of(trails: &Trails) -> Self {
        let mut log = Self { facts: Vec::new(), n_beyond: trails.beyond.touches };
        let (named, others): (Vec<_>, Vec<_>) =
            trails.trails.iter().partition(|trail| trail.asset.is_named());
        for trail in named.into_iter().chain(others) {
            let paths: Vec<String> =
                trail.paths.iter().take(PATHS_NAMED).map(ToString::to_string).collect();
            for deed in Deed::ALL {
                for visitor in trail.by(deed).in_order() {
                    if !trail.asset.is_named() && visitor.account.is_none() {
                        continue;
                    }
                    if log.facts.len() >= FACTS_MAX {
                        log.n_beyond = log.n_beyond.saturating_add(visitor.times);
                        continue;
                    }
                    let fact = AssetTouch {
                        asset: trail.asset.is_named().then(|| trail.asset.title()),
                        paths: paths.clone(),
                        deed: deed.name().to_owned(),
                        account: visitor.account.as_deref().map(str::to_owned),
                        ip: visitor.ip.map(|ip| ip.to_string()),
                        times: visitor.times,
                        first: visitor.first.ts,
                        last: visitor.last,
                    };
                    log.facts.push((visitor, fact));
                }
            }
        }
        log
    }

    /// Returns the lines that the facts are cited at.
    pub fn lines(&self) -> BTreeSet<u64> {
        self.facts.iter().map(|(visitor, _)| visitor.first.line).collect()
    }

    /// Returns what must be said of what is in no fact; nothing where all is.
    pub fn reason(&self) -> Option<String> {
        (self.n_beyond > 0).then(|| {
            format!(
                "{} more accesses to files are in no fact about a drawing: more than {FACTS_MAX} of them, or more paths than are kept",
                self.n_beyond
            )
        })
    }

    /// Returns the facts, cited with the lines as they stand in the log.
    pub fn observations(
        self,
        evidence: EvidenceId,
        quotes: &BTreeMap<u64, String>,
    ) -> Vec<Observation> {
        let observation = |(visitor, fact): (Visitor, AssetTouch)| {
            let quote = quotes.get(&visitor.first.line).map_or("", String::as_str);
            let reader = Reader { name: "touches".to_owned(), version: READER_VERSION };
            Observation::new(evidence, visitor.first.place(), quote, reader, Fact::Touch(fact))
        };
        self.facts.into_iter().map(observation).collect()
    }
}
