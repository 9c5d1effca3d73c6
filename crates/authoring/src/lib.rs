#![doc = include_str!("../README.md")]
//!
//! Modules: `told` (how paths, clocks and texts become signals), `packed` and `parts` (unpacking under limits), `markup` (rows of
//! XML), `harmony`, `toonz`, `flash`, `adobe`, `blend`, `clip`, `painting`, `sheets`, `cuts` (the formats).

#![expect(clippy::similar_names, reason = "`held` and its `head` are the words for both")]

mod adobe;
mod blend;
mod clip;
mod cuts;
mod flash;
mod harmony;
mod markup;
mod packed;
mod painting;
mod parts;
mod png;
mod sheets;
mod told;
mod toonz;

use subtier_footage::MediaReader;

/// The readers of this crate, in the order in which they are asked: what is known by its first bytes before what is known by words.
pub const READERS: &[MediaReader] = &[
    harmony::DRAWING,
    harmony::PALETTE_LIST,
    harmony::PALETTE,
    toonz::LEVEL,
    toonz::VECTORS,
    toonz::HISTORY,
    clip::CLIP,
    adobe::AFTER_EFFECTS,
    adobe::PREMIERE,
    blend::BLEND,
    flash::MOVIE,
    flash::FLA,
    flash::FLA_COMPOUND,
    painting::KRITA,
    painting::OPEN_RASTER,
    painting::SYNFIG,
    harmony::STORYBOARD_PACKAGE,
    sheets::TIME_SHEET,
    sheets::STORYBOARDER,
    cuts::OTIO,
    harmony::SCENE,
    toonz::SCENE,
    adobe::AFTER_EFFECTS_XML,
    flash::XFL,
    cuts::FCPXML,
    cuts::XMEML,
    cuts::EDL,
];
