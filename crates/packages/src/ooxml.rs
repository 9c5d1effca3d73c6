//! Office Open XML: which of its formats a package is, and who reads it.
//!
//! In: the bytes of a zip. Out: the format by the content type of its main part (macro-enabled files, templates and the
//! strict variant are the same format), then its text and what it tells. Never: a macro run, a link followed.

mod relations;
pub(crate) mod sheet;
mod slides;
mod word;

use std::io::Read;

use subtier_model::Place;

use crate::flow::Flow;
use crate::package::Package;
use crate::package_signals;
use relations::{Relations, SMALL_PART_BYTES_MAX};
use subtier_blocks::Writing;
use subtier_blocks::paths::path_in_words;
use subtier_blocks::{Format, Limits, Request, SignalKind};
use subtier_xml::{Step, Xml};

/// The part that names the type of every other (ECMA-376 part 2, 7.2.3).
const CONTENT_TYPES: &str = "[Content_Types].xml";

/// Bytes of the end of a zip that are searched for its end record, which has the longest comment (APPNOTE 4.3.16).
const DIRECTORY_END_BYTES: usize = 22 + 65_535;

/// Whether the bytes are of this family, and which of it.
pub(crate) fn is_it(bytes: &[u8], _name: &str) -> Option<Format> {
    if !directory_has(bytes, CONTENT_TYPES) {
        return None;
    }
    let mut package = Package::open(bytes, &Limits::STANDARD).ok()?;
    main_part(&mut package).map(|(format, _)| format)
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
    let Some((format, part)) = main_part(&mut package) else { return };
    if format == Format::Docx {
        word::read(&mut package, &part, writing);
    } else if format == Format::Pptx {
        slides::read(&mut package, &part, writing);
    } else {
        sheet::read(&mut package, writing);
    }
    package_signals::read(&mut package, format, writing);
    kept_files(&package, writing);
    if package.limit_reached() {
        writing.fault(Place::Whole, "a part unpacks to more than the limit; the rest was not read");
    }
}

/// Tells the files kept inside and the macros.
fn kept_files(package: &Package<'_>, writing: &mut Writing) {
    for name in package.names() {
        let lower = name.to_ascii_lowercase();
        // [MS-OFFMACRO2] 2.2.1.1: the VBA project part; XLM sheets are the other kind.
        let is_macro = lower.ends_with("vbaproject.bin") || lower.contains("/macrosheets/");
        let is_kept = lower.contains("/embeddings/")
            || lower.contains("/afchunk")
            || lower.ends_with("glossary/document.xml");
        if is_macro {
            writing.signal(SignalKind::Macro, name.as_str(), Place::Entry(name.clone()));
        } else if is_kept {
            writing.signal(SignalKind::Embedded, name.as_str(), Place::Entry(name.clone()));
        }
    }
}

/// Whether the directory of a zip names a part; the package need not be opened for that.
pub(crate) fn directory_has(bytes: &[u8], name: &str) -> bool {
    if !bytes.starts_with(b"PK") {
        return false;
    }
    let end_at = bytes.len().saturating_sub(DIRECTORY_END_BYTES);
    let end = bytes.get(end_at..).unwrap_or(&[]);
    // The end record holds where the directory begins (APPNOTE 4.3.16); a larger or damaged zip is searched whole.
    let begins = memchr::memmem::rfind(end, b"PK\x05\x06").and_then(|at| {
        let field = end.get(at + 16..at + 20)?.first_chunk::<4>()?;
        usize::try_from(u32::from_le_bytes(*field)).ok()
    });
    let directory = begins.and_then(|begins| bytes.get(begins..)).unwrap_or(bytes);
    let is_directory = directory.starts_with(b"PK\x01\x02");
    let searched = if is_directory { directory } else { bytes };
    memchr::memmem::find(searched, name.as_bytes()).is_some()
}

/// The format and the name of the main part.
fn main_part(package: &mut Package<'_>) -> Option<(Format, String)> {
    let listed = content_types(package);
    let format_by_type = |part: &str| {
        let found = listed.iter().find(|(name, _)| name.eq_ignore_ascii_case(part));
        found.and_then(|(_, content_type)| format_of_type(content_type))
    };
    let roots = Relations::of(package, "");
    let named = roots.of_kind("officeDocument").next().map(str::to_owned);
    if let Some(part) = named.filter(|part| package.has(part))
        && let Some(format) = format_by_type(&part).or_else(|| format_of_name(&part))
    {
        return Some((format, part));
    }
    let first = listed.iter().find_map(|(part, content_type)| {
        let format = format_of_type(content_type)?;
        package.has(part).then(|| (format, part.clone()))
    });
    first.or_else(|| {
        package.names().into_iter().find_map(|name| Some((format_of_name(&name)?, name)))
    })
}

/// The types that single parts are given, by part; those given by extension name no main part.
fn content_types(package: &mut Package<'_>) -> Vec<(String, String)> {
    let mut types = Vec::new();
    let Some(mut xml) = package.small_xml(CONTENT_TYPES, SMALL_PART_BYTES_MAX) else {
        return types;
    };
    while let Ok(step) = xml.step() {
        match step {
            Step::Eof => break,
            Step::Start if xml.name() == "Override" => {}
            Step::Start | Step::End | Step::Text => continue,
        }
        if let (Some(part), Some(kind)) = (xml.attribute("PartName"), xml.attribute("ContentType"))
        {
            types.push((part.trim_start_matches('/').to_owned(), kind));
        }
    }
    types
}

/// The format by the type of its main part (ECMA-376 part 1, 11.3.10, 12.3.23, 13.3.6; [MS-OFFMACRO2] 2.1; WPS writes the
/// same types).
fn format_of_type(content_type: &str) -> Option<Format> {
    let kind = content_type.trim().to_ascii_lowercase();
    let last = kind.rsplit('.').next().unwrap_or("");
    if last != "main" && !last.ends_with("main+xml") {
        return None;
    }
    let is = |words: [&str; 2]| words.iter().any(|word| kind.contains(word));
    if is(["wordprocessingml", "ms-word"]) {
        Some(Format::Docx)
    } else if is(["spreadsheetml", "ms-excel"]) {
        Some(Format::Xlsx)
    } else if is(["presentationml", "ms-powerpoint"]) {
        Some(Format::Pptx)
    } else {
        None
    }
}

/// The format by the customary name of its main part, where the list of types is damaged.
fn format_of_name(part: &str) -> Option<Format> {
    match part {
        "word/document.xml" => Some(Format::Docx),
        "xl/workbook.xml" | "xl/workbook.bin" => Some(Format::Xlsx),
        "ppt/presentation.xml" => Some(Format::Pptx),
        _ => None,
    }
}

/// Tells the path of a picture, which some programs keep as its description (`descr`).
fn path_of_picture<R: Read>(xml: &Xml<R>, flow: &mut Flow<'_>) {
    for name in ["descr", "title"] {
        if let Some(text) = xml.value(name) {
            let place = flow.place();
            path_in_words(&text, &place, flow.writing());
        }
    }
}
