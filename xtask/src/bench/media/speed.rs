//! Speeds of the recognition: looking, searching, verifying, in CPU time of this thread's process.
//!
//! In: a gallery. Out: lines of Markdown. The JPEG of 1920 x 1080 is drawn by the cartoon.
#![expect(clippy::disallowed_methods, reason = "a benchmark reads its own time from /proc")]

use std::hint::black_box;
use std::path::Path;

use subtier_cartoon::{Hand, Pass, Show};
use subtier_media::decode;
use subtier_media::gallery::Gallery;
use subtier_media::index::{Index, Origin};
use subtier_media::look::Look;

use super::drawn;

/// User and system seconds of this process so far (proc(5), fields 14 and 15, in hundredths).
fn cpu_secs() -> f64 {
    let text = std::fs::read_to_string(Path::new("/proc/self/stat")).unwrap_or_default();
    let after = text.rsplit(')').next().unwrap_or_default();
    let fields: Vec<f64> =
        after.split_whitespace().skip(11).take(2).filter_map(|f| f.parse().ok()).collect();
    fields.iter().sum::<f64>() / 100.0
}

fn timed(n_times: u32, mut work: impl FnMut(u32)) -> f64 {
    let from = cpu_secs();
    for idx in 0..n_times {
        work(idx);
    }
    (cpu_secs() - from) / f64::from(n_times)
}

/// Measures and prints.
pub(crate) fn measure(gallery: &Gallery) {
    println!();
    println!("| speed, one core | figure |");
    println!("|---|---|");
    let show = Show::new(1);
    let frames: Vec<Vec<u8>> = (0..6)
        .map(|idx| drawn::jpeg(&show.shot(idx).draw(3, Pass::Composite, Hand(0), (1920, 1080)), 85))
        .collect();
    let n_bytes = frames.iter().map(Vec::len).sum::<usize>() / frames.len();
    let frame =
        |idx: u32| frames.get(idx as usize % frames.len()).map(Vec::as_slice).unwrap_or_default();
    let secs = timed(120, |idx| drop(black_box(decode::decode(frame(idx)))));
    println!("| decode a JPEG of 1920 x 1080 ({n_bytes} bytes) small | {:.1} ms |", secs * 1e3);
    let secs = timed(120, |idx| drop(black_box(Look::of(frame(idx)))));
    println!("| look at it, decode included | {:.0} pictures a second |", 1.0 / secs);
    let mut index = Index::default();
    let mut state = 1_u64;
    let mut code = || {
        std::array::from_fn(|_| {
            state = state
                .wrapping_mul(6_364_136_223_846_793_005)
                .wrapping_add(1_442_695_040_888_963_407);
            state ^ (state >> 31)
        })
    };
    for reference in 0..1_000_000 {
        index.push(Origin { reference, window: 0 }, &code());
    }
    let queries: Vec<_> = (0..64).map(|_| code()).collect();
    let secs = timed(4, |_| drop(black_box(index.nearest(&queries, 100)))) / 64.0;
    println!("| search 1,000,000 codes of 256 bit, batch of 64 | {:.2} ms a query |", secs * 1e3);
    let looks: Vec<&Look> =
        (0..20).filter_map(|idx| gallery.look(idx * gallery.len() / 20)).collect();
    let secs = timed(20, |idx| {
        if let Some(look) = looks.get(idx as usize) {
            drop(black_box(gallery.recognise(look)));
        }
    });
    println!("| recognise one picture among {} | {:.0} ms |", gallery.len(), secs * 1e3);
}
