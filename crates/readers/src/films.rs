//! Frames out of films by ffmpeg, where it is found: a process with limits, without network, that is handed the open file.
//!
//! In: an open film, its format, how long it says it is. Out: some of its frames as small JPEGs with their times. Never: a path
//! handed over; a file that the film points to followed; more frames, bytes or seconds than the limits below.

mod printed;

use std::ffi::OsString;
use std::sync::OnceLock;

use subtier_source::{ChildFailure, Opened, ToolRun};

use crate::Warn;
use crate::outside::{ABOUT_BYTES_MAX, ABOUT_SECONDS_MAX, Outside};
use crate::protocol::{Glance, View};
use printed::{Said, jpegs};

/// The program.
const PROGRAM: &str = "ffmpeg";

/// Frames of one film that are taken.
const FRAMES_MAX: usize = 600;

/// Seconds for one film. Key frames of an hour in 480p take some ten.
const SECONDS_MAX: u64 = 600;

/// Bytes of all frames of one film; one of 512 samples takes some 40,000.
const PRINTED_BYTES_MAX: u64 = 128 << 20;

/// Bytes of what ffmpeg says of a film: some 500 a frame.
const SAID_BYTES_MAX: u64 = 4 << 20;

/// Pixels of the largest frame that is decoded: 8K is 33 million.
const PIXELS_MAX: &str = "67108864";

/// Bytes of one piece of memory.
const ALLOC_BYTES_MAX: &str = "1073741824";

/// Milliseconds between two frames that are taken, at least.
const STEP_MILLIS_MIN: u64 = 500;

/// Milliseconds between key frames from which those of a constant step may miss whole shots.
const SPARSE_MILLIS: u64 = 3_000;

/// Key frames below which a film is looked through for its cuts.
const KEYS_MIN: usize = 3;

/// Of ffmpeg's score of change between two frames, from 0 to 1, what counts as a cut. ffmpeg-filters(1), `select`: "a value between
/// 0.3 and 0.5 is generally a sane choice"; flat drawings change less than photographs.
const CUT_MIN: &str = "0.2";

/// The formats by their words here, and ffmpeg's names of what reads them. The reader is named so that no film is taken for a list of
/// other files.
const FORMATS: [(&str, &str); 4] =
    [("quicktime", "mov"), ("avi", "avi"), ("matroska", "matroska"), ("mxf", "mxf")];

/// At most 512 samples on the longer side, in the shape in which the film is shown; the same samples on every machine.
const SCALE: &str = "scale=w='if(gte(dar,1),512,max(16,round(512*dar)))':\
h='if(gte(dar,1),max(16,round(512/dar)),512)':flags=area+accurate_rnd+bitexact,setsar=1,showinfo=checksum=0";

/// One frame of a film.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Frame {
    /// From the beginning of the film.
    pub millis: u64,
    /// Counted from 0, where the film has a constant rate.
    pub number: Option<u64>,
    /// As JPEG.
    pub jpeg: Vec<u8>,
}

impl Frame {
    /// The frame for the process that looks, with a thumbnail of so many samples on its longer side; none where 0.
    pub fn view(&self, thumbnail_side: usize) -> View {
        let glance = Glance {
            name: "frame.jpg".to_owned(),
            length: self.jpeg.len() as u64,
            tail_bytes: 0,
            is_carved: false,
            thumbnail_side,
        };
        View { glance, bytes: self.jpeg.clone() }
    }
}

/// What could be taken of a film.
#[derive(Debug, Default)]
pub struct Taken {
    /// In their order.
    pub frames: Vec<Frame>,
    /// What could not, in words.
    pub faults: Vec<String>,
    /// Whether it has no moving picture at all.
    pub is_sound: bool,
}

/// ffmpeg, looked for when it is first wanted; where there is none, the reason in words.
#[derive(Debug)]
pub struct Films {
    warn: Warn,
    found: OnceLock<Result<Ffmpeg, String>>,
}

/// ffmpeg as it is on this machine.
#[derive(Debug, Clone)]
pub struct Ffmpeg {
    outside: Outside,
    version: String,
}

/// Whether a format is one of films.
pub fn is_film(format: &str) -> bool {
    FORMATS.iter().any(|(name, _)| *name == format)
}

impl Films {
    /// Nothing is looked for yet.
    pub const fn new(warn: Warn) -> Self {
        Self { warn, found: OnceLock::new() }
    }

    /// Looks for the program on the search path.
    pub fn ffmpeg(&self) -> Result<&Ffmpeg, String> {
        self.found.get_or_init(|| Ffmpeg::find(self.warn)).as_ref().map_err(Clone::clone)
    }

    /// What takes warnings.
    pub(crate) const fn warn(&self) -> Warn {
        self.warn
    }

    /// Such as `ffmpeg version 5.1.9`, or that there is none: other words, other frames.
    pub fn version(&self) -> String {
        self.ffmpeg().map_or_else(|reason| reason, |found| found.version.clone())
    }
}

/// Which frames are wanted.
enum Wanted {
    /// Key frames, so far apart at least.
    Keys { step_millis: u64 },
    /// The first frame after each cut, and one every two seconds.
    Cuts { step_millis: u64 },
    /// The first one from a time on.
    At { millis: u64 },
}

impl Ffmpeg {
    fn find(warn: Warn) -> Result<Self, String> {
        let outside = Outside::find(PROGRAM, Vec::new(), warn)?;
        let limits = (ABOUT_SECONDS_MAX, ABOUT_BYTES_MAX);
        let said = outside.run(&["-version".into()], &[], limits)?;
        let first = said.lines().next().unwrap_or(PROGRAM);
        let version = first.split(" Copyright").next().unwrap_or(first).trim().to_owned();
        Ok(Self { outside, version })
    }

    /// Takes frames of a film: its key frames; the frames after its cuts too where key frames are few, or stand at a constant step so
    /// wide that shots may lie between them.
    pub fn frames(&self, file: &Opened, format: &str, duration_ms: Option<u64>) -> Taken {
        let each = duration_ms.unwrap_or(0) / FRAMES_MAX as u64 + 1;
        let step_millis = each.max(STEP_MILLIS_MIN);
        let keys = self.take(file, format, &Wanted::Keys { step_millis });
        if keys.is_sound || !is_sparse(&keys.frames) {
            return keys;
        }
        let cuts = self.take(file, format, &Wanted::Cuts { step_millis });
        if cuts.frames.len() > keys.frames.len() { cuts } else { keys }
    }

    /// Takes the frame at a time of a film of whatever format.
    pub fn frame_at(&self, file: &Opened, millis: u64) -> Option<Frame> {
        let take = |format| self.take(file, format, &Wanted::At { millis });
        FORMATS.iter().find_map(|(format, _)| take(format).frames.into_iter().next())
    }

    fn take(&self, file: &Opened, format: &str, wanted: &Wanted) -> Taken {
        let Some((_, reader)) = FORMATS.iter().find(|(name, _)| *name == format) else {
            return Taken::default();
        };
        let arguments = arguments(reader, wanted, &self.version);
        let limits = ((SECONDS_MAX, PRINTED_BYTES_MAX), SAID_BYTES_MAX);
        match self.outside.run_on(&arguments, file, limits) {
            Ok(run) => taken(&run),
            Err(failure) => Taken { faults: vec![not_taken(&failure)], ..Taken::default() },
        }
    }
}

fn not_taken(failure: &ChildFailure) -> String {
    format!("its frames could not be taken: {PROGRAM}: {failure}")
}

/// Whether key frames are so few or so evenly far apart that cuts may lie between them.
fn is_sparse(keys: &[Frame]) -> bool {
    let steps = || {
        keys.windows(2).filter_map(|pair| match pair {
            [one, next] => Some(next.millis.saturating_sub(one.millis)),
            _ => None,
        })
    };
    let (Some(least), Some(most)) = (steps().min(), steps().max()) else { return true };
    keys.len() < KEYS_MIN || (least >= SPARSE_MILLIS && most - least <= least / 50)
}

/// Since 5.1 the older word is deprecated (ffmpeg(1), `-fps_mode`).
fn passes_through(version: &str) -> &'static str {
    let number = version.split(' ').nth(2).unwrap_or_default();
    let mut parts = number.split(['.', '-']).map(|part| part.parse::<u32>().ok());
    let is_old = match (parts.next().flatten(), parts.next().flatten()) {
        (Some(5), Some(minor)) => minor < 1,
        (Some(major), _) => major < 5,
        // A build from its repository.
        (None, _) => false,
    };
    if is_old { "-vsync" } else { "-fps_mode" }
}

/// Arguments without spaces in them.
fn words(text: &str) -> Vec<String> {
    text.split_whitespace().map(str::to_owned).collect()
}

fn arguments(reader: &str, wanted: &Wanted, version: &str) -> Vec<OsString> {
    let mut all = words(&format!(
        "-nostdin -nostats -hide_banner -loglevel level+info -max_alloc {ALLOC_BYTES_MAX} \
         -protocol_whitelist file,pipe -f {reader} -max_pixels {PIXELS_MAX} -threads 1"
    ));
    let seconds = |millis: u64| format!("{}.{:03}", millis / 1000, millis % 1000);
    let (select, n_frames) = match wanted {
        Wanted::Keys { step_millis } => {
            // `-discard nokey` would read less, but gives key frames of MP4 times that are some frames off (ffmpeg 5.1).
            all.extend(words("-skip_frame nokey"));
            let step = seconds(*step_millis);
            (format!("isnan(prev_selected_t)+gte(t-prev_selected_t,{step})"), FRAMES_MAX)
        }
        Wanted::Cuts { step_millis } => {
            // Frames that no other is made from are not needed to see a cut.
            all.extend(words("-skip_frame noref"));
            let (least, most) = (seconds(*step_millis / 2), seconds(*step_millis * 4));
            let select = format!(
                "isnan(prev_selected_t)+gt(scene,{CUT_MIN})*gte(t-prev_selected_t,{least})+gte(t-prev_selected_t,{most})"
            );
            (select, FRAMES_MAX)
        }
        Wanted::At { millis } => {
            all.extend(["-ss".to_owned(), seconds(*millis)]);
            ("1".to_owned(), 1)
        }
    };
    let filter = format!("select='{select}',{SCALE}");
    all.extend(words("-i /proc/self/fd/0 -map 0:v:0 -an -sn -dn -vf"));
    all.push(filter);
    all.extend(words(&format!(
        "{} passthrough -frames:v {n_frames} -c:v mjpeg -pix_fmt yuvj420p -q:v 2 -flags:v +bitexact \
         -f image2pipe pipe:1",
        passes_through(version)
    )));
    all.into_iter().map(OsString::from).collect()
}

/// Makes frames of what was printed and what was said.
fn taken(run: &ToolRun) -> Taken {
    let said = Said::read(&String::from_utf8_lossy(&run.said));
    let pictures = jpegs(&run.printed, FRAMES_MAX);
    let mut taken = Taken { is_sound: said.has_no_picture, ..Taken::default() };
    if taken.is_sound {
        return taken;
    }
    let n_pictures = pictures.len();
    let frames = pictures.into_iter().zip(&said.millis).map(|(jpeg, millis)| Frame {
        millis: *millis,
        number: said.number(*millis),
        jpeg: jpeg.to_vec(),
    });
    taken.frames = frames.collect();
    match &run.failure {
        // It says itself why it ended, below.
        None | Some(ChildFailure::Ended { .. }) if said.n_errors > 0 => {}
        None => {}
        Some(failure) => {
            let end = taken.frames.last().map_or(0, |last| last.millis);
            taken.faults.push(format!(
                "{}; {} frames up to {} were taken",
                not_taken(failure),
                taken.frames.len(),
                timecode(end)
            ));
        }
    }
    if let Some(first) = said.first_error.as_ref().filter(|_| said.n_errors > 0) {
        let n_frames = taken.frames.len();
        taken.faults.push(format!(
            "{n_frames} frames of it were taken; {PROGRAM} complains {} times, first: {first}",
            said.n_errors
        ));
    } else if taken.frames.is_empty() && taken.faults.is_empty() {
        taken.faults.push("no frame of it could be taken".to_owned());
    }
    if n_pictures >= FRAMES_MAX {
        let end = taken.frames.last().map_or(0, |last| last.millis);
        taken.faults.push(format!(
            "its first {n_pictures} key frames, up to {}, were looked at: the limit of one film",
            timecode(end)
        ));
    }
    taken
}

/// Such as `00:00:12.480`.
pub fn timecode(millis: u64) -> String {
    let secs = millis / 1000;
    format!("{:02}:{:02}:{:02}.{:03}", secs / 3600, secs / 60 % 60, secs % 60, millis % 1000)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn keys(millis: &[u64]) -> Vec<Frame> {
        let frame = |millis: &u64| Frame { millis: *millis, number: None, jpeg: Vec::new() };
        millis.iter().map(frame).collect()
    }

    #[test]
    fn key_frames_at_a_wide_constant_step_may_miss_shots() {
        assert!(is_sparse(&keys(&[])));
        assert!(is_sparse(&keys(&[0, 4_000])));
        assert!(is_sparse(&keys(&[0, 10_417, 20_833, 31_250])));
        assert!(!is_sparse(&keys(&[0, 10_417, 13_000, 23_417])));
        assert!(!is_sparse(&keys(&[0, 2_000, 4_000, 6_000])));
    }

    #[test]
    fn older_programs_are_asked_in_their_words() {
        for (version, word) in [
            ("ffmpeg version 4.3.9-0+deb11u1", "-vsync"),
            ("ffmpeg version 5.0.1", "-vsync"),
            ("ffmpeg version 5.1.9-0+deb12u1", "-fps_mode"),
            ("ffmpeg version 7", "-fps_mode"),
            ("ffmpeg version N-110223-gb18a9c2971", "-fps_mode"),
        ] {
            assert_eq!(passes_through(version), word, "{version}");
        }
    }

    #[test]
    fn no_reader_of_lists_and_no_network_is_asked_for() {
        let all = arguments("mov", &Wanted::Keys { step_millis: 500 }, "ffmpeg version 7.1");
        let all: Vec<&str> = all.iter().filter_map(|one| one.to_str()).collect();
        let after = |name: &str| all.iter().skip_while(|one| **one != name).nth(1).copied();
        assert_eq!(after("-protocol_whitelist"), Some("file,pipe"));
        assert_eq!(after("-f"), Some("mov"));
        assert!(all.iter().position(|one| *one == "-f") < all.iter().position(|one| *one == "-i"));
        assert_eq!(after("-i"), Some("/proc/self/fd/0"));
        assert_eq!(all.last(), Some(&"pipe:1"));
    }
}
