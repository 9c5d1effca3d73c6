//! Caddy's access log in JSON (<https://caddyserver.com/docs/caddyfile/directives/log>). The address
//! is `client_ip`, which is the socket peer unless the server declared its proxies.

use subtier_lines::access::{Access, Client, ClientKind, Deed};
use subtier_lines::address;
use subtier_lines::clock::{When, any_time};
use subtier_lines::format::Format;
use subtier_lines::json::{Object, Value};
use subtier_lines::request::Request;

use crate::line::Line;
use crate::memo::Memo;
use crate::w3c::moved;

/// Reads an object.
pub(crate) fn read<'a>(object: Object<'a, '_>, memo: &mut Memo) -> Line<'a> {
    let Some(request) = object.get("request").and_then(Value::object) else { return Line::Foreign };
    let peer = request.raw("remote_ip").or(request.raw("remote_addr"));
    let method = request.raw("method");
    let (Some(peer), Some(method)) = (peer, method) else { return Line::Foreign };
    let when =
        object.raw("ts").and_then(|ts| any_time(ts, &mut memo.before)).unwrap_or(When::Unknown);
    if object.get("status").is_none() && object.get("msg").is_some_and(|msg| msg.raw() != HANDLED) {
        // Other modules of the server speak of requests too.
        return Line::Skipped(when);
    }
    let target = request.text("uri");
    let deed = match target {
        Some(target) => Deed::Request(Request::Parts(method, target)),
        None => Deed::Plain(subtier_lines::action::Action::Other, None),
    };
    let mut access = Access::new(Format::CaddyJson, when, deed);
    access.ip = address::parse(request.raw("client_ip").unwrap_or(peer));
    access.set_account(object.text("user_id"));
    access.status = object.number("status");
    access.bytes = moved(access.action(), object.number("size"), object.number("bytes_read"));
    let header = |name| request.at(&["headers", name]).and_then(Value::text);
    access.set_agent(header("User-Agent"));
    access.set_forwarded(header("X-Forwarded-For"));
    let name = request.at(&["tls", "client_common_name"]).and_then(Value::text);
    access.set_client(name.map(|value| Client::new(ClientKind::Certificate, value)));
    Line::Access(access)
}

/// What Caddy says of a request that it answered.
const HANDLED: &[u8] = b"handled request";
