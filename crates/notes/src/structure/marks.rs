//! What stands before the words of a line: numbers and bullets of lists, labels of a language, marks of repetition.
//!
//! In: a line. Out: the mark and the line without it. Never: a number that is a shot, frame or time as one of a list.

use super::view::{View, digits, is_in, number};

/// Labels of a language before a line.
const LABELS: &str = "中|中文|韩|韩文|韩语|朝|朝文|朝语|朝鲜语|日|日文|英|英文|原文|译文|译|翻译|한|한국어|조|\
     조선말|조선어|중|중국어|중문|번역|원문|日本語|中国語|韓国語|訳|原文|cn|zh|kr|ko|kor|chn|jp|\
     ja|en|eng|korean|chinese|japanese|english|讲者备注|演讲者备注|발표자 노트|슬라이드 노트|\
     スピーカーノート|speaker notes|speaker note|tr|译者|역";

/// Takes the label of a language off the head of a line (`中: …`, `[KR] …`).
pub(super) fn without_label(text: &str) -> &str {
    let opened = text.strip_prefix(['[', '【', '(', '（']);
    let found = opened.unwrap_or(text).split_once(if opened.is_some() {
        LABEL_CLOSERS
    } else {
        LABEL_COLONS
    });
    match found {
        Some((label, rest))
            if is_in(LABELS, &label.trim().to_lowercase()) && !rest.trim().is_empty() =>
        {
            rest.trim_start_matches([':', '：', ' '])
        }
        _ => text,
    }
}

pub(super) const LABEL_CLOSERS: &[char] = &[']', '】', ')', '）'];
pub(super) const LABEL_COLONS: &[char] = &[':', '：'];

/// Whether a line only names the language of what follows: `【조선어】`, `中文：`.
pub(super) fn is_label(text: &str) -> bool {
    let bare = text.trim_matches(|sign: char| !sign.is_alphanumeric()).to_lowercase();
    is_in(LABELS, &bare)
}

/// Marks that repeat what stands above.
const SAME: &str = "同上|同前|同左|〃|″|〝|々|상동|위와 같음|위와같음|우와 같음|上に同じ|ditto|same as above|\"|\
     ''";

/// Whether a cell only repeats the one above.
pub(super) fn is_same_mark(text: &str) -> bool {
    let text = text.trim().trim_end_matches(['.', '。']);
    SAME.split('|').any(|mark| text.eq_ignore_ascii_case(mark))
        || matches!(text, "同" | "같음" | "동일" | "同じ" | "-\"-")
}

/// Takes a mark of repetition off the head of a line.
pub(super) fn without_same_mark(text: &str) -> (bool, &str) {
    let found =
        SAME.split('|').filter(|mark| mark.chars().count() > 1 || *mark == "〃").find_map(|mark| {
            let head = text.get(..mark.len()).filter(|head| head.eq_ignore_ascii_case(mark))?;
            text.get(head.len()..)
        });
    match found {
        Some(rest) => (
            true,
            rest.trim_start_matches(|sign: char| {
                sign.is_whitespace() || ",，、:：;；.。-".contains(sign)
            }),
        ),
        None => (false, text),
    }
}

/// What stands before the text of a list item.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Item {
    None,
    Bullet,
    Number(i64),
}

impl Item {
    /// Its number, where it has one.
    pub(super) const fn number(self) -> Option<i64> {
        match self {
            Self::Number(number) => Some(number),
            Self::None | Self::Bullet => None,
        }
    }
}

/// Takes the number or bullet of a list item off.
pub(super) fn list_item(text: &str) -> (Item, &str) {
    let text = text.trim_start();
    let mut signs = text.chars();
    let first = signs.next().unwrap_or('\0');
    if let Some(value) = circled(first) {
        return (
            Item::Number(value),
            signs.as_str().trim_start_matches([' ', '.', '、', '\u{3000}']),
        );
    }
    let is_bullet = "•·●○◆◇■□▶►※★☆▪◦".contains(first)
        || first == '・'
        || (matches!(first, '-' | '*' | '–' | '—')
            && signs.as_str().starts_with(|sign: char| !sign.is_ascii_alphanumeric()));
    if is_bullet && signs.as_str().chars().any(char::is_alphanumeric) {
        return (Item::Bullet, signs.as_str().trim_start());
    }
    numbered(text).unwrap_or((Item::None, text))
}

/// `1.`, `1、`, `1)`, `(1)`, `一、`.
fn numbered(text: &str) -> Option<(Item, &str)> {
    let head = text.get(..text.floor_char_boundary(24)).unwrap_or(text);
    let view = View::of(head);
    let is_open = view.at(0) == '(';
    let from = usize::from(is_open);
    let read = number(&view, from).filter(|read| read.digits <= 3)?;
    let next = view.at(read.end);
    let is_item = match digits(&view, from) {
        _ if is_open => next == ')',
        Some(_) => matches!(next, '.' | '、' | ')') && !view.at(read.end + 1).is_ascii_digit(),
        None => next == '、',
    };
    let rest = text.get(view.byte(read.end + 1)..).unwrap_or_default().trim_start();
    is_item.then_some((Item::Number(read.value), rest))
}

fn circled(sign: char) -> Option<i64> {
    let base = match sign {
        '①'..='⑳' => 0x2460,
        '❶'..='❿' => 0x2776,
        '⑴'..='⒇' => 0x2474,
        '⒈'..='⒛' => 0x2488,
        _ => return None,
    };
    Some(i64::from(u32::from(sign)) - base + 1)
}
