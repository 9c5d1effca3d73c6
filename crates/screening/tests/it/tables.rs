//! Lists published as tables: read exactly, or refused whole. Columns as the publishers name them; every entry is invented.

use std::fmt::Write;

use subtier_screening::{Entry, EntryKind, Lists, NameQuality};

use crate::folders::load;

/// Part of the columns of the EU's `csvFullSanctionsList_1_1`.
const EU: &str = "\u{feff}fileGenerationDate;Entity_LogicalId;Entity_EU_ReferenceNumber;Entity_SubjectType;Entity_SubjectType_ClassificationCode;Entity_Regulation_Programme;NameAlias_WholeName;Address_City;Address_Street;Address_CountryIso2Code;Address_CountryDescription;BirthDate_BirthDate;Citizenship_CountryIso2Code;Citizenship_CountryDescription;Identification_Number;Identification_TypeDescription;Identification_CountryIso2Code\r\n\
05/08/2026;13;EU.1.1;P;person;PRK;Invented Heron;;;;;1970-02-03;KP;NORTH KOREA;836 210;Passport;00\r\n\
05/08/2026;14;EU.1.2;E;enterprise;PRK;Heron Works;Town;Street 1;CN;CHINA;;;;;;\r\n\
05/08/2026;13;EU.1.1;P;person;PRK;H. \"\"Grey\"\";;;;;;;;;;\r\n";

/// Part of the columns of the UK Sanctions List of 2026, behind its first line.
const UK: &str = "Report Date: 08-Oct-2026\n\
Last Updated,Unique ID,OFSI Group ID,Name 6,Name 1,Name type,Alias strength,Name non-latin script,Regime Name,Designation Type,Address Line 1,Address Postal Code,Address Country,D.O.B,Nationality(/ies),Passport number,Town of birth,Country of birth,IMO number,Year Built\n\
04/08/2026,DPR1,1,H2,,Alias,Low quality a.k.a,,Invented,Individual,,,,dd/mm/1971,Nowhere,A 12,Town,Nowhere,,\n\
04/08/2026,DPR1,1,HERON,Invented,Primary Name,,왜가리,Invented,Individual,,,,dd/mm/1971,Nowhere,A 12,Town,Nowhere,,\n\
04/08/2026,DPR2,2,GREY HERON,,Primary Name,,,Invented,Ship,,,,,,,,,9123456,1990\n";

/// The columns of the US Consolidated Screening List.
const CSL: &str = "_id,source,entity_number,type,programs,name,title,addresses,federal_register_notice,start_date,end_date,standard_order,license_requirement,license_policy,call_sign,vessel_type,gross_tonnage,gross_registered_tonnage,vessel_flag,vessel_owner,remarks,source_list_url,alt_names,citizenships,dates_of_birth,nationalities,places_of_birth,source_information_url,ids\n\
a1,Entity List (EL) - Bureau of Industry and Security,,,,\"Heron Works; and any successor, sub-unit, or subsidiary thereof\",,\"Street 1, Town, CN; Street 2, Town, HK\",,,,,,,,,,,,,,,HW; Heron,,,,,,\n\
52291,Specially Designated Nationals (SDN) - Treasury Department,52291,Individual,NPWMD; DPRK3,\"HERON, Invented\",,,,,,,,,,,,,,,,,,,1978-12-05,KP,\"Town, Nowhere\",,\"Passport, 836238033, KP; Secondary sanctions risk:, sections 510.201 and 510.210; Gender, Male\"\n";

/// The columns of OpenSanctions' `targets.simple.csv`.
const OPEN: &str = "\"id\",\"schema\",\"name\",\"aliases\",\"birth_date\",\"countries\",\"addresses\",\"identifiers\",\"sanctions\",\"phones\",\"emails\",\"program_ids\",\"dataset\",\"first_seen\",\"last_seen\",\"last_change\"\n\
\"NK-1\",\"Person\",\"Invented Heron\",\"H. Heron;왜가리\",\"1970-01-02\",\"kp\",\"\",\"\",\"x\",\"\",\"\",\"US-DPRK\",\"A list\",\"2022-03-01T10:00:00\",\"2026-09-14T13:11:55\",\"\"\n\
\"NK-2\",\"Vessel\",\"GREY HERON\",\"\",\"\",\"pa\",\"\",\"IMO9123456\",\"x\",\"\",\"\",\"\",\"A list;Another\",\"2022-03-01T10:00:00\",\"2026-09-15T13:11:55\",\"\"\n";

fn told(text: &str) -> (Lists, Vec<String>) {
    let (lists, complaints) = load(&[("a.csv", text)]);
    let said = complaints.iter().filter(|c| c.path == "a.csv").map(|c| c.reason.clone()).collect();
    (lists, said)
}

fn entries(lists: &Lists, list: usize) -> Vec<&Entry> {
    lists.entries().iter().filter(|entry| entry.list == list).collect()
}

fn listed(lists: &Lists) -> Vec<String> {
    let date = |date: Option<_>| {
        date.map_or_else(|| "-".to_owned(), |d: subtier_model::Date| d.to_string())
    };
    lists.lists().iter().map(|list| format!("{} {}", list.name, date(list.date))).collect()
}

#[test]
fn the_eu_table_is_put_together_by_the_number_of_the_entry() {
    let (lists, said) = told(EU);
    assert!(said.is_empty(), "{said:?}");
    assert_eq!(listed(&lists)[0], "EU financial sanctions 2026-08-05");
    let found = entries(&lists, 0);
    assert_eq!(found.len(), 2);
    assert_eq!((found[0].uid.as_str(), found[0].kind), ("EU.1.1", EntryKind::Person));
    assert_eq!(found[0].names.len(), 2);
    assert_eq!(found[0].nationalities, ["NORTH KOREA"]);
    assert_eq!(found[0].ids[0].identifier.value, "836210");
    assert_eq!(found[1].kind, EntryKind::Organisation);
    assert_eq!(found[1].addresses[0].country, "CHINA");
}

#[test]
fn the_uk_table_has_its_date_in_the_first_line_and_the_primary_name_anywhere() {
    let (lists, said) = told(UK);
    assert!(said.is_empty(), "{said:?}");
    assert_eq!(listed(&lists)[0], "UK Sanctions List 2026-10-08");
    let found = entries(&lists, 0);
    assert_eq!(
        (found.len(), found[0].name(), found[0].kind),
        (2, "Invented HERON", EntryKind::Person)
    );
    let names: Vec<_> = found[0].names.iter().map(|n| (n.text.as_str(), n.quality)).collect();
    assert_eq!(names[1], ("H2", NameQuality::WeakAlias));
    assert_eq!(names[2], ("왜가리", NameQuality::Alias));
    assert_eq!(
        (found[0].birth_dates.len(), found[0].birth_dates[0].from.to_string()),
        (1, "1971".to_owned())
    );
    assert_eq!(found[1].kind, EntryKind::Vehicle);
    assert_eq!(found[1].ids[0].identifier.value, "9123456");
}

#[test]
fn the_us_screening_list_is_one_list_for_each_source_and_never_silences_the_extract() {
    let (lists, said) = told(CSL);
    assert!(said.is_empty(), "{said:?}");
    let names = listed(&lists);
    assert!(
        names[0].contains("Entity List (EL)") && names[1].contains("Specially Designated"),
        "{names:?}"
    );
    assert!(lists.lists().iter().any(|list| list.embedded));
    let entity = entries(&lists, 0)[0];
    assert_eq!(
        entity.names.iter().map(|n| n.text.as_str()).collect::<Vec<_>>(),
        ["Heron Works", "HW", "Heron"]
    );
    assert_eq!(entity.addresses[1].country, "HK");
    let person = entries(&lists, 1)[0];
    assert_eq!(
        (person.uid.as_str(), person.kind, person.ids.len()),
        ("52291", EntryKind::Person, 1)
    );
    assert_eq!(person.programmes, ["NPWMD", "DPRK3"]);
    assert_eq!(person.birth_dates[0].from.to_string(), "1978-12-05");
}

#[test]
fn opensanctions_is_no_list_of_ones_own() {
    let (lists, said) = told(OPEN);
    assert!(said.is_empty(), "{said:?}");
    assert_eq!(listed(&lists)[0], "OpenSanctions 2026-09-15");
    let found = entries(&lists, 0);
    assert_eq!((found[0].kind, found[0].names.len()), (EntryKind::Person, 3));
    assert_eq!(found[0].nationalities, ["kp"]);
    assert_eq!((found[1].kind, found[1].addresses[0].country.as_str()), (EntryKind::Vehicle, "pa"));
    assert_eq!(found[1].ids[0].identifier.value, "9123456");
}

#[test]
fn a_table_cut_in_a_row_is_refused_whole() {
    // Behind the beginning of the last cell a cut leaves a shorter cell, which nothing tells.
    for (text, last_cell) in
        [(EU, ";00"), (UK, ",1990"), (CSL, "\"Passport"), (OPEN, ",\"2026-09-15")]
    {
        let end = text.find(last_cell).unwrap();
        let row = text.get(..end).unwrap().rfind('\n').unwrap() + 1;
        for cut in row + 1..end {
            let Some(part) = text.get(..cut) else { continue };
            let (lists, said) = told(part);
            assert!(said.iter().any(|reason| reason.contains("refused whole")), "{cut}: {said:?}");
            assert!(lists.sources().iter().all(|source| source.file_name != "a.csv"), "{cut}");
        }
    }
}

#[test]
fn rows_without_number_name_or_kind_refuse_the_table_with_the_line() {
    for (text, words) in [
        (
            EU.replace(";13;EU.1.1;P;person;PRK;H.", ";;EU.1.1;P;person;PRK;H."),
            "without entity_logicalid",
        ),
        (EU.replace("Heron Works", ""), "without a name"),
        (UK.replace("Invented,Ship", "Invented,"), "without a designation type"),
        (
            CSL.replace(",Entity List (EL) - Bureau of Industry and Security,", ",,"),
            "without source",
        ),
        (OPEN.replace("GREY HERON", ""), "without id or name"),
    ] {
        let (lists, said) = told(&text);
        assert!(said.iter().any(|reason| reason.contains(words)), "{words}: {said:?}");
        assert!(lists.sources().iter().all(|source| source.file_name != "a.csv"), "{words}");
    }
}

#[test]
fn a_table_of_another_encoding_is_refused_with_the_place() {
    let dir = crate::folders::folder(&[]);
    let mut bytes = UK.as_bytes().to_vec();
    bytes.extend_from_slice(b"04/08/2026,DPR3,3,H\xC9RON,,Primary Name,,,I,Ship,,,,,,,,,,\n");
    #[expect(clippy::disallowed_methods, reason = "tests write their own small files")]
    std::fs::write(dir.path().join("uk.csv"), bytes).unwrap();
    let (_, complaints) = Lists::load(Some(dir.path()), false);
    let said = complaints.iter().find(|c| c.path == "uk.csv").unwrap();
    assert!(said.reason.contains("is no UTF-8"), "{said:?}");
}

#[test]
fn an_entry_with_a_name_in_its_own_script_alone_is_taken() {
    let (lists, said) = told(&UK.replace("GREY HERON,,Primary Name,,", ",,Primary Name,,왜가리"));
    assert!(said.is_empty(), "{said:?}");
    assert_eq!(entries(&lists, 0)[1].name(), "왜가리");
}

#[test]
fn many_entries_in_many_rows_are_all_there() {
    let mut text = UK.to_owned();
    for row in 0..3_000 {
        let _ = writeln!(text, "x,INV{},,NAME {row},,Alias,,,I,Entity,,,,,,,,,,", row % 500);
    }
    let (lists, said) = told(&text);
    assert!(said.is_empty(), "{said:?}");
    assert_eq!(entries(&lists, 0).len(), 502);
    assert_eq!(entries(&lists, 0)[2].names.len(), 6);
}
