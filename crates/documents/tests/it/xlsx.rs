//! Conformance of xlsx: what real programs wrote is read exactly, and what nobody should write ends with a fault.
//!
//! In: samples of `tests/samples/` and packages made here. Each test is a row of the conformance table.
#![expect(
    clippy::disallowed_methods,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests read samples, and a sample that cannot be read must fail"
)]

use std::io::{Cursor, Write};

use proptest::prelude::*;
use subtier_blocks::{Block, BlockKind, Document, Format, Limits, Request};
use subtier_documents::read;
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::samples::{lines, sample};

fn read_bytes(bytes: &[u8], limits: Limits) -> Document {
    read(&Request { bytes, name: "a.xlsx", folder: None, limits })
}

fn package(parts: &[(&str, &str)]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(text.as_bytes()).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

const RELS: &str = "<Relationships><Relationship Id='r1' Type='x/officeDocument' Target='xl/workbook.xml'/></Relationships>";
const BOOK_RELS: &str = "<Relationships>\
    <Relationship Id='r1' Type='x/worksheet' Target='worksheets/sheet1.xml'/>\
    <Relationship Id='r2' Type='x/person' Target='persons/person.xml'/></Relationships>";

fn book(sheet: &str, more: &[(&str, &str)]) -> Vec<u8> {
    let mut parts = vec![
        ("[Content_Types].xml", "<Types/>"),
        ("_rels/.rels", RELS),
        ("xl/workbook.xml", "<workbook><sheets><sheet name='S' r:id='r1'/></sheets></workbook>"),
        ("xl/_rels/workbook.xml.rels", BOOK_RELS),
        ("xl/worksheets/sheet1.xml", sheet),
    ];
    parts.extend(more);
    package(&parts)
}

fn texts(document: &Document) -> Vec<&str> {
    document.blocks.iter().map(|block| block.text.as_str()).collect()
}

const OPENPYXL_CELLS: [&str; 24] = [
    "修改意见 cell A1: 镜号",
    "修改意见 cell B1: 帧",
    "修改意见 cell C1: 修改意见",
    "修改意见 cell D1: 번역",
    "修改意见 cell E1: 状态",
    "修改意见 cell F1: 日期",
    "修改意见 cell A2: SC012_C005",
    "修改意见 cell B2: 45",
    "修改意见 cell C2: 请返修头部造型\n后脑太平",
    "修改意见 cell D2: 머리모양을 다시 고칠것\n뒤머리가 너무 평평함",
    "修改意见 cell E2: 返修",
    "修改意见 cell F2: 2024-01-16 21:04:19",
    "修改意见 cell B3: 60",
    "修改意见 cell C3: 眼睛再大一点",
    "修改意见 cell D3: 눈을 좀더 크게",
    "修改意见 cell E3: OK",
    "修改意见 cell F3: 2024年1月17日",
    "修改意见 cell A4: SC013_C001",
    "修改意见 cell B4: 12.5",
    "修改意见 cell C4: 漏色",
    "修改意见 cell D4: 색칠이 빠졌음",
    "修改意见 cell E4: TRUE",
    "修改意见 cell F4: 25%",
    "修改意见 cell XFD1048576: far away",
];

#[test]
fn cells_of_openpyxl_are_shown_as_a_person_sees_them() {
    let document = sample("xlsx-openpyxl.xlsx");
    assert_eq!(document.format, Format::Xlsx);
    assert_eq!(lines(&document, BlockKind::Cell), OPENPYXL_CELLS);
    assert_eq!(document.faults, []);
}

#[test]
fn hidden_rows_columns_and_sheets_are_hidden_text() {
    assert_eq!(
        lines(&sample("xlsx-openpyxl.xlsx"), BlockKind::Hidden),
        [
            "修改意见 cell H2: hidden column",
            "修改意见 cell A5: SC014_C002",
            "修改意见 cell C5: hidden row",
            "作废 cell B2: 旧的意见"
        ]
    );
}

#[test]
fn cells_of_libreoffice_are_the_same_with_what_it_calculated() {
    let document = sample("xlsx-libreoffice.xlsx");
    assert_eq!(lines(&document, BlockKind::Cell), OPENPYXL_CELLS);
    let hidden = lines(&document, BlockKind::Hidden);
    assert!(hidden.contains(&"修改意见 cell B5: 3".to_owned()), "{hidden:?}");
}

fn comment(document: &Document) -> &Block {
    document.blocks.iter().find(|block| block.kind == BlockKind::Comment).unwrap()
}

#[test]
fn comments_have_their_author_cell_and_what_they_are_attached_to() {
    let document = sample("xlsx-openpyxl.xlsx");
    let note = comment(&document);
    assert_eq!(note.text, "王导说: 明天以前改好");
    assert_eq!(note.author.as_deref(), Some("微软用户"));
    assert_eq!(note.anchor.as_deref(), Some("请返修头部造型\n后脑太平"));
    assert_eq!(note.place.to_string(), "修改意见 cell C2");
}

#[test]
fn merged_cells_say_what_they_span() {
    let document = sample("xlsx-openpyxl.xlsx");
    let block = document.blocks.iter().find(|block| block.text == "SC012_C005").unwrap();
    let cell = block.cell.as_ref().unwrap();
    assert_eq!((cell.row, cell.column, cell.rows, cell.columns), (1, 0, 2, 1));
    assert_eq!(block.sheet(), Some("修改意见"));
}

#[test]
fn page_headers_are_kept_and_page_numbers_are_not() {
    let document = sample("xlsx-openpyxl.xlsx");
    assert_eq!(lines(&document, BlockKind::PageHeader), ["修改意见 oddHeader: 第三集 修改表"]);
}

#[test]
fn cells_of_xlsxwriter_with_formats_formulas_and_the_system_of_1904() {
    let document = sample("xlsx-xlsxwriter.xlsx");
    assert_eq!(
        lines(&document, BlockKind::Cell),
        [
            "Notes cell A1: 컷",
            "Notes cell B1: 수정사항",
            "Notes cell C1: 마감",
            "Notes cell D1: 단가",
            "Notes cell A2: SC012",
            "Notes cell B2: 눈을 더 크게 그릴것",
            "Notes cell C2: 2024-01-16 21:05",
            "Notes cell D2: -1,234.50",
            "Notes cell A3: SC13",
            "Notes cell B3: #DIV/0!",
            "Notes cell C3: FALSE",
            "Notes cell D3: 0.3",
            "Notes cell A6: 두 칸",
            "Notes cell A9: https://example.com/review/SC012",
            "Notes cell A10: C:\\Users\\Kim\\Desktop\\ep03.xlsx"
        ]
    );
    assert_eq!(lines(&document, BlockKind::Hidden), ["Notes cell B4: 보이지 않음"]);
    assert_eq!(document.faults, []);
}

#[test]
fn text_boxes_and_titles_of_charts_are_read() {
    assert_eq!(
        lines(&sample("xlsx-xlsxwriter.xlsx"), BlockKind::TextBox),
        ["Notes cell E2: 전체 확인\n다시 보낼것", "xl/charts/chart1.xml: 진행표"]
    );
}

#[test]
fn threaded_comments_have_person_time_and_status_and_stand_once() {
    let sheet = "<worksheet><sheetData><row r='5'><c r='C5' t='inlineStr'><is><t>返修</t></is></c></row></sheetData></worksheet>";
    let rels = "<Relationships><Relationship Id='a' Type='x/comments' Target='../comments1.xml'/>\
        <Relationship Id='b' Type='x/threadedComment' Target='../threadedComments/t1.xml'/></Relationships>";
    let notes = "<comments><authors><author>tc={1}</author><author>리과장</author></authors><commentList>\
        <comment ref='C5' authorId='0'><text><t>[Threaded comment]</t></text></comment>\
        <comment ref='D6' authorId='1'><text><r><t>확인</t></r><r><t>할것</t></r></text></comment></commentList></comments>";
    let threads = "<ThreadedComments><threadedComment ref='C5' dT='2024-01-16T12:05:12.34' personId='{P}' id='{1}' done='1'>\
        <text>已改 &amp; 已传</text></threadedComment></ThreadedComments>";
    let persons = "<personList><person displayName='Kim' id='{P}' userId='S::kim@hanbit.example::1' providerId='AD'/></personList>";
    let bytes = book(
        sheet,
        &[
            ("xl/worksheets/_rels/sheet1.xml.rels", rels),
            ("xl/comments1.xml", notes),
            ("xl/threadedComments/t1.xml", threads),
            ("xl/persons/person.xml", persons),
        ],
    );
    let document = read_bytes(&bytes, Limits::STANDARD);
    assert_eq!(
        lines(&document, BlockKind::Comment),
        ["S cell C5: 已改 & 已传", "S cell D6: 확인할것"]
    );
    let thread = comment(&document);
    assert_eq!(thread.author.as_deref(), Some("Kim"));
    assert_eq!(thread.time.as_deref(), Some("2024-01-16T12:05:12.34"));
    assert_eq!(thread.anchor.as_deref(), Some("返修"));
    assert_eq!(thread.fields.as_ref().unwrap().status.as_deref(), Some("done"));
    assert!(document.signals.iter().any(|signal| signal.value.contains("kim@hanbit.example")));
}

#[test]
fn dates_of_the_strict_variant_are_shown() {
    let sheet = "<worksheet><sheetData><row><c t='d'><v>2024-01-16T21:05:12</v></c><c t='d' s='1'><v>2024-01-16</v></c>\
        <c t='d'><v>no date</v></c></row></sheetData></worksheet>";
    let styles = "<styleSheet><numFmts><numFmt numFmtId='170' formatCode='m\"월\" d\"일\"'/></numFmts>\
        <cellXfs><xf numFmtId='0'/><xf numFmtId='170'/></cellXfs></styleSheet>";
    let bytes = book(sheet, &[("xl/styles.xml", styles)]);
    let document = read_bytes(&bytes, Limits::STANDARD);
    assert_eq!(texts(&document), ["2024-01-16 21:05:12", "1월 16일", "no date"]);
}

#[test]
fn cells_without_addresses_follow_each_other() {
    let sheet = "<worksheet><sheetData><row><c><v>1</v></c><c/><c><v>3</v></c></row><row><c r='bad'><v>4</v></c></row></sheetData></worksheet>";
    let document = read_bytes(&book(sheet, &[]), Limits::STANDARD);
    assert_eq!(lines(&document, BlockKind::Cell), ["S cell A1: 1", "S cell C1: 3", "S cell A2: 4"]);
}

#[test]
fn a_sheet_that_unpacks_without_end_is_cut_with_a_fault() {
    let mut sheet = "<worksheet><sheetData><row><c r='A1'><v>7</v></c></row>".to_owned();
    sheet.push_str(&"<row></row>".repeat(1 << 20));
    let document = read_bytes(&book(&sheet, &[]), Limits::STANDARD);
    assert_eq!(texts(&document), ["7"]);
    assert!(document.faults.iter().any(|fault| fault.reason.contains("unpacks to more")));
}

#[test]
fn one_long_text_that_is_shown_everywhere_ends_at_the_limit() {
    let strings = format!("<sst><si><t>{}</t></si></sst>", "意".repeat(10_000));
    let sheet = format!(
        "<worksheet><sheetData>{}</sheetData></worksheet>",
        "<row><c t='s'><v>0</v></c></row>".repeat(5000)
    );
    let limits = Limits { text_bytes_max: 1 << 20, ..Limits::STANDARD };
    let document = read_bytes(&book(&sheet, &[("xl/sharedStrings.xml", &strings)]), limits);
    let bytes: usize = document.blocks.iter().map(|block| block.text.len()).sum();
    assert!(bytes <= 1 << 20 && document.faults.len() == 1, "{:?}", document.faults);
}

#[test]
fn a_binary_workbook_is_said_not_to_be_read() {
    let bytes = package(&[("[Content_Types].xml", "<Types/>"), ("xl/workbook.bin", "x")]);
    let document = read_bytes(&bytes, Limits::STANDARD);
    assert!(document.faults.iter().any(|fault| fault.reason.contains("xlsb")));
}

#[test]
fn sheets_of_a_damaged_workbook_are_found_by_their_names() {
    let sheet = |text: &str| {
        format!("<worksheet><sheetData><row><c><v>{text}</v></c></row></sheetData></worksheet>")
    };
    let bytes = package(&[
        ("[Content_Types].xml", "<Types/>"),
        ("xl/workbook.xml", "<workbook><she"),
        ("xl/worksheets/sheet10.xml", &sheet("10")),
        ("xl/worksheets/sheet2.xml", &sheet("2")),
    ]);
    let document = read_bytes(&bytes, Limits::STANDARD);
    assert_eq!(lines(&document, BlockKind::Cell), ["sheet2 cell A1: 2", "sheet10 cell A1: 10"]);
    assert_eq!(document.faults.len(), 1);
}

/// Parts of a sample as they are, to be damaged.
#[test]
fn sheets_beyond_the_limit_are_said_to_be_left_out() {
    let listed = "<sheet name='S' r:id='r1'/>".repeat(10_003);
    let workbook = format!("<workbook><sheets>{listed}</sheets></workbook>");
    let document = read_bytes(
        &package(&[
            ("[Content_Types].xml", "<Types/>"),
            ("_rels/.rels", RELS),
            ("xl/workbook.xml", &workbook),
            ("xl/_rels/workbook.xml.rels", BOOK_RELS),
            ("xl/worksheets/sheet1.xml", "<worksheet/>"),
        ]),
        Limits::STANDARD,
    );
    assert!(document.faults[0].reason.ends_with("10000 sheets are read; it has 3 more"));
}

fn parts(name: &str) -> Vec<(String, Vec<u8>)> {
    let path = format!("{}/tests/samples/{name}", env!("CARGO_MANIFEST_DIR"));
    let mut archive = zip::ZipArchive::new(Cursor::new(std::fs::read(path).unwrap())).unwrap();
    (0..archive.len())
        .map(|number| {
            let mut part = archive.by_index(number).unwrap();
            let mut bytes = Vec::new();
            std::io::copy(&mut part, &mut bytes).unwrap();
            (part.name().unwrap().into_owned(), bytes)
        })
        .collect()
}

/// Changes, cuts or adds bytes.
fn damage(bytes: &mut Vec<u8>, (at, how, byte): (u16, u8, u8)) {
    if bytes.is_empty() {
        return;
    }
    let at = usize::from(at) * 7 % bytes.len();
    match how % 4 {
        0 => bytes[at] = byte,
        1 => bytes.truncate(at),
        2 => bytes.insert(at, byte),
        _ => {
            bytes.splice(at..at, b"<c r=\"A1\" t=\"s\"><v>999999999</v>".iter().copied());
        }
    }
}

pub(crate) fn damaged_samples(name: &str, damages: &[(u8, (u16, u8, u8))]) -> Vec<u8> {
    let mut parts = parts(name);
    let count = parts.len();
    for (part, how) in damages {
        damage(&mut parts[usize::from(*part) % count].1, *how);
    }
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(name, SimpleFileOptions::default()).unwrap();
        writer.write_all(&bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]
    #[test]
    fn damaged_parts_end(damages in prop::collection::vec((any::<u8>(), any::<(u16, u8, u8)>()), 1..20)) {
        for name in ["xlsx-openpyxl.xlsx", "xlsx-xlsxwriter.xlsx"] {
            read_bytes(&damaged_samples(name, &damages), Limits::STANDARD);
        }
    }

    #[test]
    fn damaged_packages_end(damages in prop::collection::vec(any::<(u16, u8, u8)>(), 1..8)) {
        let path = format!("{}/tests/samples/xlsx-openpyxl.xlsx", env!("CARGO_MANIFEST_DIR"));
        let mut bytes = std::fs::read(path).unwrap();
        for how in damages {
            damage(&mut bytes, how);
        }
        read_bytes(&bytes, Limits::STANDARD);
    }

    #[test]
    fn any_sheet_ends(sheet in "(<c r='[A-Z]{1,3}[0-9]{1,7}' (t='(s|b|d|e|str|inlineStr)'|) s='[0-3]'><v>[0-9.eE-]{0,9}</v>|<row( r='[0-9]{1,8}'|)>|</row>|</c>|<mergeCell ref='[A-C][0-9]:[A-Z][0-9]{1,6}'/>|<is><t>[a-z&;]*</t></is>){0,30}") {
        read_bytes(&book(&sheet, &[]), Limits::STANDARD);
    }
}
