//! Ties: who is tied to whom, told or seen, and what the files are, each with what says so.

use std::collections::BTreeMap;

use subtier_model::{Entity, EntityId, Layer, Link, LinkKind};

use super::page::Page;
use super::wording;
use crate::view::{Asset, CaseView, Touched};

/// Ties printed of one layer.
const TIES_MAX: usize = 200;
/// Files printed.
const ASSETS_MAX: usize = 200;
/// Trails printed.
const TRAILS_MAX: usize = 100;
/// Lines printed of who touched one drawing.
const HANDS_MAX: usize = 6;
/// Of these, files whose picture is shown: some 15 kB each.
const PICTURES_MAX: usize = 60;

/// Whether there is anything for this section.
pub(super) fn is_shown(view: &CaseView) -> bool {
    !view.links.is_empty() || !view.assets.is_empty() || !view.trails.is_empty()
}

pub(super) fn section(page: &mut Page, view: &CaseView) {
    if !is_shown(view) {
        return;
    }
    page.section("ties", "toc.ties");
    if !view.links.is_empty() {
        page.para("tie.intro");
        layer(page, view, Layer::Declared);
        layer(page, view, Layer::Observed);
    }
    assets(page, view);
    trails(page, view);
    page.end_section();
}

fn layer(page: &mut Page, view: &CaseView, layer: Layer) {
    let names: BTreeMap<EntityId, &Entity> = view.entities.iter().map(|e| (e.id, e)).collect();
    // Who put and fetched which drawing stands with the drawings.
    let is_told = |link: &&Link| {
        link.layer == layer && !matches!(link.kind, LinkKind::Put | LinkKind::Fetched)
    };
    let mut links: Vec<&Link> = view.links.iter().filter(is_told).collect();
    links.sort_by_key(|link| (sort_key(&names, link.from), link.kind, sort_key(&names, link.to)));
    page.raw("<h3>").word(wording::layer(layer)).raw("</h3>\n");
    if links.is_empty() {
        page.para("tie.none");
        return;
    }
    page.table(wording::layer(layer), &["tie.from", "tie.what", "tie.to", "tie.because"]);
    for link in links.iter().take(TIES_MAX) {
        page.raw("<tr><td>");
        end(page, &names, link.from);
        page.raw("</td>").words(wording::link(link.kind)).raw("<td>");
        match names.get(&link.to).filter(|_| link.kind == LinkKind::MatchedWith) {
            Some(entry) => list_entry(page, entry),
            None => end(page, &names, link.to),
        }
        page.raw("</td><td>");
        because(page, view, link);
        page.raw("</td></tr>\n");
    }
    page.end_table().more("find.more", links.len().saturating_sub(TIES_MAX));
}

/// By name, since ids are hashes; the key tells two of one name apart.
fn sort_key<'a>(
    names: &BTreeMap<EntityId, &'a Entity>,
    id: EntityId,
) -> (String, Option<&'a str>, EntityId) {
    let entity = names.get(&id);
    let name = entity.map(|entity| entity.name.to_lowercase()).unwrap_or_default();
    (name, entity.map(|entity| entity.key.as_str()), id)
}

/// The key of a list entry is the list's name with the entry's number in it.
fn list_entry(page: &mut Page, entry: &Entity) {
    page.word("tie.list_entry").raw(" <strong>").text(&entry.name).raw("</strong> (");
    page.text(&entry.key).text(")");
}

fn end(page: &mut Page, names: &BTreeMap<EntityId, &Entity>, id: EntityId) {
    match names.get(&id) {
        Some(entity) => {
            page.word(wording::entity(entity.kind)).text(" ");
            page.raw("<strong>").text(&entity.name).raw("</strong>");
        }
        None => {
            page.raw("<code>").text(&id.to_string()).raw("</code>");
        }
    }
}

/// Prints the first place that says so, and how many more do.
fn because(page: &mut Page, view: &CaseView, link: &Link) {
    let first = link.because.first().and_then(|id| view.observations.get(id));
    if let Some(first) = first {
        let path = view.evidence.get(&first.evidence).map_or("", |item| item.path.as_str());
        page.raw("<code>").text(path).raw("</code> ");
        page.text(&wording::place(page.lang(), &first.place));
    }
    let n_more = link.because.len().saturating_sub(1);
    if n_more > 0 {
        let n = page.lang().number(n_more as u64);
        page.text(" ").fill("tie.more_places", &[("n", &n)]);
    }
}

fn assets(page: &mut Page, view: &CaseView) {
    if view.assets.is_empty() {
        return;
    }
    page.raw("<h3>").word("asset.title").raw("</h3>\n").note("asset.intro");
    let heads = ["gap.path", "asset.picture", "asset.verdict", "asset.production", "asset.because"];
    page.table("asset.title", &heads);
    let mut n_pictures = 0;
    for asset in view.assets.iter().take(ASSETS_MAX) {
        page.raw("<tr>").code(&asset.path);
        let picture = asset.picture.as_ref().filter(|_| n_pictures < PICTURES_MAX);
        n_pictures += usize::from(picture.is_some());
        page.raw("<td>");
        if let Some(jpeg) = picture {
            page.jpeg(jpeg, &asset.path);
        }
        page.raw("</td>").words(wording::asset(asset.verdict)).raw("<td>");
        production(page, asset);
        page.raw("</td><td>");
        page.english(&asset.because.join("; "));
        hands(page, view, &asset.touched_by);
        page.raw("</td></tr>\n");
    }
    page.end_table().more("find.more", view.assets.len().saturating_sub(ASSETS_MAX));
}

/// Drawings that passed from hand to hand.
fn trails(page: &mut Page, view: &CaseView) {
    if view.trails.is_empty() {
        return;
    }
    page.raw("<h3>").word("trail.title").raw("</h3>\n").note("trail.intro");
    let heads = ["trail.asset", "trail.put", "trail.fetched", "trail.why"];
    page.table("trail.title", &heads);
    for trail in view.trails.iter().take(TRAILS_MAX) {
        page.raw("<tr><td>").text(&trail.asset);
        for file in trail.files.iter().take(HANDS_MAX) {
            page.raw("<br><code>").text(file).raw("</code>");
        }
        page.raw("</td>");
        for deed in ["put", "fetched"] {
            let by: Vec<Touched> =
                trail.touched_by.iter().filter(|one| one.deed == deed).cloned().collect();
            page.raw("<td>");
            hands(page, view, &by);
            page.raw("</td>");
        }
        page.raw("<td>").english(&trail.because).raw("</td></tr>\n");
    }
    page.end_table().more("find.more", view.trails.len().saturating_sub(TRAILS_MAX));
}

/// Who did what from where and when, a line each.
fn hands(page: &mut Page, view: &CaseView, touched_by: &[Touched]) {
    for one in touched_by.iter().take(HANDS_MAX) {
        let said = |text: Option<&str>| text.unwrap_or("–").to_owned();
        let ts = one.first.map_or("–".to_owned(), |ts| ts.to_string());
        let (account, ip) = (said(one.account.as_deref()), said(one.ip.as_deref()));
        page.raw("<br>").english(&one.deed).raw(" <strong>").text(&account).raw("</strong> ");
        page.text(&ip);
        if let Some(country) = &one.country {
            page.text(" (").text(country).text(if one.masked { ", " } else { ")" });
        }
        if one.masked {
            page.text(if one.country.is_some() { "" } else { " (" }).word("trail.masked").text(")");
        }
        page.text(&format!(" {ts} ×{} ", one.times));
        if let Some(found) = view.observations.get(&one.observation) {
            let path = view.evidence.get(&found.evidence).map_or("", |item| item.path.as_str());
            page.raw("<code>").text(path).raw("</code> ");
            page.text(&wording::place(page.lang(), &found.place));
        }
    }
    page.more("find.more", touched_by.len().saturating_sub(HANDS_MAX));
}

/// Production and shot, and whether only the name says so.
fn production(page: &mut Page, asset: &Asset) {
    let named = [asset.production.as_deref(), asset.shot.as_deref()];
    let named: Vec<&str> = named.into_iter().flatten().collect();
    page.text(if named.is_empty() { "–" } else { "" }).text(&named.join(" "));
    if asset.basis.as_deref() == Some("name") && asset.production.is_some() {
        page.text(" ").word("asset.by_name");
    }
}
