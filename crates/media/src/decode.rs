//! Bytes of a picture to a small one: at most 512 samples of luma on the longer side.
//!
//! In: bytes of a JPEG, PNG, TIFF, GIF, WebP, OpenEXR, BMP, Targa, PSD or DPX. Out: luma, and colour on
//! a coarse grid. Baseline JPEG is read small from its frequencies (`jpeg`), the merged picture of a PSD
//! and DPX here, everything else by `image` under limits. Never: a decode of more pixels or bytes than
//! the limits below, whatever the head says.

mod bits;
mod dpx;
mod jpeg;
mod openexr;
mod photoshop;

use std::io::Cursor;

use image::{ColorType, DynamicImage, ImageFormat, ImageReader, Limits};

use crate::plane::Plane;

/// Samples on the longer side of what later steps see; every step works at 256 or less.
pub const SIDE_MAX: usize = 512;

/// Samples on the longer side of the colours.
pub const COLOUR_SIDE: usize = 96;

/// Pixels of the largest picture that is decoded: a sheet of A3 at 600 dpi is 70 million.
pub const PIXELS_MAX: u64 = 120_000_000;

/// Bytes that decoding may allocate.
const DECODE_BYTES_MAX: u64 = 768 << 20;

/// Pixels of one side.
const EDGE_MAX: u32 = 30_000;

/// A picture small enough to look at.
#[derive(Debug, Clone)]
pub struct Thumb {
    /// Columns and rows of the file.
    pub size: (usize, usize),
    /// Brightness, at most [`SIDE_MAX`] on the longer side.
    pub luma: Plane,
    /// Red, green and blue at at most [`COLOUR_SIDE`].
    pub colour: [Plane; 3],
}

/// Decodes the bytes small; the error is a fragment for after "failed to".
pub fn decode(bytes: &[u8]) -> Result<Thumb, String> {
    if let Some(small) = jpeg::read(bytes, SIDE_MAX, PIXELS_MAX) {
        return from_jpeg(small);
    }
    if photoshop::is_it(bytes) {
        let (width, height, rgb) = photoshop::read(bytes)?;
        return from_rgb(width, height, &rgb);
    }
    if dpx::is_it(bytes) {
        let (width, height, rgb) = dpx::read(bytes)?;
        return from_rgb(width, height, &rgb);
    }
    if openexr::is_it(bytes) {
        openexr::check(bytes)?;
    }
    let format = image::guess_format(bytes)
        .map_err(|error| format!("recognise the format of the picture: {error}"))?;
    decode_full(bytes, format)
}

/// Decodes a Targa small, which no first bytes tell apart from anything else.
pub fn decode_targa(bytes: &[u8]) -> Result<Thumb, String> {
    decode_full(bytes, ImageFormat::Tga)
}

fn decode_full(bytes: &[u8], format: ImageFormat) -> Result<Thumb, String> {
    let reader = || ImageReader::with_format(Cursor::new(bytes), format);
    let failed = |error| format!("decode the picture: {error}");
    let (width, height) = reader().into_dimensions().map_err(failed)?;
    if u64::from(width) * u64::from(height) > PIXELS_MAX {
        return Err(format!("decode {width} x {height} pixels: more than {PIXELS_MAX}"));
    }
    let mut reader = reader();
    let mut limits = Limits::default();
    limits.max_image_width = Some(EDGE_MAX);
    limits.max_image_height = Some(EDGE_MAX);
    limits.max_alloc = Some(DECODE_BYTES_MAX);
    reader.limits(limits);
    let picture = reader.decode().map_err(failed)?;
    let (width, height) = (picture.width() as usize, picture.height() as usize);
    from_rgb(width, height, &on_paper(picture))
}

/// Takes pixels that are decoded already: three bytes each, row by row.
pub fn from_rgb(width: usize, height: usize, rgb: &[u8]) -> Result<Thumb, String> {
    let wrong = || format!("read {} bytes as {width} x {height} pixels", rgb.len());
    let channel = |idx: usize| {
        let samples = rgb.chunks_exact(3).filter_map(|pixel| pixel.get(idx).copied()).collect();
        Plane::new(width, height, samples).ok_or_else(wrong)
    };
    let luma = rgb.chunks_exact(3).map(|pixel| match pixel {
        [red, green, blue] => brightness(*red, *green, *blue),
        _ => 0,
    });
    let luma = Plane::new(width, height, luma.collect()).ok_or_else(wrong)?;
    let (across, down) = Plane::fitted(width, height, COLOUR_SIDE);
    let small = |idx| channel(idx).map(|plane| plane.resized(plane.area(), across, down));
    let colour = [small(0)?, small(1)?, small(2)?];
    Ok(Thumb { size: (width, height), luma: at_most(luma), colour })
}

/// BT.601, as JPEG and PDQ have it, in 256ths.
fn brightness(red: u8, green: u8, blue: u8) -> u8 {
    let sum = 77 * u32::from(red) + 150 * u32::from(green) + 29 * u32::from(blue);
    u8::try_from((sum + 128) >> 8).unwrap_or(255)
}

fn at_most(luma: Plane) -> Plane {
    if luma.width().max(luma.height()) <= SIDE_MAX {
        return luma;
    }
    let (width, height) = Plane::fitted(luma.width(), luma.height(), SIDE_MAX);
    luma.resized(luma.area(), width, height)
}

/// What is transparent shows paper, as every viewer of drawings has it.
fn on_paper(picture: DynamicImage) -> Vec<u8> {
    let picture = if matches!(picture.color(), ColorType::Rgb32F | ColorType::Rgba32F) {
        DynamicImage::ImageRgba8(lit(&picture.into_rgba32f()))
    } else {
        picture
    };
    if !picture.color().has_alpha() {
        return picture.into_rgb8().into_raw();
    }
    let picture = picture.into_rgba8();
    let mut rgb = Vec::with_capacity(picture.as_raw().len() / 4 * 3);
    for pixel in picture.pixels() {
        let [red, green, blue, alpha] = pixel.0;
        let over = |channel: u8| {
            let sum = u32::from(channel) * u32::from(alpha) + 255 * (255 - u32::from(alpha));
            u8::try_from((sum + 127) / 255).unwrap_or(255)
        };
        rgb.extend([over(red), over(green), over(blue)]);
    }
    rgb
}

/// Light as samples that a screen shows. Colours of `OpenEXR` are multiplied by their alpha ("Technical Introduction to
/// `OpenEXR`", Recommendations); they are taken out of it so that all pictures can be laid on paper in one way.
fn lit(picture: &image::Rgba32FImage) -> image::RgbaImage {
    let mut samples = Vec::with_capacity(picture.as_raw().len());
    for pixel in picture.pixels() {
        let [red, green, blue, alpha] = pixel.0;
        let alpha = if alpha.is_nan() { 1.0 } else { alpha.clamp(0.0, 1.0) };
        let plain = |channel: f32| from_light(if alpha > 0.0 { channel / alpha } else { channel });
        samples.extend([plain(red), plain(green), plain(blue), (alpha * 255.0 + 0.5) as u8]);
    }
    image::RgbaImage::from_raw(picture.width(), picture.height(), samples).unwrap_or_default()
}

/// A sample from linear light by the curve of sRGB (IEC 61966-2-1), in square roots, which every machine rounds alike.
/// Source of the numbers: I. Taylor, chilliant.com, "sRGB Approximations for HLSL", 2012.
fn from_light(light: f32) -> u8 {
    let light = if light.is_nan() { 0.0 } else { light.clamp(0.0, 1.0) };
    let (second, fourth, eighth) = (light.sqrt(), light.sqrt().sqrt(), light.sqrt().sqrt().sqrt());
    let bent =
        0.662_002_7 * second + 0.684_122_1 * fourth - 0.323_583_6 * eighth - 0.022_541_147 * light;
    // Straight near black, as the curve itself is.
    let shown = if light < 0.003_130_8 { 12.92 * light } else { bent };
    (shown.clamp(0.0, 1.0) * 255.0 + 0.5) as u8
}

fn from_jpeg(small: jpeg::Small) -> Result<Thumb, String> {
    let (width, height) = Plane::fitted(small.size.0, small.size.1, COLOUR_SIDE);
    let resize = |plane: &Plane| plane.resized(plane.area(), width, height);
    let luma = resize(&small.luma);
    let colour = match &small.chroma {
        None => [luma.clone(), luma.clone(), luma],
        Some((blue, red)) => {
            colours(&luma, &resize(blue), &resize(red)).ok_or("join the channels")?
        }
    };
    Ok(Thumb { size: small.size, luma: at_most(small.luma), colour })
}

/// JFIF 1.02: red, green and blue from brightness and the two differences, in 65536ths.
fn colours(luma: &Plane, blue: &Plane, red: &Plane) -> Option<[Plane; 3]> {
    let mut channels = [Vec::new(), Vec::new(), Vec::new()];
    for ((y, cb), cr) in luma.samples().iter().zip(blue.samples()).zip(red.samples()) {
        let (y, cb, cr) = (i32::from(*y) << 16, i32::from(*cb) - 128, i32::from(*cr) - 128);
        let to_sample = |sum: i32| u8::try_from((sum >> 16).clamp(0, 255)).unwrap_or(0);
        let [to_red, to_green, to_blue] = &mut channels;
        to_red.push(to_sample(y + 91_881 * cr));
        to_green.push(to_sample(y - 22_554 * cb - 46_802 * cr));
        to_blue.push(to_sample(y + 116_130 * cb));
    }
    let [r, g, b] = channels;
    let plane = |samples| Plane::new(luma.width(), luma.height(), samples);
    Some([plane(r)?, plane(g)?, plane(b)?])
}
