//! In which encoding a document is written, by its first bytes.

use std::borrow::Cow;

use encoding_rs::{Encoding, UTF_8, UTF_16BE, UTF_16LE};

/// First bytes that are searched for the name of the encoding.
pub(crate) const DECLARATION_BYTES: usize = 200;

/// The encoding by its mark, its first sign or its declaration (XML 1.0, 4.3.3 and appendix F).
pub(crate) fn declared_encoding(head: &[u8]) -> &'static Encoding {
    if let Some((encoding, _)) = Encoding::for_bom(head) {
        return encoding;
    }
    match head {
        [b'<', 0, ..] => return UTF_16LE,
        [0, b'<', ..] => return UTF_16BE,
        _ => {}
    }
    let head = head.get(..DECLARATION_BYTES.min(head.len())).unwrap_or(&[]);
    let declaration = memchr::memmem::find(head, b"?>").and_then(|end| head.get(..end));
    let label = declaration.and_then(|declaration| {
        let at = memchr::memmem::find(declaration, b"encoding")?;
        declaration.get(at..)?.split(|byte| matches!(byte, b'"' | b'\'')).nth(1)
    });
    // A declaration that can be read as it stands is not in UTF-16, whatever it says.
    let named = label.and_then(Encoding::for_label);
    named.filter(|encoding| *encoding != UTF_16LE && *encoding != UTF_16BE).unwrap_or(UTF_8)
}

/// Reads the bytes of a part that may be UTF-16 as UTF-8.
pub fn as_utf8(bytes: &[u8]) -> Cow<'_, [u8]> {
    match Encoding::for_bom(bytes) {
        Some((encoding, _)) if encoding != UTF_8 => {
            Cow::Owned(encoding.decode(bytes).0.into_owned().into_bytes())
        }
        _ => Cow::Borrowed(bytes),
    }
}
