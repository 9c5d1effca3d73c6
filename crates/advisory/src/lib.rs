#![doc = include_str!("../README.md")]
//!
//! In: observations and evidence of one case. Out: findings and what was looked for. Never: files, clocks, opinions
//! about people; a rule reads facts and says what contradicts what was declared.

mod country;
mod draft;
mod engine;
mod exit;
mod facts;
mod fold;
mod network;
mod owner;
mod rule;
mod rules;
mod summary;
mod table;
mod words;

pub use draft::{Draft, Look};
pub use engine::{LookedFor, Outcome, rules_hash, run};
pub use facts::{CaseFacts, Declared, DocumentFacts, LogFacts, Seen, Use};
pub use network::Cidr;
pub use rule::{AppliesTo, Check, Rule};
pub use table::{RULES_VERSION, rules};
