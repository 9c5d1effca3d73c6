//! Packets of XMP, written here as programs write them: properties as attributes and as elements, pictures, edit logs.
//!
//! In: small made-up packets, any bytes, and a packet changed or cut. Out: nothing. Never: a panic on any bytes.

use proptest::prelude::*;
use subtier_blocks::Limits;

use super::*;
use crate::Testimony;

fn told(packet: &[u8]) -> Testimony {
    let mut telling = Telling::new("xmp", Limits::STANDARD);
    xmp(packet, 100, &mut telling);
    telling.finish()
}

fn values(testimony: &Testimony, kind: SignalKind) -> Vec<&str> {
    let signals = testimony.signals.iter().filter(|signal| signal.kind == kind);
    signals.map(|signal| signal.value.as_str()).collect()
}

/// The shape that Photoshop writes: simple properties as attributes, events as elements.
const ATTRIBUTES: &str = r#"<?xpacket begin="" id="W5M0MpCehiHzreSzNTczkc9d"?>
<x:xmpmeta xmlns:x="adobe:ns:meta/" x:xmptk="Adobe XMP Core 5.6-c140">
 <rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
  <rdf:Description rdf:about="" xmp:CreatorTool="Adobe Photoshop CC 2017 (Windows)"
    xmp:CreateDate="2016-01-16T21:05:12+08:30" xmp:ModifyDate="2024-01-17T08:00:00+09:00"
    xmp:MetadataDate="2024-01-17T08:00:01+09:00" photoshop:AuthorsPosition="원화"
    xmpMM:InstanceID="xmp.iid:1" xmpMM:DocumentID="adobe:docid:photoshop:2"
    xmpMM:OriginalDocumentID="xmp.did:3">
   <xmpMM:History><rdf:Seq>
     <rdf:li stEvt:action="created" stEvt:instanceID="xmp.iid:3"
       stEvt:when="2016-01-16T21:05:12+08:30" stEvt:softwareAgent="Adobe Photoshop CS6 (Windows)"/>
     <rdf:li rdf:parseType="Resource"><stEvt:action>saved</stEvt:action><stEvt:changed>/</stEvt:changed></rdf:li>
   </rdf:Seq></xmpMM:History>
   <xmpMM:DerivedFrom stRef:instanceID="xmp.iid:4" stRef:documentID="xmp.did:5"/>
   <photoshop:DocumentAncestors><rdf:Bag><rdf:li>xmp.did:6</rdf:li><rdf:li>7</rdf:li></rdf:Bag></photoshop:DocumentAncestors>
   <xmpMM:Ingredients><rdf:Bag><rdf:li stRef:filePath="D:\작업\a.psd" stRef:documentID="8"/>
     <rdf:li stRef:filePath="C:\Users\kim\bg.png"/></rdf:Bag></xmpMM:Ingredients>
   <xmpMM:Pantry><rdf:Bag><rdf:li><rdf:Description><xmpMM:InstanceID>9</xmpMM:InstanceID>
     <xmp:CreateDate>2010-01-01T00:00:00+02:00</xmp:CreateDate></rdf:Description></rdf:li></rdf:Bag></xmpMM:Pantry>
   <dc:creator><rdf:Seq><rdf:li>김철수</rdf:li></rdf:Seq></dc:creator>
   <dc:title><rdf:Alt><rdf:li xml:lang="x-default">LNT &amp; SC012</rdf:li></rdf:Alt></dc:title>
  </rdf:Description></rdf:RDF></x:xmpmeta>
<?xpacket end="w"?>"#;

/// The same simple properties as elements, as older writers and exiftool do.
const ELEMENTS: &str = r#"<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
<rdf:Description rdf:about="uuid:b"><xap:CreatorTool>GIMP 2.10</xap:CreatorTool>
<xap:CreateDate>2024-01-16T21:05:12+09:00</xap:CreateDate>
<xapMM:DocumentID rdf:resource="uuid:c"/>
<xapMM:DerivedFrom rdf:parseType="Resource"><stRef:documentID>d</stRef:documentID></xapMM:DerivedFrom>
<xapMM:RenditionOf><rdf:Description><stRef:instanceID>e</stRef:instanceID></rdf:Description></xapMM:RenditionOf>
</rdf:Description></rdf:RDF>"#;

#[test]
#[expect(clippy::cognitive_complexity, reason = "one packet, checked property by property")]
fn properties_are_read_as_attributes() {
    let testimony = told(ATTRIBUTES.as_bytes());
    let of = |kind| values(&testimony, kind);
    assert_eq!(testimony.faults, []);
    assert_eq!(
        of(SignalKind::Application),
        ["Adobe Photoshop CC 2017 (Windows)", "Adobe Photoshop CS6 (Windows)"]
    );
    assert_eq!(of(SignalKind::Created), ["2016-01-16T21:05:12+08:30"]);
    assert_eq!(of(SignalKind::Modified), ["2024-01-17T08:00:00+09:00"]);
    assert_eq!(of(SignalKind::MetadataWritten), ["2024-01-17T08:00:01+09:00"]);
    assert_eq!(of(SignalKind::MetadataToolkit), ["Adobe XMP Core 5.6-c140"]);
    assert_eq!(of(SignalKind::ZoneOffset), ["+08:30", "+09:00", "+02:00"]);
    assert_eq!(of(SignalKind::HalfHourZone), ["2016-01-16T21:05:12+08:30"]);
    assert_eq!(of(SignalKind::AuthorPosition), ["원화"]);
    assert_eq!(of(SignalKind::DocumentId), ["adobe:docid:photoshop:2", "xmp.did:3"]);
    assert_eq!(of(SignalKind::Identifier), ["xmp.iid:1", "xmp.iid:3"]);
    assert_eq!(
        of(SignalKind::SaveHistory),
        [
            "2016-01-16T21:05:12+08:30 | created | Adobe Photoshop CS6 (Windows) | xmp.iid:3",
            "saved | /"
        ]
    );
    assert_eq!(of(SignalKind::Ancestor), ["xmp.did:5", "xmp.iid:4", "xmp.did:6", "7", "8", "9"]);
    assert_eq!(of(SignalKind::ExternalPath), ["D:\\작업\\a.psd", "C:\\Users\\kim\\bg.png"]);
    assert_eq!(of(SignalKind::UserPath), ["C:\\Users\\kim\\bg.png"]);
    assert_eq!(of(SignalKind::Author), ["김철수"]);
    assert_eq!(of(SignalKind::Title), ["LNT & SC012"]);
    let creator = testimony.signals.iter().find(|signal| signal.kind == SignalKind::Created);
    assert_eq!(
        creator.map(|signal| signal.place.to_string()).as_deref(),
        Some("XMP at byte 100: xmp:CreateDate")
    );
}

#[test]
fn properties_are_read_as_elements() {
    let testimony = told(ELEMENTS.as_bytes());
    let of = |kind| values(&testimony, kind);
    assert_eq!(of(SignalKind::Application), ["GIMP 2.10"]);
    assert_eq!(of(SignalKind::Created), ["2024-01-16T21:05:12+09:00"]);
    assert_eq!(of(SignalKind::ZoneOffset), ["+09:00"]);
    assert_eq!(of(SignalKind::DocumentId), ["uuid:c"]);
    assert_eq!(of(SignalKind::Identifier), ["uuid:b"]);
    assert_eq!(of(SignalKind::Ancestor), ["d", "e"]);
}

#[test]
fn a_packet_in_utf_16_is_read() {
    for is_low_first in [true, false] {
        let wide: Vec<u8> = ELEMENTS
            .encode_utf16()
            .flat_map(|unit| if is_low_first { unit.to_le_bytes() } else { unit.to_be_bytes() })
            .collect();
        let testimony = told(&wide);
        assert_eq!(values(&testimony, SignalKind::Application), ["GIMP 2.10"], "{is_low_first}");
    }
}

#[test]
fn a_packet_that_is_cut_tells_what_stands_before() {
    let half = ATTRIBUTES.find("<dc:creator>").unwrap();
    let testimony = told(&ATTRIBUTES.as_bytes()[..half]);
    assert_eq!(values(&testimony, SignalKind::Created).len(), 1);
    assert_eq!(testimony.faults.len(), 1);
}

#[test]
fn padding_behind_the_packet_is_not_read() {
    let mut packet = ATTRIBUTES.as_bytes().to_vec();
    packet.extend_from_slice(b"\0\0\0<<<\xff");
    assert_eq!(told(&packet).faults, []);
}

#[test]
fn a_picture_is_kept() {
    let packet = "<RDF><Description><xmp:Thumbnails><rdf:Alt><rdf:li xmpGImg:image=\"/9j/\n4AA=\"/></rdf:Alt></xmp:Thumbnails></Description></RDF>";
    assert_eq!(told(packet.as_bytes()).previews[0].bytes, [0xFF, 0xD8, 0xFF, 0xE0, 0]);
    assert_eq!(from_base64("a*"), None);
}

#[test]
fn an_edit_log_is_told_line_by_line() {
    let packet = "<RDF><Description photoshop:History=\"2015-10-13T10:49:37+08:30&#x9;File C:\\Users\\pak\\a.psd opened&#xA;b\"/></RDF>";
    let testimony = told(packet.as_bytes());
    assert_eq!(values(&testimony, SignalKind::SaveHistory).len(), 2);
    assert_eq!(values(&testimony, SignalKind::UserPath), ["C:\\Users\\pak\\a.psd opened"]);
    assert_eq!(values(&testimony, SignalKind::HalfHourZone).len(), 1);
}

proptest! {
    #[test]
    fn any_bytes_are_read(bytes: Vec<u8>) {
        told(&bytes);
    }

    #[test]
    fn a_changed_packet_is_read(at in 0..ATTRIBUTES.len(), byte: u8, cut: prop::sample::Index) {
        let mut packet = ATTRIBUTES.as_bytes().to_vec();
        packet[at] = byte;
        packet.truncate(cut.index(packet.len()));
        told(&packet);
    }
}
