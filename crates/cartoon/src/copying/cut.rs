//! Cutting, scaling, turning, and bars around the picture.
//!
//! In: a picture and how much of it. Out: the copy, often of another size.

use crate::chance::Chance;
use crate::picture::Picture;
use crate::plane::{pt, sine_cosine};

/// Returns the colour at a place between pixels, of the four around it; pixel centres lie at halves.
pub(crate) fn sampled(picture: &Picture, x: f32, y: f32) -> [u8; 3] {
    let (x, y) = (x - 0.5, y - 0.5);
    let (fx, fy) = (x.floor(), y.floor());
    let (px, py) = (x - fx, y - fy);
    let (cx, cy) = (fx as i64, fy as i64);
    let row = |y: i64| mixed(picture.at(cx, y), picture.at(cx.saturating_add(1), y), px);
    mixed(row(cy), row(cy.saturating_add(1)), py)
}

fn mixed([a, b, c]: [u8; 3], [d, e, f]: [u8; 3], share: f32) -> [u8; 3] {
    let mix = |a: u8, b: u8| (f32::from(a) + (f32::from(b) - f32::from(a)) * share + 0.5) as u8;
    [mix(a, d), mix(b, e), mix(c, f)]
}

/// Returns the picture at a share of its width and height: a thumbnail, a proxy, or an enlargement.
///
/// Every pixel is the mean of what it covers; the share is kept between 0.01 and 8.
pub fn scaled(picture: &Picture, share: f32) -> Picture {
    let share = if share.is_finite() { share.clamp(0.01, 8.0) } else { 1.0 };
    let side = |n: u32| if n == 0 { 0 } else { ((n as f32 * share + 0.5) as u32).max(1) };
    sized(picture, (side(picture.width), side(picture.height)))
}

/// Returns the picture at another size, each side by its own share.
pub fn sized(picture: &Picture, size: (u32, u32)) -> Picture {
    let (per_x, per_y) =
        (picture.width as f32 / size.0.max(1) as f32, picture.height as f32 / size.1.max(1) as f32);
    // Up to four samples a side stand for the mean; more change nothing that is measured.
    let (n_x, n_y) = (per_x.ceil().clamp(1.0, 4.0) as u32, per_y.ceil().clamp(1.0, 4.0) as u32);
    Picture::by(size, |x, y| {
        let mut sums = [0_u32; 3];
        for idx in 0..n_x * n_y {
            let part_x = ((idx % n_x) as f32 + 0.5) / n_x as f32;
            let part_y = ((idx / n_x) as f32 + 0.5) / n_y as f32;
            let colour = sampled(picture, (x as f32 + part_x) * per_x, (y as f32 + part_y) * per_y);
            for (sum, channel) in sums.iter_mut().zip(colour) {
                *sum += u32::from(channel);
            }
        }
        sums.map(|sum| (sum / (n_x * n_y)) as u8)
    })
}

/// Returns what is left when that share of the area is cut off, from a place by chance, in the same proportions.
pub fn crop(picture: &Picture, share_cut: f32, seed: u64) -> Picture {
    let left = if share_cut.is_finite() { 1.0 - share_cut.clamp(0.0, 0.99) } else { 1.0 };
    let side = left.sqrt();
    let width = ((picture.width as f32 * side) as u32).clamp(1.min(picture.width), picture.width);
    let height =
        ((picture.height as f32 * side) as u32).clamp(1.min(picture.height), picture.height);
    let mut chance = Chance::new(&[seed, 0xC409]);
    let x0 = chance.below(picture.width - width + 1);
    let y0 = chance.below(picture.height - height + 1);
    Picture::by((width, height), |x, y| picture.at(i64::from(x0 + x), i64::from(y0 + y)))
}

/// Returns the picture with black bars above and below: a twelfth to a fifth of its height each.
pub fn letterboxed(picture: &Picture, seed: u64) -> Picture {
    let share = Chance::new(&[seed, 0x1E77]).between(0.083, 0.2);
    framed(picture, (0, (picture.height as f32 * share) as u32))
}

/// Returns the picture with black bars left and right: a twelfth to a fifth of its width each.
pub fn pillarboxed(picture: &Picture, seed: u64) -> Picture {
    let share = Chance::new(&[seed, 0x9111]).between(0.083, 0.2);
    framed(picture, ((picture.width as f32 * share) as u32, 0))
}

fn framed(picture: &Picture, (bar_x, bar_y): (u32, u32)) -> Picture {
    let size = (picture.width.saturating_add(2 * bar_x), picture.height.saturating_add(2 * bar_y));
    Picture::by(size, |x, y| match (x.checked_sub(bar_x), y.checked_sub(bar_y)) {
        (Some(x), Some(y)) if x < picture.width && y < picture.height => {
            picture.at(x.into(), y.into())
        }
        _ => [0; 3],
    })
}

/// Returns the picture with left and right exchanged.
pub fn mirrored(picture: &Picture) -> Picture {
    let last = i64::from(picture.width) - 1;
    Picture::by((picture.width, picture.height), |x, y| picture.at(last - i64::from(x), y.into()))
}

/// Returns the picture turned by degrees around its middle, in a frame of the same size; corners are black.
pub fn rotated(picture: &Picture, degrees: f32) -> Picture {
    let (sine, cosine) = sine_cosine(if degrees.is_finite() { -degrees } else { 0.0 });
    let middle = pt(0.5 * picture.width as f32, 0.5 * picture.height as f32);
    Picture::by((picture.width, picture.height), |x, y| {
        let from = pt(x as f32 + 0.5, y as f32 + 0.5) - middle;
        let (sx, sy) = (
            middle.x + from.x * cosine - from.y * sine,
            middle.y + from.x * sine + from.y * cosine,
        );
        let inside = sx >= 0.0 && sy >= 0.0 && sx < 2.0 * middle.x && sy < 2.0 * middle.y;
        if inside { sampled(picture, sx, sy) } else { [0; 3] }
    })
}
