//! Azure Blob Storage: resource logs in JSON
//! (<https://learn.microsoft.com/en-us/azure/azure-monitor/reference/tables/storagebloblogs>) and the
//! older Storage Analytics logs, lines divided by semicolons
//! (<https://learn.microsoft.com/en-us/rest/api/storageservices/storage-analytics-log-format>). The
//! signature in an address (`sig=`) never leaves this file.

use subtier_lines::access::{Access, Client, ClientKind, Deed};
use subtier_lines::action::Action;
use subtier_lines::address;
use subtier_lines::clock::{When, any_time, iso_time};
use subtier_lines::escape::Escape;
use subtier_lines::format::Format;
use subtier_lines::json::{Object, Value};
use subtier_lines::syslog::number;
use subtier_lines::text::Text;

use crate::line::Line;
use crate::memo::Memo;
use crate::w3c::moved;

/// Reads an object.
pub(crate) fn read<'a>(object: Object<'a, '_>, memo: &mut Memo) -> Line<'a> {
    let (Some(category), Some(operation)) = (object.raw("category"), object.raw("operationName"))
    else {
        return Line::Foreign;
    };
    if !category.starts_with(b"Storage") {
        return Line::Foreign;
    }
    let when = object
        .raw("time")
        .and_then(|time| any_time(time, &mut memo.before))
        .unwrap_or(When::Unknown);
    // What the service does by itself has no caller.
    let Some(peer) = object.raw("callerIpAddress") else { return Line::Skipped(when) };
    let action = action(operation);
    let properties = object.get("properties").and_then(Value::object);
    let property = |key| properties.and_then(|properties| properties.get(key));
    let deed = match object.text("uri") {
        Some(uri) => Deed::Url(action, uri),
        None => Deed::Plain(action, property("objectKey").and_then(Value::text)),
    };
    let mut access = Access::new(Format::AzureBlob, when, deed);
    access.ip = address::parse(peer);
    access.status = object.number("statusCode");
    let who = object.at(&["identity", "requester"]).and_then(Value::object);
    access.set_account(
        who.and_then(|who| ["upn", "objectId", "appId"].iter().find_map(|key| who.text(key))),
    );
    let key = object.at(&["identity", "tokenHash"]).and_then(Value::text);
    access.set_client(key.map(|value| Client::new(ClientKind::AccessKey, value)));
    let bytes = |key| property(key).and_then(Value::number);
    access.bytes = moved(
        action,
        bytes("responseBodySize"),
        bytes("requestBodySize").or(bytes("contentLengthHeader")),
    );
    access.set_agent(property("userAgentHeader").and_then(Value::text));
    Line::Access(access)
}

/// Columns of a Storage Analytics line.
const COLUMNS_MAX: usize = 40;

/// Reads a line of Storage Analytics.
pub(crate) fn read_line<'a>(line: &'a [u8], _memo: &mut Memo) -> Line<'a> {
    if !matches!(line, [b'1'..=b'9', b'.', b'0'..=b'9', b';', ..]) {
        return Line::Foreign;
    }
    let mut fields: [&'a [u8]; COLUMNS_MAX] = [b""; COLUMNS_MAX];
    let (mut n_fields, mut is_cut, mut rest) = (0, false, line);
    while let Some(place) = fields.get_mut(n_fields) {
        let (field, after, whole) = semicolon_field(rest);
        (*place, is_cut) = (field, !whole);
        n_fields += 1;
        let Some(after) = after else { break };
        rest = after;
    }
    let get = |column: usize| fields.get(column).copied().unwrap_or_default();
    let Some((when, b"")) = iso_time(get(1)) else { return Line::Foreign };
    let action = action(get(2));
    let url = Text::known(get(11), Escape::Entities);
    let deed = url.map_or(Deed::Plain(action, None), |url| Deed::Url(action, url));
    let mut access = Access::new(Format::AzureBlob, when, deed);
    access.status = number(get(4));
    access.set_account(Text::known(get(8), Escape::Entities));
    access.ip = address::parse(get(15));
    access.bytes = moved(action, number(get(20)), number(get(18)));
    access.set_agent(Text::known(get(27), Escape::Entities));
    // Version 1.0 has thirty columns, of which the last may be empty.
    access.fault = (is_cut || n_fields < 28).then_some("the line is cut: columns are missing");
    Line::Access(access)
}

/// Splits off a field, which may stand in quotes; also says whether its quotes are closed.
fn semicolon_field(text: &[u8]) -> (&[u8], Option<&[u8]>, bool) {
    let Some(inside) = text.strip_prefix(b"\"") else {
        let end = memchr::memchr(b';', text).unwrap_or(text.len());
        let (field, rest) = text.split_at_checked(end).unwrap_or((text, b""));
        return (field, rest.strip_prefix(b";"), true);
    };
    let Some(end) = memchr::memchr(b'"', inside) else { return (inside, None, false) };
    let (field, rest) = inside.split_at_checked(end).unwrap_or((inside, b""));
    (field, rest.strip_prefix(b"\";"), true)
}

/// What an operation did; names of
/// <https://learn.microsoft.com/en-us/rest/api/storageservices/storage-analytics-logged-operations-and-status-messages>.
fn action(operation: &[u8]) -> Action {
    let starts = |words: &[&str]| words.iter().any(|word| operation.starts_with(word.as_bytes()));
    if starts(&["List", "GetContainer", "Find"]) {
        Action::List
    } else if starts(&["Delete"]) {
        Action::Delete
    } else if starts(&["Get", "Read", "Query"]) {
        Action::Read
    } else if starts(&[
        "Put",
        "Append",
        "Copy",
        "Create",
        "Set",
        "Snapshot",
        "Undelete",
        "Write",
        "Flush",
        "Rename",
        "Incremental",
    ]) {
        Action::Write
    } else {
        Action::Other
    }
}
