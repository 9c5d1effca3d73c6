//! Prints what files tell: `cargo run -p subtier-footage --example tell -- FILE…`; `--carve` before them searches any bytes.
#![expect(
    clippy::disallowed_methods,
    reason = "a program for measuring reads what it is pointed to"
)]
#![expect(clippy::print_stdout, reason = "it prints")]

use std::time::Instant;

use subtier_blocks::Limits;
use subtier_footage::{Held, READERS, Telling, carve};

fn main() {
    let mut carves = false;
    for path in std::env::args().skip(1) {
        if path == "--carve" {
            carves = true;
            continue;
        }
        let Ok(bytes) = std::fs::read(&path) else { continue };
        let held = Held::whole(&bytes);
        let reader = READERS.iter().find(|reader| !carves && (reader.is_it)(&held, &path));
        let mut telling =
            Telling::new(reader.map_or("unknown", |reader| reader.format), Limits::STANDARD);
        let begin = Instant::now();
        reader.map_or(carve as fn(&Held<'_>, &mut Telling), |reader| reader.read)(
            &held,
            &mut telling,
        );
        let secs = begin.elapsed().as_secs_f64();
        let told = telling.finish();
        println!("{path}: {} {:?} {:?} ms, {secs:.3} s", told.format, told.size, told.duration_ms);
        for signal in &told.signals {
            println!("  {}: {:?} at {}", signal.kind.name(), signal.value, signal.place);
        }
        for fault in &told.faults {
            println!("  fault: {} at {}", fault.reason, fault.place);
        }
        for preview in &told.previews {
            println!("  {} of {} bytes", preview.what, preview.bytes.len());
        }
    }
}
