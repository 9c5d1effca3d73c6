//! Who asks: `王: …`, `导演: …`, `质检：曹敏` above a list, `From: …` above a message.
//!
//! In: a line. Out: the name as written and the rest of the line. Who speaks in a chat is read by `chat.rs`, what a name is
//! by `names.rs`. Never: a name out of running text.

use super::draft::reading;
use super::headers::{Role, role_of};
use super::names::{POSTS, is_name_cell, is_nick, is_person, is_unlisted_name};
use super::status::stated;
use super::titles::is_title;
use super::view::is_in;

/// Who speaks from here on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Speaker<'a> {
    pub(super) name: &'a str,
    pub(super) time: Option<&'a str>,
    /// What the line says besides.
    pub(super) rest: &'a str,
}

/// `王:`, `@王导 `, `导演：` at the head of a text.
pub(super) fn prefix(text: &str) -> Option<Speaker<'_>> {
    let text = text.trim_start();
    if let Some((name, rest)) = text.split_once([':', '：']) {
        let name = name.trim_end();
        if is_person(name)
            && stated(name).is_none()
            && !rest.starts_with(|sign: char| sign.is_ascii_digit())
        {
            let name = name.trim_start_matches(['@', '＠']);
            return Some(Speaker { name, time: None, rest: rest.trim_start() });
        }
    }
    None
}

/// Ends of what stands before the name of who signs: `质检：曹敏`, `演出チェック：森田`, `担当：高橋`.
const SIGNING: &str = "检查|检查人|质检|检验|审核|审片|审看|校对|监修|意见|批注|심사|검사|검열|검수|감수|의견|작성|チェック|検査|担当|\
     作成|指示|检|検|supervisor|check|checked by|notes by|comments by|reviewed by|review by|reviewer|by|from";

/// Ends of what stands before a remark as well as before a name.
const REMARKS: [&str; 3] = ["意见", "의견", "指示"];

/// Who signs for all that follows: a line or one stretch of it that is nothing but a post and a name (`导演：韩冰`).
pub(super) fn signature(text: &str) -> Option<&str> {
    if text.chars().count() > SIGNATURE_SIGNS_MAX {
        return None;
    }
    let parts = || {
        let parts = text.split(['\t', '\u{3000}', '\n', '|', '/']);
        parts.flat_map(|part| part.split("  ")).flat_map(|part| part.split(" - ")).map(str::trim)
    };
    // `检查：宋佳 翻译：金玉`, `비고 (검수: 오세라)`
    let pieces = parts().flat_map(|part| part.split(['(', '（', ')', '）'])).flat_map(|part| {
        let is_several = part.matches([':', '：']).count() > 1;
        part.split(move |sign| is_several && sign == ' ')
    });
    let posted = pieces.map(str::trim).find_map(|part| {
        let (post, name) = part.split_once([':', '：'])?;
        let (post, name) = (post.trim().to_lowercase(), without_date(name.trim()));
        let signs = SIGNING.split('|').any(|word| post.ends_with(word))
            || POSTS.split('|').any(|word| post.ends_with(word))
            || role_of(&post) == Some(Role::Author);
        let is_name = is_name_cell(name)
            || (signs
                && is_unlisted_name(name)
                && !REMARKS.iter().any(|word| post.ends_with(word)));
        (signs && is_name && !is_in(POSTS, &name.to_lowercase())).then_some(name)
    });
    // `二检意见  检查员 何萍`
    let named = || {
        parts().find_map(|part| {
            let (post, name) = part.split_once(' ')?;
            let is_post = !post.is_ascii() && role_of(post) == Some(Role::Author);
            (is_post && is_name_cell(name)).then_some(name)
        })
    };
    // `第5話 作監メモ　3/12　森`
    let alone = || {
        let name = parts().filter(|part| !part.is_empty()).last()?;
        let mut before = parts().filter(|part| !part.is_empty() && *part != name).peekable();
        let is_headed = before.peek().is_some() && before.all(is_title);
        (is_headed && is_name_cell(name)).then_some(name)
    };
    posted.or_else(named).or_else(alone)
}

/// A name without the day behind it: `陆瑶 2026.4.3`.
fn without_date(name: &str) -> &str {
    let split = name.split_once([' ', ',', '，']);
    let is_dated = |(_, rest): &(&str, &str)| {
        let read = reading(rest.trim());
        read.time.is_some() && !read.says()
    };
    split.filter(is_dated).map_or(name, |(name, _)| name)
}

/// Signs of the longest line in which somebody signs.
const SIGNATURE_SIGNS_MAX: usize = 80;
/// A line that is nothing but a name, with or without the post behind it: `陈监督`, `小林-动画`.
pub(super) fn lone_name(text: &str) -> Option<&str> {
    let text = text.trim();
    let name = text.split(['-', '—', '_', '|']).next().unwrap_or_default();
    (is_nick(text) && is_person(name)).then_some(text)
}

/// Who sent a message, by the line of its head or the line above what it answers: `From: Laura Kent <l@k.example>`,
/// `发件人：孟晓东`, `On 12 March, Ana wrote:`, `在 2024-03-12，导演 写道：`.
pub(super) fn sender(text: &str) -> Option<&str> {
    const FROM: &[&str] = &[
        "from:",
        "发件人:",
        "发件人：",
        "寄件人：",
        "보낸 사람:",
        "보낸사람:",
        "差出人:",
        "差出人：",
    ];
    const WROTE: &[&str] = &["wrote:", "写道:", "写道：", "님이 작성:", "さんは書きました:"];
    let text = text.trim();
    let small = text.to_lowercase();
    if let Some(word) = FROM.iter().find(|word| small.starts_with(**word)) {
        return named_in(text.get(word.len()..)?);
    }
    let word = WROTE.iter().find(|word| small.ends_with(**word))?;
    let head = text.get(..text.len().checked_sub(word.len())?)?.trim();
    let name = head.rsplit([',', '，', '>']).map(str::trim).find(|part| !part.is_empty())?;
    // `Mon, Feb 5, 2024 at 6:12 PM Karen Holt`
    let day = name.split('<').next()?.rfind(':').and_then(|at| name.get(at + 1..));
    let day =
        day.map(|rest| rest.trim_start_matches(|sign: char| sign.is_ascii_digit() || sign == ' '));
    let timed = day.map(|rest| {
        let half = ["AM ", "PM ", "am ", "pm "].iter().find_map(|half| rest.strip_prefix(half));
        half.unwrap_or(rest)
    });
    named_in(timed.filter(|rest| !rest.trim().is_empty()).unwrap_or(name))
}

/// The name of a sender, else the address.
fn named_in(sender: &str) -> Option<&str> {
    let (name, address) = sender.split_once(['<', '＜']).unwrap_or((sender, ""));
    let name = name.trim().trim_matches(['"', '\'', '“', '”']).trim();
    let address = address.trim().trim_end_matches(['>', '＞']);
    let found = if name.is_empty() { address } else { name };
    (!found.is_empty() && found.chars().count() <= 80).then_some(found)
}

/// `@李助理 ` at the head of a text says to whom it goes, not who asks; the rest is the text.
pub(super) fn without_address(text: &str) -> &str {
    let Some(rest) = text.trim_start().strip_prefix(['@', '＠']) else { return text };
    match rest.split_once([' ', '\u{3000}', ',', '，']) {
        Some((name, rest)) if is_person(name) => rest.trim_start(),
        _ => text,
    }
}
