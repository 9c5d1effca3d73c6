#!/usr/bin/env python3
"""Makes the samples of compound files: doc-*, xls-*, ppt-*, wps-*, et-*.

Made with LibreOffice 7.4.7.2, python-docx 1.2.0, openpyxl 3.1.5, python-pptx 1.0.2, xlwt 1.3.0 and olefile 0.47. All
texts are our own. The .wps and .et files are those of LibreOffice and xlwt to which this script adds, as a script can,
the stream or property that WPS Office writes: they stand for the structure, not for what WPS Office itself would write.
"""

import datetime
import os
import struct
import subprocess
import sys
import tempfile

import docx
import openpyxl
import pptx
import xlwt
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from openpyxl.comments import Comment

HERE = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
SIGNATURE_END = 0xFFFFFFFE


def convert(path, extension, filter_name):
    """Converts by LibreOffice; the result lies beside the samples."""
    profile = os.environ.get("LO_PROFILE") or tempfile.mkdtemp()
    subprocess.run(
        ["soffice", f"-env:UserInstallation=file://{profile}", "--headless", "--convert-to",
         f"{extension}:{filter_name}", "--outdir", HERE, path],
        check=True, stdout=subprocess.DEVNULL)


def run_language(run, east_asian, other="en-US"):
    properties = run._r.get_or_add_rPr()
    language = OxmlElement("w:lang")
    language.set(qn("w:val"), other)
    language.set(qn("w:eastAsia"), east_asian)
    properties.append(language)


def change(paragraph, tag, author, text):
    """A tracked insertion (w:ins) or deletion (w:del)."""
    mark = OxmlElement(f"w:{tag}")
    mark.set(qn("w:id"), "9")
    mark.set(qn("w:author"), author)
    mark.set(qn("w:date"), "2024-01-16T21:05:00Z")
    run = OxmlElement("w:r")
    body = OxmlElement("w:delText" if tag == "del" else "w:t")
    body.text = text
    run.append(body)
    mark.append(run)
    paragraph._p.append(mark)


def word(folder):
    document = docx.Document()
    document.core_properties.author = "王芳"
    document.core_properties.last_modified_by = "Administrator"
    document.core_properties.title = "第三集 返修表"
    document.core_properties.created = datetime.datetime(2024, 1, 16, 9, 30)
    document.core_properties.modified = datetime.datetime(2024, 1, 16, 12, 5)
    run_language(document.add_paragraph().add_run("EP03_SC045_C010 嘴形请返修。"), "zh-CN")
    paragraph = document.add_paragraph()
    run_language(paragraph.add_run("입모양을 다시 수정하시오."), "ko-KR")
    hidden = document.add_paragraph("seen ").add_run("내부용 hidden note")
    hidden.font.hidden = True
    changed = document.add_paragraph("帧 12 ")
    change(changed, "ins", "리철수", "到 18")
    change(changed, "del", "王芳", "旧的意见")
    whole = document.add_paragraph()
    change(whole, "ins", "리철수", "이 장면은 통과")
    commented = document.add_paragraph("头部形状 ")
    target = commented.add_run("后脑太平")
    document.add_comment(target, text="뒤머리를 둥글게", author="감독", initials="KD")
    for mark in document.part._comments_part.element.iter(qn("w:comment")):
        mark.set(qn("w:date"), "2024-01-17T10:20:00Z")
    commented.add_run(" end")
    table = document.add_table(rows=3, cols=3)
    rows = [("镜头", "意见", "상태"), ("SC045", "嘴形\n입모양", "retake"), ("SC046", "", "")]
    for row, texts in zip(table.rows, rows):
        for cell, text in zip(row.cells, texts):
            cell.text = text
    table.cell(2, 1).merge(table.cell(2, 2)).text = "OK 通过"
    document.add_paragraph("last line")
    section = document.sections[0]
    section.header.paragraphs[0].text = "页眉 header"
    path = os.path.join(folder, "doc-libreoffice.docx")
    document.save(path)
    convert(path, "doc", "MS Word 97")


def sheets(folder):
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "返修"
    for row in [["镜头", "意见", "수정", "日期", "帧"],
                ["SC045_C010", "嘴形请返修", "입모양을 수정하시오", datetime.date(2024, 1, 16), 12],
                ["SC046_C001", "通过\nOK", "통과", datetime.datetime(2024, 1, 17, 21, 5), 7]]:
        sheet.append(row)
    sheet["D2"].number_format = "yyyy\"年\"m\"月\"d\"日\""
    sheet["D3"].number_format = "yyyy-mm-dd hh:mm"
    sheet["E3"].number_format = "000"
    sheet["A4"] = "=A2&\" 总计\""
    sheet["B4"] = "=E2+E3"
    sheet["C4"] = "=1/0"
    sheet["D4"] = True
    sheet["E4"] = 0.25
    sheet["E4"].number_format = "0.0%"
    sheet["A5"] = "合并 병합"
    sheet.merge_cells("A5:C6")
    sheet["A8"] = "hidden row"
    sheet.row_dimensions[8].hidden = True
    sheet["G1"] = "hidden column"
    sheet.column_dimensions["G"].hidden = True
    sheet["B2"].comment = Comment("입을 더 크게", "리철수")
    sheet["A9"] = "link"
    sheet["A9"].hyperlink = "file:///C:/Users/wang/ref.xls"
    for number in range(400):
        sheet.cell(row=20 + number, column=1, value=f"SC{number:03d} 返修意见 长长长长长长长长长长长 수정 {number}")
    other = book.create_sheet("숨김")
    other["A1"] = "숨긴 표"
    other.sheet_state = "hidden"
    book.properties.creator = "王芳"
    path = os.path.join(folder, "xls-libreoffice.xlsx")
    book.save(path)
    convert(path, "xls", "MS Excel 97")
    plain = xlwt.Workbook(encoding="utf-8")
    plain.owner = "Administrator"
    sheet = plain.add_sheet("컷노트")
    style = xlwt.easyxf(num_format_str="yyyy/m/d")
    for row in range(3):
        sheet.write(row, 0, f"SC{row:03d}")
        sheet.write(row, 1, "返修 수정")
        sheet.write(row, 2, 45307 + row, style)
        sheet.write(row, 3, row * 1.25)
    sheet.write_merge(4, 5, 0, 2, "合并")
    plain.save(os.path.join(HERE, "xls-xlwt.xls"))


def slides(folder):
    deck = pptx.Presentation()
    # LibreOffice writes every layout as a master with pictures of its own; one is enough.
    layouts = deck.slide_layouts
    for layout in [layout for index, layout in enumerate(layouts) if index != 1]:
        layouts.remove(layout)
    for number, text in enumerate(["返修 SC045", "수정 SC046", "hidden 숨김"]):
        slide = deck.slides.add_slide(deck.slide_layouts[0])
        slide.shapes.title.text = text
        slide.placeholders[1].text = f"意见 {number}\n의견 {number}"
        slide.notes_slide.notes_text_frame.text = f"speaker 备注 {number}"
        if number == 2:
            slide._element.set("show", "0")
    box = deck.slides[0].shapes.add_textbox(0, 0, 1000000, 500000)
    box.text_frame.text = "text box 文本框"
    deck.core_properties.author = "王芳"
    path = os.path.join(folder, "ppt-libreoffice.pptx")
    deck.save(path)
    convert(path, "ppt", "MS PowerPoint 97")
    # LibreOffice keeps half a megabyte of preview in the summary; it is taken out with its stream.
    path = os.path.join(HERE, "ppt-libreoffice.ppt")
    streams = streams_of(path)
    del streams["\x05SummaryInformation"]
    streams["Pictures"] = b"\0"
    write_compound(path, streams)


# Compound files, as little of them as is needed: all streams in full sectors, no small ones.

def streams_of(path):
    import olefile
    with olefile.OleFileIO(path) as source:
        return {"/".join(entry): source.openstream(entry).read() for entry in source.listdir()
                if len(entry) == 1}


def entry_of(name, kind, start, size, right=0xFFFFFFFF, child=0xFFFFFFFF):
    raw = name.encode("utf-16-le")
    entry = raw.ljust(64, b"\0") + struct.pack("<HBB", len(raw) + 2, kind, 1)
    entry += struct.pack("<III", 0xFFFFFFFF, right, child) + b"\0" * 16 + b"\0" * 4 + b"\0" * 16
    return entry + struct.pack("<IQ", start, size)


def write_compound(path, streams):
    sectors, fat = [], []

    def add(data):
        first = len(sectors)
        chunks = [data[at:at + 512].ljust(512, b"\0") for at in range(0, len(data), 512)]
        for index, chunk in enumerate(chunks):
            sectors.append(chunk)
            fat.append(SIGNATURE_END if index + 1 == len(chunks) else len(sectors))
        return first if chunks else SIGNATURE_END

    names = sorted(streams, key=lambda name: (len(name), name.upper()))
    entries = [entry_of("Root Entry", 5, SIGNATURE_END, 0, child=1)]
    for index, name in enumerate(names):
        data = streams[name]
        # No stream is below the cutoff for small ones.
        right = index + 2 if index + 1 < len(names) else 0xFFFFFFFF
        entries.append(entry_of(name, 2, add(data.ljust(4096, b"\0")), max(len(data), 4096), right))
    while len(entries) % 4:
        entries.append(b"\0" * 68 + b"\xff" * 12 + b"\0" * 48)
    directory = add(b"".join(entries))
    n_tables = -(-(len(sectors) + 1) // 127)
    table_at = len(sectors)
    fat += [0xFFFFFFFD] * n_tables
    fat += [0xFFFFFFFF] * (n_tables * 128 - len(fat))
    header = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16
    header += struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    header += struct.pack("<IIIIIIIII", 0, n_tables, directory, 0, 4096, SIGNATURE_END, 0, SIGNATURE_END, 0)
    tables = [table_at + index if index < n_tables else 0xFFFFFFFF for index in range(109)]
    header += struct.pack("<109I", *tables)
    with open(path, "wb") as target:
        target.write(header + b"".join(sectors) + struct.pack(f"<{len(fat)}I", *fat))


def user_properties(names_and_texts, code_page):
    """A DocumentSummaryInformation whose second section holds user-defined texts ([MS-OLEPS] 2.17)."""
    encoding = {936: "gb18030", 1252: "cp1252"}[code_page]

    def section(values):
        at = 8 + 8 * len(values)
        rows, body = b"", b""
        for number, value in values:
            value = value.ljust(-(-len(value) // 4) * 4, b"\0")
            rows += struct.pack("<II", number, at + len(body))
            body += value
        return struct.pack("<II", 8 + len(rows) + len(body), len(values)) + rows + body

    page = (1, struct.pack("<IHH", 2, code_page, 0))
    company = "西伯利亚动画".encode(encoding) + b"\0" if code_page == 936 else b"Siberia\0"
    first = section([page, (15, struct.pack("<II", 30, len(company)) + company)])
    dictionary = struct.pack("<I", len(names_and_texts))
    for number, (name, _) in enumerate(names_and_texts, 2):
        raw = name.encode(encoding) + b"\0"
        dictionary += struct.pack("<II", number, len(raw)) + raw
    values = [(0, dictionary), page]
    for number, (_, text) in enumerate(names_and_texts, 2):
        raw = text.encode(encoding) + b"\0"
        values.append((number, struct.pack("<II", 30, len(raw)) + raw))
    second = section(values)
    head = struct.pack("<HHHH", 0xFFFE, 0, 0x0105, 2) + b"\0" * 16 + struct.pack("<I", 2)
    summary = bytes.fromhex("02d5cdd59c2e1b10939708002b2cf9ae")
    user = bytes.fromhex("05d5cdd59c2e1b10939708002b2cf9ae")
    head += summary + struct.pack("<I", 68) + user + struct.pack("<I", 68 + len(first))
    return head + first + second


def table_pair(word_stream, index):
    words = struct.unpack_from("<H", word_stream, 32)[0]
    longs_at = 34 + words * 2
    longs = struct.unpack_from("<H", word_stream, longs_at)[0]
    return longs_at + 2 + longs * 4 + 2 + index * 8


def wps():
    """Adds what WPS Office leaves, and a list of saves as Word 97 to 2003 keep it."""
    streams = streams_of(os.path.join(HERE, "doc-libreoffice.doc"))
    streams["WpsCustomData"] = b"\x01\0\0\0" + b"our own" + b"\0" * 21
    streams["\x05DocumentSummaryInformation"] = user_properties(
        [("KSOProductBuildVer", "2052-11.1.0.10132"), ("ICV", "4C4B4A49484746454443424140")], 936)
    saves = ["王芳", "C:\\Users\\wangfang\\Desktop\\返修表.doc", "Administrator", "\\\\DLSRV\\交接\\EP03\\返修表.doc"]
    table = struct.pack("<HHH", 0xFFFF, len(saves), 0)
    for text in saves:
        table += struct.pack("<H", len(text)) + text.encode("utf-16-le")
    word_stream = bytearray(streams["WordDocument"])
    name = "1Table" if struct.unpack_from("<H", word_stream, 10)[0] & 0x200 else "0Table"
    # SttbSavedBy is pair 71 of the file information block ([MS-DOC] 2.5.6).
    struct.pack_into("<II", word_stream, table_pair(word_stream, 71), len(streams[name]), len(table))
    streams[name] += table
    streams["WordDocument"] = bytes(word_stream)
    write_compound(os.path.join(HERE, "wps-scripted.wps"), streams)
    streams = streams_of(os.path.join(HERE, "xls-xlwt.xls"))
    streams["\x05DocumentSummaryInformation"] = user_properties(
        [("KSOProductBuildVer", "1042-11.8.2.8053")], 936)
    write_compound(os.path.join(HERE, "et-scripted.et"), streams)


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        word(folder)
        sheets(folder)
        slides(folder)
        wps()
    sys.exit(0)
