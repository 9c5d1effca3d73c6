//! How what a file says becomes signals: paths, clocks, names, and where they stand.
//!
//! In: texts and numbers as they stand in the file. Out: signals. Never: a path opened, a clock of this machine asked.

use jiff::Timestamp;
use subtier_blocks::paths::has_account;
use subtier_blocks::zones::tell_zone;
use subtier_blocks::{Format, SignalKind, Writing};
use subtier_footage::Telling;
use subtier_model::Place;

/// Bytes of a text that can be a path; Windows allows 32,767 signs, file systems and dialogs far fewer.
const PATH_BYTES_MAX: usize = 2048;

/// The earliest second that is taken for a time of saving: 1 January 1990 in UTC.
const EARLIEST: i64 = 631_152_000;

/// The latest: 1 January 2100.
const LATEST: i64 = 4_102_444_800;

/// `length` bytes from `start`.
pub(crate) const fn bytes_at(start: u64, length: u64) -> Place {
    Place::Bytes { start, end: start.saturating_add(length) }
}

/// A chunk by its name, and the bytes of its content.
pub(crate) fn chunk(name: &str, start: u64, length: u64) -> Place {
    Place::Words(format!("chunk {name}, bytes {start}..{}", start.saturating_add(length)))
}

/// Bytes as digits to the base of sixteen.
pub(crate) fn hex(bytes: &[u8]) -> String {
    let digit = |half: u8| char::from_digit(u32::from(half), 16).unwrap_or('0');
    bytes.iter().flat_map(|byte| [digit(byte >> 4), digit(byte & 15)]).collect()
}

/// A text, trimmed, without control signs at its ends.
pub(crate) fn text(kind: SignalKind, value: &str, place: &Place, telling: &mut Telling) {
    let value = value.trim_matches(|sign: char| sign.is_whitespace() || sign.is_control());
    telling.signal(kind, value, place.clone());
}

/// A path that the file names, whatever it points to: on a machine of the network, in a folder of an account.
pub(crate) fn path(path: &str, place: &Place, telling: &mut Telling) {
    let path = path.trim_matches(|sign: char| sign.is_whitespace() || sign.is_control());
    // Programs that are at home on several systems write the path of a machine of the network with plain slashes.
    let is_on_network = match path.strip_prefix("//") {
        Some(rest) => network_host(&format!("\\\\{rest}")).is_some(),
        None => network_host(path).is_some(),
    };
    if is_on_network && path.len() <= PATH_BYTES_MAX {
        telling.signal(SignalKind::NetworkPath, path, place.clone());
    }
    local_path(path, place, telling);
}

/// A path of which two slashes at the beginning mean something else than the network.
pub(crate) fn local_path(path: &str, place: &Place, telling: &mut Telling) {
    if path.is_empty() || path.len() > PATH_BYTES_MAX {
        return;
    }
    telling.signal(SignalKind::ExternalPath, path, place.clone());
    if has_account(path) {
        telling.signal(SignalKind::UserPath, path, place.clone());
    }
}

/// A path that begins at the root of a machine or of the network; anything else says nothing.
pub(crate) fn path_if_absolute(text: &str, place: &Place, telling: &mut Telling) {
    let text = text.trim_matches(|sign: char| sign.is_whitespace() || sign == '"');
    if text.len() <= PATH_BYTES_MAX && is_absolute(text) {
        path(text, place, telling);
    }
}

/// Whether a text is a path from the root of a machine: `C:\`, `\\host\share`, `file:`, or one of the folders in which people of
/// Linux and macOS keep their work.
pub(crate) fn is_absolute(text: &str) -> bool {
    const ROOTS: [&str; 6] = ["/users/", "/home/", "/volumes/", "/mnt/", "/media/", "file:/"];
    let has_drive = matches!(text.as_bytes(), [letter, b':', b'/' | b'\\', _, ..] if letter.is_ascii_alphabetic());
    let lower = text.get(..text.floor_char_boundary(16)).unwrap_or("").to_ascii_lowercase();
    let is_path = has_drive
        || network_host(text).is_some()
        || ROOTS.iter().any(|root| lower.starts_with(root) && lower.len() > root.len());
    is_path && !text.contains(['\n', '\r', '<', '>'])
}

/// The machine of a path on the network (\[MS-DTYP\] 2.2.57), or of `smb://`.
fn network_host(path: &str) -> Option<&str> {
    let rest = path
        .strip_prefix("\\\\")
        .or_else(|| path.strip_prefix("smb://"))
        .or_else(|| path.strip_prefix("file://").filter(|rest| !rest.starts_with('/')))?;
    let (host, share) = rest.split_once(['\\', '/'])?;
    let is_name = |sign: char| sign.is_alphanumeric() || matches!(sign, '.' | '-' | '_');
    let is_host = !host.is_empty() && host.chars().all(is_name) && host != "localhost";
    (is_host && !share.is_empty()).then_some(host)
}

/// A time as written, with the zone that it states.
pub(crate) fn time(kind: SignalKind, written: &str, place: &Place, telling: &mut Telling) {
    let written = written.trim();
    telling.signal(kind, written, place.clone());
    // The words for a stated zone are those of documents.
    let mut writing = Writing::new(Format::None, *telling.limits());
    tell_zone(written, place, &mut writing);
    for signal in writing.finish().signals {
        telling.signal(signal.kind, signal.value, signal.place);
    }
}

/// Seconds since 1970 as the time they are; `None` where no program of today would have written them.
pub(crate) fn utc(seconds: i64) -> Option<String> {
    if !(EARLIEST..LATEST).contains(&seconds) {
        return None;
    }
    Timestamp::from_second(seconds).ok().map(|time| time.to_string())
}

/// A moment in seconds since 1970.
pub(crate) fn seconds(kind: SignalKind, seconds: i64, place: &Place, telling: &mut Telling) {
    if let Some(time) = utc(seconds) {
        telling.signal(kind, time, place.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use subtier_blocks::Limits;

    fn told(written: &str) -> Vec<(SignalKind, String)> {
        let mut telling = Telling::new("test", Limits::STANDARD);
        path_if_absolute(written, &Place::Whole, &mut telling);
        telling.finish().signals.into_iter().map(|signal| (signal.kind, signal.value)).collect()
    }

    #[test]
    fn paths_are_told_by_what_they_lead_to() {
        use SignalKind::{ExternalPath, NetworkPath, UserPath};
        let kinds = |written| told(written).into_iter().map(|(kind, _)| kind).collect::<Vec<_>>();
        assert_eq!(kinds("D:\\작업\\SC012\\a.psd"), [ExternalPath]);
        assert_eq!(kinds("C:/Users/kim/a.plt"), [ExternalPath, UserPath]);
        assert_eq!(kinds("\\\\nas-02\\项目\\a.tga"), [NetworkPath, ExternalPath]);
        assert_eq!(kinds("file://localhost/Users/kim/a.mov"), [ExternalPath, UserPath]);
        assert_eq!(kinds("/home/kim/a.sif"), [ExternalPath, UserPath]);
        for none in ["a/b", "C:", "/usr/share/x", "\\\\", "\\\\a", "//x", "/Users/", "", "h:\n/a"] {
            assert_eq!(kinds(none), [], "{none}");
        }
    }

    #[test]
    fn only_times_of_today_are_told() {
        assert_eq!(utc(1_705_410_312).as_deref(), Some("2024-01-16T13:05:12Z"));
        for none in [0, -1, 600_000_000, i64::MAX, i64::MIN] {
            assert_eq!(utc(none), None);
        }
    }

    proptest! {
        #[test]
        fn any_text_and_number_is_looked_at(text: String, number: i64) {
            told(&text);
            told(&format!("\\\\{text}"));
            let mut telling = Telling::new("test", Limits::STANDARD);
            time(SignalKind::Modified, &text, &Place::Whole, &mut telling);
            seconds(SignalKind::Created, number, &Place::Whole, &mut telling);
        }
    }
}
