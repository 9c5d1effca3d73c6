//! The text of a document that is nothing but text, in the encoding that explains it best.
//!
//! In: bytes, and what the folder says of their encoding. Out: text; the encoding and what it tells as signals.

use encoding_rs::{UTF_16BE, UTF_16LE};
use subtier_model::Place;
use subtier_names::encoding::{Encoding, decode};

use crate::{Request, SignalKind, Writing};

/// The beginning of a text as far as its structure needs: signs of an older encoding become U+FFFD. Empty where it is no
/// text.
pub fn head_text(bytes: &[u8], bytes_max: usize) -> String {
    let head = bytes.get(..bytes_max).unwrap_or(bytes);
    let wide = match head {
        [0xFF, 0xFE, ..] => Some(UTF_16LE),
        [0xFE, 0xFF, ..] => Some(UTF_16BE),
        _ => {
            let nuls = |parity| head.iter().skip(parity).step_by(2).filter(|&&byte| byte == 0);
            match (nuls(0).count(), nuls(1).count()) {
                (0, 0) => None,
                (0, _) => Some(UTF_16LE),
                (_, 0) => Some(UTF_16BE),
                _ => return String::new(),
            }
        }
    };
    let text = match wide {
        Some(encoding) => encoding.decode(head).0,
        None => String::from_utf8_lossy(head),
    };
    text.trim_start_matches('\u{FEFF}').to_owned()
}

/// All of a text, in the encoding that explains it best; says which in the document.
pub fn text_of(request: &Request<'_>, writing: &mut Writing) -> String {
    let decoded = decode(request.bytes, request.folder.as_ref());
    let rivals = decoded.rivals.iter().map(|rival| rival.name().to_owned()).collect();
    let name = decoded.encoding.name();
    writing.set_encoding(name, rivals);
    if decoded.encoding != Encoding::Utf8 {
        writing.signal(SignalKind::TextEncoding, name, Place::Whole);
    }
    if let Some((right, wrong)) = decoded.mojibake {
        let value = format!("{} read as {}", right.name(), wrong.name());
        writing.signal(SignalKind::Mojibake, value, Place::Whole);
    }
    if decoded.has_mark {
        writing.signal(SignalKind::ByteOrderMark, name, Place::Bytes { start: 0, end: 3 });
    }
    if decoded.odd_bytes > 0 {
        let reason = format!("{} bytes stand for nothing in {name}", decoded.odd_bytes);
        writing.fault(Place::Whole, reason);
    }
    match decoded.text.strip_prefix('\u{FEFF}') {
        Some(rest) => rest.to_owned(),
        None => decoded.text,
    }
}

/// A name as it is handed on to every note in what it names; cut, since a hostile file could multiply a long one.
pub fn kept_name(text: &str) -> String {
    /// Bytes of a name; file systems allow 255 (Linux, `NAME_MAX`) and fields of trackers some hundred.
    const NAME_BYTES_MAX: usize = 1000;
    text.get(..text.floor_char_boundary(NAME_BYTES_MAX)).unwrap_or(text).to_owned()
}
