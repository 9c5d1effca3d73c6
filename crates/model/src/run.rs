//! Run: what a set of findings was made from.

use crate::{EvidenceId, IdHasher, RunId};

/// Everything that may change a finding. The same inputs are the same run.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RunInputs {
    /// Version of the program.
    pub program: String,
    /// Hash of the rule table.
    pub rules: String,
    /// Hashes of the lists, each with its name.
    pub lists: Vec<(String, String)>,
    /// Hashes of the network data, each with its name.
    pub network: Vec<(String, String)>,
    /// Hash of the vendor list.
    pub vendors: Option<String>,
    /// Hash of the payments.
    pub payments: Option<String>,
    /// Hashes of the reference files, each with `PRODUCTION/name`.
    pub references: Vec<(String, String)>,
    /// Hash of the user's file of titles.
    pub aliases: Option<String>,
    /// Times of last change of logs whose years were recovered with their help.
    pub file_times: Vec<(String, String)>,
    /// Items whose bytes could not be had again in this run, each with the reason.
    pub unread: Vec<(String, String)>,
    /// The evidence set, the tables among it.
    pub evidence: Vec<EvidenceId>,
}

impl RunInputs {
    /// The id of the run; the order in which inputs were named does not matter.
    pub fn id(&self) -> RunId {
        let mut hasher = IdHasher::new("subtier run 1");
        hasher.text(&self.program).text(&self.rules);
        for group in [&self.lists, &self.network, &self.references, &self.file_times, &self.unread]
        {
            let mut group: Vec<_> = group.iter().collect();
            group.sort();
            hasher.number(group.len() as u64);
            for (name, hash) in group {
                hasher.text(name).text(hash);
            }
        }
        hasher
            .text(self.vendors.as_deref().unwrap_or(""))
            .text(self.payments.as_deref().unwrap_or(""))
            .text(self.aliases.as_deref().unwrap_or(""));
        let mut evidence = self.evidence.clone();
        evidence.sort_unstable();
        for id in &evidence {
            hasher.field(id.as_bytes());
        }
        RunId::from_bytes(hasher.finish())
    }
}
