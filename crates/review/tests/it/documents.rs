//! The report says what the documents say: as it stands there, bounded, and without a word on who wrote it.

use subtier_review::{Lang, report_html};

use crate::made_up;

/// The section about documents.
fn section(lang: Lang) -> String {
    let html = report_html(&made_up::view(), lang);
    let rest = html.split_once("<section id=\"documents\"").unwrap().1;
    rest.split_once("</section>").unwrap().0.to_owned()
}

#[test]
fn a_case_without_documents_has_no_section_of_them() {
    let mut view = made_up::view();
    assert!(report_html(&view, Lang::En).contains("href=\"#documents\""));
    view.documents = None;
    let html = report_html(&view, Lang::En);
    assert!(!html.contains("id=\"documents\"") && !html.contains("href=\"#documents\""));
}

#[test]
fn the_summary_counts_formats_languages_statuses_and_directions() {
    let html = section(Lang::En);
    for text in ["1,204", "xlsx 1,200, docx 4", "retake 1,300, held 5", "Chinese → Korean: 800"] {
        assert!(html.contains(&format!("<dd>{text}</dd>")), "{text}");
    }
    assert!(html.contains("Korean (North Korean or Yanbian norm) 12"));
    let html = section(Lang::De);
    assert!(html.contains("Chinesisch → Koreanisch: 800") && html.contains("neu zu machen 1.300"));
}

#[test]
fn a_request_stands_with_its_translation_shot_frames_and_place() {
    let html = section(Lang::En);
    for text in [
        "<strong>SC012_C005</strong><br><span class=\"small\">frames 12 to 20</span>",
        "<span lang=\"zh\">头部形状请重新修正</span>",
        "<span lang=\"ko-KP\">머리모양을 다시 수정할것</span>",
        "<code>retake.xlsx</code><br><span class=\"small\">Sheet1, cell C5</span>",
        "change requests: 1,304, with translation: 1; shown here: 2",
        "and 1,302 more change requests",
        "at the top of the evidence",
        "<td>held</td>",
    ] {
        assert!(html.contains(text), "{text}");
    }
    let at = |text: &str| html.find(text).unwrap();
    assert!(at("头部形状请重新修正") < at("Sheet1, cell C9"));
}

#[test]
fn english_words_are_called_a_word_list_and_no_translation() {
    let (en, de) = (section(Lang::En), section(Lang::De));
    assert!(en.contains("English words (word list, no translation)</th>"));
    assert!(de.contains("Englische Wörter (Wortliste, keine Übersetzung)</th>"));
    for html in [en, de] {
        assert!(html.contains("<td><span lang=\"en\">head shape | correct again</span></td>"));
    }
}

#[test]
fn a_norm_has_its_exact_name_and_names_no_author() {
    let html = section(Lang::En);
    assert!(html.contains("<td>North Korean or Yanbian norm</td>"));
    assert!(html.contains("It names no author") && html.contains("Too little text says nothing"));
    assert!(html.contains("<li>래일 (내일): initial ㄹ is kept</li>"));
    assert!(html.contains("412 syllables, 33 lines") && html.contains("insufficient text 7"));
    let html = section(Lang::De);
    assert!(html.contains("<td>nordkoreanische Norm oder Norm von Yanbian</td>"));
    assert!(html.contains("Sie nennt keinen Verfasser") && html.contains("zu wenig Text 7"));
}

#[test]
fn signals_stand_by_document_and_a_kind_without_words_under_its_own_name() {
    let html = section(Lang::En);
    assert!(
        html.contains("last modified by:</span> Administrator <span class=\"small\">(docProps")
    );
    assert!(html.contains("and 3 more") && html.contains("brand_new_kind:</span> 1"));
    assert!(html.contains("<dt>last modified by</dt><dd>who saved it last"));
    assert!(section(Lang::De).contains("zuletzt gespeichert von:</span> Administrator"));
}

#[test]
fn documents_that_belong_together_are_named_with_the_reason() {
    let html = section(Lang::En);
    assert!(html.contains("<td>lineage</td>") && html.contains("share rsid_root 00A1B2C3"));
    assert!(html.contains("<li><code>notes/EP302/retake.xlsx</code></li>"));
}

#[test]
fn a_long_request_is_cut_at_a_sign_and_says_so() {
    let mut view = made_up::view();
    let documents = view.documents.as_mut().unwrap();
    documents.folders[1].rows[0].request.request = "请".repeat(1_000);
    let html = report_html(&view, Lang::En);
    assert!(html.contains(&format!(">{} … and 400 more signs<", "请".repeat(600))));
}

#[test]
fn lines_of_a_request_stay_lines_and_too_many_are_cut() {
    let mut view = made_up::view();
    let documents = view.documents.as_mut().unwrap();
    let rows = &mut documents.folders[1].rows;
    rows[0].request.request = "一\r\n\n<b>二\u{202E}".into();
    rows[1].request.request = "三\n".repeat(1_000);
    let html = report_html(&view, Lang::En);
    assert!(html.contains("<span lang=\"zh\">一<br><br>&lt;b&gt;二⟨U+202E⟩</span>"));
    assert!(html.contains("三<br>… and more lines</span>"));
    assert_eq!(html.matches("三<br>").count(), 600);
}

#[test]
fn long_tables_are_cut_and_counted() {
    let mut view = made_up::view();
    let documents = view.documents.as_mut().unwrap();
    documents.signals = vec![documents.signals[0].clone(); 1_200];
    documents.norms = vec![documents.norms[0].clone(); 150];
    documents.families = vec![documents.families[0].clone(); 61];
    documents.families[0].paths = vec!["p".into(); 40];
    let html = report_html(&view, Lang::En);
    for text in
        ["and 1,000 more documents", "and 50 more documents", "and 1 more groups", "and 28 more"]
    {
        assert!(html.contains(text), "{text}");
    }
}
