//! One sample of each format, made in the likeness of what its documentation shows: what is read of it
//! stands in the file `.rows` beside it. Then the same samples damaged.

#![expect(clippy::disallowed_methods, reason = "tests read the samples beside them")]

use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;
use subtier_connections::{BLOCK_BYTES, ClientKind, FORMATS, Format, read_log_bytes, sniff};

use crate::{config, figures, rows_of_bytes};

/// A word that stands in the samples only where secrets do.
const SECRET: &str = "SECRET";

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/samples")
}

/// The formats that have a sample, each with its bytes.
fn samples() -> Vec<(&'static str, Format, Vec<u8>)> {
    let named = FORMATS.iter().filter(|row| row.format != Format::Pattern);
    named
        .map(|row| {
            let ending = if row.format == Format::Pcap { "pcap" } else { "log" };
            let path = folder().join(format!("{}.{ending}", row.name));
            let bytes = fs::read(&path).expect(row.name);
            (row.name, row.format, bytes)
        })
        .collect()
}

#[test]
fn every_format_reads_its_sample() {
    for (name, format, sample) in samples() {
        let reading = read_log_bytes(&sample, &config(BLOCK_BYTES));
        let read =
            format!("{}\n{}", figures(&reading), rows_of_bytes(&sample, &config(BLOCK_BYTES)));
        let expected = fs::read_to_string(folder().join(format!("{name}.rows")));
        assert_eq!(read, expected.unwrap_or_default(), "{name}\n{read}");
        assert_eq!(reading.summary.format, name);
        assert_eq!(sniff(&sample), Some(format), "{name}");
    }
}

#[test]
fn an_account_at_an_address_keeps_what_its_client_was_known_by() {
    let read = |name: &str, kind| {
        let bytes = fs::read(folder().join(name)).unwrap();
        let reading = read_log_bytes(&bytes, &config(BLOCK_BYTES));
        let values = reading.sightings.iter().map(|seen| {
            let values: Vec<&str> = seen.values(kind).collect();
            (seen.account.clone(), values.join(" "))
        });
        values.collect::<Vec<_>>()
    };
    let own = |account: &str, value: &str| (account.to_owned(), value.to_owned());
    let computers = read("samba-audit.log", ClientKind::Computer);
    assert_eq!(computers, [own("lin", "LIN-PC"), own("mei", "")]);
    assert_eq!(read("samba-audit.log", ClientKind::AccessKey), [own("lin", ""), own("mei", "")]);
}

#[test]
fn both_forms_of_captures_say_the_same() {
    let read = |name: &str| {
        let bytes = fs::read(folder().join(name)).unwrap();
        rows_of_bytes(&bytes, &config(BLOCK_BYTES))
    };
    assert_eq!(read("pcapng.pcapng"), read("pcap.pcap"));
}

#[test]
fn no_secret_leaves_a_reader() {
    for (name, _, sample) in samples() {
        let reading = read_log_bytes(&sample, &config(BLOCK_BYTES));
        let rows = rows_of_bytes(&sample, &config(BLOCK_BYTES));
        assert!(!rows.contains(SECRET), "{name}: {rows}");
        let whole = format!("{reading:?}");
        assert!(!whole.contains(SECRET), "{name}: {whole}");
    }
}

#[test]
fn blocks_of_any_size_give_the_same() {
    for (name, _, sample) in samples() {
        let whole = read_log_bytes(&sample, &config(BLOCK_BYTES));
        for block_bytes in [64, 300, 1_000] {
            assert_eq!(
                read_log_bytes(&sample, &config(block_bytes)),
                whole,
                "{name} {block_bytes}"
            );
        }
    }
}

#[test]
fn the_table_of_the_documentation_names_every_format_with_its_source() {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../docs/connections.md");
    let text = fs::read_to_string(path).unwrap();
    for row in FORMATS {
        let line = text.lines().find(|line| line.starts_with(&format!("| `{}` |", row.name)));
        let line = line.expect(row.name);
        assert!(line.contains(row.source), "{}: {line}", row.name);
    }
}

/// Lines of a log as its reader counts them.
fn n_lines(bytes: &[u8]) -> u64 {
    let n_lines = bytes.split(|byte| *byte == b'\n').count() as u64;
    n_lines - u64::from(bytes.last().is_none_or(|byte| *byte == b'\n'))
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(600))]

    #[test]
    fn a_damaged_sample_loses_no_line(
        which in 0_usize..26,
        changes in proptest::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 0..6),
        cut in any::<prop::sample::Index>(),
        is_cut: bool,
    ) {
        let samples = samples();
        let (name, _, mut bytes) = samples.into_iter().nth(which).unwrap();
        for (at, byte) in changes {
            let at = at.index(bytes.len());
            bytes[at] = byte;
        }
        if is_cut {
            bytes.truncate(cut.index(bytes.len()));
        }
        let reading = read_log_bytes(&bytes, &config(BLOCK_BYTES));
        let summary = &reading.summary;
        let n_told = summary.accesses + summary.skipped + summary.complaints - summary.faulty;
        prop_assert_eq!(n_told, summary.lines, "{}", name);
        if !summary.has_records && !bytes.starts_with(b"BZh") {
            prop_assert_eq!(summary.lines, n_lines(&bytes), "{}", name);
        }
        let _rows = rows_of_bytes(&bytes, &config(BLOCK_BYTES));
    }
}
