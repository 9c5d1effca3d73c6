//! Tests of the crate from outside: what each sample testifies, and that no bytes make a reader fail.

mod adobe;
mod blend;
mod bombs;
mod clip;
mod cuts;
mod flash;
mod harmony;
mod hostile;
mod painting;
mod places;
mod sheets;
mod toonz;

use std::path::PathBuf;

use subtier_blocks::Limits;
use subtier_footage::{Held, Telling, Testimony};

/// Every sample, and whether its reader is told apart by the name too.
fn samples() -> Vec<PathBuf> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("the folder of samples")
        .map(|entry| entry.expect("a sample").path())
        .filter(|path| path.is_file())
        .collect();
    paths.sort();
    paths
}

#[expect(clippy::disallowed_methods, reason = "tests read samples")]
fn bytes_of(name: &str) -> Vec<u8> {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/samples").join(name);
    std::fs::read(path).expect("a sample")
}

/// What the bytes testify by the first reader that knows them.
fn tell(held: &Held<'_>, name: &str) -> Option<Testimony> {
    let reader = subtier_authoring::READERS.iter().find(|reader| (reader.is_it)(held, name))?;
    let mut telling = Telling::new(reader.format, Limits::STANDARD);
    (reader.read)(held, &mut telling);
    Some(telling.finish())
}

fn told(name: &str) -> Testimony {
    let bytes = bytes_of(name);
    tell(&Held::whole(&bytes), name).expect("a reader for the sample")
}

/// Samples of which more is told than the test of the format looks at: by the reader of XMP, or of eighty layers.
const MORE_IS_TOLD: [&str; 6] =
    ["project.aep", "project.fla", "film.swf", "film-plain.swf", "film-lzma.swf", "picture.clip"];

/// Holds the signals of a sample, as `kind = value` in their order, against those expected; the sample may have no fault.
#[track_caller]
fn check(name: &str, format: &str, expected: &[&str]) {
    let testimony = told(name);
    assert_eq!(testimony.format, format);
    assert_eq!(testimony.faults, [], "{name}");
    let found: Vec<String> = testimony
        .signals
        .iter()
        .map(|signal| format!("{} = {}", signal.kind.name(), signal.value))
        .collect();
    if !MORE_IS_TOLD.contains(&name) {
        assert_eq!(found, expected, "{name}");
    }
    for signal in expected {
        assert!(found.iter().any(|found| found == signal), "{signal} is missing of {found:#?}");
    }
}
