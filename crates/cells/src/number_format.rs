//! Number formats: what a person sees in a cell whose number is stored bare (ECMA-376 part 1, 18.8.30 and 18.8.31).
//!
//! In: a format code such as `yyyy"年"m"月"d"日"` and a number. Out: the text. Where a built-in format follows the language of the
//! machine that opens the file, dates come as year-month-day. Colours and widths are left out; digits are never rounded away
//! unless the code asks for it.
#![expect(
    clippy::wildcard_enum_match_arm,
    reason = "a code may hold any token anywhere; those without meaning at a place show nothing"
)]

mod code;
mod date;
mod digits;

pub use date::iso;
pub use digits::general;

use code::{DatePart, Section, Token};
use digits::Decimal;

/// A format code, taken apart.
#[derive(Debug, Clone, PartialEq)]
pub struct NumberFormat {
    sections: Vec<Section>,
}

impl NumberFormat {
    /// The format of a cell that has none.
    pub const GENERAL: Self = Self { sections: Vec::new() };

    /// Takes a code apart; what is no code is shown as it stands.
    pub fn new(code: &str) -> Self {
        let sections = code::sections(code);
        match sections.as_slice() {
            [one] if one.tokens.is_empty() || one.tokens == [Token::General] => Self::GENERAL,
            [one] if one.tokens == [Token::Text] => Self::GENERAL,
            _ => Self { sections },
        }
    }

    /// The format of a built-in number; `None` where the number means nothing.
    pub fn built_in(number: u32) -> Option<Self> {
        built_in_code(number).map(Self::new)
    }

    /// Whether numbers are shown as they are.
    pub const fn is_general(&self) -> bool {
        self.sections.is_empty()
    }

    /// Whether positive numbers are shown as dates or times.
    pub fn is_date(&self) -> bool {
        self.sections.first().is_some_and(|section| section.is_date)
    }

    /// A number as shown; empty where the code shows nothing.
    pub fn show(&self, value: f64, is_1904: bool) -> String {
        let Some((section, signed)) = self.section_of(value) else { return general(value) };
        if section.is_date {
            return date::show(section, value, is_1904).unwrap_or_else(|| general(value));
        }
        show_number(section, value, signed).trim().to_owned()
    }

    /// A text as shown; empty where the code shows nothing.
    pub fn show_text(&self, text: &str) -> String {
        let section = match self.sections.as_slice() {
            [_, _, _, section, ..] => section,
            [section] if section.tokens.contains(&Token::Text) => section,
            _ => return text.to_owned(),
        };
        let mut shown = String::new();
        for token in &section.tokens {
            match token {
                Token::Text | Token::General => shown.push_str(text),
                Token::Literal(literal) => shown.push_str(literal),
                _ => {}
            }
        }
        shown
    }

    /// The section that shows a number, and whether it needs a minus sign of its own.
    fn section_of(&self, value: f64) -> Option<(&Section, bool)> {
        let numbers = self.sections.get(..self.sections.len().min(3))?;
        if numbers.iter().any(|section| section.condition.is_some()) {
            let met = numbers
                .iter()
                .find(|section| section.condition.is_none_or(|condition| condition.holds(value)));
            return met.map(|section| (section, true));
        }
        match numbers {
            [first] => Some((first, true)),
            [_, second, ..] if value < 0.0 => Some((second, false)),
            [_, _, third] if value.abs() < f64::MIN_POSITIVE => Some((third, false)),
            [first, ..] => Some((first, false)),
            [] => None,
        }
    }
}

/// Places that one number may show; codes have at most 255 signs.
const PLACES_MAX: usize = 255;

fn show_number(section: &Section, value: f64, signed: bool) -> String {
    let tokens = section.tokens.as_slice();
    let minus = if signed && value < 0.0 { "-" } else { "" };
    let places = tokens.iter().filter(|token| matches!(token, Token::Digit(_))).count();
    let has_general = tokens.contains(&Token::General) || tokens.contains(&Token::Text);
    if has_general || (places > 0 && tokens.contains(&Token::Slash)) {
        return show_beside(tokens, &general(value.abs()), minus);
    }
    if places == 0 {
        return show_beside(tokens, "", minus);
    }
    let percents = tokens.iter().filter(|token| **token == Token::Percent).count();
    let mut decimal = Decimal::of(value.abs());
    decimal.shift(2 * i32::try_from(percents).unwrap_or(0) - 3 * scaling_commas(tokens));
    if let Some(at) = tokens.iter().position(|token| matches!(token, Token::Exponent(_))) {
        return format!("{minus}{}", show_scientific(tokens, at, decimal));
    }
    format!("{minus}{}", show_fixed(tokens, &decimal))
}

/// The literals of a section around a number that is shown as it is.
fn show_beside(tokens: &[Token], number: &str, minus: &str) -> String {
    let mut shown = minus.to_owned();
    let mut is_shown = false;
    for token in tokens {
        match token {
            Token::Literal(literal) => shown.push_str(literal),
            Token::Percent => shown.push('%'),
            Token::General | Token::Text | Token::Digit(_) if !is_shown => {
                shown.push_str(number);
                is_shown = true;
            }
            _ => {}
        }
    }
    shown
}

/// Commas behind the last place of all, or behind the last place before the point: each divides by a thousand.
fn scaling_commas(tokens: &[Token]) -> i32 {
    let point = tokens.iter().position(|token| *token == Token::Point);
    let whole = tokens.iter().take(point.unwrap_or(0));
    let count = |commas: usize| i32::try_from(commas).unwrap_or(0);
    count(commas_at_end(whole)).saturating_add(count(commas_at_end(tokens.iter())))
}

fn commas_at_end<'a>(tokens: impl DoubleEndedIterator<Item = &'a Token>) -> usize {
    let from_end =
        tokens.rev().skip_while(|token| !matches!(token, Token::Comma | Token::Digit(_)));
    from_end.take_while(|token| **token == Token::Comma).count()
}

fn show_fixed(tokens: &[Token], decimal: &Decimal) -> String {
    let point = tokens.iter().position(|token| *token == Token::Point);
    let (whole, rest) = tokens.split_at(point.unwrap_or(tokens.len()));
    let fraction_places = rest.iter().filter(|token| matches!(token, Token::Digit(_))).count();
    let (whole_digits, fraction_digits) = decimal.rounded(fraction_places.min(PLACES_MAX));
    let mut shown = show_whole(whole, &whole_digits);
    shown.push_str(&show_fraction(rest, &fraction_digits));
    shown
}

/// The whole part, from the right: the leftmost place takes all digits that are left.
fn show_whole(tokens: &[Token], digits: &str) -> String {
    let mut left = digits.trim_start_matches('0').chars().rev().peekable();
    let places = tokens.iter().filter(|token| matches!(token, Token::Digit(_))).count();
    let first_place = tokens.iter().position(|token| matches!(token, Token::Digit(_)));
    let last_place = tokens.iter().rposition(|token| matches!(token, Token::Digit(_)));
    let is_grouped = tokens.iter().enumerate().any(|(at, token)| {
        *token == Token::Comma && Some(at) > first_place && Some(at) < last_place
    });
    let mut reversed = String::new();
    let (mut shown, mut seen) = (0_usize, 0_usize);
    let push = |digit: char, reversed: &mut String, shown: &mut usize| {
        if is_grouped && *shown > 0 && (*shown).is_multiple_of(3) {
            reversed.push(',');
        }
        reversed.push(digit);
        *shown += 1;
    };
    for token in tokens.iter().rev() {
        match token {
            Token::Digit(place) => {
                seen += 1;
                match (left.next(), place) {
                    (Some(digit), _) => push(digit, &mut reversed, &mut shown),
                    (None, '0') => push('0', &mut reversed, &mut shown),
                    (None, '?') => reversed.push(' '),
                    _ => {}
                }
                if seen == places {
                    for digit in left.by_ref() {
                        push(digit, &mut reversed, &mut shown);
                    }
                }
            }
            Token::Literal(literal) => reversed.extend(literal.chars().rev()),
            Token::Percent => reversed.push('%'),
            _ => {}
        }
    }
    reversed.chars().rev().collect()
}

/// The point and what stands behind it.
fn show_fraction(tokens: &[Token], digits: &str) -> String {
    let needed = digits.trim_end_matches('0').len();
    let mut shown = String::new();
    let mut at = 0;
    for token in tokens {
        match token {
            Token::Point => shown.push('.'),
            Token::Digit(place) => {
                let digit = digits.chars().nth(at).unwrap_or('0');
                at += 1;
                match place {
                    _ if at <= needed => shown.push(digit),
                    '0' => shown.push('0'),
                    '?' => shown.push(' '),
                    _ => {}
                }
            }
            Token::Literal(literal) => shown.push_str(literal),
            Token::Percent => shown.push('%'),
            _ => {}
        }
    }
    shown
}

fn show_scientific(tokens: &[Token], at: usize, mut decimal: Decimal) -> String {
    let (mantissa, rest) = tokens.split_at(at);
    let whole = mantissa.iter().take_while(|token| **token != Token::Point);
    let places = whole.filter(|token| matches!(token, Token::Digit(_))).count().max(1);
    let places = i32::try_from(places).unwrap_or(1);
    let exponent = decimal.exponent().div_euclid(places) * places;
    decimal.shift(-exponent);
    let has_plus = matches!(rest.first(), Some(Token::Exponent('+')));
    let sign = if exponent < 0 {
        "-"
    } else if has_plus {
        "+"
    } else {
        ""
    };
    let behind = rest.get(1..).unwrap_or(&[]);
    let digits = exponent.unsigned_abs().to_string();
    format!("{}E{sign}{}", show_fixed(mantissa, &decimal), show_whole(behind, &digits))
}

/// The built-in codes (ECMA-376 part 1, 18.8.30). Those that follow the language of the machine (5..8, 14, 22, 27..36, 50..58) are
/// written in one neutral form.
const fn built_in_code(number: u32) -> Option<&'static str> {
    Some(match number {
        0 => "General",
        1 => "0",
        2 => "0.00",
        3 | 5 | 6 | 37 | 38 | 41 | 42 => "#,##0",
        4 | 7 | 8 | 39 | 40 | 43 | 44 => "#,##0.00",
        9 => "0%",
        10 => "0.00%",
        11 => "0.00E+00",
        12 | 13 => "# ?/?",
        14 | 27..=31 | 36 | 50..=54 | 57 | 58 => "yyyy-mm-dd",
        15 => "d-mmm-yy",
        16 => "d-mmm",
        17 => "mmm-yy",
        18 => "h:mm AM/PM",
        19 => "h:mm:ss AM/PM",
        20 | 32 => "h:mm",
        21 | 33 => "h:mm:ss",
        22 | 34 | 35 | 55 | 56 => "yyyy-mm-dd h:mm",
        45 => "mm:ss",
        46 => "[h]:mm:ss",
        47 => "mm:ss.0",
        48 => "##0.0E+0",
        49 => "@",
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn show(code: &str, value: f64) -> String {
        NumberFormat::new(code).show(value, false)
    }

    #[test]
    fn numbers_are_shown_as_their_code_says() {
        for (code, value, shown) in [
            ("General", 0.1 + 0.2, "0.3"),
            ("0", 2.5, "3"),
            ("0.00", 2.675, "2.68"),
            ("#,##0", 1_234_567.0, "1,234,567"),
            ("#,##0.00;[Red]-#,##0.00", -1234.5, "-1,234.50"),
            ("#,##0;(#,##0)", -1234.0, "(1,234)"),
            ("0%", 0.125, "13%"),
            ("0.0%", 0.125, "12.5%"),
            ("0.00E+00", 12345.0, "1.23E+04"),
            ("##0.0E+0", 12345.0, "12.3E+3"),
            ("000", 7.0, "007"),
            ("\"SC\"000", 12.0, "SC012"),
            ("000\\-0000", 1_234_567.0, "123-4567"),
            ("[$¥-804]#,##0", 1200.0, "¥1,200"),
            ("0\"格\"", 45.0, "45格"),
            ("0,", 12_345.0, "12"),
            ("#.##", 0.5, ".5"),
            ("# ?/?", 0.5, "0.5"),
            ("0;0;\"无\"", 0.0, "无"),
            ("[>=100]\"many\";0", 120.0, "many"),
            ("[>=100]\"many\";0", 20.0, "20"),
            ("_(* #,##0_);_(* (#,##0)", -12.0, "(12)"),
            (";;;", 5.0, ""),
            ("@", 5.0, "5"),
            ("0.0#", 1.5, "1.5"),
            ("\"SC\"000\"_C010\"", 45.0, "SC045_C010"),
            ("000-0000-0000", 13_800_138_000.0, "138-0013-8000"),
            ("0.0,,", 1_500_000.0, "1.5"),
            ("0,.0", 1_500.0, "1.5"),
            ("[Red]0_ ;[$¥-804]0", 3.0, "3"),
        ] {
            assert_eq!(show(code, value), shown, "{code} of {value}");
        }
    }

    #[test]
    fn dates_are_shown_as_their_code_says() {
        for (code, value, shown) in [
            ("yyyy-mm-dd h:mm:ss", 45307.878, "2024-01-16 21:04:19"),
            ("yyyy\"年\"m\"月\"d\"日\"", 45307.0, "2024年1月16日"),
            ("yyyy/m/d;@", 45307.0, "2024/1/16"),
            ("[$-F800]dddd, mmmm dd, yyyy", 45307.0, "Tuesday, January 16, 2024"),
            ("[$-804]aaaa", 45307.0, "星期二"),
            ("[$-412]aaaa", 45307.0, "화요일"),
            ("m/d/yy h:mm AM/PM", 45307.878, "1/16/24 9:04 PM"),
            ("[$-804]上午/下午h\"时\"mm\"分\"", 45307.25, "上午6时00分"),
            ("h:mm", 0.5, "12:00"),
            ("[h]:mm:ss", 1.5, "36:00:00"),
            ("[mm]:ss", 0.0625, "90:00"),
            ("mm:ss.00", 0.000_014_467_6, "00:01.25"),
            ("mm:ss", 0.5, "00:00"),
            ("h:mm AM/PM", 45307.5, "12:00 PM"),
            ("yyyy/m/d h:mm", 45_307.878_541_67, "2024/1/16 21:05"),
            ("hh:mm:ss", 0.999_999_9, "00:00:00"),
            ("d-mmm-yy", 60.0, "29-Feb-00"),
            ("yyyy-mm-dd", 59.0, "1900-02-28"),
            ("yyyy-mm-dd", 61.0, "1900-03-01"),
            ("yyyy-mm-dd", -3.0, "-3"),
            ("yyyy-mm-dd", 1e12, "1000000000000"),
        ] {
            assert_eq!(show(code, value), shown, "{code} of {value}");
        }
    }

    #[test]
    fn the_system_of_1904_begins_later() {
        let format = NumberFormat::new("yyyy-mm-dd");
        assert_eq!(format.show(43845.0, true), "2024-01-16");
        assert_eq!(format.show(0.0, true), "1904-01-01");
    }

    #[test]
    fn built_in_numbers_that_follow_the_machine_come_year_first() {
        for number in [14, 27, 31, 36, 50, 57, 58] {
            let format = NumberFormat::built_in(number).unwrap();
            assert!(format.is_date());
            assert_eq!(format.show(45307.878, false), "2024-01-16", "{number}");
        }
        assert_eq!(NumberFormat::built_in(99), None);
    }

    #[test]
    fn texts_are_shown_as_their_code_says() {
        assert_eq!(NumberFormat::new("\"SC\"@").show_text("012"), "SC012");
        assert_eq!(NumberFormat::new("0.00").show_text("返修"), "返修");
        assert_eq!(NumberFormat::new(";;;").show_text("返修"), "");
    }

    proptest! {
        #[test]
        fn any_code_and_number_end(code in "\\PC{0,60}", value: f64) {
            let format = NumberFormat::new(&code);
            format.show(value, false);
            format.show(value, true);
            format.show_text(&code);
        }

        #[test]
        fn codes_of_the_right_signs_end(code in "[0#?.,;@%E+yYmMdDhHsSaAeg/\\[\\]$\"\\\\_* -]{0,40}", value: f64) {
            NumberFormat::new(&code).show(value, false);
        }

        #[test]
        fn whole_numbers_are_shown_as_they_are(value: i32) {
            prop_assert_eq!(general(f64::from(value)), value.to_string());
        }
    }
}
