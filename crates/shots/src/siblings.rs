//! Which words the files beside each other share.
//!
//! In: for each file with an episode or shot its folders and the words that may name its production. Out: for a word in a
//! folder whether its siblings share it. Never: more than `SCOPES_MAX` folders or `WORDS_MAX` words a folder in memory.

use std::collections::{BTreeMap, BTreeSet};

use crate::aliases::title_key;
use crate::production::Candidate;

/// Folders whose files are counted; more than that are not learnt from.
const SCOPES_MAX: usize = 400_000;

/// Words counted in one folder.
const WORDS_MAX: usize = 16;

/// Spellings kept in all.
const SPELLINGS_MAX: usize = 100_000;

/// Folders above a file whose other files are its siblings.
const SCOPE_STEPS: usize = 12;

/// Siblings from which on a shared word tells something.
const SIBLINGS_MIN: u32 = 2;

/// Files of one folder that must share a word before it is a production in every folder.
const KNOWN_MIN: u32 = 3;

/// Parts of a hundred of the siblings that must share a word.
const SHARE_MIN: u32 = 80;

/// A production learnt from the names of files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Learnt {
    /// Its code, in the spelling most files use.
    pub code: String,
    /// How many files beside each other carry it, in the folder where most do.
    pub n_files: u32,
    /// How many files with an episode or shot are there.
    pub n_siblings: u32,
}

/// What the siblings of a file say of a word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Standing<'a> {
    /// Enough of them share it; in the spelling most of all files use.
    Constant(&'a str),
    /// They do not, but those in another folder do.
    Elsewhere(&'a str),
    /// There are siblings, and they do not.
    Varies,
    /// There are none.
    Unknown,
}

#[derive(Debug, Clone, Default)]
struct Scope {
    n_files: u32,
    /// Key of a word, and in how many files it stands.
    words: Vec<(u32, u32)>,
}

/// Counts of words by folder.
#[derive(Debug, Clone, Default)]
pub(crate) struct Siblings {
    scopes: BTreeMap<u64, Scope>,
    /// Number of a folded word.
    keys: BTreeMap<String, u32>,
    /// Of each number its spellings with their counts.
    spellings: BTreeMap<u32, BTreeMap<String, u32>>,
    n_spellings: usize,
    /// Of each number the spelling most files use.
    best: BTreeMap<u32, String>,
    /// Words shared in some folder by enough files to be known in every other.
    known: BTreeSet<u32>,
}

/// The hashes of the folders of a file from the top down, with that of no folder first (FNV-1a, 64 bit: two folders that
/// meet in one are only counted together).
fn hashes<'p>(folders: &'p [&str]) -> impl Iterator<Item = u64> + 'p {
    let mut hash = 0xcbf2_9ce4_8422_2325_u64;
    let skipped = (folders.len() + 1).saturating_sub(SCOPE_STEPS);
    std::iter::once(None)
        .chain(folders.iter().map(Some))
        .map(move |folder| {
            if let Some(folder) = folder {
                for byte in folder.bytes().chain([b'/']) {
                    hash = (hash ^ u64::from(byte)).wrapping_mul(0x100_0000_01b3);
                }
            }
            hash
        })
        .skip(skipped)
}

impl Siblings {
    /// Counts one file.
    pub(crate) fn add(&mut self, folders: &[&str], candidates: &[Option<Candidate<'_>>; 3]) {
        let mut keys = [None; 3];
        for (slot, candidate) in keys.iter_mut().zip(candidates.iter().flatten()) {
            *slot = self.key(candidate.token);
        }
        // One word twice in a path counts once.
        let [first, second, third] = &mut keys;
        if second == first {
            *second = None;
        }
        if third == first || third == second {
            *third = None;
        }
        for hash in hashes(folders) {
            if self.scopes.len() >= SCOPES_MAX && !self.scopes.contains_key(&hash) {
                continue;
            }
            let scope = self.scopes.entry(hash).or_default();
            scope.n_files = scope.n_files.saturating_add(1);
            for key in keys.iter().flatten() {
                let is_full = scope.words.len() >= WORDS_MAX;
                match scope.words.iter_mut().find(|word| word.0 == *key) {
                    Some(word) => word.1 = word.1.saturating_add(1),
                    None if !is_full => scope.words.push((*key, 1)),
                    None => {}
                }
            }
        }
    }

    fn key(&mut self, token: &str) -> Option<u32> {
        let folded = title_key(token);
        let next = u32::try_from(self.keys.len()).ok()?;
        let is_full = self.n_spellings >= SPELLINGS_MAX;
        let key = match self.keys.get(&folded) {
            Some(key) => *key,
            None if is_full => return None,
            None => {
                self.keys.insert(folded, next);
                next
            }
        };
        let spellings = self.spellings.entry(key).or_default();
        match spellings.get_mut(token) {
            Some(count) => *count = count.saturating_add(1),
            None if !is_full => {
                spellings.insert(token.to_owned(), 1);
                self.n_spellings += 1;
            }
            None => {}
        }
        Some(key)
    }

    /// Fixes the spelling of each word once all files are counted.
    pub(crate) fn close(&mut self) {
        for (key, spellings) in std::mem::take(&mut self.spellings) {
            // The first in order where two are as frequent.
            let best = spellings.into_iter().rev().max_by_key(|(_, count)| *count);
            if let Some((best, _)) = best {
                self.best.insert(key, best);
            }
        }
        for scope in self.scopes.values() {
            let shared = scope
                .words
                .iter()
                .filter(|word| word.1 >= KNOWN_MIN && is_shared(word.1, scope.n_files));
            self.known.extend(shared.map(|word| word.0));
        }
    }

    /// What the siblings of a file say of a folded word.
    pub(crate) fn standing(&self, folders: &[&str], folded: &str) -> Standing<'_> {
        let Some(key) = self.keys.get(folded) else { return self.without(folders) };
        let mut has_siblings = false;
        for hash in hashes(folders) {
            let Some(scope) = self.scopes.get(&hash).filter(|scope| scope.n_files >= SIBLINGS_MIN)
            else {
                continue;
            };
            has_siblings = true;
            let count = scope.words.iter().find(|word| word.0 == *key).map_or(0, |word| word.1);
            if is_shared(count, scope.n_files)
                && let Some(code) = self.best.get(key)
            {
                return Standing::Constant(code);
            }
        }
        match self.best.get(key).filter(|_| self.known.contains(key)) {
            Some(code) => Standing::Elsewhere(code),
            None if has_siblings => Standing::Varies,
            None => Standing::Unknown,
        }
    }

    /// For a word nobody counted.
    fn without(&self, folders: &[&str]) -> Standing<'_> {
        let is_known = hashes(folders)
            .any(|hash| self.scopes.get(&hash).is_some_and(|scope| scope.n_files >= SIBLINGS_MIN));
        if is_known { Standing::Varies } else { Standing::Unknown }
    }

    /// The words that siblings share, with the folder in which most do.
    pub(crate) fn learnt(&self) -> Vec<Learnt> {
        let mut best: BTreeMap<u32, (u32, u32)> = BTreeMap::new();
        for scope in self.scopes.values().filter(|scope| scope.n_files >= SIBLINGS_MIN) {
            for (key, count) in &scope.words {
                if is_shared(*count, scope.n_files) {
                    let row = best.entry(*key).or_default();
                    *row = (*row).max((*count, scope.n_files));
                }
            }
        }
        let mut learnt: Vec<Learnt> = best
            .into_iter()
            .filter_map(|(key, (n_files, n_siblings))| {
                Some(Learnt { code: self.best.get(&key)?.clone(), n_files, n_siblings })
            })
            .collect();
        learnt.sort_by(|one, other| one.code.cmp(&other.code));
        learnt
    }
}

fn is_shared(count: u32, of: u32) -> bool {
    count >= SIBLINGS_MIN && u64::from(count) * 100 >= u64::from(of) * u64::from(SHARE_MIN)
}
