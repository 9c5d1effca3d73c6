//! What a text says of the state of its shot (`data/status-words.tsv`).
//!
//! In: the words of a note, a status cell, a file name. Out: the status, and whether the words ask for something. Blanks
//! between syllables are passed over, since Korean is spaced at will. Never: a status out of a noun (`修改意见`), and a
//! negation is heard (`不通过`, `수정 안 됨`, `not approved`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use super::view::{View, is_code};
use crate::Status;

const WORDS: &str = include_str!("../../../../data/status-words.tsv");

/// Signs of one text that are searched for status words.
const SIGNS_MAX: usize = 2_000;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum How {
    Word,
    Ask,
    Noun,
}

struct Lexicon {
    /// Words by their first sign, longest first.
    words: BTreeMap<char, Vec<(Vec<char>, Status, How)>>,
    codes: BTreeMap<Vec<char>, Status>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(lexicon);

fn lexicon() -> Lexicon {
    let mut found = Lexicon { words: BTreeMap::new(), codes: BTreeMap::new() };
    for line in WORDS.lines().filter(|line| !line.starts_with('#')) {
        let mut parts = line.split('\t');
        let (Some(status), Some(how), Some(word)) = (parts.next(), parts.next(), parts.next())
        else {
            continue;
        };
        let status = match status {
            "retake" => Status::Retake,
            "approved" => Status::Approved,
            "done" => Status::Done,
            "wfa" => Status::Wfa,
            _ => Status::Open,
        };
        let word = squeezed(word);
        let how = match how {
            "code" => {
                found.codes.insert(word, status);
                continue;
            }
            "ask" => How::Ask,
            "noun" => How::Noun,
            _ => How::Word,
        };
        if let Some(first) = word.first() {
            found.words.entry(*first).or_default().push((word, status, how));
        }
    }
    for words in found.words.values_mut() {
        words.sort_by_key(|(word, ..)| std::cmp::Reverse(word.len()));
    }
    found
}

/// Folds a text and takes the blanks out, but for those between Latin words.
fn squeezed(text: &str) -> Vec<char> {
    let mut signs: Vec<char> = Vec::new();
    let mut has_gap = false;
    for sign in View::of(text).folded().take(SIGNS_MAX) {
        if sign == ' ' || sign == '\n' {
            has_gap = true;
            continue;
        }
        if has_gap && is_code(sign) && signs.last().copied().is_some_and(is_code) {
            signs.push(' ');
        }
        has_gap = false;
        signs.push(sign);
    }
    signs
}

/// What the words of a text say.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Said {
    /// The status; `None` where no word says one.
    pub(super) status: Option<Status>,
    /// Whether somebody is asked to change something.
    pub(super) is_ask: bool,
}

/// Whether a text says nothing but a status (`返修`, `返修 / 재작업`).
pub(super) fn is_only_status(text: &str) -> bool {
    let signs = squeezed(text);
    if LEXICON.codes.contains_key(&signs) {
        return true;
    }
    let mut at = 0;
    let mut has_hit = false;
    while let Some(sign) = signs.get(at) {
        match hit(&signs, at) {
            Some((_, _, How::Noun)) => return false,
            Some((len, ..)) => {
                has_hit = true;
                at += len.max(1);
            }
            None if sign.is_alphanumeric() => return false,
            None => at += 1,
        }
    }
    has_hit
}

/// Reads the status of a request: a code where it is nothing else (`过`), words otherwise.
pub(super) fn stated(text: &str) -> Option<Status> {
    let code = LEXICON.codes.get(&squeezed(text)).copied();
    code.filter(|status| *status != Status::Open).or_else(|| said(text).status)
}

/// Reads the status out of running text.
pub(super) fn said(text: &str) -> Said {
    let signs = squeezed(text);
    let mut hits: Vec<(Status, How)> = Vec::new();
    let mut at = 0;
    while at < signs.len() {
        match hit(&signs, at) {
            Some((len, status, how)) => {
                if how != How::Noun {
                    hits.push((negated(&signs, at, len, status), how));
                }
                at += len.max(1);
            }
            None => at += 1,
        }
    }
    Said { status: resolved(&hits), is_ask: hits.iter().any(|(_, how)| *how == How::Ask) }
}

fn hit(signs: &[char], at: usize) -> Option<(usize, Status, How)> {
    let words = LEXICON.words.get(signs.get(at)?)?;
    let before = at.checked_sub(1).and_then(|idx| signs.get(idx)).copied().unwrap_or('\0');
    words.iter().find_map(|(word, status, how)| {
        let end = at + word.len();
        let stands = signs.get(at..end) == Some(word.as_slice());
        let after = signs.get(end).copied().unwrap_or('\0');
        let is_cut = |inner: Option<&char>, outer: char| {
            inner.is_some_and(|sign| is_code(*sign)) && outer.is_ascii_alphabetic()
        };
        (stands && !is_cut(word.first(), before) && !is_cut(word.last(), after)).then_some((
            word.len(),
            *status,
            *how,
        ))
    })
}

/// Turns what passed or is done into what did not and is not, where a negation stands beside it.
fn negated(signs: &[char], at: usize, len: usize, status: Status) -> Status {
    const AFTER: &[&str] = &[
        "이아니",
        "이안",
        "안됨",
        "안되",
        "안됐",
        "안했",
        "못",
        "하지못",
        "되지못",
        "되지않",
        "하지않",
        "ではな",
        "じゃな",
        "できま",
        "できな",
        "していな",
        "不可",
        "不了",
    ];
    let before = at.checked_sub(1).and_then(|idx| signs.get(idx)).copied().unwrap_or('\0');
    let tail: String = signs.iter().skip(at + len).take(4).collect();
    let head: String = signs.iter().take(at).rev().take(4).collect();
    let is_negated = head == " ton"
        || head == " t'n"
        || matches!(before, '不' | '未' | '没' | '非' | '안' | '못')
        || AFTER.iter().any(|word| tail.starts_with(word));
    match status {
        Status::Approved | Status::Done if is_negated => Status::Retake,
        Status::Open | Status::Retake | Status::Approved | Status::Done | Status::Wfa => status,
    }
}

/// One status out of several words: the last decides, but what waits to be looked at after a change is waiting.
fn resolved(hits: &[(Status, How)]) -> Option<Status> {
    let last = hits.iter().rev().map(|(status, _)| *status).find(|status| *status != Status::Wfa);
    let has = |wanted: Status| hits.iter().any(|(status, _)| *status == wanted);
    let is_asked = hits.iter().any(|(_, how)| *how == How::Ask);
    match last {
        None => has(Status::Wfa).then_some(Status::Wfa),
        Some(Status::Done) if has(Status::Wfa) => Some(Status::Wfa),
        Some(Status::Approved) if is_asked => Some(Status::Retake),
        Some(Status::Done | Status::Approved) if has(Status::Approved) => Some(Status::Approved),
        Some(status) => Some(status),
    }
}

/// Reads a status cell or field: codes of tools first, then words.
pub(super) fn given(text: &str) -> Option<Status> {
    let whole = squeezed(text);
    if whole.is_empty() {
        return None;
    }
    LEXICON.codes.get(&whole).copied().or_else(|| said(text).status)
}

/// Whether a text only says that it was heard (`收到`, `네 알겠습니다`, `了解です`).
pub(super) fn is_acknowledgement(text: &str) -> bool {
    const WORDS_OF_IT: &[&str] = &[
        "收到",
        "好的",
        "好滴",
        "明白",
        "知道了",
        "嗯",
        "了解",
        "辛苦",
        "谢谢",
        "네",
        "넵",
        "예",
        "알겠",
        "알았",
        "감사",
        "수고",
        "はい",
        "承知",
        "分かりました",
        "わかりました",
        "ありがとう",
        "お疲れ",
        "thanks",
        "thank you",
        "got it",
        "roger",
        "noted",
    ];
    let text = text.trim();
    if text.chars().count() > 30 {
        return false;
    }
    let small = text.to_lowercase();
    WORDS_OF_IT.iter().any(|word| {
        small.strip_prefix(word).is_some_and(|rest| {
            let next = rest.chars().next();
            next.is_none_or(|sign| !sign.is_alphanumeric()) || word.chars().count() >= 2
        })
    })
}
