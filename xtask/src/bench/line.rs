//! `cargo xtask bench`: the line from bytes to findings beside the yardsticks anyone has, in one run, in CPU time.
//!
//! Every figure is user plus system time of a whole process, as bash's `time` gives it. The program
//! and its yardstick run in turn, and the ratio is the median of the ratios of the rounds, so that a
//! machine whose speed drifts does not favour either. A tool that is missing is said, not skipped in
//! silence. Prints Markdown for `benches/RESULTS.md`.
#![expect(clippy::disallowed_methods, reason = "the benchmark runs programs as a user does")]

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use super::input::{self, MEDIA_BYTES};
use super::measure::{build, cpu_secs, spread};

const ROUNDS: usize = 7;

/// One comparison: a command of ours, the yardsticks whose CPU time is added up, and the bar.
struct Comparison {
    what: &'static str,
    ours: String,
    yardsticks: Vec<String>,
    bar: &'static str,
    rounds: usize,
}

/// Runs all comparisons. `--sample FILE` makes the log from a real one (such as 10,000 combined
/// lines); without it the lines are made up. `--dir DIR` holds inputs and cases, 5 GB.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let option = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).cloned()
    };
    let dir = PathBuf::from(option("--dir").unwrap_or_else(|| "target/bench".to_owned()));
    fs::create_dir_all(&dir).map_err(|error| format!("create {}: {error}", dir.display()))?;
    let log = dir.join("access.log");
    let sample = option("--sample").map(PathBuf::from);
    let lines = input::make_log(&log, sample.as_deref())?;
    let media = dir.join("media");
    input::make_media(&media)?;
    let subtier = build()?;
    println!("{}", machine());
    println!();
    println!("Log: {} bytes, {lines} lines. Media: {MEDIA_BYTES} bytes.", size(&log));
    println!();
    println!(
        "| what | command | CPU s, median (min–max) | yardstick | CPU s, median (min–max) | ratio, median (min–max) | bar |"
    );
    println!("|---|---|---|---|---|---|---|");
    for comparison in comparisons(&subtier, &dir, &log, &media) {
        println!("{}", measure(&comparison)?);
    }
    Ok(())
}

fn comparisons(subtier: &Path, dir: &Path, log: &Path, media: &Path) -> Vec<Comparison> {
    let (subtier, log) = (subtier.display(), log.display());
    let (case, media) = (dir.join("case"), media.display());
    let case = case.display();
    let investigate =
        |what: &str| format!("rm -rf {case} && {subtier} investigate --case {case} {what}");
    let connections = format!("{subtier} connections --json --origins {log}");
    let goaccess = format!(
        "goaccess {log} --log-format=COMBINED --no-progress --no-global-config -o {}",
        dir.join("goaccess.json").display()
    );
    vec![
        Comparison {
            what: "intake of media",
            ours: investigate(&media.to_string()),
            yardsticks: vec![format!("sha256sum {media}/*"), format!("b3sum {media}/*")],
            bar: "at most 1.5",
            rounds: ROUNDS,
        },
        Comparison {
            what: "connections --origins",
            ours: connections.clone(),
            yardsticks: vec![format!("wc -l {log}")],
            bar: "at most 3",
            rounds: ROUNDS,
        },
        Comparison {
            what: "connections --origins",
            ours: connections,
            yardsticks: vec![goaccess],
            bar: "far below 1",
            rounds: 1,
        },
        Comparison {
            what: "investigate a log",
            ours: investigate(&log.to_string()),
            yardsticks: vec![format!("wc -l {log}")],
            bar: "at most 12",
            rounds: ROUNDS,
        },
    ]
}

fn measure(comparison: &Comparison) -> Result<String, String> {
    let tools = comparison.yardsticks.iter().filter_map(|command| command.split(' ').next());
    let missing: Vec<_> = tools.filter(|tool| !is_there(tool)).collect();
    if !missing.is_empty() {
        let (what, missing) = (comparison.what, missing.join(", "));
        return Ok(format!("| {what} | not measured: {missing} is not installed | | | | | |"));
    }
    let (mut ours, mut theirs, mut ratios) = (Vec::new(), Vec::new(), Vec::new());
    for round in 0..=comparison.rounds {
        let mine = cpu_secs(&comparison.ours)?;
        let mut yardstick = 0.0;
        for command in &comparison.yardsticks {
            yardstick += cpu_secs(command)?;
        }
        // The first round only warms the page cache, unless there is no other.
        if round == 0 && comparison.rounds > 1 {
            continue;
        }
        ours.push(mine);
        theirs.push(yardstick);
        ratios.push(mine / yardstick);
        if comparison.rounds == 1 {
            break;
        }
    }
    let name = |command: &str| command.replace("target/bench/", "");
    Ok(format!(
        "| {} | `{}` | {} | `{}` | {} | **{}** | {} |",
        comparison.what,
        name(&comparison.ours),
        spread(&mut ours),
        name(&comparison.yardsticks.join("` + `")),
        spread(&mut theirs),
        spread(&mut ratios),
        comparison.bar
    ))
}

fn size(path: &Path) -> u64 {
    path.metadata().map_or(0, |metadata| metadata.len())
}

fn machine() -> String {
    let line = |command: &str| {
        let output = Command::new("bash").args(["-c", command]).output();
        let text = output.map(|output| String::from_utf8_lossy(&output.stdout).into_owned());
        text.unwrap_or_default().lines().next().unwrap_or("unknown").trim().to_owned()
    };
    format!(
        "Machine: {}, {} cores, {} of memory, Linux {}. Versions: {}, {}, {}, {}, {}.",
        line("grep -m1 'model name' /proc/cpuinfo | cut -d: -f2"),
        line("nproc"),
        line("free -h | awk '/Mem/{print $2}'"),
        line("uname -r"),
        line("rustc --version"),
        line("wc --version"),
        line("sha256sum --version"),
        line("b3sum --version || echo no b3sum"),
        line("goaccess --version || echo no GoAccess"),
    )
}

fn is_there(tool: &str) -> bool {
    let found = Command::new("bash").args(["-c", &format!("command -v {tool}")]).output();
    found.is_ok_and(|output| output.status.success())
}
