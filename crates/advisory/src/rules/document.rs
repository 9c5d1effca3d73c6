//! Rules about files: the marks that machines leave in them.
//!
//! In: decoded mark trails. Out: drafts of class document, one for each file. Never: a word about a file without a
//! mark; a re-save removes every mark.

use subtier_model::{Class, Verdict};

use crate::draft::{self, Draft, Look, cite};
use crate::facts::CaseFacts;
use crate::rule::{AppliesTo, Check, Rule};
use crate::words::{count, cut, listed, n};

/// The rows of this topic.
pub(crate) const RULES: &[Rule] = &[Rule {
    id: "W01",
    title: "watermark of Red Star OS",
    class: Some(Class::Document),
    ceiling: Verdict::Strong,
    applies_to: AppliesTo::Server,
    source_title: "F. Grunow, N. Schiess: Lifting the Fog on Red Star OS, 32C3, 27 December 2015, with samples (repository redstar-tools)",
    source_address: "https://github.com/takeshixx/redstar-tools",
    innocent: &[
        "Someone opened the file on a public copy of Red Star OS, to try it out or to plant the mark.",
        "The file came from outside the production, as reference material, and had been on such a machine before.",
    ],
    next: &[
        "Keep the original bytes: opening and saving the file again removes the mark. Compare the hash with every other copy.",
        "Find out who delivered this file, when and through which account; look for the same serials in other deliveries.",
        "That other files bear no mark proves nothing about them.",
    ],
    check: Check::Case(watermark),
}];

fn watermark(facts: &CaseFacts<'_>) -> Look {
    let drafts: Vec<Draft> = facts
        .marks
        .iter()
        .filter(|seen| !seen.fact.marks.is_empty())
        .filter_map(|seen| {
            let path = facts.path(seen.observation.evidence);
            let marks = &seen.fact.marks;
            let serials: Vec<&str> = marks.iter().map(|mark| mark.serial.as_str()).collect();
            let machines = match serials.as_slice() {
                [one] => format!("one machine: {}", cut(one)),
                [one, other] => {
                    format!("two machines, in this order: {}, then {}", cut(one), cut(other))
                }
                many => format!("{} machines, in this order: {}", many.len(), listed(many)),
            };
            let title = format!("{path} bears the watermark of {machines}.");
            let places =
                marks.iter().map(|mark| format!("{} at byte {}", mark.serial, mark.offset));
            let says = format!(
                "{} in the {}: {}",
                count(n(marks.len()), "mark", "marks"),
                seen.fact.form,
                places.collect::<Vec<_>>().join(", ")
            );
            Draft::new(Verdict::Strong, title, draft::asset(path), [cite(*seen, says)])
        })
        .collect();
    Look::new(count(n(facts.marks.len()), "file with marks", "files with marks"), drafts)
}
