//! The case folder through its public face: what is committed comes back, and what was changed
//! behind its back is named.
#![expect(clippy::disallowed_methods, reason = "tests damage a case folder on purpose")]
#![expect(clippy::unwrap_used, reason = "a test that cannot go on fails")]

mod commit;
mod fixture;
mod verify;
