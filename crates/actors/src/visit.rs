//! Visit: one session as a log shows it, with what may tell who came: keys, devices, folders, place.
//! Holds names of keys and devices, never a secret.

use std::net::IpAddr;

use crate::place::Place;

/// What a client shows of itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Identity {
    /// Fingerprint of an SSH key.
    pub ssh_key: Option<String>,
    /// Subject or fingerprint of a client certificate.
    pub certificate: Option<String>,
    /// Id of an access key.
    pub access_key: Option<String>,
    /// Name that the computer gives itself.
    pub computer: Option<String>,
    /// JA4 of the TLS hello.
    pub ja4: Option<String>,
    /// Name that the program gives itself.
    pub agent: Option<String>,
}

/// One session.
#[derive(Debug, Clone, PartialEq)]
pub struct Visit {
    /// The account.
    pub account: String,
    /// First access, in seconds since the epoch.
    pub start: i64,
    /// Last access, in seconds since the epoch.
    pub end: i64,
    /// The address.
    pub address: Option<IpAddr>,
    /// What the client shows.
    pub identity: Identity,
    /// Folders that were read or written.
    pub folders: Vec<String>,
    /// Where the address is, if its sources agree.
    pub place: Option<Place>,
    /// Whether a declared corporate egress: many people come from it, and one who works elsewhere may.
    pub declared_egress: bool,
}
