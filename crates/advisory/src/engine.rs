//! The engine: every row over the case, each under its ceiling, then the summary.
//!
//! In: the facts of a case. Out: findings, strongest first, and what each row looked at. Never: a finding
//! above its row's ceiling; two findings with one id.

use std::collections::BTreeMap;

use subtier_model::{Class, Finding, FindingId, FindingParts, IdHasher};

use crate::draft::Draft;
use crate::facts::CaseFacts;
use crate::rule::{Check, Rule};
use crate::table::{RULES_VERSION, rules};

/// What one row looked for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LookedFor {
    /// Rule id.
    pub rule: &'static str,
    /// What it looks for.
    pub title: &'static str,
    /// Findings that came of it.
    pub fired: usize,
    /// What it looked at, in words.
    pub looked_at: String,
}

/// What the table makes of a case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// Strongest first, then by rule and subject.
    pub findings: Vec<Finding>,
    /// One for each row, in the order of the table.
    pub looked_for: Vec<LookedFor>,
}

/// Runs the table over a case.
pub fn run(facts: &CaseFacts<'_>) -> Outcome {
    let mut findings = vec![];
    let mut looked_for = vec![];
    for rule in rules() {
        let (made, looked_at) = match rule.check {
            Check::Case(check) => {
                let look = check(facts);
                (made_of(rule, look.drafts), look.looked_at)
            }
            Check::Findings(check) => (
                check(rule, facts, &findings),
                format!("{} findings of the other rules", findings.len()),
            ),
        };
        looked_for.push(LookedFor {
            rule: rule.id,
            title: rule.title,
            fired: made.len(),
            looked_at,
        });
        findings.extend(made);
    }
    findings.sort_by(|a, b| {
        (b.verdict, &a.rule, &a.subjects, a.id).cmp(&(a.verdict, &b.rule, &b.subjects, b.id))
    });
    Outcome { findings, looked_for }
}

/// The hash of all rows and of [`RULES_VERSION`], for the run id.
pub fn rules_hash() -> String {
    let mut hasher = IdHasher::new("subtier rules 1");
    hasher.number(RULES_VERSION.into());
    for rule in rules() {
        hasher.text(rule.id).text(rule.title).text(rule.class.map_or("summary", Class::word));
        hasher.text(rule.ceiling.word()).text(rule.applies_to.word());
        hasher.text(rule.source_title).text(rule.source_address);
        for texts in [rule.innocent, rule.next] {
            hasher.number(texts.len() as u64);
            for text in texts {
                hasher.text(text);
            }
        }
    }
    let digits = |byte: &u8| [u32::from(*byte >> 4), u32::from(*byte & 15)];
    hasher
        .finish()
        .iter()
        .flat_map(digits)
        .filter_map(|digit| char::from_digit(digit, 16))
        .collect()
}

/// Makes findings of drafts, one for each id.
fn made_of(rule: &Rule, drafts: Vec<Draft>) -> Vec<Finding> {
    let mut by_id: BTreeMap<FindingId, Draft> = BTreeMap::new();
    for draft in drafts {
        let id = Finding::id_of(rule.id, draft.subjects.iter());
        match by_id.remove(&id) {
            None => by_id.insert(id, draft),
            Some(other) => by_id.insert(id, merged(other, draft)),
        };
    }
    by_id.into_values().map(|draft| finding(rule, draft)).collect()
}

/// Two drafts about the same subjects (two items under one path) as one: the stronger one speaks, both are cited.
fn merged(one: Draft, other: Draft) -> Draft {
    let (mut kept, added) = if one.verdict >= other.verdict { (one, other) } else { (other, one) };
    for citation in std::iter::once(added.first).chain(added.more) {
        if citation != kept.first && !kept.more.contains(&citation) {
            kept.more.push(citation);
        }
    }
    kept.beside_the_point.retain(|text| added.beside_the_point.contains(text));
    kept
}

/// Makes a finding of a draft, never above the ceiling.
fn finding(rule: &Rule, draft: Draft) -> Finding {
    let holds = |text: &&&str| !draft.beside_the_point.contains(*text);
    let innocent = rule.innocent.iter().filter(holds).map(|text| (*text).to_owned()).collect();
    Finding::new(FindingParts {
        rule: rule.id.to_owned(),
        title: draft.title,
        verdict: draft.verdict.min(rule.ceiling),
        classes: rule.class.into_iter().collect(),
        subjects: draft.subjects,
        first: draft.first,
        more: draft.more,
        source: rule.source(),
        innocent,
        next: rule.next_texts(),
        draws_on: vec![],
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::draft;
    use subtier_model::{Citation, ObservationId, Verdict};

    fn draft_saying(verdict: Verdict, seed: u8) -> Draft {
        let observation = ObservationId::from_bytes([seed; 16]);
        let citation = Citation { observation, says: "s".into(), list: None };
        Draft::new(verdict, "t", draft::asset("a"), [citation]).unwrap()
    }

    #[test]
    fn no_row_gets_above_its_ceiling() {
        for rule in rules() {
            for verdict in [Verdict::Noted, Verdict::ToCheck, Verdict::Escalate, Verdict::Strong] {
                let made = finding(rule, draft_saying(verdict, 1));
                assert!(made.verdict <= rule.ceiling && made.verdict <= verdict, "{}", rule.id);
            }
        }
    }

    #[test]
    fn two_drafts_on_one_subject_become_one_finding_citing_both() {
        let rule = rules().next().unwrap();
        let made =
            made_of(rule, vec![draft_saying(Verdict::Noted, 1), draft_saying(Verdict::ToCheck, 2)]);
        assert_eq!(made.len(), 1);
        assert_eq!((made[0].verdict, made[0].because.len()), (Verdict::ToCheck, 2));
    }

    #[test]
    fn the_hash_of_the_table_is_stable_within_a_version() {
        assert_eq!(rules_hash(), rules_hash());
        assert_eq!(rules_hash().len(), 32);
    }
}
