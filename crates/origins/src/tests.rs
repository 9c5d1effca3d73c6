//! The whole of origins: a folder in, an origin out.

#![expect(clippy::disallowed_methods, reason = "tests lay files into a temporary folder")]

use std::fs;
use std::net::IpAddr;

use super::made::{Value, db, mmdb, xdb};
use super::*;

fn record(pairs: &[(&str, &str)]) -> Value {
    let value = |text: &&str| Value::Text((*text).to_owned());
    Value::Map(pairs.iter().map(|(key, text)| ((*key).to_owned(), value(text))).collect())
}

fn load(files: &[(&str, &[u8])]) -> (NetworkData, Vec<String>) {
    let dir = tempfile::tempdir().unwrap();
    for (name, bytes) in files {
        fs::write(dir.path().join(name), bytes).unwrap();
    }
    let (data, complaints) = NetworkData::load(Some(dir.path()));
    let complaint = |c: &Complaint| format!("{}: {}: {}", c.path, c.place, c.reason);
    (data, complaints.iter().map(complaint).collect())
}

fn origin(data: &NetworkData, ip: &str) -> AddressOrigin {
    data.origin(ip.parse().unwrap(), "2023-11-20".parse().ok())
}

fn says<'a>(origin: &'a AddressOrigin, name: &str) -> &'a str {
    origin.sources.iter().find(|source| source.name == name).map_or("", |source| &source.says)
}

#[test]
fn allocation_of_north_korea_is_strong_and_its_neighbours_are_not() {
    let data = NetworkData::embedded();
    for ip in ["175.45.176.1", "175.45.178.21", "175.45.179.255", "::ffff:175.45.178.21"] {
        let origin = origin(&data, ip);
        assert_eq!(origin.country.as_deref(), Some("KP"), "{ip}");
        assert_eq!(origin.range.unwrap().grade, RangeGrade::Strong);
        assert_eq!((origin.rung.as_str(), origin.precision), ("range_table", Precision::Country));
        assert_eq!(origin.labels, [NetworkLabel::RangeTable]);
        assert!(origin.sources_agree && origin.sources.len() == 2, "{:?}", origin.sources);
    }
    for ip in ["175.45.175.255", "175.45.180.0"] {
        let origin = origin(&data, ip);
        assert_ne!(origin.country.as_deref(), Some("KP"), "{ip}");
        assert_eq!((origin.range, origin.rung.as_str()), (None, "embedded"), "{ip}");
    }
}

#[test]
fn ranges_reported_in_2017_are_medium_and_no_database_wins_in_silence() {
    let city = record(&[("city", "Guangzhou"), ("country_code", "CN"), ("state1", "Guangdong")]);
    let beirut = record(&[("city", "Beirut"), ("country_code", "LB")]);
    let dbip = mmdb("city ipv4", &[("210.52.0.0/16", city), ("77.94.35.0/24", beirut)]);
    let (data, complaints) = load(&[("dbip-city-ipv4.mmdb", &dbip)]);
    assert_eq!(complaints, [""; 0]);

    let assigned = origin(&data, "210.52.109.77");
    let row = assigned.range.unwrap();
    assert!(row.what.starts_with("CN address assigned to KPTC") && row.what.contains("2017"));
    assert_eq!((assigned.country.as_deref(), assigned.city), (Some("CN"), None));
    assert_eq!((row.grade, assigned.precision), (RangeGrade::Medium, Precision::Country));
    let beside = origin(&data, "210.52.110.1");
    assert_eq!((beside.range, beside.country.as_deref()), (None, Some("CN")));
    assert_eq!(beside.city.as_deref(), Some("Guangzhou"));

    let satellite = origin(&data, "77.94.35.9");
    assert_eq!(satellite.range.as_ref().unwrap().grade, RangeGrade::Medium);
    assert_eq!((satellite.country.as_deref(), satellite.sources_agree), (None, false));
    assert_eq!(says(&satellite, EMBEDDED_NAME), "LT");
    assert_eq!(says(&satellite, "dbip-city-ipv4 (city ipv4)"), "LB, Beirut");
    assert!(satellite.sources.iter().any(|s| s.name == RANGE_TABLE && s.date == "2017"));
    // Before the source saw it, the databases speak, with the row beside them.
    let earlier = data.origin("77.94.35.9".parse().unwrap(), "2015-01-01".parse().ok());
    assert_eq!((earlier.country.as_deref(), earlier.city), (Some("LB"), None));
    assert!(!earlier.sources_agree && earlier.range.is_some());
}

#[test]
fn claim_of_north_korea_outside_the_ranges_is_a_claim_and_no_range() {
    let (data, _) = load(&[(
        "geo.mmdb",
        &mmdb("GeoLite2-City", &[("104.37.213.0/24", record(&[("country", "KP")]))]),
    )]);
    let claimed = origin(&data, "104.37.213.7");
    assert!(claims_north_korea_outside_ranges(&claimed));
    assert_ne!(claimed.country.as_deref(), Some("KP"));
    assert!(!claimed.sources_agree && claimed.labels.is_empty());
    assert!(!claims_north_korea_outside_ranges(&origin(&data, "175.45.178.21")));
    assert!(!claims_north_korea_outside_ranges(&origin(&data, "59.45.32.9")));
}

#[test]
fn addresses_of_the_carriers_of_north_korea_are_in_no_range() {
    // AS4837 (Liaoning Unicom's name servers) and AS20485 outside the prefixes.
    let data = NetworkData::embedded();
    for ip in ["202.96.64.68", "202.96.69.38", "188.43.136.1", "80.237.84.1"] {
        let origin = origin(&data, ip);
        assert_eq!((origin.range, origin.labels), (None, vec![]), "{ip}");
    }
}

#[test]
fn province_level_data_stays_a_province() {
    let liaoning = record(&[
        ("city", "Shenyang (Sujiatun Qu)"),
        ("country_code", "CN"),
        ("state1", "Liaoning"),
    ]);
    let (data, _) =
        load(&[("dbip-city-ipv4.mmdb", &mmdb("city ipv4", &[("59.45.32.0/22", liaoning)]))]);
    let origin = origin(&data, "59.45.32.9");
    assert_eq!(origin.region.as_deref(), Some("Liaoning"));
    assert_eq!((origin.city.as_deref(), origin.precision), (None, Precision::Province));
    assert_eq!(origin.rung, "database");
    let says = says(&origin, "dbip-city-ipv4 (city ipv4)");
    assert!(
        says.starts_with("CN, Liaoning, Shenyang (capital given for the whole province"),
        "{says}"
    );
    let source = data.sources().iter().find(|source| source.name.starts_with("dbip")).unwrap();
    assert!(source.attribution.as_ref().unwrap().contains("https://db-ip.com"));
    assert_eq!(source.date, "2024-01-02");
}

#[test]
fn city_comes_from_the_source_that_knows_it() {
    let segments = [("59.45.32.0", "59.45.35.255", "中国|0|辽宁省|丹东市|电信")];
    for (name, bytes) in [("ip2region.db", db(&segments)), ("ip2region_v4.xdb", xdb(&segments, 3))]
    {
        let (data, complaints) = load(&[(name, &bytes)]);
        assert_eq!(complaints, [""; 0]);
        let origin = origin(&data, "59.45.32.9");
        assert_eq!(origin.city.as_deref(), Some("Dandong"));
        assert_eq!((origin.precision, origin.sources_agree), (Precision::City, true));
        assert_eq!(says(&origin, "ip2region"), "CN, Liaoning, Dandong");
        assert_eq!(origin.network.as_deref(), Some("电信"));
        assert_eq!(
            data.sources().iter().find(|s| s.name == "ip2region").unwrap().date,
            "2021-10-25"
        );
    }
}

#[test]
fn embedded_table_speaks_alone_where_nothing_is_brought() {
    let data = NetworkData::embedded();
    for (ip, country) in [("59.45.32.9", "CN"), ("212.128.4.9", "ES"), ("211.45.66.10", "KR")] {
        let origin = origin(&data, ip);
        assert_eq!(
            (origin.country.as_deref(), origin.precision),
            (Some(country), Precision::Country)
        );
        assert_eq!(origin.rung, "embedded");
        assert_eq!(data.country(ip.parse().unwrap()).map(code_text).as_deref(), Some(country));
    }
    let names: Vec<&str> = data.sources().iter().map(|source| source.name.as_str()).collect();
    assert_eq!(names, [EMBEDDED_NAME, RANGE_TABLE]);
    assert!(data.sources()[0].attribution.as_ref().unwrap().contains("CC0-1.0"));
}

#[test]
fn addresses_inside_have_no_country() {
    let data = NetworkData::embedded();
    for (ip, words) in [
        ("10.0.0.1", "inside (RFC 1918)"),
        ("192.168.1.1", "inside (RFC 1918)"),
        ("100.64.9.9", "inside (RFC 6598)"),
        ("127.0.0.1", "inside (RFC 1122)"),
        ("::1", "inside (RFC 4291)"),
        ("198.51.100.7", "documentation (RFC 5737)"),
    ] {
        let origin = origin(&data, ip);
        assert_eq!((origin.country, origin.precision), (None, Precision::None), "{ip}");
        assert_eq!((origin.rung.as_str(), origin.sources.len()), ("none", 1), "{ip}");
        assert_eq!(origin.sources[0].says, words);
        assert_eq!(data.country(ip.parse().unwrap()), None);
    }
}

#[test]
fn labels_of_lists_add_up_and_name_their_list() {
    let notes = "[[list]]\nfile = \"exits.txt\"\nlabel = \"vpn\"\nprovider = \"Made VPN\"\ndate = \"2024-03\"\n";
    let (data, complaints) = load(&[
        ("output_datacenter_ipv4-2023-07.txt", b"82.29.0.0/16\n82.30.0.0/16\n"),
        ("exits.txt", b"82.29.202.17\n2001:db8:1::/48\n2606:4700::/32\n"),
        ("network.toml", notes.as_bytes()),
    ]);
    assert_eq!(complaints, [""; 0]);
    let both = origin(&data, "82.29.202.17");
    assert_eq!(both.labels, [NetworkLabel::Vpn, NetworkLabel::Hosting]);
    assert_eq!((both.rung.as_str(), both.network.as_deref()), ("named_list", Some("Made VPN")));
    assert_eq!(says(&both, "exits.txt"), "vpn, Made VPN");
    let list = both.sources.iter().find(|s| s.name.starts_with("output_")).unwrap();
    assert_eq!((list.date.as_str(), list.says.as_str()), ("2023-07", "hosting"));
    assert_eq!(origin(&data, "82.30.255.255").labels, [NetworkLabel::Hosting]);
    assert_eq!(origin(&data, "82.31.0.0").labels, []);
    assert_eq!(origin(&data, "2606:4700::1").labels, [NetworkLabel::Vpn]);
    assert_eq!(data.labels("::ffff:82.29.202.17".parse().unwrap()).len(), 2);
}

#[test]
fn every_file_that_is_no_network_data_is_complained_of() {
    let turned =
        [("9.0.0.0", "9.0.0.255", "中国|0|0|0|0"), ("8.0.0.0", "8.0.0.255", "中国|0|0|0|0")];
    let (data, complaints) = load(&[
        ("a_vpn.txt", b"1.2.3.0/24\nnot a network\n"),
        ("b_vpn.txt", b"# nothing\n"),
        ("c.mmdb", b"no database"),
        ("d.db", &db(&turned)),
        ("e.xdb", b"short"),
        ("notes.md", b"read me"),
        ("vpn.bin", b"\x00\x01\x02"),
        ("network.toml", b"[[list]]\nfile = \"gone.txt\"\nlabel = \"vpn\"\n"),
    ]);
    let begins: Vec<&str> = complaints.iter().map(|c| c.split(": ").next().unwrap()).collect();
    assert_eq!(
        begins,
        [
            "a_vpn.txt",
            "b_vpn.txt",
            "c.mmdb",
            "d.db",
            "e.xdb",
            "notes.md",
            "vpn.bin",
            "network.toml"
        ]
    );
    assert!(complaints[0].starts_with("a_vpn.txt: line 2: "), "{}", complaints[0]);
    assert!(complaints[3].starts_with("d.db: record 2: "), "{}", complaints[3]);
    let kinds: Vec<NetworkSourceKind> = data.sources().iter().map(|source| source.kind).collect();
    assert_eq!(kinds.iter().filter(|kind| **kind == NetworkSourceKind::List).count(), 1);
    assert_eq!(origin(&data, "1.2.3.4").labels, [NetworkLabel::Vpn]);
}

#[test]
fn folder_that_is_not_there_is_a_complaint_without_its_path() {
    let dir = tempfile::tempdir().unwrap();
    let (_, complaints) = NetworkData::load(Some(&dir.path().join("geo")));
    assert_eq!(complaints.len(), 1);
    assert_eq!(complaints[0].path, "geo");
    assert!(!complaints[0].reason.contains('/'), "{}", complaints[0].reason);
}

#[test]
fn newer_edition_of_the_embedded_table_takes_its_vote() {
    let newer = mmdb("country ipv4", &[("59.45.32.0/24", record(&[("country_code", "HK")]))]);
    let (data, _) = load(&[("geo-whois-asn-country-ipv4.mmdb", &newer)]);
    let origin = origin(&data, "59.45.32.9");
    assert_eq!((origin.country.as_deref(), origin.sources_agree), (Some("HK"), false));
}

#[test]
fn record_that_cannot_be_read_is_said_and_not_passed_over() {
    let broken = mmdb("Made-City", &[("59.45.32.0/24", Value::Text("CN".to_owned()))]);
    let (data, _) = load(&[("made.mmdb", &broken)]);
    let origin = origin(&data, "59.45.32.9");
    assert_eq!(says(&origin, "Made-City"), "its record could not be read");
    assert_eq!(origin.country.as_deref(), Some("CN"));
}

#[test]
fn same_folder_gives_the_same_sources_whatever_the_order_of_files() {
    let files: [(&str, &[u8]); 3] =
        [("x_vpn.txt", b"1.2.3.4\n"), ("y_tor.txt", b"1.2.3.4\n"), ("a_cloud.txt", b"1.2.3.4\n")];
    let mut turned = files;
    turned.reverse();
    let (a, b) = (load(&files).0, load(&turned).0);
    assert_eq!(a.sources(), b.sources());
    let ip: IpAddr = "1.2.3.4".parse().unwrap();
    assert_eq!(a.origin(ip, None), b.origin(ip, None));
}
