//! How alike two drawings are: which share of the lines of one lies on lines of the other.

use subtier_cartoon::{Hand, Pass, Picture, Show};

/// Returns the pixels where brightness changes much to the right or downwards.
fn edges(picture: &Picture, least: i32) -> Vec<bool> {
    let light = |x: i64, y: i64| picture.at(x, y).iter().map(|&c| i32::from(c)).sum::<i32>() / 3;
    (0..i64::from(picture.height))
        .flat_map(|y| (0..i64::from(picture.width)).map(move |x| (x, y)))
        .map(|(x, y)| {
            let here = light(x, y);
            (light(x + 1, y) - here).abs() + (light(x, y + 1) - here).abs() > least
        })
        .collect()
}

/// Returns the share of the first picture's edges that have an edge of the second within `reach` pixels.
pub(crate) fn shared_edges(first: &Picture, second: &Picture, reach: i64) -> f64 {
    let (a, b) = (edges(first, 60), edges(second, 24));
    let (width, height) = (i64::from(first.width), i64::from(first.height));
    let is_near = |x: i64, y: i64| {
        (y - reach..=y + reach).any(|v| {
            (x - reach..=x + reach)
                .any(|u| u >= 0 && v >= 0 && u < width && v < height && b[(v * width + u) as usize])
        })
    };
    let of_first: Vec<usize> = (0..a.len()).filter(|&idx| a[idx]).collect();
    let n_shared =
        of_first.iter().filter(|&&idx| is_near(idx as i64 % width, idx as i64 / width)).count();
    n_shared as f64 / of_first.len().max(1) as f64
}

/// Draws a small frame of the middle of a shot.
pub(crate) fn drawn(show: u64, shot: u32, pass: Pass, hand: u32) -> Picture {
    let shot = Show::new(show).shot(shot);
    shot.draw(shot.n_frames / 2, pass, Hand(hand), (320, 180))
}

fn mean(values: impl ExactSizeIterator<Item = f64>) -> f64 {
    let n = values.len() as f64;
    values.sum::<f64>() / n
}

const SHOTS: [(u64, u32); 8] = [(1, 0), (1, 3), (2, 5), (3, 1), (4, 9), (5, 5), (6, 2), (7, 7)];

#[test]
fn clean_line_and_composite_share_their_lines() {
    let shared = mean(SHOTS.iter().map(|&(show, shot)| {
        shared_edges(&drawn(show, shot, Pass::Clean, 0), &drawn(show, shot, Pass::Composite, 0), 1)
    }));
    assert!(shared > 0.9, "{shared}");
}

#[test]
fn clean_line_and_colour_share_their_lines() {
    let shared = mean(SHOTS.iter().map(|&(show, shot)| {
        shared_edges(&drawn(show, shot, Pass::Clean, 0), &drawn(show, shot, Pass::Colour, 0), 1)
    }));
    assert!(shared > 0.9, "{shared}");
}

#[test]
fn another_hand_differs_but_resembles_more_than_another_shot_does() {
    let likeness = |hand: u32, reach: i64| {
        mean(SHOTS.iter().map(|&(show, shot)| {
            let own = drawn(show, shot, Pass::Clean, 0);
            shared_edges(&drawn(show, shot, Pass::Clean, hand), &own, reach)
        }))
    };
    let other_shot = mean(SHOTS.iter().map(|&(show, shot)| {
        let own = drawn(show, shot, Pass::Clean, 0);
        shared_edges(&drawn(show + 20, shot + 1, Pass::Clean, 0), &own, 5)
    }));
    let (exact, near) = (likeness(1, 0), likeness(1, 5));
    assert!(exact < 0.7, "{exact}");
    assert!(near > 0.75 && near > other_shot + 0.25, "{near} {other_shot}");
}

#[test]
fn frames_of_one_shot_resemble_each_other_and_those_of_other_shows_do_not() {
    let pairs: Vec<(f64, f64)> = SHOTS
        .iter()
        .map(|&(number, shot_number)| {
            let shot = Show::new(number).shot(shot_number);
            let frame = |frame| shot.draw(frame, Pass::Composite, Hand(0), (320, 180));
            let middle = shot.n_frames / 2;
            let next = shared_edges(&frame(middle), &frame(middle + 4), 2);
            let other = drawn(number + 40, shot_number, Pass::Composite, 0);
            (next, shared_edges(&frame(middle), &other, 2))
        })
        .collect();
    let next = mean(pairs.iter().map(|p| p.0));
    let other = mean(pairs.iter().map(|p| p.1));
    assert!(next > 0.8 && next > other + 0.3, "{next} {other}");
}

#[test]
fn no_two_shots_of_a_show_are_the_same() {
    let pictures: Vec<Picture> = (0..30).map(|shot| drawn(11, shot, Pass::Clean, 0)).collect();
    for (idx, first) in pictures.iter().enumerate() {
        for second in &pictures[idx + 1..] {
            assert_ne!(first, second);
        }
    }
}

#[test]
fn shots_of_one_show_share_places() {
    let show = Show::new(3);
    let mut places: Vec<u32> = (0..40).map(|shot| show.shot(shot).place()).collect();
    places.sort_unstable();
    places.dedup();
    assert!((3..=9).contains(&places.len()), "{places:?}");
}
