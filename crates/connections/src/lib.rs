#![doc = include_str!("../README.md")]

mod access;
mod action;
mod address;
mod addresses;
mod ascp;
mod azure;
mod block;
mod caddy;
mod capture;
mod clock;
mod cloudtrail;
mod columns;
mod combined;
mod counts;
mod dsm;
mod engine;
mod envelope;
mod error;
mod escape;
mod format;
mod formats;
mod gcs;
mod haproxy;
mod hello;
mod input;
mod json;
mod lease;
mod line;
mod marks;
mod minio;
mod nextcloud;
mod nginx_json;
mod observe;
mod openssh;
mod openvpn;
mod packet;
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
mod request;
mod s3;
mod samba;
mod scan;
mod secret;
mod session;
mod sniff;
mod suricata;
mod syslog;
mod table;
mod tally;
mod traefik;
mod vsftpd;
mod w3c;
mod wireguard;
mod xferlog;
mod year;
mod zeek;

pub use access::{Access, Client, ClientKind, Opening, Text};
pub use action::Action;
pub use addresses::{AddressCount, Addresses};
pub use engine::{
    BLOCK_BYTES, ReadConfig, for_each_access, for_each_access_in_bytes, has_records, read_log,
    read_log_bytes,
};
pub use error::Error;
pub use format::Format;
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
pub use sniff::sniff;
