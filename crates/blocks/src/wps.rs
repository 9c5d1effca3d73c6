//! What WPS Office leaves in every format that it writes: its build with the language of its user interface, and identifiers.
//!
//! In: a property by its name. Out: signals of one form, so that the same build or identifier is found again in another format. Seen
//! in public files: the user-defined properties of OOXML, ODF and compound files, RTF, `meta` and `o:` elements of HTML, the document
//! information of PDF.

use subtier_model::Place;

use crate::{SignalKind, Writing, windows};

/// The property that holds the build.
const BUILD: &str = "KSOProductBuildVer";

/// Identifiers as WPS Office spells them; HTML loses the capitals.
const IDENTIFIERS: [&str; 3] = ["ICV", "KSOTemplateUUID", "KSORubyTemplateID"];

/// The beginning of its other identifiers.
const BEGINNING: &str = "KSO";

/// Says what a property tells of WPS Office; whether it is one of its properties.
pub fn property(name: &str, value: &str, place: &Place, writing: &mut Writing) -> bool {
    let value = value.trim();
    if name.eq_ignore_ascii_case(BUILD) {
        build(value, place, writing);
        return true;
    }
    let known = IDENTIFIERS.into_iter().find(|known| known.eq_ignore_ascii_case(name));
    let Some(name) = known.or_else(|| name.starts_with(BEGINNING).then_some(name)) else {
        return false;
    };
    if !value.is_empty() {
        writing.signal(SignalKind::WpsIdentifier, format!("{name}={value}"), place.clone());
    }
    true
}

/// `2052-11.1.0.10132`: the language number of the user interface stands before the build.
fn build(value: &str, place: &Place, writing: &mut Writing) {
    writing.signal(SignalKind::WpsBuild, value, place.clone());
    let number = value.split_once('-').and_then(|(number, _)| number.parse().ok());
    if let Some(language) = number.and_then(windows::language_in_words) {
        writing.signal(SignalKind::WpsUiLanguage, language, place.clone());
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Format, Limits};

    #[test]
    fn a_property_tells_the_same_in_every_format() {
        let mut writing = Writing::new(Format::Docx, Limits::STANDARD);
        for (name, value) in
            [("ksoproductbuildver", " 2052-11.1.0.10132 "), ("icv", "0A1B"), ("KSOOther", "x")]
        {
            assert!(property(name, value, &Place::Whole, &mut writing), "{name}");
        }
        assert!(!property("Company", "x", &Place::Whole, &mut writing));
        let told: Vec<_> = writing
            .finish()
            .signals
            .into_iter()
            .map(|signal| (signal.kind, signal.value))
            .collect();
        let expected = [
            (SignalKind::WpsBuild, "2052-11.1.0.10132"),
            (SignalKind::WpsUiLanguage, "zh-CN"),
            (SignalKind::WpsIdentifier, "ICV=0A1B"),
            (SignalKind::WpsIdentifier, "KSOOther=x"),
        ];
        assert_eq!(told, expected.map(|(kind, value)| (kind, value.to_owned())));
    }
}
