//! What the documents of the made-up case ask for and tell; shots, names and texts are nobody's.

use subtier_model::{
    ChangeRequest, DocumentFamily, DocumentSignals, KoreanNorm, Place, SignalValue,
};
use subtier_review::{
    Direction, DocumentNorm, Documents, FamilyOfDocuments, FolderRequests, RequestRow,
    SignalMeaning, SignalsOfDocument,
};

use super::texts;

fn request(text: &str, translation: Option<&str>) -> ChangeRequest {
    ChangeRequest {
        shot: Some("SC012_C005".into()),
        production: None,
        frame: Some(12),
        frame_out: Some(20),
        timecode: None,
        author: Some("微软用户".into()),
        time: None,
        lang: Some("zh".into()),
        request: text.into(),
        translation: translation.map(Into::into),
        translation_lang: translation.map(|_| "ko-KP".into()),
        gloss: Some("head shape | correct again".into()),
        status: "retake".into(),
    }
}

fn row(file: &str, cell: &str, request: ChangeRequest) -> RequestRow {
    let place = Place::Cell { sheet: "Sheet1".into(), cell: cell.into() };
    RequestRow { file: file.into(), place, request }
}

fn folder(name: &str, rows: Vec<RequestRow>, requests: u64) -> FolderRequests {
    let translated = rows.iter().filter(|row| row.request.translation.is_some()).count() as u64;
    FolderRequests { folder: name.into(), requests, translated, rows }
}

fn signals(signal: &str, value: &str, more: u64) -> DocumentSignals {
    let place = Place::Words("docProps/core.xml".into());
    let values = vec![SignalValue { value: value.into(), place }];
    DocumentSignals { signal: signal.into(), values, more }
}

fn norm() -> DocumentNorm {
    DocumentNorm {
        path: "notes/EP301/retake.xlsx".into(),
        norm: KoreanNorm {
            verdict: "North Korean or Yanbian norm".into(),
            score_thousandths: 8_100,
            words: texts(&[
                "래일 (내일): initial ㄹ is kept",
                "되였음 (되었음): 여 after a front vowel",
            ]),
            syllables: 412,
            lines: 33,
        },
    }
}

pub(super) fn documents() -> Documents {
    let pair = request("头部形状请重新修正", Some("머리모양을 다시 수정할것"));
    let mut alone = request("背景颜色太暗", None);
    (alone.frame_out, alone.gloss, alone.status) = (None, None, "held".into());
    let rows = vec![row("retake.xlsx", "C5", pair), row("retake.xlsx", "C9", alone.clone())];
    let kind = |kind: &str, says: &str| SignalMeaning { kind: kind.into(), says: says.into() };
    Documents {
        read: 1_204,
        formats: vec![("xlsx".into(), 1_200), ("docx".into(), 4)],
        languages: vec![("zh".into(), 900), ("ko-KP".into(), 12)],
        requests: 1_305,
        statuses: vec![("retake".into(), 1_300), ("held".into(), 5)],
        directions: vec![Direction { from: Some("zh".into()), to: Some("ko".into()), count: 800 }],
        folders: vec![
            folder("", vec![row("a.txt", "A1", alone)], 1),
            folder("notes/EP301", rows, 1_304),
        ],
        requests_left: 1_302,
        norms: vec![norm()],
        without_norm: vec![("insufficient text".into(), 7)],
        signals: vec![SignalsOfDocument {
            path: "notes/EP301/retake.xlsx".into(),
            signals: vec![
                signals("last_modified_by", "Administrator", 3),
                signals("brand_new_kind", "1", 0),
            ],
        }],
        kinds: vec![kind("last_modified_by", "who saved it last, as the program says")],
        families: vec![FamilyOfDocuments {
            paths: texts(&["notes/EP301/retake.xlsx", "notes/EP302/retake.xlsx"]),
            family: DocumentFamily {
                basis: "same_lineage".into(),
                members: vec![],
                alike_thousandths: 0,
                because: "2 documents share rsid_root 00A1B2C3".into(),
            },
        }],
    }
}
