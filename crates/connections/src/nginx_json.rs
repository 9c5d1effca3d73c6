//! Access logs of nginx in JSON (`log_format … escape=json`,
//! <https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format>). The keys are of the
//! administrator's choosing: they are known by the variable that they are named after, and by the
//! names that Apache, Elastic and others use in their examples.

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
use crate::w3c::moved;

/// What is known of a request.
#[derive(Default)]
struct Raw<'a> {
    peer: Option<&'a [u8]>,
    time: Option<&'a [u8]>,
    user: Option<Text<'a>>,
    request: Option<Text<'a>>,
    method: Option<&'a [u8]>,
    target: Option<Text<'a>>,
    status: Option<u16>,
    sent: Option<u64>,
    received: Option<u64>,
    agent: Option<Text<'a>>,
    forwarded: Option<Text<'a>>,
    certificate: Option<Text<'a>>,
}

/// Reads an object.
pub(crate) fn read<'a>(object: Object<'a, '_>, memo: &mut Memo) -> Line<'a> {
    let mut raw = Raw::default();
    for (key, value) in object.values() {
        match value.object() {
            Some(within) => within.values().for_each(|(key, value)| raw.take(key, value)),
            None => raw.take(key, value),
        }
    }
    let request = match (raw.request, raw.method, raw.target) {
        (_, Some(method), Some(target)) => Request::Parts(method, target),
        (Some(request), _, _) => Request::Whole(request),
        _ => return Line::Foreign,
    };
    let (Some(peer), Some(_)) = (raw.peer, raw.status) else { return Line::Foreign };
    let when = raw.time.and_then(|time| any_time(time, &mut memo.before)).unwrap_or(When::Unknown);
    let mut access = Access::new(Format::NginxJson, when, Deed::Request(request));
    access.ip = address::parse(peer);
    access.set_account(raw.user);
    access.status = raw.status;
    access.bytes = moved(access.action(), raw.sent, raw.received);
    access.set_agent(raw.agent);
    access.set_forwarded(raw.forwarded);
    access.set_client(raw.certificate.map(|value| Client::new(ClientKind::Certificate, value)));
    if access.action() == Action::Other && raw.time.is_none() {
        return Line::Foreign;
    }
    Line::Access(access)
}

impl<'a> Raw<'a> {
    fn take(&mut self, key: &[u8], value: Value<'a, '_>) {
        match key {
            b"realip_remote_addr" => self.peer = Some(value.raw()),
            b"remote_addr" | b"remote_ip" | b"remote_address" | b"client_ip" | b"clientip"
            | b"client" | b"ip" => {
                self.peer.get_or_insert(value.raw());
            }
            b"time_iso8601" | b"time_local" | b"time" | b"timestamp" | b"@timestamp" | b"msec"
            | b"ts" | b"date" | b"datetime" => {
                self.time.get_or_insert(value.raw());
            }
            b"remote_user" | b"user" | b"username" | b"auth_user" => {
                self.user = self.user.or(value.text());
            }
            b"request" | b"request_line" => self.request = self.request.or(value.text()),
            b"request_method" | b"method" | b"verb" | b"http_method" => {
                self.method.get_or_insert(value.raw());
            }
            b"request_uri" => self.target = value.text(),
            b"uri" | b"url" | b"path" | b"request_path" => {
                self.target = self.target.or(value.text());
            }
            b"status" | b"status_code" | b"response" | b"response_code" => {
                self.status = self.status.or(value.number());
            }
            b"body_bytes_sent" => self.sent = value.number(),
            b"bytes_sent" | b"bytes" | b"size" | b"response_size" => {
                self.sent = self.sent.or(value.number());
            }
            b"request_length" => self.received = value.number(),
            _ => self.take_header(key, value),
        }
    }

    fn take_header(&mut self, key: &[u8], value: Value<'a, '_>) {
        match key {
            b"http_user_agent" | b"user_agent" | b"agent" | b"useragent" => {
                self.agent = self.agent.or(value.text());
            }
            b"http_x_forwarded_for" | b"x_forwarded_for" | b"forwarded_for" | b"xff" => {
                self.forwarded = self.forwarded.or(value.text());
            }
            b"ssl_client_s_dn" | b"ssl_client_fingerprint" => {
                self.certificate = self.certificate.or(value.text());
            }
            _ => {}
        }
    }
}
