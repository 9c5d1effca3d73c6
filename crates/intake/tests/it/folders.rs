//! Folders and what stands in them that is no plain file.
#![expect(clippy::disallowed_methods, reason = "tests make the files that are taken in")]

use std::ffi::OsStr;
use std::fs::{self, File, Permissions};
use std::io::{Seek, SeekFrom, Write};
use std::os::unix::ffi::OsStrExt;
use std::os::unix::fs::{PermissionsExt, symlink};
use std::os::unix::net::UnixListener;

use subtier_intake::{Config, Error, HoldingPolicy, Progress};
use subtier_model::{ContentKind, Holding};

use crate::support::{Bench, SMALL};

#[test]
fn files_are_taken_in_by_path_with_their_hashes() {
    let bench = Bench::new();
    bench.file("share/LNT/a.txt", b"abc");
    bench.file("share/b.jpg", b"\xff\xd8\xff\xe0 not a text");
    bench.file("empty.bin", b"");
    let taken = bench.take();
    assert_eq!(
        taken.items(),
        ["dump/empty.bin Empty 0", "dump/share/LNT/a.txt Text 3", "dump/share/b.jpg Jpeg 15"]
    );
    assert_eq!(taken.complained(), [""; 0]);
    let item = taken.item("dump/share/LNT/a.txt");
    // FIPS 180-2, appendix B.1.
    let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
    assert_eq!(item.sha256.unwrap().to_string(), expected);
    assert!(item.blake3.is_some() && item.modified.is_some());
    assert_eq!(taken.bytes("dump/share/LNT/a.txt"), b"abc");
    assert_eq!((taken.summary.files, taken.summary.bytes), (3, 18));
}

#[test]
fn the_same_dump_gives_the_same_evidence_wherever_it_lies() {
    let ids = || {
        let bench = Bench::new();
        bench.file("a.txt", b"abc");
        bench.file("b.zip", &crate::support::zip_of(&[("c.txt", b"def")]));
        bench.take().evidence.iter().map(|item| item.id).collect::<Vec<_>>()
    };
    assert_eq!(ids(), ids());
}

#[test]
fn duplicates_are_stored_once_and_each_path_is_an_item() {
    let bench = Bench::new();
    bench.file("one.txt", b"the same bytes");
    bench.file("two.txt", b"the same bytes");
    let taken = bench.take();
    let (one, two) = (taken.item("dump/one.txt"), taken.item("dump/two.txt"));
    assert_eq!(one.sha256, two.sha256);
    assert_ne!(one.id, two.id);
    let n_blobs = walk(&bench.case_dir().join("evidence/blobs"));
    assert_eq!(n_blobs, 1);
}

fn walk(dir: &std::path::Path) -> usize {
    let shelves = fs::read_dir(dir).unwrap().map(|shelf| shelf.unwrap().path());
    shelves.map(|shelf| fs::read_dir(shelf).unwrap().count()).sum()
}

#[test]
fn links_pipes_and_sockets_are_entries_and_never_opened() {
    let bench = Bench::new();
    let dump = bench.dump();
    symlink("/etc/passwd", dump.join("link")).unwrap();
    symlink("..", dump.join("up")).unwrap();
    let mode = rustix::fs::Mode::from_raw_mode(0o600);
    let kind = rustix::fs::FileType::Fifo;
    rustix::fs::mknodat(rustix::fs::CWD, dump.join("pipe"), kind, mode, 0).unwrap();
    let _socket = UnixListener::bind(dump.join("socket")).unwrap();
    let taken = bench.take();
    assert_eq!(taken.paths(), ["dump/link", "dump/pipe", "dump/socket", "dump/up"]);
    assert!(taken.evidence.iter().all(|item| item.holding == Holding::EntryOnly));
    assert!(taken.evidence.iter().all(|item| item.sha256.is_none()));
    taken.complains_once_of(&["dump/link: ", "a symbolic link to /etc/passwd, not followed"]);
    taken.complains_once_of(&["dump/pipe: ", "a pipe, never opened"]);
    taken.complains_once_of(&["dump/socket: ", "a socket, never opened"]);
}

#[test]
fn an_unreadable_file_is_an_entry_with_its_reason() {
    let bench = Bench::new();
    let path = bench.file("secret.txt", b"secret");
    fs::set_permissions(&path, Permissions::from_mode(0o000)).unwrap();
    if File::open(&path).is_ok() {
        // Root reads everything; the walk's own test of a missing folder has to do.
        return;
    }
    let taken = bench.take();
    assert_eq!(taken.item("dump/secret.txt").holding, Holding::EntryOnly);
    taken.complains_once_of(&["dump/secret.txt: ", "cannot be read: "]);
}

#[test]
fn a_huge_file_of_holes_is_left_where_it_is() {
    let bench = Bench::new();
    let path = bench.file("disk.img", b"\x89PNG\r\n\x1a\n and so on");
    let mut file = File::options().write(true).open(path).unwrap();
    file.set_len(1 << 40).unwrap();
    let mut trailer = Vec::new();
    subtier_intake::append_mark(&mut trailer, "SERIAL");
    file.seek(SeekFrom::End(-(i64::try_from(trailer.len()).unwrap()))).unwrap();
    file.write_all(&trailer).unwrap();
    let taken = bench.take();
    let item = taken.item("dump/disk.img");
    assert_eq!((item.size, item.sha256, item.blake3), (1 << 40, None, None));
    assert_eq!((item.holding, item.kind), (Holding::Referenced, ContentKind::Png));
    taken.complains_once_of(&["dump/disk.img: ", "sparse: ", "its hash is missing"]);
    assert_eq!(taken.trails().len(), 1);
}

#[test]
fn a_small_hole_is_read_like_any_other_bytes() {
    let bench = Bench::new();
    let path = bench.file("small.img", b"head");
    File::options().write(true).open(path).unwrap().set_len(1 << 20).unwrap();
    let taken = bench.take();
    assert_eq!(taken.bytes("dump/small.img").len(), 1 << 20);
}

#[test]
fn by_reference_hashes_and_copies_nothing_but_members() {
    let bench = Bench::new();
    bench.file("a.txt", b"abc");
    bench.file("b.zip", &crate::support::zip_of(&[("c.txt", b"def")]));
    let config =
        Config { sources: vec![bench.dump()], holding: HoldingPolicy::Reference, limits: SMALL };
    let taken = bench.take_config(&config);
    assert_eq!(taken.item("dump/a.txt").holding, Holding::Referenced);
    assert!(taken.item("dump/a.txt").sha256.is_some());
    assert_eq!(taken.item("dump/b.zip!/c.txt").holding, Holding::Copied);
    assert_eq!(taken.bytes("dump/b.zip!/c.txt"), b"def");
    assert!(!taken.case.blob_path(&taken.item("dump/a.txt").sha256.unwrap()).exists());
}

#[test]
fn the_case_folder_inside_a_source_is_left_out() {
    let bench = Bench::new();
    bench.file("a.txt", b"abc");
    let config = Config {
        sources: vec![bench.dir.path().to_owned()],
        holding: HoldingPolicy::Reference,
        limits: SMALL,
    };
    let taken = bench.take_config(&config);
    assert_eq!(taken.evidence.len(), 1);
    assert!(taken.evidence[0].path.ends_with("/dump/a.txt"));
    // Its name must not reach a report; custody alone says that something was left out.
    assert_eq!(taken.complained(), [""; 0]);
    let custody = fs::read_to_string(bench.case_dir().join("evidence/custody.jsonl")).unwrap();
    assert_eq!(custody.matches("without the folder of this case").count(), 1);
}

#[test]
fn the_case_folder_itself_is_no_source() {
    let bench = Bench::new();
    let config = Config {
        sources: vec![bench.case_dir()],
        holding: HoldingPolicy::Reference,
        limits: SMALL,
    };
    let clock = std::sync::Arc::new(subtier_testkit::FakeClock::default());
    let mut case = subtier_store::Case::open_or_create(&bench.case_dir(), clock).unwrap();
    let error = subtier_intake::run(&mut case, &config, &subtier_intake::Silent).unwrap_err();
    assert!(matches!(error, Error::CaseFolder { .. }), "{error}");
}

/// Calls once, when a source was walked over and no file of it was opened yet.
struct AfterTheWalk<F: Fn()>(F);

impl<F: Fn()> Progress for AfterTheWalk<F> {
    fn begin(&self, _source: &str, _files: u64, _bytes: u64) {
        (self.0)();
    }
    fn advance(&self, _files: u64, _bytes: u64) {}
    fn opening(&self, _path: &str) {}
    fn finish(&self) {}
}

#[test]
fn a_link_put_in_the_place_of_a_folder_after_the_walk_leads_nowhere() {
    let bench = Bench::new();
    bench.file("d/secret.txt", b"of the dump");
    let outside = bench.dir.path().join("outside");
    fs::create_dir(&outside).unwrap();
    fs::write(outside.join("secret.txt"), b"not of the dump").unwrap();
    let swap = AfterTheWalk(|| {
        fs::rename(bench.dump().join("d"), bench.dir.path().join("moved")).unwrap();
        symlink(&outside, bench.dump().join("d")).unwrap();
    });
    for holding in
        [HoldingPolicy::Copy { reference_above_bytes: u64::MAX }, HoldingPolicy::Reference]
    {
        let config = Config { sources: vec![bench.dump()], holding, limits: SMALL };
        let taken = bench.take_shown(&config, &swap);
        assert_eq!(taken.item("dump/d/secret.txt").holding, Holding::EntryOnly, "{holding:?}");
        taken.complains_once_of(&["dump/d/secret.txt: ", "cannot be read: "]);
        fs::rename(bench.dump().join("d"), bench.dir.path().join(format!("{holding:?}"))).unwrap();
        fs::rename(bench.dir.path().join("moved"), bench.dump().join("d")).unwrap();
    }
}

#[test]
fn a_path_that_is_not_utf8_is_found_again_by_its_custody_line() {
    let bench = Bench::new();
    let path = bench.dump().join(OsStr::from_bytes(b"\xd0\xde\xb8\xc4.txt"));
    if fs::write(&path, b"abc").is_err() {
        // A file system that takes UTF-8 names alone.
        return;
    }
    let config =
        Config { sources: vec![bench.dump()], holding: HoldingPolicy::Reference, limits: SMALL };
    let taken = bench.take_config(&config);
    let location = &taken.case.locations().unwrap()[&taken.evidence[0].id];
    assert_eq!(location, &path.canonicalize().unwrap());
}

#[test]
fn a_path_too_long_to_be_shown_is_cut_and_complained_of() {
    let bench = Bench::new();
    let (part, mut dir) = ("d".repeat(200), File::open(bench.dump()).unwrap());
    let mode = rustix::fs::Mode::from_raw_mode(0o700);
    let flags = rustix::fs::OFlags::RDONLY;
    for _ in 0..25 {
        rustix::fs::mkdirat(&dir, &part, mode).unwrap();
        dir = rustix::fs::openat(&dir, &part, flags, mode).unwrap().into();
    }
    for name in ["one", "two"] {
        let flags = rustix::fs::OFlags::CREATE | rustix::fs::OFlags::WRONLY;
        let mut file: File = rustix::fs::openat(&dir, name, flags, mode).unwrap().into();
        file.write_all(name.as_bytes()).unwrap();
    }
    let taken = bench.take_with(subtier_intake::Limits { folder_depth_max: 50, ..SMALL });
    assert_eq!(taken.evidence.len(), 2);
    assert!(taken.evidence.iter().all(|item| item.path.len() <= 4096 && item.size == 3));
    assert_ne!(taken.evidence[0].path, taken.evidence[1].path);
    assert_eq!(taken.complaints.len(), 2);
    assert!(taken.complaints.iter().all(|complaint| complaint.reason.contains("too long")));
}

#[test]
fn folders_too_deep_are_named() {
    let bench = Bench::new();
    bench.file("1/2/3/4/5/6/7/deep.txt", b"deep");
    bench.file("1/2/3/near.txt", b"near");
    let taken = bench.take();
    assert_eq!(taken.paths(), ["dump/1/2/3/near.txt"]);
    taken.complains_once_of(&["dump/1/2/3/4/5: ", "deeper than the limit"]);
}

#[test]
fn file_names_in_a_foreign_encoding_are_readable_and_keep_their_bytes() {
    let bench = Bench::new();
    // 修改意见 in GBK.
    let name = OsStr::from_bytes(b"\xd0\xde\xb8\xc4\xd2\xe2\xbc\xfb.txt");
    if File::create(bench.dump().join(name)).is_err() {
        // A file system that takes UTF-8 names alone.
        return;
    }
    let taken = bench.take();
    let item = &taken.evidence[0];
    assert_eq!(item.path, "dump/修改意见.txt");
    assert_eq!(item.name_bytes.as_deref(), Some("d0deb8c4d2e2bcfb2e747874"));
    assert!(item.name_encoding.is_some());
}

#[test]
fn two_sources_of_one_name_are_told_apart_and_a_file_is_a_source() {
    let bench = Bench::new();
    let one = bench.file("one/log.txt", b"one");
    let two = bench.file("two/log.txt", b"two");
    let config =
        Config { sources: vec![one, two], holding: HoldingPolicy::Reference, limits: SMALL };
    let taken = bench.take_config(&config);
    assert_eq!(taken.items(), ["log.txt Text 3", "log.txt~2 Text 3"]);
}

#[test]
fn a_source_that_is_not_there_is_an_error() {
    let bench = Bench::new();
    let clock = std::sync::Arc::new(subtier_testkit::FakeClock::default());
    let mut case = subtier_store::Case::open_or_create(&bench.case_dir(), clock).unwrap();
    let config = Config {
        sources: vec![bench.dump().join("missing")],
        holding: HoldingPolicy::Reference,
        limits: SMALL,
    };
    let error = subtier_intake::run(&mut case, &config, &subtier_intake::Silent).unwrap_err();
    assert!(matches!(error, Error::NoSource { .. }), "{error}");
}
