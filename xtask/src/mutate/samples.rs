//! What is damaged: the documents of a folder, or the project's samples of pictures, films and project files.
//!
//! In: a folder, or the word `media`. Out: samples in the order of their names, packages a second time with their parts stored
//! as they are, so that damage to the file is damage to them. Never: a sample that differs from one machine to the next, but
//! for those that `ImageMagick` makes where it is installed.
#![expect(clippy::disallowed_methods, reason = "the tool reads samples and runs a program")]

use std::fs;
use std::io::{self, Cursor, Write};
use std::path::Path;
use std::process::Command;

use image::{ExtendedColorType, ImageEncoder, ImageFormat};
use subtier_cartoon::{Hand, Pass, Picture, Show};

/// How a sample is packed as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Packing {
    /// Not at all.
    Plain,
    /// As one stream of gzip: what is in it is damaged, then packed again.
    Gzip,
}

/// One file to be damaged.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Sample {
    pub(crate) name: String,
    pub(crate) bytes: Vec<u8>,
    packing: Packing,
}

impl Sample {
    fn plain(name: &str, bytes: Vec<u8>) -> Self {
        Self { name: name.to_owned(), bytes, packing: Packing::Plain }
    }

    /// The damaged bytes as the file that they are in.
    pub(crate) fn packed(&self, bytes: Vec<u8>) -> Vec<u8> {
        match self.packing {
            Packing::Plain => bytes,
            Packing::Gzip => {
                let level = flate2::Compression::fast();
                let mut packer = flate2::write::GzEncoder::new(Vec::new(), level);
                packer.write_all(&bytes).and_then(|()| packer.finish()).unwrap_or_default()
            }
        }
    }
}

/// The samples of one folder.
pub(crate) fn of_folder(folder: &Path) -> Result<Vec<Sample>, String> {
    let failed = |error: io::Error| format!("read {}: {error}", folder.display());
    let mut samples = Vec::new();
    for entry in fs::read_dir(folder).map_err(failed)? {
        let path = entry.map_err(failed)?.path();
        if path.is_file() {
            let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
            let bytes = fs::read(&path).map_err(failed)?;
            samples.extend(stored(&bytes).map(|stored| Sample::plain(&name, stored)));
            samples.extend(unpacked(&name, &bytes));
            samples.push(Sample::plain(&name, bytes));
        }
    }
    samples.sort();
    if samples.is_empty() {
        Err(format!("no documents in {}", folder.display()))
    } else {
        Ok(samples)
    }
}

/// The samples of the readers of media, and pictures of each format that is decoded.
pub(crate) fn of_media() -> Result<Vec<Sample>, String> {
    let mut samples = of_folder(Path::new("crates/footage/tests/samples"))?;
    samples.extend(of_folder(Path::new("crates/authoring/tests/samples"))?);
    let pictures = pictures()?;
    samples.extend(converted(&pictures));
    samples.extend(pictures);
    Ok(samples)
}

/// A package with its parts as they are; `None` for what is no package.
fn stored(bytes: &[u8]) -> Option<Vec<u8>> {
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).ok()?;
    let mut writer = zip::ZipWriter::new(Cursor::new(Vec::new()));
    let options =
        zip::write::SimpleFileOptions::default().compression_method(zip::CompressionMethod::Stored);
    for number in 0..package.len() {
        let mut part = package.by_index(number).ok()?;
        writer.start_file(part.name().ok()?.into_owned(), options).ok()?;
        io::copy(&mut part, &mut writer).ok()?;
    }
    writer.finish().ok().map(Cursor::into_inner)
}

/// What is in a stream of gzip; `None` for what is none.
fn unpacked(name: &str, bytes: &[u8]) -> Option<Sample> {
    if !bytes.starts_with(&[0x1F, 0x8B]) {
        return None;
    }
    let mut unpacker = flate2::write::GzDecoder::new(Vec::new());
    unpacker.write_all(bytes).ok()?;
    let bytes = unpacker.finish().ok()?;
    Some(Sample { name: name.to_owned(), bytes, packing: Packing::Gzip })
}

/// Pictures of the made-up cartoon in the formats that are written here.
fn pictures() -> Result<Vec<Sample>, String> {
    let shot = Show::new(7).shot(3);
    let finished = shot.draw(5, Pass::Composite, Hand(0), (640, 360));
    let sheet = shot.draw(5, Pass::Key, Hand(0), (160, 90));
    let mut samples = Vec::new();
    for (what, picture) in [("composite", &finished), ("key", &sheet)] {
        for (end, format) in [
            ("png", ImageFormat::Png),
            ("jpg", ImageFormat::Jpeg),
            ("tif", ImageFormat::Tiff),
            ("tga", ImageFormat::Tga),
            ("gif", ImageFormat::Gif),
            ("bmp", ImageFormat::Bmp),
        ] {
            let mut bytes = Cursor::new(Vec::new());
            let (width, height) = (picture.width, picture.height);
            image::write_buffer_with_format(
                &mut bytes,
                &picture.rgb,
                width,
                height,
                ExtendedColorType::Rgb8,
                format,
            )
            .map_err(|error| format!("write a {end}: {error}"))?;
            samples.push(Sample::plain(&format!("{what}.{end}"), bytes.into_inner()));
        }
    }
    samples.push(grey(&sheet)?);
    Ok(samples)
}

/// A drawing in grey with transparency, of sixteen bits a sample.
fn grey(picture: &Picture) -> Result<Sample, String> {
    let samples = picture.rgb.chunks_exact(3).filter_map(|pixel| pixel.first());
    let wide: Vec<u8> = samples.flat_map(|grey| [*grey, 0x55, 0xFF, 0x80]).collect();
    let mut bytes = Vec::new();
    image::codecs::png::PngEncoder::new(&mut bytes)
        .write_image(&wide, picture.width, picture.height, ExtendedColorType::La16)
        .map_err(|error| format!("write a png: {error}"))?;
    Ok(Sample::plain("wide.png", bytes))
}

/// The ways in which `ImageMagick` writes one picture: the options, and the end of the name.
const WAYS: [(&[&str], &str); 20] = [
    (&["-interlace", "JPEG"], "jpg"),
    (&["-colorspace", "CMYK"], "jpg"),
    (&["-colorspace", "Gray", "-sampling-factor", "2x2"], "jpg"),
    (&["-interlace", "PNG"], "png"),
    (&["-colors", "16"], "png"),
    (&["-compress", "LZW"], "tif"),
    (&["-compress", "Zip", "-depth", "16"], "tif"),
    (&["-compress", "JPEG"], "tif"),
    (&["-monochrome", "-compress", "Group4"], "tif"),
    (&["-define", "tiff:tile-geometry=64x64"], "tif"),
    (&["-compress", "RLE"], "tga"),
    (&["-colors", "8", "-duplicate", "3"], "gif"),
    (&["-compress", "RLE"], "bmp"),
    (&["-quality", "60"], "webp"),
    (&["-define", "webp:lossless=true"], "webp"),
    (&["-compress", "RLE"], "psd"),
    (&["-compress", "None", "-depth", "16"], "psd"),
    (&["-compress", "Zip"], "exr"),
    (&["-compress", "Piz"], "exr"),
    (&["-depth", "10"], "dpx"),
];

/// The same pictures as another program writes them; none where it is not installed.
fn converted(pictures: &[Sample]) -> Vec<Sample> {
    let Some(picture) = pictures.iter().find(|one| one.name == "composite.png") else {
        return Vec::new();
    };
    let folder = std::env::temp_dir().join(format!("subtier-mutate-{}", std::process::id()));
    let from = folder.join("composite.png");
    let is_written =
        fs::create_dir_all(&folder).and_then(|()| fs::write(&from, &picture.bytes)).is_ok();
    let mut samples = Vec::new();
    for (number, (options, end)) in WAYS.iter().enumerate().filter(|_| is_written) {
        let to = folder.join(format!("magick-{number}.{end}"));
        let mut command = Command::new("convert");
        command.arg(&from).args(["-strip", "-resize", "320x"]).args(*options).arg(&to);
        let is_made = command.output().is_ok_and(|output| output.status.success());
        if let (true, Ok(bytes)) = (is_made, fs::read(&to)) {
            samples.push(Sample::plain(&format!("magick-{number}.{end}"), bytes));
        }
    }
    fs::remove_dir_all(&folder).ok();
    samples
}
