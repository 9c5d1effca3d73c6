//! xferlog(5): one line for each FTP transfer, in local time without a zone. File names may contain
//! blanks, so a line is split from both ends.

use memchr::memrchr;
use subtier_lines::access::{Access, Deed};
use subtier_lines::action::Action;
use subtier_lines::address;
use subtier_lines::clock::{When, ctime};
use subtier_lines::escape::Escape;
use subtier_lines::format::Format;
use subtier_lines::syslog::{number, word};
use subtier_lines::text::Text;

use crate::line::Line;
use crate::memo::Memo;

/// A line, exactly as it stands there.
struct Raw<'a> {
    when: When,
    remote: &'a [u8],
    size: &'a [u8],
    path: &'a [u8],
    tail: Option<Tail<'a>>,
}

/// What stands behind the file name.
struct Tail<'a> {
    direction: &'a [u8],
    user: &'a [u8],
}

/// Reads a line.
pub(crate) fn read<'a>(line: &'a [u8], _memo: &mut Memo) -> Line<'a> {
    match split(line) {
        Some(raw) => Line::Access(mean(&raw)),
        None => Line::Foreign,
    }
}

fn mean<'a>(raw: &Raw<'a>) -> Access<'a> {
    let action = match raw.tail.as_ref().map(|tail| tail.direction) {
        Some(b"o") => Action::Read,
        Some(b"i") => Action::Write,
        Some(b"d") => Action::Delete,
        _ => Action::Other,
    };
    let path = Text::new(raw.path, Escape::None);
    let mut access = Access::new(Format::Xferlog, raw.when, Deed::Plain(action, Some(path)));
    access.ip = address::parse(raw.remote);
    access.bytes = number(raw.size);
    access.set_account(raw.tail.as_ref().and_then(|tail| Text::known(tail.user, Escape::None)));
    if raw.tail.is_none() {
        access.fault = Some("the line is cut behind the file name");
    }
    access
}

/// Splits `Thu Nov 19 09:55:27 2015 1 10.20.220.39 4609 /share/F4.txt b _ o r ftp_user ftp 0 * c`.
fn split(line: &[u8]) -> Option<Raw<'_>> {
    let (when, rest) = ctime(line)?;
    let (duration, rest) = word(rest);
    let (remote, rest) = word(rest);
    let (size, rest) = word(rest);
    number::<u64>(duration)?;
    number::<u64>(size)?;
    let (path, tail) = split_tail(rest).map_or((rest, None), |(path, tail)| (path, Some(tail)));
    (!path.is_empty()).then_some(Raw { when, remote, size, path, tail })
}

/// Splits the nine words at the end from the file name.
fn split_tail(text: &[u8]) -> Option<(&[u8], Tail<'_>)> {
    let text = text.trim_ascii_end();
    let (text, completion) = last_word(text)?;
    let (text, _authenticated_user) = last_word(text)?;
    let (text, _authentication) = last_word(text)?;
    let (text, _service) = last_word(text)?;
    let (text, user) = last_word(text)?;
    let (text, mode) = last_word(text)?;
    let (text, direction) = last_word(text)?;
    let (text, _special) = last_word(text)?;
    let (path, kind) = last_word(text)?;
    let is_tail = matches!(completion, b"c" | b"i")
        && matches!(mode, b"a" | b"g" | b"r" | b"u")
        && matches!(direction, b"o" | b"i" | b"d")
        && matches!(kind, b"a" | b"b");
    is_tail.then_some((path, Tail { direction, user }))
}

fn last_word(text: &[u8]) -> Option<(&[u8], &[u8])> {
    let at = memrchr(b' ', text)?;
    Some((text.get(..at)?, text.get(at + 1..)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(line: &str) -> String {
        let Line::Access(mut access) = read(line.as_bytes(), &mut Memo::default()) else {
            return "foreign".to_owned();
        };
        let When::At { micros, zoned: false } = access.when else { return "no time".to_owned() };
        access.ts = Some(subtier_model::Timestamp::from_micros(micros));
        format!(
            "{} {} {} {} {} {}{}",
            access.ts.unwrap(),
            access.ip.map_or("-".to_owned(), |ip| ip.to_string()),
            access.account().unwrap_or("-".into()),
            access.action().name(),
            access.path().unwrap_or("-".into()),
            access.bytes.unwrap_or(0),
            access.fault.map_or("", |_| " cut"),
        )
    }

    #[test]
    fn transfers_are_read() {
        for (line, expected) in [
            (
                "Thu Nov 19 09:55:27 2015 1 10.20.220.39 4609 /share/batch/F4.txt b _ o r ftp_user ftp 0 * c",
                "2015-11-19T09:55:27Z 10.20.220.39 ftp_user read /share/batch/F4.txt 4609",
            ),
            (
                "Thu Nov  9 09:55:27 2015 1 host.example 0 /a file with blanks b _ i r u ftp 0 * i",
                "2015-11-09T09:55:27Z - u write /a file with blanks 0",
            ),
            (
                "Thu Nov 19 09:55:27 2015 1 ::ffff:1.2.3.4 5 /x%20y a _ d g - ftp 1 - c",
                "2015-11-19T09:55:27Z 1.2.3.4 - delete /x%20y 5",
            ),
            (
                "Thu Nov 19 09:55:27 2015 1 1.2.3.4 5 /share/batch",
                "2015-11-19T09:55:27Z 1.2.3.4 - other /share/batch 5 cut",
            ),
            ("Thu Nov 19 09:55:27 2015 [pid 3] CONNECT: Client \"1.2.3.4\"", "foreign"),
            ("Thu Nov 19 09:55:27 2015 1", "foreign"),
        ] {
            assert_eq!(shown(line), expected, "{line}");
        }
    }
}
