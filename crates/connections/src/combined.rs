//! The access log of nginx, Apache and most others: common (host, identity, user, time, request,
//! status, size) and combined (and referrer, agent, and what else follows), also with the virtual
//! host before it. A line cut short or with a broken field is still an access, and is complained of.

use std::net::IpAddr;

use memchr::memchr;
use subtier_lines::access::{Access, Deed};
use subtier_lines::address;
use subtier_lines::clock::{When, iso_time};
use subtier_lines::escape::Escape;
use subtier_lines::format::Format;
use subtier_lines::request::Request;
use subtier_lines::text::Text;
use subtier_model::Timestamp;

use crate::line::Line;
use crate::memo::Memo;

/// A line, exactly as it stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Raw<'a> {
    host: &'a [u8],
    user: &'a [u8],
    time: &'a [u8],
    request: &'a [u8],
    status: &'a [u8],
    size: &'a [u8],
    agent: Option<&'a [u8]>,
    fault: Option<&'static str>,
}

/// What is needed of a line without an account, where all of the line is as it should be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Nameless {
    pub(crate) address: u32,
    pub(crate) micros: i64,
    pub(crate) format: Format,
}

/// Reads a combined line that is entirely as it should be and has no account: by far the most there
/// are. `quotes` are the places of its quotes or line feeds, of which it must have six. Gives nothing
/// for any other line; [`read`] then reads it in full, and would find the same here.
#[inline]
pub(crate) fn read_nameless(line: &[u8], quotes: [usize; 6], memo: &mut Memo) -> Option<Nameless> {
    let (address, n_bytes) = memo.before.host(line)?;
    let head = line.get(n_bytes..)?.first_chunk::<{ HEAD.len() }>()?;
    let time = split_nameless_head(head)?;
    let [request_begin, request_end, referrer_begin, referrer_end, agent_begin, agent_end] = quotes;
    let between = referrer_begin.checked_sub(request_end)?;
    let ([b'"', b' ', b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', b' '], rest) =
        line.get(request_end..)?.split_first_chunk()?
    else {
        return None;
    };
    let size = rest.get(..between.checked_sub(7)?)?;
    let is_whole = request_begin + 1 == n_bytes + HEAD.len()
        && is_size(size)
        && line.get(referrer_begin - 1..=referrer_begin) == Some(b" \"")
        && line.get(referrer_end..=agent_begin) == Some(b"\" \"")
        && line.get(agent_end..) == Some(b"\"")
        && !has_backslash_before(line, request_end)
        && !has_backslash_before(line, referrer_end)
        && !has_backslash_before(line, agent_end);
    let micros = memo.before.web_time(time)?;
    is_whole.then_some(Nameless { address, micros, format: Format::Combined })
}

/// Puts together the access of a line that [`read_nameless`] has read.
pub(crate) fn nameless_access<'a>(
    line: &'a [u8],
    quotes: [usize; 6],
    nameless: &Nameless,
) -> Access<'a> {
    let [request_begin, request_end, referrer_begin, _, agent_begin, agent_end] = quotes;
    let between = |from: usize, to: usize| line.get(from..to).unwrap_or_default();
    let deed = Deed::Request(Request::new(between(request_begin + 1, request_end)));
    let when = When::At { micros: nameless.micros, zoned: true };
    let mut access = Access::new(nameless.format, when, deed);
    access.ts = Some(Timestamp::from_micros(nameless.micros));
    access.ip = Some(IpAddr::V4(nameless.address.into()));
    // Behind the quote stand a blank, three digits, a blank, the size and another blank.
    let status = number(between(request_end + 2, request_end + 5));
    access.status = status.and_then(|status| u16::try_from(status).ok());
    access.bytes = number(between(request_end + 6, referrer_begin.saturating_sub(1)));
    access.set_agent(Text::known(between(agent_begin + 1, agent_end), Escape::Web));
    access
}

/// What stands between the host and the request of a line without an account.
const HEAD: &[u8; 35] = b" - - [17/May/2015:10:05:03 +0000] \"";

/// Gives the time, if all else of the head is as in [`HEAD`].
#[inline]
fn split_nameless_head(head: &[u8; HEAD.len()]) -> Option<&[u8; 26]> {
    let (before, rest) = head.split_first_chunk::<6>()?;
    let (time, after) = rest.split_first_chunk::<26>()?;
    (before == b" - - [" && after.strip_suffix(b"\"") == Some(b"] ")).then_some(time)
}

#[inline]
fn has_backslash_before(line: &[u8], at: usize) -> bool {
    line.get(at.wrapping_sub(1)) == Some(&b'\\')
}

/// Whether it is a number, or says that there is none.
#[inline]
fn is_size(text: &[u8]) -> bool {
    match text {
        b"-" => true,
        _ => !text.is_empty() && text.iter().all(u8::is_ascii_digit),
    }
}

/// Reads a line.
pub(crate) fn read<'a>(line: &'a [u8], memo: &mut Memo) -> Line<'a> {
    match split(line) {
        Some(raw) => Line::Access(mean(&raw, memo)),
        None => Line::Foreign,
    }
}

/// Makes an access of what stands in a line.
fn mean<'a>(raw: &Raw<'a>, memo: &mut Memo) -> Access<'a> {
    let when = match raw.time.first_chunk::<26>() {
        Some(time) if raw.time.len() == 26 => {
            memo.before.web_time(time).map(|micros| When::At { micros, zoned: true })
        }
        _ => None,
    };
    // nginx users may write `$time_iso8601` between the brackets.
    let when = when.or_else(|| match iso_time(raw.time) {
        Some((when, b"")) => Some(when),
        _ => None,
    });
    let format = if raw.agent.is_some() { Format::Combined } else { Format::Common };
    let deed = Deed::Request(Request::new(raw.request));
    let mut access = Access::new(format, when.unwrap_or(When::Unknown), deed);
    access.ip = address::parse(raw.host);
    access.set_account(Text::known(raw.user, Escape::Web));
    access.status = number(raw.status).and_then(|status| u16::try_from(status).ok());
    access.bytes = number(raw.size);
    access.set_agent(raw.agent.and_then(|agent| Text::known(agent, Escape::Web)));
    access.fault = raw.fault.or(when.is_none().then_some("the time cannot be read"));
    access
}

/// Splits a line into what stands there; `None` where it is no line of this format.
fn split(line: &[u8]) -> Option<Raw<'_>> {
    let (head, rest) = split_at_time(line)?;
    let (host, user) = split_head(head)?;
    let mut raw = Raw {
        host,
        user,
        time: b"",
        request: b"",
        status: b"",
        size: b"",
        agent: None,
        fault: None,
    };
    let Some((time, rest)) = split_once(rest, b']') else {
        // Without its request, only an address tells such a line from any other with a bracket.
        address::parse(host)?;
        raw.fault = Some("the line is cut inside the time");
        return Some(raw);
    };
    raw.time = time;
    let Some(rest) = rest.strip_prefix(b" \"") else {
        address::parse(host)?;
        raw.fault = Some("the line is cut before the request");
        return rest.trim_ascii().is_empty().then_some(raw);
    };
    split_request(rest, &mut raw);
    Some(raw)
}

/// Splits before the bracket of the time: a date follows it.
fn split_at_time(line: &[u8]) -> Option<(&[u8], &[u8])> {
    memchr::memchr_iter(b'[', line).find_map(|at| {
        let head = line.get(..at)?.strip_suffix(b" ")?;
        let rest = line.get(at + 1..)?;
        let is_date = matches!(
            rest,
            [b'0'..=b'3', b'0'..=b'9', b'/', b'A'..=b'Z', ..]
                | [b'1'..=b'2', b'0'..=b'9', b'0'..=b'9', b'0'..=b'9', b'-', ..]
        );
        is_date.then_some((head, rest))
    })
}

/// Splits what is before the time into host and user. Before the host may stand the virtual host
/// (Apache's `vhost_combined`); the user may contain blanks.
fn split_head(head: &[u8]) -> Option<(&[u8], &[u8])> {
    let (first, rest) = split_once(head, b' ')?;
    let (host, rest) = match split_once(rest, b' ') {
        Some((second, after)) if is_client(first, second, after) => (second, after),
        _ => (first, rest),
    };
    let user = split_once(rest, b' ').map_or(b"".as_slice(), |(_identity, user)| user);
    let is_host = !host.is_empty() && host.iter().all(|byte| is_host_byte(*byte));
    is_host.then_some((host, user))
}

/// Whether the second word of a line is the client, because the first is the virtual host.
fn is_client(first: &[u8], second: &[u8], after: &[u8]) -> bool {
    let port = memchr::memrchr(b':', first).and_then(|at| first.get(at + 1..)).unwrap_or_default();
    let has_port = !port.is_empty() && port.iter().all(u8::is_ascii_digit);
    // Host, identity and user are three words at least.
    let has_three_words = memchr(b' ', after).is_some();
    address::parse(second).is_some()
        || has_three_words && has_port && address::parse(first).is_none()
}

const fn is_host_byte(byte: u8) -> bool {
    byte.is_ascii_alphanumeric()
        || matches!(byte, b'.' | b':' | b'-' | b'_' | b'[' | b']' | b'%' | b',')
        || byte >= 0x80
}

/// Splits request, status and size, then what follows them.
fn split_request<'a>(text: &'a [u8], raw: &mut Raw<'a>) {
    let mut closings = closing_quotes(text).peekable();
    let Some(&first) = closings.peek() else {
        raw.request = text;
        raw.fault = Some("the request is cut: its closing quote is missing");
        return;
    };
    // A quote that its writer did not escape is not the end unless a status follows.
    let end = closings.find(|end| text.get(end + 1..).and_then(split_status).is_some());
    raw.request = text.get(..end.unwrap_or(first)).unwrap_or_default();
    let rest = text.get(end.unwrap_or(first) + 1..).unwrap_or_default();
    match split_status(rest) {
        Some((status, size, rest)) => {
            (raw.status, raw.size) = (status, size);
            if size.is_empty() {
                raw.fault = Some("the line is cut before the size");
            }
            split_tail(rest, raw);
        }
        None if rest.trim_ascii().is_empty() => {
            raw.fault = Some("the line is cut before the status");
        }
        None => raw.fault = Some("the status cannot be read"),
    }
}

/// Splits ` 200 203023` from what follows.
fn split_status(text: &[u8]) -> Option<(&[u8], &[u8], &[u8])> {
    let rest = text.strip_prefix(b" ")?;
    let (status, rest) = rest.split_at_checked(memchr(b' ', rest).unwrap_or(rest.len()))?;
    if !(1..=3).contains(&status.len()) || !is_number_or_none(status) {
        return None;
    }
    let rest = rest.strip_prefix(b" ").unwrap_or_default();
    let (size, rest) = rest.split_at_checked(memchr(b' ', rest).unwrap_or(rest.len()))?;
    (size.is_empty() || is_number_or_none(size)).then_some((status, size, rest))
}

/// Splits referrer and agent, where they follow.
fn split_tail<'a>(text: &'a [u8], raw: &mut Raw<'a>) {
    // Anything but a quoted field is what some servers add to the common format.
    let Some(rest) = text.strip_prefix(b" \"") else { return };
    let Some(end) = closing_quotes(rest).next() else {
        raw.fault = Some("the referrer is cut: its closing quote is missing");
        return;
    };
    let rest = rest.get(end + 1..).unwrap_or_default();
    let Some(rest) = rest.strip_prefix(b" \"") else {
        raw.fault = Some("the line is cut before the agent");
        return;
    };
    let end = closing_quotes(rest).next().map(|end| rest.split_at_checked(end + 1));
    let Some((agent, rest)) = end.flatten() else {
        raw.agent = Some(rest);
        raw.fault = Some("the agent is cut: its closing quote is missing");
        return;
    };
    raw.agent = agent.split_last().map(|(_, agent)| agent);
    if !quotes(rest).count().is_multiple_of(2) && rest.last() != Some(&b'"') {
        raw.fault = Some("the line is cut inside a field behind the agent");
    }
}

/// Quotes that are not escaped.
fn quotes(text: &[u8]) -> impl Iterator<Item = usize> {
    memchr::memchr_iter(b'"', text).filter(|at| !is_escaped(text, *at))
}

/// Quotes that may close a field: a blank or the end is behind them.
fn closing_quotes(text: &[u8]) -> impl Iterator<Item = usize> {
    quotes(text).filter(|at| matches!(text.get(at + 1), None | Some(b' ')))
}

/// Whether an odd number of backslashes stands before a place.
fn is_escaped(text: &[u8], at: usize) -> bool {
    let before = text.get(..at).unwrap_or_default();
    before.iter().rev().take_while(|byte| **byte == b'\\').count() % 2 == 1
}

fn split_once(text: &[u8], byte: u8) -> Option<(&[u8], &[u8])> {
    let (before, rest) = text.split_at_checked(memchr(byte, text)?)?;
    Some((before, rest.get(1..)?))
}

fn is_number_or_none(text: &[u8]) -> bool {
    text == b"-" || !text.is_empty() && text.iter().all(u8::is_ascii_digit)
}

/// A decimal number; `None` for `-` and for what does not fit.
fn number(text: &[u8]) -> Option<u64> {
    (!text.is_empty()).then_some(())?;
    text.iter().try_fold(0_u64, |number, byte| {
        let digit = byte.checked_sub(b'0').filter(|digit| *digit < 10)?;
        number.checked_mul(10)?.checked_add(digit.into())
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Places of the first six quotes.
    fn six_quotes(line: &str) -> [usize; 6] {
        let mut quotes = memchr::memchr_iter(b'"', line.as_bytes());
        std::array::from_fn(|_| quotes.next().unwrap_or(0))
    }

    fn nameless(line: &str) -> Option<Nameless> {
        read_nameless(line.as_bytes(), six_quotes(line), &mut Memo::default())
    }

    #[test]
    fn the_short_way_is_taken_for_usual_lines_and_finds_the_same() {
        for size in ["-", "0", "7", "203023", "123456789012"] {
            for (referrer, agent) in [("-", "-"), ("", ""), ("http://h/?q=1", "Mozilla/5.0 (X)")] {
                let line = format!(
                    "83.149.9.216 - - [17/May/2015:10:05:03 +0200] \"GET /a HTTP/1.1\" 200 {size} \"{referrer}\" \"{agent}\""
                );
                let short = nameless(&line).expect("the line is as it should be");
                let access = mean(&split(line.as_bytes()).unwrap(), &mut Memo::default());
                assert_eq!(access.fault, None);
                assert_eq!(access.when, When::At { micros: short.micros, zoned: true });
                assert_eq!(access.ip, Some(std::net::Ipv4Addr::from(short.address).into()));
                assert_eq!(access.format, short.format);
                let put_together = nameless_access(line.as_bytes(), six_quotes(&line), &short);
                let ts = Some(Timestamp::from_micros(short.micros));
                let mut expected = access;
                expected.ts = ts;
                assert_eq!(format!("{put_together:?}"), format!("{expected:?}"));
            }
        }
    }

    #[test]
    fn the_short_way_is_not_taken_for_other_lines() {
        for line in [
            "83.149.9.216 - bob [17/May/2015:10:05:03 +0200] \"GET /a HTTP/1.1\" 200 5 \"-\" \"-\"",
            "83.149.9.216 - - [17/May/2015:10:05:03 +0200] \"GET /a HTTP/1.1\" 200 5 \"-\" \"-",
            "83.149.9.216 - - [17/May/2015:10:05:03 +0200] \"GET /a HTTP/1.1\" 200 5x \"-\" \"-\"",
            "83.149.9.216 - - [17/May/2015:10:05:03 +0200] \"GET /a HTTP/1.1\" 200  \"-\" \"-\"",
            "83.149.9.216 - - [17/May/2015:10:05:03 +0200] \"GET /a HTTP/1.1\\\" 200 5 \"-\" \"-\"",
            "83.149.9.216 - - [37/May/2015:10:05:03 +0200] \"GET /a HTTP/1.1\" 200 5 \"-\" \"-\"",
            "2001:db8::7 - - [17/May/2015:10:05:03 +0200] \"GET /a HTTP/1.1\" 200 5 \"-\" \"-\"",
            "h - - [17/May/2015:10:05:03 +0200] \"GET /a HTTP/1.1\" 200 5 \"-\" \"-\"",
        ] {
            assert_eq!(nameless(line), None, "{line}");
        }
    }
}
