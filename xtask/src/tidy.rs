//! `cargo xtask tidy`: what no compiler checks. Reads the files git knows, `cargo metadata` and
//! `cargo tree`; prints each failure as `path: reason` and fails if there is one. Changes nothing.
//! Model: the tidy test of rust-analyzer, `xtask/src/tidy.rs`.

mod arrows;
mod budget;
mod cycles;
mod documents;
mod sizes;
mod tree;
mod words;

use std::path::Path;

use tree::{Failure, Tree};

/// Checks that need only the files.
const FILE_CHECKS: &[fn(&Tree) -> Vec<Failure>] = &[
    sizes::files,
    sizes::crates,
    sizes::forgotten_tests,
    cycles::modules,
    documents::tests,
    words::to_dos,
    words::forbidden_in_tests,
    words::unsafe_allowances,
    words::rows_without_source,
    words::registries,
    words::machine_paths,
    budget::lock,
];

/// Runs every check.
pub(crate) fn run(args: &[String]) -> Result<(), String> {
    if !args.is_empty() {
        return Err("tidy takes no arguments".to_owned());
    }
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).parent().ok_or("no folder above xtask")?;
    let tree = Tree::read(root)?;
    let mut failures: Vec<Failure> = FILE_CHECKS.iter().flat_map(|check| check(&tree)).collect();
    let metadata = tree::run_in(
        root,
        "cargo",
        &["metadata", "--format-version", "1", "--no-deps", "--locked"],
    )?;
    failures.extend(arrows::check(&tree, &metadata)?);
    let samples = tree::run_in(root, "git", documents::LIST_ARGS)?;
    failures.extend(documents::samples(&tree, &samples));
    failures.extend(budget::packages(&tree::run_in(root, "cargo", budget::TREE_ARGS)?));
    failures.sort();
    failures.dedup();
    for failure in &failures {
        println!("{}: {}", failure.path, failure.reason);
    }
    match failures.len() {
        0 => {
            println!("tidy: {} files, nothing to complain of", tree.files.len());
            Ok(())
        }
        count => Err(format!("{count} failures")),
    }
}
