//! Shot codes in Latin letters: `SC012`, `SC012_C005`, `SC12-C5`, `S03C015`, `sc.12`, `LNT_EP301_SC012_v03`, `S01E03`,
//! `Q010_SH0040`, `GRN_020_0110`, `C-012`, `A-12`, `#12`.
//!
//! In: a folded text and a sign where a word begins. Out: where production and shot stand, with the numbers that tell
//! two spellings of one shot to be the same. Never: versions, frames, drawings, products (`C4D`, `H264`) as shots.

use super::reference::{Key, Reference, What};
use super::spaced::{is_measured, lettered, spaced};
use super::view::{View, digits, is_code, is_han, is_hangul, is_kana};

/// Parts of one code that are looked at.
const SEGMENTS_MAX: usize = 12;

/// File name endings of the trade; a code that runs into one is the name of a file.
pub(super) const ENDINGS: &[&str] = &[
    "psd", "psb", "jpg", "jpeg", "png", "tga", "tif", "tiff", "exr", "bmp", "gif", "mov", "mp4",
    "avi", "mkv", "clip", "sai", "ai", "aep", "fla", "swf", "tvpp", "ma", "mb", "blend", "docx",
    "doc", "xlsx", "xls", "txt", "pdf", "zip", "rar", "7z", "csp", "kra", "wav",
];

/// What the letters of a part say.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Class {
    Episode,
    /// `S01`: a season before an episode, a scene before a shot.
    Season,
    Scene,
    /// `Q010`: a sequence, and only with a shot behind it.
    Sequence,
    Shot,
    /// `C005`: a cut, in one letter that names much else too.
    Cut,
    Frame,
    Version,
    Number,
    Word,
}

#[derive(Debug, Clone, Copy)]
struct Segment {
    from: usize,
    to: usize,
    class: Class,
    value: i64,
    digits: usize,
    suffix: Option<char>,
    separator: char,
}

pub(super) fn class_of(prefix: &str) -> Class {
    match prefix {
        "ep" | "e" | "eps" | "episode" => Class::Episode,
        "s" => Class::Season,
        "sc" | "scn" | "scene" | "seq" | "sq" | "sqc" => Class::Scene,
        "q" => Class::Sequence,
        "sh" | "sht" | "shot" | "cut" | "ct" => Class::Shot,
        "c" => Class::Cut,
        "f" | "fr" | "frm" | "frame" => Class::Frame,
        "v" | "ver" | "r" | "t" | "tk" | "take" | "rev" => Class::Version,
        "" => Class::Number,
        _ => Class::Word,
    }
}

/// Stands for a separator between groups that none stands between.
const GLUED: char = '+';

/// Whether letters before a number say what it numbers.
const fn is_known(class: Class) -> bool {
    !matches!(class, Class::Word | Class::Number | Class::Version)
}

/// What the letters before a number say, where they are known ones.
fn group_at(view: &View<'_>, from: usize) -> Option<Class> {
    let len = (0..PREFIX_SIGNS_MAX).take_while(|idx| view.at(from + idx).is_ascii_alphabetic());
    let end = from + len.count();
    let prefix: String = (from..end).map(|idx| view.at(idx)).collect();
    let class = class_of(&prefix);
    (is_known(class) && view.at(end).is_ascii_digit()).then_some(class)
}

/// Letters of the longest word before a number.
pub(super) const PREFIX_SIGNS_MAX: usize = 8;

/// Reads one run of letters and digits.
fn segment(view: &View<'_>, from: usize) -> Option<Segment> {
    let mut to = from;
    while is_code(view.at(to)) {
        to += 1;
    }
    let mut at = from;
    let mut prefix = String::new();
    while view.at(at).is_ascii_alphabetic() && prefix.len() < PREFIX_SIGNS_MAX {
        prefix.push(view.at(at));
        at += 1;
    }
    let mut found = Segment {
        from,
        to,
        class: Class::Word,
        value: 0,
        digits: 0,
        suffix: None,
        separator: view.at(to),
    };
    if to == from {
        return None;
    }
    let Some(number) = digits(view, at) else { return Some(found) };
    found.value = number.value;
    found.digits = number.digits;
    let rest = to - number.end;
    let tail = view.at(number.end);
    match rest {
        0 => found.class = class_of(&prefix),
        1 => {
            found.class = class_of(&prefix);
            found.suffix = Some(tail);
        }
        // `S01E03C012`: groups of letters and digits, each of which says what it is.
        _ if tail.is_ascii_alphabetic() && is_known(class_of(&prefix)) => {
            let class = class_of(&prefix);
            let next = group_at(view, number.end);
            // `SC016OK了`: a word without a blank before it.
            let is_word = matches!(class, Class::Scene | Class::Shot | Class::Cut)
                && (number.end..to).all(|idx| view.at(idx).is_ascii_alphabetic())
                && (class != Class::Cut || number.digits > 1);
            if next.is_some() || is_word {
                found.class = class;
                found.to = number.end;
                let is_tied = next.is_some_and(|next| next != Class::Frame);
                found.separator = if is_tied { GLUED } else { '\0' };
            }
        }
        _ => {}
    }
    Some(found)
}

/// Reads the parts of a code; `SC-012` and `C_012` are one part each.
fn segments(view: &View<'_>, from: usize) -> Vec<Segment> {
    let mut found: Vec<Segment> = Vec::new();
    let mut at = from;
    while found.len() < SEGMENTS_MAX {
        let Some(next) = segment(view, at) else { break };
        let joined = found.last_mut().filter(|last| {
            last.class == Class::Word && last.digits == 0 && next.class == Class::Number
        });
        let prefix = joined.as_ref().map(|last| view.written(last.from, last.to).to_lowercase());
        let class = prefix.as_deref().map_or(Class::Word, class_of);
        match joined {
            Some(last) if class != Class::Word => {
                *last = Segment { from: last.from, class, ..next };
            }
            _ => found.push(next),
        }
        at = match next.separator {
            GLUED if is_code(view.at(next.to)) => next.to,
            '_' | '-' if is_code(view.at(next.to + 1)) => next.to + 1,
            // `S1 C3`
            ' ' if next.class == Class::Season
                && group_at(view, next.to + 1) == Some(Class::Cut) =>
            {
                next.to + 1
            }
            _ => break,
        };
    }
    found
}

/// What a code says: its parts that are production and shot, by number.
struct Reading {
    production: usize,
    shot: usize,
    end: usize,
    key: Key,
    is_sure: bool,
}

fn reading(parts: &[Segment]) -> Option<Reading> {
    let class = |idx: usize| parts.get(idx).map(|part| part.class);
    let words = parts.iter().take_while(|part| part.class == Class::Word).count();
    let mut at = words;
    // `ABC_101_SC020`
    let is_shot = |idx: usize| matches!(class(idx), Some(Class::Scene | Class::Shot | Class::Cut));
    if words > 0 && is_chained(parts, words) && is_shot(words + 1) {
        at += 1;
    }
    let words = at;
    while class(at) == Some(Class::Episode)
        || (class(at) == Some(Class::Season) && class(at + 1) == Some(Class::Episode))
    {
        at += 1;
    }
    let has_episode = at > words;
    let shot = at;
    let mut numbers = Vec::new();
    let mut suffix = None;
    let mut take = |idx: usize| {
        if let Some(part) = parts.get(idx) {
            numbers.push(part.value);
            suffix = part.suffix;
        }
    };
    let follows = |idx: usize| matches!(class(idx), Some(Class::Shot | Class::Cut));
    let mut is_sure = has_episode;
    match class(at) {
        Some(Class::Scene) => {
            take(at);
            is_sure = true;
            let is_number = class(at + 1) == Some(Class::Number)
                && parts.get(at + 1).is_some_and(|part| (2..=4).contains(&part.digits));
            if follows(at + 1) || is_number {
                take(at + 1);
                at += 1;
            }
        }
        Some(Class::Season | Class::Sequence) if follows(at + 1) => {
            take(at);
            take(at + 1);
            is_sure = true;
            at += 1;
        }
        Some(Class::Shot) => {
            take(at);
            is_sure = true;
        }
        Some(Class::Cut) => take(at),
        Some(Class::Season) if words == 0 && !has_episode => take(at),
        // `EP22_0010`
        Some(Class::Number) if has_episode && is_chained(parts, at) => take(at),
        None | Some(_) if has_episode => {
            return Some(Reading {
                production: words,
                shot,
                end: shot,
                key: Key::default(),
                is_sure,
            });
        }
        // `GRN_020_0110`: production, sequence and shot make one name.
        Some(Class::Number) if words == 1 && is_chained(parts, 1) && is_chained(parts, 2) => {
            take(1);
            take(2);
            let key = Key { numbers, suffix };
            return Some(Reading { production: 0, shot: 0, end: 3, key, is_sure: true });
        }
        None | Some(_) => return None,
    }
    Some(Reading { production: words, shot, end: at + 1, key: Key { numbers, suffix }, is_sure })
}

/// Whether a part is a number of a chain such as `GRN_020_0110`: tied to the one before by `_`, three or four digits.
fn is_chained(parts: &[Segment], at: usize) -> bool {
    let tied = at.checked_sub(1).and_then(|idx| parts.get(idx)).map(|part| part.separator);
    let number = parts.get(at).filter(|part| part.class == Class::Number);
    tied == Some('_')
        && number.is_some_and(|part| (3..=4).contains(&part.digits) && part.separator != '.')
}

/// Reads a code at a sign where a word begins.
pub(super) fn code(view: &View<'_>, from: usize, is_lead: bool) -> Option<Vec<Reference>> {
    if let Some(found) = spaced(view, from, is_lead).or_else(|| lettered(view, from, is_lead)) {
        return Some(vec![found]);
    }
    let parts = segments(view, from);
    let mut read = reading(&parts)?;
    if let Some(part) = inserted(view, &parts, &read) {
        read.key.numbers.push(part);
        read.end += 1;
    }
    let first = parts.get(read.shot);
    if read.end > read.shot && !read.is_sure && !is_plausible(view, first?, is_lead) {
        return None;
    }
    let mut found = Vec::new();
    if read.shot > 0 {
        let to = parts.get(read.shot - 1)?.to;
        found.push(Reference::new(What::Production, from, to));
    }
    if read.end > read.shot {
        let mut end = read.end;
        while is_range(&parts, end) {
            end += 1;
        }
        let mut shot = Reference::new(What::Shot(read.key), first?.from, parts.get(end - 1)?.to);
        shot.through = through(view, &parts, end);
        found.push(shot);
    } else if read.production > 0 && !parts.iter().any(|part| part.class == Class::Episode) {
        return None;
    }
    Some(found)
}

/// The number of a shot that was put in later: `C018-2`. Not `C018-2张`.
fn inserted(view: &View<'_>, parts: &[Segment], read: &Reading) -> Option<i64> {
    let last = read.end.checked_sub(1).filter(|last| *last >= read.shot)?;
    let (shot, part) = (parts.get(last)?, parts.get(read.end)?);
    let is_shot = matches!(shot.class, Class::Shot | Class::Cut) && shot.separator == '-';
    let is_number = part.class == Class::Number
        && part.digits == 1
        && part.suffix.is_none()
        && parts.len() == read.end + 1;
    let next = view.at(part.to);
    let is_plain = !is_code(next) && !is_han(next) && !is_hangul(next) && !is_kana(next);
    (is_shot && is_number && is_plain && !is_measured(view, part.to)).then_some(part.value)
}

/// Whether a code of one letter is a shot: `C005`, at the head of a text `C5` and `S012` too. Not `C4D`, `C14N`, `s390x`,
/// `ks_c_5601`, `head -c50`.
fn is_plausible(view: &View<'_>, part: &Segment, is_lead: bool) -> bool {
    let is_named = is_lead || (part.class == Class::Cut && part.digits >= 2);
    let is_plain = match part.suffix {
        None => part.to - part.from == part.digits + 1 || part.from == 0,
        Some(suffix) => part.class == Class::Cut && part.digits >= 2 && suffix <= 'h',
    };
    let is_season = (part.class == Class::Season && part.digits < 2) || is_model(view.at(part.to));
    let is_option = view.before(part.from) == '-';
    is_named && is_plain && !is_season && !is_option && !matches!(view.at(part.to), '+' | '#')
}

/// Whether a sign behind a code makes it a model, room or building: `C-12호`.
pub(super) const fn is_model(sign: char) -> bool {
    matches!(sign, '호' | '号' | '型' | '형' | '室' | '실' | '座' | '동')
}

/// Whether the part at `at` closes a range such as `SC12-SC15`.
fn is_range(parts: &[Segment], at: usize) -> bool {
    let (Some(last), Some(next)) =
        (at.checked_sub(1).and_then(|idx| parts.get(idx)), parts.get(at))
    else {
        return false;
    };
    last.separator == '-'
        && last.class == next.class
        && matches!(next.class, Class::Scene | Class::Shot | Class::Cut)
        && next.value > last.value
}

/// The sign up to which a code is cut out of its text: versions go with it, and the whole name where it names a file.
fn through(view: &View<'_>, parts: &[Segment], shot_end: usize) -> usize {
    let mut to = shot_end.checked_sub(1).and_then(|idx| parts.get(idx)).map_or(0, |part| part.to);
    let version = parts.iter().skip(shot_end).take(4).rfind(|part| part.class == Class::Version);
    to = version.map_or(to, |part| part.to);
    let Some(last) = parts.last().filter(|last| view.at(last.to) == '.') else { return to };
    match view.one_of(last.to + 1, ENDINGS) {
        Some(len) if !is_code(view.at(last.to + 1 + len)) => last.to + 1 + len,
        _ => to,
    }
}
