//! Escapes of log writers, resolved back to the bytes they stand for, and percent-encoding. Returns
//! the input itself where nothing is escaped. Never fails: a broken escape stays as it stands.

use std::borrow::Cow;

/// How a log writer escapes what it cannot print.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Escape {
    /// Not at all.
    None,
    /// `\xHH`, `\"`, `\\`, `\n` and so on: nginx `escape=default`
    /// (<https://nginx.org/en/docs/http/ngx_http_log_module.html#log_format>) and Apache
    /// (<https://httpd.apache.org/docs/2.4/mod/mod_log_config.html#formats>).
    Web,
    /// `\ddd` in octal, `\\`, `\n` and so on: OpenSSH passes its messages through `strnvis` with
    /// `VIS_CSTYLE|VIS_OCTAL` (log.c), which is how Chinese file names appear in its logs.
    Octal,
    /// `\uHHHH`, `\"`, `\/` and so on: JSON (RFC 8259 §7).
    Json,
    /// `#011` for a control character, as rsyslog writes it
    /// (<https://www.rsyslog.com/doc/rainerscript/global.html>, `parser.escapeControlCharactersCStyle`).
    Hash,
    /// `+` for a blank: IIS writes it within its fields, which blanks divide.
    Plus,
    /// Percent-encoding.
    Percent,
    /// Percent-encoding over percent-encoding: keys of S3, agents of `CloudFront`.
    PercentTwice,
    /// `""` for a quote: CSV (RFC 4180 §2).
    Doubled,
    /// `&quot;`, `&amp;` and so on: Storage Analytics logs of Azure.
    Entities,
}

/// Resolves the escapes of one piece of text.
pub fn resolve(raw: &[u8], escape: Escape) -> Cow<'_, [u8]> {
    let sign = match escape {
        Escape::None => return Cow::Borrowed(raw),
        Escape::Percent => return percent_decode(Cow::Borrowed(raw)),
        Escape::PercentTwice => return percent_decode(percent_decode(Cow::Borrowed(raw))),
        Escape::Plus => b'+',
        Escape::Hash => b'#',
        Escape::Entities => b'&',
        Escape::Doubled => b'"',
        Escape::Web | Escape::Octal | Escape::Json => b'\\',
    };
    if memchr::memchr(sign, raw).is_none() {
        return Cow::Borrowed(raw);
    }
    let mut resolved = Vec::with_capacity(raw.len());
    let mut rest = raw;
    while let Some((&byte, after)) = rest.split_first() {
        if byte != sign {
            resolved.push(byte);
            rest = after;
            continue;
        }
        if escape == Escape::Json
            && let Some((letter, after)) = unicode(after)
        {
            resolved.extend_from_slice(letter.encode_utf8(&mut [0; 4]).as_bytes());
            rest = after;
            continue;
        }
        let (byte, after) = resolve_one(after, escape).unwrap_or((byte, after));
        resolved.push(byte);
        rest = after;
    }
    Cow::Owned(resolved)
}

/// Reads what follows a backslash; returns the byte meant and the rest.
fn resolve_one(after: &[u8], escape: Escape) -> Option<(u8, &[u8])> {
    match escape {
        Escape::Plus => return Some((b' ', after)),
        Escape::Hash => return octal(after),
        Escape::Doubled => return Some((b'"', after.strip_prefix(b"\"")?)),
        Escape::Entities => {
            return ENTITIES
                .iter()
                .find_map(|(name, byte)| Some((*byte, after.strip_prefix(name.as_bytes())?)));
        }
        Escape::None
        | Escape::Web
        | Escape::Octal
        | Escape::Json
        | Escape::Percent
        | Escape::PercentTwice => {}
    }
    let (&letter, rest) = after.split_first()?;
    let byte = match (letter, escape) {
        (b'x', Escape::Web) => {
            let (&[high, low], rest) = rest.split_first_chunk()?;
            return Some((hex_digit(high)? << 4 | hex_digit(low)?, rest));
        }
        (b'0'..=b'3', Escape::Octal) => return octal(after),
        (b'n', _) => b'\n',
        (b'r', _) => b'\r',
        (b't', _) => b'\t',
        (b'b', _) => 0x08,
        (b'v', _) => 0x0b,
        (b'f', _) => 0x0c,
        (b'"' | b'\\' | b'\'', _) | (b'/', Escape::Json) => letter,
        _ => return None,
    };
    Some((byte, rest))
}

/// Names of characters, as XML has them (§4.6).
const ENTITIES: [(&str, u8); 5] =
    [("quot;", b'"'), ("amp;", b'&'), ("lt;", b'<'), ("gt;", b'>'), ("apos;", b'\'')];

/// Reads three octal digits.
fn octal(text: &[u8]) -> Option<(u8, &[u8])> {
    let (&[a, b, c], rest) = text.split_first_chunk()?;
    let value = octal_digit(a).filter(|a| *a < 4)? << 6 | octal_digit(b)? << 3 | octal_digit(c)?;
    Some((value, rest))
}

/// Reads `uHHHH`, or two of them that make up one letter; a half of a pair alone is replaced.
fn unicode(text: &[u8]) -> Option<(char, &[u8])> {
    let (first, rest) = unit(text)?;
    let pair = || {
        let (second, rest) = unit(rest.strip_prefix(b"\\")?)?;
        let is_pair = (0xd800..0xdc00).contains(&first) && (0xdc00..0xe000).contains(&second);
        let code = 0x10000 + ((first & 0x3ff) << 10) + (second & 0x3ff);
        is_pair.then_some((char::from_u32(code)?, rest))
    };
    pair().or_else(|| Some((char::from_u32(first).unwrap_or(char::REPLACEMENT_CHARACTER), rest)))
}

/// Reads `uHHHH`.
fn unit(text: &[u8]) -> Option<(u32, &[u8])> {
    let ([b'u', digits @ ..], rest) = text.split_first_chunk::<5>()? else { return None };
    let unit = digits
        .iter()
        .try_fold(0_u32, |unit, digit| Some(unit << 4 | u32::from(hex_digit(*digit)?)))?;
    Some((unit, rest))
}

/// Decodes percent-encoding once.
pub fn percent_decode(raw: Cow<'_, [u8]>) -> Cow<'_, [u8]> {
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
pub fn lossy(bytes: Cow<'_, [u8]>) -> Cow<'_, str> {
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
        let cases: [(&str, Escape, &[u8]); 17] = [
            ("plain", Escape::Web, b"plain"),
            (r"a \x22b\x22", Escape::Web, b"a \"b\""),
            (r#"a \"b\" \\ \t"#, Escape::Web, b"a \"b\" \\ \t"),
            (r"\xE4\xBD\xA0", Escape::Web, "你".as_bytes()),
            (r"\344\275\240", Escape::Octal, "你".as_bytes()),
            (r"\xZZ \", Escape::Web, br"\xZZ \"),
            (r"\400", Escape::Octal, br"\400"),
            (r"\x41", Escape::None, br"\x41"),
            (r#"\u4f60\/\"\n\ud83d\ude00\ud83d"#, Escape::Json, "你/\"\n😀\u{fffd}".as_bytes()),
            (r"\u12 \", Escape::Json, br"\u12 \"),
            ("a#011b#9", Escape::Hash, b"a\tb#9"),
            ("a \"\"b\"", Escape::Doubled, b"a \"b\""),
            ("Mozilla/5.0+(X)", Escape::Plus, b"Mozilla/5.0 (X)"),
            ("a%20b", Escape::Percent, b"a b"),
            ("a%2520b", Escape::PercentTwice, b"a b"),
            ("&quot;a&amp;b&x;", Escape::Entities, b"\"a&b&x;"),
            ("%zz%25%", Escape::PercentTwice, b"%zz%%"),
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
            for escape in [
                Escape::None, Escape::Web, Escape::Octal, Escape::Json, Escape::Hash, Escape::Plus,
                Escape::Percent, Escape::PercentTwice, Escape::Entities, Escape::Doubled,
            ] {
                prop_assert!(resolve(&raw, escape).len() <= raw.len());
            }
            prop_assert!(percent_decode(Cow::Borrowed(&raw)).len() <= raw.len());
        }
    }
}
