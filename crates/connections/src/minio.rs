//! `MinIO`'s audit log (<https://github.com/minio/minio/blob/master/docs/logging/README.md>). Of the
//! `Authorization` header only the id of the access key is kept, never its signature.

use memchr::memmem;
use subtier_lines::access::{Access, Client, ClientKind, Deed};
use subtier_lines::action::Action;
use subtier_lines::address;
use subtier_lines::clock::{When, any_time};
use subtier_lines::escape::Escape;
use subtier_lines::format::Format;
use subtier_lines::json::{Object, Value};
use subtier_lines::text::Text;

use crate::line::Line;
use crate::memo::Memo;
use crate::w3c::moved;

/// Reads an object.
pub(crate) fn read<'a>(object: Object<'a, '_>, memo: &mut Memo) -> Line<'a> {
    let Some(api) = object.get("api").and_then(Value::object) else { return Line::Foreign };
    let (Some(name), Some(_)) = (api.raw("name"), object.get("deploymentid")) else {
        return Line::Foreign;
    };
    let when = object
        .raw("time")
        .and_then(|time| any_time(time, &mut memo.before))
        .unwrap_or(When::Unknown);
    if object.get("remotehost").is_none_or(|host| host.raw().is_empty()) {
        // What the server does by itself, such as healing.
        return Line::Skipped(when);
    }
    let action = action(name);
    let deed = Deed::Joined(action, api.text("bucket"), api.text("object"));
    let mut access = Access::new(Format::Minio, when, deed);
    access.ip = object.raw("remotehost").and_then(address::parse);
    access.status = api.number("statusCode");
    access.bytes = moved(action, api.number("tx"), api.number("rx"));
    access.set_agent(object.text("userAgent").or_else(|| header(object, &["User-Agent"])));
    access.set_forwarded(header(object, &["X-Forwarded-For"]));
    let key = object.text("accessKey").or_else(|| signing_key(object));
    access.set_account(object.text("parentUser").or(key));
    access.set_client(key.map(|value| Client::new(ClientKind::AccessKey, value)));
    Line::Access(access)
}

fn header<'a>(object: Object<'a, '_>, names: &[&str]) -> Option<Text<'a>> {
    let headers = object.get("requestHeader")?.object()?;
    names.iter().find_map(|name| headers.text(name))
}

/// The id in `Credential=ID/20260713/us-east-1/s3/aws4_request`, of the header or the query
/// (<https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-auth-using-authorization-header.html>).
fn signing_key<'a>(object: Object<'a, '_>) -> Option<Text<'a>> {
    const MARK: &[u8] = b"Credential=";
    let from_header = || {
        let raw = header(object, &["Authorization", "authorization"])?.raw();
        raw.get(memmem::find(raw, MARK)? + MARK.len()..)
    };
    let from_query = || Some(object.at(&["requestQuery", "X-Amz-Credential"])?.raw());
    let credential = from_header().or_else(from_query)?;
    let end = credential.iter().position(|byte| matches!(byte, b'/' | b'%' | b',' | b'\\'))?;
    Text::known(credential.get(..end)?, Escape::None)
}

/// What an operation of the S3 interface did; also `MinIO`'s own names for several parts.
pub(crate) fn action(name: &[u8]) -> Action {
    let starts = |words: &[&str]| words.iter().any(|word| name.starts_with(word.as_bytes()));
    if starts(&["List", "Describe"]) {
        Action::List
    } else if starts(&["Delete", "Remove", "Abort"]) {
        Action::Delete
    } else if starts(&["Get", "Head", "Select", "Download"]) {
        Action::Read
    } else if starts(&[
        "Put",
        "Post",
        "Copy",
        "Create",
        "Complete",
        "Upload",
        "NewMultipart",
        "Restore",
        "Update",
        "Make",
    ]) {
        Action::Write
    } else {
        Action::Other
    }
}
