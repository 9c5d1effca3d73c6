//! Request and translation: two notes that say the same in two languages become one.
//!
//! In: drafts in reading order. Out: the same with translations taken up. Runs of one language are matched with the run
//! that follows: by number, by shot and frame, by position, or where they touch. Never: notes of different shots, of
//! frames or numbers that disagree, of lengths or verdicts that cannot be the same.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::Range;

use super::draft::Draft;
use super::halves::{Script, is_alike, weight};
use super::reference::Key;
use crate::{Field, Status};
use subtier_language::{Lang, gloss};

/// Takes translations up into their requests; what was one is gone, what could only have been one too.
pub(super) fn pair(mut drafts: Vec<Draft>) -> Vec<Draft> {
    let runs = runs(&drafts);
    let mut taken: BTreeSet<usize> = BTreeSet::new();
    let mut more: Vec<(usize, Draft)> = Vec::new();
    let mut run_idx = 0;
    while let Some(first) = runs.get(run_idx) {
        let mut used = 0;
        while let Some(second) = runs.get(run_idx + used + 1).filter(|_| used < 2) {
            let is_new = runs
                .get(run_idx..=run_idx + used)
                .unwrap_or_default()
                .iter()
                .all(|run| run.script != second.script);
            if !is_new || !match_runs(&mut drafts, (first, second), &mut taken, &mut more) {
                break;
            }
            used += 1;
        }
        run_idx += used + 1;
    }
    let mut kept: Vec<(usize, Draft)> = drafts
        .into_iter()
        .enumerate()
        .filter(|(idx, draft)| !taken.contains(idx) && !draft.is_tentative)
        .chain(more)
        .collect();
    kept.sort_by_key(|(idx, _)| *idx);
    kept.into_iter().map(|(_, draft)| draft).collect()
}

struct Run {
    script: Script,
    members: Vec<usize>,
    span: Range<usize>,
}

/// Stretches of drafts in one script; those without words or with a translation stand in no run.
fn runs(drafts: &[Draft]) -> Vec<Run> {
    let mut found: Vec<Run> = Vec::new();
    for (idx, draft) in drafts.iter().enumerate() {
        let Some(script) = draft.script.filter(|_| draft.note.translation.is_none()) else {
            continue;
        };
        match found.last_mut().filter(|run| run.script == script && !breaks(drafts, run, idx)) {
            Some(run) => {
                run.members.push(idx);
                run.span.end = idx + 1;
            }
            None => found.push(Run { script, members: vec![idx], span: idx..idx + 1 }),
        }
    }
    found
}

/// Whether a list begins anew, or a pair stands between.
fn breaks(drafts: &[Draft], run: &Run, idx: usize) -> bool {
    let last = run.members.last().and_then(|last| drafts.get(*last));
    let (Some(last), Some(next)) = (last, drafts.get(idx)) else { return true };
    let is_paired = drafts
        .get(run.span.end..idx)
        .is_some_and(|between| between.iter().any(|draft| draft.note.translation.is_some()));
    is_paired || last.number.zip(next.number).is_some_and(|(last, next)| next < last)
}

/// Matches two runs; says whether any pair was found.
fn match_runs(
    drafts: &mut [Draft],
    runs: (&Run, &Run),
    taken: &mut BTreeSet<usize>,
    more: &mut Vec<(usize, Draft)>,
) -> bool {
    let pairs = matches(drafts, runs.0, runs.1);
    for (first, second) in &pairs {
        let Some(translation) = drafts.get(*second).cloned() else { continue };
        let Some(request) = drafts.get_mut(*first) else { continue };
        taken.insert(*second);
        if request.note.translation.is_some() {
            let mut again = request.clone();
            again.note.translation = None;
            again.note.places.retain(|place| place.field != Field::Translation);
            take_up(&mut again, &translation);
            more.push((*first, again));
        } else {
            take_up(request, &translation);
        }
    }
    !pairs.is_empty()
}

fn take_up(request: &mut Draft, translation: &Draft) {
    if translation.is_struck {
        // What was struck out stood there first; the translation was written over it.
        let written = request.clone();
        request.note.request.clone_from(&translation.note.request);
        request.note.author = None;
        request.note.places.retain(|place| !matches!(place.field, Field::Request | Field::Author));
        request.mark(Field::Request, &translation.note.place, Some("struck out"));
        request.script = translation.script;
        request.status = written.status.or(translation.status);
        request.note.translation = Some(written.note.request);
        request.mark(Field::Translation, &written.note.place, None);
        request.is_tentative = false;
        return;
    }
    request.note.translation = Some(translation.note.request.clone());
    request.mark(Field::Translation, &translation.note.place, None);
    request.status = request.status.or(translation.status);
    request.is_tentative = false;
    if request.note.frame.is_none() && translation.note.frame.is_some() {
        request.note.frame = translation.note.frame;
        request.note.frame_out = translation.note.frame_out;
        request.mark(Field::Frame, &translation.note.place, None);
    }
}

fn matches(drafts: &[Draft], first: &Run, second: &Run) -> Vec<(usize, usize)> {
    let by_key = keyed(drafts, first, second);
    let n_named = second
        .members
        .iter()
        .filter(|idx| drafts.get(**idx).is_some_and(|draft| draft.owns_shot))
        .count();
    if n_named > 0 && !by_key.is_empty() {
        return by_key;
    }
    if let Some(pairs) = positional(drafts, first, second) {
        return pairs;
    }
    let touching = first.members.last().zip(second.members.first());
    touching
        .filter(|(a, b)| fits(drafts, **a, **b, true))
        .map(|(a, b)| vec![(*a, *b)])
        .unwrap_or_default()
}

/// Pairs of one shot and frame, or of one number and shot.
fn keyed(drafts: &[Draft], first: &Run, second: &Run) -> Vec<(usize, usize)> {
    let mut by_shot: BTreeMap<&Key, VecDeque<usize>> = BTreeMap::new();
    for idx in &first.members {
        if let Some(key) = drafts.get(*idx).and_then(|draft| draft.key.as_ref()) {
            by_shot.entry(key).or_default().push_back(*idx);
        }
    }
    let mut pairs = Vec::new();
    for idx in &second.members {
        let Some(draft) = drafts.get(*idx) else { continue };
        let Some(open) = draft.key.as_ref().and_then(|key| by_shot.get_mut(key)) else { continue };
        let agrees =
            |first: usize| drafts.get(first).is_some_and(|first| frames_agree(first, draft, true));
        let near = || open.iter().copied().take(OPEN_MAX).enumerate();
        let fitting: Vec<(usize, usize)> =
            near().filter(|(_, first)| fits(drafts, *first, *idx, false)).collect();
        let exact: Vec<(usize, usize)> =
            fitting.iter().copied().filter(|(_, first)| agrees(*first)).collect();
        let found = nearest(drafts, if exact.is_empty() { &fitting } else { &exact }, *idx);
        if let Some((at, first)) = found {
            open.remove(at);
            pairs.push((first, *idx));
        }
    }
    pairs
}

/// Of several notes of one shot the one whose words share most English words with a text, the first where none does.
/// Words in common choose, but their lack rejects nothing: 头型要和设定一致 and 머리형태를 설계도와 맞출것 share none by the list.
fn nearest(drafts: &[Draft], open: &[(usize, usize)], second: usize) -> Option<(usize, usize)> {
    if open.len() < 2 {
        return open.first().copied();
    }
    let own = drafts.get(second).map(senses).unwrap_or_default();
    let shared = |first: usize| {
        let other = drafts.get(first).map(senses).unwrap_or_default();
        own.intersection(&other).count()
    };
    let counted = open.iter().enumerate().map(|(at, found)| (shared(found.1), at, *found));
    counted.max_by_key(|(shared, at, _)| (*shared, usize::MAX - at)).map(|(.., found)| found)
}

/// The English words of a Chinese or Korean note by the word list.
fn senses(draft: &Draft) -> BTreeSet<String> {
    let lang = match draft.script {
        Some(Script::Han) => Lang::Zh,
        Some(Script::Hangul) => Lang::Ko,
        Some(Script::Kana | Script::Latin) | None => return BTreeSet::new(),
    };
    let found = gloss(&draft.note.request, lang);
    let text = found.map(|found| found.text).unwrap_or_default();
    let words = text.split([' ', '|', '?', '/', ',']).filter(|word| word.len() > 2);
    words.map(str::to_lowercase).collect()
}

/// Notes of one shot among which a translation is looked for.
const OPEN_MAX: usize = 50;

/// Pairs by place in two runs of one length, or by the numbers of two lists.
fn positional(drafts: &[Draft], first: &Run, second: &Run) -> Option<Vec<(usize, usize)>> {
    let number = |idx: &usize| drafts.get(*idx).and_then(|draft| draft.number);
    let is_numbered = first.members.iter().chain(&second.members).all(|idx| number(idx).is_some());
    let pairs: Vec<(usize, usize)> = if is_numbered {
        let by_number: BTreeMap<Option<i64>, usize> =
            first.members.iter().map(|idx| (number(idx), *idx)).collect();
        second
            .members
            .iter()
            .filter_map(|idx| Some((*by_number.get(&number(idx))?, *idx)))
            .collect()
    } else if first.members.len() == second.members.len() && first.members.len() > 1 {
        first.members.iter().copied().zip(second.members.iter().copied()).collect()
    } else {
        return None;
    };
    let fitting = pairs.iter().filter(|(a, b)| fits(drafts, *a, *b, true)).count();
    (fitting > 0 && fitting == pairs.len()).then_some(pairs)
}

fn frames_agree(first: &Draft, second: &Draft, is_strict: bool) -> bool {
    match (first.note.frame, second.note.frame) {
        (Some(a), Some(b)) => a == b,
        (None, None) => true,
        _ => !is_strict,
    }
}

/// Whether two drafts can be one note in two languages.
fn fits(drafts: &[Draft], first: usize, second: usize, is_near: bool) -> bool {
    let (Some(first), Some(second)) = (drafts.get(first), drafts.get(second)) else { return false };
    if is_near && first.stream != second.stream {
        return false;
    }
    let is_named = first.key.is_some() && second.owns_shot;
    let same_shot = match (&first.key, &second.key) {
        (Some(a), Some(b)) => a == b,
        (None, Some(_)) => !second.owns_shot,
        (_, None) => true,
    };
    let same_time = match (&first.note.timecode, &second.note.timecode) {
        (Some(a), Some(b)) => a == b,
        _ => true,
    };
    let times = if is_named { 4 } else { 3 };
    same_shot
        && same_time
        && frames_agree(first, second, false)
        && !contradict(first.status, second.status)
        && is_alike(weight(&first.note.request), weight(&second.note.request), times)
        && numbers_agree(&first.note.request, &second.note.request, is_named)
}

/// Whether one says that a shot passed and the other that it did not.
fn contradict(first: Option<Status>, second: Option<Status>) -> bool {
    let passed = |status: Option<Status>| matches!(status, Some(Status::Approved | Status::Done));
    let failed = |status: Option<Status>| status == Some(Status::Retake);
    (passed(first) && failed(second)) || (failed(first) && passed(second))
}

/// Whether the numbers in two texts can be the same; one that names no shot must repeat them all.
fn numbers_agree(first: &str, second: &str, is_named: bool) -> bool {
    let (a, b) = (numbers(first), numbers(second));
    let spelt = |text: &str| {
        ENGLISH_NUMBERS.iter().any(|word| text.to_lowercase().contains(word))
            || text.contains([
                '二', '两', '三', '四', '五', '六', '七', '八', '九', '十', '半', '双', '두', '세',
                '네', '반',
            ])
    };
    if a.is_empty() || b.is_empty() {
        let has = if a.is_empty() { &b } else { &a };
        let is_small = has.iter().all(|number| *number <= 10);
        return is_named
            || has.is_empty()
            || (is_small && spelt(if a.is_empty() { first } else { second }));
    }
    if is_named { a.iter().any(|number| b.contains(number)) } else { b.is_subset(&a) }
}

const ENGLISH_NUMBERS: &[&str] =
    &["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "half", "both"];

fn numbers(text: &str) -> BTreeSet<i64> {
    let view = super::view::View::of(text);
    let starts = (0..view.len()).filter(|idx| !view.before(*idx).is_ascii_digit());
    starts.filter_map(|idx| super::view::digits(&view, idx)).map(|number| number.value).collect()
}
