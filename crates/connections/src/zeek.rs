//! Zeek's logs of connections, web requests, SSH, FTP, SMB files and TLS, as columns under a header or as
//! JSON (<https://docs.zeek.org/en/current/log-formats.html>, fields of
//! <https://docs.zeek.org/en/current/logs/index.html>). Which log a line is of follows from its fields.

use subtier_lines::access::{Access, Client, ClientKind, Deed};
use subtier_lines::action::Action;
use subtier_lines::address;
use subtier_lines::clock::{When, any_time};
use subtier_lines::escape::Escape;
use subtier_lines::format::Format;
use subtier_lines::json::{Object, Value};
use subtier_lines::request::Request;
use subtier_lines::syslog::number;
use subtier_lines::text::Text;

use crate::columns::{COLUMNS_MAX, Columns};
use crate::line::Line;
use crate::memo::Memo;
use crate::w3c::moved;

/// Fields that are read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Field {
    Time,
    Client,
    Method,
    Uri,
    Status,
    Agent,
    User,
    RequestBytes,
    ResponseBytes,
    OriginBytes,
    ReplyBytes,
    State,
    AuthSuccess,
    AuthAttempts,
    Software,
    Command,
    Argument,
    FileSize,
    Deed,
    Path,
    Name,
    Ja4,
    ServerName,
    Proxied,
    Password,
}

/// Number of fields.
const N_FIELDS: usize = Field::Password as usize + 1;

/// The field of a name.
fn field(name: &[u8]) -> Option<Field> {
    Some(match name {
        b"ts" => Field::Time,
        b"id.orig_h" => Field::Client,
        b"method" => Field::Method,
        b"uri" => Field::Uri,
        b"status_code" => Field::Status,
        b"user_agent" => Field::Agent,
        b"username" | b"user" => Field::User,
        b"request_body_len" => Field::RequestBytes,
        b"response_body_len" => Field::ResponseBytes,
        b"orig_bytes" => Field::OriginBytes,
        b"resp_bytes" => Field::ReplyBytes,
        b"conn_state" => Field::State,
        b"auth_success" => Field::AuthSuccess,
        b"auth_attempts" => Field::AuthAttempts,
        b"client" => Field::Software,
        b"command" => Field::Command,
        b"arg" => Field::Argument,
        b"file_size" | b"size" => Field::FileSize,
        b"action" => Field::Deed,
        b"path" => Field::Path,
        b"name" => Field::Name,
        b"ja4" | b"ja3" => Field::Ja4,
        b"server_name" => Field::ServerName,
        b"proxied" => Field::Proxied,
        b"password" => Field::Password,
        _ => return None,
    })
}

/// What the header lines said.
#[derive(Debug, Clone, Default)]
pub(crate) struct Header {
    fields: Vec<Option<Field>>,
    n_columns: usize,
}

/// Reads a header line.
pub(crate) fn read_header<'a>(line: &'a [u8], memo: &mut Memo) -> Line<'a> {
    let mut words = line.split(|byte| matches!(byte, b'\t' | b' '));
    match words.next() {
        Some(b"#fields") => {
            let fields: Vec<Option<Field>> = words.take(COLUMNS_MAX).map(field).collect();
            let n_columns = fields.len();
            memo.columns = Columns::Zeek(Header { fields, n_columns });
            Line::Header
        }
        Some(
            b"#separator" | b"#set_separator" | b"#empty_field" | b"#unset_field" | b"#path"
            | b"#open" | b"#types" | b"#close",
        ) => Line::Header,
        _ => Line::Foreign,
    }
}

/// The fields of one line.
struct Raw<'a> {
    fields: [Option<&'a [u8]>; N_FIELDS],
    escape: Escape,
}

impl<'a> Raw<'a> {
    const fn new(escape: Escape) -> Self {
        Self { fields: [None; N_FIELDS], escape }
    }

    fn set(&mut self, field: Field, value: &'a [u8]) {
        if let Some(place) = self.fields.get_mut(field as usize) {
            place.get_or_insert(value);
        }
    }

    fn get(&self, field: Field) -> Option<&'a [u8]> {
        self.fields.get(field as usize).copied().flatten()
    }

    fn text(&self, field: Field) -> Option<Text<'a>> {
        Text::known(self.get(field)?, self.escape)
    }

    fn number<N: std::str::FromStr>(&self, field: Field) -> Option<N> {
        number(self.get(field)?)
    }
}

/// Reads a line below a header.
pub(crate) fn read_row<'a>(line: &'a [u8], header: &Header, memo: &mut Memo) -> Line<'a> {
    // `\xHH` is how a value holds the character that divides.
    let mut raw = Raw::new(Escape::Web);
    let mut n_values = 0;
    for (value, field) in line.split(|byte| *byte == b'\t').zip(&header.fields) {
        n_values += 1;
        if let Some(field) = *field
            && !matches!(value, b"-" | b"(empty)")
        {
            raw.set(field, value);
        }
    }
    let mut line = mean(&raw, memo);
    if let Line::Access(access) = &mut line {
        let is_cut = n_values < header.n_columns;
        let argument =
            raw.get(Field::Argument).filter(|_| raw.get(Field::Command) == Some(b"PASS"));
        access.set_secrets([raw.get(Field::Password), argument].map(Option::unwrap_or_default));
        access.fault = is_cut.then_some("the line is cut: columns are missing");
    }
    line
}

/// Reads an object.
pub(crate) fn read<'a>(object: Object<'a, '_>, memo: &mut Memo) -> Line<'a> {
    let mut raw = Raw::new(Escape::Json);
    for (key, value) in object.values() {
        if let Some(id) = value.object().filter(|_| key == b"id") {
            if let Some(client) = id.raw("orig_h") {
                raw.set(Field::Client, client);
            }
        } else if let Some(field) = field(key).filter(|_| value.object().is_none()) {
            raw.set(field, value.raw());
        }
        if key == b"proxied"
            && let Some(first) = value.object().and_then(|values| values.values().next())
        {
            raw.set(Field::Proxied, Value::raw(first.1));
        }
    }
    if raw.get(Field::Client).is_none() { Line::Foreign } else { mean(&raw, memo) }
}

/// Makes an access of the fields.
fn mean<'a>(raw: &Raw<'a>, memo: &mut Memo) -> Line<'a> {
    let Some(when) = raw.get(Field::Time).and_then(|time| any_time(time, &mut memo.before)) else {
        return Line::Foreign;
    };
    let Some(client) = raw.get(Field::Client) else { return Line::Skipped(when) };
    let ip = address::parse(client);
    let Some(mut access) = deed(raw, when) else { return Line::Skipped(when) };
    access.ip = ip;
    Line::Access(access)
}

fn deed<'a>(raw: &Raw<'a>, when: When) -> Option<Access<'a>> {
    let plain = |action, path| Access::new(Format::Zeek, when, Deed::Plain(action, path));
    if let Some((method, uri)) = raw.get(Field::Method).zip(raw.text(Field::Uri)) {
        let deed = Deed::Request(Request::Parts(method, uri));
        let mut access = Access::new(Format::Zeek, when, deed);
        access.set_account(raw.text(Field::User));
        access.status = raw.number(Field::Status);
        let (sent, received) = (Field::ResponseBytes, Field::RequestBytes);
        access.bytes = moved(access.action(), raw.number(sent), raw.number(received));
        access.set_agent(raw.text(Field::Agent));
        access.set_forwarded(raw.text(Field::Proxied));
        return Some(access);
    }
    if let Some(command) = raw.get(Field::Command) {
        let action = match command {
            b"RETR" => Action::Read,
            b"STOR" | b"APPE" | b"STOU" => Action::Write,
            b"DELE" => Action::Delete,
            b"LIST" | b"NLST" | b"MLSD" => Action::List,
            _ => Action::Other,
        };
        let path = if action == Action::Other { None } else { raw.text(Field::Argument) };
        let mut access = plain(action, path);
        access.set_account(raw.text(Field::User));
        access.bytes = raw.number(Field::FileSize);
        return Some(access);
    }
    if let Some(done) = raw.get(Field::Deed).filter(|done| done.starts_with(b"SMB::FILE_")) {
        return smb(raw, when, done);
    }
    if raw.get(Field::AuthSuccess).is_some() || raw.get(Field::AuthAttempts).is_some() {
        let action = match raw.get(Field::AuthSuccess) {
            Some(b"T" | b"true") => Action::Login,
            Some(b"F" | b"false") => Action::Fail,
            _ => Action::Other,
        };
        let mut access = plain(action, None);
        access.set_agent(raw.text(Field::Software));
        return Some(access);
    }
    if raw.get(Field::State).is_some() {
        let mut access = plain(Action::Other, None);
        let bytes = [Field::OriginBytes, Field::ReplyBytes].map(|field| raw.number::<u64>(field));
        let known = bytes.iter().flatten().copied();
        access.bytes =
            bytes.iter().any(Option::is_some).then(|| known.fold(0, u64::saturating_add));
        return Some(access);
    }
    let ja4 = raw.text(Field::Ja4);
    if ja4.is_some() || raw.get(Field::ServerName).is_some() {
        let mut access = plain(Action::Other, None);
        access.set_client(ja4.map(|value| Client::new(ClientKind::Ja4, value)));
        return Some(access);
    }
    None
}

/// A file of a share.
fn smb<'a>(raw: &Raw<'a>, when: When, done: &[u8]) -> Option<Access<'a>> {
    let action = match done {
        b"SMB::FILE_READ" | b"SMB::FILE_OPEN" => Action::Read,
        b"SMB::FILE_WRITE" | b"SMB::FILE_RENAME" => Action::Write,
        b"SMB::FILE_DELETE" => Action::Delete,
        b"SMB::FILE_CLOSE" => return None,
        _ => Action::Other,
    };
    let deed = Deed::Joined(action, raw.text(Field::Path), raw.text(Field::Name));
    let mut access = Access::new(Format::Zeek, when, deed);
    access.bytes = raw.number(Field::FileSize);
    Some(access)
}
