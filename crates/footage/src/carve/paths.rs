//! Paths in bytes of any kind: of drives, of machines of the network, of accounts below a root.
//!
//! A path is told from chance by odds: how much likelier each sign is in a path than in noise, where all bytes are alike. By Ville's
//! inequality noise reaches odds of 2^40 at any of its places with a chance of at most 2^-40, that is once in a TB.

use subtier_names::encoding::decode;

/// Odds that are asked for, in tenths of the logarithm to base two.
const ODDS_MIN: i32 = 400;

/// How far odds may fall behind the best ones before the rest is taken for something else.
const FALL_MAX: i32 = 250;

/// Signs of one path; Windows allows 32,767, programs write up to 260 (Microsoft Learn, maximum path length limitation).
const SIGNS_MAX: usize = 1024;

/// Signs of the name of a machine (RFC 1035, 2.3.4).
const HOST_SIGNS_MAX: usize = 63;

/// A path that was found.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Way {
    pub(super) begin: usize,
    pub(super) end: usize,
    pub(super) words: String,
}

/// How signs are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Width {
    /// UTF-8, or an older encoding whose first byte is beyond ASCII.
    Narrow,
    /// UTF-16, the low byte first.
    Low,
    /// UTF-16, the high byte first.
    High,
}

/// One sign.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Sign {
    Known(char),
    /// A byte of an older encoding.
    Older,
}

impl Width {
    const fn stride(self) -> usize {
        match self {
            Self::Narrow => 1,
            Self::Low | Self::High => 2,
        }
    }

    /// The sign whose low byte stands here, with its bytes.
    fn sign(self, bytes: &[u8], at: usize) -> Option<(Sign, usize)> {
        match self {
            Self::Narrow => narrow(bytes, at),
            Self::Low => {
                let unit = u16::from_le_bytes([*bytes.get(at)?, *bytes.get(at + 1)?]);
                Some((Sign::Known(char::from_u32(u32::from(unit))?), 2))
            }
            Self::High => {
                let unit = u16::from_be_bytes([*bytes.get(at.checked_sub(1)?)?, *bytes.get(at)?]);
                Some((Sign::Known(char::from_u32(u32::from(unit))?), 2))
            }
        }
    }

    /// The sign that ends before this one.
    fn sign_before(self, bytes: &[u8], at: usize) -> Option<char> {
        let before = at.checked_sub(self.stride())?;
        match self.sign(bytes, before)? {
            (Sign::Known(sign), _) => Some(sign),
            (Sign::Older, _) => None,
        }
    }
}

fn narrow(bytes: &[u8], at: usize) -> Option<(Sign, usize)> {
    let first = *bytes.get(at)?;
    let length = match first {
        0..=0x7F => return Some((Sign::Known(char::from(first)), 1)),
        0xC2..=0xDF => 2,
        0xE0..=0xEF => 3,
        _ => 1,
    };
    let known = bytes.get(at..at + length).and_then(|raw| std::str::from_utf8(raw).ok());
    match known.and_then(|text| text.chars().next()) {
        Some(sign) => Some((Sign::Known(sign), length)),
        None => Some((Sign::Older, 1)),
    }
}

/// Scripts in which folders are named: Latin, Greek, Cyrillic, jamo, kana, han, hangul, full-width forms.
fn is_letter(sign: char) -> bool {
    matches!(sign,
        '\u{A1}'..='\u{24F}' | '\u{370}'..='\u{52F}' | '\u{1100}'..='\u{11FF}' | '\u{2010}'..='\u{2027}'
        | '\u{3000}'..='\u{318F}' | '\u{4E00}'..='\u{9FFF}' | '\u{AC00}'..='\u{D7A3}' | '\u{FF01}'..='\u{FFDC}')
}

/// What a sign adds to the odds, in tenths of bits; `None` where no path has it.
///
/// The shares of signs in paths sum to one: small letters .37, capitals and digits .2, separators .1, the marks usual in names .07,
/// bytes of older encodings .12, other scripts .05, the rest .02, a zero byte that ends it .06, another end .01. In noise a byte has 1/256, a unit of UTF-16 1/65536, a sign of three bytes 2^-24.
fn odds(sign: Sign, width: Width) -> Option<i32> {
    let wide = if width == Width::Narrow { 0 } else { 80 };
    let Sign::Known(sign) = sign else { return Some(-20) };
    Some(match sign {
        'a'..='z' => 18 + wide,
        'A'..='Z' | '0'..='9' => 5 + wide,
        '\\' | '/' => 37 + wide,
        '.' | '_' | '-' | ' ' => 21 + wide,
        '!'
        | '#'..=')'
        | '+'
        | ','
        | ':'
        | ';'
        | '='
        | '@'
        | '['
        | ']'
        | '^'
        | '`'
        | '{'
        | '}'
        | '~' => -20 + wide,
        _ if !is_letter(sign) => return None,
        // About 40,000 signs share .05.
        _ if wide > 0 => -36,
        '\u{800}'.. => 44,
        _ => -36,
    })
}

/// What was read from a beginning on.
struct Run {
    end: usize,
    best: i32,
    has_older: bool,
}

/// Reads a path on from `at`, with the odds that its beginning has.
fn run(bytes: &[u8], mut at: usize, width: Width, begin_odds: i32) -> Run {
    let (mut now, mut best, mut best_end) = (begin_odds, begin_odds, at);
    let (mut has_older, mut is_cut) = (false, true);
    for _ in 0..SIGNS_MAX {
        let Some((sign, length)) = width.sign(bytes, at) else { break };
        let Some(more) = odds(sign, width) else {
            // What ends a text leaves it whole; another sign may come of noise.
            let wide = if width == Width::Narrow { 0 } else { 80 };
            let end_odds = match sign {
                Sign::Known('\0') => Some(39 + wide),
                Sign::Known('"' | '<' | '>' | '|' | '\n' | '\r' | '\t') => Some(-15 + wide),
                Sign::Known(_) | Sign::Older => None,
            };
            is_cut = end_odds.is_none();
            best = best.max(now + end_odds.unwrap_or(0));
            break;
        };
        now += more;
        at += length;
        has_older |= sign == Sign::Older;
        if now > best {
            (best, best_end) = (now, at);
        } else if now < best - FALL_MAX {
            break;
        }
    }
    Run { end: if is_cut { best_end } else { at }, best, has_older }
}

/// A path that begins at `begin` and was read on from `from`.
fn way(
    bytes: &[u8],
    begin: usize,
    from: usize,
    (width, begin_odds): (Width, i32),
) -> Option<(Way, i32)> {
    let run = run(bytes, from, width, begin_odds);
    if run.best < ODDS_MIN {
        return None;
    }
    // Of UTF-16 with the high byte first, signs begin a byte earlier.
    let shift = usize::from(width == Width::High);
    let (begin, end) = (begin.checked_sub(shift)?, run.end.checked_sub(shift)?);
    let raw = bytes.get(begin..end)?;
    let words = match width {
        Width::Narrow if run.has_older => decode(raw, None).text,
        Width::Narrow => String::from_utf8_lossy(raw).into_owned(),
        Width::Low | Width::High => wide_text(raw, width),
    };
    let words = tidy(&words);
    Some((Way { begin, end, words }, run.best))
}

fn wide_text(raw: &[u8], width: Width) -> String {
    let unit = |pair: &[u8]| match (pair, width) {
        (&[high, low], Width::High) => Some(u16::from_be_bytes([high, low])),
        (&[low, high], _) => Some(u16::from_le_bytes([low, high])),
        _ => None,
    };
    let units = raw.chunks_exact(2).filter_map(unit);
    char::decode_utf16(units).map(|sign| sign.unwrap_or('\u{FFFD}')).collect()
}

/// The path without what stands behind it in a sentence, and with single separators where all were doubled, as in JSON and sources.
fn tidy(words: &str) -> String {
    let mut words = words.trim_end().to_owned();
    let inner = words.get(2..).unwrap_or("");
    if inner.contains("\\\\") && !inner.replace("\\\\", "").contains('\\') {
        let head = words.get(..2).unwrap_or("").to_owned();
        words = head + &inner.replace("\\\\", "\\");
    }
    let name_at = words.rfind(['\\', '/']).map_or(0, |at| at + 1);
    let name = words.get(name_at..).unwrap_or("");
    let dot = name.char_indices().filter(|(_, sign)| *sign == '.').find_map(|(dot, _)| {
        let behind = name.get(dot + 1..)?;
        let end = behind.find(|sign: char| !sign.is_ascii_alphanumeric())?;
        let ends_there = (2..=8).contains(&end)
            && behind.get(end..)?.starts_with([' ', ',', ')', ';', '\'', ']', '}']);
        ends_there.then_some(dot + 1 + end)
    });
    if let Some(end) = dot {
        words.truncate(name_at + end);
    }
    words
}

/// The better one of two readings of UTF-16; of two alike, the one whose signs begin at even bytes, as programs align them.
fn better(low: Option<(Way, i32)>, high: Option<(Way, i32)>) -> Option<Way> {
    match (low, high) {
        (Some(low), Some(high)) => {
            let is_high = high.1 > low.1 || (high.1 == low.1 && low.0.begin % 2 == 1);
            Some(if is_high { high.0 } else { low.0 })
        }
        (Some(one), None) | (None, Some(one)) => Some(one.0),
        (None, None) => None,
    }
}

/// A path whose drive has its colon here: `D:\…`, `D:/…`.
pub(super) fn drive(bytes: &[u8], colon: usize) -> Option<Way> {
    let of = |width: Width| {
        let stride = width.stride();
        let begin = colon.checked_sub(stride)?;
        let is_drive = matches!(width.sign(bytes, begin)?.0, Sign::Known('A'..='Z' | 'a'..='z'));
        let (Sign::Known(separator), _) = width.sign(bytes, colon + stride)? else { return None };
        let behind = width.sign(bytes, colon + 2 * stride)?.0;
        let is_path = separator == '\\' || (separator == '/' && behind != Sign::Known('/'));
        let is_word =
            width.sign_before(bytes, begin).is_some_and(|sign| sign.is_ascii_alphanumeric());
        // A letter out of 26 (of either case, evenly), a colon, and one of two separators.
        let begin_odds = if width == Width::Narrow { 23 + 80 + 70 } else { 103 + 160 + 150 };
        (is_drive && is_path && !is_word)
            .then(|| way(bytes, begin, colon + 2 * stride, (width, begin_odds)))?
    };
    if bytes.get(colon + 1) == Some(&0) {
        better(of(Width::Low), of(Width::High))
    } else {
        of(Width::Narrow).map(|(way, _)| way)
    }
}

/// A path that begins here with two backslashes and a machine: `\\SERVER\share\…`.
pub(super) fn network(bytes: &[u8], at: usize) -> Option<Way> {
    let of = |width: Width| {
        let stride = width.stride();
        let second = width.sign(bytes, at + stride)?.0;
        let before = width.sign_before(bytes, at);
        let is_inside = before
            .is_some_and(|sign| sign.is_alphanumeric() || matches!(sign, '\\' | ':' | '.' | '/'));
        if second != Sign::Known('\\') || is_inside {
            return None;
        }
        let mut end = at + 2 * stride;
        let mut host = String::new();
        loop {
            match width.sign(bytes, end)?.0 {
                Sign::Known('\\') => break,
                Sign::Known(sign)
                    if (sign.is_ascii_alphanumeric() || matches!(sign, '.' | '-' | '_'))
                        && host.len() < HOST_SIGNS_MAX =>
                {
                    host.push(sign);
                }
                Sign::Known(_) | Sign::Older => return None,
            }
            end += stride;
        }
        let share = width.sign(bytes, end + stride)?.0;
        let is_share = matches!(share, Sign::Known(sign) if sign.is_alphanumeric() || matches!(sign, '$' | '_'));
        let is_host = host.len() >= 2 && host.bytes().any(|sign| sign.is_ascii_alphanumeric());
        let begin_odds = if width == Width::Narrow { 160 } else { 320 };
        (is_host && is_share).then(|| way(bytes, at, at + 2 * stride, (width, begin_odds)))?
    };
    if bytes.get(at + 1) == Some(&0) {
        better(of(Width::Low), of(Width::High))
    } else {
        of(Width::Narrow).map(|(way, _)| way)
    }
}

/// Folders below which accounts or volumes stand, on macOS and Linux.
const ROOTS: [&str; 3] = ["/Users/", "/home/", "/Volumes/"];

/// A path that begins here with one of those folders.
pub(super) fn root(bytes: &[u8], at: usize) -> Option<Way> {
    let of = |width: Width| {
        let stride = width.stride();
        let begins = |root: &&&str| {
            root.chars().enumerate().all(|(nth, sign)| {
                width
                    .sign(bytes, at + nth * stride)
                    .is_some_and(|found| found.0 == Sign::Known(sign))
            })
        };
        let root = ROOTS.iter().find(begins)?;
        let before = width.sign_before(bytes, at);
        let is_inside = before.is_some_and(|sign| {
            sign.is_alphanumeric() || matches!(sign, '.' | '-' | '_' | ':' | '\\' | '%' | '~' | ')')
        });
        // After a slash it is an address, unless one of a file.
        let is_address = before == Some('/') && !up_to_slash(bytes, at, width).ends_with("file://");
        let from = at + root.len() * stride;
        let name = width.sign(bytes, from)?.0;
        let is_name = matches!(name, Sign::Known(sign) if sign.is_alphanumeric() || sign == '_')
            || name == Sign::Older;
        let begin_odds =
            i32::try_from(root.len()).unwrap_or(0) * if width == Width::Narrow { 80 } else { 160 };
        (!is_inside && !is_address && is_name).then(|| way(bytes, at, from, (width, begin_odds)))?
    };
    if bytes.get(at + 1) == Some(&0) {
        better(of(Width::Low), of(Width::High))
    } else {
        of(Width::Narrow).map(|(way, _)| way)
    }
}

/// The seven signs before this one.
fn up_to_slash(bytes: &[u8], at: usize, width: Width) -> String {
    let before = (1..=7).rev().filter_map(|nth| {
        let at = at.checked_sub(nth * width.stride())?;
        match width.sign(bytes, at)?.0 {
            Sign::Known(sign) => Some(sign),
            Sign::Older => None,
        }
    });
    before.collect()
}
