//! A small alphabet of five by seven dots: time codes, watermarks, notes at the margin.
//!
//! In: text of digits, capitals and a few signs. Out: which dots are set. What is not in the alphabet is a gap.

/// Dots across one sign, without the gap after it.
pub(crate) const DOTS_WIDE: u32 = 5;
/// Dots down one sign.
pub(crate) const DOTS_HIGH: u32 = 7;

/// Rows of a sign from above; the highest of the five bits is the left dot.
const SIGNS: [(char, [u8; 7]); 42] = [
    ('0', [14, 17, 19, 21, 25, 17, 14]),
    ('1', [4, 12, 4, 4, 4, 4, 14]),
    ('2', [14, 17, 1, 2, 4, 8, 31]),
    ('3', [31, 2, 4, 2, 1, 17, 14]),
    ('4', [2, 6, 10, 18, 31, 2, 2]),
    ('5', [31, 16, 30, 1, 1, 17, 14]),
    ('6', [6, 8, 16, 30, 17, 17, 14]),
    ('7', [31, 1, 2, 4, 8, 8, 8]),
    ('8', [14, 17, 17, 14, 17, 17, 14]),
    ('9', [14, 17, 17, 15, 1, 2, 12]),
    ('A', [14, 17, 17, 31, 17, 17, 17]),
    ('B', [30, 17, 17, 30, 17, 17, 30]),
    ('C', [14, 17, 16, 16, 16, 17, 14]),
    ('D', [28, 18, 17, 17, 17, 18, 28]),
    ('E', [31, 16, 16, 30, 16, 16, 31]),
    ('F', [31, 16, 16, 30, 16, 16, 16]),
    ('G', [14, 17, 16, 23, 17, 17, 15]),
    ('H', [17, 17, 17, 31, 17, 17, 17]),
    ('I', [14, 4, 4, 4, 4, 4, 14]),
    ('J', [7, 2, 2, 2, 2, 18, 12]),
    ('K', [17, 18, 20, 24, 20, 18, 17]),
    ('L', [16, 16, 16, 16, 16, 16, 31]),
    ('M', [17, 27, 21, 21, 17, 17, 17]),
    ('N', [17, 17, 25, 21, 19, 17, 17]),
    ('O', [14, 17, 17, 17, 17, 17, 14]),
    ('P', [30, 17, 17, 30, 16, 16, 16]),
    ('Q', [14, 17, 17, 17, 21, 18, 13]),
    ('R', [30, 17, 17, 30, 20, 18, 17]),
    ('S', [15, 16, 16, 14, 1, 1, 30]),
    ('T', [31, 4, 4, 4, 4, 4, 4]),
    ('U', [17, 17, 17, 17, 17, 17, 14]),
    ('V', [17, 17, 17, 17, 17, 10, 4]),
    ('W', [17, 17, 17, 21, 21, 21, 10]),
    ('X', [17, 17, 10, 4, 10, 17, 17]),
    ('Y', [17, 17, 17, 10, 4, 4, 4]),
    ('Z', [31, 1, 2, 4, 8, 16, 31]),
    (':', [0, 12, 12, 0, 12, 12, 0]),
    ('.', [0, 0, 0, 0, 0, 12, 12]),
    ('-', [0, 0, 0, 31, 0, 0, 0]),
    ('/', [0, 1, 2, 4, 8, 16, 0]),
    ('_', [0, 0, 0, 0, 0, 0, 31]),
    ('#', [10, 10, 31, 10, 31, 10, 10]),
];

/// Returns the set dots of a text: column and row of each, six columns a sign.
pub(crate) fn dots(text: &str) -> Vec<(u32, u32)> {
    let mut out = Vec::new();
    for (sign_idx, sign) in text.chars().enumerate() {
        let wanted = sign.to_ascii_uppercase();
        let rows = SIGNS.iter().find(|(known, _)| *known == wanted).map(|(_, rows)| rows);
        for (row, bits) in rows.into_iter().flatten().enumerate() {
            for column in 0..DOTS_WIDE {
                if bits >> (DOTS_WIDE - 1 - column) & 1 == 1 {
                    out.push((sign_idx as u32 * (DOTS_WIDE + 1) + column, row as u32));
                }
            }
        }
    }
    out
}
