//! Digests of rows: what custody holds of the rows of a unit or run, so that a row that is changed,
//! taken out or put in behind the back of the case is noticed.

use rusqlite::params;
use subtier_model::{Blake3Hash, RunId};

use crate::database::{Database, said};
use crate::runs::RunResult;
use crate::{Error, UnitOutput};

/// Rows of one table as `(id, said)`; sorted before they are hashed.
type Rows = Vec<([u8; 16], String)>;

fn digest(tables: Vec<Rows>) -> Blake3Hash {
    let mut hasher = blake3::Hasher::new();
    for mut rows in tables {
        rows.sort_unstable();
        rows.dedup_by(|next, kept| next.0 == kept.0);
        hasher.update(&(rows.len() as u64).to_le_bytes());
        for (id, text) in rows {
            hasher.update(&id);
            hasher.update(&(text.len() as u64).to_le_bytes());
            hasher.update(text.as_bytes());
        }
    }
    Blake3Hash(*hasher.finalize().as_bytes())
}

/// Of what a unit gives.
pub(crate) fn of_output(output: &UnitOutput) -> Blake3Hash {
    let UnitOutput { evidence, observations, complaints, .. } = output;
    digest(vec![
        evidence.iter().map(|row| (*row.id.as_bytes(), said(row))).collect(),
        observations.iter().map(|row| (*row.id.as_bytes(), said(row))).collect(),
        complaints.iter().map(|row| (*row.id.as_bytes(), said(row))).collect(),
    ])
}

/// Of the rows of a unit as they are stored.
pub(crate) fn of_unit(database: &Database, unit: &str) -> Result<Blake3Hash, Error> {
    let mut tables = Vec::new();
    for table in ["evidence", "observation", "complaint"] {
        let sql = format!("SELECT id, said FROM {table} WHERE unit = ?1");
        tables.push(database.rows(&sql, [unit], |row| Ok((row.get(0)?, row.get(1)?)))?);
    }
    Ok(digest(tables))
}

/// Of what a run made.
pub(crate) fn of_result(result: &RunResult<'_>) -> Blake3Hash {
    digest(vec![
        result.entities.iter().map(|row| (*row.id.as_bytes(), said(row))).collect(),
        result.links.iter().map(|row| (*row.id.as_bytes(), said(row))).collect(),
        result.findings.iter().map(|row| (*row.id.as_bytes(), said(row))).collect(),
        vec![(*result.run.as_bytes(), result.context.to_owned())],
    ])
}

/// Of the rows of a run as they are stored.
pub(crate) fn of_run(database: &Database, run: RunId) -> Result<Blake3Hash, Error> {
    let id = run.as_bytes();
    let mut tables = Vec::new();
    for table in ["entity", "link", "finding"] {
        let sql = format!("SELECT id, said FROM {table} WHERE run = ?1");
        tables.push(database.rows(&sql, params![id], |row| Ok((row.get(0)?, row.get(1)?)))?);
    }
    let sql = "SELECT run, said FROM completed_run WHERE run = ?1 ORDER BY seq DESC LIMIT 1";
    tables.push(database.rows(sql, params![id], |row| Ok((row.get(0)?, row.get(1)?)))?);
    Ok(digest(tables))
}
