//! Addresses inside a tunnel, joined with those that the tunnel came from.

use subtier_connections::{BLOCK_BYTES, Lease, ReadConfig, read_log_bytes};

use crate::{config, rows_of_bytes};

const VPN: &str = "2024-05-17 10:05:04 192.0.2.7:53722 [lin] Peer Connection Initiated with [AF_INET]192.0.2.7:53722\n\
    2024-05-17 10:05:04 lin/192.0.2.7:53722 MULTI: Learn: 10.8.0.3 -> lin/192.0.2.7:53722\n\
    2024-05-17 11:00:00 lin/192.0.2.7:53722 SIGTERM[soft,remote-exit] received, client-instance exiting\n\
    2024-05-17 12:00:00 mei/203.0.113.9:41000 MULTI: Learn: 10.8.0.3 -> mei/203.0.113.9:41000\n";

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
