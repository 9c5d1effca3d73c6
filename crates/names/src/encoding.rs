//! Which encoding a text is in, and the text.
//!
//! In: bytes, and what the texts of the same folder say. Out: text, the encoding that explains the bytes best, and the
//! others that do so about as well: nobody is told more than the bytes hold. One model serves notes, whole texts and file
//! names: the signs of four languages with their shares, and the cheapest reading of a text in all of them. A mark is
//! believed, pure ASCII is UTF-8, and six or more signs that are valid UTF-8 are UTF-8. Bytes that none of the nine
//! explains, but a European language does, are read as Windows-1252 and said to be so. It never fails and never says
//! who wrote a text.

mod codes;
mod model;
mod mojibake;
mod race;

use encoding_rs::DecoderResult;

use crate::kps9566;
use codes::known;
use model::{Cost, nats};
pub(crate) use race::cost_of_lines;
use race::{READINGS, WESTERN, cost_of_text, race};

/// The encodings that texts of the trade come in, by their names in the outside contract.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Encoding {
    /// `utf-8`, with or without a mark.
    Utf8,
    /// `utf-16le`, with or without a mark.
    Utf16Le,
    /// `utf-16be`, with or without a mark.
    Utf16Be,
    /// `gb18030`, GBK too.
    Gb18030,
    /// `big5`.
    Big5,
    /// `cp949`, EUC-KR too.
    Cp949,
    /// `kps9566`.
    Kps9566,
    /// `shift_jis`.
    ShiftJis,
    /// `euc-jp`.
    EucJp,
}

impl Encoding {
    /// Every encoding.
    pub const ALL: [Self; 9] = [
        Self::Utf8,
        Self::Utf16Le,
        Self::Utf16Be,
        Self::Gb18030,
        Self::Big5,
        Self::Cp949,
        Self::Kps9566,
        Self::ShiftJis,
        Self::EucJp,
    ];

    /// Its name in JSON.
    pub const fn name(self) -> &'static str {
        match self {
            Self::Utf8 => "utf-8",
            Self::Utf16Le => "utf-16le",
            Self::Utf16Be => "utf-16be",
            Self::Gb18030 => "gb18030",
            Self::Big5 => "big5",
            Self::Cp949 => "cp949",
            Self::Kps9566 => "kps9566",
            Self::ShiftJis => "shift_jis",
            Self::EucJp => "euc-jp",
        }
    }
}

/// How well each encoding explains some bytes: natural logarithms in thousandths, in the order of [`Encoding::ALL`].
/// Those of the texts of one folder add up, since an encoding is a habit of a machine.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Likelihoods(pub [i64; 9]);

impl Likelihoods {
    /// Adds what another text says.
    pub fn add(&mut self, other: &Self) {
        for (sum, one) in self.0.iter_mut().zip(other.0) {
            *sum = sum.saturating_add(one);
        }
    }
}

/// An encoding in which a text was once read by mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Misread {
    /// One of the nine.
    In(Encoding),
    /// Windows-1252 or ISO 8859-1.
    Windows1252,
}

impl Misread {
    /// Its name.
    pub const fn name(self) -> &'static str {
        match self {
            Self::In(encoding) => encoding.name(),
            Self::Windows1252 => "windows-1252",
        }
    }
}

/// Text with the encoding it was read in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Decoded {
    /// The text without a byte order mark; a byte that stands for nothing is U+FFFD.
    pub text: String,
    /// The encoding that explains it best.
    pub encoding: Encoding,
    /// Others that explain it about as well, best first; empty where the answer is sure. UTF-8 stands for Windows-1252 too.
    pub rivals: Vec<Encoding>,
    /// Whether it begins with a byte order mark.
    pub has_mark: bool,
    /// Where the text had been read in a wrong encoding and saved so: the right and the wrong one, undone here.
    pub mojibake: Option<(Encoding, Misread)>,
    /// How many bytes stand for nothing in the encoding; in a western text those that are not ASCII.
    pub odd_bytes: usize,
    /// Whether none of the encodings explains the bytes and the text was read as Windows-1252; `encoding` is then
    /// UTF-8, of which the ASCII part is text, and the rivals are never empty.
    pub is_western: bool,
}

/// Signs of valid UTF-8 after which no other encoding is asked. Two bytes of GBK are valid UTF-8 in one of seven cases.
const SURE_SIGNS: usize = 6;
/// How much worse another encoding may explain the bytes and is still named beside the best.
const RIVAL_MARGIN: Cost = nats(6);
/// The same for a text of no more other than ASCII bytes than this.
const RIVAL_MARGIN_SHORT: Cost = nats(10);
const SHORT_BYTES: usize = 8;
/// ASCII up to this long may be Han signs of UTF-16: `ck(W` is two of them.
const SHORT_ASCII_BYTES: usize = 64;
/// How far one text may speak against an encoding in the sum of a folder.
const FOLDER_FLOOR: Cost = nats(30);
/// How far a folder may outweigh what a text says itself.
const FOLDER_WEIGHT_MAX: i64 = 12_000;
/// Bytes that are decoded at once.
const DECODED_AT_ONCE: usize = 1 << 10;
/// Bytes of UTF-8 for a byte of any encoding: two bytes of UTF-16 make three, single bytes up to three.
const UTF8_BYTES_MAX: usize = 4;

/// Returns how well each encoding explains the bytes; at most the first 64 KiB of other than ASCII lines are looked at.
/// The best gets 0, none less than -30,000; a text that is sure of itself says nothing of the others in its folder.
pub fn likelihoods(bytes: &[u8]) -> Likelihoods {
    if mark(bytes).is_some() || is_sure_utf8(bytes) {
        return Likelihoods::default();
    }
    own_likelihoods(&race(bytes))
}

/// Share of Hangul, in tenths of all letters, from which a text with bytes that stand for nothing is Korean all the same. Of 2,896
/// texts in single-byte codes that were taken for KPS 9566 none had so much with eight syllables (translations of installed
/// programs, 2026-11).
const HANGUL_TENTHS: Cost = 7;

/// What a letter may cost in the mean. Measured on the notes and texts of `tests/it`: at most 65 in the 180 that are in this code,
/// at least 74 in the 240 words and texts of other alphabets that have three letters in it.
const KPS_LETTER_COST_MAX: Cost = 70;

/// Letters below which Han signs alone speak for no code: one or two of other alphabets are a common one now and then.
const KPS_HAN_LETTERS_MIN: Cost = 6;

/// Whether a reading as KPS 9566 holds: its letters are as common as in writing, and most are Hangul, or every byte stands for
/// something and most are East Asian. Cyrillic, Greek and other single-byte texts find letters in this code too, but rare ones.
pub(crate) fn may_be_kps9566(text: &str, odd_bytes: usize) -> bool {
    let letters: String = text
        .chars()
        .filter(|sign| !sign.is_ascii() && (sign.is_alphabetic() || *sign == '\u{FFFD}'))
        .collect();
    let count =
        |is_it: fn(char) -> bool| letters.chars().filter(|sign| is_it(*sign)).count() as Cost;
    let n_letters = count(|_| true);
    let is_most = |is_it| count(is_it) * 10 >= n_letters * HANGUL_TENTHS;
    let is_east_asian = |sign| is_hangul(sign) || matches!(sign, '\u{3041}'..='\u{9FFF}');
    let is_han = odd_bytes == 0 && n_letters >= KPS_HAN_LETTERS_MIN && is_most(is_east_asian);
    n_letters > 0
        && (is_most(is_hangul) || is_han)
        && cost_of_text(&letters) <= n_letters * KPS_LETTER_COST_MAX
}

const fn is_hangul(sign: char) -> bool {
    matches!(sign, '\u{AC00}'..='\u{D7A3}')
}

fn holds_as_kps9566(bytes: &[u8]) -> bool {
    let (text, odd_bytes) = decode_in(Encoding::Kps9566, bytes);
    may_be_kps9566(&text, odd_bytes)
}

/// Reads a text; `folder` holds what all texts of its folder say, this one among them.
pub fn decode(bytes: &[u8], folder: Option<&Likelihoods>) -> Decoded {
    let (bytes, has_mark) = match mark(bytes) {
        Some((encoding, body))
            if encoding != Encoding::Utf8 || std::str::from_utf8(body).is_ok() =>
        {
            return decoded(encoding, body, true);
        }
        // A mark before bytes that are not UTF-8 was put there by an editor that did not know better.
        Some((_, body)) => (body, true),
        None => (bytes, false),
    };
    let is_ascii = bytes.is_ascii() && is_sure_utf8(bytes);
    let may_be_utf16 = is_ascii && bytes.len() <= SHORT_ASCII_BYTES && bytes.len() % 2 == 0;
    if is_sure_utf8(bytes) && !may_be_utf16 {
        return decoded(Encoding::Utf8, bytes, has_mark);
    }
    let mut order = judge(bytes, folder);
    if may_be_utf16 {
        // Only UTF-16 reads ASCII otherwise, and only its folder can say so.
        order.retain(|(_, e)| {
            matches!(e, Some(Encoding::Utf8 | Encoding::Utf16Le | Encoding::Utf16Be))
        });
        if folder.is_none() {
            order.sort_by_key(|(cost, e)| (*e != Some(Encoding::Utf8), *cost));
        }
    }
    let (best, encoding) = order.first().copied().unwrap_or_default();
    let mut decoded = match encoding {
        Some(encoding) => decoded(encoding, bytes, has_mark),
        None => western(bytes),
    };
    if decoded.encoding == Encoding::Kps9566 && !may_be_kps9566(&decoded.text, decoded.odd_bytes) {
        // Cyrillic, Greek and other single-byte texts find letters in this code too.
        decoded = western(bytes);
    }
    decoded.has_mark = has_mark;
    let margin = rival_margin(bytes);
    for (cost, rival) in order.into_iter().skip(1) {
        let rival = rival.unwrap_or(Encoding::Utf8);
        let is_near = cost.saturating_sub(best) <= margin;
        let is_wanted = is_near || (decoded.is_western && decoded.rivals.is_empty());
        let is_named = rival == decoded.encoding && !decoded.is_western;
        let holds = || rival != Encoding::Kps9566 || holds_as_kps9566(bytes);
        if is_wanted && !is_named && !decoded.rivals.contains(&rival) && holds() {
            decoded.rivals.push(rival);
        }
    }
    decoded
}

fn rival_margin(bytes: &[u8]) -> Cost {
    let n_high = bytes.iter().filter(|byte| !byte.is_ascii()).take(SHORT_BYTES + 1).count();
    // Valid UTF-8 is evidence of its own.
    let is_short = (1..=SHORT_BYTES).contains(&n_high) && std::str::from_utf8(bytes).is_err();
    if is_short { RIVAL_MARGIN_SHORT } else { RIVAL_MARGIN }
}

/// All readings with what they cost, best first.
fn judge(bytes: &[u8], folder: Option<&Likelihoods>) -> Vec<(Cost, Option<Encoding>)> {
    let mut costs = race(bytes);
    if let Some(folder) = folder {
        let own = own_likelihoods(&costs);
        let rest: Vec<i64> =
            folder.0.iter().zip(own.0).map(|(sum, own)| sum.saturating_sub(own)).collect();
        let best = rest.iter().copied().max().unwrap_or(0);
        for (cost, rest) in costs.iter_mut().zip(rest) {
            let against = best.saturating_sub(rest).clamp(0, FOLDER_WEIGHT_MAX);
            *cost = cost.saturating_add(Cost::try_from(against / 125).unwrap_or_default());
        }
        if let Some(western) = costs.get_mut(WESTERN).filter(|_| rest_says(folder, &own)) {
            *western = western.saturating_add(nats(6));
        }
    }
    let mut order: Vec<_> = (0..READINGS)
        .filter_map(|at| Some((*costs.get(at)?, Encoding::ALL.get(at).copied())))
        .collect();
    order.sort_by_key(|(cost, _)| *cost);
    order
}

/// Whether the other texts of a folder say anything of its encoding.
fn rest_says(folder: &Likelihoods, own: &Likelihoods) -> bool {
    folder != own
}

fn own_likelihoods(costs: &[Cost; READINGS]) -> Likelihoods {
    let best = costs.iter().take(WESTERN).copied().min().unwrap_or_default();
    let mut likelihoods = Likelihoods::default();
    for (likelihood, cost) in likelihoods.0.iter_mut().zip(costs) {
        let behind = cost.saturating_sub(best).min(FOLDER_FLOOR);
        *likelihood = i64::try_from(behind).map_or(0, |behind| behind * -125);
    }
    likelihoods
}

/// The encoding that a byte order mark names, and what follows the mark.
fn mark(bytes: &[u8]) -> Option<(Encoding, &[u8])> {
    match bytes {
        [0xEF, 0xBB, 0xBF, body @ ..] => Some((Encoding::Utf8, body)),
        [0xFF, 0xFE, body @ ..] => Some((Encoding::Utf16Le, body)),
        [0xFE, 0xFF, body @ ..] => Some((Encoding::Utf16Be, body)),
        // U+FEFF in GB 18030.
        [0x84, 0x31, 0x95, 0x33, body @ ..] => Some((Encoding::Gb18030, body)),
        _ => None,
    }
}

/// Pure ASCII, or valid UTF-8 with so many other signs that it cannot be chance; control signs may be halves of UTF-16.
fn is_sure_utf8(bytes: &[u8]) -> bool {
    let Ok(text) = std::str::from_utf8(bytes) else { return false };
    let is_odd = |byte: &u8| *byte < b' ' && !matches!(byte, b'\t' | b'\n' | b'\r' | 0x0C | 0x1B);
    // Without a way out of the inner loop it runs over many bytes at once.
    if bytes.chunks(256).any(|chunk| chunk.iter().fold(false, |odd, byte| odd | is_odd(byte))) {
        return false;
    }
    text.is_ascii()
        || text.chars().filter(|sign| !sign.is_ascii()).take(SURE_SIGNS).count() == SURE_SIGNS
}

fn decoded(encoding: Encoding, bytes: &[u8], has_mark: bool) -> Decoded {
    let (text, odd_bytes) = decode_in(encoding, bytes);
    let undone = match encoding {
        Encoding::Utf8 | Encoding::Utf16Le | Encoding::Utf16Be => mojibake::undo(&text),
        Encoding::Gb18030
        | Encoding::Big5
        | Encoding::Cp949
        | Encoding::Kps9566
        | Encoding::ShiftJis
        | Encoding::EucJp => None,
    };
    let (text, mojibake) = match undone {
        Some(undone) => (undone.text, Some((undone.right, undone.wrong))),
        None => (text, None),
    };
    Decoded { text, encoding, rivals: Vec::new(), has_mark, mojibake, odd_bytes, is_western: false }
}

fn western(bytes: &[u8]) -> Decoded {
    Decoded {
        text: encoding_rs::WINDOWS_1252.decode_without_bom_handling(bytes).0.into_owned(),
        encoding: Encoding::Utf8,
        rivals: Vec::new(),
        has_mark: false,
        mojibake: None,
        odd_bytes: bytes.iter().filter(|byte| !byte.is_ascii()).count(),
        is_western: true,
    }
}

/// Reads bytes in one encoding, and counts those that stand for nothing.
pub(crate) fn decode_in(encoding: Encoding, bytes: &[u8]) -> (String, usize) {
    let Some(known) = known(encoding) else { return kps9566::decode_lossy(bytes) };
    if encoding == Encoding::Utf8
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return (text.to_owned(), 0);
    }
    let mut decoder = known.new_decoder_without_bom_handling();
    let (mut text, mut odd_bytes) = (String::with_capacity(bytes.len()), 0);
    // Into a place of its own: a string would be filled with zeros to its end again behind each byte that stands for nothing.
    let mut room = [0; DECODED_AT_ONCE * UTF8_BYTES_MAX];
    let mut chunks = bytes.chunks(DECODED_AT_ONCE).peekable();
    while let Some(mut chunk) = chunks.next() {
        let is_last = chunks.peek().is_none();
        loop {
            let (result, read, written) =
                decoder.decode_to_utf8_without_replacement(chunk, &mut room, is_last);
            chunk = chunk.get(read..).unwrap_or_default();
            text.push_str(&String::from_utf8_lossy(room.get(..written).unwrap_or_default()));
            match result {
                DecoderResult::Malformed(length, _) => {
                    odd_bytes += usize::from(length);
                    text.push(char::REPLACEMENT_CHARACTER);
                }
                DecoderResult::InputEmpty => break,
                // What was written is out of the way.
                DecoderResult::OutputFull => {}
            }
        }
    }
    (text, odd_bytes)
}

#[cfg(test)]
mod tests;
