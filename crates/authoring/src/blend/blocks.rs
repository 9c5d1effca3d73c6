//! The blocks of a file of Blender, gathered in one pass over its bytes, packed or not.
//!
//! In: a reader of the unpacked bytes. Out: those blocks that can tell of the making, and the layout of structures. Never: more than
//! a named sum of bytes held; a block of length nothing stops no pass, for its head has bytes of its own.

use std::io::{self, Read};

/// How the file begins.
pub(super) const SIGNATURE: &[u8] = b"BLENDER";

/// Blocks that are walked over.
const BLOCKS_MAX: usize = 4_000_000;

/// Bytes of one kept block.
const BLOCK_BYTES_MAX: u64 = 1 << 20;

/// Bytes of the layout of structures; that of Blender 5 has 150 kB.
const STRUCTURES_BYTES_MAX: u64 = 8 << 20;

/// Bytes of all kept blocks.
const KEPT_BYTES_MAX: usize = 64 << 20;

/// Bytes of a `DATA` block that is kept behind the drawings of which it may be a layer; a layer has some 500.
const LAYER_BYTES_MAX: u64 = 4096;

/// Codes of blocks that are kept: settings of the file, thumbnail, library, image, sound, film, font, cache, scene, drawings (`DNA_ID_enums.h`).
const KEPT: [&[u8; 4]; 11] = [
    b"GLOB", b"TEST", b"LI\0\0", b"IM\0\0", b"SO\0\0", b"MC\0\0", b"VF\0\0", b"CF\0\0", b"SC\0\0",
    b"GD\0\0", b"GP\0\0",
];

/// How numbers and addresses are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Head {
    /// 4 or 8.
    pub(super) address_bytes: usize,
    /// Whether the highest byte comes first.
    pub(super) is_big: bool,
    /// The version of the program, as `304`.
    pub(super) version: u32,
    /// Whether block heads have lengths of eight bytes.
    is_large: bool,
}

impl Head {
    /// Four bytes as a number.
    pub(super) fn u32(self, bytes: &[u8]) -> Option<u32> {
        let bytes = bytes.get(..4)?.try_into().ok()?;
        Some(if self.is_big { u32::from_be_bytes(bytes) } else { u32::from_le_bytes(bytes) })
    }

    fn u64(self, bytes: &[u8]) -> Option<u64> {
        let bytes = bytes.get(..8)?.try_into().ok()?;
        Some(if self.is_big { u64::from_be_bytes(bytes) } else { u64::from_le_bytes(bytes) })
    }

    const fn block_head_bytes(self) -> usize {
        match (self.is_large, self.address_bytes) {
            (true, _) => 32,
            (false, 4) => 20,
            (false, _) => 24,
        }
    }

    /// Length and number of the structure of a block.
    fn block(self, head: &[u8]) -> Option<(u64, u32)> {
        if self.is_large {
            return Some((self.u64(head.get(16..)?)?, self.u32(head.get(4..)?)?));
        }
        let behind = 8 + self.address_bytes;
        Some((u64::from(self.u32(head.get(4..)?)?), self.u32(head.get(behind..)?)?))
    }
}

/// A kept block.
#[derive(Debug)]
pub(super) struct Block {
    pub(super) code: [u8; 4],
    /// Where it begins in the unpacked bytes.
    pub(super) at: u64,
    pub(super) structure: u32,
    pub(super) content: Vec<u8>,
}

impl Block {
    pub(super) fn code_name(&self) -> String {
        String::from_utf8_lossy(&self.code).trim_end_matches('\0').to_owned()
    }
}

/// What was gathered.
#[derive(Debug, Default)]
pub(super) struct Blocks {
    pub(super) head: Option<Head>,
    pub(super) kept: Vec<Block>,
    pub(super) structures: Option<Vec<u8>>,
    /// Why the pass ended early.
    pub(super) reason: Option<String>,
}

impl Blocks {
    pub(super) fn gather(mut reader: impl Read) -> Self {
        let mut gathered = Self::default();
        match gathered.walk(&mut reader) {
            Ok(()) => {}
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => {
                gathered.reason = Some("it ends before its last block".to_owned());
            }
            Err(error) => gathered.reason = Some(format!("it cannot be read to its end: {error}")),
        }
        gathered
    }

    fn walk(&mut self, reader: &mut impl Read) -> io::Result<()> {
        let (head, mut at) = read_head(reader)?;
        self.head = Some(head);
        let (mut kept_bytes, mut is_behind_drawing) = (0usize, false);
        let mut block_head = vec![0; head.block_head_bytes()];
        for _ in 0..BLOCKS_MAX {
            reader.read_exact(&mut block_head)?;
            let code: [u8; 4] =
                block_head.get(..4).and_then(|code| code.try_into().ok()).unwrap_or_default();
            let (length, structure) = head.block(&block_head).unwrap_or_default();
            if code == *b"ENDB" {
                return Ok(());
            }
            if code != *b"DATA" {
                is_behind_drawing = code == *b"GD\0\0";
            }
            let is_layer = code == *b"DATA" && is_behind_drawing && length <= LAYER_BYTES_MAX;
            let bytes_max = match &code {
                b"DNA1" => STRUCTURES_BYTES_MAX,
                code if is_layer || KEPT.contains(&code) => BLOCK_BYTES_MAX,
                _ => 0,
            };
            let mut content = Vec::new();
            if bytes_max > 0 && kept_bytes < KEPT_BYTES_MAX {
                reader.by_ref().take(length.min(bytes_max)).read_to_end(&mut content)?;
            }
            let taken = content.len() as u64;
            kept_bytes = kept_bytes.saturating_add(content.len());
            if code == *b"DNA1" {
                self.structures = Some(content);
            } else if !content.is_empty() {
                self.kept.push(Block { code, at, structure, content });
            }
            let left = length.saturating_sub(taken);
            if io::copy(&mut reader.by_ref().take(left), &mut io::sink())? < left {
                return Err(io::ErrorKind::UnexpectedEof.into());
            }
            at = at.saturating_add(length).saturating_add(block_head.len() as u64);
        }
        self.reason = Some(format!("only its first {BLOCKS_MAX} blocks were read"));
        Ok(())
    }

    /// Looks for the layout of structures in the last bytes of a file that is not held whole.
    pub(super) fn find_structures(&mut self, (_, tail): (u64, &[u8])) {
        let Some(head) = self.head.filter(|_| self.structures.is_none()) else { return };
        for at in memchr::memmem::rfind_iter(tail, b"DNA1").take(16) {
            let Some(block_head) = tail.get(at..at + head.block_head_bytes()) else { continue };
            let content = tail.get(at + head.block_head_bytes()..).unwrap_or(&[]);
            let length = head.block(block_head).map_or(0, |(length, _)| length);
            let length = usize::try_from(length.min(STRUCTURES_BYTES_MAX)).unwrap_or(0);
            if content.starts_with(b"SDNA") {
                self.structures = Some(content.get(..length).unwrap_or(content).to_vec());
                return;
            }
        }
    }
}

/// The head of the file, and its length.
fn read_head(reader: &mut impl Read) -> io::Result<(Head, u64)> {
    let digits = |bytes: &[u8]| String::from_utf8_lossy(bytes).parse::<u32>().ok();
    let mut first = [0; 12];
    reader.read_exact(&mut first)?;
    let invalid = || io::Error::new(io::ErrorKind::InvalidData, "its head is not known");
    let (signature, form) = first.split_at_checked(7).ok_or_else(invalid)?;
    if signature != SIGNATURE {
        return Err(invalid());
    }
    match form {
        [size @ (b'-' | b'_'), order @ (b'v' | b'V'), version @ ..] => {
            let head = Head {
                address_bytes: if *size == b'_' { 4 } else { 8 },
                is_big: *order == b'V',
                version: digits(version).ok_or_else(invalid)?,
                is_large: false,
            };
            Ok((head, 12))
        }
        [b'1', b'7', b'-', b'0', b'1'] => {
            let mut rest = [0; 5];
            reader.read_exact(&mut rest)?;
            let [b'v', version @ ..] = &rest else { return Err(invalid()) };
            let version = digits(version).ok_or_else(invalid)?;
            Ok((Head { address_bytes: 8, is_big: false, version, is_large: true }, 17))
        }
        _ => Err(invalid()),
    }
}
