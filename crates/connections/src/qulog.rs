//! QNAP's connection log as `QuLog` Center sends it to syslog
//! (<https://docs.qnap.com/operating-system/qulog-center/>, lines as in the tests of Elastic's
//! `qnap_nas`). Values may hold the comma that divides them, so the labels are looked for.

use memchr::memmem;
use subtier_lines::access::{Access, Client, ClientKind, Deed};
use subtier_lines::action::Action;
use subtier_lines::address;
use subtier_lines::escape::Escape;
use subtier_lines::format::Format;
use subtier_lines::syslog::Message;
use subtier_lines::text::Text;

use crate::line::Line;

/// Names under which it speaks to syslog; `qlogd` is that of older systems.
pub(crate) const PROGRAMS: &[&str] = &["qulogd", "qlogd"];

/// Reads one message.
pub(crate) fn read(message: Message<'_>) -> Line<'_> {
    let when = message.when;
    // The event log tells of the system; its logins stand in the connection log as well.
    let Some(rest) = message.text.strip_prefix(b"conn log: ") else { return Line::Skipped(when) };
    let Some(rest) = rest.strip_prefix(b"Users: ") else { return Line::Skipped(when) };
    let mut is_cut = false;
    let mut take = |rest, label| {
        let parts = split_at_label(rest, label);
        is_cut |= parts.is_none();
        parts.unwrap_or((rest, b""))
    };
    let (user, rest) = take(rest, b", Source IP: ");
    let (ip, rest) = take(rest, b", Computer name: ");
    let (computer, rest) = take(rest, b", Connection type: ");
    let (_kind, rest) = take(rest, b", Accessed resources: ");
    let verb_at = memmem::rfind(rest, b", Action: ");
    is_cut |= verb_at.is_none();
    let path = rest.get(..verb_at.unwrap_or(rest.len()));
    let verb = verb_at.and_then(|at| rest.get(at + b", Action: ".len()..)).unwrap_or_default();
    let verb = verb.split(|byte| *byte == b',').next().unwrap_or(verb).trim_ascii();
    let action = match verb {
        b"Login Success" | b"Login OK" | b"Login" => Action::Login,
        b"Login Fail" | b"Login Failed" => Action::Fail,
        b"Logout" => return Line::Skipped(when),
        b"Read" | b"Download" | b"Open" => Action::Read,
        b"Add" | b"Write" | b"Create" | b"Create Directory" | b"Rename" | b"Move" | b"Copy"
        | b"Upload" | b"Restore" => Action::Write,
        b"Delete" | b"Recycle" => Action::Delete,
        b"List" => Action::List,
        _ => Action::Other,
    };
    let path = path.and_then(known).map(|path| resource(path, action));
    let mut access = Access::new(Format::Qulog, when, Deed::Plain(action, path));
    access.set_account(known(user));
    access.ip = address::parse(ip);
    access.set_client(known(computer).map(|value| Client::new(ClientKind::Computer, value)));
    access.fault = is_cut.then_some("the line is cut: a label is missing");
    Line::Access(access)
}

fn split_at_label<'a>(text: &'a [u8], label: &[u8]) -> Option<(&'a [u8], &'a [u8])> {
    let (before, rest) = text.split_at_checked(memmem::find(text, label)?)?;
    Some((before, rest.get(label.len()..)?))
}

/// A value that does not say `---`.
fn known(value: &[u8]) -> Option<Text<'_>> {
    Text::known(value, Escape::None).filter(|_| value != b"---")
}

/// The file of `[File Station] /a -> /b`: what it is called afterwards.
fn resource(path: Text<'_>, action: Action) -> Text<'_> {
    let raw = path.raw();
    let plain = match memmem::find(raw, b"] ") {
        Some(end) if raw.starts_with(b"[") => raw.get(end + 2..).unwrap_or(raw),
        _ => raw,
    };
    let renamed = memmem::rfind(plain, b" -> ").filter(|_| action == Action::Write);
    let last = renamed.and_then(|at| plain.get(at + 4..)).unwrap_or(plain);
    Text::new(last, Escape::None)
}
