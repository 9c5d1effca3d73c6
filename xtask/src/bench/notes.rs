//! `cargo xtask bench notes`: reading documents beside kreuzberg, and how long 100,000 small ones take.
//!
//! Rows 1: the readers alone (`cargo run --example cpu_seconds`) beside kreuzberg's extraction after a warm-up, both in CPU time
//! within the process, in turn, as medians of the rounds. Rows 2: the same files by the whole program, notes and printing included,
//! as a process of its own. Last: a folder of small documents of all formats, in CPU and wall seconds. Without Python or kreuzberg
//! the yardstick's columns say so. Prints Markdown for `benches/RESULTS.md`.
#![expect(clippy::disallowed_methods, reason = "the benchmark runs programs as a user does")]

use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

use super::documents::{self, FOLDERS};
use super::measure::{build, build_example, cpu_secs, spread};

const ROUNDS: usize = 5;

const MS_PER_SEC: f64 = 1000.0;

/// Small documents that are read, unless said otherwise, and those of the bar.
const SMALL_FILES: usize = 5_000;
const MANY: f64 = 100_000.0;

/// What the program gives each of its readers to begin with (crates/source, `child`).
const READER_MEMORY: [(&str, &str); 2] =
    [("MALLOC_TRIM_THRESHOLD_", "134217728"), ("MALLOC_MMAP_THRESHOLD_", "33554432")];

/// What one program said of one file: CPU milliseconds, characters.
type Measured = (f64, u64);

/// Runs all comparisons. `--dir DIR` holds the inputs; `--python PROGRAM` has kreuzberg, else `$PYTHON` or `python3`; `--small N` is
/// how many small documents are read.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let option = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).cloned()
    };
    let dir = PathBuf::from(option("--dir").unwrap_or_else(|| "target/bench".to_owned()));
    let python = option("--python").or_else(|| std::env::var("PYTHON").ok());
    let python = python.unwrap_or_else(|| "python3".to_owned());
    let n_small = option("--small").and_then(|n_small| n_small.parse().ok()).unwrap_or(SMALL_FILES);
    let files = documents::make_large(&dir.join("documents"))?;
    let small = dir.join(format!("documents/small-{n_small}"));
    documents::make_small(&small, Path::new("crates/documents/tests/samples"), n_small)?;
    let subtier = build()?;
    let reader = build_example("subtier-documents", "cpu_seconds")?;
    let version = version(&python);
    match &version {
        Some(version) => println!("Yardstick: kreuzberg {version}."),
        None => println!(
            "Yardstick: not measured, `{python}` has no kreuzberg (pip install kreuzberg)."
        ),
    }
    println!(
        "\n| file | what | CPU ms, median (min–max) | kreuzberg | times as fast, median (min–max) | characters, ours and theirs | bar |"
    );
    println!("|---|---|---|---|---|---|---|");
    for file in &files {
        compare(file, (&subtier, &reader), version.is_some().then_some(python.as_str()))?;
    }
    many(&subtier, &small, n_small)
}

fn compare(file: &Path, ours: (&Path, &Path), python: Option<&str>) -> Result<(), String> {
    let (subtier, reader) = ours;
    let whole_program = format!("{} notes --json {}", subtier.display(), file.display());
    let (mut alone, mut whole, mut theirs) = (Vec::new(), Vec::new(), Vec::new());
    let (mut alone_ratios, mut whole_ratios) = (Vec::new(), Vec::new());
    let (mut our_characters, mut their_characters) = (0, 0);
    for _ in 0..ROUNDS {
        let (reading, characters) = measured(Command::new(reader).arg(file).envs(READER_MEMORY))?;
        our_characters = characters;
        alone.push(reading);
        let process = cpu_secs(&whole_program)? * MS_PER_SEC;
        whole.push(process);
        if let Some(python) = python {
            let mut command = Command::new(python);
            let (extraction, characters) =
                measured(command.arg("benches/kreuzberg_seconds.py").arg(file))?;
            their_characters = characters;
            theirs.push(extraction);
            alone_ratios.push(extraction / reading);
            whole_ratios.push(extraction / process);
        }
    }
    let name = file.file_name().unwrap_or_default().to_string_lossy();
    let rows = [
        ("reader alone", &mut alone, &mut alone_ratios, "at least 10"),
        ("whole program", &mut whole, &mut whole_ratios, "said only"),
    ];
    for (what, spent, ratios, bar) in rows {
        let beside = if python.is_some() {
            format!(
                "{} | **{}** | {our_characters}, {their_characters}",
                spread(&mut theirs.clone()),
                spread(ratios)
            )
        } else {
            format!("not measured | | {our_characters}")
        };
        println!("| {name} | {what} | {} | {beside} | {bar} |", spread(spent));
    }
    Ok(())
}

/// Reads the line that either program prints of one file.
fn measured(command: &mut Command) -> Result<Measured, String> {
    let (shown, output) = (format!("{command:?}"), command.stderr(Stdio::null()).output());
    let output = output.map_err(|error| format!("run {shown}: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout).into_owned();
    let mut words = text.split(' ');
    let seconds = words.next().and_then(|word| word.parse::<f64>().ok());
    let characters = words.next().and_then(|word| word.parse().ok());
    seconds
        .map(|seconds| seconds * MS_PER_SEC)
        .zip(characters)
        .ok_or_else(|| format!("run {shown}: it printed {text:?}"))
}

/// The folder of small documents: twice, since the first time only warms the page cache.
fn many(subtier: &Path, small: &Path, n_small: usize) -> Result<(), String> {
    let command = format!("{} notes --json {}", subtier.display(), small.display());
    cpu_secs(&command)?;
    let before = Instant::now();
    let cpu = cpu_secs(&command)?;
    let wall = before.elapsed().as_secs_f64();
    #[expect(clippy::cast_precision_loss, reason = "a count of files, at most some millions")]
    let n_files = n_small as f64;
    println!();
    println!(
        "{n_small} small documents in {FOLDERS} folders, `subtier notes --json FOLDER`: {:.2} CPU s and {:.2} wall s per 1,000; 100,000 take {:.1} minutes (bar: under 10).",
        cpu / n_files * 1000.0,
        wall / n_files * 1000.0,
        wall / n_files * MANY / 60.0
    );
    Ok(())
}

fn version(python: &str) -> Option<String> {
    let output =
        Command::new(python).args(["benches/kreuzberg_seconds.py", "--version"]).output().ok()?;
    let version = String::from_utf8_lossy(&output.stdout).trim().to_owned();
    (output.status.success() && !version.is_empty()).then_some(version)
}
