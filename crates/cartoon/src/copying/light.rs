//! Other colours.
//!
//! In: a picture. Out: one of the same size.

use crate::chance::Chance;
use crate::picture::Picture;

/// Returns how bright a colour is, by the weights of ITU-R BT.601 in parts of 256.
pub(crate) fn brightness([red, green, blue]: [u8; 3]) -> u8 {
    ((77 * u32::from(red) + 150 * u32::from(green) + 29 * u32::from(blue) + 128) >> 8) as u8
}

/// Returns the picture without colour: a photocopy, a fax, a monochrome monitor.
pub fn grey(picture: &Picture) -> Picture {
    picture.each(|colour| [brightness(colour); 3])
}

/// Returns the picture as graded anew: hue turned by 40 to 320 degrees, gamma from 0.6 to 1.6.
pub fn recoloured(picture: &Picture, seed: u64) -> Picture {
    let mut chance = Chance::new(&[seed, 0x4EC0]);
    let (sine, cosine) = crate::plane::sine_cosine(chance.between(40.0, 320.0));
    let gamma = gamma_table(chance.between(0.6, 1.6));
    // A turn around the grey axis (Rodrigues' formula).
    let (third, root) = ((1.0 - cosine) / 3.0, sine * 0.577_350_26);
    picture.each(|colour| {
        let [r, g, b] = colour.map(f32::from);
        let turned = [
            r * (cosine + third) + g * (third - root) + b * (third + root),
            r * (third + root) + g * (cosine + third) + b * (third - root),
            r * (third - root) + g * (third + root) + b * (cosine + third),
        ];
        turned.map(|c| gamma.get((c.clamp(0.0, 255.0) + 0.5) as usize).copied().unwrap_or(255))
    })
}

/// A curve that brightens or darkens middle tones as a gamma does, out of products only: a power's last bit differs between
/// machines. It lies between `t` and its square or root.
fn gamma_table(gamma: f32) -> [u8; 256] {
    std::array::from_fn(|level| {
        let t = level as f32 / 255.0;
        let bent = if gamma > 1.0 {
            t + (gamma - 1.0) * (t * t - t)
        } else {
            t + (1.0 - gamma) * (t.sqrt() - t)
        };
        (bent * 255.0 + 0.5) as u8
    })
}
