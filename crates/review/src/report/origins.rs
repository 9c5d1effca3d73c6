//! Origins: from where accounts were seen: how precisely, by which source of which date, with
//! doubts shown; on a small map and in a table.

use subtier_model::AddressOrigin;

use super::page::Page;
use super::points::{Mark, Sign, country_name, mark_of};
use super::{map, wording};
use crate::view::{CaseView, Origin};
use crate::words::Lang;

/// Addresses printed.
const ORIGINS_MAX: usize = 300;
/// Places drawn; more numbers than this cannot be told apart.
const MARKS_MAX: usize = 40;
/// Addresses named for one place of the map.
const NAMED_MAX: usize = 6;
/// Accounts named for one address.
const ACCOUNTS_MAX: usize = 12;

pub(super) fn section(page: &mut Page, view: &CaseView) {
    page.section("origins", "toc.origins");
    if view.origins.is_empty() {
        page.para("orig.none").end_section();
        return;
    }
    page.para("orig.intro");
    places(page, view);
    table(page, view);
    page.end_section();
}

/// One sign of the map with the origins it stands for.
struct Place<'a> {
    mark: Mark,
    origins: Vec<&'a Origin>,
}

fn places(page: &mut Page, view: &CaseView) {
    let mut places: Vec<Place<'_>> = vec![];
    let mut n_unplaced = 0;
    for origin in &view.origins {
        let Some(mark) = mark_of(&origin.origin) else {
            n_unplaced += 1;
            continue;
        };
        match places.iter_mut().find(|place| place.mark == mark) {
            Some(place) => place.origins.push(origin),
            None => places.push(Place { mark, origins: vec![origin] }),
        }
    }
    let n_left = places.len().saturating_sub(MARKS_MAX);
    places.truncate(MARKS_MAX);
    if !places.is_empty() {
        let marks: Vec<Mark> = places.iter().map(|place| place.mark).collect();
        map::draw(page, &marks);
        legend(page, &places);
        page.more("map.more", n_left);
    }
    if n_unplaced > 0 {
        let n = page.lang().number(n_unplaced);
        page.raw("<p class=\"note\">").fill("map.unplaced", &[("n", &n)]).raw("</p>\n");
    }
}

fn legend(page: &mut Page, places: &[Place<'_>]) {
    page.table("map.table", &["map.no", "map.place", "map.drawn", "map.addresses"]);
    for (idx, place) in places.iter().enumerate() {
        page.raw("<tr><th scope=\"row\">").text(&(idx + 1).to_string()).raw("</th>");
        let first = place.origins.first();
        page.cell(
            &first.map_or(String::new(), |first| named(page.lang(), place.mark, &first.origin)),
        );
        page.words(match place.mark.sign {
            Sign::City => "map.city",
            Sign::Province => "map.province",
            Sign::Country => "map.country",
        });
        let ips = place.origins.iter().map(|origin| origin.origin.ip.as_str());
        page.code(&capped(page.lang(), ips, NAMED_MAX)).raw("</tr>\n");
    }
    page.end_table();
}

/// The name of a place as far as its sign goes.
fn named(lang: Lang, mark: Mark, origin: &AddressOrigin) -> String {
    let country = country_name(lang, origin.country.as_deref().unwrap_or(""));
    let (region, city) = (origin.region.as_deref(), origin.city.as_deref());
    let parts = match mark.sign {
        Sign::City => [city, region],
        Sign::Province => [None, region],
        Sign::Country => [None, None],
    };
    parts.into_iter().flatten().chain([country.as_str()]).collect::<Vec<_>>().join(", ")
}

fn capped<'a>(lang: Lang, names: impl Iterator<Item = &'a str>, n_max: usize) -> String {
    let names: Vec<&str> = names.collect();
    let mut text = names.iter().take(n_max).copied().collect::<Vec<_>>().join(", ");
    let n_left = names.len().saturating_sub(n_max);
    if n_left > 0 {
        text.push(' ');
        text.push_str(&lang.fill("orig.more_names", &[("n", &lang.number(n_left as u64))]));
    }
    text
}

fn table(page: &mut Page, view: &CaseView) {
    let heads =
        ["orig.address", "orig.place", "orig.says", "orig.accounts", "orig.accesses", "orig.seen"];
    page.table("orig.table", &heads);
    for origin in view.origins.iter().take(ORIGINS_MAX) {
        row(page, origin);
    }
    page.end_table().more("orig.more", view.origins.len().saturating_sub(ORIGINS_MAX));
}

fn row(page: &mut Page, seen: &Origin) {
    let lang = page.lang();
    let origin = &seen.origin;
    page.raw("<tr><th scope=\"row\"><code>").text(&origin.ip).raw("</code>");
    for &label in &origin.labels {
        page.raw(" <span class=\"tag\">").word(wording::label(label)).raw("</span>");
    }
    page.raw("</th><td>");
    whereabouts(page, origin);
    page.raw("</td><td>");
    statements(page, origin);
    page.raw("</td>").cell(&capped(lang, seen.accounts.iter().map(String::as_str), ACCOUNTS_MAX));
    page.count(seen.accesses).raw("<td class=\"date\">");
    match (seen.first, seen.last) {
        (Some(first), Some(last)) => {
            page.text(&first.to_string()).raw("<br>").text(&last.to_string());
        }
        _ => {
            page.word("orig.no_clock");
        }
    }
    page.raw("</td></tr>\n");
}

fn whereabouts(page: &mut Page, origin: &AddressOrigin) {
    let lang = page.lang();
    if let Some(country) = &origin.country {
        page.raw("<strong>").text(&country_name(lang, country)).raw("</strong>");
    }
    for part in [&origin.region, &origin.city].into_iter().flatten() {
        page.text(", ").text(part);
    }
    page.raw("<br><span class=\"small\">").word(wording::precision(origin.precision));
    if let Some(radius) = origin.radius_km {
        let km = lang.number(radius.into());
        page.text(", ").fill("orig.radius", &[("km", &km)]);
    }
    page.raw("</span>");
    if let Some(network) = &origin.network {
        page.raw("<br><span class=\"small\">").text(network).raw("</span>");
    }
    if let Some(asn) = origin.asn {
        page.raw("<br><span class=\"small\">AS").text(&asn.to_string()).raw("</span>");
    }
}

fn statements(page: &mut Page, origin: &AddressOrigin) {
    page.raw("<ul class=\"plain\">");
    if let Some(range) = &origin.range {
        page.raw("<li><code>").text(&range.range).raw("</code> ").english(&range.what);
        page.raw("<br><span class=\"small\">").english(&range.source_title).text(", ");
        page.address(&range.source_address).raw("</span></li>");
    }
    for source in &origin.sources {
        page.raw("<li>").text(&source.name).text(" (").text(&source.date).text("): ");
        page.text(&source.says).raw("</li>");
    }
    page.raw("</ul><span class=\"small\">").word("orig.rests_on").text(" ");
    page.text(wording::rung(page.lang(), &origin.rung)).raw("</span>");
    if !origin.sources_agree {
        page.raw("<br><strong class=\"doubt\">").word("orig.disagree").raw("</strong>");
    }
}
