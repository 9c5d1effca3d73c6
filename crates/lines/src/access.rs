//! Access: one thing somebody did to a server, as one line of a log tells it. A reader fills it with
//! borrowed pieces of the line; text is decoded only when somebody asks for it, so that reading a
//! log for addresses costs no copy. Never holds a query string, a password or a signature.

use std::borrow::Cow;
use std::net::IpAddr;

use subtier_model::Timestamp;

use crate::action::Action;
use crate::clock::When;
use crate::format::Format;
use crate::request::{self, Request};
use crate::secret;
use crate::text::Text;

/// What was done to what.
#[derive(Debug, Clone, Copy)]
pub enum Deed<'a> {
    /// The request of a web server.
    Request(Request<'a>),
    /// An action on a file name that stands in clear.
    Plain(Action, Option<Text<'a>>),
    /// An action on what stands in two parts, such as bucket and key.
    Joined(Action, Option<Text<'a>>, Option<Text<'a>>),
    /// An action on what a web address names, as `BUCKET/KEY`.
    Url(Action, Text<'a>),
}

/// What a client is known by beside its account and address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum ClientKind {
    /// The fingerprint of an SSH key.
    SshKey,
    /// The name in a certificate.
    Certificate,
    /// The id of an access key, or the hash of a token.
    AccessKey,
    /// The name that a computer gives itself.
    Computer,
    /// How a TLS client says hello (JA4, or JA3 where a log has only that).
    Ja4,
}

impl ClientKind {
    /// Returns its word in output.
    pub const fn name(self) -> &'static str {
        match self {
            Self::SshKey => "ssh_key",
            Self::Certificate => "certificate",
            Self::AccessKey => "access_key",
            Self::Computer => "computer",
            Self::Ja4 => "ja4",
        }
    }
}

/// What a client is known by beside its account and address, as logged.
#[derive(Debug, Clone, Copy)]
pub struct Client<'a> {
    /// Of which kind it is.
    pub kind: ClientKind,
    /// Its value, as it stands in the log.
    pub value: Text<'a>,
}

impl<'a> Client<'a> {
    /// Returns its value.
    pub fn value(self) -> Cow<'a, str> {
        self.value.read()
    }
}

/// How a TCP connection was opened, as packets show it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Opening<'a> {
    /// Hops that were left to the packet (time to live, hop limit).
    pub ttl: u8,
    /// The largest segment that the client takes; below that of its link, it comes through a tunnel.
    pub mss: Option<u16>,
    /// The name that a TLS client asks for.
    pub server_name: Option<&'a str>,
    /// The port that was opened.
    pub port: u16,
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
    /// The time as it stands in the line.
    pub when: When,
    /// The account as it stands in the line.
    pub account: Option<Text<'a>>,
    /// What was done to what; a query may still be in it, so it is read through [`Access::path`].
    pub deed: Deed<'a>,
    /// The name that the client gave itself.
    pub agent: Option<Text<'a>>,
    /// What the client is known by beside its account and address.
    pub client: Option<Client<'a>>,
    /// For whom the client says that it speaks.
    pub forwarded: Option<Text<'a>>,
    /// The address inside a tunnel.
    pub inner: Option<IpAddr>,
    /// How the connection was opened.
    pub opening: Option<&'a Opening<'a>>,
    /// Whether the server refused it in words.
    pub is_denied: bool,
    /// Columns of the line that hold a secret, for lines in which no name tells which they are.
    pub secrets: [&'a [u8]; 2],
    /// Why the line is complained of although it is an access.
    pub fault: Option<&'static str>,
}

impl<'a> Access<'a> {
    /// An access of which only format, time and deed are known yet.
    #[inline]
    pub const fn new(format: Format, when: When, deed: Deed<'a>) -> Self {
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
            client: None,
            forwarded: None,
            inner: None,
            opening: None,
            is_denied: false,
            secrets: [b""; 2],
            fault: None,
        }
    }

    /// Returns what it did. An error of a web server keeps its method's action.
    #[inline]
    pub fn action(&self) -> Action {
        match self.deed {
            Deed::Request(request) => request.action(),
            Deed::Plain(action, _) | Deed::Joined(action, _, _) | Deed::Url(action, _) => action,
        }
    }

    /// Returns the account as logged; `None` where the log says that there is none.
    #[inline]
    pub fn account(&self) -> Option<Cow<'a, str>> {
        self.account.map(Text::read)
    }

    /// Returns the path without query, percent-decoded once where it is part of an address.
    pub fn path(&self) -> Option<Cow<'a, str>> {
        match self.deed {
            Deed::Request(request) => request.path(),
            Deed::Plain(_, path) => path.map(|path| secret::without_secrets(path.read())),
            Deed::Joined(_, Some(one), Some(other)) => {
                let joined = format!("{}/{}", one.read(), other.read());
                Some(secret::without_secrets(Cow::Owned(joined)))
            }
            Deed::Joined(_, one, other) => {
                one.or(other).map(|path| secret::without_secrets(path.read()))
            }
            Deed::Url(_, url) => {
                let path = request::path_of(url)?;
                let path = match path {
                    Cow::Borrowed(path) => Cow::Borrowed(path.trim_start_matches('/')),
                    Cow::Owned(path) => Cow::Owned(path.trim_start_matches('/').to_owned()),
                };
                (!path.is_empty()).then_some(path)
            }
        }
    }

    /// Returns the name that the client gave itself.
    #[inline]
    pub fn agent(&self) -> Option<Cow<'a, str>> {
        self.agent.map(|agent| secret::without_secrets(agent.read()))
    }

    /// Returns what the client is known by beside its account and address.
    #[inline]
    pub const fn client(&self) -> Option<Client<'a>> {
        self.client
    }

    /// Returns the fingerprint of the SSH key that logged in.
    pub fn key(&self) -> Option<Cow<'a, str>> {
        let client = self.client.filter(|client| client.kind == ClientKind::SshKey);
        client.map(Client::value)
    }

    /// Returns for whom the client says that it speaks (`X-Forwarded-For`): a claim, since no proxy
    /// is known to have written it.
    #[inline]
    pub fn forwarded(&self) -> Option<Cow<'a, str>> {
        self.forwarded.map(|forwarded| secret::without_secrets(forwarded.read()))
    }

    /// Returns how the connection was opened, where packets were captured.
    #[inline]
    pub const fn opening(&self) -> Option<&'a Opening<'a>> {
        self.opening
    }

    /// Returns the address inside a tunnel that the log names, where `ip` is the one that the tunnel
    /// came from, by the log of the VPN server.
    #[inline]
    pub const fn inner_ip(&self) -> Option<IpAddr> {
        self.inner
    }

    /// Whether the clock's zone was assumed to be UTC.
    #[inline]
    pub fn clock_assumed(&self) -> bool {
        self.when.is_assumed()
    }

    /// Why the line is complained of although it is an access.
    #[inline]
    pub fn fault(&self) -> Option<&'static str> {
        self.fault
    }

    /// Whether a login was refused.
    #[inline]
    pub const fn is_refused(&self) -> bool {
        matches!(self.deed, Deed::Plain(Action::Fail, _) | Deed::Joined(Action::Fail, _, _))
    }

    /// Whether the server let the account in: nothing that it refused in words, and none of the answers 401
    /// Unauthorized, 403 Forbidden and 407 Proxy Authentication Required (RFC 9110 §15.5). Not
    /// found and other errors are answers to an account that is let in.
    #[inline]
    pub fn is_admitted(&self) -> bool {
        !matches!(self.status, Some(401 | 403 | 407)) && !self.is_denied && !self.is_refused()
    }
}
