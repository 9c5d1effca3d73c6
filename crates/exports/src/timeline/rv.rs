//! Sessions of RV: texts and strokes that were drawn on frames, and the markers of sequences.
//!
//! A session is a text GTO file: objects with a protocol, in them components, in those properties (`OpenRV` reference
//! manual, chapters 6 and 16). A paint node names each stroke `pen:NUMBER:FRAME:USER` or `text:NUMBER:FRAME:USER`. Out: a
//! marker for each node, frame and user; the media that the node's source names is its clip.

mod gto;

use std::collections::BTreeMap;

use subtier_model::Place;

use self::gto::{Listener, Parser, Values};

use subtier_blocks::Writing;
use subtier_blocks::kept_name;
use subtier_blocks::paths::local_path;
use subtier_blocks::{Block, BlockKind, Fields, SignalKind};

/// Strokes of one session that are kept.
const STROKES_MAX: usize = 100_000;

/// Sources and markers of one session that are kept.
const NAMES_MAX: usize = 10_000;

/// Reads a session; the reason where it breaks off.
pub(super) fn read(text: &str, writing: &mut Writing) -> Result<(), String> {
    let mut session = Session::default();
    let outcome = Parser::new(text).run(&mut session);
    session.write(writing);
    outcome
}

/// A stroke or text on a frame.
#[derive(Debug, Default)]
struct Stroke {
    node: String,
    is_text: bool,
    frame: Option<i64>,
    user: String,
    line: u64,
    text: String,
    words: String,
    colour: String,
}

#[derive(Debug, Default)]
struct Session {
    fps: Option<String>,
    /// Media by the name of the group of their source.
    sources: BTreeMap<String, String>,
    strokes: Vec<Stroke>,
    markers: BTreeMap<String, Markers>,
}

/// The markers of a sequence.
#[derive(Debug, Default)]
struct Markers {
    line: u64,
    names: Vec<String>,
    ins: Vec<f64>,
    outs: Vec<f64>,
}

impl Listener for Session {
    fn opened(&mut self, open: &[String], line: u64) {
        let [object, component] = open else { return };
        let Some((node, protocol)) = object.split_once('\n') else { return };
        if component == "markers" && self.markers.len() < NAMES_MAX {
            self.markers.insert(node.to_owned(), Markers { line, ..Markers::default() });
        }
        let mut parts = component.splitn(4, ':');
        let kind = parts.next().unwrap_or("");
        if protocol != "RVPaint"
            || !matches!(kind, "pen" | "text")
            || self.strokes.len() >= STROKES_MAX
        {
            return;
        }
        let frame = parts.nth(1).and_then(|frame| frame.parse().ok());
        self.strokes.push(Stroke {
            node: node.to_owned(),
            is_text: kind == "text",
            frame,
            user: parts.next().unwrap_or("").to_owned(),
            line,
            ..Stroke::default()
        });
    }

    fn property(&mut self, open: &[String], name: &str, values: Values) {
        let [object, component, ..] = open else { return };
        let Some((node, protocol)) = object.split_once('\n') else { return };
        match (protocol, component.as_str(), name) {
            ("RVSession", "session", "fps") => {
                self.fps = values.numbers.first().map(f64::to_string);
            }
            ("RVFileSource", "media", "movie") => {
                let group = node.split('_').next().unwrap_or(node).to_owned();
                if let Some(movie) = values.texts.into_iter().next()
                    && self.sources.len() < NAMES_MAX
                {
                    self.sources.insert(group, movie);
                }
            }
            (_, "markers", _) => {
                let Some(markers) = self.markers.get_mut(node) else { return };
                match name {
                    "name" => markers.names = values.texts,
                    "in" => markers.ins = values.numbers,
                    "out" => markers.outs = values.numbers,
                    _ => {}
                }
            }
            ("RVPaint", component, name)
                if component.starts_with("pen:") || component.starts_with("text:") =>
            {
                if let Some(stroke) = self.strokes.last_mut().filter(|stroke| stroke.node == node) {
                    stroke.property(name, &values);
                }
            }
            _ => {}
        }
    }
}

impl Session {
    fn write(self, writing: &mut Writing) {
        for (group, movie) in &self.sources {
            local_path(movie, &Place::Words(format!("{group} movie")), writing);
        }
        let mut groups: BTreeMap<(&str, Option<i64>, &str), Vec<&Stroke>> = BTreeMap::new();
        for stroke in &self.strokes {
            groups.entry((&stroke.node, stroke.frame, &stroke.user)).or_default().push(stroke);
        }
        let mut blocks = Vec::new();
        for ((node, frame, user), strokes) in groups {
            let texts = strokes.iter().filter(|stroke| !stroke.text.trim().is_empty());
            let text = texts.map(|stroke| stroke.text.trim_end()).collect::<Vec<_>>().join("\n");
            let words: Vec<String> =
                strokes.iter().take(WORDS_MAX).map(|stroke| stroke.told()).collect();
            let line = strokes.first().map_or(1, |stroke| stroke.line);
            let mut block = Block::new(BlockKind::Marker, text, Place::Line(line));
            block.author = (!user.is_empty()).then(|| user.to_owned());
            block.fields = Some(Box::new(Fields {
                asset: self.media(node),
                frame,
                rate: self.fps.clone(),
                drawing: Some(words.join("; ")),
                ..Fields::default()
            }));
            blocks.push((line, block));
        }
        for (node, markers) in &self.markers {
            self.sequence(node, markers, &mut blocks);
        }
        blocks.sort_by_key(|(line, _)| *line);
        for (line, block) in blocks {
            if let Some(author) = &block.author {
                writing.signal(SignalKind::CommentAuthor, author.as_str(), Place::Line(line));
            }
            writing.block(block);
        }
    }

    fn sequence(&self, node: &str, markers: &Markers, blocks: &mut Vec<(u64, Block)>) {
        use crate::exports::json::nearest;
        for (index, name) in markers.names.iter().enumerate().take(NAMES_MAX) {
            let at = |list: &[f64]| list.get(index).copied().and_then(nearest);
            let frame = at(&markers.ins);
            let mut block = Block::new(BlockKind::Marker, name.clone(), Place::Line(markers.line));
            block.fields = Some(Box::new(Fields {
                asset: self.media(node),
                frame,
                frame_out: frame.zip(at(&markers.outs)).filter(|(a, b)| b > a).map(|(_, out)| out),
                rate: self.fps.clone(),
                ..Fields::default()
            }));
            if !name.trim().is_empty() {
                blocks.push((markers.line, block));
            }
        }
    }

    /// The file name of the source whose group a node names, as `defaultSequence_p_sourceGroup000000` does.
    fn media(&self, node: &str) -> Option<String> {
        let mut parts = node.split('_').rev();
        let movie = parts.find_map(|part| self.sources.get(part))?;
        movie.rsplit(['/', '\\']).next().map(kept_name)
    }
}

/// Strokes of one frame that are told one by one.
const WORDS_MAX: usize = 200;

impl Stroke {
    fn told(&self) -> String {
        format!("{}{}", self.words, self.colour)
    }

    fn property(&mut self, name: &str, values: &Values) {
        let numbers = values.numbers.as_slice();
        match (name, numbers) {
            ("text", _) if self.is_text => self.text = values.texts.concat(),
            ("position", [x, y, ..]) if self.is_text => self.words = format!("text at {x} {y}"),
            ("points", [x, y, .., to_x, to_y]) => {
                let n_points = numbers.len() / 2;
                self.words = format!("pen of {n_points} points from {x} {y} to {to_x} {to_y}");
            }
            ("color", [red, green, blue, ..]) => {
                self.colour = format!(" colour {red} {green} {blue}");
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use subtier_blocks::{Format, Limits};

    const SESSION: &str = r#"GTOa (4)

rv : RVSession (4)
{
    session
    {
        float fps = 25
    }
}

defaultSequence : RVSequenceGroup (1)
{
    markers
    {
        int in = [ 5 ]
        int out = [ 9 ]
        string name = [ "片头" ]
    }
}

defaultSequence_p_sourceGroup000000 : RVPaint (3)
{
    "text:1:12:sam"
    {
        float[2] position = [ [ 0.5 0.25 ] ]
        string text = "头型\n再修 \"平\""
    }
    "pen:2:12:sam"
    {
        float[2] points = [ [ -0.5 0.1 ] [ 0 0 ] [ 0.5 0.2 ] ]
    }
}

sourceGroup000000_source : RVFileSource (1)
{
    media
    {
        string movie = "/home/kim/SC012_C005.mov"
    }
}
"#;

    #[test]
    fn strokes_of_a_frame_are_one_note_of_their_user() {
        let mut writing = Writing::new(Format::Rv, Limits::STANDARD);
        read(SESSION, &mut writing).unwrap();
        let document = writing.finish();
        assert_eq!(document.blocks.len(), 2);
        let fields = document.blocks[0].fields.as_ref().unwrap();
        assert_eq!(
            (document.blocks[0].text.as_str(), fields.frame, fields.frame_out),
            ("片头", Some(5), Some(9))
        );
        let block = &document.blocks[1];
        let fields = block.fields.as_ref().unwrap();
        assert_eq!(block.text, "头型\n再修 \"平\"");
        assert_eq!((block.author.as_deref(), fields.frame), (Some("sam"), Some(12)));
        assert_eq!(
            (fields.asset.as_deref(), fields.rate.as_deref()),
            (Some("SC012_C005.mov"), Some("25"))
        );
        assert_eq!(
            fields.drawing.as_deref(),
            Some("text at 0.5 0.25; pen of 3 points from -0.5 0.1 to 0.5 0.2")
        );
        assert_eq!(block.place, Place::Line(23));
        let kinds: Vec<_> = document.signals.iter().map(|signal| signal.kind).collect();
        assert_eq!(
            kinds,
            [SignalKind::ExternalPath, SignalKind::UserPath, SignalKind::CommentAuthor]
        );
    }

    #[test]
    fn depth_is_bounded() {
        let mut writing = Writing::new(Format::Rv, Limits::STANDARD);
        let deep = "a { ".repeat(100_000);
        assert!(read(&deep, &mut writing).unwrap_err().contains("deep"));
    }
}
