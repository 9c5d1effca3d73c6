//! The processes that read documents: this program started anew, limited, one for each core.
//!
//! In: documents and pictures as bytes with what is known of them. Out: a `Reading` each, or why there is none, in the order of the
//! documents. A document that crashes or holds up its reader costs that reader alone; the next one gets a new one.

use std::collections::BTreeMap;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, Once};
use std::thread::JoinHandle;

use subtier_blocks::Limits;
use subtier_documents::may_hold_code;
use subtier_source::{ChildConfig, Confinement, Worker, confine, serve};

use crate::failure::Failure;
use crate::out::say;
use crate::reading::{Answer, Known, Reading, Reply, Task, answer};
use crate::recogniser::Recogniser;

/// The hidden subcommand that makes this program a reader.
pub(crate) const READER_COMMAND: &str = "read-documents";

/// Address space of a reader. A document may have 512 MiB; with its text, its blocks and the answer that takes about three
/// times as much, and a library's worst habits are cut here.
const MEMORY_BYTES_MAX: u64 = 3 << 30;

/// Seconds for one document. The slowest honest ones at hand, sheets of 800,000 cells, take three.
const SECONDS_MAX: u64 = 60;

/// Bytes of one answer: the text once more as JSON, in which a sign may take six bytes.
const ANSWER_BYTES_MAX: u64 = 1 << 30;

/// Bytes of one request: a document, and what is known of it.
const REQUEST_BYTES_MAX: u64 = Limits::STANDARD.document_bytes_max + (64 << 20);

/// One document or picture to be read.
pub(crate) struct Item {
    pub(crate) known: Known,
    pub(crate) bytes: Vec<u8>,
    /// Whether it is a picture, whose text is to be recognised.
    pub(crate) is_picture: bool,
}

/// What came of one.
pub(crate) type Outcome = Result<Reading, String>;

struct Job {
    number: usize,
    item: Item,
}

/// Readers at work.
pub(crate) struct Readers {
    jobs: Option<SyncSender<Job>>,
    answers: Receiver<(usize, Outcome)>,
    threads: Vec<JoinHandle<()>>,
}

impl Readers {
    /// Makes readers; their processes start with their first document. Without a recogniser no picture is read.
    pub(crate) fn new(recogniser: Option<&Recogniser>) -> Result<Self, Failure> {
        let program = std::env::current_exe()
            .map_err(|error| Failure::user(format!("find this program: {error}")))?;
        let config = ChildConfig {
            program,
            arguments: vec![READER_COMMAND.into()],
            seconds_max: SECONDS_MAX,
            answer_bytes_max: ANSWER_BYTES_MAX,
        };
        let n_readers = std::thread::available_parallelism().map_or(1, usize::from);
        let (jobs, queue) = sync_channel(n_readers);
        let (results, answers) = channel();
        let queue = Arc::new(Mutex::new(queue));
        let threads = (0..n_readers)
            .map(|_| {
                let recogniser = recogniser.cloned();
                let mut reader = OneReader { worker: Worker::new(config.clone()), recogniser };
                let (queue, results) = (Arc::clone(&queue), results.clone());
                std::thread::spawn(move || reader.work(&queue, &results))
            })
            .collect();
        Ok(Self { jobs: Some(jobs), answers, threads })
    }

    /// Reads documents; a document that cannot even be sent is `Err` from the start. In the order given.
    pub(crate) fn read_all(
        &self,
        documents: impl Iterator<Item = Result<Item, String>>,
    ) -> Vec<Outcome> {
        let mut readings = Vec::new();
        let mut n_sent = 0_usize;
        for (number, document) in documents.enumerate() {
            readings.push(Err("the readers ended".to_owned()));
            match (document, &self.jobs) {
                (Ok(item), Some(jobs)) => {
                    n_sent += usize::from(jobs.send(Job { number, item }).is_ok());
                }
                (Err(reason), _) => put(&mut readings, (number, Err(reason))),
                (Ok(_), None) => {}
            }
        }
        for answer in self.answers.iter().take(n_sent) {
            put(&mut readings, answer);
        }
        readings
    }
}

fn put(readings: &mut [Outcome], (number, reading): (usize, Outcome)) {
    if let Some(slot) = readings.get_mut(number) {
        *slot = reading;
    }
}

impl Drop for Readers {
    fn drop(&mut self) {
        self.jobs = None;
        for thread in self.threads.drain(..) {
            // A thread that failed has nothing to say that its documents did not.
            thread.join().ok();
        }
    }
}

/// One thread with its process: it must live as long as the process, which dies with the thread that began it.
struct OneReader {
    worker: Worker,
    recogniser: Option<Recogniser>,
}

impl OneReader {
    fn work(&mut self, queue: &Mutex<Receiver<Job>>, results: &Sender<(usize, Outcome)>) {
        loop {
            let job = match queue.lock() {
                Ok(queue) => queue.recv(),
                Err(_) => return,
            };
            let Ok(Job { number, item }) = job else { return };
            // Every job gets its answer, whatever happens, or the one who waits for it would wait for ever.
            let outcome = catch_unwind(AssertUnwindSafe(|| {
                if item.is_picture { self.read_picture(item) } else { self.read(item) }
            }))
            .unwrap_or_else(|_| Err("not readable: its reader could not be run".to_owned()));
            if results.send((number, outcome)).is_err() {
                return;
            }
        }
    }

    fn read(&mut self, item: Item) -> Outcome {
        self.reading(&Task::Read(item.known), &item.bytes)
    }

    /// The picture is decoded by the child, read by the recogniser, and made a document by the child again.
    fn read_picture(&mut self, item: Item) -> Outcome {
        let Some(recogniser) = self.recogniser.clone() else {
            return Err(
                "its text was not looked for: there is no tesseract on this machine".to_owned()
            );
        };
        let lines = match self.pictures(&Task::Look, &item.bytes)?.first() {
            Some(picture) => recogniser.lines(picture)?,
            None => Vec::new(),
        };
        let doubtful: Vec<usize> = (0..)
            .zip(&lines)
            .filter_map(|(number, line)| may_hold_code(&line.text).then_some(number))
            .collect();
        let mut codes = BTreeMap::new();
        if !doubtful.is_empty() {
            let regions = doubtful
                .iter()
                .filter_map(|number| lines.get(*number))
                .map(|line| line.region)
                .collect();
            let cut = self.pictures(&Task::Cut(regions), &item.bytes)?;
            for (number, picture) in doubtful.iter().zip(&cut) {
                codes.insert(*number, recogniser.code(picture)?);
            }
        }
        self.reading(&Task::Take(item.known, lines, codes), &[])
    }

    fn reading(&mut self, task: &Task, bytes: &[u8]) -> Outcome {
        match self.ask(task, bytes)? {
            Answer::Reading(reading) => Ok(*reading),
            Answer::Pictures(_) => {
                Err("not readable: the reader answered another question".to_owned())
            }
        }
    }

    fn pictures(&mut self, task: &Task, bytes: &[u8]) -> Result<Vec<Vec<u8>>, String> {
        match self.ask(task, bytes)? {
            Answer::Pictures(pictures) => Ok(pictures),
            Answer::Reading(_) => {
                Err("not readable: the reader answered another question".to_owned())
            }
        }
    }

    fn ask(&mut self, task: &Task, bytes: &[u8]) -> Result<Answer, String> {
        let task = serde_json::to_vec(task).map_err(|error| error.to_string())?;
        let length = (task.len() as u64).to_le_bytes();
        let reply = self.worker.ask(&[&length, &task, bytes]);
        let reply = reply.map_err(|failure| format!("not readable: {failure}"))?;
        let reply: Reply = serde_json::from_slice(&reply)
            .map_err(|error| format!("not readable: the reader's answer is damaged: {error}"))?;
        if let Some(reason) = reply.unconfined {
            UNCONFINED.call_once(|| {
                say(&format!(
                    "warning: documents are read with limits of memory and time alone: {reason}"
                ));
            });
        }
        reply.answer.map_err(|reason| format!("not readable: {reason}"))
    }
}

/// Said once, however many readers there are.
static UNCONFINED: Once = Once::new();

/// What the reader's process does: it limits itself, then answers until there is nothing more.
pub(crate) fn run_reader() -> Result<(), Failure> {
    let unconfined = confine(Confinement::Parser, MEMORY_BYTES_MAX)
        .map_err(|error| Failure::user(format!("limit the reader: {error}")))?;
    // The message of a panic would go to a standard error that nobody reads.
    std::panic::set_hook(Box::new(|_| {}));
    serve(REQUEST_BYTES_MAX, |request| answer(&request, unconfined.as_ref()))
        .map_err(|error| Failure::user(format!("answer: {error}")))
}
