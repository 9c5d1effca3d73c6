//! Blender.

use std::io::Write;

use subtier_footage::{Held, Testimony};

use crate::{bytes_of, check, tell};

#[test]
fn a_packed_file_of_blender_tells_paths_and_layers() {
    check(
        "scene.blend",
        "blend",
        &[
            "application = Blender 3.4, file version 6 of it, build unknown",
            "external_path = /home/kim/out/SC012_",
            "user_path = /home/kim/out/SC012_",
            "external_path = C:\\Users\\kim\\LNT\\SC012\\plate.png",
            "user_path = C:\\Users\\kim\\LNT\\SC012\\plate.png",
            "layer_name = ROUGH",
            "layer_name = 원화",
            "layer_name = 線画",
        ],
    );
}

/// The sample unpacked.
fn plain() -> Vec<u8> {
    zstd::decode_all(&bytes_of("scene.blend")[..]).expect("the sample is packed")
}

/// The signals but for their places.
fn values(testimony: Testimony) -> Vec<(&'static str, String)> {
    let signals = testimony.signals.into_iter();
    signals.map(|signal| (signal.kind.name(), signal.value)).collect()
}

#[test]
fn a_file_tells_the_same_however_it_is_packed() {
    let packed = values(tell(&Held::whole(&bytes_of("scene.blend")), "scene.blend").unwrap());
    let plain = plain();
    assert_eq!(values(tell(&Held::whole(&plain), "scene.blend").unwrap()), packed);
    let mut gzip = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::fast());
    gzip.write_all(&plain).unwrap();
    let gzip = gzip.finish().unwrap();
    assert_eq!(values(tell(&Held::whole(&gzip), "scene.blend1").unwrap()), packed);
}

/// Blender 5 writes a longer head, and heads of blocks with lengths of eight bytes; what is in the blocks is as it was.
#[test]
fn a_file_with_the_long_head_tells_the_same() {
    let plain = plain();
    let mut long = b"BLENDER17-01v0500".to_vec();
    let mut at = 12;
    while let Some(head) = plain.get(at..at + 24) {
        let length = usize::try_from(u32::from_le_bytes(head[4..8].try_into().unwrap())).unwrap();
        long.extend(&head[..4]);
        long.extend(&head[16..20]);
        long.extend(&head[8..16]);
        long.extend((length as u64).to_le_bytes());
        long.extend(u64::from(u32::from_le_bytes(head[20..24].try_into().unwrap())).to_le_bytes());
        long.extend(&plain[at + 24..at + 24 + length]);
        at += 24 + length;
    }
    let mut expected = values(tell(&Held::whole(&plain), "a.blend").unwrap());
    let found = values(tell(&Held::whole(&long), "a.blend").unwrap());
    assert!(found[0].1.starts_with("Blender 5.0"));
    expected[0] = found[0].clone();
    assert_eq!(found, expected);
}

/// The layout of structures stands at the end; of a large file it is found there.
#[test]
fn both_ends_are_enough_for_the_blocks_at_the_beginning() {
    let plain = plain();
    let layout = plain.windows(4).rposition(|window| window == b"DNA1").unwrap();
    let held = Held::ends(&plain[..layout - 100], &plain[layout..], plain.len() as u64);
    let testimony = tell(&held, "a.blend").unwrap();
    assert!(!testimony.faults.is_empty());
    assert!(testimony.signals.iter().any(|signal| signal.value == "/home/kim/out/SC012_"));
}
