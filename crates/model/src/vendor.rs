//! Rows of the two tables a user brings: who works for whom, and who was paid.

use serde::{Deserialize, Serialize};

use crate::Date;

/// One row of `vendors.csv`. An empty list means "not stated", never "none".
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Vendor {
    /// The user's own id; the subject id of every finding about it.
    pub id: String,
    /// Name in Latin script as the contract has it.
    pub name: String,
    /// Name in its own script.
    pub native_name: Option<String>,
    /// What it does.
    pub role: Option<String>,
    /// Declared country, ISO 3166-1 alpha-2, upper case.
    pub country: Option<String>,
    /// Declared city.
    pub city: Option<String>,
    /// The vendor that contracts it.
    pub parent: Option<String>,
    /// Distance from the studio.
    pub tier: Option<u32>,
    /// Whether its contract lets it pass work on.
    pub may_subcontract: Option<bool>,
    /// Identifiers as `(TYPE, VALUE)`, such as `("USCC", "913101040936933514")`.
    pub ids: Vec<(String, String)>,
    /// Declared postal addresses.
    pub addresses: Vec<String>,
    /// Declared working languages, BCP 47.
    pub languages: Vec<String>,
    /// Declared offset from UTC in minutes.
    pub utc_offset_minutes: Option<i32>,
    /// Declared networks, as CIDR or single addresses.
    pub networks: Vec<String>,
    /// Declared accounts on the exchange server.
    pub accounts: Vec<String>,
    /// First day of the contract.
    pub starts: Option<Date>,
    /// Last day of the contract.
    pub ends: Option<Date>,
}

/// One row of `payments.csv`.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Payment {
    /// Day of the payment.
    pub date: Option<Date>,
    /// Vendor id of the payer.
    pub payer: String,
    /// Vendor id of who did the work.
    pub contractor: String,
    /// Name of who got the money, as the bank has it.
    pub beneficiary: String,
    /// Country of the beneficiary's bank, ISO 3166-1 alpha-2.
    pub bank_country: Option<String>,
    /// Amount as written.
    pub amount: Option<String>,
    /// ISO 4217.
    pub currency: Option<String>,
    /// Text of the reference line.
    pub reference: Option<String>,
}
