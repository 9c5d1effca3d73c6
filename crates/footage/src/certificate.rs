//! Certificates in PEM form, wherever they stand: in the drawings of a licence, in any file (RFC 7468, RFC 5280, ITU-T X.690).
//!
//! In: bytes that begin with `-----BEGIN CERTIFICATE-----`, or hold it. Out: the digest of the certificate, in one form
//! everywhere, so that files with the same one meet; subject, serial number, issuer and validity in words. Never: a signature
//! checked or trusted; it is a mark, no proof of a name.

use crate::bytes::{hex, sha256, up_to};
use crate::xmp::from_base64;

/// Bytes of one certificate in PEM form; real ones have some hundred to a few thousand.
const PEM_BYTES_MAX: usize = 128 << 10;

/// Parts of a name that are told.
const NAME_PARTS_MAX: usize = 32;

const BEGIN: &[u8] = b"-----BEGIN CERTIFICATE-----";
const END: &[u8] = b"-----END";

const SEQUENCE: u8 = 0x30;
const INTEGER: u8 = 0x02;

/// What a certificate says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Certificate {
    /// `sha256:` and the digest of its bytes: the same wherever the certificate stands.
    pub digest: String,
    /// Subject, serial number, issuer, validity and the digest, as a person reads them.
    pub words: String,
    /// Bytes from its first mark up to its last.
    pub(crate) n_bytes: usize,
}

impl Certificate {
    /// Reads the first one in the bytes.
    pub fn find(bytes: &[u8]) -> Option<Self> {
        let begin = memchr::memmem::find(bytes, BEGIN)?;
        Self::at(bytes, begin)
    }

    /// Reads the one whose first mark begins there.
    pub(crate) fn at(bytes: &[u8], begin: usize) -> Option<Self> {
        let text = up_to(bytes, begin, PEM_BYTES_MAX).strip_prefix(BEGIN)?;
        let end = memchr::memmem::find(text, END)?;
        let inner: String = up_to(text, 0, end).iter().map(|byte| char::from(*byte)).collect();
        let (digest, words) = read(&from_base64(&inner)?)?;
        Some(Self { digest, words, n_bytes: BEGIN.len() + end })
    }
}

/// The digest and the words (RFC 5280, 4.1).
fn read(der: &[u8]) -> Option<(String, String)> {
    let (certificate, behind) = expect(der, SEQUENCE)?;
    let digest = format!("sha256:{}", sha256(up_to(der, 0, der.len() - behind.len())));
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
    let words = format!(
        "subject {}; serial {}; issuer {}; valid {} to {}; {digest}",
        name(subject),
        hex(serial),
        name(issuer),
        time(from),
        time(until)
    );
    Some((digest, words))
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

fn expect(der: &[u8], tag: u8) -> Option<(&[u8], &[u8])> {
    value(der).filter(|(found, ..)| *found == tag).map(|(_, content, rest)| (content, rest))
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

    #[test]
    fn times_have_their_century() {
        assert_eq!(time(b"240116120000Z"), "2024-01-16");
        assert_eq!(time(b"991231235959Z"), "1999-12-31");
        assert_eq!(time(b"20540116120000Z"), "2054-01-16");
    }

    #[test]
    fn white_space_within_is_passed_over_and_other_signs_are_refused() {
        // A certificate whose version, number, names and times are as short as they may be.
        let der = [
            &[0x30, 0x19, 0x30, 0x17, 0x02, 0x01, 0x07, 0x30, 0x00, 0x30, 0x00, 0x30, 0x0C][..],
            &[0x17, 0x04, b'2', b'4', b'0', b'1', 0x17, 0x04, b'2', b'5', b'0', b'1', 0x30, 0x00],
        ]
        .concat();
        let (digest, words) = read(&der).unwrap();
        assert!(words.starts_with("subject ; serial 07; issuer ; valid 2401-"), "{words}");
        let text = "MBkwFwIBBzAAMAAwDBcEMjQwMRcEMjUwMTAA";
        for between in ["", "\n", "\r\n\t"] {
            let pem = format!(
                "-----BEGIN CERTIFICATE-----\n{}\n-----END",
                text.replace("BB", &format!("B{between}B"))
            );
            assert_eq!(Certificate::find(pem.as_bytes()).unwrap().digest, digest);
        }
        let bad = format!("-----BEGIN CERTIFICATE-----\n{}\n-----END", text.replace("BB", "B*B"));
        assert_eq!(Certificate::find(bad.as_bytes()), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes: Vec<u8>) {
            read(&bytes);
            name(&bytes);
            Certificate::find(&[BEGIN, &bytes, END].concat());
        }
    }
}
