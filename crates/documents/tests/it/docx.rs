//! Word processing in Office Open XML, feature by feature, on samples of real programs.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use subtier_blocks::{Block, BlockKind, Document, Format, SignalKind};

use crate::samples::{sample, texts, values};

fn only(document: &Document, kind: BlockKind) -> &Block {
    document.blocks.iter().find(|block| block.kind == kind).unwrap()
}

/// Table, row, column, rows and columns of each cell with its text.
fn cells(document: &Document) -> Vec<(u32, u32, u32, u32, u32, &str)> {
    let cell = |block: &'_ Block| block.cell.clone();
    document
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Cell)
        .filter_map(|block| {
            let cell = cell(block)?;
            Some((cell.table, cell.row, cell.column, cell.rows, cell.columns, &*block.text))
        })
        .collect()
}

#[test]
fn docx_body_paragraphs_with_changes_put_in() {
    let document = sample("docx-notes.docx");
    assert_eq!(document.format, Format::Docx);
    assert_eq!(document.faults, []);
    assert_eq!(
        texts(&document, BlockKind::Paragraph),
        [
            "SC012_C005 头部比例不对",
            "速度 移来더 빠르게",
            "看见又看见",
            "参考\tA-12\n✓顔(かお)",
            "눈이 작음 OK小",
        ]
    );
}

#[test]
fn docx_every_text_stands_in_the_whole_text_once() {
    let text = sample("docx-notes.docx").text();
    for words in ["头部比例", "더 빠르게", "框内一次", "内表", "뒤머리가 평평함", "빼기", "机密"]
    {
        assert_eq!(text.matches(words).count(), 1, "{words}");
    }
}

#[test]
fn docx_tables_with_spans_and_a_table_within_a_cell() {
    let notes = [
        (0, 0, 0, 1, 1, "镜号"),
        (0, 0, 1, 1, 1, "修改意见"),
        (0, 0, 2, 1, 1, "状态"),
        (0, 1, 0, 2, 1, "SC013"),
        (0, 1, 1, 1, 1, "眼睛太小\n눈을 더 크게"),
        (0, 1, 2, 1, 1, "返修"),
        (0, 2, 1, 1, 2, "走路滑步"),
        (1, 0, 0, 1, 1, "内表"),
    ];
    assert_eq!(cells(&sample("docx-notes.docx")), notes);
    let mut office = notes[..7].to_vec();
    office[6].5 = "走路滑步\n발미끄러짐";
    assert_eq!(cells(&sample("docx-libreoffice.docx")), office);
}

#[test]
fn docx_tracked_changes_with_author_and_time() {
    let document = sample("docx-notes.docx");
    let deleted: Vec<_> = document
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Deleted)
        .map(|block| (&*block.text, block.author.as_deref(), block.time.as_deref()))
        .collect();
    assert_eq!(
        deleted,
        [
            ("移走", Some("王伟"), Some("2024-01-16T22:00:00Z")),
            ("빼기", Some("王伟"), Some("2024-01-16T23:00:00Z")),
        ]
    );
    assert_eq!(
        values(&document, SignalKind::TrackedInsertion),
        ["王伟 at 2024-01-16T22:00:00Z: 移来", "김철수 at 2024-01-16T22:30:00Z: 더 빠르게"]
    );
    let office = sample("docx-libreoffice.docx");
    let inserted = only(&office, BlockKind::Inserted);
    assert_eq!(
        (&*inserted.text, inserted.author.as_deref()),
        ("머리모양을 다시 고칠것", Some("김철수"))
    );
    assert_eq!(texts(&office, BlockKind::Deleted), ["太小"]);
}

#[test]
fn docx_comments_with_author_anchor_reply_and_state() {
    let document = sample("docx-notes.docx");
    let comments: Vec<_> =
        document.blocks.iter().filter(|block| block.kind == BlockKind::Comment).collect();
    assert_eq!(comments.len(), 2);
    let (comment, reply) = (comments[0], comments[1]);
    assert_eq!(comment.text, "后脑太平\n뒤머리가 평평함");
    assert_eq!(comment.author.as_deref(), Some("导演"));
    assert_eq!(comment.time.as_deref(), Some("2024-01-16T21:05:00Z"));
    assert_eq!(comment.anchor.as_deref(), Some("头部比例"));
    assert_eq!(comment.fields.as_ref().unwrap().status.as_deref(), Some("done"));
    assert_eq!((&*reply.text, reply.anchor.as_deref()), ("已改", Some("头部比例")));
    assert_eq!(values(&document, SignalKind::CommentAuthor), ["王伟", "김철수", "导演"]);
}

#[test]
fn docx_clocks_of_a_comment_that_disagree() {
    let document = sample("docx-notes.docx");
    let clocks = document.signals.iter().find(|signal| signal.kind == SignalKind::ClockDifference);
    let clocks = clocks.unwrap();
    assert_eq!(clocks.value, "+08:00");
    let place = clocks.place.to_string();
    assert!(place.contains("2024-01-16T21:05:00Z beside 2024-01-16T13:05:00Z"), "{place}");
}

#[test]
fn docx_hidden_text_by_itself_and_by_style() {
    assert_eq!(texts(&sample("docx-notes.docx"), BlockKind::Hidden), ["样式隐藏直接隐藏"]);
    assert_eq!(texts(&sample("docx-libreoffice.docx"), BlockKind::Hidden), ["隐藏的字"]);
}

#[test]
fn docx_text_boxes_once_and_watermarks() {
    assert_eq!(
        texts(&sample("docx-notes.docx"), BlockKind::TextBox),
        ["框内一次", "机密 CONFIDENTIAL"]
    );
    assert_eq!(
        texts(&sample("docx-libreoffice.docx"), BlockKind::TextBox),
        ["框内：口型要对上\n입모양을 맞출것"]
    );
}

#[test]
fn docx_headers_footers_and_footnotes() {
    let document = sample("docx-libreoffice.docx");
    assert_eq!(texts(&document, BlockKind::PageHeader), ["EP301 返修单", "第1页"]);
    let notes: Vec<_> =
        texts(&document, BlockKind::Footnote).iter().map(|text| text.trim()).collect();
    assert_eq!(notes, ["参考设定稿第2页"]);
}

#[test]
fn docx_languages_of_runs() {
    let document = sample("docx-notes.docx");
    assert_eq!(
        values(&document, SignalKind::TypedLanguage),
        ["ko-KR: 4 characters", "en-US: 2 characters", "zh-CN: 1 characters"]
    );
    let block = document.blocks.iter().find(|block| block.text.starts_with("눈이")).unwrap();
    assert_eq!(block.lang.as_deref(), Some("ko-KR"));
}

#[test]
fn docx_with_macros_is_docx_and_tells_of_them() {
    let document = sample("docx-macros.docm");
    assert_eq!(document.format, Format::Docx);
    assert_eq!(values(&document, SignalKind::Macro), ["word/vbaProject.bin"]);
}
