//! `work.db`: which units are done and which table files belong to the case.

use rusqlite::params;

use crate::Error;
use crate::database::Database;
use crate::table::TableFile;

pub(crate) fn is_done(database: &Database, unit: &str) -> Result<bool, Error> {
    let rows = database.rows("SELECT 1 FROM unit WHERE name = ?1", [unit], |_| Ok(()))?;
    Ok(!rows.is_empty())
}

/// Marks a unit as done together with the tables it gave.
pub(crate) fn finish(
    database: &mut Database,
    unit: &str,
    tables: &[TableFile],
) -> Result<(), Error> {
    database.transaction(|rows| {
        for table in tables {
            let (count, bytes) = (table.rows.cast_signed(), table.bytes.cast_signed());
            rows.execute(
                "INSERT OR REPLACE INTO table_file(path, unit, rows, bytes, blake3) \
                 VALUES (?1, ?2, ?3, ?4, ?5)",
                params![table.path, unit, count, bytes, table.blake3],
            )?;
        }
        rows.execute("INSERT OR IGNORE INTO unit(name) VALUES (?1)", [unit]).map(drop)
    })
}

/// Marks units as done that gave nothing.
pub(crate) fn mark_done(database: &mut Database, units: &[String]) -> Result<(), Error> {
    database.transaction(|rows| {
        let mut add = rows.prepare_cached("INSERT OR IGNORE INTO unit(name) VALUES (?1)")?;
        units.iter().try_for_each(|unit| add.execute([unit]).map(drop))
    })
}

/// Every catalogued table file, by path.
pub(crate) fn tables(database: &Database) -> Result<Vec<TableFile>, Error> {
    let sql = "SELECT path, rows, bytes, blake3 FROM table_file ORDER BY path";
    database.rows(sql, [], |row| {
        Ok(TableFile {
            path: row.get(0)?,
            rows: row.get::<_, i64>(1)?.cast_unsigned(),
            bytes: row.get::<_, i64>(2)?.cast_unsigned(),
            blake3: row.get(3)?,
        })
    })
}
