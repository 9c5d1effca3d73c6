//! Numbers that are written as words, in Roman or Han numerals, or inside a word in place of letters.
//!
//! In: the folded pieces of a name, or its folded text. Out: digits, so that Forty 4 and 44 are one number and 四二六 is 4.26;
//! `ig0r` becomes `igor`. A number is never dropped and never becomes another.

use std::fmt::Write as _;

const UNITS: [&str; 20] = [
    "zero",
    "one",
    "two",
    "three",
    "four",
    "five",
    "six",
    "seven",
    "eight",
    "nine",
    "ten",
    "eleven",
    "twelve",
    "thirteen",
    "fourteen",
    "fifteen",
    "sixteen",
    "seventeen",
    "eighteen",
    "nineteen",
];
const TENS: [&str; 8] =
    ["twenty", "thirty", "forty", "fifty", "sixty", "seventy", "eighty", "ninety"];

/// Roman numerals that are no name and no word (Xi, Vi, V and I are).
const ROMAN: &[(&str, &str)] = &[
    ("ii", "2"),
    ("iii", "3"),
    ("iv", "4"),
    ("vii", "7"),
    ("viii", "8"),
    ("ix", "9"),
    ("xii", "12"),
    ("xiii", "13"),
];

/// Digits that stand for letters in words that somebody disguised.
const DISGUISED: &[(char, char)] =
    &[('0', 'o'), ('1', 'i'), ('3', 'e'), ('4', 'a'), ('5', 's'), ('7', 't'), ('9', 'g')];

/// Writes the numbers among the pieces of a name in digits.
pub(crate) fn in_digits(pieces: &mut Vec<String>) {
    let alone = pieces.len() == 1;
    let mut tens: Option<(usize, usize)> = None;
    let mut idx = 0;
    while let Some(piece) = pieces.get(idx) {
        if let Some(at) = TENS.iter().position(|word| word == piece).filter(|_| !alone) {
            let number = (at + 2) * 10;
            tens = Some((idx, number));
            replace(pieces, idx, number.to_string());
        } else if let Some(number) = unit(piece).filter(|_| !alone) {
            match tens.take() {
                // Forty 4, forty-four.
                Some((before, number_before)) if before + 1 == idx && (1..10).contains(&number) => {
                    replace(pieces, before, (number_before + number).to_string());
                    pieces.remove(idx);
                    continue;
                }
                _ => replace(pieces, idx, number.to_string()),
            }
        } else if let Some((_, digits)) =
            ROMAN.iter().find(|row| row.0 == piece).filter(|_| idx > 0)
        {
            replace(pieces, idx, (*digits).to_owned());
        } else if let Some(letters) = undisguised(piece) {
            replace(pieces, idx, letters);
        }
        idx += 1;
    }
}

fn replace(pieces: &mut [String], idx: usize, with: String) {
    if let Some(piece) = pieces.get_mut(idx) {
        *piece = with;
    }
}

fn unit(piece: &str) -> Option<usize> {
    // Ten is a Dutch article and a Chinese name.
    let word = UNITS.iter().position(|word| *word == piece && *word != "ten");
    word.or_else(|| (piece.len() == 1).then(|| piece.parse().ok()).flatten())
}

/// A word in which digits stand between letters, with the letters that they stand for.
fn undisguised(piece: &str) -> Option<String> {
    let inside = piece.len() >= 4
        && piece.bytes().any(|byte| byte.is_ascii_digit())
        && piece.starts_with(|sign: char| sign.is_ascii_alphabetic())
        && piece.ends_with(|sign: char| sign.is_ascii_alphabetic());
    if !inside {
        return None;
    }
    let letter = |sign: char| match DISGUISED.iter().find(|row| row.0 == sign) {
        Some((_, letter)) => Some(*letter),
        None => sign.is_ascii_alphabetic().then_some(sign),
    };
    piece.chars().map(letter).collect()
}

/// Writes days of the year in Han numerals as `4.26`: 四月二十六日, 四·二六, 四二六.
pub(crate) fn han_days(text: &str) -> Option<String> {
    if !text.chars().any(|sign| digit(sign).is_some()) {
        return None;
    }
    let signs: Vec<char> = text.chars().collect();
    let mut written = String::with_capacity(text.len());
    let mut rest = signs.as_slice();
    let mut before = None;
    while let Some((sign, behind)) = rest.split_first() {
        let starts = before.is_none_or(|before| digit(before).is_none());
        if let Some((month, day, used)) = day_at(rest).filter(|_| starts) {
            let _ = write!(written, " {month}.{day:02} ");
            rest = rest.get(used..).unwrap_or_default();
            before = None;
        } else {
            written.push(*sign);
            before = Some(*sign);
            rest = behind;
        }
    }
    Some(written)
}

fn day_at(rest: &[char]) -> Option<(u32, u32, usize)> {
    let run: Vec<u32> = rest.iter().map_while(|sign| digit(*sign)).take(4).collect();
    let behind = |at: usize| rest.get(at).copied();
    let valid = |month: u32, day: u32| (1..=12).contains(&month) && (1..=31).contains(&day);
    // 四二六: month and two digits of the day, as days of remembrance are named.
    if let [month @ 1..=9, tens @ 0..=3, units @ 0..=9] = run.as_slice()
        && valid(*month, tens * 10 + units)
    {
        return Some((*month, tens * 10 + units, 3));
    }
    let (month, used) = numeral(rest)?;
    match behind(used)? {
        '月' => {
            let (day, of_day) = numeral(rest.get(used + 1..)?)?;
            let end = used + 1 + of_day;
            let end = if matches!(behind(end), Some('日' | '号')) { end + 1 } else { end };
            valid(month, day).then_some((month, day, end))
        }
        '·' | '.' | '・' | '•' => {
            let day: Vec<u32> =
                rest.get(used + 1..)?.iter().map_while(|sign| digit(*sign)).take(3).collect();
            match day.as_slice() {
                [tens, units] if *tens < 10 && *units < 10 && valid(month, tens * 10 + units) => {
                    Some((month, tens * 10 + units, used + 3))
                }
                _ => None,
            }
        }
        _ => None,
    }
}

/// A number below 100 in Han numerals, and how many signs it takes.
fn numeral(rest: &[char]) -> Option<(u32, usize)> {
    let run: Vec<u32> = rest.iter().map_while(|sign| digit(*sign)).take(4).collect();
    match run.as_slice() {
        [10] => Some((10, 1)),
        [10, units @ 1..=9] => Some((10 + units, 2)),
        [tens @ 1..=9, 10] => Some((tens * 10, 2)),
        [tens @ 1..=9, 10, units @ 1..=9] => Some((tens * 10 + units, 3)),
        [unit @ 1..=9] => Some((*unit, 1)),
        _ => None,
    }
}

/// 十 is ten.
fn digit(sign: char) -> Option<u32> {
    let at = "〇一二三四五六七八九十".chars().position(|other| other == sign)?;
    u32::try_from(at).ok()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn pieces(text: &str) -> String {
        let mut pieces: Vec<String> = text.split(' ').map(str::to_owned).collect();
        in_digits(&mut pieces);
        pieces.join(" ")
    }

    #[test]
    fn numbers_in_words_are_numbers() {
        assert_eq!(pieces("brigade forty 4"), "brigade 44");
        assert_eq!(pieces("three percenters"), "3 percenters");
        assert_eq!(pieces("fund viii"), "fund 8");
        assert_eq!(pieces("xi jinping"), "xi jinping");
        assert_eq!(pieces("ig0r sech1n"), "igor sechin");
        assert_eq!(pieces("b2b 4x4 mi17"), "b2b 4x4 mi17");
        assert_eq!(pieces("seven"), "seven");
    }

    #[test]
    fn days_in_han_numerals_are_days() {
        for text in ["四二六", "四月二十六日", "四·二六"] {
            assert_eq!(han_days(text).as_deref(), Some(" 4.26 "), "{text}");
        }
        assert_eq!(han_days("四月二十五日").as_deref(), Some(" 4.25 "));
        for text in ["四川", "三线一点", "一二三四", "二零二四"] {
            assert_eq!(han_days(text).as_deref(), Some(text), "{text}");
        }
        assert_eq!(han_days("abc"), None);
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "[〇一二三四五六七八九十月日·a0-9 ]{0,30}") {
            let days = han_days(&text).unwrap_or_default();
            prop_assert!(days.len() <= text.len() * 3);
            let read = pieces(&text);
            prop_assert!(read.len() <= text.len() + 2);
        }
    }
}
