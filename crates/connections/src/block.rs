//! A file in blocks cut at line ends: a block is the lines that begin in it, so every line is in
//! one block, whatever the size of the blocks. Reads into a buffer that is used again; never maps
//! evidence into memory.

use crate::Error;

/// The longest line that is read; a longer one is complained of and passed over. An address line of
/// a server is limited to 8 KiB by nginx (`large_client_header_buffers`) and Apache
/// (`LimitRequestLine`); sixteen of those leave room for JSON with headers.
pub(crate) const LINE_BYTES_MAX: usize = 128 * 1024;

/// Read beyond the end of a block at first, so that its last line is nearly always whole.
const TAIL_BYTES: usize = 4 * 1024;

/// Bits of a position that count the lines of a block.
pub(crate) const LINE_BITS: u32 = 32;

/// Splits a position into block and line of the block.
pub(crate) const fn split_pos(pos: u64) -> (u64, u64) {
    (pos >> LINE_BITS, pos & ((1 << LINE_BITS) - 1))
}

/// Something that can be read at any place.
pub(crate) trait ByteSource: Sync {
    /// Size in bytes.
    fn size(&self) -> u64;

    /// Fills the buffer from a place on; fewer bytes only at the end.
    fn read_at(&self, buffer: &mut [u8], offset: u64) -> Result<usize, Error>;
}

impl ByteSource for subtier_source::Opened {
    fn size(&self) -> u64 {
        Self::size(self)
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> Result<usize, Error> {
        Ok(Self::read_at(self, buffer, offset)?)
    }
}

/// Bytes in memory, such as an unpacked log.
impl ByteSource for &[u8] {
    fn size(&self) -> u64 {
        self.len() as u64
    }

    fn read_at(&self, buffer: &mut [u8], offset: u64) -> Result<usize, Error> {
        let from = usize::try_from(offset).unwrap_or(usize::MAX);
        let rest = self.get(from..).unwrap_or_default();
        let n_bytes = rest.len().min(buffer.len());
        for (to, from) in buffer.iter_mut().zip(rest) {
            *to = *from;
        }
        Ok(n_bytes)
    }
}

/// Reads blocks of one source.
pub(crate) struct BlockReader<'s, S: ?Sized> {
    source: &'s S,
    block_bytes: usize,
    buffer: Vec<u8>,
}

impl<'s, S: ByteSource + ?Sized> BlockReader<'s, S> {
    pub(crate) fn new(source: &'s S, block_bytes: usize) -> Self {
        let block_bytes = block_bytes.max(1);
        Self { source, block_bytes, buffer: Vec::new() }
    }

    /// Returns how many blocks there are.
    pub(crate) fn n_blocks(&self) -> u64 {
        self.source.size().div_ceil(self.block_bytes as u64)
    }

    /// Reads the lines that begin in a block. The last line ends with its line feed, or at the end of
    /// the file, or it is longer than [`LINE_BYTES_MAX`].
    pub(crate) fn read(&mut self, block: u64) -> Result<&[u8], Error> {
        let start = block.saturating_mul(self.block_bytes as u64);
        // The byte before tells whether a line begins at the very start.
        let n_before = usize::from(start > 0);
        let from = start - n_before as u64;
        let block_end = n_before + self.block_bytes;
        let mut wanted = block_end + TAIL_BYTES;
        let mut filled = self.fill(0, wanted, from)?;
        let begin = match n_before {
            0 => Some(0),
            _ => self.line_feed(0, filled).map(|at| at + 1).filter(|begin| *begin < block_end),
        };
        let Some(begin) = begin else { return Ok(&[]) };
        // The first line feed from the last byte of the block on ends the last line.
        let mut searched = block_end - 1;
        let end = loop {
            match self.line_feed(searched, filled) {
                Some(at) => break at + 1,
                None if filled < wanted => break filled,
                None if filled > block_end + LINE_BYTES_MAX => break filled,
                None => {}
            }
            searched = filled;
            wanted += LINE_BYTES_MAX;
            filled += self.fill(filled, wanted, from)?;
        };
        Ok(self.buffer.get(begin..end).unwrap_or_default())
    }

    /// Fills the buffer from `filled` to `wanted`; returns how many bytes came.
    fn fill(&mut self, filled: usize, wanted: usize, from: u64) -> Result<usize, Error> {
        if self.buffer.len() < wanted {
            self.buffer.resize(wanted, 0);
        }
        let free = self.buffer.get_mut(filled..wanted).unwrap_or_default();
        self.source.read_at(free, from + filled as u64)
    }

    /// Finds a line feed.
    fn line_feed(&self, from: usize, to: usize) -> Option<usize> {
        memchr::memchr(b'\n', self.buffer.get(from..to)?).map(|at| from + at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn blocks(bytes: &[u8], block_bytes: usize) -> Vec<Vec<u8>> {
        let mut reader = BlockReader::new(&bytes, block_bytes);
        (0..reader.n_blocks()).map(|block| reader.read(block).unwrap().to_vec()).collect()
    }

    #[test]
    fn a_line_longer_than_any_is_cut_and_the_next_is_found() {
        let mut bytes = vec![b'x'; 3 * LINE_BYTES_MAX];
        bytes.extend_from_slice(b"\nnext\n");
        for block_bytes in [1_000, LINE_BYTES_MAX, 10 * LINE_BYTES_MAX] {
            let blocks = blocks(&bytes, block_bytes);
            assert!(blocks[0].len() > LINE_BYTES_MAX);
            assert!(blocks.iter().any(|block| block.ends_with(b"next\n")), "{block_bytes}");
        }
    }

    proptest! {
        #[test]
        fn blocks_of_any_size_are_the_whole_file(text in "[ab\n]{0,200}", block_bytes in 1_usize..50) {
            let joined = blocks(text.as_bytes(), block_bytes).concat();
            prop_assert_eq!(String::from_utf8(joined).unwrap(), text);
        }
    }
}
