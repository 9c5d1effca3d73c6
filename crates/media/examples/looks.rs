//! How many pictures a second are looked at: `cargo run --release -p subtier-media --example looks -- TIMES PICTURE...`.
#![allow(clippy::disallowed_methods, clippy::print_stdout, reason = "a tool for the command line")]

use std::error::Error;
use std::hint::black_box;

use subtier_media::look::Look;

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let n_times: usize = arguments.next().ok_or("say how often")?.parse()?;
    let files = arguments.map(std::fs::read).collect::<Result<Vec<_>, _>>()?;
    for _ in 0..n_times {
        for file in &files {
            drop(black_box(Look::of(file)));
        }
    }
    println!("{} looks", n_times * files.len());
    Ok(())
}
