//! A scene (`.xstage`), a storyboard (`.sboard`) and the tables beside it (`.elementTable`, `.aux`, `.versionTable`): XML, as the files
//! of tk-harmony (`resources/templates`, Harmony 15) have it. A packed storyboard (`.sbpz`) is a zip of them.
//!
//! In: the XML. Out: program with its build, the identifier of the scene, names of elements, when it was changed, paths. Identifiers of
//! columns are told too: they go with a rig into every scene it is put into.

use subtier_blocks::SignalKind;
use subtier_footage::{Held, Telling};

use super::drawing;
use crate::markup::{self, Row, Says, Tag, Take};
use crate::parts::{self, Parts, has_ending};
use crate::told;

/// Columns whose identifiers are told.
const COLUMNS_MAX: usize = 500;

/// Bytes of one part of a packed storyboard.
const PART_BYTES_MAX: u64 = 64 << 20;

/// Drawings of a packed storyboard that are looked into.
const DRAWINGS_MAX: usize = 50;

const ROWS: &[Row] = &[
    ("project", Take::Attribute("source"), Says::Signal(SignalKind::Application)),
    ("elements", Take::Attribute("source"), Says::Signal(SignalKind::Application)),
    ("element", Take::Attribute("elementName"), Says::Signal(SignalKind::LayerName)),
    ("Element", Take::Attribute("Name"), Says::Signal(SignalKind::LayerName)),
    ("SceneVersion", Take::Attribute("Modified"), Says::Time(SignalKind::Modified)),
    ("SceneVersion", Take::Attribute("VersionName"), Says::Signal(SignalKind::Title)),
    ("Scene", Take::Attribute("Name"), Says::Signal(SignalKind::Title)),
    ("soundFile", Take::Attribute("name"), Says::Other(told::path_if_absolute)),
];

pub(super) fn is_it(held: &Held<'_>, _name: &str) -> bool {
    let Some(tag) = markup::root_tag(held.head()) else { return false };
    match markup::local_name(&tag) {
        "project" | "elements" => tag.contains("source=\"") && tag.contains("version=\""),
        "SceneVersion" => true,
        "Scene" => tag.contains("EnableVersionDrawing"),
        _ => false,
    }
}

pub(super) fn read(held: &Held<'_>, telling: &mut Telling) {
    let mut columns_left = COLUMNS_MAX;
    markup::read_held(held, ROWS, &mut each(&mut columns_left), telling);
}

fn each(columns_left: &mut usize) -> impl FnMut(&Tag<'_>, &subtier_model::Place, &mut Telling) {
    move |tag, place, telling| match tag.name {
        // Identifiers have 64 bits, as do those of colours.
        "scene" => {
            if let Some(id) = tag.attribute("id").filter(|id| id.len() == 16) {
                telling.signal(SignalKind::DocumentId, id, place.clone());
            }
        }
        "column" if *columns_left > 0 => {
            if let Some(name) = tag.attribute("name").filter(|name| name.starts_with("ATV-")) {
                *columns_left -= 1;
                telling.signal(SignalKind::Identifier, name, place.clone());
            }
        }
        "resolution" => {
            let size = tag.attribute("size").unwrap_or_default();
            if let Some((width, height)) = size.split_once(',')
                && let (Ok(width), Ok(height)) = (width.trim().parse(), height.trim().parse())
            {
                telling.size(width, height);
            }
        }
        _ => {}
    }
}

pub(super) fn is_package(held: &Held<'_>, name: &str) -> bool {
    let is_named = has_ending(name, ".sbpz");
    held.head().starts_with(parts::SIGNATURE) && (is_named || parts::has_part(held, ".sboard"))
}

pub(super) fn read_package(held: &Held<'_>, telling: &mut Telling) {
    const TABLES: [&str; 5] = [".sboard", ".xstage", ".aux", ".elementTable", ".versionTable"];
    let Some(mut parts) = Parts::open(held, telling) else { return };
    drop(parts.tell_clocks(telling));
    let (mut drawings_left, mut columns_left) = (DRAWINGS_MAX, COLUMNS_MAX);
    for name in parts.names() {
        if TABLES.iter().any(|ending| has_ending(&name, ending)) {
            let Some(bytes) = parts.bytes(&name, PART_BYTES_MAX, telling) else { continue };
            markup::read(&bytes[..], &name, ROWS, &mut each(&mut columns_left), telling);
        } else if has_ending(&name, ".tvg") && drawings_left > 0 {
            drawings_left -= 1;
            if let Some(bytes) = parts.bytes(&name, PART_BYTES_MAX, telling) {
                drawing::read_inside(&bytes, telling);
            }
        } else if name.ends_with("PALETTE_LIST") || has_ending(&name, ".plt") {
            let Some(bytes) = parts.bytes(&name, PART_BYTES_MAX, telling) else { continue };
            let held = Held::whole(&bytes);
            for reader in [super::PALETTE_LIST, super::PALETTE] {
                if (reader.is_it)(&held, &name) {
                    (reader.read)(&held, telling);
                }
            }
        }
    }
}
