#!/usr/bin/env python3
"""Makes the samples txt-*.txt beside the folder of this script.

Run with Python 3.11, GNU libc iconv 2.36 and LibreOffice 7.4: the bytes are what these programs write. No program at hand
writes KPS 9566; its bytes come from the table crates/names/data/kps9566.txt, derived from Unicode's KPS9566.TXT.
The texts are made up.
"""
import pathlib
import shutil
import subprocess
import tempfile

HERE = pathlib.Path(__file__).resolve().parent.parent
TABLE = HERE.parents[2] / "names" / "data" / "kps9566.txt"

ZH = "EP204_SC007 第12帧\n马车轮子转动方向反了，请改正。\n参照《色彩脚本》第六页……\n"
KO_NORTH = "EP204_SC007 제12토막\n마차바퀴가 거꾸로 돌아가고있음. 고칠것\n《색견본》 6페지를 참고할것\n"
KO_SOUTH = "EP204_SC007 12프레임\n마차 바퀴 회전 방향이 거꾸로예요. 수정 부탁드립니다\n"
HANT = "EP204_SC007 第12格\n馬車輪子轉動方向反了，請改正。\n"
JA = "EP204_SC007 12コマ目\n馬車の車輪の回転方向が逆です、「修正」お願いします。\n"
FR = "EP204_SC007 image 12\nLes roues tournent à l'envers, à corriger même côté décor.\n"


def iconv(text, encoding):
    run = subprocess.run(["iconv", "-f", "UTF-8", "-t", encoding], input=text.encode(), capture_output=True, check=True)
    return run.stdout


def kps9566(text):
    codes = {}
    for line in TABLE.read_text(encoding="utf-8").splitlines():
        if line.startswith("#") or "\t" not in line:
            continue
        first, signs = line.split("\t")
        for offset, sign in enumerate(signs):
            codes.setdefault(sign, int(first, 16) + offset)
    out = b""
    for sign in text:
        out += sign.encode() if sign.isascii() else codes[sign].to_bytes(2, "big")
    return out


def libreoffice(text, options):
    """What Writer saves as "Text - Choose Encoding"."""
    with tempfile.TemporaryDirectory() as folder:
        source = pathlib.Path(folder) / "note.txt"
        source.write_bytes(b"\xef\xbb\xbf" + text.encode())
        out = pathlib.Path(folder) / "out"
        subprocess.run(
            [shutil.which("soffice"), f"-env:UserInstallation=file://{folder}/profile", "--headless",
             "--infilter=Text (encoded):UTF8", "--convert-to", f"txt:Text (encoded):{options}", "--outdir", out, source],
            check=True, capture_output=True)
        return (out / "note.txt").read_bytes()


def write(name, content):
    (HERE / f"txt-{name}.txt").write_bytes(content)


write("gb18030", iconv((ZH + KO_NORTH).replace("\n", "\r\n"), "GB18030"))
write("big5", iconv(HANT, "BIG5"))
write("cp949", iconv(KO_SOUTH.replace("\n", "\r\n"), "UHC"))
write("kps9566", kps9566(KO_NORTH))
write("shift_jis", iconv(JA.replace("\n", "\r\n"), "SHIFT_JIS"))
write("euc-jp", iconv(JA, "EUC-JP"))
write("utf-16le", iconv(ZH + KO_NORTH, "UTF-16LE"))
write("utf-16be", iconv(KO_SOUTH, "UTF-16BE"))
write("utf-16le-mark", libreoffice(ZH, "UNICODE,CRLF"))
write("utf-8-mark", libreoffice(KO_SOUTH, "UTF8,LF"))
write("gbk-writer", libreoffice(ZH, "GBK,CRLF"))
write("windows-1252", iconv(FR, "WINDOWS-1252"))
# A note in KPS 9566 opened as GBK and saved as UTF-8.
write("kps9566-as-gb18030", kps9566(KO_NORTH).decode("gb18030").encode())
write("juche", kps9566("주체103(2014)년 4월 15일\n위대한 ") + b"\xa4\xe8\xa4\xe9\xa4\xea" + kps9566(" 동지\n마차바퀴를 고칠것\n"))
