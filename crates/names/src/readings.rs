//! The ways to read a name in Han or Hangul signs: Mandarin, Korean, Cantonese, Japanese.
//!
//! In: the tokens of a folded name. Out: the same name in Latin letters, once for each reading that is possible: 金明哲 is
//! Jin Mingzhe, Kim Myong Chol and Kam Ming Chit. Bounded; nothing for a name in Latin letters. It never says which reading is
//! the person's own.

use crate::token::{Token, TokenKind};
use crate::{han, japanese, korean};

/// Whose reading it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reading {
    /// Standard Chinese, in pinyin.
    Mandarin,
    /// Korean, in the northern official form.
    Korean,
    /// Cantonese, as Hong Kong spells names.
    Cantonese,
    /// Japanese, in Hepburn.
    Japanese,
}

impl Reading {
    /// How a report calls it.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Mandarin => "Mandarin (pinyin)",
            Self::Korean => "Korean",
            Self::Cantonese => "Cantonese",
            Self::Japanese => "Japanese",
        }
    }
}

/// Readings that one name has at most.
pub const READINGS_MAX: usize = 8;
/// Signs of a person's name in Han script.
const PERSON_SIGNS_MAX: usize = 4;
/// Readings of the given name that are tried where its signs have several.
const GIVEN_READINGS_MAX: usize = 3;

/// Family names of two signs.
const DOUBLE_FAMILIES: &[&str] = &[
    "欧阳", "司马", "诸葛", "上官", "司徒", "东方", "夏侯", "皇甫", "尉迟", "公孙", "慕容", "令狐",
    "端木", "南宫", "独孤", "鲜于", "轩辕",
];
const DOUBLE_KOREAN: &[&str] = &["南宫", "皇甫", "鲜于", "独孤", "司空", "诸葛"];

/// Signs that are read otherwise as a family name.
const FAMILIES: &[(char, &str)] = &[
    ('单', "shan"),
    ('仇', "qiu"),
    ('解', "xie"),
    ('曾', "zeng"),
    ('盖', "ge"),
    ('查', "zha"),
    ('区', "ou"),
    ('朴', "piao"),
    ('任', "ren"),
    ('缪', "miao"),
    ('乐', "yue"),
    ('翟', "zhai"),
    ('员', "yun"),
    ('种', "chong"),
    ('覃', "qin"),
    ('冼', "xian"),
    ('纪', "ji"),
    ('尉', "wei"),
    ('华', "hua"),
    ('宁', "ning"),
    ('葛', "ge"),
    ('燕', "yan"),
    ('应', "ying"),
];

/// The readings of a name besides its own letters.
pub fn readings(tokens: &[Token]) -> Vec<(Reading, Vec<Token>)> {
    let mut found = Vec::new();
    let native = |token: &Token| token.kind == TokenKind::Word && is_run(&token.written);
    if !tokens.iter().any(native) {
        return found;
    }
    if let Some(signs) = person_signs(tokens) {
        person(&signs, &mut found);
    }
    // The names inside a company's name; its Mandarin reading is what folding gives.
    for (reading, read) in [
        (Reading::Korean, korean_syllables as fn(&[char]) -> Option<Vec<String>>),
        (Reading::Cantonese, cantonese_syllables),
    ] {
        if tokens.len() > 1
            && tokens.iter().filter(|t| native(t)).all(|t| t.written.chars().all(han::is_han))
        {
            let mut company = Vec::new();
            let complete = tokens.iter().all(|token| {
                if !native(token) {
                    company.push(token.clone());
                    return true;
                }
                let signs: Vec<char> = token.written.chars().collect();
                let syllables = read(&signs);
                company.extend(syllables.iter().flatten().map(|text| word(text)));
                syllables.is_some()
            });
            if complete {
                found.push((reading, company));
            }
        }
    }
    found.truncate(READINGS_MAX);
    found
}

fn is_run(written: &str) -> bool {
    !written.is_empty()
        && written.chars().all(|sign| han::is_han(sign) || sign == '々' || is_hangul(sign))
}

fn is_hangul(sign: char) -> bool {
    matches!(sign, '\u{AC00}'..='\u{D7A3}')
}

fn word(text: &str) -> Token {
    Token { kind: TokenKind::Word, text: text.to_owned(), written: text.to_owned() }
}

/// The signs of a name that can be a person's: two to four, no words of a trade among them.
fn person_signs(tokens: &[Token]) -> Option<Vec<char>> {
    let mut signs = Vec::new();
    for token in tokens {
        // 金 国 际 may be a person, 国际 a word of the trade; folding decided.
        if !matches!(token.kind, TokenKind::Word | TokenKind::Place) || !is_run(&token.written) {
            return None;
        }
        signs.extend(token.written.chars());
        if signs.len() > PERSON_SIGNS_MAX {
            return None;
        }
    }
    (signs.len() > 1).then_some(signs)
}

fn person(signs: &[char], found: &mut Vec<(Reading, Vec<Token>)>) {
    if signs.iter().all(|sign| is_hangul(*sign)) {
        // Folding splits longer names itself.
        if signs.len() == 2 {
            let syllables: Option<Vec<Token>> =
                signs.iter().map(|sign| Some(word(&korean::romanise_syllable(*sign)?))).collect();
            found.extend(syllables.map(|syllables| (Reading::Korean, syllables)));
        }
        return;
    }
    mandarin(signs, found);
    if let Some(syllables) = korean_syllables(signs) {
        let family = if starts_with_any(signs, DOUBLE_KOREAN) { 2 } else { 1 };
        let (family, given) = syllables.split_at(family.min(syllables.len()));
        let mut name = vec![word(&family.concat())];
        name.extend(given.iter().map(|text| word(text)));
        found.push((Reading::Korean, name));
    }
    if let Some(syllables) = cantonese_syllables(signs) {
        found.push((Reading::Cantonese, syllables.iter().map(|text| word(text)).collect()));
    }
    if let Some(names) = japanese::read(signs) {
        found.push((Reading::Japanese, names.iter().map(|text| word(text)).collect()));
    }
}

fn starts_with_any(signs: &[char], families: &[&str]) -> bool {
    let first: String = signs.iter().take(2).collect();
    signs.len() > 2 && families.contains(&first.as_str())
}

fn mandarin(signs: &[char], found: &mut Vec<(Reading, Vec<Token>)>) {
    let double = starts_with_any(signs, DOUBLE_FAMILIES);
    let Some((family, given)) = signs.split_at_checked(if double { 2 } else { 1 }) else { return };
    let Some(family) = family_pinyin(family) else { return };
    let mut spelled = vec![String::new()];
    for sign in given {
        let Some(known) = han::of(*sign) else { return };
        let syllables: Vec<&str> = known.pinyin().collect();
        spelled = spelled
            .iter()
            .flat_map(|before| {
                syllables.iter().map(move |syllable| format!("{before}{}", latin(syllable)))
            })
            .take(GIVEN_READINGS_MAX)
            .collect();
    }
    found.extend(
        spelled.into_iter().map(|given| (Reading::Mandarin, vec![word(&family), word(&given)])),
    );
}

fn family_pinyin(signs: &[char]) -> Option<String> {
    if let [sign] = signs
        && let Some((_, reading)) = FAMILIES.iter().find(|row| row.0 == *sign)
    {
        return Some((*reading).to_owned());
    }
    pinyin(signs)
}

/// The most usual pinyin of signs, joined.
pub(crate) fn pinyin(signs: &[char]) -> Option<String> {
    signs.iter().map(|sign| Some(latin(han::of(*sign)?.pinyin().next()?))).collect()
}

/// `ü` as passports without it write it.
fn latin(syllable: &str) -> String {
    syllable.replace('v', "u")
}

fn korean_syllables(signs: &[char]) -> Option<Vec<String>> {
    let last = signs.len().checked_sub(1)?;
    let read = |(place, sign): (usize, &char)| {
        if is_hangul(*sign) {
            return korean::romanise_syllable(*sign);
        }
        let mut syllables: Vec<char> = han::of(*sign)?.hangul().collect();
        // 金 is Kim as a family name and Kum in a given name.
        if place > 0 && last > 0 && syllables.len() > 1 && *sign == '金' {
            syllables.reverse();
        }
        korean::romanise_syllable(*syllables.first()?)
    };
    signs.iter().enumerate().map(read).collect()
}

fn cantonese_syllables(signs: &[char]) -> Option<Vec<String>> {
    let read = |(place, sign): (usize, &char)| {
        let syllable = han::of(*sign)?.jyutping()?;
        let family = FAMILIES_OF_HONG_KONG.iter().find(|row| place == 0 && row.0 == syllable);
        Some(family.map_or_else(|| hong_kong(syllable), |row| row.1.to_owned()))
    };
    signs.iter().enumerate().map(read).collect()
}

/// Family names that Hong Kong spells otherwise than its syllables.
const FAMILIES_OF_HONG_KONG: &[(&str, &str)] = &[
    ("lei", "lee"),
    ("zau", "chow"),
    ("ze", "tse"),
    ("zang", "tsang"),
    ("ceoi", "tsui"),
    ("cou", "tso"),
    ("pun", "poon"),
    ("gu", "koo"),
    ("wu", "wu"),
];

/// Initials and finals of jyutping as the Hong Kong government's romanisation of names spells them.
const INITIALS: &[(&str, &str)] = &[
    ("gw", "kw"),
    ("kw", "kw"),
    ("ng", "ng"),
    ("b", "p"),
    ("d", "t"),
    ("g", "k"),
    ("z", "ch"),
    ("c", "ch"),
    ("j", "y"),
];
const FINALS: &[(&str, &str)] = &[
    ("oeng", "eung"),
    ("oek", "euk"),
    ("oe", "eu"),
    ("eoi", "ui"),
    ("eon", "un"),
    ("eot", "ut"),
    ("yun", "uen"),
    ("yut", "uet"),
    ("yu", "yu"),
    ("aai", "ai"),
    ("aau", "au"),
    ("aa", "a"),
    ("ou", "o"),
];

fn hong_kong(syllable: &str) -> String {
    let known = INITIALS.iter().find(|row| syllable.starts_with(row.0));
    let at = syllable.find(['a', 'e', 'i', 'o', 'u', 'y']).unwrap_or(0);
    let (initial, rest) = syllable.split_at_checked(at).unwrap_or(("", syllable));
    let rest = known.map_or(rest, |row| syllable.strip_prefix(row.0).unwrap_or_default());
    let mut spelled = known.map_or(initial, |row| row.1).to_owned();
    match FINALS.iter().find(|row| rest.starts_with(row.0)) {
        Some((from, to)) => {
            // `jyu` is Yu, `jyun` is Yuen.
            let to = if spelled == "y" { to.trim_start_matches('y') } else { to };
            spelled.push_str(to);
            spelled.push_str(rest.strip_prefix(from).unwrap_or_default());
        }
        None => spelled.push_str(rest),
    }
    spelled
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::fold::fold;
    use proptest::prelude::*;

    fn texts(name: &str) -> Vec<String> {
        let text = |tokens: &Vec<Token>| {
            tokens.iter().map(|t| t.text.as_str()).collect::<Vec<_>>().join(" ")
        };
        readings(&fold(name)).iter().map(|(_, tokens)| text(tokens)).collect()
    }

    #[test]
    fn a_person_in_han_signs_is_read_in_every_way() {
        for (name, wants) in [
            ("金明哲", &["jin mingzhe", "kim myong chol", "kam ming chit"][..]),
            ("金正恩", &["jin zhengen", "kim jong un"]),
            ("習近平", &["xi jinping"]),
            ("陳大文", &["chen dawen", "chan tai man"]),
            ("歐陽修", &["ouyang xiu"]),
            ("单雄信", &["shan xiongxin"]),
            ("山田太郎", &["yamada taro"]),
            ("張國榮", &["zhang guorong", "cheung kwok wing"]),
            ("袁咏仪", &["yuen wing yi"]),
        ] {
            let found = texts(name);
            for want in wants {
                assert!(found.iter().any(|text| text == want), "{name}: {want} in {found:?}");
            }
        }
    }

    #[test]
    fn a_company_in_han_signs_is_read_in_cantonese_too() {
        let found = texts("永興貿易有限公司");
        assert!(found.iter().any(|text| text == "wing hing trade coltd"), "{found:?}");
    }

    #[test]
    fn latin_names_have_no_other_reading() {
        assert!(texts("Kim Myong Chol").is_empty());
        assert!(texts("Киноатис").is_empty());
    }

    proptest! {
        #[test]
        fn readings_are_bounded(name in "[\\p{Han}가-힣a-z ]{0,40}") {
            prop_assert!(readings(&fold(&name)).len() <= READINGS_MAX);
        }
    }
}
