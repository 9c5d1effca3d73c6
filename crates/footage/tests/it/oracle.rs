//! What exiftool and this crate both know of a file agrees, field by field.
#![expect(
    clippy::disallowed_methods,
    reason = "tests read samples and ask exiftool where it is there"
)]

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Command;

use subtier_blocks::{Limits, SignalKind};
use subtier_footage::{Held, READERS, Telling, Testimony};

use SignalKind as Kind;

/// How a value of exiftool is found in ours.
#[derive(Clone, Copy)]
enum Same {
    /// Some signal of the kind is it.
    Whole(Kind),
    /// Some signal of the kind has it in it.
    Within(Kind),
    /// A time: the same digits, and the same offset where both state one.
    Time(Kind),
}

use Same::{Time, Whole, Within};

/// Groups (families 1, by their beginning) and tags of exiftool 12.57 with what they are here. `*` is any group.
const TABLE: &[(&str, &str, Same)] = &[
    ("IFD0", "Make", Within(Kind::Camera)),
    ("IFD0", "Model", Within(Kind::Camera)),
    ("IFD0", "Software", Whole(Kind::Application)),
    ("IFD0", "ModifyDate", Time(Kind::Modified)),
    ("IFD0", "Artist", Whole(Kind::Author)),
    ("IFD0", "Copyright", Whole(Kind::Copyright)),
    ("IFD0", "HostComputer", Whole(Kind::Machine)),
    ("IFD0", "ImageDescription", Whole(Kind::Comment)),
    ("IFD0", "DocumentName", Whole(Kind::Title)),
    ("IFD0", "XPTitle", Whole(Kind::Title)),
    ("IFD0", "XPAuthor", Whole(Kind::Author)),
    ("IFD0", "XPComment", Whole(Kind::Comment)),
    ("ExifIFD", "DateTimeOriginal", Time(Kind::Taken)),
    ("ExifIFD", "CreateDate", Time(Kind::Taken)),
    ("ExifIFD", "OffsetTimeOriginal", Whole(Kind::ZoneOffset)),
    ("ExifIFD", "OffsetTime", Whole(Kind::ZoneOffset)),
    ("ExifIFD", "UserComment", Whole(Kind::Comment)),
    ("ExifIFD", "SerialNumber", Whole(Kind::SerialNumber)),
    ("ExifIFD", "LensSerialNumber", Whole(Kind::SerialNumber)),
    ("ExifIFD", "OwnerName", Whole(Kind::Author)),
    ("ExifIFD", "ImageUniqueID", Whole(Kind::Identifier)),
    ("XMP-x", "XMPToolkit", Whole(Kind::MetadataToolkit)),
    ("XMP-xmp", "CreatorTool", Whole(Kind::Application)),
    ("XMP-xmp", "CreateDate", Time(Kind::Created)),
    ("XMP-xmp", "ModifyDate", Time(Kind::Modified)),
    ("XMP-xmp", "MetadataDate", Time(Kind::MetadataWritten)),
    ("XMP-xmpMM", "DocumentID", Whole(Kind::DocumentId)),
    ("XMP-xmpMM", "OriginalDocumentID", Whole(Kind::DocumentId)),
    ("XMP-xmpMM", "InstanceID", Whole(Kind::Identifier)),
    ("XMP-xmpMM", "DerivedFromDocumentID", Whole(Kind::Ancestor)),
    ("XMP-xmpMM", "DerivedFromInstanceID", Whole(Kind::Ancestor)),
    ("XMP-xmpMM", "HistoryWhen", Within(Kind::SaveHistory)),
    ("XMP-xmpMM", "HistorySoftwareAgent", Whole(Kind::Application)),
    ("XMP-xmpMM", "HistoryInstanceID", Whole(Kind::Identifier)),
    ("XMP-xmpMM", "HistoryAction", Within(Kind::SaveHistory)),
    ("XMP-xmpMM", "IngredientsFilePath", Whole(Kind::ExternalPath)),
    ("XMP-photoshop", "AuthorsPosition", Whole(Kind::AuthorPosition)),
    ("XMP-photoshop", "DateCreated", Time(Kind::Taken)),
    ("XMP-photoshop", "DocumentAncestors", Whole(Kind::Ancestor)),
    ("XMP-photoshop", "ICCProfileName", Whole(Kind::ColourProfile)),
    ("XMP-dc", "Creator", Whole(Kind::Author)),
    ("XMP-dc", "Title", Whole(Kind::Title)),
    ("XMP-dc", "Rights", Whole(Kind::Copyright)),
    ("XMP-aux", "SerialNumber", Whole(Kind::SerialNumber)),
    ("XMP-tiff", "Make", Within(Kind::Camera)),
    ("XMP-tiff", "Model", Within(Kind::Camera)),
    ("XMP-tiff", "Software", Whole(Kind::Application)),
    ("ICC-header", "ProfileDateTime", Time(Kind::ColourProfile)),
    ("ICC_Profile", "ProfileDescription", Within(Kind::ColourProfile)),
    ("IPTC", "ObjectName", Whole(Kind::Title)),
    ("IPTC", "By-line", Whole(Kind::Author)),
    ("IPTC", "By-lineTitle", Whole(Kind::AuthorPosition)),
    ("IPTC", "City", Whole(Kind::Location)),
    ("IPTC", "CopyrightNotice", Whole(Kind::Copyright)),
    ("IPTC", "Caption-Abstract", Whole(Kind::Comment)),
    ("IPTC", "Writer-Editor", Whole(Kind::LastModifiedBy)),
    ("IPTC", "OriginatingProgram", Within(Kind::Application)),
    ("Photoshop", "WriterName", Whole(Kind::Application)),
    ("Photoshop", "LayerNames", Whole(Kind::LayerName)),
    ("PNG", "Software", Whole(Kind::Application)),
    ("PNG", "Author", Whole(Kind::Author)),
    ("PNG", "Title", Whole(Kind::Title)),
    ("PNG", "Copyright", Whole(Kind::Copyright)),
    ("PNG", "Comment", Within(Kind::Comment)),
    ("PNG", "Description", Within(Kind::Comment)),
    ("PNG", "ModifyDate", Time(Kind::Modified)),
    ("PNG", "CreationTime", Time(Kind::Created)),
    ("PNG", "Datecreate", Time(Kind::Created)),
    ("PNG", "Datemodify", Time(Kind::Modified)),
    ("File", "Comment", Whole(Kind::Comment)),
    ("GIF", "Comment", Whole(Kind::Comment)),
    ("QuickTime", "CreateDate", Time(Kind::Created)),
    ("QuickTime", "ModifyDate", Time(Kind::Modified)),
    ("Track", "TrackCreateDate", Time(Kind::Created)),
    ("Track", "MediaCreateDate", Time(Kind::Created)),
    ("Track", "HandlerDescription", Whole(Kind::TrackName)),
    ("Track", "CompressorName", Whole(Kind::Producer)),
    ("ItemList", "Encoder", Whole(Kind::Application)),
    ("ItemList", "Title", Whole(Kind::Title)),
    ("ItemList", "Artist", Whole(Kind::Author)),
    ("ItemList", "Comment", Whole(Kind::Comment)),
    ("ItemList", "ContentCreateDate", Time(Kind::Taken)),
    ("UserData", "SoftwareVersion", Whole(Kind::Application)),
    ("UserData", "Encoder", Whole(Kind::Application)),
    ("UserData", "Author", Whole(Kind::Author)),
    ("UserData", "Title", Whole(Kind::Title)),
    ("UserData", "Comment", Whole(Kind::Comment)),
    ("UserData", "ContentCreateDate", Time(Kind::Taken)),
    ("Keys", "Software", Whole(Kind::Application)),
    ("Keys", "CreationDate", Time(Kind::Taken)),
    ("Keys", "Author", Whole(Kind::Author)),
    ("Keys", "Comment", Whole(Kind::Comment)),
    ("Keys", "Make", Whole(Kind::Camera)),
    ("Keys", "Model", Whole(Kind::Camera)),
    ("MXF", "ApplicationSupplierName", Within(Kind::Application)),
    ("MXF", "ApplicationName", Within(Kind::Application)),
    ("MXF", "ApplicationVersionString", Within(Kind::Application)),
    ("MXF", "ApplicationPlatform", Whole(Kind::OperatingSystem)),
    ("MXF", "ModifyDate", Time(Kind::Modified)),
    ("MXF", "CreateDate", Time(Kind::Created)),
    ("RIFF", "Software", Whole(Kind::Application)),
    ("RIFF", "Title", Whole(Kind::Title)),
    ("RIFF", "Artist", Whole(Kind::Author)),
    ("RIFF", "Comment", Whole(Kind::Comment)),
    ("RIFF", "DateTimeOriginal", Time(Kind::Taken)),
    ("RIFF", "DateCreated", Time(Kind::Taken)),
    ("RIFF", "Description", Whole(Kind::Comment)),
    ("RIFF", "Originator", Whole(Kind::Application)),
    ("RIFF", "OriginatorReference", Whole(Kind::Identifier)),
    ("RIFF", "StreamName", Whole(Kind::TrackName)),
    ("Matroska", "MuxingApp", Whole(Kind::Producer)),
    ("Matroska", "WritingApp", Whole(Kind::Application)),
    ("Matroska", "DateTimeOriginal", Time(Kind::Created)),
    ("Matroska", "Title", Whole(Kind::Title)),
    ("Info", "MuxingApp", Whole(Kind::Producer)),
    ("Info", "WritingApp", Whole(Kind::Application)),
    ("Info", "DateTimeOriginal", Time(Kind::Created)),
    ("Info", "Title", Whole(Kind::Title)),
    ("File", "Creator", Whole(Kind::Application)),
    ("File", "Project", Whole(Kind::Title)),
    ("File", "ImageFileName", Whole(Kind::FormerName)),
    ("File", "CreateDate", Time(Kind::Created)),
    ("DPX", "Creator", Whole(Kind::Application)),
    ("DPX", "CreateDate", Time(Kind::Created)),
    ("OpenEXR", "Owner", Whole(Kind::Author)),
    ("OpenEXR", "Comments", Whole(Kind::Comment)),
    ("OpenEXR", "Software", Whole(Kind::Application)),
    ("OpenEXR", "DateTimeOriginal", Time(Kind::Taken)),
    ("PostScript", "Creator", Whole(Kind::Application)),
    ("PostScript", "For", Whole(Kind::Author)),
];

/// Ends of names of the formats that this crate reads and exiftool knows.
const ENDS: [&str; 24] = [
    "png", "jpg", "jpeg", "tif", "tiff", "btf", "exr", "dpx", "gif", "webp", "bmp", "psd", "psb",
    "svg", "xmp", "mov", "mp4", "m4a", "mxf", "avi", "wav", "mkv", "indd", "ai",
];

pub(crate) fn told(path: &Path) -> Option<Testimony> {
    let bytes = std::fs::read(path).ok()?;
    let held = Held::whole(&bytes);
    let name = path.file_name()?.to_str()?;
    let reader = READERS.iter().find(|reader| (reader.is_it)(&held, name))?;
    let mut telling = Telling::new(reader.format, Limits::STANDARD);
    (reader.read)(&held, &mut telling);
    Some(telling.finish())
}

fn plain(text: &str) -> String {
    text.split_whitespace()
        .collect::<Vec<_>>()
        .join(" ")
        .trim_matches(['\u{FEFF}', '\0'])
        .to_owned()
}

/// Fourteen digits at most, and the offset where one is stated.
fn time(text: &str) -> (String, Option<String>) {
    let clock = text.get(10..).unwrap_or("");
    let offset = clock
        .find(['+', '-', 'Z'])
        .and_then(|at| clock.get(at..))
        .map(|offset| offset.replace(':', ""));
    let digits: String = text.chars().take(19).filter(char::is_ascii_digit).collect();
    (digits, offset)
}

fn agrees(testimony: &Testimony, same: Same, value: &str) -> bool {
    // UTF-8 where the format says Latin 1: exiftool shows a sign for each byte.
    let is_byte_wise = |ours: &str| !value.is_ascii() && value.chars().count() == ours.len();
    if let Whole(kind) = same
        && testimony.signals.iter().any(|signal| signal.kind == kind && is_byte_wise(&signal.value))
    {
        return true;
    }
    let value = plain(value);
    testimony.signals.iter().any(|signal| match same {
        Whole(kind) => signal.kind == kind && plain(&signal.value) == value,
        Within(kind) => {
            let text = signal.value.replace(['-', 'T'], ":").replace(' ', "");
            signal.kind == kind
                && (plain(&signal.value).contains(&value)
                    || text.contains(&value.replace(['-', 'T', ' '], ":"))
                    || plain(&signal.value)
                        .replace(['-', 'T', ' '], ":")
                        .contains(&value.replace(['-', 'T', ' '], ":")))
        }
        Time(kind) => {
            let ours = if kind == Kind::ColourProfile {
                signal.value.rsplit(", ").next().unwrap_or("")
            } else {
                &signal.value
            };
            let ((our_digits, our_offset), (digits, offset)) = (time(ours), time(&value));
            signal.kind == kind
                && our_digits == digits
                && (our_offset.is_none() || offset.is_none() || our_offset == offset)
        }
    })
}

/// Tracks are numbered; every other group is what it is (`IPTC2` stands behind a picture, which is not read).
fn is_group(group: &str, row: &str) -> bool {
    group == row || (row == "Track" && group.starts_with(row))
}

/// Fields that agree, and those that do not.
#[derive(Default)]
pub(crate) struct Count {
    pub(crate) agreed: BTreeMap<String, usize>,
    pub(crate) differing: Vec<String>,
}

pub(crate) fn compare(paths: &[PathBuf]) -> Option<Count> {
    let output = Command::new("exiftool")
        .args(["-j", "-G1", "-a", "-n", "-charset", "utf8", "-api", "largefilesupport=1"])
        .args(paths)
        .output()
        .ok()?;
    let list: Vec<serde_json::Map<String, serde_json::Value>> =
        serde_json::from_slice(&output.stdout).expect("a sample of this folder");
    let mut count = Count::default();
    for file in list {
        let path = Path::new(
            file.get("SourceFile").and_then(|name| name.as_str()).expect("exiftool names the file"),
        );
        let Some(testimony) = told(path) else {
            count.differing.push(format!("{}: no reader", path.display()));
            continue;
        };
        for (key, value) in &file {
            let Some((group, tag)) = key.split_once(':') else { continue };
            let Some(row) = TABLE.iter().find(|row| row.1 == tag && is_group(group, row.0)) else {
                continue;
            };
            let values = match value {
                serde_json::Value::Array(values) => values.clone(),
                serde_json::Value::Null
                | serde_json::Value::Bool(_)
                | serde_json::Value::Number(_)
                | serde_json::Value::String(_)
                | serde_json::Value::Object(_) => vec![value.clone()],
            };
            for value in values {
                let number = value.as_f64();
                let value = value.as_str().map_or_else(|| value.to_string(), str::to_owned);
                let is_none =
                    value.trim_matches(['0', ':', ' ', '.']).is_empty() && matches!(row.2, Time(_));
                if value.trim().is_empty() || is_none {
                    continue;
                }
                // A text such as `1.00` comes as a number.
                let is_number = number.is_some()
                    && testimony.signals.iter().any(|signal| signal.value.parse().ok() == number);
                if is_number || agrees(&testimony, row.2, &value) {
                    *count.agreed.entry(testimony.format.to_owned()).or_default() += 1;
                } else {
                    count.differing.push(format!("{}: {key} = {value:?}", path.display()));
                }
            }
        }
        compare_size(&file, &testimony, &mut count);
    }
    Some(count)
}

fn compare_size(
    file: &serde_json::Map<String, serde_json::Value>,
    testimony: &Testimony,
    count: &mut Count,
) {
    let side = |name: &str| file.get(name).and_then(serde_json::Value::as_u64);
    let sizes = [
        ("File:ImageWidth", "File:ImageHeight"),
        ("PNG:ImageWidth", "PNG:ImageHeight"),
        ("GIF:ImageWidth", "GIF:ImageHeight"),
        ("IFD0:ImageWidth", "IFD0:ImageHeight"),
        ("RIFF:ImageWidth", "RIFF:ImageHeight"),
    ];
    for (width, height) in sizes {
        if let (Some(width), Some(height)) = (side(width), side(height)) {
            if testimony.size.map(|(w, h)| (u64::from(w), u64::from(h))) == Some((width, height)) {
                *count.agreed.entry(testimony.format.to_owned()).or_default() += 1;
            } else if width != 0 {
                count.differing.push(format!(
                    "{}: size {width} x {height}, here {:?}",
                    testimony.format, testimony.size
                ));
            }
            break;
        }
    }
}

/// The files of a folder that both read, in the order of their names.
pub(crate) fn files(folder: &Path) -> Vec<PathBuf> {
    let mut paths: Vec<PathBuf> = std::fs::read_dir(folder)
        .expect("a sample of this folder")
        .map(|entry| entry.expect("a sample of this folder").path())
        .collect();
    paths.retain(|path| {
        let end = path.extension().and_then(|end| end.to_str()).unwrap_or("").to_ascii_lowercase();
        ENDS.contains(&end.as_str())
    });
    paths.sort();
    paths
}

#[test]
fn every_field_that_exiftool_knows_too_agrees() {
    let samples = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/samples");
    let Some(count) = compare(&files(&samples)) else {
        println!("exiftool is not installed: its fields were not compared");
        return;
    };
    println!("agree: {:?}", count.agreed);
    assert_eq!(count.differing, [""; 0]);
}

/// Compares a folder that the environment names, such as the test images of exiftool itself, and prints what differs.
#[test]
fn a_named_folder_is_compared() {
    let Ok(folder) = std::env::var("SUBTIER_ORACLE_FOLDER") else { return };
    if let Some(count) = compare(&files(Path::new(&folder))) {
        println!("agree: {:?}, {} in all", count.agreed, count.agreed.values().sum::<usize>());
        println!("differ: {}\n{}", count.differing.len(), count.differing.join("\n"));
    }
}
