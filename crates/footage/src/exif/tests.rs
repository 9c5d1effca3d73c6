//! Directories of Exif, put together here: times and zones, circles, lengths that lie.
//!
//! In: small made-up blocks, any bytes, and a block with one byte changed. Out: nothing. Never: a panic on any bytes.

use proptest::prelude::*;
use subtier_blocks::{Limits, SignalKind};

use super::*;
use crate::Testimony;

fn told(bytes: &[u8]) -> Testimony {
    let mut telling = Telling::new("tiff", Limits::STANDARD);
    block(bytes, 0, &mut telling);
    telling.finish()
}

fn values(testimony: &Testimony, kind: SignalKind) -> Vec<&str> {
    let signals = testimony.signals.iter().filter(|signal| signal.kind == kind);
    signals.map(|signal| signal.value.as_str()).collect()
}

/// Directories in the classic form, the high byte first; each entry is tag, type, count and its four bytes.
fn directories(list: &[&[(u16, u16, u32, u32)]]) -> Vec<u8> {
    let mut bytes = b"MM\0\x2A\0\0\0\x08".to_vec();
    for entries in list {
        bytes.extend_from_slice(&u16::try_from(entries.len()).unwrap().to_be_bytes());
        for (tag, kind, count, value) in *entries {
            bytes.extend_from_slice(&tag.to_be_bytes());
            bytes.extend_from_slice(&kind.to_be_bytes());
            bytes.extend_from_slice(&count.to_be_bytes());
            bytes.extend_from_slice(&value.to_be_bytes());
        }
        bytes.extend_from_slice(&[0; 4]);
    }
    bytes
}

/// A picture with times in Tokyo and of the satellites.
fn sample() -> Vec<u8> {
    // The first directory takes 2 + 3 * 12 + 4 bytes from 8 on, the next begins at 50.
    let picture = [(0x0100, 3, 1, 640 << 16), (0x8769, 4, 1, 50), (0x8825, 4, 1, 80)];
    let exif = [(0x9003, 2, 20, 150), (0x9011, 2, 7, 170)];
    let gps = [
        (7, 5, 3, 180),
        (29, 2, 11, 204),
        (1, 2, 2, u32::from_be_bytes(*b"N\0\0\0")),
        (2, 5, 1, 216),
    ];
    let mut bytes = directories(&[&picture, &exif, &gps]);
    bytes.resize(150, 0);
    bytes.extend_from_slice(b"2024:01:16 21:05:12\0+09:00\0\0\0\0");
    for number in [12u32, 1, 5, 1, 13, 1] {
        bytes.extend_from_slice(&number.to_be_bytes());
    }
    bytes.extend_from_slice(b"2024:01:16\0\0\0\0\0\x25\0\0\0\x01");
    bytes
}

#[test]
fn times_carry_their_offset_and_the_satellites_give_the_zone() {
    let testimony = told(&sample());
    assert_eq!(values(&testimony, SignalKind::Taken), ["2024-01-16T21:05:12+09:00"]);
    assert_eq!(values(&testimony, SignalKind::ZoneOffset), ["+09:00"]);
    assert_eq!(
        values(&testimony, SignalKind::ClockDifference),
        ["+09:00: time taken beside time of the satellites"]
    );
    assert_eq!(testimony.faults, []);
}

#[test]
fn directories_that_point_to_each_other_are_read_once() {
    let looping = directories(&[&[(0x8769, 4, 1, 8), (0x014A, 4, 1, 8), (0x8825, 4, 1, 8)]]);
    assert_eq!(told(&looping).faults, []);
    let many: Vec<(u16, u16, u32, u32)> = (0..3000).map(|_| (0x014A, 4, 1, 8)).collect();
    assert_eq!(told(&directories(&[&many])).faults.len(), 1);
}

#[test]
fn lengths_beyond_the_file_are_not_believed() {
    let testimony = told(&directories(&[&[
        (0x0131, 2, u32::MAX, 8),
        (0x013B, 2, 3, u32::from_be_bytes(*b"Kim\0")),
    ]]));
    assert_eq!(values(&testimony, SignalKind::Author), ["Kim"]);
    assert_eq!(values(&testimony, SignalKind::Application), [""; 0]);
}

proptest! {
    #[test]
    fn any_bytes_are_read(bytes: Vec<u8>) {
        told(&bytes);
        told(&[b"II\x2A\0".as_slice(), &bytes].concat());
        told(&[b"MM\0\x2B".as_slice(), &bytes].concat());
    }

    #[test]
    fn a_changed_block_is_read(at: prop::sample::Index, byte: u8, end: prop::sample::Index) {
        let mut bytes = sample();
        let at = at.index(bytes.len());
        bytes[at] = byte;
        bytes.truncate(end.index(bytes.len()));
        told(&bytes);
    }
}
