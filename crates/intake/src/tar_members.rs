//! Members of a tar, read in order from a stream, so that a packed tar is never held unpacked.
//! Links, devices and pipes are entries; they are never made.

use std::io::{self, Read};

use subtier_model::Place;
use subtier_source::{Capped, Ending, Opened, Packing};
use subtier_store::Case;

use crate::Error;
use crate::gather::{Container, Content, Gathering};
use crate::members::{Member, MemberSet};
use crate::names::{RawName, shown_target};
use crate::tar::{self, BLOCK_BYTES, Block, EntryKind, Header, PaxWords};

/// Longest long name or extended header that is read; a longer one is passed over.
const WORDS_BYTES_MAX: u64 = 1 << 20;

/// Gathers the members of a tar that is not packed.
pub(crate) fn take(
    case: &mut Case,
    gathering: &mut Gathering,
    container: &Container,
    opened: &Opened,
) -> Result<(), Error> {
    let section = opened.section(0, opened.size());
    let mut stream = Capped::new(Packing::Stored, section, gathering.budget.bytes_left());
    let whole = take_stream(case, gathering, container, &mut stream)?;
    if !whole && stream.ending() == Some(&Ending::Complete) {
        complain_of_no_end(gathering, container);
    }
    gathering.budget.spend(stream.bytes_out());
    gathering.complain_of_ending(container, stream.ending(), stream.bytes_out());
    Ok(())
}

pub(crate) fn complain_of_no_end(gathering: &mut Gathering, container: &Container) {
    let reason = "cut: the tar has no end mark; what came before was kept";
    gathering.complain(Some(container.id), &container.path, Place::Whole, reason);
}

/// Gathers the members of a tar from a stream. Returns whether its end mark was met, or a fault that
/// was complained of already.
pub(crate) fn take_stream(
    case: &mut Case,
    gathering: &mut Gathering,
    container: &Container,
    stream: &mut dyn Read,
) -> Result<bool, Error> {
    let mut tar = Tar { stream, at: 0, words: PaxWords::default(), ended: false };
    let mut members = MemberSet::new(container);
    let mut told = false;
    while let Some(block) = tar.next_block() {
        if block.iter().all(|byte| *byte == 0) {
            told = true;
            break;
        }
        let Some(header) = tar::header(&block) else {
            let at = tar.at - BLOCK_BYTES as u64;
            let place = Place::Bytes { start: at, end: tar.at };
            let reason = "damaged: no header of a tar stands here; what came before was kept";
            gathering.complain(Some(container.id), &container.path, place, reason);
            told = true;
            break;
        };
        if tar.take_words(&header) {
            continue;
        }
        let header = tar.apply_words(header);
        if !members.may_grow(gathering) {
            told = true;
            break;
        }
        if header.kind == EntryKind::Folder {
            tar.skip_padded(header.size, 0);
            continue;
        }
        let member = tar.take_member(case, gathering, header)?;
        members.push(case, gathering, member)?;
    }
    members.finish(case, gathering)?;
    Ok(told)
}

struct Tar<'a> {
    stream: &'a mut dyn Read,
    at: u64,
    /// What was said of the next entry.
    words: PaxWords,
    ended: bool,
}

impl Tar<'_> {
    fn next_block(&mut self) -> Option<Block> {
        if self.ended {
            return None;
        }
        let mut block = [0; BLOCK_BYTES];
        self.stream.read_exact(&mut block).ok()?;
        self.at += BLOCK_BYTES as u64;
        Some(block)
    }

    /// Reads an entry that only speaks of the next one; `false` for all others.
    fn take_words(&mut self, header: &Header) -> bool {
        match header.kind {
            EntryKind::LongName => {
                let words = self.read_words(header.size);
                self.words.path = Some(tar::text(&words).to_vec());
            }
            EntryKind::LongLink => {
                let words = self.read_words(header.size);
                self.words.link = Some(tar::text(&words).to_vec());
            }
            EntryKind::Pax => {
                let words = self.read_words(header.size);
                self.words = tar::pax_words(&words);
            }
            EntryKind::PaxGlobal => self.skip_padded(header.size, 0),
            EntryKind::File
            | EntryKind::HardLink
            | EntryKind::Link
            | EntryKind::Device
            | EntryKind::Folder
            | EntryKind::Pipe
            | EntryKind::GnuSparse
            | EntryKind::Other(_) => return false,
        }
        true
    }

    fn apply_words(&mut self, mut header: Header) -> Header {
        let words = std::mem::take(&mut self.words);
        header.name = words.path.unwrap_or(header.name);
        header.link = words.link.unwrap_or(header.link);
        header.size = words.size.unwrap_or(header.size);
        header.modified = words.modified.or(header.modified);
        if words.is_sparse && header.kind == EntryKind::File {
            header.kind = EntryKind::GnuSparse;
        }
        header
    }

    fn read_words(&mut self, size: u64) -> Vec<u8> {
        let mut words = Vec::new();
        let most = size.min(WORDS_BYTES_MAX);
        let count = self.stream.take(most).read_to_end(&mut words).unwrap_or(0) as u64;
        self.at += count;
        self.skip_padded(size, count);
        words
    }

    fn take_member(
        &mut self,
        case: &Case,
        gathering: &mut Gathering,
        header: Header,
    ) -> Result<Member, Error> {
        let link = shown_target(&header.link);
        let mut faults = Vec::new();
        match header.kind {
            EntryKind::HardLink => faults.push(format!("a hard link to {link}, not followed")),
            EntryKind::Link => faults.push(format!("a symbolic link to {link}, not followed")),
            EntryKind::Device => faults.push("a device, never opened".to_owned()),
            EntryKind::Pipe => faults.push("a pipe, never opened".to_owned()),
            EntryKind::GnuSparse => faults.push(
                "a file with holes: its packed pieces and their map were kept as they stand"
                    .to_owned(),
            ),
            EntryKind::Other(flag) => {
                faults.push(format!("an entry of unknown type {:?}", char::from(flag)));
            }
            EntryKind::File
            | EntryKind::Folder
            | EntryKind::LongName
            | EntryKind::LongLink
            | EntryKind::Pax
            | EntryKind::PaxGlobal => {}
        }
        if header.is_extended {
            self.skip_sparse_map();
        }
        let has_bytes = match header.kind {
            EntryKind::File | EntryKind::GnuSparse => true,
            EntryKind::HardLink
            | EntryKind::Link
            | EntryKind::Device
            | EntryKind::Folder
            | EntryKind::Pipe
            | EntryKind::LongName
            | EntryKind::LongLink
            | EntryKind::Pax
            | EntryKind::PaxGlobal
            | EntryKind::Other(_) => false,
        };
        let mut content = Content::EntryOnly;
        let mut count = 0;
        if has_bytes {
            content = gathering.copy(case, &mut self.stream.take(header.size))?;
            if let Content::Copied(reading, _) = &content {
                count = reading.size;
            }
            if count < header.size {
                faults.push(format!("cut: {count} of {} bytes were kept", header.size));
                self.ended = true;
            }
        }
        self.at = self.at.saturating_add(count);
        self.skip_padded(header.size, count);
        let (name, modified) = (RawName::new(header.name).shortened(), header.modified);
        Ok(Member { name, modified, size: header.size, content, faults })
    }

    fn skip_sparse_map(&mut self) {
        // Each block says whether one more follows; the stream's own limit ends it at the latest.
        while let Some(block) = self.next_block() {
            if block.get(504) != Some(&1) {
                break;
            }
        }
    }

    /// Passes over the rest of `size` bytes, of which `read` were read, up to the end of the block.
    fn skip_padded(&mut self, size: u64, read: u64) {
        let Some(padded) = size.checked_next_multiple_of(BLOCK_BYTES as u64) else {
            self.ended = true;
            return;
        };
        let rest = padded.saturating_sub(read);
        let skipped = io::copy(&mut self.stream.take(rest), &mut io::sink()).unwrap_or(0);
        self.at = self.at.saturating_add(skipped);
        self.ended |= skipped < rest;
    }
}
