//! The carver: what can be told of bytes of any format, also of one that nobody documented.
//!
//! In: any file. Out: packets of XMP, paths, certificates, UUIDs, UMIDs and fonts that stand in it, each with its place. What could be
//! chance is left out: each find is at least 2^40 times likelier written than thrown. Never: a format is guessed.

mod marks;
mod paths;

use subtier_blocks::SignalKind;

use crate::bytes::{hex, place, up_to};
use crate::{Certificate, Held, Telling, xmp};
use marks::{font, uuid};
use paths::Way;

/// Bytes that are searched at a time by one search after the other, so that they stay in the cache of a core.
const BLOCK_BYTES: usize = 128 << 10;

/// Finds of one kind that are told of one file.
const FINDS_MAX: usize = 500;

/// Packets of XMP read of one file, and bytes that one may have.
const PACKETS_MAX: usize = 32;
const PACKET_BYTES_MAX: usize = 4 << 20;

/// The label of a UMID (SMPTE ST 330, 5.1) without its version.
const UMID: &[u8] = &[0x06, 0x0A, 0x2B, 0x34, 0x01, 0x01, 0x01];

/// Tells what stands in the bytes that are held.
pub fn carve(held: &Held<'_>, telling: &mut Telling) {
    let mut finds = Finds::default();
    let (tail_at, tail) = held.tail();
    // Ends that overlap are searched once.
    let head_end = held.head().len() as u64;
    let gone = usize::try_from(head_end.saturating_sub(tail_at)).unwrap_or(usize::MAX);
    for (bytes, base) in [(held.head(), 0), (up_to(tail, gone, usize::MAX), tail_at + gone as u64)]
    {
        let mut search =
            Search { bytes, base, telling, finds: &mut finds, path_end: 0, packet_end: 0 };
        let mut at = 0;
        while at < bytes.len() {
            let end = at.saturating_add(BLOCK_BYTES).min(bytes.len());
            search.block(at, end);
            at = end;
        }
    }
    if let Some((begin, end)) = held.unheld() {
        telling.fault(
            place(begin, usize::try_from(end - begin).unwrap_or(usize::MAX)),
            "the middle of the file is not held and was not searched",
        );
    }
}

/// How often each was told.
#[derive(Debug, Default)]
struct Finds {
    packets: usize,
    paths: usize,
    certificates: usize,
    uuids: usize,
    umids: usize,
    fonts: usize,
}

/// One more of a kind, where it may have one.
const fn one_more(count: &mut usize) -> bool {
    *count += 1;
    *count <= FINDS_MAX
}

struct Search<'a, 't> {
    bytes: &'a [u8],
    base: u64,
    telling: &'t mut Telling,
    finds: &'t mut Finds,
    /// Where the last path and the last packet ended.
    path_end: usize,
    packet_end: usize,
}

impl Search<'_, '_> {
    /// Looks for what begins in a block; what is found may end behind it.
    fn block(&mut self, begin: usize, end: usize) {
        let bytes = self.bytes;
        let block = up_to(bytes, begin, end - begin);
        for at in memchr::memchr3_iter(b':', b'\\', b'-', block) {
            self.sign(begin + at);
        }
        for at in memchr::memchr_iter(b'/', block) {
            self.slash(begin + at);
        }
        self.each(begin, end, b"<x:x", Self::packet);
        self.each(begin, end, b"<\0x\0:\0x\0", Self::packet);
        self.each(begin, end, b"<?xpacket b", Self::bare_packet);
        self.each(begin, end, UMID, Self::umid);
        self.each(begin, end, b"34010101", Self::umid_in_digits);
        self.each(begin, end, b"FontName", Self::font);
    }

    /// Calls for each place in a block at which a mark begins.
    fn each(&mut self, begin: usize, end: usize, mark: &[u8], found: fn(&mut Self, usize)) {
        let block = up_to(self.bytes, begin, end - begin + mark.len() - 1);
        for at in memchr::memmem::find_iter(block, mark) {
            found(self, begin + at);
        }
    }

    /// A colon, backslash or hyphen: a drive, a machine of the network, a UUID, a certificate.
    #[inline]
    fn sign(&mut self, at: usize) {
        let Some(&[sign, next]) = self.bytes.get(at..at + 2) else { return };
        match (sign, next) {
            (b':', b'\\' | b'/' | 0) => self.path(at, paths::drive),
            (b'\\', b'\\' | 0) => self.path(at, paths::network),
            (b'-', b'-') if up_to(self.bytes, at, 11) == b"-----BEGIN " => self.certificate(at),
            (b'-', b'f') if up_to(self.bytes, at.saturating_sub(4), 11) == b"font-family" => {
                self.font(at - 4);
            }
            (b'-', 0) => self.uuid(at, 2),
            (b'-', _) => self.uuid(at, 1),
            _ => {}
        }
    }

    #[inline]
    fn slash(&mut self, at: usize) {
        if matches!(self.bytes.get(at + 1), Some(b'U' | b'h' | b'V' | 0)) {
            self.path(at, paths::root);
        }
    }

    fn path(&mut self, at: usize, find: fn(&[u8], usize) -> Option<Way>) {
        if at < self.path_end {
            return;
        }
        if let Some(way) = find(self.bytes, at) {
            self.path_end = way.end;
            if one_more(&mut self.finds.paths) {
                let whole = place(self.base + way.begin as u64, way.end - way.begin);
                self.telling.path(&way.words, &whole);
            }
        }
    }

    fn uuid(&mut self, at: usize, stride: usize) {
        if let Some((begin, words)) = uuid(self.bytes, at, stride)
            && one_more(&mut self.finds.uuids)
        {
            let whole = place(self.base + begin as u64, 36 * stride);
            self.telling.signal(SignalKind::Identifier, words, whole);
        }
    }

    fn packet(&mut self, at: usize) {
        if at < self.packet_end || self.finds.packets >= PACKETS_MAX {
            return;
        }
        // Of UTF-16 with the high byte first, the packet begins a byte earlier.
        let is_wide = self.bytes.get(at + 1) == Some(&0);
        let stride = if is_wide { 2 } else { 1 };
        let is_high_first = is_wide && self.is_high_first(at);
        let begin = if is_high_first { at - 1 } else { at };
        let known: Vec<u8> =
            up_to(self.bytes, at, 10 * stride).iter().copied().step_by(stride).collect();
        if known != b"<x:xmpmeta" && known != b"<x:xapmeta" {
            return;
        }
        self.read_packet(begin, is_wide);
    }

    /// Whether the zero bytes stand before the signs: then none stands behind the last one of the packet.
    fn is_high_first(&self, at: usize) -> bool {
        let packet = up_to(self.bytes, at, PACKET_BYTES_MAX);
        let mark = b"m\0e\0t\0a\0>";
        let end = memchr::memmem::find(packet, mark).map(|end| end + mark.len());
        let has_zero = |at: Option<usize>| at.and_then(|at| self.bytes.get(at)) == Some(&0);
        let behind = end.map(|end| has_zero(Some(at + end)));
        has_zero(at.checked_sub(1)) && behind == Some(false)
    }

    fn read_packet(&mut self, begin: usize, is_wide: bool) {
        self.finds.packets += 1;
        let packet = up_to(self.bytes, begin, PACKET_BYTES_MAX);
        let end: &[u8] = if is_wide { b"m\0e\0t\0a\0>" } else { b"meta>" };
        // The element begins with the same word, without the sign that ends it.
        let length = memchr::memmem::find(packet, end)
            .map_or(packet.len(), |at| at + end.len() + usize::from(is_wide));
        self.packet_end = begin + length;
        xmp(up_to(packet, 0, length), self.base + begin as u64, self.telling);
    }

    /// A packet without the element around it, as programs wrote before 2003.
    fn bare_packet(&mut self, at: usize) {
        let front = up_to(self.bytes, at, 1 << 10);
        let has_around = memchr::memmem::find(front, b"<x:x").is_some();
        if at < self.packet_end || has_around || self.finds.packets >= PACKETS_MAX {
            return;
        }
        self.finds.packets += 1;
        let packet = up_to(self.bytes, at, PACKET_BYTES_MAX);
        let end = memchr::memmem::find(packet, b"<?xpacket e").unwrap_or(packet.len());
        self.packet_end = at + end;
        xmp(up_to(packet, 0, end), self.base + at as u64, self.telling);
    }

    fn certificate(&mut self, at: usize) {
        if let Some(certificate) = Certificate::at(self.bytes, at)
            && one_more(&mut self.finds.certificates)
        {
            let whole = place(self.base + at as u64, certificate.n_bytes);
            self.telling.signal(SignalKind::Certificate, certificate.words, whole);
        }
    }

    /// SMPTE ST 330, 5.1: label of 12 bytes, length of what follows: basic 13h, extended 33h.
    fn umid(&mut self, at: usize) {
        let umid = up_to(self.bytes, at, 32);
        let is_label =
            umid.get(8..10) == Some(&[1, 1]) && matches!(umid.get(12), Some(0x13 | 0x33));
        if umid.len() == 32 && is_label && one_more(&mut self.finds.umids) {
            self.telling.signal(
                SignalKind::MaterialId,
                hex(umid),
                place(self.base + at as u64, 32),
            );
        }
    }

    /// The same in hexadecimal digits; the label is found by its part that has no letters.
    fn umid_in_digits(&mut self, at: usize) {
        let Some(at) = at.checked_sub(6) else { return };
        let digits = up_to(self.bytes, at, 64);
        let is_label = up_to(digits, 0, 6).eq_ignore_ascii_case(b"060A2B");
        let is_digits = is_label && digits.len() == 64 && digits.iter().all(u8::is_ascii_hexdigit);
        if is_digits && one_more(&mut self.finds.umids) {
            let words = String::from_utf8_lossy(digits).to_ascii_lowercase();
            self.telling.signal(SignalKind::MaterialId, words, place(self.base + at as u64, 64));
        }
    }

    fn font(&mut self, at: usize) {
        if let Some((begin, name)) = font(self.bytes, at)
            && one_more(&mut self.finds.fonts)
        {
            let whole = place(self.base + begin as u64, name.len());
            self.telling.signal(SignalKind::Font, name, whole);
        }
    }
}

#[cfg(test)]
mod tests;
