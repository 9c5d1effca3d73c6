//! What is known to be true of the demo's dump, since it was made so, beside what was found.

use subtier_model::{Finding, Verdict};

/// One thing that is so.
struct Truth {
    /// In words.
    what: &'static str,
    rule: &'static str,
    /// A subject's id, or the end of it for files.
    subject: &'static str,
    verdict: Verdict,
}

const TRUTHS: &[Truth] = &[
    Truth {
        what: "bohai's account was used from North Korean address space",
        rule: "R42",
        subject: "bohai",
        verdict: Verdict::Strong,
    },
    Truth {
        what: "bohai's account was used through a VPN exit",
        rule: "R44",
        subject: "bohai",
        verdict: Verdict::ToCheck,
    },
    Truth {
        what: "bohai's account was used from outside its declared country",
        rule: "R43",
        subject: "bohai",
        verdict: Verdict::ToCheck,
    },
    Truth {
        what: "a drawing passed through two marking machines",
        rule: "W01",
        subject: "KST_EP104_SC012_key_v02.png",
        verdict: Verdict::Strong,
    },
    Truth {
        what: "a document passed through one marking machine",
        rule: "W01",
        subject: "retakes.docx",
        verdict: Verdict::Strong,
    },
    Truth {
        what: "drawings of the own production are in work on a server that North Korea reaches",
        rule: "R41",
        subject: "share/KST/EP104",
        verdict: Verdict::ToCheck,
    },
    Truth {
        what: "tintworks carries the identifier of a listed company",
        rule: "L01",
        subject: "tintworks",
        verdict: Verdict::Strong,
    },
    Truth {
        what: "a beneficiary bears a listed name",
        rule: "L01",
        subject: "Everlasting Empire Ltd",
        verdict: Verdict::ToCheck,
    },
    Truth {
        what: "bohai's money went to three other companies",
        rule: "R36",
        subject: "bohai",
        verdict: Verdict::ToCheck,
    },
    Truth {
        what: "miraeline passes work on against its contract",
        rule: "R35",
        subject: "miraeline",
        verdict: Verdict::ToCheck,
    },
    Truth {
        what: "/pub/ can be listed without a password",
        rule: "R45",
        subject: "/pub/",
        verdict: Verdict::ToCheck,
    },
    Truth {
        what: "logs and payments agree on bohai",
        rule: "S01",
        subject: "bohai",
        verdict: Verdict::Escalate,
    },
];

/// Who did nothing, and must not appear as a subject.
const INNOCENT: &[&str] = &["kestrel", "rioverde"];

/// The comparison of what is so with what was found.
pub(crate) struct Comparison {
    /// Lines to print.
    pub(crate) lines: Vec<String>,
    /// Truths that were missed, and innocents that were named.
    pub(crate) wrong: usize,
}

/// Holds the findings against the known truth.
pub(crate) fn compare(findings: &[Finding]) -> Comparison {
    let mut comparison = Comparison { lines: Vec::new(), wrong: 0 };
    for truth in TRUTHS {
        let found = findings.iter().find(|finding| {
            finding.rule == truth.rule
                && finding.subjects.iter().any(|subject| subject.id.ends_with(truth.subject))
        });
        let said = match found {
            Some(finding) if finding.verdict == truth.verdict => "found".to_owned(),
            Some(finding) => format!("WRONG: found as {}", finding.verdict.word()),
            None => "MISSED".to_owned(),
        };
        comparison.wrong += usize::from(said != "found");
        comparison.lines.push(format!(
            "{said:<8} {:<4} {:<9} {}",
            truth.rule,
            truth.verdict.word(),
            truth.what
        ));
    }
    for vendor in INNOCENT {
        let named = findings.iter().any(|f| f.subjects.iter().any(|subject| subject.id == *vendor));
        comparison.wrong += usize::from(named);
        let said = if named { "WRONG" } else { "clean" };
        let what = format!("{vendor} did nothing and is no subject of a finding");
        comparison.lines.push(format!("{said:<8} {:<4} {:<9} {what}", "", ""));
    }
    comparison
}
