//! Import cycles within a crate, among its top-level modules: a file below one belongs to it. Each path
//! through `crate`, `super`, `self` or a module of its own is an arrow. At most a tenth of a crate's
//! modules may stand in a cycle. Texts in, failures out; the crate's root is no module here, but names
//! it re-exports lead to where they stand.

use std::collections::{BTreeMap, BTreeSet};

use super::tree::{Failure, Tree, without_tests};

/// One in so many modules may stand in a cycle.
const MODULES_FOR_ONE_IN_A_CYCLE: usize = 10;

type Path = Vec<String>;

/// Checks every crate.
pub(crate) fn modules(tree: &Tree) -> Vec<Failure> {
    let mut failures = Vec::new();
    for (folder, files) in tree.crates() {
        let graph = Graph::new(&files);
        let cyclic = graph.in_cycles();
        if cyclic.len() * MODULES_FOR_ONE_IN_A_CYCLE > graph.arrows.len() {
            let names: Vec<String> = cyclic.iter().map(|module| module.join("::")).collect();
            let (count, all) = (names.len(), graph.arrows.len());
            let reason = format!(
                "{count} of {all} modules import each other in a circle: {}",
                names.join(", ")
            );
            failures.push(Failure::new(folder, reason));
        }
    }
    failures
}

struct Graph {
    arrows: BTreeMap<Path, BTreeSet<Path>>,
}

impl Graph {
    fn new(files: &BTreeMap<&str, &str>) -> Self {
        let mut arrows: BTreeMap<Path, BTreeSet<Path>> = BTreeMap::new();
        let mut re_exports: BTreeMap<String, Path> = BTreeMap::new();
        let modules: BTreeMap<Path, &str> =
            files.iter().map(|(path, text)| (module_of(path), without_tests(text))).collect();
        for path in modules.get(&Path::new()).into_iter().flat_map(|text| paths_of(text)) {
            if let (true, Some(name)) = (path.len() > 1, path.last()) {
                re_exports.insert(name.clone(), path.clone());
            }
        }
        for (module, text) in modules.iter().filter(|(module, _)| !module.is_empty()) {
            let targets = paths_of(text).into_iter().filter_map(|path| {
                let absolute = absolute(&path, module, &modules)?;
                let absolute = match absolute.as_slice() {
                    [name] if !modules.contains_key(&absolute) => {
                        re_exports.get(name).cloned().unwrap_or(absolute)
                    }
                    _ => absolute,
                };
                longest_module(absolute, &modules)
            });
            let own = top(module);
            let targets: Vec<Path> =
                targets.map(|target| top(&target)).filter(|target| *target != own).collect();
            arrows.entry(own).or_default().extend(targets);
        }
        Self { arrows }
    }

    /// Modules that reach themselves.
    fn in_cycles(&self) -> Vec<&Path> {
        self.arrows.keys().filter(|module| self.reaches_itself(module)).collect()
    }

    fn reaches_itself(&self, module: &Path) -> bool {
        let mut seen: BTreeSet<&Path> = BTreeSet::new();
        let mut open: Vec<&Path> = self.arrows.get(module).into_iter().flatten().collect();
        while let Some(next) = open.pop() {
            if next == module {
                return true;
            }
            if seen.insert(next) {
                open.extend(self.arrows.get(next).into_iter().flatten());
            }
        }
        false
    }
}

/// `a/b.rs` and `a/b/mod.rs` to `a::b`; the root to nothing.
fn module_of(path: &str) -> Path {
    let path = path.trim_end_matches(".rs").trim_end_matches("/mod");
    let names = path.split('/').map(ToOwned::to_owned);
    Some(names.collect::<Path>()).filter(|names| !is_root(names)).unwrap_or_default()
}

/// The top-level module that a module belongs to.
fn top(module: &Path) -> Path {
    module.iter().take(1).cloned().collect()
}

fn is_root(names: &Path) -> bool {
    matches!(names.as_slice(), [name] if name == "lib" || name == "main")
}

/// A path from the crate's root, or `None` for one that leads out of the crate.
fn absolute(path: &Path, module: &Path, modules: &BTreeMap<Path, &str>) -> Option<Path> {
    let (first, rest) = path.split_first()?;
    let mut base = module.clone();
    match first.as_str() {
        "crate" => return Some(rest.to_vec()),
        "self" => base.extend(rest.iter().cloned()),
        "super" => {
            let ups = path.iter().take_while(|name| *name == "super").count();
            base.truncate(module.len().saturating_sub(ups));
            base.extend(path.iter().skip(ups).cloned());
        }
        _ => {
            base.push(first.clone());
            if !modules.contains_key(&base) {
                return None;
            }
            base.extend(rest.iter().cloned());
        }
    }
    Some(base)
}

fn longest_module(mut path: Path, modules: &BTreeMap<Path, &str>) -> Option<Path> {
    while !path.is_empty() && !modules.contains_key(&path) {
        path.pop();
    }
    Some(path).filter(|path| !path.is_empty())
}

/// Every path of a text, the trees of `use` laid open.
fn paths_of(text: &str) -> Vec<Path> {
    let code: String = text
        .lines()
        .map(|line| line.split_once("//").map_or(line, |(code, _)| code))
        .flat_map(|line| [line, "\n"])
        .collect();
    let mut paths = Vec::new();
    let mut rest = code.as_str();
    while let Some(start) = rest.find(is_name_char) {
        let after = rest.split_at(start).1;
        let end = after.find(|c: char| !is_name_char(c)).unwrap_or(after.len());
        let (name, tail) = after.split_at(end);
        rest = tail;
        if tail.starts_with("::") {
            rest = expand(&[name.to_owned()], tail, &mut paths);
        }
    }
    paths
}

fn is_name_char(c: char) -> bool {
    c.is_alphanumeric() || c == '_'
}

/// Follows `::name` and `::{a, b::c}`; returns what comes after.
fn expand<'a>(prefix: &[String], text: &'a str, paths: &mut Vec<Path>) -> &'a str {
    let Some(tail) = text.strip_prefix("::") else {
        paths.push(prefix.to_vec());
        return text;
    };
    let Some(mut tail) = tail.strip_prefix('{') else {
        let end = tail.find(|c: char| !is_name_char(c)).unwrap_or(tail.len());
        let (name, after) = tail.split_at(end);
        if name.is_empty() {
            paths.push(prefix.to_vec());
            return after;
        }
        return expand(&[prefix, &[name.to_owned()]].concat(), after, paths);
    };
    loop {
        tail = tail.trim_start_matches(|c: char| c.is_whitespace() || c == ',');
        let end = tail.find(|c: char| !is_name_char(c)).unwrap_or(tail.len());
        let (name, after) = tail.split_at(end);
        if name.is_empty() {
            return tail.strip_prefix('}').unwrap_or(tail);
        }
        let own =
            if name == "self" { prefix.to_vec() } else { [prefix, &[name.to_owned()]].concat() };
        tail = expand(&own, after, paths);
        tail = skip_alias(tail);
    }
}

fn skip_alias(text: &str) -> &str {
    match text.trim_start().strip_prefix("as ") {
        Some(alias) => alias.trim_start_matches(is_name_char),
        None => text,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn joined(text: &str) -> Vec<String> {
        paths_of(text).into_iter().map(|path| path.join("::")).collect()
    }

    #[test]
    fn paths_and_trees_are_laid_open() {
        assert_eq!(
            joined("use crate::{a, b::{self, C as D}, e};"),
            ["crate::a", "crate::b", "crate::b::C", "crate::e"]
        );
        assert_eq!(joined("let x = super::y::z(1); // crate::no"), ["super::y::z"]);
        assert_eq!(joined("use a::*; b::<C>()"), ["a", "b"]);
    }

    fn cyclic(files: &[(&str, &str)]) -> Vec<String> {
        let files: BTreeMap<&str, &str> = files.iter().copied().collect();
        Graph::new(&files).in_cycles().iter().map(|module| module.join("::")).collect()
    }

    #[test]
    fn circles_are_found_and_trees_are_not() {
        let files = [
            ("lib.rs", "mod a; mod b; mod c; pub use b::Thing;"),
            ("a.rs", "use crate::Thing;"),
            ("b.rs", "fn f() { crate::c::g() }"),
            ("c.rs", "use std::fmt; mod d;"),
            ("c/d.rs", "use std::io;"),
        ];
        assert_eq!(cyclic(&files), [""; 0]);
        // c -> a, and a -> b by the name that the root re-exports, and b -> c.
        let mut circle = files;
        circle[3].1 = "use super::a::X; mod d;";
        assert_eq!(cyclic(&circle), ["a", "b", "c"]);
    }

    #[test]
    fn a_module_below_another_belongs_to_it_and_tests_do_not_count() {
        let files = [
            ("lib.rs", "mod a; mod e;"),
            ("a.rs", "mod b;\nfn f() { b::g() }"),
            ("a/b.rs", "use super::F;"),
            ("a/c.rs", "use crate::e::E;"),
            ("e.rs", "#[cfg(test)]\nmod tests { use crate::a::F; }"),
        ];
        assert_eq!(cyclic(&files), [""; 0]);
        let mut circle = files;
        circle[4].1 = "fn f() { crate::a::b::g() }";
        assert_eq!(cyclic(&circle), ["a", "e"]);
    }

    #[test]
    fn one_circle_in_a_small_crate_is_a_failure() {
        let tree = Tree::of(&[
            ("crates/x/src/a.rs", "use crate::b::B;"),
            ("crates/x/src/b.rs", "use crate::a::A;"),
            ("crates/y/src/a.rs", ""),
        ]);
        let failures = modules(&tree);
        assert_eq!(failures.len(), 1);
        assert_eq!(failures[0].path, "crates/x");
    }
}
