#!/usr/bin/env python3
"""Makes hwpx-notes.hwpx: parts, elements and attributes as Hancom Office 9 to 12 writes them (KS X 6101), compared with
the public test files of hwpxlib (github.com/neolord0/hwpxlib, testFile/, read and not copied). No program on Linux writes
the format. The text is made up."""
import pathlib
import zipfile

OUT = pathlib.Path(__file__).resolve().parent.parent / "hwpx-notes.hwpx"
HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes" ?>'
NS = " ".join(
    f'xmlns:{prefix}="http://www.hancom.co.kr/hwpml/2011/{name}"'
    for prefix, name in (("hp", "paragraph"), ("hs", "section"), ("hc", "core"), ("hh", "head"))
)
LINES = '<hp:linesegarray><hp:lineseg textpos="0" vertpos="0" vertsize="1000" textheight="1000" baseline="850" spacing="600" horzpos="0" horzsize="42520" flags="393216"/></hp:linesegarray>'
LIST = '<hp:subList id="" textDirection="HORIZONTAL" lineWrap="BREAK" vertAlign="TOP" linkListIDRef="0" linkListNextIDRef="0" textWidth="0" textHeight="0" hasTextRef="0" hasNumRef="0">'


def p(inner):
    return f'<hp:p id="0" paraPrIDRef="3" styleIDRef="0" pageBreak="0" columnBreak="0" merged="0"><hp:run charPrIDRef="0">{inner}</hp:run>{LINES}</hp:p>'


def t(text):
    return f"<hp:t>{text}</hp:t>"


def cell(row, column, text, rows=1, columns=1):
    paragraphs = "".join(p(t(line)) for line in text.split("\n"))
    return (
        f'<hp:tc name="" header="0" hasMargin="0" protect="0" editable="0" dirty="0" borderFillIDRef="3">{LIST}{paragraphs}</hp:subList>'
        f'<hp:cellAddr colAddr="{column}" rowAddr="{row}"/><hp:cellSpan colSpan="{columns}" rowSpan="{rows}"/><hp:cellSz width="6341" height="2886"/></hp:tc>'
    )


def row(*cells):
    return f'<hp:tr>{"".join(cells)}</hp:tr>'


memo = (
    '<hp:ctrl><hp:fieldBegin id="1795169102" type="MEMO" name="" editable="1" dirty="0" zorder="-1" fieldid="627272811">'
    '<hp:parameters cnt="5" name=""><hp:integerParam name="Number">1</hp:integerParam><hp:stringParam name="CreateDateTime">2024-01-16 21:05:00</hp:stringParam>'
    '<hp:stringParam name="Author">연출</hp:stringParam></hp:parameters>'
    f'{LIST}{p(t("뒤머리가 평평함"))}{p(t("后脑太平"))}</hp:subList></hp:fieldBegin></hp:ctrl>'
)
memo_end = '<hp:ctrl><hp:fieldEnd beginIDRef="1795169102" fieldid="627272811"/></hp:ctrl>'
table = (
    '<hp:tbl id="1" zOrder="0" numberingType="TABLE" rowCnt="3" colCnt="3" cellSpacing="0" borderFillIDRef="3"><hp:sz width="19029" height="8657"/>'
    + row(cell(0, 0, "컷"), cell(0, 1, "수정사항"), cell(0, 2, "상태"))
    + row(cell(1, 0, "C013", rows=2), cell(1, 1, "眼睛太小\n눈을 더 크게"), cell(1, 2, "수정"))
    + row(cell(2, 1, "발미끄러짐", columns=2))
    + "</hp:tbl>"
)
box = f'<hp:rect id="2" zOrder="1" numberingType="PICTURE"><hp:drawText lastWidth="10775" name="" editable="0">{LIST}{p(t("상자 안"))}{p(t("둘째 줄"))}</hp:subList></hp:drawText><hp:shapeComment>사각형입니다.</hp:shapeComment></hp:rect>'
note = f'<hp:ctrl><hp:footNote number="1" suffixChar="41" instId="3">{LIST}{p(t("설정 2쪽 참고"))}</hp:subList></hp:footNote></hp:ctrl>'
hidden = f'<hp:ctrl><hp:hiddenComment>{LIST}{p(t("숨은 설명"))}</hp:subList></hp:hiddenComment></hp:ctrl>'
header = f'<hp:ctrl><hp:header id="1" applyPageType="BOTH">{LIST}{p(t("301화 리테이크"))}</hp:subList></hp:header></hp:ctrl>'
TAB = '이 틀리였음<hp:tab width="3112" leader="0" type="1"/>12<hp:lineBreak/>30'
section = f"""{HEAD}<hs:sec {NS}>{p('<hp:secPr id="" textDirection="HORIZONTAL"><hp:footNotePr><hp:autoNumFormat type="DIGIT" userChar="" prefixChar="" suffixChar=")" supscript="0"/></hp:footNotePr></hp:secPr><hp:ctrl><hp:colPr id="" type="NEWSPAPER" layout="LEFT" colCount="1" sameSz="1" sameGap="0"/></hp:ctrl>' + header + t("SC012_C005 ") + memo + t("머리 비율") + memo_end + t(TAB))}
{p(t('속도<hp:deleteBegin Id="2" TcId="2"/> 느리게<hp:deleteEnd Id="2" TcId="2" paraend="0"/> <hp:insertBegin Id="1" TcId="1"/>빠르게<hp:insertEnd Id="1" TcId="1" paraend="0"/>'))}
{p(table + t(""))}{p(t("상자 ") + box + t("뒤") + note + hidden)}
{p('<hp:dutmal posType="TOP" szRatio="0" option="0" styleIDRef="0" align="CENTER"><hp:mainText>顔</hp:mainText><hp:subText>얼굴</hp:subText></hp:dutmal>' + t("&amp; 끝"))}</hs:sec>"""
second = f"<?xml version='1.0' encoding='UTF-8'?><hs:sec {NS}>{p(t('둘째 구역'))}</hs:sec>"
header_xml = f"""{HEAD}<hh:head {NS} version="1.1" secCnt="2"><hh:refList><hh:trackChanges itemCnt="2"><hh:trackChange type="Insert" date="2024-01-16T12:21:00Z" authorID="1" hide="0" id="1"/><hh:trackChange type="Delete" date="2024-01-16T12:22:00Z" authorID="2" hide="0" id="2"/></hh:trackChanges><hh:trackChangeAuthors itemCnt="2"><hh:trackChangeAuthor name="김철수" mark="1" id="0"/><hh:trackChangeAuthor name="王伟" mark="1" id="1"/></hh:trackChangeAuthors></hh:refList></hh:head>"""
content = f"""{HEAD}<opf:package xmlns:opf="http://www.idpf.org/2007/opf/"><opf:metadata><opf:title>컷노트</opf:title><opf:language>ko</opf:language><opf:meta name="creator" content="text">Administrator</opf:meta><opf:meta name="lastsaveby" content="text">kim</opf:meta><opf:meta name="CreatedDate" content="text">2024-01-16T12:20:23Z</opf:meta><opf:meta name="ModifiedDate" content="text">2024-01-16T12:36:22Z</opf:meta><opf:meta name="date" content="text">2024년 1월 16일 화요일 오후 9:20:23</opf:meta></opf:metadata></opf:package>"""
version = f"""{HEAD}<hv:HCFVersion xmlns:hv="http://www.hancom.co.kr/hwpml/2011/version" tagetApplication="WORDPROCESSOR" major="5" minor="1" micro="0" buildNumber="1" os="1" xmlVersion="1.4" application="Hancom Office Hangul" appVersion="11, 0, 0, 2129 WIN32LEWindows_10"/>"""
preview = "SC012_C005 머리 비율이 틀리였음\r\n속도"
parts = [
    ("mimetype", "application/hwp+zip"), ("version.xml", version), ("Contents/header.xml", header_xml),
    ("Contents/section0.xml", section), ("Contents/section1.xml", second), ("Preview/PrvText.txt", preview),
    ("META-INF/manifest.xml", f'{HEAD}<odf:manifest xmlns:odf="urn:oasis:names:tc:opendocument:xmlns:manifest:1.0"/>'),
    ("Contents/content.hpf", content),
]
for name, kept in ((OUT, parts), (OUT.with_name("hwpx-preview-only.hwpx"), [part for part in parts if "section" not in part[0]])):
    with zipfile.ZipFile(name, "w") as package:
        for part, text in kept:
            entry = zipfile.ZipInfo(part, (1980, 1, 1, 0, 0, 0))
            entry.compress_type = zipfile.ZIP_STORED if part == "mimetype" else zipfile.ZIP_DEFLATED
            package.writestr(entry, text)
