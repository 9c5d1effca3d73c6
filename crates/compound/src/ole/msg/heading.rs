//! Who wrote when to whom, and which way the message went.
//!
//! In: the storage of a message. Out: blocks of the heading, signals of sender, times, programs and servers. The headers of
//! transport are those of an internet message and read as such; a message that never left its server has none.

use std::collections::BTreeSet;

use subtier_model::Place;

use super::super::properties::filetime;
use super::storage::{Head, Storage};
use subtier_blocks::Writing;
use subtier_blocks::kept_name;
use subtier_blocks::windows;
use subtier_blocks::{Block, BlockKind, Format, Request, SignalKind};
use subtier_pages::MAIL;

/// Recipients whose own storages are read.
const RECIPIENTS_MAX: usize = 500;
/// Bytes of the headers of transport.
const HEADERS_BYTES_MAX: u64 = 1 << 20;

/// Numbers of properties (\[MS-OXPROPS\] 2).
mod id {
    pub(super) const SUBJECT: u16 = 0x0037;
    pub(super) const SUBMITTED: u16 = 0x0039;
    pub(super) const REPRESENTED_NAME: u16 = 0x0042;
    pub(super) const REPRESENTED_ADDRESS: u16 = 0x0065;
    pub(super) const REPRESENTED_SMTP: u16 = 0x5D02;
    pub(super) const TRANSPORT_HEADERS: u16 = 0x007D;
    pub(super) const SENDER_NAME: u16 = 0x0C1A;
    pub(super) const SENDER_ADDRESS: u16 = 0x0C1F;
    pub(super) const SENDER_SMTP: u16 = 0x5D01;
    pub(super) const RECIPIENT_TYPE: u16 = 0x0C15;
    pub(super) const DISPLAY_BCC: u16 = 0x0E02;
    pub(super) const DISPLAY_CC: u16 = 0x0E03;
    pub(super) const DISPLAY_TO: u16 = 0x0E04;
    pub(super) const DELIVERED: u16 = 0x0E06;
    pub(super) const MESSAGE_ID: u16 = 0x1035;
    pub(super) const DISPLAY_NAME: u16 = 0x3001;
    pub(super) const ADDRESS: u16 = 0x3003;
    pub(super) const CREATED: u16 = 0x3007;
    pub(super) const MODIFIED: u16 = 0x3008;
    pub(super) const SMTP: u16 = 0x39FE;
    pub(super) const CREATOR: u16 = 0x3FF8;
    pub(super) const LAST_MODIFIER: u16 = 0x3FFA;
    pub(super) const LOCALE: u16 = 0x3FF1;
}

/// What of the heading the lines of the body carry.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Heading {
    /// Who wrote.
    pub(super) author: Option<String>,
    /// When: as the headers write it, else in UTC.
    pub(super) time: Option<String>,
}

/// Writes the heading; `prefix` begins its places.
pub(super) fn write(storage: &mut Storage<'_>, prefix: &str, writing: &mut Writing) -> Heading {
    let mut parts = Parts { prefix, writing };
    let date = parts.transport(storage);
    let from = parts.sender(storage);
    parts.line("From", from.as_deref(), id::SENDER_NAME);
    let recipients = recipients(storage);
    let rows = [("To", 1, id::DISPLAY_TO), ("Cc", 2, id::DISPLAY_CC), ("Bcc", 3, id::DISPLAY_BCC)];
    for (word, kind, display) in rows {
        let named: Vec<&str> = recipients
            .iter()
            .filter(|(own, _)| *own == kind)
            .map(|(_, named)| named.as_str())
            .collect();
        // Without storages of their own the names that are shown must do.
        let shown = if named.is_empty() { storage.text(display) } else { Some(named.join(", ")) };
        parts.line(word, shown.as_deref(), display);
    }
    // A mark and a length stand before the prefix of a subject (observed: U+0001 and a character).
    let subject = storage.text(id::SUBJECT).map(|text| match text.strip_prefix('\u{1}') {
        Some(rest) => rest.chars().skip(1).collect(),
        None => text,
    });
    parts.line("Subject", subject.as_deref(), id::SUBJECT);
    let submitted = storage.time(id::SUBMITTED).and_then(filetime);
    let delivered = storage.time(id::DELIVERED).and_then(filetime);
    let time = date.or_else(|| submitted.clone()).or_else(|| delivered.clone());
    parts.line("Date", time.as_deref(), id::SUBMITTED);
    parts.line("Delivered", delivered.as_deref(), id::DELIVERED);
    parts.tell(SignalKind::Created, submitted, id::SUBMITTED);
    parts.rest(storage);
    Heading { author: from.as_deref().map(kept_name), time: time.as_deref().map(kept_name) }
}

struct Parts<'w> {
    prefix: &'w str,
    writing: &'w mut Writing,
}

impl Parts<'_> {
    fn place(&self, id: u16) -> Place {
        Place::Words(format!("{}property {id:04X}", self.prefix))
    }

    fn tell(&mut self, kind: SignalKind, value: Option<String>, id: u16) {
        if let Some(value) = value {
            let place = self.place(id);
            self.writing.signal(kind, value, place);
        }
    }

    fn line(&mut self, word: &str, value: Option<&str>, id: u16) {
        let Some(value) = value.filter(|value| !value.trim().is_empty()) else { return };
        let place = self.place(id);
        self.writing.block(Block::new(BlockKind::MessageHeader, format!("{word}: {value}"), place));
    }

    /// The sender as a name with an address; where somebody sent for another, the other is the author.
    fn sender(&mut self, storage: &mut Storage<'_>) -> Option<String> {
        let rows = [
            (id::REPRESENTED_NAME, id::REPRESENTED_SMTP, id::REPRESENTED_ADDRESS),
            (id::SENDER_NAME, id::SENDER_SMTP, id::SENDER_ADDRESS),
        ];
        let mut first = None;
        for (name, smtp, other) in rows {
            let found = [smtp, other].into_iter().find_map(|id| Some((storage.text(id)?, id)));
            let address = found.as_ref().map(|(address, _)| address.clone());
            self.tell(SignalKind::Sender, address.clone(), found.map_or(smtp, |found| found.1));
            first = first.or_else(|| named(storage.text(name), address));
        }
        first
    }

    /// What the headers of transport tell; returns the date as written.
    fn transport(&mut self, storage: &mut Storage<'_>) -> Option<String> {
        let text = storage.long_text(id::TRANSPORT_HEADERS, HEADERS_BYTES_MAX)?;
        let limits = *self.writing.limits();
        let mut apart = Writing::new(Format::Eml, limits);
        let request = Request { bytes: text.as_bytes(), name: "", folder: None, limits };
        (MAIL.read)(&request, &mut apart);
        let document = apart.finish();
        for signal in document.signals {
            let is_way = matches!(
                signal.kind,
                SignalKind::MailHop
                    | SignalKind::MailClient
                    | SignalKind::DocumentId
                    | SignalKind::Created
                    | SignalKind::ZoneOffset
                    | SignalKind::HalfHourZone
            );
            if is_way {
                let place = Place::Words(format!("{}{}", self.prefix, signal.place));
                self.writing.signal(signal.kind, signal.value, place);
            }
        }
        document
            .blocks
            .iter()
            .filter(|block| block.kind == BlockKind::MessageHeader)
            .find_map(|block| Some(block.text.strip_prefix("Date: ")?.to_owned()))
    }

    /// Times and people of the copy at hand, its languages.
    fn rest(&mut self, storage: &mut Storage<'_>) {
        let times = [(SignalKind::Created, id::CREATED), (SignalKind::Modified, id::MODIFIED)];
        for (kind, id) in times {
            self.tell(kind, storage.time(id).and_then(filetime), id);
        }
        let people =
            [(SignalKind::Author, id::CREATOR), (SignalKind::LastModifiedBy, id::LAST_MODIFIER)];
        for (kind, id) in people {
            let person = storage.text(id);
            self.tell(kind, person, id);
        }
        let message_id = storage.text(id::MESSAGE_ID);
        let message_id = message_id.map(|text| text.trim().trim_matches(['<', '>']).to_owned());
        self.tell(SignalKind::DocumentId, message_id, id::MESSAGE_ID);
        let locale = storage.integer(id::LOCALE).and_then(|number| u16::try_from(number).ok());
        self.tell(
            SignalKind::DocumentLanguage,
            locale.and_then(windows::language_in_words),
            id::LOCALE,
        );
        if storage.has_old_texts() {
            let words = storage.code_page().map(windows::code_page_in_words);
            self.tell(SignalKind::CodePage, words, 0x3FFD);
        }
    }
}

fn named(name: Option<String>, address: Option<String>) -> Option<String> {
    match (name, address) {
        (Some(name), Some(address)) if name != address => Some(format!("{name} <{address}>")),
        (one, None) | (None | Some(_), one) => one,
    }
}

/// The recipients with the way in which each is addressed.
fn recipients(storage: &Storage<'_>) -> Vec<(u32, String)> {
    let mut found = Vec::new();
    for path in storages(storage, "__recip_version1.0_#", RECIPIENTS_MAX) {
        let compound = storage.compound().below(&path);
        let mut recipient = Storage::open(compound, Head::Part, storage.code_page());
        let kind = recipient.integer(id::RECIPIENT_TYPE).unwrap_or(1) & 0xF;
        let address = recipient.text(id::SMTP).or_else(|| recipient.text(id::ADDRESS));
        if let Some(named) = named(recipient.text(id::DISPLAY_NAME), address) {
            found.push((kind, named));
        }
    }
    found
}

/// The storages whose names begin so, in their order.
pub(super) fn storages(storage: &Storage<'_>, begin: &str, n_max: usize) -> Vec<String> {
    let names: BTreeSet<&str> = storage
        .compound()
        .streams()
        .iter()
        .filter_map(|entry| entry.path.split_once('/'))
        .map(|(name, _)| name)
        .filter(|name| name.starts_with(begin))
        .collect();
    names.into_iter().take(n_max).map(str::to_owned).collect()
}
