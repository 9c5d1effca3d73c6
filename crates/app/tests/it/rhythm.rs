//! `connections --rhythm` as a user meets it: one object an account, and when there is no answer.

use std::fmt::Write;
use std::fs;

use serde_json::Value;
use subtier_testkit::run_command;

use crate::SUBTIER;

/// Prints the rhythm objects of a log.
fn rhythms(log: &str) -> Vec<Value> {
    let dir = tempfile::tempdir().unwrap();
    let path = dir.path().join("access.log");
    fs::write(&path, log).unwrap();
    let run = run_command(SUBTIER, &["connections", "--json", "--rhythm", path.to_str().unwrap()]);
    assert_eq!(run.code, Some(0), "{}", run.stderr);
    let objects = run.stdout.lines().map(|line| serde_json::from_str::<Value>(line).unwrap());
    objects.filter(|object| object["kind"] == "rhythm").collect()
}

/// March 2024 and April 2024 on weekdays, two sessions a day of each of five people on one account, from nine
/// to six at UTC+8 with an hour at noon.
pub(crate) fn team() -> String {
    let mut log = String::new();
    for day in (1..=61_u32).filter(|day| (day + 3) % 7 < 5) {
        let (month, date) = if day <= 31 { ("Mar", day) } else { ("Apr", day - 31) };
        if date > 30 && month == "Apr" {
            continue;
        }
        for person in 0..5_u32 {
            for half in 0..2_u32 {
                let mixed = (day * 64 + person * 8 + half + 1).wrapping_mul(0x9e37_79b9);
                let mixed = (mixed ^ (mixed >> 15)).wrapping_mul(0x85eb_ca6b) >> 8;
                let minute = 60 + half * 300 + mixed % if half == 0 { 170 } else { 230 };
                for later in [0, 14, 28] {
                    let (hour, minute) = ((minute + later) / 60, (minute + later) % 60);
                    writeln!(
                        log,
                        "198.51.100.{person} - ink [{date:02}/{month}/2024:{hour:02}:{minute:02}:07 +0000] \"GET /a HTTP/1.1\" 200 5 \"-\" \"client/{person}\""
                    )
                    .unwrap();
                }
            }
        }
    }
    log
}

#[test]
fn five_people_of_one_account_are_near_utc_plus_eight_together_and_apart() {
    let objects = rhythms(&team());
    let whole = &objects[0];
    assert_eq!(whole["actor"], "account:ink");
    assert_eq!((&whole["of"], &whole["verdict"]), (&Value::Null, &Value::from("interval")));
    assert_eq!((&whole["people"], &whole["shared"]), (&Value::from(5), &Value::from(true)));
    let hours = whole["offset_hours"].as_f64().unwrap();
    assert!((hours - 8.0).abs() <= 1.0, "{hours}");
    assert!(whole["offset_hours_low"].as_f64().unwrap() <= 8.0);
    assert!(whole["offset_hours_high"].as_f64().unwrap() >= 8.0);
    assert!(!whole["rivals"].as_array().unwrap().is_empty());
    assert!(whole["calendars"].as_array().unwrap().iter().any(|one| one["country"] == "KP"));
    assert_eq!(objects.len(), 6);
    for (object, number) in objects[1..].iter().zip(1..) {
        assert_eq!(object["actor"], format!("account:ink/{number}"));
        assert_eq!(object["of"], "account:ink");
    }
}

#[test]
fn a_log_without_zones_gives_no_hours() {
    let mut log = String::new();
    for day in 1..=28 {
        writeln!(
            log,
            "Mon Jan {day:2} 09:55:27 2024 1 192.0.2.9 46 /a/b.png b _ o r ink ftp 0 * c"
        )
        .unwrap();
    }
    let objects = rhythms(&log);
    assert_eq!(objects.len(), 1);
    assert_eq!(objects[0]["verdict"], "clock_assumed");
    assert_eq!(objects[0]["offset_hours"], Value::Null);
    assert_eq!(objects[0]["calendars"], Value::Array(vec![]));
}
