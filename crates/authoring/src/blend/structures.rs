//! The layout of structures that a file of Blender brings along (`DNA1`; `source/blender/makesdna/intern/dna_genfile.cc`).
//!
//! `SDNA`, then `NAME`, `TYPE`, each a count and texts up to NUL, `TLEN` with the length of each type, `STRC` with a count and of each structure its
//! type, the number of its fields, and of each field type and name; every part begins at a multiple of four. In: those bytes. Out: where a field of a
//! structure stands. Never: more counted than there are bytes.

use std::collections::BTreeMap;

use super::blocks::Head;

/// Structures within structures that a path may name.
const PATH_DEPTH_MAX: usize = 4;

/// Elements of a field; the longest path has 1024.
const FIELD_BYTES_MAX: usize = 1 << 16;

/// The layout.
#[derive(Debug)]
pub(super) struct Structures {
    head: Head,
    types: Vec<(String, usize)>,
    all: Vec<Structure>,
    /// Numbers of structures by their type.
    by_type: BTreeMap<usize, usize>,
}

#[derive(Debug)]
struct Structure {
    of: usize,
    fields: Vec<Field>,
}

#[derive(Debug)]
struct Field {
    of: usize,
    name: String,
    offset: usize,
    bytes: usize,
    is_address: bool,
}

struct Cursor<'a> {
    bytes: &'a [u8],
    at: usize,
    head: Head,
}

impl Cursor<'_> {
    fn mark(&mut self, mark: &[u8]) -> Option<()> {
        self.at = self.at.checked_next_multiple_of(4)?;
        let found = self.bytes.get(self.at..self.at + 4)?;
        self.at += 4;
        (found == mark).then_some(())
    }

    fn u32(&mut self) -> Option<usize> {
        let number = self.head.u32(self.bytes.get(self.at..)?)?;
        self.at += 4;
        usize::try_from(number).ok()
    }

    fn u16(&mut self) -> Option<usize> {
        let bytes = self.bytes.get(self.at..self.at + 2)?.try_into().ok()?;
        self.at += 2;
        let number =
            if self.head.is_big { u16::from_be_bytes(bytes) } else { u16::from_le_bytes(bytes) };
        Some(usize::from(number))
    }

    fn texts(&mut self) -> Option<Vec<String>> {
        let count = self.u32()?;
        let mut texts = Vec::new();
        for _ in 0..count {
            let rest = self.bytes.get(self.at..)?;
            let end = memchr::memchr(0, rest)?;
            texts.push(String::from_utf8_lossy(rest.get(..end)?).into_owned());
            self.at += end + 1;
        }
        Some(texts)
    }
}

impl Structures {
    /// Reads the layout; `None` where it is damaged.
    pub(super) fn read(dna: &[u8], head: Head) -> Option<Self> {
        let mut cursor = Cursor { bytes: dna, at: 0, head };
        cursor.mark(b"SDNA")?;
        cursor.mark(b"NAME")?;
        let names = cursor.texts()?;
        cursor.mark(b"TYPE")?;
        let type_names = cursor.texts()?;
        cursor.mark(b"TLEN")?;
        let mut types = Vec::new();
        for name in type_names {
            types.push((name, cursor.u16()?));
        }
        cursor.mark(b"STRC")?;
        let count = cursor.u32()?;
        let mut structures = Vec::new();
        for _ in 0..count {
            structures.push(structure(&mut cursor, &names, &types)?);
        }
        let by_type =
            structures.iter().zip(0..).map(|(structure, index)| (structure.of, index)).collect();
        Some(Self { head, types, all: structures, by_type })
    }

    /// The name of a structure by its number.
    pub(super) fn name(&self, number: u32) -> Option<&str> {
        let structure = self.all.get(usize::try_from(number).ok()?)?;
        self.types.get(structure.of).map(|(name, _)| name.as_str())
    }

    /// The bytes of a field; a path such as `r.pic` leads into structures within.
    pub(super) fn field<'c>(&self, number: u32, path: &str, content: &'c [u8]) -> Option<&'c [u8]> {
        let mut structure = self.all.get(usize::try_from(number).ok()?)?;
        let mut start = 0usize;
        let mut names = path.split('.').take(PATH_DEPTH_MAX).peekable();
        while let Some(name) = names.next() {
            let field = structure.fields.iter().find(|field| field.name == name)?;
            if field.is_address {
                return None;
            }
            start = start.checked_add(field.offset)?;
            if names.peek().is_none() {
                let end = start.checked_add(field.bytes.min(FIELD_BYTES_MAX))?;
                return content.get(start..end);
            }
            structure = self.all.get(*self.by_type.get(&field.of)?)?;
        }
        None
    }

    /// A field of two or four bytes as a number.
    pub(super) fn number(&self, bytes: &[u8]) -> Option<u32> {
        match bytes {
            [first, second] => {
                let pair = [*first, *second];
                let number = if self.head.is_big {
                    u16::from_be_bytes(pair)
                } else {
                    u16::from_le_bytes(pair)
                };
                Some(u32::from(number))
            }
            bytes => self.head.u32(bytes),
        }
    }
}

fn structure(
    cursor: &mut Cursor<'_>,
    names: &[String],
    types: &[(String, usize)],
) -> Option<Structure> {
    let of = cursor.u16()?;
    let n_fields = cursor.u16()?;
    let (mut fields, mut offset) = (Vec::new(), 0usize);
    for _ in 0..n_fields {
        let of = cursor.u16()?;
        let name = names.get(cursor.u16()?)?;
        let is_address = name.starts_with('*') || name.starts_with('(');
        let one = if is_address { cursor.head.address_bytes } else { types.get(of)?.1 };
        let bytes = one.checked_mul(count_of(name)?)?;
        let plain = name.split('[').next().unwrap_or("").to_owned();
        fields.push(Field { of, name: plain, offset, bytes, is_address });
        offset = offset.checked_add(bytes)?;
    }
    Some(Structure { of, fields })
}

/// How many elements `name[2][3]` has.
fn count_of(name: &str) -> Option<usize> {
    name.split('[')
        .skip(1)
        .try_fold(1usize, |count, part| count.checked_mul(part.split(']').next()?.parse().ok()?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn elements_of_a_field_are_counted() {
        assert_eq!(count_of("mat[4][4]"), Some(16));
        assert_eq!(count_of("name"), Some(1));
        assert_eq!(count_of("x[y]"), None);
    }
}
