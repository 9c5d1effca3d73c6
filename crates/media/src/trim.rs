//! Bars around a picture: letterbox, pillarbox, the black around a photographed screen's picture.
//!
//! In: luma. Out: the part without dark, even borders. White borders stay: paper around a drawing is
//! not a bar, and cutting it would frame line art otherwise than its finish. Never: less than 30 %
//! of a side is left.

use crate::plane::{Area, Plane};

/// Luma that a bar has at most; video black is 16, and photographs and JPEG add some.
const BAR_LUMA_MAX: u8 = 40;

/// Share of a bar's samples that may be brighter: a time code or a logo in it.
const BRIGHT_SHARE_MAX: f32 = 0.22;

/// Share of a bar's samples that must be of its own level, within [`LEVEL_SPREAD`].
const EVEN_SHARE_MIN: f32 = 0.75;
const LEVEL_SPREAD: u8 = 12;

/// Share of a side that is left at least.
const LEFT_MIN: f32 = 0.3;

/// A bar narrower than this share of its side is not worth another frame of reference.
const BAR_MIN: f32 = 0.012;

/// The part of the picture without bars.
pub fn without_bars(luma: &Plane) -> Area {
    let mut area = luma.area();
    // Twice, so that bars around bars go too.
    for _ in 0..2 {
        let rows = bars(area.height, |idx| {
            (0..area.width).map(move |x| at(luma, area.left + x, area.top + idx))
        });
        area = Area { top: area.top + rows.0, height: area.height - rows.0 - rows.1, ..area };
        let columns = bars(area.width, |idx| {
            (0..area.height).map(move |y| at(luma, area.left + idx, area.top + y))
        });
        area =
            Area { left: area.left + columns.0, width: area.width - columns.0 - columns.1, ..area };
    }
    area
}

fn at(luma: &Plane, x: usize, y: usize) -> u8 {
    luma.samples().get(y * luma.width() + x).copied().unwrap_or(0)
}

/// Lines of bar before and after the picture.
#[expect(
    clippy::cast_precision_loss,
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "sides of at most some thousand"
)]
fn bars<I: Iterator<Item = u8>>(n_lines: usize, line: impl Fn(usize) -> I) -> (usize, usize) {
    let before = (0..n_lines).take_while(|idx| is_bar(line(*idx))).count();
    if before == n_lines {
        return (0, 0);
    }
    let after = (0..n_lines).rev().take_while(|idx| is_bar(line(*idx))).count();
    let least = (n_lines as f32 * BAR_MIN).ceil() as usize;
    let (before, after) =
        (if before < least { 0 } else { before }, if after < least { 0 } else { after });
    let left = n_lines - before - after;
    if (left as f32) < n_lines as f32 * LEFT_MIN { (0, 0) } else { (before, after) }
}

#[expect(clippy::cast_precision_loss, reason = "a count of at most some thousand")]
fn is_bar(line: impl Iterator<Item = u8>) -> bool {
    let mut counts = [0_u32; 256];
    let mut n_samples = 0_u32;
    for sample in line {
        if let Some(count) = counts.get_mut(usize::from(sample)) {
            *count += 1;
        }
        n_samples += 1;
    }
    let mut below = 0;
    let median = counts.iter().position(|count| {
        below += count;
        below * 2 >= n_samples
    });
    let Some(median) = median.and_then(|level| u8::try_from(level).ok()) else { return false };
    let share = |from: usize, end: usize| {
        counts.iter().take(end).skip(from).sum::<u32>() as f32 / n_samples.max(1) as f32
    };
    let even = share(
        usize::from(median.saturating_sub(LEVEL_SPREAD)),
        usize::from(median) + usize::from(LEVEL_SPREAD) + 1,
    );
    median <= BAR_LUMA_MAX
        && even >= EVEN_SHARE_MIN
        && share(usize::from(BAR_LUMA_MAX) + usize::from(LEVEL_SPREAD), 256) <= BRIGHT_SHARE_MAX
}

#[cfg(test)]
mod tests {
    use super::*;

    fn picture(of: impl Fn(usize, usize) -> u8) -> Plane {
        Plane::new(160, 90, (0..160 * 90).map(|idx| of(idx % 160, idx / 160)).collect()).unwrap()
    }

    #[test]
    fn letterbox_with_a_time_code_goes() {
        let plane = picture(|x, y| match y {
            0..12 | 78.. => {
                if (40..60).contains(&x) && y > 82 && (x + y) % 3 == 0 {
                    250
                } else {
                    16
                }
            }
            _ => 60 + (x % 100) as u8,
        });
        assert_eq!(without_bars(&plane), Area { left: 0, top: 12, width: 160, height: 66 });
    }

    #[test]
    fn white_paper_stays() {
        let plane =
            picture(|x, y| if (70..90).contains(&x) && (40..50).contains(&y) { 0 } else { 255 });
        assert_eq!(without_bars(&plane), plane.area());
    }

    #[test]
    fn a_black_picture_stays_whole() {
        assert_eq!(without_bars(&picture(|_, _| 3)).width, 160);
    }
}
