//! XML in one pass.
#![no_main]

use subtier_xml::{Step, Xml};
libfuzzer_sys::fuzz_target!(|bytes: &[u8]| {
    let mut xml = Xml::new(bytes, 256);
    while let Ok(step) = xml.step() {
        if step == Step::Eof {
            return;
        }
        xml.attribute("id");
    }
});
