//! Accounts, their sessions and agents, and what becomes of them in a case.

use crate::read;
use subtier_connections::{complaints, observations};
use subtier_model::{EvidenceId, Fact, Place};

const LOG: &str = r#"175.45.178.21 - liaodong [01/Jan/2024:00:06:48 +0000] "GET /a?token=SECRET1 HTTP/1.1" 404 7 "-" "Naenara/3.5"
175.45.178.21 - liaodong [01/Jan/2024:00:20:00 +0000] "GET /a HTTP/1.1" 200 10 "-" "rclone/v1.63"
175.45.178.21 - liaodong [01/Jan/2024:00:30:00 +0000] "GET /a HTTP/1.1" 401 10 "-" "intruder"
175.45.178.21 - liaodong [01/Jan/2024:00:50:00 +0000] "PUT /a HTTP/1.1" 201 10 "-" "rclone/v1.63"
212.32.48.108 - liaodong [01/Jan/2024:00:51:00 +0000] "PUT /a HTTP/1.1" 201 10 "-" "rclone/v1.63"
host.example.net - liaodong [01/Jan/2024:00:52:00 +0000] "PUT /a HTTP/1.1" 201 10 "-" "curl"
9.9.9.9 - eve [01/Jan/2024:00:53:00 +0000] "GET /a HTTP/1.1" 403 10 "-" "curl"
9.9.9.9 - - [01/Jan/2024:00:53:00 +0000] "GET /a HTTP/1.1" 200 10 "-" "cu"#;

#[test]
fn accounts_are_seen_where_they_were_let_in() {
    let reading = read(LOG);
    let seen: Vec<_> = reading
        .sightings
        .iter()
        .map(|seen| {
            let ip = seen.ip.map_or("-".to_owned(), |ip| ip.to_string());
            (seen.account.as_str(), ip, seen.accesses, seen.witness.line, seen.last_line)
        })
        .collect();
    assert_eq!(
        seen,
        [
            ("liaodong", "-".to_owned(), 1, 6, 6),
            ("liaodong", "175.45.178.21".to_owned(), 3, 1, 4),
            ("liaodong", "212.32.48.108".to_owned(), 1, 5, 5),
        ]
    );
    let runs: Vec<_> =
        reading.sessions.iter().map(|run| (run.witness.line, run.accesses, run.bytes)).collect();
    assert_eq!(runs, [(6, 1, 10), (1, 2, 17), (4, 1, 10), (5, 1, 10)]);
    let agents: Vec<_> = reading
        .agents
        .iter()
        .map(|used| (used.agent.as_str(), used.accesses, used.ips.len()))
        .collect();
    assert_eq!(agents, [("Naenara/3.5", 1, 1), ("curl", 1, 0), ("rclone/v1.63", 3, 2)]);
    let addresses: Vec<_> = reading
        .addresses
        .sorted()
        .iter()
        .map(|count| (count.ip.to_string(), count.accesses))
        .collect();
    assert_eq!(
        addresses,
        [
            ("9.9.9.9".to_owned(), 2),
            ("175.45.178.21".to_owned(), 4),
            ("212.32.48.108".to_owned(), 1),
        ]
    );
}

#[test]
fn facts_cite_their_line_and_no_secret() {
    let reading = read(LOG);
    let evidence = EvidenceId::from_bytes([7; 16]);
    let facts = observations(&reading, evidence);
    let count = |is: fn(&Fact) -> bool| facts.iter().filter(|seen| is(&seen.fact)).count();
    assert_eq!(count(|fact| matches!(fact, Fact::LogSummary(_))), 1);
    assert_eq!(count(|fact| matches!(fact, Fact::Sighting(_))), 2);
    assert_eq!(count(|fact| matches!(fact, Fact::AgentSeen(_))), 3);
    assert_eq!(count(|fact| matches!(fact, Fact::AccountSession(_))), 3);
    assert!(facts.iter().all(|fact| !fact.quote.contains("SECRET1")));
    assert!(facts.iter().all(|fact| fact.reader.name == "connections/combined"));
    let first = facts.iter().find(|fact| fact.place == Place::Line(1)).unwrap();
    assert!(first.quote.starts_with("175.45.178.21 - liaodong [01/Jan/2024:00:06:48 +0000]"));
    let complaints = complaints(&reading, Some(evidence), "www/access.log");
    assert_eq!(complaints.len(), 1);
    assert_eq!(complaints[0].place, Place::Line(8));
}

#[test]
fn a_file_that_is_no_log_is_complained_of_once() {
    let reading = read("{\"a\":1}\n{\"a\":2}\n");
    assert!(observations(&reading, EvidenceId::from_bytes([7; 16])).is_empty());
    let complaints = complaints(&reading, None, "x.json");
    assert_eq!(complaints.len(), 1);
    assert_eq!(
        complaints[0].reason,
        "no log of a known format: 2 lines of JSON, none with a client address"
    );
}
