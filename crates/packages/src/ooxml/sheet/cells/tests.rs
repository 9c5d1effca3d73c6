//! Tests of cells: what is taken whole is what the steps give, on sheets as programs write them and on damaged ones.

use super::*;
use proptest::prelude::*;

use super::super::strings::Strings;
use super::super::styles::Styles;

/// Gives one byte at a time, so that no cell is ever at hand as a whole.
struct Dripping<'a>(&'a [u8]);

impl Read for Dripping<'_> {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let [first, rest @ ..] = self.0 else { return Ok(0) };
        buffer[0] = *first;
        self.0 = rest;
        Ok(1)
    }
}

fn book() -> Book {
    let mut strings = Strings::default();
    let texts = "<sst><si><t>请返修</t></si><si><t> </t></si><si><t>a&amp;b_x000D_</t></si></sst>";
    strings.read(&mut Xml::new(texts.as_bytes(), 50), 1 << 20).unwrap();
    let styles = "<styleSheet><numFmts><numFmt numFmtId=\"164\" formatCode=\"yyyy-mm-dd\"/>\
        <numFmt numFmtId=\"165\" formatCode=\";;;\"/></numFmts><cellXfs><xf numFmtId=\"0\"/>\
        <xf numFmtId=\"164\"/><xf numFmtId=\"165\"/><xf numFmtId=\"49\"/></cellXfs></styleSheet>";
    let styles = Styles::read(&mut Xml::new(styles.as_bytes(), 50));
    Book { sheets: Vec::new(), is_1904: false, strings, styles, relations: Vec::new() }
}

/// All that is read of a sheet, in words.
fn words<R: Read>(xml: R, depth_max: usize) -> String {
    let (mut xml, mut content) = (Xml::new(xml, depth_max), SheetContent::default());
    let limits = Limits { blocks_max: 30, ..Limits::STANDARD };
    let end = read(&mut xml, &book(), &limits, &mut content);
    format!("{content:?} {end:?}")
}

#[track_caller]
fn both_ways(sheet: &[u8]) {
    // The first bytes are always read together; then there is no cell among them.
    let sheet = [&b" ".repeat(300), sheet].concat();
    for depth_max in [3, 5, 50] {
        assert_eq!(words(&sheet[..], depth_max), words(Dripping(&sheet), depth_max));
    }
}

/// A sheet as a program might write it, in pieces.
fn pieces() -> impl Strategy<Value = Vec<&'static str>> {
    let piece = prop::sample::select(vec![
        "<row r=\"1\">",
        "</row><row r=\"2\" spans=\"1:8\">",
        "</row><row r=\"3\" hidden=\"1\">",
        "</row><row>",
        "</row>",
        "</sheetData>",
        "<c r=\"A1\"><v>1</v></c>",
        "<c r=\"B1\" s=\"1\"><v>45307</v></c>",
        "<c r=\"C2\" t=\"s\"><v>0</v></c>",
        "<c r=\"D2\" t=\"s\" s=\"3\"><v>2</v></c>",
        "<c r=\"E2\" s=\"2\" t=\"n\"><v>0.50</v></c>",
        "<c r=\"A3\" t=\"s\"><v>1</v></c>",
        "<c r=\"B3\" t=\"inlineStr\"><is><t xml:space=\"preserve\"> &#35831;_x000D_ </t></is></c>",
        "<c r=\"C3\" t=\"inlineStr\"><is><t>a</t></is></c>",
        "<c r=\"C3\" t=\"inlineStr\"><is><r><t>a</t></r><rPh><t>b</t></rPh></is></c>",
        "<c r=\"D3\" t=\"str\"><f>A1&amp;\"x\"</f><v>a&lt;b</v></c>",
        "<c r=\"E3\" t=\"b\"><v>1</v></c>",
        "<c r=\"F3\" t=\"e\"><v>#REF!</v></c>",
        "<c r=\"G3\"/>",
        "<c r=\"H3\" s=\"1\"></c>",
        "<c><v>7</v></c>",
        "<c t=\"d\"><v>2024-01-16</v></c>",
        "<c r=\"ZZZ1\"><v>1</v></c>",
        "<c r=\"A1\"><v>a\r\nb</v></c>",
        "<c r=\"A1\"><v><!-- --></v></c>",
        "<c r=\"A1\"><v>1",
        "<c r=\"A1\">",
        "</c>",
        "<v>",
        "</v>",
        "<is>",
        "</is>",
        "<oddHeader>&amp;Lx",
        "</oddHeader>",
        "<col min=\"1\" max=\"2\" hidden=\"1\"/>",
        "<mergeCell ref=\"A1:B2\"/>",
        "<![CDATA[",
        "]]>",
        "<!--",
        "-->",
        "&",
        "\n",
    ]);
    prop::collection::vec(piece, 0..50)
}

#[test]
fn a_plain_sheet_is_read_both_ways() {
    let sheet = "<worksheet><sheetData><row r=\"1\"><c r=\"A1\" t=\"s\"><v>0</v></c><c r=\"B1\" s=\"1\"><v>45307</v>\
        </c></row><row r=\"2\" ht=\"0\"><c r=\"A2\"><v>1.5</v></c></row></sheetData></worksheet>";
    both_ways(sheet.as_bytes());
    let read = words(sheet.as_bytes(), 50);
    for text in ["请返修", "2024-01-16", "1.5"] {
        assert!(read.contains(text), "{read}");
    }
}

proptest! {
    #[test]
    fn pieces_in_any_order_are_read_both_ways(pieces in pieces()) {
        both_ways(format!("<worksheet><sheetData><row>{}", pieces.concat()).as_bytes());
    }

    #[test]
    fn damaged_sheets_are_read_both_ways(
        pieces in pieces(),
        damage in prop::collection::vec((any::<prop::sample::Index>(), 0..4_u8, any::<u8>()), 1..6),
    ) {
        let mut sheet = format!("<worksheet><sheetData><row>{}", pieces.concat()).into_bytes();
        for (at, kind, byte) in damage {
            let at = at.index(sheet.len());
            match kind {
                0 => sheet[at] = byte,
                1 => sheet[at] ^= 1 << (byte % 8),
                2 => sheet.insert(at, byte),
                _ => drop(sheet.drain(at..(at + usize::from(byte % 9)).min(sheet.len()))),
            }
            if sheet.is_empty() {
                return Ok(());
            }
        }
        both_ways(&sheet);
    }
}
