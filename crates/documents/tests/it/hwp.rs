//! HWP 5: text, tables, notes, memos and signals of committed samples, exactly.
//!
//! The samples are written by a script of this project out of the specification, as no free program writes HWP 5; the
//! reader was measured beside them on public documents that Hancom Office wrote.

#![expect(clippy::disallowed_methods, reason = "tests read samples")]

use proptest::prelude::*;
use subtier_blocks::{BlockKind, Document, Format, Limits, Request, SignalKind};
use subtier_documents::read;

fn bytes_of(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/samples/{name}", env!("CARGO_MANIFEST_DIR"))).expect("a sample")
}

fn document_of(bytes: &[u8]) -> Document {
    read(&Request { bytes, name: "a.hwp", folder: None, limits: Limits::STANDARD })
}

fn sample(name: &str) -> Document {
    let document = document_of(&bytes_of(name));
    assert_eq!(document.format, Format::Hwp, "{name}");
    document
}

fn texts(document: &Document, kind: BlockKind) -> Vec<&str> {
    let blocks = document.blocks.iter().filter(|block| block.kind == kind);
    blocks.map(|block| block.text.as_str()).collect()
}

fn values(document: &Document, kind: SignalKind) -> Vec<&str> {
    let signals = document.signals.iter().filter(|signal| signal.kind == kind);
    signals.map(|signal| signal.value.as_str()).collect()
}

#[test]
fn all_text_is_read_in_the_order_of_the_sections() {
    let document = sample("hwp-scripted.hwp");
    let expected = [
        "修改意见 0116",
        "표 1. 수정 목록",
        "컷\t의견 意见",
        "SC045_C010\t头型要修改\n머리형을 다시 고칠것\t返修",
        "\tOK",
        "SC045_C010\t제3컷: 입모양을 다시\n그릴것.",
        "참고 화일",
        "눈을 크게",
        "𠮷野 끝",
        "둘째 구역",
        "셋째 구역",
        "열한째 구역",
        "대외비 SC045",
        " 원도 참조",
        "작업자 메모: 완료",
        "입이 너무 작습니다\n嘴太小",
    ];
    assert_eq!(document.text(), expected.join("\n"));
    assert_eq!(document.faults, []);
}

#[test]
fn cells_know_their_row_column_and_span() {
    let document = sample("hwp-scripted.hwp");
    let told: Vec<_> = document
        .blocks
        .iter()
        .filter_map(|block| {
            let cell = block.cell.as_ref()?;
            let place = block.place.to_string();
            Some((place, cell.row, cell.column, cell.rows, cell.columns))
        })
        .collect();
    let expected = [
        ("table 1 cell A1", 0, 0, 1, 1),
        ("table 1 cell B1", 0, 1, 1, 2),
        ("table 1 cell A2", 1, 0, 2, 1),
        ("table 1 cell B2", 1, 1, 1, 1),
        ("table 1 cell C2", 1, 2, 1, 1),
        ("table 1 cell B3", 2, 1, 1, 1),
        ("table 1 cell C3", 2, 2, 1, 1),
    ];
    let expected = expected.map(|(place, a, b, c, d)| (place.to_owned(), a, b, c, d));
    assert_eq!(told, expected);
}

#[test]
fn boxes_notes_headers_and_comments_are_told_apart() {
    let document = sample("hwp-scripted.hwp");
    assert_eq!(texts(&document, BlockKind::TextBox), ["눈을 크게"]);
    assert_eq!(texts(&document, BlockKind::PageHeader), ["대외비 SC045"]);
    assert_eq!(texts(&document, BlockKind::Footnote), [" 원도 참조"]);
    let comments = ["작업자 메모: 완료", "입이 너무 작습니다\n嘴太小"];
    assert_eq!(texts(&document, BlockKind::Comment), comments);
}

#[test]
fn a_memo_knows_its_author_and_the_text_it_is_attached_to() {
    let document = sample("hwp-scripted.hwp");
    let memo = document.blocks.last().expect("a memo");
    assert_eq!(memo.place.to_string(), "BodyText/Section0 memo 7");
    assert_eq!(memo.author.as_deref(), Some("Kim Chol"));
    assert_eq!(memo.anchor.as_deref(), Some("입모양"));
    assert_eq!(values(&document, SignalKind::CommentAuthor), ["Kim Chol"]);
}

#[test]
fn the_file_tells_of_people_programs_fonts_and_paths() {
    let document = sample("hwp-scripted.hwp");
    let of = |kind| values(&document, kind);
    assert_eq!(of(SignalKind::HancomVersion), ["file format 5.1.0.1", "9, 1, 1, 5656"]);
    assert_eq!(of(SignalKind::OperatingSystem), ["WIN32LEWindows_7"]);
    assert_eq!(of(SignalKind::Author), ["사용자"]);
    assert_eq!(of(SignalKind::LastModifiedBy), ["Administrator"]);
    assert_eq!(of(SignalKind::Title), ["수정 의견 SC045"]);
    assert_eq!(of(SignalKind::Font), ["청봉체", "맑은 고딕", "Times New Roman"]);
    assert_eq!(of(SignalKind::SubstitutedFont), ["청봉체 (else 함초롬바탕)"]);
    assert_eq!(of(SignalKind::DocumentLanguage), ["ko-KR"]);
    assert_eq!(of(SignalKind::Embedded), ["BinData/BIN0001.png (64 bytes)"]);
    assert_eq!(of(SignalKind::EarlierRevision), ["DocHistory/VersionLog0 (6 bytes)"]);
    let paths = [r"D:\원도\SC045.png", r"C:\Users\kim\ref.mov"];
    assert_eq!(of(SignalKind::ExternalPath), paths);
    assert_eq!(of(SignalKind::UserPath), [r"C:\Users\kim\ref.mov"]);
    assert_eq!(of(SignalKind::Macro), [""; 0], "the script that every document has is empty");
}

#[test]
fn the_time_in_words_beside_the_same_in_utc_tells_the_zone() {
    let document = sample("hwp-scripted.hwp");
    let words = "2017년 1월 16일 월요일 오후 9:05:12";
    assert_eq!(values(&document, SignalKind::Created), ["2017-01-16T12:35:12Z", words]);
    assert_eq!(values(&document, SignalKind::Modified), ["2017-01-17T00:30:00Z"]);
    assert_eq!(
        values(&document, SignalKind::ClockDifference),
        ["+08:30 (2017-01-16T21:05:00 beside 2017-01-16T12:35:12Z)"]
    );
    assert_eq!(values(&document, SignalKind::HalfHourZone), [words]);
}

#[test]
fn a_document_that_is_not_packed_is_read_and_its_script_named() {
    let document = sample("hwp-unpacked.hwp");
    assert_eq!(document.text(), "압축하지 않은 글");
    assert_eq!(values(&document, SignalKind::Macro), ["script of 84 characters"]);
}

#[test]
fn a_document_locked_for_distribution_is_read() {
    let document = sample("hwp-distribution.hwp");
    assert_eq!(document.text(), "배포용 문서: 다시 그릴것\n重画");
    assert_eq!(document.faults, []);
    assert_eq!(values(&document, SignalKind::Encrypted), [""; 0]);
}

#[test]
fn of_an_encrypted_document_the_preview_is_shown() {
    let document = sample("hwp-encrypted.hwp");
    assert_eq!(texts(&document, BlockKind::Preview), ["修改意见 0116\nSC045_C010\t제3컷"]);
    assert_eq!(document.blocks.len(), 1);
    assert_eq!(values(&document, SignalKind::Encrypted), ["encrypted with a password"]);
    assert_eq!(document.faults[0].reason, "the content is encrypted and was not read");
}

#[test]
fn tracked_changes_are_said_to_stand_among_the_text() {
    let document = sample("hwp-tracked.hwp");
    assert_eq!(document.text(), "3,100845");
    assert!(document.faults[0].reason.starts_with("1 tracked changes"));
}

proptest! {
    #[test]
    fn damaged_documents_are_read_as_far_as_they_go(
        which in 0usize..3, at in 0usize..7000, byte: u8, cut in 0usize..7000, inserted: Vec<u8>,
    ) {
        let name = ["hwp-scripted.hwp", "hwp-distribution.hwp", "hwp-unpacked.hwp"][which];
        let mut bytes = bytes_of(name);
        let at = at % bytes.len();
        bytes[at] = byte;
        let cut = cut % bytes.len();
        match byte % 3 {
            0 => bytes.truncate(cut),
            1 => drop(bytes.splice(cut..cut, inserted)),
            _ => {}
        }
        document_of(&bytes);
    }
}
