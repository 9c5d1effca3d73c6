//! Searches made-up bytes for marks, for `cargo xtask bench marks`: false hits, and bytes a second of one core.
//!
//! In: how many GiB. Out: one line: bytes searched, seconds of CPU of the search alone, false hits. The bytes are made anew for each
//! round by a seeded generator: noise, notes in several encodings, pictures and sound, archives; one in 64 KiB holds the block by
//! which a mark is looked for, but none holds a mark. Linux only, since the clock is that of `/proc/self/schedstat`.
#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measurement at the command line, of bytes that it made itself"
)]

use std::fs;
use std::hint::black_box;
use std::io;

use subtier_intake::trails_in;

/// Bytes of one made-up file: much more than the caches hold are searched one after the other.
const FILE_BYTES: usize = 16 << 20;
/// Files of a round, of four kinds in turn.
const FILES: usize = 16;
/// Bytes between two plants of [`SOUGHT`].
const PLANT_BYTES: usize = 64 << 10;
/// The last block of nearly every mark (`mark`, in the crate).
const SOUGHT: [u8; 8] = [0x5a, 0x13, 0xa0, 0xe6, 0x29, 0x4b, 0x75, 0xb1];

/// Pieces of notes in UTF-8, UTF-16, CP949 and GB 18030, each of 16 bytes.
const PIECES: [&[u8; 16]; 8] = [
    b"SC012_C005 fix, ",
    b"EOF\n\x18\0\0\0EOF, han",
    b"\xe8\xaf\xb7\xe8\xbf\x94\xe4\xbf\xae\xe5\xa4\xb4 SC0",
    b"\xec\x88\x98\xec\xa0\x95\xed\x95\xa0\xea\xb2\x83 45 ",
    b"\xf7\x8b\xd4\x8f\xee\x4f9\x5d\x31\x00\x32\x00\x20\x00,\x00",
    b"\x18\xc2\x15\xc8\x60\xd5\x83\xac\x20\x00C\x005\x00\x0a\x00",
    b"\xbc\xf6\xc1\xa4\xc7\xd2 \xb0\xcd 12\xb9\xf8\r\n",
    b"\xc7\xeb\xb7\xb5\xd0\xde\xcd\xb7\xb2\xbf \xd0\xde\xd5\xfd\n",
];

/// A xorshift generator (Marsaglia, Xorshift RNGs, Journal of Statistical Software 8/14, 2003).
struct Numbers(u64);

impl Numbers {
    const fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }
}

fn main() -> io::Result<()> {
    let gib: u64 = std::env::args().nth(1).and_then(|gib| gib.parse().ok()).unwrap_or(1);
    let bytes_wanted = gib << 30;
    let mut numbers = Numbers(0x5EED_2024_0116_0001);
    let mut files = vec![vec![0_u8; FILE_BYTES]; FILES];
    let (mut n_bytes, mut n_false, mut nanos_in_all) = (0_u64, 0_usize, 0_u64);
    while n_bytes < bytes_wanted {
        for (number, file) in files.iter_mut().enumerate() {
            make(file, number % 4, &mut numbers);
        }
        let begin = nanos()?;
        for file in &files {
            n_false += trails_in(black_box(file));
        }
        nanos_in_all += nanos()?.saturating_sub(begin);
        n_bytes += (FILE_BYTES * FILES) as u64;
    }
    let (secs, nanos) = (nanos_in_all / 1_000_000_000, nanos_in_all % 1_000_000_000);
    println!("{n_bytes} {secs}.{nanos:09} {n_false}");
    Ok(())
}

fn make(file: &mut [u8], kind: usize, numbers: &mut Numbers) {
    for (at, piece) in (0_u64..).zip(file.as_chunks_mut::<16>().0) {
        let number = numbers.next();
        let (low, high) = match kind {
            0 => (number, number.rotate_left(23).wrapping_mul(0x9E37_79B9_7F4A_7C15)),
            // Samples of a wave with noise in their lowest bits.
            1 => (((at % 997) * 0x0001_0001_0001_0001) ^ (number & 0x0003_0003_0003_0003), at * 3),
            // Entries of an archive: heads with names, packed bytes between.
            2 if at % 256 == 0 => (0x0014_0000_0403_4b50, number & 0xFFFF),
            2 => (number, number.wrapping_mul(0xD134_2543_DE82_EF95)),
            _ => {
                let chosen = usize::try_from(number >> 61).unwrap_or(0);
                if let Some(text) = PIECES.get(chosen) {
                    *piece = **text;
                }
                continue;
            }
        };
        *piece = (u128::from(low) | (u128::from(high) << 64)).to_le_bytes();
    }
    for plant in file.chunks_mut(PLANT_BYTES) {
        let at = usize::try_from(numbers.next() % (PLANT_BYTES as u64 - 8)).unwrap_or(0);
        if let Some(place) = plant.get_mut(at..at + SOUGHT.len()) {
            place.copy_from_slice(&SOUGHT);
        }
    }
}

/// Nanoseconds that this process has run, which has one thread (Linux, Documentation/scheduler/sched-stats.rst).
fn nanos() -> io::Result<u64> {
    let stat = fs::read_to_string("/proc/self/schedstat")?;
    let first = stat.split_ascii_whitespace().next().and_then(|nanos| nanos.parse().ok());
    first.ok_or_else(|| io::Error::other("no time in /proc/self/schedstat"))
}
