//! References that stand beside others: lists of shots, words before a reference that name it, shots only compared with.
//!
//! In: a folded text and where a reference stands. Out: the references that go with it. Never: a number that counts
//! something as one of a list.

use super::frames::is_unit;
use super::headers::{Role, role_of_word};
use super::reference::{Reference, Scope, What, is_separator, is_shot, reference};
use super::spoken::counter;
use super::view::{View, digits, is_code};

/// The sign after a word that joins shots (`镜头12和镜头13`) or begins a message (`还有SC033`), where a shot follows.
pub(super) fn listed(view: &View<'_>, at: usize, scope: Scope) -> Option<usize> {
    let len = view.one_of(at, if scope.is_after_shot() { JOINING } else { BEGINNING })?;
    let next = view.skip_blanks(at + len);
    let found = reference(view, next, scope)?;
    found.iter().any(|reference| is_shot(&reference.what)).then_some(next)
}

/// Numbers listed behind a shot that share its word: `画面 18, 19`, `SC010/011`, `컷 15번, 16번`.
pub(super) fn further_shots(view: &View<'_>, shots: &[Reference]) -> Vec<Reference> {
    let mut found = Vec::new();
    let Some(first) = shots.last() else { return found };
    let What::Shot(key) = &first.what else { return found };
    let is_word = !view.at(first.from).is_ascii();
    let (mut at, mut last) = (first.through, key.clone());
    while found.len() < LISTED_SHOTS_MAX {
        let gap = view.skip_blanks(at);
        let Some(len) = view.one_of(gap, LISTING) else { break };
        let from = view.skip_blanks(gap + len);
        let Some(next) = digits(view, from).filter(|next| next.digits <= 4) else { break };
        let suffix = Some(view.at(next.end)).filter(char::is_ascii_alphabetic);
        let to = next.end + usize::from(suffix.is_some());
        let to = counter(view, to).unwrap_or(to);
        let before = last.numbers.last().copied().unwrap_or_default();
        // `SC034/35`: what fills up with noughts need not be written again.
        let is_short = before.checked_ilog10().map_or(1, |tens| tens as usize + 1) == next.digits
            && view.at(gap) == '/';
        let is_alike = is_word || next.digits == digits_before(view, at) || is_short;
        if next.value <= before || !is_alike || !ends_shot(view, to) {
            break;
        }
        if let Some(number) = last.numbers.last_mut() {
            *number = next.value;
        }
        last.suffix = suffix;
        found.push(Reference::new(What::Shot(last.clone()), from, to));
        at = to;
    }
    found
}

/// Shots that one list may name by number only.
const LISTED_SHOTS_MAX: usize = 32;

/// Between the shots of a list.
const LISTING: &[&str] =
    &["、", ",", "/", "和", "与", "及", "と", "와", "과", "및", "&", "·", "・", "+"];

/// How many digits stand directly before a sign, a letter behind them passed over.
fn digits_before(view: &View<'_>, at: usize) -> usize {
    let end = if view.before(at).is_ascii_alphabetic() { at.saturating_sub(1) } else { at };
    (0..end).rev().take_while(|idx| view.at(*idx).is_ascii_digit()).count()
}

/// Whether a number without a word of its own may end a list of shots here: nothing follows that it would count.
fn ends_shot(view: &View<'_>, to: usize) -> bool {
    let next = view.at(to);
    if is_code(next) || (matches!(next, '.' | ':') && view.at(to + 1).is_ascii_digit()) {
        return false;
    }
    let after = view.skip_blanks(to);
    let is_counted = is_unit(view, after)
        || (is_code(view.at(after)) && after > to && view.at(after).is_ascii_alphabetic());
    !is_counted || is_separator(next) && next != ' '
}

/// The sign after a word that says what reference follows it, as the heading of a column does: `TC 01:00:03:12`, `镜号：SC012`.
pub(super) fn labelled(view: &View<'_>, at: usize, scope: Scope) -> Option<usize> {
    if !view.at(at).is_alphabetic() || view.before(at).is_alphabetic() {
        return None;
    }
    let is_label = |sign: char| sign.is_alphabetic() || matches!(sign, '.' | '/');
    let end = (at..at + LABEL_SIGNS_MAX).find(|idx| !is_label(view.at(*idx)))?;
    let colon = view.skip_blanks(end);
    if end == colon && view.at(end) != ':' {
        return None;
    }
    let role = role_of_word(view.written(at, end))?;
    let next = if view.at(colon) == ':' { view.skip_blanks(colon + 1) } else { colon };
    let names = |what: &What| {
        (role == Role::Shot && is_shot(what))
            || (role == Role::Frame && matches!(what, What::Frames { .. }))
            || (role == Role::Timecode && matches!(what, What::Timecode))
    };
    let found = reference(view, next, scope).filter(|_| next > end)?;
    found.iter().any(|reference| names(&reference.what)).then_some(next)
}

/// Signs of the longest word before a reference.
const LABEL_SIGNS_MAX: usize = 12;

/// A frame as nothing but its number in brackets, directly behind a shot: `SC501 [33]`.
pub(super) fn bracketed(view: &View<'_>, at: usize) -> Option<Reference> {
    let number = digits(view, at + 1).filter(|number| number.digits > 1)?;
    let is_it = view.at(at) == '[' && view.at(number.end) == ']';
    let what = What::Frames { first: number.value, last: None };
    is_it.then(|| Reference { through: number.end + 1, ..Reference::new(what, at + 1, number.end) })
}

/// Whether two references stand in one list: `SC021、SC022`, `SC118 和 SC119`.
pub(super) fn is_list(view: &View<'_>, last: &Reference, next: &Reference) -> bool {
    let between: String = (last.through..next.from).map(|idx| view.at(idx)).collect();
    matches!(
        between.trim(),
        "" | "、"
            | ","
            | "/"
            | "&"
            | "和"
            | "与"
            | "及"
            | "以及"
            | "跟"
            | "と"
            | "や"
            | "과"
            | "와"
            | "및"
            | "하고"
            | "and"
            | "·"
            | "・"
            | ";"
            | "+"
    )
}

/// Whether a reference is only named to compare with (`和SC012一样`, `as in SC005`).
pub(super) fn is_compared(view: &View<'_>, reference: &Reference) -> bool {
    let before: String =
        (reference.from.saturating_sub(8)..reference.from).map(|idx| view.at(idx)).collect();
    let before = before.trim_end();
    let after = view.skip_blanks(reference.through);
    COMPARED_BEFORE.iter().any(|word| before.ends_with(word))
        || view.one_in(after, COMPARED_AFTER).is_some()
}

/// Words that join two shots.
const JOINING: &[&str] =
    &["+ ", "以及", "和", "与", "及", "跟", "と", "や", "과", "와", "및", "하고", "and "];

/// Words that begin a further message.
const BEGINNING: &[&str] =
    &["还有", "另外", "然后", "그리고", "또한", "또", "あと", "それと", "also ", "and "];

/// Words before a shot that is only compared with.
const COMPARED_BEFORE: &[&str] = &[
    "和", "与", "跟", "像", "同", "参照", "参考", "按照", "match", "as in", "like", "same as",
    "see", "from",
];

/// Words after a shot that is only compared with.
const COMPARED_AFTER: &str = "一样|一致|相同|처럼|보다|와 같|과 같|와 다르|과 다르|와 다름|과 다름|와 달|과 달|와 반대|\
     과 반대|と違|と逆|と異|와 동일|과 동일|と同じ|と同様|参照|参考|를 참고|을 참고|참고|兼用|겸용";
