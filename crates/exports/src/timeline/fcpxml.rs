//! FCPXML, the exchange format of Final Cut Pro X and Resolve: markers, keywords' notes, notes of clips and titles.
//!
//! Times are fractions of a second; the frame duration of the sequence's format makes frames of them (Apple, FCPXML
//! reference: format, sequence, marker, chapter-marker, note). A marker's start is in the time of its clip. Out: a marker
//! each, titles as text boxes; the sources of the media are signals.

use std::collections::BTreeMap;

use subtier_model::Place;

use super::rate::Fraction;
use crate::exports::is_default_name;
use subtier_blocks::Writing;
use subtier_blocks::kept_name;
use subtier_blocks::paths::local_path;
use subtier_blocks::{Block, BlockKind, Fields};
use subtier_xml::{Step, Xml};

/// Formats of one file that are kept.
const FORMATS_MAX: usize = 10_000;

/// Elements that hold markers and have a name.
const CLIPS: &[&str] = &[
    "asset-clip",
    "clip",
    "video",
    "audio",
    "sync-clip",
    "ref-clip",
    "mc-clip",
    "gap",
    "title",
    "audition",
    "project",
    "event",
    "mc-source",
];

/// Reads a file; the reason where it breaks off.
pub(super) fn read(text: &str, writing: &mut Writing) -> Result<(), String> {
    let depth_max = writing.limits().depth_max;
    let mut xml = Xml::new(text.as_bytes(), depth_max);
    let mut file = File {
        formats: BTreeMap::new(),
        frame: None,
        clips: Vec::new(),
        n_markers: 0,
        note: None,
        title: None,
        writing,
    };
    loop {
        if file.writing.is_full() {
            return Ok(());
        }
        match xml.step()? {
            Step::Start => file.start(&xml),
            Step::End => file.end(xml.name()),
            Step::Text => file.text(xml.text()),
            Step::Eof => return Ok(()),
        }
    }
}

struct File<'a> {
    /// Frame durations by the id of their format.
    formats: BTreeMap<String, Fraction>,
    /// That of the sequence.
    frame: Option<Fraction>,
    /// Names of the open clips, the element's name first.
    clips: Vec<(String, Option<String>)>,
    n_markers: u64,
    note: Option<String>,
    title: Option<String>,
    writing: &'a mut Writing,
}

impl File<'_> {
    fn start<R: std::io::Read>(&mut self, xml: &Xml<R>) {
        match xml.name() {
            "format" => {
                let duration = xml.attribute("frameDuration");
                let duration = duration.as_deref().and_then(Fraction::seconds);
                if let (Some(id), Some(duration)) = (xml.attribute("id"), duration)
                    && self.formats.len() < FORMATS_MAX
                {
                    self.formats.insert(id, duration);
                }
            }
            "sequence" | "multicam" => {
                let format = xml.attribute("format");
                self.frame = format.and_then(|id| self.formats.get(&id).copied()).or(self.frame);
            }
            "asset" | "media-rep" => {
                if let Some(source) = xml.attribute("src") {
                    local_path(&source, &Place::Words(format!("{} src", xml.name())), self.writing);
                }
            }
            "marker" | "chapter-marker" | "keyword" | "rating" => self.marker(xml),
            "note" => self.note = Some(String::new()),
            "text" => self.title = self.title.take().or_else(|| Some(String::new())),
            name if CLIPS.contains(&name) => {
                let title = xml.attribute("name").map(|title| kept_name(&title));
                self.clips.push((name.to_owned(), title));
            }
            _ => {}
        }
    }

    fn end(&mut self, name: &str) {
        match name {
            "note" => {
                if let Some(note) = self.note.take() {
                    self.n_markers += 1;
                    let place = Place::Words(format!("note {}", self.n_markers));
                    self.write(&note, place, Fields::default());
                }
            }
            "text" => {
                if let Some(title) = self.title.take() {
                    let clip = self.clips.last().and_then(|(_, name)| name.clone());
                    let place = Place::Words(format!("title {}", clip.unwrap_or_default()));
                    self.writing.text(BlockKind::TextBox, title.trim(), place);
                }
            }
            name if self.clips.last().is_some_and(|(open, _)| open == name) => {
                self.clips.pop();
            }
            _ => {}
        }
    }

    fn text(&mut self, text: &str) {
        if let Some(open) = self.note.as_mut().or(self.title.as_mut()) {
            open.push_str(text);
        }
    }

    fn marker<R: std::io::Read>(&mut self, xml: &Xml<R>) {
        let name = xml.name().to_owned();
        let value = xml.attribute("value").filter(|value| !value.trim().is_empty());
        let note = xml.attribute("note").filter(|note| !note.trim().is_empty());
        // A keyword or rating without a note is a label of the library.
        if matches!(name.as_str(), "keyword" | "rating") && note.is_none() {
            return;
        }
        let text = match (value, note) {
            (Some(value), Some(note))
                if !is_default_name(&value) && !note.contains(value.trim()) =>
            {
                format!("{value}\n{note}")
            }
            (value, note) => note.or(value).unwrap_or_default(),
        };
        let start = xml.attribute("start");
        let frames = |time: Option<&str>| Fraction::seconds(time?)?.frames(self.frame?);
        let frame = frames(start.as_deref());
        let n_frames = frames(xml.attribute("duration").as_deref()).filter(|n| *n > 1);
        self.n_markers += 1;
        let at = start.as_deref().unwrap_or("no start");
        let place = Place::Words(format!("{name} {} at {at}", self.n_markers));
        let fields = Fields {
            frame,
            frame_out: frame.zip(n_frames).map(|(frame, n)| frame.saturating_add(n - 1)),
            timecode: start.clone(),
            rate: self.frame.and_then(Fraction::rate),
            // The attribute makes a marker one of things to do, and says whether it is done.
            status: xml.attribute("completed").map(|completed| {
                if completed.trim() == "1" { "completed" } else { "to do" }.to_owned()
            }),
            ..Fields::default()
        };
        self.write(&text, place, fields);
    }

    fn write(&mut self, text: &str, place: Place, mut fields: Fields) {
        fields.asset = self.clips.iter().rev().find_map(|(_, name)| name.clone());
        let mut block = Block::new(BlockKind::Marker, text.trim().to_owned(), place);
        block.fields = Some(Box::new(fields));
        if !block.text.is_empty() {
            self.writing.block(block);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use subtier_blocks::{Format, Limits};

    #[test]
    fn markers_count_frames_by_the_format_of_their_sequence() {
        let text = r#"<fcpxml version="1.10"><resources><format id="r1" frameDuration="1001/24000s"/><asset id="r2" src="file:///Users/kim/SC012.mov"/></resources><library><event name="E"><project name="P"><sequence format="r1"><spine><asset-clip name="SC012" ref="r2" start="3600s"><note>全部重做</note><marker start="86486400/24000s" duration="1001/24000s" value="Marker 1" note="头型 &amp; 后脑" completed="0"/><chapter-marker start="0s" value="章"/></asset-clip><title name="T"><text><text-style ref="ts1">字幕</text-style></text></title></spine></sequence></project></event></library></fcpxml>"#;
        let mut writing = Writing::new(Format::Fcpxml, Limits::STANDARD);
        read(text, &mut writing).unwrap();
        let document = writing.finish();
        let texts: Vec<_> = document.blocks.iter().map(|block| block.text.as_str()).collect();
        assert_eq!(texts, ["全部重做", "头型 & 后脑", "章", "字幕"]);
        let fields = document.blocks[1].fields.as_ref().unwrap();
        assert_eq!((fields.frame, fields.frame_out), (Some(86400), None));
        assert_eq!(fields.rate.as_deref(), Some("24000/1001"));
        assert_eq!(
            (fields.asset.as_deref(), fields.status.as_deref()),
            (Some("SC012"), Some("to do"))
        );
        assert_eq!(document.signals.len(), 2);
    }
}
