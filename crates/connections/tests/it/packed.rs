//! Packed logs and logs of records.

use std::io::Write;

use subtier_connections::{BLOCK_BYTES, for_each_access_in_bytes, read_log_bytes};

use crate::{config, figures, rows, rows_of_bytes};

const LINES: &str = "192.0.2.7 - lin [17/May/2024:10:05:03 +0800] \"GET /a HTTP/1.1\" 200 5 \"-\" \"x\"\n\
    192.0.2.8 - - [17/May/2024:10:05:04 +0800] \"GET /b HTTP/1.1\" 200 5 \"-\" \"x\"\n";

fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    let mut encoder = flate2::write::GzEncoder::new(&mut packed, flate2::Compression::fast());
    encoder.write_all(bytes).expect("writing into memory cannot fail");
    encoder.finish().expect("writing into memory cannot fail");
    packed
}

#[test]
fn packed_logs_are_read_as_they_are_unpacked() {
    let log = LINES.repeat(2_000);
    let plain = read_log_bytes(log.as_bytes(), &config(BLOCK_BYTES));
    for packed in [gzip(log.as_bytes()), zstd::encode_all(log.as_bytes(), 1).unwrap()] {
        for block_bytes in [100, BLOCK_BYTES] {
            assert_eq!(read_log_bytes(&packed, &config(block_bytes)), plain);
        }
        assert_eq!(rows_of_bytes(&packed, &config(BLOCK_BYTES)), rows(&log));
    }
}

#[test]
fn a_packed_log_that_is_cut_says_so() {
    let packed = gzip(LINES.repeat(2_000).as_bytes());
    let reading = read_log_bytes(&packed[..packed.len() / 2], &config(BLOCK_BYTES));
    let summary = &reading.summary;
    assert!(summary.accesses > 100);
    let last = summary.complained.last().unwrap();
    assert_eq!(
        (last.line, last.reason.as_str()),
        (summary.lines, "the packed bytes end in the middle")
    );
    assert_eq!(
        summary.accesses + summary.skipped + summary.complaints - summary.faulty,
        summary.lines
    );
}

#[test]
fn lines_without_year_are_walked_twice_when_packed_too() {
    let log = "May 17 10:05:03 box sshd[1]: Accepted password for lin from 192.0.2.7 port 5 ssh2\n";
    assert_eq!(rows_of_bytes(&gzip(log.as_bytes()), &config(BLOCK_BYTES)), rows(log));
}

#[test]
fn objects_over_several_lines_are_records() {
    let log = "{\n  \"time_iso8601\": \"2024-05-17T02:05:03Z\",\n  \"remote_addr\": \"192.0.2.7\",\n  \
               \"request\": \"GET /a HTTP/1.1\",\n  \"status\": 200\n}\n{\n \"x\": 1\n}\n";
    let reading = read_log_bytes(log.as_bytes(), &config(BLOCK_BYTES));
    assert_eq!(
        figures(&reading),
        "nginx-json [\"nginx-json\"]: 2 lines, 1 accesses, 0 skipped, 1 complaints; explicit explicit"
    );
    assert!(reading.summary.has_records);
    assert_eq!(rows(log), "1: 2024-05-17T02:05:03Z | 192.0.2.7 | - | read | /a | 200 | - | -\n");
}

#[test]
fn lines_of_a_container_are_read_through_its_log_driver() {
    let inner = LINES.lines().next().unwrap();
    let line = serde_json::json!({"log": format!("{inner}\n"), "stream": "stdout", "time": "2024-05-17T02:05:03Z"});
    assert_eq!(rows(&format!("{line}\n")), rows(inner));
    let blank = r#"{"log":"\n","stream":"stdout","time":"2024-05-17T02:05:03Z"}"#;
    let mut n_seen = 0;
    let reading =
        for_each_access_in_bytes(blank.as_bytes(), &config(BLOCK_BYTES), |_, _| n_seen += 1);
    assert_eq!((reading.summary.skipped, n_seen), (1, 0));
}
