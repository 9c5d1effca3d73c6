#![doc = include_str!("../README.md")]
//!
//! Modules: `encoding` (bytes to text, and in which encoding), `decode` (the names of one archive),
//! `kps9566` (one table), `fold` (typed tokens of a name), `korean` (one key for every romanisation), `readings` (by `han`, `japanese`), `scripts`, `numerals`, `variants`,
//! `ids` (check digits), `id_types` (`TYPE VALUE` taken apart), `address`.

pub mod address;
pub mod decode;
pub mod encoding;
pub mod fold;
pub mod han;
mod id_kind;
pub mod id_types;
pub mod ids;
mod japanese;
pub mod korean;
pub mod kps9566;
mod numerals;
pub mod readings;
mod scripts;
mod token;
pub mod variants;
mod words;
