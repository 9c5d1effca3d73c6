//! Comments on cells: the old notes (ECMA-376 part 1, 18.7) and the threaded ones (\[MS-XLSX\] 2.6.203 and following).
//!
//! In: the relations of a sheet. Out: comments with author and time as written. A note that only repeats a thread for old programs is
//! left out where the thread itself is read.

use std::collections::BTreeMap;

use subtier_model::Place;

use super::parts_of;
use super::strings::RichText;
use super::workbook::is_true;
use crate::package::Package;
use crate::package::relations::Relation;
use subtier_blocks::Writing;
use subtier_blocks::cell_address::address_of;
use subtier_blocks::{Block, BlockKind, Fields, SignalKind};
use subtier_xml::{Step, Xml};

/// A comment, with the cell it is attached to.
#[derive(Debug)]
pub(crate) struct SheetComment {
    /// Row from 0.
    pub(crate) row: u32,
    /// Column from 0.
    pub(crate) column: u32,
    /// Its text, author and time; the place is set by the sheet.
    pub(crate) block: Block,
}

/// Who comments, by identifier.
#[derive(Debug, Default)]
pub(crate) struct Persons(BTreeMap<String, Person>);

#[derive(Debug)]
struct Person {
    name: String,
    /// Account and where, such as `S::kim@example.com::GUID`.
    account: String,
}

/// Bytes of one part of comments or persons that are read.
const COMMENTS_BYTES_MAX: u64 = 64 << 20;

/// Comments of one sheet, and persons of a workbook, that are kept.
const COMMENTS_MAX: usize = 200_000;

/// An author of this beginning only stands for a thread (observed in files of Excel 365).
const THREAD_AUTHOR: &str = "tc={";

/// Reads who comments in a workbook.
pub(super) fn persons(package: &mut Package<'_>, relations: &[Relation]) -> Persons {
    let mut persons = BTreeMap::new();
    for part in parts_of(relations, "person") {
        let Some(mut xml) = package.small_xml(part, COMMENTS_BYTES_MAX) else { continue };
        while let Ok(step) = xml.step() {
            if step == Step::Eof || persons.len() >= COMMENTS_MAX {
                break;
            }
            if step == Step::Start && xml.name() == "person" {
                let name = xml.attribute("displayName").unwrap_or_default();
                let account = xml.attribute("userId").unwrap_or_default();
                persons.insert(xml.attribute("id").unwrap_or_default(), Person { name, account });
            }
        }
    }
    Persons(persons)
}

/// Reads the comments of a sheet.
pub(super) fn read(
    package: &mut Package<'_>,
    relations: &[Relation],
    persons: &Persons,
    writing: &mut Writing,
) -> Vec<SheetComment> {
    let mut comments = Vec::new();
    for part in parts_of(relations, "threadedComment") {
        if let Some(mut xml) = package.small_xml(part, COMMENTS_BYTES_MAX) {
            let end = read_threads(&mut xml, persons, &mut comments, writing);
            fault(part, end, writing);
        }
    }
    let has_threads = !comments.is_empty();
    for part in parts_of(relations, "comments") {
        if let Some(mut xml) = package.small_xml(part, COMMENTS_BYTES_MAX) {
            let end = read_notes(&mut xml, has_threads, &mut comments);
            fault(part, end, writing);
        }
    }
    comments.sort_by_key(|comment| (comment.row, comment.column));
    comments
}

fn fault(part: &str, end: Result<(), String>, writing: &mut Writing) {
    if let Err(reason) = end {
        let place = Place::Words(part.to_owned());
        writing.fault(place, format!("some comments were not read: {reason}"));
    }
}

fn comment(at: &str, text: String, author: Option<String>) -> Option<SheetComment> {
    // A range means its first cell.
    let (row, column) = address_of(at.split(':').next().unwrap_or(""))?;
    let mut block = Block::new(BlockKind::Comment, text, Place::Whole);
    block.author = author.filter(|author| !author.trim().is_empty());
    Some(SheetComment { row, column, block })
}

fn read_notes<R: std::io::Read>(
    xml: &mut Xml<R>,
    has_threads: bool,
    comments: &mut Vec<SheetComment>,
) -> Result<(), String> {
    let mut authors: Vec<String> = Vec::new();
    let (mut author_text, mut at, mut author) = (None, String::new(), None);
    let mut rich = RichText::default();
    loop {
        let step = xml.step()?;
        match (step, xml.name()) {
            (Step::Eof, _) => return Ok(()),
            (Step::Text, _) => {
                if let Some(text) = author_text.as_mut() {
                    String::push_str(text, xml.text());
                }
            }
            (Step::Start, "author") => author_text = Some(String::new()),
            (Step::End, "author") if authors.len() < COMMENTS_MAX => {
                authors.push(author_text.take().unwrap_or_default());
            }
            (Step::Start, "comment") => {
                at = xml.attribute("ref").unwrap_or_default();
                let number = xml.attribute("authorId").and_then(|id| id.trim().parse().ok());
                author = number.and_then(|number: usize| authors.get(number).cloned());
                rich.clear();
            }
            (Step::End, "comment") => {
                let is_thread =
                    author.as_deref().is_some_and(|name| name.starts_with(THREAD_AUTHOR));
                if !(has_threads && is_thread) && comments.len() < COMMENTS_MAX {
                    let text = rich.finished().into_owned();
                    comments.extend(comment(&at, text, author.take()));
                }
            }
            _ => {}
        }
        rich.take(step, xml);
    }
}

fn read_threads<R: std::io::Read>(
    xml: &mut Xml<R>,
    persons: &Persons,
    comments: &mut Vec<SheetComment>,
    writing: &mut Writing,
) -> Result<(), String> {
    let (mut open, mut text, mut is_text) = (None, String::new(), false);
    loop {
        match (xml.step()?, xml.name()) {
            (Step::Eof, _) => return Ok(()),
            (Step::Text, _) if is_text => text.push_str(xml.text()),
            (Step::Start, "threadedComment") => {
                text.clear();
                let person = xml.attribute("personId").and_then(|id| persons.0.get(&id));
                let author = person.map(|person| person.name.clone());
                let at = xml.attribute("ref").unwrap_or_default();
                open = comment(&at, String::new(), author).map(|mut comment| {
                    comment.block.time = xml.attribute("dT");
                    if xml.attribute("done").is_some_and(|done| is_true(&done)) {
                        let status = Some("done".to_owned());
                        comment.block.fields =
                            Some(Box::new(Fields { status, ..Fields::default() }));
                    }
                    comment
                });
                if let Some(account) = person.map(|person| &person.account)
                    && account.contains('@')
                {
                    let place = Place::Words("persons of threaded comments".to_owned());
                    writing.signal(SignalKind::CommentAuthor, account, place);
                }
            }
            (step @ (Step::Start | Step::End), "text") => is_text = step == Step::Start,
            (Step::End, "threadedComment") => {
                if let Some(mut comment) = open.take()
                    && comments.len() < COMMENTS_MAX
                {
                    comment.block.text = super::strings::plain(&text).into_owned();
                    comments.push(comment);
                }
            }
            _ => {}
        }
    }
}
