#!/usr/bin/env python3
"""Writes the samples hwp-*.hwp and msg-*.msg.

No free program writes HWP 5, and Outlook runs on Windows only, so the files are written byte by byte from the published
formats: "HWP Document File Formats 5.0" of Hancom, revision 1.3, Hancom's paper on documents for distribution, revision 1.2,
[MS-CFB], [MS-OXMSG], [MS-OXRTFCP], [MS-OLEPS]. The text is made up. Python 3.11 with its standard library; the AES of the
document for distribution is written out below. Run it in the folder above: python3 make/hwp_msg.py
"""
import struct
import zlib
from datetime import datetime, timezone

FREE, END, FAT_SECTOR, NONE = 0xFFFFFFFF, 0xFFFFFFFE, 0xFFFFFFFD, 0xFFFFFFFF


# --- compound files: version 3, sectors of 512 bytes, small streams in the mini stream -------------------------------
def compound(streams):
    """streams: {"storage/stream": bytes}"""
    tree = {}
    for path, data in streams.items():
        node = tree
        *storages, name = path.split("/")
        for storage in storages:
            node = node.setdefault(storage, {})
        node[name] = data
    entries, sectors, fat, mini, mini_fat = [], [], [], bytearray(), []

    def add(data):
        first = len(sectors)
        n = max(1, -(-len(data) // 512))
        for i in range(n):
            sectors.append(data[i * 512:(i + 1) * 512].ljust(512, b"\0"))
            fat.append(END if i + 1 == n else first + i + 1)
        return first

    def entry(name, kind, start=END, size=0):
        entries.append({"name": name, "kind": kind, "start": start, "size": size,
                        "left": NONE, "right": NONE, "child": NONE})
        return len(entries) - 1

    def small(data):
        first = len(mini) // 64
        n = -(-len(data) // 64)
        mini.extend(data.ljust(n * 64, b"\0"))
        mini_fat.extend([first + i + 1 for i in range(n - 1)] + [END])
        return first

    def walk(node, parent):
        children = []
        for name, value in node.items():
            if isinstance(value, dict):
                index = entry(name, 1, 0)
                walk(value, index)
            elif not value:
                index = entry(name, 2)
            else:
                index = entry(name, 2, small(value) if len(value) < 4096 else add(value), len(value))
            children.append(index)
        # A search tree by length, then capitals ([MS-CFB] 2.6.4).
        children.sort(key=lambda i: (len(entries[i]["name"]), entries[i]["name"].upper()))

        def balanced(part):
            if not part:
                return NONE
            middle = len(part) // 2
            entries[part[middle]]["left"] = balanced(part[:middle])
            entries[part[middle]]["right"] = balanced(part[middle + 1:])
            return part[middle]
        entries[parent]["child"] = balanced(children)

    entry("Root Entry", 5)
    walk(tree, 0)
    if mini:
        entries[0]["start"], entries[0]["size"] = add(bytes(mini)), len(mini)
    mini_start, n_mini = END, 0
    if mini_fat:
        data = b"".join(struct.pack("<I", i) for i in mini_fat)
        n_mini = -(-len(data) // 512)
        mini_start = add(data.ljust(n_mini * 512, b"\xff"))
    directory = b""
    for e in entries:
        name = e["name"].encode("utf-16le")
        directory += (name.ljust(64, b"\0") + struct.pack("<HBBIII", len(name) + 2, e["kind"], 1, e["left"], e["right"], e["child"])
                      + bytes(36) + struct.pack("<IQ", e["start"], e["size"]))
    while len(directory) % 512:
        directory += bytes(64) + struct.pack("<HBBIII", 0, 0, 0, NONE, NONE, NONE) + bytes(48)
    directory_start = add(directory)
    n_fat = 1
    while n_fat * 128 < len(fat) + n_fat:
        n_fat += 1
    first_fat = len(sectors)
    fat += [FAT_SECTOR] * n_fat
    fat += [FREE] * (n_fat * 128 - len(fat))
    head = (b"\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1" + bytes(16) + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + bytes(6)
            + struct.pack("<IIIIIIIIII", 0, n_fat, directory_start, 0, 4096, mini_start, n_mini, END, 0, first_fat))
    for i in range(1, 109):
        head += struct.pack("<I", first_fat + i if i < n_fat else FREE)
    return head + b"".join(sectors) + b"".join(struct.pack("<I", i) for i in fat)


def filetime(text):
    at = datetime.fromisoformat(text).astimezone(timezone.utc)
    return int((at.timestamp() + 11644473600) * 10_000_000)


# --- HWP 5 ------------------------------------------------------------------------------------------------------------
def record(tag, level, data=b""):
    head = tag | level << 10 | min(len(data), 0xFFF) << 20
    return struct.pack("<I", head) + (struct.pack("<I", len(data)) if len(data) >= 0xFFF else b"") + data


def wide(text):
    return struct.pack("<H", len(text.encode("utf-16le")) // 2) + text.encode("utf-16le")


def name(four):
    return four.encode()[::-1]


def control_char(code, four):
    return struct.pack("<H", code) + name(four) + bytes(8) + struct.pack("<H", code)


TAB = struct.pack("<H", 9) + bytes(12) + struct.pack("<H", 9)
FIELD_END = struct.pack("<H", 4) + bytes(12) + struct.pack("<H", 4)


def paragraph(level, *parts):
    data = b"".join(part.encode("utf-16le") if isinstance(part, str) else part for part in parts)
    data += "\r".encode("utf-16le")
    units = len(data) // 2
    head = struct.pack("<IIHBBHHHI", units | 0x80000000, 0, 0, 0, 0, 1, 0, 1, 0)
    text = record(67, level + 1, data) if units > 1 else b""
    return record(66, level, head) + text + record(68, level + 1, bytes(8)) + record(69, level + 1, bytes(36))


def list_of(level, *paragraphs, extra=b""):
    return record(72, level, struct.pack("<HHI", len(paragraphs), 0, 0) + extra) + b"".join(paragraphs)


def cell(level, column, row, columns, rows, *texts):
    extra = struct.pack("<HHHHII4HHI", column, row, columns, rows, 8000, 1000, 0, 0, 0, 0, 1, 8000)
    return list_of(level, *[paragraph(level, text) for text in texts], extra=extra)


def field(level, four, command):
    return record(71, level, name(four) + struct.pack("<IB", 0, 0) + wide(command) + struct.pack("<II", 1, 0))


def box(level, text):
    return (record(71, level, name("gso ") + bytes(42)) + record(76, level + 1, name("$rec") * 2 + bytes(180))
            + list_of(level + 2, paragraph(level + 2, text), extra=bytes(12)) + record(79, level + 2, bytes(33)))


def section_one():
    """Every kind of text that a section may hold."""
    tables = (
        record(71, 1, name("tbl ") + bytes(42))
        + list_of(2, paragraph(2, "표 1. 수정 목록"), extra=bytes(14))
        + record(77, 2, struct.pack("<IHHHHHHHHHHH", 0, 3, 3, 0, 0, 0, 0, 0, 3, 3, 2, 1) + bytes(2))
        + cell(2, 0, 0, 1, 1, "컷") + cell(2, 1, 0, 2, 1, "의견 意见")
        + cell(2, 0, 1, 1, 2, "SC045_C010") + cell(2, 1, 1, 1, 1, "头型要修改", "머리형을 다시 고칠것")
        + cell(2, 2, 1, 1, 1, "返修") + cell(2, 1, 2, 1, 1, "") + cell(2, 2, 2, 1, 1, "OK"))
    head = (paragraph(0, control_char(2, "secd"), control_char(2, "cold"), control_char(16, "head"), "修改意见 0116")
            + record(71, 1, name("secd") + bytes(38)) + record(73, 2, bytes(40))
            + record(71, 1, name("cold") + bytes(16))
            + record(71, 1, name("head") + bytes(8)) + list_of(2, paragraph(2, "대외비 SC045"), extra=bytes(26)))
    memo = (paragraph(0, "SC045_C010", TAB, "제3컷: ", control_char(3, "%unk"), "입모양", FIELD_END, "을 다시\n그릴것",
                      control_char(17, "fn  "), ".")
            + field(1, "%unk", "MEMO/65535/7/1234/5678/Kim Chol/\\;;")
            + record(71, 1, name("fn  ") + bytes(8))
            + list_of(2, paragraph(2, control_char(18, "atno"), " 원도 참조"), extra=bytes(8)))
    link = (paragraph(0, control_char(3, "%hlk"), "참고 화일", FIELD_END, control_char(11, "gso "), control_char(15, "tcmt"))
            + field(1, "%hlk", "C\\:\\\\Users\\\\kim\\\\ref.mov;0;0;0;")
            + box(1, "눈을 크게")
            + record(71, 1, name("tcmt")) + list_of(2, paragraph(2, "작업자 메모: 완료"), extra=bytes(8)))
    memo_text = (record(93, 1, struct.pack("<I", 7))
                 + list_of(1, paragraph(1, "입이 너무 작습니다"), paragraph(1, "嘴太小"), extra=bytes(8)))
    return (head + paragraph(0, control_char(11, "tbl ")) + tables + memo + paragraph(0)
            + link + paragraph(0, "𠮷野 끝") + memo_text)


def doc_info():
    counts = [1, 2, 1, 0, 0, 0, 0, 0] + [0] * 10
    font = lambda text, other=None: record(
        19, 1, bytes([0x80 if other else 0]) + wide(text) + ((b"\x01" + wide(other)) if other else b""))
    style = record(26, 1, wide("바탕글") + wide("Normal") + struct.pack("<BBHHHH", 0, 0, 1042, 0, 0, 0))
    linked = record(18, 1, struct.pack("<H", 0) + wide("D:\\원도\\SC045.png") + wide("SC045.png"))
    return (record(16, 0, struct.pack("<H", 1) + bytes(24)) + record(17, 0, struct.pack("<18i", *counts)) + linked
            + font("청봉체", "함초롬바탕") + font("맑은 고딕") + font("Times New Roman") + style)


def file_header(marks, version=0x05010001):
    return (b"HWP Document File".ljust(32, b"\0") + struct.pack("<II", version, marks)).ljust(256, b"\0")


def property_set(format_id, values):
    texts = b""
    rows = b""
    at = 8 + len(values) * 8
    for number, value in values:
        if isinstance(value, str):
            raw = value.encode("utf-16le") + b"\0\0"
            data = struct.pack("<II", 31, len(raw) // 2) + raw
        else:
            data = struct.pack("<IQ", 64, value)
        data = data.ljust(-(-len(data) // 4) * 4, b"\0")
        rows += struct.pack("<II", number, at)
        texts += data
        at += len(data)
    section = struct.pack("<II", at, len(values)) + rows + texts
    return struct.pack("<HHI", 0xFFFE, 0, 0x00020105) + format_id + struct.pack("<I", 1) + format_id + struct.pack("<I", 48) + section


HWP_SUMMARY = bytes.fromhex("60B6A29F6110D411B4C6006097C09D8C")


def summary(offset="+08:30"):
    return property_set(HWP_SUMMARY, [
        (2, "수정 의견 SC045"), (4, "사용자"), (8, "Administrator"), (9, "9, 1, 1, 5656 WIN32LEWindows_7"),
        (12, filetime("2017-01-16T21:05:12" + offset)), (13, filetime("2017-01-17T09:00:00" + offset)),
        (20, "2017년 1월 16일 월요일 오후 9:05:12")])


def pack(data):
    encoder = zlib.compressobj(9, zlib.DEFLATED, -15)
    return encoder.compress(data) + encoder.flush()


def script(source):
    head = "var Documents = XHwpDocuments;\r\nvar Document = Documents.Active_XHwpDocument;\r\n"
    long = lambda text: struct.pack("<I", len(text)) + text.encode("utf-16le")
    return long(head) + long(source) + bytes(8) + b"\xff\xff\xff\xff"


EMPTY_SCRIPT = "function OnDocument_New()\r\n{\r\n\t//todo : \r\n}\r\n\r\n"
PREVIEW = "修改意见 0116\r\nSC045_C010\t제3컷".encode("utf-16le")


# --- AES-128 for one block at a time (FIPS 197), needed for the document for distribution ---------------------------------
def aes_encrypt(key, data):
    def double(byte):
        return (byte << 1 ^ (0x11B if byte & 0x80 else 0)) & 0xFF
    p = q = 1
    sbox = [0x63] * 256
    while True:
        p = p ^ double(p)
        q ^= q << 1
        q ^= q << 2
        q ^= q << 4
        q &= 0xFF
        if q & 0x80:
            q ^= 0x09
        rotated = q
        value = 0x63
        for _ in range(5):
            value ^= rotated
            rotated = (rotated << 1 | rotated >> 7) & 0xFF
        sbox[p] = value
        if p == 1:
            break
    words = [list(key[i:i + 4]) for i in range(0, 16, 4)]
    constant = 1
    for i in range(4, 44):
        word = list(words[i - 1])
        if i % 4 == 0:
            word = [sbox[b] for b in word[1:] + word[:1]]
            word[0] ^= constant
            constant = double(constant)
        words.append([a ^ b for a, b in zip(word, words[i - 4])])
    rounds = [sum(words[i:i + 4], []) for i in range(0, 44, 4)]
    out = b""
    for at in range(0, len(data), 16):
        state = [a ^ b for a, b in zip(data[at:at + 16], rounds[0])]
        for number in range(1, 11):
            state = [sbox[b] for b in state]
            state = [state[(i + 4 * (i % 4)) % 16] for i in range(16)]
            if number < 10:
                mixed = []
                for column in range(0, 16, 4):
                    a = state[column:column + 4]
                    mixed += [double(a[i]) ^ double(a[(i + 1) % 4]) ^ a[(i + 1) % 4] ^ a[(i + 2) % 4] ^ a[(i + 3) % 4]
                              for i in range(4)]
                state = mixed
            state = [a ^ b for a, b in zip(state, rounds[number])]
        out += bytes(state)
    return out


assert aes_encrypt(bytes(range(16)), bytes.fromhex("00112233445566778899aabbccddeeff")).hex() == "69c4e0d86a7b0430d8cdb78070b4c55a"


def for_distribution(data):
    seed = 0x1A2B3C47
    key = "3627909A29C31381".encode("utf-16le")
    shown = bytearray(256)
    at = 4 + (seed & 0xF)
    shown[at:at + len(key)] = key
    state, mask, left = seed, 0, 0
    hidden = bytearray(256)

    def rand():
        nonlocal state
        state = (state * 214013 + 2531011) & 0xFFFFFFFF
        return state >> 16 & 0x7FFF
    for i in range(256):
        if left == 0:
            mask, left = rand() & 0xFF, (rand() & 0xF) + 1
        left -= 1
        hidden[i] = shown[i] ^ mask
    hidden[:4] = struct.pack("<I", seed)
    data += bytes(-len(data) % 16)
    return record(28, 0, bytes(hidden)) + aes_encrypt(key[:16], data)


def hwp_samples():
    common = {"DocInfo": pack(doc_info()), "\x05HwpSummaryInformation": summary(), "PrvText": PREVIEW,
              "Scripts/DefaultJScript": pack(script(EMPTY_SCRIPT)), "Scripts/JScriptVersion": pack(bytes(8))}
    yield "hwp-scripted.hwp", compound({
        "FileHeader": file_header(1), **common, "BodyText/Section0": pack(section_one()),
        "BodyText/Section1": pack(paragraph(0, "둘째 구역")), "BodyText/Section10": pack(paragraph(0, "열한째 구역")),
        "BodyText/Section2": pack(paragraph(0, "셋째 구역")), "BinData/BIN0001.png": b"\x89PNG" + bytes(60),
        "DocHistory/VersionLog0": pack(bytes(100))})
    plain = {**common, "DocInfo": doc_info(), "Scripts/DefaultJScript": script(EMPTY_SCRIPT + "function OnDocument_Open() { run(); }")}
    yield "hwp-unpacked.hwp", compound({
        "FileHeader": file_header(8), **plain, "BodyText/Section0": paragraph(0, "압축하지 않은 글")})
    yield "hwp-distribution.hwp", compound({
        "FileHeader": file_header(5), **common,
        "ViewText/Section0": for_distribution(pack(paragraph(0, "배포용 문서: 다시 그릴것") + paragraph(0, "重画")))})
    yield "hwp-encrypted.hwp", compound({
        "FileHeader": file_header(3), **common, "BodyText/Section0": bytes(range(256)) * 2})
    changes = doc_info() + record(96, 1, bytes(32)) + record(97, 1, bytes(16))
    yield "hwp-tracked.hwp", compound({
        "FileHeader": file_header(1 | 1 << 14), **common, "DocInfo": pack(changes), "BodyText/Section0": pack(paragraph(0, "3,100845"))})


# --- Outlook messages ----------------------------------------------------------------------------------------------------
class Message:
    """A storage with properties: of fixed length in one stream, others in a stream each."""

    def __init__(self, unicode=True, code_page="cp949"):
        self.fixed, self.streams, self.unicode, self.code_page = b"", {}, unicode, code_page

    def note(self):
        return self.text(0x001A, "IPM.Note")

    def integer(self, number, value):
        self.fixed += struct.pack("<HHIQ", 3, number, 6, value)
        return self

    def time(self, number, text):
        self.fixed += struct.pack("<HHIQ", 0x40, number, 6, filetime(text))
        return self

    def text(self, number, text):
        kind = 0x1F if self.unicode else 0x1E
        raw = text.encode("utf-16le") if self.unicode else text.encode(self.code_page)
        self.streams[f"__substg1.0_{number:04X}{kind:04X}"] = raw
        self.fixed += struct.pack("<HHIII", kind, number, 6, len(raw) + (2 if self.unicode else 1), 0)
        return self

    def binary(self, number, raw):
        self.streams[f"__substg1.0_{number:04X}0102"] = raw
        self.fixed += struct.pack("<HHIII", 0x102, number, 6, len(raw), 0)
        return self

    def within(self, path, other, head):
        for own, data in other.all(head).items():
            self.streams[f"{path}/{own}"] = data
        return self

    def all(self, head):
        return {"__properties_version1.0": bytes(head) + self.fixed, **self.streams}

    def file(self):
        # PidLidCurrentVersionName is the first named property (0x8000).
        names = {"__nameid_version1.0/__substg1.0_00020102": bytes(16),
                 "__nameid_version1.0/__substg1.0_00030102": struct.pack("<IHH", 0x8554, 6, 0),
                 "__nameid_version1.0/__substg1.0_00040102": b""}
        return compound({**self.note().all(32), **names})


def recipient(kind, shown, address, **how):
    return Message(**how).integer(0x0C15, kind).text(0x3001, shown).text(0x39FE, address)


HEADERS = ("Received: from pc-7 (unknown [203.0.113.5]) by mx.example.org with ESMTP id 1;\r\n"
           " Tue, 16 Jan 2018 21:05:12 +0900\r\nFrom: =?gb2312?B?wO7EyA==?= <li@example.net>\r\nTo: Kim <kim@example.org>\r\n"
           "Subject: SC045\r\nDate: Tue, 16 Jan 2018 20:35:10 +0830\r\nMessage-ID: <7@example.net>\r\n"
           "X-Mailer: Microsoft Outlook 16.0\r\nContent-Type: multipart/mixed; boundary=\"b\"\r\n\r\n")
PAGE = "<html><head><meta charset=gb2312></head><body><p>头型要修改</p><table><tr><td>SC045_C010</td><td>머리 OK</td></tr></table></body></html>"
RTF_PAGE = (r"{\rtf1\ansi\ansicpg936\fromhtml1 \deff0{\fonttbl{\f0\fnil\fcharset134 SimSun;}}{\*\htmltag64 <p>}\htmlrtf {\htmlrtf0 "
            r"\f0\'cd\'b7\'d0\'cd\'d2\'aa\'d0\'de\'b8\'c4{\*\htmltag72 </p>}\htmlrtf\par}\htmlrtf0 "
            r"\htmlrtf {\htmlrtf0 SC045_C010 OK\htmlrtf\par}\htmlrtf0 }")


def packed_rtf(text):
    """[MS-OXRTFCP] with references to what was written before, found the simple way."""
    first = (b"{\\rtf1\\ansi\\mac\\deff0\\deftab720{\\fonttbl;}{\\f0\\fnil \\froman \\fswiss \\fmodern \\fscript \\fdecor MS Sans "
             b"SerifSymbolArialTimes New RomanCourier{\\colortbl\\red0\\green0\\blue0\r\n\\par \\pard\\plain\\f0\\fs20\\b\\i\\u\\tab\\tx")
    data = text.encode("ascii")
    history, at, tokens = first, 0, []
    assert len(first) + len(data) < 4096
    while at < len(data):
        for length in range(17, 1, -1):
            found = history.find(data[at:at + length]) if at + length <= len(data) else -1
            if found >= 0:
                tokens.append(struct.pack(">H", found << 4 | length - 2))
                break
        else:
            length = 1
            tokens.append(data[at:at + 1])
        history += data[at:at + length]
        at += length
    tokens.append(struct.pack(">H", (len(history) % 4096) << 4))
    body = b""
    for start in range(0, len(tokens), 8):
        group = tokens[start:start + 8]
        body += bytes([sum(1 << i for i, token in enumerate(group) if len(token) == 2)]) + b"".join(group)
    # CRC-32 that begins with 0 and is not inverted.
    crc = 0
    for byte in body:
        crc ^= byte
        for _ in range(8):
            crc = crc >> 1 ^ (0xEDB88320 if crc & 1 else 0)
    return struct.pack("<IIII", len(body) + 12, len(data), 0x75465A4C, crc) + body


def msg_samples():
    inner = (Message().text(0x0037, "원본: SC012").text(0x0C1A, "김철").text(0x0C1F, "kim@example.org")
             .text(0x1000, "뒤머리가 너무 납작하다\r\n다시 그릴것").time(0x0039, "2018-01-15T10:00:00+09:00")
             .text(0x0E04, "Li"))
    deep = Message().text(0x0037, "第一").text(0x1000, "最里面的意见")
    inner.within("__attach_version1.0_#00000000", Message().integer(0x3705, 5).text(0x3001, "第一").within("__substg1.0_3701000D", deep, 24), 8)
    file = Message().integer(0x3705, 1).text(0x3704, "SC045~1.PNG").text(0x3707, "SC045_返修.png").binary(0x3701, b"\x89PNG")
    linked = Message().integer(0x3705, 2).text(0x370D, "C:\\Users\\김철\\cut.mov").text(0x3707, "cut.mov")
    message = Message().within("__attach_version1.0_#00000001", Message().integer(0x3705, 5).text(0x3001, "원본: SC012")
                               .within("__substg1.0_3701000D", inner, 24), 8)
    message.within("__attach_version1.0_#00000000", file, 8).within("__attach_version1.0_#00000002", linked, 8)
    message.within("__recip_version1.0_#00000000", recipient(1, "Kim", "kim@example.org"), 8)
    message.within("__recip_version1.0_#00000001", recipient(2, "박", "pak@example.org"), 8)
    message.within("__recip_version1.0_#00000002", recipient(1, "li2@example.net", "li2@example.net"), 8)
    (message.text(0x0037, "\x01\x05RE: SC045 返修").text(0x0C1A, "李娜").text(0x5D01, "li@example.net")
     .text(0x0C1F, "/O=EX/CN=LI").text(0x007D, HEADERS).text(0x1000, "SC045_C010 头型要修改\r\n머리형을 다시 고칠것\r\n\r\n> OK\r\n")
     .text(0x1035, "<7@example.net>").text(0x3FFA, "Administrator").text(0x3FF8, "李娜").text(0x8000, "16.0")
     .integer(0x3FF1, 2052).integer(0x3FDE, 936).time(0x0039, "2018-01-16T12:05:10+00:00").time(0x0E06, "2018-01-16T12:05:40+00:00")
     .time(0x3007, "2018-01-16T12:06:00+00:00").time(0x3008, "2018-01-17T01:00:00+00:00"))
    yield "msg-plain.msg", message.file()
    old = (Message(unicode=False).text(0x0037, "SC045 수정").text(0x0C1A, "김철").text(0x0C1F, "kim@example.org")
           .text(0x0E04, "이나; 박").text(0x1000, "입모양을 다시 그릴것\r\nSC045_C010").integer(0x3FFD, 949)
           .time(0x0039, "2018-01-16T21:05:10+09:00"))
    yield "msg-cp949.msg", old.file()
    page = (Message().text(0x0037, "网页").text(0x0C1A, "李娜").text(0x0C1F, "li@example.net").integer(0x3FDE, 65001)
            .binary(0x1013, PAGE.encode("utf-8")).time(0x0039, "2018-01-16T12:05:10+00:00"))
    yield "msg-html.msg", page.file()
    rtf = (Message().text(0x0037, "RTF").text(0x0C1A, "李娜").binary(0x1009, packed_rtf(RTF_PAGE)))
    yield "msg-rtf.msg", rtf.file()
    deep = None
    for depth in reversed(range(12)):
        outer = Message().text(0x1000, f"depth {depth}").note()
        if deep:
            outer.within("__attach_version1.0_#00000000", Message().integer(0x3705, 5).text(0x3001, "deep").within("__substg1.0_3701000D", deep, 24), 8)
        deep = outer
    yield "msg-deep.msg", deep.file()


for file_name, data in [*hwp_samples(), *msg_samples()]:
    with open(file_name, "wb") as out:
        out.write(data)
