//! Outlook messages: headings, bodies in each form, attachments and signals of committed samples, exactly.
//!
//! The samples are written by a script of this project out of the specification; the reader was measured beside them on
//! public messages that Outlook wrote.

#![expect(clippy::disallowed_methods, reason = "tests read samples")]

use proptest::prelude::*;
use subtier_blocks::{BlockKind, Document, Format, Limits, Request, SignalKind};
use subtier_documents::read;

fn bytes_of(name: &str) -> Vec<u8> {
    std::fs::read(format!("{}/tests/samples/{name}", env!("CARGO_MANIFEST_DIR"))).expect("a sample")
}

fn document_of(bytes: &[u8]) -> Document {
    read(&Request { bytes, name: "a.msg", folder: None, limits: Limits::STANDARD })
}

fn sample(name: &str) -> Document {
    let document = document_of(&bytes_of(name));
    assert_eq!(document.format, Format::Msg, "{name}");
    assert_eq!(document.faults, [], "{name}");
    document
}

fn told(document: &Document) -> Vec<(BlockKind, &str)> {
    document.blocks.iter().map(|block| (block.kind, block.text.as_str())).collect()
}

fn signals(document: &Document) -> Vec<(SignalKind, &str)> {
    document.signals.iter().map(|signal| (signal.kind, signal.value.as_str())).collect()
}

#[test]
fn the_heading_and_the_lines_of_the_body_are_read_and_messages_within() {
    use BlockKind::{MessageHeader, Paragraph};
    assert_eq!(
        told(&sample("msg-plain.msg")),
        [
            (MessageHeader, "From: 李娜 <li@example.net>"),
            (MessageHeader, "To: Kim <kim@example.org>, li2@example.net"),
            (MessageHeader, "Cc: 박 <pak@example.org>"),
            (MessageHeader, "Subject: RE: SC045 返修"),
            (MessageHeader, "Date: Tue, 16 Jan 2018 20:35:10 +0830"),
            (MessageHeader, "Delivered: 2018-01-16T12:05:40Z"),
            (Paragraph, "SC045_C010 头型要修改"),
            (Paragraph, "머리형을 다시 고칠것"),
            (Paragraph, "> OK"),
            (MessageHeader, "From: 김철 <kim@example.org>"),
            (MessageHeader, "To: Li"),
            (MessageHeader, "Subject: 원본: SC012"),
            (MessageHeader, "Date: 2018-01-15T01:00:00Z"),
            (Paragraph, "뒤머리가 너무 납작하다"),
            (Paragraph, "다시 그릴것"),
            (MessageHeader, "Subject: 第一"),
            (Paragraph, "最里面的意见"),
        ]
    );
}

#[test]
fn a_line_knows_who_wrote_it_when_and_where() {
    let document = sample("msg-plain.msg");
    let line = |text: &str| document.blocks.iter().find(|block| block.text == text).expect(text);
    let outer = line("머리형을 다시 고칠것");
    assert_eq!(outer.author.as_deref(), Some("李娜 <li@example.net>"));
    assert_eq!(outer.time.as_deref(), Some("Tue, 16 Jan 2018 20:35:10 +0830"));
    assert_eq!(outer.place.to_string(), "body line 2");
    let inner = line("다시 그릴것");
    assert_eq!(inner.author.as_deref(), Some("김철 <kim@example.org>"));
    assert_eq!(inner.time.as_deref(), Some("2018-01-15T01:00:00Z"));
    assert_eq!(inner.place.to_string(), "attachment 2 message body line 2");
}

#[test]
fn the_message_tells_of_its_way_its_programs_and_people() {
    use SignalKind as Kind;
    let hop = "from pc-7 (unknown [203.0.113.5]) by mx.example.org with ESMTP id 1; Tue, 16 Jan 2018 21:05:12 +0900";
    assert_eq!(
        signals(&sample("msg-plain.msg")),
        [
            (Kind::MailHop, hop),
            (Kind::Created, "Tue, 16 Jan 2018 20:35:10 +0830"),
            (Kind::ZoneOffset, "+08:30"),
            (Kind::HalfHourZone, "Tue, 16 Jan 2018 20:35:10 +0830"),
            (Kind::DocumentId, "7@example.net"),
            (Kind::MailClient, "Microsoft Outlook 16.0"),
            (Kind::Sender, "li@example.net"),
            (Kind::Created, "2018-01-16T12:05:10Z"),
            (Kind::Created, "2018-01-16T12:06:00Z"),
            (Kind::Modified, "2018-01-17T01:00:00Z"),
            (Kind::Author, "李娜"),
            (Kind::LastModifiedBy, "Administrator"),
            (Kind::DocumentLanguage, "zh-CN"),
            (Kind::Application, "Outlook 16.0"),
            (Kind::Embedded, "SC045_返修.png"),
            (Kind::Embedded, "원본: SC012"),
            (Kind::Sender, "kim@example.org"),
            (Kind::Created, "2018-01-15T01:00:00Z"),
            (Kind::Embedded, "第一"),
            (Kind::ExternalPath, r"C:\Users\김철\cut.mov"),
            (Kind::UserPath, r"C:\Users\김철\cut.mov"),
            (Kind::Embedded, "cut.mov"),
            (Kind::DefaultUserName, "Administrator"),
        ]
    );
}

#[test]
fn a_message_of_an_old_outlook_is_read_by_its_code_page() {
    use BlockKind::{MessageHeader, Paragraph};
    let document = sample("msg-cp949.msg");
    assert_eq!(
        told(&document),
        [
            (MessageHeader, "From: 김철 <kim@example.org>"),
            (MessageHeader, "To: 이나; 박"),
            (MessageHeader, "Subject: SC045 수정"),
            (MessageHeader, "Date: 2018-01-16T12:05:10Z"),
            (Paragraph, "입모양을 다시 그릴것"),
            (Paragraph, "SC045_C010"),
        ]
    );
    assert!(signals(&document).contains(&(SignalKind::CodePage, "949 (Korean)")));
}

#[test]
fn a_page_is_read_where_there_is_no_plain_text() {
    let document = sample("msg-html.msg");
    assert_eq!(document.text().lines().next(), Some("头型要修改"));
    let cells: Vec<_> = document.blocks.iter().filter(|block| block.cell.is_some()).collect();
    assert_eq!(cells[1].text, "머리 OK");
    assert_eq!(cells[1].place.to_string(), "body table 1 cell B1");
    assert_eq!(cells[1].author.as_deref(), Some("李娜 <li@example.net>"));
}

#[test]
fn packed_rtf_is_read_where_there_is_nothing_else() {
    use BlockKind::{MessageHeader, Paragraph};
    let expected = [
        (MessageHeader, "From: 李娜"),
        (MessageHeader, "Subject: RTF"),
        (Paragraph, "头型要修改"),
        (Paragraph, "SC045_C010 OK"),
    ];
    assert_eq!(told(&sample("msg-rtf.msg")), expected);
}

#[test]
fn messages_within_messages_are_read_to_a_depth() {
    let document = document_of(&bytes_of("msg-deep.msg"));
    assert!(document.text().contains("depth 4"));
    assert!(!document.faults.is_empty(), "twelve deep is deeper than any path that is followed");
    let limits = Limits { blocks_max: 3, ..Limits::STANDARD };
    let bytes = bytes_of("msg-deep.msg");
    let cut = read(&Request { bytes: &bytes, name: "a.msg", folder: None, limits });
    assert!(cut.blocks.len() <= 4);
    assert!(cut.faults.iter().any(|fault| fault.reason.contains("limit")));
}

proptest! {
    #[test]
    fn damaged_messages_are_read_as_far_as_they_go(
        which in 0usize..4, at in 0usize..13_000, byte: u8, cut in 0usize..13_000, inserted: Vec<u8>,
    ) {
        let name = ["msg-plain.msg", "msg-cp949.msg", "msg-html.msg", "msg-rtf.msg"][which];
        let mut bytes = bytes_of(name);
        let at = at % bytes.len();
        bytes[at] = byte;
        let cut = cut % bytes.len();
        match byte % 3 {
            0 => bytes.truncate(cut),
            1 => drop(bytes.splice(cut..cut, inserted)),
            _ => {}
        }
        document_of(&bytes);
    }
}
