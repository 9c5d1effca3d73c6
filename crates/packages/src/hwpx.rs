//! Hancom's XML format (HWPX, OWPML, KS X 6101).
//!
//! In: the bytes of a zip. Out: the sections in order: paragraphs, tables with spans, boxes, notes, memos and hidden
//! comments, tracked changes with author and time; the Hancom version and operating system of `version.xml` and the names
//! and times of `content.hpf`. The stored preview is read only where there is no body. Never: a script run.

mod section;

use std::collections::BTreeMap;

use subtier_model::Place;

use crate::flow::{Change, ChangeKind, Flow, Story};
use crate::ooxml::directory_has;
use crate::package::Package;
use crate::steps;
use section::{Holds, Section};
use subtier_blocks::Writing;
use subtier_blocks::zones::{clock_difference, time_in_words};
use subtier_blocks::{Block, BlockKind, Format, Limits, Request, SignalKind};
use subtier_xml::Step;

/// Bytes read of a part that describes others.
const SMALL_PART_BYTES_MAX: u64 = 64 << 20;

/// Bytes read of the preview; Hancom writes about 1 kB.
const PREVIEW_BYTES_MAX: u64 = 1 << 20;

/// Bytes of a name or time.
const WORDS_BYTES_MAX: usize = 1000;

/// Fonts of one document that are looked at.
const FONTS_MAX: usize = 5_000;

/// Tracked changes and authors kept.
const CHANGES_MAX: usize = 100_000;

/// Whether the bytes are of this family.
pub(crate) fn is_it(bytes: &[u8], _name: &str) -> Option<Format> {
    if !directory_has(bytes, "Contents/") {
        return None;
    }
    let mut package = Package::open(bytes, &Limits::STANDARD).ok()?;
    // KS X 6101, 8.2: `application/hwp+zip`; parts of that name are also in damaged files without it.
    let is_named = package.bytes("mimetype", 100).starts_with(b"application/hwp");
    let is_like = package.has("Contents/header.xml") && package.has("Contents/section0.xml");
    (is_named || is_like).then_some(Format::Hwpx)
}

/// Reads it.
pub(crate) fn read(request: &Request<'_>, writing: &mut Writing) {
    let mut package = match Package::open(request.bytes, writing.limits()) {
        Ok(package) => package,
        Err(reason) => {
            writing.fault(Place::Whole, reason);
            return;
        }
    };
    if is_encrypted(&mut package) {
        let place = Place::Entry("META-INF/manifest.xml".to_owned());
        writing.signal(SignalKind::Encrypted, "Contents/section0.xml", place.clone());
        writing.fault(place, "the content is encrypted");
    } else {
        read_body(&mut package, writing);
    }
    if !writing.blocks().iter().any(|block| block.kind.is_body()) {
        read_preview(&mut package, writing);
    }
    read_version(&mut package, writing);
    read_metadata(&mut package, writing);
    read_fonts(&mut package, writing);
    for name in package.names() {
        let lower = name.to_ascii_lowercase();
        if lower.starts_with("bindata/") && extension(&lower) == "ole" {
            writing.signal(SignalKind::Embedded, name.as_str(), Place::Entry(name.clone()));
        }
    }
    if package.limit_reached() {
        writing.fault(Place::Whole, "a part unpacks to more than the limit; the rest was not read");
    }
}

fn read_body(package: &mut Package<'_>, writing: &mut Writing) {
    let changes = TrackedChanges::read(package);
    let sections = numbered(package, "Contents/section");
    if sections.is_empty() {
        writing.fault(Place::Whole, "there is no section");
    }
    let mut flow = Flow::new(writing);
    let masters = numbered(package, "Contents/masterpage");
    let parts = sections.iter().map(|part| (part, Holds::Body));
    for (part, holds) in parts.chain(masters.iter().map(|part| (part, Holds::MasterPage))) {
        flow.begin_part(part);
        if holds == Holds::MasterPage {
            flow.begin_story(Story::by_paragraph(BlockKind::PageHeader));
        }
        steps::read_part(package, part, &mut Section::new(&changes), &mut flow);
    }
    flow.finish();
}

/// What stands behind the last point of a name.
fn extension(name: &str) -> &str {
    name.rsplit_once('.').map_or("", |(_, extension)| extension)
}

/// Parts of a name and a number, in the order of their numbers.
fn numbered(package: &Package<'_>, begins: &str) -> Vec<String> {
    let mut found: Vec<(u64, String)> = package
        .names()
        .into_iter()
        .filter_map(|name| {
            let number = name.strip_prefix(begins)?.strip_suffix(".xml")?.parse().ok()?;
            Some((number, name))
        })
        .collect();
    found.sort();
    found.into_iter().map(|(_, name)| name).collect()
}

/// Whether the manifest says that parts are encrypted (KS X 6101, 15, as `OpenDocument` does).
fn is_encrypted(package: &mut Package<'_>) -> bool {
    let manifest = package.bytes("META-INF/manifest.xml", SMALL_PART_BYTES_MAX);
    memchr::memmem::find(&manifest, b"encryption-data").is_some()
}

/// The preview stands for the body where that cannot be read; Hancom writes it in UTF-8, older versions in UTF-16.
fn read_preview(package: &mut Package<'_>, writing: &mut Writing) {
    let part = "Preview/PrvText.txt";
    let bytes = package.bytes(part, PREVIEW_BYTES_MAX);
    let text = match std::str::from_utf8(&bytes) {
        Ok(text) if !text.contains('\0') => text.trim_start_matches('\u{FEFF}').to_owned(),
        _ => encoding_rs::UTF_16LE.decode(&bytes).0.into_owned(),
    };
    let text = text.replace("\r\n", "\n");
    writing.block(Block::new(BlockKind::Preview, text, Place::Entry(part.to_owned())));
}

/// The program, its version and its system: `version.xml` (KS X 6101, 13), as
/// `appVersion="9, 1, 1, 5656 WIN32LEWindows_10"`.
fn read_version(package: &mut Package<'_>, writing: &mut Writing) {
    let Some(mut xml) = package.small_xml("version.xml", SMALL_PART_BYTES_MAX) else { return };
    let place = Place::Entry("version.xml".to_owned());
    while let Ok(step) = xml.step() {
        if step == Step::Eof {
            return;
        }
        if step != Step::Start || xml.name() != "HCFVersion" {
            continue;
        }
        if let Some(application) = xml.attribute("application") {
            writing.signal(SignalKind::Application, application, place.clone());
        }
        let Some(version) = xml.attribute("appVersion") else { continue };
        let system = version.find(|sign: char| sign.is_ascii_alphabetic()).unwrap_or(version.len());
        let (number, system) = version.split_at_checked(system).unwrap_or((&version, ""));
        writing.signal(SignalKind::HancomVersion, number.trim(), place.clone());
        writing.signal(SignalKind::OperatingSystem, system.trim(), place.clone());
    }
}

/// Names and times of `content.hpf` (KS X 6101, 8.3.1).
fn read_metadata(package: &mut Package<'_>, writing: &mut Writing) {
    let part = "Contents/content.hpf";
    let Some(mut xml) = package.small_xml(part, SMALL_PART_BYTES_MAX) else { return };
    let place = Place::Entry(part.to_owned());
    let (mut local, mut created) = (String::new(), String::new());
    while let Ok(step) = xml.step() {
        match step {
            Step::Eof => break,
            Step::Start => {}
            Step::End | Step::Text => continue,
        }
        let kind = match xml.name() {
            "title" => Meta::Signal(SignalKind::Title),
            "language" => Meta::Signal(SignalKind::DocumentLanguage),
            "meta" => match xml.value("name").as_deref() {
                Some("creator") => Meta::Signal(SignalKind::Author),
                Some("lastsaveby") => Meta::Signal(SignalKind::LastModifiedBy),
                Some("CreatedDate") => Meta::Signal(SignalKind::Created),
                Some("ModifiedDate") => Meta::Signal(SignalKind::Modified),
                Some("date") => Meta::LocalDate,
                _ => continue,
            },
            _ => continue,
        };
        // Older versions write the value as `content`, newer ones write `content="text"` and the value as text.
        let content = xml.attribute("content").filter(|content| content != "text");
        let Ok(text) = xml.inner_text(WORDS_BYTES_MAX) else { return };
        let value = if text.trim().is_empty() { content.unwrap_or_default() } else { text };
        match kind {
            Meta::Signal(kind) => {
                if kind == SignalKind::Created {
                    created.clone_from(&value);
                }
                writing.signal(kind, value, place.clone());
            }
            Meta::LocalDate => local = value,
        }
    }
    clocks(&local, &created, &place, writing);
}

/// What an entry of the metadata is.
enum Meta {
    Signal(SignalKind),
    /// The date on which the document was begun, in words and in the time of the machine.
    LocalDate,
}

/// Hancom writes the time of creation twice: in UTC, and in words in the time of the machine.
fn clocks(local: &str, utc: &str, place: &Place, writing: &mut Writing) {
    let Some(time) = time_in_words(local) else { return };
    if let Some(difference) = clock_difference(&time, utc) {
        let place = Place::Words(format!("{place}: date \"{local}\" beside CreatedDate {utc}"));
        writing.signal(SignalKind::ClockDifference, difference, place);
    }
}

/// The fonts and what stands in for them: `header.xml` (KS X 6101, 9.3.2).
fn read_fonts(package: &mut Package<'_>, writing: &mut Writing) {
    let part = "Contents/header.xml";
    let Some(mut xml) = package.small_xml(part, SMALL_PART_BYTES_MAX) else { return };
    let place = Place::Entry(part.to_owned());
    let mut font = String::new();
    let mut left = FONTS_MAX;
    while let Ok(step) = xml.step() {
        match (step, xml.name()) {
            (Step::Eof, _) => return,
            (Step::Start, "font") if left > 0 => {
                left -= 1;
                font = xml.attribute("face").unwrap_or_default();
                writing.signal(SignalKind::Font, font.as_str(), place.clone());
            }
            (Step::Start, "substFont") if !font.is_empty() => {
                if let Some(other) = xml.value("face").filter(|other| *other != font) {
                    let words = format!("{font} = {other}");
                    writing.signal(SignalKind::SubstitutedFont, words, place.clone());
                }
            }
            (Step::Start | Step::End | Step::Text, _) => {}
        }
    }
}

/// Who changed what, by the id of the change: `header.xml` (KS X 6101, 9.3.15).
#[derive(Debug, Default)]
struct TrackedChanges(BTreeMap<String, Change>);

impl TrackedChanges {
    fn read(package: &mut Package<'_>) -> Self {
        let part = "Contents/header.xml";
        let Some(mut xml) = package.small_xml(part, SMALL_PART_BYTES_MAX) else {
            return Self::default();
        };
        let mut changes = Vec::new();
        let mut authors: BTreeMap<u64, String> = BTreeMap::new();
        while let Ok(step) = xml.step() {
            if step == Step::Eof || changes.len() >= CHANGES_MAX || authors.len() >= CHANGES_MAX {
                break;
            }
            let number = |name| xml.value(name).and_then(|number| number.parse::<u64>().ok());
            match (step, xml.name()) {
                (Step::Start, "trackChange") => {
                    let kind = match xml.value("type").as_deref() {
                        Some("Insert") => ChangeKind::Inserted,
                        Some("Delete") => ChangeKind::Deleted,
                        _ => continue,
                    };
                    let id = xml.attribute("id").unwrap_or_default();
                    changes.push((id, kind, number("authorID"), xml.attribute("date")));
                }
                (Step::Start, "trackChangeAuthor") => {
                    if let (Some(id), Some(name)) = (number("id"), xml.attribute("name")) {
                        authors.insert(id, name);
                    }
                }
                (Step::Start | Step::End | Step::Text | Step::Eof, _) => {}
            }
        }
        // Hancom counts authors from 0 in their list and from 1 where they are referred to, as seen in its own files;
        // other writers use one number for both.
        let first = u64::from(authors.contains_key(&0));
        let with_author = |(id, kind, author, time): (String, _, Option<u64>, _)| {
            let name =
                author.and_then(|author| authors.get(&author.saturating_sub(first)).cloned());
            (id.clone(), Change::new(kind, name, time).with_id(id))
        };
        Self(changes.into_iter().map(with_author).collect())
    }
}
