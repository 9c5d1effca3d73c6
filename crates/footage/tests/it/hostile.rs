//! Files that were made to do harm, and the samples with bytes flipped, cut and put in.
#![expect(clippy::disallowed_methods, reason = "tests read samples")]

use std::path::{Path, PathBuf};

use proptest::prelude::*;
use subtier_blocks::{Limits, SignalKind};
use subtier_footage::{Held, READERS, Telling, Testimony, carve};

fn samples() -> Vec<(String, Vec<u8>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("a sample of this folder")
        .map(|entry| entry.expect("a sample of this folder").path())
        .collect();
    paths.retain(|path| path.is_file());
    paths.sort();
    let name = |path: &Path| {
        path.file_name()
            .expect("a sample of this folder")
            .to_str()
            .expect("a sample of this folder")
            .to_owned()
    };
    paths
        .iter()
        .map(|path| (name(path), std::fs::read(path).expect("a sample of this folder")))
        .collect()
}

/// What is told by the reader of that name, whatever the bytes.
fn told_as(format: &str, held: &Held<'_>) -> Testimony {
    let reader =
        READERS.iter().find(|reader| reader.format == format).expect("a sample of this folder");
    let mut telling = Telling::new(reader.format, Limits::STANDARD);
    (reader.read)(held, &mut telling);
    telling.finish()
}

fn format_of(name: &str, bytes: &[u8]) -> &'static str {
    let held = Held::whole(bytes);
    READERS
        .iter()
        .find(|reader| (reader.is_it)(&held, name))
        .expect("a sample of this folder")
        .format
}

#[test]
fn every_sample_is_read_without_a_fault() {
    for (name, bytes) in samples() {
        let testimony = told_as(format_of(&name, &bytes), &Held::whole(&bytes));
        // The film was cut by the script that made it.
        if name != "ffmpeg.mxf" {
            assert_eq!(testimony.faults, [], "{name}");
        }
    }
}

#[test]
fn every_sample_can_be_cut_anywhere() {
    for (name, bytes) in samples() {
        let format = format_of(&name, &bytes);
        let step = (bytes.len() / 100).max(1);
        for end in (0..bytes.len()).step_by(step) {
            told_as(format, &Held::whole(&bytes[..end]));
            let tail = &bytes[bytes.len() - bytes.len() / 4..];
            told_as(format, &Held::ends(&bytes[..end], tail, bytes.len() as u64));
        }
    }
}

#[test]
fn boxes_within_boxes_end_at_the_limit() {
    let mut bytes = b"\0\0\0\x08ftyp".to_vec();
    let n_boxes = 20_000u32;
    for nth in 0..n_boxes {
        bytes.extend_from_slice(&((n_boxes - nth) * 8).to_be_bytes());
        bytes.extend_from_slice(b"moov");
    }
    told_as("quicktime", &Held::whole(&bytes));
    let mut none = b"\0\0\0\x08ftyp".to_vec();
    none.extend(b"\0\0\0\x08free".repeat(300_000));
    assert_eq!(told_as("quicktime", &Held::whole(&none)).faults.len(), 1);
}

#[test]
fn elements_within_elements_end_at_the_limit() {
    // A segment whose length is not known, in another, ten thousand times.
    let bytes = b"\x18\x53\x80\x67\x01\xFF\xFF\xFF\xFF\xFF\xFF\xFF".repeat(10_000);
    told_as("matroska", &Held::whole(&bytes));
    let lists = b"LIST\xFF\xFF\xFF\xFFINFO".repeat(10_000);
    let film = [b"RIFF\xFF\xFF\xFF\xFFAVI ".as_slice(), &lists].concat();
    told_as("avi", &Held::whole(&film));
}

#[test]
fn lengths_of_gigabytes_take_no_memory() {
    let png = b"\x89PNG\r\n\x1A\n\0\0\0\x0DIHDR\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\x08\x06\0\0\0\0\0\0\0\xFF\xFF\xFF\xF0tEXt";
    assert_eq!(told_as("png", &Held::whole(png)).faults.len(), 1);
    let psd =
        b"8BPS\0\x01\0\0\0\0\0\0\0\x03\xFF\xFF\xFF\xFF\xFF\xFF\xFF\xFF\0\x08\0\x03\xFF\xFF\xFF\xFF";
    assert_eq!(told_as("psd", &Held::whole(psd)).faults.len(), 1);
    let exr = b"\x76\x2F\x31\x01\x02\0\0\0a\0string\0\xFF\xFF\xFF\xFF";
    assert_eq!(told_as("exr", &Held::whole(exr)).faults.len(), 1);
}

#[test]
fn a_packed_text_does_not_unpack_without_end() {
    use std::io::Write;
    let mut packer =
        flate2::write::ZlibEncoder::new(b"Comment\0\0".to_vec(), flate2::Compression::best());
    for _ in 0..256 {
        packer.write_all(&vec![b'a'; 1 << 20]).expect("a sample of this folder");
    }
    let text = packer.finish().expect("a sample of this folder");
    let mut png = b"\x89PNG\r\n\x1A\n".to_vec();
    for _ in 0..4 {
        png.extend_from_slice(
            &u32::try_from(text.len()).expect("a sample of this folder").to_be_bytes(),
        );
        png.extend_from_slice(b"zTXt");
        png.extend_from_slice(&text);
        png.extend_from_slice(&[0; 4]);
    }
    let testimony = told_as("png", &Held::whole(&png));
    let comments = testimony.signals.iter().filter(|signal| signal.kind == SignalKind::Comment);
    assert!(comments.map(|signal| signal.value.len()).all(|length| length <= 1000));
}

proptest! {
    #[test]
    fn any_bytes_are_read_by_every_reader(bytes: Vec<u8>, name: String) {
        for reader in READERS {
            let held = Held::whole(&bytes);
            (reader.is_it)(&held, &name);
            told_as(reader.format, &held);
        }
    }

    #[test]
    fn changed_samples_are_read(
        nth: prop::sample::Index,
        changes in prop::collection::vec((any::<prop::sample::Index>(), 0..4u8, any::<[u8; 4]>()), 1..12),
    ) {
        let samples = samples();
        let (name, whole) = &samples[nth.index(samples.len())];
        let (format, mut bytes) = (format_of(name, whole), whole.clone());
        for (at, way, put) in changes {
            // Heads are changed more often than pixels.
            let at = at.index(bytes.len().max(1)).min(bytes.len());
            let at = if way % 2 == 0 { at % 512.min(bytes.len().max(1)) } else { at };
            match way {
                0 | 1 => bytes.iter_mut().skip(at).zip(put).for_each(|(byte, put)| *byte = put),
                2 => drop(bytes.splice(at..at, put)),
                _ => bytes.truncate(at),
            }
        }
        told_as(format, &Held::whole(&bytes));
        let mut telling = Telling::new("unknown", Limits::STANDARD);
        carve(&Held::whole(&bytes), &mut telling);
    }
}
