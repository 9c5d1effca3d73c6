//! Logs of Nextcloud and `ownCloud` in JSON: the audit log and the server's own
//! (<https://docs.nextcloud.com/server/latest/admin_manual/configuration_server/logging_configuration.html>,
//! messages as in `apps/admin_audit/lib/Actions` of nextcloud/server). What was done stands in words; a
//! message that is not known is the request that it was written for.

use memchr::memmem;
use subtier_lines::access::{Access, Deed};
use subtier_lines::action::Action;
use subtier_lines::address;
use subtier_lines::clock::{When, any_time};
use subtier_lines::escape::Escape;
use subtier_lines::format::Format;
use subtier_lines::json::{Object, Value};
use subtier_lines::request::Request;
use subtier_lines::text::Text;

use crate::line::Line;
use crate::memo::Memo;

/// What a message says was done.
enum Said<'a> {
    /// Something to a file or by an account.
    Done(Action, Option<Text<'a>>),
    /// A login of this account.
    Login(Action, Option<Text<'a>>),
    /// Nothing that is an access of its own.
    Nothing,
    /// It is not known.
    Unknown,
}

/// Reads an object.
pub(crate) fn read<'a>(object: Object<'a, '_>, memo: &mut Memo) -> Line<'a> {
    let (Some(_), Some(peer)) = (object.get("reqId"), object.get("remoteAddr")) else {
        return Line::Foreign;
    };
    let when = object
        .raw("time")
        .and_then(|time| any_time(time, &mut memo.before))
        .unwrap_or(When::Unknown);
    let said = match object.get("extraFields").and_then(Value::object) {
        Some(extra) => said_in_fields(extra),
        None => Said::Unknown,
    };
    let said = match said {
        Said::Unknown => object.raw("message").map_or(Said::Unknown, said_in_words),
        Said::Done(..) | Said::Login(..) | Said::Nothing => said,
    };
    let user = object.text("user");
    let (deed, account) = match said {
        Said::Done(action, path) => (Deed::Plain(action, path), user),
        Said::Login(action, account) => (Deed::Plain(action, None), account.or(user)),
        Said::Nothing => return Line::Skipped(when),
        Said::Unknown if peer.raw().is_empty() => return Line::Skipped(when),
        Said::Unknown => match object.raw("method").zip(object.text("url")) {
            Some((method, url)) => (Deed::Request(Request::Parts(method, url)), user),
            None => return Line::Skipped(when),
        },
    };
    let mut access = Access::new(Format::Nextcloud, when, deed);
    access.ip = address::parse(peer.raw());
    access.set_account(account);
    access.set_agent(object.text("userAgent"));
    Line::Access(access)
}

/// Words of a message about a file, and what they say was done.
const VERBS: [(&[u8], Action); 8] = [
    (b"accessed: ", Action::Read),
    (b"written to: ", Action::Write),
    (b"created: ", Action::Write),
    (b"updated: ", Action::Write),
    (b"deleted: ", Action::Delete),
    (b"renamed ", Action::Write),
    (b"copied", Action::Write),
    (b"moved ", Action::Write),
];

/// Reads a message; its quotes are escaped, as those of all text in JSON.
fn said_in_words(message: &[u8]) -> Said<'_> {
    let begins = |words: &[u8]| message.starts_with(words);
    if begins(b"Login successful:") {
        return Said::Login(Action::Login, quoted(message, 0));
    }
    if begins(b"Login failed:") {
        return Said::Login(Action::Fail, quoted(message, 0).or_else(|| tried(message)));
    }
    if begins(b"Login attempt:") || begins(b"Logout occurred") {
        return Said::Nothing;
    }
    if begins(b"Preview accessed:") {
        return Said::Done(Action::Read, last_quoted(message));
    }
    if !begins(b"File ") {
        return Said::Unknown;
    }
    // `File with id "7" accessed: "/a"`, in older versions `File accessed: "/a"`.
    let found = VERBS.iter().find(|(verb, _)| memmem::find(message, verb).is_some());
    found.map_or(Said::Unknown, |(_, action)| Said::Done(*action, last_quoted(message)))
}

/// The account of `Login failed: 'NAME' (Remote IP: …)`, also without quotes.
fn tried(message: &[u8]) -> Option<Text<'_>> {
    let rest = message.strip_prefix(b"Login failed: ")?;
    let name = rest.get(..memmem::find(rest, b" (Remote IP")?)?;
    let inside = name.strip_prefix(b"'").and_then(|name| name.strip_suffix(b"'"));
    Text::known(inside.unwrap_or(name), Escape::Json)
}

/// The escaped quote of text in JSON.
const QUOTE: &[u8] = b"\\\"";

/// What stands between escaped quotes, counted from 0.
fn quoted(message: &[u8], number: usize) -> Option<Text<'_>> {
    let mut at = memmem::find_iter(message, QUOTE).skip(2 * number);
    let (begin, end) = (at.next()? + QUOTE.len(), at.next()?);
    Text::known(message.get(begin..end)?, Escape::Json)
}

/// What stands between the last two escaped quotes, or from the last opening to a cut.
fn last_quoted(message: &[u8]) -> Option<Text<'_>> {
    let end = memmem::rfind(message, QUOTE)?;
    let before = message.get(..end)?;
    let begin = memmem::rfind(before, QUOTE)? + QUOTE.len();
    Text::known(before.get(begin..)?, Escape::Json)
}

/// Reads the fields that ownCloud's audit log adds
/// (<https://doc.owncloud.com/server/next/admin_manual/enterprise/logging/enterprise_logging_apps.html>).
fn said_in_fields<'a>(extra: Object<'a, '_>) -> Said<'a> {
    let Some(action) = extra.raw("action").or(extra.raw("Action")) else { return Said::Unknown };
    let path = extra.text("path").or(extra.text("Path"));
    let account = extra.text("login").or(extra.text("userId"));
    let failed = extra.get("success").is_some_and(|success| !success.is_true());
    match action {
        b"user_login" if failed => Said::Login(Action::Fail, account),
        b"user_login" => Said::Login(Action::Login, account),
        b"file_read" => Said::Done(Action::Read, path),
        b"file_create" | b"file_update" | b"file_rename" | b"file_copy" | b"file_trash_restore" => {
            Said::Done(Action::Write, path)
        }
        b"file_delete" | b"file_trash_delete" => Said::Done(Action::Delete, path),
        _ => Said::Unknown,
    }
}
