//! XMP: what programs write about a file and its making, as RDF (ISO 16684-1), wherever the packet stands.
//!
//! In: the bytes of one packet in UTF-8 or UTF-16, and where they begin in the file. Out: signals, and the picture it keeps.
//! Properties are known by their local names, since writers choose prefixes; each may stand as an attribute or as an
//! element. Never: a resource that it names is fetched.

mod rows;

use std::collections::BTreeMap;

use subtier_blocks::SignalKind;
use subtier_model::Place;
use subtier_xml::{Step, Xml};

use crate::Telling;
use rows::{ROWS, Row, Sense};

/// Bytes of one packet that are read; Photoshop once wrote lists of ancestors of some hundred megabytes.
const PACKET_BYTES_MAX: usize = 32 << 20;

/// Bytes of one value.
const TEXT_BYTES_MAX: usize = 64 << 10;

/// Bytes of a picture in base 64.
const PICTURE_BYTES_MAX: usize = 2 << 20;

/// Lines of an edit log.
const LOG_LINES_MAX: usize = 1000;

/// Elements that only hold others (ISO 16684-1, 7.4 to 7.9).
const WRAPPERS: [&str; 9] =
    ["RDF", "Description", "Bag", "Seq", "Alt", "li", "xmpmeta", "xapmeta", "value"];

/// Tells what one packet says; `base` is its first byte in the file.
pub fn xmp(bytes: &[u8], base: u64, telling: &mut Telling) {
    let packet = bytes.get(..PACKET_BYTES_MAX).unwrap_or(bytes);
    if packet.len() < bytes.len() {
        let reason = format!("only its first {PACKET_BYTES_MAX} bytes of XMP are read");
        telling.fault(Place::Bytes { start: base, end: base + bytes.len() as u64 }, reason);
    }
    let begin = memchr::memchr(b'<', packet).unwrap_or(packet.len());
    // In UTF-16 with the high byte first, the sign begins a byte earlier.
    let is_high_first = begin % 2 == 1 && packet.get(begin - 1) == Some(&0);
    let begin = begin - usize::from(is_high_first);
    let depth_max = telling.limits().depth_max;
    let mut packet = Packet {
        xml: Xml::new(packet.get(begin..).unwrap_or(&[]), depth_max),
        base,
        telling,
        names: Vec::new(),
        leaf: None,
        event: BTreeMap::new(),
        device: [None, None],
    };
    packet.read();
    packet.tell_device();
}

struct Packet<'a, 't> {
    xml: Xml<&'a [u8]>,
    base: u64,
    telling: &'t mut Telling,
    /// Names of the open elements, without prefix.
    names: Vec<String>,
    /// The text of the element that began last, while no other began in it.
    leaf: Option<String>,
    /// What is known of one event of the history.
    event: BTreeMap<&'static str, String>,
    /// Make and model of a camera.
    device: [Option<String>; 2],
}

impl Packet<'_, '_> {
    fn read(&mut self) {
        loop {
            match self.xml.step() {
                Ok(Step::Start) => self.start(),
                Ok(Step::Text) => {
                    let is_picture = self.names.last().is_some_and(|name| name == "image");
                    let bytes_max = if is_picture { PICTURE_BYTES_MAX } else { TEXT_BYTES_MAX };
                    if let Some(leaf) = &mut self.leaf
                        && leaf.len() < bytes_max
                    {
                        leaf.push_str(self.xml.text());
                    }
                }
                Ok(Step::End) => {
                    self.end();
                    // Padding stands behind, which is no XML where a file was cut.
                    if self.xml.depth() == 0 {
                        return;
                    }
                }
                Ok(Step::Eof) => return,
                Err(reason) => {
                    self.telling.fault(self.place("packet"), format!("XMP: {reason}"));
                    return;
                }
            }
        }
    }

    fn start(&mut self) {
        let name = self.xml.name().to_owned();
        let is_wrapper = WRAPPERS.contains(&name.as_str());
        if name == "li" && self.context() == "History" {
            self.event.clear();
        }
        // Older writers name it otherwise (`x:xaptk`).
        let toolkit = ["xmptk", "xaptk"].iter().find_map(|name| self.xml.attribute(name));
        if let Some(toolkit) = toolkit {
            let place = self.place("x:xmptk");
            self.telling.signal(SignalKind::MetadataToolkit, toolkit, place);
        }
        if name == "Description"
            && let Some(about) = self.xml.attribute("about")
        {
            let place = self.place("rdf:about");
            self.telling.signal(SignalKind::Identifier, about, place);
        }
        let resource = if is_wrapper { None } else { self.xml.attribute_exactly("rdf:resource") };
        self.names.push(name);
        let context = self.context().to_owned();
        for row in ROWS.iter().filter(|row| row.fits(&context)) {
            if let Some(value) = self.xml.attribute(row.name()) {
                self.tell(row, &value);
            }
        }
        self.leaf = Some(resource.unwrap_or_default());
    }

    fn end(&mut self) {
        let leaf = self.leaf.take();
        let Some(name) = self.names.pop() else { return };
        if name == "li" && self.context() == "History" {
            self.tell_event();
        }
        let Some(text) = leaf else { return };
        let text = text.trim();
        if text.is_empty() {
            return;
        }
        // What stands in a list is a value of the property that holds the list.
        let (name, depth) = if WRAPPERS.contains(&name.as_str()) {
            let held_by = self.names.iter().rposition(|name| !WRAPPERS.contains(&name.as_str()));
            let Some(depth) = held_by else { return };
            (self.names.get(depth).cloned().unwrap_or_default(), depth)
        } else {
            (name, self.names.len())
        };
        let outside = self.names.get(..depth).unwrap_or(&[]);
        let context = context_of(outside).to_owned();
        if let Some(row) = ROWS.iter().find(|row| row.name() == name && row.fits(&context)) {
            self.tell(row, text);
        }
    }

    /// The property in which we are; empty at the top.
    fn context(&self) -> &str {
        context_of(&self.names)
    }

    fn place(&self, label: &str) -> Place {
        Place::Words(format!("XMP at byte {}: {label}", self.base))
    }

    fn tell(&mut self, row: &Row, value: &str) {
        let value = value.trim();
        if value.is_empty() {
            return;
        }
        let place = self.place(row.label);
        // What an ancestor says of itself is no fact of this file, its identifiers are.
        let is_ancestor = self.names.iter().any(|name| name == "Pantry");
        match row.sense {
            Sense::Value(kind) if is_ancestor => {
                let is_id = matches!(kind, SignalKind::DocumentId | SignalKind::Identifier);
                let kind = if is_id { SignalKind::Ancestor } else { kind };
                self.telling.signal(kind, value, place);
            }
            Sense::Value(kind) => self.telling.signal(kind, value, place),
            Sense::Time(_) if is_ancestor => self.telling.zone(value, &place),
            Sense::Time(kind) => self.telling.time(kind, value, &place),
            Sense::Path => self.telling.path(value, &place),
            Sense::Event => {
                self.event.insert(row.label, value.to_owned());
            }
            Sense::Device(at) => {
                if let Some(slot) = self.device.get_mut(at) {
                    slot.get_or_insert_with(|| value.to_owned());
                }
            }
            Sense::Log => self.tell_log(value, &place),
            Sense::Picture => {
                if let Some(picture) = from_base64(value) {
                    self.telling.preview("thumbnail", &picture);
                }
            }
        }
    }

    /// One event of the history (XMP part 2, 1.2.3.3 `ResourceEvent`) in the order in which a person reads it.
    fn tell_event(&mut self) {
        let event = std::mem::take(&mut self.event);
        let get = |label: &str| event.get(label).map(String::as_str);
        let order = [
            "stEvt:when",
            "stEvt:action",
            "stEvt:softwareAgent",
            "stEvt:parameters",
            "stEvt:changed",
            "stEvt:instanceID",
        ];
        let parts: Vec<&str> = order.iter().filter_map(|label| get(label)).collect();
        let place = self.place("xmpMM:History");
        self.telling.signal(SignalKind::SaveHistory, parts.join(" | "), place.clone());
        if let Some(agent) = get("stEvt:softwareAgent") {
            self.telling.signal(SignalKind::Application, agent, place.clone());
        }
        if let Some(id) = get("stEvt:instanceID") {
            self.telling.signal(SignalKind::Identifier, id, place.clone());
        }
        if let Some(when) = get("stEvt:when") {
            self.telling.zone(when, &place);
        }
    }

    /// The edit log that Photoshop keeps where it is told to: a time and what was done a line.
    fn tell_log(&mut self, log: &str, place: &Place) {
        for line in log.lines().take(LOG_LINES_MAX) {
            self.telling.signal(SignalKind::SaveHistory, line.trim(), place.clone());
            self.telling.account_path(line, place);
            if let Some(when) = line.split_whitespace().next() {
                self.telling.zone(when, place);
            }
        }
    }

    fn tell_device(&mut self) {
        let words: Vec<&str> = self.device.iter().flatten().map(String::as_str).collect();
        let place = self.place("tiff:Model");
        self.telling.signal(SignalKind::Camera, words.join(" "), place);
    }
}

/// The innermost name that is no wrapper.
fn context_of(names: &[String]) -> &str {
    let inner = names.iter().rev().find(|name| !WRAPPERS.contains(&name.as_str()));
    inner.map_or("", String::as_str)
}

/// Bytes from base 64 (RFC 4648, 4); white space within is passed over.
pub(crate) fn from_base64(text: &str) -> Option<Vec<u8>> {
    let mut bytes = Vec::with_capacity(text.len() / 4 * 3);
    let (mut bits, mut n_bits) = (0u32, 0u32);
    for sign in text.bytes().filter(|sign| !sign.is_ascii_whitespace()) {
        let value = match sign {
            b'A'..=b'Z' => sign - b'A',
            b'a'..=b'z' => sign - b'a' + 26,
            b'0'..=b'9' => sign - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => return None,
        };
        bits = (bits << 6) | u32::from(value);
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            bytes.push(u8::try_from((bits >> n_bits) & 0xFF).unwrap_or(0));
        }
    }
    Some(bytes)
}

#[cfg(test)]
mod tests;
