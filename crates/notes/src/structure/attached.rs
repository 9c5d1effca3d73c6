//! Notes that are notes already: comments with what they are attached to, markers of exports.
//!
//! In: a block. Out: its drafts, their shot from the block itself, from what it is attached to or from the names around it.
//! Never: a shot of an anchor that stands in paragraphs of different shots.

use std::collections::BTreeMap;

use subtier_blocks::{Block, Document, Fields};
use subtier_model::Place;

use super::around::Around;
use super::draft::{Draft, Ground, Held, Reading, Shot, drafts as drafts_of, reading, reading_in};
use super::halves::script_of;
use super::pair::pair;
use super::reference::Key;
use super::status::given;
use super::stream::ANCHORS_MAX;

/// A comment: a note by itself, whose shot may stand in the text it is attached to.
pub(super) fn comment(
    block: &Block,
    with: (&Around, &BTreeMap<&str, &Block>, &mut usize),
    number: usize,
    out: &mut Vec<Draft>,
) {
    let (around, anchors, budget) = with;
    let held =
        |value: &String| Held { value: value.clone(), place: block.place.clone(), why: None };
    let mut ground = Ground {
        author: block.author.as_ref().map(held),
        time: block.time.as_ref().map(held),
        ..Ground::default()
    };
    if let Some(anchor) = &block.anchor {
        let read = reading(anchor);
        let place = anchors.get(anchor.trim()).map_or(&block.place, |block| &block.place).clone();
        let why = Some(COMMENTED);
        ground.shot =
            read.shots.first().map(|shot| Held { value: shot.clone(), place: place.clone(), why });
        ground.frames = read.frames.map(|value| Held { value, place, why });
        if ground.shot.is_none() && !anchor.trim().is_empty() {
            ground.shot = around_anchor(anchor.trim(), anchors, budget);
        }
    }
    if ground.shot.is_none() {
        ground.shot.clone_from(&around.shot);
    }
    of_parts(&block.text, &ground, (&block.place, number), out);
}

/// Why the shot holds that stands in what a comment is attached to.
const COMMENTED: &str = "commented text";

/// The first paragraph of the body that begins with a text, for what comments are attached to.
pub(super) fn anchored(document: &Document) -> BTreeMap<&str, &Block> {
    let body = document.blocks.iter().filter(|block| block.kind.is_body()).take(ANCHORS_MAX);
    let mut found = BTreeMap::new();
    for block in body {
        found.entry(block.text.trim()).or_insert(block);
    }
    found
}

/// The one shot of the paragraphs in which a commented stretch of text stands, and where it stands there; `None` where
/// they name several. `budget` bounds the bytes searched in one document.
fn around_anchor(
    anchor: &str,
    body: &BTreeMap<&str, &Block>,
    budget: &mut usize,
) -> Option<Held<Shot>> {
    let mut found: Option<Held<Shot>> = None;
    for (text, block) in body {
        if *budget < text.len() {
            return None;
        }
        *budget -= text.len();
        if !text.contains(anchor) {
            continue;
        }
        let Some(shot) = reading(text).shots.into_iter().next() else { continue };
        if found.as_ref().is_some_and(|found| found.value.key != shot.key) {
            return None;
        }
        let why = Some("paragraph of the commented text");
        found.get_or_insert_with(|| Held { value: shot, place: block.place.clone(), why });
    }
    found
}

/// Bytes of text searched for what the comments of one document are attached to.
pub(super) const ANCHOR_BYTES_MAX: usize = 64 << 20;

/// A marker or note of an export.
pub(super) fn marker(block: &Block, around: &Around, number: usize, out: &mut Vec<Draft>) {
    let fields = block.fields.as_deref().cloned().unwrap_or_default();
    let place = &block.place;
    let held = |value: &String| Held { value: value.clone(), place: place.clone(), why: None };
    let status = fields.status.as_deref().and_then(given);
    let ground = Ground {
        shot: shot_of(&fields, place).or_else(|| around.shot.clone()),
        frames: fields.frame.map(|first| Held {
            value: (first, fields.frame_out.filter(|last| *last > first)),
            place: place.clone(),
            why: None,
        }),
        timecode: fields.timecode.as_ref().map(held),
        author: block.author.as_ref().map(held),
        time: block.time.as_ref().map(held),
        status: status.map(|value| Held { value, place: place.clone(), why: None }),
        more_frames: Vec::new(),
        more_shots: Vec::new(),
    };
    let before = out.len();
    of_parts(&block.text, &ground, (place, number), out);
    let says_nothing = out.len() == before && (status.is_some() || fields.drawing.is_some());
    if says_nothing {
        let word = fields.status.as_deref().unwrap_or_default();
        let read = Reading { body: word, ..Reading::default() };
        out.extend(drafts_of(&read, &ground, place, number));
    }
}

fn shot_of(fields: &Fields, place: &Place) -> Option<Held<Shot>> {
    let held = |value| Held { value, place: place.clone(), why: None };
    if let Some(name) = &fields.shot {
        let read = reading(name);
        let plain =
            || Shot { text: name.trim().to_owned(), key: plain_key(name), production: None };
        let mut shot = read.shots.first().cloned().unwrap_or_else(plain);
        if shot.production.is_none() {
            shot.production = fields.asset.as_deref().and_then(|asset| reading(asset).production);
        }
        return Some(held(shot));
    }
    reading(fields.asset.as_deref()?).shots.into_iter().next().map(held)
}

/// The key of a name that no form of code fits: its signs.
fn plain_key(name: &str) -> Key {
    Key {
        numbers: name.trim().chars().take(64).map(|sign| i64::from(u32::from(sign))).collect(),
        suffix: None,
    }
}

/// The notes of a text that is one already: lines of one language together.
pub(super) fn of_parts(text: &str, ground: &Ground, at: (&Place, usize), out: &mut Vec<Draft>) {
    let mut parts: Vec<String> = Vec::new();
    for line in text.split('\n').map(str::trim).filter(|line| !line.is_empty()) {
        match parts.last_mut() {
            Some(last) if script_of(last) == script_of(line) || script_of(line).is_none() => {
                last.push('\n');
                last.push_str(line);
            }
            _ => parts.push(line.to_owned()),
        }
    }
    let has_shot = ground.shot.is_some();
    // What names its own shot only compares with one that its words name within.
    let is_own =
        ground.shot.as_ref().is_some_and(|shot| matches!(shot.why, None | Some(COMMENTED)));
    let own = ground.shot.as_ref().map(|shot| &shot.value.key);
    let is_other = |shot: &Shot, body: &str| own != Some(&shot.key) && body.contains(&shot.text);
    let made = parts.iter().flat_map(|part| {
        let mut read = reading_in(part, has_shot);
        if is_own && read.shots.iter().any(|shot| is_other(shot, read.body)) {
            read.shots.clear();
        }
        drafts_of(&read, ground, at.0, at.1)
    });
    out.extend(pair(made.collect()));
}
