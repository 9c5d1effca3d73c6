//! What compound files tell of their maker, and what damage does to them.

use proptest::prelude::*;
use subtier_blocks::SignalKind;

use crate::samples::{bytes_of, read_as, sample};

fn values(name: &str, kind: SignalKind) -> Vec<String> {
    let document = sample(name);
    crate::samples::values(&document, kind).into_iter().map(str::to_owned).collect()
}

const SAMPLES: [&str; 6] = [
    "doc-libreoffice.doc",
    "wps-scripted.wps",
    "xls-libreoffice.xls",
    "xls-xlwt.xls",
    "et-scripted.et",
    "ppt-libreoffice.ppt",
];

#[test]
fn wps_leaves_its_build_its_language_and_its_stream() {
    let name = "wps-scripted.wps";
    assert_eq!(values(name, SignalKind::WpsBuild), ["2052-11.1.0.10132"]);
    assert_eq!(values(name, SignalKind::WpsUiLanguage), ["zh-CN"]);
    assert_eq!(values(name, SignalKind::WpsStream), ["WpsCustomData"]);
    assert_eq!(values("et-scripted.et", SignalKind::WpsUiLanguage), ["ko-KR"]);
}

#[test]
fn property_texts_are_read_by_their_code_page() {
    assert_eq!(values("wps-scripted.wps", SignalKind::Company), ["西伯利亚动画"]);
    assert_eq!(values("doc-libreoffice.doc", SignalKind::Author), ["王芳"]);
    assert_eq!(values("doc-libreoffice.doc", SignalKind::Title), ["第三集 返修表"]);
}

#[test]
fn the_list_of_saves_names_people_and_paths() {
    let name = "wps-scripted.wps";
    assert_eq!(values(name, SignalKind::LastModifiedBy), ["Administrator", "王芳"]);
    let paths = [r"C:\Users\wangfang\Desktop\返修表.doc", r"\\DLSRV\交接\EP03\返修表.doc"];
    assert_eq!(values(name, SignalKind::UserPath), paths);
}

#[test]
fn runs_of_a_doc_tell_their_keyboard_language() {
    let typed = values("doc-libreoffice.doc", SignalKind::TypedLanguage);
    assert!(typed.contains(&"ko-KR: 11 characters".to_owned()), "{typed:?}");
    assert!(typed.contains(&"zh-CN: 6 characters".to_owned()), "{typed:?}");
}

#[test]
fn who_changed_or_commented_is_told() {
    let authors = values("doc-libreoffice.doc", SignalKind::CommentAuthor);
    assert_eq!(authors, ["감독", "리철수", "王芳"]);
}

#[test]
fn an_xls_tells_its_last_user_and_links() {
    assert_eq!(values("xls-xlwt.xls", SignalKind::LastModifiedBy), ["Administrator"]);
    let paths = values("xls-libreoffice.xls", SignalKind::UserPath);
    assert_eq!(paths, ["C:/Users/wang/ref.xls"]);
}

#[test]
fn fonts_and_their_stand_ins_are_told() {
    let fonts = values("doc-libreoffice.doc", SignalKind::Font);
    assert!(fonts.contains(&"ＭＳ 明朝".to_owned()), "{fonts:?}");
    let others = values("doc-libreoffice.doc", SignalKind::SubstitutedFont);
    assert!(others.contains(&"Courier (else Courier New)".to_owned()), "{others:?}");
}

/// One damage to a file.
#[derive(Debug, Clone)]
enum Damage {
    Set(prop::sample::Index, u8),
    Number(prop::sample::Index, u32),
    Insert(prop::sample::Index, u8),
    Cut(prop::sample::Index),
}

fn damage() -> impl Strategy<Value = Damage> {
    let at = || any::<prop::sample::Index>();
    let number = prop_oneof![Just(0u32), Just(u32::MAX), Just(0x7FFF_FFFF), any::<u32>()];
    prop_oneof![
        4 => (at(), any::<u8>()).prop_map(|(at, byte)| Damage::Set(at, byte)),
        3 => (at(), number).prop_map(|(at, number)| Damage::Number(at, number)),
        1 => (at(), any::<u8>()).prop_map(|(at, byte)| Damage::Insert(at, byte)),
        1 => at().prop_map(Damage::Cut),
    ]
}

proptest! {
    #[test]
    fn damaged_samples_are_read_as_far_as_they_go(
        sample in 0usize..SAMPLES.len(), damages in prop::collection::vec(damage(), 1..8),
    ) {
        let name = SAMPLES[sample];
        let mut bytes = bytes_of(name);
        for damage in damages {
            match damage {
                _ if bytes.is_empty() => break,
                Damage::Set(at, byte) => *at.get_mut(&mut bytes) = byte,
                Damage::Number(at, number) => {
                    let at = at.index(bytes.len());
                    let end = bytes.len().min(at + 4);
                    bytes[at..end].copy_from_slice(&number.to_le_bytes()[..end - at]);
                }
                Damage::Insert(at, byte) => bytes.insert(at.index(bytes.len()), byte),
                Damage::Cut(at) => bytes.truncate(at.index(bytes.len())),
            }
        }
        let document = read_as(&bytes, name);
        prop_assert!(document.text().len() <= bytes.len() * 64);
    }
}
