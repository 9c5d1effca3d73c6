//! The workbook: its sheets in the order of their tabs, its shared texts and styles (ECMA-376 part 1, 18.2).
//!
//! In: the package. Out: what is needed to read any sheet. Where the workbook is damaged, the sheets are taken by their names.

use std::sync::Arc;

use subtier_model::Place;

use super::strings::Strings;
use super::styles::Styles;
use crate::package::relations::{Relation, relations_of};
use crate::package::{Package, has_ending};
use subtier_blocks::Writing;
use subtier_xml::{Step, Xml};

/// A workbook without the content of its sheets.
#[derive(Debug)]
pub(crate) struct Book {
    /// Its sheets.
    pub(crate) sheets: Vec<SheetEntry>,
    /// Whether days are counted from 1904.
    pub(crate) is_1904: bool,
    /// Its shared texts.
    pub(crate) strings: Strings,
    /// Its styles.
    pub(crate) styles: Styles,
    /// What it points to.
    pub(crate) relations: Vec<Relation>,
}

/// One sheet as the workbook lists it.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct SheetEntry {
    /// Its name, as on its tab.
    pub(crate) name: Arc<str>,
    /// The part that holds it.
    pub(crate) part: String,
    /// Whether its tab is hidden, also where only a program can show it again.
    pub(crate) is_hidden: bool,
}

/// Bytes of the workbook's own part that are read.
const WORKBOOK_BYTES_MAX: u64 = 64 << 20;

/// Bytes of the styles that are read.
const STYLES_BYTES_MAX: u64 = 64 << 20;

/// Sheets that are read; Excel sets no limit but memory.
const SHEETS_MAX: usize = 10_000;

/// Reads the workbook; the reason in words where there is none.
pub(super) fn read(package: &mut Package<'_>, writing: &mut Writing) -> Result<Book, String> {
    let main = relations_of(package, "").into_iter();
    let main = main.filter(|one| one.kind == "officeDocument" && !one.is_external);
    let main = main.map(|one| one.target).find(|target| package.has(target));
    let main = main.unwrap_or_else(|| "xl/workbook.xml".to_owned());
    if has_ending(&main, ".bin") || package.has("xl/workbook.bin") {
        return Err("a binary workbook (xlsb) is not read".to_owned());
    }
    let relations = relations_of(package, &main);
    let (mut sheets, is_1904) = sheets_of(package, &main, &relations, writing);
    if sheets.is_empty() {
        let place = Place::Words(main.clone());
        writing.fault(
            place,
            "the workbook lists no sheets; they were taken in the order of their names",
        );
        sheets = sheets_by_name(package, writing);
    }
    let target = |kind: &str, otherwise: &str| {
        let found = relations.iter().find(|one| one.kind == kind && !one.is_external);
        found.map_or_else(|| otherwise.to_owned(), |one| one.target.clone())
    };
    let styles = package
        .small_xml(&target("styles", "xl/styles.xml"), STYLES_BYTES_MAX)
        .map_or_else(Styles::default, |mut xml| Styles::read(&mut xml));
    let strings = strings_of(package, &target("sharedStrings", "xl/sharedStrings.xml"), writing);
    Ok(Book { sheets, is_1904, strings, styles, relations })
}

fn sheets_of(
    package: &mut Package<'_>,
    main: &str,
    relations: &[Relation],
    writing: &mut Writing,
) -> (Vec<SheetEntry>, bool) {
    let (mut sheets, mut is_1904, mut n_left_out) = (Vec::new(), false, 0);
    let Some(mut xml) = package.small_xml(main, WORKBOOK_BYTES_MAX) else {
        return (sheets, is_1904);
    };
    while let Ok(step) = xml.step() {
        match (step, xml.name()) {
            (Step::Eof, _) => break,
            (Step::Start, "workbookPr") => {
                is_1904 = xml.attribute("date1904").is_some_and(|value| is_true(&value));
            }
            (Step::Start, "sheet") if sheets.len() >= SHEETS_MAX => n_left_out += 1,
            (Step::Start, "sheet") => {
                let id = xml.attribute("id");
                let part = relations
                    .iter()
                    .find(|one| Some(&one.id) == id.as_ref() && !one.is_external)
                    .map_or_else(String::new, |one| one.target.clone());
                let state = xml.attribute("state").unwrap_or_default();
                sheets.push(SheetEntry {
                    name: xml.attribute("name").unwrap_or_default().into(),
                    part,
                    is_hidden: state == "hidden" || state == "veryHidden",
                });
            }
            _ => {}
        }
    }
    left_out(n_left_out, main, writing);
    (sheets, is_1904)
}

/// Says how many sheets are not read.
fn left_out(count: usize, part: &str, writing: &mut Writing) {
    if count > 0 {
        let reason = format!("only the first {SHEETS_MAX} sheets are read; it has {count} more");
        writing.fault(Place::Words(part.to_owned()), reason);
    }
}

/// Whether an attribute says yes (ECMA-376 part 1, 22.9.2.7, and `xsd:boolean`).
pub(super) fn is_true(value: &str) -> bool {
    matches!(value, "1" | "true" | "on")
}

fn sheets_by_name(package: &Package<'_>, writing: &mut Writing) -> Vec<SheetEntry> {
    let mut names: Vec<String> = package.names();
    names.retain(|name| name.contains("worksheets/") && has_ending(name, ".xml"));
    // sheet2 stands before sheet10.
    names.sort_by_key(|name| (name.len(), name.clone()));
    left_out(names.len().saturating_sub(SHEETS_MAX), "xl/worksheets", writing);
    names.truncate(SHEETS_MAX);
    names
        .into_iter()
        .map(|part| {
            let file = part.rsplit('/').next().unwrap_or(&part);
            let name = file.strip_suffix(".xml").unwrap_or(file).into();
            SheetEntry { name, part, is_hidden: false }
        })
        .collect()
}

fn strings_of(package: &mut Package<'_>, part: &str, writing: &mut Writing) -> Strings {
    let mut strings = Strings::default();
    let (depth_max, bytes_max) = (writing.limits().depth_max, writing.limits().text_bytes_max);
    let end = match package.part(part) {
        None => Ok(()),
        Some(Err(reason)) => Err(reason),
        Some(Ok(bytes)) => strings.read(&mut Xml::new(bytes, depth_max), bytes_max),
    };
    if let Some(reason) = end.err().or_else(|| package.ending()) {
        let reason = format!("some shared texts were not read: {reason}");
        writing.fault(Place::Words(part.to_owned()), reason);
    }
    strings
}
