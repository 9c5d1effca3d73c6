//! Entries of an XML list, one small tree at a time.
//!
//! In: the text of a file and the name of the element of one entry. Out: each entry as it ends, then the leaves outside of
//! them. A document type is refused, entities other than the five of XML too; depth, nodes and text of an entry are bounded.

use std::collections::BTreeMap;

use quick_xml::Reader;
use quick_xml::events::{BytesStart, Event};

use crate::csv_rows::Refused;

/// Nesting, elements of one entry, and entries that are followed.
const DEPTH_MAX: usize = 32;
const ENTRY_NODES_MAX: usize = 100_000;
const ENTRIES_MAX: usize = 1_000_000;

/// Why a document type refuses a list: it could define entities that grow without bound or reach for other files.
pub(crate) const DOCTYPE: &str = "it defines a document type, which no list has";

/// Leaves outside of entries that are kept.
const HEAD_LEAVES_MAX: usize = 64;

/// An element.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Node {
    pub(crate) name: String,
    attributes: Vec<(String, String)>,
    text: String,
    children: Vec<Node>,
}

impl Node {
    /// The value of an attribute; empty where there is none.
    pub(crate) fn attribute(&self, name: &str) -> &str {
        let found = self.attributes.iter().find(|(key, _)| key == name);
        found.map(|(_, value)| value.trim()).unwrap_or_default()
    }

    /// The text of the first child of that name; empty where there is none.
    pub(crate) fn field(&self, name: &str) -> &str {
        self.children(name).next().map(Self::text).unwrap_or_default()
    }

    /// Its own text.
    pub(crate) fn text(&self) -> &str {
        self.text.trim()
    }

    /// The children of that name.
    pub(crate) fn children(&self, name: &str) -> impl Iterator<Item = &Self> {
        self.children.iter().filter(move |child| child.name == name)
    }

    /// The items of a group, such as `akaList/aka`; several groups are one.
    pub(crate) fn items(&self, group: &str, item: &str) -> impl Iterator<Item = &Self> {
        self.children(group).flat_map(move |group| group.children(item))
    }
}

/// A file that was read.
#[derive(Debug, Default)]
pub(crate) struct Tree {
    pub(crate) root: Node,
    /// Leaves outside of entries, by name.
    pub(crate) head: BTreeMap<String, String>,
    /// How many entries there were.
    pub(crate) entries: usize,
}

/// The name of the first element.
pub(crate) fn root_name(text: &str) -> Option<String> {
    let mut reader = Reader::from_str(text);
    loop {
        match reader.read_event().ok()? {
            Event::Start(start) | Event::Empty(start) => {
                return Some(start.local_name().as_ref().to_owned());
            }
            Event::Eof => return None,
            Event::End(_)
            | Event::Text(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::DocType(_)
            | Event::GeneralRef(_) => {}
        }
    }
}

/// Gives each entry to `take`; what that refuses, or what is no whole XML, refuses the file.
pub(crate) fn read(
    text: &str,
    entry: &str,
    mut take: impl FnMut(&Node) -> Result<(), Refused>,
) -> Result<Tree, Refused> {
    let mut reader = Reader::from_str(text);
    let mut walk = Walk { entry, ..Walk::default() };
    loop {
        let event = reader.read_event().map_err(|error| {
            let at = reader.error_position();
            Refused::whole(format!("it is no whole XML (byte {at}): {error}"))
        })?;
        match event {
            Event::Start(start) => walk.open(&start)?,
            Event::Empty(start) => {
                walk.open(&start)?;
                walk.close(&mut take)?;
            }
            Event::End(_) => walk.close(&mut take)?,
            Event::Text(text) => walk.text(&text.xml10_content()),
            Event::CData(data) => walk.text(&data.xml10_content()),
            Event::GeneralRef(reference) => {
                if let Ok(Some(sign)) = reference.resolve_char_ref() {
                    walk.text(sign.encode_utf8(&mut [0; 4]));
                } else {
                    walk.text(predefined(&reference.xml10_content())?);
                }
            }
            Event::DocType(_) => {
                return Err(Refused::whole(DOCTYPE));
            }
            Event::Eof => break,
            Event::Comment(_) | Event::Decl(_) | Event::PI(_) => {}
        }
    }
    if !walk.ended {
        return Err(Refused::whole("its end is missing: the file was cut"));
    }
    Ok(walk.tree)
}

/// The five entities of XML.
pub(crate) fn predefined(name: &str) -> Result<&'static str, Refused> {
    match name {
        "amp" => Ok("&"),
        "lt" => Ok("<"),
        "gt" => Ok(">"),
        "quot" => Ok("\""),
        "apos" => Ok("'"),
        _ => Err(Refused::whole("it refers to an entity that XML does not define")),
    }
}

#[derive(Default)]
struct Walk<'a> {
    entry: &'a str,
    open: Vec<Node>,
    nodes: usize,
    tree: Tree,
    ended: bool,
}

impl Walk<'_> {
    fn open(&mut self, start: &BytesStart<'_>) -> Result<(), Refused> {
        if self.open.len() == DEPTH_MAX {
            return Err(Refused::whole("its elements are nested too deeply"));
        }
        if self.ended {
            return Err(Refused::whole("something stands behind its end"));
        }
        let mut node = Node { name: start.local_name().as_ref().to_owned(), ..Node::default() };
        for attribute in start.attributes() {
            let attribute = attribute
                .map_err(|error| Refused::whole(format!("an attribute is damaged: {error}")))?;
            let value = quick_xml::escape::unescape(&attribute.value)
                .map_err(|error| Refused::whole(format!("an attribute is damaged: {error}")))?;
            let key = attribute.key.local_name().as_ref().to_owned();
            node.attributes.push((key, value.into_owned()));
        }
        self.nodes = if node.name == self.entry { 0 } else { self.nodes + 1 };
        if self.nodes > ENTRY_NODES_MAX {
            return Err(Refused::whole("an entry has too many elements"));
        }
        if self.open.is_empty() {
            self.tree.root = Node { children: Vec::new(), ..node.clone() };
        }
        self.open.push(node);
        Ok(())
    }

    fn text(&mut self, text: &str) {
        if let Some(node) = self.open.last_mut() {
            node.text.push_str(text);
        }
    }

    fn close(
        &mut self,
        take: &mut impl FnMut(&Node) -> Result<(), Refused>,
    ) -> Result<(), Refused> {
        let Some(node) = self.open.pop() else { return Ok(()) };
        let is_inside = self.open.iter().any(|open| open.name == self.entry);
        if node.name == self.entry && !is_inside {
            if self.tree.entries == ENTRIES_MAX {
                return Err(Refused::whole(format!("more than {ENTRIES_MAX} entries")));
            }
            self.tree.entries += 1;
            take(&node)?;
        } else if is_inside {
            if let Some(parent) = self.open.last_mut() {
                parent.children.push(node);
            }
        } else if self.tree.head.len() < HEAD_LEAVES_MAX && !node.text().is_empty() {
            self.tree.head.insert(node.name.clone(), node.text().to_owned());
        }
        self.ended = self.open.is_empty();
        Ok(())
    }
}
