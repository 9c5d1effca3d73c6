//! Tests of the crate from outside: folders of lists as published, written by the tests.

mod copies;
mod folders;
mod lists;
mod matches;
mod numbers;
mod published;
mod single_words;
mod tables;
