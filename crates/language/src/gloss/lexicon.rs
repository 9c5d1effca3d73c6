//! The word lists of the gloss, as compiled in from `data/glossary.tsv` and `data/gloss-words.tsv`.
//!
//! In: Chinese text or a Korean stem. Out: its English sense. Terms of the trade win over everyday words.

use std::collections::BTreeMap;
use std::sync::LazyLock;

const TERMS: &str = include_str!("../../../../data/glossary.tsv");
const WORDS: &str = include_str!("../../../../data/gloss-words.tsv");

/// Characters of the longest Chinese entry.
const CHINESE_MAX: usize = 7;
/// Words of Chinese grammar, which carry no sense of their own here.
const CHINESE_GRAMMAR: &str = "的 了 着 地 得 吧 吗 呢 啊 把 被 给 是 就 这 那 这个 那个 这里 那里 这些 那些 它 他 她 我 你 我们 你们 他们 大家 一下 进行 有 个 以 于 为 之 所 将 会 能 可 让 使 时 时候 其 该 位 只是 还是 这样 那样 \
     第 年 月 日 号 条 种 现 现在 处理 情况 什么 怎么 出现";

/// The lists, read once.
pub(super) static LEXICON: LazyLock<Lexicon> = LazyLock::new(Lexicon::read);

/// What a word means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Sense {
    /// In English.
    pub(super) english: &'static str,
    /// Whether nobody has checked it.
    pub(super) is_guess: bool,
}

/// Senses by word; `None` where a word is grammar.
#[derive(Debug, Default)]
pub(super) struct Lexicon {
    chinese: BTreeMap<&'static str, Option<Sense>>,
    korean: BTreeMap<String, Sense>,
}

impl Lexicon {
    fn read() -> Self {
        let mut lexicon = Self::default();
        let terms = || TERMS.lines().filter(|line| !line.starts_with('#'));
        for line in terms() {
            lexicon.take_term(line, false);
        }
        for line in WORDS.lines().filter(|line| !line.starts_with('#')) {
            let mut fields = line.split('\t');
            let (Some(english), Some(zh), Some(ko)) = (fields.next(), fields.next(), fields.next())
            else {
                continue;
            };
            let sense = Sense { english: short(english), is_guess: false };
            lexicon.take(zh, ko, sense);
        }
        // A guess never stands before a word that is known.
        for line in terms() {
            lexicon.take_term(line, true);
        }
        for word in CHINESE_GRAMMAR.split_whitespace() {
            lexicon.chinese.entry(word).or_insert(None);
        }
        lexicon
    }

    /// Takes the forms of a term: those that are certain, or the northern ones that are guesses.
    fn take_term(&mut self, line: &'static str, guesses: bool) {
        let fields: Vec<&'static str> = line.split('\t').collect();
        let &[english, zh, southern, northern, _, confidence] = fields.as_slice() else { return };
        let sense = Sense { english: short(english), is_guess: guesses };
        let is_guess = confidence == "g";
        if !guesses {
            self.take(zh, southern, sense);
        }
        if guesses == is_guess {
            self.take("", northern, sense);
        }
    }

    fn take(&mut self, zh: &'static str, ko: &str, sense: Sense) {
        for word in zh.split('/').map(str::trim).filter(|word| !word.is_empty()) {
            self.chinese.entry(word).or_insert(Some(sense));
        }
        for word in ko.split(['/', ',']).filter(|word| !word.trim().is_empty()) {
            let mut word: String = word.chars().filter(|sign| !sign.is_whitespace()).collect();
            // A word marked so has other senses too: whichever is taken is a guess.
            let is_ambiguous = word.ends_with('?');
            if is_ambiguous {
                word.pop();
            }
            let entry = self.korean.entry(word).or_insert(sense);
            entry.is_guess |= is_ambiguous;
        }
    }

    /// The longest entry that a text begins with: its bytes, and its sense unless it is grammar.
    pub(super) fn longest_chinese(&self, text: &str) -> Option<(usize, Option<Sense>)> {
        let ends = text.char_indices().take(CHINESE_MAX).map(|(at, sign)| at + sign.len_utf8());
        let mut found = None;
        for end in ends {
            if let Some(sense) = text.get(..end).and_then(|word| self.chinese.get(word)) {
                found = Some((end, *sense));
            }
        }
        found
    }

    /// The sense of a Korean stem.
    pub(super) fn korean(&self, stem: &str) -> Option<Sense> {
        self.korean.get(stem).copied()
    }
}

/// The first of several English words, without what stands in brackets.
fn short(english: &'static str) -> &'static str {
    let end = english.find([',', '/', '(']).unwrap_or(english.len());
    english.get(..end).unwrap_or(english).trim()
}
