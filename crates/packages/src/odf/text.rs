//! Text and presentations of `OpenDocument` (odt, odp).
//!
//! In: `content.xml`, then `styles.xml` for headers and footers. Out: blocks as [`crate::flow`] makes them:
//! paragraphs and headings, tables with spans and repeats, boxes, notes, annotations with author and time, tracked
//! changes, slides with their notes. White space is collapsed as the format says (`OpenDocument` 1.3 part 3, 6.1.2).
//!
//! Text that `styles.xml` and `content.xml` hide by style, section, page or field is `BlockKind::Hidden`.

mod changes;
mod reader;

use subtier_model::Place;

use super::styles::Styles;
use crate::flow::Flow;
use crate::package::Package;
use crate::steps;
use reader::{Reader, Reads};
use subtier_blocks::Writing;

/// Reads it.
pub(super) fn read(package: &mut Package<'_>, writing: &mut Writing) {
    if !package.has("content.xml") {
        writing.fault(Place::Whole, "content.xml is missing");
    }
    let mut styles = Styles::default();
    let mut flow = Flow::new(writing);
    // Once for the styles that the body refers to, without any text.
    read_part(package, "styles.xml", Reads::Styles, &mut styles, &mut flow);
    read_part(package, "content.xml", Reads::Body, &mut styles, &mut flow);
    read_part(package, "styles.xml", Reads::Headers, &mut styles, &mut flow);
    flow.finish();
}

fn read_part(
    package: &mut Package<'_>,
    part: &str,
    reads: Reads,
    styles: &mut Styles,
    flow: &mut Flow<'_>,
) {
    flow.begin_part(part);
    steps::read_part(package, part, &mut Reader::new(reads, styles), flow);
}
