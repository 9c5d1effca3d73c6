//! What a PDF tells of its maker.
//!
//! In: the objects of the file. Out: signals from the document information (ISO 32000-1, 14.3.3), the identifiers, fonts,
//! actions, attached files and XMP. Actions are named and never carried out, attached files are named and never opened.

#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "kinds of objects are those of lopdf; what is not asked for is left alone"
)]

use std::fmt::Write;

use encoding_rs::{BIG5, EUC_KR, Encoding, GB18030, SHIFT_JIS};
use lopdf::{Dictionary, Object, ObjectId};
use subtier_model::Place;

use super::file::File;
use super::font::{collection, plain_name};
use super::xmp;
use subtier_blocks::SignalKind;
use subtier_blocks::Writing;
use subtier_blocks::paths::user_path;
use subtier_blocks::wps;
use subtier_blocks::zones::tell_zone;

/// Entries of the document information that tell something.
const INFORMATION: &[(&str, SignalKind)] = &[
    ("Producer", SignalKind::Producer),
    ("Creator", SignalKind::Application),
    ("Author", SignalKind::Author),
    ("Title", SignalKind::Title),
    ("Company", SignalKind::Company),
    ("CreationDate", SignalKind::Created),
    ("ModDate", SignalKind::Modified),
    ("SourceModified", SignalKind::Modified),
];
/// Entries of it that WPS Office adds.
const WPS_INFORMATION: [&str; 2] = ["KSOProductBuildVer", "ICV"];
/// The legacy code page of the systems on which fonts of a collection are at home.
const CODE_PAGES: &[(&str, &Encoding)] = &[
    ("Adobe-GB1", GB18030),
    ("Adobe-CNS1", BIG5),
    ("Adobe-Japan1", SHIFT_JIS),
    ("Adobe-Korea1", EUC_KR),
];
/// Dictionaries within dictionaries that are looked at.
const DEPTH_MAX: usize = 24;
/// Metadata packets that are read.
const PACKETS_MAX: usize = 200;

/// Writes down what a file tells; `part` names the revision and is empty for the last one.
pub(crate) fn tell(file: &File, part: &str, writing: &mut Writing) {
    tell_information(file, part, writing);
    tell_identifiers(file, part, writing);
    if let Some(catalog) = file.catalog()
        && let Some(language) = file.text(catalog, b"Lang")
    {
        writing.signal(SignalKind::DocumentLanguage, language, words(part, "catalog, Lang"));
    }
    let mut packets_left = PACKETS_MAX;
    for (id, object) in file.document().objects.iter().take(writing.limits().parts_max) {
        let mut teller = Teller { file, part, id: *id, packets_left: &mut packets_left, writing };
        teller.look(object, 0);
    }
}

fn words(part: &str, place: &str) -> Place {
    Place::Words(if part.is_empty() { place.to_owned() } else { format!("{part}, {place}") })
}

fn tell_information(file: &File, part: &str, writing: &mut Writing) {
    let trailer = &file.document().trailer;
    let Some(information) = file.dictionary(trailer, b"Info") else { return };
    for (key, kind) in INFORMATION {
        let Some(value) = file.text(information, key.as_bytes()) else { continue };
        let place = words(part, &format!("document information, {key}"));
        if matches!(kind, SignalKind::Created | SignalKind::Modified) {
            tell_zone(&value, &place, writing);
        }
        user_path(&value, &place, writing);
        writing.signal(*kind, value, place);
    }
    for key in WPS_INFORMATION {
        if let Some(value) = file.text(information, key.as_bytes()) {
            let place = words(part, &format!("document information, {key}"));
            wps::property(key, &value, &place, writing);
        }
    }
}

/// Writes down the identifiers of the file, which are never encrypted.
pub(crate) fn tell_identifiers(file: &File, part: &str, writing: &mut Writing) {
    let Some(identifiers) = file.array(&file.document().trailer, b"ID") else { return };
    for (identifier, place) in identifiers.iter().zip(["trailer ID, first", "trailer ID, second"]) {
        let Some(Object::String(bytes, _)) = file.resolve(identifier) else { continue };
        let mut hex = String::new();
        for byte in bytes.iter().take(64) {
            // Writing to a string cannot fail.
            let _written = write!(hex, "{byte:02x}");
        }
        writing.signal(SignalKind::DocumentId, hex, words(part, place));
    }
}

struct Teller<'a> {
    file: &'a File,
    part: &'a str,
    id: ObjectId,
    packets_left: &'a mut usize,
    writing: &'a mut Writing,
}

impl Teller<'_> {
    /// Looks at an object and all that stands within it; references are not followed, since every object has its turn.
    fn look(&mut self, object: &Object, depth: usize) {
        if depth > DEPTH_MAX {
            return;
        }
        let dictionary = match object {
            Object::Array(items) => {
                for item in items {
                    self.look(item, depth + 1);
                }
                return;
            }
            Object::Dictionary(dictionary) => dictionary,
            Object::Stream(stream) => {
                if stream.dict.has_type(b"Metadata") && *self.packets_left > 0 {
                    *self.packets_left -= 1;
                    let packet = self.file.unpack(stream).unwrap_or_default();
                    let name = if self.part.is_empty() {
                        String::new()
                    } else {
                        format!("{}, ", self.part)
                    };
                    xmp::tell(&packet, &format!("{name}XMP of object {}", self.id.0), self.writing);
                }
                &stream.dict
            }
            _ => return,
        };
        self.tell_font(dictionary);
        self.tell_action(dictionary);
        self.tell_file(dictionary);
        for (_, value) in dictionary {
            self.look(value, depth + 1);
        }
    }

    fn signal(&mut self, kind: SignalKind, value: &str) {
        let place = words(self.part, &format!("object {} {}", self.id.0, self.id.1));
        if kind == SignalKind::ExternalPath {
            user_path(value, &place, self.writing);
        }
        self.writing.signal(kind, value, place);
    }

    fn tell_font(&mut self, dictionary: &Dictionary) {
        if !dictionary.has_type(b"Font") {
            return;
        }
        let Some(descendants) = self.file.array(dictionary, b"DescendantFonts") else {
            self.signal_font(dictionary, &collection(self.file, dictionary));
            return;
        };
        let descendant =
            descendants.first().and_then(|font| self.file.resolve(font)?.as_dict().ok());
        let collection = descendant.map(|font| collection(self.file, font)).unwrap_or_default();
        self.signal_font(dictionary, &collection);
        let encoding = self.file.name(dictionary, b"Encoding");
        if collection != "Adobe-Identity" && !collection.is_empty() {
            self.signal(SignalKind::FontCodePage, format!("{collection} {encoding}").trim());
        }
    }

    /// Names the font; a name in a legacy code page is read in that of the font's signs.
    fn signal_font(&mut self, dictionary: &Dictionary, collection: &str) {
        let name = self.file.get(dictionary, b"BaseFont").and_then(|name| name.as_name().ok());
        let name = name.unwrap_or_default();
        let encoding =
            CODE_PAGES.iter().find(|(of, _)| *of == collection).map(|(_, encoding)| encoding);
        let name = match (str::from_utf8(name), encoding) {
            (Err(_), Some(encoding)) => encoding.decode_without_bom_handling(name).0.into_owned(),
            _ => super::string::readable(name),
        };
        self.signal(SignalKind::Font, plain_name(&name));
    }

    fn tell_action(&mut self, dictionary: &Dictionary) {
        let kind = self.file.name(dictionary, b"S");
        let path = self.path(dictionary);
        match kind.as_str() {
            "JavaScript" => self.signal(SignalKind::Macro, "JavaScript"),
            "Launch" => {
                self.signal(SignalKind::Macro, format!("Launch {path}").trim());
                self.signal(SignalKind::ExternalPath, &path);
            }
            "URI" => {
                let address = self.file.text(dictionary, b"URI").unwrap_or_default();
                self.signal(SignalKind::ExternalPath, &address);
            }
            "GoToR" | "GoToE" | "SubmitForm" | "ImportData" => {
                self.signal(SignalKind::ExternalPath, &path);
            }
            _ => {}
        }
    }

    /// The file that an action names: a string or a file specification.
    fn path(&self, dictionary: &Dictionary) -> String {
        match self.file.get(dictionary, b"F") {
            Some(Object::Dictionary(specification)) => self.specified(specification),
            Some(Object::String(bytes, _)) => super::string::text(bytes),
            _ => String::new(),
        }
    }

    fn specified(&self, specification: &Dictionary) -> String {
        [b"UF".as_slice(), b"F", b"Unix", b"DOS", b"Mac"]
            .into_iter()
            .find_map(|key| self.file.text(specification, key))
            .unwrap_or_default()
    }

    fn tell_file(&mut self, dictionary: &Dictionary) {
        if dictionary.has(b"EF") {
            let name = self.specified(dictionary);
            self.signal(SignalKind::Embedded, &name);
        } else if dictionary.has_type(b"Filespec") || dictionary.has_type(b"F") {
            let name = self.specified(dictionary);
            self.signal(SignalKind::ExternalPath, &name);
        }
    }
}
