//! The outside contract: exit codes and the keys of every object.

use std::fs;
use std::path::Path;

use serde_json::Value;
use subtier_testkit::{CommandRun, run_command};

use crate::SUBTIER;

fn objects(run: &CommandRun) -> Vec<Value> {
    run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn keys(value: &Value) -> Vec<&str> {
    value.as_object().unwrap().keys().map(String::as_str).collect()
}

fn path(dir: &Path, name: &str) -> String {
    dir.join(name).to_str().unwrap().to_owned()
}

const LOG: &str = "\
175.45.178.21 - dandelion [01/Jan/2024:01:00:00 +0000] \"GET /pub/a%20b.png?sig=SECRET HTTP/1.1\" 200 10 \"-\" \"rclone/v1.63\"
198.51.100.7 - - [01/Jan/2024:02:00:00 +0000] \"PUT /pub/c.png HTTP/1.1\" 201 - \"-\" \"curl/8\"
198.51.100.8 - - [01/Jan/2024:02:00:01 +0000] \"GET /pub/d.png HTTP/1.1\" 200 5 \"-\" \"cut here
";

#[test]
fn a_mistake_of_the_user_ends_with_one() {
    for arguments in [
        &["investigate"][..],
        &["no-such-command"],
        &["connections", "--json", "/no/such/file"],
        &["verify", "/no/such/case"],
        &["investigate", "--case", "/tmp/never-made", "/no/such/dump"],
        &["investigate", "--case", "/tmp/never-made", "--reference", "LNT", "/"],
    ] {
        let run = run_command(SUBTIER, arguments);
        assert_eq!(run.code, Some(1), "{arguments:?}: {}", run.stderr);
        assert_eq!(run.stdout, "", "{arguments:?}");
        assert!(!run.stderr.is_empty());
    }
    assert!(!Path::new("/tmp/never-made").exists());
    assert_eq!(run_command(SUBTIER, &["--help"]).code, Some(0));
}

fn has_keys(values: &[&Value], wanted: &[&str]) {
    for key in wanted {
        assert!(values.iter().all(|value| keys(value).contains(key)), "{key}");
    }
}

/// Objects of one kind that `connections` prints about the made-up log.
fn connections_of_kind(kind: &str) -> Vec<Value> {
    let dir = tempfile::tempdir().unwrap();
    let log = path(dir.path(), "access.log");
    fs::write(&log, LOG).unwrap();
    let run = run_command(SUBTIER, &["connections", "--json", "--rows", "--origins", &log]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    assert!(!run.stdout.contains("SECRET"));
    objects(&run).into_iter().filter(|object| object["kind"] == kind).collect()
}

#[test]
fn the_file_object_counts_every_line() {
    let files = connections_of_kind("file");
    let file = &files[0];
    has_keys(
        &[file],
        &[
            "path",
            "format",
            "lines",
            "accesses",
            "skipped",
            "complaints",
            "complained",
            "time_basis",
            "year_basis",
        ],
    );
    assert_eq!((&file["format"], &file["accesses"]), (&"combined".into(), &3.into()));
    assert_eq!((&file["complaints"], &file["lines"]), (&1.into(), &3.into()));
    assert_eq!(file["complained"][0]["place"], "line 3");
}

#[test]
fn access_objects_say_who_did_what() {
    let accesses = connections_of_kind("access");
    assert_eq!(accesses.len(), 3);
    has_keys(
        &accesses.iter().collect::<Vec<_>>(),
        &["ts", "ip", "account", "action", "path", "status", "bytes", "agent", "place"],
    );
    assert_eq!(accesses[0]["ts"], "2024-01-01T01:00:00Z");
    assert_eq!(accesses[0]["path"], "/pub/a b.png");
    assert_eq!(accesses[1]["account"], Value::Null);
    assert_eq!(accesses[1]["action"], "write");
}

#[test]
fn origin_objects_say_where_and_by_whom() {
    let origins = connections_of_kind("origin");
    assert_eq!(origins.len(), 3);
    has_keys(
        &origins.iter().collect::<Vec<_>>(),
        &[
            "ip",
            "country",
            "region",
            "city",
            "precision",
            "radius_km",
            "sources",
            "sources_agree",
            "asn",
            "network",
            "labels",
            "rung",
            "accounts",
            "accesses",
            "first",
            "last",
        ],
    );
    let first = origins.iter().find(|origin| origin["ip"] == "175.45.178.21").unwrap();
    assert_eq!((&first["country"], &first["rung"]), (&"KP".into(), &"range_table".into()));
    assert_eq!(first["accounts"][0], "dandelion");
}

#[test]
fn a_file_that_is_no_access_log_is_said_to_be_none() {
    let dir = tempfile::tempdir().unwrap();
    let log = path(dir.path(), "status.json");
    fs::write(&log, "{\"connections\":4}\n{\"connections\":5}\n").unwrap();
    let run = run_command(SUBTIER, &["connections", "--json", "--rows", &log]);
    let objects = objects(&run);
    assert_eq!(objects.len(), 1);
    assert_eq!((&objects[0]["format"], &objects[0]["accesses"]), (&"none".into(), &0.into()));
    assert_eq!(run.code, Some(2));
    assert!(run.stderr.contains("status.json"), "{}", run.stderr);
}

#[test]
fn screening_answers_every_row_in_order_also_without_a_match() {
    let dir = tempfile::tempdir().unwrap();
    let batch = path(dir.path(), "names.csv");
    fs::write(&batch, "id,name\n1,Lantern Pictures\n2,SEK Studio\n").unwrap();
    let run = run_command(SUBTIER, &["screen", "--json", "--batch", &batch]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let objects = objects(&run);
    assert_eq!(objects.len(), 2);
    has_keys(&objects.iter().collect::<Vec<_>>(), &["query", "matches", "not_listed_on"]);
    assert_eq!(objects[0]["query"]["id"], "1");
    assert_eq!(objects[0]["matches"].as_array().unwrap().len(), 0);
    let found = &objects[1]["matches"][0];
    assert_eq!(found["uid"], "34022");
    has_keys(
        &[found],
        &["list", "list_date", "uid", "name", "matched", "score", "verdict", "because"],
    );
}

#[test]
fn threads_change_nothing_in_the_answers_to_a_batch() {
    let dir = tempfile::tempdir().unwrap();
    let batch = path(dir.path(), "names.csv");
    let names =
        ["SEK Studio", "Lantern Pictures", "4.26 Animation", "April 26 Studio", "KIM, Myong Chol"];
    let rows: Vec<String> =
        (0..2_100).map(|row| format!("{row},{}", names[row % names.len()])).collect();
    fs::write(&batch, format!("id,name\n{}\n", rows.join("\n"))).unwrap();
    let answers = |threads: &str| {
        let run =
            run_command(SUBTIER, &["screen", "--json", "--threads", threads, "--batch", &batch]);
        assert_eq!(run.code, Some(0), "{}", run.stderr);
        run.stdout
    };
    let alone = answers("1");
    assert_eq!(alone.lines().count(), 2_100);
    assert!(alone == answers("3"), "three threads answer otherwise");
    assert_eq!(run_command(SUBTIER, &["screen", "--threads", "0", "SEK"]).code, Some(1));
}

#[test]
fn exposure_says_what_is_open() {
    let dir = tempfile::tempdir().unwrap();
    let config = path(dir.path(), "nginx.conf");
    fs::write(&config, "server {\n  location /pub/ { autoindex on; }\n}\n").unwrap();
    let run = run_command(SUBTIER, &["exposure", "--json", "--config", &config]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let open: Vec<_> =
        objects(&run).into_iter().filter(|object| object["verdict"] == "open").collect();
    assert_eq!(open.len(), 1);
    assert_eq!(open[0]["path"], "/pub/");
    assert!(keys(&open[0]).contains(&"because") && keys(&open[0]).contains(&"target"));
}

#[test]
fn vendors_are_vetted_without_a_dump() {
    let dir = tempfile::tempdir().unwrap();
    let vendors = path(dir.path(), "vendors.csv");
    let rows = "id,name,country,parent,tier,may_subcontract,ids\n\
        hub,Hub Animation,KR,,1,no,\n\
        tint,Tint House,CN,hub,2,no,USCC 913101040936933514\n";
    fs::write(&vendors, rows).unwrap();
    let case = path(dir.path(), "case");
    let run = run_command(SUBTIER, &["investigate", "--case", &case, "--vendors", &vendors]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let printed = run_command(SUBTIER, &["findings", &case, "--json"]);
    let rules: Vec<_> = objects(&printed)
        .iter()
        .map(|finding| finding["rule"].as_str().unwrap().to_owned())
        .collect();
    assert!(rules.contains(&"L01".to_owned()) && rules.contains(&"R35".to_owned()), "{rules:?}");
}

#[test]
fn findings_json_holds_every_key_of_the_contract() {
    let dir = tempfile::tempdir().unwrap();
    let dump = dir.path().join("dump");
    fs::create_dir(&dump).unwrap();
    fs::write(dump.join("access.log"), LOG).unwrap();
    fs::write(dump.join("broken.zip"), b"PK\x03\x04 cut").unwrap();
    let case = path(dir.path(), "case");
    let run = run_command(SUBTIER, &["investigate", "--case", &case, dump.to_str().unwrap()]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    let text = fs::read_to_string(dir.path().join("case/reports/findings.json")).unwrap();
    assert!(
        !text.contains(dir.path().to_str().unwrap()),
        "an absolute path stands in findings.json"
    );
    let whole: Value = serde_json::from_str(&text).unwrap();
    for key in [
        "format",
        "lists",
        "geo",
        "findings",
        "entities",
        "links",
        "assets",
        "complaints",
        "complained",
    ] {
        assert!(keys(&whole).contains(&key), "{key}");
    }
    let complained = whole["complained"].as_array().unwrap();
    assert_eq!(whole["complaints"], complained.len());
    assert!(complained.iter().any(|one| one["path"] == "dump/broken.zip"));
    assert!(complained.iter().any(|one| one["place"] == "line 3"));
    let finding =
        whole["findings"].as_array().unwrap().iter().find(|one| one["rule"] == "R42").unwrap();
    assert_eq!(finding["verdict"], "strong");
    assert!(
        finding["because"].as_array().unwrap().iter().any(|because| {
            because["path"] == "dump/access.log" && because["place"] == "line 1"
        })
    );
}

#[test]
fn a_second_vendor_list_of_the_same_content_is_cited_by_its_own_name() {
    let dir = tempfile::tempdir().unwrap();
    let rows = "id,name,ids\ntint,Tint House,USCC 913101040936933514\n";
    let case = path(dir.path(), "case");
    for name in ["one.csv", "two.csv"] {
        let vendors = path(dir.path(), name);
        fs::write(&vendors, rows).unwrap();
        run_command(SUBTIER, &["investigate", "--case", &case, "--vendors", &vendors]);
        let printed = run_command(SUBTIER, &["findings", &case, "--json"]);
        let findings = objects(&printed);
        assert_eq!(findings[0]["because"][0]["path"], name);
    }
}

#[test]
fn an_edited_dump_and_a_second_dump_are_what_a_run_is_about() {
    let dir = tempfile::tempdir().unwrap();
    let case = path(dir.path(), "case");
    let accounts = |dump: &Path| {
        let run = run_command(SUBTIER, &["investigate", "--case", &case, dump.to_str().unwrap()]);
        assert!(matches!(run.code, Some(0 | 2)), "{}", run.stderr);
        let text = fs::read_to_string(dir.path().join("case/reports/findings.json")).unwrap();
        ["bob", "eve"].map(|name| text.contains(&format!("account:{name}")))
    };
    let line = |name: &str| {
        format!("192.0.2.1 - {name} [01/Jan/2024:01:00:00 +0000] \"GET /a HTTP/1.1\" 200 1\n")
    };
    for (folder, name, expected) in
        [("e1/dump", "bob", [true, false]), ("e2/dump", "eve", [false, true])]
    {
        let dump = dir.path().join(folder);
        fs::create_dir_all(&dump).unwrap();
        fs::write(dump.join("a.log"), line(name)).unwrap();
        let file = fs::File::options().write(true).open(dump.join("a.log")).unwrap();
        file.set_modified(std::time::UNIX_EPOCH).unwrap();
        assert_eq!(accounts(&dump), expected, "{folder}");
    }
}

#[test]
fn what_would_steer_a_terminal_is_shown_by_its_number() {
    let dir = tempfile::tempdir().unwrap();
    let log = path(dir.path(), "access.log");
    let line = "192.0.2.1 - - [01/Jan/2024:01:00:00 +0000] \"GET /%1b]0;x%07 HTTP/1.1\" 200 1\n";
    fs::write(&log, line).unwrap();
    let run = run_command(SUBTIER, &["connections", "--rows", &log]);
    assert!(!run.stdout.contains('\u{1b}') && run.stdout.contains("U+001B"), "{}", run.stdout);
}

#[test]
fn the_case_folder_itself_is_no_dump() {
    let dir = tempfile::tempdir().unwrap();
    let case = path(dir.path(), "case");
    run_command(SUBTIER, &["demo", "--case", &case]);
    let run = run_command(SUBTIER, &["investigate", "--case", &case, &format!("{case}/evidence")]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
}

#[test]
fn a_log_held_by_reference_that_is_gone_is_a_complaint_and_no_end() {
    let dir = tempfile::tempdir().unwrap();
    let (case, dump) = (path(dir.path(), "case"), dir.path().join("dump"));
    fs::create_dir(&dump).unwrap();
    fs::write(dump.join("a.log"), LOG).unwrap();
    let arguments = ["investigate", "--by-reference", "--case", &case, dump.to_str().unwrap()];
    assert_eq!(run_command(SUBTIER, &arguments).code, Some(2));
    let text = fs::read_to_string(dir.path().join("case/reports/findings.json")).unwrap();
    assert!(text.contains("account:dandelion"));
    assert_eq!(run_command(SUBTIER, &["verify", &case]).code, Some(0));
}
