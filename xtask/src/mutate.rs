//! `cargo xtask mutate (FOLDER | media) TIMES [SEED [THREADS]]`: damages the documents of a folder, or samples of pictures, films and
//! project files, TIMES times, the same way each time, and has the program's own reader read each. Counts what came of it: an
//! answer, an answer with faults, a refusal; a fault of the program, a reader that died and one that took too long are failures,
//! and their files are kept, as are the slowest and the one after which a reader held most memory.
#![expect(clippy::disallowed_methods, reason = "the tool keeps what breaks the program")]

mod damage;
mod reader;
mod samples;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use serde_json::Value;

use damage::{Numbers, mutated};
use reader::Reader;
use samples::Sample;

/// The slowest that one damaged file may be read; samples have at most some 100 kB.
const SLOW: Duration = Duration::from_secs(10);

/// The most memory that a reader may ever hold: a quarter of what the system would let it have, so that whatever comes near is seen.
const MEMORY_KIB_MAX: u64 = 768 << 10;

/// Pixels of the longer side of the small picture that every fourth answer is asked to hold.
const THUMBNAIL_SIDE: usize = 320;

/// What is asked of the reader.
#[derive(Clone, Copy)]
enum Asked {
    Documents,
    Media,
}

/// One damaged file.
type Damaged = (String, Vec<u8>);

/// What is run.
struct Run {
    asked: Asked,
    samples: Vec<Sample>,
    subtier: PathBuf,
    times: u64,
    seed: u64,
    /// The number of the next file.
    next: AtomicU64,
}

/// What came of the files of one thread.
#[derive(Default)]
struct Counts {
    read: u64,
    with_faults: u64,
    refused: u64,
    /// Of media: files whose picture could be looked at.
    seen: u64,
    failures: Vec<(Damaged, String)>,
    slowest: BTreeMap<Duration, Damaged>,
    /// The most memory that a reader held, and after which file.
    most: (u64, Damaged),
}

/// Runs the mutations on all cores, or with so many threads.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let usage = "usage: cargo xtask mutate (FOLDER | media) TIMES [SEED [THREADS]]";
    let [what, times, options @ ..] = arguments else { return Err(usage.to_owned()) };
    let number = |text: &String| text.parse::<u64>().map_err(|_| usage.to_owned());
    let (times, seed) = (number(times)?, options.first().map_or(Ok(1), number)?);
    let n_cores = std::thread::available_parallelism().map_or(1, |cores| cores.get() as u64);
    let n_threads = options.get(1).map_or(Ok(n_cores), number)?.max(1);
    let (asked, samples) = if what == "media" {
        (Asked::Media, samples::of_media()?)
    } else {
        (Asked::Documents, samples::of_folder(Path::new(what))?)
    };
    let subtier = crate::bench::build()?;
    let run = Run { asked, samples, subtier, times, seed, next: AtomicU64::new(0) };
    let begin = Instant::now();
    let counts: Vec<Result<Counts, String>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..n_threads).map(|_| scope.spawn(|| work(&run))).collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| Err("a thread failed".to_owned())))
            .collect()
    });
    let mut all = Counts::default();
    for counts in counts {
        all.add(counts?);
    }
    report(&all, &run, begin.elapsed())
}

fn work(run: &Run) -> Result<Counts, String> {
    let mut counts = Counts::default();
    let mut reader = Reader::start(&run.subtier)?;
    loop {
        let number = run.next.fetch_add(1, Ordering::Relaxed);
        if number >= run.times {
            return Ok(counts);
        }
        let mut numbers = Numbers::of(run.seed, number);
        let damaged = mutated(&run.samples, &mut numbers);
        let task = task(run.asked, &damaged, number);
        let begin = Instant::now();
        match reader.ask(task.to_string().as_bytes(), &damaged.1) {
            Ok(reply) => counts.take(&reply, &damaged),
            Err(ended) => {
                counts.failures.push((damaged.clone(), format!("the reader ended: {ended}")));
                reader = Reader::start(&run.subtier)?;
            }
        }
        let took = begin.elapsed();
        if let Some(kib) = reader.memory_kib().filter(|kib| *kib > counts.most.0) {
            counts.most = (kib, damaged.clone());
        }
        counts.slowest.insert(took, damaged);
        while counts.slowest.len() > 5 {
            counts.slowest.pop_first();
        }
    }
}

/// What the reader is asked of a file, as JSON of `Task` in crates/app.
fn task(asked: Asked, (name, bytes): &Damaged, number: u64) -> Value {
    match asked {
        Asked::Documents => serde_json::json!({
            "Read": {"path": name, "folder": null, "shots": [], "with_text": false}
        }),
        Asked::Media => {
            // One in eight is handed over as a film too large to be held: its ends, with a hole between.
            let tail_bytes = if number.is_multiple_of(8) { bytes.len() / 3 } else { 0 };
            let hole = if tail_bytes > 0 { 1 << 20 } else { 0 };
            serde_json::json!({"See": {
                "name": name,
                "length": bytes.len() + hole,
                "tail_bytes": tail_bytes,
                "is_carved": true,
                "thumbnail_side": if number % 4 == 1 { THUMBNAIL_SIDE } else { 0 },
            }})
        }
    }
}

impl Counts {
    fn add(&mut self, other: Self) {
        self.read += other.read;
        self.with_faults += other.with_faults;
        self.refused += other.refused;
        self.seen += other.seen;
        self.failures.extend(other.failures);
        self.slowest.extend(other.slowest);
        if other.most.0 > self.most.0 {
            self.most = other.most;
        }
    }

    /// Sorts a reply into what it is.
    fn take(&mut self, reply: &[u8], damaged: &Damaged) {
        let reply: Value = serde_json::from_slice(reply).unwrap_or_default();
        let answer = reply.get("answer").unwrap_or(&Value::Null);
        let read =
            answer.get("Ok").and_then(|answer| answer.get("Reading").or(answer.get("Sight")));
        let refusal = answer.get("Err").and_then(Value::as_str);
        match (read, refusal) {
            (Some(read), _) => self.take_answer(read),
            (None, Some(reason)) if reason.contains("fault of the program") => {
                self.failures.push((damaged.clone(), reason.to_owned()));
            }
            (None, Some(_)) => self.refused += 1,
            (None, None) => self.failures.push((damaged.clone(), "no answer".to_owned())),
        }
    }

    fn take_answer(&mut self, read: &Value) {
        let faults = read.get("faults").and_then(Value::as_array);
        if read.get("format").is_some_and(|format| format == "none") {
            self.refused += 1;
        } else if faults.is_some_and(|faults| !faults.is_empty()) {
            self.with_faults += 1;
        } else {
            self.read += 1;
        }
        self.seen += u64::from(read.get("look").is_some_and(|look| !look.is_null()));
    }
}

/// Keeps a file to be looked at.
fn keep(name: &str, bytes: &[u8]) -> Result<PathBuf, String> {
    let folder = PathBuf::from("target/mutate");
    fs::create_dir_all(&folder).map_err(|error| format!("create {}: {error}", folder.display()))?;
    let path = folder.join(name);
    fs::write(&path, bytes).map_err(|error| format!("write {}: {error}", path.display()))?;
    Ok(path)
}

fn report(all: &Counts, run: &Run, took: Duration) -> Result<(), String> {
    let total = all.read + all.with_faults + all.refused + all.failures.len() as u64;
    println!(
        "{total} damaged files of {} samples, seed {}, in {:.0} s: {} read, {} read with faults, {} refused, {} failures",
        run.samples.len(),
        run.seed,
        took.as_secs_f64(),
        all.read,
        all.with_faults,
        all.refused,
        all.failures.len()
    );
    if matches!(run.asked, Asked::Media) {
        println!("pictures looked at: {}", all.seen);
    }
    let (most_kib, (name, bytes)) = &all.most;
    println!(
        "most memory: {} MiB {}",
        most_kib >> 10,
        keep(&format!("large-{name}"), bytes)?.display()
    );
    for (number, (took, (name, bytes))) in all.slowest.iter().rev().enumerate().take(5) {
        let path = keep(&format!("slow-{number}-{name}"), bytes)?;
        println!("slow: {:.3} s {}", took.as_secs_f64(), path.display());
    }
    for (number, ((name, bytes), reason)) in all.failures.iter().enumerate().take(100) {
        let path = keep(&format!("{number}-{name}"), bytes)?;
        println!("failure: {}: {reason}", path.display());
    }
    if !all.failures.is_empty() {
        return Err("the reader failed on files above".to_owned());
    }
    if all.slowest.keys().any(|took| *took > SLOW) {
        return Err(format!("a file took longer than {} s", SLOW.as_secs()));
    }
    if *most_kib > MEMORY_KIB_MAX {
        return Err(format!("a reader held more than {} MiB", MEMORY_KIB_MAX >> 10));
    }
    Ok(())
}
