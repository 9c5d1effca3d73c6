//! Archives that would grow without end: each stops at a limit that one complaint names.

use crate::support::{Bench, SMALL, gzip, tar_of, zip_of, zip_with};

const UNPACKED: usize = 8 << 20;

#[test]
fn a_zip_bomb_stops_at_the_limit_for_bytes() {
    let zeros = vec![0; UNPACKED];
    let bench = Bench::new();
    bench.file("bomb.zip", &zip_of(&[("0", &zeros), ("1", &zeros), ("2", &zeros)]));
    bench.file("after.txt", b"still taken in");
    let taken = bench.take();
    taken.complains_once_of(&["dump/bomb.zip: whole file: ", "unpacked bytes below an item"]);
    let total: u64 = taken.evidence.iter().map(|item| item.size).sum();
    assert!(total < 2 * SMALL.unpacked_bytes_floor, "{total}");
    assert_eq!(taken.bytes("dump/after.txt"), b"still taken in");
    assert_eq!(taken.item("dump/bomb.zip!/0").size, SMALL.unpacked_bytes_floor);
}

#[test]
fn a_gzip_bomb_keeps_what_came_before_the_limit() {
    let bench = Bench::new();
    bench.file("bomb.gz", &gzip(&vec![b'a'; UNPACKED]));
    let taken = bench.take();
    assert_eq!(taken.item("dump/bomb.gz!/bomb").size, SMALL.unpacked_bytes_floor);
    taken.complains_once_of(&["dump/bomb.gz: whole file: ", "unpacked bytes below an item"]);
}

#[test]
fn a_packed_tar_bomb_stops_too() {
    let bench = Bench::new();
    let zeros = vec![0; UNPACKED];
    bench.file("bomb.tar.gz", &gzip(&tar_of(&[(b"a", &zeros), (b"b", &zeros)])));
    let taken = bench.take();
    taken.complains_once_of(&["dump/bomb.tar.gz: whole file: ", "unpacked bytes below an item"]);
    assert!(taken.item("dump/bomb.tar.gz!/a").size <= SMALL.unpacked_bytes_floor);
}

#[test]
fn many_members_stop_at_the_limit_for_members() {
    let names: Vec<String> = (0..200).map(|n| format!("{n:03}")).collect();
    let members: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b"x"[..])).collect();
    let bench = Bench::new();
    bench.file("many.zip", &zip_of(&members));
    let taken = bench.take();
    assert_eq!(taken.evidence.len() as u64, 1 + SMALL.members_max);
    taken.complains_once_of(&["dump/many.zip: ", "50 members below one item"]);
}

#[test]
fn a_thousand_levels_end_at_the_limit_for_depth() {
    let mut level = zip_of(&[("end.txt", b"end")]);
    for _ in 0..1000 {
        level = zip_with(&[("level.zip", &level)], zip::CompressionMethod::Stored);
    }
    let bench = Bench::new();
    bench.file("deep.zip", &level);
    let taken = bench.take();
    assert_eq!(taken.evidence.len(), 1 + SMALL.depth_max);
    taken.complains_once_of(&["not opened: it lies 4 containers deep"]);
}

#[test]
fn overlapping_members_end_at_the_limit() {
    // All entries of the directory lead to one and the same packed kernel, as in D. Fifield, "A better
    // zip bomb" (WOOT 2019), in its simplest form.
    let names: Vec<String> = (0..40).map(|n| format!("{n:03}")).collect();
    let members: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    let mut zip = zip_of(&members);
    let kernel = zip_of(&[("000", &vec![0; 1 << 20])]);
    let directory = |zip: &[u8]| zip.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    let (from, kernel_end) = (directory(&zip), directory(&kernel));
    let fields = kernel[kernel_end + 16..kernel_end + 28].to_vec();
    let method = kernel[kernel_end + 8..kernel_end + 12].to_vec();
    let mut entries = zip.split_off(from);
    let mut at = 0;
    while entries[at..].starts_with(b"PK\x01\x02") {
        entries[at + 8..at + 12].copy_from_slice(&method);
        entries[at + 16..at + 28].copy_from_slice(&fields);
        entries[at + 42..at + 46].fill(0);
        let length = |field: usize| {
            usize::from(u16::from_le_bytes([entries[at + field], entries[at + field + 1]]))
        };
        at += 46 + length(28) + length(30) + length(32);
    }
    let end = entries[at..].windows(4).position(|window| window == b"PK\x05\x06").unwrap() + at;
    entries[end + 16..end + 20].copy_from_slice(&u32::try_from(kernel_end).unwrap().to_le_bytes());
    let bomb = [&kernel[..kernel_end], &entries].concat();
    let bench = Bench::new();
    bench.file("better.zip", &bomb);
    let taken = bench.take();
    taken.complains_once_of(&["dump/better.zip: whole file: ", "unpacked bytes below an item"]);
    let total: u64 = taken.evidence.iter().map(|item| item.size).sum();
    assert!(total < 3 * SMALL.unpacked_bytes_floor, "{total}");
}

#[test]
fn packed_bytes_that_unpack_to_nothing_are_counted() {
    // One deflate stream of empty blocks (RFC 1951, 3.2.4), to which all entries lead.
    let blocks = b"\x00\x00\x00\xff\xff".repeat(60_000);
    let names: Vec<String> = (0..40).map(|n| format!("{n:03}")).collect();
    let mut zip = local_header(&names[0], &blocks);
    zip.extend(&blocks);
    let start = zip.len();
    for name in &names {
        zip.extend(directory_entry(name, &blocks));
    }
    let size = zip.len() - start;
    zip.extend(b"PK\x05\x06\0\0\0\0");
    zip.extend([40, 0, 40, 0]);
    zip.extend(u32::try_from(size).unwrap().to_le_bytes());
    zip.extend(u32::try_from(start).unwrap().to_le_bytes());
    zip.extend([0, 0]);
    let bench = Bench::new();
    bench.file("slow.zip", &zip);
    let taken = bench.take();
    assert!(taken.evidence.len() < 10, "{}", taken.evidence.len());
    taken.complains_once_of(&["dump/slow.zip: whole file: ", "unpacked bytes below an item"]);
}

#[test]
fn long_names_of_a_zip_and_a_tar_are_cut_and_told_apart() {
    let (one, two) = (format!("{}1", "n".repeat(60_000)), format!("{}2", "n".repeat(60_000)));
    let mut pax = tar::Builder::new(Vec::new());
    for name in [&one, &two] {
        pax.append_pax_extensions([("path", name.as_bytes())]).unwrap();
        let mut header = tar::Header::new_ustar();
        header.set_path("short").unwrap();
        header.set_size(0);
        header.set_cksum();
        pax.append(&header, std::io::empty()).unwrap();
    }
    let bench = Bench::new();
    bench.file("long.zip", &zip_of(&[(&one, b""), (&two, b"")]));
    bench.file("pax.tar", &pax.into_inner().unwrap());
    let taken = bench.take();
    assert_eq!(taken.evidence.len(), 6);
    let mut paths = taken.paths();
    paths.dedup();
    assert_eq!(paths.len(), 6);
    assert!(paths.iter().all(|path| path.len() <= 4096));
    assert!(paths.iter().any(|path| path.starts_with("dump/pax.tar!/nnn")));
    taken.complains_once_of(&["dump/long.zip: whole file: ", "name is too long"]);
    taken.complains_once_of(&["dump/pax.tar: whole file: ", "name is too long"]);
    assert_eq!(taken.complaints.len(), 2);
}

#[test]
fn names_stop_at_the_limit_for_names() {
    let names: Vec<String> = (0..400).map(|n| format!("{n:03}")).collect();
    let members: Vec<(&str, &[u8])> = names.iter().map(|name| (name.as_str(), &b""[..])).collect();
    let inner = zip_of(&members);
    let name = "n".repeat(60_000);
    let bench = Bench::new();
    let twice = [(format!("{name}1"), &inner), (format!("{name}2"), &inner)];
    let twice: Vec<(&str, &[u8])> =
        twice.iter().map(|(name, zip)| (name.as_str(), zip.as_slice())).collect();
    bench.file("names.zip", &zip_of(&twice));
    let taken = bench.take_with(subtier_intake::Limits { members_max: 10_000, ..SMALL });
    // The second inner zip is not begun: the first alone goes above the limit.
    assert_eq!(taken.evidence.len(), 1 + 2 + 400);
    taken.complains_once_of(&["bytes of names and words below one item are the limit"]);
}

#[test]
fn folders_that_all_lead_to_one_header_are_counted_and_its_marks_are_taken_once() {
    let extra = subtier_intake::local_header_extra(&["SERIAL"]);
    let mut zip = local_header("d/", &[]);
    zip[28..30].copy_from_slice(&u16::try_from(extra.len()).unwrap().to_le_bytes());
    zip.extend(extra);
    let start = zip.len();
    for _ in 0..200 {
        zip.extend(directory_entry("d/", &[]));
    }
    let size = zip.len() - start;
    zip.extend(b"PK\x05\x06\0\0\0\0");
    zip.extend([200, 0, 200, 0]);
    zip.extend(u32::try_from(size).unwrap().to_le_bytes());
    zip.extend(u32::try_from(start).unwrap().to_le_bytes());
    zip.extend([0, 0]);
    let bench = Bench::new();
    bench.file("folders.zip", &zip);
    let taken = bench.take();
    assert_eq!(taken.trails().len(), 1);
    taken.complains_once_of(&["dump/folders.zip: ", "50 members below one item"]);
}

#[test]
fn more_marks_than_are_kept_are_complained_of() {
    let mut picture = Vec::new();
    for _ in 0..10_001 {
        picture.extend(b"\xff\xd8\xff");
        // A mark behind a mark would be one trail.
        picture.extend(marked());
    }
    let bench = Bench::new();
    let members: [(&str, &[u8]); 1] = [("pictures.bin", &picture)];
    bench.file("many.zip", &zip_with(&members, zip::CompressionMethod::Stored));
    let taken = bench.take();
    taken.complains_once_of(&["dump/many.zip: ", "10000 within one file are the limit"]);
    assert_eq!(taken.complaints.len(), 1);
}

fn marked() -> Vec<u8> {
    let mut bytes = Vec::new();
    subtier_intake::append_mark(&mut bytes, "SERIAL");
    bytes
}

fn fixed_fields(name: &str, packed: &[u8]) -> Vec<u8> {
    let mut fields = vec![20, 0, 0, 0, 8, 0, 0, 0, 0, 0, 0, 0, 0, 0];
    fields.extend(u32::try_from(packed.len()).unwrap().to_le_bytes());
    fields.extend([0; 4]);
    fields.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
    fields.extend([0, 0]);
    fields
}

fn local_header(name: &str, packed: &[u8]) -> Vec<u8> {
    [b"PK\x03\x04", fixed_fields(name, packed).as_slice(), name.as_bytes()].concat()
}

fn directory_entry(name: &str, packed: &[u8]) -> Vec<u8> {
    let fields = fixed_fields(name, packed);
    [b"PK\x01\x02\x14\0", fields.as_slice(), &[0; 14], name.as_bytes()].concat()
}
