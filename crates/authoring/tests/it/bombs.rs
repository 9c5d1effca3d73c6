//! Project files that are built to hang a reader or to fill its memory: each ends soon, with the reason in words.

use std::io::Write;

use subtier_footage::{Held, Testimony};

use crate::{bytes_of, tell};

fn reasons(testimony: &Testimony) -> Vec<&str> {
    testimony.faults.iter().map(|fault| fault.reason.as_str()).collect()
}

#[track_caller]
fn complains(bytes: &[u8], name: &str, of: &str) {
    let testimony = tell(&Held::whole(bytes), name).expect("a reader for it");
    let reasons = reasons(&testimony);
    assert!(reasons.iter().any(|reason| reason.contains(of)), "{reasons:?}");
}

/// A megabyte of spaces again and again.
fn spaces(to: &mut impl Write, n_mebibytes: usize) {
    for _ in 0..n_mebibytes {
        to.write_all(&vec![b' '; 1 << 20]).expect("a packer takes it");
    }
}

#[test]
fn a_project_of_after_effects_a_hundred_thousand_lists_deep_ends() {
    let n_lists = 100_000_u32;
    let mut bytes = b"RIFX".to_vec();
    bytes.extend((4 + n_lists * 12).to_be_bytes());
    bytes.extend(b"Egg!");
    for nth in (0..n_lists).rev() {
        bytes.extend(b"LIST");
        bytes.extend((4 + nth * 12).to_be_bytes());
        bytes.extend(b"Fold");
    }
    complains(&bytes, "a.aep", "deeper than 256");
}

#[test]
fn entities_of_a_scene_that_grow_tenfold_ten_times_are_not_expanded() {
    let mut xml = "<?xml version='1.0'?><!DOCTYPE project [<!ENTITY a0 'aaaaaaaaaa'>".to_owned();
    for nth in 1..10 {
        let last = nth - 1;
        xml += &["<!ENTITY a", &nth.to_string(), " '", &format!("&a{last};").repeat(10), "'>"]
            .concat();
    }
    for (name, root) in [("scene.xstage", "project"), ("a.prproj", "PremiereData")] {
        let xml = format!(
            "{}]><{root} source=\"Harmony Premium\" version=\"1\"><x>&a9;</x></{root}>",
            xml.replace("project", root)
        );
        complains(xml.as_bytes(), name, "defines entities");
        let testimony = tell(&Held::whole(xml.as_bytes()), name).expect("a reader for it");
        assert!(testimony.signals.iter().all(|signal| !signal.value.contains("aaaa")));
    }
}

#[test]
fn a_scene_a_hundred_thousand_elements_deep_ends() {
    let xml = format!("<project source=\"Harmony\" version=\"1\">{}", "<a>".repeat(100_000));
    complains(xml.as_bytes(), "scene.xstage", "");
}

#[test]
fn projects_packed_with_gzip_that_burst_end_at_the_limit() {
    for (name, head) in [("a.prproj", "<PremiereData>"), ("a.sifz", "<canvas version=\"1.0\">")] {
        let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
        packer.write_all(head.as_bytes()).expect("a packer takes it");
        spaces(&mut packer, 64);
        complains(&packer.finish().expect("a packer ends"), name, "more than the limit");
    }
}

#[test]
fn a_file_of_blender_packed_with_gzip_that_bursts_ends_at_the_limit() {
    let mut packer = flate2::write::GzEncoder::new(Vec::new(), flate2::Compression::best());
    packer.write_all(b"BLENDER-v304DATA\0\0\0\x7F").expect("a packer takes it");
    packer.write_all(&[0; 16]).expect("a packer takes it");
    spaces(&mut packer, 64);
    complains(&packer.finish().expect("a packer ends"), "a.blend", "");
}

#[test]
fn a_file_of_blender_of_a_million_blocks_ends() {
    let mut bytes = b"BLENDER-v304".to_vec();
    for _ in 0..1_000_000 {
        bytes.extend(b"DATA\0\0\0\0\x01\0\0\0\0\0\0\0\0\0\0\0\0\0\0\0");
    }
    complains(&bytes, "a.blend", "");
}

#[test]
fn flash_films_that_burst_end_at_the_limit() {
    let mut zlib = flate2::write::ZlibEncoder::new(
        b"CWS\x0B\xFF\xFF\xFF\x7F".to_vec(),
        flate2::Compression::best(),
    );
    spaces(&mut zlib, 64);
    complains(&zlib.finish().expect("a packer ends"), "a.swf", "");
    // A dictionary of four gigabytes is asked for.
    let mut lzma = bytes_of("film-lzma.swf");
    lzma[13..17].fill(0xFF);
    tell(&Held::whole(&lzma), "a.swf").expect("a reader for it");
}

#[expect(clippy::indexing_slicing, reason = "the sample is ours and holds a database")]
/// A file of Clip Studio whose pages are changed by `change`, which is told their number.
fn clip(change: impl Fn(u32, &mut [u8])) -> Vec<u8> {
    let mut bytes = bytes_of("picture.clip");
    let begin = bytes
        .windows(16)
        .position(|window| window == b"SQLite format 3\0")
        .expect("the sample holds a database");
    let page_bytes = usize::from(u16::from_be_bytes([bytes[begin + 16], bytes[begin + 17]]));
    for (number, page) in (1..).zip(bytes[begin..].chunks_exact_mut(page_bytes)) {
        change(number, page);
    }
    bytes
}

#[test]
fn pages_of_a_database_that_lead_to_themselves_end() {
    // The first number of a page that overflows is that of the next one; on others it is no number of a page.
    let bytes = clip(|number, page| {
        if !matches!(page[0], 0x05 | 0x0D | 0x0A | 0x02) && number > 1 {
            page[..4].copy_from_slice(&number.to_be_bytes());
        }
    });
    complains(&bytes, "picture.clip", "cannot be read");
    // Every page is an inner one whose only child is itself.
    let bytes = clip(|number, page| {
        let head = if number == 1 { 100 } else { 0 };
        page[head] = 0x05;
        page[head + 3..head + 5].fill(0);
        page[head + 8..head + 12].copy_from_slice(&number.to_be_bytes());
    });
    complains(&bytes, "picture.clip", "met twice");
}

#[test]
fn a_compound_file_whose_sectors_lead_in_a_circle_ends() {
    let mut compound =
        cfb::CompoundFile::create(std::io::Cursor::new(Vec::new())).expect("a compound file");
    let mut stream = compound.create_stream("/Contents").expect("a stream");
    stream.write_all(&vec![b'a'; 20_000]).expect("a stream takes it");
    drop(stream);
    compound.flush().expect("a compound file ends");
    let whole = compound.into_inner().into_inner();
    // The table of sectors: each entry is the number of the next; all of them become their own.
    let sector_bytes = 1_usize << u16::from_le_bytes([whole[30], whole[31]]);
    let first_table = u32::from_le_bytes([whole[76], whole[77], whole[78], whole[79]]) as usize;
    let mut circle = whole;
    let at = (first_table + 1) * sector_bytes;
    for (number, entry) in (0_u32..).zip(circle[at..at + sector_bytes].chunks_exact_mut(4)) {
        if entry != [0xFF; 4] {
            entry.copy_from_slice(&number.to_le_bytes());
        }
    }
    let testimony = tell(&Held::whole(&circle), "a.fla");
    if let Some(testimony) = testimony {
        assert!(!testimony.faults.is_empty());
    }
}

#[test]
fn zips_within_zips_are_not_opened_and_their_size_is_not_believed() {
    let options = zip::write::SimpleFileOptions::default();
    let mut inner = b"PK\x05\x06".to_vec();
    inner.resize(22, 0);
    for _ in 0..50 {
        let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        archive.start_file("DOMDocument.xml", options).expect("a part");
        archive.write_all(&inner).expect("a part takes it");
        inner = archive.finish().expect("a zip ends").into_inner();
    }
    complains(&inner, "a.fla", "");
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    archive.start_file("maindoc.xml", options).expect("a part");
    spaces(&mut archive, 64);
    archive.start_file("mimetype", options).expect("a part");
    let bytes = archive.finish().expect("a zip ends").into_inner();
    // Whatever takes it for its own does not unpack all of it.
    drop(tell(&Held::whole(&bytes), "a.kra"));
}

#[test]
fn a_picture_of_krita_with_a_part_that_bursts_ends_at_the_limit() {
    let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let stored =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    archive.start_file("mimetype", stored).expect("a part");
    archive.write_all(b"application/x-krita").expect("a part takes it");
    let packed = zip::write::SimpleFileOptions::default();
    for name in ["maindoc.xml", "documentinfo.xml", "mergedimage.png"] {
        archive.start_file(name, packed).expect("a part");
        spaces(&mut archive, 64);
    }
    let bytes = archive.finish().expect("a zip ends").into_inner();
    let testimony = tell(&Held::whole(&bytes), "a.kra").expect("a reader for it");
    assert!(
        reasons(&testimony).iter().filter(|reason| reason.contains("only its first")).count() >= 2
    );
}
