//! The picture that proves a match.
//!
//! In: the luma of a picture and of a reference, their looks and the match. Out: a PNG or JPEG, the reference
//! in grey with the picture's lines laid over it: green where they lie on a line of the reference, red
//! where they do not; beside it the picture itself. Below is nothing but pixels: words belong to the
//! report. Never: a decision.

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::codecs::png::PngEncoder;
use image::{ImageEncoder, Rgb, RgbImage};

use crate::decode::Thumb;
use crate::gallery::Match;
use crate::look::Look;
use crate::plane::{Area, Plane};
use crate::verify::{Inliers, Warp};

/// Pixels on the longer side of each of the two panels.
const SIDE: usize = 512;

/// Pixels between the panels.
const GAP: u32 = 8;

/// Quality of a JPEG: dots stay dots.
const JPEG_QUALITY: u8 = 80;

/// A picture with its look.
pub struct Shown<'a> {
    /// The picture, decoded small.
    pub thumb: &'a Thumb,
    /// Its look.
    pub look: &'a Look,
}

/// Draws the proof of a match as PNG; the error is a fragment for after "failed to".
pub fn proof(query: &Shown<'_>, reference: &Shown<'_>, found: &Match) -> Result<Vec<u8>, String> {
    png(&overlay(query, reference, &found.warp))
}

/// Draws both panels of a proof.
pub fn overlay(query: &Shown<'_>, reference: &Shown<'_>, warp: &Warp) -> RgbImage {
    let left = panel(query);
    let right = panel(reference);
    let (width, height) = (left.width() + GAP + right.width(), left.height().max(right.height()));
    let mut out = RgbImage::from_pixel(width, height, Rgb([255, 255, 255]));
    image::imageops::replace(&mut out, &left, 0, 0);
    image::imageops::replace(&mut out, &right, i64::from(left.width() + GAP), 0);
    let offset = left.width() + GAP;
    let inliers = Inliers::new(&query.look.edges, &reference.look.edges, warp);
    let scale_to =
        |look: &Look, panel: &RgbImage| panel.width() as f32 / f32::from(look.edges.width.max(1));
    let here = scale_to(query.look, &left);
    let there = scale_to(reference.look, &right);
    for inlier in inliers.points {
        let colour = if inlier.is_found { Rgb([0, 150, 40]) } else { Rgb([220, 30, 30]) };
        dot(&mut out, (inlier.from.0 * here, inlier.from.1 * here), (0, left.width()), colour);
        dot(
            &mut out,
            (inlier.to.0 * there + offset as f32, inlier.to.1 * there),
            (offset, width),
            colour,
        );
    }
    out
}

/// A drawn proof as PNG; the error is a fragment for after "failed to".
pub fn png(out: &RgbImage) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    PngEncoder::new(Cursor::new(&mut bytes))
        .write_image(out.as_raw(), out.width(), out.height(), image::ExtendedColorType::Rgb8)
        .map_err(|error| format!("write the proof: {error}"))?;
    Ok(bytes)
}

/// A drawn proof as JPEG of a tenth of that size; the error is a fragment for after "failed to".
pub fn jpeg(out: &RgbImage) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    JpegEncoder::new_with_quality(&mut bytes, JPEG_QUALITY)
        .write_image(out.as_raw(), out.width(), out.height(), image::ExtendedColorType::Rgb8)
        .map_err(|error| format!("write the proof: {error}"))?;
    Ok(bytes)
}

/// What the bars leave of a picture, pale, so that coloured lines show.
fn panel(shown: &Shown<'_>) -> RgbImage {
    let luma = &shown.thumb.luma;
    let area = framed(luma, shown.look.frame);
    let (width, height) = Plane::fitted(area.width, area.height, SIDE);
    let plane = luma.resized(area, width, height);
    let size = |side: usize| u32::try_from(side).unwrap_or(0);
    let pixels = plane.samples().iter().flat_map(|sample| [110 + sample / 2 + sample / 16; 3]);
    RgbImage::from_raw(size(width), size(height), pixels.collect()).unwrap_or_default()
}

/// The frame of a look in samples of its luma.
fn framed(luma: &Plane, [left, top, right, bottom]: [u16; 4]) -> Area {
    let at = |share: u16, side: usize| (usize::from(share) * side + 32_767) / 65_535;
    let (left, right) = (at(left, luma.width()), at(right, luma.width()));
    let (top, bottom) = (at(top, luma.height()), at(bottom, luma.height()));
    Area { left, top, width: right.saturating_sub(left), height: bottom.saturating_sub(top) }
}

/// A dot of two pixels, kept between two columns.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "negative places are left out before"
)]
fn dot(out: &mut RgbImage, (x, y): (f32, f32), (from, end): (u32, u32), colour: Rgb<u8>) {
    if x < 0.0 || y < 0.0 {
        return;
    }
    for (dx, dy) in [(0, 0), (1, 0), (0, 1), (1, 1)] {
        let (x, y) = (x as u32 + dx, y as u32 + dy);
        if x >= from && x < end && y < out.height() {
            out.put_pixel(x, y, colour);
        }
    }
}
