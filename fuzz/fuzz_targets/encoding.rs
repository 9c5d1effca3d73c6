//! The encoding of a text, and of names of files.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    subtier_names::encoding::decode(bytes, None);
    let names: Vec<&[u8]> = bytes.split(|byte| *byte == b'\n').collect();
    subtier_names::decode::file_names(&names);
});
