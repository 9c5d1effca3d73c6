//! Lines of a log as they stand in it, secrets removed, for facts that are found while it is read.

use std::collections::{BTreeMap, BTreeSet};

use subtier_lines::secret;
use subtier_source::Opened;

use crate::input::Log;
use crate::memo::Memo;
use crate::{Error, engine, formats};

/// Gives the lines or records of these numbers (from 1) that the log has. Reads up to the last of them;
/// packets have no words to quote.
pub fn quote_lines(source: &Opened, lines: &BTreeSet<u64>) -> Result<BTreeMap<u64, String>, Error> {
    let mut quotes = BTreeMap::new();
    let log = Log::open(source)?;
    let mut memo = Memo::default();
    engine::for_each_of(&log, lines, &mut |number, raw, is_wanted| {
        let raw = raw.strip_suffix(b"\r").unwrap_or(raw);
        // Under a header, only the header tells which columns hold a secret.
        if raw.first() == Some(&b'#') {
            let _header = formats::read(raw, &mut memo);
        }
        if is_wanted {
            let line = formats::without_secret_columns(raw, &mut memo);
            quotes.insert(number, secret::quote(&line));
        }
    })?;
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
