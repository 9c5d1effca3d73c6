//! The race of the encodings: what a text costs under each of them.
//!
//! In: bytes. Out: one cost for each encoding and for Windows-1252, to be compared with each other only. A long text is
//! judged by its lines with other than ASCII bytes, no more than 64 KiB of them, and only until one encoding is left.
//! It never decides, and never looks at a name or a folder.

use super::Encoding;
use super::codes::{Codes, Step};
use super::model::{
    BEYOND, CUT_SIGN, Cost, FOREIGN, HALF, HANS, HANT, JA, KO, LATIN, Model, ODD_BYTE, OTHER,
    Track, nats,
};

/// The place of Windows-1252 behind [`Encoding::ALL`].
pub(crate) const WESTERN: usize = Encoding::ALL.len();
/// Readings that run.
pub(crate) const READINGS: usize = WESTERN + 1;

/// Bytes that all readings see, UTF-16 too.
const HEAD_BYTES: usize = 2 << 10;
/// Bytes of a long text that take part.
const JUDGED_BYTES_MAX: usize = 64 << 10;
/// Bytes after which a reading may drop out, and by how much it must have fallen behind.
const ROUND_BYTES: usize = 1 << 10;
const HOPELESS: Cost = nats(60);
/// ASCII bytes before other ones that are seen as context.
const CONTEXT_BYTES: usize = 16;
/// A Latin letter with a mark right behind another one is rare in every European language.
const MARKED_PAIR: Cost = nats(4);

/// What the bytes cost in each reading, in the order of [`Encoding::ALL`], then Windows-1252.
pub(crate) fn race(bytes: &[u8]) -> [Cost; READINGS] {
    let (head, is_whole) = match bytes.get(..HEAD_BYTES) {
        Some(head) if bytes.len() > HEAD_BYTES => (head, false),
        _ => (bytes, true),
    };
    let mut runners: Vec<Runner> = (0..READINGS).map(Runner::new).collect();
    for runner in &mut runners {
        runner.read(head, true);
    }
    let costs = costs(&runners);
    let best = costs.iter().copied().min().unwrap_or_default();
    let is_utf16 = costs.iter().zip(Encoding::ALL).any(|(cost, encoding)| {
        *cost == best && matches!(encoding, Encoding::Utf16Le | Encoding::Utf16Be)
    });
    if is_whole || is_utf16 { costs } else { long_race(bytes, costs, best) }
}

/// Lines from anywhere in the text; UTF-16 stays as far behind as it was at the head.
fn long_race(bytes: &[u8], head: [Cost; READINGS], best: Cost) -> [Cost; READINGS] {
    let mut runners: Vec<Runner> = (0..READINGS).map(Runner::new).collect();
    for (runner, cost) in runners.iter_mut().zip(head) {
        let is_utf16 = matches!(runner.encoding, Some(Encoding::Utf16Le | Encoding::Utf16Be));
        runner.behind = is_utf16.then_some(cost.saturating_sub(best));
    }
    let (mut judged, mut round) = (0, 0);
    for piece in pieces(bytes) {
        let is_last =
            piece.as_ptr_range().end == bytes.as_ptr_range().end || piece.len() > ROUND_BYTES;
        for runner in runners.iter_mut().filter(|runner| runner.behind.is_none()) {
            runner.read(piece, is_last);
        }
        judged += piece.len();
        round += piece.len();
        if round < ROUND_BYTES {
            continue;
        }
        round = 0;
        let left = drop_hopeless(&mut runners);
        if judged >= JUDGED_BYTES_MAX || (left <= 1 && judged >= HEAD_BYTES) {
            break;
        }
    }
    costs(&runners)
}

fn drop_hopeless(runners: &mut [Runner]) -> usize {
    let running = |runner: &&Runner| runner.behind.is_none();
    let best = runners.iter().filter(running).map(Runner::cost).min().unwrap_or_default();
    for runner in runners.iter_mut().filter(|runner| runner.behind.is_none()) {
        let behind = runner.cost().saturating_sub(best);
        runner.behind = (behind > HOPELESS).then_some(behind);
    }
    runners.iter().filter(running).count()
}

/// Who dropped out keeps the distance it had then.
fn costs(runners: &[Runner]) -> [Cost; READINGS] {
    let running = |runner: &&Runner| runner.behind.is_none();
    let best = runners.iter().filter(running).map(Runner::cost).min().unwrap_or_default();
    let mut costs = [0; READINGS];
    for (cost, runner) in costs.iter_mut().zip(runners) {
        *cost = match runner.behind {
            Some(behind) => best.saturating_add(behind),
            None => runner.cost(),
        };
    }
    costs
}

/// Stretches of the text around bytes that are not ASCII. Each begins at an ASCII byte or where one before it ended, and
/// ends before a line feed or another byte that is part of no code, so that no sign is cut.
fn pieces(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let mut rest = bytes;
    std::iter::from_fn(move || {
        let high = rest.iter().position(|byte| !byte.is_ascii())?;
        let before = rest.get(..high)?.iter().rev().take(CONTEXT_BYTES);
        let context = before.take_while(|byte| **byte != b'\n').count();
        let from = rest.get(high.saturating_sub(context)..)?;
        let line = from.iter().take(ROUND_BYTES).take_while(|byte| **byte != b'\n').count();
        let end = if line < ROUND_BYTES {
            line
        } else {
            // Bytes below the digits are part of no code in any of the encodings.
            let more = from.iter().skip(line).take(JUDGED_BYTES_MAX);
            line + more.take_while(|byte| **byte >= b'0').count()
        };
        let (piece, after) = from.split_at_checked(end)?;
        rest = after;
        Some(piece)
    })
}

/// One encoding in the race.
struct Runner {
    encoding: Option<Encoding>,
    prior: Cost,
    track: Track,
    behind: Option<Cost>,
}

impl Runner {
    fn new(reading: usize) -> Self {
        let encoding = Encoding::ALL.get(reading).copied();
        let track = Track::new(start(encoding));
        Self { encoding, prior: prior(encoding), track, behind: None }
    }

    const fn cost(&self) -> Cost {
        self.prior + self.track.spent()
    }

    fn read(&mut self, bytes: &[u8], is_last: bool) {
        read_as(self.encoding, bytes, is_last, &mut self.track);
        self.track.line();
    }
}

/// What some bytes cost under one encoding, without what is known of the encoding beforehand.
pub(crate) fn cost_in(encoding: Encoding, bytes: &[u8]) -> Cost {
    let mut track = Track::new(start(Some(encoding)));
    read_as(Some(encoding), bytes, true, &mut track);
    track.spent()
}

/// What whole lines, such as file names, cost under one encoding; a cut sign is odd there.
pub(crate) fn cost_of_lines(encoding: Encoding, lines: &[&[u8]]) -> Cost {
    let mut track = Track::new(start(Some(encoding)));
    for line in lines {
        read_as(Some(encoding), line, false, &mut track);
        track.line();
    }
    track.spent().saturating_add(prior(Some(encoding)))
}

/// What a text costs as it stands.
pub(crate) fn cost_of_text(text: &str) -> Cost {
    let mut track = Track::new(start(Some(Encoding::Utf8)));
    read_text(text, &mut track);
    track.spent()
}

fn read_as(encoding: Option<Encoding>, bytes: &[u8], is_last: bool, track: &mut Track) {
    match encoding {
        Some(Encoding::Utf8) => read_utf8(bytes, is_last, track),
        Some(Encoding::Utf16Le) => read_utf16(bytes, u16::from_le_bytes, track),
        Some(Encoding::Utf16Be) => read_utf16(bytes, u16::from_be_bytes, track),
        Some(encoding) => {
            if let Some(codes) = Codes::of(encoding) {
                read_codes(bytes, codes, is_last, track);
            }
        }
        None => {
            let (text, _) = encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes);
            read_text(&text, track);
        }
    }
}

fn read_codes(mut bytes: &[u8], codes: &Codes, is_last: bool, track: &mut Track) {
    let model = Model::get();
    while let Some(step) = codes.step(bytes) {
        let length = match step {
            Step::Ascii(byte) => {
                track.ascii(byte);
                if byte == b'\n' {
                    track.line();
                }
                1
            }
            Step::Sign(unit, length) => {
                track.sign(model.unit(unit));
                length
            }
            Step::Beyond(length) => {
                track.sign(BEYOND);
                length
            }
            Step::Odd => {
                track.add(ODD_BYTE);
                1
            }
            Step::Cut => {
                track.add(if is_last { CUT_SIGN } else { ODD_BYTE });
                return;
            }
        };
        bytes = bytes.get(length..).unwrap_or_default();
    }
}

fn read_utf8(bytes: &[u8], is_last: bool, track: &mut Track) {
    let end = bytes.as_ptr_range().end;
    let mut any_sign = false;
    for chunk in bytes.utf8_chunks() {
        read_text(chunk.valid(), track);
        any_sign |= !chunk.valid().is_ascii();
        let invalid = chunk.invalid();
        // A lead byte and what follows it, at the very end, were cut where the text has other signs of UTF-8.
        let is_cut = is_last
            && any_sign
            && invalid.as_ptr_range().end == end
            && invalid.first().is_some_and(|byte| (0xC2..=0xF4).contains(byte));
        track.add(if is_cut { CUT_SIGN } else { ODD_BYTE * invalid.len() as Cost });
    }
}

fn read_text(text: &str, track: &mut Track) {
    let model = Model::get();
    let mut after_marked = false;
    for sign in text.chars() {
        track.char(sign, model);
        let is_marked = ('\u{80}'..='\u{24F}').contains(&sign);
        if is_marked && after_marked {
            track.add(MARKED_PAIR);
        }
        after_marked = is_marked;
        if sign == '\n' {
            track.line();
        }
    }
}

fn read_utf16(bytes: &[u8], unit_of: fn([u8; 2]) -> u16, track: &mut Track) {
    let model = Model::get();
    let (pairs, odd) = bytes.as_chunks::<2>();
    for sign in char::decode_utf16(pairs.iter().map(|pair| unit_of(*pair))) {
        match sign {
            Ok(sign) => {
                track.char(sign, model);
                if sign == '\n' {
                    track.line();
                }
            }
            Err(error) => track.sign(model.unit(error.unpaired_surrogate())),
        }
    }
    track.add(ODD_BYTE / 2 * odd.len() as Cost);
}

/// How rare an encoding is beforehand. Estimates: only short texts feel them, and those are said to be ambiguous.
const fn prior(encoding: Option<Encoding>) -> Cost {
    match encoding {
        Some(Encoding::Utf8) => 0,
        Some(Encoding::Gb18030 | Encoding::Cp949 | Encoding::ShiftJis) => nats(2),
        Some(Encoding::Big5) => 20,
        Some(Encoding::Kps9566 | Encoding::EucJp) | None => 28,
        Some(Encoding::Utf16Le) => nats(4),
        Some(Encoding::Utf16Be) => nats(5),
    }
}

/// What each language costs under an encoding before the first sign: nothing where it was made for it.
fn start(encoding: Option<Encoding>) -> [u8; 8] {
    let at_home: &[(usize, u8)] = match encoding {
        Some(Encoding::Utf8 | Encoding::Utf16Le | Encoding::Utf16Be) => {
            &[(HANS, 0), (HANT, 0), (JA, 0), (KO, 0), (LATIN, 0), (HALF, 16), (OTHER, 16)]
        }
        Some(Encoding::Gb18030) => &[(HANS, 0), (HANT, 16), (KO, 24), (JA, 32)],
        Some(Encoding::Big5) => &[(HANT, 0), (HANS, 24)],
        Some(Encoding::Cp949) => &[(KO, 0), (HANT, 32)],
        Some(Encoding::Kps9566) => &[(KO, 0)],
        Some(Encoding::ShiftJis) => &[(JA, 0), (HALF, 24), (HANT, 32)],
        Some(Encoding::EucJp) => &[(JA, 0), (HALF, 32), (HANT, 32)],
        None => &[(LATIN, 0)],
    };
    let mut start = [FOREIGN; 8];
    for (lane, cost) in at_home {
        if let Some(slot) = start.get_mut(*lane) {
            *slot = *cost;
        }
    }
    start
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn pieces_are_lines_with_other_than_ascii_bytes() {
        let text =
            "plain\nSC012 动画\nplain again\nand so long that it begins late 修改\n修".as_bytes();
        let pieces: Vec<_> =
            pieces(text).map(|piece| std::str::from_utf8(piece).unwrap()).collect();
        assert_eq!(pieces, ["SC012 动画", " it begins late 修改", "修"]);
    }

    #[test]
    fn a_text_of_one_line_without_spaces_is_not_cut() {
        let text = "修改意见".repeat(20_000);
        let bytes = encoding_rs::GB18030.encode(&text).0.into_owned();
        let costs = race(&bytes);
        let best = costs.iter().copied().min().unwrap();
        assert_eq!(costs.iter().position(|cost| *cost == best), Some(3));
    }

    proptest! {
        #[test]
        fn any_bytes_have_a_cost(bytes: Vec<u8>) {
            prop_assert!(race(&bytes).iter().all(|cost| *cost < nats(10_000_000)));
        }

        #[test]
        fn pieces_never_overlap_and_end(bytes in proptest::collection::vec(any::<u8>(), 0..9000)) {
            let all: usize = pieces(&bytes).map(<[u8]>::len).sum();
            prop_assert!(all <= bytes.len());
        }
    }
}
