//! The headers of a message: who wrote when to whom about what, with which program, and which way it went.
//!
//! In: the headers as mail-parser reads them and their bytes. Out: blocks for the words, signals for the rest. Headers
//! whose bytes are no ASCII were written against the rules, as older Chinese and Korean programs do; they are decoded as
//! a text of unknown encoding.

use mail_parser::{Addr, Address, DateTime, Header, HeaderName, HeaderValue};
use subtier_model::Place;
use subtier_names::encoding::{Likelihoods, decode};

use subtier_blocks::Writing;
use subtier_blocks::kept_name;
use subtier_blocks::zones::tell_offset;
use subtier_blocks::{Block, BlockKind, SignalKind};

/// Received lines of one message that are kept.
const HOPS_MAX: usize = 100;

/// What of the headers the lines of the body carry.
#[derive(Debug, Clone, Default)]
pub(super) struct Heading {
    /// Who wrote.
    pub(super) author: Option<String>,
    /// When, as written.
    pub(super) time: Option<String>,
}

/// Writes the headers of a message.
#[expect(clippy::wildcard_enum_match_arm, reason = "the names of headers are many, those told few")]
pub(super) fn write(
    headers: &[Header<'_>],
    head: &[u8],
    prefix: &str,
    folder: Option<&Likelihoods>,
    writing: &mut Writing,
) -> Heading {
    let mut heading = Heading::default();
    let mut n_hops = 0;
    for header in headers {
        let raw = raw(header, head, folder);
        let name = header.name.as_str();
        let place = Place::Words(format!("{prefix}header {name}"));
        let words = words(header, head, &raw);
        match &header.name {
            HeaderName::Received => {
                n_hops += 1;
                if n_hops <= HOPS_MAX {
                    writing.signal(SignalKind::MailHop, raw, place);
                }
                continue;
            }
            HeaderName::MessageId => {
                let id = raw.trim().trim_matches(['<', '>']);
                writing.signal(SignalKind::DocumentId, id, place);
                continue;
            }
            HeaderName::Other(other) => {
                if ["x-mailer", "user-agent"].iter().any(|known| other.eq_ignore_ascii_case(known))
                {
                    writing.signal(SignalKind::MailClient, words, place);
                } else if other.eq_ignore_ascii_case("x-originating-ip") {
                    writing.signal(SignalKind::MailHop, format!("{other} {raw}"), place);
                }
                continue;
            }
            HeaderName::From => {
                if let Some(address) = first_address(&header.value) {
                    writing.signal(SignalKind::Sender, address, place.clone());
                }
                heading.author = heading.author.take().or_else(|| Some(kept_name(&words)));
            }
            HeaderName::Date => {
                date(header.value.as_datetime(), &raw, &place, writing);
                heading.time = heading.time.take().or_else(|| Some(kept_name(&raw)));
            }
            HeaderName::Subject | HeaderName::To | HeaderName::Cc | HeaderName::Sender => {}
            _ => continue,
        }
        let words = if header.name == HeaderName::Date { raw } else { words };
        if !words.trim().is_empty() {
            writing.block(Block::new(BlockKind::MessageHeader, format!("{name}: {words}"), place));
        }
    }
    if n_hops > HOPS_MAX {
        let reason = format!("only the first {HOPS_MAX} of {n_hops} lines of its way are kept");
        writing.fault(Place::Words(format!("{prefix}header Received")), reason);
    }
    heading
}

/// The bytes of a header's value in one line.
fn raw(header: &Header<'_>, head: &[u8], folder: Option<&Likelihoods>) -> String {
    let range = header.offset_start as usize..header.offset_end as usize;
    let bytes = head.get(range).unwrap_or(&[]);
    let text = match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => decode(bytes, folder).text,
    };
    let mut line = String::with_capacity(text.len());
    for part in text.split(['\r', '\n']).map(str::trim).filter(|part| !part.is_empty()) {
        if !line.is_empty() {
            line.push(' ');
        }
        line.push_str(part);
    }
    line
}

/// The words of a header, encoded words decoded.
fn words(header: &Header<'_>, head: &[u8], raw: &str) -> String {
    let range = header.offset_start as usize..header.offset_end as usize;
    let is_ascii = head.get(range).is_some_and(<[u8]>::is_ascii);
    if !is_ascii {
        return raw.to_owned();
    }
    match &header.value {
        HeaderValue::Text(text) => text.trim().to_owned(),
        HeaderValue::TextList(list) => list.join(", "),
        HeaderValue::Address(Address::List(list)) => addresses(list),
        HeaderValue::Address(Address::Group(groups)) => {
            let group = |group: &mail_parser::Group<'_>| match &group.name {
                Some(name) => format!("{name}: {}", addresses(&group.addresses)),
                None => addresses(&group.addresses),
            };
            groups.iter().map(group).collect::<Vec<_>>().join(", ")
        }
        HeaderValue::DateTime(_)
        | HeaderValue::ContentType(_)
        | HeaderValue::Received(_)
        | HeaderValue::Empty => raw.to_owned(),
    }
}

fn addresses(list: &[Addr<'_>]) -> String {
    let one = |addr: &Addr<'_>| match (&addr.name, &addr.address) {
        (Some(name), Some(address)) => format!("{name} <{address}>"),
        (Some(one), None) | (None, Some(one)) => one.to_string(),
        (None, None) => String::new(),
    };
    list.iter().map(one).collect::<Vec<_>>().join(", ")
}

fn first_address(value: &HeaderValue<'_>) -> Option<String> {
    let list = match value.as_address()? {
        Address::List(list) => list,
        Address::Group(groups) => &groups.first()?.addresses,
    };
    list.first()?.address.as_ref().map(ToString::to_string)
}

/// What a date tells: when, and the zone of the machine where it states one.
fn date(parsed: Option<&DateTime>, raw: &str, place: &Place, writing: &mut Writing) {
    writing.signal(SignalKind::Created, raw, place.clone());
    let Some(offset) = raw.split_whitespace().rev().find_map(offset) else { return };
    let day = parsed.and_then(|date| {
        let year = i16::try_from(date.year).ok()?;
        Some((year, i8::try_from(date.month).ok()?, i8::try_from(date.day).ok()?))
    });
    tell_offset(&offset, day, raw, (place, writing));
}

/// `+0900` as `+09:00` (RFC 5322, 3.3).
fn offset(word: &str) -> Option<String> {
    let (sign, digits) = word.split_at_checked(1)?;
    if !matches!(sign, "+" | "-") || digits.len() != 4 {
        return None;
    }
    let is_number = digits.bytes().all(|byte| byte.is_ascii_digit());
    let (hours, minutes) = digits.split_at_checked(2)?;
    is_number.then(|| format!("{sign}{hours}:{minutes}"))
}
