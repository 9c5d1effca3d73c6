//! Asset: what a path names, so that all its paths have one trail.
//!
//! In: the names of a path. Out: production, episode, sequence, shot, task and version where a shot is named; else the path
//! itself. Never: one asset for two paths of which one says less.

use subtier_shots::{Named, Names};

/// What is touched.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Asset {
    /// Code of the production.
    pub production: Option<String>,
    /// Episode, without leading zeros.
    pub episode: Option<String>,
    /// Sequence.
    pub sequence: Option<String>,
    /// Shot.
    pub shot: Option<String>,
    /// Stage of work.
    pub task: Option<String>,
    /// Version.
    pub version: Option<String>,
    /// The path, where no shot is named.
    pub path: Option<String>,
}

impl Asset {
    /// The asset of a path.
    pub fn of(path: &str, names: &Names<'_>) -> Self {
        let value = |named: &Option<Named<'_>>| named.as_ref().map(|one| one.value.to_string());
        Self {
            production: value(&names.production),
            episode: value(&names.episode),
            sequence: value(&names.sequence),
            shot: value(&names.shot),
            task: value(&names.task),
            version: value(&names.version),
            path: names.shot.is_none().then(|| path.to_owned()),
        }
    }

    /// Whether its name tells a shot.
    pub const fn is_named(&self) -> bool {
        self.shot.is_some()
    }

    /// Returns its names from production to version in one line, or its path.
    pub fn title(&self) -> String {
        if let Some(path) = &self.path {
            return path.clone();
        }
        let words = [
            ("", &self.production),
            ("episode ", &self.episode),
            ("sequence ", &self.sequence),
            ("shot ", &self.shot),
            ("", &self.task),
            ("version ", &self.version),
        ];
        let words = words.into_iter().filter_map(|(word, value)| Some((word, value.as_ref()?)));
        let words: Vec<String> = words.map(|(word, value)| format!("{word}{value}")).collect();
        words.join(" ")
    }
}
