//! Mail: headers, bodies, attachments and signals of committed samples, exactly.

use subtier_blocks::{BlockKind, Format, SignalKind};

use crate::samples::{signals, texts, whole_sample};

const HOP: &str = "from pc-7 (unknown [203.0.113.5]) by mx.example.org with ESMTP id 1; Tue, 16 Jan 2024 21:05:12 +0900";

#[test]
fn the_plain_text_of_alternatives_is_read_with_what_it_quotes() {
    let document = whole_sample("eml-alternative.eml");
    assert_eq!((document.format, document.encoding.as_deref()), (Format::Eml, Some("gb18030")));
    assert_eq!(
        texts(&document, BlockKind::Paragraph),
        ["头型再修，后脑太平", "뒤머리가 너무 납작하다", "> OK"]
    );
    assert_eq!(
        texts(&document, BlockKind::MessageHeader),
        [
            "From: 李娜 <li@example.net>",
            "To: Kim <kim@example.org>",
            "Subject: SC012 返修",
            "Date: Tue, 16 Jan 2024 20:05:10 +0800",
        ]
    );
}

#[test]
fn headers_and_attachments_are_signals() {
    assert_eq!(
        signals(&whole_sample("eml-alternative.eml")),
        [
            (SignalKind::MailHop, HOP),
            (SignalKind::Sender, "li@example.net"),
            (SignalKind::Created, "Tue, 16 Jan 2024 20:05:10 +0800"),
            (SignalKind::ZoneOffset, "+08:00"),
            (SignalKind::DocumentId, "1@example.net"),
            (SignalKind::MailClient, "Foxmail 7.2.25"),
            (SignalKind::TextEncoding, "gb18030"),
            (SignalKind::Embedded, "SC012_返修.png"),
        ]
    );
}

#[test]
fn a_message_of_html_alone_gives_its_table() {
    let document = whole_sample("eml-html-only.eml");
    assert_eq!(document.text().split('\n').next(), Some("各位"));
    let cells: Vec<_> = document
        .blocks
        .iter()
        .filter(|block| block.cell.is_some())
        .map(|block| block.text.as_str())
        .collect();
    assert_eq!(cells, ["镜号", "意见", "SC012", "头型再修，后脑太平"]);
}

#[test]
fn a_message_without_declared_encoding_is_read_by_what_its_bytes_say() {
    let document = whole_sample("eml-undeclared-gb18030.eml");
    assert_eq!(
        texts(&document, BlockKind::Paragraph),
        ["头型再修，后脑太平", "请今天完成，谢谢。"]
    );
    assert!(texts(&document, BlockKind::MessageHeader).contains(&"Subject: SC012 返修"));
    let told = signals(&document);
    assert!(told.contains(&(SignalKind::HalfHourZone, "Sat, 15 Aug 2015 10:00:00 +0830")));
}

#[test]
fn each_message_of_a_mailbox_and_the_message_within_one_are_read() {
    let document = whole_sample("eml-mailbox.mbox");
    assert_eq!(
        texts(&document, BlockKind::Paragraph),
        ["see below", "뒤머리가 너무 납작하다", "From here on", "last"]
    );
    let places: Vec<_> = document
        .blocks
        .iter()
        .filter(|block| block.kind == BlockKind::Paragraph)
        .map(|block| block.place.to_string())
        .collect();
    assert_eq!(
        places,
        [
            "message 1 part 1 line 1",
            "message 1 part 2 message part 3 line 1",
            "message 2 part 1 line 1",
            "message 2 part 1 line 2",
        ]
    );
}
