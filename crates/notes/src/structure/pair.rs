//! Request and translation: two notes that say the same in two languages become one.
//!
//! In: drafts in reading order. Out: the same with translations taken up. Runs of one language are matched with the run
//! that follows: by shot, number and frame, by position, or where they touch. Never: notes of different shots, of frames
//! or numbers that disagree, of lengths or verdicts that cannot be the same, nor of words that the lists know to mean
//! different things.

use std::collections::{BTreeMap, BTreeSet, VecDeque};
use std::ops::Range;

use super::draft::Draft;
use super::evidence::{Evidence, Things};
use super::fitting::{contradict, frames_agree, numbers_agree, same_kind};
use super::halves::{Script, is_alike, weight};
use super::reference::Key;
use crate::Field;

/// Takes translations up into their requests; what was one is gone, what could only have been one too.
pub(super) fn pair(drafts: Vec<Draft>) -> Vec<Draft> {
    let mut runs = runs(&drafts);
    if runs.len() < 2 {
        return drafts.into_iter().filter(|draft| !draft.is_tentative).collect();
    }
    let things = drafts.iter().map(things).collect();
    let mut pairing = Pairing { drafts, things, taken: BTreeSet::new() };
    let mut run_idx = 0;
    while let Some(first) = runs.get(run_idx) {
        let mut used = 0;
        while let Some(second) = runs.get(run_idx + used + 1).filter(|_| used < 2) {
            let is_new = runs
                .get(run_idx..=run_idx + used)
                .unwrap_or_default()
                .iter()
                .all(|run| run.script != second.script);
            if !is_new || !pairing.match_runs(first, second) {
                break;
            }
            used += 1;
        }
        // What the last one has left may be rendered by the next.
        let last = runs.get_mut(run_idx + used).filter(|_| used > 0);
        let left = last.map_or(0, |run| {
            run.members.retain(|idx| !pairing.taken.contains(idx));
            run.members.len()
        });
        run_idx += used + usize::from(left == 0);
    }
    let Pairing { drafts, taken, .. } = pairing;
    let kept = drafts.into_iter().enumerate();
    kept.filter(|(idx, draft)| !taken.contains(idx) && !draft.is_tentative)
        .map(|(_, draft)| draft)
        .collect()
}

/// What a draft that may be paired names.
fn things(draft: &Draft) -> Things {
    let is_open = draft.note.translation.is_none();
    if is_open { Things::of(&draft.note.request, draft.script) } else { Things::default() }
}

/// Drafts being paired.
struct Pairing {
    drafts: Vec<Draft>,
    things: Vec<Things>,
    taken: BTreeSet<usize>,
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
    is_paired
        || begins_item(drafts, run, (last, next), idx)
        || last.number.zip(next.number).is_some_and(|(last, next)| next < last)
}

/// Whether a number begins the next item where a run only renders the item before, and is rendered by the line below:
/// `1) zh`, `ko`, `en`, `2) en`, `zh`.
fn begins_item(drafts: &[Draft], run: &Run, (last, next): (&Draft, &Draft), idx: usize) -> bool {
    let is_rendered = |below: &Draft| {
        below.number.is_none() && below.key == next.key && below.script != next.script
    };
    if !drafts.get(idx + 1).is_some_and(is_rendered) {
        return false;
    }
    let before = drafts.get(..run.span.start).unwrap_or_default().iter().rev().take(PARTS_MAX);
    let rendered = before.take_while(|draft| draft.key == last.key).find_map(|draft| draft.number);
    let follows = |number: i64| next.key != last.key || next.number == Some(number + 1);
    last.number.is_none() && next.number.is_some() && rendered.is_some_and(follows)
}

/// Languages in which one item of a list may stand line below line.
const PARTS_MAX: usize = 4;

impl Pairing {
    fn draft(&self, idx: usize) -> Option<&Draft> {
        self.drafts.get(idx)
    }

    fn evidence(&self, first: usize, second: usize) -> Evidence {
        let (first, second) = (self.things.get(first), self.things.get(second));
        first.zip(second).map(|(first, second)| first.compared(second)).unwrap_or_default()
    }

    /// Matches two runs; says whether any pair was found.
    fn match_runs(&mut self, first: &Run, second: &Run) -> bool {
        let pairs = self.matches(first, second);
        for (first, second) in &pairs {
            let Some(translation) = self.drafts.get(*second).cloned() else { continue };
            let Some(request) = self.drafts.get_mut(*first) else { continue };
            self.taken.insert(*second);
            // Of two translations of a Chinese request the Korean one counts, else the first.
            let is_wanted =
                request.script == Some(Script::Han) && translation.script == Some(Script::Hangul);
            if request.note.translation.is_none() || is_wanted {
                take_up(request, &translation);
            }
        }
        !pairs.is_empty()
    }

    fn matches(&self, first: &Run, second: &Run) -> Vec<(usize, usize)> {
        let by_key = self.keyed(first, second);
        let is_named = |idx: &usize| self.draft(*idx).is_some_and(|draft| draft.owns_shot);
        if second.members.iter().any(is_named) && !by_key.is_empty() {
            return by_key;
        }
        if let Some(pairs) = self.positional(first, second) {
            return pairs;
        }
        let touching = first.members.last().zip(second.members.first());
        touching
            .filter(|(a, b)| self.fits(**a, **b, true) && !self.is_refuted(**a, **b))
            .map(|(a, b)| vec![(*a, *b)])
            .unwrap_or_default()
    }

    /// Pairs of one shot and frame, or of one number and shot.
    fn keyed(&self, first: &Run, second: &Run) -> Vec<(usize, usize)> {
        let mut by_shot: BTreeMap<&Key, VecDeque<usize>> = BTreeMap::new();
        for idx in &first.members {
            if let Some(key) = self.draft(*idx).and_then(|draft| draft.key.as_ref()) {
                by_shot.entry(key).or_default().push_back(*idx);
            }
        }
        let mut pairs = Vec::new();
        for idx in &second.members {
            let Some(draft) = self.draft(*idx) else { continue };
            let open = draft.key.as_ref().and_then(|key| by_shot.get_mut(key));
            let Some(open) = open else { continue };
            let near = open.iter().copied().take(OPEN_MAX).enumerate();
            let fitting: Vec<(usize, usize)> = near
                .filter(|(_, first)| self.fits(*first, *idx, false))
                .filter(|(_, first)| !self.is_refuted(*first, *idx))
                .collect();
            if let Some((at, first)) = self.nearest(&fitting, *idx) {
                open.remove(at);
                pairs.push((first, *idx));
            }
        }
        pairs
    }

    /// Of several notes of one shot the one of the same number, of the same frames, of the most words in common, the
    /// first where all are alike.
    fn nearest(&self, open: &[(usize, usize)], second: usize) -> Option<(usize, usize)> {
        if open.len() < 2 {
            return open.first().copied();
        }
        let own = self.draft(second)?;
        let rank = |first: usize| {
            let other = self.draft(first);
            let is_numbered =
                other.is_some_and(|other| other.number.is_some() && other.number == own.number);
            let is_exact = other.is_some_and(|other| frames_agree(other, own, true));
            (is_exact, is_numbered, self.evidence(first, second).shared)
        };
        let ranked = open.iter().enumerate().map(|(at, found)| (rank(found.1), at, *found));
        ranked.max_by_key(|(rank, at, _)| (*rank, usize::MAX - at)).map(|(.., found)| found)
    }

    /// Pairs by place in two runs of one length, or by the numbers of two lists.
    fn positional(&self, first: &Run, second: &Run) -> Option<Vec<(usize, usize)>> {
        let number = |idx: &usize| self.draft(*idx).and_then(|draft| draft.number);
        let is_numbered =
            first.members.iter().chain(&second.members).all(|idx| number(idx).is_some());
        let pairs: Vec<(usize, usize)> = if is_numbered {
            let by_number: BTreeMap<Option<i64>, usize> =
                first.members.iter().map(|idx| (number(idx), *idx)).collect();
            let same = |idx: &usize| Some((*by_number.get(&number(idx))?, *idx));
            second.members.iter().filter_map(same).collect()
        } else if first.members.len() == second.members.len() && first.members.len() > 1 {
            first.members.iter().copied().zip(second.members.iter().copied()).collect()
        } else {
            return None;
        };
        let fitting = pairs.iter().filter(|(a, b)| self.fits(*a, *b, true)).count();
        let refuted = pairs.iter().filter(|(a, b)| self.is_refuted(*a, *b)).count();
        (fitting > 0 && fitting == pairs.len() && refuted * 2 <= fitting).then_some(pairs)
    }

    /// Whether the words of two notes speak of different things, where nothing but the shot ties them.
    fn is_refuted(&self, first: usize, second: usize) -> bool {
        let (Some(a), Some(b)) = (self.draft(first), self.draft(second)) else { return true };
        let is_other = a.note.author.is_some() && a.note.author != b.note.author;
        let is_status = a.status == b.status;
        let is_tied = a.note.place == b.note.place
            || (a.number.is_some() && a.number == b.number)
            || (!is_other && is_status && a.note.frame.is_some() && a.note.frame == b.note.frame)
            || a.is_struck
            || b.is_struck;
        let evidence = self.evidence(first, second);
        !is_tied && (evidence.is_against() || (!is_status && evidence.is_doubtful()))
    }

    /// Whether two drafts can be one note in two languages.
    fn fits(&self, first: usize, second: usize, is_near: bool) -> bool {
        let evidence = self.evidence(first, second);
        let (Some(first), Some(second)) = (self.draft(first), self.draft(second)) else {
            return false;
        };
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
        let times = if is_named { 4 } else { 3 } + 2 * evidence.shared.min(1);
        let (a, b) = (&first.note.request, &second.note.request);
        same_shot
            && same_time
            && frames_agree(first, second, false)
            && !contradict(first.status, second.status)
            && same_kind(first, second)
            && (evidence.is_for() || is_alike(weight(a), weight(b), times))
            && numbers_agree(a, b, is_named)
    }
}

/// Notes of one shot among which a translation is looked for.
const OPEN_MAX: usize = 50;

fn take_up(request: &mut Draft, translation: &Draft) {
    if translation.is_struck {
        // What was struck out stood there first; the translation was written over it.
        let written = request.clone();
        request.note.request.clone_from(&translation.note.request);
        request.note.author.clone_from(&translation.note.author);
        request.note.places.retain(|place| !matches!(place.field, Field::Request | Field::Author));
        request.mark(Field::Request, &translation.note.place, Some("struck out"));
        request.script = translation.script;
        request.status = written.status.or(translation.status);
        request.note.translation = Some(written.note.request);
        request.mark(Field::Translation, &written.note.place, None);
        request.is_tentative = false;
        return;
    }
    if request.note.translation.is_some() {
        request.note.places.retain(|place| place.field != Field::Translation);
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
