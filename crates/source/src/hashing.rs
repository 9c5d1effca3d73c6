//! Both hashes of an item in one pass over its bytes: SHA-256, which courts and other tools
//! compare, and BLAKE3, which makes a second look at terabytes bearable. Bytes come in, two hashes
//! go out; nothing is kept of the bytes.

use sha2::{Digest, Sha256};
use subtier_model::{Blake3Hash, Sha256Hash};

/// Two hashes in the making.
#[derive(Debug, Clone, Default)]
pub struct Hashing {
    sha256: Sha256,
    blake3: blake3::Hasher,
}

impl Hashing {
    /// Starts with no bytes.
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds the next bytes.
    pub fn update(&mut self, bytes: &[u8]) {
        self.sha256.update(bytes);
        self.blake3.update(bytes);
    }

    /// Returns both hashes of all bytes so far.
    pub fn finish(self) -> (Sha256Hash, Blake3Hash) {
        (Sha256Hash(self.sha256.finalize().into()), Blake3Hash(*self.blake3.finalize().as_bytes()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hashes_are_those_of_other_tools() {
        let mut hashing = Hashing::new();
        hashing.update(b"a");
        hashing.update(b"bc");
        let (sha256, blake3) = hashing.finish();
        // FIPS 180-2, appendix B.1; BLAKE3 as `b3sum` prints it.
        let expected = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(sha256.to_string(), expected);
        let expected = "6437b3ac38465133ffb63b75273a8db548c558465d79db03fd359c6cd5bd9d85";
        assert_eq!(blake3.to_string(), expected);
    }
}
