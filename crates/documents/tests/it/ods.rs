//! Conformance of ods: what real programs wrote is read exactly, and what nobody should write ends with a fault.
//!
//! In: samples of `tests/samples/` and packages made here. Each test is a row of the conformance table.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use std::io::{Cursor, Write};

use proptest::prelude::*;
use subtier_blocks::{BlockKind, Document, Format};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::samples::{lines, read_as, sample};

fn read_bytes(bytes: &[u8]) -> Document {
    read_as(bytes, "a.ods")
}

fn package(content: &str) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let content = format!(
        "<office:document-content><office:body><office:spreadsheet>{content}</office:spreadsheet></office:body></office:document-content>"
    );
    for (name, text) in
        [("mimetype", "application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", &content)]
    {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

#[test]
fn cells_of_libreoffice_are_shown_as_a_person_sees_them() {
    let document = sample("ods-libreoffice.ods");
    assert_eq!(document.format, Format::Ods);
    let xlsx = sample("xlsx-openpyxl.xlsx");
    assert_eq!(lines(&document, BlockKind::Cell), lines(&xlsx, BlockKind::Cell));
    assert_eq!(lines(&document, BlockKind::Cell).len(), 24);
    assert_eq!(document.faults, []);
}

#[test]
fn hidden_rows_columns_and_sheets_are_hidden_text() {
    assert_eq!(
        lines(&sample("ods-libreoffice.ods"), BlockKind::Hidden),
        [
            "修改意见 cell H2: hidden column",
            "修改意见 cell A5: SC014_C002",
            "修改意见 cell B5: 3",
            "修改意见 cell C5: hidden row",
            "作废 cell B2: 旧的意见"
        ]
    );
}

#[test]
fn page_headers_are_kept_and_page_numbers_are_not() {
    let document = sample("ods-libreoffice.ods");
    assert_eq!(lines(&document, BlockKind::PageHeader), ["styles.xml: 第三集 修改表"]);
}

#[test]
fn text_boxes_are_read_and_results_of_formulas() {
    let document = sample("ods-libreoffice-2.ods");
    assert_eq!(lines(&document, BlockKind::TextBox), ["Notes cell E2: 전체 확인\n다시 보낼것"]);
    let cells = lines(&document, BlockKind::Cell);
    for line in ["Notes cell A3: SC13", "Notes cell B3: #DIV/0!", "Notes cell D3: 0.3"] {
        assert!(cells.iter().any(|cell| cell == line), "{cells:?}");
    }
}

#[test]
fn repeated_and_covered_cells_of_odfpy_are_written_out() {
    let document = sample("ods-odfpy.ods");
    assert_eq!(
        lines(&document, BlockKind::Cell),
        [
            "リテイク cell A1: カット12",
            "リテイク cell B1: 線が  細い\n直す\n二段目",
            "リテイク cell B2: 2024-01-16 21:05:12",
            "リテイク cell B3: 2024-01-16 21:05:12"
        ]
    );
    assert_eq!(
        lines(&document, BlockKind::Hidden),
        ["リテイク cell C1: 線が  細い\n直す\n二段目", "リテイク cell A4: 12"]
    );
    let first = document.blocks[0].cell.as_ref().unwrap();
    assert_eq!((first.rows, first.columns), (2, 1));
}

#[test]
fn comments_have_author_time_and_what_they_are_attached_to() {
    let document = sample("ods-odfpy.ods");
    let note = document.blocks.iter().find(|block| block.kind == BlockKind::Comment).unwrap();
    assert_eq!(note.text, "至急");
    assert_eq!(note.author.as_deref(), Some("사용자"));
    assert_eq!(note.time.as_deref(), Some("2024-01-16T21:05:12"));
    assert_eq!(note.anchor.as_deref(), Some("カット12"));
}

#[test]
fn values_that_tracked_changes_took_away_are_deleted_text() {
    let document = read_bytes(&package(
        "<table:tracked-changes><table:cell-content-change table:id='ct1'>\
         <table:cell-address table:column='2' table:row='4' table:table='0'/>\
         <office:change-info><dc:creator>王导</dc:creator><dc:date>2024-01-16T21:05:12</dc:date></office:change-info>\
         <table:previous><table:change-track-table-cell office:value-type='string'><text:p>旧的</text:p></table:change-track-table-cell></table:previous>\
         </table:cell-content-change></table:tracked-changes>\
         <table:table table:name='S'><table:table-row><table:table-cell><text:p>新的</text:p></table:table-cell></table:table-row></table:table>",
    ));
    assert_eq!(lines(&document, BlockKind::Deleted), ["S cell C5: 旧的"]);
    let deleted = document.blocks.last().unwrap();
    assert_eq!(deleted.author.as_deref(), Some("王导"));
    assert_eq!(deleted.time.as_deref(), Some("2024-01-16T21:05:12"));
}

#[test]
fn a_cell_that_is_repeated_without_end_is_cut_with_a_fault() {
    let document = read_bytes(&package(
        "<table:table table:name='S'><table:table-row table:number-rows-repeated='4294967295'>\
         <table:table-cell table:number-columns-repeated='4294967295'><text:p>x</text:p></table:table-cell>\
         </table:table-row></table:table>",
    ));
    assert_eq!(document.blocks.len(), 200_001);
    assert_eq!(document.faults.len(), 1);
}

#[test]
fn a_far_cell_costs_nothing() {
    let document = read_bytes(&package(
        "<table:table table:name='S'><table:table-row table:number-rows-repeated='1048575'><table:table-cell/></table:table-row>\
         <table:table-row><table:table-cell table:number-columns-repeated='16383'/><table:table-cell><text:p>x</text:p></table:table-cell></table:table-row></table:table>",
    ));
    assert_eq!(lines(&document, BlockKind::Cell), ["S cell XFD1048576: x"]);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn damaged_parts_end(damages in prop::collection::vec((any::<u8>(), any::<(u16, u8, u8)>()), 1..20)) {
        for name in ["ods-odfpy.ods", "ods-libreoffice.ods"] {
            read_bytes(&crate::xlsx::damaged_samples(name, &damages));
        }
    }

    #[test]
    fn any_content_ends(content in "(<table:table( table:name='S'|)>|</table:table>|<table:table-row( table:number-rows-repeated='[0-9]{1,4}'|)>|</table:table-row>|<table:(covered-|)table-cell( table:number-columns-repeated='[0-9]{1,4}'|)>|</table:table-cell>|<text:p>|</text:p>|<office:annotation>|</office:annotation>|<text:s text:c='[0-9]{1,9}'/>|[a-z]){0,40}") {
        read_bytes(&package(&content));
    }
}
