//! Members of a zip. The central directory leads where there is one; where there is none, because the
//! archive was cut, the members' own headers are followed as far as they go. Watermarks in the room to
//! grow of local headers, which the directory does not show, are read here too.

use std::collections::BTreeSet;
use std::io::Read;
use std::ops::Range;

use subtier_model::Place;
use subtier_source::{Capped, Ending, Opened, Packing};
use subtier_store::Case;

use crate::Error;
use crate::budget::Reached;
use crate::gather::{Container, Content, Gathering};
use crate::mark::Trail;
use crate::members::{Member, MemberSet};
use crate::names::shown_target;
use crate::zip::{self, Entry, LocalHeader};

/// Methods by their numbers (APPNOTE.TXT 4.4.5).
const METHODS: [(u16, Packing); 5] = [
    (0, Packing::Stored),
    (8, Packing::Deflate),
    (12, Packing::Bzip2),
    (93, Packing::Zstd),
    (95, Packing::Xz),
];

/// Longest link target that is shown (`PATH_MAX` of Linux).
const LINK_BYTES_MAX: u64 = 4096;

/// Gathers the members of a zip and the marks in its local headers.
pub(crate) fn take(
    case: &mut Case,
    gathering: &mut Gathering,
    container: &Container,
    opened: &Opened,
) -> Result<(), Error> {
    let Some(mut directory) = zip::directory(opened) else {
        return take_cut(case, gathering, container, opened);
    };
    let mut unplaced = Unplaced::of(container);
    let mut members = MemberSet::new(container);
    let mut ended = false;
    for entry in &mut directory {
        ended = !may_take(gathering, &members, container, &entry);
        if ended {
            break;
        }
        let is_folder = entry.is_folder();
        let needs_header = !is_folder || !unplaced.trails.is_empty();
        let header = needs_header.then(|| zip::local_header(opened, entry.header_at)).flatten();
        if let Some(header) = &header {
            unplaced.place(gathering, container, header);
        }
        let data_at = header.as_ref().map(|header| header.data_at);
        if !is_folder {
            let member = take_member(case, gathering, opened, entry, data_at)?.0;
            members.push(case, gathering, member)?;
        }
        // Headers count too: many entries may lead to the same large one.
        gathering.budget.spend(header.map_or(0, |header| header.bytes()));
    }
    if let Some(fault) = directory.fault().filter(|_| !ended) {
        gathering.complain(Some(container.id), &container.path, Place::Whole, fault);
    }
    members.finish(case, gathering)
}

/// Follows the local headers of an archive without directory.
fn take_cut(
    case: &mut Case,
    gathering: &mut Gathering,
    container: &Container,
    opened: &Opened,
) -> Result<(), Error> {
    let reason = "cut: it has no central directory; what its members' own headers lead to was kept";
    gathering.complain(Some(container.id), &container.path, Place::Whole, reason);
    let mut unplaced = Unplaced::of(container);
    let mut members = MemberSet::new(container);
    let mut next = zip::next_header(opened, 0);
    while let Some(header) = next.and_then(|at| zip::local_header(opened, at)) {
        if !may_take(gathering, &members, container, &header.entry) {
            break;
        }
        unplaced.place(gathering, container, &header);
        let LocalHeader { entry, data_at, .. } = header;
        if entry.is_folder() && !entry.sizes_follow() {
            next = zip::next_header(opened, data_at);
            continue;
        }
        let sized = !entry.sizes_follow() || entry.packed_size > 0;
        let stated = entry.packed_size;
        let (member, used) = take_member(case, gathering, opened, entry, Some(data_at))?;
        members.push(case, gathering, member)?;
        let data_bytes = if sized { Some(stated) } else { used };
        next = data_bytes
            .and_then(|bytes| data_at.checked_add(bytes))
            .and_then(|from| zip::next_header(opened, from));
    }
    members.finish(case, gathering)
}

fn may_take(
    gathering: &mut Gathering,
    members: &MemberSet<'_>,
    container: &Container,
    entry: &Entry,
) -> bool {
    if gathering.budget.bytes_left() == 0 && !entry.is_folder() {
        gathering.reached(Reached::Bytes, container.id, &container.path);
        return false;
    }
    members.may_grow(gathering)
}

/// Watermarks of the file that were not yet found in the room to grow of a local header.
struct Unplaced {
    /// By where they begin.
    trails: Vec<Trail>,
    /// Extra parts that were looked at, by begin and end: many entries may lead to the same one.
    seen: BTreeSet<(u64, u64)>,
}

impl Unplaced {
    fn of(container: &Container) -> Self {
        let mut trails = container.inner_trails.clone();
        trails.sort_by_key(|trail| trail.start);
        Self { trails, seen: BTreeSet::new() }
    }

    /// Takes those that stand in this header's room to grow.
    fn place(&mut self, gathering: &mut Gathering, container: &Container, header: &LocalHeader) {
        let in_extra = header.extra_at..header.data_at;
        if self.within(&in_extra).is_empty() || !self.seen.insert((in_extra.start, in_extra.end)) {
            return;
        }
        for hint in header.growth_hints() {
            let within = self.within(&hint);
            for trail in self.trails.extract_if(within, |trail| trail.end <= hint.end) {
                gathering.observe_marks(container.id, trail, "local header extra");
            }
        }
    }

    /// Which of them begin within a range of the file.
    fn within(&self, range: &Range<u64>) -> Range<usize> {
        let first = self.trails.partition_point(|trail| trail.start < range.start);
        let after = self.trails.partition_point(|trail| trail.start < range.end);
        first..after.max(first)
    }
}

/// Reads one member; returns how many packed bytes it took, where that is known.
fn take_member(
    case: &Case,
    gathering: &mut Gathering,
    opened: &Opened,
    entry: Entry,
    data_at: Option<u64>,
) -> Result<(Member, Option<u64>), Error> {
    let mut faults = Vec::new();
    let packing = METHODS.iter().find(|(method, _)| *method == entry.method);
    let (mut content, mut used) = (Content::EntryOnly, None);
    match (data_at, packing) {
        (None, _) => faults.push("no local header stands where the directory says".to_owned()),
        _ if entry.is_encrypted() => faults.push("encrypted: its bytes were not read".to_owned()),
        (_, None) => {
            faults.push(format!("packed by method {}, which is not read", entry.method));
        }
        (Some(_), Some((_, Packing::Stored))) if entry.sizes_follow() && entry.packed_size == 0 => {
            faults.push(
                "its size stands nowhere: it is empty, or its bytes were not read".to_owned(),
            );
            used = Some(0);
        }
        (Some(data_at), Some((_, packing))) => {
            let packed = PackedMember { opened, entry: &entry, data_at, packing: *packing };
            if entry.is_link {
                faults.push(packed.link_words(gathering));
            } else {
                let (taken, bytes) = packed.unpack(case, gathering, &mut faults)?;
                (content, used) = (taken, Some(bytes));
            }
        }
    }
    let Entry { name, modified, size, .. } = entry;
    Ok((Member { name: name.shortened(), modified, size, content, faults }, used))
}

/// The packed bytes of one member.
struct PackedMember<'a> {
    opened: &'a Opened,
    entry: &'a Entry,
    data_at: u64,
    packing: Packing,
}

/// Adds up the checksum of what passes.
struct Summing<R> {
    inner: R,
    crc: flate2::Crc,
}

impl<R: Read> Read for Summing<R> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let count = self.inner.read(buffer)?;
        self.crc.update(buffer.get(..count).unwrap_or(&[]));
        Ok(count)
    }
}

impl PackedMember<'_> {
    fn section(&self) -> impl Read {
        let sized = !self.entry.sizes_follow() || self.entry.packed_size > 0;
        let end =
            if sized { self.data_at.saturating_add(self.entry.packed_size) } else { u64::MAX };
        self.opened.section(self.data_at, end)
    }

    fn link_words(&self, gathering: &mut Gathering) -> String {
        let mut target = Vec::new();
        let mut reader =
            Capped::new(self.packing, self.section().take(LINK_BYTES_MAX), LINK_BYTES_MAX);
        // A target that cannot be read to its end is shown as far as it goes.
        reader.read_to_end(&mut target).unwrap_or(0);
        gathering.budget.spend(reader.bytes_out().saturating_add(reader.bytes_used()));
        format!("a symbolic link to {}, not followed", shown_target(&target))
    }

    /// Copies what is unpacked; returns how many packed bytes that took.
    fn unpack(
        &self,
        case: &Case,
        gathering: &mut Gathering,
        faults: &mut Vec<String>,
    ) -> Result<(Content, u64), Error> {
        let entry = self.entry;
        let capped = Capped::new(self.packing, self.section(), gathering.budget.bytes_left());
        let mut reader = Summing { inner: capped, crc: flate2::Crc::new() };
        let content = gathering.copy(case, &mut reader)?;
        let Summing { inner: capped, crc } = reader;
        let bytes_out = capped.bytes_out();
        // Packed bytes count too: many members may lead to the same ones, and unpack to nothing.
        gathering.budget.spend(bytes_out.saturating_add(capped.bytes_used()));
        let unstated = entry.sizes_follow() && entry.size == 0 && entry.crc32 == 0;
        match capped.ending() {
            Some(Ending::Limit) => {
                faults.push(format!(
                    "{bytes_out} unpacked bytes were kept, then a limit was reached"
                ));
            }
            Some(Ending::Damaged(why)) => {
                faults.push(format!(
                    "damaged after {bytes_out} unpacked bytes, which were kept: {why}"
                ));
            }
            Some(Ending::Cut) => faults.push(cut(bytes_out, entry.size)),
            _ if unstated => {}
            _ if bytes_out < entry.size && self.packing == Packing::Stored => {
                faults.push(cut(bytes_out, entry.size));
            }
            _ if bytes_out != entry.size => {
                let stated = entry.size;
                faults
                    .push(format!("{stated} bytes are stated, {bytes_out} were unpacked and kept"));
            }
            _ if crc.sum() != entry.crc32 => {
                let (stated, sum) = (entry.crc32, crc.sum());
                faults.push(format!(
                    "its checksum is {sum:08x}, {stated:08x} is stated; kept as read"
                ));
            }
            _ => {}
        }
        Ok((content, capped.bytes_used()))
    }
}

fn cut(bytes_out: u64, size: u64) -> String {
    if size == 0 {
        format!("cut: {bytes_out} bytes were kept")
    } else {
        format!("cut: {bytes_out} of {size} bytes were kept")
    }
}
