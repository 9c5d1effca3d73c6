//! What the reader of stages says of each pass: `cargo run -p subtier-media --example stage -- FIRST END [--measured] [--photo]`.
//! Prints the table of docs/media.md, or what was measured of each picture; of pictures that are named, both.
#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "a tool for the command line")]

use std::collections::{BTreeMap, BTreeSet};

use subtier_cartoon::{Hand, Pass, Show, copying};
use subtier_media::decode;
use subtier_media::stage::{self, Measured};

fn main() {
    for path in std::env::args().skip(1).filter(|argument| argument.contains('.')) {
        let bytes = std::fs::read(&path).unwrap_or_default();
        let thumb = decode::decode(&bytes);
        println!("{path} {:?}", thumb.map(|thumb| (stage::of(&thumb), Measured::of(&thumb))));
    }
    let is_measured = std::env::args().any(|argument| argument == "--measured");
    let is_photo = std::env::args().any(|argument| argument == "--photo");
    let mut arguments = std::env::args().skip(1).filter_map(|text| text.parse::<u64>().ok());
    let (first, end) = (arguments.next().unwrap_or(2001), arguments.next().unwrap_or(2009));
    let mut table: BTreeMap<Pass, BTreeMap<&str, usize>> = BTreeMap::new();
    for number in first..end {
        for shot_number in 0..4 {
            let shot = Show::new(number).shot(shot_number);
            let frame = (0..shot.n_frames).find(|frame| !shot.is_flat(*frame)).unwrap_or(0);
            for pass in Pass::ALL {
                let size = if number % 2 == 0 { (640, 360) } else { (960, 540) };
                let hand = Hand(u32::from(number % 4 == 3));
                let mut picture = shot.draw(frame, pass, hand, size);
                if number % 3 == 0 {
                    picture = copying::cut::scaled(&picture, 0.7);
                }
                if is_photo {
                    picture = copying::screen::photographed(&picture, number);
                }
                let (width, height) = (picture.width as usize, picture.height as usize);
                let Ok(thumb) = decode::from_rgb(width, height, &picture.rgb) else { continue };
                if is_measured {
                    println!("{pass:?} {number} {shot_number} {:?}", Measured::of(&thumb));
                }
                let word = stage::of(&thumb).map_or("none", |seen| seen.stage.word());
                *table.entry(pass).or_default().entry(word).or_default() += 1;
            }
        }
    }
    let words: BTreeSet<&str> = table.values().flat_map(BTreeMap::keys).copied().collect();
    let words: Vec<&str> = words.into_iter().collect();
    println!("| drawn as | {} |", words.join(" | "));
    println!("|---|{}", "---|".repeat(words.len()));
    for (pass, counts) in &table {
        let count = |word: &&str| counts.get(word).map_or(String::new(), ToString::to_string);
        println!("| {pass:?} | {} |", words.iter().map(count).collect::<Vec<_>>().join(" | "));
    }
}
