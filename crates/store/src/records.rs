//! Evidence, observations and complaints in `case.db`, by the unit that gave them.

use rusqlite::params;
use subtier_model::{Complaint, Evidence, Observation};

use crate::database::{Database, heard, said};
use crate::{CustodyHead, Error, UnitOutput};

/// Adds the rows of one unit in one transaction; rows that are there already stay.
pub(crate) fn add(
    database: &mut Database,
    output: &UnitOutput,
    head: CustodyHead,
) -> Result<(), Error> {
    let unit = &output.unit;
    database.transaction(|rows| {
        let mut add = rows.prepare_cached(
            "INSERT OR IGNORE INTO evidence(unit, id, path, said) VALUES (?1, ?2, ?3, ?4)",
        )?;
        for item in &output.evidence {
            add.execute(params![unit, item.id.as_bytes(), item.path, said(item)])?;
        }
        let mut add = rows.prepare_cached(
            "INSERT OR IGNORE INTO observation(unit, id, said) VALUES (?1, ?2, ?3)",
        )?;
        for observation in &output.observations {
            add.execute(params![unit, observation.id.as_bytes(), said(observation)])?;
        }
        let mut add = rows.prepare_cached(
            "INSERT OR IGNORE INTO complaint(unit, id, path, said) VALUES (?1, ?2, ?3, ?4)",
        )?;
        for complaint in &output.complaints {
            let id = complaint.id.as_bytes();
            add.execute(params![unit, id, complaint.path, said(complaint)])?;
        }
        record_head(rows, head)
    })
}

/// Remembers how long the custody chain was, so that a chain cut at its end is noticed.
pub(crate) fn record_head(
    rows: &rusqlite::Transaction<'_>,
    head: CustodyHead,
) -> rusqlite::Result<()> {
    let sql = "INSERT OR IGNORE INTO custody_head(lines, hash) VALUES (?1, ?2)";
    rows.execute(sql, params![head.lines.cast_signed(), head.hash.to_string()]).map(drop)
}

/// All items, each once, by path and id.
pub(crate) fn evidence(database: &Database) -> Result<Vec<Evidence>, Error> {
    let sql = "SELECT said FROM evidence GROUP BY id ORDER BY path, id";
    texts(database, sql)?.iter().map(|text| heard(text, database.path())).collect()
}

/// Items of the units named, each once, by path and id.
pub(crate) fn evidence_of(database: &Database, units: &[String]) -> Result<Vec<Evidence>, Error> {
    let sql = "SELECT said FROM evidence WHERE unit = ?1";
    let mut found: Vec<Evidence> = of_units(database, sql, units)?;
    found.sort_by(|a, b| (&a.path, a.id).cmp(&(&b.path, b.id)));
    found.dedup_by_key(|item| item.id);
    Ok(found)
}

/// Observations of the units named, each once, by id.
pub(crate) fn observations(
    database: &Database,
    units: &[String],
) -> Result<Vec<Observation>, Error> {
    let sql = "SELECT said FROM observation WHERE unit = ?1";
    let mut found: Vec<Observation> = of_units(database, sql, units)?;
    found.sort_by_key(|observation| observation.id);
    found.dedup_by_key(|observation| observation.id);
    Ok(found)
}

/// Complaints of the units named, each once, by path, place and reason.
pub(crate) fn complaints(database: &Database, units: &[String]) -> Result<Vec<Complaint>, Error> {
    let sql = "SELECT said FROM complaint WHERE unit = ?1";
    let mut found: Vec<Complaint> = of_units(database, sql, units)?;
    found.sort_by(|a, b| (&a.path, &a.place, &a.reason).cmp(&(&b.path, &b.place, &b.reason)));
    found.dedup_by_key(|complaint| complaint.id);
    Ok(found)
}

/// Names of the units that have rows and begin with `prefix`, in order.
pub(crate) fn units(database: &Database, prefix: &str) -> Result<Vec<String>, Error> {
    let sql = "SELECT unit FROM (SELECT DISTINCT unit FROM evidence UNION \
               SELECT DISTINCT unit FROM observation UNION SELECT DISTINCT unit FROM complaint) \
               WHERE substr(unit, 1, length(?1)) = ?1 ORDER BY unit";
    database.rows(sql, [prefix], |row| row.get(0))
}

fn texts(database: &Database, sql: &str) -> Result<Vec<String>, Error> {
    database.rows(sql, [], |row| row.get(0))
}

fn of_units<T: serde::de::DeserializeOwned>(
    database: &Database,
    sql: &str,
    units: &[String],
) -> Result<Vec<T>, Error> {
    let mut found = Vec::new();
    for unit in units {
        for text in database.rows(sql, [unit], |row| row.get::<_, String>(0))? {
            found.push(heard(&text, database.path())?);
        }
    }
    Ok(found)
}
