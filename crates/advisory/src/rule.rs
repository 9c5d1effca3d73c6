//! Rule: one row of the table, with its source, its innocent explanations, its next steps and its
//! function.

use subtier_model::{Class, Finding, Source, Verdict};

use crate::draft::Look;
use crate::facts::CaseFacts;

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

impl Rule {
    /// Its source as a finding carries it.
    pub(crate) fn source(&self) -> Source {
        Source { title: self.source_title.to_owned(), address: self.source_address.to_owned() }
    }

    /// Its innocent explanations as a finding carries them.
    pub(crate) fn innocent_texts(&self) -> Vec<String> {
        self.innocent.iter().map(|text| (*text).to_owned()).collect()
    }

    /// Its next steps as a finding carries them.
    pub(crate) fn next_texts(&self) -> Vec<String> {
        self.next.iter().map(|text| (*text).to_owned()).collect()
    }
}
