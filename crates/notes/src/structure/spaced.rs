//! Shot codes whose letters and number stand apart: `sc.12`, `SC 012`, `shot 12`, `S#3`, `#12`, `C-012`.
//!
//! In: a folded text and a sign where a word begins. Out: the shot, scene or production there. Never: a number that
//! measures something (`3 times`, `2 seconds`).

use super::code::{Class, PREFIX_SIGNS_MAX, class_of, is_model};
use super::reference::{Key, Reference, What};
use super::view::{Number, View, digits, is_code, is_han, is_hangul, is_kana};

/// `sc.12`, `SC 012`, `shot 12`, `ep 5`, `S#3`, `C#12`, `#12`.
pub(super) fn spaced(view: &View<'_>, from: usize, is_lead: bool) -> Option<Reference> {
    let mut prefix = String::new();
    let mut at = from;
    while view.at(at).is_ascii_alphabetic() && prefix.len() < PREFIX_SIGNS_MAX {
        prefix.push(view.at(at));
        at += 1;
    }
    // `Shots 040-060`
    let singular = prefix.strip_suffix('s').filter(|word| is_lead && word.len() > 2);
    let class = class_of(singular.unwrap_or(&prefix));
    let gap = at;
    let is_hash = view.at(at) == '#';
    if prefix.is_empty() && (!is_hash || is_code(view.before(from)) || view.before(from) == '&') {
        return None;
    }
    if matches!(view.at(at), '.' | '#' | ':') {
        at += 1;
    }
    if prefix.len() > 1 {
        at = view.skip_blanks(at);
    }
    let number = digits(view, at).filter(|number| at > gap && number.digits <= 5)?;
    let suffix = Some(view.at(number.end)).filter(char::is_ascii_alphabetic);
    let end = number.end + usize::from(suffix.is_some());
    if is_code(view.at(end)) || is_measured(view, end) {
        return None;
    }
    let last = view.one_of(end, &["-", "~"]).and_then(|len| digits(view, end + len));
    let is_range = |last: &Number| {
        prefix.len() > 1 && last.digits == number.digits && last.value > number.value
    };
    let last = last.filter(is_range).map(|last| last.end).filter(|end| !is_code(view.at(*end)));
    let end = last.unwrap_or(end);
    let key = Key { numbers: vec![number.value], suffix };
    let what = match class {
        Class::Episode if prefix.len() > 1 => What::Production,
        Class::Scene | Class::Shot => What::Shot(key),
        Class::Season | Class::Sequence if is_hash => What::Scene(key),
        Class::Cut if is_hash => What::Shot(key),
        Class::Number
            if number.digits <= 4
                && (is_lead || (suffix.is_none() && is_beside_cjk(view, from, end))) =>
        {
            What::Shot(key)
        }
        Class::Episode
        | Class::Season
        | Class::Sequence
        | Class::Cut
        | Class::Frame
        | Class::Version
        | Class::Number
        | Class::Word => return None,
    };
    Some(Reference::new(what, from, end))
}

/// Whether a mark such as `#12` stands in Chinese, Japanese or Korean text; in English it numbers anything.
fn is_beside_cjk(view: &View<'_>, from: usize, end: usize) -> bool {
    let is_cjk = |sign: char| is_han(sign) || is_hangul(sign) || is_kana(sign);
    is_cjk(view.solid_before(from)) || is_cjk(view.at(view.skip_blanks(end)))
}

/// Whether what follows a number makes it a measure (`3 times`, `2 seconds`, `5%`).
pub(super) fn is_measured(view: &View<'_>, end: usize) -> bool {
    const MEASURES: &[&str] = &[
        "sec", "frame", "time", "drawing", "min", "hour", "day", "%", "x ", "秒", "个", "张", "枚",
        "초", "개", "장",
    ];
    let at = view.skip_blanks(end);
    let measure = view.one_of(at, MEASURES).filter(|len| {
        let mut next = at + len;
        while view.at(next).is_ascii_alphabetic() {
            next += 1;
        }
        // `shot 35 frame 24` counts no frames.
        digits(view, view.skip_blanks(next)).is_none()
    });
    measure.is_some() || (view.at(end) == '.' && view.at(end + 1).is_ascii_digit())
}

/// `C-012` anywhere, `A-12` where a reference is awaited.
pub(super) fn lettered(view: &View<'_>, from: usize, is_lead: bool) -> Option<Reference> {
    let letter = view.at(from);
    if !letter.is_ascii_alphabetic() || view.at(from + 1) != '-' {
        return None;
    }
    let number = digits(view, from + 2).filter(|number| (2..=4).contains(&number.digits))?;
    let is_large = view.written(from, from + 1).chars().all(char::is_uppercase);
    let is_other = matches!(letter, 'v' | 'f' | 'e' | 't' | 'r' | 's' | 'q');
    if is_code(view.at(number.end))
        || is_model(view.at(number.end))
        || !is_large
        || is_other
        || !(is_lead || letter == 'c')
    {
        return None;
    }
    let key = Key { numbers: vec![number.value], suffix: None };
    (view.at(number.end) != '-' && view.at(number.end) != '_')
        .then(|| Reference::new(What::Shot(key), from, number.end))
}
