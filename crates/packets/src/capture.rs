//! Files of captured packets: pcap (<https://www.ietf.org/archive/id/draft-ietf-opsawg-pcap-04.html>) and
//! pcapng (<https://www.ietf.org/archive/id/draft-ietf-opsawg-pcapng-02.html>), packet by packet as their
//! bytes come. Lengths are checked before anything is made room for.

use std::io::Read;

/// The longest packet that is read: the largest snapshot length of libpcap.
const PACKET_BYTES_MAX: u32 = 262_144;

/// The longest block of pcapng: a packet with its options.
const BLOCK_BYTES_MAX: u32 = 1 << 20;

/// Interfaces of one file that are kept in mind.
const INTERFACES_MAX: usize = 4_096;

/// One packet.
#[derive(Debug, Clone, Default)]
pub struct Packet {
    /// Microseconds since the epoch, where the file has a clock for it.
    pub micros: Option<i64>,
    /// Its link type (<https://www.tcpdump.org/linktypes.html>).
    pub link: u16,
    /// As many of its bytes as were captured.
    pub bytes: Vec<u8>,
}

/// Why there are no more packets.
pub type Trouble = &'static str;

/// Reads the packets of a file.
pub struct Capture<R> {
    stream: R,
    form: Form,
}

/// What kind of file it is.
enum Form {
    Pcap { is_big: bool, is_nano: bool, link: u16 },
    Pcapng { is_big: bool, interfaces: Vec<Interface> },
}

/// One interface of a pcapng file.
#[derive(Clone, Copy)]
struct Interface {
    link: u16,
    /// Parts of a second that its clock counts.
    per_sec: u64,
}

/// Whether a file that begins so holds packets.
pub fn is_capture(head: &[u8]) -> bool {
    is_pcap(head).is_some() || head.starts_with(&SECTION)
}

/// The type of a section header, the same in both orders of bytes.
const SECTION: [u8; 4] = [0x0a, 0x0d, 0x0d, 0x0a];

/// Whether the order of bytes is that of the network, and whether the clock counts nanoseconds.
fn is_pcap(head: &[u8]) -> Option<(bool, bool)> {
    match head.first_chunk::<4>()? {
        [0xd4, 0xc3, 0xb2, 0xa1] => Some((false, false)),
        [0xa1, 0xb2, 0xc3, 0xd4] => Some((true, false)),
        [0x4d, 0x3c, 0xb2, 0xa1] => Some((false, true)),
        [0xa1, 0xb2, 0x3c, 0x4d] => Some((true, true)),
        _ => None,
    }
}

fn u32_of(bytes: [u8; 4], is_big: bool) -> u32 {
    if is_big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) }
}

fn u16_of(bytes: [u8; 2], is_big: bool) -> u16 {
    if is_big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) }
}

impl<R: Read> Capture<R> {
    /// Reads the head of a file.
    pub fn open(mut stream: R) -> Result<Self, Trouble> {
        let head: [u8; 4] = exact(&mut stream).ok_or("the head of the capture is cut")?;
        let cut = "the head of the capture is cut";
        let form = if let Some((is_big, is_nano)) = is_pcap(&head) {
            let rest: [u8; 20] = exact(&mut stream).ok_or(cut)?;
            let [.., l1, l2, l3, l4] = rest;
            // The upper half holds the length of a check sum.
            let link = u32_of([l1, l2, l3, l4], is_big) & 0xffff;
            Form::Pcap { is_big, is_nano, link: u16::try_from(link).unwrap_or(u16::MAX) }
        } else {
            let (is_big, _) = section(&mut stream).ok_or(cut)?;
            Form::Pcapng { is_big, interfaces: Vec::new() }
        };
        Ok(Self { stream, form })
    }

    /// Reads the next packet into `packet`; `false` at the end of the file.
    pub fn next(&mut self, packet: &mut Packet) -> Result<bool, Trouble> {
        let Self { stream, form } = self;
        match form {
            Form::Pcap { is_big, is_nano, link } => {
                packet.link = *link;
                next_pcap(stream, (*is_big, *is_nano), packet)
            }
            Form::Pcapng { is_big, interfaces } => next_pcapng(stream, is_big, interfaces, packet),
        }
    }
}

/// Reads so many bytes; nothing where the stream ends before.
fn exact<const N: usize>(stream: &mut impl Read) -> Option<[u8; N]> {
    let mut bytes = [0; N];
    stream.read_exact(&mut bytes).ok()?;
    Some(bytes)
}

/// Reads so many bytes as are there, at most as many as are wanted.
fn take(stream: &mut impl Read, n_bytes: u32, bytes: &mut Vec<u8>) -> Option<()> {
    bytes.clear();
    stream.take(n_bytes.into()).read_to_end(bytes).ok()?;
    (bytes.len() == n_bytes as usize).then_some(())
}

fn next_pcap(
    stream: &mut impl Read,
    (is_big, is_nano): (bool, bool),
    packet: &mut Packet,
) -> Result<bool, Trouble> {
    let mut first = [0; 1];
    match stream.read(&mut first) {
        Ok(1) => {}
        _ => return Ok(false),
    }
    let [s2, s3, s4, f1, f2, f3, f4, n1, n2, n3, n4, ..]: [u8; 15] =
        exact(stream).ok_or("the head of a packet is cut")?;
    let [s1] = first;
    let secs = u32_of([s1, s2, s3, s4], is_big);
    let fraction = u32_of([f1, f2, f3, f4], is_big);
    let n_bytes = u32_of([n1, n2, n3, n4], is_big);
    if n_bytes > PACKET_BYTES_MAX {
        return Err("a packet is longer than any");
    }
    let micros = i64::from(if is_nano { fraction / 1_000 } else { fraction });
    packet.micros = Some(i64::from(secs) * 1_000_000 + micros);
    take(stream, n_bytes, &mut packet.bytes).ok_or("a packet is cut")?;
    Ok(true)
}

/// Reads a section header behind its type; gives whether the order of bytes is that of the network.
fn section(stream: &mut impl Read) -> Option<(bool, u32)> {
    let [l1, l2, l3, l4, magic @ ..]: [u8; 8] = exact(stream)?;
    let is_big = match magic {
        [0x1a, 0x2b, 0x3c, 0x4d] => true,
        [0x4d, 0x3c, 0x2b, 0x1a] => false,
        _ => return None,
    };
    let length = u32_of([l1, l2, l3, l4], is_big);
    let mut rest = Vec::new();
    take(stream, length.checked_sub(12).filter(|rest| *rest <= BLOCK_BYTES_MAX)?, &mut rest)?;
    Some((is_big, length))
}

fn next_pcapng(
    stream: &mut impl Read,
    is_big: &mut bool,
    interfaces: &mut Vec<Interface>,
    packet: &mut Packet,
) -> Result<bool, Trouble> {
    let mut block = Vec::new();
    loop {
        let mut first = [0; 1];
        match stream.read(&mut first) {
            Ok(1) => {}
            _ => return Ok(false),
        }
        let [k2, k3, k4]: [u8; 3] = exact(stream).ok_or("the head of a block is cut")?;
        let [k1] = first;
        if [k1, k2, k3, k4] == SECTION {
            (*is_big, _) = section(stream).ok_or("the head of a section is damaged")?;
            interfaces.clear();
            continue;
        }
        let length = exact(stream).ok_or("the head of a block is cut")?;
        let length = u32_of(length, *is_big);
        // Type and length stand before, the length again behind.
        let n_bytes = length.checked_sub(8).filter(|rest| *rest <= BLOCK_BYTES_MAX && *rest >= 4);
        let n_bytes = n_bytes.ok_or("the length of a block is damaged")?;
        take(stream, n_bytes, &mut block).ok_or("a block is cut")?;
        let body = block.get(..block.len().saturating_sub(4)).unwrap_or_default();
        match u32_of([k1, k2, k3, k4], *is_big) {
            1 if interfaces.len() < INTERFACES_MAX => {
                interfaces.push(interface(body, *is_big).ok_or("an interface is damaged")?);
            }
            6 => {
                enhanced(body, *is_big, interfaces, packet).ok_or("a packet is damaged")?;
                return Ok(true);
            }
            3 => {
                packet.micros = None;
                packet.link = interfaces.first().map_or(u16::MAX, |interface| interface.link);
                packet.bytes.clear();
                packet.bytes.extend_from_slice(body.get(4..).unwrap_or_default());
                return Ok(true);
            }
            _ => {}
        }
    }
}

/// Reads an interface: its link type, and among its options the resolution of its clock.
fn interface(body: &[u8], is_big: bool) -> Option<Interface> {
    let ([l1, l2, ..], mut options) = body.split_first_chunk::<8>()?;
    let mut per_sec = 1_000_000;
    while let Some(([c1, c2, n1, n2], rest)) = options.split_first_chunk::<4>() {
        let code = u16_of([*c1, *c2], is_big);
        let n_bytes = usize::from(u16_of([*n1, *n2], is_big));
        // Option 9: a power of ten, or of two where the highest bit is set.
        if code == 9
            && let Some(resolution) = rest.first()
        {
            let power = u32::from(resolution & 0x7f);
            let base: u64 = if resolution & 0x80 == 0 { 10 } else { 2 };
            per_sec = base.checked_pow(power)?;
        }
        if code == 0 {
            break;
        }
        options = rest.get(n_bytes.next_multiple_of(4)..).unwrap_or_default();
    }
    Some(Interface { link: u16_of([*l1, *l2], is_big), per_sec })
}

/// Reads an enhanced packet block.
fn enhanced(
    body: &[u8],
    is_big: bool,
    interfaces: &[Interface],
    packet: &mut Packet,
) -> Option<()> {
    let (head, rest) = body.split_first_chunk::<20>()?;
    let (words, _) = head.as_chunks::<4>();
    let mut words = words.iter().map(|word| u32_of(*word, is_big));
    let (number, high, low) = (words.next()?, words.next()?, words.next()?);
    let n_bytes = words.next()?;
    let interface = interfaces.get(number as usize);
    packet.link = interface.map_or(u16::MAX, |interface| interface.link);
    let ticks = u64::from(high) << 32 | u64::from(low);
    packet.micros = interface.and_then(|interface| {
        let micros = u128::from(ticks) * 1_000_000 / u128::from(interface.per_sec);
        i64::try_from(micros).ok()
    });
    packet.bytes.clear();
    packet.bytes.extend_from_slice(rest.get(..n_bytes as usize)?);
    Some(())
}
