//! What is asked, and what is answered.
//!
//! In: a vendor or another named party. Out: matches with the list, its date, the entry's own
//! number, what matched and why. A match is a reason to look, never a statement about anybody.

use subtier_model::{Date, Fact, ListMatch, ListMatchBasis, ListReference, Vendor};
use subtier_names::ids::{Identifier, parse_id};

/// A party to be looked up; what is not known is left empty.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Query {
    /// The caller's own id.
    pub id: String,
    /// Name in Latin script, or in any.
    pub name: String,
    /// Name in its own script.
    pub native_name: Option<String>,
    /// Whether it is a person; `None` where that is not known.
    pub is_person: Option<bool>,
    /// Country, ISO 3166-1 alpha-2 or a name.
    pub country: Option<String>,
    /// City.
    pub city: Option<String>,
    /// Date of birth, also in part.
    pub birth_date: Option<Date>,
    /// Identifiers as `(TYPE, VALUE)`.
    pub ids: Vec<(String, String)>,
    /// Postal addresses.
    pub addresses: Vec<String>,
}

/// Identifiers and addresses of one party that are looked up; no register gives more.
pub(crate) const PARTS_MAX: usize = 100;

impl Query {
    /// A query of a name alone.
    pub fn of_name(id: impl Into<String>, name: impl Into<String>) -> Self {
        Self { id: id.into(), name: name.into(), ..Self::default() }
    }

    /// The query of a vendor.
    pub fn of_vendor(vendor: &Vendor) -> Self {
        Self {
            id: vendor.id.clone(),
            name: vendor.name.clone(),
            native_name: vendor.native_name.clone(),
            is_person: None,
            country: vendor.country.clone(),
            city: vendor.city.clone(),
            birth_date: None,
            ids: vendor.ids.clone(),
            addresses: vendor.addresses.clone(),
        }
    }

    /// Its identifiers in normal form with what their check digits say.
    pub fn identifiers(&self) -> Vec<Identifier> {
        self.ids.iter().take(PARTS_MAX).map(|(kind, value)| parse_id(kind, value)).collect()
    }
}

/// One feature of a comparison and what it added to the score.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Weighed {
    /// Such as `agree`, `replaced`, `birth_date`.
    pub name: &'static str,
    /// How much of it there is, in thousandths.
    pub value: i32,
    /// What it adds to the log-odds of the score, in thousandths.
    pub log_odds: i32,
}

/// What a comparison of two names says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Comparison {
    /// From 0 to 1000.
    pub score_thousandths: u16,
    /// The reasons, one a line.
    pub because: Vec<String>,
    /// What the score is the sum of.
    pub features: Vec<Weighed>,
}

/// A list entry that may be the party asked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Match {
    /// The list, its date, the entry's number.
    pub list: ListReference,
    /// Primary name of the entry.
    pub listed_name: String,
    /// The name, number or address of the entry that matched.
    pub matched: String,
    /// Which kind of thing matched.
    pub basis: ListMatchBasis,
    /// From 0 to 1000.
    pub score_thousandths: u16,
    /// The reasons, one a line.
    pub because: Vec<String>,
    /// What the score of a name is the sum of; empty where no name matched.
    pub features: Vec<Weighed>,
    /// Programme tags of the entry, such as `DPRK3`.
    pub programmes: Vec<String>,
}

impl Match {
    /// The match as a fact of the case.
    pub fn to_fact(&self, query: &Query, is_vendor: bool) -> Fact {
        Fact::ListMatch(ListMatch {
            query_id: query.id.clone(),
            query_is_vendor: is_vendor,
            query_name: query.name.clone(),
            list: self.list.clone(),
            listed_name: self.listed_name.clone(),
            matched: self.matched.clone(),
            basis: self.basis,
            score_thousandths: self.score_thousandths,
            because: self.because.clone(),
        })
    }
}
