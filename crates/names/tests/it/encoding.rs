//! How often the encoding of a note is right: single notes, and folders of twenty.
//!
//! Every note of `notes.txt` is written in every encoding that can hold all of its signs. A single note is right where
//! the encoding is the true one, ambiguous where the true one is named as a rival, else wrong.

use std::collections::BTreeMap;

use subtier_names::encoding::{Decoded, Encoding, Likelihoods, decode, likelihoods};
use subtier_names::kps9566;

const NOTES: &str = include_str!("notes.txt");
/// Shorter notes are not judged by the bar.
const SIGNS_MIN: usize = 12;
const FOLDER_NOTES: usize = 20;
const FOLDERS_OF_EACH: usize = 20;

/// The notes of each language, those of 12 signs and more.
fn notes() -> Vec<(&'static str, Vec<&'static str>)> {
    let mut notes: Vec<(&str, Vec<&str>)> = Vec::new();
    for line in NOTES.lines().filter(|line| !line.starts_with('#')) {
        if let Some(language) = line.strip_prefix('[').and_then(|line| line.split(']').next()) {
            notes.push((language, Vec::new()));
        } else if line.chars().count() >= SIGNS_MIN {
            notes.last_mut().unwrap().1.push(line);
        }
    }
    notes
}

fn kps_codes() -> BTreeMap<char, [u8; 2]> {
    let codes = (0x81..=0xFEu8).flat_map(|lead| (0x41..=0xFFu8).map(move |trail| [lead, trail]));
    codes.rev().filter_map(|code| Some((kps9566::char_of(code[0], code[1])?, code))).collect()
}

/// The bytes of a text in an encoding; `None` where it cannot hold all of it.
fn encoded(encoding: Encoding, text: &str, kps: &BTreeMap<char, [u8; 2]>) -> Option<Vec<u8>> {
    let known = match encoding {
        Encoding::Utf8 => return Some(text.as_bytes().to_vec()),
        Encoding::Utf16Le => return Some(text.encode_utf16().flat_map(u16::to_le_bytes).collect()),
        Encoding::Utf16Be => return Some(text.encode_utf16().flat_map(u16::to_be_bytes).collect()),
        Encoding::Kps9566 => {
            let mut bytes = Vec::new();
            for sign in text.chars() {
                if sign.is_ascii() {
                    bytes.push(sign as u8);
                } else {
                    bytes.extend(kps.get(&sign)?);
                }
            }
            return Some(bytes);
        }
        Encoding::Gb18030 => encoding_rs::GB18030,
        Encoding::Big5 => encoding_rs::BIG5,
        Encoding::Cp949 => encoding_rs::EUC_KR,
        Encoding::ShiftJis => encoding_rs::SHIFT_JIS,
        Encoding::EucJp => encoding_rs::EUC_JP,
    };
    let (bytes, _, failed) = known.encode(text);
    (!failed).then(|| bytes.into_owned())
}

/// A sequence without a clock: the multiplier and increment of Knuth's MMIX.
struct Draw(u64);

impl Draw {
    fn below(&mut self, end: usize) -> usize {
        self.0 =
            self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        usize::try_from(self.0 >> 33).unwrap() % end
    }
}

#[test]
fn single_notes_of_twelve_signs_are_read_right_or_said_to_be_ambiguous() {
    let kps = kps_codes();
    let (mut all, mut wrong, mut ambiguous, mut other_text) = (0usize, Vec::new(), 0usize, 0usize);
    for (language, notes) in notes() {
        for (note, encoding) in notes.iter().flat_map(|note| Encoding::ALL.map(|e| (note, e))) {
            let Some(bytes) = encoded(encoding, note, &kps) else { continue };
            let Decoded { text, encoding: read, rivals, .. } = decode(&bytes, None);
            all += 1;
            ambiguous += usize::from(!rivals.is_empty());
            other_text += usize::from(text != **note);
            if read != encoding && !rivals.contains(&encoding) {
                wrong.push(format!("{language} {encoding:?} read as {read:?}: {note} -> {text}"));
            }
        }
    }
    assert!(all > 1_500 && wrong.len() * 200 <= all, "{all} {wrong:#?}");
    assert!(ambiguous * 25 <= all, "{ambiguous} of {all} are ambiguous");
    assert!(other_text * 200 <= all, "{other_text} of {all} read as another text");
}

#[test]
fn folders_of_twenty_notes_are_read_right() {
    let kps = kps_codes();
    let mut draw = Draw(20_240_116);
    let (mut all, mut wrong) = (0usize, Vec::new());
    for (language, notes) in notes() {
        for encoding in Encoding::ALL {
            let held: Vec<_> = notes
                .iter()
                .filter_map(|note| Some((note, encoded(encoding, note, &kps)?)))
                .collect();
            if held.len() < FOLDER_NOTES / 2 {
                continue;
            }
            for _ in 0..FOLDERS_OF_EACH {
                let folder: Vec<_> =
                    (0..FOLDER_NOTES).map(|_| &held[draw.below(held.len())]).collect();
                let mut sum = Likelihoods::default();
                for (_, bytes) in &folder {
                    sum.add(&likelihoods(bytes));
                }
                for (note, bytes) in folder {
                    let read = decode(bytes, Some(&sum));
                    all += 1;
                    if read.encoding != encoding || read.text != **note {
                        wrong.push(format!("{language} {encoding:?} {read:?}"));
                    }
                }
            }
        }
    }
    assert!(all > 15_000 && wrong.len() * 10_000 <= all, "{} of {all}: {wrong:#?}", wrong.len());
}

/// What a program shows that reads bytes in a wrong encoding; `None` where it loses some of them.
fn misread(wrong: Encoding, bytes: &[u8]) -> Option<String> {
    let known = match wrong {
        Encoding::Gb18030 => encoding_rs::GB18030,
        Encoding::Cp949 => encoding_rs::EUC_KR,
        Encoding::Big5 => encoding_rs::BIG5,
        Encoding::ShiftJis => encoding_rs::SHIFT_JIS,
        Encoding::Utf8
        | Encoding::Utf16Le
        | Encoding::Utf16Be
        | Encoding::Kps9566
        | Encoding::EucJp => encoding_rs::WINDOWS_1252,
    };
    known
        .decode_without_bom_handling_and_without_replacement(bytes)
        .map(std::borrow::Cow::into_owned)
        .filter(|text| text.chars().filter(|sign| !sign.is_ascii()).count() >= 6)
}

#[test]
fn wrong_readings_that_lost_nothing_are_undone() {
    let kps = kps_codes();
    let mut missed: BTreeMap<String, (usize, usize, String)> = BTreeMap::new();
    let (mut all, mut undone) = (0usize, 0usize);
    let wrong =
        [Encoding::Gb18030, Encoding::Cp949, Encoding::Big5, Encoding::ShiftJis, Encoding::Utf16Le];
    let home = |language: &str| match language {
        "hans" | "mixed" => vec![Encoding::Utf8, Encoding::Gb18030],
        "hant" => vec![Encoding::Utf8, Encoding::Big5],
        "ja" => vec![Encoding::Utf8, Encoding::ShiftJis, Encoding::EucJp],
        _ => vec![Encoding::Utf8, Encoding::Cp949, Encoding::Kps9566],
    };
    for (language, notes) in notes() {
        for (right, wrong) in home(language).into_iter().flat_map(|r| wrong.map(|w| (r, w))) {
            for note in &notes {
                let Some(bytes) = encoded(right, note, &kps) else { continue };
                let Some(saved) =
                    misread(wrong, &bytes).filter(|text| right != wrong && text != note)
                else {
                    continue;
                };
                let read = decode(saved.as_bytes(), None);
                all += 1;
                undone += usize::from(read.text == **note);
                let key = format!("{language} {right:?} as {wrong:?}");
                let row = missed.entry(key).or_default();
                row.0 += 1;
                if read.text != **note {
                    row.1 += 1;
                    row.2 = format!("{note} -> {saved} -> {}", read.text);
                }
            }
        }
    }
    println!("{undone} of {all} wrong readings undone");
    assert!(all > 1_900 && undone * 100 >= all * 96, "{undone} of {all}: {missed:#?}");
}

#[test]
fn a_folder_of_several_machines_is_read_right_too() {
    let kps = kps_codes();
    let notes = notes();
    let of = |language: &str, encoding: Encoding| -> Vec<(String, Encoding, Vec<u8>)> {
        let notes = notes.iter().find(|(name, _)| *name == language).unwrap();
        let notes = notes.1.iter().take(12);
        notes
            .map(|note| ((*note).to_owned(), encoding, encoded(encoding, note, &kps).unwrap()))
            .collect()
    };
    let folder = [
        of("hans", Encoding::Gb18030),
        of("kokr", Encoding::Cp949),
        of("kokp", Encoding::Kps9566),
        of("hans", Encoding::Utf8),
        of("kokr", Encoding::Utf16Le),
    ]
    .concat();
    let mut sum = Likelihoods::default();
    for (_, _, bytes) in &folder {
        sum.add(&likelihoods(bytes));
    }
    for (note, encoding, bytes) in folder {
        let read = decode(&bytes, Some(&sum));
        assert_eq!((read.text, read.encoding), (note, encoding));
    }
}

#[test]
fn single_byte_texts_with_odd_bytes_are_not_taken_for_kps9566() {
    let text = "Исправить форму головы, затылок слишком плоский. Персонаж справа стоит неправильно, переделать до завтра.";
    let (bytes, _, failed) = encoding_rs::WINDOWS_1251.encode(text);
    assert!(!failed);
    let decoded = decode(&bytes, None);
    assert!(decoded.encoding != Encoding::Kps9566 || decoded.odd_bytes == 0, "{decoded:?}");
}
