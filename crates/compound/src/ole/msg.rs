//! Outlook messages: one message with its recipients, attachments and the messages within it.
//!
//! In: a compound file with the stream `__properties_version1.0`. Out: the heading and body as those of an internet message,
//! the names of attachments, and what the message tells of sender, servers, programs and times. Messages within it are read
//! to a bounded depth; other attachments are named and not opened. Format: \[MS-OXMSG\].

mod body;
mod compressed;
mod heading;
mod storage;

use subtier_model::Place;

use storage::{Head, PROPERTIES, Storage};
use subtier_blocks::SignalKind;
use subtier_blocks::Writing;
use subtier_blocks::paths::external_path;
use subtier_sectors::Compound;
use subtier_sectors::little::{u16_at, u32_at};

/// Messages within messages; the paths of deeper ones are longer than the compound file follows.
const DEPTH_MAX: usize = 8;
/// Messages of one file.
const MESSAGES_MAX: usize = 64;
/// Attachments of one message.
const ATTACHMENTS_MAX: usize = 1000;
/// Bytes of the table of named properties.
const NAMES_BYTES_MAX: u64 = 1 << 20;

/// Numbers of properties (\[MS-OXPROPS\] 2).
const ATTACHED_MESSAGE: &str = "__substg1.0_3701000D";
const ATTACH_NAME: u16 = 0x3704;
const ATTACH_LONG_NAME: u16 = 0x3707;
const ATTACH_PATH: u16 = 0x3708;
const ATTACH_LONG_PATH: u16 = 0x370D;
const ATTACH_MIME: u16 = 0x370E;
const DISPLAY_NAME: u16 = 0x3001;

/// Reads it.
pub(super) fn read(compound: &mut Compound<'_>, writing: &mut Writing) {
    let version_id = version_id(compound);
    let mut reading = Reading { writing, version_id, n_messages: 0 };
    let storage = Storage::open(compound.clone(), Head::Message, None);
    reading.message(storage, "", 0);
}

/// The number under which this file keeps the version of Outlook (`PidLidCurrentVersionName`, \[MS-OXPROPS\]).
///
/// The table of names has eight bytes a row: the long number, then whether it is one, then the index (\[MS-OXMSG\] 2.2.3.1.2).
fn version_id(compound: &mut Compound<'_>) -> Option<u16> {
    const VERSION_NAME: u32 = 0x8554;
    let table = compound.read("__nameid_version1.0/__substg1.0_00030102", NAMES_BYTES_MAX)?;
    let row = table.chunks_exact(8).find(|row| {
        u32_at(row, 0) == Some(VERSION_NAME) && u16_at(row, 4).is_some_and(|kind| kind & 1 == 0)
    })?;
    u16_at(row, 6)?.checked_add(0x8000)
}

struct Reading<'w> {
    writing: &'w mut Writing,
    version_id: Option<u16>,
    n_messages: usize,
}

impl Reading<'_> {
    /// Reads a message; `prefix` begins its places and ends with a blank.
    fn message(&mut self, mut storage: Storage<'_>, prefix: &str, depth: usize) {
        self.n_messages += 1;
        let heading = heading::write(&mut storage, prefix, self.writing);
        if let Some(version) = self.version_id.and_then(|id| storage.text(id)) {
            let place = Place::Words(format!("{prefix}named property 8554"));
            self.writing.signal(SignalKind::Application, format!("Outlook {version}"), place);
        }
        body::read(&mut storage, &heading, prefix, self.writing);
        let begin = "__attach_version1.0_#";
        let paths = heading::storages(&storage, begin, ATTACHMENTS_MAX + 1);
        for (path, number) in paths.iter().zip(1usize..) {
            if self.writing.is_full() {
                return;
            }
            let name = format!("{prefix}attachment {number}");
            if number > ATTACHMENTS_MAX {
                let reason = format!("only the first {ATTACHMENTS_MAX} attachments are looked at");
                return self.writing.fault(Place::Words(name), reason);
            }
            let compound = storage.compound().below(path);
            let attachment = Storage::open(compound, Head::Part, storage.code_page());
            self.attachment(attachment, &name, depth);
        }
    }

    fn attachment(&mut self, mut attachment: Storage<'_>, name: &str, depth: usize) {
        let place = Place::Words(name.to_owned());
        for id in [ATTACH_PATH, ATTACH_LONG_PATH] {
            if let Some(path) = attachment.text(id) {
                external_path(&path, &place, self.writing);
            }
        }
        let shown = [ATTACH_LONG_NAME, ATTACH_NAME, DISPLAY_NAME, ATTACH_MIME]
            .into_iter()
            .find_map(|id| attachment.text(id));
        let shown = shown.unwrap_or_else(|| "without a name".to_owned());
        self.writing.signal(SignalKind::Embedded, shown, place.clone());
        if !attachment.compound().has(&format!("{ATTACHED_MESSAGE}/{PROPERTIES}")) {
            return;
        }
        if depth >= DEPTH_MAX || self.n_messages >= MESSAGES_MAX {
            let reason = "the message lies too deep, or is one of too many, and was not read";
            return self.writing.fault(place, reason);
        }
        let code_page = attachment.code_page();
        let inner = attachment.compound().below(ATTACHED_MESSAGE);
        let inner = Storage::open(inner, Head::Embedded, code_page);
        self.message(inner, &format!("{name} message "), depth + 1);
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::ole::build;
    use subtier_blocks::{BlockKind, Document, Format, Limits};

    fn document(bytes: &[u8]) -> Document {
        let mut writing = Writing::new(Format::Msg, Limits::STANDARD);
        if let Ok(mut compound) = Compound::open(bytes, &Limits::STANDARD) {
            read(&mut compound, &mut writing);
        }
        writing.finish()
    }

    fn wide(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    fn integers(head: usize, values: &[(u16, u32)]) -> Vec<u8> {
        let mut bytes = vec![0; head];
        for (id, value) in values {
            bytes.extend([3, 0]);
            bytes.extend(id.to_le_bytes());
            bytes.extend([6, 0, 0, 0]);
            bytes.extend(u64::from(*value).to_le_bytes());
        }
        bytes
    }

    fn sample() -> Vec<u8> {
        build::compound(&[
            (PROPERTIES, &integers(32, &[(0x3FFD, 949), (0x3FDE, 949)])),
            ("__substg1.0_0037001E", b"\xBC\xF6\xC1\xA4"),
            ("__substg1.0_10130102", b"<p>\xBA\xB8\xB3\xBB\xB1\xE2<p>SC045"),
            ("__substg1.0_10090102", &compressed::build::packed(b"{\\rtf1 never}")),
            (
                "__substg1.0_007D001F",
                &wide("Date: Tue, 16 Jan 2018 20:35:10 +0830\r\nFrom: a@b\r\n"),
            ),
            ("__recip_version1.0_#00000000/__properties_version1.0", &integers(8, &[(0x0C15, 2)])),
            ("__recip_version1.0_#00000000/__substg1.0_3001001F", &wide("박")),
            ("__attach_version1.0_#00000000/__substg1.0_3707001F", &wide("컷.png")),
        ])
    }

    #[test]
    fn the_page_is_read_by_its_code_page_where_there_is_no_plain_text() {
        let document = document(&sample());
        let told: Vec<_> = document.blocks.iter().map(|block| block.text.as_str()).collect();
        let date = "Date: Tue, 16 Jan 2018 20:35:10 +0830";
        assert_eq!(told, ["Cc: 박", "Subject: 수정", date, "보내기", "SC045"]);
        assert_eq!(document.blocks[3].time.as_deref(), Some("Tue, 16 Jan 2018 20:35:10 +0830"));
        assert!(document.signals.iter().any(|signal| signal.kind == SignalKind::HalfHourZone));
    }

    #[test]
    fn packed_rtf_is_read_where_there_is_nothing_else() {
        let packed =
            compressed::build::packed(b"{\\rtf1\\ansi\\ansicpg949 \\'bc\\'f6\\'c1\\'a4\\par}");
        let bytes =
            build::compound(&[(PROPERTIES, &integers(32, &[])), ("__substg1.0_10090102", &packed)]);
        let document = document(&bytes);
        assert_eq!(document.blocks.len(), 1);
        assert_eq!(document.blocks[0].text, "수정");
        assert_eq!(document.blocks[0].kind, BlockKind::Paragraph);
        assert_eq!(document.blocks[0].place.to_string(), "body paragraph 1");
    }

    proptest! {
        #[test]
        fn damaged_messages_are_read(at in 0usize..12_000, byte: u8, cut in 0usize..12_000) {
            let mut bytes = sample();
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
            if cut < bytes.len() {
                bytes.truncate(bytes.len() - cut / 2);
            }
            document(&bytes);
        }

        #[test]
        fn any_properties_and_bodies_are_read(fixed: Vec<u8>, page: Vec<u8>, rtf: Vec<u8>, names: Vec<u8>) {
            document(&build::compound(&[
                (PROPERTIES, &fixed),
                ("__substg1.0_10130102", &page),
                ("__substg1.0_1009001E", &rtf),
                ("__substg1.0_10090102", &rtf),
                ("__nameid_version1.0/__substg1.0_00030102", &names),
            ]));
        }
    }
}
