//! What an RTF tells of its maker.
//!
//! In: texts of the properties, control words of the header. Out: signals.

use subtier_model::Place;

use super::destination::Kept;
use subtier_blocks::SignalKind;
use subtier_blocks::Writing;
use subtier_blocks::paths::{external_path, user_path};
use subtier_blocks::windows::{code_page_in_words, language_in_words};
use subtier_blocks::wps;

/// Fields that point to something outside, by their first word.
const OUTWARD: &[&str] = &["HYPERLINK", "INCLUDETEXT", "INCLUDEPICTURE", "LINK", "IMPORT", "RD"];

/// Tells what a text of the properties says.
pub(crate) fn tell_kept(kept: Kept, text: &str, writing: &mut Writing) {
    let text = text.trim().trim_end_matches(';');
    let (kind, place) = match kept {
        Kept::Author => (SignalKind::Author, "info, author"),
        Kept::Operator => (SignalKind::LastModifiedBy, "info, operator"),
        Kept::Company => (SignalKind::Company, "info, company"),
        Kept::Title => (SignalKind::Title, "info, title"),
        Kept::Created => (SignalKind::Created, "info, creatim"),
        Kept::Modified => (SignalKind::Modified, "info, revtim"),
        Kept::Printed => (SignalKind::Printed, "info, printim"),
        Kept::Generator => (SignalKind::Application, "generator"),
        Kept::Template => (SignalKind::TemplatePath, "template"),
        Kept::ObjectClass => (SignalKind::Embedded, "object"),
        Kept::OtherFontName => (SignalKind::SubstitutedFont, "fonttbl, falt"),
        Kept::Field => return tell_field(text, writing),
        Kept::PropertyName
        | Kept::PropertyValue
        | Kept::CommentAuthor
        | Kept::CommentDate
        | Kept::CommentAnchor
        | Kept::AnchorStart
        | Kept::AnchorEnd => return,
    };
    let place = Place::Words(place.to_owned());
    user_path(text, &place, writing);
    writing.signal(kind, text, place);
}

/// Tells where a field points.
fn tell_field(text: &str, writing: &mut Writing) {
    let mut words = text.splitn(2, char::is_whitespace);
    let is_outward =
        words.next().is_some_and(|word| OUTWARD.contains(&word.to_ascii_uppercase().as_str()));
    let rest = words.next().unwrap_or_default();
    // The first quoted text is the address; a switch such as \l before it points into the file itself.
    let target = match rest.split('"').nth(1) {
        Some(target) if !rest.trim_start().starts_with("\\l") => target.to_owned(),
        Some(_) => return,
        None => rest.split_whitespace().next().unwrap_or_default().to_owned(),
    };
    if !is_outward || target.starts_with('\\') && !target.starts_with("\\\\") {
        return;
    }
    let target = target.replace("\\\\", "\\");
    let place = Place::Words("field".to_owned());
    external_path(&target, &place, writing);
}

/// Tells what a property says that a program added.
pub(crate) fn tell_added(name: &str, value: &str, writing: &mut Writing) {
    let place = Place::Words(format!("userprops, {name}"));
    if !wps::property(name, value, &place, writing) && name == "Company" {
        writing.signal(SignalKind::Company, value, place);
    }
}

/// Tells what a control word of the header says.
pub(crate) fn tell_header(word: &str, value: i32, writing: &mut Writing) {
    let place = Place::Words(format!("header, {word}"));
    let number = u16::try_from(value).ok();
    match word {
        "ansicpg" => {
            let Some(code_page) = number else { return };
            writing.signal(SignalKind::CodePage, code_page_in_words(code_page), place);
        }
        "deflang" | "deflangfe" | "themelang" | "themelangfe" => {
            let Some(tag) = number.and_then(language_in_words) else { return };
            writing.signal(SignalKind::DocumentLanguage, tag, place);
        }
        "rsidroot" => writing.signal(SignalKind::RsidRoot, session(value), place),
        "rsid" => {
            writing.signal(SignalKind::Rsid, session(value), Place::Words("rsidtbl".to_owned()));
        }
        "version" => writing.signal(SignalKind::Revision, format!("saved {value} times"), place),
        "edmins" => {
            writing.signal(SignalKind::Revision, format!("{value} minutes of editing"), place);
        }
        _ => {}
    }
}

/// A session's number as Word shows it: eight digits of 16.
fn session(value: i32) -> String {
    format!("{:08X}", value.cast_unsigned())
}
