//! Duties: deadlines that may run, with their sources, and a checklist of measures.
//!
//! Each row is a duty or measure as its source has it; none says that it applies or that a law was
//! broken. The only dates worked out are counted from the day that the case became known.

use subtier_model::Date;

use super::days::weekday;
use super::page::Page;
use crate::view::CaseView;

/// The day on which the sources were read.
const READ_ON: &str = "2026-11-23";

/// How a deadline is counted, where it can be.
#[derive(Debug, Clone, Copy)]
enum Count {
    /// No date follows from the case.
    Uncounted,
    /// Monday to Friday.
    BusinessDays(u32),
    /// Calendar days.
    Days(i64),
    /// Years.
    Years(i16),
}

/// A deadline as its source has it.
struct Duty {
    what: &'static str,
    by_when: &'static str,
    count: Count,
    source: &'static str,
    address: &'static str,
}

/// Read in public copies of the rules; what was not found again is not here.
const DUTIES: [Duty; 5] = [
    Duty {
        what: "duty.block",
        by_when: "duty.block_when",
        count: Count::BusinessDays(10),
        source: "31 CFR 501.603(b)(1)(i)",
        address: "https://www.ecfr.gov/current/title-31/section-501.603",
    },
    Duty {
        what: "duty.reject",
        by_when: "duty.reject_when",
        count: Count::Uncounted,
        source: "31 CFR 501.604(a)",
        address: "https://www.ecfr.gov/current/title-31/section-501.604",
    },
    Duty {
        what: "duty.disclose",
        by_when: "duty.disclose_when",
        count: Count::Days(180),
        source: "OFAC FAQ 13",
        address: "https://ofac.treasury.gov/faqs/13",
    },
    Duty {
        what: "duty.first",
        by_when: "duty.first_when",
        count: Count::Uncounted,
        source: "31 CFR part 501, appendix A, I.I; tri-agency note of 2023-07-26",
        address: "https://www.ecfr.gov/current/title-31/part-501",
    },
    Duty {
        what: "duty.records",
        by_when: "duty.records_when",
        count: Count::Years(10),
        source: "31 CFR 501.601 (90 FR 13286, 2025-03-21)",
        address: "https://www.ecfr.gov/current/title-31/section-501.601",
    },
];

/// Sources of the measures: letter, title, address.
const ADVISORIES: [(&str, &str, &str); 3] = [
    (
        "A",
        "US State, Treasury, FBI: guidance on DPRK IT workers, 2022-05-16",
        "https://home.treasury.gov/system/files/126/20220516_dprk_it_worker_advisory.pdf",
    ),
    ("B", "FBI PSA 240516, 2024-05-16", "https://www.ic3.gov/Media/Y2024/PSA240516"),
    ("C", "FBI PSA 250723-4, 2025-07-23", "https://www.ic3.gov/PSA/2025/PSA250723-4"),
];

/// Measures: words and the letter of their source; without a letter they are our own.
const MEASURES: [(&str, &str); 11] = [
    ("measure.hold", ""),
    ("measure.closed", ""),
    ("measure.paper", "A"),
    ("measure.bank", "A"),
    ("measure.work", "A"),
    ("measure.video", "A"),
    ("measure.consistent", "A"),
    ("measure.remote", "A"),
    ("measure.staffing", "B"),
    ("measure.traffic", "B"),
    ("measure.accounts", "C"),
];

pub(super) fn section(page: &mut Page, view: &CaseView) {
    page.section("duties", "toc.duties").raw("<p class=\"caution\">").word("duty.intro");
    page.raw("</p>\n<p>");
    match view.known_since {
        Some(date) => page.fill("duty.clock", &[("date", &date.to_string())]),
        None => page.word("duty.no_clock"),
    };
    page.raw("</p>\n");
    deadlines(page, view.known_since);
    page.raw("<h3>").word("measure.title").raw("</h3>\n").para("measure.intro");
    measures(page);
    page.end_section();
}

fn deadlines(page: &mut Page, known_since: Option<Date>) {
    page.table("duty.table", &["duty.duty", "duty.when", "duty.date", "find.source"]);
    for duty in &DUTIES {
        page.raw("<tr>").words(duty.what).words(duty.by_when);
        match known_since.and_then(|known| counted(known, duty.count)) {
            Some(date) => page.raw("<td class=\"date\">").text(&date.to_string()).raw("</td>"),
            None => page.cell(""),
        };
        page.raw("<td class=\"source\">").text(duty.source).raw("<br>").address(duty.address);
        page.raw("</td></tr>\n");
    }
    page.end_table();
    page.raw("<p class=\"note\">").fill("duty.read_on", &[("date", READ_ON)]).raw("</p>\n");
}

fn measures(page: &mut Page) {
    let heads =
        ["measure.what", "measure.done", "measure.open", "measure.not_apply", "measure.proof"];
    page.table("measure.title", &heads);
    for (what, letter) in MEASURES {
        page.raw("<tr><td>").word(what).raw(" <span class=\"small\">[");
        if letter.is_empty() {
            page.word("measure.own");
        } else {
            page.text(letter);
        }
        page.raw("]</span></td>");
        for _ in 0..3 {
            page.raw("<td class=\"box\"><span class=\"tick\"></span></td>");
        }
        page.raw("<td class=\"blank-cell\"></td></tr>\n");
    }
    page.end_table().raw("<ul class=\"plain small\">\n");
    for (letter, title, address) in ADVISORIES {
        page.raw("<li>[").text(letter).text("] ").text(title).text(", ").address(address);
        page.raw("</li>\n");
    }
    page.raw("</ul>\n");
}

/// The last day of a period that began on a day; a day that is not fully known begins none.
fn counted(known: Date, count: Count) -> Option<Date> {
    known.day()?;
    let first = known.first_epoch_day();
    match count {
        Count::Uncounted => None,
        Count::Days(n_days) => Some(Date::from_epoch_days(first + n_days)),
        Count::Years(n_years) => {
            let (year, month) = (known.year().checked_add(n_years)?, known.month()?);
            Date::new(year, month, known.day()?).or_else(|| Date::new(year, 3, 1))
        }
        Count::BusinessDays(n_days) => {
            let mut day = first;
            for _ in 0..n_days {
                day += 1;
                while weekday(day) >= 5 {
                    day += 1;
                }
            }
            Some(Date::from_epoch_days(day))
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn deadlines_are_counted_from_a_full_day_only() {
        let cases = [
            ("2024-04-22", Count::BusinessDays(10), Some("2024-05-06")),
            ("2024-04-26", Count::BusinessDays(1), Some("2024-04-29")),
            ("2024-04-27", Count::BusinessDays(1), Some("2024-04-29")),
            ("2024-04-22", Count::Days(180), Some("2024-10-19")),
            ("2024-02-29", Count::Years(10), Some("2034-03-01")),
            ("2024-04", Count::Days(180), None),
            ("2024-04-22", Count::Uncounted, None),
        ];
        for (known, count, expected) in cases {
            let date = counted(known.parse().unwrap(), count).map(|date| date.to_string());
            assert_eq!(date.as_deref(), expected, "{known} {count:?}");
        }
    }

    #[test]
    fn every_duty_names_its_source() {
        for duty in &DUTIES {
            assert!(duty.address.starts_with("https://") && !duty.source.is_empty());
        }
        for (what, letter) in MEASURES {
            let is_known = ADVISORIES.iter().any(|(known, ..)| *known == letter);
            assert!(letter.is_empty() || is_known, "{what}");
        }
    }
}
