//! Which list a file is, and which of several copies speaks. Every entry is invented but SEK STUDIO.

use std::fmt::Write;

use subtier_model::Complaint;
use subtier_screening::{Lists, Query, Screener};

use crate::folders::{ALT, UN, folder, load, matches, sdn};

/// In the columns of `cons_prim.csv`, which are those of `sdn.csv`.
fn consolidated() -> String {
    let mut text = String::new();
    let programmes = ["NS-PLC", "CMIC-EO13959", "UKRAINE-EO13662] [RUSSIA-EO14024"];
    for (idx, programme) in programmes.into_iter().cycle().take(30).enumerate() {
        let _ = write!(
            text,
            "{},\"OTHER{idx} HERON\",-0- ,{programme},{}-0- \r\n",
            9_000 + idx,
            "-0- ,".repeat(7)
        );
    }
    text + "\u{1a}\r\n"
}

const CONSOLIDATED_ALT: &str = "9000,1,\"aka\",\"OTHER NAME OF NONE\",-0- \r\n9003,2,\"aka\",\"OTHER NAME OF THREE\",-0- \r\n\u{1a}\r\n";

fn xml(programmes: &[&str], uid: u64, date: &str) -> String {
    let mut text = format!(
        "<sdnList><publshInformation><Publish_Date>{date}</Publish_Date></publshInformation>"
    );
    for (idx, programme) in programmes.iter().enumerate() {
        let _ = write!(
            text,
            "<sdnEntry><uid>{}</uid><lastName>HERON {idx}</lastName><sdnType>Entity</sdnType><programList><program>{programme}</program></programList></sdnEntry>",
            uid + idx as u64
        );
    }
    text + "</sdnList>"
}

fn names(lists: &Lists) -> Vec<String> {
    lists.lists().iter().map(|list| list.name.clone()).collect()
}

fn said(complaints: &[Complaint], file: &str, words: &str) -> bool {
    complaints.iter().any(|c| c.path == file && c.reason.contains(words))
}

#[test]
fn the_consolidated_list_is_never_taken_for_the_sdn_list() {
    // The name of the file lies; what stands in it does not.
    let (lists, complaints) = load(&[("sdn_2026-10.csv", &consolidated())]);
    assert_eq!(names(&lists), ["OFAC Consolidated (non-SDN)", "OFAC SDN (embedded extract)"]);
    assert!(said(&complaints, "lists", "embedded extract"));
    let screener = Screener::new(lists);
    assert_eq!(matches(&screener, &Query::of_name("1", "SEK STUDIO"))[0].list.uid, "34022");
}

#[test]
fn both_csv_sets_stand_side_by_side_with_their_own_aliases() {
    let (lists, complaints) = load(&[
        ("cons_alt_2023-01.csv", CONSOLIDATED_ALT),
        ("cons_prim_2023-01.csv", &consolidated()),
        ("sdn_2023-01.csv", &sdn()),
        ("alt_2023-01.csv", ALT),
    ]);
    assert_eq!(names(&lists), ["OFAC SDN", "OFAC Consolidated (non-SDN)"]);
    assert!(!said(&complaints, "cons_prim_2023-01.csv", "not used"));
    let alias = lists.entries().iter().find(|entry| entry.uid == "9003").unwrap();
    assert_eq!(alias.names.len(), 2);
    assert!(lists.entries().iter().any(|entry| entry.uid == "34022" && entry.names.len() == 3));
}

#[test]
fn where_the_programmes_do_not_tell_the_extract_speaks_as_well() {
    let unsure = xml(&["SDGT", "RUSSIA-EO14024"], 1, "08/07/2026");
    let (lists, _) = load(&[("sdn.xml", &unsure)]);
    assert_eq!(names(&lists), ["OFAC list (not certain which)", "OFAC SDN (embedded extract)"]);
    // Certain, but neither whole nor with SEK STUDIO.
    let part = xml(&["DPRK3", "SDNTK"], 1, "08/07/2026");
    let (lists, complaints) = load(&[("sdn.xml", &part)]);
    assert_eq!(names(&lists), ["OFAC SDN", "OFAC SDN (embedded extract)"]);
    assert!(said(&complaints, "lists", "speaks as well"));
    let whole = xml(&["DPRK3", "SDNTK"], 34_022, "08/07/2026");
    assert_eq!(names(&load(&[("sdn.xml", &whole)]).0), ["OFAC SDN"]);
}

#[test]
fn of_two_copies_the_newer_speaks_and_the_older_is_said() {
    let (old, new) =
        (xml(&["DPRK"; 4], 34_022, "08/07/2025"), xml(&["DPRK"; 5], 34_022, "08/07/2026"));
    let (lists, complaints) = load(&[("a.xml", &new), ("b.xml", &old)]);
    assert_eq!((names(&lists).len(), lists.entries().len()), (1, 5));
    assert!(said(&complaints, "b.xml", "not used: a.xml (list of 2026-08-07) is the newer copy"));
}

#[test]
fn a_newer_part_of_a_list_does_not_silence_the_whole() {
    let (whole, part) =
        (xml(&["DPRK"; 9], 34_022, "08/07/2025"), xml(&["DPRK"; 2], 34_022, "08/07/2026"));
    let (lists, complaints) = load(&[("a.xml", &whole), ("b.xml", &part)]);
    assert_eq!((names(&lists).len(), lists.entries().len()), (2, 11));
    assert!(complaints.iter().all(|c| !c.reason.contains("not used")), "{complaints:?}");
}

#[test]
fn xml_and_csv_of_one_list_are_copies_too() {
    let csv = sdn();
    let mut numbers: Vec<u64> =
        csv.lines().filter_map(|row| row.split(',').next()?.parse().ok()).collect();
    numbers.dedup();
    let mut text =
        "<sdnList><publshInformation><Publish_Date>08/07/2026</Publish_Date></publshInformation>"
            .to_owned();
    for uid in numbers {
        let _ = write!(
            text,
            "<sdnEntry><uid>{uid}</uid><lastName>HERON</lastName><sdnType>Entity</sdnType><programList><program>DPRK3</program></programList></sdnEntry>"
        );
    }
    text.push_str("</sdnList>");
    let (lists, complaints) =
        load(&[("sdn.xml", &text), ("sdn_2023-01.csv", &csv), ("alt_2023-01.csv", ALT)]);
    assert_eq!((names(&lists).len(), lists.sources().len()), (1, 1));
    assert!(said(&complaints, "alt_2023-01.csv", "not used: sdn.xml"));
    let (lists, complaints) =
        load(&[("sdn.xml", &text), ("sdn_2026-09.csv", &csv), ("alt_2026-09.csv", ALT)]);
    assert_eq!(lists.sources()[0].file_name, "sdn_2026-09.csv");
    assert!(said(&complaints, "sdn.xml", "not used: sdn_2026-09.csv"));
}

#[test]
fn where_the_newer_file_is_refused_the_older_is_used_and_said() {
    let cut = UN.get(..UN.len() - 12).unwrap();
    let (lists, complaints) = load(&[("un_new.xml", cut), ("un_old.xml", UN)]);
    assert!(said(&complaints, "un_new.xml", "refused whole"));
    assert!(said(
        &complaints,
        "un_new.xml",
        "un_old.xml (list of 2026-02-27) is used in its place"
    ));
    assert_eq!(lists.sources()[0].file_name, "un_old.xml");
    let whole = sdn();
    let (lists, complaints) =
        load(&[("sdn_2024-01.csv", whole.get(..3_000).unwrap()), ("sdn_2023-01.csv", &whole)]);
    assert!(said(
        &complaints,
        "sdn_2024-01.csv",
        "sdn_2023-01.csv (list of 2023-01) is used in its place"
    ));
    assert_eq!(names(&lists), ["OFAC SDN"]);
}

#[test]
fn ten_gigabytes_are_refused_by_the_limit_before_a_byte_is_read() {
    let dir = folder(&[("sdn.csv", &sdn())]);
    let huge = std::fs::File::create(dir.path().join("sdn.xml")).unwrap();
    // A file with a hole takes no room.
    huge.set_len(10 << 30).unwrap();
    let (lists, complaints) = Lists::load(Some(dir.path()), false);
    assert!(said(&complaints, "sdn.xml", "10737418240 bytes are more than the 536870912"));
    assert_eq!(names(&lists), ["OFAC SDN"]);
}
