//! Files that were dropped into a document: their packages keep the path they came from.
//!
//! In: the beginning of a stream `\x01Ole10Native` (\[MS-OLEDS\] 2.3.6, which leaves the data to the packager; its layout is that of the
//! old Packager, as public tools read it: oletools `oleobj`). Out: name and paths as written. Never: the file itself is read.

use subtier_blocks::paths::{external_path, path_in_words};
use subtier_blocks::{SignalKind, Writing};
use subtier_model::Place;
use subtier_names::decode::file_names;

/// The name of the stream.
pub const STREAM: &str = "\u{1}Ole10Native";

/// Bytes of the stream that hold the names.
pub const HEAD_BYTES_MAX: u64 = 4096;

/// Bytes of one name.
const NAME_BYTES_MAX: usize = 1000;

/// Says what is kept inside and where it came from.
pub fn tell(head: &[u8], place: &Place, writing: &mut Writing) {
    let [label, paths @ ..] = names(head);
    writing.signal(SignalKind::Embedded, label.as_str(), place.clone());
    path_in_words(&label, place, writing);
    for path in paths.iter().filter(|path| path.contains(['\\', '/'])) {
        external_path(path, place, writing);
    }
}

/// Label, original path and path of the copy; empty where they are missing.
///
/// Size (4), type (2), label, path, two numbers (4), length of the third name (4), the name; names end with zero.
fn names(head: &[u8]) -> [String; 3] {
    let mut raw: [&[u8]; 3] = [&[]; 3];
    let mut rest = head.get(6..).unwrap_or(&[]);
    for (name, skipped) in raw.iter_mut().zip([0, 0, 8]) {
        rest = rest.get(skipped..).unwrap_or(&[]);
        let Some(end) = rest.iter().take(NAME_BYTES_MAX).position(|byte| *byte == 0) else { break };
        let (own, behind) = rest.split_at(end);
        *name = own;
        rest = behind.get(1..).unwrap_or(&[]);
    }
    // The encoding is decided over all three.
    let mut texts = file_names(&raw).into_iter().map(|name| name.text);
    std::array::from_fn(|_| texts.next().unwrap_or_default())
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use subtier_blocks::{Format, Limits};

    fn head(label: &[u8], path: &[u8], copy: &[u8]) -> Vec<u8> {
        let mut head = vec![0, 0, 0, 0, 2, 0];
        for name in [label, path] {
            head.extend(name);
            head.push(0);
        }
        head.extend([0, 0, 3, 0]);
        head.extend(u32::try_from(copy.len() + 1).unwrap().to_le_bytes());
        head.extend(copy);
        head.extend([0, 4, 0, 0, 0, 1, 2, 3, 4]);
        head
    }

    #[test]
    fn the_paths_of_a_dropped_file_are_told() {
        let gbk: &[u8] = &[0xD0, 0xDE, 0xB8, 0xC4, 0xD2, 0xE2, 0xBC, 0xFB, b'.', b't', b'x', b't'];
        let path = [b"D:\\wang\\Desktop\\", gbk].concat();
        let copy = b"C:\\Users\\wang\\AppData\\Local\\Temp\\a.txt";
        let mut writing = Writing::new(Format::Doc, Limits::STANDARD);
        tell(&head(gbk, &path, copy), &Place::Whole, &mut writing);
        let told: Vec<_> =
            writing.finish().signals.into_iter().map(|s| (s.kind, s.value)).collect();
        let expected = [
            (SignalKind::Embedded, "修改意见.txt"),
            (SignalKind::ExternalPath, "D:\\wang\\Desktop\\修改意见.txt"),
            (SignalKind::ExternalPath, "C:\\Users\\wang\\AppData\\Local\\Temp\\a.txt"),
            (SignalKind::UserPath, "C:\\Users\\wang\\AppData\\Local\\Temp\\a.txt"),
        ];
        assert_eq!(told, expected.map(|(kind, value)| (kind, value.to_owned())));
    }

    proptest! {
        #[test]
        fn any_bytes_end(bytes: Vec<u8>, at in 0_usize..200, byte: u8) {
            names(&bytes);
            let mut head = head(b"a", b"b", b"c");
            if let Some(place) = head.get_mut(at) {
                *place = byte;
            }
            names(&head);
        }
    }
}
