//! The stage of work that pixels show: lines on paper, flat colour, a painted picture, a sheet.
//!
//! In: a small picture. Out: a stage with its reasons in words, or nothing where the pixels leave it open. A photo of
//! pencil on paper is left open: its light is not the paper's. Never: a verdict about people; a finer word than the
//! pixels bear: a finished picture with grading or a station's mark is a composite here.

use crate::decode::Thumb;
use crate::plane::Plane;

/// A stage of work.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Many strokes for one line.
    Rough,
    /// Pencil lines, some of them coloured, as for the edges of shadows.
    Key,
    /// Bare pencil lines.
    InBetween,
    /// One traced line on white.
    CleanUp,
    /// Lines on paper; which of those stages is open.
    Lines,
    /// Flat colour on white.
    Colour,
    /// A painted picture, finished or nearly so.
    Composite,
    /// Figures between ruled heights.
    Sheet,
    /// A ruled table.
    TimeSheet,
}

impl Stage {
    /// The word of the outside contract.
    pub const fn word(self) -> &'static str {
        match self {
            Self::Rough => "rough",
            Self::Key => "key",
            Self::InBetween => "in-between",
            Self::CleanUp => "clean-up",
            Self::Lines => "lines",
            Self::Colour => "colour",
            Self::Composite => "composite",
            Self::Sheet => "sheet",
            Self::TimeSheet => "time sheet",
        }
    }
}

// The bounds below lie between what was measured on shows 1 to 24 of `crates/cartoon` by
// `cargo run -p subtier-media --example stage -- 1 25`; the table in docs/media.md is of other shows.

/// A ruled table has more lines than any drawing has straight edges.
const TABLE_ROWS_MIN: u32 = 12;
const TABLE_COLUMNS_MIN: u32 = 6;

/// A sheet has ruled heights and nothing ruled down, other than a field's frame.
const SHEET_ROWS_MIN: u32 = 3;
const SHEET_COLUMNS_MAX: u32 = 1;

/// Paper is bright, and never bluish or strongly coloured.
const PAPER_TONE_MIN: u8 = 215;
const PAPER_GROUND_MAX: u32 = 60;

/// Brightness from which paper is white, as what is traced or painted on a screen has it.
const WHITE_MIN: u8 = 250;

/// A drawing of lines has hardly any areas and hardly any colour.
const LINES_SOLID_MAX: u32 = 130;
const LINES_COLOURED_MAX: u32 = 80;
const LINES_VIVID_MAX: u32 = 2;

/// Faint samples for each hundred marked ones: a traced line has soft edges alone, a pencil is soft all over. Between, it is open.
const TRACED_FAINT_MAX: u32 = 36;
const PENCIL_FAINT_MIN: u32 = 42;

/// Areas times faintness: where many strokes meet, both grow. Between, it is open.
const KNOTS_ROUGH_MIN: u32 = 1_000;
const KNOTS_SINGLE_MAX: u32 = 650;

/// Coloured samples from which some lines are coloured, and up to which none are.
const KEY_COLOURED_MIN: u32 = 5;
const BARE_COLOURED_MAX: u32 = 1;

/// Flat colour on white: areas, no paper's tooth, a white ground.
const COLOUR_SOLID_MIN: u32 = 400;
const COLOUR_COLOURED_MIN: u32 = 20;
const COLOUR_TOOTH_MAX: u32 = 14;
const COLOUR_GROUND_MAX: u32 = 8;

/// A painted picture: colour nearly everywhere, or a ground that is evenly coloured; in more hues than the warm light of a lamp and the
/// fringes of a photographed screen have, or strongly coloured in some place.
const PAINTED_COLOURED_MIN: u32 = 230;
const PAINTED_GROUND_MIN: u32 = 28;
const PAINTED_TOOTH_MAX: u32 = 20;
const PAINTED_EVEN_MIN: u32 = 700;
const PAINTED_HUES_MIN: u32 = 3;
const PAINTED_HUES_VIVID_MIN: u32 = 2;
const PAINTED_VIVID_MIN: u32 = 10;

/// What pixels show of the stage of work.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Seen {
    /// The stage.
    pub stage: Stage,
    /// Why, one reason an entry.
    pub because: Vec<String>,
}

/// The stage of a picture that has a drawing on it; nothing where the pixels leave even its kind open.
pub fn of(thumb: &Thumb) -> Option<Seen> {
    let measured = Measured::of(thumb);
    let (stage, why) = measured.stage()?;
    Some(Seen { stage, because: measured.because(why) })
}

impl Measured {
    fn stage(&self) -> Option<(Stage, &'static str)> {
        if self.rows >= TABLE_ROWS_MIN && self.columns >= TABLE_COLUMNS_MIN {
            return Some((Stage::TimeSheet, "a table is ruled on it"));
        }
        let is_paper =
            self.tone >= PAPER_TONE_MIN && !self.is_cool && self.ground <= PAPER_GROUND_MAX;
        let is_white = self.tone >= WHITE_MIN && self.ground <= COLOUR_GROUND_MAX;
        if is_white && self.rows >= SHEET_ROWS_MIN && self.columns <= SHEET_COLUMNS_MAX {
            return Some((Stage::Sheet, "heights are ruled across it"));
        }
        let is_lines = self.solid <= LINES_SOLID_MAX
            && self.coloured <= LINES_COLOURED_MAX
            && self.vivid <= LINES_VIVID_MAX;
        if is_paper && is_lines {
            return Some(self.lines(is_white));
        }
        if is_white
            && self.solid >= COLOUR_SOLID_MIN
            && self.coloured >= COLOUR_COLOURED_MIN
            && self.tooth <= COLOUR_TOOTH_MAX
        {
            return Some((Stage::Colour, "flat colour on a white ground, without a background"));
        }
        let is_many = self.hues >= PAINTED_HUES_MIN
            || self.hues >= PAINTED_HUES_VIVID_MIN && self.vivid >= PAINTED_VIVID_MIN;
        let is_even = self.ground >= PAINTED_GROUND_MIN
            && self.tooth <= PAINTED_TOOTH_MAX
            && self.paper >= PAINTED_EVEN_MIN;
        let is_painted = is_many && (self.coloured >= PAINTED_COLOURED_MIN || is_even);
        if !is_paper && (is_painted || is_even && self.is_cool) {
            return Some((Stage::Composite, "the ground is painted over"));
        }
        None
    }

    /// Which kind of drawing without fills.
    fn lines(&self, is_white: bool) -> (Stage, &'static str) {
        let softness = self.softness();
        if is_white && softness <= TRACED_FAINT_MAX && self.coloured <= BARE_COLOURED_MAX {
            return (Stage::CleanUp, "hard lines on a white ground, without colour");
        }
        if is_white && softness < PENCIL_FAINT_MIN {
            return (Stage::Lines, "lines on white; whether traced or in pencil is open");
        }
        match (self.knots(), self.coloured) {
            (KNOTS_ROUGH_MIN.., _) => (Stage::Rough, "many soft strokes on paper, often crossing"),
            (0..=KNOTS_SINGLE_MAX, KEY_COLOURED_MIN..) => (
                Stage::Key,
                "single soft lines on paper, some coloured as for the edges of shadows",
            ),
            (0..=KNOTS_SINGLE_MAX, 0..=BARE_COLOURED_MAX) => {
                (Stage::InBetween, "single soft lines on paper, none coloured")
            }
            _ => (Stage::Lines, "soft lines on paper; for which stage is open"),
        }
    }

    /// Faint samples for each hundred marked ones.
    fn softness(&self) -> u32 {
        self.faint * 100 / self.marked.max(1)
    }

    fn knots(&self) -> u32 {
        self.solid * self.faint
    }

    fn because(&self, why: &str) -> Vec<String> {
        let percent = |thousandths: u32| format!("{}.{}", thousandths / 10, thousandths % 10);
        vec![
            why.to_owned(),
            format!("{} % of it is one tone, {} of 255", percent(self.paper), self.tone),
            format!(
                "{} % of it differs in colour from that, in {} hues of 12",
                percent(self.coloured),
                self.hues
            ),
            format!(
                "{} % is clearly darker, of which {} % lies in areas; {} % is faint",
                percent(self.marked),
                percent(self.solid),
                percent(self.faint)
            ),
        ]
    }
}

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
    /// How coloured the ground itself is: the widest difference of its channels.
    pub ground: u32,
    /// Whether that is towards blue, which paper never is.
    pub is_cool: bool,
    /// Ruled lines across.
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
        let colours = Colours::of(thumb, tone);
        Self {
            tone,
            paper: share(n_near, n_all),
            tooth: u32::try_from(away * 10 / n_near.max(1) as u64).unwrap_or(0),
            marked: share(n_marked, n_all),
            faint: share(n_faint.count(), n_all),
            darkest: quantile(&counts, n_marked / 100),
            coloured: colours.coloured,
            vivid: colours.vivid,
            hues: colours.hues,
            ground: colours.ground,
            is_cool: colours.is_cool,
            solid: share(n_solid(luma, line), n_marked.max(1)),
            rows: ruled(luma),
            columns: ruled(&turned(luma)),
        }
    }
}

/// The most frequent brightness with its neighbours; the highest of equal ones, so that white wins over grey.
fn commonest(counts: &[u32; 256]) -> u8 {
    let around = |tone: usize| -> u32 { counts.iter().skip(tone.saturating_sub(1)).take(3).sum() };
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

/// The colours of the coarse grid, in thousandths of its samples.
struct Colours {
    coloured: u32,
    vivid: u32,
    hues: u32,
    ground: u32,
    is_cool: bool,
}

impl Colours {
    /// Paper may be cream: what counts is the difference from its own colour.
    fn of(thumb: &Thumb, tone: u8) -> Self {
        let [red, green, blue] = thumb.colour.each_ref().map(Plane::samples);
        let samples =
            || red.iter().zip(green).zip(blue).map(|((r, g), b)| [*r, *g, *b].map(i32::from));
        let [warm, cool] = ground(samples(), i32::from(tone));
        let (mut n_coloured, mut n_vivid, mut hues) = (0, 0, [0_usize; 12]);
        for [r, g, b] in samples() {
            let away = widest(r - g - warm, g - b - cool);
            if away < COLOURED_MIN {
                continue;
            }
            n_coloured += 1;
            n_vivid += usize::from(away >= VIVID_MIN);
            if let Some(count) = hue([r, g, b]).and_then(|hue| hues.get_mut(hue)) {
                *count += 1;
            }
        }
        let n_all = red.len();
        let n_hues = hues.iter().filter(|count| **count * 200 > n_all).count();
        Self {
            coloured: share(n_coloured, n_all),
            vivid: share(n_vivid, n_all),
            hues: u32::try_from(n_hues).unwrap_or(12),
            ground: widest(warm, cool).unsigned_abs(),
            is_cool: warm + cool < -COLOURED_MIN,
        }
    }
}

/// Red over green and green over blue of the samples as bright as the ground, on the mean.
fn ground(samples: impl Iterator<Item = [i32; 3]>, tone: i32) -> [i32; 2] {
    let (mut warm, mut cool, mut n_ground) = (0_i64, 0_i64, 0_i64);
    for [r, g, b] in samples {
        let light = (77 * r + 150 * g + 29 * b) >> 8;
        if (light - tone).abs() <= i32::from(PAPER_NEAR) {
            warm += i64::from(r - g);
            cool += i64::from(g - b);
            n_ground += 1;
        }
    }
    [warm, cool].map(|sum| i32::try_from(sum / n_ground.max(1)).unwrap_or(0))
}

/// The widest difference of three channels, by two of their differences.
fn widest(warm: i32, cool: i32) -> i32 {
    warm.abs().max(cool.abs()).max((warm + cool).abs())
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
const RULE_PERCENT_MIN: usize = 40;

/// Ruled lines across: rows that are darker than their surroundings nearly everywhere, neighbours counted once.
fn ruled(luma: &Plane) -> u32 {
    let (mut n_lines, mut last) = (0, None);
    for y in RULE_REACH..luma.height().saturating_sub(RULE_REACH) {
        let (above, here, below) =
            (luma.row(y - RULE_REACH), luma.row(y), luma.row(y + RULE_REACH));
        let darker = here.iter().zip(above.iter().zip(below)).filter(|(one, (up, down))| {
            up.saturating_sub(**one) >= RULE_STEP && down.saturating_sub(**one) >= RULE_STEP
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
