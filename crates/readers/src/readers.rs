//! The processes that read documents: this program started anew, limited, one for each core.
//!
//! In: documents, pictures and other files as bytes with what is known of them. Out: a `Reading` or `Sight` each, or why there is
//! none, in the order given. A document that crashes or holds up its reader costs that reader alone; the next one gets a new one.

use std::collections::BTreeMap;
use std::convert::Infallible;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::sync::{Arc, Mutex, Once};
use std::thread::JoinHandle;

use subtier_documents::may_hold_code;
use subtier_source::{ChildConfig, Worker};

use crate::Warn;
use crate::error::Error;
use crate::protocol::{
    Answer, Item, Pictures, Proving, Reading, Recognised, Reply, Sight, Task, View,
};
use crate::recogniser::SharedRecogniser;
use crate::room::Room;

/// The hidden subcommand that makes this program a reader.
pub const READER_COMMAND: &str = "read-documents";

/// Seconds for one document. The slowest honest ones at hand, sheets of 800,000 cells, take three.
const SECONDS_MAX: u64 = 60;

/// Bytes of one answer as JSON; the reader cuts what it says before (`reading::TEXT_JSON_BYTES_MAX` and its like), so that a
/// longer one is damage.
const ANSWER_BYTES_MAX: u64 = 256 << 20;

/// Bytes of all answers that are held at once, as JSON and as what is read of it. The answer that is wanted next is let in
/// all the same.
const ANSWERS_BYTES_MAX: u64 = 256 << 20;

/// An answer and what is read of it, in times of its JSON. Notes of few words, the worst case measured, take 2.6.
const ANSWER_WEIGHT: u64 = 3;

/// Bytes of all files that are with the readers at once; one that is larger goes alone.
const REQUESTS_BYTES_MAX: usize = 256 << 20;

/// Files for each reader that are sent before the answer of the first is there.
const FILES_PER_READER: usize = 4;

/// What came of one.
pub type Outcome = Result<Reading, String>;

/// What came of one that was looked at.
pub type Seen = Result<Sight, String>;

/// What a reader is given.
enum Work {
    Read(Item),
    See(View),
    Prove(Box<Proving>, Vec<u8>),
}

impl Work {
    const fn n_bytes(&self) -> usize {
        match self {
            Self::Read(item) => item.bytes.len(),
            Self::See(view) => view.bytes.len(),
            Self::Prove(_, bytes) => bytes.len(),
        }
    }
}

/// What came of it.
type Done = Result<Answer, String>;

struct Job {
    number: usize,
    work: Work,
}

/// Readers at work.
pub struct Readers {
    jobs: Option<SyncSender<Job>>,
    answers: Receiver<(usize, Done)>,
    threads: Vec<JoinHandle<()>>,
    room: Arc<Room>,
    /// Files that are sent ahead.
    ahead: usize,
}

impl Readers {
    /// Makes readers; their processes start with their first document, and the recogniser is looked for with the first picture.
    ///
    /// # Errors
    /// Where this program, which is started anew for each, cannot be found.
    pub fn new(warn: Warn) -> Result<Self, Error> {
        Self::with_recogniser(&Arc::new(SharedRecogniser::new(warn)))
    }

    /// Makes readers that share a recogniser with others.
    ///
    /// # Errors
    /// As [`Self::new`].
    pub fn with_recogniser(recogniser: &Arc<SharedRecogniser>) -> Result<Self, Error> {
        let program =
            std::env::current_exe().map_err(|error| Error::new("find this program", error))?;
        let config = ChildConfig {
            program,
            arguments: vec![READER_COMMAND.into()],
            environment: Vec::new(),
            seconds_max: SECONDS_MAX,
            answer_bytes_max: ANSWER_BYTES_MAX,
        };
        let n_readers = std::thread::available_parallelism().map_or(1, usize::from);
        let ahead = n_readers * FILES_PER_READER;
        // Sending never waits, or the one who sends could not take the answer that all others wait for.
        let (jobs, queue) = sync_channel(ahead);
        let (results, answers) = channel();
        let queue = Arc::new(Mutex::new(queue));
        let room = Arc::new(Room::new(ANSWERS_BYTES_MAX));
        let threads = (0..n_readers)
            .map(|_| {
                let mut reader = OneReader {
                    worker: Worker::new(config.clone()),
                    recogniser: Arc::clone(recogniser),
                    room: Arc::clone(&room),
                };
                let (queue, results) = (Arc::clone(&queue), results.clone());
                std::thread::spawn(move || reader.work(&queue, &results))
            })
            .collect();
        Ok(Self { jobs: Some(jobs), answers, threads, room, ahead })
    }

    /// Reads documents, each of which is taken from `documents` when there is room for it; one that cannot even be sent is `Err`
    /// from the start. Hands each outcome to `take` in the order given, and holds few at a time. Where `take` breaks off, nothing
    /// more is read, now or later.
    pub fn read_each<E>(
        &mut self,
        documents: impl Iterator<Item = Result<Item, String>>,
        mut take: impl FnMut(Outcome) -> Result<(), E>,
    ) -> Result<(), E> {
        self.each(documents.map(|document| document.map(Work::Read)), |done| {
            take(done.and_then(|answer| match answer {
                Answer::Reading(reading) => Ok(*reading),
                Answer::Pictures(_) | Answer::Sight(_) => Err(OTHER.to_owned()),
            }))
        })
    }

    /// Looks at files, as [`Self::read_each`] reads documents.
    pub fn see_each<E>(
        &mut self,
        files: impl Iterator<Item = Result<View, String>>,
        mut take: impl FnMut(Seen) -> Result<(), E>,
    ) -> Result<(), E> {
        self.each(files.map(|file| file.map(Work::See)), |done| {
            take(done.and_then(|answer| match answer {
                Answer::Sight(sight) => Ok(*sight),
                Answer::Pictures(_) | Answer::Reading(_) => Err(OTHER.to_owned()),
            }))
        })
    }

    /// Has two pictures drawn over each other.
    pub(crate) fn prove(&mut self, proving: Proving, bytes: Vec<u8>) -> Result<Vec<u8>, String> {
        let mut drawn = Err(OTHER.to_owned());
        let work = Work::Prove(Box::new(proving), bytes);
        let all = self.each(std::iter::once(Ok(work)), |done| {
            drawn = done.and_then(|answer| match answer {
                Answer::Pictures(pictures) => {
                    pictures.pictures.into_iter().next().ok_or(OTHER.to_owned())
                }
                Answer::Sight(_) | Answer::Reading(_) => Err(OTHER.to_owned()),
            });
            Ok::<(), Infallible>(())
        });
        let Ok(()) = all;
        drawn
    }

    fn each<E>(
        &mut self,
        all: impl Iterator<Item = Result<Work, String>>,
        mut take: impl FnMut(Done) -> Result<(), E>,
    ) -> Result<(), E> {
        self.room.begin();
        let mut all = all.fuse();
        let mut run = Run::default();
        loop {
            self.send(&mut all, &mut run);
            let Some(done) = self.next_done(&mut run) else { return Ok(()) };
            let taken = take(done);
            run.next += 1;
            self.room.advance(run.next);
            if let Err(stop) = taken {
                self.jobs = None;
                self.room.close();
                return Err(stop);
            }
        }
    }

    /// Sends what there is room for.
    fn send(&self, all: &mut impl Iterator<Item = Result<Work, String>>, run: &mut Run) {
        while run.n_taken - run.next < self.ahead {
            let Some(work) = run.in_hand.take().or_else(|| all.next()) else { return };
            let number = run.n_taken;
            let failed = match (work, &self.jobs) {
                (Ok(work), _) if !run.has_room_for(work.n_bytes()) => {
                    run.in_hand = Some(Ok(work));
                    return;
                }
                (Ok(work), Some(jobs)) => {
                    run.sent.insert(number, work.n_bytes());
                    let sent = jobs.send(Job { number, work });
                    sent.err().map(|_| NO_READERS.to_owned())
                }
                (Ok(_), None) => Some(NO_READERS.to_owned()),
                (Err(reason), _) => Some(reason),
            };
            run.n_taken += 1;
            if let Some(reason) = failed {
                run.put(number, Err(reason));
            }
        }
    }

    /// What came of the next file; `None` where there is none.
    fn next_done(&self, run: &mut Run) -> Option<Done> {
        while run.next < run.n_taken {
            if let Some(done) = run.waiting.remove(&run.next) {
                return Some(done);
            }
            match self.answers.recv() {
                Ok((number, done)) => run.put(number, done),
                Err(_) => return Some(Err(NO_READERS.to_owned())),
            }
        }
        None
    }
}

const NO_READERS: &str = "the readers ended";

/// What is said of a file whose reader could not be run.
const FAILED: &str = "not readable: its reader could not be run";

/// What is said of an answer that was given to another question.
const OTHER: &str = "not readable: the reader answered another question";

/// How far the files of one call are.
#[derive(Default)]
struct Run {
    /// Files taken from who gives them.
    n_taken: usize,
    /// The file whose outcome is wanted next.
    next: usize,
    /// A file for which there was no room yet.
    in_hand: Option<Result<Work, String>>,
    /// Bytes of the files that the readers have.
    sent: BTreeMap<usize, usize>,
    /// Outcomes before which others are wanted.
    waiting: BTreeMap<usize, Done>,
}

impl Run {
    fn has_room_for(&self, n_bytes: usize) -> bool {
        self.sent.is_empty() || self.sent.values().sum::<usize>() + n_bytes <= REQUESTS_BYTES_MAX
    }

    fn put(&mut self, number: usize, done: Done) {
        self.sent.remove(&number);
        self.waiting.insert(number, done);
    }
}

impl Drop for Readers {
    fn drop(&mut self) {
        self.jobs = None;
        self.room.close();
        for thread in self.threads.drain(..) {
            // A thread that failed has nothing to say that its documents did not.
            thread.join().ok();
        }
    }
}

/// One thread with its process: it must live as long as the process, which dies with the thread that began it.
struct OneReader {
    worker: Worker,
    recogniser: Arc<SharedRecogniser>,
    room: Arc<Room>,
}

impl OneReader {
    fn work(&mut self, queue: &Mutex<Receiver<Job>>, results: &Sender<(usize, Done)>) {
        loop {
            let job = match queue.lock() {
                Ok(queue) => queue.recv(),
                Err(_) => return,
            };
            let Ok(Job { number, work }) = job else { return };
            // Every job gets its answer, whatever happens, or the one who waits for it would wait for ever.
            let done = catch_unwind(AssertUnwindSafe(|| self.carry_out(number, work)))
                .unwrap_or_else(|_| Err(FAILED.to_owned()));
            if results.send((number, done)).is_err() {
                return;
            }
        }
    }

    fn carry_out(&mut self, number: usize, work: Work) -> Done {
        match work {
            Work::Read(item) if item.is_picture => self.read_picture(number, item),
            Work::Read(item) => self.ask(number, &Task::Read(item.known), &item.bytes),
            Work::Prove(proving, bytes) => self.ask(number, &Task::Prove(*proving), &bytes),
            Work::See(view) => self.ask(number, &Task::See(view.glance), &view.bytes),
        }
    }

    /// The picture is decoded by the child, read by the recogniser, and made a document by the child again.
    fn read_picture(&mut self, number: usize, item: Item) -> Done {
        let recogniser = Arc::clone(&self.recogniser);
        let recogniser = recogniser
            .recogniser()
            .map_err(|reason| format!("its text was not looked for: {reason}"))?;
        let look = self.pictures(number, &Task::Look, &item.bytes)?;
        let lines = match look.pictures.first() {
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
            let cut = self.pictures(number, &Task::Cut(regions), &item.bytes)?;
            for (line, picture) in doubtful.iter().zip(&cut.pictures) {
                codes.insert(*line, recogniser.code(picture)?);
            }
        }
        let seen = Recognised { lines, codes, n_more: look.n_more };
        self.ask(number, &Task::Take(item.known, seen), &[])
    }

    fn pictures(&mut self, number: usize, task: &Task, bytes: &[u8]) -> Result<Pictures, String> {
        match self.ask(number, task, bytes)? {
            Answer::Pictures(pictures) => Ok(pictures),
            Answer::Reading(_) | Answer::Sight(_) => Err(OTHER.to_owned()),
        }
    }

    fn ask(&mut self, number: usize, task: &Task, bytes: &[u8]) -> Done {
        let task = serde_json::to_vec(task).map_err(|error| error.to_string())?;
        let length = (task.len() as u64).to_le_bytes();
        let room = &self.room;
        let reply = self.worker.ask(&[&length, &task, bytes], |n_bytes| {
            room.enter(number, n_bytes.saturating_mul(ANSWER_WEIGHT));
        });
        let reply = reply.map_err(|failure| format!("not readable: {failure}"))?;
        let reply: Reply = serde_json::from_slice(&reply)
            .map_err(|error| format!("not readable: the reader's answer is damaged: {error}"))?;
        if let Some(reason) = reply.unconfined {
            UNCONFINED.call_once(|| {
                self.recogniser.warn(&format!(
                    "warning: documents are read with limits of memory and time alone: {reason}"
                ));
            });
        }
        reply.answer.map_err(|reason| format!("not readable: {reason}"))
    }
}

/// Said once, however many readers there are.
static UNCONFINED: Once = Once::new();
