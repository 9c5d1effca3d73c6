//! The types of identifiers as people write them, and a cell `TYPE VALUE` taken apart.
//!
//! In: `PRC ID 31010619740406283X`, `USCC: 9131 0104 ...`, or a bare number. Out: type and value as they
//! were written; a bare number has no type, and its check digit tells what it is. It checks nothing.

use unicode_normalization::UnicodeNormalization;

use crate::id_kind::IdKind;

/// Signs of a cell that are read; a longer one is no identifier of any country.
const CELL_SIGNS_MAX: usize = 256;

/// Signs of a type that are compared.
const TYPE_SIGNS_MAX: usize = 64;

/// Words that a type has at most.
const TYPE_WORDS_MAX: usize = 8;

/// Types as lists and people write them, in normal form (letters and digits only).
const TYPES: &[(&str, IdKind)] = &[
    ("uscc", IdKind::Uscc),
    ("usci", IdKind::Uscc),
    ("unifiedsocialcreditcode", IdKind::Uscc),
    ("unifiedsocialcreditcodeuscc", IdKind::Uscc),
    ("unifiedsocialcreditidentifier", IdKind::Uscc),
    ("creditcode", IdKind::Uscc),
    ("统一社会信用代码", IdKind::Uscc),
    ("organizationcode", IdKind::OrgCode),
    ("organisationcode", IdKind::OrgCode),
    ("orgcode", IdKind::OrgCode),
    ("组织机构代码", IdKind::OrgCode),
    ("prcid", IdKind::PrcId),
    ("cnid", IdKind::PrcId),
    ("chineseid", IdKind::PrcId),
    ("residentid", IdKind::PrcId),
    ("身份证", IdKind::PrcId),
    ("inn", IdKind::Inn),
    ("ruinn", IdKind::Inn),
    ("ogrn", IdKind::Ogrn),
    ("ogrnip", IdKind::Ogrn),
    ("uen", IdKind::Uen),
    ("sguen", IdKind::Uen),
    ("hkbr", IdKind::HkBr),
    ("hkbrn", IdKind::HkBr),
    ("hkbusinessregistration", IdKind::HkBr),
    // Korea and Malaysia say BRN of their own registers.
    ("br", IdKind::Registration),
    ("brn", IdKind::Registration),
    ("passport", IdKind::Passport),
    ("passportno", IdKind::Passport),
    ("passportnumber", IdKind::Passport),
    ("nationalid", IdKind::NationalId),
    ("nationalidno", IdKind::NationalId),
    ("nationalidentificationnumber", IdKind::NationalId),
    ("taxid", IdKind::Tax),
    ("taxidno", IdKind::Tax),
    ("taxidentificationnumber", IdKind::Tax),
    ("vat", IdKind::Tax),
    ("reg", IdKind::Registration),
    ("regno", IdKind::Registration),
    ("registration", IdKind::Registration),
    ("registrationno", IdKind::Registration),
    ("registrationnumber", IdKind::Registration),
    ("registrationid", IdKind::Registration),
    ("businessregistration", IdKind::Registration),
    ("businessregistrationnumber", IdKind::Registration),
    ("businessregistrationdocument", IdKind::Registration),
    ("businessnumber", IdKind::Registration),
    ("companynumber", IdKind::Registration),
    ("ukcompanynumber", IdKind::Registration),
    ("identificationnumber", IdKind::Other),
];

/// The kind of a type; `None` where nobody is known to write it so.
pub fn known(kind: &str) -> Option<IdKind> {
    let name: String = kind
        .nfkc()
        .filter(|sign| sign.is_alphanumeric())
        .take(TYPE_SIGNS_MAX)
        .flat_map(char::to_lowercase)
        .collect();
    TYPES.iter().find(|(text, _)| *text == name).map(|row| row.1)
}

/// Takes a cell `TYPE VALUE` apart; the longest known type counts, else the words before the first
/// that has a digit.
///
/// A bare number has the type `""`. `None` where there is no value.
pub fn split(cell: &str) -> Option<(String, String)> {
    let cell: String = cell.nfkc().take(CELL_SIGNS_MAX).collect();
    let words: Vec<&str> = cell
        .split(|sign: char| sign.is_whitespace() || sign == ':')
        .filter(|word| !word.is_empty())
        .collect();
    let cut = |at: usize| {
        let (kind, value) = words.split_at_checked(at)?;
        (!value.is_empty()).then(|| (kind.join(" "), value.join(" ")))
    };
    for at in (1..words.len().min(TYPE_WORDS_MAX + 1)).rev() {
        let kind = words.get(..at).unwrap_or_default().concat();
        if known(&kind).is_some() {
            return cut(at);
        }
    }
    let has_digit = |word: &&str| word.chars().any(|sign| sign.is_ascii_digit());
    let first = words.iter().position(has_digit);
    match first {
        Some(at) => cut(at),
        None if words.len() > 1 => cut(words.len() - 1),
        None => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn a_cell_is_cut_behind_the_longest_known_type() {
        let cases = [
            ("PRC ID 31010619740406283x", "PRC ID", "31010619740406283x"),
            ("uscc 9131 0104 0936 933514", "uscc", "9131 0104 0936 933514"),
            ("Tax ID No. 7743531082", "Tax ID No.", "7743531082"),
            ("USCC:913101040936933514", "USCC", "913101040936933514"),
            ("HK BR 2211652", "HK BR", "2211652"),
            ("VAT DE 123 456", "VAT", "DE 123 456"),
            ("Business Registration 2211652", "Business Registration", "2211652"),
            ("Phone 2211652", "Phone", "2211652"),
            ("Invoice No 7", "Invoice No", "7"),
            ("Lot ABC", "Lot", "ABC"),
            ("913101040936933514", "", "913101040936933514"),
            ("9131 0104 0936933514", "", "9131 0104 0936933514"),
            ("ＵＳＣＣ　９１３１０１０４０９３６９３３５１４", "USCC", "913101040936933514"),
        ];
        for (cell, kind, value) in cases {
            assert_eq!(split(cell), Some((kind.to_owned(), value.to_owned())), "{cell}");
        }
        for cell in ["", " ", "USCC", "pending", ":"] {
            assert_eq!(split(cell), None, "{cell}");
        }
    }

    proptest! {
        #[test]
        fn any_cell_is_taken_apart(cell in "\\PC{0,300}") {
            if let Some((_, value)) = split(&cell) {
                prop_assert!(!value.is_empty());
            }
        }
    }
}
