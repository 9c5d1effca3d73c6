//! Compound files for tests, written by the crate `cfb`, which shares no code with our reader.

use std::io::{Cursor, Write};

/// Writes a compound file of streams; what stands before a `/` in a name is the storage it lies in.
pub(crate) fn compound(streams: &[(&str, &[u8])]) -> Vec<u8> {
    let mut file = cfb::CompoundFile::create(Cursor::new(Vec::new())).expect("memory");
    for (name, bytes) in streams {
        if let Some((storage, _)) = name.rsplit_once('/') {
            file.create_storage_all(format!("/{storage}")).expect("a storage");
        }
        let mut stream = file.create_stream(format!("/{name}")).expect("a name of its own");
        stream.write_all(bytes).expect("memory");
    }
    file.into_inner().into_inner()
}
