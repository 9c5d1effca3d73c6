//! Documents and expectations written as text, for the tests of this folder.
//!
//! A line is a paragraph. `¦a¦b` is a row of a table, `↑` a cell covered by the merged cell above it, `\n` a line break
//! within a cell, `→` a cell covered by the merged cell left of it. `◇table NAME` begins a sheet,
//! `◇comment AUTHOR¦TIME¦ANCHOR¦TEXT` is a comment, `◇seen TEXT` is recognised in a picture,
//! `◇marker SHOT¦FRAME¦STATUS¦AUTHOR¦TEXT` stands in an export, `◇mail NAME: TEXT` in the head of a message,
//! `◇deleted AUTHOR¦TEXT` and `◇inserted AUTHOR¦TEXT` are tracked changes, `◇box TEXT` a text box, `◇speaker TEXT` a
//! speaker's note.

#![expect(
    clippy::indexing_slicing,
    clippy::unwrap_used,
    reason = "a test that fails here names its line"
)]

use subtier_blocks::{Block, BlockKind, Cell, Document, Fields, Format};
use subtier_model::Place;
use subtier_notes::{Note, Surroundings, notes};

fn full(text: &str) -> Option<String> {
    (!text.is_empty()).then(|| text.to_owned())
}

fn tracked(line: &str) -> Option<(BlockKind, &str)> {
    let deleted = line.strip_prefix("◇deleted ").map(|text| (BlockKind::Deleted, text));
    deleted.or_else(|| line.strip_prefix("◇inserted ").map(|text| (BlockKind::Inserted, text)))
}

/// Builds a document.
pub(crate) fn document(sheet: &str) -> Document {
    let mut document = Document::new(Format::Text);
    let (mut table, mut row, mut name) = (0_u32, 0_u32, None::<String>);
    for (line_idx, line) in sheet.trim_matches('\n').split('\n').enumerate() {
        let place = Place::Line(line_idx as u64 + 1);
        let block = |kind, text: &str| Block::new(kind, text.replace("\\n", "\n"), place.clone());
        if let Some(cells) = line.strip_prefix('¦') {
            push_row(&mut document, cells, table, row, name.as_deref());
            row += 1;
            continue;
        }
        if row > 0 {
            table += 1;
            row = 0;
            name = None;
        }
        if let Some(sheet_name) = line.strip_prefix("◇table ") {
            name = Some(sheet_name.to_owned());
        } else if let Some(comment) = line.strip_prefix("◇comment ") {
            let parts: Vec<&str> = comment.splitn(4, '¦').collect();
            let mut block = block(BlockKind::Comment, parts[3]);
            block.author = full(parts[0]);
            block.time = full(parts[1]);
            block.anchor = full(parts[2]);
            document.blocks.push(block);
        } else if let Some(seen) = line.strip_prefix("◇seen ") {
            document.blocks.push(block(BlockKind::Recognised, seen));
        } else if let Some(marker) = line.strip_prefix("◇marker ") {
            let parts: Vec<&str> = marker.splitn(5, '¦').collect();
            let mut block = block(BlockKind::Marker, parts[4]);
            block.author = full(parts[3]);
            block.fields = Some(Box::new(Fields {
                asset: full(parts[0]),
                frame: parts[1].parse().ok(),
                status: full(parts[2]),
                ..Fields::default()
            }));
            document.blocks.push(block);
        } else if let Some(text) = line.strip_prefix("◇box ") {
            document.blocks.push(block(BlockKind::TextBox, text));
        } else if let Some(text) = line.strip_prefix("◇speaker ") {
            document.blocks.push(block(BlockKind::SpeakerNote, text));
        } else if let Some(header) = line.strip_prefix("◇mail ") {
            document.blocks.push(block(BlockKind::MessageHeader, header));
        } else if let Some((kind, change)) = tracked(line) {
            let (author, text) = change.split_once('¦').unwrap();
            let mut block = block(kind, text);
            block.author = full(author);
            document.blocks.push(block);
        } else if !line.trim().is_empty() {
            document.blocks.push(block(BlockKind::Paragraph, line));
        }
    }
    document
}

fn push_row(document: &mut Document, cells: &str, table: u32, row: u32, name: Option<&str>) {
    for (column, text) in cells.split('¦').enumerate() {
        let column = u32::try_from(column).unwrap();
        if text == "↑" {
            let above = document.blocks.iter_mut().rev().find(|block| {
                block.cell.as_ref().is_some_and(|cell| cell.table == table && cell.column == column)
            });
            above.and_then(|block| block.cell.as_mut()).unwrap().rows += 1;
            continue;
        }
        if text == "→" {
            let left = document.blocks.iter_mut().rev().find_map(|block| block.cell.as_mut());
            left.unwrap().columns += 1;
            continue;
        }
        let place = Place::Cell {
            sheet: name.map_or_else(|| format!("table {}", table + 1), str::to_owned).into(),
            cell: format!("R{}C{}", row + 1, column + 1).into(),
        };
        let mut block = Block::new(BlockKind::Cell, text.replace("\\n", "\n"), place);
        block.cell =
            Some(Cell { table, is_sheet: name.is_some(), row, column, rows: 1, columns: 1 });
        document.blocks.push(block);
    }
}

/// Finds the notes of a document written as text.
pub(crate) fn read(path: &str, sheet: &str) -> Vec<Note> {
    notes(&document(sheet), Surroundings { path, known_shots: &[] })
}

/// Writes a note as `shot¦frame¦frame_out¦timecode¦author¦status¦request¦translation`.
pub(crate) fn line(note: &Note) -> String {
    let number = |number: Option<i64>| number.map_or_else(String::new, |number| number.to_string());
    let word = |word: &Option<String>| word.clone().unwrap_or_default();
    format!(
        "{}¦{}¦{}¦{}¦{}¦{}¦{}¦{}",
        word(&note.shot),
        number(note.frame),
        number(note.frame_out),
        word(&note.timecode),
        word(&note.author),
        note.status.name(),
        note.request.replace('\n', "\\n"),
        word(&note.translation).replace('\n', "\\n"),
    )
}
