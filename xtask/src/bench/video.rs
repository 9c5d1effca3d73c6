//! `cargo xtask bench video [--film FILE] [--secs N] [--dir DIR] [--program SUBTIER]`: how many times faster than real
//! time the frames of a film are taken and looked at on one core.
//!
//! In: a film of the user's, or one made by ffmpeg out of the made-up cartoon: 854 x 480, 24 frames a second, H.264, a key frame at
//! each cut and every 250 frames. Out: rows of Markdown for `benches/RESULTS.md`. Only the program's runs are timed.
#![expect(clippy::disallowed_methods, reason = "the benchmark runs programs as a user does")]

use std::fs;
use std::io::Write as _;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use subtier_cartoon::{Hand, Pass, Show};

use super::measure::{build, cpu_secs, spread};

const SIZE: (u32, u32) = (854, 480);
const RATE: u32 = 24;

/// Shots drawn; the film repeats them.
const N_SHOTS: u32 = 20;

/// Drawings of a shot, each held for so many frames.
const N_DRAWINGS: u32 = 12;
const HELD: u32 = 6;

const ROUNDS: usize = 5;

/// Measures.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let option = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).cloned()
    };
    let secs: u32 = match option("--secs") {
        None => 600,
        Some(text) => text.parse().map_err(|_| format!("read --secs {text:?} as a number"))?,
    };
    let dir: PathBuf = option("--dir").unwrap_or_else(|| "target/bench-video".to_owned()).into();
    let film = match option("--film") {
        Some(film) => PathBuf::from(film),
        None => made(&dir, secs)?,
    };
    let subtier = match option("--program") {
        Some(program) => PathBuf::from(program),
        None => build()?,
    };
    let secs = duration(&film)?;
    let n_bytes = fs::metadata(&film).map_err(|error| error.to_string())?.len();
    println!("| what | film | CPU s, median (min–max) | times real time, a core | bar |");
    println!("|---|---|---|---|---|");
    let name = film.file_name().unwrap_or_default().to_string_lossy();
    let about = format!("{name}, {secs:.0} s, {:.1} MB", n_bytes_mb(n_bytes));
    let take = format!(
        "ffmpeg -v error -nostdin -threads 1 -skip_frame nokey -i {film} -an -sn -dn \
         -vf scale=512:-2 -fps_mode passthrough -c:v mjpeg -q:v 2 -f image2pipe pipe:1",
        film = quoted(&film)
    );
    let all = format!("{} media --json {}", quoted(&subtier), quoted(&film));
    for (what, command, bar) in [
        ("key frames alone, by ffmpeg", take, ""),
        ("`subtier media FILM`: key frames, looks, stages", all, "at least 200"),
    ] {
        let mut figures = Vec::new();
        for _ in 0..ROUNDS {
            figures.push(cpu_secs(&command)?);
        }
        let text = spread(&mut figures);
        let median = figures.get(ROUNDS / 2).copied().unwrap_or(f64::NAN);
        println!("| {what} | {about} | {text} | **{:.0}** | {bar} |", secs / median);
    }
    Ok(())
}

#[expect(clippy::cast_precision_loss, reason = "a size for people")]
fn n_bytes_mb(n_bytes: u64) -> f64 {
    n_bytes as f64 / 1e6
}

fn quoted(path: &Path) -> String {
    format!("'{}'", path.display())
}

/// Seconds of a film, as ffprobe has them.
fn duration(film: &Path) -> Result<f64, String> {
    let output = Command::new("ffprobe")
        .args(["-v", "error", "-show_entries", "format=duration", "-of", "csv=p=0"])
        .arg(film)
        .output()
        .map_err(|error| format!("run ffprobe: {error}"))?;
    let text = String::from_utf8_lossy(&output.stdout);
    text.trim().parse().map_err(|_| format!("read the length of {}", film.display()))
}

/// Makes the film where it is not there.
fn made(dir: &Path, secs: u32) -> Result<PathBuf, String> {
    let film = dir.join(format!("cartoon_{secs}.mp4"));
    if film.is_file() {
        return Ok(film);
    }
    fs::create_dir_all(dir).map_err(|error| format!("make {}: {error}", dir.display()))?;
    let once = dir.join("once.mp4");
    let (size, rate) = (format!("{}x{}", SIZE.0, SIZE.1), RATE.to_string());
    let mut child = Command::new("ffmpeg")
        .args(["-v", "error", "-nostdin", "-y", "-f", "rawvideo", "-pix_fmt", "rgb24"])
        .args(["-s", &size, "-r", &rate, "-i", "pipe:0", "-pix_fmt", "yuv420p"])
        .args(["-c:v", "libx264", "-g", "250", "-crf", "20"])
        .arg(&once)
        .stdin(Stdio::piped())
        .spawn()
        .map_err(|error| format!("run ffmpeg: {error}"))?;
    let mut input = child.stdin.take().ok_or("ffmpeg has no standard input")?;
    let show = Show::new(31);
    for number in 0..N_SHOTS {
        let scene = show.shot(number);
        let first = (0..scene.n_frames).find(|frame| !scene.is_flat(*frame)).unwrap_or(0);
        for drawing in 0..N_DRAWINGS {
            let frame = scene.draw(first + drawing, Pass::Composite, Hand(0), SIZE);
            for _ in 0..HELD {
                input.write_all(&frame.rgb).map_err(|error| format!("feed ffmpeg: {error}"))?;
            }
        }
    }
    drop(input);
    ended(child.wait())?;
    let secs = secs.to_string();
    let again = Command::new("ffmpeg")
        .args(["-v", "error", "-nostdin", "-y", "-stream_loop", "-1", "-i"])
        .arg(&once)
        .args(["-t", &secs, "-c", "copy"])
        .arg(&film)
        .status();
    ended(again)?;
    Ok(film)
}

fn ended(status: std::io::Result<std::process::ExitStatus>) -> Result<(), String> {
    let status = status.map_err(|error| format!("run ffmpeg: {error}"))?;
    if status.success() { Ok(()) } else { Err(format!("make a film: ffmpeg: {status}")) }
}
