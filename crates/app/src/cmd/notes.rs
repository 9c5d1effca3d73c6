//! `subtier notes FILE...`: what documents ask for, and what they tell of their makers.

mod files;

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use clap::Args;
use serde::Serialize;
use subtier_blocks::{Limits, SIGNAL_KINDS};
use subtier_language::Lang;
use subtier_names::encoding::{Likelihoods, likelihoods};
use subtier_readers::{GlossedNote, Item, Known, Readers, Reading};
use subtier_source::SNIFF_BYTES;

use super::Ending;
use crate::failure::Failure;
use crate::line::is_picture;
use crate::out::{Out, Reader, say};
use files::{Listed, NamedFile};

/// Reads documents: text, change requests with their translations, language, and what the files tell of their makers.
///
/// Each is read in a process of its own, with limits and without network; macros are never run, links never followed.
/// Files of one folder help each other to their encoding.
///
/// Exit 2: something could not be read; what and why stands on standard error and in `complaints`. Exit 1: a file named does not
/// exist; the others are read.
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Documents of any format, or folders of them; links within a folder are not followed.
    #[arg(value_name = "FILE", required_unless_present = "kinds")]
    files: Vec<PathBuf>,
    /// Print JSON Lines: one object a file.
    #[arg(long)]
    json: bool,
    /// List the kinds of signals instead, with what each tells and its source.
    #[arg(long)]
    kinds: bool,
}

#[derive(Serialize)]
struct Line<'a> {
    path: &'a str,
    format: &'a str,
    access_log: Option<&'a str>,
    encoding: Option<&'a str>,
    encoding_rivals: &'a [String],
    languages: Vec<&'static str>,
    text: &'a str,
    notes: Vec<NoteLine<'a>>,
    signals: Vec<SignalLine<'a>>,
    dialect: DialectLine<'a>,
    complaints: Vec<ComplaintLine<'a>>,
}

#[derive(Serialize)]
struct NoteLine<'a> {
    shot: Option<&'a str>,
    production: Option<&'a str>,
    frame: Option<i64>,
    frame_out: Option<i64>,
    timecode: Option<&'a str>,
    author: Option<&'a str>,
    time: Option<&'a str>,
    lang: Option<&'static str>,
    request: &'a str,
    translation: Option<&'a str>,
    translation_lang: Option<&'static str>,
    gloss: Option<&'a str>,
    status: &'static str,
    place: String,
    places: Vec<FieldLine<'a>>,
}

#[derive(Serialize)]
struct FieldLine<'a> {
    field: subtier_notes::Field,
    place: String,
    inherited: Option<&'a str>,
}

#[derive(Serialize)]
struct SignalLine<'a> {
    kind: &'static str,
    value: &'a str,
    place: String,
}

#[derive(Serialize)]
struct DialectLine<'a> {
    verdict: &'static str,
    score: f64,
    words: &'a [String],
    syllables: u64,
    lines: u64,
}

#[derive(Serialize)]
struct ComplaintLine<'a> {
    place: String,
    reason: &'a str,
}

#[derive(Serialize)]
struct KindLine {
    kind: &'static str,
    says: &'static str,
    source: &'static str,
}

pub(crate) fn run(arguments: &Arguments) -> Result<Ending, Failure> {
    let mut out = Out::new();
    if arguments.kinds {
        list_kinds(&mut out, arguments.json)?;
        return out.finish().map(|()| Ending::Done);
    }
    let listed = Listed::new(&arguments.files);
    let mut complaints = listed.unread.len();
    for (path, reason) in &listed.unread {
        say(&format!("{path}: {reason}"));
        if matches!(print_unread(&mut out, path, reason, arguments.json)?, Reader::Gone) {
            return Ok(Ending::with_complaints(complaints));
        }
    }
    let folders = encodings_by_folder(&listed.files);
    let mut readers = Readers::new(say)?;
    let mut files = listed.files.iter();
    let documents = listed.files.iter().map(|file| item(&file.path, &folders));
    let read = readers.read_each(documents, |reading| {
        let path = files.next().map_or("", |NamedFile { shown, .. }| shown.as_str());
        let reader = match reading {
            Ok(reading) => {
                complaints += tell_faults(path, &reading);
                print(&mut out, path, &reading, arguments.json)
            }
            Err(reason) => {
                complaints += 1;
                say(&format!("{path}: {reason}"));
                print_unread(&mut out, path, &reason, arguments.json)
            }
        };
        match reader {
            Ok(Reader::Listening) => Ok(()),
            Ok(Reader::Gone) => Err(None),
            Err(failure) => Err(Some(failure)),
        }
    });
    match read {
        Ok(()) => {}
        Err(None) => return Ok(Ending::with_complaints(complaints)),
        Err(Some(failure)) => return Err(failure),
    }
    out.finish()?;
    listed.ending(complaints)
}

fn list_kinds(out: &mut Out, as_json: bool) -> Result<(), Failure> {
    for row in SIGNAL_KINDS {
        let reader = if as_json {
            out.json(&KindLine { kind: row.name, says: row.says, source: row.source })?
        } else {
            out.line(&format!("{:<20} {} ({})", row.name, row.says, row.source))?
        };
        if matches!(reader, Reader::Gone) {
            break;
        }
    }
    Ok(())
}

fn known(file: &Path, folders: &BTreeMap<PathBuf, Likelihoods>) -> Known {
    Known {
        path: file.to_string_lossy().into_owned(),
        folder: file.parent().and_then(|folder| folders.get(folder)).map(|sum| sum.0),
        shots: Vec::new(),
        with_text: true,
        access_log: None,
    }
}

fn item(file: &Path, folders: &BTreeMap<PathBuf, Likelihoods>) -> Result<Item, String> {
    let bytes = bytes_of(file)?;
    let is_picture = is_picture(subtier_source::sniff(bytes.get(..SNIFF_BYTES).unwrap_or(&bytes)));
    let head = bytes.get(..subtier_connections::SNIFF_BYTES).unwrap_or(&bytes);
    let access_log = subtier_connections::sniff(head).map(|format| format.name().to_owned());
    Ok(Item { known: Known { access_log, ..known(file, folders) }, bytes, is_picture })
}

fn bytes_of(file: &Path) -> Result<Vec<u8>, String> {
    let limit = Limits::STANDARD.document_bytes_max;
    let opened = subtier_source::open(file).map_err(|error| error.to_string())?;
    if opened.size() > limit {
        return Err(format!(
            "not readable: it has {} bytes, more than the limit of {limit}",
            opened.size()
        ));
    }
    opened.whole().map_err(|error| format!("not readable: {error}"))
}

/// What the texts of each folder say together of their encoding.
fn encodings_by_folder(files: &[NamedFile]) -> BTreeMap<PathBuf, Likelihoods> {
    let mut folders: BTreeMap<PathBuf, Likelihoods> = BTreeMap::new();
    let mut head = vec![0; HEAD_BYTES];
    for NamedFile { path, .. } in files {
        let Some(folder) = path.parent() else { continue };
        let Some(text) = head_of_text(path, &mut head) else { continue };
        match folders.get_mut(folder) {
            Some(sum) => sum.add(&likelihoods(text)),
            None => _ = folders.insert(folder.to_owned(), likelihoods(text)),
        }
    }
    folders
}

/// The beginning of a file, where it is a text.
fn head_of_text<'a>(file: &Path, head: &'a mut [u8]) -> Option<&'a [u8]> {
    let count = subtier_source::open(file).ok()?.read_at(head, 0).ok()?;
    let head = head.get(..count)?;
    (subtier_source::sniff(head) == subtier_model::ContentKind::Text).then_some(head)
}

/// Bytes of a text by which its encoding is judged.
const HEAD_BYTES: usize = 64 << 10;

fn tell_faults(path: &str, reading: &Reading) -> usize {
    for fault in &reading.faults {
        say(&format!("{path}: {}: {}", fault.place, fault.reason));
    }
    reading.faults.len()
}

fn print(out: &mut Out, path: &str, reading: &Reading, as_json: bool) -> Result<Reader, Failure> {
    if as_json { out.json(&line_of(path, reading)) } else { print_text(out, path, reading) }
}

fn line_of<'a>(path: &'a str, reading: &'a Reading) -> Line<'a> {
    Line {
        path,
        format: &reading.format,
        access_log: reading.access_log.as_deref(),
        encoding: reading.encoding.as_deref(),
        encoding_rivals: &reading.encoding_rivals,
        languages: reading.languages.iter().map(|lang| lang.code()).collect(),
        text: reading.text.as_deref().unwrap_or(""),
        notes: reading.notes.iter().map(note_line).collect(),
        signals: reading
            .signals
            .iter()
            .map(|one| SignalLine {
                kind: one.kind.name(),
                value: &one.value,
                place: one.place.to_string(),
            })
            .collect(),
        dialect: DialectLine {
            verdict: reading.dialect.verdict.words(),
            #[expect(clippy::cast_precision_loss, reason = "a score has at most seven digits")]
            score: reading.dialect.score_thousandths as f64 / 1000.0,
            words: &reading.dialect.words,
            syllables: reading.dialect.syllables,
            lines: reading.dialect.lines,
        },
        complaints: reading
            .faults
            .iter()
            .map(|fault| ComplaintLine { place: fault.place.to_string(), reason: &fault.reason })
            .collect(),
    }
}

fn note_line(glossed: &GlossedNote) -> NoteLine<'_> {
    let note = &glossed.note;
    NoteLine {
        shot: note.shot.as_deref(),
        production: note.production.as_deref(),
        frame: note.frame,
        frame_out: note.frame_out,
        timecode: note.timecode.as_deref(),
        author: note.author.as_deref(),
        time: note.time.as_deref(),
        lang: note.lang.map(Lang::code),
        request: &note.request,
        translation: note.translation.as_deref(),
        translation_lang: note.translation_lang.map(Lang::code),
        gloss: glossed.gloss.as_deref(),
        status: note.status.name(),
        place: note.place.to_string(),
        places: note
            .places
            .iter()
            .map(|one| FieldLine {
                field: one.field,
                place: one.place.to_string(),
                inherited: one.inherited.as_deref(),
            })
            .collect(),
    }
}

/// A file that could not be read still gets its object, so that none is missing.
fn print_unread(out: &mut Out, path: &str, reason: &str, as_json: bool) -> Result<Reader, Failure> {
    if !as_json {
        return Ok(Reader::Listening);
    }
    out.json(&Line {
        path,
        format: "none",
        access_log: None,
        encoding: None,
        encoding_rivals: &[],
        languages: Vec::new(),
        text: "",
        notes: Vec::new(),
        signals: Vec::new(),
        dialect: DialectLine {
            verdict: subtier_language::Norm::InsufficientText.words(),
            score: 0.0,
            words: &[],
            syllables: 0,
            lines: 0,
        },
        complaints: vec![ComplaintLine { place: "whole file".to_owned(), reason }],
    })
}

/// The same for people: what it is, its notes, its signals.
fn print_text(out: &mut Out, path: &str, reading: &Reading) -> Result<Reader, Failure> {
    let languages: Vec<_> = reading.languages.iter().map(|lang| lang.code()).collect();
    let encoding = reading.encoding.as_deref().map_or(String::new(), |name| format!(", {name}"));
    let log = reading.access_log.as_deref();
    let log = log.map_or_else(String::new, |log| format!("; an access log ({log}), no notes"));
    out.line(&format!(
        "{path}: {}{encoding}{log}; {}; {}",
        reading.format,
        languages.join(", "),
        reading.dialect.verdict.words()
    ))?;
    for GlossedNote { note, gloss } in &reading.notes {
        let frames = match (note.frame, note.frame_out) {
            (Some(frame), Some(last)) => format!(" frames {frame} to {last}"),
            (Some(frame), None) => format!(" frame {frame}"),
            (None, _) => String::new(),
        };
        let shot = note.shot.as_deref().unwrap_or("no shot");
        out.line(&format!(
            "  {} {shot}{frames} ({}): {}",
            note.status.name(),
            note.place,
            note.request
        ))?;
        if let Some(translation) = &note.translation {
            out.line(&format!("    = {translation}"))?;
        }
        if let Some(gloss) = gloss {
            out.line(&format!("    word by word: {gloss}"))?;
        }
    }
    for signal in &reading.signals {
        out.line(&format!("  {:<20} {} ({})", signal.kind.name(), signal.value, signal.place))?;
    }
    Ok(Reader::Listening)
}
