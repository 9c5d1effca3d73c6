//! `OpenDocument`: which of its formats a package is, and who reads it.
//!
//! In: the bytes of a zip. Out: the format by its `mimetype` part, or by the root of `content.xml` where that is missing,
//! then its text and what it tells. Never: a macro run, a link followed.

pub(crate) mod sheet;
mod styles;
mod text;

use subtier_model::Place;

use crate::ooxml::directory_has;
use crate::package::Package;
use crate::package_signals;
use subtier_blocks::Writing;
use subtier_blocks::{Format, Limits, Request, SignalKind};
use subtier_xml::Step;

/// Bytes read of the `mimetype` part; the longest is 73 bytes (`OpenDocument` 1.3 part 2, appendix B).
const MIMETYPE_BYTES_MAX: u64 = 200;

/// Bytes read of `content.xml` to know what a damaged package is.
const HEAD_BYTES: u64 = 1 << 16;

/// Elements looked at for the same.
const HEAD_STEPS_MAX: usize = 10_000;

/// Whether the bytes are of this family, and which of it.
pub(crate) fn is_it(bytes: &[u8], _name: &str) -> Option<Format> {
    if !directory_has(bytes, "content.xml") {
        return None;
    }
    let mut package = Package::open(bytes, &Limits::STANDARD).ok()?;
    let kind = package.bytes("mimetype", MIMETYPE_BYTES_MAX);
    let kind = String::from_utf8_lossy(&kind);
    let kind = kind.trim().strip_prefix("application/vnd.oasis.opendocument.");
    match kind {
        Some(kind) => format_of(kind),
        None => by_root(&mut package),
    }
}

/// The format by what follows `application/vnd.oasis.opendocument.`; templates are the same format.
fn format_of(kind: &str) -> Option<Format> {
    match kind {
        "text" | "text-template" | "text-master" | "text-web" => Some(Format::Odt),
        "spreadsheet" | "spreadsheet-template" => Some(Format::Ods),
        "presentation" | "presentation-template" | "graphics" | "graphics-template" => {
            Some(Format::Odp)
        }
        _ => None,
    }
}

/// The format by the first element of the body.
fn by_root(package: &mut Package<'_>) -> Option<Format> {
    let mut xml = package.small_xml("content.xml", HEAD_BYTES)?;
    let mut in_body = false;
    for _ in 0..HEAD_STEPS_MAX {
        match xml.step().ok()? {
            Step::Start if in_body => {
                return match xml.name() {
                    "text" => Some(Format::Odt),
                    "spreadsheet" => Some(Format::Ods),
                    "presentation" | "drawing" => Some(Format::Odp),
                    _ => None,
                };
            }
            Step::Start => in_body = xml.full_name() == "office:body",
            Step::Eof => return None,
            Step::End | Step::Text => {}
        }
    }
    None
}

/// Reads it.
pub(crate) fn read(request: &Request<'_>, writing: &mut Writing) {
    let format = is_it(request.bytes, request.name);
    let mut package = match Package::open(request.bytes, writing.limits()) {
        Ok(package) => package,
        Err(reason) => {
            writing.fault(Place::Whole, reason);
            return;
        }
    };
    let Some(format) = format else { return };
    if is_encrypted(&mut package) {
        writing.signal(
            SignalKind::Encrypted,
            "content.xml",
            Place::Entry("META-INF/manifest.xml".to_owned()),
        );
        writing.fault(Place::Entry("content.xml".to_owned()), "the content is encrypted");
    } else if format == Format::Ods {
        sheet::read(&mut package, writing);
    } else {
        text::read(&mut package, writing);
    }
    package_signals::read(&mut package, format, writing);
    for name in package.names() {
        // OpenDocument 1.3 part 2, 3.9; LibreOffice keeps its Basic in `Basic/`, scripts in `Scripts/`.
        let is_macro = (name.starts_with("Basic/") && name.matches('/').count() > 1)
            || (name.starts_with("Scripts/") && !name.ends_with('/'));
        if is_macro {
            writing.signal(SignalKind::Macro, name.as_str(), Place::Entry(name.clone()));
        } else if name.starts_with("Object") && name.ends_with("/content.xml") {
            writing.signal(SignalKind::Embedded, name.as_str(), Place::Entry(name.clone()));
        }
    }
    if package.limit_reached() {
        writing.fault(Place::Whole, "a part unpacks to more than the limit; the rest was not read");
    }
}

/// Whether the manifest says that the content is encrypted (`OpenDocument` 1.3 part 2, 4.3).
fn is_encrypted(package: &mut Package<'_>) -> bool {
    let Some(mut xml) = package.small_xml("META-INF/manifest.xml", 4 << 20) else { return false };
    let mut is_content = false;
    while let Ok(step) = xml.step() {
        match (step, xml.name()) {
            (Step::Eof, _) => return false,
            (Step::Start, "file-entry") => {
                let path = xml.value("full-path");
                is_content =
                    path.is_some_and(|path| path == "content.xml" || path == "encrypted-package");
            }
            (Step::Start, "encryption-data") if is_content => return true,
            (Step::Start | Step::End | Step::Text, _) => {}
        }
    }
    false
}
