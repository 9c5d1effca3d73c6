//! Speeds of the recognition: looking, searching, verifying, in CPU time of this thread's process.
//!
//! In: a gallery. Out: lines of Markdown. The JPEG of 1920 x 1080 is drawn by the cartoon.
#![expect(
    clippy::cast_precision_loss,
    clippy::disallowed_methods,
    reason = "counts of a benchmark, which reads its own time from /proc"
)]

use std::hint::black_box;
use std::path::Path;

use subtier_cartoon::{Hand, Pass, Show};
use subtier_media::decode;
use subtier_media::descriptor::Code;
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
    search(gallery);
    let looks: Vec<&Look> =
        (0..20).filter_map(|idx| gallery.look(idx * gallery.len() / 20)).collect();
    let secs = timed(20, |idx| {
        if let Some(look) = looks.get(idx as usize) {
            drop(black_box(gallery.recognise(look)));
        }
    });
    println!("| recognise one picture among {} | {:.0} ms |", gallery.len(), secs * 1e3);
}

/// References that the search is timed with.
const N_SEARCHED: u32 = 1_000_000;

/// Queries of a batch.
const N_BATCH: usize = 64;

/// Times the search over the windows of a million references, and says what the heaps miss on the gallery.
fn search(gallery: &Gallery) {
    let looks: Vec<&Look> = (0..gallery.len()).filter_map(|at| gallery.look(at)).collect();
    if looks.is_empty() {
        return;
    }
    let windows = |reference: u32, look: &Look, noise: u64| {
        let codes: Vec<_> =
            (0_u8..).zip(look.codes).filter_map(|(w, code)| Some((w, code?))).collect();
        codes.into_iter().map(move |(window, code)| {
            (Origin { reference, window }, changed(code, noise.wrapping_add(u64::from(window))))
        })
    };
    let queries: Vec<Code> = looks
        .iter()
        .step_by((looks.len() / N_BATCH).max(1))
        .filter_map(|look| look.codes.get(3).copied().flatten())
        .map(|code| changed(code, 5))
        .take(N_BATCH)
        .collect();
    let each = || (0_u32..).zip(&looks).flat_map(|(n, look)| windows(n, look, 0));
    let (exact, heaped) = (Index::new(each()), Index::with_exact(each(), 1));
    let (all, found) = (exact.nearest(&queries, 10), heaped.nearest(&queries, 10));
    let n_all: usize = all.iter().map(Vec::len).sum();
    let n_found: usize = all
        .iter()
        .zip(&found)
        .map(|(all, found)| all.iter().filter(|near| found.contains(near)).count())
        .sum();
    println!(
        "| of the 10 nearest codes of {}, found in heaps | {n_found} of {n_all} |",
        exact.len()
    );
    drop((exact, heaped));
    let many = (0..N_SEARCHED).flat_map(|n| {
        let at = n as usize % looks.len();
        let look = looks.get(at).copied();
        look.into_iter().flat_map(move |look| windows(n, look, u64::from(n) << 8))
    });
    let index = Index::new(many);
    let n_codes = index.len();
    let secs = timed(2, |_| drop(black_box(index.nearest(&queries, 100)))) / queries.len() as f64;
    println!(
        "| search {N_SEARCHED} references ({n_codes} codes), batch of {N_BATCH}, one code a query | {:.2} ms a query |",
        secs * 1e3
    );
}

/// The code with some 20 of its bits turned over: another reference of the same kind.
fn changed(code: Code, seed: u64) -> Code {
    let mut state = seed.wrapping_mul(0x9E37_79B9_7F4A_7C15);
    let mut code = code;
    if seed == 0 {
        return code;
    }
    for _ in 0..20 {
        state =
            state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        let bit = (state >> 56) as usize;
        if let Some(word) = code.get_mut(bit / 64) {
            *word ^= 1 << (bit % 64);
        }
    }
    code
}
