//! Comments of Frame.io as its table of separated values writes them.
//!
//! Two headers are known: `Timecode Source`, `Frame`, `Duration`, and the older `Timecode In`, `Timecode Out`; both with
//! `Commenter` and `Comment` (read so by logik-portal/python, `frame_io/frame_io_csv_to_markers.py`, versions 1.3 and
//! 1.5). A comment may end with the JSON of a drawing (docs.frame.io, working with annotations). Out: a marker a row.

use csv::StringRecord;
use subtier_model::Place;

use super::drawing;
use super::json::{Json, parse};
use subtier_blocks::Writing;
use subtier_blocks::{Block, BlockKind, Fields, SignalKind};

/// What a column means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Column {
    Asset,
    Author,
    Comment,
    Timecode,
    Frame,
    Duration,
    Status,
    Completed,
    Time,
    Drawing,
}

/// The names of columns in lower case. Those of the first five kinds are read by public consumers; the others have been
/// recalled, and do no harm where they are not there.
const COLUMNS: &[(&str, Column)] = &[
    ("timecode source", Column::Timecode),
    ("timecode in", Column::Timecode),
    ("timecode", Column::Timecode),
    ("commenter", Column::Author),
    ("comment", Column::Comment),
    ("frame", Column::Frame),
    ("duration", Column::Duration),
    ("asset name", Column::Asset),
    ("asset", Column::Asset),
    ("file name", Column::Asset),
    ("filename", Column::Asset),
    ("version", Column::Asset),
    ("author", Column::Author),
    ("status", Column::Status),
    ("completed", Column::Completed),
    ("date", Column::Time),
    ("created at", Column::Time),
    ("inserted at", Column::Time),
    ("annotation", Column::Drawing),
    ("annotations", Column::Drawing),
];

fn column_of(field: &str) -> Option<Column> {
    let name = field.trim().trim_start_matches('\u{FEFF}').trim_matches('"').to_lowercase();
    COLUMNS.iter().find(|(known, _)| *known == name).map(|(_, column)| *column)
}

/// Whether a row is the header of such a table.
pub(super) fn is_header(row: &StringRecord) -> bool {
    let has = |wanted| row.iter().any(|field| column_of(field) == Some(wanted));
    has(Column::Comment) && has(Column::Author) && (has(Column::Timecode) || has(Column::Frame))
}

/// Writes the notes of the rows after the header; a row's number is the one that a spreadsheet shows.
pub(super) fn read(
    header: &StringRecord,
    rows: impl Iterator<Item = (u64, StringRecord)>,
    writing: &mut Writing,
) {
    let mut columns: Vec<Option<Column>> = Vec::new();
    for field in header {
        let column = column_of(field).filter(|column| !columns.contains(&Some(*column)));
        columns.push(column);
    }
    for (row, record) in rows {
        if writing.is_full() {
            return;
        }
        note(row, &record, &columns, writing);
    }
}

fn note(row: u64, record: &StringRecord, columns: &[Option<Column>], writing: &mut Writing) {
    let field = |wanted| {
        let at = columns.iter().position(|column| *column == Some(wanted))?;
        record.get(at).filter(|field| !field.trim().is_empty())
    };
    let place = Place::Row { row, column: Some("Comment".to_owned()) };
    let (text, drawn) = without_drawing(field(Column::Comment).unwrap_or(""));
    let drawing = drawn.or_else(|| {
        let value = parse(field(Column::Drawing)?).ok()?;
        Some(drawing::shapes(&value)).filter(|words| !words.is_empty())
    });
    let whole = |wanted| field(wanted).and_then(|field: &str| field.trim().parse::<i64>().ok());
    let frame = whole(Column::Frame);
    let n_frames = whole(Column::Duration).filter(|frames| *frames > 1);
    let completed = field(Column::Completed)
        .filter(|field| {
            matches!(field.trim().to_lowercase().as_str(), "true" | "yes" | "1" | "completed")
        })
        .map(|_| "completed");
    let mut block = Block::new(BlockKind::Marker, text.to_owned(), place.clone());
    block.author = field(Column::Author).map(str::to_owned);
    block.time = field(Column::Time).map(str::to_owned);
    if let Some(author) = &block.author {
        writing.signal(SignalKind::CommentAuthor, author.as_str(), place);
    }
    block.fields = Some(Box::new(Fields {
        asset: field(Column::Asset).map(str::to_owned),
        frame,
        frame_out: frame.zip(n_frames).map(|(frame, n)| frame.saturating_add(n - 1)),
        timecode: field(Column::Timecode).map(str::to_owned),
        status: field(Column::Status).or(completed).map(str::to_owned),
        drawing,
        ..Fields::default()
    }));
    if !block.text.trim().is_empty()
        || block.fields.as_ref().is_some_and(|fields| fields.drawing.is_some())
    {
        writing.block(block);
    }
}

/// Parts a comment from the JSON of its drawing, and tells the drawing.
fn without_drawing(comment: &str) -> (&str, Option<String>) {
    let ends_as_json = comment.trim_end().ends_with(['}', ']']);
    let tool = comment.find("\"tool\"").filter(|_| ends_as_json);
    let Some(before) = tool.and_then(|at| comment.get(..at)) else { return (comment, None) };
    let at = before.rfind('[').or_else(|| before.rfind('{'));
    let parts = at.and_then(|at| Some((comment.get(..at)?, comment.get(at..)?)));
    let Some((text, json)) = parts else { return (comment, None) };
    match parse(json.trim()) {
        Ok(value @ (Json::List(_) | Json::Object(_))) => {
            (text.trim_end(), Some(drawing::shapes(&value)))
        }
        _ => (comment, None),
    }
}

#[cfg(test)]
mod tests {
    use crate::exports::table;
    use subtier_blocks::Writing;
    use subtier_blocks::{Block, Format, Limits};

    fn blocks(text: &str) -> Vec<Block> {
        let mut writing = Writing::new(Format::FrameIo, Limits::STANDARD);
        table::read(text, "a.csv", &mut writing);
        writing.finish().blocks
    }

    #[test]
    fn both_headers_give_the_same_note() {
        let newer = "\u{FEFF}Commenter,Comment,Timecode Source,Frame,Duration\nLi Na,\"头型再修, 后脑\n平\",01:00:03:12,84,3\n";
        let older = "\"Asset Name\",\"Commenter\",\"Comment\",\"Timecode In\",\"Timecode Out\",\"Completed\"\n\"SC012.mov\",\"Li Na\",\"头型再修, 后脑\n平\",\"01:00:03:12\",\"\",\"TRUE\"\n";
        let (newer, older) = (blocks(newer), blocks(older));
        assert_eq!(newer[0].text, "头型再修, 后脑\n平");
        assert_eq!(older[0].text, newer[0].text);
        assert_eq!(older[0].author, newer[0].author);
        let (newer, older) = (newer[0].fields.clone().unwrap(), older[0].fields.clone().unwrap());
        assert_eq!(newer.timecode, older.timecode);
        assert_eq!((newer.frame, newer.frame_out), (Some(84), Some(86)));
        assert_eq!(older.asset.as_deref(), Some("SC012.mov"));
        assert_eq!(older.status.as_deref(), Some("completed"));
    }

    #[test]
    fn the_drawing_in_a_comment_is_told_apart_from_its_text() {
        let text = "Commenter,Comment,Timecode In,Timecode Out\nLi,\"太平 [{\"\"tool\"\":\"\"arrow\"\",\"\"x\"\":0.25,\"\"y\"\":0.5,\"\"w\"\":0.1,\"\"h\"\":0.2,\"\"color\"\":\"\"#F22237\"\"},{\"\"tool\"\":\"\"pen\"\",\"\"xs\"\":[0.1,0.2],\"\"ys\"\":[0.3,0.4]}]\",00:00:01:00,\n";
        let blocks = blocks(text);
        assert_eq!(blocks[0].text, "太平");
        assert_eq!(
            blocks[0].fields.as_ref().unwrap().drawing.as_deref(),
            Some(
                "arrow at 0.25 0.5 size 0.1 0.2 colour #F22237; pen of 2 points from 0.1 0.3 to 0.2 0.4"
            )
        );
        assert_eq!(blocks[0].place.to_string(), "row 2 column Comment");
    }
}
