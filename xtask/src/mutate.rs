//! `cargo xtask mutate FOLDER TIMES [SEED [THREADS]]`: damages the documents of a folder TIMES times, the same way each time, and has the
//! program's own reader read each. Counts what came of it: an answer, an answer with faults, a refusal; a fault of the program,
//! a reader that died and one that took too long are failures, and their documents are kept, as are the slowest.
#![expect(
    clippy::disallowed_methods,
    reason = "the tool runs the program and keeps what breaks it"
)]

use std::collections::BTreeMap;
use std::fs;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::mutation::{Numbers, mutated};

/// The slowest that one damaged document may be read; samples have at most some 100 kB.
const SLOW: Duration = Duration::from_secs(10);

/// What came of the documents of one thread.
#[derive(Default)]
struct Counts {
    read: u64,
    with_faults: u64,
    refused: u64,
    failures: Vec<(String, Vec<u8>, String)>,
    slowest: BTreeMap<Duration, (String, Vec<u8>)>,
}

/// Runs the mutations on all cores, or with so many threads.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let usage = "usage: cargo xtask mutate FOLDER TIMES [SEED [THREADS]]";
    let [folder, times, options @ ..] = arguments else { return Err(usage.to_owned()) };
    let number = |text: &String| text.parse::<u64>().map_err(|_| usage.to_owned());
    let (times, seed) = (number(times)?, options.first().map_or(Ok(1), number)?);
    let n_cores = std::thread::available_parallelism().map_or(1, |cores| cores.get() as u64);
    let n_threads = options.get(1).map_or(Ok(n_cores), number)?.max(1);
    let samples = samples(Path::new(folder))?;
    let subtier = crate::bench::build()?;
    let next = AtomicU64::new(0);
    let begin = Instant::now();
    let counts: Vec<Result<Counts, String>> = std::thread::scope(|scope| {
        let threads: Vec<_> = (0..n_threads)
            .map(|_| scope.spawn(|| work(&subtier, &samples, &next, (times, seed))))
            .collect();
        threads
            .into_iter()
            .map(|thread| thread.join().unwrap_or_else(|_| Err("a thread failed".to_owned())))
            .collect()
    });
    let mut all = Counts::default();
    for counts in counts {
        let counts = counts?;
        all.read += counts.read;
        all.with_faults += counts.with_faults;
        all.refused += counts.refused;
        all.failures.extend(counts.failures);
        all.slowest.extend(counts.slowest);
    }
    report(&all, samples.len(), begin.elapsed())
}

fn samples(folder: &Path) -> Result<Vec<(String, Vec<u8>)>, String> {
    let failed = |error: io::Error| format!("read {}: {error}", folder.display());
    let mut samples = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_file() {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let bytes = fs::read(&path).map_err(failed)?;
            samples.extend(stored(&bytes).map(|stored| (name.clone(), stored)));
            samples.push((name, bytes));
        }
    }
    samples.sort();
    if samples.is_empty() {
        Err(format!("no documents in {}", folder.display()))
    } else {
        Ok(samples)
    }
}

/// A package with its parts as they are, so that damage to it is damage to them; `None` for what is no package.
fn stored(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut package = zip::ZipArchive::new(io::Cursor::new(bytes)).ok()?;
    let mut writer = zip::ZipWriter::new(io::Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for number in 0..package.len() {
        let mut part = package.by_index(number).ok()?;
        writer.start_file(part.name().ok()?.into_owned(), options).ok()?;
        io::copy(&mut part, &mut writer).ok()?;
    }
    writer.finish().ok().map(io::Cursor::into_inner)
}

fn work(
    subtier: &Path,
    samples: &[(String, Vec<u8>)],
    next: &AtomicU64,
    (times, seed): (u64, u64),
) -> Result<Counts, String> {
    let mut counts = Counts::default();
    let mut reader = start(subtier)?;
    loop {
        let number = next.fetch_add(1, Ordering::Relaxed);
        if number >= times {
            // Closing its input ends it.
            drop(reader.stdin.take());
            reader.wait().ok();
            return Ok(counts);
        }
        let mut numbers = Numbers::of(seed, number);
        let (name, bytes) = mutated(samples, &mut numbers);
        let begin = Instant::now();
        match ask(&mut reader, &name, &bytes) {
            Ok(reply) => counts.take(&reply, (&name, &bytes)),
            Err(error) => {
                let ended = reader
                    .wait()
                    .map_or_else(|error| error.to_string(), |status| status.to_string());
                counts.failures.push((
                    name.clone(),
                    bytes.clone(),
                    format!("the reader ended: {ended} ({error})"),
                ));
                reader = start(subtier)?;
            }
        }
        counts.slowest.insert(begin.elapsed(), (name, bytes));
        while counts.slowest.len() > 5 {
            counts.slowest.pop_first();
        }
    }
}

impl Counts {
    /// Sorts a reply into what it is.
    fn take(&mut self, reply: &[u8], (name, bytes): (&str, &[u8])) {
        let reply: serde_json::Value = serde_json::from_slice(reply).unwrap_or_default();
        let answer = reply.get("answer").unwrap_or(&serde_json::Value::Null);
        let reading = answer.get("Ok").and_then(|answer| answer.get("Reading"));
        let refusal = answer.get("Err").and_then(serde_json::Value::as_str);
        match (reading, refusal) {
            (Some(reading), _) if reading.get("format").is_some_and(|format| format == "none") => {
                self.refused += 1;
            }
            (Some(reading), _) => {
                let faults = reading.get("faults").and_then(serde_json::Value::as_array);
                if faults.is_some_and(|faults| !faults.is_empty()) {
                    self.with_faults += 1;
                } else {
                    self.read += 1;
                }
            }
            (None, Some(reason)) if reason.contains("fault of the program") => {
                self.failures.push((name.to_owned(), bytes.to_vec(), reason.to_owned()));
            }
            (None, Some(_)) => self.refused += 1,
            (None, None) => {
                self.failures.push((name.to_owned(), bytes.to_vec(), "no answer".to_owned()));
            }
        }
    }
}

fn start(subtier: &Path) -> Result<Child, String> {
    let mut command = Command::new(subtier);
    command
        .arg("read-documents")
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::null());
    command.spawn().map_err(|error| format!("run {}: {error}", subtier.display()))
}

/// One request and its reply, framed as the program does it (crates/source, `child`).
fn ask(reader: &mut Child, name: &str, bytes: &[u8]) -> io::Result<Vec<u8>> {
    let known = serde_json::json!({"Read": {"path": name, "folder": null, "shots": [], "with_text": false}});
    let known = known.to_string();
    let (Some(input), Some(output)) = (&mut reader.stdin, &mut reader.stdout) else {
        return Err(io::Error::other("it has no pipes"));
    };
    let length = 8 + known.len() as u64 + bytes.len() as u64;
    input.write_all(&length.to_le_bytes())?;
    input.write_all(&(known.len() as u64).to_le_bytes())?;
    input.write_all(known.as_bytes())?;
    input.write_all(bytes)?;
    input.flush()?;
    let mut length = [0; 8];
    output.read_exact(&mut length)?;
    let mut reply = Vec::new();
    output.take(u64::from_le_bytes(length)).read_to_end(&mut reply)?;
    Ok(reply)
}

/// Keeps a document to be looked at.
fn keep(name: &str, bytes: &[u8]) -> Result<PathBuf, String> {
    let folder = PathBuf::from("target/mutate");
    fs::create_dir_all(&folder).map_err(|error| format!("create {}: {error}", folder.display()))?;
    let path = folder.join(name);
    fs::write(&path, bytes).map_err(|error| format!("write {}: {error}", path.display()))?;
    Ok(path)
}

fn report(all: &Counts, n_samples: usize, took: Duration) -> Result<(), String> {
    let total = all.read + all.with_faults + all.refused + all.failures.len() as u64;
    println!(
        "{total} damaged documents of {n_samples} samples in {:.0} s: {} read, {} read with faults, {} refused, {} failures",
        took.as_secs_f64(),
        all.read,
        all.with_faults,
        all.refused,
        all.failures.len()
    );
    for (number, (took, (name, bytes))) in all.slowest.iter().rev().enumerate().take(5) {
        let path = keep(&format!("slow-{number}-{name}"), bytes)?;
        println!("slow: {:.3} s {}", took.as_secs_f64(), path.display());
    }
    for (number, (name, bytes, reason)) in all.failures.iter().enumerate().take(100) {
        let path = keep(&format!("{number}-{name}"), bytes)?;
        println!("failure: {}: {reason}", path.display());
    }
    let too_slow = all.slowest.keys().any(|took| *took > SLOW);
    match (all.failures.is_empty(), too_slow) {
        (true, false) => Ok(()),
        (false, _) => Err("the reader failed on documents above".to_owned()),
        (true, true) => Err(format!("a document took longer than {} s", SLOW.as_secs())),
    }
}
