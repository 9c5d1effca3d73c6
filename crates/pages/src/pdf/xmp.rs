//! XMP: what programs say of themselves and of the file in XML.
//!
//! In: the decoded metadata stream (ISO 16684-1). Out: signals – programs, identifiers, dates and their zones, persons,
//! paths. Metadata of pictures inside the file counts too; its place says which object it is.

use subtier_model::Place;

use subtier_blocks::SignalKind;
use subtier_blocks::Writing;
use subtier_blocks::paths::user_path;
use subtier_blocks::zones::tell_zone;
use subtier_xml::{Step, Xml, as_utf8};

/// Properties that tell something, by local name.
const PROPERTIES: &[(&str, SignalKind)] = &[
    ("CreatorTool", SignalKind::Application),
    ("softwareAgent", SignalKind::Application),
    ("Producer", SignalKind::Producer),
    ("DocumentID", SignalKind::DocumentId),
    ("InstanceID", SignalKind::DocumentId),
    ("OriginalDocumentID", SignalKind::DocumentId),
    ("documentID", SignalKind::DocumentId),
    ("instanceID", SignalKind::DocumentId),
    ("originalDocumentID", SignalKind::DocumentId),
    ("CreateDate", SignalKind::Created),
    ("ModifyDate", SignalKind::Modified),
    ("MetadataDate", SignalKind::ZoneOffset),
    ("when", SignalKind::ZoneOffset),
    ("creator", SignalKind::Author),
    ("title", SignalKind::Title),
    ("filePath", SignalKind::ExternalPath),
    ("lastURL", SignalKind::ExternalPath),
];
/// Steps of one packet that are taken.
const STEPS_MAX: usize = 500_000;

/// Writes down what a packet tells.
pub(crate) fn tell(packet: &[u8], part: &str, writing: &mut Writing) {
    let packet = as_utf8(packet);
    let mut xml = Xml::new(&*packet, writing.limits().depth_max);
    let mut open: Vec<String> = Vec::new();
    for _ in 0..STEPS_MAX {
        match xml.step() {
            Ok(Step::Start) => {
                open.push(xml.name().to_owned());
                for (name, kind) in PROPERTIES {
                    if let Some(value) = xml.attribute(name) {
                        tell_property(name, *kind, &value, (part, writing));
                    }
                }
            }
            Ok(Step::End) => {
                open.pop();
            }
            Ok(Step::Text) => {
                let found =
                    open.iter().rev().take(3).find_map(|open| {
                        PROPERTIES.iter().find(|(name, _)| *name == open.as_str())
                    });
                if let Some((name, kind)) = found {
                    tell_property(name, *kind, xml.text(), (part, writing));
                }
            }
            Ok(Step::Eof) | Err(_) => return,
        }
    }
}

fn tell_property(name: &str, kind: SignalKind, value: &str, to: (&str, &mut Writing)) {
    let (part, writing) = to;
    let value = value.trim();
    let place = Place::Words(format!("{part}, {name}"));
    if matches!(name, "CreateDate" | "ModifyDate" | "MetadataDate" | "when") {
        tell_zone(value, &place, writing);
    }
    user_path(value, &place, writing);
    if kind != SignalKind::ZoneOffset {
        writing.signal(kind, value, place);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use subtier_blocks::{Format, Limits};

    fn told(packet: &[u8]) -> Vec<(SignalKind, String)> {
        let mut writing = Writing::new(Format::Pdf, Limits::STANDARD);
        tell(packet, "XMP", &mut writing);
        writing.finish().signals.into_iter().map(|signal| (signal.kind, signal.value)).collect()
    }

    #[test]
    fn elements_and_attributes_tell_alike() {
        let packet = br#"<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF><rdf:Description xmp:CreatorTool="WPS Office">
            <dc:creator><rdf:Seq><rdf:li>pak</rdf:li></rdf:Seq></dc:creator>
            <xmpMM:DocumentID>uuid:1</xmpMM:DocumentID><xmp:CreateDate>2017-01-02T03:04:05+08:30</xmp:CreateDate>
            </rdf:Description></rdf:RDF></x:xmpmeta>"#;
        let expected = [
            (SignalKind::Application, "WPS Office"),
            (SignalKind::Author, "pak"),
            (SignalKind::DocumentId, "uuid:1"),
            (SignalKind::ZoneOffset, "+08:30"),
            (SignalKind::HalfHourZone, "2017-01-02T03:04:05+08:30"),
            (SignalKind::Created, "2017-01-02T03:04:05+08:30"),
        ];
        assert_eq!(told(packet), expected.map(|(kind, value)| (kind, value.to_owned())));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes: Vec<u8>) {
            told(&bytes);
        }
    }
}
