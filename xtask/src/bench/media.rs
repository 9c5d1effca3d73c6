//! `cargo xtask bench media`: which share of altered pictures is recognised, beside the hashes anyone has.
//!
//! Draws a gallery of finished frames of made-up shows, alters frames in every way that is met, and
//! asks for each. A pair is false when the reference is of another show. The bounds of ours were fixed
//! on other shows (`table`); the yardsticks get the bound that lets one false pair in a million through
//! on these very pictures, which favours them. Prints Markdown for `benches/RESULTS.md`.
//! `--fit pairs` and `--fit rows` print the weights of `fuse` and `sequence` of `crates/media` instead,
//! `--draw` only draws the frames.
#![expect(clippy::similar_names, reason = "shots of shows")]

mod drawn;
mod fitting;
mod frames;
mod logistic;
mod speed;
mod table;
mod threads;
mod yardsticks;

use std::path::PathBuf;

use subtier_media::gallery::Gallery;
use subtier_media::look::Look;

/// What to measure.
pub(crate) struct Plan {
    /// References drawn.
    pub(crate) n_references: usize,
    /// Queries of a row.
    pub(crate) n_queries: usize,
    /// Sequences of a row.
    pub(crate) n_sequences: usize,
    /// Number of the first show.
    pub(crate) first: u64,
    /// Where frames, looks and queries are kept between runs.
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
    let fit = option(arguments, "--fit");
    let plan = plan(arguments, fit.is_some())?;
    std::fs::create_dir_all(&plan.dir)
        .map_err(|error| format!("create {}: {error}", plan.dir.display()))?;
    if arguments.iter().any(|argument| argument == "--draw") {
        return drawn::frames(&plan);
    }
    let references = drawn::references(&plan)?;
    let looks: Vec<Look> = references.iter().map(|reference| reference.look.clone()).collect();
    let gallery = Gallery::new(looks);
    match fit.as_deref() {
        Some("pairs") => return fitting::pairs(&plan, &references, &gallery),
        Some("rows") => return fitting::rows(&plan, &references, &gallery),
        Some(other) => return Err(format!("fit {other:?}: pairs or rows")),
        None => {}
    }
    println!(
        "{} references of {} shows, from {} on.",
        gallery.len(),
        references.last().map_or(0, |last| last.show - plan.first + 1),
        plan.first
    );
    table::measure(&plan, &references, &gallery)?;
    if plan.only.is_empty() || plan.only == "speed" {
        speed::measure(&gallery);
    }
    if plan.only.is_empty() || plan.only == "yardsticks" {
        yardsticks::measure(&plan, &references)?;
    }
    Ok(())
}

fn option(arguments: &[String], name: &str) -> Option<String> {
    let at = arguments.iter().position(|argument| argument == name)?;
    arguments.get(at + 1).cloned()
}

fn plan(arguments: &[String], is_fit: bool) -> Result<Plan, String> {
    let number = |name: &str, usual: usize| match option(arguments, name) {
        None => Ok(usual),
        Some(text) => text.parse().map_err(|_| format!("read {name} {text:?} as a number")),
    };
    let n_queries = number("--queries", 100)?;
    Ok(Plan {
        n_references: number("--gallery", 2_000)?,
        n_queries,
        n_sequences: number("--sequences", n_queries / 4)?,
        first: number("--first", if is_fit { 501 } else { 1001 })? as u64,
        dir: option(arguments, "--dir").unwrap_or_else(|| "target/bench-media".to_owned()).into(),
        python: option(arguments, "--python").unwrap_or_else(|| "python3".to_owned()),
        only: option(arguments, "--only").unwrap_or_default(),
        n_threads: number("--threads", 2)?,
    })
}
