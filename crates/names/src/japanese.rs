//! Japanese names: kana in Hepburn, and the usual readings of common names in Han signs.
//!
//! In: signs. Out: Latin text. `data/japanese.tsv` was typed for this project; a name that is not in it has no Japanese
//! reading here, because most signs have many. It never says that a name is Japanese, only how it would be read.

use std::collections::BTreeMap;
use std::sync::OnceLock;

use crate::han;

const ROWS: &str = include_str!("../data/japanese.tsv");

/// Signs of the longest family name in the table.
const FAMILY_SIGNS_MAX: usize = 3;

#[derive(Default)]
struct Names {
    family: BTreeMap<String, &'static str>,
    given: BTreeMap<String, &'static str>,
}

fn names() -> &'static Names {
    static NAMES: OnceLock<Names> = OnceLock::new();
    NAMES.get_or_init(|| {
        let mut names = Names::default();
        for row in ROWS.lines().filter(|row| !row.starts_with('#')) {
            let mut cells = row.split('\t');
            let (Some(kind), Some(reading), Some(spellings)) =
                (cells.next(), cells.next(), cells.next())
            else {
                continue;
            };
            let table = if kind == "family" { &mut names.family } else { &mut names.given };
            for spelling in spellings.split(' ') {
                // Names arrive here in simplified signs.
                let spelling: String = spelling.chars().map(han::simplified).collect();
                table.entry(spelling).or_insert(reading);
            }
        }
        names
    })
}

/// Family name and given name in Latin, where both are known.
pub(crate) fn read(signs: &[char]) -> Option<[&'static str; 2]> {
    (1..=FAMILY_SIGNS_MAX.min(signs.len().saturating_sub(1))).rev().find_map(|at| {
        let (family, given) = signs.split_at_checked(at)?;
        let text = |signs: &[char]| signs.iter().collect::<String>();
        Some([*names().family.get(&text(family))?, *names().given.get(&text(given))?])
    })
}

/// Kana by row: vowels a, i, u, e, o; `-` where there is none.
const ROWS_OF_KANA: &[(&str, &str)] = &[
    ("アイウエオ", "a i u e o"),
    ("カキクケコ", "ka ki ku ke ko"),
    ("ガギグゲゴ", "ga gi gu ge go"),
    ("サシスセソ", "sa shi su se so"),
    ("ザジズゼゾ", "za ji zu ze zo"),
    ("タチツテト", "ta chi tsu te to"),
    ("ダヂヅデド", "da ji zu de do"),
    ("ナニヌネノ", "na ni nu ne no"),
    ("ハヒフヘホ", "ha hi fu he ho"),
    ("バビブベボ", "ba bi bu be bo"),
    ("パピプペポ", "pa pi pu pe po"),
    ("マミムメモ", "ma mi mu me mo"),
    ("ヤユヨラリ", "ya yu yo ra ri"),
    ("ルレロワヲ", "ru re ro wa o"),
    ("ンヴ", "n vu"),
];

/// Small kana that change the vowel before them.
const SMALL: &[(char, &str)] = &[
    ('ャ', "ya"),
    ('ュ', "yu"),
    ('ョ', "yo"),
    ('ァ', "a"),
    ('ィ', "i"),
    ('ゥ', "u"),
    ('ェ', "e"),
    ('ォ', "o"),
];

/// Whether a sign is hiragana or katakana.
pub(crate) fn is_kana(sign: char) -> bool {
    matches!(sign, '\u{3041}'..='\u{30FF}') && sign != '・'
}

/// A run of kana in Hepburn without marks of length.
pub(crate) fn kana(text: &str) -> String {
    let mut latin = String::new();
    let mut doubled = false;
    for sign in text.chars() {
        // Hiragana stand 96 places before katakana.
        let sign = match sign {
            'ぁ'..='ゖ' => char::from_u32(u32::from(sign) + 96).unwrap_or(sign),
            _ => sign,
        };
        match sign {
            'ッ' => doubled = true,
            'ー' => {}
            _ => {
                if let Some((_, small)) = SMALL.iter().find(|row| row.0 == sign) {
                    contract(&mut latin, small);
                } else if let Some(syllable) = syllable(sign) {
                    latin.extend(syllable.chars().next().filter(|_| doubled));
                    latin.push_str(syllable);
                } else {
                    latin.push(sign);
                }
                doubled = false;
            }
        }
    }
    latin
}

fn syllable(sign: char) -> Option<&'static str> {
    ROWS_OF_KANA.iter().find_map(|(signs, latin)| {
        let at = signs.chars().position(|other| other == sign)?;
        latin.split(' ').nth(at)
    })
}

/// `ki` and a small `ya` are `kya`, `shi` and `ya` are `sha`, `fu` and `a` are `fa`.
fn contract(latin: &mut String, small: &str) {
    let palatal = small.starts_with('y');
    match latin.pop() {
        Some('i') if palatal && latin.ends_with(['h', 'j']) => {
            latin.push_str(small.trim_start_matches('y'));
        }
        Some(other) if !matches!(other, 'i' | 'u' | 'e' | 'o') => {
            latin.push(other);
            latin.push_str(small);
        }
        _ => latin.push_str(small),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn kana_are_read_in_hepburn() {
        for (text, want) in [
            ("オバマ", "obama"),
            ("バラク", "baraku"),
            ("さとう", "satou"),
            ("シャチョウ", "shachou"),
            ("キャット", "kyatto"),
            ("ファン", "fan"),
            ("ジョン", "jon"),
        ] {
            assert_eq!(kana(text), want, "{text}");
        }
    }

    #[test]
    fn common_names_are_read_and_others_are_not() {
        let read_text = |text: &str| read(&text.chars().collect::<Vec<_>>());
        assert_eq!(read_text("山田太郎"), Some(["yamada", "taro"]));
        assert_eq!(read_text("田中花子"), Some(["tanaka", "hanako"]));
        assert_eq!(read_text("王伟"), None);
        assert_eq!(read_text(""), None);
    }

    proptest! {
        #[test]
        fn any_text_is_read(text in "\\PC{0,40}") {
            prop_assert!(kana(&text).chars().count() <= text.chars().count() * 4);
        }
    }
}
