//! The table of the recognition bench: how many queries of each kind are recognised.
//!
//! In: references, the gallery made of them. Out: lines of Markdown, one a kind, at two bounds: the one
//! that the program uses, and the one at which one pair in a million was false on other shows. At the
//! end the bound at which that would be so on these pictures, by which the second is fixed. Never: a
//! bound taken from the pictures it is used on.
#![expect(clippy::cast_precision_loss, reason = "counts of a benchmark")]

use subtier_media::fuse::MATCH_MIN;
use subtier_media::gallery::{Gallery, Match};
use subtier_media::look::Look;
use subtier_media::rivals;
use subtier_media::sequence::vote;

use super::drawn::{self, Query, ROWS, Reference};
use super::{Plan, frames, threads};

/// Probability at which no pair in a million was false on shows 2001 to 2051, in each of the seven rows that were asked there with these
/// weights (drawings to finished frames, photo of a screen, cut to a quarter; 100 queries and 10,000 references a row).
const PAIR_BOUND: f32 = 0.2;

/// Probability at which none of 125,200 sequences and shots was false there.
const SEQUENCE_BOUND: f32 = 0.975;

/// One claim of a query: how probable, and whether it is true.
#[derive(Clone, Copy)]
struct Claim {
    probability: f32,
    is_right: bool,
    /// Of another show: a false accusation if it is believed.
    is_foreign: bool,
}

/// What was claimed for one query, surest first; nothing for a picture without a drawing.
type Claims = Option<Vec<Claim>>;

/// Asks all rows and prints.
pub(crate) fn measure(
    plan: &Plan,
    references: &[Reference],
    gallery: &Gallery,
) -> Result<(), String> {
    println!();
    println!(
        "| query | n | recognised at 1 in 10^6, % | false in 10^6 | recognised by the program, % | false in 10^6 | right shot foremost, % | compared with it, % | no drawing |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    let (mut foreign, mut n_queries) = (Vec::new(), 0);
    for row in ROWS.iter().filter(|row| row.name.contains(&plan.only)) {
        let claims = of_row(plan, row, references, gallery)?;
        n_queries += claims.len();
        print_row(row.name, &claims, gallery.len(), PAIR_BOUND);
        foreign.extend(foreign_of(&claims));
    }
    let n_pairs = n_queries * gallery.len();
    print_bound("pair", foreign, n_pairs);
    if plan.only.is_empty() || plan.only == "sequence" {
        sequences(plan, references, gallery);
    }
    Ok(())
}

/// Asks for every query of a row and keeps the queries for the yardsticks.
fn of_row(
    plan: &Plan,
    row: &drawn::Row,
    references: &[Reference],
    gallery: &Gallery,
) -> Result<Vec<Claims>, String> {
    let numbers: Vec<usize> = (0..plan.n_queries).collect();
    let asked = threads::each(plan.n_threads, &numbers, |idx| {
        let query = drawn::query(row, references, plan.n_queries, *idx);
        let picture = frames::grey_png(&query.picture);
        (query.show, query.shot, picture, claims(&query, references, gallery))
    });
    let mut kept = Vec::new();
    for (show, shot, picture, _) in &asked {
        frames::push(&mut kept, *shot, u32::try_from(*show).unwrap_or(0), picture);
    }
    frames::keep(&drawn::queries_path(plan, row), &kept)?;
    Ok(asked.into_iter().map(|(_, _, _, claims)| claims).collect())
}

fn claims(query: &Query, references: &[Reference], gallery: &Gallery) -> Claims {
    let look = query.look.as_ref().ok()?;
    let claim = |found: &Match| {
        let of = references.get(found.reference);
        Claim {
            probability: found.probability,
            is_right: of.is_some_and(|r| (r.show, r.shot) == (query.show, query.shot)),
            is_foreign: of.is_some_and(|r| r.show != query.show),
        }
    };
    let mut matches = gallery.compared(look);
    rivals::weigh(&mut matches, |at| drawn::group(references, at));
    Some(matches.iter().map(claim).collect())
}

/// Probabilities of the claims of other shows.
fn foreign_of(all: &[Claims]) -> Vec<f32> {
    let claims = all.iter().flatten().flatten().filter(|claim| claim.is_foreign);
    claims.map(|claim| claim.probability).collect()
}

fn print_row(name: &str, all: &[Claims], n_others: usize, bound: f32) {
    let n = all.len().max(1) as f64;
    let share = |is_so: &dyn Fn(&[Claim]) -> bool| {
        100.0 * all.iter().flatten().filter(|claims| is_so(claims)).count() as f64 / n
    };
    let recognised = |bound: f32| {
        share(&|claims| claims.first().is_some_and(|c| c.is_right && c.probability >= bound))
    };
    let foreign = foreign_of(all);
    let n_false = |bound: f32| {
        let n_false = foreign.iter().filter(|probability| **probability >= bound).count();
        n_false as f64 * 1e6 / (n * n_others as f64)
    };
    println!(
        "| {name} | {} | **{:.1}** | {:.2} | {:.1} | {:.2} | {:.1} | {:.1} | {} |",
        all.len(),
        recognised(bound),
        n_false(bound),
        recognised(MATCH_MIN),
        n_false(MATCH_MIN),
        share(&|claims| claims.first().is_some_and(|claim| claim.is_right)),
        share(&|claims| claims.iter().any(|claim| claim.is_right)),
        all.iter().filter(|claims| claims.is_none()).count(),
    );
}

/// Prints the bound that would leave one false claim in a million here.
fn print_bound(of: &str, mut foreign: Vec<f32>, n_pairs: usize) {
    foreign.sort_by(|a, b| b.total_cmp(a));
    let bound = foreign.get(n_pairs / 1_000_000).copied().unwrap_or(0.0);
    println!("\nOne {of} in 10^6 of {n_pairs} is false at {bound:.4}.\n");
}

/// Eight drawings of one shot by another hand, in order, voted over.
fn sequences(plan: &Plan, references: &[Reference], gallery: &Gallery) {
    println!(
        "| sequence | n | recognised at 1 in 10^6, % | false in 10^6 | recognised by the program, % | false in 10^6 | right shot foremost, % | compared with it, % | no drawing |"
    );
    println!("|---|---|---|---|---|---|---|---|---|");
    let n_shots = drawn::n_shots(references);
    let mut foreign = Vec::new();
    for (pass_idx, name) in
        ["8 clean drawings by another hand", "8 rough drawings by another hand"].iter().enumerate()
    {
        let claims = voted(plan, references, gallery, pass_idx);
        print_row(name, &claims, n_shots, SEQUENCE_BOUND);
        foreign.extend(foreign_of(&claims));
    }
    print_bound("sequence and shot", foreign, 2 * plan.n_sequences * n_shots);
}

fn voted(plan: &Plan, references: &[Reference], gallery: &Gallery, pass_idx: usize) -> Vec<Claims> {
    let numbers: Vec<usize> = (0..plan.n_sequences).collect();
    threads::each(plan.n_threads, &numbers, |idx| {
        let (show, shot, looks) = drawn::sequence(references, plan.n_sequences, (*idx, pass_idx));
        if looks.is_empty() {
            return None;
        }
        let looks: Vec<&Look> = looks.iter().collect();
        let votes = vote(&gallery.compared_in_row(&looks), |at| drawn::group(references, at));
        let right = drawn::group_of(show, shot);
        let claim = |vote: &subtier_media::sequence::Vote| Claim {
            probability: vote.probability,
            is_right: vote.group == right,
            is_foreign: vote.group / drawn::GROUPS != right / drawn::GROUPS,
        };
        Some(votes.iter().map(claim).collect())
    })
}
