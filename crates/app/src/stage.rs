//! The stage of work that pixels show: lines on paper, flat colour, or a painted picture.
//!
//! In: a small picture. Out: a stage with its reasons, or nothing where the pixels leave it open. Never: a verdict about people.
//! The bounds were set by eye; the test below holds what they reach on shows 20 to 25 of `crates/cartoon`.

use subtier_media::decode::Thumb;
use subtier_model::StageSeen;

/// Difference between the highest and lowest channel from which a sample is coloured.
const COLOURED_MIN: u8 = 28;

/// Difference from the paper up to which a sample is paper.
const PAPER_NEAR: u8 = 14;

/// Brightness from which the most frequent tone may be paper.
const PAPER_MIN: u8 = 200;

/// Brightness from which paper is white, as a traced or scanned and cleaned drawing has it.
const WHITE_MIN: u8 = 251;

/// What was counted of a picture, in thousandths of its samples.
struct Counted {
    /// The most frequent brightness.
    tone: u8,
    /// Samples near to it.
    paper: u32,
    /// Samples well darker.
    dark: u32,
    /// Coloured samples of the coarse grid, and how many hues of twelve they have.
    coloured: u32,
    hues: u32,
}

/// The stage of a picture that has a drawing on it.
pub(crate) fn of(thumb: &Thumb) -> Option<StageSeen> {
    let counted = count(thumb)?;
    let percent = |thousandths: u32| format!("{}.{}", thousandths / 10, thousandths % 10);
    let paper = format!("{} % of it is one tone, {} of 255", percent(counted.paper), counted.tone);
    let colour = format!(
        "{} % of it is coloured, in {} hues of 12",
        percent(counted.coloured),
        counted.hues
    );
    let is_paper = counted.tone >= PAPER_MIN && counted.paper >= 550;
    let (stage, why) = match counted {
        Counted { coloured: 0..60, .. } if is_paper => lines(&counted),
        Counted { coloured: 60.., .. } if is_paper && counted.tone >= WHITE_MIN => {
            ("colour", "flat colour on a white ground, without a background")
        }
        Counted { coloured: 150.., .. } => ("composite", "the ground is painted over"),
        Counted { .. } => return None,
    };
    Some(StageSeen { stage: stage.to_owned(), because: vec![why.to_owned(), paper, colour] })
}

/// Which kind of drawing without fills.
fn lines(counted: &Counted) -> (&'static str, &'static str) {
    if counted.coloured > 1 {
        ("key", "lines on paper, some of them coloured as for the edges of shadows")
    } else if counted.tone >= WHITE_MIN {
        ("clean-up", "one tone of line on a white ground, without colour")
    } else if counted.dark < 40 {
        ("in-between", "bare pencil lines on paper, without colour")
    } else {
        ("rough", "many pencil lines on paper, without colour")
    }
}

fn count(thumb: &Thumb) -> Option<Counted> {
    let samples = thumb.luma.samples();
    let mut tones = [0_u32; 256];
    for sample in samples {
        if let Some(tone) = tones.get_mut(usize::from(*sample)) {
            *tone += 1;
        }
    }
    // The highest of equal tones, so that white wins over grey.
    let most = tones.iter().enumerate().max_by_key(|(tone, count)| (**count, *tone))?.0;
    let tone = u8::try_from(most).ok()?;
    let share = |count: usize, of: usize| u32::try_from(count * 1000 / of.max(1)).unwrap_or(1000);
    let n_near = samples.iter().filter(|one| one.abs_diff(tone) <= PAPER_NEAR).count();
    let n_dark = samples.iter().filter(|one| **one < tone.saturating_sub(60)).count();
    let [red, green, blue] = thumb.colour.each_ref().map(subtier_media::plane::Plane::samples);
    let (mut n_coloured, mut hues) = (0, [0_usize; 12]);
    for ((red, green), blue) in red.iter().zip(green).zip(blue) {
        if let Some(hue) = hue([*red, *green, *blue]) {
            n_coloured += 1;
            if let Some(count) = hues.get_mut(hue) {
                *count += 1;
            }
        }
    }
    let n_hues = hues.iter().filter(|count| **count * 200 > red.len()).count();
    Some(Counted {
        tone,
        paper: share(n_near, samples.len()),
        dark: share(n_dark, samples.len()),
        coloured: share(n_coloured, red.len()),
        hues: u32::try_from(n_hues).unwrap_or(12),
    })
}

/// Which of twelve hues a colour has; `None` for what is nearly grey.
fn hue([red, green, blue]: [u8; 3]) -> Option<usize> {
    let (high, low) = (red.max(green).max(blue), red.min(green).min(blue));
    if high - low < COLOURED_MIN {
        return None;
    }
    let range = i32::from(high - low);
    let [red, green, blue] = [red, green, blue].map(i32::from);
    let sixth = if red == i32::from(high) {
        (green - blue) * 2 / range
    } else if green == i32::from(high) {
        4 + (blue - red) * 2 / range
    } else {
        8 + (red - green) * 2 / range
    };
    usize::try_from(sixth.rem_euclid(12)).ok()
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeMap;

    use subtier_cartoon::{Hand, Pass, Show};
    use subtier_media::decode;

    use super::*;

    /// Drawings that are lines on paper are all work; which of them it is matters less than that it is not finished.
    #[test]
    fn lines_colour_and_composites_are_told_apart() {
        let mut told: BTreeMap<(Pass, String), usize> = BTreeMap::new();
        let passes =
            [Pass::Rough, Pass::Key, Pass::InBetween, Pass::Clean, Pass::Colour, Pass::Composite];
        for show in 20..26 {
            for number in 0..4 {
                let shot = Show::new(show).shot(number);
                let frame = (0..shot.n_frames).find(|frame| !shot.is_flat(*frame)).unwrap_or(0);
                for pass in passes {
                    let picture = shot.draw(frame, pass, Hand(0), (480, 270));
                    let thumb = decode::from_rgb(480, 270, &picture.rgb).unwrap();
                    let stage = of(&thumb).map_or(String::new(), |seen| seen.stage);
                    *told.entry((pass, stage)).or_default() += 1;
                }
            }
        }
        let of = |pass: Pass, stages: &[&str]| -> usize {
            let of_pass = told.iter().filter(|((one, _), _)| *one == pass);
            of_pass.filter(|((_, stage), _)| stages.contains(&stage.as_str())).map(|(_, n)| n).sum()
        };
        let lines = ["rough", "key", "in-between", "clean-up"];
        for pass in [Pass::Rough, Pass::Key, Pass::InBetween, Pass::Clean] {
            assert!(of(pass, &lines) >= 23, "{pass:?}: {told:?}");
            assert_eq!(of(pass, &["composite"]), 0, "{pass:?}: {told:?}");
        }
        assert!(of(Pass::Composite, &["composite"]) >= 22, "{told:?}");
        assert_eq!(of(Pass::Composite, &lines), 0, "{told:?}");
        assert!(of(Pass::Colour, &["colour"]) >= 18, "{told:?}");
    }
}
