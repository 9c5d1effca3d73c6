//! Networks as a vendor declares them: a CIDR of either family, or one address.
//!
//! In: the text of a cell. Out: a range that can be asked whether an address lies in it. Never: name look-ups.

use std::net::{IpAddr, Ipv6Addr};

/// A range of addresses of one family.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Cidr {
    base: u128,
    prefix: u32,
    bits: u32,
}

impl Cidr {
    /// Reads `a.b.c.d/n`, an IPv6 prefix or a single address; `None` for anything else.
    pub fn parse(text: &str) -> Option<Self> {
        let (address, prefix) = match text.trim().split_once('/') {
            Some((address, prefix)) => (address, Some(prefix.trim().parse::<u32>().ok()?)),
            None => (text.trim(), None),
        };
        let (base, bits) = number(address.trim().parse().ok()?);
        let prefix = prefix.unwrap_or(bits);
        (prefix <= bits).then(|| Self { base: head(base, prefix, bits), prefix, bits })
    }

    /// Whether the address lies in the range; addresses of the other family never do.
    pub fn contains(&self, address: IpAddr) -> bool {
        let (number, bits) = number(address);
        bits == self.bits && head(number, self.prefix, bits) == self.base
    }
}

/// The address as a number with its width; an IPv4 address mapped into IPv6 counts as IPv4.
fn number(address: IpAddr) -> (u128, u32) {
    match address.to_canonical() {
        IpAddr::V4(v4) => (u128::from(u32::from(v4)), 32),
        IpAddr::V6(v6) => (u128::from(v6), 128),
    }
}

/// The number without the bits behind the prefix.
fn head(number: u128, prefix: u32, bits: u32) -> u128 {
    let shift = bits.saturating_sub(prefix);
    number.checked_shr(shift).unwrap_or(0).checked_shl(shift).unwrap_or(0)
}

/// Whether an address belongs to nobody in particular: loopback, private, link-local, shared (RFC 6598, RFC 4193).
pub(crate) fn is_unspecific(address: IpAddr) -> bool {
    match address.to_canonical() {
        IpAddr::V4(v4) => {
            let [a, b, ..] = v4.octets();
            v4.is_loopback()
                || v4.is_private()
                || v4.is_link_local()
                || v4.is_unspecified()
                || (a == 100 && (64..128).contains(&b))
        }
        IpAddr::V6(v6) => {
            v6.is_loopback()
                || v6 == Ipv6Addr::UNSPECIFIED
                || v6.is_unique_local()
                || v6.is_unicast_link_local()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn within(range: &str, address: &str) -> bool {
        Cidr::parse(range).unwrap().contains(address.parse().unwrap())
    }

    #[test]
    fn both_ends_of_a_range_belong_to_it_and_their_neighbours_do_not() {
        for (address, inside) in [
            ("175.45.176.0", true),
            ("175.45.179.255", true),
            ("175.45.175.255", false),
            ("175.45.180.0", false),
            ("::ffff:175.45.176.1", true),
            ("2001:db8::1", false),
        ] {
            assert_eq!(within("175.45.176.0/22", address), inside, "{address}");
        }
        assert!(within("2001:db8::/32", "2001:db8:ffff::1"));
        assert!(!within("2001:db8::/32", "2001:db9::1"));
        assert!(within("0.0.0.0/0", "9.9.9.9") && within("::/0", "2001::1"));
        assert!(within("198.51.100.7", "198.51.100.7") && !within("198.51.100.7", "198.51.100.8"));
    }

    #[test]
    fn texts_that_are_no_network_are_refused() {
        for text in ["", "10.0.0.0/33", "::/129", "office", "10.0.0.0/x", "10.0.0.0/", "10.0.0/8"] {
            assert_eq!(Cidr::parse(text), None, "{text}");
        }
    }

    proptest! {
        #[test]
        fn no_text_breaks_the_reader(text in ".{0,60}") {
            let _read = Cidr::parse(&text);
        }
    }
}
