//! The merged picture of a PSD or PSB: what the program shows of all layers together.
//!
//! In: the bytes of the file. Out: red, green and blue row by row; a reason where no merged picture is kept, or not in a way
//! that is read here. Never: a layer; a row that the bytes do not hold; more pixels than the limit.
//! Layout: Adobe Photoshop File Formats Specification, November 2019, "File Header Section" to "Image Data Section".

use super::{PIXELS_MAX, from_light};

/// Channels of one file (File Header Section).
const CHANNELS_MAX: usize = 56;

/// Image resources that are looked through for the one that says whether there is a merged picture.
const RESOURCES_MAX: usize = 4000;

/// What the file head says.
struct Head {
    is_large: bool,
    channels: usize,
    width: usize,
    height: usize,
    depth: usize,
    mode: u16,
}

/// Whether the bytes begin as a PSD or PSB.
pub(super) fn is_it(bytes: &[u8]) -> bool {
    bytes.starts_with(b"8BPS\0\x01") || bytes.starts_with(b"8BPS\0\x02")
}

/// Reads the merged picture: its columns, its rows, three bytes a pixel.
pub(super) fn read(bytes: &[u8]) -> Result<(usize, usize, Vec<u8>), String> {
    let mut rest = Rest(bytes);
    let head = head(&mut rest).ok_or("read the head of the picture")?;
    if (head.width as u64).saturating_mul(head.height as u64) > PIXELS_MAX {
        let (width, height) = (head.width, head.height);
        return Err(format!("decode {width} x {height} pixels: more than {PIXELS_MAX}"));
    }
    let cut = "find the merged picture: the file is cut";
    let colours = rest.section(4).ok_or(cut)?;
    let resources = rest.section(4).ok_or(cut)?;
    if is_without_merged(resources) {
        return Err("find the merged picture: it was saved without one".to_owned());
    }
    rest.section(if head.is_large { 8 } else { 4 }).ok_or(cut)?;
    let packing = rest.number(2).ok_or(cut)?;
    let wanted = match head.mode {
        3 => 3,
        4 => 4,
        0 | 1 | 2 | 8 | 9 => 1,
        other => return Err(format!("decode the merged picture: colour mode {other} is not read")),
    };
    if head.channels < wanted || head.width == 0 || head.height == 0 {
        return Err("decode the merged picture: channels are missing".to_owned());
    }
    let planes = match packing {
        0 => raw(rest.0, &head, wanted),
        1 => packed(&mut rest, &head, wanted),
        other => return Err(format!("decode the merged picture: compression {other} is not read")),
    };
    let planes = planes.ok_or("decode the merged picture: it is cut or damaged")?;
    Ok((head.width, head.height, rgb(&head, &planes, colours)))
}

fn head(rest: &mut Rest<'_>) -> Option<Head> {
    let is_large = rest.take(6)?.ends_with(&[2]);
    rest.take(6)?;
    let channels = rest.number(2)?;
    let (height, width) = (rest.number(4)?, rest.number(4)?);
    let (depth, mode) = (rest.number(2)?, u16::try_from(rest.number(2)?).ok()?);
    let is_known = matches!(depth, 1 | 8 | 16 | 32) && (depth == 1) == (mode == 0);
    let is_sound = (1..=CHANNELS_MAX).contains(&channels) && is_known;
    is_sound.then_some(Head { is_large, channels, width, height, depth, mode })
}

/// Resource 1057 says with its fifth byte whether the merged picture is real (Version Info).
fn is_without_merged(resources: &[u8]) -> bool {
    let mut rest = Rest(resources);
    for _ in 0..RESOURCES_MAX {
        let Some((id, data)) = resource(&mut rest) else { return false };
        if id == 1057 {
            return data.get(4) == Some(&0);
        }
    }
    false
}

fn resource<'a>(rest: &mut Rest<'a>) -> Option<(usize, &'a [u8])> {
    rest.take(4)?;
    let id = rest.number(2)?;
    let name_bytes = rest.number(1)?;
    // The name with its length, and the data, are padded to an even number of bytes.
    rest.take((name_bytes + 1).next_multiple_of(2) - 1)?;
    let length = rest.number(4)?;
    let data = rest.take(length)?;
    rest.take(length % 2);
    Some((id, data))
}

/// Bytes of one row of one channel.
const fn row_bytes(head: &Head) -> usize {
    if head.depth == 1 { head.width.div_ceil(8) } else { head.width * head.depth / 8 }
}

/// One sample of eight bits for each pixel of the wanted channels, which lie one after the other.
fn raw(bytes: &[u8], head: &Head, wanted: usize) -> Option<Vec<Vec<u8>>> {
    let plane_bytes = row_bytes(head).checked_mul(head.height)?;
    let all = bytes.get(..plane_bytes.checked_mul(wanted)?)?;
    let planes = all.chunks_exact(plane_bytes.max(1));
    Some(
        planes
            .map(|plane| {
                plane.chunks_exact(row_bytes(head)).flat_map(|row| samples(row, head)).collect()
            })
            .collect(),
    )
}

/// The same from rows that are packed one by one, their lengths before all of them.
fn packed(rest: &mut Rest<'_>, head: &Head, wanted: usize) -> Option<Vec<Vec<u8>>> {
    let size = if head.is_large { 4 } else { 2 };
    let mut lengths = Rest(rest.take(head.height.checked_mul(head.channels)?.checked_mul(size)?)?);
    let mut planes = Vec::new();
    let mut row = Vec::with_capacity(row_bytes(head));
    for _ in 0..wanted {
        // Grows with the rows that are there.
        let mut plane = Vec::new();
        for _ in 0..head.height {
            let length = lengths.number(size)?;
            unpack(rest.take(length)?, row_bytes(head), &mut row)?;
            plane.extend(samples(&row, head));
        }
        planes.push(plane);
    }
    Some(planes)
}

/// `PackBits` (Apple Technical Note TN1023): a count, then bytes as they are or one byte again and again.
fn unpack(mut packed: &[u8], length: usize, row: &mut Vec<u8>) -> Option<()> {
    row.clear();
    while let Some((&count, rest)) = packed.split_first() {
        packed = rest;
        match count {
            0..=127 => {
                let (plain, rest) = packed.split_at_checked(usize::from(count) + 1)?;
                row.extend_from_slice(plain);
                packed = rest;
            }
            128 => {}
            129..=255 => {
                let (&byte, rest) = packed.split_first()?;
                row.resize(row.len() + 257 - usize::from(count), byte);
                packed = rest;
            }
        }
        if row.len() > length {
            return None;
        }
    }
    (row.len() == length).then_some(())
}

/// The samples of a row in eight bits: of sixteen the higher byte, of floating point their light.
fn samples(row: &[u8], head: &Head) -> Vec<u8> {
    match head.depth {
        1 => (0..head.width)
            .map(|x| {
                let byte = row.get(x / 8).copied().unwrap_or(0);
                // A set bit is black.
                if byte << (x % 8) & 0x80 == 0 { 255 } else { 0 }
            })
            .collect(),
        16 => row.iter().copied().step_by(2).collect(),
        32 => row
            .chunks_exact(4)
            .map(|four| four.try_into().map_or(0, |four| from_light(f32::from_be_bytes(four))))
            .collect(),
        _ => row.to_vec(),
    }
}

/// Red, green and blue of the samples by the colour mode.
fn rgb(head: &Head, planes: &[Vec<u8>], colours: &[u8]) -> Vec<u8> {
    let times = |one: u8, two: u8| {
        u8::try_from((u16::from(one) * u16::from(two) + 127) / 255).unwrap_or(255)
    };
    match planes {
        [red, green, blue] => {
            red.iter().zip(green).zip(blue).flat_map(|((r, g), b)| [*r, *g, *b]).collect()
        }
        // Inks are kept the other way round: 255 is none.
        [cyan, magenta, yellow, black] => cyan
            .iter()
            .zip(magenta)
            .zip(yellow.iter().zip(black))
            .flat_map(|((c, m), (y, k))| [times(*c, *k), times(*m, *k), times(*y, *k)])
            .collect(),
        [one] if head.mode == 2 => {
            // All reds, then all greens, then all blues (Color Mode Data Section).
            let colour = |at: usize| colours.get(at).copied().unwrap_or(0);
            one.iter()
                .map(|number| usize::from(*number))
                .flat_map(|at| [colour(at), colour(256 + at), colour(512 + at)])
                .collect()
        }
        [one] => one.iter().flat_map(|grey| [*grey; 3]).collect(),
        _ => Vec::new(),
    }
}

/// What is left to read.
struct Rest<'a>(&'a [u8]);

impl<'a> Rest<'a> {
    fn take(&mut self, length: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(length)?;
        self.0 = rest;
        Some(taken)
    }

    /// A number of so many bytes, the highest first.
    fn number(&mut self, length: usize) -> Option<usize> {
        let bytes = self.take(length)?;
        let number = bytes.iter().fold(0_u64, |number, byte| number << 8 | u64::from(*byte));
        usize::try_from(number).ok()
    }

    /// A section with its length before it in so many bytes.
    fn section(&mut self, length_bytes: usize) -> Option<&'a [u8]> {
        let length = self.number(length_bytes)?;
        self.take(length)
    }
}
