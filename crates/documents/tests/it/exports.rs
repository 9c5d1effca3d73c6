//! Exports of review tools and tables: notes, cells and places of committed samples, exactly.

use subtier_blocks::{BlockKind, Document, Fields, Format, SignalKind};

use crate::samples::whole_sample;

const ZH: &str = "头型再修，后脑太平";
const KO: &str = "뒤머리가 너무 납작하다";

#[expect(clippy::unnecessary_wraps, reason = "the fields of a note are optional")]
fn some(word: &str) -> Option<String> {
    Some(word.to_owned())
}

/// Text, author, place and parts of each note.
fn notes(document: &Document) -> Vec<(&str, Option<&str>, String, Fields)> {
    document
        .blocks
        .iter()
        .map(|block| {
            assert_eq!(block.kind, BlockKind::Marker);
            let fields = block.fields.as_deref().cloned().expect("a note has parts");
            (block.text.as_str(), block.author.as_deref(), block.place.to_string(), fields)
        })
        .collect()
}

#[test]
fn frame_io_with_the_newer_header() {
    let document = whole_sample("csv-frameio-source.csv");
    assert_eq!(document.format, Format::FrameIo);
    let both = format!("{ZH}\n{KO}");
    let first = Fields { timecode: some("01:00:03:12"), frame: Some(84), ..Fields::default() };
    let second = Fields {
        timecode: some("01:00:05:00"),
        frame: Some(120),
        frame_out: Some(131),
        ..Fields::default()
    };
    assert_eq!(
        notes(&document),
        [
            (both.as_str(), Some("Li Na"), "row 2 column Comment".to_owned(), first),
            ("SC013, \"mouth\" again", Some("Kim"), "row 3 column Comment".to_owned(), second),
        ]
    );
}

#[test]
fn frame_io_with_the_older_header_and_a_drawing() {
    let document = whole_sample("csv-frameio-in-out.csv");
    let fields = Fields {
        asset: some("SC012_C005_v02.mov"),
        timecode: some("01:00:03:12"),
        status: some("completed"),
        drawing: some("arrow at 0.25 0.5 size 0.125 0.25 colour #F22237"),
        ..Fields::default()
    };
    assert_eq!(notes(&document), [(ZH, Some("Li Na"), "row 2 column Comment".to_owned(), fields)]);
}

#[test]
fn tables_with_semicolons_tabs_and_commas_in_three_encodings() {
    let text =
        "镜号\t帧\t修改意见\t状态\nSC012\t12\t头型再修，后脑太平\t返修\nSC013\t\tOK;通过\t通过";
    for (name, encoding) in [
        ("csv-semicolon.csv", "utf-8"),
        ("csv-tab-utf16.csv", "utf-16le"),
        ("csv-gb18030.csv", "gb18030"),
    ] {
        let document = whole_sample(name);
        assert_eq!(document.format, Format::Csv, "{name}");
        assert_eq!(document.encoding.as_deref(), Some(encoding), "{name}");
        assert_eq!(document.text(), text, "{name}");
        assert_eq!(document.blocks[6].place.to_string(), "table 1 cell C2", "{name}");
    }
}

#[test]
fn kitsu_comments_replies_checklists_and_drawings() {
    let document = whole_sample("json-kitsu.json");
    assert_eq!(document.format, Format::Kitsu);
    let shot = || Fields { shot: some("SC012"), ..Fields::default() };
    let told = notes(&document);
    assert_eq!(
        told,
        [
            (ZH, Some("Li Na"), "/0".to_owned(), Fields { status: some("retake"), ..shot() }),
            (KO, None, "/0/checklist/0".to_owned(), Fields { status: some("checked"), ..shot() }),
            ("已改", Some("p2"), "/0/replies/0".to_owned(), shot()),
            (
                "",
                None,
                "/0/previews/0/annotations/0".to_owned(),
                Fields {
                    asset: some("SC012_v03"),
                    drawing: some("at 0.5 s: path at 10 20 size 30 40 colour #ff0000"),
                    ..shot()
                }
            ),
        ]
    );
    assert_eq!(document.blocks[0].time.as_deref(), Some("2024-01-16T12:05:12"));
    assert!(document.signals.iter().any(|signal| {
        signal.kind == SignalKind::Embedded && signal.value == "SC012_paint.png"
    }));
}

#[test]
fn shotgrid_notes_of_both_interfaces() {
    let text = format!("SC012\n{ZH}");
    let asset = || Fields { asset: some("SC012_v03"), ..Fields::default() };
    let rest = whole_sample("json-shotgrid-rest.json");
    assert_eq!(rest.format, Format::ShotGrid);
    let fields = Fields { shot: some("SC012"), status: some("opn"), ..asset() };
    assert_eq!(notes(&rest), [(text.as_str(), Some("Li Na"), "/data/0".to_owned(), fields)]);
    let python = whole_sample("json-shotgrid-python.json");
    assert_eq!(
        notes(&python),
        [
            (
                text.as_str(),
                Some("Li Na"),
                "/0".to_owned(),
                Fields { status: some("clsd"), ..asset() }
            ),
            (KO, Some("Kim"), "/0/replies/0".to_owned(), asset()),
        ]
    );
}

#[test]
fn ftrack_notes_and_replies() {
    let document = whole_sample("json-ftrack.json");
    assert_eq!(document.format, Format::Ftrack);
    let shot = || Fields { shot: some("SC012"), ..Fields::default() };
    let first = Fields { frame: Some(12), status: some("Client feedback"), ..shot() };
    assert_eq!(
        notes(&document),
        [
            (ZH, Some("Li Na"), "/0".to_owned(), first),
            (KO, Some("kim"), "/0/replies/0".to_owned(), shot()),
        ]
    );
}

#[test]
fn syncsketch_reviews_and_lists_of_frames() {
    let review = whole_sample("json-syncsketch-review.json");
    assert_eq!(review.format, Format::SyncSketch);
    let item = || Fields {
        asset: some("SC012_C005_v02.mov"),
        frame: Some(11),
        rate: some("24"),
        ..Fields::default()
    };
    assert_eq!(
        notes(&review),
        [
            (ZH, Some("li@example.org"), "/items/0/frames/0".to_owned(), item()),
            (
                "",
                Some("li@example.org"),
                "/items/0/frames/1".to_owned(),
                Fields { drawing: some("sketch"), ..item() }
            ),
        ]
    );
    let frames = whole_sample("json-syncsketch-frames.json");
    let fields = Fields { frame: Some(11), ..Fields::default() };
    assert_eq!(notes(&frames), [(ZH, Some("li@example.org"), "/objects/0".to_owned(), fields)]);
}

#[test]
fn strings_of_other_json_are_kept_with_pointers() {
    let document = whole_sample("json-other.json");
    assert_eq!(document.format, Format::Json);
    assert_eq!(document.text(), format!("{ZH}\n{KO}"));
    assert_eq!(document.blocks[1].place.to_string(), "/notes/1/ko");
}
