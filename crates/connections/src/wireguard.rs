//! `WireGuard` in the kernel's log, which it writes only where its debugging is on (messages as in
//! drivers/net/wireguard/receive.c of Linux). A peer is a number there; a handshake is a login, and comes
//! again every two minutes while a tunnel is used.

use memchr::memmem;
use subtier_lines::access::{Access, Deed};
use subtier_lines::action::Action;
use subtier_lines::address;
use subtier_lines::escape::Escape;
use subtier_lines::format::Format;
use subtier_lines::syslog::Message;
use subtier_lines::text::Text;

use crate::line::Line;

/// The name under which the kernel speaks to syslog.
pub(crate) const PROGRAMS: &[&str] = &["kernel"];

/// Reads `wireguard: wg0: Receiving handshake initiation from peer 25 (192.0.2.7:52647)`, also with the
/// kernel's own clock before it.
pub(crate) fn read(message: Message<'_>) -> Line<'_> {
    let when = message.when;
    let split = || {
        let at = memmem::find(message.text, b"wireguard: ")?;
        let rest = message.text.get(at + b"wireguard: ".len()..)?;
        let rest = rest.get(memmem::find(rest, b": ")? + 2..)?;
        let rest = rest.strip_prefix(b"Receiving handshake initiation from ")?;
        let (peer, rest) = rest.split_at_checked(memmem::find(rest, b" (")?)?;
        Some((peer, rest.get(2..)?))
    };
    let Some((peer, place)) = split() else { return Line::Skipped(when) };
    let end = memchr::memchr(b')', place);
    let deed = Deed::Plain(Action::Login, None);
    let mut access = Access::new(Format::Wireguard, when, deed);
    access.set_account(Text::known(peer, Escape::None));
    access.ip = end.and_then(|end| place.get(..end)).and_then(address::parse);
    access.fault = end.is_none().then_some("the line is cut inside the address");
    Line::Access(access)
}
