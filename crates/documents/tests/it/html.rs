//! HTML as it is met: text, tables, hidden text and signals of committed samples, exactly.

use subtier_blocks::{BlockKind, Format, SignalKind};

use crate::samples::{signals, whole_sample};

#[test]
fn a_page_of_libreoffice_gives_its_lines_and_its_table_with_spans() {
    let document = whole_sample("html-libreoffice.html");
    assert_eq!(document.format, Format::Html);
    assert_eq!(document.encoding.as_deref(), Some("utf-8"));
    assert_eq!(document.text(), "修改意见\n请今天完成\nSC012\t头型再修，后脑太平\n返修");
    let cells: Vec<_> = document
        .blocks
        .iter()
        .filter_map(|block| block.cell.as_ref())
        .map(|cell| (cell.table, cell.row, cell.column, cell.rows, cell.columns))
        .collect();
    assert_eq!(cells, [(0, 0, 0, 2, 1), (0, 0, 1, 1, 1), (0, 1, 1, 1, 1)]);
    let langs: Vec<_> =
        document.blocks.iter().map(|block| block.lang.as_deref().unwrap()).collect();
    assert_eq!(langs, ["zh-CN", "zh-CN", "en-US", "zh-CN", "zh-CN"]);
}

#[test]
fn a_page_of_libreoffice_tells_its_program_and_author() {
    let document = whole_sample("html-libreoffice.html");
    let told = signals(&document);
    assert!(told.contains(&(SignalKind::Application, "LibreOffice 7.4.7.2 (Linux)")));
    assert!(told.contains(&(SignalKind::Author, "lina")));
    assert!(told.contains(&(SignalKind::DocumentLanguage, "en-US")));
}

#[test]
fn a_page_in_gbk_is_read_as_it_declares_and_hidden_text_stands_apart() {
    let document = whole_sample("html-word.html");
    assert_eq!(document.encoding.as_deref(), Some("gb18030"));
    let told: Vec<_> =
        document.blocks.iter().map(|block| (block.kind, block.text.as_str())).collect();
    assert_eq!(
        told,
        [
            (BlockKind::Paragraph, "头型再修，后脑太平"),
            (BlockKind::Hidden, "内部"),
            (BlockKind::Paragraph, "SC012 — 见 A&B"),
        ]
    );
}

#[test]
fn a_page_of_word_or_wps_tells_what_is_in_its_comments() {
    let document = whole_sample("html-word.html");
    assert_eq!(
        signals(&document),
        [
            (SignalKind::TextEncoding, "gb18030"),
            (SignalKind::DocumentLanguage, "ZH-CN"),
            (SignalKind::Application, "Word.Document"),
            (SignalKind::Application, "Microsoft Word 15"),
            (SignalKind::Author, "微软用户"),
            (SignalKind::LastModifiedBy, "lina"),
            (SignalKind::Created, "2024-01-16T12:05:00Z"),
            (SignalKind::WpsBuild, "2052-11.1.0.10132"),
            (SignalKind::WpsUiLanguage, "zh-CN"),
            (SignalKind::ExternalPath, "file:///D:/Users/lina/SC012.doc"),
            (SignalKind::UserPath, "file:///D:/Users/lina/SC012.doc"),
            (SignalKind::DefaultUserName, "微软用户"),
        ]
    );
}
