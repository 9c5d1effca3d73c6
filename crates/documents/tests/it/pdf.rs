//! PDF: text, comments, revisions and signals of committed samples, and damaged ones.

use std::fmt::Write;

use proptest::prelude::*;
use subtier_blocks::{Block, BlockKind, Document, Fault, Format, SignalKind};

use crate::samples::{bytes_of, read_as, values};

fn document(bytes: &[u8]) -> Document {
    read_as(bytes, "a.pdf")
}

fn check_text(name: &str, expected: &[&str]) {
    let document = document(&bytes_of(name));
    assert_eq!(document.format, Format::Pdf);
    assert_eq!(document.text(), expected.join("\n"), "{name}");
    assert_eq!(document.faults, [], "{name}");
}

fn first(document: &Document, kind: BlockKind) -> &Block {
    document.blocks.iter().find(|block| block.kind == kind).expect("a block of the kind")
}

const CHINESE: &[&str] = &[
    "SC012_C005 第3帧 头型要修改,后脑勺太平",
    "SC045_C010 修改意见:眼睛再大一点",
    "全部重做 OK 2024-01-16",
];
const KOREAN: &[&str] = &[
    "SC012_C005 3프레임 머리형을 다시 고칠것",
    "컷 45 수정의견: 눈을 더 크게",
    "모두 다시 할것 OK",
];
const JAPANESE: &[&str] = &["カット012 修正:頭の形を直す", "リテイク C010 目を大きく"];
const OFFICE: &[&str] = &[
    "修改意见 0116",
    "SC012_C005 第3帧 头型要修改,后脑勺太平。머리형을 다시 고칠것.",
    "カット012 修正:頭の形を直す。 Fix the head; office affiliate fit.",
    "镜号\t修改意见\t状态",
    "SC045_C010\t眼睛再大一点\t返修",
    "눈을 더 크게",
    "SC046\t同上\tOK",
    "끝",
    "第1页",
];

#[test]
fn predefined_unicode_maps_are_read() {
    check_text("pdf-unigb.pdf", CHINESE);
    check_text("pdf-unicns.pdf", &["SC012 修改意見:頭型", "眼睛再大一點"]);
    check_text("pdf-unijis.pdf", JAPANESE);
    check_text("pdf-uniks.pdf", KOREAN);
    check_text("pdf-uniks-utf16.pdf", KOREAN);
}

#[test]
fn predefined_legacy_maps_are_read() {
    check_text("pdf-gbk.pdf", CHINESE);
    check_text("pdf-b5.pdf", &["SC012 修改意見", "眼睛再大一點"]);
    check_text("pdf-90ms.pdf", JAPANESE);
    check_text("pdf-uhc.pdf", KOREAN);
}

#[test]
fn the_collection_of_a_font_is_told_and_its_name_read_in_its_code_page() {
    let document = document(&bytes_of("pdf-gbk.pdf"));
    assert_eq!(values(&document, SignalKind::Font), ["宋体"]);
    assert_eq!(values(&document, SignalKind::FontCodePage), ["Adobe-GB1 GBK-EUC-H"]);
}

#[test]
fn glyphs_of_which_nothing_is_said_are_said_to_be_left_out() {
    let document = document(&bytes_of("pdf-glyph-numbers.pdf"));
    assert_eq!(document.text(), "");
    let reason = "1 glyphs are left out: the font SimSun numbers its glyphs of the collection Adobe-GB1 and does not \
                  say what they stand for";
    assert_eq!(document.faults[0].reason, reason);
}

#[test]
fn a_file_of_libreoffice_is_read_by_place() {
    check_text("pdf-libreoffice.pdf", OFFICE);
    let document = document(&bytes_of("pdf-libreoffice.pdf"));
    assert_eq!(values(&document, SignalKind::Author), ["김철수"]);
    assert_eq!(values(&document, SignalKind::Producer), ["LibreOffice 7.4"]);
    assert_eq!(document.blocks[3].place.to_string(), "page 1 line 4");
}

#[test]
fn a_file_of_cairo_that_paints_no_spaces_has_them() {
    check_text("pdf-cairo.pdf", OFFICE);
}

#[test]
fn links_are_told_and_not_followed() {
    check_text("pdf-fpdf.pdf", &["Shot SC012: fix the head, see http://example.org/n"]);
    let document = document(&bytes_of("pdf-fpdf.pdf"));
    assert_eq!(values(&document, SignalKind::ExternalPath), ["http://example.org/n"]);
}

#[test]
fn earlier_revisions_keep_what_the_last_one_lost() {
    let document = document(&bytes_of("pdf-revisions.pdf"));
    let lost = first(&document, BlockKind::EarlierRevision);
    assert_eq!(lost.text, "SC012 first note: raise the left hand");
    assert_eq!(lost.place.to_string(), "revision 1 of 3, page 1 line 1");
    let n_lost =
        document.blocks.iter().filter(|block| block.kind == BlockKind::EarlierRevision).count();
    assert_eq!(n_lost, 1);
    let revisions = values(&document, SignalKind::EarlierRevision);
    assert_eq!(revisions.len(), 2);
    assert!(revisions[0].starts_with("revision 1 of 3 ends at byte "), "{revisions:?}");
}

#[test]
fn comments_stand_with_author_time_and_the_text_they_mark() {
    let document = document(&bytes_of("pdf-revisions.pdf"));
    let comments: Vec<&Block> =
        document.blocks.iter().filter(|block| block.kind == BlockKind::Comment).collect();
    assert_eq!(comments.len(), 2);
    assert_eq!(comments[0].text, "컷 12 다시 할것");
    assert_eq!(comments[0].author.as_deref(), Some("pak"));
    assert_eq!(comments[0].time.as_deref(), Some("D:20240116210512+09'00'"));
    assert_eq!(comments[1].text, "修改这里");
    assert_eq!(comments[1].anchor.as_deref(), Some("keep"));
    assert_eq!(values(&document, SignalKind::CommentAuthor), ["pak", "li"]);
}

#[test]
fn fields_attached_files_and_properties_are_told() {
    let document = document(&bytes_of("pdf-revisions.pdf"));
    let field = first(&document, BlockKind::TextBox);
    assert_eq!(
        (field.text.as_str(), field.place.to_string().as_str()),
        ("retake", "form field status")
    );
    for (kind, expected) in [
        (SignalKind::Embedded, &["컷노트.txt"][..]),
        (SignalKind::Producer, &["made up 1.0"]),
        (SignalKind::Application, &["WPS Writer"]),
        (SignalKind::Author, &["Administrator"]),
        (SignalKind::UserPath, &["C:\\Users\\kim\\notes.doc"]),
        (SignalKind::Created, &["D:20160301120000+08'30'"]),
        (SignalKind::HalfHourZone, &["D:20160301120000+08'30'"]),
        (SignalKind::ZoneOffset, &["+09:00", "+08:30"]),
        (SignalKind::Font, &["Helvetica"]),
    ] {
        assert_eq!(values(&document, kind), expected, "{kind:?}");
    }
    assert_eq!(values(&document, SignalKind::DocumentId).len(), 3);
}

#[test]
fn an_empty_password_opens_a_file_and_another_one_does_not() {
    check_text("pdf-owner-password.pdf", &["SC012 locked note"]);
    let document = document(&bytes_of("pdf-password.pdf"));
    assert_eq!(document.text(), "");
    assert_eq!(values(&document, SignalKind::Encrypted), ["password"]);
    assert_eq!(values(&document, SignalKind::DocumentId).len(), 2);
    assert_eq!(document.faults.len(), 1);
}

#[test]
fn a_lost_cross_reference_table_is_made_up_for_by_scanning() {
    for name in ["pdf-libreoffice.pdf", "pdf-gbk.pdf"] {
        let whole = bytes_of(name);
        let table = whole.windows(5).rposition(|bytes| bytes == b"xref\n").expect("a table");
        let expected = document(&whole).text();
        let found = document(&whole[..table - 5]);
        assert_eq!(found.text(), expected, "{name}");
        assert_eq!(found.faults.len(), 1, "{name}");
    }
}

#[test]
fn a_file_cut_in_the_middle_keeps_the_text_before() {
    let whole = bytes_of("pdf-gbk.pdf");
    let cut = whole.windows(7).position(|bytes| bytes == b"6 0 obj").expect("the last object");
    let found = document(&whole[..cut]);
    assert_eq!(found.text(), CHINESE.join("\n"));
}

/// A file of one page with some content and some objects more, the first of which is number 5.
fn made(content: &str, objects: &[&str]) -> Vec<u8> {
    let mut file = String::from("%PDF-1.4\n");
    let stream = format!("<</Length {}>>\nstream\n{content}\nendstream", content.len());
    let fixed = [
        "<</Type/Catalog/Pages 2 0 R/OpenAction 5 0 R>>",
        "<</Type/Pages/Kids[3 0 R]/Count 1>>",
        "<</Type/Page/Parent 2 0 R/Contents 4 0 R/Resources<</Font<</F 6 0 R>>/XObject<</X 7 0 R>>>>>>",
        stream.as_str(),
    ];
    for (object, number) in fixed.iter().chain(objects).zip(1..) {
        write!(file, "{number} 0 obj\n{object}\nendobj\n").expect("a string takes all");
    }
    file.push_str("trailer\n<</Root 1 0 R>>\n");
    file.into_bytes()
}

const SCRIPT: &str = "<</S/JavaScript/JS(app.alert)>>";
const FONT: &str = "<</Type/Font/Subtype/Type1/BaseFont/Times-Roman/Encoding<</Differences[65/Adieresis/uni4FEE/g7]>>>>";

#[test]
fn names_of_glyphs_are_read() {
    let found = document(&made("BT /F 10 Tf 20 700 Td (ABCD) Tj ET", &[SCRIPT, FONT]));
    assert_eq!(found.text(), "Ä修D");
    assert_eq!(values(&found, SignalKind::Macro), ["JavaScript"]);
}

#[test]
fn text_given_for_a_group_of_glyphs_takes_their_place() {
    let content =
        "BT /F 10 Tf 20 700 Td (x) Tj /Span<</ActualText<FEFF4FEE6539>>>BDC (yy) Tj EMC (z) Tj ET";
    assert_eq!(document(&made(content, &[SCRIPT, FONT])).text(), "x修改z");
}

#[test]
fn vertical_columns_are_read_from_the_right() {
    let font =
        "<</Type/Font/Subtype/Type0/BaseFont/S/Encoding/UniGB-UCS2-V/DescendantFonts[8 0 R]>>";
    let descendant =
        "<</Type/Font/Subtype/CIDFontType0/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)>>>>";
    let content = "BT /F 10 Tf 20 700 Td <4E0B> Tj 20 0 Td <4FEE6539> Tj ET";
    assert_eq!(document(&made(content, &[SCRIPT, font, "null", descendant])).text(), "修改\n下");
}

#[test]
fn objects_that_moved_are_found_again() {
    let mut moved = bytes_of("pdf-gbk.pdf");
    let at = moved.windows(4).position(|bytes| bytes == b" Tf ").expect("an operator");
    moved.splice(at..at, b"      ".iter().copied());
    assert_eq!(document(&moved).text(), CHINESE.join("\n"));
}

#[test]
fn a_page_without_its_content_says_so() {
    let file = made("BT /F 10 Tf (a) Tj ET", &[SCRIPT, FONT]);
    let text = String::from_utf8(file).expect("letters").replace("4 0 obj", "9 0 obj");
    let found = document(text.as_bytes());
    assert_eq!(found.text(), "");
    assert!(found.faults.iter().any(|fault| fault.reason.contains("content stream is missing")));
}

#[test]
fn a_file_without_a_page_says_so() {
    let document = document(
        b"%PDF-1.4\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n2 0 obj\n<</Type/Pages/Kids[]/Count 0>>\nendobj\n\
          trailer\n<</Root 1 0 R>>\n",
    );
    let said = |fault: &Fault| fault.reason == "no page was found in it";
    assert!(document.faults.iter().any(said), "{:?}", document.faults);
}

#[test]
fn text_without_ink_is_hidden() {
    let found = document(&made("BT /F 10 Tf 3 Tr 20 700 Td (secret) Tj ET", &[SCRIPT, FONT]));
    assert_eq!(first(&found, BlockKind::Hidden).text, "secret");
}

#[test]
fn a_form_that_paints_itself_ends() {
    let form = "<</Subtype/Form/Resources<</XObject<</X 7 0 R>>/Font<</F 6 0 R>>>>/Length 61>>\nstream\nBT /F 10 Tf 20 700 Td (in) Tj ET /X Do /X Do /X Do /X Do /X Do\nendstream";
    let found = document(&made("/X Do", &[SCRIPT, FONT, form]));
    assert_eq!(found.text(), "in");
}

#[test]
fn a_page_that_is_its_own_parent_ends() {
    let cycle = b"%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[2 0 R 3 0 R 3 0 R]/Parent 2 0 R>>endobj 3 0 obj<</Type/Page/Parent 2 0 R/Contents[3 0 R]>>endobj trailer<</Root 1 0 R>>";
    assert_eq!(document(cycle).text(), "");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn any_content_is_read(
        parts in prop::collection::vec(prop::sample::select(vec![
            "BT", "ET", "/F", "9", "-1e9", "Tf", "(a)", "<4142>", "[", "]", "Tj", "TJ", "'", "\"", "1", "0", "Td", "TD", "Tm", "cm",
            "q", "Q", "/X", "Do", "BI", "ID", "EI", "/Span", "<</ActualText(b)>>", "BDC", "EMC", "Tr", "Ts", "Tz", "99999999999",
        ]), 0..60),
    ) {
        document(&made(&parts.join(" "), &[SCRIPT, FONT]));
    }

    #[test]
    fn any_bytes_behind_a_header_are_read(bytes: Vec<u8>) {
        document(&[b"%PDF-1.7\n".as_slice(), &bytes].concat());
    }

    #[test]
    fn damaged_samples_are_read(
        name in prop::sample::select(vec![
            "pdf-revisions.pdf", "pdf-gbk.pdf", "pdf-unigb.pdf", "pdf-owner-password.pdf", "pdf-fpdf.pdf",
        ]),
        at in 9..5_000_usize,
        bytes in prop::collection::vec(any::<u8>(), 0..4),
        cut in 0..4_usize,
    ) {
        let mut sample = bytes_of(name);
        let at = at.min(sample.len());
        let end = at.saturating_add(cut).min(sample.len());
        sample.splice(at..end, bytes);
        document(&sample);
    }
}
