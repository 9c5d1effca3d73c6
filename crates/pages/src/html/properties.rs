//! What the program that wrote a page left in it: `meta` elements and the properties of Word and WPS.
//!
//! Word and WPS keep the document's properties as `o:` elements within a comment for old browsers; `LibreOffice` and others
//! as `meta` elements. Out: signals.

use subtier_model::Place;

use subtier_blocks::SignalKind;
use subtier_blocks::Writing;
use subtier_blocks::paths::template_path;
use subtier_blocks::wps;

/// A `meta` element by its name.
pub(super) fn meta(name: &str, content: &str, writing: &mut Writing) {
    let name = name.trim().to_ascii_lowercase();
    let kind = match name.as_str() {
        "generator" | "originator" | "progid" => SignalKind::Application,
        "author" => SignalKind::Author,
        "changedby" => SignalKind::LastModifiedBy,
        "created" => SignalKind::Created,
        "changed" => SignalKind::Modified,
        "company" => SignalKind::Company,
        _ => {
            wps::property(&name, content, &Place::Words(format!("meta {name}")), writing);
            return;
        }
    };
    writing.signal(kind, content.trim(), Place::Words(format!("meta {name}")));
}

/// A property by the name of its element without prefix.
pub(super) fn property(name: &str, value: &str, writing: &mut Writing) {
    let place = Place::Words(format!("o:{name}"));
    let kind = match name {
        "author" => SignalKind::Author,
        "lastauthor" => SignalKind::LastModifiedBy,
        "created" => SignalKind::Created,
        "lastsaved" => SignalKind::Modified,
        "lastprinted" => SignalKind::Printed,
        "revision" => SignalKind::Revision,
        "company" => SignalKind::Company,
        "template" => return template_path(value.trim(), &place, writing),
        "title" => SignalKind::Title,
        _ => {
            wps::property(name, value, &place, writing);
            return;
        }
    };
    writing.signal(kind, value.trim(), place);
}
