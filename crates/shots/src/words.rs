//! Words of the trade in Chinese, Japanese and Korean: stages, and the signs that stand before or after a number.
//!
//! In: text at one sign. Out: the longest known word that begins there. Sources: the words of the project's glossaries of
//! notes; the README of this crate for the habits.

use crate::piece::Kind;
use crate::task::Task;

/// On which side of its number a word stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Side {
    /// `カット12`.
    Before,
    /// `12話`.
    After,
    /// `컷12` and `12컷`.
    Both,
}

/// What a word means in a path.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Meaning {
    /// 第, 제.
    Ordinal,
    /// Says what a number counts.
    Mark(Kind, Side),
    /// A stage of work.
    Stage(Task),
    /// A stage of work, and with a number behind it a round of it: `リテイク2`.
    Round(Task),
    /// Stands beside stages and says no more: 修正, 素材, 上がり.
    Beside,
}

use Meaning::{Beside, Mark, Ordinal, Round, Stage};
use Side::{After, Before, Both};

/// Sorted by word.
#[rustfmt::skip]
const WORDS: &[(&str, Meaning)] = &[
    ("あがり", Beside), ("うわがり", Beside),
    ("アニメーション", Stage(Task::Animation)), ("エフェクト", Stage(Task::Effects)), ("カット", Mark(Kind::Shot, Before)),
    ("クリンナップ", Stage(Task::Cleanup)), ("クリーンアップ", Stage(Task::Cleanup)), ("コマ", Mark(Kind::Frame, Before)),
    ("コンテ", Stage(Task::Storyboard)), ("シーズン", Mark(Kind::Season, Before)), ("シート", Stage(Task::Sheet)), ("シーン", Mark(Kind::Scene, Before)),
    ("ショット", Mark(Kind::Shot, Before)), ("タイムシート", Stage(Task::Sheet)), ("チェック", Beside), ("テイク", Mark(Kind::Take, Before)),
    ("データ", Beside), ("バージョン", Mark(Kind::Version, Before)), ("フレーム", Mark(Kind::Frame, Before)), ("ペイント", Stage(Task::Colour)),
    ("モデリング", Stage(Task::Modeling)), ("ライカ", Stage(Task::Animatic)), ("ライティング", Stage(Task::Lighting)), ("ラフ", Stage(Task::Rough)),
    ("ラフ原", Stage(Task::Rough)), ("ラフ原画", Stage(Task::Rough)), ("リギング", Stage(Task::Rigging)), ("リグ", Stage(Task::Rigging)),
    ("リテ", Round(Task::Retake)), ("リテイク", Round(Task::Retake)), ("リテーク", Round(Task::Retake)), ("レイアウト", Stage(Task::Layout)),
    ("レンダリング", Stage(Task::Rendering)), ("ロト", Stage(Task::Roto)), ("ヴァージョン", Mark(Kind::Version, Before)),
    ("一原", Stage(Task::Key)), ("上がり", Beside), ("上り", Beside), ("上彩", Stage(Task::Colour)), ("上色", Stage(Task::Colour)),
    ("中割", Stage(Task::Inbetween)), ("中割り", Stage(Task::Inbetween)), ("中间画", Stage(Task::Inbetween)), ("中間画", Stage(Task::Inbetween)),
    ("二原", Stage(Task::SecondKey)), ("仕上", Stage(Task::Colour)), ("仕上げ", Stage(Task::Colour)), ("仕上検査", Stage(Task::Colour)),
    ("作画監督", Stage(Task::Correction)), ("作监", Stage(Task::Correction)), ("作监修", Stage(Task::Correction)), ("作监修正", Stage(Task::Correction)),
    ("作監", Stage(Task::Correction)), ("作監修", Stage(Task::Correction)), ("作監修正", Stage(Task::Correction)), ("修型", Stage(Task::Correction)),
    ("修形", Stage(Task::Correction)), ("修改", Round(Task::Retake)), ("修正", Beside), ("入れ", Beside),
    ("再修", Round(Task::Retake)), ("分鏡", Stage(Task::Storyboard)), ("分镜", Stage(Task::Storyboard)), ("剪輯", Stage(Task::Edit)), ("剪辑", Stage(Task::Edit)),
    ("动检", Stage(Task::InbetweenCheck)), ("动画", Stage(Task::Inbetween)), ("动画检查", Stage(Task::InbetweenCheck)), ("動仕", Stage(Task::Colour)),
    ("動検", Stage(Task::InbetweenCheck)), ("動畫", Stage(Task::Inbetween)), ("動画", Stage(Task::Inbetween)), ("動画検査", Stage(Task::InbetweenCheck)),
    ("卡", Mark(Kind::Shot, Both)), ("卡号", Mark(Kind::Shot, Before)), ("原図", Stage(Task::Layout)), ("原画", Stage(Task::Key)), ("原畫", Stage(Task::Key)),
    ("参考", Beside), ("号", Mark(Kind::Date, After)), ("合成", Stage(Task::Compositing)), ("回", Mark(Kind::Episode, After)),
    ("场", Mark(Kind::Scene, Both)), ("场景", Stage(Task::Background)), ("场次", Mark(Kind::Scene, Before)), ("場", Mark(Kind::Scene, Both)), ("声音", Stage(Task::Sound)), ("季", Mark(Kind::Season, After)), ("季度", Mark(Kind::Number, After)),
    ("完了", Beside), ("完成", Stage(Task::Finished)), ("完成品", Stage(Task::Finished)), ("年", Mark(Kind::Date, After)), ("建模", Stage(Task::Modeling)),
    ("張", Mark(Kind::Number, After)), ("律表", Stage(Task::Sheet)), ("成片", Stage(Task::Finished)), ("打光", Stage(Task::Lighting)), ("描线", Stage(Task::Cleanup)),
    ("描線", Stage(Task::Cleanup)), ("提出", Beside), ("摄影", Stage(Task::Compositing)), ("摄影表", Stage(Task::Sheet)), ("撮影", Stage(Task::Compositing)), ("攝影", Stage(Task::Compositing)),
    ("攝影表", Stage(Task::Sheet)), ("故事板", Stage(Task::Storyboard)), ("文件", Beside), ("日", Mark(Kind::Date, After)), ("时间表", Stage(Task::Sheet)),
    ("月", Mark(Kind::Date, After)), ("本撮", Stage(Task::Compositing)), ("构图", Stage(Task::Layout)), ("枚", Mark(Kind::Number, After)), ("构图稿", Stage(Task::Layout)), ("概念", Stage(Task::Concept)),
    ("次", Mark(Kind::Take, After)), ("済", Beside), ("清书", Stage(Task::Cleanup)), ("清書", Stage(Task::Cleanup)), ("清稿", Stage(Task::Cleanup)), ("清线", Stage(Task::Cleanup)), ("清線", Stage(Task::Cleanup)),
    ("渲染", Stage(Task::Rendering)), ("演修", Stage(Task::Correction)), ("演出", Stage(Task::Correction)), ("演出修正", Stage(Task::Correction)), ("灯光", Stage(Task::Lighting)),
    ("版", Mark(Kind::Version, After)), ("版本", Mark(Kind::Version, Before)), ("特効", Stage(Task::Effects)), ("特效", Stage(Task::Effects)), ("用", Beside),
    ("画面", Mark(Kind::Shot, Before)), ("着色", Stage(Task::Colour)), ("秒", Mark(Kind::Number, After)), ("稿", Mark(Kind::Version, After)), ("第", Ordinal), ("第一原画", Stage(Task::Key)), ("第二原画", Stage(Task::SecondKey)),
    ("素材", Beside), ("総作監", Stage(Task::Correction)), ("総作監修正", Stage(Task::Correction)), ("絵コンテ", Stage(Task::Storyboard)), ("編集", Stage(Task::Edit)), ("線画", Stage(Task::Cleanup)),
    ("线稿", Stage(Task::Cleanup)), ("绑定", Stage(Task::Rigging)), ("美术", Stage(Task::Background)), ("美術", Stage(Task::Background)), ("背景", Stage(Task::Background)),
    ("色指定", Stage(Task::ColourDesign)), ("草图", Stage(Task::Rough)), ("草稿", Stage(Task::Rough)), ("補", Beside), ("設定", Stage(Task::Design)), ("話", Mark(Kind::Episode, After)),
    ("设定", Stage(Task::Design)), ("设计稿", Stage(Task::Layout)), ("话", Mark(Kind::Episode, After)), ("贴图", Stage(Task::Shading)), ("返修", Round(Task::Retake)), ("返修表", Stage(Task::Retake)), ("返工", Round(Task::Retake)),
    ("配色", Stage(Task::ColourDesign)), ("鏡", Mark(Kind::Shot, Both)), ("鏡號", Mark(Kind::Shot, Before)), ("鏡頭", Mark(Kind::Shot, Both)), ("録音", Stage(Task::Sound)),
    ("镜", Mark(Kind::Shot, Both)), ("镜号", Mark(Kind::Shot, Before)), ("镜头", Mark(Kind::Shot, Both)), ("集", Mark(Kind::Episode, After)), ("音响", Stage(Task::Sound)),
    ("원도", Stage(Task::Layout)), ("원화", Stage(Task::Key)), ("이원", Stage(Task::SecondKey)), ("이펙트", Stage(Task::Effects)), ("일", Mark(Kind::Date, After)),
    ("월", Mark(Kind::Date, After)), ("년", Mark(Kind::Date, After)), ("애니메이션", Stage(Task::Animation)), ("애니메틱", Stage(Task::Animatic)), ("연출수정", Stage(Task::Correction)), ("에피소드", Mark(Kind::Episode, Before)),
    ("완료", Beside), ("완성", Stage(Task::Finished)), ("완성본", Stage(Task::Finished)), ("작감", Stage(Task::Correction)), ("작감수정", Stage(Task::Correction)), ("작화감독", Stage(Task::Correction)),
    ("장", Mark(Kind::Number, After)), ("재수정", Round(Task::Retake)), ("재작업", Round(Task::Retake)), ("정리", Beside), ("제", Ordinal), ("제출", Beside), ("차", Mark(Kind::Take, After)),
    ("참고", Beside), ("채색", Stage(Task::Colour)), ("초", Mark(Kind::Number, After)), ("총작감", Stage(Task::Correction)), ("촬영", Stage(Task::Compositing)), ("컬러", Stage(Task::Colour)), ("컷", Mark(Kind::Shot, Both)),
    ("콘티", Stage(Task::Storyboard)), ("클린업", Stage(Task::Cleanup)), ("타임시트", Stage(Task::Sheet)), ("테이크", Mark(Kind::Take, Before)), ("파일", Beside), ("편집", Stage(Task::Edit)),
    ("프레임", Mark(Kind::Frame, Before)), ("합성", Stage(Task::Compositing)), ("화", Mark(Kind::Episode, After)), ("회", Mark(Kind::Episode, After)), ("동검", Stage(Task::InbetweenCheck)), ("동화", Stage(Task::Inbetween)), ("동화검사", Stage(Task::InbetweenCheck)),
    ("라이팅", Stage(Task::Lighting)), ("러프", Stage(Task::Rough)), ("레이아웃", Stage(Task::Layout)), ("렌더링", Stage(Task::Rendering)), ("리깅", Stage(Task::Rigging)), ("리테이크", Round(Task::Retake)), ("리테익", Round(Task::Retake)),
    ("모델링", Stage(Task::Modeling)), ("미술", Stage(Task::Background)), ("배경", Stage(Task::Background)), ("버전", Mark(Kind::Version, Before)), ("보정", Beside), ("본", Beside), ("사운드", Stage(Task::Sound)), ("색지정", Stage(Task::ColourDesign)),
    ("샷", Mark(Kind::Shot, Both)), ("선화", Stage(Task::Cleanup)), ("설정", Stage(Task::Design)), ("쇼트", Mark(Kind::Shot, Both)), ("수정", Round(Task::Retake)), ("스토리보드", Stage(Task::Storyboard)), ("시즌", Mark(Kind::Season, Before)),
    ("씬", Mark(Kind::Scene, Both)), ("신", Mark(Kind::Scene, After)),
];

/// The longest word that begins a text, and its length in bytes.
pub(crate) fn word_at(text: &str) -> Option<(Meaning, usize)> {
    let first = text.chars().next()?;
    let mut best = None;
    for (word, meaning) in rows_of(first) {
        if text.starts_with(word) && best.is_none_or(|(_, len)| word.len() > len) {
            best = Some((*meaning, word.len()));
        }
    }
    best
}

/// The rows whose word begins with a sign.
fn rows_of(first: char) -> impl Iterator<Item = &'static (&'static str, Meaning)> {
    let mut sign = [0; 4];
    let sign: &str = first.encode_utf8(&mut sign);
    let rows = ordered();
    let from = rows.partition_point(|row| row.0 < sign);
    rows.get(from..).unwrap_or(&[]).iter().take_while(move |row| row.0.starts_with(first)).copied()
}

/// The rows in the order of their words, whichever way they are written above.
fn ordered() -> &'static [&'static (&'static str, Meaning)] {
    static ROWS: std::sync::OnceLock<Vec<&'static (&'static str, Meaning)>> =
        std::sync::OnceLock::new();
    ROWS.get_or_init(|| {
        let mut rows: Vec<_> = WORDS.iter().collect();
        rows.sort_unstable_by_key(|row| row.0);
        rows
    })
}

impl Task {
    /// The words that are read as this stage, in every language.
    pub fn words(self) -> impl Iterator<Item = &'static str> {
        let wide = WORDS.iter().filter_map(move |(word, meaning)| match meaning {
            Stage(task) | Round(task) if *task == self => Some(*word),
            Stage(_) | Round(_) | Ordinal | Mark(..) | Beside => None,
        });
        self.latin_words().chain(wide)
    }
}

/// The value of a number in Han numerals up to 999, and its length in bytes.
pub(crate) fn han_number(text: &str) -> Option<(u32, usize)> {
    const DIGITS: &str = "〇一二三四五六七八九";
    let (mut total, mut digit, mut len) = (0_u32, None::<u32>, 0);
    for sign in text.chars().take(6) {
        let unit = match sign {
            '十' => 10,
            '百' => 100,
            _ => match DIGITS.chars().zip(0..).find(|(one, _)| *one == sign) {
                Some((_, value)) => {
                    digit = Some(value);
                    len += sign.len_utf8();
                    continue;
                }
                None => break,
            },
        };
        total += digit.take().unwrap_or(1) * unit;
        len += sign.len_utf8();
    }
    (len > 0).then_some((total + digit.unwrap_or(0), len))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_longest_word_is_read() {
        assert_eq!(word_at("作監修正_01"), Some((Stage(Task::Correction), "作監修正".len())));
        assert_eq!(word_at("ラフ原画"), Some((Stage(Task::Rough), "ラフ原画".len())));
        assert_eq!(word_at("人物"), None);
    }

    #[test]
    fn no_word_stands_twice() {
        let rows = ordered();
        assert!(rows.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }

    #[test]
    fn numbers_in_han_numerals_are_read() {
        for (text, value) in
            [("三", 3), ("十二", 12), ("二十", 20), ("一百零", 100), ("三十五集", 35)]
        {
            assert_eq!(han_number(text).map(|found| found.0), Some(value), "{text}");
        }
        assert_eq!(han_number("集"), None);
    }
}
