//! Addresses inside a tunnel, joined with those that the tunnel came from.

use std::net::IpAddr;

use subtier_connections::{BLOCK_BYTES, Lease, Leases, ReadConfig, read_log_bytes};
use subtier_model::Timestamp;

use crate::{config, rows_of_bytes};

const VPN: &str = "2024-05-17 10:05:04 192.0.2.7:53722 [lin] Peer Connection Initiated with [AF_INET]192.0.2.7:53722\n\
    2024-05-17 10:05:04 lin/192.0.2.7:53722 MULTI: Learn: 10.8.0.3 -> lin/192.0.2.7:53722\n\
    2024-05-17 11:00:00 lin/192.0.2.7:53722 SIGTERM[soft,remote-exit] received, client-instance exiting\n\
    2024-05-17 12:00:00 mei/203.0.113.9:41000 MULTI: Learn: 10.8.0.3 -> mei/203.0.113.9:41000\n";

/// The outside that an address inside had at an instant of 17 May 2024, by the logs of several servers.
fn outside(logs: &[&str], at: i64) -> Option<String> {
    let mut leases = Leases::default();
    for log in logs {
        leases.add_log(read_log_bytes(log.as_bytes(), &config(BLOCK_BYTES)).leases);
    }
    let midnight = 1_715_904_000;
    let found = leases.find(IpAddr::from([10, 8, 0, 3]), Timestamp::from_secs(midnight + at));
    found.map(|lease| lease.outer.to_string())
}

fn learnt(clock: &str, who: &str) -> String {
    format!("2024-05-17 {clock} {who} MULTI: Learn: 10.8.0.3 -> {who}\n")
}

#[test]
fn two_servers_with_one_inner_range_do_not_end_each_others_leases() {
    let ended = "2024-05-17 10:30:00 lin/192.0.2.7:53722 SIGTERM[soft,remote-exit] received, client-instance exiting\n";
    let one = learnt("10:00:00", "lin/192.0.2.7:53722") + ended;
    let other = learnt("10:20:00", "mei/198.51.100.9:4000");
    let minute = |minute: i64| {
        let at = 10 * 3_600 + minute * 60;
        let found = outside(&[&one, &other], at);
        assert_eq!(outside(&[&other, &one], at), found, "in any order of the files");
        found
    };
    assert_eq!(minute(10).as_deref(), Some("192.0.2.7"));
    assert_eq!(minute(25), None, "both had it, and nothing tells which is meant");
    assert_eq!(minute(40).as_deref(), Some("198.51.100.9"));
}

#[test]
fn a_lease_without_an_end_holds_for_an_hour_and_not_for_ever() {
    let log = learnt("10:00:00", "lin/192.0.2.7:53722");
    let lease = |secs: i64| outside(&[&log], 10 * 3_600 + secs);
    assert_eq!(lease(-1), None);
    assert_eq!(lease(3_600).as_deref(), Some("192.0.2.7"));
    assert_eq!(lease(3_601), None);
}

#[test]
fn leases_begin_and_end() {
    let reading = read_log_bytes(VPN.as_bytes(), &config(BLOCK_BYTES));
    let shown = |lease: &Lease| {
        let account = lease.account.as_deref().unwrap_or("-");
        let end = lease.end.map_or("open".to_owned(), |end| end.to_string());
        format!("{} {} {account} {} {end}", lease.inner, lease.outer, lease.start)
    };
    let leases: Vec<String> = reading.leases.iter().map(shown).collect();
    assert_eq!(
        leases,
        [
            "10.8.0.3 192.0.2.7 lin 2024-05-17T10:05:04Z 2024-05-17T11:00:00Z",
            "10.8.0.3 203.0.113.9 mei 2024-05-17T12:00:00Z open",
        ]
    );
}

#[test]
fn an_access_from_inside_is_one_from_where_the_tunnel_came() {
    let reading = read_log_bytes(VPN.as_bytes(), &config(BLOCK_BYTES));
    let config = ReadConfig { leases: Some(&reading.leases), ..config(BLOCK_BYTES) };
    let at = |time: &str| {
        format!("10.8.0.3 - - [17/May/2024:{time} +0000] \"GET /a HTTP/1.1\" 200 5 \"-\" \"x\"\n")
    };
    let log = [at("10:30:00"), at("11:30:00"), at("12:30:00")].concat();
    let rows = rows_of_bytes(log.as_bytes(), &config);
    assert_eq!(
        rows,
        "1: 2024-05-17T10:30:00Z | 192.0.2.7 | - | read | /a | 200 | 5 | x | inside 10.8.0.3\n\
         2: 2024-05-17T11:30:00Z | 10.8.0.3 | - | read | /a | 200 | 5 | x\n\
         3: 2024-05-17T12:30:00Z | 203.0.113.9 | - | read | /a | 200 | 5 | x | inside 10.8.0.3\n"
    );
    let addresses = read_log_bytes(log.as_bytes(), &config).addresses.sorted();
    let addresses: Vec<String> = addresses.iter().map(|count| count.ip.to_string()).collect();
    assert_eq!(addresses, ["10.8.0.3", "192.0.2.7", "203.0.113.9"]);
}
