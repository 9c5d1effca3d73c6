//! Documents for `cargo xtask bench notes`, made here so that it needs nothing else.
//!
//! In: a folder. Out: two large docx, one of them a table, and two large xlsx, one with its texts in the cells as openpyxl writes
//! them, one with shared texts as Excel and `XlsxWriter` do; copies of the committed samples under other names, each with a number in
//! it. The same bytes each time.
#![expect(clippy::disallowed_methods, reason = "the benchmark's own inputs, which are no evidence")]

use std::fmt::Write as _;
use std::fs::{self, File};
use std::io::Write;
use std::path::{Path, PathBuf};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// Folders in which small documents lie.
pub(crate) const FOLDERS: usize = 64;

const PARAGRAPHS: usize = 5_000;
const TABLE_ROWS: usize = 2_000;
const ROWS: usize = 20_000;

/// Words of notes as they are met; the numbers beside them make each text another one.
const WORDS: [&str; 10] = [
    "请修改",
    "镜头",
    "颜色",
    "口型",
    "수정",
    "색상",
    "retake",
    "please fix",
    "hand",
    "background",
];

const HEAD: &str = "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n";
const MAIN: &str = "http://schemas.openxmlformats.org/spreadsheetml/2006/main";
const RELATIONS: &str = "http://schemas.openxmlformats.org/package/2006/relationships";
const OFFICE: &str = "http://schemas.openxmlformats.org/officeDocument/2006/relationships";
const TYPES: &str = "http://schemas.openxmlformats.org/package/2006/content-types";

/// How a sheet keeps its texts.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Texts {
    InCells,
    Shared,
}

/// Makes the large documents that are not there yet.
pub(crate) fn make_large(folder: &Path) -> Result<Vec<PathBuf>, String> {
    fs::create_dir_all(folder).map_err(|error| format!("create {}: {error}", folder.display()))?;
    let made = [
        ("notes.docx", (|| word_parts(&paragraphs())) as fn() -> Vec<(&'static str, String)>),
        ("table.docx", || word_parts(&table())),
        ("texts-in-cells.xlsx", || sheet_parts(Texts::InCells)),
        ("shared-texts.xlsx", || sheet_parts(Texts::Shared)),
    ];
    let mut paths = Vec::new();
    for (name, parts) in made {
        let path = folder.join(name);
        if !path.exists() {
            pack(&path, &parts()).map_err(|error| format!("make {}: {error}", path.display()))?;
        }
        paths.push(path);
    }
    Ok(paths)
}

/// Copies the samples in turn, each under a name of its own and with a number in it, so that no two are the same.
pub(crate) fn make_small(folder: &Path, samples: &Path, n_files: usize) -> Result<(), String> {
    let failed = |path: &Path, error: std::io::Error| format!("copy {}: {error}", path.display());
    let listing = fs::read_dir(samples).map_err(|error| failed(samples, error))?;
    let mut paths: Vec<PathBuf> = listing.flatten().map(|entry| entry.path()).collect();
    paths.retain(|path| path.is_file());
    paths.sort();
    for (number, sample) in paths.iter().cycle().take(n_files).enumerate() {
        let into = folder.join(format!("{:02}", number % FOLDERS));
        let name = sample.file_name().unwrap_or_default().to_string_lossy();
        let path = into.join(format!("{number:04}-{name}"));
        if !path.exists() {
            fs::create_dir_all(&into).map_err(|error| failed(&into, error))?;
            let bytes = fs::read(sample).map_err(|error| failed(sample, error))?;
            fs::write(&path, numbered(bytes, number)).map_err(|error| failed(&path, error))?;
        }
    }
    Ok(())
}

/// A document with a number behind its end: in a zip as the comment of the archive (APPNOTE 4.3.16), else as a line.
fn numbered(mut bytes: Vec<u8>, number: usize) -> Vec<u8> {
    const END_BYTES: usize = 22;
    let end_at = bytes.len().saturating_sub(END_BYTES);
    if bytes.get(end_at..).is_some_and(|end| end.starts_with(b"PK\x05\x06")) {
        bytes.truncate(end_at + END_BYTES - 2);
        bytes.extend(8_u16.to_le_bytes());
        bytes.extend(format!("{number:08}").bytes());
    } else {
        bytes.extend(format!("\n{number}\n").bytes());
    }
    bytes
}

fn pack(path: &Path, parts: &[(&str, String)]) -> zip::result::ZipResult<()> {
    let mut zip = ZipWriter::new(File::create(path)?);
    for (name, text) in parts {
        zip.start_file(*name, SimpleFileOptions::default())?;
        zip.write_all(text.as_bytes())?;
    }
    zip.finish().map(drop)
}

/// Some words that are others for each number.
fn note(number: usize, count: usize) -> String {
    let words = (0..count).map(|at| {
        let word = WORDS.get((number * 7 + at * at + number / 11) % WORDS.len()).copied();
        word.unwrap_or_default()
    });
    words.collect::<Vec<_>>().join(" ")
}

/// What every package holds: the kinds of its parts, and which is the main one.
fn package(main: &str, kinds: &[(&str, &str)]) -> Vec<(&'static str, String)> {
    let mut types = format!(
        "{HEAD}<Types xmlns=\"{TYPES}\"><Default Extension=\"xml\" ContentType=\"application/xml\"/><Default Extension=\"rels\" ContentType=\"application/vnd.openxmlformats-package.relationships+xml\"/>"
    );
    for (part, kind) in kinds {
        append(
            &mut types,
            format_args!(
                "<Override PartName=\"/{part}\" ContentType=\"application/vnd.openxmlformats-officedocument.{kind}+xml\"/>"
            ),
        );
    }
    types.push_str("</Types>");
    let relation = format!(
        "{HEAD}<Relationships xmlns=\"{RELATIONS}\"><Relationship Id=\"rId1\" Type=\"{OFFICE}/officeDocument\" Target=\"{main}\"/></Relationships>"
    );
    vec![("[Content_Types].xml", types), ("_rels/.rels", relation)]
}

fn paragraphs() -> String {
    let mut body = String::new();
    for number in 0..PARAGRAPHS {
        append(
            &mut body,
            format_args!(
                "<w:p><w:r><w:t>SC{:03} {}</w:t></w:r></w:p>",
                number % 300,
                note(number, 12)
            ),
        );
    }
    body
}

/// A table of five columns as Word writes it.
fn table() -> String {
    let mut body = "<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/></w:tblPr>".to_owned();
    for row in 0..TABLE_ROWS {
        body.push_str("<w:tr>");
        for column in 0..5 {
            append(
                &mut body,
                format_args!(
                    "<w:tc><w:tcPr><w:tcW w:type=\"dxa\" w:w=\"1728\"/></w:tcPr><w:p><w:r><w:t>{} {row}</w:t></w:r></w:p></w:tc>",
                    note(row + column, 3)
                ),
            );
        }
        body.push_str("</w:tr>");
    }
    body.push_str("</w:tbl><w:p/>");
    body
}

fn word_parts(content: &str) -> Vec<(&'static str, String)> {
    let body = format!(
        "{HEAD}<w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\"><w:body>{content}</w:body></w:document>"
    );
    let mut parts =
        package("word/document.xml", &[("word/document.xml", "wordprocessingml.document.main")]);
    parts.push(("word/document.xml", body));
    parts
}

fn sheet_parts(texts: Texts) -> Vec<(&'static str, String)> {
    let mut parts = package(
        "xl/workbook.xml",
        &[
            ("xl/workbook.xml", "spreadsheetml.sheet.main"),
            ("xl/worksheets/sheet1.xml", "spreadsheetml.worksheet"),
            ("xl/styles.xml", "spreadsheetml.styles"),
            ("xl/sharedStrings.xml", "spreadsheetml.sharedStrings"),
        ],
    );
    let (rows, shared) = rows(texts);
    let relation = |id: u8, kind: &str, target: &str| {
        format!("<Relationship Id=\"rId{id}\" Type=\"{OFFICE}/{kind}\" Target=\"{target}\"/>")
    };
    parts.extend([
        ("xl/workbook.xml", format!("{HEAD}<workbook xmlns=\"{MAIN}\" xmlns:r=\"{OFFICE}\"><sheets><sheet name=\"Retakes\" sheetId=\"1\" r:id=\"rId1\"/></sheets></workbook>")),
        ("xl/_rels/workbook.xml.rels", format!("{HEAD}<Relationships xmlns=\"{RELATIONS}\">{}{}{}</Relationships>", relation(1, "worksheet", "worksheets/sheet1.xml"), relation(2, "styles", "styles.xml"), relation(3, "sharedStrings", "sharedStrings.xml"))),
        ("xl/styles.xml", format!("{HEAD}<styleSheet xmlns=\"{MAIN}\"><numFmts count=\"1\"><numFmt numFmtId=\"164\" formatCode=\"yyyy-mm-dd h:mm:ss\"/></numFmts><fonts count=\"1\"><font/></fonts><fills count=\"1\"><fill/></fills><borders count=\"1\"><border/></borders><cellStyleXfs count=\"1\"><xf/></cellStyleXfs><cellXfs count=\"2\"><xf numFmtId=\"0\"/><xf numFmtId=\"164\" applyNumberFormat=\"1\"/></cellXfs></styleSheet>")),
        ("xl/sharedStrings.xml", format!("{HEAD}<sst xmlns=\"{MAIN}\">{shared}</sst>")),
        ("xl/worksheets/sheet1.xml", format!("{HEAD}<worksheet xmlns=\"{MAIN}\"><sheetData>{rows}</sheetData></worksheet>")),
    ]);
    parts
}

/// Rows of eight cells: four texts, three numbers, one date; and the shared texts.
fn rows(texts: Texts) -> (String, String) {
    let (mut rows, mut shared, mut n_shared) = (String::new(), String::new(), 0_usize);
    for number in 1..=ROWS {
        append(&mut rows, format_args!("<row r=\"{number}\">"));
        let written = [
            ('A', format!("EP{:02}_SC{:03}", number % 12, number % 300)),
            ('B', note(number, 5)),
            ('F', note(number + 3, 2)),
            ('H', if number.is_multiple_of(3) { "OK" } else { "retake" }.to_owned()),
        ];
        for (column, text) in written {
            if texts == Texts::InCells {
                append(
                    &mut rows,
                    format_args!(
                        "<c r=\"{column}{number}\" t=\"inlineStr\"><is><t>{text}</t></is></c>"
                    ),
                );
            } else {
                append(
                    &mut rows,
                    format_args!("<c r=\"{column}{number}\" t=\"s\"><v>{n_shared}</v></c>"),
                );
                append(&mut shared, format_args!("<si><t>{text}</t></si>"));
                n_shared += 1;
            }
            if column == 'B' {
                append(
                    &mut rows,
                    format_args!(
                        "<c r=\"C{number}\"><v>{number}</v></c><c r=\"D{number}\"><v>{}.{}</v></c><c r=\"E{number}\" s=\"1\"><v>{}.5</v></c>",
                        number % 977,
                        number % 9 + 1,
                        45_000 + number % 700
                    ),
                );
            } else if column == 'F' {
                append(
                    &mut rows,
                    format_args!("<c r=\"G{number}\"><v>{}</v></c>", number * 7 % 13),
                );
            }
        }
        rows.push_str("</row>");
    }
    (rows, shared)
}

fn append(text: &mut String, what: std::fmt::Arguments<'_>) {
    // Writing into a string cannot fail.
    text.write_fmt(what).ok();
}
