//! Property sets: what a compound file says of its title, people, times and programs.
//!
//! In: the two summary streams, with the section of user-defined names in which WPS Office leaves its build. Out:
//! signals, and the few facts that other readers compare with their own. Raw values are taken first, what they mean is
//! said after. Text is read by the code page that the section states. Format: \[MS-OLEPS\].

use jiff::Timestamp;
use subtier_model::Place;

use subtier_blocks::SignalKind;
use subtier_blocks::Writing;
use subtier_blocks::paths::{external_path, template_path};
use subtier_blocks::windows::{self, UTF16};
use subtier_blocks::wps;
use subtier_sectors::Compound;
use subtier_sectors::little::{
    size_at, slice_at, slice_up_to, to_nul, u16_at, u32_at, u64_at, utf16_to_nul,
};

const SUMMARY: &str = "\u{5}SummaryInformation";
const DOCUMENT_SUMMARY: &str = "\u{5}DocumentSummaryInformation";
/// Bytes of a property stream that are read; real ones hold a thumbnail at most.
const STREAM_BYTES_MAX: u64 = 4 << 20;
/// Sections of a stream; \[MS-OLEPS\] 2.21 allows two.
const SECTIONS_MAX: usize = 2;
/// Properties of a section that are looked at.
const PROPERTIES_MAX: usize = 1024;
/// Bytes of a text that are read: many properties may name the same long one.
const TEXT_BYTES_MAX: usize = 8192;
/// Seconds from 1601 to 1970 (\[MS-DTYP\] 2.3.3).
const FILETIME_EPOCH_SECS: i64 = 11_644_473_600;
const FILETIME_PER_SEC: u64 = 10_000_000;

/// What other readers ask of the properties.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Properties {
    /// The code page of their texts.
    pub(crate) code_page: Option<u16>,
    /// Seconds since 1970 at which the file was begun.
    pub(crate) created_secs: Option<i64>,
    /// Seconds since 1970 at which it was saved last.
    pub(crate) modified_secs: Option<i64>,
    /// The program that wrote it.
    pub(crate) application: Option<String>,
    /// The build of WPS Office.
    pub(crate) wps_build: Option<String>,
}

/// A raw value.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Value {
    Number(i64),
    Text(String),
    FileTime(u64),
}

/// A raw section: its properties by number, and the names it gives them.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Section {
    code_page: Option<u16>,
    pub(crate) values: Vec<(u32, Value)>,
    names: Vec<(u32, String)>,
}

/// Reads both streams and says what they tell.
pub(crate) fn read(compound: &mut Compound<'_>, writing: &mut Writing) -> Properties {
    let mut properties = Properties::default();
    if let Some(bytes) = compound.read(SUMMARY, STREAM_BYTES_MAX) {
        let place = stream_place(SUMMARY);
        system_signal(&bytes, writing, &place);
        for section in sections(&bytes) {
            summary(&section, &mut properties, writing, &place);
        }
    }
    if let Some(bytes) = compound.read(DOCUMENT_SUMMARY, STREAM_BYTES_MAX) {
        let place = stream_place(DOCUMENT_SUMMARY);
        for (index, section) in sections(&bytes).iter().enumerate() {
            if index == 0 {
                document_summary(section, &mut properties, writing, &place);
            } else {
                user_defined(section, &mut properties, writing, &place);
            }
        }
    }
    if let Some(application) = &properties.application {
        writing.signal(SignalKind::Application, application.clone(), stream_place(SUMMARY));
    }
    properties
}

/// What the properties say of the program, without any signal; for deciding between formats.
pub(crate) fn peek(compound: &mut Compound<'_>) -> Properties {
    let mut properties = Properties::default();
    let mut silent = Writing::new(subtier_blocks::Format::None, subtier_blocks::Limits::STANDARD);
    properties.clone_from(&read(compound, &mut silent));
    properties
}

/// A time of Windows as RFC 3339 in UTC; `None` for 0 and for what lies outside the calendar.
pub(crate) fn filetime(value: u64) -> Option<String> {
    let secs = filetime_secs(value)?;
    let nanos = i32::try_from(value % FILETIME_PER_SEC * 100).ok()?;
    Timestamp::new(secs, nanos).ok().map(|at| at.to_string())
}

/// A time of Windows in seconds since 1970; `None` for 0.
pub(crate) fn filetime_secs(value: u64) -> Option<i64> {
    if value == 0 {
        return None;
    }
    i64::try_from(value / FILETIME_PER_SEC).ok()?.checked_sub(FILETIME_EPOCH_SECS)
}

fn stream_place(name: &str) -> Place {
    Place::Words(format!("stream {}", name.trim_start_matches('\u{5}')))
}

/// The sections of a stream.
pub(crate) fn sections(bytes: &[u8]) -> Vec<Section> {
    let count = size_at(bytes, 24).unwrap_or_default().min(SECTIONS_MAX);
    (0..count)
        .filter_map(|index| {
            let at = size_at(bytes, 28 + index * 20 + 16)?;
            let size = size_at(bytes, at)?;
            Some(section(slice_up_to(bytes, at, size)))
        })
        .collect()
}

fn section(bytes: &[u8]) -> Section {
    let count = size_at(bytes, 4).unwrap_or_default().min(PROPERTIES_MAX);
    let rows: Vec<(u32, usize)> = (0..count)
        .filter_map(|index| Some((u32_at(bytes, 8 + index * 8)?, size_at(bytes, 12 + index * 8)?)))
        .collect();
    // The code page is property 1 ([MS-OLEPS] 2.18.2); a signed 16-bit number, so 65001 is negative there.
    let code_page =
        rows.iter().find(|row| row.0 == 1).and_then(|row| u16_at(bytes, row.1.checked_add(4)?));
    let mut section = Section { code_page, ..Section::default() };
    for (id, at) in rows {
        if id == 0 {
            section.names = dictionary(bytes, at, section.code_page);
        } else if let Some(value) = value(bytes, at, section.code_page) {
            section.values.push((id, value));
        }
    }
    section
}

/// A typed value (\[MS-OLEPS\] 2.15); other types are not asked for.
fn value(bytes: &[u8], at: usize, code_page: Option<u16>) -> Option<Value> {
    let start = at.checked_add(4)?;
    Some(match u16_at(bytes, at)? {
        2 => Value::Number(i64::from(u16_at(bytes, start)?.cast_signed())),
        3 => Value::Number(i64::from(u32_at(bytes, start)?.cast_signed())),
        11 => Value::Number(i64::from(u16_at(bytes, start)? != 0)),
        19 => Value::Number(i64::from(u32_at(bytes, start)?)),
        30 => {
            let len = size_at(bytes, start)?;
            let raw = slice_up_to(bytes, start.checked_add(4)?, len.min(TEXT_BYTES_MAX));
            Value::Text(if code_page == Some(UTF16) {
                utf16_to_nul(raw)
            } else {
                windows::text_in_code_page(to_nul(raw), code_page)
            })
        }
        31 => {
            let len = size_at(bytes, start)?.saturating_mul(2).min(TEXT_BYTES_MAX);
            Value::Text(utf16_to_nul(slice_up_to(bytes, start.checked_add(4)?, len)))
        }
        64 => Value::FileTime(u64_at(bytes, start)?),
        _ => return None,
    })
}

/// The names of user-defined properties (\[MS-OLEPS\] 2.17).
fn dictionary(bytes: &[u8], at: usize, code_page: Option<u16>) -> Vec<(u32, String)> {
    let mut names = Vec::new();
    let count = size_at(bytes, at).unwrap_or_default().min(PROPERTIES_MAX);
    let mut at = at.saturating_add(4);
    for _ in 0..count {
        let (Some(id), Some(len)) = (u32_at(bytes, at), size_at(bytes, at.saturating_add(4)))
        else {
            break;
        };
        let is_wide = code_page == Some(UTF16);
        let bytes_long = if is_wide { len.saturating_mul(2) } else { len };
        let Some(raw) = slice_at(bytes, at.saturating_add(8), bytes_long) else { break };
        names.push((
            id,
            if is_wide {
                utf16_to_nul(raw)
            } else {
                windows::text_in_code_page(to_nul(raw), code_page)
            },
        ));
        let padding = if is_wide { bytes_long.wrapping_neg() % 4 } else { 0 };
        at = at.saturating_add(8).saturating_add(bytes_long).saturating_add(padding);
    }
    names
}

/// The system identifier (\[MS-OLEPS\] 2.21): the version of the system in its lower half, its kind in the upper.
fn system_signal(bytes: &[u8], writing: &mut Writing, place: &Place) {
    let (Some(version), Some(kind)) = (u16_at(bytes, 4), u16_at(bytes, 6)) else { return };
    let kind = match kind {
        1 => "Macintosh",
        2 => "Windows",
        _ => return,
    };
    let [major, minor] = version.to_le_bytes();
    writing.signal(SignalKind::OperatingSystem, format!("{kind} {major}.{minor}"), place.clone());
}

/// \[MS-OLEPS\] 2.25.1.
fn summary(section: &Section, properties: &mut Properties, writing: &mut Writing, place: &Place) {
    properties.code_page = section.code_page;
    if let Some(code_page) = section.code_page {
        let words = windows::code_page_in_words(code_page);
        writing.signal(SignalKind::CodePage, words, place.clone());
    }
    let mut revision = Vec::new();
    for (id, value) in &section.values {
        let kind = match (id, value) {
            (2, Value::Text(_)) => SignalKind::Title,
            (4, Value::Text(_)) => SignalKind::Author,
            (7, Value::Text(text)) => {
                template_path(text, place, writing);
                continue;
            }
            (8, Value::Text(_)) => SignalKind::LastModifiedBy,
            (9, Value::Text(text)) => {
                revision.push(format!("saved {text} times"));
                continue;
            }
            // The time of editing is a length of time in the form of a time.
            (10, Value::FileTime(time)) => {
                revision.push(format!("{} minutes of editing", time / FILETIME_PER_SEC / 60));
                continue;
            }
            (11, Value::FileTime(_)) => SignalKind::Printed,
            (12, Value::FileTime(time)) => {
                properties.created_secs = filetime_secs(*time);
                SignalKind::Created
            }
            (13, Value::FileTime(time)) => {
                properties.modified_secs = filetime_secs(*time);
                SignalKind::Modified
            }
            (18, Value::Text(text)) => {
                properties.application = Some(text.clone());
                continue;
            }
            _ => continue,
        };
        match value {
            Value::Text(text) => writing.signal(kind, text.clone(), place.clone()),
            Value::FileTime(time) => {
                writing.signal(kind, filetime(*time).unwrap_or_default(), place.clone());
            }
            Value::Number(_) => {}
        }
    }
    writing.signal(SignalKind::Revision, revision.join(", "), place.clone());
}

/// \[MS-OSHARED\] 2.3.3.2.2.
fn document_summary(
    section: &Section,
    properties: &mut Properties,
    writing: &mut Writing,
    place: &Place,
) {
    for (id, value) in &section.values {
        match (id, value) {
            (15, Value::Text(text)) => {
                writing.signal(SignalKind::Company, text.clone(), place.clone());
            }
            (14, Value::Text(text)) => {
                writing.signal(SignalKind::Company, format!("manager {text}"), place.clone());
            }
            // The version of the program: the major number in the upper half.
            (23, Value::Number(version)) if *version > 0 => {
                if let Some(application) = &mut properties.application {
                    *application =
                        format!("{application} ({}.{})", version >> 16, version & 0xFFFF);
                }
            }
            _ => {}
        }
    }
}

/// The section of user-defined properties (\[MS-OSHARED\] 2.3.3.2.3).
fn user_defined(
    section: &Section,
    properties: &mut Properties,
    writing: &mut Writing,
    place: &Place,
) {
    for (id, name) in &section.names {
        let Some((_, Value::Text(text))) = section.values.iter().find(|value| value.0 == *id)
        else {
            continue;
        };
        let place = Place::Words(format!("{place}, property {name}"));
        if name == "KSOProductBuildVer" {
            properties.wps_build = Some(text.clone());
        }
        match name.as_str() {
            _ if wps::property(name, text, &place, writing) => {}
            "_PID_GUID" => writing.signal(SignalKind::DocumentId, text.clone(), place),
            // Outlook writes who sent a document for review ([MS-OSHARED] 2.3.3.2.3.2 to .4).
            "_AuthorEmail" | "_AuthorEmailDisplayName" => {
                writing.signal(SignalKind::Author, text.clone(), place);
            }
            "_PID_LINKBASE" => external_path(text, &place, writing),
            _ => {}
        }
    }
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "samples are small")]
pub(crate) mod build {
    /// Writes a stream with one section of texts, and where there are names a second, user-defined one.
    pub(crate) fn stream(texts: &[(u32, &[u8])], times: &[(u32, u64)], code_page: u16) -> Vec<u8> {
        let section = section(texts, times, code_page, &[]);
        let mut bytes = header(1);
        bytes.extend([0; 16]);
        bytes.extend(48u32.to_le_bytes());
        bytes.extend(section);
        bytes
    }

    /// Writes a `DocumentSummaryInformation` with user-defined texts.
    pub(crate) fn user_defined(properties: &[(&str, &[u8])], code_page: u16) -> Vec<u8> {
        let first = section(&[], &[], code_page, &[]);
        let texts: Vec<(u32, &[u8])> =
            properties.iter().zip(2..).map(|(property, id)| (id, property.1)).collect();
        let names: Vec<(u32, &str)> =
            properties.iter().zip(2..).map(|(property, id)| (id, property.0)).collect();
        let mut bytes = header(2);
        bytes.extend([0; 16]);
        bytes.extend(68u32.to_le_bytes());
        bytes.extend([0; 16]);
        bytes.extend((68 + first.len() as u32).to_le_bytes());
        bytes.extend(first);
        bytes.extend(section(&texts, &[], code_page, &names));
        bytes
    }

    fn header(sections: u32) -> Vec<u8> {
        let mut bytes = vec![0xFE, 0xFF, 0, 0, 5, 1, 2, 0];
        bytes.extend([0; 16]);
        bytes.extend(sections.to_le_bytes());
        bytes
    }

    fn section(
        texts: &[(u32, &[u8])],
        times: &[(u32, u64)],
        code_page: u16,
        names: &[(u32, &str)],
    ) -> Vec<u8> {
        let mut values: Vec<(u32, Vec<u8>)> = vec![(1, [2u8, 0, 0, 0].to_vec())];
        values[0].1.extend(code_page.to_le_bytes());
        values[0].1.extend([0, 0]);
        if !names.is_empty() {
            let mut dictionary = (names.len() as u32).to_le_bytes().to_vec();
            for (id, name) in names {
                dictionary.extend(id.to_le_bytes());
                dictionary.extend((name.len() as u32 + 1).to_le_bytes());
                dictionary.extend(name.as_bytes());
                dictionary.push(0);
            }
            values.push((0, dictionary));
        }
        for (id, text) in texts {
            let mut value = vec![30, 0, 0, 0];
            value.extend((text.len() as u32 + 1).to_le_bytes());
            value.extend(*text);
            value.push(0);
            values.push((*id, value));
        }
        for (id, time) in times {
            let mut value = vec![64, 0, 0, 0];
            value.extend(time.to_le_bytes());
            values.push((*id, value));
        }
        let mut rows = Vec::new();
        let mut body = Vec::new();
        for (id, value) in &values {
            rows.extend(id.to_le_bytes());
            rows.extend((8 + values.len() as u32 * 8 + body.len() as u32).to_le_bytes());
            body.extend(value);
            body.resize(body.len().next_multiple_of(4), 0);
        }
        let size = 8 + rows.len() + body.len();
        let mut bytes = (size as u32).to_le_bytes().to_vec();
        bytes.extend((values.len() as u32).to_le_bytes());
        bytes.extend(rows);
        bytes.extend(body);
        bytes
    }
}

#[cfg(test)]
mod tests {
    use super::super::build::compound;
    use super::*;
    use proptest::prelude::*;
    use subtier_blocks::{Format, Limits};

    fn signals(streams: &[(&str, &[u8])]) -> (Properties, Vec<(SignalKind, String)>) {
        let bytes = compound(streams);
        let mut compound = Compound::open(&bytes, &Limits::STANDARD).unwrap();
        let mut writing = Writing::new(Format::Doc, Limits::STANDARD);
        let properties = read(&mut compound, &mut writing);
        let signals = writing.finish().signals;
        (properties, signals.into_iter().map(|signal| (signal.kind, signal.value)).collect())
    }

    #[test]
    fn people_and_times_are_read_by_the_code_page_of_the_section() {
        // Hundreds of nanoseconds since 1601.
        let summary = build::stream(
            &[(4, b"\xCE\xA2\xC8\xED\xD3\xC3\xBB\xA7"), (18, b"Microsoft Word 10.0")],
            &[(12, 133_498_803_060_000_000), (10, 36_000_000_000)],
            936,
        );
        let (properties, signals) = signals(&[(SUMMARY, &summary)]);
        let want = [
            (SignalKind::OperatingSystem, "Windows 5.1"),
            (SignalKind::CodePage, "936 (simplified Chinese)"),
            (SignalKind::Author, "微软用户"),
            (SignalKind::Created, "2024-01-16T12:05:06Z"),
            (SignalKind::Revision, "60 minutes of editing"),
            (SignalKind::Application, "Microsoft Word 10.0"),
        ];
        assert_eq!(signals, want.map(|(kind, value)| (kind, value.to_owned())));
        assert_eq!(properties.created_secs, Some(1_705_406_706));
    }

    #[test]
    fn wps_leaves_its_build_and_its_language() {
        let user = build::user_defined(
            &[("KSOProductBuildVer", b"2052-11.1.0.10132"), ("ICV", b"0A1B")],
            936,
        );
        let (properties, signals) = signals(&[(DOCUMENT_SUMMARY, &user)]);
        assert_eq!(properties.wps_build.as_deref(), Some("2052-11.1.0.10132"));
        let want = [
            (SignalKind::WpsBuild, "2052-11.1.0.10132"),
            (SignalKind::WpsUiLanguage, "zh-CN"),
            (SignalKind::WpsIdentifier, "ICV=0A1B"),
        ];
        assert_eq!(signals, want.map(|(kind, value)| (kind, value.to_owned())));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read_without_a_fault(bytes: Vec<u8>) {
            let _sections = sections(&bytes);
        }

        #[test]
        fn damaged_sections_are_read_as_far_as_they_go(at in 0usize..300, byte: u8, cut in 0usize..300) {
            let mut bytes = build::user_defined(&[("KSOProductBuildVer", b"2052-11.1.0.10132")], 1200);
            let at = at.min(bytes.len() - 1);
            bytes[at] = byte;
            bytes.truncate(bytes.len().saturating_sub(cut));
            let _sections = sections(&bytes);
        }
    }
}
