//! Access: one thing somebody did to a server, as one line of a log tells it. A reader fills it with
//! borrowed pieces of the line; text is decoded only when somebody asks for it, so that reading a
//! log for addresses costs no copy. Never holds a query string, a password or a signature.

use std::borrow::Cow;
use std::net::IpAddr;

use subtier_model::Timestamp;

use crate::action::Action;
use crate::clock::When;
use crate::escape::{self, Escape};
use crate::format::Format;
use crate::request::Request;
use crate::secret;

/// A piece of a line and how its writer escaped it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text<'a> {
    raw: &'a [u8],
    escape: Escape,
}

impl<'a> Text<'a> {
    pub(crate) const fn new(raw: &'a [u8], escape: Escape) -> Self {
        Self { raw, escape }
    }

    /// A field that may say that it is empty: `-`, `--`, `""` or nothing.
    pub(crate) fn known(raw: &'a [u8], escape: Escape) -> Option<Self> {
        (!matches!(raw, b"" | b"-" | b"--" | b"\"\"")).then_some(Self { raw, escape })
    }

    /// Returns the bytes as they stand in the log.
    pub const fn raw(self) -> &'a [u8] {
        self.raw
    }

    /// Returns the text, escapes resolved, bytes that are no UTF-8 replaced.
    pub fn read(self) -> Cow<'a, str> {
        escape::lossy(escape::resolve(self.raw, self.escape))
    }
}

/// What was done to what.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Deed<'a> {
    /// The request of a web server.
    Request(Request<'a>),
    /// An action on a file name that stands in clear.
    Plain(Action, Option<Text<'a>>),
}

/// One access.
#[derive(Debug, Clone, Copy)]
pub struct Access<'a> {
    /// The format of its line.
    pub format: Format,
    /// The instant; `None` without a clock, or where the time cannot be read.
    pub ts: Option<Timestamp>,
    /// The socket peer; `None` for a host name, or where the line names none.
    pub ip: Option<IpAddr>,
    /// The status of the answer.
    pub status: Option<u16>,
    /// Bytes that moved, else the size of the answer.
    pub bytes: Option<u64>,
    /// How often it happened (`message repeated N times`), else 1.
    pub times: u32,
    pub(crate) when: When,
    pub(crate) account: Option<Text<'a>>,
    pub(crate) deed: Deed<'a>,
    pub(crate) agent: Option<Text<'a>>,
    pub(crate) key: Option<&'a [u8]>,
    pub(crate) fault: Option<&'static str>,
}

impl<'a> Access<'a> {
    /// An access of which only format, time and deed are known yet.
    pub(crate) const fn new(format: Format, when: When, deed: Deed<'a>) -> Self {
        Self {
            format,
            ts: None,
            ip: None,
            status: None,
            bytes: None,
            times: 1,
            when,
            account: None,
            deed,
            agent: None,
            key: None,
            fault: None,
        }
    }

    /// Returns what it did. An error of a web server keeps its method's action.
    pub fn action(&self) -> Action {
        match self.deed {
            Deed::Request(request) => request.action(),
            Deed::Plain(action, _) => action,
        }
    }

    /// Returns the account as logged; `None` where the log says that there is none.
    pub fn account(&self) -> Option<Cow<'a, str>> {
        self.account.map(Text::read)
    }

    /// Returns the path without query, percent-decoded once where it is part of an address.
    pub fn path(&self) -> Option<Cow<'a, str>> {
        match self.deed {
            Deed::Request(request) => request.path(),
            Deed::Plain(_, path) => path.map(|path| secret::without_secrets(path.read())),
        }
    }

    /// Returns the name that the client gave itself.
    pub fn agent(&self) -> Option<Cow<'a, str>> {
        self.agent.map(|agent| secret::without_secrets(agent.read()))
    }

    /// Returns the fingerprint of the key that logged in.
    pub fn key(&self) -> Option<Cow<'a, str>> {
        self.key.map(String::from_utf8_lossy)
    }

    /// Whether the clock's zone was assumed to be UTC.
    pub fn clock_assumed(&self) -> bool {
        self.when.is_assumed()
    }

    /// Why the line is complained of although it is an access.
    pub fn fault(&self) -> Option<&'static str> {
        self.fault
    }

    /// Whether a login was refused.
    pub(crate) const fn is_refused(&self) -> bool {
        matches!(self.deed, Deed::Plain(Action::Fail, _))
    }

    /// Whether the server let the account in: no refused login, and none of the answers 401
    /// Unauthorized, 403 Forbidden and 407 Proxy Authentication Required (RFC 9110 §15.5). Not
    /// found and other errors are answers to an account that is let in.
    pub fn is_admitted(&self) -> bool {
        !matches!(self.status, Some(401 | 403 | 407)) && !self.is_refused()
    }
}
