//! DPX: who wrote it, when, out of which file, project and reel (SMPTE ST 268-1).

use subtier_blocks::SignalKind;

use crate::bytes::{Order, place, text, up_to};
use crate::{Held, Telling, clocks, exr};

/// Whether the bytes begin as DPX, in either order of bytes.
pub(crate) fn is_dpx(held: &Held<'_>, _name: &str) -> bool {
    held.head().starts_with(b"SDPX") || held.head().starts_with(b"XPDS")
}

/// Reads the headers.
pub(crate) fn read(held: &Held<'_>, telling: &mut Telling) {
    let front = held.head();
    let order = if front.starts_with(b"SDPX") { Order::Big } else { Order::Little };
    if let (Some(width), Some(height)) = (order.u32(front, 772), order.u32(front, 776)) {
        telling.size(width, height);
    }
    // Fields of characters that are not set are filled with FF.
    let field = |at: usize, length: usize| {
        let raw = up_to(front, at, length);
        if raw.first() == Some(&0xFF) { String::new() } else { text(raw) }
    };
    // File information, orientation and film headers (table 1).
    for (at, length, kind) in [
        (36, 100, SignalKind::FormerName),
        (160, 100, SignalKind::Application),
        (260, 200, SignalKind::Title),
        (460, 200, SignalKind::Copyright),
        (1556, 32, SignalKind::Device),
        (1588, 32, SignalKind::SerialNumber),
        (1764, 100, SignalKind::Comment),
    ] {
        let words = field(at, length);
        telling.account_path(&words, &place(at as u64, length));
        telling.signal(kind, words, place(at as u64, length));
    }
    telling.path_if_any(&field(1432, 100), &place(1432, 100));
    for (at, kind) in [(136, SignalKind::Created), (1532, SignalKind::Taken)] {
        let written = field(at, 24);
        let time = clocks::of_exif(&written).unwrap_or(written);
        telling.time(kind, &time, &place(at as u64, 24));
    }
    if let Some(number) = order.u32(front, 1920).filter(|number| !matches!(*number, 0 | u32::MAX)) {
        telling.signal(SignalKind::StartTimecode, exr::time_code(number), place(1920, 4));
    }
}
