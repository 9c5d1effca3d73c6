//! One film looked at: its frames as drawings, in scenes.
//!
//! In: an open film and what its bytes told. Out: a look of each frame with its time; which reference each scene shows. Never:
//! pixels in this process: ffmpeg takes them out, a reader looks at them.

use std::collections::BTreeMap;
use std::convert::Infallible;

use serde::{Deserialize, Serialize};
use subtier_blocks::Fault;
use subtier_media::look::Look;
use subtier_media::pdq;
use subtier_model::{Place, Sha256Hash, StageSeen};
use subtier_readers::{Ffmpeg, Readers, SIGHT_VERSION, Sight, THUMBNAIL_SIDE, is_film, timecode};
use subtier_source::Opened;
use subtier_store::Case;

use crate::failure::Failure;
use crate::recognition::{Drawing, Found, ReferenceGallery};

/// Counted up whenever the same film may give other frames or scenes.
pub(crate) const FILM_VERSION: u32 = 1;

/// Bits of the hashes of two neighbouring frames up to which they are of one scene; frames of different shots differ in some 128.
const ALIKE_BITS_MAX: u32 = 90;

/// Frames of one scene that are held against references.
const SCENE_FRAMES_MAX: usize = 8;

/// Share of the frames that must show one stage for the film to have it, in percent.
const STAGE_PERCENT_MIN: usize = 60;

/// One frame of a film.
#[derive(Debug, Clone)]
pub(crate) struct FrameLook {
    pub(crate) millis: u64,
    /// Counted from 0, where the film has a constant rate.
    pub(crate) number: Option<u64>,
    pub(crate) stage: Option<StageSeen>,
    /// None where there is nothing to recognise.
    pub(crate) look: Option<Look>,
}

/// What was seen of a film.
#[derive(Debug, Clone, Default)]
pub(crate) struct FilmLook {
    pub(crate) frames: Vec<FrameLook>,
}

/// The reference that a scene of a film shows.
pub(crate) struct SceneFound {
    /// Frames of the scene that were held against references.
    pub(crate) n_frames: usize,
    /// By the frame that shows it best.
    pub(crate) found: Found,
}

impl SceneFound {
    /// Where the frame stands, for people.
    pub(crate) fn place(&self) -> String {
        place_of(self.found.fact.at_millis.unwrap_or(0), self.found.fact.at_frame)
    }
}

/// Takes and looks at the frames of a film, and adds to its sight what they show.
pub(crate) fn look(
    ffmpeg: &Ffmpeg,
    readers: &mut Readers,
    file: &Opened,
    sight: &mut Sight,
) -> FilmLook {
    let mut taken = ffmpeg.frames(file, &sight.format, sight.duration_ms);
    let faults = taken.faults.drain(..);
    sight.faults.extend(faults.map(|reason| Fault { place: Place::Whole, reason }));
    if taken.is_sound {
        sight.blank = Some("it has no moving picture".to_owned());
        return FilmLook::default();
    }
    let middle = taken.frames.len() / 2;
    let mut film = FilmLook::default();
    let mut frames = taken.frames.iter().map(|frame| (frame.millis, frame.number));
    let views = taken
        .frames
        .iter()
        .enumerate()
        .map(|(idx, frame)| Ok(frame.view(if idx == middle { THUMBNAIL_SIDE } else { 0 })));
    let all = readers.see_each(views, |seen| {
        let Some((millis, number)) = frames.next() else { return Ok::<(), Infallible>(()) };
        let seen = match seen {
            Ok(seen) => seen,
            Err(reason) => {
                let place = Place::Words(place_of(millis, number));
                sight.faults.push(Fault { place, reason });
                return Ok(());
            }
        };
        let look = seen.look.as_deref().and_then(Look::from_bytes);
        sight.thumbnail = sight.thumbnail.take().or(seen.thumbnail);
        film.frames.push(FrameLook { millis, number, stage: seen.stage, look });
        Ok(())
    });
    let Ok(()) = all;
    let n_frames = film.frames.len();
    if n_frames > 0 {
        sight.shown = Some(format!("{n_frames} frames"));
    }
    if n_frames > 0 && !film.has_look() {
        sight.blank = Some(format!("its {n_frames} frames are blank or of flat colour"));
    }
    sight.stage = film.stage();
    film
}

/// Where a frame stands, for people.
pub(crate) fn place_of(millis: u64, number: Option<u64>) -> String {
    match number {
        Some(number) => format!("{}, frame {number}", timecode(millis)),
        None => timecode(millis),
    }
}

impl FilmLook {
    /// Whether any frame can be held against references.
    pub(crate) fn has_look(&self) -> bool {
        self.frames.iter().any(|frame| frame.look.is_some())
    }

    /// The stage that most frames show.
    fn stage(&self) -> Option<StageSeen> {
        let mut counts: BTreeMap<&str, (usize, &StageSeen)> = BTreeMap::new();
        for stage in self.frames.iter().filter_map(|frame| frame.stage.as_ref()) {
            counts.entry(&stage.stage).or_insert((0, stage)).0 += 1;
        }
        let n_looks = self.frames.iter().filter(|frame| frame.look.is_some()).count();
        let (count, stage) = counts.into_values().max_by_key(|(count, _)| *count)?;
        if count * 100 < n_looks * STAGE_PERCENT_MIN {
            return None;
        }
        let mut because = stage.because.clone();
        because.insert(0, format!("{count} of {n_looks} frames show it; the first of them"));
        Some(StageSeen { stage: stage.stage.clone(), because })
    }

    /// The scene of each frame, counted from 0; a blank frame ends one and belongs to none.
    pub(crate) fn scenes(&self) -> Vec<Option<u32>> {
        let (mut scene, mut before) = (0_u32, None);
        let mut all = Vec::with_capacity(self.frames.len());
        for frame in &self.frames {
            let hash = frame.look.as_ref().map(|look| {
                let [hash, ..] = &look.pdq.turned;
                *hash
            });
            let is_new = match (&before, &hash) {
                (Some(before), Some(hash)) => pdq::distance(before, hash) > ALIKE_BITS_MAX,
                _ => true,
            };
            scene += u32::from(is_new);
            all.push(hash.map(|_| scene - 1));
            before = hash;
        }
        all
    }

    /// The reference that each scene shows, in their order.
    pub(crate) fn recognise(&self, recognition: &ReferenceGallery) -> Vec<SceneFound> {
        let mut scenes: BTreeMap<u32, Vec<&FrameLook>> = BTreeMap::new();
        for (frame, scene) in self.frames.iter().zip(self.scenes()) {
            if let Some(scene) = scene {
                scenes.entry(scene).or_default().push(frame);
            }
        }
        let mut asked: Vec<(u32, &FrameLook)> = Vec::new();
        for (scene, frames) in &scenes {
            let step = frames.len().div_ceil(SCENE_FRAMES_MAX).max(1);
            asked.extend(frames.iter().step_by(step).map(|frame| (*scene, *frame)));
        }
        let drawings: Vec<Drawing<'_>> = asked
            .iter()
            .filter_map(|(scene, frame)| {
                Some(Drawing { row: scene.to_string(), look: frame.look.as_ref()? })
            })
            .collect();
        let mut best: BTreeMap<u32, SceneFound> = BTreeMap::new();
        let mut n_frames: BTreeMap<u32, usize> = BTreeMap::new();
        for ((scene, frame), found) in asked.iter().zip(recognition.recognise(&drawings)) {
            *n_frames.entry(*scene).or_default() += 1;
            let Some(mut found) = found else { continue };
            found.fact.at_millis = Some(frame.millis);
            found.fact.at_frame = frame.number;
            let sure = |found: &Found| (found.fact.probability_millionths, found.fact.n_inliers);
            if best.get(scene).is_none_or(|known| sure(&known.found) < sure(&found)) {
                best.insert(*scene, SceneFound { n_frames: 0, found });
            }
        }
        best.into_iter()
            .map(|(scene, found)| SceneFound {
                n_frames: n_frames.get(&scene).copied().unwrap_or(0),
                ..found
            })
            .collect()
    }
}

/// The scene that a film shows best: the surest, of equals the first.
pub(crate) fn best_of(scenes: &[SceneFound]) -> Option<&SceneFound> {
    let sure =
        |scene: &&SceneFound| (scene.found.fact.probability_millionths, scene.found.fact.n_inliers);
    scenes.iter().rev().max_by_key(sure)
}

/// The first line of what is kept of a film.
#[derive(Serialize, Deserialize)]
struct Head {
    frames: Vec<HeadFrame>,
}

#[derive(Serialize, Deserialize)]
struct HeadFrame {
    millis: u64,
    number: Option<u64>,
    stage: Option<StageSeen>,
    look_bytes: usize,
}

impl FilmLook {
    fn to_bytes(&self) -> Vec<u8> {
        let mut looks = Vec::new();
        let mut head = Head { frames: Vec::new() };
        for frame in &self.frames {
            let look = frame.look.as_ref().map(Look::to_bytes).unwrap_or_default();
            head.frames.push(HeadFrame {
                millis: frame.millis,
                number: frame.number,
                stage: frame.stage.clone(),
                look_bytes: look.len(),
            });
            looks.extend(look);
        }
        let mut bytes = serde_json::to_vec(&head).unwrap_or_default();
        bytes.push(b'\n');
        bytes.extend(looks);
        bytes
    }

    fn from_bytes(bytes: &[u8]) -> Option<Self> {
        let end = bytes.iter().position(|byte| *byte == b'\n')?;
        let (head, looks) = bytes.split_at_checked(end)?;
        let head: Head = serde_json::from_slice(head).ok()?;
        let mut rest = looks.get(1..)?;
        let mut film = Self::default();
        for frame in head.frames {
            let (look, more) = rest.split_at_checked(frame.look_bytes)?;
            rest = more;
            let look = if look.is_empty() { None } else { Some(Look::from_bytes(look)?) };
            let HeadFrame { millis, number, stage, .. } = frame;
            film.frames.push(FrameLook { millis, number, stage, look });
        }
        Some(film)
    }

    /// Keeps it for the bytes of this hash.
    pub(crate) fn keep(&self, case: &mut Case, of: &Sha256Hash) -> Result<(), Failure> {
        Ok(case.keep_derived(&frames_kind(), of, &self.to_bytes())?)
    }

    /// What was kept for the bytes of this hash.
    pub(crate) fn find(case: &Case, of: &Sha256Hash) -> Option<Self> {
        Self::from_bytes(&case.derived(&frames_kind(), of)?)
    }
}

fn frames_kind() -> String {
    format!("frames-{SIGHT_VERSION}.{FILM_VERSION}")
}

/// Says how many films were not looked at for want of the program.
pub(crate) fn unseen<'a>(formats: impl Iterator<Item = &'a str>, reason: &str) -> Option<String> {
    let n_films = formats.filter(|format| is_film(format)).count();
    let films = if n_films == 1 { "1 film" } else { &format!("{n_films} films") };
    (n_films > 0).then(|| format!("the frames of {films} were not looked at: {reason}"))
}

#[cfg(test)]
mod tests {
    use subtier_cartoon::{Hand, Pass, Show};

    use super::*;

    fn frame(shot: u32, number: u32) -> FrameLook {
        let picture = Show::new(3).shot(shot).draw(number, Pass::Composite, Hand(0), (320, 180));
        let look = Look::of_rgb(320, 180, &picture.rgb).ok();
        FrameLook { millis: u64::from(number) * 40, number: None, stage: None, look }
    }

    #[test]
    fn frames_of_one_shot_are_one_scene_and_another_shot_is_another() {
        let mut film = FilmLook { frames: [20, 22, 24].map(|number| frame(1, number)).to_vec() };
        film.frames.push(FrameLook { look: None, ..frame(1, 24) });
        film.frames.extend([20, 22].map(|number| frame(2, number)));
        assert_eq!(film.scenes(), [Some(0), Some(0), Some(0), None, Some(2), Some(2)]);
    }

    #[test]
    fn what_is_kept_of_a_film_comes_back_or_nothing() {
        let film =
            FilmLook { frames: vec![frame(1, 20), FrameLook { look: None, ..frame(1, 20) }] };
        let bytes = film.to_bytes();
        let back = FilmLook::from_bytes(&bytes).unwrap();
        assert_eq!(back.frames[0].look, film.frames[0].look);
        assert_eq!(back.frames[1].look, None);
        assert!(FilmLook::from_bytes(&bytes[..bytes.len() - 1]).is_none());
    }
}
