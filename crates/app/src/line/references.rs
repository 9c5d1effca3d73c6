//! Reference files of productions: by their hashes, since a file of the dump that equals one to the byte is a copy of it, and by
//! their looks, for pictures that show the same.
//!
//! In: folders. Out: hashes, and a gallery ready to be asked. Never: a reference taken into the case as evidence.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use subtier_model::{Complaint, Place, Sha256Hash};
use subtier_source::{Found, Hashing, Opened, Walk, WalkEntry, WalkLimits};
use subtier_store::Case;

use super::inputs::Reference;
use crate::ends::view;
use crate::failure::Failure;
use crate::kept::Kept;
use crate::readers::Readers;
use crate::recognition::{ReferenceGallery, ReferencePicture};

/// How far a reference folder is walked.
const LIMITS: WalkLimits = WalkLimits { depth_max: 200, entries_max: 10_000_000 };

/// One file of a reference folder.
struct ReferenceFile {
    production: String,
    name: String,
    path: PathBuf,
    hash: Sha256Hash,
}

/// All reference files.
pub(crate) struct References {
    files: Vec<ReferenceFile>,
    by_hash: BTreeMap<Sha256Hash, Vec<(String, String)>>,
    pub(crate) complaints: Vec<Complaint>,
}

impl References {
    /// Reads every file of every reference folder.
    pub(crate) fn read(references: &[Reference]) -> Self {
        let mut read = Self { files: Vec::new(), by_hash: BTreeMap::new(), complaints: Vec::new() };
        for reference in references {
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
                        self.files.push(ReferenceFile { production, name, path, hash });
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

    /// Makes the references ready to be recognised. Looks are kept in the case, where there is one.
    pub(crate) fn recognition(
        &mut self,
        mut case: Option<&mut Case>,
    ) -> Result<ReferenceGallery, Failure> {
        let mut kept: BTreeMap<Sha256Hash, Kept> = BTreeMap::new();
        let mut missing: BTreeMap<Sha256Hash, &ReferenceFile> = BTreeMap::new();
        for file in &self.files {
            match case.as_deref().and_then(|case| Kept::find(case, &file.hash)) {
                Some(found) => drop(kept.insert(file.hash, found)),
                None => drop(missing.insert(file.hash, file)),
            }
        }
        let mut unread = Vec::new();
        if !missing.is_empty() {
            let views = missing.values().map(|file| {
                let opened = subtier_source::open(&file.path).map_err(|error| error.to_string())?;
                view(&opened, &file.name, (false, false))
            });
            let mut files = missing.iter();
            Readers::new(&Arc::default())?.see_each(views, |seen| {
                let Some((hash, file)) = files.next() else { return Ok::<(), Failure>(()) };
                match seen {
                    Ok(sight) => {
                        let is_lost = sight.look.is_none() && sight.blank.is_none();
                        if let (true, Some(fault)) = (is_lost, sight.faults.first()) {
                            unread.push((*file, fault.reason.clone()));
                        }
                        let looked = Kept::of(&sight);
                        if let Some(case) = case.as_deref_mut() {
                            looked.keep(case, hash)?;
                        }
                        kept.insert(*hash, looked);
                    }
                    Err(reason) => unread.push((*file, reason)),
                }
                Ok(())
            })?;
        }
        let complaints = unread.into_iter().map(|(file, reason)| {
            let path = format!("reference {}/{}", file.production, file.name);
            Complaint::new(
                None,
                path,
                Place::Whole,
                format!("it is not recognised anywhere: {reason}"),
            )
        });
        self.complaints.extend(complaints);
        let pictures = self.files.iter().filter_map(|file| {
            let kept = kept.get(&file.hash)?;
            Some(ReferencePicture {
                production: file.production.clone(),
                name: file.name.clone(),
                stage: kept.stage.clone(),
                look: kept.look.clone()?,
            })
        });
        Ok(ReferenceGallery::new(pictures.collect()))
    }
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
