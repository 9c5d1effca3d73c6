//! Tables of RTF: rows of cells that only say where each ends.
//!
//! In: the texts of the cells of each row and the right edges of the row (RTF 1.9.1, "Table Definitions"). Out: cells with
//! row, column and how many of each they span. Edges of all rows together make the columns.

use std::collections::BTreeSet;

use subtier_model::{CellName, Place};

use subtier_blocks::{Block, BlockKind, Cell};

/// Edges that lie this near, in twentieths of a point, are one; programs round.
const EDGE_GAP: i32 = 20;
/// Columns of one table; Word has 63.
const COLUMNS_MAX: usize = 500;
/// Cells of one row that are defined.
pub(crate) const DEFINITIONS_MAX: usize = 500;

/// What a row says of one cell.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(crate) struct Definition {
    /// Its right edge.
    pub(crate) edge: i32,
    /// Whether it goes on from the cell above.
    pub(crate) is_below: bool,
    /// Whether it goes on from the cell before.
    pub(crate) is_beside: bool,
}

/// A row that grows.
#[derive(Debug, Default)]
pub(crate) struct Row {
    cells: Vec<(String, Option<String>)>,
    definitions: Vec<Definition>,
}

impl Row {
    /// Adds the text of a cell.
    pub(crate) fn push(&mut self, text: String, lang: Option<String>) {
        self.cells.push((text, lang));
    }

    /// Whether it has no cells.
    pub(crate) const fn is_empty(&self) -> bool {
        self.cells.is_empty()
    }

    /// How many cells it has.
    pub(crate) const fn len(&self) -> usize {
        self.cells.len()
    }

    /// Says where its cells end; only where there are as many.
    pub(crate) fn define(&mut self, definitions: &[Definition]) {
        if definitions.len() == self.cells.len() {
            self.definitions = definitions.to_vec();
        }
    }
}

/// Writes the cells of a table.
pub(crate) fn push_cells(rows: Vec<Row>, table: u32, blocks: &mut Vec<Block>) {
    let edges = edges(&rows);
    let first_block = blocks.len();
    for (row, row_idx) in rows.into_iter().zip(0_u32..) {
        let mut column = 0_u32;
        for (place, (text, lang)) in row.cells.into_iter().enumerate() {
            let definition = row.definitions.get(place);
            let next = definition.and_then(|cell| column_after(&edges, cell.edge));
            let next = next.unwrap_or(column.saturating_add(1)).max(column.saturating_add(1));
            let span = next - column;
            let start = column;
            column = next;
            if definition.is_some_and(|cell| cell.is_beside)
                && let Some(before) = last_cell(blocks, first_block, |cell| cell.row == row_idx)
            {
                before.columns = before.columns.saturating_add(span);
                continue;
            }
            if definition.is_some_and(|cell| cell.is_below)
                && let Some(above) = last_cell(blocks, first_block, |cell| cell.column == start)
            {
                above.rows = above.rows.saturating_add(1);
                continue;
            }
            let cell = Cell {
                table,
                is_sheet: false,
                row: row_idx,
                column: start,
                rows: 1,
                columns: span,
            };
            let place = Place::Cell {
                sheet: format!("table {}", u64::from(table) + 1).into(),
                cell: CellName::at(row_idx, start),
            };
            let mut block = Block::new(BlockKind::Cell, text, place);
            block.lang = lang;
            block.cell = Some(cell);
            blocks.push(block);
        }
    }
    // A cell without text would only be a hole: who needs its place sees it in the cells around it.
    let cells = blocks.split_off(first_block.min(blocks.len()));
    blocks.extend(cells.into_iter().filter(|cell| !cell.text.trim().is_empty()));
}

/// Cells that are looked back for one that goes on: a row of the widest table, and one more.
const LOOK_BACK_MAX: usize = 2 * COLUMNS_MAX;

fn last_cell(
    blocks: &mut [Block],
    first: usize,
    is_it: impl Fn(&Cell) -> bool,
) -> Option<&mut Cell> {
    let cells = blocks.get_mut(first..)?.iter_mut().rev().take(LOOK_BACK_MAX);
    cells.filter_map(|block| block.cell.as_mut()).find(|cell| is_it(cell))
}

fn edges(rows: &[Row]) -> Vec<i32> {
    let all: BTreeSet<i32> =
        rows.iter().flat_map(|row| row.definitions.iter().map(|cell| cell.edge)).collect();
    let mut edges: Vec<i32> = Vec::new();
    for edge in all {
        let is_new = edges.last().is_none_or(|last| edge.saturating_sub(*last) > EDGE_GAP);
        if is_new && edges.len() < COLUMNS_MAX {
            edges.push(edge);
        }
    }
    edges
}

/// The number of the column behind an edge.
fn column_after(edges: &[i32], edge: i32) -> Option<u32> {
    let n_before = edges.partition_point(|known| *known <= edge);
    u32::try_from(n_before).ok().filter(|column| *column > 0)
}
