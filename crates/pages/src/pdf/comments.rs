//! What people wrote onto a PDF: comments, marks with comments, and values of form fields.
//!
//! In: the annotations of a page (ISO 32000-1, 12.5) and the form (12.7). Out: blocks with author, time and the text that a
//! mark lies on. Replies stand as comments of their own.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "kinds of objects are those of lopdf; what is not asked for is left alone"
)]

use lopdf::{Dictionary, Object};
use subtier_model::Place;

use super::file::File;
use super::lines::{Piece, within};
use super::string;
use subtier_blocks::{Block, BlockKind, Fields};
use subtier_xml::{Step, Xml};

/// Annotations of one page.
const ANNOTATIONS_MAX: usize = 20_000;
/// Marked areas of one page whose text is looked up.
const AREAS_MAX: usize = 500;
/// Fields of one form.
const FIELDS_MAX: usize = 50_000;
/// Fields within fields.
const FIELDS_DEPTH_MAX: usize = 32;
/// Steps of one formatted comment.
const STEPS_MAX: usize = 100_000;

/// Annotations that are no comments.
const NO_COMMENTS: &[&str] = &["Popup", "Widget", "Link", "PrinterMark", "TrapNet", "Watermark"];
/// Annotations that mark text.
const MARKS: &[&str] = &["Highlight", "Underline", "Squiggly", "StrikeOut"];

/// Returns the comments of a page.
pub(crate) fn comments(
    file: &File,
    page: &Dictionary,
    number: u64,
    pieces: &[Piece],
) -> Vec<Block> {
    let mut areas_left = AREAS_MAX;
    let annotations = file.array(page, b"Annots").unwrap_or_default();
    annotations
        .iter()
        .take(ANNOTATIONS_MAX)
        .filter_map(|annotation| {
            let annotation = file.resolve(annotation)?.as_dict().ok()?;
            let kind = file.name(annotation, b"Subtype");
            if NO_COMMENTS.contains(&kind.as_str()) {
                return None;
            }
            let text = contents(file, annotation)?;
            let place = Place::Page { page: number, line: None };
            let mut block = Block::new(BlockKind::Comment, text, place);
            block.author = file.text(annotation, b"T").filter(|author| !author.is_empty());
            block.time =
                file.text(annotation, b"M").or_else(|| file.text(annotation, b"CreationDate"));
            if MARKS.contains(&kind.as_str()) {
                block.anchor = marked(file, annotation, pieces, &mut areas_left);
            }
            // A review writes its verdict as a reply with a state (ISO 32000-1, 12.5.6.3).
            if let Some(state) = file.text(annotation, b"State") {
                block.fields = Some(Box::new(Fields { status: Some(state), ..Fields::default() }));
            }
            Some(block)
        })
        .collect()
}

fn contents(file: &File, annotation: &Dictionary) -> Option<String> {
    let plain = file.text(annotation, b"Contents").filter(|text| !text.trim().is_empty());
    plain.or_else(|| {
        let formatted = file.text(annotation, b"RC")?;
        Some(without_marks(&formatted)).filter(|text| !text.trim().is_empty())
    })
}

/// The text of a formatted comment, a line for each paragraph.
fn without_marks(formatted: &str) -> String {
    let mut text = String::new();
    let mut xml = Xml::new(formatted.as_bytes(), 64);
    for _ in 0..STEPS_MAX {
        match xml.step() {
            Ok(Step::Text) => text.push_str(xml.text()),
            Ok(Step::End) if matches!(xml.name(), "p" | "br") => text.push('\n'),
            Ok(Step::Start | Step::End) => {}
            Ok(Step::Eof) | Err(_) => break,
        }
    }
    text.trim().to_owned()
}

/// The text under a mark: four corners for each marked line (ISO 32000-1, 12.5.6.10).
fn marked(
    file: &File,
    annotation: &Dictionary,
    pieces: &[Piece],
    areas_left: &mut usize,
) -> Option<String> {
    let corners: Vec<f64> = file
        .array(annotation, b"QuadPoints")?
        .iter()
        .take(areas_left.saturating_mul(8))
        .filter_map(|corner| file.as_number(corner))
        .collect();
    let mut texts = Vec::new();
    for corners in corners.as_chunks::<8>().0 {
        *areas_left = areas_left.saturating_sub(1);
        let (pairs, _) = corners.as_chunks::<2>();
        let mut area = [f64::MAX, f64::MAX, f64::MIN, f64::MIN];
        for [x, y] in pairs {
            let [left, bottom, right, top] = area;
            area = [left.min(*x), bottom.min(*y), right.max(*x), top.max(*y)];
        }
        let text = within(pieces, area);
        if !text.is_empty() {
            texts.push(text);
        }
    }
    (!texts.is_empty()).then(|| texts.join("\n"))
}

/// Returns the filled fields of the form.
pub(crate) fn form_fields(file: &File) -> Vec<Block> {
    let mut blocks = Vec::new();
    let form = file.catalog().and_then(|catalog| file.dictionary(catalog, b"AcroForm"));
    let Some(fields) = form.and_then(|form| file.array(form, b"Fields")) else { return blocks };
    let mut open: Vec<(&Object, String, usize)> =
        fields.iter().rev().take(FIELDS_MAX).map(|field| (field, String::new(), 0)).collect();
    let mut fields_left = FIELDS_MAX;
    while let Some((field, above, depth)) = open.pop() {
        if fields_left == 0 {
            break;
        }
        fields_left -= 1;
        let Some(field) = file.resolve(field).and_then(|field| field.as_dict().ok()) else {
            continue;
        };
        let name = match file.text(field, b"T") {
            Some(own) if above.is_empty() => own,
            Some(own) => format!("{above}.{own}"),
            None => above,
        };
        let name: String = name.chars().take(200).collect();
        if let Some(value) = value(file, field) {
            blocks.push(Block::new(
                BlockKind::TextBox,
                value,
                Place::Words(format!("form field {name}")),
            ));
        }
        if depth < FIELDS_DEPTH_MAX {
            let kids = file.array(field, b"Kids").unwrap_or_default();
            open.extend(
                kids.iter().rev().take(fields_left).map(|kid| (kid, name.clone(), depth + 1)),
            );
            open.truncate(FIELDS_MAX);
        }
    }
    blocks
}

fn value(file: &File, field: &Dictionary) -> Option<String> {
    let text = match file.get(field, b"V")? {
        Object::Array(items) => items
            .iter()
            .take(1000)
            .filter_map(|item| match file.resolve(item)? {
                Object::String(bytes, _) => Some(string::text(bytes)),
                _ => None,
            })
            .collect::<Vec<_>>()
            .join("\n"),
        Object::String(..) | Object::Stream(_) => file.text(field, b"V")?,
        _ => return None,
    };
    (!text.trim().is_empty()).then_some(text)
}
