//! How the paths of one body of evidence are named: productions learnt from the names beside each other, titles the user
//! gives, and the names of each path.
//!
//! In: paths. Out: `Names`. Never: a production that neither its siblings, nor its folders, nor the user's titles bear out.

use std::borrow::Cow;

use unicode_normalization::UnicodeNormalization as _;

use crate::aliases::{Aliases, extend_key, title_key};
use crate::drawing::read_drawing;
use crate::fields::{Reading, read_fields};
use crate::layout::Layout;
use crate::names::{Named, Names};
use crate::parts::Parts;
use crate::production::{Candidate, Stand, candidates};
use crate::scan::scan;
use crate::settle::settle;
use crate::siblings::{Learnt, Siblings, Standing};

/// Pieces that one title may span.
const TITLE_PIECES_MAX: usize = 10;

/// What is known of the names in one body of evidence.
#[derive(Debug, Clone, Default)]
pub struct Naming {
    siblings: Siblings,
    aliases: Aliases,
}

impl Naming {
    /// Learns the codes of productions: a word before episodes and shots, or the folder above them, that at least four in
    /// five siblings share.
    pub fn learn<'p>(paths: impl IntoIterator<Item = &'p str>) -> Self {
        let mut siblings = Siblings::default();
        for path in paths {
            let folded = folded(path);
            let reading = take_apart(folded.as_deref().unwrap_or(path), &mut Names::default());
            if reading.is_evident() {
                siblings.add(reading.parts.folders(), &candidates(&reading));
            }
        }
        siblings.close();
        Self { siblings, aliases: Aliases::default() }
    }

    /// Takes the user's titles of productions into account.
    #[must_use]
    pub fn with_aliases(mut self, aliases: Aliases) -> Self {
        self.aliases = aliases;
        self
    }

    /// The productions that were learnt, by code.
    pub fn learnt(&self) -> Vec<Learnt> {
        self.siblings.learnt()
    }

    /// Reads the names of a path.
    ///
    /// Folders are told by `/` or `\`; a path that ends in one has no file name.
    pub fn read<'a>(&'a self, path: &'a str) -> Names<'a> {
        match folded(path) {
            Some(folded) => self.read_folded(&folded).into_owned(),
            None => self.read_folded(path),
        }
    }

    fn read_folded<'a>(&'a self, path: &'a str) -> Names<'a> {
        let mut names = Names::default();
        let reading = take_apart(path, &mut names);
        read_fields(&reading, &mut names);
        read_drawing(&reading, &mut names);
        if !self.aliases.is_empty() {
            self.by_title(&reading, &mut names);
        }
        if names.production.is_none() {
            self.production(&reading, &mut names);
        }
        names
    }

    /// The production by the user's titles; the file name is asked first, then the folders upwards.
    fn by_title<'a>(&'a self, reading: &Reading<'a>, names: &mut Names<'a>) {
        let mut key = String::new();
        for part in (0..reading.parts.names.len()).rev() {
            let pieces = reading.of_part(part);
            for (at, first) in pieces.iter().enumerate() {
                key.clear();
                let mut longest: Option<(&'a str, Option<&'a str>)> = None;
                for last in pieces.iter().skip(at).take(TITLE_PIECES_MAX) {
                    extend_key(&mut key, last.text);
                    let token = || reading.name(part).get(first.from..last.to).unwrap_or("");
                    if let Some(code) = self.aliases.of_key(&key) {
                        longest = Some((token(), Some(code)));
                    } else if self.aliases.is_ambiguous_key(&key) {
                        longest = Some((token(), None));
                    }
                    if !self.aliases.begins(&key) {
                        break;
                    }
                }
                match longest {
                    Some((token, Some(code))) => {
                        names.production = Some(Named {
                            value: Cow::Borrowed(code),
                            token: Cow::Borrowed(token),
                            place: reading.place_of(part),
                            why: "a title of the user's list",
                        });
                        return;
                    }
                    Some((token, None)) => {
                        names.leave_out(
                            token,
                            "a title of more than one production in the user's list",
                        );
                    }
                    None => {}
                }
            }
        }
    }

    /// The production by what stands beside and above.
    fn production<'a>(&'a self, reading: &Reading<'a>, names: &mut Names<'a>) {
        let found = candidates(reading);
        let mut open = None;
        for candidate in found.into_iter().flatten() {
            let key = title_key(candidate.token);
            let standing = self.siblings.standing(reading.parts.folders(), &key);
            let by_path = || in_path(reading, candidate);
            let (code, why) = match standing {
                Standing::Constant(code) => {
                    (code, Ok("at least four in five of its siblings share it"))
                }
                Standing::Elsewhere(code) => (code, Ok("files of another folder share it")),
                Standing::Varies => {
                    (candidate.token, by_path().ok_or("differs among the files beside it"))
                }
                Standing::Unknown => {
                    let found = by_path().or_else(|| capitals(candidate.token));
                    let reason = "nothing beside it bears it out as a production";
                    (candidate.token, found.ok_or(reason))
                }
            };
            let why = match why {
                Ok(why) => why,
                Err(reason) => {
                    open = Some((candidate.token, reason));
                    continue;
                }
            };
            names.production = Some(Named {
                value: Cow::Borrowed(code),
                token: Cow::Borrowed(candidate.token),
                place: candidate.place,
                why,
            });
            return;
        }
        if let Some((token, why)) = open {
            names.leave_out(token, why);
        }
    }
}

/// Whether the other names of its path bear out a production.
fn in_path(reading: &Reading<'_>, candidate: Candidate<'_>) -> Option<&'static str> {
    if candidate.stand == Stand::Above {
        return Some("the folder above the episode or above a tracker's folders");
    }
    let begins = |name: &&&str| {
        let head = name.get(..candidate.token.len());
        let next = name.get(candidate.token.len()..).and_then(|rest| rest.chars().next());
        head.is_some_and(|head| head.eq_ignore_ascii_case(candidate.token))
            && next.is_none_or(|next| !next.is_alphabetic())
    };
    (reading.parts.names.iter().filter(begins).count() > 1)
        .then_some("stands before the episode or shot, and begins another name of the path")
}

/// Whether a word is written as codes of productions are: `LNT`, `S5`.
fn capitals(token: &str) -> Option<&'static str> {
    let is_code = (2..=6).contains(&token.len())
        && token.bytes().all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit())
        && token.starts_with(|sign: char| sign.is_ascii_uppercase());
    is_code.then_some("a code in capitals before the episode or shot")
}

fn take_apart<'a>(path: &'a str, names: &mut Names<'a>) -> Reading<'a> {
    let parts = Parts::of(path);
    let mut pieces = scan(&parts);
    settle(&parts, &mut pieces, names);
    let layout = Layout::of(&parts);
    Reading { parts, pieces, layout }
}

/// The path in NFKC, where it holds parted hangul or kana, half-width kana or full-width letters; macOS writes the first, old
/// Windows the others.
pub(crate) fn folded(path: &str) -> Option<String> {
    let needs = !path.is_ascii()
        && path.chars().any(|sign| {
            matches!(sign, '\u{300}'..='\u{36f}' | '\u{1100}'..='\u{11ff}' | '\u{3099}' | '\u{309a}'
                | '\u{ff01}'..='\u{ffdc}' | '\u{3000}' | '\u{2460}'..='\u{2473}')
        });
    needs.then(|| path.nfkc().collect())
}
