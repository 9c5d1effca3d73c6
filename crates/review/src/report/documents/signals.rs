//! Signals: what each document tells of the program, machine and person that made it, where that is worth a look.
//!
//! In: the kinds and values that the view has chosen. Out: one table with a row a document, and what each kind tells.
//! Never: what may follow from one; that is the affair of the rules.

use subtier_model::DocumentSignals;

use super::super::page::Page;
use super::super::wording;
use super::rest;
use crate::view::Documents;

/// Documents printed.
const DOCUMENTS_MAX: usize = 200;
/// Values printed of one kind in one document.
const VALUES_MAX: usize = 4;
/// Characters printed of one value.
const CHARS_MAX: usize = 160;

pub(super) fn table(page: &mut Page, documents: &Documents) {
    if documents.signals.is_empty() {
        return;
    }
    page.raw("<h3>").word("sign.title").raw("</h3>\n").note("sign.intro");
    page.table("sign.title", &["docs.document", "sign.tells"]);
    for row in documents.signals.iter().take(DOCUMENTS_MAX) {
        page.raw("<tr>").code(&row.path).raw("<td><ul class=\"plain\">");
        for signals in &row.signals {
            page.raw("<li>");
            values(page, signals);
            page.raw("</li>");
        }
        page.raw("</ul></td></tr>\n");
    }
    page.end_table().more("docs.more", documents.signals.len().saturating_sub(DOCUMENTS_MAX));
    let lang = page.lang();
    page.raw("<h4>").word("sign.meaning").raw("</h4>\n<dl class=\"facts small\">\n");
    for row in &documents.kinds {
        page.raw("<div><dt>").text(wording::signal(lang, &row.kind)).raw("</dt><dd>");
        page.english(&row.says).raw("</dd></div>\n");
    }
    page.raw("</dl>\n");
}

fn values(page: &mut Page, signals: &DocumentSignals) {
    let lang = page.lang();
    page.raw("<span class=\"small\">").text(wording::signal(lang, &signals.signal));
    page.raw(":</span> ");
    for (idx, one) in signals.values.iter().take(VALUES_MAX).enumerate() {
        if idx > 0 {
            page.text("; ");
        }
        page.excerpt(&one.value, CHARS_MAX).raw(" <span class=\"small\">(");
        page.excerpt(&wording::place(lang, &one.place), CHARS_MAX).raw(")</span>");
    }
    let n_left = signals.values.len().saturating_sub(VALUES_MAX) as u64 + signals.more;
    if n_left > 0 {
        page.text(" ");
        rest(page, n_left);
    }
}
