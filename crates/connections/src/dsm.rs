//! Synology DSM as it sends its logs to syslog: file transfers
//! (`WinFileService Event: read, Path: …`, as in the tests of Logstash's core patterns) and connections
//! (`Connection: User [x] from [ip] …`). The name of the service holds a blank, so syslog finds no
//! program there. Sizes are rounded where they are written.

use memchr::memmem;
use subtier_lines::access::{Access, Deed};
use subtier_lines::action::Action;
use subtier_lines::address;
use subtier_lines::clock::When;
use subtier_lines::escape::Escape;
use subtier_lines::format::Format;
use subtier_lines::syslog::Message;
use subtier_lines::text::Text;

use crate::line::Line;

/// The name under which connections are told of.
pub(crate) const PROGRAMS: &[&str] = &["Connection"];

/// Services whose transfers have a line.
const SERVICES: [&[u8]; 8] = [
    b"WinFileService",
    b"FTP",
    b"WebDAV",
    b"FileStation",
    b"File Station",
    b"SFTP",
    b"AFP",
    b"DSMFileBrowser",
];

/// Names under which services tell of transfers, where syslog finds them (RFC 5424 divides by itself).
pub(crate) const SERVICE_PROGRAMS: &[&str] =
    &["WinFileService", "FTP", "WebDAV", "FileStation", "SFTP", "AFP", "DSMFileBrowser"];

/// Reads a message of one of the services.
pub(crate) fn read_service(message: Message<'_>) -> Line<'_> {
    let rest = message.text.strip_prefix(b"Event: ");
    rest.map_or(Line::Foreign, |rest| transfer(message.when, rest))
}

/// Reads a message without a program.
pub(crate) fn read_transfer(message: Message<'_>) -> Line<'_> {
    if let Some(rest) = message.text.strip_prefix(b"Connection:") {
        return read_connection(message.when, rest);
    }
    let split = || {
        let at = memmem::find(message.text, b" Event: ")?;
        let (service, rest) = message.text.split_at_checked(at)?;
        SERVICES.contains(&service).then(|| rest.get(b" Event: ".len()..))?
    };
    split().map_or(Line::Foreign, |rest| transfer(message.when, rest))
}

/// Reads a message of `Connection`.
pub(crate) fn read(message: Message<'_>) -> Line<'_> {
    read_connection(message.when, message.text)
}

/// Reads `read, Path: /a, File/Folder: File, Size: 6.00 KB, User: u, IP: 1.2.3.4`.
fn transfer(when: When, text: &[u8]) -> Line<'_> {
    let (event, rest) = split_at_label(text, b", Path: ");
    // A path may hold any of the labels, nothing behind it does: from the end.
    let (rest, ip) = rsplit_at_label(rest, b", IP: ");
    let (rest, user) = rsplit_at_label(rest, b", User: ");
    let (rest, size) = rsplit_at_label(rest, b", Size: ");
    let (path, _kind) = rsplit_at_label(rest, b", File/Folder: ");
    let action = match event.trim_ascii() {
        b"read" | b"download" | b"view" => Action::Read,
        b"write" | b"create" | b"upload" | b"rename" | b"move" | b"copy" | b"mkdir"
        | b"extract" | b"compress" => Action::Write,
        b"delete" => Action::Delete,
        b"list" => Action::List,
        _ => Action::Other,
    };
    let renamed = memmem::rfind(path, b" -> ").filter(|_| action == Action::Write);
    let path = renamed.and_then(|at| path.get(at + 4..)).unwrap_or(path);
    let deed = Deed::Plain(action, Text::known(path, Escape::Hash));
    let mut access = Access::new(Format::Dsm, when, deed);
    access.set_account(user.and_then(|user| Text::known(user, Escape::Hash)));
    access.ip = ip.map(<[u8]>::trim_ascii).and_then(address::parse);
    access.bytes = size.and_then(size_bytes);
    let is_whole = user.is_some() && ip.is_some();
    access.fault = (!is_whole).then_some("the line is cut: a label is missing");
    Line::Access(access)
}

/// Reads ` User [x] from [1.2.3.4] signed in to [DSM] successfully via [password].`
fn read_connection(when: When, text: &[u8]) -> Line<'_> {
    let text = text.strip_prefix(b"#011").unwrap_or(text).trim_ascii_start();
    let Some(rest) = text.strip_prefix(b"User [") else { return Line::Skipped(when) };
    let (user, rest) = split_at_label(rest, b"] ");
    let (_, from) = split_at_label(rest, b"from [");
    let (ip, _) = split_at_label(from, b"]");
    let has = |words: &[u8]| memmem::find(rest, words).is_some();
    let action = if has(b"failed to sign in") || has(b"failed to log in") {
        Action::Fail
    } else if has(b"signed in") || has(b"logged in") {
        Action::Login
    } else if has(b"accessed shared folder") || has(b"accessed the shared folder") {
        Action::Other
    } else {
        // Signed out, and what the service says of itself.
        return Line::Skipped(when);
    };
    let folder = memmem::find(rest, b"shared folder [").and_then(|at| {
        let inside = rest.get(at + b"shared folder [".len()..)?;
        inside.get(..memmem::rfind(inside, b"]")?)
    });
    let path = folder.and_then(|folder| Text::known(folder, Escape::Hash));
    let mut access = Access::new(Format::Dsm, when, Deed::Plain(action, path));
    access.set_account(Text::known(user, Escape::Hash));
    access.ip = address::parse(ip);
    access.fault = from.is_empty().then_some("the line is cut before the address");
    Line::Access(access)
}

fn split_at_label<'a>(text: &'a [u8], label: &[u8]) -> (&'a [u8], &'a [u8]) {
    let found = memmem::find(text, label).and_then(|at| text.split_at_checked(at));
    found.map_or((text, b""), |(before, rest)| (before, rest.get(label.len()..).unwrap_or(b"")))
}

fn rsplit_at_label<'a>(text: &'a [u8], label: &[u8]) -> (&'a [u8], Option<&'a [u8]>) {
    let found = memmem::rfind(text, label).and_then(|at| text.split_at_checked(at));
    found.map_or((text, None), |(before, rest)| (before, rest.get(label.len()..)))
}

/// Reads `24.23 KB`.
fn size_bytes(text: &[u8]) -> Option<u64> {
    let text = std::str::from_utf8(text).ok()?.trim();
    let (number, unit) = text.split_once(' ')?;
    let (whole, hundredths) = number.split_once('.').unwrap_or((number, "0"));
    let factor: u64 = match unit {
        "B" | "Bytes" | "bytes" => 1,
        "KB" => 1 << 10,
        "MB" => 1 << 20,
        "GB" => 1 << 30,
        "TB" => 1 << 40,
        _ => return None,
    };
    let hundredths: u64 = match hundredths.len() {
        1 => hundredths.parse::<u64>().ok()? * 10,
        2 => hundredths.parse().ok()?,
        _ => return None,
    };
    let whole: u64 = whole.parse().ok()?;
    whole.checked_mul(100)?.checked_add(hundredths)?.checked_mul(factor).map(|bytes| bytes / 100)
}
