//! Comments on slides: those of `PowerPoint` 2007 and the threaded ones of Microsoft 365.
//!
//! In: the parts of authors and of comments. Out: a block for each comment and reply, with author and time.
//! Old: ECMA-376 part 1, 19.4 (`p:cm`, `p:cmAuthor`); threaded: [MS-PPTX] 2.6 (`p188:cm`, `p188:reply`, `p188:author`).

use std::collections::BTreeMap;

use super::super::relations::{Relations, SMALL_PART_BYTES_MAX};
use crate::flow::{Flow, Story};
use crate::package::Package;
use subtier_blocks::{BlockKind, SignalKind};
use subtier_xml::Step;

/// Authors kept.
const AUTHORS_MAX: usize = 10_000;

/// Names of authors by their id.
#[derive(Debug, Default)]
pub(super) struct Authors(BTreeMap<String, String>);

impl Authors {
    /// Reads both parts of authors.
    pub(super) fn read(package: &mut Package<'_>, relations: &Relations) -> Self {
        let mut authors = BTreeMap::new();
        for part in relations.of_kind("commentAuthors").chain(relations.of_kind("authors")) {
            let Some(mut xml) = package.small_xml(part, SMALL_PART_BYTES_MAX) else { continue };
            while let Ok(step) = xml.step() {
                if step == Step::Eof || authors.len() >= AUTHORS_MAX {
                    break;
                }
                if step != Step::Start || !matches!(xml.name(), "cmAuthor" | "author") {
                    continue;
                }
                if let (Some(id), Some(name)) = (xml.attribute("id"), xml.attribute("name")) {
                    authors.insert(id, name);
                }
            }
        }
        Self(authors)
    }
}

/// Reads the comments of one slide.
pub(super) fn read(package: &mut Package<'_>, part: &str, authors: &Authors, flow: &mut Flow<'_>) {
    flow.begin_part(part);
    let Some(mut xml) = package.small_xml(part, SMALL_PART_BYTES_MAX) else { return };
    let mut in_text = false;
    while !flow.is_full() {
        match xml.step() {
            Err(reason) => {
                flow.fault(&reason);
                return;
            }
            Ok(Step::Eof) => return,
            Ok(Step::Start) => match xml.name() {
                "cm" | "reply" => {
                    let mut story = Story::whole(BlockKind::Comment);
                    let author = xml.value("authorId").and_then(|id| authors.0.get(&*id).cloned());
                    story.author = author.filter(|author| !author.trim().is_empty());
                    story.time = xml.attribute("dt").or_else(|| xml.attribute("created"));
                    // "active" is what every comment begins with.
                    story.status = xml.attribute("status").filter(|status| status != "active");
                    if let Some(author) = &story.author {
                        flow.signal(SignalKind::CommentAuthor, author);
                    }
                    flow.begin_story(story);
                }
                "p" => flow.begin_paragraph(),
                "t" => in_text = true,
                // In the old kind the text stands in an element of its own, in the threaded one it is a paragraph.
                "text" => {
                    flow.begin_paragraph();
                    in_text = true;
                }
                "br" => flow.text("\n"),
                _ => {}
            },
            Ok(Step::Text) if in_text => flow.text(xml.text()),
            Ok(Step::Text) => {}
            Ok(Step::End) => match xml.name() {
                // Replies stand before the text of the comment that they answer.
                "cm" | "reply" => flow.end_story(),
                "p" => flow.end_paragraph(),
                "t" => in_text = false,
                "text" => {
                    in_text = false;
                    flow.end_paragraph();
                }
                _ => {}
            },
        }
    }
}
