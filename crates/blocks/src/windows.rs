//! Numbers by which Windows and its programs name languages, code pages and character sets of fonts.
//!
//! In: a number, or bytes with the number of their code page. Out: a BCP 47 tag, an encoding, text, or words. A number that
//! stands in no table is shown as it is; bytes of an unknown code page are left to the decider of encodings.
//!
//! Sources: languages and the code pages that go with them \[MS-LCID\] 2.2; code pages \[MS-UCODEREF\] 2.2.1; character sets
//! RTF 1.9.1 `\fcharsetN` and \[MS-WMF\] 2.1.1.5; bits of fonts OpenType 1.9, OS/2 `ulCodePageRange1`.

use encoding_rs::{
    BIG5, EUC_JP, EUC_KR, Encoding, GB18030, IBM866, KOI8_R, MACINTOSH, SHIFT_JIS, UTF_8, UTF_16LE,
    WINDOWS_874, WINDOWS_1250, WINDOWS_1251, WINDOWS_1252, WINDOWS_1253, WINDOWS_1254,
    WINDOWS_1255, WINDOWS_1256, WINDOWS_1257, WINDOWS_1258,
};
use subtier_names::encoding::decode;

/// The code page of UTF-16, two bytes a unit, the lower one first.
pub const UTF16: u16 = 1200;

/// Languages that documents of the trade carry.
const LANGUAGES: &[(u16, &str)] = &[
    (0x0401, "ar-SA"),
    (0x0402, "bg-BG"),
    (0x0404, "zh-TW"),
    (0x0405, "cs-CZ"),
    (0x0406, "da-DK"),
    (0x0407, "de-DE"),
    (0x0408, "el-GR"),
    (0x0409, "en-US"),
    (0x040A, "es-ES"),
    (0x040B, "fi-FI"),
    (0x040C, "fr-FR"),
    (0x040D, "he-IL"),
    (0x040E, "hu-HU"),
    (0x0410, "it-IT"),
    (0x0411, "ja-JP"),
    (0x0412, "ko-KR"),
    (0x0413, "nl-NL"),
    (0x0414, "nb-NO"),
    (0x0415, "pl-PL"),
    (0x0416, "pt-BR"),
    (0x0418, "ro-RO"),
    (0x0419, "ru-RU"),
    (0x041A, "hr-HR"),
    (0x041B, "sk-SK"),
    (0x041D, "sv-SE"),
    (0x041E, "th-TH"),
    (0x041F, "tr-TR"),
    (0x0421, "id-ID"),
    (0x0422, "uk-UA"),
    (0x0424, "sl-SI"),
    (0x042A, "vi-VN"),
    (0x0439, "hi-IN"),
    (0x043E, "ms-MY"),
    (0x0450, "mn-MN"),
    (0x0451, "bo-CN"),
    (0x0464, "fil-PH"),
    (0x0480, "ug-CN"),
    (0x0804, "zh-CN"),
    (0x0807, "de-CH"),
    (0x0809, "en-GB"),
    (0x080A, "es-MX"),
    (0x080C, "fr-BE"),
    (0x0812, "ko-Johab"),
    (0x0813, "nl-BE"),
    (0x0816, "pt-PT"),
    (0x0C04, "zh-HK"),
    (0x0C07, "de-AT"),
    (0x0C09, "en-AU"),
    (0x0C0A, "es-ES"),
    (0x0C0C, "fr-CA"),
    (0x1004, "zh-SG"),
    (0x1009, "en-CA"),
    (0x1404, "zh-MO"),
    (0x1409, "en-NZ"),
    (0x1809, "en-IE"),
    (0x3409, "en-PH"),
    (0x4009, "en-IN"),
    (0x4809, "en-SG"),
];

/// A code page: its number, its table where there is one, and whose it is.
type CodePage = (u16, Option<&'static Encoding>, &'static str);

const CODE_PAGES: &[CodePage] = &[
    (866, Some(IBM866), "Cyrillic, DOS"),
    (874, Some(WINDOWS_874), "Thai"),
    (932, Some(SHIFT_JIS), "Japanese"),
    (936, Some(GB18030), "simplified Chinese"),
    (949, Some(EUC_KR), "Korean"),
    (950, Some(BIG5), "traditional Chinese"),
    (UTF16, None, "UTF-16"),
    (1250, Some(WINDOWS_1250), "Central European"),
    (1251, Some(WINDOWS_1251), "Cyrillic"),
    (1252, Some(WINDOWS_1252), "Western European"),
    (1253, Some(WINDOWS_1253), "Greek"),
    (1254, Some(WINDOWS_1254), "Turkish"),
    (1255, Some(WINDOWS_1255), "Hebrew"),
    (1256, Some(WINDOWS_1256), "Arabic"),
    (1257, Some(WINDOWS_1257), "Baltic"),
    (1258, Some(WINDOWS_1258), "Vietnamese"),
    (1361, None, "Korean Johab"),
    (10_000, Some(MACINTOSH), "Macintosh Roman"),
    (10_001, Some(SHIFT_JIS), "Macintosh Japanese"),
    (10_002, Some(BIG5), "Macintosh traditional Chinese"),
    (10_003, Some(EUC_KR), "Macintosh Korean"),
    (10_008, Some(GB18030), "Macintosh simplified Chinese"),
    (20_866, Some(KOI8_R), "Cyrillic, KOI8-R"),
    (20_932, Some(EUC_JP), "Japanese, EUC"),
    (20_936, Some(GB18030), "simplified Chinese, GB 2312"),
    (28_591, Some(WINDOWS_1252), "Western European, ISO 8859-1"),
    // Excel writes these two for the Macintosh and for Windows before 95 ([MS-XLS] 2.4.52).
    (32_768, Some(MACINTOSH), "Macintosh Roman"),
    (32_769, Some(WINDOWS_1252), "Western European"),
    (51_932, Some(EUC_JP), "Japanese, EUC"),
    (51_949, Some(EUC_KR), "Korean, EUC"),
    (54_936, Some(GB18030), "simplified Chinese"),
    (65_001, Some(UTF_8), "UTF-8"),
];

/// Code pages of the character sets of fonts.
const CHARACTER_SETS: &[(u16, u16)] = &[
    (0, 1252),
    (77, 10_000),
    (78, 10_001),
    (79, 10_003),
    (80, 10_008),
    (81, 10_002),
    (128, 932),
    (129, 949),
    (130, 1361),
    (134, 936),
    (136, 950),
    (161, 1253),
    (162, 1254),
    (163, 1258),
    (177, 1255),
    (178, 1256),
    (186, 1257),
    (204, 1251),
    (222, 874),
    (238, 1250),
];

/// East Asian code pages by the bit with which a font declares them.
const FONT_BITS: [(u32, u16); 5] = [(17, 932), (18, 936), (19, 949), (20, 950), (21, 1361)];

/// The BCP 47 tag of a language; `None` where the number is not known here.
fn language_tag(number: u16) -> Option<&'static str> {
    LANGUAGES.iter().find(|row| row.0 == number).map(|row| row.1)
}

/// The tag of a language, or its number where it is not known; `None` where the number says that there is none.
pub fn language_in_words(number: u16) -> Option<String> {
    // 0x0400 means that the text is not to be checked ([MS-DOC] 2.9.145); 0, 0xFF and LibreOffice's 0x3FF say nothing.
    if matches!(number, 0 | 0x0400 | 0x00FF | 0x03FF) {
        return None;
    }
    Some(language_tag(number).map_or_else(|| format!("language {number:#06x}"), str::to_owned))
}

/// The code page that goes with a language.
pub const fn code_page_of_language(language: u16) -> u16 {
    match language {
        0x0411 => 932,
        0x0804 | 0x1004 | 0x0480 => 936,
        0x0412 | 0x0812 => 949,
        0x0404 | 0x0C04 | 0x1404 => 950,
        0x041E => 874,
        0x0405 | 0x040E | 0x0415 | 0x0418 | 0x041A | 0x041B | 0x0424 => 1250,
        0x0402 | 0x0419 | 0x0422 | 0x0450 => 1251,
        0x0408 => 1253,
        0x041F => 1254,
        0x040D => 1255,
        0x0401 => 1256,
        0x042A => 1258,
        _ => 1252,
    }
}

/// The code page of a font's character set.
pub fn code_page_of_character_set(set: u16) -> Option<u16> {
    CHARACTER_SETS.iter().find(|row| row.0 == set).map(|row| row.1)
}

/// The East Asian code pages that a font declares by the first word of its code page bits.
pub fn code_pages_of_font(bits: u32) -> impl Iterator<Item = u16> {
    FONT_BITS.into_iter().filter(move |(bit, _)| bits >> bit & 1 == 1).map(|row| row.1)
}

/// Whether a code page is one of those that fonts declare for East Asian scripts.
pub fn is_east_asian(code_page: u16) -> bool {
    FONT_BITS.iter().any(|row| row.1 == code_page)
}

/// The table of a code page.
pub fn encoding_of(code_page: u16) -> Option<&'static Encoding> {
    CODE_PAGES.iter().find(|row| row.0 == code_page)?.1
}

/// A code page with whose it is.
pub fn code_page_in_words(code_page: u16) -> String {
    match CODE_PAGES.iter().find(|row| row.0 == code_page) {
        Some((number, _, whose)) => format!("{number} ({whose})"),
        None => code_page.to_string(),
    }
}

/// Text of a code page; bytes of an unknown one, or bytes that do not fit it, are left to the decider of encodings.
pub fn text_in_code_page(bytes: &[u8], code_page: Option<u16>) -> String {
    if code_page == Some(UTF16) {
        let whole = bytes.get(..bytes.len() / 2 * 2).unwrap_or(bytes);
        return UTF_16LE.decode_without_bom_handling(whole).0.into_owned();
    }
    if let Some(table) = code_page.and_then(encoding_of) {
        let (text, _, has_errors) = table.decode(bytes);
        if !has_errors {
            return text.into_owned();
        }
    }
    if bytes.is_ascii() {
        return String::from_utf8_lossy(bytes).into_owned();
    }
    decode(bytes, None).text
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_code_page_reads_its_bytes() {
        assert_eq!(text_in_code_page(b"\xC8\xB7\xC8\xCF", Some(936)), "确认");
        assert_eq!(text_in_code_page(b"\xC8\xAE\xC0\xCE", Some(949)), "확인");
        assert_eq!(text_in_code_page(b"a\0b\0c", Some(UTF16)), "ab");
        assert_eq!(text_in_code_page(b"plain", None), "plain");
    }

    #[test]
    fn languages_have_tags_and_unknown_ones_their_number() {
        assert_eq!(language_in_words(0x0804).as_deref(), Some("zh-CN"));
        assert_eq!(language_in_words(0x0412).as_deref(), Some("ko-KR"));
        assert_eq!(language_in_words(0x0400), None);
        assert_eq!(language_in_words(0x7777).as_deref(), Some("language 0x7777"));
    }

    #[test]
    fn code_pages_of_fonts_are_told_in_words() {
        let words = |bits| code_pages_of_font(bits).map(code_page_in_words).collect::<Vec<_>>();
        assert_eq!(words(1 << 18 | 1), ["936 (simplified Chinese)"]);
        assert_eq!(words(1 << 19 | 1 << 21), ["949 (Korean)", "1361 (Korean Johab)"]);
        assert_eq!(code_page_of_character_set(134), Some(936));
        assert_eq!(code_page_in_words(437), "437");
    }

    #[test]
    fn the_tables_are_sorted_and_hold_each_number_once() {
        assert!(LANGUAGES.is_sorted_by(|one, next| one.0 < next.0));
        assert!(CODE_PAGES.is_sorted_by(|one, next| one.0 < next.0));
        assert!(CHARACTER_SETS.is_sorted_by(|one, next| one.0 < next.0));
    }
}
