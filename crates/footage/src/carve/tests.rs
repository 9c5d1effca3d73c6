//! The carver, on bytes put together here: finds in noise, in each way of writing, and what must not be found.
//!
//! In: small made-up files and any bytes. Out: nothing. Never: a find at chance, or a panic on any bytes.

use proptest::prelude::*;
use subtier_blocks::Limits;

use super::*;
use crate::Testimony;

fn told(bytes: &[u8]) -> Testimony {
    let mut telling = Telling::new("unknown", Limits::STANDARD);
    carve(&Held::whole(bytes), &mut telling);
    telling.finish()
}

fn values(bytes: &[u8], kind: SignalKind) -> Vec<String> {
    let signals = told(bytes).signals.into_iter().filter(|signal| signal.kind == kind);
    signals.map(|signal| signal.value).collect()
}

fn wide(text: &str, is_low_first: bool) -> Vec<u8> {
    let bytes = |unit: u16| if is_low_first { unit.to_le_bytes() } else { unit.to_be_bytes() };
    text.encode_utf16().flat_map(bytes).collect()
}

/// Noise that is the same each time (Marsaglia, xorshift64).
fn noise(mut seed: u64, length: usize) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(length + 8);
    while bytes.len() < length {
        seed ^= seed << 13;
        seed ^= seed >> 7;
        seed ^= seed << 17;
        bytes.extend_from_slice(&seed.to_le_bytes());
    }
    bytes.truncate(length);
    bytes
}

const PATHS: [&str; 14] = [
    "C:\\Users\\kim\\Desktop\\LNT_SC012.psd",
    "D:\\작업\\컷012\\원화.clip",
    "E:\\项目\\镜头\\SC012_v02.png",
    "D:\\work\\a.psd",
    "c:/Users/li wei/a.aep",
    "\\\\HANBIT-NAS\\work\\LNT\\a.psd",
    "\\\\192.168.0.10\\share\\原画\\SC012",
    "/Users/pak/Movies/LNT/a.mov",
    "/home/render/jobs/a.exr",
    "/Volumes/RAID/프로젝트/a.tga",
    "C:\\Users\\김철수\\바탕 화면\\a.psd",
    "Z:\\LNT\\EP301\\SC012\\LNT_EP301_SC012_key_v02.jpg",
    "F:\\アニメ\\カット\\genga.tga",
    "C:\\Documents and Settings\\Administrator\\a.tga",
];

#[test]
fn paths_are_found_in_noise_in_three_ways_of_writing() {
    for path in PATHS {
        for (nth, written) in
            [path.as_bytes().to_vec(), wide(path, true), wide(path, false)].iter().enumerate()
        {
            for odd in 0..2 {
                let mut bytes = noise(7, 1000 + odd);
                bytes.extend_from_slice(&[0; 4]);
                let begin = bytes.len() as u64;
                bytes.extend_from_slice(written);
                bytes.extend_from_slice(&[0; 4]);
                bytes.extend(noise(9, 1000));
                let signals = told(&bytes).signals;
                let found = signals.iter().find(|signal| signal.kind == SignalKind::ExternalPath);
                assert_eq!(found.map(|signal| signal.value.as_str()), Some(path), "way {nth}");
                // Zero bytes on both sides leave open which of two a sign of UTF-16 takes.
                let at = [begin, begin - 1, begin + 1].map(|begin| place(begin, written.len()));
                assert!(found.is_some_and(|signal| at.contains(&signal.place)), "{path} way {nth}");
            }
        }
    }
}

#[test]
fn paths_in_older_encodings_are_found() {
    // `C:\Users\김철수\작업\a.psd` in the code page of Korean Windows.
    let mut bytes = b"\0C:\\Users\\".to_vec();
    bytes.extend_from_slice(&[0xB1, 0xE8, 0xC3, 0xB6, 0xBC, 0xF6]);
    bytes.extend_from_slice(b"\\Desktop\\LNT\\cut012_layout.psd\0");
    assert_eq!(
        values(&bytes, SignalKind::UserPath),
        ["C:\\Users\\김철수\\Desktop\\LNT\\cut012_layout.psd"]
    );
}

#[test]
fn a_path_ends_where_its_sentence_goes_on() {
    for (text, path) in [
        ("File C:\\Users\\pak\\a b.psd opened by him\n", "C:\\Users\\pak\\a b.psd"),
        ("{\"path\":\"C:\\\\Users\\\\kim\\\\a.aep\"}", "C:\\Users\\kim\\a.aep"),
        ("url(file:///Users/pak/Movies/a.mov)", "/Users/pak/Movies/a.mov"),
    ] {
        assert_eq!(values(text.as_bytes(), SignalKind::UserPath), [path]);
    }
}

#[test]
fn what_only_looks_like_a_path_is_left_out() {
    for text in [
        "http://example.com/home/page/index.html",
        "see https://github.com/Users/name/project for it",
        "12:/30",
        "\\\\alpha",
        "key:\\value",
        "C:\\",
        "-- - --",
    ] {
        assert_eq!(told(text.as_bytes()).signals, [], "{text}");
        assert_eq!(told(&wide(text, true)).signals, [], "{text}");
    }
}

#[test]
fn packets_are_found_in_every_way_of_writing() {
    let packet = "<?xpacket begin=''?><x:xmpmeta x:xmptk=\"t\"><rdf:RDF><rdf:Description xmp:CreatorTool=\"RETAS STUDIO\"/></rdf:RDF></x:xmpmeta><?xpacket end='w'?>";
    for written in [packet.as_bytes().to_vec(), wide(packet, true), wide(packet, false)] {
        for odd in 0..2 {
            let mut bytes = noise(3, 5000 + odd);
            bytes.extend_from_slice(&written);
            bytes.extend(noise(4, 5000));
            assert_eq!(values(&bytes, SignalKind::Application), ["RETAS STUDIO"]);
        }
    }
    let older = "<?xpacket begin=''?><rdf:RDF><rdf:Description xap:CreatorTool=\"old\"/></rdf:RDF><?xpacket end='w'?>";
    assert_eq!(values(older.as_bytes(), SignalKind::Application), ["old"]);
}

#[test]
fn identifiers_are_found() {
    let uuid = "5c0ad1c2-83ab-4f0e-9d5e-0123456789ab";
    let mut bytes =
        format!("x{{{uuid}}} 00000000-0000-0000-0000-000000000000 a-b-c \0").into_bytes();
    bytes.extend_from_slice(&wide("7c0ad1c2-83ab-4f0e-9d5e-0123456789ab", true));
    assert_eq!(
        values(&bytes, SignalKind::Identifier),
        [uuid, "7c0ad1c2-83ab-4f0e-9d5e-0123456789ab"]
    );
    let material = [
        0x06, 0x0A, 0x2B, 0x34, 1, 1, 1, 5, 1, 1, 0x0D, 0x43, 0x13, 0, 0, 0, 1, 2, 3, 4, 5, 6, 7,
        8, 9, 10, 11, 12, 13, 14, 15, 16,
    ];
    let digits = hex(&material);
    assert_eq!(values(&material, SignalKind::MaterialId), std::slice::from_ref(&digits));
    assert_eq!(values(digits.to_ascii_uppercase().as_bytes(), SignalKind::MaterialId), [digits]);
}

#[test]
fn fonts_are_found_by_their_keys() {
    let text = "/FontName /ABCDEF+MalgunGothic\ndef font-family:'맑은 고딕'; FontName def";
    assert_eq!(values(text.as_bytes(), SignalKind::Font), ["맑은 고딕", "ABCDEF+MalgunGothic"]);
}

#[test]
fn ends_that_overlap_are_searched_once() {
    let bytes = b"\0C:\\Users\\kim\\Desktop\\LNT_SC012.psd\0";
    let mut telling = Telling::new("unknown", Limits::STANDARD);
    carve(&Held::ends(bytes, bytes, bytes.len() as u64), &mut telling);
    assert_eq!(telling.finish().signals.len(), 2);
}

/// A hundred megabytes of it: by the odds a find would come once in a TB.
#[test]
fn nothing_is_found_in_noise() {
    for seed in 1..=100 {
        let found = told(&noise(seed * 0x9E37_79B9_7F4A, 1 << 20)).signals;
        assert_eq!(found, [], "seed {seed}");
    }
}

/// Made by openssl 3 for a made-up seat.
const PEM: &str = "-----BEGIN CERTIFICATE-----\n\
MIIBozCCAUmgAwIBAgIBKjAKBggqhkjOPQQDAjAyMQswCQYDVQQGEwJLUDEPMA0G\n\
A1UECgwGSGFuYml0MRIwEAYDVQQDDAlzZWF0IDAwNDIwHhcNMjYxMTIzMTkyNzE4\n\
WhcNMzYxMTIwMTkyNzE4WjAyMQswCQYDVQQGEwJLUDEPMA0GA1UECgwGSGFuYml0\n\
MRIwEAYDVQQDDAlzZWF0IDAwNDIwWTATBgcqhkjOPQIBBggqhkjOPQMBBwNCAATK\n\
6MdKUe35OEtFwBum6X9y0K9dgmgambZKsq/UClVsKgIR9l4hVTMUHAa9b8aE3zUG\n\
piqD8rcWhvVehANTozPbo1AwTjAdBgNVHQ4EFgQUFEjPwv3D37N2KlQi9CPdWhHS\n\
Go8wHwYDVR0jBBgwFoAUFEjPwv3D37N2KlQi9CPdWhHSGo8wDAYDVR0TAQH/BAIw\n\
ADAKBggqhkjOPQQDAgNIADBFAiBqsADsoNN8NjTTInPibExCK86koxBpFSbf8S+q\n\
1dDbnwIhAPgvXsOaW5zDY8DH9HhClvKvtyOCfuVMjlH6kpf8P3B8\n\
-----END CERTIFICATE-----";

#[test]
fn a_certificate_is_read() {
    let found = values(format!("CERT\0{PEM}\0").as_bytes(), SignalKind::Certificate);
    let begin = "subject C=KP, O=Hanbit, CN=seat 0042; serial 2a; issuer C=KP, O=Hanbit, CN=seat 0042; valid ";
    assert!(found.iter().any(|words| words.starts_with(begin)), "{found:?}");
    assert!(
        found.iter().any(|words| words
            .ends_with("d260a473bcfb0840e7860e1a23b35c0531ca6e920cd4a00d3efe463f1ca3f014")),
        "{found:?}"
    );
    for end in 0..PEM.len() {
        told(&PEM.as_bytes()[..end]);
    }
}

proptest! {
    #[test]
    fn any_certificate_is_read(bytes: Vec<u8>, at: prop::sample::Index, byte: u8) {
        let mut changed = PEM.as_bytes().to_vec();
        let at = at.index(changed.len());
        changed[at] = byte;
        told(&changed);
        told(&[PEM.as_bytes(), &bytes].concat());
    }
}

proptest! {
    #[test]
    fn any_bytes_are_searched(bytes: Vec<u8>) {
        told(&bytes);
    }

    #[test]
    fn signs_that_begin_something_are_searched(parts in prop::collection::vec(prop::sample::select(vec![
        "C:", "\\", "\\\\", "/", "/Users/", "-", "-----BEGIN CERTIFICATE-----", "-----END", "<x:xmpmeta", "\0", "a", "0", "작",
        "060A2B34", "FontName", " ", "<?xpacket b", "meta>",
    ]), 0..60), is_wide: bool) {
        let text = parts.concat();
        told(&if is_wide { wide(&text, true) } else { text.into_bytes() });
    }
}
