//! Readable names out of bytes: the undecodable names of one archive, judged together.
//!
//! In: names as bytes. Out: one readable text each, and the encoding it was read in, `None` for
//! UTF-8. All names that are not UTF-8 share one encoding, the one under which the whole set
//! reads most like writing, by the model of `encoding`. What no encoding explains is kept with its
//! odd bytes as `%XX`. It never drops a byte and never says who wrote a name.

use std::fmt::Write;

use crate::encoding::{Encoding, cost_of_lines, decode_in, may_be_kps9566};

/// Encoding label of a name of which some bytes could only be escaped.
pub const PERCENT_ESCAPED: &str = "percent-escaped";

/// A name made readable.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DecodedName {
    /// Text to show; control and direction signs stand in it as they were.
    pub text: String,
    /// `None` where the bytes are UTF-8, else the encoding, such as `GBK`, or
    /// [`PERCENT_ESCAPED`].
    pub encoding: Option<&'static str>,
}

/// Bytes that take part in the judgement; a longer set is judged by its beginning.
const JUDGED_BYTES_MAX: usize = 1 << 16;

/// Reads the names of one archive together.
pub fn file_names(names: &[&[u8]]) -> Vec<DecodedName> {
    let mut judged: Vec<&[u8]> = Vec::new();
    let mut budget = JUDGED_BYTES_MAX;
    for name in names.iter().filter(|name| std::str::from_utf8(name).is_err() && !is_cut_utf8(name))
    {
        judged.push(name);
        budget = budget.saturating_sub(name.len());
        if budget == 0 {
            break;
        }
    }
    let best = CANDIDATES
        .iter()
        .filter_map(|candidate| Some((candidate.cost(&judged)?, candidate)))
        .min_by_key(|(cost, _)| *cost);
    names.iter().map(|name| one_name(name, best.map(|(_, candidate)| candidate))).collect()
}

/// Reads the text of a table: UTF-8 or UTF-16 with or without a mark, else Windows-1252.
pub fn table_text(bytes: &[u8]) -> String {
    if let Some((encoding, _)) = encoding_rs::Encoding::for_bom(bytes) {
        return encoding.decode(bytes).0.into_owned();
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
    }
}

fn one_name(name: &[u8], candidate: Option<&Candidate>) -> DecodedName {
    if let Ok(text) = std::str::from_utf8(name) {
        return DecodedName { text: text.to_owned(), encoding: None };
    }
    let read = candidate.filter(|_| !is_cut_utf8(name)).and_then(|c| Some((c, c.decode(name)?)));
    match read {
        Some((candidate, text)) => DecodedName { text, encoding: Some(candidate.label(name)) },
        None => DecodedName { text: escaped(name), encoding: Some(PERCENT_ESCAPED) },
    }
}

/// Keeps what is UTF-8 and writes every other byte as `%XX`.
fn escaped(name: &[u8]) -> String {
    let mut text = String::with_capacity(name.len());
    for chunk in name.utf8_chunks() {
        text.push_str(chunk.valid());
        for byte in chunk.invalid() {
            let _ = write!(text, "%{byte:02X}");
        }
    }
    text
}

/// Whether a name is UTF-8 of an East Asian script that was cut or slightly damaged.
fn is_cut_utf8(name: &[u8]) -> bool {
    let (mut whole, mut odd) = (0usize, 0usize);
    for chunk in name.utf8_chunks() {
        whole += chunk
            .valid()
            .chars()
            .filter(|sign| is_han(*sign) || is_hangul(*sign) || is_kana(*sign))
            .count();
        odd += chunk.invalid().len();
    }
    odd > 0 && whole * 3 >= odd * 2
}

/// One encoding under which names may be read.
struct Candidate {
    label: &'static str,
    encoding: Encoding,
}

/// In order of preference at equal cost.
const CANDIDATES: &[Candidate] = &[
    Candidate { label: "GBK", encoding: Encoding::Gb18030 },
    Candidate { label: "CP949", encoding: Encoding::Cp949 },
    Candidate { label: "Shift_JIS", encoding: Encoding::ShiftJis },
    Candidate { label: "Big5", encoding: Encoding::Big5 },
    Candidate { label: "KPS 9566", encoding: Encoding::Kps9566 },
];

impl Candidate {
    fn decode(&self, name: &[u8]) -> Option<String> {
        let (text, odd_bytes) = decode_in(self.encoding, name);
        (odd_bytes == 0).then_some(text)
    }

    fn label(&self, name: &[u8]) -> &'static str {
        // A four-byte sequence has a digit after its lead byte; GBK alone has none.
        let mut bytes = name.iter();
        while let Some(byte) = bytes.next() {
            if !byte.is_ascii() && bytes.next().is_some_and(u8::is_ascii_digit) {
                return if self.label == "GBK" { "GB18030" } else { self.label };
            }
        }
        self.label
    }

    /// What the names cost under this encoding; `None` where it cannot read most of them.
    fn cost(&self, names: &[&[u8]]) -> Option<u64> {
        let read: Vec<_> = names.iter().filter_map(|name| self.decode(name)).collect();
        let failed = names.len() - read.len();
        // Cyrillic and Greek names in single bytes find signs in this code too.
        let holds = self.encoding != Encoding::Kps9566 || may_be_kps9566(&read.join("\n"), failed);
        (holds && !names.is_empty() && failed * 3 <= names.len())
            .then(|| cost_of_lines(self.encoding, names))
    }
}

fn is_han(sign: char) -> bool {
    matches!(sign, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}')
}

fn is_hangul(sign: char) -> bool {
    matches!(sign, '\u{AC00}'..='\u{D7A3}' | '\u{3131}'..='\u{318E}')
}

fn is_kana(sign: char) -> bool {
    matches!(sign, '\u{3041}'..='\u{30FF}')
}

#[cfg(test)]
mod tests {
    use encoding_rs::{BIG5, EUC_KR, GB18030, SHIFT_JIS};
    use proptest::prelude::*;

    use super::*;
    use crate::kps9566;

    fn encoded(encoding: &'static encoding_rs::Encoding, text: &str) -> Vec<u8> {
        encoding.encode(text).0.into_owned()
    }

    fn kps(text: &str) -> Vec<u8> {
        let mut bytes = Vec::new();
        for sign in text.chars() {
            if sign.is_ascii() {
                bytes.push(sign as u8);
                continue;
            }
            let code = (0x8141..=0xFEFEu16)
                .find(|code| {
                    let [lead, trail] = code.to_be_bytes();
                    kps9566::char_of(lead, trail) == Some(sign)
                })
                .unwrap();
            bytes.extend(code.to_be_bytes());
        }
        bytes
    }

    #[track_caller]
    fn check(bytes: &[Vec<u8>], texts: &[&str], label: &str) {
        let names: Vec<&[u8]> = bytes.iter().map(Vec::as_slice).collect();
        let read = file_names(&names);
        let read: Vec<_> = read.iter().map(|n| (n.text.as_str(), n.encoding)).collect();
        let want: Vec<_> = texts.iter().map(|text| (*text, Some(label))).collect();
        assert_eq!(read, want);
    }

    #[test]
    fn each_encoding_is_recognised_by_its_language() {
        let cases: &[(&'static encoding_rs::Encoding, &str, &[&str])] = &[
            (GB18030, "GBK", &["EP301_返修表.docx", "修改意见_0116.txt"]),
            (GB18030, "GBK", &["第三集/原画/镜头012.png"]),
            (EUC_KR, "CP949", &["컷노트.txt", "원화/장면_012.png"]),
            (EUC_KR, "CP949", &["수정사항.hwp"]),
            (EUC_KR, "CP949", &["동화.txt"]),
            (SHIFT_JIS, "Shift_JIS", &["原画チェック.psd", "第03話_絵コンテ.pdf"]),
            (SHIFT_JIS, "Shift_JIS", &["アニメ.txt"]),
            (BIG5, "Big5", &["修改意見.txt", "第三集分鏡.pdf"]),
        ];
        for (encoding, label, texts) in cases {
            let bytes: Vec<_> = texts.iter().map(|text| encoded(encoding, text)).collect();
            check(&bytes, texts, label);
        }
    }

    #[test]
    fn kps_9566_is_told_from_cp949_by_the_words_it_makes() {
        for texts in [&["동화_지시서.txt", "장면012_수정.jpg"][..], &["만화영화촬영소"][..]]
        {
            let bytes: Vec<_> = texts.iter().map(|text| kps(text)).collect();
            check(&bytes, texts, "KPS 9566");
        }
    }

    #[test]
    fn names_of_one_archive_help_each_other() {
        // Two bytes alone are any of three languages; beside a longer name they are Korean.
        let texts = ["동.txt", "만화영화_원화_지시서.txt"];
        let bytes: Vec<_> = texts.iter().map(|text| kps(text)).collect();
        check(&bytes, &texts, "KPS 9566");
    }

    #[test]
    fn utf8_is_left_alone_and_damaged_utf8_keeps_its_good_part() {
        let cut = &"修改意见表".as_bytes()[..14];
        let read = file_names(&["컷노트.txt".as_bytes(), cut, b"plain\x01\xE2\x80\xAE.txt"]);
        assert_eq!(read[0], DecodedName { text: "컷노트.txt".into(), encoding: None });
        assert_eq!(read[1].text, "修改意见%E8%A1");
        assert_eq!(read[1].encoding, Some(PERCENT_ESCAPED));
        assert_eq!(read[2], DecodedName { text: "plain\u{1}\u{202E}.txt".into(), encoding: None });
    }

    #[test]
    fn bytes_of_no_encoding_are_escaped() {
        let read = file_names(&[b"a\xFF\xFE\x80.bin"]);
        assert_eq!(read[0].text, "a%FF%FE%80.bin");
        assert_eq!(read[0].encoding, Some(PERCENT_ESCAPED));
    }

    #[test]
    fn four_byte_sequences_are_called_gb18030() {
        let texts = ["修改意见\u{20087}.txt"];
        check(&[encoded(GB18030, texts[0])], &texts, "GB18030");
    }

    #[test]
    fn tables_are_read_as_spreadsheets_write_them() {
        let utf16: Vec<u8> = [0xFF, 0xFE]
            .into_iter()
            .chain("id".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        assert_eq!(table_text(&utf16), "id");
        assert_eq!(table_text(b"\xEF\xBB\xBFid"), "id");
        assert_eq!(table_text(b"Mu\xF1oz"), "Muñoz");
    }

    proptest! {
        #[test]
        fn every_name_gets_one_text(names: Vec<Vec<u8>>) {
            let names: Vec<&[u8]> = names.iter().map(Vec::as_slice).collect();
            prop_assert_eq!(file_names(&names).len(), names.len());
        }
    }
}
