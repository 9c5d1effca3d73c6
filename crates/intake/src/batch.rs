//! Units of work: the files of a source, in their order, cut into batches. A unit's name follows from
//! what it works on alone, so that a killed run finds what it had done: names, sizes and times of
//! the files, where they lie, and the stamps by which the file system tells them from others, because
//! other bytes may have the same name, size and time. Such names stay in the case; no id is made of
//! them and no report shows them. The borders follow from the files' own paths, so that a file more or less in a dump changes one unit and not all that follow.

use subtier_model::IdHasher;
use subtier_store::location_text;

use crate::item::FoundFile;
use crate::survey::{Source, Survey};
use crate::{Config, HoldingPolicy};

/// What the names of all units begin with; the number is counted up whenever the same bytes may give
/// other evidence, observations or complaints.
pub const PREFIX: &str = "intake-2/";

/// Files in one unit; a commit flushes the file system once, which must not be done for each file.
const FILES_MAX: usize = 512;

/// Bytes in one unit, so that a kill loses seconds of work; a larger file is a unit alone.
const BYTES_MAX: u64 = 256 << 20;

/// One path in so many ends a batch.
const BORDER_EVERY: u8 = 64;

/// Cuts files into batches.
pub(crate) fn batches(files: &[FoundFile]) -> Vec<&[FoundFile]> {
    let (mut batches, mut rest) = (Vec::new(), files);
    while !rest.is_empty() {
        let (batch, after) = rest.split_at(batch_length(rest));
        batches.push(batch);
        rest = after;
    }
    batches
}

/// Returns how many of these files make one batch; at least one.
fn batch_length(files: &[FoundFile]) -> usize {
    let mut bytes = 0u64;
    for (index, file) in files.iter().enumerate().take(FILES_MAX) {
        bytes = bytes.saturating_add(file.size);
        if bytes > BYTES_MAX {
            return index.max(1);
        }
        if is_border(&file.name.text) {
            return index + 1;
        }
    }
    files.len().min(FILES_MAX)
}

fn is_border(path: &str) -> bool {
    let mut hasher = IdHasher::new("subtier intake border 1");
    let [first, ..] = hasher.text(path).finish();
    first % BORDER_EVERY == 0
}

/// Returns the name of the unit that takes in this batch.
pub(crate) fn unit_name(batch: &[FoundFile], config: &Config) -> String {
    let mut hasher = start(config);
    for file in batch {
        hasher.text(&file.name.text).number(file.size);
        hasher.number(file.modified.micros().cast_unsigned()).text(&file.location());
        for number in file.stamp.numbers() {
            hasher.number(number);
        }
    }
    name(&hasher)
}

/// Returns the name of the unit that holds what a walk found besides files.
pub(crate) fn survey_name(source: &Source, survey: &Survey, config: &Config) -> String {
    let mut hasher = start(config);
    hasher.text("survey").text(&source.name).text(&location_text(&source.root));
    hasher.text(&location_text(&source.given)).number(survey.left_out.into());
    for other in &survey.others {
        hasher.text(&other.name.text).text(&other.reason);
    }
    name(&hasher)
}

/// Returns the name of the unit that closes the intake of a source.
pub(crate) fn closing_name(source: &Source, units: &[String], config: &Config) -> String {
    let mut hasher = start(config);
    hasher.text("closing").text(&source.name).text(&location_text(&source.given));
    for unit in units {
        hasher.text(unit);
    }
    name(&hasher)
}

fn start(config: &Config) -> IdHasher {
    let mut hasher = IdHasher::new("subtier intake unit 2");
    for number in config.limits.numbers() {
        hasher.number(number);
    }
    match config.holding {
        HoldingPolicy::Reference => hasher.text("reference"),
        HoldingPolicy::Copy { reference_above_bytes } => hasher.number(reference_above_bytes),
    };
    hasher
}

fn name(hasher: &IdHasher) -> String {
    use std::fmt::Write as _;

    let mut name = PREFIX.to_owned();
    for byte in hasher.finish() {
        write!(name, "{byte:02x}").expect("a string takes all that is written to it");
    }
    name
}

#[cfg(test)]
mod tests {
    use std::path::{Path, PathBuf};
    use std::rc::Rc;

    use subtier_model::Timestamp;
    use subtier_source::{FileStamp, Folder};

    use super::*;
    use crate::names::ShownName;

    fn file(name: &str, size: u64) -> FoundFile {
        FoundFile {
            folder: Rc::new(Folder::open(Path::new("/")).unwrap()),
            below: PathBuf::from(name),
            name: ShownName { text: name.to_owned(), ..ShownName::default() },
            size,
            modified: Timestamp::from_secs(0),
            stamp: FileStamp::default(),
        }
    }

    #[test]
    fn every_file_is_in_one_batch() {
        let files: Vec<_> = (0..2000).map(|n| file(&format!("d/{n:05}"), n * 1000)).collect();
        let batches = batches(&files);
        assert_eq!(batches.iter().map(|batch| batch.len()).sum::<usize>(), files.len());
        assert!(batches.iter().all(|batch| (1..=FILES_MAX).contains(&batch.len())));
        assert!(batches.len() < 200, "{}", batches.len());
    }

    #[test]
    fn a_large_file_is_a_unit_alone() {
        let files = [file("d/large", BYTES_MAX + 1), file("d/small", 1)];
        assert_eq!(batches(&files)[0].len(), 1);
    }

    #[test]
    fn one_file_more_changes_few_units() {
        let config = Config {
            sources: Vec::new(),
            holding: HoldingPolicy::Reference,
            limits: crate::Limits::STANDARD,
        };
        let files: Vec<_> = (0..5000).map(|n| file(&format!("d/{n:05}"), 10)).collect();
        let mut more = files.clone();
        more.insert(0, file("c/new", 10));
        let names = |files: &[FoundFile]| -> Vec<String> {
            batches(files).into_iter().map(|batch| unit_name(batch, &config)).collect()
        };
        let (before, after) = (names(&files), names(&more));
        let changed = after.iter().filter(|name| !before.contains(name)).count();
        assert!(changed <= 3, "{changed} of {}", after.len());
    }
}
