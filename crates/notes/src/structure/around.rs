//! What the names around a text say: file, folders, sheet.
//!
//! In: a path, a sheet's name. Out: production and episode, shot, status. Never: a folder's status; a folder holds much.

use subtier_model::Place;

use super::draft::{Held, Shot, reading};
use super::status::said;
use crate::Status;

/// Folders above the file that are looked at.
const FOLDERS_MAX: usize = 6;

/// Folders above the file that may be named after its shot: `SC077/返修/note.txt`.
const SHOT_FOLDERS_MAX: usize = 2;

/// Words in the name of a file or folder that holds notes.
const NOTES_WORDS: &str = "意见|修改|返修|返工|质检|审片|审核|노트|의견|수정|리테이크|검사|retake|note|修正|リテイク|\
     comment|feedback|review|指示";

/// What stands around a document.
#[derive(Debug, Default)]
pub(super) struct Around {
    pub(super) production: Option<Held<String>>,
    pub(super) shot: Option<Held<Shot>>,
    /// What the file's name says became of the shot it names.
    pub(super) status: Option<Held<Status>>,
    /// The names say that these are notes.
    pub(super) is_about_notes: bool,
}

impl Around {
    /// Reads the names of a path.
    pub(super) fn of(path: &str) -> Self {
        let mut names = path.rsplit(['/', '\\']).take(FOLDERS_MAX + 1);
        let file = names.next().unwrap_or_default();
        let stem = file.rsplit_once('.').map_or(file, |(stem, _)| stem);
        let folders: Vec<&str> = names.collect();
        let mut around = Self::default();
        let read = reading(stem);
        let held =
            |value: &Shot, why| Held { value: value.clone(), place: Place::Whole, why: Some(why) };
        around.shot = read.shots.first().map(|shot| held(shot, "file name"));
        if around.shot.is_some() {
            around.status = said(&stem.replace(['_', '-'], " ")).status.map(|value| Held {
                value,
                place: Place::Whole,
                why: Some("file name"),
            });
        } else {
            around.shot = folders.iter().take(SHOT_FOLDERS_MAX).find_map(|folder| {
                let read = reading(folder);
                read.shots.first().filter(|_| !read.says()).map(|shot| held(shot, "folder name"))
            });
        }
        around.production = read.production.map(|production| Held {
            value: with_code(&production, &folders, 0),
            place: Place::Whole,
            why: Some("file name"),
        });
        if around.production.is_none() {
            around.production = of_folders(&folders);
        }
        let small = stem.to_lowercase();
        around.is_about_notes =
            around.shot.is_some() || NOTES_WORDS.split('|').any(|word| small.contains(word));
        around
    }
}

fn of_folders(folders: &[&str]) -> Option<Held<String>> {
    folders.iter().enumerate().find_map(|(idx, folder)| {
        let production = reading(folder).production?;
        let value = with_code(&production, folders, idx + 1);
        Some(Held { value, place: Place::Whole, why: Some("folder name") })
    })
}

/// An episode with the code of its production, where a folder above bears one: `LNT/EP301` is `LNT_EP301`.
fn with_code(production: &str, folders: &[&str], above: usize) -> String {
    let code = folders.iter().skip(above).find(|folder| {
        (2..=6).contains(&folder.len()) && folder.chars().all(|sign| sign.is_ascii_uppercase())
    });
    let is_bare = production.len() >= 2
        && production.to_lowercase().starts_with(['e', 's'])
        && !production.contains('_');
    match code.filter(|_| is_bare) {
        Some(code) => format!("{code}_{production}"),
        None => production.to_owned(),
    }
}

/// What the name of a sheet says: its shot and its production.
pub(super) fn of_sheet(name: &str) -> (Option<Held<Shot>>, Option<String>) {
    let read = reading(name);
    let place = Place::Words(format!("name of sheet {name}"));
    let shot =
        read.shots.first().map(|shot| Held { value: shot.clone(), place, why: Some("sheet name") });
    (shot, read.production)
}
