# Makes the samples pdf-*.pdf beside this folder, with made-up text.
# Made with reportlab 5.1.0, PyMuPDF 2.0 and fpdf2 2.8.9; what LibreOffice 7.4 makes,
# see pdf.sh.
import sys, os
from reportlab.pdfgen import canvas
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import CIDFont, UnicodeCIDFont
import fitz

here = sys.argv[1]
os.makedirs(here, exist_ok=True)

ZH = ["SC012_C005 第3帧 头型要修改,后脑勺太平", "SC045_C010 修改意见:眼睛再大一点", "全部重做 OK 2024-01-16"]
KO = ["SC012_C005 3프레임 머리형을 다시 고칠것", "컷 45 수정의견: 눈을 더 크게", "모두 다시 할것 OK"]
JA = ["カット012 修正:頭の形を直す", "リテイク C010 目を大きく"]

def cid(name, font, encoding, lines):
    c = canvas.Canvas(f"{here}/{name}", pageCompression=1, invariant=1)
    if encoding is None:
        pdfmetrics.registerFont(UnicodeCIDFont(font)); fn = font
    else:
        f = CIDFont(font, encoding); pdfmetrics.registerFont(f); fn = f.fontName
    y = 780
    for line in lines:
        c.setFont(fn, 12)
        c.drawString(60, y, line if encoding is None else line.encode(CODEC[encoding]).decode("latin-1"))
        y -= 20
    c.setAuthor("김철수"); c.setTitle("修改意见"); c.setCreator("made up"); c.showPage(); c.save()

CODEC = {}
cid("pdf-unigb.pdf", "STSong-Light", None, ZH)
cid("pdf-unijis.pdf", "HeiseiMin-W3", None, JA)
cid("pdf-uniks.pdf", "HYSMyeongJo-Medium", None, KO)
cid("pdf-unicns.pdf", "MSung-Light", None, ["SC012 修改意見:頭型", "眼睛再大一點"])

# A PDF written by hand, for character maps that no program here writes any more.
def raw(name, font, encoding, collection, lines, codec, extra=b""):
    def s(b): return b"<" + b.hex().encode() + b">"
    content = b"BT /F1 12 Tf 14 TL 60 700 Td\n" + b"".join(s(l.encode(codec)) + b" Tj T*\n" for l in lines) + b"ET"
    reg, order = collection.split("-")
    objs = [b"<</Type/Catalog/Pages 2 0 R>>", b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</Font<</F1 4 0 R>>>>/Contents 5 0 R>>",
        b"<</Type/Font/Subtype/Type0/BaseFont/" + font + b"/Encoding/" + encoding.encode() + b"/DescendantFonts[6 0 R]>>",
        b"<</Length %d>>\nstream\n%s\nendstream" % (len(content), content),
        b"<</Type/Font/Subtype/CIDFontType0/BaseFont/" + font + b"/CIDSystemInfo<</Registry(" + reg.encode() + b")/Ordering(" + order.encode() + b")/Supplement 2>>/DW 1000>>"]
    write(name, objs, b"/Root 1 0 R" + extra)

def write(name, objs, trailer):
    out = b"%PDF-1.4\n%\xe2\xe3\xcf\xd3\n"; offs = []
    for i, o in enumerate(objs, 1):
        offs.append(len(out)); out += b"%d 0 obj\n%s\nendobj\n" % (i, o)
    x = len(out)
    out += b"xref\n0 %d\n0000000000 65535 f \n" % (len(objs) + 1) + b"".join(b"%010d 00000 n \n" % o for o in offs)
    out += b"trailer\n<</Size %d%s>>\nstartxref\n%d\n%%%%EOF\n" % (len(objs) + 1, trailer, x)
    open(f"{here}/{name}", "wb").write(out)
    return out

raw("pdf-gbk.pdf", b"#CB#CE#CC#E5", "GBK-EUC-H", "Adobe-GB1", ZH, "gbk")
raw("pdf-b5.pdf", b"MingLiU", "ETen-B5-H", "Adobe-CNS1", ["SC012 修改意見", "眼睛再大一點"], "big5")
raw("pdf-90ms.pdf", b"MS-Mincho", "90ms-RKSJ-H", "Adobe-Japan1", JA, "cp932")
raw("pdf-uhc.pdf", b"Batang", "KSCms-UHC-H", "Adobe-Korea1", KO, "cp949")
raw("pdf-uniks-utf16.pdf", b"Batang", "UniKS-UTF16-H", "Adobe-Korea1", KO, "utf-16-be")
raw("pdf-glyph-numbers.pdf", b"SimSun", "Identity-H", "Adobe-GB1", ["修"], "utf-16-be")

# Three states in one file, saved by appending; comments; a mark; a form field; an attached file; dates.
doc = fitz.open()
page = doc.new_page()
page.insert_text((72, 72), ["SC012 first note: raise the left hand", "SC013 keep"], fontsize=12)
doc.set_metadata({"producer": "made up 1.0", "creator": "WPS Writer", "author": "Administrator",
    "title": "C:\\Users\\kim\\notes.doc", "creationDate": "D:20160301120000+08'30'", "modDate": "D:20160301120000+08'30'"})
path = f"{here}/pdf-revisions.pdf"
doc.save(path, deflate=True, no_new_id=True); doc.close()
doc = fitz.open(path)
page = doc[0]
page.add_redact_annot(fitz.Rect(60, 55, 400, 76)); page.apply_redactions()
page.insert_text((72, 120), "SC012 second note: lower the hand", fontsize=12)
doc.saveIncr(); doc.close()
doc = fitz.open(path)
page = doc[0]
a = page.add_text_annot((300, 300), "컷 12 다시 할것"); a.set_info(title="pak", creationDate="D:20240116210512+09'00'", modDate="D:20240116210512+09'00'"); a.update()
quads = page.search_for("keep", quads=True)
h = page.add_highlight_annot(quads); h.set_info(content="修改这里", title="li"); h.update()
doc.embfile_add("컷노트.txt", b"x", filename="컷노트.txt", ufilename="컷노트.txt")
w = fitz.Widget(); w.field_name = "status"; w.field_type = fitz.PDF_WIDGET_TYPE_TEXT; w.field_value = "retake"; w.rect = fitz.Rect(72, 400, 200, 420); page.add_widget(w)
doc.saveIncr(); doc.close()

# A link.
from fpdf import FPDF
pdf = FPDF(); pdf.add_page(); pdf.set_font("helvetica", size=12)
pdf.cell(text="Shot SC012: fix the head, see http://example.org/n", link="http://example.org/n"); pdf.output(f"{here}/pdf-fpdf.pdf")

# Encrypted: once with an empty user password, once with one that is not known.
for name, user in (("pdf-owner-password.pdf", ""), ("pdf-password.pdf", "geheim")):
    doc = fitz.open(); doc.new_page().insert_text((72, 72), "SC012 locked note")
    doc.save(f"{here}/{name}", encryption=fitz.PDF_ENCRYPT_AES_256, owner_pw="o", user_pw=user, deflate=True)
