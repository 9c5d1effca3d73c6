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

/// What a run of the binary came to.
#[derive(Debug)]
pub struct CommandRun {
    /// Exit code; `None` where a signal ended it.
    pub code: Option<i32>,
    /// Standard output as text.
    pub stdout: String,
    /// Standard error as text.
    pub stderr: String,
}

/// Runs a program with arguments, without input and without the caller's environment.
///
/// # Panics
///
/// Where the program cannot be started.
#[expect(clippy::disallowed_methods, reason = "a test runs the program as a user does")]
pub fn run_command(program: &str, arguments: &[&str]) -> CommandRun {
    let output = std::process::Command::new(program)
        .args(arguments)
        .env_clear()
        .stdin(std::process::Stdio::null())
        .output()
        .expect("the program under test was built by cargo");
    CommandRun {
        code: output.status.code(),
        stdout: String::from_utf8_lossy(&output.stdout).into_owned(),
        stderr: String::from_utf8_lossy(&output.stderr).into_owned(),
    }
}
