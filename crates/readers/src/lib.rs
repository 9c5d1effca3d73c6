#![doc = include_str!("../README.md")]

mod child;
mod ends;
mod error;
mod films;
mod outside;
mod overlay;
mod protocol;
mod prover;
mod readers;
mod reading;
mod recogniser;
mod room;
mod sight;

pub use child::run_reader;
pub use ends::view;
pub use error::Error;
pub use films::{Ffmpeg, Films, Frame, Taken, is_film, timecode};
pub use outside::{TOOL_COMMAND, become_tool};
pub use protocol::{Encoding, Glance, GlossedNote, Item, Known, Reading, Sight, View};
pub use prover::{PROOF_VERSION, Prover, Side};
pub use readers::{Outcome, READER_COMMAND, Readers, Seen};
pub use recogniser::{Recogniser, SharedRecogniser};
pub use sight::{SIGHT_VERSION, THUMBNAIL_SIDE};

/// What takes a warning for the person at the terminal.
pub type Warn = fn(&str);
