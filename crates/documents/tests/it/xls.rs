//! Excel binaries: one test a feature, read from a sample.

use subtier_blocks::{Block, BlockKind, Document, Format};

use crate::samples::{sample, texts};

fn row(document: &Document, table: u32, row: u32) -> Vec<&str> {
    let is_row = |block: &&Block| {
        block.cell.as_ref().is_some_and(|cell| cell.table == table && cell.row == row)
    };
    document
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Cell)
        .filter(is_row)
        .map(|block| block.text.as_str())
        .collect()
}

#[test]
fn strings_of_an_xls_are_exact_over_the_records_that_hold_them() {
    let document = sample("xls-libreoffice.xls");
    assert_eq!(document.format, Format::Xls);
    assert_eq!(document.faults, []);
    assert_eq!(row(&document, 0, 0), ["镜头", "意见", "수정", "日期", "帧"]);
    // The table of strings is longer than one record.
    for number in 0..400 {
        let want = format!("SC{number:03} 返修意见 长长长长长长长长长长长 수정 {number}");
        assert_eq!(row(&document, 0, 19 + number), [want]);
    }
}

#[test]
fn numbers_and_dates_of_an_xls_are_shown_by_their_format() {
    let document = sample("xls-libreoffice.xls");
    let want = ["SC045_C010", "嘴形请返修", "입모양을 수정하시오", "2024年1月16日", "12"];
    assert_eq!(row(&document, 0, 1), want);
    assert_eq!(row(&document, 0, 2), ["SC046_C001", "通过\nOK", "통과", "2024-01-17 21:05", "007"]);
}

#[test]
fn results_of_formulas_in_an_xls_are_those_that_were_stored() {
    let document = sample("xls-libreoffice.xls");
    assert_eq!(row(&document, 0, 3), ["SC045_C010 总计", "19", "#DIV/0!", "TRUE", "25.0%"]);
}

#[test]
fn merged_cells_of_an_xls_have_their_span() {
    let document = sample("xls-libreoffice.xls");
    let block = document.blocks.iter().find(|block| block.text == "合并 병합").unwrap();
    let cell = block.cell.as_ref().unwrap();
    assert_eq!((cell.row, cell.column, cell.rows, cell.columns), (4, 0, 2, 3));
}

#[test]
fn hidden_sheets_rows_and_columns_of_an_xls_are_hidden_text() {
    let document = sample("xls-libreoffice.xls");
    let want = ["hidden column", "hidden row", "숨긴 표"];
    assert_eq!(texts(&document, BlockKind::Hidden), want);
}

#[test]
fn a_comment_of_an_xls_is_attached_to_its_cell() {
    let document = sample("xls-libreoffice.xls");
    let is_comment = |block: &&Block| block.kind == BlockKind::Comment;
    let comment = document.blocks.iter().find(is_comment).unwrap();
    assert_eq!(comment.text, "입을 더 크게");
    assert_eq!(comment.anchor.as_deref(), Some("嘴形请返修"));
    assert_eq!(comment.place.to_string(), "返修 cell B2");
}

#[test]
fn an_xls_of_another_writer_is_read_too() {
    let document = sample("xls-xlwt.xls");
    assert_eq!(document.format, Format::Xls);
    assert_eq!(row(&document, 0, 1), ["SC001", "返修 수정", "2024/1/17", "1.25"]);
}

#[test]
fn an_et_file_is_known_by_its_build_and_read_as_the_same_text() {
    let (xls, et) = (sample("xls-xlwt.xls"), sample("et-scripted.et"));
    assert_eq!(et.format, Format::Et);
    assert_eq!(et.text(), xls.text());
}
