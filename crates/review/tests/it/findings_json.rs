//! findings.json keeps the contract.

use serde_json::Value;
use subtier_review::{findings_json, findings_jsonl};

use crate::made_up;

#[test]
fn findings_json_of_the_made_up_case() {
    insta::assert_snapshot!(findings_json(&made_up::view()));
}

#[test]
fn keys_stand_in_the_order_of_the_contract() {
    let json = findings_json(&made_up::view());
    let top = [
        "format",
        "lists",
        "geo",
        "findings",
        "entities",
        "links",
        "assets",
        "complaints",
        "complained",
    ];
    let places: Vec<_> =
        top.iter().map(|key| json.find(&format!("\n  \"{key}\":")).unwrap()).collect();
    assert!(places.is_sorted());
    let of_finding = [
        "id", "revision", "rule", "title", "verdict", "classes", "subjects", "because", "source",
        "innocent", "next",
    ];
    let line = findings_jsonl(&made_up::view());
    let line = line.lines().next().unwrap();
    let places: Vec<_> =
        of_finding.iter().map(|key| line.find(&format!("\"{key}\":")).unwrap()).collect();
    assert!(places.is_sorted(), "{line}");
}

#[test]
fn the_same_view_gives_the_same_bytes_and_nothing_of_the_machine() {
    let json = findings_json(&made_up::view());
    assert_eq!(json, findings_json(&made_up::view()));
    assert!(json.ends_with("}\n") && !json.ends_with("\n\n"));
    for word in ["/home/me", "A. Counsel", "Exchange server of Example Studio"] {
        assert!(!json.contains(word), "{word}");
    }
}

#[test]
fn jsonl_has_one_finding_a_line_equal_to_those_of_findings_json() {
    let view = made_up::view();
    let lines: Vec<Value> =
        findings_jsonl(&view).lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    let whole: Value = serde_json::from_str(&findings_json(&view)).unwrap();
    assert_eq!(whole["findings"], Value::Array(lines));
    assert_eq!(whole["complaints"], 2);
}

#[test]
fn a_view_without_anything_has_every_key() {
    let mut view = made_up::view();
    view.findings.clear();
    view.entities.clear();
    view.links.clear();
    view.assets.clear();
    view.complaints.clear();
    view.lists.clear();
    view.geo.clear();
    let whole: Value = serde_json::from_str(&findings_json(&view)).unwrap();
    for key in ["lists", "geo", "findings", "entities", "links", "assets", "complained"] {
        assert_eq!(whole[key], Value::Array(vec![]), "{key}");
    }
    assert_eq!(whole["complaints"], 0);
}

#[test]
fn hidden_characters_are_written_as_json_escapes() {
    let json = findings_json(&made_up::view());
    assert!(json.contains("\\u202egpj") && !json.contains('\u{202E}'));
}
