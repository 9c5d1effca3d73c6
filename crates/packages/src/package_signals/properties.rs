//! Properties: who, with what, when, as the program wrote it beside the text.
//!
//! In: `docProps/` of OOXML (ECMA-376 part 2, 8.3; part 1, 22.2 and 22.3) or `meta.xml` of ODF (ODF 1.3 part 3, 4.3). Out:
//! signals; and the time of the last change as written, to be held against other clocks.

use subtier_model::Place;

use super::leaves::{Leaf, leaves};
use crate::package::Package;
use crate::package::relations::relations_of;
use subtier_blocks::SignalKind;
use subtier_blocks::Writing;
use subtier_blocks::paths::{external_path, template_path};
use subtier_blocks::wps;
use subtier_blocks::zones::tell_zone;
use subtier_xml::Step;

/// Reads the properties of OOXML; returns when it was changed last.
pub(super) fn read_ooxml(package: &mut Package<'_>, writing: &mut Writing) -> Option<String> {
    let relations = relations_of(package, "");
    let part = |kind: &str, otherwise: &str| {
        let found = relations.iter().find(|one| one.kind == kind && !one.is_external);
        found.map_or_else(|| otherwise.to_owned(), |one| one.target.clone())
    };
    let core = part("core-properties", "docProps/core.xml");
    let modified = read_core(&leaves(package, &core), &Place::Words(core), writing);
    let app = part("extended-properties", "docProps/app.xml");
    read_app(&leaves(package, &app), &Place::Words(app), writing);
    let custom = part("custom-properties", "docProps/custom.xml");
    for property in leaves(package, &custom) {
        wps::property(&property.key, &property.text, &Place::Words(custom.clone()), writing);
    }
    modified
}

fn read_core(leaves: &[Leaf], place: &Place, writing: &mut Writing) -> Option<String> {
    let mut modified = None;
    for Leaf { name, text, .. } in leaves.iter().filter(|leaf| !leaf.text.is_empty()) {
        match name.as_str() {
            "creator" => writing.signal(SignalKind::Author, text, place.clone()),
            "lastModifiedBy" => writing.signal(SignalKind::LastModifiedBy, text, place.clone()),
            "title" => writing.signal(SignalKind::Title, text, place.clone()),
            "revision" => {
                writing.signal(SignalKind::Revision, format!("revision {text}"), place.clone());
            }
            "created" => time(SignalKind::Created, text, place, writing),
            "modified" => {
                time(SignalKind::Modified, text, place, writing);
                modified = Some(text.clone());
            }
            "lastPrinted" => time(SignalKind::Printed, text, place, writing),
            "language" => writing.signal(SignalKind::DocumentLanguage, text, place.clone()),
            _ => {}
        }
    }
    modified
}

fn time(kind: SignalKind, text: &str, place: &Place, writing: &mut Writing) {
    writing.signal(kind, text, place.clone());
    tell_zone(text, place, writing);
}

fn read_app(leaves: &[Leaf], place: &Place, writing: &mut Writing) {
    let text_of = |name: &str| {
        leaves.iter().find(|leaf| leaf.name == name).map_or("", |leaf| leaf.text.as_str())
    };
    let application = format!("{} {}", text_of("Application"), text_of("AppVersion"));
    writing.signal(SignalKind::Application, application.trim(), place.clone());
    writing.signal(SignalKind::Company, text_of("Company"), place.clone());
    // Of both words Word writes "Normal.dotm" without a folder where the standard template was used.
    let template = text_of("Template");
    if !template.is_empty() {
        template_path(template, place, writing);
    }
    let minutes = text_of("TotalTime");
    if !minutes.is_empty() && minutes != "0" {
        let words = format!("{minutes} minutes of editing");
        writing.signal(SignalKind::Revision, words, place.clone());
    }
    let base = text_of("HyperlinkBase");
    if !base.is_empty() {
        external_path(base, place, writing);
    }
}

/// Reads the properties of ODF; returns when it was changed last.
pub(super) fn read_odf(package: &mut Package<'_>, writing: &mut Writing) -> Option<String> {
    let part = "meta.xml";
    let place = Place::Words(part.to_owned());
    let mut modified = None;
    for Leaf { name, text, key } in leaves(package, part) {
        match name.as_str() {
            "generator" => writing.signal(SignalKind::Application, text, place.clone()),
            "initial-creator" => writing.signal(SignalKind::Author, text, place.clone()),
            "creator" => writing.signal(SignalKind::LastModifiedBy, text, place.clone()),
            "title" => writing.signal(SignalKind::Title, text, place.clone()),
            "creation-date" => time(SignalKind::Created, &text, &place, writing),
            "date" => {
                time(SignalKind::Modified, &text, &place, writing);
                modified = Some(text);
            }
            "print-date" => time(SignalKind::Printed, &text, &place, writing),
            "language" => writing.signal(SignalKind::DocumentLanguage, text, place.clone()),
            "editing-cycles" if !text.is_empty() => {
                writing.signal(SignalKind::Revision, format!("revision {text}"), place.clone());
            }
            "editing-duration" if !text.is_empty() && text != "P0D" => {
                writing.signal(SignalKind::Revision, format!("{text} of editing"), place.clone());
            }
            "user-defined" if key == "Company" => {
                writing.signal(SignalKind::Company, text, place.clone());
            }
            "user-defined" => {
                wps::property(&key, &text, &place, writing);
            }
            _ => {}
        }
    }
    read_odf_template(package, part, &place, writing);
    modified
}

fn read_odf_template(package: &mut Package<'_>, part: &str, place: &Place, writing: &mut Writing) {
    let Some(mut xml) = package.small_xml(part, super::PART_BYTES_MAX) else { return };
    while let Ok(step) = xml.step() {
        match (step, xml.name()) {
            (Step::Eof, _) => return,
            (Step::Start, "template" | "auto-reload") => {
                for path in [xml.attribute("href"), xml.attribute("title")].into_iter().flatten() {
                    template_path(&path, place, writing);
                }
            }
            _ => {}
        }
    }
}
