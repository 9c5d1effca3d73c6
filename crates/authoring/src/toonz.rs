//! `OpenToonz` and its kin (Tahoma2D): raster levels, vector levels, histories, scenes, palettes.
//!
//! In: one file. Out: the program, and of every save that is written down when, on which machine, by which account, of which
//! frames. Never: pictures.

mod history;
mod level;
mod scene;

use subtier_footage::MediaReader;

/// A raster level.
pub(crate) const LEVEL: MediaReader =
    MediaReader { format: "tlv", is_it: level::is_raster, read: level::read_raster };

/// A vector level.
pub(crate) const VECTORS: MediaReader =
    MediaReader { format: "pli", is_it: level::is_vector, read: level::read_vector };

/// The history beside a raster level.
pub(crate) const HISTORY: MediaReader =
    MediaReader { format: "hst", is_it: history::is_it, read: history::read };

/// A scene or palette.
pub(crate) const SCENE: MediaReader =
    MediaReader { format: "tnz", is_it: scene::is_it, read: scene::read };
