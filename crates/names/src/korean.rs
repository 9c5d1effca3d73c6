//! Korean names in any romanisation: Revised Romanisation, McCune-Reischauer, the northern
//! official form and the spellings people use, brought to one phonetic key.
//!
//! In: Hangul, or the Latin words of a person's name. Out: Latin text, or a key that is equal
//! for spellings of one name (Kim Myong Chol, Kim Myeong-cheol, Kim Myo'ng-Ch'o'l). A key says
//! that two spellings may be one name, never that a person is Korean.

/// Syllables that a given name has at most.
const GIVEN_SYLLABLES_MAX: usize = 3;

const INITIALS: [&str; 19] = [
    "k", "kk", "n", "t", "tt", "r", "m", "p", "pp", "s", "ss", "", "j", "jj", "ch", "kh", "th",
    "ph", "h",
];
const VOWELS: [&str; 21] = [
    "a", "ae", "ya", "yae", "o", "e", "yo", "ye", "o", "wa", "wae", "oe", "yo", "u", "wo", "we",
    "wi", "yu", "u", "ui", "i",
];
const FINALS: [&str; 28] = [
    "", "k", "k", "k", "n", "n", "n", "t", "l", "k", "m", "l", "l", "l", "p", "l", "m", "p", "p",
    "t", "t", "ng", "t", "t", "k", "t", "p", "t",
];

/// Romanises one Hangul syllable in the northern official form without marks.
///
/// The arithmetic is that of the Unicode Standard, section 3.12.
pub fn romanise_syllable(sign: char) -> Option<String> {
    let place = usize::try_from(u32::from(sign).checked_sub(0xAC00)?).ok()?;
    let initial = INITIALS.get(place / 588)?;
    let vowel = VOWELS.get(place % 588 / 28)?;
    let last = FINALS.get(place % 28)?;
    Some(format!("{initial}{vowel}{last}"))
}

/// Surnames: the key, then the spellings in use. Rows typed for this project.
const SURNAMES: &[(&str, &[&str])] = &[
    ("kim", &["kim", "gim", "ghim"]),
    ("li", &["ri", "lee", "yi", "li", "rhee", "yee", "leigh", "i"]),
    ("pak", &["pak", "park", "bak", "bag", "bahk"]),
    ("choe", &["choe", "choi", "choy", "chwe", "chue"]),
    ("jong", &["jong", "jung", "jeong", "chong", "chung", "cheong"]),
    ("kang", &["kang", "gang", "khang"]),
    ("jo", &["jo", "cho", "joe", "jho"]),
    ("yun", &["yun", "yoon", "youn"]),
    ("jang", &["jang", "chang", "zang"]),
    ("lim", &["rim", "lim", "im", "yim", "leem", "rhim"]),
    ("han", &["han", "hahn"]),
    ("o", &["o", "oh"]),
    ("so", &["so", "seo", "suh", "su"]),
    ("sin", &["sin", "shin"]),
    ("kwon", &["kwon", "gwon", "kweon"]),
    ("hwang", &["hwang", "whang"]),
    ("an", &["an", "ahn"]),
    ("song", &["song"]),
    ("ryu", &["ryu", "yu", "yoo", "ryoo", "lyu", "you"]),
    ("hong", &["hong"]),
    ("jon", &["jon", "jeon", "chon", "chun", "jun", "cheon"]),
    ("ko", &["ko", "go", "koh", "goh"]),
    ("mun", &["mun", "moon"]),
    ("son", &["son", "sohn"]),
    ("ryang", &["ryang", "yang", "lyang"]),
    ("pae", &["pae", "bae", "pai"]),
    ("paek", &["paek", "baek", "paik", "back", "paeg"]),
    ("ho", &["ho", "heo", "hur", "huh"]),
    ("nam", &["nam"]),
    ("sim", &["sim", "shim"]),
    ("no", &["ro", "no", "noh", "roh"]),
    ("ha", &["ha"]),
    ("kwak", &["kwak", "gwak"]),
    ("song2", &["seong", "sung"]),
    ("cha", &["cha"]),
    ("chu", &["chu", "choo", "ju", "joo"]),
    ("u", &["u", "woo", "wu"]),
    ("ku", &["ku", "gu", "koo", "goo"]),
    ("min", &["min"]),
    ("na", &["ra", "na", "rah", "nah"]),
    ("jin", &["jin", "chin"]),
    ("ji", &["ji", "chi", "jee"]),
    ("om", &["om", "eom", "um"]),
    ("won", &["won"]),
    ("chae", &["chae", "chai"]),
    ("pyon", &["pyon", "byeon", "byun", "pyun"]),
    ("hyon", &["hyon", "hyeon", "hyun"]),
    ("ham", &["ham"]),
    ("to", &["to", "do"]),
    ("thae", &["thae", "tae"]),
    ("kil", &["kil", "gil"]),
    ("maeng", &["maeng"]),
    ("phyo", &["phyo", "pyo"]),
    ("myong", &["myong", "myeong", "myung"]),
    ("ki", &["ki", "gi"]),
    ("pang", &["pang", "bang"]),
    ("ryo", &["ryo", "yeo", "yo"]),
    ("chon2", &["chon'"]),
];

fn surname(word: &str) -> Option<&'static str> {
    SURNAMES.iter().find(|(_, spellings)| spellings.contains(&word)).map(|row| row.0)
}

/// Sounds in the order in which they are tried: spelling, sound, whether it is a vowel.
const SOUNDS: &[(&str, &str, bool)] = &[
    ("yeo", "yo", true),
    ("weo", "wo", true),
    ("tch", "c", false),
    ("eo", "o", true),
    ("eu", "u", true),
    ("oo", "u", true),
    ("ou", "u", true),
    ("ee", "i", true),
    ("aa", "a", true),
    ("yae", "ye", true),
    ("ae", "e", true),
    ("ai", "e", true),
    ("oe", "e", true),
    ("oi", "e", true),
    ("ya", "ya", true),
    ("ye", "ye", true),
    ("yo", "yo", true),
    ("yu", "yu", true),
    ("yi", "i", true),
    ("wa", "wa", true),
    ("we", "e", true),
    ("wi", "wi", true),
    ("wo", "wo", true),
    ("ui", "ui", true),
    ("a", "a", true),
    ("e", "e", true),
    ("i", "i", true),
    ("o", "o", true),
    ("u", "u", true),
    ("ng", "nk", false),
    ("ch", "c", false),
    ("jj", "c", false),
    ("kk", "k", false),
    ("kh", "k", false),
    ("gg", "k", false),
    ("tt", "t", false),
    ("th", "t", false),
    ("pp", "p", false),
    ("ph", "p", false),
    ("ss", "s", false),
    ("sh", "s", false),
    ("ll", "l", false),
    ("j", "c", false),
    ("k", "k", false),
    ("g", "k", false),
    ("t", "t", false),
    ("d", "t", false),
    ("p", "p", false),
    ("b", "p", false),
    ("s", "s", false),
    ("r", "l", false),
    ("l", "l", false),
    ("m", "m", false),
    ("n", "n", false),
    ("h", "h", false),
];

/// Common spellings after English habit that stand for another vowel than they show.
const HABITS: &[(&str, &str)] = &[
    ("myunk", "myonk"),
    ("kyunk", "kyonk"),
    ("hyunk", "hyonk"),
    ("pyunk", "pyonk"),
    ("yunk", "yonk"),
    ("younk", "yonk"),
    ("youn", "yon"),
    ("hyun", "hyon"),
    ("cul", "col"),
    ("cunk", "conk"),
    ("sunk", "sonk"),
];

/// The sound of one word of a given name, with its number of syllables; `None` where it cannot
/// be Korean.
fn sound(word: &str) -> Option<(String, usize)> {
    let mut rest = word;
    let mut key = String::with_capacity(word.len());
    let (mut syllables, mut consonants) = (0usize, 0usize);
    while !rest.is_empty() {
        let (spelling, sound, vowel) = SOUNDS.iter().find(|row| rest.starts_with(row.0))?;
        rest = rest.strip_prefix(spelling)?;
        // An initial r before y falls silent in the south: Ryong, Yong.
        let silent = key.is_empty() && matches!(*spelling, "r" | "l") && rest.starts_with('y');
        if !silent {
            key.push_str(sound);
        }
        if *vowel {
            syllables += 1;
            consonants = 0;
        } else {
            consonants += 1;
        }
        // At most a coda and an onset stand between two vowels, and a word begins with one onset.
        if consonants > 2 || (syllables == 0 && consonants > 1) {
            return None;
        }
    }
    for (spelling, meant) in HABITS {
        key = key.replace(spelling, meant);
    }
    (syllables > 0 && consonants <= 1).then_some((key, syllables))
}

/// Keys of a person's name whose words are given in order; empty where it cannot be Korean.
///
/// A name of two to four words may have its surname first or last.
pub fn person_keys(words: &[&str]) -> Vec<String> {
    let mut keys = Vec::new();
    let ends = [words.split_first(), words.split_last()];
    for (family, given) in ends.into_iter().flatten() {
        let Some(family) = surname(family) else { continue };
        let mut key = format!("{family} ");
        let mut syllables = 0;
        let readable = !given.is_empty()
            && given.iter().all(|word| match sound(word) {
                Some((sound, count)) => {
                    key.push_str(&sound);
                    syllables += count;
                    true
                }
                None => false,
            });
        if readable && syllables <= GIVEN_SYLLABLES_MAX && !keys.contains(&key) {
            keys.push(key);
        }
    }
    keys
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn keys(name: &str) -> Vec<String> {
        person_keys(&name.split(' ').collect::<Vec<_>>())
    }

    #[test]
    fn one_name_has_one_key_in_every_romanisation() {
        for names in [
            &[
                "kim myong chol",
                "kim myeong cheol",
                "gim myeongcheol",
                "kim myung chul",
                "myong chol kim",
            ][..],
            &["ri yong gil", "lee young gil", "yi yong kil", "lee yeong gil"],
            &["pak jong chon", "park jeong cheon"],
            &["ro kwang chol", "no gwang cheol"],
            &["kim jong un", "kim jeong eun", "kim jung un"],
            &["choe ryong hae", "choi yong hae"],
        ] {
            let first = keys(names[0]);
            for name in names {
                assert!(
                    keys(name).iter().any(|key| first.contains(key)),
                    "{name}: {:?}",
                    keys(name)
                );
            }
        }
    }

    #[test]
    fn other_names_have_other_keys() {
        for (one, other) in [
            ("kim myong chol", "kim myong su"),
            ("kim myong chol", "pak myong chol"),
            ("kim chol", "kim chol su"),
        ] {
            assert!(keys(one).iter().all(|key| !keys(other).contains(key)), "{one} {other}");
        }
    }

    #[test]
    fn names_that_cannot_be_korean_have_none() {
        for name in ["deepak jadhav", "kim", "lee harvey oswald", "song fritz", "", "kim smith"] {
            assert!(keys(name).is_empty(), "{name}: {:?}", keys(name));
        }
    }

    #[test]
    fn hangul_is_romanised_in_the_northern_form() {
        let text: Vec<_> = "김명철".chars().filter_map(romanise_syllable).collect();
        assert_eq!(text, ["kim", "myong", "chol"]);
        assert_eq!(romanise_syllable('a'), None);
    }

    proptest! {
        #[test]
        fn any_words_are_judged(words: Vec<String>) {
            let words: Vec<&str> = words.iter().map(String::as_str).collect();
            prop_assert!(person_keys(&words).len() <= 2);
        }
    }
}
