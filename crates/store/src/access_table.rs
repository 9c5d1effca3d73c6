//! The accesses table: one row for each access of a log, as plain Parquet without functions of our
//! own, so that DuckDB, Polars and Spark read it as it lies.
//!
//! Columns: `evidence` text, `ts` timestamp in microseconds UTC, `ip` text, `account` text,
//! `action` text, `path` text, `status` u16, `bytes` u64, `agent` text, `line` u64, `times` u32.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use arrow_array::builder::{
    ArrayBuilder, StringBuilder, StringDictionaryBuilder, TimestampMicrosecondBuilder,
    UInt16Builder, UInt32Builder, UInt64Builder,
};
use arrow_array::types::Int32Type;
use arrow_array::{ArrayRef, DictionaryArray, Int32Array, RecordBatch, StringArray};
use arrow_schema::{DataType, Field, Schema, TimeUnit};
use parquet::arrow::ArrowWriter;
use parquet::basic::{Compression, Encoding};
use parquet::file::properties::{EnabledStatistics, WriterProperties};
use subtier_model::{EvidenceId, Timestamp};

use crate::Error;
use crate::folder::{Folder, TABLE, create_new};
use crate::table::{StagedTable, TableFile};

/// Rows gathered before they are encoded: few enough that they are still in the second-level cache
/// of the core when they are, and that no batch asks the system for memory.
const BATCH_ROWS: usize = 4_096;

/// Columns of text in no order, where least and greatest value of a row group would lead nobody past
/// it, but must be compared with each value.
const WITHOUT_STATISTICS: [&str; 6] = ["evidence", "ip", "account", "action", "path", "agent"];

/// Columns of numbers that mostly grow from row to row: their differences are small and cheap to
/// write, a dictionary of them would be thrown away when it is full.
const GROWING: [&str; 2] = ["ts", "line"];

/// One access, borrowed from the line it stands in.
#[derive(Debug, Clone, Copy)]
#[expect(missing_docs, reason = "the fields are those of `access` in the outside contract")]
pub struct AccessRow<'a> {
    pub ts: Option<Timestamp>,
    pub ip: Option<&'a str>,
    pub account: Option<&'a str>,
    pub action: &'static str,
    pub path: Option<&'a str>,
    pub status: Option<u16>,
    pub bytes: Option<u64>,
    pub agent: Option<&'a str>,
    pub line: u64,
    pub times: u32,
}

/// A table being written aside.
pub struct AccessTable {
    writer: ArrowWriter<File>,
    columns: Columns,
    schema: Arc<Schema>,
    aside: PathBuf,
    evidence: String,
    rows: u64,
}

impl std::fmt::Debug for AccessTable {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("AccessTable").field("aside", &self.aside).finish_non_exhaustive()
    }
}

#[derive(Default)]
struct Columns {
    ts: TimestampMicrosecondBuilder,
    ip: StringBuilder,
    account: StringDictionaryBuilder<Int32Type>,
    action: Words,
    path: StringBuilder,
    status: UInt16Builder,
    bytes: UInt64Builder,
    agent: StringBuilder,
    line: UInt64Builder,
    times: UInt32Builder,
}

/// A column of the few words that a program has of its own; searched, which is cheaper than hashing.
#[derive(Default)]
struct Words {
    known: Vec<&'static str>,
    keys: Vec<i32>,
}

impl Words {
    fn append_value(&mut self, word: &'static str) {
        let at = self.known.iter().position(|known| std::ptr::eq(*known, word) || *known == word);
        let key = at.unwrap_or_else(|| {
            self.known.push(word);
            self.known.len() - 1
        });
        self.keys.push(i32::try_from(key).expect("a program has few words"));
    }

    fn finish(self) -> DictionaryArray<Int32Type> {
        let words = StringArray::from_iter_values(self.known);
        DictionaryArray::new(Int32Array::from(self.keys), Arc::new(words))
    }
}

fn schema() -> Schema {
    let words = || DataType::Dictionary(Box::new(DataType::Int32), Box::new(DataType::Utf8));
    let instant = DataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
    Schema::new(vec![
        Field::new("evidence", words(), false),
        Field::new("ts", instant, true),
        Field::new("ip", DataType::Utf8, true),
        Field::new("account", words(), true),
        Field::new("action", words(), false),
        Field::new("path", DataType::Utf8, true),
        Field::new("status", DataType::UInt16, true),
        Field::new("bytes", DataType::UInt64, true),
        Field::new("agent", DataType::Utf8, true),
        Field::new("line", DataType::UInt64, false),
        Field::new("times", DataType::UInt32, false),
    ])
}

impl AccessTable {
    pub(crate) fn new(folder: &Folder, evidence: EvidenceId) -> Result<Self, Error> {
        let evidence = evidence.to_string();
        let aside = folder.tmp().join(format!("{TABLE}{evidence}"));
        let mut properties = WriterProperties::builder()
            .set_compression(Compression::SNAPPY)
            .set_statistics_enabled(EnabledStatistics::Chunk)
            .set_created_by("subtier".to_owned());
        for column in WITHOUT_STATISTICS {
            properties =
                properties.set_column_statistics_enabled(column.into(), EnabledStatistics::None);
        }
        for column in GROWING {
            properties = properties
                .set_column_dictionary_enabled(column.into(), false)
                .set_column_encoding(column.into(), Encoding::DELTA_BINARY_PACKED);
        }
        let properties = properties.build();
        let schema = Arc::new(schema());
        let writer = ArrowWriter::try_new(create_new(&aside)?, schema.clone(), Some(properties))
            .map_err(table_error(&aside))?;
        Ok(Self { writer, columns: Columns::default(), schema, aside, evidence, rows: 0 })
    }

    /// Adds one access.
    pub fn push(&mut self, row: &AccessRow<'_>) -> Result<(), Error> {
        let columns = &mut self.columns;
        columns.ts.append_option(row.ts.map(Timestamp::micros));
        columns.ip.append_option(row.ip);
        columns.account.append_option(row.account);
        columns.action.append_value(row.action);
        columns.path.append_option(row.path);
        columns.status.append_option(row.status);
        columns.bytes.append_option(row.bytes);
        columns.agent.append_option(row.agent);
        columns.line.append_value(row.line);
        columns.times.append_value(row.times);
        self.rows += 1;
        if self.rows.is_multiple_of(BATCH_ROWS as u64) { self.encode() } else { Ok(()) }
    }

    fn encode(&mut self) -> Result<(), Error> {
        let columns = std::mem::take(&mut self.columns).finish(&self.evidence);
        let error = table_error(&self.aside);
        let batch = RecordBatch::try_new(self.schema.clone(), columns)
            .map_err(|reason| error(reason.into()))?;
        self.writer.write(&batch).map_err(table_error(&self.aside))
    }

    /// Ends the table; it becomes part of the case with the commit of its unit.
    pub fn finish(mut self) -> Result<StagedTable, Error> {
        self.encode()?;
        self.writer.finish().map_err(table_error(&self.aside))?;
        let path = format!("accesses/{}.parquet", self.evidence);
        let mut hasher = blake3::Hasher::new();
        let file = File::open(&self.aside).map_err(Error::io("open", &self.aside))?;
        hasher.update_reader(file).map_err(Error::io("read", &self.aside))?;
        let bytes = hasher.count();
        let blake3 = hasher.finalize().to_hex().to_string();
        let file = TableFile { path, rows: self.rows, bytes, blake3 };
        Ok(StagedTable { aside: self.aside, file })
    }
}

fn table_error(path: &Path) -> impl Fn(parquet::errors::ParquetError) -> Error {
    let path = path.to_owned();
    move |error| Error::Table { path: path.clone(), reason: error.to_string() }
}

impl Columns {
    fn finish(mut self, evidence: &str) -> Vec<ArrayRef> {
        let keys = Int32Array::from_value(0, self.line.len());
        let evidence = StringArray::from_iter_values([evidence]);
        vec![
            Arc::new(DictionaryArray::new(keys, Arc::new(evidence))),
            Arc::new(self.ts.finish().with_timezone("UTC")),
            Arc::new(self.ip.finish()),
            Arc::new(self.account.finish()),
            Arc::new(self.action.finish()),
            Arc::new(self.path.finish()),
            Arc::new(self.status.finish()),
            Arc::new(self.bytes.finish()),
            Arc::new(self.agent.finish()),
            Arc::new(self.line.finish()),
            Arc::new(self.times.finish()),
        ]
    }
}
