//! Altered frames of the made-up cartoon are recognised; frames of another show are not.

use subtier_cartoon::copying::{cut, light, screen};
use subtier_cartoon::{Hand, Pass, Picture, Show};
use subtier_media::decode;
use subtier_media::fuse::MATCH_MIN;
use subtier_media::gallery::Gallery;
use subtier_media::look::Look;
use subtier_media::proof::{Shown, proof};
use subtier_media::rivals;
use subtier_media::sequence::vote;

const SIZE: (u32, u32) = (480, 270);

fn look(picture: &Picture) -> Look {
    Look::of_rgb(picture.width as usize, picture.height as usize, &picture.rgb).unwrap()
}

/// Three frames each of six shots of a show.
fn gallery(show: u64) -> (Vec<(u32, u32)>, Gallery) {
    let frames: Vec<(u32, u32)> =
        (0..6).flat_map(|shot| [(shot, 6), (shot, 18), (shot, 30)]).collect();
    let looks =
        frames.iter().map(|(shot, frame)| look(&drawn(show, (*shot, *frame), Pass::Composite, 0)));
    let gallery = Gallery::new(looks.collect());
    (frames, gallery)
}

fn drawn(show: u64, (shot, frame): (u32, u32), pass: Pass, hand: u32) -> Picture {
    Show::new(show).shot(shot).draw(frame, pass, Hand(hand), SIZE)
}

#[test]
fn copies_are_recognised_with_their_shot_and_another_show_is_not() {
    let (frames, gallery) = gallery(71);
    let mut n_found = 0;
    let mut n_asked = 0;
    for (shot, frame) in frames.iter().step_by(3) {
        let picture = drawn(71, (*shot, *frame), Pass::Composite, 0);
        let altered = [
            cut::crop(&picture, 0.25, 5),
            cut::mirrored(&picture),
            cut::letterboxed(&picture, 5),
            light::recoloured(&picture, 5),
            screen::photographed(&picture, 5),
        ];
        for picture in altered {
            let matches = gallery.recognise(&look(&picture));
            let best = matches.first().filter(|found| found.probability >= MATCH_MIN);
            n_found += usize::from(best.is_some_and(|found| frames[found.reference].0 == *shot));
            n_asked += 1;
        }
        for other in [72, 73] {
            let matches =
                gallery.recognise(&look(&drawn(other, (*shot, *frame), Pass::Composite, 0)));
            assert!(
                matches.iter().all(|found| found.probability < MATCH_MIN),
                "show {other}: {:?}",
                matches.first()
            );
        }
    }
    assert!(n_found * 100 >= n_asked * 96, "{n_found} of {n_asked}");
}

#[test]
fn line_art_finds_its_finish_and_the_proof_is_a_picture() {
    let (frames, gallery) = gallery(74);
    let mut n_found = 0;
    for (shot, frame) in frames.iter().step_by(3) {
        let line = drawn(74, (*shot, *frame), Pass::Clean, 0);
        let matches = gallery.recognise(&look(&line));
        let Some(best) = matches.first().filter(|found| found.probability >= MATCH_MIN) else {
            continue;
        };
        n_found += usize::from(frames[best.reference].0 == *shot);
        let finish = drawn(74, frames[best.reference], Pass::Composite, 0);
        let thumb = |picture: &Picture| {
            decode::from_rgb(picture.width as usize, picture.height as usize, &picture.rgb).unwrap()
        };
        let (line_thumb, finish_thumb) = (thumb(&line), thumb(&finish));
        let query = Shown { thumb: &line_thumb, look: &look(&line) };
        let reference = Shown { thumb: &finish_thumb, look: gallery.look(best.reference).unwrap() };
        let png = proof(&query, &reference, best).unwrap();
        assert_eq!(image::load_from_memory(&png).unwrap().height(), 288);
    }
    assert!(n_found >= 5, "{n_found} of 6");
}

#[test]
fn a_drawing_of_a_shot_that_is_not_there_shows_no_other_shot_with_its_characters() {
    let (mut n_believed_alone, mut n_believed) = (0, 0);
    for show in 81..86 {
        let (frames, gallery) = gallery(show);
        for shot in 6..14 {
            let mut matches = gallery.compared(&look(&drawn(show, (shot, 12), Pass::Clean, 0)));
            let believed = |matches: &[subtier_media::gallery::Match]| {
                matches.iter().any(|found| found.probability >= MATCH_MIN)
            };
            n_believed_alone += usize::from(believed(&matches));
            rivals::weigh(&mut matches, |reference| frames[reference].0);
            n_believed += usize::from(believed(&matches));
        }
    }
    assert!(n_believed <= 1, "{n_believed} of 40, {n_believed_alone} without rivals");
}

#[test]
fn drawings_of_one_shot_vote_for_it() {
    let (frames, gallery) = gallery(75);
    let looks: Vec<Look> =
        (0..8).map(|idx| look(&drawn(75, (2, 3 + 4 * idx), Pass::Clean, 2))).collect();
    let row: Vec<&Look> = looks.iter().collect();
    let votes = vote(&gallery.compared_in_row(&row), |reference| frames[reference].0);
    assert_eq!(votes.first().map(|vote| vote.group), Some(2));
    assert!(votes[0].probability >= MATCH_MIN, "{votes:?}");
}

#[test]
fn a_look_is_the_same_from_its_bytes_and_small() {
    let look = look(&drawn(76, (1, 4), Pass::Composite, 0));
    let bytes = look.to_bytes();
    assert!(bytes.len() < 12_000, "{}", bytes.len());
    assert_eq!(Look::from_bytes(&bytes), Some(look));
    assert_eq!(Look::from_bytes(&bytes[..bytes.len() - 1]), None);
}

#[test]
fn the_same_picture_gives_the_same_matches_twice() {
    let (_, gallery) = gallery(77);
    let query = look(&drawn(77, (3, 12), Pass::Rough, 1));
    assert_eq!(gallery.recognise(&query), gallery.recognise(&query));
}
