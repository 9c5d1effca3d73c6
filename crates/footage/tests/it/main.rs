//! Tests of the crate from outside.

mod bombs;
mod hostile;
mod made;
mod oracle;
mod samples;
