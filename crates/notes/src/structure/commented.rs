//! Comments on the cells of a table: what they render and which shot they speak of.
//!
//! In: the comments of a document, the drafts of its tables. Out: a comment in another language on a request as its
//! translation; the shot and frames of its row for any other. Never: a translation that says something else.

use std::collections::{BTreeMap, BTreeSet};

use subtier_blocks::{Block, BlockKind, Document};

use super::around::Around;
use super::attached::of_parts;
use super::draft::{Draft, Ground, Held, Shot};
use super::evidence::Things;
use super::halves::{is_alike, script_of, weight};
use super::status::is_only_status;
use super::stream::ANCHORS_MAX;
use crate::Field;

/// What comments are attached to.
#[derive(Debug, Default)]
pub(super) struct Commented<'a> {
    /// Their texts.
    pub(super) texts: BTreeSet<&'a str>,
    rows: BTreeSet<(u32, u32)>,
    /// Drafts by the row that they were read in, and by their request.
    by_row: BTreeMap<(u32, u32), usize>,
    by_text: BTreeMap<String, usize>,
}

impl<'a> Commented<'a> {
    /// Looks up what the comments of a document are attached to.
    pub(super) fn of(document: &'a Document) -> Self {
        let comments = document.blocks.iter().filter(|block| block.kind == BlockKind::Comment);
        let mut found = Self::default();
        for block in comments.take(ANCHORS_MAX) {
            found.texts.extend(block.anchor.as_deref().map(str::trim));
            found.rows.extend(block.cell.as_ref().map(|cell| (cell.table, cell.row)));
        }
        found
    }

    /// Keeps the drafts of a table that comments are attached to.
    pub(super) fn take(&mut self, cells: &[&Block], made: (usize, &[Draft])) {
        if self.texts.is_empty() && self.rows.is_empty() {
            return;
        }
        let places: BTreeMap<_, _> = cells
            .iter()
            .filter_map(|block| {
                let cell = block.cell.as_ref()?;
                let row = (cell.table, cell.row);
                self.rows.contains(&row).then_some((&block.place, row))
            })
            .collect();
        for (idx, draft) in made.1.iter().enumerate().skip(made.0) {
            if let Some(row) = places.get(&draft.note.place) {
                self.by_row.entry(*row).or_insert(idx);
            }
            if self.texts.contains(draft.note.request.as_str()) {
                self.by_text.entry(draft.note.request.clone()).or_insert(idx);
            }
        }
    }

    /// Reads a comment on a row whose drafts are known; says whether it was one.
    pub(super) fn on_row(
        &self,
        block: &Block,
        with: (&Around, usize),
        out: &mut Vec<Draft>,
    ) -> bool {
        let row = block.cell.as_ref().map(|cell| (cell.table, cell.row));
        let by_row = row.and_then(|row| self.by_row.get(&row));
        let by_text = || self.by_text.get(block.anchor.as_deref()?.trim());
        let Some(idx) = by_row.or_else(by_text).copied() else { return false };
        let Some(draft) = out.get_mut(idx) else { return false };
        let is_on_request = block.place == draft.note.place
            || block.anchor.as_deref().map(str::trim) == Some(draft.note.request.as_str());
        if is_on_request && renders(draft, &block.text) {
            draft.note.translation = Some(block.text.trim().to_owned());
            draft.mark(Field::Translation, &block.place, Some("comment"));
            return true;
        }
        let held =
            |value: &String| Held { value: value.clone(), place: block.place.clone(), why: None };
        let why = Some("row of the commented cell");
        let shot = draft.note.shot.clone().zip(draft.key.clone()).map(|(text, key)| Held {
            value: Shot { text, key, production: draft.note.production.clone() },
            place: draft.note.place.clone(),
            why,
        });
        let ground = Ground {
            shot: shot.or_else(|| with.0.shot.clone()),
            author: block.author.as_ref().map(held),
            time: block.time.as_ref().map(held),
            ..Ground::default()
        };
        of_parts(&block.text, &ground, (&block.place, with.1), out);
        true
    }
}

/// Whether a text says what a draft requests, in another language.
fn renders(draft: &Draft, text: &str) -> bool {
    let script = script_of(text);
    let request = &draft.note.request;
    let evidence = Things::of(request, draft.script).compared(&Things::of(text, script));
    draft.note.translation.is_none()
        && script.is_some()
        && script != draft.script
        && is_only_status(text) == is_only_status(request)
        && !evidence.is_against()
        && (evidence.is_for() || is_alike(weight(request), weight(text), 3))
}
