//! Vendor lists, payments and batches of names to screen.
#![no_main]

libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    subtier_chain::vendors::read(bytes);
    subtier_chain::payments::read(bytes);
    subtier_screening::read_batch(bytes).ok();
    subtier_screening::read_pairs(bytes).ok();
});
