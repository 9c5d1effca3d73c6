//! IPTC records (IIM 4.2): who made a picture, when, with what program.

use subtier_blocks::SignalKind;

use crate::bytes::{self, be16, place};
use crate::{Telling, clocks};

/// Records of one block.
const RECORDS_MAX: usize = 2000;

/// Tells the records that begin at byte `base` of the file.
pub(crate) fn records(bytes: &[u8], base: u64, telling: &mut Telling) {
    let (mut at, mut program) = (0, [String::new(), String::new()]);
    // Day and time of making, of digitising (IIM 4.2, 2:55, 2:60, 2:62, 2:63).
    let mut times = [String::new(), String::new(), String::new(), String::new()];
    for _ in 0..RECORDS_MAX {
        // IIM 4.2, 1.5: tag marker, record, data set, length.
        let Some(&[0x1C, record, number]) = bytes.get(at..at + 3) else { break };
        let Some(length) = be16(bytes, at + 3) else { break };
        // The highest bit says that the length itself is longer, which no known writer uses.
        if length & 0x8000 != 0 {
            break;
        }
        let value = bytes::up_to(bytes, at + 5, usize::from(length));
        let text = bytes::text(value);
        let whole = place(base + at as u64, 5 + usize::from(length));
        at += 5 + usize::from(length);
        if record != 2 {
            continue;
        }
        let kind = match number {
            5 => SignalKind::Title,
            80 => SignalKind::Author,
            85 => SignalKind::AuthorPosition,
            90 | 101 => SignalKind::Location,
            116 => SignalKind::Copyright,
            120 => SignalKind::Comment,
            122 => SignalKind::LastModifiedBy,
            65 | 70 => {
                if let Some(slot) = program.get_mut(usize::from(number == 70)) {
                    *slot = text;
                }
                continue;
            }
            55 | 60 | 62 | 63 => {
                let index = match number {
                    55 => 0,
                    60 => 1,
                    62 => 2,
                    _ => 3,
                };
                if let Some(slot) = times.get_mut(index) {
                    *slot = text;
                }
                continue;
            }
            _ => continue,
        };
        telling.signal(kind, text, whole);
    }
    let whole = place(base, bytes.len());
    telling.signal(SignalKind::Application, program.join(" ").trim(), whole.clone());
    for pair in times.chunks_exact(2) {
        if let Some(time) = time_of(pair) {
            telling.time(SignalKind::Taken, &time, &whole);
        }
    }
}

/// `20240116` and `210512+0900` as `2024-01-16T21:05:12+09:00`; the day alone where there is no time.
fn time_of(pair: &[String]) -> Option<String> {
    let [day, time] = pair else { return None };
    let number = |text: &str, range: std::ops::Range<usize>| text.get(range)?.parse().ok();
    let (year, month, date) = (number(day, 0..4)?, number(day, 4..6)?, number(day, 6..8)?);
    let clock = |range| number(time, range).unwrap_or(0);
    let whole = clocks::of_parts([year, month, date, clock(0..2), clock(2..4), clock(4..6)])?;
    let is_offset = |sign: &str| sign == "+" || sign == "-";
    match (time.len(), time.get(6..7)) {
        (0..6, _) => whole.get(..10).map(str::to_owned),
        (11, Some(sign)) if is_offset(sign) => {
            Some(format!("{whole}{sign}{}:{}", time.get(7..9)?, time.get(9..11)?))
        }
        _ => Some(whole),
    }
}
