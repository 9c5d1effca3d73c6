//! Text that was once read in a wrong encoding and saved so, read back.
//!
//! In: a text. Out: what it was, and which two encodings were mistaken for each other; `None` where no way back makes much
//! better sense than the text as it stands. Signs that the wrong encoding does not have stay as
//! they are. It never touches a text on a small advantage.

use super::codes::Codes;
use super::model::{Cost, ODD_BYTE, nats};
use super::race::{cost_in, cost_of_text};
use super::{Encoding, Misread, decode_in};

/// A text read back.
pub(crate) struct Undone {
    pub(crate) text: String,
    pub(crate) right: Encoding,
    pub(crate) wrong: Misread,
}

/// Bytes of the text by which it is judged.
const JUDGED_BYTES_MAX: usize = 2 << 10;
/// Fewer signs than these may be anything.
const SIGNS_MIN: Cost = 6;
/// Signs of a line that are judged.
const LINE_SIGNS_MAX: usize = 1000;
/// What a sign of the way back may cost in the mean. Measured: notes 5.6 to 7.5, their wrong readings 8.5 and more.
const WRITING_COST_MAX: Cost = 68;
/// What the way back must gain in all; less where it gains with every sign that is not ASCII. Kana are the same in EUC-JP
/// and GB 18030, so that only some signs gain.
const GAIN_MIN: Cost = nats(14);
const GAIN_MIN_BY_ALL: Cost = nats(11);
const GAIN_MIN_PER_SIGN: Cost = 10;

const WRONG: [Misread; 5] = [
    Misread::In(Encoding::Gb18030),
    Misread::In(Encoding::Cp949),
    Misread::Windows1252,
    Misread::In(Encoding::Big5),
    Misread::In(Encoding::ShiftJis),
];
const RIGHT: [Encoding; 7] = [
    Encoding::Utf8,
    Encoding::Gb18030,
    Encoding::Cp949,
    Encoding::Kps9566,
    Encoding::Big5,
    Encoding::ShiftJis,
    Encoding::EucJp,
];

/// Reads a text back if it is a wrong reading of another.
pub(crate) fn undo(text: &str) -> Option<Undone> {
    let judged = judged(text);
    let n_signs = judged.chars().filter(|sign| !sign.is_ascii()).count() as Cost;
    let n_alphabetic = judged.chars().filter(|sign| is_of_other_alphabet(*sign)).count() as Cost;
    if n_signs < SIGNS_MIN || n_alphabetic * 2 > n_signs {
        return None;
    }
    let mut best: Option<(Cost, Encoding, Misread)> = None;
    for wrong in WRONG {
        let (bytes, kept) = bytes_before(&judged, wrong);
        if (kept as Cost).saturating_mul(10) > n_signs {
            continue;
        }
        for right in RIGHT.into_iter().filter(|right| wrong != Misread::In(*right)) {
            let cost = cost_in(right, &bytes) + ODD_BYTE * kept as Cost;
            if best.is_none_or(|(least, ..)| cost < least) {
                best = Some((cost, right, wrong));
            }
        }
    }
    let (cost, right, wrong) = best?;
    let read = read_back(&judged, right, wrong);
    let gain = cost_of_text(&judged).saturating_sub(cost.max(cost_of_text(&read)));
    let is_much =
        gain >= GAIN_MIN || (gain >= GAIN_MIN_BY_ALL && gain >= n_signs * GAIN_MIN_PER_SIGN);
    (is_much && reads_like_writing(&read)).then(|| Undone {
        text: read_back(text, right, wrong),
        right,
        wrong,
    })
}

/// Whether most of the signs that are not ASCII are East Asian ones, and they cost no more than writing does.
fn reads_like_writing(text: &str) -> bool {
    let n_signs = text.chars().filter(|sign| !sign.is_ascii()).count() as Cost;
    let n_eastern = text.chars().filter(|sign| is_eastern(*sign)).count() as Cost;
    let ascii: String = text.chars().filter(char::is_ascii).collect();
    let of_signs = cost_of_text(text).saturating_sub(cost_of_text(&ascii));
    n_eastern * 2 > n_signs && of_signs < n_signs * WRITING_COST_MAX
}

/// Greek, Cyrillic, Hebrew, Arabic and their neighbours: text that is mostly of them is text of them.
const fn is_of_other_alphabet(sign: char) -> bool {
    matches!(sign, '\u{370}'..='\u{10FF}')
}

const fn is_eastern(sign: char) -> bool {
    matches!(sign, '\u{3041}'..='\u{318E}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{FF66}'..='\u{FF9F}')
}

/// The first lines that hold more than ASCII.
fn judged(text: &str) -> String {
    let mut judged = String::new();
    for line in text.lines().filter(|line| !line.is_ascii()) {
        judged.extend(line.chars().take(LINE_SIGNS_MAX));
        judged.push('\n');
        if judged.len() >= JUDGED_BYTES_MAX {
            break;
        }
    }
    judged
}

/// The bytes that were read wrongly, and how many signs the wrong encoding does not have; those are left out.
fn bytes_before(text: &str, wrong: Misread) -> (Vec<u8>, usize) {
    let mut bytes = Vec::with_capacity(text.len());
    let kept = text.chars().filter(|sign| push_code(*sign, wrong, &mut bytes).is_none()).count();
    (bytes, kept)
}

fn push_code(sign: char, wrong: Misread, bytes: &mut Vec<u8>) -> Option<()> {
    match wrong {
        Misread::In(encoding) => Codes::of(encoding)?.encode(sign, bytes),
        Misread::Windows1252 => {
            bytes.push(western_byte(sign)?);
            Some(())
        }
    }
}

/// The byte of a sign in Windows-1252 or, for what that leaves free, in ISO 8859-1.
fn western_byte(sign: char) -> Option<u8> {
    if let Ok(byte) = u8::try_from(sign) {
        return Some(byte);
    }
    let mut utf8 = [0; 4];
    let (bytes, _, failed) = encoding_rs::WINDOWS_1252.encode(sign.encode_utf8(&mut utf8));
    match *bytes {
        [byte] if !failed => Some(byte),
        _ => None,
    }
}

fn read_back(text: &str, right: Encoding, wrong: Misread) -> String {
    let mut read = String::with_capacity(text.len());
    let mut bytes = Vec::new();
    for line in text.split_inclusive('\n') {
        for sign in line.chars() {
            if push_code(sign, wrong, &mut bytes).is_none() {
                read.push_str(&decode_in(right, &bytes).0);
                bytes.clear();
                read.push(sign);
            }
        }
        read.push_str(&decode_in(right, &bytes).0);
        bytes.clear();
    }
    read
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn misread(text: &str, right: Encoding, wrong: Encoding) -> String {
        let mut bytes = Vec::new();
        for sign in text.chars() {
            Codes::of(right).unwrap().encode(sign, &mut bytes).unwrap();
        }
        decode_in(wrong, &bytes).0
    }

    #[test]
    fn a_wrong_reading_is_undone_and_both_encodings_are_named() {
        let ko = "뒤머리가 너무 편평하게 되였음. 래일까지 다시 그릴것";
        let zh = "第45帧 头的形状再修正一下,后脑太平";
        for (text, right, wrong) in [
            (ko, Encoding::Kps9566, Encoding::Gb18030),
            (ko, Encoding::Kps9566, Encoding::Cp949),
            (ko, Encoding::Cp949, Encoding::Gb18030),
            (zh, Encoding::Gb18030, Encoding::Cp949),
            ("カットの口パクを直してください", Encoding::ShiftJis, Encoding::Gb18030),
        ] {
            let undone = undo(&misread(text, right, wrong)).unwrap();
            assert_eq!((undone.text.as_str(), undone.right), (text, right));
            assert_eq!(undone.wrong, Misread::In(wrong));
        }
    }

    #[test]
    fn bytes_read_as_western_letters_are_undone() {
        let bytes = encoding_rs::GB18030.encode("头的形状再修正一下,后脑太平").0.into_owned();
        for wrong in [
            encoding_rs::WINDOWS_1252.decode_without_bom_handling(&bytes).0.into_owned(),
            bytes.iter().map(|byte| char::from(*byte)).collect(),
        ] {
            let undone = undo(&wrong).unwrap();
            assert_eq!(undone.text, "头的形状再修正一下,后脑太平");
            assert_eq!((undone.right, undone.wrong.name()), (Encoding::Gb18030, "windows-1252"));
        }
        let utf8 = "뒤머리가 너무 편평하게".bytes().map(char::from).collect::<String>();
        assert_eq!(undo(&utf8).unwrap().text, "뒤머리가 너무 편평하게");
    }

    #[test]
    fn writing_is_left_alone() {
        for text in [
            "头的形状再修正一下,后脑太平",
            "後腦太平了,請再修正一次",
            "뒤통수가 너무 납작해요. 다시 그려주세요 ㅠㅠ",
            "뒤머리가 너무 편평하게 되였음",
            "カットの口パクを直してください",
            "très bien, déjà vu à côté de l'hôtel",
            "Tiếng Việt có nhiều dấu phụ",
            "Исправить форму головы в кадре",
            "龘靐齉爩鱻麤",
            "①②③ ※ →",
            "ολοκληρώθηκε",
            "システムインデックスの読み取りを無効にします。",
            "Bwamu, Láá Láá",
        ] {
            assert!(undo(text).is_none(), "{text}");
        }
    }

    proptest! {
        #[test]
        fn any_text_comes_through(text: String) {
            let _undone = undo(&text);
        }
    }
}
