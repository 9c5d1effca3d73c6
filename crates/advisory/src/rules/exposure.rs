//! Rules about what a server shows to anyone.
//!
//! In: paths of server configurations. Out: drafts of class exposure, one for each path. Never: a word about a path
//! whose state the configuration leaves open.

use subtier_model::{Class, Verdict};

use crate::draft::{self, Draft, Look, cite};
use crate::facts::CaseFacts;
use crate::rule::{AppliesTo, Check, Rule};
use crate::words::{count, cut, n};

/// The rows of this topic.
pub(crate) const RULES: &[Rule] = &[Rule {
    id: "R45",
    title: "folder of an exchange server listed without a password",
    class: Some(Class::Exposure),
    ceiling: Verdict::ToCheck,
    applies_to: AppliesTo::Server,
    source_title: "38 North, M. Williams: What We Learned Inside a North Korean Internet Server, 22 April 2024 (excerpt; the server could be read without a password although a log-in page existed)",
    source_address: "https://stacker.news/items/514911",
    innocent: &[
        "The folder is meant for the public and holds nothing of a production.",
        "A firewall or a proxy before the server keeps strangers out; the configuration alone does not show it.",
        "The configuration is an old or a test copy that no server uses.",
    ],
    next: &[
        "Ask who runs the server whether this configuration is in use, and since when.",
        "Close the listing or put a password before it; look in the logs for who read the folder without an account.",
    ],
    check: Check::Case(open_listing),
}];

/// The word of [`subtier_model::Listing::verdict`] for a path that anyone can list.
const OPEN: &str = "open";

fn open_listing(facts: &CaseFacts<'_>) -> Look {
    let drafts: Vec<Draft> = facts
        .listings
        .iter()
        .filter(|seen| seen.fact.verdict == OPEN)
        .filter_map(|seen| {
            let listing = seen.fact;
            let config = facts.path(seen.observation.evidence);
            let site = if listing.site.is_empty() {
                String::new()
            } else {
                format!(" (site {})", cut(&listing.site))
            };
            let title = format!(
                "By {config}, {} lists the folder {}{site} to anyone without a password.",
                cut(&listing.server),
                cut(&listing.path)
            );
            let subject = draft::asset(&format!("{config} {}", listing.path));
            Draft::new(Verdict::ToCheck, title, subject, [cite(*seen, &listing.because)])
        })
        .collect();
    Look::new(
        count(
            n(facts.listings.len()),
            "path of a server configuration",
            "paths of server configurations",
        ),
        drafts,
    )
}
