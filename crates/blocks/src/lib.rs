#![doc = include_str!("../README.md")]
//!

/// Addresses of cells.
pub mod cell_address;
mod document;
mod format;
mod limits;
/// Paths and the accounts in them.
pub mod paths;
mod reader;
mod signal;
mod text;
/// Numbers of Windows for languages and code pages.
pub mod windows;
/// Properties of WPS Office.
pub mod wps;
mod writing;
/// Time zones that times state or clocks show.
pub mod zones;

pub use document::{About, Block, BlockKind, Cell, Document, Fault, Fields};
pub use format::Format;
pub use limits::Limits;
pub use reader::{FormatReader, Request};
pub use signal::{SIGNAL_KINDS, Signal, SignalKind, SignalRow};
pub use text::{head_text, kept_name, text_of};
pub use writing::Writing;
