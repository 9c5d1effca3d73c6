//! Pictures: whether there is writing in one, and the lines of it as pictures for a program that recognises text.
//!
//! In: the bytes of a picture. Out: nothing where no writing shows, else a grey PNG of no more than so many pixels. Never: a
//! judgement of what is drawn; most frames of a production hold no writing, and only that is asked here.

use std::io::Cursor;

use image::imageops::FilterType;
use image::{DynamicImage, GrayImage, ImageFormat, ImageReader, Limits};
use serde::{Deserialize, Serialize};

/// Pixels of a picture on either side; a larger one is not decoded. 16K film frames have 15,360.
const SIDE_MAX: u32 = 20_000;

/// Bytes that decoding may allocate: 150 million pixels of three bytes.
const ALLOCATION_BYTES_MAX: u64 = 450 << 20;

/// Pixels on the longer side of what is given to recognition; tesseract reads writing of 20 to 40 pixels best (its manual,
/// `ImproveQuality`), which notes on frames of this size have.
const RECOGNISED_SIDE_MAX: u32 = 2_560;

/// Pixels on the longer side of what is searched for writing.
const SEARCHED_SIDE: u32 = 960;

/// Lines of one picture that are read a second time.
const LINES_MAX: usize = 12;

/// A rectangle of the picture that recognition saw, in its pixels.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct Region {
    /// Leftmost pixel.
    pub left: u32,
    /// Topmost pixel.
    pub top: u32,
    /// Width.
    pub width: u32,
    /// Height.
    pub height: u32,
}

/// Returns the picture as recognition is to see it, as PNG; `None` where no writing shows. Fails in words where the bytes are
/// no picture.
pub fn written_picture(bytes: &[u8]) -> Result<Option<Vec<u8>>, String> {
    let grey = grey(bytes)?;
    if !shows_writing(&grey) {
        return Ok(None);
    }
    png(&grey).map(Some)
}

/// Returns each region of the picture as a PNG of its own, for a second look.
pub fn lines_of_picture(bytes: &[u8], regions: &[Region]) -> Result<Vec<Vec<u8>>, String> {
    let grey = grey(bytes)?;
    regions.iter().take(LINES_MAX).map(|region| png(&line(&grey, *region))).collect()
}

fn grey(bytes: &[u8]) -> Result<GrayImage, String> {
    let said = |error: image::ImageError| {
        format!("the picture cannot be decoded: {}", error.to_string().trim())
    };
    let mut reader = ImageReader::new(Cursor::new(bytes))
        .with_guessed_format()
        .map_err(|error| format!("the picture cannot be read: {error}"))?;
    let mut limits = Limits::default();
    limits.max_image_width = Some(SIDE_MAX);
    limits.max_image_height = Some(SIDE_MAX);
    limits.max_alloc = Some(ALLOCATION_BYTES_MAX);
    reader.limits(limits);
    let picture = reader.decode().map_err(said)?;
    Ok(within(picture, RECOGNISED_SIDE_MAX).to_luma8())
}

fn within(picture: DynamicImage, side_max: u32) -> DynamicImage {
    if picture.width().max(picture.height()) <= side_max {
        return picture;
    }
    picture.resize(side_max, side_max, FilterType::Triangle)
}

fn png(grey: &GrayImage) -> Result<Vec<u8>, String> {
    let mut bytes = Cursor::new(Vec::new());
    grey.write_to(&mut bytes, ImageFormat::Png)
        .map_err(|error| format!("the picture cannot be written: {error}"))?;
    Ok(bytes.into_inner())
}

/// Pixels around a line that recognition wants to see (tesseract's manual, `ImproveQuality`: borders).
const MARGIN: u32 = 10;

fn line(grey: &GrayImage, region: Region) -> GrayImage {
    let left = region.left.saturating_sub(MARGIN).min(grey.width().saturating_sub(1));
    let top = region.top.saturating_sub(MARGIN).min(grey.height().saturating_sub(1));
    let width = region.width.saturating_add(2 * MARGIN).min(grey.width() - left).max(1);
    let height = region.height.saturating_add(2 * MARGIN).min(grey.height() - top).max(1);
    image::imageops::crop_imm(grey, left, top, width, height).to_image()
}

/// Side of the squares in which edges are counted: a third to a half of a sign.
const CELL: usize = 8;

/// Difference of neighbouring pixels from which there is an edge; below lie the noise of JPEG and soft shading.
const EDGE: u8 = 40;

/// Edges from which a cell of 64 pixels is dense: a line that crosses a cell gives 8 to 16 in one direction, strokes of a
/// sign give more in both.
const DENSE_EDGES: u32 = 14;

/// Dense cells side by side that look like writing: four signs or so.
const RUN_CELLS: usize = 6;

/// Highest row of dense cells above each other that is still a line of writing, and not a pattern or a crowd.
const RUN_HEIGHT_MAX: usize = 12;

/// Share of the cells in a run that must be dense.
const RUN_DENSE_OF_TEN: usize = 7;

/// Whether something like a line of writing shows: a horizontal run of cells that are full of edges in both directions, with
/// quiet above and below. Chosen on made-up frames so that no note is missed; a drawing that is busy passes too and is then
/// read in vain.
fn shows_writing(grey: &GrayImage) -> bool {
    let small = within(DynamicImage::ImageLuma8(grey.clone()), SEARCHED_SIDE).to_luma8();
    let (rows, columns) = (small.height() as usize / CELL, small.width() as usize / CELL);
    let cells: Vec<Vec<bool>> = (0..rows)
        .map(|row| (0..columns).map(|column| is_dense(&small, row, column)).collect())
        .collect();
    let dense = |row: usize, column: usize| {
        cells.get(row).and_then(|cells| cells.get(column)).copied().unwrap_or(false)
    };
    (0..rows).any(|row| {
        (0..columns.saturating_sub(RUN_CELLS - 1)).any(|column| {
            let n_dense = (column..column + RUN_CELLS).filter(|column| dense(row, *column)).count();
            n_dense * 10 >= RUN_CELLS * RUN_DENSE_OF_TEN && is_low(&dense, rows, row, column)
        })
    })
}

/// Whether the rows above and below a run end soon, as those of a line of writing do.
fn is_low(dense: &impl Fn(usize, usize) -> bool, rows: usize, row: usize, column: usize) -> bool {
    let is_full = |row: &usize| {
        (column..column + RUN_CELLS).filter(|column| dense(*row, *column)).count() * 2 >= RUN_CELLS
    };
    let below = (row + 1..rows).take(RUN_HEIGHT_MAX + 1).take_while(is_full).count();
    let above = (0..row).rev().take(RUN_HEIGHT_MAX + 1).take_while(is_full).count();
    above + below < RUN_HEIGHT_MAX
}

/// Whether a cell is full of edges, across and down.
fn is_dense(grey: &GrayImage, row: usize, column: usize) -> bool {
    let pixel = |y: usize, x: usize| {
        let (x, y) = (u32::try_from(x).unwrap_or(u32::MAX), u32::try_from(y).unwrap_or(u32::MAX));
        grey.get_pixel_checked(x, y).map_or(0, |pixel| pixel.0[0])
    };
    let (mut across, mut down) = (0, 0);
    for y in row * CELL..(row + 1) * CELL {
        for x in column * CELL..(column + 1) * CELL {
            let here = pixel(y, x);
            across += u32::from(here.abs_diff(pixel(y, x + 1)) >= EDGE);
            down += u32::from(here.abs_diff(pixel(y + 1, x)) >= EDGE);
        }
    }
    across + down >= DENSE_EDGES && across.min(down) * 5 >= DENSE_EDGES
}

#[cfg(test)]
mod tests {
    use super::*;
    use image::Luma;
    use proptest::prelude::*;

    /// White paper with circles as wide as the drawing.
    fn drawing() -> GrayImage {
        GrayImage::from_fn(960, 540, |x, y| {
            let distance = (f64::from(x) - 480.0).hypot(f64::from(y) - 270.0);
            Luma([if (distance / 60.0).fract() < 0.04 { 20 } else { 250 }])
        })
    }

    /// Adds something with the strokes of square signs, 24 pixels each.
    fn with_writing(mut picture: GrayImage, signs: u32) -> GrayImage {
        for sign in 0..signs {
            for y in 0..22 {
                for x in 0..22 {
                    if x % 7 < 2 || y % 7 < 2 {
                        picture.put_pixel(100 + sign * 26 + x, 450 + y, Luma([30]));
                    }
                }
            }
        }
        picture
    }

    #[test]
    fn a_drawing_alone_shows_no_writing_and_a_note_below_it_does() {
        assert!(!shows_writing(&drawing()));
        assert!(!shows_writing(&GrayImage::from_pixel(960, 540, Luma([250]))));
        assert!(shows_writing(&with_writing(drawing(), 8)));
    }

    #[test]
    fn what_is_no_picture_is_said() {
        assert!(
            written_picture(b"no picture")
                .unwrap_err()
                .starts_with("the picture cannot be decoded")
        );
    }

    #[test]
    fn lines_stay_within_the_picture() {
        let bytes = png(&drawing()).unwrap();
        let outside = Region { left: 5_000, top: 5_000, width: u32::MAX, height: 3 };
        assert_eq!(lines_of_picture(&bytes, &[outside]).unwrap().len(), 1);
        let whole = Region { left: 0, top: 0, width: 960, height: 540 };
        let lines = lines_of_picture(&bytes, &[whole]).unwrap();
        assert_eq!(grey(&lines[0]).unwrap().dimensions(), (960, 540));
    }

    proptest! {
        #[test]
        fn any_bytes_are_a_picture_or_none(bytes: Vec<u8>) {
            written_picture(&bytes).ok();
        }
    }
}
