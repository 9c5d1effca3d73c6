//! `PowerPoint` binaries: the text of slides, notes and comments, and what the file tells of its maker.
//!
//! In: a compound file with the stream `PowerPoint Document`. Out: text boxes of the slides in the order in which they are
//! shown, hidden slides as hidden text, speaker notes, comments with author and time; text that only earlier saves hold;
//! and signals: who saved it last, fonts, addresses. It never runs a macro or follows a link. Format: \[MS-PPT\].

mod records;
mod saves;

use std::collections::BTreeSet;

use subtier_model::Place;

use super::encrypted;
use records::{Record, children, walk};
use saves::Saves;
use subtier_blocks::Writing;
use subtier_blocks::paths::external_path;
use subtier_blocks::windows;
use subtier_blocks::{Block, BlockKind, SignalKind};
use subtier_sectors::Compound;
use subtier_sectors::little::{size_at, slice_up_to, u16_at, u32_at, utf16, utf16_to_nul};

/// Bytes of the stream that are read: places in it have 32 bits.
const STREAM_BYTES_MAX: u64 = 512 << 20;
/// Bytes of the stream that says who saved last.
const USER_BYTES_MAX: u64 = 4096;
/// Texts that are compared to know what only earlier saves hold.
const TEXTS_MAX: usize = 200_000;
/// How often the bytes of the stream may be read as slides: true slides do not lie over each other.
const WALKED_FACTOR_MAX: usize = 4;

/// Kinds of records (\[MS-PPT\] 2.13.24).
mod kind {
    pub(super) const SLIDE: u16 = 0x03EE;
    pub(super) const SLIDE_ATOM: u16 = 0x03EF;
    pub(super) const NOTES: u16 = 0x03F0;
    pub(super) const SLIDE_PERSIST: u16 = 0x03F3;
    pub(super) const SLIDE_SHOW_INFO: u16 = 0x03F9;
    pub(super) const OUTLINE_REFERENCE: u16 = 0x0F9E;
    pub(super) const TEXT_HEADER: u16 = 0x0F9F;
    pub(super) const WIDE_TEXT: u16 = 0x0FA0;
    pub(super) const NARROW_TEXT: u16 = 0x0FA8;
    pub(super) const FONT: u16 = 0x0FB7;
    pub(super) const STRING: u16 = 0x0FBA;
    pub(super) const LINK: u16 = 0x0FD7;
    pub(super) const SLIDE_LIST: u16 = 0x0FF0;
    pub(super) const COMMENT: u16 = 0x2EE0;
    pub(super) const COMMENT_ATOM: u16 = 0x2EE1;
}

/// A slide or page of notes as the document lists it, with the texts kept there.
#[derive(Debug, Default)]
struct Listed {
    object: u32,
    id: u32,
    texts: Vec<String>,
}

/// Reads it.
pub(crate) fn read(compound: &mut Compound<'_>, writing: &mut Writing) {
    let Some(stream) = compound.read("PowerPoint Document", STREAM_BYTES_MAX) else { return };
    let user = compound.read("Current User", USER_BYTES_MAX).unwrap_or_default();
    // A token of its own says that the file is encrypted (2.3.2, headerToken).
    if u32_at(&user, 12) == Some(0xF3D1_C4DF) {
        return encrypted(writing, "stream PowerPoint Document");
    }
    user_signal(&user, writing);
    let saves = Saves::read(&stream, &user);
    let mut seen = BTreeSet::new();
    if let Some(document) = saves.document(&stream) {
        presentation(&stream, &saves, &document, (&mut seen, writing));
        document_signals(&document, writing);
        earlier(&stream, &saves, &seen, writing);
    } else {
        let place = Place::Words("stream PowerPoint Document".to_owned());
        writing.fault(place.clone(), "its directory cannot be read; texts are given as they lie");
        every_text(&stream, &mut |text, _| {
            writing.text(BlockKind::TextBox, text, place.clone());
        });
    }
}

/// Who saved it last (\[MS-PPT\] 2.3.2, `CurrentUserAtom`).
fn user_signal(user: &[u8], writing: &mut Writing) {
    let len = usize::from(u16_at(user, 20).unwrap_or_default()).min(255);
    // The name in the code page of the system, then a version, then the name in Unicode.
    let wide = slice_up_to(user, 28 + len + 4, len * 2);
    let name = if wide.len() == len * 2 {
        utf16(wide)
    } else {
        windows::text_in_code_page(slice_up_to(user, 28, len), None)
    };
    let place = Place::Words("stream Current User".to_owned());
    writing.signal(SignalKind::LastModifiedBy, name.trim_end_matches('\0').to_owned(), place);
}

fn presentation(
    stream: &[u8],
    saves: &Saves,
    document: &Record<'_>,
    (seen, writing): (&mut BTreeSet<String>, &mut Writing),
) {
    let (mut slides, mut notes) = (Vec::new(), Vec::new());
    for list in children(document.data).filter(|record| record.kind == kind::SLIDE_LIST) {
        match list.instance {
            0 => slides = listed(&list),
            2 => notes = listed(&list),
            _ => {}
        }
    }
    // A slide or page of notes that is named again is read once.
    let mut read = BTreeSet::new();
    let mut walked = 0usize;
    for (slide, number) in slides.iter().zip(1u64..) {
        let page = Place::Page { page: number, line: None };
        let record = saves.object(stream, slide.object).filter(|record| record.kind == kind::SLIDE);
        let Some(record) = record else {
            writing
                .fault(page.clone(), "the slide cannot be found; what the list has of it is kept");
            for text in &slide.texts {
                writing.text(BlockKind::TextBox, text.clone(), page.clone());
            }
            continue;
        };
        if writing.is_full() || !read.insert(slide.object) {
            continue;
        }
        walked = walked.saturating_add(record.data.len());
        if walked / WALKED_FACTOR_MAX > stream.len() {
            let place = Place::Words("stream PowerPoint Document".to_owned());
            writing.fault(place, "its slides lie over each other; the rest is not read");
            return;
        }
        let block_kind = if is_hidden(&record) { BlockKind::Hidden } else { BlockKind::TextBox };
        let notes_id = texts_of(&record, &slide.texts, &mut |text| {
            keep(seen, &text);
            writing.text(block_kind, text, page.clone());
        });
        comments(&record, &page, seen, writing);
        let own = notes.iter().find(|page| notes_id != 0 && page.id == notes_id);
        if let Some(own) = own
            && let Some(record) = saves.object(stream, own.object)
            && read.insert(own.object)
        {
            walked = walked.saturating_add(record.data.len());
            texts_of(&record, &own.texts, &mut |text| {
                keep(seen, &text);
                writing.text(BlockKind::SpeakerNote, text, page.clone());
            });
        }
    }
}

fn keep(seen: &mut BTreeSet<String>, text: &str) {
    if seen.len() < TEXTS_MAX {
        seen.insert(text.to_owned());
    }
}

/// The slides of a list (\[MS-PPT\] 2.4.14.3): each with the texts of its placeholders.
fn listed(list: &Record<'_>) -> Vec<Listed> {
    let mut slides: Vec<Listed> = Vec::new();
    for record in children(list.data) {
        let open = slides.last_mut();
        match record.kind {
            kind::SLIDE_PERSIST => slides.push(Listed {
                object: u32_at(record.data, 0).unwrap_or_default(),
                id: u32_at(record.data, 12).unwrap_or_default(),
                texts: Vec::new(),
            }),
            kind::TEXT_HEADER => open.into_iter().for_each(|slide| slide.texts.push(String::new())),
            _ => {
                let slot = open.and_then(|slide| slide.texts.last_mut());
                if let (Some(text), Some(slot)) = (text_of(&record), slot) {
                    *slot = text;
                }
            }
        }
    }
    slides
}

/// Gives every text of a slide in order; a shape may refer to a text of the list. Returns the id of its notes.
fn texts_of(slide: &Record<'_>, outline: &[String], give: &mut dyn FnMut(String)) -> u32 {
    let mut notes_id = 0;
    let mut used = BTreeSet::new();
    walk(slide.data, &mut |record| {
        match record.kind {
            kind::SLIDE_ATOM => notes_id = u32_at(record.data, 16).unwrap_or_default(),
            kind::OUTLINE_REFERENCE => {
                let index = size_at(record.data, 0).unwrap_or(usize::MAX);
                if let Some(text) = outline.get(index).filter(|_| used.insert(index)) {
                    give(text.clone());
                }
            }
            kind::COMMENT => return false,
            _ => text_of(record).into_iter().for_each(&mut *give),
        }
        true
    });
    for (text, index) in outline.iter().zip(0usize..) {
        if !used.contains(&index) {
            give(text.clone());
        }
    }
    notes_id
}

/// The text of a record of text; `None` for any other.
fn text_of(record: &Record<'_>) -> Option<String> {
    let text: String = match record.kind {
        kind::WIDE_TEXT => utf16(record.data),
        // The lower bytes of UTF-16 (2.9.43).
        kind::NARROW_TEXT => record.data.iter().map(|byte| char::from(*byte)).collect(),
        _ => return None,
    };
    let shown = |sign: char| match sign {
        '\r' | '\u{B}' => Some('\n'),
        '\t' => Some('\t'),
        _ => Some(sign).filter(|sign| *sign >= ' '),
    };
    // A sole asterisk stands for the number of the slide, a date or a footer (2.9.50).
    Some(text.chars().filter_map(shown).collect()).filter(|text: &String| text != "*")
}

/// \[MS-PPT\] 2.6.6, fHidden.
fn is_hidden(slide: &Record<'_>) -> bool {
    children(slide.data).any(|record| {
        record.kind == kind::SLIDE_SHOW_INFO && u16_at(record.data, 10).unwrap_or_default() & 4 != 0
    })
}

/// Comments of a slide (\[MS-PPT\] 2.5.23, `Comment10Container`): author, text and initials in order.
fn comments(slide: &Record<'_>, page: &Place, seen: &mut BTreeSet<String>, writing: &mut Writing) {
    walk(slide.data, &mut |record| {
        if record.kind != kind::COMMENT {
            return true;
        }
        let mut block = Block::new(BlockKind::Comment, String::new(), page.clone());
        for part in children(record.data) {
            match (part.kind, part.instance) {
                (kind::STRING, 0) => block.author = Some(utf16(part.data)),
                (kind::STRING, 1) => block.text = utf16(part.data).replace('\r', "\n"),
                (kind::COMMENT_ATOM, _) => block.time = system_time(part.data),
                _ => {}
            }
        }
        if let Some(author) = &block.author {
            writing.signal(SignalKind::CommentAuthor, author.clone(), page.clone());
        }
        keep(seen, &block.text);
        writing.block(block);
        false
    });
}

/// A time in eight numbers after the comment's own number (\[MS-DTYP\] 2.3.13): year, month, weekday, day, hour and so on.
fn system_time(data: &[u8]) -> Option<String> {
    let number = |index: usize| i8::try_from(u16_at(data, 4 + index * 2)?).ok();
    let year = i16::try_from(u16_at(data, 4)?).ok()?;
    let day = jiff::civil::Date::new(year, number(1)?, number(3)?).ok()?;
    let time = jiff::civil::Time::new(number(4)?, number(5)?, number(6)?, 0).ok()?;
    Some(day.to_datetime(time).to_string())
}

fn document_signals(document: &Record<'_>, writing: &mut Writing) {
    let place = Place::Words("stream PowerPoint Document".to_owned());
    walk(document.data, &mut |record| {
        match record.kind {
            // The name in 32 units (2.9.8).
            kind::FONT => {
                let name = utf16_to_nul(slice_up_to(record.data, 0, 64));
                writing.signal(SignalKind::Font, name, place.clone());
            }
            // The target is the string of instance 1 (2.10.16).
            kind::LINK => children(record.data)
                .filter(|part| part.kind == kind::STRING && part.instance == 1)
                .for_each(|part| {
                    let target = utf16(part.data);
                    external_path(&target, &place, writing);
                }),
            _ => {}
        }
        true
    });
}

/// Every text of the stream, with the kind of the outermost record that it lies in.
fn every_text(stream: &[u8], give: &mut dyn FnMut(String, u16)) {
    for outer in children(stream).filter(|outer| outer.is_container) {
        walk(outer.data, &mut |record| {
            if let Some(text) = text_of(record) {
                give(text, outer.kind);
            }
            true
        });
    }
}

/// Texts that only earlier saves hold: a save adds to the stream and leaves what was.
fn earlier(stream: &[u8], saves: &Saves, seen: &BTreeSet<String>, writing: &mut Writing) {
    if saves.count < 2 {
        return;
    }
    let place = Place::Words("stream PowerPoint Document, earlier save".to_owned());
    let value = format!("{} saves are in the file", saves.count);
    writing.signal(SignalKind::EarlierRevision, value, place.clone());
    let mut given = BTreeSet::new();
    every_text(stream, &mut |text, owner| {
        let is_slide = matches!(owner, kind::SLIDE | kind::NOTES);
        let is_new = is_slide && !seen.contains(&text) && given.len() < TEXTS_MAX;
        if is_new && given.insert(text.clone()) {
            writing.text(BlockKind::EarlierRevision, text, place.clone());
        }
    });
}

#[cfg(test)]
#[expect(clippy::cast_possible_truncation, reason = "samples are small")]
mod tests {
    use super::super::build::compound;
    use super::*;
    use proptest::prelude::*;
    use subtier_blocks::{Format, Limits};

    fn record(kind: u16, instance: u16, data: &[u8], is_container: bool) -> Vec<u8> {
        let head = instance << 4 | if is_container { 0xF } else { 0 };
        let mut bytes = head.to_le_bytes().to_vec();
        bytes.extend(kind.to_le_bytes());
        bytes.extend((data.len() as u32).to_le_bytes());
        bytes.extend(data);
        bytes
    }

    fn wide(text: &str) -> Vec<u8> {
        text.encode_utf16().flat_map(u16::to_le_bytes).collect()
    }

    fn numbers(numbers: &[u32]) -> Vec<u8> {
        numbers.iter().flat_map(|number| number.to_le_bytes()).collect()
    }

    /// A deck of one slide that was saved twice; the first save had another text.
    fn sample() -> (Vec<u8>, Vec<u8>) {
        let slide = |text: &str| {
            let comment = [
                record(kind::STRING, 0, &wide("감독"), false),
                record(kind::STRING, 1, &wide("입을 크게"), false),
                record(
                    kind::COMMENT_ATOM,
                    0,
                    &[1, 0, 0, 0, 0xE8, 7, 1, 0, 2, 0, 16, 0, 21, 0, 5, 0, 0, 0, 0, 0],
                    false,
                ),
            ];
            let comment = record(kind::COMMENT, 0, &comment.concat(), true);
            let tag = record(0x138B, 0, &comment, false);
            let inner = [record(kind::WIDE_TEXT, 0, &wide(text), false), tag].concat();
            record(kind::SLIDE, 0, &inner, true)
        };
        let persist = record(kind::SLIDE_PERSIST, 0, &numbers(&[2, 0, 0, 256, 0]), false);
        let header = record(kind::TEXT_HEADER, 0, &[0; 4], false);
        let title = record(kind::NARROW_TEXT, 0, b"EP03\rtitle", false);
        let list = record(kind::SLIDE_LIST, 0, &[persist, header, title].concat(), true);
        let mut stream = record(0x03E8, 0, &list, true);
        let first = stream.len() as u32;
        stream.extend(slide("旧的意见"));
        let directory = stream.len() as u32;
        stream.extend(record(0x1772, 0, &numbers(&[2 << 20 | 1, 0, first]), false));
        let edit = stream.len() as u32;
        stream.extend(record(0x0FF5, 0, &numbers(&[0, 0, 0, directory, 1, 3, 0]), false));
        let second = stream.len() as u32;
        stream.extend(slide("返修 SC045"));
        let directory = stream.len() as u32;
        stream.extend(record(0x1772, 0, &numbers(&[1 << 20 | 2, second]), false));
        let newest = stream.len() as u32;
        stream.extend(record(0x0FF5, 0, &numbers(&[0, 0, edit, directory, 1, 3, 0]), false));
        let mut user = numbers(&[0x0FF6_0000, 30, 20, 0xE391_C05F, newest]);
        user.extend([2, 0, 0xF4, 3, 3, 0, 0, 0, b'?', b'?', 8, 0, 0, 0]);
        user.extend(wide("王芳"));
        (stream, user)
    }

    fn read_deck(stream: &[u8], user: &[u8]) -> subtier_blocks::Document {
        let bytes = compound(&[("PowerPoint Document", stream), ("Current User", user)]);
        let mut compound = Compound::open(&bytes, &Limits::STANDARD).unwrap();
        let mut writing = Writing::new(Format::Ppt, Limits::STANDARD);
        read(&mut compound, &mut writing);
        writing.finish()
    }

    #[test]
    fn slides_comments_and_what_an_earlier_save_held_are_read() {
        let (stream, user) = sample();
        let document = read_deck(&stream, &user);
        let blocks: Vec<_> =
            document.blocks.iter().map(|block| (block.kind, block.text.as_str())).collect();
        let want = [
            (BlockKind::TextBox, "返修 SC045"),
            (BlockKind::TextBox, "EP03\ntitle"),
            (BlockKind::Comment, "입을 크게"),
            (BlockKind::EarlierRevision, "旧的意见"),
        ];
        assert_eq!(blocks, want);
        assert_eq!(document.blocks[2].author.as_deref(), Some("감독"));
        assert_eq!(document.blocks[2].time.as_deref(), Some("2024-01-16T21:05:00"));
        assert_eq!(document.signals[0].value, "王芳");
        assert_eq!(document.faults, []);
    }

    proptest! {
        #[test]
        fn damaged_decks_are_read_as_far_as_they_go(
            changes in prop::collection::vec((0usize..2000, any::<u8>()), 1..6), cut in 0usize..300,
        ) {
            let (mut stream, user) = sample();
            for (at, byte) in changes {
                let at = at % stream.len();
                stream[at] = byte;
            }
            stream.truncate(stream.len() - cut.min(stream.len()));
            read_deck(&stream, &user);
        }
    }
}
