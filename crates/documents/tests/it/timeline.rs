//! Cut lists and sessions: markers, frames, rates and drawings of committed samples, exactly.

use subtier_blocks::{BlockKind, Document, Fields, Format, SignalKind};

use crate::samples::whole_sample;

const ZH: &str = "头型再修，后脑太平";
const KO: &str = "뒤머리가 너무 납작하다";

#[expect(clippy::unnecessary_wraps, reason = "the fields of a note are optional")]
fn some(word: &str) -> Option<String> {
    Some(word.to_owned())
}

/// Text, author and parts of each note.
fn notes(document: &Document) -> Vec<(&str, Option<&str>, Fields)> {
    document
        .blocks
        .iter()
        .map(|block| {
            assert_eq!(block.kind, BlockKind::Marker);
            let fields = block.fields.as_deref().cloned().expect("a note has parts");
            (block.text.as_str(), block.author.as_deref(), fields)
        })
        .collect()
}

#[test]
fn otio_markers_have_frames_rate_colour_and_clip() {
    let document = whole_sample("otio-markers.otio");
    assert_eq!(document.format, Format::Otio);
    let both = format!("{ZH}\n{KO}");
    let first = Fields {
        asset: some("SC012_C005"),
        frame: Some(86412),
        frame_out: Some(86417),
        rate: some("24"),
        colour: some("RED"),
        ..Fields::default()
    };
    let second = Fields {
        asset: some("SC013_C001"),
        frame: Some(86400),
        rate: some("24"),
        colour: some("GREEN"),
        ..Fields::default()
    };
    assert_eq!(notes(&document), [(both.as_str(), None, first), ("补画", None, second)]);
    let paths = document.signals.iter().filter(|signal| signal.kind == SignalKind::UserPath);
    assert_eq!(paths.count(), 2);
}

#[test]
fn otio_reviews_have_note_status_and_drawing() {
    let document = whole_sample("otio-review.otio");
    let fields = Fields {
        asset: some("SC012_C005.mov"),
        frame: Some(15),
        rate: some("25"),
        status: some("retake"),
        drawing: some("circle stroke of 2 points from -0.500 0.000 to 0.250 0.125"),
        ..Fields::default()
    };
    assert_eq!(
        notes(&document),
        [("全部重看", None, Fields::default()), (ZH, Some("sam"), fields)]
    );
    assert_eq!(document.blocks[1].place.to_string(), "/tracks/children/1/children/0");
}

#[test]
fn edl_locators_as_avid_writes_them() {
    let document = whole_sample("edl-avid-locators.edl");
    assert_eq!(document.format, Format::Edl);
    let fields = |timecode: &str, colour: &str| Fields {
        asset: some("SC012_C005"),
        timecode: some(timecode),
        colour: some(colour),
        ..Fields::default()
    };
    assert_eq!(
        notes(&document),
        [(ZH, None, fields("01:00:00:12", "RED")), ("OK", None, fields("01:00:01:00", "GREEN"))]
    );
    assert_eq!(document.blocks[0].place.to_string(), "line 5");
}

#[test]
fn edl_locators_as_opentimelineio_writes_them() {
    let document = whole_sample("edl-locators.edl");
    let told: Vec<_> = notes(&document)
        .into_iter()
        .map(|(text, _, fields)| (text, fields.asset.unwrap(), fields.timecode.unwrap()))
        .collect();
    assert_eq!(
        told,
        [
            ("MARKER 1", "SC012_C005".to_owned(), "01:00:00:12".to_owned()),
            ("补画", "SC013_C001".to_owned(), "01:00:00:00".to_owned()),
        ]
    );
}

#[test]
fn edl_markers_of_resolve_and_frame_io() {
    let document = whole_sample("edl-resolve.edl");
    let fields = |timecode: &str, colour: &str| Fields {
        timecode: some(timecode),
        colour: some(colour),
        ..Fields::default()
    };
    let named = format!("SC012\n{ZH}");
    assert_eq!(
        notes(&document),
        [
            (named.as_str(), None, fields("01:00:03:00", "Red")),
            ("测试", None, fields("01:00:05:00", "Mint")),
            (KO, Some("Alex"), fields("01:00:07:00", "Blue")),
        ]
    );
    assert_eq!(document.blocks[2].time.as_deref(), Some("Jan 16 24 11:02pm"));
}

#[test]
fn avid_markers_have_user_time_and_colour() {
    let document = whole_sample("avid-markers.txt");
    assert_eq!(document.format, Format::AvidMarkers);
    let fields = |timecode: &str, colour: &str| Fields {
        timecode: some(timecode),
        colour: some(colour),
        ..Fields::default()
    };
    assert_eq!(
        notes(&document),
        [
            (ZH, Some("Li Na"), fields("01:00:03:12", "red")),
            (KO, Some("kim"), fields("01:00:05:00", "green")),
        ]
    );
}

#[test]
fn fcpxml_markers_as_opentimelineio_writes_them() {
    let document = whole_sample("fcpxml-markers.fcpxml");
    assert_eq!(document.format, Format::Fcpxml);
    let told: Vec<_> = notes(&document)
        .into_iter()
        .map(|(text, _, fields)| (text, fields.asset.unwrap(), fields.frame, fields.frame_out))
        .collect();
    assert_eq!(
        told,
        [
            ("Marker 1", "SC012_C005".to_owned(), Some(86412), Some(86417)),
            ("补画", "SC013_C001".to_owned(), Some(86400), None),
        ]
    );
}

#[test]
fn fcpxml_notes_chapters_and_broken_rates() {
    let document = whole_sample("fcpxml-notes.fcpxml");
    let asset = || Fields { asset: some("SC012_C005"), ..Fields::default() };
    let at = |frame: i64, start: &str| Fields {
        frame: Some(frame),
        timecode: some(start),
        rate: some("24000/1001"),
        ..asset()
    };
    let first = Fields { status: some("to do"), ..at(12, "12012/24000s") };
    assert_eq!(
        notes(&document),
        [("整段重看", None, asset()), (ZH, None, first), (KO, None, at(24, "24024/24000s"))]
    );
}

#[test]
fn xmeml_markers_have_frames_and_clip() {
    let document = whole_sample("xmeml-markers.xml");
    assert_eq!(document.format, Format::Xmeml);
    let told: Vec<_> = notes(&document)
        .into_iter()
        .map(|(text, _, fields)| (text, fields.asset.unwrap(), fields.frame, fields.frame_out))
        .collect();
    assert_eq!(
        told,
        [
            ("Marker 1", "SC012_C005".to_owned(), Some(86412), Some(86417)),
            ("补画", "SC013_C001".to_owned(), Some(86400), None),
        ]
    );
}

#[test]
fn rv_texts_and_strokes_have_frame_user_and_media() {
    let document = whole_sample("rv-session.rv");
    assert_eq!(document.format, Format::Rv);
    let both = format!("{ZH}\n{KO}");
    let fields = Fields {
        asset: some("SC012_C005.mov"),
        frame: Some(12),
        rate: some("24"),
        drawing: some(
            "text at 0.25 -0.125 colour 1 0 0; pen of 2 points from -0.5 0.25 to 0.5 0.125 colour 1 1 1",
        ),
        ..Fields::default()
    };
    assert_eq!(notes(&document), [(both.as_str(), Some("lina"), fields)]);
}
