//! An outside program that is run once.
//!
//! In: the program with its arguments, and what it is given on standard input. Out: what it prints, or how it ended. It has
//! one time limit for all it does: to read, to print, and to end.

use std::io::{self, Read, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};

use crate::child::how;
use crate::{ChildConfig, ChildFailure};

struct Running {
    child: Child,
    input: ChildStdin,
    output: Receiver<Output>,
    listener: JoinHandle<()>,
}

/// What it printed, or `Err` where that is more than allowed.
type Output = Result<Vec<u8>, u64>;

/// Runs an outside program once: gives `input` to its standard input and returns what it prints.
pub fn run_tool(config: &ChildConfig, input: &[u8]) -> Result<Vec<u8>, ChildFailure> {
    let deadline = Instant::now() + Duration::from_secs(config.seconds_max);
    let Running { mut child, input: mut pipe, output, listener } = start(config)?;
    let (printed, status) = std::thread::scope(|scope| {
        // A program that does not read all of its input closes the pipe, which is its right.
        scope.spawn(move || pipe.write_all(input).is_ok());
        let printed = output.recv_timeout(left(deadline));
        // The feeding thread ends with the child, so it must be gone here, whatever it does after its output is closed.
        let wants_more = !matches!(printed, Ok(Ok(_)));
        let status = if wants_more { Ok(None) } else { ended_by(&mut child, deadline) };
        if wants_more {
            child.kill().ok();
            child.wait().ok();
        }
        (printed, status)
    });
    let timed_out = || ChildFailure::TimedOut { seconds: config.seconds_max };
    match (printed, status) {
        (Ok(Ok(output)), Ok(Some(status))) if status.success() => {
            listener.join().ok();
            Ok(output)
        }
        (Ok(Ok(_)), Ok(Some(status))) => Err(ChildFailure::Ended { how: how(status) }),
        (Ok(Err(bytes)), _) => Err(ChildFailure::TooLong { bytes }),
        (Ok(Ok(_)), Ok(None)) | (Err(RecvTimeoutError::Timeout), _) => Err(timed_out()),
        (Ok(Ok(_)), Err(error)) => Err(ChildFailure::Ended { how: error.to_string() }),
        (Err(RecvTimeoutError::Disconnected), _) => {
            Err(ChildFailure::Ended { how: "without an answer".to_owned() })
        }
    }
}

fn left(deadline: Instant) -> Duration {
    deadline.saturating_duration_since(Instant::now())
}

/// How it ended; `None` where it has not by then.
fn ended_by(child: &mut Child, deadline: Instant) -> io::Result<Option<ExitStatus>> {
    let pid = i32::try_from(child.id()).ok().and_then(Pid::from_raw);
    let (sender, ended) = sync_channel(1);
    std::thread::scope(|scope| {
        scope.spawn(move || {
            // It is only looked at, so that its number stays its own until it is killed or waited for below.
            let options = WaitIdOptions::EXITED | WaitIdOptions::NOWAIT;
            let look = |pid| rustix::io::retry_on_intr(|| waitid(WaitId::Pid(pid), options));
            pid.map(look).transpose().ok();
            sender.send(()).ok();
        });
        if ended.recv_timeout(left(deadline)).is_err() {
            child.kill()?;
            child.wait()?;
            return Ok(None);
        }
        child.wait().map(Some)
    })
}

#[expect(
    clippy::disallowed_methods,
    reason = "this and `child` are the places that start processes"
)]
fn start(config: &ChildConfig) -> Result<Running, ChildFailure> {
    let failure = |source| ChildFailure::Start { program: config.program.clone(), source };
    let mut child = Command::new(&config.program)
        .args(&config.arguments)
        .env_clear()
        .envs(config.environment.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(failure)?;
    let (Some(input), Some(printed)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(failure(io::Error::other("it has no pipes")));
    };
    let (sender, output) = sync_channel(1);
    let bytes_max = config.answer_bytes_max;
    let listener = std::thread::spawn(move || {
        let mut bytes = Vec::new();
        let read = printed.take(bytes_max.saturating_add(1)).read_to_end(&mut bytes);
        let answer = if bytes.len() as u64 > bytes_max { Err(bytes_max) } else { Ok(bytes) };
        if read.is_ok() {
            sender.send(answer).ok();
        }
    });
    Ok(Running { child, input, output, listener })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str, seconds_max: u64) -> ChildConfig {
        ChildConfig {
            program: "/bin/sh".into(),
            arguments: vec!["-c".into(), script.into()],
            environment: vec![("GIVEN".into(), "yes".into())],
            seconds_max,
            answer_bytes_max: 64,
        }
    }

    #[test]
    fn a_tool_gets_its_input_and_its_output_is_returned() {
        assert_eq!(run_tool(&shell("tr a-z A-Z", 10), b"red").unwrap(), b"RED");
        assert!(
            matches!(run_tool(&shell("exit 3", 10), b"red"), Err(ChildFailure::Ended { how }) if how == "exit code 3")
        );
        assert!(matches!(
            run_tool(&shell("exec tail -f /dev/null", 1), b""),
            Err(ChildFailure::TimedOut { .. })
        ));
    }

    #[test]
    fn a_tool_has_no_environment_but_its_own() {
        // The shell itself makes up PWD, SHLVL and _; HOME and PATH of whoever runs this are not handed on.
        let said = run_tool(&shell("echo \"$GIVEN ${HOME-none} ${CARGO-none}\"", 10), b"");
        assert_eq!(String::from_utf8(said.unwrap()).unwrap(), "yes none none\n");
    }

    #[test]
    fn a_tool_that_closes_its_output_and_stays_is_ended() {
        let stays = shell("exec >&-; exec sleep 60", 1);
        assert!(matches!(run_tool(&stays, b""), Err(ChildFailure::TimedOut { .. })));
        // One that does not read its input either does not hold up who feeds it.
        assert!(matches!(run_tool(&stays, &vec![0; 1 << 20]), Err(ChildFailure::TimedOut { .. })));
    }

    #[test]
    fn a_tool_that_prints_too_much_is_ended() {
        let prints = shell("head -c 65 /dev/zero; exec tail -f /dev/null", 10);
        assert!(matches!(run_tool(&prints, b""), Err(ChildFailure::TooLong { bytes: 64 })));
    }
}
