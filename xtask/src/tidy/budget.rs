//! The package budget: what the default build takes in, and what the lock file holds. The output of
//! `cargo tree` and `Cargo.lock` in, failures out. Model: the check of jj's CI on its lock file.

use std::collections::BTreeSet;

use super::tree::{Failure, Tree};

const BUILD_PACKAGES_MAX: usize = 300;
const LOCK_PACKAGES_MAX: usize = 400;

/// The arguments of cargo whose output [`packages`] counts.
pub(crate) const TREE_ARGS: &[&str] = &[
    "tree",
    "--locked",
    "--package",
    "subtier-app",
    "--edges",
    "normal,build",
    "--target",
    "x86_64-unknown-linux-gnu",
    "--prefix",
    "none",
];

/// Counts the packages of the default build on Linux.
pub(crate) fn packages(tree: &str) -> Vec<Failure> {
    // A line is `name v1.2.3`, then perhaps `(proc-macro)`, a path, or `(*)` where it was printed before.
    let named: BTreeSet<Vec<&str>> = tree
        .lines()
        .map(|line| line.split_whitespace().take(2).collect())
        .filter(|words: &Vec<&str>| words.len() == 2)
        .collect();
    over("Cargo.toml", "packages in the default build", named.len(), BUILD_PACKAGES_MAX)
}

/// Counts the packages of the lock file.
pub(crate) fn lock(tree: &Tree) -> Vec<Failure> {
    let lock = tree.files.get("Cargo.lock").map_or("", String::as_str);
    let count = lock.lines().filter(|line| *line == "[[package]]").count();
    over("Cargo.lock", "packages", count, LOCK_PACKAGES_MAX)
}

fn over(path: &str, what: &str, count: usize, limit: usize) -> Vec<Failure> {
    let failure = (count > limit)
        .then(|| Failure::new(path, format!("{count} {what}; {limit} are the limit")));
    failure.into_iter().collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_package_counts_once_for_each_version() {
        let mut tree =
            String::from("a v1.0.0 (/x/a)\nb v1.0.0 (proc-macro)\nb v1.0.0 (proc-macro) (*)\n");
        assert_eq!(packages(&tree), []);
        for index in 0..299 {
            tree.extend(["c v", &index.to_string(), ".0.0\n"]);
        }
        assert_eq!(packages(&tree).len(), 1);
    }

    #[test]
    fn the_lock_file_has_a_budget_of_its_own() {
        let lock = |count| "[[package]]\nname = \"a\"\n".repeat(count);
        assert_eq!(super::lock(&Tree::of(&[("Cargo.lock", &lock(400))])), []);
        assert_eq!(super::lock(&Tree::of(&[("Cargo.lock", &lock(401))])).len(), 1);
    }
}
