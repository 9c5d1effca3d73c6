//! Cut lists and sessions: markers, locators and drawings on frames.
//!
//! In: a text in any encoding, known by its first bytes. Out: one marker a note, with frame, time code, rate, clip and
//! colour where the format names them. Frames are those of the media as written, never counted anew. Never: a list that
//! breaks off loses what stands before the break.

mod avid;
mod edl;
mod fcpxml;
mod otio;
mod rate;
mod rv;
mod xmeml;

use subtier_model::Place;

use crate::exports::lines;
use subtier_blocks::Writing;
use subtier_blocks::{Format, Request};
use subtier_blocks::{head_text, text_of};

/// Bytes of a text that are looked at to say what it is; a document type may come before the first element.
const HEAD_BYTES: usize = 1 << 14;

/// Whether the bytes are of this family, and which of it.
pub(crate) fn is_it(bytes: &[u8], _name: &str) -> Option<Format> {
    let head = head_text(bytes, HEAD_BYTES);
    let text = head.trim_start();
    if text.starts_with('{') {
        return text.contains("\"OTIO_SCHEMA\"").then_some(Format::Otio);
    }
    if text.starts_with('<') {
        return match root_name(text) {
            Some("fcpxml") => Some(Format::Fcpxml),
            Some("xmeml") => Some(Format::Xmeml),
            _ => None,
        };
    }
    // The text form of GTO, OpenRV reference manual, chapter 6.
    if text.starts_with("GTOa") {
        return Some(Format::Rv);
    }
    if edl::is_it(text) {
        return Some(Format::Edl);
    }
    avid::is_it(text).then_some(Format::AvidMarkers)
}

/// Reads it.
pub(crate) fn read(request: &Request<'_>, writing: &mut Writing) {
    let text = text_of(request, writing);
    let outcome = match is_it(request.bytes, request.name) {
        Some(Format::Otio) => otio::read(&text, writing),
        Some(Format::Fcpxml) => fcpxml::read(&text, writing),
        Some(Format::Xmeml) => xmeml::read(&text, writing),
        Some(Format::Rv) => rv::read(&text, writing),
        Some(Format::Edl) => {
            edl::read(&text, writing);
            Ok(())
        }
        _ => {
            avid::read(&text, writing);
            Ok(())
        }
    };
    let Err(reason) = outcome else { return };
    writing.fault(Place::Whole, reason);
    if writing.blocks().is_empty() {
        lines(&text, writing);
    }
}

/// The name of the first element, past declaration, document type and comments.
fn root_name(text: &str) -> Option<&str> {
    let mut rest = text;
    loop {
        rest = rest.trim_start().strip_prefix('<')?;
        let end = match rest.as_bytes().first()? {
            b'?' => "?>",
            b'!' if rest.starts_with("!--") => "-->",
            b'!' => ">",
            _ => {
                let name =
                    rest.split(|sign: char| sign.is_whitespace() || matches!(sign, '>' | '/'));
                return name.into_iter().next();
            }
        };
        rest = rest.split_once(end)?.1;
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use subtier_blocks::{Document, Limits};

    fn read_bytes(bytes: &[u8]) -> Document {
        let request = Request { bytes, name: "a", folder: None, limits: Limits::STANDARD };
        let mut writing = Writing::new(is_it(bytes, "a").unwrap_or(Format::None), Limits::STANDARD);
        read(&request, &mut writing);
        writing.finish()
    }

    const SAMPLES: [&str; 6] = [
        r#"{"OTIO_SCHEMA":"Timeline.1","tracks":{"OTIO_SCHEMA":"Stack.1","markers":[{"OTIO_SCHEMA":"Marker.2","name":"a","comment":"b","marked_range":{"start_time":{"rate":24.0,"value":5.0},"duration":{"rate":24.0,"value":1.0}}}]}}"#,
        "<?xml version=\"1.0\"?><!DOCTYPE fcpxml><fcpxml version=\"1.10\"><resources><format id=\"r1\" frameDuration=\"1001/24000s\"/></resources><sequence format=\"r1\"><spine><clip name=\"SC012\" start=\"0s\"><marker start=\"1001/24000s\" value=\"a\" note=\"b\"/></clip></spine></sequence></fcpxml>",
        "<!DOCTYPE xmeml><xmeml version=\"4\"><sequence><name>a</name><rate><timebase>24</timebase><ntsc>TRUE</ntsc></rate><marker><name>b</name><comment>c</comment><in>5</in><out>-1</out></marker></sequence></xmeml>",
        "GTOa (4)\nrv : RVSession (4)\n{\n session { float fps = 24 }\n}\np : RVPaint (3)\n{\n \"text:1:7:sam\" { string text = \"a\\n\" }\n}\n",
        "TITLE: A\nFCM: NON-DROP FRAME\n\n001  AX       V     C        00:00:00:00 00:00:01:00 01:00:00:00 01:00:01:00\n* FROM CLIP NAME: SC012\n* LOC: 01:00:00:10 RED     a\n |C:ResolveColorRed |M:Marker 1 |D:1\n",
        "kim\t01:00:00:10\tV1\tred\ta b\t1\n",
    ];

    #[test]
    fn each_list_is_known_by_its_first_bytes() {
        let formats: Vec<_> =
            SAMPLES.iter().filter_map(|sample| is_it(sample.as_bytes(), "")).collect();
        assert_eq!(
            formats,
            [
                Format::Otio,
                Format::Fcpxml,
                Format::Xmeml,
                Format::Rv,
                Format::Edl,
                Format::AvidMarkers
            ]
        );
        for sample in SAMPLES {
            assert!(!read_bytes(sample.as_bytes()).blocks.is_empty(), "{sample}");
        }
    }

    #[test]
    fn other_texts_are_none_of_them() {
        for text in [
            "{\"a\": 1}",
            "<html></html>",
            "TITLE: my notes\nSC012 fix",
            "a\tb\tc\td\te\n",
            "<?xml",
            "",
        ] {
            assert_eq!(is_it(text.as_bytes(), ""), None, "{text}");
        }
    }

    #[test]
    fn a_list_in_utf16_is_known() {
        let bytes: Vec<u8> = SAMPLES[4].encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(is_it(&bytes, ""), Some(Format::Edl));
    }

    #[test]
    fn a_list_that_breaks_off_keeps_its_lines() {
        let document = read_bytes(b"{\"OTIO_SCHEMA\": \"Timeline.1\",\n\"name\": ");
        assert_eq!(document.blocks.len(), 2);
        assert_eq!(document.faults.len(), 1);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes: Vec<u8>) {
            read_bytes(&bytes);
        }

        #[test]
        fn damaged_lists_are_read(sample in 0usize..6, at in 0usize..300, byte: u8, cut in 0usize..300) {
            let mut bytes = SAMPLES[sample].as_bytes().to_vec();
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
            if cut % 3 == 0 && cut < bytes.len() {
                bytes.insert(cut, byte);
            } else {
                bytes.truncate(bytes.len() - cut.min(bytes.len() / 2));
            }
            read_bytes(&bytes);
        }
    }
}
