//! Final Cut Pro 7 XML (xmeml), also written by Premiere and Resolve: markers and the notes of the logging columns.
//!
//! A marker has name, comment, in and out in frames, and its colour as parts or as Premiere's number; rate is a time base
//! that `ntsc` slows (Apple, Final Cut Pro XML interchange format, versions 4 and 5). Out: a marker each with the name of
//! the clip, file or sequence in which it stands; the paths of the media are signals.

use subtier_model::Place;

use super::rate::timebase;
use crate::exports::is_default_name;
use subtier_blocks::Writing;
use subtier_blocks::kept_name;
use subtier_blocks::paths::local_path;
use subtier_blocks::{Block, BlockKind, Fields};
use subtier_xml::{Step, Xml};

/// Elements that have a name and a rate of their own.
const HOLDERS: &[&str] =
    &["sequence", "clipitem", "clip", "file", "generatoritem", "bin", "project"];

/// Columns of the log that hold notes.
const LOG_NOTES: &[&str] = &[
    "lognote",
    "description",
    "mastercomment1",
    "mastercomment2",
    "mastercomment3",
    "mastercomment4",
    "clipcommenta",
    "clipcommentb",
];

/// Reads a file; the reason where it breaks off.
pub(super) fn read(text: &str, writing: &mut Writing) -> Result<(), String> {
    let depth_max = writing.limits().depth_max;
    let mut xml = Xml::new(text.as_bytes(), depth_max);
    let mut file = File {
        open: Vec::new(),
        holders: Vec::new(),
        marker: None,
        said: String::new(),
        n_notes: 0,
        writing,
    };
    loop {
        if file.writing.is_full() {
            return Ok(());
        }
        match xml.step()? {
            Step::Start => file.start(xml.name()),
            Step::End => file.end(xml.name()),
            Step::Text => file.said.push_str(xml.text()),
            Step::Eof => return Ok(()),
        }
    }
}

#[derive(Debug, Default)]
struct Holder {
    element: String,
    name: Option<String>,
    base: String,
    ntsc: String,
}

#[derive(Debug, Default)]
struct Marker {
    name: String,
    comment: String,
    frame: Option<i64>,
    out: Option<i64>,
    colour: Option<String>,
    parts: [u8; 3],
}

struct File<'a> {
    /// Names of the open elements; the parser has bounded the depth.
    open: Vec<String>,
    holders: Vec<Holder>,
    marker: Option<Marker>,
    /// The text since the last start of an element.
    said: String,
    n_notes: u64,
    writing: &'a mut Writing,
}

impl File<'_> {
    fn start(&mut self, name: &str) {
        self.said.clear();
        self.open.push(name.to_owned());
        if name == "marker" {
            self.marker = Some(Marker::default());
        } else if HOLDERS.contains(&name) {
            self.holders.push(Holder { element: name.to_owned(), ..Holder::default() });
        }
    }

    fn end(&mut self, name: &str) {
        let said = std::mem::take(&mut self.said).trim().to_owned();
        if self.open.last().is_some_and(|open| open == name) {
            self.open.pop();
        }
        let parent = self.open.last().cloned().unwrap_or_default();
        if name == "marker" {
            self.write_marker();
        } else if let Some(marker) = &mut self.marker {
            marker.value(name, said);
        } else if self.holders.last().is_some_and(|holder| holder.element == name) {
            self.holders.pop();
        } else if LOG_NOTES.contains(&name) && matches!(parent.as_str(), "logginginfo" | "comments")
        {
            self.note(said, name);
        } else if name == "pathurl" {
            local_path(&said, &Place::Words("pathurl".to_owned()), self.writing);
        } else if let Some(holder) = self.holders.last_mut() {
            match name {
                "name" if parent == holder.element => holder.name = Some(kept_name(&said)),
                "timebase" if holder.base.is_empty() => holder.base = kept_name(&said),
                "ntsc" if holder.ntsc.is_empty() => holder.ntsc = kept_name(&said),
                _ => {}
            }
        }
    }

    fn around(&self) -> Fields {
        let asset = self.holders.iter().rev().find_map(|holder| holder.name.clone());
        let rated = self.holders.iter().rev().find(|holder| !holder.base.is_empty());
        let rate = rated.map(|holder| timebase(&holder.base, &holder.ntsc));
        Fields { asset: asset.filter(|name| !name.is_empty()), rate, ..Fields::default() }
    }

    fn write_marker(&mut self) {
        let Some(marker) = self.marker.take() else { return };
        let (name, comment) = (marker.name.trim(), marker.comment.trim());
        let is_named = !name.is_empty() && !is_default_name(name) && !comment.contains(name);
        let text = match (comment.is_empty(), is_named) {
            (false, true) => format!("{name}\n{comment}"),
            (false, false) => comment.to_owned(),
            (true, _) => name.to_owned(),
        };
        let colour = marker.colour.or_else(|| {
            let [red, green, blue] = marker.parts;
            (marker.parts != [0; 3]).then(|| format!("#{red:02x}{green:02x}{blue:02x}"))
        });
        // A point in time has the out point -1; that of a span is the first frame after it.
        let last = marker.out.map(|out| out.saturating_sub(1));
        let frame_out =
            marker.frame.zip(last).filter(|(frame, last)| last > frame).map(|(_, last)| last);
        self.n_notes += 1;
        let place = Place::Words(format!("marker {}", self.n_notes));
        let mut block = Block::new(BlockKind::Marker, text, place);
        let fields = Fields { frame: marker.frame, frame_out, colour, ..self.around() };
        block.fields = Some(Box::new(fields));
        if !block.text.is_empty() {
            self.writing.block(block);
        }
    }

    fn note(&mut self, text: String, name: &str) {
        if text.is_empty() {
            return;
        }
        self.n_notes += 1;
        let place = Place::Words(format!("{name} {}", self.n_notes));
        let mut block = Block::new(BlockKind::Marker, text, place);
        block.fields = Some(Box::new(self.around()));
        self.writing.block(block);
    }
}

impl Marker {
    fn value(&mut self, name: &str, said: String) {
        let part = |said: &str| said.parse().unwrap_or(0);
        match name {
            "name" => self.name = said,
            "comment" => self.comment = said,
            "in" => self.frame = said.parse().ok(),
            "out" => self.out = said.parse().ok(),
            "pproColor" => self.colour = Some(said),
            "red" => self.parts = [part(&said), self.parts[1], self.parts[2]],
            "green" => self.parts = [self.parts[0], part(&said), self.parts[2]],
            "blue" => self.parts = [self.parts[0], self.parts[1], part(&said)],
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use subtier_blocks::{Format, Limits};

    #[test]
    fn markers_know_the_clip_in_which_they_stand() {
        let text = "<xmeml version=\"5\"><sequence><name>Reel 1</name><rate><timebase>24</timebase><ntsc>TRUE</ntsc></rate><media><video><track><clipitem><name>SC012</name><file><name>f.mov</name><pathurl>file://localhost/C%3a/Users/kim/f.mov</pathurl></file><marker><comment>头型再修</comment><name>Marker 1</name><in>12</in><out>20</out><color><alpha>0</alpha><red>255</red><green>0</green><blue>16</blue></color></marker><logginginfo><lognote>OK</lognote></logginginfo></clipitem></track></video></media><marker><name>整体</name><comment></comment><in>3</in><out>-1</out></marker></sequence></xmeml>";
        let mut writing = Writing::new(Format::Xmeml, Limits::STANDARD);
        read(text, &mut writing).unwrap();
        let document = writing.finish();
        let told: Vec<_> = document
            .blocks
            .iter()
            .map(|block| {
                let fields = block.fields.as_ref().unwrap();
                let asset = fields.asset.clone().unwrap();
                (block.text.as_str(), asset, fields.frame, fields.frame_out, fields.colour.clone())
            })
            .collect();
        assert_eq!(
            told,
            [
                ("头型再修", "SC012".to_owned(), Some(12), Some(19), Some("#ff0010".to_owned())),
                ("OK", "SC012".to_owned(), None, None, None),
                ("整体", "Reel 1".to_owned(), Some(3), None, None),
            ]
        );
        assert_eq!(document.blocks[0].fields.as_ref().unwrap().rate.as_deref(), Some("24000/1001"));
        assert_eq!(document.signals.len(), 2);
    }
}
