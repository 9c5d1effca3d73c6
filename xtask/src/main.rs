//! The project's own tools, one row a task. `cargo xtask` prints the list; `cargo xtask TASK ...`
//! runs one. A task prints what it found to stdout and fails with one sentence and exit code 1.
#![expect(clippy::print_stdout, clippy::print_stderr, reason = "a tool of the command line")]

mod bench;
mod country_table;
mod kill;
mod mutate;
mod tidy;

use std::process::ExitCode;

/// One task.
struct Task {
    name: &'static str,
    args: &'static str,
    help: &'static str,
    run: fn(&[String]) -> Result<(), String>,
}

const TASKS: &[Task] = &[
    Task {
        name: "tidy",
        args: "",
        help: "check what no compiler checks: arrows between crates, sizes, heads, sources, packages",
        run: tidy::run,
    },
    Task {
        name: "bench",
        args: "[notes | marks [GIB] | media [--fit] | video [--film FILE]] [--sample LOG] [--dir DIR] [--python PROGRAM]",
        help: "measure beside the yardsticks; prints Markdown for benches/RESULTS.md",
        run: bench::run,
    },
    Task {
        name: "kill",
        args: "TIMES -- ARGUMENTS",
        help: "kill `subtier investigate ARGUMENTS` at random moments and resume it",
        run: kill::run,
    },
    Task {
        name: "mutate",
        args: "(FOLDER | media) TIMES [SEED [THREADS]]",
        help: "damage documents, or samples of media, and have the program's reader read each",
        run: mutate::run,
    },
    Task {
        name: "country-table",
        args: "PACKAGE_DIR",
        help: "make the embedded country table from an unpacked package",
        run: country_table::run,
    },
];

fn main() -> ExitCode {
    let args: Vec<String> = std::env::args().skip(1).collect();
    let Some((name, rest)) = args.split_first() else {
        println!("{}", list());
        return ExitCode::SUCCESS;
    };
    let Some(task) = TASKS.iter().find(|task| task.name == name) else {
        eprintln!("no task {name:?}\n\n{}", list());
        return ExitCode::FAILURE;
    };
    match (task.run)(rest) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("xtask {name}: {error}");
            ExitCode::FAILURE
        }
    }
}

fn list() -> String {
    let rows = TASKS.iter().map(|task| {
        let call = format!("{} {}", task.name, task.args);
        format!("  cargo xtask {call:<28} {}", task.help)
    });
    rows.collect::<Vec<_>>().join("\n")
}
