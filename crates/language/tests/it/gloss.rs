//! English words for notes.

use proptest::prelude::*;
use subtier_language::{Lang, gloss};

const NOTES: &str = include_str!("gloss_notes.tsv");

fn text(note: &str, lang: Lang) -> String {
    gloss(note, lang).map(|gloss| gloss.text).unwrap_or_default()
}

/// The bar is on notes that were written before the list was held against them.
#[test]
fn nine_of_ten_content_words_are_glossed() {
    for (code, lang) in [("zh", Lang::Zh), ("ko", Lang::Ko)] {
        let (mut known, mut unknown, mut weak) = (0, 0, Vec::new());
        for note in NOTES.lines().filter_map(|row| row.strip_prefix(code)) {
            let found = gloss(note, lang);
            let (k, u) = found.as_ref().map_or((0, 1), |gloss| (gloss.known, gloss.unknown));
            known += k;
            unknown += u;
            if u > 0 {
                weak.push((note.trim(), found.map(|gloss| gloss.text)));
            }
        }
        println!("{code}: {known} known, {unknown} unknown {weak:#?}");
        assert!(
            known * 10 >= (known + unknown) * 9,
            "{code}: {known} known, {unknown} unknown {weak:#?}"
        );
    }
}

#[test]
fn chinese_is_matched_by_the_longest_word() {
    assert_eq!(
        text("头型再修正,后脑太平", Lang::Zh),
        "head shape | again | correction | back of head | too flat"
    );
    assert_eq!(text("SC012 口型对不上", Lang::Zh), "mouth shape | does not match");
}

#[test]
fn korean_endings_are_taken_off() {
    assert_eq!(text("머리모양을 다시 수정할것", Lang::Ko), "hairstyle | again | please fix");
    assert_eq!(text("뒤머리가 너무 편평하게 되였음", Lang::KoKp), "back of head | too flat");
    assert_eq!(
        text("입모양이 대사와 맞지 않습니다", Lang::KoKr),
        "mouth shape | dialogue | does not match"
    );
}

#[test]
fn a_northern_term_that_nobody_checked_has_a_question_mark() {
    assert!(text("촬영대본을 볼것", Lang::KoKp).starts_with("storyboard?"));
    assert_eq!(text("콘티", Lang::KoKr), "storyboard");
}

#[test]
fn a_word_of_several_senses_has_a_question_mark() {
    assert_eq!(text("바람", Lang::KoKr), "please?");
    assert_eq!(text("설정과", Lang::KoKr), "model sheet?");
    assert_eq!(text("확인 바람", Lang::KoKr), "please check");
}

#[test]
fn other_languages_and_unknown_words_have_no_gloss() {
    assert_eq!(gloss("please fix", Lang::En), None);
    assert_eq!(gloss("修正お願いします", Lang::Ja), None);
    assert_eq!(gloss("SC012 f45", Lang::Zh), None);
}

proptest! {
    #[test]
    fn any_text_is_glossed_or_not(note in "\\PC{0,80}|[가-힣 ]{0,80}|[一-龥，。]{0,80}") {
        for lang in [Lang::Zh, Lang::Ko] {
            if let Some(found) = gloss(&note, lang) {
                prop_assert!(found.known > 0 && !found.text.is_empty());
            }
        }
    }
}
