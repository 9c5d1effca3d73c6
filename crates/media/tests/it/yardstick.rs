//! Our PDQ beside Meta's, as the Python package pdqhash 0.2.8 builds it.

use subtier_media::pdq;
use subtier_media::plane::Plane;

/// `pdqhash.compute_dihedral` of the picture below, its bits packed in the order that it gives them.
const THEIRS: [&str; 8] = [
    "33641bef2399e748f5e2edf9e20b1887149006f79b27e78d0960f8796b0c9b24",
    "0e35f9e90a16365a452fe32ff27303c42dd023b3cc6ddb3b76163e8c4b60988b",
    "4631b14556dc0de2e0b74753b75ea22d41c5ac5dce724d275c3552d33e59318e",
    "5b715b43ffc3ddf0107adb85a726a96e78858919993871b1234394265e35f225",
    "3765f4932399fcb7f5e23206e60bf7783490f9089b379872096007876b0ce4db",
    "46314e3a56cc521de0b798acb75e4dd241c553a2ce72b2d85c35ad2c3e59ce71",
    "1e351e16be16c9a5452f1cd0f273fc3b6dd0dc4ccc6d24c47616c1734b606774",
    "4b60acbc4b43620f107ab67aa7265691388576e69938ae6e23436bd91e35cdde",
];

/// Discs on a ramp, 512 by 320: Meta shrinks larger pictures to 512 first, this one not at all.
fn picture() -> Plane {
    let (width, height) = (512_usize, 320_usize);
    let sample = |x: usize, y: usize| {
        let mut value = x * 120 / width + y * 90 / height;
        for k in 0..24 {
            let (cx, cy, r) = ((k * 193 + 57) % width, (k * 131 + 41) % height, 14 + (k * 37) % 60);
            if x.abs_diff(cx).pow(2) + y.abs_diff(cy).pow(2) < r * r {
                value = (k * 83 + 20) % 256;
            }
        }
        value as u8
    };
    Plane::new(
        width,
        height,
        (0..width * height).map(|idx| sample(idx % width, idx / width)).collect(),
    )
    .unwrap()
}

/// Their first bit is our last.
fn read(hex: &str) -> pdq::Hash {
    let mut hash = [0; 4];
    for (place, digit) in hex.chars().enumerate() {
        for bit in 0..4 {
            if digit.to_digit(16).unwrap() >> (3 - bit) & 1 == 1 {
                let at = 255 - (4 * place + bit);
                hash[at / 64] |= 1 << (at % 64);
            }
        }
    }
    hash
}

/// Implementations must agree within 10 bits at a quality of 80 or more (pdq/README.md).
#[test]
fn all_eight_hashes_agree_with_metas() {
    let ours = pdq::hash(&picture());
    assert_eq!(ours.quality, 100);
    assert!(pdq::distance(&ours.turned[0], &read(THEIRS[0])) <= 10);
    for theirs in THEIRS {
        let nearest =
            ours.turned.iter().map(|hash| pdq::distance(hash, &read(theirs))).min().unwrap();
        assert!(nearest <= 10, "{nearest}");
    }
}
