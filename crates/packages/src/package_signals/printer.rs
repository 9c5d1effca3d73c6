//! The printer a file was set up for: the structure that Windows gives a program for its driver (\[MS-RPRN\] 2.2.2.1, `_DEVMODE`).
//!
//! In: parts `printerSettings*.bin`. Out: the name of the device, `\\HOST\Printer` where it is shared.

use subtier_model::Place;
use subtier_names::decode::file_names;

use crate::package::{Package, has_ending};
use subtier_blocks::SignalKind;
use subtier_blocks::Writing;

/// Parts that are looked at: one a sheet.
const PARTS_MAX: usize = 1000;

/// Bytes of one that are read; the driver's own part may be long, and is not.
const BYTES_MAX: u64 = 1024;

/// Signs of a name (\[MS-RPRN\] 2.2.2.1: `CCHDEVICENAME`).
const NAME_SIGNS: usize = 32;

/// Sizes of the public part over the versions of Windows in two-byte signs: 188 (NT 3.51) to 220 (2000 and later); in one-byte signs
/// 124 to 156. Read from headers of the Windows SDK, as remembered; drivers state the size of the version they were built for.
const WIDE_SIZES: std::ops::RangeInclusive<u16> = 156..=240;
const NARROW_SIZES: std::ops::RangeInclusive<u16> = 92..=156;

/// Reads the printers of a package.
pub(super) fn read(package: &mut Package<'_>, writing: &mut Writing) {
    let names = package.names().into_iter();
    let names = names.filter(|name| name.contains("printerSettings") && has_ending(name, ".bin"));
    for name in names.take(PARTS_MAX).collect::<Vec<_>>() {
        let bytes = package.bytes(&name, BYTES_MAX);
        if let Some(device) = device_name(&bytes) {
            writing.signal(SignalKind::Printer, device, Place::Words(name));
        }
    }
}

/// The name of the device; `None` where the bytes are no such structure.
pub(crate) fn device_name(bytes: &[u8]) -> Option<String> {
    wide_name(bytes).or_else(|| narrow_name(bytes))
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_le_bytes)
}

/// `dmDeviceName` in 64 bytes, `dmSpecVersion`, `dmDriverVersion`, `dmSize`.
fn wide_name(bytes: &[u8]) -> Option<String> {
    let size = u16_at(bytes, 2 * NAME_SIGNS + 4)?;
    if !WIDE_SIZES.contains(&size) {
        return None;
    }
    let units = (0..NAME_SIGNS).map_while(|number| u16_at(bytes, 2 * number));
    let units = units.take_while(|unit| *unit != 0).collect::<Vec<_>>();
    let name = String::from_utf16(&units).ok()?;
    (!name.is_empty() && !name.chars().any(char::is_control)).then_some(name)
}

/// The same in 32 bytes, as Windows 95 and old drivers write it.
fn narrow_name(bytes: &[u8]) -> Option<String> {
    let size = u16_at(bytes, NAME_SIGNS + 4)?;
    if !NARROW_SIZES.contains(&size) {
        return None;
    }
    let name = bytes.get(..NAME_SIGNS)?.split(|byte| *byte == 0).next()?;
    if name.is_empty() || name.iter().any(u8::is_ascii_control) {
        return None;
    }
    file_names(&[name]).pop().map(|name| name.text)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn wide(name: &str) -> Vec<u8> {
        let mut bytes: Vec<u8> = name.encode_utf16().flat_map(u16::to_le_bytes).collect();
        bytes.resize(64, 0);
        for number in [0x0401_u16, 0x0600, 220, 0] {
            bytes.extend(number.to_le_bytes());
        }
        bytes.resize(220, 0);
        bytes
    }

    #[test]
    fn the_name_of_the_device_is_read() {
        assert_eq!(
            device_name(&wide("\\\\HANBIT-PC\\HP 프린터")).unwrap(),
            "\\\\HANBIT-PC\\HP 프린터"
        );
        let longest = "\\\\PRODUCTION-SERVER\\Canon iR-ADV";
        assert_eq!(device_name(&wide(longest)).unwrap(), longest);
        let mut narrow = b"HP LaserJet\0".to_vec();
        narrow.resize(32, 0);
        for number in [0x0400_u16, 0x0400, 148, 0] {
            narrow.extend(number.to_le_bytes());
        }
        assert_eq!(device_name(&narrow).unwrap(), "HP LaserJet");
    }

    #[test]
    fn other_bytes_are_no_device() {
        assert_eq!(device_name(b"<?xml version=\"1.0\"?><plist>"), None);
        assert_eq!(device_name(&[0; 220]), None);
    }

    proptest! {
        #[test]
        fn any_bytes_end(bytes: Vec<u8>) {
            device_name(&bytes);
        }
    }
}
