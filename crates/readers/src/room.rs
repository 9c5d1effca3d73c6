//! Room in memory for the answers of readers.
//!
//! In: which document an answer is of, and how large it is. Out: nothing; who enters waits until there is room. The answer
//! that is wanted next never waits, so that the others, which wait for it to be taken, do so no longer than it.

use std::collections::BTreeMap;
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};

/// Room for so many bytes.
pub(crate) struct Room {
    bytes_max: u64,
    state: Mutex<State>,
    changed: Condvar,
}

#[derive(Default)]
struct State {
    /// Bytes held for each document.
    held: BTreeMap<usize, u64>,
    /// The document whose answer is wanted next.
    next: usize,
    /// Whether nobody wants any.
    closed: bool,
}

impl Room {
    /// An empty room.
    pub(crate) fn new(bytes_max: u64) -> Self {
        Self { bytes_max, state: Mutex::default(), changed: Condvar::new() }
    }

    /// Begins with the first of other documents.
    pub(crate) fn begin(&self) {
        let mut state = self.state();
        state.held.clear();
        state.next = 0;
    }

    /// Waits until there is room, and takes it.
    pub(crate) fn enter(&self, number: usize, n_bytes: u64) {
        let is_full = |state: &mut State| {
            let held = state.held.values().fold(0, |sum: u64, held| sum.saturating_add(*held));
            !state.closed && number != state.next && held.saturating_add(n_bytes) > self.bytes_max
        };
        let mut state =
            self.changed.wait_while(self.state(), is_full).unwrap_or_else(PoisonError::into_inner);
        let held = state.held.entry(number).or_default();
        *held = held.saturating_add(n_bytes);
    }

    /// Says which document is wanted next; those before it hold no room any more.
    pub(crate) fn advance(&self, next: usize) {
        let mut state = self.state();
        state.held = state.held.split_off(&next);
        state.next = next;
        drop(state);
        self.changed.notify_all();
    }

    /// Lets everybody in from now on: what comes is thrown away.
    pub(crate) fn close(&self) {
        self.state().closed = true;
        self.changed.notify_all();
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A thread that failed with the lock left a sum that is still one.
        self.state.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

#[cfg(test)]
mod tests {
    use std::sync::mpsc::channel;

    use super::*;

    #[test]
    fn who_is_not_next_waits_for_room() {
        let room = Room::new(10);
        room.enter(1, 8);
        let (sender, entered) = channel();
        std::thread::scope(|scope| {
            scope.spawn(|| {
                room.enter(2, 8);
                sender.send(2).unwrap();
            });
            // The next one enters whatever is held, and 2 only when it is next or 1 is gone.
            room.enter(0, 80);
            assert!(entered.try_recv().is_err());
            room.advance(1);
            assert!(entered.try_recv().is_err());
            room.advance(2);
            assert_eq!(entered.recv(), Ok(2));
        });
    }

    #[test]
    fn a_closed_room_holds_nobody_up() {
        let room = Room::new(0);
        room.close();
        room.enter(7, 1);
    }
}
