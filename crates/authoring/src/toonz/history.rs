//! The history of saves, as `OpenToonz` writes it (`toonz/sources/common/tcontenthistory.cpp`): lines of fixed widths, one a save.
//!
//! `| #` number (4) date (20) machine (12) account (15) and, of levels, frames (20) ` |`, counted in signs; machine and account come from
//! the environment of Windows (`COMPUTERNAME`, `USERNAME`) and are cut to their widths. The date is the local time, `dd MMM yy   hh:mm`, with the month
//! as the machine's language names it. Beside a raster level it is a file of its own (`.hst`, `tiio_tzl.cpp`).

use std::fmt::Write;

use subtier_blocks::SignalKind;
use subtier_footage::{Held, Telling};
use subtier_model::Place;
use subtier_names::encoding::decode;

use crate::markup;

/// How a history begins.
pub(super) const HEADING: &[u8] = b"| #    DATE:";

/// Saves that are told.
const SAVES_MAX: usize = 5000;

/// Widths of the columns of a line.
const WIDTHS: [usize; 5] = [4, 20, 12, 15, 20];

/// Bytes of a history within another file.
pub(super) const HISTORY_BYTES_MAX: usize = 1 << 20;

pub(super) fn is_it(held: &Held<'_>, _name: &str) -> bool {
    held.head().starts_with(HEADING)
}

pub(super) fn read(held: &Held<'_>, telling: &mut Telling) {
    tell(&decode(held.head(), None).text, &Place::Whole, telling);
    markup::say_unheld(held, telling);
}

/// Tells the saves of a history.
pub(super) fn tell(text: &str, place: &Place, telling: &mut Telling) {
    for line in text.split("| #").skip(1).take(SAVES_MAX) {
        let Some(save) = save(line) else { continue };
        let [number, date, machine, account, frames] = &save;
        // The heading has a word where saves have their number.
        if number.parse::<u32>().is_err() {
            continue;
        }
        let mut words = format!("{date} local time");
        for (value, before) in [(account, "by"), (machine, "on"), (frames, "frames")] {
            if !value.is_empty() {
                let _ = write!(words, ", {before} {value}");
            }
        }
        telling.signal(SignalKind::SaveHistory, words, place.clone());
        telling.signal(SignalKind::Machine, machine, place.clone());
        telling.signal(SignalKind::AccountName, account, place.clone());
    }
}

/// The columns of a line behind `| #`, up to the `|` at its end.
fn save(line: &str) -> Option<[String; 5]> {
    let line = line.rfind('|').and_then(|end| line.get(..end)).unwrap_or(line);
    let mut signs = line.chars();
    let columns = WIDTHS.map(|width| {
        let column: String = signs.by_ref().take(width).collect();
        let words: Vec<&str> = column.split_whitespace().collect();
        words.join(" ")
    });
    // Frames are the one column that may be longer than its width would be in other versions.
    let [number, date, ..] = &columns;
    (!number.is_empty() && !date.is_empty()).then_some(columns)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use subtier_blocks::Limits;

    fn told(text: &str) -> Vec<(SignalKind, String)> {
        let mut telling = Telling::new("hst", Limits::STANDARD);
        tell(text, &Place::Whole, &mut telling);
        telling.finish().signals.into_iter().map(|signal| (signal.kind, signal.value)).collect()
    }

    #[test]
    fn each_save_tells_machine_account_and_frames() {
        let history = "| #    DATE:       Time:   MACHINE:    USER:          FRAMES MODIFIED:     |\
            | #1   21 dic 11   16:39   DRAWING-PC03kim chol su    4-7                  |\
            | #2   02 1월 24    09:05   ANIM02      user           12a, 13              |";
        assert_eq!(
            told(history),
            [
                (
                    SignalKind::SaveHistory,
                    "21 dic 11 16:39 local time, by kim chol su, on DRAWING-PC03, frames 4-7"
                        .to_owned()
                ),
                (SignalKind::Machine, "DRAWING-PC03".to_owned()),
                (SignalKind::AccountName, "kim chol su".to_owned()),
                (
                    SignalKind::SaveHistory,
                    "02 1월 24 09:05 local time, by user, on ANIM02, frames 12a, 13".to_owned()
                ),
                (SignalKind::Machine, "ANIM02".to_owned()),
                (SignalKind::AccountName, "user".to_owned()),
            ]
        );
    }

    #[test]
    fn a_machine_that_is_not_windows_gives_the_time_alone() {
        let told = told("| #    DATE:  |\n| #1   16 Jan 24   21:05               |");
        assert_eq!(told, [(SignalKind::SaveHistory, "16 Jan 24 21:05 local time".to_owned())]);
    }

    proptest! {
        #[test]
        fn any_text_is_read(text: String) {
            told(&text);
            told(&format!("| #{text}| #1 {text}|"));
        }
    }
}
