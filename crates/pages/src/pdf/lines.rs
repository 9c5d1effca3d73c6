//! Lines out of pieces of text that were painted somewhere on a page.
//!
//! In: pieces with their places. Out: lines from top to bottom, each from left to right; gaps become spaces, large ones
//! tabs. Pieces that run in another direction come after those that run to the right. Signs of Chinese and Japanese, which
//! are set without spaces, get one only where the gap is wide.

use std::cmp::Ordering;

/// A gap from this part of the font's size on parts words.
const WORD_GAP: f64 = 0.16;
/// The same between Han signs and kana, which justified lines spread.
const HAN_GAP: f64 = 0.29;
/// The same between East Asian signs and Latin letters or digits: programs leave a fifth to a quarter of a sign there by
/// themselves (0.20 measured in `LibreOffice` 7.4), and a space that was typed comes to 0.31.
const MIXED_GAP: f64 = 0.27;
/// A gap from this part of the size on parts columns.
const COLUMN_GAP: f64 = 1.2;
/// Baselines that differ by less than this part of the size are one line: superscripts are raised by about a third.
const LINE_GAP: f64 = 0.45;
/// A sign painted twice within this part of the size was made bold that way.
const BOLD_GAP: f64 = 0.15;

/// What a piece is to its page.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Layer {
    /// Text that is seen.
    Seen,
    /// Header or footer, as the writer says.
    Header,
    /// Text painted without colour and outline.
    Unseen,
}

/// Text that was painted at once.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Piece {
    /// The text.
    pub(crate) text: String,
    /// Where it begins, in points from the lower left corner.
    pub(crate) start: (f64, f64),
    /// Where the next one would begin.
    pub(crate) end: (f64, f64),
    /// The size of the font on the page.
    pub(crate) size: f64,
    /// Whether it runs from top to bottom.
    pub(crate) is_vertical: bool,
    /// What it is to its page.
    pub(crate) layer: Layer,
}

/// A line.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Line {
    /// Its text.
    pub(crate) text: String,
    /// What it is to its page.
    pub(crate) layer: Layer,
}

/// A piece turned so that its text runs to the right.
struct Turned<'a> {
    piece: &'a Piece,
    direction: Direction,
    from: f64,
    to: f64,
    baseline: f64,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Direction {
    Right,
    Vertical,
    Up,
    Down,
    Left,
}

/// Returns the lines of a page.
pub(crate) fn lines(pieces: &[Piece]) -> Vec<Line> {
    let mut turned: Vec<Turned<'_>> = pieces.iter().filter_map(turn).collect();
    turned.sort_by(|one, other| {
        (one.direction, one.piece.layer)
            .cmp(&(other.direction, other.piece.layer))
            .then(descending(one.baseline, other.baseline))
            .then(one.from.total_cmp(&other.from))
    });
    let mut lines = Vec::new();
    let mut rest = turned.as_mut_slice();
    while let Some(first) = rest.first() {
        let (direction, layer) = (first.direction, first.piece.layer);
        let mut baseline = first.baseline;
        let mut size = first.piece.size;
        let n_same = rest
            .iter()
            .take_while(|next| {
                let is_same = (next.direction, next.piece.layer) == (direction, layer)
                    && baseline - next.baseline < LINE_GAP * size.max(next.piece.size);
                // A raised piece comes first in this order; the line goes on from the larger one.
                if is_same && next.piece.size > size {
                    size = next.piece.size;
                    baseline = next.baseline;
                }
                is_same
            })
            .count();
        let (line, others) = std::mem::take(&mut rest).split_at_mut(n_same.max(1));
        rest = others;
        let text = join(line);
        if !text.is_empty() {
            lines.push(Line { text, layer });
        }
    }
    lines
}

/// Returns the text of what lies within a rectangle, for what a comment marks: left, bottom, right, top.
pub(crate) fn within(pieces: &[Piece], area: [f64; 4]) -> String {
    let [left, bottom, right, top] = area;
    let mut cut = Vec::new();
    for piece in pieces.iter().filter(|piece| piece.layer != Layer::Unseen) {
        let middle = piece.start.1 + piece.size * 0.3;
        if middle < bottom || middle > top {
            continue;
        }
        let n_signs = piece.text.chars().count().max(1);
        #[expect(clippy::cast_precision_loss, reason = "a piece is far shorter than 2^52 signs")]
        let step = (piece.end.0 - piece.start.0) / n_signs as f64;
        let mut at = piece.start.0;
        let mut text = String::new();
        let mut from = None;
        for sign in piece.text.chars() {
            let centre = at + step / 2.0;
            at += step;
            if (left..=right).contains(&centre) {
                from.get_or_insert(at - step);
                text.push(sign);
            }
        }
        if let Some(from) = from {
            let mut part = piece.clone();
            part.text = text;
            part.start.0 = from;
            cut.push(part);
        }
    }
    let lines: Vec<String> = lines(&cut).into_iter().map(|line| line.text).collect();
    lines.join(" ")
}

fn turn(piece: &Piece) -> Option<Turned<'_>> {
    let (x, y) = piece.start;
    let (end_x, end_y) = piece.end;
    if ![x, y, end_x, end_y, piece.size].iter().all(|number| number.is_finite()) {
        return None;
    }
    let (along, up) = (end_x - x, end_y - y);
    let direction = if piece.is_vertical {
        Direction::Vertical
    } else if along.abs() >= up.abs() {
        if along >= 0.0 { Direction::Right } else { Direction::Left }
    } else if up > 0.0 {
        Direction::Up
    } else {
        Direction::Down
    };
    let (from, to, baseline) = match direction {
        Direction::Right => (x, end_x, y),
        Direction::Left => (-x, -end_x, -y),
        Direction::Up => (y, end_y, -x),
        Direction::Down | Direction::Vertical => (-y, -end_y, x),
    };
    Some(Turned { piece, direction, from, to, baseline })
}

fn descending(one: f64, other: f64) -> Ordering {
    other.total_cmp(&one)
}

fn join(line: &mut [Turned<'_>]) -> String {
    line.sort_by(|one, other| one.from.total_cmp(&other.from));
    let mut text = String::new();
    let mut before: Option<&Turned<'_>> = None;
    let mut end = f64::MIN;
    for next in line.iter() {
        if let Some(before) = before {
            let size = before.piece.size.min(next.piece.size).max(1e-6);
            let is_again = next.piece.text == before.piece.text
                && (next.from - before.from).abs() < BOLD_GAP * size
                && !next.piece.text.trim().is_empty();
            if is_again {
                continue;
            }
            push_gap(&mut text, next.piece.text.chars().next(), (next.from - end) / size);
        }
        text.push_str(&next.piece.text);
        end = end.max(next.to);
        before = Some(next);
    }
    text.trim().to_owned()
}

fn push_gap(text: &mut String, next: Option<char>, gap: f64) {
    let (Some(last), Some(next)) = (text.chars().next_back(), next) else { return };
    if gap >= COLUMN_GAP {
        let end = text.trim_end().len();
        text.truncate(end);
        if !text.is_empty() {
            text.push('\t');
        }
        return;
    }
    let is_mixed = is_han(last) != is_han(next) || is_hangul(last) != is_hangul(next);
    let gap_min = match is_han(last) {
        _ if is_mixed => MIXED_GAP,
        true => HAN_GAP,
        false => WORD_GAP,
    };
    if gap >= gap_min && !last.is_whitespace() && !next.is_whitespace() {
        text.push(' ');
    }
}

/// Whether a sign belongs to a script that is written without spaces: Han, kana and their punctuation.
const fn is_han(sign: char) -> bool {
    matches!(sign, '\u{2E80}'..='\u{30FF}' | '\u{3400}'..='\u{9FFF}' | '\u{F900}'..='\u{FAFF}' | '\u{FF00}'..='\u{FFEF}' | '\u{20000}'..='\u{3FFFF}')
}

const fn is_hangul(sign: char) -> bool {
    matches!(sign, '\u{1100}'..='\u{11FF}' | '\u{3130}'..='\u{318F}' | '\u{AC00}'..='\u{D7A3}')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn piece(text: &str, x: f64, y: f64, width: f64) -> Piece {
        Piece {
            text: text.to_owned(),
            start: (x, y),
            end: (x + width, y),
            size: 10.0,
            is_vertical: false,
            layer: Layer::Seen,
        }
    }

    fn check(pieces: &[Piece], expected: &[&str]) {
        let lines: Vec<String> = lines(pieces).into_iter().map(|line| line.text).collect();
        assert_eq!(lines, expected);
    }

    #[test]
    fn lines_are_ordered_by_place_and_not_by_painting() {
        check(
            &[
                piece("two", 10.0, 80.0, 15.0),
                piece("b", 20.0, 100.0, 5.0),
                piece("a", 10.0, 100.5, 5.0),
            ],
            &["a b", "two"],
        );
    }

    #[test]
    fn gaps_become_spaces_or_tabs_and_han_signs_none() {
        check(&[piece("修", 0.0, 0.0, 10.0), piece("改", 12.5, 0.0, 10.0)], &["修改"]);
        check(&[piece("컷", 0.0, 0.0, 10.0), piece("수정", 12.0, 0.0, 20.0)], &["컷 수정"]);
        check(&[piece("镜号", 0.0, 0.0, 20.0), piece("意见", 50.0, 0.0, 20.0)], &["镜号\t意见"]);
    }

    #[test]
    fn text_painted_twice_to_be_bold_is_read_once() {
        check(&[piece("OK", 0.0, 0.0, 14.0), piece("OK", 0.4, 0.0, 14.0)], &["OK"]);
    }

    #[test]
    fn vertical_columns_are_read_from_the_right() {
        let sign = |text: &str, x: f64, y: f64| Piece {
            end: (x, y - 10.0),
            is_vertical: true,
            ..piece(text, x, y, 0.0)
        };
        check(
            &[sign("左", 10.0, 90.0), sign("右", 30.0, 90.0), sign("下", 30.0, 80.0)],
            &["右下", "左"],
        );
    }

    #[test]
    fn a_mark_holds_the_text_under_it() {
        let pieces = [piece("abcdefghij", 0.0, 0.0, 100.0), piece("below", 0.0, -20.0, 50.0)];
        assert_eq!(within(&pieces, [20.0, -2.0, 50.0, 10.0]), "cde");
    }

    proptest! {
        #[test]
        fn any_places_are_ordered(places: Vec<(f64, f64, f64, f64)>) {
            let pieces: Vec<Piece> = places.iter().map(|(x, y, width, size)| Piece {
                size: *size, ..piece("a", *x, *y, *width)
            }).collect();
            lines(&pieces);
            within(&pieces, [0.0, 0.0, 1.0, 1.0]);
        }
    }
}
