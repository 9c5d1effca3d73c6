//! A small case: two copies of evidence, a complaint, a table, a finding, a report.

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use sha2::{Digest, Sha256};
use subtier_model::{
    Blake3Hash, Citation, Class, Complaint, ContentKind, Evidence, Fact, FailedLogins, Finding,
    FindingParts, Holding, Observation, Place, Reader, RunInputs, Sha256Hash, Source, Subject,
    SubjectKind, Timestamp, Verdict,
};
use subtier_store::{AccessRow, Case, CustodyEvent, RunResult, UnitOutput};
use subtier_testkit::FakeClock;

pub(crate) fn open(dir: &Path) -> Case {
    Case::open_or_create(dir, Arc::new(FakeClock::default())).unwrap()
}

pub(crate) fn item(path: &str, bytes: &[u8]) -> Evidence {
    let sha256 = Sha256Hash(Sha256::digest(bytes).into());
    let size = bytes.len() as u64;
    Evidence {
        id: Evidence::id_of(path, size, Some(&sha256)),
        path: path.to_owned(),
        name_bytes: None,
        name_encoding: None,
        parent: None,
        size,
        sha256: Some(sha256),
        blake3: Some(Blake3Hash(*blake3::hash(bytes).as_bytes())),
        kind: ContentKind::Text,
        holding: Holding::Copied,
        modified: None,
    }
}

pub(crate) fn observation(item: &Evidence) -> Observation {
    let fact = Fact::FailedLogins(FailedLogins {
        attempts: 3,
        addresses: 1,
        accounts: 1,
        most: vec![("192.0.2.1".to_owned(), 3)],
    });
    let reader = Reader { name: "connections/openssh".to_owned(), version: 1 };
    Observation::new(item.id, Place::Line(7), "Failed password", reader, fact)
}

/// One unit with one item of these bytes, one observation, one complaint and one table.
pub(crate) fn output(case: &Case, path: &str, bytes: &[u8]) -> UnitOutput {
    let item = item(path, bytes);
    let mut copy = case.stage_blob().unwrap();
    copy.write_all(bytes).unwrap();
    let mut table = case.stage_accesses(item.id).unwrap();
    table
        .push(&AccessRow {
            ts: Some(Timestamp::from_secs(1)),
            ip: Some("192.0.2.1"),
            account: None,
            action: "read",
            path: Some("/pub/"),
            status: Some(200),
            bytes: None,
            agent: None,
            line: 1,
            times: 1,
        })
        .unwrap();
    let mut output = UnitOutput::new(format!("intake-1/{path}"));
    output.blobs.push(copy.seal(item.sha256.unwrap()).unwrap());
    output.tables.push(table.finish().unwrap());
    output.observations.push(observation(&item));
    output.complaints.push(Complaint::new(Some(item.id), path, Place::Line(9), "it is cut"));
    let from = format!("/elsewhere/{path}");
    output.custody.push(CustodyEvent::Taken { evidence: Box::new(item.clone()), from });
    output.evidence.push(item);
    output
}

pub(crate) fn finding(observation: &Observation) -> Finding {
    Finding::new(FindingParts {
        rule: "FL1".into(),
        title: "three logins were refused".into(),
        verdict: Verdict::Noted,
        classes: vec![Class::Log],
        subjects: vec![Subject {
            id: "a.log".into(),
            kind: SubjectKind::Asset,
            name: "a.log".into(),
        }],
        first: Citation { observation: observation.id, says: "refused".into(), list: None },
        more: vec![],
        source: Source { title: "t".into(), address: "https://example.org".into() },
        innocent: vec![],
        next: vec![],
        draws_on: vec![],
    })
}

/// A case with two items, a run and a report, closed again.
pub(crate) fn whole_case(dir: &Path) {
    let mut case = open(dir);
    for (path, bytes) in [("a.log", b"one".as_slice()), ("b.log", b"two")] {
        let unit = output(&case, path, bytes);
        case.commit(unit).unwrap();
    }
    let finding = finding(&observation(&item("a.log", b"one")));
    let findings = [finding];
    let run = RunInputs::default().id();
    let result =
        RunResult { run, entities: &[], links: &[], findings: &findings, context: "context" };
    case.complete_run(&result).unwrap();
    case.write_report("findings.json", b"{}\n").unwrap();
}
