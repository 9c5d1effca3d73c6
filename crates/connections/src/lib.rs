#![doc = include_str!("../README.md")]

mod addresses;
mod ascp;
mod azure;
mod block;
mod caddy;
mod cloudtrail;
mod columns;
mod combined;
mod config;
mod counts;
mod dsm;
mod engine;
mod envelope;
mod error;
mod file_line;
mod formats;
mod gcs;
mod haproxy;
mod input;
mod lease;
mod line;
mod marks;
mod memo;
mod minio;
mod nextcloud;
mod nginx_json;
mod observe;
mod openssh;
mod openvpn;
mod pattern;
mod pcap;
mod printed;
mod process;
mod pure_ftpd;
mod qulog;
mod quote;
mod reading;
mod records;
mod refused;
mod s3;
mod samba;
mod scan;
mod session;
mod sniff;
mod suricata;
mod table;
mod tally;
mod traefik;
mod vsftpd;
mod w3c;
mod wireguard;
mod xferlog;
mod year;
mod zeek;

pub use addresses::{AddressCount, Addresses};
pub use config::{BLOCK_BYTES, ReadConfig};
pub use engine::{
    for_each_access, for_each_access_in_bytes, has_records, read_log, read_log_bytes,
};
pub use error::Error;
pub use file_line::FileLine;
pub use formats::{FORMATS, FormatRow};
pub use lease::{Lease, Leases};
pub use observe::{READER_VERSION, complaints, observations};
pub use pattern::Pattern;
pub use printed::{Instants, push_address, push_number};
pub use quote::quote_lines;
pub use reading::{
    AgentUse, Complained, FileSummary, LogReading, RefusedLogins, SessionRun, SightingCount,
    Witness,
};
pub use sniff::{SNIFF_BYTES, sniff, sniff_file};
pub use subtier_lines::access::{Access, Client, ClientKind, Opening};
pub use subtier_lines::action::Action;
pub use subtier_lines::format::Format;
pub use subtier_lines::text::Text;
