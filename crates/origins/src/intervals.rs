//! Networks as intervals of addresses, and sets of them that are merged, sorted and searched.
//!
//! In: text of one address or CIDR. Out: its first and last address; for a set, whether an address
//! lies in it. Never: host names, and no guess at a malformed network.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// The first and the last address of one network.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Span {
    V4(u32, u32),
    V6(u128, u128),
}

impl Span {
    /// Reads an address or a CIDR; bits behind the prefix are dropped, a mapped v4 address is v4.
    pub(crate) fn parse(text: &str) -> Result<Self, &'static str> {
        let (address, prefix) = match text.split_once('/') {
            Some((address, prefix)) => (address, Some(prefix)),
            None => (text, None),
        };
        let address: IpAddr = address.parse().map_err(|_| "neither an address nor a network")?;
        let prefix = match prefix {
            // `u32::from_str` takes a plus sign, a prefix does not.
            Some(digits) if digits.bytes().all(|byte| byte.is_ascii_digit()) => {
                Some(digits.parse::<u32>().map_err(|_| "prefix length is not a number")?)
            }
            Some(_) => return Err("prefix length is not a number"),
            None => None,
        };
        match (address, prefix) {
            (IpAddr::V4(address), prefix) => Self::v4(address, prefix.unwrap_or(32)),
            (IpAddr::V6(address), prefix) => {
                let prefix = prefix.unwrap_or(128);
                match (address.to_ipv4_mapped(), prefix.checked_sub(96)) {
                    (Some(mapped), Some(prefix)) => Self::v4(mapped, prefix),
                    _ => Self::v6(address, prefix),
                }
            }
        }
    }

    fn v4(address: Ipv4Addr, prefix: u32) -> Result<Self, &'static str> {
        let free = 32_u32.checked_sub(prefix).ok_or("prefix longer than 32 bits")?;
        let hosts = u32::MAX.checked_shr(prefix).unwrap_or(0);
        let mask = u32::MAX.checked_shl(free).unwrap_or(0);
        let first = u32::from(address) & mask;
        Ok(Self::V4(first, first | hosts))
    }

    fn v6(address: Ipv6Addr, prefix: u32) -> Result<Self, &'static str> {
        let free = 128_u32.checked_sub(prefix).ok_or("prefix longer than 128 bits")?;
        let hosts = u128::MAX.checked_shr(prefix).unwrap_or(0);
        let mask = u128::MAX.checked_shl(free).unwrap_or(0);
        let first = u128::from(address) & mask;
        Ok(Self::V6(first, first | hosts))
    }

    /// Whether the address lies in it.
    pub(crate) fn contains(self, ip: IpAddr) -> bool {
        match (self, ip) {
            (Self::V4(first, last), IpAddr::V4(ip)) => (first..=last).contains(&u32::from(ip)),
            (Self::V6(first, last), IpAddr::V6(ip)) => (first..=last).contains(&u128::from(ip)),
            _ => false,
        }
    }
}

/// A set of networks as merged intervals in rising order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct IntervalSet {
    v4: Vec<(u32, u32)>,
    v6: Vec<(u128, u128)>,
}

impl IntervalSet {
    /// Merges networks that overlap or touch.
    pub(crate) fn new(spans: &[Span]) -> Self {
        let (mut v4, mut v6) = (Vec::new(), Vec::new());
        for span in spans {
            match *span {
                Span::V4(first, last) => v4.push((first, last)),
                Span::V6(first, last) => v6.push((first, last)),
            }
        }
        Self {
            v4: merge(v4, |last, first| last.checked_add(1) == Some(first)),
            v6: merge(v6, |last, first| last.checked_add(1) == Some(first)),
        }
    }

    /// Whether the address lies in one of the networks.
    pub(crate) fn contains(&self, ip: IpAddr) -> bool {
        match ip {
            IpAddr::V4(ip) => within(&self.v4, u32::from(ip)),
            IpAddr::V6(ip) => within(&self.v6, u128::from(ip)),
        }
    }

    /// Whether there is no network in it.
    pub(crate) fn is_empty(&self) -> bool {
        self.v4.is_empty() && self.v6.is_empty()
    }
}

fn merge<T: Copy + Ord>(mut pairs: Vec<(T, T)>, touches: impl Fn(T, T) -> bool) -> Vec<(T, T)> {
    pairs.sort_unstable();
    let mut merged: Vec<(T, T)> = Vec::with_capacity(pairs.len());
    for (first, last) in pairs {
        match merged.last_mut() {
            Some(open) if first <= open.1 || touches(open.1, first) => open.1 = open.1.max(last),
            _ => merged.push((first, last)),
        }
    }
    merged.shrink_to_fit();
    merged
}

fn within<T: Copy + Ord>(pairs: &[(T, T)], ip: T) -> bool {
    let after = pairs.partition_point(|pair| pair.0 <= ip);
    after.checked_sub(1).and_then(|idx| pairs.get(idx)).is_some_and(|pair| ip <= pair.1)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn networks_and_single_addresses_are_read() {
        assert_eq!(Span::parse("1.2.3.4"), Ok(Span::V4(0x0102_0304, 0x0102_0304)));
        assert_eq!(Span::parse("1.2.3.4/24"), Ok(Span::V4(0x0102_0300, 0x0102_03ff)));
        assert_eq!(Span::parse("0.0.0.0/0"), Ok(Span::V4(0, u32::MAX)));
        assert_eq!(Span::parse("::/0"), Ok(Span::V6(0, u128::MAX)));
        assert_eq!(Span::parse("::ffff:1.2.3.4"), Ok(Span::V4(0x0102_0304, 0x0102_0304)));
        assert_eq!(
            Span::parse("2001:db8::/127").map(|s| s.contains("2001:db8::1".parse().unwrap())),
            Ok(true)
        );
        for malformed in
            ["", "example.org", "1.2.3", "1.2.3.4/33", "1.2.3.4/+8", "1.2.3.4/", "::1/129"]
        {
            assert!(Span::parse(malformed).is_err(), "{malformed}");
        }
    }

    proptest! {
        #[test]
        fn set_answers_as_each_network_asked_in_turn(
            networks in proptest::collection::vec((0_u32..4096, 20_u32..=32), 0..40),
            ip in 0_u32..4200,
        ) {
            let spans: Vec<Span> = networks
                .iter()
                .map(|(address, prefix)| Span::v4(Ipv4Addr::from(*address), *prefix).unwrap())
                .collect();
            let ip = IpAddr::V4(Ipv4Addr::from(ip));
            let set = IntervalSet::new(&spans);
            prop_assert_eq!(set.contains(ip), spans.iter().any(|span| span.contains(ip)));
            prop_assert!(set.v4.windows(2).all(|pair| pair[0].1 + 1 < pair[1].0));
        }

        #[test]
        fn no_text_panics(text in "\\PC{0,40}") {
            let _ = Span::parse(&text);
        }
    }
}
