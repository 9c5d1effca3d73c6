//! Prints what files testify: `cargo run -p subtier-authoring --example tell -- FILE…`.

#![expect(
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a tool for developers that prints what it reads"
)]

use subtier_blocks::Limits;
use subtier_footage::{Held, Telling};

fn main() {
    for path in std::env::args().skip(1) {
        let bytes = std::fs::read(&path).unwrap_or_default();
        let held = Held::whole(&bytes);
        let reader = subtier_authoring::READERS.iter().find(|reader| (reader.is_it)(&held, &path));
        let Some(reader) = reader else {
            println!("{path}: no reader");
            continue;
        };
        let mut telling = Telling::new(reader.format, Limits::STANDARD);
        (reader.read)(&held, &mut telling);
        let told = telling.finish();
        println!("{path}: {} {:?} {:?} ms", told.format, told.size, told.duration_ms);
        for signal in &told.signals {
            println!("  {} = {} ({})", signal.kind.name(), signal.value, signal.place);
        }
        for preview in &told.previews {
            println!("  {} of {} bytes", preview.what, preview.bytes.len());
        }
        for fault in &told.faults {
            println!("  fault: {} ({})", fault.reason, fault.place);
        }
    }
}
