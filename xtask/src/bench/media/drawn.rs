//! References and queries of the recognition bench, drawn by the made-up cartoon.
//!
//! In: numbers of shows and shots. Out: looks of composites (kept on disk between runs), and pictures
//! altered as the row says, each from a frame that the gallery holds.
#![expect(
    clippy::cast_precision_loss,
    clippy::similar_names,
    reason = "counts of a benchmark; shots of shows"
)]

use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use subtier_cartoon::copying::KINDS;
use subtier_cartoon::{Hand, Pass, Picture, Show};
use subtier_media::look::Look;

use super::frames::SIZE;
use super::{Plan, frames, threads};

/// A frame of the gallery.
#[derive(Clone)]
pub(crate) struct Reference {
    pub(crate) show: u64,
    pub(crate) shot: u32,
    pub(crate) frame: u32,
    pub(crate) look: Look,
}

/// An altered frame.
pub(crate) struct Query {
    pub(crate) show: u64,
    pub(crate) shot: u32,
    pub(crate) picture: Picture,
    pub(crate) look: Result<Look, String>,
}

/// One kind of query.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pass: Pass,
    /// Whether another hand than the show's draws.
    other_hand: bool,
    change: Change,
}

#[derive(Clone, Copy)]
enum Change {
    Nothing,
    Jpeg(u8),
    Kind(usize),
}

const fn kind_name(idx: usize) -> &'static str {
    #[expect(
        clippy::indexing_slicing,
        reason = "read while compiling, where a wrong place is an error"
    )]
    KINDS[idx].name
}

const fn kind(idx: usize) -> Row {
    Row {
        name: kind_name(idx),
        pass: Pass::Composite,
        other_hand: false,
        change: Change::Kind(idx),
    }
}

const fn pass(name: &'static str, pass: Pass, other_hand: bool) -> Row {
    Row { name, pass, other_hand, change: Change::Nothing }
}

/// All kinds, in the order of the table.
pub(crate) const ROWS: [Row; 25] = [
    Row { name: "jpeg q15", pass: Pass::Composite, other_hand: false, change: Change::Jpeg(15) },
    kind(0),
    kind(1),
    kind(2),
    kind(3),
    kind(4),
    kind(5),
    kind(6),
    kind(7),
    kind(8),
    kind(9),
    kind(10),
    kind(11),
    kind(12),
    kind(13),
    kind(14),
    kind(15),
    kind(16),
    pass("broadcast finish", Pass::Finished, false),
    pass("colour on white", Pass::Colour, false),
    pass("clean line art to finished", Pass::Clean, false),
    pass("key drawing to finished", Pass::Key, false),
    pass("rough to finished", Pass::Rough, false),
    pass("clean line by another hand", Pass::Clean, true),
    pass("rough by another hand", Pass::Rough, true),
];

/// Draws the references, or takes those drawn before, on all threads that the plan allows.
pub(crate) fn references(plan: &Plan) -> Result<Vec<Reference>, String> {
    let mut all = Vec::new();
    let mut first = plan.first;
    while all.len() < plan.n_references {
        let n_shows = ((plan.n_references - all.len()) / 200 + 1) as u64;
        let shows: Vec<u64> = (first..first + n_shows).collect();
        for looked in threads::each(plan.n_threads, &shows, |show| of_show(plan, *show)) {
            all.extend(looked?);
        }
        first += n_shows;
    }
    all.truncate(plan.n_references);
    Ok(all)
}

/// Draws the frames of the references and nothing else.
pub(crate) fn frames(plan: &Plan) -> Result<(), String> {
    let shows: Vec<u64> = (plan.first..=plan.first + plan.n_references as u64 / 180).collect();
    let drawn =
        threads::each(plan.n_threads, &shows, |show| frames::of_show(&plan.dir, *show).map(drop));
    drawn.into_iter().collect()
}

/// Looks at the frames of a show, or takes what was seen before.
fn of_show(plan: &Plan, show: u64) -> Result<Vec<Reference>, String> {
    let bytes = frames::kept(&plan.dir.join(format!("{show}.looks")), || {
        let drawn = frames::of_show(&plan.dir, show)?;
        let mut out = Vec::new();
        for part in frames::parts(&drawn)? {
            if let Ok(look) = Look::of(part.bytes) {
                frames::push(&mut out, part.shot, part.frame, &look.to_bytes());
            }
        }
        Ok(out)
    })?;
    let mut all = Vec::new();
    for part in frames::parts(&bytes)? {
        let look = Look::from_bytes(part.bytes)
            .ok_or("read a look of another version: remove *.looks of the folder, as after any change of looks")?;
        all.push(Reference { show, shot: part.shot, frame: part.frame, look });
    }
    Ok(all)
}

fn look(picture: &Picture) -> Result<Look, String> {
    Look::of_rgb(picture.width as usize, picture.height as usize, &picture.rgb)
}

/// Share of dark pixels from which a clean drawing has lines on it: a blank sheet asks nothing.
const DRAWN_MIN: f64 = 0.001;

/// Whether anything is drawn on the sheet of a frame.
fn is_drawn(from: &Reference) -> bool {
    let shot = Show::new(from.show).shot(from.shot);
    let clean = shot.draw(from.frame, Pass::Clean, Hand(0), SIZE);
    let n_dark = clean.rgb.chunks_exact(3).filter(|pixel| pixel.iter().all(|c| *c < 128)).count();
    n_dark as f64 >= DRAWN_MIN * f64::from(clean.width * clean.height)
}

/// The frame that a query is of: spread over the gallery, the next one whose sheet is not blank.
fn source(references: &[Reference], n_queries: usize, idx: usize) -> &Reference {
    let at = (idx * references.len() + references.len() / 2) / n_queries.max(1);
    let spread =
        references.iter().cycle().skip(at % references.len().max(1)).take(references.len());
    spread
        .clone()
        .find(|from| is_drawn(from))
        .or(references.first())
        .expect("a gallery with references")
}

/// Makes the query of a number.
pub(crate) fn query(row: &Row, references: &[Reference], n_queries: usize, idx: usize) -> Query {
    let from = source(references, n_queries, idx);
    let shot = Show::new(from.show).shot(from.shot);
    let seed = from.show * 1_000_003 + u64::from(from.shot) * 1_009 + u64::from(from.frame);
    let hand = if row.other_hand { Hand(1 + u32::try_from(idx % 5).unwrap_or(0)) } else { Hand(0) };
    let drawn = shot.draw(from.frame, row.pass, hand, SIZE);
    let (picture, look) = match row.change {
        Change::Nothing => {
            let look = look(&drawn);
            (drawn, look)
        }
        Change::Kind(kind) => {
            let picture = KINDS.get(kind).map_or(drawn.clone(), |kind| (kind.make)(&drawn, seed));
            let look = look(&picture);
            (picture, look)
        }
        Change::Jpeg(quality) => {
            let bytes = jpeg(&drawn, quality);
            let look = Look::of(&bytes);
            let read = image::load_from_memory(&bytes).expect("what was just written").to_rgb8();
            (Picture { rgb: read.into_raw(), ..drawn }, look)
        }
    };
    Query { show: from.show, shot: from.shot, picture, look }
}

/// Eight drawings of one shot in order, by another hand.
pub(crate) fn sequence(
    references: &[Reference],
    n_sequences: usize,
    (idx, pass_idx): (usize, usize),
) -> (u64, u32, Vec<Look>) {
    let from = source(references, n_sequences, idx);
    let shot = Show::new(from.show).shot(from.shot);
    let pass = if pass_idx == 0 { Pass::Clean } else { Pass::Rough };
    let hand = Hand(1 + u32::try_from(idx % 5).unwrap_or(0));
    let frames =
        (0..8).map(|n| shot.n_frames * (2 * n + 1) / 16).filter(|frame| !shot.is_flat(*frame));
    let looks = frames.filter_map(|frame| look(&shot.draw(frame, pass, hand, SIZE)).ok()).collect();
    (from.show, from.shot, looks)
}

/// The picture as JPEG.
pub(crate) fn jpeg(picture: &Picture, quality: u8) -> Vec<u8> {
    let mut bytes = Vec::new();
    let encoder = JpegEncoder::new_with_quality(Cursor::new(&mut bytes), quality);
    let image = image::RgbImage::from_raw(picture.width, picture.height, picture.rgb.clone());
    if let Some(image) = image {
        image.write_with_encoder(encoder).expect("memory takes every byte");
    }
    bytes
}

/// Shots of one show at most, so that a group's number tells its show.
pub(crate) const GROUPS: u32 = 1_000;

/// The number of a shot.
pub(crate) fn group_of(show: u64, shot: u32) -> u32 {
    u32::try_from(show).unwrap_or(0).saturating_mul(GROUPS).saturating_add(shot)
}

/// The number of a reference's shot.
pub(crate) fn group(references: &[Reference], at: usize) -> u32 {
    references.get(at).map_or(0, |reference| group_of(reference.show, reference.shot))
}

/// Shots of all references.
pub(crate) fn n_shots(references: &[Reference]) -> usize {
    let mut groups: Vec<u32> = (0..references.len()).map(|at| group(references, at)).collect();
    groups.dedup();
    groups.len()
}

/// Where the pictures of a row's queries are kept for the yardsticks.
pub(crate) fn queries_path(plan: &Plan, row: &Row) -> std::path::PathBuf {
    let name = row.name.replace(' ', "-").replace('%', "percent");
    plan.dir.join(format!("{}-{}-{}-{name}.queries", plan.first, plan.n_references, plan.n_queries))
}
