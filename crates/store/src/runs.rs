//! What runs made (entities, links, findings) and what people ruled on it, in `case.db`.

use rusqlite::{OptionalExtension, params};
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtier_model::{Decision, Entity, Finding, Link, RunId, Sha256Hash, Timestamp};

use crate::database::{Database, heard, said};
use crate::{CustodyHead, Error, records};

/// All that a run made.
#[derive(Debug, Clone, Copy)]
pub struct RunResult<'a> {
    /// The run.
    pub run: RunId,
    /// Who.
    pub entities: &'a [Entity],
    /// What ties whom to whom.
    pub links: &'a [Link],
    /// In the order in which they are to be read.
    pub findings: &'a [Finding],
    /// What the caller needs to lay out the report again; kept as it is given.
    pub context: &'a str,
}

/// Adds all that a run made and marks it complete, in one transaction.
pub(crate) fn complete(
    database: &mut Database,
    result: &RunResult<'_>,
    head: CustodyHead,
) -> Result<(), Error> {
    let RunResult { entities, links, findings, context, .. } = *result;
    let run = result.run.as_bytes();
    database.transaction(|rows| {
        let mut add =
            rows.prepare_cached("INSERT OR IGNORE INTO entity(run, id, said) VALUES (?1, ?2, ?3)")?;
        for entity in entities {
            add.execute(params![run, entity.id.as_bytes(), said(entity)])?;
        }
        let mut add =
            rows.prepare_cached("INSERT OR IGNORE INTO link(run, id, said) VALUES (?1, ?2, ?3)")?;
        for link in links {
            add.execute(params![run, link.id.as_bytes(), said(link)])?;
        }
        let mut add = rows.prepare_cached(
            "INSERT OR IGNORE INTO finding(run, place, id, revision, said) \
             VALUES (?1, ?2, ?3, ?4, ?5)",
        )?;
        for (place, finding) in (0_i64..).zip(findings) {
            let (id, revision) = (finding.id.as_bytes(), finding.revision.as_bytes());
            add.execute(params![run, place, id, revision, said(finding)])?;
        }
        let sql = "INSERT INTO completed_run(run, said) VALUES (?1, ?2)";
        rows.execute(sql, params![run, context])?;
        records::record_head(rows, head)
    })
}

/// The run completed last, with the context it was stored with.
pub(crate) fn last(database: &Database) -> Result<Option<(RunId, String)>, Error> {
    let sql = "SELECT run, said FROM completed_run ORDER BY seq DESC LIMIT 1";
    let runs = database.rows(sql, [], |row| Ok((row.get::<_, [u8; 16]>(0)?, row.get(1)?)))?;
    Ok(runs.into_iter().next().map(|(run, context)| (RunId::from_bytes(run), context)))
}

/// Findings of a run, in the order in which the run gave them.
pub(crate) fn findings(database: &Database, run: RunId) -> Result<Vec<Finding>, Error> {
    of_run(database, "SELECT said FROM finding WHERE run = ?1 ORDER BY place", run)
}

/// Entities of a run, by id.
pub(crate) fn entities(database: &Database, run: RunId) -> Result<Vec<Entity>, Error> {
    of_run(database, "SELECT said FROM entity WHERE run = ?1 ORDER BY id", run)
}

/// Links of a run, by id.
pub(crate) fn links(database: &Database, run: RunId) -> Result<Vec<Link>, Error> {
    of_run(database, "SELECT said FROM link WHERE run = ?1 ORDER BY id", run)
}

fn of_run<T: serde::de::DeserializeOwned>(
    database: &Database,
    sql: &str,
    run: RunId,
) -> Result<Vec<T>, Error> {
    let texts = database.rows(sql, [run.as_bytes()], |row| row.get::<_, String>(0))?;
    texts.iter().map(|text| heard(text, database.path())).collect()
}

/// All decisions, in the order in which they were made.
pub(crate) fn decisions(database: &Database) -> Result<Vec<Decision>, Error> {
    let sql = "SELECT said FROM decision ORDER BY seq";
    let texts = database.rows(sql, [], |row| row.get::<_, String>(0))?;
    texts.iter().map(|text| heard(text, database.path())).collect()
}

/// One line of the audit trail, chained like custody.
#[derive(Debug, Serialize, Deserialize)]
struct AuditLine {
    at: Timestamp,
    what: String,
}

fn audit_hash(prev: &str, said: &str) -> String {
    Sha256Hash(Sha256::new().chain_update(prev).chain_update(said).finalize().into()).to_string()
}

/// Adds a decision and its audit line in one transaction.
pub(crate) fn decide(
    database: &mut Database,
    decision: &Decision,
    head: CustodyHead,
) -> Result<(), Error> {
    let text = said(decision);
    let what = format!("decision {} on finding {}", decision.id, decision.finding);
    let line = said(&AuditLine { at: decision.at, what });
    database.transaction(|rows| {
        records::record_head(rows, head)?;
        let sql = "INSERT OR IGNORE INTO decision(id, finding, said) VALUES (?1, ?2, ?3)";
        let (id, finding) = (decision.id.as_bytes(), decision.finding.as_bytes());
        if rows.execute(sql, params![id, finding, text])? == 0 {
            return Ok(());
        }
        let sql = "SELECT hash FROM audit ORDER BY seq DESC LIMIT 1";
        let prev: Option<String> = rows.query_row(sql, [], |row| row.get(0)).optional()?;
        let prev = prev.unwrap_or_default();
        let sql = "INSERT INTO audit(prev, hash, said) VALUES (?1, ?2, ?3)";
        rows.execute(sql, params![prev, audit_hash(&prev, &line), line]).map(drop)
    })
}

/// Decisions as they are stored, each with the id of its row.
pub(crate) fn decision_rows(database: &Database) -> Result<Vec<([u8; 16], Decision)>, Error> {
    let rows = database.rows("SELECT id, said FROM decision ORDER BY seq", [], |row| {
        Ok((row.get::<_, [u8; 16]>(0)?, row.get::<_, String>(1)?))
    })?;
    rows.into_iter().map(|(id, text)| Ok((id, heard(&text, database.path())?))).collect()
}

/// The first audit line whose chain is broken, counted from 1.
pub(crate) fn audit_fault(database: &Database) -> Result<Option<u64>, Error> {
    let sql = "SELECT prev, hash, said FROM audit ORDER BY seq";
    let lines = database.rows(sql, [], |row| {
        Ok((row.get::<_, String>(0)?, row.get::<_, String>(1)?, row.get::<_, String>(2)?))
    })?;
    let mut last = String::new();
    for (number, (prev, hash, said)) in (1..).zip(lines) {
        if prev != last || audit_hash(&prev, &said) != hash {
            return Ok(Some(number));
        }
        last = hash;
    }
    Ok(None)
}
