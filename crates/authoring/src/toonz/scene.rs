//! Scenes (`.tnz`) and palettes (`.tpl`) of `OpenToonz`: text in angle brackets (`toonz/sources/toonzlib/toonzscene.cpp`, `studiopalette.cpp`).
//!
//! In: the text. Out: the program, the history of saves, levels with their paths; of a palette its identifier, which is the second of its
//! making and a random number (`StudioPalette::createPalette`), and those of its colours, which begin with it.

use subtier_blocks::SignalKind;
use subtier_footage::{Held, Telling};
use subtier_model::Place;

use super::history;
use crate::markup::{self, Row, Says, Take};
use crate::parts::has_ending;
use crate::told;

const ROWS: &[Row] = &[
    ("generator", Take::Text, Says::Other(generator)),
    ("history", Take::Text, Says::Other(history::tell)),
    ("path", Take::Text, Says::Other(level_path)),
    ("level", Take::Text, Says::Other(level_name)),
    ("palette", Take::Attribute("name"), Says::Other(palette)),
    ("style", Take::Text, Says::Other(colour)),
];

pub(super) fn is_it(held: &Held<'_>, name: &str) -> bool {
    let has_scene = markup::has_root(held, &["tnz", "tab"]);
    has_scene || markup::has_root(held, &["palette"]) && has_ending(name, ".tpl")
}

pub(super) fn read(held: &Held<'_>, telling: &mut Telling) {
    let mut each = |tag: &markup::Tag<'_>, place: &Place, telling: &mut Telling| {
        if tag.name == "tnz"
            && let Some(version) = tag.attribute("version")
        {
            let words = format!("OpenToonz scene, version {version} of the format");
            telling.signal(SignalKind::Application, words, place.clone());
        }
    };
    markup::read_held(held, ROWS, &mut each, telling);
}

fn unquoted(text: &str) -> &str {
    text.trim().trim_matches('"')
}

fn generator(text: &str, place: &Place, telling: &mut Telling) {
    told::text(SignalKind::Application, unquoted(text), place, telling);
}

/// A path: from a root, or from a folder of the project, which begins with `+`.
fn level_path(text: &str, place: &Place, telling: &mut Telling) {
    told::path(unquoted(text), place, telling);
}

fn level_name(text: &str, place: &Place, telling: &mut Telling) {
    told::text(SignalKind::LayerName, unquoted(text), place, telling);
}

fn palette(name: &str, place: &Place, telling: &mut Telling) {
    let Some((seconds, random)) = name.split_once('_') else { return };
    if random.parse::<u64>().is_err() {
        return;
    }
    if let Ok(seconds) = seconds.parse() {
        telling.signal(SignalKind::PaletteId, name, place.clone());
        told::seconds(SignalKind::Created, seconds, place, telling);
    }
}

/// `"|-1464902312_19169-1"black 3 0 0 0 255`: a mark, the palette's identifier, the number of the colour; then its name.
fn colour(text: &str, place: &Place, telling: &mut Telling) {
    let Some(rest) = text.trim().strip_prefix('"') else { return };
    let Some((identifier, _)) = rest.split_once('"') else { return };
    let identifier = identifier.trim_start_matches(['|', '+', '-']);
    if identifier.contains('_') && identifier.contains('-') {
        told::text(SignalKind::ColourId, identifier, place, telling);
    }
}
