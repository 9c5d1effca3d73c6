//! Lists of shots that share a status: `返修镜头：SC005、SC009（f8 漏色）`, `[승인] C001, C002`.
//!
//! In: a line. Out: the status, the word that says it, and the items. Never: a list out of a line whose items say more
//! than their shot outside of brackets.

use super::draft::reading;
use super::marks::LABEL_COLONS;
use super::titles::status_head;
use crate::Status;

/// A status and the shots that have it.
pub(super) struct StatusList<'a> {
    pub(super) word: String,
    pub(super) status: Status,
    pub(super) items: Vec<&'a str>,
}

/// `返修镜头：SC005、SC009` – a status and the shots that have it; what is said of one shot may stand in brackets behind it.
pub(super) fn status_list(text: &str) -> Option<StatusList<'_>> {
    let closed = text
        .strip_prefix(['[', '【', '「', '〔'])
        .and_then(|rest| rest.split_once([']', '】', '」', '〕']));
    let (head, list) = closed.or_else(|| text.split_once(LABEL_COLONS))?;
    if list.trim().is_empty() || reading(head).refers() {
        return None;
    }
    let (word, status) = status_head(head)?;
    let list = list.trim_start_matches(LABEL_COLONS).trim();
    let read = reading(list);
    if !read.shots.is_empty() && !read.says() {
        return Some(StatusList { word, status, items: vec![list] });
    }
    let items = items_of(list);
    let is_item = |item: &&str| {
        let read = reading(item);
        let words = item.find(['(', '（']).unwrap_or(item.len());
        !read.shots.is_empty() && item.get(..words).is_some_and(|head| !reading(head).says())
    };
    let is_list = items.len() <= LIST_ITEMS_MAX && items.iter().all(is_item);
    is_list.then_some(StatusList { word, status, items })
}

/// Shots of one list with a status.
const LIST_ITEMS_MAX: usize = 200;

/// The items of a list, cut where no bracket is open.
fn items_of(list: &str) -> Vec<&str> {
    let mut found = Vec::new();
    let (mut depth, mut from) = (0_usize, 0);
    for (at, sign) in list.char_indices() {
        match sign {
            '(' | '（' => depth = depth.saturating_add(1),
            ')' | '）' => depth = depth.saturating_sub(1),
            '、' | ',' | '，' | ';' | '；' if depth == 0 => {
                found.extend(list.get(from..at));
                from = at + sign.len_utf8();
            }
            _ => {}
        }
    }
    found.extend(list.get(from..));
    found.into_iter().map(str::trim).filter(|item| !item.is_empty()).collect()
}
