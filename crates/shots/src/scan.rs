//! Atoms to pieces: which numbers hang on which words.
//!
//! In: the atoms of one name. Out: pieces, each a token that may be an episode, shot, version, stage, date, or only a word.
//! Never: what the pieces say together; that is read by `settle` and the fields.

use crate::atoms::{Atom, What, cut};
use crate::parts::Parts;
use crate::piece::{Kind, Piece, digits_max, is_year, kind_of};
use crate::task::{Task, latin};
use crate::words::{Meaning, Side};

/// Pieces of one path that are looked at.
const PIECES_MAX: usize = 512;

/// The pieces of a path, folders first.
pub(crate) fn scan<'a>(parts: &Parts<'a>) -> Vec<Piece<'a>> {
    let mut pieces = Vec::with_capacity(24);
    let mut atoms = Vec::with_capacity(24);
    for (part, name) in parts.names.iter().enumerate() {
        if is_hash(name) {
            continue;
        }
        cut(name, &mut atoms);
        let scanner = Scanner { text: name, part, atoms: &atoms };
        let mut at = 0;
        while at < atoms.len() && pieces.len() < PIECES_MAX {
            at = scanner.next(at, &mut pieces).max(at + 1);
        }
    }
    pieces
}

/// Whether a name is a hash or holds a UUID, whose groups look like codes.
fn is_hash(name: &str) -> bool {
    const DASHES: [usize; 4] = [8, 13, 18, 23];
    const HASH_MIN: usize = 16;
    let is_hex = |byte: &u8| byte.is_ascii_hexdigit();
    if name.len() >= HASH_MIN
        && name.as_bytes().iter().take_while(|byte| is_hex(byte)).count() >= HASH_MIN
    {
        return true;
    }
    name.len() >= 36
        && name.bytes().filter(|byte| *byte == b'-').count() >= 4
        && name.as_bytes().windows(36).any(|window| {
            window
                .iter()
                .enumerate()
                .all(|(idx, byte)| if DASHES.contains(&idx) { *byte == b'-' } else { is_hex(byte) })
        })
}

struct Scanner<'a, 'o> {
    text: &'a str,
    part: usize,
    atoms: &'o [Atom],
}

/// A number with the letter behind it.
struct Numeral<'a> {
    text: &'a str,
    number: u32,
    n_digits: usize,
    suffix: Option<char>,
    /// The atom after it.
    end: usize,
}

impl<'a> Scanner<'a, '_> {
    fn atom(&self, at: usize) -> Option<&Atom> {
        self.atoms.get(at)
    }

    fn glued(&self, at: usize) -> Option<&Atom> {
        self.atom(at).filter(|atom| atom.is_glued)
    }

    fn text(&self, from: usize, to: usize) -> &'a str {
        self.text.get(from..to).unwrap_or("")
    }

    fn written(&self, atom: &Atom) -> &'a str {
        self.text(atom.from, atom.to)
    }

    /// Writes the piece that begins at an atom; gives the atom after it.
    fn next(&self, at: usize, pieces: &mut Vec<Piece<'a>>) -> usize {
        let Some(atom) = self.atom(at) else { return at + 1 };
        match atom.what {
            What::Letters => self.letters(at, atom, pieces),
            What::Digits | What::Han(_) => self.number(at, pieces),
            What::East => self.plain(at, at + 1, Kind::Word, pieces),
            What::Sign(meaning) => self.sign(at, meaning, pieces),
        }
    }

    /// A piece without a number.
    fn plain(&self, at: usize, end: usize, kind: Kind, pieces: &mut Vec<Piece<'a>>) -> usize {
        let none = Numeral { text: "", number: 0, n_digits: 0, suffix: None, end };
        self.push((at, kind, false), &none, pieces)
    }

    fn push(
        &self,
        (at, kind, is_weak): (usize, Kind, bool),
        digits: &Numeral<'a>,
        pieces: &mut Vec<Piece<'a>>,
    ) -> usize {
        let (Some(first), Some(last)) = (self.atom(at), self.atom(digits.end.saturating_sub(1)))
        else {
            return at + 1;
        };
        // A number too long for what its word counts is a number of something else.
        let is_long = digits.n_digits > digits_max(kind) && digits_max(kind) > 0;
        pieces.push(Piece {
            part: self.part,
            from: first.from,
            to: last.to,
            kind: if is_long { Kind::Number } else { kind },
            text: self.text(first.from, last.to),
            digits: digits.text,
            number: digits.number,
            n_digits: digits.n_digits,
            suffix: digits.suffix,
            lead: first.lead,
            is_weak,
        });
        digits.end
    }

    /// The number at an atom with the one letter that hangs on it.
    fn digits(&self, at: usize) -> Option<Numeral<'a>> {
        let atom = self.atom(at)?;
        if let What::Han(number) = atom.what {
            return Some(Numeral { text: "", number, n_digits: 2, suffix: None, end: at + 1 });
        }
        if atom.what != What::Digits {
            return None;
        }
        let n_digits = atom.to - atom.from;
        let number = self.written(atom).parse().unwrap_or(u32::MAX);
        let letter = self.glued(at + 1).filter(|next| {
            next.what == What::Letters
                && next.to - next.from == 1
                && self.glued(at + 2).is_none_or(|after| after.what != What::Digits)
        });
        let (to, suffix, end) = match letter {
            Some(next) => (next.to, self.written(next).chars().next(), at + 2),
            None => (atom.to, None, at + 1),
        };
        let suffix = suffix.map(|letter| letter.to_ascii_uppercase());
        Some(Numeral { text: self.text(atom.from, to), number, n_digits, suffix, end })
    }

    fn letters(&self, at: usize, atom: &Atom, pieces: &mut Vec<Piece<'a>>) -> usize {
        let word = self.written(atom);
        if self.glued(at + 1).is_some_and(|next| next.what == What::Digits) {
            return self.code(at, word, pieces);
        }
        if let Some((kind, is_weak)) = kind_of(word)
            && let Some((kind, digits)) = self.joined(at, word, kind)
        {
            return self.push((at, kind, is_weak && kind != Kind::Scene), &digits, pieces);
        }
        if let Some(task) = self.pair(at, word) {
            return self.plain(at, at + 2, Kind::Stage(task), pieces);
        }
        let task = latin(word).or_else(|| hump(word));
        self.plain(at, at + 1, task.map_or(Kind::Word, Kind::Stage), pieces)
    }

    /// `clean_up`, `in-between`: a stage in two words.
    fn pair(&self, at: usize, word: &str) -> Option<Task> {
        const PAIRS: &[(&str, &str, Task)] = &[
            ("clean", "up", Task::Cleanup),
            ("in", "between", Task::Inbetween),
            ("tie", "down", Task::Rough),
            ("time", "sheet", Task::Sheet),
            ("x", "sheet", Task::Sheet),
            ("line", "art", Task::Cleanup),
            ("ink", "paint", Task::Colour),
            ("model", "sheet", Task::Design),
            ("look", "dev", Task::Shading),
            ("match", "move", Task::Tracking),
            ("story", "board", Task::Storyboard),
            ("key", "anim", Task::Key),
        ];
        let is_first = |pair: &&(&str, &str, Task)| pair.0.eq_ignore_ascii_case(word);
        PAIRS.iter().find(is_first)?;
        let next = self.atom(at + 1).filter(|next| matches!(next.lead, Some('_' | '-' | ' ')))?;
        let second = self.written(next);
        let found =
            |pair: &&(&str, &str, Task)| is_first(pair) && pair.1.eq_ignore_ascii_case(second);
        PAIRS.iter().find(found).map(|pair| pair.2)
    }

    /// `EP301`, `sc012a`, `ABC03`, `key2`.
    fn code(&self, at: usize, word: &str, pieces: &mut Vec<Piece<'a>>) -> usize {
        let Some(digits) = self.digits(at + 1) else { return at + 1 };
        if self.is_cut_off(digits.end) {
            let mut end = digits.end;
            while self.glued(end).is_some() {
                end += 1;
            }
            return self.plain(at, end, Kind::Word, pieces);
        }
        let last = pieces.last().filter(|last| last.part == self.part);
        let hangs_on_word = self.atom(at).is_some_and(|atom| atom.is_glued)
            && last.is_some_and(|last| {
                // `51c4` is a number of something; `03c125` may be an episode and a cut.
                last.kind == Kind::Word || (last.kind == Kind::Number && digits.n_digits < 3)
            });
        let (kind, is_weak) = match kind_of(word) {
            // `C4D` is a program.
            Some((Kind::Cut, _)) if digits.suffix.is_some() && digits.n_digits < 2 => {
                (Kind::Word, false)
            }
            Some((kind, is_weak)) if !(hangs_on_word && (is_weak || kind == Kind::Cut)) => {
                (kind, is_weak)
            }
            Some(_) => (Kind::Word, false),
            None => (latin(word).map_or(Kind::Word, Kind::Stage), false),
        };
        self.push((at, kind, is_weak), &digits, pieces)
    }

    /// Whether letters hang on a code that neither begin another nor name a stage: `v02final` is one, `h264abc` is not.
    fn is_cut_off(&self, at: usize) -> bool {
        let Some(next) = self.glued(at).filter(|next| next.what == What::Letters) else {
            return false;
        };
        let word = self.written(next);
        let begins = self.glued(at + 1).is_some_and(|after| after.what == What::Digits)
            && (kind_of(word).is_some() || latin(word).is_some());
        !begins && latin(word).is_none()
    }

    /// `SC_012`, `cut 12`, `v-2`, `S#3`: a word and the number behind it.
    fn joined(&self, at: usize, word: &str, kind: Kind) -> Option<(Kind, Numeral<'a>)> {
        let next = self.atom(at + 1).filter(|next| next.what == What::Digits && !next.is_glued)?;
        let lead = next.lead?;
        let digits = self.digits(at + 1)?;
        let is_single = word.len() == 1;
        let kind = match (kind, lead) {
            (Kind::Letter, '#') => Kind::Scene,
            (Kind::Cut, '#') | (Kind::Version, '_' | '-' | '.' | ' ') => kind,
            (Kind::Cut, '_' | '-') if (2..=3).contains(&digits.n_digits) => kind,
            (_, '_' | '-' | ' ' | '.' | '#') if !is_single => kind,
            _ => return None,
        };
        let is_other = self.date_end(at + 1).is_some()
            || self.size_end(at + 1).is_some()
            || (lead == ' ' && digits.n_digits == 4 && is_year(digits.number))
            || digits.n_digits > digits_max(kind)
            || self.is_cut_off(digits.end);
        (!is_other).then_some((kind, digits))
    }

    /// 第3回会議 is a meeting: what 回 counts stands behind it.
    fn counts_other(&self, mark_at: usize) -> bool {
        self.glued(mark_at).is_some_and(|mark| self.written(mark) == "回")
            && self.glued(mark_at + 1).is_some_and(|after| after.what == What::East)
    }

    fn number(&self, at: usize, pieces: &mut Vec<Piece<'a>>) -> usize {
        if let Some(end) = self.date_end(at) {
            return self.plain(at, end, Kind::Date, pieces);
        }
        if let Some(end) = self.size_end(at) {
            return self.plain(at, end, Kind::Size, pieces);
        }
        let Some(mut digits) = self.digits(at) else { return at + 1 };
        if let Some(What::Sign(Meaning::Mark(kind, Side::After | Side::Both))) =
            self.glued(digits.end).map(|next| next.what)
            // `컷12컷13`: the second word belongs to the number behind it.
            && self.glued(digits.end + 1).is_none_or(|after| after.what != What::Digits)
        {
            let kind = if self.counts_other(digits.end) { Kind::Number } else { kind };
            digits.end += 1;
            return self.push((at, kind, false), &digits, pieces);
        }
        if self.is_cut_off(digits.end) {
            // `24fps`, `2nd`, `2ndkey`.
            let word = |atom: &Atom| self.atom(at).map(|first| self.text(first.from, atom.to));
            let task = self.atom(digits.end).and_then(word).and_then(latin);
            let kind = task.map_or(Kind::Word, Kind::Stage);
            return self.plain(at, digits.end + 1, kind, pieces);
        }
        let is_hash = self.atom(at).is_some_and(|atom| atom.lead == Some('#'));
        if is_hash && (2..=3).contains(&digits.n_digits) {
            return self.push((at, Kind::Episode, true), &digits, pieces);
        }
        self.push((at, Kind::Number, false), &digits, pieces)
    }

    /// The atom after a date: `20240116`, `240116`, `2024-01-16`, `2024年1月16日`.
    fn date_end(&self, at: usize) -> Option<usize> {
        let number = |at: usize| {
            let atom = self.atom(at).filter(|atom| atom.what == What::Digits)?;
            Some((self.written(atom).parse::<u32>().ok()?, atom.to - atom.from, atom))
        };
        let is_day = |month: u32, day: u32| (1..=12).contains(&month) && (1..=31).contains(&day);
        let (first, n_digits, atom) = number(at)?;
        let hangs = atom.is_glued && self.atom(at.checked_sub(1)?)?.what == What::Letters;
        match n_digits {
            8 | 6 if !hangs => {
                let (year, rest) = (first / 10_000, first % 10_000);
                let is_one = is_day(rest / 100, rest % 100)
                    && if n_digits == 8 { is_year(year) } else { (10..40).contains(&year) };
                is_one.then_some(at + 1)
            }
            4 if is_year(first) => {
                let (month, _, second) = number(at + 1)?;
                let (day, _, third) = number(at + 2)?;
                let is_one = matches!(second.lead, Some('-' | '_' | '.'))
                    && second.lead == third.lead
                    && is_day(month, day);
                is_one.then_some(at + 3)
            }
            _ => None,
        }
    }

    /// The atom after `1920x1080`.
    fn size_end(&self, at: usize) -> Option<usize> {
        let first = self.atom(at).filter(|atom| atom.what == What::Digits)?;
        let cross =
            self.glued(at + 1).filter(|atom| self.written(atom).eq_ignore_ascii_case("x"))?;
        let second = self.glued(at + 2).filter(|atom| atom.what == What::Digits)?;
        let is_large = first.to - first.from >= 2 && second.to > cross.to;
        is_large.then_some(at + 3)
    }

    fn sign(&self, at: usize, meaning: Meaning, pieces: &mut Vec<Piece<'a>>) -> usize {
        match meaning {
            Meaning::Ordinal => self.ordinal(at, pieces),
            Meaning::Mark(kind, Side::Before | Side::Both) => match self.counted(at) {
                Some(digits) => self.push((at, kind, false), &digits, pieces),
                None => self.plain(at, at + 1, Kind::Word, pieces),
            },
            Meaning::Mark(_, Side::After) => self.plain(at, at + 1, Kind::Word, pieces),
            Meaning::Beside => self.plain(at, at + 1, Kind::Beside, pieces),
            Meaning::Round(task) => {
                let end = self.stage(at, task, pieces);
                match self.counted(at).filter(|digits| digits.n_digits <= 2) {
                    Some(digits) => self.push((at, Kind::Take, false), &digits, pieces),
                    None => end,
                }
            }
            Meaning::Stage(task) => self.stage(at, task, pieces),
        }
    }

    /// A stage, where no unknown sign hangs on it: 動画 is one, 動画協会 is not.
    fn stage(&self, at: usize, task: Task, pieces: &mut Vec<Piece<'a>>) -> usize {
        let before = at
            .checked_sub(1)
            .and_then(|before| self.atom(before))
            .filter(|_| self.atom(at).is_some_and(|atom| atom.is_glued));
        let is_free = before.is_none_or(|before| before.what != What::East)
            && self.glued(at + 1).is_none_or(|next| match next.what {
                What::East | What::Sign(Meaning::Mark(_, Side::After)) => false,
                What::Letters | What::Digits | What::Han(_) | What::Sign(_) => true,
            });
        self.plain(at, at + 1, if is_free { Kind::Stage(task) } else { Kind::Word }, pieces)
    }

    /// The number behind a word: `カット12`, `カット_12`.
    fn counted(&self, at: usize) -> Option<Numeral<'a>> {
        let next = self.atom(at + 1)?;
        let is_near = next.is_glued || matches!(next.lead, Some('_' | '-' | ' ' | '.' | '#'));
        if !is_near || self.date_end(at + 1).is_some() || self.size_end(at + 1).is_some() {
            return None;
        }
        self.digits(at + 1).filter(|digits| digits.n_digits <= 5)
    }

    /// `第3話`, `第十二镜`, `제3화`.
    fn ordinal(&self, at: usize, pieces: &mut Vec<Piece<'a>>) -> usize {
        let found = self.digits(at + 1).and_then(|digits| {
            let next = self.glued(digits.end)?;
            match next.what {
                What::Sign(Meaning::Mark(kind, Side::After | Side::Both)) => Some((kind, digits)),
                What::Letters | What::Digits | What::Han(_) | What::East | What::Sign(_) => None,
            }
        });
        match found {
            Some((kind, mut digits)) => {
                let kind = if self.counts_other(digits.end) { Kind::Number } else { kind };
                digits.end += 1;
                self.push((at, kind, false), &digits, pieces)
            }
            None => self.plain(at, at + 1, Kind::Word, pieces),
        }
    }
}

/// The stage within a name in humps, as AYON names products: `renderCompositingMain`.
fn hump(word: &str) -> Option<Task> {
    const HUMP_MIN: usize = 4;
    let bytes = word.as_bytes();
    let is_humped = bytes
        .windows(2)
        .any(|pair| matches!(pair, [a, b] if a.is_ascii_lowercase() && b.is_ascii_uppercase()));
    if !is_humped {
        return None;
    }
    let mut from = 0;
    for at in 1..=bytes.len() {
        let is_end = bytes.get(at).is_none_or(u8::is_ascii_uppercase);
        if !is_end {
            continue;
        }
        let found = word.get(from..at).filter(|one| one.len() >= HUMP_MIN).and_then(latin);
        if found.is_some() {
            return found;
        }
        from = at;
    }
    None
}
