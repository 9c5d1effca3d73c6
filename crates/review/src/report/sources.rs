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
/// The list that its publisher gives in three files: `sdn.csv`, `alt.csv` and `add.csv`, joined by
/// the number of the entry (OFAC, "Data formats and data schemas: SDN list").
const LIST_OF_PARTS: &str = "OFAC SDN";
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
        page.raw("<tr><th scope=\"row\">").text(&source.name);
        if let Some(part) = part(page.lang(), source, sources) {
            page.raw("<br><span class=\"small\">").text(&part).raw("</span>");
        }
        page.raw("</th>");
        page.cell(&wording::date(page.lang(), source.date));
        page.cell(&age(page.lang(), source.date, as_of));
        page.raw("<td><code>").text(source.file.as_deref().map_or("–", file_name)).raw("</code>");
        if let Some(hash) = &source.hash {
            let start: String = hash.chars().take(HASH_DIGITS).collect();
            page.raw("<br><span class=\"hash\">BLAKE3 ").text(&start).text("…").raw("</span>");
        }
        page.raw("</td>");
        match source.note.as_deref().filter(|note| !note.is_empty()) {
            Some(note) => page.raw("<td>").english(note).raw("</td>"),
            None => page.cell(""),
        };
        page.raw("</tr>\n");
    }
    page.end_table();
}

/// Which part of a list a source is, by the name of its file; `None` where it is the whole list.
pub(super) fn part(lang: Lang, source: &DataSource, all: &[DataSource]) -> Option<String> {
    let file = file_name(source.file.as_deref()?);
    if source.name == LIST_OF_PARTS {
        let words: Vec<String> =
            file.split(|c: char| !c.is_alphabetic()).map(str::to_lowercase).collect();
        let has = |known: &[&str]| words.iter().any(|word| known.contains(&word.as_str()));
        // `sdn_address.csv` and `sdn_alt.csv` are seen too, so `sdn` says least and comes last.
        if has(&["add", "address", "addresses"]) {
            return Some(lang.say("src.addresses").to_owned());
        } else if has(&["alt", "alias", "aliases"]) {
            return Some(lang.say("src.aliases").to_owned());
        } else if has(&["sdn"]) {
            return Some(lang.say("src.primaries").to_owned());
        }
    }
    let n_files = all.iter().filter(|other| other.name == source.name).count();
    (n_files > 1).then(|| file.to_owned())
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
    fn parts_of_a_list_are_told_by_their_files() {
        let source = |name: &str, file: Option<&str>| DataSource {
            name: name.to_owned(),
            date: None,
            file: file.map(str::to_owned),
            hash: None,
            note: None,
        };
        let all = [
            (source("OFAC SDN", Some("/x/sdn_2023-01.csv")), Some("primary names")),
            (source("OFAC SDN", Some("alt_2025-02.csv")), Some("aliases")),
            (source("OFAC SDN", Some("ADD.CSV")), Some("addresses")),
            (source("OFAC SDN", Some("sdn_address_2023-01.csv")), Some("addresses")),
            (source("OFAC SDN", Some("b.csv")), Some("b.csv")),
            (source("UN", Some("UN.xml")), None),
            (source("House list", Some("a/one.csv")), Some("one.csv")),
            (source("House list", Some("a/two.csv")), Some("two.csv")),
            (source("embedded", None), None),
        ];
        let sources: Vec<_> = all.iter().map(|(source, _)| source.clone()).collect();
        for (source, expected) in &all {
            assert_eq!(part(Lang::En, source, &sources).as_deref(), *expected, "{source:?}");
        }
    }

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
