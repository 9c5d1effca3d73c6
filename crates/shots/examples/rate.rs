//! Paths read and learnt a second on one core: `cargo run --release -p subtier-shots --example rate`.
//!
//! The paths are those of an exchange server, a tracker's renders and a Japanese delivery in equal parts.
#![expect(clippy::print_stdout, reason = "a measurement is printed")]
#![expect(clippy::disallowed_methods, reason = "the kernel tells how long this process ran")]

use subtier_shots::Naming;

const N_PATHS: u32 = 1_000_000;

fn main() {
    let paths: Vec<String> = (0..N_PATHS)
        .map(|n| {
            let (e, s, f) = (n % 26 + 1, n / 26 % 400 + 1, n % 200 + 1001);
            match n % 3 {
                0 => format!("/pub/OSK/EP{e:03}/SC{s:03}/OSK_EP{e:03}_SC{s:03}_key_v{:02}.psd", n % 9),
                1 => format!("/mnt/demo/shots/sq{e:02}/sh{s:03}/publish/render/renderMain/v001/demo_sh{s:03}_renderMain_v001.{f}.exr"),
                _ => format!("納品/ABC_{e:02}_c{s:03}/原画/作監修正/A{f:04}.tga"),
            }
        })
        .collect();
    let bytes: usize = paths.iter().map(String::len).sum();
    let start = cpu_seconds();
    let naming = Naming::learn(paths.iter().map(String::as_str));
    let learning = cpu_seconds() - start;
    let start = cpu_seconds();
    let n_shots = paths.iter().filter(|path| naming.read(path).shot.is_some()).count();
    let reading = cpu_seconds() - start;
    let n = f64::from(N_PATHS);
    println!("{N_PATHS} paths, {} bytes each", bytes / paths.len());
    println!(
        "learn {:.0} paths a second; read {:.0} paths a second; {n_shots} shots",
        n / learning,
        n / reading
    );
}

/// Seconds this process ran on a core, whatever else the machine did.
fn cpu_seconds() -> f64 {
    let told = std::fs::read_to_string("/proc/self/schedstat").unwrap_or_default();
    told.split(' ').next().and_then(|ns| ns.parse::<f64>().ok()).unwrap_or(0.0) / 1e9
}
