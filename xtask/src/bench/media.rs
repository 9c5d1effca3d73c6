//! `cargo xtask bench media`: which share of altered pictures is recognised, beside the hashes anyone has.
//!
//! Draws a gallery of finished frames of made-up shows, alters frames in every way that is met, and
//! asks for each. A pair is false when the reference is of another show. Our threshold is the fixed
//! one of the crate; the yardsticks get the threshold that lets one false pair in a million through
//! on these very pictures, which favours them. Prints Markdown for `benches/RESULTS.md`.
//! `--fit` prints the weights of `crates/media/src/fuse.rs` from other shows instead.
#![expect(clippy::similar_names, reason = "shots of shows")]

mod drawn;
mod fitting;
mod frames;
mod speed;
mod threads;
mod yardsticks;

use std::path::PathBuf;

use subtier_media::fuse::MATCH_MIN;
use subtier_media::gallery::{Gallery, Match};
use subtier_media::look::Look;

use drawn::{Query, ROWS, Reference};

/// What to measure.
pub(crate) struct Plan {
    /// References drawn.
    pub(crate) n_references: usize,
    /// Queries of a row.
    pub(crate) n_queries: usize,
    /// Number of the first show.
    pub(crate) first: u64,
    /// Where drawn references are kept between runs.
    pub(crate) dir: PathBuf,
    /// Python with pdqhash, imagehash and Pillow.
    pub(crate) python: String,
    /// Only rows whose name holds this.
    pub(crate) only: String,
    /// Threads that draw and recognise.
    pub(crate) n_threads: usize,
}

/// Measures, or fits.
pub(crate) fn run(arguments: &[String]) -> Result<(), String> {
    let option = |name: &str| {
        let at = arguments.iter().position(|argument| argument == name)?;
        arguments.get(at + 1).cloned()
    };
    let number = |name: &str, usual: u64| match option(name) {
        None => Ok(usual),
        Some(text) => text.parse().map_err(|_| format!("read {name} {text:?} as a number")),
    };
    let fit = arguments.iter().any(|argument| argument == "--fit");
    let plan = Plan {
        n_references: usize::try_from(number("--gallery", 2_000)?)
            .map_err(|error| error.to_string())?,
        n_queries: usize::try_from(number("--queries", 100)?).map_err(|error| error.to_string())?,
        first: number("--first", if fit { 501 } else { 1001 })?,
        dir: option("--dir").unwrap_or_else(|| "target/bench-media".to_owned()).into(),
        python: option("--python").unwrap_or_else(|| "python3".to_owned()),
        only: option("--only").unwrap_or_default(),
        n_threads: usize::try_from(number("--threads", 2)?).map_err(|error| error.to_string())?,
    };
    if arguments.iter().any(|argument| argument == "--draw") {
        return drawn::frames(&plan);
    }
    let references = drawn::references(&plan)?;
    let looks: Vec<Look> = references.iter().map(|reference| reference.look.clone()).collect();
    let gallery = Gallery::new(looks);
    if fit {
        return fitting::fit(&plan, &references, &gallery);
    }
    println!(
        "{} references of {} shows.",
        gallery.len(),
        references.last().map_or(0, |last| last.show - plan.first + 1)
    );
    println!();
    println!(
        "| query | n | recognised % | right shot first of all % | proposed % | false pairs in 10^6 | no drawing |"
    );
    println!("|---|---|---|---|---|---|---|");
    for row in ROWS.iter().filter(|row| row.name.contains(&plan.only)) {
        measure(&plan, row, &references, &gallery);
    }
    if plan.only.is_empty() || plan.only == "sequence" {
        sequences(&plan, &references, &gallery);
    }
    if plan.only.is_empty() || plan.only == "speed" {
        speed::measure(&gallery);
    }
    if plan.only.is_empty() || plan.only == "yardsticks" {
        yardsticks::measure(&plan, &references)?;
    }
    Ok(())
}

/// How one query went.
#[derive(Default)]
#[expect(clippy::struct_excessive_bools, reason = "the columns of the table")]
struct Outcome {
    is_recognised: bool,
    is_first: bool,
    is_proposed: bool,
    n_false: usize,
    is_dropped: bool,
}

fn outcome(query: &Query, references: &[Reference], gallery: &Gallery) -> Outcome {
    let Ok(look) = &query.look else { return Outcome { is_dropped: true, ..Outcome::default() } };
    let matches = gallery.compared(look);
    let of = |found: &Match| references.get(found.reference);
    let is_right =
        |found: &Match| of(found).is_some_and(|r| (r.show, r.shot) == (query.show, query.shot));
    let is_own = |found: &Match| of(found).is_some_and(|r| r.show == query.show);
    let sure = || matches.iter().filter(|found| found.probability >= MATCH_MIN);
    Outcome {
        is_recognised: sure().next().is_some_and(is_right),
        is_first: matches.first().is_some_and(is_right),
        is_proposed: matches.iter().any(is_right),
        n_false: sure().filter(|found| !is_own(found)).count(),
        is_dropped: false,
    }
}

fn measure(plan: &Plan, row: &drawn::Row, references: &[Reference], gallery: &Gallery) {
    let outcomes: Vec<Outcome> = (0..plan.n_queries)
        .map(|idx| {
            outcome(&drawn::query(row, references, plan.n_queries, idx), references, gallery)
        })
        .collect();
    print_row(row.name, &outcomes, gallery.len());
}

#[expect(clippy::cast_precision_loss, reason = "counts of a benchmark")]
fn print_row(name: &str, outcomes: &[Outcome], n_references: usize) {
    let n_queries = outcomes.len().max(1) as f64;
    let share = |of: fn(&Outcome) -> bool| {
        100.0 * outcomes.iter().filter(|o| of(o)).count() as f64 / n_queries
    };
    let n_false: usize = outcomes.iter().map(|outcome| outcome.n_false).sum();
    println!(
        "| {name} | {} | **{:.1}** | {:.1} | {:.1} | {:.2} | {} |",
        outcomes.len(),
        share(|o| o.is_recognised),
        share(|o| o.is_first),
        share(|o| o.is_proposed),
        n_false as f64 * 1e6 / (n_queries * n_references as f64),
        outcomes.iter().filter(|o| o.is_dropped).count(),
    );
}

/// Eight drawings of one shot by another hand, in order, voted over.
fn sequences(plan: &Plan, references: &[Reference], gallery: &Gallery) {
    use subtier_media::sequence::vote;
    for (name, pass_idx) in
        [("sequence of 8, clean by another hand", 0), ("sequence of 8, rough by another hand", 1)]
    {
        let n_sequences = (plan.n_queries / 4).max(10);
        let outcomes: Vec<Outcome> = (0..n_sequences)
            .map(|idx| {
                let (show, shot, looks) = drawn::sequence(references, n_sequences, (idx, pass_idx));
                let matches: Vec<Vec<Match>> =
                    looks.iter().map(|look| gallery.recognise(look)).collect();
                // A shot of the gallery is what the caller knows of its references.
                let shot_of = |reference: usize| {
                    references.get(reference).map_or(0, |r| {
                        u32::try_from(r.show * 1000 + u64::from(r.shot)).unwrap_or(0)
                    })
                };
                let votes = vote(&matches, shot_of);
                let right = u32::try_from(show * 1000 + u64::from(shot)).unwrap_or(0);
                let sure = || votes.iter().filter(|vote| vote.probability >= MATCH_MIN);
                Outcome {
                    is_recognised: sure().next().is_some_and(|vote| vote.group == right),
                    is_first: votes.first().is_some_and(|vote| vote.group == right),
                    is_proposed: votes.iter().any(|vote| vote.group == right),
                    n_false: sure().filter(|vote| u64::from(vote.group / 1000) != show).count(),
                    is_dropped: false,
                }
            })
            .collect();
        print_row(name, &outcomes, gallery.len());
    }
}
