//! Tests of the crate from outside.

mod generated;
mod shapes;
mod sheet;
mod structure;
mod unseen;
