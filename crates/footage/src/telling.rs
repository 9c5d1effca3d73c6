//! What one file tells, as it is written down by its reader under limits.

use std::collections::BTreeSet;

use subtier_blocks::{Fault, Format, Limits, Signal, SignalKind, Writing, paths, zones};
use subtier_model::Place;

use crate::Held;

/// A picture kept inside a file, encoded as it stands there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Preview {
    /// Its bytes: JPEG or PNG.
    pub bytes: Vec<u8>,
    /// What it is to the file: `thumbnail`, `preview`, `merged image`.
    pub what: &'static str,
}

/// What one file tells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Testimony {
    /// What it is, by content: the one word for the format in JSON and docs.
    pub format: &'static str,
    /// Pixels across and down, where the file says them.
    pub size: Option<(u32, u32)>,
    /// Length in milliseconds, where the file is a film.
    pub duration_ms: Option<u64>,
    /// What it says of its making.
    pub signals: Vec<Signal>,
    /// Pictures kept inside, the largest first.
    pub previews: Vec<Preview>,
    /// What could not be read.
    pub faults: Vec<Fault>,
}

/// One format.
#[derive(Debug, Clone, Copy)]
pub struct MediaReader {
    /// Its word in JSON.
    pub format: &'static str,
    /// Whether the bytes are of it, by content; the name decides only between formats that look alike.
    pub is_it: fn(&Held<'_>, &str) -> bool,
    /// Reads them.
    pub read: fn(&Held<'_>, &mut Telling),
}

/// A testimony that grows under limits.
#[derive(Debug)]
pub struct Telling {
    testimony: Testimony,
    limits: Limits,
    seen: BTreeSet<(SignalKind, String)>,
    n_dropped: usize,
}

/// Previews kept of one file.
const PREVIEWS_MAX: usize = 8;

/// Bytes of one preview.
const PREVIEW_BYTES_MAX: usize = 16 << 20;

impl Telling {
    /// Begins.
    pub fn new(format: &'static str, limits: Limits) -> Self {
        let testimony = Testimony { format, ..Testimony::default() };
        Self { testimony, limits, seen: BTreeSet::new(), n_dropped: 0 }
    }

    /// The limits that hold.
    pub const fn limits(&self) -> &Limits {
        &self.limits
    }

    /// Says the size of the picture.
    pub const fn size(&mut self, width: u32, height: u32) {
        self.testimony.size = Some((width, height));
    }

    /// Says the size of the picture where nothing said it before.
    pub fn size_at_first(&mut self, width: u32, height: u32) {
        self.testimony.size.get_or_insert((width, height));
    }

    /// Says how long the film is.
    pub const fn duration_ms(&mut self, duration_ms: u64) {
        self.testimony.duration_ms = Some(duration_ms);
    }

    /// Adds a signal; the same value of the same kind is kept once, at its first place.
    pub fn signal(&mut self, kind: SignalKind, value: impl Into<String>, place: Place) {
        let mut value: String = value.into();
        let end = value.floor_char_boundary(Signal::VALUE_BYTES_MAX);
        value.truncate(end);
        if value.trim().is_empty() || self.seen.contains(&(kind, value.clone())) {
            return;
        }
        if self.testimony.signals.len() >= self.limits.signals_max {
            self.n_dropped += 1;
            return;
        }
        self.seen.insert((kind, value.clone()));
        self.testimony.signals.push(Signal { kind, value, place });
    }

    /// Adds a time as written, and the offset from UTC where it states one.
    pub fn time(&mut self, kind: SignalKind, written: &str, place: &Place) {
        self.signal(kind, written, place.clone());
        self.zone(written, place);
    }

    /// Says the offset that a time states.
    pub fn zone(&mut self, written: &str, place: &Place) {
        self.through(|writing| zones::tell_zone(written, place, writing));
    }

    /// Adds a path that the file points to, the account in it and the machine of the network it names.
    pub fn path(&mut self, path: &str, place: &Place) {
        let path = path.trim();
        self.through(|writing| paths::external_path(path, place, writing));
        if is_network_path(path) {
            self.signal(SignalKind::NetworkPath, path, place.clone());
        }
    }

    /// Adds a path where there is one.
    pub fn path_if_any(&mut self, path: &str, place: &Place) {
        if !path.is_empty() {
            self.path(path, place);
        }
    }

    /// Adds the path that stands in a text where it names an account.
    pub fn account_path(&mut self, text: &str, place: &Place) {
        self.through(|writing| paths::user_path(text, place, writing));
    }

    /// Lets the rules for documents speak, which write into a document.
    pub fn through(&mut self, tell: impl FnOnce(&mut Writing)) {
        let mut writing = Writing::new(Format::None, self.limits);
        tell(&mut writing);
        for signal in writing.finish().signals {
            self.signal(signal.kind, signal.value, signal.place);
        }
    }

    /// Keeps a picture that stands inside.
    pub fn preview(&mut self, what: &'static str, bytes: &[u8]) {
        if self.testimony.previews.len() < PREVIEWS_MAX && bytes.len() <= PREVIEW_BYTES_MAX {
            self.testimony.previews.push(Preview { bytes: bytes.to_vec(), what });
        }
    }

    /// Says what could not be read.
    pub fn fault(&mut self, place: Place, reason: impl Into<String>) {
        if self.testimony.faults.len() < self.limits.faults_max {
            self.testimony.faults.push(Fault { place, reason: reason.into() });
        }
    }

    /// Ends.
    pub fn finish(mut self) -> Testimony {
        if self.n_dropped > 0 {
            let reason = format!(
                "only its first {} signals are kept, {} more are not: the limit of one file",
                self.limits.signals_max, self.n_dropped
            );
            self.fault(Place::Whole, reason);
        }
        self.testimony.previews.sort_by_key(|preview| std::cmp::Reverse(preview.bytes.len()));
        self.testimony
    }
}

/// Whether a path begins with a machine of the network; `\\\\?\\` and `\\\\.\\` name this machine ([MS-DTYP] 2.2.57).
fn is_network_path(path: &str) -> bool {
    let behind = path.strip_prefix("\\\\").or_else(|| path.strip_prefix("file://"));
    let behind = behind.map(|behind| behind.strip_prefix("?\\UNC\\").unwrap_or(behind));
    behind.is_some_and(|behind| {
        let host = behind.split(['\\', '/']).next().unwrap_or("");
        !host.is_empty() && !matches!(host, "?" | "." | "localhost")
    })
}
