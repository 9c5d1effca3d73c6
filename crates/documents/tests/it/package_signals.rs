//! What packages tell of their making, in files of real programs and in packages made here after observed ones.
//!
//! In: samples of `tests/samples/`. Each test is a row of the table of signals.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on must fail")]

use std::io::{Cursor, Write};

use subtier_blocks::{Document, SignalKind};
use zip::ZipWriter;
use zip::write::SimpleFileOptions;

use crate::samples::{read_as, sample};

fn read_bytes(bytes: &[u8]) -> Document {
    read_as(bytes, "a")
}

fn values(document: &Document, kind: SignalKind) -> Vec<String> {
    let signals = document.signals.iter().filter(|signal| signal.kind == kind);
    signals.map(|signal| format!("{} @ {}", signal.value, signal.place)).collect()
}

pub(crate) fn package(parts: &[(&str, &[u8])]) -> Vec<u8> {
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in parts {
        writer.start_file(*name, SimpleFileOptions::default()).unwrap();
        writer.write_all(bytes).unwrap();
    }
    writer.finish().unwrap().into_inner()
}

/// A document with one part of interest.
fn with_part(name: &str, bytes: &[u8]) -> Document {
    read_bytes(&package(&[
        ("[Content_Types].xml", b"<Types><Override PartName='/word/document.xml' ContentType='application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml'/></Types>"),
        ("_rels/.rels", b"<Relationships><Relationship Id='r1' Type='http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument' Target='word/document.xml'/></Relationships>"),
        ("word/document.xml", b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'><w:body><w:p/></w:body></w:document>"),
        (name, bytes),
    ]))
}

#[test]
fn properties_of_a_word_document_are_told() {
    let document = sample("signals-python-docx.docx");
    for (kind, expected) in [
        (SignalKind::Author, "微软中国 @ docProps/core.xml"),
        (SignalKind::LastModifiedBy, "Windows 用户 @ docProps/core.xml"),
        (SignalKind::Created, "2024-01-16T12:05:10Z @ docProps/core.xml"),
        (SignalKind::Modified, "2024-01-16T12:05:10Z @ docProps/core.xml"),
        (SignalKind::Revision, "revision 1 @ docProps/core.xml"),
        (SignalKind::Application, "Microsoft Macintosh Word 14.0000 @ docProps/app.xml"),
        (SignalKind::TemplatePath, "Normal.dotm @ docProps/app.xml"),
        (SignalKind::RsidRoot, "00B47730 @ word/settings.xml rsidRoot"),
        (SignalKind::DocumentId, "24062061 @ word/settings.xml docId"),
        (SignalKind::FontCodePage, "932 (Japanese) @ word/fontTable.xml"),
        (SignalKind::Embedded, "docProps/thumbnail.jpeg @ entry docProps/thumbnail.jpeg"),
    ] {
        assert_eq!(values(&document, kind), [expected]);
    }
    assert_eq!(
        values(&document, SignalKind::DefaultUserName),
        ["微软中国 @ docProps/core.xml", "Windows 用户 @ docProps/core.xml"]
    );
    assert_eq!(
        values(&document, SignalKind::DocumentLanguage),
        ["en-US @ word/styles.xml lang val", "ja-JP @ word/settings.xml themeFontLang eastAsia"]
    );
    assert_eq!(values(&document, SignalKind::Rsid).len(), 9);
    assert_eq!(
        values(&document, SignalKind::ThemeFont),
        [
            "major latin: Calibri @ word/theme/theme1.xml",
            "minor latin: Cambria @ word/theme/theme1.xml"
        ]
    );
}

#[test]
fn properties_of_libreoffice_are_told() {
    let document = sample("signals-libreoffice.odt");
    let generator = "LibreOffice/7.4.7.2$Linux_X86_64 LibreOffice_project/40$Build-2 @ meta.xml";
    for (kind, expected) in [
        (SignalKind::Author, "微软中国 @ meta.xml"),
        (SignalKind::LastModifiedBy, "Windows 用户 @ meta.xml"),
        (SignalKind::Application, generator),
        (SignalKind::Created, "2024-01-16T12:05:10 @ meta.xml"),
        (SignalKind::DocumentLanguage, "en-US @ styles.xml language"),
        (SignalKind::RsidRoot, "1163670 @ settings.xml RsidRoot"),
        (SignalKind::Embedded, "Thumbnails/thumbnail.png @ entry Thumbnails/thumbnail.png"),
    ] {
        assert_eq!(values(&document, kind), [expected]);
    }
    let fonts = values(&document, SignalKind::Font);
    assert!(fonts.contains(&"ＭＳ 明朝 @ styles.xml".to_owned()), "{fonts:?}");
}

#[test]
fn the_fonts_that_stand_in_for_others_are_told() {
    assert_eq!(
        values(&sample("signals-libreoffice.docx"), SignalKind::SubstitutedFont),
        [
            "Liberation Serif = Times New Roman @ word/fontTable.xml",
            "Courier = Courier New @ word/fontTable.xml",
            "Liberation Sans = Arial @ word/fontTable.xml"
        ]
    );
}

#[test]
fn the_zone_of_the_machine_follows_from_zip_and_properties() {
    // Made with the clock of Seoul.
    let document = sample("xlsx-openpyxl.xlsx");
    let told = values(&document, SignalKind::ClockDifference);
    assert_eq!(told.len(), 1);
    assert!(told[0].starts_with("+09:00: zip "), "{told:?}");
    assert_eq!(values(&document, SignalKind::PartTime).len(), 1);
}

#[test]
fn no_zone_follows_where_the_properties_are_of_another_day() {
    let document = sample("signals-python-docx.docx");
    assert!(values(&document, SignalKind::ClockDifference).is_empty());
}

#[test]
fn links_and_paths_of_accounts_are_told() {
    let document = sample("xlsx-xlsxwriter.xlsx");
    let rels = "xl/worksheets/_rels/sheet1.xml.rels";
    assert_eq!(
        values(&document, SignalKind::ExternalPath),
        [
            format!("https://example.com/review/SC012 @ {rels}"),
            format!("file:///C:\\Users\\Kim\\Desktop\\ep03.xlsx @ {rels}")
        ]
    );
    assert_eq!(
        values(&document, SignalKind::UserPath),
        [format!("file:///C:\\Users\\Kim\\Desktop\\ep03.xlsx @ {rels}")]
    );
    assert_eq!(values(&document, SignalKind::Company), ["Hanbit Example @ docProps/app.xml"]);
    // A zip that keeps no times tells none.
    assert!(values(&document, SignalKind::PartTime).is_empty());
}

#[test]
fn wps_office_tells_its_build_and_language() {
    let document = with_part(
        "docProps/custom.xml",
        b"<Properties><property fmtid='{D5CDD505}' pid='2' name='KSOProductBuildVer'><vt:lpwstr>2052-11.1.0.10132</vt:lpwstr></property>\
          <property pid='3' name='ICV'><vt:lpwstr>0A1B2C</vt:lpwstr></property>\
          <property pid='4' name='KSOTemplateUUID'><vt:lpwstr>v1.0_mb_xy==</vt:lpwstr></property>\
          <property pid='5' name='Other'><vt:lpwstr>x</vt:lpwstr></property></Properties>",
    );
    let place = "docProps/custom.xml";
    assert_eq!(values(&document, SignalKind::WpsBuild), [format!("2052-11.1.0.10132 @ {place}")]);
    assert_eq!(values(&document, SignalKind::WpsUiLanguage), [format!("zh-CN @ {place}")]);
    assert_eq!(
        values(&document, SignalKind::WpsIdentifier),
        [format!("ICV=0A1B2C @ {place}"), format!("KSOTemplateUUID=v1.0_mb_xy== @ {place}")]
    );
}

#[test]
fn settings_tell_language_sessions_and_identifier() {
    let document = with_part(
        "word/settings.xml",
        b"<w:settings><w:rsids><w:rsidRoot w:val='00A1'/><w:rsid w:val='00A1'/><w:rsid w:val='00B2'/></w:rsids>\
          <w:themeFontLang w:val='en-US' w:eastAsia='ko-KR'/><w15:docId w15:val='{5A3E}'/></w:settings>",
    );
    assert_eq!(values(&document, SignalKind::RsidRoot), ["00A1 @ word/settings.xml rsidRoot"]);
    assert_eq!(values(&document, SignalKind::Rsid).len(), 2);
    assert_eq!(values(&document, SignalKind::DocumentId), ["{5A3E} @ word/settings.xml docId"]);
    assert_eq!(
        values(&document, SignalKind::DocumentLanguage)[1],
        "ko-KR @ word/settings.xml themeFontLang eastAsia"
    );
}

#[test]
fn a_template_on_a_share_is_told() {
    let document = with_part(
        "word/_rels/settings.xml.rels",
        "<Relationships><Relationship Id='r1' Type='http://x/attachedTemplate' TargetMode='External' Target='file:///C:\\Users\\王伟\\a.dotx'/></Relationships>".as_bytes(),
    );
    let told = "file:///C:\\Users\\王伟\\a.dotx @ word/_rels/settings.xml.rels";
    assert_eq!(values(&document, SignalKind::TemplatePath), [told]);
    assert_eq!(values(&document, SignalKind::UserPath), [told]);
}

#[test]
fn fonts_recalled_from_the_north_and_their_code_pages_are_told() {
    let document = with_part(
        "word/fontTable.xml",
        "<w:fonts><w:font w:name='천리마'><w:sig w:csb0='00080000'/></w:font><w:font w:name='等线'><w:altName w:val='DengXian'/><w:sig w:csb0='0004000F'/></w:font></w:fonts>".as_bytes(),
    );
    assert_eq!(values(&document, SignalKind::KoreanNorthFont), ["천리마 @ word/fontTable.xml"]);
    assert_eq!(
        values(&document, SignalKind::SubstitutedFont),
        ["等线 = DengXian @ word/fontTable.xml"]
    );
    assert_eq!(
        values(&document, SignalKind::FontCodePage),
        ["949 (Korean) @ word/fontTable.xml", "936 (simplified Chinese) @ word/fontTable.xml"]
    );
}

#[test]
fn only_fonts_of_a_theme_that_differ_from_office_are_told() {
    let document = with_part(
        "word/theme/theme1.xml",
        "<a:theme><a:fontScheme><a:minorFont><a:latin typeface='Calibri'/><a:ea typeface=''/><a:font script='Hang' typeface='맑은 고딕'/><a:font script='Hans' typeface='方正书宋'/></a:minorFont></a:fontScheme></a:theme>".as_bytes(),
    );
    assert_eq!(
        values(&document, SignalKind::ThemeFont),
        [
            "minor latin: Calibri @ word/theme/theme1.xml",
            "minor Hans: 方正书宋 @ word/theme/theme1.xml"
        ]
    );
}

#[test]
fn a_workbook_tells_where_it_lay_and_its_build() {
    let workbook = b"<workbook><fileVersion appName='xl' rupBuild='22228'/><mc:AlternateContent><mc:Choice><x15ac:absPath url='C:\\Users\\kim\\Documents\\'/></mc:Choice></mc:AlternateContent>\
        <xr:revisionPtr documentId='8_{AB}'/><fileSharing userName='admin'/></workbook>";
    let document = with_part("xl/workbook.xml", workbook);
    assert_eq!(
        values(&document, SignalKind::UserPath),
        ["C:\\Users\\kim\\Documents\\ @ xl/workbook.xml absPath"]
    );
    assert_eq!(
        values(&document, SignalKind::Application),
        ["appName xl, rupBuild 22228 @ xl/workbook.xml fileVersion"]
    );
    assert_eq!(
        values(&document, SignalKind::DefaultUserName),
        ["admin @ xl/workbook.xml fileSharing"]
    );
}

#[test]
fn the_printer_is_told() {
    let mut mode: Vec<u8> = "\\\\HANBIT-PC\\HP".encode_utf16().flat_map(u16::to_le_bytes).collect();
    mode.resize(68, 0);
    mode.extend([220, 0]);
    mode.resize(220, 0);
    let document = with_part("xl/printerSettings/printerSettings1.bin", &mode);
    assert_eq!(
        values(&document, SignalKind::Printer),
        ["\\\\HANBIT-PC\\HP @ xl/printerSettings/printerSettings1.bin"]
    );
}

#[test]
fn macros_and_files_inside_are_told() {
    let document = with_part("word/vbaProject.bin", b"x");
    assert_eq!(
        values(&document, SignalKind::Macro),
        ["word/vbaProject.bin @ entry word/vbaProject.bin"]
    );
    let document = with_part("word/media/image1.png", b"x");
    assert_eq!(
        values(&document, SignalKind::Embedded),
        ["word/media/image1.png @ entry word/media/image1.png"]
    );
}

#[test]
fn a_stated_half_hour_is_told_in_its_years() {
    let document = with_part(
        "docProps/core.xml",
        b"<cp:coreProperties><dcterms:modified>2016-01-16T21:05:12+08:30</dcterms:modified></cp:coreProperties>",
    );
    assert_eq!(values(&document, SignalKind::ZoneOffset), ["+08:30 @ docProps/core.xml"]);
    assert_eq!(values(&document, SignalKind::HalfHourZone).len(), 1);
}

#[test]
fn the_zone_of_a_packer_follows_from_its_extra_field() {
    let local = zip::DateTime::from_date_and_time(2024, 1, 16, 20, 5, 12).unwrap();
    let mut writer = ZipWriter::new(Cursor::new(Vec::new()));
    let options = SimpleFileOptions::default().last_modified_time(local);
    for name in ["[Content_Types].xml", "word/document.xml"] {
        writer.start_file(name, options).unwrap();
        writer.write_all(b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'/>").unwrap();
    }
    let mut bytes = writer.finish().unwrap().into_inner();
    // The extra field of the first entry of the directory, as Info-ZIP writes it: 2024-01-16T12:05:12Z.
    let mut extra = vec![0x55, 0x54, 5, 0, 1];
    extra.extend(1_705_406_712_u32.to_le_bytes());
    let entry = bytes.windows(4).position(|four| four == b"PK\x01\x02").unwrap();
    let name_length = usize::from(bytes[entry + 28]);
    assert_eq!(bytes[entry + 30], 0);
    bytes[entry + 30] = 9;
    bytes.splice(entry + 46 + name_length..entry + 46 + name_length, extra);
    let end = bytes.windows(4).rposition(|four| four == b"PK\x05\x06").unwrap();
    bytes[end + 12] += 9;
    let told = values(&read_bytes(&bytes), SignalKind::ClockDifference);
    assert_eq!(told.len(), 1, "{told:?}");
    assert!(told[0].starts_with("+08:00: zip 2024-01-16T20:05:12 local"), "{told:?}");
}

#[test]
fn names_in_another_code_page_are_told() {
    // 图片 in GBK, put where the writer put two other names of the same length.
    let bytes = package(&[
        ("[Content_Types].xml", b"<Types/>"),
        (
            "word/document.xml",
            b"<w:document xmlns:w='http://schemas.openxmlformats.org/wordprocessingml/2006/main'/>",
        ),
        ("word/media/XXXXXXXXXXXX.png", b"x"),
    ]);
    let gbk: &[u8] = &[0xD0, 0xDE, 0xB8, 0xC4, 0xD2, 0xE2, 0xBC, 0xFB, 0xCD, 0xBC, 0xC6, 0xAC];
    let mut renamed = bytes.clone();
    for at in 0..renamed.len() - 12 {
        if &renamed[at..at + 12] == b"XXXXXXXXXXXX" {
            renamed[at..at + 12].copy_from_slice(gbk);
        }
    }
    let document = read_bytes(&renamed);
    let told = values(&document, SignalKind::NameEncoding);
    assert_eq!(told, ["GBK @ entry word/media/修改意见图片.png"]);
    assert!(values(&read_bytes(&bytes), SignalKind::NameEncoding).is_empty());
}

#[test]
fn encrypted_parts_of_opendocument_are_told() {
    let document = read_bytes(&package(&[
        ("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"),
        ("content.xml", b"\x01\x02"),
        ("META-INF/manifest.xml", b"<manifest:manifest><manifest:file-entry manifest:full-path='content.xml'><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"),
    ]));
    assert_eq!(
        values(&document, SignalKind::Encrypted),
        ["content.xml @ entry META-INF/manifest.xml"]
    );
}
