//! Markers of Avid Media Composer as its marker window exports them.
//!
//! A line is user, time code, track, colour, comment and a number, with tabs between them (shape as in
//! `adamhawkey/EDL_tools`, README). Out: a marker a line; a line that is none is kept as text.

use subtier_model::Place;

use super::edl::COLOURS;
use super::rate::is_timecode;
use subtier_blocks::Writing;
use subtier_blocks::{Block, BlockKind, Fields, SignalKind};

/// Lines that are looked at to say whether a text is a list.
const SNIFFED_LINES_MAX: usize = 20;

/// Whether a text is a list: its first line and most of the others are markers.
pub(super) fn is_it(text: &str) -> bool {
    let mut lines = text.lines().filter(|line| !line.trim().is_empty()).take(SNIFFED_LINES_MAX);
    let is_first = lines.next().is_some_and(|line| marker(line).is_some());
    let (mut n_markers, mut n_lines) = (0, 0);
    for line in lines {
        n_lines += 1;
        n_markers += usize::from(marker(line).is_some());
    }
    // The last line of a head may be cut.
    is_first && (n_markers + 1) * 2 >= n_lines
}

/// Reads a list.
pub(super) fn read(text: &str, writing: &mut Writing) {
    for (number, line) in (1..).zip(text.lines()) {
        if writing.is_full() {
            return;
        }
        let place = Place::Line(number);
        let Some(marker) = marker(line) else {
            writing.text(BlockKind::Paragraph, line, place);
            continue;
        };
        let mut block = Block::new(BlockKind::Marker, marker.comment, place.clone());
        if !marker.user.is_empty() {
            writing.signal(SignalKind::CommentAuthor, marker.user, place);
            block.author = Some(marker.user.to_owned());
        }
        block.fields = Some(Box::new(Fields {
            timecode: Some(marker.timecode.to_owned()),
            colour: Some(marker.colour.to_owned()),
            ..Fields::default()
        }));
        writing.block(block);
    }
}

struct Marker<'a> {
    user: &'a str,
    timecode: &'a str,
    colour: &'a str,
    comment: String,
}

fn marker(line: &str) -> Option<Marker<'_>> {
    let columns: Vec<&str> = line.trim_end_matches(['\r', '\n']).split('\t').collect();
    let [user, timecode, track, colour, rest @ ..] = columns.as_slice() else { return None };
    let (timecode, colour) = (timecode.trim(), colour.trim());
    let is_track = (1..=4).contains(&track.trim().len())
        && track.trim().starts_with(|sign: char| sign.is_ascii_alphabetic());
    let is_colour = COLOURS.iter().any(|known| known.eq_ignore_ascii_case(colour));
    if !is_timecode(timecode) || !is_track || !is_colour {
        return None;
    }
    let comment = match rest {
        [comment @ .., last] if !comment.is_empty() && last.trim().parse::<u32>().is_ok() => {
            comment
        }
        comment => comment,
    };
    Some(Marker {
        user: user.trim(),
        timecode,
        colour,
        comment: comment.join("\t").trim().to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use subtier_blocks::{Format, Limits};

    #[test]
    fn a_line_is_user_time_track_colour_and_comment() {
        let mut writing = Writing::new(Format::AvidMarkers, Limits::STANDARD);
        read("Li Na\t01:00:03:12\tV1\tred\t头型再修\t1\nnot a marker\n", &mut writing);
        let blocks = writing.finish().blocks;
        assert_eq!(blocks[0].text, "头型再修");
        assert_eq!(blocks[0].author.as_deref(), Some("Li Na"));
        let fields = blocks[0].fields.as_ref().unwrap();
        assert_eq!(fields.timecode.as_deref(), Some("01:00:03:12"));
        assert_eq!(fields.colour.as_deref(), Some("red"));
        assert_eq!(blocks[1].kind, BlockKind::Paragraph);
    }
}
