//! Fits the weights of `fuse` and `sequence`: logistic regression over comparisons of shows that no test uses.
//!
//! In: the same rows of queries on other shows. Out: the weights as Rust and how many comparisons they
//! part; the comparisons as a table beside the frames, for whoever wants to try other weights. Never:
//! a show of the table of results.
#![expect(clippy::cast_precision_loss, reason = "counts of a benchmark")]

use std::fmt::Write;

use subtier_media::gallery::Gallery;
use subtier_media::look::Look;
use subtier_media::sequence::vote;

use super::drawn::{self, ROWS, Reference};
use super::logistic::{Case, fitted};
use super::{Plan, frames, threads};

/// Weight of another shot of the same show: no false accusation, yet not the shot that is asked for.
const OWN_SHOW: f64 = 0.2;

struct Pair {
    row: usize,
    query: usize,
    is_on_paper: bool,
    is_own: bool,
    case: Case,
}

/// Fits the weights of a pair.
pub(crate) fn pairs(
    plan: &Plan,
    references: &[Reference],
    gallery: &Gallery,
) -> Result<(), String> {
    let mut pairs = Vec::new();
    for (row, kind) in ROWS.iter().enumerate().filter(|(_, r)| r.name.contains(&plan.only)) {
        let numbers: Vec<usize> = (0..plan.n_queries).collect();
        let found = threads::each(plan.n_threads, &numbers, |idx| {
            let query = drawn::query(kind, references, plan.n_queries, *idx);
            compared(&query, (row, *idx), references, gallery)
        });
        let n_own = found.iter().filter(|pairs| pairs.iter().any(|pair| pair.case.is_so)).count();
        eprintln!("{}: {n_own} of {} proposed", kind.name, found.len());
        pairs.extend(found.into_iter().flatten());
    }
    frames::keep(&plan.dir.join("pairs.csv"), table(&pairs).as_bytes())?;
    let (paper, picture): (Vec<Pair>, Vec<Pair>) =
        pairs.into_iter().partition(|pair| pair.is_on_paper);
    for (name, pairs) in [("PICTURE", picture), ("PAPER", paper)] {
        let cases: Vec<Case> = pairs.into_iter().map(|pair| pair.case).collect();
        print_weights(name, &cases)?;
    }
    Ok(())
}

fn compared(
    query: &drawn::Query,
    (row, number): (usize, usize),
    references: &[Reference],
    gallery: &Gallery,
) -> Vec<Pair> {
    let Ok(look) = &query.look else { return Vec::new() };
    let mut pairs: Vec<Pair> = Vec::new();
    for found in gallery.compared(look) {
        let Some(reference) = references.get(found.reference) else { continue };
        let is_own = reference.show == query.show;
        let is_so = is_own && reference.shot == query.shot;
        let case = Case {
            features: found.evidence.features.map(f64::from).to_vec(),
            is_so,
            weight: if is_own && !is_so { OWN_SHOW } else { 1.0 },
        };
        // Of the frames of one shot the best one speaks; the others are other drawings.
        let sum: fn(&Case) -> f64 = |case| case.features.iter().skip(1).take(8).sum();
        match pairs.iter_mut().find(|pair| pair.case.is_so && is_so) {
            Some(best) if sum(&best.case) >= sum(&case) => {}
            Some(best) => best.case = case,
            None => {
                let is_on_paper = look.on_paper;
                pairs.push(Pair { row, query: number, is_on_paper, is_own, case });
            }
        }
    }
    pairs
}

fn table(pairs: &[Pair]) -> String {
    let mut out = String::new();
    for pair in pairs {
        let _ = write!(
            out,
            "{},{},{},{},{}",
            pair.row,
            pair.query,
            u8::from(pair.is_on_paper),
            u8::from(pair.is_own),
            u8::from(pair.case.is_so)
        );
        for value in &pair.case.features {
            let _ = write!(out, ",{value:.4}");
        }
        out.push('\n');
    }
    out
}

/// Fits the weights of a row of drawings.
pub(crate) fn rows(plan: &Plan, references: &[Reference], gallery: &Gallery) -> Result<(), String> {
    let mut cases = Vec::new();
    for pass_idx in [0, 1] {
        let numbers: Vec<usize> = (0..plan.n_sequences).collect();
        let found = threads::each(plan.n_threads, &numbers, |idx| {
            let (show, shot, looks) =
                drawn::sequence(references, plan.n_sequences, (*idx, pass_idx));
            let right = drawn::group_of(show, shot);
            let looks: Vec<&Look> = looks.iter().collect();
            let votes = vote(&gallery.compared_in_row(&looks), |at| drawn::group(references, at));
            let case = |vote: &subtier_media::sequence::Vote| Case {
                features: vote.features.map(f64::from).to_vec(),
                is_so: vote.group == right,
                weight: if vote.group != right
                    && vote.group / drawn::GROUPS == right / drawn::GROUPS
                {
                    OWN_SHOW
                } else {
                    1.0
                },
            };
            votes.iter().map(case).collect::<Vec<Case>>()
        });
        cases.extend(found.into_iter().flatten());
    }
    print_weights("SEQUENCE", &cases)
}

fn print_weights(name: &str, cases: &[Case]) -> Result<(), String> {
    let weights = fitted(cases).ok_or("fit: the cases decide nothing")?;
    println!("{name}: {weights:.3?}");
    let sums = |is_so: bool| {
        let mut sums: Vec<f64> = cases
            .iter()
            .filter(|case| case.is_so == is_so)
            .map(|case| case.sum(&weights))
            .collect();
        sums.sort_by(|a, b| b.total_cmp(a));
        sums
    };
    let (right, wrong) = (sums(true), sums(false));
    for n_false in [0, 3, 10, 30] {
        let bound = wrong.get(n_false).copied().unwrap_or(f64::NEG_INFINITY);
        let n_over = right.iter().filter(|sum| **sum > bound).count();
        println!(
            "beyond {n_false} of {} wrong ones (sum {bound:.2}): {:.2} % of {} right ones",
            wrong.len(),
            100.0 * n_over as f64 / right.len().max(1) as f64,
            right.len()
        );
    }
    Ok(())
}
