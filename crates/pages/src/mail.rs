//! Internet messages: one, or a mailbox of many.
//!
//! In: the bytes of a message (RFC 5322) or mailbox (RFC 4155). Out: subject, sender, receivers and date, the lines of the
//! body with what it quotes, the names of attachments, and what the headers tell of the way it went. Never: an attachment is
//! opened, save a message within the message; a word of an outside address is looked up.

mod body;
mod header;
mod transfer;

use subtier_model::Place;

use subtier_blocks::Writing;
use subtier_blocks::head_text;
use subtier_blocks::{Format, Request};

/// Bytes that are looked at to say whether a text is a message.
const HEAD_BYTES: usize = 1 << 14;

/// Messages of one mailbox that are read.
const MESSAGES_MAX: usize = 100_000;

/// Headers that programs write and persons do not.
const MADE: &[&str] = &[
    "received",
    "message-id",
    "mime-version",
    "content-type",
    "content-transfer-encoding",
    "return-path",
    "x-mailer",
    "user-agent",
    "dkim-signature",
    "delivered-to",
    "x-originating-ip",
    "thread-topic",
    "x-priority",
];

/// Headers that persons know.
const KNOWN: &[&str] = &[
    "from",
    "to",
    "subject",
    "date",
    "cc",
    "bcc",
    "reply-to",
    "sender",
    "in-reply-to",
    "references",
];

/// Whether the bytes are of this family, and which of it.
pub(crate) fn is_it(bytes: &[u8], name: &str) -> Option<Format> {
    let head = head_text(bytes, HEAD_BYTES);
    let head = head.trim_start_matches(['\r', '\n']);
    let head = if head.starts_with("From ") { head.split_once('\n')?.1 } else { head };
    let (mut n_made, mut n_known, mut n_mime) = (0, 0, 0);
    for line in head.lines() {
        if line.trim().is_empty() {
            break;
        }
        // A folded line belongs to the header before it.
        if line.starts_with([' ', '\t']) {
            continue;
        }
        let (name, _) = line.split_once(':')?;
        let is_name = |byte: u8| byte.is_ascii_graphic();
        if name.is_empty() || !name.trim_end().bytes().all(is_name) {
            return None;
        }
        let name = name.trim_end().to_ascii_lowercase();
        n_made += usize::from(MADE.contains(&name.as_str()));
        n_mime += usize::from(matches!(name.as_str(), "mime-version" | "content-type"));
        n_known += usize::from(KNOWN.contains(&name.as_str()));
    }
    let is_named = name.to_ascii_lowercase().ends_with(".eml");
    // A page that Word or a browser saved as one file has the headers of MIME alone (RFC 2557).
    let is_made = (n_made >= 1 && n_known >= 1) || n_mime >= 2;
    (is_made || (is_named && n_made + n_known >= 1)).then_some(Format::Eml)
}

/// Reads it.
pub(crate) fn read(request: &Request<'_>, writing: &mut Writing) {
    let bytes = request.bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(request.bytes);
    let start = bytes.iter().position(|byte| !matches!(byte, b'\r' | b'\n')).unwrap_or(0);
    let bytes = bytes.get(start..).unwrap_or(bytes);
    let mut reading = body::Reading::new(request.folder.as_ref(), writing);
    if !bytes.starts_with(b"From ") {
        reading.message(bytes, "", 0);
        return;
    }
    let mut number = 0;
    for message in messages(bytes) {
        number += 1;
        if number > MESSAGES_MAX {
            let reason = format!("only the first {MESSAGES_MAX} messages are read");
            reading.writing.fault(Place::Words(format!("message {number}")), reason);
            return;
        }
        if reading.writing.is_full() {
            return;
        }
        reading.message(message, &format!("message {number} "), 0);
    }
}

/// The messages of a mailbox: each begins with a line `From `, the first or after an empty one (RFC 4155, appendix A).
fn messages(bytes: &[u8]) -> impl Iterator<Item = &[u8]> {
    let starts = memchr::memmem::find_iter(bytes, b"\nFrom ").map(|at| at + 1).filter(|at| {
        let before = bytes.get(..*at).unwrap_or(&[]);
        before.ends_with(b"\n\n") || before.ends_with(b"\n\r\n")
    });
    let mut ends = starts.chain(std::iter::once(bytes.len()));
    let mut start = 0;
    std::iter::from_fn(move || {
        let end = ends.next()?;
        let message = bytes.get(start..end).unwrap_or(&[]);
        start = end;
        let line = memchr::memchr(b'\n', message).map_or(message.len(), |at| at + 1);
        Some(message.get(line..).unwrap_or(&[]))
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use subtier_blocks::{BlockKind, Document, Limits, SignalKind};

    fn mail(bytes: &[u8]) -> Document {
        let request = Request { bytes, name: "a.eml", folder: None, limits: Limits::STANDARD };
        let mut writing = Writing::new(Format::Eml, Limits::STANDARD);
        read(&request, &mut writing);
        writing.finish()
    }

    fn body(document: &Document) -> Vec<&str> {
        let lines = document.blocks.iter().filter(|block| block.kind == BlockKind::Paragraph);
        lines.map(|block| block.text.as_str()).collect()
    }

    const MESSAGE: &str = "Received: from mail.example.net (unknown [203.0.113.5])\r\n by mx.example.org with ESMTP; Tue, 16 Jan 2024 21:05:12 +0900\r\nFrom: =?gb2312?B?wO7EyA==?= <li@example.net>\r\nTo: Kim <kim@example.org>\r\nSubject: =?utf-8?B?U0MwMTIg6L+U5L+u?=\r\nDate: Tue, 16 Jan 2024 20:05:10 +0800\r\nMessage-ID: <1@example.net>\r\nX-Mailer: Foxmail 7.2\r\nMIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n--b\r\nContent-Type: multipart/alternative; boundary=\"c\"\r\n\r\n--c\r\nContent-Type: text/plain; charset=gb2312\r\nContent-Transfer-Encoding: base64\r\n\r\nzbfQzdTZ0N4NCj4gT0sNCg==\r\n--c\r\nContent-Type: text/html\r\n\r\n<p>x\r\n--c--\r\n--b\r\nContent-Type: image/png; name=\"SC012.png\"\r\nContent-Disposition: attachment; filename=\"SC012.png\"\r\nContent-Transfer-Encoding: base64\r\n\r\nAAAA\r\n--b--\r\n";

    #[test]
    fn a_message_tells_its_words_and_its_way() {
        let document = mail(MESSAGE.as_bytes());
        let headers: Vec<_> = document
            .blocks
            .iter()
            .filter(|block| block.kind == BlockKind::MessageHeader)
            .map(|block| block.text.as_str())
            .collect();
        assert_eq!(
            headers,
            [
                "From: 李娜 <li@example.net>",
                "To: Kim <kim@example.org>",
                "Subject: SC012 返修",
                "Date: Tue, 16 Jan 2024 20:05:10 +0800",
            ]
        );
        assert_eq!(body(&document), ["头型再修", "> OK"]);
        let line = document.blocks.iter().find(|block| block.text == "头型再修").unwrap();
        assert_eq!(line.author.as_deref(), Some("李娜 <li@example.net>"));
        assert_eq!(line.place.to_string(), "part 1 line 1");
        let told: Vec<_> =
            document.signals.iter().map(|signal| (signal.kind, signal.value.as_str())).collect();
        assert_eq!(
            told,
            [
                (
                    SignalKind::MailHop,
                    "from mail.example.net (unknown [203.0.113.5]) by mx.example.org with ESMTP; Tue, 16 Jan 2024 21:05:12 +0900"
                ),
                (SignalKind::Sender, "li@example.net"),
                (SignalKind::Created, "Tue, 16 Jan 2024 20:05:10 +0800"),
                (SignalKind::ZoneOffset, "+08:00"),
                (SignalKind::DocumentId, "1@example.net"),
                (SignalKind::MailClient, "Foxmail 7.2"),
                (SignalKind::TextEncoding, "gb18030"),
                (SignalKind::Embedded, "SC012.png"),
            ]
        );
        assert_eq!(document.encoding.as_deref(), Some("gb18030"));
    }

    #[test]
    fn the_half_hour_zone_is_told_in_its_time_alone() {
        let told = |date: &str| {
            let document = mail(
                format!("From: a@b\r\nMessage-ID: <1>\r\nDate: {date}\r\n\r\nx\r\n").as_bytes(),
            );
            document.signals.iter().any(|signal| signal.kind == SignalKind::HalfHourZone)
        };
        assert!(told("Sat, 15 Aug 2015 10:00:00 +0830"));
        assert!(told("Fri, 04 May 2018 10:00:00 +0830"));
        assert!(!told("Sat, 05 May 2018 10:00:00 +0830"));
        assert!(!told("Fri, 14 Aug 2015 10:00:00 +0830"));
        assert!(!told("Sat, 15 Aug 2015 10:00:00 -0830"));
    }

    #[test]
    fn lines_of_the_way_beyond_the_limit_are_said_to_be_left_out() {
        let way =
            (0..103).map(|n| format!("Received: from a{n} by b\n")).collect::<Vec<_>>().concat();
        let document = mail(format!("{way}From: a@b\n\nx\n").as_bytes());
        let hops =
            document.signals.iter().filter(|signal| signal.kind == SignalKind::MailHop).count();
        assert_eq!(hops, 100);
        assert_eq!(
            document.faults[0].reason,
            "only the first 100 of 103 lines of its way are kept"
        );
    }

    #[test]
    fn a_page_is_read_where_there_is_no_plain_text() {
        let text = "From: a@b\r\nMIME-Version: 1.0\r\nContent-Type: text/html; charset=utf-8\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<table><tr><td>SC012<td>=E5=A4=B4=\r\n=E5=9E=8B</table>";
        let document = mail(text.as_bytes());
        let cells: Vec<_> = document.blocks.iter().filter(|block| block.cell.is_some()).collect();
        assert_eq!(cells[1].text, "头型");
        assert_eq!(cells[1].place.to_string(), "part 1 table 1 cell B1");
    }

    #[test]
    fn messages_of_a_mailbox_and_within_messages_are_read() {
        let text = "From a Tue Jan 16 00:00:00 2024\nFrom: a@b\nSubject: one\n\nfirst\n>From here\n\nFrom c Tue Jan 16 00:00:00 2024\nFrom: c@d\nSubject: two\nContent-Type: multipart/mixed; boundary=x\n\n--x\nContent-Type: message/rfc822\n\nFrom: e@f\nSubject: three\n\nthird\n--x--\n";
        assert_eq!(is_it(text.as_bytes(), "a.mbox"), None);
        let document = mail(text.as_bytes());
        assert_eq!(body(&document), ["first", "From here", "third"]);
        let places: Vec<_> = document.blocks.iter().map(|block| block.place.to_string()).collect();
        assert_eq!(places[2], "message 1 part 1 line 1");
        assert_eq!(places.last().unwrap(), "message 2 part 1 message part 2 line 1");
    }

    #[test]
    fn lines_that_were_broken_for_sending_are_joined() {
        let text = "From: a@b\nMessage-ID: <1>\nContent-Type: text/plain; format=flowed\n\nSC012 the head \nis flat\n-- \nKim\n";
        assert_eq!(body(&mail(text.as_bytes())), ["SC012 the head is flat", "-- ", "Kim"]);
    }

    #[test]
    fn depth_is_bounded() {
        let deep = "Content-Type: message/rfc822\n\n".repeat(50_000);
        let document = mail(format!("From: a@b\nMessage-ID: <1>\n{deep}x").as_bytes());
        assert!(document.faults[0].reason.contains("deep"));
        let parts =
            (0..2000).map(|n| format!("Content-Type: multipart/mixed; boundary={n}x\n\n--{n}x\n"));
        let deep = parts.collect::<Vec<_>>().concat();
        mail(format!("From: a@b\nMessage-ID: <1>\n{deep}x").as_bytes());
    }

    #[test]
    fn a_page_saved_as_one_file_is_read() {
        let text = "MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary=\"x\"\r\n\r\n--x\r\nContent-Type: text/html; charset=\"gb2312\"\r\nContent-Transfer-Encoding: quoted-printable\r\n\r\n<p>=CD=B7\r\n--x\r\nContent-Location: file:///C:/filelist.xml\r\nContent-Type: text/xml\r\n\r\n<xml/>\r\n--x--\r\n";
        assert_eq!(is_it(text.as_bytes(), "a.mht"), Some(Format::Eml));
        let document = mail(text.as_bytes());
        assert_eq!(document.text(), "头");
        assert_eq!(document.signals.last().unwrap().value, "text/xml");
    }

    #[test]
    fn memos_and_logs_are_no_messages() {
        for text in [
            "From: Kim\nTo: Li\nSubject: SC012\n\nplease fix",
            "GET / HTTP/1.1\nHost: a\n\n",
            "12:05:12 a: b\n",
            "",
            "From \n",
        ] {
            assert_eq!(is_it(text.as_bytes(), "a.txt"), None, "{text}");
        }
        assert_eq!(is_it(b"From: Kim\nSubject: a\n\nx", "a.eml"), Some(Format::Eml));
        assert_eq!(is_it(MESSAGE.as_bytes(), "a"), Some(Format::Eml));
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes: Vec<u8>) {
            is_it(&bytes, "");
            mail(&bytes);
        }

        #[test]
        fn damaged_messages_are_read(at in 0usize..1200, byte: u8, cut in 0usize..1200, end in 0usize..2400) {
            let mut bytes = MESSAGE.as_bytes().to_vec();
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
            if cut < bytes.len() {
                bytes.remove(cut);
            }
            bytes.truncate(end.max(60));
            mail(&bytes);
        }
    }
}
