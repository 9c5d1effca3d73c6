//! Slides (pptx): each in the order of the presentation, with its notes and comments.
//!
//! In: the package and its main part. Out: placeholders as paragraphs, other shapes as text boxes, tables as cells, notes
//! as [`BlockKind::SpeakerNote`], comments of the old and the threaded kind with author and time. A slide that is not
//! shown is hidden text, and so is a shape that is not. Text of layouts and masters is no text of the slides.

mod comments;
pub(super) mod drawing;

use std::collections::BTreeSet;

use subtier_model::Place;

use super::relations::{Relations, SMALL_PART_BYTES_MAX};
use crate::flow::{Flow, Story};
use crate::package::Package;
use comments::Authors;
use drawing::Slide;
use subtier_blocks::BlockKind;
use subtier_blocks::Writing;
use subtier_xml::Step;

/// Slides read of one presentation.
const SLIDES_MAX: usize = 20_000;

/// Reads it.
pub(super) fn read(package: &mut Package<'_>, main: &str, writing: &mut Writing) {
    let relations = Relations::of(package, main);
    let slides = slides_in_order(package, main, &relations);
    if slides.is_empty() {
        writing.fault(Place::Whole, format!("{main} names no slides"));
    }
    let authors = Authors::read(package, &relations);
    let mut flow = Flow::new(writing);
    let mut done = BTreeSet::new();
    for slide in slides {
        if flow.is_full() || !done.insert(slide.clone()) {
            continue;
        }
        drawing::read_slide(package, &slide, Slide::Shown, &mut flow);
        let relations = Relations::of(package, &slide);
        for part in relations.of_kind("notesSlide") {
            drawing::read_slide(package, part, Slide::Notes, &mut flow);
        }
        for kind in ["diagramData", "chart"] {
            for part in relations.of_kind(kind).filter(|part| !done.contains(*part)) {
                let story = Story::by_paragraph(BlockKind::TextBox);
                drawing::read_part(package, part, story, &mut flow);
            }
        }
        for part in relations.of_kind("comments") {
            comments::read(package, part, &authors, &mut flow);
        }
        done.extend(relations.of_kind("diagramData").map(str::to_owned));
        done.extend(relations.of_kind("chart").map(str::to_owned));
    }
    flow.finish();
}

/// Slides in the order of `p:sldIdLst`, then those that only the relations name.
fn slides_in_order(package: &mut Package<'_>, main: &str, relations: &Relations) -> Vec<String> {
    let mut slides = Vec::new();
    if let Some(mut xml) = package.small_xml(main, SMALL_PART_BYTES_MAX) {
        while let Ok(step) = xml.step() {
            if step == Step::Eof || slides.len() >= SLIDES_MAX {
                break;
            }
            if step != Step::Start || xml.name() != "sldId" {
                continue;
            }
            // `id` is the number of the slide and `r:id` its relation; only the relation resolves.
            let named = xml.attributes_named("id").find_map(|id| relations.target(&id));
            slides.extend(named.map(str::to_owned));
        }
    }
    slides.extend(relations.of_kind("slide").take(SLIDES_MAX).map(str::to_owned));
    slides
}
