//! Names that are on a list are told whichever format holds them: user names that no person chose, fonts of North Korean systems.

use subtier_blocks::SignalKind;

use crate::samples::{bytes_of, read_as, values};

fn default_users(name: &str) -> Vec<String> {
    let document = read_as(&bytes_of(name), name);
    values(&document, SignalKind::DefaultUserName).into_iter().map(str::to_owned).collect()
}

fn north_korean_fonts(bytes: &[u8], name: &str) -> Vec<String> {
    let document = read_as(bytes, name);
    values(&document, SignalKind::KoreanNorthFont).into_iter().map(str::to_owned).collect()
}

#[test]
fn user_names_that_no_person_chose_are_told_in_every_format() {
    for (sample, expected) in [
        ("doc-libreoffice.doc", &["Administrator"][..]),
        ("wps-scripted.wps", &["Administrator"]),
        ("xls-xlwt.xls", &["Administrator"]),
        ("et-scripted.et", &["Administrator"]),
        ("hwp-scripted.hwp", &["사용자", "Administrator"]),
        ("hwpx-notes.hwpx", &["Administrator"]),
        ("msg-plain.msg", &["Administrator"]),
        ("rtf-changes.rtf", &["Administrator"]),
        ("pdf-revisions.pdf", &["Administrator"]),
        ("html-word.html", &["微软用户"]),
    ] {
        assert_eq!(default_users(sample), expected, "{sample}");
    }
    for sample in ["html-libreoffice.html", "pdf-libreoffice.pdf", "rtf-libreoffice.rtf"] {
        assert_eq!(default_users(sample), [""; 0], "{sample}");
    }
}

/// Writes a name over another of the same length, wherever it stands.
fn renamed(sample: &str, old: &[u8], new: &[u8]) -> Vec<u8> {
    assert_eq!(old.len(), new.len());
    let mut bytes = bytes_of(sample);
    let starts: Vec<usize> = memchr::memmem::find_iter(&bytes, old).collect();
    assert!(!starts.is_empty(), "{sample}");
    for start in starts {
        bytes.splice(start..start + new.len(), new.iter().copied());
    }
    bytes
}

fn utf16(text: &str) -> Vec<u8> {
    text.encode_utf16().flat_map(u16::to_le_bytes).collect()
}

#[test]
fn fonts_of_north_korean_systems_are_told_in_every_format() {
    assert_eq!(north_korean_fonts(&bytes_of("hwp-scripted.hwp"), "a.hwp"), ["청봉체"]);
    let rtf = b"{\\rtf1\\ansi{\\fonttbl{\\f0 PRK P Chollima;}{\\f1 Arial;}}SC012\\par}";
    assert_eq!(north_korean_fonts(rtf, "a.rtf"), ["PRK P Chollima"]);
    let doc = renamed("doc-libreoffice.doc", &utf16("DejaVu Sans"), &utf16("KP Chollima"));
    assert_eq!(north_korean_fonts(&doc, "a.doc"), ["KP Chollima"]);
    let xls = renamed("xls-libreoffice.xls", &utf16("Noto Sans"), &utf16("WKGothic "));
    assert_eq!(north_korean_fonts(&xls, "a.xls"), ["WKGothic  CJK SC"]);
    let ppt = renamed("ppt-libreoffice.ppt", &utf16("DejaVu Sans"), &utf16("KP Chollima"));
    assert_eq!(north_korean_fonts(&ppt, "a.ppt"), ["KP Chollima"]);
    let pdf = renamed("pdf-owner-password.pdf", b"/Helvetica", b"/PRK#20P.1");
    assert_eq!(north_korean_fonts(&pdf, "a.pdf"), ["PRK P.1"]);
}
