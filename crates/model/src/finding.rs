//! Finding: what a rule makes of observations. It cannot be made without one.

use serde::{Deserialize, Serialize};

use crate::{FindingId, IdHasher, ListReference, ObservationId, RevisionId};

/// How far a finding goes. The order is the ladder.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verdict {
    /// Worth knowing; says nothing by itself.
    Noted,
    /// A person should look.
    ToCheck,
    /// Independent classes of evidence agree; to be taken up now.
    Escalate,
    /// A list identifier, a decoded watermark, or a strong row of the range table.
    Strong,
}

impl Verdict {
    /// The word of the outside contract.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Noted => "noted",
            Self::ToCheck => "to_check",
            Self::Escalate => "escalate",
            Self::Strong => "strong",
        }
    }
}

/// The class of evidence that a finding rests on.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Class {
    /// Access logs.
    Log,
    /// Pictures and video.
    Media,
    /// Files and their marks.
    Document,
    /// Payments.
    Payment,
    /// Lists.
    Screening,
    /// What a server shows.
    Exposure,
    /// What the vendor list itself says.
    Declaration,
}

impl Class {
    /// The word of the outside contract.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Log => "log",
            Self::Media => "media",
            Self::Document => "document",
            Self::Payment => "payment",
            Self::Screening => "screening",
            Self::Exposure => "exposure",
            Self::Declaration => "declaration",
        }
    }
}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SubjectKind {
    /// A vendor.
    Vendor,
    /// An account.
    Account,
    /// An address.
    Address,
    /// A file, a log, a path of a server.
    Asset,
    /// A person or company that is no vendor.
    Party,
}

impl SubjectKind {
    /// The word of the outside contract.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Vendor => "vendor",
            Self::Account => "account",
            Self::Address => "address",
            Self::Asset => "asset",
            Self::Party => "party",
        }
    }
}

/// One subject.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct Subject {
    /// Vendor id, account name, address, evidence path, party name: the stable key.
    pub id: String,
    /// What it is.
    pub kind: SubjectKind,
    /// Name to show.
    pub name: String,
}

/// A source that a rule rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Source {
    /// Title, issuer and date.
    pub title: String,
    /// Address.
    pub address: String,
}

/// One cited observation, with the list it speaks of, where it speaks of one.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Citation {
    /// The observation.
    pub observation: ObservationId,
    /// What it shows here, in words.
    pub says: String,
    /// The list entry.
    pub list: Option<ListReference>,
}

/// All that a rule says; [`Finding::new`] makes a finding of it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FindingParts {
    /// Rule id, such as `R42`.
    pub rule: String,
    /// One sentence.
    pub title: String,
    /// Verdict.
    pub verdict: Verdict,
    /// Class, or several in a summary.
    pub classes: Vec<Class>,
    /// At least one subject.
    pub subjects: Vec<Subject>,
    /// First citation; a finding without one cannot be made.
    pub first: Citation,
    /// Further citations.
    pub more: Vec<Citation>,
    /// The rule's source.
    pub source: Source,
    /// Innocent explanations.
    pub innocent: Vec<String>,
    /// What to do next.
    pub next: Vec<String>,
    /// Ids of the findings a summary draws together.
    pub draws_on: Vec<FindingId>,
}

/// What a rule makes of observations.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Hash of rule and subject keys; stays when text, score or verdict change.
    pub id: FindingId,
    /// Hash of all it says.
    pub revision: RevisionId,
    /// Rule id.
    pub rule: String,
    /// One sentence.
    pub title: String,
    /// Verdict.
    pub verdict: Verdict,
    /// Sorted, without doubles.
    pub classes: Vec<Class>,
    /// Sorted, without doubles.
    pub subjects: Vec<Subject>,
    /// In the order in which they are to be read; at least one.
    pub because: Vec<Citation>,
    /// The rule's source.
    pub source: Source,
    /// Innocent explanations.
    pub innocent: Vec<String>,
    /// What to do next.
    pub next: Vec<String>,
    /// Findings that a summary draws together, sorted.
    pub draws_on: Vec<FindingId>,
}

impl Finding {
    /// Makes a finding; sorts what has no order of its own and hashes id and revision.
    pub fn new(parts: FindingParts) -> Self {
        let FindingParts { rule, title, verdict, mut classes, mut subjects, first, more, .. } =
            parts;
        classes.sort_unstable();
        classes.dedup();
        subjects.sort_unstable();
        subjects.dedup();
        let mut draws_on = parts.draws_on;
        draws_on.sort_unstable();
        draws_on.dedup();
        let because: Vec<_> = std::iter::once(first).chain(more).collect();
        let id = Self::id_of(&rule, subjects.iter());
        let mut finding = Self {
            id,
            // Hashed with nothing in its own place.
            revision: RevisionId::from_bytes([0; 16]),
            rule,
            title,
            verdict,
            classes,
            subjects,
            because,
            source: parts.source,
            innocent: parts.innocent,
            next: parts.next,
            draws_on,
        };
        let said = serde_json::to_string(&finding).expect("a finding holds only text and lists");
        finding.revision =
            RevisionId::from_bytes(IdHasher::new("subtier revision 1").text(&said).finish());
        finding
    }

    /// The id of a finding of this rule on these subjects.
    pub fn id_of<'a>(rule: &str, subjects: impl IntoIterator<Item = &'a Subject>) -> FindingId {
        let mut keys: Vec<_> = subjects.into_iter().map(|s| (s.kind, s.id.as_str())).collect();
        keys.sort_unstable();
        keys.dedup();
        let mut hasher = IdHasher::new("subtier finding 1");
        hasher.text(rule);
        for (kind, key) in keys {
            hasher.text(kind.word()).text(key);
        }
        FindingId::from_bytes(hasher.finish())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parts(verdict: Verdict, subjects: &[&str]) -> FindingParts {
        let subject = |id: &&str| Subject {
            id: (*id).to_owned(),
            kind: SubjectKind::Vendor,
            name: format!("name of {id}"),
        };
        FindingParts {
            rule: "R42".into(),
            title: "t".into(),
            verdict,
            classes: vec![Class::Payment, Class::Log, Class::Log],
            subjects: subjects.iter().map(subject).collect(),
            first: Citation {
                observation: ObservationId::from_bytes([1; 16]),
                says: String::new(),
                list: None,
            },
            more: vec![],
            source: Source { title: "s".into(), address: "a".into() },
            innocent: vec![],
            next: vec![],
            draws_on: vec![],
        }
    }

    #[test]
    fn the_id_stays_when_the_verdict_changes_and_the_revision_does_not() {
        let one = Finding::new(parts(Verdict::ToCheck, &["b", "a"]));
        let other = Finding::new(parts(Verdict::Strong, &["a", "b", "a"]));
        assert_eq!(one.id, other.id);
        assert_ne!(one.revision, other.revision);
        assert_eq!(one.classes, [Class::Log, Class::Payment]);
    }

    #[test]
    fn other_subjects_are_another_finding() {
        let one = Finding::new(parts(Verdict::ToCheck, &["a"]));
        let other = Finding::new(parts(Verdict::ToCheck, &["b"]));
        assert_ne!(one.id, other.id);
    }
}
