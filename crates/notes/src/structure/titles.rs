//! Lines that head what follows: titles of a document or part, and headings that say what became of the shots below.
//!
//! In: a line, or what a line says besides its references. Out: whether it is a title; the status that a heading gives.
//! Never: a request for a title; dates, episodes and the name of a language are passed over, and what is left must be a
//! heading as columns bear them or end like one.

use super::headers::{Role, is_heading, role_of_word};
use super::marks::is_label;
use super::reference::{What, scan};
use super::status::{is_only_status, said, stated};
use super::view::{View, is_in};
use crate::Status;

/// Signs of the longest title.
const TITLE_SIGNS_MAX: usize = 40;
/// Signs of the longest heading that gives a status.
const HEAD_SIGNS_MAX: usize = 20;

/// How titles end, behind a shot too.
const ENDINGS: &str = "说明|意见|记录|列表|清单|名单|修改表|返修表|返修单|修改单|检查表|一览|分镜|目录|批注|의견|노트|목록|설명|\
     수정표|의견서|一覧|リスト|メモ|指示書|リテイク表|notes|list|storyboard";
/// How titles end that name no shot.
const LINE_ENDINGS: &str = "检查|审改|汇总|总表|反馈|审核|검사|검수|사항|정리|리스트|チェック|review|comments|feedback|dailies|sheet|\
     report|导演检查|修改|返修";

/// What is taken off a text before it is looked at: brackets and what separates words.
fn is_mark(sign: char) -> bool {
    sign.is_whitespace()
        || sign.is_ascii_digit()
        || "：:（）()《》〈〉【】[]「」『』-—–_#.,，、/·・*=".contains(sign)
}

/// A text without dates, episodes, the numbers and marks around its words.
fn bare(text: &str) -> String {
    let view = View::of(text);
    let found = scan(&view);
    let mut left = String::new();
    let mut at = 0;
    for reference in &found.references {
        if matches!(reference.what, What::Time | What::Production) {
            left.push_str(view.written(at, reference.from));
            at = reference.through;
        }
    }
    left.push_str(view.rest(at));
    let parts = left.split(['(', '（', '【', '[', ')', '）', '】', ']']);
    let parts: Vec<&str> = parts.map(|part| part.trim_matches(is_mark)).collect();
    let kept = parts.iter().filter(|part| !part.is_empty() && !is_label(part) && !is_round(part));
    kept.copied().collect::<Vec<&str>>().join(" ")
}

/// Whether a text only says the how-manieth round or version it is: `第2次`, `2차`, `v2`.
fn is_round(text: &str) -> bool {
    let word = text.trim_matches(|sign: char| {
        sign.is_ascii_digit() || is_mark(sign) || "第제一二三四五六七八九十".contains(sign)
    });
    ROUNDS.split('|').any(|round| word.eq_ignore_ascii_case(round))
}

/// Words for a round or version of a document.
const ROUNDS: &str = "次|轮|回|回目|稿|版|校|차|차수|고|교|round|pass|v|ver|version|rev";

/// Whether a line that names no shot only says what the text below it is.
pub(super) fn is_title(text: &str) -> bool {
    heads(text, &[ENDINGS, LINE_ENDINGS])
}

/// Headings of what concerns no single shot.
const GENERAL: &str = "总体|总体意见|整体|整体意见|总评|全体|其他|其它|其他意见|其他问题|通用|共通|全体について|全般|その他|전체|\
     전체의견|전체 의견|총평|기타|기타의견|공통|공통사항|overall|overall notes|general|general notes|other|others|misc";

/// Whether a line begins what concerns no single shot: `总体意见：`.
pub(super) fn is_general(text: &str) -> bool {
    is_in(GENERAL, &text.trim_matches(is_mark).to_lowercase())
}

/// Whether a line only names the part of the work that the lines below speak of: `上色`, `배경`.
pub(super) fn is_part(text: &str) -> bool {
    let word = text.trim_matches(is_mark);
    !word.is_ascii() && role_of_word(word) == Some(Role::Other)
}

/// Whether what follows a shot only says what the text below it is.
pub(super) fn is_title_of_shot(text: &str) -> bool {
    heads(text, &[ENDINGS])
}

fn heads(text: &str, endings: &[&str]) -> bool {
    let ends =
        |text: &str| endings.iter().flat_map(|ends| ends.split('|')).any(|end| text.ends_with(end));
    let words = text.trim_end_matches(is_mark);
    let may_be = words.is_empty()
        || words.contains(|sign: char| sign.is_numeric() || is_mark(sign) || sign == '第')
        || ends(&words.to_lowercase())
        || is_heading(words);
    if !may_be || text.chars().count() > TITLE_SIGNS_MAX || stated(text).is_some() {
        return false;
    }
    let left = bare(text).to_lowercase();
    let is_long = left.contains(['。', '！', '？', '!', '?', ',', '，']);
    left.is_empty() || is_heading(&left) || (!is_long && ends(&left))
}

/// Words that only say that shots follow.
const SHOTS: &str = "화|회|부|話|集|镜头|镜|卡|的|以下|如下|컷|화면|カット|shots|shot|cuts|list|列表|清单|名单|一览|목록|리스트|一覧|リスト|部分|\
     项";

/// The status that a heading gives to what follows, and the word that says it: `返修镜头`, `[승인]`, `通过（3）`. A sentence
/// that asks to correct what follows is none.
pub(super) fn status_head(text: &str) -> Option<(String, Status)> {
    if text.chars().count() > HEAD_SIGNS_MAX {
        return None;
    }
    let text = bare(text);
    let mut word = text.trim_matches(is_mark);
    let status = said(word).status;
    while let Some(rest) = SHOTS.split('|').find_map(|shots| {
        let small = word.to_lowercase();
        let is_tail = small.len() == word.len() && small.ends_with(shots);
        let tail = || word.get(..word.len().checked_sub(shots.len())?);
        if is_tail { tail() } else { word.strip_prefix(shots) }
    }) {
        word = rest.trim_matches(is_mark);
    }
    let status = super::status::given(word).or(status)?;
    is_only_status(word).then(|| (word.to_owned(), status))
}
