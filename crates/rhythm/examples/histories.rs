//! Measures zones on public version histories, whose commits carry their author's true offset:
//! `git log --all --no-merges --format='%ae %at %ad' --date=raw | cargo run --release -p subtier-rhythm --example histories`.
//! Prints figures alone. Left out, as their offset is no truth: who travels, machines on UTC, few events.

#![expect(
    clippy::print_stdout,
    clippy::indexing_slicing,
    clippy::cast_precision_loss,
    reason = "prints a table for people"
)]

use std::collections::{BTreeMap, BTreeSet};
use std::io::BufRead;

use subtier_rhythm::{ClockBasis, RhythmReader, Starts, Verdict};

/// Commits within this many seconds are one sitting, as sessions are.
const SITTING_SECS: i64 = 1_800;

struct Author {
    secs: Vec<i64>,
    offset: f64,
}

fn offset_minutes(text: &str) -> Option<i64> {
    let number: i64 = text.parse().ok()?;
    Some(number / 100 * 60 + number % 100)
}

fn authors() -> Vec<Author> {
    let mut all: BTreeMap<String, BTreeSet<(i64, i64)>> = BTreeMap::new();
    for line in std::io::stdin().lock().lines().map_while(Result::ok) {
        let words: Vec<&str> = line.split_whitespace().collect();
        if let [who, secs, .., zone] = words.as_slice()
            && let (Ok(secs), Some(offset)) = (secs.parse(), offset_minutes(zone))
        {
            all.entry((*who).to_owned()).or_default().insert((secs, offset));
        }
    }
    all.into_values().filter_map(author).collect()
}

fn author(commits: BTreeSet<(i64, i64)>) -> Option<Author> {
    let mut counts: BTreeMap<i64, usize> = BTreeMap::new();
    for (_, offset) in &commits {
        *counts.entry(*offset).or_default() += 1;
    }
    let main = *counts.iter().max_by_key(|(_, n)| **n)?.0;
    let near = commits.iter().filter(|(_, offset)| (offset - main).abs() <= 60).count();
    if main == 0 || near * 10 < commits.len() * 9 {
        return None;
    }
    let mut secs: Vec<i64> = Vec::new();
    let mut sum = 0;
    let mut last = i64::MIN;
    for (at, offset) in commits {
        if at.saturating_sub(last) >= SITTING_SECS {
            secs.push(at);
            sum += offset;
        }
        last = at;
    }
    let offset = sum as f64 / 60.0 / secs.len() as f64;
    (secs.len() >= 60).then_some(Author { secs, offset })
}

fn main() {
    let authors = authors();
    let reader = RhythmReader::new(vec![]);
    println!("{} authors", authors.len());
    println!(
        "people x sessions | groups, answered | within 1 h, within 2 h, covered | width | bias"
    );
    for (n_people, n_sessions) in [(1, 30), (1, 60), (1, 100), (1, 200), (3, 30), (5, 30), (8, 30)]
    {
        let mut groups: Vec<Vec<(&[i64], f64)>> = Vec::new();
        let mut by_zone: BTreeMap<i64, Vec<(&[i64], f64)>> = BTreeMap::new();
        for author in &authors {
            for chunk in
                author.secs.chunks_exact(n_sessions).take(if n_people == 1 { 5 } else { 1 })
            {
                if n_people == 1 {
                    groups.push(vec![(chunk, author.offset)]);
                } else {
                    let zone = (author.offset * 2.0).round().to_string().parse().unwrap_or(0);
                    by_zone.entry(zone).or_default().push((chunk, author.offset));
                }
            }
        }
        for people in by_zone.into_values() {
            // Groups overlap where a zone has few people: each begins two people after the other.
            let mut from = 0;
            while from + n_people <= people.len() {
                groups.push(people[from..from + n_people].to_vec());
                from += 2;
            }
        }
        measure(&reader, &groups, (n_people, n_sessions));
    }
}

fn measure(
    reader: &RhythmReader,
    groups: &[Vec<(&[i64], f64)>],
    (n_people, n_sessions): (usize, usize),
) {
    let (mut answered, mut within, mut covered) = (0_usize, [0_usize; 2], 0_usize);
    let (mut width, mut bias) = (0.0, 0.0);
    for group in groups {
        let team: Vec<Starts> = group
            .iter()
            .map(|(secs, _)| {
                let mut starts = Starts::new();
                for secs in *secs {
                    starts.push(*secs, ClockBasis::Known);
                }
                starts
            })
            .collect();
        let truth = group.iter().map(|(_, offset)| offset).sum::<f64>() / group.len() as f64;
        let found = reader.read(&team.iter().collect::<Vec<_>>());
        let Some(interval) = found.offset.filter(|_| found.verdict == Verdict::Interval) else {
            continue;
        };
        answered += 1;
        let away = (interval.hours - truth).abs();
        // Clocks put forward for half of the time seen move the mean by half an hour.
        within[0] += usize::from(away <= 1.5);
        within[1] += usize::from(away <= 2.5);
        covered += usize::from((interval.low..=interval.high).contains(&truth));
        width += interval.high - interval.low;
        bias += interval.hours - truth;
    }
    let n = answered.max(1) as f64;
    println!(
        "{n_people}x{n_sessions} | {} {:.3} | {:.3} {:.3} {:.3} | {:.2} | {:.2}",
        groups.len(),
        answered as f64 / groups.len().max(1) as f64,
        within[0] as f64 / n,
        within[1] as f64 / n,
        covered as f64 / n,
        width / n,
        bias / n
    );
}
