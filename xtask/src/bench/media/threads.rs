//! The same work for many things on several threads.
//!
//! In: things and what to do with each. Out: the results in the order of the things, whatever the
//! number of threads. Never: an order that hangs on who was faster.

use std::sync::Mutex;
use std::sync::atomic::{AtomicUsize, Ordering};

/// Does the work for each thing; threads take the next one as they get free.
pub(crate) fn each<T: Sync, R: Send>(
    n_threads: usize,
    things: &[T],
    work: impl Fn(&T) -> R + Sync,
) -> Vec<R> {
    let next = AtomicUsize::new(0);
    let done: Mutex<Vec<(usize, R)>> = Mutex::new(Vec::with_capacity(things.len()));
    std::thread::scope(|scope| {
        for _ in 0..n_threads.max(1) {
            scope.spawn(|| {
                loop {
                    let idx = next.fetch_add(1, Ordering::Relaxed);
                    let Some(thing) = things.get(idx) else { break };
                    let result = work(thing);
                    done.lock().expect("no thread panicked").push((idx, result));
                }
            });
        }
    });
    let mut done = done.into_inner().expect("no thread panicked");
    done.sort_by_key(|(idx, _)| *idx);
    done.into_iter().map(|(_, result)| result).collect()
}
