//! `subtier notes`: its objects, its limits, and what a reader that fails costs.

use std::fs;
use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::process::Command;

use serde_json::Value;
use subtier_testkit::{CommandRun, run_command};

use crate::SUBTIER;

fn objects(run: &CommandRun) -> Vec<Value> {
    run.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect()
}

fn write(dir: &Path, name: &str, bytes: &[u8]) -> String {
    let path = dir.join(name);
    fs::write(&path, bytes).unwrap();
    path.to_str().unwrap().to_owned()
}

const PAIR: &str = "LNT_EP301_SC012 第45帧 头的形状再修正一下,后脑太平\n\
    LNT_EP301_SC012 제45화면 머리모양을 다시 수정할것. 뒤머리가 너무 편평하게 되였음\n";

#[test]
fn every_key_of_the_contract_is_there() {
    let dir = tempfile::tempdir().unwrap();
    let file = write(dir.path(), "修改意见.txt", PAIR.as_bytes());
    let run = run_command(SUBTIER, &["notes", "--json", &file]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let object = &objects(&run)[0];
    for key in ["path", "format", "encoding", "languages", "text", "notes", "signals", "dialect"] {
        assert!(object.get(key).is_some(), "{key}");
    }
    let note = &object["notes"][0];
    assert_eq!((&note["shot"], &note["frame"]), (&"SC012".into(), &45.into()));
    assert_eq!(note["request"], "头的形状再修正一下,后脑太平");
    assert_eq!(note["translation"], "머리모양을 다시 수정할것. 뒤머리가 너무 편평하게 되였음");
    assert_eq!((&note["lang"], &note["status"]), (&"zh".into(), &"retake".into()));
    for key in ["frame_out", "timecode", "author"] {
        assert_eq!(note.get(key), Some(&Value::Null), "{key}");
    }
    assert!(note["gloss"].as_str().unwrap().starts_with("head"), "{}", note["gloss"]);
    assert_eq!(object["dialect"]["verdict"], "insufficient text");
    assert_eq!(object["text"], PAIR.trim_end());
}

#[test]
fn lines_of_an_access_log_are_no_notes() {
    let dir = tempfile::tempdir().unwrap();
    let line = "198.51.100.7 - lin [01/Jan/2024:00:06:48 +0000] \"GET /SC012_C005.png HTTP/1.1\" 200 9 \"-\" \"N905i(c100;TB)\"\n";
    let log = write(dir.path(), "access.log", line.repeat(3).as_bytes());
    let run = run_command(SUBTIER, &["notes", "--json", &log]);
    let object = &objects(&run)[0];
    assert_eq!(
        (&object["access_log"], &object["notes"]),
        (&"combined".into(), &Value::Array(vec![]))
    );
    assert_eq!(object["text"], line.repeat(3).trim_end());
}

#[test]
fn files_of_one_folder_help_each_other_to_their_encoding() {
    let dir = tempfile::tempdir().unwrap();
    // The two syllables of 동화 in CP949 are as well two Chinese signs; the longer note beside it decides.
    let short = write(dir.path(), "a.txt", &[0xB5, 0xBF, 0xC8, 0xAD]);
    let long = "12번 컷 45프레임: 입모양이 대사와 맞지 않습니다. 수정 부탁드립니다";
    let long = write(dir.path(), "b.txt", &cp949(long));
    let alone = &objects(&run_command(SUBTIER, &["notes", "--json", &short]))[0];
    assert_ne!(alone["encoding_rivals"], Value::Array(vec![]));
    let together = objects(&run_command(SUBTIER, &["notes", "--json", &short, &long]));
    assert_eq!((&together[0]["text"], &together[0]["encoding"]), (&"동화".into(), &"cp949".into()));
}

/// The same text as a Korean Windows writes it.
fn cp949(text: &str) -> Vec<u8> {
    let mut child = Command::new("iconv")
        .args(["-f", "utf-8", "-t", "cp949"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .expect("iconv is part of the C library");
    std::io::Write::write_all(&mut child.stdin.take().unwrap(), text.as_bytes()).unwrap();
    child.wait_with_output().unwrap().stdout
}

#[test]
fn a_document_that_cannot_be_read_costs_itself_alone() {
    let dir = tempfile::tempdir().unwrap();
    let bad = write(
        dir.path(),
        "a.docx",
        &[b"PK\x03\x04".as_slice(), &[0; 26], b"[Content_Types].xml, and then nothing"].concat(),
    );
    let good = write(dir.path(), "b.txt", PAIR.as_bytes());
    let run = run_command(SUBTIER, &["notes", "--json", &bad, &good]);
    assert_eq!(run.code, Some(2), "a damaged document is complained of");
    let objects = objects(&run);
    assert_eq!(objects.len(), 2);
    assert_ne!(objects[0]["complaints"], Value::Array(vec![]));
    assert_eq!(objects[1]["notes"].as_array().unwrap().len(), 1);
    assert_eq!(run_command(SUBTIER, &["notes", "/no/such/file"]).code, Some(1));
}

#[test]
fn a_picture_without_a_recogniser_is_a_complaint() {
    let dir = tempfile::tempdir().unwrap();
    let picture = write(dir.path(), "a.png", &png());
    let run = run_command(SUBTIER, &["notes", "--json", &picture]);
    assert_eq!(run.code, Some(2));
    let reason = objects(&run)[0]["complaints"][0]["reason"].as_str().unwrap().to_owned();
    assert!(reason.contains("there is no tesseract on this machine"), "{reason}");
}

/// A white picture with a row of something like signs.
fn png() -> Vec<u8> {
    include_bytes!("../samples/written.png").to_vec()
}

/// In the place of tesseract: knows three languages and reads one note in every picture.
const RECOGNISER: &str = r#"#!/bin/sh
case "$*" in
  *--version*) echo "tesseract 9.9.9" ;;
  *--list-langs*) printf 'List\nchi_sim\neng\nkor\n' ;;
  *"--psm 7"*) cat >/dev/null; echo "SC045 C010" ;;
  *) cat >/dev/null
     printf 'level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n'
     printf '5\t1\t1\t1\t1\t1\t10\t10\t90\t30\t90\t60045\n5\t1\t1\t1\t1\t2\t110\t10\t90\t30\t90\t00102\n'
     printf '5\t1\t1\t1\t2\t1\t10\t60\t90\t30\t95\t请返修\n' ;;
esac
"#;

#[test]
fn a_picture_is_read_by_the_recogniser_and_its_codes_twice() {
    let dir = tempfile::tempdir().unwrap();
    let tool = write(dir.path(), "tesseract", RECOGNISER.as_bytes());
    fs::set_permissions(&tool, fs::Permissions::from_mode(0o755)).unwrap();
    let picture = write(dir.path(), "a.png", &png());
    let path = format!("{}:/usr/bin:/bin", dir.path().display());
    let output = Command::new(SUBTIER)
        .args(["notes", "--json", &picture])
        .env_clear()
        .env("PATH", path)
        .output()
        .unwrap();
    let object: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(object["text"], "SC045 C010\n请返修", "{}", String::from_utf8_lossy(&output.stderr));
    assert_eq!(object["format"], "picture");
}

/// The same, but it reads what it was given of the user's environment, and whether it may write a file.
const TELL_TALE: &str = r#"#!/bin/sh
case "$*" in
  *--list-langs*) printf 'List\neng\n'; : >"$0.runs" ;;
  *) cat >/dev/null
     printf 'level\tpage_num\tblock_num\tpar_num\tline_num\tword_num\tleft\ttop\twidth\theight\tconf\ttext\n'
     wrote=no; (echo x >"$0.written") 2>/dev/null && wrote=yes
     printf '5\t1\t1\t1\t1\t1\t10\t10\t90\t30\t90\thome=%s,wrote=%s,data=%s\n' "$HOME" "$wrote" "$TESSDATA_PREFIX" ;;
esac
"#;

#[test]
fn the_recogniser_gets_no_environment_and_writes_no_file_and_is_asked_only_where_a_picture_is() {
    let dir = tempfile::tempdir().unwrap();
    let tool = write(dir.path(), "tesseract", TELL_TALE.as_bytes());
    fs::set_permissions(&tool, fs::Permissions::from_mode(0o755)).unwrap();
    let notes = |file: &str| {
        Command::new(SUBTIER)
            .args(["notes", "--json", file])
            .env_clear()
            .env("PATH", format!("{}:/usr/bin:/bin", dir.path().display()))
            .env("HOME", "/home/nobody")
            .env("TESSDATA_PREFIX", "/languages")
            .output()
            .unwrap()
    };
    notes(&write(dir.path(), "a.txt", PAIR.as_bytes()));
    assert!(!dir.path().join("tesseract.runs").exists(), "no picture, no recogniser");
    let output = notes(&write(dir.path(), "a.png", &png()));
    let object: Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(object["text"], "home=,wrote=no,data=/languages");
}

#[test]
fn json_of_evidence_steers_no_terminal_and_means_the_same() {
    let dir = tempfile::tempdir().unwrap();
    let text = "SC012 头\u{9B}31m的\u{202E}形状\u{2066}修改\u{7F}";
    let file = write(dir.path(), "a\u{202E}txt.txt", text.as_bytes());
    let run = run_command(SUBTIER, &["notes", "--json", &file]);
    assert!(!run.stdout.contains(['\u{9B}', '\u{202E}', '\u{2066}', '\u{7F}']), "{}", run.stdout);
    assert!(run.stdout.contains("\\u009b31m"), "{}", run.stdout);
    assert_eq!(objects(&run)[0]["text"], text);
    assert_eq!(objects(&run)[0]["path"], file);
}

#[test]
fn an_outside_program_reaches_no_network() {
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let connect = format!("exec 3<>/dev/tcp/127.0.0.1/{}", listener.local_addr().unwrap().port());
    let bash = |before: &[&str]| {
        let mut all = before.to_vec();
        all.extend(["/bin/bash", "-c", &connect]);
        let (program, arguments) = all.split_first().unwrap();
        run_command(program, arguments).code
    };
    assert_eq!(bash(&[]), Some(0), "without the wall it connects");
    assert_eq!(bash(&[SUBTIER, "run-tool"]), Some(1));
}

#[test]
fn the_process_that_reads_is_confined() {
    let mut child = Command::new(SUBTIER)
        .arg("read-documents")
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    // A request that makes no sense is answered too, and then the walls stand.
    let input = child.stdin.as_mut().unwrap();
    std::io::Write::write_all(input, &[1, 0, 0, 0, 0, 0, 0, 0, b'x']).unwrap();
    let mut length = [0; 8];
    std::io::Read::read_exact(child.stdout.as_mut().unwrap(), &mut length).unwrap();
    let proc = |name: &str| fs::read_to_string(format!("/proc/{}/{name}", child.id())).unwrap();
    let (status, limits) = (proc("status"), proc("limits"));
    drop(child.stdin.take());
    child.wait().unwrap();
    assert!(status.contains("Seccomp:\t2"), "system calls are not filtered: {status}");
    let address_space = limits.lines().find(|line| line.starts_with("Max address space")).unwrap();
    assert!(!address_space.contains("unlimited"), "{address_space}");
    let files = limits.lines().find(|line| line.starts_with("Max file size")).unwrap();
    assert_eq!(files.split_whitespace().nth(3), Some("0"), "{files}");
}

#[test]
fn the_kinds_of_signals_are_listed_with_their_sources() {
    let kinds = objects(&run_command(SUBTIER, &["notes", "--kinds", "--json"]));
    assert!(kinds.len() > 40);
    let has_words = |kind: &Value| {
        ["kind", "says", "source"]
            .iter()
            .all(|key| kind[key].as_str().is_some_and(|text| !text.is_empty()))
    };
    assert!(kinds.iter().all(has_words));
}

#[test]
fn a_folder_is_read_whole_in_the_order_of_names_and_links_in_it_are_said() {
    let dir = tempfile::tempdir().unwrap();
    fs::create_dir_all(dir.path().join("b/inner")).unwrap();
    for name in ["b/inner/2.txt", "b/1.txt", "b/10.txt", "a.txt"] {
        write(dir.path(), name, PAIR.as_bytes());
    }
    std::os::unix::fs::symlink(dir.path().join("a.txt"), dir.path().join("link.txt")).unwrap();
    let folder = dir.path().to_str().unwrap();
    let run = run_command(SUBTIER, &["notes", "--json", folder]);
    assert_eq!(run.code, Some(2), "{}", run.stderr);
    let objects = objects(&run);
    let paths: Vec<&str> = objects.iter().map(|object| object["path"].as_str().unwrap()).collect();
    let expected = ["link.txt", "a.txt", "b/1.txt", "b/10.txt", "b/inner/2.txt"];
    assert_eq!(paths, expected.map(|name| format!("{folder}/{name}")));
    assert!(run.stderr.contains("link.txt: not read: a link"), "{}", run.stderr);
    assert_eq!(objects[1]["notes"].as_array().unwrap().len(), 1);
}

#[test]
fn a_file_that_does_not_exist_is_said_and_the_others_are_read() {
    let dir = tempfile::tempdir().unwrap();
    let file = write(dir.path(), "a.txt", PAIR.as_bytes());
    let missing = dir.path().join("none.txt").to_str().unwrap().to_owned();
    let run = run_command(SUBTIER, &["notes", "--json", &missing, &file]);
    assert_eq!(run.code, Some(1), "{}", run.stderr);
    assert!(run.stderr.contains("none.txt"), "{}", run.stderr);
    let objects = objects(&run);
    assert_eq!((&objects[0]["format"], &objects[1]["format"]), (&"none".into(), &"txt".into()));
}

#[test]
fn what_a_tool_is_not_kept_from_can_be_asked() {
    let run = run_command(SUBTIER, &["run-tool"]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let said = run.stdout.trim();
    assert!(said.is_empty() || said.contains("cannot be filtered"), "{said}");
}
