//! Lines of a log as they stand in it, secrets removed, for facts that are found while it is read.

use std::collections::{BTreeMap, BTreeSet};

use subtier_source::Opened;

use crate::Error;
use crate::secret;

/// Bytes read at once.
const CHUNK_BYTES: usize = 1 << 20;

/// Bytes of one line that are kept; a quote is shorter.
const LINE_BYTES_MAX: usize = 8 << 10;

/// Gives the lines of these numbers (from 1) that the log has. Reads up to the last of them.
pub fn quote_lines(source: &Opened, lines: &BTreeSet<u64>) -> Result<BTreeMap<u64, String>, Error> {
    let mut quotes = BTreeMap::new();
    let Some(last) = lines.last().copied() else { return Ok(quotes) };
    let mut chunk = vec![0; CHUNK_BYTES];
    let (mut offset, mut number, mut line) = (0, 1, Vec::new());
    while number <= last {
        let count = source.read_at(&mut chunk, offset)?;
        let Some(mut rest) = chunk.get(..count).filter(|rest| !rest.is_empty()) else { break };
        offset += count as u64;
        while number <= last {
            let end = memchr::memchr(b'\n', rest);
            let (part, behind) = rest.split_at(end.unwrap_or(rest.len()));
            if lines.contains(&number) {
                let room = LINE_BYTES_MAX.saturating_sub(line.len()).min(part.len());
                line.extend_from_slice(part.split_at(room).0);
            }
            let Some((_, behind)) = behind.split_first() else { break };
            rest = behind;
            if lines.contains(&number) {
                quotes.insert(number, secret::quote(&std::mem::take(&mut line)));
            }
            number += 1;
        }
    }
    if lines.contains(&number) && !line.is_empty() {
        quotes.insert(number, secret::quote(&line));
    }
    Ok(quotes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::Write;

    #[test]
    fn lines_are_found_by_their_numbers_across_chunks() {
        let mut file = tempfile::NamedTempFile::new().unwrap();
        let long = "x".repeat(700_000);
        write!(file, "first\r\n{long}\n{long}\nGET /a?sig=SECRET\nlast").unwrap();
        let source = subtier_source::open(file.path()).unwrap();
        let quotes = quote_lines(&source, &BTreeSet::from([1, 4, 5, 9])).unwrap();
        assert_eq!(quotes.keys().copied().collect::<Vec<_>>(), [1, 4, 5]);
        assert!(quotes[&1].starts_with("first") && quotes[&5] == "last");
        assert!(!quotes[&4].contains("SECRET"));
    }
}
