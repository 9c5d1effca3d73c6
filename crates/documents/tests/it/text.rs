//! Plain texts in every encoding, as `samples/make/txt.py` made them with real programs.
#![expect(clippy::disallowed_methods, reason = "tests read samples")]

use std::path::Path;

use subtier_blocks::{Document, Format, Limits, Request, SignalKind};
use subtier_documents::read;
use subtier_model::Place;
use subtier_names::encoding::{Likelihoods, likelihoods};

const ZH: [&str; 3] =
    ["EP204_SC007 第12帧", "马车轮子转动方向反了，请改正。", "参照《色彩脚本》第六页……"];
const KO_NORTH: [&str; 3] = [
    "EP204_SC007 제12토막",
    "마차바퀴가 거꾸로 돌아가고있음. 고칠것",
    "《색견본》 6페지를 참고할것",
];
const KO_SOUTH: [&str; 2] =
    ["EP204_SC007 12프레임", "마차 바퀴 회전 방향이 거꾸로예요. 수정 부탁드립니다"];
const HANT: [&str; 2] = ["EP204_SC007 第12格", "馬車輪子轉動方向反了，請改正。"];
const JA: [&str; 2] =
    ["EP204_SC007 12コマ目", "馬車の車輪の回転方向が逆です、「修正」お願いします。"];
const FR: [&str; 2] =
    ["EP204_SC007 image 12", "Les roues tournent à l'envers, à corriger même côté décor."];

fn bytes_of(sample: &str) -> Vec<u8> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    std::fs::read(folder.join(format!("txt-{sample}.txt")))
        .expect("the sample stands beside the tests")
}

fn read_sample(sample: &str, folder: Option<Likelihoods>) -> Document {
    let bytes = bytes_of(sample);
    read(&Request { bytes: &bytes, name: sample, folder, limits: Limits::STANDARD })
}

fn values(document: &Document, kind: SignalKind) -> Vec<&str> {
    let signals = document.signals.iter().filter(|signal| signal.kind == kind);
    signals.map(|signal| signal.value.as_str()).collect()
}

/// Text, places, encoding and the signals of the bytes, all exact.
#[track_caller]
fn check(sample: &str, lines: &[&str], encoding: &str, line_ends: &str) -> Document {
    let document = read_sample(sample, None);
    let texts: Vec<_> = document.blocks.iter().map(|block| block.text.as_str()).collect();
    assert_eq!(texts, lines);
    for (number, block) in (1..).zip(&document.blocks) {
        assert_eq!(block.place, Place::Line(number));
    }
    assert_eq!(document.format, Format::Text);
    assert_eq!(document.encoding.as_deref(), Some(encoding));
    assert_eq!((&document.encoding_rivals[..], &document.faults[..]), (&[][..], &[][..]));
    assert_eq!(values(&document, SignalKind::LineEnds), [line_ends]);
    let said = values(&document, SignalKind::TextEncoding);
    assert_eq!(said, if encoding == "utf-8" { vec![] } else { vec![encoding] });
    document
}

#[test]
fn gb18030_with_chinese_and_korean_lines() {
    let document = check("gb18030", &[ZH, KO_NORTH].concat(), "gb18030", "CR LF");
    assert_eq!(
        values(&document, SignalKind::Punctuation),
        ["full-width marks 2, title brackets 4, ellipses 2, ASCII marks after East Asian signs 1"]
    );
}

#[test]
fn gbk_as_writer_saves_it() {
    check("gbk-writer", &ZH, "gb18030", "CR LF");
}

#[test]
fn big5() {
    check("big5", &HANT, "big5", "LF");
}

#[test]
fn cp949() {
    check("cp949", &KO_SOUTH, "cp949", "CR LF");
}

#[test]
fn kps_9566() {
    check("kps9566", &KO_NORTH, "kps9566", "LF");
}

#[test]
fn shift_jis() {
    check("shift_jis", &JA, "shift_jis", "CR LF");
}

#[test]
fn euc_jp() {
    check("euc-jp", &JA, "euc-jp", "LF");
}

#[test]
fn utf_16_without_a_mark() {
    check("utf-16le", &[ZH, KO_NORTH].concat(), "utf-16le", "LF");
    check("utf-16be", &KO_SOUTH, "utf-16be", "LF");
}

#[test]
fn utf_16_and_utf_8_with_a_mark() {
    let document = check("utf-16le-mark", &ZH, "utf-16le", "CR LF");
    assert_eq!(values(&document, SignalKind::ByteOrderMark), ["utf-16le"]);
    let document = check("utf-8-mark", &KO_SOUTH, "utf-8", "LF");
    assert_eq!(values(&document, SignalKind::ByteOrderMark), ["utf-8"]);
}

#[test]
fn kps_9566_once_read_as_gb18030_is_read_back() {
    let document = check("kps9566-as-gb18030", &KO_NORTH, "utf-8", "LF");
    assert_eq!(values(&document, SignalKind::Mojibake), ["kps9566 read as gb18030"]);
}

#[test]
fn a_french_note_is_not_called_east_asian() {
    let document = read_sample("windows-1252", None);
    assert_eq!(document.text(), FR.join("\n"));
    assert_eq!(values(&document, SignalKind::TextEncoding), ["windows-1252"]);
    assert!(!document.encoding_rivals.is_empty());
    assert_eq!(document.faults.len(), 1);
}

#[test]
fn signs_of_a_leaders_name_come_through() {
    let document = read_sample("juche", None);
    assert_eq!(document.encoding.as_deref(), Some("kps9566"));
    assert_eq!(document.blocks[1].text, "위대한 \u{F113}\u{F114}\u{F115} 동지");
}

#[test]
fn a_note_of_two_bytes_is_ambiguous_alone_and_decided_by_its_folder() {
    let short = b"\xB4\xB4".as_slice();
    let request = |folder| Request { bytes: short, name: "", folder, limits: Limits::STANDARD };
    assert!(!read(&request(None)).encoding_rivals.is_empty());
    let mut folder = likelihoods(short);
    for sample in ["kps9566", "juche"] {
        folder.add(&likelihoods(&bytes_of(sample)));
    }
    let document = read(&request(Some(folder)));
    assert_eq!((document.text().as_str(), document.encoding.as_deref()), ("동", Some("kps9566")));
}
