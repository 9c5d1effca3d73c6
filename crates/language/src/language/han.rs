//! Chinese or Japanese, where only Chinese characters stand.
//!
//! In: the characters of a text one after the other. Out: whether their forms or the words of the trade among them say Japanese.
//! Forms that only one country writes decide; then words; a text that nothing tells apart counts as Chinese, and says that it is not sure.

use std::sync::LazyLock;

const TABLE: &str = include_str!("../../../../data/han.tsv");

/// First and last character of the block that the table covers (Unicode, CJK Unified Ideographs).
const FIRST: u32 = 0x4E00;
const LAST: u32 = 0x9FFF;
const N_SIGNS: usize = (LAST - FIRST + 1) as usize;

const SIMPLIFIED: u8 = 1;
const SHARED: u8 = 2;
const JAPANESE: u8 = 4;
const UNSIMPLIFIED: u8 = 8;
const TRADITIONAL: u8 = 16;
const CHINESE_WORD: u8 = 32;
/// Ends a pair of [`PAIRS`].
const ENDS_PAIR: u8 = 64;
/// Is a Japanese word by itself.
const JAPANESE_SIGN: u8 = 128;

/// Characters of Chinese grammar and everyday speech that Japanese does not write so alone.
const CHINESE_SIGNS: &str = "的了吧吗呢啊请把这那个么没很太再是还就都也被让给您你我他她它们改去做换按错嘴脸眼腿脚头跟比较看跳走跑";
/// Words of Japanese sheets whose characters China knows, but not together or not in this use.
const JAPANESE_WORDS: &[&str] = &[
    "終了",
    "完了",
    "現在",
    "暗号",
    "署名",
    "番号",
    "開始",
    "修正",
    "至急",
    "仕上",
    "作監",
    "演出",
    "監督",
    "動画",
    "美術",
    "撮影",
    "欠番",
    "兼用",
    "枚数",
    "話数",
    "納品",
    "承認",
    "了解",
    "参照",
    "目線",
    "髪型",
    "髪",
    "口形",
    "前髪",
    "後頭",
    "両目",
    "済",
    "御",
    "様",
    "駄目",
    "大判",
    "色指定",
    "編集",
    "音響",
    "次回",
    "今回",
    "毎回",
    "確認",
    "再度",
    "希望",
    "変更",
    "追加",
    "削除",
    "最終",
    "手前",
    "横顔",
    "頭身",
];

static CLASSES: LazyLock<Box<[u8]>> = LazyLock::new(|| {
    let mut classes = vec![0_u8; N_SIGNS].into_boxed_slice();
    let mut mark = |signs: &str, class: u8| {
        for sign in signs.chars() {
            if let Some(place) =
                classes.get_mut((u32::from(sign) as usize).wrapping_sub(FIRST as usize))
            {
                *place |= class;
            }
        }
    };
    for (name, signs) in TABLE.lines().filter_map(|line| line.split_once('\t')) {
        match name {
            "simplified" => mark(signs, SIMPLIFIED),
            "shared" => mark(signs, SHARED),
            "japanese" => mark(signs, JAPANESE),
            "unsimplified" => mark(signs, UNSIMPLIFIED),
            "traditional" => mark(signs, TRADITIONAL),
            _ => {}
        }
    }
    mark(CHINESE_SIGNS, CHINESE_WORD);
    for word in JAPANESE_WORDS {
        let class = if word.chars().count() == 1 { JAPANESE_SIGN } else { ENDS_PAIR };
        let from = usize::from(class == ENDS_PAIR);
        mark(&word.chars().skip(from).take(1).collect::<String>(), class);
    }
    classes
});

fn class_of(sign: char) -> u8 {
    CLASSES.get((u32::from(sign) as usize).wrapping_sub(FIRST as usize)).copied().unwrap_or(0)
}

/// What the Chinese characters of a text have shown.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct HanSeen {
    n: u32,
    classes: u8,
    japanese_words: u32,
    chinese_words: u32,
}

impl HanSeen {
    pub(super) fn take(&mut self, previous: char, sign: char) {
        let class = class_of(sign);
        self.n += 1;
        self.classes |= class;
        let ends = class & ENDS_PAIR != 0 && is_japanese_pair(previous, sign);
        self.chinese_words += u32::from(class & CHINESE_WORD != 0 && !ends);
        self.japanese_words += u32::from(ends || class & JAPANESE_SIGN != 0);
    }

    pub(super) const fn count(&self) -> u32 {
        self.n
    }

    /// Whether a form or a word of one country has been seen.
    pub(super) const fn is_sure(&self) -> bool {
        self.classes & (SIMPLIFIED | JAPANESE | TRADITIONAL) != 0
            || self.chinese_words > 0
            || self.is_japanese()
    }

    /// Whether forms that only mainland China writes have been seen.
    pub(super) const fn is_mainland(&self) -> bool {
        self.classes & SIMPLIFIED != 0
    }

    /// Whether the characters are Japanese though no kana stand beside them.
    pub(super) const fn is_japanese(&self) -> bool {
        if self.classes & SIMPLIFIED != 0 {
            return false;
        }
        if self.classes & JAPANESE != 0 {
            return true;
        }
        if self.classes & TRADITIONAL != 0 {
            return false;
        }
        // 動画, 優先度: a character that the mainland has simplified, and none that only traditional Chinese writes. A text of more than a
        // few words in traditional Chinese has one of those, or a word of Chinese grammar.
        if self.classes & UNSIMPLIFIED != 0 {
            return self.chinese_words == 0 || self.classes & SHARED != 0;
        }
        self.japanese_words > self.chinese_words
    }
}

/// Whether two characters begin a word of Japanese sheets.
fn is_japanese_pair(previous: char, sign: char) -> bool {
    PAIRS.binary_search(&(previous, sign)).is_ok()
}

/// The words above that are longer than one character, as sorted pairs.
static PAIRS: LazyLock<Vec<(char, char)>> = LazyLock::new(|| {
    let pair = |word: &&str| {
        let mut signs = word.chars();
        Some((signs.next()?, signs.next()?))
    };
    let mut pairs: Vec<(char, char)> = JAPANESE_WORDS.iter().filter_map(pair).collect();
    pairs.sort_unstable();
    pairs
});
