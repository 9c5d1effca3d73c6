//! Clip Studio Paint (`.clip`): chunks, one of which is an SQLite database of everything but pixels.
//!
//! The layout is not published; independent readers agree on it (rsamaium's and others' specifications of CSFCHUNK; ruby-clip): `CSFCHUNK`, length
//! of the file, place of the first chunk (24); then `CHNKHead`, `CHNKExta`…, `CHNKSQLi`, `CHNKFoot`, each with its length in eight bytes, big-endian; in
//! `CHNKHead` the place of `CHNKSQLi`, 24 bytes in. Tables `CanvasPreview` (`ImageData`, a PNG), `Layer` (`LayerName`), `Project`, `Canvas`.
//!
//! The database is read by a reader of its pages that knows nothing of SQL and follows no page twice: the real library, though hardened,
//! runs a schema that a hostile file brings along (views, triggers, virtual tables), and needs the whole database in memory of its own.

mod database;

use subtier_blocks::SignalKind;
use subtier_footage::{Held, MediaReader, Telling};
use subtier_model::Place;

use crate::told;
use database::{Database, Table, Value};

/// An illustration or animation of Clip Studio Paint.
pub(crate) const CLIP: MediaReader = MediaReader { format: "clip", is_it, read };

const SIGNATURE: &[u8] = b"CSFCHUNK";

/// Chunks that are walked over; an animation has one for each layer, mask and level of detail.
const CHUNKS_MAX: usize = 1_000_000;

/// Bytes of the name and length of a chunk.
const CHUNK_HEAD: u64 = 16;

/// Rows of one table that are looked at.
const ROWS_MAX: usize = 50_000;

fn is_it(held: &Held<'_>, _name: &str) -> bool {
    held.head().starts_with(SIGNATURE)
}

fn read(held: &Held<'_>, telling: &mut Telling) {
    let Some((start, length)) = database_of(held) else {
        let reason =
            "its database is not where the chunks lead, or is not among the bytes that were read";
        telling.fault(Place::Whole, reason);
        return;
    };
    let available = usize::try_from(length).ok().and_then(|length| held.get(start, length));
    // A file that is cut keeps the pages that are there.
    let rest = || {
        let at = usize::try_from(start).ok()?;
        held.head().get(at..)
    };
    let Some(bytes) = available.or_else(rest) else {
        telling.fault(
            told::bytes_at(start, length),
            "the database is not among the bytes that were read",
        );
        return;
    };
    if available.is_none() {
        telling.fault(told::bytes_at(start, length), "the database is cut");
    }
    match Database::open(bytes) {
        Ok(database) => tables(&database, telling),
        Err(reason) => telling.fault(told::chunk("CHNKSQLi", start, length), reason),
    }
}

fn u64_be(held: &Held<'_>, at: u64) -> Option<u64> {
    Some(u64::from_be_bytes(held.get(at, 8)?.try_into().ok()?))
}

/// Where the database stands: by the head, or by walking over the chunks.
fn database_of(held: &Held<'_>) -> Option<(u64, u64)> {
    let first = u64_be(held, 16)?;
    let by_head = (held.get(first, 8)? == b"CHNKHead")
        .then(|| u64_be(held, first.checked_add(CHUNK_HEAD + 8)?))
        .flatten()
        .and_then(|at| database_at(held, at));
    by_head.or_else(|| {
        let mut at = first;
        for _ in 0..CHUNKS_MAX {
            if let Some(found) = database_at(held, at) {
                return Some(found);
            }
            if held.get(at, 4)? != b"CHNK" {
                return None;
            }
            at = at.checked_add(CHUNK_HEAD)?.checked_add(u64_be(held, at.checked_add(8)?)?)?;
        }
        None
    })
}

fn database_at(held: &Held<'_>, at: u64) -> Option<(u64, u64)> {
    (held.get(at, 8)? == b"CHNKSQLi").then(|| Some((at + CHUNK_HEAD, u64_be(held, at + 8)?)))?
}

fn tables(database: &Database<'_>, telling: &mut Telling) {
    let (tables, reason) = database.tables();
    if let Some(reason) = reason {
        telling.fault(Place::Words("schema of the database".to_owned()), reason);
    }
    for table in &tables {
        let mut row_number = 0u64;
        let reason = database.rows(table, ROWS_MAX, &mut |values| {
            row_number += 1;
            row(table, values, row_number, telling);
        });
        if let Some(reason) = reason {
            telling.fault(Place::Words(format!("table {}", table.name)), reason);
        }
    }
}

/// What one row tells: names and sizes of the tables that are known, paths and identifiers of any.
fn row(table: &Table, values: &[Value<'_>], number: u64, telling: &mut Telling) {
    let place =
        |column: &str| Place::Words(format!("table {} row {number} column {column}", table.name));
    let number_of = |column: &str| {
        let value = values.get(table.column(column)?)?.number()?;
        (value >= 1.0 && value <= f64::from(u32::MAX)).then_some(value)
    };
    #[expect(
        clippy::cast_possible_truncation,
        clippy::cast_sign_loss,
        reason = "held against the bounds above"
    )]
    if table.name == "Canvas"
        && let (Some(width), Some(height)) = (number_of("CanvasWidth"), number_of("CanvasHeight"))
    {
        telling.size(width as u32, height as u32);
    }
    for (column, value) in table.columns.iter().zip(values) {
        match value {
            Value::Text(text) => tell_text(&table.name, column, text, &place(column), telling),
            Value::Blob(bytes) if table.name == "CanvasPreview" && column == "ImageData" => {
                if bytes.starts_with(b"\x89PNG") || bytes.starts_with(b"\xFF\xD8") {
                    telling.preview("preview", bytes);
                } else {
                    telling.fault(place(column), "the preview is no PNG or JPEG");
                }
            }
            Value::Blob(_) | Value::Number(_) | Value::Null => {}
        }
    }
}

fn tell_text(table: &str, column: &str, text: &str, place: &Place, telling: &mut Telling) {
    let kind = match (table, column) {
        ("Layer", "LayerName") => Some(SignalKind::LayerName),
        ("Project", "ProjectName") => Some(SignalKind::Title),
        ("Canvas", "CanvasSrcProfileName" | "CanvasDstProfileName") => {
            Some(SignalKind::ColourProfile)
        }
        ("Project", "ProjectInternalVersion") => {
            let words = format!("Clip Studio Paint, internal version {text}");
            telling.signal(SignalKind::Application, words, place.clone());
            None
        }
        _ if is_uuid(text) => Some(SignalKind::Identifier),
        _ => None,
    };
    match kind {
        Some(kind) => told::text(kind, text, place, telling),
        None => told::path_if_absolute(text, place, telling),
    }
}

/// Whether a text is a UUID that is not empty (RFC 9562, 4).
fn is_uuid(text: &str) -> bool {
    text.len() == 36
        && text.bytes().zip(0..).all(|(byte, at)| match at {
            8 | 13 | 18 | 23 => byte == b'-',
            _ => byte.is_ascii_hexdigit(),
        })
        && text.bytes().any(|byte| !matches!(byte, b'0' | b'-'))
}
