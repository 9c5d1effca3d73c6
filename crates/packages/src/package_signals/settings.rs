//! Settings: languages, editing sessions, identifiers and paths.
//!
//! In: settings and styles of documents, the workbook, the presentation (ECMA-376 part 1, 17.15, 18.2, 19.2), `settings.xml` and
//! `styles.xml` of ODF. Out: signals, with the element they stand in.

use subtier_model::Place;

use super::PART_BYTES_MAX;
use crate::package::{Package, has_ending};
use subtier_blocks::SignalKind;
use subtier_blocks::Writing;
use subtier_blocks::paths::{external_path, has_account};
use subtier_xml::{Step, Xml};

/// Elements of one part that are looked at; the table of sessions may hold thousands.
const ELEMENTS_MAX: usize = 6000;

type SmallXml = Xml<std::io::Cursor<Vec<u8>>>;
type Take = fn(&SmallXml, &str, &mut Writing);

/// Reads the settings of OOXML.
pub(super) fn read_ooxml(package: &mut Package<'_>, writing: &mut Writing) {
    for name in package.names() {
        let (take, ends): (Take, &[&str]) = match name.as_str() {
            name if has_ending(name, "word/settings.xml") => (word_settings, &[]),
            name if has_ending(name, "word/styles.xml") => {
                (word_styles, &["latentStyles", "style"])
            }
            name if has_ending(name, "xl/workbook.xml") => (workbook, &["definedNames"]),
            name if has_ending(name, "xl/connections.xml") => (connections, &[]),
            name if has_ending(name, "ppt/presentation.xml") => (presentation, &[]),
            _ => continue,
        };
        if let Some(mut xml) = package.small_xml(&name, PART_BYTES_MAX) {
            each_start(&mut xml, ends, |xml| take(xml, &name, writing));
        }
    }
}

/// Goes over the elements that begin, until one of some names.
fn each_start(xml: &mut SmallXml, ends: &[&str], mut take: impl FnMut(&SmallXml)) {
    let mut count = 0;
    while let Ok(step) = xml.step() {
        match step {
            Step::Eof => return,
            Step::Start if ends.contains(&xml.name()) || count >= ELEMENTS_MAX => return,
            Step::Start => {
                count += 1;
                take(xml);
            }
            Step::Text | Step::End => {}
        }
    }
}

fn at(part: &str, words: &str) -> Place {
    Place::Words(format!("{part} {words}"))
}

fn languages(xml: &SmallXml, part: &str, writing: &mut Writing) {
    for name in ["val", "eastAsia"] {
        if let Some(language) = xml.attribute(name) {
            let place = at(part, &format!("{} {name}", xml.name()));
            writing.signal(SignalKind::DocumentLanguage, language, place);
        }
    }
}

fn word_settings(xml: &SmallXml, part: &str, writing: &mut Writing) {
    let value = || xml.attribute("val").unwrap_or_default();
    match xml.name() {
        "themeFontLang" => languages(xml, part, writing),
        "rsidRoot" => writing.signal(SignalKind::RsidRoot, value(), at(part, "rsidRoot")),
        "rsid" => writing.signal(SignalKind::Rsid, value(), at(part, "rsids")),
        "docId" => writing.signal(SignalKind::DocumentId, value(), at(part, "docId")),
        // The language whose rules of line breaks somebody changed (17.15.1.58).
        name @ ("noLineBreaksAfter" | "noLineBreaksBefore") => {
            let language = xml.attribute("lang").unwrap_or_default();
            writing.signal(SignalKind::DocumentLanguage, language, at(part, name));
        }
        _ => {}
    }
}

fn word_styles(xml: &SmallXml, part: &str, writing: &mut Writing) {
    if xml.name() == "lang" {
        languages(xml, part, writing);
    }
}

fn workbook(xml: &SmallXml, part: &str, writing: &mut Writing) {
    match xml.name() {
        // The build says more than the version in the properties (18.2.13).
        "fileVersion" => {
            let words = ["appName", "lastEdited", "lowestEdited", "rupBuild"].iter();
            let words = words.filter_map(|name| Some(format!("{name} {}", xml.attribute(name)?)));
            let words = words.collect::<Vec<_>>().join(", ");
            writing.signal(SignalKind::Application, words, at(part, "fileVersion"));
        }
        // The folder in which the workbook itself lay when it was saved ([MS-XLSX] 2.6.157, x15ac:absPath).
        "absPath" => {
            if let Some(path) = xml.attribute("url") {
                let is_user = has_account(&path);
                let kind = if is_user { SignalKind::UserPath } else { SignalKind::ExternalPath };
                writing.signal(kind, path, at(part, "absPath"));
            }
        }
        "revisionPtr" => {
            let id = xml.attribute("documentId").unwrap_or_default();
            writing.signal(SignalKind::DocumentId, id, at(part, "revisionPtr"));
        }
        // Who asked that the file be opened for reading only (18.2.12).
        "fileSharing" => {
            let name = xml.attribute("userName").unwrap_or_default();
            writing.signal(SignalKind::LastModifiedBy, name, at(part, "fileSharing"));
        }
        _ => {}
    }
}

fn connections(xml: &SmallXml, part: &str, writing: &mut Writing) {
    for name in ["sourceFile", "odcFile", "connection", "url"] {
        if let Some(path) = xml.attribute(name).filter(|path| !path.is_empty()) {
            external_path(&path, &at(part, name), writing);
        }
    }
}

fn presentation(xml: &SmallXml, part: &str, writing: &mut Writing) {
    if xml.name() == "defRPr" {
        for name in ["lang", "altLang"] {
            let language = xml.attribute(name).unwrap_or_default();
            writing.signal(SignalKind::DocumentLanguage, language, at(part, name));
        }
    }
}

/// Reads the settings of ODF.
pub(super) fn read_odf(package: &mut Package<'_>, writing: &mut Writing) {
    let part = "styles.xml";
    if let Some(mut xml) = package.small_xml(part, PART_BYTES_MAX) {
        let mut is_default = false;
        each_start(&mut xml, &["automatic-styles"], |xml| match xml.name() {
            "default-style" => is_default = true,
            "style" => is_default = false,
            "text-properties" if is_default => odf_languages(xml, part, writing),
            _ => {}
        });
    }
    for leaf in super::leaves::leaves(package, "settings.xml") {
        let place = || at("settings.xml", &leaf.key);
        match leaf.key.as_str() {
            "PrinterName" => writing.signal(SignalKind::Printer, leaf.text.as_str(), place()),
            "RsidRoot" => writing.signal(SignalKind::RsidRoot, leaf.text.as_str(), place()),
            "Rsid" => writing.signal(SignalKind::Rsid, leaf.text.as_str(), place()),
            _ => {}
        }
    }
}

/// Language and country of the western, Asian and complex scripts (ODF 1.3 part 3, 20.202 and following).
fn odf_languages(xml: &SmallXml, part: &str, writing: &mut Writing) {
    for (language, country) in [("language", "country"), ("language-asian", "country-asian")] {
        let tag = match (xml.attribute(language), xml.attribute(country)) {
            (Some(language), _) if matches!(language.as_str(), "none" | "zxx" | "") => continue,
            (Some(language), Some(country)) if !matches!(country.as_str(), "none" | "") => {
                format!("{language}-{country}")
            }
            (Some(language), _) => language,
            (None, _) => continue,
        };
        writing.signal(SignalKind::DocumentLanguage, tag, at(part, language));
    }
}
