//! Families: documents that share their text, their lineage, or their name but for a date or version.
//!
//! In: documents with their paths. Out: a sketch of each, small enough to keep; then the families among sketches. The share of
//! equal text is estimated (`MinHash`, 128 values: at 90 % the standard error is below 2 %). Never: who wrote first.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde::{Deserialize, Serialize};
use subtier_blocks::{Document, Signal, SignalKind};
use unicode_normalization::UnicodeNormalization;

/// What is kept of a document to compare it with others.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Sketch {
    /// `MinHash` values of its overlapping stretches of text, 16 bits each, as hex; empty where there is too little text.
    pub hashes: String,
    /// Values that only copies of one document share, such as `rsid_root 00A1B2C3`.
    pub lineage: BTreeSet<String>,
}

/// Why documents belong together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FamilyKind {
    /// Most of their text is the same.
    SameText,
    /// They were begun in one editing session or from one copy.
    SameLineage,
    /// They lie in one folder, their names differ only in numbers, and a good part of their text is the same.
    Versions,
}

/// Documents that belong together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Family {
    /// Why.
    pub kind: FamilyKind,
    /// Their numbers in the order given, at least two.
    pub members: Vec<usize>,
    /// The lowest share of equal text between neighbours, in thousandths; 0 where only the lineage is the same.
    pub alike_thousandths: u16,
    /// What they share, in words.
    pub because: String,
}

/// Characters of one stretch of text.
const STRETCH_CHARS: usize = 5;

/// Different stretches below which a text says too little to be compared: shorter texts are forms that anybody writes.
const STRETCHES_MIN: usize = 120;

/// Values of a sketch.
const HASHES: usize = 128;

/// Values that must agree before two sketches are compared at all: with 16 groups of 8, two texts that share 90 % meet with a
/// probability of 0.96, at 95 % with 0.999.
const BAND_HASHES: usize = 8;

/// Share of equal text from which two documents are one family, in thousandths.
const SAME_TEXT_THOUSANDTHS: u16 = 900;

/// Share from which two documents of one name are versions of each other. A table that grows by half each day keeps this much.
const VERSION_THOUSANDTHS: u16 = 500;

/// Characters of a document that are sketched; what is equal up to here is a family whatever follows.
const SKETCHED_CHARS_MAX: usize = 2_000_000;

/// Lineages of templates that programs ship, so that they tie nobody to anybody: the default template of python-docx.
const PUBLIC_LINEAGES: &[&str] = &["rsid_root 00B47730", "document_id 24062061"];

/// Makes the sketch of a document.
pub fn sketch(document: &Document) -> Sketch {
    let is_lineage =
        |signal: &&Signal| matches!(signal.kind, SignalKind::DocumentId | SignalKind::RsidRoot);
    let lineage = document.signals.iter().filter(is_lineage);
    let lineage = lineage.map(|signal| format!("{} {}", signal.kind.name(), signal.value));
    let lineage = lineage.filter(|one| !PUBLIC_LINEAGES.contains(&one.as_str()));
    Sketch { lineage: lineage.collect(), hashes: hashes(document).unwrap_or_default() }
}

/// The `MinHash` values of a text by one-permutation hashing with rotation (Shrivastava, Li: Densifying One Permutation Hashing
/// via Rotation for Fast Near Neighbor Search, ICML 2014).
fn hashes(document: &Document) -> Option<String> {
    let mut signs: Vec<char> = Vec::new();
    for block in &document.blocks {
        let left = SKETCHED_CHARS_MAX.saturating_sub(signs.len());
        if left == 0 {
            break;
        }
        if block.text.is_ascii() {
            let kept = block.text.bytes().filter(u8::is_ascii_alphanumeric).take(left);
            signs.extend(kept.map(|byte| char::from(byte.to_ascii_lowercase())));
        } else {
            let kept = block.text.nfkc().filter(|sign| sign.is_alphanumeric());
            signs.extend(kept.flat_map(char::to_lowercase).take(left));
        }
    }
    let mut smallest = [u64::MAX; HASHES];
    let mut n_different = 0_usize;
    let mut seen = BTreeSet::new();
    for stretch in signs.windows(STRETCH_CHARS) {
        let hash = hash_of(stretch);
        if n_different < STRETCHES_MIN && seen.insert(hash) {
            n_different += 1;
        }
        let bin = usize::try_from(hash % HASHES as u64).unwrap_or(0);
        if let Some(slot) = smallest.get_mut(bin) {
            *slot = (*slot).min(hash / HASHES as u64);
        }
    }
    (n_different >= STRETCHES_MIN).then(|| written(&smallest))
}

/// FNV-1a over the code points, then the finalizer of `SplitMix64`, so that all bits count.
fn hash_of(stretch: &[char]) -> u64 {
    let fnv = stretch.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, sign| {
        (hash ^ u64::from(u32::from(*sign))).wrapping_mul(0x0100_0000_01b3)
    });
    let mixed = (fnv ^ (fnv >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
    let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
    mixed ^ (mixed >> 31)
}

/// Fills empty bins from the next full one and writes 16 bits of each.
fn written(smallest: &[u64; HASHES]) -> String {
    let mut text = String::with_capacity(HASHES * 4);
    for bin in 0..HASHES {
        let rotated = smallest.iter().cycle().skip(bin).take(HASHES);
        let found = rotated.zip(0_u64..).find(|(hash, _)| **hash != u64::MAX);
        // A value that came from another bin must not meet a value that is at home there.
        let value =
            found.map_or(0, |(hash, steps)| hash.wrapping_add(steps.wrapping_mul(0x9e37_79b9)));
        // Writing to a string cannot fail.
        write!(text, "{:04x}", value & 0xffff).ok();
    }
    text
}

/// Finds the families among sketches, each given with its path; in the order of their first members.
pub fn families(documents: &[(&str, &Sketch)]) -> Vec<Family> {
    let mut families = same_text(documents);
    families.extend(same_lineage(documents));
    families.extend(versions(documents, &families));
    families.sort_by(|one, other| (&one.members, one.kind).cmp(&(&other.members, other.kind)));
    families
}

/// The share of equal text of two documents in thousandths, from the share of equal stretches (Dice out of Jaccard).
fn alike(one: &Sketch, other: &Sketch) -> u16 {
    if one.hashes.is_empty() || one.hashes.len() != other.hashes.len() {
        return 0;
    }
    let pairs = one.hashes.as_bytes().chunks(4).zip(other.hashes.as_bytes().chunks(4));
    let equal = pairs.filter(|(one, other)| one == other).count();
    let equal = u32::try_from(equal).unwrap_or(0);
    let all = u32::try_from(HASHES).unwrap_or(1);
    u16::try_from(2 * equal * 1000 / (all + equal)).unwrap_or(0)
}

fn same_text(documents: &[(&str, &Sketch)]) -> Vec<Family> {
    let mut groups = Groups::new(documents.len());
    let mut met: BTreeMap<(usize, &[u8]), usize> = BTreeMap::new();
    for (number, (_, sketch)) in documents.iter().enumerate() {
        for (band, values) in sketch.hashes.as_bytes().chunks(BAND_HASHES * 4).enumerate() {
            // Whoever came last under these values stands for all before, which keeps the work linear.
            let Some(other) = met.insert((band, values), number) else { continue };
            let Some((_, before)) = documents.get(other) else { continue };
            let share = alike(before, sketch);
            if share >= SAME_TEXT_THOUSANDTHS {
                groups.join(other, number, share);
            }
        }
    }
    groups.families(FamilyKind::SameText, |n_members, share| {
        format!(
            "at least {} % of the text of {n_members} documents is the same from one to the next",
            share / 10
        )
    })
}

fn same_lineage(documents: &[(&str, &Sketch)]) -> Vec<Family> {
    let mut by_value: BTreeMap<&str, Vec<usize>> = BTreeMap::new();
    for (number, (_, sketch)) in documents.iter().enumerate() {
        for value in &sketch.lineage {
            by_value.entry(value).or_default().push(number);
        }
    }
    let mut by_members: BTreeMap<Vec<usize>, Vec<&str>> = BTreeMap::new();
    for (value, members) in by_value.into_iter().filter(|(_, members)| members.len() > 1) {
        by_members.entry(members).or_default().push(value);
    }
    by_members
        .into_iter()
        .map(|(members, values)| Family {
            kind: FamilyKind::SameLineage,
            alike_thousandths: 0,
            because: format!("{} documents share {}", members.len(), values.join(", ")),
            members,
        })
        .collect()
}

fn versions(documents: &[(&str, &Sketch)], known: &[Family]) -> Vec<Family> {
    let mut by_name: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (number, (path, sketch)) in documents.iter().enumerate() {
        if !sketch.hashes.is_empty() {
            by_name.entry(without_numbers(path)).or_default().push(number);
        }
    }
    let mut groups = Groups::new(documents.len());
    for members in by_name.values() {
        for (one, other) in members.iter().zip(members.iter().skip(1)) {
            let (Some((_, before)), Some((_, after))) =
                (documents.get(*one), documents.get(*other))
            else {
                continue;
            };
            let share = alike(before, after);
            if share >= VERSION_THOUSANDTHS {
                groups.join(*one, *other, share);
            }
        }
    }
    let mut found = groups.families(FamilyKind::Versions, |n_members, share| {
        format!("{n_members} versions of one document: the names differ in numbers alone, and at least {} % of the text stays from one to the next", share / 10)
    });
    let is_known = |family: &Family| {
        known
            .iter()
            .any(|other| other.kind == FamilyKind::SameText && other.members == family.members)
    };
    found.retain(|family| !is_known(family));
    found
}

/// A path with one sign for all numbers of its last part; the folders keep theirs, for an episode is no version.
fn without_numbers(path: &str) -> String {
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let mut text = format!("{folder}/");
    let mut in_number = false;
    for sign in name.nfkc() {
        let is_digit = sign.is_ascii_digit();
        if !(is_digit && in_number) {
            text.push(if is_digit { '#' } else { sign });
        }
        in_number = is_digit;
    }
    text
}

/// Documents that are joined one by one.
struct Groups {
    parent: Vec<usize>,
    lowest: BTreeMap<usize, u16>,
}

impl Groups {
    fn new(n: usize) -> Self {
        Self { parent: (0..n).collect(), lowest: BTreeMap::new() }
    }

    fn root(&mut self, mut number: usize) -> usize {
        while let Some(&parent) = self.parent.get(number) {
            if parent == number {
                break;
            }
            let grandparent = self.parent.get(parent).copied().unwrap_or(parent);
            if let Some(slot) = self.parent.get_mut(number) {
                *slot = grandparent;
            }
            number = grandparent;
        }
        number
    }

    fn join(&mut self, one: usize, other: usize, share: u16) {
        let (one, other) = (self.root(one), self.root(other));
        let (root, below) = (one.min(other), one.max(other));
        let before = [self.lowest.remove(&root), self.lowest.remove(&below)];
        let lowest = before.into_iter().flatten().fold(share, u16::min);
        self.lowest.insert(root, lowest);
        if let Some(slot) = self.parent.get_mut(below) {
            *slot = root;
        }
    }

    fn families(mut self, kind: FamilyKind, because: impl Fn(usize, u16) -> String) -> Vec<Family> {
        let mut members: BTreeMap<usize, Vec<usize>> = BTreeMap::new();
        for number in 0..self.parent.len() {
            let root = self.root(number);
            if self.lowest.contains_key(&root) {
                members.entry(root).or_default().push(number);
            }
        }
        let lowest = &self.lowest;
        members
            .into_iter()
            .map(|(root, members)| {
                let share = lowest.get(&root).copied().unwrap_or(0);
                Family {
                    kind,
                    alike_thousandths: share,
                    because: because(members.len(), share),
                    members,
                }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use subtier_blocks::{Block, BlockKind, Format};
    use subtier_model::Place;

    fn document(text: &str) -> Document {
        let mut document = Document::new(Format::Text);
        document.blocks.push(Block::new(BlockKind::Paragraph, text.to_owned(), Place::Whole));
        document
    }

    /// A made-up text of so many words; the same seed gives the same words.
    fn text(seed: u64, words: u64) -> String {
        let word = |number: u64| {
            let sign = u32::try_from(seed * 7_919 + number)
                .ok()
                .and_then(|at| char::from_u32(at + 0x4E00));
            format!("{:x}", hash_of(&[sign.unwrap_or('x')]) >> 44)
        };
        let words: Vec<String> = (0..words).map(word).collect();
        words.join(" ")
    }

    fn of(texts: &[(&str, String)]) -> Vec<Family> {
        let sketches: Vec<Sketch> = texts.iter().map(|(_, text)| sketch(&document(text))).collect();
        let named: Vec<(&str, &Sketch)> =
            texts.iter().zip(&sketches).map(|((path, _), sketch)| (*path, sketch)).collect();
        families(&named)
    }

    #[test]
    fn a_template_filled_in_twice_is_one_family_and_another_text_is_none() {
        let template = text(1, 400);
        let found = of(&[
            ("a/bid.txt", format!("{template} filled in by one")),
            ("b/other.txt", text(2, 400)),
            ("c/offer.txt", format!("{template} filled in by another studio")),
        ]);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].kind, &found[0].members), (FamilyKind::SameText, &vec![0, 2]));
        assert!(found[0].alike_thousandths >= 900);
    }

    #[test]
    fn half_of_the_text_is_no_family_but_may_be_a_version() {
        let (first, second) = (text(1, 300), text(3, 150));
        let grown = format!("{first}{second}");
        let found = of(&[("x/retakes_0116.txt", first.clone()), ("y/notes.txt", grown.clone())]);
        assert_eq!(found, []);
        let found = of(&[("x/retakes_0116.txt", first), ("x/retakes_0117.txt", grown)]);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].kind, FamilyKind::Versions);
    }

    #[test]
    fn short_texts_are_no_family() {
        assert_eq!(of(&[("a", "OK, approved".into()), ("b", "OK, approved".into())]), []);
    }

    #[test]
    fn the_estimate_is_near_the_truth() {
        let common = text(1, 900);
        let sketches = [
            document(&format!("{common}{}", text(5, 100))),
            document(&format!("{common}{}", text(6, 100))),
        ];
        let share = alike(&sketch(&sketches[0]), &sketch(&sketches[1]));
        assert!((850..=950).contains(&share), "{share}");
    }

    #[test]
    fn one_lineage_is_a_family_but_not_that_of_a_public_template() {
        let with = |root: &str| {
            let mut document = document("short");
            document.signals.push(Signal {
                kind: SignalKind::RsidRoot,
                value: root.to_owned(),
                place: Place::Whole,
            });
            sketch(&document)
        };
        let (one, other, public) = (with("00A1B2C3"), with("00A1B2C3"), with("00B47730"));
        let found = families(&[("a", &one), ("b", &other), ("c", &public), ("d", &public)]);
        assert_eq!(found.len(), 1);
        assert_eq!((found[0].kind, &found[0].members), (FamilyKind::SameLineage, &vec![0, 1]));
        assert_eq!(found[0].because, "2 documents share rsid_root 00A1B2C3");
    }
}
