//! Reading of the compiled-in tables (`data/*.tsv`): tab-separated, `#` before a comment line, the
//! first other line names the columns.
//!
//! In: the text. Out: rows of exactly as many cells as were asked for. Never: a file from outside.

/// The rows below the header that have exactly `N` cells.
pub(crate) fn rows<const N: usize>(text: &str) -> impl Iterator<Item = [&str; N]> {
    let lines = text.lines().filter(|line| !line.is_empty() && !line.starts_with('#'));
    lines.skip(1).filter_map(|line| line.split('\t').collect::<Vec<_>>().try_into().ok())
}

/// How many lines ought to be rows; a test holds it against [`rows`].
#[cfg(test)]
pub(crate) fn expected(text: &str) -> usize {
    text.lines().filter(|line| !line.is_empty() && !line.starts_with('#')).count() - 1
}
