//! Word binaries: one test a feature, read from a sample.

use subtier_blocks::{Block, BlockKind, Document, Format};

use crate::samples::{sample, texts};

fn blocks(document: &Document, kind: BlockKind) -> Vec<&Block> {
    document.blocks.iter().filter(|block| block.kind == kind).collect()
}

#[test]
fn paragraphs_of_a_doc_are_exact() {
    let document = sample("doc-libreoffice.doc");
    assert_eq!(document.format, Format::Doc);
    assert_eq!(document.faults, []);
    let want = [
        "EP03_SC045_C010 嘴形请返修。",
        "입모양을 다시 수정하시오.",
        "seen ",
        "帧 12 到 18",
        "头部形状 后脑太平 end",
        "last line",
    ];
    assert_eq!(texts(&document, BlockKind::Paragraph), want);
}

#[test]
fn cells_of_a_doc_have_rows_columns_and_spans() {
    let document = sample("doc-libreoffice.doc");
    let cells: Vec<_> = blocks(&document, BlockKind::Cell)
        .into_iter()
        .map(|block| {
            let cell = block.cell.as_ref().unwrap();
            (block.text.as_str(), cell.row, cell.column, cell.rows, cell.columns)
        })
        .collect();
    let want = [
        ("镜头", 0, 0, 1, 1),
        ("意见", 0, 1, 1, 1),
        ("상태", 0, 2, 1, 1),
        ("SC045", 1, 0, 1, 1),
        ("嘴形\n입모양", 1, 1, 1, 1),
        ("retake", 1, 2, 1, 1),
        ("SC046", 2, 0, 1, 1),
        ("OK 通过", 2, 1, 1, 2),
    ];
    assert_eq!(cells, want);
}

#[test]
fn tracked_changes_of_a_doc_have_author_and_time() {
    let document = sample("doc-libreoffice.doc");
    let change = |kind| {
        let block = blocks(&document, kind)[0];
        (block.text.as_str(), block.author.as_deref(), block.time.as_deref())
    };
    let time = Some("2024-01-16T21:05:00");
    assert_eq!(change(BlockKind::Inserted), ("이 장면은 통과", Some("리철수"), time));
    assert_eq!(change(BlockKind::Deleted), ("旧的意见", Some("王芳"), time));
}

#[test]
fn hidden_text_of_a_doc_is_kept_apart() {
    let document = sample("doc-libreoffice.doc");
    assert_eq!(texts(&document, BlockKind::Hidden), ["내부용 hidden note"]);
}

#[test]
fn a_comment_of_a_doc_has_author_time_and_anchor() {
    let document = sample("doc-libreoffice.doc");
    let comment = blocks(&document, BlockKind::Comment)[0];
    assert_eq!(comment.text, "뒤머리를 둥글게");
    assert_eq!(comment.author.as_deref(), Some("감독"));
    assert_eq!(comment.time.as_deref(), Some("2024-01-17T10:20:00"));
    assert_eq!(comment.anchor.as_deref(), Some("后脑太平"));
}

#[test]
fn headers_of_a_doc_are_kept_apart() {
    let document = sample("doc-libreoffice.doc");
    assert_eq!(texts(&document, BlockKind::PageHeader), ["页眉 header"]);
}

#[test]
fn a_wps_file_is_read_as_the_same_text() {
    let (doc, wps) = (sample("doc-libreoffice.doc"), sample("wps-scripted.wps"));
    assert_eq!(wps.format, Format::Wps);
    assert_eq!(wps.text(), doc.text());
}
