//! Certificates: who is named in them, by whom, under which number (ITU-T X.690, RFC 5280, RFC 7468).
//!
//! In: the text between its marks. Out: a line for a person and links. Never: a signature is checked.

use crate::bytes::{hex, sha256, text};

/// Parts of one name.
const PARTS_MAX: usize = 32;

/// One value with its tag.
struct Value<'a> {
    tag: u8,
    content: &'a [u8],
    rest: &'a [u8],
}

/// The value that begins here (X.690, 8.1).
fn value(bytes: &[u8]) -> Option<Value<'_>> {
    let (&tag, rest) = bytes.split_first()?;
    let (&first, rest) = rest.split_first()?;
    let (length, rest) = if first < 0x80 {
        (usize::from(first), rest)
    } else {
        let (raw, rest) = rest.split_at_checked(usize::from(first & 0x7F))?;
        if raw.len() > 4 {
            return None;
        }
        (raw.iter().fold(0usize, |length, byte| length << 8 | usize::from(*byte)), rest)
    };
    let (content, rest) = rest.split_at_checked(length)?;
    Some(Value { tag, content, rest })
}

/// A certificate in words: subject, issuer, number, validity and the digest of its bytes.
pub(crate) fn certificate(der: &[u8]) -> Option<String> {
    let whole = value(der)?;
    let all = der.get(..der.len() - whole.rest.len())?;
    // RFC 5280, 4.1: version, number, algorithm, issuer, validity, subject.
    let mut next = value(value(whole.content)?.content)?;
    if next.tag == 0xA0 {
        next = value(next.rest)?;
    }
    let number = hex(next.content);
    let issuer = value(value(next.rest)?.rest)?;
    let validity = value(issuer.rest)?;
    let subject = value(validity.rest)?;
    let from = value(validity.content)?;
    let until = value(from.rest)?;
    let parts = [
        format!("subject {}", name(subject.content)),
        format!("issuer {}", name(issuer.content)),
        format!("number {number}"),
        format!("valid {} to {}", text(from.content), text(until.content)),
        format!("sha256 {}", sha256(all)),
    ];
    Some(parts.join("; "))
}

/// A name as `CN=…, O=…` (RFC 5280, 4.1.2.4; X.520 for the numbers of its parts).
fn name(mut sets: &[u8]) -> String {
    let mut parts = Vec::new();
    while let Some(set) = value(sets) {
        sets = set.rest;
        let pair = value(set.content).map(|pair| pair.content);
        let Some(id) = pair.and_then(value) else { break };
        let Some(words) = value(id.rest) else { break };
        let key = match id.content {
            [0x55, 0x04, 0x03] => "CN".to_owned(),
            [0x55, 0x04, 0x05] => "serialNumber".to_owned(),
            [0x55, 0x04, 0x06] => "C".to_owned(),
            [0x55, 0x04, 0x07] => "L".to_owned(),
            [0x55, 0x04, 0x08] => "ST".to_owned(),
            [0x55, 0x04, 0x0A] => "O".to_owned(),
            [0x55, 0x04, 0x0B] => "OU".to_owned(),
            [0x2A, 0x86, 0x48, 0x86, 0xF7, 0x0D, 0x01, 0x09, 0x01] => "email".to_owned(),
            other => hex(other),
        };
        parts.push(format!("{key}={}", text(words.content)));
        if parts.len() >= PARTS_MAX {
            break;
        }
    }
    parts.join(", ")
}
