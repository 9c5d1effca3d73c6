//! Shots and scenes as they are said in words: `镜头12`, `12卡`, `第3场第15镜`, `カット12`, `12번 컷`, `화면 12`.
//!
//! In: a folded text and a sign. Out: the reference that begins there. Never: counts as references (`共35卡`), nor words
//! that only end like one (`显卡3060`).

use super::frame_words::{FRAME_COUNT, OTHER_UNITS, OTHER_WORDS};
use super::frames::is_place;
use super::reference::{Key, Reference, Scope, What, particle};
use super::view::{Number, View, digits, is_code, is_hangul, is_kana, number};

/// Words before the number of a shot.
const SHOT_BEFORE: &[&str] = &[
    "镜头号",
    "镜头",
    "镜号",
    "鏡頭",
    "镜",
    "卡号",
    "卡",
    "カット",
    "컷번호",
    "컷",
    "샷",
    "쇼트",
    "화면번호",
    "화면",
];
/// Words before the number of a scene.
const SCENE_BEFORE: &[&str] = &["场景", "场", "シーン", "씬", "장면"];
/// Words after the number of a shot.
const SHOT_AFTER: &[&str] =
    &["镜头", "镜", "鏡", "卡", "カット目", "カット", "컷", "화면", "샷", "쇼트"];
/// Words after the number of a scene.
const SCENE_AFTER: &[&str] = &["场", "シーン", "씬", "장면"];
/// Words after the number of an episode; with an ordinal mark only.
const EPISODE_AFTER: &[&str] = &["集", "话", "話", "回", "화", "회"];
/// Reads a shot or scene said in words; `第3集` is a production.
pub(super) fn shot(view: &View<'_>, from: usize, scope: Scope) -> Option<Reference> {
    named_before(view, from, scope).or_else(|| named_after(view, from, scope))
}

/// A number with the range that it begins: `镜头5-8`, `5~8卡`. The first one is the shot's.
fn through_range(view: &View<'_>, read: Number) -> Number {
    let next = view.one_of(read.end, &["-", "~"]).and_then(|len| digits(view, read.end + len));
    let is_range = |last: &Number| {
        last.value > read.value
            && last.digits <= 4
            && !is_code(view.at(last.end))
            && !FRAME_COUNT.iter().any(|unit| view.has(last.end, unit))
    };
    next.filter(is_range).map_or(read, |last| Number { end: last.end, ..read })
}

fn named_before(view: &View<'_>, from: usize, scope: Scope) -> Option<Reference> {
    let shot = view.one_of(from, SHOT_BEFORE);
    let is_scene = shot.is_none();
    let len = shot.or_else(|| view.one_of(from, SCENE_BEFORE))?;
    let before = view.before(from);
    let is_tail = is_hangul(before)
        || (is_kana(before) && !matches!(before, 'の' | 'は' | 'と' | 'で' | 'に' | 'を'))
        || "打显声网刷存磁点发充贺眼墨透目潜广远现市操剧空长每个第".contains(before)
        || before.is_ascii_digit();
    if is_tail && before != '\0' {
        return None;
    }
    let mut at = from + len;
    if view.at(at) == '号' {
        at += 1;
    }
    at = view.skip_blanks(at);
    at += view.one_of(at, &["no", "№"]).unwrap_or(0);
    if matches!(view.at(at), ':' | '#' | '.' | '-') {
        at = view.skip_blanks(at + 1);
    }
    let read = digits(view, at).filter(|read| read.digits <= 5)?;
    let read = through_range(view, read);
    let suffix = Some(view.at(read.end)).filter(|sign| {
        sign.is_ascii_alphabetic() && *sign != 'x' && !is_code(view.at(read.end + 1))
    });
    let to = read.end + usize::from(suffix.is_some());
    let counted = counter(view, to);
    let to = counted.unwrap_or(to);
    let next = if counted.is_some() { ' ' } else { view.at(to) };
    let is_other = is_code(next)
        || OTHER_UNITS.contains(&next)
        || (next == ':' && view.at(to + 1).is_ascii_digit())
        || (next == '/' && view.at(to + 1).is_ascii_digit())
        || (next == '.' && view.at(to + 1).is_ascii_digit())
        || view
            .one_of(view.skip_blanks(to), &["帧", "格", "コマ", "장", "枚"])
            .is_some_and(|_| next != ' ');
    let is_weak =
        len == 1 && read.digits < 2 && !scope.is_lead && !is_scene && !is_hangul(view.at(from));
    if is_other || is_weak {
        return None;
    }
    let key = Key { numbers: vec![read.value], suffix };
    Some(Reference::new(if is_scene { What::Scene(key) } else { What::Shot(key) }, from, to))
}

/// The sign after what counts a shot behind its number: `컷 7번`, `镜头12号`. Not `컷 7 번짐`.
pub(super) fn counter(view: &View<'_>, at: usize) -> Option<usize> {
    let end = at + view.one_of(at, &["번", "号", "號"])?;
    let next = view.at(end);
    // Without blanks at all `컷18번배경` counts too; what may go on a word that begins with 번 does not.
    let is_glued = view.before(at).is_ascii_digit() && !"짐지진져질쩍갈개역뜩호째들".contains(next);
    let is_free = !is_hangul(next) || particle(view, end) > end || is_glued;
    (is_free && view.one_of(view.skip_blanks(end), SHOT_AFTER).is_none()).then_some(end)
}

fn named_after(view: &View<'_>, from: usize, scope: Scope) -> Option<Reference> {
    let ordinal = view.one_of(from, &["第", "제"]);
    let read = match ordinal {
        Some(len) => number(view, view.skip_blanks(from + len)),
        None if is_code(view.before(from))
            || matches!(view.before(from), '.' | '-' | '/' | '_') =>
        {
            None
        }
        None => digits(view, from),
    }
    .filter(|read| read.digits <= 6)?;
    let read = through_range(view, read);
    let suffix = Some(view.at(read.end))
        .filter(|sign| sign.is_ascii_alphabetic() && !is_code(view.at(read.end + 1)));
    let mut at = view.skip_blanks(read.end + usize::from(suffix.is_some()));
    let mut is_sure = ordinal.is_some();
    if let Some(len) = view.one_of(at, &["번째", "번", "号"]) {
        is_sure = true;
        at = view.skip_blanks(at + len);
    } else if is_sure && view.at(at) == '个' {
        at += 1;
    }
    let key = Key { numbers: vec![read.value], suffix };
    let (what, len) = if let Some(len) = view.one_of(at, SHOT_AFTER) {
        (What::Shot(key), len)
    } else if let Some(len) = view.one_of(at, SCENE_AFTER) {
        (What::Scene(key), len)
    } else {
        let len = view.one_of(at, EPISODE_AFTER).filter(|_| ordinal.is_some())?;
        (What::Production, len)
    };
    let to = at + len;
    if view.one_in(to, OTHER_WORDS).is_some() {
        return None;
    }
    (is_sure || is_place(view, from, to, scope)).then(|| Reference::new(what, from, to))
}
