//! Lines that name neither shot nor frame: notes under a heading or in a file that names the shot, else what asks for a
//! change beside a note.
//!
//! In: such a line and what holds for it. Out: its drafts. Never: a title, signature or prose; a line in another language
//! counts only as a translation unless it asks for a change.

use subtier_model::Place;

use super::super::draft::{Draft, Ground, Reading, drafts};
use super::super::halves::{Script, script_of, words};
use super::super::status::{said, stated};
use super::super::titles::{is_general, is_part, is_title};
use super::Lines;

/// Signs of a line that may be a note without naming a shot itself; longer ones are prose.
const BARE_SIGNS_MAX: usize = 200;

/// A line that names nothing.
pub(super) struct Bare<'a> {
    pub(super) read: &'a Reading<'a>,
    pub(super) text: &'a str,
    pub(super) is_item: bool,
    pub(super) is_anchor: bool,
    pub(super) place: &'a Place,
}

impl Lines<'_> {
    /// A line that names nothing.
    pub(super) fn bare(&mut self, line: &Bare<'_>, mut ground: Ground, out: &mut Vec<Draft>) {
        let Bare { read, text, is_item, is_anchor, place } = *line;
        if is_general(text) {
            self.heading = None;
            return;
        }
        let script = script_of(text);
        let is_ask = said(text).is_ask;
        let is_thin = script == Some(Script::Latin) && words(text) < 2;
        let has_words = (script.is_some() && !is_thin) || stated(text).is_some();
        let is_signature = ground.author.as_ref().is_some_and(|author| author.value.contains(text));
        if text.chars().count() > BARE_SIGNS_MAX
            || !has_words
            || read.time.is_some()
            || is_signature
            || is_title(text)
            || is_part(text)
            || (is_anchor && !is_ask)
        {
            return;
        }
        if let Some(shot) = self.shot_here(&ground) {
            ground.shot = Some(shot);
            if self.heading.is_some() {
                ground.more_shots.clone_from(&self.heading_more);
            }
            ground.frames = self.heading_frames.clone().or(ground.frames);
            ground.timecode = self.heading_timecode.clone().or(ground.timecode);
            out.extend(drafts(read, &ground, place, self.stream));
            return;
        }
        let near = self.last.as_ref().filter(|last| is_next(&last.place, place));
        let is_other = near
            .is_some_and(|last| script.is_some() && last.script.is_some() && last.script != script);
        if !(is_other || is_ask && (near.is_some() || is_item || self.around.is_about_notes)) {
            return;
        }
        ground.shot =
            near.and_then(|last| last.shot.clone()).map(|shot| shot.with_why("line above"));
        let mut made = drafts(read, &ground, place, self.stream);
        for draft in &mut made {
            draft.is_tentative = is_other && !is_ask;
        }
        out.extend(made);
    }
}

/// Whether two places follow each other directly.
fn is_next(last: &Place, place: &Place) -> bool {
    match (last, place) {
        (Place::Line(last), Place::Line(next)) => next.saturating_sub(*last) <= 2,
        (Place::Paragraph { part, number }, Place::Paragraph { part: next_part, number: next }) => {
            part == next_part && next.saturating_sub(*number) <= 2
        }
        _ => true,
    }
}
