//! The report loads nothing, runs nothing, escapes everything and prints all that is cited.

use proptest::prelude::*;
use subtier_model::Place;
use subtier_review::{CaseView, Lang, report_html, visible};

use crate::made_up;

fn count(html: &str, what: &str) -> usize {
    html.matches(what).count()
}

/// Text as it stands in the page.
fn escaped(text: &str) -> String {
    visible(text)
        .replace('&', "&amp;")
        .replace('<', "&lt;")
        .replace('>', "&gt;")
        .replace('"', "&quot;")
        .replace('\'', "&#39;")
}

/// The tags of a page, each as its name and the names of its attributes.
fn tags(html: &str) -> Vec<(String, Vec<String>)> {
    let inner = html.split('<').skip(1).map(|rest| rest.split_once('>').unwrap().0);
    inner
        .filter(|tag| !tag.starts_with(['/', '!']))
        .map(|tag| {
            let name = tag.split([' ', '/']).next().unwrap().to_owned();
            // Every second piece between quotes is a value; before each stands a name and "=".
            let pieces = tag.split('"').step_by(2).filter_map(|piece| piece.strip_suffix('='));
            (name, pieces.map(|piece| piece.rsplit(' ').next().unwrap().to_owned()).collect())
        })
        .collect()
}

#[test]
fn nothing_loads_and_nothing_runs() {
    let policy = "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; \
                  style-src 'unsafe-inline'; img-src data:\">";
    let names = "html head meta title style body header footer nav main section article h1 h2 h3 h4 p \
                 ul ol li dl dt dd div span strong em code pre br a table caption thead tbody tr th td \
                 figure figcaption svg g path circle rect text";
    let attributes = "lang charset http-equiv name content class id href rel role tabindex scope \
                      aria-label aria-labelledby aria-hidden viewBox preserveAspectRatio d r cx cy x y \
                      width height fill stroke stroke-width transform colspan";
    for lang in [Lang::En, Lang::De] {
        let html = report_html(&made_up::view(), lang);
        assert!(html.find(policy).unwrap() < html.find("<style>").unwrap());
        for (name, attrs) in tags(&html) {
            assert!(names.split(' ').any(|known| known == name), "{name}");
            for attr in attrs {
                assert!(attributes.split(' ').any(|known| known == attr), "{name} {attr}");
            }
        }
        let style = html.split_once("<style>").unwrap().1.split_once("</style>").unwrap().0;
        for word in ["url(", "@import", "@font-face", "expression", "<", "\\"] {
            assert!(!style.contains(word), "{word}");
        }
    }
}

#[test]
fn web_addresses_stand_only_in_links_to_sources() {
    let html = report_html(&made_up::view(), Lang::En);
    let links = count(&html, "<a class=\"address\" rel=\"noreferrer noopener\" href=\"http");
    // Each link prints its address as its text too.
    assert_eq!(count(&html, "http://") + count(&html, "https://"), 2 * links);
    assert_eq!(count(&html, "href=\""), links + count(&html, "href=\"#"));
}

#[test]
fn every_link_inside_has_its_target_and_every_id_is_there_once() {
    let html = report_html(&made_up::view(), Lang::En);
    let ids: Vec<&str> =
        html.split(" id=\"").skip(1).map(|rest| rest.split_once('"').unwrap().0).collect();
    for target in html.split("href=\"#").skip(1).map(|rest| rest.split_once('"').unwrap().0) {
        assert_eq!(ids.iter().filter(|id| **id == target).count(), 1, "{target}");
    }
    let mut sorted = ids.clone();
    sorted.sort_unstable();
    sorted.dedup();
    assert_eq!(sorted.len(), ids.len());
}

#[test]
fn tags_are_balanced_and_headings_step_by_one() {
    let html = report_html(&made_up::view(), Lang::De);
    for tag in [
        "section", "article", "table", "tr", "td", "th", "ul", "ol", "li", "p", "div", "dl",
        "span", "svg", "g", "figure", "a", "code",
    ] {
        let open = count(&html, &format!("<{tag}>")) + count(&html, &format!("<{tag} "));
        assert_eq!(open, count(&html, &format!("</{tag}>")), "{tag}");
    }
    let levels: Vec<u32> =
        html.split("<h").skip(1).filter_map(|rest| rest.chars().next()?.to_digit(10)).collect();
    assert_eq!(levels.first(), Some(&1));
    assert!(levels.windows(2).all(|pair| pair[1] <= pair[0] + 1), "{levels:?}");
}

#[test]
fn hostile_text_is_shown_and_does_nothing() {
    let html = report_html(&made_up::view(), Lang::En);
    assert!(html.contains("&lt;script&gt;alert(1)&lt;/script&gt; ⟨U+001B⟩[2J 머리모양을 수정"));
    assert!(html.contains("审核⟨U+202E⟩gpj.txt"));
    assert!(html.contains("&lt;img src=x onerror=alert(1)&gt;"));
    assert!(!html.contains(['\u{202E}', '\u{1B}', '\u{200F}']));
}

#[test]
fn every_citation_of_every_finding_is_printed() {
    let view = made_up::view();
    let html = report_html(&view, Lang::En);
    let mut n_cited = 0;
    for finding in &view.findings {
        let id = format!(
            "<article class=\"finding {}\" id=\"f-{}\">",
            finding.verdict.word(),
            finding.id
        );
        let article = html.split_once(&id).unwrap().1.split_once("</article>").unwrap().0;
        for citation in &finding.because {
            let cited = &view.observations[&citation.observation];
            let path = escaped(&view.evidence[&cited.evidence].path);
            let place = escaped(&cited.place.to_string());
            for text in [path, place, escaped(&cited.quote), escaped(&citation.says)] {
                assert!(article.contains(&text), "{text}");
            }
            n_cited += 1;
        }
        for text in finding
            .innocent
            .iter()
            .chain(&finding.next)
            .chain([&finding.source.title, &finding.source.address])
        {
            assert!(article.contains(&escaped(text)), "{text}");
        }
    }
    assert_eq!(n_cited, 8);
    assert!(html.contains("OFAC SDN, list of 2023-01, entry 99042"));
}

#[test]
fn a_lost_observation_is_said_and_not_passed_over() {
    let mut view = made_up::view();
    view.observations.clear();
    let html = report_html(&view, Lang::En);
    assert_eq!(count(&html, "The cited observation is not in this case folder"), 8);
}

#[test]
fn a_decision_on_an_earlier_state_is_shown_as_such() {
    let html = report_html(&made_up::view(), Lang::En);
    assert_eq!(count(&html, "A. Counsel"), 2);
    assert_eq!(count(&html, "Decided on an earlier state"), 1);
}

#[test]
fn a_province_gets_no_city_sign_and_an_unknown_place_is_said() {
    let mut view = made_up::view();
    let html = report_html(&view, Lang::En);
    // One of each kind in the key of the map.
    assert_eq!(count(&html, "class=\"city\""), 1 + 2);
    assert_eq!(count(&html, "class=\"province\""), 1 + 1);
    assert_eq!(count(&html, "class=\"country\""), 1 + 2);
    assert!(html.contains("is not known here: 1."));
    assert!(html.contains("The sources disagree about the country."));
    view.origins.retain(|origin| origin.origin.ip == "203.0.113.9");
    assert_eq!(count(&report_html(&view, Lang::En), "class=\"city\""), 1);
}

#[test]
fn deadlines_are_counted_only_where_the_day_is_known() {
    let mut view = made_up::view();
    let html = report_html(&view, Lang::En);
    for date in ["2024-05-06", "2024-10-19", "2034-04-22"] {
        assert!(html.contains(&format!("<td class=\"date\">{date}</td>")), "{date}");
    }
    view.known_since = None;
    let html = report_html(&view, Lang::En);
    assert!(html.contains("was not stated") && !html.contains("2034-04-22"));
}

#[test]
fn no_law_is_said_to_be_broken_and_nobody_is_called_clear() {
    for lang in [Lang::En, Lang::De] {
        let html = report_html(&made_up::view(), lang);
        for word in ["CAATSA", "9241a", "2024/3015", "violated", "illegal", "guilty", "verstoßen"]
        {
            assert!(!html.contains(word), "{word}");
        }
        assert!(html.contains("no evidence"));
    }
    let html = report_html(&made_up::view(), Lang::En);
    for sentence in [
        "Presence is not work",
        "Absence of a mark proves nothing",
        "is not “clear”",
        "date unknown",
    ] {
        assert!(html.contains(sentence), "{sentence}");
    }
}

#[test]
fn long_lists_of_complaints_are_cut_and_counted() {
    let mut view = made_up::view();
    let one = view.complaints[0].clone();
    view.complaints = vec![one; 1_205];
    let html = report_html(&view, Lang::En);
    assert!(html.contains("could not be read: 1,205."));
    assert!(html.contains("and 1,005 more, all in findings.json"));
}

/// What stands in a page between two of its texts.
fn between<'a>(html: &'a str, from: &str, to: &str) -> &'a str {
    html.split_once(from).unwrap().1.split_once(to).unwrap().0
}

#[test]
fn a_guessed_clock_is_said_under_the_days_of_its_log() {
    let mut view = made_up::view();
    let html = report_html(&view, Lang::En);
    let read = between(&html, "<h3><code>logs/access.log", "<h3>");
    assert!(read.contains("states the zone of its times") && read.contains("It states the year"));
    assert!(!read.contains("assumed") && !read.contains("recovered"));
    let guessed = between(&html, "<h3><code>logs/auth.log", "</section>");
    assert!(guessed.contains("which is assumed") && guessed.contains("it was recovered from"));
    assert!(guessed.contains("states a time") && guessed.contains("<code>logs/no-clock.log"));
    let de = report_html(&view, Lang::De);
    assert!(de.contains("das ist eine Annahme") && de.contains("erschlossen"));
    for log in &mut view.days {
        log.year_basis = "new word".into();
    }
    let html = report_html(&view, Lang::En);
    assert_eq!(count(&html, "How its times were read is not recorded"), 2);
}

#[test]
fn a_case_of_logs_without_clock_names_them() {
    let mut view = made_up::view();
    view.days.retain(|log| log.days.is_empty());
    let html = report_html(&view, Lang::En);
    assert!(html.contains("No log with dates was read"));
    assert!(html.contains("<code>logs/no-clock.log</code>"));
}

#[test]
fn parts_of_one_list_are_told_apart_and_notes_stand_in_the_summary() {
    for (lang, names, aliases) in
        [(Lang::En, "primary names", "aliases"), (Lang::De, "Hauptnamen", "Aliasnamen")]
    {
        let html = report_html(&made_up::view(), lang);
        let summary = between(&html, "<section id=\"summary\"", "</section>");
        assert!(summary.contains(&format!("OFAC SDN ({names} 2023-01, {aliases} 2025-02)")));
        let table = between(&html, "<section id=\"sources\"", "</section>");
        assert!(table.contains(names) && table.contains(aliases));
        for section in [summary, table] {
            assert!(section.contains("aliases of 2025-02 joined by uid"));
        }
    }
}

#[test]
fn ties_stand_by_name_and_a_list_entry_is_called_one() {
    let mut view = made_up::view();
    let html = report_html(&view, Lang::En);
    let declared = between(&html, "<section id=\"ties\"", "</section>");
    let at = |text: &str| declared.find(text).unwrap();
    assert!(
        at("<strong>Example Studio") < at("<strong>North Light Animation</strong></td><td>uses")
    );
    assert!(declared.contains(
        "<td>bears a name or number that is also on</td><td>list entry <strong>NORTHERN LIGHT \
         STUDIO</strong> (OFAC SDN 99042)"
    ));
    view.links.reverse();
    assert_eq!(report_html(&view, Lang::En), html);
    let de = report_html(&view, Lang::De);
    assert!(de.contains("Nummer, auch zu finden in</td><td>Listeneintrag <strong>NORTHERN"));
}

#[test]
fn an_empty_case_is_no_clearance() {
    let mut view = made_up::view();
    view.findings.clear();
    view.origins.clear();
    view.days.clear();
    view.complaints.clear();
    view.lists.clear();
    view.links.clear();
    view.assets.clear();
    view.trails.clear();
    let html = report_html(&view, Lang::En);
    assert!(html.contains("This is not a clearance"));
    assert!(html.contains("none: nobody was screened"));
    assert!(!html.contains("href=\"#ties\""));
}

#[test]
fn a_drawing_that_passed_on_shows_who_put_and_fetched_it_and_that_this_proves_no_work() {
    let html = report_html(&made_up::view(), Lang::En);
    assert!(html.contains("LNT episode 301 shot 12 key version 2"));
    assert!(html.contains("put by &lt;lin&gt;, fetched by bob") && !html.contains("<lin>"));
    assert!(html.contains("192.0.2.7 (CN, a known exit) 2024-01-01T00:00:00Z ×1"));
    assert!(html.contains("Who fetched a drawing did not draw it"));
}

#[test]
fn german_is_german_and_keeps_the_evidence() {
    let view = made_up::view();
    let (en, de) = (report_html(&view, Lang::En), report_html(&view, Lang::De));
    assert!(de.contains("<html lang=\"de\">") && en.contains("<html lang=\"en\">"));
    assert!(de.contains("zu prüfen") && !de.contains("to check<"));
    assert!(de.contains("Zeile 8801") && de.contains("Südkorea (KR)"));
    let line = |html: &str| html.contains("PUT /in/EP301/SC014.zip");
    assert!(line(&en) && line(&de));
}

#[test]
fn the_same_view_gives_the_same_page() {
    let view = made_up::view();
    assert_eq!(report_html(&view, Lang::De), report_html(&view, Lang::De));
}

/// The made-up case with one text in every place that evidence can reach.
fn spoiled(text: &str) -> CaseView {
    let mut view = made_up::view();
    view.title = text.to_owned();
    for observation in view.observations.values_mut() {
        observation.quote = format!("q{text}");
        observation.place = Place::Words(format!("p{text}"));
    }
    for evidence in view.evidence.values_mut() {
        evidence.path = text.to_owned();
    }
    for finding in &mut view.findings {
        finding.title = text.to_owned();
        for subject in &mut finding.subjects {
            subject.name = format!("n{text}");
            subject.id = format!("i{text}");
        }
        for citation in &mut finding.because {
            citation.says = format!("s{text}");
        }
    }
    for complaint in &mut view.complaints {
        complaint.path = text.to_owned();
        complaint.reason = text.to_owned();
    }
    for origin in &mut view.origins {
        origin.origin.network = Some(text.to_owned());
        origin.accounts = vec![text.to_owned()];
        for source in &mut origin.origin.sources {
            source.says = text.to_owned();
        }
    }
    spoil_documents(&mut view, text);
    for entity in &mut view.entities {
        entity.name = text.to_owned();
    }
    view
}

fn spoil_documents(view: &mut CaseView, text: &str) {
    let documents = view.documents.as_mut().unwrap();
    let told = || Some(format!("t{text}"));
    for folder in &mut documents.folders {
        folder.folder = format!("f{text}");
        for row in &mut folder.rows {
            row.file = text.to_owned();
            row.place = Place::Words(text.to_owned());
            let asked = &mut row.request;
            (asked.shot, asked.production, asked.timecode) = (told(), told(), told());
            (asked.author, asked.time, asked.lang) = (told(), told(), told());
            (asked.translation, asked.translation_lang, asked.gloss) = (told(), told(), told());
            (asked.request, asked.status) = (text.to_owned(), text.to_owned());
        }
    }
    for row in &mut documents.norms {
        (row.path, row.norm.verdict) = (text.to_owned(), text.to_owned());
        row.norm.words = vec![text.to_owned()];
    }
    for row in &mut documents.signals {
        row.path = text.to_owned();
        for one in row.signals.iter_mut().flat_map(|signals| &mut signals.values) {
            (one.value, one.place) = (text.to_owned(), Place::Words(text.to_owned()));
        }
    }
    for row in &mut documents.families {
        (row.paths, row.family.because) = (vec![text.to_owned()], text.to_owned());
    }
    for count in documents.formats.iter_mut().chain(&mut documents.languages) {
        count.0 = text.to_owned();
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(48))]

    #[test]
    fn no_text_of_the_evidence_becomes_markup(
        text in prop_oneof![".*", "[<>\"'&/a-z= ]{0,40}", "(</pre>|</td>|<script>|\"|'|]]>|<!--|\u{202E}){0,6}"],
        lang in prop_oneof![Just(Lang::En), Just(Lang::De)],
    ) {
        let plain = report_html(&spoiled("x"), lang);
        let html = report_html(&spoiled(&text), lang);
        for sign in ["<", ">", "\""] {
            prop_assert_eq!(count(&html, sign), count(&plain, sign), "{}", sign);
        }
    }
}
