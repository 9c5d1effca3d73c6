//! Sizes and heads: files, crates, and test files that no `main.rs` names. Tree in, failures out.

use std::collections::BTreeSet;

use super::tree::{Failure, Tree, is_rust, without_tests};

const FILE_LINES_MAX: usize = 600;
const CRATE_LINES_MAX: usize = 8_000;
const MODEL_LINES_MAX: usize = 2_000;

/// The head of a file that is only a table, and may be as long as the table is.
const TABLE_HEAD: &str = "//! Table: ";

/// A production file has a head and at most 600 lines.
pub(crate) fn files(tree: &Tree) -> Vec<Failure> {
    let mut failures = Vec::new();
    for (path, text) in tree.production() {
        let lines = text.lines().count();
        if lines > FILE_LINES_MAX && !text.starts_with(TABLE_HEAD) {
            failures
                .push(Failure::new(path, format!("{lines} lines; {FILE_LINES_MAX} are the limit")));
        }
        let has_head = text.starts_with("//!") || text.starts_with("#![doc = include_str!(");
        if !has_head {
            failures.push(Failure::new(path, "does not begin with a head of //! lines"));
        }
    }
    failures
}

/// A crate stays small enough to be read in a day, its tests apart; `model` smaller still.
pub(crate) fn crates(tree: &Tree) -> Vec<Failure> {
    let mut failures = Vec::new();
    for (folder, files) in tree.crates() {
        let production = files.iter().filter(|(path, _)| !path.ends_with("tests.rs"));
        let lines: usize = production.map(|(_, text)| without_tests(text).lines().count()).sum();
        let limit = if folder == "crates/model" { MODEL_LINES_MAX } else { CRATE_LINES_MAX };
        if lines > limit {
            failures.push(Failure::new(folder, format!("{lines} lines; {limit} are the limit")));
        }
    }
    failures
}

/// A file in `tests/it` that `main.rs` does not name is never compiled.
pub(crate) fn forgotten_tests(tree: &Tree) -> Vec<Failure> {
    let mut failures = Vec::new();
    for path in tree.files.keys().filter(|path| is_rust(path)) {
        let Some((folder, inner)) = path.split_once("/tests/it/") else { continue };
        let main = format!("{folder}/tests/it/main.rs");
        let name = inner.split('/').next().unwrap_or(inner).trim_end_matches(".rs");
        let named: BTreeSet<&str> =
            tree.files.get(&main).map(|text| declared(text)).unwrap_or_default();
        if name != "main" && !named.contains(name) {
            failures.push(Failure::new(path, format!("is not named in {main} and never runs")));
        }
    }
    failures
}

/// The modules that a file declares.
pub(crate) fn declared(text: &str) -> BTreeSet<&str> {
    let lines = text.lines().map(str::trim);
    lines
        .filter_map(|line| {
            let line = line.strip_prefix("pub ").unwrap_or(line);
            let line = line.strip_prefix("pub(crate) ").unwrap_or(line);
            line.strip_prefix("mod ")?.strip_suffix(';')
        })
        .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn paths(failures: &[Failure]) -> Vec<&str> {
        failures.iter().map(|failure| failure.path.as_str()).collect()
    }

    #[test]
    fn a_long_file_and_one_without_a_head_are_found() {
        let long = format!("//! A head.\n{}", "fn a() {}\n".repeat(600));
        let table = format!("//! Table: the days of the week.\n{}", "1,\n".repeat(900));
        let tree = Tree::of(&[
            ("crates/a/src/long.rs", &long),
            ("crates/a/src/table.rs", &table),
            ("crates/a/src/bare.rs", "fn a() {}\n"),
            ("crates/a/src/lib.rs", "#![doc = include_str!(\"../README.md\")]\n"),
            ("crates/a/tests/it/main.rs", "fn a() {}\n"),
        ]);
        assert_eq!(paths(&files(&tree)), ["crates/a/src/bare.rs", "crates/a/src/long.rs"]);
    }

    #[test]
    fn a_large_crate_is_found_and_model_sooner() {
        let half = "x\n".repeat(4_500);
        let tree = Tree::of(&[
            ("crates/big/src/a.rs", &half),
            ("crates/big/src/b.rs", &half),
            ("crates/half/src/a.rs", &half),
            ("crates/half/src/b.rs", &format!("#[cfg(test)]\nmod tests {{\n{half}}}\n")),
            ("crates/half/src/tests.rs", &half),
            ("crates/model/src/a.rs", &half),
        ]);
        assert_eq!(paths(&crates(&tree)), ["crates/big", "crates/model"]);
    }

    #[test]
    fn a_forgotten_test_file_is_found() {
        let tree = Tree::of(&[
            ("crates/a/tests/it/main.rs", "mod known;\nmod folder;\n// mod forgotten;\n"),
            ("crates/a/tests/it/known.rs", ""),
            ("crates/a/tests/it/folder/inner.rs", ""),
            ("crates/a/tests/it/forgotten.rs", ""),
        ]);
        assert_eq!(paths(&forgotten_tests(&tree)), ["crates/a/tests/it/forgotten.rs"]);
    }
}
