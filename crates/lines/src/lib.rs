#![doc = include_str!("../README.md")]

pub mod access;
pub mod action;
pub mod address;
pub mod clock;
pub mod escape;
pub mod format;
pub mod json;
pub mod request;
pub mod secret;
pub mod syslog;
pub mod text;
