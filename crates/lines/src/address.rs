//! Addresses as log writers print them: with port, brackets or zone, IPv4 mapped into IPv6. Gives the
//! bare address; a host name gives nothing, and no name is ever looked up.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Reads an address; `None` for a host name.
#[inline]
pub fn parse(text: &[u8]) -> Option<IpAddr> {
    if let Some(address) = parse_v4(text) {
        return Some(IpAddr::V4(address));
    }
    // Of other words, those without a colon can only be IPv4 with something added.
    memchr::memchr2(b':', b'%', text)?;
    let text = std::str::from_utf8(text).ok()?.trim();
    let bare = match text.strip_prefix('[') {
        Some(inside) => inside.split_once(']')?.0,
        // One colon is a port behind an IPv4 address; more of them are an IPv6 address.
        None => match text.split_once(':') {
            Some((address, port)) if !port.contains(':') => address,
            _ => text,
        },
    };
    let bare = bare.split_once('%').map_or(bare, |(address, _zone)| address);
    match bare.parse().ok()? {
        IpAddr::V6(address) => Some(unmapped(address)),
        address @ IpAddr::V4(_) => Some(address),
    }
}

/// A mapped IPv4 address as IPv4.
fn unmapped(address: Ipv6Addr) -> IpAddr {
    address.to_ipv4_mapped().map_or(IpAddr::V6(address), IpAddr::V4)
}

/// The longest text of an IPv4 address.
const V4_BYTES_MAX: usize = "255.255.255.255".len();

/// Reads four decimal numbers with dots and nothing else; refuses leading zeros, which some
/// programs read as octal.
fn parse_v4(text: &[u8]) -> Option<Ipv4Addr> {
    let mut word = [0; 16];
    if text.len() > V4_BYTES_MAX {
        return None;
    }
    for (to, from) in word.iter_mut().zip(text) {
        *to = *from;
    }
    parse_v4_word(u128::from_le_bytes(word), text.len()).map(Ipv4Addr::from)
}

/// Every byte the same.
const fn every(byte: u8) -> u128 {
    u128::from_le_bytes([byte; 16])
}

/// Sets the highest bit of each byte that is 0, and no other bit.
#[inline]
const fn zero_bytes(word: u128) -> u128 {
    const LOW: u128 = every(0x7f);
    !(((word & LOW) + LOW) | word | LOW)
}

/// Cuts sixteen bytes at the first blank; gives what is before it, the rest zero, and its length.
#[inline]
pub const fn before_blank(word: u128) -> Option<(u128, usize)> {
    let blanks = zero_bytes(word ^ every(b' '));
    if blanks == 0 {
        return None;
    }
    let n_bits = blanks.trailing_zeros() & !7;
    Some((word & !(u128::MAX << n_bits), (n_bits / 8) as usize))
}

/// Reads an IPv4 address from bytes that are zero behind it: all bytes at once, since this is done
/// for most lines of a log.
#[inline]
pub fn parse_v4_word(word: u128, n_bytes: usize) -> Option<u32> {
    const DOT: u128 = every(b'.' ^ b'0');
    if n_bytes > V4_BYTES_MAX {
        return None;
    }
    let n_bits = u32::try_from(n_bytes * 8).ok()?;
    // Digits become their value, a dot 0x1e; what is behind the address is left out.
    let text = (word ^ every(b'0')) & !(u128::MAX << n_bits);
    let mut dots = zero_bytes(text ^ DOT) & !(u128::MAX << n_bits);
    let digits = text & !((dots >> 7) * 0xff);
    let too_large = (digits & every(0xf0)) | (((digits & every(0x0f)) + every(6)) & every(0x10));
    if dots.count_ones() != 3 || too_large != 0 {
        return None;
    }
    let (mut address, mut from, mut is_wrong) = (0, 0, false);
    for _ in 0..4 {
        let to = if dots == 0 { n_bits } else { dots.trailing_zeros() & !7 };
        dots &= dots.wrapping_sub(1);
        let n_digit_bits = to - from;
        is_wrong |= n_digit_bits == 0 || n_digit_bits > 24;
        // Up to three digits, put behind as many zeros as are missing.
        let octet_digits = low_half(digits >> from) & !(u32::MAX << (n_digit_bits & 31));
        let [first, ..] = octet_digits.to_le_bytes();
        is_wrong |= n_digit_bits > 8 && first == 0;
        let aligned = octet_digits << (24_u32.wrapping_sub(n_digit_bits) & 31);
        let [hundreds, tens, ones, _] = aligned.to_le_bytes().map(u32::from);
        let octet = hundreds * 100 + tens * 10 + ones;
        is_wrong |= octet > 255;
        address = address << 8 | octet & 0xff;
        from = to + 8;
    }
    (!is_wrong).then_some(address)
}

#[expect(clippy::cast_possible_truncation, reason = "the four lowest bytes are meant")]
const fn low_half(word: u128) -> u32 {
    word as u32
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn addresses_come_without_port_brackets_and_zone() {
        for (text, expected) in [
            ("83.149.9.216", Some("83.149.9.216")),
            ("1.2.3.4:51234", Some("1.2.3.4")),
            ("::ffff:1.2.3.4", Some("1.2.3.4")),
            ("[2001:DB8::1]:443", Some("2001:db8::1")),
            ("[::1]", Some("::1")),
            ("fe80::1%eth0", Some("fe80::1")),
            ("2001:db8:0:0:0:0:0:1", Some("2001:db8::1")),
            ("256.1.1.1", None),
            ("1.2.3", None),
            ("1.2.3.4.5", None),
            ("01.2.3.4", None),
            ("99999.1.1.1", None),
            ("crawl-66-249.googlebot.com", None),
            ("localhost:80", None),
            ("-", None),
            ("", None),
        ] {
            let read = parse(text.as_bytes()).map(|ip| ip.to_string());
            assert_eq!(read.as_deref(), expected, "{text}");
        }
    }

    proptest! {
        #[test]
        fn printed_addresses_read_back(v4: u32, v6: u128) {
            let v4 = IpAddr::V4(v4.into());
            prop_assert_eq!(parse(v4.to_string().as_bytes()), Some(v4));
            prop_assert_eq!(parse(format!("[{}]:1", Ipv6Addr::from(v6)).as_bytes()), Some(unmapped(v6.into())));
        }

        #[test]
        fn any_bytes_are_read(bytes: Vec<u8>) {
            let _address = parse(&bytes);
        }
    }
}
