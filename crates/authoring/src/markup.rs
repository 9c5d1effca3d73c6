//! XML of project files, read by rows: which attribute or text of which element says what.
//!
//! In: a reader of XML and a table of rows. Out: signals at the elements where they stand. Whatever the rows, a text that is a path
//! from the root of a machine is told, for every program has its own element for those. Never: more of the XML held than one
//! tag and the texts that the rows ask for.

use std::io::Read;

use subtier_blocks::SignalKind;
use subtier_footage::{Held, Telling};
use subtier_model::Place;
use subtier_xml::{Step, Xml};

use crate::told;

/// What of an element is taken.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Take {
    /// The value of an attribute, by its name without prefix.
    Attribute(&'static str),
    /// The text that stands in it itself, before its first child.
    Text,
}

/// What that says.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Says {
    /// A signal as it stands.
    Signal(SignalKind),
    /// A time, with the zone that it may state.
    Time(SignalKind),
    /// A path, even one that does not begin at a root.
    Path,
    /// Handed to the reader of the format.
    Other(fn(&str, &Place, &mut Telling)),
}

/// One row: an element (all, where the name is empty), what of it, what it says.
pub(crate) type Row = (&'static str, Take, Says);

/// Bytes of one text that are kept; the history of a scene holds some hundred lines of 80 signs.
const TEXT_BYTES_MAX: usize = 1 << 20;

/// Bytes at the beginning in which the first element is looked for.
const HEAD_BYTES: usize = 4096;

/// A tag as rows and readers see it.
pub(crate) struct Tag<'x> {
    /// Its name without prefix.
    pub(crate) name: &'x str,
    attribute: &'x dyn Fn(&str) -> Option<String>,
}

impl Tag<'_> {
    /// An attribute by its name without prefix.
    pub(crate) fn attribute(&self, name: &str) -> Option<String> {
        (self.attribute)(name)
    }

    /// An attribute that is a whole number.
    pub(crate) fn number(&self, name: &str) -> Option<u32> {
        self.attribute(name)?.trim().parse().ok()
    }
}

/// The element whose own text is being gathered.
struct Gathering {
    row: Option<(Says, Place)>,
    text: String,
}

/// Reads XML by rows; `each` sees every element besides.
pub(crate) fn read<R: Read>(
    bytes: R,
    part: &str,
    rows: &[Row],
    each: &mut dyn FnMut(&Tag<'_>, &Place, &mut Telling),
    telling: &mut Telling,
) {
    let mut xml = Xml::new(bytes, telling.limits().depth_max);
    let mut gathering: Option<Gathering> = None;
    loop {
        match xml.step() {
            Ok(Step::Start) => {
                finish(gathering.take(), telling);
                gathering = Some(start(&xml, part, rows, each, telling));
            }
            Ok(Step::Text) => {
                if let Some(own) = gathering.as_mut() {
                    let room = TEXT_BYTES_MAX.saturating_sub(own.text.len());
                    let text = xml.text();
                    own.text.push_str(text.get(..text.floor_char_boundary(room)).unwrap_or(""));
                }
            }
            Ok(Step::End) => finish(gathering.take(), telling),
            Ok(Step::Eof) => break,
            Err(reason) => {
                finish(gathering.take(), telling);
                telling.fault(place(part, "", xml.offset()), reason);
                break;
            }
        }
    }
    if xml.defines_entities() {
        telling.fault(place(part, "", 0), "it defines entities; none was expanded");
    }
}

fn start<R: Read>(
    xml: &Xml<R>,
    part: &str,
    rows: &[Row],
    each: &mut dyn FnMut(&Tag<'_>, &Place, &mut Telling),
    telling: &mut Telling,
) -> Gathering {
    let name = xml.name();
    let place = place(part, name, xml.offset());
    let attribute = |key: &str| xml.attribute(key);
    each(&Tag { name, attribute: &attribute }, &place, telling);
    let mut row = None;
    for (_, take, says) in rows.iter().filter(|(of, ..)| of.is_empty() || *of == name) {
        match take {
            Take::Attribute(key) => {
                if let Some(value) = xml.attribute(key) {
                    say(*says, &value, &place, telling);
                }
            }
            Take::Text => row = Some((*says, place.clone())),
        }
    }
    Gathering {
        row: row.or(Some((Says::Other(told::path_if_absolute), place))),
        text: String::new(),
    }
}

fn finish(gathering: Option<Gathering>, telling: &mut Telling) {
    let Some(Gathering { row: Some((says, place)), text }) = gathering else { return };
    if !text.trim().is_empty() {
        say(says, &text, &place, telling);
    }
}

fn say(says: Says, value: &str, place: &Place, telling: &mut Telling) {
    match says {
        Says::Signal(kind) => told::text(kind, value, place, telling),
        Says::Time(kind) => told::time(kind, value, place, telling),
        Says::Path => told::path(value, place, telling),
        Says::Other(tell) => tell(value, place, telling),
    }
}

/// Where an element stands.
fn place(part: &str, name: &str, offset: u64) -> Place {
    let element = if name.is_empty() { String::new() } else { format!("element {name} ") };
    let of = if part.is_empty() { String::new() } else { format!(" of {part}") };
    Place::Words(format!("{element}before byte {offset}{of}"))
}

/// The tag of the first element as it stands, without its brackets; `None` where the bytes do not begin as XML does.
pub(crate) fn root_tag(head: &[u8]) -> Option<String> {
    let head = head.get(..HEAD_BYTES).unwrap_or(head);
    let head = subtier_xml::as_utf8(head);
    let head = String::from_utf8_lossy(&head);
    let mut rest = head.trim_start_matches('\u{FEFF}').trim_start();
    loop {
        let (end, is_root) = match rest {
            _ if rest.starts_with("<?") => ("?>", false),
            _ if rest.starts_with("<!--") => ("-->", false),
            // What a document type declares within itself is passed over one declaration after the other.
            _ if rest.starts_with("<!") || rest.starts_with(']') => (">", false),
            _ if rest.starts_with('<') => (">", true),
            _ => return None,
        };
        // The first tag may be longer than what is looked at.
        let Some((tag, behind)) = rest.split_once(end) else {
            return is_root.then(|| rest.trim_start_matches('<').to_owned());
        };
        if is_root {
            return Some(tag.trim_start_matches('<').trim_end_matches('/').to_owned());
        }
        rest = behind.trim_start();
    }
}

/// Whether the first element has one of these names.
pub(crate) fn has_root(held: &Held<'_>, names: &[&str]) -> bool {
    root_tag(held.head()).is_some_and(|tag| names.contains(&local_name(&tag)))
}

/// The name of a tag without its prefix.
pub(crate) fn local_name(tag: &str) -> &str {
    let name = tag.split(|sign: char| sign.is_whitespace() || sign == '/').next().unwrap_or("");
    name.rsplit(':').next().unwrap_or(name)
}

/// Reads a file that is XML itself, as far as it is held.
pub(crate) fn read_held(
    held: &Held<'_>,
    rows: &[Row],
    each: &mut dyn FnMut(&Tag<'_>, &Place, &mut Telling),
    telling: &mut Telling,
) {
    let bytes = subtier_xml::as_utf8(held.head());
    read(bytes.as_ref(), "", rows, each, telling);
    say_unheld(held, telling);
}

/// Says what of a file is not held.
pub(crate) fn say_unheld(held: &Held<'_>, telling: &mut Telling) {
    if let Some((start, end)) = held.unheld() {
        telling.fault(Place::Bytes { start, end }, "these bytes of a large file were not read");
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use subtier_blocks::Limits;

    const ROWS: &[Row] = &[
        ("layer", Take::Attribute("name"), Says::Signal(SignalKind::LayerName)),
        ("date", Take::Text, Says::Time(SignalKind::Modified)),
    ];

    fn told(xml: &str) -> Vec<(SignalKind, String)> {
        let mut telling = Telling::new("test", Limits::STANDARD);
        read(xml.as_bytes(), "", ROWS, &mut |_, _, _| {}, &mut telling);
        telling.finish().signals.into_iter().map(|signal| (signal.kind, signal.value)).collect()
    }

    #[test]
    fn rows_paths_and_zones_are_told() {
        let told = told(
            "<a><layer name='원화'><x/> late</layer><date>2024-01-16T21:05:12+09:00</date><f>D:\\컷\\a.psd</f></a>",
        );
        assert_eq!(
            told,
            [
                (SignalKind::LayerName, "원화".to_owned()),
                (SignalKind::Modified, "2024-01-16T21:05:12+09:00".to_owned()),
                (SignalKind::ZoneOffset, "+09:00".to_owned()),
                (SignalKind::ExternalPath, "D:\\컷\\a.psd".to_owned()),
            ]
        );
    }

    #[test]
    fn the_first_element_is_found_behind_declarations() {
        let head =
            "\u{FEFF}<?xml version='1.0'?><!-- <x> --><!DOCTYPE Scene>\n<a:project source=\"x\" />";
        assert_eq!(root_tag(head.as_bytes()).as_deref(), Some("a:project source=\"x\" "));
        assert_eq!(local_name("a:project source"), "project");
        let own = "<!DOCTYPE project [<!ENTITY a 'b'>\n]>\n<project source='x'>";
        assert_eq!(root_tag(own.as_bytes()).as_deref(), Some("project source='x'"));
        for none in ["", "text", "<?xml", "{}"] {
            assert_eq!(root_tag(none.as_bytes()), None, "{none}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes: Vec<u8>) {
            root_tag(&bytes);
            let mut telling = Telling::new("test", Limits::STANDARD);
            read(&bytes[..], "", ROWS, &mut |_, _, _| {}, &mut telling);
        }
    }
}
