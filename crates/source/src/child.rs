//! Work in a process of its own: it may run out of memory, hang or crash, and only what it worked on is lost.
//!
//! In: the program with its arguments, then one request after the other. Out: one answer each, or how the child ended. A
//! child that ended is started again with the next request. Frames are a length (8 bytes, little-endian) and so many bytes.

use std::ffi::OsString;
use std::io::{self, Read, Write};
use std::os::unix::process::ExitStatusExt;
use std::path::PathBuf;
use std::process::{Child, ChildStdin, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, SyncSender, channel, sync_channel};
use std::time::Duration;

/// A child answers one request after the other, and its memory would go back to the system after each: it keeps 128 MiB, and takes
/// pieces below 32 MiB from them (glibc, mallopt(3); other C libraries pass it over). Documents are read in up to a third less time so.
const KEPT_MEMORY: [(&str, &str); 2] =
    [("MALLOC_TRIM_THRESHOLD_", "134217728"), ("MALLOC_MMAP_THRESHOLD_", "33554432")];

/// How a child is started and how far it may go.
#[derive(Debug, Clone)]
pub struct ChildConfig {
    /// The program.
    pub program: PathBuf,
    /// Its arguments.
    pub arguments: Vec<OsString>,
    /// Its environment; nothing of this process' own is handed on.
    pub environment: Vec<(OsString, OsString)>,
    /// Seconds that one request may take.
    pub seconds_max: u64,
    /// Bytes of one answer.
    pub answer_bytes_max: u64,
}

/// Why a request has no answer.
#[derive(Debug, thiserror::Error)]
pub enum ChildFailure {
    /// The child cannot be started.
    #[error("start {program}: {source}")]
    Start {
        /// The program.
        program: PathBuf,
        /// What the system said.
        source: io::Error,
    },
    /// It took too long and was ended.
    #[error("it took longer than {seconds} seconds")]
    TimedOut {
        /// The limit.
        seconds: u64,
    },
    /// It ended by itself before it had answered.
    #[error("the reading process ended: {how}")]
    Ended {
        /// With which signal or code.
        how: String,
    },
    /// Its answer is longer than allowed.
    #[error("its answer is longer than {bytes} bytes")]
    TooLong {
        /// The limit.
        bytes: u64,
    },
}

/// A child that answers requests, started when the first one comes.
#[derive(Debug)]
pub struct Worker {
    config: ChildConfig,
    running: Option<Running>,
}

#[derive(Debug)]
struct Running {
    child: Child,
    requests: ChildStdin,
    heard: Receiver<Heard>,
    /// Lets the answer come whose length was heard.
    go_on: Sender<()>,
}

/// What comes from a child: how long its answer is, and when there is room for it, the answer.
#[derive(Debug)]
enum Heard {
    Length(u64),
    TooLong,
    Answer(Vec<u8>),
}

impl Worker {
    /// A worker that has not started yet.
    pub const fn new(config: ChildConfig) -> Self {
        Self { config, running: None }
    }

    /// Sends one request, given in pieces, and waits for its answer. `make_room` is told how many bytes will come and returns
    /// when there is room for them; until then they stay with the child, and no time is counted.
    pub fn ask(
        &mut self,
        request: &[&[u8]],
        make_room: impl FnOnce(u64),
    ) -> Result<Vec<u8>, ChildFailure> {
        let mut running = match self.running.take() {
            Some(running) => running,
            None => start(&self.config)?,
        };
        let wait = Duration::from_secs(self.config.seconds_max);
        let Running { child, requests, heard, go_on } = &mut running;
        // A child that does not read must not hold up the one that writes to it.
        let heard = std::thread::scope(|scope| {
            scope.spawn(move || send(requests, request).is_ok());
            let mut last = heard.recv_timeout(wait);
            if let Ok(Heard::Length(length)) = last {
                make_room(length);
                go_on.send(()).ok();
                last = heard.recv_timeout(wait);
            }
            if !matches!(last, Ok(Heard::Answer(_))) {
                child.kill().ok();
            }
            last
        });
        match heard {
            Ok(Heard::Answer(answer)) => {
                self.running = Some(running);
                Ok(answer)
            }
            Ok(Heard::TooLong) => {
                stop(running);
                Err(ChildFailure::TooLong { bytes: self.config.answer_bytes_max })
            }
            Err(RecvTimeoutError::Timeout) => {
                stop(running);
                Err(ChildFailure::TimedOut { seconds: self.config.seconds_max })
            }
            Ok(Heard::Length(_)) | Err(RecvTimeoutError::Disconnected) => Err(ended(running)),
        }
    }
}

impl Drop for Worker {
    fn drop(&mut self) {
        if let Some(running) = self.running.take() {
            stop(running);
        }
    }
}

#[expect(clippy::disallowed_methods, reason = "this is the one place that starts processes")]
fn start(config: &ChildConfig) -> Result<Running, ChildFailure> {
    let failure = |source| ChildFailure::Start { program: config.program.clone(), source };
    let mut child = Command::new(&config.program)
        .args(&config.arguments)
        .env_clear()
        .envs(KEPT_MEMORY)
        .envs(config.environment.iter().map(|(name, value)| (name, value)))
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null())
        .spawn()
        .map_err(failure)?;
    let (Some(requests), Some(mut output)) = (child.stdin.take(), child.stdout.take()) else {
        return Err(failure(io::Error::other("it has no pipes")));
    };
    let (sender, heard) = sync_channel(1);
    let (go_on, may_go_on) = channel();
    let bytes_max = config.answer_bytes_max;
    std::thread::spawn(move || listen(&mut output, bytes_max, (&sender, &may_go_on)));
    Ok(Running { child, requests, heard, go_on })
}

/// Hands on what a child says until it ends, says too much, or nobody listens.
fn listen(
    output: &mut impl Read,
    bytes_max: u64,
    (sender, may_go_on): (&SyncSender<Heard>, &Receiver<()>),
) {
    while let Ok(length) = receive_length(output) {
        if length > bytes_max {
            sender.send(Heard::TooLong).ok();
            return;
        }
        if sender.send(Heard::Length(length)).is_err() || may_go_on.recv().is_err() {
            return;
        }
        let Ok(answer) = receive_body(output, length) else { return };
        if sender.send(Heard::Answer(answer)).is_err() {
            return;
        }
    }
}

/// Ends a child whatever it is doing.
fn stop(mut running: Running) {
    // It may have ended meanwhile, which is what is wanted.
    running.child.kill().ok();
    running.child.wait().ok();
}

/// Says how a child ended that gives no more answers.
fn ended(mut running: Running) -> ChildFailure {
    let status = running.child.wait();
    ChildFailure::Ended { how: status.map_or_else(|error| error.to_string(), how) }
}

/// Names of signals by which a parser ends (signal(7)), with what mostly lies behind them.
pub(crate) fn how(status: ExitStatus) -> String {
    match (status.signal(), status.code()) {
        (Some(6), _) => "signal 6, it gave up, mostly for want of memory".to_owned(),
        (Some(9), _) => "signal 9, it was killed".to_owned(),
        (Some(11), _) => {
            "signal 11, it reached outside its memory or its stack was full".to_owned()
        }
        (Some(signal), _) => format!("signal {signal}"),
        (None, Some(code)) => format!("exit code {code}"),
        (None, None) => "in an unknown way".to_owned(),
    }
}

fn send(pipe: &mut impl Write, parts: &[&[u8]]) -> io::Result<()> {
    let length: u64 = parts.iter().map(|part| part.len() as u64).sum();
    pipe.write_all(&length.to_le_bytes())?;
    parts.iter().try_for_each(|part| pipe.write_all(part))?;
    pipe.flush()
}

fn receive_length(pipe: &mut impl Read) -> io::Result<u64> {
    let mut length = [0; 8];
    pipe.read_exact(&mut length)?;
    Ok(u64::from_le_bytes(length))
}

/// Receives so many bytes.
fn receive_body(pipe: &mut impl Read, length: u64) -> io::Result<Vec<u8>> {
    // Grows with what really comes, so that a false length reserves nothing.
    let mut bytes = Vec::new();
    pipe.take(length).read_to_end(&mut bytes)?;
    if bytes.len() as u64 != length {
        return Err(io::ErrorKind::UnexpectedEof.into());
    }
    Ok(bytes)
}

/// The child's side: answers the requests of standard input on standard output until there are no more.
pub fn serve(request_bytes_max: u64, mut answer: impl FnMut(Vec<u8>) -> Vec<u8>) -> io::Result<()> {
    let (mut input, mut output) = (io::stdin().lock(), io::stdout().lock());
    loop {
        let length = match receive_length(&mut input) {
            Ok(length) if length <= request_bytes_max => length,
            Ok(_) => return Err(io::Error::other("a request is longer than allowed")),
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
            Err(error) => return Err(error),
        };
        match receive_body(&mut input, length) {
            Ok(request) => send(&mut output, &[&answer(request)])?,
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => return Ok(()),
            Err(error) => return Err(error),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A shell in the place of a child: what it prints is its answer.
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
    fn answers_come_in_frames_and_the_child_stays() {
        // `cat` gives every request back as it came, which is a frame.
        let mut worker = Worker::new(shell("exec cat", 10));
        assert_eq!(worker.ask(&[b"one ", b"request"], |_| {}).unwrap(), b"one request");
        assert_eq!(worker.ask(&[b""], |_| {}).unwrap(), b"");
    }

    #[test]
    fn a_child_that_ends_is_said_and_started_again() {
        let mut worker = Worker::new(shell("head -c 3 >/dev/null; kill -ABRT $$", 10));
        for _ in 0..2 {
            let said = worker.ask(&[b"x"], |_| {}).unwrap_err().to_string();
            assert!(said.contains("signal 6"), "{said}");
        }
    }

    #[test]
    fn a_child_that_hangs_is_ended() {
        let mut worker = Worker::new(shell("exec tail -f /dev/null", 1));
        assert!(matches!(worker.ask(&[b"x"], |_| {}), Err(ChildFailure::TimedOut { seconds: 1 })));
    }

    #[test]
    fn a_child_that_does_not_read_is_ended() {
        let mut worker = Worker::new(shell("exec tail -f /dev/null", 1));
        assert!(matches!(
            worker.ask(&[&vec![0; 1 << 20]], |_| {}),
            Err(ChildFailure::TimedOut { .. })
        ));
    }

    #[test]
    fn an_answer_that_is_too_long_is_refused() {
        let mut worker = Worker::new(shell("exec cat", 10));
        assert!(matches!(
            worker.ask(&[&[0; 65]], |_| {}),
            Err(ChildFailure::TooLong { bytes: 64 })
        ));
        assert_eq!(worker.ask(&[b"x"], |_| {}).unwrap(), b"x");
    }

    #[test]
    fn a_program_that_is_not_there_is_said() {
        let config = ChildConfig { program: "/nowhere/to/be/found".into(), ..shell("", 1) };
        let said = Worker::new(config).ask(&[b"x"], |_| {}).unwrap_err().to_string();
        assert!(said.starts_with("start /nowhere/to/be/found: "), "{said}");
    }

    #[test]
    fn the_length_of_an_answer_is_told_before_it_comes() {
        let mut worker = Worker::new(shell("exec cat", 1));
        let mut told = 0;
        let answer = worker.ask(&[&[7; 60]], |bytes| {
            told = bytes;
        });
        assert_eq!(answer.unwrap(), [7; 60]);
        assert_eq!(told, 60);
    }
}
