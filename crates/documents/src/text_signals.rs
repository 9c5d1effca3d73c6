//! Signals that stand in the text itself, whatever the format: signs made for a leader's name, and dates of Juche years.
//!
//! In: the blocks of a document that was read. Out: signals at the places of the blocks. It looks at no more marks than a
//! named constant, and says what stands there: whose text it is, it never says.

use memchr::memmem::Finder;
use subtier_model::Place;

use subtier_blocks::SignalKind;
use subtier_blocks::Writing;

/// Marks in one document that are looked at.
const MARKS_MAX: usize = 10_000;
/// Signs of a date that are looked at.
const DATE_SIGNS_MAX: usize = 40;
/// The year before Juche 1 (1912).
const YEAR_BEFORE: u32 = 1911;
/// The calendar is in force since 9 September 1997, Juche 86; an earlier year counts where its year of the common era
/// stands beside it. `주체 3년` is a Korean phrase too.
const YEAR_IN_FORCE: u32 = 86;
const YEAR_MAX: u32 = 188;

/// First bytes in UTF-8 of the two ranges in which fonts of Red Star OS keep the signs: U+F0xx (2.0) and U+F1xx (3.0).
const NAME_PREFIXES: [&[u8]; 2] = [b"\xEF\x80", b"\xEF\x84"];
/// The signs of three names, as KPS 9566 (A4E8..A4F0) lays them out, three syllables each; in fonts of Red Star OS 2.0 those of
/// 2003 stand 256 code points lower.
const NAMES: [([char; 3], &str); 5] = [
    (['\u{F113}', '\u{F114}', '\u{F115}'], "Kim Il Sung"),
    (['\u{F116}', '\u{F117}', '\u{F118}'], "Kim Jong Il"),
    (['\u{F120}', '\u{F121}', '\u{F122}'], "Kim Jong Un"),
    (['\u{F013}', '\u{F014}', '\u{F015}'], "Kim Il Sung"),
    (['\u{F016}', '\u{F017}', '\u{F018}'], "Kim Jong Il"),
];
/// The word before the number, in Korean, Chinese and Latin script.
const WORDS: [&str; 6] = ["주체", "主体", "主體", "Juche", "juche", "JUCHE"];

type Found = (SignalKind, String, Place);

/// Adds what the text of all blocks says.
pub(crate) fn text_signals(writing: &mut Writing) {
    let mut found: Vec<Found> = Vec::new();
    let mut left = MARKS_MAX;
    // Made once, since a sheet has many short texts.
    let (prefixes, words) = (NAME_PREFIXES.map(Finder::new), WORDS.map(Finder::new));
    for block in writing.blocks() {
        if left == 0 {
            break;
        }
        if !may_hold_mark(&block.text) {
            continue;
        }
        for prefix in &prefixes {
            leader_names(prefix, (&block.text, &block.place), &mut left, &mut found);
        }
        for (word, finder) in WORDS.iter().zip(&words) {
            dates_after((word, finder), (&block.text, &block.place), &mut left, &mut found);
        }
    }
    for (kind, value, place) in found {
        writing.signal(kind, value, place);
    }
}

/// Whether a text has the first byte of any mark in it; most have none.
fn may_hold_mark(text: &str) -> bool {
    // Most texts are short, and then a plain loop without an end in between is quickest.
    text.bytes().fold(false, |may, byte| may | matches!(byte, b'J' | b'j' | 0xE4 | 0xEC | 0xEF))
}

/// The code points are for private use, and symbol fonts put icons there: only a whole name counts.
fn leader_names(
    prefix: &Finder<'_>,
    (text, place): (&str, &Place),
    left: &mut usize,
    found: &mut Vec<Found>,
) {
    for at in prefix.find_iter(text.as_bytes()) {
        if *left == 0 {
            return;
        }
        *left -= 1;
        let run: Vec<char> = text.get(at..).unwrap_or("").chars().take(3).collect();
        let Some((signs, name)) = NAMES.iter().find(|(signs, _)| run == signs) else {
            continue;
        };
        let codes = signs.map(|sign| format!("U+{:04X}", u32::from(sign))).join(" ");
        found.push((SignalKind::LeaderName, format!("{codes}: {name}"), place.clone()));
    }
}

fn dates_after(
    (word, finder): (&str, &Finder<'_>),
    (text, place): (&str, &Place),
    left: &mut usize,
    found: &mut Vec<Found>,
) {
    for at in finder.find_iter(text.as_bytes()) {
        if *left == 0 {
            return;
        }
        *left -= 1;
        let Some(rest) = text.get(at + word.len()..) else { continue };
        let is_word = text.get(..at).and_then(|text| text.chars().next_back());
        if word.is_ascii() && is_word.is_some_and(char::is_alphanumeric) {
            continue;
        }
        if let Some(date) = date(rest, !word.is_ascii()) {
            found.push((
                SignalKind::JucheDate,
                format!("{word}{}", date.in_words()),
                place.clone(),
            ));
        }
    }
}

/// A date as it stands, and what it is in the common era.
struct Date {
    /// Signs after the word.
    written: String,
    year: u32,
    /// Another year of the common era that the text gives for it.
    other_year: Option<u32>,
    month_day: Option<(u32, u32)>,
}

impl Date {
    fn in_words(&self) -> String {
        let year = self.year;
        let date = match self.month_day {
            Some((month, day)) => format!("{year}-{month:02}-{day:02}"),
            None => year.to_string(),
        };
        match self.other_year {
            Some(other) => {
                format!("{} = {date}, but {other} stands beside it", self.written.trim_end())
            }
            None => format!("{} = {date}", self.written.trim_end()),
        }
    }
}

/// Reads `103(2014)년 4월 15일`, ` 103년`, ` 103 (2014)`; `None` where it may be no date.
fn date(text: &str, needs_year_word: bool) -> Option<Date> {
    let mut signs = Signs { text, read: 0 };
    signs.spaces();
    let number = signs.number(3)?;
    signs.spaces();
    let beside = signs.in_brackets();
    signs.spaces();
    let has_word = signs.one_of(&['년', '年']);
    let plausible = (1..=YEAR_MAX).contains(&number)
        && match beside {
            Some(_) => true,
            None => number >= YEAR_IN_FORCE && (has_word || !needs_year_word),
        };
    if !plausible {
        return None;
    }
    let year_end = signs.read;
    let month_day = signs.month_day();
    if month_day.is_none() {
        signs.read = year_end;
    }
    let year = number + YEAR_BEFORE;
    let written = text.get(..signs.read)?.to_owned();
    Some(Date { written, year, other_year: beside.filter(|other| *other != year), month_day })
}

/// The signs of a date, read one after another.
struct Signs<'a> {
    text: &'a str,
    read: usize,
}

impl Signs<'_> {
    fn peek(&self) -> Option<char> {
        let near = self.read < DATE_SIGNS_MAX * 3;
        self.text.get(self.read..).filter(|_| near)?.chars().next()
    }

    fn one_of(&mut self, wanted: &[char]) -> bool {
        match self.peek() {
            Some(sign) if wanted.contains(&sign) => {
                self.read += sign.len_utf8();
                true
            }
            _ => false,
        }
    }

    fn spaces(&mut self) {
        while self.one_of(&[' ', '\u{A0}', '\u{3000}']) {}
    }

    /// A number of no more digits than these, full-width ones too.
    fn number(&mut self, digits_max: usize) -> Option<u32> {
        let (mut value, mut digits) = (0, 0);
        while let Some(sign) = self.peek() {
            let digit = match sign {
                '０'..='９' => u32::from(sign) - u32::from('０'),
                _ => match sign.to_digit(10) {
                    Some(digit) => digit,
                    None => break,
                },
            };
            digits += 1;
            if digits > digits_max {
                return None;
            }
            value = value * 10 + digit;
            self.read += sign.len_utf8();
        }
        (digits > 0).then_some(value)
    }

    fn in_brackets(&mut self) -> Option<u32> {
        let before = self.read;
        let year = self.one_of(&['(', '（']).then(|| self.number(4)).flatten();
        let year = year.filter(|year| *year > YEAR_BEFORE);
        let _has_word = self.one_of(&['년', '年']);
        if year.is_some() && self.one_of(&[')', '）']) {
            return year;
        }
        self.read = before;
        None
    }

    fn month_day(&mut self) -> Option<(u32, u32)> {
        self.spaces();
        let month = self.number(2).filter(|month| (1..=12).contains(month))?;
        self.spaces();
        if !self.one_of(&['월', '月']) {
            return None;
        }
        self.spaces();
        let day = self.number(2).filter(|day| (1..=31).contains(day))?;
        self.spaces();
        self.one_of(&['일', '日']).then_some((month, day))
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use subtier_blocks::{BlockKind, Format, Limits};

    fn signals_of(text: &str) -> Vec<(SignalKind, String)> {
        let mut writing = Writing::new(Format::Text, Limits::STANDARD);
        writing.text(BlockKind::Paragraph, text, Place::Line(1));
        text_signals(&mut writing);
        writing.finish().signals.into_iter().map(|signal| (signal.kind, signal.value)).collect()
    }

    #[track_caller]
    fn check(text: &str, want: &[&str]) {
        let values: Vec<String> = signals_of(text).into_iter().map(|(_, value)| value).collect();
        assert_eq!(values, want);
    }

    #[test]
    fn juche_dates_are_given_in_the_common_era() {
        check("주체103(2014)년 4월 15일까지", &["주체103(2014)년 4월 15일 = 2014-04-15"]);
        check("주체 103년에", &["주체 103년 = 2014"]);
        check("주체１１３（２０２４）년", &["주체１１３（２０２４）년 = 2024"]);
        check("Made in Juche 113 (2024).", &["Juche 113 (2024) = 2024"]);
        check("主体103(2014)年4月15日", &["主体103(2014)年4月15日 = 2014-04-15"]);
        check("주체1(1912)년", &["주체1(1912)년 = 1912"]);
    }

    #[test]
    fn a_year_that_disagrees_is_said() {
        check("주체103(2013)년", &["주체103(2013)년 = 2014, but 2013 stands beside it"]);
    }

    #[test]
    fn subjects_and_numbers_are_no_dates() {
        for text in [
            "주체 3명",
            "주체 3년차 사업",
            "주체103",
            "세 주체가",
            "주체 2014년",
            "juche",
            "Xjuche 103",
            "主体1000年",
        ] {
            check(text, &[]);
        }
    }

    #[test]
    fn only_a_whole_name_in_its_signs_is_found() {
        check("위대한 \u{F113}\u{F114}\u{F115} 동지", &["U+F113 U+F114 U+F115: Kim Il Sung"]);
        check("\u{F016}\u{F017}\u{F018}", &["U+F016 U+F017 U+F018: Kim Jong Il"]);
        // Symbol fonts have icons at these points.
        check("\u{F115}폴더 열기", &[]);
        check("\u{F113} star us \u{F121}", &[]);
    }

    #[test]
    fn every_mark_is_of_those_looked_for() {
        for mark in WORDS.into_iter().map(str::as_bytes).chain(NAME_PREFIXES) {
            let mut text = mark.to_vec();
            text.truncate(3);
            text.resize(3, 0x80);
            let text = String::from_utf8_lossy(&text);
            assert!(may_hold_mark(&text) || mark.starts_with(b"\xEF"), "{text:?}");
        }
        assert!(may_hold_mark("\u{F013}") && may_hold_mark("\u{F113}"));
    }

    proptest! {
        #[test]
        fn any_text_is_scanned(text in "(주체|主体|Juche|[0-9 ()년월일年\u{F113}-\u{F122}가]){0,40}") {
            let _signals = signals_of(&text);
        }
    }
}
