//! Prose that speaks of several shots in one line, cut where it goes over to the next one.
//!
//! In: a line. Out: its stretches, each about shots of its own; one where it speaks of one shot or of several together.
//! Never: a cut at a shot that is only compared with, or between the shots of a list.

use super::draft::{Reading, reading};
use super::names::is_person;
use super::reference::{Key, What, is_shot, scan};
use super::status::said;
use super::view::View;

/// Signs that end a sentence.
const ENDS: &[char] = &['。', '！', '？', '!', '?', '；', ';', '.'];
/// Signs behind which the next shot may begin at once.
const PAUSES: &[char] = &['，', ',', '、'];
/// Stretches of one line.
const CLAUSES_MAX: usize = 32;

/// Takes a line apart by the shots that its sentences name.
pub(super) fn clauses(text: &str) -> Vec<&str> {
    if !text.contains(ENDS) && !text.contains(PAUSES) || !names_several(text) {
        return vec![text];
    }
    let text = without_opening(text);
    let mut found: Vec<(&str, Vec<Key>)> = Vec::new();
    for (part, is_sentence) in parts(text) {
        let read = reading(part);
        let keys: Vec<Key> = read.shots.iter().map(|shot| shot.key.clone()).collect();
        let says = read.says();
        let Some((last, last_keys)) = found.last_mut() else {
            found.push((part, keys));
            continue;
        };
        let is_new = !keys.is_empty() && keys != *last_keys;
        let is_head = begins(&read, part);
        let is_free = (is_sentence || is_head) && (says || is_sentence && is_head);
        if is_new && is_free && !last_keys.is_empty() && reading(last).says() {
            found.push((part, keys));
            continue;
        }
        if last_keys.is_empty() {
            *last_keys = keys;
        }
        *last = joined(text, last, part);
    }
    let is_one = found.len() < 2 || found.len() > CLAUSES_MAX;
    if is_one { vec![text] } else { found.into_iter().map(|(part, _)| part.trim()).collect() }
}

/// Takes off the sentences before the first shot that ask for nothing: `昨天看完了粗编，有几处要说。SC021，…`.
fn without_opening(text: &str) -> &str {
    let view = View::of(text);
    let found = scan(&view);
    let Some(first) = found.references.first().filter(|first| is_shot(&first.what)) else {
        return text;
    };
    let head = view.written(0, first.from).trim();
    let is_sentence = head.ends_with(['。', '！', '？', '!', '?', '.', '：', ':']);
    let is_name = head.ends_with(['：', ':']) && is_person(head.trim_end_matches(['：', ':']));
    let asks = said(head).status.is_some() || head.chars().count() < OPENING_SIGNS_MIN;
    if is_sentence && !is_name && !asks { view.rest(first.from) } else { text }
}

/// Signs of the shortest opening.
const OPENING_SIGNS_MIN: usize = 6;

/// Whether a text names more than one shot.
fn names_several(text: &str) -> bool {
    let view = View::of(text);
    let found = scan(&view);
    let shots = found
        .references
        .iter()
        .filter(|found| matches!(found.what, What::Shot(_) | What::Scene(_)));
    shots.count() > 1
}

/// Whether a part begins with its shot.
fn begins(read: &Reading<'_>, part: &str) -> bool {
    let first = read.shots.first().map(|shot| shot.production.as_ref().unwrap_or(&shot.text));
    let mut part = part.trim_start();
    while let Some(rest) = JOINING.iter().find_map(|word| part.strip_prefix(word)) {
        part = rest.trim_start();
    }
    first.is_some_and(|first| part.starts_with(first.as_str()))
}

/// Words that may stand before the shot with which a stretch begins.
const JOINING: &[&str] =
    &["and ", "but ", "also ", "in ", "on ", "for ", "然后", "另外", "그리고 ", "また"];

/// Two stretches that follow each other in a text, as one.
fn joined<'a>(text: &'a str, first: &str, second: &str) -> &'a str {
    let start = first.as_ptr().addr().saturating_sub(text.as_ptr().addr());
    let end = second.as_ptr().addr().saturating_sub(text.as_ptr().addr()) + second.len();
    text.get(start..end).unwrap_or(text)
}

/// The parts of a line between its pauses, each with whether a sentence begins with it. No sign within a number, code or
/// bracket is a pause.
fn parts(text: &str) -> Vec<(&str, bool)> {
    let mut found = Vec::new();
    let (mut from, mut depth, mut is_sentence) = (0, 0_usize, true);
    for (at, sign) in text.char_indices() {
        let next = at + sign.len_utf8();
        match sign {
            '(' | '（' | '[' | '【' | '「' => depth = depth.saturating_add(1),
            ')' | '）' | ']' | '】' | '」' => depth = depth.saturating_sub(1),
            _ if depth == 0 && (ENDS.contains(&sign) || PAUSES.contains(&sign)) => {
                let after = text.get(next..).and_then(|rest| rest.chars().next());
                let is_inner = sign.is_ascii() && after.is_some_and(|sign| !sign.is_whitespace());
                if !is_inner {
                    found.extend(text.get(from..next).map(|part| (part, is_sentence)));
                    from = next;
                    is_sentence = ENDS.contains(&sign);
                }
            }
            _ => {}
        }
    }
    let rest = text.get(from..).filter(|rest| !rest.trim().is_empty());
    found.extend(rest.map(|rest| (rest, is_sentence)));
    found
}
