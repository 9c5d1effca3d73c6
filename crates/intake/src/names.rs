//! Names as they stand, and how they are shown. A name out of an archive or a foreign file system is
//! bytes; all names of one set are decoded together, since a set tells its encoding better than
//! one name. Whatever a name says, it never becomes a name on the disk.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::os::unix::ffi::OsStrExt;
use std::path::Path;

use subtier_model::IdHasher;
use subtier_names::decode::file_names;

/// A name to show, with its own bytes where they say more.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub(crate) struct ShownName {
    pub(crate) text: String,
    /// All bytes of the name in hex, where they are not UTF-8.
    pub(crate) bytes: Option<String>,
    /// The encoding in which they were read.
    pub(crate) encoding: Option<String>,
    /// Whether it was too long and a hash stands for its end.
    pub(crate) is_cut: bool,
}

/// Longest name and longest path that are shown, in bytes: `PATH_MAX` of Linux, so that whatever a
/// system can open by one name stands whole.
pub(crate) const NAME_BYTES_MAX: usize = 4096;

/// What stands where a member has no name at all.
pub(crate) const NO_NAME: &str = "(no name)";

/// A member's name as its archive has it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RawName {
    pub(crate) bytes: Vec<u8>,
    /// A second, Unicode form that the archive states beside the bytes.
    pub(crate) unicode: Option<String>,
    /// A hash of the whole, where the rest was cut off.
    whole: Option<String>,
}

impl RawName {
    pub(crate) const fn new(bytes: Vec<u8>) -> Self {
        Self { bytes, unicode: None, whole: None }
    }

    /// Cuts off what is too long to be shown, so that a name that waits takes up little.
    pub(crate) fn shortened(mut self) -> Self {
        let unicode = self.unicode.as_deref().unwrap_or_default();
        if self.bytes.len().max(unicode.len()) > NAME_BYTES_MAX {
            self.whole = Some(hash_of(&[&self.bytes, unicode.as_bytes()]));
            self.bytes = beginning(&self.bytes, NAME_BYTES_MAX).to_vec();
            let cut = |text: String| beginning_of_text(&text, NAME_BYTES_MAX).to_owned();
            self.unicode = self.unicode.map(cut);
        }
        self
    }

    /// Bytes that it takes up.
    pub(crate) fn len(&self) -> usize {
        self.bytes.len() + self.unicode.as_ref().map_or(0, String::len)
    }
}

fn hash_of(parts: &[&[u8]]) -> String {
    let mut hasher = IdHasher::new("subtier long name 1");
    for part in parts {
        hasher.field(part);
    }
    hex(&hasher.finish())
}

fn beginning_of_text(text: &str, length: usize) -> &str {
    text.get(..text.floor_char_boundary(length)).unwrap_or(text)
}

/// The first bytes of a name, not cut within a sign where that can be seen.
fn beginning(bytes: &[u8], length: usize) -> &[u8] {
    /// Bytes below this one are never a part of a longer sign, in any encoding of names: GB 18030 goes
    /// down to the digits (WHATWG Encoding Standard, 10.2).
    const ALONE_BELOW: u8 = b'0';
    let Some(cut) = bytes.get(..length).filter(|cut| cut.len() < bytes.len()) else {
        return bytes;
    };
    match std::str::from_utf8(bytes) {
        Ok(text) => beginning_of_text(text, length).as_bytes(),
        Err(_) => match cut.iter().rposition(|byte| *byte < ALONE_BELOW) {
            Some(last) => cut.get(..=last).unwrap_or(cut),
            None => cut,
        },
    }
}

impl ShownName {
    /// Cuts the text if it is too long, or if `whole`, the hash of its bytes, says that they were.
    fn bounded(mut self, whole: Option<&str>) -> Self {
        if whole.is_some() || self.text.len() > NAME_BYTES_MAX {
            let hash = whole.map_or_else(|| hash_of(&[self.text.as_bytes()]), str::to_owned);
            let end = format!("…~{hash}");
            let length = NAME_BYTES_MAX.saturating_sub(end.len());
            self.text = format!("{}{end}", beginning_of_text(&self.text, length));
            self.is_cut = true;
        }
        self
    }
}

/// The path of an entry below a folder of a source.
pub(crate) fn path_in_source(source: &str, name: ShownName) -> ShownName {
    let text =
        if name.text.is_empty() { source.to_owned() } else { format!("{source}/{}", name.text) };
    ShownName { text, ..name }.bounded(None)
}

/// The path of a member below its container.
pub(crate) fn path_below(container: &str, name: ShownName) -> ShownName {
    ShownName { text: format!("{container}!/{}", name.text), ..name }.bounded(None)
}

/// The target of a link as words show it.
pub(crate) fn shown_target(target: &[u8]) -> String {
    let text = String::from_utf8_lossy(beginning(target, NAME_BYTES_MAX)).into_owned();
    let whole = (target.len() > NAME_BYTES_MAX).then(|| hash_of(&[target]));
    ShownName { text, ..ShownName::default() }.bounded(whole.as_deref()).text
}

/// Decodes the names of one archive together, in order.
pub(crate) fn shown_names(names: &[&RawName]) -> Vec<ShownName> {
    let bytes: Vec<&[u8]> = names.iter().map(|name| name.bytes.as_slice()).collect();
    let decoded = file_names(&bytes);
    let pairs = names.iter().zip(decoded);
    pairs
        .map(|(raw, decoded)| {
            let (text, encoding) = match &raw.unicode {
                Some(text) => (text.clone(), None),
                None => (decoded.text, decoded.encoding.map(str::to_owned)),
            };
            let text = text.strip_prefix("./").map(str::to_owned).unwrap_or(text);
            let text = if text.is_empty() { NO_NAME.to_owned() } else { text };
            let bytes = hex_unless_utf8(&raw.bytes);
            ShownName { text, bytes, encoding, is_cut: false }.bounded(raw.whole.as_deref())
        })
        .collect()
}

/// The parts of paths that are not UTF-8, each decoded in the company of all others.
#[derive(Debug, Default)]
pub(crate) struct PathNames(BTreeMap<Vec<u8>, (String, Option<&'static str>)>);

impl PathNames {
    /// Decodes what is not UTF-8 in all parts of these paths.
    pub(crate) fn of<'a>(paths: impl Iterator<Item = &'a Path>) -> Self {
        let mut parts: BTreeMap<Vec<u8>, (String, Option<&'static str>)> = BTreeMap::new();
        for path in paths.filter(|path| path.to_str().is_none()) {
            for part in path.iter().filter(|part| part.to_str().is_none()) {
                parts.entry(part.as_bytes().to_vec()).or_default();
            }
        }
        let names: Vec<&[u8]> = parts.keys().map(Vec::as_slice).collect();
        let decoded = file_names(&names);
        for (shown, decoded) in parts.values_mut().zip(decoded) {
            *shown = (decoded.text, decoded.encoding);
        }
        Self(parts)
    }

    /// Shows a path, `/` between its parts.
    pub(crate) fn show(&self, path: &Path) -> ShownName {
        let mut encoding = None;
        let mut part_text = |part: &OsStr| match self.0.get(part.as_bytes()) {
            Some((text, read_as)) => {
                encoding = encoding.or(*read_as);
                text.clone()
            }
            None => part.to_string_lossy().into_owned(),
        };
        let parts: Vec<String> = path.iter().map(&mut part_text).collect();
        let bytes = hex_unless_utf8(path.as_os_str().as_bytes());
        let encoding = encoding.map(str::to_owned);
        ShownName { text: parts.join("/"), bytes, encoding, is_cut: false }
    }
}

fn hex_unless_utf8(bytes: &[u8]) -> Option<String> {
    std::str::from_utf8(bytes).is_err().then(|| hex(beginning(bytes, NAME_BYTES_MAX)))
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;

    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut hex, byte| {
        write!(hex, "{byte:02x}").expect("a string takes all that is written to it");
        hex
    })
}

/// Whether a member's name would lead out of the folder into which its archive is unpacked.
pub(crate) fn leads_outside(name: &str) -> bool {
    let drive = |name: &str| {
        let mut signs = name.chars();
        signs.next().is_some_and(|letter| letter.is_ascii_alphabetic())
            && signs.next() == Some(':')
            && matches!(signs.next(), Some('/' | '\\') | None)
    };
    name.starts_with(['/', '\\']) || drive(name) || name.split(['/', '\\']).any(|part| part == "..")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_lead_outside_are_known() {
        for name in [
            "../outside.txt",
            "a/../../b",
            "/etc/passwd",
            "\\\\host\\share",
            "..\\a",
            "C:\\a",
            "..",
        ] {
            assert!(leads_outside(name), "{name}");
        }
        for name in ["a..b", "a/..b/c", "...", "a/b", "c:a", "수정.txt", ""] {
            assert!(!leads_outside(name), "{name}");
        }
    }

    #[test]
    fn a_stated_unicode_name_goes_before_a_guess() {
        let mut raw = RawName::new(vec![0xb5, 0xda]);
        raw.unicode = Some("第".to_owned());
        let expected = ShownName {
            text: "第".to_owned(),
            bytes: Some("b5da".to_owned()),
            ..ShownName::default()
        };
        assert_eq!(shown_names(&[&raw]), [expected]);
    }

    #[test]
    fn long_names_are_cut_and_told_apart_by_the_hash_of_the_whole() {
        let long =
            |last: &str| RawName::new(format!("{}{last}", "수정/".repeat(9000)).into_bytes());
        let shown = |raw: RawName| shown_names(&[&raw.shortened()]).remove(0);
        let (one, two) = (shown(long("1")), shown(long("2")));
        for name in [&one, &two] {
            assert!(name.is_cut && name.bytes.is_none() && name.text.starts_with("수정/수정/"));
            assert!((4000..=NAME_BYTES_MAX).contains(&name.text.len()), "{}", name.text.len());
        }
        assert_ne!(one.text, two.text);
        let below = [path_below(&"c".repeat(4000), one), path_below(&"c".repeat(4000), two)];
        assert!(below.iter().all(|path| path.text.len() <= NAME_BYTES_MAX));
        assert_ne!(below[0].text, below[1].text);
        let whole = shown(RawName::new(vec![b'a'; NAME_BYTES_MAX]));
        assert!(!whole.is_cut && whole.text.len() == NAME_BYTES_MAX);
        assert!(shown_target(&vec![0xff; 1 << 20]).len() <= NAME_BYTES_MAX);
    }

    #[test]
    fn a_long_foreign_name_is_not_cut_within_a_sign() {
        // 第 in GBK, with a slash somewhere so that every second cut would be wrong.
        let raw = RawName::new([b"a/".repeat(3), b"\xb5\xda/".repeat(5000)].concat()).shortened();
        assert!(raw.bytes.ends_with(b"\xda/") && raw.bytes.len() > NAME_BYTES_MAX - 3);
    }

    #[test]
    fn nameless_members_get_words() {
        assert_eq!(shown_names(&[&RawName::new(Vec::new())])[0].text, NO_NAME);
        assert_eq!(shown_names(&[&RawName::new(b"./a".to_vec())])[0].text, "a");
    }

    #[test]
    fn a_path_keeps_its_bytes_where_a_part_is_foreign() {
        let path = Path::new(OsStr::from_bytes(b"\xd0\xde\xb8\xc4\xd2\xe2\xbc\xfb/a.txt"));
        let shown = PathNames::of(std::iter::once(path)).show(path);
        assert!(shown.text.ends_with("/a.txt"), "{}", shown.text);
        assert_eq!(shown.bytes.as_deref(), Some("d0deb8c4d2e2bcfb2f612e747874"));
        assert!(shown.encoding.is_some());
    }
}
