//! Texts in single-byte codes of other alphabets: whatever they are read as, it is not the code of North Korea.

use encoding_rs::{
    Encoding as Code, IBM866, ISO_8859_5, ISO_8859_7, KOI8_R, KOI8_U, MACINTOSH, WINDOWS_1250,
    WINDOWS_1251, WINDOWS_1253, WINDOWS_1254, WINDOWS_1255, WINDOWS_1256, WINDOWS_1257,
    WINDOWS_1258, X_MAC_CYRILLIC,
};
use subtier_names::decode::file_names;
use subtier_names::encoding::{Decoded, Encoding, decode, likelihoods};

const RUSSIAN: &[&str] = &[
    "Сцена 12: поправьте форму головы, затылок слишком плоский. Волосы сделайте темнее.",
    "ПРИВЕТ! Переделать кадр 45, рот не попадает в звук.",
    "да",
    "Замечания по третьей серии\r\n1. фон слишком светлый\r\n2. тень у героя пропадает в кадре 17\r\n3. цвет плаща не тот",
    "тени",
    "ЦВЕТ ПЛАЩА НЕ ТОТ",
    "Линия рта дрожит, глаза смотрят не туда; взгляд должен быть на дверь",
    "рот",
    "щека, плечо, рука",
];

const GREEK: &[&str] = &[
    "Σκηνή 12: διορθώστε το σχήμα του κεφαλιού, το πίσω μέρος είναι πολύ επίπεδο.",
    "ΤΟ ΧΡΩΜΑ ΕΙΝΑΙ ΛΑΘΟΣ",
    "ναι",
    "Παρατηρήσεις για το τρίτο επεισόδιο\n1. το φόντο είναι πολύ φωτεινό\n2. λείπει η σκιά του ήρωα",
    "σκιά",
    "η γραμμή του στόματος τρέμει, τα μάτια κοιτάζουν αλλού",
    "μάτια, χέρι, ώμος",
];

const UKRAINIAN: &[&str] =
    &["Сцена 5: виправте форму голови, потилиця занадто пласка, її тінь зникає", "зміни в кадрі"];
const HEBREW: &[&str] = &["לתקן את צורת הראש בסצנה 12, הצל נעלם", "צל"];
const ARABIC: &[&str] = &["يرجى تصحيح شكل الرأس في المشهد 12", "ظل"];
const POLISH: &[&str] = &["Popraw kształt głowy w scenie 12, cień znika, żółty płaszcz jest zły"];
const TURKISH: &[&str] = &["Sahne 12: başın şeklini düzeltin, gölge kayboluyor, ağız çok büyük"];
const LITHUANIAN: &[&str] =
    &["Pataisykite galvos formą 12 scenoje, šešėlis dingsta, ūsai per ilgi"];
const VIETNAMESE: &[&str] = &["Sửa lại hình dạng đầu"];
const FRENCH: &[&str] =
    &["Corrigez la forme de la tête à la scène 12, l'ombre disparaît, où est-elle ?"];

fn texts() -> Vec<(&'static str, Vec<u8>)> {
    let codes: &[(&'static Code, &[&'static str])] = &[
        (KOI8_R, RUSSIAN),
        (WINDOWS_1251, RUSSIAN),
        (ISO_8859_5, RUSSIAN),
        (IBM866, RUSSIAN),
        (X_MAC_CYRILLIC, RUSSIAN),
        (KOI8_U, UKRAINIAN),
        (WINDOWS_1251, UKRAINIAN),
        (ISO_8859_7, GREEK),
        (WINDOWS_1253, GREEK),
        (WINDOWS_1255, HEBREW),
        (WINDOWS_1256, ARABIC),
        (WINDOWS_1250, POLISH),
        (WINDOWS_1254, TURKISH),
        (WINDOWS_1257, LITHUANIAN),
        (WINDOWS_1258, VIETNAMESE),
        (MACINTOSH, FRENCH),
    ];
    let mut texts = Vec::new();
    for (code, all) in codes {
        let encoded = |text: &str| (code.name(), code.encode(text).0.into_owned());
        texts.extend(all.iter().map(|text| encoded(text)));
        texts.push(encoded(&all.join("\n")));
        // Each line and each word of them, as short notes and names of files are.
        texts.extend(all.iter().flat_map(|text| text.split(['\r', '\n', ' ', ','])).map(encoded));
        texts.push(encoded(&all.join("\n").repeat(40)));
    }
    texts
}

fn names_kps9566(decoded: &Decoded) -> bool {
    decoded.encoding == Encoding::Kps9566 || decoded.rivals.contains(&Encoding::Kps9566)
}

#[test]
fn texts_of_other_alphabets_are_never_named_kps_9566() {
    let mut wrong = Vec::new();
    for (code, bytes) in texts() {
        let folder = likelihoods(&bytes);
        for decoded in [decode(&bytes, None), decode(&bytes, Some(&folder))] {
            if names_kps9566(&decoded) {
                wrong.push((code, decoded));
            }
        }
    }
    assert!(wrong.is_empty(), "{} such as {:?}", wrong.len(), wrong.first());
}

#[test]
fn names_of_files_in_other_alphabets_are_never_called_kps_9566() {
    for (code, bytes) in texts() {
        for read in file_names(&[&bytes]) {
            assert_ne!(read.encoding, Some("KPS 9566"), "{code} {read:?}");
        }
    }
}
