//! The pages of a file as blocks.
//!
//! In: the objects. Out: for each page its lines, then its comments; after the last page the fields of the form. Lines are
//! counted from 1 on each page, those that are not seen too.

use std::collections::BTreeMap;

use lopdf::{Dictionary, Object};
use subtier_model::Place;

use super::comments::{comments, form_fields};
use super::content::{Painter, Studio};
use super::file::File;
use super::lines::{Layer, lines};
use subtier_blocks::{Block, BlockKind, Limits};

/// Pages within groups of pages; what a page leaves out is looked up that far.
const GROUPS_MAX: usize = 64;
/// Streams of one page.
const STREAMS_MAX: usize = 10_000;

/// What could not be read of the pages: reasons, and how many glyphs or pages each took.
pub(crate) struct Unread {
    /// Glyphs by reason.
    pub(crate) glyphs: BTreeMap<String, u64>,
    /// Pages by reason, with the number of the first.
    pub(crate) pages: BTreeMap<String, u64>,
}

/// Hands out the blocks of one page after the other for as long as they are wanted.
pub(crate) fn each(
    file: &File,
    limits: &Limits,
    mut take: impl FnMut(Vec<Block>) -> bool,
) -> Unread {
    let mut studio = Studio::new(file);
    let mut pages = BTreeMap::new();
    let listed = file.pages();
    if listed.is_empty() {
        pages.insert("no page was found in it".to_owned(), 1);
    } else if listed.len() >= limits.parts_max {
        let reason = format!("pages after the first {} are not read", limits.parts_max);
        pages.insert(reason, listed.len() as u64);
    }
    for (id, number) in listed.into_iter().zip(1_u64..) {
        let Ok(page) = file.document().get_dictionary(id) else {
            pages.entry("the page's object is missing".to_owned()).or_insert(number);
            continue;
        };
        match blocks(&mut studio, file, page, number) {
            Ok(blocks) => {
                if !take(blocks) {
                    break;
                }
            }
            Err((reason, blocks)) => {
                pages.entry(reason).or_insert(number);
                take(blocks);
            }
        }
        if studio.is_tired() {
            pages
                .entry("too many operators; this page and the next are not whole".to_owned())
                .or_insert(number);
            break;
        }
    }
    take(form_fields(file).into_iter().take(limits.blocks_max).collect());
    Unread { glyphs: studio.unread, pages }
}

fn blocks<'a>(
    studio: &mut Studio<'a>,
    file: &'a File,
    page: &'a Dictionary,
    number: u64,
) -> Result<Vec<Block>, (String, Vec<Block>)> {
    let (content, fault) = content(file, page);
    let resources =
        inherited(file, page, b"Resources").and_then(|resources| resources.as_dict().ok());
    let mut painter = Painter::new(studio);
    painter.paint(&content, resources, 0);
    let unseen = if painter.has_picture { BlockKind::Recognised } else { BlockKind::Hidden };
    let lines = lines(&painter.pieces).into_iter().zip(1_u64..).map(|(line, line_number)| {
        let kind = match line.layer {
            Layer::Seen => BlockKind::Paragraph,
            Layer::Header => BlockKind::PageHeader,
            // Text without ink over a picture is what a program recognised in it.
            Layer::Unseen => unseen,
        };
        Block::new(kind, line.text, Place::Page { page: number, line: Some(line_number) })
    });
    let mut blocks: Vec<Block> = lines.collect();
    blocks.extend(comments(file, page, number, &painter.pieces));
    match fault {
        Some(reason) => Err((reason, blocks)),
        None => Ok(blocks),
    }
}

/// The content of a page, its streams one after the other with white space between them (ISO 32000-1, 7.8.2).
fn content(file: &File, page: &Dictionary) -> (Vec<u8>, Option<String>) {
    let mut content = Vec::new();
    let mut fault = None;
    let streams: Vec<&Object> = match file.get(page, b"Contents") {
        Some(Object::Array(streams)) => streams.iter().take(STREAMS_MAX).collect(),
        Some(object) => vec![object],
        None => {
            if page.has(b"Contents") {
                fault = Some("the content stream is missing".to_owned());
            }
            Vec::new()
        }
    };
    for stream in streams {
        let Some(stream) = file.resolve(stream).and_then(|stream| stream.as_stream().ok()) else {
            fault.get_or_insert_with(|| "a content stream is missing".to_owned());
            continue;
        };
        match file.unpack(stream) {
            Ok(bytes) => {
                content.extend_from_slice(&bytes);
                content.push(b'\n');
            }
            Err(reason) => {
                fault.get_or_insert(format!("a content stream could not be unpacked: {reason}"));
            }
        }
    }
    (content, fault)
}

/// An entry of a page, or of the nearest group of pages above that has it (ISO 32000-1, 7.7.3.4).
fn inherited<'a>(file: &'a File, page: &'a Dictionary, key: &[u8]) -> Option<&'a Object> {
    let mut page = page;
    for _ in 0..GROUPS_MAX {
        if let Some(found) = file.get(page, key) {
            return Some(found);
        }
        page = file.dictionary(page, b"Parent")?;
    }
    None
}
