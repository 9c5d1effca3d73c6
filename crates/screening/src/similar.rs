//! How alike two words are, and the keys under which alike words find each other.
//!
//! In: folded words. Out: thousandths, and hashes. Pure arithmetic on letters: no list, no
//! language, no floating point.

/// Words longer than this are compared by their beginning.
const WORD_SIGNS_MAX: usize = 32;

/// Shortest word of which a spelling error is forgiven.
const FUZZY_SIGNS_MIN: usize = 4;

/// Shortest word of which a wrong first letter is forgiven: Myong is not Kyong.
const FUZZY_FIRST_MIN: usize = 6;

/// Likeness of two words in thousandths; 0 where they are not near.
///
/// One edit is forgiven in words of four to seven letters, two in longer ones; two words with
/// one consonant skeleton (Muhammad, Mohamed) may differ in a third of their letters.
pub(crate) fn likeness(one: &[char], other: &[char]) -> u16 {
    if one == other {
        return 1000;
    }
    let (short, long) = (one.len().min(other.len()), one.len().max(other.len()));
    if short < FUZZY_SIGNS_MIN || !one.iter().chain(other).all(|sign| sign.is_alphabetic()) {
        return 0;
    }
    let limit = if short >= 8 { 2 } else { 1 };
    let limit_skeleton = long.div_ceil(3);
    if long - short > limit_skeleton {
        return 0;
    }
    let edits = edits(one, other);
    let share = |edits: usize, cost: usize| {
        u16::try_from(1000usize.saturating_sub(edits * cost / long)).unwrap_or(0)
    };
    let first_differs = one.first() != other.first();
    let swapped = edits == 1 && one.len() == other.len() && one.first() == other.get(1);
    if edits <= limit && (!first_differs || swapped || short >= FUZZY_FIRST_MIN) {
        return share(edits, if first_differs { 1_300 } else { 900 });
    }
    if edits <= limit_skeleton && skeleton(one) == skeleton(other) { share(edits, 650) } else { 0 }
}

/// Edits between two words: insertions, deletions, replacements, swaps of neighbours
/// (optimal string alignment).
pub(crate) fn edits(one: &[char], other: &[char]) -> usize {
    let one = one.get(..WORD_SIGNS_MAX).unwrap_or(one);
    let other = other.get(..WORD_SIGNS_MAX).unwrap_or(other);
    let mut before_last = [0usize; WORD_SIGNS_MAX + 1];
    let mut last = [0usize; WORD_SIGNS_MAX + 1];
    for (idx, cell) in last.iter_mut().enumerate() {
        *cell = idx;
    }
    let mut sign_before = None;
    for (row_idx, sign) in one.iter().enumerate() {
        let mut row = [0usize; WORD_SIGNS_MAX + 1];
        let mut left = row_idx + 1;
        let mut other_before = None;
        let mut diagonal = last.first().copied().unwrap_or(0);
        let mut swap_from = None;
        if let Some(cell) = row.first_mut() {
            *cell = left;
        }
        let above = last.iter().skip(1);
        let far = before_last.iter();
        for (((column, other_sign), up), far) in
            row.iter_mut().skip(1).zip(other).zip(above).zip(far)
        {
            let replaced = diagonal + usize::from(sign != other_sign);
            let mut cost = replaced.min(left + 1).min(up + 1);
            if let (Some(before), Some(from)) = (sign_before, swap_from)
                && before == other_sign
                && other_before == Some(sign)
            {
                cost = cost.min(from + 1);
            }
            *column = cost;
            (left, diagonal, other_before) = (cost, *up, Some(other_sign));
            swap_from = Some(*far);
        }
        (before_last, last, sign_before) = (last, row, Some(sign));
    }
    last.get(other.len()).copied().unwrap_or(WORD_SIGNS_MAX)
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
            ("moksing", "moxing"),
            ("kim", "kin"),
            ("lantern", "eastern"),
            ("11420", "11421"),
            ("sek", "seek"),
        ] {
            assert_eq!(like(one, other), 0, "{one} {other}");
        }
    }

    #[test]
    fn edits_count_swaps_once() {
        for (one, other, want) in [
            ("abc", "acb", 1),
            ("", "abc", 3),
            ("kitten", "sitting", 3),
            ("ab", "ba", 1),
            ("a", "a", 0),
        ] {
            assert_eq!(edits(&signs(one), &signs(other)), want, "{one} {other}");
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
