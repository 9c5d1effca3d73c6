//! Derived files: what is worked out of one item's bytes and would take long to work out again, such as looks and thumbnails.
//!
//! In: a kind, the SHA-256 of the item, bytes. Out: the same bytes, or nothing where they are missing or damaged; whoever asks
//! works them out anew. Never: precious; the folder may be deleted, and `verify` does not look at it.

use std::fs::{self, File};
use std::io::{Read, Write};
use std::path::PathBuf;

use subtier_model::Sha256Hash;

use crate::Error;
use crate::folder::{Folder, NEW, create_new, remove_unfinished};

/// Bytes of the BLAKE3 hash at the end of each file; a picture with bytes after its end is still one.
const SEAL_BYTES: usize = 32;

/// Bytes of the largest derived file that is read.
const DERIVED_BYTES_MAX: u64 = 64 << 20;

fn path_of(folder: &Folder, kind: &str, of: &Sha256Hash) -> PathBuf {
    let name = of.to_string();
    folder.derived().join(kind).join(name.chars().take(2).collect::<String>()).join(name)
}

/// Reads a file, where it is there and whole.
pub(crate) fn read(folder: &Folder, kind: &str, of: &Sha256Hash) -> Option<Vec<u8>> {
    let mut bytes = Vec::new();
    let file = File::open(path_of(folder, kind, of)).ok()?;
    file.take(DERIVED_BYTES_MAX).read_to_end(&mut bytes).ok()?;
    let at = bytes.len().checked_sub(SEAL_BYTES)?;
    let seal = bytes.split_off(at);
    (blake3::hash(&bytes).as_bytes().as_slice() == seal).then_some(bytes)
}

/// Writes a file aside and renames it. It is not flushed: a file that a crash left cut is not whole and is worked out anew.
pub(crate) fn write(
    folder: &Folder,
    kind: &str,
    of: &Sha256Hash,
    bytes: &[u8],
) -> Result<(), Error> {
    let path = path_of(folder, kind, of);
    let shelf = path.parent().expect("a derived file lies on a shelf");
    fs::create_dir_all(shelf).map_err(Error::io("create", shelf))?;
    let aside = folder.tmp().join(format!("{of}{NEW}"));
    remove_unfinished(&aside)?;
    let mut file = create_new(&aside)?;
    let seal = blake3::hash(bytes);
    file.write_all(bytes).map_err(Error::io("write", &aside))?;
    file.write_all(seal.as_bytes()).map_err(Error::io("write", &aside))?;
    fs::rename(&aside, &path).map_err(Error::io("rename to", &path))
}
