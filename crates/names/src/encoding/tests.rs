//! What a text is read as.

use proptest::prelude::*;

use super::codes::Codes;
use super::*;

fn encoded(encoding: Encoding, text: &str) -> Vec<u8> {
    match encoding {
        Encoding::Utf8 => text.as_bytes().to_vec(),
        Encoding::Utf16Le => text.encode_utf16().flat_map(u16::to_le_bytes).collect(),
        Encoding::Utf16Be => text.encode_utf16().flat_map(u16::to_be_bytes).collect(),
        Encoding::Gb18030
        | Encoding::Big5
        | Encoding::Cp949
        | Encoding::Kps9566
        | Encoding::ShiftJis
        | Encoding::EucJp => {
            let mut bytes = Vec::new();
            for sign in text.chars() {
                Codes::of(encoding).unwrap().encode(sign, &mut bytes).unwrap();
            }
            bytes
        }
    }
}

#[track_caller]
fn check(bytes: &[u8], encoding: Encoding, text: &str) -> Decoded {
    let decoded = decode(bytes, None);
    assert_eq!((decoded.encoding, decoded.text.as_str()), (encoding, text), "{decoded:?}");
    decoded
}

const ZH: &str = "第45帧 头的形状再修正一下,后脑太平";
const HANT: &str = "第45格 頭的形狀請再修正,後腦太平了";
const KO: &str = "제45화면 머리모양을 다시 수정할것. 뒤머리가 너무 편평함";
const JA: &str = "カット12の口パクがずれています。直してください";

#[test]
fn each_encoding_is_known_by_its_language_and_sure() {
    for (encoding, text) in [
        (Encoding::Utf8, ZH),
        (Encoding::Utf16Le, ZH),
        (Encoding::Utf16Be, KO),
        (Encoding::Gb18030, ZH),
        (Encoding::Gb18030, KO),
        (Encoding::Big5, HANT),
        (Encoding::Cp949, KO),
        (Encoding::Kps9566, KO),
        (Encoding::ShiftJis, JA),
        (Encoding::EucJp, JA),
    ] {
        let decoded = check(&encoded(encoding, text), encoding, text);
        assert_eq!((decoded.rivals, decoded.odd_bytes), (vec![], 0), "{encoding:?}");
    }
}

#[test]
fn chinese_and_korean_lines_stand_in_one_gb18030_file() {
    let text = format!("SC012 {ZH}\nSC012 {KO}\n");
    check(&encoded(Encoding::Gb18030, &text), Encoding::Gb18030, &text);
}

#[test]
fn ascii_is_utf8_and_nuls_in_it_are_not_utf16() {
    assert_eq!(
        check(b"SC012 f12 fix the head", Encoding::Utf8, "SC012 f12 fix the head").rivals,
        []
    );
    check(b"SC012 f12 fix\0 the head", Encoding::Utf8, "SC012 f12 fix\0 the head");
    check(&encoded(Encoding::Utf16Le, "SC012 f12 fix"), Encoding::Utf16Le, "SC012 f12 fix");
    check(&encoded(Encoding::Utf16Be, "SC012 f12 fix"), Encoding::Utf16Be, "SC012 f12 fix");
}

#[test]
fn a_mark_is_believed_and_taken_off_once() {
    for (mark, encoding) in [
        (&b"\xEF\xBB\xBF"[..], Encoding::Utf8),
        (b"\xFF\xFE", Encoding::Utf16Le),
        (b"\xFE\xFF", Encoding::Utf16Be),
        (b"\x84\x31\x95\x33", Encoding::Gb18030),
    ] {
        let bytes = [mark, &encoded(encoding, ZH)].concat();
        assert!(check(&bytes, encoding, ZH).has_mark);
    }
    let twice = [b"\xEF\xBB\xBFSC012 ", "\u{FEFF}动画".as_bytes()].concat();
    check(&twice, Encoding::Utf8, "SC012 \u{FEFF}动画");
    let wrong = [b"\xEF\xBB\xBF", encoded(Encoding::Gb18030, ZH).as_slice()].concat();
    assert!(check(&wrong, Encoding::Gb18030, ZH).has_mark);
}

#[test]
fn a_sign_cut_at_the_end_does_not_turn_the_text() {
    for (encoding, text) in [
        (Encoding::Utf8, ZH),
        (Encoding::Gb18030, ZH),
        (Encoding::Kps9566, KO),
        (Encoding::Cp949, KO),
        (Encoding::Big5, HANT),
        (Encoding::Utf16Le, KO),
    ] {
        let bytes = encoded(encoding, text);
        let decoded = decode(&bytes[..bytes.len() - 1], None);
        assert_eq!(decoded.encoding, encoding);
        assert!(decoded.odd_bytes > 0, "{encoding:?}");
        assert!(decoded.text.ends_with('\u{FFFD}'));
    }
}

#[test]
fn stray_bytes_do_not_turn_a_text() {
    let mut bytes = encoded(Encoding::Gb18030, ZH);
    bytes.splice(7..7, [0, 0xFF]);
    let decoded = decode(&bytes, None);
    assert_eq!((decoded.encoding, decoded.odd_bytes), (Encoding::Gb18030, 1));
    let mut bytes = encoded(Encoding::Utf8, &ZH.repeat(3));
    bytes.remove(20);
    assert_eq!(decode(&bytes, None).encoding, Encoding::Utf8);
}

#[test]
fn two_bytes_are_never_sure() {
    for (encoding, text) in [
        (Encoding::Kps9566, "동"),
        (Encoding::Cp949, "동"),
        (Encoding::Gb18030, "改"),
        (Encoding::Big5, "改"),
        (Encoding::Utf16Le, "动"),
        (Encoding::ShiftJis, "改"),
        // These bytes are the letters ck(W.
        (Encoding::Utf16Le, "正在"),
    ] {
        let decoded = decode(&encoded(encoding, text), None);
        assert!(!decoded.rivals.is_empty(), "{encoding:?} {decoded:?}");
    }
}

#[test]
fn a_short_text_follows_its_folder_and_a_long_one_does_not() {
    let notes: Vec<_> =
        [KO, "중간화 2장이 빠졌음", "동"].map(|text| encoded(Encoding::Kps9566, text)).into();
    let other = encoded(Encoding::Gb18030, ZH);
    let mut folder = Likelihoods::default();
    for bytes in notes.iter().chain([&other]) {
        folder.add(&likelihoods(bytes));
    }
    assert_eq!(decode(&notes[2], Some(&folder)).text, "동");
    assert_eq!(decode(&other, Some(&folder)).text, ZH);
}

#[test]
fn texts_in_utf8_say_nothing_of_their_folder() {
    assert_eq!(likelihoods(ZH.as_bytes()), Likelihoods::default());
    assert_eq!(likelihoods(b"SC012"), Likelihoods::default());
    assert!(likelihoods(&encoded(Encoding::Kps9566, KO)).0[6] == 0);
}

#[test]
fn european_texts_are_not_called_east_asian() {
    for text in [
        "Le décor est trop clair, à refaire avant la fin d'été",
        "Größe der Köpfe prüfen, Rückseite zu flach",
        "La animación del niño está rápida, corregir mañana",
        "Don’t move the head – keep “pose A”",
    ] {
        let bytes = encoding_rs::WINDOWS_1252.encode(text).0.into_owned();
        let decoded = decode(&bytes, None);
        assert_eq!((decoded.text.as_str(), decoded.is_western), (text, true), "{decoded:?}");
        assert!(!decoded.rivals.is_empty() && decoded.odd_bytes > 0);
    }
}

#[test]
fn a_wrong_reading_saved_as_utf8_is_undone_and_said() {
    let wrong = decode_in(Encoding::Gb18030, &encoded(Encoding::Kps9566, KO)).0;
    let decoded = check(wrong.as_bytes(), Encoding::Utf8, KO);
    assert_eq!(decoded.mojibake, Some((Encoding::Kps9566, Misread::In(Encoding::Gb18030))));
}

#[test]
fn a_long_text_is_judged_by_its_lines_that_are_not_ascii() {
    let text = format!("{}{}", "plain english line\n".repeat(5000), format!("{KO}\n").repeat(9));
    check(&encoded(Encoding::Kps9566, &text), Encoding::Kps9566, &text);
}

proptest! {
    #[test]
    fn any_bytes_are_read(bytes: Vec<u8>) {
        let decoded = decode(&bytes, Some(&likelihoods(&bytes)));
        prop_assert!(decoded.text.len() <= bytes.len() * 3 + 3);
    }

    #[test]
    fn damaged_texts_are_read(at in 0usize..200, byte: u8, cut in 0usize..200, which in 0usize..9) {
        let encoding = Encoding::ALL[which];
        let text = match encoding {
            Encoding::Big5 => HANT,
            Encoding::ShiftJis | Encoding::EucJp => JA,
            Encoding::Cp949 | Encoding::Kps9566 => KO,
            Encoding::Utf8 | Encoding::Utf16Le | Encoding::Utf16Be | Encoding::Gb18030 => ZH,
        };
        let mut bytes = encoded(encoding, text);
        let at = at % bytes.len();
        bytes[at] = byte;
        bytes.insert(at, byte);
        bytes.truncate(cut);
        let _decoded = decode(&bytes, None);
    }
}
