//! Files that keep their encryption dictionary in the trailer itself, as `MuPDF` writes them.
//!
//! In: the bytes and the trailer. Out: the same file with an update behind it that makes that dictionary an object of its
//! own, which is the only form lopdf decrypts (ISO 32000-1, 7.5.6 and 7.6.1). Nothing else of the file changes.

use std::fmt::Write;

use lopdf::{Dictionary, Document, Object};

/// Number of the new object.
const NUMBER: u32 = 8_388_602;
/// Dictionaries within dictionaries that are written; an encryption dictionary has three.
const DEPTH_MAX: usize = 8;
/// Bytes of the update; an encryption dictionary has a few hundred.
const UPDATE_BYTES_MAX: usize = 1 << 16;

/// Returns the file with an encryption dictionary of its own; `None` where it needs none.
pub(crate) fn mended(bytes: &[u8], document: &Document) -> Option<Vec<u8>> {
    let Ok(Object::Dictionary(encryption)) = document.trailer.get(b"Encrypt") else { return None };
    let header = memchr::memmem::find(bytes, b"%PDF-")?;
    let bytes = bytes.get(header..)?;
    let mut object = String::new();
    write_dictionary(encryption, &mut object, 0);
    let mut trailer = document.trailer.clone();
    for key in [
        b"Prev".as_slice(),
        b"XRefStm",
        b"Type",
        b"Filter",
        b"DecodeParms",
        b"W",
        b"Index",
        b"Length",
    ] {
        trailer.remove(key);
    }
    trailer.set("Encrypt", Object::Reference((NUMBER, 0)));
    trailer.set("Size", i64::from(NUMBER) + 1);
    trailer.set("Prev", i64::try_from(document.xref_start).ok()?);
    let mut trailer_text = String::new();
    write_dictionary(&trailer, &mut trailer_text, 0);
    if object.len() + trailer_text.len() > UPDATE_BYTES_MAX {
        return None;
    }
    let object_at = bytes.len() + 1;
    let object = format!("\n{NUMBER} 0 obj\n{object}\nendobj\n");
    let xref_at = bytes.len() + object.len();
    let end = format!(
        "xref\n{NUMBER} 1\n{object_at:010} 00000 n \ntrailer\n{trailer_text}\nstartxref\n{xref_at}\n%%EOF\n"
    );
    Some([bytes, object.as_bytes(), end.as_bytes()].concat())
}

fn write_dictionary(dictionary: &Dictionary, text: &mut String, depth: usize) {
    text.push_str("<<");
    for (key, value) in dictionary {
        write_name(key, text);
        text.push(' ');
        write_object(value, text, depth + 1);
    }
    text.push_str(">>");
}

fn write_object(object: &Object, text: &mut String, depth: usize) {
    if depth > DEPTH_MAX || text.len() > UPDATE_BYTES_MAX {
        text.push_str("null");
        return;
    }
    match object {
        Object::Boolean(value) => text.push_str(if *value { "true" } else { "false" }),
        Object::Integer(value) => text.push_str(&value.to_string()),
        Object::Real(value) => text.push_str(&value.to_string()),
        Object::Name(name) => write_name(name, text),
        Object::String(bytes, _) => {
            text.push('<');
            push_hex(bytes, text);
            text.push('>');
        }
        Object::Array(items) => {
            text.push('[');
            for item in items {
                write_object(item, text, depth + 1);
                text.push(' ');
            }
            text.push(']');
        }
        Object::Dictionary(dictionary) => write_dictionary(dictionary, text, depth),
        Object::Reference((number, generation)) => {
            let _written = write!(text, "{number} {generation} R");
        }
        Object::Null | Object::Stream(_) => text.push_str("null"),
    }
}

fn write_name(name: &[u8], text: &mut String) {
    text.push('/');
    for byte in name {
        if byte.is_ascii_alphanumeric() {
            text.push(char::from(*byte));
        } else {
            text.push('#');
            push_hex(&[*byte], text);
        }
    }
}

fn push_hex(bytes: &[u8], text: &mut String) {
    for byte in bytes {
        // Writing to a string cannot fail.
        let _written = write!(text, "{byte:02x}");
    }
}
