//! A packed stream (gzip, zstd, xz, bzip2): a tar inside gives its members at once; anything else is
//! the one member of the stream, named after the stream's own name without its ending.

use std::io::{Cursor, Read};

use subtier_model::ContentKind;
use subtier_source::{Capped, Ending, Opened, Packing, SNIFF_BYTES, sniff};
use subtier_store::Case;

use crate::gather::{Container, Gathering};
use crate::members::{Member, MemberSet};
use crate::names::RawName;
use crate::{Error, tar_members};

/// Endings that say how a stream is packed, and what stands for them without the packing.
const ENDINGS: [(&str, &str); 9] = [
    (".tgz", ".tar"),
    (".tbz2", ".tar"),
    (".tbz", ".tar"),
    (".txz", ".tar"),
    (".tzst", ".tar"),
    (".gz", ""),
    (".bz2", ""),
    (".xz", ""),
    (".zst", ""),
];

/// Gathers what is in a packed stream.
pub(crate) fn take(
    case: &mut Case,
    gathering: &mut Gathering,
    container: &Container,
    opened: &Opened,
    packing: Packing,
) -> Result<(), Error> {
    let packed = opened.section(0, opened.size());
    let mut stream = Capped::new(packing, packed, gathering.budget.bytes_left());
    let mut head = Vec::new();
    // Faults of the stream end it, and are told by its ending below.
    (&mut stream).take(SNIFF_BYTES as u64).read_to_end(&mut head).unwrap_or(0);
    if sniff(&head) == ContentKind::Tar {
        let mut tar = Cursor::new(head).chain(&mut stream);
        let whole = tar_members::take_stream(case, gathering, container, &mut tar)?;
        if !whole && stream.ending() == Some(&Ending::Complete) {
            tar_members::complain_of_no_end(gathering, container);
        }
    } else if !head.is_empty() || stream.ending() == Some(&Ending::Complete) {
        take_one(case, gathering, container, Cursor::new(head).chain(&mut stream))?;
    }
    gathering.budget.spend(stream.bytes_out());
    gathering.complain_of_ending(container, stream.ending(), stream.bytes_out());
    Ok(())
}

fn take_one(
    case: &mut Case,
    gathering: &mut Gathering,
    container: &Container,
    mut bytes: impl Read,
) -> Result<(), Error> {
    let mut members = MemberSet::new(container);
    if !members.may_grow(gathering) {
        return Ok(());
    }
    let content = gathering.copy(case, &mut bytes)?;
    let name = RawName::new(name_without_ending(&container.path).into_bytes());
    let member = Member { name, modified: None, size: 0, content, faults: Vec::new() };
    members.push(case, gathering, member)?;
    members.finish(case, gathering)
}

fn name_without_ending(path: &str) -> String {
    let name = path.rsplit('/').next().unwrap_or(path);
    let lower = name.to_ascii_lowercase();
    for (ending, instead) in ENDINGS {
        // The two differ in the case of ASCII letters alone, so they are of the same length.
        let stem = lower.strip_suffix(ending).and_then(|stem| name.get(..stem.len()));
        if let Some(stem) = stem.filter(|stem| !stem.is_empty()) {
            return format!("{stem}{instead}");
        }
    }
    name.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_member_is_named_after_its_stream() {
        for (path, name) in [
            ("dump/access.log.1.gz", "access.log.1"),
            ("dump/A.TGZ", "A.tar"),
            ("dump/수정.txt.xz", "수정.txt"),
            ("dump/.gz", ".gz"),
            ("a.zip!/plain", "plain"),
        ] {
            assert_eq!(name_without_ending(path), name);
        }
    }
}
