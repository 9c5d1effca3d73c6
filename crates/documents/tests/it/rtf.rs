//! RTF: text, changes, comments, tables and signals of committed samples, and damaged ones.

use proptest::prelude::*;
use subtier_blocks::{BlockKind, Document, Format, SignalKind};

use crate::samples::{bytes_of, read_as, texts, values};

fn document(bytes: &[u8]) -> Document {
    read_as(bytes, "a.rtf")
}

fn check_text(name: &str, expected: &[&str]) {
    let document = document(&bytes_of(name));
    assert_eq!(document.format, Format::Rtf);
    assert_eq!(document.text(), expected.join("\n"), "{name}");
    assert_eq!(document.faults, [], "{name}");
}

#[test]
fn east_asian_code_pages_are_read_by_font_and_by_file() {
    // The last line of each stands under a font that calls itself Western.
    let last = "开 眼睛再大一点 A朲";
    check_text("rtf-936.rtf", &["SC012 头型要修改,后脑勺太平", last, last]);
    let last = "눈을 더 크게 똠방각하";
    check_text("rtf-949.rtf", &["SC012 머리형을 다시 고칠것", last, last]);
    check_text("rtf-932.rtf", &["カット012 修正表ソ予", "目を大きく", "目を大きく"]);
    check_text("rtf-950.rtf", &["SC012 修改意見 功許蓋", "眼睛再大一點", "眼睛再大一點"]);
}

#[test]
fn the_code_page_of_the_file_and_its_fonts_are_told() {
    let document = document(&bytes_of("rtf-936.rtf"));
    assert_eq!(values(&document, SignalKind::CodePage), ["936 (simplified Chinese)"]);
    assert_eq!(values(&document, SignalKind::Font), ["宋体", "Times New Roman"]);
    assert_eq!(values(&document, SignalKind::DocumentLanguage), ["en-US", "zh-CN"]);
}

#[test]
fn a_file_of_libreoffice_is_read_with_its_table() {
    check_text(
        "rtf-libreoffice.rtf",
        &[
            "修改意见 0116",
            "SC012_C005 第3帧 头型要修改,后脑勺太平。머리형을 다시 고칠것.",
            "カット012 修正:頭の形を直す。 Fix the head; office affiliate fit.",
            "镜号\t修改意见\t状态",
            "SC045_C010\t眼睛再大一点\n눈을 더 크게\t返修",
            "SC046\t同上\tOK",
            "끝",
            "第1页",
        ],
    );
    let document = document(&bytes_of("rtf-libreoffice.rtf"));
    assert_eq!(values(&document, SignalKind::Author), ["김철수"]);
    assert_eq!(texts(&document, BlockKind::PageHeader), ["第1页"]);
}

#[test]
fn changes_stand_with_author_and_time() {
    let changed = document(&bytes_of("rtf-changes.rtf"));
    let deleted = changed.blocks.iter().find(|block| block.kind == BlockKind::Deleted);
    let deleted = deleted.expect("text taken out");
    assert_eq!(deleted.text, "不要");
    assert_eq!(deleted.author.as_deref(), Some("김철수"));
    assert_eq!(deleted.time.as_deref(), Some("2024-01-16T21:06"));
    assert_eq!(
        texts(&changed, BlockKind::Paragraph),
        ["SC012 头型要大大修改", "眼睛再大一点", "seen 𠀾", "链接", "end"]
    );
    let added = b"{\\rtf1{\\*\\revtbl{A;}{B;}}{\\revised\\revauth1 new}\\par}";
    let added = document(added);
    assert_eq!(texts(&added, BlockKind::Inserted), ["new"]);
    assert_eq!(values(&added, SignalKind::CommentAuthor), ["B"]);
}

#[test]
fn comments_stand_with_author_time_and_anchor() {
    let document = document(&bytes_of("rtf-changes.rtf"));
    let comment = document.blocks.iter().find(|block| block.kind == BlockKind::Comment);
    let comment = comment.expect("a comment");
    assert_eq!(comment.text, "눈을 더 크게");
    assert_eq!(comment.author.as_deref(), Some("박"));
    assert_eq!(comment.time.as_deref(), Some("2024-01-17T09:00"));
    assert_eq!(comment.anchor.as_deref(), Some("眼睛"));
}

#[test]
fn what_stands_apart_is_kept_apart() {
    let document = document(&bytes_of("rtf-changes.rtf"));
    assert_eq!(texts(&document, BlockKind::Hidden), ["隐藏的话"]);
    assert_eq!(texts(&document, BlockKind::Footnote), ["脚注一"]);
    assert_eq!(texts(&document, BlockKind::TextBox), ["图中的字"]);
    assert_eq!(texts(&document, BlockKind::PageHeader), ["第一集"]);
}

#[test]
fn cells_say_what_they_span() {
    let document = document(&bytes_of("rtf-changes.rtf"));
    let cells: Vec<_> = document
        .blocks
        .iter()
        .filter_map(|block| block.cell.as_ref().map(|cell| (block, cell)))
        .map(|(block, cell)| (block.text.as_str(), cell.row, cell.column, cell.rows, cell.columns))
        .collect();
    let expected = [
        ("镜号", 0, 0, 1, 1),
        ("意见", 0, 1, 2, 1),
        ("状态", 0, 2, 1, 1),
        ("SC045\nC010", 1, 0, 1, 1),
        ("返修", 1, 2, 1, 1),
        ("wide", 2, 0, 1, 2),
        ("OK", 2, 2, 1, 1),
    ];
    assert_eq!(cells, expected);
}

#[test]
fn properties_are_told() {
    let document = document(&bytes_of("rtf-changes.rtf"));
    for (kind, expected) in [
        (SignalKind::Author, &["Administrator"][..]),
        (SignalKind::LastModifiedBy, &["li"]),
        (SignalKind::Company, &["studio"]),
        (SignalKind::Title, &["修改意见"]),
        (SignalKind::Created, &["2024-01-16T21:05"]),
        (SignalKind::Modified, &["2024-01-17T09:00"]),
        (SignalKind::Printed, &["2024-01-18T08:01"]),
        (SignalKind::Application, &["Kingsoft Writer"]),
        (SignalKind::WpsBuild, &["2052-11.1.0.10132"]),
        (SignalKind::WpsUiLanguage, &["zh-CN"]),
        (SignalKind::SubstitutedFont, &["宋体"]),
        (SignalKind::TemplatePath, &["C:\\Users\\pak\\a.dot"]),
        (SignalKind::UserPath, &["C:\\Users\\pak\\a.dot", "file:///C:/Users/kim/a.xlsx"]),
        (SignalKind::ExternalPath, &["file:///C:/Users/kim/a.xlsx"]),
        (SignalKind::Rsid, &["0012D687", "0074CBB1"]),
        (SignalKind::TypedLanguage, &["en-US: 28 characters", "zh-CN: 44 characters"]),
    ] {
        assert_eq!(values(&document, kind), expected, "{kind:?}");
    }
}

#[test]
fn html_packed_by_a_mail_program_is_read_once() {
    check_text("rtf-fromhtml.rtf", &["컷 12 다시 할것\u{A0}", "ok"]);
}

#[test]
fn unicode_skips_its_stand_ins_and_joins_its_halves() {
    let text = |body: &str| document(format!("{{\\rtf1\\ansi {body}\\par}}").as_bytes()).text();
    assert_eq!(text("\\uc1\\u20462?\\u-26311 ?x"), "修\u{9939}x");
    assert_eq!(text("{\\uc2\\u20462\\'d0\\'de}y"), "修y");
    assert_eq!(text("\\uc0\\u-10176\\u-9154 z"), "𠀾z");
    assert_eq!(text("{\\upr{\\*\\x ansi}{\\*\\ud{\\uc0\\u20462}}}"), "修");
}

#[test]
fn deep_and_cut_files_are_read_as_far_as_they_go() {
    let deep = format!("{{\\rtf1 seen\\par {}deep", "{".repeat(100_000));
    let found = document(deep.as_bytes());
    assert_eq!(texts(&found, BlockKind::Paragraph), ["seen"]);
    assert_eq!(found.faults.len(), 2);
    let bin = b"{\\rtf1 a{\\pict\\bin999999999 xyz}";
    assert_eq!(document(bin).text(), "a");
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    #[test]
    fn any_groups_and_words_are_read(
        parts in prop::collection::vec(prop::sample::select(vec![
            "{", "}", "\\*", "\\par ", "\\cell ", "\\row ", "\\trowd", "\\cellx100", "\\intbl ", "\\pard", "\\u", "\\u20462",
            "\\u-9154", "\\uc3 ", "\\'d0", "\\'de", "a", "\\footnote ", "\\annotation ", "\\atrfstart ", "\\atrfend ",
            "\\atnref ", "7", "\\fonttbl", "\\f1", "\\fcharset134 ", ";", "\\info", "\\creatim", "\\yr2024", "\\v ", "\\deleted ",
            "\\revised ", "\\revtbl", "\\upr", "\\ud", "\\bin9 ", "\\clvmrg", "\\clmrg", "\\fldinst ", "HYPERLINK \"x\"",
            "\\ansicpg936 ", "\\dbch", "\\af1 ", "\\shptxt ", "\\", "\\'", "\u{4FEE}",
        ]), 0..80),
    ) {
        let text = format!("{{\\rtf1 {}", parts.concat());
        document(text.as_bytes());
    }

    #[test]
    fn damaged_samples_are_read(
        name in prop::sample::select(vec!["rtf-changes.rtf", "rtf-936.rtf", "rtf-libreoffice.rtf"]),
        at in 5..25_000_usize,
        bytes in prop::collection::vec(any::<u8>(), 0..4),
        cut in 0..4_usize,
    ) {
        let mut sample = bytes_of(name);
        let at = at.min(sample.len());
        let end = at.saturating_add(cut).min(sample.len());
        sample.splice(at..end, bytes);
        document(&sample);
    }
}
