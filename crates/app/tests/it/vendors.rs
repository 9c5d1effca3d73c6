//! `connections --vendors` as a user meets it: whose accounts and addresses are, the team of a vendor, and what a
//! declared network explains.

use std::fs;

use serde_json::Value;
use subtier_testkit::{CommandRun, run_command};

use crate::SUBTIER;
use crate::rhythm::team;

fn run(log: &str, vendors: Option<&str>, switches: &[&str]) -> CommandRun {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("access.log");
    let table = dir.path().join("vendors.csv");
    fs::write(&path, log).unwrap();
    let mut arguments = vec!["connections", "--json"];
    arguments.extend(switches);
    if let Some(text) = vendors {
        fs::write(&table, text).unwrap();
        arguments.extend(["--vendors", table.to_str().unwrap()]);
    }
    arguments.push(path.to_str().unwrap());
    run_command(SUBTIER, &arguments)
}

fn objects(run: &CommandRun, kind: &str) -> Vec<Value> {
    let objects = run.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    objects.filter(|object| object["kind"] == kind).collect()
}

fn line(ip: &str, account: &str) -> String {
    format!("{ip} - {account} [17/May/2024:10:30:00 +0000] \"GET /a HTTP/1.1\" 200 5 \"-\" \"x\"\n")
}

fn of_actor<'a>(rhythms: &'a [Value], actor: &str) -> &'a Value {
    rhythms.iter().find(|one| one["actor"] == actor).unwrap()
}

#[test]
fn accounts_and_addresses_say_whose_they_are_declared_to_be() {
    let log = [line("192.0.2.7", "Ink"), line("198.51.100.9", "two"), line("203.0.113.5", "-")];
    let vendors = "id,name,networks,accounts\nhanbit,Hanbit,192.0.2.0/24,ink;two\n\
        liao,Liao Pictures,198.51.100.0/24;192.0.2.7,two\n";
    let read = run(&log.concat(), Some(vendors), &["--rows", "--origins"]);
    assert_eq!(read.code, Some(2), "one account of two vendors is complained of");
    assert!(read.stderr.contains("account \"two\" is also that of \"hanbit\""), "{}", read.stderr);
    let rows = objects(&read, "access");
    assert_eq!(rows[0]["account_vendors"], serde_json::json!(["hanbit"]), "capitals aside");
    assert_eq!(rows[0]["ip_vendors"], serde_json::json!(["hanbit", "liao"]));
    assert_eq!(rows[1]["account_vendors"], serde_json::json!(["hanbit", "liao"]));
    assert_eq!(rows[2]["account_vendors"], serde_json::json!([]));
    let origins = objects(&read, "origin");
    assert_eq!(origins[1]["ip_vendors"], serde_json::json!(["liao"]));
    assert_eq!(origins[2]["ip_vendors"], serde_json::json!([]));
}

#[test]
fn without_a_table_the_keys_are_there_and_empty() {
    let read = run(&line("192.0.2.7", "ink"), None, &["--rows", "--origins", "--rhythm"]);
    assert_eq!(read.code, Some(0), "{}", read.stderr);
    let empty = serde_json::json!([]);
    assert_eq!(objects(&read, "access")[0]["account_vendors"], empty);
    assert_eq!(objects(&read, "access")[0]["ip_vendors"], empty);
    assert_eq!(objects(&read, "origin")[0]["ip_vendors"], empty);
    assert_eq!(objects(&read, "origin")[0]["suppressed"], empty);
    let rhythms = objects(&read, "rhythm");
    assert_eq!(rhythms.len(), 1);
    assert_eq!(rhythms[0]["account_vendors"], empty);
    assert_eq!(rhythms[0]["accounts"], serde_json::json!(["ink"]));
    assert_eq!(rhythms[0]["sharing"]["verdict"], "insufficient");
}

#[test]
fn many_accounts_from_a_declared_network_are_explained_and_elsewhere_are_not() {
    let names = ["a", "b", "c", "d", "e"];
    let log: Vec<String> = ["192.0.2.7", "203.0.113.7"]
        .iter()
        .flat_map(|ip| names.map(|name| line(ip, name)))
        .collect();
    let vendors = "id,name,networks\nhanbit,Hanbit,192.0.2.0/24\n";
    let origins = objects(&run(&log.concat(), Some(vendors), &["--origins"]), "origin");
    assert_eq!(origins[0]["behaviour"], serde_json::json!([]));
    assert_eq!(origins[0]["suppressed"][0]["kind"], "many_accounts");
    assert_eq!(origins[0]["suppressed"][0]["because"], "in a network that hanbit declares");
    assert_eq!(origins[1]["behaviour"][0]["kind"], "many_accounts");
    assert_eq!(origins[1]["suppressed"], serde_json::json!([]));
}

#[test]
fn an_account_shared_behind_a_declared_network_is_not_called_shared_and_its_vendor_is_a_team() {
    let open = objects(&run(&team(), None, &["--rhythm"]), "rhythm");
    assert_eq!(of_actor(&open, "account:ink")["sharing"]["verdict"], "shared");
    let vendors =
        "id,name,networks,accounts\nhanbit,Hanbit,198.51.100.0/24,ink\nidle,Idle,,nobody\n";
    let rhythms = objects(&run(&team(), Some(vendors), &["--rhythm"]), "rhythm");
    let account = of_actor(&rhythms, "account:ink");
    assert_eq!((&account["shared"], &account["people"]), (&Value::from(false), &Value::from(1)));
    assert_eq!(account["sharing"]["verdict"], "suppressed");
    assert_eq!(account["sharing"]["suppressed_by"], serde_json::json!(["hanbit"]));
    assert!(!account["sharing"]["because"].as_array().unwrap().is_empty());
    assert_eq!(account["account_vendors"], serde_json::json!(["hanbit"]));
    let vendor = of_actor(&rhythms, "vendor:hanbit");
    assert_eq!((&vendor["people"], &vendor["sharing"]), (&Value::from(5), &Value::Null));
    assert_eq!(vendor["accounts"], serde_json::json!(["ink"]));
    assert!(vendor["offset_hours_low"].as_f64().unwrap() <= 8.0);
    assert!(vendor["offset_hours_high"].as_f64().unwrap() >= 8.0);
    assert_eq!(rhythms.len(), 2, "a vendor that nobody saw has no rhythm");
}

#[test]
fn a_team_takes_undeclared_accounts_from_its_network_and_no_account_of_another_vendor() {
    let log = [line("192.0.2.7", "temp"), line("192.0.2.8", "liao"), line("203.0.113.5", "ink")];
    let vendors =
        "id,name,networks,accounts\nhanbit,Hanbit,192.0.2.0/24,ink\nliao,Liao Pictures,,liao\n";
    let rhythms = objects(&run(&log.concat(), Some(vendors), &["--rhythm"]), "rhythm");
    let accounts = |actor: &str| of_actor(&rhythms, actor)["accounts"].clone();
    assert_eq!(accounts("vendor:hanbit"), serde_json::json!(["ink", "temp"]));
    assert_eq!(accounts("vendor:liao"), serde_json::json!(["liao"]));
}
