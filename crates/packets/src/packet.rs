//! One captured packet: its TCP header behind whatever carries it (Ethernet, Linux cooked, raw IP; IPv4 by
//! RFC 791, IPv6 by RFC 8200, TCP by RFC 9293). Gives nothing for other packets and for cut ones.

use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};

/// Headers of IPv6 that may stand before TCP.
const EXTENSIONS_MAX: usize = 8;

/// Tags of virtual networks that may stand in an Ethernet frame (IEEE 802.1Q, 802.1ad).
const TAGS_MAX: usize = 2;

/// A segment of TCP.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Segment<'a> {
    /// Address and port of the sender.
    pub from: (IpAddr, u16),
    /// Address and port of the receiver.
    pub to: (IpAddr, u16),
    /// Hops that were left to it (time to live, hop limit).
    pub ttl: u8,
    /// The number of its first byte.
    pub sequence: u32,
    /// Whether it opens a direction (SYN).
    pub is_syn: bool,
    /// Whether it acknowledges (ACK).
    pub is_ack: bool,
    /// Whether it ends the connection (FIN or RST).
    pub is_end: bool,
    /// The largest segment that the sender takes.
    pub mss: Option<u16>,
    /// What it carries, as far as it was captured.
    pub payload: &'a [u8],
    /// Bytes that were sent, of which the capture may hold fewer.
    pub n_sent: u32,
}

/// Reads a packet of a link type (<https://www.tcpdump.org/linktypes.html>).
pub fn read(link: u16, bytes: &[u8]) -> Option<Segment<'_>> {
    match link {
        // NULL and LOOP: four bytes of family.
        0 | 108 => ip(bytes.get(4..)?),
        // EN10MB.
        1 => ethernet(bytes),
        // RAW, and the number of DLT_RAW on several systems.
        12 | 14 | 101 | 228 | 229 => ip(bytes),
        // LINUX_SLL and LINUX_SLL2.
        113 => ip(bytes.get(16..)?),
        276 => ip(bytes.get(20..)?),
        _ => None,
    }
}

fn ethernet(bytes: &[u8]) -> Option<Segment<'_>> {
    let mut rest = bytes.get(12..)?;
    for _ in 0..=TAGS_MAX {
        let (kind, after) = rest.split_first_chunk::<2>()?;
        match u16::from_be_bytes(*kind) {
            0x0800 | 0x86dd => return ip(after),
            0x8100 | 0x88a8 => rest = after.get(2..)?,
            _ => return None,
        }
    }
    None
}

fn ip(bytes: &[u8]) -> Option<Segment<'_>> {
    match bytes.first()? >> 4 {
        4 => ip_v4(bytes),
        6 => ip_v6(bytes),
        _ => None,
    }
}

fn ip_v4(bytes: &[u8]) -> Option<Segment<'_>> {
    let head = bytes.first_chunk::<20>()?;
    let [first, _, t1, t2, _, _, f1, f2, ttl, protocol, _, _, addresses @ ..] = head;
    let (from, to) = addresses.split_first_chunk::<4>()?;
    let n_head = usize::from(first & 15) * 4;
    // Only the first fragment, whose offset of thirteen bits is 0, has the header of TCP.
    let is_first = u16::from_be_bytes([*f1, *f2]).trailing_zeros() >= 13;
    if *protocol != 6 || n_head < 20 || !is_first {
        return None;
    }
    let n_total = u16::from_be_bytes([*t1, *t2]);
    // 0 where the network card cuts large segments.
    let n_payload =
        if n_total == 0 { bytes.len() } else { usize::from(n_total) }.checked_sub(n_head)?;
    let from = IpAddr::V4(Ipv4Addr::from(*from));
    let to = IpAddr::V4(Ipv4Addr::from(*to.first_chunk::<4>()?));
    tcp(bytes.get(n_head..)?, n_payload, (from, to, *ttl))
}

fn ip_v6(bytes: &[u8]) -> Option<Segment<'_>> {
    let (head, mut rest) = bytes.split_first_chunk::<40>()?;
    let [_, _, _, _, n1, n2, next, ttl, addresses @ ..] = head;
    let (from, to) = addresses.split_first_chunk::<16>()?;
    let (from, to) = (Ipv6Addr::from(*from), Ipv6Addr::from(*to.first_chunk::<16>()?));
    let mut n_payload = usize::from(u16::from_be_bytes([*n1, *n2]));
    if n_payload == 0 {
        n_payload = rest.len();
    }
    let mut next = *next;
    for _ in 0..EXTENSIONS_MAX {
        match next {
            6 => {
                let unmapped = |ip: Ipv6Addr| IpAddr::V6(ip).to_canonical();
                return tcp(rest, n_payload, (unmapped(from), unmapped(to), *ttl));
            }
            // Hop-by-hop, routing, destination options.
            0 | 43 | 60 => {
                let [following, length, ..] = rest else { return None };
                let n_bytes = (usize::from(*length) + 1) * 8;
                next = *following;
                rest = rest.get(n_bytes..)?;
                n_payload = n_payload.checked_sub(n_bytes)?;
            }
            _ => return None,
        }
    }
    None
}

fn tcp(
    bytes: &[u8],
    n_payload: usize,
    (from, to, ttl): (IpAddr, IpAddr, u8),
) -> Option<Segment<'_>> {
    let head = bytes.first_chunk::<20>()?;
    let [p1, p2, q1, q2, s1, s2, s3, s4, _, _, _, _, offset, flags, ..] = *head;
    let n_head = usize::from(offset >> 4) * 4;
    let options = bytes.get(20..n_head)?;
    let captured = bytes.get(n_head..)?;
    // Ethernet pads short frames: what is behind the packet is none of it.
    let n_sent = n_payload.checked_sub(n_head)?;
    let payload = captured.get(..n_sent).unwrap_or(captured);
    Some(Segment {
        from: (from, u16::from_be_bytes([p1, p2])),
        to: (to, u16::from_be_bytes([q1, q2])),
        ttl,
        sequence: u32::from_be_bytes([s1, s2, s3, s4]),
        is_syn: flags & 2 != 0,
        is_ack: flags & 16 != 0,
        is_end: flags & 5 != 0,
        mss: mss(options),
        payload,
        n_sent: u32::try_from(n_sent).unwrap_or(u32::MAX),
    })
}

/// The largest segment that the sender takes (RFC 9293 §3.2, option 2).
fn mss(mut options: &[u8]) -> Option<u16> {
    loop {
        options = match options {
            [2, 4, high, low, ..] => return Some(u16::from_be_bytes([*high, *low])),
            [1, rest @ ..] => rest,
            [0, ..] | [] | [_] => return None,
            [_, length, ..] => options.get(usize::from(*length).max(2)..)?,
        };
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn the_largest_segment_is_found_among_options() {
        assert_eq!(mss(&[1, 1, 8, 10, 0, 0, 0, 0, 0, 0, 0, 0, 2, 4, 5, 0x64]), Some(1_380));
        assert_eq!(mss(&[0, 2, 4, 5, 0x64]), None);
        assert_eq!(mss(&[8, 0, 8, 0]), None);
    }

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes: Vec<u8>, link in 0_u16..300) {
            let _segment = read(link, &bytes);
            let _segment = ip(&[&[0x45][..], &bytes].concat());
            let _segment = ip(&[&[0x60][..], &bytes].concat());
        }
    }
}
