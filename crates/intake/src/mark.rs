//! The Red Star OS 3.0 watermark: which computers had a file open, in order.
//!
//! A record is 24 bytes, the DES-ECB of `WM`, a disk serial and zeros. Records stand in a row, then
//! their length as a little-endian u32, then `EOF`; either at the end of a file, or inside the extra
//! field 0xA220 of a local header of a zip. Sources: F. Grunow and N. Schiess, "Lifting the Fog on Red
//! Star OS", 32C3, 27 Dec 2015; samples in github.com/takeshixx/redstar-tools at 760ce17a, on which key,
//! layout and order were measured. Bytes come in, trails go out; what does not decrypt is no trail.

use des::Des;
use des::cipher::{Array, BlockCipherDecrypt, BlockCipherEncrypt, KeyInit};
use memchr::memmem;
use subtier_model::Mark;

/// The key as measured on the samples; the one on slide 25 of the talk does not decrypt them.
const KEY: [u8; 8] = [7, 6, 5, 4, 3, 2, 1, 0];

/// The last block of every record whose serial has up to 14 signs: the DES of eight zeros.
const ZERO_BLOCK: [u8; 8] = [0x5a, 0x13, 0xa0, 0xe6, 0x29, 0x4b, 0x75, 0xb1];

const RECORD_BYTES: usize = 24;
const SERIAL_BYTES_MAX: usize = RECORD_BYTES - 2;
const LENGTH_BYTES: usize = 4;
const END: &[u8] = b"EOF";
/// Length and `EOF`.
const FOOT_BYTES: usize = LENGTH_BYTES + 3;

/// The extra field in which office files leave room to grow (ECMA-376 part 2, annex C.1.4, "Open
/// Packaging growth hint").
pub(crate) const GROWTH_HINT: u16 = 0xA220;

/// Machines in one trail that are read; more have never been seen.
const MARKS_MAX: usize = 1000;

/// Marks within one file that are kept, all its trails together, those at its end apart.
pub(crate) const FILE_MARKS_MAX: usize = 10_000;

/// Bytes before a foot that may belong to a trail: how far a reader must look back.
pub(crate) const LOOK_BACK_BYTES: usize = MARKS_MAX * RECORD_BYTES + FOOT_BYTES;

/// From the first byte of [`ZERO_BLOCK`] to the end of the foot, less one: how much of a trail can
/// hang over the end of a window.
const OVERHANG_BYTES: usize = ZERO_BLOCK.len() + FOOT_BYTES - 1;

/// A row of records that decrypted, with its place in the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Trail {
    /// First byte of the first record.
    pub(crate) start: u64,
    /// First byte after `EOF`.
    pub(crate) end: u64,
    pub(crate) marks: Vec<Mark>,
}

/// Returns the record of one machine; of a serial longer than 22 bytes its beginning.
pub fn mark(serial: &str) -> [u8; RECORD_BYTES] {
    let mut record = [0; RECORD_BYTES];
    let plain = b"WM".iter().chain(serial.as_bytes().iter().take(SERIAL_BYTES_MAX));
    for (to, from) in record.iter_mut().zip(plain) {
        *to = *from;
    }
    let cipher = Des::new(&Array::from(KEY));
    for block in record.as_chunks_mut::<8>().0 {
        let mut array = Array::from(*block);
        cipher.encrypt_block(&mut array);
        *block = array.into();
    }
    record
}

/// Returns how many trails stand in a file, searched as every file that is taken in.
pub fn trails_in(file: &[u8]) -> usize {
    let mut scanner = Scanner::new();
    scanner.scan(file, 0, 0);
    let tail = file.get(file.len().saturating_sub(LOOK_BACK_BYTES)..).unwrap_or(file);
    let at_end = scanner.trailer(tail, file.len() as u64);
    scanner.trails.len() + usize::from(at_end.is_some())
}

/// Marks a file as one more machine would: behind the records that are there.
pub fn append_mark(file: &mut Vec<u8>, serial: &str) {
    let records = match trail_before_foot(file, 0, file.len().saturating_sub(FOOT_BYTES)) {
        Some(trail) => {
            file.truncate(file.len().saturating_sub(FOOT_BYTES));
            trail.marks.len() + 1
        }
        None => 1,
    };
    file.extend(mark(serial));
    file.extend(foot(records));
}

/// Returns an extra field 0xA220 of an office file's first local header with marks of these machines,
/// as long as the writers of such files make it.
pub fn local_header_extra(serials: &[&str]) -> Vec<u8> {
    /// As in the sample `love.docx` of redstar-tools.
    const FIELD_BYTES: u16 = 516;
    const FIRST_RECORD: usize = 31;
    let mut extra = GROWTH_HINT.to_le_bytes().to_vec();
    extra.extend(FIELD_BYTES.to_le_bytes());
    // The signature of the growth hint, then how much room there was.
    extra.extend([0x28, 0xa0, 0x00, 0x02]);
    extra.resize(FIRST_RECORD, 0);
    for serial in serials {
        extra.extend(mark(serial));
    }
    extra.extend(foot(serials.len()));
    extra.resize(extra.len().max(usize::from(FIELD_BYTES) + 4), 0);
    extra
}

fn foot(n_records: usize) -> impl Iterator<Item = u8> {
    let length = u32::try_from(n_records.saturating_mul(RECORD_BYTES)).unwrap_or(u32::MAX);
    length.to_le_bytes().into_iter().chain(END.iter().copied())
}

/// Finds trails in bytes that come in pieces.
#[derive(Debug)]
pub(crate) struct Scanner {
    finder: memmem::Finder<'static>,
    pub(crate) trails: Vec<Trail>,
    n_marks: usize,
    /// Whether there were more than [`FILE_MARKS_MAX`].
    pub(crate) has_more: bool,
}

impl Scanner {
    pub(crate) fn new() -> Self {
        let finder = memmem::Finder::new(&ZERO_BLOCK);
        Self { finder, trails: Vec::new(), n_marks: 0, has_more: false }
    }

    /// Looks through a window that begins at `window_at` in the file and of which the first `seen`
    /// bytes were the end of the window before.
    pub(crate) fn scan(&mut self, window: &[u8], window_at: u64, seen: usize) {
        if self.has_more {
            return;
        }
        let from = seen.saturating_sub(OVERHANG_BYTES);
        let Some(fresh) = window.get(from..) else { return };
        for hit in self.finder.find_iter(fresh) {
            let records_end = from + hit + ZERO_BLOCK.len();
            let Some(trail) = trail_before_foot(window, window_at, records_end) else { continue };
            self.n_marks += trail.marks.len();
            if self.n_marks > FILE_MARKS_MAX {
                self.has_more = true;
                return;
            }
            self.trails.push(trail);
        }
    }

    /// Returns the trail at the very end of the file, of which `tail` holds the last bytes. It needs
    /// no [`ZERO_BLOCK`], so that longer serials are found too.
    pub(crate) fn trailer(&mut self, tail: &[u8], size: u64) -> Option<Trail> {
        self.trails.retain(|trail| trail.end != size);
        let tail_at = size.saturating_sub(tail.len() as u64);
        trail_before_foot(tail, tail_at, tail.len().checked_sub(FOOT_BYTES)?)
    }
}

/// Reads the trail whose records end at `records_end` in the window; the foot must follow.
fn trail_before_foot(window: &[u8], window_at: u64, records_end: usize) -> Option<Trail> {
    let foot = window.get(records_end..records_end.checked_add(FOOT_BYTES)?)?;
    let (length, end) = foot.split_at_checked(LENGTH_BYTES)?;
    if end != END {
        return None;
    }
    let length = usize::try_from(u32::from_le_bytes(length.try_into().ok()?)).ok()?;
    if length == 0 || length % RECORD_BYTES != 0 || length > MARKS_MAX * RECORD_BYTES {
        return None;
    }
    let first = records_end.checked_sub(length)?;
    let records = window.get(first..records_end)?;
    let start = window_at.saturating_add(first as u64);
    let cipher = Des::new(&Array::from(KEY));
    let mut marks = Vec::new();
    // From the last one back, so that a row that only looks like one is left at once.
    for (index, record) in records.as_chunks::<RECORD_BYTES>().0.iter().enumerate().rev() {
        let serial = serial_of(&cipher, record)?;
        marks.push(Mark { serial, offset: start.saturating_add((index * RECORD_BYTES) as u64) });
    }
    marks.reverse();
    let end = window_at.saturating_add((records_end + FOOT_BYTES) as u64);
    Some(Trail { start, end, marks })
}

/// Decrypts one record; `None` where it is not `WM`, printable signs, zeros.
fn serial_of(cipher: &Des, record: &[u8; RECORD_BYTES]) -> Option<String> {
    let mut plain = Vec::with_capacity(RECORD_BYTES);
    for block in record.as_chunks::<8>().0 {
        let mut array = Array::from(*block);
        cipher.decrypt_block(&mut array);
        let bytes: [u8; 8] = array.into();
        plain.extend(bytes);
    }
    let rest = plain.strip_prefix(b"WM")?;
    let length = rest.iter().position(|byte| *byte == 0).unwrap_or(rest.len());
    let (serial, zeros) = rest.split_at_checked(length)?;
    let printable = |byte: &u8| byte.is_ascii_graphic() || *byte == b' ';
    let good = serial.iter().all(printable)
        && serial.iter().any(u8::is_ascii_graphic)
        && zeros.iter().all(|byte| *byte == 0);
    good.then(|| serial.iter().map(|byte| char::from(*byte)).collect())
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn serials(trail: &Trail) -> Vec<&str> {
        trail.marks.iter().map(|mark| mark.serial.as_str()).collect()
    }

    fn trailer(file: &[u8]) -> Option<Trail> {
        Scanner::new().trailer(file, file.len() as u64)
    }

    #[test]
    fn a_record_is_the_one_measured_on_a_sample() {
        // The second record of `Second-User.jpg` in redstar-tools: serial 8295FF513293A.
        let mut file = b"\xff\xd8\xff\xd9".to_vec();
        append_mark(&mut file, "8295FF513293A");
        assert!(file.ends_with(b"\x5a\x13\xa0\xe6\x29\x4b\x75\xb1\x18\0\0\0EOF"));
        assert_eq!(file.len(), 4 + 31);
    }

    #[test]
    fn trails_are_counted_wherever_they_stand() {
        let mut file = local_header_extra(&["ONE", "TWO"]);
        assert_eq!(trails_in(&file), 1);
        append_mark(&mut file, "A-SERIAL-OF-22-SIGNS-X");
        assert_eq!(trails_in(&file), 2);
        assert_eq!(trails_in(b"EOF"), 0);
    }

    #[test]
    fn machines_come_in_the_order_in_which_they_marked() {
        let mut file = b"picture".to_vec();
        append_mark(&mut file, "FIRST");
        append_mark(&mut file, "SECOND");
        append_mark(&mut file, "A-SERIAL-OF-22-SIGNS-X");
        assert_eq!(file.len(), 7 + 3 * 24 + 7);
        let trail = trailer(&file).unwrap();
        assert_eq!(serials(&trail), ["FIRST", "SECOND", "A-SERIAL-OF-22-SIGNS-X"]);
        assert_eq!((trail.start, trail.end), (7, file.len() as u64));
        assert_eq!(trail.marks[1].offset, 31);
    }

    #[test]
    fn a_trail_across_windows_is_found_wherever_it_is_cut() {
        let mut file = vec![0u8; 40];
        file.extend(local_header_extra(&["ONE", "TWO"]));
        for cut in 1..file.len() {
            let mut scanner = Scanner::new();
            scanner.scan(&file[..cut], 0, 0);
            scanner.scan(&file, 0, cut);
            assert_eq!(scanner.trails.len(), 1, "cut at {cut}");
            assert_eq!(serials(&scanner.trails[0]), ["ONE", "TWO"]);
            assert_eq!(scanner.trails[0].start, 40 + 31);
        }
    }

    #[test]
    fn marks_beyond_the_limit_are_said_to_be_there() {
        let mut file = Vec::new();
        for _ in 0..=FILE_MARKS_MAX {
            file.extend(mark("SERIAL"));
            file.extend(foot(1));
        }
        let mut scanner = Scanner::new();
        scanner.scan(&file[..file.len() - 31], 0, 0);
        assert!(!scanner.has_more && scanner.trails.len() == FILE_MARKS_MAX);
        scanner.scan(&file, 0, file.len() - 31);
        assert!(scanner.has_more && scanner.trails.len() == FILE_MARKS_MAX);
    }

    #[test]
    fn false_candidates_are_silent() {
        let mut heredoc = b"cat <<EOF\nsome text that ends in\nEOF".to_vec();
        assert_eq!(trailer(&heredoc), None);
        heredoc.push(b'\n');
        assert_eq!(trailer(&heredoc), None);
        let with_foot =
            |bytes: &[u8], length: u32| [bytes, &length.to_le_bytes()[..], b"EOF"].concat();
        let record = mark("SERIAL");
        assert!(trailer(&with_foot(&record, 24)).is_some());
        for length in [0, 1, 23, 25, 48, u32::MAX] {
            assert_eq!(trailer(&with_foot(&record, length)), None, "length {length}");
        }
        let mut wrong = record;
        wrong[0] ^= 1;
        assert_eq!(trailer(&with_foot(&wrong, 24)), None);
        // One good record behind one that does not decrypt is no trail of two.
        assert_eq!(trailer(&with_foot(&[[0; 24], record].concat(), 48)), None);
        assert_eq!(trailer(b"EOF"), None);
        // An empty serial says nothing.
        assert_eq!(trailer(&with_foot(&mark(""), 24)), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes: Vec<u8>, pieces in prop::collection::vec(0u8..4, 0..20)) {
            let mut file = bytes;
            for piece in pieces {
                match piece {
                    0 => file.extend(ZERO_BLOCK),
                    1 => file.extend(foot(1)),
                    2 => file.extend(mark("X")),
                    _ => file.extend(foot(200)),
                }
            }
            let mut scanner = Scanner::new();
            scanner.scan(&file, 0, 0);
            let trailer = scanner.trailer(&file, file.len() as u64);
            for trail in scanner.trails.iter().chain(&trailer) {
                prop_assert!(trail.end <= file.len() as u64 && !trail.marks.is_empty());
            }
        }

        #[test]
        fn what_is_marked_is_read(bytes: Vec<u8>, serial in "[A-Z0-9]{1,22}") {
            let mut file = bytes;
            append_mark(&mut file, &serial);
            let trail = trailer(&file).unwrap();
            prop_assert_eq!(&trail.marks.last().unwrap().serial, &serial);
        }
    }
}
