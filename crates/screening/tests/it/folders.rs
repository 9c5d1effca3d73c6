//! Small lists in the published layout. The SEK network's rows are facts of the public list;
//! every other row is invented.
#![expect(clippy::disallowed_methods, reason = "tests write their own small files")]

use std::fmt::Write;

use subtier_model::Complaint;
use subtier_screening::{Lists, Match, Query, Screener};
use tempfile::TempDir;

const HEAD: &str = "ID,Name,Type,Country,Title,Col_F,Col_G,Col_H,Col_I,Col_J,Col_K,Details\r\n";
const SDN: &[(&str, &str, &str, &str)] = &[
    (
        "31042",
        "MOXING CARTOON",
        "-0- ",
        "Registration Number 310104000572013 (China); Unified Social Credit Code (USCC) 913101040936933514 (China); Linked To: SEK STUDIO.",
    ),
    (
        "34022",
        "SEK STUDIO",
        "-0- ",
        "Organization Type: Motion picture, video and television programme production activities; Target Type State-Owned Enterprise.",
    ),
    (
        "34023",
        "NINGS CARTOON STUDIO",
        "-0- ",
        "Unified Social Credit Code (USCC) 91500118582829838H (China); Linked To: SEK STUDIO.",
    ),
    (
        "34024",
        "LU, Hezheng",
        "individual",
        "DOB 06 Apr 1974; POB Shanghai, China; nationality China; Gender Male; National ID No. 31010619740406283X (China); Linked To: SEK STUDIO.",
    ),
    (
        "34025",
        "SHANGHAI HONGMAN CARTOON AND ANIMATION DESIGN STUDIO",
        "-0- ",
        "Unified Social Credit Code (USCC) 91310104093794515H (China); Linked To: LU, Hezheng.",
    ),
    (
        "40202",
        "FUNSAGA PTE LTD.",
        "-0- ",
        "Organization Established Date 30 Oct 2018; Identification Number 201836948N (Singapore); Linked To: SEK STUDIO.",
    ),
    (
        "40203",
        "KINOATIS LLC",
        "-0- ",
        "Tax ID No. 7743531082; Business Registration Number 1047796451658; Linked To: SEK STUDIO.",
    ),
    (
        "40205",
        "KIM, Myong Chol",
        "individual",
        "DOB 12 May 1972; Gender Male; Passport 836210080 (Korea, North) expires 14 May 2021; Linked To: SEK STUDIO.",
    ),
    (
        "40207",
        "EVERLASTING EMPIRE LIMITED",
        "-0- ",
        "Organization Established Date 16 Mar 2015; Business Registration Number 2211652 (Hong Kong); Linked To: SEK STUDIO.",
    ),
    (
        "40213",
        "FUJIAN NANAN IMPORT AND EXPORT CORPORATION",
        "-0- ",
        "Organization Code 259861969 (China); Unified Social Credit Code (USCC) 91350583259861969M (China); Linked To: SEK STUDIO.",
    ),
    ("90001", "11420 CORP.", "-0- ", "-0- "),
    ("90002", "OLD BANK OF NOWHERE", "-0- ", "a.k.a. 'OBN'; a.k.a. 'THE LAUGHING HERON'."),
    (
        "40201",
        "JADHAV, Deepak",
        "individual",
        "DOB 11 Dec 1976; nationality India; Passport U8554908 (India) expires 12 Jan 2031.",
    ),
    (
        "40209",
        "TIAN FANG HONG KONG HOLDINGS LIMITED",
        "-0- ",
        "Business Registration Number 1100762 (Hong Kong).",
    ),
    ("90004", "ATLAS HOLDING", "-0- ", "Commercial Registry Number 1900656 (Lebanon)."),
    ("90005", "ALPHA GROUP", "-0- ", "-0- "),
    ("90006", "CARDONA, Invented", "individual", "a.k.a. 'ORION'; nationality Colombia."),
    ("90003", "HUAXIN SHIPPING NOWHERE LTD", "-0- ", "-0- "),
];

pub(crate) fn sdn() -> String {
    let mut text = HEAD.to_owned();
    for (uid, name, kind, remarks) in SDN {
        let _ =
            write!(text, "{uid},\"{name}\",{kind},DPRK3,{}\"{remarks}\"\r\n", "-0- ,".repeat(7));
    }
    // Many entries with the same words of the trade, as the real list has them.
    for idx in 0..40 {
        let _ = write!(
            text,
            "{},\"INVENTED{idx} TRADING COMPANY LIMITED\",-0- ,X,{}-0- \r\n",
            91_000 + idx,
            "-0- ,".repeat(7)
        );
    }
    text + "\u{1a},,,,,,,,,,,\r\n"
}

pub(crate) const ALT: &str = "31042,53317,\"aka\",\"SHANGHAI MOXING CULTURAL MEDIA CO LTD\",-0- \r\n\
    34022,53319,\"aka\",\"APRIL 26 CHILDREN'S ANIMATION FILM STUDIO\",-0- \r\n\
    34022,53320,\"aka\",\"SCIENTIFIC EDUCATION KOREA STUDIO\",-0- \r\n\
    34023,53323,\"aka\",\"CHONGQING NINGSE CARTOON & ANIMATION DEVELOPMENT CO., LTD.\",-0- \r\n\
    40205,62498,\"aka\",\"KIM, Myo'ng-Ch'o'l\",-0- \r\n\
    52001,70001,\"aka\",\"OF A LATER ENTRY\",-0- \r\n\u{1a}";

pub(crate) const ADD: &str = "31042,50992,\"901-7, No. 439 Yishan Road, Xuhui District\",\"Shanghai\",\"China\",-0- \r\n\
    34023,50997,\"No. 19, E. First Road, Huilong Boulevard, Yongchuan District\",\"Chongqing\",\"China\",-0- \r\n\
    40202,59880,\"Peninsular Plaza, 111 North Bridge Road, #08-11\",\"179098\",\"Singapore\",-0- \r\n\
    40205,59888,-0- ,\"Paris\",\"France\",-0- \r\n\
    90004,1,\"Invented street 5\",\"Beirut\",\"Lebanon\",-0- \r\n\
    40203,59889,-0- ,\"Moscow\",\"Russia\",-0- \r\n\
    40207,59891,\"Room 2105, Trend Centre, 29-31 Cheung Lee Street, Chai Wan\",\"Hong Kong\",\"China\",-0- \r\n";

pub(crate) const UN: &str = r#"<?xml version="1.0" encoding="UTF-8"?>
<CONSOLIDATED_LIST dateGenerated="2026-02-27T00:00:09.554Z"><INDIVIDUALS/><ENTITIES><ENTITY>
<FIRST_NAME>INVENTED MINING BUREAU</FIRST_NAME><REFERENCE_NUMBER>KPe.998</REFERENCE_NUMBER>
</ENTITY></ENTITIES></CONSOLIDATED_LIST>"#;

/// A folder with these files.
pub(crate) fn folder(files: &[(&str, &str)]) -> TempDir {
    let dir = tempfile::tempdir().expect("a temporary folder");
    for (name, text) in files {
        std::fs::write(dir.path().join(name), text).expect("written");
    }
    dir
}

/// The lists of a folder with these files, loaded leniently.
pub(crate) fn load(files: &[(&str, &str)]) -> (Lists, Vec<Complaint>) {
    Lists::load(Some(folder(files).path()), false)
}

/// SDN in three parts of which the aliases are of another date, and the UN list.
pub(crate) fn screener() -> Screener {
    let (lists, _) = load(&[
        ("sdn_2023-01.csv", &sdn()),
        ("alt_2025-02.csv", ALT),
        ("add_2023-01.csv", ADD),
        ("un.xml", UN),
    ]);
    Screener::new(lists)
}

/// The matches of a query at the default threshold.
pub(crate) fn matches(screener: &Screener, query: &Query) -> Vec<Match> {
    screener.screen(query, 10, subtier_screening::DEFAULT_MIN_SCORE)
}
