//! What stands about comments outside the comments themselves: replies, whether they are done, and their clock in UTC.
//!
//! In: `commentsExtended.xml`, `commentsIds.xml` and `commentsExtensible.xml` ([MS-DOCX] 2.5.4, 2.7). Out: per comment its
//! parent, its state and its time in UTC.

use std::collections::BTreeMap;

use super::properties::is_on;
use crate::package::Package;
use subtier_xml::Step;

/// Bytes read of each of these parts.
const PART_BYTES_MAX: u64 = 16 << 20;

/// Comments that are told apart.
const COMMENTS_MAX: usize = 50_000;

/// What is known of the comments of a document.
#[derive(Debug, Default)]
pub(super) struct Comments {
    /// By the id of the last paragraph of a comment.
    states: BTreeMap<String, State>,
    /// Anchors of the comments that were read, by the id of their last paragraph; replies have their parent's.
    anchors: BTreeMap<String, String>,
    utc: BTreeMap<String, String>,
}

/// What stands about one comment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct State {
    /// The last paragraph of the comment that it answers.
    pub(super) parent: Option<String>,
    /// Whether it was ticked off.
    pub(super) is_done: bool,
}

impl Comments {
    /// Reads the parts beside the comments.
    pub(super) fn read(package: &mut Package<'_>, folder: &str) -> Self {
        let mut comments = Self::default();
        let mut durable: BTreeMap<String, String> = BTreeMap::new();
        each(package, &format!("{folder}/commentsExtended.xml"), "commentEx", |value| {
            let Some(paragraph) = value("paraId") else { return };
            let is_done = value("done").is_some_and(|done| is_on(Some(&done)));
            let state = State { parent: value("paraIdParent"), is_done };
            comments.states.insert(paragraph, state);
        });
        each(package, &format!("{folder}/commentsIds.xml"), "commentId", |value| {
            if let (Some(paragraph), Some(id)) = (value("paraId"), value("durableId")) {
                durable.insert(id, paragraph);
            }
        });
        each(package, &format!("{folder}/commentsExtensible.xml"), "commentExtensible", |value| {
            if let (Some(id), Some(utc)) = (value("durableId"), value("dateUtc"))
                && let Some(paragraph) = durable.get(&id)
            {
                comments.utc.insert(paragraph.clone(), utc);
            }
        });
        comments
    }

    /// What stands about the comment whose last paragraph this is.
    pub(super) fn state(&self, paragraph: &str) -> State {
        self.states.get(paragraph).cloned().unwrap_or_default()
    }

    /// When it was written in UTC.
    pub(super) fn utc(&self, paragraph: &str) -> Option<&str> {
        self.utc.get(paragraph).map(String::as_str)
    }

    /// Keeps what a comment is attached to, for its answers.
    pub(super) fn keep_anchor(&mut self, paragraph: &str, anchor: &str) {
        if self.anchors.len() < COMMENTS_MAX {
            self.anchors.insert(paragraph.to_owned(), anchor.to_owned());
        }
    }

    /// What the comment is attached to that this one answers.
    pub(super) fn anchor_of_parent(&self, state: &State) -> Option<String> {
        self.anchors.get(state.parent.as_deref()?).cloned()
    }
}

/// Calls `found` with the attributes of each element of a name.
fn each(
    package: &mut Package<'_>,
    part: &str,
    name: &str,
    mut found: impl FnMut(&dyn Fn(&str) -> Option<String>),
) {
    let Some(mut xml) = package.small_xml(part, PART_BYTES_MAX) else { return };
    let mut count = 0;
    while let Ok(step) = xml.step() {
        match step {
            Step::Start if xml.name() == name => {
                found(&|attribute| xml.attribute(attribute));
                count += 1;
            }
            Step::Eof => return,
            Step::Start | Step::End | Step::Text => {}
        }
        if count >= COMMENTS_MAX {
            return;
        }
    }
}
