#!/usr/bin/env python3
"""Makes docx-notes.docx and pptx-review.pptx: what python-docx 1.2.0 and python-pptx 1.0.2 write, and beside it the
elements that they cannot make, added to their XML as Word and PowerPoint write them. The text is made up."""
import pathlib
import shutil
import zipfile

import docx
import pptx
from docx.oxml import parse_xml
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Cm

OUT = pathlib.Path(__file__).resolve().parent.parent
W = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
MORE = (
    W + ' xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006"'
    ' xmlns:v="urn:schemas-microsoft-com:vml" xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape"'
)


def add(document, xml):
    document.element.body.insert(len(document.element.body) - 1, parse_xml(xml))


def word():
    document = docx.Document()
    style = document.styles.add_style("Secret", docx.enum.style.WD_STYLE_TYPE.CHARACTER)
    style.font.hidden = True
    first = document.add_paragraph("SC012_C005 ")
    run = first.add_run("头部比例")
    first.add_run("不对")
    comment = document.add_comment(run, text="后脑太平", author="导演", initials="导")
    comment.add_paragraph("뒤머리가 평평함")
    comment._comment_elm.set(docx.oxml.ns.qn("w:date"), "2024-01-16T21:05:00Z")
    reply = document.add_comment(run, text="已改", author="김철수", initials="김")
    reply._comment_elm.set(docx.oxml.ns.qn("w:date"), "2024-01-17T09:00:00Z")
    for element, paragraph_ids in ((comment, ["0000000A", "0000000B"]), (reply, ["0000000C"])):
        for paragraph, paragraph_id in zip(element.paragraphs, paragraph_ids):
            paragraph._p.set("{http://schemas.microsoft.com/office/word/2010/wordml}paraId", paragraph_id)
    # The reply stands only in the threads, not in the text, as Word may leave it.
    for tag in ("commentRangeStart", "commentRangeEnd"):
        for element in list(document.element.body.iter(docx.oxml.ns.qn("w:" + tag))):
            if element.get(docx.oxml.ns.qn("w:id")) == str(reply.comment_id):
                element.getparent().remove(element)
    add(document, f"""<w:p {W}><w:r><w:t xml:space="preserve">速度 </w:t></w:r>
<w:moveFrom w:id="1" w:author="王伟" w:date="2024-01-16T22:00:00Z"><w:r><w:t>移走</w:t></w:r></w:moveFrom>
<w:moveTo w:id="2" w:author="王伟" w:date="2024-01-16T22:00:00Z"><w:r><w:t>移来</w:t></w:r></w:moveTo>
<w:ins w:id="3" w:author="김철수" w:date="2024-01-16T22:30:00Z"><w:r><w:t>더 빠르게</w:t></w:r><w:del w:id="4" w:author="王伟" w:date="2024-01-16T23:00:00Z"><w:r><w:delText>빼기</w:delText></w:r></w:del></w:ins></w:p>""")
    add(document, f"""<w:p {W}><w:r><w:t>看见</w:t></w:r><w:r><w:rPr><w:rStyle w:val="Secret"/></w:rPr><w:t>样式隐藏</w:t></w:r><w:r><w:rPr><w:vanish/></w:rPr><w:t>直接隐藏</w:t></w:r><w:r><w:rPr><w:rStyle w:val="Secret"/><w:vanish w:val="0"/></w:rPr><w:t>又看见</w:t></w:r></w:p>""")
    add(document, f"""<w:p {MORE}><w:r><mc:AlternateContent><mc:Choice Requires="wps"><w:drawing><wps:txbx><w:txbxContent><w:p><w:r><w:t>框内一次</w:t></w:r></w:p></w:txbxContent></wps:txbx></w:drawing></mc:Choice><mc:Fallback><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>框内一次</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r><w:r><w:pict><v:shape><v:textpath string="机密 CONFIDENTIAL"/></v:shape></w:pict></w:r></w:p>""")
    add(document, f"""<w:p {W}><w:r><w:fldChar w:fldCharType="begin"/></w:r><w:r><w:instrText>HYPERLINK "x"</w:instrText></w:r><w:r><w:fldChar w:fldCharType="separate"/></w:r><w:r><w:t>参考</w:t></w:r><w:r><w:fldChar w:fldCharType="end"/></w:r>
<w:r><w:tab/><w:t>A</w:t><w:noBreakHyphen/><w:t>12</w:t><w:br/><w:sym w:font="Wingdings" w:char="F0FC"/></w:r><w:r><w:ruby><w:rt><w:r><w:t>かお</w:t></w:r></w:rt><w:rubyBase><w:r><w:t>顔</w:t></w:r></w:rubyBase></w:ruby></w:r></w:p>""")
    add(document, f"""<w:sdt {W}><w:sdtPr><w:alias w:val="状态"/></w:sdtPr><w:sdtContent><w:p><w:r><w:rPr><w:lang w:val="en-US" w:eastAsia="ko-KR"/></w:rPr><w:t>눈이 작음 OK</w:t></w:r><w:r><w:rPr><w:lang w:eastAsia="zh-CN"/></w:rPr><w:t>小</w:t></w:r></w:p></w:sdtContent></w:sdt>""")
    table = document.add_table(rows=3, cols=3)
    for (row, column), text in {(0, 0): "镜号", (0, 1): "修改意见", (0, 2): "状态", (1, 0): "SC013", (1, 2): "返修"}.items():
        table.cell(row, column).text = text
    table.cell(1, 1).text = "眼睛太小\n눈을 더 크게"
    table.cell(1, 0).merge(table.cell(2, 0))
    table.cell(2, 1).merge(table.cell(2, 2)).text = "走路滑步"
    inner = table.cell(2, 1).add_table(rows=1, cols=1)
    inner.cell(0, 0).text = "内表"
    document.sections[0].header.paragraphs[0].text = "EP301 返修单"
    document.sections[0].footer.paragraphs[0].text = "第1页"
    document.core_properties.author = "王伟"
    plain = OUT / "plain.docx"
    document.save(plain)
    extended = f"""<w15:commentsEx xmlns:w15="http://schemas.microsoft.com/office/word/2012/wordml"><w15:commentEx w15:paraId="0000000B" w15:done="1"/><w15:commentEx w15:paraId="0000000C" w15:paraIdParent="0000000B" w15:done="0"/></w15:commentsEx>"""
    ids = f"""<w16cid:commentsIds xmlns:w16cid="http://schemas.microsoft.com/office/word/2016/wordml/cid"><w16cid:commentId w16cid:paraId="0000000B" w16cid:durableId="1A2B3C4D"/></w16cid:commentsIds>"""
    extensible = f"""<w16cex:commentsExtensible xmlns:w16cex="http://schemas.microsoft.com/office/word/2018/wordml/cex"><w16cex:commentExtensible w16cex:durableId="1A2B3C4D" w16cex:dateUtc="2024-01-16T13:05:00Z"/></w16cex:commentsExtensible>"""
    rewrite(plain, OUT / "docx-notes.docx", {}, {
        "word/commentsExtended.xml": extended, "word/commentsIds.xml": ids, "word/commentsExtensible.xml": extensible})
    # The same as a document with macros: another type of the main part, and a project that nobody opens.
    rewrite(plain, OUT / "docx-macros.docm", {"[Content_Types].xml": lambda text: text.replace(
        "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml",
        "application/vnd.ms-word.document.macroEnabled.main+xml")}, {"word/vbaProject.bin": "no project"})
    plain.unlink()


def slides():
    deck = pptx.Presentation()
    slide = deck.slides.add_slide(deck.slide_layouts[1])
    slide.shapes.title.text = "SC021 审片"
    slide.placeholders[1].text = "手臂太长\n팔이 너무 길다"
    box = slide.shapes.add_textbox(Cm(1), Cm(8), Cm(8), Cm(2))
    box.text_frame.text = "后脑太平"
    box.text_frame.add_paragraph().text = "뒤머리가 평평함"
    group = slide.shapes.add_group_shape()
    group.shapes.add_textbox(Cm(1), Cm(11), Cm(4), Cm(1)).text_frame.text = "组内"
    table = slide.shapes.add_table(2, 3, Cm(1), Cm(13), Cm(12), Cm(3)).table
    table.cell(0, 0).text = "镜号"
    table.cell(0, 1).text = "意见"
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(1, 0).text = "SC022"
    table.cell(1, 1).text = "错色\v색 오류"
    slide.notes_slide.notes_text_frame.text = "讲给组长听"
    second = deck.slides.add_slide(deck.slide_layouts[6])
    second.shapes.add_textbox(Cm(1), Cm(1), Cm(4), Cm(1)).text_frame.text = "不放映的页"
    second._element.set("show", "0")
    third = deck.slides.add_slide(deck.slide_layouts[6])
    third.shapes.add_textbox(Cm(1), Cm(1), Cm(4), Cm(1)).text_frame.text = "第三页写成第一页之前"
    data = CategoryChartData()
    data.categories = ["第一周", "第二周"]
    data.add_series("返修数", (12, 7))
    data.add_series("通过数", (30, 41))
    chart = third.shapes.add_chart(XL_CHART_TYPE.COLUMN_CLUSTERED, Cm(1), Cm(3), Cm(10), Cm(6), data).chart
    chart.has_title = True
    chart.chart_title.text_frame.text = "进度表"
    order = deck.slides._sldIdLst
    order.insert(0, order[2])
    plain = OUT / "plain.pptx"
    deck.save(plain)
    p188 = 'xmlns:p188="http://schemas.microsoft.com/office/powerpoint/2018/8/main" xmlns:a="http://schemas.openxmlformats.org/drawingml/2006/main"'
    authors = f"""<p188:authorLst {p188}><p188:author id="{{A1}}" name="导演"/><p188:author id="{{A2}}" name="김철수"/></p188:authorLst>"""
    comments = f"""<p188:cmLst {p188}><p188:cm id="{{C1}}" authorId="{{A1}}" created="2024-01-16T13:05:00.000" status="resolved"><p188:replyLst><p188:reply id="{{C2}}" authorId="{{A2}}" created="2024-01-16T14:05:00.000"><p188:txBody><a:bodyPr/><a:p><a:r><a:t>고쳤음</a:t></a:r></a:p></p188:txBody></p188:reply></p188:replyLst><p188:txBody><a:bodyPr/><a:p><a:r><a:t>这一镜返修</a:t></a:r></a:p></p188:txBody></p188:cm></p188:cmLst>"""
    relation = '<Relationship Id="{}" Type="http://schemas.microsoft.com/office/2018/10/relationships/{}" Target="{}"/></Relationships>'
    rewrite(plain, OUT / "pptx-review.pptx", {
        "ppt/_rels/presentation.xml.rels": lambda text: text.replace("</Relationships>", relation.format("rId900", "authors", "authors.xml")),
        "ppt/slides/_rels/slide1.xml.rels": lambda text: text.replace("</Relationships>", relation.format("rId900", "comments", "../comments/modernComment_1.xml")),
    }, {"ppt/authors.xml": authors, "ppt/comments/modernComment_1.xml": comments})
    plain.unlink()


def rewrite(source, target, changes, additions):
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            if name.startswith("docProps/thumbnail"):
                continue
            content = old.read(name)
            if name in changes:
                content = changes[name](content.decode()).encode()
            new.writestr(name, content)
        for name, content in additions.items():
            new.writestr(name, content)


word()
slides()
