//! The rule table: all rows in order.
//!
//! In: nothing; the rows stand in `rules/<topic>.rs`. Out: the rows for the engine, the report and the help.
//! Never: a row without source, innocent explanation or next step (a test reads them all).

use crate::rule::Rule;
use crate::rules::{
    address, declaration, document, exposure, log, media, notes, payment, range, screening, travel,
};
use crate::summary;

/// Counted up whenever a function or a threshold of a rule changes; part of the run id.
pub const RULES_VERSION: u32 = 4;

/// All rows, by topic; the summary comes last because it reads the findings of the others.
pub fn rules() -> impl Iterator<Item = &'static Rule> {
    [
        address::RULES,
        range::RULES,
        travel::RULES,
        log::RULES,
        declaration::RULES,
        payment::RULES,
        screening::RULES,
        document::RULES,
        notes::RULES,
        media::RULES,
        exposure::RULES,
        summary::RULES,
    ]
    .into_iter()
    .flatten()
}

#[cfg(test)]
mod tests {
    use super::*;
    use subtier_model::Verdict;

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
