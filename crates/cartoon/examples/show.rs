//! Writes sheets of small pictures of some shows into a folder: `cargo run -p subtier-cartoon --release --example show FOLDER`.
#![expect(clippy::print_stdout, reason = "an example says where it wrote")]

use image::{RgbImage, imageops};
use subtier_cartoon::copying::{KINDS, cut, screen};
use subtier_cartoon::{Hand, Pass, Picture, Show};

const SIZE: (u32, u32) = (480, 270);

fn image(picture: Picture) -> RgbImage {
    RgbImage::from_raw(picture.width, picture.height, picture.rgb).unwrap_or_default()
}

fn sheet(columns: u32, pictures: Vec<Picture>) -> RgbImage {
    let n = u32::try_from(pictures.len()).unwrap_or(0);
    let mut out = RgbImage::new(columns * SIZE.0, n.div_ceil(columns) * SIZE.1);
    for (idx, picture) in (0..n).zip(pictures) {
        let (x, y) = (idx % columns * SIZE.0, idx / columns * SIZE.1);
        imageops::replace(&mut out, &image(picture), x.into(), y.into());
    }
    out
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = std::env::args().nth(1).ok_or("name a folder")?;
    std::fs::create_dir_all(&folder)?;
    for number in 1..=6 {
        let show = Show::new(number);
        let middles = (0..20).map(|shot| {
            let scene = show.shot(shot);
            scene.draw(scene.n_frames / 2, Pass::Composite, Hand(0), SIZE)
        });
        sheet(4, middles.collect()).save(format!("{folder}/show-{number}.png"))?;
        let scene = show.shot(u32::try_from(number)?);
        let passes = Pass::ALL.map(|pass| scene.draw(scene.n_frames / 2, pass, Hand(0), SIZE));
        let hands =
            [1, 2, 3].map(|hand| scene.draw(scene.n_frames / 2, Pass::Clean, Hand(hand), SIZE));
        sheet(3, passes.into_iter().chain(hands).collect())
            .save(format!("{folder}/passes-{number}.png"))?;
        let frames = (0..16)
            .map(|idx| scene.draw(idx * scene.n_frames / 16, Pass::Composite, Hand(0), SIZE));
        sheet(4, frames.collect()).save(format!("{folder}/motion-{number}.png"))?;
    }
    let frame = Show::new(3).shot(1).draw(20, Pass::Composite, Hand(0), SIZE);
    let copies = KINDS
        .iter()
        .map(|kind| cut::sized(&(kind.make)(&frame, 5), SIZE))
        .chain((6..9).map(|seed| screen::photographed(&frame, seed)));
    sheet(4, copies.collect()).save(format!("{folder}/copies.png"))?;
    println!("{folder}");
    Ok(())
}
