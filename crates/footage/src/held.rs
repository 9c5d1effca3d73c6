//! The bytes of a file as far as they are held: all of them, or both ends of a large file.

/// The bytes of one file.
#[derive(Debug, Clone, Copy)]
pub struct Held<'a> {
    head: &'a [u8],
    tail: &'a [u8],
    length: u64,
}

impl<'a> Held<'a> {
    /// All bytes.
    pub const fn whole(bytes: &'a [u8]) -> Self {
        Self { head: bytes, tail: &[], length: bytes.len() as u64 }
    }

    /// Both ends of a file of `length` bytes; ends that overlap or meet hold all of it.
    pub const fn ends(head: &'a [u8], tail: &'a [u8], length: u64) -> Self {
        Self { head, tail, length }
    }

    /// Bytes of the file.
    pub const fn length(&self) -> u64 {
        self.length
    }

    /// The first bytes, as many as are held in one piece.
    pub const fn head(&self) -> &'a [u8] {
        self.head
    }

    /// The last bytes, and where they begin; empty where the head holds all.
    pub fn tail(&self) -> (u64, &'a [u8]) {
        (self.length.saturating_sub(self.tail.len() as u64), self.tail)
    }

    /// `length` bytes from `offset`; `None` where they are not held or not in the file.
    pub fn get(&self, offset: u64, length: usize) -> Option<&'a [u8]> {
        let piece = |bytes: &'a [u8], begin: u64| {
            let at = usize::try_from(offset.checked_sub(begin)?).ok()?;
            bytes.get(at..at.checked_add(length)?)
        };
        piece(self.head, 0).or_else(|| piece(self.tail, self.tail().0))
    }

    /// First byte and end of what is not held, where something is not.
    pub fn unheld(&self) -> Option<(u64, u64)> {
        let (begin, end) = (self.head.len() as u64, self.tail().0);
        (begin < end && begin < self.length).then_some((begin, end))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_ends_answer_and_the_gap_does_not() {
        let held = Held::ends(b"abcd", b"yz", 26);
        assert_eq!(held.get(1, 2), Some(&b"bc"[..]));
        assert_eq!(held.get(24, 2), Some(&b"yz"[..]));
        assert_eq!(held.get(3, 2), None);
        assert_eq!(held.get(25, 2), None);
        assert_eq!(held.get(u64::MAX, 2), None);
        assert_eq!(held.unheld(), Some((4, 24)));
        assert_eq!(Held::whole(b"abc").unheld(), None);
    }
}
