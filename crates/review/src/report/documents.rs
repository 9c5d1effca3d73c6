//! Documents: what they ask for, which norm their Korean follows, what they tell of their making, and which belong together.
//!
//! In: rows and counts of the view. Out: one section, or none where no document was read. Never: a count, a choice or an order
//! of its own beyond a limit on rows; a word on who wrote something.

mod requests;
mod signals;

use super::page::Page;
use super::wording;
use crate::view::{CaseView, Documents};

/// Documents printed with a norm.
const NORMS_MAX: usize = 100;
/// Words printed of one document.
const WORDS_MAX: usize = 12;
/// Families printed.
const FAMILIES_MAX: usize = 60;
/// Members printed of one family.
const MEMBERS_MAX: usize = 12;

pub(super) fn section(page: &mut Page, view: &CaseView) {
    let Some(documents) = &view.documents else { return };
    page.section("documents", "toc.documents").para("docs.intro");
    summary(page, documents);
    requests::table(page, documents);
    norms(page, documents);
    signals::table(page, documents);
    families(page, documents);
    page.end_section();
}

fn summary(page: &mut Page, documents: &Documents) {
    let lang = page.lang();
    let list = |parts: Vec<String>| parts.join(", ");
    let count = |name: &str, n: u64| format!("{name} {}", lang.number(n));
    page.raw("<dl class=\"facts\">\n");
    page.term("docs.read", &lang.number(documents.read));
    let formats = documents.formats.iter().map(|(name, n)| count(name, *n));
    page.term("docs.formats", &list(formats.collect()));
    if !documents.languages.is_empty() {
        let languages = documents.languages.iter();
        let languages = languages.map(|(code, n)| count(wording::language(lang, code), *n));
        page.term("docs.languages", &list(languages.collect()));
    }
    page.term("docs.requests", &lang.number(documents.requests));
    if !documents.statuses.is_empty() {
        let statuses = documents.statuses.iter();
        let statuses = statuses.map(|(name, n)| count(wording::status(lang, name), *n));
        page.term("docs.statuses", &list(statuses.collect()));
    }
    if !documents.directions.is_empty() {
        let directions = documents.directions.iter().map(|direction| {
            let end = |code: &Option<String>| match code {
                Some(code) => wording::language(lang, code).to_owned(),
                None => lang.say("docs.language_unknown").to_owned(),
            };
            let way = format!("{} → {}", end(&direction.from), end(&direction.to));
            format!("{way}: {}", lang.number(direction.count))
        });
        page.term("docs.directions", &list(directions.collect()));
    }
    page.raw("</dl>\n");
}

fn norms(page: &mut Page, documents: &Documents) {
    if documents.norms.is_empty() && documents.without_norm.is_empty() {
        return;
    }
    let lang = page.lang();
    page.raw("<h3>").word("norm.title").raw("</h3>\n").note("norm.intro");
    if !documents.norms.is_empty() {
        page.table("norm.title", &["docs.document", "norm.norm", "norm.words", "norm.read"]);
    }
    for row in documents.norms.iter().take(NORMS_MAX) {
        page.raw("<tr>").code(&row.path).cell(wording::norm(lang, &row.norm.verdict));
        page.raw("<td><ul class=\"plain\">");
        for word in row.norm.words.iter().take(WORDS_MAX) {
            page.raw("<li>").text(word).raw("</li>");
        }
        page.raw("</ul>");
        rest(page, row.norm.words.len().saturating_sub(WORDS_MAX) as u64);
        let (syllables, lines) = (lang.number(row.norm.syllables), lang.number(row.norm.lines));
        page.raw("</td><td>");
        page.fill("norm.amount", &[("syllables", &syllables), ("lines", &lines)]);
        page.raw("</td></tr>\n");
    }
    if !documents.norms.is_empty() {
        page.end_table().more("docs.more", documents.norms.len().saturating_sub(NORMS_MAX));
    }
    if !documents.without_norm.is_empty() {
        let verdicts = documents.without_norm.iter();
        let verdicts =
            verdicts.map(|(name, n)| format!("{} {}", wording::norm(lang, name), lang.number(*n)));
        let verdicts = verdicts.collect::<Vec<_>>().join(", ");
        page.raw("<p class=\"note\">").fill("norm.others", &[("verdicts", &verdicts)]);
        page.raw("</p>\n");
    }
}

fn families(page: &mut Page, documents: &Documents) {
    if documents.families.is_empty() {
        return;
    }
    let lang = page.lang();
    page.raw("<h3>").word("fam.title").raw("</h3>\n").note("fam.intro");
    page.table("fam.title", &["fam.basis", "docs.documents", "fam.because"]);
    for row in documents.families.iter().take(FAMILIES_MAX) {
        page.raw("<tr>").cell(wording::family(lang, &row.family.basis));
        page.raw("<td><ul class=\"plain\">");
        for path in row.paths.iter().take(MEMBERS_MAX) {
            page.raw("<li><code>").text(path).raw("</code></li>");
        }
        page.raw("</ul>");
        rest(page, row.paths.len().saturating_sub(MEMBERS_MAX) as u64);
        page.raw("</td><td>").english(&row.family.because).raw("</td></tr>\n");
    }
    page.end_table().more("fam.more", documents.families.len().saturating_sub(FAMILIES_MAX));
}

/// Says how many more there are, in a cell.
fn rest(page: &mut Page, n_left: u64) {
    if n_left > 0 {
        let n = page.lang().number(n_left);
        page.raw("<span class=\"small\">").fill("orig.more_names", &[("n", &n)]).raw("</span>");
    }
}
