//! `HAProxy`'s log of HTTP and TCP (<https://docs.haproxy.org/3.0/configuration.html#8.2>). Of its two
//! clocks the one in brackets is read: it has a year. It is in the zone of the server, which is not named.

use memchr::memchr;
use subtier_lines::access::{Access, Deed};
use subtier_lines::action::Action;
use subtier_lines::address;
use subtier_lines::clock::{When, slash_time};
use subtier_lines::escape::Escape;
use subtier_lines::format::Format;
use subtier_lines::request::Request;
use subtier_lines::syslog::{Message, number, word};
use subtier_lines::text::Text;

use crate::line::Line;
use crate::memo::Memo;

/// The name under which it speaks to syslog.
pub(crate) const PROGRAMS: &[&str] = &["haproxy"];

/// Reads a line that did not come through syslog, as of a container.
pub(crate) fn read<'a>(line: &'a [u8], _memo: &mut Memo) -> Line<'a> {
    read_text(line, When::Unknown).unwrap_or(Line::Foreign)
}

/// Reads one message.
pub(crate) fn read_message(message: Message<'_>) -> Line<'_> {
    read_text(message.text, message.when).unwrap_or(Line::Skipped(message.when))
}

/// Reads `10.0.1.2:33317 [06/Feb/2009:12:14:14.655] http-in static/srv1 10/0/30/69/109 200 2750 - - ----
/// 1/1/1/1/0 0/0 {1wt.eu} {} "GET /index.html HTTP/1.1"`.
fn read_text(text: &[u8], sent: When) -> Option<Line<'_>> {
    let (peer, rest) = word(text);
    // Its port always stands there.
    memchr(b':', peer)?;
    let rest = rest.strip_prefix(b"[")?;
    let (when, rest) = slash_time(rest)?;
    let rest = rest.strip_prefix(b"] ")?;
    let (_frontend, rest) = word(rest);
    let (server, rest) = word(rest);
    if memchr(b'/', server).is_none() {
        // `SSL handshake failure` and other words on connections that came to nothing.
        return Some(Line::Skipped(if matches!(sent, When::Unknown) { when } else { sent }));
    }
    let (timers, rest) = word(rest);
    let (third, rest) = word(rest);
    let n_timers = timers.split(|byte| *byte == b'/').count();
    let request = memchr(b'"', rest).and_then(|at| rest.get(at + 1..));
    let mut access = Access::new(Format::Haproxy, when, Deed::Plain(Action::Other, None));
    if let Some(request) = request {
        let whole = request.strip_suffix(b"\"");
        access.set_deed(Deed::Request(Request::new(whole.unwrap_or(request))));
        access.status = number(third);
        access.bytes = count(word(rest).0);
        access.fault =
            whole.is_none().then_some("the request is cut: its closing quote is missing");
    } else if n_timers > 3 {
        // TCP has three timers, HTTP five.
        access.status = number(third);
        access.fault = Some("the line is cut before the request");
    } else {
        access.bytes = count(third);
        access.fault = third.is_empty().then_some("the line is cut before the bytes");
    }
    access.ip = address::parse(peer);
    access.set_agent(captured_agent(rest));
    Some(Line::Access(access))
}

/// Bytes, before which a plus stands where the line was written before the end (`option logasap`).
fn count(text: &[u8]) -> Option<u64> {
    number(text.strip_prefix(b"+").unwrap_or(text))
}

/// The agent among the captured headers `{host|Mozilla/5.0 …}`, by how agents look.
fn captured_agent(text: &[u8]) -> Option<Text<'_>> {
    let begin = memchr(b'{', text)? + 1;
    let rest = text.get(begin..)?;
    let inside = rest.get(..memchr(b'}', rest)?)?;
    let agent = inside.split(|byte| *byte == b'|').find(|part| part.starts_with(b"Mozilla/"))?;
    Text::known(agent, Escape::Web)
}
