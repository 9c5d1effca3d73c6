//! Reference files of productions: by their hashes, since a file of the dump that equals one to the byte is a copy of it, and by
//! their looks, for pictures and films that show the same.
//!
//! In: folders. Out: hashes, and a gallery ready to be asked. Never: a reference taken into the case as evidence.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};

use subtier_model::{Complaint, Place, Sha256Hash};
use subtier_readers::{Films, Readers, is_film, timecode, view};
use subtier_source::{Found, Hashing, Opened, Walk, WalkEntry, WalkLimits};
use subtier_store::Case;

use super::inputs::Reference;
use super::titles::Titles;
use crate::failure::Failure;
use crate::film::{self, FilmLook};
use crate::kept::Kept;
use crate::out::say;
use crate::recognition::{OfFilm, ReferenceGallery, ReferencePicture};

/// How far a reference folder is walked.
const LIMITS: WalkLimits = WalkLimits { depth_max: 200, entries_max: 10_000_000 };

/// One file of a reference folder.
struct ReferenceFile {
    production: String,
    name: String,
    path: PathBuf,
    hash: Sha256Hash,
    /// Where it is a film: the moments of its frames.
    moments: BTreeMap<String, u64>,
}

/// All reference files.
pub(crate) struct References {
    files: Vec<ReferenceFile>,
    by_hash: BTreeMap<Sha256Hash, Vec<(String, String)>>,
    pub(crate) complaints: Vec<Complaint>,
}

impl References {
    /// Reads every file of every reference folder.
    pub(crate) fn read(references: &[Reference], titles: &Titles) -> Self {
        let mut read = Self { files: Vec::new(), by_hash: BTreeMap::new(), complaints: Vec::new() };
        for reference in references {
            let production = titles.code(&reference.production).to_owned();
            let reference = &Reference { production, folder: reference.folder.clone() };
            match Walk::new(&reference.folder, LIMITS, Vec::new()) {
                Ok(walk) => walk.for_each(|entry| read.add(reference, &entry)),
                Err(_) => read.complain(reference, "", "it cannot be read"),
            }
        }
        read
    }

    fn add(&mut self, reference: &Reference, entry: &WalkEntry) {
        let name = entry.path.to_string_lossy().into_owned();
        match &entry.found {
            // Whatever is empty equals every other empty file, which says nothing.
            Found::Folder | Found::File { size: 0, .. } => {}
            Found::File { .. } => {
                let path = reference.folder.join(&entry.path);
                let file = subtier_source::open(&path);
                match file.map_err(Failure::from).and_then(|file| hash(&file)) {
                    Ok(hash) => {
                        let named = (reference.production.clone(), name);
                        let (production, name) = named.clone();
                        let moments = BTreeMap::new();
                        self.files.push(ReferenceFile { production, name, path, hash, moments });
                        self.by_hash.entry(hash).or_default().push(named);
                    }
                    Err(_) => self.complain(reference, &name, "it cannot be read"),
                }
            }
            Found::Link { .. }
            | Found::Device
            | Found::Pipe
            | Found::Socket
            | Found::Unreadable { .. }
            | Found::TooDeep
            | Found::TooMany
            | Found::LeftOut => {
                self.complain(reference, &name, "it is no file that can be read; left out");
            }
        }
    }

    fn complain(&mut self, reference: &Reference, name: &str, reason: &str) {
        let path = format!("reference {}/{name}", reference.production);
        self.complaints.push(Complaint::new(None, path, Place::Whole, reason));
    }

    /// `PRODUCTION/name` and hash of each file, for the run.
    pub(crate) fn hashes(&self) -> Vec<(String, String)> {
        let each = self.by_hash.iter().flat_map(|(hash, names)| {
            names
                .iter()
                .map(move |(production, name)| (format!("{production}/{name}"), hash.to_string()))
        });
        each.collect()
    }

    /// The one production of these bytes and the names of the references that have them; no production where several share them.
    pub(crate) fn copy_of(&self, hash: &Sha256Hash) -> Option<(Option<String>, String)> {
        let copies = self.by_hash.get(hash)?;
        let mut productions: Vec<_> =
            copies.iter().map(|(production, _)| production.as_str()).collect();
        productions.sort_unstable();
        productions.dedup();
        let names: Vec<_> = copies.iter().map(|(_, name)| name.as_str()).collect();
        // Bytes that several productions share tell of none of them.
        Some(((productions.len() == 1).then(|| productions.join("")), names.join(", ")))
    }

    /// The hash of a file, where it can be read.
    pub(crate) fn hash_of(path: &Path) -> Option<Sha256Hash> {
        hash(&subtier_source::open(path).ok()?).ok()
    }

    /// The productions that have references.
    pub(crate) fn productions(&self) -> BTreeSet<&str> {
        self.files.iter().map(|file| file.production.as_str()).collect()
    }

    /// The file of a reference picture by its name, and the moment where it is a frame of a film.
    pub(crate) fn locate(&self, production: &str, name: &str) -> Option<Located<'_>> {
        let is_it =
            |file: &&ReferenceFile, name: &str| file.production == production && file.name == name;
        if let Some(file) = self.files.iter().find(|file| is_it(file, name)) {
            return Some(Located { path: &file.path, at_millis: None });
        }
        let (film, time) = name.rsplit_once(' ')?;
        let file = self.files.iter().find(|file| is_it(file, film))?;
        Some(Located { path: &file.path, at_millis: Some(*file.moments.get(time)?) })
    }

    /// Makes the references ready to be recognised. Looks are kept in the case, where there is one.
    pub(crate) fn recognition(
        &mut self,
        case: Option<&mut Case>,
        films: &Films,
    ) -> Result<ReferenceGallery, Failure> {
        let mut kept: BTreeMap<Sha256Hash, SeenReference> = BTreeMap::new();
        let mut missing: BTreeMap<Sha256Hash, &ReferenceFile> = BTreeMap::new();
        for file in &self.files {
            match case.as_deref().and_then(|case| SeenReference::find(case, &file.hash)) {
                Some(found) => drop(kept.insert(file.hash, found)),
                None => drop(missing.insert(file.hash, file)),
            }
        }
        let mut unread = Unread::default();
        if !missing.is_empty() {
            kept.extend(look_at(&missing, films, (case, &mut unread))?);
        }
        self.complaints.extend(unread.complaints(films));
        let mut pictures = Vec::new();
        for file in &mut self.files {
            match kept.get(&file.hash) {
                Some(SeenReference::Picture(seen)) => pictures.extend(file.picture(seen)),
                Some(SeenReference::Film(film)) => pictures.extend(file.frames(film)),
                None => {}
            }
        }
        Ok(ReferenceGallery::new(pictures))
    }
}

/// Where a reference picture lies.
pub(crate) struct Located<'a> {
    pub(crate) path: &'a Path,
    pub(crate) at_millis: Option<u64>,
}

/// What was seen of one reference file.
enum SeenReference {
    Picture(Box<Kept>),
    Film(FilmLook),
}

impl SeenReference {
    fn find(case: &Case, of: &Sha256Hash) -> Option<Self> {
        let picture = || Kept::find(case, of).map(|seen| Self::Picture(Box::new(seen)));
        FilmLook::find(case, of).map(Self::Film).or_else(picture)
    }

    fn keep(&self, case: &mut Case, of: &Sha256Hash) -> Result<(), Failure> {
        match self {
            Self::Picture(seen) => seen.keep(case, of),
            Self::Film(film) => film.keep(case, of),
        }
    }
}

impl ReferenceFile {
    fn picture(&self, seen: &Kept) -> Option<ReferencePicture> {
        Some(ReferencePicture {
            production: self.production.clone(),
            name: self.name.clone(),
            of_film: None,
            stage: seen.stage.clone(),
            look: seen.look.clone()?,
        })
    }

    /// The frames of a film, each under the film's name with its time.
    fn frames(&mut self, film: &FilmLook) -> Vec<ReferencePicture> {
        let mut pictures = Vec::new();
        for (frame, scene) in film.frames.iter().zip(film.scenes()) {
            let Some(look) = frame.look.clone() else { continue };
            let time = timecode(frame.millis);
            let name = format!("{} {time}", self.name);
            // Two frames of one millisecond are one.
            if self.moments.insert(time, frame.millis).is_none() {
                pictures.push(ReferencePicture {
                    production: self.production.clone(),
                    name,
                    of_film: Some(OfFilm { name: self.name.clone(), number: frame.number, scene }),
                    stage: frame.stage.clone(),
                    look,
                });
            }
        }
        pictures
    }
}

/// Reference files that cannot be recognised.
#[derive(Default)]
struct Unread {
    files: Vec<(String, String)>,
    /// Films that there is nothing to take frames with.
    n_films: usize,
}

impl Unread {
    fn complaints(self, films: &Films) -> Vec<Complaint> {
        let each = self.files.into_iter().map(|(path, reason)| {
            let reason = format!("it is not recognised anywhere: {reason}");
            Complaint::new(None, path, Place::Whole, reason)
        });
        let reason = films.ffmpeg().err().filter(|_| self.n_films > 0);
        let films = reason.map(|reason| {
            let reason =
                format!("{} of them are films and are recognised nowhere: {reason}", self.n_films);
            Complaint::new(None, "references", Place::Whole, reason)
        });
        each.chain(films).collect()
    }
}

/// Looks at reference files.
fn look_at(
    missing: &BTreeMap<Sha256Hash, &ReferenceFile>,
    films: &Films,
    (mut case, unread): (Option<&mut Case>, &mut Unread),
) -> Result<Vec<(Sha256Hash, SeenReference)>, Failure> {
    let mut readers = Readers::new(say)?;
    let views = missing.values().map(|file| {
        let opened = subtier_source::open(&file.path).map_err(|error| error.to_string())?;
        view(&opened, &file.name, (false, 0))
    });
    let (mut files, mut looked, mut to_take) = (missing.iter(), Vec::new(), Vec::new());
    let mut keep = |hash: &Sha256Hash, seen: SeenReference| -> Result<(), Failure> {
        if let Some(case) = case.as_deref_mut() {
            seen.keep(case, hash)?;
        }
        looked.push((*hash, seen));
        Ok(())
    };
    let path = |file: &ReferenceFile| format!("reference {}/{}", file.production, file.name);
    readers.see_each(views, |seen| {
        let Some((hash, file)) = files.next() else { return Ok::<(), Failure>(()) };
        match seen {
            Ok(sight) if is_film(&sight.format) => to_take.push((*hash, *file, sight)),
            Ok(sight) => {
                let is_lost = sight.look.is_none() && sight.blank.is_none();
                if let (true, Some(fault)) = (is_lost, sight.faults.first()) {
                    unread.files.push((path(file), fault.reason.clone()));
                }
                keep(hash, SeenReference::Picture(Box::new(Kept::of(&sight))))?;
            }
            Err(reason) => unread.files.push((path(file), reason)),
        }
        Ok(())
    })?;
    for (hash, file, mut sight) in to_take {
        let Ok(ffmpeg) = films.ffmpeg() else {
            unread.n_films += 1;
            continue;
        };
        let opened = match subtier_source::open(&file.path) {
            Ok(opened) => opened,
            Err(error) => {
                unread.files.push((path(file), error.to_string()));
                continue;
            }
        };
        let film = film::look(ffmpeg, &mut readers, &opened, &mut sight);
        if let (false, Some(fault)) = (film.has_look(), sight.faults.first()) {
            unread.files.push((path(file), fault.reason.clone()));
        }
        keep(&hash, SeenReference::Film(film))?;
    }
    Ok(looked)
}

/// The SHA-256 of a file.
pub(crate) fn hash(file: &Opened) -> Result<Sha256Hash, Failure> {
    let mut hashing = Hashing::new();
    let (mut buffer, mut offset) = (vec![0; 1 << 20], 0);
    loop {
        let count = file.read_at(&mut buffer, offset)?;
        match buffer.get(..count) {
            Some([]) | None => return Ok(hashing.finish().0),
            Some(chunk) => hashing.update(chunk),
        }
        offset += count as u64;
    }
}
