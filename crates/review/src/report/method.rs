//! Method: how the findings came about, what they cannot say, and by what the document is known.

use super::page::Page;
use crate::view::CaseView;

/// The limits; each is a sentence that holds for every report.
const LIMITS: [&str; 12] = [
    "limit.one_leg",
    "limit.presence",
    "limit.knowledge",
    "limit.marks",
    "limit.lists",
    "limit.control",
    "limit.origin",
    "limit.united_states",
    "limit.hours",
    "limit.language",
    "limit.law",
    "limit.context",
];

pub(super) fn section(page: &mut Page, view: &CaseView) {
    page.section("method", "toc.method").para("limit.method");
    page.raw("<h3>").word("limit.title").raw("</h3>\n<ul class=\"limits\">\n");
    for key in LIMITS {
        page.raw("<li>").word(key).raw("</li>\n");
    }
    page.raw("</ul>\n<h3>").word("limit.document").raw("</h3>\n").para("limit.verify");
    page.raw("<dl class=\"facts\">\n<div><dt>").word("limit.custody").raw("</dt><dd>");
    match &view.custody {
        Some(head) => {
            let n = page.lang().number(head.lines);
            page.raw("<code>").text(&head.hash).raw("</code><br>");
            page.fill("limit.custody_lines", &[("n", &n)]);
        }
        None => {
            page.word("limit.no_custody");
        }
    }
    page.raw("</dd></div>\n<div><dt>").word("limit.run").raw("</dt><dd><code>");
    page.text(&view.run.to_string()).raw("</code></dd></div>\n");
    page.term("limit.program", &view.program).raw("</dl>\n").end_section();
}
