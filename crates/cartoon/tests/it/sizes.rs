//! Any number, any size: a picture whose bytes fit its size.

use proptest::prelude::*;
use subtier_cartoon::copying::{KINDS, cut};
use subtier_cartoon::{Hand, PIXELS_MAX, Pass, Picture, Show};

fn fits(picture: &Picture) -> bool {
    let n_pixels = u64::from(picture.width) * u64::from(picture.height);
    n_pixels <= PIXELS_MAX && picture.rgb.len() as u64 == 3 * n_pixels
}

#[test]
fn no_pixels_and_too_many_give_an_empty_picture() {
    let shot = Show::new(1).shot(1);
    for size in [(0, 0), (0, 9), (9, 0), (u32::MAX, u32::MAX), (u32::MAX, 1), (3841, 2160)] {
        for pass in Pass::ALL {
            let picture = shot.draw(0, pass, Hand(0), size);
            assert!(fits(&picture) && picture.rgb.is_empty(), "{size:?}");
        }
    }
    assert!(Picture::flat((u32::MAX, 2), [0; 3]).rgb.is_empty());
}

#[test]
fn one_pixel_is_drawn() {
    for pass in Pass::ALL {
        assert_eq!(Show::new(1).shot(1).draw(3, pass, Hand(0), (1, 1)).rgb.len(), 3);
    }
}

#[test]
fn a_share_that_is_no_number_changes_no_size() {
    let picture = Picture::flat((8, 6), [9; 3]);
    assert_eq!(cut::scaled(&picture, f32::NAN), picture);
    assert_eq!(cut::crop(&picture, f32::NAN, 1), picture);
    assert_eq!(cut::rotated(&picture, f32::INFINITY), picture);
}

#[test]
fn a_picture_that_lies_about_its_size_costs_nothing() {
    let liar = Picture { width: u32::MAX, height: u32::MAX, rgb: vec![1, 2, 3] };
    for kind in KINDS {
        assert!((kind.make)(&liar, 3).rgb.len() < 100, "{}", kind.name);
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    #[test]
    fn any_frame_of_any_show_is_drawn(
        show: u64, shot: u32, frame: u32, hand: u32, pass in 0..Pass::ALL.len(),
        width in 0_u32..130, height in 0_u32..90,
    ) {
        let shot = Show::new(show).shot(shot);
        prop_assert!(shot.n_frames > 0);
        prop_assert!(shot.drawing(frame) < shot.n_frames);
        let picture = shot.draw(frame, Pass::ALL[pass], Hand(hand), (width, height));
        prop_assert!(fits(&picture));
        prop_assert_eq!(picture.rgb.len() as u32, 3 * width * height);
    }

    #[test]
    fn a_frame_of_odd_proportions_is_drawn(show: u64, narrow in 1_u32..4, long in 1_u32..1500, pass in 0..Pass::ALL.len()) {
        let shot = Show::new(show).shot(0);
        for size in [(narrow, long), (long, narrow)] {
            prop_assert!(fits(&shot.draw(9, Pass::ALL[pass], Hand(1), size)));
        }
    }

    #[test]
    fn any_picture_is_copied(width in 0_u32..40, height in 0_u32..40, level: u8, seed: u64) {
        let picture = Picture::flat((width, height), [level, 7, 200]);
        for kind in KINDS {
            let copy = (kind.make)(&picture, seed);
            prop_assert!(fits(&copy), "{}", kind.name);
        }
    }

    #[test]
    fn any_bytes_of_any_claimed_size_are_copied(width in 0_u32..30, height in 0_u32..30, rgb: Vec<u8>, seed: u64) {
        let picture = Picture { width, height, rgb };
        for kind in KINDS {
            drop((kind.make)(&picture, seed));
        }
    }
}
