//! `docs/documents.md`, the table of what is read of documents, against the project: each test that it names is there, and it names
//! each sample. The files and a list of the samples in, failures out. A test stands in backticks as `module::name`, which is in
//! `tests/it` of `documents`, or as `path.rs::name`; a sample as the name of its file.

use std::collections::BTreeSet;

use super::tree::{Failure, Tree, is_rust};

const TABLE: &str = "docs/documents.md";
const TESTS: &str = "crates/documents/tests/it/";
const SAMPLES: &str = "crates/documents/tests/samples/";

/// What makes the samples, and is none.
const SCRIPTS: &str = "make/";

/// The arguments of git whose output [`samples`] reads; most samples are no text, so the tree does not hold them.
pub(crate) const LIST_ARGS: &[&str] =
    &["ls-files", "-z", "--cached", "--others", "--exclude-standard", "--", SAMPLES];

/// Each test that the table names is there.
pub(crate) fn tests(tree: &Tree) -> Vec<Failure> {
    let Some(table) = tree.files.get(TABLE) else {
        return vec![Failure::new(TABLE, "is missing")];
    };
    let mut failures = Vec::new();
    for (span, line) in spans(table) {
        let Some((path, name)) = test_named(span) else { continue };
        let is_there = tree.files.get(&path).is_some_and(|text| has_test(text, name));
        if !is_there {
            let reason = format!("names the test {name}, which is not in {path}");
            failures.push(Failure::new(format!("{TABLE}:{line}"), reason));
        }
    }
    failures
}

/// Each sample stands in the table; `listed` is what git prints for [`LIST_ARGS`].
pub(crate) fn samples(tree: &Tree, listed: &str) -> Vec<Failure> {
    let table = tree.files.get(TABLE).map_or("", String::as_str);
    let named: BTreeSet<&str> = spans(table).map(|(span, _)| span).collect();
    let samples = listed.split('\0').filter_map(|path| Some((path, path.strip_prefix(SAMPLES)?)));
    samples
        .filter(|(_, name)| !name.starts_with(SCRIPTS) && !named.contains(name))
        .map(|(path, _)| Failure::new(path, format!("is not named in {TABLE}")))
        .collect()
}

/// What stands between backticks, with the number of its line.
fn spans(text: &str) -> impl Iterator<Item = (&str, usize)> {
    let lines = (1..).zip(text.lines());
    lines.flat_map(|(number, line)| {
        line.split('`').skip(1).step_by(2).map(move |span| (span, number))
    })
}

/// The file and name of a test where the words are those of one.
fn test_named(span: &str) -> Option<(String, &str)> {
    let (file, name) = span.rsplit_once("::")?;
    let is_name = |sign: char| sign.is_ascii_lowercase() || sign.is_ascii_digit() || sign == '_';
    if name.is_empty() || !name.chars().all(is_name) {
        return None;
    }
    if file.chars().all(is_name) {
        return Some((format!("{TESTS}{file}.rs"), name));
    }
    is_rust(file).then(|| (file.to_owned(), name))
}

/// Whether a file has a test of this name.
fn has_test(text: &str, name: &str) -> bool {
    let mut is_marked = false;
    for line in text.lines().map(str::trim) {
        if line == "#[test]" {
            is_marked = true;
        } else if let Some(function) = line.strip_prefix("fn ") {
            if is_marked && function.split('(').next() == Some(name) {
                return true;
            }
            is_marked = false;
        }
    }
    false
}

#[cfg(test)]
mod tests {
    use super::*;

    const CODE: &str = "fn helper() {}\n#[test]\n#[expect(x)]\nfn read() {}\nproptest! {\n    #[test]\n    fn any(\n        bytes: u8) {}\n}\n";

    fn said(failures: Vec<Failure>) -> Vec<String> {
        failures
            .into_iter()
            .map(|failure| format!("{}: {}", failure.path, failure.reason))
            .collect()
    }

    #[test]
    fn a_test_that_is_not_there_is_found_in_its_line() {
        let table = "| a | `doc::read`, `doc::any` | `Limits::STANDARD` `cargo test`\n| b | `doc::helper` |\n\
                     `xls::read`, `crates/names/tests/it/encoding.rs::read` and `crates/names/src/a.rs::gone`\n";
        let tree = Tree::of(&[
            (TABLE, table),
            ("crates/documents/tests/it/doc.rs", CODE),
            ("crates/names/tests/it/encoding.rs", CODE),
        ]);
        let expected = [
            "docs/documents.md:2: names the test helper, which is not in crates/documents/tests/it/doc.rs",
            "docs/documents.md:3: names the test read, which is not in crates/documents/tests/it/xls.rs",
            "docs/documents.md:3: names the test gone, which is not in crates/names/src/a.rs",
        ];
        assert_eq!(said(tests(&tree)), expected);
    }

    #[test]
    fn a_sample_that_the_table_does_not_name_is_found() {
        let tree =
            Tree::of(&[(TABLE, "| doc | `one.doc` |\n`three.docx`, and one.txt in words\n")]);
        let listed =
            ["one.doc", "three.doc", "one.txt", "make/one.py"].map(|name| [SAMPLES, name].concat());
        let expected = ["three.doc", "one.txt"]
            .map(|name| format!("{SAMPLES}{name}: is not named in docs/documents.md"));
        assert_eq!(said(samples(&tree, &listed.join("\0"))), expected);
    }

    #[test]
    fn a_table_that_is_missing_is_said() {
        assert_eq!(said(tests(&Tree::of(&[]))), ["docs/documents.md: is missing"]);
    }
}
