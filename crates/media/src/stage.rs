//! The stage of work that pixels show: lines on paper, flat colour, a painted picture, a sheet.
//!
//! In: a small picture. Out: a stage with its reasons in words, or nothing where the pixels leave it open. Never: a verdict about
//! people; a finer word than the pixels bear: a finished picture with grading or a station's mark is a composite here.

use crate::decode::Thumb;
use crate::plane::Plane;

/// What was measured of a picture. Shares are in thousandths.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Measured {
    /// The most frequent brightness: the paper's, where it is a drawing.
    pub tone: u8,
    /// Samples near to it.
    pub paper: u32,
    /// Spread of those, in tenths: the tooth of paper, the noise of a scan.
    pub tooth: u32,
    /// Samples clearly darker: lines and fills.
    pub marked: u32,
    /// Samples only a little darker: faint strokes.
    pub faint: u32,
    /// Brightness that the darkest of a hundred marked samples have.
    pub darkest: u8,
    /// Samples of the coarse grid whose colour is not that of the paper.
    pub coloured: u32,
    /// Samples of the coarse grid that are strongly coloured.
    pub vivid: u32,
    /// Hues of twelve that coloured samples have.
    pub hues: u32,
    /// Marked samples whose neighbours on all sides are marked: areas, not lines.
    pub solid: u32,
    /// Ruled lines across and down.
    pub rows: u32,
    /// Ruled lines down.
    pub columns: u32,
}

/// Difference from the paper up to which a sample is paper, and from which it is marked.
const PAPER_NEAR: u8 = 10;
const MARKED_MIN: u8 = 40;

/// Difference of colour from the paper's from which a coarse sample is coloured, and strongly so.
const COLOURED_MIN: i32 = 14;
const VIVID_MIN: i32 = 60;

impl Measured {
    /// Measures a picture.
    pub fn of(thumb: &Thumb) -> Self {
        let luma = &thumb.luma;
        let samples = luma.samples();
        let n_all = samples.len().max(1);
        let mut counts = [0_u32; 256];
        for sample in samples {
            if let Some(count) = counts.get_mut(usize::from(*sample)) {
                *count += 1;
            }
        }
        let tone = commonest(&counts);
        let near = |one: &&u8| one.abs_diff(tone) <= PAPER_NEAR;
        let n_near = samples.iter().filter(near).count();
        let away: u64 = samples.iter().filter(near).map(|one| u64::from(one.abs_diff(tone))).sum();
        let line = tone.saturating_sub(MARKED_MIN);
        let n_marked = samples.iter().filter(|one| **one < line).count();
        let n_faint =
            samples.iter().filter(|one| **one >= line && **one < tone.saturating_sub(PAPER_NEAR));
        let (coloured, vivid, hues) = colours(thumb, tone);
        Self {
            tone,
            paper: share(n_near, n_all),
            tooth: u32::try_from(away * 10 / n_near.max(1) as u64).unwrap_or(0),
            marked: share(n_marked, n_all),
            faint: share(n_faint.count(), n_all),
            darkest: quantile(&counts, n_marked / 100),
            coloured,
            vivid,
            hues,
            solid: share(n_solid(luma, line), n_marked.max(1)),
            rows: ruled(luma),
            columns: ruled(&turned(luma)),
        }
    }
}

/// The most frequent brightness with its neighbours; the highest of equal ones, so that white wins over grey.
fn commonest(counts: &[u32; 256]) -> u8 {
    let around = |tone: usize| -> u32 {
        counts.iter().skip(tone.saturating_sub(1)).take(3).sum()
    };
    let most = (0..256).max_by_key(|tone| (around(*tone), *tone)).unwrap_or(255);
    u8::try_from(most).unwrap_or(255)
}

fn share(count: usize, of: usize) -> u32 {
    u32::try_from(count * 1000 / of.max(1)).unwrap_or(1000)
}

/// The brightness below which so many samples lie.
fn quantile(counts: &[u32; 256], n_below: usize) -> u8 {
    let mut sum = 0;
    let at = counts.iter().position(|count| {
        sum += *count as usize;
        sum > n_below
    });
    at.and_then(|tone| u8::try_from(tone).ok()).unwrap_or(0)
}

/// Coloured and strongly coloured samples, and their hues. Paper may be cream: what counts is the difference from its own colour.
fn colours(thumb: &Thumb, tone: u8) -> (u32, u32, u32) {
    let [red, green, blue] = thumb.colour.each_ref().map(Plane::samples);
    let samples = || red.iter().zip(green).zip(blue).map(|((r, g), b)| [*r, *g, *b].map(i32::from));
    let light = |[r, g, b]: [i32; 3]| (77 * r + 150 * g + 29 * b) >> 8;
    let is_paper = |one: &[i32; 3]| (light(*one) - i32::from(tone)).abs() <= i32::from(PAPER_NEAR);
    let (mut sum, mut n_paper) = ([0_i64; 2], 0_i64);
    for [r, g, b] in samples().filter(is_paper) {
        sum = [sum[0] + i64::from(r - g), sum[1] + i64::from(g - b)];
        n_paper += 1;
    }
    let mean = sum.map(|one| i32::try_from(one / n_paper.max(1)).unwrap_or(0));
    let (mut n_coloured, mut n_vivid, mut hues) = (0, 0, [0_usize; 12]);
    for [r, g, b] in samples() {
        let (warm, cool) = (r - g - mean[0], g - b - mean[1]);
        let away = warm.abs().max(cool.abs()).max((warm + cool).abs());
        if away < COLOURED_MIN {
            continue;
        }
        n_coloured += 1;
        n_vivid += usize::from(away >= VIVID_MIN);
        if let Some(count) = hue([r, g, b]).and_then(|hue| hues.get_mut(hue)) {
            *count += 1;
        }
    }
    let n_hues = hues.iter().filter(|count| **count * 200 > red.len()).count();
    (share(n_coloured, red.len()), share(n_vivid, red.len()), u32::try_from(n_hues).unwrap_or(12))
}

/// Which of twelve hues a colour has; `None` for what is nearly grey.
fn hue([red, green, blue]: [i32; 3]) -> Option<usize> {
    let (high, low) = (red.max(green).max(blue), red.min(green).min(blue));
    let range = high - low;
    if range < 2 * COLOURED_MIN {
        return None;
    }
    let sixth = if red == high {
        (green - blue) * 2 / range
    } else if green == high {
        4 + (blue - red) * 2 / range
    } else {
        8 + (red - green) * 2 / range
    };
    usize::try_from(sixth.rem_euclid(12)).ok()
}

/// Half the side of what must be marked around a sample for it to lie in an area: lines are narrower.
const REACH: usize = 4;

/// Marked samples that lie in areas.
fn n_solid(luma: &Plane, line: u8) -> usize {
    let is_marked = |row: &[u8], x: usize| row.get(x).is_some_and(|one| *one < line);
    let mut n_solid = 0;
    for y in REACH..luma.height().saturating_sub(REACH) {
        let (above, here, below) = (luma.row(y - REACH), luma.row(y), luma.row(y + REACH));
        for x in REACH..luma.width().saturating_sub(REACH) {
            let is_inside = is_marked(here, x)
                && is_marked(here, x - REACH)
                && is_marked(here, x + REACH)
                && is_marked(above, x)
                && is_marked(below, x);
            n_solid += usize::from(is_inside);
        }
    }
    n_solid
}

/// Samples that a ruled line is darker than what lies this far above and below it, and how far.
const RULE_STEP: u8 = 5;
const RULE_REACH: usize = 3;

/// Share of a row that a ruled line covers, in percent.
const RULE_PERCENT_MIN: usize = 55;

/// Ruled lines across: rows that are darker than their surroundings nearly everywhere, neighbours counted once.
fn ruled(luma: &Plane) -> u32 {
    let (mut n_lines, mut last) = (0, None);
    for y in RULE_REACH..luma.height().saturating_sub(RULE_REACH) {
        let (above, here, below) =
            (luma.row(y - RULE_REACH), luma.row(y), luma.row(y + RULE_REACH));
        let darker = here.iter().zip(above.iter().zip(below)).filter(|(one, (up, down))| {
            one.saturating_add(RULE_STEP) <= **up && one.saturating_add(RULE_STEP) <= **down
        });
        if darker.count() * 100 >= luma.width() * RULE_PERCENT_MIN {
            n_lines += u32::from(last.is_none_or(|last| last + 2 < y));
            last = Some(y);
        }
    }
    n_lines
}

/// Rows as columns.
fn turned(luma: &Plane) -> Plane {
    let samples = (0..luma.width())
        .flat_map(|x| (0..luma.height()).map(move |y| luma.row(y).get(x).copied().unwrap_or(0)));
    let turned = Plane::new(luma.height(), luma.width(), samples.collect());
    turned.unwrap_or_else(|| luma.clone())
}
