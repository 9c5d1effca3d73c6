//! Lines of the user's own format.

use subtier_connections::{BLOCK_BYTES, Pattern, ReadConfig, read_log_bytes};

use crate::{figures, rows_of_bytes};

const FILE: &str = r#"
line = '^(?<ts>\S+ \S+) \[(?<account>[^\]]*)\] (?<ip>\S+) (?<action>[A-Z]+) "(?<path>[^"]*)" (?<bytes>\d+|-)'
skip = '^(;|NOTICE )'
zone = "+08:00"
percent = true

[actions]
RECV = "read"
SEND = "write"
DENY = "fail"
"#;

#[test]
fn lines_of_a_pattern_are_read_like_any_others() {
    let pattern = Pattern::parse(FILE).unwrap();
    let config = ReadConfig { pattern: Some(&pattern), ..ReadConfig::new(None, BLOCK_BYTES) };
    let log = "; a log\n\
        2024-05-17 10:05:03.5 [lin] 192.0.2.7:40 RECV \"/show/a%20b.mov?token=SECRET\" 4096\n\
        2024-05-17 10:05:04.5 [-] 198.51.100.4 DENY \"\" -\n\
        2024-05-17 10:05:05.5 [mei] 203.0.113.9 WHAT \"/x\" 1\n\
        NOTICE restarted\n\
        something else\n\
        192.0.2.8 - - [17/May/2024:10:05:04 +0800] \"GET /b HTTP/1.1\" 200 5 \"-\" \"x\"\n";
    insta::assert_snapshot!(rows_of_bytes(log.as_bytes(), &config), @r"
    2: 2024-05-17T02:05:03.5Z | 192.0.2.7 | lin | read | /show/a b.mov | - | 4096 | -
    3: 2024-05-17T02:05:04.5Z | 198.51.100.4 | - | fail | - | - | - | - refused
    4: 2024-05-17T02:05:05.5Z | 203.0.113.9 | mei | other | /x | - | 1 | -
    7: 2024-05-17T02:05:04Z | 192.0.2.8 | - | read | /b | 200 | 5 | x
    ");
    let reading = read_log_bytes(log.as_bytes(), &config);
    insta::assert_snapshot!(figures(&reading), @r#"pattern ["pattern", "combined"]: 7 lines, 4 accesses, 2 skipped, 1 complaints; explicit explicit"#);
    assert!(!format!("{reading:?}").contains("SECRET"));
}

#[test]
fn times_of_a_pattern_may_be_written_in_any_usual_way() {
    let pattern = Pattern::parse(r"line = '^(?<ts>.+?)\|(?<ip>\S+)$'").unwrap();
    let config = ReadConfig { pattern: Some(&pattern), ..ReadConfig::new(None, BLOCK_BYTES) };
    let log = "1715911503.25|192.0.2.1\n\
        2024-05-17T10:05:03+08:00|192.0.2.2\n\
        17/May/2024:10:05:03 +0800|192.0.2.3\n\
        Fri May 17 10:05:03 2024|192.0.2.4\n\
        17/May/2024:10:05:03.655|192.0.2.5\n\
        May 17 2024 10:05:03|192.0.2.6\n\
        some day|192.0.2.7\n";
    insta::assert_snapshot!(rows_of_bytes(log.as_bytes(), &config), @r"
    1: 2024-05-17T02:05:03.25Z | 192.0.2.1 | - | other | - | - | - | -
    2: 2024-05-17T02:05:03Z | 192.0.2.2 | - | other | - | - | - | -
    3: 2024-05-17T02:05:03Z | 192.0.2.3 | - | other | - | - | - | -
    4: 2024-05-17T10:05:03Z | 192.0.2.4 | - | other | - | - | - | -
    5: 2024-05-17T10:05:03.655Z | 192.0.2.5 | - | other | - | - | - | -
    6: 2024-05-17T10:05:03Z | 192.0.2.6 | - | other | - | - | - | -
    7: - | 192.0.2.7 | - | other | - | - | - | - (the time cannot be read)
    ");
}
