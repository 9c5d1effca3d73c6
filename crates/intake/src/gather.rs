//! What one unit gathers: an item that was read becomes evidence with its custody line and its marks,
//! and if it is a container it waits in a queue to be opened. Whenever much was gathered, a part of
//! the unit is committed, also in the middle of a container, so that memory stays bounded.

use std::collections::VecDeque;
use std::path::PathBuf;

use subtier_model::{
    Complaint, ContentKind, Evidence, EvidenceId, Fact, Holding, MarkTrail, Observation, Place,
    Reader, Sha256Hash, Timestamp,
};
use subtier_source::{Ending, Opened};
use subtier_store::{Case, CustodyEvent, UnitOutput};

use crate::budget::{Budget, Reached};
use crate::form::Form;
use crate::mark::{FILE_MARKS_MAX, Trail};
use crate::names::ShownName;
use crate::pass::{Buffer, Reading, read_through};
use crate::{Error, Limits};

const MARK_READER: &str = "intake/mark";
const MARK_READER_VERSION: u32 = 1;

/// Items that a unit may gather before a part of it is committed: the members of a large archive must
/// not all be held in memory.
const PART_ITEMS_MAX: usize = 20_000;

/// Bytes of rows that a unit may gather before a part of it is committed.
const PART_BYTES_MAX: usize = 32 << 20;

/// Bytes that containers may take up while they wait to be opened.
const WAITING_BYTES_MAX: usize = 256 << 20;

/// What a row takes up besides its words, roughly.
const ROW_BYTES: usize = 512;

/// What a mark takes up in memory, roughly.
const MARK_BYTES: usize = 96;

/// What one unit has gathered so far.
#[derive(Debug)]
pub(crate) struct Gathering {
    pub(crate) output: UnitOutput,
    pub(crate) budget: Budget,
    pub(crate) buffer: Buffer,
    /// Names of the parts that were committed.
    pub(crate) parts: Vec<String>,
    queue: VecDeque<Container>,
    /// What the queue takes up.
    waiting_bytes: usize,
    /// What the rows in the output take up.
    row_bytes: usize,
}

/// A container that waits to be opened.
#[derive(Debug)]
pub(crate) struct Container {
    pub(crate) id: EvidenceId,
    pub(crate) path: String,
    pub(crate) form: Form,
    pub(crate) whereabouts: Whereabouts,
    pub(crate) inner_trails: Vec<Trail>,
    pub(crate) depth: usize,
}

/// Where the bytes of a container are.
#[derive(Debug)]
pub(crate) enum Whereabouts {
    /// In a copy that lies in this file until its commit, and then under its hash.
    Copied { file: PathBuf, sha256: Sha256Hash },
    /// In the file of the source, still open.
    Open(Opened),
}

/// An item with its name.
#[derive(Debug)]
pub(crate) struct Item {
    pub(crate) name: ShownName,
    pub(crate) parent: Option<EvidenceId>,
    pub(crate) modified: Option<Timestamp>,
    /// As stated, where nothing was read.
    pub(crate) size: u64,
    pub(crate) content: Content,
    /// Where its bytes lay, for custody.
    pub(crate) from: String,
    pub(crate) depth: usize,
}

/// What is held of an item's bytes.
#[derive(Debug)]
pub(crate) enum Content {
    /// A copy that waits for its commit in this file.
    Copied(Reading, PathBuf),
    /// Read, and left where it is.
    Referenced(Reading, Opened),
    /// Left where it is and not hashed; the kind by its first bytes, and the marks at its end.
    Unhashed(ContentKind, Option<Trail>),
    /// Nothing was read.
    EntryOnly,
}

impl Content {
    /// What it takes up in memory and will take up in rows, roughly.
    pub(crate) fn row_bytes(&self) -> usize {
        let trails = match self {
            Self::Copied(reading, _) | Self::Referenced(reading, _) => {
                marks_bytes(&reading.inner_trails)
            }
            Self::Unhashed(..) | Self::EntryOnly => 0,
        };
        ROW_BYTES + trails
    }
}

fn marks_bytes(trails: &[Trail]) -> usize {
    trails.iter().map(|trail| trail.marks.len().saturating_mul(MARK_BYTES)).sum()
}

impl Container {
    fn waiting_bytes(&self) -> usize {
        ROW_BYTES + self.path.len() + marks_bytes(&self.inner_trails)
    }
}

impl Gathering {
    pub(crate) fn new(unit: String, limits: Limits) -> Self {
        Self {
            output: UnitOutput::new(unit),
            budget: Budget::new(limits, 0),
            buffer: Buffer::new(),
            parts: Vec::new(),
            queue: VecDeque::new(),
            waiting_bytes: 0,
            row_bytes: 0,
        }
    }

    /// Takes the next container off the queue.
    pub(crate) fn next_container(&mut self) -> Option<Container> {
        let container = self.queue.pop_front()?;
        self.waiting_bytes = self.waiting_bytes.saturating_sub(container.waiting_bytes());
        Some(container)
    }

    /// Commits what was gathered so far under a name of its own, if it is much. The unit itself is done
    /// only with its last part; doing the parts before it again changes nothing.
    pub(crate) fn commit_part_if_full(&mut self, case: &mut Case) -> Result<(), Error> {
        if self.output.evidence.len() < PART_ITEMS_MAX && self.row_bytes < PART_BYTES_MAX {
            return Ok(());
        }
        let unit = self.output.unit.clone();
        let part = format!("{unit}/{:06}", self.parts.len() + 1);
        let mut output = std::mem::replace(&mut self.output, UnitOutput::new(unit));
        output.unit.clone_from(&part);
        // A run that was killed after this part has written its custody lines already.
        if !case.unit_done(&part)? {
            case.commit(output)?;
        }
        self.row_bytes = 0;
        self.parts.push(part);
        Ok(())
    }

    /// Copies and reads all that a reader gives.
    pub(crate) fn copy(
        &mut self,
        case: &Case,
        reader: &mut dyn std::io::Read,
    ) -> Result<Content, Error> {
        let mut writer = case.stage_blob()?;
        let path = writer.path().to_owned();
        let reading = read_through(reader, Some(&mut writer), &mut self.buffer, &|_| {})
            .map_err(|source| Error::Copy { path: path.clone(), source })?;
        self.output.blobs.push(writer.seal(reading.sha256)?);
        Ok(Content::Copied(reading, path))
    }

    /// Makes evidence of an item.
    pub(crate) fn add(&mut self, item: Item) -> EvidenceId {
        let Item { name, parent, modified, size, content, from, depth } = item;
        let (holding, reading, kind) = match &content {
            Content::Copied(reading, _) => (Holding::Copied, Some(reading), reading.kind),
            Content::Referenced(reading, _) => (Holding::Referenced, Some(reading), reading.kind),
            Content::Unhashed(kind, _) => (Holding::Referenced, None, *kind),
            Content::EntryOnly => (Holding::EntryOnly, None, ContentKind::Binary),
        };
        let size = reading.map_or(size, |reading| reading.size);
        let sha256 = reading.map(|reading| reading.sha256);
        let evidence = Evidence {
            id: Evidence::id_of(&name.text, size, sha256.as_ref()),
            path: name.text,
            name_bytes: name.bytes,
            name_encoding: name.encoding,
            parent,
            size,
            sha256,
            blake3: reading.map(|reading| reading.blake3),
            kind,
            holding,
            modified,
        };
        let bytes = evidence.name_bytes.as_ref().map_or(0, String::len);
        // Path and bytes stand in the item and in its custody line; a third path says where it lay.
        self.count_row(3 * evidence.path.len() + 2 * bytes);
        let taken = Box::new(evidence.clone());
        self.output.custody.push(CustodyEvent::Taken { evidence: taken, from });
        let (id, path) = (evidence.id, evidence.path.clone());
        self.output.evidence.push(evidence);
        // Of a member's name its container is complained of, once for all members.
        if name.is_cut && parent.is_none() {
            self.reached(Reached::LongName, id, &path);
        }
        let (reading, whereabouts) = match content {
            Content::Copied(reading, file) => {
                let sha256 = reading.sha256;
                (reading, Whereabouts::Copied { file, sha256 })
            }
            Content::Referenced(reading, opened) => (reading, Whereabouts::Open(opened)),
            Content::Unhashed(_, trail) => {
                if let Some(trail) = trail {
                    self.observe_marks(id, trail, "trailer");
                }
                return id;
            }
            Content::EntryOnly => return id,
        };
        let Reading { kind, trailer, inner_trails, .. } = reading;
        if let Some(trail) = trailer {
            self.observe_marks(id, trail, "trailer");
        }
        if let Some(fault) = reading.fault {
            let reason = format!("not read to its end: {fault}; what came before was kept");
            self.complain(Some(id), &path, Place::Whole, reason);
        }
        if let Some(form) = Form::of(kind) {
            if form == Form::Zip && reading.has_more_marks {
                let reason = format!(
                    "not all watermarks were read: {FILE_MARKS_MAX} within one file are the limit"
                );
                self.complain(Some(id), &path, Place::Whole, reason);
            }
            self.let_wait(Container { id, path, form, whereabouts, inner_trails, depth });
        }
        id
    }

    fn let_wait(&mut self, container: Container) {
        let waiting_bytes = self.waiting_bytes.saturating_add(container.waiting_bytes());
        if container.depth >= self.budget.limits().depth_max {
            self.reached(Reached::Depth, container.id, &container.path);
        } else if waiting_bytes > WAITING_BYTES_MAX {
            self.reached(Reached::Waiting, container.id, &container.path);
        } else {
            self.waiting_bytes = waiting_bytes;
            self.queue.push_back(container);
        }
    }

    /// Complains of how the unpacking of a container ended, where it did not end well.
    pub(crate) fn complain_of_ending(
        &mut self,
        container: &Container,
        ending: Option<&Ending>,
        bytes_out: u64,
    ) {
        let reason = match ending {
            None | Some(Ending::Complete) => return,
            Some(Ending::Limit) => {
                self.reached(Reached::Bytes, container.id, &container.path);
                return;
            }
            Some(Ending::Cut) => {
                format!(
                    "cut: it ends in the middle; {bytes_out} unpacked bytes before that were kept"
                )
            }
            Some(Ending::Damaged(why)) => {
                format!("damaged after {bytes_out} unpacked bytes, which were kept: {why}")
            }
        };
        self.complain(Some(container.id), &container.path, Place::Whole, reason);
    }

    /// Complains of a limit, once for each item of the source.
    pub(crate) fn reached(&mut self, reached: Reached, id: EvidenceId, path: &str) {
        if let Some(reason) = self.budget.say(reached) {
            self.complain(Some(id), path, Place::Whole, reason);
        }
    }

    pub(crate) fn complain(
        &mut self,
        id: Option<EvidenceId>,
        path: &str,
        place: Place,
        reason: impl Into<String>,
    ) {
        let reason = reason.into();
        let entry = if let Place::Entry(entry) = &place { entry.len() } else { 0 };
        self.count_row(path.len() + entry + reason.len());
        self.output.complaints.push(Complaint::new(id, path, place, reason));
    }

    /// Records the marks of one trail.
    pub(crate) fn observe_marks(&mut self, id: EvidenceId, trail: Trail, form: &str) {
        self.count_row(trail.marks.len().saturating_mul(MARK_BYTES));
        let quote: Vec<String> =
            trail.marks.iter().map(|mark| format!("WM{}", mark.serial)).collect();
        let place = Place::Bytes { start: trail.start, end: trail.end };
        let reader = Reader { name: MARK_READER.to_owned(), version: MARK_READER_VERSION };
        let fact = Fact::MarkTrail(MarkTrail { marks: trail.marks, form: form.to_owned() });
        let observation = Observation::new(id, place, &quote.join(", "), reader, fact);
        self.output.observations.push(observation);
    }

    /// Counts a row with so many bytes of words.
    fn count_row(&mut self, words: usize) {
        self.row_bytes = self.row_bytes.saturating_add(ROW_BYTES + words);
        self.budget.spend_names(words as u64);
    }
}
