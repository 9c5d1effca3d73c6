//! The properties of a message, a recipient or an attachment.
//!
//! In: a storage of the compound file. Out: a property by its number: those of fixed length stand in one stream, texts and
//! bytes have a stream each, named by number and type. Texts that are not Unicode are read by the code page that the
//! message states. Format: \[MS-OXMSG\] 2.1.2 (value streams), 2.4 (property stream).

use subtier_blocks::windows;
use subtier_sectors::Compound;
use subtier_sectors::little::{slice_at, to_nul, u16_at, u32_at, u64_at, utf16_to_nul};

/// The stream of properties of fixed length.
pub(super) const PROPERTIES: &str = "__properties_version1.0";
/// Bytes of that stream, 16 a property; real messages have about a hundred.
const PROPERTIES_BYTES_MAX: u64 = 256 << 10;
/// Bytes of a short text, such as a name.
const TEXT_BYTES_MAX: u64 = 64 << 10;

/// Types of values (\[MS-OXCDATA\] 2.11.1).
mod kind {
    pub(super) const INTEGER: u16 = 0x0003;
    pub(super) const STRING8: u16 = 0x001E;
    pub(super) const STRING: u16 = 0x001F;
    pub(super) const TIME: u16 = 0x0040;
    pub(super) const BINARY: u16 = 0x0102;
}

/// What stands before the properties of a stream (\[MS-OXMSG\] 2.4.1).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Head {
    /// The message of the file.
    Message,
    /// A message within another.
    Embedded,
    /// A recipient or attachment.
    Part,
}

impl Head {
    const fn bytes(self) -> usize {
        match self {
            Self::Message => 32,
            Self::Embedded => 24,
            Self::Part => 8,
        }
    }
}

/// A storage with properties.
#[derive(Debug)]
pub(super) struct Storage<'a> {
    compound: Compound<'a>,
    fixed: Vec<u8>,
    code_page: Option<u16>,
}

impl<'a> Storage<'a> {
    /// Opens one; `code_page` is that of the message around it, where it states none itself.
    pub(super) fn open(mut compound: Compound<'a>, head: Head, code_page: Option<u16>) -> Self {
        let mut fixed = compound.read(PROPERTIES, PROPERTIES_BYTES_MAX).unwrap_or_default();
        fixed.drain(..head.bytes().min(fixed.len()));
        let mut storage = Self { compound, fixed, code_page };
        storage.code_page = storage.stated_code_page().or(code_page);
        storage
    }

    /// The code page in which Outlook kept the texts: it states it, or it is that of the language of the system, or at
    /// least that of the message as it was sent (`PidTagMessageCodepage`, `PidTagMessageLocaleId` and `PidTagInternetCodepage`,
    /// \[MS-OXPROPS\]).
    fn stated_code_page(&self) -> Option<u16> {
        const WESTERN: u16 = 1252;
        if let Some(stated) = self.code_page_of(0x3FFD) {
            return Some(stated);
        }
        let locale = self.integer(0x3FF1).and_then(|number| u16::try_from(number).ok());
        let of_system = locale.filter(|number| *number != 0).map(windows::code_page_of_language);
        let of_internet = match self.code_page_of(0x3FDE) {
            // Encodings of transport that are no system's ([MS-UCODEREF] 2.2.1).
            Some(20_127 | 65_000 | 65_001) => None,
            Some(50_220..=50_222) => Some(932),
            Some(50_225) => Some(949),
            Some(50_227 | 52_936) => Some(936),
            other => other,
        };
        of_system.filter(|page| *page != WESTERN).or(of_internet).or(of_system)
    }

    /// The storage as a compound file.
    pub(super) const fn compound(&self) -> &Compound<'a> {
        &self.compound
    }

    /// The code page of its texts.
    pub(super) const fn code_page(&self) -> Option<u16> {
        self.code_page
    }

    /// A code page that a property states.
    pub(super) fn code_page_of(&self, id: u16) -> Option<u16> {
        u16::try_from(self.integer(id)?).ok().filter(|number| *number != 0)
    }

    /// A number.
    pub(super) fn integer(&self, id: u16) -> Option<u32> {
        u32_at(self.value(id, kind::INTEGER)?, 0)
    }

    /// A time.
    pub(super) fn time(&self, id: u16) -> Option<u64> {
        u64_at(self.value(id, kind::TIME)?, 0).filter(|time| *time != 0)
    }

    /// A short text.
    pub(super) fn text(&mut self, id: u16) -> Option<String> {
        self.long_text(id, TEXT_BYTES_MAX)
    }

    /// A text of at most so many bytes; an empty one is none.
    pub(super) fn long_text(&mut self, id: u16, bytes_max: u64) -> Option<String> {
        let text = if let Some(bytes) = self.stream(id, kind::STRING, bytes_max) {
            utf16_to_nul(&bytes)
        } else {
            let bytes = self.stream(id, kind::STRING8, bytes_max)?;
            windows::text_in_code_page(to_nul(&bytes), self.code_page)
        };
        Some(text).filter(|text| !text.trim().is_empty())
    }

    /// Bytes.
    pub(super) fn binary(&mut self, id: u16, bytes_max: u64) -> Option<Vec<u8>> {
        self.stream(id, kind::BINARY, bytes_max)
    }

    /// Whether texts are kept in a code page.
    pub(super) fn has_old_texts(&self) -> bool {
        self.compound
            .streams()
            .iter()
            .any(|entry| entry.path.starts_with("__substg1.0_") && entry.path.ends_with("001E"))
    }

    fn stream(&mut self, id: u16, kind: u16, bytes_max: u64) -> Option<Vec<u8>> {
        self.compound.read(&format!("__substg1.0_{id:04X}{kind:04X}"), bytes_max)
    }

    fn value(&self, id: u16, kind: u16) -> Option<&[u8]> {
        let entry = self
            .fixed
            .chunks_exact(16)
            .find(|entry| u16_at(entry, 0) == Some(kind) && u16_at(entry, 2) == Some(id))?;
        slice_at(entry, 8, 8)
    }
}
