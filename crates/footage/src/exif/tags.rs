//! What tags of TIFF, Exif and GPS tell, and what follows from those that belong together.

use subtier_blocks::SignalKind;
use subtier_model::Place;

use super::{Directory, Entry, maker_of};
use crate::bytes::{self, Order, place, utf16};
use crate::{Telling, clocks, icc, iptc, photoshop, xmp};

/// Tags that are a text and a signal, in the order of their numbers: TIFF 6.0, section 8 and 12; CIPA DC-008 (Exif 3.0), tables 4 to
/// 8; DNG 1.7 (C614, C62F).
const TEXTS: [(u16, SignalKind); 19] = [
    (0x010D, SignalKind::Title),
    (0x010E, SignalKind::Comment),
    (0x011D, SignalKind::LayerName),
    (0x0131, SignalKind::Application),
    (0x013B, SignalKind::Author),
    (0x013C, SignalKind::Machine),
    (0x8298, SignalKind::Copyright),
    (0xA420, SignalKind::Identifier),
    (0xA430, SignalKind::Author),
    (0xA431, SignalKind::SerialNumber),
    (0xA435, SignalKind::SerialNumber),
    (0xA436, SignalKind::Title),
    (0xA437, SignalKind::Author),
    (0xA438, SignalKind::LastModifiedBy),
    (0xA439, SignalKind::Application),
    (0xA43A, SignalKind::Application),
    (0xA43B, SignalKind::Application),
    (0xA43C, SignalKind::Application),
    (0xC62F, SignalKind::SerialNumber),
];

/// A time with the offset that stands in another tag.
#[derive(Debug, Default)]
struct Clock {
    time: Option<(String, Place)>,
    offset: Option<String>,
}

impl Clock {
    /// The time in the shape of ISO 8601 with what is known of its offset.
    fn written(&self) -> Option<(String, &Place)> {
        let (time, place) = self.time.as_ref()?;
        let offset = self.offset.as_deref().unwrap_or("");
        Some((clocks::of_exif(time)? + offset, place))
    }
}

/// What was found in tags that belong together.
#[derive(Debug, Default)]
pub(super) struct Found {
    /// Make and model.
    device: [Option<String>; 2],
    device_at: Option<Place>,
    /// Changed, taken, digitised (CIPA DC-008: 132, 9003, 9004 with 9010, 9011, 9012).
    clocks: [Clock; 3],
    /// Latitude and longitude: letter and degrees.
    letters: [Option<String>; 2],
    degrees: [Option<f64>; 2],
    gps_day: Option<String>,
    gps_time: Option<[f64; 3]>,
    gps_at: Option<Place>,
    /// Pixels across and down, and pixels a unit.
    sides: [Option<u32>; 2],
    densities: [Option<f64>; 2],
    density_unit: Option<u32>,
}

impl Found {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// Takes one tag.
    pub(super) fn take(
        &mut self,
        directory: Directory,
        entry: &Entry<'_>,
        order: Order,
        telling: &mut Telling,
    ) {
        let at = place(entry.at, entry.value.len());
        match directory {
            Directory::Gps => self.take_gps(entry, order, at),
            Directory::Picture(0) => {
                self.take_picture(entry, order);
                Self::take_block(entry, order, telling);
                self.take_any(entry, order, at, telling);
            }
            Directory::Picture(_) => {
                if entry.tag == 0x011D {
                    telling.signal(SignalKind::LayerName, entry.text(), at);
                }
            }
            Directory::Exif => self.take_any(entry, order, at, telling),
        }
    }

    fn take_picture(&mut self, entry: &Entry<'_>, order: Order) {
        match entry.tag {
            0x0100 => set(&mut self.sides, 0, entry.number(order)),
            0x0101 => set(&mut self.sides, 1, entry.number(order)),
            0x011A => set(&mut self.densities, 0, entry.fraction(0, order)),
            0x011B => set(&mut self.densities, 1, entry.fraction(0, order)),
            0x0128 => self.density_unit = entry.number(order),
            _ => {}
        }
    }

    /// Tags that hold blocks of other formats.
    fn take_block(entry: &Entry<'_>, order: Order, telling: &mut Telling) {
        let (value, at) = (entry.value, entry.at);
        match entry.tag {
            // XMP part 3, 3.3; Photoshop TIFF technical notes (34377, 37724); ICC.1, B.4; IPTC as TIFF 33723.
            0x02BC => xmp(value, at, telling),
            0x8649 => photoshop::resources(value, at, telling),
            0x8773 => icc::profile(value, at, telling),
            0x83BB => iptc::records(value, at, telling),
            0x935C => photoshop::layer_blocks(value, at, order, telling),
            _ => {}
        }
    }

    fn take_any(&mut self, entry: &Entry<'_>, order: Order, at: Place, telling: &mut Telling) {
        if let Ok(row) = TEXTS.binary_search_by_key(&entry.tag, |(tag, _)| *tag) {
            let text = entry.text();
            if let Some((_, kind)) = TEXTS.get(row) {
                telling.account_path(&text, &at);
                telling.signal(*kind, text, at);
            }
            return;
        }
        match entry.tag {
            0x010F | 0x0110 => {
                set(&mut self.device, usize::from(entry.tag - 0x010F), Some(entry.text()));
                self.device_at = Some(at);
            }
            0x0132 => set_time(&mut self.clocks, 0, entry, at),
            0x9003 | 0x9004 => {
                set_time(&mut self.clocks, usize::from(entry.tag - 0x9002), entry, at);
            }
            0x9010..=0x9012 => {
                if let Some(clock) = self.clocks.get_mut(usize::from(entry.tag - 0x9010)) {
                    clock.offset = offset_of(&entry.text());
                }
            }
            0x882A => self.take_zone(entry, order),
            0x927C => {
                if let Some(maker) = maker_of(entry.value) {
                    telling.signal(SignalKind::Device, format!("notes of {maker}"), at);
                }
            }
            0x9286 => telling.signal(SignalKind::Comment, user_comment(entry.value, order), at),
            // Windows Explorer (Microsoft Learn, WIC photo metadata policies): UTF-16, the low byte first, whatever the file has.
            0x9C9B => telling.signal(SignalKind::Title, utf16(entry.value, Order::Little), at),
            0x9C9C => telling.signal(SignalKind::Comment, utf16(entry.value, Order::Little), at),
            0x9C9D => telling.signal(SignalKind::Author, utf16(entry.value, Order::Little), at),
            _ => {}
        }
    }

    /// ISO 12234-2 (TIFF/EP), `TimeZoneOffset`: hours of the time taken, then of the time changed.
    fn take_zone(&mut self, entry: &Entry<'_>, order: Order) {
        for (index, clock_idx) in [(0, 1), (2, 0)] {
            let Some(raw) = order.u16(entry.value, index) else { continue };
            let hours = i32::from(raw.cast_signed());
            let Some(clock) = self.clocks.get_mut(clock_idx) else { continue };
            if clock.offset.is_none() && (-12..=14).contains(&hours) {
                let sign = if hours < 0 { '-' } else { '+' };
                clock.offset = Some(format!("{sign}{:02}:00", hours.abs()));
            }
        }
    }

    /// CIPA DC-008, 4.6.6.
    fn take_gps(&mut self, entry: &Entry<'_>, order: Order, at: Place) {
        let three = || {
            let part = |index| entry.fraction(index, order);
            Some([part(0)?, part(1).unwrap_or(0.0), part(2).unwrap_or(0.0)])
        };
        match entry.tag {
            1 => set(&mut self.letters, 0, Some(entry.text())),
            3 => set(&mut self.letters, 1, Some(entry.text())),
            2 | 4 => {
                let degrees =
                    three().map(|[whole, minutes, secs]| whole + minutes / 60.0 + secs / 3600.0);
                set(&mut self.degrees, usize::from(entry.tag / 2 - 1), degrees);
                self.gps_at = Some(at);
            }
            7 => self.gps_time = three(),
            29 => self.gps_day = Some(entry.text()),
            _ => {}
        }
    }

    /// Says what follows once all tags are read.
    pub(super) fn tell(&self, telling: &mut Telling) {
        if let [Some(width), Some(height)] = self.sides {
            telling.size_at_first(width, height);
        }
        let device: Vec<&str> = self.device.iter().flatten().map(String::as_str).collect();
        let at = self.device_at.clone().unwrap_or(Place::Whole);
        telling.signal(SignalKind::Camera, device.join(" "), at);
        let kinds = [SignalKind::Modified, SignalKind::Taken, SignalKind::Taken];
        for (clock, kind) in self.clocks.iter().zip(kinds) {
            if let Some((written, place)) = clock.written() {
                telling.time(kind, &written, place);
            }
        }
        if let [Some(across), Some(down)] = self.densities {
            let unit = if self.density_unit == Some(3) { "centimetre" } else { "inch" };
            telling.signal(
                SignalKind::Resolution,
                format!("{across} x {down} per {unit}"),
                Place::Whole,
            );
        }
        self.tell_gps(telling);
    }

    fn tell_gps(&self, telling: &mut Telling) {
        let at = self.gps_at.clone().unwrap_or(Place::Whole);
        let side = |index: usize, negative: &str| {
            let degrees = self.degrees.get(index).copied().flatten()?;
            let letter = self.letters.get(index)?.as_deref()?;
            Some(if letter.starts_with(negative) { -degrees } else { degrees })
        };
        if let (Some(latitude), Some(longitude)) = (side(0, "S"), side(1, "W")) {
            telling.signal(
                SignalKind::Location,
                format!("{latitude:.6}, {longitude:.6}"),
                at.clone(),
            );
        }
        let (Some(day), Some([hour, minute, second])) = (&self.gps_day, self.gps_time) else {
            return;
        };
        let whole = format!("{day} {hour:02.0}:{minute:02.0}:{:02.0}", second.floor());
        let Some(utc) = clocks::of_exif(&whole) else { return };
        let taken = self.clocks.get(1).and_then(|clock| clock.time.as_ref());
        if let Some(local) = taken.and_then(|(time, _)| clocks::of_exif(time)) {
            clocks::compare(&local, &utc, "time taken beside time of the satellites", &at, telling);
        }
    }
}

fn set<T>(slots: &mut [Option<T>; 2], index: usize, value: Option<T>) {
    if let Some(slot) = slots.get_mut(index)
        && slot.is_none()
    {
        *slot = value;
    }
}

fn set_time(clocks: &mut [Clock; 3], index: usize, entry: &Entry<'_>, at: Place) {
    if let Some(clock) = clocks.get_mut(index) {
        clock.time.get_or_insert((entry.text(), at));
    }
}

/// `+09:00` as it stands in `OffsetTime`; blanks where it is not known (CIPA DC-008, 4.6.5).
fn offset_of(written: &str) -> Option<String> {
    let is_offset = written.starts_with(['+', '-']) && written.len() == 6;
    (is_offset || written == "Z").then(|| written.to_owned())
}

/// A comment with its encoding before it in eight bytes (CIPA DC-008, 4.6.5 `UserComment`).
fn user_comment(value: &[u8], order: Order) -> String {
    let (code, comment) = value.split_at_checked(8).unwrap_or((&[], value));
    match code {
        b"UNICODE\0" => {
            // Writers disagree whether the byte order is that of the file; one that gives Latin is right.
            let is_low_first =
                comment.chunks_exact(2).filter(|unit| matches!(unit, [_, 0])).count();
            let is_high_first =
                comment.chunks_exact(2).filter(|unit| matches!(unit, [0, _])).count();
            let order = match is_low_first.cmp(&is_high_first) {
                std::cmp::Ordering::Greater => Order::Little,
                std::cmp::Ordering::Less => Order::Big,
                std::cmp::Ordering::Equal => order,
            };
            utf16(comment, order)
        }
        b"ASCII\0\0\0" | b"JIS\0\0\0\0\0" | b"\0\0\0\0\0\0\0\0" => bytes::text(comment),
        _ => bytes::text(value),
    }
}
