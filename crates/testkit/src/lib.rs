#![doc = include_str!("../README.md")]
//!

use std::sync::atomic::{AtomicI64, Ordering};

use subtier_model::{Clock, Timestamp};

/// A clock that starts at a fixed instant and moves one second at each look.
#[derive(Debug)]
pub struct FakeClock(AtomicI64);

impl Default for FakeClock {
    /// Starts at 2024-04-22T00:00:00Z, the day the case became known.
    fn default() -> Self {
        Self(AtomicI64::new(1_713_744_000))
    }
}

impl Clock for FakeClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_secs(self.0.fetch_add(1, Ordering::Relaxed))
    }
}
