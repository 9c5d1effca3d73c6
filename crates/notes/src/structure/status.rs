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
    /// What begins a message that only says that another one was heard.
    heard: Vec<Vec<char>>,
    /// What is said out of courtesy where nothing else is.
    courtesies: Vec<Vec<char>>,
}

static LEXICON: LazyLock<Lexicon> = LazyLock::new(lexicon);

fn lexicon() -> Lexicon {
    let mut found = Lexicon {
        words: BTreeMap::new(),
        codes: BTreeMap::new(),
        heard: Vec::new(),
        courtesies: Vec::new(),
    };
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
            "ack" | "courtesy" => {
                let list = if how == "ack" { &mut found.heard } else { &mut found.courtesies };
                list.push(word);
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

/// Whether a text says nothing but a status (`返修`, `返修 / 재작업`, `컨펌입니다`).
pub(super) fn is_only_status(text: &str) -> bool {
    if code(text).is_some() {
        return true;
    }
    let signs = squeezed(text);
    let mut at = 0;
    let mut has_hit = false;
    while let Some(sign) = signs.get(at) {
        match hit(&signs, at) {
            Some((_, _, How::Noun)) => return false,
            Some((len, ..)) => {
                has_hit = true;
                at += len.max(1);
                at += ending(&signs, at);
            }
            None if sign.is_alphanumeric() => return false,
            None => at += 1,
        }
    }
    has_hit
}

/// Length of what politeness hangs on a word: `컨펌입니다`, `確認お願いします`, `通过了`.
fn ending(signs: &[char], at: usize) -> usize {
    const ENDINGS: &str = "드립니다|드려요|합니다|입니다|됩니다|해요|이에요|예요|임|요|하십시오|します|いたします|\
         しました|です|ました|了|吧|啦|哦|please";
    let stands = |word: &&str| {
        let mut rest = signs.iter().skip(at);
        word.chars().all(|sign| rest.next() == Some(&sign))
    };
    ENDINGS.split('|').find(stands).map_or(0, |word| word.chars().count())
}

/// The status of a text that is nothing but a code, whatever marks stand around it: `OK`, `Final!`.
fn code(text: &str) -> Option<Status> {
    let trimmed =
        text.trim().trim_matches(['!', '！', '.', '。', '~', '[', ']', '(', ')', '【', '】']);
    [text, trimmed].iter().find_map(|text| LEXICON.codes.get(&squeezed(text)).copied())
}

/// Reads the status of a request: a code where it is nothing else (`过`), words otherwise.
pub(super) fn stated(text: &str) -> Option<Status> {
    let code = code(text);
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
                    let status = negated(&signs, at, len, status);
                    hits.push((finished(&signs, at + len, status), how));
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
    const AFTER: &str = "이아니|이안|안됨|안되|안됐|안했|못|하지못|되지못|되지않|하지않|ではな|じゃな|できま|\
         できな|していな|不可|不了";
    let before = at.checked_sub(1).and_then(|idx| signs.get(idx)).copied().unwrap_or('\0');
    let tail: String = signs.iter().skip(at + len).take(4).collect();
    let head: String = signs.iter().take(at).rev().take(4).collect();
    let is_negated = head == " ton"
        || head == " t'n"
        || matches!(before, '不' | '未' | '没' | '非' | '안' | '못')
        || AFTER.split('|').any(|word| tail.starts_with(word));
    match status {
        Status::Approved | Status::Done if is_negated => Status::Retake,
        Status::Open | Status::Retake | Status::Approved | Status::Done | Status::Wfa => status,
    }
}

/// What is asked for is done where the verb is in the past: `重画好了`, `재작업했습니다`, `リテイクしました`.
fn finished(signs: &[char], after: usize, status: Status) -> Status {
    const PAST: &str = "好了|해서올|하여올|해올|完了|过了|好啦|完啦|完毕|완료|했|하였|됐|되였|되었|끝냈|마쳤|\
         しました|済み|いたしました";
    let stands = |word: &&str| {
        let mut rest = signs.iter().skip(after);
        word.chars().all(|sign| rest.next() == Some(&sign))
    };
    if status == Status::Retake && PAST.split('|').any(|word| stands(&word)) {
        Status::Done
    } else {
        status
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
    code(text).or_else(|| said(text).status)
}

/// Signs of the longest message that is looked at for courtesies alone.
const COURTESY_SIGNS_MAX: usize = 40;

/// Whether a text only says that it was heard (`收到`, `네 알겠습니다`, `了解です`), greets or thanks. What it promises to
/// correct is no request; that something passed or is done counts.
pub(super) fn is_acknowledgement(text: &str) -> bool {
    let signs = squeezed(text);
    if signs.is_empty() || signs.len() > COURTESY_SIGNS_MAX {
        return false;
    }
    let from = signs.iter().position(|sign| sign.is_alphanumeric()).unwrap_or(0);
    let signs = signs.get(from..).unwrap_or_default();
    let begins = |words: &[Vec<char>], is_whole: bool| {
        words.iter().any(|word| {
            let after = signs.get(word.len()).copied().unwrap_or(' ');
            let rest = signs.get(word.len()..).unwrap_or_default();
            signs.starts_with(word)
                && !(is_code(after) && word.last().copied().is_some_and(is_code))
                && !(is_whole && rest.iter().any(|sign| sign.is_alphanumeric()))
        })
    };
    let is_alone = |words: &[Vec<char>]| begins(words, true);
    let is_heard = begins(&LEXICON.heard, false) || is_alone(&LEXICON.courtesies);
    // A courtesy before a comma: `네, 알겠습니다`.
    let comma = signs.iter().position(|sign| matches!(sign, ',' | '、' | '.' | '!' | '~' | '。'));
    let rest: String =
        comma.map_or(&[][..], |at| signs.get(at..).unwrap_or_default()).iter().collect();
    let is_led = comma.is_some_and(|at| {
        LEXICON.courtesies.iter().any(|word| signs.get(..at) == Some(word.as_slice()))
    });
    let is_promise =
        !matches!(said(text).status, Some(Status::Approved | Status::Done | Status::Wfa));
    is_promise && (is_heard || (is_led && !super::draft::reading(&rest).refers()))
}
