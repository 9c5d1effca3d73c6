//! Escapes of log writers, resolved back to the bytes they stand for, and percent-encoding. Returns
//! the input itself where nothing is escaped. Never fails: a broken escape stays as it stands.

use std::borrow::Cow;

/// How a log writer escapes what it cannot print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Escape {
    /// Not at all.
    None,
    /// `\xHH`, `\"`, `\\`, `\n` and so on: nginx `escape=default`
    /// (<https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format>) and Apache
    /// (<https://httpd.apache.org/docs/2.4/mod/mod_log_config.html#formats>).
    Web,
    /// `\ddd` in octal, `\\`, `\n` and so on: OpenSSH passes its messages through `strnvis` with
    /// `VIS_CSTYLE|VIS_OCTAL` (log.c), which is how Chinese file names appear in its logs.
    Octal,
}

/// Resolves the escapes of one piece of text.
pub(crate) fn resolve(raw: &[u8], escape: Escape) -> Cow<'_, [u8]> {
    if escape == Escape::None || memchr::memchr(b'\\', raw).is_none() {
        return Cow::Borrowed(raw);
    }
    let mut resolved = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((&byte, after)) = rest.split_first() {
        let (byte, after) = match byte {
            b'\\' => resolve_one(after, escape).unwrap_or((byte, after)),
            _ => (byte, after),
        };
        resolved.push(byte);
        rest = after;
    }
    Cow::Owned(resolved)
}

/// Reads what follows a backslash; returns the byte meant and the rest.
fn resolve_one(after: &[u8], escape: Escape) -> Option<(u8, &[u8])> {
    let (&letter, rest) = after.split_first()?;
    let byte = match (letter, escape) {
        (b'x', Escape::Web) => {
            let (&[high, low], rest) = rest.split_first_chunk()?;
            return Some((hex_digit(high)? << 4 | hex_digit(low)?, rest));
        }
        (b'0'..=b'3', Escape::Octal) => {
            let (&[a, b, c], rest) = after.split_first_chunk()?;
            let value = octal_digit(a)? << 6 | octal_digit(b)? << 3 | octal_digit(c)?;
            return Some((value, rest));
        }
        (b'n', _) => b'\n',
        (b'r', _) => b'\r',
        (b't', _) => b'\t',
        (b'b', _) => 0x08,
        (b'v', _) => 0x0b,
        (b'f', _) => 0x0c,
        (b'"' | b'\\' | b'\'', _) => letter,
        _ => return None,
    };
    Some((byte, rest))
}

/// Decodes percent-encoding once.
pub(crate) fn percent_decode(raw: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
    if memchr::memchr(b'%', &raw).is_none() {
        return raw;
    }
    let mut decoded = Vec::with_capacity(raw.len());
    let mut rest: &[u8] = &raw;
    while let Some((&byte, after)) = rest.split_first() {
        let pair = match (byte, after.split_first_chunk()) {
            (b'%', Some((&[high, low], after))) => {
                hex_digit(high).zip(hex_digit(low)).map(|(high, low)| (high << 4 | low, after))
            }
            _ => None,
        };
        let (byte, after) = pair.unwrap_or((byte, after));
        decoded.push(byte);
        rest = after;
    }
    Cow::Owned(decoded)
}

/// Bytes as UTF-8, wrong ones replaced.
pub(crate) fn lossy(bytes: Cow<'_, [u8]>) -> Cow<'_, str> {
    match bytes {
        // Nearly all text is sound, and checking it whole is far faster than walking its pieces.
        Cow::Borrowed(bytes) => match std::str::from_utf8(bytes) {
            Ok(text) => Cow::Borrowed(text),
            Err(_) => String::from_utf8_lossy(bytes),
        },
        Cow::Owned(bytes) => Cow::Owned(match String::from_utf8(bytes) {
            Ok(text) => text,
            Err(error) => String::from_utf8_lossy(error.as_bytes()).into_owned(),
        }),
    }
}

fn hex_digit(byte: u8) -> Option<u8> {
    match byte {
        b'0'..=b'9' => Some(byte - b'0'),
        b'a'..=b'f' => Some(byte - b'a' + 10),
        b'A'..=b'F' => Some(byte - b'A' + 10),
        _ => None,
    }
}

fn octal_digit(byte: u8) -> Option<u8> {
    byte.checked_sub(b'0').filter(|digit| *digit < 8)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn escapes_of_both_worlds_are_resolved() {
        let cases: [(&str, Escape, &[u8]); 8] = [
            ("plain", Escape::Web, b"plain"),
            (r"a \x22b\x22", Escape::Web, b"a \"b\""),
            (r#"a \"b\" \\ \t"#, Escape::Web, b"a \"b\" \\ \t"),
            (r"\xE4\xBD\xA0", Escape::Web, "你".as_bytes()),
            (r"\344\275\240", Escape::Octal, "你".as_bytes()),
            (r"\xZZ \", Escape::Web, br"\xZZ \"),
            (r"\400", Escape::Octal, br"\400"),
            (r"\x41", Escape::None, br"\x41"),
        ];
        for (raw, escape, expected) in cases {
            assert_eq!(&*resolve(raw.as_bytes(), escape), expected, "{raw}");
        }
    }

    #[test]
    fn percent_encoding_is_decoded_once() {
        for (raw, expected) in
            [("%E4%BD%A0", "你"), ("a%2520b", "a%20b"), ("50%", "50%"), ("%zz%4", "%zz%4")]
        {
            assert_eq!(lossy(percent_decode(Cow::Borrowed(raw.as_bytes()))), expected);
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_resolved(raw: Vec<u8>) {
            for escape in [Escape::None, Escape::Web, Escape::Octal] {
                prop_assert!(resolve(&raw, escape).len() <= raw.len());
            }
            prop_assert!(percent_decode(Cow::Borrowed(&raw)).len() <= raw.len());
        }
    }
}
