//! The picture as line art.
//!
//! In: a finished picture. Out: black lines on white or paper, of the same size.

use super::cut::sampled;
use super::light::brightness;
use crate::chance::{Chance, waver};
use crate::picture::Picture;

/// How much darker than what is around it a pixel of a line is, in levels.
const DARKER: u64 = 9;

/// Returns the lines of a picture: what is darker than the mean of its surroundings, black on white.
///
/// Models line art that is made from a finished frame, where line and dark edges of paint come out alike.
pub fn thresholded(picture: &Picture) -> Picture {
    if !picture.is_whole() {
        return Picture::flat((0, 0), [0; 3]);
    }
    let (width, height) = (picture.width as usize, picture.height as usize);
    let levels: Vec<u8> = picture.rgb.as_chunks::<3>().0.iter().map(|&c| brightness(c)).collect();
    let sums = sums(&levels, width);
    let reach = (height / 40).max(2);
    let sum = |x: usize, y: usize| sums.get(y * (width + 1) + x).copied().unwrap_or(0);
    Picture::by((picture.width, picture.height), |x, y| {
        let (x, y) = (x as usize, y as usize);
        let (x0, y0) = (x.saturating_sub(reach), y.saturating_sub(reach));
        let (x1, y1) = ((x + reach + 1).min(width), (y + reach + 1).min(height));
        let area = ((x1 - x0) * (y1 - y0)) as u64;
        let around = (sum(x1, y1) + sum(x0, y0)).saturating_sub(sum(x0, y1) + sum(x1, y0));
        let level = levels.get(y * width + x).copied().unwrap_or(255);
        if (u64::from(level) + DARKER) * area < around { [0; 3] } else { [255; 3] }
    })
}

/// Sums of everything above and left of each corner of the pixels.
fn sums(levels: &[u8], width: usize) -> Vec<u64> {
    let mut above = vec![0_u64; width + 1];
    let mut out = above.clone();
    for row in levels.chunks_exact(width.max(1)) {
        let mut sum = 0;
        for (corner, &level) in above.iter_mut().skip(1).zip(row) {
            sum += u64::from(level);
            *corner += sum;
        }
        out.extend_from_slice(&above);
    }
    out
}

/// Returns the lines of a picture as an unsure hand traces them: shifted here and there by up to a sixtieth of the height,
/// thicker or thinner, in places left out, in grey on paper.
pub fn redrawn(picture: &Picture, seed: u64) -> Picture {
    let lines = thresholded(picture);
    let mut chance = Chance::new(&[seed, 0x4ED4]);
    let high = (picture.height as f32).max(1.0);
    let (reach, per) = (high * chance.between(0.008, 0.017), 1.0 / (high * 0.22));
    let seeds = [chance.number(), chance.number(), chance.number()];
    let [seed_x, seed_y, seed_gone] = seeds;
    let thick = chance.one_of([0.0, 0.0, 0.7, 1.1]) * high / 270.0;
    let (lead, paper) = (chance.between(20.0, 90.0), chance.between(225.0, 255.0));
    // Two waves across each other stand for a smooth field.
    let field = |seed: u64, x: f32, y: f32| {
        0.5 * (waver(seed, x + 0.7 * y) + waver(seed ^ 0xABCD, y - 0.6 * x))
    };
    Picture::by((picture.width, picture.height), |x, y| {
        let (x, y) = (x as f32 + 0.5, y as f32 + 0.5);
        let (u, v) = (x * per, y * per);
        let (sx, sy) = (x + reach * field(seed_x, u, v), y + reach * field(seed_y, u, v));
        let at = |dx: f32, dy: f32| f32::from(sampled(&lines, sx + dx, sy + dy)[0]);
        let mut level = at(0.0, 0.0);
        if thick > 0.0 {
            level = level.min(at(thick, 0.0)).min(at(0.0, thick));
        }
        let gone = field(seed_gone, 2.0 * u, 2.0 * v) > 0.55;
        let share = if gone { 1.0 } else { level / 255.0 };
        [(lead + (paper - lead) * share) as u8; 3]
    })
}
