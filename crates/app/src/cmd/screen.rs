//! `subtier screen`: names against sanctions lists, one answer a row, in order.

use std::io::Read;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum, value_parser};
use rayon::prelude::*;
use serde::Serialize;
use subtier_model::{Date, ListMatchBasis};
use subtier_screening::{DEFAULT_MIN_SCORE, Lists, Match, Purpose, Query, Screener, Weighed};

use super::Ending;
use crate::failure::Failure;
use crate::line::real;
use crate::out::{Out, Reader, say};

/// Looks names up on sanctions lists; without lists, on the built-in extract of the SEK network.
///
/// A match is a reason to look, never a statement about anybody; no match is "not on list X of date
/// D", never "clear".
#[derive(Debug, Args)]
pub(crate) struct Arguments {
    /// Print JSON Lines: one answer a row, in order, also without a match.
    #[arg(long)]
    json: bool,
    /// A folder with sanctions lists as published.
    #[arg(long, value_name = "DIR")]
    lists: Option<PathBuf>,
    /// Refuse list parts whose dates differ.
    #[arg(long)]
    strict_dates: bool,
    /// Score from which a match is given, from 0 to 1.
    #[arg(long, value_name = "S")]
    min_score: Option<f64>,
    /// What the search is for, where no score is given: it sets the threshold.
    #[arg(long, value_name = "PURPOSE", conflicts_with = "min_score")]
    purpose: Option<For>,
    /// Matches for one name.
    #[arg(long, value_name = "N", default_value_t = 10)]
    limit: usize,
    /// Threads that look names up; without it, as many as the machine has cores. The answers are the same.
    #[arg(long, value_name = "N", value_parser = value_parser!(u16).range(1..=1024))]
    threads: Option<u16>,
    /// A CSV with the columns `id`, `name` and what else is known: `country`, `city`, `birth_date`,
    /// `ids`, `addresses`, `native_name`, `schema`.
    #[arg(long, value_name = "F.csv", conflicts_with = "names")]
    batch: Option<PathBuf>,
    /// A CSV of pairs with the columns a, b and schema, to be compared with each other.
    #[arg(long, value_name = "F.csv", conflicts_with_all = ["names", "batch"])]
    pairs: Option<PathBuf>,
    /// Names.
    #[arg(value_name = "NAME", required_unless_present_any = ["batch", "pairs"])]
    names: Vec<String>,
}

/// What a search is for.
#[derive(Debug, Clone, Copy, ValueEnum)]
enum For {
    /// Few names are missed.
    Investigation,
    /// A vendor or a payment is held until somebody has looked.
    Onboarding,
    /// A match is written down.
    Report,
}

impl For {
    const fn min_score(self) -> u16 {
        match self {
            Self::Investigation => Purpose::Investigation.min_score(),
            Self::Onboarding => Purpose::Onboarding.min_score(),
            Self::Report => Purpose::Report.min_score(),
        }
    }
}

#[derive(Serialize)]
struct Feature {
    name: &'static str,
    value: f64,
    log_odds: f64,
}

#[derive(Serialize)]
struct Answer<'a> {
    query: Asked<'a>,
    matches: Vec<Found<'a>>,
    not_listed_on: Vec<String>,
}

#[derive(Serialize)]
struct Asked<'a> {
    id: &'a str,
    name: &'a str,
    native_name: Option<&'a str>,
    country: Option<&'a str>,
    city: Option<&'a str>,
    birth_date: Option<String>,
    ids: &'a [(String, String)],
    addresses: &'a [String],
}

#[derive(Serialize)]
struct Found<'a> {
    list: &'a str,
    list_date: Option<String>,
    uid: &'a str,
    name: &'a str,
    matched: &'a str,
    score: f64,
    verdict: &'static str,
    because: &'a [String],
    features: Vec<Feature>,
}

#[derive(Serialize)]
struct Pair<'a> {
    a: &'a str,
    b: &'a str,
    score: f64,
    because: &'a [String],
    features: Vec<Feature>,
}

/// Names whose matches are held at once: work for every core, and some megabytes.
const QUERIES_AT_ONCE: usize = 1_024;

/// More than any list of vendors takes.
const BATCH_BYTES_MAX: u64 = 1 << 30;

pub(crate) fn run(arguments: &Arguments) -> Result<Ending, Failure> {
    let lists = arguments.lists.as_deref().map(real).transpose()?;
    let min_score = match arguments.min_score {
        None => arguments.purpose.map_or(DEFAULT_MIN_SCORE, For::min_score),
        Some(score) if (0.0..=1.0).contains(&score) => thousandths(score),
        Some(score) => {
            return Err(Failure::user(format!("use --min-score {score}: it lies between 0 and 1")));
        }
    };
    let (lists, complaints) = Lists::load(lists.as_deref(), arguments.strict_dates);
    for complaint in &complaints {
        say(&format!("{}: {}: {}", complaint.path, complaint.place, complaint.reason));
    }
    let screener = Screener::new(lists);
    if let Some(path) = &arguments.pairs {
        compare(&screener, path)?;
        return Ok(Ending::with_complaints(complaints.len()));
    }
    let queries = match &arguments.batch {
        Some(path) => subtier_screening::read_batch(&read(path)?)
            .map_err(|reason| Failure::user(format!("read {}: {reason}", path.display())))?,
        None => arguments.names.iter().map(|name| Query::of_name(name, name)).collect(),
    };
    let pool = rayon::ThreadPoolBuilder::new()
        .num_threads(arguments.threads.map_or(0, usize::from))
        .build()
        .map_err(|error| Failure::user(format!("start the threads: {error}")))?;
    let look_up = |query| screener.screen(query, arguments.limit, min_score);
    let mut out = Out::new();
    for part in queries.chunks(QUERIES_AT_ONCE) {
        let found: Vec<Vec<Match>> = pool.install(|| part.par_iter().map(look_up).collect());
        for (query, matches) in part.iter().zip(&found) {
            let reader = print(&mut out, &screener, query, matches, arguments.json)?;
            if matches!(reader, Reader::Gone) {
                return Ok(Ending::with_complaints(complaints.len()));
            }
        }
    }
    out.finish()?;
    Ok(Ending::with_complaints(complaints.len()))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "0 to 1000 fits")]
fn thousandths(score: f64) -> u16 {
    (score * 1_000.0).round() as u16
}

fn read(path: &Path) -> Result<Vec<u8>, Failure> {
    let mut bytes = Vec::new();
    subtier_source::open(&real(path)?)?
        .take(BATCH_BYTES_MAX)
        .read_to_end(&mut bytes)
        .map_err(|error| Failure::user(format!("read {}: {error}", path.display())))?;
    Ok(bytes)
}

fn print(
    out: &mut Out,
    screener: &Screener,
    query: &Query,
    matches: &[Match],
    json: bool,
) -> Result<Reader, Failure> {
    let not_listed_on = screener.not_listed_on(query, matches);
    if !json {
        out.line(&query.name)?;
        for found in matches {
            let date = found.list.date.map_or("date unknown".to_owned(), |date| date.to_string());
            let score = f64::from(found.score_thousandths) / 1_000.0;
            let (list, uid, verdict) = (&found.list.name, &found.list.uid, verdict(found));
            out.line(&format!(
                "  {verdict} {score:.3} {} ({list} of {date}, {uid})",
                found.listed_name
            ))?;
            for reason in &found.because {
                out.line(&format!("      {reason}"))?;
            }
        }
        for list in not_listed_on {
            out.line(&format!("  {list}"))?;
        }
        return Ok(Reader::Listening);
    }
    out.json(&Answer {
        query: Asked {
            id: &query.id,
            name: &query.name,
            native_name: query.native_name.as_deref(),
            country: query.country.as_deref(),
            city: query.city.as_deref(),
            birth_date: query.birth_date.map(|date: Date| date.to_string()),
            ids: &query.ids,
            addresses: &query.addresses,
        },
        matches: matches.iter().map(found).collect(),
        not_listed_on,
    })
}

fn found(found: &Match) -> Found<'_> {
    Found {
        list: &found.list.name,
        list_date: found.list.date.map(|date| date.to_string()),
        uid: &found.list.uid,
        name: &found.listed_name,
        matched: &found.matched,
        score: f64::from(found.score_thousandths) / 1_000.0,
        verdict: verdict(found),
        because: &found.because,
        features: features(&found.features),
    }
}

fn features(features: &[Weighed]) -> Vec<Feature> {
    let feature = |feature: &Weighed| Feature {
        name: feature.name,
        value: f64::from(feature.value) / 1_000.0,
        log_odds: f64::from(feature.log_odds) / 1_000.0,
    };
    features.iter().map(feature).collect()
}

/// The verdict that the rule table gives such a match at most.
const fn verdict(found: &Match) -> &'static str {
    match found.basis {
        ListMatchBasis::Identifier => "strong",
        ListMatchBasis::Name if found.score_thousandths < DEFAULT_MIN_SCORE => "noted",
        ListMatchBasis::Name => "to_check",
        ListMatchBasis::LooseNumber | ListMatchBasis::Address => "noted",
    }
}

fn compare(screener: &Screener, path: &Path) -> Result<(), Failure> {
    let pairs = subtier_screening::read_pairs(&read(path)?)
        .map_err(|reason| Failure::user(format!("read {}: {reason}", path.display())))?;
    let mut out = Out::new();
    for pair in &pairs {
        let comparison = screener.compare(&pair.a, &pair.b, pair.is_person);
        let score = f64::from(comparison.score_thousandths) / 1_000.0;
        let line = Pair {
            a: &pair.a,
            b: &pair.b,
            score,
            because: &comparison.because,
            features: features(&comparison.features),
        };
        if matches!(out.json(&line)?, Reader::Gone) {
            return Ok(());
        }
    }
    out.finish()
}
