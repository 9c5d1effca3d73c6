//! Damage to files: a few bytes here, a piece there; in packages within the parts, which are stored without compression
//! so that the damage reaches their readers. The same number gives the same damage everywhere.

use super::samples::Sample;

/// A xorshift generator (Marsaglia 2003): the same numbers everywhere.
pub(crate) struct Numbers(u64);

impl Numbers {
    /// The generator of one document.
    pub(crate) fn of(seed: u64, number: u64) -> Self {
        let mut numbers = Self((seed << 32 ^ number).wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
        for _ in 0..4 {
            numbers.next();
        }
        numbers
    }

    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: usize) -> usize {
        usize::try_from(self.next() % (limit.max(1) as u64)).unwrap_or(0)
    }

    fn byte(&mut self) -> u8 {
        u8::try_from(self.next() >> 56).unwrap_or(0)
    }
}

/// Bytes that numbers in files like to be at their edges.
const EDGES: [&[u8]; 8] = [
    &[0],
    &[0xff],
    &[0xff, 0xff, 0xff, 0xff],
    &[0xff, 0xff, 0xff, 0x7f],
    &[0, 0, 0, 0x80],
    &[0xfe, 0xff],
    &[0; 8],
    &[1, 0, 0, 0],
];

/// One sample with some damage.
pub(crate) fn mutated(samples: &[Sample], numbers: &mut Numbers) -> (String, Vec<u8>) {
    let pick = numbers.below(samples.len());
    let Some(sample) = samples.get(pick) else { return (String::new(), Vec::new()) };
    let mut bytes = sample.bytes.clone();
    for _ in 0..=numbers.below(4) {
        let other = numbers.below(samples.len());
        let other = samples.get(other).map_or(&[][..], |other| other.bytes.as_slice());
        damage(&mut bytes, other, numbers);
    }
    (sample.name.clone(), sample.packed(bytes))
}

fn damage(bytes: &mut Vec<u8>, other: &[u8], numbers: &mut Numbers) {
    let length = bytes.len();
    let at = numbers.below(length);
    let end = (at + 1 + numbers.below(64)).min(length);
    match numbers.below(8) {
        0 => (0..=numbers.below(8)).for_each(|_| {
            let at = numbers.below(length);
            let value = numbers.byte();
            put(bytes, at, &[value]);
        }),
        1 => {
            let edge = EDGES.get(numbers.below(EDGES.len())).copied().unwrap_or(&[0]);
            put(bytes, at, edge);
        }
        2 => bytes.truncate(at),
        3 => drop(bytes.drain(at.min(end)..end)),
        4 => {
            let piece: Vec<u8> = bytes.get(at..end).unwrap_or(&[]).to_vec();
            let again = 1 + numbers.below(64);
            drop(bytes.splice(at..at, piece.repeat(again)));
        }
        5 => {
            let from = numbers.below(other.len());
            let piece: Vec<u8> =
                other.iter().skip(from).take(1 + numbers.below(512)).copied().collect();
            put(bytes, at, &piece);
        }
        6 => {
            let bit = 1_u8 << numbers.below(8);
            if let Some(byte) = bytes.get_mut(at) {
                *byte ^= bit;
            }
        }
        _ => digits(bytes, at, numbers),
    }
}

fn put(bytes: &mut [u8], at: usize, values: &[u8]) {
    for (slot, value) in bytes.iter_mut().skip(at).zip(values) {
        *slot = *value;
    }
}

/// Makes a number that is written in digits, the next one after a place, another one.
fn digits(bytes: &mut [u8], at: usize, numbers: &mut Numbers) {
    let next = bytes
        .iter_mut()
        .skip(at)
        .skip_while(|byte| !byte.is_ascii_digit())
        .take_while(|byte| byte.is_ascii_digit());
    for digit in next {
        *digit = b'0' + u8::try_from(numbers.below(10)).unwrap_or(0);
    }
}
