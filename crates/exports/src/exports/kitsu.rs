//! Comments of Kitsu, the tracker over the zou interface, as its API and gazu write them.
//!
//! Names of fields: zou, `app/models/comment.py` (text, replies, checklist, `task_status`, person, attachment files),
//! `app/services/comments_service.py` (a reply is date, person and text) and the annotations of a preview file (time in
//! seconds and a fabric.js drawing). Out: a marker a comment, reply, item of a checklist and drawing.

use super::drawing;
use super::json::Json;
use super::tree::{Around, Note, Tool, file_names, person};

pub(super) const TOOL: Tool = Tool { is_note, around, note };

fn is_note(value: &Json, key: &str) -> bool {
    match key {
        "replies" | "checklist" => value.text_at("text").is_some(),
        "annotations" => value.get("drawing").is_some(),
        _ => {
            let has_text = value.text_at("text").is_some();
            let has_status = ["task_status", "task_status_id", "task_status_name"]
                .iter()
                .any(|key| value.get(key).is_some());
            let is_comment = ["person", "person_id", "object_id", "checklist"]
                .iter()
                .any(|key| value.get(key).is_some());
            is_comment && (has_status || has_text) && value.get("text").is_some()
        }
    }
}

fn around(value: &Json, around: &mut Around) {
    let task = value.get("task");
    let of = |keys: &[&str]| {
        value.first_text(keys).or_else(|| task?.first_text(keys)).map(str::to_owned)
    };
    let entity = value.at(&["entity", "name"]).or_else(|| task?.at(&["entity", "name"]));
    let named = of(&["entity_name", "full_entity_name", "object_name"])
        .or_else(|| entity.and_then(Json::text).map(str::to_owned));
    let kind = of(&["entity_type_name", "task_type_for", "for_entity"]);
    if let Some(shot) = of(&["shot_name"]) {
        around.shot = Some(shot);
    }
    if let Some(asset) = of(&["asset_name", "original_name"]) {
        around.asset = Some(asset);
    }
    match (named, kind.as_deref()) {
        (Some(name), Some("Shot")) => around.shot = Some(name),
        (Some(name), _) => around.asset = Some(name),
        (None, _) => {}
    }
    if let Some(fps) = value.get("fps").and_then(Json::written) {
        around.rate = Some(fps);
    }
}

fn note(value: &Json) -> Note {
    let shapes = value.at(&["drawing", "objects"]).map(drawing::shapes).unwrap_or_default();
    let seconds = value.get("drawing").and_then(|_| value.get("time")?.written());
    let drawing = match seconds {
        Some(seconds) => format!("at {seconds} s: {shapes}"),
        None => shapes,
    };
    let drawn = value.at(&["drawing", "objects"]).map(drawing::texts).unwrap_or_default();
    let status = value.get("task_status").and_then(|status| {
        status.text().or_else(|| status.first_text(&["short_name", "name"])).map(str::to_owned)
    });
    let named = value.first_text(&["task_status_short_name", "task_status_name"]);
    let checked = match value.get("checked") {
        Some(Json::Bool(true)) => Some("checked".to_owned()),
        _ => None,
    };
    Note {
        text: value.text_at("text").map_or(drawn, str::to_owned),
        author: person(value.get("person"))
            .or_else(|| person(value.get("person_name")))
            .or_else(|| person(value.get("person_id"))),
        time: value.first_text(&["created_at", "date"]).map(str::to_owned),
        frame: value.get("frame").and_then(Json::whole),
        status: status.or_else(|| named.map(str::to_owned)).or(checked),
        drawing: (!drawing.is_empty()).then_some(drawing),
        attachments: file_names(value.get("attachment_files")),
    }
}

#[cfg(test)]
mod tests {
    use crate::exports::json::parse;
    use crate::exports::tree::read;
    use subtier_blocks::Limits;
    use subtier_blocks::Writing;
    use subtier_blocks::{BlockKind, Format};

    #[test]
    fn a_comment_carries_its_status_and_its_replies_their_shot() {
        let export = r#"{"entity_name":"SC012","entity_type_name":"Shot","comments":[{"text":"头型再修","person":{"first_name":"Li","last_name":"Na"},"created_at":"2024-01-16T21:05:12","task_status":{"name":"Retake","short_name":"retake"},"replies":[{"date":"2024-01-17","person_id":"p2","text":"已改"}],"checklist":[{"text":"后脑","checked":true}],"attachment_files":[{"name":"a.png"}]}]}"#;
        let mut writing = Writing::new(Format::Kitsu, Limits::STANDARD);
        read(&parse(export).unwrap(), Format::Kitsu, &mut writing);
        let document = writing.finish();
        let seen: Vec<_> = document
            .blocks
            .iter()
            .map(|block| {
                assert_eq!(block.kind, BlockKind::Marker);
                let fields = block.fields.as_ref().unwrap();
                assert_eq!(fields.shot.as_deref(), Some("SC012"));
                (block.text.as_str(), block.author.as_deref(), fields.status.as_deref())
            })
            .collect();
        assert_eq!(
            seen,
            [
                ("头型再修", Some("Li Na"), Some("retake")),
                ("已改", Some("p2"), None),
                ("后脑", None, Some("checked")),
            ]
        );
        assert_eq!(document.blocks[1].place.to_string(), "/comments/0/replies/0");
    }

    #[test]
    fn a_drawing_tells_its_shapes_and_time() {
        let export = r##"{"original_name":"SC012_v3","annotations":[{"time":1.5,"drawing":{"objects":[{"type":"path","left":10,"top":20,"width":5,"height":6,"stroke":"#ff0000"},{"type":"i-text","left":1,"top":2,"text":"平"}]}}]}"##;
        let mut writing = Writing::new(Format::Kitsu, Limits::STANDARD);
        read(&parse(export).unwrap(), Format::Kitsu, &mut writing);
        let document = writing.finish();
        assert_eq!(document.blocks[0].text, "平");
        assert_eq!(
            document.blocks[0].fields.as_ref().unwrap().drawing.as_deref(),
            Some("at 1.5 s: path at 10 20 size 5 6 colour #ff0000; i-text at 1 2")
        );
    }
}
