//! Gaps: what was looked for and not found, and what could not be read.

use super::page::Page;
use super::wording;
use crate::view::CaseView;

/// Complaints printed; the rest stands in findings.json.
const COMPLAINTS_MAX: usize = 200;
/// Rules printed.
const RULES_MAX: usize = 500;

pub(super) fn not_found(page: &mut Page, view: &CaseView) {
    page.section("not-found", "toc.not_found");
    if view.not_found.is_empty() {
        page.para("none.none").end_section();
        return;
    }
    page.para("none.intro");
    page.table("none.table", &["find.rule", "none.looked_for", "none.looked_at"]);
    for row in view.not_found.iter().take(RULES_MAX) {
        page.raw("<tr>").cell(&row.rule).raw("<td>").english(&row.title).raw("</td>");
        page.raw("<td>").english(&row.looked_at).raw("</td>");
        page.raw("</tr>\n");
    }
    page.end_table().more("none.more", view.not_found.len().saturating_sub(RULES_MAX));
    page.end_section();
}

pub(super) fn complaints(page: &mut Page, view: &CaseView) {
    page.section("complaints", "toc.complaints");
    if view.complaints.is_empty() {
        page.para("gap.none").end_section();
        return;
    }
    let n = page.lang().number(view.complaints.len() as u64);
    page.raw("<p>").fill("gap.intro", &[("n", &n)]).raw("</p>\n");
    page.table("gap.table", &["gap.path", "gap.place", "gap.reason"]);
    for complaint in view.complaints.iter().take(COMPLAINTS_MAX) {
        page.raw("<tr>").code(&complaint.path);
        page.cell(&wording::place(page.lang(), &complaint.place));
        page.raw("<td>").english(&complaint.reason).raw("</td></tr>\n");
    }
    page.end_table().more("find.more", view.complaints.len().saturating_sub(COMPLAINTS_MAX));
    page.end_section();
}
