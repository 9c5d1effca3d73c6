//! Writing over the picture.
//!
//! In: a picture. Out: the same with time code, name and watermark burnt in, in a small alphabet of dots.

use crate::chance::Chance;
use crate::lettering::{self, DOTS_HIGH, DOTS_WIDE};
use crate::picture::Picture;

/// How writing is laid over pixels.
#[derive(Clone, Copy)]
struct Lettering {
    left: i64,
    top: i64,
    dot: i64,
    colour: [u8; 3],
    /// Parts of 256 that it covers.
    alpha: u32,
}

/// Returns a review copy: time code in a box below or above, a shot's name in a corner, a large pale watermark at times.
pub fn review_copy(picture: &Picture, seed: u64) -> Picture {
    let mut copy = picture.clone();
    if !copy.is_whole() {
        return copy;
    }
    let mut chance = Chance::new(&[seed, 0x71C0]);
    let (width, height) = (i64::from(copy.width), i64::from(copy.height));
    let dot = (height / 110).max(1);
    let code = format!(
        "{:02}:{:02}:{:02}:{:02}",
        chance.below(2),
        chance.below(24),
        chance.below(60),
        chance.below(24)
    );
    let below = !chance.once_in(3);
    let top = if below { height - dot * 12 } else { dot * 4 };
    let wide = wide(&code, dot);
    let left = chance.one_of([width / 2 - wide / 2, dot * 4, width - wide - dot * 4]);
    let pad = 2 * dot;
    shade(
        &mut copy,
        (left - pad, top - pad),
        (left + wide + pad, top + i64::from(DOTS_HIGH) * dot + pad),
    );
    write(&mut copy, &code, Lettering { left, top, dot, colour: [240; 3], alpha: 256 });
    let name = format!("SC{:03}_V{:02}", chance.below(200), chance.below(12));
    let top = if below { dot * 4 } else { height - dot * 12 };
    write(
        &mut copy,
        &name,
        Lettering { left: dot * 4, top, dot, colour: [235, 220, 80], alpha: 230 },
    );
    let dot = (width / 90).max(1);
    let mark = chance.one_of(["PREVIEW", "PROPERTY", "DO NOT COPY", "CONFIDENTIAL"]);
    let lettering = Lettering {
        left: width / 2 - self::wide(mark, dot) / 2,
        top: height / 2 - dot * 4,
        dot,
        colour: [255; 3],
        alpha: 70,
    };
    write(&mut copy, mark, lettering);
    copy
}

fn wide(text: &str, dot: i64) -> i64 {
    text.chars().map(|_| i64::from(DOTS_WIDE + 1) * dot).sum()
}

fn write(picture: &mut Picture, text: &str, lettering: Lettering) {
    let Lettering { left, top, dot, colour, alpha } = lettering;
    for (column, row) in lettering::dots(text) {
        let (x0, y0) = (left + i64::from(column) * dot, top + i64::from(row) * dot);
        cover(picture, (x0, y0), (x0 + dot, y0 + dot), (colour, alpha));
    }
}

fn shade(picture: &mut Picture, from: (i64, i64), to: (i64, i64)) {
    cover(picture, from, to, ([0; 3], 200));
}

fn cover(picture: &mut Picture, from: (i64, i64), to: (i64, i64), (colour, alpha): ([u8; 3], u32)) {
    let (width, height) = (i64::from(picture.width), i64::from(picture.height));
    for y in from.1.max(0)..to.1.min(height) {
        for x in from.0.max(0)..to.0.min(width) {
            let start = 3 * (y * width + x) as usize;
            let Some(pixel) = picture.rgb.get_mut(start..start + 3) else { continue };
            for (old, new) in pixel.iter_mut().zip(colour) {
                *old = ((u32::from(*old) * (256 - alpha) + u32::from(new) * alpha) >> 8) as u8;
            }
        }
    }
}
