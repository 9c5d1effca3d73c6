//! The rule table: what a row is, and all rows in order.
//!
//! In: nothing; the rows stand in `rules/<topic>.rs`. Out: the rows for the engine, the report and the help.
//! Never: a row without source, innocent explanation or next step (a test reads them all).

use subtier_model::{Class, Finding, Verdict};

use crate::draft::Look;
use crate::facts::CaseFacts;
use crate::rules::{address, declaration, document, exposure, log, payment, screening, travel};
use crate::summary;

/// Counted up whenever a function or a threshold of a rule changes; part of the run id.
pub const RULES_VERSION: u32 = 1;

/// What a rule was made for; the advisories speak mostly of single workers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum AppliesTo {
    /// A person at work.
    Worker,
    /// A company in the chain.
    Vendor,
    /// A server and its logs.
    Server,
    /// Money.
    Payment,
}

impl AppliesTo {
    /// The word of the rule table.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Worker => "worker",
            Self::Vendor => "vendor",
            Self::Server => "server",
            Self::Payment => "payment",
        }
    }
}

/// What a rule reads.
#[derive(Debug, Clone, Copy)]
pub enum Check {
    /// The facts of the case.
    Case(fn(&CaseFacts<'_>) -> Look),
    /// The findings of the other rules, drawn together.
    Findings(fn(&Rule, &CaseFacts<'_>, &[Finding]) -> Vec<Finding>),
}

/// One row.
#[derive(Debug, Clone, Copy)]
pub struct Rule {
    /// A letter or two and two digits, such as `R42`; never reused.
    pub id: &'static str,
    /// What it looks for, as a short phrase.
    pub title: &'static str,
    /// The class of its findings; `None` for a summary, which takes those of what it draws together.
    pub class: Option<Class>,
    /// The highest verdict it may give.
    pub ceiling: Verdict,
    /// What it was made for.
    pub applies_to: AppliesTo,
    /// Title, issuer and date of its source.
    pub source_title: &'static str,
    /// Address of its source.
    pub source_address: &'static str,
    /// What else may explain it.
    pub innocent: &'static [&'static str],
    /// What to do next.
    pub next: &'static [&'static str],
    /// Its function.
    pub check: Check,
}

/// All rows, by topic; the summary comes last because it reads the findings of the others.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    [
        address::RULES,
        travel::RULES,
        log::RULES,
        declaration::RULES,
        payment::RULES,
        screening::RULES,
        document::RULES,
        exposure::RULES,
        summary::RULES,
    ]
    .into_iter()
    .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_row_has_source_explanation_and_next_step() {
        let mut ids: Vec<_> = rules().map(|rule| rule.id).collect();
        let n_rules = ids.len();
        ids.sort_unstable();
        ids.dedup();
        assert_eq!(ids.len(), n_rules, "an id stands twice");
        for rule in rules() {
            assert!(rule.source_address.starts_with("http"), "{}", rule.id);
            assert!(!rule.source_title.is_empty() && !rule.title.is_empty(), "{}", rule.id);
            assert!(!rule.innocent.is_empty() && !rule.next.is_empty(), "{}", rule.id);
            assert_eq!(rule.id.len(), 3, "{}", rule.id);
        }
    }

    #[test]
    fn only_three_rules_may_say_strong() {
        let strong: Vec<_> =
            rules().filter(|r| r.ceiling == Verdict::Strong).map(|r| r.id).collect();
        assert_eq!(strong, ["R42", "L01", "W01"]);
        let escalate: Vec<_> =
            rules().filter(|r| r.ceiling == Verdict::Escalate).map(|r| r.id).collect();
        assert_eq!(escalate, ["S01"]);
    }

    #[test]
    fn no_row_names_an_executive_order() {
        for rule in rules() {
            let text =
                [&[rule.title, rule.source_title], rule.innocent, rule.next].concat().join(" ");
            assert!(!text.contains("E.O.") && !text.contains("Executive Order"), "{}", rule.id);
        }
    }
}
