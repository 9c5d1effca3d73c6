//! Baseline JPEG read small: luma straight from the low frequencies of each block, colour from its mean.
//!
//! In: bytes of a sequential Huffman JPEG in grey or YCbCr. Out: luma at 1/2, 1/4 or 1/8 of the size
//! and colour at the means of the blocks; nothing if the file is of another kind or damaged in its
//! heads, so that the full decoder may judge it. A scan that breaks off keeps what came before.
//! Never: a buffer larger than what the head's size, checked against a limit, needs.
//! Layout: ITU-T T.81, sections B.2 (markers), F.2.2 (decoding), A.3.3 (DCT).
#![expect(
    clippy::indexing_slicing,
    reason = "tables of fixed size, indexes masked or bounded in place; any bytes are tried by a property"
)]

use super::bits::{Bits, Huffman, ZIGZAG};
use crate::plane::Plane;

/// A JPEG read small.
pub(super) struct Small {
    /// Columns and rows of the file.
    pub(super) size: (usize, usize),
    /// Brightness, at 1/2, 1/4 or 1/8.
    pub(super) luma: Plane,
    /// Blue and red difference, one sample a block; none in grey files.
    pub(super) chroma: Option<(Plane, Plane)>,
}

struct Component {
    id: u8,
    across: usize,
    down: usize,
    table: usize,
    dc: usize,
    ac: usize,
    /// Samples a block gives on a side: 1, 2 or 4.
    side: usize,
    stride: usize,
    samples: Vec<u8>,
    last: i32,
}

struct Head {
    width: usize,
    height: usize,
    components: Vec<Component>,
}

/// Reads the file at the power of two that leaves at most `side` samples on its longer side.
pub(super) fn read(bytes: &[u8], side: usize, n_pixels_max: u64) -> Option<Small> {
    if !bytes.starts_with(&[0xFF, 0xD8]) {
        return None;
    }
    let mut quantisers = [[1_i32; 64]; 4];
    let mut dc: [Option<Huffman>; 4] = Default::default();
    let mut ac: [Option<Huffman>; 4] = Default::default();
    let mut head: Option<Head> = None;
    let mut restart = 0;
    let mut at = 2;
    loop {
        let (marker, body, next) = segment(bytes, at)?;
        at = next;
        match marker {
            0xC0 | 0xC1 => head = Some(frame(body, side, n_pixels_max)?),
            0xC4 => huffman_tables(body, &mut dc, &mut ac)?,
            // Other frames: progressive, lossless, arithmetic (table B.1).
            0xC2 | 0xC3 | 0xC5..=0xC7 | 0xC9..=0xCB | 0xCD..=0xCF | 0xD9 => return None,
            0xDB => quantisation_tables(body, &mut quantisers)?,
            0xDD => restart = usize::from(u16::from_be_bytes([*body.first()?, *body.get(1)?])),
            // Adobe's segment says with zero that three channels are not YCbCr.
            0xEE if body.starts_with(b"Adobe") && body.get(11) == Some(&0) => return None,
            0xDA => {
                let mut head = head?;
                choose_tables(body, &mut head)?;
                let tables = Tables { quantisers: &quantisers, dc: &dc, ac: &ac };
                scan(bytes.get(at..)?, &mut head, &tables, restart)?;
                return finish(head);
            }
            _ => {}
        }
    }
}

/// The next marker with its body and the place after it (B.1.1.4).
fn segment(bytes: &[u8], mut at: usize) -> Option<(u8, &[u8], usize)> {
    while *bytes.get(at)? != 0xFF {
        at += 1;
    }
    while *bytes.get(at)? == 0xFF {
        at += 1;
    }
    let marker = *bytes.get(at)?;
    if matches!(marker, 0x00 | 0x01 | 0xD0..=0xD9) {
        return Some((marker, &[], at + 1));
    }
    let length = usize::from(u16::from_be_bytes([*bytes.get(at + 1)?, *bytes.get(at + 2)?]));
    let end = at + 1 + length;
    Some((marker, bytes.get(at + 3..end)?, end))
}

fn frame(body: &[u8], side: usize, n_pixels_max: u64) -> Option<Head> {
    let word =
        |at: usize| Some(usize::from(u16::from_be_bytes([*body.get(at)?, *body.get(at + 1)?])));
    let (height, width) = (word(1)?, word(3)?);
    let n_components = usize::from(*body.get(5)?);
    let fits = (width as u64) * (height as u64) <= n_pixels_max;
    if *body.first()? != 8 || width == 0 || height == 0 || !fits || !matches!(n_components, 1 | 3) {
        return None;
    }
    let longer = width.max(height);
    let block_side = [4, 2, 1].into_iter().find(|n| (longer * n).div_ceil(8) <= side);
    // Smaller files are decoded in full by the caller; larger ones than 8 x `side` are shrunk after.
    let luma_side = if longer <= side { return None } else { block_side.unwrap_or(1) };
    let rows: Vec<&[u8]> = body.get(6..6 + 3 * n_components)?.chunks_exact(3).collect();
    let factors = |row: &[u8]| (usize::from(row[1] >> 4), usize::from(row[1] & 15));
    let across_max = rows.iter().map(|row| factors(row).0).max()?;
    let down_max = rows.iter().map(|row| factors(row).1).max()?;
    let mut components = Vec::new();
    for (idx, row) in rows.iter().enumerate() {
        let (mut across, mut down) = factors(row);
        if !matches!(across, 1..=4) || !matches!(down, 1..=4) || row[2] > 3 {
            return None;
        }
        if n_components == 1 {
            (across, down) = (1, 1);
        }
        let (unit_across, unit_down) =
            if n_components == 1 { (1, 1) } else { (across_max, down_max) };
        // Luma that is not the densest channel is rare enough for the full decoder.
        if idx == 0 && (across != unit_across || down != unit_down) {
            return None;
        }
        let side = if idx == 0 { luma_side } else { 1 };
        let stride = width.div_ceil(8 * unit_across) * across * side;
        let n_rows = height.div_ceil(8 * unit_down) * down * side;
        let samples = vec![128; stride * n_rows];
        let (id, table) = (row[0], usize::from(row[2]));
        components.push(Component {
            id,
            across,
            down,
            table,
            dc: 0,
            ac: 0,
            side,
            stride,
            samples,
            last: 0,
        });
    }
    Some(Head { width, height, components })
}

fn quantisation_tables(mut body: &[u8], tables: &mut [[i32; 64]; 4]) -> Option<()> {
    while let Some((head, rest)) = body.split_first() {
        let wide = head >> 4 == 1;
        let length = if wide { 128 } else { 64 };
        let table = tables.get_mut(usize::from(head & 15))?;
        let values = rest.get(..length)?;
        for (idx, place) in ZIGZAG.iter().enumerate() {
            table[usize::from(*place)] = if wide {
                i32::from(u16::from_be_bytes([values[2 * idx], values[2 * idx + 1]]))
            } else {
                i32::from(values[idx])
            };
        }
        body = rest.get(length..)?;
    }
    Some(())
}

fn huffman_tables(
    mut body: &[u8],
    dc: &mut [Option<Huffman>; 4],
    ac: &mut [Option<Huffman>; 4],
) -> Option<()> {
    while let Some((head, rest)) = body.split_first() {
        let counts = rest.get(..16)?;
        let n_values = counts.iter().map(|count| usize::from(*count)).sum::<usize>();
        let values = rest.get(16..16 + n_values)?;
        let tables = if head >> 4 == 0 { &mut *dc } else { &mut *ac };
        *tables.get_mut(usize::from(head & 15))? = Some(Huffman::new(counts, values)?);
        body = rest.get(16 + n_values..)?;
    }
    Some(())
}

fn choose_tables(body: &[u8], head: &mut Head) -> Option<()> {
    let (n_components, rest) = body.split_first()?;
    // Several scans, one a channel, are left to the full decoder.
    if usize::from(*n_components) != head.components.len() {
        return None;
    }
    for (row, component) in rest.chunks_exact(2).zip(&mut head.components) {
        if row[0] != component.id || row[1] >> 4 > 3 || row[1] & 15 > 3 {
            return None;
        }
        (component.dc, component.ac) = (usize::from(row[1] >> 4), usize::from(row[1] & 15));
    }
    Some(())
}

struct Tables<'a> {
    quantisers: &'a [[i32; 64]; 4],
    dc: &'a [Option<Huffman>; 4],
    ac: &'a [Option<Huffman>; 4],
}

fn scan(bytes: &[u8], head: &mut Head, tables: &Tables, restart: usize) -> Option<()> {
    let first = head.components.first()?;
    let units_across = head.width.div_ceil(8 * first.across);
    let units_down = head.height.div_ceil(8 * first.down);
    for component in &head.components {
        tables.dc[component.dc].as_ref()?;
        tables.ac[component.ac].as_ref()?;
    }
    let mut bits = Bits::new(bytes);
    for unit in 0..units_across * units_down {
        if restart > 0 && unit > 0 && unit % restart == 0 {
            bits.restart();
            head.components.iter_mut().for_each(|component| component.last = 0);
        }
        let (x, y) = (unit % units_across, unit / units_across);
        for component in &mut head.components {
            let (Some(dc), Some(ac)) = (&tables.dc[component.dc], &tables.ac[component.ac]) else {
                return None;
            };
            for block in 0..component.across * component.down {
                let column = x * component.across + block % component.across;
                let row = y * component.down + block / component.across;
                let quantiser = &tables.quantisers[component.table];
                if block_samples(&mut bits, component, (dc, ac), quantiser, (column, row)).is_none()
                {
                    // What was read before the damage stands; an early end says nothing.
                    return (unit * 2 > units_across * units_down).then_some(());
                }
            }
        }
    }
    Some(())
}

/// Reads one block and writes its one, four or sixteen samples.
fn block_samples(
    bits: &mut Bits,
    component: &mut Component,
    (dc, ac): (&Huffman, &Huffman),
    quantiser: &[i32; 64],
    (column, row): (usize, usize),
) -> Option<()> {
    let size = u32::from(bits.symbol(dc)?);
    if size > 15 {
        return None;
    }
    let last = component.last.wrapping_add(bits.signed(size));
    component.last = last;
    let side = component.side;
    let mut low = [0_i32; 16];
    low[0] = last.wrapping_mul(quantiser[0]);
    let mut idx = 1;
    while idx < 64 {
        let symbol = bits.symbol(ac)?;
        let (run, size) = (usize::from(symbol >> 4), u32::from(symbol & 15));
        if size == 0 {
            if run != 15 {
                break;
            }
            idx += 16;
            continue;
        }
        idx += run;
        if idx > 63 {
            return None;
        }
        let place = usize::from(ZIGZAG[idx]);
        let (u, v) = (place & 7, place >> 3);
        if u < side && v < side {
            low[v * 4 + u] = bits.signed(size).wrapping_mul(quantiser[place]);
        } else {
            bits.skip(size);
        }
        idx += 1;
    }
    if bits.is_spent() {
        return None;
    }
    let from = (row * side) * component.stride + column * side;
    match side {
        1 => component.samples[from] = level(low[0] as f32 / 8.0),
        2 => {
            for (y, line) in small_idct::<2>(&low, &COSINES_2).into_iter().enumerate() {
                component.samples[from + y * component.stride..][..2].copy_from_slice(&line);
            }
        }
        _ => {
            for (y, line) in small_idct::<4>(&low, &COSINES_4).into_iter().enumerate() {
                component.samples[from + y * component.stride..][..4].copy_from_slice(&line);
            }
        }
    }
    Some(())
}

/// The root of an eighth.
const ROOT_EIGHTH: f32 = std::f32::consts::FRAC_1_SQRT_2 / 2.0;

/// `cos((2x + 1) u pi / 2N)` times the scale of A.3.3 for a block of N drawn from one of 8.
const COSINES_2: [[f32; 2]; 2] = [[ROOT_EIGHTH, ROOT_EIGHTH], [ROOT_EIGHTH, -ROOT_EIGHTH]];
const COSINES_4: [[f32; 4]; 4] = [
    [ROOT_EIGHTH, ROOT_EIGHTH, ROOT_EIGHTH, ROOT_EIGHTH],
    [0.461_939_77, 0.191_341_72, -0.191_341_72, -0.461_939_77],
    [ROOT_EIGHTH, -ROOT_EIGHTH, -ROOT_EIGHTH, ROOT_EIGHTH],
    [0.191_341_72, -0.461_939_77, 0.461_939_77, -0.191_341_72],
];

fn small_idct<const N: usize>(low: &[i32; 16], cosines: &[[f32; N]; N]) -> [[u8; N]; N] {
    let mut half = [[0_f32; N]; N];
    for v in 0..N {
        for u in 0..N {
            let value = low[v * 4 + u] as f32;
            for x in 0..N {
                half[v][x] += value * cosines[u][x];
            }
        }
    }
    let mut out = [[0_u8; N]; N];
    for (y, line) in out.iter_mut().enumerate() {
        for (x, sample) in line.iter_mut().enumerate() {
            *sample = level((0..N).map(|v| half[v][x] * cosines[v][y]).sum());
        }
    }
    out
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "clamped before")]
fn level(value: f32) -> u8 {
    (value + 128.5).clamp(0.0, 255.0) as u8
}

fn finish(head: Head) -> Option<Small> {
    let size = (head.width, head.height);
    let mut planes = Vec::new();
    let (across_max, down_max) = head.components.first().map(|c| (c.across, c.down))?;
    for component in head.components {
        let width = (size.0 * component.across * component.side).div_ceil(8 * across_max);
        let height = (size.1 * component.down * component.side).div_ceil(8 * down_max);
        let rows = component.samples.chunks_exact(component.stride).take(height);
        let samples = rows.flat_map(|row| row.iter().take(width).copied()).collect();
        planes.push(Plane::new(width, height, samples)?);
    }
    let mut planes = planes.into_iter();
    let luma = planes.next()?;
    Some(Small { size, luma, chroma: planes.next().zip(planes.next()) })
}
