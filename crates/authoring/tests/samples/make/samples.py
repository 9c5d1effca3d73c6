"""Makes the samples beside this folder: `python3 samples.py TARGET`. Names and pictures in them are made up.

By real programs where they can be had: `scene.blend` (Blender 3.4.1, see scene_blend.py), `picture.kra` and `picture.ora` (Krita 5.1.5,
`krita --export --export-filename`), the certificate (OpenSSL 3.0), the databases (SQLite of Python 3.11). The others are written here in the
layout that the readers name with their sources.
"""
import gzip
import io
import json
import lzma
import sqlite3
import struct
import subprocess
import sys
import tempfile
import zipfile
import zlib
from pathlib import Path

TARGET = Path(sys.argv[1])


def write(name, content):
    (TARGET / name).write_bytes(content if isinstance(content, bytes) else content.encode())


def png(width=32, height=18):
    def chunk(name, content):
        return struct.pack(">I", len(content)) + name + content + struct.pack(">I", zlib.crc32(name + content))

    rows = b"".join(b"\0" + bytes(((x * 7) & 255, (y * 13) & 255, 90) [c] for x in range(width) for c in range(3)) for y in range(height))
    return (b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0))
            + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b""))


def certificate():
    """A certificate as OpenSSL makes it; kept once made, for a new one has another key."""
    path = TARGET / "make" / "licence.pem"
    if not path.exists():
        with tempfile.TemporaryDirectory() as folder:
            subprocess.run(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:prime256v1", "-nodes", "-keyout", f"{folder}/key",
                            "-out", str(path), "-days", "3650", "-set_serial", "0x5eed01", "-subj", "/CN=Harmony seat 17/O=Hanbit Studio"], check=True)
    return path.read_bytes()


def tvg(variant="narrow"):
    """`narrow`: lengths of four bytes; `wide`: of eight, as Harmony 25 has them; `old`: version 1008, without certificate, packed as one."""
    number = "<Q" if variant == "wide" else "<I"

    def packed(content, is_zlib=True):
        if not is_zlib:
            return b"UNCO" + struct.pack(number, len(content)) + content
        body = zlib.compress(content)
        return b"ZLIB" + struct.pack(number, len(body) + struct.calcsize(number)) + struct.pack(number, len(content)) + body

    def counted(text):
        return struct.pack("<I", len(text)) + text.encode("utf-16-le")

    def sized(name, content):
        return name + (bytes([1, len(content)]) if variant == "wide" else struct.pack("<I", len(content))) + content

    def colour(name, identifier, palette):
        content = counted(name) + struct.pack("<Q", identifier) + counted(palette)
        return struct.pack("<H", 0) + sized(b"TCSC", b"\xb3\x22\x42\xff") + sized(b"TCID", content) + b"\x79\0\0\0"

    pem = certificate() + b"\0"
    cert = struct.pack("<II", 1, len(pem)) + pem
    palette = struct.pack("<II", 2, 0x79) + colour("머리카락", 0x0C52AF9D81AA3618, "Anna") + colour("Line", 3, "Anna")
    identity = bytes.fromhex("00004041020040000100000000") + b"DRAWING-PC03 - (9) - TRUSTED:\0Harmony Premium\0" + bytes(18)
    chunks = (b"TVCI" + packed(identity, False) + b"CREA" + packed(struct.pack("<I", 2), False) + b"tLAA" + packed(b"\0\0") + b"TPAL" + packed(palette))
    if variant == "old":
        return b"OTVGfull" + struct.pack("<II", 1008, 2) + packed(chunks + b"ENDT") + b"TTOC" + struct.pack("<I", 1) + b"TVCI" + bytes(12)
    head = b"OTVGfull" + struct.pack("<III", 1009, 2, 1) + b"CERT" + struct.pack("<I", len(cert)) + cert + b"ENDT" + bytes(4)
    if variant == "wide":
        table = b"UNCO" + bytes(4) + b"TTOC" + struct.pack("<II", 0, 1) + b"TVCI" + bytes(8)
        return head + table + packed(chunks, False) + b"SIGN" + bytes(74)
    return head + packed(chunks + b"ENDT" + b"TTOC" + struct.pack("<I", 1) + b"tLAA" + struct.pack("<I", 64) + bytes(8), False) + b"SIGN" + bytes(74)


PLT = """ToonBoomAnimationInc PaletteFile 2
Solid    머리카락                   0x0c52af9d81aa3618 179  34  66 255
Solid    "skin 2"                  0x0c52af9d81aa361a 250 220 200 255
Gradient Hair_grad                 0x0bbf28a8b310d773 Linear
{        0.0 216  54 122  73,
       100.0 160  13  91 109 }
Solid    "Vectorized Line"         0x0000000000000003   0   0   0 255
Texture  Bumpy_Fat                  0x04fec228884827dc Tile
"""
PALETTE_LIST = """ToonBoomAnimationInc PaletteList 1
palette-library/Anna LINK "C:/Users/박지훈/LNT/EP301/palette-library/Anna.plt"
palette-library/BG LINK "//nas-02/project/palette-library/BG.plt"
"""
XSTAGE = """<?xml version="1.0" encoding="UTF-8"?>
<project source="Harmony Premium (HarmonyPremium.exe) version 22.0.3 build 21960 2023-05-09 12:00:00" version="2203" build="21960" creator="harmony">
 <elements><element id="3" elementName="SC012_원화" elementFolder="SC012" rootFolder="elements"><drawings><dwg name="1"/></drawings></element></elements>
 <options><resolution name="HDTV_1080p24" size="1920,1080"/></options>
 <scenes><scene name="Top" id="09a3701060100c0b" nbframes="60"><columns><column type="0" name="ATV-09A4CCFAE610150D" id="3"/>
 <column type="1" name="sound"><sound>D:/작업/LNT/sound/SC012.wav</sound></column></columns></scene></scenes>
</project>
"""
AUX = """<!DOCTYPE SceneVersion>
<SceneVersion ID="1" Modified="2024-12-03 16:48:13" VersionName="scene"><Element ID="1" Name="Shadow_Neck" Folder="Shadow_Neck"/></SceneVersion>
"""
HISTORY = ("| #    DATE:       Time:   MACHINE:    USER:          FRAMES MODIFIED:     |"
           "| #1   16 Jan 24   21:05   DRAWING-PC03kim            1-4                  |"
           "| #2   17 1月 24    09:12   ANIM02      小林             3                    |")


def tlv():
    return b"TLV15B1a" + b"OpenToonz 1.7.1".ljust(40, b"\0") + struct.pack("<iii", 0, 640, 360) + struct.pack("<iii", 1, 0, 0) + b"LZ4 " + bytes(40)


def pli():
    text = HISTORY.encode()
    creator = b"OpenToonz 1.7.1"
    return (b"PLIM" + bytes([150, 0]) + struct.pack("<H", len(creator)) + creator + struct.pack("<IH", 0, 1) + bytes([2, 1, 15])
            + bytes([0x84]) + struct.pack("<H", len(text)) + text + bytes([0x54, 3, 0, 0, 0, 0]))


TNZ = f"""<tnz framecount='24' version='71.1'>
  <generator>"OpenToonz 1.7.1"</generator>
  <properties></properties>
  <levelSet><levels><level id='1'>SC012_A <info dpix='120.0'/><path>"+drawings/SC012_A.tlv"</path></level>
  <level id='2'>BG <path>"C:\\Users\\kim\\LNT\\BG.psd"</path></level></levels></levelSet>
  <history>| #    DATE:       Time:   MACHINE:    USER:           || #1   16 Jan 24   21:05   DRAWING-PC03kim             |
</history>
</tnz>
"""
TPL = """<palette name="1705410312_19169">
  <version>71 0</version>
  <styles><style>"|-1705410312_19169-0"color_0 3 255 255 255 0</style><style>"|-1705410312_19169-1"skin 3 250 220 200 255</style></styles>
</palette>
"""


def clip():
    with tempfile.TemporaryDirectory() as folder:
        database = sqlite3.connect(f"{folder}/a.db")
        database.executescript("""pragma page_size=1024;
            CREATE TABLE Project(_PW_ID INTEGER PRIMARY KEY, ProjectInternalVersion TEXT DEFAULT NULL, ProjectName TEXT DEFAULT NULL);
            CREATE TABLE Canvas(_PW_ID INTEGER PRIMARY KEY, CanvasWidth REAL, CanvasHeight REAL, CanvasSrcProfileName TEXT);
            CREATE TABLE Layer(_PW_ID INTEGER PRIMARY KEY, MainId INTEGER, LayerName TEXT, LayerUuid TEXT, LayerLink TEXT);
            CREATE TABLE CanvasPreview(_PW_ID INTEGER PRIMARY KEY, MainId INTEGER, ImageType INTEGER, ImageWidth INTEGER, ImageHeight INTEGER, ImageData BLOB);""")
        database.execute("INSERT INTO Project VALUES (1, '1.1.0', 'LNT_EP301_SC012')")
        database.execute("INSERT INTO Canvas VALUES (1, 1920.0, 1080.0, 'sRGB IEC61966-2.1')")
        # As many layers as take more than one page.
        for number in range(1, 81):
            name = ["用紙", "原画", "修正"][number - 1] if number <= 3 else f"レイヤー {number}"
            link = "C:\\Users\\kim\\컷\\ref.png" if number == 3 else None
            database.execute("INSERT INTO Layer VALUES (?, ?, ?, ?, ?)", (number, number, name, f"5f033011-3c61-4b59-b9f9-ad9455a3{number:04d}", link))
        database.execute("INSERT INTO CanvasPreview VALUES (1, 1, 1, 96, 54, ?)", (png(96, 54) + bytes(3000),))
        database.commit()
        database.close()
        content = Path(f"{folder}/a.db").read_bytes()

    def chunk(name, body):
        return name + struct.pack(">Q", len(body)) + body

    external = chunk(b"CHNKExta", struct.pack(">Q", 40) + b"extrnlid" + b"0" * 32 + struct.pack(">Q", 4) + b"\0\0\0\0")
    place = 24 + 16 + 40 + len(external)
    head = chunk(b"CHNKHead", struct.pack(">QQQ", 256, place, 16) + bytes(range(16)))
    body = head + external + chunk(b"CHNKSQLi", content) + chunk(b"CHNKFoot", b"")
    return b"CSFCHUNK" + struct.pack(">QQ", 24 + len(body), 24) + body


XMP = ('<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">'
       '<rdf:Description rdf:about="" xmlns:xmp="http://ns.adobe.com/xap/1.0/" xmp:CreateDate="2024-01-16T21:05:12+09:00" xmp:CreatorTool="Adobe Animate 24.0"/>'
       '</rdf:RDF></x:xmpmeta><?xpacket end="w"?>')


def aep():
    def chunk(name, content):
        return name + struct.pack(">I", len(content)) + content + b"\0" * (len(content) % 2)

    def listed(name, *chunks):
        return chunk(b"LIST", name + b"".join(chunks))

    head = struct.pack(">II", 0x005D0004, 0x0B390E03) + bytes(10) + struct.pack(">H", 41)
    alias = json.dumps({"fullpath": "C:\\Users\\kim\\LNT\\SC012\\A0001.tga", "platform": "Win", "server_name": "nas-02", "server_volume_name": "project"}).encode()
    item = listed(b"Item", chunk(b"idta", bytes(84)), chunk(b"Utf8", "SC012_合成".encode()), listed(b"Layr", chunk(b"ldta", bytes(20)), chunk(b"Utf8", b"BOOK")),
                  listed(b"Pin ", listed(b"Als2", chunk(b"alas", alias))), listed(b"btdk", b"( not a chunk )"))
    content = b"Egg!" + chunk(b"svap", head[4:8]) + chunk(b"head", head) + listed(b"Fold", item) + chunk(b"tdsn", chunk(b"Utf8", b"/Users/kim/render/SC012.mov"))
    return b"RIFX" + struct.pack(">I", len(content)) + content + XMP.encode()


AEPX = """<?xml version="1.0" encoding="UTF-8"?>
<AfterEffectsProject xmlns="http://www.adobe.com/products/aftereffects" majorVersion="1" minorVersion="0">
 <svap bdata="0b390e03"/><head bdata="005d00040b390e0300000000000000000000002900"/>
 <Fold><Item><Pin><Als2><fileReference ascendcount_base="3" fullpath="D:\\作業\\SC012\\A0001.tga" platform="Win" server_name=""/></Als2></Pin></Item></Fold>
</AfterEffectsProject>
"""
PRPROJ = """<?xml version="1.0" encoding="UTF-8" ?>
<PremiereData Version="3"><Project ObjectRef="1"/><Project ObjectID="1" Version="43"><Node Version="1"><Properties Version="1">
<project.settings.lastknowngoodprojectpath>\\\\?\\D:\\编辑\\LNT_EP301.prproj</project.settings.lastknowngoodprojectpath>
<MZ.BuildVersion.Created>23.2.0x69 - Wed Mar  1 16:01:33 2023</MZ.BuildVersion.Created>
<MZ.BuildVersion.Modified>23.4.0x55 - Wed May 24 11:07:03 2023</MZ.BuildVersion.Modified>
<MZ.Project.GUID>a1b2c3d4-0000-4000-8000-000000000001</MZ.Project.GUID></Properties></Node></Project>
<Media ObjectUID="m"><ActualMediaFilePath>\\\\nas-02\\project\\SC012.mov</ActualMediaFilePath><FilePath>C:\\Users\\li wei\\SC012.mov</FilePath></Media>
<ScratchDiskSettings><AutoSaveLocation0>E:\\scratch\\AutoSave</AutoSaveLocation0><VideoPreviewLocation0>SameAsProject</VideoPreviewLocation0></ScratchDiskSettings>
</PremiereData>
"""
DOM = """<DOMDocument xmlns="http://ns.adobe.com/xfl/2008/" width="1280" height="720" frameRate="24" xflVersion="23.0" creatorInfo="Adobe Animate" platform="Windows" versionInfo="Saved by Animate Windows 24.0 build 305" fileGUID="A1B2C3D4E5F60718293A4B5C6D7E8F90">
 <media><DOMBitmapItem name="bg.png" itemID="65a663a8-0000001f" sourceExternalFilepath="../../Users/kim/LNT/bg.png" sourceLastImported="1705403200"/></media>
 <symbols><Include href="눈.xml" itemID="65a663b0-00000020" lastModified="1705406692"/></symbols>
 <timelines><DOMTimeline name="Scene 1"><layers><DOMLayer name="原画"/><DOMLayer name="背景"/></layers></DOMTimeline></timelines>
</DOMDocument>
"""
SYMBOL = '<DOMSymbolItem xmlns="http://ns.adobe.com/xfl/2008/" name="눈" itemID="65a663b0-00000020"><timeline><DOMTimeline name="눈"><layers><DOMLayer name="눈동자"/></layers></DOMTimeline></timeline></DOMSymbolItem>'


def zipped(parts, extra=None):
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for name, content in parts:
            entry = zipfile.ZipInfo(name, (2024, 1, 16, 21, 5, 12))
            entry.compress_type = zipfile.ZIP_STORED if name == "mimetype" else zipfile.ZIP_DEFLATED
            if extra and name != "mimetype":
                entry.extra = extra
            archive.writestr(entry, content)
    return held.getvalue()


# The time of modification in UTC, nine hours before the local one (Info-ZIP, field 0x5455).
UTC = struct.pack("<HHBi", 0x5455, 5, 1, 1705406712)


def swf(packing=b"C"):
    def tag(code, content):
        if len(content) < 63:
            return struct.pack("<H", code << 6 | len(content)) + content
        return struct.pack("<HI", code << 6 | 63, len(content)) + content

    bits = "01111" + "".join(f"{n:015b}" for n in (0, 12800, 0, 7200))
    bits += "0" * (-len(bits) % 8)
    rect = int(bits, 2).to_bytes(len(bits) // 8, "big")
    font = struct.pack("<HBB", 1, 0, 0) + bytes([len("나눔고딕".encode())]) + "나눔고딕".encode()
    body = (rect + struct.pack("<HH", 24 << 8, 48) + tag(69, b"\x18\0\0\0") + tag(77, XMP.encode() + b"\0")
            + tag(41, struct.pack("<IIBBQQ", 3, 6, 4, 6, 23201, 1705406712000)) + tag(63, bytes(range(16))) + tag(75, font) + tag(88, struct.pack("<H", 1) + b"Gulim\0\0")
            + tag(43, b"SC012\0") + tag(0, b""))
    head = packing + b"WS" + bytes([20]) + struct.pack("<I", len(body) + 8)
    if packing == b"C":
        return head + zlib.compress(body)
    if packing == b"Z":
        raw = lzma.compress(body, lzma.FORMAT_ALONE, preset=1)
        return head + struct.pack("<I", len(raw) - 13) + raw[:5] + raw[13:]
    return head + body


SIF = """<?xml version="1.0" encoding="UTF-8"?>
<canvas version="1.2" width="480" height="270" xres="2834.645752" fps="24.000" begin-time="0f" end-time="2s">
  <name>LNT SC012</name>
  <layer type="import" active="true" version="0.1" desc="원화 A"><param name="filename"><string>/home/kim/LNT/SC012/A0001.png</string></param></layer>
  <layer type="group" active="true" version="0.3" desc="BG"/>
</canvas>
"""
BOARD = {"version": "3.0.0", "aspectRatio": 1.7777, "fps": 24, "defaultBoardTiming": 2000, "boards": [
    {"uid": "UDRF3", "url": "board-1-UDRF3.png", "lastEdited": 1705410312536, "shot": "1A", "link": "C:\\Users\\kim\\boards\\1A.psd"},
    {"uid": "X7K2A", "url": "board-2-X7K2A.png", "lastEdited": 1705413912000, "shot": "2A"}]}
XDTS = {"header": {"cut": "12", "scene": "3"}, "version": 5, "timeTables": [{"name": "シート1", "duration": 48, "timeTableHeaders": [{"fieldId": 0, "names": ["A", "B", "BOOK"]}],
        "fields": [{"fieldId": 0, "tracks": [{"trackNo": 0, "frames": [{"frame": 0, "data": [{"id": 0, "values": ["1"]}]}]}]}]}]}
TDTS = {"version": 11, "timeSheets": [{"header": {"cut": "12", "scene": "3", "episode": "301", "direction": ""},
        "timeTables": [{"name": "sheet1", "opratorName": "金子", "duration": 48, "timeTableHeaders": [{"fieldId": 0, "names": ["A"]}], "fields": []}]}]}
OTIO = {"OTIO_SCHEMA": "Timeline.1", "name": "LNT_EP301", "tracks": {"OTIO_SCHEMA": "Stack.1", "children": [{"OTIO_SCHEMA": "Clip.2", "name": "SC012",
        "media_references": {"DEFAULT_MEDIA": {"OTIO_SCHEMA": "ExternalReference.1", "target_url": "file:///Volumes/LNT/SC012_comp_v01.mov"}}}]}}
FCPXML = """<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE fcpxml>
<fcpxml version="1.10"><resources><asset id="r2" name="SC012" uid="0123456789ABCDEF0123456789ABCDEF"><media-rep kind="original-media" sig="0123456789ABCDEF0123456789ABCDEF" src="file:///Users/kim/Movies/SC012.mov"/></asset></resources>
<library location="file:///Users/kim/Movies/LNT.fcpbundle/"/></fcpxml>
"""
XMEML = """<?xml version="1.0" encoding="UTF-8"?><!DOCTYPE xmeml><xmeml version="4"><sequence><uuid>a1b2c3d4-0000-4000-8000-000000000002</uuid><name>LNT</name>
<media><video><track><clipitem><file id="f"><pathurl>file://localhost/D%3a/%E4%BD%9C%E6%A5%AD/SC012.mov</pathurl></file></clipitem></track></video></media></sequence></xmeml>
"""
EDL = """TITLE: LNT_EP301
FCM: NON-DROP FRAME

001  AX       V     C        00:00:00:00 00:00:02:00 01:00:00:00 01:00:02:00
* FROM CLIP NAME: SC012_comp_v01.mov
* SOURCE FILE: E:\\项目\\LNT\\SC012_comp_v01.mov
"""


def main():
    write("drawing.tvg", tvg())
    write("drawing-wide.tvg", tvg("wide"))
    write("drawing-old.tvg", tvg("old"))
    write("Anna.plt", PLT)
    write("PALETTE_LIST", PALETTE_LIST)
    write("scene.xstage", XSTAGE)
    write("scene.aux", AUX)
    write("board.sbpz", zipped([("board/board.sboard", XSTAGE), ("board/elements/a/a-1.tvg", tvg()), ("board/PALETTE_LIST", PALETTE_LIST), ("board/palette-library/Anna.plt", PLT)], UTC))
    write("level.tlv", tlv())
    write("level.hst", HISTORY)
    write("level.pli", pli())
    write("scene.tnz", TNZ)
    write("palette.tpl", TPL)
    write("picture.clip", clip())
    write("project.aep", aep())
    write("project.aepx", AEPX)
    write("project.prproj", gzip.compress(PRPROJ.encode(), mtime=0))
    write("project.fla", zipped([("mimetype", "application/vnd.adobe.xfl"), ("DOMDocument.xml", DOM), ("LIBRARY/눈.xml", SYMBOL), ("META-INF/metadata.xml", XMP)], UTC))
    write("DOMDocument.xml", DOM)
    write("film.swf", swf(b"C"))
    write("film-plain.swf", swf(b"F"))
    write("film-lzma.swf", swf(b"Z"))
    write("canvas.sif", SIF)
    write("canvas.sifz", gzip.compress(SIF.encode(), mtime=0))
    write("board.storyboarder", json.dumps(BOARD, indent=2))
    write("sheet.xdts", "exchangeDigitalTimeSheet Save Data\n" + json.dumps(XDTS))
    write("sheet.tdts", "toeiDigitalTimeSheet Save Data\n" + json.dumps(TDTS, ensure_ascii=False))
    write("cut.otio", json.dumps(OTIO))
    write("cut.fcpxml", FCPXML)
    write("cut-xmeml.xml", XMEML)
    write("cut.edl", EDL)


main()
