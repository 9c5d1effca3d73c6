//! `OpenTimelineIO`: markers, and reviews with drawings as the Open Review Initiative writes them.
//!
//! Marker.2 has name, comment, color and `marked_range` in the time of the media (`OpenTimelineIO` 0.17, serialized
//! schema). A review is a track whose clips carry note, status, `annotated_clip_name` and `annotation_commands` (`PaintStart`,
//! `PaintPoints`, `TextAnnotation`) in their metadata, or `ReviewItemFrame` objects (ASWF, OTIO 2D annotations interchange,
//! richardssam/ORIAnnotations). Out: a marker each. Media paths are signals.

use crate::exports::is_default_name;
use crate::exports::json::{Json, parse, push_key};
use subtier_blocks::Writing;
use subtier_blocks::kept_name;
use subtier_blocks::paths::local_path;
use subtier_blocks::{Block, BlockKind, Fields, SignalKind};
use subtier_model::Place;

/// Strokes of one note that are told one by one.
const STROKES_MAX: usize = 200;

/// Reads a timeline.
pub(super) fn read(text: &str, writing: &mut Writing) -> Result<(), String> {
    let value = parse(text)?;
    program(&value, writing);
    Walk { writing, pointer: String::new() }.value(&value, &Around::default());
    Ok(())
}

/// The programs that leave a version in the metadata of a timeline, each under its own name.
fn program(value: &Json, writing: &mut Writing) {
    let Some(metadata) = value.get("metadata") else { return };
    for (name, inner) in metadata.pairs() {
        if let Some(version) = inner.first_text(&["version", "app_version"]) {
            let place = Place::Words(format!("/metadata/{name}"));
            writing.signal(SignalKind::Application, format!("{name} {version}"), place);
        }
    }
}

/// The clip in which something stands.
#[derive(Debug, Clone, Default)]
struct Around {
    clip: Option<String>,
}

struct Walk<'a> {
    writing: &'a mut Writing,
    pointer: String,
}

impl Walk<'_> {
    /// The parser has bounded the depth.
    fn value(&mut self, value: &Json, around: &Around) {
        if self.writing.is_full() {
            return;
        }
        let pointer_bytes = self.pointer.len();
        for (index, value) in value.list().iter().enumerate() {
            push_key(&mut self.pointer, &index.to_string());
            self.value(value, around);
            self.pointer.truncate(pointer_bytes);
        }
        if value.pairs().is_empty() {
            return;
        }
        let mut around = around.clone();
        let schema = value.text_at("OTIO_SCHEMA").unwrap_or("");
        match schema.split('.').next().unwrap_or("") {
            "Marker" => self.marker(value, &around),
            "Clip" => {
                around.clip = value.text_at("name").map(kept_name).or(around.clip);
                self.review(value, value.get("metadata"), &around);
            }
            "ReviewItemFrame" => self.review(value, Some(value), &around),
            "Track" | "Stack" => self.overall(value),
            "Review" => self.overall_note(value.text_at("notes")),
            _ => {}
        }
        if let Some(target) = value.text_at("target_url") {
            local_path(target, &Place::Words(self.pointer.clone()), self.writing);
        }
        for (key, value) in value.pairs() {
            // What a review says in its metadata is read with the clip.
            if key == "annotation_commands" {
                continue;
            }
            push_key(&mut self.pointer, key);
            self.value(value, &around);
            self.pointer.truncate(pointer_bytes);
        }
    }

    fn place(&self) -> Place {
        if self.pointer.is_empty() { Place::Whole } else { Place::Words(self.pointer.clone()) }
    }

    fn marker(&mut self, value: &Json, around: &Around) {
        let metadata = value.get("metadata");
        let inner = |keys: &[&str]| {
            metadata.and_then(|metadata| {
                let programs = metadata.pairs().iter().map(|(_, inner)| inner);
                std::iter::once(metadata).chain(programs).find_map(|inner| inner.first_text(keys))
            })
        };
        let comment = value
            .text_at("comment")
            .or_else(|| inner(&["comment", "Comment", "note", "Note", "Notes"]));
        let title = value.text_at("name").filter(|title| !is_default_name(title));
        let text = match (title, comment) {
            (Some(title), Some(comment)) if !comment.contains(title.trim()) => {
                format!("{title}\n{comment}")
            }
            (title, comment) => {
                comment.or(title).or_else(|| value.text_at("name")).unwrap_or("").to_owned()
            }
        };
        let mut fields = ranged(value.get("marked_range"));
        fields.asset.clone_from(&around.clip);
        fields.colour = value.text_at("color").map(str::to_owned);
        fields.status = inner(&["status", "Status"]).map(str::to_owned);
        let mut block = Block::new(BlockKind::Marker, text, self.place());
        let author = inner(&["author", "Author", "user", "User", "creator", "commenter"]);
        block.author = author.map(str::to_owned);
        block.time = inner(&["created", "created_at", "timestamp", "date"]).map(str::to_owned);
        block.fields = Some(Box::new(fields));
        self.writing.block(block);
    }

    /// A frame of a review: `said` holds its note, `value` its range.
    fn review(&mut self, value: &Json, said: Option<&Json>, around: &Around) {
        let Some(said) = said else { return };
        let commands = said.get("annotation_commands").map(strokes).unwrap_or_default();
        let note = said.text_at("note");
        let status = said.text_at("status");
        let is_review = note.is_some()
            || !commands.words.is_empty()
            || (status.is_some() && said.get("annotated_clip_name").is_some());
        if !is_review {
            return;
        }
        let mut fields = ranged(value.get("source_range"));
        fields.frame = fields.frame.or_else(|| value.get("frame")?.whole());
        let asset = said.text_at("annotated_clip_name").map(str::to_owned);
        fields.asset = asset.or_else(|| around.clip.clone());
        fields.status = status.map(str::to_owned);
        fields.drawing = (!commands.words.is_empty()).then(|| commands.words.join("; "));
        let texts = note.into_iter().chain(commands.texts.iter().map(String::as_str));
        let text = texts.collect::<Vec<_>>().join("\n");
        let mut block = Block::new(BlockKind::Marker, text, self.place());
        block.author = commands.author;
        block.time = commands.time;
        block.fields = Some(Box::new(fields));
        if let Some(image) = value.text_at("image") {
            local_path(image, &self.place(), self.writing);
        }
        self.writing.block(block);
    }

    /// What a review says of the whole session, in the metadata of its track.
    fn overall(&mut self, value: &Json) {
        self.overall_note(value.at(&["metadata", "notes"]).and_then(Json::text));
    }

    fn overall_note(&mut self, note: Option<&str>) {
        if let Some(note) = note {
            let mut block = Block::new(BlockKind::Marker, note.to_owned(), self.place());
            block.fields = Some(Box::default());
            self.writing.block(block);
        }
    }
}

/// First and last frame of a range and its rate. A range of one frame or none has no last one of its own.
fn ranged(range: Option<&Json>) -> Fields {
    let Some(range) = range else { return Fields::default() };
    let start = range.get("start_time");
    let frame = start.and_then(|start| start.get("value")?.whole());
    let n_frames = range.at(&["duration", "value"]).and_then(Json::whole);
    let frame_out =
        frame.zip(n_frames.filter(|n| *n > 1)).map(|(frame, n)| frame.saturating_add(n - 1));
    let rate = start.and_then(|start| start.get("rate")?.written());
    Fields { frame, frame_out, rate, ..Fields::default() }
}

/// A drawing in words.
#[derive(Debug, Default)]
struct Strokes {
    words: Vec<String>,
    texts: Vec<String>,
    author: Option<String>,
    time: Option<String>,
}

/// Tells the strokes of a drawing; points follow the start of their stroke.
fn strokes(commands: &Json) -> Strokes {
    let mut told = Strokes::default();
    for command in commands.list().iter().take(STROKES_MAX) {
        let schema = command.text_at("OTIO_SCHEMA").unwrap_or("");
        // RV writes NODE.pen:NUMBER:FRAME:USER as the friendly name of a stroke.
        let name = command.text_at("friendly_name").and_then(|name| name.rsplit(':').next());
        told.author = told.author.or_else(|| name.map(str::to_owned));
        told.time = told.time.or_else(|| command.text_at("timestamp").map(str::to_owned));
        match schema.split('.').next().unwrap_or("") {
            "PaintStart" => {
                let brush = command.text_at("brush").unwrap_or("brush");
                let erases = command.text_at("type") == Some("erase");
                told.words.push(format!("{brush} {}", if erases { "erasure" } else { "stroke" }));
            }
            "PaintPoints" | "PaintPoint" | "PaintEnd" => {
                if let (Some(points), Some(words)) = (command.get("points"), told.words.last_mut())
                {
                    words.push_str(&extent(points));
                }
            }
            "TextAnnotation" => {
                told.texts.extend(command.text_at("text").map(str::to_owned));
                told.words.push("text".to_owned());
            }
            "" | "SyncEvent" => {}
            other => told.words.push(other.to_lowercase()),
        }
    }
    told
}

/// From where to where the points of a stroke go, in the units of its canvas.
fn extent(points: &Json) -> String {
    let (xs, ys) =
        (points.get("x").map_or(&[][..], Json::list), points.get("y").map_or(&[][..], Json::list));
    let end = |x: Option<&Json>, y: Option<&Json>| {
        Some(format!("{:.3} {:.3}", x?.number()?, y?.number()?))
    };
    match (end(xs.first(), ys.first()), end(xs.last(), ys.last())) {
        (Some(from), Some(to)) => format!(" of {} points from {from} to {to}", xs.len()),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use subtier_blocks::{Format, Limits};

    fn blocks(text: &str) -> Vec<Block> {
        let mut writing = Writing::new(Format::Otio, Limits::STANDARD);
        read(text, &mut writing).unwrap();
        writing.finish().blocks
    }

    #[test]
    fn a_marker_knows_its_clip_frames_and_rate() {
        let text = r#"{"OTIO_SCHEMA":"Timeline.1","tracks":{"OTIO_SCHEMA":"Stack.1","children":[{"OTIO_SCHEMA":"Clip.2","name":"SC012_C005","markers":[{"OTIO_SCHEMA":"Marker.2","name":"Marker 1","color":"RED","comment":"头型再修","marked_range":{"start_time":{"rate":24.0,"value":12.0},"duration":{"rate":24.0,"value":6.0}},"metadata":{"tool":{"author":"Li Na"}}}]}]}}"#;
        let block = &blocks(text)[0];
        let fields = block.fields.as_ref().unwrap();
        assert_eq!((block.text.as_str(), block.author.as_deref()), ("头型再修", Some("Li Na")));
        assert_eq!((fields.frame, fields.frame_out), (Some(12), Some(17)));
        assert_eq!((fields.rate.as_deref(), fields.colour.as_deref()), (Some("24"), Some("RED")));
        assert_eq!(fields.asset.as_deref(), Some("SC012_C005"));
        assert_eq!(block.place.to_string(), "/tracks/children/0/markers/0");
    }

    #[test]
    fn a_name_that_says_something_stands_before_the_comment() {
        let text = r#"{"OTIO_SCHEMA":"Marker.2","name":"SC012_C005","comment":"头型再修"}"#;
        assert_eq!(blocks(text)[0].text, "SC012_C005\n头型再修");
    }

    #[test]
    fn a_reviewed_frame_tells_note_drawing_and_who_drew() {
        let text = r#"{"OTIO_SCHEMA":"Clip.1","name":"a.mov.15","source_range":{"start_time":{"rate":25,"value":15},"duration":{"rate":25,"value":1}},"metadata":{"note":"太平","status":"retake","annotated_clip_name":"a.mov","annotation_commands":[{"OTIO_SCHEMA":"PaintStart.1","brush":"circle","friendly_name":"n.pen:13:15:sam","timestamp":"2025-07-06T23:21:48"},{"OTIO_SCHEMA":"PaintPoint.1","points":{"x":[0.1,0.2],"y":[0.3,0.4]}},{"OTIO_SCHEMA":"TextAnnotation.1","text":"여기"}]}}"#;
        let block = &blocks(text)[0];
        let fields = block.fields.as_ref().unwrap();
        assert_eq!(block.text, "太平\n여기");
        assert_eq!((block.author.as_deref(), fields.frame), (Some("sam"), Some(15)));
        assert_eq!(
            (fields.asset.as_deref(), fields.status.as_deref()),
            (Some("a.mov"), Some("retake"))
        );
        assert_eq!(
            fields.drawing.as_deref(),
            Some("circle stroke of 2 points from 0.100 0.300 to 0.200 0.400; text")
        );
    }
}
