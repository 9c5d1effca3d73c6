//! Lines that name shots and frames but ask for nothing: logs of programs, lists of what was delivered, names of files.
//!
//! In: a line, or what a line says besides its references. Out: whether it is one of these. Never: a line with a word that
//! says a status, but for the name of a file, whose status is all that it says.

use super::code::ENDINGS;
use super::status::said;
use super::view::{View, is_code, is_in};
use crate::Status;

/// Signs at the head of a line among which the level of a log stands.
const LOG_HEAD_SIGNS: usize = 60;

/// Whether a line was written by a program: its level in capitals stands behind a time or before a colon.
pub(super) fn is_log(text: &str) -> bool {
    is_levelled(text) || is_stamped(text) || is_event(text)
}

/// Whether a line is an event of an edit list: source and record with both ends.
fn is_event(text: &str) -> bool {
    let n_colons = text.bytes().filter(|sign| matches!(sign, b':' | b';')).count();
    let is_code = |word: &&str| word.len() == 11 && word.matches([':', ';']).count() == 3;
    n_colons >= 12 && text.split_whitespace().filter(is_code).count() >= 4
}

/// Whether a line sums up how far work is: `原画完成 SC001-SC040，返修 6 个镜头`.
pub(super) fn is_summary(text: &str) -> bool {
    const COUNTED: &str = "个镜头|个卡|개 컷|개컷|개 화면|shots|cuts|カット分";
    let text: String = View::of(text).folded().take(SUMMARY_SIGNS_MAX).collect();
    let counts = |unit: &str| {
        text.rsplit(unit)
            .skip(1)
            .any(|before| before.trim_end().ends_with(|sign: char| sign.is_ascii_digit()))
    };
    STAGES.split('|').any(|stage| text.contains(stage)) && COUNTED.split('|').any(counts)
}

/// Signs of a line that may sum up.
const SUMMARY_SIGNS_MAX: usize = 200;

/// Deeds of programs, as they log them.
const DEEDS: &str = "job |started|finished|rendered|failed|error|loaded|saved|exit|copied|retry|worker|node|elapsed|queued";

/// Whether a line in Latin letters begins with a date and a time to the second and says what a program did.
fn is_stamped(text: &str) -> bool {
    let stamp: String = text.chars().take(STAMP_SIGNS).collect();
    // `PUT E05/SC010.zip`
    let mut words = text.split_whitespace().skip(2);
    let deed = words.next().unwrap_or_default();
    let moves = deed.len() > 2
        && deed.chars().all(|sign| sign.is_ascii_uppercase())
        && said(deed).status.is_none()
        && words.next().is_some_and(|named| named.contains('/'));
    let text = text.to_lowercase();
    stamp.trim_start_matches('[').starts_with(|sign: char| sign.is_ascii_digit())
        && stamp.matches(':').count() >= 2
        && stamp.contains('-')
        && text.is_ascii()
        && (DEEDS.split('|').any(|deed| text.contains(deed)) || moves)
}

/// Signs that a date and a time take with their brackets.
const STAMP_SIGNS: usize = 21;

fn is_levelled(text: &str) -> bool {
    const LEVELS: &[&str] =
        &["DEBUG", "TRACE", "INFO", "NOTICE", "WARN", "WARNING", "ERROR", "FATAL", "CRITICAL"];
    let head: String = text.chars().take(LOG_HEAD_SIGNS).collect();
    let Some((level, before, after)) = LEVELS.iter().find_map(|level| {
        let (before, after) = head.split_once(level)?;
        Some((*level, before, after))
    }) else {
        return false;
    };
    let is_alone = !before.ends_with(|sign: char| sign.is_alphanumeric() || sign == '_')
        && !after.starts_with(|sign: char| sign.is_alphanumeric() || sign == '_');
    let is_first = before.trim_matches(|sign: char| !sign.is_alphanumeric()).is_empty();
    let is_timed = before.contains(':')
        && before.starts_with(|sign: char| sign.is_ascii_digit() || sign == '[');
    let is_marked = after.starts_with([':', ']']) || level == "WARNING" && after.starts_with(" -");
    is_alone && ((is_first && is_marked) || is_timed)
}

/// Words before a number or address at which somebody is reached.
const CONTACTS: &str = "电话|手机|传真|邮箱|邮件|联系方式|联系电话|电话号码|전화|전화번호|연락처|휴대폰|팩스|이메일|메일|電話|電話番号|携帯|\
     連絡先|メール|tel|phone|mobile|fax|email|e-mail|mail|qq|wechat|微信";

/// Whether a line only says how somebody is reached: `电话 13904150022`, `Tel +86 411 8480 2216`.
pub(super) fn is_contact(text: &str) -> bool {
    let text: String = View::of(text).folded().take(SCHEDULE_SIGNS_MAX + 1).collect();
    let number = |rest: &str| {
        rest.starts_with([' ', ':', '.'])
            && rest.is_ascii()
            && (rest.contains('@') || rest.chars().filter(char::is_ascii_digit).count() > 5)
            && !rest.trim_start_matches([' ', ':', '.']).contains(", ")
    };
    text.chars().count() <= SCHEDULE_SIGNS_MAX
        && CONTACTS.split('|').any(|word| text.strip_prefix(word).is_some_and(number))
}

/// Whether words only say how much there is of a shot: `24张 A/B/C层 psd`, `96 frames 120MB`.
pub(super) fn is_inventory(body: &str) -> bool {
    const UNITS: &str = "张|枚|장|매|帧|格|コマ|프레임|토막|秒|초|层|層|층|セル|셀|레이어|版|份|件|gb|mb|kb|\
         frames|frame|sec|layers|layer|cels|drawings|files|shots|shot|cuts|final|镜|镜头|卡|컷|カット|%";
    let mut words: Vec<String> = Vec::new();
    let mut has_digit = false;
    let mut kind = 0_u8;
    for sign in View::of(body).folded() {
        has_digit |= sign.is_ascii_digit();
        let next = match sign {
            sign if sign.is_ascii_digit() || !sign.is_alphanumeric() => 0,
            sign if is_code(sign) => 1,
            _ => 2,
        };
        match words.last_mut().filter(|_| next == kind) {
            Some(word) if next > 0 => word.push(sign),
            _ if next > 0 => words.push(sign.to_string()),
            _ => {}
        }
        kind = next;
    }
    let is_known =
        |word: &String| word.len() == 1 || is_in(UNITS, word) || ENDINGS.contains(&word.as_str());
    let has_unit = words.iter().any(|word| is_in(UNITS, word));
    has_digit && has_unit && words.iter().all(is_known) && said(body).status.is_none()
}

/// A line that is the name of a file with a status in it: the name up to the status, and the status.
pub(super) fn file_with_status(text: &str) -> Option<(&str, Status)> {
    let text = text.trim();
    let (stem, ending) = text.rsplit_once('.')?;
    let is_file = !text.contains(char::is_whitespace)
        && ENDINGS.contains(&ending.to_ascii_lowercase().as_str());
    let status = said(&stem.replace(['_', '-'], " ")).status.filter(|_| is_file)?;
    let read = super::draft::reading(stem);
    let last = read.shots.last().filter(|_| read.says())?;
    let end = stem.find(last.text.as_str())? + last.text.len();
    Some((stem.get(..end)?, status))
}

/// Signs of the longest line that only says when something will be handed over.
const SCHEDULE_SIGNS_MAX: usize = 40;

/// Whether a line only says when something will be handed over: `明天交SC006`, `내일 C030 올릴게요`, `SC046 uploaded tomorrow`.
pub(super) fn is_schedule(text: &str) -> bool {
    let text: String = View::of(text).folded().take(SCHEDULE_SIGNS_MAX + 1).collect();
    let has = |words: &str| words.split('|').any(|word| text.contains(word));
    let names_fault = || {
        let read = super::draft::reading(&text);
        read.frames.is_some() || read.timecode.is_some()
    };
    text.chars().count() <= SCHEDULE_SIGNS_MAX
        && has(DAYS)
        && has(HANDED)
        && !has(FAULTS)
        && said(&text).status.is_none()
        && !names_fault()
}

/// Days and hours by which something will be handed over.
const DAYS: &str = "今天|明天|后天|今晚|明早|上午|下午|晚上|周一|周二|周三|周四|周五|周六|周日|下周|本周|月底|点前|号前|日前|\
     오늘|내일|래일|모레|오전|오후|저녁|다음주|다음 주|월요일|화요일|수요일|목요일|금요일|까지|今日|明日|明後日|\
     今夜|午前|午後|来週|中に|までに|today|tomorrow|tonight|monday|tuesday|wednesday|thursday|friday|next week|\
     eod|by end of|this afternoon|later";
/// Words that say that it will.
const HANDED: &str = "交|上传|给到|发|传|能完|完成|做完|开始|올리|올릴|보내|드리겠|납품|제출|완료|시작|끝내|納品|提出|上げます|\
     上がり|アップ|出します|送り|送付|着手|upload|deliver|send|submit|finish|start|ready|coming";
/// Words that say that something is wrong or wished for.
const FAULTS: &str =
    "太|错|不对|漏|缺|补|没|断|틀|너무|없|빠|끊|違|抜け|すぎ|too |wrong|missing|not |off ";

/// Ends of what somebody promises to do.
const PROMISES: &str = "할게요|할께요|하겠습니다|하겠음|드릴게요|드리겠습니다|올릴게요|올리겠습니다|고치겠습니다|할게|할께|修正します|直します|対応します|\
     修正いたします|対応いたします|我改|来改|马上改|就改|下午改|晚上改|今天改|明天改|will fix|i'll fix|on it|will do";

/// Whether a line only promises to do what was asked: `컷 31은 오늘 안에 수정할게요`.
pub(super) fn is_promise(text: &str) -> bool {
    let text: String = View::of(text).folded().take(SCHEDULE_SIGNS_MAX + 1).collect();
    let text = text.trim_end_matches(|sign: char| !sign.is_alphanumeric());
    text.chars().count() <= SCHEDULE_SIGNS_MAX
        && PROMISES.split('|').any(|promise| text.ends_with(promise))
        && !FAULTS.split('|').any(|fault| text.contains(fault))
}

/// Words that only say how far a shot is.
const STAGES: &str = "欠番|결번|缺号|空号|未开始|进行中|制作中|绘制中|作业中|已完成|完成|작업중|작업 중|진행중|진행 중|미착수|완료|作業中|未着手|進行中|\
     not started|in progress|done";

/// Whether words only say how far a shot is: `80%`, `已完成 100%`, `未开始`.
pub(super) fn is_progress(body: &str) -> bool {
    let text: String = View::of(body).folded().take(SCHEDULE_SIGNS_MAX + 1).collect();
    let stage = STAGES.split('|').find(|stage| text.contains(stage)).unwrap_or_default();
    let rest = if stage.is_empty() { text.clone() } else { text.replace(stage, "") };
    let is_share = text.contains('%') && text.contains(|sign: char| sign.is_ascii_digit());
    let says_more = rest.contains(|sign: char| sign.is_alphanumeric() && !sign.is_ascii_digit());
    !says_more && (is_share || (!stage.is_empty() && said(&text).status.is_none()))
}
