//! Each kind of copy does what it says.

use crate::likeness::{drawn, shared_edges};
use subtier_cartoon::copying::{KINDS, burn, cut, light, line, screen};
use subtier_cartoon::{Pass, Picture};

fn frame() -> Picture {
    drawn(3, 1, Pass::Composite, 0)
}

fn differing(a: &Picture, b: &Picture) -> f64 {
    let n = a.rgb.iter().zip(&b.rgb).filter(|(x, y)| x != y).count();
    n as f64 / a.rgb.len() as f64
}

#[test]
fn every_kind_is_the_same_twice_and_another_picture_than_the_original() {
    let frame = frame();
    for kind in KINDS {
        let copy = (kind.make)(&frame, 4);
        assert_eq!(copy, (kind.make)(&frame, 4), "{}", kind.name);
        assert_ne!(copy, frame, "{}", kind.name);
        assert!(!kind.models.is_empty());
    }
}

#[test]
fn kinds_that_have_chances_give_another_copy_for_another_number() {
    let frame = frame();
    for name in
        ["crop 25 %", "letterbox", "time code", "recolour", "photo of screen", "redrawn line art"]
    {
        let kind = KINDS.iter().find(|kind| kind.name == name).expect("a kind of that name");
        assert_ne!((kind.make)(&frame, 1), (kind.make)(&frame, 2), "{name}");
    }
}

#[test]
fn rescale_keeps_proportions_and_mean() {
    let small = cut::scaled(&frame(), 1.0 / 3.0);
    assert_eq!((small.width, small.height), (107, 60));
    let mean = |p: &Picture| p.rgb.iter().map(|&c| f64::from(c)).sum::<f64>() / p.rgb.len() as f64;
    assert!((mean(&small) - mean(&frame())).abs() < 1.5);
}

#[test]
fn crop_cuts_its_share_of_the_area_and_nothing_else() {
    let frame = frame();
    for share in [0.05_f32, 0.1, 0.25, 0.5, 0.75] {
        let part = cut::crop(&frame, share, 9);
        let left = f64::from(part.width * part.height) / f64::from(frame.width * frame.height);
        assert!((left - f64::from(1.0 - share)).abs() < 0.02, "{share} {left}");
        let is_part = (0..=i64::from(frame.height - part.height)).any(|y0| {
            (0..=i64::from(frame.width - part.width)).any(|x0| {
                (0..20).all(|idx| part.at(idx * 3, idx * 2) == frame.at(x0 + idx * 3, y0 + idx * 2))
            })
        });
        assert!(is_part, "{share}");
    }
}

#[test]
fn bars_are_black_and_the_picture_stands_whole_between_them() {
    let frame = frame();
    let high = cut::letterboxed(&frame, 3);
    let bar = i64::from(high.height - frame.height) / 2;
    assert!(bar >= 14 && high.width == frame.width);
    assert_eq!(high.at(100, bar - 1), [0; 3]);
    assert_eq!(high.at(100, bar + 50), frame.at(100, 50));
    let wide = cut::pillarboxed(&frame, 3);
    let bar = i64::from(wide.width - frame.width) / 2;
    assert!(bar >= 26 && wide.height == frame.height);
    assert_eq!(wide.at(bar - 1, 90), [0; 3]);
    assert_eq!(wide.at(bar + 70, 90), frame.at(70, 90));
}

#[test]
fn a_review_copy_changes_little_but_something() {
    let frame = frame();
    let share = differing(&frame, &burn::review_copy(&frame, 6));
    assert!((0.01..0.25).contains(&share), "{share}");
}

#[test]
fn a_mirrored_mirror_is_the_original() {
    let frame = frame();
    assert_eq!(cut::mirrored(&cut::mirrored(&frame)), frame);
    assert_eq!(cut::mirrored(&frame).at(0, 5), frame.at(319, 5));
}

#[test]
fn grey_has_no_colour_and_keeps_brightness() {
    assert!(light::grey(&frame()).rgb.as_chunks::<3>().0.iter().all(|&[r, g, b]| r == g && g == b));
    assert_eq!(light::grey(&Picture::flat((1, 1), [255; 3])).rgb, [255; 3]);
}

#[test]
fn recolour_changes_colours_and_keeps_lines() {
    let frame = frame();
    let other = light::recoloured(&frame, 2);
    assert!(differing(&frame, &other) > 0.8);
    assert!(shared_edges(&frame, &other, 1) > 0.75);
}

#[test]
fn rotate_turns_about_the_middle_and_blackens_corners() {
    let turned = cut::rotated(&Picture::flat((200, 100), [250; 3]), 5.0);
    assert_eq!(turned.at(100, 50), [250; 3]);
    assert_eq!(turned.at(0, 0), [0; 3]);
    let black = turned.rgb.as_chunks::<3>().0.iter().filter(|&&c| c == [0; 3]).count();
    assert!((200..2000).contains(&black), "{black}");
}

#[test]
fn a_photo_of_a_screen_is_askew_noisy_and_still_the_picture() {
    let frame = frame();
    let photo = screen::photographed(&frame, 11);
    assert_eq!((photo.width, photo.height), (frame.width, frame.height));
    assert!(differing(&frame, &photo) > 0.9);
    let white = screen::photographed(&Picture::flat((160, 90), [255; 3]), 11);
    let light: Vec<u32> = white.rgb.iter().map(|&c| u32::from(c)).collect();
    assert!(light.iter().max() > light.iter().min());
    assert!(light.iter().sum::<u32>() / light.len() as u32 > 100);
}

#[test]
fn line_art_is_black_and_white_and_follows_the_clean_line() {
    let lines = line::thresholded(&frame());
    assert!(lines.rgb.iter().all(|&c| c == 0 || c == 255));
    let shared = shared_edges(&drawn(3, 1, Pass::Clean, 0), &lines, 2);
    assert!(shared > 0.75, "{shared}");
}

#[test]
fn redrawn_lines_are_near_the_lines_but_not_on_them() {
    let lines = line::thresholded(&frame());
    let redrawn = line::redrawn(&frame(), 8);
    let (on, near) = (shared_edges(&redrawn, &lines, 0), shared_edges(&redrawn, &lines, 4));
    assert!(on < 0.8 && near > 0.85, "{on} {near}");
}
