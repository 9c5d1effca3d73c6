//! The greeting of a TLS client (`ClientHello`, RFC 8446 §4.1.2): the name it asks for, and how it
//! greets, as JA4 puts it
//! (<https://github.com/FoxIO-LLC/ja4/blob/main/technical_details/JA4.md>). Lengths are checked against the
//! bytes that are there.

use std::fmt::Write;

use sha2::{Digest, Sha256};

/// Extensions that are read (RFC 6066, RFC 7301, RFC 8446).
const SERVER_NAME: u16 = 0x0000;
const SIGNATURE_ALGORITHMS: u16 = 0x000d;
const ALPN: u16 = 0x0010;
const SUPPORTED_VERSIONS: u16 = 0x002b;

/// Entries of one list within a greeting; more than two digits are not counted by JA4.
const ENTRIES_MAX: usize = 512;

/// What a greeting says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Hello {
    /// How it greets, as JA4.
    pub ja4: String,
    /// The name that it asks for.
    pub server_name: Option<String>,
}

/// What was read of bytes that may be the beginning of a greeting.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Greeting {
    /// It is none.
    None,
    /// It may be one; more bytes are needed.
    Begun,
    /// It is one.
    Whole(Hello),
}

/// Reads the first bytes that a client sent.
pub fn read(bytes: &[u8]) -> Greeting {
    // A record (RFC 8446 §5.1): handshake, version 3.x, length; then the message: client hello, length.
    match bytes {
        [0x16, 0x03, 0..=4, _, _, 0x01, ..] => {}
        [0x16]
        | [0x16, 0x03]
        | [0x16, 0x03, 0..=4]
        | [0x16, 0x03, 0..=4, _]
        | [0x16, 0x03, 0..=4, _, _] => return Greeting::Begun,
        _ => return Greeting::None,
    }
    let Some(message) = joined_records(bytes) else { return Greeting::Begun };
    match Parsed::read(&message) {
        Some(parsed) => Greeting::Whole(parsed.hello()),
        None => Greeting::None,
    }
}

/// The first message, out of as many records as it takes.
fn joined_records(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut message = Vec::new();
    let mut rest = bytes;
    loop {
        let ([0x16, _, _, high, low], after) = rest.split_first_chunk::<5>()? else { return None };
        let (record, after) =
            after.split_at_checked(usize::from(u16::from_be_bytes([*high, *low])))?;
        message.extend_from_slice(record);
        rest = after;
        if let Some(([_, a, b, c], body)) = message.split_first_chunk::<4>() {
            let n_bytes = usize::from(*a) << 16 | usize::from(*b) << 8 | usize::from(*c);
            if body.len() >= n_bytes {
                return body.get(..n_bytes).map(<[u8]>::to_vec);
            }
        }
    }
}

/// A greeting in its parts, values of GREASE (RFC 8701) left out.
#[derive(Default)]
struct Parsed {
    version: u16,
    ciphers: Vec<u16>,
    extensions: Vec<u16>,
    signatures: Vec<u16>,
    protocol: Option<Vec<u8>>,
    server_name: Option<String>,
}

impl Parsed {
    fn read(body: &[u8]) -> Option<Self> {
        let (version, rest) = number(body)?;
        let mut parsed = Self { version, ..Self::default() };
        let (_random, rest) = rest.split_at_checked(32)?;
        let (_session, rest) = short_block(rest)?;
        let (ciphers, rest) = block(rest)?;
        parsed.ciphers = numbers(ciphers);
        let (_compression, rest) = short_block(rest)?;
        let Some((mut extensions, _)) = block(rest) else { return Some(parsed) };
        while let Some((kind, rest)) = number(extensions) {
            let Some((content, rest)) = block(rest) else { break };
            extensions = rest;
            if parsed.extensions.len() >= ENTRIES_MAX {
                break;
            }
            if !is_grease(kind) {
                parsed.extensions.push(kind);
                parsed.take(kind, content);
            }
        }
        Some(parsed)
    }

    fn take(&mut self, kind: u16, content: &[u8]) {
        match kind {
            // One name of the kind `host_name`, which is 0.
            SERVER_NAME => {
                let name = block(content).and_then(|(list, _)| block(list.strip_prefix(&[0])?));
                self.server_name = name.map(|(name, _)| String::from_utf8_lossy(name).into_owned());
            }
            SIGNATURE_ALGORITHMS => {
                self.signatures = block(content).map_or(Vec::new(), |(list, _)| numbers(list));
            }
            ALPN => {
                let first = block(content).and_then(|(list, _)| short_block(list));
                self.protocol = first.map(|(protocol, _)| protocol.to_vec());
            }
            SUPPORTED_VERSIONS => {
                let versions = short_block(content).map_or(Vec::new(), |(list, _)| numbers(list));
                self.version = versions.into_iter().max().unwrap_or(self.version);
            }
            _ => {}
        }
    }

    fn hello(self) -> Hello {
        let version = match self.version {
            0x0304 => "13",
            0x0303 => "12",
            0x0302 => "11",
            0x0301 => "10",
            0x0300 => "s3",
            _ => "00",
        };
        let to = if self.server_name.is_some() { 'd' } else { 'i' };
        let (n_ciphers, n_extensions) = (self.ciphers.len().min(99), self.extensions.len().min(99));
        let protocol = ends_of(self.protocol.as_deref());
        let mut ciphers = self.ciphers;
        ciphers.sort_unstable();
        let mut extensions = self.extensions;
        extensions.retain(|kind| !matches!(*kind, SERVER_NAME | ALPN));
        extensions.sort_unstable();
        let mut greeted = hex_list(&extensions);
        if !self.signatures.is_empty() {
            greeted.push('_');
            greeted.push_str(&hex_list(&self.signatures));
        }
        let (first, second) = (hash12(&hex_list(&ciphers)), hash12(&greeted));
        let ja4 =
            format!("t{version}{to}{n_ciphers:02}{n_extensions:02}{protocol}_{first}_{second}");
        Hello { ja4, server_name: self.server_name }
    }
}

/// First and last sign of a protocol's name; in hex where they are no letters or digits.
fn ends_of(protocol: Option<&[u8]>) -> String {
    let Some((first, last)) = protocol.and_then(|name| name.first().zip(name.last())) else {
        return "00".to_owned();
    };
    if first.is_ascii_alphanumeric() && last.is_ascii_alphanumeric() {
        return [char::from(*first), char::from(*last)].iter().collect();
    }
    let hex = |byte: u8, upper: bool| {
        let digit = if upper { byte >> 4 } else { byte & 15 };
        char::from_digit(digit.into(), 16).unwrap_or('0')
    };
    [hex(*first, true), hex(*last, false)].iter().collect()
}

fn hex_list(numbers: &[u16]) -> String {
    let mut list = String::with_capacity(numbers.len() * 5);
    for number in numbers {
        if !list.is_empty() {
            list.push(',');
        }
        write!(list, "{number:04x}").expect("writing into memory cannot fail");
    }
    list
}

/// The first twelve hex digits of a hash; zeros for an empty list.
fn hash12(list: &str) -> String {
    if list.is_empty() {
        return "0".repeat(12);
    }
    let mut digits = String::with_capacity(12);
    for byte in Sha256::digest(list.as_bytes()).iter().take(6) {
        write!(digits, "{byte:02x}").expect("writing into memory cannot fail");
    }
    digits
}

const fn is_grease(number: u16) -> bool {
    let [high, low] = number.to_be_bytes();
    high == low && low & 15 == 10
}

fn number(bytes: &[u8]) -> Option<(u16, &[u8])> {
    let (number, rest) = bytes.split_first_chunk::<2>()?;
    Some((u16::from_be_bytes(*number), rest))
}

/// Splits off what a length of two bytes stands before.
fn block(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (n_bytes, rest) = number(bytes)?;
    rest.split_at_checked(usize::from(n_bytes))
}

/// Splits off what a length of one byte stands before.
fn short_block(bytes: &[u8]) -> Option<(&[u8], &[u8])> {
    let (n_bytes, rest) = bytes.split_first()?;
    rest.split_at_checked(usize::from(*n_bytes))
}

/// Numbers of two bytes, values of GREASE left out.
fn numbers(bytes: &[u8]) -> Vec<u16> {
    let (pairs, _) = bytes.as_chunks::<2>();
    let numbers = pairs.iter().map(|pair| u16::from_be_bytes(*pair));
    numbers.filter(|number| !is_grease(*number)).take(ENTRIES_MAX).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn sized(bytes: &[u8], n_length: usize) -> Vec<u8> {
        let length = u32::try_from(bytes.len()).unwrap().to_be_bytes();
        [&length[4 - n_length..], bytes].concat()
    }

    fn list(numbers: &[u16]) -> Vec<u8> {
        numbers.iter().flat_map(|number| number.to_be_bytes()).collect()
    }

    /// The greeting of Chrome in the description of JA4, GREASE among it.
    fn chrome() -> Vec<u8> {
        let ciphers = [
            0x0a0a, 0x1301, 0x1302, 0x1303, 0xc02b, 0xc02f, 0xc02c, 0xc030, 0xcca9, 0xcca8, 0xc013,
            0xc014, 0x009c, 0x009d, 0x002f, 0x0035,
        ];
        let signatures = [0x0403, 0x0804, 0x0401, 0x0503, 0x0805, 0x0501, 0x0806, 0x0601];
        let name = sized(&[&[0][..], &sized(b"files.example", 2)].concat(), 2);
        let alpn = sized(&[sized(b"h2", 1), sized(b"http/1.1", 1)].concat(), 2);
        let versions = sized(&list(&[0x1a1a, 0x0304, 0x0303]), 1);
        let mut extensions = Vec::new();
        for kind in [
            0x0a0a, 0x001b, 0x0000, 0x0033, 0x0010, 0x4469, 0x0017, 0x002d, 0x000d, 0x0005, 0x0023,
            0x0012, 0x002b, 0xff01, 0x000b, 0x000a, 0x0015,
        ] {
            let content = match kind {
                SERVER_NAME => name.clone(),
                ALPN => alpn.clone(),
                SIGNATURE_ALGORITHMS => sized(&list(&signatures), 2),
                SUPPORTED_VERSIONS => versions.clone(),
                _ => Vec::new(),
            };
            extensions.extend([list(&[kind]), sized(&content, 2)].concat());
        }
        let body = [
            list(&[0x0303]),
            vec![7; 32],
            sized(&[1; 32], 1),
            sized(&list(&ciphers), 2),
            sized(&[0], 1),
            sized(&extensions, 2),
        ]
        .concat();
        let message = [vec![1], sized(&body, 3)].concat();
        [vec![0x16, 3, 1], sized(&message, 2)].concat()
    }

    #[test]
    fn the_example_of_the_description_comes_out() {
        let hello = Hello {
            ja4: "t13d1516h2_8daaf6152771_e5627efa2ab1".to_owned(),
            server_name: Some("files.example".to_owned()),
        };
        assert_eq!(read(&chrome()), Greeting::Whole(hello));
    }

    #[test]
    fn a_greeting_in_parts_is_waited_for() {
        let whole = chrome();
        for end in 1..whole.len() {
            assert_eq!(read(&whole[..end]), Greeting::Begun, "{end}");
        }
        assert_eq!(read(b"GET / HTTP/1.1"), Greeting::None);
        assert_eq!(read(b""), Greeting::None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes: Vec<u8>, at in 0_usize..200, byte: u8) {
            let _greeting = read(&bytes);
            let mut damaged = chrome();
            damaged[at] = byte;
            let _greeting = read(&damaged);
        }
    }
}
