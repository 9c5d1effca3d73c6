//! The program's own reader, asked as the program asks it (crates/source, `child`).
//!
//! In: one damaged file after the other. Out: the reply to each, or how the reader ended; and how much memory it ever held.
//! Never: a wait longer than the program itself would wait.
#![expect(
    clippy::disallowed_methods,
    reason = "the tool runs the program and looks at its process"
)]

use std::io::{self, Read, Write};
use std::path::Path;
use std::process::{Child, ChildStdin, Command, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, channel};
use std::time::Duration;

/// As in crates/app, `readers`.
const SECONDS_MAX: u64 = 60;

/// A reader at work.
pub(crate) struct Reader {
    child: Child,
    requests: Option<ChildStdin>,
    replies: Receiver<Vec<u8>>,
}

impl Reader {
    /// Starts one.
    pub(crate) fn start(subtier: &Path) -> Result<Self, String> {
        let failed = |error| format!("run {}: {error}", subtier.display());
        let mut child = Command::new(subtier)
            .arg("read-documents")
            .stdin(Stdio::piped())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .map_err(failed)?;
        let requests = child.stdin.take();
        let mut output =
            child.stdout.take().ok_or_else(|| failed(io::Error::other("it has no pipes")))?;
        let (sender, replies) = channel();
        std::thread::spawn(move || {
            while let Ok(reply) = receive(&mut output) {
                if sender.send(reply).is_err() {
                    return;
                }
            }
        });
        Ok(Self { child, requests, replies })
    }

    /// One request and its reply; the error says how the reader ended.
    pub(crate) fn ask(&mut self, task: &[u8], bytes: &[u8]) -> Result<Vec<u8>, String> {
        // A reader that ended takes nothing; what it died of is said below.
        let _sent = self.requests.as_mut().map(|input| send(input, task, bytes));
        match self.replies.recv_timeout(Duration::from_secs(SECONDS_MAX)) {
            Ok(reply) => Ok(reply),
            Err(RecvTimeoutError::Timeout) => {
                self.child.kill().ok();
                self.child.wait().ok();
                Err(format!("it took longer than {SECONDS_MAX} s"))
            }
            Err(RecvTimeoutError::Disconnected) => {
                let ended = self.child.wait();
                Err(ended.map_or_else(|error| error.to_string(), |status| status.to_string()))
            }
        }
    }

    /// The most memory that the reader ever held, in KiB (proc(5), `VmHWM`); nothing where the system does not say.
    pub(crate) fn memory_kib(&self) -> Option<u64> {
        let status = std::fs::read_to_string(format!("/proc/{}/status", self.child.id())).ok()?;
        let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
        line.trim().trim_end_matches("kB").trim().parse().ok()
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        // Closing its input ends it.
        drop(self.requests.take());
        self.child.wait().ok();
    }
}

fn send(input: &mut ChildStdin, task: &[u8], bytes: &[u8]) -> io::Result<()> {
    let length = 8 + task.len() as u64 + bytes.len() as u64;
    input.write_all(&length.to_le_bytes())?;
    input.write_all(&(task.len() as u64).to_le_bytes())?;
    input.write_all(task)?;
    input.write_all(bytes)?;
    input.flush()
}

fn receive(output: &mut impl Read) -> io::Result<Vec<u8>> {
    let mut length = [0; 8];
    output.read_exact(&mut length)?;
    let length = u64::from_le_bytes(length);
    let mut reply = Vec::new();
    output.take(length).read_to_end(&mut reply)?;
    if reply.len() as u64 == length { Ok(reply) } else { Err(io::ErrorKind::UnexpectedEof.into()) }
}
