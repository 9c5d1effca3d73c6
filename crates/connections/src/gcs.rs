//! Usage logs of Google Cloud Storage in CSV
//! (<https://cloud.google.com/storage/docs/access-logs#format>): seventeen quoted columns, the first the
//! time in microseconds. Query strings of signed addresses are dropped.

use subtier_lines::access::{Access, Deed};
use subtier_lines::action::Action;
use subtier_lines::address;
use subtier_lines::clock::{When, epoch_micros};
use subtier_lines::escape::Escape;
use subtier_lines::format::Format;
use subtier_lines::request::Request;
use subtier_lines::syslog::number;
use subtier_lines::text::Text;

use crate::line::Line;
use crate::memo::Memo;
use crate::w3c::moved;

/// Columns, in the order of the header.
const N_COLUMNS: usize = 17;

/// Reads a line.
pub(crate) fn read<'a>(line: &'a [u8], _memo: &mut Memo) -> Line<'a> {
    if line.starts_with(b"\"time_micros\"") {
        return Line::Skipped(When::Unknown);
    }
    let mut fields: [&'a [u8]; N_COLUMNS] = [b""; N_COLUMNS];
    let (mut n_fields, mut rest, mut is_whole) = (0, line, true);
    while let Some(place) = fields.get_mut(n_fields) {
        let Some(inside) = rest.strip_prefix(b"\"") else { break };
        let end = closing_quote(inside);
        let (field, behind) =
            inside.split_at_checked(end.unwrap_or(inside.len())).unwrap_or((inside, b""));
        *place = field;
        n_fields += 1;
        is_whole &= end.is_some();
        let Some(after) = behind.strip_prefix(b"\",") else { break };
        rest = after;
    }
    is_whole &= n_fields == N_COLUMNS;
    let get = |column: usize| fields.get(column).copied().unwrap_or_default();
    // Sixteen digits: no other CSV that servers write begins so.
    let time = Some(get(0)).filter(|time| time.len() == 16 && n_fields > 4);
    let Some(micros) = time.and_then(epoch_micros) else { return Line::Foreign };
    let when = When::At { micros, zoned: true };
    let text = |column: usize| Text::known(get(column), Escape::Doubled);
    let by_method = Request::Parts(get(4), Text::new(get(5), Escape::None));
    let action = match get(14) {
        name if name.starts_with(b"LIST") || name.ends_with(b".list") => Action::List,
        name if name.starts_with(b"GET_Bucket") => Action::List,
        _ if get(4) == b"GET" || get(4) == b"HEAD" => Action::Read,
        _ => by_method.action(),
    };
    let deed = match (text(15), text(16)) {
        (None, None) => Deed::Url(action, Text::new(get(5), Escape::None)),
        (bucket, object) => Deed::Joined(action, bucket, object),
    };
    let mut access = Access::new(Format::Gcs, when, deed);
    access.ip = address::parse(get(1));
    access.status = number(get(6));
    access.bytes = moved(action, number(get(8)), number(get(7)));
    access.set_agent(text(12));
    access.fault = (!is_whole).then_some("the line is cut: columns are missing");
    Line::Access(access)
}

/// The quote that ends a field: one that is not doubled.
fn closing_quote(text: &[u8]) -> Option<usize> {
    let mut at = 0;
    loop {
        at += memchr::memchr(b'"', text.get(at..)?)?;
        if text.get(at + 1) != Some(&b'"') {
            return Some(at);
        }
        at += 2;
    }
}
