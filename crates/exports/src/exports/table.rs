//! Tables of separated values: comma, tab or semicolon.
//!
//! In: a text. Out: one cell block a field, the header among them as row 0, so that whoever knows the words of headers
//! finds them; where the header is that of Frame.io, its notes. A text counts as a table when its rows agree on their
//! number of columns or when a row of header words stands near its top; a file named `.txt` or `.log` only by its header.

use std::sync::Arc;

use csv::{ReaderBuilder, StringRecord};
use subtier_model::{CellName, Place};

use super::frameio;
use subtier_blocks::Writing;
use subtier_blocks::{Block, BlockKind, Cell, Format};

/// The separators that Excel and exports write, in the order in which they are tried.
const DELIMITERS: [u8; 3] = [b'\t', b',', b';'];

/// Rows that are looked at to say whether a text is a table.
const SNIFFED_ROWS_MAX: usize = 50;

/// Rows that must agree where no header is known.
const AGREEING_ROWS_MIN: usize = 3;

/// Rows among which the header stands; titles and empty rows may come before it.
const HEADER_ROWS_MAX: usize = 5;

/// Signs of a field of a header, which is a word and no sentence.
const HEADER_CHARS_MAX: usize = 24;

/// Words that head the columns of note tables in the languages of the trade; the full list, with what each means, is the
/// affair of the crate that reads notes. These only say that a row is a header.
const HEADER_WORDS: &[&str] = &[
    "shot",
    "scene",
    "cut",
    "frame",
    "frames",
    "note",
    "notes",
    "comment",
    "comments",
    "commenter",
    "status",
    "author",
    "timecode",
    "timecode in",
    "timecode out",
    "timecode source",
    "asset",
    "version",
    "artist",
    "date",
    "description",
    "marker name",
    "task",
    "reply",
    "镜号",
    "镜头",
    "镜头号",
    "卡号",
    "场",
    "场次",
    "帧",
    "格",
    "帧数",
    "修改意见",
    "意见",
    "备注",
    "批注",
    "修改",
    "修改内容",
    "内容",
    "修改人",
    "导演",
    "日期",
    "状态",
    "截图",
    "序号",
    "컷",
    "컷번호",
    "샷",
    "씬",
    "번호",
    "프레임",
    "의견",
    "수정사항",
    "수정",
    "수정 사항",
    "수정내용",
    "내용",
    "비고",
    "상태",
    "날짜",
    "작성자",
    "담당",
    "화면",
    "화면번호",
    "カット",
    "カット番号",
    "コマ",
    "フレーム",
    "修正内容",
    "修正",
    "備考",
    "担当",
    "状態",
    "日付",
    "コメント",
];

/// What makes a text a table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum KnownBy {
    Header,
    HeaderOrRows,
}

impl KnownBy {
    /// A file that says it is plain text needs a header.
    fn of_name(name: &str) -> Self {
        let is_plain = [".txt", ".log"].iter().any(|end| name.ends_with(end));
        if is_plain { Self::Header } else { Self::HeaderOrRows }
    }
}

/// Whether a text is a table, and of which kind.
pub(super) fn sniff(head: &str, name: &str, is_cut: bool) -> Option<Format> {
    let name = name.to_ascii_lowercase();
    let known_by = KnownBy::of_name(&name);
    // CloudFront, IIS and Zeek begin their logs with such lines.
    if head.starts_with("#Version:") || head.starts_with("#Software:") || head.starts_with("#sep") {
        return None;
    }
    let delimiter = delimiter_of(head, known_by, is_cut)?;
    let mut rows = reader(head, delimiter);
    let is_frame_io =
        rows.records().flatten().take(HEADER_ROWS_MAX).any(|row| frameio::is_header(&row));
    Some(if is_frame_io { Format::FrameIo } else { Format::Csv })
}

/// Writes a table.
pub(super) fn read(text: &str, name: &str, writing: &mut Writing) {
    let known_by = KnownBy::of_name(&name.to_ascii_lowercase());
    let delimiter = delimiter_of(text, known_by, false)
        .or_else(|| delimiter_of(text, KnownBy::HeaderOrRows, false))
        .unwrap_or(b',');
    let mut rows = reader(text, delimiter);
    let mut records = rows.records().flatten();
    let mut before: Vec<StringRecord> = Vec::new();
    let mut header = None;
    for row in records.by_ref().take(HEADER_ROWS_MAX) {
        if frameio::is_header(&row) {
            header = Some(row);
            break;
        }
        before.push(row);
    }
    if let Some(header) = header {
        let first = before.len() + 1;
        cells((0..).zip(before), writing);
        frameio::read(&header, (first as u64 + 1..).zip(records), writing);
    } else {
        writing.set_format(Format::Csv);
        cells((0..).zip(before.into_iter().chain(records)), writing);
    }
}

fn cells(rows: impl Iterator<Item = (u32, StringRecord)>, writing: &mut Writing) {
    let sheet: Arc<str> = "table 1".into();
    for (row, record) in rows {
        if writing.is_full() {
            return;
        }
        for (column, field) in (0..).zip(&record) {
            let place = Place::Cell { sheet: Arc::clone(&sheet), cell: CellName::at(row, column) };
            let mut block = Block::new(BlockKind::Cell, field.to_owned(), place);
            block.cell = Some(Cell { table: 0, is_sheet: false, row, column, rows: 1, columns: 1 });
            writing.block(block);
        }
    }
}

fn reader(text: &str, delimiter: u8) -> csv::Reader<&[u8]> {
    ReaderBuilder::new()
        .delimiter(delimiter)
        .has_headers(false)
        .flexible(true)
        .from_reader(text.as_bytes())
}

/// The separator of a table; `None` where the text is none.
fn delimiter_of(text: &str, known_by: KnownBy, is_cut: bool) -> Option<u8> {
    DELIMITERS.into_iter().find(|&delimiter| {
        if memchr::memchr(delimiter, text.as_bytes()).is_none() {
            return false;
        }
        let mut rows: Vec<StringRecord> =
            reader(text, delimiter).records().flatten().take(SNIFFED_ROWS_MAX).collect();
        if is_cut && rows.len() < SNIFFED_ROWS_MAX {
            rows.pop();
        }
        let has_header = rows.iter().take(HEADER_ROWS_MAX).any(is_header);
        has_header || (known_by == KnownBy::HeaderOrRows && rows_agree(&rows, delimiter))
    })
}

/// Whether a row names columns: two known words at least, and nothing as long as a sentence.
fn is_header(row: &StringRecord) -> bool {
    if frameio::is_header(row) {
        return true;
    }
    let is_short = |field: &str| field.chars().count() <= HEADER_CHARS_MAX;
    let known = |field: &&str| {
        let word = field.trim().trim_start_matches('\u{FEFF}').to_lowercase();
        HEADER_WORDS.contains(&word.as_str())
    };
    row.len() >= 2 && row.iter().all(is_short) && row.iter().filter(known).count() >= 2
}

/// Whether the rows have so much the same number of columns that chance does not explain it.
fn rows_agree(rows: &[StringRecord], delimiter: u8) -> bool {
    let Some(columns) = rows.first().map(StringRecord::len) else { return false };
    if rows.len() < AGREEING_ROWS_MIN || columns < 2 {
        return false;
    }
    // Nine rows of ten: a note may hold a separator without quotes.
    let n_agreeing = rows.iter().filter(|row| row.len() == columns).count();
    if n_agreeing * 10 < rows.len() * 9 {
        return false;
    }
    // A semicolon at the end of each line is code; a comma or semicolon before a blank is prose.
    let n_filled = rows
        .iter()
        .filter(|row| row.iter().filter(|field| !field.trim().is_empty()).count() >= 2)
        .count();
    let fields = || rows.iter().flat_map(|row| row.iter().skip(1));
    let n_spaced = fields().filter(|field| field.starts_with(' ')).count();
    let n_fields = fields().count();
    n_filled * 2 > rows.len() && (delimiter == b'\t' || n_spaced * 2 < n_fields)
}

#[cfg(test)]
mod tests {
    use super::*;
    use subtier_blocks::Limits;

    #[test]
    fn quoted_separators_and_line_ends_stay_in_their_cell() {
        let mut writing = Writing::new(Format::Csv, Limits::STANDARD);
        read("镜号;修改意见\n\"SC012\";\"头型再修;\n后脑\"\n", "a.csv", &mut writing);
        let document = writing.finish();
        assert_eq!(document.text(), "镜号\t修改意见\nSC012\t头型再修;\n后脑");
        assert_eq!(document.blocks[3].place.to_string(), "table 1 cell B2");
    }

    #[test]
    fn a_text_file_is_a_table_only_by_its_header() {
        let rows = "SC012\t头型\nSC013\tOK\nSC014\t补画\n";
        assert_eq!(sniff(rows, "a.txt", false), None);
        assert_eq!(sniff(rows, "a.tsv", false), Some(Format::Csv));
    }
}
