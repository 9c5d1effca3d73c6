//! Headers of tar: 512 bytes to what they say (POSIX.1-2017, pax, "ustar Interchange Format" and
//! "pax Extended Header"; GNU tar manual, "Basic Tar Format"). Bytes in, words out; nothing is read
//! here, so that whoever reads decides how much.

use subtier_model::Timestamp;

pub(crate) const BLOCK_BYTES: usize = 512;

/// One block.
pub(crate) type Block = [u8; BLOCK_BYTES];

/// What an entry is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum EntryKind {
    File,
    HardLink,
    Link,
    Device,
    Folder,
    Pipe,
    /// The next entry's name, too long for a header.
    LongName,
    /// The next entry's link target, too long for a header.
    LongLink,
    /// Words on the next entry.
    Pax,
    /// Words on all entries that follow.
    PaxGlobal,
    /// A GNU file with holes: its map stands in the header and in blocks after it.
    GnuSparse,
    Other(u8),
}

/// A header as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Header {
    pub(crate) name: Vec<u8>,
    pub(crate) link: Vec<u8>,
    pub(crate) size: u64,
    pub(crate) modified: Option<Timestamp>,
    pub(crate) kind: EntryKind,
    /// More blocks of a sparse map follow.
    pub(crate) is_extended: bool,
}

/// Reads a header; `None` where its checksum does not hold.
pub(crate) fn header(block: &Block) -> Option<Header> {
    let field = |start: usize, length: usize| block.get(start..start + length).unwrap_or(&[]);
    let stated = number(field(148, 8))?;
    let sum: u64 = block.iter().map(|byte| u64::from(*byte)).sum();
    let own: u64 = field(148, 8).iter().map(|byte| u64::from(*byte)).sum();
    if stated != sum - own + 8 * u64::from(b' ') {
        return None;
    }
    let mut name = text(field(0, 100)).to_vec();
    // GNU tar has other fields where `ustar` has the front of a long name.
    let prefix = text(field(345, 155));
    if field(257, 6) == b"ustar\0" && !prefix.is_empty() {
        name = [prefix, b"/", &name].concat();
    }
    let flag = field(156, 1).first().copied().unwrap_or(0);
    let kind = match flag {
        b'0' | 0 | b'7' if name.ends_with(b"/") => EntryKind::Folder,
        b'0' | 0 | b'7' => EntryKind::File,
        b'1' => EntryKind::HardLink,
        b'2' => EntryKind::Link,
        b'3' | b'4' => EntryKind::Device,
        b'5' => EntryKind::Folder,
        b'6' => EntryKind::Pipe,
        b'L' => EntryKind::LongName,
        b'K' => EntryKind::LongLink,
        b'x' => EntryKind::Pax,
        b'g' => EntryKind::PaxGlobal,
        b'S' => EntryKind::GnuSparse,
        other => EntryKind::Other(other),
    };
    Some(Header {
        name,
        link: text(field(157, 100)).to_vec(),
        size: number(field(124, 12))?,
        modified: number(field(136, 12)).and_then(timestamp),
        kind,
        is_extended: kind == EntryKind::GnuSparse && field(482, 1) == [1],
    })
}

fn timestamp(secs: u64) -> Option<Timestamp> {
    // No date at all is written as zero.
    i64::try_from(secs).ok().filter(|secs| *secs > 0).map(Timestamp::from_secs)
}

/// The bytes up to the first NUL.
pub(crate) fn text(field: &[u8]) -> &[u8] {
    field.split(|byte| *byte == 0).next().unwrap_or(field)
}

/// Octal digits among blanks and NULs, or big-endian with the first bit set (GNU).
fn number(field: &[u8]) -> Option<u64> {
    let (first, rest) = field.split_first()?;
    if *first == 0x80 {
        return rest
            .iter()
            .try_fold(0u64, |sum, byte| Some(sum.checked_mul(256)? | u64::from(*byte)));
    }
    let blank = |byte: &&u8| matches!(byte, b' ' | 0);
    let digits = field.iter().skip_while(blank);
    let mut sum = 0u64;
    for digit in digits {
        match digit {
            b'0'..=b'7' => sum = sum.checked_mul(8)? + u64::from(digit - b'0'),
            b' ' | 0 => break,
            _ => return None,
        }
    }
    Some(sum)
}

/// What a pax header says of the next entry, of all that it may say.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct PaxWords {
    pub(crate) path: Option<Vec<u8>>,
    pub(crate) link: Option<Vec<u8>>,
    pub(crate) size: Option<u64>,
    pub(crate) modified: Option<Timestamp>,
    pub(crate) is_sparse: bool,
}

/// Reads `LENGTH KEY=VALUE\n` records; ends at the first that is not one.
pub(crate) fn pax_words(mut records: &[u8]) -> PaxWords {
    let mut words = PaxWords::default();
    while let Some((key, value, rest)) = pax_record(records) {
        match key {
            b"path" | b"GNU.sparse.name" => words.path = Some(value.to_vec()),
            b"linkpath" => words.link = Some(value.to_vec()),
            b"size" => words.size = decimal(value),
            b"mtime" => {
                let secs = value.split(|byte| *byte == b'.').next().unwrap_or(value);
                words.modified = decimal(secs).and_then(timestamp);
            }
            key if key.starts_with(b"GNU.sparse.") => words.is_sparse = true,
            _ => {}
        }
        words.is_sparse |= key == b"GNU.sparse.name";
        records = rest;
    }
    words
}

fn pax_record(records: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let blank = records.iter().position(|byte| *byte == b' ')?;
    let length = usize::try_from(decimal(records.get(..blank)?)?).ok()?;
    let (record, rest) = records.split_at_checked(length)?;
    let record = record.get(blank + 1..)?.strip_suffix(b"\n")?;
    let equals = record.iter().position(|byte| *byte == b'=')?;
    Some((record.get(..equals)?, record.get(equals + 1..)?, rest))
}

fn decimal(digits: &[u8]) -> Option<u64> {
    if digits.is_empty() {
        return None;
    }
    digits.iter().try_fold(0u64, |sum, digit| match digit {
        b'0'..=b'9' => sum.checked_mul(10)?.checked_add(u64::from(digit - b'0')),
        _ => None,
    })
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn numbers_are_octal_or_binary() {
        assert_eq!(number(b"0000644\0"), Some(0o644));
        assert_eq!(number(b"   644 \0"), Some(0o644));
        assert_eq!(number(b"\x80\0\0\0\0\0\0\x01\0\0\0\0"), Some(1 << 32));
        assert_eq!(number(b"12x45678"), None);
        assert_eq!(number(b"\x80\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff\xff"), None);
    }

    #[test]
    fn pax_words_end_where_they_are_no_words() {
        let words = pax_words(b"13 path=a/b.c\n19 mtime=1700000000.5\n");
        // The first record's length is wrong by one, so nothing after it can be trusted.
        assert_eq!(words, PaxWords::default());
        let words = pax_words(b"14 path=a/b.c\n22 mtime=1700000000.5\n12 size=123\nrubbish");
        assert_eq!(words.path.as_deref(), Some(&b"a/b.c"[..]));
        assert_eq!(words.modified, Some(Timestamp::from_secs(1_700_000_000)));
        assert_eq!(words.size, Some(123));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes: Vec<u8>, block in prop::collection::vec(any::<u8>(), 512)) {
            pax_words(&bytes);
            header(&block.try_into().unwrap());
        }
    }
}
