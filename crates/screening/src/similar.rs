//! How alike two words are, and the keys under which alike words find each other.
//!
//! In: folded words. Out: thousandths, and hashes. Pure arithmetic on letters: no list, no
//! language, no floating point.

/// Words longer than this are compared by their beginning.
const WORD_SIGNS_MAX: usize = 32;

/// Shortest word of which a spelling error is forgiven.
const FUZZY_SIGNS_MIN: usize = 4;

/// Likeness under which two words are two words.
pub(crate) const LIKENESS_MIN: u16 = 640;

/// What an edit costs, in hundredths of a letter.
const EDIT: u32 = 100;
/// A letter written twice or once.
const DOUBLED: u32 = 30;
/// An h that comes and goes between romanisations.
const BREATH: u32 = 45;
/// A vowel that comes and goes, or is another.
const VOWEL_GONE: u32 = 75;
const VOWEL: u32 = 65;
const SWAP: u32 = 70;
/// A wrong first letter makes another word sooner than one inside.
const FIRST: u32 = 45;

/// Letters that stand for one sound between romanisations and languages, with their cost.
/// Typed for this project.
const CLOSE: &[(char, char, u32)] = &[
    ('i', 'y', 25),
    ('i', 'j', 50),
    ('j', 'y', 45),
    ('e', 'i', 50),
    ('o', 'u', 45),
    ('u', 'w', 50),
    ('c', 'k', 30),
    ('c', 'q', 40),
    ('k', 'q', 25),
    ('c', 's', 50),
    ('s', 'z', 40),
    ('v', 'w', 35),
    ('f', 'v', 60),
    ('b', 'p', 60),
    ('d', 't', 60),
    ('g', 'k', 55),
    ('g', 'j', 55),
    ('g', 'h', 60),
    ('b', 'v', 65),
];

/// Likeness of two words in thousandths; 0 where they are not near.
///
/// It is what the cheapest edits leave of the longer word; letters that stand for one sound, vowels and doubled letters cost
/// less than others.
pub(crate) fn likeness(one: &[char], other: &[char]) -> u16 {
    if one == other {
        return 1000;
    }
    let (short, long) = (one.len().min(other.len()), one.len().max(other.len()));
    if short < FUZZY_SIGNS_MIN || !one.iter().chain(other).all(|sign| sign.is_alphabetic()) {
        return 0;
    }
    if long - short > long.div_ceil(3) {
        return 0;
    }
    let mut cost = cost(one, other);
    if first_differs(one, other) {
        cost += FIRST;
    }
    let long = u32::try_from(long.min(WORD_SIGNS_MAX)).unwrap_or(1);
    let likeness = u16::try_from(1000u32.saturating_sub(cost * 10 / long)).unwrap_or(0);
    if likeness >= LIKENESS_MIN { likeness } else { 0 }
}

/// Likeness of two short words of persons that differ in one vowel or in letters of one sound: Tom and Tim.
pub(crate) fn short_likeness(one: &[char], other: &[char]) -> u16 {
    if one.len() != other.len() || one.len() != FUZZY_SIGNS_MIN - 1 {
        return 0;
    }
    let cost: u32 = one.iter().zip(other).map(|(one, other)| replaced(*one, *other)).sum();
    if cost <= VOWEL { u16::try_from(1000 - cost * 10 / 3).unwrap_or(0) } else { 0 }
}

/// Whether words begin with one sound.
pub(crate) fn begin_alike(one: &[char], other: &[char]) -> bool {
    match (one.first(), other.first()) {
        (Some(one), Some(other)) => replaced(*one, *other) <= VOWEL,
        _ => false,
    }
}

/// Whether words begin with two sounds: Myong is not Kyong, but Wladimir is Vladimir.
fn first_differs(one: &[char], other: &[char]) -> bool {
    let (Some(first), Some(second)) = (one.first(), other.first()) else { return false };
    let swapped = one.first() == other.get(1) && other.first() == one.get(1);
    let silent = |word: &[char]| word.first() == Some(&'h');
    replaced(*first, *second) > VOWEL && !swapped && !silent(one) && !silent(other)
}

fn is_vowel(sign: char) -> bool {
    matches!(sign, 'a' | 'e' | 'i' | 'o' | 'u' | 'y')
}

fn replaced(one: char, other: char) -> u32 {
    if one == other {
        return 0;
    }
    let pair =
        |row: &&(char, char, u32)| (row.0, row.1) == (one, other) || (row.1, row.0) == (one, other);
    match CLOSE.iter().find(pair) {
        Some((_, _, cost)) => *cost,
        None if is_vowel(one) && is_vowel(other) => VOWEL,
        None => EDIT,
    }
}

/// What it costs that a letter stands in one word only, after the letter before it.
fn gone(sign: char, before: Option<char>) -> u32 {
    match sign {
        _ if before == Some(sign) => DOUBLED,
        'h' => BREATH,
        _ if is_vowel(sign) => VOWEL_GONE,
        _ => EDIT,
    }
}

/// Cost of the cheapest edits between two words: insertions, deletions, replacements, swaps of neighbours
/// (optimal string alignment).
pub(crate) fn cost(one: &[char], other: &[char]) -> u32 {
    let one = one.get(..WORD_SIGNS_MAX).unwrap_or(one);
    let other = other.get(..WORD_SIGNS_MAX).unwrap_or(other);
    let mut before_last = [0u32; WORD_SIGNS_MAX + 1];
    let mut last = [0u32; WORD_SIGNS_MAX + 1];
    let mut sum = 0;
    let mut before = None;
    for (cell, sign) in last.iter_mut().skip(1).zip(other) {
        sum += gone(*sign, before);
        *cell = sum;
        before = Some(*sign);
    }
    let mut sign_before = None;
    let mut left_edge = 0;
    for sign in one {
        let mut row = [0u32; WORD_SIGNS_MAX + 1];
        let sign_gone = gone(*sign, sign_before);
        let mut diagonal = left_edge;
        left_edge += sign_gone;
        let mut left = left_edge;
        let mut other_before = None;
        let mut swap_from = None;
        if let Some(cell) = row.first_mut() {
            *cell = left;
        }
        let above = last.iter().skip(1);
        let columns = row.iter_mut().skip(1).zip(other).zip(above).zip(before_last.iter());
        for (((column, other_sign), up), far) in columns {
            let mut cost = (diagonal + replaced(*sign, *other_sign))
                .min(left + gone(*other_sign, other_before))
                .min(up + sign_gone);
            if let (Some(before), Some(from)) = (sign_before, swap_from)
                && before == *other_sign
                && other_before == Some(*sign)
            {
                cost = cost.min(from + SWAP);
            }
            *column = cost;
            (left, diagonal, other_before) = (cost, *up, Some(*other_sign));
            swap_from = Some(*far);
        }
        (before_last, last, sign_before) = (last, row, Some(*sign));
    }
    last.get(other.len()).copied().unwrap_or(EDIT)
}

/// The consonants of a word in a coarse form, with its first sound.
pub(crate) fn skeleton(word: &[char]) -> String {
    let mut key = String::with_capacity(word.len());
    let mut rest = word.iter().copied().peekable();
    while let Some(sign) = rest.next() {
        let sound = match (sign, rest.peek()) {
            ('p', Some('h')) | ('v', _) => 'f',
            ('a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'w' | 'h', _) if key.is_empty() => {
                if matches!(sign, 'h' | 'w' | 'y') { sign } else { 'a' }
            }
            ('a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'w' | 'h', _) => continue,
            ('q' | 'c' | 'g', _) => 'k',
            ('z', _) => 's',
            ('t', _) => 'd',
            ('b', _) => 'p',
            (sign, _) => sign,
        };
        if !key.ends_with(sound) {
            key.push(sound);
        }
    }
    key
}

/// Hashes under which a word is found by words that are one edit away, or sound alike.
pub(crate) fn keys(word: &[char], mut found: impl FnMut(u64)) {
    let Some(word) = word.get(..word.len().min(WORD_SIGNS_MAX)) else { return };
    found(hash(b'w', word.iter()));
    if word.len() < FUZZY_SIGNS_MIN {
        return;
    }
    for gone in 0..word.len() {
        let kept = word.iter().enumerate().filter(|(idx, _)| *idx != gone).map(|(_, sign)| sign);
        found(hash(b'w', kept));
    }
    let skeleton: Vec<char> = skeleton(word).chars().collect();
    if skeleton.len() >= 3 {
        found(hash(b's', skeleton.iter()));
    }
}

/// FNV-1a, 64 bits, over the signs (Fowler, Noll, Vo; public domain constants).
fn hash<'a>(kind: u8, signs: impl Iterator<Item = &'a char>) -> u64 {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64 ^ u64::from(kind);
    for sign in signs {
        hash = (hash ^ u64::from(u32::from(*sign))).wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn signs(text: &str) -> Vec<char> {
        text.chars().collect()
    }

    fn like(one: &str, other: &str) -> u16 {
        likeness(&signs(one), &signs(other))
    }

    #[test]
    fn spellings_of_one_name_are_alike() {
        for (one, other) in [
            ("muhammad", "mohamed"),
            ("ningse", "ningsae"),
            ("hongman", "hognman"),
            ("yusuf", "yousuf"),
        ] {
            assert!(like(one, other) >= 750, "{one} {other}: {}", like(one, other));
        }
    }

    #[test]
    fn other_words_are_not_alike() {
        for (one, other) in [
            ("kim", "kin"),
            ("lantern", "patron"),
            ("11420", "11421"),
            ("sek", "seek"),
            ("roman", "robert"),
            ("stoltenberg", "store"),
            ("myong", "kwang"),
        ] {
            assert_eq!(like(one, other), 0, "{one} {other}");
        }
    }

    #[test]
    fn one_sound_in_two_spellings_costs_less_than_another_sound() {
        for (close, far) in [
            (("sergei", "sergey"), ("sergei", "serges")),
            (("hassan", "hasan"), ("hassan", "hastan")),
            (("wladimir", "vladimir"), ("kladimir", "vladimir")),
            (("putin", "puitn"), ("putin", "pubin")),
        ] {
            assert!(like(close.0, close.1) > like(far.0, far.1), "{close:?} {far:?}");
        }
    }

    proptest! {
        #[test]
        fn likeness_has_no_direction(one in "[a-z]{0,40}", other in "[a-z]{0,40}") {
            prop_assert_eq!(like(&one, &other), like(&other, &one));
            prop_assert!(like(&one, &other) <= 1000);
        }

        #[test]
        fn one_edit_shares_a_key(word in "[a-z]{4,12}", at in 0usize..12, sign in "[a-z]") {
            let mut other = signs(&word);
            let at = at % other.len();
            other[at] = sign.chars().next().unwrap();
            let (mut one_keys, mut other_keys) = (Vec::new(), Vec::new());
            keys(&signs(&word), |key| one_keys.push(key));
            keys(&other, |key| other_keys.push(key));
            prop_assert!(one_keys.iter().any(|key| other_keys.contains(key)));
        }
    }
}
