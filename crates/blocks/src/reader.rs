//! What a reader of one family of formats is, and what it is given.

use subtier_names::encoding::Likelihoods;

use crate::{Format, Limits, Writing};

/// What is to be read, and what is known of it beforehand.
#[derive(Debug, Clone)]
pub struct Request<'a> {
    /// All of its bytes.
    pub bytes: &'a [u8],
    /// Its name; decides only between formats that look alike.
    pub name: &'a str,
    /// What the texts of its folder say of their encoding, this one among them.
    pub folder: Option<Likelihoods>,
    /// How much is taken out of it.
    pub limits: Limits,
}

/// One family of formats.
#[derive(Debug, Clone, Copy)]
pub struct FormatReader {
    /// What the bytes are by their content and, between formats that look alike, by their name; `None` where they are none of
    /// the family.
    pub is_it: fn(&[u8], &str) -> Option<Format>,
    /// Reads them; what cannot be read is a fault in the document.
    pub read: fn(&Request<'_>, &mut Writing),
}
