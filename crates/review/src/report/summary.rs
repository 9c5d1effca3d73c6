//! Summary: how many findings of which verdict, what to read first, and what the case rests on.

use std::collections::BTreeSet;

use subtier_model::Verdict;

use super::page::Page;
use super::{sources, wording};
use crate::view::{CaseView, DataSource};

/// Findings named on the first page.
const TOP_MAX: usize = 10;

pub(super) fn section(page: &mut Page, view: &CaseView) {
    page.section("summary", "toc.summary").raw("<p class=\"lead\">");
    let n = page.lang().number(view.findings.len() as u64);
    match view.findings.len() {
        0 => page.word("sum.no_finding"),
        1 => page.word("sum.one_finding"),
        _ => page.fill("sum.findings", &[("n", &n)]),
    };
    if !view.findings.is_empty() {
        let counts = counts_in_words(page, view);
        page.text(" ").text(&counts).text(".");
    }
    page.raw("</p>\n").para("sum.reading");
    verdicts(page, view);
    top(page, view);
    basis(page, view);
    page.end_section();
}

fn count(view: &CaseView, verdict: Verdict) -> usize {
    view.findings.iter().filter(|finding| finding.verdict == verdict).count()
}

fn counts_in_words(page: &Page, view: &CaseView) -> String {
    let lang = page.lang();
    let parts: Vec<String> = wording::VERDICTS
        .iter()
        .map(|&verdict| (verdict, count(view, verdict)))
        .filter(|(_, n)| *n > 0)
        .map(|(verdict, n)| {
            format!("{} {}", lang.number(n as u64), lang.say(wording::verdict(verdict)))
        })
        .collect();
    parts.join(", ")
}

fn verdicts(page: &mut Page, view: &CaseView) {
    page.table("sum.ladder", &["sum.verdict", "sum.number", "sum.meaning"]);
    for verdict in wording::VERDICTS {
        page.raw("<tr><th scope=\"row\">");
        wording::badge(page, verdict);
        page.raw("</th>").count(count(view, verdict) as u64);
        page.words(wording::verdict_meaning(verdict)).raw("</tr>\n");
    }
    page.end_table();
}

fn top(page: &mut Page, view: &CaseView) {
    if view.findings.is_empty() {
        return;
    }
    page.raw("<h3>").word("sum.first").raw("</h3>\n<ol class=\"top\">\n");
    for finding in view.findings.iter().take(TOP_MAX) {
        page.raw("<li>");
        wording::badge(page, finding.verdict);
        page.raw(" <a href=\"#f-").text(&finding.id.to_string()).raw("\">");
        page.english(&finding.title).raw("</a>");
        let names: Vec<&str> = finding.subjects.iter().map(|s| s.name.as_str()).collect();
        page.raw(" <span class=\"who\">").text(&names.join(", ")).raw("</span></li>\n");
    }
    page.raw("</ol>\n");
    page.more("sum.more", view.findings.len().saturating_sub(TOP_MAX));
}

fn basis(page: &mut Page, view: &CaseView) {
    let lang = page.lang();
    page.raw("<h3>").word("sum.basis").raw("</h3>\n<dl class=\"facts\">\n");
    let known = view.known_since.map(|date| date.to_string());
    page.term("sum.known_since", known.as_deref().unwrap_or(lang.say("sum.not_stated")));
    page.term("sum.evidence", &lang.number(view.evidence.len() as u64));
    page.term("sum.logs", &lang.number(view.days.len() as u64));
    page.term("sum.unread", &lang.number(view.complaints.len() as u64));
    page.raw("<div><dt>").word("sum.lists").raw("</dt><dd>");
    lists(page, view);
    page.raw("</dd></div>\n</dl>\n");
}

/// Names each list once, with its parts, their dates, and what a reader must know of it.
fn lists(page: &mut Page, view: &CaseView) {
    if view.lists.is_empty() {
        page.word("sum.no_list");
        return;
    }
    let lang = page.lang();
    let names: BTreeSet<&str> = view.lists.iter().map(|list| list.name.as_str()).collect();
    page.raw("<ul class=\"plain\">");
    for name in names {
        let parts: Vec<&DataSource> = view.lists.iter().filter(|list| list.name == name).collect();
        let dated = parts.iter().map(|list| {
            let date = wording::date(lang, list.date);
            match sources::part(lang, list, &view.lists) {
                Some(part) => format!("{part} {date}"),
                None => date,
            }
        });
        page.raw("<li>").text(name).text(" (");
        page.text(&dated.collect::<Vec<_>>().join(", ")).text(")");
        let notes: BTreeSet<&str> = parts.iter().filter_map(|list| list.note.as_deref()).collect();
        for note in notes.into_iter().filter(|note| !note.is_empty()) {
            page.raw("<br><span class=\"small\">").english(note).raw("</span>");
        }
        page.raw("</li>");
    }
    page.raw("</ul>");
}
