//! Tests of the crate from outside.

mod hostile;
mod oracle;
mod samples;
