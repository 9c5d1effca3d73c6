//! The encoding of a page: what its mark or head declares where the bytes agree, else what explains the bytes best.
//!
//! The names that pages use for encodings are those of the Encoding Standard (encoding.spec.whatwg.org, 4.2); names of
//! encodings that Asian texts do not come in are believed only where they are declared and the bytes are no UTF-8.

use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GB18030, GBK, SHIFT_JIS, UTF_8, UTF_16BE, UTF_16LE,
};
use subtier_model::Place;

use subtier_blocks::Writing;
use subtier_blocks::text_of;
use subtier_blocks::{Request, SignalKind};

/// Bytes in which a declaration is looked for. The standard (html.spec.whatwg.org, 13.2.3.2) asks for 1024; Word writes
/// more before it.
const DECLARATION_BYTES_MAX: usize = 4096;

/// The text of a page; says its encoding in the document.
pub(super) fn page_text(request: &Request<'_>, writing: &mut Writing) -> String {
    let bytes = request.bytes;
    if let Some((encoding, mark_bytes)) = Encoding::for_bom(bytes) {
        let rest = bytes.get(mark_bytes..).unwrap_or(&[]);
        if let Some(text) = encoding.decode_without_bom_handling_and_without_replacement(rest) {
            note(encoding, writing);
            return text.into_owned();
        }
    }
    let label = label(bytes);
    match label.as_deref().and_then(|label| declared(label, bytes)) {
        Some((encoding, text)) => {
            note(encoding, writing);
            text
        }
        None => text_of(request, writing),
    }
}

/// Decodes bytes as they are declared; `None` where the name is unknown or the bytes are not of that encoding.
pub(crate) fn declared(label: &str, bytes: &[u8]) -> Option<(&'static Encoding, String)> {
    let encoding = Encoding::for_label_no_replacement(label.trim().as_bytes())?;
    // A page whose declaration could be read is no UTF-16, whatever it says (html.spec.whatwg.org, 13.2.3.2).
    let encoding =
        if matches!(encoding.name(), "UTF-16LE" | "UTF-16BE") { UTF_8 } else { encoding };
    if !is_asian(encoding)
        && encoding != UTF_8
        && let Ok(text) = std::str::from_utf8(bytes)
    {
        return Some((UTF_8, text.to_owned()));
    }
    let text = encoding.decode_without_bom_handling_and_without_replacement(bytes)?;
    Some((encoding, text.into_owned()))
}

/// Whether an encoding is one in which Asian texts of the trade come.
fn is_asian(encoding: &'static Encoding) -> bool {
    contract_name(encoding).is_some_and(|name| name != "utf-8")
}

/// The name of an encoding in the outside contract.
pub(crate) fn contract_name(encoding: &'static Encoding) -> Option<&'static str> {
    let names = [
        (UTF_8, "utf-8"),
        (UTF_16LE, "utf-16le"),
        (UTF_16BE, "utf-16be"),
        (GBK, "gb18030"),
        (GB18030, "gb18030"),
        (BIG5, "big5"),
        (EUC_KR, "cp949"),
        (SHIFT_JIS, "shift_jis"),
        (EUC_JP, "euc-jp"),
    ];
    names.into_iter().find(|(known, _)| *known == encoding).map(|(_, name)| name)
}

fn note(encoding: &'static Encoding, writing: &mut Writing) {
    if let Some(name) = contract_name(encoding) {
        writing.set_encoding(name, Vec::new());
    }
    if encoding != UTF_8 {
        let name =
            contract_name(encoding).map_or_else(|| encoding.name().to_lowercase(), str::to_owned);
        writing.signal(
            SignalKind::TextEncoding,
            name,
            Place::Words("declared encoding".to_owned()),
        );
    }
}

/// The name of the encoding in `charset=NAME`, or `encoding="NAME"` of an XML declaration.
fn label(bytes: &[u8]) -> Option<String> {
    let head = bytes.get(..DECLARATION_BYTES_MAX).unwrap_or(bytes);
    let head = String::from_utf8_lossy(head).to_ascii_lowercase();
    let after = head
        .strip_prefix("<?xml")
        .and_then(|xml| xml.split_once("?>")?.0.split_once("encoding"))
        .or_else(|| head.split_once("charset"))?
        .1;
    let value = after.trim_start().strip_prefix('=')?.trim_start().trim_start_matches(['"', '\'']);
    let end = value
        .find(|sign: char| !(sign.is_ascii_alphanumeric() || matches!(sign, '-' | '_' | ':' | '.')))
        .unwrap_or(value.len());
    value.get(..end).filter(|label| !label.is_empty()).map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_declaration_is_found_in_each_of_its_forms() {
        for text in [
            "<meta charset=\"ks_c_5601-1987\">",
            "<META http-equiv=Content-Type content=\"text/html; charset=ks_c_5601-1987\">",
            "<?xml version=\"1.0\" encoding='ks_c_5601-1987'?>",
        ] {
            assert_eq!(label(text.as_bytes()).as_deref(), Some("ks_c_5601-1987"), "{text}");
        }
        assert_eq!(label(b"<p>charset"), None);
    }

    #[test]
    fn a_declaration_that_the_bytes_deny_is_not_believed() {
        assert_eq!(declared("utf-8", &[0xB0, 0xA1]), None);
        assert_eq!(declared("iso-8859-1", "头".as_bytes()).unwrap().1, "头");
        assert_eq!(declared("iso-8859-1", &[0xE9]).unwrap().1, "é");
    }
}
