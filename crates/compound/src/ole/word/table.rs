//! Tables of a Word binary: rows of cells laid on one grid.
//!
//! In: cells as they come, and at the end of each row the edges of its cells. Out: cells with row, column and how many
//! they span. Cells are laid on the grid of all edges of the table; where a row does not state its edges its cells are
//! counted. A table is kept until it ends, so it takes as much memory as its text.

use super::formatting::RowShape;
use super::gathered::Gathered;
use std::collections::BTreeMap;
use std::rc::Rc;

/// Edges this near to each other are one, in twentieths of a point; Word rounds them row by row.
const EDGE_TOLERANCE: i32 = 20;

/// A cell on the grid.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Placed {
    pub(crate) row: u32,
    pub(crate) column: u32,
    pub(crate) rows: u32,
    pub(crate) columns: u32,
    pub(crate) gathered: Gathered,
}

#[derive(Debug, Default)]
struct Row {
    cells: Vec<Gathered>,
    shape: Option<Rc<RowShape>>,
}

/// A table that grows.
#[derive(Debug, Default)]
pub(crate) struct Table {
    rows: Vec<Row>,
    open: Row,
}

impl Table {
    /// Whether nothing was put in.
    pub(crate) const fn is_empty(&self) -> bool {
        self.rows.is_empty() && self.open.cells.is_empty()
    }

    /// Whether a row was begun and has only cells yet.
    pub(crate) const fn has_open_row(&self) -> bool {
        !self.open.cells.is_empty()
    }

    /// Adds a cell to the row that is open.
    pub(crate) fn push_cell(&mut self, cell: Gathered) {
        self.open.cells.push(cell);
    }

    /// Ends the row.
    pub(crate) fn end_row(&mut self, shape: Option<Rc<RowShape>>) {
        let mut row = std::mem::take(&mut self.open);
        row.shape = shape.filter(|shape| shape.cells.len() >= row.cells.len());
        self.rows.push(row);
    }

    /// Ends the table: its cells in reading order.
    pub(crate) fn finish(&mut self) -> Vec<Placed> {
        if self.has_open_row() {
            self.end_row(None);
        }
        let rows = std::mem::take(&mut self.rows);
        let grid = grid(&rows);
        let mut placed: Vec<Placed> = Vec::new();
        // By column, the cell that a merged one below belongs to.
        let mut above: BTreeMap<u32, usize> = BTreeMap::new();
        for (row, number) in rows.into_iter().zip(0u32..) {
            let shape = row.shape.unwrap_or_default();
            let mut last: Option<usize> = None;
            for (index, cell) in row.cells.into_iter().enumerate() {
                let column = column_of(&grid, &shape, index);
                let end = column_of(&grid, &shape, index + 1);
                let columns = end.saturating_sub(column).max(1);
                let merged = shape.cells.get(index).copied().unwrap_or_default();
                let is_blank = cell.seen.trim().is_empty();
                if merged.with_left
                    && is_blank
                    && let Some(left) = last.and_then(|last| placed.get_mut(last))
                {
                    left.columns += columns;
                    continue;
                }
                if merged.with_above
                    && is_blank
                    && let Some(upper) = above.get(&column).and_then(|upper| placed.get_mut(*upper))
                {
                    upper.rows = number + 1 - upper.row;
                    continue;
                }
                last = Some(placed.len());
                above.insert(column, placed.len());
                placed.push(Placed { row: number, column, rows: 1, columns, gathered: cell });
            }
        }
        placed
    }
}

/// All edges of a table, near ones once.
fn grid(rows: &[Row]) -> Vec<i32> {
    let shapes = rows.iter().filter_map(|row| row.shape.as_ref());
    let mut edges: Vec<i32> =
        shapes.flat_map(|shape| shape.edges.iter().map(|edge| i32::from(*edge))).collect();
    edges.sort_unstable();
    edges.dedup_by(|edge, before| *edge - *before <= EDGE_TOLERANCE);
    edges
}

fn column_of(grid: &[i32], shape: &RowShape, index: usize) -> u32 {
    let column = match shape.edges.get(index) {
        Some(edge) => {
            let edge = i32::from(*edge);
            grid.partition_point(|other| *other + EDGE_TOLERANCE < edge).min(grid.len())
        }
        None => index,
    };
    u32::try_from(column).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::super::formatting::Merged;
    use super::*;

    fn cell(text: &str) -> Gathered {
        Gathered { seen: text.to_owned(), ..Gathered::default() }
    }

    fn shape(edges: &[i16], above: &[bool]) -> Rc<RowShape> {
        let cells = above
            .iter()
            .map(|with_above| Merged { with_above: *with_above, ..Merged::default() })
            .collect();
        Rc::new(RowShape { edges: edges.to_vec(), cells })
    }

    #[test]
    fn cells_lie_on_the_grid_of_all_rows() {
        let mut table = Table::default();
        table.push_cell(cell("wide"));
        table.push_cell(cell("c"));
        table.end_row(Some(shape(&[0, 2000, 3000], &[false, false])));
        table.push_cell(cell("a"));
        table.push_cell(cell("b"));
        table.push_cell(cell(""));
        table.end_row(Some(shape(&[3, 1000, 1995, 3000], &[false, false, true])));
        let cells: Vec<_> = table
            .finish()
            .into_iter()
            .map(|c| (c.row, c.column, c.rows, c.columns, c.gathered.seen))
            .collect();
        let want = [
            (0, 0, 1, 2, "wide".to_owned()),
            (0, 2, 2, 1, "c".to_owned()),
            (1, 0, 1, 1, "a".to_owned()),
            (1, 1, 1, 1, "b".to_owned()),
        ];
        assert_eq!(cells, want);
        assert!(table.is_empty());
    }

    #[test]
    fn without_edges_cells_are_counted() {
        let mut table = Table::default();
        table.push_cell(cell("a"));
        table.push_cell(cell("b"));
        let cells: Vec<_> = table.finish().into_iter().map(|c| (c.row, c.column)).collect();
        assert_eq!(cells, [(0, 0), (0, 1)]);
    }
}
