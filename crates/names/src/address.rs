//! Postal addresses in a light normal form: words without street and floor words, and numbers.
//!
//! In: an address as written. Out: its telling words and its numbers, and how far two addresses
//! are one. No country's rules are known here; an address alone is a lead, never a match.

use std::collections::BTreeSet;

use crate::fold::{TokenKind, fold};

/// An address in normal form.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AddressForm {
    /// Telling words.
    pub words: BTreeSet<String>,
    /// House, floor, room and postal numbers, without leading zeros.
    pub numbers: BTreeSet<String>,
}

/// Words that nearly every address has, and towns and countries, which the caller compares apart.
const COMMON: &[&str] = &[
    "road",
    "rd",
    "street",
    "st",
    "str",
    "avenue",
    "ave",
    "av",
    "boulevard",
    "blvd",
    "lane",
    "ln",
    "drive",
    "dr",
    "square",
    "sq",
    "place",
    "pl",
    "room",
    "rm",
    "floor",
    "fl",
    "flr",
    "unit",
    "suite",
    "ste",
    "apartment",
    "apt",
    "building",
    "bldg",
    "block",
    "blk",
    "tower",
    "house",
    "no",
    "nr",
    "number",
    "ul",
    "ulitsa",
    "d",
    "of",
    "the",
    "box",
    "po",
    "pob",
    "zip",
];

/// Folds an address.
pub fn fold_address(address: &str) -> AddressForm {
    let mut form = AddressForm::default();
    for token in fold(address) {
        match token.kind {
            TokenKind::Number => {
                form.numbers.insert(token.text);
            }
            TokenKind::Day => form.numbers.extend(
                token.text.split('-').map(|number| number.trim_start_matches('0').to_owned()),
            ),
            TokenKind::Link | TokenKind::CompanyForm => {}
            TokenKind::Word | TokenKind::Descriptor | TokenKind::Place => {
                if !COMMON.contains(&token.written.as_str()) {
                    form.words.insert(token.written);
                }
            }
        }
    }
    form
}

impl AddressForm {
    /// How far two addresses are one, in thousandths; 0 unless a number and two words agree.
    pub fn likeness(&self, other: &Self) -> u16 {
        let shared_numbers = self.numbers.intersection(&other.numbers).count();
        let shared_words =
            self.words.iter().filter(|word| other.words.iter().any(|o| is_near(word, o))).count();
        if shared_numbers == 0 || shared_words < 2 {
            return 0;
        }
        let words = self.words.len().min(other.words.len()).max(1);
        let numbers = self.numbers.len().min(other.numbers.len()).max(1);
        let share = |part: usize, of: usize| part.min(of) * 1000 / of;
        let sum = share(shared_words, words) * 7 + share(shared_numbers, numbers) * 3;
        u16::try_from(sum / 10).unwrap_or(1000)
    }
}

/// Equal, or one a beginning of the other with at most one letter more (Peninsula, Peninsular).
fn is_near(one: &str, other: &str) -> bool {
    let (long, short) = if one.len() >= other.len() { (one, other) } else { (other, one) };
    long == short || (short.len() >= 5 && long.len() == short.len() + 1 && long.starts_with(short))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn one_building_is_recognised_in_two_spellings() {
        let asked = fold_address("111 North Bridge Rd #08-11 Peninsula Plaza");
        let listed = fold_address("Peninsular Plaza, 111 North Bridge Road, #08-11");
        assert_eq!(asked.likeness(&listed), 1000);
        let room = fold_address("111 North Bridge Road, #08-18, Peninsula Plaza");
        assert!((800..1000).contains(&asked.likeness(&room)));
    }

    #[test]
    fn a_street_alone_or_a_number_alone_is_nothing() {
        let asked = fold_address("111 North Bridge Rd");
        for other in ["North Bridge Rd", "111 South Lane", "", "112 North Bridge Rd"] {
            assert_eq!(asked.likeness(&fold_address(other)), 0, "{other}");
        }
    }

    proptest! {
        #[test]
        fn likeness_has_no_direction(one in "\\PC{0,80}", other in "\\PC{0,80}") {
            let (one, other) = (fold_address(&one), fold_address(&other));
            prop_assert!(one.likeness(&other) <= 1000);
        }
    }
}
