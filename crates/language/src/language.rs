//! The language of a note by its script, without a model.
//!
//! In: text. Out: the language of most of it, or the runs where it changes. Hangul is Korean, kana Japanese, Latin words English; Chinese
//! characters are Japanese beside kana, else told by the forms of the characters and by words of the trade, else Chinese.
//! Codes of shots and frames, numbers and punctuation belong to no language. It never says more than the script does: which Korean a text
//! follows is the work of `dialect`.

mod han;

use serde::{Deserialize, Serialize};

use han::HanSeen;

/// A language of the trade.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Lang {
    /// Chinese.
    #[serde(rename = "zh")]
    Zh,
    /// Korean of either norm.
    #[serde(rename = "ko")]
    Ko,
    /// Korean in the southern norm.
    #[serde(rename = "ko-KR")]
    KoKr,
    /// Korean in the norm of North Korea or Yanbian.
    #[serde(rename = "ko-KP")]
    KoKp,
    /// Japanese.
    #[serde(rename = "ja")]
    Ja,
    /// English, and whatever else is written in Latin letters.
    #[serde(rename = "en")]
    En,
}

impl Lang {
    /// BCP 47.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Zh => "zh",
            Self::Ko => "ko",
            Self::KoKr => "ko-KR",
            Self::KoKp => "ko-KP",
            Self::Ja => "ja",
            Self::En => "en",
        }
    }

    /// Whether it is Korean of any norm.
    pub const fn is_korean(self) -> bool {
        matches!(self, Self::Ko | Self::KoKr | Self::KoKp)
    }
}

/// A stretch of text in one language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct LanguageRun {
    /// The language.
    pub lang: Lang,
    /// First byte.
    pub start: usize,
    /// First byte after.
    pub end: usize,
}

/// Weight of a sign: a Chinese character or a syllable says as much as three or four letters, which in mixed notes are mostly a loan word.
const HAN_UNITS: u32 = 12;
const HANGUL_UNITS: u32 = 10;
const KANA_UNITS: u32 = 8;
const LATIN_UNITS: u32 = 3;
/// Words in capitals that stand before a number, or that every language of the trade uses.
const CODES: &[&str] = &[
    "SC", "EP", "C", "V", "F", "FR", "SH", "SHOT", "SEQ", "SQ", "CUT", "TC", "ID", "NO", "S", "E",
    "Q", "OK", "NG", "BG", "LO", "FX", "QC", "CG", "PSD", "JPG", "PNG",
];
/// Longest of them.
const CODE_LETTERS_MAX: usize = 4;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Script {
    Hangul,
    Kana,
    Han,
    /// Letters and digits of the Latin script, half and full width, before it is known whether they are a word.
    Latin,
    Digit,
    /// Everything else.
    None,
}

fn script_of(sign: char) -> Script {
    match sign {
        '0'..='9' | '_' | '\u{FF10}'..='\u{FF19}' => Script::Digit,
        'a'..='z'
        | 'A'..='Z'
        | '\u{C0}'..='\u{24F}'
        | '\u{FF21}'..='\u{FF3A}'
        | '\u{FF41}'..='\u{FF5A}' => Script::Latin,
        '\u{4E00}'..='\u{9FFF}'
        | '々'
        | '\u{3400}'..='\u{4DBF}'
        | '\u{F900}'..='\u{FAFF}'
        | '\u{20000}'..='\u{323AF}' => Script::Han,
        '\u{AC00}'..='\u{D7A3}' | '\u{1100}'..='\u{11FF}' | '\u{3131}'..='\u{318E}' => {
            Script::Hangul
        }
        // U+30FB, the dot between words, is punctuation of Chinese and Japanese alike.
        '\u{3041}'..='\u{30FA}'
        | '\u{30FC}'..='\u{30FF}'
        | '\u{31F0}'..='\u{31FF}'
        | '\u{FF66}'..='\u{FF9F}' => Script::Kana,
        _ => Script::None,
    }
}

/// A Latin word as it is read: letters, and whether anything makes it a code.
#[derive(Debug, Clone, Copy, Default)]
struct LatinWord {
    letters: u32,
    has_digit: bool,
    has_small: bool,
    head: [u8; CODE_LETTERS_MAX],
}

impl LatinWord {
    fn take(&mut self, sign: char, script: Script) {
        if script == Script::Digit {
            self.has_digit = true;
            return;
        }
        self.has_small |= !sign.is_uppercase();
        if let Some(place) = self.head.get_mut(self.letters as usize) {
            *place = u8::try_from(sign.to_ascii_uppercase()).unwrap_or(0);
        }
        self.letters += 1;
    }

    /// Whether it is a word of a language: no digits, no code, more than one letter or the words a and I.
    fn is_word(&self) -> bool {
        if self.has_digit || self.letters == 0 {
            return false;
        }
        let letters = self.letters as usize;
        let head = self.head.get(..letters.min(CODE_LETTERS_MAX)).unwrap_or_default();
        if letters <= CODE_LETTERS_MAX && !self.has_small {
            return !CODES.iter().any(|code| code.as_bytes() == head) && letters > 1;
        }
        letters > 1
    }
}

/// What a text is made of.
#[derive(Debug, Clone, Copy, Default)]
struct Seen {
    hangul: u32,
    kana: u32,
    latin: u32,
    han: HanSeen,
}

impl Seen {
    fn of(text: &str) -> Self {
        let mut seen = Self::default();
        let mut word = LatinWord::default();
        let mut previous = '\0';
        for sign in text.chars() {
            let script = script_of(sign);
            if matches!(script, Script::Latin | Script::Digit) {
                word.take(sign, script);
                continue;
            }
            if word.letters > 0 || word.has_digit {
                seen.end_word(&mut word);
            }
            match script {
                Script::Hangul => seen.hangul += 1,
                Script::Kana => seen.kana += 1,
                Script::Han => seen.han.take(previous, sign),
                Script::Latin | Script::Digit | Script::None => {}
            }
            previous = sign;
        }
        seen.end_word(&mut word);
        seen
    }

    fn end_word(&mut self, word: &mut LatinWord) {
        if word.is_word() {
            self.latin = self.latin.saturating_add(word.letters);
        }
        *word = LatinWord::default();
    }

    fn is_japanese(&self) -> bool {
        // One の is met on Chinese packaging and in names; two kana are not.
        match self.kana {
            0 => self.han.is_japanese(),
            1 => !self.han.is_mainland(),
            _ => true,
        }
    }

    /// Units of zh, ja, ko and en.
    fn units(&self) -> [(Lang, u32); 4] {
        let han = self.han.count().saturating_mul(HAN_UNITS);
        let kana = self.kana.saturating_mul(KANA_UNITS);
        let (zh, ja) = if self.is_japanese() { (0, han.saturating_add(kana)) } else { (han, 0) };
        [
            (Lang::Ko, self.hangul.saturating_mul(HANGUL_UNITS)),
            (Lang::Ja, ja),
            (Lang::Zh, zh),
            (Lang::En, self.latin.saturating_mul(LATIN_UNITS)),
        ]
    }

    fn language(&self) -> Option<Lang> {
        let mut best = None;
        for (lang, units) in self.units() {
            if units > 0 && best.is_none_or(|(_, most)| units > most) {
                best = Some((lang, units));
            }
        }
        best.map(|(lang, _)| lang)
    }
}

/// Splits a text where its language changes; numbers, codes and punctuation go with what they stand beside.
pub fn runs(text: &str) -> Vec<LanguageRun> {
    let mut pieces: Vec<LanguageRun> = Vec::new();
    for (start, end) in script_pieces(text) {
        let Some(lang) = text.get(start..end).and_then(language_of) else { continue };
        match pieces.last_mut() {
            Some(last) if last.lang == lang => last.end = end,
            Some(last) => {
                // What stands between belongs to the run before it.
                last.end = start;
                pieces.push(LanguageRun { lang, start, end });
            }
            None => pieces.push(LanguageRun { lang, start: 0, end }),
        }
    }
    if let Some(last) = pieces.last_mut() {
        last.end = text.len();
    }
    pieces
}

/// Stretches of one kind of writing: Hangul, Latin, or Chinese characters with the kana of the same line.
fn script_pieces(text: &str) -> Vec<(usize, usize)> {
    let kind = |script: Script| match script {
        Script::Hangul => Some(0_u8),
        Script::Kana | Script::Han => Some(1),
        Script::Latin | Script::Digit => Some(2),
        Script::None => None,
    };
    let mut pieces: Vec<(usize, usize)> = Vec::new();
    let mut open: Option<(u8, usize, usize)> = None;
    for (at, sign) in text.char_indices() {
        let end = at + sign.len_utf8();
        let here = kind(script_of(sign));
        let breaks = here.is_none()
            && matches!(sign, '\n' | '\r' | '/' | '|' | '／' | '｜' | '→' | '\t' | '。' | '！');
        open = match (open, here) {
            (Some((now, start, _)), Some(kind)) if now == kind => Some((now, start, end)),
            (Some((_, start, stop)), Some(kind)) => {
                pieces.push((start, stop));
                Some((kind, at, end))
            }
            (Some((_, start, stop)), None) if breaks => {
                pieces.push((start, stop));
                None
            }
            (open, None) => open,
            (None, Some(kind)) => Some((kind, at, end)),
        };
    }
    pieces.extend(open.map(|(_, start, stop)| (start, stop)));
    pieces
}

/// The language of most of a text; `None` where it has no words.
pub fn language_of(text: &str) -> Option<Lang> {
    Seen::of(text).language()
}

/// The languages of a document by how much of it they make up, most first.
pub fn languages<'a>(texts: impl Iterator<Item = &'a str>) -> Vec<Lang> {
    let mut totals: Vec<(Lang, u64)> = Vec::new();
    // Lines of Chinese characters that nothing tells apart: they go with the Japanese of the document where it has no sure Chinese.
    let (mut unsure_han, mut sure_zh) = (0_u64, 0_u64);
    for text in texts {
        let seen = Seen::of(text);
        for (lang, units) in seen.units().into_iter().filter(|(_, units)| *units > 0) {
            let units = u64::from(units);
            if lang == Lang::Zh {
                if seen.han.is_sure() {
                    sure_zh += units;
                } else {
                    unsure_han += units;
                }
                continue;
            }
            match totals.iter_mut().find(|(known, _)| *known == lang) {
                Some((_, total)) => *total += units,
                None => totals.push((lang, units)),
            }
        }
    }
    match totals.iter_mut().find(|(lang, _)| *lang == Lang::Ja) {
        Some((_, total)) if *total > sure_zh => *total += unsure_han,
        _ => sure_zh += unsure_han,
    }
    if sure_zh > 0 {
        totals.push((Lang::Zh, sure_zh));
    }
    totals.sort_by_key(|(lang, total)| (std::cmp::Reverse(*total), *lang));
    totals.into_iter().map(|(lang, _)| lang).collect()
}
