//! Access: one thing somebody did to a server, as one line of a log tells it. A reader fills it with
//! borrowed pieces of the line; text is decoded only when somebody asks for it, so that reading a
//! log for addresses costs no copy. The pieces may hold a query string, a password or a signature: they
//! go in and never come out as they are, only through methods that take those away.

use std::borrow::Cow;
use std::fmt;
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
#[derive(Clone, Copy)]
pub struct Client<'a> {
    /// Of which kind it is.
    pub kind: ClientKind,
    value: Text<'a>,
}

impl<'a> Client<'a> {
    /// What a client is known by, as it stands in the log.
    #[inline]
    pub const fn new(kind: ClientKind, value: Text<'a>) -> Self {
        Self { kind, value }
    }

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
#[derive(Clone, Copy)]
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
    account: Option<Text<'a>>,
    deed: Deed<'a>,
    agent: Option<Text<'a>>,
    client: Option<Client<'a>>,
    forwarded: Option<Text<'a>>,
    /// The address inside a tunnel.
    pub inner: Option<IpAddr>,
    /// How the connection was opened.
    pub opening: Option<&'a Opening<'a>>,
    /// Whether the server refused it in words.
    pub is_denied: bool,
    secrets: [&'a [u8]; 2],
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

    /// Sets the account as it stands in the line.
    #[inline]
    pub const fn set_account(&mut self, account: Option<Text<'a>>) {
        self.account = account;
    }

    /// Sets what was done to what, where it is known later than the rest.
    #[inline]
    pub const fn set_deed(&mut self, deed: Deed<'a>) {
        self.deed = deed;
    }

    /// Sets the name that the client gave itself.
    #[inline]
    pub const fn set_agent(&mut self, agent: Option<Text<'a>>) {
        self.agent = agent;
    }

    /// Sets what the client is known by beside its account and address.
    #[inline]
    pub const fn set_client(&mut self, client: Option<Client<'a>>) {
        self.client = client;
    }

    /// Sets for whom the client says that it speaks.
    #[inline]
    pub const fn set_forwarded(&mut self, forwarded: Option<Text<'a>>) {
        self.forwarded = forwarded;
    }

    /// Sets the columns of the line that hold a secret, for lines in which no name tells which they are.
    #[inline]
    pub const fn set_secrets(&mut self, secrets: [&'a [u8]; 2]) {
        self.secrets = secrets;
    }

    /// Returns the line without the columns that hold a secret; what a name marks as one is taken out of
    /// it by [`secret::quote`].
    #[inline]
    pub fn without_secret_columns<'l>(&self, line: &'l [u8]) -> Cow<'l, [u8]> {
        secret::without_columns(line, self.secrets)
    }

    /// Whether the log names an account.
    #[inline]
    pub const fn has_account(&self) -> bool {
        self.account.is_some()
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

impl fmt::Debug for Client<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Client")
            .field("kind", &self.kind)
            .field("value", &secret::without_secrets(self.value()))
            .finish()
    }
}

/// What is printed of it is what its methods give: the pieces of the line may hold secrets.
impl fmt::Debug for Access<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Access")
            .field("format", &self.format)
            .field("ts", &self.ts)
            .field("ip", &self.ip)
            .field("status", &self.status)
            .field("bytes", &self.bytes)
            .field("times", &self.times)
            .field("when", &self.when)
            .field("account", &self.account().map(secret::without_secrets))
            .field("action", &self.action())
            .field("path", &self.path())
            .field("agent", &self.agent())
            .field("client", &self.client)
            .field("forwarded", &self.forwarded())
            .field("inner", &self.inner)
            .field("is_denied", &self.is_denied)
            .field("fault", &self.fault)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::escape::Escape;

    #[test]
    fn nothing_that_is_asked_of_an_access_holds_a_secret() {
        let text = |raw: &'static str| Text::new(raw.as_bytes(), Escape::None);
        let request = Request::new(b"GET /a/b.psd?sig=TOPSECRET HTTP/1.1");
        let mut access = Access::new(Format::Combined, When::Unknown, Deed::Request(request));
        access.set_account(Some(text("bob")));
        access.set_agent(Some(text("tool/1 token=TOPSECRET")));
        access.set_forwarded(Some(text("http://bob:TOPSECRET@192.0.2.1")));
        access.set_client(Some(Client::new(ClientKind::Computer, text("pc token=TOPSECRET"))));
        access.set_secrets([b"TOPSECRET", b""]);
        let debug = format!("{access:?}");
        assert!(!debug.contains("TOPSECRET"), "{debug}");
        assert!(debug.contains("/a/b.psd") && debug.contains("tool/1"), "{debug}");
        let kept = access.without_secret_columns(b"GET TOPSECRET 200");
        assert_eq!(&*kept, b"GET [removed] 200");
        let texts = [access.account(), access.path(), access.agent(), access.forwarded()];
        assert!(texts.iter().flatten().all(|text| !text.contains("TOPSECRET")), "{texts:?}");
    }
}
