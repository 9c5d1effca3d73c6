//! Numbers that look like chance and are the same on every machine.
//!
//! In: numbers that name what is drawn. Out: a stream of numbers. Never: a clock or the machine's own randomness.
//! The mixing step is that of `SplitMix64` (Steele, Lea, Flood: Fast Splittable Pseudorandom Number Generators, 2014).

/// A stream of numbers.
#[derive(Debug, Clone)]
pub(crate) struct Chance(u64);

const STEP: u64 = 0x9E37_79B9_7F4A_7C15;

/// Returns one number out of another.
pub(crate) const fn mixed(number: u64) -> u64 {
    let mut z = number.wrapping_add(STEP);
    z = (z ^ (z >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    z = (z ^ (z >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    z ^ (z >> 31)
}

/// Returns one number out of several; their order matters.
pub(crate) fn folded(numbers: &[u64]) -> u64 {
    numbers.iter().fold(0, |sum, &n| mixed(sum ^ mixed(n)))
}

/// Returns a share from 0 to below 1 out of a number.
pub(crate) const fn share(number: u64) -> f32 {
    (number >> 40) as f32 / 16_777_216.0
}

impl Chance {
    /// The stream that these numbers name.
    pub(crate) fn new(numbers: &[u64]) -> Self {
        Self(folded(numbers))
    }

    /// Returns the next number.
    pub(crate) const fn number(&mut self) -> u64 {
        let out = mixed(self.0);
        self.0 = self.0.wrapping_add(STEP);
        out
    }

    /// Returns a share from 0 to below 1.
    pub(crate) const fn share(&mut self) -> f32 {
        share(self.number())
    }

    /// Returns a number between two others.
    pub(crate) fn between(&mut self, from: f32, to: f32) -> f32 {
        from + (to - from) * self.share()
    }

    /// Returns a number around zero, at most `reach` away, mostly nearer.
    pub(crate) fn about(&mut self, reach: f32) -> f32 {
        (self.share() + self.share() - 1.0) * reach
    }

    /// Returns a whole number below `n`; zero when `n` is zero.
    pub(crate) fn below(&mut self, n: u32) -> u32 {
        (self.number() % u64::from(n.max(1))) as u32
    }

    /// Returns true once in `n` times.
    pub(crate) fn once_in(&mut self, n: u32) -> bool {
        self.below(n) == 0
    }

    /// Returns one of the values.
    pub(crate) fn one_of<T: Copy, const N: usize>(&mut self, values: [T; N]) -> T {
        const { assert!(N > 0) };
        let idx = (self.number() % N as u64) as usize;
        values.get(idx).copied().unwrap_or(values[0])
    }
}

/// Returns a number from -1 to 1 that changes smoothly along `place`, one hill about every unit.
pub(crate) fn waver(seed: u64, place: f32) -> f32 {
    let floor = place.floor();
    let cell = floor as i64 as u64;
    let part = place - floor;
    let ease = part * part * (3.0 - 2.0 * part);
    let from = share(mixed(seed ^ cell.wrapping_mul(STEP)));
    let to = share(mixed(seed ^ cell.wrapping_add(1).wrapping_mul(STEP)));
    2.0 * (from + (to - from) * ease) - 1.0
}
