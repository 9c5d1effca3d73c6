//! What is kept of a picture to recognise it: codes and edge points, some 10 kB.
//!
//! In: the bytes of a picture, or pixels. Out: a `Look`, small enough to hand from a confined process
//! to its parent and to keep for 100,000 references; its own bytes have a version. A blank or flat
//! picture gives the reason why it has none. Never: pixels.

use crate::decode::{self, Thumb};
use crate::descriptor::{self, Code};
use crate::edges::{Edges, GRID, Point, WAYS};
use crate::pdq::{self, Pdq};
use crate::plane::Plane;
use crate::trim;
use crate::windows::{self, N_WINDOWS, WINDOWS, Window};

/// Windows of a query that may show a whole reference: all of it, then what frames and bezels leave.
pub const VIEWS: [Window; N_VIEWS] = [
    Window { left: 0.0, top: 0.0, side: 1.0 },
    Window { left: 0.07, top: 0.07, side: 0.86 },
    Window { left: 0.14, top: 0.14, side: 0.72 },
];

/// Number of [`VIEWS`]; each is looked up as it is and mirrored.
pub const N_VIEWS: usize = 3;

/// Weight that a picture's points must have in all: below it there is nothing to recognise.
const WEIGHT_MIN: u32 = 30 * 255;

/// Share of each side of a drawing on paper that is margin: peg holes, the field's frame, a timing
/// chart, a number. Set by eye on the made-up sheets.
const MARGIN: f32 = 0.1;

/// Luma from which paper is bright, how far its tone spreads, and how much of the sheet it covers.
const PAPER_LUMA_MIN: usize = 190;
const PAPER_SPREAD: usize = 14;
const PAPER_SHARE_MIN: f32 = 0.6;

/// Whether a picture is a drawing on paper: one bright tone nearly everywhere.
#[expect(clippy::cast_precision_loss, reason = "at most 65,536 samples")]
fn is_paper(grid: &Plane) -> bool {
    let mut counts = [0_u32; 256];
    for sample in grid.samples() {
        if let Some(count) = counts.get_mut(usize::from(*sample)) {
            *count += 1;
        }
    }
    let most = counts.iter().enumerate().max_by_key(|(level, count)| (**count, *level));
    let Some((level, _)) = most.filter(|(level, _)| *level >= PAPER_LUMA_MIN) else { return false };
    let near = counts.iter().skip(level.saturating_sub(PAPER_SPREAD)).take(2 * PAPER_SPREAD + 1);
    near.sum::<u32>() as f32 >= PAPER_SHARE_MIN * grid.samples().len() as f32
}

/// What is kept of one picture.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Look {
    /// Columns and rows of the file.
    pub size: (u32, u32),
    /// Left, top, right and bottom of what the bars leave, in 65536ths of the file's sides.
    pub frame: [u16; 4],
    /// Meta's hash, of what the bars leave.
    pub pdq: Pdq,
    /// Whether it is a drawing on paper: one bright tone nearly everywhere.
    pub on_paper: bool,
    /// Edge points of what the bars leave.
    pub edges: Edges,
    /// The code of each of [`WINDOWS`]; none where the window is as good as empty.
    pub codes: [Option<Code>; N_WINDOWS],
    /// The code of each of [`VIEWS`], as it is and mirrored.
    pub views: [[Option<Code>; 2]; N_VIEWS],
}

impl Look {
    /// Looks at a picture; the error is a fragment for after "failed to".
    pub fn of(bytes: &[u8]) -> Result<Self, String> {
        Self::of_thumb(&decode::decode(bytes)?)
    }

    /// Looks at pixels of three bytes each.
    pub fn of_rgb(width: usize, height: usize, rgb: &[u8]) -> Result<Self, String> {
        Self::of_thumb(&decode::from_rgb(width, height, rgb)?)
    }

    /// Looks at a picture that is decoded already.
    pub fn of_thumb(thumb: &Thumb) -> Result<Self, String> {
        let luma = &thumb.luma;
        let area = trim::without_bars(luma);
        let (width, height) = Plane::fitted(area.width, area.height, GRID);
        let grid = luma.resized(area, width, height);
        let hidden = crate::burnin::strips(luma, area);
        let edges = Edges::of(&grid).without(|point| {
            let place = (f32::from(point.x) / width as f32, f32::from(point.y) / height as f32);
            hidden.iter().any(|strip| strip.holds(place))
        });
        let on_paper = is_paper(&grid);
        let edges = if on_paper { edges.with_faint_margin(MARGIN) } else { edges };
        let side = |size: usize| u32::try_from(size).unwrap_or(u32::MAX);
        let share =
            |at: usize, of: usize| u16::try_from(at * 65_535 / of.max(1)).unwrap_or(u16::MAX);
        let frame = [
            share(area.left, luma.width()),
            share(area.top, luma.height()),
            share(area.left + area.width, luma.width()),
            share(area.top + area.height, luma.height()),
        ];
        // From the small picture: a tenth of the work, and some bits of 256 from the hash of the large one.
        let pdq = pdq::hash(&grid);
        let size = (side(thumb.size.0), side(thumb.size.1));
        let (codes, views) = ([None; N_WINDOWS], [[None; 2]; N_VIEWS]);
        Self { size, frame, pdq, on_paper, edges, codes, views }.with_codes()
    }

    /// Completes a look from its edge points.
    fn with_codes(mut self) -> Result<Self, String> {
        let edges = &self.edges;
        let weight: u32 = edges.points.iter().map(|point| u32::from(point.weight)).sum();
        if edges.points.is_empty() {
            return Err("find a drawing: the picture is blank or of flat colour".to_owned());
        }
        if weight < WEIGHT_MIN {
            return Err(format!("find a drawing: only {} edge points", edges.points.len()));
        }
        (self.codes, self.views) = codes(edges);
        Ok(self)
    }

    /// The same look without some of its points.
    pub fn without(&self, is_hidden: impl Fn(&Point) -> bool) -> Result<Self, String> {
        Self { edges: self.edges.clone().without(is_hidden), ..self.clone() }.with_codes()
    }
}

fn codes(edges: &Edges) -> ([Option<Code>; N_WINDOWS], [[Option<Code>; 2]; N_VIEWS]) {
    let code = |edges: &Edges, window: &Window| {
        windows::histogram(edges, window).map(|histogram| descriptor::code(&histogram))
    };
    let mirrored = edges.mirrored();
    let codes = WINDOWS.map(|window| code(edges, &window));
    // The views are centred, so the mirrored picture has the same.
    let views = VIEWS.map(|view| [code(edges, &view), code(&mirrored, &view)]);
    (codes, views)
}

/// First bytes of a stored look, with the version of its layout.
const HEAD: [u8; 4] = *b"LK\0\x02";

impl Look {
    /// The look as bytes: integers little-endian, each list with its length before it.
    pub fn to_bytes(&self) -> Vec<u8> {
        let mut out = HEAD.to_vec();
        out.extend(self.size.0.to_le_bytes());
        out.extend(self.size.1.to_le_bytes());
        self.frame.iter().for_each(|place| out.extend(place.to_le_bytes()));
        out.push(self.pdq.quality);
        out.push(u8::from(self.on_paper));
        self.pdq.turned.iter().flatten().for_each(|word| out.extend(word.to_le_bytes()));
        for code in self.codes.iter().chain(self.views.iter().flatten()) {
            out.push(u8::from(code.is_some()));
            code.iter().flatten().for_each(|word| out.extend(word.to_le_bytes()));
        }
        out.extend(self.edges.width.to_le_bytes());
        out.extend(self.edges.height.to_le_bytes());
        out.extend(u32::try_from(self.edges.points.len()).unwrap_or(0).to_le_bytes());
        self.edges.points.iter().for_each(|p| out.extend([p.y, p.x, p.way, p.weight]));
        out
    }

    /// Reads what [`Look::to_bytes`] wrote; nothing if it is of another version or not whole.
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let mut rest = Rest(bytes.strip_prefix(&HEAD)?);
        let size = (rest.long()?, rest.long()?);
        let frame = [rest.short()?, rest.short()?, rest.short()?, rest.short()?];
        let quality = rest.byte()?;
        let on_paper = rest.byte()? != 0;
        let mut turned = [[0; 4]; 8];
        for word in turned.iter_mut().flatten() {
            *word = rest.word()?;
        }
        let (mut codes, mut views) = ([None; N_WINDOWS], [[None; 2]; N_VIEWS]);
        for code in codes.iter_mut().chain(views.iter_mut().flatten()) {
            rest.code(code)?;
        }
        let (width, height) = (rest.short()?, rest.short()?);
        let n_points = rest.long()? as usize;
        let is_sound = usize::from(width.max(height)) <= GRID
            && n_points <= crate::edges::POINTS_MAX
            && rest.0.len() == 4 * n_points;
        if !is_sound {
            return None;
        }
        let points = rest.0.chunks_exact(4).map(|four| match four {
            [y, x, way, weight] => Point { y: *y, x: *x, way: way % (WAYS as u8), weight: *weight },
            _ => Point { y: 0, x: 0, way: 0, weight: 0 },
        });
        let edges = Edges { width, height, points: points.collect() };
        Some(Self { size, frame, pdq: Pdq { turned, quality }, on_paper, edges, codes, views })
    }
}

/// What is left to read.
struct Rest<'a>(&'a [u8]);

impl Rest<'_> {
    fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (taken, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*taken)
    }

    fn byte(&mut self) -> Option<u8> {
        self.take::<1>().map(|[byte]| byte)
    }

    fn short(&mut self) -> Option<u16> {
        self.take().map(u16::from_le_bytes)
    }

    fn long(&mut self) -> Option<u32> {
        self.take().map(u32::from_le_bytes)
    }

    fn word(&mut self) -> Option<u64> {
        self.take().map(u64::from_le_bytes)
    }

    /// Reads a code into its place, if there is one; nothing where the bytes end.
    fn code(&mut self, place: &mut Option<Code>) -> Option<()> {
        if self.byte()? != 0 {
            let code = place.insert(Code::default());
            for word in code {
                *word = self.word()?;
            }
        }
        Some(())
    }
}
