//! Archives that end in the middle or are damaged: what came before is kept and the end is told.

use crate::support::{Bench, gzip, tar_of, zip_of, zip_with};

/// Bytes that do not pack well.
fn noise(n_bytes: u32) -> Vec<u8> {
    let mut state = 0x2545_f491u32;
    let mut next = || {
        // Marsaglia, "Xorshift RNGs" (2003).
        state ^= state << 13;
        state ^= state >> 17;
        state ^= state << 5;
        state.to_be_bytes()[0]
    };
    (0..n_bytes).map(|_| next()).collect()
}

#[test]
fn a_cut_zip_keeps_its_whole_members_and_the_beginning_of_the_last() {
    let noise = noise(10_000);
    for method in [zip::CompressionMethod::Stored, zip::CompressionMethod::Deflated] {
        let zip = zip_with(&[("whole.txt", b"whole"), ("half.bin", &noise)], method);
        let bench = Bench::new();
        bench.file("cut.zip", &zip[..zip.len() / 2]);
        let taken = bench.take();
        assert_eq!(taken.bytes("dump/cut.zip!/whole.txt"), b"whole", "{method:?}");
        let half = taken.bytes("dump/cut.zip!/half.bin");
        assert!(noise.starts_with(&half) && half.len() > 1000, "{method:?} {}", half.len());
        taken.complains_once_of(&["dump/cut.zip: whole file: cut: it has no central directory"]);
        taken.complains_once_of(&[
            "dump/cut.zip: entry half.bin: cut: ",
            "of 10000 bytes were kept",
        ]);
    }
}

#[test]
fn a_cut_zip_whose_sizes_follow_the_data_is_walked_too() {
    let mut zip = zip_of(&[("one.txt", &noise(500)), ("two.txt", &noise(700))]);
    let directory = zip.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    zip.truncate(directory);
    let second = zip.windows(4).skip(1).position(|window| window == b"PK\x03\x04").unwrap() + 1;
    let descriptor = [b"PK\x07\x08".as_slice(), &[0; 12]].concat();
    zip.splice(second..second, descriptor);
    // Size and checksum of the first are left to what follows it.
    zip[6] |= 8;
    zip[14..26].fill(0);
    let bench = Bench::new();
    bench.file("stream.zip", &zip);
    let taken = bench.take();
    assert_eq!(taken.bytes("dump/stream.zip!/one.txt"), noise(500));
    assert_eq!(taken.bytes("dump/stream.zip!/two.txt"), noise(700));
}

#[test]
fn a_cut_tar_keeps_what_came_before() {
    let tar = tar_of(&[(b"whole.txt", b"whole"), (b"half.bin", &noise(10_000))]);
    let bench = Bench::new();
    bench.file("cut.tar", &tar[..5000]);
    bench.file("no-end.tar", &tar[..1024]);
    let taken = bench.take();
    assert_eq!(taken.bytes("dump/cut.tar!/whole.txt"), b"whole");
    assert_eq!(taken.bytes("dump/cut.tar!/half.bin"), noise(10_000)[..5000 - 1536]);
    taken.complains_once_of(&["dump/cut.tar: entry half.bin: cut: 3464 of 10000 bytes"]);
    taken.complains_once_of(&["dump/no-end.tar: whole file: cut: the tar has no end mark"]);
}

#[test]
fn a_cut_gzip_keeps_what_came_before() {
    let packed = gzip(&noise(100_000));
    let tar = gzip(&tar_of(&[(b"a.txt", b"whole"), (b"half.bin", &noise(100_000))]));
    let bench = Bench::new();
    bench.file("cut.gz", &packed[..packed.len() / 2]);
    bench.file("cut.tar.gz", &tar[..tar.len() / 2]);
    let taken = bench.take();
    let half = taken.bytes("dump/cut.gz!/cut");
    assert!(noise(100_000).starts_with(&half) && half.len() > 10_000);
    taken.complains_once_of(&["dump/cut.gz: whole file: cut: it ends in the middle"]);
    assert_eq!(taken.bytes("dump/cut.tar.gz!/a.txt"), b"whole");
    taken.complains_once_of(&["dump/cut.tar.gz: whole file: cut: it ends in the middle"]);
    taken.complains_once_of(&["dump/cut.tar.gz: entry half.bin: cut: "]);
}

#[test]
fn a_damaged_tar_keeps_what_came_before_the_damage() {
    let mut tar = tar_of(&[(b"a.txt", b"whole"), (b"b.txt", b"lost")]);
    tar[1024] = b'X';
    let bench = Bench::new();
    bench.file("damaged.tar", &tar);
    let taken = bench.take();
    assert_eq!(taken.bytes("dump/damaged.tar!/a.txt"), b"whole");
    taken.complains_once_of(&["dump/damaged.tar: bytes 1024..1536: damaged"]);
}

#[test]
fn archives_that_only_look_like_one_are_complained_of() {
    let bench = Bench::new();
    bench.file("no.zip", b"PK\x03\x04 and nothing else");
    bench.file("no.gz", b"\x1f\x8b\x08 and nothing else at all");
    bench.file("no.xz", b"\xfd7zXZ\x00 and nothing else at all");
    let taken = bench.take();
    assert_eq!(taken.evidence.len(), 3);
    for name in ["no.zip", "no.gz", "no.xz"] {
        taken.complains_once_of(&[&format!("dump/{name}: whole file: ")]);
    }
}
