//! What signs cost in the languages of the trade, and the cheapest way to read a text in them.
//!
//! In: signs one after another. Out: what the text costs, in eighths of a natural logarithm: the least over all ways to
//! give each sign a language, where changing the language costs too. The shares of signs stand in `data/frequency.tsv`;
//! the costs of rest classes are estimates of which only the order carries a decision. It never looks at bytes.

use std::sync::OnceLock;

const FREQUENCY: &str = include_str!("../../data/frequency.tsv");

/// Eighths of a natural logarithm.
pub(crate) type Cost = u64;

/// What one sign costs in each language.
pub(crate) type Costs = [u8; 8];

/// Simplified Chinese.
pub(crate) const HANS: usize = 0;
/// Traditional Chinese.
pub(crate) const HANT: usize = 1;
/// Japanese.
pub(crate) const JA: usize = 2;
/// Korean, North and South.
pub(crate) const KO: usize = 3;
/// Japanese in half-width katakana.
pub(crate) const HALF: usize = 4;
/// European languages in Latin script.
pub(crate) const LATIN: usize = 5;
/// Languages in Cyrillic, Greek and other scripts.
pub(crate) const OTHER: usize = 6;

/// Writes whole natural logarithms as [`Cost`].
pub(crate) const fn nats(count: u64) -> Cost {
    count * 8
}

/// What a byte costs that stands for nothing.
pub(crate) const ODD_BYTE: Cost = nats(12);
/// What a sign costs that was cut off at the end.
pub(crate) const CUT_SIGN: Cost = nats(7);
/// What another language costs within a line, and at its start.
const SWITCH: u8 = 40;
const SWITCH_AT_LINE: u8 = 16;
/// What a Han sign, syllable or kana costs right before or behind a small ASCII letter, and one in half width beside any:
/// `f眉r` and `VAﾁEHO` are no words.
const GLUED: Cost = nats(3);
/// Signs that cost an alphabet less are its own.
const ALPHABET_COST_MAX: u8 = 70;
/// What a language costs that an encoding was not made for.
pub(crate) const FOREIGN: u8 = SWITCH;

/// Where a text is being read, and what it has cost so far.
#[derive(Debug, Clone)]
pub(crate) struct Track {
    /// What each language costs beyond the cheapest one.
    state: Costs,
    spent: Cost,
    before: Before,
}

/// What the sign before was, as far as it bears on the next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Before {
    /// A small ASCII letter.
    Small,
    /// A capital ASCII letter.
    Capital,
    /// A sign that no alphabet has.
    Eastern,
    /// One of those in half width.
    Half,
    /// Anything else.
    Other,
}

impl Track {
    /// Begins with what each language costs from the start.
    pub(crate) const fn new(start: Costs) -> Self {
        Self { state: start, spent: 0, before: Before::Other }
    }

    /// What was read so far costs.
    pub(crate) const fn spent(&self) -> Cost {
        self.spent
    }

    /// Adds what no language changes.
    pub(crate) const fn add(&mut self, cost: Cost) {
        self.spent = self.spent.saturating_add(cost);
    }

    /// Begins a line.
    pub(crate) fn line(&mut self) {
        for state in &mut self.state {
            *state = (*state).min(SWITCH_AT_LINE);
        }
    }

    /// Reads an ASCII sign; it is at home in all languages.
    #[inline]
    pub(crate) fn ascii(&mut self, byte: u8) {
        self.spent += ASCII.get(usize::from(byte)).copied().map_or(ODD_BYTE, u64::from);
        let now = match byte {
            b'a'..=b'z' => Before::Small,
            b'A'..=b'Z' => Before::Capital,
            _ => Before::Other,
        };
        self.glue(now);
    }

    /// Reads a sign of the costs.
    #[inline]
    pub(crate) fn sign(&mut self, costs: Costs) {
        let mut next = costs;
        for (next, state) in next.iter_mut().zip(self.state) {
            *next = next.saturating_add(state.min(SWITCH));
        }
        let least = next.iter().copied().fold(u8::MAX, u8::min);
        for next in &mut next {
            *next -= least;
        }
        self.state = next;
        self.spent += u64::from(least);
        let [.., latin, other, _] = costs;
        let now = match latin.min(other) {
            0..ALPHABET_COST_MAX => Before::Other,
            _ if costs.get(HALF).is_some_and(|half| *half < SWITCH) => Before::Half,
            _ => Before::Eastern,
        };
        self.glue(now);
    }

    #[inline]
    const fn glue(&mut self, now: Before) {
        if matches!(
            (self.before, now),
            (Before::Small, Before::Eastern | Before::Half)
                | (Before::Capital, Before::Half)
                | (Before::Eastern | Before::Half, Before::Small)
                | (Before::Half, Before::Capital)
        ) {
            self.spent += GLUED;
        }
        self.before = now;
    }

    /// Reads any sign.
    #[inline]
    pub(crate) fn char(&mut self, sign: char, model: &Model) {
        match u8::try_from(sign) {
            Ok(byte) if byte.is_ascii() => self.ascii(byte),
            _ => self.sign(model.costs(sign)),
        }
    }
}

/// ASCII: letters, digits and the marks of file names are common in every text of the trade.
const ASCII: [u8; 128] = ascii_costs();

const fn ascii_costs() -> [u8; 128] {
    let mut costs = [0; 128];
    let mut rest: &mut [u8] = &mut costs;
    let mut byte = 0u8;
    while let Some((cost, after)) = rest.split_first_mut() {
        *cost = match byte {
            b' ' => 18,
            b'\n' | b'\r' => 24,
            b'a'..=b'z' => 26,
            b'0'..=b'9' => 29,
            b'A'..=b'Z' => 34,
            b'.' | b',' | b'-' | b'_' | b':' | b'/' | b'(' | b')' | b'#' => 36,
            b'\t' => 40,
            b'!'..=b'~' => 48,
            0 => 88,
            _ => 96,
        };
        rest = after;
        byte += 1;
    }
    costs
}

/// The costs of all signs of the Basic Multilingual Plane.
pub(crate) struct Model {
    costs: Vec<Costs>,
}

impl Model {
    /// The one model.
    pub(crate) fn get() -> &'static Self {
        static MODEL: OnceLock<Model> = OnceLock::new();
        MODEL.get_or_init(|| Self { costs: table() })
    }

    /// What a sign costs.
    #[inline]
    pub(crate) fn costs(&self, sign: char) -> Costs {
        u16::try_from(u32::from(sign)).map_or(BEYOND, |unit| self.unit(unit))
    }

    /// What a UTF-16 unit costs that is a sign by itself.
    #[inline]
    pub(crate) fn unit(&self, unit: u16) -> Costs {
        self.costs.get(usize::from(unit)).copied().unwrap_or(BEYOND)
    }
}

/// Signs beyond the Basic Multilingual Plane: rare Han and pictures.
pub(crate) const BEYOND: Costs = [128; 8];

fn table() -> Vec<Costs> {
    let mut costs: Vec<Costs> = (0..=u16::MAX).map(rest).collect();
    for line in FREQUENCY.lines().filter(|line| !line.starts_with('#')) {
        let mut parts = line.split('\t');
        let lane = match parts.next() {
            Some("hans") => HANS,
            Some("hant") => HANT,
            Some("ja") => JA,
            Some("ko") => KO,
            _ => continue,
        };
        let Some(cost) = parts.next().and_then(|cost| cost.parse::<u32>().ok()) else { continue };
        let cost = u8::try_from(cost / 125).unwrap_or(u8::MAX);
        for sign in parts.next().unwrap_or_default().chars() {
            let slot = usize::try_from(u32::from(sign)).ok().and_then(|at| costs.get_mut(at));
            if let Some(slot) = slot.and_then(|costs| costs.get_mut(lane)) {
                *slot = cost;
            }
        }
    }
    hanja(&mut costs);
    costs
}

/// Korean notes keep some Han signs: those that are common in traditional Chinese.
fn hanja(costs: &mut [Costs]) {
    let han = costs.get_mut(0x4E00..0xA000).unwrap_or_default();
    for [_, traditional, _, korean, ..] in han {
        *korean = (*traditional + 40).clamp(80, 124);
    }
}

/// Costs of signs that the table does not name, in the order of the languages: whole natural logarithms times eight.
fn rest(unit: u16) -> Costs {
    match unit {
        0..=0x7F => [24; 8],
        // Control signs, and an unpaired half of a pair.
        0x80..=0x9F | 0xD800..=0xDFFF => [112; 8],
        0xA0..=0x24F | 0x1E00..=0x1EFF => latin(unit),
        // Katakana of EUC-JP are Cyrillic letters of KPS 9566: no note of the trade is in these scripts.
        0x410..=0x44F => [104, 104, 104, 104, 160, 104, 64, 160],
        0x370..=0x45F => [104, 104, 104, 104, 160, 104, 68, 160],
        0x5D0..=0x5EA | 0x620..=0x64A | 0x900..=0x97F | 0xE01..=0xE4E => {
            [144, 144, 144, 144, 160, 144, 40, 160]
        }
        0x250..=0x10FF | 0x1200..=0x1DFF | 0x1F00..=0x1FFF => {
            [144, 144, 144, 144, 160, 144, 72, 160]
        }
        0x1100..=0x11FF => [144, 144, 144, 112, 160, 144, 144, 160],
        0x2000..=0x206F | 0x3000..=0x303F | 0xFF00..=0xFF60 => punctuation(unit),
        0x2103 | 0x2190..=0x2193 | 0x2460..=0x2473 | 0x25A0..=0x25CF | 0x2605..=0x2606 => {
            [64, 64, 64, 64, 120, 88, 88, 160]
        }
        0x2070..=0x2BFF | 0x3200..=0x33FF => [84, 84, 84, 88, 140, 96, 96, 160],
        0x3041..=0x30FA => [120, 120, 80, 128, 160, 160, 160, 160],
        0x30FB..=0x30FF => [96, 96, 48, 104, 160, 160, 160, 160],
        0x3131..=0x318E => [144, 144, 144, 68, 160, 160, 160, 160],
        0x4E00..=0x9FFF => [116, 116, 112, 124, 176, 176, 176, 176],
        0x3400..=0x4DBF | 0xF900..=0xFAFF => [136, 136, 136, 136, 176, 176, 176, 176],
        0xAC00..=0xD7A3 => [160, 160, 160, 104, 176, 176, 176, 176],
        // The names of leaders in signs of their own are at home in Korean.
        0xF113..=0xF118 | 0xF120..=0xF122 => [144, 144, 144, 64, 160, 144, 144, 160],
        0xE000..=0xF8FF => [144; 8],
        0xFF61..=0xFF9F => [144, 144, 76, 144, 35, 144, 144, 160],
        0xFEFF => [64; 8],
        0xFFFD => [96; 8],
        0xFFFE | 0xFFFF => [160; 8],
        _ => [132; 8],
    }
}

fn latin(unit: u16) -> Costs {
    let cost = match char::from_u32(u32::from(unit)).unwrap_or_default() {
        'é' | 'è' | 'à' | 'ä' | 'ö' | 'ü' | 'ß' | 'ñ' | 'ç' | 'á' | 'í' | 'ó' | 'ú' | 'å' | 'ø'
        | 'ã' | 'ê' => 34,
        'À'..='ſ' | '\u{1E00}'..='\u{1EFF}' => 48,
        '«' | '»' | '¿' | '¡' | '\u{A0}' => 44,
        '°' | '§' | '±' | '²' | '³' | '£' | '®' | '©' => 60,
        _ => 80,
    };
    // GB 18030, EUC-KR and their kin hold a handful of these, which notes use: degrees, multiplication, middle dot.
    let east = match unit {
        0xB0 | 0xB7 | 0xD7 | 0xF7 | 0xB1 => 68,
        _ => 96,
    };
    [east, east, east, east, 140, cost, 96, 160]
}

fn punctuation(unit: u16) -> Costs {
    let sign = char::from_u32(u32::from(unit)).unwrap_or_default();
    let [chinese, japanese, korean, latin] = match sign {
        '，' => [28, 60, 68, 120],
        '。' => [30, 26, 68, 120],
        '、' => [42, 26, 68, 120],
        '：' | '；' | '！' | '？' | '（' | '）' => [42, 46, 72, 120],
        '“' | '”' => [44, 64, 52, 44],
        '‘' | '’' => [52, 68, 54, 40],
        '「' | '」' | '『' | '』' => [60, 38, 60, 120],
        '《' | '》' => [52, 72, 52, 120],
        '〈' | '〉' | '【' | '】' => [60, 52, 64, 120],
        '…' => [48, 48, 52, 48],
        '—' | '–' => [54, 60, 60, 48],
        '～' | '〜' | '〃' | '※' | '々' => [60, 48, 60, 120],
        '\u{3000}' => [48, 42, 64, 120],
        '\u{FF01}'..='\u{FF5E}' => [58, 52, 80, 120],
        '\u{2000}'..='\u{206F}' => [76, 76, 76, 68],
        _ => [80, 76, 84, 120],
    };
    [chinese, chinese, japanese, korean, 100, latin, 100, 160]
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(text: &str) -> Cost {
        let mut track = Track::new([0; 8]);
        for sign in text.chars() {
            track.char(sign, Model::get());
        }
        track.spent()
    }

    #[test]
    fn writing_costs_less_than_a_wrong_reading_of_it() {
        for (right, wrong) in [
            ("동화를 다시", "쬈겔곽 끊뻑"),
            ("后脑太平了", "胞谗伦爸侽"),
            ("原画チェック", "尨夋僠僃僢僋"),
        ] {
            assert!(cost(right) + nats(6) < cost(wrong), "{right} {wrong}");
        }
    }

    #[test]
    fn two_languages_on_one_line_cost_one_change() {
        let apart = cost("后脑太平") + cost("뒤머리가 너무");
        assert!(cost("后脑太平뒤머리가 너무") <= apart + u64::from(SWITCH));
    }

    #[test]
    fn the_table_names_the_signs_of_every_language() {
        let model = Model::get();
        for (sign, lane) in [('的', HANS), ('說', HANT), ('の', JA), ('다', KO)] {
            assert!(u64::from(model.costs(sign)[lane]) < nats(6), "{sign}");
        }
    }
}
