#![doc = include_str!("../README.md")]
//!

mod formats;
mod frames;
mod name_signals;
mod picture;
mod recognition;
mod text;
mod text_signals;

pub use formats::{READER_VERSION, format_of, read};
pub use frames::pictures_in;
pub use picture::{Region, lines_of_picture, written_picture};
pub use recognition::{RecognisedLine, may_hold_code, recognised_document, recognised_lines};
