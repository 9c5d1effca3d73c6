//! `subtier`: who really did the work?
//!
//! In: arguments, a dump, lists. Out: data on stdout, words on stderr, a case folder, an exit code:
//! 0 done, 1 the user's mistake, 2 done but some evidence could not be read or damage was found,
//! 70 a bug. Never: an outward connection.
#![expect(clippy::similar_names, reason = "a film is a file, and both have their names")]

mod clock;
mod cmd;
mod demo;
mod failure;
mod film;
mod kept;
mod line;
mod out;
mod progress;
mod recognition;

use std::panic::{self, AssertUnwindSafe};
use std::process::ExitCode;

use clap::Parser;

use crate::cmd::{Arguments, Ending};
use crate::failure::{Failure, Kind};

fn main() -> ExitCode {
    let arguments = match Arguments::try_parse() {
        Ok(arguments) => arguments,
        Err(error) => {
            error.print().ok();
            // Help and version are asked for; everything else is the user's mistake.
            return ExitCode::from(u8::from(error.use_stderr()));
        }
    };
    let run = panic::catch_unwind(AssertUnwindSafe(|| cmd::run(arguments)));
    ExitCode::from(match run {
        Ok(Ok(Ending::Done)) => 0,
        Ok(Ok(Ending::DoneWithComplaints)) => 2,
        Ok(Err(failure)) => tell(&failure),
        Err(_) => {
            tell(&Failure::bug("the program panicked; the case folder is as it was committed"))
        }
    })
}

fn tell(failure: &Failure) -> u8 {
    match failure.kind() {
        Kind::User => {
            out::say(&format!("error: failed to {failure}"));
            1
        }
        Kind::Bug => {
            out::say(&format!("bug: failed to {failure}; please report it with the command"));
            70
        }
    }
}
