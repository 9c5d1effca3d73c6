//! Blender (`.blend`): blocks, described by the file itself.
//!
//! Head, version 0: `BLENDER`, `-` or `_` for addresses of 8 or 4 bytes, `v` or `V` for the order of bytes, three digits of the version;
//! version 1 (Blender 5): `BLENDER17-01v` and four digits (`BLO_core_blend_header.hh`). Heads of blocks: code, length, address, number of the
//! structure, count (`BLO_core_bhead.hh`). `GLOB` holds a `FileGlobal`: path of the last save, build (`DNA_fileGlobal_types.h`); `TEST` a thumbnail;
//! `DNA1` the layout of every structure, so that any version is read by its own. The file may be packed as gzip or zstd.

mod blocks;
mod structures;

use std::fmt::Write;
use std::io::Read;

use subtier_blocks::SignalKind;
use subtier_footage::{Held, MediaReader, Telling};
use subtier_model::Place;

use crate::packed::{gunzip, unzstd};
use crate::{markup, png, told};
use blocks::{Block, Blocks, Head};
use structures::Structures;

/// A file of Blender.
pub(crate) const BLEND: MediaReader = MediaReader { format: "blend", is_it, read };

const GZIP: &[u8] = b"\x1F\x8B";
const ZSTD: &[u8] = b"\x28\xB5\x2F\xFD";

/// Bytes unpacked to see whether a packed file is of Blender.
const SNIFFED_BYTES: u64 = 12;

fn is_it(held: &Held<'_>, name: &str) -> bool {
    let head = held.head();
    if head.starts_with(blocks::SIGNATURE) {
        return true;
    }
    // Backups are called `.blend1` and so on.
    let is_packed = head.starts_with(GZIP) || head.starts_with(ZSTD);
    let may_be = name
        .rsplit('.')
        .next()
        .is_some_and(|ending| ending.to_ascii_lowercase().starts_with("blend"));
    if !is_packed || !may_be {
        return false;
    }
    let limits = subtier_blocks::Limits::STANDARD;
    let mut first = Vec::new();
    let is_read = if head.starts_with(GZIP) {
        gunzip(head, &limits).take(SNIFFED_BYTES).read_to_end(&mut first).is_ok()
    } else {
        unzstd(head, &limits)
            .is_ok_and(|reader| reader.take(SNIFFED_BYTES).read_to_end(&mut first).is_ok())
    };
    (is_read || !first.is_empty()) && first.starts_with(blocks::SIGNATURE)
}

fn read(held: &Held<'_>, telling: &mut Telling) {
    let limits = *telling.limits();
    let head = held.head();
    let mut gathered = if head.starts_with(GZIP) {
        Blocks::gather(gunzip(head, &limits))
    } else if head.starts_with(ZSTD) {
        match unzstd(head, &limits) {
            Ok(reader) => Blocks::gather(reader),
            Err(error) => {
                telling.fault(Place::Whole, format!("it cannot be unpacked: {error}"));
                return;
            }
        }
    } else {
        Blocks::gather(head)
    };
    if held.unheld().is_some() && head.starts_with(blocks::SIGNATURE) {
        gathered.find_structures(held.tail());
    }
    markup::say_unheld(held, telling);
    if let Some(reason) = gathered.reason.take() {
        telling.fault(Place::Whole, reason);
    }
    let Some(form) = gathered.head else { return };
    tell(&gathered, form, telling);
}

fn tell(gathered: &Blocks, form: Head, telling: &mut Telling) {
    let version = version(form.version);
    let Some(structures) =
        gathered.structures.as_deref().and_then(|dna| Structures::read(dna, form))
    else {
        let words = format!("Blender {version}");
        telling.signal(SignalKind::Application, words, told::bytes_at(0, 17));
        telling.fault(Place::Whole, "the layout of its structures is missing or damaged");
        return;
    };
    for block in &gathered.kept {
        if block.code == *b"TEST" {
            thumbnail(block, form, telling);
        } else {
            structure(block, &structures, &version, telling);
        }
    }
}

/// `304` as `3.4`, `405` as `4.5`, `2.83` as it was called.
fn version(number: u32) -> String {
    if number < 300 {
        return format!("{}.{:02}", number / 100, number % 100);
    }
    format!("{}.{}", number / 100, number % 100)
}

fn structure(block: &Block, structures: &Structures, version: &str, telling: &mut Telling) {
    let Some(name) = structures.name(block.structure) else { return };
    let field = |path: &str| structures.field(block.structure, path, &block.content);
    let text = |path: &str| field(path).map(text_of).filter(|text| !text.is_empty());
    let place = Place::Words(format!("block {} at byte {}, {name}", block.code_name(), block.at));
    match name {
        "FileGlobal" => {
            let mut words = format!("Blender {version}");
            if let Some(subversion) = field("subversion").and_then(|bytes| structures.number(bytes))
            {
                let _ = write!(words, ", file version {subversion} of it");
            }
            if let Some(hash) = text("build_hash") {
                let _ = write!(words, ", build {hash}");
            }
            telling.signal(SignalKind::Application, words, place.clone());
            // The path of the last save, under the name that it has had since 2.7 or since 3.5.
            if let Some(path) = text("filepath").or_else(|| text("filename")) {
                told::path(&path, &place, telling);
            }
        }
        // Until 3.x the path was called `name`, and is still written so.
        "Library" | "Image" | "bSound" | "MovieClip" | "VFont" | "CacheFile" => {
            for path in ["filepath", "name", "filepath_abs"].iter().filter_map(|path| text(path)) {
                // Two slashes stand for the folder of the file itself.
                match path.as_str() {
                    "<builtin>" => {}
                    path if path.starts_with("//") => told::local_path(path, &place, telling),
                    path => told::path(path, &place, telling),
                }
            }
        }
        "Scene" => {
            if let Some(path) = text("r.pic") {
                told::path_if_absolute(&path, &place, telling);
            }
        }
        "bGPDlayer" => {
            if let Some(layer) = text("info") {
                told::text(SignalKind::LayerName, &layer, &place, telling);
            }
        }
        "bGPdata" | "GreasePencil" => {
            // The first two signs of a name say what it is the name of.
            if let Some(own) = text("id.name").and_then(|name| name.get(2..).map(str::to_owned)) {
                told::text(SignalKind::LayerName, &own, &place, telling);
            }
        }
        _ => {}
    }
}

/// Text up to its NUL.
fn text_of(bytes: &[u8]) -> String {
    let end = memchr::memchr(0, bytes).unwrap_or(bytes.len());
    String::from_utf8_lossy(bytes.get(..end).unwrap_or(&[])).into_owned()
}

/// Width, height, and pixels with the lowest row first (`blen_read`'s thumbnail).
fn thumbnail(block: &Block, form: Head, telling: &mut Telling) {
    let number = |at| block.content.get(at..at + 4).and_then(|bytes| form.u32(bytes));
    let (Some(width), Some(height)) = (number(0), number(4)) else { return };
    let pixels = block.content.get(8..).unwrap_or(&[]);
    if let Some(picture) = png::from_rows_upwards(pixels, width, height) {
        telling.preview("thumbnail", &picture);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn versions_are_called_as_people_call_them() {
        assert_eq!([279, 283, 304, 405, 500].map(version), ["2.79", "2.83", "3.4", "4.5", "5.0"]);
    }
}
