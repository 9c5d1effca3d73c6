#!/bin/sh
# Makes the samples that need LibreOffice 7.4 and poppler 22.12: pdf-libreoffice.pdf, pdf-cairo.pdf, rtf-libreoffice.rtf.
# Usage: pdf.sh FOLDER, with python-docx 1.2.0 as python3.
set -e
work=$(mktemp -d)
python3 - "$work" <<'P'
import sys, docx
document = docx.Document()
document.add_heading("修改意见 0116", 1)
document.add_paragraph("SC012_C005 第3帧 头型要修改,后脑勺太平。머리형을 다시 고칠것.")
document.add_paragraph("カット012 修正:頭の形を直す。 Fix the head; office affiliate fit.")
table = document.add_table(rows=3, cols=3)
table.style = "Table Grid"
for r, row in enumerate([["镜号", "修改意见", "状态"], ["SC045_C010", "眼睛再大一点\n눈을 더 크게", "返修"], ["SC046", "同上", "OK"]]):
    for c, text in enumerate(row):
        table.cell(r, c).text = text
document.add_paragraph("끝")
document.sections[0].footer.paragraphs[0].text = "第1页"
document.core_properties.author = "김철수"
document.save(sys.argv[1] + "/libreoffice.docx")
P
soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to pdf --outdir "$work" "$work/libreoffice.docx"
soffice "-env:UserInstallation=file://$work/profile" --headless --convert-to rtf --outdir "$work" "$work/libreoffice.docx"
cp "$work/libreoffice.pdf" "$1/pdf-libreoffice.pdf"
cp "$work/libreoffice.rtf" "$1/rtf-libreoffice.rtf"
pdftocairo -pdf "$work/libreoffice.pdf" "$1/pdf-cairo.pdf"
rm -r "$work"
