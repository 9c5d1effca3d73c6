//! Rules on documents: R06, R27, R40, D01.

use subtier_model::{
    ChangeRequest, DocumentFamily, DocumentRead, DocumentSignals, Fact, KoreanNorm, Place,
    SignalValue, Vendor, Verdict,
};

use crate::build::{Case, vendor};

fn speaking(id: &str, country: &str, languages: &[&str]) -> Vendor {
    Vendor {
        country: Some(country.into()),
        languages: languages.iter().map(|one| (*one).into()).collect(),
        tier: Some(1),
        ..vendor(id)
    }
}

fn request(lang: &str, translation_lang: &str) -> Fact {
    Fact::Note(ChangeRequest {
        shot: Some("SC012".into()),
        production: None,
        frame: Some(45),
        frame_out: None,
        timecode: None,
        author: None,
        time: None,
        lang: Some(lang.into()),
        request: "头的形状再修正一下".into(),
        translation: (!translation_lang.is_empty()).then(|| "머리모양을 다시 수정할것".into()),
        translation_lang: (!translation_lang.is_empty()).then(|| translation_lang.into()),
        gloss: Some("head shape | again | correct".into()),
        status: "retake".into(),
    })
}

fn signal(kind: &str, value: &str) -> Fact {
    Fact::Signals(DocumentSignals {
        signal: kind.into(),
        values: vec![SignalValue {
            value: value.into(),
            place: Place::Words("docProps/app.xml".into()),
        }],
        more: 0,
    })
}

fn read() -> Fact {
    Fact::Document(DocumentRead {
        format: "docx".into(),
        encoding: None,
        encoding_rivals: vec![],
        languages: vec!["zh".into()],
        characters: 900,
        notes: 0,
        sketch: String::new(),
    })
}

/// A family of the documents at these paths, which are made on the way.
fn family(case: Case, basis: &str, alike_thousandths: u16, paths: &[&str]) -> Case {
    let case = paths.iter().fold(case, |case, path| case.fact(path, read()));
    let member =
        |path: &&str| case.evidence.iter().find(|item| item.path == **path).expect("made above").id;
    let members = paths.iter().map(member).collect();
    let because = "they share their text".into();
    case.clone().fact(
        paths.first().expect("a family has members"),
        Fact::Family(DocumentFamily { basis: basis.into(), members, alike_thousandths, because }),
    )
}

#[test]
fn a_translation_to_korean_counts_where_no_vendor_works_in_korean() {
    let chinese = speaking("liaodong", "CN", &["zh"]);
    let case =
        Case::default().vendor(chinese.clone()).fact("share/EP301/a.txt", request("zh", "ko-KP"));
    case.fires(
        "R40",
        Verdict::ToCheck,
        &["asset:share/EP301"],
        &["1 change request in Chinese stands", "SC012"],
    );
    let cited = case.one("R40").because;
    assert!(cited[0].says.contains("head shape | again | correct"), "{}", cited[0].says);
    assert!(cited[1].says.contains("liaodong Pictures works in zh"), "{}", cited[1].says);
    case.clone().vendor(speaking("hanbit", "KR", &[])).silent("R40");
    case.clone().vendor(speaking("hanbit", "US", &["Korean and English"])).silent("R40");
    let unsaid = case.clone().vendor(speaking("hanbit", "US", &[]));
    unsaid.fires(
        "R40",
        Verdict::Noted,
        &["asset:share/EP301"],
        &["does not say what languages hanbit"],
    );
    case.vendor(speaking("hanbit", "US", &["ko", "en"])).silent("R40");
}

#[test]
fn without_a_vendor_list_or_another_direction_nothing_is_contradicted() {
    Case::default().fact("a.txt", request("zh", "ko")).silent("R40");
    let chain = || Case::default().vendor(speaking("liaodong", "CN", &["zh"]));
    chain().fact("a.txt", request("ko", "zh")).silent("R40");
    chain().fact("a.txt", request("zh", "en")).silent("R40");
    chain().fact("a.txt", request("zh", "")).silent("R40");
}

#[test]
fn requests_of_one_folder_are_one_finding() {
    let case = Case::default()
        .vendor(speaking("liaodong", "CN", &["zh"]))
        .fact("x/a.txt", request("zh", "ko"))
        .fact("x/b.txt", request("zh", "ko"))
        .fact("y/c.txt", request("zh", "ko"));
    assert_eq!(case.of("R40").len(), 2);
}

#[test]
fn korean_settings_contradict_a_vendor_that_declares_no_korean() {
    let case = Case::default().vendor(speaking("liaodong", "CN", &["zh"]));
    for (kind, value) in [
        ("typed_language", "ko-KR: 310 characters"),
        ("document_language", "ko-KR"),
        ("wps_ui_language", "ko-KR (1042)"),
        ("hancom_version", "11, 0, 0, 2129"),
        ("code_page", "949"),
    ] {
        let case = case.clone().fact("share/liaodong/a.docx", signal(kind, value));
        case.fires(
            "R27",
            Verdict::ToCheck,
            &["vendor:liaodong"],
            &["1 document of", "names Korean", "zh"],
        );
    }
    for (kind, value) in [
        ("typed_language", "zh-CN: 310 characters"),
        ("code_page", "936"),
        ("font", "Malgun Gothic"),
    ] {
        case.clone().fact("share/liaodong/a.docx", signal(kind, value)).silent("R27");
    }
    // Nobody's folder, and the folder of one who works in Korean.
    case.clone().fact("share/a.docx", signal("document_language", "ko-KR")).silent("R27");
    let case = case.vendor(speaking("hanbit", "KR", &["ko"]));
    case.fact("share/hanbit/a.docx", signal("document_language", "ko-KR")).silent("R27");
}

#[test]
fn a_korean_contractor_explains_korean_settings() {
    let below = Vendor { parent: Some("hanbit".into()), ..speaking("liaodong", "CN", &["zh"]) };
    let case = Case::default()
        .vendor(speaking("hanbit", "KR", &["ko"]))
        .vendor(below)
        .fact("share/liaodong/a.docx", signal("document_language", "ko-KR"));
    case.fires("R27", Verdict::Noted, &["vendor:liaodong"], &["may explain it"]);
}

#[test]
fn a_document_is_its_vendors_by_the_company_it_names() {
    let case = Case::default()
        .vendor(speaking("liaodong", "CN", &["zh"]))
        .fact("inbox/a.docx", signal("company", "Liaodong Pictures"))
        .fact("inbox/a.docx", signal("document_language", "ko-KR"));
    case.fires("R27", Verdict::ToCheck, &["vendor:liaodong"], &[]);
}

#[test]
fn vendors_side_by_side_with_one_text_are_a_contradiction() {
    let chain =
        Case::default().vendor(speaking("one", "CN", &[])).vendor(speaking("two", "ES", &[]));
    let case = family(chain, "same_text", 945, &["share/one/bid.docx", "share/two/offer.docx"]);
    case.fires(
        "R06",
        Verdict::ToCheck,
        &["vendor:one", "vendor:two"],
        &["about 94 %", "one Pictures and two Pictures"],
    );
}

#[test]
fn what_the_client_has_too_and_a_lineage_alone_are_only_noted() {
    let client = Vendor { tier: Some(0), ..vendor("studio") };
    let chain =
        || Case::default().vendor(speaking("one", "CN", &[])).vendor(speaking("two", "ES", &[]));
    let both = ["share/one/a.docx", "share/two/a.docx"];
    let three = ["share/one/a.docx", "share/two/a.docx", "share/studio/a.docx"];
    let vendors = ["vendor:one", "vendor:two"];
    family(chain().vendor(client), "same_text", 990, &three).fires(
        "R06",
        Verdict::Noted,
        &vendors,
        &["which may explain it"],
    );
    family(chain(), "same_lineage", 0, &both).fires("R06", Verdict::Noted, &vendors, &["one mark"]);
}

#[test]
fn templates_go_down_a_chain_and_stay_within_one_vendor() {
    let below = Vendor { parent: Some("one".into()), tier: Some(2), ..vendor("two") };
    let chain = || Case::default().vendor(speaking("one", "CN", &[]));
    family(chain().vendor(below), "same_text", 1000, &["share/one/a.docx", "share/two/a.docx"])
        .silent("R06");
    family(chain(), "same_text", 1000, &["share/one/a.docx", "share/one/b.docx"]).silent("R06");
    family(chain().vendor(vendor("two")), "same_text", 1000, &["share/one/a.docx", "b.docx"])
        .silent("R06");
}

#[test]
fn signs_of_northern_systems_are_to_be_checked_and_quotable_ones_noted() {
    for (kind, value, verdict) in [
        ("text_encoding", "kps9566", Verdict::ToCheck),
        ("leader_name", "U+F113", Verdict::ToCheck),
        ("half_hour_zone", "+08'30'", Verdict::ToCheck),
        ("juche_date", "Juche 103", Verdict::Noted),
        ("north_korean_font", "Chongbong", Verdict::Noted),
    ] {
        let korean = Fact::KoreanNorm(KoreanNorm {
            verdict: "undecided".into(),
            score_thousandths: 0,
            words: vec![],
            syllables: 600,
            lines: 20,
        });
        let case = Case::default().fact("x/a.txt", read()).fact("x/a.txt", korean);
        let case = case.fact("x/a.txt", signal(kind, value));
        case.fires("D01", verdict, &["asset:x"], &["1 document in x holds"]);
    }
    // Cyrillic letters that this code reads too are not Korean; neither is a text without enough signs a ground.
    let cyrillic =
        Case::default().fact("x/a.txt", read()).fact("x/a.txt", signal("text_encoding", "kps9566"));
    cyrillic.fires("D01", Verdict::Noted, &["asset:x"], &["explain as well"]);
    let doubtful = Case::default().fact("x/a.txt", signal("text_encoding", "kps9566"));
    doubtful.fires("D01", Verdict::Noted, &["asset:x"], &["explain as well"]);
    Case::default().fact("x/a.txt", signal("text_encoding", "cp949")).silent("D01");
}
