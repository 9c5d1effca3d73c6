//! Toon Boom Harmony and Storyboard Pro.

use subtier_blocks::{Limits, SignalKind};
use subtier_footage::{Held, Telling, Testimony, carve};

use crate::check;

#[test]
fn a_drawing_tells_its_seat_device_program_and_colours() {
    check(
        "drawing.tvg",
        "tvg",
        &[
            "licence = sha256:a47e3b254662bed495e23a83b9572c9c44e50c1fa96fc21961e291bba734a5ca",
            "certificate = subject CN=Harmony seat 17, O=Hanbit Studio; serial 5eed01; issuer CN=Harmony seat 17, O=Hanbit Studio; valid 2026-11-23 to 2036-11-20; sha256:a47e3b254662bed495e23a83b9572c9c44e50c1fa96fc21961e291bba734a5ca",
            "device = DRAWING-PC03 - (9) - TRUSTED:",
            "machine = DRAWING-PC03",
            "application = Harmony Premium",
            "colour_id = 0x0c52af9d81aa3618",
            "colour_name = 머리카락",
            "palette_name = Anna",
            "colour_name = Line",
        ],
    );
}

#[test]
fn a_drawing_with_long_lengths_tells_the_same() {
    check(
        "drawing-wide.tvg",
        "tvg",
        &[
            "licence = sha256:a47e3b254662bed495e23a83b9572c9c44e50c1fa96fc21961e291bba734a5ca",
            "certificate = subject CN=Harmony seat 17, O=Hanbit Studio; serial 5eed01; issuer CN=Harmony seat 17, O=Hanbit Studio; valid 2026-11-23 to 2036-11-20; sha256:a47e3b254662bed495e23a83b9572c9c44e50c1fa96fc21961e291bba734a5ca",
            "device = DRAWING-PC03 - (9) - TRUSTED:",
            "machine = DRAWING-PC03",
            "application = Harmony Premium",
            "colour_id = 0x0c52af9d81aa3618",
            "colour_name = 머리카락",
            "palette_name = Anna",
            "colour_name = Line",
        ],
    );
}

#[test]
fn a_drawing_from_before_certificates_tells_the_rest() {
    check(
        "drawing-old.tvg",
        "tvg",
        &[
            "device = DRAWING-PC03 - (9) - TRUSTED:",
            "machine = DRAWING-PC03",
            "application = Harmony Premium",
            "colour_id = 0x0c52af9d81aa3618",
            "colour_name = 머리카락",
            "palette_name = Anna",
            "colour_name = Line",
        ],
    );
}

#[test]
fn a_palette_tells_its_colours_but_none_of_the_program() {
    check(
        "Anna.plt",
        "plt",
        &[
            "colour_id = 0x0c52af9d81aa3618",
            "colour_name = 머리카락",
            "colour_id = 0x0c52af9d81aa361a",
            "colour_name = skin 2",
            "colour_id = 0x0bbf28a8b310d773",
            "colour_name = Hair_grad",
            "colour_name = Vectorized Line",
        ],
    );
}

#[test]
fn a_list_of_palettes_tells_the_paths_of_the_machine() {
    check(
        "PALETTE_LIST",
        "palette-list",
        &[
            "palette_name = palette-library/Anna",
            "external_path = C:/Users/박지훈/LNT/EP301/palette-library/Anna.plt",
            "user_path = C:/Users/박지훈/LNT/EP301/palette-library/Anna.plt",
            "palette_name = palette-library/BG",
            "network_path = //nas-02/project/palette-library/BG.plt",
            "external_path = //nas-02/project/palette-library/BG.plt",
        ],
    );
}

#[test]
fn a_scene_tells_program_identifiers_and_paths() {
    check(
        "scene.xstage",
        "xstage",
        &[
            "application = Harmony Premium (HarmonyPremium.exe) version 22.0.3 build 21960 2023-05-09 12:00:00",
            "layer_name = SC012_원화",
            "document_id = 09a3701060100c0b",
            "identifier = ATV-09A4CCFAE610150D",
            "external_path = D:/작업/LNT/sound/SC012.wav",
        ],
    );
}

#[test]
fn a_table_of_versions_tells_when_it_was_changed() {
    check(
        "scene.aux",
        "xstage",
        &["modified = 2024-12-03 16:48:13", "title = scene", "layer_name = Shadow_Neck"],
    );
}

#[test]
fn a_packed_storyboard_is_read_part_by_part() {
    check(
        "board.sbpz",
        "sbpz",
        &[
            "part_time = 2024-01-16T21:05:12",
            "clock_difference = +09:00: zip 2024-01-16T21:05:12 local, 2024-01-16T12:05:12Z in the extra field of the same part",
            "application = Harmony Premium (HarmonyPremium.exe) version 22.0.3 build 21960 2023-05-09 12:00:00",
            "layer_name = SC012_원화",
            "document_id = 09a3701060100c0b",
            "identifier = ATV-09A4CCFAE610150D",
            "external_path = D:/작업/LNT/sound/SC012.wav",
            "licence = sha256:a47e3b254662bed495e23a83b9572c9c44e50c1fa96fc21961e291bba734a5ca",
            "certificate = subject CN=Harmony seat 17, O=Hanbit Studio; serial 5eed01; issuer CN=Harmony seat 17, O=Hanbit Studio; valid 2026-11-23 to 2036-11-20; sha256:a47e3b254662bed495e23a83b9572c9c44e50c1fa96fc21961e291bba734a5ca",
            "device = DRAWING-PC03 - (9) - TRUSTED:",
            "machine = DRAWING-PC03",
            "application = Harmony Premium",
            "colour_id = 0x0c52af9d81aa3618",
            "colour_name = 머리카락",
            "palette_name = Anna",
            "colour_name = Line",
            "palette_name = palette-library/Anna",
            "external_path = C:/Users/박지훈/LNT/EP301/palette-library/Anna.plt",
            "user_path = C:/Users/박지훈/LNT/EP301/palette-library/Anna.plt",
            "palette_name = palette-library/BG",
            "network_path = //nas-02/project/palette-library/BG.plt",
            "external_path = //nas-02/project/palette-library/BG.plt",
            "colour_id = 0x0c52af9d81aa361a",
            "colour_name = skin 2",
            "colour_id = 0x0bbf28a8b310d773",
            "colour_name = Hair_grad",
            "colour_name = Vectorized Line",
        ],
    );
}

/// The certificate of a drawing, found by the carver in a file of no known format, is the same one.
#[test]
fn a_licence_and_a_certificate_in_any_other_file_meet() {
    let pem = crate::bytes_of("make/licence.pem");
    let unknown = [b"\x07notes of a seat\0", &pem[..], b"\0\0"].concat();
    let mut telling = Telling::new("none", Limits::STANDARD);
    carve(&Held::whole(&unknown), &mut telling);
    let of = |testimony: &Testimony, kind: SignalKind| -> Vec<String> {
        let signals = testimony.signals.iter().filter(|signal| signal.kind == kind);
        signals.map(|signal| signal.value.clone()).collect()
    };
    let (carved, drawing) = (telling.finish(), crate::told("drawing.tvg"));
    let certificates = of(&carved, SignalKind::Certificate);
    assert_eq!(certificates.len(), 1);
    assert_eq!(certificates, of(&drawing, SignalKind::Certificate));
    let licences = of(&drawing, SignalKind::Licence);
    assert!(certificates[0].ends_with(&format!("; {}", licences[0])), "{certificates:?}");
}
