//! Palettes (`.plt`) and the list of a scene's palettes (`PALETTE_LIST`): lines of text, as files of Harmony 15 to 22 and readers of
//! them (openHarmony; tk-harmony, `resources/templates`) have them.
//!
//! In: the text. Out: the identifiers of colours, which every drawing that uses them repeats; the paths at which the palettes lay on
//! the machine. Never: pencil textures, whose identifiers come with the program.

use subtier_blocks::SignalKind;
use subtier_footage::{Held, Telling};
use subtier_model::Place;
use subtier_names::encoding::decode;

use crate::{markup, told};

const LIST: &[u8] = b"ToonBoomAnimationInc PaletteList";
const PALETTE: &[u8] = b"ToonBoomAnimationInc PaletteFile";

/// Identifiers below are those of colours that the program itself makes, the same everywhere.
const IDENTIFIER_MIN: u64 = 0x1_0000;

pub(super) fn is_list(held: &Held<'_>, _name: &str) -> bool {
    held.head().starts_with(LIST)
}

pub(super) fn is_palette(held: &Held<'_>, _name: &str) -> bool {
    held.head().starts_with(PALETTE)
}

pub(super) fn read_list(held: &Held<'_>, telling: &mut Telling) {
    lines(held, telling, |line, place, telling| {
        // `palette-library/Anna LINK "C:/Users/…/Anna.plt"`
        let (local, link) = line.split_once(" LINK ").unwrap_or((line, ""));
        told::text(SignalKind::PaletteName, local, place, telling);
        if !link.trim().is_empty() {
            told::path(link.trim().trim_matches('"'), place, telling);
        }
    });
}

pub(super) fn read_palette(held: &Held<'_>, telling: &mut Telling) {
    lines(held, telling, |line, place, telling| {
        // `Solid    Hair   0x0c52af9d81aa3618 179  34  66 255`; a name with spaces stands in quotation marks.
        let Some(rest) = line.strip_prefix("Solid ").or_else(|| line.strip_prefix("Gradient "))
        else {
            return;
        };
        let Some((name, behind)) = rest.rsplit_once(" 0x") else { return };
        let digits = behind.split_whitespace().next().unwrap_or("");
        if let Some(identifier) = u64::from_str_radix(digits, 16).ok().and_then(identifier_of) {
            telling.signal(SignalKind::ColourId, identifier, place.clone());
        }
        told::text(SignalKind::ColourName, name.trim().trim_matches('"'), place, telling);
    });
}

fn lines(held: &Held<'_>, telling: &mut Telling, tell: impl Fn(&str, &Place, &mut Telling)) {
    let text = decode(held.head(), None).text;
    for (line, number) in text.lines().zip(1u64..).skip(1) {
        tell(line.trim(), &Place::Line(number), telling);
    }
    markup::say_unheld(held, telling);
}

/// An identifier as palettes write it; `None` for those of the program.
pub(super) fn identifier_of(identifier: u64) -> Option<String> {
    (identifier >= IDENTIFIER_MIN).then(|| format!("0x{identifier:016x}"))
}
