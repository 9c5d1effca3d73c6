#![doc = include_str!("../README.md")]

mod access;
mod action;
mod address;
mod addresses;
mod block;
mod clock;
mod combined;
mod counts;
mod engine;
mod error;
mod escape;
mod format;
mod formats;
mod line;
mod marks;
mod observe;
mod openssh;
mod printed;
mod process;
mod quote;
mod reading;
mod refused;
mod request;
mod scan;
mod secret;
mod session;
mod syslog;
mod table;
mod tally;
mod vsftpd;
mod xferlog;
mod year;

pub use access::{Access, Text};
pub use action::Action;
pub use addresses::{AddressCount, Addresses};
pub use engine::{
    BLOCK_BYTES, ReadConfig, for_each_access, for_each_access_in_bytes, read_log, read_log_bytes,
};
pub use error::Error;
pub use format::Format;
pub use formats::{FORMATS, FormatRow, sniff};
pub use observe::{READER_VERSION, complaints, observations};
pub use printed::{Instants, push_address, push_number};
pub use quote::quote_lines;
pub use reading::{
    AgentUse, Complained, FileSummary, LogReading, RefusedLogins, SessionRun, SightingCount,
    Witness,
};
