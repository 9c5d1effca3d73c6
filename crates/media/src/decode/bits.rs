//! Bits and Huffman codes of a JPEG scan.
//!
//! In: the bytes after the head of a scan. Out: symbols and signed values (ITU-T T.81, F.2.2). After
//! the end it gives zeros and counts them, so that a cut file ends and is seen to be cut.
#![expect(clippy::indexing_slicing, reason = "tables of fixed size, indexed by masked numbers")]

/// Place in the block of the n-th coefficient (T.81, figure A.6).
pub(super) const ZIGZAG: [u8; 64] = [
    0, 1, 8, 16, 9, 2, 3, 10, 17, 24, 32, 25, 18, 11, 4, 5, 12, 19, 26, 33, 40, 48, 41, 34, 27, 20,
    13, 6, 7, 14, 21, 28, 35, 42, 49, 56, 57, 50, 43, 36, 29, 22, 15, 23, 30, 37, 44, 51, 58, 59,
    52, 45, 38, 31, 39, 46, 53, 60, 61, 54, 47, 55, 62, 63,
];

/// Bits of a code that one look-up resolves; longer codes are rare.
const FAST_BITS: u32 = 9;

/// One Huffman table.
pub(super) struct Huffman {
    /// Length in the high byte, symbol in the low; zero where the code is longer.
    fast: [u16; 1 << FAST_BITS],
    /// First code above each length, shifted to 16 bits (F.16).
    ends: [u32; 17],
    /// What to add to a code of a length to get the place of its symbol.
    offsets: [i32; 17],
    symbols: Vec<u8>,
}

impl Huffman {
    /// Builds the table of annex C from the 16 counts and the symbols.
    pub(super) fn new(counts: &[u8], symbols: &[u8]) -> Option<Self> {
        let mut fast = [0; 1 << FAST_BITS];
        let (mut ends, mut offsets) = ([0; 17], [0; 17]);
        let (mut code, mut place) = (0_u32, 0_usize);
        for (length, count) in (1_u32..).zip(counts) {
            let count = usize::from(*count);
            offsets[length as usize] = i32::try_from(place).ok()? - i32::try_from(code).ok()?;
            for symbol in symbols.get(place..place + count)? {
                if length <= FAST_BITS {
                    let from = (code << (FAST_BITS - length)) as usize;
                    let entry = u16::try_from(length << 8).ok()? | u16::from(*symbol);
                    fast.get_mut(from..from + (1 << (FAST_BITS - length)))?.fill(entry);
                }
                code += 1;
            }
            place += count;
            if code > 1 << length {
                return None;
            }
            ends[length as usize] = code << (16 - length);
            code <<= 1;
        }
        Some(Self { fast, ends, offsets, symbols: symbols.to_vec() })
    }
}

/// A reader of bits that takes stuffed zeros out (F.2.2.5).
pub(super) struct Bits<'a> {
    bytes: &'a [u8],
    at: usize,
    held: u64,
    n_held: u32,
    n_beyond: u32,
}

impl<'a> Bits<'a> {
    pub(super) const fn new(bytes: &'a [u8]) -> Self {
        Self { bytes, at: 0, held: 0, n_held: 0, n_beyond: 0 }
    }

    /// Whether more was taken than the scan has.
    pub(super) const fn is_spent(&self) -> bool {
        self.n_beyond > self.n_held + 8
    }

    /// Goes on after the next restart marker.
    pub(super) fn restart(&mut self) {
        (self.held, self.n_held, self.n_beyond) = (0, 0, 0);
        if let [0xFF, 0xD0..=0xD7, ..] = self.bytes.get(self.at..).unwrap_or_default() {
            self.at += 2;
        }
    }

    fn fill(&mut self) {
        if let Some(word) =
            self.bytes.get(self.at..self.at + 4).and_then(|w| <[u8; 4]>::try_from(w).ok())
        {
            let word = u32::from_be_bytes(word);
            // No byte of the four is 0xFF: the complement has no zero byte.
            let open = !word;
            if open.wrapping_sub(0x0101_0101) & !open & 0x8080_8080 == 0 {
                self.held = (self.held << 32) | u64::from(word);
                self.n_held += 32;
                self.at += 4;
                return;
            }
        }
        while self.n_held <= 48 {
            let byte = match (self.bytes.get(self.at), self.bytes.get(self.at + 1)) {
                (Some(0xFF), Some(0x00)) => {
                    self.at += 2;
                    0xFF
                }
                (Some(0xFF) | None, _) => {
                    self.n_beyond += 8;
                    0
                }
                (Some(byte), _) => {
                    self.at += 1;
                    *byte
                }
            };
            self.held = (self.held << 8) | u64::from(byte);
            self.n_held += 8;
        }
    }

    /// Makes sure of 32 bits: a code of 16 and a value of 15.
    #[inline]
    fn ensure(&mut self) {
        if self.n_held < 32 {
            self.fill();
        }
    }

    /// The next bits, of those made sure of.
    #[inline]
    const fn peek(&self, n_bits: u32) -> u32 {
        let shifted = self.held >> (self.n_held.wrapping_sub(n_bits) & 63);
        (shifted & ((1 << n_bits) - 1)) as u32
    }

    /// The next symbol; nothing where no code fits. The value after it may be taken without a check.
    #[inline]
    pub(super) fn symbol(&mut self, table: &Huffman) -> Option<u8> {
        self.ensure();
        let code = self.peek(16);
        let entry = table.fast[(code >> (16 - FAST_BITS)) as usize];
        if entry != 0 {
            self.n_held = self.n_held.wrapping_sub(u32::from(entry >> 8));
            return Some((entry & 0xFF) as u8);
        }
        let length = (1..=16).find(|length| code < table.ends[*length as usize])?;
        self.n_held -= length;
        let place = i32::try_from(code >> (16 - length)).ok()? + table.offsets[length as usize];
        table.symbols.get(usize::try_from(place).ok()?).copied()
    }

    /// Passes over the value after a symbol, of at most 15 bits.
    #[inline]
    pub(super) const fn skip(&mut self, n_bits: u32) {
        self.n_held = self.n_held.wrapping_sub(n_bits);
    }

    /// The value after a symbol, of at most 15 bits, with the sign of F.2.2.1.
    #[inline]
    pub(super) const fn signed(&mut self, n_bits: u32) -> i32 {
        if n_bits == 0 {
            return 0;
        }
        let value = self.peek(n_bits).cast_signed();
        self.skip(n_bits);
        if value < 1 << (n_bits - 1) { value - (1 << n_bits) + 1 } else { value }
    }
}
