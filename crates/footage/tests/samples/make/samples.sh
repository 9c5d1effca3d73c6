#!/usr/bin/env bash
# Makes the samples of this folder from nothing, with made-up names: ffmpeg 5.1.9, ImageMagick 6.9.11-60 (convert), exiftool 12.57,
# Pillow 13.0 (python3). Usage: samples.sh FOLDER [PYTHON] [CONVERT]
set -euo pipefail
out=$1 python=${2:-python3} convert=${3:-convert}
mkdir -p "$out"
cd "$out"
rm -f -- *.png *.jpg *.tif *.btf *.exr *.dpx *.gif *.webp *.bmp *.psd *.psb *.tga *.svg *.xmp *.mov *.mp4 *.mxf *.avi *.wav *.mkv
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT

film=(-hide_banner -loglevel error -y -f lavfi -i "testsrc=size=64x36:rate=24:duration=0.25")
ffmpeg "${film[@]}" -frames:v 1 "$work/a.png"
"$convert" "$work/a.png" -strip "$work/plain.png"

# Texts, time, packed texts and a raw profile: ImageMagick and Pillow.
"$convert" "$work/a.png" -set Author "김철수" -set Title "LNT SC012" -set Copyright "한빛" convert.png
"$python" - "$work/plain.png" <<'PY'
import sys
from PIL import Image, PngImagePlugin, ImageCms
image = Image.open(sys.argv[1]).convert("RGB")
info = PngImagePlugin.PngInfo()
info.add_text("Software", "Retouch 3.1")
info.add_text("Description", "C:\\Users\\kim\\Desktop\\SC012.clip", zip=True)
info.add_itxt("Comment", "수정 요청", "ko", "설명", zip=True)
info.add_text("Creation Time", "2016-01-16T21:05:12+08:30")
exif = Image.Exif()
exif[0x0131] = "Retouch 3.1"
exif[0x0132] = "2024:01:16 21:05:12"
exif[0x013B] = "Pak"
exif[0x013C] = "ANIM-PC-07"
profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
image.save("pillow.png", pnginfo=info, exif=exif, icc_profile=profile, dpi=(300, 300))
image.save("pillow.jpg", quality=85, exif=exif, icc_profile=profile, comment="after retake 2", dpi=(72, 72))
image.save("pillow.webp", exif=exif, icc_profile=profile)
image.save("pillow.tif", tiffinfo={270: "SC012 key", 305: "Retouch 3.1", 269: "D:\\work\\LNT\\SC012.tif", 316: "ANIM-PC-07"})
image.save("pillow.btf", format="TIFF", big_tiff=True, tiffinfo={305: "Retouch 3.1", 315: "Pak"})
image.save("pillow.gif", comment=b"cel A0012")
image.save("pillow.bmp", dpi=(96, 96))
PY
mv pillow.btf pillow-big.tif

# Exif with offsets and satellites, IPTC, XMP with history: exiftool.
"$convert" "$work/plain.png" -quality 90 exiftool.jpg
exiftool -q -overwrite_original -Make="Example" -Model="Example X1" -SerialNumber="SN-0042" -LensSerialNumber="L-7" \
  -DateTimeOriginal="2024:01:16 21:05:12" -OffsetTimeOriginal="+09:00" -CreateDate="2024:01:16 21:05:12" \
  -ModifyDate="2024:01:17 08:00:00" -OffsetTime="+09:00" -GPSLatitude=39.0194 -GPSLatitudeRef=N -GPSLongitude=125.7381 \
  -GPSLongitudeRef=E -GPSDateStamp="2024:01:16" -GPSTimeStamp="12:05:10" -Artist="김철수" -UserComment="작감 수정" \
  -OwnerName="Pak" -ImageUniqueID="0123456789abcdef0123456789abcdef" \
  -IPTC:By-line="Kim" -IPTC:By-lineTitle="key animator" -IPTC:Caption-Abstract="cut 12" -IPTC:City="Pyongyang" \
  -IPTC:DateCreated="2024:01:16" -IPTC:TimeCreated="21:05:12+09:00" -IPTC:OriginatingProgram="Retouch" \
  -IPTC:ProgramVersion="3.1" exiftool.jpg
xmp=(-XMP-xmp:CreatorTool="Adobe Photoshop CC 2017 (Windows)" -XMP-xmp:CreateDate="2016:01:16 21:05:12+08:30"
  -XMP-xmp:ModifyDate="2024:01:17 08:00:00+09:00" -XMP-xmp:MetadataDate="2024:01:17 08:00:01+09:00"
  -XMP-xmpMM:DocumentID="xmp.did:11111111-2222-4333-8444-555555555555" -XMP-xmpMM:InstanceID="xmp.iid:6"
  -XMP-xmpMM:OriginalDocumentID="xmp.did:7" -XMP-xmpMM:DerivedFromDocumentID="xmp.did:8"
  -XMP-xmpMM:HistoryAction=created -XMP-xmpMM:HistoryWhen="2016:01:16 21:05:12+08:30"
  -XMP-xmpMM:HistorySoftwareAgent="Adobe Photoshop CS6 (Windows)" -XMP-xmpMM:HistoryInstanceID="xmp.iid:9"
  -XMP-photoshop:DocumentAncestors="xmp.did:10" -XMP-photoshop:AuthorsPosition="원화" -XMP-dc:Creator="김철수"
  -XMP-dc:Title="LNT SC012" -XMP-dc:Rights="한빛")
exiftool -q -overwrite_original "${xmp[@]}" exiftool.jpg
exiftool -q -overwrite_original "${xmp[@]}" pillow.gif
"$convert" "$work/plain.png" convert.webp && exiftool -q -overwrite_original "${xmp[@]}" convert.webp
"$convert" "$work/plain.png" -endian MSB convert.tif && exiftool -q -overwrite_original "${xmp[@]}" -Software="ToneLab" convert.tif
"$convert" "$work/plain.png" -set label "SC012 원화" convert.psd && exiftool -q -overwrite_original "${xmp[@]}" convert.psd
"$convert" "$work/plain.png" convert.psb
exiftool -q "${xmp[@]}" -o exiftool.xmp
"$convert" "$work/plain.png" -set owner "Pak" -set comments "retake 2" convert.exr
ffmpeg "${film[@]}" -frames:v 1 ffmpeg.exr
"$convert" "$work/plain.png" -resize 8x8! -set dpx:file.creator "Compositor 4" -set dpx:file.project "LNT" \
  -set dpx:file.filename "SC012.0001.dpx" -set dpx:television.time.code "01:00:00:12" convert.dpx
"$convert" "$work/plain.png" -set comment "cel A" convert.tga
"$python" - convert.tga pillow-2.tga <<'PY'
# The extension area of version 2.0, which no program here writes: Truevision TGA file format specification, version 2.0.
import struct, sys
picture = open(sys.argv[1], "rb").read()
if picture.endswith(b"TRUEVISION-XFILE.\0"):
    picture = picture[:-26]
field = lambda text, length: text.encode().ljust(length, b"\0")
area = struct.pack("<H", 495) + field("Kim", 41) + field("retake 2", 81) + field("작감 수정", 81) + field("", 162)
area += struct.pack("<6H", 1, 16, 2024, 21, 5, 12) + field("LNT SC012", 41) + struct.pack("<3H", 1, 30, 0)
area += field("PaintMan", 41) + struct.pack("<HB", 502, ord("b"))
area = area.ljust(495, b"\0")
tags = struct.pack("<HHII", 1, 32768, 18, 4)
at = len(picture)
open(sys.argv[2], "wb").write(picture + area + tags + struct.pack("<II", at, at + 495) + b"TRUEVISION-XFILE.\0")
PY
cat >inkscape.svg <<'SVG'
<?xml version="1.0" encoding="UTF-8"?>
<!-- Created with Inkscape (http://www.inkscape.org/) -->
<svg width="64" height="36" xmlns="http://www.w3.org/2000/svg" xmlns:xlink="http://www.w3.org/1999/xlink" xmlns:inkscape="http://www.inkscape.org/namespaces/inkscape" xmlns:sodipodi="http://sodipodi.sourceforge.net/DTD/sodipodi-0.dtd" inkscape:version="1.2.2" sodipodi:docname="SC012.svg" inkscape:export-filename="/home/pak/LNT/SC012.png">
<g inkscape:groupmode="layer" inkscape:label="원화"><image sodipodi:absref="D:\작업\bg.png" xlink:href="bg.png"/></g></svg>
SVG

ffmpeg "${film[@]}" -timecode 01:00:00:12 -metadata creation_time="2024-01-16T12:05:12Z" -metadata title="LNT SC012" \
  -metadata comment="retake 2" -metadata:s:v:0 reel_name=A001 -c:v mpeg4 ffmpeg.mov
ffmpeg "${film[@]}" -metadata creation_time="2024-01-16T12:05:12Z" -metadata title="LNT SC012" -metadata artist="Kim" -c:v mpeg4 ffmpeg.mp4
exiftool -q -overwrite_original -Keys:CreationDate="2024:01:16 21:05:12+09:00" -Keys:Software="Editor 5" -Keys:Make="Example" \
  "${xmp[@]}" ffmpeg.mp4
ffmpeg "${film[@]}" -metadata title="LNT" -metadata company_name="Hanbit" -metadata product_name="Editor" -metadata product_version="5" \
  -metadata modification_date="2024-01-16T12:05:12Z" -timecode 01:00:00:00 -c:v mpeg2video -r 25 -frames:v 1 "$work/ffmpeg.mxf"
"$python" -c 'import sys; sys.stdout.buffer.write(open(sys.argv[1], "rb").read()[:20000])' "$work/ffmpeg.mxf" >ffmpeg.mxf
ffmpeg "${film[@]}" -metadata title="LNT SC012" -metadata artist="Kim" -metadata comment="retake 2" -c:v mpeg4 ffmpeg.avi
ffmpeg -hide_banner -loglevel error -y -f lavfi -i "sine=duration=0.05" -write_bext 1 -metadata originator="Recorder 2" \
  -metadata originator_reference="REF-0042" -metadata origination_date=2024-01-16 -metadata origination_time=21:05:12 \
  -metadata description="D:\\work\\LNT\\SC012.wav" \
  -metadata umid=0x060A2B340101010501010D4313000000010203040506070801020304050607080000000000000000000000000000000000000000000000000000000000000000 ffmpeg.wav
ffmpeg "${film[@]}" -metadata creation_time="2024-01-16T12:05:12Z" -metadata title="LNT SC012" -metadata:s:v title="원화" -c:v mpeg4 ffmpeg.mkv
