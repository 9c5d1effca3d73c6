//! Presentations in Office Open XML, feature by feature, on samples of real programs.

use subtier_blocks::{BlockKind, Document, Format, SignalKind};

use crate::samples::sample;

fn shown(document: &Document) -> Vec<(BlockKind, &str)> {
    document.blocks.iter().map(|block| (block.kind, &*block.text)).collect()
}

#[test]
fn pptx_slides_shapes_charts_tables_notes_comments_and_hidden_slides_in_order() {
    let document = sample("pptx-review.pptx");
    assert_eq!(document.format, Format::Pptx);
    assert_eq!(document.faults, []);
    assert_eq!(
        shown(&document),
        [
            (BlockKind::TextBox, "第三页写成第一页之前"),
            (BlockKind::TextBox, "进度表"),
            (BlockKind::TextBox, "返修数"),
            (BlockKind::TextBox, "第一周"),
            (BlockKind::TextBox, "第二周"),
            (BlockKind::TextBox, "通过数"),
            (BlockKind::Paragraph, "SC021 审片"),
            (BlockKind::Paragraph, "手臂太长"),
            (BlockKind::Paragraph, "팔이 너무 길다"),
            (BlockKind::TextBox, "后脑太平\n뒤머리가 평평함"),
            (BlockKind::TextBox, "组内"),
            (BlockKind::Cell, "镜号"),
            (BlockKind::Cell, "意见"),
            (BlockKind::Cell, "SC022"),
            (BlockKind::Cell, "错色\n색 오류"),
            (BlockKind::SpeakerNote, "讲给组长听"),
            (BlockKind::Comment, "这一镜返修"),
            (BlockKind::Comment, "고쳤음"),
            (BlockKind::Hidden, "不放映的页"),
        ]
    );
    let merged = document.blocks.iter().find(|block| block.text == "意见").unwrap();
    assert_eq!(merged.cell.as_ref().unwrap().columns, 2);
}

#[test]
fn pptx_tells_the_workbook_kept_for_a_chart() {
    let document = sample("pptx-review.pptx");
    let kept = document.signals.iter().find(|signal| signal.kind == SignalKind::Embedded).unwrap();
    assert_eq!(kept.value, "ppt/embeddings/Microsoft_Excel_Sheet1.xlsx");
}

#[test]
fn pptx_threaded_comments_with_author_time_and_state() {
    let document = sample("pptx-review.pptx");
    let comments: Vec<_> = document
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Comment)
        .map(|block| {
            let status = block.fields.as_ref().and_then(|fields| fields.status.as_deref());
            (block.author.as_deref(), block.time.as_deref(), status)
        })
        .collect();
    assert_eq!(
        comments,
        [
            (Some("导演"), Some("2024-01-16T13:05:00.000"), Some("resolved")),
            (Some("김철수"), Some("2024-01-16T14:05:00.000"), None),
        ]
    );
    let authors: Vec<_> = document
        .signals
        .iter()
        .filter(|signal| signal.kind == SignalKind::CommentAuthor)
        .map(|signal| &*signal.value)
        .collect();
    assert_eq!(authors, ["导演", "김철수"]);
}

#[test]
fn pptx_of_libreoffice_with_old_comments() {
    let document = sample("pptx-libreoffice.pptx");
    assert_eq!(
        shown(&document),
        [
            (BlockKind::TextBox, "SC021 审片"),
            (BlockKind::TextBox, "手臂太长\n팔이 너무 길다"),
            (BlockKind::SpeakerNote, "讲给组长听"),
            (BlockKind::Comment, "这一镜返修"),
            (BlockKind::Hidden, "不放映的页"),
        ]
    );
    let comment = &document.blocks[3];
    assert_eq!(comment.author.as_deref(), Some("导演"));
    assert_eq!(comment.time.as_deref(), Some("2024-01-16T20:00:00.000000000"));
}
