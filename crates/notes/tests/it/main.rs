//! Tests of the crate from outside.

mod generated;
mod score;
mod shapes;
mod sheet;
mod structure;
mod unseen;
