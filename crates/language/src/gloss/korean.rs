//! Korean words to stems: particles and endings off, contractions undone.
//!
//! In: a Korean note. Out: the senses of its stems, in order. Both norms, without a dictionary of forms: a bounded number of endings is taken
//! off, and a word that is two known words in one is taken as both.

use super::Writing;
use super::lexicon::{LEXICON, Sense};

/// Syllables of a word that is looked at.
const WORD_SYLLABLES_MAX: usize = 16;
/// Endings taken off one word.
const ROUNDS: usize = 4;
/// Words read together at most: 수정해 주세요.
const TOGETHER_MAX: usize = 3;

/// Particles and endings, the longest first.
const ENDINGS: &[&str] = &[
    "하시기바랍니다",
    "해주십시오",
    "해주시기",
    "해주세요",
    "하십시오",
    "하여주십시오",
    "하겠습니다",
    "되겠습니다",
    "했습니다",
    "하였습니다",
    "되었습니다",
    "되였습니다",
    "입니다",
    "습니다",
    "니다",
    "합니다",
    "됩니다",
    "십시오",
    "으시오",
    "하시오",
    "주세요",
    "하세요",
    "세요",
    "해야",
    "하여야",
    "어야",
    "아야",
    "여야",
    "되여",
    "되어",
    "하게",
    "스럽게",
    "롭게",
    "하도록",
    "되도록",
    "도록",
    "하지",
    "되지",
    "지만",
    "지는",
    "지도",
    "지",
    "하는",
    "되는",
    "하여",
    "하고",
    "되고",
    "으로부터",
    "에서부터",
    "에서는",
    "에서도",
    "에서",
    "에게",
    "까지는",
    "까지",
    "부터",
    "처럼",
    "보다",
    "으로는",
    "으로",
    "로는",
    "로",
    "에는",
    "에도",
    "에",
    "와",
    "과",
    "의",
    "이나",
    "나",
    "이라고",
    "라고",
    "이랑",
    "랑",
    "만",
    "도",
    "은",
    "는",
    "이",
    "가",
    "을",
    "를",
    "하였음",
    "되였음",
    "되었음",
    "였음",
    "었음",
    "았음",
    "했음",
    "됐음",
    "음",
    "함",
    "됨",
    "임",
    "기",
    "것",
    "ㄹ것",
    "할것",
    "될것",
    "하였다",
    "되였다",
    "되었다",
    "한다",
    "된다",
    "이다",
    "다",
    "하였",
    "되였",
    "되었",
    "였",
    "었",
    "았",
    "했",
    "됐",
    "하면",
    "되면",
    "면",
    "으면",
    "며",
    "으며",
    "고",
    "서",
    "여서",
    "어서",
    "아서",
    "해서",
    "하기",
    "되기",
    "한",
    "된",
    "할",
    "될",
    "해",
    "돼",
    "하",
    "되",
    "시키",
    "시켜",
    "스럽",
    "스러운",
    "게",
    "어",
    "아",
    "여",
    "들",
    "쪽",
    "씩",
    "뿐",
    "인",
    "일",
    "적",
    "요",
    "네요",
    "이고",
    "인데",
    "는데",
    "은데",
    "주십시오",
    "바랍니다",
    "부분",
    "있음",
    "있는",
    "없이",
    "해지",
    "어지",
    "아지",
    "여지",
];
/// Words of grammar and politeness, which carry no sense here.
const GRAMMAR: &[&str] = &[
    "이",
    "그",
    "저",
    "것",
    "수",
    "등",
    "있",
    "하",
    "되",
    "주",
    "드리",
    "드립니다",
    "바라",
    "바람",
    "바랍니다",
    "주세요",
    "주십시오",
    "주시",
    "해",
    "해서",
    "한",
    "할",
    "된",
    "될",
    "때",
    "때문",
    "및",
    "즉",
    "이것",
    "그것",
    "저것",
    "여기",
    "거기",
    "우리",
    "제",
    "합니다",
    "됩니다",
    "있습니다",
    "있음",
    "있는",
    "있다",
    "하는",
    "하고",
    "하여",
    "대하여",
    "대한",
    "대해",
    "위하여",
    "위해",
    "의하여",
    "관하여",
    "대로",
    "채",
    "듯",
    "번",
    "개",
    "년",
    "월",
    "데",
    "점",
    "안녕하세요",
    "감사합니다",
    "수고하세요",
    "님",
    "씨",
    "것같",
    "같습니다",
    "싶",
    "나서",
    "가지",
    "번째",
    "될것",
    "할것",
    "쪽으로",
    "하면",
    "이렇게",
    "그렇게",
    "지금",
    "현재",
];

/// Writes the senses of a Korean note.
pub(super) fn gloss(text: &str, writing: &mut Writing) {
    let words: Vec<&str> = text
        .split(|sign: char| !matches!(sign, '\u{AC00}'..='\u{D7A3}'))
        .filter(|word| !word.is_empty())
        .collect();
    let mut idx = 0;
    while idx < words.len() && !writing.is_full() {
        let together = (2..=TOGETHER_MAX).rev().find_map(|n| {
            let joined = words.get(idx..idx + n)?.concat();
            Some((n, sense_of(&joined).filter(|_| joined.chars().count() <= WORD_SYLLABLES_MAX)?))
        });
        if let Some((n, sense)) = together {
            writing.add(sense);
            idx += n;
            continue;
        }
        if let Some(word) = words.get(idx) {
            one(word, writing);
        }
        idx += 1;
    }
}

fn one(word: &str, writing: &mut Writing) {
    if word.chars().count() > WORD_SYLLABLES_MAX {
        writing.unknown += 1;
        return;
    }
    if let Some(sense) = sense_of(word) {
        writing.add(sense);
    } else if is_grammar(word) {
    } else if let Some((first, second)) = two_senses(word) {
        writing.add(first);
        if let Some(second) = second {
            writing.add(second);
        }
    } else {
        writing.unknown += 1;
    }
}

fn is_grammar(word: &str) -> bool {
    stems(word).iter().any(|stem| GRAMMAR.contains(&stem.as_str()))
}

fn sense_of(word: &str) -> Option<Sense> {
    stems(word).iter().find_map(|stem| LEXICON.korean(stem))
}

/// A word that is two known words, or a known word and grammar.
fn two_senses(word: &str) -> Option<(Sense, Option<Sense>)> {
    let cuts: Vec<usize> = word.char_indices().map(|(at, _)| at).skip(1).collect();
    cuts.iter().rev().find_map(|at| {
        let (first, second) = word.split_at_checked(*at)?;
        let first = LEXICON
            .korean(first)
            .filter(|_| first.chars().count() >= 2 || second.chars().count() >= 2)?;
        match sense_of(second) {
            Some(second) => Some((first, Some(second))),
            None => is_grammar(second).then_some((first, None)),
        }
    })
}

/// A word and what is left of it without endings, the longest first.
fn stems(word: &str) -> Vec<String> {
    let mut stems = vec![word.to_owned()];
    let mut from = 0;
    for _ in 0..ROUNDS {
        let until = stems.len();
        let mut new: Vec<String> = Vec::new();
        for stem in stems.get(from..until).unwrap_or_default() {
            let shorter = ENDINGS.iter().filter_map(|ending| stem.strip_suffix(ending));
            for shorter in shorter.map(str::to_owned).chain(uncontracted(stem)) {
                if !shorter.is_empty() && !stems.contains(&shorter) && !new.contains(&shorter) {
                    new.push(shorter);
                }
            }
        }
        new.sort_by_key(|stem| std::cmp::Reverse(stem.len()));
        from = until;
        stems.append(&mut new);
    }
    stems
}

/// Hangul syllables as Unicode composes them (chapter 3.12): 21 vowels and 28 finals a first consonant.
const FIRST: u32 = 0xAC00;
const N_VOWELS: u32 = 21;
const N_FINALS: u32 = 28;
/// Finals that are an ending or part of one: ㄴ ㄹ ㅁ ㅂ ㅆ.
const ENDING_FINALS: &[u32] = &[4, 8, 16, 17, 20];
/// Contracted vowels and what they were: ㅕ ㅣ, ㅝ ㅜ, ㅘ ㅗ, ㅐ ㅏ, ㅙ ㅚ, ㅓ ㅡ, ㅏ ㅡ.
const CONTRACTED: &[(u32, u32)] = &[(6, 20), (14, 13), (9, 8), (1, 0), (10, 11), (4, 18), (0, 18)];

/// The word with the final of its last syllable taken off, and with its last vowel as it was before an ending.
fn uncontracted(word: &str) -> Vec<String> {
    let mut signs = word.chars();
    let Some(last) =
        signs.next_back().map(u32::from).filter(|last| (FIRST..=0xD7A3).contains(last))
    else {
        return Vec::new();
    };
    let head = signs.as_str();
    let at = last - FIRST;
    let (final_, vowel, first) =
        (at % N_FINALS, at / N_FINALS % N_VOWELS, at / N_FINALS / N_VOWELS);
    let with = |vowel: u32| {
        char::from_u32(FIRST + (first * N_VOWELS + vowel) * N_FINALS)
            .map(|sign| format!("{head}{sign}"))
    };
    if final_ != 0 && !ENDING_FINALS.contains(&final_) {
        return Vec::new();
    }
    let bare = with(vowel).filter(|_| final_ != 0);
    let before =
        CONTRACTED.iter().filter(|(now, _)| *now == vowel).filter_map(|(_, was)| with(*was));
    bare.into_iter().chain(before).collect()
}
