//! Loading folders: dates, missing, doubled, damaged and foreign files.

use subtier_model::Complaint;
use subtier_screening::Lists;

use crate::folders::{ADD, ALT, UN, folder, load, sdn};

fn said(complaints: &[Complaint], file: &str, words: &str) -> bool {
    complaints.iter().any(|c| c.path == file && c.reason.contains(words))
}

fn date(lists: &Lists, file: &str) -> Option<String> {
    let source = lists.sources().iter().find(|source| source.file_name == file)?;
    source.date.map(|date| date.to_string())
}

#[test]
fn a_header_with_wrong_names_and_no_header_are_one() {
    let with = sdn();
    let without: String = with.split_once('\n').unwrap().1.to_owned();
    let one = load(&[("sdn_2023-01.csv", &with)]).0;
    let other = load(&[("sdn_2023-01.csv", &without)]).0;
    assert_eq!(one.entries(), other.entries());
    assert_eq!(one.entries().len(), 58);
}

#[test]
fn exactly_the_entries_linked_to_sek_studio_carry_the_link() {
    let (lists, _) = load(&[("sdn.csv", &sdn())]);
    let linked = lists.entries().iter().filter(|e| e.linked_to == ["SEK STUDIO"]).count();
    assert_eq!(linked, 8, "all of the network in this small list but SEK itself and HONGMAN");
}

#[test]
fn parts_of_different_dates_are_joined_and_said() {
    let (lists, complaints) =
        load(&[("sdn_2023-01.csv", &sdn()), ("alt_2025-02.csv", ALT), ("add_2023-01.csv", ADD)]);
    assert!(said(&complaints, "alt_2025-02.csv", "aliases of another date (list of 2025-02)"));
    assert!(said(&complaints, "alt_2025-02.csv", "1 aliases belong to entries"));
    assert!(!said(&complaints, "add_2023-01.csv", "another date"));
    let sek = lists.entries().iter().find(|e| e.uid == "34022").unwrap();
    assert_eq!(sek.names.len(), 3);
    assert_eq!(date(&lists, "alt_2025-02.csv").as_deref(), Some("2025-02"));
}

#[test]
fn strict_dates_refuse_the_part_of_another_date() {
    let dir =
        folder(&[("sdn_2023-01.csv", &sdn()), ("alt_2025-02.csv", ALT), ("add_2023-01.csv", ADD)]);
    let (lists, complaints) = Lists::load(Some(dir.path()), true);
    assert!(said(&complaints, "alt_2025-02.csv", "refused, as strict dates ask"));
    assert!(lists.sources().iter().all(|source| source.file_name != "alt_2025-02.csv"));
    assert!(lists.entries().iter().all(|e| e.uid != "34022" || e.names.len() == 1));
}

#[test]
fn of_two_parts_the_one_nearer_in_date_is_used() {
    let (lists, complaints) = load(&[
        ("add_2025-02.csv", ADD),
        ("alt_2023-01.csv", ALT),
        ("sdn_2023-01.csv", &sdn()),
        ("sdn_address_2023-01.csv", ADD),
    ]);
    assert!(said(&complaints, "add_2025-02.csv", "not used: sdn_address_2023-01.csv"));
    assert_eq!(date(&lists, "add_2025-02.csv"), None);
}

#[test]
fn dates_come_from_inside_then_the_name_then_lists_toml_and_else_are_unknown() {
    let toml = "[[list]]\nfile = \"alt.csv\"\ndate = \"2023-01-20\"\n[[list]]\nfile = \"un_2001-01.xml\"\ndate = 2002-02-02\n";
    let (lists, _) = load(&[
        ("sdn.csv", &sdn()),
        ("alt.csv", ALT),
        ("add_2023-01-21.csv", ADD),
        ("un_2001-01.xml", UN),
        ("lists.toml", toml),
    ]);
    assert_eq!(date(&lists, "un_2001-01.xml").as_deref(), Some("2026-02-27"));
    assert_eq!(date(&lists, "add_2023-01-21.csv").as_deref(), Some("2023-01-21"));
    assert_eq!(date(&lists, "alt.csv").as_deref(), Some("2023-01-20"));
    assert_eq!(date(&lists, "sdn.csv"), None);
}

#[test]
fn missing_parts_are_said() {
    let (_, complaints) = load(&[("sdn_2023-01.csv", &sdn())]);
    assert!(said(&complaints, "sdn_2023-01.csv", "aliases (alt.csv) are missing"));
    assert!(said(&complaints, "sdn_2023-01.csv", "addresses (add.csv) are missing"));
    let (lists, complaints) = load(&[("alt.csv", ALT)]);
    assert!(said(&complaints, "alt.csv", "without the primary names"));
    assert!(lists.lists()[0].embedded);
}

#[test]
fn a_damaged_list_is_refused_whole_and_the_extract_speaks() {
    let whole = sdn();
    for cut in [whole.len() / 2, whole.len() / 3, 1_000] {
        let (lists, complaints) = load(&[("sdn_2023-01.csv", whole.get(..cut).unwrap())]);
        assert!(said(&complaints, "sdn_2023-01.csv", "refused whole"), "{cut}");
        assert!(said(&complaints, "lists", "only the embedded extract"), "{cut}");
        assert_eq!(lists.entries().len(), 14, "{cut}");
    }
    let (_, complaints) = load(&[("un.xml", UN.get(..UN.len() - 12).unwrap())]);
    assert!(said(&complaints, "un.xml", "refused whole"));
}

#[test]
fn what_is_no_list_is_said() {
    let (_, complaints) =
        load(&[("notes.txt", "buy milk"), ("b.bin", "\0\u{1}\u{2}"), ("empty.csv", "")]);
    for file in ["notes.txt", "b.bin", "empty.csv"] {
        assert!(complaints.iter().any(|c| c.path == file), "{file}");
    }
    let missing = folder(&[]).path().join("nowhere");
    let (lists, complaints) = Lists::load(Some(&missing), false);
    assert!(said(&complaints, "lists", "cannot be read"));
    assert_eq!(lists.entries().len(), 14);
}

#[test]
fn a_list_of_ones_own_is_read_as_a_spreadsheet_writes_it() {
    let text = "\u{feff}id;name;aliases;type;country;birth_date;ids\r\n7;Grey Heron Works;\"GHW; Heron\";company;CN;;\"USCC 91500118582829838H\"\r\n";
    let (lists, complaints) = load(&[("mine_2024-05.csv", text)]);
    let entry = lists.entries().iter().find(|e| e.uid == "7").unwrap();
    assert_eq!((entry.names.len(), entry.ids.len()), (3, 1));
    assert_eq!(lists.lists()[0].name, "mine_2024-05");
    assert_eq!(complaints.len(), 1, "only that the SDN list is missing: {complaints:?}");
}

#[test]
fn the_hash_follows_the_bytes_and_nothing_names_the_folder() {
    let one = load(&[("sdn.csv", &sdn())]);
    let same = load(&[("sdn.csv", &sdn())]);
    let other = load(&[("sdn.csv", &sdn().replace("MOXING", "MOKSING"))]);
    assert_eq!(one.0.sources(), same.0.sources());
    assert_eq!(one.1, same.1);
    assert_ne!(one.0.sources()[0].hash, other.0.sources()[0].hash);
}
