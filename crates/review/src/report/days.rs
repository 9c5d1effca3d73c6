//! Days: per log, the accesses of each UTC day, as bars and as a table with one row a week, and
//! whether the log states its zone and year or they were assumed.

use std::collections::BTreeMap;

use subtier_model::Date;

use super::page::Page;
use crate::view::{CaseView, LogDays};

/// Logs printed.
const LOGS_MAX: usize = 40;
/// Weeks printed of one log.
const WEEKS_MAX: usize = 60;
/// Days that bars are drawn for; more bars than this cannot be told apart on paper.
const BARS_MAX: i64 = 420;
/// Days that the bars' axis is long at least, so that one day does not fill the page.
const AXIS_MIN: i64 = 28;
/// Height of the highest bar.
const BAR_HEIGHT: i64 = 100;

const HEADS: [&str; 8] =
    ["day.week", "day.mon", "day.tue", "day.wed", "day.thu", "day.fri", "day.sat", "day.sun"];

pub(super) fn section(page: &mut Page, view: &CaseView) {
    page.section("days", "toc.days");
    let dated: Vec<&LogDays> = view.days.iter().filter(|log| !log.days.is_empty()).collect();
    if dated.is_empty() {
        page.para("day.none");
    } else {
        page.note("day.intro");
    }
    for log in dated.iter().take(LOGS_MAX) {
        page.raw("<h3><code>").text(&log.path).raw("</code></h3>\n");
        let counts: BTreeMap<i64, u64> =
            log.days.iter().map(|(date, count)| (date.first_epoch_day(), *count)).collect();
        bars(page, &counts);
        weeks(page, &counts);
        clock(page, log);
    }
    page.more("day.more_logs", dated.len().saturating_sub(LOGS_MAX));
    clockless(page, view);
    page.end_section();
}

/// Says whether the days of a log were read or guessed.
fn clock(page: &mut Page, log: &LogDays) {
    let parts = basis(log);
    page.raw("<p class=\"note\">").word("day.clock");
    for (key, is_read) in parts.into_iter().flatten() {
        if is_read {
            page.text(" ").word(key);
        } else {
            page.raw(" <strong>").word(key).raw("</strong>");
        }
    }
    if parts.contains(&None) {
        page.text(" ").word("day.basis_unknown");
    }
    page.raw("</p>\n");
}

/// The words for zone and year, and whether the log itself states them; `None` for a basis that
/// has no words.
fn basis(log: &LogDays) -> [Option<(&'static str, bool)>; 2] {
    let time = match log.time_basis.as_str() {
        "explicit" => Some(("day.time_explicit", true)),
        "assumed" => Some(("day.time_assumed", false)),
        _ => None,
    };
    let year = match log.year_basis.as_str() {
        "explicit" => Some(("day.year_explicit", true)),
        "recovered" => Some(("day.year_recovered", false)),
        _ => None,
    };
    [time, year]
}

/// Names the logs of which no access stands on a day.
fn clockless(page: &mut Page, view: &CaseView) {
    let logs: Vec<&LogDays> = view.days.iter().filter(|log| log.days.is_empty()).collect();
    if logs.is_empty() {
        return;
    }
    page.raw("<p>").word("day.no_clock").raw("</p>\n<ul>\n");
    for log in logs.iter().take(LOGS_MAX) {
        page.raw("<li><code>").text(&log.path).raw("</code></li>\n");
    }
    page.raw("</ul>\n").more("day.more_logs", logs.len().saturating_sub(LOGS_MAX));
}

/// Days since the last Monday; 1970-01-01 was a Thursday.
pub(super) fn weekday(epoch_day: i64) -> i64 {
    (epoch_day + 3).rem_euclid(7)
}

fn bars(page: &mut Page, counts: &BTreeMap<i64, u64>) {
    let (Some((&first, _)), Some((&last, _))) = (counts.first_key_value(), counts.last_key_value())
    else {
        return;
    };
    let n_days = last - first + 1;
    if n_days > BARS_MAX {
        page.note("day.too_long");
        return;
    }
    let most = counts.values().copied().max().unwrap_or(0).max(1);
    page.raw(
        "<figure class=\"bars\">\n<svg role=\"img\" preserveAspectRatio=\"none\" viewBox=\"0 0 ",
    );
    page.units(n_days.max(AXIS_MIN) * 10).raw(" ").units(BAR_HEIGHT).raw("\" aria-label=\"");
    page.word("day.chart").raw("\">\n");
    for day in (first..=last).filter(|day| weekday(*day) >= 5) {
        rect(page, (day - first) * 10, 10, BAR_HEIGHT);
        page.raw(" fill=\"#e4e7ec\"/>");
    }
    for (&day, &count) in counts {
        let share = u128::from(count) * 100 / u128::from(most);
        let height = i64::try_from(share).unwrap_or(BAR_HEIGHT).max(i64::from(count > 0));
        rect(page, (day - first) * 10 + 1, 8, height);
        page.raw(" fill=\"#1f3a5f\"/>");
    }
    page.raw("\n</svg>\n<figcaption>");
    let (from, to) = (Date::from_epoch_days(first), Date::from_epoch_days(last));
    let most = page.lang().number(most);
    let values = [("from", from.to_string()), ("to", to.to_string()), ("most", most)];
    page.fill("day.caption", &values.each_ref().map(|(name, value)| (*name, value.as_str())));
    page.raw("</figcaption>\n</figure>\n");
}

fn rect(page: &mut Page, x: i64, width: i64, height: i64) {
    page.raw("<rect x=\"").units(x).raw("\" y=\"").units(BAR_HEIGHT - height);
    page.raw("\" width=\"").units(width).raw("\" height=\"").units(height).raw("\"");
}

fn weeks(page: &mut Page, counts: &BTreeMap<i64, u64>) {
    let mut weeks: BTreeMap<i64, [Option<u64>; 7]> = BTreeMap::new();
    for (&day, &count) in counts {
        let week = weeks.entry(day - weekday(day)).or_default();
        let cell = usize::try_from(weekday(day)).ok().and_then(|idx| week.get_mut(idx));
        if let Some(cell) = cell {
            *cell = Some(count);
        }
    }
    page.table("day.table", &HEADS);
    for (monday, week) in weeks.iter().take(WEEKS_MAX) {
        page.raw("<tr><th scope=\"row\">").text(&Date::from_epoch_days(*monday).to_string());
        page.raw("</th>");
        for count in week {
            match count {
                Some(count) => page.count(*count),
                None => page.raw("<td class=\"num\">·</td>"),
            };
        }
        page.raw("</tr>\n");
    }
    page.end_table().more("day.more_weeks", weeks.len().saturating_sub(WEEKS_MAX));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn weeks_begin_on_monday() {
        let day = |text: &str| text.parse::<Date>().unwrap().first_epoch_day();
        assert_eq!(weekday(day("2024-01-01")), 0);
        assert_eq!(weekday(day("2024-02-18")), 6);
        assert_eq!(weekday(day("1969-12-31")), 2);
    }
}
