//! The reasons of a match in words that a compliance officer can check line by line.
//!
//! In: what was compared. Out: sentences. Nothing is decided here.

use subtier_names::fold::{Token, TokenKind};

use crate::align::Aligned;
use crate::entry::Lists;
use crate::entry::{Entry, NameQuality, date_words};
use crate::found::NameFound;
use crate::model::probability;
use crate::query::Weighed;

/// Said where two spellings have one Korean key.
pub(crate) const KOREAN: &str = "one Korean name in two romanisations (Revised, McCune-Reischauer and northern spellings are one)";

/// Steps of `Linked To` that are followed.
const HOPS_MAX: usize = 4;

/// How the names agree, and from which file and date the listed name is.
pub(crate) fn name(lists: &Lists, entry: &Entry, name: &NameFound) -> Vec<String> {
    let Some(listed) = entry.names.get(name.name_idx) else { return Vec::new() };
    let list = lists.lists.get(entry.list);
    let what = match listed.quality {
        NameQuality::Primary => "the name",
        NameQuality::Alias => "the alias",
        NameQuality::WeakAlias => "the weak alias",
    };
    let mut lines = vec![format!(
        "\"{}\" agrees with {what} \"{}\" of {} {} ({})",
        name.asked_text,
        listed.text,
        list.map_or("", |list| list.name.as_str()),
        entry.uid,
        list_date(list.and_then(|list| list.date)),
    )];
    for (text, reading) in [&name.asked_text, &listed.text].iter().zip(name.readings) {
        lines.extend(reading.map(|reading| format!("\"{text}\" is read as {}", reading.name())));
    }
    lines.push(words(&name.aligned, &name.asked, &name.listed));
    if name.korean && name.aligned.features.log_odds(name.is_person) < name.log_odds {
        lines.push(KOREAN.to_owned());
    }
    lines.extend(two_dates(lists, entry, listed.source, &format!("{what} \"{}\"", listed.text)));
    lines
}

fn list_date(date: Option<subtier_model::Date>) -> String {
    date.map_or_else(|| "list date unknown".to_owned(), |date| format!("list of {date}"))
}

/// Says why a name is no match: what counted most against it.
pub(crate) fn why_not(features: &[Weighed], score: u32, threshold: u16) -> Option<String> {
    if score >= u32::from(threshold) {
        return None;
    }
    let mut against: Vec<&Weighed> =
        features.iter().filter(|feature| feature.log_odds < 0).collect();
    against.sort_by_key(|feature| feature.log_odds);
    let against = against.iter().take(AGAINST_MAX).map(|feature| {
        format!("{} {}", feature.name.replace('_', " "), odds_words(feature.log_odds))
    });
    let against = against.collect::<Vec<_>>().join(", ");
    let below =
        format!("a near miss: {} is below {}", fraction(score), fraction(u32::from(threshold)));
    Some(if against.is_empty() { below } else { format!("{below}; most against it: {against}") })
}

/// Reasons against that a near miss names.
const AGAINST_MAX: usize = 3;

fn fraction(thousandths: u32) -> String {
    format!("{}.{:03}", thousandths / 1000, thousandths % 1000)
}

fn odds_words(log_odds: i32) -> String {
    let sign = if log_odds < 0 { "-" } else { "+" };
    format!("{sign}{}.{}", log_odds.abs() / 1000, log_odds.abs() % 1000 / 100)
}

/// The weights in words: what each feature of the names added to the log-odds.
pub(crate) fn weights(features: &[Weighed], log_odds: i32) -> String {
    let parts =
        features.iter().map(|f| format!("{} {}", f.name.replace('_', " "), odds_words(f.log_odds)));
    let parts = parts.collect::<Vec<_>>().join(", ");
    // What is not a feature is where every comparison starts.
    let start = log_odds - features.iter().map(|feature| feature.log_odds).sum::<i32>();
    let (start, sum) = (odds_words(start), odds_words(log_odds));
    let probability = fraction(probability(log_odds));
    format!("weights: start {start}, {parts}; sum {sum}, probability {probability}")
}

/// Which words agree, are alike, or stand on one side only.
pub(crate) fn words(aligned: &Aligned, asked: &[Token], listed: &[Token]) -> String {
    let word = |tokens: &[Token], idx: usize| {
        tokens.get(idx).map(|token| token.written.clone()).unwrap_or_default()
    };
    let (mut same, mut alike) = (Vec::new(), Vec::new());
    let mut pairs = aligned.pairs.clone();
    pairs.sort_unstable();
    for (one, other, likeness) in &pairs {
        let (one, other) = (word(asked, *one), word(listed, *other));
        match (one == other, *likeness) {
            (true, _) => same.push(one),
            (false, 1000) => same.push(format!("{one} = {other}")),
            (false, _) => alike.push(format!("{one} ~ {other}")),
        }
    }
    let left = |tokens: &[Token], met: &dyn Fn(usize) -> bool| {
        let telling =
            |token: &&Token| !matches!(token.kind, TokenKind::CompanyForm | TokenKind::Link);
        let rest = tokens.iter().enumerate().filter(|(idx, _)| !met(*idx)).map(|(_, token)| token);
        rest.filter(telling).map(|token| token.written.clone()).collect::<Vec<_>>()
    };
    let asked_only = left(asked, &|idx| pairs.iter().any(|pair| pair.0 == idx));
    let listed_only = left(listed, &|idx| pairs.iter().any(|pair| pair.1 == idx));
    let mut parts = Vec::new();
    for (label, words) in [
        ("agree", same),
        ("alike", alike),
        ("only asked for", asked_only),
        ("only listed", listed_only),
    ] {
        if !words.is_empty() {
            parts.push(format!("{label}: {}", words.join(", ")));
        }
    }
    if aligned.numbers_conflict {
        parts.push("against: the numbers or days differ".to_owned());
    }
    format!("words: {}", parts.join("; "))
}

/// Says that a part of an entry is of another date than its primary name, where it is.
pub(crate) fn two_dates(lists: &Lists, entry: &Entry, source: usize, what: &str) -> Option<String> {
    let (part, primary) = (lists.sources.get(source)?, lists.sources.get(entry.source)?);
    (part.date != primary.date).then(|| {
        format!(
            "{what} stands in {} ({}), the entry itself in {} ({}): parts of different dates, joined by list number",
            part.file_name,
            list_date(part.date),
            primary.file_name,
            list_date(primary.date),
        )
    })
}

/// To whom the entry is linked by the list, its programme, and whether only the extract speaks.
pub(crate) fn ties(lists: &Lists, entry: &Entry, because: &mut Vec<String>) {
    let mut path = Vec::new();
    let mut at = entry;
    while let Some(name) = at.linked_to.first() {
        let next =
            lists.entries.iter().find(|other| other.list == entry.list && other.name() == name);
        match next {
            Some(next) if path.len() < HOPS_MAX => {
                path.push(format!("{name} ({})", next.uid));
                at = next;
            }
            _ => {
                path.push(name.clone());
                break;
            }
        }
    }
    if !path.is_empty() {
        because.push(format!("linked by the list to {}", path.join(", which is linked to ")));
    }
    if !entry.programmes.is_empty() {
        because.push(format!("programme {}", entry.programmes.join(", ")));
    }
    if lists.lists.get(entry.list).is_some_and(|list| list.embedded) {
        let date = lists.sources.get(entry.source).and_then(|source| source.date);
        because.push(format!(
            "from the extract of the SEK Studio network embedded in the program (names of {}); no whole OFAC SDN list was given",
            date_words(date)
        ));
    }
}
