//! Linking: traces to people. The surest pair is joined first, and what is known of a group grows
//! with it; nothing is joined below [`JOIN_BITS`]. Every join stands in a list with its reasons, and can be
//! taken back alone.

use std::collections::{BTreeMap, BTreeSet, BinaryHeap};

use crate::feature::{Frequencies, Group, Reason, blocks, real};
use crate::trace::{Trace, TraceId};

/// Bits that join two groups, beyond the odds of strangers among as many groups.
const JOIN_BITS: f64 = 3.0;

/// Traces compared with each other at most; a block beyond, such as a very common program, joins nobody.
const BLOCK_MAX: usize = 1_024;

/// Comparisons in one run.
const PAIRS_MAX: usize = 2_000_000;

/// One join of two groups.
#[derive(Debug, Clone, PartialEq)]
pub struct Merge {
    /// A trace of the one group.
    pub one: TraceId,
    /// A trace of the other group.
    pub other: TraceId,
    /// The sum of the reasons, in bits.
    pub bits: f64,
    /// Why, strongest first.
    pub because: Vec<Reason>,
}

/// People, as joins of traces.
#[derive(Debug, Clone, PartialEq)]
pub struct Actors {
    n_traces: usize,
    merges: Vec<Merge>,
    undone: BTreeSet<usize>,
}

impl Actors {
    /// Returns every join in the order in which it was made.
    pub fn merges(&self) -> &[Merge] {
        &self.merges
    }

    /// Takes a join back; `false` where there is none of that number.
    pub fn undo(&mut self, merge_idx: usize) -> bool {
        merge_idx < self.merges.len() && self.undone.insert(merge_idx)
    }

    /// Makes a join again that was taken back.
    pub fn apply(&mut self, merge_idx: usize) -> bool {
        self.undone.remove(&merge_idx)
    }

    /// Returns the traces of each person, the person with the first trace first.
    pub fn people(&self) -> Vec<Vec<TraceId>> {
        let mut roots: Vec<usize> = (0..self.n_traces).collect();
        for (merge_idx, merge) in self.merges.iter().enumerate() {
            if self.undone.contains(&merge_idx) {
                continue;
            }
            let (one, other) = (root(&roots, merge.one.0), root(&roots, merge.other.0));
            if let Some(slot) = roots.get_mut(one.max(other)) {
                *slot = one.min(other);
            }
        }
        let mut people: BTreeMap<usize, Vec<TraceId>> = BTreeMap::new();
        for trace in 0..self.n_traces {
            people.entry(root(&roots, trace)).or_default().push(TraceId(trace));
        }
        people.into_values().collect()
    }
}

fn root(roots: &[usize], mut at: usize) -> usize {
    // A root is never larger than what points to it, so this ends.
    while let Some(up) = roots.get(at).copied().filter(|up| *up < at) {
        at = up;
    }
    at
}

/// A pair to join, in thousandths of a bit so that it has an order; the smaller numbers first.
type Candidate = (i64, std::cmp::Reverse<(usize, usize)>, (u32, u32));

struct Linker<'a> {
    frequencies: Frequencies,
    groups: BTreeMap<usize, Group>,
    versions: Vec<u32>,
    neighbours: BTreeMap<usize, BTreeSet<usize>>,
    heap: BinaryHeap<Candidate>,
    threshold: f64,
    traces: &'a [Trace],
}

/// Links traces to people.
pub fn link(traces: &[Trace]) -> Actors {
    let mut linker = Linker {
        frequencies: Frequencies::of(traces),
        groups: traces.iter().map(Group::of).enumerate().collect(),
        versions: vec![0; traces.len()],
        neighbours: BTreeMap::new(),
        heap: BinaryHeap::new(),
        threshold: JOIN_BITS,
        traces,
    };
    linker.pair_up();
    let merges = linker.run();
    Actors { n_traces: traces.len(), merges, undone: BTreeSet::new() }
}

impl Linker<'_> {
    fn pair_up(&mut self) {
        let mut by_block: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (trace_idx, trace) in self.traces.iter().enumerate() {
            for block in blocks(trace) {
                by_block.entry(block).or_default().push(trace_idx);
            }
        }
        let mut n_pairs = 0_usize;
        for members in by_block.into_values().filter(|members| members.len() <= BLOCK_MAX) {
            for (at, one) in members.iter().enumerate() {
                for other in members.iter().skip(at + 1) {
                    n_pairs += 1;
                    if n_pairs > PAIRS_MAX {
                        return;
                    }
                    if self.neighbours.entry(*one).or_default().insert(*other) {
                        self.neighbours.entry(*other).or_default().insert(*one);
                        self.offer(*one, *other);
                    }
                }
            }
        }
    }

    fn bits(&self, one: usize, other: usize) -> Option<(f64, Vec<Reason>)> {
        let because = self.groups.get(&one)?.compare(self.groups.get(&other)?, &self.frequencies);
        Some((because.iter().map(|reason| reason.bits).sum(), because))
    }

    fn offer(&mut self, one: usize, other: usize) {
        let (one, other) = (one.min(other), one.max(other));
        let Some((bits, _)) = self.bits(one, other) else { return };
        if bits < self.threshold {
            return;
        }
        let version = |idx: usize| self.versions.get(idx).copied().unwrap_or(0);
        self.heap.push((
            thousandths(bits),
            std::cmp::Reverse((one, other)),
            (version(one), version(other)),
        ));
    }

    fn run(&mut self) -> Vec<Merge> {
        let mut merges = Vec::new();
        while let Some((_, std::cmp::Reverse((one, other)), versions)) = self.heap.pop() {
            let now = |idx: usize| self.versions.get(idx).copied().unwrap_or(0);
            if (now(one), now(other)) != versions || !self.groups.contains_key(&other) {
                continue;
            }
            let Some((bits, because)) = self.bits(one, other) else { continue };
            merges.push(Merge { one: TraceId(one), other: TraceId(other), bits, because });
            self.join(one, other);
        }
        merges
    }

    fn join(&mut self, one: usize, other: usize) {
        let Some(gone) = self.groups.remove(&other) else { return };
        if let Some(group) = self.groups.get_mut(&one) {
            group.absorb(&gone);
        }
        for idx in [one, other] {
            if let Some(version) = self.versions.get_mut(idx) {
                *version += 1;
            }
        }
        let theirs = self.neighbours.remove(&other).unwrap_or_default();
        for neighbour in &theirs {
            if let Some(back) = self.neighbours.get_mut(neighbour) {
                back.remove(&other);
                if *neighbour != one {
                    back.insert(one);
                }
            }
        }
        let own = self.neighbours.entry(one).or_default();
        own.extend(theirs);
        own.remove(&one);
        own.remove(&other);
        for neighbour in own.clone() {
            self.offer(one, neighbour);
        }
    }
}

fn thousandths(bits: f64) -> i64 {
    // Weights are within a hundred bits; what is left over is cut, not rounded, the same everywhere.
    let mut whole = 0_i64;
    let mut step = 131_072_i64;
    let bits = bits * 1_000.0;
    while step > 0 {
        let next = whole + step;
        if real(usize::try_from(next).unwrap_or(0)) <= bits {
            whole = next;
        }
        step /= 2;
    }
    whole
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::trace::Traces;
    use crate::visit::{Identity, Visit};
    use proptest::prelude::*;

    fn visit(key: Option<&str>, host: u8, start: i64) -> Visit {
        Visit {
            account: "ink".to_owned(),
            start,
            end: start + 600,
            address: Some([192, 0, 2, host].into()),
            identity: Identity { ssh_key: key.map(str::to_owned), ..Identity::default() },
            folders: vec![],
            place: None,
            declared_egress: false,
        }
    }

    fn traces(visits: &[Visit]) -> Vec<Trace> {
        let mut traces = Traces::new();
        for visit in visits {
            traces.push(visit);
        }
        traces.into_traces()
    }

    #[test]
    fn one_key_over_three_addresses_is_one_person_and_says_why() {
        let traces = traces(&[
            visit(Some("SHA256:a"), 1, 0),
            visit(Some("SHA256:a"), 2, 90_000),
            visit(Some("SHA256:a"), 3, 180_000),
            visit(Some("SHA256:b"), 4, 270_000),
        ]);
        let mut actors = link(&traces);
        assert_eq!(actors.people().len(), 2);
        let first = &actors.merges()[0];
        assert_eq!(first.because[0].says, "same SSH key: SHA256:a");
        let sum: f64 = first.because.iter().map(|reason| reason.bits).sum();
        assert!((sum - first.bits).abs() < 1e-9);

        assert!(actors.undo(0));
        assert_eq!(actors.people().len(), 3);
        assert!(actors.apply(0));
        assert_eq!(actors.people().len(), 2);
        assert!(!actors.undo(99));
    }

    #[test]
    fn an_account_and_an_agent_alone_join_nobody() {
        let mut visits = vec![visit(None, 1, 0), visit(None, 2, 90_000)];
        for visit in &mut visits {
            visit.identity.agent = Some("curl".to_owned());
        }
        assert_eq!(link(&traces(&visits)).people().len(), 2);
    }

    proptest! {
        #[test]
        fn weights_keep_their_order(one in 0.0..100.0_f64, other in 0.0..100.0_f64) {
            if one + 0.002 < other {
                prop_assert!(thousandths(one) < thousandths(other));
            }
        }

        #[test]
        fn the_order_of_sessions_does_not_matter(keys in proptest::collection::vec((0..4_u8, 0..6_u8, 0..1_000_000_i64), 0..20)) {
            let mut visits: Vec<Visit> = keys
                .iter()
                .map(|(key, host, start)| visit((*key > 0).then(|| ["", "a", "b", "c"][usize::from(*key)]), *host, *start))
                .collect();
            let forward = link(&traces(&visits));
            visits.reverse();
            prop_assert_eq!(forward, link(&traces(&visits)));
        }
    }
}
