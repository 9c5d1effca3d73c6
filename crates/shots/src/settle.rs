//! Pieces that only their neighbours explain: `S01`, `P01`, `Q010`, a bare number before a cut, `C0012`.
//!
//! In: the pieces of a path. Out: the same with their kinds settled; what stays open is said in `left_out`.

use crate::names::Names;
use crate::parts::Parts;
use crate::piece::{Kind, Piece};

/// Settles the kinds of pieces, in order.
pub(crate) fn settle<'a>(parts: &Parts<'a>, pieces: &mut Vec<Piece<'a>>, names: &mut Names<'a>) {
    drop_cel(parts, pieces);
    years(pieces, names);
    letters(pieces);
    bare_episode(pieces);
    cuts(parts, pieces, names);
}

/// The letter and number of a name that is nothing else: `A0001`, `B_3`, `c-12a`.
pub(crate) fn cel_name(stem: &str) -> Option<(char, &str)> {
    let letter = stem.chars().next().filter(char::is_ascii_alphabetic)?;
    let rest = stem.get(1..)?;
    let rest = rest.strip_prefix(['_', '-']).unwrap_or(rest);
    let n_digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let tail = rest.get(n_digits..)?;
    let is_plain = (1..=5).contains(&n_digits)
        && (tail.is_empty()
            || (tail.len() == 1 && tail.bytes().all(|byte| byte.is_ascii_alphabetic())));
    is_plain.then_some((letter.to_ascii_uppercase(), rest))
}

/// Whether a letter before a number is a cel's rather than a version's, take's, frame's or retake's.
pub(crate) const fn is_cel_letter(letter: char) -> bool {
    !matches!(letter, 'V' | 'T' | 'F' | 'R')
}

/// `C0012.tga` in the folder of a cut is a cel; it says nothing of shots.
fn drop_cel(parts: &Parts<'_>, pieces: &mut Vec<Piece<'_>>) {
    let file = parts.n_folders();
    let has_shot = |pieces: &[Piece<'_>]| {
        pieces.iter().any(|piece| {
            piece.part < file
                && matches!(piece.kind, Kind::Scene | Kind::Shot | Kind::Cut)
                && !piece.is_weak
        })
    };
    let Some(stem) = parts.stem().filter(|_| parts.is_picture()) else { return };
    let is_cel = cel_name(stem).is_some_and(|(letter, _)| is_cel_letter(letter));
    if is_cel && has_shot(pieces) {
        pieces.retain(|piece| piece.part < file);
    }
}

/// `EP2024`, `v2024`: a year as likely as anything else.
fn years<'a>(pieces: &mut [Piece<'a>], names: &mut Names<'a>) {
    for piece in pieces {
        let is_open = matches!(
            piece.kind,
            Kind::Episode | Kind::Version | Kind::Cut | Kind::Plan | Kind::Letter
        );
        if is_open && piece.is_year() {
            names.leave_out(piece.text, "its number may be a year");
            piece.kind = Kind::Date;
        }
    }
}

/// `S01` is a season before an episode and a sequence before a shot; `P01` and `Q010` need the other.
fn letters(pieces: &mut [Piece<'_>]) {
    for at in 0..pieces.len() {
        let next = pieces.get(at + 1).map(|piece| piece.kind);
        let before = at.checked_sub(1).and_then(|at| pieces.get(at)).map(|piece| piece.kind);
        let Some(piece) = pieces.get_mut(at) else { break };
        let has_shot = matches!(next, Some(Kind::Shot | Kind::Cut | Kind::Plan | Kind::Scene));
        let kind = piece.kind;
        if kind == Kind::Letter && next == Some(Kind::Episode) {
            piece.kind = Kind::Season;
        } else if kind == Kind::Letter && has_shot {
            piece.kind = Kind::Sequence;
        } else if kind == Kind::Plan && before == Some(Kind::Sequence) {
            piece.kind = Kind::Shot;
        } else if kind == Kind::Plan || (kind == Kind::Sequence && piece.is_weak && !has_shot) {
            piece.kind = Kind::Word;
        } else if kind != Kind::Sequence {
            continue;
        }
        piece.is_weak = false;
    }
}

/// `ABC_03_c125`, `ABC03_c125`: the number between a word and a cut is the episode.
fn bare_episode(pieces: &mut Vec<Piece<'_>>) {
    let shot_after = |pieces: &[Piece<'_>], at: usize| {
        let part = pieces.get(at)?.part;
        let next = pieces.get(at + 1).filter(|next| next.part == part)?;
        matches!(next.kind, Kind::Scene | Kind::Shot | Kind::Cut).then_some(next.kind)
    };
    for at in 0..pieces.len() {
        let Some(piece) = pieces.get(at).copied() else { break };
        if !matches!(piece.kind, Kind::Number | Kind::Word) || piece.n_digits < 2 {
            continue;
        }
        let Some(shot) = shot_after(pieces, at) else { continue };
        let has_episode =
            pieces.iter().any(|other| other.part == piece.part && other.kind == Kind::Episode);
        if has_episode || piece.is_year() || piece.suffix.is_some() {
            continue;
        }
        // Three digits before `sh` number a sequence in other houses.
        let is_short = piece.n_digits == 2 || (piece.n_digits == 3 && shot == Kind::Cut);
        let follows_word = at
            .checked_sub(1)
            .and_then(|at| pieces.get(at))
            .is_some_and(|before| before.part == piece.part && before.kind == Kind::Word);
        if !is_short {
            continue;
        }
        let split = if piece.kind == Kind::Word { split_word(&piece) } else { None };
        let Some(place) = pieces.get_mut(at) else { break };
        if let Some((word, episode)) = split {
            *place = episode;
            pieces.insert(at, word);
            return;
        }
        if piece.kind == Kind::Number && follows_word {
            place.kind = Kind::Episode;
            return;
        }
    }
}

/// `ABC03` as `ABC` and `03`, where the letters are a code in capitals.
fn split_word<'a>(piece: &Piece<'a>) -> Option<(Piece<'a>, Piece<'a>)> {
    let letters = piece.text.strip_suffix(piece.digits).filter(|letters| !letters.is_empty())?;
    let is_code = letters.len() >= 2 && letters.bytes().all(|byte| byte.is_ascii_uppercase());
    if !is_code || piece.digits.is_empty() {
        return None;
    }
    let middle = piece.from + letters.len();
    let word = Piece { to: middle, text: letters, digits: "", n_digits: 0, number: 0, ..*piece };
    let episode =
        Piece { from: middle, text: piece.digits, kind: Kind::Episode, lead: None, ..*piece };
    Some((word, episode))
}

/// `C0012.tga` alone is a cut or a cel; `c99` in any folder is no cut without others beside it.
fn cuts<'a>(parts: &Parts<'a>, pieces: &mut [Piece<'a>], names: &mut Names<'a>) {
    let file = parts.n_folders();
    let is_evident = is_evident(pieces);
    let last = pieces.len().saturating_sub(1);
    for at in 0..pieces.len() {
        let before = at.checked_sub(1).and_then(|at| pieces.get(at)).copied();
        let Some(piece) = pieces.get_mut(at).filter(|piece| piece.kind == Kind::Cut) else {
            continue;
        };
        let in_file = piece.part == file && parts.has_file;
        let is_whole = in_file && parts.stem().is_some_and(|stem| stem.len() == piece.text.len());
        let is_long = piece.n_digits >= 4;
        let follows_shot = before.is_some_and(|before| {
            before.part == piece.part && matches!(before.kind, Kind::Scene | Kind::Shot | Kind::Cut)
        });
        let reason = if is_whole && parts.is_picture() && (is_long || piece.n_digits < 3) {
            "a cut or a drawing of cel C"
        } else if in_file && at == last && is_long && follows_shot && parts.is_picture() {
            if before.is_some_and(|before| before.kind == Kind::Scene) {
                "a cut or a drawing of cel C"
            } else {
                piece.kind = Kind::Word;
                continue;
            }
        } else if piece.n_digits < 3 && !is_evident {
            "two letters that name a cut only beside an episode or a scene"
        } else {
            continue;
        };
        names.leave_out(piece.text, reason);
        piece.kind = Kind::Word;
    }
}

/// Whether a path names an episode, sequence or shot beyond doubt.
pub(crate) fn is_evident(pieces: &[Piece<'_>]) -> bool {
    pieces.iter().any(|piece| {
        !piece.is_weak
            && match piece.kind {
                Kind::Season | Kind::Episode | Kind::Sequence | Kind::Scene | Kind::Shot => true,
                Kind::Cut => piece.n_digits >= 3,
                Kind::Word
                | Kind::Number
                | Kind::Date
                | Kind::Size
                | Kind::Letter
                | Kind::Plan
                | Kind::Version
                | Kind::Take
                | Kind::Frame
                | Kind::Stage(_)
                | Kind::Beside => false,
            }
    })
}
