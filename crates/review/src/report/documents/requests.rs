//! Requests: the change requests of each folder, as they stand there, with their translation.
//!
//! In: the rows that the view has chosen. Out: one table with a group a folder. The English beside a row is named for what
//! it is: words out of a list, in the order of the request, no translation.

use subtier_model::ChangeRequest;

use super::super::page::Page;
use super::super::wording;
use crate::view::{Documents, FolderRequests, RequestRow};
use crate::words::Lang;

/// Characters printed of one text.
const CHARS_MAX: usize = 600;

const HEADS: [&str; 6] =
    ["docs.shot", "docs.request", "docs.translation", "docs.gloss", "docs.status", "docs.where"];

pub(super) fn table(page: &mut Page, documents: &Documents) {
    if documents.folders.is_empty() {
        page.para("docs.no_request");
        return;
    }
    page.raw("<h3>").word("docs.requests").raw("</h3>\n").note("docs.as_written");
    page.raw("<div class=\"requests\">\n").table("docs.requests", &HEADS);
    for (idx, folder) in documents.folders.iter().enumerate() {
        if idx > 0 {
            page.raw("</tbody>\n<tbody>\n");
        }
        head(page, folder);
        for row in &folder.rows {
            line(page, row);
        }
    }
    let n_left = usize::try_from(documents.requests_left).unwrap_or(usize::MAX);
    page.end_table().raw("</div>\n").more("docs.more_requests", n_left);
}

fn head(page: &mut Page, folder: &FolderRequests) {
    let lang = page.lang();
    page.raw("<tr class=\"group\"><th colspan=\"6\" scope=\"rowgroup\">");
    if folder.folder.is_empty() {
        page.word("docs.top");
    } else {
        page.raw("<code>").text(&folder.folder).raw("</code>");
    }
    let (n, pairs) = (lang.number(folder.requests), lang.number(folder.translated));
    page.raw(" <span class=\"small\">").fill("docs.of_folder", &[("n", &n), ("pairs", &pairs)]);
    let n_shown = folder.rows.len() as u64;
    if n_shown < folder.requests {
        page.text("; ").fill("docs.shown", &[("n", &lang.number(n_shown))]);
    }
    page.raw("</span></th></tr>\n");
}

fn line(page: &mut Page, row: &RequestRow) {
    let lang = page.lang();
    let asked = &row.request;
    page.raw("<tr><td>");
    shot(page, asked);
    page.raw("</td><td>").spoken(&asked.request, asked.lang.as_deref(), CHARS_MAX);
    page.raw("</td><td>");
    match &asked.translation {
        Some(text) => page.spoken(text, asked.translation_lang.as_deref(), CHARS_MAX),
        None => page.text("–"),
    };
    page.raw("</td><td>");
    match &asked.gloss {
        Some(text) => page.spoken(text, Some(Lang::En.tag()), CHARS_MAX),
        None => page.text("–"),
    };
    page.raw("</td>").cell(wording::status(lang, &asked.status));
    page.raw("<td><code>").text(&row.file).raw("</code><br><span class=\"small\">");
    page.text(&wording::place(lang, &row.place)).raw("</span>");
    let said = [&asked.author, &asked.time];
    let said: Vec<&str> = said.into_iter().flatten().map(String::as_str).collect();
    if !said.is_empty() {
        page.raw("<br><span class=\"small\">").excerpt(&said.join(", "), CHARS_MAX);
        page.raw("</span>");
    }
    page.raw("</td></tr>\n");
}

fn shot(page: &mut Page, asked: &ChangeRequest) {
    let lang = page.lang();
    let production = asked.production.as_deref().unwrap_or_default();
    let frames = match (asked.frame, asked.frame_out) {
        (Some(first), Some(last)) => {
            lang.fill("docs.frames", &[("a", &first.to_string()), ("b", &last.to_string())])
        }
        (Some(frame), None) => lang.fill("docs.frame", &[("n", &frame.to_string())]),
        (None, _) => String::new(),
    };
    match &asked.shot {
        Some(shot) => page.raw("<strong>").excerpt(shot, CHARS_MAX).raw("</strong>"),
        None => page.text("–"),
    };
    let timecode = asked.timecode.as_deref().unwrap_or_default();
    for text in [frames.as_str(), timecode, production].into_iter().filter(|t| !t.is_empty()) {
        page.raw("<br><span class=\"small\">").excerpt(text, CHARS_MAX).raw("</span>");
    }
}
