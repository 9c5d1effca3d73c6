//! Facts: everything a reader can say, one variant per kind, so that a rule matches on words of
//! the trade and not on text. Adding a variant is a change of the stored format (docs/formats.md).

use serde::{Deserialize, Serialize};

use crate::{
    AssetJudged, AssetTouch, ChangeRequest, Date, DocumentFamily, DocumentRead, DocumentSignals,
    KoreanNorm, MediaRead, Payment, PictureMatch, SharedSignal, Timestamp, Vendor,
};

/// What one observation says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Fact {
    /// Watermarks of a file, in the order in which machines added them.
    MarkTrail(MarkTrail),
    /// What a log is and how much of it was read.
    LogSummary(LogSummary),
    /// One account seen from one address in one log.
    Sighting(Sighting),
    /// What an address of the range table did in one log without an account, or was refused.
    RangeSighting(RangeSighting),
    /// One account seen with one program name in one log.
    AgentSeen(AgentSeen),
    /// Accesses of one account without a pause of 30 minutes.
    AccountSession(AccountSession),
    /// Refused logins of one log, counted.
    FailedLogins(FailedLogins),
    /// Where an address is, by whom, and how sure.
    AddressOrigin(AddressOrigin),
    /// A row of the vendor list.
    Vendor(Vendor),
    /// A row of the payments.
    Payment(Payment),
    /// A name, identifier or address that a list holds too.
    ListMatch(ListMatch),
    /// A path of a server configuration and whether it can be listed without a password.
    Listing(Listing),
    /// What a document is and how much of it was read.
    Document(DocumentRead),
    /// A change request.
    Note(ChangeRequest),
    /// All that a document, picture or project file tells of one kind about its making.
    Signals(DocumentSignals),
    /// The norm of the Korean of one document.
    KoreanNorm(KoreanNorm),
    /// Documents that share their text or lineage.
    Family(DocumentFamily),
    /// What a picture, film or project file is.
    Media(MediaRead),
    /// A reference picture that a file shows.
    PictureMatch(PictureMatch),
    /// What a file is to a production.
    Asset(AssetJudged),
    /// What files in different folders share.
    SharedSignal(SharedSignal),
    /// What one account did with one asset from one address, by one log.
    Touch(AssetTouch),
}

/// One Red Star OS watermark: the mark and disk serial of one machine.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mark {
    /// The serial after `WM`, as decrypted.
    pub serial: String,
    /// First byte of the 24-byte record in the file.
    pub offset: u64,
}

/// The marks of one file, first machine first.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct MarkTrail {
    /// At least one.
    pub marks: Vec<Mark>,
    /// `trailer` or `local header extra`.
    pub form: String,
}

/// What one log is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct LogSummary {
    /// The format with most accesses, by its name in the outside contract.
    pub format: String,
    /// All formats found.
    pub formats: Vec<String>,
    /// Lines of the file.
    pub lines: u64,
    /// Lines that are accesses.
    pub accesses: u64,
    /// Lines understood that are no access.
    pub skipped: u64,
    /// Lines complained of.
    pub complaints: u64,
    /// First instant.
    pub first: Option<Timestamp>,
    /// Last instant.
    pub last: Option<Timestamp>,
    /// `explicit`, `assumed` or `none`.
    pub time_basis: String,
    /// `explicit`, `recovered` or `none`.
    pub year_basis: String,
    /// Accesses per UTC day, in order.
    pub days: Vec<(Date, u64)>,
}

/// One account from one address in one log, successful accesses only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sighting {
    /// As logged.
    pub account: String,
    /// RFC 5952 text.
    pub ip: String,
    /// Accesses that the server carried out or answered to a known account (refused logins apart).
    pub accesses: u64,
    /// First instant, where the log has a clock.
    pub first: Option<Timestamp>,
    /// Last instant.
    pub last: Option<Timestamp>,
    /// Fingerprints of keys that logged in, sorted.
    pub keys: Vec<String>,
    /// Line of the last access, for the reader who checks both ends.
    pub last_line: u64,
}

/// What an address of the range table did in one log without an account that was let in: accesses
/// that name none, and refused ones whether they name one or not.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RangeSighting {
    /// RFC 5952 text.
    pub ip: String,
    /// The account that was tried, where one is named; its accesses were all refused.
    pub account: Option<String>,
    /// Accesses without an account that the server answered.
    pub accesses: u64,
    /// Of these, those that wrote or deleted.
    pub writes: u64,
    /// Refused logins and accesses.
    pub refused: u64,
    /// First instant, where the log has a clock.
    pub first: Option<Timestamp>,
    /// Last instant.
    pub last: Option<Timestamp>,
    /// Line of the last of them.
    pub last_line: u64,
}

/// One account with one program name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AgentSeen {
    /// As logged.
    pub account: String,
    /// The agent text.
    pub agent: String,
    /// Accesses with it.
    pub accesses: u64,
    /// Addresses it came from, sorted.
    pub ips: Vec<String>,
}

/// A run of accesses of one account from one address without a pause of 30 minutes or more.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountSession {
    /// As logged.
    pub account: String,
    /// RFC 5952 text.
    pub ip: String,
    /// First access.
    pub start: Timestamp,
    /// Last access.
    pub end: Timestamp,
    /// Accesses in it.
    pub accesses: u64,
    /// Bytes moved.
    pub bytes: u64,
    /// Whether the clock's zone was assumed.
    pub clock_assumed: bool,
}

/// Refused logins of one log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FailedLogins {
    /// Refused attempts.
    pub attempts: u64,
    /// Distinct addresses.
    pub addresses: u64,
    /// Distinct account names tried.
    pub accounts: u64,
    /// The addresses with most attempts, at most ten, most first.
    pub most: Vec<(String, u64)>,
}

/// How precisely a place is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Precision {
    /// Nothing is known.
    None,
    /// Country only.
    Country,
    /// Province or state; never to be drawn as a city.
    Province,
    /// City.
    City,
}

/// A label of a network; labels add up.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum NetworkLabel {
    /// Known VPN exit.
    Vpn,
    /// Hosting or data centre.
    Hosting,
    /// Tor exit.
    Tor,
    /// Public cloud.
    Cloud,
    /// Privacy relay of a device maker or content network.
    Relay,
    /// In the dated range table.
    RangeTable,
}

/// What one source says of an address.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct GeoStatement {
    /// The source's name.
    pub name: String,
    /// The source's date, or `date unknown`.
    pub date: String,
    /// Its words, such as `CN, Liaoning, Dalian`.
    pub says: String,
}

/// How far a row of the range table carries.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum RangeGrade {
    /// Reported once, or at another time.
    Medium,
    /// The allocation itself.
    Strong,
}

/// The row of the range table that an address lies in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RangeRow {
    /// CIDR.
    pub range: String,
    /// What it is, in words.
    pub what: String,
    /// How far it carries.
    pub grade: RangeGrade,
    /// First day for which the grade holds.
    pub from: Option<Date>,
    /// Last day for which the grade holds.
    pub until: Option<Date>,
    /// Title of the source.
    pub source_title: String,
    /// Address of the source.
    pub source_address: String,
}

/// Where an address is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddressOrigin {
    /// RFC 5952 text.
    pub ip: String,
    /// ISO 3166-1 alpha-2.
    pub country: Option<String>,
    /// Province or state.
    pub region: Option<String>,
    /// City, only where the precision is `city`.
    pub city: Option<String>,
    /// How precisely.
    pub precision: Precision,
    /// Radius of doubt in kilometres, where a source gives one.
    pub radius_km: Option<u32>,
    /// Every source asked that knows the address, sorted by name.
    pub sources: Vec<GeoStatement>,
    /// Whether all sources that speak name one country.
    pub sources_agree: bool,
    /// Autonomous system, where a source gives it.
    pub asn: Option<u32>,
    /// Network name, where a source gives it.
    pub network: Option<String>,
    /// Labels, sorted.
    pub labels: Vec<NetworkLabel>,
    /// What the country or labels rest on: `range_table`, `named_list`, `database`, `embedded`, `none`.
    pub rung: String,
    /// The row of the range table, where it lies in one.
    pub range: Option<RangeRow>,
}

/// What part of a list entry matched.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ListMatchBasis {
    /// An address alone: a lead, never a match.
    Address,
    /// A number of which kind or issuer is not sure, or an unsure kind of number: a lead.
    LooseNumber,
    /// A name alone, or a name with a place or date that agrees.
    Name,
    /// An identifier of the list.
    Identifier,
}

/// A list at a date.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct ListReference {
    /// Such as `OFAC SDN`.
    pub name: String,
    /// The list's own date; `None` means `date unknown`.
    pub date: Option<Date>,
    /// The list's own number of the entry.
    pub uid: String,
}

/// A match of a vendor or party with a list entry.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ListMatch {
    /// Vendor id, or the party's name.
    pub query_id: String,
    /// Whether the query is a vendor (else a beneficiary or other named party).
    pub query_is_vendor: bool,
    /// The name asked for.
    pub query_name: String,
    /// The list, its date, the entry's number.
    pub list: ListReference,
    /// Primary name of the entry.
    pub listed_name: String,
    /// What of the entry matched: a name, an alias, an identifier, an address.
    pub matched: String,
    /// Which kind of thing matched.
    pub basis: ListMatchBasis,
    /// Probability-like score from 0 to 1000, whole thousandths, so that it prints the same anywhere.
    pub score_thousandths: u16,
    /// The reasons, one a line.
    pub because: Vec<String>,
}

/// A path of a server configuration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listing {
    /// `nginx` or `apache`.
    pub server: String,
    /// Server name or listen address as configured.
    pub site: String,
    /// The path.
    pub path: String,
    /// `open`, `closed` or `unknown`.
    pub verdict: String,
    /// Why.
    pub because: String,
}
