//! Arrows between crates: those that ARCHITECTURE.md lists in its block `arrows`, against those of
//! `cargo metadata`; and the crates it names, against those that exist. Texts in, failures out.

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;

use super::tree::{Failure, Tree};

const DOCUMENT: &str = "ARCHITECTURE.md";

/// What every crate may use in its tests.
const FOR_TESTS: &str = "testkit";

/// Whom each crate uses.
type Arrows = BTreeMap<String, BTreeSet<String>>;

/// Checks the arrows.
pub(crate) fn check(tree: &Tree, metadata: &str) -> Result<Vec<Failure>, String> {
    let document = tree.files.get(DOCUMENT).ok_or("there is no ARCHITECTURE.md")?;
    let Some(allowed) = listed(document) else {
        return Ok(vec![Failure::new(DOCUMENT, "has no block ```arrows")]);
    };
    let metadata: Value =
        serde_json::from_str(metadata).map_err(|error| format!("read cargo metadata: {error}"))?;
    let (normal, dev) = drawn(&metadata);
    let mut failures = compare(&allowed, &normal, &dev);
    failures.extend(names(document, &allowed, &normal));
    Ok(failures)
}

/// The block: one line a crate, `intake -> model source`; commas may stand between.
fn listed(document: &str) -> Option<Arrows> {
    let (_, block) = document.split_once("```arrows\n")?;
    let (block, _) = block.split_once("```")?;
    let lines = block.lines().filter_map(|line| line.split_once("->"));
    let arrows = lines.map(|(from, to)| {
        let to = to.split([' ', ',']).filter(|name| !name.is_empty()).map(ToOwned::to_owned);
        (from.trim().to_owned(), to.collect())
    });
    Some(arrows.collect())
}

/// The arrows of production and those of tests alone, by folder name.
fn drawn(metadata: &Value) -> (Arrows, Arrows) {
    let (mut normal, mut dev) = (Arrows::new(), Arrows::new());
    for package in list(metadata, "packages") {
        let Some(from) = folder(package.get("manifest_path")) else { continue };
        normal.entry(from.clone()).or_default();
        for dependency in list(package, "dependencies") {
            // Only a crate of our own has a path.
            let Some(to) = dependency.get("path").and_then(Value::as_str) else { continue };
            let to = to.rsplit('/').next().unwrap_or(to).to_owned();
            let for_tests = dependency.get("kind").and_then(Value::as_str) == Some("dev");
            let arrows = if for_tests { &mut dev } else { &mut normal };
            arrows.entry(from.clone()).or_default().insert(to);
        }
    }
    (normal, dev)
}

fn list<'a>(value: &'a Value, key: &str) -> impl Iterator<Item = &'a Value> {
    value.get(key).and_then(Value::as_array).into_iter().flatten()
}

fn folder(manifest_path: Option<&Value>) -> Option<String> {
    let folder = manifest_path?.as_str()?.strip_suffix("/Cargo.toml")?;
    Some(folder.rsplit('/').next()?.to_owned())
}

fn compare(allowed: &Arrows, normal: &Arrows, dev: &Arrows) -> Vec<Failure> {
    let none = BTreeSet::new();
    let mut failures = Vec::new();
    for (arrows, for_tests) in [(normal, false), (dev, true)] {
        for (from, targets) in arrows {
            let may = allowed.get(from).unwrap_or(&none);
            let bad = targets.iter().filter(|to| !may.contains(*to));
            for to in bad.filter(|to| !(for_tests && *to == FOR_TESTS)) {
                let reason = format!("{from} -> {to} is no arrow of {DOCUMENT}");
                failures.push(Failure::new(manifest(from), reason));
            }
        }
    }
    failures
}

fn names(document: &str, allowed: &Arrows, normal: &Arrows) -> Vec<Failure> {
    let mut failures = Vec::new();
    let in_block = allowed.keys().chain(allowed.values().flatten());
    let in_text = document.split("crates/").skip(1).map(|rest| {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_' && c != '-');
        rest.split_at(end.unwrap_or(rest.len())).0
    });
    let named: BTreeSet<&str> = in_block.map(String::as_str).chain(in_text).collect();
    for name in named.iter().filter(|name| !name.is_empty() && !normal.contains_key(**name)) {
        failures
            .push(Failure::new(DOCUMENT, format!("names the crate {name}, which does not exist")));
    }
    for name in normal.keys() {
        let mapped = name == "xtask" || document.contains(&format!("crates/{name}"));
        if !mapped || !allowed.contains_key(name) {
            let reason = format!("{DOCUMENT} does not have it in its map and its arrows");
            failures.push(Failure::new(manifest(name), reason));
        }
    }
    failures
}

fn manifest(name: &str) -> String {
    if name == "xtask" {
        "xtask/Cargo.toml".to_owned()
    } else {
        format!("crates/{name}/Cargo.toml")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const DOCUMENT_TEXT: &str = "# A\n```arrows\nmodel ->\nsource -> model\nintake -> model, source\n\
        testkit -> model\n```\n`crates/model` `crates/source/src/x.rs` crates/intake crates/testkit\n";

    fn metadata(arrows: &[(&str, &[(&str, &str)])]) -> String {
        let packages: Vec<String> = arrows
            .iter()
            .map(|(from, targets)| {
                let dependencies: Vec<String> = targets
                    .iter()
                    .map(|(to, kind)| format!("{{\"path\":\"/p/crates/{to}\",\"kind\":{kind}}}"))
                    .collect();
                let dependencies = dependencies.join(",");
                format!(
                    "{{\"manifest_path\":\"/p/crates/{from}/Cargo.toml\",\"dependencies\":[{dependencies}]}}"
                )
            })
            .collect();
        format!("{{\"packages\":[{}]}}", packages.join(","))
    }

    fn reasons(document: &str, metadata: &str) -> Vec<String> {
        let tree = Tree::of(&[(DOCUMENT, document)]);
        check(&tree, metadata).unwrap().into_iter().map(|failure| failure.reason).collect()
    }

    #[test]
    fn only_listed_arrows_are_allowed() {
        let good: &[(&str, &[(&str, &str)])] = &[
            ("model", &[]),
            ("source", &[("model", "null"), ("testkit", "\"dev\"")]),
            ("intake", &[("model", "null"), ("source", "\"build\"")]),
            ("testkit", &[("model", "null")]),
        ];
        assert_eq!(reasons(DOCUMENT_TEXT, &metadata(good)), [""; 0]);
        let bad: &[(&str, &[(&str, &str)])] = &[
            ("model", &[("testkit", "null")]),
            ("source", &[("intake", "\"dev\"")]),
            ("intake", &[]),
            ("testkit", &[]),
        ];
        assert_eq!(
            reasons(DOCUMENT_TEXT, &metadata(bad)),
            [
                "model -> testkit is no arrow of ARCHITECTURE.md",
                "source -> intake is no arrow of ARCHITECTURE.md"
            ]
        );
    }

    #[test]
    fn crates_and_names_must_agree() {
        let arrows: &[(&str, &[(&str, &str)])] =
            &[("model", &[]), ("source", &[]), ("testkit", &[]), ("gate", &[])];
        assert_eq!(
            reasons(DOCUMENT_TEXT, &metadata(arrows)),
            [
                "names the crate intake, which does not exist",
                "ARCHITECTURE.md does not have it in its map and its arrows"
            ]
        );
        assert_eq!(reasons("# A\n", "{}"), ["has no block ```arrows"]);
    }
}
