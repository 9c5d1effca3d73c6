//! Request: the request line of a web server's log, split only when somebody asks. Its query never
//! leaves this file.

use std::borrow::Cow;

use memchr::memchr;

use crate::action::Action;
use crate::escape::{self, Escape};
use crate::secret;
use crate::text::Text;

/// The longest method known (RFC 4918 and RFC 3253 have `VERSION-CONTROL`) and some room.
const METHOD_BYTES_MAX: usize = 24;

/// A request as a log has it.
#[derive(Debug, Clone, Copy)]
pub enum Request<'a> {
    /// Method, target and protocol between quotes.
    Whole(Text<'a>),
    /// Method and target, each in its own field.
    Parts(&'a [u8], Text<'a>),
}

impl<'a> Request<'a> {
    /// The request that stands between the quotes of a web server's log.
    #[inline]
    pub const fn new(raw: &'a [u8]) -> Self {
        Self::Whole(Text::new(raw, Escape::Web))
    }

    /// Splits method and target; `None` for what is no request, such as TLS on a plain port.
    fn split(self) -> Option<(&'a [u8], Text<'a>)> {
        let (method, target) = match self {
            Self::Parts(method, target) => (method, target),
            Self::Whole(whole) => {
                let raw = whole.raw();
                let at = memchr(b' ', raw)?;
                let (method, rest) = (raw.get(..at)?, raw.get(at + 1..)?);
                let behind = memchr::memrchr(b' ', rest).and_then(|at| rest.split_at_checked(at));
                let target = match behind {
                    // In JSON the solidus may be escaped.
                    Some((target, protocol)) if protocol.starts_with(b" HTTP") => target,
                    _ => rest,
                };
                (method, Text::new(target, whole.escape()))
            }
        };
        let is_method = !method.is_empty()
            && method.len() <= METHOD_BYTES_MAX
            && method.iter().all(|byte| byte.is_ascii_alphabetic() || matches!(byte, b'-' | b'_'));
        (is_method && !target.raw().is_empty()).then_some((method, target))
    }

    /// Returns what the request did (RFC 9110 §9; `WebDAV` by RFC 4918, RFC 3253, RFC 5323, RFC 5689).
    pub fn action(self) -> Action {
        let Some((method, target)) = self.split() else { return Action::Other };
        let target = target.raw();
        match method {
            b"GET" | b"HEAD" if without_query(target).last() == Some(&b'/') => Action::List,
            b"GET" | b"HEAD" => Action::Read,
            b"PUT" | b"POST" | b"PATCH" | b"MKCOL" | b"COPY" | b"MOVE" | b"PROPPATCH" => {
                Action::Write
            }
            b"DELETE" => Action::Delete,
            b"PROPFIND" | b"REPORT" | b"SEARCH" => Action::List,
            _ => Action::Other,
        }
    }

    /// Returns the path without query, decoded once.
    pub fn path(self) -> Option<Cow<'a, str>> {
        let (method, target) = self.split()?;
        if method == b"CONNECT" { None } else { path_of(target) }
    }
}

/// Returns the path of a web address, whole or without its host: without query, decoded once.
pub fn path_of(target: Text<'_>) -> Option<Cow<'_, str>> {
    if let Some(path) = plain_path(target.raw()) {
        return Some(Cow::Borrowed(path));
    }
    let decoded = match escape::resolve(target.raw(), target.escape()) {
        Cow::Borrowed(target) => escape::percent_decode(Cow::Borrowed(path_bytes(target)?)),
        Cow::Owned(target) => {
            let path = path_bytes(&target)?.to_vec();
            escape::percent_decode(Cow::Owned(path))
        }
    };
    Some(secret::without_secrets(escape::lossy(decoded)))
}

/// The path of a web address, as it stands there.
fn path_bytes(target: &[u8]) -> Option<&[u8]> {
    let target = match memchr(b':', target) {
        _ if target.starts_with(b"/") => target,
        // The absolute form that a proxy gets (RFC 9112 §3.2.2).
        Some(at) if target.get(at..).is_some_and(|rest| rest.starts_with(b"://")) => {
            let rest = target.get(at + 3..)?;
            memchr(b'/', rest).and_then(|at| rest.get(at..)).unwrap_or(b"/")
        }
        _ => target,
    };
    Some(without_query(target))
}

/// The path of a target in which nothing is encoded, escaped or secret, as nearly all are: one pass
/// instead of one for each of those.
fn plain_path(target: &[u8]) -> Option<&str> {
    if target.first() != Some(&b'/') {
        return None;
    }
    let is_special = |byte: &u8| matches!(byte, b'?' | b'#' | b'\\' | b'%' | b'=' | b'@' | 0x80..);
    let path = match target.iter().position(is_special).map(|at| target.split_at_checked(at)) {
        None => target,
        Some(Some((path, [b'?' | b'#', ..]))) => path,
        Some(_) => return None,
    };
    std::str::from_utf8(path).ok()
}

fn without_query(target: &[u8]) -> &[u8] {
    let end = memchr::memchr2(b'?', b'#', target).unwrap_or(target.len());
    target.get(..end).unwrap_or(target)
}
