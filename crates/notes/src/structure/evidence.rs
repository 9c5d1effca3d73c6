//! Whether two texts in two languages say the same, as far as word lists can tell.
//!
//! In: two texts. Out: how many things both name, and how many each names that the lists know. Chinese and Korean are
//! compared by their English words, Chinese and Japanese by their Han characters, English by its own words. Never: a
//! judgement where the lists know too little; then nothing is said for or against.

use std::collections::BTreeSet;

use super::halves::Script;
use super::view::{is_han, is_in};
use subtier_language::{Lang, gloss};

/// Words that requests share whatever they are about.
const COMMON: &str = "too|very|more|less|not|please|must|again|a little|correct|same|different|do not|make|have|\
     wrong|this|that|with|should|need|needs|frame|shot|cut|request|check|little|does|from|\
     does not match|match|missing|add";

/// What two texts have in common.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Evidence {
    /// Things that both name.
    pub(super) shared: usize,
    /// Things that each names, the smaller number.
    known: usize,
    /// Neither is in English, which has many words for what the lists give one, so that their lack says little.
    is_listed: bool,
}

impl Evidence {
    /// Whether the texts speak of the same: they share two things.
    pub(super) const fn is_for(self) -> bool {
        self.shared >= 2
    }

    /// Whether the texts speak of different things: each names several that the lists know, and none of them is the same.
    pub(super) const fn is_against(self) -> bool {
        self.is_listed && self.is_doubtful()
    }

    /// Whether they may, so that something else must tie them.
    pub(super) const fn is_doubtful(self) -> bool {
        self.shared == 0 && self.known >= 2
    }
}

/// What a text names.
#[derive(Debug, Default)]
pub(super) struct Things {
    senses: BTreeSet<String>,
    characters: BTreeSet<String>,
    is_japanese: bool,
    is_latin: bool,
}

impl Things {
    /// Looks a text up.
    pub(super) fn of(text: &str, script: Option<Script>) -> Self {
        Self {
            senses: senses(text, script),
            characters: characters(text),
            is_japanese: script == Some(Script::Kana),
            is_latin: script == Some(Script::Latin),
        }
    }

    /// Compares two texts.
    pub(super) fn compared(&self, other: &Self) -> Evidence {
        let by_sign = self.is_japanese || other.is_japanese;
        let of =
            |things: &Self| if by_sign { things.characters.clone() } else { things.senses.clone() };
        let (a, b) = (of(self), of(other));
        let is_listed = !self.is_latin && !other.is_latin;
        let known = if by_sign { 0 } else { a.len().min(b.len()) };
        Evidence { shared: a.intersection(&b).count(), known, is_listed }
    }
}

fn characters(text: &str) -> BTreeSet<String> {
    text.chars().filter(|sign| is_han(*sign)).map(String::from).collect()
}

fn senses(text: &str, script: Option<Script>) -> BTreeSet<String> {
    let glossed = |lang| gloss(text, lang).map(|found| found.text).unwrap_or_default();
    let text = match script {
        Some(Script::Han) => glossed(Lang::Zh),
        Some(Script::Hangul) => glossed(Lang::Ko),
        Some(Script::Latin) => text.to_owned(),
        Some(Script::Kana) | None => return BTreeSet::new(),
    };
    let parts = text.split(['|', '?', '/', ',', '.', ';', '!', ':']).map(str::trim);
    let phrases = parts.filter(|part| !is_in(COMMON, part));
    let words = phrases.flat_map(|part| part.split(' ')).map(str::to_lowercase);
    words
        .filter(|word| word.len() > 2 && !is_in(COMMON, word))
        .map(|word| alike(word).chars().take(STEM_SIGNS).collect())
        .collect()
}

/// Words that may stand for each other: what one language calls high another calls tall, and the Korean 머리 is head and
/// hair. Each row counts as one thing.
const ALIKE: &[&[&str]] = &[
    &["head", "hair", "hairstyle", "forehead"],
    &["shape", "model", "style", "outline", "design", "setting", "form"],
    &[
        "high", "height", "low", "tall", "above", "upper", "raise", "lower", "long", "short",
        "length", "shorten", "lengthen",
    ],
    &["front", "previous", "before", "shot"],
    &[
        "draw",
        "drawing",
        "redraw",
        "line",
        "paint",
        "unpainted",
        "missing",
        "add",
        "picture",
        "clean-up",
    ],
    &["fast", "slow", "slowly", "speed", "timing", "tempo", "rhythm", "quick", "late", "early"],
    &["big", "small", "size", "large", "enlarge", "reduce", "proportion", "ratio"],
    &["dark", "bright", "colour", "color", "deep", "light", "thick", "tone", "strong", "heavy"],
    &["half", "opposite", "reverse", "reversed", "turn", "back", "inverted", "flipped", "swapped"],
    &["connect", "continue", "continuity", "cut", "off", "break", "broken"],
    &["look", "gaze", "eye", "eyes", "eyeline", "pupil", "eyelid"],
    &["mouth", "lip", "lips"],
    &["walk", "run", "step", "foot", "feet", "leg", "slide", "slip", "slipping"],
    &["hand", "finger", "fingers", "arm", "wrist", "hold", "handle"],
    &["position", "place", "move", "put", "location"],
    &["flicker", "jitter", "shake", "flash", "pop", "flickers"],
    &["letter", "word", "character", "name", "number", "sign", "signboard", "text", "writing"],
    &["camera", "push", "truck", "pan", "zoom"],
    &["wrong", "error", "off", "mistake"],
];

/// The word that stands for a word and those like it.
fn alike(word: String) -> String {
    let row = ALIKE.iter().find(|row| row.contains(&word.as_str()));
    row.and_then(|row| row.first()).map_or(word, |first| (*first).to_owned())
}

/// Signs by which English words are compared, so that endings do not count.
const STEM_SIGNS: usize = 5;
