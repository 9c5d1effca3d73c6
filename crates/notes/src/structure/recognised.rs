//! Shot codes as recognition misreads them, mended by the shots that are known (`60045 00102` for `SC045_C010`).
//!
//! In: a line recognised in a picture, known shots. Out: the line with the code set right, where one known shot is nearest
//! by far. Never: a code that no list knows, and none where two shots are about as near.

use super::draft::reading;

/// Known shots that are compared with one line.
const KNOWN_MAX: usize = 5_000;
/// Signs of the longest code compared.
const CODE_SIGNS_MAX: usize = 24;
/// Cost of a whole edit.
const EDIT: u32 = 10;
/// Cost of a sign taken for one that looks like it, as measured on rendered text.
const LOOKALIKE: u32 = 2;
/// The best shot must be better than the next by this much.
const LEAD: u32 = 6;

/// Signs that recognition takes for each other.
const LOOKALIKES: &[&str] =
    &["0OQDCU", "1IL|[]!T", "5S$6", "2Z", "8B36", "6GC", "7T", "4A", "9GQ", "CE(", "_- ."];

/// A shot that is known, with its signs as they are compared.
#[derive(Debug)]
pub(super) struct Known {
    text: String,
    signs: Vec<char>,
}

/// The shots out of a list, read.
pub(super) fn known(names: &[String]) -> Vec<Known> {
    let mut found: Vec<Known> = names
        .iter()
        .take(KNOWN_MAX)
        .filter_map(|name| reading(name).shots.into_iter().next())
        .map(|shot| Known {
            signs: shot.text.to_ascii_uppercase().chars().collect(),
            text: shot.text,
        })
        .collect();
    found.sort_by(|first, second| first.signs.cmp(&second.signs));
    found.dedup_by(|first, second| first.signs == second.signs);
    found
}

/// Mends the code at the head of a line; `None` where there is nothing to mend.
pub(super) fn mend(text: &str, known: &[Known]) -> Option<String> {
    if known.is_empty() || text.chars().filter(char::is_ascii_digit).count() < 2 {
        return None;
    }
    let read = reading(text);
    if read
        .shots
        .iter()
        .any(|shot| known.iter().any(|known| known.text.eq_ignore_ascii_case(&shot.text)))
    {
        return None;
    }
    let mut best: Option<(u32, usize, usize)> = None;
    let mut next_best = u32::MAX;
    for end in ends(text) {
        let code: Vec<char> = text.get(..end)?.to_ascii_uppercase().chars().collect();
        if code.len() > CODE_SIGNS_MAX || !code.iter().all(char::is_ascii) {
            continue;
        }
        for (idx, shot) in known.iter().enumerate() {
            let cost = distance(&code, &shot.signs);
            if cost == u32::MAX {
                continue;
            }
            match best {
                Some((best_cost, best_idx, _)) if cost >= best_cost => {
                    if best_idx != idx {
                        next_best = next_best.min(cost);
                    }
                }
                _ => {
                    if let Some((best_cost, best_idx, _)) = best
                        && best_idx != idx
                    {
                        next_best = next_best.min(best_cost);
                    }
                    best = Some((cost, idx, end));
                }
            }
        }
    }
    let (cost, idx, end) = best?;
    let shot = known.get(idx)?;
    let signs = u32::try_from(shot.signs.len()).ok()?;
    // A fifth of the code may be wrong: the measured case is 16 in a hundred.
    let is_near = cost * 5 <= signs * EDIT && next_best.saturating_sub(cost) >= LEAD;
    is_near.then(|| format!("{} {}", shot.text, text.get(end..).unwrap_or_default().trim_start()))
}

/// The ends of the first one, two and three words.
fn ends(text: &str) -> Vec<usize> {
    let mut found: Vec<usize> = text.match_indices(' ').map(|(at, _)| at).take(3).collect();
    if found.len() < 3 {
        found.push(text.len());
    }
    found
}

fn cost_of(first: char, second: char) -> u32 {
    if first == second {
        return 0;
    }
    let is_alike = LOOKALIKES.iter().any(|signs| signs.contains(first) && signs.contains(second));
    if is_alike { LOOKALIKE } else { EDIT }
}

/// Edit distance with cheap confusions; at most 24 by 24 steps.
fn distance(code: &[char], shot: &[char]) -> u32 {
    if code.len().abs_diff(shot.len()) > 3 || shot.len() > CODE_SIGNS_MAX {
        return u32::MAX;
    }
    let mut row: Vec<u32> =
        (0..=shot.len()).map(|n| u32::try_from(n).unwrap_or(u32::MAX) * EDIT).collect();
    for sign in code {
        let mut diagonal = row.first().copied().unwrap_or(0);
        let mut left = diagonal + EDIT;
        if let Some(first) = row.first_mut() {
            *first = left;
        }
        for (cell, wanted) in row.iter_mut().skip(1).zip(shot) {
            let up = *cell;
            let gap = if "_- .".contains(*sign) { LOOKALIKE } else { EDIT };
            left = (diagonal + cost_of(*sign, *wanted)).min(up + gap).min(left + EDIT);
            diagonal = up;
            *cell = left;
        }
    }
    row.last().copied().unwrap_or(u32::MAX)
}
