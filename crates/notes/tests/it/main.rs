//! Tests of the crate from outside.

mod combined;
mod generated;
mod mechanisms;
mod score;
mod shapes;
mod sheet;
mod structure;
mod unseen;
