//! What is stored with a run so that its report can be laid out again: which units it rests on,
//! which lists and network data it used, what it looked for. Format 1 of docs/formats.md.

use serde::{Deserialize, Serialize};
use subtier_advisory::LookedFor;
use subtier_model::Date;
use subtier_review::{DataSource, NotFound};

/// A list or a file of network data.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct StoredSource {
    pub(crate) name: String,
    pub(crate) date: Option<Date>,
    pub(crate) file: Option<String>,
    pub(crate) hash: Option<String>,
    pub(crate) note: Option<String>,
}

#[derive(Debug, Clone, Serialize, Deserialize)]
struct StoredLook {
    rule: String,
    title: String,
    fired: usize,
    looked_at: String,
}

/// What is stored with a run.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub(crate) struct Context {
    pub(crate) program: String,
    pub(crate) units: Vec<String>,
    lists: Vec<StoredSource>,
    network: Vec<StoredSource>,
    looks: Vec<StoredLook>,
}

impl Context {
    pub(crate) fn new(
        units: Vec<String>,
        lists: &super::screening::Lists,
        network: &super::network::Network,
    ) -> Self {
        Self {
            program: env!("CARGO_PKG_VERSION").to_owned(),
            units,
            lists: lists.sources(),
            network: network.sources(),
            looks: Vec::new(),
        }
    }

    pub(crate) fn looked_for(&mut self, looks: &[LookedFor]) {
        let look = |look: &LookedFor| StoredLook {
            rule: look.rule.to_owned(),
            title: look.title.to_owned(),
            fired: look.fired,
            looked_at: look.looked_at.clone(),
        };
        self.looks = looks.iter().map(look).collect();
    }

    pub(crate) fn to_text(&self) -> String {
        serde_json::to_string(self).expect("a context holds only text, numbers and lists")
    }

    pub(crate) fn not_found(&self) -> Vec<NotFound> {
        let silent = self.looks.iter().filter(|look| look.fired == 0);
        let not_found = silent.map(|look| NotFound {
            rule: look.rule.clone(),
            title: look.title.clone(),
            looked_at: look.looked_at.clone(),
        });
        not_found.collect()
    }

    pub(crate) fn lists(&self) -> Vec<DataSource> {
        self.lists.iter().map(StoredSource::to_view).collect()
    }

    pub(crate) fn network(&self) -> Vec<DataSource> {
        self.network.iter().map(StoredSource::to_view).collect()
    }
}

impl StoredSource {
    fn to_view(&self) -> DataSource {
        DataSource {
            name: self.name.clone(),
            date: self.date,
            file: self.file.clone(),
            hash: self.hash.clone(),
            note: self.note.clone(),
        }
    }
}
