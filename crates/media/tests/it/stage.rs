//! The stage of work that pixels show, on shows that no bound was set by.

use std::collections::BTreeMap;
use std::io::Cursor;

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder as _};
use proptest::prelude::*;
use subtier_cartoon::copying::{cut, light, screen};
use subtier_cartoon::{Hand, Pass, Picture, Show};
use subtier_media::decode::{self, Thumb};
use subtier_media::stage::{self, Stage};

/// As it comes out of a camera or scanner: a JPEG.
fn scanned(picture: &Picture, quality: u8) -> Thumb {
    let mut jpeg = Vec::new();
    JpegEncoder::new_with_quality(Cursor::new(&mut jpeg), quality)
        .write_image(&picture.rgb, picture.width, picture.height, ExtendedColorType::Rgb8)
        .unwrap();
    decode::decode(&jpeg).unwrap()
}

fn drawings(pass: Pass) -> Vec<Picture> {
    let drawings = (3001..3009).flat_map(|show| (0..3).map(move |number| (show, number)));
    drawings
        .map(|(show, number)| {
            let shot = Show::new(show).shot(number);
            let frame = (0..shot.n_frames).find(|frame| !shot.is_flat(*frame)).unwrap_or(0);
            shot.draw(frame, pass, Hand(0), (720, 405))
        })
        .collect()
}

/// How often each stage is told of the drawings of a pass.
fn told(pass: Pass, copied: impl Fn(&Picture) -> Thumb) -> BTreeMap<Option<Stage>, usize> {
    let mut told = BTreeMap::new();
    for picture in drawings(pass) {
        *told.entry(stage::of(&copied(&picture)).map(|seen| seen.stage)).or_default() += 1;
    }
    told
}

const LINES: [Stage; 5] =
    [Stage::Rough, Stage::Key, Stage::InBetween, Stage::CleanUp, Stage::Lines];

#[test]
fn stages_of_shows_never_seen_before_are_told_or_left_open() {
    let n_all = drawings(Pass::Clean).len();
    for (pass, right, percent) in [
        (Pass::Rough, Stage::Rough, 70),
        (Pass::Key, Stage::Key, 35),
        (Pass::InBetween, Stage::InBetween, 35),
        (Pass::Clean, Stage::CleanUp, 85),
        (Pass::Colour, Stage::Colour, 85),
        (Pass::Composite, Stage::Composite, 90),
        (Pass::Finished, Stage::Composite, 90),
        (Pass::Sheet, Stage::Sheet, 75),
        (Pass::TimeSheet, Stage::TimeSheet, 95),
    ] {
        let told = told(pass, |picture| scanned(picture, 88));
        let count = |stages: &[Stage]| -> usize {
            stages.iter().filter_map(|stage| told.get(&Some(*stage))).sum()
        };
        assert!(count(&[right]) * 100 >= n_all * percent, "{pass:?}: {told:?}");
        let is_drawn = matches!(pass, Pass::Rough | Pass::Key | Pass::InBetween | Pass::Clean);
        if is_drawn {
            assert_eq!(count(&[Stage::Composite, Stage::Colour]), 0, "{pass:?}: {told:?}");
        }
        if matches!(pass, Pass::Composite | Pass::Finished | Pass::Colour) {
            assert_eq!(count(&LINES), 0, "what is painted is never a drawing: {pass:?}: {told:?}");
        }
    }
}

#[test]
fn a_photo_of_a_drawing_is_never_a_painted_picture() {
    for pass in [Pass::Rough, Pass::Key, Pass::InBetween] {
        let told = told(pass, |picture| scanned(&screen::photographed(picture, 3), 85));
        let painted: usize = [Stage::Composite, Stage::Colour]
            .iter()
            .filter_map(|stage| told.get(&Some(*stage)))
            .sum();
        assert_eq!(painted, 0, "{pass:?}: {told:?}");
    }
}

#[test]
fn grey_small_and_cut_copies_of_a_painted_picture_are_no_drawings() {
    let copies: [fn(&Picture) -> Picture; 3] =
        [light::grey, |picture| cut::scaled(picture, 0.4), |picture| cut::crop(picture, 0.3, 5)];
    for copy in copies {
        let told = told(Pass::Composite, |picture| scanned(&copy(picture), 70));
        assert!(LINES.iter().all(|stage| !told.contains_key(&Some(*stage))), "{told:?}");
    }
}

proptest! {
    #[test]
    fn any_pixels_are_judged_or_left_open(
        (width, height) in (1_usize..60, 1_usize..60),
        seed in any::<Vec<u8>>(),
    ) {
        let pixel = |idx: usize| seed.get(idx % seed.len().max(1)).copied().unwrap_or(255);
        let rgb: Vec<u8> = (0..width * height * 3).map(pixel).collect();
        let thumb = decode::from_rgb(width, height, &rgb).unwrap();
        if let Some(seen) = stage::of(&thumb) {
            prop_assert!(!seen.because.is_empty());
        }
    }
}
