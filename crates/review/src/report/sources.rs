//! Sources: the lists and network data that were used, with their dates and, where the caller names
//! a day to count to, their ages.

use subtier_model::Date;

use super::page::Page;
use super::wording;
use crate::findings_json::file_name;
use crate::view::{CaseView, DataSource};
use crate::words::Lang;

/// Days after which the age is pointed at. Our own choice: the lists change several times a month.
const OLD_DAYS: i64 = 90;
/// Hex digits of a hash that are printed in a table; findings.json has it whole.
const HASH_DIGITS: usize = 16;

pub(super) fn section(page: &mut Page, view: &CaseView) {
    page.section("sources", "toc.sources").para("src.intro");
    if let Some(as_of) = view.as_of {
        page.raw("<p class=\"note\">").fill("src.as_of", &[("date", &as_of.to_string())]);
        page.raw("</p>\n");
    }
    table(page, "src.lists", &view.lists, view.as_of);
    table(page, "src.geo", &view.geo, view.as_of);
    page.end_section();
}

fn table(page: &mut Page, key: &'static str, sources: &[DataSource], as_of: Option<Date>) {
    page.raw("<h3>").word(key).raw("</h3>\n");
    if sources.is_empty() {
        page.para("src.none");
        return;
    }
    page.table(key, &["src.name", "src.date", "src.age", "src.file", "src.note"]);
    for source in sources {
        page.raw("<tr><th scope=\"row\">").text(&source.name).raw("</th>");
        page.cell(&wording::date(page.lang(), source.date));
        page.cell(&age(page.lang(), source.date, as_of));
        page.raw("<td><code>").text(source.file.as_deref().map_or("–", file_name)).raw("</code>");
        if let Some(hash) = &source.hash {
            let start: String = hash.chars().take(HASH_DIGITS).collect();
            page.raw("<br><span class=\"hash\">SHA-256 ").text(&start).text("…").raw("</span>");
        }
        page.raw("</td>").cell(source.note.as_deref().unwrap_or("")).raw("</tr>\n");
    }
    page.end_table();
}

/// The age of a list on a day; a list whose day is not known is counted from its earliest day.
fn age(lang: Lang, date: Option<Date>, as_of: Option<Date>) -> String {
    let (Some(date), Some(as_of)) = (date, as_of) else { return String::new() };
    let n_days = as_of.first_epoch_day() - date.first_epoch_day();
    let days = lang.number(u64::try_from(n_days).unwrap_or(0));
    if n_days < 0 {
        lang.say("src.later").to_owned()
    } else if n_days > OLD_DAYS {
        lang.fill("src.old", &[("n", &days)])
    } else {
        days
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ages_are_counted_and_old_lists_are_pointed_at() {
        let date = |text: &str| Some(text.parse::<Date>().unwrap());
        let cases = [
            (date("2024-04-01"), date("2024-04-22"), "21"),
            (date("2023-01"), date("2024-04-22"), "477: get a newer one"),
            (date("2025-01-01"), date("2024-04-22"), "later than the day counted to"),
            (None, date("2024-04-22"), ""),
            (date("2023-01"), None, ""),
        ];
        for (listed, as_of, expected) in cases {
            assert_eq!(age(Lang::En, listed, as_of), expected);
        }
    }
}
