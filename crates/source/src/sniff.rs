//! What the first bytes of an item say it is. An ending in a name counts for nothing: it is the
//! first thing that whoever hides a file changes. Bytes come in, a [`ContentKind`] goes out, and
//! what nothing fits is [`ContentKind::Binary`].

use subtier_model::ContentKind;

/// How many first bytes are enough for [`sniff`].
pub const SNIFF_BYTES: usize = 4096;

/// First bytes that name a kind at offset 0. Sources: the formats' own specifications, as
/// collected in file(1)'s magic and the Library of Congress format descriptions.
const MAGIC: &[(&[u8], ContentKind)] = &[
    (b"PK\x03\x04", ContentKind::Zip),
    (b"PK\x05\x06", ContentKind::Zip),
    (b"PK\x07\x08PK\x03\x04", ContentKind::Zip),
    (b"\x1f\x8b\x08", ContentKind::Gzip),
    (b"\x28\xb5\x2f\xfd", ContentKind::Zstd),
    (b"\xfd7zXZ\x00", ContentKind::Xz),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", ContentKind::Ole),
    (b"\xff\xd8\xff", ContentKind::Jpeg),
    (b"\x89PNG\r\n\x1a\n", ContentKind::Png),
    (b"GIF87a", ContentKind::Gif),
    (b"GIF89a", ContentKind::Gif),
    (b"II*\x00", ContentKind::Tiff),
    (b"MM\x00*", ContentKind::Tiff),
    (b"II+\x00\x08\x00", ContentKind::Tiff),
    (b"MM\x00+\x00\x08", ContentKind::Tiff),
    (b"8BPS\x00", ContentKind::Psd),
    (b"RIFF", ContentKind::Riff),
    (b"RIFX", ContentKind::Riff),
    (b"SQLite format 3\x00", ContentKind::Sqlite),
    (b"\xd4\xc3\xb2\xa1", ContentKind::Pcap),
    (b"\xa1\xb2\xc3\xd4", ContentKind::Pcap),
    (b"\x4d\x3c\xb2\xa1", ContentKind::Pcap),
    (b"\xa1\xb2\x3c\x4d", ContentKind::Pcap),
    (b"\x0a\x0d\x0d\x0a", ContentKind::Pcap),
];

/// Types of a first box of an ISO base media or `QuickTime` file (ISO/IEC 14496-12, 4.3; the older
/// four by Apple's `QuickTime` File Format Specification).
const ISO_BOXES: [&[u8; 4]; 5] = [b"ftyp", b"moov", b"mdat", b"wide", b"pnot"];

/// How far into a file the words `%PDF-` may stand (ISO 32000-1, annex H.3, note 13).
const PDF_HEAD_BYTES: usize = 1024;

/// One control byte among so many is still text: logs hold a stray NUL now and then.
const TEXT_BYTES_PER_CONTROL: usize = 50;

/// Names of a first zip entry by which office writers are known (ECMA-376 part 2; `LibreOffice`
/// puts `_rels/.rels` or a part first).
const OFFICE_NAMES: [&[u8]; 6] =
    [b"[Content_Types].xml", b"_rels/.rels", b"docProps/", b"word/", b"xl/", b"ppt/"];

/// Content types that `mimetype`, the first and unpacked entry of an ODF file, begins with
/// (`OpenDocument` 1.3 part 2, 3.3, and its forerunner), and of an HWPX file (OWPML, KS X 6101).
const OFFICE_MIME: [&[u8]; 3] =
    [b"application/vnd.oasis.opendocument", b"application/vnd.sun.xml", b"application/hwp+zip"];

/// Returns what the first bytes of an item say it is. `head` should hold [`SNIFF_BYTES`] bytes, or
/// all where there are fewer.
pub fn sniff(head: &[u8]) -> ContentKind {
    if head.is_empty() {
        return ContentKind::Empty;
    }
    let magic = MAGIC.iter().find(|(bytes, _)| head.starts_with(bytes)).map(|(_, kind)| *kind);
    match magic {
        Some(ContentKind::Zip) if is_office(head) => return ContentKind::OfficeZip,
        Some(kind) => return kind,
        None => {}
    }
    if is_bzip2(head) {
        ContentKind::Bzip2
    } else if ISO_BOXES.iter().any(|name| head.get(4..8) == Some(name.as_slice())) {
        ContentKind::IsoMedia
    } else if is_tar(head) {
        ContentKind::Tar
    } else if is_pdf(head) {
        ContentKind::Pdf
    } else if is_text(head) {
        ContentKind::Text
    } else {
        ContentKind::Binary
    }
}

/// `BZh`, a level, then the digits of pi or of its square root (no block at all).
fn is_bzip2(head: &[u8]) -> bool {
    head.starts_with(b"BZh")
        && head.get(3).is_some_and(|level| (b'1'..=b'9').contains(level))
        && matches!(
            head.get(4..10),
            Some(b"\x31\x41\x59\x26\x53\x59" | b"\x17\x72\x45\x38\x50\x90")
        )
}

fn is_pdf(head: &[u8]) -> bool {
    head.get(..PDF_HEAD_BYTES.min(head.len()))
        .is_some_and(|head| head.windows(5).any(|window| window == b"%PDF-"))
}

/// A first block whose checksum holds (POSIX.1-2017, pax, ustar interchange format), which is so
/// for tars older than `ustar` too.
fn is_tar(head: &[u8]) -> bool {
    let Some(block) = head.get(..512) else { return false };
    let Some(field) = block.get(148..156) else { return false };
    let digits: Vec<u8> =
        field.iter().copied().filter(|byte| (b'0'..=b'7').contains(byte)).collect();
    if digits.is_empty() {
        return false;
    }
    let stated = digits.iter().fold(0u64, |sum, digit| sum * 8 + u64::from(digit - b'0'));
    let sum = |range: std::ops::Range<usize>| {
        block.get(range).map_or(0, |part| part.iter().map(|byte| u64::from(*byte)).sum::<u64>())
    };
    stated == sum(0..148) + 8 * u64::from(b' ') + sum(156..512)
}

/// Looks at the first entry of a zip alone (APPNOTE.TXT 4.3.7).
fn is_office(head: &[u8]) -> bool {
    let head = head.strip_prefix(b"PK\x07\x08").unwrap_or(head);
    let number = |at: usize| match head.get(at..at + 2) {
        Some(&[low, high]) => usize::from(low) | usize::from(high) << 8,
        _ => 0,
    };
    let (name_bytes, extra_bytes) = (number(26), number(28));
    let Some(name) = head.get(30..30 + name_bytes) else { return false };
    if OFFICE_NAMES.iter().any(|office| name.starts_with(office)) {
        return true;
    }
    let content = head.get(30 + name_bytes + extra_bytes..).unwrap_or(&[]);
    name == b"mimetype" && OFFICE_MIME.iter().any(|mime| content.starts_with(mime))
}

fn is_text(head: &[u8]) -> bool {
    if head.starts_with(b"\xff\xfe") || head.starts_with(b"\xfe\xff") {
        return true;
    }
    let control = |byte: &u8| matches!(byte, 0..=8 | 11 | 14..=26 | 28..=31 | 127);
    let n_controls = head.iter().filter(|byte| control(byte)).count();
    n_controls <= head.len() / TEXT_BYTES_PER_CONTROL || is_utf16(head)
}

/// UTF-16 without a mark, of a text that is mostly Latin: every second byte is zero.
fn is_utf16(head: &[u8]) -> bool {
    let n_pairs = head.len() / 2;
    let latin = |byte: &u8| matches!(byte, b'\t' | b'\n' | b'\r' | b' '..=b'~');
    let count = |high: usize| {
        head.chunks_exact(2)
            .filter(|pair| pair.get(high) == Some(&0) && pair.get(1 - high).is_some_and(latin))
            .count()
    };
    n_pairs >= 4 && (count(0) * 10 >= n_pairs * 9 || count(1) * 10 >= n_pairs * 9)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn zip_head(name: &[u8], content: &[u8]) -> Vec<u8> {
        let mut head = b"PK\x03\x04".to_vec();
        head.extend([0; 22]);
        head.extend(u16::try_from(name.len()).unwrap().to_le_bytes());
        head.extend([0, 0]);
        head.extend(name);
        head.extend(content);
        head
    }

    #[test]
    fn kinds_are_told_by_content() {
        let cases: [(&[u8], ContentKind); 22] = [
            (b"", ContentKind::Empty),
            (b"10.0.0.1 - - [01/Jan/2024]", ContentKind::Text),
            ("수정 의견".as_bytes(), ContentKind::Text),
            (b"\xd0\xde\xb8\xc4\xd2\xe2\xbc\xfb", ContentKind::Text),
            (b"\xff\xfea\x00", ContentKind::Text),
            (b"p\x00l\x00a\x00i\x00n\x00", ContentKind::Text),
            (b"\x00\x01\x02\x03 some", ContentKind::Binary),
            (b"\x1f\x8b\x08\x00", ContentKind::Gzip),
            (b"BZh91AY&SY", ContentKind::Bzip2),
            (b"BZhello", ContentKind::Text),
            (b"\xfd7zXZ\x00\x00", ContentKind::Xz),
            (b"\x28\xb5\x2f\xfd\x04", ContentKind::Zstd),
            (b"\xff\xd8\xff\xe0", ContentKind::Jpeg),
            (b"\x89PNG\r\n\x1a\n", ContentKind::Png),
            (b"%PDF-1.7", ContentKind::Pdf),
            (b"\xef\xbb\xbf%PDF-1.4", ContentKind::Pdf),
            (b"\x00\x00\x00\x18ftypmp42", ContentKind::IsoMedia),
            (b"RIFF\x00\x00\x00\x00AVI ", ContentKind::Riff),
            (b"8BPS\x00\x01", ContentKind::Psd),
            (b"SQLite format 3\x00", ContentKind::Sqlite),
            (b"\xd4\xc3\xb2\xa1\x02\x00", ContentKind::Pcap),
            (b"PK\x05\x06", ContentKind::Zip),
        ];
        for (head, kind) in cases {
            assert_eq!(sniff(head), kind, "{head:?}");
        }
    }

    #[test]
    fn office_files_are_told_from_other_zips() {
        assert_eq!(sniff(&zip_head(b"[Content_Types].xml", b"")), ContentKind::OfficeZip);
        let odt = b"application/vnd.oasis.opendocument.text";
        assert_eq!(sniff(&zip_head(b"mimetype", odt)), ContentKind::OfficeZip);
        assert_eq!(sniff(&zip_head(b"mimetype", b"application/hwp+zip")), ContentKind::OfficeZip);
        assert_eq!(sniff(&zip_head(b"mimetype", b"application/epub+zip")), ContentKind::Zip);
        assert_eq!(sniff(&zip_head(b"word.txt", b"")), ContentKind::Zip);
    }

    #[test]
    fn a_log_with_one_nul_is_still_text() {
        let mut log = b"10.0.0.1 - - [01/Jan/2024] \"GET / HTTP/1.1\" 200 5\n".repeat(4);
        log[20] = 0;
        assert_eq!(sniff(&log), ContentKind::Text);
    }

    #[test]
    fn old_tars_are_known_by_their_checksum() {
        let mut block = [0u8; 512];
        block[..5].copy_from_slice(b"a.txt");
        block[148..156].copy_from_slice(b"        ");
        let sum: u32 = block.iter().map(|byte| u32::from(*byte)).sum();
        block[148..156].copy_from_slice(format!("{sum:06o}\0 ").as_bytes());
        assert_eq!(sniff(&block), ContentKind::Tar);
        block[0] = b'b';
        assert_ne!(sniff(&block), ContentKind::Tar);
    }

    proptest! {
        #[test]
        fn any_bytes_have_a_kind(bytes: Vec<u8>, magic in 0usize..24) {
            sniff(&bytes);
            let mut marked = MAGIC[magic].0.to_vec();
            marked.extend(bytes);
            sniff(&marked);
        }
    }
}
