//! The files of the project as git knows them, tracked or new and not ignored. Paths and texts out;
//! files that are no text, or too large to be one, are left out. Also what a check says and the one
//! way to run another program.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

/// Larger files are tables or pictures.
const TEXT_BYTES_MAX: u64 = 2 << 20;

/// One thing that is not as STYLE.md and ARCHITECTURE.md want it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Failure {
    pub(crate) path: String,
    pub(crate) reason: String,
}

impl Failure {
    /// Makes one.
    pub(crate) fn new(path: impl Into<String>, reason: impl Into<String>) -> Self {
        Self { path: path.into(), reason: reason.into() }
    }
}

/// Paths from the root with `/`, and texts.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub(crate) root: PathBuf,
    pub(crate) files: BTreeMap<String, String>,
}

impl Tree {
    /// Reads the files.
    pub(crate) fn read(root: &Path) -> Result<Self, String> {
        let args = ["ls-files", "-z", "--cached", "--others", "--exclude-standard"];
        let listed = run_in(root, "git", &args)?;
        let mut tree = Self { root: root.to_owned(), files: BTreeMap::new() };
        for path in listed.split('\0').filter(|path| !path.is_empty()) {
            if let Some(text) = read_text(&root.join(path)) {
                tree.files.insert(path.to_owned(), text);
            }
        }
        Ok(tree)
    }

    /// A tree for a test.
    #[cfg(test)]
    pub(crate) fn of(files: &[(&str, &str)]) -> Self {
        let files = files.iter().map(|(path, text)| ((*path).to_owned(), (*text).to_owned()));
        Self { root: PathBuf::from("/nowhere/project"), files: files.collect() }
    }

    /// Files of production: Rust under a crate's `src`.
    pub(crate) fn production(&self) -> impl Iterator<Item = (&str, &str)> {
        let files = self.files.iter().map(|(path, text)| (path.as_str(), text.as_str()));
        files.filter(|(path, _)| is_rust(path) && source_folder(path).is_some())
    }

    /// Folders of crates, each with its production files by their path under `src`.
    pub(crate) fn crates(&self) -> BTreeMap<&str, BTreeMap<&str, &str>> {
        let mut crates: BTreeMap<&str, BTreeMap<&str, &str>> = BTreeMap::new();
        for (path, text) in self.production() {
            if let Some((folder, inner)) = source_folder(path) {
                crates.entry(folder).or_default().insert(inner, text);
            }
        }
        crates
    }
}

/// The crate's folder and the path under its `src`.
fn source_folder(path: &str) -> Option<(&str, &str)> {
    let (folder, inner) = path.split_once("/src/")?;
    let known =
        folder == "xtask" || folder.strip_prefix("crates/").is_some_and(|name| !name.contains('/'));
    known.then_some((folder, inner))
}

/// Whether a path is one of Rust code.
pub(crate) fn is_rust(path: &str) -> bool {
    has_ending(path, "rs")
}

/// Whether a path has an ending.
pub(crate) fn has_ending(path: &str, ending: &str) -> bool {
    Path::new(path).extension().is_some_and(|own| own == ending)
}

/// Runs a program in a folder and returns what it printed.
#[expect(clippy::disallowed_methods, reason = "a tool of the developer's machine, not of a case")]
pub(crate) fn run_in(root: &Path, program: &str, args: &[&str]) -> Result<String, String> {
    let output = Command::new(program)
        .args(args)
        .current_dir(root)
        .output()
        .map_err(|error| format!("run {program}: {error}"))?;
    if !output.status.success() {
        let said = String::from_utf8_lossy(&output.stderr);
        return Err(format!("run {program} {}: {}", args.join(" "), said.trim()));
    }
    Ok(String::from_utf8_lossy(&output.stdout).into_owned())
}

/// The text before the tests that stand at the end of a file.
pub(crate) fn without_tests(text: &str) -> &str {
    text.split_once("#[cfg(test)]\nmod tests").map_or(text, |(before, _)| before)
}

#[expect(clippy::disallowed_methods, reason = "the project's own files, not evidence")]
fn read_text(path: &Path) -> Option<String> {
    let metadata = std::fs::symlink_metadata(path).ok()?;
    if !metadata.is_file() || metadata.len() > TEXT_BYTES_MAX {
        return None;
    }
    String::from_utf8(std::fs::read(path).ok()?).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn production_is_what_stands_under_src_of_a_crate() {
        let tree = Tree::of(&[
            ("crates/model/src/id.rs", "a"),
            ("crates/model/tests/it/main.rs", "b"),
            ("xtask/src/tidy/tree.rs", "c"),
            ("fuzz/src/main.rs", "d"),
            ("crates/model/README.md", "e"),
        ]);
        let crates = tree.crates();
        assert_eq!(crates.keys().copied().collect::<Vec<_>>(), ["crates/model", "xtask"]);
        assert_eq!(crates["xtask"]["tidy/tree.rs"], "c");
        assert_eq!(tree.production().count(), 2);
    }
}
