//! The transfer encodings of mail undone: base64 and quoted-printable (RFC 2045, 6.7 and 6.8).
//!
//! In: the bytes of a part as they were sent. Out: the bytes they stand for, never more of them. Signs that belong to
//! neither encoding are passed over, as mail is often damaged.

/// Undoes a transfer encoding by its name; what is none of the two stays as it is.
pub(super) fn undo(encoding: &str, bytes: &[u8]) -> Vec<u8> {
    match encoding.trim().to_ascii_lowercase().as_str() {
        "base64" => base64(bytes),
        "quoted-printable" => quoted_printable(bytes),
        _ => bytes.to_vec(),
    }
}

fn base64(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len() / 4 * 3);
    let (mut bits, mut n_bits) = (0_u32, 0_u32);
    for &byte in bytes {
        let value = match byte {
            b'A'..=b'Z' => byte - b'A',
            b'a'..=b'z' => byte - b'a' + 26,
            b'0'..=b'9' => byte - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            // Two texts, each with its own padding, may follow one another.
            b'=' => {
                (bits, n_bits) = (0, 0);
                continue;
            }
            _ => continue,
        };
        bits = ((bits << 6) | u32::from(value)) & 0x00FF_FFFF;
        n_bits += 6;
        if n_bits >= 8 {
            n_bits -= 8;
            plain.push(u8::try_from((bits >> n_bits) & 0xFF).unwrap_or(0));
        }
    }
    plain
}

fn quoted_printable(bytes: &[u8]) -> Vec<u8> {
    let mut plain = Vec::with_capacity(bytes.len());
    let mut rest = bytes;
    while let Some((&byte, after)) = rest.split_first() {
        rest = after;
        if byte != b'=' {
            plain.push(byte);
            continue;
        }
        match after {
            [b'\r', b'\n', after @ ..] | [b'\n', after @ ..] => rest = after,
            [high, low, after @ ..] => match (hex(*high), hex(*low)) {
                (Some(high), Some(low)) => {
                    plain.push(high * 16 + low);
                    rest = after;
                }
                _ => plain.push(b'='),
            },
            _ => plain.push(b'='),
        }
    }
    plain
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte).to_digit(16).and_then(|digit| u8::try_from(digit).ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_encodings_are_undone_and_damage_is_passed_over() {
        assert_eq!(undo("BASE64", b"SGVs\r\nbG8=\r\nISE="), b"Hello!!");
        assert_eq!(undo("base64", b"S*G V s"), b"Hel");
        assert_eq!(undo("quoted-printable", b"a=3D=\r\nb=zz="), b"a=b=zz=");
        assert_eq!(undo("7bit", b"a=3D"), b"a=3D");
    }
}
