//! The language of notes, and where it changes.

use proptest::prelude::*;
use subtier_language::{Lang, language_of, languages, runs};

const NOTES: &str = include_str!("languages.tsv");

fn split(text: &str) -> Vec<(&str, &str)> {
    runs(text)
        .iter()
        .map(|run| (run.lang.code(), text.get(run.start..run.end).unwrap_or_default()))
        .collect()
}

#[test]
fn notes_are_told_apart_by_script_form_and_word() {
    let (mut n, mut right, mut n_han, mut right_han) = (0, 0, 0, 0);
    let mut wrong = Vec::new();
    for row in NOTES.lines().filter(|row| !row.starts_with('#')) {
        let fields: Vec<&str> = row.split('\t').collect();
        let found = language_of(fields[2]).map_or("-", Lang::code);
        let is_right = usize::from(found == fields[0]);
        n += 1;
        right += is_right;
        if fields[1] == "han" {
            n_han += 1;
            right_han += is_right;
        }
        if is_right == 0 {
            wrong.push((fields[2], found));
        }
    }
    assert!(right_han * 100 >= n_han * 90, "{right_han} of {n_han}: {wrong:?}");
    assert!(right * 100 >= n * 95, "{right} of {n}: {wrong:?}");
    assert!(wrong.iter().all(|(text, _)| text.chars().all(|sign| sign > '\u{4DFF}')), "{wrong:?}");
}

#[test]
fn codes_and_numbers_are_no_language() {
    for code in ["SC012", "f45", "EP301", "SC012_C005_v03", "12", "。", "", "OK", "NG"] {
        assert_eq!(language_of(code), None, "{code}");
    }
    assert_eq!(language_of("OK, please upload"), Some(Lang::En));
}

#[test]
fn request_and_translation_split_where_the_script_changes() {
    assert_eq!(
        split("SC012 f45 头型再修,后脑太平 머리모양을 다시 수정할것"),
        [("zh", "SC012 f45 头型再修,后脑太平 "), ("ko", "머리모양을 다시 수정할것")]
    );
    assert_eq!(split("请返修\n입모양 수정"), [("zh", "请返修\n"), ("ko", "입모양 수정")]);
    assert_eq!(split("目線を変更 / 视线要改"), [("ja", "目線を変更 / "), ("zh", "视线要改")]);
    assert_eq!(split("layout 수정"), [("en", "layout "), ("ko", "수정")]);
}

#[test]
fn chinese_characters_beside_kana_are_japanese() {
    assert_eq!(language_of("髪型修正お願いします"), Some(Lang::Ja));
    assert_eq!(split("作監修正お願いします。"), [("ja", "作監修正お願いします。")]);
    // One の stands on Chinese packaging too.
    assert_eq!(language_of("鲜の每日特价"), Some(Lang::Zh));
}

#[test]
fn languages_of_a_document_come_most_first() {
    let lines = ["请修改头型,后脑太平", "머리모양", "f12"];
    assert_eq!(languages(lines.into_iter()), [Lang::Zh, Lang::Ko]);
    // A line that nothing tells apart goes with the kana of its document.
    assert_eq!(languages(["目線を左にしてください", "不合格"].into_iter()), [Lang::Ja]);
    assert_eq!(languages(["f12"].into_iter()), []);
}

proptest! {
    #[test]
    fn runs_cover_any_text_without_a_gap(text in "\\PC{0,60}|[가-힣一-龥あ-んa-z0-9 \\n/_]{0,60}") {
        let runs = runs(&text);
        let mut at = 0;
        for run in &runs {
            prop_assert_eq!(run.start, at);
            prop_assert!(text.get(run.start..run.end).is_some_and(|piece| !piece.is_empty()));
            at = run.end;
        }
        prop_assert!(runs.is_empty() || at == text.len());
    }
}
