//! What a package tells of its making: the properties, settings, fonts, relations and directory of OOXML and ODF.
//!
//! In: a package. Out: signals, each with the part it stands in. Never: anything is followed, run or concluded; values are given as
//! they stand.

mod clocks;
mod directory;
mod fonts;
mod leaves;
mod native;
mod printer;
mod properties;
mod relations;
mod settings;

use subtier_model::Place;

use crate::package::Package;
use subtier_blocks::Writing;
use subtier_blocks::{Format, SignalKind};

/// Bytes of one part of properties, settings or fonts that are read.
const PART_BYTES_MAX: u64 = 16 << 20;

/// Reads the signals of a package.
pub(crate) fn read(package: &mut Package<'_>, format: Format, writing: &mut Writing) {
    let modified = if matches!(format, Format::Odt | Format::Ods | Format::Odp) {
        let modified = properties::read_odf(package, writing);
        settings::read_odf(package, writing);
        fonts::read_odf(package, writing);
        modified
    } else {
        let modified = properties::read_ooxml(package, writing);
        settings::read_ooxml(package, writing);
        fonts::read_ooxml(package, writing);
        modified
    };
    relations::read(package, writing);
    printer::read(package, writing);
    native::read(package, writing);
    directory::read(package, modified.as_deref(), writing);
}

/// Says who commented or changed text.
pub(crate) fn comment_author(name: &str, place: &Place, writing: &mut Writing) {
    writing.signal(SignalKind::CommentAuthor, name, place.clone());
}
