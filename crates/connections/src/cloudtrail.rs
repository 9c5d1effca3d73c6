//! AWS `CloudTrail`: who called what of the cloud's interface
//! (<https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html>).
//! The address may be the name of a service that called for the account.

use subtier_lines::access::{Access, Client, ClientKind, Deed};
use subtier_lines::action::Action;
use subtier_lines::address;
use subtier_lines::clock::{When, any_time};
use subtier_lines::format::Format;
use subtier_lines::json::{Object, Value};

use crate::line::Line;
use crate::memo::Memo;
use crate::minio;
use crate::w3c::moved;

/// Codes with which the cloud refuses
/// (<https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html>).
const DENIED: [&[u8]; 6] = [
    b"AccessDenied",
    b"AccessDeniedException",
    b"Client.UnauthorizedOperation",
    b"UnauthorizedAccess",
    b"SignatureDoesNotMatch",
    b"InvalidAccessKeyId",
];

/// Reads an object.
pub(crate) fn read<'a>(object: Object<'a, '_>, memo: &mut Memo) -> Line<'a> {
    let (Some(name), Some(_), Some(time)) =
        (object.raw("eventName"), object.get("eventSource"), object.raw("eventTime"))
    else {
        return Line::Foreign;
    };
    let when = any_time(time, &mut memo.before).unwrap_or(When::Unknown);
    let failed = object.at(&["responseElements", "ConsoleLogin"]);
    let action = match name {
        b"ConsoleLogin" if failed.is_some_and(|outcome| outcome.raw() == b"Failure") => {
            Action::Fail
        }
        b"ConsoleLogin" => Action::Login,
        name => minio::action(name),
    };
    let request = object.get("requestParameters").and_then(Value::object);
    let part = |key| request.and_then(|request| request.text(key));
    let deed = Deed::Joined(action, part("bucketName"), part("key"));
    let mut access = Access::new(Format::Cloudtrail, when, deed);
    access.ip = object.raw("sourceIPAddress").and_then(address::parse);
    let who = object.get("userIdentity").and_then(Value::object);
    access.set_account(
        who.and_then(|who| ["arn", "userName", "principalId"].iter().find_map(|key| who.text(key))),
    );
    let key = who.and_then(|who| who.text("accessKeyId"));
    access.set_client(key.map(|value| Client::new(ClientKind::AccessKey, value)));
    access.set_agent(object.text("userAgent"));
    let bytes = |key| object.at(&["additionalEventData", key]).and_then(|value| whole(value.raw()));
    access.bytes = moved(action, bytes("bytesTransferredOut"), bytes("bytesTransferredIn"));
    access.is_denied = object.raw("errorCode").is_some_and(|code| DENIED.contains(&code));
    Line::Access(access)
}

/// A count that may be written as `123.0`.
fn whole(raw: &[u8]) -> Option<u64> {
    let digits = raw.split(|byte| *byte == b'.').next()?;
    subtier_lines::syslog::number(digits)
}
