//! Report: one HTML page that opens from disk, for a compliance officer and for counsel.
//!
//! A [`CaseView`] comes in, the text of a page goes out. The page holds no script and loads
//! nothing; its own policy forbids both. It computes nothing: what is not in the view is not
//! printed. Every fixed word comes from the word table, everything else is escaped.

mod days;
mod documents;
mod duties;
mod finding;
mod gaps;
mod map;
mod method;
mod origins;
mod page;
mod points;
mod sources;
mod summary;
mod ties;
mod wording;

use crate::view::CaseView;
use crate::words::Lang;
use page::Page;

const STYLE: &str = include_str!("report/style.css");

/// Nothing may load and nothing may run, whatever the page comes to hold.
const HEAD: &str = "<meta charset=\"utf-8\">\n\
<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
style-src 'unsafe-inline'; img-src data:\">\n\
<meta name=\"referrer\" content=\"no-referrer\">\n\
<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n\
<meta name=\"color-scheme\" content=\"light\">\n";

/// Returns the report as one HTML page.
pub fn report_html(view: &CaseView, lang: Lang) -> String {
    let mut page = Page::new(lang);
    open(&mut page, view);
    contents(&mut page, view);
    page.raw("<main>\n");
    summary::section(&mut page, view);
    finding::section(&mut page, view);
    documents::section(&mut page, view);
    days::section(&mut page, view);
    origins::section(&mut page, view);
    ties::section(&mut page, view);
    gaps::not_found(&mut page, view);
    gaps::complaints(&mut page, view);
    sources::section(&mut page, view);
    duties::section(&mut page, view);
    method::section(&mut page, view);
    page.raw("</main>\n");
    close(&mut page, view);
    page.finish()
}

fn open(page: &mut Page, view: &CaseView) {
    let lang = page.lang();
    page.raw("<!doctype html>\n<html lang=\"").text(lang.tag()).raw("\">\n<head>\n");
    page.raw(HEAD).raw("<title>").text(&view.title).raw(" – subtier</title>\n<style>\n");
    page.raw(STYLE)
        .raw("</style>\n</head>\n<body>\n<header class=\"cover\">\n<p class=\"kicker\">");
    page.word("doc.kicker").raw("</p>\n<h1>").text(&view.title).raw("</h1>\n<p class=\"lead\">");
    page.word("doc.question").raw("</p>\n<p class=\"confidential\">");
    page.word("doc.confidential").raw("</p>\n</header>\n");
}

fn contents(page: &mut Page, view: &CaseView) {
    page.raw("<nav class=\"contents\" aria-label=\"").word("toc.title").raw("\">\n<ol>\n");
    page.entry("#summary", "toc.summary").entry("#findings", "toc.findings");
    if view.documents.is_some() {
        page.entry("#documents", "toc.documents");
    }
    page.entry("#days", "toc.days").entry("#origins", "toc.origins");
    if ties::is_shown(view) {
        page.entry("#ties", "toc.ties");
    }
    page.entry("#not-found", "toc.not_found").entry("#complaints", "toc.complaints");
    page.entry("#sources", "toc.sources").entry("#duties", "toc.duties");
    page.entry("#method", "toc.method").raw("</ol>\n</nav>\n");
}

fn close(page: &mut Page, view: &CaseView) {
    page.raw("<footer>\n<p>");
    page.fill("doc.footer", &[("program", &view.program), ("run", &view.run.to_string())]);
    page.raw("</p>\n</footer>\n</body>\n</html>\n");
}
