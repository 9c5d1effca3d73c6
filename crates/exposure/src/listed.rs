//! What a configuration says, path by path, and the limits that both readers keep: paths, rules,
//! doubts. Also the lines to quote from, without what may be a secret. Never decides anything.

use subtier_model::{Listing, Observation};

/// The most paths reported of one file.
pub const LISTINGS_MAX: usize = 1_000;

/// The most access rules weighed for one path, and the most doubts told about it.
pub(crate) const RULES_MAX: usize = 1_000;
pub(crate) const DOUBTS_MAX: usize = 10;

/// The longest word or doubt repeated from a configuration, and the longest reason, in characters.
const WORD_CHARS_MAX: usize = 200;
const REASON_CHARS_MAX: usize = 1_000;

/// Words after which a line may hold a secret; the quote ends there.
const SECRET_WORDS: [&str; 6] = ["authorization", "passw", "secret", "token", "cookie", "api_key"];

/// One path and what decides about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ListedPath {
    /// The line that decides, counted from 1.
    pub line: u64,
    /// What stands there.
    pub quote: String,
    /// What it means.
    pub listing: Listing,
}

/// What a configuration says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Configuration {
    /// Paths, in the order in which they stand.
    pub paths: Vec<ListedPath>,
    /// Lines that cannot be read, with the reason.
    pub complaints: Vec<(u64, String)>,
}

/// A text cut to the length of a word that may be repeated for every path.
pub(crate) fn short(text: &str) -> String {
    cut(text, WORD_CHARS_MAX)
}

fn cut(text: &str, chars_max: usize) -> String {
    match text.char_indices().nth(chars_max) {
        Some((end, _)) => format!("{}…", text.get(..end).unwrap_or("")),
        None => text.to_owned(),
    }
}

/// What a reader found about one path, its words cut to their limits.
pub(crate) fn listing(
    server: &str,
    (site, path): (&str, &str),
    verdict: Verdict,
    because: &str,
) -> Listing {
    Listing {
        server: server.to_owned(),
        site: short(site),
        path: short(path),
        verdict: verdict.word().to_owned(),
        because: cut(because, REASON_CHARS_MAX),
    }
}

/// A verdict of the outside contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Verdict {
    Open,
    Closed,
    Unknown,
}

impl Verdict {
    /// The word of the outside contract.
    const fn word(self) -> &'static str {
        match self {
            Self::Open => "open",
            Self::Closed => "closed",
            Self::Unknown => "unknown",
        }
    }
}

/// The lines of a text, to quote from.
#[derive(Debug)]
pub(crate) struct Lines<'a>(Vec<&'a str>);

impl<'a> Lines<'a> {
    pub(crate) fn new(text: &'a str) -> Self {
        Self(text.lines().collect())
    }

    /// What stands in a line, without its indent, up to a word that may precede a secret.
    pub(crate) fn quote(&self, line: u64) -> String {
        let at = usize::try_from(line).unwrap_or(usize::MAX).saturating_sub(1);
        let text = self.0.get(at).map_or("", |line| line.trim());
        let cut: String = text.chars().take(Observation::QUOTE_MAX_CHARS).collect();
        let lower = cut.to_ascii_lowercase();
        match SECRET_WORDS.iter().filter_map(|word| lower.find(word)).min() {
            Some(secret) => format!("{}[…]", cut.get(..secret).unwrap_or("")),
            None => cut,
        }
    }
}
