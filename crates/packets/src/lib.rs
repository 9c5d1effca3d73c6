#![doc = include_str!("../README.md")]

pub mod capture;
pub mod hello;
pub mod packet;
