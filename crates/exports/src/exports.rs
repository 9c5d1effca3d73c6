//! Exports of review tools, tables of separated values and JSON.
//!
//! In: a text in any encoding. Out: one marker a note where the tool is known, cells of a table or strings of a JSON
//! text where it is not. Which it is, its content says: the words of a header, the keys of an object, the shape of the
//! rows. Never: a log or prose taken for a table; what does not read as it seemed to is kept line by line.

mod drawing;
mod frameio;
mod ftrack;
pub(crate) mod json;
mod kitsu;
mod shotgrid;
mod syncsketch;
mod table;
mod tree;

use subtier_model::Place;
use subtier_names::encoding::decode;

use subtier_blocks::Writing;
use subtier_blocks::{BlockKind, Format, Request, head_text, text_of};

/// Bytes of a text that are looked at to say what it is.
const HEAD_BYTES: usize = 1 << 16;

/// Bytes in which the header of a table stands.
const HEADER_BYTES: usize = 1 << 12;

/// Whether the bytes are of this family, and which of it.
pub(crate) fn is_it(bytes: &[u8], name: &str) -> Option<Format> {
    let head = head_text(bytes, HEAD_BYTES);
    if head.is_empty() {
        return None;
    }
    let is_cut = bytes.len() > HEAD_BYTES;
    json::sniff(&head, is_cut)
        .or_else(|| table::sniff(&head, name, is_cut))
        .or_else(|| older_table(bytes, &head, name))
}

/// A table in an older encoding may be known by the words of its header alone.
fn older_table(bytes: &[u8], head: &str, name: &str) -> Option<Format> {
    if !head.contains('\u{FFFD}') || !head.contains([',', '\t', ';']) {
        return None;
    }
    let start = bytes.get(..HEADER_BYTES).unwrap_or(bytes);
    table::sniff(&decode(start, None).text, name, start.len() < bytes.len())
}

/// Reads it.
pub(crate) fn read(request: &Request<'_>, writing: &mut Writing) {
    let Some(format) = is_it(request.bytes, request.name) else { return };
    let text = text_of(request, writing);
    if matches!(format, Format::Csv | Format::FrameIo) {
        table::read(&text, request.name, writing);
        return;
    }
    match json::parse(&text) {
        Ok(value) => tree::read(&value, format, writing),
        Err(reason) => {
            writing.fault(Place::Whole, format!("{reason}; its lines are kept as text"));
            lines(&text, writing);
        }
    }
}

/// Keeps a text line by line, where it is not what it seemed to be.
pub(crate) fn lines(text: &str, writing: &mut Writing) {
    for (number, line) in (1..).zip(text.lines()) {
        if writing.is_full() {
            return;
        }
        writing.text(BlockKind::Paragraph, line.trim_end_matches('\r'), Place::Line(number));
    }
}

/// Whether a name is what a program calls a marker when nobody names it.
pub(crate) fn is_default_name(name: &str) -> bool {
    let word = name.trim().trim_end_matches(|sign: char| {
        sign.is_ascii_digit() || matches!(sign, ' ' | '#' | '_' | '-' | '.' | '(' | ')')
    });
    let word = word.to_lowercase();
    matches!(
        word.as_str(),
        "" | "marker" | "note" | "comment" | "untitled" | "标记" | "標記" | "마커" | "マーカー"
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use subtier_blocks::{Document, Limits};

    fn read_bytes(bytes: &[u8], name: &str) -> Document {
        let request = Request { bytes, name, folder: None, limits: Limits::STANDARD };
        let mut writing =
            Writing::new(is_it(bytes, name).unwrap_or(Format::None), Limits::STANDARD);
        read(&request, &mut writing);
        writing.finish()
    }

    fn texts(document: &Document) -> Vec<&str> {
        document.blocks.iter().map(|block| block.text.as_str()).collect()
    }

    #[test]
    fn logs_and_prose_stay_text() {
        let combined = "203.0.113.7 - kim [16/Jan/2024:21:05:12 +0900] \"GET /a HTTP/1.1\" 200 5 \"-\" \"Mozilla/5.0 (X11; Linux) AppleWebKit/537.36 (KHTML, like Gecko)\"\n".repeat(5);
        let json_lines = "{\"ts\":1,\"ip\":\"203.0.113.7\"}\n{\"ts\":2,\"ip\":\"203.0.113.7\"}\n";
        let syslog = "<134>Jan 16 21:05:12 nas sshd[1]: Accepted password, kim\n".repeat(4);
        let prose = "Dear all, please fix the head.\nSC012, again: too flat.\nThank you, Kim\n";
        let bracketed = "[2024-01-16 21:05:12] kim, login\n[2024-01-16 21:05:13] kim, logout\n";
        let code = "int a = 1;\nint b = 2;\nint c = 3;\n";
        let notes = "SC012_C005 头型再修，后脑太平。\n뒤머리가 너무 납작하다.\n\nSC013 OK\n";
        for text in
            [&combined, json_lines, &syslog, prose, bracketed, code, notes, "", "{", "[1, 2"]
        {
            assert_eq!(is_it(text.as_bytes(), "a.txt"), None, "{text}");
            assert_eq!(is_it(text.as_bytes(), "a"), None, "{text}");
        }
    }

    #[test]
    fn a_table_is_known_by_its_rows_or_by_its_header() {
        let rows = "SC012;12;头型再修\nSC013;24;OK\nSC014;30;补画\n";
        assert_eq!(is_it(rows.as_bytes(), "notes.csv"), Some(Format::Csv));
        let header = "镜号\t修改意见\nSC012\t头型再修\n";
        assert_eq!(is_it(header.as_bytes(), "a.txt"), Some(Format::Csv));
    }

    #[test]
    fn a_table_in_utf16_is_known_without_a_mark() {
        let text = "镜号,修改意见\r\nSC012,头型再修\r\n";
        let bytes: Vec<u8> = text.encode_utf16().flat_map(u16::to_le_bytes).collect();
        assert_eq!(is_it(&bytes, "a.csv"), Some(Format::Csv));
    }

    #[test]
    fn json_that_breaks_off_is_kept_line_by_line() {
        let long = format!("{{\"comments\": [\n\"{}\",\n{{", "x".repeat(HEAD_BYTES));
        let document = read_bytes(long.as_bytes(), "a.json");
        assert_eq!(document.blocks.len(), 3);
        assert_eq!(document.faults.len(), 1);
    }

    #[test]
    fn strings_of_other_json_stand_in_their_order_with_pointers() {
        let document = read_bytes(br#"{"z":"one","a/b":["two",3,{"c":"  "}]}"#, "a.json");
        assert_eq!(texts(&document), ["one", "two"]);
        assert_eq!(document.blocks[1].place, Place::Words("/a~1b/0".to_owned()));
    }

    const KITSU: &str = r#"[{"id":"1","text":"返修","person":{"first_name":"Li"},"task_status":{"short_name":"retake"},"checklist":[{"text":"a","checked":true}],"replies":[{"date":"2024","text":"ok"}]}]"#;
    const FRAME_IO: &str =
        "Commenter,Comment,Timecode Source,Frame,Duration\nKim,\"a, b\nc\",01:00:00:01,24,0\n";

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes: Vec<u8>) {
            read_bytes(&bytes, "a");
        }

        #[test]
        fn damaged_exports_are_read(at in 0usize..400, byte: u8, cut in 0usize..400, is_table: bool) {
            let mut bytes = if is_table { FRAME_IO } else { KITSU }.as_bytes().to_vec();
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
            bytes.truncate(bytes.len().saturating_sub(cut).max(40));
            read_bytes(&bytes, "a");
        }
    }
}
