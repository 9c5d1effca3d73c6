//! Tests of the crate from outside.

mod aliases;
mod asian;
mod check;
mod generated;
mod hostile;
mod keys;
mod languages;
mod odd;
mod siblings;
mod trackers;
