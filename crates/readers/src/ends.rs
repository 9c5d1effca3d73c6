//! The bytes of a file for the process that looks at it: all of them, or both ends of a large one.
//!
//! In: an open file. Out: a `View`. Never: more than twice `END_BYTES` in memory for one file.

use subtier_source::Opened;

use crate::protocol::{Glance, View};

/// Bytes of each end of a file that is not read as a whole: heads and tables of films stand at either end, and no single picture
/// of this trade is as large as both.
const END_BYTES: u64 = 64 << 20;

/// Reads what is to be looked at of a file; the error says why it could not be had.
pub fn view(
    file: &Opened,
    name: &str,
    (is_carved, thumbnail_side): (bool, usize),
) -> Result<View, String> {
    let length = file.size();
    let (head, tail) = if length <= 2 * END_BYTES { (length, 0) } else { (END_BYTES, END_BYTES) };
    let mut bytes = Vec::new();
    add(file, (0, head), &mut bytes)?;
    add(file, (length - tail, tail), &mut bytes)?;
    let tail_bytes = usize::try_from(tail).map_err(|error| error.to_string())?;
    let name = name.rsplit('/').next().unwrap_or(name).to_owned();
    Ok(View { glance: Glance { name, length, tail_bytes, is_carved, thumbnail_side }, bytes })
}

fn add(file: &Opened, (begin, count): (u64, u64), bytes: &mut Vec<u8>) -> Result<(), String> {
    let at = bytes.len();
    let count = usize::try_from(count).map_err(|error| error.to_string())?;
    bytes.resize(at + count, 0);
    let (mut offset, mut rest) = (begin, bytes.get_mut(at..).unwrap_or_default());
    while !rest.is_empty() {
        let read = file
            .read_at(rest, offset)
            .map_err(|error| format!("its bytes can no longer be read: {error}"))?;
        if read == 0 {
            return Err("it became shorter while it was read".to_owned());
        }
        offset += read as u64;
        rest = rest.get_mut(read..).unwrap_or_default();
    }
    Ok(())
}
