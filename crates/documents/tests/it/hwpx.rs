//! Hancom's XML format, feature by feature, on samples laid out as Hancom Office writes them.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use subtier_blocks::{BlockKind, Document, Format, SignalKind};

use crate::package_signals::package;
use crate::samples::{read_as, sample, texts, values};

fn signal(document: &Document, kind: SignalKind) -> &str {
    &document.signals.iter().find(|signal| signal.kind == kind).unwrap().value
}

#[test]
fn hwpx_sections_in_order_with_tabs_line_breaks_and_readings() {
    let document = sample("hwpx-notes.hwpx");
    assert_eq!(document.format, Format::Hwpx);
    assert_eq!(document.faults, []);
    assert_eq!(
        texts(&document, BlockKind::Paragraph),
        [
            "SC012_C005 머리 비율이 틀리였음\t12\n30",
            "속도 빠르게",
            "상자 뒤",
            "顔(얼굴)& 끝",
            "둘째 구역"
        ]
    );
}

#[test]
fn hwpx_tables_with_addresses_and_spans() {
    let document = sample("hwpx-notes.hwpx");
    let cells: Vec<_> = document
        .blocks
        .iter()
        .filter_map(|block| {
            let cell = block.cell.as_ref()?;
            Some((cell.row, cell.column, cell.rows, cell.columns, &*block.text))
        })
        .collect();
    assert_eq!(
        cells,
        [
            (0, 0, 1, 1, "컷"),
            (0, 1, 1, 1, "수정사항"),
            (0, 2, 1, 1, "상태"),
            (1, 0, 2, 1, "C013"),
            (1, 1, 1, 1, "眼睛太小\n눈을 더 크게"),
            (1, 2, 1, 1, "수정"),
            (2, 1, 1, 2, "발미끄러짐"),
        ]
    );
    assert_eq!(
        document.blocks.iter().find(|block| block.cell.is_some()).unwrap().place.to_string(),
        "table 1 cell A1"
    );
}

#[test]
fn hwpx_memos_and_hidden_comments() {
    let document = sample("hwpx-notes.hwpx");
    assert_eq!(texts(&document, BlockKind::Comment), ["뒤머리가 평평함\n后脑太平", "숨은 설명"]);
    let memo = document.blocks.iter().find(|block| block.kind == BlockKind::Comment).unwrap();
    assert_eq!(memo.author.as_deref(), Some("연출"));
    assert_eq!(memo.time.as_deref(), Some("2024-01-16 21:05:00"));
    assert_eq!(memo.anchor.as_deref(), Some("머리 비율"));
}

#[test]
fn hwpx_tracked_changes_with_author_and_time() {
    let document = sample("hwpx-notes.hwpx");
    let deleted = document.blocks.iter().find(|block| block.kind == BlockKind::Deleted).unwrap();
    assert_eq!((&*deleted.text, deleted.author.as_deref()), (" 느리게", Some("王伟")));
    assert_eq!(deleted.time.as_deref(), Some("2024-01-16T12:22:00Z"));
    assert_eq!(
        signal(&document, SignalKind::TrackedInsertion),
        "김철수 at 2024-01-16T12:21:00Z: 빠르게"
    );
}

#[test]
fn hwpx_boxes_notes_and_headers_stand_apart() {
    let document = sample("hwpx-notes.hwpx");
    assert_eq!(texts(&document, BlockKind::TextBox), ["상자 안\n둘째 줄"]);
    assert_eq!(texts(&document, BlockKind::Footnote), ["설정 2쪽 참고"]);
    assert_eq!(texts(&document, BlockKind::PageHeader), ["301화 리테이크"]);
    assert_eq!(texts(&document, BlockKind::Preview), [""; 0]);
}

#[test]
fn hwpx_tells_its_program_system_people_and_clock() {
    let document = sample("hwpx-notes.hwpx");
    assert_eq!(signal(&document, SignalKind::Application), "Hancom Office Hangul");
    assert_eq!(signal(&document, SignalKind::HancomVersion), "11, 0, 0, 2129");
    assert_eq!(signal(&document, SignalKind::OperatingSystem), "WIN32LEWindows_10");
    assert_eq!(signal(&document, SignalKind::Author), "Administrator");
    assert_eq!(signal(&document, SignalKind::LastModifiedBy), "kim");
    assert_eq!(signal(&document, SignalKind::Created), "2024-01-16T12:20:23Z");
    assert_eq!(signal(&document, SignalKind::Modified), "2024-01-16T12:36:22Z");
    assert_eq!(signal(&document, SignalKind::Title), "컷노트");
    assert_eq!(signal(&document, SignalKind::ClockDifference), "+09:00");
}

#[test]
fn hwpx_preview_stands_in_for_a_body_that_is_missing() {
    let document = sample("hwpx-preview-only.hwpx");
    assert_eq!(document.format, Format::Hwpx);
    assert_eq!(texts(&document, BlockKind::Preview), ["SC012_C005 머리 비율이 틀리였음\n속도"]);
    assert_eq!(document.faults.len(), 1);
}

#[test]
fn hwpx_tells_its_fonts() {
    let head = "<hh:head><hh:fontface><hh:font face='청봉체'><hh:substFont face='함초롬바탕'/></hh:font>\
                <hh:font face='맑은 고딕'/></hh:fontface></hh:head>";
    let document = read_as(
        &package(&[
            ("mimetype", b"application/hwp+zip"),
            ("Contents/header.xml", head.as_bytes()),
            ("Contents/section0.xml", b"<hs:sec/>"),
        ]),
        "a.hwpx",
    );
    assert_eq!(values(&document, SignalKind::Font), ["청봉체", "맑은 고딕"]);
    assert_eq!(values(&document, SignalKind::SubstitutedFont), ["청봉체 = 함초롬바탕"]);
    assert_eq!(values(&document, SignalKind::KoreanNorthFont), ["청봉체"]);
}
