//! What must not stand in a file: a note without an issue, a test that does not run, one more
//! allowance for unsafe code, a row without its source, a registry's or a machine's address. Tree in,
//! failures out.

use super::tree::{Failure, Tree, has_ending, is_rust, without_tests};

/// Files that may lower `unsafe_code`: the map of our own index and one counting kernel.
const UNSAFE_FILES_MAX: usize = 2;

/// The one source of packages that a lock file may name.
const CRATES_IO: &str = "registry+https://github.com/rust-lang/crates.io-index";

/// Written apart, so that this file does not find itself.
const TO_DO: &str = concat!("TO", "DO");
const IGNORE: &str = concat!("#[ign", "ore");
const SHOULD_PANIC: &str = concat!("should_", "panic");
const UNSAFE: &str = concat!("(unsafe_", "code");

fn lines<'a>(
    tree: &'a Tree,
    endings: &'a [&str],
) -> impl Iterator<Item = (&'a str, usize, &'a str)> {
    let files = tree.files.iter().filter(|(path, _)| endings.iter().any(|end| path.ends_with(end)));
    files.flat_map(|(path, text)| {
        text.lines().zip(1..).map(move |(line, number)| (path.as_str(), number, line))
    })
}

fn at(path: &str, line: usize) -> String {
    format!("{path}:{line}")
}

/// A note of work to do names its issue, as in `(#12)`.
pub(crate) fn to_dos(tree: &Tree) -> Vec<Failure> {
    let mut failures = Vec::new();
    for (path, number, line) in lines(tree, &[".rs", ".ts", ".tsx", ".toml", ".sh"]) {
        let mut notes = line.split(TO_DO).skip(1);
        if notes.any(|rest| !rest.starts_with("(#")) {
            let reason = format!("{TO_DO} without an issue number, as in {TO_DO}(#12)");
            failures.push(Failure::new(at(path, number), reason));
        }
    }
    failures
}

/// No test is switched off, and none passes by a panic.
pub(crate) fn forbidden_in_tests(tree: &Tree) -> Vec<Failure> {
    let mut failures = Vec::new();
    for (path, number, line) in lines(tree, &[".rs"]) {
        for word in [IGNORE, SHOULD_PANIC] {
            if line.contains(word) {
                failures.push(Failure::new(at(path, number), format!("{word} is not used here")));
            }
        }
    }
    failures
}

/// Unsafe code is allowed in two files at most.
pub(crate) fn unsafe_allowances(tree: &Tree) -> Vec<Failure> {
    let lowers = |text: &str| {
        ["expect", "allow"].iter().any(|level| text.contains(&format!("{level}{UNSAFE}")))
    };
    let files = tree.files.iter().filter(|(path, text)| is_rust(path) && lowers(text));
    files
        .skip(UNSAFE_FILES_MAX)
        .map(|(path, _)| {
            Failure::new(
                path,
                format!("one file too many that allows unsafe code; {UNSAFE_FILES_MAX} may"),
            )
        })
        .collect()
}

/// A row of a table in `data` has the address of its source, or the head says `# Source: ` for all of them.
pub(crate) fn rows_without_source(tree: &Tree) -> Vec<Failure> {
    let mut failures = Vec::new();
    for (path, text) in &tree.files {
        if path.starts_with("data/") && has_ending(path, "tsv") {
            failures.extend(table_rows_without_source(path, text));
        }
    }
    for (path, text) in tree.production().filter(|(path, _)| path.starts_with("crates/")) {
        for (line, number) in without_tests(text).lines().zip(1..) {
            if line.contains("address: \"\"") {
                failures.push(Failure::new(at(path, number), "a source without an address"));
            }
        }
    }
    failures
}

fn table_rows_without_source(path: &str, text: &str) -> Option<Failure> {
    let has_address = |line: &str| line.contains("https://") || line.contains("http://");
    let mut head = text.lines().take_while(|line| line.starts_with('#'));
    if head.any(|line| has_address(line) || line.starts_with("# Source: ")) {
        return None;
    }
    let rows = text.lines().zip(1..).filter(|(line, _)| !line.starts_with('#') && !line.is_empty());
    // The first row names the columns.
    let bad: Vec<i32> =
        rows.skip(1).filter(|(line, _)| !has_address(line)).map(|(_, number)| number).collect();
    let first = bad.first()?;
    let reason = format!(
        "{} rows without the address of their source, the first in line {first}, and no line \"# Source: \" above",
        bad.len()
    );
    Some(Failure::new(path, reason))
}

/// Lock files and settings name no download address but the public one.
pub(crate) fn registries(tree: &Tree) -> Vec<Failure> {
    let mut failures = Vec::new();
    for (path, number, line) in
        lines(tree, &["Cargo.lock", "package-lock.json", ".npmrc", "config.toml"])
    {
        let word = line.trim();
        let bad = match path.rsplit('/').next() {
            Some("Cargo.lock") => word
                .strip_prefix("source = \"")
                .is_some_and(|source| source.trim_end_matches('"') != CRATES_IO),
            Some("package-lock.json") => word.starts_with("\"resolved\""),
            Some(".npmrc") => word.contains("registry"),
            Some("config.toml") => {
                path.contains(".cargo/")
                    && (word.starts_with("[source") || word.starts_with("[registr"))
            }
            _ => false,
        };
        if bad {
            failures
                .push(Failure::new(at(path, number), "names where packages are downloaded from"));
        }
    }
    failures
}

/// No file knows where on this machine the project or its tools lie.
pub(crate) fn machine_paths(tree: &Tree) -> Vec<Failure> {
    let root = tree.root.display().to_string();
    let folders = [Some(root), home_of("CARGO_HOME", ""), home_of("HOME", "/.cargo")];
    let mut failures = Vec::new();
    for folder in folders.into_iter().flatten().filter(|folder| folder.matches('/').count() > 1) {
        for (path, number, line) in lines(tree, &[""]) {
            if line.contains(&folder) {
                failures.push(Failure::new(at(path, number), "holds a path of this machine"));
            }
        }
    }
    failures
}

#[expect(clippy::disallowed_methods, reason = "a tool of the developer's machine, not of a case")]
fn home_of(variable: &str, below: &str) -> Option<String> {
    std::env::var(variable).ok().map(|home| format!("{home}{below}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(failures: &[Failure]) -> Vec<&str> {
        failures.iter().map(|failure| failure.path.as_str()).collect()
    }

    #[test]
    fn a_note_names_its_issue() {
        let text = format!("// {TO_DO}(#7): fine\n// {TO_DO}: not\n");
        let tree = Tree::of(&[("crates/a/src/a.rs", &text), ("STYLE.md", &text)]);
        assert_eq!(paths(&to_dos(&tree)), ["crates/a/src/a.rs:2"]);
    }

    #[test]
    fn tests_run_and_do_not_panic() {
        let text = format!("#[test]\n{IGNORE}]\nfn a() {{}}\n#[{SHOULD_PANIC}]\n");
        let tree = Tree::of(&[("crates/a/tests/it/main.rs", &text)]);
        assert_eq!(forbidden_in_tests(&tree).len(), 2);
    }

    #[test]
    fn the_third_file_with_unsafe_code_is_one_too_many() {
        let text = format!("#![expect{UNSAFE}, reason = \"\")]");
        let files = [("a.rs", text.as_str()), ("b.rs", &text), ("c.rs", &text), ("d.rs", "")];
        assert_eq!(paths(&unsafe_allowances(&Tree::of(&files))), ["c.rs"]);
    }

    #[test]
    fn rows_need_the_address_of_their_source() {
        let tree = Tree::of(&[
            ("data/a.tsv", "range\tsource\n1\thttps://a.example\n2\tsomebody said\n"),
            ("data/b.tsv", "# From https://b.example.\nword\n1\n2\n"),
            ("data/c.tsv", "# Source: drawn by hand.\nword\n1\n2\n"),
            (
                "crates/a/src/a.rs",
                "Source {\n address: \"\",\n}\n#[cfg(test)]\nmod tests { address: \"\" }",
            ),
        ]);
        assert_eq!(paths(&rows_without_source(&tree)), ["data/a.tsv", "crates/a/src/a.rs:2"]);
    }

    #[test]
    fn download_addresses_are_found() {
        let lock =
            format!("source = \"{CRATES_IO}\"\nsource = \"registry+https://mirror.example/\"\n");
        let tree = Tree::of(&[
            ("Cargo.lock", &lock),
            ("viewer/package-lock.json", "\"resolved\": \"https://mirror.example/a.tgz\""),
            (".cargo/config.toml", "[alias]\n[source.crates-io]\n"),
        ]);
        let expected = [".cargo/config.toml:2", "Cargo.lock:2", "viewer/package-lock.json:1"];
        assert_eq!(paths(&registries(&tree)), expected);
    }

    #[test]
    fn the_path_of_the_project_is_found() {
        let tree = Tree::of(&[("docs/a.md", "see /nowhere/project/x\nfine\n")]);
        assert_eq!(paths(&machine_paths(&tree)), ["docs/a.md:1"]);
    }
}
