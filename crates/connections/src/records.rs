//! Records: the objects of one JSON document, cut out as its bytes come. A document is an array of
//! objects, an object that holds such an array (`{"Records":[…]}` of `CloudTrail`, `{"records":[…]}` of
//! Azure), or objects printed over several lines. An object longer than any line is given up to there.

use std::ops::ControlFlow;

use crate::block::LINE_BYTES_MAX;

/// Keys of the array within a document.
const KEYS: [&[u8]; 3] = [b"\"Records\"", b"\"records\"", b"\"Events\""];

/// Cuts records out of bytes.
#[derive(Debug, Clone, Default)]
pub(crate) struct Splitter {
    record: Vec<u8>,
    depth: usize,
    in_text: bool,
    is_escaped: bool,
    /// Whether what wraps the records was passed.
    is_inside: bool,
}

impl Splitter {
    /// Whether a file that begins so is such a document.
    pub(crate) fn is_wrapped(head: &[u8]) -> bool {
        match head {
            [b'[', rest @ ..] => matches!(rest.trim_ascii_start(), [b'{' | b']', ..]),
            [b'{', rest @ ..] => wrapper_bytes(head).is_some() || begins_on_next_line(rest),
            _ => false,
        }
    }

    /// Takes the next bytes.
    pub(crate) fn push(
        &mut self,
        mut bytes: &[u8],
        take: &mut dyn FnMut(&[u8]) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        if !self.is_inside {
            self.is_inside = true;
            let head = bytes.strip_prefix("\u{feff}".as_bytes()).unwrap_or(bytes);
            let head = head.trim_ascii_start();
            bytes = wrapper_bytes(head).and_then(|n_bytes| head.get(n_bytes..)).unwrap_or(head);
        }
        for byte in bytes {
            if self.depth == 0 {
                match byte {
                    b'{' => {}
                    b'[' | b']' | b',' | b'}' => continue,
                    byte if byte.is_ascii_whitespace() => {
                        // What stands between objects and is none ends at a blank.
                        if !self.record.is_empty() {
                            self.give(take)?;
                        }
                        continue;
                    }
                    _ => {
                        self.keep(*byte);
                        continue;
                    }
                }
                if !self.record.is_empty() {
                    self.give(take)?;
                }
            }
            self.keep(*byte);
            if self.in_text {
                match (self.is_escaped, byte) {
                    (true, _) => self.is_escaped = false,
                    (false, b'\\') => self.is_escaped = true,
                    (false, b'"') => self.in_text = false,
                    (false, _) => {}
                }
                continue;
            }
            match byte {
                b'"' => self.in_text = true,
                b'{' | b'[' => self.depth += 1,
                b'}' | b']' => self.depth = self.depth.saturating_sub(1),
                _ => {}
            }
            if self.depth == 0 {
                self.give(take)?;
            }
        }
        ControlFlow::Continue(())
    }

    /// Gives what is left at the end.
    pub(crate) fn finish(
        &mut self,
        take: &mut dyn FnMut(&[u8]) -> ControlFlow<()>,
    ) -> ControlFlow<()> {
        if self.record.is_empty() { ControlFlow::Continue(()) } else { self.give(take) }
    }

    fn keep(&mut self, byte: u8) {
        if self.record.len() <= LINE_BYTES_MAX {
            self.record.push(byte);
        }
    }

    fn give(&mut self, take: &mut dyn FnMut(&[u8]) -> ControlFlow<()>) -> ControlFlow<()> {
        let flow = take(&self.record);
        self.record.clear();
        flow
    }
}

/// The length of `{"Records":[`, with whatever blanks.
fn wrapper_bytes(head: &[u8]) -> Option<usize> {
    let rest = head.strip_prefix(b"{")?.trim_ascii_start();
    let rest = KEYS.iter().find_map(|key| rest.strip_prefix(*key))?.trim_ascii_start();
    let rest = rest.strip_prefix(b":")?.trim_ascii_start().strip_prefix(b"[")?;
    head.len().checked_sub(rest.len())
}

/// Whether an object is printed over several lines.
fn begins_on_next_line(rest: &[u8]) -> bool {
    let blank = rest.len() - rest.trim_ascii_start().len();
    rest.get(..blank).is_some_and(|blank| blank.contains(&b'\n'))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn records(bytes: &[u8], chunk: usize) -> Vec<String> {
        let (mut splitter, mut records) = (Splitter::default(), Vec::new());
        let mut take = |record: &[u8]| {
            records.push(String::from_utf8_lossy(record).into_owned());
            ControlFlow::Continue(())
        };
        // The first chunk must hold what wraps the records, as the first block of a log does.
        let first = bytes.len().min(chunk.max(32));
        let (head, rest) = bytes.split_at(first);
        let _flow = splitter.push(head, &mut take);
        for chunk in rest.chunks(chunk) {
            let _flow = splitter.push(chunk, &mut take);
        }
        let _flow = splitter.finish(&mut take);
        records
    }

    #[test]
    fn objects_are_cut_out_of_what_wraps_them() {
        for document in [
            r#"[{"a":"}\""},{"b":[1,{}]}]"#,
            r#"{"Records":[{"a":"}\""},{"b":[1,{}]}]}"#,
            "{ \"records\" : [\n{\"a\":\"}\\\"\"} ,\n {\"b\":[1,{}]} ] }\n",
        ] {
            assert!(Splitter::is_wrapped(document.as_bytes()), "{document}");
            for chunk in [1, 3, 1_000] {
                assert_eq!(
                    records(document.as_bytes(), chunk),
                    [r#"{"a":"}\""}"#, r#"{"b":[1,{}]}"#]
                );
            }
        }
        assert_eq!(
            records(b"{\n \"a\": 1\n}\n{\n \"b\": 2\n}", 5),
            ["{\n \"a\": 1\n}", "{\n \"b\": 2\n}"]
        );
        assert_eq!(records(b"[{\"a\":1}, x {\"b\":2", 9), ["{\"a\":1}", "x", "{\"b\":2"]);
        for other in ["{\"a\":1}\n{\"a\":2}", "[2024-01-01] x", "", "{\"Records\":1}", "text"] {
            assert!(!Splitter::is_wrapped(other.as_bytes()), "{other}");
        }
    }

    proptest! {
        #[test]
        fn any_bytes_are_cut(bytes in "[{}\\[\\]\",:a\\\\ ]{0,80}", chunk in 1_usize..20) {
            prop_assert_eq!(records(bytes.as_bytes(), chunk), records(bytes.as_bytes(), 1_000));
        }
    }
}
