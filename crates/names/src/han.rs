//! Han signs: their readings in Mandarin, Cantonese and Korean, and their simplified form.
//!
//! In: one sign. Out: readings without tones, the most usual first. The table `data/han.tsv` is derived from Unicode's
//! Unihan database by `data/han.py` and keeps its notice. A reading says how a sign may be spelled, never whose name it is.

use std::collections::BTreeMap;
use std::sync::OnceLock;

const ROWS: &str = include_str!("../data/han.tsv");

/// What the table says of one sign.
#[derive(Debug, Clone, Copy, Default)]
pub(crate) struct Sign {
    pinyin: &'static str,
    jyutping: &'static str,
    hangul: &'static str,
    /// The simplified form, where there is one and only one.
    pub(crate) simplified: Option<char>,
}

impl Sign {
    /// Syllables of Mandarin in pinyin, `v` for `ü`.
    pub(crate) fn pinyin(&self) -> impl Iterator<Item = &'static str> + use<> {
        self.pinyin.split(',').filter(|reading| !reading.is_empty())
    }

    /// The most usual Cantonese syllable in jyutping.
    pub(crate) fn jyutping(&self) -> Option<&'static str> {
        self.jyutping.split(',').find(|reading| !reading.is_empty())
    }

    /// Korean syllables, those of surnames first.
    pub(crate) fn hangul(&self) -> impl Iterator<Item = char> + use<> {
        self.hangul.chars()
    }
}

fn table() -> &'static BTreeMap<char, Sign> {
    static TABLE: OnceLock<BTreeMap<char, Sign>> = OnceLock::new();
    TABLE.get_or_init(|| {
        let rows = ROWS.lines().filter(|row| !row.starts_with('#'));
        rows.filter_map(|row| {
            let mut cells = row.split('\t');
            let sign = cells.next()?.chars().next()?;
            let mut cell = || cells.next().unwrap_or_default();
            let (pinyin, jyutping, hangul) = (cell(), cell(), cell());
            let simplified = cell().chars().next();
            Some((sign, Sign { pinyin, jyutping, hangul, simplified }))
        })
        .collect()
    })
}

/// What is known of a sign; nothing of one that is no Han sign.
pub(crate) fn of(sign: char) -> Option<&'static Sign> {
    table().get(&sign)
}

/// The simplified form of a sign, or the sign.
pub(crate) fn simplified(sign: char) -> char {
    if !is_han(sign) {
        return sign;
    }
    of(sign).and_then(|known| known.simplified).unwrap_or(sign)
}

/// Whether a sign is a Han ideograph.
pub fn is_han(sign: char) -> bool {
    matches!(sign, '\u{3400}'..='\u{4DBF}' | '\u{4E00}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{20000}'..='\u{2FA1F}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_is_a_han_sign_with_a_reading() {
        for (sign, known) in table() {
            assert!(is_han(*sign), "{sign}");
            assert!(known.pinyin().next().is_some() || known.hangul().next().is_some(), "{sign}");
        }
        assert!(table().len() > 15_000);
    }

    #[test]
    fn readings_of_three_languages_and_the_simplified_form_are_known() {
        let sign = of('金').expect("in the table");
        assert_eq!(sign.pinyin().next(), Some("jin"));
        assert_eq!(sign.jyutping(), Some("gam"));
        assert_eq!(sign.hangul().collect::<String>(), "김금");
        assert_eq!(simplified('習'), '习');
        assert_eq!(simplified('李'), '李');
        assert_eq!(simplified('a'), 'a');
    }
}
