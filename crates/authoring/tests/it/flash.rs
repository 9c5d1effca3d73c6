//! Flash and Animate.

use std::io::{Cursor, Write};

use subtier_footage::Held;

use crate::{check, tell};

#[test]
fn a_packed_film_tells_compiler_and_fonts() {
    check(
        "film.swf",
        "swf",
        &[
            "application = Flash film of version 20",
            "application = Flash compiler, product 3 edition 6, version 4.6 build 23201",
            "created = 2024-01-16T12:05:12Z",
            "identifier = 000102030405060708090a0b0c0d0e0f",
            "font = 나눔고딕",
            "font = Gulim",
            "track_name = SC012",
        ],
    );
}

#[test]
fn a_plain_film_tells_the_same() {
    check(
        "film-plain.swf",
        "swf",
        &[
            "application = Flash film of version 20",
            "application = Flash compiler, product 3 edition 6, version 4.6 build 23201",
            "created = 2024-01-16T12:05:12Z",
            "identifier = 000102030405060708090a0b0c0d0e0f",
            "font = 나눔고딕",
            "font = Gulim",
            "track_name = SC012",
        ],
    );
}

#[test]
fn a_film_packed_with_lzma_tells_the_same() {
    check(
        "film-lzma.swf",
        "swf",
        &[
            "application = Flash film of version 20",
            "application = Flash compiler, product 3 edition 6, version 4.6 build 23201",
            "created = 2024-01-16T12:05:12Z",
            "identifier = 000102030405060708090a0b0c0d0e0f",
            "font = 나눔고딕",
            "font = Gulim",
            "track_name = SC012",
        ],
    );
}

#[test]
fn a_project_tells_program_times_layers_and_the_zone_of_its_machine() {
    check(
        "project.fla",
        "fla",
        &[
            "part_time = 2024-01-16T21:05:12",
            "clock_difference = +09:00: zip 2024-01-16T21:05:12 local, 2024-01-16T12:05:12Z in the extra field of the same part",
            "document_id = A1B2C3D4E5F60718293A4B5C6D7E8F90",
            "application = Saved by Animate Windows 24.0 build 305",
            "operating_system = Windows",
            "external_path = ../../Users/kim/LNT/bg.png",
            "user_path = ../../Users/kim/LNT/bg.png",
            "layer_name = 原画",
            "layer_name = 背景",
            "layer_name = 눈동자",
            "clock_difference = +09:00: zip 2024-01-16T21:05:12 local, last change 2024-01-16T12:04:52Z",
            "created = 2024-01-16T11:06:40Z",
            "modified = 2024-01-16T12:04:52Z",
        ],
    );
}

#[test]
fn the_document_of_a_folder_is_read_alone() {
    check(
        "DOMDocument.xml",
        "xfl",
        &[
            "document_id = A1B2C3D4E5F60718293A4B5C6D7E8F90",
            "application = Saved by Animate Windows 24.0 build 305",
            "operating_system = Windows",
            "external_path = ../../Users/kim/LNT/bg.png",
            "user_path = ../../Users/kim/LNT/bg.png",
            "layer_name = 原画",
            "layer_name = 背景",
            "created = 2024-01-16T11:06:40Z",
            "modified = 2024-01-16T12:04:52Z",
        ],
    );
}

/// A compound file as another program than our reader writes it, with strings as MFC stores them.
#[test]
fn a_compound_project_tells_the_paths_in_its_strings() {
    let path = "D:\\작업\\LNT\\SC012.swf";
    let mut contents =
        vec![1, 2, 3, 0xFF, 0xFE, 0xFF, u8::try_from(path.encode_utf16().count()).unwrap()];
    contents.extend(path.encode_utf16().flat_map(u16::to_le_bytes));
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).unwrap();
    for (name, content) in [("/Contents", contents), ("/Page 1", vec![0; 64])] {
        file.create_stream(name).unwrap().write_all(&content).unwrap();
    }
    let bytes = file.into_inner().into_inner();
    let testimony = tell(&Held::whole(&bytes), "a.fla").unwrap();
    assert_eq!(testimony.format, "fla-compound");
    let paths = testimony.signals.iter().filter(|signal| signal.kind.name() == "external_path");
    assert_eq!(paths.map(|signal| signal.value.as_str()).collect::<Vec<_>>(), [path]);
}
