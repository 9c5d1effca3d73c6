//! One picture, film or project file looked at: what it is, what it tells, what is kept of its pixels. Runs in the child process
//! that reads.
//!
//! In: the bytes of one file, or both ends of a large one. Out: a `Sight`. Never: a file opened; a picture handed on as it was
//! found: the thumbnail is drawn anew.

use image::ExtendedColorType;
use image::codecs::jpeg::JpegEncoder;
use subtier_blocks::{Fault, Limits};
use subtier_footage::{Held, MediaReader, Telling, Testimony, carve};
use subtier_media::decode::{self, Thumb};
use subtier_media::look::Look;
use subtier_media::plane::Plane;
use subtier_media::stage;
use subtier_model::{Place, StageSeen};

use crate::protocol::{Glance, Sight};

/// Counted up whenever the same bytes may give another sight.
pub const SIGHT_VERSION: u32 = 2;

/// Formats whose pixels are decoded.
const PICTURES: [&str; 11] =
    ["png", "jpeg", "tiff", "gif", "tga", "bmp", "webp", "exr", "dpx", "psd", "psb"];

/// Samples on the longer side of a thumbnail that is kept.
pub const THUMBNAIL_SIDE: usize = 320;

/// Quality of a thumbnail: some 12 kB.
const THUMBNAIL_QUALITY: u8 = 75;

/// Looks at a file.
pub(crate) fn sight(glance: &Glance, bytes: &[u8]) -> Result<Sight, String> {
    let head_bytes = bytes.len().checked_sub(glance.tail_bytes).ok_or("the request is cut")?;
    let (head, tail) = bytes.split_at_checked(head_bytes).ok_or("the request is cut")?;
    let file = Held::ends(head, tail, glance.length);
    let mut readers = subtier_authoring::READERS.iter().chain(subtier_footage::READERS);
    let reader = readers.find(|reader: &&MediaReader| (reader.is_it)(&file, &glance.name));
    let mut telling = Telling::new(reader.map_or("none", |one| one.format), Limits::STANDARD);
    match reader {
        Some(reader) => (reader.read)(&file, &mut telling),
        None if glance.is_carved => carve(&file, &mut telling),
        None => {}
    }
    let testimony = telling.finish();
    let mut sight = told(&testimony);
    if let (Some((begin, end)), true) = (file.unheld(), reader.is_some()) {
        let reason = format!("of its {} bytes those in the middle were not read", glance.length);
        sight.faults.push(Fault { place: Place::Bytes { start: begin, end }, reason });
    }
    if let Some((thumb, shown)) = picture(&testimony, head, &mut sight) {
        sight.shown = shown;
        see(&mut sight, &thumb, glance.thumbnail_side);
    }
    Ok(sight)
}

fn told(testimony: &Testimony) -> Sight {
    Sight {
        format: testimony.format.to_owned(),
        size: testimony.size,
        duration_ms: testimony.duration_ms,
        signals: testimony.signals.clone(),
        faults: testimony.faults.clone(),
        shown: None,
        blank: None,
        look: None,
        thumbnail: None,
        stage: None,
    }
}

/// The pixels of the file, else of the largest picture kept inside it, with the word for that.
fn picture(
    testimony: &Testimony,
    bytes: &[u8],
    sight: &mut Sight,
) -> Option<(Thumb, Option<String>)> {
    if PICTURES.contains(&testimony.format) {
        let thumb = match testimony.format {
            "tga" => decode::decode_targa(bytes),
            _ => decode::decode(bytes),
        };
        match thumb {
            Ok(thumb) => return Some((thumb, None)),
            Err(reason) => sight.faults.push(Fault {
                place: Place::Whole,
                reason: format!("its pixels could not be looked at: failed to {reason}"),
            }),
        }
    }
    testimony.previews.iter().find_map(|preview| {
        Some((decode::decode(&preview.bytes).ok()?, Some(preview.what.to_owned())))
    })
}

/// Keeps what the pixels give.
fn see(sight: &mut Sight, thumb: &Thumb, thumbnail_side: usize) {
    match Look::of_thumb(thumb) {
        Ok(look) => {
            sight.look = Some(look.to_bytes());
            sight.stage = stage::of(thumb).map(|seen| StageSeen {
                stage: seen.stage.word().to_owned(),
                because: seen.because,
            });
        }
        Err(reason) => sight.blank = Some(format!("failed to {reason}")),
    }
    if thumbnail_side > 0 {
        sight.thumbnail = thumbnail(thumb, thumbnail_side);
    }
}

/// A small colour picture out of the sharp brightness and the coarse colours.
fn thumbnail(thumb: &Thumb, side: usize) -> Option<Vec<u8>> {
    let luma = &thumb.luma;
    let side = side.min(luma.width().max(luma.height()));
    let (width, height) = Plane::fitted(luma.width(), luma.height(), side);
    let sharp = luma.resized(luma.area(), width, height);
    let [red, green, blue] =
        thumb.colour.each_ref().map(|plane| plane.resized(plane.area(), width, height));
    let mut rgb = Vec::with_capacity(3 * width * height);
    let coarse = red.samples().iter().zip(green.samples()).zip(blue.samples());
    for (bright, ((red, green), blue)) in sharp.samples().iter().zip(coarse) {
        let [red, green, blue] = [red, green, blue].map(|sample| i32::from(*sample));
        // BT.601, as the brightness itself was made.
        let moved = i32::from(*bright) - (77 * red + 150 * green + 29 * blue + 128) / 256;
        rgb.extend(
            [red, green, blue].map(|one| u8::try_from((one + moved).clamp(0, 255)).unwrap_or(255)),
        );
    }
    let mut jpeg = Vec::new();
    let (width, height) = (u32::try_from(width).ok()?, u32::try_from(height).ok()?);
    JpegEncoder::new_with_quality(&mut jpeg, THUMBNAIL_QUALITY)
        .encode(&rgb, width, height, ExtendedColorType::Rgb8)
        .ok()?;
    Some(jpeg)
}
