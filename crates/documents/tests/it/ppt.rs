//! `PowerPoint` binaries: one test a feature, read from a sample.

use subtier_blocks::{BlockKind, Document, Format};

use crate::samples::sample;

fn texts(document: &Document, kind: BlockKind) -> Vec<(String, String)> {
    document
        .blocks
        .iter()
        .filter(|block| block.kind == kind)
        .map(|block| (block.place.to_string(), block.text.clone()))
        .collect()
}

fn owned(pairs: &[(&str, &str)]) -> Vec<(String, String)> {
    pairs.iter().map(|pair| (pair.0.to_owned(), pair.1.to_owned())).collect()
}

#[test]
fn slides_of_a_ppt_are_in_the_order_in_which_they_are_shown() {
    let document = sample("ppt-libreoffice.ppt");
    assert_eq!(document.format, Format::Ppt);
    assert_eq!(document.faults, []);
    let want = owned(&[
        ("page 1", "返修 SC045"),
        ("page 1", "意见 0\n의견 0"),
        ("page 1", "text box 文本框"),
        ("page 2", "수정 SC046"),
        ("page 2", "意见 1\n의견 1"),
    ]);
    assert_eq!(texts(&document, BlockKind::TextBox), want);
}

#[test]
fn a_hidden_slide_of_a_ppt_is_hidden_text() {
    let want = owned(&[("page 3", "hidden 숨김"), ("page 3", "意见 2\n의견 2")]);
    assert_eq!(texts(&sample("ppt-libreoffice.ppt"), BlockKind::Hidden), want);
}

#[test]
fn speaker_notes_of_a_ppt_stand_with_their_slide() {
    let want = owned(&[
        ("page 1", "speaker 备注 0"),
        ("page 2", "speaker 备注 1"),
        ("page 3", "speaker 备注 2"),
    ]);
    assert_eq!(texts(&sample("ppt-libreoffice.ppt"), BlockKind::SpeakerNote), want);
}
