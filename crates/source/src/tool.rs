//! An outside program that is run once.
//!
//! In: the program with its arguments, and what it is given on standard input: bytes, or an open file. Out: what it prints, or how
//! it ended. It has one time limit for all it does: to read, to print, and to end.

use std::io::{self, Read, Write};
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, sync_channel};
use std::thread::JoinHandle;
use std::time::{Duration, Instant};

use rustix::process::{Pid, WaitId, WaitIdOptions, waitid};

use crate::child::how;
use crate::{ChildConfig, ChildFailure, Opened};

/// What came of a program that was given a file.
#[derive(Debug)]
pub struct ToolRun {
    /// What it printed, up to where it was ended.
    pub printed: Vec<u8>,
    /// What it said on standard error, as much of it as was asked for.
    pub said: Vec<u8>,
    /// Why it did not come to its end.
    pub failure: Option<ChildFailure>,
}

/// Seconds in which the pipes of a program that was killed are emptied.
const EMPTY_SECONDS_MAX: u64 = 5;

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

/// Runs an outside program once with a file as its standard input: it may open `/proc/self/fd/0` anew and move in it, and needs to
/// know no path. What it printed is kept where it is ended before its time; of what it says the first `said_bytes_max` bytes are.
#[expect(
    clippy::disallowed_methods,
    reason = "this and `child` are the places that start processes"
)]
pub fn run_tool_on(
    config: &ChildConfig,
    file: &Opened,
    said_bytes_max: u64,
) -> Result<ToolRun, ChildFailure> {
    let deadline = Instant::now() + Duration::from_secs(config.seconds_max);
    let failure = |source| ChildFailure::Start { program: config.program.clone(), source };
    let mut child = Command::new(&config.program)
        .args(&config.arguments)
        .env_clear()
        .envs(config.environment.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::from(file.file().try_clone().map_err(failure)?))
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .map_err(failure)?;
    let (Some(output), Some(words)) = (child.stdout.take(), child.stderr.take()) else {
        return Err(failure(io::Error::other("it has no pipes")));
    };
    let bytes_max = config.answer_bytes_max;
    let printed = listen(output, bytes_max.saturating_add(1), Rest::Left);
    let said = listen(words, said_bytes_max, Rest::Drained);
    let first = printed.recv_timeout(left(deadline));
    let is_too_long = first.as_ref().is_ok_and(|bytes| bytes.len() as u64 > bytes_max);
    let ended = if first.is_ok() && !is_too_long {
        ended_by(&mut child, deadline)
    } else {
        child.kill().ok();
        child.wait().ok();
        Ok(None)
    };
    let rest = Duration::from_secs(EMPTY_SECONDS_MAX);
    let mut printed = first.or_else(|_| printed.recv_timeout(rest)).unwrap_or_default();
    printed.truncate(usize::try_from(bytes_max).unwrap_or(usize::MAX));
    let failure = match ended {
        _ if is_too_long => Some(ChildFailure::TooLong { bytes: bytes_max }),
        Ok(Some(status)) if status.success() => None,
        Ok(Some(status)) => Some(ChildFailure::Ended { how: how(status) }),
        Ok(None) => Some(ChildFailure::TimedOut { seconds: config.seconds_max }),
        Err(error) => Some(ChildFailure::Ended { how: error.to_string() }),
    };
    Ok(ToolRun { printed, said: said.recv_timeout(rest).unwrap_or_default(), failure })
}

/// What is done with what comes after the bytes that are kept.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Rest {
    Left,
    Drained,
}

/// Gathers what comes out of a pipe, up to a limit.
fn listen(mut pipe: impl Read + Send + 'static, bytes_max: u64, rest: Rest) -> Receiver<Vec<u8>> {
    let (sender, heard) = sync_channel(1);
    std::thread::spawn(move || {
        let mut bytes = Vec::new();
        // A pipe that fails ends what comes out of it.
        (&mut pipe).take(bytes_max).read_to_end(&mut bytes).ok();
        if rest == Rest::Drained {
            // A program that nobody listens to would wait for ever.
            io::copy(&mut pipe, &mut io::sink()).ok();
        }
        sender.send(bytes).ok();
    });
    heard
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
#[expect(clippy::disallowed_methods, reason = "tests write the files that they hand over")]
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
    fn a_tool_may_move_in_the_file_it_is_given() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("film");
        std::fs::write(&path, b"red green").unwrap();
        let file = crate::open(&path).unwrap();
        let moves = shell("tail -c 5 /proc/self/fd/0; head -c 3 /proc/self/fd/0; echo no >&2", 10);
        let run = run_tool_on(&moves, &file, 1).unwrap();
        assert_eq!((run.printed, run.said), (b"greenred".to_vec(), b"n".to_vec()));
        assert!(run.failure.is_none());
    }

    #[test]
    fn what_a_tool_printed_before_it_was_ended_is_kept() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("film");
        std::fs::write(&path, b"").unwrap();
        let file = crate::open(&path).unwrap();
        let run = run_tool_on(&shell("echo half; exec sleep 60", 1), &file, 9).unwrap();
        assert_eq!(run.printed, b"half\n");
        assert!(matches!(run.failure, Some(ChildFailure::TimedOut { seconds: 1 })));
        let run = run_tool_on(&shell("head -c 65 /dev/zero; exec sleep 60", 10), &file, 9).unwrap();
        assert_eq!(run.printed, [0; 64]);
        assert!(matches!(run.failure, Some(ChildFailure::TooLong { bytes: 64 })));
        let run =
            run_tool_on(&shell("head -c 999999 /dev/zero >&2; exit 3", 10), &file, 9).unwrap();
        assert_eq!(run.said, [0; 9]);
        assert!(matches!(run.failure, Some(ChildFailure::Ended { .. })));
    }

    #[test]
    fn a_tool_that_prints_too_much_is_ended() {
        let prints = shell("head -c 65 /dev/zero; exec tail -f /dev/null", 10);
        assert!(matches!(run_tool(&prints, b""), Err(ChildFailure::TooLong { bytes: 64 })));
    }
}
