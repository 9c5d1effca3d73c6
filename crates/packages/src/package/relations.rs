//! Relations: how one part of an OOXML package points to others and to the world outside (ECMA-376 part 2, 6.5).
//!
//! In: the name of a part. Out: what its `.rels` part lists, targets resolved to names of parts where they lie inside.
//! Never: anything outside is fetched or opened.

use crate::package::Package;
use subtier_xml::Step;

/// One relation.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Relation {
    /// Its identifier, as other parts cite it.
    pub(crate) id: String,
    /// The last word of its type, such as `worksheet`, the same for the transitional and the strict address.
    pub(crate) kind: String,
    /// The name of the part it points to; as written where it lies outside.
    pub(crate) target: String,
    /// Whether it lies outside the package.
    pub(crate) is_external: bool,
}

/// Bytes of one `.rels` part that are read; ten thousand links take about two million.
const RELATIONS_BYTES_MAX: u64 = 16 << 20;
/// Relations of one part that are kept.
const RELATIONS_MAX: usize = 50_000;

/// The relations of a part; those of the package itself where the name is empty.
pub(crate) fn relations_of(package: &mut Package<'_>, part: &str) -> Vec<Relation> {
    let (folder, file) = part.rsplit_once('/').unwrap_or(("", part));
    let folder_slash = if folder.is_empty() { "" } else { "/" };
    read_relations(package, &format!("{folder}{folder_slash}_rels/{file}.rels"))
}

/// The relations that a `.rels` part lists.
pub(crate) fn read_relations(package: &mut Package<'_>, rels: &str) -> Vec<Relation> {
    let folder = rels.rsplit_once('/').map_or("", |(folder, _)| folder);
    let folder = folder.strip_suffix("_rels").unwrap_or(folder).trim_end_matches('/').to_owned();
    let mut relations = Vec::new();
    let Some(mut xml) = package.small_xml(rels, RELATIONS_BYTES_MAX) else { return relations };
    while let Ok(step) = xml.step() {
        if step == Step::Eof || relations.len() >= RELATIONS_MAX {
            break;
        }
        if step != Step::Start || xml.name() != "Relationship" {
            continue;
        }
        let Some(target) = xml.attribute("Target") else { continue };
        let is_external = xml.attribute("TargetMode").is_some_and(|mode| mode == "External");
        let kind = xml.attribute("Type").unwrap_or_default();
        relations.push(Relation {
            id: xml.attribute("Id").unwrap_or_default(),
            kind: kind.rsplit('/').next().unwrap_or("").to_owned(),
            target: if is_external { target } else { resolved(&folder, &target) },
            is_external,
        });
    }
    relations
}

/// The name of the part that a target means, seen from a folder.
fn resolved(folder: &str, target: &str) -> String {
    let target = target.split('#').next().unwrap_or("").replace('\\', "/");
    let mut steps: Vec<&str> = Vec::new();
    if !target.starts_with('/') {
        steps.extend(folder.split('/').filter(|step| !step.is_empty()));
    }
    for step in target.split('/') {
        match step {
            "" | "." => {}
            ".." => {
                steps.pop();
            }
            step => steps.push(step),
        }
    }
    steps.join("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_seen_from_the_folder_of_their_part() {
        assert_eq!(resolved("xl/worksheets", "../comments1.xml"), "xl/comments1.xml");
        assert_eq!(resolved("xl", "/xl/worksheets/sheet1.xml"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolved("xl", "worksheets\\sheet1.xml#a"), "xl/worksheets/sheet1.xml");
        assert_eq!(resolved("", "../../../word/document.xml"), "word/document.xml");
        assert_eq!(resolved("ppt/slides", "../notesSlides/n1.xml"), "ppt/notesSlides/n1.xml");
        assert_eq!(resolved("word", "/word/header1.xml"), "word/header1.xml");
    }
}
