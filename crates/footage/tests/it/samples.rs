//! What is read of each sample; `make/samples.sh` beside them says which program wrote it.
#![expect(clippy::disallowed_methods, reason = "tests read samples")]

use std::path::Path;

use subtier_blocks::SignalKind as Kind;
use subtier_footage::{Held, READERS, Telling, Testimony, carve};

fn told(name: &str) -> Testimony {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples").join(name);
    let bytes = std::fs::read(path).expect("a sample of this folder");
    let held = Held::whole(&bytes);
    let reader =
        READERS.iter().find(|reader| (reader.is_it)(&held, name)).expect("a sample of this folder");
    let mut telling = Telling::new(reader.format, subtier_blocks::Limits::STANDARD);
    (reader.read)(&held, &mut telling);
    telling.finish()
}

/// Checks the format, the size and that each signal is there.
fn check(name: &str, format: &str, size: Option<(u32, u32)>, signals: &[(Kind, &str)]) {
    let testimony = told(name);
    assert_eq!((testimony.format, testimony.size), (format, size), "{name}");
    for (kind, value) in signals {
        let has =
            testimony.signals.iter().any(|signal| signal.kind == *kind && signal.value == *value);
        assert!(has, "{name} has no {} {value:?}: {:#?}", kind.name(), testimony.signals);
    }
}

const SIZE: Option<(u32, u32)> = Some((64, 36));

/// What exiftool wrote into the packet of every sample.
const PACKET: &[(Kind, &str)] = &[
    (Kind::Application, "Adobe Photoshop CC 2017 (Windows)"),
    (Kind::Created, "2016-01-16T21:05:12+08:30"),
    (Kind::HalfHourZone, "2016-01-16T21:05:12+08:30"),
    (Kind::ZoneOffset, "+09:00"),
    (Kind::DocumentId, "xmp.did:11111111-2222-4333-8444-555555555555"),
    (Kind::Identifier, "xmp.iid:6"),
    (Kind::Ancestor, "xmp.did:8"),
    (Kind::Ancestor, "xmp.did:10"),
    (
        Kind::SaveHistory,
        "2016-01-16T21:05:12+08:30 | created | Adobe Photoshop CS6 (Windows) | xmp.iid:9",
    ),
    (Kind::Author, "김철수"),
    (Kind::AuthorPosition, "원화"),
];

#[test]
fn png_texts_time_and_profile() {
    check("convert.png", "png", SIZE, &[(Kind::Author, "김철수"), (Kind::Title, "LNT SC012")]);
    check(
        "pillow.png",
        "png",
        SIZE,
        &[
            (Kind::Application, "Retouch 3.1"),
            (Kind::UserPath, "C:\\Users\\kim\\Desktop\\SC012.clip"),
            (Kind::Comment, "Comment: 수정 요청"),
            (Kind::HalfHourZone, "2016-01-16T21:05:12+08:30"),
            (Kind::Machine, "ANIM-PC-07"),
            (Kind::Modified, "2024-01-16T21:05:12"),
            (Kind::Resolution, "11811 x 11811 per metre"),
        ],
    );
    assert!(told("pillow.png").signals.iter().any(|signal| signal.kind == Kind::ColourProfile));
}

#[test]
fn jpeg_exif_iptc_and_xmp() {
    check("exiftool.jpg", "jpeg", SIZE, PACKET);
    check(
        "exiftool.jpg",
        "jpeg",
        SIZE,
        &[
            (Kind::Camera, "Example Example X1"),
            (Kind::SerialNumber, "SN-0042"),
            (Kind::Taken, "2024-01-16T21:05:12+09:00"),
            (Kind::ClockDifference, "+09:00: time taken beside time of the satellites"),
            (Kind::Location, "39.019400, 125.738100"),
            (Kind::Comment, "작감 수정"),
            (Kind::Comment, "cut 12"),
            (Kind::Application, "Retouch 3.1"),
            (Kind::AuthorPosition, "key animator"),
        ],
    );
}

#[test]
fn jpeg_tables_and_comment() {
    check(
        "pillow.jpg",
        "jpeg",
        SIZE,
        &[(Kind::Comment, "after retake 2"), (Kind::Machine, "ANIM-PC-07")],
    );
    let tables = |name| {
        let signals = told(name).signals;
        let found = signals.into_iter().find(|signal| signal.kind == Kind::QuantisationTables);
        found.expect("a sample of this folder").value
    };
    assert!(tables("pillow.jpg").ends_with(", libjpeg quality 85"));
    assert!(tables("exiftool.jpg").ends_with(", libjpeg quality 90"));
}

#[test]
fn tiff_in_either_order_and_width() {
    check("convert.tif", "tiff", SIZE, PACKET);
    check("convert.tif", "tiff", SIZE, &[(Kind::Application, "ToneLab")]);
    check(
        "pillow.tif",
        "tiff",
        SIZE,
        &[
            (Kind::Comment, "SC012 key"),
            (Kind::Title, "D:\\work\\LNT\\SC012.tif"),
            (Kind::Machine, "ANIM-PC-07"),
        ],
    );
    check(
        "pillow-big.tif",
        "tiff",
        SIZE,
        &[(Kind::Application, "Retouch 3.1"), (Kind::Author, "Pak")],
    );
}

#[test]
fn gif_webp_and_bitmaps() {
    check("pillow.gif", "gif", SIZE, PACKET);
    check("pillow.gif", "gif", SIZE, &[(Kind::Comment, "cel A0012")]);
    check("convert.webp", "webp", SIZE, PACKET);
    check("pillow.webp", "webp", SIZE, &[(Kind::Machine, "ANIM-PC-07")]);
    check("pillow.bmp", "bmp", SIZE, &[(Kind::Resolution, "3780 x 3780 per metre")]);
}

#[test]
fn photoshop_documents() {
    check("convert.psd", "psd", SIZE, PACKET);
    check("convert.psd", "psd", SIZE, &[(Kind::LayerName, "SC012 원화")]);
    check("convert.psb", "psb", SIZE, &[(Kind::LayerName, "L1")]);
}

#[test]
fn exr_dpx_and_targa() {
    check("convert.exr", "exr", SIZE, &[]);
    check("ffmpeg.exr", "exr", SIZE, &[]);
    check(
        "convert.dpx",
        "dpx",
        Some((8, 8)),
        &[
            (Kind::Application, "Compositor 4"),
            (Kind::Title, "LNT"),
            (Kind::FormerName, "SC012.0001.dpx"),
            (Kind::StartTimecode, "01:00:00:12"),
        ],
    );
    check("convert.tga", "tga", SIZE, &[(Kind::Comment, "cel A")]);
    check(
        "pillow-2.tga",
        "tga",
        SIZE,
        &[
            (Kind::Author, "Kim"),
            (Kind::Comment, "작감 수정"),
            (Kind::Modified, "2024-01-16T21:05:12"),
            (Kind::Title, "LNT SC012"),
            (Kind::Revision, "worked on for 01:30:00"),
            (Kind::Application, "PaintMan 5.02b"),
            (Kind::Comment, "developer tag 32768 of 4 bytes"),
        ],
    );
}

#[test]
fn drawings_and_packets() {
    check("exiftool.xmp", "xmp", None, PACKET);
    check(
        "inkscape.svg",
        "svg",
        SIZE,
        &[
            (Kind::Application, "Inkscape 1.2.2"),
            (Kind::FormerName, "SC012.svg"),
            (Kind::UserPath, "/home/pak/LNT/SC012.png"),
            (Kind::ExternalPath, "D:\\작업\\bg.png"),
            (Kind::LayerName, "원화"),
        ],
    );
}

#[test]
fn films_of_quicktime() {
    check(
        "ffmpeg.mov",
        "quicktime",
        SIZE,
        &[
            (Kind::Created, "2024-01-16T12:05:12Z"),
            (Kind::StartTimecode, "01:00:00:12, reel A001"),
            (Kind::Title, "LNT SC012"),
            (Kind::Comment, "retake 2"),
        ],
    );
    assert_eq!(told("ffmpeg.mov").duration_ms, Some(250));
    check("ffmpeg.mp4", "quicktime", SIZE, PACKET);
    check(
        "ffmpeg.mp4",
        "quicktime",
        SIZE,
        &[
            (Kind::Taken, "2024-01-16T21:05:12+0900"),
            (Kind::Application, "Editor 5"),
            (Kind::Author, "Kim"),
        ],
    );
}

#[test]
fn films_of_mxf_and_matroska() {
    check("ffmpeg.mxf", "mxf", SIZE, &[(Kind::StartTimecode, "01:00:00:00")]);
    let has_umid = |signal: &subtier_blocks::Signal| {
        signal.kind == Kind::MaterialId && signal.value.len() == 64
    };
    assert!(told("ffmpeg.mxf").signals.iter().any(has_umid));
    check(
        "ffmpeg.mkv",
        "matroska",
        SIZE,
        &[
            (Kind::Created, "2024-01-16T12:05:12Z"),
            (Kind::Title, "LNT SC012"),
            (Kind::TrackName, "원화"),
        ],
    );
}

#[test]
fn films_and_sounds_of_riff() {
    check("ffmpeg.avi", "avi", SIZE, &[(Kind::Title, "LNT SC012"), (Kind::Author, "Kim")]);
    check(
        "ffmpeg.wav",
        "wav",
        None,
        &[
            (Kind::Application, "Recorder 2"),
            (Kind::Identifier, "REF-0042"),
            (Kind::Taken, "2024-01-16T21:05:12"),
            (Kind::Comment, "D:\\work\\LNT\\SC012.wav"),
            (
                Kind::MaterialId,
                "060a2b340101010501010d4313000000010203040506070801020304050607 08"
                    .replace(' ', "")
                    .as_str(),
            ),
        ],
    );
}

#[test]
fn the_carver_finds_the_packet_of_any_sample() {
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples/ffmpeg.mp4");
    let bytes = std::fs::read(path).expect("a sample of this folder");
    let mut telling = Telling::new("unknown", subtier_blocks::Limits::STANDARD);
    carve(&Held::whole(&bytes), &mut telling);
    let signals = telling.finish().signals;
    for (kind, value) in PACKET {
        assert!(
            signals.iter().any(|signal| signal.kind == *kind && signal.value == *value),
            "{value}"
        );
    }
}
