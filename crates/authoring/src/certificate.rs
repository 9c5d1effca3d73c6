//! An X.509 certificate in PEM form, as drawings of Toon Boom carry the one of their licence.
//!
//! In: bytes that hold `-----BEGIN CERTIFICATE-----` (RFC 7468). Out: its SHA-256 as the licence, and subject, serial number, issuer
//! and validity in words (RFC 5280, 4.1). Never: a signature checked or trusted; it is a mark of the seat, no proof of a name.

use std::fmt::Write;

use sha2::{Digest, Sha256};
use subtier_blocks::SignalKind;
use subtier_footage::Telling;
use subtier_model::Place;

/// Bytes of one certificate; real ones have some hundred to a few thousand.
const CERTIFICATE_BYTES_MAX: usize = 64 << 10;

/// Parts of a name that are told.
const NAME_PARTS_MAX: usize = 20;

const BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";
const END: &[u8] = b"-----END CERTIFICATE-----";

/// Tells the first certificate in the bytes.
pub(crate) fn tell(bytes: &[u8], place: &Place, telling: &mut Telling) {
    let Some(der) = der_of(bytes) else {
        telling.fault(place.clone(), "the certificate cannot be read");
        return;
    };
    telling.signal(
        SignalKind::Licence,
        format!("sha256:{}", hex(&Sha256::digest(&der))),
        place.clone(),
    );
    match words(&der) {
        Some(words) => telling.signal(SignalKind::Certificate, words, place.clone()),
        None => telling.fault(place.clone(), "what stands in the certificate cannot be read"),
    }
}

/// Bytes as digits to the base of sixteen.
pub(crate) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut digits, byte| {
        let _ = write!(digits, "{byte:02x}");
        digits
    })
}

/// The bytes between the lines of a certificate.
fn der_of(bytes: &[u8]) -> Option<Vec<u8>> {
    let begin = memchr::memmem::find(bytes, BEGIN)? + BEGIN.len();
    let rest = bytes.get(begin..)?;
    let end = memchr::memmem::find(rest, END)?;
    let der = base64(rest.get(..end.min(CERTIFICATE_BYTES_MAX * 2))?)?;
    (!der.is_empty() && der.len() <= CERTIFICATE_BYTES_MAX).then_some(der)
}

/// Base 64 (RFC 4648, 4) with white space anywhere; `None` at any other sign.
fn base64(text: &[u8]) -> Option<Vec<u8>> {
    let (mut bytes, mut held, mut bits) = (Vec::new(), 0u32, 0u32);
    for sign in text.iter().filter(|sign| !sign.is_ascii_whitespace()) {
        let value = match sign {
            b'A'..=b'Z' => sign - b'A',
            b'a'..=b'z' => sign - b'a' + 26,
            b'0'..=b'9' => sign - b'0' + 52,
            b'+' => 62,
            b'/' => 63,
            b'=' => break,
            _ => return None,
        };
        held = (held << 6 | u32::from(value)) & 0xFFFF;
        bits += 6;
        if bits >= 8 {
            bits -= 8;
            bytes.push(u8::try_from(held >> bits & 0xFF).ok()?);
        }
    }
    Some(bytes)
}

/// One value of DER: its tag, its content, and what follows (ITU-T X.690, 8.1).
fn value(der: &[u8]) -> Option<(u8, &[u8], &[u8])> {
    let (tag, rest) = der.split_first()?;
    let (first, rest) = rest.split_first()?;
    let (length, rest) = match first {
        0..=0x7F => (usize::from(*first), rest),
        0x81..=0x84 => {
            let (size, rest) = rest.split_at_checked(usize::from(first - 0x80))?;
            (size.iter().fold(0usize, |length, byte| length << 8 | usize::from(*byte)), rest)
        }
        _ => return None,
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some((*tag, content, rest))
}

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;

fn expect(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    value(der).filter(|(found, ..)| *found == tag).map(|(_, content, rest)| (content, rest))
}

/// Subject, serial number, issuer and validity.
fn words(der: &[u8]) -> Option<String> {
    let (certificate, _) = expect(der, SEQUENCE)?;
    let (mut rest, _) = expect(certificate, SEQUENCE)?;
    // The version stands first, unless it is the first version.
    if let Some((0xA0, _, behind)) = value(rest) {
        rest = behind;
    }
    let (serial, rest) = expect(rest, INTEGER)?;
    let (_algorithm, rest) = expect(rest, SEQUENCE)?;
    let (issuer, rest) = expect(rest, SEQUENCE)?;
    let (validity, rest) = expect(rest, SEQUENCE)?;
    let (subject, _) = expect(rest, SEQUENCE)?;
    let (_, from, behind) = value(validity)?;
    let (_, until, _) = value(behind)?;
    Some(format!(
        "subject {}; serial {}; issuer {}; valid {} to {}",
        name(subject),
        hex(serial),
        name(issuer),
        time(from),
        time(until)
    ))
}

/// A time of a certificate: two or four digits of the year, then the rest (RFC 5280, 4.1.2.5).
fn time(digits: &[u8]) -> String {
    let text = String::from_utf8_lossy(digits);
    // Years from 50 on are of the last century.
    let century = match (text.len(), digits.first()) {
        (13, Some(b'5'..=b'9')) => "19",
        (13, _) => "20",
        _ => "",
    };
    let full = format!("{century}{text}");
    let part = |range: std::ops::Range<usize>| full.get(range).unwrap_or("").to_owned();
    format!("{}-{}-{}", part(0..4), part(4..6), part(6..8))
}

/// A name as `CN=…, O=…`, parts in the order in which they stand.
fn name(mut sequence: &[u8]) -> String {
    /// The last number of the kinds of parts, below 2.5.4 (RFC 5280, appendix A.1; RFC 4519, 2).
    const KINDS: [(u8, &str); 8] = [
        (3, "CN"),
        (5, "serialNumber"),
        (6, "C"),
        (7, "L"),
        (8, "ST"),
        (10, "O"),
        (11, "OU"),
        (12, "title"),
    ];
    let mut parts = Vec::new();
    while let Some((_, set, rest)) = value(sequence) {
        if parts.len() >= NAME_PARTS_MAX {
            break;
        }
        sequence = rest;
        let Some((part, _)) = expect(set, SEQUENCE) else { continue };
        let Some((_, object, behind)) = value(part) else { continue };
        let Some((tag, text, _)) = value(behind) else { continue };
        let kind = match object {
            [0x55, 0x04, number] => {
                KINDS.iter().find(|(of, _)| of == number).map(|(_, name)| *name)
            }
            // 1.2.840.113549.1.9.1 (RFC 2985, 5.2.1).
            [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x01] => Some("emailAddress"),
            _ => None,
        };
        let kind = kind.map_or_else(|| hex(object), str::to_owned);
        parts.push(format!("{kind}={}", string(tag, text)));
    }
    parts.join(", ")
}

/// A text by its tag: two bytes a sign in a `BMPString`, else UTF-8 or what is like it (ITU-T X.680).
fn string(tag: u8, text: &[u8]) -> String {
    if tag == 0x1E {
        let units =
            text.chunks_exact(2).filter_map(|pair| Some(u16::from_be_bytes(pair.try_into().ok()?)));
        return char::decode_utf16(units).map(|sign| sign.unwrap_or('\u{FFFD}')).collect();
    }
    String::from_utf8_lossy(text).into_owned()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use subtier_blocks::Limits;

    #[test]
    fn base_64_is_read_with_white_space_and_refused_with_other_signs() {
        assert_eq!(base64(b"Y2\nVs IGE=").as_deref(), Some(&b"cel a"[..]));
        assert_eq!(base64(b"Y2V*"), None);
    }

    #[test]
    fn times_have_their_century() {
        assert_eq!(time(b"240116120000Z"), "2024-01-16");
        assert_eq!(time(b"991231235959Z"), "1999-12-31");
        assert_eq!(time(b"20540116120000Z"), "2054-01-16");
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes: Vec<u8>) {
            words(&bytes);
            name(&bytes);
            let mut telling = Telling::new("test", Limits::STANDARD);
            let pem = [BEGIN, &bytes, END].concat();
            tell(&pem, &Place::Whole, &mut telling);
        }
    }
}
