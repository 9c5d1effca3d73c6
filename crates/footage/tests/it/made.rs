//! Files that `ImageMagick`, ffmpeg, Pillow and exiftool make while the test runs, held against exiftool: where one of the
//! programs is not installed, its files are left out and that is said.
#![expect(
    clippy::disallowed_methods,
    clippy::print_stdout,
    reason = "tests run the programs that make files, and say which are not there"
)]

use std::path::Path;
use std::process::Command;

use crate::oracle::{compare, files};

/// What `ImageMagick` is given behind the picture, and the name of the file.
const MAGICK: [(&[&str], &str); 24] = [
    (&["-set", "Title", "컷 012", "-set", "Software", "Harmony"], "magick-text.png"),
    (&["-depth", "16", "-density", "300x300", "-units", "PixelsPerInch"], "magick-16.png"),
    (&["-colors", "8"], "magick-palette.png"),
    (&["-set", "comment", "made by hand", "-quality", "85"], "magick.jpg"),
    (&["-interlace", "JPEG", "-quality", "40"], "magick-progressive.jpg"),
    (&["-colorspace", "CMYK"], "magick-cmyk.jpg"),
    (&["-colorspace", "Gray"], "magick-grey.jpg"),
    (&["-compress", "LZW", "-set", "tiff:artist", "박지훈"], "magick-lzw.tif"),
    (&["-compress", "Zip", "-set", "tiff:software", "RETAS"], "magick-zip.tif"),
    (&["-compress", "JPEG", "-set", "tiff:hostcomputer", "PC-03"], "magick-jpeg.tif"),
    (&["-endian", "MSB", "-set", "tiff:document", "LNT_EP301"], "magick-high.tif"),
    (&["-endian", "LSB", "-set", "tiff:timestamp", "2024:01:16 21:05:12"], "magick-low.tif"),
    (&["-define", "tiff:tile-geometry=16x16"], "magick-tiled.tif"),
    (&["-monochrome", "-compress", "Group4"], "magick-fax.tif"),
    (&["-duplicate", "2"], "magick-pages.tif"),
    (&["-set", "comment", "key 12", "-duplicate", "3"], "magick.gif"),
    (&["-quality", "70"], "magick.webp"),
    (&["-define", "webp:lossless=true"], "magick-lossless.webp"),
    (&["-compress", "RLE"], "magick.psd"),
    (&["-colorspace", "Gray"], "magick-grey.psb"),
    (&["-set", "dpx:file.creator", "Nuke", "-set", "dpx:file.project", "LNT"], "magick.dpx"),
    (&["-compress", "Zip"], "magick.exr"),
    (&["-compress", "Piz"], "magick-piz.exr"),
    (&["-define", "bmp:format=bmp4"], "magick.bmp"),
];

/// What ffmpeg is given between its made-up film and the name of the file.
const FFMPEG: [(&[&str], &str); 11] = [
    (&["-c:v", "mjpeg", "-timecode", "01:00:10:00"], "ffmpeg-code.mov"),
    (&["-c:v", "prores_ks", "-metadata:s:v", "handler_name=Apple Video"], "ffmpeg-prores.mov"),
    (
        &["-c:v", "mpeg4", "-movflags", "use_metadata_tags", "-metadata", "make=Canon"],
        "ffmpeg-keys.mov",
    ),
    (&["-c:v", "mpeg4"], "ffmpeg.mp4"),
    (&["-c:v", "mpeg4", "-movflags", "faststart"], "ffmpeg-fast.mp4"),
    (&["-c:v", "mpeg4", "-movflags", "frag_keyframe+empty_moov"], "ffmpeg-pieces.mp4"),
    (&["-c:v", "mpeg2video", "-timecode", "01:00:10:00"], "ffmpeg.mxf"),
    (&["-c:v", "mpeg4"], "ffmpeg.mkv"),
    (&["-c:v", "ffv1", "-metadata:s:v", "title=clean-up"], "ffmpeg-ffv1.mkv"),
    (&["-c:v", "mjpeg"], "ffmpeg.avi"),
    (&["-c:v", "rawvideo", "-pix_fmt", "bgr24", "-metadata", "software=TVPaint"], "ffmpeg-raw.avi"),
];

/// Tags that exiftool writes into copies of what the others made.
const TAGS: [&str; 17] = [
    "-Artist=박지훈",
    "-Copyright=한빛",
    "-DateTimeOriginal=2024:01:16 21:05:12",
    "-OffsetTimeOriginal=+09:00",
    "-ExifIFD:SerialNumber=0042",
    "-XMP-dc:Creator=李明",
    "-XMP-dc:Title=小灯笼",
    "-XMP-xmp:CreatorTool=Clip Studio Paint",
    "-XMP-xmp:CreateDate=2024:01:16 21:05:12+09:00",
    "-XMP-xmp:ModifyDate=2024:01:17 01:00:00+08:00",
    "-XMP-xmpMM:DocumentID=xmp.did:5c5e",
    "-XMP-xmpMM:InstanceID=xmp.iid:5c5f",
    "-XMP-xmpMM:DerivedFromDocumentID=xmp.did:5c5d",
    "-XMP-photoshop:AuthorsPosition=key animator",
    "-IPTC:By-line=Pak",
    "-IPTC:ObjectName=SC012",
    "-IPTC:Caption-Abstract=retake",
];

/// Pillow's ways to write TIFF, PNG and WebP; the folder is its only argument.
const PILLOW: &str = "
import sys
from PIL import Image, PngImagePlugin
picture = Image.linear_gradient('L').convert('RGB').resize((64, 48))
for way in ('raw', 'tiff_lzw', 'tiff_adobe_deflate', 'packbits'):
    picture.save(f'{sys.argv[1]}/pillow-{way}.tif', compression=way, software='Pillow', artist='Kim', dpi=(150, 150))
picture.convert('RGBA').save(f'{sys.argv[1]}/pillow-alpha.tif')
picture.save(f'{sys.argv[1]}/pillow-all.tif', save_all=True, append_images=[picture] * 3)
texts = PngImagePlugin.PngInfo()
texts.add_text('Software', 'Pillow')
texts.add_itxt('Title', '灯笼', 'zh', '题')
texts.add_text('Comment', 'packed ' * 50, zip=True)
picture.save(f'{sys.argv[1]}/pillow-texts.png', pnginfo=texts)
exif = Image.Exif()
exif[305] = 'Pillow'
exif[315] = 'Kim'
picture.save(f'{sys.argv[1]}/pillow-exif.webp', exif=exif)
picture.save(f'{sys.argv[1]}/pillow-exif.jpg', exif=exif, comment='by hand', dpi=(72, 72))
";

/// Runs a program; whether it did what it was asked.
fn run(program: &str, arguments: &[&str], folder: &Path) -> bool {
    Command::new(program)
        .args(arguments)
        .current_dir(folder)
        .output()
        .is_ok_and(|output| output.status.success())
}

fn made(folder: &Path) {
    for (options, name) in MAGICK {
        let from: &[&str] = &["-size", "64x48", "gradient:orange-navy"];
        if !run("convert", &[from, options, &[name]].concat(), folder) {
            println!("not made: {name}");
        }
    }
    let film = "testsrc=size=64x48:rate=24:duration=0.5";
    let words = [
        "-metadata",
        "title=SC012",
        "-metadata",
        "artist=박지훈",
        "-metadata",
        "comment=retake",
        "-metadata",
        "creation_time=2024-01-16T12:05:12Z",
    ];
    for (options, name) in FFMPEG {
        let from: &[&str] = &["-y", "-threads", "1", "-f", "lavfi", "-i", film];
        if !run("ffmpeg", &[from, &words, options, &[name]].concat(), folder) {
            println!("not made: {name}");
        }
    }
    if !run("python3", &["-c", PILLOW, "."], folder) {
        println!("not made: the files of Pillow");
    }
    for name in [
        "magick.jpg",
        "magick-text.png",
        "magick-lzw.tif",
        "magick-high.tif",
        "magick.psd",
        "magick.gif",
        "ffmpeg.mp4",
        "ffmpeg-code.mov",
    ] {
        let to = format!("tagged-{name}");
        let arguments = [&TAGS[..], &["-charset", "utf8", "-o", &to, name]].concat();
        if !run("exiftool", &arguments, folder) {
            println!("not made: {to}");
        }
    }
    let aside = [&TAGS[5..14], &["-charset", "utf8", "-o", "tagged.xmp"]].concat();
    run("exiftool", &aside, folder);
}

#[test]
fn every_field_of_files_that_other_programs_make_agrees() {
    let folder = std::env::temp_dir().join(format!("subtier-made-{}", std::process::id()));
    std::fs::create_dir_all(&folder).expect("a folder for the files");
    made(&folder);
    let paths = files(&folder);
    let count = if paths.is_empty() { None } else { compare(&paths) };
    std::fs::remove_dir_all(&folder).expect("the folder made above");
    let Some(count) = count else {
        println!("exiftool or the programs are not installed: nothing was compared");
        return;
    };
    let n_agreed: usize = count.agreed.values().sum();
    println!("{} files, {n_agreed} fields agree: {:?}", paths.len(), count.agreed);
    assert_eq!(count.differing, [""; 0]);
}
