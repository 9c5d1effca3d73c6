//! Server access logs of S3
//! (<https://docs.aws.amazon.com/AmazonS3/latest/userguide/LogFormat.html>): columns were added at the end
//! over the years, so only those up to the agent are counted on. Keys are percent-encoded twice.

use std::net::IpAddr;

use memchr::{memchr, memmem};
use subtier_lines::access::{Access, Deed};
use subtier_lines::action::Action;
use subtier_lines::address;
use subtier_lines::clock::When;
use subtier_lines::escape::Escape;
use subtier_lines::format::Format;
use subtier_lines::syslog::{number, word};
use subtier_lines::text::Text;

use crate::line::Line;
use crate::memo::Memo;

/// Reads a line.
pub(crate) fn read<'a>(line: &'a [u8], memo: &mut Memo) -> Line<'a> {
    let (owner, rest) = word(line);
    let (bucket, rest) = word(rest);
    let Some(time) = rest.strip_prefix(b"[").and_then(|rest| rest.first_chunk::<26>()) else {
        return Line::Foreign;
    };
    // The canonical id of the owner is 64 hex digits.
    if owner.len() != 64 || !owner.iter().all(u8::is_ascii_hexdigit) {
        return Line::Foreign;
    }
    let rest = rest.get(28..).unwrap_or_default();
    let when = memo.before.web_time(time).map(|micros| When::At { micros, zoned: true });
    let (ip, rest) = word(rest.trim_ascii_start());
    let (requester, rest) = word(rest);
    let (_request_id, rest) = word(rest);
    let (operation, rest) = word(rest);
    let (key, rest) = word(rest);
    let action = action(operation);
    let key = Text::known(key, Escape::PercentTwice);
    let deed = Deed::Joined(action, Text::known(bucket, Escape::None), key);
    let mut access = Access::new(Format::S3, when.unwrap_or(When::Unknown), deed);
    access.ip = client(ip);
    access.set_account(Text::known(requester, Escape::None));
    access.fault = when.is_none().then_some("the time cannot be read");
    if operation.is_empty() {
        access.fault = Some("the line is cut before the operation");
        return Line::Access(access);
    }
    match split_answer(rest) {
        Some(answer) => {
            access.status = number(answer.status);
            let size = number(answer.size).filter(|_| action == Action::Write);
            access.bytes = size.or(number(answer.sent));
            access.set_agent(answer.agent.and_then(|agent| Text::known(agent, Escape::None)));
            access.is_denied = answer.error == b"AccessDenied";
            if answer.agent.is_none() {
                access.fault = Some("the line is cut before the end of the agent");
            }
        }
        None => access.fault = Some("the line is cut inside or behind the request"),
    }
    Line::Access(access)
}

fn client(ip: &[u8]) -> Option<IpAddr> {
    address::parse(ip)
}

/// What stands behind the request.
struct Answer<'a> {
    status: &'a [u8],
    error: &'a [u8],
    sent: &'a [u8],
    size: &'a [u8],
    agent: Option<&'a [u8]>,
}

/// Splits `"GET /b/k HTTP/1.1" 200 - 142 - 17 - "-" "AWS-Support…" - …`.
fn split_answer(text: &[u8]) -> Option<Answer<'_>> {
    let rest = match text.strip_prefix(b"\"") {
        // Quotes within are not escaped: the one before a status ends it.
        Some(inside) => memchr::memchr_iter(b'"', inside)
            .filter_map(|end| inside.get(end + 1..)?.strip_prefix(b" "))
            .find(|rest| matches!(rest, [b'-' | b'1'..=b'5', ..]) && is_status(word(rest).0))?,
        None => text.strip_prefix(b"- ")?,
    };
    let (status, rest) = word(rest);
    let (error, rest) = word(rest);
    let (sent, rest) = word(rest);
    let (size, rest) = word(rest);
    let (_total_time, rest) = word(rest);
    let (_turn_around, rest) = word(rest);
    let agent = split_agent(rest);
    Some(Answer { status, error, sent, size, agent })
}

fn is_status(text: &[u8]) -> bool {
    text == b"-" || text.len() == 3 && text.iter().all(u8::is_ascii_digit)
}

/// The agent in `"referrer" "agent" version …`. Agents may hold quotes; nothing behind them does.
fn split_agent(text: &[u8]) -> Option<&[u8]> {
    let rest = text.strip_prefix(b"\"")?;
    let begin = memmem::find(rest, b"\" \"")? + 3;
    let rest = rest.get(begin..)?;
    let end = memchr::memrchr(b'"', rest)?;
    rest.get(..end)
}

/// What an operation did; `REST.GET.OBJECT`, `BATCH.DELETE.OBJECT`, `S3.EXPIRE.OBJECT`.
fn action(operation: &[u8]) -> Action {
    let mut parts = operation.splitn(3, |byte| *byte == b'.');
    let (_by, verb) = (parts.next(), parts.next().unwrap_or_default());
    let on = parts.next().unwrap_or_default();
    let is_object = memchr(b'_', on).is_none() && on.starts_with(b"OBJECT");
    match verb {
        b"GET" | b"HEAD" if on.starts_with(b"BUCKET") || on.starts_with(b"SERVICE") => Action::List,
        b"GET" | b"HEAD" if is_object || on.is_empty() => Action::Read,
        b"PUT" | b"POST" | b"COPY" | b"CREATE" if on.starts_with(b"MULTI_OBJECT_DELETE") => {
            Action::Delete
        }
        b"PUT" | b"POST" | b"COPY" | b"CREATE" => Action::Write,
        b"DELETE" | b"EXPIRE" => Action::Delete,
        b"GET" | b"HEAD" => Action::Read,
        _ => Action::Other,
    }
}
