//! What two notes must agree in to be one note in two languages.
//!
//! In: two drafts or their texts. Out: whether their frames, verdicts, kinds and numbers agree.

use std::collections::BTreeSet;

use super::draft::Draft;
use super::halves::weight;
use super::status::is_only_status;
use super::view::{View, digits};
use crate::Status;

/// Weight of the longest text that may render a mere status without being one by the word list (`可以了`, `됐음`).
const SHORT: usize = 100;

/// Whether both are a verdict or both say more; what was done or handed over is no rendering of a request.
pub(super) fn same_kind(first: &Draft, second: &Draft) -> bool {
    let (a, b) = (&first.note.request, &second.note.request);
    let reports = |draft: &Draft| matches!(draft.status, Some(Status::Done | Status::Wfa));
    let is_same = is_only_status(a) == is_only_status(b)
        || first.status == second.status
        || (weight(a).max(weight(b)) <= SHORT
            && (first.status.is_none() || second.status.is_none()));
    is_same && (reports(first) == reports(second) || first.status == second.status)
}

/// Whether the frames of two notes are the same; where it is not strict one of them may name none.
pub(super) fn frames_agree(first: &Draft, second: &Draft, is_strict: bool) -> bool {
    match (first.note.frame, second.note.frame) {
        (Some(a), Some(b)) => a == b,
        (None, None) => true,
        _ => !is_strict,
    }
}

/// Whether one says that a shot passed and the other that it did not.
pub(super) fn contradict(first: Option<Status>, second: Option<Status>) -> bool {
    let passed = |status: Option<Status>| matches!(status, Some(Status::Approved | Status::Done));
    let failed = |status: Option<Status>| status == Some(Status::Retake);
    (passed(first) && failed(second)) || (failed(first) && passed(second))
}

/// Whether the numbers in two texts can be the same; one that names no shot must repeat them all.
pub(super) fn numbers_agree(first: &str, second: &str, is_named: bool) -> bool {
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
    if is_named {
        a.iter().any(|number| b.contains(number))
    } else {
        b.is_subset(&a) || a.is_subset(&b)
    }
}

const ENGLISH_NUMBERS: &[&str] =
    &["two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "half", "both"];

fn numbers(text: &str) -> BTreeSet<i64> {
    let view = View::of(text);
    let starts = (0..view.len()).filter(|idx| !view.before(*idx).is_ascii_digit());
    starts.filter_map(|idx| digits(&view, idx)).map(|number| number.value).collect()
}
