//! Members of every kind of container, and the names they come under.

use std::io::Write;

use subtier_model::{ContentKind, Holding, Timestamp};

use crate::support::{Bench, gzip, replace, tar_of, zip_of, zip_with};

#[test]
fn members_are_items_below_their_archive() {
    let bench = Bench::new();
    bench.file("0116.zip", &zip_of(&[("a/b.txt", b"abc"), ("c.jpg", b"\xff\xd8\xff\xe0")]));
    let taken = bench.take();
    assert_eq!(
        taken.items()[1..],
        ["dump/0116.zip!/a/b.txt Text 3", "dump/0116.zip!/c.jpg Jpeg 4"]
    );
    let archive = taken.item("dump/0116.zip");
    assert_eq!(archive.kind, ContentKind::Zip);
    assert_eq!(taken.item("dump/0116.zip!/c.jpg").parent, Some(archive.id));
    assert_eq!(taken.bytes("dump/0116.zip!/a/b.txt"), b"abc");
    assert_eq!(taken.complained(), [""; 0]);
}

#[test]
fn every_packing_is_opened_down_to_its_members() {
    let tar = tar_of(&[(b"d/a.txt", b"inside"), (b"b.txt", b"second")]);
    let bench = Bench::new();
    bench.file("plain.tar", &tar);
    bench.file("t.tar.gz", &gzip(&tar));
    bench.file("t.tar.zst", &zstd::encode_all(tar.as_slice(), 3).unwrap());
    let mut bz2 = bzip2::write::BzEncoder::new(Vec::new(), bzip2::Compression::fast());
    bz2.write_all(&tar).unwrap();
    bench.file("t.tbz2", &bz2.finish().unwrap());
    let options = lzma_rust2::XzOptions::with_preset(1);
    let mut xz = lzma_rust2::XzWriter::new(Vec::new(), options).unwrap();
    xz.write_all(&tar).unwrap();
    bench.file("t.tar.xz", &xz.finish().unwrap());
    bench.file("access.log.1.gz", &gzip(b"10.0.0.1 - - []"));
    let taken = bench.take();
    assert_eq!(taken.complained(), [""; 0]);
    for archive in ["plain.tar", "t.tar.gz", "t.tar.zst", "t.tbz2", "t.tar.xz"] {
        assert_eq!(taken.bytes(&format!("dump/{archive}!/d/a.txt")), b"inside");
        let member = taken.item(&format!("dump/{archive}!/b.txt"));
        assert_eq!(member.modified, Some(Timestamp::from_secs(1_700_000_000)));
    }
    assert_eq!(taken.bytes("dump/access.log.1.gz!/access.log.1"), b"10.0.0.1 - - []");
}

#[test]
fn containers_in_containers_are_opened() {
    let inner = zip_of(&[("deep.txt", b"deep")]);
    let tar = tar_of(&[(b"inner.zip", &inner)]);
    let bench = Bench::new();
    bench.file("outer.zip", &zip_of(&[("mid.tar.gz", &gzip(&tar))]));
    let taken = bench.take();
    let path = "dump/outer.zip!/mid.tar.gz!/inner.zip!/deep.txt";
    assert_eq!(taken.bytes(path), b"deep");
    let parent = taken.item("dump/outer.zip!/mid.tar.gz!/inner.zip").id;
    assert_eq!(taken.item(path).parent, Some(parent));
}

#[test]
fn office_files_are_opened_as_what_they_are() {
    let docx = [
        ("[Content_Types].xml", &b"<Types/>"[..]),
        ("word/media/image1.png", b"\x89PNG\r\n\x1a\n"),
    ];
    let late = [("word/document.xml", &b"<w/>"[..]), ("[Content_Types].xml", b"<Types/>")];
    let other = [("first.txt", &b"x"[..]), ("[Content_Types].xml", b"<Types/>")];
    let bench = Bench::new();
    bench.file("a.docx", &zip_of(&docx));
    bench.file("late.zip", &zip_of(&late));
    bench.file("other.zip", &zip_of(&other));
    let taken = bench.take();
    assert_eq!(taken.item("dump/a.docx").kind, ContentKind::OfficeZip);
    assert_eq!(taken.item("dump/late.zip").kind, ContentKind::OfficeZip);
    assert_eq!(taken.item("dump/other.zip").kind, ContentKind::OfficeZip);
    assert_eq!(taken.item("dump/a.docx!/word/media/image1.png").kind, ContentKind::Png);
}

#[test]
fn names_that_point_outside_stay_under_the_archive_and_are_complained_of() {
    let members: [(&[u8], &[u8]); 3] =
        [(b"../outside.txt", b"one"), (b"/etc/cron.d/x", b"two"), (b"a/../../../b", b"three")];
    let bench = Bench::new();
    bench.file("evil.tar", &tar_of(&members));
    bench.file("evil.zip", &zip_of(&[("../outside.txt", b"four"), ("C:\\x.txt", b"five")]));
    let taken = bench.take();
    assert_eq!(taken.bytes("dump/evil.tar!/../outside.txt"), b"one");
    assert_eq!(taken.bytes("dump/evil.tar!//etc/cron.d/x"), b"two");
    assert_eq!(taken.bytes("dump/evil.tar!/a/../../../b"), b"three");
    assert_eq!(taken.bytes("dump/evil.zip!/../outside.txt"), b"four");
    assert_eq!(taken.bytes("dump/evil.zip!/C:\\x.txt"), b"five");
    taken.complains_once_of(&["evil.zip: entry ../outside.txt: ", "points outside"]);
    assert_eq!(taken.complaints.len(), 5);
    // Nothing was written beside the case and the dump.
    let beside: Vec<_> = std::fs::read_dir(bench.dir.path()).unwrap().collect();
    assert_eq!(beside.len(), 2);
}

#[test]
fn links_and_devices_in_a_tar_are_entries() {
    let mut builder = tar::Builder::new(Vec::new());
    let kinds = [
        ("link", tar::EntryType::Symlink),
        ("hard", tar::EntryType::Link),
        ("device", tar::EntryType::Block),
        ("pipe", tar::EntryType::Fifo),
    ];
    for (name, kind) in kinds {
        let mut header = tar::Header::new_gnu();
        header.set_path(name).unwrap();
        header.set_entry_type(kind);
        header.set_link_name("/etc/shadow").unwrap();
        header.set_size(0);
        header.set_cksum();
        builder.append(&header, std::io::empty()).unwrap();
    }
    let bench = Bench::new();
    bench.file("t.tar", &builder.into_inner().unwrap());
    let taken = bench.take();
    for (name, _) in kinds {
        assert_eq!(taken.item(&format!("dump/t.tar!/{name}")).holding, Holding::EntryOnly);
    }
    taken.complains_once_of(&["entry link: ", "a symbolic link to /etc/shadow, not followed"]);
    taken.complains_once_of(&["entry hard: ", "a hard link to /etc/shadow, not followed"]);
    taken.complains_once_of(&["entry device: ", "a device"]);
    taken.complains_once_of(&["entry pipe: ", "a pipe"]);
}

#[test]
fn long_names_of_both_kinds_of_tar_are_whole() {
    let long = format!("{}/file.txt", "folder".repeat(40));
    let mut gnu = tar::Builder::new(Vec::new());
    let mut header = tar::Header::new_gnu();
    header.set_size(1);
    gnu.append_data(&mut header, &long, &b"g"[..]).unwrap();
    let mut pax = tar::Builder::new(Vec::new());
    pax.append_pax_extensions([("path", long.as_bytes())]).unwrap();
    let mut header = tar::Header::new_ustar();
    header.set_path("short").unwrap();
    header.set_size(1);
    header.set_cksum();
    pax.append(&header, &b"p"[..]).unwrap();
    let bench = Bench::new();
    bench.file("gnu.tar", &gnu.into_inner().unwrap());
    bench.file("pax.tar", &pax.into_inner().unwrap());
    let taken = bench.take();
    assert_eq!(taken.bytes(&format!("dump/gnu.tar!/{long}")), b"g");
    assert_eq!(taken.bytes(&format!("dump/pax.tar!/{long}")), b"p");
}

#[test]
fn names_of_a_zip_in_gbk_are_readable_and_keep_their_bytes() {
    // 修改意见 and 第一集 in GBK, put in the place of names of the same length.
    let mut zip = zip_of(&[("AAAAAAAA.txt", b"a"), ("BBBBBB.txt", b"b")]);
    replace(&mut zip, b"AAAAAAAA", b"\xd0\xde\xb8\xc4\xd2\xe2\xbc\xfb");
    replace(&mut zip, b"BBBBBB", b"\xb5\xda\xd2\xbb\xbc\xaf");
    let bench = Bench::new();
    bench.file("n.zip", &zip);
    let taken = bench.take();
    let item = taken.item("dump/n.zip!/修改意见.txt");
    assert_eq!(item.name_bytes.as_deref(), Some("d0deb8c4d2e2bcfb2e747874"));
    assert!(item.name_encoding.is_some());
    assert_eq!(taken.bytes("dump/n.zip!/第一集.txt"), b"b");
}

#[test]
fn what_cannot_be_unpacked_is_an_entry_with_its_reason() {
    let mut encrypted = zip_of(&[("a.txt", b"abc")]);
    let mut unknown = encrypted.clone();
    for (signature, flags_at) in [(&b"PK\x03\x04"[..], 6), (b"PK\x01\x02", 8)] {
        let at = encrypted.windows(4).position(|window| window == signature).unwrap();
        encrypted[at + flags_at] |= 1;
        // Method 9 is Deflate64.
        unknown[at + flags_at + 2] = 9;
    }
    let bench = Bench::new();
    bench.file("e.zip", &encrypted);
    bench.file("u.zip", &unknown);
    let taken = bench.take();
    assert_eq!(taken.item("dump/e.zip!/a.txt").holding, Holding::EntryOnly);
    taken.complains_once_of(&["e.zip: entry a.txt: ", "encrypted"]);
    taken.complains_once_of(&["u.zip: entry a.txt: ", "method 9"]);
}

#[test]
fn two_members_of_one_name_are_both_kept() {
    let mut zip = zip_of(&[("a.txt", b"first"), ("b.txt", b"second")]);
    replace(&mut zip, b"b.txt", b"a.txt");
    let bench = Bench::new();
    bench.file("d.zip", &zip);
    let taken = bench.take();
    assert_eq!(taken.paths(), ["dump/d.zip", "dump/d.zip!/a.txt", "dump/d.zip!/a.txt"]);
    taken.complains_once_of(&["entry a.txt: ", "more than once"]);
}

#[test]
fn a_zip_written_to_a_stream_is_read_with_its_empty_members() {
    let mut writer = zip::ZipWriter::new_stream(Vec::new());
    for method in [zip::CompressionMethod::Stored, zip::CompressionMethod::Deflated] {
        let options = zip::write::SimpleFileOptions::default().compression_method(method);
        writer.start_file(format!("{method}/empty"), options).unwrap();
        writer.start_file(format!("{method}/full"), options).unwrap();
        writer.write_all(b"full").unwrap();
    }
    let zip = writer.finish().unwrap().into_inner();
    let bench = Bench::new();
    bench.file("s.zip", &zip);
    let taken = bench.take();
    assert_eq!(taken.complained(), [""; 0]);
    let sizes: Vec<u64> = taken.evidence.iter().skip(1).map(|item| item.size).collect();
    assert_eq!(sizes, [0, 4, 0, 4]);
}

#[test]
fn a_zip_behind_a_program_is_opened_only_where_it_begins_as_a_zip() {
    let zip = zip_of(&[("a.txt", b"abc")]);
    let bench = Bench::new();
    bench.file("setup.exe", &[b"MZ\x90\x00 a program \x00\x01".as_slice(), &zip].concat());
    // A first member that the directory does not know stands before those that it knows, and all
    // offsets in it are wrong by that.
    let before = zip_of(&[("before.txt", b"before")]);
    let end = before.windows(4).position(|window| window == b"PK\x01\x02").unwrap();
    bench.file("shifted.zip", &[&before[..end], &zip].concat());
    let taken = bench.take();
    assert_eq!(taken.item("dump/setup.exe").kind, ContentKind::Binary);
    assert_eq!(taken.bytes("dump/shifted.zip!/a.txt"), b"abc");
    assert_eq!(taken.complained(), [""; 0]);
}

#[test]
fn a_member_with_a_wrong_checksum_is_kept_and_complained_of() {
    let stored = zip_with(&[("a.txt", b"abcdef")], zip::CompressionMethod::Stored);
    let mut wrong = stored.clone();
    replace(&mut wrong, b"abcdef", b"abcdeX");
    let bench = Bench::new();
    bench.file("wrong.zip", &wrong);
    let taken = bench.take();
    assert_eq!(taken.bytes("dump/wrong.zip!/a.txt"), b"abcdeX");
    taken.complains_once_of(&["wrong.zip: entry a.txt: its checksum is "]);
}
