//! Season, episode, sequence, shot, stage, version, take and login out of settled pieces.
//!
//! In: the parts, pieces and layout of a path. Out: names; the file name is asked first, then the folders from the file
//! upwards, and a place laid out by a tracker before both.

use std::borrow::Cow;

use crate::layout::{Layout, is_rendered};
use crate::names::{NamePlace, Named, Names};
use crate::parts::Parts;
use crate::piece::{Kind, Piece, plain_number};
use crate::settle::is_evident;
use crate::task::Task;

/// A path taken apart.
#[derive(Debug)]
pub(crate) struct Reading<'a> {
    pub(crate) parts: Parts<'a>,
    pub(crate) pieces: Vec<Piece<'a>>,
    pub(crate) layout: Layout,
}

impl<'a> Reading<'a> {
    /// The pieces of one part.
    pub(crate) fn of_part(&self, part: usize) -> &[Piece<'a>] {
        let from = self.pieces.partition_point(|piece| piece.part < part);
        let to = self.pieces.partition_point(|piece| piece.part <= part);
        self.pieces.get(from..to).unwrap_or(&[])
    }

    pub(crate) fn place_of(&self, part: usize) -> NamePlace {
        if self.parts.has_file && part == self.parts.n_folders() {
            NamePlace::FileName
        } else {
            NamePlace::Folder
        }
    }

    pub(crate) fn name(&self, part: usize) -> &'a str {
        self.parts.names.get(part).copied().unwrap_or("")
    }

    pub(crate) fn named(&self, piece: &Piece<'a>, why: &'static str) -> Named<'a> {
        Named {
            value: piece.value(),
            token: Cow::Borrowed(piece.text),
            place: self.place_of(piece.part),
            why,
        }
    }

    /// Parts from the file name up.
    fn upwards(&self) -> impl Iterator<Item = usize> + use<> {
        (0..self.parts.names.len()).rev()
    }

    /// Whether an episode, a shot or a tracker's folders say that this is a production's path.
    pub(crate) fn is_evident(&self) -> bool {
        self.layout.marker.is_some() || self.layout.harmony.is_some() || is_evident(&self.pieces)
    }
}

/// Reads everything but production and drawing.
pub(crate) fn read_fields<'a>(reading: &Reading<'a>, names: &mut Names<'a>) {
    by_place(reading, names);
    let is_evident = reading.is_evident();
    for part in reading.upwards() {
        episode(reading, part, is_evident, names);
        shot(reading, part, names);
    }
    scene_above(reading, names);
    version_and_take(reading, is_evident, names);
    stage(reading, is_evident, names);
    login(reading, names);
    disagreement(reading, names);
}

/// A folder by the place it stands in; its number is the last it holds.
fn placed<'a>(reading: &Reading<'a>, part: usize, why: &'static str) -> Named<'a> {
    let name = reading.name(part);
    let numbered = reading.of_part(part).iter().rev().find(|piece| {
        piece.n_digits > 0 && !matches!(piece.kind, Kind::Date | Kind::Size | Kind::Version)
    });
    let value = match numbered {
        Some(piece) => piece.value(),
        None if name.bytes().any(|byte| byte.is_ascii_uppercase()) => {
            Cow::Owned(name.to_ascii_lowercase())
        }
        None => Cow::Borrowed(name),
    };
    Named { value, token: Cow::Borrowed(name), place: NamePlace::Folder, why }
}

fn by_place<'a>(reading: &Reading<'a>, names: &mut Names<'a>) {
    let layout = &reading.layout;
    let is_date = |part: usize| {
        reading
            .of_part(part)
            .first()
            .is_some_and(|piece| piece.kind == Kind::Date || piece.is_year())
    };
    if layout.shot.is_some_and(is_date) || layout.sequence.is_some_and(is_date) {
        if let Some(part) = layout.sequence.or(layout.shot) {
            names.leave_out(reading.name(part), "a date or a year where a tracker keeps shots");
        }
        return;
    }
    let why = "stands where trackers keep it";
    names.episode = layout.episode.map(|part| placed(reading, part, why));
    names.sequence = layout.sequence.map(|part| placed(reading, part, why));
    names.shot = layout.shot.map(|part| placed(reading, part, why));
    if names.shot.is_none()
        && let Some(part) = layout.harmony
    {
        let pieces = reading.of_part(part);
        let is_code = pieces.iter().any(|piece| piece.kind.is_code());
        let mut numbers = pieces.iter().filter(|piece| piece.n_digits > 0);
        let only = numbers.next().filter(|piece| piece.kind == Kind::Number && !piece.is_year());
        if !is_code && only.is_some() && numbers.next().is_none() {
            names.shot = Some(placed(reading, part, "is the folder of a Harmony scene"));
        }
    }
}

fn episode<'a>(reading: &Reading<'a>, part: usize, is_evident: bool, names: &mut Names<'a>) {
    for piece in reading.of_part(part) {
        if piece.kind == Kind::Season && names.season.is_none() {
            names.season = Some(reading.named(piece, "its letters or its word say season"));
        }
        if piece.kind != Kind::Episode || names.episode.is_some() {
            continue;
        }
        let is_taken = !piece.is_weak || (is_evident && piece.n_digits >= 2);
        if is_taken || names.season.is_some() {
            let is_bare = piece.text.len() == piece.digits.len();
            let why = if is_bare {
                "a number between the production and the shot"
            } else {
                "its letters or its word say episode"
            };
            names.episode = Some(reading.named(piece, why));
        } else {
            names.leave_out(piece.text, "too little to be an episode by itself");
        }
    }
}

/// The sequence and the shot of one part.
fn shot<'a>(reading: &Reading<'a>, part: usize, names: &mut Names<'a>) {
    if names.shot.is_some() && names.sequence.is_some() {
        return;
    }
    let pieces = reading.of_part(part);
    let is_shot =
        |piece: &&Piece<'a>| matches!(piece.kind, Kind::Shot | Kind::Cut) && !piece.is_weak;
    let found = pieces.iter().find(is_shot);
    let above = pieces
        .iter()
        .take_while(|piece| found.is_none_or(|found| piece.from < found.from))
        .find(|piece| matches!(piece.kind, Kind::Sequence | Kind::Scene));
    let why_shot = "its letters or its word say shot";
    match (found, above) {
        (Some(found), above) => {
            if names.shot.is_none() {
                names.shot = Some(reading.named(found, why_shot));
                let other = pieces
                    .iter()
                    .filter(is_shot)
                    .find(|other| other.number != found.number || other.suffix != found.suffix);
                if let Some(other) = other {
                    names.leave_out(other.text, "a second shot in one name");
                }
                if names.sequence.is_none() {
                    names.sequence = above.map(|above| {
                        reading.named(above, "its letters or its word say sequence or scene")
                    });
                }
            }
        }
        (None, Some(scene)) if scene.kind == Kind::Scene && names.shot.is_none() => {
            names.shot = Some(reading.named(scene, "a scene without a shot below it is the shot"));
        }
        (None, Some(sequence)) if sequence.kind == Kind::Sequence && names.sequence.is_none() => {
            names.sequence =
                Some(reading.named(sequence, "its letters or its word say sequence or scene"));
        }
        (None, _) => open_letters(reading, pieces, names),
    }
}

/// `S01` and short `E01` that nothing explains.
fn open_letters<'a>(reading: &Reading<'a>, pieces: &[Piece<'a>], names: &mut Names<'a>) {
    for piece in pieces.iter().filter(|piece| piece.kind == Kind::Letter) {
        let is_placed = reading.layout.marker.is_some_and(|marker| piece.part > marker);
        if !is_placed {
            names.leave_out(piece.text, "a season, a sequence or a shot");
        }
    }
}

/// `SC018/C002_key.psd`: the scene of a folder above the shot of a file.
fn scene_above<'a>(reading: &Reading<'a>, names: &mut Names<'a>) {
    if names.sequence.is_some() {
        return;
    }
    let is_shot =
        |piece: &Piece<'a>| matches!(piece.kind, Kind::Shot | Kind::Cut) && !piece.is_weak;
    let Some(part) = reading.upwards().find(|part| reading.of_part(*part).iter().any(is_shot))
    else {
        return;
    };
    let scene = (0..part).rev().flat_map(|part| reading.of_part(part)).find(|piece| {
        matches!(piece.kind, Kind::Scene | Kind::Sequence)
            && !reading.of_part(piece.part).iter().any(is_shot)
    });
    names.sequence =
        scene.map(|scene| reading.named(scene, "the folder above the shot says sequence or scene"));
}

fn version_and_take<'a>(reading: &Reading<'a>, is_evident: bool, names: &mut Names<'a>) {
    for part in reading.upwards() {
        let pieces = reading.of_part(part);
        if names.version.is_none() {
            let found = pieces.iter().rev().find(|piece| piece.kind == Kind::Version);
            names.version =
                found.map(|piece| reading.named(piece, "its letter or its word says version"));
        }
        if names.take.is_none()
            && let Some(found) = pieces.iter().rev().find(|piece| piece.kind == Kind::Take)
        {
            if is_evident || !found.is_weak {
                names.take =
                    Some(reading.named(found, "its letter or its word says take or retake"));
            } else {
                names.leave_out(found.text, "a take with no shot beside it");
            }
        }
    }
}

/// The stage: by its place under a shot, else the last of the file name, else that of the deepest folder.
fn stage<'a>(reading: &Reading<'a>, is_evident: bool, names: &mut Names<'a>) {
    let by_place = || {
        let below = reading.layout.shot.or(reading.layout.sequence)? + 1;
        let pieces = reading.of_part(below).iter();
        pieces.filter(|_| below < reading.parts.n_folders()).find_map(task_of)
    };
    let by_name = || {
        // A stage stands below the shot or directly above the file; farther up `vfx` is a department.
        let n_folders = reading.parts.n_folders();
        let code = reading.pieces.iter().find(|piece| piece.kind.is_code()).map(|piece| piece.part);
        let first = reading.layout.marker.or(code).unwrap_or(n_folders);
        let is_told = |part: &usize| {
            *part + 1 == n_folders
                || (*part >= first && *part < n_folders)
                || (*part == n_folders && !is_rendered(&reading.parts))
        };
        reading.upwards().filter(is_told).find_map(|part| {
            let of_part = || reading.of_part(part).iter().rev().filter_map(task_of);
            of_part().find(|(_, task)| !task.is_faint()).or_else(|| of_part().next())
        })
    };
    let Some((piece, task)) = by_place().or_else(by_name) else { return };
    if !is_evident && names.version.is_none() {
        names
            .leave_out(piece.text, "a word for a stage with no shot, episode or version beside it");
        return;
    }
    names.task = Some(Named {
        value: Cow::Borrowed(task.id()),
        token: Cow::Borrowed(piece.text),
        place: reading.place_of(piece.part),
        why: "a word for this stage of work",
    });
}

fn task_of<'p, 'a>(piece: &'p Piece<'a>) -> Option<(&'p Piece<'a>, Task)> {
    if let Kind::Stage(task) = piece.kind { Some((piece, task)) } else { None }
}

fn login<'a>(reading: &Reading<'a>, names: &mut Names<'a>) {
    let Some(part) = reading.layout.login else { return };
    let folder = reading.name(part);
    let account = folder.strip_prefix("work.").unwrap_or(folder);
    if !account.is_empty() {
        names.login = Some(Named {
            value: Cow::Borrowed(account),
            token: Cow::Borrowed(folder),
            place: NamePlace::Folder,
            why: "the folder below users, user or home",
        });
    }
}

/// Says where folder and file name name different episodes or shots.
fn disagreement<'a>(reading: &Reading<'a>, names: &mut Names<'a>) {
    let file = reading.parts.n_folders();
    let differs = |said: &Option<Named<'a>>, is_kind: fn(Kind) -> bool| {
        let stated = said.as_ref().filter(|stated| stated.place == NamePlace::FileName)?;
        let pieces = reading.pieces.iter().filter(|piece| piece.part < file && !piece.is_weak);
        let other = pieces.rev().find(|piece| is_kind(piece.kind))?;
        (plain_number(other.digits) != stated.value && other.number != stated.number()?)
            .then_some(other.text)
    };
    let is_episode = |kind| kind == Kind::Episode;
    let is_shot = |kind| matches!(kind, Kind::Shot | Kind::Cut);
    let (episode, shot) = (differs(&names.episode, is_episode), differs(&names.shot, is_shot));
    for token in [episode, shot].into_iter().flatten() {
        names.leave_out(token, "the folder says otherwise than the file name");
    }
}
