//! Who speaks in a chat: the heads of its messages, in whatever form the program that exported it writes them.
//!
//! In: the lines of a text. Out: for a line that is a head, the name, the time and the rest. A head is sure by a name, an
//! account or brackets; another one counts when its name or its form comes back. Never: an entry of a calendar as a
//! message; heads that stand one below the other are none.

use std::collections::{BTreeMap, BTreeSet};

use super::author::Speaker;
use super::names::{NAME_SIGNS_MAX, is_nick, is_person};
use super::reference::{What, scan};
use super::status::said;
use super::view::View;

/// Names of one chat.
const NAMES_MAX: usize = 10_000;
/// Bytes at the head of a line among which its time and name stand.
const HEAD_BYTES_MAX: usize = 200;

/// Where the time, the name and the text of a message stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Form {
    /// `王丽 09:14`, the text below.
    Alone,
    /// `10:02 森本 text` with tabs, `21:05 jun: text`.
    TimeFirst,
    /// `jun [9:12 PM]: text`.
    NameFirst,
}

struct Head<'a> {
    speaker: Speaker<'a>,
    form: Form,
    is_sure: bool,
}

/// What of a text is a chat.
#[derive(Debug, Default)]
pub(super) struct Chat {
    names: BTreeSet<String>,
    forms: BTreeSet<Form>,
}

impl Chat {
    /// Looks at all lines of a text for names and forms that come back.
    pub(super) fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Self {
        let mut names: BTreeMap<&str, usize> = BTreeMap::new();
        let mut forms: BTreeMap<Form, usize> = BTreeMap::new();
        let mut last = None;
        for line in lines {
            let found = head(line);
            let form = found.as_ref().map(|found| found.form);
            if let Some(found) = found.filter(|_| names.len() < NAMES_MAX) {
                *names.entry(found.speaker.name).or_default() += 1;
                if last != Some(Form::Alone) {
                    *forms.entry(found.form).or_default() += 1;
                }
            }
            last = form;
        }
        let names = names.into_iter().filter(|(_, times)| *times > 1);
        let forms = forms.into_iter().filter(|(_, times)| *times > 1);
        Self {
            names: names.map(|(name, _)| name.to_owned()).collect(),
            forms: forms.map(|(form, _)| form).collect(),
        }
    }

    /// Who speaks from a line on, where it is the head of a message.
    pub(super) fn head<'t>(&self, text: &'t str) -> Option<Speaker<'t>> {
        let found = head(text)?;
        let is_it = found.is_sure
            || self.forms.contains(&found.form)
            || self.names.contains(found.speaker.name);
        is_it.then_some(found.speaker)
    }
}

/// What may be the head of a message.
fn head(text: &str) -> Option<Head<'_>> {
    let text = text.trim();
    if let Some(speaker) = bracketed(text) {
        return Some(Head { speaker, form: Form::NameFirst, is_sure: true });
    }
    let line = text.get(..text.floor_char_boundary(HEAD_BYTES_MAX)).unwrap_or(text);
    if !may_tell_time(line) {
        return None;
    }
    let view = View::of(line);
    let found = scan(&view);
    let first = found.references.iter().find(|found| matches!(found.what, What::Time))?;
    let time = view.written(first.from, first.to);
    if !time.contains([':', '：', '点', '시', '時', '时']) {
        return None;
    }
    let before = without_day(without_edges(text.get(..view.byte(first.from))?));
    let after = text.get(view.byte(first.to)..)?.trim_start_matches(is_edge);
    let after =
        ["AM", "PM", "am", "pm"].iter().find_map(|half| after.strip_prefix(half)).unwrap_or(after);
    let after = after.trim_start_matches(is_edge);
    if before.is_empty() {
        let split = after.split_once(['\t', ':', '：']);
        return match split.map(|(name, rest)| (without_account(name.trim()), rest.trim_start())) {
            Some(((name, is_known), rest)) if is_nick(name) => {
                let speaker = Speaker { name, time: Some(time), rest };
                let is_sure = is_known || is_person(name);
                Some(Head { speaker, form: Form::TimeFirst, is_sure })
            }
            _ => alone(after, time),
        };
    }
    match after.strip_prefix([':', '：']) {
        Some(rest) if !rest.is_empty() => {
            let (name, is_known) = without_account(before);
            let speaker = Speaker { name, time: Some(time), rest: rest.trim_start() };
            let is_sure = is_known || is_person(name);
            is_nick(name).then_some(Head { speaker, form: Form::NameFirst, is_sure })
        }
        _ if after.is_empty() || after == ":" => alone(before, time),
        _ => None,
    }
}

/// A name and a time that a line is nothing else than.
fn alone<'a>(name: &'a str, time: &'a str) -> Option<Head<'a>> {
    let name = without_edges(name);
    let name = match name.strip_prefix('【').and_then(|rest| rest.split_once('】')) {
        Some((_, rest)) if !rest.trim().is_empty() => rest.trim(),
        _ => name,
    };
    let (name, is_known) = without_account(name);
    let is_sure = is_known || (is_person(name) && said(name).status.is_none());
    let speaker = Speaker { name, time: Some(time), rest: "" };
    is_nick(name).then_some(Head { speaker, form: Form::Alone, is_sure })
}

/// What stands between a name and a time.
fn is_edge(sign: char) -> bool {
    sign.is_whitespace() || "-—–|,，[]()（）\"“”「」".contains(sign)
}

/// A text without what stands around a name; a bracket that belongs to it stays: `王海(导演)`.
fn without_edges(text: &str) -> &str {
    let text = text.trim_start_matches(is_edge);
    let name = text.trim_end_matches(is_edge);
    let rest = text.get(name.len()..).unwrap_or_default();
    let closer = rest.chars().next().filter(|sign| matches!(sign, ')' | '）'));
    let is_open = name.contains(['(', '（']) && !name.contains([')', '）']);
    let len = closer.filter(|_| is_open).map_or(0, char::len_utf8);
    text.get(..name.len() + len).unwrap_or(name)
}

/// A name without the day that stands before the time: `jun — Yesterday at`, `王丽 昨天`.
fn without_day(name: &str) -> &str {
    const DAYS: &[&str] = &[
        "yesterday at",
        "today at",
        "at",
        "yesterday",
        "today",
        "昨天",
        "今天",
        "前天",
        "어제",
        "오늘",
        "昨日",
        "今日",
    ];
    let small = name.to_lowercase();
    let day = DAYS.iter().find(|day| small.len() == name.len() && small.ends_with(**day));
    let is_word = |rest: &str| rest.ends_with(|sign: char| !sign.is_ascii_alphanumeric());
    let rest = day.and_then(|day| name.get(..name.len() - day.len())).filter(|rest| is_word(rest));
    rest.map_or(name, |rest| rest.trim_matches(is_edge))
}

/// Whether a digit stands before the sign of a clock; most lines are not looked at further.
fn may_tell_time(text: &str) -> bool {
    let mut is_after_digit = false;
    text.chars().any(|sign| {
        let is_clock = is_after_digit && matches!(sign, ':' | '：' | '点' | '시' | '時' | '时');
        is_after_digit = sign.is_numeric();
        is_clock
    })
}

/// A name without the number or address of its account: `老周(20881734)`, `A <a@b.example>`.
fn without_account(name: &str) -> (&str, bool) {
    let Some(at) = name.find(['(', '（', '<', '＜']) else { return (name, false) };
    let (head, account) = name.split_at(at);
    let account = account.trim_matches(|sign: char| "()（）<>＜＞ ".contains(sign));
    let is_number = account.len() >= 5 && account.chars().all(|sign| sign.is_ascii_digit());
    let is_address = account.contains('@') && !account.contains(' ');
    if is_number || is_address { (head.trim(), true) } else { (name, false) }
}

/// A line that is nothing but the time of day of a message.
pub(super) fn lone_time(text: &str) -> Option<&str> {
    let text = text.trim();
    if text.len() > 80 || !may_tell_time(text) {
        return None;
    }
    let view = View::of(text);
    let found = scan(&view);
    let [only] = found.references.as_slice() else { return None };
    let time = view.written(only.from, only.to);
    let is_all = view.skip_blanks(0) == only.from && view.skip_blanks(only.to) >= view.len();
    (only.what == What::Time && is_all && time.contains([':', '：', '点', '시', '時', '时']))
        .then_some(time)
}

/// `[김감독] [오후 9:05] text`.
fn bracketed(text: &str) -> Option<Speaker<'_>> {
    let (name, rest) = text.strip_prefix('[')?.split_once(']')?;
    let (time, rest) = rest.trim_start().strip_prefix('[')?.split_once(']')?;
    let is_time = time.contains([':', '：']) && time.contains(|sign: char| sign.is_ascii_digit());
    (is_time && name.chars().count() <= NAME_SIGNS_MAX).then(|| Speaker {
        name: name.trim(),
        time: Some(time.trim()),
        rest: rest.trim_start(),
    })
}
