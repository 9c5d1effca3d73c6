//! Pixels of one picture.
//!
//! In: a size, a colour. Out: a picture whose bytes fit its size. Never: a picture larger than `PIXELS_MAX`.

/// Most pixels a picture may have: one frame of 4K. A larger one is refused, what is given instead has no pixels.
pub const PIXELS_MAX: u64 = 3840 * 2160;

/// A picture of eight bits a channel.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Picture {
    /// Pixels across.
    pub width: u32,
    /// Pixels down.
    pub height: u32,
    /// Red, green, blue of each pixel, row by row: `3 * width * height` bytes.
    pub rgb: Vec<u8>,
}

impl Picture {
    /// Returns a picture of one colour; one without pixels when the size is above `PIXELS_MAX`.
    pub fn flat((width, height): (u32, u32), colour: [u8; 3]) -> Self {
        let n_pixels = u64::from(width) * u64::from(height);
        if n_pixels > PIXELS_MAX {
            return Self { width: 0, height: 0, rgb: Vec::new() };
        }
        let rgb = std::iter::repeat_n(colour, n_pixels as usize).flatten().collect();
        Self { width, height, rgb }
    }

    /// Returns the colour at a place; places outside take the nearest pixel, a picture without pixels is black.
    pub fn at(&self, x: i64, y: i64) -> [u8; 3] {
        let x = x.clamp(0, i64::from(self.width).max(1) - 1) as usize;
        let y = y.clamp(0, i64::from(self.height).max(1) - 1) as usize;
        let start = 3 * (y * self.width as usize + x);
        self.rgb.get(start..start + 3).and_then(|c| c.try_into().ok()).unwrap_or_default()
    }

    /// Whether its bytes are as many as its size says.
    pub(crate) fn is_whole(&self) -> bool {
        let n_pixels = u64::from(self.width) * u64::from(self.height);
        n_pixels <= PIXELS_MAX && self.rgb.len() as u64 == 3 * n_pixels
    }

    /// Returns a picture of that size, each pixel asked for by its column and row.
    pub(crate) fn by(
        (width, height): (u32, u32),
        mut colour: impl FnMut(u32, u32) -> [u8; 3],
    ) -> Self {
        if u64::from(width) * u64::from(height) > PIXELS_MAX {
            return Self { width: 0, height: 0, rgb: Vec::new() };
        }
        let mut rgb = Vec::with_capacity(3 * width as usize * height as usize);
        for y in 0..height {
            for x in 0..width {
                rgb.extend_from_slice(&colour(x, y));
            }
        }
        Self { width, height, rgb }
    }

    /// Returns the same picture with every colour changed by the same rule.
    pub(crate) fn each(&self, mut change: impl FnMut([u8; 3]) -> [u8; 3]) -> Self {
        let pixels: Vec<[u8; 3]> = self.rgb.as_chunks::<3>().0.iter().map(|&c| change(c)).collect();
        let rgb = pixels.into_flattened();
        Self { width: self.width, height: self.height, rgb }
    }
}
