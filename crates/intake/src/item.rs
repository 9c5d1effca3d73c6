//! One file of a source: opened once, read once, copied while it is read, or left where it is.

use std::path::{Path, PathBuf};
use std::rc::Rc;

use subtier_model::{EvidenceId, Place, Timestamp};
use subtier_source::{
    FileStamp, Folder, Opened, SNIFF_BYTES, data_ranges, open, open_below, sniff,
};
use subtier_store::{Case, location_text};

use crate::gather::{Content, Gathering, Item};
use crate::mark::{LOOK_BACK_BYTES, Scanner, Trail};
use crate::names::ShownName;
use crate::pass::{Reading, read_through};
use crate::{Error, HoldingPolicy};

/// A file as the walk found it.
#[derive(Debug, Clone)]
pub(crate) struct FoundFile {
    /// The folder that was walked over, still open.
    pub(crate) folder: Rc<Folder>,
    pub(crate) below: PathBuf,
    pub(crate) name: ShownName,
    pub(crate) size: u64,
    pub(crate) modified: Timestamp,
    pub(crate) stamp: FileStamp,
}

impl FoundFile {
    /// Where it lies, as custody writes it.
    pub(crate) fn location(&self) -> String {
        location_text(&self.folder.path().join(&self.below))
    }
}

/// Takes one file in. `told` hears of bytes as they are read.
pub(crate) fn take_file(
    case: &Case,
    gathering: &mut Gathering,
    file: &FoundFile,
    holding: HoldingPolicy,
    told: &dyn Fn(u64),
) -> Result<(), Error> {
    let from = file.location();
    let item = |content: Content, size: u64, modified: Timestamp| Item {
        name: file.name.clone(),
        parent: None,
        modified: Some(modified),
        size,
        content,
        from: from.clone(),
        depth: 0,
    };
    let mut opened = match open_below(&file.folder, &file.below) {
        Ok(opened) => opened,
        Err(error) => {
            let id = gathering.add(item(Content::EntryOnly, file.size, file.modified));
            let reason = match error {
                subtier_source::Error::Read { source, .. } => format!("cannot be read: {source}"),
                subtier_source::Error::NotRegular { what, .. } => {
                    format!("cannot be read: it became {what} after it was found")
                }
            };
            complain(gathering, file, id, reason);
            return Ok(());
        }
    };
    let (size, modified) = (opened.size(), opened.modified());
    let hole_bytes = hole_bytes(&opened);
    if hole_bytes > gathering.budget.limits().hole_bytes_max {
        let (head, trail) = ends(&opened);
        let kind = sniff(&head);
        let id = gathering.add(item(Content::Unhashed(kind, trail), size, modified));
        let reason = format!(
            "sparse: {hole_bytes} of its {size} bytes are holes; it was left where it is, its hash is \
             missing, and of its bytes only the first and the last were read"
        );
        complain(gathering, file, id, reason);
        return Ok(());
    }
    let refer = match holding {
        HoldingPolicy::Reference => true,
        HoldingPolicy::Copy { reference_above_bytes } => size > reference_above_bytes,
    };
    let (reading, copy) = if refer {
        let mut bytes = opened.section(0, size);
        let reading = read_through(&mut bytes, None, &mut gathering.buffer, told)
            .map_err(|source| Error::Copy { path: opened.path().to_owned(), source })?;
        (reading, None)
    } else {
        let (reading, path) = copy(case, gathering, &mut opened, told)?;
        (reading, Some(path))
    };
    let (read, has_changed) = (reading.size, opened.has_changed());
    let content = match copy {
        Some(path) => Content::Copied(reading, path),
        None => Content::Referenced(reading, opened),
    };
    let id = gathering.add(item(content, size, modified));
    if read < size || has_changed {
        let reason = format!(
            "changed while it was read: {read} bytes were taken in, it had {size} at the start"
        );
        complain(gathering, file, id, reason);
    }
    Ok(())
}

fn complain(gathering: &mut Gathering, file: &FoundFile, id: EvidenceId, reason: String) {
    gathering.complain(Some(id), &file.name.text, Place::Whole, reason);
}

fn copy(
    case: &Case,
    gathering: &mut Gathering,
    opened: &mut Opened,
    told: &dyn Fn(u64),
) -> Result<(Reading, PathBuf), Error> {
    let mut writer = case.stage_blob()?;
    let path = writer.path().to_owned();
    let failed = |source| Error::Copy { path: path.clone(), source };
    // A shared copy is read instead of the file, so that the hashes are those of the copy even
    // where the file changes meanwhile.
    let shared = if writer.try_reflink(opened.file()) { shared_copy(&path) } else { None };
    let reading = if let Some(shared) = shared {
        let mut bytes = shared.section(0, shared.size());
        read_through(&mut bytes, None, &mut gathering.buffer, told).map_err(failed)?
    } else {
        let mut bytes = opened.section(0, opened.size());
        read_through(&mut bytes, Some(&mut writer), &mut gathering.buffer, told).map_err(failed)?
    };
    let sealed = writer.seal(reading.sha256)?;
    gathering.output.blobs.push(sealed);
    Ok((reading, path))
}

fn shared_copy(path: &Path) -> Option<Opened> {
    open(path).ok()
}

/// Bytes of a file that stand on no disk. Only asked where the file takes up less than its size.
fn hole_bytes(opened: &Opened) -> u64 {
    /// Ranges of one file that are counted; what lies behind them counts as data.
    const RANGES_MAX: usize = 1 << 20;
    if opened.allocated() >= opened.size() {
        return 0;
    }
    let (mut holes, mut at, mut n_ranges) = (0u64, 0, 0);
    for range in data_ranges(opened).take(RANGES_MAX) {
        holes = holes.saturating_add(range.start.saturating_sub(at));
        at = range.end;
        n_ranges += 1;
    }
    if n_ranges < RANGES_MAX {
        holes = holes.saturating_add(opened.size().saturating_sub(at));
    }
    holes
}

/// Returns the first bytes and the marks at the end.
fn ends(opened: &Opened) -> (Vec<u8>, Option<Trail>) {
    let read = |at: u64, length: usize| {
        let mut bytes = vec![0; length];
        let count = opened.read_at(&mut bytes, at).unwrap_or(0);
        bytes.truncate(count);
        bytes
    };
    let tail = read(opened.size().saturating_sub(LOOK_BACK_BYTES as u64), LOOK_BACK_BYTES);
    (read(0, SNIFF_BYTES), Scanner::new().trailer(&tail, opened.size()))
}
