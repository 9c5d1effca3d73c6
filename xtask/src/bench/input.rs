//! Inputs of the benchmarks: a log of a little over 1 GB and a folder of media-like bytes, both the
//! same on every machine. What is there already is used again.
#![expect(clippy::disallowed_methods, reason = "the benchmark makes its own inputs")]

use std::fs::{self, File};
use std::io::{BufRead, BufReader, BufWriter, Write};
use std::path::Path;

/// Bytes of the log, as in the measurement that the bars were set on.
const LOG_BYTES: u64 = 1_074_000_000;

/// Bytes of the media folder.
pub(crate) const MEDIA_BYTES: u64 = MEDIA_FILES * MEDIA_FILE_BYTES;
const MEDIA_FILES: u64 = 128;
const MEDIA_FILE_BYTES: u64 = 8 << 20;

/// A xorshift generator (Marsaglia 2003): the same numbers everywhere.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, limit: u64) -> u64 {
        self.next() % limit.max(1)
    }
}

/// Makes the log; gives its lines. A sample is repeated with its addresses permuted and its days
/// moved on, as often as it takes.
pub(crate) fn make_log(path: &Path, sample: Option<&Path>) -> Result<u64, String> {
    let failed = |error: std::io::Error| format!("make {}: {error}", path.display());
    if path.metadata().is_ok_and(|metadata| metadata.len() >= LOG_BYTES) {
        return Ok(BufReader::new(File::open(path).map_err(failed)?).split(b'\n').count() as u64);
    }
    let sample = match sample {
        Some(sample) => {
            let bytes =
                fs::read(sample).map_err(|error| format!("read {}: {error}", sample.display()))?;
            String::from_utf8_lossy(&bytes).into_owned()
        }
        None => made_up_sample(),
    };
    let mut file = BufWriter::new(File::create(path).map_err(failed)?);
    let (mut written, mut lines, mut turn) = (0, 0, 0);
    while written < LOG_BYTES {
        for line in sample.lines() {
            let line = turned(line, turn);
            file.write_all(line.as_bytes()).map_err(failed)?;
            written += line.len() as u64;
            lines += 1;
        }
        turn += 1;
    }
    file.flush().map_err(failed)?;
    Ok(lines)
}

/// Turns after which the addresses come again: a sample of 1,753 addresses then gives some 447,000, as
/// in the measurement that the bars were set on.
const ADDRESS_TURNS: u64 = 255;

/// The line with other address bytes and another day for each turn.
fn turned(line: &str, turn: u64) -> String {
    let Some((address, rest)) = line.split_once(' ') else { return format!("{line}\n") };
    let bytes: Vec<u64> = address.split('.').filter_map(|byte| byte.parse().ok()).collect();
    let [a, b, c, d] = bytes.as_slice() else { return format!("{line}\n") };
    let shift = turn % ADDRESS_TURNS;
    let (a, b) = ((a + shift * 7) % 223 + 1, (b + shift * 31) % 256);
    let (c, d) = ((c + shift * 57) % 256, (d + shift * 101) % 256);
    let day = turn % 28 + 1;
    let year = 1995 + turn / 28;
    let rest = match rest.split_once('[').and_then(|(before, after)| {
        Some((before, after.split_once('/')?.1.split_once('/')?, after))
    }) {
        Some((before, (month, after), _)) => {
            let time = after.split_once(':').map_or(after, |(_, time)| time);
            format!("{before}[{day:02}/{month}/{year}:{time}")
        }
        None => rest.to_owned(),
    };
    format!("{a}.{b}.{c}.{d} {rest}\n")
}

/// Ten thousand lines of the shape of a public web server's log.
fn made_up_sample() -> String {
    const AGENTS: [&str; 3] = [
        "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/120.0.0.0 Safari/537.36",
        "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.1 Safari/605.1.15",
        "rclone/v1.63",
    ];
    let mut numbers = Numbers(88_172_645_463_325_252);
    let mut text = String::new();
    for _ in 0..10_000 {
        let address = numbers.below(1_750) * 2_454_267;
        let agent = AGENTS.iter().cycle().nth(usize::try_from(numbers.below(3)).unwrap_or(0));
        let line = format!(
            "{}.{}.{}.{} - - [17/May/2015:{:02}:{:02}:{:02} +0000] \"GET /show/EP{:03}/SC{:03}/key_v{:02}.png HTTP/1.1\" 200 {} \"https://exchange.example/show/\" \"{}\"\n",
            (address >> 24) % 223 + 1,
            (address >> 16) % 256,
            (address >> 8) % 256,
            address % 256,
            numbers.below(24),
            numbers.below(60),
            numbers.below(60),
            numbers.below(26),
            numbers.below(400),
            numbers.below(9),
            numbers.below(4_000_000),
            agent.copied().unwrap_or_default(),
        );
        text.push_str(&line);
    }
    text
}

/// Makes the folder of media-like bytes, which do not compress and hold no mark.
pub(crate) fn make_media(dir: &Path) -> Result<(), String> {
    let failed = |error: std::io::Error| format!("make {}: {error}", dir.display());
    fs::create_dir_all(dir).map_err(failed)?;
    for number in 0..MEDIA_FILES {
        let path = dir.join(format!("clip_{number:03}.bin"));
        if path.metadata().is_ok_and(|metadata| metadata.len() == MEDIA_FILE_BYTES) {
            continue;
        }
        let mut numbers = Numbers(number + 1);
        let mut file = BufWriter::new(File::create(&path).map_err(failed)?);
        for _ in 0..MEDIA_FILE_BYTES / 8 {
            file.write_all(&numbers.next().to_le_bytes()).map_err(failed)?;
        }
        file.flush().map_err(failed)?;
    }
    Ok(())
}
