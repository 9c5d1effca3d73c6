//! Text and presentations of `OpenDocument`, feature by feature, on samples of `LibreOffice`.

use subtier_blocks::{BlockKind, Format, SignalKind};

use crate::samples::{sample, texts};

#[test]
fn odt_paragraphs_and_headings_with_white_space_as_it_is_shown() {
    let document = sample("odt-notes.odt");
    assert_eq!(document.format, Format::Odt);
    assert_eq!(document.faults, []);
    assert_eq!(
        texts(&document, BlockKind::Paragraph),
        [
            "第3场返修",
            "SC012_C005 头部比例不对，太大。  帧\t12–30",
            "可见文字完",
            "框前框后",
            "完了"
        ]
    );
}

#[test]
fn odt_tables_with_spans() {
    let document = sample("odt-notes.odt");
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
            (0, 0, 1, 1, "镜号"),
            (0, 1, 1, 1, "修改意见"),
            (0, 2, 1, 1, "状态"),
            (1, 0, 2, 1, "SC013"),
            (1, 1, 1, 1, "眼睛太小\n눈을 더 크게"),
            (1, 2, 1, 1, "返修"),
            (2, 1, 1, 2, "走路滑步\n발미끄러짐"),
        ]
    );
}

#[test]
fn odt_annotations_with_author_time_and_anchor() {
    let document = sample("odt-notes.odt");
    let comment = document.blocks.iter().find(|block| block.kind == BlockKind::Comment).unwrap();
    assert_eq!(comment.text, "后脑太平\n뒤머리가 평평함");
    assert_eq!(comment.author.as_deref(), Some("导演"));
    assert_eq!(comment.time.as_deref(), Some("2024-01-16T20:00:00"));
    assert_eq!(comment.anchor.as_deref(), Some("头部比例"));
}

#[test]
fn odt_tracked_changes_with_author_and_time() {
    let document = sample("odt-notes.odt");
    let changes: Vec<_> = document
        .blocks
        .iter()
        .filter(|block| matches!(block.kind, BlockKind::Inserted | BlockKind::Deleted))
        .map(|block| (block.kind, &*block.text, block.author.as_deref(), block.time.as_deref()))
        .collect();
    assert_eq!(
        changes,
        [
            (BlockKind::Deleted, "太小", Some("王伟"), Some("2024-01-16T22:00:00")),
            (
                BlockKind::Inserted,
                "머리모양을 다시 고칠것",
                Some("김철수"),
                Some("2024-01-16T21:06:00")
            ),
        ]
    );
    let said = document.signals.iter().find(|signal| signal.kind == SignalKind::TrackedInsertion);
    assert_eq!(said.unwrap().value, "김철수 at 2024-01-16T21:05:00: ，太大");
}

#[test]
fn odt_boxes_notes_hidden_text_and_headers_stand_apart() {
    let document = sample("odt-notes.odt");
    assert_eq!(texts(&document, BlockKind::TextBox), ["框内：口型要对上\n입모양을 맞출것"]);
    assert_eq!(texts(&document, BlockKind::Footnote), ["参考设定稿第2页"]);
    assert_eq!(texts(&document, BlockKind::Hidden), ["隐藏的字"]);
    assert_eq!(texts(&document, BlockKind::PageHeader), ["EP301 返修单", "第1页"]);
}

#[test]
fn odp_slides_notes_comments_and_hidden_slides() {
    let document = sample("odp-review.odp");
    assert_eq!(document.format, Format::Odp);
    let shown: Vec<_> = document.blocks.iter().map(|block| (block.kind, &*block.text)).collect();
    assert_eq!(
        shown,
        [
            (BlockKind::TextBox, "SC021 审片"),
            (BlockKind::TextBox, "手臂太长\n팔이 너무 길다"),
            (BlockKind::SpeakerNote, "讲给组长听"),
            (BlockKind::Comment, "这一镜返修"),
            (BlockKind::Hidden, "不放映的页"),
        ]
    );
    assert_eq!(document.blocks[3].author.as_deref(), Some("导演"));
}

#[test]
fn odp_placeholders_tables_and_groups() {
    let document = sample("odp-placeholders.odp");
    let shown: Vec<_> = document.blocks.iter().map(|block| (block.kind, &*block.text)).collect();
    assert_eq!(
        shown,
        [
            (BlockKind::TextBox, "第三页写成第一页之前"),
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
            (BlockKind::Hidden, "不放映的页"),
        ]
    );
}
