//! What the reader of stages measures on each pass: `cargo run -p subtier-media --example stage -- FIRST END`.
#![allow(clippy::print_stdout, reason = "a tool for the command line")]

use subtier_cartoon::{Hand, Pass, Show, copying};
use subtier_media::decode;
use subtier_media::stage::Measured;

fn main() {
    let mut arguments = std::env::args().skip(1).filter_map(|text| text.parse::<u64>().ok());
    let (first, end) = (arguments.next().unwrap_or(1), arguments.next().unwrap_or(9));
    for number in first..end {
        for shot_number in 0..4 {
            let shot = Show::new(number).shot(shot_number);
            let frame = (0..shot.n_frames).find(|frame| !shot.is_flat(*frame)).unwrap_or(0);
            for pass in Pass::ALL {
                let size = if number % 2 == 0 { (640, 360) } else { (960, 540) };
                let mut picture = shot.draw(frame, pass, Hand(0), size);
                if number % 3 == 0 {
                    picture = copying::cut::scaled(&picture, 0.7);
                }
                let (width, height) = (picture.width as usize, picture.height as usize);
                if let Ok(thumb) = decode::from_rgb(width, height, &picture.rgb) {
                    println!("{pass:?} {number} {shot_number} {:?}", Measured::of(&thumb));
                }
            }
        }
    }
}
