//! Sessions: runs of accesses of one account from one address without a pause of 30 minutes. What
//! comes out does not depend on the order in which accesses come in, so blocks of a log can be read
//! at once and lines of a log may stand in disorder.

use std::collections::BTreeMap;

use crate::counts::Mark;

/// A pause that ends a session: 30 minutes, as Matomo counts visits
/// (<https://matomo.org/faq/general/faq_36/>).
pub(crate) const SESSION_GAP_MICROS: i64 = 30 * 60 * 1_000_000;

/// One session, its start apart.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Span {
    pub(crate) end: i64,
    pub(crate) accesses: u64,
    pub(crate) bytes: u64,
    pub(crate) clock_assumed: bool,
    /// The line of the session that stands first in the log.
    pub(crate) first: Mark,
}

/// The sessions of one account from one address, by their start.
#[derive(Debug, Clone, Default)]
pub(crate) struct Sessions(BTreeMap<i64, Span>);

impl Sessions {
    /// Adds one access to the session that it lies in; `false` where it needs more than that.
    pub(crate) fn extend_last(&mut self, ts: i64, bytes: u64, clock_assumed: bool) -> bool {
        let Some(mut last) = self.0.last_entry() else { return false };
        let start = *last.key();
        let span = last.get_mut();
        if ts < start || ts >= span.end.saturating_add(SESSION_GAP_MICROS) {
            return false;
        }
        span.end = span.end.max(ts);
        span.accesses += 1;
        span.bytes = span.bytes.saturating_add(bytes);
        span.clock_assumed |= clock_assumed;
        true
    }

    /// Adds a session, joined with those from which no pause divides it.
    pub(crate) fn insert(&mut self, mut start: i64, mut span: Span) {
        loop {
            let near = self.0.range(..span.end.saturating_add(SESSION_GAP_MICROS)).next_back();
            let Some((&other_start, other)) = near else { break };
            if other.end.saturating_add(SESSION_GAP_MICROS) <= start {
                break;
            }
            let Some(other) = self.0.remove(&other_start) else { break };
            start = start.min(other_start);
            span = joined(span, other);
        }
        self.0.insert(start, span);
    }

    /// Adds all sessions of another part of the log.
    pub(crate) fn absorb(&mut self, other: Self) {
        for (start, span) in other.0 {
            self.insert(start, span);
        }
    }

    /// Returns the sessions, earliest first.
    pub(crate) fn into_spans(self) -> impl Iterator<Item = (i64, Span)> {
        self.0.into_iter()
    }
}

fn joined(one: Span, other: Span) -> Span {
    Span {
        end: one.end.max(other.end),
        accesses: one.accesses + other.accesses,
        bytes: one.bytes.saturating_add(other.bytes),
        clock_assumed: one.clock_assumed | other.clock_assumed,
        first: one.first.first_of(other.first),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use subtier_lines::format::Format;

    fn span(pos: u64, end: i64) -> Span {
        let first = Mark { pos, format: Format::Common, raw: Box::default() };
        Span { end, accesses: 1, bytes: 1, clock_assumed: false, first }
    }

    fn sessions(times: &[i64]) -> Vec<(i64, i64, u64)> {
        let mut sessions = Sessions::default();
        for (pos, ts) in (0..).zip(times) {
            if !sessions.extend_last(*ts, 1, false) {
                sessions.insert(*ts, span(pos, *ts));
            }
        }
        sessions.into_spans().map(|(start, span)| (start, span.end, span.accesses)).collect()
    }

    #[test]
    fn a_pause_of_thirty_minutes_ends_a_session() {
        const GAP: i64 = SESSION_GAP_MICROS;
        assert_eq!(sessions(&[0, GAP - 1, GAP]), [(0, GAP, 3)]);
        assert_eq!(sessions(&[0, GAP]), [(0, 0, 1), (GAP, GAP, 1)]);
        assert_eq!(sessions(&[0, 2 * GAP - 2, GAP - 1]), [(0, 2 * GAP - 2, 3)]);
    }

    proptest! {
        #[test]
        fn order_does_not_matter(times in proptest::collection::vec(0_i64..40, 0..40)) {
            let times: Vec<i64> = times.iter().map(|time| time * SESSION_GAP_MICROS / 4).collect();
            let mut sorted = times.clone();
            sorted.sort_unstable();
            prop_assert_eq!(sessions(&times), sessions(&sorted));
            let mut expected: Vec<(i64, i64, u64)> = Vec::new();
            for time in sorted {
                match expected.last_mut() {
                    Some((_, end, n)) if time - *end < SESSION_GAP_MICROS => (*end, *n) = (time, *n + 1),
                    _ => expected.push((time, time, 1)),
                }
            }
            prop_assert_eq!(sessions(&times), expected);
        }
    }
}
