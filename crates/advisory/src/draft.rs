//! Draft: what a rule's function says, before the engine holds it under the rule's ceiling.
//!
//! In: facts with their observations. Out: verdict, sentence, subjects, citations. Never: a draft without a
//! citation; there is no way to make one.

use subtier_model::{Citation, Subject, SubjectKind, Vendor, Verdict};

use crate::facts::Seen;
use crate::words;

/// How many observations one finding cites; the title counts all of them.
const CITATIONS_MAX: usize = 500;

/// What a rule's function says of one subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What the function thinks; the rule's ceiling may lower it.
    pub verdict: Verdict,
    /// A full sentence with names and figures.
    pub title: String,
    /// At least one.
    pub subjects: Vec<Subject>,
    /// What the reader looks at first.
    pub first: Citation,
    /// What he looks at next, in order.
    pub more: Vec<Citation>,
    /// Innocent explanations of the row that cannot hold here.
    pub beside_the_point: Vec<&'static str>,
}

impl Draft {
    /// Makes a draft; `None` where there is nothing to cite, so that no finding stands without an observation.
    /// Doubles are left out; what is beyond the limit is counted in the last citation.
    pub fn new(
        verdict: Verdict,
        title: impl Into<String>,
        subject: Subject,
        citations: impl IntoIterator<Item = Citation>,
    ) -> Option<Self> {
        let mut cited: Vec<Citation> = vec![];
        let mut known = std::collections::BTreeSet::new();
        let mut n_left_out = 0_u64;
        for citation in citations {
            if !known.insert((citation.observation, citation.says.clone())) {
                continue;
            }
            if cited.len() < CITATIONS_MAX {
                cited.push(citation);
            } else {
                n_left_out = n_left_out.saturating_add(1);
            }
        }
        if let (Some(last), true) = (cited.last_mut(), n_left_out > 0) {
            last.says =
                format!("{}; {n_left_out} more of the same kind are not cited here", last.says);
        }
        let mut cited = cited.into_iter();
        let first = cited.next()?;
        Some(Self {
            verdict,
            title: title.into(),
            subjects: vec![subject],
            first,
            more: cited.collect(),
            beside_the_point: vec![],
        })
    }

    /// Leaves out innocent explanations of the row that cannot hold here.
    #[must_use]
    pub fn without(mut self, texts: impl IntoIterator<Item = &'static str>) -> Self {
        self.beside_the_point.extend(texts);
        self
    }

    /// Adds further subjects.
    #[must_use]
    pub fn about(mut self, subjects: impl IntoIterator<Item = Subject>) -> Self {
        self.subjects.extend(subjects);
        self
    }
}

/// What a rule's function looked at and what it says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Look {
    /// What it found.
    pub drafts: Vec<Draft>,
    /// What it looked at, in words, so that "looked for and not found" can be checked.
    pub looked_at: String,
}

impl Look {
    /// What was looked at, with what came of it.
    pub fn new(looked_at: impl Into<String>, drafts: impl IntoIterator<Item = Draft>) -> Self {
        Self { drafts: drafts.into_iter().collect(), looked_at: looked_at.into() }
    }
}

/// Cites what was seen, with what it shows.
pub(crate) fn cite<T>(seen: Seen<'_, T>, says: impl Into<String>) -> Citation {
    Citation { observation: seen.observation.id, says: says.into(), list: None }
}

/// A vendor as a subject.
pub(crate) fn vendor(vendor: &Vendor) -> Subject {
    Subject { id: vendor.id.clone(), kind: SubjectKind::Vendor, name: vendor_name(vendor) }
}

/// The name to show for a vendor: its name, else its id.
pub(crate) fn vendor_name(vendor: &Vendor) -> String {
    words::cut(if vendor.name.is_empty() { &vendor.id } else { &vendor.name })
}

/// An account as a subject.
pub(crate) fn account(name: &str) -> Subject {
    subject(name, SubjectKind::Account)
}

/// An address as a subject.
pub(crate) fn address(ip: &str) -> Subject {
    subject(ip, SubjectKind::Address)
}

/// A file, a log or a path of a server as a subject.
pub(crate) fn asset(path: &str) -> Subject {
    subject(path, SubjectKind::Asset)
}

/// A person or company that is no vendor as a subject.
pub(crate) fn party(name: &str) -> Subject {
    subject(name, SubjectKind::Party)
}

fn subject(id: &str, kind: SubjectKind) -> Subject {
    Subject { id: id.to_owned(), kind, name: words::cut(id) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use subtier_model::ObservationId;

    fn citation(seed: u16) -> Citation {
        let mut id = [0; 16];
        id[..2].copy_from_slice(&seed.to_le_bytes());
        Citation { observation: ObservationId::from_bytes(id), says: "s".into(), list: None }
    }

    #[test]
    fn nothing_to_cite_is_no_draft() {
        assert_eq!(Draft::new(Verdict::Strong, "t", asset("a"), []), None);
    }

    #[test]
    fn doubles_are_cited_once_and_the_rest_beyond_the_limit_is_counted() {
        let twice =
            Draft::new(Verdict::Noted, "t", asset("a"), [citation(1), citation(1)]).unwrap();
        assert!(twice.more.is_empty());
        let many = Draft::new(Verdict::Noted, "t", asset("a"), (0..510).map(citation)).unwrap();
        assert_eq!(many.more.len(), CITATIONS_MAX - 1);
        assert_eq!(
            many.more.last().unwrap().says,
            "s; 10 more of the same kind are not cited here"
        );
    }
}
