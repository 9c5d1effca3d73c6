//! Makes dumps and takes them in; shows what came of it as lines that a test can compare.
#![expect(clippy::disallowed_methods, reason = "tests make the files that are taken in")]

use std::fs;
use std::io::{Cursor, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use subtier_intake::{Config, HoldingPolicy, Limits, Progress, Silent, Summary, run};
use subtier_model::{Complaint, Evidence, Fact, MarkTrail, Observation};
use subtier_store::Case;
use subtier_testkit::FakeClock;
use tempfile::TempDir;

/// Limits small enough to be reached in a test.
pub(crate) const SMALL: Limits = Limits {
    depth_max: 4,
    members_max: 50,
    name_bytes_max: 1 << 20,
    unpacked_bytes_floor: 1 << 20,
    unpacked_ratio_max: 2,
    unpacked_bytes_max: 4 << 20,
    hole_bytes_max: 16 << 20,
    folder_depth_max: 5,
    entries_max: 1000,
};

/// A dump and the case it is taken into.
pub(crate) struct Bench {
    pub(crate) dir: TempDir,
}

/// What an intake gave.
pub(crate) struct Taken {
    pub(crate) case: Case,
    pub(crate) summary: Summary,
    pub(crate) evidence: Vec<Evidence>,
    pub(crate) complaints: Vec<Complaint>,
    pub(crate) observations: Vec<Observation>,
}

impl Bench {
    pub(crate) fn new() -> Self {
        let dir = tempfile::tempdir().unwrap();
        fs::create_dir(dir.path().join("dump")).unwrap();
        Self { dir }
    }

    pub(crate) fn dump(&self) -> PathBuf {
        self.dir.path().join("dump")
    }

    pub(crate) fn case_dir(&self) -> PathBuf {
        self.dir.path().join("case")
    }

    /// Writes a file of the dump.
    pub(crate) fn file(&self, path: impl AsRef<Path>, bytes: &[u8]) -> PathBuf {
        let path = self.dump().join(path);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(&path, bytes).unwrap();
        path
    }

    pub(crate) fn take(&self) -> Taken {
        self.take_with(SMALL)
    }

    pub(crate) fn take_with(&self, limits: Limits) -> Taken {
        let holding = HoldingPolicy::Copy { reference_above_bytes: 64 << 20 };
        self.take_config(&Config { sources: vec![self.dump()], holding, limits })
    }

    pub(crate) fn take_config(&self, config: &Config) -> Taken {
        self.take_shown(config, &Silent)
    }

    pub(crate) fn take_shown(&self, config: &Config, progress: &dyn Progress) -> Taken {
        let clock = Arc::new(FakeClock::default());
        let mut case = Case::open_or_create(&self.case_dir(), clock).unwrap();
        let summary = run(&mut case, config, progress).unwrap();
        let evidence = case.evidence().unwrap();
        let complaints = case.complaints(&summary.units).unwrap();
        let observations = case.observations(&summary.units).unwrap();
        Taken { case, summary, evidence, complaints, observations }
    }
}

impl Taken {
    /// `path kind size` of each item.
    pub(crate) fn items(&self) -> Vec<String> {
        self.evidence
            .iter()
            .map(|item| format!("{} {:?} {}", item.path, item.kind, item.size))
            .collect()
    }

    pub(crate) fn paths(&self) -> Vec<&str> {
        self.evidence.iter().map(|item| item.path.as_str()).collect()
    }

    /// `path: place: reason` of each complaint.
    pub(crate) fn complained(&self) -> Vec<String> {
        self.complaints
            .iter()
            .map(|complaint| {
                format!("{}: {}: {}", complaint.path, complaint.place, complaint.reason)
            })
            .collect()
    }

    /// Whether one complaint, and only one, holds all these words.
    #[track_caller]
    pub(crate) fn complains_once_of(&self, words: &[&str]) {
        let complained = self.complained();
        let n_found =
            complained.iter().filter(|line| words.iter().all(|word| line.contains(word))).count();
        assert_eq!(n_found, 1, "{words:?} in {complained:#?}");
    }

    pub(crate) fn item(&self, path: &str) -> &Evidence {
        let found = self.evidence.iter().find(|item| item.path == path);
        found.unwrap_or_else(|| panic!("{path} in {:#?}", self.paths()))
    }

    /// The bytes that the case holds of an item.
    pub(crate) fn bytes(&self, path: &str) -> Vec<u8> {
        let sha256 = self.item(path).sha256.unwrap();
        fs::read(self.case.blob_path(&sha256)).unwrap()
    }

    pub(crate) fn trails(&self) -> Vec<&MarkTrail> {
        self.observations
            .iter()
            .filter_map(|observation| {
                let Fact::MarkTrail(trail) = &observation.fact else { return None };
                Some(trail)
            })
            .collect()
    }
}

/// A zip with these members, packed.
pub(crate) fn zip_of(members: &[(&str, &[u8])]) -> Vec<u8> {
    zip_with(members, zip::CompressionMethod::Deflated)
}

pub(crate) fn zip_with(members: &[(&str, &[u8])], method: zip::CompressionMethod) -> Vec<u8> {
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in members {
        let options = zip::write::SimpleFileOptions::default().compression_method(method);
        writer.start_file(*name, options).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A tar with these members; names are put in unchecked.
pub(crate) fn tar_of(members: &[(&[u8], &[u8])]) -> Vec<u8> {
    let mut builder = tar::Builder::new(Vec::new());
    for (name, bytes) in members {
        let mut header = tar::Header::new_gnu();
        header.as_old_mut().name[..name.len()].copy_from_slice(name);
        header.set_size(bytes.len() as u64);
        header.set_mtime(1_700_000_000);
        header.set_cksum();
        builder.append(&header, *bytes).unwrap();
    }
    builder.into_inner().unwrap()
}

pub(crate) fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut encoder = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::default());
    encoder.write_all(bytes).unwrap();
    encoder.finish().unwrap()
}

/// Puts bytes in the place of others of the same length, everywhere.
pub(crate) fn replace(bytes: &mut [u8], from: &[u8], to: &[u8]) {
    assert_eq!(from.len(), to.len());
    let mut n_replaced = 0;
    for at in 0..bytes.len().saturating_sub(from.len() - 1) {
        if bytes[at..].starts_with(from) {
            bytes[at..at + to.len()].copy_from_slice(to);
            n_replaced += 1;
        }
    }
    assert!(n_replaced > 0);
}
