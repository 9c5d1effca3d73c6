//! A text in two languages taken apart where its script changes: `通过 / 검사합격`, `请返修입모양이 맞지 않음`.
//!
//! In: one line. Out: its halves in order, one where it is in one language. Never: a cut around a single foreign word
//! within a sentence; halves alternate, and each has words of its own.

use super::evidence::Things;
use super::status::{is_only_status, stated};
use super::view::{is_han, is_hangul, is_kana};
use subtier_language::{Lang, language_of};

/// The script that tells the language of a line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Script {
    Han,
    Kana,
    Hangul,
    Latin,
}

/// Halves, thirds and so on that one line is cut into.
const PARTS_MAX: usize = 8;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Class {
    /// Han characters with or without kana.
    Han,
    Hangul,
    Latin,
}

/// The script of a text; `None` where it has no words but codes.
pub(super) fn script_of(text: &str) -> Option<Script> {
    let count = |is_it: fn(char) -> bool| text.chars().filter(|sign| is_it(*sign)).count();
    let (hangul, kana, han) = (count(is_hangul), count(is_kana), count(is_han));
    // A name or sign in another script makes no other sentence: `Sign text 大同江 must be complete`.
    let n_words = words(text);
    let is_led = text.starts_with(|sign: char| sign.is_ascii_alphabetic());
    if is_led && n_words >= SENTENCE_WORDS_MIN && n_words > hangul + kana + han {
        return Some(Script::Latin);
    }
    if hangul > 0 && hangul * 2 >= han {
        return Some(Script::Hangul);
    }
    if kana > 0 {
        return Some(Script::Kana);
    }
    if han > 0 {
        return Some(Script::Han);
    }
    (n_words > 0).then_some(Script::Latin)
}

/// Latin words that make a sentence, whatever stands among them.
const SENTENCE_WORDS_MIN: usize = 4;

/// Latin words that are words, not codes: three letters or more, the second one small.
pub(super) fn words(text: &str) -> usize {
    text.split(|sign: char| !sign.is_ascii_alphanumeric() && sign != '_')
        .filter(|word| is_word(word))
        .count()
}

fn is_word(word: &str) -> bool {
    word.len() >= 3
        && word.chars().all(|sign| sign.is_ascii_alphabetic())
        && word.chars().nth(1).is_some_and(|sign| sign.is_ascii_lowercase())
}

/// How long a text is, in twentieths of a Han character: the same request takes more kana, Hangul and Latin signs.
pub(super) fn weight(text: &str) -> usize {
    text.chars()
        .map(|sign| match sign {
            sign if is_han(sign) => 20,
            sign if is_hangul(sign) => 14,
            sign if is_kana(sign) => 12,
            sign if sign.is_ascii_alphabetic() => 5,
            sign if sign.is_ascii_digit() => 8,
            _ => 0,
        })
        .sum()
}

struct Run {
    class: Class,
    start: usize,
    end: usize,
    letters: usize,
}

/// Runs of one script with what stands between them left out.
fn runs(text: &str) -> Vec<Run> {
    let mut found: Vec<Run> = Vec::new();
    let mut latin: Option<usize> = None;
    let close = |found: &mut Vec<Run>, latin: &mut Option<usize>, end: usize| {
        let Some(start) = latin.take() else { return };
        if text.get(start..end).is_some_and(is_word) {
            push(found, Class::Latin, start, end);
        }
    };
    for (at, sign) in text.char_indices() {
        let class = match sign {
            sign if is_hangul(sign) => Some(Class::Hangul),
            sign if is_han(sign) || is_kana(sign) => Some(Class::Han),
            _ => None,
        };
        if sign.is_ascii_alphanumeric() || sign == '_' {
            latin.get_or_insert(at);
            continue;
        }
        close(&mut found, &mut latin, at);
        if let Some(class) = class {
            push(&mut found, class, at, at + sign.len_utf8());
        }
    }
    close(&mut found, &mut latin, text.len());
    found
}

fn push(found: &mut Vec<Run>, class: Class, start: usize, end: usize) {
    match found.last_mut() {
        Some(last) if last.class == class => {
            last.end = end;
            last.letters += 1;
        }
        _ => found.push(Run { class, start, end, letters: 1 }),
    }
}

/// Drops runs of Latin words that only stand within a sentence of another script.
fn without_borrowed(text: &str, runs: Vec<Run>) -> Vec<Run> {
    let mut kept: Vec<Run> = Vec::new();
    let n_runs = runs.len();
    let edges: Vec<(usize, usize)> = runs.iter().map(|run| (run.start, run.end)).collect();
    for (idx, run) in runs.into_iter().enumerate() {
        let gap = |from: Option<usize>, to: Option<usize>| {
            from.zip(to).and_then(|(from, to)| text.get(from..to)).is_none_or(is_cut)
        };
        let before = idx.checked_sub(1).and_then(|idx| edges.get(idx)).map(|edge| edge.1);
        let after = edges.get(idx + 1).map(|edge| edge.0);
        let stands = gap(before, Some(run.start)) && gap(Some(run.end), after);
        if run.class == Class::Latin && n_runs > 1 && !(stands && (run.letters > 1 || n_runs == 2))
        {
            continue;
        }
        match kept.last_mut() {
            Some(last) if last.class == run.class => {
                last.end = run.end;
                last.letters += run.letters;
            }
            _ => kept.push(run),
        }
    }
    kept
}

fn is_cut(gap: &str) -> bool {
    gap.contains([
        '/', '|', '(', '（', '／', '｜', '\n', '.', '。', ';', '；', '=', '—', '–', '→', '!', '！',
    ]) || gap.contains(" - ")
        || gap.contains(": ")
}

/// The parts of a line, each in one language; one part where the line is in one.
pub(super) fn halves(text: &str) -> Vec<&str> {
    let runs = without_borrowed(text, runs(text));
    if runs.len() < 2 {
        return han_and_kana(text)
            .map_or_else(|| vec![text.trim()], |(first, second)| vec![first, second]);
    }
    let alternates = runs.len() == 2
        || (runs.len().is_multiple_of(2)
            && runs.iter().zip(runs.iter().skip(2)).all(|(run, next)| run.class == next.class))
        || (runs.len() == 3
            && runs.first().map(|run| run.class) != runs.last().map(|run| run.class));
    if runs.len() > PARTS_MAX
        || !alternates
        || runs.iter().any(|run| run.letters < 2 && run.class != Class::Latin)
    {
        return vec![text.trim()];
    }
    let mut parts = Vec::new();
    let mut start = 0;
    for (idx, run) in runs.iter().enumerate() {
        let next = runs.get(idx + 1).map_or(text.len(), |next| next.start);
        let gap = text.get(run.end..next).unwrap_or_default();
        let end = if idx + 1 == runs.len() { text.len() } else { run.end + cut_in(gap) };
        parts.push(trimmed(text.get(start..end).unwrap_or_default(), idx > 0));
        start = end;
    }
    let is_even = parts.windows(2).all(|pair| match pair {
        [first, second] => is_alike(weight(first), weight(second), 5),
        _ => true,
    });
    let is_even = is_even
        && parts.windows(2).all(|pair| match pair {
            [first, second] => {
                !is_name_within(first, second)
                    && !is_name_within(second, first)
                    && !is_verdict_beside(first, second)
            }
            _ => true,
        });
    if is_even && parts.iter().all(|part| !part.is_empty()) { parts } else { vec![text.trim()] }
}

/// Whether one of two texts only says a status and the other one more: `手没画完 (재작업)`.
fn is_verdict_beside(first: &str, second: &str) -> bool {
    let longer = weight(first).max(weight(second));
    is_only_status(first) != is_only_status(second)
        && longer > VERDICT_WEIGHT_MAX
        && stated(first) != stated(second)
}

/// Weight up to which a text may be a status that no list knows.
const VERDICT_WEIGHT_MAX: usize = 70;

/// Signs of which a Chinese request has one: those of grammar, of fault and of wish.
const CHINESE_REQUESTS: &str = "的了不没沒有太请請要再少多过過错錯漏偏缺需应應该該是在到从從把被给給跟和与與重修改补補加去掉断斷断对對";

/// Whether a stretch of Han characters beside Korean is but a name, sign or title that the Korean speaks of
/// (`컷 12 韓國美術館 간판의 글자가 틀립니다`).
fn is_name_within(han: &str, korean: &str) -> bool {
    script_of(han) == Some(Script::Han)
        && script_of(korean) == Some(Script::Hangul)
        && !han.contains(|sign| CHINESE_REQUESTS.contains(sign))
        && !is_only_status(han)
        && Things::of(han, Some(Script::Han))
            .compared(&Things::of(korean, Some(Script::Hangul)))
            .shared
            == 0
}

/// Where between two runs the first ends: after its own marks and codes, before what opens the second.
fn cut_in(gap: &str) -> usize {
    let cut =
        gap.find(['/', '|', '／', '｜', '(', '（', '=', '→', '—', '–', '[', '【', '\n', ';', '；']);
    let cut = cut.or_else(|| gap.find(" - "));
    cut.or_else(|| {
        gap.rfind(['.', '。', '!', '！', '?', '？', ',', '，']).map(|at| {
            at + gap.get(at..).and_then(|rest| rest.chars().next()).map_or(0, char::len_utf8)
        })
    })
    .or_else(|| gap.find(char::is_whitespace))
    .unwrap_or(0)
}

/// Takes off what only stood between the halves.
fn trimmed(part: &str, is_later: bool) -> &str {
    let part = part.trim();
    let part = if is_later {
        part.trim_start_matches(|sign: char| {
            sign.is_whitespace() || "/|／｜=→—–-;；:：,，、".contains(sign)
        })
    } else {
        part
    };
    let opened = part
        .strip_prefix(['(', '（', '[', '【'])
        .and_then(|inner| inner.strip_suffix([')', '）', ']', '】']));
    let part = opened.unwrap_or(part);
    part.trim_end_matches(|sign: char| sign.is_whitespace() || "/|／｜=→—–-;；".contains(sign))
        .trim()
}

/// Chinese and Japanese on one line, cut at a sign that stands between them: kana on one side only.
fn han_and_kana(text: &str) -> Option<(&str, &str)> {
    if !text.chars().any(is_kana) {
        return None;
    }
    let (first, second) = [" / ", " | ", "／", " ("].iter().find_map(|mark| {
        let (first, second) = text.split_once(mark)?;
        let is_tail = *mark != " (" || second.ends_with(')');
        (is_tail && !second.contains(mark))
            .then(|| (first.trim(), second.trim_end_matches(')').trim()))
    })?;
    let is_chinese =
        |part: &str| script_of(part) == Some(Script::Han) && language_of(part) == Some(Lang::Zh);
    let is_japanese = |part: &str| script_of(part) == Some(Script::Kana);
    let is_pair =
        (is_chinese(first) && is_japanese(second)) || (is_japanese(first) && is_chinese(second));
    (is_pair && is_alike(weight(first), weight(second), 5)).then_some((first, second))
}

/// Whether neither weight is more than so many times the other; two short ones may differ more.
pub(super) fn is_alike(first: usize, second: usize, times: usize) -> bool {
    let (small, large) = (first.min(second), first.max(second));
    small > 0 && (large <= small * times || (large <= 160 && large <= small * 6))
}

/// Halves taken two by two. Of three languages the request is the first; of the others Korean renders a Chinese request,
/// else the first of them counts.
pub(super) fn pairs_of<'t>(parts: &[&'t str]) -> Vec<(&'t str, Option<&'t str>)> {
    match parts {
        [only] => vec![(only, None)],
        [first, second, third] => {
            let is_wanted =
                script_of(first) == Some(Script::Han) && script_of(third) == Some(Script::Hangul);
            vec![(first, Some(if is_wanted { third } else { second }))]
        }
        _ => parts
            .chunks(2)
            .filter_map(|pair| Some((*pair.first()?, pair.get(1).copied())))
            .collect(),
    }
}
