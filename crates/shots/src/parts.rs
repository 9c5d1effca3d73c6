//! A path in its parts: folders, name of the file, ending.
//!
//! In: a path with `/` or `\` between folders; `a.zip!/b` is a file in an archive. Out: at most `FOLDERS_MAX` folders, those
//! nearest to the file. Never: more than `PATH_BYTES_MAX` bytes of one path.

use crate::piece::kind_of;

/// Bytes of a path that are looked at, from its end (`PATH_MAX` of Linux).
pub(crate) const PATH_BYTES_MAX: usize = 4096;

/// Folders that are looked at, from the file upwards.
pub(crate) const FOLDERS_MAX: usize = 24;

/// Bytes of one name that are looked at (`NAME_MAX` of Linux).
pub(crate) const NAME_BYTES_MAX: usize = 255;

/// The parts of a path.
#[derive(Debug, Default)]
pub(crate) struct Parts<'a> {
    /// Folders from the top down, then the name of the file without its ending.
    pub(crate) names: Vec<&'a str>,
    /// Whether the last name is that of a file.
    pub(crate) has_file: bool,
    /// The ending without its dot.
    pub(crate) ending: &'a str,
}

impl<'a> Parts<'a> {
    pub(crate) fn of(path: &'a str) -> Self {
        let path = tail(path, PATH_BYTES_MAX);
        let has_file = !path.ends_with(['/', '\\']);
        let mut names: Vec<&str> = Vec::with_capacity(12);
        let mut ending = "";
        for name in path.rsplit(['/', '\\']) {
            if names.len() > FOLDERS_MAX {
                break;
            }
            let name = name.strip_suffix('!').unwrap_or(name);
            let is_file = has_file && names.is_empty();
            if (name.is_empty() && !is_file) || name == "." || name == ".." {
                continue;
            }
            if is_file {
                let (stem, found) = split_ending(head(name, NAME_BYTES_MAX));
                ending = found;
                names.push(stem);
            } else {
                names.push(head(name, NAME_BYTES_MAX));
            }
        }
        names.reverse();
        Self { names, has_file, ending }
    }

    /// How many of the names are folders.
    pub(crate) fn n_folders(&self) -> usize {
        self.names.len() - usize::from(self.has_file && !self.names.is_empty())
    }

    /// The folders from the top down.
    pub(crate) fn folders(&self) -> &[&'a str] {
        self.names.get(..self.n_folders()).unwrap_or(&[])
    }

    /// The name of the file without its ending.
    pub(crate) fn stem(&self) -> Option<&'a str> {
        if self.has_file { self.names.last().copied() } else { None }
    }

    /// Whether the ending is that of a drawing or of one frame.
    pub(crate) fn is_picture(&self) -> bool {
        const PICTURES: &[&str] = &[
            "tga", "png", "bmp", "tif", "tiff", "jpg", "jpeg", "exr", "dpx", "cin", "sgi", "tvg",
            "dga", "cel", "webp", "iff", "tlv", "pli",
        ];
        PICTURES.iter().any(|one| one.eq_ignore_ascii_case(self.ending))
    }

    /// Whether the ending is that of what one drawing is kept in: a picture, or the document of a drawing program.
    pub(crate) fn is_drawing(&self) -> bool {
        const DOCUMENTS: &[&str] = &["psd", "psb", "clip", "kra", "ora", "sai", "sai2", "tvpp"];
        self.is_picture() || DOCUMENTS.iter().any(|one| one.eq_ignore_ascii_case(self.ending))
    }
}

/// The first bytes of a text, whole signs.
fn head(text: &str, bytes_max: usize) -> &str {
    if text.len() <= bytes_max {
        return text;
    }
    let end = (0..=bytes_max).rev().find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.get(..end).unwrap_or("")
}

/// The last bytes of a text, whole signs.
fn tail(text: &str, bytes_max: usize) -> &str {
    let from = text.len().saturating_sub(bytes_max);
    let from = (from..=text.len()).find(|at| text.is_char_boundary(*at)).unwrap_or(0);
    text.get(from..).unwrap_or("")
}

/// The name without its ending, and the ending. `name.0001` and `LNT.EP301.SC012` have none.
fn split_ending(name: &str) -> (&str, &str) {
    // Harmony and editors keep the state before as `x.xstage~`.
    let name = name.strip_suffix('~').unwrap_or(name);
    let Some((stem, ending)) = name.rsplit_once('.') else { return (name, "") };
    let letters = ending.bytes().take_while(u8::is_ascii_alphabetic).count();
    let is_plain = (1..=12).contains(&ending.len())
        && ending.bytes().all(|byte| byte.is_ascii_alphanumeric())
        && ending.bytes().any(|byte| byte.is_ascii_alphabetic());
    let is_code = ending.len() > letters
        && ending.bytes().skip(letters).all(|byte| byte.is_ascii_digit())
        && ending.get(..letters).is_some_and(|prefix| kind_of(prefix).is_some());
    if stem.is_empty() || !is_plain || is_code { (name, "") } else { (stem, ending) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn endings_are_told_from_frames_and_codes() {
        assert_eq!(split_ending("a.0001.exr"), ("a.0001", "exr"));
        assert_eq!(split_ending("a.0001"), ("a.0001", ""));
        assert_eq!(split_ending("LNT.EP301.SC012"), ("LNT.EP301.SC012", ""));
        assert_eq!(split_ending("x.xstage~"), ("x", "xstage"));
        assert_eq!(split_ending("scene.elementTable"), ("scene", "elementTable"));
    }

    #[test]
    fn a_path_is_cut_from_its_front() {
        let long = "a/".repeat(5000) + "EP01/c012.tga";
        let parts = Parts::of(&long);
        assert_eq!(parts.stem(), Some("c012"));
        assert_eq!(parts.n_folders(), FOLDERS_MAX);
        assert_eq!(Parts::of("x.zip!/b/").folders(), ["x.zip", "b"]);
    }
}
