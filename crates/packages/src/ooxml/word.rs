//! Word processing (docx): the body, then headers and footers, notes, comments, diagrams and charts.
//!
//! In: the package and its main part. Out: blocks as [`crate::flow`] makes them, signals of who commented and
//! changed, in which language runs were typed, and clocks that disagree. Parts are found by the relations of the main
//! part; text parts that nothing points to any more are read too. Field codes are left out, their results kept. Never: a
//! linked or embedded file opened.

mod comments;
mod hidden;
mod properties;
mod story;

use std::collections::BTreeSet;

use subtier_model::Place;

use super::relations::Relations;
use super::slides::drawing;
use crate::flow::{Flow, Story};
use crate::package::Package;
use crate::steps;
use comments::Comments;
use hidden::HiddenStyles;
use story::{StoryReader, TextPart};
use subtier_blocks::BlockKind;
use subtier_blocks::Writing;

/// The parts of text beside the main one: kind of relation, with which their file names begin too, and what they hold.
const TEXT_PARTS: &[(&str, TextPart)] = &[
    ("header", TextPart::PageHeader),
    ("footer", TextPart::PageHeader),
    ("footnotes", TextPart::Notes),
    ("endnotes", TextPart::Notes),
    ("comments", TextPart::Comments),
];

/// Reads it.
pub(super) fn read(package: &mut Package<'_>, main: &str, writing: &mut Writing) {
    let relations = Relations::of(package, main);
    let folder = main.rsplit_once('/').map_or("", |(folder, _)| folder);
    let styles = relations.of_kind("styles").next().map(str::to_owned);
    let hidden =
        HiddenStyles::read(package, &styles.unwrap_or_else(|| format!("{folder}/styles.xml")));
    let mut comments = Comments::read(package, folder);
    if !package.has(main) {
        writing.fault(Place::Whole, format!("the main part {main} is missing"));
    }
    let mut flow = Flow::new(writing);
    let mut done = BTreeSet::from([main.to_owned()]);
    let reader = StoryReader::new(TextPart::Body, &hidden, &mut comments);
    read_part(package, main, reader, &mut flow);
    for (kind, holds) in TEXT_PARTS {
        let named = relations.of_kind(kind).map(str::to_owned);
        for part in named.chain(orphans(package, folder, kind)) {
            if done.insert(part.clone()) {
                let reader = StoryReader::new(*holds, &hidden, &mut comments);
                read_part(package, &part, reader, &mut flow);
            }
        }
    }
    for kind in ["diagramData", "chart"] {
        for part in relations.of_kind(kind) {
            if done.insert(part.to_owned()) {
                drawing::read_part(
                    package,
                    part,
                    Story::by_paragraph(BlockKind::TextBox),
                    &mut flow,
                );
            }
        }
    }
    flow.finish();
}

/// Text parts by their customary names, whether or not anything points to them.
fn orphans(package: &Package<'_>, folder: &str, begins: &str) -> Vec<String> {
    let mut names: Vec<String> = package.names();
    names.retain(|name| {
        name.strip_prefix(folder)
            .and_then(|file| file.trim_start_matches('/').strip_prefix(begins))
            .and_then(|rest| rest.strip_suffix(".xml"))
            .is_some_and(|number| number.bytes().all(|byte| byte.is_ascii_digit()))
    });
    names.sort_by(|one, other| one.len().cmp(&other.len()).then_with(|| one.cmp(other)));
    names
}

/// Reads one part of text.
fn read_part(
    package: &mut Package<'_>,
    part: &str,
    mut reader: StoryReader<'_>,
    flow: &mut Flow<'_>,
) {
    flow.begin_part(part);
    steps::read_part(package, part, &mut reader, flow);
}
