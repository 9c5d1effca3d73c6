//! Who asks: `王:`, `@王导`, `导演:`, `[김감독] [오후 9:05]`, `2024-01-16 21:05 王导`.
//!
//! In: a line. Out: the name as written, the time as written, and the rest of the line. A name is one by a surname, a
//! title or a post, so that `高光:` (highlight) and `머리:` (head) are none. Never: a name out of running text.

use super::draft::reading;
use super::headers::{Role, role_of};
use super::reference::{What, scan};
use super::status::said;
use super::view::{View, is_han, is_hangul};

/// Signs of the longest name or title.
const NAME_SIGNS_MAX: usize = 20;

/// Chinese surnames: the commonest by the 2020 name report of the Ministry of Public Security, and some rarer ones.
const SURNAMES: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯于董萧程曹袁邓许傅沈曾彭吕苏卢蒋蔡贾丁魏薛叶阎余潘杜戴夏钟汪田任姜范方石姚谭廖邹熊金陆郝孔白崔康毛邱秦江史顾侯邵孟龙万段雷钱汤尹黎易常武乔贺赖龚文安全玄朴严蔺";
/// Korean surnames: the commonest of the census of South Korea, as spelt North and South.
const SURNAMES_KO: &str = "김이리박최정강조윤장임림한오서신권황안송류유홍전고문손양배백허남심노로하곽성차주우구나라민진지엄채원천방공현함변염여추도소석선설마길연위표명기반왕금옥육인맹";
/// Japanese surnames, the commonest.
const SURNAMES_JA: &[&str] = &[
    "佐藤",
    "鈴木",
    "高橋",
    "田中",
    "伊藤",
    "渡辺",
    "山本",
    "中村",
    "小林",
    "加藤",
    "吉田",
    "山田",
    "佐々木",
    "松本",
    "井上",
    "木村",
    "清水",
    "山崎",
    "池田",
    "橋本",
    "阿部",
    "石川",
    "山下",
    "中島",
    "石井",
    "小川",
    "前田",
    "岡田",
    "長谷川",
    "藤田",
];
/// Posts that stand for a person.
const POSTS: &[&str] = &[
    "导演",
    "总导演",
    "分集导演",
    "副导演",
    "作监",
    "作画监督",
    "总作监",
    "监修",
    "监制",
    "监督",
    "总监",
    "制片",
    "制片人",
    "美监",
    "色指定",
    "质检",
    "甲方",
    "客户",
    "감독",
    "총감독",
    "연출",
    "연출가",
    "부연출",
    "작감",
    "작화감독",
    "총작감",
    "미술감독",
    "프로듀서",
    "피디",
    "검사원",
    "監督",
    "演出",
    "作監",
    "総作監",
    "作画監督",
    "美監",
    "制作進行",
    "director",
    "supervisor",
    "producer",
    "pd",
];
/// Titles behind a name.
const TITLES: &[&str] = &[
    "导演",
    "导",
    "总监",
    "监督",
    "总",
    "老师",
    "监制",
    "制片",
    "助理",
    "经理",
    "主管",
    "作监",
    "哥",
    "姐",
    "工",
    "감독님",
    "감독",
    "연출",
    "작감",
    "님",
    "씨",
    "동무",
    "동지",
    "PD",
    "피디",
    "팀장",
    "실장",
    "대리",
    "과장",
    "부장",
    "선생",
    "監督",
    "さん",
    "氏",
    "様",
];
/// Words of the trade that begin like a name.
const NO_NAMES: &[&str] = &[
    "高光",
    "方向",
    "白色",
    "黄色",
    "金色",
    "石头",
    "马尾",
    "毛发",
    "安全",
    "安全框",
    "文件",
    "文字",
    "白边",
    "白线",
    "高度",
    "高低",
    "毛边",
    "金属",
    "任务",
    "全部",
    "全体",
    "全景",
    "易错",
    "常规",
    "余下",
    "程序",
    "万一",
    "方法",
    "方案",
    "文本",
    "江边",
    "小心",
    "小孩",
    "小腿",
    "小手",
    "小狗",
    "小鸟",
    "老人",
    "老虎",
    "阿姨",
    "马",
    "白",
    "龙",
    "石",
    "高",
    "金",
    "叶",
    "叶子",
    "雷",
    "汤",
    "이펙트",
    "전체",
    "배경",
    "정지",
    "조명",
    "선화",
    "손가락",
    "고광",
    "주의",
    "신발",
    "강조",
    "문제",
    "원화",
    "원도",
    "이동",
    "안경",
    "임시",
    "유의",
    "조금",
    "소매",
    "손",
    "손목",
    "이마",
    "이빨",
    "입",
    "방향",
    "배",
    "동화",
    "머리",
    "정서",
    "구도",
    "선",
    "하늘",
    "하체",
    "상체",
    "나무",
    "오른손",
    "오른쪽",
    "왼손",
    "왼쪽",
    "주인공",
    "전경",
    "원경",
    "원본",
    "이전",
    "이후",
    "현재",
    "공통",
    "기타",
    "지적",
    "추가",
    "여자",
    "남자",
    "소리",
    "소품",
    "장면",
    "하이",
    "지시",
    "여백",
    "도안",
    "인물",
    "표정",
    "진행",
];

/// Who speaks from here on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Speaker<'a> {
    pub(super) name: &'a str,
    pub(super) time: Option<&'a str>,
    /// What the line says besides.
    pub(super) rest: &'a str,
}

/// Whether a text may be a name in a column of names, where a surname alone is one (`马`).
pub(super) fn is_name_cell(text: &str) -> bool {
    let mut signs = text.trim().chars();
    let only = signs.next().filter(|_| signs.next().is_none());
    only.is_some_and(|sign| SURNAMES.contains(sign)) || is_person(text)
}

/// Whether a text is the name, title or post of a person.
pub(super) fn is_person(name: &str) -> bool {
    let name = name.trim().trim_start_matches(['@', '＠']);
    let signs: Vec<char> = name.chars().collect();
    if signs.is_empty() || signs.len() > NAME_SIGNS_MAX || NO_NAMES.contains(&name) {
        return false;
    }
    if POSTS.contains(&name.to_lowercase().as_str()) {
        return true;
    }
    let titled = TITLES.iter().find_map(|title| name.strip_suffix(title)).map(str::trim_end);
    if let Some(stem) = titled {
        let n_signs = stem.chars().count();
        if (1..=4).contains(&n_signs) && stem.chars().all(char::is_alphabetic) {
            let is_plain_title = name.ends_with('工')
                || name.ends_with('总')
                || name.ends_with('씨')
                || name.ends_with('氏');
            return (starts_as_name(stem) || (n_signs <= 3 && !is_plain_title))
                && said(name).status.is_none();
        }
    }
    let is_plain =
        signs.iter().all(|sign| is_han(*sign)) || signs.iter().all(|sign| is_hangul(*sign));
    let nick = signs.first().is_some_and(|sign| "小老阿".contains(*sign)) && signs.len() == 2;
    if is_plain && (nick || starts_as_name(name)) {
        let is_korean = signs.iter().all(|sign| is_hangul(*sign));
        return if is_korean { signs.len() == 3 } else { signs.len() <= 4 };
    }
    is_latin_name(name)
}

fn starts_as_name(name: &str) -> bool {
    name.chars().next().is_some_and(|first| SURNAMES.contains(first) || SURNAMES_KO.contains(first))
        || SURNAMES_JA.iter().any(|surname| name.starts_with(surname))
}

/// `Sam Lee`, `J. Park`: capitals at the head of one to three words.
fn is_latin_name(name: &str) -> bool {
    const OTHER: &[&str] = &[
        "Note", "Notes", "Shot", "Frame", "Comment", "Scene", "Cut", "Fix", "Retake", "Head",
        "Date", "Re", "Fw", "Subject", "Status", "Episode", "Version", "Todo", "Please", "To",
        "Cc",
    ];
    let words: Vec<&str> = name.split(' ').collect();
    words.len() <= 3
        && name.len() >= 2
        && words.iter().all(|word| {
            word.starts_with(|sign: char| sign.is_ascii_uppercase())
                && word.chars().skip(1).all(|sign| sign.is_ascii_lowercase() || sign == '.')
                && !OTHER.contains(word)
        })
}

/// `王:`, `@王导 `, `导演：` at the head of a text.
pub(super) fn prefix(text: &str) -> Option<Speaker<'_>> {
    let text = text.trim_start();
    if let Some((name, rest)) = text.split_once([':', '：']) {
        let name = name.trim_end();
        if is_person(name) && !rest.starts_with(|sign: char| sign.is_ascii_digit()) {
            let name = name.trim_start_matches(['@', '＠']);
            return Some(Speaker { name, time: None, rest: rest.trim_start() });
        }
    }
    None
}

/// Posts and deeds before the name of who signs: `质检：曹敏`.
const SIGNING: &[&str] = &[
    "质检",
    "审核",
    "审片",
    "检查",
    "심사",
    "검사",
    "검열",
    "검수",
    "チェック",
    "supervisor",
    "notes by",
    "comments by",
    "reviewed by",
];

/// Who signs for all that follows: a line or one stretch of it that is nothing but a post and a name (`导演：韩冰`).
pub(super) fn signature(text: &str) -> Option<&str> {
    if text.chars().count() > SIGNATURE_SIGNS_MAX {
        return None;
    }
    text.split(['\t', '\u{3000}', '\n']).flat_map(|part| part.split("  ")).find_map(|part| {
        let (post, name) = part.split_once([':', '：'])?;
        let (post, name) = (post.trim().to_lowercase(), name.trim());
        let signs = SIGNING.contains(&post.as_str())
            || POSTS.contains(&post.as_str())
            || role_of(&post) == Some(Role::Author);
        (signs && is_person(name) && !POSTS.contains(&name.to_lowercase().as_str())).then_some(name)
    })
}

/// Signs of the longest line in which somebody signs.
const SIGNATURE_SIGNS_MAX: usize = 80;
/// Signs of the longest nickname.
const NICK_SIGNS_MAX: usize = 30;

/// Whether a text may be the name that somebody goes by in a chat: short, no sentence, no reference, no status.
pub(super) fn is_nick(name: &str) -> bool {
    let n_signs = name.chars().count();
    (1..=NICK_SIGNS_MAX).contains(&n_signs)
        && name.split_whitespace().count() <= 3
        && name.chars().any(char::is_alphabetic)
        && !name.contains(|sign: char| "。，！？、,!?;；:：/\\\"“”《》【】[]".contains(sign))
        && !reading(name).refers()
        && said(name).status.is_none()
}

/// The name beside a time of day that a line is nothing else than, with the time: `2024-03-11 19:22:03 老周(20881734)`.
/// An account behind the name makes it sure; otherwise whoever reads decides by how often it comes back.
pub(super) fn time_and_nick(text: &str) -> Option<(Speaker<'_>, bool)> {
    let text = text.trim();
    if text.len() > 200 || !may_tell_time(text) {
        return None;
    }
    let view = View::of(text);
    let found = scan(&view);
    let first = found.references.iter().find(|found| matches!(found.what, What::Time))?;
    let time = view.written(first.from, first.to);
    let before = text.get(..view.byte(first.from))?.trim();
    let after = text.get(view.byte(first.to)..)?.trim();
    let after =
        ["AM", "PM", "am", "pm"].iter().find_map(|half| after.strip_prefix(half)).unwrap_or(after);
    let edge = |sign: char| sign.is_whitespace() || "-—–|,，".contains(sign);
    let (before, after) = (before.trim_matches(edge), after.trim_matches(edge));
    let name = match (before.is_empty(), after.is_empty()) {
        (true, false) => after,
        (false, true) => before,
        _ => return None,
    };
    let (name, has_account) = without_account(name);
    (time.contains([':', '：']) && is_nick(name))
        .then_some((Speaker { name, time: Some(time), rest: "" }, has_account))
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
    named_in(name)
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

/// The head of a message pasted from a chat.
pub(super) fn chat_head(text: &str) -> Option<Speaker<'_>> {
    let text = text.trim();
    if let Some(found) = bracketed(text) {
        return Some(found);
    }
    let line = text.get(..text.floor_char_boundary(200)).unwrap_or(text);
    let has_clock = line.contains([':', '：', '点', '시', '時', '时'])
        && line.contains(|sign: char| sign.is_numeric());
    if !has_clock {
        return None;
    }
    let view = View::of(line);
    let found = scan(&view);
    let first = found.references.iter().find(|found| matches!(found.what, What::Time))?;
    let time = view.written(first.from, first.to);
    if !time.contains([':', '：', '点', '시', '時', '时']) {
        return None;
    }
    let name = text.get(..view.byte(first.from))?.trim();
    let after =
        text.get(view.byte(first.to)..)?.trim_start_matches([' ', ',', ']', '\t', '\u{3000}']);
    if name.is_empty() || name == "[" {
        return after_time(after, time);
    }
    let name =
        name.trim_end_matches(|sign: char| sign.is_ascii_digit() || "()（） <>".contains(sign));
    let is_head = after.is_empty() && is_person(name) && said(name).status.is_none();
    is_head.then_some(Speaker { name, time: Some(time), rest: "" })
}

fn after_time<'a>(after: &'a str, time: &'a str) -> Option<Speaker<'a>> {
    if let Some((name, rest)) = after.split_once([':', '：', '\t']) {
        let name = name.trim();
        if is_person(name) {
            return Some(Speaker { name, time: Some(time), rest: rest.trim_start() });
        }
    }
    let name = after.trim();
    is_person(name).then_some(Speaker { name, time: Some(time), rest: "" })
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
