//! `OpenVPN` servers: who connected from where, and which address inside the tunnel was given to whom
//! (messages as in multi.c and ssl.c of `OpenVPN`). A connection is a login; the address inside is kept as
//! a lease, so that other logs that know only the inside can be joined with it.

use std::net::IpAddr;

use memchr::memmem;
use subtier_lines::access::{Access, Client, ClientKind, Deed};
use subtier_lines::action::Action;
use subtier_lines::address;
use subtier_lines::clock::{When, ctime, iso_time};
use subtier_lines::escape::Escape;
use subtier_lines::format::Format;
use subtier_lines::syslog::{Message, word};
use subtier_lines::text::Text;

use crate::lease::Leased;
use crate::line::Line;
use crate::memo::Memo;

/// Names under which it speaks to syslog.
pub(crate) const PROGRAMS: &[&str] = &["openvpn", "ovpn-server", "ovpn-openvpn", "openvpn-server"];

/// Reads a line of its own file: `2024-10-06 15:21:48 …`, in older versions
/// `Fri Nov  4 19:40:44 2022 us=821834 …`.
pub(crate) fn read<'a>(line: &'a [u8], _memo: &mut Memo) -> Line<'a> {
    let Some((when, rest)) = ctime(line).or_else(|| iso_time(line)) else { return Line::Foreign };
    let rest = rest.strip_prefix(b" ").unwrap_or(rest);
    let rest = if rest.starts_with(b"us=") { word(rest).1 } else { rest };
    read_text(when, rest).unwrap_or(Line::Foreign)
}

/// Reads one message.
pub(crate) fn read_message(message: Message<'_>) -> Line<'_> {
    read_text(message.when, message.text).unwrap_or(Line::Skipped(message.when))
}

/// Reads what is said; nothing where the words are not those of a server.
fn read_text(when: When, text: &[u8]) -> Option<Line<'_>> {
    let (peer, rest) = word(text);
    let Peer { name, address } = peer_of(peer);
    if let Some(rest) = rest.strip_prefix(b"[")
        && let Some(end) = memmem::find(rest, b"] Peer Connection Initiated with ")
    {
        let account = rest.get(..end).and_then(|name| Text::known(name, Escape::None));
        let behind = rest.get(end + b"] Peer Connection Initiated with ".len()..)?;
        let outer = outer_address(behind).or(address);
        return Some(Line::Access(login(when, Action::Login, account, outer)));
    }
    let Some(outer) = address else {
        return begins(text, OF_SERVERS).then_some(Line::Skipped(when));
    };
    if memmem::find(rest, b"Auth Username/Password verification failed").is_some()
        || rest.starts_with(b"VERIFY ERROR")
        || rest.starts_with(b"TLS Auth Error")
    {
        return Some(Line::Access(login(when, Action::Fail, name, Some(outer))));
    }
    if let Some(rest) = rest.strip_prefix(b"MULTI: Learn: ") {
        // A bridge learns the numbers of network cards instead.
        let Some(inner) = address::parse(word(rest).0) else { return Some(Line::Skipped(when)) };
        return Some(Line::Leased(Leased { when, inner: Some(inner), outer, account: name }));
    }
    let ends = memmem::find(rest, b"client-instance exiting").is_some()
        || memmem::find(rest, b"client-instance restarting").is_some();
    if ends {
        return Some(Line::Leased(Leased { when, inner: None, outer, account: name }));
    }
    begins(rest, OF_CLIENTS).then_some(Line::Skipped(when))
}

fn begins(text: &[u8], words: &[&str]) -> bool {
    words.iter().any(|words| text.starts_with(words.as_bytes()))
}

/// First words of messages about a client, of `OpenVPN` 2.3 to 2.6. Other lines that begin with a time and
/// an address may be lines of anything.
const OF_CLIENTS: &[&str] = &[
    "AEAD Decrypt",
    "Authenticate/Decrypt",
    "AUTH",
    "Bad compression",
    "Connection reset",
    "Control Channel",
    "CRL",
    "Data Channel",
    "Delayed exit",
    "Expected Remote Options",
    "Fatal TLS",
    "Inactivity timeout",
    "Incoming Data",
    "Local Options",
    "LZO",
    "MULTI",
    "Non-OpenVPN",
    "NOTE: ",
    "Options error",
    "Outgoing Data",
    "PLUGIN",
    "peer info:",
    "Peer Connection",
    "PID_ERR",
    "PUSH",
    "Re-using SSL",
    "Replay",
    "SENT CONTROL",
    "SIGTERM",
    "SIGUSR1",
    "TCP/UDP",
    "TCP connection",
    "Timers:",
    "TLS",
    "Using peer",
    "VERIFY",
    "WARNING: ",
];

/// First words of messages about the server itself.
const OF_SERVERS: &[&str] = &[
    "/sbin/i",
    "/usr/sbin/i",
    "Closing TUN/TAP",
    "Control Channel MTU",
    "Could not determine IPv4/IPv6",
    "CRL: ",
    "Data Channel MTU",
    "Diffie-Hellman init",
    "ECDH curve",
    "GID set to",
    "IFCONFIG POOL",
    "Incoming Control Channel",
    "Initialization Sequence",
    "library versions:",
    "Listening for incoming TCP",
    "MANAGEMENT: ",
    "MULTI: ",
    "net_addr",
    "net_iface",
    "net_route",
    "OpenVPN ",
    "Outgoing Control Channel",
    "PLUGIN_",
    "ROUTE_GATEWAY",
    "SIGHUP[",
    "SIGINT[",
    "SIGTERM[",
    "SIGUSR1[",
    "Socket Buffers:",
    "TCPv4_SERVER link",
    "TCPv6_SERVER link",
    "TLS-Auth MTU",
    "TUN/TAP device",
    "UDPv4 link",
    "UDPv6 link",
    "UID set to",
];

fn login(
    when: When,
    action: Action,
    account: Option<Text<'_>>,
    outer: Option<IpAddr>,
) -> Access<'_> {
    let mut access = Access::new(Format::Openvpn, when, Deed::Plain(action, None));
    access.set_account(account);
    access.ip = outer;
    access.set_client(account.map(|value| Client::new(ClientKind::Certificate, value)));
    access
}

/// The client that a line begins with.
struct Peer<'a> {
    name: Option<Text<'a>>,
    address: Option<IpAddr>,
}

/// Reads `NAME/192.0.2.7:53722` or `192.0.2.7:53722`; newer versions put `udp4:` before the address.
fn peer_of(word: &[u8]) -> Peer<'_> {
    let (name, place) = match memchr::memrchr(b'/', word).and_then(|at| word.split_at_checked(at)) {
        Some((name, place)) => {
            (Text::known(name, Escape::None), place.get(1..).unwrap_or_default())
        }
        None => (None, word),
    };
    let schemes: [&[u8]; 5] = [b"udp4:", b"udp6:", b"tcp4-server:", b"tcp6-server:", b"tcp4:"];
    let bare = schemes.iter().find_map(|scheme| place.strip_prefix(*scheme)).unwrap_or(place);
    // A port always stands there: a bare number with dots is no client.
    let has_port = memchr::memchr(b':', bare).is_some();
    Peer { name, address: address::parse(bare).filter(|_| has_port) }
}

/// Reads `[AF_INET]192.0.2.7:53722`, also with the way it came behind it.
fn outer_address(text: &[u8]) -> Option<IpAddr> {
    let end = memchr::memchr(b']', text)?;
    text.starts_with(b"[AF_INET").then_some(())?;
    address::parse(word(text.get(end + 1..)?).0)
}
