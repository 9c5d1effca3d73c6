//! The summary: findings of different classes on one subject, drawn together.
//!
//! In: the findings of the other rules. Out: one finding of rule `S01` for each subject on which independent
//! classes meet. Never: a class that rests on the same evidence or the same fact as another; a subject that
//! is not the subject of each finding drawn on.

use std::collections::{BTreeMap, BTreeSet};

use subtier_model::{
    Citation, Class, EvidenceId, Fact, Finding, FindingParts, ObservationId, Sha256Hash, Subject,
    SubjectKind, Verdict,
};

use crate::facts::CaseFacts;
use crate::rule::{AppliesTo, Check, Rule};
use crate::words::{count, listed, n};

/// The row of the summary.
pub(crate) const RULES: &[Rule] = &[Rule {
    id: "S01",
    title: "independent classes of evidence on one subject",
    class: None,
    ceiling: Verdict::Escalate,
    applies_to: AppliesTo::Vendor,
    source_title: "US State, Treasury, FBI: Guidance on the DPRK IT Workers, 16 May 2022, mitigation measures for platforms, items 6 to 9 (single signs are flagged for additional review); that classes are added up only when independent is our own rule",
    source_address: "https://home.treasury.gov/system/files/126/20220516_dprk_it_worker_advisory.pdf",
    innocent: &[
        "Each finding drawn together here has innocent explanations of its own; they stand with it and may all hold at once.",
        "One ordinary cause, such as a go-between that a vendor uses openly, can show in logs and payments alike.",
    ],
    next: &[
        "Read each finding drawn together here, with its cited lines, before speaking of the whole.",
        "Bring in counsel before the vendor is asked, and keep all logs, files and payments as they are.",
        "Write down who knew what since when; duties to report run from knowledge.",
    ],
    check: Check::Findings(summaries),
}];

/// Verdict from which a finding counts.
const COUNTED_FROM: Verdict = Verdict::ToCheck;
/// Classes that must meet.
const CLASSES_MIN: usize = 2;
/// Findings of one class and subject that are tried against the other classes, strongest first.
const TRIED_MAX: usize = 8;
/// Citations taken over from each finding; the finding itself holds all of them.
const CITED_EACH: usize = 3;

/// What a finding rests on: bytes under whatever path, or an entry of a list.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
enum Ground {
    Bytes(Sha256Hash),
    Evidence(EvidenceId),
    ListEntry(String, String),
}

/// A finding with what it rests on and all it cites.
struct Grounded<'f> {
    finding: &'f Finding,
    class: Class,
    grounds: BTreeSet<Ground>,
    carrying: BTreeSet<ObservationId>,
    cited: BTreeSet<ObservationId>,
}

impl<'f> Grounded<'f> {
    /// A vendor's row is the measure against which logs and payments are held; it carries only findings of
    /// class declaration. A list match rests on the entry of the list, not on the table that was screened.
    fn of(facts: &CaseFacts<'_>, finding: &'f Finding) -> Option<Self> {
        let [class] = finding.classes.as_slice() else { return None };
        let mut grounded = Self {
            finding,
            class: *class,
            grounds: BTreeSet::new(),
            carrying: BTreeSet::new(),
            cited: finding.because.iter().map(|citation| citation.observation).collect(),
        };
        for observation in grounded.cited.iter().filter_map(|id| facts.observation(*id)) {
            let ground = match &observation.fact {
                Fact::Vendor(_) if *class != Class::Declaration => continue,
                Fact::ListMatch(found) => {
                    Ground::ListEntry(found.list.name.clone(), found.list.uid.clone())
                }
                Fact::Vendor(_)
                | Fact::MarkTrail(_)
                | Fact::LogSummary(_)
                | Fact::Sighting(_)
                | Fact::RangeSighting(_)
                | Fact::AgentSeen(_)
                | Fact::AccountSession(_)
                | Fact::FailedLogins(_)
                | Fact::AddressOrigin(_)
                | Fact::Payment(_)
                | Fact::Listing(_)
                | Fact::Document(_)
                | Fact::Note(_)
                | Fact::Signals(_)
                | Fact::KoreanNorm(_)
                | Fact::Family(_)
                | Fact::Media(_)
                | Fact::PictureMatch(_)
                | Fact::Asset(_)
                | Fact::SharedSignal(_)
                | Fact::Touch(_) => {
                    let evidence = observation.evidence;
                    facts.bytes_hash(evidence).map_or(Ground::Evidence(evidence), Ground::Bytes)
                }
            };
            grounded.grounds.insert(ground);
            grounded.carrying.insert(observation.id);
        }
        (!grounded.grounds.is_empty()).then_some(grounded)
    }

    /// Whether the two are of different classes and rest on different evidence and different facts.
    fn is_independent_of(&self, other: &Self) -> bool {
        self.class != other.class
            && self.grounds.is_disjoint(&other.grounds)
            && self.carrying.is_disjoint(&other.cited)
            && other.carrying.is_disjoint(&self.cited)
    }
}

fn summaries(rule: &Rule, facts: &CaseFacts<'_>, findings: &[Finding]) -> Vec<Finding> {
    let mut by_subject: BTreeMap<&Subject, Vec<&Finding>> = BTreeMap::new();
    for finding in findings.iter().filter(|finding| finding.verdict >= COUNTED_FROM) {
        for subject in finding.subjects.iter().filter(|subject| can_be_summed(subject.kind)) {
            by_subject.entry(subject).or_default().push(finding);
        }
    }
    let summary = |(subject, on): (&Subject, Vec<&Finding>)| {
        let mut grounded: Vec<Grounded<'_>> =
            on.into_iter().filter_map(|finding| Grounded::of(facts, finding)).collect();
        grounded.sort_by(|a, b| {
            (b.finding.verdict, a.class, &a.finding.rule, a.finding.id).cmp(&(
                a.finding.verdict,
                b.class,
                &b.finding.rule,
                b.finding.id,
            ))
        });
        let drawn = drawn_together(&grounded);
        (!drawn.is_empty()).then(|| summary_of(rule, subject, &drawn))?
    };
    by_subject.into_iter().filter_map(summary).collect()
}

/// An account or an address is no one's name; it is summed up under its vendor.
const fn can_be_summed(kind: SubjectKind) -> bool {
    match kind {
        SubjectKind::Vendor | SubjectKind::Asset | SubjectKind::Party => true,
        SubjectKind::Account | SubjectKind::Address => false,
    }
}

/// The findings of the largest set of classes that do not lean on each other; empty where fewer than
/// [`CLASSES_MIN`] meet. `grounded` is sorted, strongest first.
fn drawn_together<'g, 'f>(grounded: &'g [Grounded<'f>]) -> Vec<&'g Grounded<'f>> {
    let mut tried: BTreeMap<Class, Vec<&Grounded<'f>>> = BTreeMap::new();
    for one in grounded {
        let of_class = tried.entry(one.class).or_default();
        if of_class.len() < TRIED_MAX {
            of_class.push(one);
        }
    }
    let mut best: Vec<&Grounded<'f>> = vec![];
    for start in tried.values().flatten() {
        let mut chosen = vec![*start];
        for of_class in tried.values() {
            let fits =
                |one: &&&Grounded<'f>| chosen.iter().all(|other| one.is_independent_of(other));
            if let Some(one) = of_class.iter().find(fits) {
                chosen.push(one);
            }
        }
        if chosen.len() > best.len() {
            best = chosen;
        }
    }
    if best.len() < CLASSES_MIN {
        return vec![];
    }
    let leans_on_none = |one: &&Grounded<'f>| {
        best.iter().any(|other| other.class == one.class)
            && best.iter().all(|other| other.class == one.class || one.is_independent_of(other))
    };
    grounded.iter().filter(leans_on_none).collect()
}

fn summary_of(rule: &Rule, subject: &Subject, drawn: &[&Grounded<'_>]) -> Option<Finding> {
    let mut by_class: BTreeMap<Class, Vec<&Finding>> = BTreeMap::new();
    for one in drawn {
        by_class.entry(one.class).or_default().push(one.finding);
    }
    let parts = by_class.iter().map(|(class, findings)| {
        let rules: BTreeSet<&str> = findings.iter().map(|finding| finding.rule.as_str()).collect();
        format!("{} ({})", class.word(), listed(rules))
    });
    let title = format!(
        "{} independent of each other meet on {}: {}.",
        count(n(by_class.len()), "class of evidence", "classes of evidence"),
        subject.name,
        listed(parts),
    );
    let mut known = BTreeSet::new();
    let cited: Vec<Citation> =
        drawn.iter().flat_map(|one| strongest(one.finding, &mut known)).collect();
    let mut cited = cited.into_iter();
    let first = cited.next()?;
    Some(Finding::new(FindingParts {
        rule: rule.id.to_owned(),
        title,
        verdict: rule.ceiling,
        classes: by_class.keys().copied().collect(),
        subjects: vec![subject.clone()],
        first,
        more: cited.collect(),
        source: rule.source(),
        innocent: rule.innocent_texts(),
        next: rule.next_texts(),
        draws_on: drawn.iter().map(|one| one.finding.id).collect(),
    }))
}

/// The first citations of a finding, with the rule that speaks. `drawn` comes strongest first, so a row that a
/// stronger finding shows already leaves its place to one that is new.
fn strongest(finding: &Finding, known: &mut BTreeSet<ObservationId>) -> Vec<Citation> {
    let fresh = finding.because.iter().filter(|citation| known.insert(citation.observation));
    let taken: Vec<&Citation> = fresh.take(CITED_EACH).collect();
    let shown = if taken.is_empty() { finding.because.iter().take(1).collect() } else { taken };
    let said = |citation: &Citation| Citation {
        says: format!("{} ({}): {}", finding.rule, finding.verdict.word(), citation.says),
        ..citation.clone()
    };
    shown.into_iter().map(said).collect()
}
