//! Text to rows of cells: comma, semicolon or tab, quotes doubled inside quotes, line ends inside
//! quotes. Keeps the raw text of each row and counts rows as a spreadsheet does, blank ones too.
//! A stray quote costs its own line only: that row is read again with quoted cells ending at the line.

/// The most rows read of one table.
pub(crate) const ROWS_MAX: usize = 200_000;

/// How often a row may be taken twice because of a stray quote, before a quote may no longer span
/// lines at all; bounds the work on a hostile table.
const RETAKES_MAX: u32 = 16;

/// One row as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct RawRow {
    /// Counted from 1, blank rows too.
    pub(crate) row: u64,
    /// The text without its line end.
    pub(crate) text: String,
    /// Cells, trimmed.
    pub(crate) cells: Vec<String>,
}

/// Rows that are not blank, and the rows with a quote that opens or closes nothing.
#[derive(Debug, Default, PartialEq, Eq)]
pub(crate) struct Split {
    /// Rows with at least one cell that is not empty.
    pub(crate) rows: Vec<RawRow>,
    /// Row numbers.
    pub(crate) stray_quotes: Vec<u64>,
    /// Whether rows beyond [`ROWS_MAX`] were left out.
    pub(crate) cut: bool,
}

/// Splits text into rows.
pub(crate) fn split(text: &str, delimiter: char) -> Split {
    let mut split = Split::default();
    let mut rest = text;
    let mut row = 0;
    let mut retakes = 0;
    while !rest.is_empty() {
        if split.rows.len() >= ROWS_MAX {
            split.cut = true;
            break;
        }
        row += 1;
        let mut taken = take_row(rest, delimiter, retakes < RETAKES_MAX);
        if taken.stray_quote && retakes < RETAKES_MAX {
            // Where the text ended within the quote, no later one closes either.
            retakes = if taken.bytes == rest.len() { RETAKES_MAX } else { retakes + 1 };
            taken = take_row(rest, delimiter, false);
        }
        if taken.stray_quote {
            split.stray_quotes.push(row);
        }
        let (raw, after) = rest.split_at_checked(taken.bytes).unwrap_or((rest, ""));
        if taken.cells.iter().any(|cell| !cell.is_empty()) {
            let text = raw.trim_end_matches(['\r', '\n']).to_owned();
            split.rows.push(RawRow { row, text, cells: taken.cells });
        }
        rest = after;
    }
    split
}

struct Taken {
    cells: Vec<String>,
    bytes: usize,
    stray_quote: bool,
}

/// Where the reading of a cell stands.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Cell {
    Plain,
    Quoted,
    /// After the closing quote, where only a delimiter or the line's end may follow.
    Closed,
}

fn take_row(text: &str, delimiter: char, quotes_span_lines: bool) -> Taken {
    let mut taken = Taken { cells: Vec::new(), bytes: text.len(), stray_quote: false };
    let mut cell = String::new();
    let mut state = Cell::Plain;
    let mut chars = text.char_indices().peekable();
    while let Some((at, c)) = chars.next() {
        match (c, state) {
            ('"', Cell::Quoted) if chars.next_if(|(_, next)| *next == '"').is_some() => {
                cell.push('"');
            }
            ('"', Cell::Quoted) => state = Cell::Closed,
            ('"', Cell::Plain) if cell.trim().is_empty() => {
                cell.clear();
                state = Cell::Quoted;
            }
            ('\r' | '\n', _) if state != Cell::Quoted || !quotes_span_lines => {
                let pair = c == '\r' && chars.next_if(|(_, next)| *next == '\n').is_some();
                taken.bytes = at + 1 + usize::from(pair);
                break;
            }
            (c, Cell::Plain | Cell::Closed) if c == delimiter => {
                taken.cells.push(trimmed(&mut cell));
                state = Cell::Plain;
            }
            (c, _) => {
                taken.stray_quote |= state == Cell::Closed && !c.is_whitespace();
                cell.push(c);
            }
        }
    }
    taken.stray_quote |= state == Cell::Quoted;
    taken.cells.push(trimmed(&mut cell));
    taken
}

fn trimmed(cell: &mut String) -> String {
    let text = cell.trim().to_owned();
    cell.clear();
    text
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn cells(text: &str, delimiter: char) -> Vec<(u64, Vec<String>)> {
        split(text, delimiter).rows.into_iter().map(|row| (row.row, row.cells)).collect()
    }

    #[test]
    fn rows_are_split_as_a_spreadsheet_does() {
        let check = |text, delimiter, expected: &[(u64, &[&str])]| {
            let expected: Vec<(u64, Vec<String>)> = expected
                .iter()
                .map(|(row, cells)| (*row, cells.iter().map(ToString::to_string).collect()))
                .collect();
            assert_eq!(cells(text, delimiter), expected, "{text:?}");
        };
        check("a,b\r\nc,d\r\n", ',', &[(1, &["a", "b"]), (2, &["c", "d"])]);
        check("a;\"b;c\"\n\n;\nd;e", ';', &[(1, &["a", "b;c"]), (4, &["d", "e"])]);
        check("a\t \"say \"\"hi\"\"\" \tb", '\t', &[(1, &["a", "say \"hi\"", "b"])]);
        check("a,\"two\nlines\"\nb", ',', &[(1, &["a", "two\nlines"]), (2, &["b"])]);
        check("5\" disk,b\rc", ',', &[(1, &["5\" disk", "b"]), (2, &["c"])]);
    }

    #[test]
    fn a_stray_quote_costs_its_own_line_only() {
        for text in ["a,\"b\nc,d\nx,\"y\"\n", "a,\"b\nc,d\nx,y\n"] {
            let split = split(text, ',');
            assert_eq!(split.stray_quotes, [1], "{text:?}");
            assert_eq!(split.rows[1].cells, ["c", "d"], "{text:?}");
            assert_eq!(split.rows[2].cells, ["x", "y"], "{text:?}");
        }
    }

    #[test]
    fn quotes_that_are_not_doubled_stay_within_their_row() {
        let split = split("a,\"say \"hi\" there\"\nc,\"d\"\n", ',');
        assert_eq!(split.stray_quotes, [1]);
        assert_eq!(split.rows[1].cells, ["c", "d"]);
    }

    #[test]
    fn the_raw_text_of_a_row_is_kept() {
        let split = split("id,name\r\n1,\"A, B\"\r\n", ',');
        assert_eq!(split.rows[1].text, "1,\"A, B\"");
    }

    proptest! {
        #[test]
        fn any_text_is_split(text in "[a,;\"\\n\\r\\t 辽]{0,80}") {
            for delimiter in [',', ';', '\t'] {
                let split = split(&text, delimiter);
                prop_assert!(split.rows.len() <= text.len());
            }
        }
    }
}
