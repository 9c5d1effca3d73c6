"""Makes han.tsv from Unicode's Unihan database: python3 han.py FOLDER > han.tsv

FOLDER holds Unihan_Readings.txt, Unihan_Variants.txt, Unihan_OtherMappings.txt and Unihan_DictionaryLikeData.txt
(Unicode 15.0.0; Debian's package unicode-data has them). Source of the fields: UAX #38, Unicode Han Database.
"""
import collections
import pathlib
import re
import sys
import unicodedata

folder = pathlib.Path(sys.argv[1])
fields = collections.defaultdict(dict)
for name in ("Readings", "Variants", "OtherMappings", "DictionaryLikeData"):
    for line in (folder / f"Unihan_{name}.txt").read_text(encoding="utf-8").splitlines():
        if line.startswith("U+"):
            code, field, value = line.split("\t")
            fields[chr(int(code[2:], 16))][field] = value


def plain(reading):
    reading = unicodedata.normalize("NFD", reading).replace("u\u0308", "v")
    return unicodedata.normalize("NFC", "".join(c for c in reading if not unicodedata.combining(c)))


def signs(value):
    return [chr(int(code, 16)) for code in re.findall(r"U\+([0-9A-F]+)", value or "")]


def unique(values):
    return list(dict.fromkeys(value for value in values if value))


def hangul(sign):
    readings = [part.split(":") for part in fields[sign].get("kHangul", "").split()]
    # N marks a reading in names.
    readings.sort(key=lambda part: "N" not in part[1])
    return [part[0] for part in readings]


print("# Readings of Han signs: sign, pinyin, jyutping, Hangul, simplified form; most usual reading first, no tones.")
print("# Derived by han.py from the Unihan database of Unicode 15.0.0 (fields kMandarin, kHanyuPinlu, kTGHZ2013, kCantonese,")
print("# kHangul, kSimplifiedVariant, kTraditionalVariant) for the signs of GB 2312, Big5, KS X 1001 and JIS X 0208.")
print("# Copyright (c) 1991-2022 Unicode, Inc. Unicode License V3: https://www.unicode.org/license.txt")
for sign in sorted(fields):
    known = fields[sign]
    if not any(field in known for field in ("kGB0", "kBigFive", "kKSC0", "kJis0", "kTGH")):
        continue
    pinlu = re.findall(r"([^\s(]+)\(", known.get("kHanyuPinlu", ""))
    tghz = re.findall(r":([^\s,]+)", known.get("kTGHZ2013", ""))
    pinyin = unique([plain(r) for r in known.get("kMandarin", "").split() + pinlu + tghz])[:4]
    jyutping = unique([re.sub(r"\d", "", r) for r in known.get("kCantonese", "").split()])[:2]
    korean = hangul(sign)
    for old in signs(known.get("kTraditionalVariant")):
        korean += hangul(old)
    simple = [s for s in signs(known.get("kSimplifiedVariant"))]
    simple = simple[0] if len(simple) == 1 and simple[0] != sign else ""
    if pinyin or korean:
        print("\t".join([sign, ",".join(pinyin), ",".join(jyutping), "".join(unique(korean)[:3]), simple]).rstrip("\t"))
