//! Flash and Animate: films (`.swf`), projects (`.fla` as a zip of XFL, and as a compound file before 2010), `DOMDocument.xml` alone.
//!
//! In: one file. Out: the program with its build, its platform, when items were made and imported, paths, layers, fonts. Never: scripts.

mod movie;
mod project;

use subtier_footage::MediaReader;

/// A film.
pub(crate) const MOVIE: MediaReader =
    MediaReader { format: "swf", is_it: movie::is_it, read: movie::read };

/// A project as a zip.
pub(crate) const FLA: MediaReader =
    MediaReader { format: "fla", is_it: project::is_zip, read: project::read_zip };

/// A project as a compound file.
pub(crate) const FLA_COMPOUND: MediaReader = MediaReader {
    format: "fla-compound",
    is_it: project::is_compound,
    read: project::read_compound,
};

/// The document of a project that is a folder.
pub(crate) const XFL: MediaReader =
    MediaReader { format: "xfl", is_it: project::is_document, read: project::read_document };
