//! Tests of the flow: what becomes one block, what becomes another, and in which order.

use super::*;
use subtier_blocks::{Document, Format, Limits};

fn flowed(write: impl FnOnce(&mut Flow<'_>)) -> Document {
    let mut writing = Writing::new(Format::Docx, Limits::STANDARD);
    let mut flow = Flow::new(&mut writing);
    flow.begin_part("part.xml");
    write(&mut flow);
    flow.finish();
    writing.finish()
}

fn shown(document: &Document) -> Vec<String> {
    document.blocks.iter().map(|block| format!("{:?} {}", block.kind, block.text)).collect()
}

fn paragraph(flow: &mut Flow<'_>, text: &str) {
    flow.begin_paragraph();
    flow.text(text);
    flow.end_paragraph();
}

#[test]
fn a_cell_stays_one_block_and_a_table_within_it_comes_after_it() {
    let document = flowed(|flow| {
        flow.begin_table();
        flow.begin_cell(0, 0);
        paragraph(flow, "头部");
        flow.begin_table();
        flow.begin_cell(0, 0);
        paragraph(flow, "inner");
        flow.end_cell();
        flow.end_table();
        paragraph(flow, "머리");
        flow.end_cell();
        flow.end_table();
    });
    assert_eq!(shown(&document), ["Cell 头部\n머리", "Cell inner"]);
    let places: Vec<String> = document.blocks.iter().map(|block| block.place.to_string()).collect();
    assert_eq!(places, ["table 1 cell A1", "table 2 cell A1"]);
}

#[test]
fn a_box_within_a_paragraph_does_not_part_it() {
    let document = flowed(|flow| {
        flow.begin_paragraph();
        flow.text("before ");
        flow.begin_story(Story::whole(BlockKind::TextBox));
        paragraph(flow, "one");
        paragraph(flow, "two");
        flow.end_story();
        flow.text("after");
        flow.end_paragraph();
    });
    assert_eq!(shown(&document), ["Paragraph before after", "TextBox one\ntwo"]);
}

fn change(kind: ChangeKind, author: &str) -> Change {
    Change::new(kind, Some(author.to_owned()), Some("2024-01-16T21:05:00Z".to_owned()))
}

#[test]
fn a_paragraph_stays_whole_with_what_was_put_into_it() {
    let document = flowed(|flow| {
        flow.begin_paragraph();
        flow.text("SC012 ");
        flow.begin_change(change(ChangeKind::Inserted, "王伟"));
        flow.text("太大");
        flow.end_change(ChangeKind::Inserted, None);
        flow.begin_change(change(ChangeKind::Deleted, "김철수"));
        flow.text("太小");
        flow.end_change(ChangeKind::Deleted, None);
        flow.end_paragraph();
        flow.begin_paragraph();
        flow.begin_change(change(ChangeKind::Inserted, "王伟"));
        flow.text("新");
        flow.end_paragraph();
    });
    assert_eq!(shown(&document), ["Paragraph SC012 太大", "Deleted 太小", "Inserted 新"]);
    assert_eq!(document.blocks[0].author, None);
    assert_eq!(document.blocks[1].author.as_deref(), Some("김철수"));
    assert_eq!(document.blocks[2].author.as_deref(), Some("王伟"));
    let said: Vec<&str> = document.signals.iter().map(|signal| signal.value.as_str()).collect();
    assert_eq!(said, ["王伟", "김철수", "王伟 at 2024-01-16T21:05:00Z: 太大"]);
    assert_eq!(document.text(), "SC012 太大\n新\n太小");
}

#[test]
fn a_comment_gets_the_text_that_it_is_attached_to_even_when_that_comes_later() {
    let document = flowed(|flow| {
        flow.begin_paragraph();
        flow.begin_story(Story::whole(BlockKind::Comment));
        flow.text("note");
        flow.begin_anchor("1", true);
        flow.end_story();
        flow.text("the head");
        flow.end_paragraph();
        flow.begin_paragraph();
        flow.text("and back");
        flow.end_anchor("1");
        flow.text(" rest");
        flow.end_paragraph();
    });
    assert_eq!(shown(&document), ["Paragraph the head", "Comment note", "Paragraph and back rest"]);
    assert_eq!(document.blocks[1].anchor.as_deref(), Some("the head\nand back"));
}

#[test]
fn a_table_of_any_size_is_written_in_portions() {
    let document = flowed(|flow| {
        flow.begin_table();
        for row in 0..60_000 {
            flow.begin_cell(row, 0);
            paragraph(flow, "x");
            flow.end_cell();
            assert!(flow.slots.len() <= HELD_MAX);
        }
        flow.end_table();
    });
    assert_eq!(document.blocks.len(), 60_000);
    let rows = document.blocks.iter().filter_map(|block| block.cell.as_ref()).map(|cell| cell.row);
    assert!(rows.eq(0..60_000));
}

#[test]
fn more_text_than_the_limit_ends_the_flow_with_a_fault() {
    let limits = Limits { text_bytes_max: 100, ..Limits::STANDARD };
    let mut writing = Writing::new(Format::Docx, limits);
    let mut flow = Flow::new(&mut writing);
    flow.begin_table();
    flow.begin_cell(0, 0);
    for _ in 0..1000 {
        paragraph(&mut flow, "0123456789");
    }
    assert!(flow.is_full());
    flow.finish();
    let document = writing.finish();
    assert_eq!(document.faults.len(), 1);
    assert_eq!(document.text().len(), 100);
}
