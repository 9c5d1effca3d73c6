//! What copying, cutting and photographing does to a picture: the kinds of queries that recognition is measured on.
//!
//! In: a picture and a number that decides where chance decides. Out: the copy. Never: a copy above `PIXELS_MAX`; it has no pixels.
//! Compression belongs to whoever has an encoder; it is not done here.

use crate::picture::Picture;

/// Writing over the picture.
pub mod burn;
/// Cutting, scaling, turning, and bars around the picture.
pub mod cut;
/// Other colours.
pub mod light;
/// The picture as line art.
pub mod line;
/// The picture photographed from a screen.
pub mod screen;

/// One kind of copy.
#[derive(Debug, Clone, Copy)]
pub struct Kind {
    /// Name in tables.
    pub name: &'static str,
    /// What it models.
    pub models: &'static str,
    /// Makes such a copy; the number decides where chance decides.
    pub make: fn(&Picture, u64) -> Picture,
}

/// Every kind of copy, in the order of the measured table.
pub const KINDS: [Kind; 17] = [
    Kind {
        name: "rescale",
        models: "a thumbnail or proxy of a third of the width",
        make: |picture, _| cut::scaled(picture, 1.0 / 3.0),
    },
    Kind {
        name: "crop 5 %",
        models: "edges trimmed by hand",
        make: |p, seed| cut::crop(p, 0.05, seed),
    },
    Kind {
        name: "crop 10 %",
        models: "edges trimmed by hand",
        make: |p, seed| cut::crop(p, 0.1, seed),
    },
    Kind {
        name: "crop 25 %",
        models: "a reframed picture: a quarter of its area gone",
        make: |p, seed| cut::crop(p, 0.25, seed),
    },
    Kind {
        name: "crop 50 %",
        models: "a detail: half of the area gone",
        make: |p, seed| cut::crop(p, 0.5, seed),
    },
    Kind {
        name: "crop to 25 %",
        models: "a small detail: three quarters of the area gone",
        make: |p, seed| cut::crop(p, 0.75, seed),
    },
    Kind {
        name: "letterbox",
        models: "bars above and below, as players and boards add",
        make: cut::letterboxed,
    },
    Kind {
        name: "pillarbox",
        models: "bars left and right, as a square feed adds",
        make: cut::pillarboxed,
    },
    Kind {
        name: "time code",
        models: "a review copy: time code, shot name, watermark burnt in",
        make: burn::review_copy,
    },
    Kind {
        name: "mirror",
        models: "flopped to hide where it is from",
        make: |p, _| cut::mirrored(p),
    },
    Kind {
        name: "grey",
        models: "a photocopy or fax of a colour frame",
        make: |p, _| light::grey(p),
    },
    Kind {
        name: "recolour",
        models: "another grade: hue turned, gamma changed",
        make: light::recoloured,
    },
    Kind {
        name: "rotate 5 deg",
        models: "a scan laid in askew",
        make: |p, _| cut::rotated(p, 5.0),
    },
    Kind {
        name: "photo of screen",
        models: "a telephone's photo of a monitor",
        make: screen::photographed,
    },
    Kind {
        name: "line art",
        models: "the lines of a finished frame",
        make: |p, _| line::thresholded(p),
    },
    Kind {
        name: "redrawn line art",
        models: "those lines traced by an unsure hand",
        make: line::redrawn,
    },
    Kind {
        name: "redrawn, crop 10 %",
        models: "those lines traced, and the edges trimmed",
        make: |p, seed| cut::crop(&line::redrawn(p, seed), 0.1, seed),
    },
];
