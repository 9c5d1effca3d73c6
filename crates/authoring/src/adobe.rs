//! After Effects (`.aep`, `.aepx`) and Premiere (`.prproj`).
//!
//! In: one project. Out: version, build and platform of the program, revision, paths of footage, names of layers, XMP.
//! Never: expressions run, footage opened.

mod after_effects;
mod premiere;

use subtier_footage::MediaReader;

/// A project of After Effects.
pub(crate) const AFTER_EFFECTS: MediaReader =
    MediaReader { format: "aep", is_it: after_effects::is_it, read: after_effects::read };

/// The same as XML.
pub(crate) const AFTER_EFFECTS_XML: MediaReader =
    MediaReader { format: "aepx", is_it: after_effects::is_xml, read: after_effects::read_xml };

/// A project of Premiere.
pub(crate) const PREMIERE: MediaReader =
    MediaReader { format: "prproj", is_it: premiere::is_it, read: premiere::read };
