//! The same log gives the same reading, whatever the size of blocks, the number of threads and the
//! way it is read; and every line of any bytes is accounted for.

use crate::{config, figures};
use proptest::prelude::*;
use subtier_connections::{BLOCK_BYTES, for_each_access_in_bytes, read_log, read_log_bytes};

/// What processes of OpenSSH say.
const TEXTS: &[&str] = &[
    "Accepted password for bob from 10.0.0.9 port 5 ssh2",
    "Failed password for root from 10.0.0.8 port 5 ssh2",
    "Invalid user x from 10.0.0.7",
    "session opened for local user eve from [10.0.0.6]",
    "open \"/a\" flags READ mode 0666",
    "close \"/a\" bytes read 5 written 0",
    "session closed for local user eve from [10.0.0.6]",
    "Server listening on :: port 22.",
    "message repeated 2 times: [ Failed password for root from 10.0.0.8 port 5 ssh2]",
];

/// Lines of every format, whole, cut and foreign; `order` allows those that need others.
fn line(order: bool) -> impl Strategy<Value = String> {
    let ip = (0_u8..4, 0_u8..4).prop_map(|(a, b)| format!("10.{a}.0.{b}"));
    let account = prop_oneof![Just("-"), Just("-"), Just("bob"), Just("eve")];
    let web = (ip, account, 0_u32..24, 0_u32..60, prop_oneof![Just(""), Just("\"-\" \"curl\""), Just("\"-\" \"a\\\"b\"")])
        .prop_map(|(ip, account, hour, minute, tail)| {
            let line = format!("{ip} - {account} [17/May/2015:{hour:02}:{minute:02}:03 +0000] \"GET /x HTTP/1.1\" 200 5 {tail}");
            line.trim_end().to_owned()
        });
    let cut = (web.clone(), 0_usize..90).prop_map(|(line, at)| line.chars().take(at).collect());
    let ftp = (0_u32..60).prop_map(|second| {
        format!(
            "Thu Nov 19 09:55:{second:02} 2015 1 10.0.0.9 4609 /share/F4.txt b _ o r bob ftp 0 * c"
        )
    });
    let other =
        prop_oneof![Just(String::new()), Just("{\"a\":\"b\"}".to_owned()), "[ -~\u{0}]{0,30}"];
    if !order {
        return prop_oneof![6 => web, 1 => cut, 1 => ftp, 1 => other].boxed();
    }
    let ssh = (0_u32..3, 1_u32..4, 0_u32..60, proptest::sample::select(TEXTS));
    let ssh = ssh.prop_map(|(host, pid, second, text)| {
        format!("Dec 31 23:59:{second:02} h{host} sshd[{pid}]: {text}")
    });
    prop_oneof![3 => web, 1 => cut, 1 => ftp, 1 => other, 6 => ssh].boxed()
}

fn log() -> impl Strategy<Value = Vec<u8>> {
    let lines = any::<bool>().prop_flat_map(|order| proptest::collection::vec(line(order), 0..60));
    (lines, any::<bool>()).prop_map(|(lines, ends)| {
        let mut log = lines.join("\n").into_bytes();
        if ends {
            log.push(b'\n');
        }
        log
    })
}

proptest! {
    #[test]
    fn blocks_threads_and_ways_of_reading_do_not_matter(log in log(), block_bytes in 1_usize..600) {
        let whole = read_log_bytes(&log, &config(BLOCK_BYTES));
        figures(&whole);
        let n_lines = log.split(|byte| *byte == b'\n').count() - usize::from(log.ends_with(b"\n") || log.is_empty());
        prop_assert_eq!(whole.summary.lines, n_lines as u64);
        prop_assert_eq!(&read_log_bytes(&log, &config(block_bytes)), &whole);
        let one_thread = rayon::ThreadPoolBuilder::new().num_threads(1).build().unwrap();
        prop_assert_eq!(&one_thread.install(|| read_log_bytes(&log, &config(block_bytes))), &whole);
        let threads = rayon::ThreadPoolBuilder::new().num_threads(4).build().unwrap();
        prop_assert_eq!(&threads.install(|| read_log_bytes(&log, &config(3))), &whole);
        let (mut n_accesses, mut last_line) = (0, 0);
        let visited = for_each_access_in_bytes(&log, &config(block_bytes), |line, _access| {
            assert!(line > last_line, "in the order of the file, and each once");
            (n_accesses, last_line) = (n_accesses + 1, line);
        });
        prop_assert_eq!(n_accesses, whole.summary.accesses);
        prop_assert_eq!(&visited, &whole);
    }

    #[test]
    fn any_bytes_are_accounted_for(log: Vec<u8>, block_bytes in 1_usize..64) {
        let reading = read_log_bytes(&log, &config(block_bytes));
        figures(&reading);
    }
}

#[test]
fn a_file_is_read_as_its_bytes_are() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("access.log");
    let line =
        "83.149.9.216 - bob [17/May/2015:10:05:03 +0000] \"GET /a HTTP/1.1\" 200 2 \"-\" \"-\"\n";
    #[expect(clippy::disallowed_methods, reason = "a test makes its own log")]
    std::fs::write(&path, line.repeat(10_000)).unwrap();
    let source = subtier_source::open(&path).unwrap();
    let from_file = read_log(&source, &config(4_096)).unwrap();
    assert_eq!(from_file, read_log_bytes(line.repeat(10_000).as_bytes(), &config(BLOCK_BYTES)));
    assert_eq!(from_file.sightings[0].accesses, 10_000);
    assert_eq!(from_file.sightings[0].last_line, 10_000);
}
