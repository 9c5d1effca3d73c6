//! Notes of `SyncSketch` as its interface writes them.
//!
//! A `frame` is a comment or sketch with frame (from 0), text, creator, item, revision and `loadTime` in seconds since
//! 1970; a list of them stands under `objects` (python-api `get_annotations`; ayon-syncsketch,
//! services/processor/logic.py). Whole reviews keep them under their items. Out: a marker a comment or sketch; the frame
//! as stored, which is one less than the viewer shows.

use super::drawing;
use super::json::Json;
use super::tree::{Around, Note, Tool, person};

pub(super) const TOOL: Tool = Tool { is_note, around, note };

fn is_note(value: &Json, key: &str) -> bool {
    let is_typed = matches!(value.text_at("type"), Some("comment" | "sketch"));
    let has_frame = value.get("frame").is_some();
    let is_listed =
        matches!(key, "notes" | "frames" | "sketches" | "comments" | "replies" | "objects");
    let has_origin =
        ["creator", "revision", "loadTime"].iter().any(|name| value.get(name).is_some());
    let has_text = value.text_at("text").is_some();
    (is_typed && (has_frame || has_text))
        || ((is_listed || has_origin) && (has_text || (has_frame && has_origin)))
}

fn around(value: &Json, around: &mut Around) {
    let item = value.get("item").filter(|item| !item.pairs().is_empty());
    let holds_notes = ["notes", "frames", "sketches", "fps", "comments"]
        .iter()
        .any(|name| value.get(name).is_some());
    for named in item.into_iter().chain(holds_notes.then_some(value)) {
        if let Some(name) = named.first_text(&["name", "item_name"]) {
            around.asset = Some(name.to_owned());
        }
        if let Some(fps) = named.get("fps").and_then(Json::written) {
            around.rate = Some(fps);
        }
    }
    if let Some(name) = value.text_at("item_name") {
        around.asset = Some(name.to_owned());
    }
}

fn note(value: &Json) -> Note {
    let drawn = value.get("data").map(drawing::shapes).filter(|words| !words.is_empty());
    let is_sketch = value.text_at("type") == Some("sketch");
    let author = ["creator", "user", "user_name", "created_by", "username"];
    Note {
        text: value.text_at("text").unwrap_or("").to_owned(),
        author: author.iter().find_map(|name| person(value.get(name))),
        time: ["created", "created_at", "date", "loadTime"]
            .iter()
            .find_map(|name| value.get(name)?.written()),
        frame: value.get("frame").and_then(Json::whole),
        status: value.first_text(&["status", "approval_status"]).map(str::to_owned),
        drawing: drawn.or_else(|| is_sketch.then(|| "sketch".to_owned())),
        attachments: Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use crate::exports::json::parse;
    use crate::exports::tree::read;
    use subtier_blocks::Writing;
    use subtier_blocks::{Format, Limits};

    #[test]
    fn comments_of_a_review_know_their_item_and_rate() {
        let export = r#"{"id":1,"name":"Day 3","items":[{"id":2,"name":"SC012_C005_v02.mov","fps":24.0,"frames":[{"id":3,"type":"comment","frame":11,"text":"头型再修","creator":{"id":7,"email":"li@example.org","first_name":"Li","last_name":"Na"},"loadTime":1705410312},{"id":4,"type":"sketch","frame":11,"creator":{"email":"li@example.org"}}]}]}"#;
        let mut writing = Writing::new(Format::SyncSketch, Limits::STANDARD);
        read(&parse(export).unwrap(), Format::SyncSketch, &mut writing);
        let blocks = writing.finish().blocks;
        assert_eq!(blocks.len(), 2);
        let fields = blocks[0].fields.as_ref().unwrap();
        assert_eq!((fields.frame, fields.rate.as_deref()), (Some(11), Some("24")));
        assert_eq!(fields.asset.as_deref(), Some("SC012_C005_v02.mov"));
        assert_eq!(blocks[0].author.as_deref(), Some("Li Na"));
        assert_eq!(blocks[0].time.as_deref(), Some("1705410312"));
        assert_eq!(blocks[1].fields.as_ref().unwrap().drawing.as_deref(), Some("sketch"));
        assert_eq!(blocks[1].author.as_deref(), Some("li@example.org"));
    }
}
