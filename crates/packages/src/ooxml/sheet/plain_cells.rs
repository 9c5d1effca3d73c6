//! Cells as nearly all programs write them, taken whole: `<c r="C5" s="1" t="s"><v>7</v></c>`.
//!
//! In: the XML that comes next. Out: a cell or the beginning of a row, with the bytes it takes. What is written otherwise is
//! nothing here and goes step by step (`cells`); a test there holds that both ways give the same. A large workbook has millions of
//! cells, and this is what makes it quick.

use subtier_blocks::cell_address::{COLUMNS_MAX, ROWS_MAX};

use super::cells::Kind;

/// A cell as it stands there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct PlainCell<'a> {
    /// Row and column from 0.
    pub(super) at: (u32, u32),
    /// Number of its style.
    pub(super) style: usize,
    /// How its value is stored.
    pub(super) kind: Kind,
    /// What it holds, references and all; empty where it holds nothing.
    pub(super) value: &'a str,
    /// Whether the value stands in `is`.
    pub(super) is_inline: bool,
    /// Bytes from its first sign to behind its last.
    pub(super) n_bytes: usize,
}

/// How texts stand in a cell: what comes before, what comes behind, and whether it is `is`.
const FORMS: [(&[u8], &[u8], bool); 3] = [
    (b"<v>", b"</v></c>", false),
    (b"<is><t>", b"</t></is></c>", true),
    (b"<is><t xml:space=\"preserve\">", b"</t></is></c>", true),
];

/// Elements within one another in the deepest of them: `c`, `is`, `t`.
pub(super) const LEVELS: usize = 3;

/// Bytes of a value that is taken whole; steps give a longer one in several pieces.
const VALUE_BYTES_MAX: usize = 1 << 15;

/// Digits of a style that is taken; there are no more than 100,000.
const STYLE_DIGITS_MAX: usize = 6;

/// The cell that comes next.
pub(super) fn plain_cell(xml: &str) -> Option<PlainCell<'_>> {
    let (at, mut rest) = address(xml.as_bytes().strip_prefix(b"<c r=\"")?)?;
    let (mut style, mut kind) = (None, None);
    loop {
        rest = match rest {
            [b'>', rest @ ..] => {
                let (value, is_inline, n_left) = value(rest)?;
                let start = xml.len() - rest.len() + value.start;
                let value = xml.get(start..start + value.len())?;
                let (style, kind) = (style.unwrap_or(0), kind.unwrap_or(Kind::Number));
                let n_bytes = xml.len() - n_left;
                return Some(PlainCell { at, style, kind, value, is_inline, n_bytes });
            }
            [b'/', b'>', rest @ ..] => {
                let (style, kind) = (style.unwrap_or(0), kind.unwrap_or(Kind::Number));
                let n_bytes = xml.len() - rest.len();
                return Some(PlainCell { at, style, kind, value: "", is_inline: false, n_bytes });
            }
            [b' ', b's', b'=', b'"', rest @ ..] if style.is_none() => {
                let (number, rest) = number(rest)?;
                style = Some(number);
                rest
            }
            [b' ', b't', b'=', b'"', rest @ ..] if kind.is_none() => {
                let (found, rest) = kind_of(rest)?;
                kind = Some(found);
                rest
            }
            _ => return None,
        };
    }
}

/// The row that ends and the one that begins behind it: the bytes of its attributes, and bytes in all.
pub(super) fn plain_row(xml: &str) -> Option<(&str, usize)> {
    const BETWEEN: &str = "</row><row";
    let tag = xml.strip_prefix(BETWEEN)?;
    let end = memchr::memchr(b'>', tag.as_bytes())?;
    let attributes = tag.get(..end)?;
    let n_quotes = attributes.bytes().filter(|byte| *byte == b'"').count();
    // A sign `>` within quotes does not end the tag; one that ends at once is no row with cells.
    let is_plain = attributes.starts_with(' ')
        && n_quotes.is_multiple_of(2)
        && !attributes.ends_with('/')
        && !attributes.contains('\'');
    is_plain.then_some((attributes, BETWEEN.len() + end + 1))
}

/// An address up to its closing quotation mark.
fn address(xml: &[u8]) -> Option<((u32, u32), &[u8])> {
    let (mut column, mut row, mut rest) = (0_u32, 0_u32, xml);
    while let [letter @ b'A'..=b'Z', behind @ ..] = rest {
        column = column * 26 + u32::from(letter - b'A') + 1;
        if column > COLUMNS_MAX {
            return None;
        }
        rest = behind;
    }
    while let [digit @ b'0'..=b'9', behind @ ..] = rest {
        row = row * 10 + u32::from(digit - b'0');
        if row > ROWS_MAX {
            return None;
        }
        rest = behind;
    }
    let rest = rest.strip_prefix(b"\"")?;
    Some(((row.checked_sub(1)?, column.checked_sub(1)?), rest))
}

/// A number up to its closing quotation mark.
fn number(xml: &[u8]) -> Option<(usize, &[u8])> {
    let (mut number, mut rest, mut n_digits) = (0, xml, 0);
    while let [digit @ b'0'..=b'9', behind @ ..] = rest {
        number = number * 10 + usize::from(digit - b'0');
        n_digits += 1;
        if n_digits > STYLE_DIGITS_MAX {
            return None;
        }
        rest = behind;
    }
    let rest = rest.strip_prefix(b"\"")?;
    (n_digits > 0).then_some((number, rest))
}

/// The type of a cell up to its closing quotation mark.
fn kind_of(xml: &[u8]) -> Option<(Kind, &[u8])> {
    Some(match xml {
        [b's', b'"', rest @ ..] => (Kind::Shared, rest),
        [b'n', b'"', rest @ ..] => (Kind::Number, rest),
        [b'b', b'"', rest @ ..] => (Kind::Boolean, rest),
        [b'e', b'"', rest @ ..] | [b's', b't', b'r', b'"', rest @ ..] => (Kind::Text, rest),
        _ => (Kind::Text, xml.strip_prefix(b"inlineStr\"")?),
    })
}

/// Where the value of a cell stands, whether in `is`, and the bytes left behind the cell.
fn value(xml: &[u8]) -> Option<(std::ops::Range<usize>, bool, usize)> {
    if let Some(rest) = xml.strip_prefix(b"</c>") {
        return Some((0..0, false, rest.len()));
    }
    let (open, close, is_inline) = FORMS.iter().find(|(open, ..)| xml.starts_with(open))?;
    let text = xml.get(open.len()..)?;
    let end = memchr::memchr2(b'<', b'\r', text)?;
    let rest = text.get(end..)?.strip_prefix(*close)?;
    (end <= VALUE_BYTES_MAX).then(|| (open.len()..open.len() + end, *is_inline, rest.len()))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(xml: &str) -> Option<(&str, usize)> {
        plain_cell(xml).map(|cell| (cell.value, cell.n_bytes))
    }

    #[test]
    fn what_nearly_all_programs_write_is_taken_whole() {
        let xml = "<c r=\"XFD1048576\" s=\"12\" t=\"s\"><v>7</v></c><c";
        let cell = plain_cell(xml).unwrap();
        assert_eq!((cell.at, cell.style, cell.kind), ((1_048_575, 16_383), 12, Kind::Shared));
        assert_eq!((cell.value, cell.n_bytes), ("7", xml.len() - 2));
        assert_eq!(read("<c r=\"A1\"/>"), Some(("", 11)));
        assert_eq!(read("<c r=\"A1\" s=\"3\"></c>"), Some(("", 20)));
        let inline = "<c r=\"A1\" t=\"inlineStr\"><is><t>请&amp;</t></is></c>";
        assert_eq!(read(inline), Some(("请&amp;", inline.len())));
    }

    #[test]
    fn anything_else_goes_step_by_step() {
        for xml in [
            "<c r=\"A1\"><v>7</v></c",
            "<c r=\"A1\"><f>B1</f><v>7</v></c>",
            "<c r=\"A0\"><v>7</v></c>",
            "<c r=\"XFE1\"><v>7</v></c>",
            "<c r=\"A1048577\"><v>7</v></c>",
            "<c r=\"1\"><v>7</v></c>",
            "<c r=\"A1\" s=\"1\" s=\"2\"><v>7</v></c>",
            "<c r=\"A1\" t=\"d\"><v>7</v></c>",
            "<c r=\"A1\" s=\"\"><v>7</v></c>",
            "<c r=\"A1\" s=\"1234567\"><v>7</v></c>",
            "<c r='A1'><v>7</v></c>",
            "<c><v>7</v></c>",
            "<c r=\"A1\"><v>a\rb</v></c>",
            "<c r=\"A1\"><is><r><t>7</t></r></is></c>",
        ] {
            assert_eq!(plain_cell(xml), None, "{xml}");
        }
        assert_eq!(plain_row("</row><row r=\"2\" x='>'>"), None);
        assert_eq!(plain_row("</row><row r=\"2\" x=\">\">"), None);
        assert_eq!(plain_row("</row><row r=\"2\"/>"), None);
        assert_eq!(plain_row("</row><row r=\"2\">"), Some((" r=\"2\"", 17)));
    }
}
