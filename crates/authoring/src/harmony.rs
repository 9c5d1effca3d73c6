//! Toon Boom Harmony and Storyboard Pro: drawings, palettes, scenes, packages.
//!
//! In: one file of a scene's folder. Out: licence, device, program, colours with their identifiers, paths of the drawing machine.
//! Never: strokes.

mod drawing;
mod palette;
mod scene;

use subtier_footage::MediaReader;

/// A vector drawing.
pub(crate) const DRAWING: MediaReader =
    MediaReader { format: "tvg", is_it: drawing::is_it, read: drawing::read };

/// The palettes of a scene.
pub(crate) const PALETTE_LIST: MediaReader =
    MediaReader { format: "palette-list", is_it: palette::is_list, read: palette::read_list };

/// One palette.
pub(crate) const PALETTE: MediaReader =
    MediaReader { format: "plt", is_it: palette::is_palette, read: palette::read_palette };

/// A scene or storyboard, and the tables beside it.
pub(crate) const SCENE: MediaReader =
    MediaReader { format: "xstage", is_it: scene::is_it, read: scene::read };

/// A packed storyboard.
pub(crate) const STORYBOARD_PACKAGE: MediaReader =
    MediaReader { format: "sbpz", is_it: scene::is_package, read: scene::read_package };
