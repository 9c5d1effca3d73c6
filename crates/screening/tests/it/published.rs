//! Lists published as XML: read exactly, or refused whole. Every entry is invented.

use proptest::prelude::*;
use subtier_screening::{EntryKind, NameQuality};

use crate::folders::load;

/// In the likeness of OFAC's `sdn.xml` (OFAC, "Data specification", `sdnList`).
const OFAC: &str = r#"<?xml version="1.0"?><sdnList xmlns="x"><publshInformation><Publish_Date>08/07/2026</Publish_Date>
<Record_Count>1</Record_Count></publshInformation><sdnEntry><uid>910</uid><firstName>Invented</firstName><lastName>HERON &amp; SON</lastName>
<sdnType>Individual</sdnType><programList><program>DPRK3</program></programList><idList><id><uid>1</uid><idType>Passport</idType>
<idNumber>836 210</idNumber><idCountry>Nowhere</idCountry></id><id><idType>Gender</idType><idNumber>Male</idNumber></id></idList>
<akaList><aka><category>weak</category><lastName>THE HERON</lastName></aka><aka><category>strong</category><lastName>GREY</lastName></aka></akaList>
<dateOfBirthList><dateOfBirthItem><dateOfBirth>circa 1961</dateOfBirth></dateOfBirthItem></dateOfBirthList></sdnEntry></sdnList>"#;

/// In the likeness of the EU's `xmlFullSanctionsList_1_1`.
const EU: &str = r#"<export xmlns="x" generationDate="2026-06-05T15:51:25.849+02:00"><sanctionEntity euReferenceNumber="EU.1.1" logicalId="9">
<regulation programme="PRK"/><subjectType code="person" classificationCode="P"/><nameAlias wholeName="H." strong="false"/>
<nameAlias wholeName="Invented Heron" strong="true"/><birthdate circa="false" birthdate="1970-02-03" city="Town" countryIso2Code="00"/>
<citizenship countryIso2Code="KP" countryDescription="NORTH KOREA"/></sanctionEntity></export>"#;

/// In the likeness of the Foreign Office's UK Sanctions List.
const UK: &str = r"<Designations><DateGenerated>06/07/2026</DateGenerated><Designation><UniqueID>DPR9</UniqueID><Names><Name>
<Name6>HERON TWO</Name6><NameType>Primary name</NameType></Name><Name><Name6>H2</Name6><NameType>Alias</NameType><AliasStrength>Low quality a.k.a</AliasStrength>
</Name></Names><NonLatinNames><NonLatinName><NameNonLatinScript>왜가리</NameNonLatinScript></NonLatinName></NonLatinNames>
<RegimeName>Invented</RegimeName><IndividualEntityShip>Ship</IndividualEntityShip><ShipDetails><Ship><IMONumbers><IMONumber>9123456</IMONumber>
</IMONumbers></Ship></ShipDetails></Designation></Designations>";

fn told(text: &str) -> (String, String, Vec<subtier_screening::Entry>) {
    let (lists, complaints) = load(&[("a.xml", text)]);
    assert!(complaints.iter().all(|c| c.path != "a.xml"), "{complaints:?}");
    let list = lists.lists().first().expect("a list");
    let entries = lists.entries().iter().filter(|entry| entry.list == 0).cloned().collect();
    (list.name.clone(), list.date.expect("a date inside").to_string(), entries)
}

#[test]
fn ofacs_simple_xml_is_read() {
    let (name, date, entries) = told(OFAC);
    assert_eq!((name.as_str(), date.as_str()), ("OFAC SDN", "2026-08-07"));
    let entry = &entries[0];
    assert_eq!((entry.uid.as_str(), entry.name()), ("910", "HERON & SON, Invented"));
    let kinds: Vec<_> = entry.names.iter().map(|name| name.quality).collect();
    assert_eq!(kinds, [NameQuality::Primary, NameQuality::WeakAlias, NameQuality::Alias]);
    assert_eq!((entry.ids.len(), entry.ids[0].identifier.value.as_str()), (1, "836210"));
    assert!(entry.birth_dates[0].circa);
}

#[test]
fn the_eu_xml_is_read_with_its_first_strong_name_as_the_main_one() {
    let (name, date, entries) = told(EU);
    assert_eq!((name.as_str(), date.as_str()), ("EU financial sanctions", "2026-06-05"));
    let entry = &entries[0];
    assert_eq!(
        (entry.uid.as_str(), entry.name(), entry.kind),
        ("EU.1.1", "Invented Heron", EntryKind::Person)
    );
    assert_eq!(entry.names[1].quality, NameQuality::WeakAlias);
    assert_eq!(
        (entry.addresses[0].city.as_str(), entry.addresses[0].country.as_str()),
        ("Town", "")
    );
    assert_eq!(entry.birth_dates[0].from.to_string(), "1970-02-03");
}

#[test]
fn the_uk_xml_is_read_with_native_names_and_numbers_of_ships() {
    let (name, date, entries) = told(UK);
    assert_eq!((name.as_str(), date.as_str()), ("UK Sanctions List", "2026-07-06"));
    let entry = &entries[0];
    assert_eq!((entry.name(), entry.kind), ("HERON TWO", EntryKind::Vehicle));
    assert_eq!(entry.names[1].quality, NameQuality::WeakAlias);
    assert_eq!(entry.names[2].text, "왜가리");
    assert_eq!(entry.ids[0].identifier.value, "9123456");
}

#[test]
fn a_count_that_differs_is_said_and_the_list_is_taken() {
    let text = OFAC.replace("<Record_Count>1", "<Record_Count>2");
    let (lists, complaints) = load(&[("a.xml", &text)]);
    assert!(complaints.iter().any(|c| c.path == "a.xml" && c.reason.contains("says 2 entries")));
    assert_eq!(lists.sources()[0].entries, 1);
}

#[test]
fn names_in_parts_and_names_in_their_own_script_alone_are_names() {
    let (_, _, entries) = told(
        &EU.replace("wholeName=\"Invented Heron\"", "firstName=\"Invented\" lastName=\"Heron\""),
    );
    assert_eq!(entries[0].name(), "Invented Heron");
    let (_, _, entries) =
        told(&UK.replace("Name6>HERON TWO<", "Name6><").replace("Name6>H2<", "Name6><"));
    assert_eq!(entries[0].name(), "왜가리");
}

#[test]
fn days_of_another_calendar_are_no_dates_and_parts_of_one_are() {
    let of = |text: &str| {
        let (_, _, entries) = told(text);
        entries[0].birth_dates.first().map(|birth| birth.from.to_string())
    };
    let born = "birthdate=\"1970-02-03\"";
    assert_eq!(of(&EU.replace(born, "birthdate=\"1348-02-03\" calendarType=\"ISLAMIC\"")), None);
    let parts = EU.replace(born, "year=\"1970\" monthOfYear=\"2\" calendarType=\"GREGORIAN\"");
    assert_eq!(of(&parts).as_deref(), Some("1970-02"));
}

#[test]
fn a_list_cut_anywhere_is_complained_of_and_none_of_it_is_taken() {
    for text in [OFAC, EU, UK] {
        for cut in (0..text.trim_end().len()).step_by(23) {
            let Some(part) = text.get(..cut) else { continue };
            let (lists, complaints) = load(&[("a.xml", part)]);
            assert!(complaints.iter().any(|c| c.path == "a.xml"), "{cut}");
            assert!(lists.sources().iter().all(|source| source.file_name != "a.xml"), "{cut}");
        }
    }
}

#[test]
fn bombs_outside_entities_wrong_counts_and_the_closed_list_are_refused_in_words() {
    let bomb = "<!DOCTYPE sdnList [<!ENTITY a SYSTEM \"file:///etc/passwd\">]>";
    for (text, words) in [
        (format!("{bomb}{}", OFAC.split_once("?>").unwrap().1), "document type"),
        (OFAC.replace("GREY", "&a;"), "entity"),
        (format!("{bomb}{}", crate::folders::UN.split_once("?>").unwrap().1), "document type"),
        (crate::folders::UN.replace("MINING", "&a;"), "entity"),
        (UK.replace("Name6", "Nome6").replace("NameNon", "NomeNon"), "no name"),
        (EU.replace("sanctionEntity", "other"), "no entry"),
        ("Last Updated,03/06/2026\nName 6,Name 1,Name 2\nA,,\n".to_owned(), "28 January 2026"),
    ] {
        let (_, complaints) = load(&[("a.xml", &text)]);
        let said = complaints.iter().any(|c| c.path == "a.xml" && c.reason.contains(words));
        assert!(said, "{words}: {complaints:?}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn a_changed_byte_is_read_or_complained_of(at in 0_usize..700, byte in any::<u8>()) {
        let dir = crate::folders::folder(&[]);
        for (name, text) in [("ofac.xml", OFAC), ("eu.xml", EU), ("uk.xml", UK)] {
            let mut bytes = text.as_bytes().to_vec();
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
            #[expect(clippy::disallowed_methods, reason = "tests write their own small files")]
            std::fs::write(dir.path().join(name), bytes).unwrap();
        }
        let (lists, complaints) = subtier_screening::Lists::load(Some(dir.path()), false);
        for name in ["ofac.xml", "eu.xml", "uk.xml"] {
            let taken = lists.sources().iter().any(|source| source.file_name == name);
            prop_assert!(taken || complaints.iter().any(|c| c.path == name), "{}", name);
        }
    }
}
