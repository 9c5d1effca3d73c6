//! Text that a program recognised in a picture: what tesseract prints as TSV, with a second reading of codes.
//!
//! In: the TSV (levels, boxes in pixels, confidence from 0 to 100), and lines that were read again. Out: one block a line. Lines
//! of which recognition itself is not sure are left out; drawings give many.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use subtier_model::Place;

use crate::picture::Region;
use subtier_blocks::Writing;
use subtier_blocks::{BlockKind, Document, Format, Limits};

/// One line as recognition saw it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecognisedLine {
    /// Its words.
    pub text: String,
    /// Where.
    pub region: Region,
    /// Mean confidence of its signs, from 0 to 100.
    pub confidence: u8,
}

/// Confidence below which a line is left out. Rendered notes have 80 to 96, strokes of drawings below 40.
const CONFIDENCE_MIN: u8 = 50;

/// Lines of one picture that are kept.
const LINES_MAX: usize = 2_000;

/// Level of a word in the TSV (tesseract manual, `tsv`).
const WORD_LEVEL: &str = "5";

/// Reads what tesseract prints as TSV.
pub fn recognised_lines(tsv: &str) -> Vec<RecognisedLine> {
    let mut lines: BTreeMap<[u32; 4], Vec<Word<'_>>> = BTreeMap::new();
    for row in tsv.lines().skip(1) {
        if let Some((key, word)) = word(row)
            && (lines.len() < LINES_MAX || lines.contains_key(&key))
        {
            lines.entry(key).or_default().push(word);
        }
    }
    lines
        .into_values()
        .filter_map(|words| line(&words))
        .filter(|line| line.confidence >= CONFIDENCE_MIN && says_something(&line.text))
        .collect()
}

struct Word<'a> {
    text: &'a str,
    region: Region,
    confidence: f32,
}

/// Page, block, paragraph and line of a word, and the word.
fn word(row: &str) -> Option<([u32; 4], Word<'_>)> {
    let mut cells = row.splitn(12, '\t');
    if cells.next()? != WORD_LEVEL {
        return None;
    }
    let mut number = || cells.next()?.parse::<u32>().ok();
    let key = [number()?, number()?, number()?, number()?];
    number()?;
    let region = Region { left: number()?, top: number()?, width: number()?, height: number()? };
    let confidence = cells.next()?.parse().ok()?;
    let text = cells.next()?.trim();
    (!text.is_empty()).then_some((key, Word { text, region, confidence }))
}

fn line(words: &[Word<'_>]) -> Option<RecognisedLine> {
    let mut text = String::new();
    let mut before: Option<&Word<'_>> = None;
    let (mut sum, mut n_signs) = (0.0, 0_u16);
    for word in words {
        if before.is_some_and(|before| are_apart(before, word)) {
            text.push(' ');
        }
        before = Some(word);
        text.push_str(word.text);
        let signs = u16::try_from(word.text.chars().count()).unwrap_or(u16::MAX);
        sum += word.confidence.clamp(0.0, 100.0) * f32::from(signs);
        n_signs = n_signs.saturating_add(signs);
    }
    let left = words.iter().map(|word| word.region.left).min()?;
    let top = words.iter().map(|word| word.region.top).min()?;
    let right =
        words.iter().map(|word| word.region.left.saturating_add(word.region.width)).max()?;
    let bottom =
        words.iter().map(|word| word.region.top.saturating_add(word.region.height)).max()?;
    let region = Region { left, top, width: right - left, height: bottom - top };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "a mean of values from 0 to 100"
    )]
    let confidence = (sum / f32::from(n_signs.max(1))) as u8;
    Some(RecognisedLine { text, region, confidence })
}

/// Share of a line's height, in hundredths, from which a gap is a space. With several scripts at once tesseract gives single
/// syllables of Korean as words; the gaps between those are up to a quarter of the height, spaces half of it (Noto Sans CJK).
const SPACE_HUNDREDTHS: u32 = 40;

/// Whether a space stands between two words of a line.
fn are_apart(before: &Word<'_>, word: &Word<'_>) -> bool {
    let (Some(last), Some(first)) = (before.text.chars().last(), word.text.chars().next()) else {
        return false;
    };
    if is_han(last) && is_han(first) {
        return false;
    }
    let is_hangul = |sign: char| matches!(sign, '\u{AC00}'..='\u{D7A3}');
    let gap =
        word.region.left.saturating_sub(before.region.left.saturating_add(before.region.width));
    let height = before.region.height.max(word.region.height);
    !(is_hangul(last) && is_hangul(first))
        || u64::from(gap) * 100 >= u64::from(height) * u64::from(SPACE_HUNDREDTHS)
}

/// Whether a line says anything: strokes of drawings are mostly read as one or two signs.
fn says_something(text: &str) -> bool {
    let is_east_asian =
        |sign: char| matches!(sign, '\u{3041}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}');
    let n_letters = text.chars().filter(|sign| sign.is_alphanumeric()).count();
    n_letters >= 3 || text.chars().any(is_east_asian) || matches!(text.trim(), "OK" | "NG")
}

/// Signs that tesseract gives as words of their own and that are written without space.
fn is_han(sign: char) -> bool {
    matches!(sign, '\u{3400}'..='\u{9FFF}' | '\u{3001}'..='\u{301F}' | '\u{FF00}'..='\u{FF65}' | '\u{3041}'..='\u{30FF}')
}

/// Whether a line may hold the code of a shot, which recognition of Chinese and Korean misreads.
pub fn may_hold_code(text: &str) -> bool {
    text.contains('_') || text.chars().filter(char::is_ascii_digit).count() >= 2
}

/// Makes a document of the lines of a picture; `codes` holds what a second, Latin reading made of some of them, by number.
pub fn recognised_document(lines: &[RecognisedLine], codes: &BTreeMap<usize, String>) -> Document {
    let mut writing = Writing::new(Format::Picture, Limits::STANDARD);
    for (number, line) in lines.iter().enumerate() {
        let text = codes
            .get(&number)
            .map_or_else(|| line.text.clone(), |code| with_code(&line.text, code));
        let Region { left, top, width, height } = line.region;
        let place = Place::Words(format!("picture, {width}x{height} pixels at {left},{top}"));
        writing.text(BlockKind::Recognised, text, place);
    }
    writing.finish()
}

/// A line with its leading code as the second reading has it: where both begin with Latin signs and digits, that beginning is
/// taken from the reading that knows no other script.
fn with_code(text: &str, code: &str) -> String {
    let is_code = |sign: char| {
        sign.is_ascii_alphanumeric() || matches!(sign, '_' | '-' | '.' | '#' | ' ' | '$' | '|')
    };
    let rest = text.trim_start_matches(is_code);
    if rest.len() == text.len() || code.trim().is_empty() {
        return text.to_owned();
    }
    if rest.is_empty() {
        return code.trim().to_owned();
    }
    // The second reading makes Latin rubbish of the other script behind the code; as much as stood before is kept of it.
    let n_words = text.strip_suffix(rest).unwrap_or(text).split_whitespace().count();
    let leading: Vec<&str> = code.split_whitespace().take(n_words).collect();
    format!("{} {rest}", leading.join(" "))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HEAD: &str = "level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n";

    fn row(line: u32, left: u32, confidence: &str, text: &str) -> String {
        format!("5\t1\t1\t1\t{line}\t1\t{left}\t{}\t20\t30\t{confidence}\t{text}\n", line * 40)
    }

    #[test]
    fn words_of_a_line_are_joined_as_their_script_is_written() {
        let tsv = format!(
            "{HEAD}{}{}{}{}{}",
            row(1, 10, "91.5", "请"),
            row(1, 40, "90", "返修"),
            row(2, 10, "88", "다시"),
            row(2, 60, "89", "그릴것"),
            row(3, 10, "12", "~~/|")
        );
        let lines = recognised_lines(&tsv);
        let texts: Vec<_> = lines.iter().map(|line| line.text.as_str()).collect();
        assert_eq!(texts, ["请返修", "다시 그릴것"]);
        assert_eq!(lines[0].region, Region { left: 10, top: 40, width: 50, height: 30 });
    }

    #[test]
    fn syllables_that_touch_are_one_word() {
        let tsv = format!(
            "{HEAD}{}{}{}",
            row(1, 10, "90", "머"),
            row(1, 31, "90", "리"),
            row(1, 70, "90", "다시")
        );
        assert_eq!(recognised_lines(&tsv)[0].text, "머리 다시");
    }

    #[test]
    fn strokes_that_look_like_a_sign_or_two_are_no_line() {
        let tsv = format!(
            "{HEAD}{}{}{}",
            row(1, 10, "90", "_ 9"),
            row(2, 10, "90", "OK"),
            row(3, 10, "90", "닭")
        );
        let texts: Vec<_> = recognised_lines(&tsv).into_iter().map(|line| line.text).collect();
        assert_eq!(texts, ["OK", "닭"]);
    }

    #[test]
    fn codes_come_from_the_second_reading_and_words_from_the_first() {
        assert_eq!(with_code("60045 00102 头的形状", "SC045 C010 KAY"), "SC045 C010 头的形状");
        assert_eq!(with_code("60045 00102", "SC045_C010 f12"), "SC045_C010 f12");
        assert_eq!(with_code("头的形状 12", "x"), "头的形状 12");
        assert_eq!(with_code("SC012", " "), "SC012");
    }

    #[test]
    fn only_lines_with_digits_or_strokes_are_read_twice() {
        assert!(may_hold_code("60045") && may_hold_code("A_B"));
        assert!(!may_hold_code("다시 2") && !may_hold_code("请返修"));
    }

    proptest! {
        #[test]
        fn any_text_is_read(tsv: String) {
            recognised_document(&recognised_lines(&tsv), &BTreeMap::new());
        }
    }
}
