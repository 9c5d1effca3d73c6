//! Findings: each with its verdict, whom it is about, every cited line, its source, what else could
//! explain it, what to do next, and what a person has ruled.

use std::collections::BTreeMap;

use subtier_model::{Citation, Decision, Finding, FindingId};

use super::page::Page;
use super::wording;
use crate::view::CaseView;

/// Findings printed; a page beyond this is no longer read, findings.json holds all.
const FINDINGS_MAX: usize = 2_000;
/// Citations printed of one finding.
const CITATIONS_MAX: usize = 500;

pub(super) fn section(page: &mut Page, view: &CaseView) {
    page.section("findings", "toc.findings");
    if view.findings.is_empty() {
        page.para("find.none").end_section();
        return;
    }
    page.note("find.intro");
    let numbers: BTreeMap<FindingId, usize> =
        view.findings.iter().enumerate().map(|(idx, finding)| (finding.id, idx + 1)).collect();
    for finding in view.findings.iter().take(FINDINGS_MAX) {
        article(page, view, finding, &numbers);
    }
    page.more("find.more", view.findings.len().saturating_sub(FINDINGS_MAX)).end_section();
}

fn article(
    page: &mut Page,
    view: &CaseView,
    finding: &Finding,
    numbers: &BTreeMap<FindingId, usize>,
) {
    let id = finding.id.to_string();
    page.raw("<article class=\"finding ").text(finding.verdict.word()).raw("\" id=\"f-").text(&id);
    page.raw("\">\n<header>\n<p class=\"tags\">");
    wording::badge(page, finding.verdict);
    for &class in &finding.classes {
        page.raw(" <span class=\"tag\">").word(wording::class(class)).raw("</span>");
    }
    page.raw("</p>\n<h3><span class=\"no\">");
    if let Some(number) = numbers.get(&finding.id) {
        page.text(&format!("F{number}"));
    }
    page.raw("</span> ").english(&finding.title).raw("</h3>\n</header>\n");
    facts(page, finding);
    draws_on(page, finding, numbers);
    citations(page, view, &finding.because);
    texts(page, "find.innocent", &finding.innocent);
    texts(page, "find.next", &finding.next);
    page.raw("<h4>").word("find.source").raw("</h4>\n<p class=\"source\">");
    page.english(&finding.source.title).raw("<br>").address(&finding.source.address);
    page.raw("</p>\n");
    decisions(page, view, finding);
    page.raw("</article>\n");
}

fn facts(page: &mut Page, finding: &Finding) {
    page.raw("<dl class=\"facts\">\n<div><dt>")
        .word("find.about")
        .raw("</dt><dd><ul class=\"plain\">");
    for subject in &finding.subjects {
        page.raw("<li>").word(wording::subject(subject.kind)).text(" ");
        page.raw("<strong>").text(&subject.name).raw("</strong>");
        if subject.name != subject.id {
            page.raw(" <code>").text(&subject.id).raw("</code>");
        }
        page.raw("</li>");
    }
    page.raw("</ul></dd></div>\n").term("find.rule", &finding.rule);
    page.raw("<div><dt>").word("find.id").raw("</dt><dd><code>").text(&finding.id.to_string());
    page.raw("</code></dd></div>\n<div><dt>").word("find.revision").raw("</dt><dd><code>");
    page.text(&finding.revision.to_string()).raw("</code></dd></div>\n</dl>\n");
}

fn draws_on(page: &mut Page, finding: &Finding, numbers: &BTreeMap<FindingId, usize>) {
    if finding.draws_on.is_empty() {
        return;
    }
    page.raw("<p class=\"draws\">").word("find.draws_on");
    for id in &finding.draws_on {
        match numbers.get(id) {
            Some(number) => {
                page.raw(" <a href=\"#f-").text(&id.to_string()).raw("\">");
                page.text(&format!("F{number}")).raw("</a>");
            }
            None => {
                page.raw(" <code>").text(&id.to_string()).raw("</code>");
            }
        }
    }
    page.raw("</p>\n");
}

fn citations(page: &mut Page, view: &CaseView, because: &[Citation]) {
    page.raw("<h4>").word("find.evidence").raw("</h4>\n<ol class=\"evidence\">\n");
    for citation in because.iter().take(CITATIONS_MAX) {
        page.raw("<li>");
        cited(page, view, citation);
        page.raw("</li>\n");
    }
    page.raw("</ol>\n").more("find.more", because.len().saturating_sub(CITATIONS_MAX));
}

fn cited(page: &mut Page, view: &CaseView, citation: &Citation) {
    let lang = page.lang();
    let Some(observation) = view.observations.get(&citation.observation) else {
        page.raw("<p class=\"where\">").word("find.lost").raw(" <code>");
        page.text(&citation.observation.to_string()).raw("</code></p>");
        return;
    };
    page.raw("<p class=\"where\"><code class=\"path\">");
    match view.evidence.get(&observation.evidence) {
        Some(evidence) => page.text(&evidence.path),
        None => page.text(&observation.evidence.to_string()),
    };
    page.raw("</code> <span class=\"place\">").text(&wording::place(lang, &observation.place));
    page.raw("</span></p>");
    if !citation.says.is_empty() {
        page.raw("<p class=\"says\">").english(&citation.says).raw("</p>");
    }
    if !observation.quote.is_empty() {
        page.raw("<pre class=\"quote\">").text(&observation.quote).raw("</pre>");
    }
    if let Some(list) = &citation.list {
        let date = wording::date(lang, list.date);
        let values = [("list", list.name.as_str()), ("date", &date), ("uid", &list.uid)];
        page.raw("<p class=\"list\">").fill("find.list", &values).raw("</p>");
    }
}

fn texts(page: &mut Page, key: &'static str, texts: &[String]) {
    if texts.is_empty() {
        return;
    }
    page.raw("<h4>").word(key).raw("</h4>\n<ul>\n");
    for text in texts {
        page.raw("<li>").english(text).raw("</li>\n");
    }
    page.raw("</ul>\n");
}

fn decisions(page: &mut Page, view: &CaseView, finding: &Finding) {
    let mut ruled = view.decisions.iter().filter(|d| d.finding == finding.id).peekable();
    page.raw("<div class=\"ruling\">\n<h4>").word("find.decision").raw("</h4>\n");
    if ruled.peek().is_none() {
        page.raw("<p class=\"blank\">").word("find.undecided").raw("</p>\n");
    }
    for decision in ruled {
        decided(page, finding, decision);
    }
    page.raw("</div>\n");
}

fn decided(page: &mut Page, finding: &Finding, decision: &Decision) {
    page.raw("<p><strong>").word(wording::ruling(decision.ruling)).raw("</strong> ");
    page.fill("find.decided", &[("by", &decision.by), ("at", &decision.at.to_string())]);
    if !decision.reason.is_empty() {
        page.text(" ").text(&decision.reason);
    }
    if decision.revision != finding.revision {
        page.raw(" <em class=\"earlier\">").word("find.earlier_state").raw("</em>");
    }
    page.raw("</p>\n");
}
