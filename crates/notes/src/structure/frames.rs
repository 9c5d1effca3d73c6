//! Frames as they are said in words: `第45帧到第60帧`, `45格`, `45コマ目`, `제45화면`, `45번째 그림`, `f12-f30`, `@f33`,
//! `frames 12 to 30`, `第5、8、12帧`.
//!
//! In: a folded text and a sign. Out: the frame, range or list that begins there. Never: counts as references (`缺2张`,
//! `停12格`): a number before a bare unit counts only at the head of a text or beside words of place.

use super::frame_words::{
    BETWEEN_END, COUNT_AFTER, COUNT_BEFORE, FRAME_COUNT, FRAME_ORDINAL, OTHER_UNITS, OTHER_WORDS,
    PLACE_AFTER, PLACE_BEFORE, RANGE, RANGE_END,
};
use super::reference::{Reference, Scope, What, Within};
use super::view::{Number, View, digits, is_code, is_hangul, is_kana, number};

/// How sure a number is one of a frame.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Mark {
    Bare,
    Half,
    Count,
    Sure,
}

#[derive(Debug, Clone, Copy)]
struct End {
    value: i64,
    to: usize,
    mark: Mark,
}

/// Frames of one list.
const LISTED_MAX: usize = 16;

/// Between the frames of a list.
const LISTING: &[&str] = &[
    "、", ",", "/", "和", "与", "及", "と", "와", "과", "및", "하고", ";", "&", "and ", "·", "・",
];

/// Reads a list of frames, one reference each: `第5、8、12帧`, `f5、f9`, `22f, 30f`.
pub(super) fn listed_frames(view: &View<'_>, from: usize, scope: Scope) -> Option<Vec<Reference>> {
    let first = end(view, from, scope)?;
    let is_ordinal = first.mark == Mark::Half;
    let mut found = vec![(from, first)];
    let mut at = first.to;
    while found.len() < LISTED_MAX {
        let gap = view.skip_blanks(at);
        let Some(len) = view.one_of(gap, LISTING) else { break };
        let next = view.skip_blanks(gap + len);
        let inner = Scope { within: Within::ordinal(is_ordinal), ..scope };
        let Some(item) = end(view, next, inner) else { break };
        found.push((next, item));
        at = item.to;
    }
    let is_led = first.mark == Mark::Sure && !view.at(first.to.saturating_sub(1)).is_alphabetic();
    let is_plural = view.has(from, "frames");
    let is_open =
        is_led && found.last().is_some_and(|(_, item)| ends_list(view, item.to, is_plural));
    let marked = found.iter().rposition(|(_, item)| item.mark >= Mark::Count || is_open)?;
    found.truncate(marked + 1);
    let (_, last) = *found.last().filter(|_| marked > 0)?;
    let shares_unit = found.iter().any(|(_, item)| item.mark <= Mark::Half);
    let is_named = (is_ordinal && last.mark >= Mark::Count)
        || is_open
        || found.iter().all(|(_, item)| item.mark == Mark::Sure)
        || is_place(view, from, last.to, scope);
    let after = view.skip_blanks(last.to);
    let is_range = scope.within == Within::Between
        || is_range(view, after, scope)
        || (found.len() == 2 && view.one_of(after, BETWEEN_END).is_some());
    // `3, f12` names one frame, and the unit of the last one is that of all before it.
    let is_mixed = shares_unit && !is_ordinal && last.mark == Mark::Sure;
    (is_named && !is_mixed && !is_range).then(|| {
        let one = |(from, item): (usize, End)| {
            Reference::new(What::Frames { first: item.value, last: None }, from, item.to)
        };
        found.into_iter().map(one).collect()
    })
}

/// Whether what stands at a sign leads on to the end of a range: `~30`, not ` - the line is missing`.
fn is_range(view: &View<'_>, at: usize, scope: Scope) -> bool {
    let next = view.one_of(at, RANGE).map(|len| view.skip_blanks(at + len));
    next.is_some_and(|next| end(view, next, scope).is_some())
}

/// Whether bare numbers behind a frame that is marked are frames too: a colon closes them, or nothing that they would
/// count follows (`frames 8, 14 and 33: …`, `f5、8、12 手指`).
fn ends_list(view: &View<'_>, to: usize, is_plural: bool) -> bool {
    let after = view.skip_blanks(to);
    let is_word = is_code(view.at(after)) && view.at(to) == ' ' && !is_plural;
    matches!(view.at(after), ':' | '-' | ')' | ']' | '\0')
        || !(is_word || is_code(view.at(to)) || is_unit(view, after) || view.at(to) == '.')
}

/// Reads a frame or range of frames.
pub(super) fn frames(view: &View<'_>, from: usize, scope: Scope) -> Option<Reference> {
    if view.one_of(from, &["从", "從", "自", "在"]).is_some() {
        let found = frames(view, from + 1, scope)?;
        let next = view.skip_blanks(found.to);
        let to = view.one_of(next, &["起", "开始", "處", "处"]).map_or(found.to, |len| next + len);
        return Some(Reference { from, to, through: to, ..found });
    }
    if let Some(len) = view.one_of(from, &["between "]) {
        let from = view.skip_blanks(from + len);
        let found = frames(view, from, Scope { within: Within::Between, ..scope })?;
        return matches!(found.what, What::Frames { last: Some(_), .. }).then_some(found);
    }
    // `#0012-0018帧`: only the unit tells it from a shot.
    if view.at(from) == '#' && view.at(from + 1).is_ascii_digit() {
        let found = frames(view, from + 1, scope)?;
        return Some(Reference { from, ..found });
    }
    let first = end(view, from, scope)?;
    if let Some(last) = second(view, &first, scope) {
        let mut to = last.to;
        let at = view.skip_blanks(to);
        if let Some(len) = view.one_of(at, RANGE_END) {
            to = at + len;
        }
        let what = What::Frames { first: first.value, last: Some(last.value) };
        return Some(Reference::new(what, from, to));
    }
    let is_named = match first.mark {
        Mark::Sure => true,
        Mark::Count => is_place(view, from, first.to, scope),
        Mark::Half | Mark::Bare => false,
    };
    let what = What::Frames { first: first.value, last: None };
    is_named.then(|| Reference::new(what, from, first.to))
}

/// The end of a range, where one follows and either end is marked.
fn second(view: &View<'_>, first: &End, scope: Scope) -> Option<End> {
    let gap = view.skip_blanks(first.to);
    let (at, is_between) = match view.one_of(gap, RANGE) {
        Some(len) => (view.skip_blanks(gap + len), false),
        None => (view.skip_blanks(gap + view.one_of(gap, LISTING)?), true),
    };
    let last = end(view, at, Scope { within: Within::ordinal(first.mark == Mark::Half), ..scope })?;
    let is_marked = first.mark >= Mark::Count || last.mark >= Mark::Count;
    let after = view.skip_blanks(last.to);
    if is_between && scope.within != Within::Between && view.one_of(after, BETWEEN_END).is_none() {
        return None;
    }
    let is_bare = scope.is_after_shot() && last.mark == Mark::Bare && first.mark == Mark::Bare;
    let next = view.at(last.to);
    let is_clean = last.mark >= Mark::Count
        || !(OTHER_UNITS.contains(&next)
            || is_code(next)
            || (matches!(view.written(last.to, last.to + 1), "." | ":")
                && digits(view, last.to + 1).is_some()));
    let is_clean = is_clean && !(last.mark == Mark::Count && is_counted(view, last.to));
    (last.value >= first.value && is_clean && (is_marked || is_bare)).then_some(last)
}

fn end(view: &View<'_>, from: usize, scope: Scope) -> Option<End> {
    if let Some(found) = prefixed(view, from, scope) {
        return Some(found);
    }
    let before = view.before(from);
    let ordinal = view.one_of(from, &["第", "제"]);
    let read = match ordinal {
        Some(len) => number(view, view.skip_blanks(from + len)),
        None if is_code(before) || before == '.' => None,
        None => digits(view, from),
    }?;
    let (mark, to) = unit(view, read, scope, ordinal.is_some())?;
    Some(End { value: read.value, to, mark })
}

/// The unit after a number, and what it makes of it.
fn unit(view: &View<'_>, read: Number, scope: Scope, is_ordinal: bool) -> Option<(Mark, usize)> {
    let at = view.skip_blanks(read.end);
    if let Some(len) = view.one_in(at, FRAME_ORDINAL) {
        return Some((Mark::Sure, at + len));
    }
    if let Some(len) = view.one_of(at, FRAME_COUNT) {
        let end = at + len;
        let is_other = view.one_in(end, OTHER_WORDS).is_some();
        let mark = if is_ordinal { Mark::Sure } else { Mark::Count };
        return (!is_other).then_some((mark, end));
    }
    // `22f`; without a shot before it `2F` is a floor.
    let is_letter = view.at(read.end) == 'f' && !is_code(view.at(read.end + 1));
    if is_letter && (scope.has_own_shot() || scope.is_lead && read.digits > 1) {
        return Some((if is_ordinal { Mark::Sure } else { Mark::Count }, read.end + 1));
    }
    // In the norm of the North 화면 is both the shot and the frame: `제45화면` stands for 第45帧.
    // Behind a scene it is the shot: `제12장면 제3화면`.
    if scope.is_after_scene {
        return Some((if is_ordinal { Mark::Half } else { Mark::Bare }, read.end));
    }
    let screen = if is_ordinal || scope.within == Within::Ordinal {
        view.one_of(at, &["화면"])
    } else {
        None
    };
    let screen = screen.or_else(|| {
        let words: &[&str] = &["번 화면", "번화면", "번째 화면", "번째화면"];
        scope.has_own_shot().then(|| view.one_of(at, words)).flatten()
    });
    match screen {
        Some(len) => Some((Mark::Sure, at + len)),
        None => Some((if is_ordinal { Mark::Half } else { Mark::Bare }, read.end)),
    }
}

/// `f12`, `fr.12`, `@f33`, `@33`, `frame 12`, `프레임 12`, `フレーム12`, `帧12`.
fn prefixed(view: &View<'_>, from: usize, scope: Scope) -> Option<End> {
    let before = view.before(from);
    let at_sign = usize::from(view.at(from) == '@');
    let start = from + at_sign;
    if let Some(len) = view.one_of(start, &["프레임", "フレーム", "帧", "コマ番号", "コマ"])
    {
        let is_word = is_hangul(before) || is_kana(before) || before.is_ascii_digit();
        let mut at = view.skip_blanks(start + len);
        if matches!(view.at(at), ':' | '#' | '.') {
            at = view.skip_blanks(at + 1);
        }
        let read = digits(view, at).filter(|_| !is_word && view.solid_before(from) != '每')?;
        let is_clean = !OTHER_UNITS.contains(&view.at(read.end)) && !is_code(view.at(read.end));
        return is_clean.then_some(End { value: read.value, to: read.end, mark: Mark::Sure });
    }
    let word = view.one_of(start, &["frames", "frame", "frm", "fr", "f"]).unwrap_or(0);
    let is_option = matches!(before, '=' | '`' | '$' | '\\')
        || (before == '-' && !scope.has_own_shot() && !scope.is_lead);
    if word + at_sign == 0
        || is_code(before)
        || is_option
        || matches!(view.solid_before(from), '按' | '键')
    {
        return None;
    }
    let mut at = start + word;
    let is_long = word > 2;
    let is_short = word > 0 && matches!(view.at(at), '.' | '#');
    at += usize::from(is_short);
    let is_open = is_long
        || (is_short && scope.has_own_shot())
        || (word == 2 && view.at(at) == ' ')
        || (word == 0 && (scope.has_own_shot() || scope.is_lead));
    let at = if is_open { view.skip_blanks(at) } else { at };
    let read = digits(view, at).filter(|read| {
        !(matches!(view.at(read.end), ':' | ';') && view.at(read.end + 1).is_ascii_digit())
    })?;
    let next = view.at(read.end);
    // Types of programs, which are talked of in the same letters: `f32`, `f64`.
    // And keys: `Ctrl-F6`.
    let is_type =
        word == 1 && at_sign == 0 && (read.digits == 1 || matches!(read.value, 16 | 32 | 64 | 128));
    if is_type && !scope.is_lead && !scope.has_own_shot() {
        return None;
    }
    let is_clean = !(next.is_ascii_alphabetic()
        || matches!(next, '键' | '키' | 'キ' | '%')
        || (next == '.' && view.at(read.end + 1).is_ascii_digit()));
    is_clean.then_some(End { value: read.value, to: read.end, mark: Mark::Sure })
}

/// Whether a number with a counting unit says where rather than how many.
pub(super) fn is_place(view: &View<'_>, from: usize, to: usize, scope: Scope) -> bool {
    let before = view.solid_before(from);
    let is_alone = matches!(before, '(' | '[' | '【' | '「')
        && matches!(view.at(view.skip_blanks(to)), ')' | ']' | '】' | '」');
    if is_alone {
        return true;
    }
    if is_counted(view, to) || COUNT_BEFORE.contains(&before) {
        return false;
    }
    scope.is_lead || PLACE_BEFORE.contains(&before) || view.one_in(to, PLACE_AFTER).is_some()
}

/// Whether what follows a unit makes its number a count. Korean sets a blank before it; in Chinese and Japanese a blank
/// ends the reference.
fn is_counted(view: &View<'_>, to: usize) -> bool {
    let after = view.skip_blanks(to);
    view.one_in(after, COUNT_AFTER).is_some() && (after == to || is_hangul(view.at(after)))
}

/// Whether a unit of frames, drawings, sizes or times stands at a sign.
pub(super) fn is_unit(view: &View<'_>, at: usize) -> bool {
    OTHER_UNITS.contains(&view.at(at))
        || view.one_in(at, FRAME_ORDINAL).is_some()
        || view.one_of(at, FRAME_COUNT).is_some()
}
