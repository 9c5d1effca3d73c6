//! Letters of other scripts in Latin: Cyrillic, Greek, Arabic, Hebrew, Thai, Armenian, Georgian.
//!
//! In: one folded word. Out: the word in Latin letters, as lists and passports simplify it. Arabic, Hebrew and Thai do not write
//! every vowel: frequent names stand in `data/abjad.tsv`, typed for this project; of others only consonants and long vowels
//! come out, which compare by their skeleton. Never a guess at a vowel that is not written.

use std::collections::BTreeMap;
use std::sync::OnceLock;

const ROWS: &str = include_str!("../data/abjad.tsv");

fn frequent() -> &'static BTreeMap<&'static str, &'static str> {
    static NAMES: OnceLock<BTreeMap<&'static str, &'static str>> = OnceLock::new();
    NAMES.get_or_init(|| {
        let rows = ROWS.lines().filter(|row| !row.starts_with('#'));
        let pairs = rows.filter_map(|row| row.split_once('\t'));
        pairs.flat_map(|(latin, words)| words.split(' ').map(move |word| (word, latin))).collect()
    })
}

/// Marks that carry no sound of their own in these names: accents, vowel points, tone marks.
pub(crate) fn is_silent_mark(sign: char) -> bool {
    matches!(sign,
        '\u{0300}'..='\u{036F}' | '\u{0483}'..='\u{0489}' | '\u{0591}'..='\u{05C7}' | '\u{0610}'..='\u{061A}'
        | '\u{0640}' | '\u{064B}'..='\u{065F}' | '\u{0670}' | '\u{06D6}'..='\u{06ED}' | '\u{0E47}'..='\u{0E4E}'
        | '\u{1AB0}'..='\u{1AFF}' | '\u{1DC0}'..='\u{1DFF}' | '\u{20D0}'..='\u{20FF}' | '\u{FE20}'..='\u{FE2F}')
}

/// Spells a word in Latin letters; several words where the script writes them as one.
pub(crate) fn latin(word: &str) -> Option<Vec<String>> {
    let first = word.chars().next().filter(|sign| !sign.is_ascii())?;
    if let Some(known) = frequent().get(word) {
        return Some(known.split(' ').map(str::to_owned).collect());
    }
    match first {
        '\u{0600}'..='\u{06FF}' => Some(arabic(word)),
        '\u{0590}'..='\u{05FF}' => Some(vec![spell(word, HEBREW)]),
        '\u{0E00}'..='\u{0E7F}' => Some(vec![thai(word)]),
        _ => None,
    }
}

/// Arabic writes the article, and the servant of a name of God, as one word with the name.
fn arabic(word: &str) -> Vec<String> {
    for (prefix, before) in [("عبدال", &["abd"][..]), ("ال", &[])] {
        if let Some(rest) = word.strip_prefix(prefix)
            && rest.chars().count() > 2
        {
            let rest = frequent()
                .get(rest)
                .map_or_else(|| spell(rest, ARABIC), |known| (*known).to_owned());
            return before.iter().map(|word| (*word).to_owned()).chain([rest]).collect();
        }
    }
    vec![spell(word, ARABIC)]
}

fn spell(word: &str, letters: &[(char, &str)]) -> String {
    let mut latin = String::with_capacity(word.len());
    for sign in word.chars() {
        match letters.iter().find(|row| row.0 == sign) {
            Some((_, spelled)) => latin.push_str(spelled),
            None => latin.push(sign),
        }
    }
    latin
}

/// Vowels that stand before their consonant are read after it.
fn thai(word: &str) -> String {
    let mut latin = String::with_capacity(word.len());
    let mut waiting: Option<char> = None;
    for sign in word.chars() {
        if matches!(sign, 'เ' | 'แ' | 'โ' | 'ไ' | 'ใ') {
            waiting = Some(sign);
            continue;
        }
        latin.push_str(&spell(sign.encode_utf8(&mut [0; 4]), THAI));
        if let Some(vowel) = waiting.take() {
            latin.push_str(&spell(vowel.encode_utf8(&mut [0; 4]), THAI));
        }
    }
    latin
}

/// A letter of an alphabet that writes its vowels.
pub(crate) fn letter(sign: char) -> Option<&'static str> {
    if sign.is_ascii() {
        return None;
    }
    let letters = match sign {
        '\u{0370}'..='\u{03FF}' => GREEK,
        '\u{0400}'..='\u{052F}' => CYRILLIC,
        '\u{0530}'..='\u{058F}' => ARMENIAN,
        '\u{10D0}'..='\u{10FF}' => GEORGIAN,
        _ => LATIN,
    };
    letters.iter().find(|row| row.0 == sign).map(|row| row.1)
}

/// Latin letters that have no decomposition.
const LATIN: &[(char, &str)] = &[
    ('ß', "ss"),
    ('ø', "o"),
    ('ł', "l"),
    ('đ', "d"),
    ('ð', "d"),
    ('ı', "i"),
    ('æ', "ae"),
    ('œ', "oe"),
    ('þ', "th"),
    ('ə', "a"),
    ('ħ', "h"),
    ('ŋ', "ng"),
];

/// BGN/PCGN, simplified as lists write it.
const CYRILLIC: &[(char, &str)] = &[
    ('а', "a"),
    ('б', "b"),
    ('в', "v"),
    ('г', "g"),
    ('ґ', "g"),
    ('д', "d"),
    ('е', "e"),
    ('э', "e"),
    ('є', "e"),
    ('ж', "zh"),
    ('з', "z"),
    ('и', "i"),
    ('і', "i"),
    ('ї', "i"),
    ('й', "y"),
    ('ы', "y"),
    ('к', "k"),
    ('л', "l"),
    ('м', "m"),
    ('н', "n"),
    ('о', "o"),
    ('п', "p"),
    ('р', "r"),
    ('с', "s"),
    ('т', "t"),
    ('у', "u"),
    ('ф', "f"),
    ('х', "kh"),
    ('ц', "ts"),
    ('ч', "ch"),
    ('ш', "sh"),
    ('щ', "shch"),
    ('ъ', ""),
    ('ь', ""),
    ('ю', "yu"),
    ('я', "ya"),
    ('ђ', "dj"),
    ('ј', "j"),
    ('љ', "lj"),
    ('њ', "nj"),
    ('ћ', "c"),
    ('џ', "dz"),
    ('қ', "q"),
    ('ғ', "g"),
    ('ұ', "u"),
    ('ү', "u"),
    ('ө', "o"),
    ('һ', "h"),
    ('ә', "a"),
    ('ң', "ng"),
    ('ҳ', "h"),
    ('ҷ', "j"),
    ('ѕ', "dz"),
];

/// ELOT 743, simplified.
const GREEK: &[(char, &str)] = &[
    ('α', "a"),
    ('β', "v"),
    ('γ', "g"),
    ('δ', "d"),
    ('ε', "e"),
    ('ζ', "z"),
    ('η', "i"),
    ('θ', "th"),
    ('ι', "i"),
    ('κ', "k"),
    ('λ', "l"),
    ('μ', "m"),
    ('ν', "n"),
    ('ξ', "x"),
    ('ο', "o"),
    ('π', "p"),
    ('ρ', "r"),
    ('σ', "s"),
    ('ς', "s"),
    ('τ', "t"),
    ('υ', "y"),
    ('φ', "f"),
    ('χ', "ch"),
    ('ψ', "ps"),
    ('ω', "o"),
];

const ARMENIAN: &[(char, &str)] = &[
    ('ա', "a"),
    ('բ', "b"),
    ('գ', "g"),
    ('դ', "d"),
    ('ե', "e"),
    ('զ', "z"),
    ('է', "e"),
    ('ը', "y"),
    ('թ', "t"),
    ('ժ', "zh"),
    ('ի', "i"),
    ('լ', "l"),
    ('խ', "kh"),
    ('ծ', "ts"),
    ('կ', "k"),
    ('հ', "h"),
    ('ձ', "dz"),
    ('ղ', "gh"),
    ('ճ', "ch"),
    ('մ', "m"),
    ('յ', "y"),
    ('ն', "n"),
    ('շ', "sh"),
    ('ո', "o"),
    ('չ', "ch"),
    ('պ', "p"),
    ('ջ', "j"),
    ('ռ', "r"),
    ('ս', "s"),
    ('վ', "v"),
    ('տ', "t"),
    ('ր', "r"),
    ('ց', "ts"),
    ('ւ', "u"),
    ('փ', "p"),
    ('ք', "k"),
    ('օ', "o"),
    ('ֆ', "f"),
    ('և', "ev"),
];

const GEORGIAN: &[(char, &str)] = &[
    ('ა', "a"),
    ('ბ', "b"),
    ('გ', "g"),
    ('დ', "d"),
    ('ე', "e"),
    ('ვ', "v"),
    ('ზ', "z"),
    ('თ', "t"),
    ('ი', "i"),
    ('კ', "k"),
    ('ლ', "l"),
    ('მ', "m"),
    ('ნ', "n"),
    ('ო', "o"),
    ('პ', "p"),
    ('ჟ', "zh"),
    ('რ', "r"),
    ('ს', "s"),
    ('ტ', "t"),
    ('უ', "u"),
    ('ფ', "p"),
    ('ქ', "k"),
    ('ღ', "gh"),
    ('ყ', "q"),
    ('შ', "sh"),
    ('ჩ', "ch"),
    ('ც', "ts"),
    ('ძ', "dz"),
    ('წ', "ts"),
    ('ჭ', "ch"),
    ('ხ', "kh"),
    ('ჯ', "j"),
    ('ჰ', "h"),
];

const ARABIC: &[(char, &str)] = &[
    ('ا', "a"),
    ('ب', "b"),
    ('ت', "t"),
    ('ث', "th"),
    ('ج', "j"),
    ('ح', "h"),
    ('خ', "kh"),
    ('د', "d"),
    ('ذ', "dh"),
    ('ر', "r"),
    ('ز', "z"),
    ('س', "s"),
    ('ش', "sh"),
    ('ص', "s"),
    ('ض', "d"),
    ('ط', "t"),
    ('ظ', "z"),
    ('ع', ""),
    ('غ', "gh"),
    ('ف', "f"),
    ('ق', "q"),
    ('ك', "k"),
    ('ک', "k"),
    ('ل', "l"),
    ('م', "m"),
    ('ن', "n"),
    ('ه', "h"),
    ('ة', "a"),
    ('و', "u"),
    ('ي', "i"),
    ('ی', "i"),
    ('ى', "a"),
    ('ء', ""),
    ('پ', "p"),
    ('چ', "ch"),
    ('ژ', "zh"),
    ('گ', "g"),
    ('ڤ', "v"),
    ('ھ', "h"),
    ('ہ', "h"),
    ('ے', "e"),
    ('ں', "n"),
    ('ٹ', "t"),
    ('ڈ', "d"),
    ('ڑ', "r"),
];

const HEBREW: &[(char, &str)] = &[
    ('א', "a"),
    ('ב', "b"),
    ('ג', "g"),
    ('ד', "d"),
    ('ה', "h"),
    ('ו', "o"),
    ('ז', "z"),
    ('ח', "h"),
    ('ט', "t"),
    ('י', "i"),
    ('כ', "k"),
    ('ך', "k"),
    ('ל', "l"),
    ('מ', "m"),
    ('ם', "m"),
    ('נ', "n"),
    ('ן', "n"),
    ('ס', "s"),
    ('ע', "a"),
    ('פ', "p"),
    ('ף', "f"),
    ('צ', "ts"),
    ('ץ', "ts"),
    ('ק', "k"),
    ('ר', "r"),
    ('ש', "sh"),
    ('ת', "t"),
];

/// Royal Thai General System, consonants as at the beginning of a syllable.
const THAI: &[(char, &str)] = &[
    ('ก', "k"),
    ('ข', "kh"),
    ('ค', "kh"),
    ('ฆ', "kh"),
    ('ง', "ng"),
    ('จ', "ch"),
    ('ฉ', "ch"),
    ('ช', "ch"),
    ('ซ', "s"),
    ('ฌ', "ch"),
    ('ญ', "y"),
    ('ฎ', "d"),
    ('ฏ', "t"),
    ('ฐ', "th"),
    ('ฑ', "th"),
    ('ฒ', "th"),
    ('ณ', "n"),
    ('ด', "d"),
    ('ต', "t"),
    ('ถ', "th"),
    ('ท', "th"),
    ('ธ', "th"),
    ('น', "n"),
    ('บ', "b"),
    ('ป', "p"),
    ('ผ', "ph"),
    ('ฝ', "f"),
    ('พ', "ph"),
    ('ฟ', "f"),
    ('ภ', "ph"),
    ('ม', "m"),
    ('ย', "i"),
    ('ร', "r"),
    ('ล', "l"),
    ('ว', "w"),
    ('ศ', "s"),
    ('ษ', "s"),
    ('ส', "s"),
    ('ห', "h"),
    ('ฬ', "l"),
    ('อ', "o"),
    ('ฮ', "h"),
    ('ะ', "a"),
    ('ั', "a"),
    ('า', "a"),
    ('ำ', "am"),
    ('ิ', "i"),
    ('ี', "i"),
    ('ึ', "ue"),
    ('ื', "ue"),
    ('ุ', "u"),
    ('ู', "u"),
    ('เ', "e"),
    ('แ', "ae"),
    ('โ', "o"),
    ('ไ', "ai"),
    ('ใ', "ai"),
];

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn frequent_names_are_read_with_their_vowels() {
        for (word, want) in [
            ("محمد", &["muhammad"][..]),
            ("موسى", &["musa"]),
            ("عبدالرحمن", &["abd", "rahman"]),
            ("الحسن", &["hasan"]),
            ("משה", &["moshe"]),
        ] {
            assert_eq!(latin(word).expect("known"), want, "{word}");
        }
    }

    #[test]
    fn other_words_give_the_letters_that_are_written() {
        assert_eq!(latin("سليماني").expect("Arabic"), ["slimani"]);
        assert_eq!(latin("สมชาย").expect("Thai"), ["smchai"]);
        assert_eq!(latin("kim"), None);
    }

    proptest! {
        #[test]
        fn any_word_is_spelled(word in "\\PC{0,40}") {
            let spelled = latin(&word).unwrap_or_default();
            prop_assert!(spelled.iter().map(String::len).sum::<usize>() <= word.len() * 3 + 16);
        }
    }
}
