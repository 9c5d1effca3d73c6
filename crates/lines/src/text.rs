//! Text: a piece of a line as it stands there, with how its writer escaped it. Nothing is copied until
//! somebody reads it, so that reading a log for addresses costs no copy. Takes nothing out of it: see
//! `secret`.

use std::borrow::Cow;

use crate::escape::{self, Escape};

/// A piece of a line and how its writer escaped it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Text<'a> {
    raw: &'a [u8],
    escape: Escape,
}

impl<'a> Text<'a> {
    /// A piece and how it is escaped.
    #[inline]
    pub const fn new(raw: &'a [u8], escape: Escape) -> Self {
        Self { raw, escape }
    }

    /// A field that may say that it is empty: `-`, `--`, `""` or nothing.
    #[inline]
    pub fn known(raw: &'a [u8], escape: Escape) -> Option<Self> {
        (!matches!(raw, b"" | b"-" | b"--" | b"\"\"")).then_some(Self { raw, escape })
    }

    /// How it is escaped.
    #[inline]
    pub const fn escape(self) -> Escape {
        self.escape
    }

    /// Returns the bytes as they stand in the log.
    #[inline]
    pub const fn raw(self) -> &'a [u8] {
        self.raw
    }

    /// Returns the text, escapes resolved, bytes that are no UTF-8 replaced.
    #[inline]
    pub fn read(self) -> Cow<'a, str> {
        escape::lossy(escape::resolve(self.raw, self.escape))
    }
}
