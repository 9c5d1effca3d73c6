//! Identifiers with their check digits, in one form that compares across the names they go by.
//!
//! In: a type as people write it (`USCC`, `Tax ID No.`) and a value. Out: kind, value without
//! spaces and hyphens, and whether its check digit holds. It never looks anything up.

use std::fmt;

use unicode_normalization::UnicodeNormalization;

use crate::id_types;

pub use crate::id_kind::IdKind;

/// What the check digit says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Check {
    /// It holds.
    Valid,
    /// It does not: a typing error or a forgery.
    Invalid,
    /// This kind has none that we know.
    NotChecked,
}

/// A number in normal form.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Identifier {
    /// What it is; a generic type is told more closely where the value proves it.
    pub kind: IdKind,
    /// Upper case, without spaces, hyphens and dots.
    pub value: String,
    /// What the check digit says.
    pub check: Check,
}

/// Signs of a value that are kept; a longer one is no identifier of any country.
const VALUE_SIGNS_MAX: usize = 64;

/// Reads an identifier of a type as people write it.
pub fn parse_id(kind: &str, value: &str) -> Identifier {
    let kind = id_types::known(kind).unwrap_or(IdKind::Other);
    let value: String = value
        .nfkc()
        .filter(|sign| sign.is_alphanumeric())
        .take(VALUE_SIGNS_MAX)
        .flat_map(char::to_uppercase)
        .collect();
    let kind = told_closer(kind, &value);
    let check = check(kind, &value);
    Identifier { kind, value, check }
}

impl Identifier {
    /// The values under which it may stand on a list: its own, and the organisation code inside
    /// a USCC.
    pub fn keys(&self) -> impl Iterator<Item = String> {
        let own = Some(self.value.clone()).filter(|value| value.chars().count() >= KEY_SIGNS_MIN);
        own.into_iter().chain(self.org_code())
    }

    /// Whether both name the same thing: equal values of kinds that may be one, or one
    /// organisation code, alone or inside a USCC.
    pub fn is_same_as(&self, other: &Self) -> bool {
        if self.value == other.value {
            return self.kind.may_be(other.kind);
        }
        match (self.kind, other.kind) {
            (IdKind::Uscc, IdKind::OrgCode | IdKind::Registration | IdKind::Other) => {
                self.org_code().as_ref() == Some(&other.value)
            }
            (IdKind::OrgCode | IdKind::Registration | IdKind::Other, IdKind::Uscc) => {
                other.org_code().as_ref() == Some(&self.value)
            }
            _ => false,
        }
    }

    /// Characters 9 to 17 of a USCC.
    pub fn org_code(&self) -> Option<String> {
        (self.kind == IdKind::Uscc && self.value.chars().count() == 18)
            .then(|| self.value.chars().skip(8).take(9).collect())
    }

    /// The date of birth inside a PRC identity number, as year, month, day.
    pub fn birth_date(&self) -> Option<(i16, u8, u8)> {
        if self.kind != IdKind::PrcId || self.check == Check::Invalid {
            return None;
        }
        let digits = self.value.get(6..14)?;
        Some((
            digits.get(0..4)?.parse().ok()?,
            digits.get(4..6)?.parse().ok()?,
            digits.get(6..8)?.parse().ok()?,
        ))
    }
}

impl fmt::Display for Identifier {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let check = match self.check {
            Check::Valid => " (check digit valid)",
            Check::Invalid => " (check digit wrong)",
            Check::NotChecked => "",
        };
        write!(f, "{} {}{check}", self.kind.word(), self.value)
    }
}

/// A value shorter than this is found by accident too easily.
const KEY_SIGNS_MIN: usize = 5;

/// A generic type whose value carries the valid check digit of a long national number is one.
fn told_closer(kind: IdKind, value: &str) -> IdKind {
    let candidates: &[IdKind] = match kind {
        IdKind::Registration | IdKind::Other => &[IdKind::Uscc, IdKind::Ogrn, IdKind::Uen],
        IdKind::Tax => &[IdKind::Inn, IdKind::Uscc],
        IdKind::NationalId => &[IdKind::PrcId],
        IdKind::Uscc
        | IdKind::OrgCode
        | IdKind::PrcId
        | IdKind::Inn
        | IdKind::Ogrn
        | IdKind::Uen
        | IdKind::HkBr
        | IdKind::Passport => &[],
    };
    candidates.iter().copied().find(|kind| check_of(*kind, value) == Some(true)).unwrap_or(kind)
}

fn check(kind: IdKind, value: &str) -> Check {
    match kind {
        IdKind::Uscc | IdKind::OrgCode | IdKind::PrcId | IdKind::Inn | IdKind::Ogrn => {
            if check_of(kind, value) == Some(true) { Check::Valid } else { Check::Invalid }
        }
        // Only one of the three forms of a UEN is checked here.
        IdKind::Uen => match uen(value) {
            Some(true) => Check::Valid,
            Some(false) => Check::Invalid,
            None => Check::NotChecked,
        },
        IdKind::HkBr
        | IdKind::Registration
        | IdKind::Tax
        | IdKind::Passport
        | IdKind::NationalId
        | IdKind::Other => Check::NotChecked,
    }
}

/// Whether the check digit holds; `None` where the value has not the form at all.
fn check_of(kind: IdKind, value: &str) -> Option<bool> {
    match kind {
        IdKind::Uscc => uscc(value),
        IdKind::OrgCode => org_code(value),
        IdKind::PrcId => prc_id(value),
        IdKind::Inn => inn(value),
        IdKind::Ogrn => ogrn(value),
        IdKind::Uen => uen(value),
        IdKind::HkBr
        | IdKind::Registration
        | IdKind::Tax
        | IdKind::Passport
        | IdKind::NationalId
        | IdKind::Other => None,
    }
}

/// GB 32100-2015: base 31 without I, O, S, V, Z; weights 3^i mod 31.
fn uscc(value: &str) -> Option<bool> {
    const ALPHABET: &str = "0123456789ABCDEFGHJKLMNPQRTUWXY";
    let places: Vec<u32> = value
        .chars()
        .map(|sign| ALPHABET.chars().position(|other| other == sign))
        .map(|place| place.and_then(|place| u32::try_from(place).ok()))
        .collect::<Option<_>>()?;
    let (last, body) = places.split_last()?;
    if body.len() != 17 {
        return None;
    }
    let mut weight = 1;
    let mut sum = 0;
    for place in body {
        sum += place * weight;
        weight = weight * 3 % 31;
    }
    Some(*last == (31 - sum % 31) % 31)
}

/// GB 11714: eight signs in base 36, weights 3 7 9 10 5 8 4 2, modulo 11, 10 is `X`.
fn org_code(value: &str) -> Option<bool> {
    const WEIGHTS: [u32; 8] = [3, 7, 9, 10, 5, 8, 4, 2];
    let signs: Vec<char> = value.chars().collect();
    let (last, body) = signs.split_last()?;
    if body.len() != 8 {
        return None;
    }
    let mut sum = 0;
    for (sign, weight) in body.iter().zip(WEIGHTS) {
        sum += sign.to_digit(36)? * weight;
    }
    let expected = match 11 - sum % 11 {
        10 => 'X',
        11 => '0',
        digit => char::from_digit(digit, 10)?,
    };
    Some(*last == expected)
}

/// UEN of a local company: a year, five digits, a letter by the weighted sum modulo 11 (python-stdnum,
/// `stdnum/sg/uen.py`; the listed 201836948N agrees).
fn uen(value: &str) -> Option<bool> {
    const WEIGHTS: [u32; 9] = [10, 8, 6, 4, 9, 7, 5, 3, 1];
    const LETTERS: &str = "ZKCMDNERGWH";
    const YEARS: std::ops::RangeInclusive<u32> = 1800..=2199;
    let signs: Vec<char> = value.chars().collect();
    let (last, body) = signs.split_last()?;
    let digits: Vec<u32> = body.iter().map(|sign| sign.to_digit(10)).collect::<Option<_>>()?;
    let year = digits.iter().take(4).fold(0, |year, digit| year * 10 + digit);
    if digits.len() != WEIGHTS.len() || !last.is_ascii_uppercase() || !YEARS.contains(&year) {
        return None;
    }
    let sum: u32 = digits.iter().zip(WEIGHTS).map(|(digit, weight)| digit * weight).sum();
    LETTERS.chars().nth((sum % 11) as usize).map(|letter| letter == *last)
}

/// GB 11643-1999: 17 digits with a date of birth in digits 7 to 14, weights 2^(17-i) mod 11.
fn prc_id(value: &str) -> Option<bool> {
    const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];
    const CHECKS: &str = "10X98765432";
    let signs: Vec<char> = value.chars().collect();
    let (last, body) = signs.split_last()?;
    if body.len() != 17 {
        return None;
    }
    let mut sum = 0;
    for (sign, weight) in body.iter().zip(WEIGHTS) {
        sum += sign.to_digit(10)? * weight;
    }
    let month: u32 = value.get(10..12)?.parse().ok()?;
    let day: u32 = value.get(12..14)?.parse().ok()?;
    let dated = (1..=12).contains(&month) && (1..=31).contains(&day);
    let expected = CHECKS.chars().nth(usize::try_from(sum % 11).ok()?)?;
    Some(dated && *last == expected)
}

fn digits(value: &str) -> Option<Vec<u32>> {
    value.chars().map(|sign| sign.to_digit(10)).collect()
}

/// Order of the Federal Tax Service of Russia ММВ-7-6/435@, annex: weights modulo 11 modulo 10.
fn inn(value: &str) -> Option<bool> {
    const WEIGHTS: [u32; 11] = [3, 7, 2, 4, 10, 3, 5, 9, 4, 6, 8];
    let digits = digits(value)?;
    let control = |n: usize| {
        let weights = WEIGHTS.get(WEIGHTS.len().checked_sub(n)?..)?;
        Some(
            digits.iter().zip(weights).map(|(digit, weight)| digit * weight).sum::<u32>() % 11 % 10,
        )
    };
    match digits.as_slice() {
        [.., last] if digits.len() == 10 => Some(control(9)? == *last),
        [.., before, last] if digits.len() == 12 => {
            Some(control(10)? == *before && control(11)? == *last)
        }
        _ => None,
    }
}

/// Order of the Ministry of Finance of Russia 165n: remainder by 11 (13 digits) or 13 (15),
/// its last digit.
fn ogrn(value: &str) -> Option<bool> {
    let digits = digits(value)?;
    let (last, body) = digits.split_last()?;
    let divisor = match digits.len() {
        13 => 11,
        15 => 13,
        _ => return None,
    };
    let number = body.iter().fold(0u64, |number, digit| number * 10 + u64::from(*digit));
    Some(number % divisor % 10 == u64::from(*last))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn check_digits_of_listed_numbers_hold_and_typing_errors_do_not() {
        use Check::{Invalid, NotChecked, Valid};
        let cases = [
            ("USCC", "913101040936933514", IdKind::Uscc, Valid),
            ("USCC", "91500118582829838H", IdKind::Uscc, Valid),
            ("USCC", "91500118582829839H", IdKind::Uscc, Invalid),
            ("uscc", "9131 0104 0937-94515H", IdKind::Uscc, Valid),
            ("USCC", "123", IdKind::Uscc, Invalid),
            ("Organization Code", "259861969", IdKind::OrgCode, Valid),
            ("Organization Code", "25986196-8", IdKind::OrgCode, Invalid),
            ("National ID No.", "31010619740406283X", IdKind::PrcId, Valid),
            ("PRC ID", "310106197404062831", IdKind::PrcId, Invalid),
            ("Tax ID No.", "7743531082", IdKind::Inn, Valid),
            ("INN", "7743531083", IdKind::Inn, Invalid),
            ("INN", "500100732259", IdKind::Inn, Valid),
            ("Business Registration Number", "1047796451658", IdKind::Ogrn, Valid),
            ("OGRN", "1047796451659", IdKind::Ogrn, Invalid),
            ("OGRN", "304500116000157", IdKind::Ogrn, Valid),
            ("UEN", "201836948N", IdKind::Uen, Valid),
            ("UEN", "201836948K", IdKind::Uen, Invalid),
            ("UEN", "T08LL0001A", IdKind::Uen, NotChecked),
            ("Identification Number", "201836948N", IdKind::Uen, Valid),
            ("", "913101040936933514", IdKind::Uscc, Valid),
            ("USCC", "９１３１０１０４０９３６９３３５１４", IdKind::Uscc, Valid),
            ("", "2211652", IdKind::Other, NotChecked),
            ("Passport", "u8554908", IdKind::Passport, NotChecked),
            ("Lot", "42", IdKind::Other, NotChecked),
        ];
        for (kind, value, want, check) in cases {
            let id = parse_id(kind, value);
            assert_eq!((id.kind, id.check), (want, check), "{kind} {value}");
        }
    }

    #[test]
    fn the_organisation_code_is_found_inside_the_uscc() {
        let code = parse_id("org code", "25986196-9");
        let uscc = parse_id("USCC", "91350583259861969M");
        assert!(code.is_same_as(&uscc) && uscc.is_same_as(&code));
        assert!(uscc.keys().any(|key| key == code.value));
        assert!(!code.is_same_as(&parse_id("USCC", "91500118582829838H")));
    }

    #[test]
    fn a_passport_is_never_a_company_number() {
        let passport = parse_id("Passport", "836210080");
        assert!(!passport.is_same_as(&parse_id("Registration Number", "836210080")));
        assert!(passport.is_same_as(&parse_id("National ID No.", "836210080")));
        let br = parse_id("HK BR", "2211652");
        assert!(br.is_same_as(&parse_id("Business Registration Number", "2211652")));
    }

    #[test]
    fn a_phone_or_tax_number_is_never_a_register_number() {
        let kind = |text: &str| parse_id(text, "2211652").kind;
        assert!(kind("HK BR").is_one_register_with(kind("Business Registration Number")));
        assert!(kind("Passport").is_one_register_with(kind("passport no.")));
        for other in ["Phone", "Invoice", "VAT", "Identification Number", "Passport", "BR "] {
            let one = kind(other).is_one_register_with(kind("Registration Number"));
            assert_eq!(one, other == "BR ", "{other}");
        }
        assert!(!kind("Phone").is_one_register_with(kind("Identification Number")));
        assert!(!kind("Tax ID No.").is_one_register_with(kind("VAT")));
        assert!(!kind("Passport").is_one_register_with(kind("National ID No.")));
    }

    #[test]
    fn the_date_of_birth_stands_in_a_prc_identity_number() {
        assert_eq!(parse_id("PRC ID", "31010619740406283X").birth_date(), Some((1974, 4, 6)));
        assert_eq!(parse_id("PRC ID", "310106197404062831").birth_date(), None);
    }

    proptest! {
        #[test]
        fn any_text_is_read(kind in ".{0,40}", value in "\\PC{0,80}") {
            let id = parse_id(&kind, &value);
            let _unused = (id.keys().count(), id.birth_date(), id.to_string(), id.is_same_as(&id));
        }

        #[test]
        fn digits_never_overflow(value in "[0-9A-Z]{1,64}") {
            for kind in ["USCC", "org code", "PRC ID", "INN", "OGRN"] {
                let _id = parse_id(kind, &value);
            }
        }
    }
}
