//! Frames of the recognition bench on disk, so that ours and the yardsticks see the same pixels and nothing is drawn twice.
//!
//! In: the number of a show. Out: a file with the finished frames of its shots in grey, each as PNG
//! behind its numbers; and the same layout for whatever else belongs to a frame. A file appears whole
//! or not at all, so that several runs may share a folder. Never: a frame without a drawing.
#![expect(clippy::disallowed_methods, reason = "a benchmark reads and writes its own files")]

use std::fs;
use std::io::Cursor;
use std::path::Path;

use image::ImageEncoder;
use image::codecs::png::{CompressionType, FilterType, PngEncoder};
use subtier_cartoon::{Hand, Pass, Picture, Show};
use subtier_media::decode;

/// Size in which everything is drawn.
pub(crate) const SIZE: (u32, u32) = (480, 270);

const SHOTS: u32 = 25;
const FRAMES: u32 = 8;

/// Bytes that belong to one frame.
pub(crate) struct Part<'a> {
    pub(crate) shot: u32,
    pub(crate) frame: u32,
    pub(crate) bytes: &'a [u8],
}

/// The frames of a show, drawn now or before.
pub(crate) fn of_show(dir: &Path, number: u64) -> Result<Vec<u8>, String> {
    kept(&dir.join(format!("{number}.frames")), || Ok(draw(number)))
}

/// The bytes of a file, which is made first if it is not there.
pub(crate) fn kept(
    path: &Path,
    make: impl FnOnce() -> Result<Vec<u8>, String>,
) -> Result<Vec<u8>, String> {
    if !path.exists() {
        let bytes = make()?;
        keep(path, &bytes)?;
        return Ok(bytes);
    }
    fs::read(path).map_err(|error| format!("read {}: {error}", path.display()))
}

/// Writes a file, whole or not at all.
pub(crate) fn keep(path: &Path, bytes: &[u8]) -> Result<(), String> {
    let unfinished = path.with_extension(format!("{}.part", std::process::id()));
    fs::write(&unfinished, bytes)
        .and_then(|()| fs::rename(&unfinished, path))
        .map_err(|error| format!("write {}: {error}", path.display()))
}

/// Adds a part to the bytes of a file.
pub(crate) fn push(out: &mut Vec<u8>, shot: u32, frame: u32, bytes: &[u8]) {
    let length = u32::try_from(bytes.len()).unwrap_or(0);
    for word in [shot, frame, length] {
        out.extend(word.to_le_bytes());
    }
    out.extend(bytes);
}

/// The parts of a file.
pub(crate) fn parts(bytes: &[u8]) -> Result<Vec<Part<'_>>, String> {
    let mut rest = bytes;
    let mut all = Vec::new();
    while let Some((head, tail)) = rest.split_first_chunk::<12>() {
        let word = |at: usize| {
            head.get(at..at + 4).and_then(|w| w.try_into().ok()).map_or(0, u32::from_le_bytes)
        };
        let (bytes, next) =
            tail.split_at_checked(word(8) as usize).ok_or("read a cut file of frames")?;
        all.push(Part { shot: word(0), frame: word(4), bytes });
        rest = next;
    }
    Ok(all)
}

fn draw(number: u64) -> Vec<u8> {
    let show = Show::new(number);
    let mut out = Vec::new();
    for shot_idx in 0..SHOTS {
        let shot = show.shot(shot_idx);
        for idx in 0..FRAMES {
            let frame = shot.n_frames * (2 * idx + 1) / (2 * FRAMES);
            if !shot.is_flat(frame) {
                let picture = shot.draw(frame, Pass::Composite, Hand(0), SIZE);
                push(&mut out, shot_idx, frame, &grey_png(&picture));
            }
        }
    }
    out
}

/// The brightness of a picture as PNG: what every method here works on.
pub(crate) fn grey_png(picture: &Picture) -> Vec<u8> {
    let (width, height) = (picture.width, picture.height);
    let thumb = decode::from_rgb(width as usize, height as usize, &picture.rgb);
    let luma = thumb.expect("a picture whose bytes fit its size").luma;
    let size = |length: usize| u32::try_from(length).unwrap_or(u32::MAX);
    let mut bytes = Vec::new();
    PngEncoder::new_with_quality(Cursor::new(&mut bytes), CompressionType::Fast, FilterType::Up)
        .write_image(
            luma.samples(),
            size(luma.width()),
            size(luma.height()),
            image::ExtendedColorType::L8,
        )
        .expect("memory takes every byte");
    bytes
}
