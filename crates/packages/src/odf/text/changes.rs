//! The list of tracked changes at the head of a text: who changed what, and what was taken out.
//!
//! In: `text:tracked-changes` (`OpenDocument` 1.3 part 3, 5.5). Out: authors and times of insertions by id, to which marks
//! in the text refer; deleted text as blocks, which stands only here.

use std::collections::BTreeMap;
use std::io::Read;

use crate::flow::{Change, ChangeKind, Flow};
use subtier_xml::{Step, Xml};

/// Changes kept.
const CHANGES_MAX: usize = 100_000;

/// Bytes of a name or time.
const WORDS_BYTES_MAX: usize = 1000;

/// Who put in what, by the id of the change.
#[derive(Debug, Default)]
pub(super) struct Insertions(BTreeMap<String, (Option<String>, Option<String>)>);

impl Insertions {
    /// The change of an id, where it is an insertion.
    pub(super) fn change(&self, id: &str) -> Option<Change> {
        let (author, time) = self.0.get(id)?;
        let change = Change::new(ChangeKind::Inserted, author.clone(), time.clone());
        Some(change.with_id(id.to_owned()))
    }

    /// Reads the list; goes past its end.
    pub(super) fn read<R: Read>(
        &mut self,
        xml: &mut Xml<R>,
        flow: &mut Flow<'_>,
    ) -> Result<(), String> {
        let inside = xml.depth();
        let mut region = Region::default();
        let mut is_shown = false;
        loop {
            match xml.step()? {
                Step::Start => match xml.name() {
                    "changed-region" => {
                        region = Region { id: xml.attribute("id"), ..Region::default() };
                    }
                    "insertion" => region.kind = Some(ChangeKind::Inserted),
                    "deletion" => region.kind = Some(ChangeKind::Deleted),
                    "creator" => region.author = Some(xml.inner_text(WORDS_BYTES_MAX)?),
                    "date" => region.time = Some(xml.inner_text(WORDS_BYTES_MAX)?),
                    "p" | "h" if region.kind == Some(ChangeKind::Deleted) => {
                        let change = Change::new(
                            ChangeKind::Deleted,
                            region.author.clone(),
                            region.time.clone(),
                        );
                        flow.begin_paragraph();
                        flow.begin_change(change);
                        is_shown = true;
                    }
                    "line-break" if is_shown => flow.text("\n"),
                    "tab" if is_shown => flow.text("\t"),
                    "s" if is_shown => flow.text(" "),
                    _ => {}
                },
                Step::Text if is_shown => flow.text(xml.text()),
                Step::Text => {}
                Step::End if xml.depth() < inside => return Ok(()),
                Step::End => match xml.name() {
                    "p" | "h" if is_shown => {
                        is_shown = false;
                        flow.end_change(ChangeKind::Deleted, None);
                        flow.end_paragraph();
                    }
                    "changed-region" => self.keep(std::mem::take(&mut region)),
                    _ => {}
                },
                Step::Eof => return Ok(()),
            }
        }
    }

    fn keep(&mut self, region: Region) {
        if region.kind == Some(ChangeKind::Inserted) && self.0.len() < CHANGES_MAX {
            self.0.extend(region.id.map(|id| (id, (region.author, region.time))));
        }
    }
}

#[derive(Debug, Default)]
struct Region {
    id: Option<String>,
    kind: Option<ChangeKind>,
    author: Option<String>,
    time: Option<String>,
}
