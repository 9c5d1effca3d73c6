//! Logs in the W3C extended form (<https://www.w3.org/TR/WD-logfile.html>): IIS, its FTP service,
//! `CloudFront` and pure-ftpd. Which column is what stands in a header, which may come again with
//! others. Times are in UTC by the form itself. Never keeps a query.

use memchr::memchr;
use subtier_lines::access::{Access, Deed};
use subtier_lines::action::Action;
use subtier_lines::address;
use subtier_lines::clock::{When, as_utc, iso_time};
use subtier_lines::escape::Escape;
use subtier_lines::format::Format;
use subtier_lines::request::Request;
use subtier_lines::syslog::number;
use subtier_lines::text::Text;

use crate::columns::{COLUMNS_MAX, Columns};
use crate::line::Line;
use crate::memo::Memo;

/// What a column holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Role {
    Date,
    Time,
    Client,
    Method,
    Target,
    Status,
    Sent,
    Received,
    User,
    Agent,
    Forwarded,
    Query,
    Cookie,
    Other,
}

/// Number of roles.
const N_ROLES: usize = Role::Other as usize;

/// What the header lines said.
#[derive(Debug, Clone, Default)]
pub(crate) struct Header {
    roles: Vec<Role>,
    /// The date of `#Date`, for lines that have none.
    date: Option<[u8; 10]>,
    is_cloudfront: bool,
}

/// Reads a header line.
pub(crate) fn read_header<'a>(line: &'a [u8], memo: &mut Memo) -> Line<'a> {
    let Some(at) = memchr(b':', line) else { return Line::Foreign };
    let (name, value) = line.split_at_checked(at + 1).unwrap_or((line, b""));
    let mut header = match &memo.columns {
        Columns::W3c(header) => header.clone(),
        Columns::None | Columns::Zeek(_) => Header::default(),
    };
    match name {
        b"#Fields:" => {
            let names = value.split(|byte| byte.is_ascii_whitespace() || *byte == b',');
            let names = names.filter(|name| !name.is_empty()).take(COLUMNS_MAX);
            header.roles = names.clone().map(role).collect();
            header.is_cloudfront = names.into_iter().any(|name| name == b"x-edge-location");
        }
        b"#Date:" => header.date = value.trim_ascii().first_chunk().copied(),
        b"#Software:" | b"#Version:" | b"#Start-Date:" | b"#End-Date:" | b"#Remark:" => {}
        _ => return Line::Foreign,
    }
    memo.columns = Columns::W3c(header);
    Line::Header
}

/// The role of a column, by the names of the form, of IIS
/// (<https://learn.microsoft.com/en-us/windows/win32/http/w3c-logging>) and of `CloudFront`
/// (<https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/standard-logs-reference.html>).
fn role(name: &[u8]) -> Role {
    match name.to_ascii_lowercase().as_slice() {
        b"date" => Role::Date,
        b"time" => Role::Time,
        b"c-ip" => Role::Client,
        b"cs-method" => Role::Method,
        b"cs-uri-stem" | b"cs-uri" => Role::Target,
        b"sc-status" => Role::Status,
        b"sc-bytes" => Role::Sent,
        b"cs-bytes" => Role::Received,
        b"cs-username" => Role::User,
        b"cs(user-agent)" => Role::Agent,
        b"cs-uri-query" => Role::Query,
        b"cs(cookie)" => Role::Cookie,
        b"x-forwarded-for" | b"cs(x-forwarded-for)" => Role::Forwarded,
        _ => Role::Other,
    }
}

/// Reads a line below a header.
pub(crate) fn read_row<'a>(line: &'a [u8], header: &Header) -> Line<'a> {
    let divider = if memchr(b'\t', line).is_some() { b'\t' } else { b' ' };
    let mut fields: [Option<&'a [u8]>; N_ROLES] = [None; N_ROLES];
    let mut n_fields = 0;
    for (field, role) in line.split(|byte| *byte == divider).zip(&header.roles) {
        n_fields += 1;
        if let Some(place) = fields.get_mut(*role as usize)
            && field != b"-"
        {
            place.get_or_insert(field);
        }
    }
    let get = |role: Role| fields.get(role as usize).copied().flatten();
    let date = get(Role::Date).or(header.date.as_ref().map(<[u8; 10]>::as_slice));
    let when = date.zip(get(Role::Time)).and_then(|(date, time)| join_time(date, time));
    // Anything else than a time there is no line of this log.
    let Some(when) = when else { return Line::Foreign };
    let is_ftp = get(Role::Method).is_some_and(|method| method.starts_with(b"["));
    let target_escape = if header.is_cloudfront { Escape::None } else { Escape::Web };
    let target = get(Role::Target).map(|target| Text::new(target, target_escape));
    let is_cut = n_fields < header.roles.len();
    let deed = match (get(Role::Method), target) {
        (Some(method), target) if is_ftp || is_ftp_verb(method) => {
            match ftp_action(method, get(Role::Status)) {
                Some(action) => Deed::Plain(action, target.filter(|_| !is_login(action))),
                None if !is_cut => return Line::Skipped(when),
                None => Deed::Plain(Action::Other, None),
            }
        }
        (Some(method), Some(target)) => Deed::Request(Request::Parts(method, target)),
        (_, target) => Deed::Plain(Action::Other, target),
    };
    let format = if header.is_cloudfront { Format::Cloudfront } else { Format::IisW3c };
    let mut access = Access::new(format, when, deed);
    access.ip = get(Role::Client).and_then(address::parse);
    access.set_account(get(Role::User).and_then(|user| Text::known(user, Escape::Plus)));
    access.status = get(Role::Status).and_then(number);
    let (sent, received) = (get(Role::Sent).and_then(number), get(Role::Received).and_then(number));
    access.bytes = moved(access.action(), sent, received);
    let escape = if header.is_cloudfront { Escape::PercentTwice } else { Escape::Plus };
    access.set_agent(get(Role::Agent).and_then(|agent| Text::known(agent, escape)));
    access.set_forwarded(get(Role::Forwarded).and_then(|claim| Text::known(claim, escape)));
    access.set_secrets([Role::Query, Role::Cookie].map(|role| get(role).unwrap_or_default()));
    access.fault = is_cut.then_some("the line is cut: columns are missing");
    Line::Access(access)
}

/// Bytes that moved: what the client sent where it wrote something, else what the server sent.
pub(crate) fn moved(action: Action, sent: Option<u64>, received: Option<u64>) -> Option<u64> {
    let of_client = received.filter(|bytes| action == Action::Write && *bytes > 0);
    of_client.or(sent)
}

/// Puts the time together from its two columns.
fn join_time(date: &[u8], time: &[u8]) -> Option<When> {
    let mut text = *b"....-..-..T..:..:......";
    let (to_date, to_time) = text.split_first_chunk_mut::<10>()?;
    *to_date = *date.first_chunk().filter(|_| date.len() == 10)?;
    let to_time = to_time.get_mut(1..)?;
    let n_bytes = time.len().min(to_time.len());
    for (to, from) in to_time.iter_mut().zip(time) {
        *to = *from;
    }
    let (when, rest) = iso_time(text.get(..11 + n_bytes)?)?;
    rest.is_empty().then(|| as_utc(when)).flatten()
}

/// Verbs of FTP that a log without session numbers has (RFC 959, RFC 3659).
fn is_ftp_verb(method: &[u8]) -> bool {
    matches!(
        method,
        b"USER"
            | b"PASS"
            | b"RETR"
            | b"STOR"
            | b"STOU"
            | b"APPE"
            | b"DELE"
            | b"MLSD"
            | b"NLST"
            | b"MKD"
            | b"RMD"
            | b"RNFR"
            | b"RNTO"
            | b"CWD"
            | b"QUIT"
            | b"sent"
            | b"created"
            | b"ControlChannelOpened"
            | b"ControlChannelClosed"
            | b"DataChannelOpened"
            | b"DataChannelClosed"
    )
}

const fn is_login(action: Action) -> bool {
    matches!(action, Action::Login | Action::Fail)
}

/// What a verb of FTP did, such as `[12]created` or `RETR`; nothing for what only leads to others.
fn ftp_action(method: &[u8], status: Option<&[u8]>) -> Option<Action> {
    let verb = memchr(b']', method).and_then(|at| method.get(at + 1..)).unwrap_or(method);
    match (verb, status) {
        (b"PASS", Some(b"230")) => Some(Action::Login),
        (b"PASS", Some(b"530")) => Some(Action::Fail),
        (b"RETR" | b"sent", _) => Some(Action::Read),
        (b"STOR" | b"STOU" | b"APPE" | b"created" | b"MKD" | b"RNTO", _) => Some(Action::Write),
        (b"DELE" | b"RMD", _) => Some(Action::Delete),
        (b"LIST" | b"NLST" | b"MLSD", _) => Some(Action::List),
        _ => None,
    }
}
