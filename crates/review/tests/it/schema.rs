//! The schema describes what is printed, and a wrong document does not pass it.

use std::collections::BTreeSet;

use serde_json::{Value, json};
use subtier_review::{FINDINGS_SCHEMA, findings_json};

use crate::made_up;

/// Checks the part of JSON Schema that our schema uses; an unknown word of the schema is an error.
fn check(root: &Value, schema: &Value, value: &Value, at: &str, errors: &mut Vec<String>) {
    for (word, wanted) in schema.as_object().unwrap() {
        let is_kept = match word.as_str() {
            "$schema" | "$id" | "$defs" | "title" | "description" => true,
            "$ref" => {
                let name = wanted.as_str().unwrap().strip_prefix("#/$defs/").unwrap();
                check(root, &root["$defs"][name], value, at, errors);
                true
            }
            "type" => match wanted.as_array() {
                Some(names) => names.iter().any(|name| is_of(value, name)),
                None => is_of(value, wanted),
            },
            "const" => value == wanted,
            "enum" => wanted.as_array().unwrap().contains(value),
            "minimum" => value.as_u64() >= wanted.as_u64(),
            "minItems" => value.as_array().map(|items| items.len() as u64) >= wanted.as_u64(),
            "pattern" => value.as_str().is_none_or(|text| keeps_pattern(text, wanted)),
            "required" => {
                let keys = wanted.as_array().unwrap();
                keys.iter().all(|key| value.get(key.as_str().unwrap()).is_some())
            }
            "properties" => {
                for (key, schema) in wanted.as_object().unwrap() {
                    if let Some(value) = value.get(key) {
                        check(root, schema, value, &format!("{at}/{key}"), errors);
                    }
                }
                let known = wanted.as_object().unwrap();
                value.as_object().is_none_or(|object| object.keys().all(|k| known.contains_key(k)))
            }
            "items" => {
                for (idx, item) in value.as_array().into_iter().flatten().enumerate() {
                    check(root, wanted, item, &format!("{at}/{idx}"), errors);
                }
                true
            }
            "oneOf" => {
                let fits = |schema: &&Value| {
                    let mut errors = vec![];
                    check(root, schema, value, at, &mut errors);
                    errors.is_empty()
                };
                wanted.as_array().unwrap().iter().filter(fits).count() == 1
            }
            _ => false,
        };
        if !is_kept {
            errors.push(format!("{at}: {word} {wanted}"));
        }
    }
}

fn is_of(value: &Value, name: &Value) -> bool {
    match name.as_str().unwrap() {
        "null" => value.is_null(),
        "boolean" => value.is_boolean(),
        "string" => value.is_string(),
        "integer" => value.is_u64() || value.is_i64(),
        "array" => value.is_array(),
        "object" => value.is_object(),
        _ => false,
    }
}

/// The two patterns of our schema.
fn keeps_pattern(text: &str, pattern: &Value) -> bool {
    match pattern.as_str().unwrap() {
        "^[0-9a-f]{32}$" => {
            text.len() == 32
                && text.bytes().all(|b| b.is_ascii_digit() || (b'a'..=b'f').contains(&b))
        }
        "^-?[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?$" => text.parse::<subtier_model::Date>().is_ok(),
        _ => false,
    }
}

fn errors(value: &Value) -> Vec<String> {
    let schema: Value = serde_json::from_str(FINDINGS_SCHEMA).unwrap();
    let mut errors = vec![];
    check(&schema, &schema, value, "", &mut errors);
    errors
}

fn sample() -> Value {
    serde_json::from_str(&findings_json(&made_up::view())).unwrap()
}

#[test]
fn the_made_up_case_keeps_the_schema_and_has_no_key_beside_it() {
    assert_eq!(errors(&sample()), Vec::<String>::new());
}

#[test]
fn wrong_documents_do_not_keep_the_schema() {
    let wrong: [fn(&mut Value); 9] = [
        |v| v["format"] = json!(2),
        |v| v["findings"][0]["verdict"] = json!("guilty"),
        |v| v["findings"][0]["because"] = json!([]),
        |v| v["findings"][0]["because"][0]["list"] = json!("OFAC SDN"),
        |v| v["findings"][0]["id"] = json!("F1"),
        |v| v["lists"][0]["date"] = json!("yesterday"),
        |v| v["complaints"] = json!("2"),
        |v| v["links"][0]["clock"] = json!(1),
        |v| {
            v["complained"][0].as_object_mut().unwrap().remove("reason");
        },
    ];
    for (idx, change) in wrong.into_iter().enumerate() {
        let mut value = sample();
        change(&mut value);
        assert!(!errors(&value).is_empty(), "change {idx}");
    }
}

#[test]
fn every_property_is_required() {
    let schema: Value = serde_json::from_str(FINDINGS_SCHEMA).unwrap();
    let objects = schema["$defs"].as_object().unwrap().values().chain([&schema]);
    for object in objects.filter(|object| object.get("properties").is_some()) {
        let keys: BTreeSet<_> = object["properties"].as_object().unwrap().keys().cloned().collect();
        let required = object["required"].as_array().unwrap();
        let required: BTreeSet<_> =
            required.iter().map(|key| key.as_str().unwrap().to_owned()).collect();
        assert_eq!(keys, required);
    }
}

/// The names and keys of the schema: a change here is a change of the outside contract.
#[test]
fn the_shape_of_the_schema() {
    let schema: Value = serde_json::from_str(FINDINGS_SCHEMA).unwrap();
    let keys = |object: &Value| -> String {
        let required = object["required"].as_array().unwrap();
        required.iter().map(|key| key.as_str().unwrap()).collect::<Vec<_>>().join(" ")
    };
    let mut shape = format!("findings.json: {}\n", keys(&schema));
    for (name, object) in schema["$defs"].as_object().unwrap() {
        if object.get("required").is_some() {
            shape = format!("{shape}{name}: {}\n", keys(object));
        }
    }
    insta::assert_snapshot!(shape, @r"
    findings.json: format lists geo findings entities links assets trails complaints complained run program
    asset: path verdict production because basis shot stage touched_by
    citation: evidence path place quote list says observation
    complaint: path place reason
    entity: id kind key name because
    finding: id revision rule title verdict classes subjects because source innocent next draws_on
    link: from to kind layer because
    listReference: name date uid
    ruleSource: title address
    source: name date file hash note
    subject: id kind name
    touched: deed account ip country masked ts last times path place by observation
    trail: asset files because touched_by
    ");
}
