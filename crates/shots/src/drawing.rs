//! Cel and frame of a file, and the numbers that are neither.
//!
//! In: a path taken apart, its names so far. Out: cel, frame; numbers left out with their reasons. Sources: the sequence keys of
//! tk-config-default2 (`SEQ` four digits, `flame.frame` eight), AYON's frame padding of four, the drawings of Harmony
//! (`elements/NAME/NAME-1.tvg`), the cels of Japanese cut bags (`A/A0001.tga`).

use std::borrow::Cow;

use crate::fields::Reading;
use crate::names::{NamePlace, Named, Names};
use crate::piece::{Kind, Piece, plain_number};
use crate::settle::{cel_name, is_cel_letter};

/// Reads cel and frame.
pub(crate) fn read_drawing<'a>(reading: &Reading<'a>, names: &mut Names<'a>) {
    let Some(stem) = reading.parts.stem() else { return };
    names.cel = element(reading, stem).or_else(|| cel(reading, stem, names));
    if names.cel.is_none() {
        names.frame = frame(reading, names);
    }
    if names.cel.is_none() && names.frame.is_none() {
        without_shot(reading, stem, names);
    }
    numbers(reading, names);
}

fn folder_above<'a>(reading: &Reading<'a>, steps: usize) -> &'a str {
    let at = reading.parts.n_folders().checked_sub(steps);
    at.map_or("", |at| reading.name(at))
}

fn cel_named<'a>(letter: char, digits: &str, token: &'a str, why: &'static str) -> Named<'a> {
    let value = format!("{letter}{}", plain_number(digits));
    Named { value: Cow::Owned(value), token: Cow::Borrowed(token), place: NamePlace::FileName, why }
}

/// `elements/Mouth/Mouth-3.tvg`.
fn element<'a>(reading: &Reading<'a>, stem: &'a str) -> Option<Named<'a>> {
    reading.layout.harmony?;
    let is_element = folder_above(reading, 2).eq_ignore_ascii_case("elements")
        && reading.parts.ending.eq_ignore_ascii_case("tvg");
    if !is_element {
        return None;
    }
    let why = "a drawing of a Harmony element";
    match cel_name(stem) {
        Some((letter, digits)) => Some(cel_named(letter, digits, stem, why)),
        None => Some(Named {
            value: Cow::Borrowed(stem),
            token: Cow::Borrowed(stem),
            place: NamePlace::FileName,
            why,
        }),
    }
}

fn cel<'a>(reading: &Reading<'a>, stem: &'a str, names: &Names<'a>) -> Option<Named<'a>> {
    let shot = names.shot.as_ref().filter(|_| reading.parts.is_drawing())?;
    let is_open = |token: &str| names.left_out.iter().any(|left| left.token == token);
    let in_folder = shot.place == NamePlace::Folder;
    if let Some((letter, digits)) = cel_name(stem) {
        let is_cel = in_folder && is_cel_letter(letter);
        return is_cel
            .then(|| cel_named(letter, digits, stem, "a letter and a number below a shot"));
    }
    let is_number = (1..=5).contains(&stem.len()) && stem.bytes().all(|byte| byte.is_ascii_digit());
    let folder = folder_above(reading, 1);
    if is_number && in_folder && folder.len() == 1 {
        let letter = folder.chars().next().filter(char::is_ascii_alphabetic)?;
        let why = "a number in the folder of a cel below a shot";
        return Some(cel_named(letter.to_ascii_uppercase(), stem, stem, why));
    }
    let pieces = reading.of_part(reading.parts.n_folders());
    let last = pieces.last().filter(|last| last.kind == Kind::Word && last.n_digits >= 2)?;
    let has_shot = pieces.iter().any(|piece| piece.kind.is_shot_like() && piece.to < last.from);
    let (letter, digits) = cel_name(last.text)?;
    let is_cel =
        has_shot && matches!(letter, 'A'..='H') && last.lead.is_some() && !is_open(last.text);
    is_cel.then(|| cel_named(letter, digits, last.text, "a letter and a number behind the shot"))
}

fn frame<'a>(reading: &Reading<'a>, names: &Names<'a>) -> Option<Named<'a>> {
    let pieces = reading.of_part(reading.parts.n_folders());
    let is_evident = reading.is_evident() || names.version.is_some();
    let said = pieces.iter().rev().find(|piece| piece.kind == Kind::Frame);
    if let Some(piece) = said.filter(|piece| is_evident || !piece.is_weak) {
        return Some(reading.named(piece, "its letter or its word says frame"));
    }
    let last = pieces.last().filter(|last| last.kind == Kind::Number && last.suffix.is_none())?;
    let stem = reading.parts.stem()?;
    if last.to != stem.len() {
        return None;
    }
    let is_whole = last.from == 0;
    let folder = folder_above(reading, 1);
    let is_harmony = reading.layout.harmony.is_some()
        && (folder.eq_ignore_ascii_case("frames") || folder == ".thumbnails");
    let is_padded = match last.lead {
        Some('.') => (3..=8).contains(&last.n_digits) && (!last.is_year() || is_evident),
        Some('_' | '-') => {
            (4..=8).contains(&last.n_digits)
                && reading.parts.is_picture()
                && is_evident
                && !last.is_year()
        }
        _ => {
            is_whole
                && (3..=8).contains(&last.n_digits)
                && reading.parts.is_picture()
                && is_evident
                && !last.is_year()
        }
    };
    (is_padded || is_harmony).then(|| reading.named(last, "a padded number at the end of the name"))
}

/// A drawing with nothing above it that names a shot.
fn without_shot<'a>(reading: &Reading<'a>, stem: &'a str, names: &mut Names<'a>) {
    let is_open = names.shot.is_none() && reading.parts.is_picture() && cel_name(stem).is_some();
    let is_said = names.left_out.iter().any(|left| left.token == stem);
    if is_open && !is_said && !reading.of_part(reading.parts.n_folders()).iter().any(is_taken) {
        names.leave_out(stem, "a cel or a drawing with no shot beside it");
    }
}

fn is_taken(piece: &Piece<'_>) -> bool {
    matches!(piece.kind, Kind::Version | Kind::Shot | Kind::Cut | Kind::Scene | Kind::Letter)
}

/// Dates, sizes and bare numbers of the file name, each with what it may be.
fn numbers<'a>(reading: &Reading<'a>, names: &mut Names<'a>) {
    for piece in reading.of_part(reading.parts.n_folders()) {
        let is_number = piece.kind == Kind::Number;
        let why = if piece.kind == Kind::Date && piece.n_digits == 0 {
            "a date"
        } else if piece.kind == Kind::Size {
            "a size of pictures"
        } else if is_number && piece.n_digits >= 7 {
            "too long for a shot: a telephone, a date, a count"
        } else if is_number && piece.is_year() {
            "its number may be a year"
        } else if is_number && names.cel.is_none() {
            "a number without a word that says what it counts"
        } else {
            continue;
        };
        let token = piece.text;
        let is_used = [&names.frame, &names.cel, &names.shot, &names.sequence]
            .into_iter()
            .flatten()
            .any(|named| named.token == token);
        if !is_used {
            names.leave_out(token, why);
        }
    }
}
