//! RIFF: WebP, AVI and WAV (Microsoft, Multimedia Programming Interface 1.0; WebP container; EBU Tech 3285; iXML).

use subtier_blocks::SignalKind;
use subtier_xml::{Step, Xml};

use crate::bytes::{hex, le16, le32, place, size, text, up_to};
use crate::{Held, Telling, clocks, exif, icc, xmp};

/// Chunks of one file, also within lists; frames are passed over as one list.
const CHUNKS_MAX: usize = 100_000;

/// Lists within lists.
const DEPTH_MAX: usize = 8;

/// Bytes of one chunk that are looked at.
const CHUNK_BYTES_MAX: usize = 64 << 20;

/// Whether the bytes begin as one of them (RF64 and BW64: EBU Tech 3306, ITU-R BS.2088).
pub(crate) fn is_webp(held: &Held<'_>, _name: &str) -> bool {
    is_riff(held, b"WEBP")
}

/// Whether it is AVI.
pub(crate) fn is_avi(held: &Held<'_>, _name: &str) -> bool {
    is_riff(held, b"AVI ")
}

/// Whether it is WAV.
pub(crate) fn is_wav(held: &Held<'_>, _name: &str) -> bool {
    is_riff(held, b"WAVE")
}

fn is_riff(held: &Held<'_>, form: &[u8]) -> bool {
    let front = held.head();
    let is_known = [&b"RIFF"[..], b"RF64", b"BW64"].iter().any(|mark| front.starts_with(mark));
    is_known && up_to(front, 8, 4) == form
}

/// Reads any of them.
pub(crate) fn read(held: &Held<'_>, telling: &mut Telling) {
    let mut chunks = Chunks { held, telling, n_read: 0 };
    chunks.read_list(12, held.length(), DEPTH_MAX);
}

struct Chunks<'a, 'b, 't> {
    held: &'b Held<'a>,
    telling: &'t mut Telling,
    n_read: usize,
}

impl Chunks<'_, '_, '_> {
    fn read_list(&mut self, begin: u64, end: u64, depth: usize) {
        let mut at = begin;
        while at.saturating_add(8) <= end {
            self.n_read += 1;
            if self.n_read > CHUNKS_MAX {
                return self
                    .telling
                    .fault(place(at, 0), format!("only {CHUNKS_MAX} chunks are read"));
            }
            let Some(front) = self.held.get(at, 8) else {
                return self.pass_gap(at, end, depth);
            };
            let name = up_to(front, 0, 4);
            let length = u64::from(le32(front, 4).unwrap_or(0));
            let (data_at, data_end) = (at + 8, (at + 8).saturating_add(length).min(end));
            if at + 8 + length > self.held.length() && !matches!(name, b"data" | b"LIST") {
                let name = String::from_utf8_lossy(name).into_owned();
                self.telling.fault(place(at, 8), format!("chunk {name} is cut off"));
            }
            if name == b"LIST" || name == b"RIFF" {
                let is_frames = self.held.get(data_at, 4) == Some(b"movi");
                if depth > 0 && !is_frames {
                    self.read_list(data_at + 4, data_end, depth - 1);
                }
            } else if let Some(data) =
                self.held.get(data_at, size(data_end - data_at).min(CHUNK_BYTES_MAX))
            {
                self.chunk(name, data, data_at);
            }
            // Each is padded to an even number of bytes. The length of RF64's data stands elsewhere: what follows it is not sought.
            if length == u64::from(u32::MAX) {
                return;
            }
            at = at + 8 + length + length % 2;
        }
    }

    /// Goes on in the end of the file that is held, where a chunk begins that can be told: one of those that stand there.
    fn pass_gap(&mut self, at: u64, end: u64, depth: usize) {
        let (tail_at, tail) = self.held.tail();
        self.telling
            .fault(place(at, 0), "a chunk lies in the middle of the file, which is not held");
        let known: [&[u8]; 4] = [b"_PMX", b"bext", b"iXML", b"LIST"];
        let first = known.iter().filter_map(|name| memchr::memmem::find(tail, name)).min();
        if let Some(first) = first
            && depth > 0
            && tail_at > at
        {
            self.read_list(tail_at + first as u64, end, depth - 1);
        }
    }

    fn chunk(&mut self, name: &[u8], data: &[u8], at: u64) {
        let whole = place(at, data.len());
        match name {
            b"VP8X" => {
                // Three bytes each, less one.
                if let (Some(width), Some(height)) = (le32(data, 4), le32(data, 6)) {
                    self.telling.size((width & 0x00FF_FFFF) + 1, (height >> 8) + 1);
                }
            }
            // Frame header of VP8 (RFC 6386, 9.1) and VP8L (RFC 9649, 3.4).
            b"VP8 " => {
                if let (Some(width), Some(height)) = (le16(data, 6), le16(data, 8)) {
                    self.telling
                        .size_at_first(u32::from(width & 0x3FFF), u32::from(height & 0x3FFF));
                }
            }
            b"VP8L" => {
                if let Some(bits) = le32(data, 1) {
                    self.telling.size_at_first((bits & 0x3FFF) + 1, (bits >> 14 & 0x3FFF) + 1);
                }
            }
            b"EXIF" => exif::block(data, at, self.telling),
            b"XMP " | b"_PMX" => xmp(data, at, self.telling),
            b"ICCP" => icc::profile(data, at, self.telling),
            b"avih" => self.avi_header(data),
            b"strn" => self.telling.signal(SignalKind::TrackName, text(data), whole),
            b"bext" => self.broadcast(data, at),
            b"iXML" => self.ixml(data, at),
            b"ISMP" => self.telling.signal(SignalKind::StartTimecode, text(data), whole),
            b"IDIT" | b"ICRD" | b"IDPI" => {
                let words = text(data);
                let time =
                    clocks::of_c(&words).or_else(|| clocks::of_exif(&words)).unwrap_or(words);
                self.telling.time(SignalKind::Taken, &time, &whole);
            }
            _ => self.info(name, data, at),
        }
    }

    /// The words of a list INFO (the same, chapter 3).
    fn info(&mut self, name: &[u8], data: &[u8], at: u64) {
        let kind = match name {
            b"ISFT" => SignalKind::Application,
            b"IART" | b"IENG" => SignalKind::Author,
            b"ITCH" => SignalKind::LastModifiedBy,
            b"INAM" => SignalKind::Title,
            b"ICMT" | b"ISBJ" => SignalKind::Comment,
            b"ICOP" => SignalKind::Copyright,
            b"ISRC" | b"ISRF" => SignalKind::FormerName,
            b"TAPE" => SignalKind::StartTimecode,
            _ => return,
        };
        let (words, whole) = (text(data), place(at, data.len()));
        self.telling.account_path(&words, &whole);
        self.telling.signal(kind, words, whole);
    }

    /// Microseconds a frame, frames, size (Microsoft Learn, AVIMAINHEADER).
    fn avi_header(&mut self, data: &[u8]) {
        if let (Some(width), Some(height)) = (le32(data, 32), le32(data, 36)) {
            self.telling.size(width, height);
        }
        if let (Some(frame), Some(frames)) = (le32(data, 0), le32(data, 16)) {
            self.telling.duration_ms(u64::from(frame) * u64::from(frames) / 1000);
        }
    }

    /// The broadcast extension (EBU Tech 3285, 2.3).
    fn broadcast(&mut self, data: &[u8], at: u64) {
        let field = |at, length| text(up_to(data, at, length));
        let whole = |from: usize, length| place(at + from as u64, length);
        let description = field(0, 256);
        self.telling.account_path(&description, &whole(0, 256));
        self.telling.signal(SignalKind::Comment, description, whole(0, 256));
        self.telling.signal(SignalKind::Application, field(256, 32), whole(256, 32));
        self.telling.signal(SignalKind::Identifier, field(288, 32), whole(288, 32));
        if let Some(time) = clocks::of_exif(&format!("{} {}", field(320, 10), field(330, 8))) {
            self.telling.time(SignalKind::Taken, &time, &whole(320, 18));
        }
        let umid = up_to(data, 348, 64);
        let has_umid = umid.starts_with(&[0x06, 0x0A, 0x2B, 0x34]);
        if has_umid && le16(data, 346).is_some_and(|version| version > 0) {
            let is_basic = umid.get(32..).is_some_and(|rest| rest.iter().all(|byte| *byte == 0));
            let umid = if is_basic { up_to(umid, 0, 32) } else { umid };
            self.telling.signal(SignalKind::MaterialId, hex(umid), whole(348, 64));
        }
        for line in field(602, usize::MAX).lines() {
            self.telling.signal(
                SignalKind::SaveHistory,
                line,
                whole(602, data.len().saturating_sub(602)),
            );
        }
    }

    /// What sound recorders write (iXML specification 3.01).
    fn ixml(&mut self, data: &[u8], at: u64) {
        let mut xml = Xml::new(data, DEPTH_MAX * 8);
        let whole = place(at, data.len());
        loop {
            match xml.step() {
                Ok(Step::Start) => {}
                Ok(Step::Eof) | Err(_) => return,
                Ok(Step::End | Step::Text) => continue,
            }
            let kind = match xml.name() {
                "PROJECT" => SignalKind::Title,
                "TAPE" | "SOUND_ROLL" => SignalKind::StartTimecode,
                "FILE_UID" | "FAMILY_UID" => SignalKind::Identifier,
                "ORIGINAL_FILENAME" | "PARENT_FILENAME" | "CURRENT_FILENAME" => {
                    SignalKind::FormerName
                }
                "NOTE" => SignalKind::Comment,
                "NAME" => SignalKind::TrackName,
                _ => continue,
            };
            match xml.inner_text(1 << 12) {
                Ok(words) => self.telling.signal(kind, words.trim(), whole.clone()),
                Err(_) => return,
            }
        }
    }
}
