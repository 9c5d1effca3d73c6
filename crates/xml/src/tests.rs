//! Tests of the XML reader: what every writer may write, and what an attacker may.

use super::*;
use proptest::prelude::*;

fn steps_of(bytes: impl Read) -> Vec<String> {
    let mut xml = Xml::new(bytes, 8);
    let mut seen = Vec::new();
    loop {
        match xml.step() {
            Ok(Step::Start) => seen.push(format!("<{} {:?}", xml.name(), xml.attribute("val"))),
            Ok(Step::End) => seen.push(format!("/{}", xml.name())),
            Ok(Step::Text) => seen.push(xml.text().to_owned()),
            Ok(Step::Eof) => return seen,
            Err(reason) => {
                seen.push(reason);
                assert_eq!(xml.step(), Ok(Step::Eof), "nothing comes after a fault");
                return seen;
            }
        }
    }
}

fn steps(xml: &[u8]) -> Vec<String> {
    steps_of(xml)
}

/// Gives one byte at a time.
struct Dripping<'a>(&'a [u8]);

impl Read for Dripping<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let [first, rest @ ..] = self.0 else { return Ok(0) };
        buffer[0] = *first;
        self.0 = rest;
        Ok(1)
    }
}

#[test]
fn prefixes_are_dropped_and_references_resolved() {
    assert_eq!(
        steps("<w:p w:val=\"a&amp;&#x4E2D;>\"><w:br/>A&lt;&unknown;</w:p >".as_bytes()),
        ["<p Some(\"a&中>\")", "<br None", "/br", "A<&unknown;", "/p"]
    );
}

#[test]
fn comments_instructions_and_sections_are_read_as_what_they_are() {
    let xml = "<?xml version='1.0'?><!-- <b> -->\n<a>1<![CDATA[<b>&amp;]]]>2<?x <c>?></a>";
    assert_eq!(steps(xml.as_bytes()), ["\n", "<a None", "1", "<b>&amp;]", "2", "/a"]);
}

#[test]
fn entities_that_a_document_defines_are_left_as_they_stand() {
    let bomb = b"<!DOCTYPE a [<!ENTITY b 'cccc'>]><a>&b;</a>";
    assert_eq!(steps(bomb), ["<a None", "&b;", "/a"]);
    let mut xml = Xml::new(&bomb[..], 8);
    while xml.step() != Ok(Step::Eof) {}
    assert!(xml.defines_entities());
}

#[test]
fn depth_is_bounded() {
    let deep = "<a>".repeat(9);
    assert_eq!(steps(deep.as_bytes()).last().unwrap(), "elements lie more than 8 deep");
}

#[test]
fn a_part_that_is_cut_off_is_said_to_be_so() {
    assert_eq!(steps(b"<a><b>x"), ["<a None", "<b None", "x", "it ends while 2 elements are open"]);
    assert_eq!(steps(b"<a><b v='"), ["<a None", "it ends within a tag"]);
}

#[test]
fn bytes_that_are_no_utf8_do_not_end_the_reading() {
    assert_eq!(steps(b"<a>\xb0\xa1 x</a>"), ["<a None", "\u{FFFD}\u{FFFD} x", "/a"]);
}

#[test]
fn a_part_is_read_in_the_encoding_that_it_declares() {
    let chinese = ["<a None", "修改", "/a"];
    let gbk = encoding_rs::GBK.encode("<?xml version='1.0' encoding='GB2312'?><a>修改</a>").0;
    assert_eq!(steps(&gbk), chinese);
    let utf16: Vec<u8> = "<a>修改</a>".encode_utf16().flat_map(u16::to_le_bytes).collect();
    assert_eq!(steps(&utf16), chinese);
    assert_eq!(steps("<?xml encoding='UTF-16'?><a>修改</a>".as_bytes()), chinese);
}

#[test]
fn a_sign_between_two_reads_stays_whole() {
    let text = "x".repeat(READ_BYTES - 4) + "\u{4E2D}\u{4E2D}";
    let xml = format!("<a>{text}</a>");
    assert_eq!(steps(xml.as_bytes()), ["<a None", text.as_str(), "/a"]);
}

#[test]
fn a_text_of_any_length_comes_in_pieces_and_whole() {
    let text = "中&amp;".repeat(TEXT_BYTES_MAX);
    let xml = format!("<a>{text}<![CDATA[{text}]]></a>");
    let seen = steps(xml.as_bytes());
    assert!(seen.iter().all(|step| step.len() <= 2 * READ_BYTES + TEXT_BYTES_MAX));
    let whole: String = seen[1..seen.len() - 1].concat();
    assert!(whole == "中&".repeat(TEXT_BYTES_MAX) + &text);
}

#[test]
fn a_tag_that_never_ends_is_given_up() {
    let xml = "<a b='".to_owned() + &"x".repeat(TAG_BYTES_MAX * 2);
    assert_eq!(steps(xml.as_bytes()), ["a tag is longer than 4194304 bytes"]);
}

#[test]
fn skipping_and_collecting_stop_at_the_end_of_the_element() {
    let mut xml = Xml::new(&b"<a><b>1<c>2</c></b><d>3<e/>4</d>5</a>"[..], 8);
    xml.step().unwrap();
    xml.step().unwrap();
    xml.skip().unwrap();
    xml.step().unwrap();
    assert_eq!(xml.inner_text(100).unwrap(), "34");
    assert_eq!((xml.step().unwrap(), xml.text()), (Step::Text, "5"));
}

proptest! {
    #[test]
    fn any_bytes_end(bytes: Vec<u8>) {
        steps(&bytes);
    }

    #[test]
    fn markup_of_any_kind_reads_the_same_in_any_portions(
        parts in proptest::collection::vec(
            "<!--|-->|<!\\[CDATA\\[|\\]\\]>|<\\?|\\?>|<!|\\[|<a|</a|>|/>| b='|\"|&lt;|&|中| |x|\r\n",
            0..40,
        )
    ) {
        let xml = parts.concat();
        let whole = steps(xml.as_bytes()).concat();
        prop_assert_eq!(whole, steps_of(Dripping(xml.as_bytes())).concat());
    }
}

/// The steps, where `<v>1</v>` is passed as often as it is at hand.
fn steps_with_passes(bytes: impl Read) -> Vec<String> {
    const PASSED: &str = "<v>1</v>";
    let (mut xml, mut seen) = (Xml::new(bytes, 8), Vec::new());
    loop {
        while xml.at_hand(1).is_some_and(|at_hand| at_hand.starts_with(PASSED)) {
            xml.pass(PASSED.len());
            seen.push("<v/>".to_owned());
        }
        match xml.step() {
            Ok(Step::Start) => seen.push(format!("<{}>", xml.name())),
            Ok(Step::End) => seen.push(format!("</{}> {}", xml.name(), xml.depth())),
            Ok(Step::Text) => seen.push(xml.text().to_owned()),
            Ok(Step::Eof) => return seen,
            Err(reason) => {
                seen.push(reason);
                return seen;
            }
        }
    }
}

#[test]
fn what_is_passed_leaves_the_rest_as_it_is() {
    let seen = steps_with_passes(&b"<a><v>1</v><v>1</v><b/><v>1</v><![CDATA[<v>1</v>]]></a>"[..]);
    assert_eq!(seen, ["<a>", "<v/>", "<v/>", "<b>", "</b> 1", "<v/>", "<v>1</v>", "</a> 0"]);
    let seen = steps_with_passes(&b"<v>1</v><a>"[..]);
    assert_eq!(seen.first().map(String::as_str), Some("<v>"), "outside of all elements nothing is");
}

proptest! {
    #[test]
    fn attributes_in_one_pass_are_those_asked_for_by_name(tag in "[a-c:=\"'& ;x]{0,40}") {
        let text = format!("<e {tag}>");
        let mut xml = Xml::new(text.as_bytes(), 8);
        if xml.step() == Ok(Step::Start) {
            for name in ["a", "b", "c", "x"] {
                let found = xml.attributes().find(|(key, _)| *key == name);
                prop_assert_eq!(found.map(|(_, value)| unescape(value)), xml.value(name));
            }
        }
    }
}
