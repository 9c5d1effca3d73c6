//! Names as one line: `p=LNT e=301 h=12 t=key v=2`, which every table of these tests is written in.

use subtier_shots::{Names, Naming};

/// The letters of the fields.
pub(crate) const FIELDS: [(&str, &str); 11] = [
    ("p", "production"),
    ("s", "season"),
    ("e", "episode"),
    ("q", "sequence"),
    ("h", "shot"),
    ("t", "task"),
    ("v", "version"),
    ("k", "take"),
    ("c", "cel"),
    ("f", "frame"),
    ("l", "login"),
];

/// The names of a path as one line.
pub(crate) fn line(names: &Names<'_>) -> String {
    let letter =
        |word: &str| FIELDS.iter().find(|field| field.1 == word).map_or("?", |field| field.0);
    let each: Vec<String> =
        names.each().map(|(word, named)| format!("{}={}", letter(word), named.value)).collect();
    each.join(" ")
}

/// The value of one field in a line.
pub(crate) fn field<'l>(line: &'l str, letter: &str) -> Option<&'l str> {
    line.split(' ')
        .find_map(|pair| pair.split_once('=').filter(|(key, _)| *key == letter))
        .map(|pair| pair.1)
}

/// Rows that are read otherwise than they should be.
pub(crate) fn misses(naming: &Naming, rows: &[(&str, &str)]) -> Vec<String> {
    let miss = |row: &(&str, &str)| {
        let names = naming.read(row.0);
        let found = line(&names);
        (found != row.1).then(|| {
            format!("{}\n   want {}\n   read {found}\n   {:?}", row.0, row.1, names.left_out)
        })
    };
    rows.iter().filter_map(miss).collect()
}

/// Fails with every row that is read otherwise.
pub(crate) fn check(naming: &Naming, rows: &[(&str, &str)]) {
    let misses = misses(naming, rows);
    assert!(misses.is_empty(), "{} of {}:\n{}", misses.len(), rows.len(), misses.join("\n"));
}
