"""Makes xlsx-*, ods-* and signals-* beside this folder, with text of our own.

Made with openpyxl 3.1.5, XlsxWriter 3.3.1, odfpy 1.4.1, python-docx 1.2.0 and LibreOffice 7.4.7.2 (Debian 12):
    TZ=Asia/Seoul python3 sheets.py
"""
import datetime as dt
import os
import shutil
import subprocess
import tempfile

import docx
import openpyxl
import xlsxwriter
from odf import dc, office, style, table, text
from odf.opendocument import OpenDocumentSpreadsheet
from openpyxl.comments import Comment

HERE = os.path.normpath(os.path.join(os.path.dirname(os.path.abspath(__file__)), ".."))
WHEN = dt.datetime(2024, 1, 16, 12, 5, 10)


def out(name):
    return os.path.join(HERE, name)


def with_openpyxl():
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "修改意见"
    for row in [
        ["镜号", "帧", "修改意见", "번역", "状态", "日期"],
        ["SC012_C005", 45, "请返修头部造型\n后脑太平", "머리모양을 다시 고칠것\n뒤머리가 너무 평평함", "返修", dt.datetime(2024, 1, 16, 21, 4, 19)],
        [None, 60, "眼睛再大一点", "눈을 좀더 크게", "OK", dt.date(2024, 1, 17)],
        ["SC013_C001", 12.5, "漏色", "색칠이 빠졌음", True, 0.25],
        ["SC014_C002", "=1+2", "hidden row", None, None, None],
    ]:
        sheet.append(row)
    sheet["F4"].number_format = "0%"
    sheet["F3"].number_format = 'yyyy"年"m"月"d"日"'
    sheet.merge_cells("A2:A3")
    sheet.row_dimensions[5].hidden = True
    sheet["H2"] = "hidden column"
    sheet.column_dimensions["H"].hidden = True
    sheet["XFD1048576"] = "far away"
    sheet["C2"].comment = Comment("王导说: 明天以前改好", "微软用户")
    sheet.oddHeader.left.text = "第三集 修改表"
    sheet.oddFooter.center.text = "Page &P of &N"
    secret = book.create_sheet("作废")
    secret["B2"] = "旧的意见"
    secret.sheet_state = "veryHidden"
    book.properties.creator = "Administrator"
    book.properties.lastModifiedBy = "kim"
    book.properties.title = "第三集修改表"
    book.properties.created = WHEN
    book.save(out("xlsx-openpyxl.xlsx"))


def with_xlsxwriter():
    book = xlsxwriter.Workbook(out("xlsx-xlsxwriter.xlsx"), {"date_1904": True})
    book.set_properties({"author": "pak", "company": "Hanbit Example", "created": WHEN})
    sheet = book.add_worksheet("Notes")
    bold = book.add_format({"bold": True})
    day = book.add_format({"num_format": "yyyy-mm-dd hh:mm"})
    money = book.add_format({"num_format": '#,##0.00;[Red]-#,##0.00'})
    nothing = book.add_format({"num_format": ";;;"})
    shot = book.add_format({"num_format": '"SC"000'})
    sheet.write_row(0, 0, ["컷", "수정사항", "마감", "단가"])
    sheet.write_number(1, 0, 12, shot)
    sheet.write_rich_string(1, 1, "눈을 ", bold, "더 크게", " 그릴것")
    sheet.write_datetime(1, 2, dt.datetime(2024, 1, 16, 21, 5), day)
    sheet.write_number(1, 3, -1234.5, money)
    sheet.write_formula(2, 0, '="SC"&13', None, "SC13")
    sheet.write_formula(2, 1, "=1/0", None, "#DIV/0!")
    sheet.write_boolean(2, 2, False)
    sheet.write_number(2, 3, 0.1 + 0.2)
    sheet.write_string(3, 1, "보이지 않음", nothing)
    sheet.merge_range("A6:B7", "두 칸")
    sheet.write_comment("B2", "색을 확인할것", {"author": "리과장"})
    sheet.insert_textbox("E2", "전체 확인\n다시 보낼것")
    chart = book.add_chart({"type": "column"})
    chart.add_series({"values": "=Notes!$D$2:$D$3"})
    chart.set_title({"name": "진행표"})
    sheet.insert_chart("G10", chart)
    sheet.write_url("A9", "https://example.com/review/SC012")
    sheet.write_url("A10", "external:C:\\Users\\Kim\\Desktop\\ep03.xlsx")
    book.add_worksheet("빈 시트")
    book.close()


def with_odfpy():
    doc = OpenDocumentSpreadsheet()
    sheet = table.Table(name="リテイク")
    sheet.addElement(table.TableColumn(numbercolumnsrepeated=2))
    sheet.addElement(table.TableColumn(visibility="collapse"))
    row = table.TableRow()
    cell = table.TableCell(valuetype="string", numberrowsspanned=2, numbercolumnsspanned=1)
    cell.addElement(text.P(text="カット12"))
    note = office.Annotation()
    note.addElement(dc.Creator(text="사용자"))
    note.addElement(dc.Date(text="2024-01-16T21:05:12"))
    note.addElement(text.P(text="至急"))
    cell.addElement(note)
    row.addElement(cell)
    cell = table.TableCell(valuetype="string", numbercolumnsrepeated=2)
    line = text.P(text="線が")
    line.addElement(text.S(c=2))
    line.addText("細い")
    line.addElement(text.LineBreak())
    line.addText("直す")
    cell.addElement(line)
    cell.addElement(text.P(text="二段目"))
    row.addElement(cell)
    sheet.addElement(row)
    row = table.TableRow(numberrowsrepeated=2)
    row.addElement(table.CoveredTableCell())
    cell = table.TableCell(valuetype="date", datevalue="2024-01-16T21:05:12")
    row.addElement(cell)
    sheet.addElement(row)
    row = table.TableRow(visibility="filter")
    cell = table.TableCell(valuetype="float", value="12")
    cell.addElement(text.P(text="12"))
    row.addElement(cell)
    sheet.addElement(row)
    sheet.addElement(table.TableRow(numberrowsrepeated=1048570))
    doc.spreadsheet.addElement(sheet)
    doc.save(out("ods-odfpy.ods"))


def with_libreoffice(source, kind, name):
    with tempfile.TemporaryDirectory() as folder:
        profile = f"-env:UserInstallation=file://{folder}/profile"
        command = ["soffice", profile, "--headless", "--convert-to", kind, "--outdir", folder, out(source)]
        subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
        stem = os.path.splitext(source)[0]
        shutil.move(os.path.join(folder, f"{stem}.{kind}"), out(name))


def signals_docx():
    document = docx.Document()
    document.add_paragraph("修改意见")
    document.core_properties.author = "微软中国"
    document.core_properties.last_modified_by = "Windows 用户"
    document.core_properties.created = WHEN
    document.core_properties.modified = WHEN
    document.save(out("signals-python-docx.docx"))


if __name__ == "__main__":
    with_openpyxl()
    with_xlsxwriter()
    with_odfpy()
    with_libreoffice("xlsx-openpyxl.xlsx", "ods", "ods-libreoffice.ods")
    with_libreoffice("xlsx-xlsxwriter.xlsx", "ods", "ods-libreoffice-2.ods")
    with_libreoffice("ods-libreoffice.ods", "xlsx", "xlsx-libreoffice.xlsx")
    signals_docx()
    with_libreoffice("signals-python-docx.docx", "odt", "signals-libreoffice.odt")
    with_libreoffice("signals-libreoffice.odt", "docx", "signals-libreoffice.docx")
