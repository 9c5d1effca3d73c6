//! Reference files of productions, by their hashes; a file of the dump that equals one to the byte
//! is a copy of it. Recognition of pictures that differ is not done here.

use std::collections::BTreeMap;

use subtier_model::{Complaint, Evidence, Place, Sha256Hash};
use subtier_source::{Found, Hashing, Opened, Walk, WalkEntry, WalkLimits};

use super::context::StoredAsset;
use super::inputs::Reference;
use crate::failure::Failure;

/// How far a reference folder is walked.
const LIMITS: WalkLimits = WalkLimits { depth_max: 200, entries_max: 10_000_000 };

/// Hashes of all reference files.
pub(crate) struct References {
    by_hash: BTreeMap<Sha256Hash, Vec<(String, String)>>,
    pub(crate) complaints: Vec<Complaint>,
}

impl References {
    /// Reads every file of every reference folder.
    pub(crate) fn read(references: &[Reference]) -> Self {
        let mut read = Self { by_hash: BTreeMap::new(), complaints: Vec::new() };
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
                let file = subtier_source::open(&reference.folder.join(&entry.path));
                match file.map_err(Failure::from).and_then(|file| hash(&file)) {
                    Ok(hash) => {
                        let named = (reference.production.clone(), name);
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

    /// Items whose bytes are those of a reference file.
    pub(crate) fn copies_among(&self, evidence: &[Evidence]) -> Vec<StoredAsset> {
        let copy = |item: &Evidence| {
            let copies = self.by_hash.get(&item.sha256?)?;
            let mut productions: Vec<_> =
                copies.iter().map(|(production, _)| production.as_str()).collect();
            productions.sort_unstable();
            productions.dedup();
            let names: Vec<_> = copies.iter().map(|(_, name)| name.as_str()).collect();
            Some(StoredAsset {
                path: item.path.clone(),
                // Bytes that several productions share tell of none of them.
                production: (productions.len() == 1).then(|| productions.join("")),
                because: format!("its bytes are those of the reference {}", names.join(", ")),
            })
        };
        evidence.iter().filter_map(copy).collect()
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
