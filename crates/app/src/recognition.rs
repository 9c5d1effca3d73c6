//! Which reference a drawing shows: the references as one gallery, and drawings of one folder heard together.
//!
//! In: looks of references and of drawings. Out: for each drawing the reference it shows, or none, in the order given whatever the
//! number of threads. Never: a match below the bound that was fixed with the gallery; a name taken into account.

use std::collections::BTreeMap;

use subtier_media::fuse::MATCH_MIN;
use subtier_media::gallery::{Gallery, How, Match};
use subtier_media::look::Look;
use subtier_media::rivals;
use subtier_media::sequence::vote;
use subtier_model::{IdHasher, PictureMatch, RunId, StageSeen};
use subtier_shots::Naming;

/// Counted up whenever the same looks may give other matches.
pub(crate) const RECOGNITION_VERSION: u32 = 3;

/// Drawings of one row that must be there for them to be heard together.
const ROW_MIN: usize = 3;

/// Drawings of one row that are asked for together, so that a long row has work for every core.
const PART_MAX: usize = 64;

/// What a drawing must say itself for its neighbours to make it sure.
const OWN_MIN: f32 = 0.02;

/// One reference picture.
pub(crate) struct ReferencePicture {
    pub(crate) production: String,
    /// Below its folder; with the time, where it is a frame of a film.
    pub(crate) name: String,
    /// The frame and the scene of a film it is of, with the film's own name.
    pub(crate) of_film: Option<OfFilm>,
    pub(crate) stage: Option<StageSeen>,
    pub(crate) look: Look,
}

/// Where a frame of a reference film stands.
pub(crate) struct OfFilm {
    /// The film below its folder.
    pub(crate) name: String,
    pub(crate) number: Option<u64>,
    pub(crate) scene: Option<u32>,
}

impl ReferencePicture {
    /// The file it is or is of.
    fn file(&self) -> &str {
        self.of_film.as_ref().map_or(&self.name, |film| &film.name)
    }
}

/// What a reference's name says.
struct Place {
    production: String,
    name: String,
    shot: Option<String>,
    frame: Option<i64>,
    stage: Option<StageSeen>,
    group: u32,
}

/// All references, ready to be asked.
pub(crate) struct ReferenceGallery {
    gallery: Gallery,
    places: Vec<Place>,
    /// Hash of all that is in it.
    pub(crate) hash: RunId,
}

/// A drawing to be recognised; those of one row are heard together.
pub(crate) struct Drawing<'a> {
    /// [`row_of`] its path, or the scene of its film.
    pub(crate) row: String,
    pub(crate) look: &'a Look,
}

/// The reference that a drawing shows.
pub(crate) struct Found {
    pub(crate) fact: PictureMatch,
    /// The frame by the name of the reference.
    pub(crate) frame: Option<i64>,
    /// The stage of work of the reference.
    pub(crate) reference_stage: Option<StageSeen>,
}

impl ReferenceGallery {
    /// Takes the references in any order.
    pub(crate) fn new(mut pictures: Vec<ReferencePicture>) -> Self {
        pictures.sort_by(|one, other| {
            (&one.production, &one.name).cmp(&(&other.production, &other.name))
        });
        let naming = Naming::learn(pictures.iter().map(ReferencePicture::file));
        let mut hasher = IdHasher::new("subtier gallery 1");
        let mut groups: BTreeMap<(String, String), u32> = BTreeMap::new();
        let (mut places, mut looks) = (Vec::new(), Vec::new());
        for picture in pictures {
            hasher.text(&picture.production).text(&picture.name).field(&picture.look.to_bytes());
            let names = naming.read(picture.file());
            let shot = names.shot.as_ref().map(|named| named.token.clone().into_owned());
            let row = || match &picture.of_film {
                // Without a name for it, a scene is a shot.
                Some(film) => format!("{} {:?}", film.name, film.scene),
                None => row_of(&picture.name),
            };
            let key = names.shot_key().map_or_else(row, |key| format!("{key:?}"));
            let numbered = names.frame.as_ref().and_then(subtier_shots::Named::number);
            let frame = match &picture.of_film {
                Some(film) => film.number.and_then(|number| i64::try_from(number).ok()),
                None => numbered.map(i64::from),
            };
            let next = u32::try_from(groups.len()).unwrap_or(u32::MAX);
            let group = *groups.entry((picture.production.clone(), key)).or_insert(next);
            places.push(Place {
                shot,
                frame,
                production: picture.production,
                name: picture.name,
                stage: picture.stage,
                group,
            });
            looks.push(picture.look);
        }
        Self { gallery: Gallery::new(looks), places, hash: RunId::from_bytes(hasher.finish()) }
    }

    /// The stage of the reference that was found.
    pub(crate) fn stage_of(&self, found: &PictureMatch) -> Option<&StageSeen> {
        let key = |place: &Place| {
            (&place.production, &place.name).cmp(&(&found.production, &found.reference))
        };
        let at = self.places.binary_search_by(key).ok()?;
        self.places.get(at)?.stage.as_ref()
    }

    /// References in it.
    pub(crate) fn len(&self) -> usize {
        self.places.len()
    }

    /// Finds the reference that each drawing shows.
    pub(crate) fn recognise(&self, drawings: &[Drawing<'_>]) -> Vec<Option<Found>> {
        let mut rows: BTreeMap<String, Vec<usize>> = BTreeMap::new();
        for (number, drawing) in drawings.iter().enumerate() {
            rows.entry(drawing.row.clone()).or_default().push(number);
        }
        let matches = self.compare(drawings, &rows);
        let mut together: BTreeMap<usize, (usize, u32, f32)> = BTreeMap::new();
        for row in rows.values().filter(|row| row.len() >= ROW_MIN) {
            let said: Vec<Vec<Match>> =
                row.iter().filter_map(|number| matches.get(number).cloned()).collect();
            let votes = vote(&said, |reference| self.shot_of(reference));
            if let Some(best) = votes.first().filter(|best| best.probability >= MATCH_MIN) {
                together.extend(
                    row.iter().map(|number| (*number, (row.len(), best.group, best.probability))),
                );
            }
        }
        let each = drawings.iter().enumerate().map(|(number, drawing)| {
            let matches = matches.get(&number).map(Vec::as_slice).unwrap_or_default();
            self.decide(drawing.look, matches, together.get(&number).copied())
        });
        each.collect()
    }

    /// The number of a reference's shot.
    fn shot_of(&self, reference: usize) -> u32 {
        self.places.get(reference).map_or(u32::MAX, |place| place.group)
    }

    /// Asks the gallery, row by row on all cores; each answer depends on its row alone.
    fn compare(
        &self,
        drawings: &[Drawing<'_>],
        rows: &BTreeMap<String, Vec<usize>>,
    ) -> BTreeMap<usize, Vec<Match>> {
        let parts: Vec<&[usize]> = rows.values().flat_map(|row| row.chunks(PART_MAX)).collect();
        let ask = |part: &[usize]| {
            let looks: Vec<&Look> =
                part.iter().filter_map(|number| drawings.get(*number)).map(|d| d.look).collect();
            let mut matches = self.gallery.compared_in_row(&looks);
            for matches in &mut matches {
                rivals::weigh(matches, |reference| self.shot_of(reference));
            }
            part.iter().copied().zip(matches).collect::<Vec<_>>()
        };
        let n_threads = std::thread::available_parallelism().map_or(1, usize::from);
        let n_each = parts.len().div_ceil(n_threads).max(1);
        std::thread::scope(|scope| {
            let threads: Vec<_> = parts
                .chunks(n_each)
                .map(|parts| {
                    scope.spawn(move || parts.iter().flat_map(|part| ask(part)).collect::<Vec<_>>())
                })
                .collect();
            let joined = threads.into_iter().map(|thread| thread.join().unwrap_or_default());
            joined.flatten().collect()
        })
    }

    fn decide(
        &self,
        look: &Look,
        matches: &[Match],
        together: Option<(usize, u32, f32)>,
    ) -> Option<Found> {
        if let Some(own) = matches.first().filter(|own| own.probability >= MATCH_MIN) {
            return self.found(look, own, None);
        }
        let (n_row, group, probability) = together?;
        let is_of_group =
            |found: &&Match| found.probability >= OWN_MIN && self.shot_of(found.reference) == group;
        self.found(look, matches.iter().find(is_of_group)?, Some((n_row, probability)))
    }

    fn found(&self, look: &Look, found: &Match, row: Option<(usize, f32)>) -> Option<Found> {
        let place = self.places.get(found.reference)?;
        let reference = self.gallery.look(found.reference)?;
        let probability = row.map_or(found.probability, |(_, probability)| probability);
        let [a, b, _, d, e, ..] = found.warp.0;
        let is_mirrored = a * e - b * d < 0.0;
        let shown = share_shown(look, reference, found);
        let mut because = vec![
            format!(
                "{} of its {} points lie on lines of {}/{}, {}",
                found.n_inliers,
                found.n_points,
                place.production,
                place.name,
                match found.how {
                    How::Copy => "first proposed by the hash of the whole picture",
                    How::Layout => "first proposed by the layout of its lines",
                    How::Lines => "first proposed by lines that the reference holds",
                }
            ),
            format!(
                "it shows {shown} % of the reference{}",
                if is_mirrored { ", mirrored" } else { "" }
            ),
        ];
        if let Some((n_row, _)) = row {
            because.push(format!("{n_row} drawings of its row together show this shot"));
        }
        let fact = PictureMatch {
            production: place.production.clone(),
            reference: place.name.clone(),
            shot: place.shot.clone(),
            at_millis: None,
            at_frame: None,
            probability_millionths: millionths(probability).try_into().unwrap_or(0),
            how: match (row, found.how) {
                (Some(_), _) => "sequence",
                (None, How::Copy) => "copy",
                (None, How::Layout) => "layout",
                (None, How::Lines) => "lines",
            }
            .to_owned(),
            is_mirrored,
            n_inliers: found.n_inliers,
            n_points: found.n_points,
            warp_millionths: found.warp.0.iter().map(|number| millionths(*number)).collect(),
            because,
        };
        Some(Found { fact, frame: place.frame, reference_stage: place.stage.clone() })
    }
}

#[expect(
    clippy::cast_possible_truncation,
    reason = "`as` saturates, and a plane's move has small numbers"
)]
fn millionths(number: f32) -> i64 {
    (f64::from(number) * 1e6).round() as i64
}

/// The share of the reference that the picture shows, in whole percent, on a grid of 20 by 20 places.
fn share_shown(look: &Look, reference: &Look, found: &Match) -> u32 {
    let Some(back) = found.warp.inverse() else { return 0 };
    let [width, height] = [look.edges.width, look.edges.height].map(f32::from);
    let [across, down] = [reference.edges.width, reference.edges.height].map(f32::from);
    let n_shown = (0..400_u16).filter(|number| {
        let (column, row) = (f32::from(number % 20), f32::from(number / 20));
        let (x, y) = back.apply((column + 0.5) / 20.0 * across, (row + 0.5) / 20.0 * down);
        (0.0..=width).contains(&x) && (0.0..=height).contains(&y)
    });
    u32::try_from(n_shown.count() / 4).unwrap_or(100)
}

/// What drawings of one row share: folder and name without ending and without the digits at its end.
pub(crate) fn row_of(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    format!("{folder}/{}", stem.trim_end_matches(|sign: char| sign.is_ascii_digit()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn drawings_that_differ_in_their_number_alone_are_one_row() {
        assert_eq!(row_of("a/A0001.tga"), row_of("a/A0023.tga"));
        assert_ne!(row_of("a/A0001.tga"), row_of("b/A0001.tga"));
        assert_ne!(row_of("a/A0001.tga"), row_of("a/B0001.tga"));
        assert_eq!(row_of("x.png"), "/x");
    }
}
