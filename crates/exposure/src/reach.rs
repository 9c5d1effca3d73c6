//! Whom a server that listens on certain addresses can be reached by. Words after `listen` in; whether a
//! stranger gets there out. Bounded by the words given. Never asks a network or a name server.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

use crate::listed::short;

/// Says that a stranger does not reach a server by what it listens on, given with the lines; `None`
/// where nothing is given, which is every address, or where one of them is public.
pub(crate) fn doubt(listens: &[(&str, u64)]) -> Option<String> {
    let (address, line) = listens.first()?;
    listens.iter().all(|(address, _)| is_private(address)).then(|| {
        format!(
            "the server listens on {} alone (line {line}), where no stranger gets; what passes \
             requests on to it is not in this file",
            short(address)
        )
    })
}

/// Whether only the machine itself, or its own network, reaches what listens on an address: a unix
/// socket, a loopback, private or link-local address. No address, and `*`, is every address.
fn is_private(listen: &str) -> bool {
    if listen.starts_with("unix:") {
        return true;
    }
    let bracketed = listen.strip_prefix('[').and_then(|rest| rest.split_once(']'));
    let host = match (bracketed, listen.rsplit_once(':')) {
        (Some((host, _)), _) => host,
        (None, Some((host, _))) if !host.contains(':') => host,
        (None, _) => listen,
    };
    if host.eq_ignore_ascii_case("localhost") {
        return true;
    }
    match host.parse() {
        Ok(IpAddr::V4(address)) => is_private_v4(address),
        Ok(IpAddr::V6(address)) => is_private_v6(address),
        Err(_) => false,
    }
}

/// RFC 1918, RFC 6598 (carriers' shared space), RFC 1122 (loopback), RFC 3927 (link-local).
fn is_private_v4(address: Ipv4Addr) -> bool {
    let shared = matches!(address.octets(), [100, 64..=127, ..]);
    address.is_loopback() || address.is_private() || address.is_link_local() || shared
}

/// RFC 4291 (loopback, link-local), RFC 4193 (unique local).
fn is_private_v6(address: Ipv6Addr) -> bool {
    let mapped = address.to_ipv4_mapped().is_some_and(is_private_v4);
    let local = address.is_unique_local() || address.is_unicast_link_local();
    mapped || address.is_loopback() || local
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn private_and_public_addresses_are_told_apart() {
        for listen in [
            "127.0.0.1:8080",
            "127.0.0.1",
            "localhost:80",
            "unix:/run/nginx.sock",
            "10.1.2.3:80",
            "192.168.0.5:443",
            "172.16.9.9",
            "100.64.0.1:80",
            "169.254.1.1:80",
            "[::1]:80",
            "[fd00::1]:443",
            "[fe80::1]:80",
            "::1",
        ] {
            assert!(is_private(listen), "{listen}");
        }
        for listen in [
            "80",
            "*:80",
            "*",
            "0.0.0.0:80",
            "[::]:80",
            "203.0.113.5:80",
            "172.32.0.1:80",
            "[2001:db8::1]:80",
            "files.example:80",
            "",
        ] {
            assert!(!is_private(listen), "{listen}");
        }
    }

    proptest! {
        #[test]
        fn any_word_is_judged(listen in "\\PC{0,60}") {
            let _judged = is_private(&listen);
        }
    }
}
