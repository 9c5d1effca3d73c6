//! Folders that trackers and Harmony lay out: what a name is by the place it stands in.
//!
//! In: the folders of a path. Out: production, sequence, shot, episode, login by place. Sources: crate README. Never: a place
//! without something beside it that a tracker writes (a stage, `work`, `publish`, a version, the shot again in the file).

use crate::parts::Parts;
use crate::piece::kind_of;
use crate::task::latin;
use crate::words::{Meaning, word_at};

/// What stands where, as indexes of folders.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Layout {
    /// The folder such as `shots` under which names have places.
    pub(crate) marker: Option<usize>,
    pub(crate) production: Option<usize>,
    pub(crate) episode: Option<usize>,
    pub(crate) sequence: Option<usize>,
    pub(crate) shot: Option<usize>,
    /// The folder of a Harmony scene.
    pub(crate) harmony: Option<usize>,
    /// The folder that names an account.
    pub(crate) login: Option<usize>,
}

#[derive(Clone, Copy, PartialEq, Eq)]
enum Marker {
    Shots,
    Sequences,
    Scenes,
    Episodes,
    Assets,
}

fn marker_of(name: &str) -> Option<Marker> {
    const MARKERS: &[(&str, Marker)] = &[
        ("shots", Marker::Shots),
        ("shot", Marker::Shots),
        ("sequences", Marker::Sequences),
        ("scenes", Marker::Scenes),
        ("episodes", Marker::Episodes),
        ("assets", Marker::Assets),
    ];
    let row = MARKERS.iter().find(|(word, _)| word.eq_ignore_ascii_case(name))?;
    Some(row.1)
}

/// Folders that hold the work on a shot rather than name it.
const WORKING: &[&str] = &[
    "work",
    "working",
    "wip",
    "publish",
    "published",
    "review",
    "finishing",
    "editorial",
    "user",
    "users",
    "render",
    "renders",
    "output",
    "outputs",
    "images",
    "playblast",
    "preview",
];

fn is_one_of(words: &[&str], name: &str) -> bool {
    words.iter().any(|word| word.eq_ignore_ascii_case(name))
}

/// Whether a folder is a stage and nothing else.
fn is_stage(name: &str) -> bool {
    latin(name).is_some()
        || word_at(name).is_some_and(|(meaning, len)| {
            len == name.len() && matches!(meaning, Meaning::Stage(_) | Meaning::Round(_))
        })
}

/// Whether a folder ends the names: a stage, a place of work, a version.
fn is_end(name: &str) -> bool {
    let is_version = name.len() > 1
        && name.starts_with(['v', 'V'])
        && name.bytes().skip(1).all(|byte| byte.is_ascii_digit());
    is_one_of(WORKING, name) || is_version || is_stage(name)
}

/// The code before the digits of a name: `ep` of `ep01`.
fn prefix_of(name: &str) -> &str {
    let letters = name.bytes().take_while(u8::is_ascii_alphabetic).count();
    let rest = name.bytes().skip(letters);
    let is_code = name.len() > letters && rest.clone().all(|byte| byte.is_ascii_digit());
    if is_code { name.get(..letters).unwrap_or("") } else { "" }
}

impl Layout {
    pub(crate) fn of(parts: &Parts<'_>) -> Self {
        let folders = parts.folders();
        let mut found = Self { login: login(folders), ..Self::default() };
        found.harmony = harmony(parts);
        let marked = folders
            .iter()
            .enumerate()
            .rev()
            .find_map(|(at, name)| marker_of(name).map(|marker| (at, marker)));
        if let Some((at, marker)) = marked {
            found.place(parts, at, marker);
        }
        found
    }

    /// Gives the folders under a marker their places.
    fn place(&mut self, parts: &Parts<'_>, at: usize, marker: Marker) {
        let folders = parts.folders();
        let below = folders.get(at + 1..).unwrap_or(&[]);
        let n_names = below.iter().take_while(|name| !is_end(name)).count().min(4);
        let is_repeated = below.iter().take(n_names).any(|name| {
            parts.stem().is_some_and(|stem| name.len() > 1 && contains_folded(stem, name))
        });
        if n_names == 0 || !(n_names < below.len() || is_repeated) {
            return;
        }
        self.marker = Some(at);
        self.production = at.checked_sub(1);
        let mut first = at + 1;
        let mut left = n_names;
        let is_episode = |idx: usize| {
            folders.get(idx).is_some_and(|name| {
                let prefix = prefix_of(name);
                prefix.len() <= 7
                    && matches!(kind_of(prefix), Some((crate::piece::Kind::Episode, _)))
            })
        };
        if marker == Marker::Episodes || (left >= 2 && is_episode(first)) {
            self.episode = Some(first);
            first += 1;
            left -= 1;
        }
        match (marker, left) {
            (_, 0) | (Marker::Assets, _) => {}
            (Marker::Sequences, 1) => self.sequence = Some(first),
            (_, 1) => self.single(folders, first),
            (Marker::Shots, 3) if self.episode.is_none() && has_digit(folders, first + 2) => {
                self.episode = Some(first).filter(|idx| has_digit(folders, *idx));
                self.pair(folders, first + 1);
            }
            _ => self.pair(folders, first),
        }
    }

    /// One name under `shots`: a sequence where its code says so.
    fn single(&mut self, folders: &[&str], at: usize) {
        let kind = folders.get(at).and_then(|name| kind_of(prefix_of(name)));
        match kind {
            Some((crate::piece::Kind::Sequence | crate::piece::Kind::Letter, _)) => {
                self.sequence = Some(at);
            }
            _ if has_digit(folders, at) => self.shot = Some(at),
            _ => {}
        }
    }

    fn pair(&mut self, folders: &[&str], at: usize) {
        if has_digit(folders, at + 1) {
            self.sequence = Some(at);
            self.shot = Some(at + 1);
        }
    }
}

fn has_digit(folders: &[&str], at: usize) -> bool {
    folders.get(at).is_some_and(|name| name.bytes().any(|byte| byte.is_ascii_digit()))
}

/// Whether a text holds another, whatever the case of its ASCII letters.
fn contains_folded(text: &str, part: &str) -> bool {
    !part.is_empty()
        && text
            .as_bytes()
            .windows(part.len())
            .any(|window| window.eq_ignore_ascii_case(part.as_bytes()))
}

/// The scene folder of Harmony: the one above `elements` of drawings, `palette-library`, `.thumbnails`, or of an xstage file.
fn harmony(parts: &Parts<'_>) -> Option<usize> {
    let folders = parts.folders();
    let below = folders.iter().rposition(|name| {
        is_one_of(&["palette-library", ".thumbnails"], name)
            || (name.eq_ignore_ascii_case("elements") && parts.ending.eq_ignore_ascii_case("tvg"))
    });
    let own = ["xstage", "aux", "elementTable", "versionTable"];
    if is_one_of(&own, parts.ending) {
        return folders.len().checked_sub(1);
    }
    let frames = || folders.len().checked_sub(1).filter(|_| is_rendered(parts));
    below.or_else(frames)?.checked_sub(1)
}

/// `frames/final-0024.tga`, as Harmony's Write node names pictures until told otherwise.
pub(crate) fn is_rendered(parts: &Parts<'_>) -> bool {
    let is_frames = parts.folders().last().is_some_and(|name| name.eq_ignore_ascii_case("frames"));
    let is_final = parts
        .stem()
        .and_then(|stem| stem.get(..6))
        .is_some_and(|head| head.eq_ignore_ascii_case("final-"));
    is_frames && is_final
}

/// `users/NAME`, `user/work.NAME`, `home/NAME`: the folder that names an account.
fn login(folders: &[&str]) -> Option<usize> {
    const ABOVE: &[&str] = &["users", "user", "home", "artists"];
    const NOBODY: &[&str] = &[
        "public",
        "shared",
        "all users",
        "default",
        "default user",
        "share",
        "work",
        "working",
        "publish",
        "bin",
        "lib",
        "local",
        "admin$",
        "data",
    ];
    folders.iter().enumerate().find_map(|(at, name)| {
        let next = folders.get(at + 1)?;
        let is_one = is_one_of(ABOVE, name) && !is_one_of(NOBODY, next) && !is_stage(next);
        is_one.then_some(at + 1)
    })
}
