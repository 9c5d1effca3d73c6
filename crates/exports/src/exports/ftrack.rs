//! Notes of ftrack as its Python interface writes them.
//!
//! Fields: content, author, date, category, `note_label_links`, metadata, `in_reply_to`, recipients (ftrack-python,
//! doc/example/note.rst). The frame stands in the metadata, under `frame` or as a JSON text under `reviewFrame`, or in
//! `frame_number`; the latter two are recalled, not verified. Out: a marker a note and reply.

use super::json::{Json, parse};
use super::tree::{Around, Note, Tool, file_names, person};

pub(super) const TOOL: Tool = Tool { is_note, around, note };

fn is_note(value: &Json, key: &str) -> bool {
    value.text_at("content").is_some()
        && (value.text_at("__entity_type__") == Some("Note")
            || matches!(key, "replies" | "notes")
            || ["author", "user", "date", "in_reply_to", "in_reply_to_id", "note_label_links"]
                .iter()
                .any(|name| value.get(name).is_some()))
}

fn around(value: &Json, around: &mut Around) {
    let parents = ["parent", "task", "asset_version", "version", "asset", "shot"];
    for (key, parent) in parents.iter().filter_map(|key| Some((*key, value.get(key)?))) {
        let name = parent.text().or_else(|| parent.first_text(&["full_name", "name"]));
        let name = name.or_else(|| parent.at(&["asset", "name"])?.text());
        let Some(name) = name.map(str::to_owned) else { continue };
        if key == "shot" || parent.text_at("__entity_type__") == Some("Shot") {
            around.shot = Some(name);
        } else {
            around.asset = Some(name);
        }
    }
}

/// A value of the metadata, which is an object or a list of keys and values.
fn metadata<'a>(value: &'a Json, key: &str) -> Option<&'a Json> {
    let metadata = value.get("metadata")?;
    metadata.get(key).or_else(|| {
        let row = metadata.list().iter().find(|row| row.text_at("key") == Some(key))?;
        row.get("value")
    })
}

fn frame(value: &Json) -> Option<i64> {
    let review = || {
        let review = parse(metadata(value, "reviewFrame")?.text()?).ok()?;
        review.get("number")?.whole()
    };
    value
        .get("frame_number")
        .and_then(Json::whole)
        .or_else(|| metadata(value, "frame")?.whole())
        .or_else(review)
}

fn note(value: &Json) -> Note {
    let labels = value.get("note_label_links").map_or(&[][..], Json::list);
    let label = labels.iter().find_map(|link| link.at(&["label", "name"])?.text());
    let category = value
        .get("category")
        .and_then(|category| category.text().or_else(|| category.text_at("name")));
    let is_done =
        value.get("completed_at").and_then(|at| at.text().or_else(|| at.text_at("value")));
    let date = value.get("date").or_else(|| value.get("created_at"));
    Note {
        text: value.text_at("content").unwrap_or("").to_owned(),
        author: person(value.get("author")).or_else(|| person(value.get("user"))),
        time: date
            .and_then(|date| date.text().or_else(|| date.text_at("value")))
            .map(str::to_owned),
        frame: frame(value),
        status: match is_done {
            Some(_) => Some("completed".to_owned()),
            None => category.or(label).map(str::to_owned),
        },
        drawing: None,
        attachments: file_names(value.get("note_components")),
    }
}

#[cfg(test)]
mod tests {
    use crate::exports::json::parse;
    use crate::exports::tree::read;
    use subtier_blocks::Writing;
    use subtier_blocks::{Format, Limits};

    #[test]
    fn the_frame_stands_in_the_metadata_in_any_of_its_forms() {
        let export = r#"[
            {"__entity_type__":"Note","content":"头型再修","author":{"first_name":"Li","last_name":"Na"},"date":{"__type__":"datetime","value":"2024-01-16T21:05:12"},"category":{"name":"Internal"},"metadata":{"frame":"12"},"parent":{"__entity_type__":"Shot","name":"SC012"}},
            {"__entity_type__":"Note","content":"머리","author":"kim","metadata":[{"key":"reviewFrame","value":"{\"number\": 33, \"time\": 1.3}"}]},
            {"__entity_type__":"Note","content":"OK","frame_number":45,"replies":[{"content":"谢谢"}]}]"#;
        let mut writing = Writing::new(Format::Ftrack, Limits::STANDARD);
        read(&parse(export).unwrap(), Format::Ftrack, &mut writing);
        let blocks = writing.finish().blocks;
        let frames: Vec<_> =
            blocks.iter().map(|block| block.fields.as_ref().unwrap().frame).collect();
        assert_eq!(frames, [Some(12), Some(33), Some(45), None]);
        assert_eq!(blocks[0].author.as_deref(), Some("Li Na"));
        assert_eq!(blocks[0].time.as_deref(), Some("2024-01-16T21:05:12"));
        assert_eq!(blocks[0].fields.as_ref().unwrap().shot.as_deref(), Some("SC012"));
        assert_eq!(blocks[0].fields.as_ref().unwrap().status.as_deref(), Some("Internal"));
    }
}
