//! What ffmpeg prints: pictures one behind the other, and lines about them.
//!
//! In: bytes of both, which a hostile film may have shaped. Out: each picture, its time, what went wrong. Never: an address of
//! memory or a sign that steers a terminal handed on.

/// Bytes of one picture.
const JPEG_BYTES_MAX: usize = 4 << 20;

/// Signs of ffmpeg's complaint that are kept.
const ERROR_CHARS_MAX: usize = 120;

/// What it says about the frames it prints.
#[derive(Debug, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// The time of each frame, in the order printed.
    pub(super) millis: Vec<u64>,
    /// Frames a second, as a fraction.
    rate: Option<(u64, u64)>,
    /// Complaints.
    pub(super) n_errors: usize,
    pub(super) first_error: Option<String>,
    /// Whether there is sound alone.
    pub(super) has_no_picture: bool,
}

impl Said {
    /// Reads lines as `-loglevel level+info` and the filter `showinfo` print them (ffmpeg 4 to 7).
    pub(super) fn read(text: &str) -> Self {
        let mut said = Self::default();
        let mut base = (0, 1);
        for line in text.lines() {
            if line.starts_with("[Parsed_showinfo_") {
                if let Some(config) = line.split_once("config in time_base: ") {
                    base = fraction(config.1).unwrap_or(base);
                    let rate = line.split_once("frame_rate: ").and_then(|rate| fraction(rate.1));
                    said.rate = rate.filter(|(count, each)| *count > 0 && *each > 0);
                } else if let Some((_, rest)) = line.split_once(" pts:") {
                    let ticks = number(rest.trim_start()).unwrap_or(0);
                    said.millis.push(scaled(ticks, (base.0.saturating_mul(1000), base.1)));
                }
            } else if line.contains("matches no streams") {
                said.has_no_picture = true;
            } else if let Some(error) = error_of(line) {
                said.n_errors += 1;
                said.first_error.get_or_insert(error);
            }
        }
        said
    }

    /// The number of the frame at a time.
    pub(super) fn number(&self, millis: u64) -> Option<u64> {
        let (count, each) = self.rate?;
        let of = (count, each.checked_mul(1000)?);
        // To the nearest: times are cut to milliseconds.
        Some(scaled(millis.saturating_mul(2), of).saturating_add(1) / 2)
    }
}

/// `value` times a fraction; nothing where its lower part is nothing.
fn scaled(value: u64, (above, below): (u64, u64)) -> u64 {
    let product = u128::from(value) * u128::from(above);
    product.checked_div(u128::from(below)).and_then(|one| u64::try_from(one).ok()).unwrap_or(0)
}

fn number(text: &str) -> Option<u64> {
    let end = text.find(|sign: char| !sign.is_ascii_digit()).unwrap_or(text.len());
    text.get(..end)?.parse().ok()
}

/// Such as `24000/1001`.
fn fraction(text: &str) -> Option<(u64, u64)> {
    let (above, below) = text.split_once('/')?;
    Some((number(above)?, number(below)?))
}

/// The words of a line that complains, without where in memory what complains stands.
fn error_of(line: &str) -> Option<String> {
    let at = ["[error] ", "[fatal] "].iter().find_map(|mark| line.split_once(mark))?;
    let words = at.1.replace("/proc/self/fd/0", "it");
    // Two words that another line of the same program may begin with.
    if words.starts_with("Conversion failed") {
        return None;
    }
    Some(words.chars().filter(|sign| !sign.is_control()).take(ERROR_CHARS_MAX).collect())
}

/// The pictures that stand one behind the other in `bytes`, each whole: ITU T.81, annex B.
pub(super) fn jpegs(bytes: &[u8], n_max: usize) -> Vec<&[u8]> {
    let mut all = Vec::new();
    let mut rest = bytes;
    while all.len() < n_max {
        let Some(length) = jpeg_length(rest).filter(|length| *length <= JPEG_BYTES_MAX) else {
            break;
        };
        let Some((one, more)) = rest.split_at_checked(length) else { break };
        all.push(one);
        rest = more;
    }
    all
}

/// Bytes of the picture that begins here, up to and with its end mark.
fn jpeg_length(bytes: &[u8]) -> Option<usize> {
    let mut at = bytes.strip_prefix(&[0xFF, 0xD8]).map(|_| 2_usize)?;
    loop {
        let [0xFF, mark] = *bytes.get(at..at.checked_add(2)?)? else { return None };
        at += 2;
        if mark == 0xD9 {
            return Some(at);
        }
        let [high, low] = *bytes.get(at..at.checked_add(2)?)? else { return None };
        let length = usize::from(u16::from_be_bytes([high, low]));
        if length < 2 {
            return None;
        }
        at = at.checked_add(length)?;
        if mark == 0xDA {
            at += scan_length(bytes.get(at..)?)?;
        }
    }
}

/// Bytes of coded samples up to the next mark that is neither a stuffed zero nor a restart.
fn scan_length(bytes: &[u8]) -> Option<usize> {
    let is_end =
        |pair: &[u8]| matches!(pair, [0xFF, mark] if !matches!(mark, 0 | 0xD0..=0xD7 | 0xFF));
    bytes.windows(2).position(is_end)
}

#[cfg(test)]
mod tests {
    use super::*;

    const SAID: &str = "\
[info] Input #0, mov,mp4,m4a,3gp,3g2,mj2, from '/proc/self/fd/0':
[info]     title           : [Parsed_showinfo_3 @ 0x1] [info] n:   0 pts:  7 pts_time:9
[h264 @ 0x55fc12] [error] error while decoding MB 3 7\u{1b}, bytestream -5
[error] /proc/self/fd/0: Invalid data found when processing input
[Parsed_showinfo_3 @ 0x55c2a1b02880] [info] config in time_base: 1/12288, frame_rate: 24/1
[Parsed_showinfo_3 @ 0x55c2a1b02880] [info] config out time_base: 0/0, frame_rate: 0/0
[Parsed_showinfo_3 @ 0x55c2a1b02880] [info] n:   0 pts:      0 pts_time:0       pos:       48 fmt:yuvj420p
[Parsed_showinfo_3 @ 0x55c2a1b02880] [info] n:   1 pts: 708608 pts_time:57.6667 pos: 80393213 fmt:yuvj420p
";

    #[test]
    fn times_and_complaints_are_read_and_titles_are_not() {
        let said = Said::read(SAID);
        assert_eq!(said.millis, [0, 57_666]);
        assert_eq!(said.number(57_666), Some(1384));
        assert_eq!(said.n_errors, 2);
        assert_eq!(said.first_error.as_deref(), Some("error while decoding MB 3 7, bytestream -5"));
        assert!(!said.has_no_picture);
        assert!(Said::read("[fatal] Stream map '0:v:0' matches no streams.").has_no_picture);
    }

    #[test]
    fn numbers_that_a_film_makes_up_are_harmless() {
        let said = Said::read(
            "[Parsed_showinfo_3 @ 0x1] [info] config in time_base: 9999999999999999999/0, frame_rate: 0/0\n\
             [Parsed_showinfo_3 @ 0x1] [info] n: 0 pts:99999999999999999999999\n\
             [Parsed_showinfo_3 @ 0x1] [info] n: 1 pts:NOPTS\n",
        );
        assert_eq!((said.millis.as_slice(), said.number(5)), (&[0, 0][..], None));
    }

    #[test]
    fn pictures_are_parted_at_their_ends_and_a_cut_one_is_left_out() {
        let one: &[u8] =
            b"\xFF\xD8\xFF\xFE\x00\x04\xFF\xD9\xFF\xDA\x00\x02ab\xFF\x00\xFF\xD3c\xFF\xD9";
        let two = [one, one].concat();
        assert_eq!(jpegs(&two, 9), [one, one]);
        assert_eq!(jpegs(&two, 1), [one]);
        for end in 0..two.len() {
            assert_eq!(jpegs(&two[..end], 9).len(), end / one.len(), "{end}");
        }
        assert_eq!(jpegs(b"\xFF\xD8\xFF\xFE\x00\x00", 9), Vec::<&[u8]>::new());
    }

    #[test]
    fn any_bytes_end() {
        let mut state = 1_u32;
        let bytes: Vec<u8> = (0..200_000)
            .map(|_| {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                if state.is_multiple_of(3) { 0xFF } else { (state >> 24) as u8 }
            })
            .collect();
        for start in 0..200 {
            let bytes = [&[0xFF, 0xD8][..], &bytes[start * 900..]].concat();
            assert!(jpegs(&bytes, 9).iter().all(|one| one.len() <= bytes.len()));
            Said::read(&String::from_utf8_lossy(&bytes));
        }
    }
}
