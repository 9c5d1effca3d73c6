//! Notes of `ShotGrid` (Flow Production Tracking), as its REST interface and its python-api write them.
//!
//! The Note entity has content, subject, user, `created_at`, `note_links` and `sg_status_list`; the REST form puts them
//! under `attributes` and `relationships.NAME.data`, python-api side by side (developers.shotgridsoftware.com, Python API
//! reference and REST API, Note). Out: a marker a note and reply; the linked shot and version are its fields.

use super::json::Json;
use super::tree::{Around, Note, Tool, file_names, person};

pub(super) const TOOL: Tool = Tool { is_note, around, note };

/// A field of either form.
fn field<'a>(value: &'a Json, name: &str) -> Option<&'a Json> {
    value
        .at(&["attributes", name])
        .or_else(|| value.at(&["relationships", name, "data"]))
        .or_else(|| value.get(name))
}

fn is_note(value: &Json, key: &str) -> bool {
    // The halves of the REST form are read with the object that holds them.
    if matches!(key, "attributes" | "relationships") {
        return false;
    }
    let has_words =
        ["content", "subject"].iter().any(|name| field(value, name).and_then(Json::text).is_some());
    let kind = value.text_at("type");
    has_words
        && (matches!(kind, Some("Note" | "Reply"))
            || matches!(key, "replies" | "notes")
            || ["note_links", "addressings_to", "sg_status_list", "created_at"]
                .iter()
                .any(|name| field(value, name).is_some()))
}

fn around(value: &Json, around: &mut Around) {
    let links = field(value, "note_links").map_or(&[][..], Json::list);
    let entity = field(value, "entity");
    for link in links.iter().chain(entity) {
        let Some(name) = link.first_text(&["name", "code"]) else { continue };
        if link.text_at("type") == Some("Shot") {
            around.shot = Some(name.to_owned());
        } else if matches!(link.text_at("type"), Some("Version" | "Asset" | "Task") | None) {
            around.asset = Some(name.to_owned());
        }
    }
}

fn note(value: &Json) -> Note {
    let words = |name| field(value, name).and_then(Json::text);
    let subject = words("subject");
    let content = words("content");
    let text = match (subject, content) {
        (Some(subject), Some(content)) if !content.contains(subject.trim()) => {
            format!("{subject}\n{content}")
        }
        (subject, content) => content.or(subject).unwrap_or("").to_owned(),
    };
    Note {
        text,
        author: person(field(value, "user")).or_else(|| person(field(value, "created_by"))),
        time: field(value, "created_at").and_then(Json::written),
        frame: ["frame", "sg_frame"].iter().find_map(|name| field(value, name)?.whole()),
        status: words("sg_status_list").map(str::to_owned),
        drawing: None,
        attachments: file_names(field(value, "attachments")),
    }
}

#[cfg(test)]
mod tests {
    use crate::exports::json::parse;
    use crate::exports::tree::read;
    use subtier_blocks::Writing;
    use subtier_blocks::{Format, Limits};

    fn notes(export: &str) -> Vec<String> {
        let mut writing = Writing::new(Format::ShotGrid, Limits::STANDARD);
        read(&parse(export).unwrap(), Format::ShotGrid, &mut writing);
        let blocks = writing.finish().blocks;
        let line = |block: &subtier_blocks::Block| {
            let fields = block.fields.clone().unwrap();
            format!(
                "{} | {:?} {:?} {:?} {:?} {:?} {}",
                block.text,
                block.author,
                block.time,
                fields.shot,
                fields.asset,
                fields.status,
                block.place
            )
        };
        blocks.iter().map(line).collect()
    }

    #[test]
    fn both_forms_of_the_interface_give_the_same_note() {
        let rest = r#"{"data":[{"type":"Note","id":1,"attributes":{"content":"头型再修","subject":"SC012","created_at":"2024-01-16T12:05:12Z","sg_status_list":"opn"},"relationships":{"user":{"data":{"id":2,"name":"Li Na","type":"HumanUser"}},"note_links":{"data":[{"id":3,"name":"SC012_v003","type":"Version"},{"id":4,"name":"SC012","type":"Shot"}]}}}]}"#;
        let list = r#"[{"type":"Note","id":1,"content":"头型再修","subject":"SC012","created_at":"2024-01-16T12:05:12Z","sg_status_list":"opn","user":{"id":2,"name":"Li Na","type":"HumanUser"},"note_links":[{"id":3,"name":"SC012_v003","type":"Version"},{"id":4,"name":"SC012","type":"Shot"}],"replies":[{"type":"Reply","content":"已改","user":{"name":"Kim"}}]}]"#;
        let words = "SC012\n头型再修 | Some(\"Li Na\") Some(\"2024-01-16T12:05:12Z\") Some(\"SC012\") Some(\"SC012_v003\") Some(\"opn\")";
        assert_eq!(notes(rest), [format!("{words} /data/0")]);
        assert_eq!(notes(list)[0], format!("{words} /0"));
        assert_eq!(
            notes(list)[1],
            "已改 | Some(\"Kim\") None Some(\"SC012\") Some(\"SC012_v003\") None /0/replies/0"
        );
    }
}
