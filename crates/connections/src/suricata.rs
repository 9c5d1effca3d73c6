//! Suricata's events in JSON
//! (<https://docs.suricata.io/en/latest/output/eve/eve-json-format.html>): web requests, files, flows, TLS
//! and SSH. An event about a file names the sender first, which may be the server.

use subtier_lines::access::{Access, Client, ClientKind, Deed};
use subtier_lines::action::Action;
use subtier_lines::address;
use subtier_lines::clock::{When, any_time};
use subtier_lines::format::Format;
use subtier_lines::json::{Object, Value};
use subtier_lines::request::Request;
use subtier_lines::text::Text;

use crate::line::Line;
use crate::memo::Memo;

/// Reads an object.
pub(crate) fn read<'a>(object: Object<'a, '_>, memo: &mut Memo) -> Line<'a> {
    let (Some(kind), Some(time)) = (object.raw("event_type"), object.raw("timestamp")) else {
        return Line::Foreign;
    };
    let when = any_time(time, &mut memo.before).unwrap_or(When::Unknown);
    if object.get("src_ip").is_none() {
        // Counts of Suricata itself.
        return Line::Skipped(when);
    }
    let within = |key| object.get(key).and_then(Value::object);
    let access = match kind {
        b"http" => within("http").and_then(|http| web(when, http)),
        b"fileinfo" => within("fileinfo").and_then(|file| transfer(when, object, file)),
        b"ftp" => within("ftp").and_then(|ftp| self::ftp(when, ftp)),
        b"tls" => Some(hello(when, within("tls"))),
        b"ssh" => Some(ssh(when, within("ssh"))),
        b"flow" | b"netflow" => Some(flow(when, within("flow"))),
        _ => None,
    };
    let Some((mut access, from_server)) = access else { return Line::Skipped(when) };
    let client = if from_server { "dest_ip" } else { "src_ip" };
    access.ip = object.raw(client).and_then(address::parse);
    Line::Access(access)
}

/// An access, and whether the client stands second.
type Sided<'a> = (Access<'a>, bool);

fn web<'a>(when: When, http: Object<'a, '_>) -> Option<Sided<'a>> {
    let request = Request::Parts(http.raw("http_method")?, http.text("url")?);
    let mut access = Access::new(Format::Suricata, when, Deed::Request(request));
    access.status = http.number("status");
    access.bytes = http.number("length");
    access.set_agent(http.text("http_user_agent"));
    access.set_forwarded(http.text("xff"));
    Some((access, false))
}

/// A file seen on its way. One of a web request has an event of its own.
fn transfer<'a>(when: When, object: Object<'a, '_>, file: Object<'a, '_>) -> Option<Sided<'a>> {
    if object.get("http").is_some() {
        return None;
    }
    let port = |key| object.number::<u32>(key).unwrap_or(u32::MAX);
    // Servers listen on lower ports than those that clients are given (RFC 6335 §6).
    let from_server = port("src_port") < port("dest_port");
    let action = if from_server { Action::Read } else { Action::Write };
    let share = object.at(&["smb", "share"]).and_then(Value::text);
    let deed = Deed::Joined(action, share, file.text("filename"));
    let mut access = Access::new(Format::Suricata, when, deed);
    access.bytes = file.number("size");
    Some((access, from_server))
}

fn ftp<'a>(when: When, ftp: Object<'a, '_>) -> Option<Sided<'a>> {
    let code = ftp.get("completion_code").and_then(Value::text).map(Text::raw);
    let action = match (ftp.raw("command")?, code) {
        (b"PASS", Some(b"230")) => Action::Login,
        (b"PASS", Some(b"530")) => Action::Fail,
        (b"RETR", _) => Action::Read,
        (b"STOR" | b"APPE" | b"STOU" | b"MKD", _) => Action::Write,
        (b"DELE" | b"RMD", _) => Action::Delete,
        (b"LIST" | b"NLST" | b"MLSD", _) => Action::List,
        _ => return None,
    };
    let is_login = matches!(action, Action::Login | Action::Fail);
    let path = ftp.text("command_data").filter(|_| !is_login);
    Some((Access::new(Format::Suricata, when, Deed::Plain(action, path)), false))
}

fn hello<'a>(when: When, tls: Option<Object<'a, '_>>) -> Sided<'a> {
    let mut access = Access::new(Format::Suricata, when, Deed::Plain(Action::Other, None));
    let ja4 = tls.and_then(|tls| {
        let ja3 = || tls.at(&["ja3", "hash"])?.text();
        tls.text("ja4").or_else(ja3)
    });
    access.set_client(ja4.map(|value| Client::new(ClientKind::Ja4, value)));
    (access, false)
}

fn ssh<'a>(when: When, ssh: Option<Object<'a, '_>>) -> Sided<'a> {
    let mut access = Access::new(Format::Suricata, when, Deed::Plain(Action::Other, None));
    access.set_agent(ssh.and_then(|ssh| ssh.at(&["client", "software_version"])?.text()));
    (access, false)
}

fn flow<'a>(when: When, flow: Option<Object<'a, '_>>) -> Sided<'a> {
    let mut access = Access::new(Format::Suricata, when, Deed::Plain(Action::Other, None));
    let bytes = |key| flow.and_then(|flow| flow.number::<u64>(key));
    access.bytes = match (bytes("bytes_toserver"), bytes("bytes_toclient")) {
        (None, None) => None,
        (one, other) => Some(one.unwrap_or(0).saturating_add(other.unwrap_or(0))),
    };
    (access, false)
}
