//! Traefik's access log in JSON
//! (<https://doc.traefik.io/traefik/observe/logs-and-access-logs/>, fields of the JSON format).

use subtier_lines::access::{Access, Client, ClientKind, Deed};
use subtier_lines::address;
use subtier_lines::clock::{When, any_time};
use subtier_lines::format::Format;
use subtier_lines::json::Object;
use subtier_lines::request::Request;

use crate::line::Line;
use crate::memo::Memo;
use crate::w3c::moved;

/// Reads an object.
pub(crate) fn read<'a>(object: Object<'a, '_>, memo: &mut Memo) -> Line<'a> {
    let peer = object.raw("ClientAddr").or(object.raw("ClientHost"));
    let request = object.raw("RequestMethod").zip(object.text("RequestPath"));
    let (Some(peer), Some((method, target))) = (peer, request) else { return Line::Foreign };
    let times = ["StartUTC", "StartLocal", "time"];
    let when = times.iter().find_map(|key| any_time(object.raw(key)?, &mut memo.before));
    let deed = Deed::Request(Request::Parts(method, target));
    let mut access = Access::new(Format::TraefikJson, when.unwrap_or(When::Unknown), deed);
    access.ip = address::parse(peer);
    access.set_account(object.text("ClientUsername"));
    access.status = object.number("DownstreamStatus").or(object.number("OriginStatus"));
    let (sent, received) = ("DownstreamContentSize", "RequestContentSize");
    access.bytes = moved(access.action(), object.number(sent), object.number(received));
    access.set_agent(object.text("request_User-Agent"));
    access.set_forwarded(object.text("request_X-Forwarded-For"));
    let name = object.text("TLSClientSubject");
    access.set_client(name.map(|value| Client::new(ClientKind::Certificate, value)));
    Line::Access(access)
}
