#![doc = include_str!("../README.md")]
//!

mod bmp;
mod bytes;
mod carve;
mod certificate;
mod clocks;
mod dpx;
mod drawings;
mod exif;
mod exr;
mod gif;
mod held;
mod icc;
mod iptc;
mod jpeg;
mod matroska;
mod mxf;
mod photoshop;
mod png;
mod quicktime;
mod riff;
mod telling;
mod tga;
mod xmp;

pub use carve::carve;
pub use certificate::Certificate;
pub use held::Held;
pub use telling::{MediaReader, Preview, Telling, Testimony};
pub use xmp::xmp;

/// The readers of this crate, in the order in which they are asked; those without a mark of their own come last.
pub const READERS: &[MediaReader] = &[
    MediaReader { format: "png", is_it: png::is_png, read: png::read },
    MediaReader { format: "jpeg", is_it: jpeg::is_jpeg, read: jpeg::read },
    MediaReader { format: "tiff", is_it: exif::is_tiff, read: exif::read },
    MediaReader { format: "psb", is_it: photoshop::is_psb, read: photoshop::read },
    MediaReader { format: "psd", is_it: photoshop::is_psd, read: photoshop::read },
    MediaReader { format: "exr", is_it: exr::is_exr, read: exr::read },
    MediaReader { format: "dpx", is_it: dpx::is_dpx, read: dpx::read },
    MediaReader { format: "gif", is_it: gif::is_gif, read: gif::read },
    MediaReader { format: "webp", is_it: riff::is_webp, read: riff::read },
    MediaReader { format: "avi", is_it: riff::is_avi, read: riff::read },
    MediaReader { format: "wav", is_it: riff::is_wav, read: riff::read },
    MediaReader { format: "matroska", is_it: matroska::is_matroska, read: matroska::read },
    MediaReader { format: "mxf", is_it: mxf::is_mxf, read: mxf::read },
    MediaReader { format: "bmp", is_it: bmp::is_bmp, read: bmp::read },
    MediaReader { format: "quicktime", is_it: quicktime::is_film, read: quicktime::read },
    MediaReader { format: "indesign", is_it: drawings::is_indesign, read: drawings::read_indesign },
    MediaReader {
        format: "illustrator",
        is_it: drawings::is_illustrator,
        read: drawings::read_illustrator,
    },
    MediaReader { format: "svg", is_it: drawings::is_svg, read: drawings::read_svg },
    MediaReader { format: "xmp", is_it: drawings::is_xmp, read: drawings::read_xmp },
    MediaReader { format: "tga", is_it: tga::is_tga, read: tga::read },
];
