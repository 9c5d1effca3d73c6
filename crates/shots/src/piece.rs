//! The pieces a path is made of: what one token may be, before it is known what the path says.
//!
//! In: nothing. Out: the words that the scanner writes and the fields are read from.

use std::borrow::Cow;

use crate::task::Task;

/// What a token may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Kind {
    /// Letters, or a code nobody knows; it may carry a number (`ABC03`).
    Word,
    /// A number without a word.
    Number,
    /// A date or a part of one.
    Date,
    /// `1920x1080`.
    Size,
    /// Season.
    Season,
    /// `S01`: season before an episode, sequence before a shot, else nobody knows.
    Letter,
    /// Episode.
    Episode,
    /// Sequence.
    Sequence,
    /// Scene: the shot where no shot stands below it.
    Scene,
    /// Shot or cut, by a whole word.
    Shot,
    /// `C012`: a cut, in one letter that names cels too.
    Cut,
    /// `P01`: a shot where a sequence stands before it.
    Plan,
    /// Version.
    Version,
    /// Take or retake.
    Take,
    /// Frame.
    Frame,
    /// A stage of work.
    Stage(Task),
    /// A word beside stages (修正).
    Beside,
}

impl Kind {
    /// Whether it places a shot or the folder above one.
    pub(crate) const fn is_shot_like(self) -> bool {
        matches!(
            self,
            Self::Sequence | Self::Scene | Self::Shot | Self::Cut | Self::Plan | Self::Letter
        )
    }

    /// Whether the name of a production may stand directly before it.
    pub(crate) const fn is_code(self) -> bool {
        self.is_shot_like() || matches!(self, Self::Season | Self::Episode)
    }
}

/// One token.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Piece<'a> {
    /// Which part of the path it stands in.
    pub(crate) part: usize,
    /// Where in that part.
    pub(crate) from: usize,
    pub(crate) to: usize,
    pub(crate) kind: Kind,
    /// As written.
    pub(crate) text: &'a str,
    /// Its digits and the letter behind them, as written; empty where there are none.
    pub(crate) digits: &'a str,
    pub(crate) number: u32,
    pub(crate) n_digits: usize,
    pub(crate) suffix: Option<char>,
    /// The sign before it; none where it begins its part or hangs on what stands before.
    pub(crate) lead: Option<char>,
    /// Whether one letter or a common word stands for it, so that it needs others beside it.
    pub(crate) is_weak: bool,
}

impl<'a> Piece<'a> {
    /// The number without leading zeros, with its letter in capitals.
    pub(crate) fn value(&self) -> Cow<'a, str> {
        if self.digits.is_empty() {
            return Cow::Owned(self.number.to_string());
        }
        plain_number(self.digits)
    }

    /// Whether the number may be a year.
    pub(crate) const fn is_year(&self) -> bool {
        self.n_digits == 4 && self.suffix.is_none() && is_year(self.number)
    }
}

/// Whether a number of four digits may be a year of this trade's files.
pub(crate) const fn is_year(number: u32) -> bool {
    number >= 1980 && number <= 2039
}

/// Digits and a letter without leading zeros, in capitals.
pub(crate) fn plain_number(digits: &str) -> Cow<'_, str> {
    let trimmed = digits.trim_start_matches('0');
    let is_kept = trimmed.starts_with(|sign: char| sign.is_ascii_digit());
    // The last zero of `000` stays, also before a letter.
    let zeros = digits.len() - trimmed.len();
    let from = if is_kept { zeros } else { zeros.saturating_sub(1) };
    let plain = digits.get(from..).unwrap_or(digits);
    if plain.bytes().any(|byte| byte.is_ascii_lowercase()) {
        Cow::Owned(plain.to_ascii_uppercase())
    } else {
        Cow::Borrowed(plain)
    }
}

/// What letters before a number say of it, and whether they need others beside them.
pub(crate) fn kind_of(prefix: &str) -> Option<(Kind, bool)> {
    if prefix.len() > PREFIX_MAX {
        return None;
    }
    let at =
        PREFIXES.binary_search_by(|(known, ..)| crate::task::folded_cmp(known, prefix)).ok()?;
    PREFIXES.get(at).map(|(_, kind, is_weak)| (*kind, *is_weak))
}

/// Bytes of the longest of them.
const PREFIX_MAX: usize = 8;

/// Sorted. From the default templates of the trackers (crate README) and the codes met in notes.
const PREFIXES: &[(&str, Kind, bool)] = &[
    ("c", Kind::Cut, false),
    ("ct", Kind::Shot, true),
    ("cut", Kind::Shot, false),
    ("e", Kind::Episode, true),
    ("ep", Kind::Episode, false),
    ("epi", Kind::Episode, false),
    ("episode", Kind::Episode, false),
    ("eps", Kind::Episode, false),
    ("f", Kind::Frame, true),
    ("fr", Kind::Frame, true),
    ("frame", Kind::Frame, false),
    ("frm", Kind::Frame, false),
    ("p", Kind::Plan, true),
    ("q", Kind::Sequence, true),
    ("r", Kind::Take, true),
    ("retake", Kind::Take, true),
    ("rev", Kind::Version, false),
    ("rt", Kind::Take, true),
    ("rtk", Kind::Take, true),
    ("s", Kind::Letter, true),
    ("sc", Kind::Scene, false),
    ("scene", Kind::Scene, false),
    ("scn", Kind::Scene, false),
    ("season", Kind::Season, false),
    ("seq", Kind::Sequence, false),
    ("sequence", Kind::Sequence, false),
    ("sh", Kind::Shot, false),
    ("shot", Kind::Shot, false),
    ("sht", Kind::Shot, false),
    ("sq", Kind::Sequence, false),
    ("sqc", Kind::Sequence, false),
    ("t", Kind::Take, true),
    ("take", Kind::Take, true),
    ("tk", Kind::Take, true),
    ("v", Kind::Version, false),
    ("ver", Kind::Version, false),
    ("version", Kind::Version, false),
];

/// How many digits a number of a kind may have; longer ones are dates, telephones, counts.
pub(crate) const fn digits_max(kind: Kind) -> usize {
    match kind {
        Kind::Season | Kind::Letter | Kind::Take => 3,
        Kind::Episode | Kind::Cut | Kind::Version | Kind::Plan => 4,
        Kind::Sequence | Kind::Scene | Kind::Shot => 5,
        Kind::Frame => 8,
        Kind::Word | Kind::Number | Kind::Date | Kind::Size | Kind::Stage(_) | Kind::Beside => 0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn prefixes_are_sorted() {
        assert!(PREFIXES.windows(2).all(|pair| pair[0].0 < pair[1].0));
        assert_eq!(PREFIXES.iter().map(|row| row.0.len()).max(), Some(PREFIX_MAX));
    }

    #[test]
    fn zeros_in_front_are_dropped_and_letters_written_large() {
        for (written, plain) in
            [("012", "12"), ("000", "0"), ("012a", "12A"), ("0a", "0A"), ("7", "7")]
        {
            assert_eq!(plain_number(written), plain, "{written}");
        }
    }
}
