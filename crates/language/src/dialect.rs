//! Which norm of Korean a text follows: spelling and word choice, weighed.
//!
//! In: lines of one author or document, pooled. Out: a verdict, the score and the words that decided, each with its rule.
//! It says which norm was written, never who wrote it: Koreans in Yanbian follow the northern norm, and anybody can copy a spelling.
//! Never a verdict from a short text, nor from one habit of spacing, which careless southern writing has as well.

mod grammar;
mod table;

use std::collections::{BTreeMap, BTreeSet};

use serde::{Deserialize, Serialize};
use unicode_normalization::{IsNormalized, UnicodeNormalization, is_nfc_quick};

use table::TABLE;

/// Which norm of Korean a text follows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Norm {
    /// The norm of North Korea, which Koreans in Yanbian follow too.
    #[serde(rename = "North Korean or Yanbian norm")]
    NorthOrYanbian,
    /// The norm of South Korea.
    #[serde(rename = "South Korean norm")]
    South,
    /// Enough text, but neither norm shows.
    #[serde(rename = "undecided")]
    Undecided,
    /// Too little Korean to say anything.
    #[serde(rename = "insufficient text")]
    InsufficientText,
}

impl Norm {
    /// Its words in JSON and in the report.
    pub const fn words(self) -> &'static str {
        match self {
            Self::NorthOrYanbian => "North Korean or Yanbian norm",
            Self::South => "South Korean norm",
            Self::Undecided => "undecided",
            Self::InsufficientText => "insufficient text",
        }
    }
}

/// What the spelling of pooled Korean lines says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Dialect {
    /// The verdict.
    pub verdict: Norm,
    /// Evidence for the northern norm less that for the southern, natural logarithm of the odds in thousandths.
    pub score_thousandths: i64,
    /// The words that decided, each with its rule, such as `되였음 (되었음): 여 after a front vowel`, in order of appearance.
    pub words: Vec<String>,
    /// Hangul syllables looked at.
    pub syllables: u64,
    /// Lines looked at.
    pub lines: u64,
}

/// Fewer Hangul syllables than this are insufficient, whatever they hold: about five short notes. The error rates are measured on ten lines;
/// nothing is known of the rates of shorter texts.
const SYLLABLES_MIN: u64 = 80;
/// Fewer lines than this are insufficient: one careless line is not a habit.
const LINES_MIN: u64 = 3;
/// Score from which a text is northern where at least one word shows it that spacing cannot explain.
const NORTH_MIN: i64 = 3_500;
/// Score from which spacing and contraction alone say so.
const NORTH_SPACING_MIN: i64 = 5_000;
/// Score under which a text is southern.
const SOUTH_MAX: i64 = -2_500;
/// Different northern facts that a verdict must show: different words, and different rules where a rule is about spacing.
const NORTH_FACTS_MIN: usize = 2;
/// The same where spacing and contraction are all there is.
const NORTH_SPACING_FACTS_MIN: usize = 3;
/// A word, or a rule of spacing, counts in full, then half, then a third, then a quarter, then no more: one name that recurs is one fact.
const REPEATS_MAX: u32 = 4;
/// Words shown.
const SHOWN_MAX: usize = 40;
/// Syllables looked at; a habit shows long before.
const SYLLABLES_MAX: u64 = 400_000;

/// A rule that words are judged by.
#[derive(Debug, PartialEq, Eq)]
struct Rule {
    /// Its name in the tables.
    id: &'static str,
    /// What it says beside a word.
    reason: &'static str,
    /// Where it comes from.
    source: &'static str,
    /// Whether its words may carry a northern verdict; the others only add to the score.
    carries: bool,
}

const NORTH_RULES: &str = "조선말규범집 (2010), 맞춤법 and 띄여쓰기규정";
const SOUTH_RULES: &str = "한글 맞춤법 (2017) §11, §15, §30, §42";

const LEARNT: &str = "texts named in data/dialect.tsv";

/// Every rule, in the order of the report.
static RULES: &[Rule] = &[
    Rule {
        id: "initial sound",
        reason: "first sound of a Chinese word kept",
        source: NORTH_RULES,
        carries: true,
    },
    Rule {
        id: "yeo after a front vowel",
        reason: "여 after a front vowel",
        source: NORTH_RULES,
        carries: true,
    },
    Rule { id: "saisiot", reason: "no ㅅ between the parts", source: NORTH_RULES, carries: true },
    Rule { id: "spelling", reason: "northern spelling", source: NORTH_RULES, carries: true },
    Rule {
        id: "foreign",
        reason: "northern form of a foreign word",
        source: "외래어표기법 (평양)",
        carries: true,
    },
    Rule { id: "vocabulary", reason: "northern word", source: "조선말대사전", carries: true },
    Rule {
        id: "ryul", reason: "률, 렬 after a vowel or ㄴ", source: NORTH_RULES, carries: true
    },
    Rule { id: "lga question", reason: "question in ㄹ가", source: NORTH_RULES, carries: true },
    Rule { id: "lde daehan", reason: "ㄹ데 대한", source: "조선말대사전", carries: true },
    Rule {
        id: "gun hada", reason: "habit in 군 하다", source: "조선말대사전", carries: true
    },
    Rule { id: "ero", reason: "particle 에로", source: "조선말대사전", carries: true },
    Rule { id: "goje", reason: "ending 고저", source: "조선말대사전", carries: true },
    Rule {
        id: "juche",
        reason: "year of the Juche calendar",
        source: "decree of 1997-07-08",
        carries: true,
    },
    Rule {
        id: "copula in yeo",
        reason: "여 after a front vowel",
        source: NORTH_RULES,
        carries: false,
    },
    Rule { id: "attached su", reason: "bound noun attached", source: NORTH_RULES, carries: false },
    Rule {
        id: "attached geot",
        reason: "bound noun attached",
        source: NORTH_RULES,
        carries: false,
    },
    Rule {
        id: "order in geot", reason: "order in ㄹ것, attached", source: LEARNT, carries: false
    },
    Rule {
        id: "attached ttaemun",
        reason: "bound noun attached",
        source: NORTH_RULES,
        carries: false,
    },
    Rule { id: "attached iss", reason: "auxiliary attached", source: NORTH_RULES, carries: false },
    Rule { id: "attached gos", reason: "bound noun attached", source: NORTH_RULES, carries: false },
    Rule {
        id: "attached sok",
        reason: "noun of place attached",
        source: NORTH_RULES,
        carries: false,
    },
    Rule {
        id: "attached counter",
        reason: "counter attached",
        source: NORTH_RULES,
        carries: false,
    },
    Rule {
        id: "attached nagada",
        reason: "auxiliary attached",
        source: NORTH_RULES,
        carries: false,
    },
    Rule {
        id: "attached chae",
        reason: "bound noun attached",
        source: NORTH_RULES,
        carries: false,
    },
    Rule { id: "iyo", reason: "이요 for 이오", source: NORTH_RULES, carries: false },
    Rule { id: "hayeot", reason: "하였 not contracted", source: LEARNT, carries: false },
    Rule { id: "quotes", reason: "《 as quotation mark", source: NORTH_RULES, carries: false },
    Rule {
        id: "southern initial sound",
        reason: "first sound of a Chinese word changed",
        source: SOUTH_RULES,
        carries: false,
    },
    Rule { id: "southern word", reason: "southern word", source: SOUTH_RULES, carries: false },
    Rule {
        id: "southern loan",
        reason: "foreign word of the south",
        source: LEARNT,
        carries: false,
    },
    Rule { id: "southern chat", reason: "word of southern chat", source: LEARNT, carries: false },
    Rule { id: "southern ending", reason: "southern ending", source: SOUTH_RULES, carries: false },
    Rule {
        id: "attached ttae",
        reason: "때 attached, which the north sets apart",
        source: LEARNT,
        carries: false,
    },
    Rule {
        id: "attached malda",
        reason: "않다, 못하다 attached, which the north sets apart",
        source: LEARNT,
        carries: false,
    },
    Rule { id: "spaced daero", reason: "bound noun apart", source: SOUTH_RULES, carries: false },
    Rule { id: "spaced counter", reason: "counter apart", source: SOUTH_RULES, carries: false },
    Rule { id: "spaced su", reason: "bound noun apart", source: SOUTH_RULES, carries: false },
    Rule { id: "spaced geot", reason: "bound noun apart", source: SOUTH_RULES, carries: false },
    Rule { id: "spaced iss", reason: "auxiliary apart", source: SOUTH_RULES, carries: false },
    Rule { id: "lkka question", reason: "question in ㄹ까", source: SOUTH_RULES, carries: false },
    Rule {
        id: "chat jamo",
        reason: "single letters of southern chat",
        source: LEARNT,
        carries: false,
    },
];

/// The rule of that name.
fn rule_named(id: &str) -> Option<&'static Rule> {
    RULES.iter().find(|rule| rule.id == id)
}

/// One piece of evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Hit {
    rule: &'static Rule,
    /// What makes two hits the same fact.
    key: String,
    /// How it is shown: the word, and the other norm's form in brackets where there is one.
    shown: String,
    /// Hundredths of a natural logarithm; positive is northern.
    weight: i64,
}

/// A stretch of Hangul syllables in a line.
#[derive(Debug, Clone, Copy)]
struct Word<'a> {
    text: &'a str,
    /// The sign after it.
    after: Option<char>,
    /// Whether nothing but blanks stand between it and the next word.
    touches_next: bool,
}

/// Judges the Korean lines of one author or document together; text in other languages is passed over.
pub fn dialect<'a>(lines: impl Iterator<Item = &'a str>) -> Dialect {
    let mut evidence = Evidence::default();
    for line in lines {
        if evidence.syllables >= SYLLABLES_MAX {
            break;
        }
        if !may_hold_hangul(line) {
            continue;
        }
        match is_nfc_quick(line.chars()) {
            IsNormalized::Yes => evidence.take(line),
            IsNormalized::No | IsNormalized::Maybe => {
                evidence.take(&line.nfc().collect::<String>());
            }
        }
    }
    evidence.judge()
}

/// Whether a text may hold Hangul: its syllables begin with the bytes EA to ED in UTF-8, their letters with E1, and no other sign
/// becomes one by composition.
fn may_hold_hangul(line: &str) -> bool {
    line.bytes().any(|byte| matches!(byte, 0xE1 | 0xEA..=0xED))
}

/// What the lines so far have shown.
#[derive(Debug, Default)]
struct Evidence {
    syllables: u64,
    lines: u64,
    score: i64,
    carries: bool,
    times: BTreeMap<(&'static str, String), u32>,
    facts: BTreeSet<(&'static str, String)>,
    shown: Vec<String>,
}

impl Evidence {
    fn take(&mut self, line: &str) {
        let words = words_of(line);
        let syllables: usize = words.iter().map(|word| word.text.chars().count()).sum();
        if syllables == 0 {
            return;
        }
        self.syllables += syllables as u64;
        self.lines += 1;
        for (idx, word) in words.iter().enumerate() {
            for hit in TABLE.hits(word.text) {
                self.add(hit);
            }
            let next = words.get(idx + 1).filter(|_| word.touches_next);
            for hit in grammar::hits(*word, next.copied()) {
                self.add(hit);
            }
        }
        for hit in grammar::signs(line) {
            self.add(hit);
        }
    }

    fn add(&mut self, hit: Hit) {
        let times = self.times.entry((hit.rule.id, hit.key.clone())).or_default();
        if *times >= REPEATS_MAX {
            return;
        }
        *times += 1;
        let weight = hit.weight * 10 / i64::from(*times);
        self.score += weight;
        if hit.weight > 0 {
            self.carries |= hit.rule.carries;
            self.facts.insert((hit.rule.id, hit.key));
        }
        if *times == 1 && self.shown.len() < SHOWN_MAX {
            self.shown.push(format!("{}: {}", hit.shown, hit.rule.reason));
        }
    }

    fn is_northern(&self) -> bool {
        let (score, facts) = if self.carries {
            (NORTH_MIN, NORTH_FACTS_MIN)
        } else {
            (NORTH_SPACING_MIN, NORTH_SPACING_FACTS_MIN)
        };
        self.score >= score && self.facts.len() >= facts
    }

    fn judge(self) -> Dialect {
        let verdict = match () {
            () if self.syllables < SYLLABLES_MIN || self.lines < LINES_MIN => {
                Norm::InsufficientText
            }
            () if self.is_northern() => Norm::NorthOrYanbian,
            () if self.score <= SOUTH_MAX => Norm::South,
            () => Norm::Undecided,
        };
        Dialect {
            verdict,
            score_thousandths: self.score,
            words: self.shown,
            syllables: self.syllables,
            lines: self.lines,
        }
    }
}

fn is_syllable(sign: char) -> bool {
    matches!(sign, '\u{AC00}'..='\u{D7A3}')
}

/// The stretches of Hangul syllables of a line.
fn words_of(line: &str) -> Vec<Word<'_>> {
    let mut words: Vec<Word<'_>> = Vec::new();
    let mut start = None;
    let mut gap_is_blank = true;
    for (at, sign) in line.char_indices().chain([(line.len(), '\n')]) {
        match (is_syllable(sign), start) {
            (true, None) => {
                if let Some(last) = words.last_mut() {
                    last.touches_next = gap_is_blank;
                }
                start = Some(at);
            }
            (true, Some(_)) => {}
            (false, Some(begun)) => {
                let text = line.get(begun..at).unwrap_or_default();
                let after = Some(sign).filter(|_| at < line.len());
                words.push(Word { text, after, touches_next: false });
                start = None;
                gap_is_blank = sign.is_whitespace();
            }
            (false, None) => gap_is_blank &= sign.is_whitespace(),
        }
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_know_whether_only_a_blank_follows() {
        let words = words_of("할수 있다, 그릴것");
        let seen: Vec<_> =
            words.iter().map(|word| (word.text, word.after, word.touches_next)).collect();
        assert_eq!(
            seen,
            [("할수", Some(' '), true), ("있다", Some(','), false), ("그릴것", None, false)]
        );
    }

    #[test]
    fn every_row_of_the_tables_names_a_rule() {
        assert!(TABLE.n_rows() > 1_500);
        assert_eq!(TABLE.n_unknown_rules(), 0);
        for rule in RULES {
            assert!(!rule.source.is_empty(), "{}", rule.id);
        }
    }

    #[test]
    fn a_repeated_word_is_one_fact() {
        let mut evidence = Evidence::default();
        for _ in 0..50 {
            evidence.take("래일");
        }
        assert_eq!(evidence.facts.len(), 1);
        assert!(evidence.score <= 8_400, "{}", evidence.score);
    }
}
