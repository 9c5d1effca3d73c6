//! Rows of a CSV file, whole or not at all.
//!
//! In: text of a file. Out: its rows with their line numbers, or the reason why the file is
//! refused: a list that was cut would lose entries in silence. It knows no list's meaning.

/// Rows of a file with one number of columns.
#[derive(Debug)]
pub(crate) struct Rows {
    /// Rows in order, cells trimmed, `-0-` as empty; each with its line number.
    pub(crate) rows: Vec<(u64, Vec<String>)>,
    /// Number of columns of every row.
    pub(crate) columns: usize,
}

/// Why a file is refused.
#[derive(Debug, PartialEq, Eq)]
pub(crate) struct Refused {
    /// Line, where one is to blame.
    pub(crate) line: Option<u64>,
    /// A lower-case fragment.
    pub(crate) reason: String,
}

impl Refused {
    pub(crate) fn whole(reason: impl Into<String>) -> Self {
        Self { line: None, reason: reason.into() }
    }

    pub(crate) fn at(line: u64, reason: impl Into<String>) -> Self {
        Self { line: Some(line), reason: reason.into() }
    }
}

/// Rows of one file that are read; the longest list known has some 100,000.
const ROWS_MAX: usize = 5_000_000;

/// OFAC's files end with this sign (DOS end of file).
const DOS_END: &str = "\u{1a}";

/// Reads all rows, or refuses.
pub(crate) fn read(text: &str) -> Result<Rows, Refused> {
    if text.contains('\0') {
        return Err(Refused::whole("it is no text"));
    }
    if !text.matches('"').count().is_multiple_of(2) {
        return Err(Refused::whole("a quotation mark is left open: the file was cut or damaged"));
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text))
        .from_reader(text.as_bytes());
    let mut rows: Vec<(u64, Vec<String>)> = Vec::new();
    let mut columns = 0;
    for record in reader.records() {
        let record = record.map_err(|error| Refused::whole(format!("it is no CSV: {error}")))?;
        let line = record.position().map_or(0, csv::Position::line);
        let first = record.get(0).unwrap_or_default();
        let rest_empty = record.iter().skip(1).all(|cell| cell.trim().is_empty());
        if rest_empty && (first.trim().is_empty() || first.trim() == DOS_END) {
            continue;
        }
        if columns == 0 {
            columns = record.len();
        }
        if record.len() != columns {
            let (got, want) = (record.len(), columns);
            return Err(Refused::at(line, format!("{got} columns instead of {want}")));
        }
        if rows.len() == ROWS_MAX {
            return Err(Refused::at(line, format!("more than {ROWS_MAX} rows")));
        }
        rows.push((line, record.iter().map(cell).collect()));
    }
    refuse_cut_end(text, &rows)?;
    Ok(Rows { rows, columns })
}

/// The null marker `-0-` of OFAC is an empty cell.
fn cell(text: &str) -> String {
    let text = text.trim();
    if text == "-0-" { String::new() } else { text.to_owned() }
}

fn delimiter(text: &str) -> u8 {
    let head = text.lines().next().unwrap_or_default();
    let count = |sign: char| head.matches(sign).count();
    match (count(','), count(';'), count('\t')) {
        (comma, semicolon, tab) if semicolon > comma && semicolon >= tab => b';',
        (comma, _, tab) if tab > comma => b'\t',
        _ => b',',
    }
}

/// A last line without its end whose last cell stops in the middle of a null marker or sentence.
fn refuse_cut_end(text: &str, rows: &[(u64, Vec<String>)]) -> Result<(), Refused> {
    let ended = text.ends_with(['\n', '\r', '\u{1a}', '"']);
    let Some((line, last)) = rows.last() else { return Ok(()) };
    let cell = last.last().map(String::as_str).unwrap_or_default();
    if !ended && (cell == "-0" || cell == "-" || (cell.contains("; ") && !cell.ends_with('.'))) {
        return Err(Refused::at(*line, "the last line stops in the middle: the file was cut"));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn null_markers_are_empty_and_the_dos_end_is_no_row() {
        let rows = read("1,\"A, B\",-0- \r\n2,C,x\r\n\u{1a},,\r\n").unwrap();
        assert_eq!(rows.columns, 3);
        assert_eq!(rows.rows[0], (1, vec!["1".into(), "A, B".into(), String::new()]));
        assert_eq!(rows.rows.len(), 2);
    }

    #[test]
    fn a_file_that_was_cut_is_refused_whole() {
        for text in ["1,a,b\n2,c\n", "1,a,b\n2,c,\"d", "1,a,x\n2,c,-0", "1,a,x\n2,c,DOB 1970; PO"] {
            assert!(read(text).is_err(), "{text}");
        }
        assert!(read("1,a,b\n2,c,-0- ").is_ok());
    }

    #[test]
    fn semicolons_and_tabs_are_columns_too() {
        assert_eq!(read("id;name\n1;a, b\n").unwrap().columns, 2);
        assert_eq!(read("id\tname\n1\ta\n").unwrap().columns, 2);
    }

    proptest! {
        #[test]
        fn any_text_is_read_or_refused(text in "\\PC{0,200}") {
            let _rows = read(&text);
        }

        #[test]
        fn any_csv_like_text_is_read_or_refused(text in "[a1,;\"\n\r -]{0,200}") {
            let _rows = read(&text);
        }
    }
}
