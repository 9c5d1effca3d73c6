//! The `asset` objects: for each thing that the logs read name who put, fetched and deleted it, from where, when.

use subtier_connections::Access;
use subtier_model::Place;
use subtier_touches::{AssetLine, COST_MAX, LogId, Touch, Touches};

use crate::failure::Failure;
use crate::out::{Out, Reader, say};

/// Touches gathered over all files.
pub(super) struct Assets(Touches);

impl Assets {
    pub(super) fn new() -> Self {
        Self(Touches::new(COST_MAX))
    }

    /// Names the file whose accesses follow.
    pub(super) fn begin(&mut self, path: &str, place: fn(u64) -> Place) -> LogId {
        self.0.log(path, place)
    }

    /// Takes one access of a file.
    pub(super) fn add(&mut self, log: LogId, number: u64, access: &Access<'_>) {
        let (path, account) = (access.path(), access.account());
        if let Some(touch) = Touch::of_access(number, access, (path.as_deref(), account.as_deref()))
        {
            self.0.add(log, &touch);
        }
    }

    /// Prints the objects in the order of the assets.
    pub(super) fn print(self, out: &mut Out, json: bool) -> Result<(), Failure> {
        let trails = self.0.into_trails();
        if let Some(reason) = trails.beyond.reason() {
            say(&reason);
        }
        for trail in &trails.trails {
            let reader =
                if json { out.json(&AssetLine::of(trail))? } else { out.line(&trail.text())? };
            if matches!(reader, Reader::Gone) {
                break;
            }
        }
        Ok(())
    }
}
