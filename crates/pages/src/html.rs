//! HTML, as browsers, word processors and mail programs write it.
//!
//! In: the bytes of a page. Out: a paragraph for each line that a reader sees, the cells of tables with what they span,
//! hidden text apart, and what the program that wrote the page left in it. The tokenizer is that of the standard and builds
//! no tree, so that depth cannot be abused. Never: a script is run, a link followed, a log or other XML taken for a page.

mod charset;
mod page;
mod properties;
mod table;

pub(crate) use charset::{contract_name, declared};

use subtier_blocks::Writing;
use subtier_blocks::head_text;
use subtier_blocks::{Format, Request};

/// Bytes that are looked at to say whether a text is a page.
const HEAD_BYTES: usize = 1 << 13;

/// Elements with which a page or a piece of one begins.
const FIRST: &[&str] = &[
    "html", "head", "body", "title", "meta", "link", "base", "style", "script", "table", "div",
    "p", "span", "h1", "h2", "h3", "ul", "ol", "center", "font", "br", "pre", "img", "a", "b", "i",
    "section", "article", "header", "main",
];

/// Whether the bytes are of this family, and which of it.
pub(crate) fn is_it(bytes: &[u8], _name: &str) -> Option<Format> {
    let head = head_text(bytes, HEAD_BYTES).to_ascii_lowercase();
    let mut rest = head.trim_start();
    let mut is_xml = false;
    loop {
        if rest.starts_with("<!doctype") {
            let (kind, after) = rest.strip_prefix("<!doctype")?.split_once('>')?;
            if kind.trim_start().starts_with("html") {
                return Some(Format::Html);
            }
            rest = after.trim_start();
        } else if let Some(comment) = rest.strip_prefix("<!--") {
            rest = comment.split_once("-->")?.1.trim_start();
        } else if let Some(declaration) = rest.strip_prefix("<?xml") {
            is_xml = true;
            rest = declaration.split_once("?>")?.1.trim_start();
        } else {
            break;
        }
    }
    let (name, after) = element(rest)?;
    if name == "html" {
        return Some(Format::Html);
    }
    let n_known = after.split('<').filter_map(|part| known(part.trim_start_matches('/'))).count();
    (!is_xml && FIRST.contains(&name) && after.contains("</") && n_known >= 1)
        .then_some(Format::Html)
}

/// Reads it.
pub(crate) fn read(request: &Request<'_>, writing: &mut Writing) {
    let text = charset::page_text(request, writing);
    page::read(&text, None, writing);
}

/// A page that is a part of another document.
#[derive(Debug, Clone, Copy)]
pub struct Part<'a> {
    /// With this its places begin.
    pub name: &'a str,
    /// Who wrote it.
    pub author: Option<&'a str>,
    /// When, as written.
    pub time: Option<&'a str>,
}

/// Reads a page that is a part of another document.
pub fn read_part(text: &str, part: Part<'_>, writing: &mut Writing) {
    page::read(text, Some(part), writing);
}

/// The name of the element with which a text begins, and what follows it.
fn element(text: &str) -> Option<(&str, &str)> {
    let inner = text.strip_prefix('<')?;
    let end = inner.find(|sign: char| sign.is_whitespace() || matches!(sign, '>' | '/'))?;
    inner.split_at_checked(end)
}

fn known(text: &str) -> Option<&str> {
    let end = text.find(|sign: char| sign.is_whitespace() || matches!(sign, '>' | '/'))?;
    text.get(..end).filter(|name| FIRST.contains(name) || matches!(*name, "tr" | "td" | "li"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use subtier_blocks::{BlockKind, Document, Limits, SignalKind};

    fn page(bytes: &[u8]) -> Document {
        let request = Request { bytes, name: "a.html", folder: None, limits: Limits::STANDARD };
        let mut writing = Writing::new(Format::Html, Limits::STANDARD);
        read(&request, &mut writing);
        writing.finish()
    }

    fn told(text: &str) -> Vec<(BlockKind, String)> {
        page(text.as_bytes()).blocks.into_iter().map(|block| (block.kind, block.text)).collect()
    }

    fn paragraphs(text: &str) -> Vec<String> {
        told(text).into_iter().map(|(_, text)| text).collect()
    }

    #[test]
    fn pages_are_known_and_logs_and_other_xml_are_not() {
        for text in [
            "<!DOCTYPE html>\n<p>a",
            "\u{FEFF}<HTML xmlns:o=\"urn\">",
            "<?xml version=\"1.0\"?><!DOCTYPE html PUBLIC \"x\"><html>",
            "<!-- a --><div><b>x</b></div>",
            "<table><tr><td>1</td></tr></table>",
        ] {
            assert_eq!(is_it(text.as_bytes(), ""), Some(Format::Html), "{text}");
        }
        for text in [
            "<134>Jan 16 21:05:12 nas sshd: a",
            "<?xml version=\"1.0\"?><table><row>1</row></table>",
            "<?xml version=\"1.0\"?><fcpxml></fcpxml>",
            "<svg><title>a</title></svg>",
            "<p without end",
            "a <b>c</b>",
            "",
        ] {
            assert_eq!(is_it(text.as_bytes(), ""), None, "{text}");
        }
    }

    #[test]
    fn blocks_are_lines_and_breaks_stay_within_them() {
        let text = "<p>请返修<br>입모양 &amp; <b>머리</b>\n  다시</p><div>a<div>b</div>c</div><ul><li>1<li>2</ul><pre>x\n y</pre>";
        assert_eq!(
            paragraphs(text),
            ["请返修\n입모양 & 머리 다시", "a", "b", "c", "1", "2", "x\n y"]
        );
    }

    #[test]
    fn scripts_styles_and_comments_are_dropped_and_hidden_text_stands_apart() {
        let text = "<style>p{}</style><script>alert('<p>x')</script><!-- c --><p>a<span style='display: none'>b</span>c</p><p hidden>d<p>e<textarea>f</textarea>";
        assert_eq!(
            told(text),
            [
                (BlockKind::Hidden, "b".to_owned()),
                (BlockKind::Paragraph, "ac".to_owned()),
                (BlockKind::Hidden, "d".to_owned()),
                (BlockKind::Paragraph, "ef".to_owned()),
            ]
        );
    }

    #[test]
    fn cells_know_their_row_column_and_span() {
        let text = "<table><tr><th rowspan=2>镜号<th colspan=2>意见<tr><td>a<td><p>b<p>c</table>";
        let blocks = page(text.as_bytes()).blocks;
        let told: Vec<_> = blocks
            .iter()
            .map(|block| {
                let cell = block.cell.as_ref().unwrap();
                (block.text.as_str(), cell.row, cell.column, cell.rows, cell.columns)
            })
            .collect();
        assert_eq!(
            told,
            [("镜号", 0, 0, 2, 1), ("意见", 0, 1, 1, 2), ("a", 1, 1, 1, 1), ("b\nc", 1, 2, 1, 1)]
        );
        assert_eq!(blocks[3].place.to_string(), "table 1 cell C2");
    }

    #[test]
    fn a_table_within_a_cell_is_a_table_of_its_own() {
        let blocks = page(b"<table><tr><td><table><tr><td>in</table><td>out</table>after").blocks;
        let told: Vec<_> = blocks
            .iter()
            .map(|block| {
                (block.text.as_str(), block.cell.as_ref().map(|cell| (cell.table, cell.column)))
            })
            .collect();
        assert_eq!(told, [("in", Some((1, 0))), ("out", Some((0, 1))), ("after", None)]);
    }

    #[test]
    fn the_declared_encoding_is_believed_where_it_fits() {
        let (bytes, _, _) =
            encoding_rs::GBK.encode("<html><head><meta charset=gb2312></head><p>头型再修");
        let document = page(&bytes);
        assert_eq!(document.blocks[0].text, "头型再修");
        assert_eq!(document.encoding.as_deref(), Some("gb18030"));
    }

    #[test]
    fn what_the_program_left_is_signals() {
        let text = "<html lang=zh-CN><head><meta name=Generator content=\"Microsoft Word 15\"><meta name=ProgId content=Word.Document><!--[if gte mso 9]><xml><o:DocumentProperties><o:Author>微软用户</o:Author><o:LastAuthor>kim</o:LastAuthor><o:Created>2024-01-16T12:05:00Z</o:Created></o:DocumentProperties><o:CustomDocumentProperties><o:KSOProductBuildVer dt:dt=\"string\">2052-11.1.0.10132</o:KSOProductBuildVer></o:CustomDocumentProperties></xml><![endif]--></head><a href=\"file:///C:/Users/kim/a.doc\">x</a>";
        let document = page(text.as_bytes());
        let told: Vec<_> =
            document.signals.iter().map(|signal| (signal.kind, signal.value.as_str())).collect();
        assert_eq!(
            told,
            [
                (SignalKind::DocumentLanguage, "zh-CN"),
                (SignalKind::Application, "Microsoft Word 15"),
                (SignalKind::Application, "Word.Document"),
                (SignalKind::Author, "微软用户"),
                (SignalKind::LastModifiedBy, "kim"),
                (SignalKind::Created, "2024-01-16T12:05:00Z"),
                (SignalKind::WpsBuild, "2052-11.1.0.10132"),
                (SignalKind::WpsUiLanguage, "zh-CN"),
                (SignalKind::ExternalPath, "file:///C:/Users/kim/a.doc"),
                (SignalKind::UserPath, "file:///C:/Users/kim/a.doc"),
            ]
        );
        assert_eq!(document.text(), "x");
    }

    #[test]
    fn depth_and_spans_are_bounded() {
        let deep = "<div><table><tr><td>".repeat(20_000) + "x";
        assert_eq!(page(deep.as_bytes()).blocks.last().unwrap().text, "x");
        let wide = "<table><tr><td colspan=4000000000 rowspan=99999999999999999999>a<td>b</table>";
        assert_eq!(paragraphs(wide), ["a", "b"]);
    }

    const PAGE: &str = "<html lang=zh><head><meta charset=utf-8><meta name=author content=x></head><body><p style='display:none'>a<table><tr><td rowspan=2>b<td>c&nbsp;&#x4E2D;</table><!--[if mso]><o:Author>d</o:Author><![endif]--></body></html>";

    proptest! {
        #[test]
        fn any_bytes_are_read(bytes: Vec<u8>) {
            is_it(&bytes, "");
            page(&bytes);
        }

        #[test]
        fn damaged_pages_are_read(at in 0usize..220, byte: u8, cut in 0usize..220) {
            let mut bytes = PAGE.as_bytes().to_vec();
            if let Some(place) = bytes.get_mut(at) {
                *place = byte;
            }
            if cut < bytes.len() {
                bytes.remove(cut);
            }
            page(&bytes);
        }
    }
}
