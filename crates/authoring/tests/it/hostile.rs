//! Hostile bytes: any, cut, changed, packed to burst. No reader fails, and none takes long.

use std::io::Write;

use proptest::prelude::*;
use subtier_blocks::Limits;
use subtier_footage::{Held, Telling};

use crate::{bytes_of, samples, tell};

/// Every reader reads the bytes, whether it takes them for its own or not.
fn read_by_all(bytes: &[u8]) {
    for reader in subtier_authoring::READERS {
        for name in ["a.bin", "a.blend", "a.sbpz", "a.tpl", "a.storyboarder"] {
            (reader.is_it)(&Held::whole(bytes), name);
        }
        let mut telling = Telling::new(reader.format, Limits::STANDARD);
        (reader.read)(&Held::whole(bytes), &mut telling);
        drop(telling.finish());
    }
}

fn sample_bytes() -> Vec<(String, Vec<u8>)> {
    let names = samples().into_iter();
    names
        .map(|path| {
            let name = path.file_name().expect("samples have names").to_string_lossy().into_owned();
            let bytes = bytes_of(&name);
            (name, bytes)
        })
        .collect()
}

#[test]
fn every_sample_has_its_reader() {
    for (name, bytes) in sample_bytes() {
        assert!(tell(&Held::whole(&bytes), &name).is_some(), "{name}");
    }
}

#[test]
fn samples_cut_anywhere_are_read() {
    for (name, bytes) in sample_bytes() {
        // Large ones at some hundred places, small ones at each.
        let step = (bytes.len() / 300).max(1);
        for end in (0..bytes.len()).step_by(step) {
            drop(tell(&Held::whole(&bytes[..end]), &name));
            let held = Held::ends(&bytes[..end / 2], &bytes[end..], bytes.len() as u64);
            drop(tell(&held, &name));
        }
    }
}

/// Each byte of the binary samples takes the values that lengths and counts break on.
#[test]
fn samples_with_extreme_numbers_are_read() {
    for name in ["drawing-wide.tvg", "level.pli", "project.aep", "film-plain.swf", "level.tlv"] {
        let bytes = bytes_of(name);
        for at in 0..bytes.len() {
            for value in [0, 1, 0x7F, 0x80, 0xFF] {
                let mut changed = bytes.clone();
                changed[at] = value;
                drop(tell(&Held::whole(&changed), name));
                if let Some(four) = changed.get_mut(at..at + 4) {
                    four.fill(value);
                    drop(tell(&Held::whole(&changed), name));
                }
            }
        }
    }
}

#[test]
fn a_project_that_bursts_ends_at_the_limit() {
    let mut packed = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packed.write_all(b"<PremiereData>").unwrap();
    for _ in 0..32 {
        packed.write_all(&vec![b' '; 1 << 20]).unwrap();
    }
    let packed = packed.finish().unwrap();
    let testimony = tell(&Held::whole(&packed), "a.prproj").unwrap();
    assert!(testimony.faults.iter().any(|fault| fault.reason.contains("limit")));
}

#[test]
fn a_file_of_blender_that_bursts_ends_at_the_limit() {
    let mut film = b"BLENDER-v304DATA".to_vec();
    film.extend((64u32 << 20).to_le_bytes());
    film.extend([0; 16]);
    film.resize(64 << 20, 0);
    let packed = zstd::encode_all(&film[..], 3).unwrap();
    let testimony = tell(&Held::whole(&packed), "a.blend").unwrap();
    assert!(!testimony.faults.is_empty());
}

#[test]
fn blocks_of_length_nothing_come_to_an_end() {
    let mut bytes = b"BLENDER-v304".to_vec();
    for _ in 0..10_000 {
        bytes.extend(b"DATA");
        bytes.extend([0; 20]);
    }
    let testimony = tell(&Held::whole(&bytes), "a.blend").unwrap();
    assert!(!testimony.faults.is_empty());
}

#[test]
fn chunks_of_length_nothing_come_to_an_end() {
    let mut bytes = b"RIFX\x00\x01\x00\x04Egg!".to_vec();
    bytes.resize(12 + (1 << 16), 0);
    assert!(tell(&Held::whole(&bytes), "a.aep").is_some());
    let mut bytes = bytes_of("drawing.tvg")[..20].to_vec();
    bytes.extend(b"ENDT".repeat(100_000));
    assert!(tell(&Held::whole(&bytes), "a.tvg").is_some());
}

#[test]
fn a_zip_of_many_parts_of_the_same_bytes_ends_at_the_limit() {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default();
    archive.start_file("DOMDocument.xml", options).unwrap();
    archive.write_all(b"<DOMDocument/>").unwrap();
    archive.start_file("LIBRARY/a.xml", options).unwrap();
    archive.write_all(&vec![b' '; 8 << 20]).unwrap();
    let bytes = archive.finish().unwrap().into_inner();
    let testimony = tell(&Held::whole(&bytes), "a.fla").unwrap();
    assert!(testimony.faults.iter().any(|fault| fault.place.to_string().contains("LIBRARY/a.xml")));
}

#[test]
fn a_json_of_a_million_values_is_read_in_bounded_memory() {
    let mut json = b"{\"boards\":[".to_vec();
    json.extend(b"\"\",".repeat(1_000_000));
    json.extend(b"{}],\"defaultBoardTiming\":1}");
    assert!(tell(&Held::whole(&json), "a.storyboarder").is_some());
    let deep = [&b"{\"OTIO_SCHEMA\":"[..], &b"[".repeat(100_000)].concat();
    assert!(!tell(&Held::whole(&deep), "a.otio").unwrap().faults.is_empty());
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_bytes_are_read_by_every_reader(bytes in proptest::collection::vec(any::<u8>(), 0..2000)) {
        read_by_all(&bytes);
    }

    #[test]
    fn any_bytes_behind_a_known_head_are_read(
        sample in 0usize..64,
        kept in 0usize..64,
        bytes in proptest::collection::vec(any::<u8>(), 0..1000),
    ) {
        let samples = sample_bytes();
        let (name, head) = &samples[sample % samples.len()];
        let mut mixed = head[..kept.min(head.len())].to_vec();
        mixed.extend(bytes);
        drop(tell(&Held::whole(&mixed), name));
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn changed_samples_are_read(
        sample in 0usize..64,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>(), 0u8..4), 1..12),
    ) {
        let samples = sample_bytes();
        let (name, bytes) = &samples[sample % samples.len()];
        let mut changed = bytes.clone();
        for (at, value, how) in changes {
            if changed.is_empty() {
                break;
            }
            let at = at.index(changed.len());
            match how {
                0 => changed[at] = value,
                1 => changed.insert(at, value),
                2 => drop(changed.remove(at)),
                _ => drop(changed.drain(at..(at + usize::from(value)).min(changed.len()))),
            }
        }
        drop(tell(&Held::whole(&changed), name));
    }
}
