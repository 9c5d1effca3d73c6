//! Aspera's `ascp`: sessions and files (lines as in the logs that the tool itself writes; fields are
//! `name=value`, of which some hold blanks). A file names neither account nor address: `process` joins it
//! with its session. The server's `send` is the client's reading.

use memchr::memmem;
use subtier_lines::action::Action;
use subtier_lines::address;
use subtier_lines::clock::{When, iso_time};
use subtier_lines::escape::Escape;
use subtier_lines::format::Format;
use subtier_lines::syslog::{Message, number};
use subtier_lines::text::Text;

use crate::line::Line;
use crate::memo::Memo;
use crate::process::{Event, Tied};

/// Names under which it speaks to syslog.
pub(crate) const PROGRAMS: &[&str] = &["ascp", "ascp4"];

/// Reads one message.
pub(crate) fn read(message: Message<'_>) -> Line<'_> {
    let Message { when, host, pid, text, .. } = message;
    tied(when, (host, pid), text)
}

/// Reads a line of its own file, such as `2020-08-21 19:32:07.730 [112c-00001cf0] LOG FASP Session Start …`.
pub(crate) fn read_line<'a>(line: &'a [u8], _memo: &mut Memo) -> Line<'a> {
    let split = || {
        let (when, rest) = iso_time(line)?;
        let inside = rest.strip_prefix(b" [")?;
        let end = memchr::memchr(b']', inside)?;
        let process = inside.get(..end)?.split(|byte| *byte == b'-').next()?;
        let pid = u32::from_str_radix(std::str::from_utf8(process).ok()?, 16).ok()?;
        let text = inside.get(end + 1..)?.strip_prefix(b" ")?;
        let is_word =
            [b"LOG ".as_slice(), b"ERR ", b"DBG"].iter().any(|word| text.starts_with(word));
        is_word.then_some((when, pid, text))
    };
    split().map_or(Line::Foreign, |(when, pid, text)| tied(when, (b"", pid), text))
}

fn tied<'a>(when: When, (host, pid): (&'a [u8], u32), text: &'a [u8]) -> Line<'a> {
    let (event, fault) = event(text);
    Line::Tied(Tied { format: Format::Ascp, when, host, pid, times: 1, event, fault })
}

/// Reads what happened.
fn event(text: &[u8]) -> (Event<'_>, Option<&'static str>) {
    let Some(rest) = text.strip_prefix(b"LOG FASP ") else { return (Event::Idle, None) };
    if let Some(rest) = rest.strip_prefix(b"Session Start ") {
        let ip = field(rest, b" peer=").and_then(address::parse);
        let fault = ip.is_none().then_some("the line is cut inside or before the address");
        return (Event::Bind { account: account(rest), ip }, fault);
    }
    if let Some(rest) = rest.strip_prefix(b"Session Params ") {
        return account(rest)
            .map_or((Event::Idle, None), |account| (Event::Name { account }, None));
    }
    if rest.starts_with(b"Session Stop ") {
        return (Event::Unbind, None);
    }
    let (is_start, rest) = match rest.strip_prefix(b"Transfer Start ") {
        Some(rest) => (true, rest),
        None => match rest.strip_prefix(b"Transfer Stop ") {
            Some(rest) => (false, rest),
            None => return (Event::Idle, None),
        },
    };
    let Some(path) = file(rest) else {
        return (Event::Idle, Some("the line is cut before the file name"));
    };
    let path = Text::new(path, Escape::None);
    let sends = field(rest, b" op=") == Some(b"send");
    if is_start {
        let action = if sends { Action::Read } else { Action::Write };
        return (Event::Deed { action, path: Some(path), opens: true }, None);
    }
    let size = field(rest, b" size=").and_then(number).unwrap_or(0);
    let (read, written) = if sends { (size, 0) } else { (0, size) };
    (Event::Close { path, read, written }, None)
}

fn account(text: &[u8]) -> Option<Text<'_>> {
    let begin = memmem::find(text, b" user=\"")? + b" user=\"".len();
    let rest = text.get(begin..)?;
    Text::known(rest.get(..memchr::memchr(b'"', rest)?)?, Escape::None)
}

/// The value behind a name, up to the next blank.
fn field<'a>(text: &'a [u8], name: &[u8]) -> Option<&'a [u8]> {
    let rest = text.get(memmem::find(text, name)? + name.len()..)?;
    rest.split(|byte| *byte == b' ').next()
}

/// The file between its quotes; a name may hold quotes, so they end before the next field.
fn file(text: &[u8]) -> Option<&[u8]> {
    let begin = memmem::find(text, b" file=\"")? + b" file=\"".len();
    let rest = text.get(begin..)?;
    let end = memmem::rfind(rest, b"\" size=").or_else(|| memchr::memrchr(b'"', rest))?;
    rest.get(..end)
}
