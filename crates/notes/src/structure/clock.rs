//! Time codes, and the dates and times of day that must not be taken for them.
//!
//! In: a folded text and a sign where a number begins. Out: `01:00:03:12`, `01:00:03;12` (drop frame), `00:03.5`,
//! `1'20"`, `3+12` and `3秒12コマ` (seconds and drawings of a sheet) as time codes; `2024-01-16 21:05`, `1月16日`, `1/16`,
//! `21:05` as times. Never: a time of day as a time code.

use super::reference::{Reference, What};
use super::view::{View, digits, is_code};

/// What a number with separators is.
pub(super) fn clock(view: &View<'_>, from: usize, is_lead: bool) -> Option<Reference> {
    if let Some(end) = half_day(view, from) {
        let end = time_of_day(view, view.skip_blanks(end))?;
        return Some(Reference::new(What::Time, from, end));
    }
    if !view.at(from).is_ascii_digit() || is_code(view.before(from)) {
        return None;
    }
    if let Some(end) = date(view, from) {
        return Some(Reference::new(What::Time, from, with_time_of_day(view, end)));
    }
    if let Some(end) = time_code(view, from, is_lead) {
        return Some(Reference::new(What::Timecode, from, with_last(view, end)));
    }
    time_of_day(view, from).map(|end| Reference::new(What::Time, from, end))
}

/// The end of a time code with the one up to which a range goes: `10:03:05:00 - 10:03:07:12`.
fn with_last(view: &View<'_>, end: usize) -> usize {
    let at = view.skip_blanks(end);
    let joined = view.one_of(at, &["-", "~", "到", "至", "→", "から", "에서", "부터", "to "]);
    let last = joined.and_then(|len| {
        let next = view.skip_blanks(at + len);
        time_code(view, next, true).or_else(|| time_of_day(view, next))
    });
    last.unwrap_or(end)
}

fn half_day(view: &View<'_>, from: usize) -> Option<usize> {
    const WORDS: &[&str] =
        &["上午", "下午", "晚上", "早上", "中午", "凌晨", "오전", "오후", "午前", "午後"];
    view.one_of(from, WORDS).map(|len| from + len)
}

/// A number of one or two digits up to `max`, and the sign after it.
fn small(view: &View<'_>, from: usize, max: i64) -> Option<usize> {
    digits(view, from)
        .filter(|number| number.digits <= 2 && number.value <= max)
        .map(|number| number.end)
}

fn mark(view: &View<'_>, from: usize, marks: &[char]) -> Option<usize> {
    marks.contains(&view.at(from)).then_some(from + 1)
}

fn date(view: &View<'_>, from: usize) -> Option<usize> {
    let first = digits(view, from);
    let year = first.filter(|year| year.digits == 4 && (1900..2200).contains(&year.value));
    if let Some(year) = year {
        return year_first(view, year.end);
    }
    if let Some(end) = packed(view, from) {
        return Some(end);
    }
    let first = first.filter(|first| first.digits <= 2)?;
    let written = mark(view, first.end, &['月', '월'])
        .and_then(|next| small(view, view.skip_blanks(next), 31))
        .map(|end| mark(view, end, &['日', '号', '일']).unwrap_or(end));
    written.or_else(|| {
        let end = mark(view, first.end, &['/']).and_then(|next| small(view, next, 31))?;
        let is_day = (1..=12).contains(&first.value) && !is_code(view.at(end));
        let full = mark(view, end, &['/']).and_then(|next| digits(view, next));
        is_day.then(|| full.map_or(end, |year| year.end))
    })
}

fn year_first(view: &View<'_>, from: usize) -> Option<usize> {
    let next = view.skip_blanks(mark(view, from, &['-', '/', '.', '年', '년'])?);
    let month = small(view, next, 12)?;
    let Some(next) = mark(view, month, &['-', '/', '.', '月', '월']) else { return Some(month) };
    let Some(day) = small(view, view.skip_blanks(next), 31) else { return Some(next) };
    // `2026. 3. 4. 오후 2:01`
    let is_dotted = view.at(day) == '.' && view.at(day + 1) == ' ' && view.before(next) == '.';
    Some(mark(view, day, &['日', '일']).unwrap_or(day + usize::from(is_dotted)))
}

/// `20240116`.
fn packed(view: &View<'_>, from: usize) -> Option<usize> {
    let signs: String = (from..from + 8).map(|idx| view.at(idx)).collect();
    let is_number = signs.chars().all(|sign| sign.is_ascii_digit()) && !is_code(view.at(from + 8));
    let month: u32 = signs.get(4..6)?.parse().ok()?;
    let is_year = signs.starts_with("19") || signs.starts_with("20");
    (is_number && is_year && (1..=12).contains(&month)).then_some(from + 8)
}

/// The end of a date with the weekday and time of day behind it.
fn with_time_of_day(view: &View<'_>, end: usize) -> usize {
    let mut at = view.skip_blanks(end);
    if view.at(at) == '(' && view.at(at + 2) == ')' {
        at = view.skip_blanks(at + 3);
    }
    if matches!(view.at(at), 't' | ',') {
        at = view.skip_blanks(at + 1);
    }
    if let Some(next) = half_day(view, at) {
        at = view.skip_blanks(next);
    }
    time_of_day(view, at).map_or(end, |end| if view.at(end) == 'z' { end + 1 } else { end })
}

fn time_of_day(view: &View<'_>, from: usize) -> Option<usize> {
    let hour = small(view, from, 24)?;
    if let Some(next) = mark(view, hour, &['点', '時', '时', '시']) {
        let minute = small(view, view.skip_blanks(next), 59);
        return Some(minute.map_or(next, |end| mark(view, end, &['分', '분']).unwrap_or(end)));
    }
    let mut end = mark(view, hour, &[':']).and_then(|next| small(view, next, 59))?;
    if let Some(second) = mark(view, end, &[':']).and_then(|next| small(view, next, 59)) {
        end = second;
    }
    Some(end)
}

fn time_code(view: &View<'_>, from: usize, is_lead: bool) -> Option<usize> {
    colons(view, from, is_lead)
        .or_else(|| quotes(view, from))
        .or_else(|| sheet(view, from, is_lead))
        .filter(|end| !is_code(view.at(*end)))
}

/// `01:00:03:12`, `00:01:03`, `00:03.5`, `00:45`.
fn colons(view: &View<'_>, from: usize, is_lead: bool) -> Option<usize> {
    let first = digits(view, from).filter(|first| first.digits <= 2)?;
    let mut end = first.end;
    let mut groups = 1;
    let mut has_frames = false;
    while groups < 4 {
        let separator = view.at(end);
        let Some(next) = mark(view, end, &[':', ';', '.']).and_then(|next| digits(view, next))
        else {
            break;
        };
        if groups == 1 && separator != ':' {
            break;
        }
        let is_sixty = separator != ':' || groups == 3 || next.value < 60;
        if next.digits > 3 || !is_sixty {
            break;
        }
        has_frames |= separator != ':' || groups == 3;
        end = next.end;
        groups += 1;
    }
    let starts_low = first.digits == 2 && (first.value == 0 || is_short_range(view, from, end));
    // A longer row of colons is a fingerprint or an address.
    if view.before(from) == ':' || (view.at(end) == ':' && is_code(view.at(end + 1))) {
        return None;
    }
    let is_timed = match groups {
        4 => true,
        3 => has_frames || starts_low,
        2 => is_lead && starts_low,
        _ => false,
    };
    is_timed.then_some(end)
}

/// Whether a range within one minute begins: `01:05-01:09`. A meeting takes longer.
fn is_short_range(view: &View<'_>, from: usize, end: usize) -> bool {
    let at = view.skip_blanks(end);
    let Some(len) = view.one_of(at, &["-", "~"]) else { return false };
    let next = view.skip_blanks(at + len);
    (0..3).all(|idx| view.at(from + idx) == view.at(next + idx)) && view.at(from + 2) == ':'
}

/// `1'20"`.
fn quotes(view: &View<'_>, from: usize) -> Option<usize> {
    let minute = small(view, from, 99)?;
    let second = mark(view, minute, &['\'']).and_then(|next| small(view, next, 59))?;
    let mut end = mark(view, second, &['"'])?;
    if let Some(frame) = digits(view, end).filter(|frame| frame.digits <= 2) {
        end = frame.end;
    }
    Some(end)
}

/// `3+12` and `3秒12コマ`: seconds and drawings.
fn sheet(view: &View<'_>, from: usize, is_lead: bool) -> Option<usize> {
    let second = digits(view, from).filter(|second| second.digits <= 3)?;
    if let Some(next) = mark(view, second.end, &['秒', '초']) {
        let frame = small(view, view.skip_blanks(next), 59)?;
        let unit = view.skip_blanks(frame);
        return view
            .one_of(unit, &["コマ", "格", "帧", "フレーム", "프레임", "콤마", "토막"])
            .map(|len| unit + len);
    }
    let next = mark(view, second.end, &['+']).filter(|_| is_lead)?;
    small(view, next, 29).filter(|end| !matches!(view.at(view.skip_blanks(*end)), '=' | '+'))
}

/// Whether a whole text is a time code, with the looser forms that a column of time codes may hold.
pub(super) fn whole_time_code(view: &View<'_>) -> bool {
    let from = view.skip_blanks(0);
    let end = time_code(view, from, true).or_else(|| time_of_day(view, from));
    end.is_some_and(|end| view.skip_blanks(end) >= view.len())
}
