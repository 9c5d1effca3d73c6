//! Histograms of edges in windows of a picture.
//!
//! In: edge points and a window. Out: for 8 x 8 cells of the window the weight of the points of each
//! of 8 ways, shared between neighbouring cells, its root taken, at length one. A window that holds
//! almost nothing has no histogram.
#![expect(
    clippy::indexing_slicing,
    reason = "cells and ways are bounded by masks and guards in place"
)]

use crate::edges::{Edges, Point};

/// Cells on each side of a window.
const CELLS: usize = 8;
const WAYS: usize = 8;

/// Numbers in a histogram.
pub const LENGTH: usize = CELLS * CELLS * WAYS;

/// Weight a window must hold: some 40 sure points, a tenth of a face in a long shot.
const WEIGHT_MIN: f32 = 40.0;

/// A part of a picture in shares of its sides.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Window {
    /// Left border.
    pub left: f32,
    /// Upper border.
    pub top: f32,
    /// Width and height, both in shares of their side.
    pub side: f32,
}

const fn window(side: f32, column: u8, row: u8, steps: u8) -> Window {
    let free = 1.0 - side;
    Window {
        left: free * column as f32 / (steps - 1) as f32,
        top: free * row as f32 / (steps - 1) as f32,
        side,
    }
}

/// Windows that stand for what a cut leaves.
pub const N_WINDOWS: usize = 1 + 5 + 9 + 16;

/// The whole; what a cut of a quarter, of a half and of three quarters of the area may leave.
pub const WINDOWS: [Window; N_WINDOWS] = windows();

const fn windows() -> [Window; N_WINDOWS] {
    let mut all = [Window { left: 0.0, top: 0.0, side: 1.0 }; N_WINDOWS];
    let mut next = 1;
    let mut idx = 0;
    while idx < 9 {
        // Corners and centre.
        if idx % 2 == 0 {
            all[next] = window(0.865, idx % 3, idx / 3, 3);
            next += 1;
        }
        idx += 1;
    }
    idx = 0;
    while idx < 9 {
        all[next] = window(0.71, idx % 3, idx / 3, 3);
        next += 1;
        idx += 1;
    }
    idx = 0;
    while idx < 16 {
        all[next] = window(0.53, idx % 4, idx / 4, 4);
        next += 1;
        idx += 1;
    }
    all
}

/// The histogram of a window, nothing where it is as good as empty.
pub fn histogram(edges: &Edges, window: &Window) -> Option<Box<[f32; LENGTH]>> {
    let mut sums = Box::new([0_f32; LENGTH]);
    let (width, height) = (f32::from(edges.width.max(1)), f32::from(edges.height.max(1)));
    let scale = (CELLS as f32 / (width * window.side), CELLS as f32 / (height * window.side));
    let origin = (window.left * width, window.top * height);
    let mut total = 0.0;
    for point in &edges.points {
        let u = (f32::from(point.x) + 0.5 - origin.0) * scale.0;
        let v = (f32::from(point.y) + 0.5 - origin.1) * scale.1;
        if u >= 0.0 && v >= 0.0 && u < CELLS as f32 && v < CELLS as f32 {
            total += f32::from(point.weight) / 255.0;
            share(&mut sums, (u - 0.5, v - 0.5), *point);
        }
    }
    if total < WEIGHT_MIN {
        return None;
    }
    let mut length = 0.0;
    for sum in sums.iter_mut() {
        length += *sum;
        *sum = sum.sqrt();
    }
    let scale = 1.0 / length.sqrt().max(1e-6);
    sums.iter_mut().for_each(|sum| *sum *= scale);
    Some(sums)
}

/// Shares a point between the four cells around it and the two ways beside its own.
#[expect(clippy::cast_possible_truncation, reason = "a cell from -1 to 8")]
fn share(sums: &mut [f32; LENGTH], (u, v): (f32, f32), point: Point) {
    let weight = f32::from(point.weight) / 255.0;
    let (first_u, first_v) = (u.floor(), v.floor());
    let (part_u, part_v) = (u - first_u, v - first_v);
    let way = usize::from(point.way % 16);
    // Even 16ths are the middle of an eighth, odd ones lie between two.
    let ways = [(way / 2, 0.5), (way.div_ceil(2) % WAYS, 0.5)];
    for (row, by_row) in [(first_v as i32, 1.0 - part_v), (first_v as i32 + 1, part_v)] {
        for (column, by_column) in [(first_u as i32, 1.0 - part_u), (first_u as i32 + 1, part_u)] {
            if !(0..CELLS as i32).contains(&row) || !(0..CELLS as i32).contains(&column) {
                continue;
            }
            let cell = (row as usize * CELLS + column as usize) * WAYS;
            for (way, by_way) in ways {
                sums[cell + way] += weight * by_row * by_column * by_way;
            }
        }
    }
}
